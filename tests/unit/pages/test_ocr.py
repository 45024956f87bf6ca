"""Scanned and faxed pages: what is read of them, where it stands, and that nothing else is needed for it."""

from __future__ import annotations

import re
import socket
from collections import Counter
from pathlib import Path

import fax
import numpy as np
import pytest
from drawn_pdfs import PROSE, make, wrap
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from extractor.model.document import Origin, Page
from extractor.pages import read_document
from extractor.pages.image import PageImage, image_page
from extractor.pages.ocr import OcrPage, recognise
from extractor.pages.ocr_engine import load_engine
from extractor.pages.ocr_split import mended

NUMBERS = [
    "WBC 6.4 10E3/uL",
    "HGB 12.7 g/dL",
    "Platelets 188 10E3/uL",
    "INR 1.1",
    "DOB 03/22/1961",
    "MRN 4471-8821",
]
TICKS = [
    ("Active infection", False, True),
    ("Psychological evaluation", True, False),
    ("Trial done", True, False),
]


def tick(c: Canvas, x: float, y: float, ticked: bool) -> None:
    c.rect(x, y - 1, 9, 9)
    if ticked:
        c.line(x + 1, y, x + 8, y + 7)
        c.line(x + 1, y + 7, x + 8, y)


def chart_page(c: Canvas) -> None:
    c.setFont("Helvetica-Bold", 14)
    c.drawString(72, 730, "PAIN CLINIC FOLLOW UP")
    c.setFont("Helvetica", 10)
    y = 700.0
    for line in wrap(PROSE, 460):
        c.drawString(72, y, line)
        y -= 14
    y -= 10
    for text in NUMBERS:
        c.drawString(72, y, text)
        y -= 15
    y -= 10
    for label, yes, no in TICKS:
        c.drawString(72, y, f"{label}:")
        tick(c, 220, y, yes)
        c.drawString(233, y, "Yes")
        tick(c, 270, y, no)
        c.drawString(283, y, "No")
        y -= 18
    y -= 10
    rows = [("Date", "Rest", "Movement"), ("10/14", "8", "9"), ("10/15", "4", "5"), ("10/16", "2", "3")]
    for row in rows:
        for column, cell in enumerate(row):
            c.rect(72 + 110 * column, y - 5, 110, 18)
            c.drawString(78 + 110 * column, y, cell)
        y -= 18


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Page]:
    path = make(tmp_path_factory.mktemp("drawn"), chart_page)
    return path, read_document(path).pages[0]


def scan(path: Path, how: fax.Fax, out: Path) -> Page:
    return read_document(fax.save([fax.degrade(fax.draw(path, 1), how)], out)).pages[0]


def words(text: str) -> Counter[str]:
    text = re.sub(r"\[x\]|☑", "☒", re.sub(r"\[ \]", "☐", text))
    return Counter(text.split())


def share(truth: Counter[str], read: Counter[str]) -> float:
    return sum((truth & read).values()) / sum(truth.values())


FLOORS = {fax.STANDARD: 0.86, fax.LIGHT: 0.95, fax.SCAN_GREY: 0.95, fax.TURNED_90: 0.95, fax.TURNED_180: 0.95}


@pytest.mark.parametrize("how", FLOORS, ids=lambda how: how.name)
def test_a_degraded_page_is_read(how: fax.Fax, drawn: tuple[Path, Page], tmp_path: Path) -> None:
    path, truth = drawn
    page = scan(path, how, tmp_path / "scan.tif")
    assert page.origin is Origin.OCR
    assert page.rotation == -how.turn * 90 % 360
    assert share(words(truth.text), words(page.text)) >= FLOORS[how]
    numbers = {w: n for w, n in words(truth.text).items() if any(c.isdigit() for c in w)}
    assert share(Counter(numbers), words(page.text)) >= FLOORS[how]
    assert 0.8 < page.confidence <= 1.0


