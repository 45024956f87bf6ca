"""Tables, form fields, tick boxes and bullets of PDFs made with reportlab."""

from __future__ import annotations

from pathlib import Path

from drawn_pdfs import (
    assert_sound,
    lines_of,
    make,
    rows_of,
)
from reportlab.pdfgen.canvas import Canvas

from extractor.pages import read_document

TABLE = [
    ["Date", "NRS", "Comment"],
    ["02/24", "8", "before the catheter"],
    ["02/25", "4", "walked to the hall and back"],
    ["02/26", "3", "slept"],
]


def ruled(c: Canvas, xs: list[float], ys: list[float]) -> None:
    for x in xs:
        c.line(x, ys[0], x, ys[-1])
    for y in ys:
        c.line(xs[0], y, xs[-1], y)


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


def test_a_table_drawn_column_by_column_is_read_row_by_row(tmp_path: Path) -> None:
    def draw(c: Canvas) -> None:
        for column, x in enumerate((72, 150, 220)):
            for row, cells in enumerate(TABLE):
                c.drawString(x, 700 - 18 * row, cells[column])

    page = read_document(make(tmp_path, draw)).pages[0]
    assert rows_of(page) == TABLE
    assert [c.header for c in page.rows[2].cells] == ["Date", "NRS", "Comment"]
    assert [c.header for c in page.rows[0].cells] == ["", "", ""]


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
