"""Laboratory values in statements: platelets, INR, white cells, neutrophils, pressures of the head.

Counts are given in thousands per microliter (K/uL), the INR without unit, an opening pressure in cm H2O and
a measured intracranial pressure in mm Hg. A reference range, a goal, a threshold, a date, or a count in urine
or cerebrospinal fluid is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Date

from extractor.mentions.values.analytes import NAME, NOT_COUNT, VALUE, quantity_of
from extractor.mentions.values.day import DAY, day_spans, first_day
from extractor.mentions.values.hit import ValueHit
from extractor.model.chart import Quantity, Statement

_I = re.IGNORECASE
_AIM = re.compile(
    r"\b(?:goal|target|aim|must|should|if|unless|until|when|whether|parameters?|threshold|hold (?:if|for)|"
    r"ref(?:erence)?|normal range|required?|needs?|therapeutic range|ranges?|limit|cut-?off|provided|"
    r"due|next|first|below which|expected|"
    r"would|want\w*|min(?:imum)?|nadirs? near|monitor\w*|delete)\b",
    _I,
)
_ORDERED = re.compile(
    r"\b(?:goals?|targets?|hold|parameters?|thresholds?|criteri(?:on|a)|if|when|until)\b", _I
)
_AIM_AHEAD = re.compile(r"\b(?:goals?|targets?|parameters?|thresholds?|criteri(?:on|a)|limits?)\W*$", _I)
_BEFORE_OTHER_NUMBER = re.compile(r"\b(?:day|cycle|grade|gr|room|rm|age|level|stage|type|hold)\W*$", _I)
_NOT_BLOOD = re.compile(
    r"\b(?:CSF|urine|urinalysis|U/?A|tube \d|hpf|per field|synovial|joint fluid|ascit\w+|pleural fluid)\b", _I
)
_LINK = re.compile(
    r"(?:->|→|-->|=>|\b(?:now|today|currently|latest|recheck(?:ed)?|repeat(?:ed)?|this (?:am|morning))\b)"
    r"\W*(?:(?:on|of|at|was|is)\s+)?(?:[\d/]+\W+)?$|^\W*(?:to|then|up to|down to)\W*$",
    _I,
)
_NOW = re.compile(r"\W{0,2}(?:now|today|currently|this (?:am|morning|week)|on recheck|at repeat)\b", _I)
_SKELETON = re.compile(
    r"(?<![\d/.])(\d{1,2}(?:\.\d)?)\s?[/>\\]-?\s?(\d{1,2}(?:\.\d)?)\s?[/\\]\s?(\d\d(?:\.\d)?)\s?[<\\/]-?\s?(\d{2,3})(?![\d/.])"
)
_PAIR = re.compile(
    r"\b(?:plate?lets?|plts?|coags?|(?:PT/)?INR)(?:\s?ct)?\s?(?:/|and|&|,|\+)\s?(?:plate?lets?|plts?|coags?|(?:PT/)?INR)\b"
    r"[^\d;.]{0,40}(\d{2,3})\s?(?:K(?:/uL)?)?\s?(?:/|,|and|&)\s?(\d\.\d+)",
    _I,
)
# A result named by its year alone is history.
_OLD = re.compile(r"(?<![\d/.,-])(?:19|20)\d\d(?![\d/,-]|\.\d)(?!\s?(?:K|/|cells|today))")
_FLAGGED = re.compile(r"\s*\(?[HL*!]+\)?\s*$")
_REACH = 60


@dataclass(frozen=True, slots=True)
class _Read:
    start: int
    end: int
    quantity: Quantity
    day: tuple[Date | None, str]
    now: bool = False

    def hit(self, label: str) -> ValueHit:
        date, month_day = self.day
        attributes = (("month_day", month_day),) if month_day else ()
        return ValueHit(label, self.start, self.end, self.quantity, date, attributes, rule=f"{label}: value")


def read_labs(statement: Statement) -> Iterator[ValueHit]:
    """Yield the laboratory values of a statement, of each mention of a measure the newest.

    ``date`` is set when the statement gives day, month and year; the attribute ``month_day`` (``MM-DD``) when
    it gives no year. Labels: ``lab_platelets``, ``lab_inr``, ``lab_wbc``, ``lab_anc``,
    ``lab_opening_pressure``, ``lab_icp``.
    """
    text = mended(statement.text)
    found = list(_columns(statement, text)) or [*_named(statement, text), *_shorthand(text)]
    taken: set[tuple[str, int]] = set()
    for hit in found:
        if (hit.label, hit.start) not in taken:
            taken.add((hit.label, hit.start))
            yield hit


def mended(text: str) -> str:
    """Return the text, as long as before, with a scanner's letters in numbers mended (``l.0``, ``3,9OO``)."""
    return re.sub(
        r"(?<![A-Za-z\d.,])(?=[lIOoS\d.,]*\d|[lIOo][.,])[lIO\d](?:[lIOoS\d]|[.,](?=[lIOoS\d]))*(?![A-Za-z])",
        lambda m: m.group(0).translate(str.maketrans("lIOoS", "11005")),
        text,
    )


