"""Evidence from statements affirmed or denied: a concept and the assertions that support or contradict."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from extractor.evidence.filters import filtered_out
from extractor.evidence.findings import Finding, finding, reason_of
from extractor.evidence.rules import EvidenceRule
from extractor.model.audit import Stance
from extractor.model.chart import Assertion, Chart, Mention

# How many statements before and behind are next to one: the sentences of a short paragraph.
_NEAR = 3


class AssertionRule(EvidenceRule):
    """A mention of ``concept`` supports or contradicts by its assertion; any other is shown, not counted."""

    kind: Literal["assertion"] = "assertion"
    concept: str
    supports: tuple[Assertion, ...] = ()
    contradicts: tuple[Assertion, ...] = ()
    beside: tuple[str, ...] = Field(
        (), description="counts only with one of these concepts, present, in the statement"
    )
    not_beside: tuple[str, ...] = Field(
        (), description="does not count with one of these concepts in the statement"
    )
    close_to: tuple[str, ...] = Field(
        (), description="counts only with one of these concepts, present, in or next to the statement"
    )
    not_close_to: tuple[str, ...] = Field(
        (), description="does not count with one of these concepts in or next to the statement"
    )
    outweighed_by: tuple[str, ...] = Field(
        (), description="does not count when one of these concepts is present anywhere in the same encounter"
    )
    yields_to: tuple[str, ...] = Field(
        (), description="bygone when one of these concepts is stated later in the same encounter"
    )
    show: bool = Field(True, description="whether mentions that do not count are shown to the reviewer")

    def concepts_named(self) -> tuple[str, ...]:
        """Return the concepts of the lexicon that the rule speaks of."""
        return (*super().concepts_named(), self.concept, *self.beside, *self.not_beside)


def gather(rule: AssertionRule, chart: Chart, siblings: frozenset[str]) -> tuple[Finding, ...]:
    """Return the findings of a rule over a chart, counted and discounted.

    ``siblings`` are the concepts of the element's rules: of overlapping mentions the longest speaks.
    """
    found: list[Finding] = []
    for mention in chart.labelled(rule.concept):
        beside = chart.statement_mentions(mention.statement)
        if any(_covers(other, mention) for other in beside if other.label in siblings - {rule.concept}):
            continue
        found.extend(_read(rule, chart, mention, beside))
    return tuple(found)


def _read(rule: AssertionRule, chart: Chart, mention: Mention, beside: tuple[Mention, ...]) -> list[Finding]:
    statement = chart.statements[mention.statement]
    if mention.assertion in rule.supports:
        stance, reason = Stance.SUPPORTS, ""
    elif mention.assertion in rule.contradicts:
        stance, reason = Stance.CONTRADICTS, ""
    elif rule.show:
        usual = Stance.SUPPORTS if Assertion.PRESENT in rule.supports else Stance.CONTRADICTS
        stance, reason = usual, reason_of(mention)
    else:
        return []
    labels = {m.label for m in beside if m is not mention and m.assertion is Assertion.PRESENT}
    if rule.beside and not labels & set(rule.beside):
        return []
    if labels & set(rule.not_beside):
        reason = reason or "said of something else in the same statement"
    if rule.close_to or rule.not_close_to:
        around = _around(chart, mention)
        if rule.close_to and not around & set(rule.close_to):
            return []
        if around & set(rule.not_close_to):
            reason = reason or "said of something else close by"
    reason = reason or filtered_out(chart, rule, statement)
    if not reason and rule.outweighed_by and _outweighed(rule, chart, mention):
        reason = "another part of the same record says more"
    if not reason and rule.yields_to and _over(rule, chart, mention):
        reason = "over, as said later in the same record"
    return [finding(chart, rule, statement, mention, stance, discounted=reason)]


def _around(chart: Chart, mention: Mention) -> set[str]:
    """Return the concepts stated in the mention's statement and in the few before and behind it."""
    here = chart.statements[mention.statement]
    low, high = max(0, mention.statement - _NEAR), min(len(chart.statements), mention.statement + _NEAR + 1)
    return {
        m.label
        for n in range(low, high)
        if chart.statements[n].document == here.document
        for m in chart.statement_mentions(n)
        if m is not mention and m.assertion is Assertion.PRESENT
    }


def _outweighed(rule: AssertionRule, chart: Chart, mention: Mention) -> bool:
    last_said = chart.once(_last_said)
    said = (last_said.get((*_note(chart, mention), label)) for label in rule.outweighed_by)
    return any(other is not None and not _over(rule, chart, other) for other in said)


def _over(rule: AssertionRule, chart: Chart, mention: Mention) -> bool:
    last_said = chart.once(_last_said)
    said = (last_said.get((*_note(chart, mention), label)) for label in rule.yields_to)
    return any(
        other is not None and (other.statement, other.start) > (mention.statement, mention.start)
        for other in said
    )


def _note(chart: Chart, mention: Mention) -> tuple[str, int | None]:
    statement = chart.statements[mention.statement]
    return statement.document, statement.encounter


def _last_said(chart: Chart) -> dict[tuple[str, int | None, str], Mention]:
    """Return the last mention, present, of each concept in each document's part of an encounter."""
    found: dict[tuple[str, int | None, str], Mention] = {}
    for mention in chart.mentions:
        if mention.assertion is Assertion.PRESENT:
            key = (*_note(chart, mention), mention.label)
            last = found.get(key)
            if last is None or (mention.statement, mention.start) >= (last.statement, last.start):
                found[key] = mention
    return found


def _covers(other: Mention, mention: Mention) -> bool:
    return (
        other.start <= mention.start
        and other.end >= mention.end
        and other.end - other.start > mention.end - mention.start
    )
