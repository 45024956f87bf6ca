"""Makes small PDFs with reportlab, and tells whether what was read from them is sound."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

from extractor.model.document import Document, Page
from extractor.pages import render_page

Draw = Callable[[Canvas], None]


PROSE = (
    "The patient has had low back pain since the second operation and rates it at eight on most days. "
    "He takes extended release morphine every twelve hours by the clock, and sleeps in a chair. Physical "
    "therapy, injections and a stimulator were each tried for months, and none gave lasting relief so far."
)


def wrap(text: str, width: float, size: float = 10, font: str = "Helvetica") -> list[str]:
    from reportlab.lib.utils import simpleSplit

    return simpleSplit(text, font, size, width)


def make(tmp_path: Path, *pages: Draw, name: str = "chart.pdf", **canvas: object) -> Path:
    path = tmp_path / name
    drawing = Canvas(str(path), pagesize=letter, **canvas)
    for page in pages:
        page(drawing)
        drawing.showPage()
    drawing.save()
    return path


def lines_of(page: Page) -> list[str]:
    return [page.text[line.start : line.end] for line in page.lines]


def rows_of(page: Page) -> list[list[str]]:
    return [[page.text[c.start : c.end] for c in row.cells] for row in page.rows]


def assert_sound(document: Document) -> None:
    for page in document.pages:
        last = 0
        for word in page.words:
            assert last <= word.start < word.end <= len(page.text)
            assert not any(c.isspace() for c in page.text[word.start : word.end])
            box = word.box
            assert -0.5 <= box.x0 < box.x1 <= page.width + 0.5
            assert -0.5 <= box.top < box.bottom <= page.height + 0.5
            last = word.end
        assert page.text == "\n".join(lines_of(page))
        for row in page.rows:
            assert row.start == row.cells[0].start
            assert row.end == row.cells[-1].end


def paragraph(c: Canvas, lines: list[str], x: float, y: float, step: float = 13) -> None:
    c.setFont("Helvetica", 10)
    for line in lines:
        c.drawString(x, y, line)
        y -= step


def assert_ink_in_boxes(path: Path, page: Page) -> None:
    """The picture is dark inside the words' boxes and blank outside them."""
    image = Image.open(io.BytesIO(render_page(path, 1, dpi=72))).convert("L")
    for word in page.words[:5]:
        b = word.box
        crop = image.crop((int(b.x0), int(b.top), int(b.x1) + 1, int(b.bottom) + 1))
        assert crop.getextrema()[0] < 128
    for word in page.words:
        b = word.box
        image.paste(255, (int(b.x0) - 1, int(b.top) - 1, int(b.x1) + 2, int(b.bottom) + 2))
    assert image.getextrema()[0] > 200
