"""Lengths and periods read from statements."""

from __future__ import annotations

import pytest

from extractor.mentions.values.durations import read_durations
from extractor.mentions.values.hit import ValueHit
from extractor.model.chart import Statement


def read(text: str, label: str) -> list[ValueHit]:
    return [h for h in read_durations(Statement(0, "d", 1, 0, len(text), text)) if h.label == label]


@pytest.mark.parametrize(
    ("text", "months", "comparator"),
    [
        ("Therapy for eight months.", 8.0, ""),
        ("26 weeks of care", 5.98, ""),
        ("half a year of PT", 6.0, ""),
        ("more than 6 months", 6.0, ">="),
        ("less than 6 mo", 6.0, "<"),
        ("3 mo 2 wk total", 3.46, ""),
        ("the better part of three years", 30.0, ""),
        ("a year and a half", 18.0, ""),
    ],
)
def test_stated_length(text: str, months: float, comparator: str) -> None:
    (hit,) = read(text, "length")
    assert hit.quantity is not None
    assert (hit.quantity.low, hit.quantity.comparator) == (months, comparator)


@pytest.mark.parametrize(
    "text",
    [
        "A 58-year-old man",
        "58 y.o. woman",
        "every 6 months",
        "RTC 3 months",
        "Oxycodone 30 60 Y",
        "10 years ago",
    ],
)
def test_no_length(text: str) -> None:
    assert read(text, "length") == []


@pytest.mark.parametrize(
    ("text", "start", "end", "months"),
    [
        ("PT 02/2021 - 10/2021", "2021-02", "2021-10", 8.0),
        ("from March 2021 to February 2022", "2021-03", "2022-02", 11.0),
        ("Start of care 01/13/2025, discharge 09/26/2025", "2025-01", "2025-09", 8.42),
        ("gabapentin 3/22 - 9/23", "2022-03", "2023-09", 18.0),
        ("therapy 2/1 to 5/30", "--02", "--05", 3.94),
        ("care from 2019 to 2022", "2019", "2022", 36.0),
    ],
)
def test_period(text: str, start: str, end: str, months: float) -> None:
    (hit,) = read(text, "period")
    assert dict(hit.attributes) == {"start": start, "end": end}
    assert hit.quantity is not None
    assert hit.quantity.low == pytest.approx(months, abs=0.05)


@pytest.mark.parametrize(
    "text", ["Pregabalin since 06/2021", "on duloxetine since Oct 2022, ongoing", "CBT 2019 - present"]
)
def test_open_period(text: str) -> None:
    (hit,) = read(text, "period")
    assert hit.quantity is None
    assert dict(hit.attributes)["end"] == "open"


def test_question_lends_its_length_to_its_answer() -> None:
    statement = Statement(0, "d", 1, 0, 2, "No", lead="Six months or more of care?")
    hit = next(h for h in read_durations(statement) if h.label == "length")
    assert hit.quantity is not None and hit.quantity.low == 6.0
    assert dict(hit.attributes) == {"refused": "yes"}
