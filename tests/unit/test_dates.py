from datetime import date

import pytest

from extractor.dates import Precision, find_dates, find_ranges, is_day_first


@pytest.mark.parametrize(
    "text",
    [
        "3/12/2025", "03/12/25", "2025-03-12", "2025-03-12T10:00:00Z", "12 March 2025", "March 12, 2025",
        "12-Mar-2025", "12Mar2025", "Mar. 12th, 2025", "Wednesday, March 12, 2025",
        "O3/12/2O25", "03 12 2025",
    ],
)  # fmt: skip
def test_a_day_however_written(text: str) -> None:
    (hit,) = find_dates(f"Seen {text}.")
    assert (hit.date, hit.precision) == (date(2025, 3, 12), Precision.DAY)
    assert f"Seen {text}."[hit.start : hit.end] == text


@pytest.mark.parametrize(
    ("text", "month"), [("Mar 2025", 3), ("03/2025", 3), ("6/2025", 6), ("Sept 2025", 9)]
)
def test_a_month_has_its_first_day(text: str, month: int) -> None:
    (hit,) = find_dates(text)
    assert (hit.date, hit.precision) == (date(2025, month, 1), Precision.MONTH)


@pytest.mark.parametrize(
    "text",
    [
        "pain 8/10", "4/10 to 8/10", "BP 134/82", "0.5-1.1", "MRN 0041-77-920", "123-45-6789", "555-0142",
        "q4-6h", "L4-5", "5/5 strength", "13/32/2025", "02/30/2025", "May 10 mg", "1.2-3.4", 
        "release 25-118204", "ratio 1/2",
    ],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert find_dates(text, default_year=2025) == ()


def test_a_day_without_a_year_needs_one_from_the_context() -> None:
    assert find_dates("see trial 2/24-2/27") == ()
    first, last = find_dates("see trial 2/24-2/27", default_year=2025)
    assert (first.date, last.date) == (date(2025, 2, 24), date(2025, 2, 27))
    assert first.guessed
    (hit,) = find_dates("drawn August 22 at noon", default_year=2025)
    assert hit.date == date(2025, 8, 22)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("09/16 - 09/18/2025", date(2025, 9, 16), date(2025, 9, 18)),
        ("12/31 - 1/3/2025", date(2024, 12, 31), date(2025, 1, 3)),
        ("July 24-26, 2024", date(2024, 7, 24), date(2024, 7, 26)),
        ("April 29 to May 2, 2025", date(2025, 4, 29), date(2025, 5, 2)),
        ("02/2021 - 10/2021", date(2021, 2, 1), date(2021, 10, 1)),
        ("3/12/2025-3/14/2025", date(2025, 3, 12), date(2025, 3, 14)),
        ("03 12 24 03 12 24 22 62350", date(2024, 3, 12), date(2024, 3, 12)),
    ],
)
def test_the_first_date_of_a_range_takes_the_year_of_the_last(text: str, first: date, last: date) -> None:
    hits = find_dates(text)
    assert [h.date for h in hits] == [first, last]


def test_ranges_are_joined_dates() -> None:
    ((a, b),) = find_ranges("PT 02/2021 to 10/2021, MRI 11/2022", years=True)
    assert (a.date, b.date) == (date(2021, 2, 1), date(2021, 10, 1))
    ((a, b),) = find_ranges("steroid injections 2019-2021", years=True)
    assert (a.date.year, b.date.year) == (2019, 2021)


def test_day_first_texts() -> None:
    assert is_day_first("Seen 25/06/2024, again 03/07/2024 and 30/08/2024")
    assert not is_day_first("Seen 06/25/2024 and 25/06/2024")
    (hit,) = find_dates("03/07/2024", day_first=True)
    assert hit.date == date(2024, 7, 3)


def test_birth_years_are_of_the_last_century() -> None:
    assert find_dates("DOB 12-8-51")[0].date == date(1951, 12, 8)
