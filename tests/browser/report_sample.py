"""A made-up submission as a real PDF with hostile names, read back for words, boxes and pictures."""

from __future__ import annotations

import io
from datetime import date

import pdfplumber
import pypdfium2
from reportlab.pdfgen.canvas import Canvas

from extractor.model.audit import (
    Audit,
    CriterionResult,
    ElementResult,
    Evidence,
    FileRecord,
    Flag,
    Overall,
    PageBox,
    PageRecord,
    Pathway,
    Provenance,
    Request,
    Score,
    Stance,
    Status,
)
from extractor.report import Picture

NAME = "a \"><img src=x onerror=alert(1)> javascript:alert(1) 'x'.pdf"
HOSTILE = "<script>document.title='owned'</script>"
PAGES = (
    (
        "Office visit of March 4",
        "He reports an average pain of 8/10 over the last week on the present regimen, and",
        "he cannot dress, bathe or drive without the help of his wife.",
        HOSTILE,
        "Psychological evaluation is scheduled for May 2.",
        "No active infection today. The abdomen is adequate for the pump.",
    ),
    (
        "Nursing note of March 20",
        "Average pain 5/10 today, resting comfortably.",
        "Temporary intrathecal trial carried out with good effect.",
    ),
    ("Another person's page", "Nothing of this member stands here."),
)


def pdf_bytes() -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(612, 792), invariant=True)
    for number, lines in enumerate(PAGES):
        for row, text in enumerate(lines):
            canvas.setFont("Helvetica", 11)
            canvas.drawString(72, 700 - 24 * row - 180 * number, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


class SamplePages:
    """The PDF's pages: text as one line a row, pictures drawn by the PDF engine."""

    def __init__(self, data: bytes):
        self.data = data
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            self.words = [page.extract_words() for page in pdf.pages]

    def text(self, document: str, page: int) -> str:
        return "\n".join(PAGES[page - 1]) if page <= len(PAGES) else ""

    def picture(self, document: str, page: int) -> Picture | None:
        if page > len(PAGES):
            return None
        image = pypdfium2.PdfDocument(self.data)[page - 1].render(scale=1.4, grayscale=True).to_pil()
        buffer = io.BytesIO()
        image.save(buffer, "PNG")
        return Picture(buffer.getvalue(), "image/png", image.width, image.height, 612, 792)

    def boxes(self, page: int, quote: str) -> tuple[PageBox, ...]:
        """Return one box a line around the words of a quote."""
        words, wanted = self.words[page - 1], quote.split()
        for first in range(len(words)):
            run = words[first : first + len(wanted)]
            if [w["text"] for w in run] == wanted:
                break
        else:
            raise LookupError(quote)
        lines: dict[float, list] = {}
        for word in run:
            lines.setdefault(round(word["top"]), []).append(word)
        return tuple(
            PageBox(
                x0=line[0]["x0"],
                top=min(w["top"] for w in line),
                x1=line[-1]["x1"],
                bottom=max(w["bottom"] for w in line),
            )
            for line in lines.values()
        )


def sample() -> tuple[Audit, SamplePages]:
    pages = SamplePages(pdf_bytes())

    def said(page: int, quote: str, stance: Stance | None = Stance.SUPPORTS, **more) -> Evidence:
        text = pages.text(NAME, page)
        start = text.replace("\n", " ").index(quote)
        return Evidence(
            document=NAME,
            page=page,
            quote=text[start : start + len(quote)],
            stance=stance,
            start=start,
            end=start + len(quote),
            boxes=pages.boxes(page, quote),
            date=date(2025, 3, 4 if page == 1 else 20),
            note_type="progress_note",
            author=HOSTILE,
            credential="MD",
            section="javascript:alert(1)",
            **more,
        )

    def element(
        name: str, status: Status, *evidence: Evidence, near: tuple[Evidence, ...] = ()
    ) -> ElementResult:
        return ElementResult(id=name, status=status, evidence=evidence, considered=near)

    contradicts = Stance.CONTRADICTS
    criteria = (
        CriterionResult(
            id="1",
            status=Status.CONFLICTING,
            elements=(
                element(
                    "conflicting",
                    Status.CONFLICTING,
                    said(1, "an average pain of 8/10 over the last week"),
                    said(2, "Average pain 5/10 today,", contradicts),
                ),
                element(
                    "met",
                    Status.MET,
                    said(1, "he cannot dress, bathe or drive without the help of his wife."),
                    said(1, "present regimen, and he cannot dress,", contradicts),
                ),
            ),
        ),
        CriterionResult(
            id="2",
            status=Status.NOT_DOCUMENTED,
            elements=(
                element(
                    "not_documented",
                    Status.NOT_DOCUMENTED,
                    near=(
                        said(1, "Psychological evaluation is scheduled for May 2.", None, reason="planned"),
                    ),
                ),
            ),
        ),
        CriterionResult(
            id="3",
            status=Status.NOT_MET,
            elements=(element("not_met", Status.NOT_MET, said(1, HOSTILE, contradicts)),),
        ),
        CriterionResult(
            id="4",
            status=Status.MET,
            elements=(
                element("infection", Status.MET, said(1, "No active infection today.")),
                element("trial", Status.MET, said(2, "Temporary intrathecal trial carried out")),
            ),
        ),
        CriterionResult(id="5", status=Status.NOT_APPLICABLE),
    )
    records = tuple(
        PageRecord(
            document=NAME,
            page=number,
            origin="text",
            date=date(2025, 3, 4) if number == 1 else date(2025, 3, 20),
            note_type="progress_note",
            author=HOSTILE,
            member="Ann Example",
        )
        for number in (1, 2, 3)
    )
    scores = (
        Score(document=NAME, page=1, quote="8/10", value=8, high=8, kind="average", phase="baseline",
              date=date(2025, 3, 4), used="severity"),
        Score(document=NAME, page=2, quote="5/10", value=5, high=5, kind="average", date=date(2025, 3, 20)),
    )  # fmt: skip
    audit = Audit(
        case_id=HOSTILE,
        pathway=Pathway.NON_MALIGNANT,
        request=Request.PERMANENT,
        overall=Overall.NOT_SUPPORTED,
        criteria=criteria,
        codes=("62362",),
        flags=(Flag(id="misfiled_page", document=NAME, page=3, note=HOSTILE),),
        member=f"Ann {HOSTILE}",
        line_of_business="Medicaid",
        scores=scores,
        provenance=Provenance(
            software="chart-audit",
            files=(FileRecord(name=NAME, sha256="0" * 64, pages=3),),
            pages=records,
        ),
    )
    return audit, pages
