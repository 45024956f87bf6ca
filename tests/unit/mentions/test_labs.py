"""Laboratory values: what is read from a line, and what is no result of this measure."""

from __future__ import annotations

from datetime import date

import pytest

from extractor.mentions.values.labs import read_labs
from extractor.mentions.values.spelled import spelled_number
from extractor.model.chart import Statement, StatementKind
from extractor.model.document import Cell


def _line(text: str, section: str = "", lead: str = "") -> Statement:
    return Statement(0, "chart.pdf", 1, 0, len(text), text, section=section, lead=lead)


def _row(*cells: tuple[str, str]) -> Statement:
    """A table row of (text, header) cells."""
    text, made = "", []
    for part, header in cells:
        start = len(text) + (1 if text else 0)
        text = f"{text} {part}" if text else part
        made.append(Cell(start, start + len(part), header))
    return Statement(0, "chart.pdf", 1, 0, len(text), text, StatementKind.ROW, cells=tuple(made), table=0)


def _read(statement: Statement) -> dict[str, float]:
    return {h.label.removeprefix("lab_"): h.quantity.low for h in read_labs(statement) if h.quantity}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plt 236 K/uL   PT 12.1   INR 1.0   aPTT 28", {"platelets": 236, "inr": 1.0}),
        ("platelets forty-nine thousand", {"platelets": 49}),
        ("INR of one point one, white count five point four", {"inr": 1.1, "wbc": 5.4}),
        ("WBC 5,400, ANC 2200", {"wbc": 5.4, "anc": 2.2}),
        ("Leukocytes 5,900/µL", {"wbc": 5.9}),
        ("WBC 3.5 x10^9/L, Neut 64%", {"wbc": 3.5}),
        ("platelet ct 31,000, MD notified", {"platelets": 31}),
        ("P1ts 188 K ;lNR l.1", {"platelets": 188, "inr": 1.1}),
        ("wbc 3,9OO /uL (ref 3,8OO-1O,8OO)", {"wbc": 3.9}),
        ("7.1/13.3/39.8/305", {"wbc": 7.1, "platelets": 305}),
        ("Plt/INR 188/1.1", {"platelets": 188, "inr": 1.1}),
        ("Opening pressure 130 mm H2O", {"opening_pressure": 13}),
        ("LP: OP 36 cm H2O, acetazolamide 1 g bid", {"opening_pressure": 36}),
        ("EVD in, ICP 31, mannitol", {"icp": 31}),
    ],
)
def test_reads_value_and_unit(text: str, expected: dict[str, float]) -> None:
    assert _read(_line(text)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("INR goal 2.0-3.0", ""),
        ("Hold if INR > 4", ""),
        ("proceed only if WBC above 3.5", ""),
        ("WBC < 2.0", "Hold parameters"),
        ("CSF: WBC 1, RBC 0", ""),
        ("WBC 0-5 /hpf", "Urinalysis"),
        ("Mean platelet volume 9.8", ""),
        ("Platelet function studies 3 of 4 normal", ""),
        ("PT/INR, cbc in AM 4) urine culture", ""),
        ("2016 induction, nadir WBC 0.3", ""),
        ("Neutrophils 61%", ""),
    ],
)
def test_is_no_result(text: str, section: str) -> None:
    assert _read(_line(text, section)) == {}


def test_takes_the_newest_of_a_trend() -> None:
    (hit, platelets) = read_labs(_line("INR 2.6 on 4/1/2026, now 1.1 on 4/9/2026, platelets 187,000"))
    assert hit.quantity and hit.quantity.low == 1.1
    assert hit.date == date(2026, 4, 9)
    assert platelets.quantity and platelets.quantity.low == 187


def test_keeps_a_day_without_a_year() -> None:
    (hit,) = read_labs(_line("CBC 4/28: WBC 7.0"))
    assert hit.date is None
    assert hit.attributes == (("month_day", "04-28"),)


def test_reads_columns_headed_by_measures() -> None:
    row = _row(("7/15", "Date"), ("4.0", "WBC"), ("8.1", "Hgb"), ("31 (L!!)", "Plt (K/uL)"))
    assert _read(row) == {"wbc": 4.0, "platelets": 31}
    assert {h.attributes for h in read_labs(row)} == {(("month_day", "07-15"),)}


def test_reads_the_value_and_not_its_range() -> None:
    assert _read(_row(("WBC", ""), ("5.1", ""), ("K/uL", ""), ("4.0-11.0", ""))) == {"wbc": 5.1}


def test_takes_the_newest_of_dated_columns() -> None:
    row = _row(("Platelets", ""), ("131", "03/15/2026"), ("97", "03/01/2026"), ("62", "02/01/2026"))
    (hit,) = read_labs(row)
    assert hit.quantity and hit.quantity.low == 131


def test_keeps_comparators() -> None:
    (hit,) = read_labs(_line("WBC <0.1 K/uL"))
    assert hit.quantity and (hit.quantity.low, hit.quantity.comparator) == (0.1, "<")


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("one hundred thirty thousand", 130_000),
        ("forty-two hundred", 4200),
        ("twelve point one", 12.1),
        ("nine hundred", 900),
        ("zero", 0),
    ],
)
def test_spelled_numbers(words: str, value: float) -> None:
    assert spelled_number(words) == pytest.approx(value)
