"""A finding: a stretch of the record read against an element, before the element is judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date

from extractor.evidence.rules import EvidenceRule
from extractor.model.audit import Stance
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
    """Return what to quote for a mention at ``start``..``end``: its statement, or the clauses around it in a long one."""
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
    right = min((p for p in (text.find(mark, end - base, high) for mark in ("; ", ". ")) if p >= 0), default=-1)
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


def filtered_out(chart: Chart, rule: EvidenceRule, statement: Statement) -> str:
    """Return why the common filters of ``rule`` keep the statement from counting, or ''."""
    encounter = encounter_of(chart, statement)
    note_type = encounter.note_type if encounter else ""
    if rule.sections and statement.category not in rule.sections:
        return f"not under {' or '.join(rule.sections)}"
    if statement.category and statement.category in rule.not_sections:
        return f"stands under {statement.section}"
    if rule.note_types and note_type and note_type not in rule.note_types:
        return f"stands in a {note_type} note"
    if note_type and note_type in rule.not_note_types:
        return f"stands in a {note_type} note"
    if rule.near and encounter and note_type not in rule.near_note_types and not _near(chart, rule.near, statement):
        return "not said of what the element is about"
    if rule.not_near and _near(chart, rule.not_near, statement, present=True):
        return "said of another time or treatment"
    if rule.author == "mental_health" and not by_mental_health(chart, statement):
        return "not the word of a licensed mental health professional"
    return ""


# How many statements before and after may name what a statement is about.
_REACH = 4


def _near(
    chart: Chart, labels: tuple[str, ...], statement: Statement, *, present: bool = False
) -> bool:
    """Tell whether a mention of one of ``labels`` stands around the statement, in the same note."""
    around = range(max(0, statement.index - _REACH), min(len(chart.statements), statement.index + _REACH + 1))
    return any(
        mention.label in labels and (not present or mention.assertion is Assertion.PRESENT)
        for number in around
        if chart.statements[number].encounter == statement.encounter
        for mention in chart.statement_mentions(number)
    )


def by_mental_health(chart: Chart, statement: Statement) -> bool:
    """Tell whether a licensed mental health professional wrote the statement or is quoted in or beside it.

    A passage without an author is read on its words alone (adjudication guide, Stability), unless its heading
    names another specialty.
    """
    encounter = encounter_of(chart, statement)
    if encounter is None and statement.category != "specialty":
        return True
    if encounter and (encounter.credential in MENTAL_HEALTH or encounter.note_type == "psychology"):
        return True
    if statement.category == "psychology":
        return True
    near = range(max(0, statement.index - 1), min(len(chart.statements), statement.index + 2))
    return any(
        m.label in ("mental_health_professional", "mental_health_service")
        for n in near
        if chart.statements[n].page == statement.page and chart.statements[n].document == statement.document
        for m in chart.statement_mentions(n)
    )


MENTAL_HEALTH = frozenset({"psychologist", "psychiatrist", "lcsw", "licsw", "lpc", "lpcc", "lmhc", "lmft", "psych_np"})

_REASONS = {
    Assertion.ABSENT: "denied",
    Assertion.POSSIBLE: "uncertain",
    Assertion.HYPOTHETICAL: "hypothetical or conditional",
    Assertion.PLANNED: "planned or pending",
    Assertion.HISTORICAL: "history, not today",
    Assertion.RESOLVED: "resolved",
    Assertion.FAMILY: "about a relative or another person",
    Assertion.GENERIC: "general text: education, consent, policy or template",
    Assertion.UNTICKED: "box not ticked, or a question without an answer",
    Assertion.PRESENT: "stated, but not what this rule looks for",
}


def reason_of(mention: Mention) -> str:
    """Return in a reviewer's words why a mention with this assertion does not count."""
    return _REASONS[mention.assertion]
