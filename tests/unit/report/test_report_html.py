"""The HTML as bytes: the same every time, self-contained, and chart text never becomes markup."""

import re
from base64 import b64encode
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from audit_sample import Pages, audit, evidence, policy

from extractor.model.audit import CriterionResult, ElementResult, Flag, Status
from extractor.report import failed, render_case, render_index, render_patterns, summarise

HOSTILE = (
    "</style></script><script>alert(1)</script><img src=x onerror=alert(1)>\"' "
    "javascript:alert(1) {{ 7*7 }} \u202egpj"
)


class Tags(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.ids = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        self.ids += [value for name, value in attrs if name == "id"]


@pytest.fixture
def pages():
    case = audit()
    summaries = [summarise(case, "case-1/report.html"), failed("x", "x.pdf: encrypted")]
    return {
        "report": render_case(case, policy(), Pages()),
        "index": render_index(summaries, policy()),
        "patterns": render_patterns(),
    }


@pytest.mark.parametrize("name", ["report", "index", "patterns"])
def test_policy_allows_only_own_style_and_script(pages, name):
    html = pages[name]
    csp = re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1].replace("&#39;", "'")
    assert csp.startswith("default-src 'none'; ")
    for kind, tag in (("style", "style"), ("script", "script")):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.S)
        digest = b64encode(sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in csp


@pytest.mark.parametrize("name", ["report", "index", "patterns"])
def test_links_stay_inside_and_lead_somewhere(pages, name):
    tags = Tags(pages[name])
    assert len(tags.ids) == len(set(tags.ids))
    for attribute, value in tags.attributes:
        assert not attribute.startswith("on")
        assert attribute != "style"
        if attribute in {"href", "src"} and value.startswith("#"):
            assert value[1:] in tags.ids, value
        elif attribute in {"href", "src"}:
            assert value.startswith(("data:image/", "./"))


def test_same_input_same_bytes():
    first, second = (render_case(audit(), policy(), Pages()) for _ in range(2))
    assert first == second
    assert "As of" not in first
    assert "As of May 2, 2025." in render_case(audit(), policy(), Pages(), as_of=date(2025, 5, 2))


def test_hostile_text_stays_text():
    shown = evidence("x").model_copy(
        update={
            "document": HOSTILE,
            "quote": HOSTILE,
            "sentence": HOSTILE,
            "author": HOSTILE,
            "section": HOSTILE,
        }
    )
    result = ElementResult(id=HOSTILE, status=Status.NOT_MET, evidence=(shown,), explanation=HOSTILE)
    case = audit(
        case_id=HOSTILE,
        member=HOSTILE,
        criteria=(CriterionResult(id=HOSTILE, status=Status.NOT_MET, elements=(result,)),),
        flags=(Flag(id=HOSTILE, document=HOSTILE, page=1, note=HOSTILE),),
        codes=(HOSTILE,),
    )
    report = render_case(case, policy(), Pages())
    index = render_index([summarise(case, f"{HOSTILE}/report.html"), failed(HOSTILE, HOSTILE)], policy())
    for html in (report, index):
        tags = Tags(html)
        assert tags.tags.count("script") == 1
        assert tags.tags.count("style") == 1
        assert "img" not in tags.tags
        assert "\u202e" not in html
        assert not any(n.startswith("on") for n, _ in tags.attributes)
        assert not any(
            n == "href" and "javascript:" in v and not v.startswith("./") for n, v in tags.attributes
        )


def test_twenty_and_three_hundred_pages_stay_small():
    from extractor.report.pictures import LARGE_CASE_BYTES, SMALL_CASE_BYTES

    assert SMALL_CASE_BYTES * 4 / 3 < 3_000_000
    assert LARGE_CASE_BYTES * 4 / 3 < 15_000_000


def test_pictures_over_the_budget_are_made_smaller():
    import io
    import random

    from PIL import Image

    from extractor.report import Picture
    from extractor.report.pictures import SMALL_CASE_BYTES, within_budget

    noise = random.Random(1)
    image = Image.frombytes("L", (850, 1100), noise.randbytes(850 * 1100))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")

    class Noisy(Pages):
        def picture(self, document, page):
            return Picture(buffer.getvalue(), "image/png", 850, 1100, 612, 792)

    made = within_budget([("chart.pdf", n) for n in range(1, 5)], Noisy(), 4)
    assert sum(len(p.data) for p in made.values()) <= SMALL_CASE_BYTES
    assert {p.page_width_pt for p in made.values()} == {612}
