"""Calendar dates as clinical records write them, read strictly: what is not surely a date is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date as Date
from enum import StrEnum
from itertools import pairwise

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)"
)
# What a reader of scans makes of digits; a token needs a true digit beside each of them.
_D = r"[0-9OoIlS|]"
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?[,.]?\s+)?"
_YEAR4 = rf"(?:[12Il]{_D}{{3}})"
_YEAR = rf"(?:{_YEAR4}|'?{_D}{{2}})"
_EDGE, _END = r"(?<![\w/.$#])(?<!\d,)", r"(?![\w/$]|\.\d|,\d{3})"
_NO_UNIT = r"(?!\s*(?:mg|mcg|ml|tabs?|%|:|x\d|units?|\d))"

_PATTERN = re.compile(
    rf"""{_EDGE}(?:
    (?P<iy>{_YEAR4})(?P<is>[-/.])(?P<im>{_D}{{1,2}})(?P=is)(?P<id>{_D}{{1,2}})(?:T\d\d:?\d\d(?::?\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?
  | (?P<na>{_D}{{1,2}})(?P<ns>\s?[/.-]\s?)(?P<nb>{_D}{{1,2}})(?P=ns)(?P<ny>{_YEAR})
  | (?P<dd>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of\s+|[\s.-]+|(?=[A-Z][a-z]))(?P<dm>{_MONTH})(?![A-Za-z])\.?
      (?:[\s,.-]*(?P<dy>(?:19|20){_D}{{2}})|[\s-]+'?(?P<dz>\d\d)(?=\b{_NO_UNIT}))
  | {_WEEKDAY}(?P<md>{_MONTH})\.?[\s-]+(?P<mn>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*,\s*|\s+|-)
      (?P<my>(?:19|20){_D}{{2}}|'\d\d)
  | (?P<pm>{_MONTH})\b\.?[\s,/-]*(?:of\s+)?(?P<py>(?:19|20)\d\d)
  | (?P<qm>{_D}{{1,2}})/(?P<qy>(?:19|20){_D}{{2}})
  | (?P<cm>0[1-9]|1[0-2])\s(?P<cd>[0-3]\d)\s(?P<cy>(?:19|20)\d\d)
  ){_END}""",
    re.VERBOSE | re.IGNORECASE,
)
# Dates without a year: `08/19`, `2/24`, `August 22`, `22 August`.
_SHORT = re.compile(
    rf"{_EDGE}(?:(?P<m>1[0-2]|0?[1-9])/(?P<d>3[01]|[12]\d|0?[1-9])"
    rf"|(?P<word>{_MONTH})\.?\s+(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\s*,?\s*(?:19|20|"
    rf"')\d\d){_NO_UNIT}"
    rf"|(?P<before>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<after>{_MONTH})\b){_END}",
    re.IGNORECASE,
)
# `3/9` can be a score; with a leading word or a second date it is a day.
_CUE = re.compile(
    r"(?:\b(?:on|since|until|till|through|thru|from|of|dated?|visit|seen|admit(?:ted)?|discharged|lab|labs|"
    r"drawn|"
    r"collected|note|clinic|due|by|before|after|starting|ended|out|and|to|ct|mri|uds|trial)|"
    r"[-–&,])\s*[:(]?\s*$",
    re.IGNORECASE,
)
_SAME_MONTH = re.compile(
    rf"{_EDGE}(?P<m>{_MONTH})\.?\s+(?P<a>\d{{1,2}})(?:st|nd|rd|th)?\s*(?:-|–|—|to|through|thru|and|&)\s*"
    rf"(?P<b>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*,?\s*(?P<y>(?:19|20)\d\d))?{_END}",
    re.IGNORECASE,
)
_BARE_YEAR = re.compile(
    r"(?<![\w/.,$#])(?<!(?<!\b\d{4})-)(?:19[3-9]\d|20[0-4]\d)"
    r"(?![\w/]|-(?!(?:19|20)\d\d\b)|,\d{3}|\s*(?:mg|ml|mcg|k?cal)\b)"
)
_BETWEEN = re.compile(
    r"\s*(?:\([^()\n]{0,20}\)\s*)?(?:-+|–|—|to|through|thru|until|till|and|&|,?\s*discharged:?)\s*(?:on\s+)?",
    re.I,
)


class Precision(StrEnum):
    """How exactly a date is given; a month's date is its first day, a year's the first of January."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class DateHit:
    """A date at ``text[start:end]``; ``guessed``: its year was not written but taken from the context."""

    start: int
    end: int
    date: Date
    precision: Precision = Precision.DAY
    guessed: bool = False


def find_dates(
    text: str, *, default_year: int | None = None, day_first: bool = False, years: bool = False
) -> tuple[DateHit, ...]:
    """Return the dates in ``text`` in order, not overlapping.

    ``default_year`` completes dates without a year (`2/24-2/27`, `August 22`); without it they are left out,
    unless a range gives it. ``day_first`` reads `03/04/2025` as 3 April. ``years`` adds bare years.
    Impossible dates and years outside 1900-2100 are left out.
    """
    hits = [h for m in _PATTERN.finditer(text) if (h := _full(m, day_first))]
    hits += _claim_dates(text, hits)
    hits += _without_year(text, hits, default_year, day_first)
    if years:
        hits += [
            DateHit(m.start(), m.end(), Date(int(m[0]), 1, 1), Precision.YEAR)
            for m in _BARE_YEAR.finditer(text)
            if not any(h.start < m.end() and m.start() < h.end for h in hits)
        ]
    return tuple(sorted(hits, key=lambda h: h.start))


def find_ranges(
    text: str, *, default_year: int | None = None, day_first: bool = False, years: bool = False
) -> tuple[tuple[DateHit, DateHit], ...]:
    """Return the pairs of dates that are written as the first and last of a range (`02/2021 - 10/2021`)."""
    hits = find_dates(text, default_year=default_year, day_first=day_first, years=years)
    return tuple(
        (a, b) for a, b in pairwise(hits) if a.date <= b.date and _BETWEEN.fullmatch(text[a.end : b.start])
    )


def is_day_first(text: str) -> bool:
    """Tell whether a text writes the day before the month: some dates can only be so read, no other way."""
    numeric = [
        (int(m["na"]), int(m["nb"]))
        for m in _PATTERN.finditer(text)
        if (m["na"] or "").isdigit() and m["nb"].isdigit()
    ]
    return sum(a > 12 >= b for a, b in numeric) >= 2 and not any(b > 12 >= a for a, b in numeric)


def _number(token: str) -> int:
    digits = token.strip("'").translate(str.maketrans("OoIlS|", "001151"))
    return int(digits)


def _sure(*tokens: str) -> bool:
    """Tell whether most of the characters are true digits, not letters that look like them."""
    joined = "".join(tokens).strip("'")
    true = sum(c.isdigit() for c in joined)
    return true * 3 >= len(joined) * 2


def _year(token: str) -> int:
    value = _number(token)
    if value >= 100:
        return value
    return value + (2000 if value <= 40 else 1900)


def _month_of(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _date(year: int, month: int, day: int) -> Date | None:
    if not 1900 <= year <= 2100:
        return None
    try:
        return Date(year, month, day)
    except ValueError:
        return None


def _full(m: re.Match[str], day_first: bool) -> DateHit | None:
    dashed = (m["is"] or m["ns"] or "").strip() == "-"
    around = m.string[max(0, m.start() - 2) : m.start()] + m.string[m.end() : m.end() + 2]
    if dashed and re.search(r"\d-|-\d", around):
        return None
    precision = Precision.DAY
    found: Date | None = None
    if m["iy"]:
        if _sure(m["iy"], m["im"], m["id"]):
            found = _date(_number(m["iy"]), _number(m["im"]), _number(m["id"]))
    elif m["na"]:
        if not _sure(m["na"], m["nb"], m["ny"]) or (
            m["ns"].strip() == "." and len(m["ny"]) < 4 and "0" not in m[0]
        ):
            return None
        year, a, b = _year(m["ny"]), _number(m["na"]), _number(m["nb"])
        found = (
            (_date(year, b, a) or _date(year, a, b))
            if day_first
            else (_date(year, a, b) or _date(year, b, a))
        )
    elif m["dd"]:
        found = _date(_year(m["dy"] or m["dz"]), _month_of(m["dm"]), int(m["dd"]))
    elif m["md"]:
        found = _date(_year(m["my"]), _month_of(m["md"]), int(m["mn"]))
    elif m["pm"]:
        found, precision = _date(int(m["py"]), _month_of(m["pm"]), 1), Precision.MONTH
    elif m["qm"]:
        if _sure(m["qm"], m["qy"]):
            found, precision = _date(_number(m["qy"]), _number(m["qm"]), 1), Precision.MONTH
    elif m["cm"]:
        found = _date(int(m["cy"]), int(m["cm"]), int(m["cd"]))
    return DateHit(m.start(), m.end(), found, precision) if found else None


def _claim_dates(text: str, hits: list[DateHit]) -> list[DateHit]:
    """Read the from/to boxes of a claim line (`03 12 24 03 12 24`)."""
    box = r"(0[1-9]|1[0-2])\s([0-3]\d)\s(\d\d)"
    found = []
    for m in re.finditer(rf"(?<![\w.]){box}\s{box}(?=\s)", text):
        first = _date(_year(m[3]), int(m[1]), int(m[2]))
        last = _date(_year(m[6]), int(m[4]), int(m[5]))
        if (
            first
            and last
            and first <= last
            and not any(h.start < m.end() and m.start() < h.end for h in hits)
        ):
            found += [DateHit(m.start(), m.end(3), first), DateHit(m.start(4), m.end(), last)]
    return found


def _without_year(text: str, full: list[DateHit], default_year: int | None, day_first: bool) -> list[DateHit]:
    taken = [(h.start, h.end) for h in full]
    found: list[DateHit] = []

    def free(start: int, end: int) -> bool:
        return not any(a < end and start < b for a, b in taken)

    for m in _SAME_MONTH.finditer(text):
        year = int(m["y"]) if m["y"] else default_year
        if year is None:
            continue
        first, last = (_date(year, _month_of(m["m"]), int(m[g])) for g in "ab")
        if first and last and first <= last:
            if m["y"]:  # the range holds the whole date that was read from its end
                inside = [h for h in full if m.start() <= h.start < m.end()]
                for hit in inside:
                    full.remove(hit)
                    taken.remove((hit.start, hit.end))
            elif not free(m.start(), m.end()):
                continue
            found += [
                DateHit(m.start(), m.end("a"), first, guessed=not m["y"]),
                DateHit(m.start("b"), m.end(), last, guessed=not m["y"]),
            ]
            taken.append((m.start(), m.end()))
    shorts = [m for m in _SHORT.finditer(text) if free(m.start(), m.end())]
    for index, m in enumerate(shorts):
        after = min((h for h in full if h.start >= m.end()), key=lambda h: h.start, default=None)
        ranged = after is not None and bool(_BETWEEN.fullmatch(text[m.end() : after.start]))
        year = after.date.year if ranged and after else default_year
        if year is None:
            continue
        if m["m"] and not ranged and not _is_day(text, m, shorts, index):
            continue
        month, day = _month_and_day(m, day_first)
        value = _date(year, month, day)
        if value and ranged and after and value > after.date:
            value = _date(year - 1, month, day)
        if value:
            found.append(DateHit(m.start(), m.end(), value, guessed=True))
    return found


def _month_and_day(m: re.Match[str], day_first: bool) -> tuple[int, int]:
    if m["word"]:
        return _month_of(m["word"]), int(m["day"])
    if m["after"]:
        return _month_of(m["after"]), int(m["before"])
    a, b = int(m["m"]), int(m["d"])
    return (b, a) if day_first and b <= 12 else (a, b)


def _is_day(text: str, m: re.Match[str], shorts: list[re.Match[str]], index: int) -> bool:
    """Tell `08/19` from a score or a ratio: two-digit parts, a second date of a range, or a leading word."""
    if m["d"] in ("10", "100") and not (len(m["m"]) == 2 and m["m"][0] == "0"):
        return False
    if len(m["m"]) == 2 and len(m["d"]) == 2 and (m["m"][0] == "0" or int(m["d"]) > 10):
        return True
    for other in (
        shorts[index - 1] if index else None,
        shorts[index + 1] if index + 1 < len(shorts) else None,
    ):
        if other and other["m"] and other["d"] not in ("10",):
            first, last = sorted((m, other), key=lambda x: x.start())
            if _BETWEEN.fullmatch(text[first.end() : last.start()]):
                return True
    return int(m["d"]) > 10 or bool(_CUE.search(text[max(0, m.start() - 16) : m.start()]))