def _columns(statement: Statement, text: str) -> Iterator[ValueHit]:
    """Read a row whose columns are headed by measures, or by dates behind the name of one."""
    base = statement.start
    cells = [(c, text[c.start - base : c.end - base]) for c in statement.cells]
    if not cells or _not_of_blood(statement, text):
        return
    days = [first_day(t) for _, t in cells if DAY.match(t.strip()) and len(t.split()) <= 2]
    day = days[0] if days else (None, "")
    headed = False
    for cell, part in cells:
        name = NAME.match(cell.header.strip())
        value = VALUE.match(part.strip())
        label = (name.lastgroup or "") if name else ""
        if not value or label in ("", "other") or _NOT_BLOOD.search(cell.header):
            continue
        quantity = quantity_of(label, value)
        if quantity:
            headed = True
            low = cell.start - base + len(part) - len(part.lstrip())
            yield _Read(low, low + value.end(), quantity, day).hit(label)
    if not headed and len(cells) > 2:
        yield from _dated_columns(statement, cells[0][1], text)


def _dated_columns(statement: Statement, first: str, text: str) -> Iterator[ValueHit]:
    """Read the newest of several values behind the name of a measure: by the dates above, else the last."""
    name = NAME.match(first.strip())
    label = (name.lastgroup or "") if name else ""
    if label in ("", "other"):
        return
    reads: list[tuple[str, int, _Read]] = []
    for number, cell in enumerate(statement.cells[1:]):
        low, high = cell.start - statement.start, cell.end - statement.start
        value = VALUE.fullmatch(_FLAGGED.sub("", text[low:high]).strip())
        quantity = quantity_of(label, value) if value and not value.group("high") else None
        if quantity:
            day = first_day(cell.header)
            reads.append((day[0].isoformat() if day[0] else day[1], number, _Read(low, high, quantity, day)))
    if len(reads) > 1 or (reads and reads[0][0]):
        yield max(reads, key=lambda r: r[:2])[2].hit(label)


def _named(statement: Statement, text: str) -> Iterator[ValueHit]:
    """Read the values that follow the names of measures."""
    if _ORDERED.search(statement.lead) or _ORDERED.search(statement.section):
        return
    names = list(NAME.finditer(text))
    elsewhere = _not_of_blood(statement, text)
    for number, name in enumerate(names):
        label = name.lastgroup or "other"
        if (
            label == "other"
            or NOT_COUNT.match(text, name.end())
            or (elsewhere and label in ("lab_wbc", "lab_anc"))
        ):
            continue
        if re.search(r"\b(?:mean|anti|CSF|urine)[\s-]*$", text[: name.start()], _I) or _OLD.search(text):
            continue
        end = names[number + 1].start() if number + 1 < len(names) else len(text)
        stop = re.search(r";|\.\s+[A-Z]", text[name.end() : end])
        end = name.end() + stop.start() if stop else end
        before = re.split(r"[;.(]", text[max(0, name.start() - 40) : name.start()])[-1]
        read = _newest(label, text, name.end(), end, before)
        if read:
            yield read.hit(label)
    heading = NAME.fullmatch(statement.section.strip(" :"))
    value = VALUE.match(text)
    if heading and value and not names and heading.lastgroup not in (None, "other"):
        quantity = quantity_of(str(heading.lastgroup), value)
        if quantity:
            yield _Read(value.start(), value.end(), quantity, first_day(text)).hit(str(heading.lastgroup))


