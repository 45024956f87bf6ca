"""Which reading of a page is used: its text layer, its picture, or both."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import fax
import pytest
from drawn_pdfs import PROSE, make, wrap
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractor.model.document import Box, Origin, Page
from extractor.pages import read_document
from extractor.pages.ocr_facts import language
from extractor.pages.scan import agreement
from extractor.pages.trust import garbled, unread_pictures


def picture(tmp_path: Path, *lines: str, how: fax.Fax = fax.SCAN_FINE) -> Image.Image:
    def typed(c: Canvas) -> None:
        c.setFont("Times-Roman", 11)
        for number, line in enumerate(lines):
            c.drawString(60, 740 - 16 * number, line)

    return fax.degrade(fax.draw(make(tmp_path, typed, name="picture.pdf"), 1), how)


def put(c: Canvas, image: Image.Image, x: float, y: float, wide: float, high: float) -> None:
    buffer = io.BytesIO()
    image.convert("L").save(buffer, "PNG")
    buffer.seek(0)
    c.drawImage(ImageReader(buffer), x, y, wide, high)


def hidden(c: Canvas, *lines: str) -> None:
    text = c.beginText(60, 740)
    text.setTextRenderMode(3)
    text.setFont("Times-Roman", 11)
    text.setLeading(16)
    for line in lines:
        text.textLine(line)
    c.drawText(text)


SHOWN = wrap(PROSE, 480, 11, "Times-Roman")


def test_a_wrong_hidden_layer_gives_way_to_the_picture(tmp_path: Path) -> None:
    wrong = [line.translate(str.maketrans("aeorn", "cc0nm")) for line in SHOWN]
    image = picture(tmp_path, *SHOWN)

    def scan(c: Canvas) -> None:
        put(c, image, 0, 0, 612, 792)
        hidden(c, *wrong)

    page = read_document(make(tmp_path, scan)).pages[0]
    assert page.origin is Origin.OCR
    assert "Physical therapy, injections and a stimulator" in page.text.replace("\n", " ")
    assert "differs from it" in page.note


def test_a_right_hidden_layer_agrees_with_the_picture(tmp_path: Path) -> None:
    image = picture(tmp_path, *SHOWN)

    def scan(c: Canvas) -> None:
        put(c, image, 0, 0, 612, 792)
        hidden(c, *SHOWN)

    page = read_document(make(tmp_path, scan)).pages[0]
    assert page.origin is Origin.OCR
    assert "agrees with it" in page.note


def test_a_picture_on_a_typed_page_is_read_in_its_place(tmp_path: Path) -> None:
    image = picture(tmp_path, "Stamp: seen and agreed by the surgeon", "Date of trial 10/14/2025")
    strip = image.crop((0, 0, image.width, round(image.height * 0.12)))

    def mixed(c: Canvas) -> None:
        c.drawString(60, 740, "Request for an implanted pump, typed at the office.")
        put(c, strip, 0, 500, 612, 792 * 0.12)
        c.drawString(60, 300, "End of the typed form with the last of its words.")

    page = read_document(make(tmp_path, mixed)).pages[0]
    assert page.origin is Origin.MIXED
    lines = page.text.splitlines()
    assert lines[0].startswith("Request for") and lines[-1].startswith("End of")
    assert "Date of trial 10/14/2025" in lines
    at = page.text.index("10/14/2025")
    (word,) = page.words_in(at, at + 10)
    assert 195 < word.box.top < 292
    assert word.confidence < 1.0


def test_digital_pages_load_no_engine(tmp_path: Path) -> None:
    import subprocess

    path = make(tmp_path, lambda c: c.drawString(72, 700, "typed words only"))
    code = (
        "import sys; from pathlib import Path; from extractor.pages import read_document;"
        f"read_document(Path({str(path)!r}));"
        "print([m for m in ('cv2', 'onnxruntime', 'rapidocr') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_garbled_text_is_known_without_reading_the_picture() -> None:
    assert not garbled(PROSE)
    assert garbled(" ".join(f"(cid:{n})" for n in range(20)))
    shifted = PROSE.translate(str.maketrans("abcdefghijklmnopqrstuvwxyz", "defghijklmnopqrstuvwxyzabc"))
    assert garbled(shifted)
    assert not garbled("WBC 6.4 RBC 4.1 HGB 12.7 PLT 188 INR 1.1 PTT 29")


def test_small_pictures_and_backgrounds_are_not_read() -> None:
    page = Page(1, 612, 792, "")
    logo, insert = Box(20, 20, 80, 60), Box(50, 300, 500, 500)
    assert unread_pictures(page, (logo, insert)) == (insert,)


@pytest.mark.parametrize(
    ("text", "tongue"),
    [
        (PROSE, ""),
        (
            "El paciente refiere dolor lumbar desde hace dos años, con irradiación a la pierna izquierda. No "
            "ha mejorado con fisioterapia ni con los medicamentos. Se recomienda una bomba para el dolor.",
            "Spanish",
        ),
    ],
)
def test_another_language_is_said(text: str, tongue: str) -> None:
    assert language(text) == tongue


def test_agreement_counts_words_of_the_longer_text() -> None:
    assert agreement("one two three four", "one two three four") == 1.0
    assert agreement("one two three four", "one two") == 0.5
    assert agreement("", "one") == 0.0
