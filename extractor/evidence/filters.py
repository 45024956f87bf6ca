"""The filters that every kind of evidence rule shares: section, note type, author, subject, trial."""

from __future__ import annotations

from extractor.evidence.findings import encounter_of
from extractor.evidence.rules import EvidenceRule
from extractor.evidence.setting import during_trial
from extractor.model.chart import Assertion, Chart, Statement


def filtered_out(chart: Chart, rule: EvidenceRule, statement: Statement) -> str:
    """Return why the common filters of ``rule`` keep the statement from counting, or ''."""
    if of_stranger(chart, statement):
        return "stands on a page of another person"
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
    if (
        rule.near
        and encounter
        and note_type not in rule.near_note_types
        and not _near(chart, rule.near, statement)
    ):
        return "not said of what the element is about"
    if rule.during_trial and encounter and not during_trial(chart, statement):
        return "not said of the trial"
    if rule.not_near and _near(chart, rule.not_near, statement, present=True):
        return "said of another time or treatment"
    if rule.author == "mental_health" and not by_mental_health(chart, statement):
        return "not the word of a licensed mental health professional"
    return ""


def of_stranger(chart: Chart, statement: Statement) -> bool:
    """Tell whether a statement stands on a page of another person."""
    return (statement.document, statement.page) in chart.once(_stranger_pages)


def _stranger_pages(chart: Chart) -> frozenset[tuple[str, int]]:
    return frozenset((o.document, o.page) for o in chart.owners if o.member is False)


# How many statements before and after may name what a statement is about.
_REACH = 4


def _near(chart: Chart, labels: tuple[str, ...], statement: Statement, *, present: bool = False) -> bool:
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


MENTAL_HEALTH = frozenset(
    {"psychologist", "psychiatrist", "lcsw", "licsw", "lpc", "lpcc", "lmhc", "lmft", "psych_np"}
)
