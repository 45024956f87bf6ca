"""Whole files: page furniture, pages without text, second readings, faults, pictures."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from drawn_pdfs import (
    PROSE,
    Draw,
    make,
    paragraph,
    wrap,
)
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from extractor.errors import DocumentError
from extractor.model.document import LineKind, Origin, Page
from extractor.pages import document_files, read_document, render_page


def furnished(number: int) -> Draw:
    bodies = [
        "He has chronic pain after surgery.",
        "The trial brought relief.",
        "Labs were normal and stable.",
    ]

    def draw(c: Canvas) -> None:
        c.setFont("Helvetica", 8)
        c.drawString(72, 760, f"Quill, Avery | MRN 12345 | Office visit 0{number}/10/2025")
        c.drawString(72, 30, f"Printed 3/21/2025 10:42 by records - Page {number} of 3")
        c.setFont("Helvetica", 10)
        c.drawString(72, 700, bodies[number - 1])

    return draw


def test_repeated_heads_and_feet_are_marked(tmp_path: Path) -> None:
    document = read_document(make(tmp_path, furnished(1), furnished(2), furnished(3)))
    for page in document.pages:
        assert [line.kind for line in page.lines] == [LineKind.HEADER, LineKind.CONTENT, LineKind.FOOTER]


def test_fax_lines_are_marked(tmp_path: Path) -> None:
    def draw(c: Canvas) -> None:
        c.setFont("Courier", 8)
        c.drawString(40, 780, "10/31/2025 14:07 FROM: 8085550142 TO: 5035550188 P.002/007")
        c.setFont("Helvetica", 10)
        c.drawString(72, 700, "Pain on 10/31/2025 at 14:07 was 8/10.")

    page = read_document(make(tmp_path, draw)).pages[0]
    assert [line.kind for line in page.lines] == [LineKind.FAX, LineKind.CONTENT]


def test_a_paragraph_runs_on_to_the_next_page(tmp_path: Path) -> None:
    lines = wrap(PROSE, 440)

    def first(c: Canvas) -> None:
        furnished(1)(c)
        paragraph(c, lines[:2], 72, 100)

    def second(c: Canvas) -> None:
        c.setFont("Helvetica", 8)
        c.drawString(72, 760, "Quill, Avery | MRN 12345 | Office visit 01/10/2025")
        paragraph(c, lines[2:], 72, 700)

    page = read_document(make(tmp_path, first, second)).pages[1]
    assert page.lines[0].kind is LineKind.HEADER
    assert page.lines[1].continues == lines[2][:1].islower()


def test_a_page_without_text_is_left_to_ocr(tmp_path: Path) -> None:
    def blank(c: Canvas) -> None:
        c.rect(100, 100, 50, 50, fill=1)

    def text(c: Canvas) -> None:
        c.drawString(72, 700, "typed")

    path = make(tmp_path, blank, text)
    plain = read_document(path, ocr=None)
    assert [p.origin for p in plain.pages] == [Origin.NONE, Origin.TEXT]
    assert plain.pages[0].note == "no text layer"
    asked: list[int] = []

    def ocr(file: Path, number: int, page: Page) -> Page | None:
        asked.append(number)
        return Page(number, page.width, page.height, "seen", origin=Origin.OCR, confidence=0.9)

    read = read_document(path, ocr=ocr)
    assert asked == [1]
    assert [p.text for p in read.pages] == ["seen", "typed"]


def test_an_image_has_pages_without_text(tmp_path: Path) -> None:
    path = tmp_path / "fax.tif"
    frames = [Image.new("1", (850, 1100), 1) for _ in range(2)]
    frames[0].save(path, save_all=True, append_images=frames[1:], dpi=(100, 100))
    document = read_document(path)
    assert [(p.number, p.width, p.height, p.origin) for p in document.pages] == [
        (1, 612, 792, Origin.NONE),
        (2, 612, 792, Origin.NONE),
    ]


def test_a_page_that_pdfium_cannot_read_is_read_with_the_second_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import extractor.pages.pdf

    def fail(*_: object) -> None:
        raise RuntimeError("broken")

    path = make(tmp_path, lambda c: c.drawString(72, 700, "Morphine 30 mg"))
    monkeypatch.setattr(extractor.pages.pdf, "read_raw", fail)
    page = read_document(path).pages[0]
    assert page.text == "Morphine 30 mg"
    assert page.note == "read with the second PDF reader"


def test_a_page_that_no_engine_can_read_does_not_lose_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import extractor.pages.fallback
    import extractor.pages.pdf

    read_raw, broken = extractor.pages.pdf.read_raw, []

    def fail_once(*args: object) -> object:
        if not broken:
            broken.append(1)
            raise RuntimeError("broken")
        return read_raw(*args)  # type: ignore[arg-type]

    def fail(*_: object) -> None:
        raise KeyError("broken")

    path = make(tmp_path, lambda c: c.drawString(72, 700, "one"), lambda c: c.drawString(72, 700, "two"))
    monkeypatch.setattr(extractor.pages.pdf, "read_raw", fail_once)
    monkeypatch.setattr(extractor.pages.fallback, "read_page", fail)
    pages = read_document(path, ocr=None).pages
    assert [p.text for p in pages] == ["", "two"]
    assert "could not be read" in pages[0].note


def corrupt(tmp_path: Path) -> Path:
    path = tmp_path / "corrupt.pdf"
    path.write_bytes(b"%PDF-1.7\nnothing that follows is a page\n")
    return path


def encrypted(tmp_path: Path) -> Path:
    path = make(tmp_path, lambda c: c.drawString(72, 700, "secret"))
    locked = tmp_path / "locked.pdf"
    with pikepdf.open(path) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(user="one", owner="two"))
    return locked


def empty(tmp_path: Path) -> Path:
    path = tmp_path / "empty.pdf"
    path.touch()
    return path


def pageless(tmp_path: Path) -> Path:
    path = tmp_path / "pageless.pdf"
    with pikepdf.new() as pdf:
        pdf.save(path)
    return path


def other(tmp_path: Path) -> Path:
    path = tmp_path / "notes.docx"
    path.write_bytes(b"PK\x03\x04")
    return path


def bad_image(tmp_path: Path) -> Path:
    path = tmp_path / "scan.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\nnot an image")
    return path


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (corrupt, "damaged"),
        (encrypted, "encrypted"),
        (empty, "empty"),
        (pageless, "no pages"),
        (other, "kind"),
        (bad_image, "damaged"),
        (lambda folder: folder / "missing.pdf", "cannot be opened"),
    ],
)
def test_a_faulty_file_is_refused_in_one_sentence(
    tmp_path: Path, fault: Callable[[Path], Path], words: str
) -> None:
    path = fault(tmp_path)
    with pytest.raises(DocumentError) as raised:
        read_document(path)
    assert words in raised.value.reason
    assert str(raised.value).startswith(path.name)
    assert "\n" not in str(raised.value)


def test_an_owner_password_alone_locks_nobody_out(tmp_path: Path) -> None:
    path = make(tmp_path, lambda c: c.drawString(72, 700, "open"))
    locked = tmp_path / "owner.pdf"
    with pikepdf.open(path) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(user="", owner="two"))
    assert read_document(locked).pages[0].text == "open"


def test_files_of_a_case_come_in_natural_order(tmp_path: Path) -> None:
    for name in ("part10.pdf", "part2.PDF", "case.json", "b.tif", ".hidden.pdf"):
        (tmp_path / name).touch()
    assert [p.name for p in document_files(tmp_path)] == ["b.tif", "part2.PDF", "part10.pdf"]


def test_a_part_of_a_page_is_drawn(tmp_path: Path) -> None:
    path = make(tmp_path, lambda c: c.drawString(100, 700, "Morphine"))
    box = read_document(path).pages[0].words[0].box
    image = Image.open(io.BytesIO(render_page(path, 1, dpi=144, clip=box)))
    assert image.width == pytest.approx(2 * (box.x1 - box.x0), abs=2)
    assert image.convert("L").getextrema()[0] < 128
    with pytest.raises(DocumentError):
        render_page(path, 2)


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    path = make(tmp_path, furnished(1), furnished(2))
    assert read_document(path) == read_document(path)


def test_a_page_of_an_image_file_is_drawn(tmp_path: Path) -> None:
    path = tmp_path / "scan.png"
    scan = Image.new("L", (1700, 2200), 255)
    scan.paste(0, (200, 400, 600, 500))
    scan.save(path, dpi=(200, 200))
    page = read_document(path).pages[0]
    image = Image.open(io.BytesIO(render_page(path, 1, dpi=72)))
    assert image.size == (round(page.width), round(page.height))
    assert image.convert("L").getpixel((100, 160)) == 0
