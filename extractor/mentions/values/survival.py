"""Expected survival read from statements, in months ("four to six months", "weeks, not months")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.mentions.values import survival_words as rx
from extractor.mentions.values.day import DAY, first_day
from extractor.mentions.values.hit import ValueHit
from extractor.mentions.values.numbers import mended_figures, number_of
from extractor.model.chart import Quantity, Statement

_I = re.IGNORECASE


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    low: float
    high: float
    comparator: str


def read_survival(statement: Statement) -> Iterator[ValueHit]:
    """Yield the member's expected survival as a statement gives it, in months: ``survival_estimate``.

    A range has both ends; "weeks" alone is under three months, "years" over twelve, "months" alone not read.
    Attributes: ``cited`` (a published figure not applied to the member); ``condition`` (an "if", a hope, a
    rule, the hospice benefit); ``who`` (``other``: a relative); ``past`` (an earlier estimate); ``revised``
    (said to be the present one); ``month_day`` of the entry it stands in; ``answer`` to its question.
    """
    reply = re.match(r"\W*(?:(?P<no>no|n)|yes|y)\b", statement.text, _I)
    if reply and statement.lead.rstrip().endswith("?"):
        # A bare answer takes the figure of its question.
        yield from _replied(statement, "no" if reply.group("no") else "yes")
    text = rx.BETWEEN.sub(lambda m: m.group(1) + "to " + m.group(2), mended_figures(statement.text))
    asked = f"{statement.section} {statement.lead} " + " ".join(c.header for c in statement.cells)
    cue_above = bool(
        rx.STRONG.search(asked)
        or statement.category == "prognosis"
        or re.search(r"\bMD\s+estimate|\battending\s+estimate", asked, _I)
    )
    for found in _found(text):
        clause_start = max((m.end() for m in rx.CLAUSE.finditer(text[: found.start])), default=0)
        before, behind = text[clause_start : found.start], rx.CLAUSE.split(text[found.end :])[0]
        near = f"{before[-90:]} {behind[:60]}"
        said = " not " in text[found.start : found.end] or "rather than" in text[found.start : found.end]
        if not ((cue_above and len(before.split()) < 14) or rx.CUE.search(near) or said):
            continue
        weak = not (cue_above or rx.STRONG.search(near))
        if re.match(
            r"\s*(?:since|ago|-?\s*old|after|from(?!\s+(?:now|today|this))|post|out\s+from)\b", behind, _I
        ) or (re.search(r"\bfor\s+$", before) and weak):
            continue
        if rx.NOT_SURVIVAL.search(f"{before[-45:]} {behind[:24]}") and (
            weak or re.search(r"battery|ERI|longevity|device|reservoir", text, _I)
        ):
            continue
        if weak and not re.search(
            r"\b(?:months?|weeks?|years?|mos?|wks?|days)\b", text[found.start : found.end], _I
        ):
            continue
        yield _hit(statement, text, found, before, behind)


def _replied(statement: Statement, answer: str) -> Iterator[ValueHit]:
    if rx.STRONG.search(statement.lead):
        for found in _found(mended_figures(statement.lead)):
            quantity = Quantity(round(found.low, 2), round(found.high, 2), "months", found.comparator)
            attributes = (("answer", answer),)
            end = len(statement.text)
            yield ValueHit(
                "survival_estimate", 0, end, quantity, None, attributes, "survival_estimate: answer"
            )


def _hit(statement: Statement, text: str, found: _Span, before: str, behind: str) -> ValueHit:
    attributes: list[tuple[str, str]] = []
    applied = rx.APPLIED.search(text)
    own = re.split(r"\b(?:but|however|although|yet)\b|;", text[: found.start], flags=_I)[-1]
    if rx.CITED.search(own + re.split(r"[,;.]", text[found.start : found.end + 40])[0]) and not applied:
        attributes.append(("cited", "1"))
    asked = rx.ASKED.search(before)
    standing = re.search(r"\b(?:estimat\w*|guess|expect\w*|prognosis|survival)\b[^.;]*\bif\b", before, _I)
    conditional = asked or ((rx.IF.search(before) and not standing) and not rx.EVEN_IF.search(before))
    if (
        conditional
        or rx.BENEFIT.search(behind[:80])
        or rx.RULE.search(f"{before} {behind[:30]}")
        or rx.HOPE.search(before)
    ):
        attributes.append(("condition", "1"))
    if rx.KIN.search(text[: found.end]) and not re.search(
        r"\b(?:told|tells|informed|aware|says|"
        r"understand\w*)\b",
        before,
        _I,
    ):
        attributes.append(("who", "other"))
    if rx.PAST.search(text[: found.start]) or re.search(
        r"\b(?:outlived|exceeded\s+(?:it|that))\b", text[found.end :], _I
    ):
        attributes.append(("past", "1"))
    if rx.NOW.search(before):
        attributes.append(("revised", "1"))
    dated = [m for m in DAY.finditer(text[: found.start]) if "/" in m.group(0)]
    date, month_day = first_day(dated[-1].group(0)) if dated else (None, "")
    question = re.match(r"[^.;?]{0,30}\?\s*(.{0,40})", text[found.end :])
    if question:
        reply = re.match(
            r"(?:[\w ]{0,24}[:,-]+\s*)?(?:(?P<no>no\b|it\s+is\s+not|is\s+not|does\s+not|"
            r"negative)|(?P<yes>yes\b|it\s+is\b|y\b|is\b|does\b|affirm\w*|agree\w*))",
            question.group(1),
            _I,
        )
        attributes.append(("answer", "none" if not reply else "no" if reply.group("no") else "yes"))
    if month_day:
        attributes.append(("month_day", month_day))
    quantity = Quantity(round(found.low, 2), round(found.high, 2), "months", found.comparator)
    return ValueHit(
        "survival_estimate",
        found.start,
        found.end,
        quantity,
        date,
        tuple(attributes),
        "survival_estimate: value",
    )


def _found(text: str) -> Iterator[_Span]:
    taken: list[tuple[int, int]] = []
    for match in rx.NUMBERED.finditer(text):
        span = _numbered(match, text)
        if span is not None:
            taken.append((span.start, span.end))
            yield span
    for match in rx.VAGUE.finditer(text):
        if any(a < match.end() and match.start() < b for a, b in taken):
            continue
        span = _vague(match, text)
        if span is not None:
            yield span


def _numbered(match: re.Match[str], text: str) -> _Span | None:
    unit = match.group("unit2") or match.group("unit1")
    if not unit or re.search(r"\b(?:not|rather\s+than|instead\s+of)\s+$", text[: match.start()], _I):
        return None
    first_unit = _months(match.group("unit1") or unit)
    last_unit = _months(match.group("unit2") or unit)
    low = _amount(match.group("low"))
    high = _amount(match.group("high")) if match.group("high") else None
    if low is None or (match.group("high") and high is None and match.group("unit1") is None):
        return None
    if len(unit.strip(".")) == 1 and not re.search(r"\d", match.group("low") + (match.group("high") or "")):
        return None
    extra = 0.5 if match.group("half") or match.group("half1") else 0.0
    bottom = (low + (extra if high is None else 0)) * first_unit
    top = (high + extra) * last_unit if high is not None else bottom
    if re.fullmatch(r"(?:an?)", match.group("low"), _I) and high is None and unit[:1].lower() == "d":
        return None
    before, after = text[: match.start()], text[match.end() :]
    comparator = _comparator(before, after, bool(match.group("plus") or match.group("more")))
    return _Span(match.start(), match.end(), min(bottom, top), max(bottom, top), comparator)


def _vague(match: re.Match[str], text: str) -> _Span | None:
    low, high = match.group("low").lower(), (match.group("high") or match.group("low")).lower()
    if re.search(r"\d\s*-?\s*$", text[: match.start()]):
        return None
    excluded = (match.group("not") or "").lower()
    if low.startswith("month"):
        # "months" alone says neither; "months, not years" no more.
        return None
    if low.startswith("y"):
        return _Span(match.start(), match.end(), 12.0, 120.0, "")
    first = 1 / 30 if low.startswith("d") else 0.25
    last = 0.4 if high.startswith("d") else 2.0 if high.startswith("w") or excluded else 2.9
    return _Span(match.start(), match.end(), first, last, "")


def _comparator(before: str, after: str, plus: bool) -> str:
    least = plus or bool(rx.AT_LEAST.search(before[-40:]) or rx.LEAST_AFTER.match(after))
    more = bool(rx.MORE.search(before[-40:]))
    less = bool(rx.LESS.search(before[-40:]) or rx.LESS_AFTER.match(after))
    clause = rx.CLAUSE.split(before)[-1]
    if re.search(r"\bno\s+event\b|\bnever\b", clause, _I) and less:
        return ">="
    negated = bool(rx.NEGATED.search(clause))
    if rx.SURPRISED.search(clause + " " + after[:40]):
        negated = False
    if re.match(
        r"[^.;,]{0,24}\b(?:is|are|seems?)\s+(?:very\s+)?(?:not\s+(?:expected|likely|anticipated)|"
        r"unlikely|improbable|doubtful)",
        after,
        _I,
    ):
        negated = not negated
    if negated:
        return ">=" if less else "<"
    return ">=" if least else ">" if more else "<" if less else ""


def _amount(text: str | None) -> float | None:
    word = re.sub(r"\s+", " ", (text or "").lower().strip())
    if word in ("a", "an", "one", "another"):
        return 1.0
    if word.startswith("half a"):
        return 0.5
    if word.startswith("the better part"):
        return 0.75
    return number_of(word)


def _months(unit: str) -> float:
    word = unit.lower().replace("0", "o").replace("rno", "mo")
    for name, months in rx.MONTHS.items():
        if word.startswith(name[0]) and (name != "month" or not word.startswith("d")):
            return months
    return 12.0
