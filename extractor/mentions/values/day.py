"""Dates named beside a value: whole ones, and days without a year."""

from __future__ import annotations

import re
from datetime import date as Date

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
DAY = re.compile(
    r"(?<![\w/.-])(\d{1,2})[/-](\d{1,2})(?:[/-](\d{4}|\d{2}))?(?![\d/]|\.\d)|(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)"
)
"""A date in figures, month first; groups: month day year | year month day."""
NAMED_DAY = re.compile(
    rf"\b({'|'.join(_MONTHS)})[a-z]*\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(\d{{4}}))?(?!\d)|"
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({'|'.join(_MONTHS)})[a-z]*\.?(?:,?\s+(\d{{4}}))?",
    re.IGNORECASE,
)
"""A date with its month in words; groups: month day year | day month year."""


def day_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans of the dates in ``text[start:end]``."""
    return [m.span() for pattern in (DAY, NAMED_DAY) for m in pattern.finditer(text, start, end)]


def first_day(text: str) -> tuple[Date | None, str]:
    """Return the first date of a text, and ``MM-DD`` when it names no year; (None, '') without one."""
    match = DAY.search(text)
    if match:
        if match.group(4):
            return _day(match.group(4), match.group(5), match.group(6))
        return _day(match.group(3), match.group(1), match.group(2))
    match = NAMED_DAY.search(text)
    if match:
        month = str(_MONTHS.index((match.group(1) or match.group(5)).lower()[:3]) + 1)
        return _day(match.group(3) or match.group(6), month, match.group(2) or match.group(4))
    return None, ""


def _day(year: str | None, month: str, day: str) -> tuple[Date | None, str]:
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return None, ""
    if not year:
        return None, f"{int(month):02d}-{int(day):02d}"
    try:
        return Date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day)), ""
    except ValueError:
        return None, ""
