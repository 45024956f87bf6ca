"""Dates to the month, as histories of treatment give them: "02/2021", "3/22", "spring of 2022", "2019"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_SEASONS = {"spring": 4, "summer": 7, "fall": 10, "autumn": 10, "winter": 1}
_DATE = re.compile(
    rf"(?<![\w/.$#-])(?:"
    rf"(?P<iy>(?:19|20)\d\d)-(?P<im>\d\d)(?:-(?P<id>\d\d))?"
    rf"|(?P<fm>\d{{1,2}})/(?P<fd>\d{{1,2}})/(?P<fy>(?:19|20)?\d\d)"
    rf"|(?P<qm>\d{{1,2}})/(?P<qy>(?:19|20)\d\d)"
    rf"|(?P<am>\d{{1,2}})/(?P<ab>\d{{1,2}})"
    rf"|(?P<dd>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<dm>{_NAME})\b\.?(?:,?\s+(?P<dy>(?:19|20)\d\d))?"
    rf"|(?P<nm>{_NAME})\b\.?(?:\s+(?P<nd>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|\s*(?:mg|mcg|wk|mo|visits?|"
    rf"sessions?|weeks?)))?"
    rf"(?:,?\s+(?:of\s+)?(?P<ny>(?:19|20)\d\d|['’]\d\d))?"
    rf"|(?P<season>spring|summer|fall|autumn|winter)(?:\s+of)?\s+(?P<sy>(?:19|20)\d\d)"
    rf"|(?P<year>(?:19[89]|20[0-4])\d)|['’](?P<short>[012]\d)"
    rf")(?![\w/]|\.\d)",
    re.IGNORECASE,
)
_MAY = re.compile(r"(?:can|could|patients?|you|he|she|they|we|it|i|which)\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Point:
    """A date at ``start``..``end``: ``month`` is a fraction of twelve, ``year`` None where it is not written.

    ``whole``: only the year is given.
    """

    start: int
    end: int
    year: int | None
    month: float
    whole: bool = False

    @property
    def label(self) -> str:
        """The date as ``YYYY-MM`` (``YYYY`` for a bare year, ``--MM`` without a year)."""
        if self.whole and self.year:
            return f"{self.year}"
        return f"{self.year if self.year else '-'}-{int(self.month):02d}"


def points(text: str) -> list[Point]:
    """Return the dates of a text in order; whether ``3/22`` is a day or a year its neighbours tell."""
    matches = [m for m in _DATE.finditer(text)]
    years = _short_years(matches)
    found = [p for m in matches if (p := _point(text, m, m.start() in years))]
    return found


def _short_years(matches: list[re.Match[str]]) -> set[int]:
    """Return where ``3/22`` means March 2022: where all such dates of the text could be years."""
    pairs = [m for m in matches if m["am"]]
    values = [int(m["ab"]) for m in pairs]
    if not values or any(not 10 <= v <= 35 for v in values):
        return set()
    if len(pairs) > 1 and max(values) - min(values) > 12:
        return set()
    return {m.start() for m in pairs}


def _point(text: str, m: re.Match[str], short_year: bool) -> Point | None:
    if m["iy"]:
        return _made(m, int(m["iy"]), int(m["im"]), m["id"])
    if m["fm"]:
        return _made(m, _full(m["fy"]), int(m["fm"]), m["fd"])
    if m["qm"]:
        return _made(m, int(m["qy"]), int(m["qm"]), None)
    if m["am"]:
        if short_year:
            return _made(m, 2000 + int(m["ab"]), int(m["am"]), None)
        return _made(m, None, int(m["am"]), m["ab"])
    if m["dm"]:
        return _made(m, int(m["dy"]) if m["dy"] else None, _named(m["dm"]), m["dd"])
    if m["nm"]:
        word = m["nm"].lower()
        if (
            word in ("may", "mar", "march")
            and not (m["nd"] or m["ny"])
            and (word == m["nm"] or _MAY.search(text[: m.start()]))
        ):
            return None
        return _made(m, _full(m["ny"].strip("'’")) if m["ny"] else None, _named(m["nm"]), m["nd"])
    if m["season"]:
        return _made(m, int(m["sy"]), _SEASONS[m["season"].lower()], None)
    year = int(m["year"]) if m["year"] else 2000 + int(m["short"])
    return Point(m.start(), m.end(), year, 1.0, whole=True)


def _made(m: re.Match[str], year: int | None, month: int, day: str | None) -> Point | None:
    days = int(day) if day else 1
    if not (1 <= month <= 12 and 1 <= days <= 31):
        return None
    return Point(m.start(), m.end(), year, month + (days - 1) / 31)


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)


def _named(name: str) -> int:
    return _NAMES.index(name[:3].lower()) + 1


def months_between(first: Point, last: Point) -> float | None:
    """Return the months from one date to a later one; None when they are not in that order.

    Without years the later date is within twelve months; a bare year counts whole years between.
    """
    if first.year is None and last.year is None:
        return round((last.month - first.month) % 12, 2)
    start, end = first.year, last.year
    if start is None and end is not None:
        start = end if first.month <= last.month else end - 1
    if end is None and start is not None:
        end = start if last.month >= first.month else start + 1
    assert start is not None and end is not None
    months = (end - start) * 12 + (0 if first.whole or last.whole else last.month - first.month)
    if first.whole and last.whole:
        months = (end - start) * 12
    elif last.whole:
        months = (end - start) * 12 + 6 - first.month
    elif first.whole:
        months = (end - start) * 12 + last.month - 7
    return round(months, 2) if months > 0 else None
