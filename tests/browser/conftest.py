"""A browser, or a clear reason why there is none; the pages under test, written once."""

from __future__ import annotations

import os
import shutil
from types import SimpleNamespace

import pytest
from report_sample import sample

from extractor.model.audit import Overall, Status
from extractor.report import (
    CaseSummary,
    failed,
    render_case,
    render_index,
    render_patterns,
    summarise,
)

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def _policy():
    def element(title):
        return SimpleNamespace(
            title=title,
            met_when="the record shows it",
            not_met_when="the record shows the opposite",
            request_item="the missing record",
            terms=("a term",),
        )

    names = ("conflicting", "met", "not_documented", "not_met", "infection", "trial")
    criteria = tuple(
        SimpleNamespace(id=str(n), title=f"Criterion {n}", text="As published.", elements=())
        for n in range(1, 6)
    )
    return SimpleNamespace(
        id="p",
        title="Policy",
        publisher="Payer",
        version="1",
        effective="2024-08-14",
        pathways=(SimpleNamespace(id="non_malignant", title="Non-malignant pain", criteria=criteria),),
        elements={name: element(name.replace("_", " ").capitalize()) for name in names},
        codes=(),
        flags={"misfiled_page": "Another person's page."},
    )


@pytest.fixture(scope="session")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip(f"no browser: none of {', '.join(BROWSERS)} is installed (apt-get install chromium)")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def submission():
    return sample()


def made_files(folder):
    """Write the HTML files under test into a folder; return their paths by name."""
    folder.mkdir(parents=True, exist_ok=True)
    audit, pages = sample()
    statuses = (Status.MET, Status.NOT_MET)
    rows = [
        CaseSummary(
            case_id=f"case-{n}",
            report=f"case-{n}/report.html",
            overall=list(Overall)[n % 4],
            request="Trial",
            pathway="Non-malignant pain",
            line_of_business=("Medicaid", "Medicare")[n % 2],
            criteria=(("1", statuses[n % 2]),),
            flags=("misfiled_page",) if n % 3 == 0 else (),
            pages=n,
        )
        for n in range(12)
    ]
    made = {
        "report": render_case(audit, _policy(), pages),
        "index": render_index(
            [*rows, summarise(audit, "x/report.html"), failed("bad", "bad.pdf: encrypted")], _policy()
        ),
        "patterns": render_patterns(),
    }
    paths = {}
    for name, html in made.items():
        paths[name] = folder / f"{name}.html"
        paths[name].write_text(html, encoding="utf-8")
    return paths


@pytest.fixture(scope="session")
def files(tmp_path_factory):
    """The HTML files under test, by name."""
    return made_files(tmp_path_factory.mktemp("report"))


@pytest.fixture
def visit(browser, files):
    """Open a file in a fresh window; what it asks the network for or complains of is kept in ``.trouble``."""
    contexts = []

    def opened(name, *, width=1500, height=950, **options):
        context = browser.new_context(viewport={"width": width, "height": height}, offline=True, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(5000)
        page.trouble = []
        page.on("console", lambda m: page.trouble.append(m.text))
        page.on("pageerror", lambda e: page.trouble.append(str(e)))
        page.on("dialog", lambda d: (page.trouble.append(d.message), d.dismiss()))
        page.on(
            "request",
            lambda r: r.url.startswith(("data:", files[name].as_uri())) or page.trouble.append(r.url[:200]),
        )
        page.goto(files[name].as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
