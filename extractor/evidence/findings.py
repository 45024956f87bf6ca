"""A finding: a stretch of the record read against an element, before the element is judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date

from extractor.evidence.rules import EvidenceRule
from extractor.model.audit import GENERAL_TEXT, Stance
from extractor.model.chart import Assertion, Chart, Encounter, Mention, Statement

# A quote is the statement itself when it is short enough to be read at a glance.
_LONGEST_QUOTE = 260


@dataclass(frozen=True, slots=True)
class Finding:
    """``stance`` of the quote at ``start``..``end`` of a page; ``discounted`` says why it does not count ('': it does).

    ``date`` is when the statement was made or, for a dated event or lab, when that was.
    """

    stance: Stance
    document: str
    page: int
    start: int
    end: int
    statement: int
    encounter: int | None = None
    date: Date | None = None
    rule: str = ""
    assertion: str = ""
    phase: str = ""
    strength: str = "specific"
    discounted: str = ""
    confidence: float = 1.0


def encounter_of(chart: Chart, statement: Statement) -> Encounter | None:
    """Return the encounter a statement stands in, or None."""
    return chart.encounters[statement.encounter] if statement.encounter is not None else None


def quote_span(statement: Statement, start: int, end: int) -> tuple[int, int]:
    """Return what to quote for a mention at ``start``..``end``: its statement, or clauses around it in a long one."""
    if start < statement.start:  # a question with its answer
        return start, min(statement.end, start + _LONGEST_QUOTE)
    if statement.end - statement.start <= _LONGEST_QUOTE:
        return statement.start, statement.end
    text, base = statement.text, statement.start
    room = max(0, _LONGEST_QUOTE - (end - start)) // 2
    low = max(0, start - base - room)
    high = min(len(text), end - base + room)
    left = max((text.rfind(mark, low, start - base) for mark in ("; ", ", ", ". ", ": ")), default=-1)
    low = left + 2 if left >= 0 else (text.find(" ", low) + 1 if low else 0)
    right = min(
        (p for p in (text.find(mark, end - base, high) for mark in ("; ", ". ")) if p >= 0), default=-1
    )
    high = right + 1 if right >= 0 else (text.rfind(" ", end - base, high) if high < len(text) else high)
    return base + min(low, start - base), base + max(high, end - base)


def finding(
    chart: Chart,
    rule: EvidenceRule,
    statement: Statement,
    mention: Mention,
    stance: Stance,
    *,
    discounted: str = "",
    when: Date | None = None,
) -> Finding:
    """Make the finding of a mention, dated by its event (``when``) or its encounter."""
    encounter = encounter_of(chart, statement)
    start, end = quote_span(statement, mention.start, mention.end)
    return Finding(
        stance=stance,
        document=statement.document,
        page=statement.page,
        start=start,
        end=end,
        statement=statement.index,
        encounter=statement.encounter,
        date=when or (encounter.date if encounter else None),
        rule=mention.rule,
        assertion=str(mention.assertion),
        phase=mention.attribute("phase"),
        strength=rule.strength,
        discounted=discounted,
    )


_REASONS = {
    Assertion.ABSENT: "denied",
    Assertion.POSSIBLE: "uncertain",
    Assertion.HYPOTHETICAL: "hypothetical or conditional",
    Assertion.PLANNED: "planned or pending",
    Assertion.HISTORICAL: "history, not today",
    Assertion.RESOLVED: "resolved",
    Assertion.FAMILY: "about a relative or another person",
    Assertion.GENERIC: GENERAL_TEXT,
    Assertion.UNTICKED: "box not ticked, or a question without an answer",
    Assertion.PRESENT: "stated, but not what this rule looks for",
}


def reason_of(mention: Mention) -> str:
    """Return in a reviewer's words why a mention with this assertion does not count."""
    return _REASONS[mention.assertion]
