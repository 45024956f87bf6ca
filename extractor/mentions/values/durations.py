"""How long something lasted: stated lengths ("26 weeks", "half a year") and dated periods.

A length is given in months as the mention ``length``; a period as the mention ``period`` with the attributes
``start`` and ``end`` (``YYYY-MM``; ``end`` is ``open`` where it goes on) and its months where both ends are
known. A single date with its year is the mention ``moment``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from extractor.mentions.values.hit import ValueHit
from extractor.mentions.values.months import Point, months_between, points
from extractor.mentions.values.numbers import NUMBER, mended_figures, number_of
from extractor.model.chart import Quantity, Statement

_I = re.IGNORECASE
_MONTHS_IN = {"d": 1 / 30.44, "w": 1 / 4.345, "m": 1.0, "y": 12.0, "f": 0.46, "q": 3.0, "s": 0.0}
_UNIT = (
    r"(?P<unit>days?|weeks?|wks?|fortnights?|months?|mos?|mths?|mnths?|rnonths?|rnos?|"
    r"years?|yrs?|yr|(?<=\d)[dwy])"
)
_MORE = (
    r"(?P<more>more than|over|greater than|longer than|upwards? of|in excess of|well over|at least|"
    r"no less than|no fewer than|"
    r"a minimum of|minimum of|min(?:imum)?|>\s?=|>|≥|=>|exceed(?:s|ed|ing)|beyond|going on|better than)"
)
_LESS = (
    r"(?P<less>less than|under|fewer than|<\s?=?|≤|barely|not (?:even|quite)|almost|nearly|just under|"
    r"just shy of|close to|"
    r"shy of|short of|at most|no more than|up to)"
)
_N = rf"(?P<low>{NUMBER}|an?|several|many|a few|few|a couple(?: of)?)"
_LENGTH = re.compile(
    rf"(?<![\w/.$'’])(?:(?:{_MORE}|{_LESS}|about|around|roughly|approx(?:imately|\.)?|some|~|only|just|"
    rf"nearly|x|×|the better part of|"
    rf"(?P<part>better part of|most of|part of))\s*)*"
    rf"(?:(?:half\s+(?:of\s+)?(?:an?\s+)?|(?:an?\s+|one\s+|1\s+)half[\s-])(?P<half>year|yr|decade)"
    rf"|{_N}(?:\s*\(\s*\d+\s*\))?(?P<plus>\s?\+)?(?:\s*(?:-|–|—|to|or)\s*(?P<high>{NUMBER}))?(?:[\s-]*|"
    rf"\s+(?:full|whole|long|solid|consecutive|"
    rf"straight|continuous|calendar|unbroken|more|plus)\s+){_UNIT}(?![\w/])(?P<years_half>\s+and\s+a\s+half)?"
    rf"(?:\s*(?:,|and|\+)?\s*(?P<rest>\d+)\s*(?P<rest_unit>months?|mos?|weeks?|wks?|wk|days?)\b)?)"
    rf"(?P<or_more>\s*(?:\+|or (?:more|longer|greater|over)|and (?:more|counting|change|up)|plus|minimum|"
    rf"at least|\bor >))?",
    _I,
)
_NOT_LENGTH = re.compile(
    r"[\s.-]*(?:old\b|o\b|\.?o\.|/o\b|yo\b|of age|ago\b|prior\b|earlier|later|back\b|post|after surgery|"
    r"out from|follow|f/u|fu\b|check|apart)",
    _I,
)
_BEFORE_RATE = re.compile(
    r"(?:\b(?:every|q|per|each|next|rtc|return|recheck|f/?u|age[ds]?|aged|after|a|\bx\d)\s*|/\s?|\$)$", _I
)
# "Failed after nine months of it": the time was spent on it.
_AFTER, _OF = re.compile(r"after\b", _I), re.compile(r"\s*(?:'s?\s+)?(?:of|on)\b(?!\s+\d)", _I)
_IN = re.compile(r"\b(?:in|within)\s*$", _I)
_PERIOD_JOIN = re.compile(
    r"\s*[,;.]*\s*(?:\([^)]*\)\s*)?(?:-{1,2}>?|–|—|→|=>|to|thru|through|until|till|til|up to|and ended|"
    r"ending|ended|"
    r"and last(?:ed)? (?:to|until|through)|(?:,|;|\.{2,}|\||—|–|-)?\s*(?:the\s+)?(?:last|end(?:ed|s)?|"
    r"final|d/?c'?d?|discharged?|stop(?:ped)?|"
    r"completed|finished|finish|closed|final|today(?: is)?|seen today|this (?:entry|visit|note)|visit|"
    r"until|still (?:on|taking(?: it)?|so|going)|"
    r"continues|ongoing|now|and it'?s|its)(?:\s+(?:of care|visits?|sessions?|fill|seen|on|in|it|date|was|"
    r"today|dos))*[\s:,|]*)\s*"
    r"(?:the\s+)?(?:present|end of|fusion of|following|next|early|late|mid)?[\s,|(-]*",
    _I,
)
_FROM = re.compile(
    r"(?:\b(?:since|from|beginning|starting|started|start(?: of care| date)?|soc|began|begun|initiated|"
    r"commenced|first (?:visit|fill|seen|"
    r"session|physiotherapy visit|appointment)|1st fill|eval(?:uation)?|onset of (?:care|treatment|"
    r"therapy)|added|on (?:it )?since|put on .{0,40}(?:in|on)|"
    r"came to us in|introduced|prescribed since|dating (?:back )?(?:to|from)|as of|"
    r"goes back to)(?:\s+(?:in|on|at|about|around|early|late|mid|the|of|week of|"
    r"spring|fall|summer|winter|autumn))*|\|)[\s:]*$",
    _I,
)
_OPEN = re.compile(
    r"\b(?:present|ongoing|continu(?:es|ed|ing|ous\w*)|still|to date|current(?:ly)?|to (?:this|"
    r"the present) day|now|no gaps?|active|without (?:a )?(?:break|gap|interruption)|"
    r"to now|ever since|these|remains? on|thus far|so far|daily since|nightly since)\b|-\s?now\b",
    _I,
)
_BEGAN = re.compile(r"\b(?:began|started|begun|first)\b[^.;]{0,60}$", _I)


def read_durations(statement: Statement) -> Iterator[ValueHit]:
    """Yield the lengths and dated periods of a statement, in text order."""
    text = mended_figures(statement.text).replace("_", " ")
    dates = points(text)
    yield from _lengths(text)
    yield from _periods(statement, text, dates)
    yield from _asked(statement)
    for point in dates:
        if point.year is not None and not point.whole:
            yield ValueHit(
                "moment", point.start, point.end, attributes=(("start", point.label),), rule="durations: date"
            )


def _lengths(text: str) -> Iterator[ValueHit]:
    for match in _LENGTH.finditer(text):
        rate = _BEFORE_RATE.search(text[: match.start()])
        spent = rate and _AFTER.match(rate.group(0)) and _OF.match(text, match.end())
        if _NOT_LENGTH.match(text, match.end()) or (rate and not match.group("half") and not spent):
            continue
        if (
            _IN.search(text[: match.start()])
            and not re.match(r"\s*(?:of\b|and no|,? ?total)", text[match.end() :], _I)
            and not re.search(r"\b(?:ended|completed|over|all)\s+(?:with)?in\s*$", text[: match.start()], _I)
        ):
            continue
        quantity = _quantity(match)
        if quantity:
            start = match.start() + len(match.group(0)) - len(match.group(0).lstrip())
            yield ValueHit("length", start, match.end(), quantity, rule="durations: stated")


def _asked(statement: Statement) -> Iterator[ValueHit]:
    """Read the length in a question that is answered by yes or no ("Six months or more? [x] No")."""
    asked = next(_lengths(statement.lead), None) if statement.lead else None
    if asked is None or not asked.quantity or len(statement.text) > 60:
        return
    no, yes = _NO.search(statement.text), _YES.search(statement.text)
    if bool(no) == bool(yes):
        return
    attributes = (("refused", "yes"),) if no else (("asked", "yes"),)
    yield ValueHit(
        "length", 0, len(statement.text), asked.quantity, attributes=attributes, rule="durations: asked"
    )


_MARK = r"[\[(_ ]{0,3}[xX✓✔☒☑■][\])_]{0,3}"
_YES = re.compile(
    rf"^\W*(?:y|yes)\b(?!\s*(?:/|[\[(_]|☐))|\b(?:y|yes)\s*{_MARK}(?!\s*n)|{_MARK}\s*(?:y|yes)\b", _I
)
_NO = re.compile(rf"^\W*(?:n|no)\b(?!\s*(?:/|[\[(_]|☐))|\b(?:n|no)\s*{_MARK}|{_MARK}\s*(?:n|no)\b", _I)


def _quantity(match: re.Match[str]) -> Quantity | None:
    more = match.group("more") or match.group("plus") or match.group("or_more")
    comparator = ">=" if more else "<" if match.group("less") else ""
    if match.group("half"):
        months = 60.0 if match.group("half").lower().startswith("dec") else 6.0
        return Quantity(months, months, "months", comparator)
    word = match.group("low").lower()
    if word[-1].isalpha() and match.string[match.end("low")].isalpha():  # "an" of "any"
        return None
    vague = {
        "a": 1.0,
        "an": 1.0,
        "several": 3.0,
        "many": 6.0,
        "few": 2.0,
        "a few": 2.0,
        "a couple": 2.0,
        "a couple of": 2.0,
    }
    low = vague.get(word) if word in vague else number_of(match.group("low"))
    if low is None or low > 400:
        return None
    unit = match.group("unit").lower().lstrip("r")
    factor = _MONTHS_IN["m" if unit.startswith(("m", "no")) else unit[0]]
    high = number_of(match.group("high")) if match.group("high") else low
    extra = 0.5 if match.group("years_half") else 0.0
    rest = (
        int(match.group("rest")) * _MONTHS_IN[match.group("rest_unit")[0].lower()]
        if match.group("rest")
        else 0.0
    )
    if match.group("part") or re.search(r"better part of", match.group(0), _I):
        low, comparator = low - 0.5, ""
    months = (low + extra) * factor + rest
    upper = ((high if high is not None else low) + extra) * factor + rest
    return Quantity(round(min(months, upper), 2), round(max(months, upper), 2), "months", comparator)


def _periods(statement: Statement, text: str, dates: list[Point]) -> Iterator[ValueHit]:
    used: set[int] = set()
    for number, (first, last) in enumerate(pairwise(dates)):
        gap = text[first.end : last.start]
        started = bool(_FROM.search(text[: first.start]) or _BEGAN.search(text[: first.start]))
        joined = _PERIOD_JOIN.fullmatch(gap)
        if number in used or not (joined or (started and _apart(gap)) or _columns(statement, first, last)):
            continue
        months = months_between(first, last)
        if months is None:
            continue
        used.update((number, number + 1))
        yield ValueHit(
            "period",
            first.start,
            last.end,
            Quantity(months, months, "months"),
            attributes=(("start", first.label), ("end", last.label)),
            rule="durations: period",
        )
    for number, point in enumerate(dates):
        if number in used or not (
            _FROM.search(text[: point.start]) or _open_after(text, point) or _start_cell(statement, point)
        ):
            continue
        tail = text[point.end :]
        end = (
            "open"
            if _OPEN.search(text)
            or re.match(r"\s*(?:-|–|—|to|→|->)\s*(?:present|now|ongoing|current|date)", tail, _I)
            else ""
        )
        if not end and not (
            re.search(r"\bsince\b[\w\s]*$", text[: point.start], _I) or _start_cell(statement, point)
        ):
            continue
        yield ValueHit(
            "period",
            point.start,
            point.end,
            None,
            attributes=(("start", point.label), ("end", "open")),
            rule="durations: since",
        )


def _apart(gap: str) -> bool:
    """Tell whether the words between a beginning and a later date lead up to an end."""
    return (
        len(gap) <= 110
        and not re.search(r"[.;]\s", gap[:-1])
        and bool(
            re.search(
                r"\b(?:until|till|through|thru|cut .{0,20} off in|ended|discharged?|last|stopped|to|"
                r"end of care|d/c|when|by|it'?s|now|today)\b\W*\w*\W*$",
                gap,
                _I,
            )
        )
    )


def _open_after(text: str, point: Point) -> bool:
    return bool(
        re.match(
            r"\s*(?:-|–|—|to|→|->|thru|through)\s*(?:the\s+)?(?:present|now|ongoing|current|date|today)",
            text[point.end :],
            _I,
        )
    )


def _columns(statement: Statement, first: Point, last: Point) -> bool:
    """Tell whether two dates stand in neighbouring cells headed as beginning and end."""
    heads = [_header(statement, p) for p in (first, last)]
    return bool(
        re.search(r"\b(?:start|from|begin|began|first|soc|initiat|date)", heads[0], _I)
        and re.search(r"\b(?:end|to|stop|last|through|thru|d/c|until|discharg|finish)", heads[1], _I)
    )


def _start_cell(statement: Statement, point: Point) -> bool:
    return bool(
        re.search(r"\b(?:start(?:ed)?|begun|began|since|from|initiated)\b", _header(statement, point), _I)
    )


def _header(statement: Statement, point: Point) -> str:
    for cell in statement.cells:
        if cell.start - statement.start <= point.start < cell.end - statement.start:
            return cell.header
    return ""
