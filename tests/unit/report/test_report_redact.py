"""Sharing copies: the member's identifiers are gone from texts and pictures, the evidence is still there."""

import io

import pdfplumber
import pypdfium2
import pytest
from audit_sample import audit, policy
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from extractor.model.audit import (
    CriterionResult,
    ElementResult,
    Evidence,
    FileRecord,
    PageBox,
    PageRecord,
    Provenance,
    Stance,
    Status,
)
from extractor.model.case import Member
from extractor.report import Picture, render_case
from extractor.report.identifiers import identifiers_of, masked
from extractor.report.redact import redact

MEMBER = Member(name="Will T. Okuda-Marsh", dob="11/29/1958", id="NM4471820")
LINES = (
    "Patient: OKUDA-MARSH, Will   DOB: 11/29/58   MRN 40-77126",
    "12 North Elm Street, Santa Fe, NM 87501   (505) 555-0142",
    "Mr. Okuda-Marsh reports average pain 8/10 and will return.",
)
NAME = "Okuda-Marsh_records.pdf"


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Mr. Okuda-Marsh was seen", "Okuda"),
        ("OKUDA-MARSH, WILL", "WILL"),
        ("born November 29, 1958", "1958"),
        ("dob 1958-11-29", "1958"),
        ("DOB: 3/14/1971", "1971"),
        ("member id NM-447 1820", "1820"),
        ("MRN: 0072219", "0072219"),
        ("call 505-555-0142 today", "0142"),
        ("write to w.okuda@mail.example.org", "mail"),
        ("lives at 4410 W Juniper Hill Rd Apt 3", "Juniper"),
        ("Santa Fe, NM 87501", "87501"),
        ("SSN 123-45-6789", "6789"),
        ("a 93 y/o man", "93"),
    ],
)
def test_identifiers_are_masked_in_place(text, gone):
    shown = masked(text, identifiers_of(MEMBER))
    assert gone not in shown
    assert len(shown) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "he will return if pain persists",
        "average pain 8/10, platelets 210, INR 1.1",
        "seen 05/02/2025, trial 10/20/2025 - 10/22/2025",
        "CPT 62362, E0783; morphine 0.4 mg/d",
        "L4-S1 fusion in 2019; ODI 62%",
    ],
)
def test_clinical_words_stay(text):
    assert masked(text, identifiers_of(MEMBER)) == text


def test_a_label_alone_makes_no_name():
    assert identifiers_of(MEMBER, texts=["Patient: Reports relief"]).words == ("Okuda-Marsh", "Will")
    assert identifiers_of(Member(), texts=["Patient: Ann Example"]).words == ("Ann", "Example")


class PdfPages:
    def __init__(self):
        buffer = io.BytesIO()
        canvas = Canvas(buffer, pagesize=(612, 792), invariant=True)
        for row, line in enumerate(LINES):
            canvas.setFont("Helvetica", 11)
            canvas.drawString(60, 700 - 40 * row, line)
        canvas.save()
        self.data = buffer.getvalue()
        with pdfplumber.open(io.BytesIO(self.data)) as pdf:
            self.chars = [c for c in pdf.pages[0].chars if not c["text"].isspace()]

    def text(self, document, page):
        assert document == NAME
        return "\n".join(LINES)

    def picture(self, document, page):
        image = pypdfium2.PdfDocument(self.data)[0].render(scale=1).to_pil()
        buffer = io.BytesIO()
        image.save(buffer, "PNG")
        return Picture(buffer.getvalue(), "image/png", image.width, image.height, 612, 792)

    def boxes(self, document, page, start, end):
        text = self.text(document, page)
        first = sum(not c.isspace() for c in text[:start])
        last = first + sum(not c.isspace() for c in text[start:end])
        return [
            PageBox(x0=c["x0"], top=c["top"], x1=c["x1"], bottom=c["bottom"]) for c in self.chars[first:last]
        ]


def shared(origin):
    pages = PdfPages()
    text = pages.text(NAME, 1)
    start = text.index("average pain")
    quote = "average pain 8/10"
    boxes = pages.boxes(NAME, 1, start, start + len(quote))
    shown = Evidence(
        document=NAME,
        page=1,
        quote=quote,
        stance=Stance.SUPPORTS,
        start=start,
        end=start + len(quote),
        sentence=LINES[2],
        boxes=tuple(boxes),
    )
    result = ElementResult(id="severity", status=Status.MET, evidence=(shown,))
    case = audit(
        member=MEMBER.name,
        criteria=(CriterionResult(id="2a", status=Status.MET, elements=(result,)),),
        flags=(),
        scores=(),
        provenance=Provenance(
            files=(FileRecord(name=NAME, sha256="0" * 64, pages=1),),
            pages=(PageRecord(document=NAME, page=1, origin=origin, member="OKUDA-MARSH, Will"),),
        ),
    )
    return redact(case, pages, MEMBER), pages, boxes


def ink(data, box):
    with Image.open(io.BytesIO(data)) as image:
        area = image.convert("L").crop((int(box.x0), int(box.top), int(box.x1) + 1, int(box.bottom) + 1))
        return area.getextrema()


@pytest.mark.parametrize("origin", ["text", "ocr"])
def test_nothing_of_the_member_is_in_the_shared_report(origin):
    (case, pages), source, boxes = shared(origin)
    html = render_case(case, policy(), pages)
    for part in ("Okuda", "OKUDA", "Marsh", "11/29", "77126", "NM4471820", "555-0142", "Elm Street", "87501"):
        assert part not in html, part
    assert "<mark>average pain 8/10</mark>" in html
    assert "document-1.pdf, p. 1" in html
    picture = pages.picture("document-1.pdf", 1)
    text = source.text(NAME, 1)
    start = text.index("OKUDA")
    for box in source.boxes(NAME, 1, start, start + len("OKUDA-MARSH")):
        low, high = ink(picture.data, box)
        assert low == high, "blacked out or blank"
    low, high = ink(picture.data, boxes[0])
    assert high - low > 100, "the evidence can still be read"
