"""Annotated PDFs: highlights over the quoted words on turned and cropped pages, contents untouched."""

import io

import pikepdf
import pypdfium2
import pytest
from audit_sample import audit
from reportlab.pdfgen.canvas import Canvas

from extractor.errors import DocumentError
from extractor.model.audit import CriterionResult, ElementResult, Evidence, PageBox, Stance, Status
from extractor.report.annotate import annotate_pdf

QUOTE = "Average pain 8/10"


def make_pdf(path, rotation=0, crop=None):
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(612, 792), invariant=True)
    canvas.setFont("Helvetica", 12)
    canvas.drawString(150, 600, QUOTE)
    canvas.save()
    with pikepdf.open(buffer) as pdf:
        pdf.pages[0].rotation = rotation
        if crop:
            pdf.pages[0].cropbox = crop
        pdf.save(path, deterministic_id=True)


def shown_box(path):
    """Find the quote on the page as it is shown, in points from the top left, by drawing it."""
    page = pypdfium2.PdfDocument(path)[0]
    image = page.render(scale=1, grayscale=True).to_pil().point(lambda v: 255 if v < 128 else 0)
    x0, top, x1, bottom = image.getbbox()
    return PageBox(x0=x0, top=top, x1=x1, bottom=bottom)


def audit_with(box):
    shown = Evidence(document="chart.pdf", page=1, quote=QUOTE, stance=Stance.SUPPORTS, boxes=(box,))
    results = tuple(
        ElementResult(id=i, status=Status.MET, evidence=(shown,)) for i in ("severity", "function")
    )
    return audit(criteria=(CriterionResult(id="2a", status=Status.MET, elements=results),))


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, [100, 200, 560, 700]])
def test_highlight_lies_on_the_words(tmp_path, rotation, crop):
    source, target = tmp_path / "chart.pdf", tmp_path / "out.pdf"
    make_pdf(source, rotation, crop)
    box = shown_box(source)
    assert annotate_pdf(source, audit_with(box), target) == 1
    page = pypdfium2.PdfDocument(target)[0]
    image = page.render(scale=1).to_pil().convert("RGB")
    coloured = [
        (x, y)
        for x in range(image.width)
        for y in range(image.height)
        if max(image.getpixel((x, y))) - min(image.getpixel((x, y))) > 20
    ]
    xs, ys = [x for x, _ in coloured], [y for _, y in coloured]
    assert abs(min(xs) - box.x0) <= 1 and abs(max(xs) - box.x1) <= 1
    assert abs(min(ys) - box.top) <= 1 and abs(max(ys) - box.bottom) <= 1


def test_note_names_what_it_proves_and_contents_stay(tmp_path):
    source, target = tmp_path / "chart.pdf", tmp_path / "out.pdf"
    make_pdf(source)
    case = audit_with(shown_box(source))
    annotate_pdf(source, case, target)
    again = tmp_path / "again.pdf"
    annotate_pdf(source, case, again)
    assert target.read_bytes() == again.read_bytes()
    with pikepdf.open(source) as before, pikepdf.open(target) as after:
        (note,) = after.pages[0].Annots
        assert str(note.Contents).splitlines() == [
            "2a severity: met; this statement supports.",
            "2a function: met; this statement supports.",
        ]
        assert before.pages[0].Contents.read_bytes() == after.pages[0].Contents.read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["again.pdf", "chart.pdf", "out.pdf"]


def test_a_broken_file_is_named(tmp_path):
    source = tmp_path / "chart.pdf"
    source.write_bytes(b"no pdf")
    with pytest.raises(DocumentError, match=r"chart\.pdf: the file is no readable PDF"):
        annotate_pdf(source, audit(), tmp_path / "out.pdf")
    assert [p.name for p in tmp_path.iterdir()] == ["chart.pdf"]
