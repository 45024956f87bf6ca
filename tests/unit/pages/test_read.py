"""Documents made with reportlab, read back: words, boxes, reading order, tables, forms, furniture, faults."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

from extractor.errors import DocumentError
from extractor.model.document import Document, LineKind, Origin, Page
from extractor.pages import document_files, read_document, render_page

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


def test_a_form_of_labels_and_values_is_read_across(tmp_path: Path) -> None:
    pairs = [
        ("Patient: Avery Quill", "Date of birth: 02/03/1960"),
        ("Provider: Dr. Stone", "Visit: 04/05/2025"),
        ("Plan: Silver", "Member: 99"),
        ("Allergies: none", "Tobacco: never"),
        ("Height: 70 in", "Weight: 180 lb"),
    ]

    def draw(c: Canvas) -> None:
        for i, (left, right) in enumerate(pairs):
            c.drawString(72, 700 - 16 * i, left)
            c.drawString(330, 700 - 16 * i, right)

    page = read_document(make(tmp_path, draw)).pages[0]
    assert lines_of(page) == [f"{a} {b}" for a, b in pairs]


TABLE = [
    ["Date", "NRS", "Comment"],
    ["02/24", "8", "before the catheter"],
    ["02/25", "4", "walked to the hall and back"],
    ["02/26", "3", "slept"],
]


def test_a_table_drawn_column_by_column_is_read_row_by_row(tmp_path: Path) -> None:
    def draw(c: Canvas) -> None:
        for column, x in enumerate((72, 150, 220)):
            for row, cells in enumerate(TABLE):
                c.drawString(x, 700 - 18 * row, cells[column])

    page = read_document(make(tmp_path, draw)).pages[0]
    assert rows_of(page) == TABLE
    assert [c.header for c in page.rows[2].cells] == ["Date", "NRS", "Comment"]
    assert [c.header for c in page.rows[0].cells] == ["", "", ""]


def ruled(c: Canvas, xs: list[float], ys: list[float]) -> None:
    for x in xs:
        c.line(x, ys[0], x, ys[-1])
    for y in ys:
        c.line(xs[0], y, xs[-1], y)


def test_wrapped_cells_of_a_ruled_table_are_joined(tmp_path: Path) -> None:
    def draw(c: Canvas) -> None:
        ruled(c, [70, 150, 230, 400], [712, 680, 640, 610])
        c.setFont("Helvetica", 10)
        for x, y, text in [
            (74, 700, "Date"),
            (154, 700, "Infusion"),
            (154, 688, "mcg/hr"),
            (234, 700, "Comment"),
            (74, 668, "11/12"),
            (154, 668, "20"),
            (234, 668, "arrived from procedure, sand-"),
            (234, 656, "bag off"),
            (74, 628, "11/13"),
            (154, 628, "40"),
        ]:
            c.drawString(x, y, text)

    document = read_document(make(tmp_path, draw))
    page = document.pages[0]
    assert_sound(document)
    assert rows_of(page) == [
        ["Date", "Infusion mcg/hr", "Comment"],
        ["11/12", "20", "arrived from procedure, sandbag off"],
        ["11/13", "40"],
    ]
    assert [c.header for c in page.rows[1].cells] == ["Date", "Infusion mcg/hr", "Comment"]


def test_wrapped_cells_of_an_unruled_table_are_joined(tmp_path: Path) -> None:
    def draw(c: Canvas) -> None:
        c.setFont("Helvetica-Bold", 10)
        for x, text in ((72, "Treatment"), (220, "Dates"), (320, "Outcome")):
            c.drawString(x, 700, text)
        c.setFont("Helvetica", 10)
        for x, y, text in [
            (72, 680, "Spinal cord stimulator"),
            (220, 680, "2021 to 2022"),
            (320, 680, "lost benefit by the sixth month"),
            (320, 668, "and was taken out"),
            (72, 648, "Physical therapy"),
            (220, 648, "2020"),
            (320, 648, "no lasting gain"),
        ]:
            c.drawString(x, y, text)

    page = read_document(make(tmp_path, draw)).pages[0]
    assert rows_of(page)[1] == [
        "Spinal cord stimulator",
        "2021 to 2022",
        "lost benefit by the sixth month and was taken out",
    ]
    assert page.rows[2].cells[2].header == "Outcome"


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


def test_form_fields_become_words(tmp_path: Path) -> None:
    def draw(c: Canvas) -> None:
        c.drawString(72, 700, "Diagnosis:")
        c.acroForm.textfield(name="dx", x=140, y=694, width=200, height=18, value="chronic pancreatitis")
        c.drawString(72, 660, "Trial done")
        c.acroForm.checkbox(name="yes", x=140, y=656, size=14, checked=True)
        c.drawString(160, 660, "yes")
        c.acroForm.checkbox(name="no", x=200, y=656, size=14, checked=False)
        c.drawString(220, 660, "no")

    document = read_document(make(tmp_path, draw))
    assert_sound(document)
    text = document.pages[0].text
    assert "Diagnosis: chronic pancreatitis" in text
    assert "Trial done [x] yes [ ] no" in text


def test_drawn_tick_boxes_become_words(tmp_path: Path) -> None:
    def draw(c: Canvas) -> None:
        for y, mark in ((700, "cross"), (680, "letter"), (660, "filled"), (640, "none")):
            c.rect(72, y, 10, 10)
            if mark == "cross":
                c.line(73, y + 1, 81, y + 9)
                c.line(73, y + 9, 81, y + 1)
            elif mark == "letter":
                c.drawString(73.5, y + 1, "X")
            elif mark == "filled":
                c.rect(74, y + 2, 6, 6, fill=1)
            c.drawString(90, y + 1, f"{mark} reviewed today")

    document = read_document(make(tmp_path, draw))
    assert_sound(document)
    assert lines_of(document.pages[0]) == [
        "[x] cross reviewed today",
        "[x] letter reviewed today",
        "[x] filled reviewed today",
        "[ ] none reviewed today",
    ]


def test_drawn_bullets_and_dingbats_are_written(tmp_path: Path) -> None:
    def draw(c: Canvas) -> None:
        for y in (700, 680):
            c.circle(75, y + 3, 1.5, fill=1)
            c.drawString(84, y, "Keep the bandage dry")
        c.setFont("ZapfDingbats", 10)
        c.drawString(72, 640, "\u2714")
        c.drawString(172, 640, "\u274f")
        c.setFont("Helvetica", 10)
        c.drawString(84, 640, "consent")
        c.drawString(184, 640, "declined")

    lines = lines_of(read_document(make(tmp_path, draw)).pages[0])
    assert lines == ["• Keep the bandage dry", "• Keep the bandage dry", "☑ consent ☐ declined"]


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
    plain = read_document(path)
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
    pages = read_document(path).pages
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