@pytest.mark.parametrize("how", [fax.SCAN_BITONAL, fax.TURNED_270], ids=lambda how: how.name)
def test_boxes_lie_on_the_ink_of_the_page_as_submitted(
    how: fax.Fax, drawn: tuple[Path, Page], tmp_path: Path
) -> None:
    page = scan(drawn[0], how, tmp_path / "scan.png")
    picture = image_page(tmp_path / "scan.png", 1)
    assert (page.width, page.height) == pytest.approx((picture.width, picture.height), abs=0.01)
    ink = picture.grey < 128
    inside = np.zeros_like(ink)
    for word in page.words:
        x0, top, x1, bottom = (
            int(v / picture.scale) for v in (word.box.x0, word.box.top, word.box.x1, word.box.bottom)
        )
        inside[top : bottom + 1, x0 : x1 + 1] = True
        assert ink[top : bottom + 1, x0 : x1 + 1].any(), page.text[word.start : word.end]
    # Rules of the table and specks are the rest.
    assert (ink & inside).sum() > 0.6 * ink.sum()
    assert inside.mean() < 0.2


@pytest.mark.parametrize("how", [fax.SCAN_BITONAL, fax.FINE, fax.SCAN_GREY], ids=lambda how: how.name)
def test_ticks_and_rows_are_read(how: fax.Fax, drawn: tuple[Path, Page], tmp_path: Path) -> None:
    page = scan(drawn[0], how, tmp_path / "scan.tif")
    for label, yes, no in TICKS:
        marks = {True: "☒", False: "☐"}
        assert f"{label}: {marks[yes]} Yes {marks[no]} No" in page.text
    rows = [[(page.text[c.start : c.end], c.header) for c in row.cells] for row in page.rows]
    assert [("10/15", "Date"), ("4", "Rest"), ("5", "Movement")] in rows


def test_headings_are_bold_on_scans(drawn: tuple[Path, Page], tmp_path: Path) -> None:
    page = scan(drawn[0], fax.SCAN_BITONAL, tmp_path / "scan.tif")
    assert [page.text[x.start : x.end] for x in page.lines if x.bold][:1] == ["PAIN CLINIC FOLLOW UP"]


def test_the_pages_of_a_fax_file_keep_their_order(tmp_path: Path) -> None:
    path = make(
        tmp_path,
        *(lambda c, n=n: c.drawString(72, 700, f"This is page number {n}") for n in (1, 2, 3)),
    )
    pictures = [fax.degrade(fax.draw(path, n), fax.FINE) for n in (1, 2, 3)]
    pages = read_document(fax.save(pictures, tmp_path / "fax.tif")).pages
    assert [re.findall(r"number (\d)", p.text) for p in pages] == [["1"], ["2"], ["3"]]
    assert pages[0].width == pytest.approx(612, abs=1)
    assert pages[0].height == pytest.approx(792, abs=1)


def test_a_picture_is_shown_as_its_exif_says(drawn: tuple[Path, Page], tmp_path: Path) -> None:
    picture = fax.degrade(fax.draw(drawn[0], 1), fax.SCAN_LOW).rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6
    picture.save(tmp_path / "photo.jpg", dpi=(150, 150), exif=exif)
    page = read_document(tmp_path / "photo.jpg").pages[0]
    assert (page.width, page.height, page.rotation) == (pytest.approx(612), pytest.approx(792), 0)
    assert "PAIN CLINIC" in page.text


def test_a_blank_page_is_said_to_be_blank_without_an_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise AssertionError("engine loaded")

    monkeypatch.setattr("extractor.pages.ocr.load_engine", fail)
    found = recognise(PageImage(1, np.full((800, 600), 255, np.uint8), 612, 792))
    assert found == OcrPage((), 0, 0.0, "", notes=("blank page",))


def test_reading_needs_no_network(drawn: tuple[Path, Page], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("network used")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    load_engine.cache_clear()
    grey = fax.draw(drawn[0], 1, dpi=150)
    found = recognise(PageImage(1, grey, 612, 792))
    assert found.engine.startswith("PP-OCRv6")
    assert len(found.words) > 50


@pytest.mark.parametrize(
    ("read", "before", "text"),
    [
        ("D0B", "", "DOB"), ("T0:", "", "TO:"), ("LAKEM00R", "", "LAKEMOOR"), ("G89.0", "", "G89.0"),
        ("1O0", "", "100"), ("12.l", "", "12.l"), ("Ib", "151", "lb"), ("Ib", "Stage", "Ib"),
        ("T10", "", "T10"), ("C0", "", "C0"), ("Q8H", "", "Q8H"),
    ],
)  # fmt: skip
def test_confused_letters_are_set_right_by_their_neighbours(read: str, before: str, text: str) -> None:
    assert mended(read, before) == text