def _newest(label: str, text: str, start: int, end: int, before: str) -> _Read | None:
    """Return the newest value between ``start`` and ``end``: said to be of now, or the last of a trend."""
    days = day_spans(text, start, end)
    reads: list[_Read] = []
    position = start
    for match in VALUE.finditer(text, start, end):
        low = match.start() + len(match.group(0)) - len(match.group(0).lstrip())
        if low < position or any(a < match.end() and low < b and not match.group("unit") for a, b in days):
            continue
        gap = text[position:low]
        if not reads and _unconnected(label, gap, before, days):
            return None
        if reads and not (
            _LINK.search(gap) or _NOW.match(text, match.end()) or _ends_with_day(position, low, days)
        ):
            continue
        if reads and reads[0].quantity.unit in ("cm H2O", "mm Hg") and not match.group("unit"):
            continue
        quantity = quantity_of(label, match)
        if quantity is None:
            if reads or match.group("words"):
                continue
            return None
        day = first_day(text[match.end() : min(end, match.end() + 16)])
        if day == (None, ""):
            day = first_day(gap if reads else before)
        now = bool(
            _NOW.match(text, match.end()) or re.search(r"\b(?:now|today|currently)\W+(?:\w+\s)?$", gap, _I)
        )
        reads.append(_Read(low, match.end(), quantity, day, now))
        position = match.end()
    return next((r for r in reversed(reads) if r.now), reads[-1] if reads else None)


def _unconnected(label: str, gap: str, before: str, days: list[tuple[int, int]]) -> bool:
    """Tell whether the first number behind a name is too far off, or no result of it."""
    reach = 24 if label == "lab_icp" else _REACH
    loose = bool(re.search(r"\d", gap)) and not days
    aimed = (
        _AIM.search(gap)
        or _AIM.search(" ".join(before.rsplit(":", 1)[-1].split()[-4:]))
        or _AIM_AHEAD.search(before)
        or re.search(r"\b(?:if|unless|until|once)\b", before, _I)
        or _BEFORE_OTHER_NUMBER.search(gap)
    )
    return len(gap) > reach or gap.count(",") > 1 or loose or bool(aimed)


def _ends_with_day(start: int, end: int, days: list[tuple[int, int]]) -> bool:
    return any(start <= low and 0 <= end - high <= 2 for low, high in days)


def _shorthand(text: str) -> Iterator[ValueHit]:
    """Read a blood count written as white cells/hemoglobin/hematocrit/platelets, and "plt/INR 188/1.1"."""
    for match in _SKELETON.finditer(text):
        hemoglobin, hematocrit = float(match.group(2)), float(match.group(3))
        # A hematocrit is about three times the hemoglobin; nothing else in a chart is.
        if 4 < hemoglobin < 20 and 2.6 < hematocrit / hemoglobin < 3.5:
            yield _part("lab_wbc", match, 1, "K/uL")
            yield _part("lab_platelets", match, 4, "K/uL")
    for match in _PAIR.finditer(text):
        yield _part("lab_platelets", match, 1, "K/uL")
        yield _part("lab_inr", match, 2, "")


def _part(label: str, match: re.Match[str], group: int, unit: str) -> ValueHit:
    value = float(match.group(group))
    return ValueHit(label, *match.span(group), Quantity(value, value, unit), rule=f"{label}: shorthand")


def _not_of_blood(statement: Statement, text: str) -> bool:
    return bool(
        _NOT_BLOOD.search(statement.section)
        or _NOT_BLOOD.search(statement.lead)
        or re.match(r"\W*(?:CSF|urine|UA|tube|fluid)\b", text, _I)
    )
