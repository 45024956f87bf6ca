"""Evidence from how long care lasted: stated lengths, dated periods, first to last date of a chart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pydantic import Field, field_validator

from extractor.evidence.filters import filtered_out
from extractor.evidence.findings import Finding, encounter_of, finding, reason_of
from extractor.evidence.rules import EvidenceRule
from extractor.model.audit import Stance
from extractor.model.chart import Assertion, Chart, Mention, Statement

# A denial in the statement is about the relief, not about the time ("31 visits over 8 months without gain").
_SAID = frozenset(
    {Assertion.PRESENT, Assertion.HISTORICAL, Assertion.RESOLVED, Assertion.ABSENT, Assertion.POSSIBLE}
)
_DENIED = re.compile(
    r"(?:\bhas ?n[o']t|\bhave ?n[o']t|\bhad ?n[o']t|\bnot yet|\bnot|\blacks?|"
    r"\bnever)\s+(?:\w+\s+){0,2}(?:a\s+)?(?:full\s+)?$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[;•]|(?<=[a-z)\d])\.\s|\sbut\s|\s//\s|\s\|\s(?=[A-Z])")


class DurationRule(EvidenceRule):
    """Care of ``care`` that lasted ``at_least`` months supports; a total of less contradicts.

    A length is of the nearest of ``care`` and ``rivals`` in its clause; ``totals`` say that this was all.
    """

    kind: Literal["duration"] = "duration"
    care: tuple[str, ...] = Field(min_length=1)
    rivals: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()
    dated: tuple[str, ...] = Field(
        (), description="care whose single dates count towards its first and last date"
    )
    planned: tuple[str, ...] = Field(
        (), description="words by which the time is yet to come or only asked for"
    )
    at_least: float = Field(6.0, gt=0, description="months")
    tolerance: float = Field(0.1, ge=0, description="months: 26 weeks are six months")
    headings: str = Field("", description="regular expression: headings and questions that name the care")
    not_headings: str = ""

    @field_validator("headings", "not_headings")
    @classmethod
    def _compiles(cls, value: str) -> str:
        re.compile(value)
        return value

    def concepts_named(self) -> tuple[str, ...]:
        """Return the concepts of the lexicon that the rule speaks of."""
        return (*super().concepts_named(), *self.care, *self.rivals, *self.totals, *self.dated, *self.planned)


@dataclass(frozen=True, slots=True)
class _Span:
    """Care of a mention: its months, and its first and last month from year 0 where they are known."""

    statement: Statement
    mention: Mention
    months: tuple[float, float]
    comparator: str = ""
    first: float | None = None
    last: float | None = None
    total: bool = False


def gather(rule: DurationRule, chart: Chart, siblings: frozenset[str]) -> tuple[Finding, ...]:
    """Return the lengths of care that suffice, or the totals that do not; else what the dates add up to.

    ``siblings`` is not used.
    """
    found: list[Finding] = []
    spans: list[_Span] = []
    for mention in chart.labelled("length", "period", "moment"):
        statement = chart.statements[mention.statement]
        if mention.label == "moment":
            spans.extend(_moment(rule, chart, statement, mention))
            continue
        if not _of_care(rule, chart, statement, mention):
            continue
        span = _span(rule, chart, statement, mention)
        if span is None:
            continue
        refused = _refused(statement, mention) and span.months[0] >= rule.at_least - rule.tolerance
        stance = Stance.CONTRADICTS if refused else _stance(rule, span)
        reason = "" if mention.assertion in _SAID or refused else reason_of(mention)
        if any(
            m.label in rule.planned and _same_clause(statement, mention, m)
            for m in chart.statement_mentions(statement.index)
        ):
            reason = reason or "planned, or what a policy asks for"
        if mention.attribute("asked") or mention.attribute("refused"):
            reason = ""
        reason = reason or filtered_out(chart, rule, statement)
        if not reason:
            spans.append(span)
        if stance:
            found.append(finding(chart, rule, statement, mention, stance, discounted=reason))
    found = _without_parts(found)
    if not any(not f.discounted for f in found):
        found.extend(_added_up(rule, chart, spans))
    return tuple(found)


def _moment(rule: DurationRule, chart: Chart, statement: Statement, mention: Mention) -> list[_Span]:
    """Return a single date as a span when the care it belongs to stands right beside it."""
    first = _month(mention.attribute("start"))
    beside = [
        m for m in chart.statement_mentions(statement.index) if m.label in rule.dated and m.assertion in _SAID
    ]
    near = [
        m for m in beside if _distance(statement, mention, m) <= 14 and _same_clause(statement, mention, m)
    ]
    if first is None or not near or mention.assertion not in _SAID or filtered_out(chart, rule, statement):
        return []
    return [_Span(statement, mention, (0.0, 0.0), "", first, first)]


def _refused(statement: Statement, mention: Mention) -> bool:
    """Tell whether the length itself is denied ("hasn't had 6 months", "Six months? [x] No")."""
    if mention.label == "period":
        return False
    before = statement.text[: max(0, mention.start - statement.start)]
    return (
        mention.attribute("refused") == "yes"
        or "answer: absent" in mention.modifiers
        or bool(_DENIED.search(before))
    )


def _same_clause(statement: Statement, mention: Mention, other: Mention) -> bool:
    low, high = _clause(statement, mention)
    return other.end > low and other.start < high


def _stance(rule: DurationRule, span: _Span) -> Stance | None:
    low, high = span.months
    needed = rule.at_least - rule.tolerance
    if low >= needed and not (span.comparator == "<" and low < needed + 0.5):
        return Stance.SUPPORTS
    if span.total and (high < needed or span.comparator == "<"):
        return Stance.CONTRADICTS
    return None


def _without_parts(found: list[Finding]) -> list[Finding]:
    """Drop a sufficient length that its statement says was not reached ("hasn't had 6 mo - 5 mo so far")."""
    against = {f.statement for f in found if not f.discounted and f.stance is Stance.CONTRADICTS}
    return [f for f in found if f.discounted or f.stance is Stance.CONTRADICTS or f.statement not in against]


def _added_up(rule: DurationRule, chart: Chart, spans: Sequence[_Span]) -> list[Finding]:
    """Return the first and the last dated care of the chart when they lie far enough apart."""
    dated = [s for s in spans if s.first is not None and s.last is not None]
    if len(dated) < 2:
        return []
    first = min(dated, key=lambda s: s.first or 0.0)
    last = max(dated, key=lambda s: s.last or 0.0)
    if (last.last or 0.0) - (first.first or 0.0) < rule.at_least - rule.tolerance:
        return []
    ends = [first] if first is last else [first, last]
    return [finding(chart, rule, s.statement, s.mention, Stance.SUPPORTS) for s in ends]


def _span(rule: DurationRule, chart: Chart, statement: Statement, mention: Mention) -> _Span | None:
    total = any(m.label in rule.totals for m in _near(chart, statement)) or bool(
        rule.headings
        and statement.lead
        and _pattern(rule.headings).search(statement.lead)
        and any(m.label in rule.totals for m in chart.statement_mentions(statement.index))
    )
    first, last = _month(mention.attribute("start")), _month(mention.attribute("end"))
    if mention.quantity:
        months = (mention.quantity.low, mention.quantity.high)
        return _Span(statement, mention, months, mention.quantity.comparator, first, last, total)
    if first is None:
        return None
    encounter = encounter_of(chart, statement)
    if encounter is None or encounter.date is None:
        # Nothing says when this was written; a year that is named is taken to be some time back.
        return _Span(statement, mention, (rule.at_least, rule.at_least), ">=", first, None, total)
    now = encounter.date.year * 12.0 + encounter.date.month - 1 + encounter.date.day / 31
    year_only = len(mention.attribute("start")) == 4
    months_now = now - first - (11.5 if year_only and now - first < 12 else 0.0)
    if months_now < 0:
        return None
    return _Span(statement, mention, (months_now, months_now), "", first, now, total)


def _near(chart: Chart, statement: Statement) -> tuple[Mention, ...]:
    """Return the mentions of the statement and of its neighbours in the same paragraph."""
    found = list(chart.statement_mentions(statement.index))
    for index in (statement.index - 1, statement.index + 1):
        if 0 <= index < len(chart.statements):
            other = chart.statements[index]
            if (other.document, other.page, other.section) == (
                statement.document,
                statement.page,
                statement.section,
            ):
                found.extend(chart.statement_mentions(index))
    return tuple(found)


def _month(label: str) -> float | None:
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?", label)
    return int(match.group(1)) * 12.0 + (int(match.group(2)) - 1 if match.group(2) else 0) if match else None


def _of_care(rule: DurationRule, chart: Chart, statement: Statement, mention: Mention) -> bool:
    place = f"{statement.section} | {statement.lead}"
    if rule.not_headings and _pattern(rule.not_headings).search(place):
        return False
    beside = [
        m
        for m in chart.statement_mentions(statement.index)
        if (
            m.label in rule.care
            or (m.label in rule.rivals and not (m.start >= mention.start and m.end <= mention.end))
        )
        and m.assertion is not Assertion.FAMILY
    ]
    low, high = _clause(statement, mention)
    for group in ([m for m in beside if m.end > low and m.start < high], beside):
        nearest = min(
            group, key=lambda m: (_distance(statement, mention, m), m.label not in rule.rivals), default=None
        )
        if nearest is not None:
            return nearest.label in rule.care
    if rule.headings and _pattern(rule.headings).search(place):
        return True
    return _care_before(rule, chart, statement)


def _care_before(rule: DurationRule, chart: Chart, statement: Statement) -> bool:
    for index in range(statement.index - 1, max(-1, statement.index - 3), -1):
        other = chart.statements[index]
        if (other.document, other.page, other.section) != (
            statement.document,
            statement.page,
            statement.section,
        ):
            return False
        named = [m for m in chart.statement_mentions(index) if m.label in rule.care or m.label in rule.rivals]
        if named:
            return named[-1].label in rule.care
    return False


def _distance(statement: Statement, mention: Mention, other: Mention) -> int:
    """Return how far apart two mentions stand; "nine months of" binds what follows."""
    if other.start < mention.end and other.end > mention.start:
        return 0
    if other.start >= mention.end:
        between = statement.text[mention.end - statement.start : other.start - statement.start]
        return (
            0
            if re.fullmatch(r"\s*(?:'s?|worth)?\s*(?:of|in)?\s*(?:\w+[\s-]+){0,3}", between)
            and re.match(r"\s*(?:'s?\s*)?(?:worth\s)?(?:of|in)\b", between)
            else len(between) + 2
        )
    between = statement.text[other.end - statement.start : mention.start - statement.start]
    return (
        1 if re.fullmatch(r"\s*(?:[(x×:]|for|lasted|over|since|from|was|has)?\s*", between) else len(between)
    )


def _clause(statement: Statement, mention: Mention) -> tuple[int, int]:
    start, end = mention.start - statement.start, mention.end - statement.start
    breaks = [m.span() for m in _CLAUSE.finditer(statement.text)]
    low = max((b for _, b in breaks if b <= start), default=0)
    high = min((a for a, _ in breaks if a >= end), default=len(statement.text))
    return statement.start + low, statement.start + high


@lru_cache(maxsize=64)
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE)
