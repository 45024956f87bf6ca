"""Evidence from what came of a treatment: an outcome ("no relief") linked to the treatment it is said of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from pydantic import Field, field_validator

from extractor.evidence.accounts import Account, settle, without_bygone
from extractor.evidence.filters import filtered_out
from extractor.evidence.findings import Finding, finding, reason_of
from extractor.evidence.rules import EvidenceRule
from extractor.evidence.setting import setting_of
from extractor.model.audit import Stance
from extractor.model.chart import Assertion, Chart, Mention, Statement, StatementKind

# A treatment that is only planned, offered, or somebody else's has no outcome.
_NO_TREATMENT = frozenset({Assertion.PLANNED, Assertion.HYPOTHETICAL, Assertion.FAMILY, Assertion.GENERIC})
_CLAUSE = re.compile(
    r";|(?<=[a-z)%])\.\s|\s//\s|,?\s+but\s|\s+(?:while|whereas|although)\s|\s•\s|,\s+(?:now|then)\s"
)


class OutcomeRule(EvidenceRule):
    """An outcome counts when it is said of a treatment of ``topics``; ``rivals`` take it to themselves.

    The treatment is looked for in the outcome's clause, its statement, its heading or question,
    and up to ``reach`` statements before it where it names no treatment of its own.
    """

    kind: Literal["outcome"] = "outcome"
    topics: tuple[str, ...] = Field(min_length=1)
    rivals: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    contradicts: tuple[str, ...] = ()
    same_statement: tuple[str, ...] = Field(
        (), description="outcomes that count only with the treatment in their own statement"
    )
    same_statement_in_chart: tuple[str, ...] = Field(
        (), description="the same for a chart, where most statements are of other things"
    )
    outside_trial: bool = Field(
        False, description="a contradiction does not count in the account of the drug trial"
    )
    headings: str = Field(
        "", description="regular expression: headings, questions or list heads that name the treatment"
    )
    not_headings: str = Field(
        "", description="headings under which an outcome is never that of the treatment"
    )
    reach: int = Field(2, ge=0)
    counts: tuple[Assertion, ...] = Field(
        (Assertion.PRESENT, Assertion.HISTORICAL, Assertion.RESOLVED),
        description="assertions of an outcome that count",
    )
    denied: bool = Field(False, description="an outcome that is denied says the opposite")
    unnamed: bool = Field(False, description="an outcome of nothing named is taken to be of the topics")
    bygone: str = Field(
        "",
        description="concept by which a failure is of an earlier treatment: it yields to a present benefit",
    )
    mixed: Literal["later", "supports", "contradicts"] = Field(
        "later", description="which side stands where one account holds both"
    )

    @field_validator("headings", "not_headings")
    @classmethod
    def _compiles(cls, value: str) -> str:
        re.compile(value)
        return value

    def concepts_named(self) -> tuple[str, ...]:
        """Return the concepts of the lexicon that the rule speaks of."""
        named = (*self.topics, *self.rivals, *self.supports, *self.contradicts)
        named = (*named, self.bygone) if self.bygone else named
        return (*super().concepts_named(), *named, *self.same_statement, *self.same_statement_in_chart)


def gather(rule: OutcomeRule, chart: Chart, siblings: frozenset[str]) -> tuple[Finding, ...]:
    """Return the findings of a rule over a chart, counted and discounted. ``siblings`` is not used."""
    outcomes = {
        **{label: Stance.SUPPORTS for label in rule.supports},
        **{label: Stance.CONTRADICTS for label in rule.contradicts},
    }
    found: list[Account] = []
    for mention in chart.labelled(*outcomes):
        stance = outcomes[mention.label]
        statement = chart.statements[mention.statement]
        beside = chart.statement_mentions(mention.statement)
        if any(
            _covers(other, mention)
            for other in beside
            if other.label in outcomes or other.label in rule.rivals
        ):
            continue
        if rule.denied and mention.assertion is Assertion.ABSENT:
            stance = Stance.CONTRADICTS if stance is Stance.SUPPORTS else Stance.SUPPORTS
        if not linked(rule, chart, statement, mention, frozenset(outcomes)):
            continue
        if stance is Stance.CONTRADICTS and "answer: absent" in mention.modifiers and not rule.denied:
            found.append(_asked(rule, chart, statement, mention))
            continue
        counts = mention.assertion in rule.counts or (rule.denied and mention.assertion is Assertion.ABSENT)
        reason = "" if counts or _ticked_off(rule, mention, beside) else reason_of(mention)
        reason = reason or filtered_out(chart, rule, statement)
        if (
            rule.outside_trial
            and stance is Stance.CONTRADICTS
            and not reason
            and setting_of(chart, statement) == "trial"
        ):
            reason = "said of the drug trial"
        found.append(
            Account(
                mention.statement,
                mention.start,
                finding(chart, rule, statement, mention, stance, discounted=reason),
            )
        )
    return tuple(
        settle(chart, without_bygone(chart, found, rule.bygone) if rule.bygone else found, rule.mixed)
    )


def _asked(rule: OutcomeRule, chart: Chart, statement: Statement, mention: Mention) -> Account:
    """Read a benefit that a question asks for and its answer denies ("Are the tablets effective? No")."""
    reason = filtered_out(chart, rule, statement)
    stance = Stance.SUPPORTS if rule.supports else Stance.CONTRADICTS
    reason = reason or ("" if rule.supports else reason_of(mention))
    found = finding(chart, rule, statement, mention, stance, discounted=reason)
    return Account(mention.statement, mention.start, found)


def linked(
    rule: OutcomeRule, chart: Chart, statement: Statement, outcome: Mention, outcomes: frozenset[str]
) -> bool:
    """Tell whether an outcome is said of a treatment of the rule's topics."""
    place = f"{statement.section} | {statement.lead}"
    if rule.not_headings and _pattern(rule.not_headings).search(place):
        return False
    treatments = _treatments(rule, chart.statement_mentions(statement.index))
    if treatments:
        return _within(rule, chart, statement, outcome, treatments, outcomes)
    if statement.category == "allergies":  # a list of causes of harm, food and tape among them
        return False
    if rule.headings and _pattern(rule.headings).search(place):
        return True
    if outcome.label in rule.same_statement or (
        statement.encounter is not None and outcome.label in rule.same_statement_in_chart
    ):
        return False
    before = _before(rule, chart, statement)
    if before is None:
        return rule.unnamed and statement.encounter is None
    return before


