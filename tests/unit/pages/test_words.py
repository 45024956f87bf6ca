"""Words, boxes and lines of PDFs made with reportlab: order, turns, crops, joins, hyphens, hidden text."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from drawn_pdfs import (
    PROSE,
    assert_ink_in_boxes,
    assert_sound,
    lines_of,
    make,
    paragraph,
    wrap,
)
from reportlab.pdfgen.canvas import Canvas

from extractor.model.document import Origin
from extractor.pages import read_document


def test_a_paragraph_is_one_line_per_line_and_continues(tmp_path: Path) -> None:
    def draw(c: Canvas) -> None:
        c.setFont("Helvetica-Bold", 12)
        c.drawString(72, 720, "History of Present Illness")
        paragraph(c, wrap(PROSE, 440), 72, 700)
        paragraph(c, ["Denies fever and chills."], 72, 620)

    document = read_document(make(tmp_path, draw))
    page = document.pages[0]
    assert_sound(document)
    assert page.lines[0].bold
    assert [line.continues for line in page.lines] == [False, False, True, True, True, False]
    assert " ".join(lines_of(page)[1:-1]) == PROSE
    assert page.origin is Origin.TEXT
    assert page.confidence == 1.0


def test_boxes_stand_where_words_are_drawn(tmp_path: Path) -> None:
    page = read_document(make(tmp_path, lambda c: c.drawString(100, 700, "Morphine 30 mg"))).pages[0]
    box = page.words[0].box
    assert box.x0 == pytest.approx(100, abs=0.5)
    assert box.top < 792 - 700 < box.bottom
    assert len(page.boxes(0, len(page.text))) == 1


def test_two_columns_of_prose_are_read_one_after_the_other(tmp_path: Path) -> None:
    def draw(c: Canvas) -> None:
        lines = wrap(PROSE * 2, 220)
        left, right = lines[: len(lines) // 2], lines[len(lines) // 2 :]
        c.setFont("Helvetica", 10)
        # Drawn across, as some programs do.
        for i in range(max(len(left), len(right))):
            if i < len(left):
                c.drawString(72, 650 - 13 * i, left[i])
            if i < len(right):
                c.drawString(320, 650 - 13 * i, right[i])
        c.drawString(
            72, 700, "A heading that runs across the whole of the page above both columns of this letter"
        )

    page = read_document(make(tmp_path, draw)).pages[0]
    assert " ".join(lines_of(page)[1:]) == " ".join((PROSE * 2).split())
    assert lines_of(page)[0].startswith("A heading")


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_a_turned_page_has_boxes_as_shown(tmp_path: Path, angle: int) -> None:
    path = make(tmp_path, lambda c: paragraph(c, wrap(PROSE, 300), 72, 700))
    turned = tmp_path / "turned.pdf"
    with pikepdf.open(path) as pdf:
        pdf.pages[0].Rotate = angle
        pdf.save(turned)
    document = read_document(turned)
    page = document.pages[0]
    assert_sound(document)
    assert " ".join(lines_of(page)) == PROSE
    assert (page.width, page.height) == ((612, 792) if angle in (0, 180) else (792, 612))
    assert_ink_in_boxes(turned, page)


def test_sideways_text_is_read_upright_and_a_margin_note_after_the_rest(tmp_path: Path) -> None:
    def sideways(c: Canvas) -> None:
        c.rotate(90)
        paragraph(c, wrap(PROSE, 300), 100, -100)

    def margin(c: Canvas) -> None:
        paragraph(c, ["Upright words on the page"], 72, 700)
        c.translate(20, 300)
        c.rotate(90)
        c.drawString(0, 0, "MEDICAL RECORD COPY")

    path = make(tmp_path, sideways, margin)
    document = read_document(path)
    assert_sound(document)
    assert " ".join(lines_of(document.pages[0])) == PROSE
    assert_ink_in_boxes(path, document.pages[0])
    assert lines_of(document.pages[1]) == ["Upright words on the page", "MEDICAL RECORD COPY"]


def test_a_cropped_page_counts_from_its_crop_box(tmp_path: Path) -> None:
    def draw(c: Canvas) -> None:
        c.drawString(150, 600, "inside")
        c.drawString(20, 770, "outside")

    path = make(tmp_path, draw)
    cropped = tmp_path / "cropped.pdf"
    with pikepdf.open(path) as pdf:
        pdf.pages[0].CropBox = [100, 100, 500, 700]
        pdf.save(cropped)
    page = read_document(cropped).pages[0]
    assert page.text == "inside"
    assert (page.width, page.height) == (400, 600)
    assert page.words[0].box.x0 == pytest.approx(50, abs=0.5)
    assert page.words[0].box.top < 100 < page.words[0].box.bottom
    assert_ink_in_boxes(cropped, page)


def test_words_drawn_twice_are_one_bold_word(tmp_path: Path) -> None:
    def draw(c: Canvas) -> None:
        c.drawString(72, 700, "Impression: arachnoiditis")
        c.drawString(72.4, 700, "Impression: arachnoiditis")

    page = read_document(make(tmp_path, draw)).pages[0]
    assert page.text == "Impression: arachnoiditis"


def test_glyphs_placed_one_by_one_make_words(tmp_path: Path) -> None:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    text = "intrathecal morphine trial was done"

    def draw(c: Canvas) -> None:
        x = 72.0
        for char in text:
            if char != " ":
                c.setFont("Helvetica", 9)
                c.drawString(x, 700, char)
            x += stringWidth(char, "Helvetica", 9)

    assert read_document(make(tmp_path, draw)).pages[0].text == text


def test_a_space_that_was_never_written_still_parts_words(tmp_path: Path) -> None:
    def draw(c: Canvas) -> None:
        c.setFont("Times-Roman", 12)
        c.drawString(72, 700, "has been escalated,")
        c.drawString(72 + c.stringWidth("has been escalated,", "Times-Roman", 12) + 2.2, 700, "rotated")

    assert read_document(make(tmp_path, draw)).pages[0].text == "has been escalated, rotated"


def test_words_broken_at_line_ends_are_mended(tmp_path: Path) -> None:
    lines = [
        "He came for a psychological evalu-",
        "ation and walked with a single-",
        "point cane after a fusion at L4-",
        "S1 in the year before last.",
    ]
    document = read_document(make(tmp_path, lambda c: paragraph(c, lines, 72, 700)))
    page = document.pages[0]
    assert_sound(document)
    assert lines_of(page) == [
        "He came for a psychological evaluation",
        "and walked with a single-point",
        "cane after a fusion at L4-S1",
        "in the year before last.",
    ]
    start = page.text.index("evaluation")
    assert len(page.boxes(start, start + len("evaluation"))) == 2


def test_hidden_words_are_left_out(tmp_path: Path) -> None:
    def draw(c: Canvas) -> None:
        c.drawString(72, 700, "seen")
        c.setFillGray(1)
        c.drawString(72, 650, "white")
        c.setFillGray(0)
        c.setFont("Helvetica", 0.5)
        c.drawString(72, 600, "tiny")
        c.setFont("Helvetica", 10)
        text = c.beginText(72, 550)
        text.setTextRenderMode(3)
        text.textOut("invisible")
        c.drawText(text)
        c.drawString(-300, 500, "beside")

    assert read_document(make(tmp_path, draw)).pages[0].text == "seen"


def test_white_words_on_a_dark_band_are_read(tmp_path: Path) -> None:
    def draw(c: Canvas) -> None:
        c.setFillGray(0.2)
        c.rect(60, 690, 300, 24, fill=1, stroke=0)
        c.setFillGray(1)
        c.drawString(72, 700, "Interventional Pain")

    assert read_document(make(tmp_path, draw)).pages[0].text == "Interventional Pain"