def _treatments(rule: OutcomeRule, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions of treatments, own and rival, without those inside a longer one."""
    named = [m for m in mentions if m.label in rule.topics or m.label in rule.rivals]
    return [
        m
        for m in named
        if m.assertion not in _NO_TREATMENT and not any(_covers(o, m) or _outranks(rule, o, m) for o in named)
    ]


def _outranks(rule: OutcomeRule, other: Mention, mention: Mention) -> bool:
    """Tell whether ``other`` names the same words as a rival: the narrower reading of a word wins."""
    same = other.start == mention.start and other.end == mention.end
    return same and other is not mention and other.label in rule.rivals and mention.label in rule.topics


def _within(
    rule: OutcomeRule,
    chart: Chart,
    statement: Statement,
    outcome: Mention,
    treatments: Sequence[Mention],
    outcomes: frozenset[str],
) -> bool:
    inside = [m for m in treatments if m.start < outcome.end and m.end > outcome.start]
    if inside:
        return any(m.label in rule.topics for m in inside)
    low, high = _clause(statement, outcome)
    ends = [
        m.end
        for m in chart.statement_mentions(statement.index)
        if m.label in outcomes and m.end <= outcome.start
    ]
    previous = max(ends, default=statement.start)
    before = [m for m in treatments if max(low, previous) <= m.start and m.end <= outcome.start]
    after = [m for m in treatments if outcome.end <= m.start and m.end <= high]
    earlier = [m for m in treatments if low <= m.start and m.end <= outcome.start]
    for group in (before, after, earlier):
        if group:
            return any(m.label in rule.topics for m in group)
    ahead = [m for m in treatments if m.end <= outcome.start]
    if ahead:
        return ahead[-1].label in rule.topics
    return treatments[0].label in rule.topics


def _ticked_off(rule: OutcomeRule, outcome: Mention, beside: Sequence[Mention]) -> bool:
    """Tell whether the outcome asks for treatments of which some are ticked ("failed: [x] PT")."""
    return outcome.assertion is Assertion.UNTICKED and any(
        m.label in rule.topics and m.assertion is Assertion.PRESENT and m.start >= outcome.end for m in beside
    )


def _clause(statement: Statement, outcome: Mention) -> tuple[int, int]:
    """Return the page offsets of the clause that holds the outcome; a table row is one clause."""
    if statement.kind is StatementKind.ROW:
        return statement.start, statement.end
    start, end = outcome.start - statement.start, outcome.end - statement.start
    breaks = [m.span() for m in _CLAUSE.finditer(statement.text)]
    low = max((b for _, b in breaks if b <= start), default=0)
    high = min((a for a, _ in breaks if a >= end), default=len(statement.text))
    return statement.start + low, statement.start + high


def _before(rule: OutcomeRule, chart: Chart, statement: Statement) -> bool | None:
    """Tell whether the nearest treatment named before the statement is of the topics; None: none is named."""
    for index in range(statement.index - 1, max(-1, statement.index - 1 - rule.reach), -1):
        other = chart.statements[index]
        if (other.document, other.page, other.encounter) != (
            statement.document,
            statement.page,
            statement.encounter,
        ):
            return None
        if other.section != statement.section and other.kind is not StatementKind.HEADING:
            return None
        treatments = _treatments(rule, chart.statement_mentions(index))
        if treatments:
            return any(m.label in rule.topics for m in treatments)
    return None


def _covers(other: Mention, mention: Mention) -> bool:
    holds = other.start <= mention.start and other.end >= mention.end
    return holds and other.end - other.start > mention.end - mention.start


@lru_cache(maxsize=64)
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE)
