"""Evidence from how medicines for pain are taken: at set times, or only when needed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from pydantic import Field

from extractor.evidence.filters import filtered_out
from extractor.evidence.findings import Finding, finding
from extractor.evidence.rules import EvidenceRule
from extractor.model.audit import Stance
from extractor.model.chart import Assertion, Chart, Mention, Statement, StatementKind

_TAKEN = frozenset(
    {
        Assertion.PRESENT,
        Assertion.HISTORICAL,
        Assertion.RESOLVED,
        Assertion.ABSENT,
        Assertion.POSSIBLE,
        Assertion.UNTICKED,
    }
)
_SAID = frozenset({Assertion.PRESENT, Assertion.HISTORICAL, Assertion.RESOLVED})
_BREAK = re.compile(r"[;,:|]\s|\.\s|\s+-\s+|\bbut\b|\band\b")
# Another medicine begins where a word stands before a number, even when the lexicon does not know it.
_NEXT = re.compile(
    r"(?:[,;+]|\band\b|\bw/|\bplus\b|\.\s|\s/\s)\s*(?!mg|mcg|tab|cap|pill|film|patch|po\b|every|max|once|"
    r"twice|total|last|then|with|and)[a-z][a-z-]{3,}(?: [a-z]+)? \d",
    re.IGNORECASE,
)


class DosageRule(EvidenceRule):
    """A dose at set times of one of ``drugs`` supports; a chart of doses all as needed contradicts.

    ``worn`` are drugs at set times by nature (patches), ``steady`` those that keep a chart from being all
    as needed though their schedule is not said (long-acting opioids). A drug after one of ``to_begin``
    is not yet taken. ``only`` are claims that no dose is at set times.
    """

    kind: Literal["dosage"] = "dosage"
    drugs: tuple[str, ...] = Field(min_length=1)
    rivals: tuple[str, ...] = ()
    worn: tuple[str, ...] = ()
    steady: tuple[str, ...] = ()
    scheduled: tuple[str, ...] = Field(min_length=1)
    as_needed: tuple[str, ...] = Field(min_length=1)
    only: tuple[str, ...] = ()
    to_begin: tuple[str, ...] = ()
    reach: int = Field(
        2, ge=0, description="statements back in which the drug of a bare schedule may be named"
    )

    def concepts_named(self) -> tuple[str, ...]:
        """Return the concepts of the lexicon that the rule speaks of."""
        drugs = (*self.drugs, *self.rivals, *self.worn, *self.steady, *self.to_begin)
        return (*super().concepts_named(), *drugs, *self.scheduled, *self.as_needed, *self.only)


@dataclass(frozen=True, slots=True)
class _Dose:
    statement: Statement
    mention: Mention
    kind: Literal["scheduled", "as_needed", "only", "steady"]


def gather(rule: DosageRule, chart: Chart, siblings: frozenset[str]) -> tuple[Finding, ...]:
    """Return the doses at set times; where there is none, those as needed. ``siblings`` is not used."""
    doses: list[_Dose] = []
    for statement in chart.statements:
        mentions = chart.statement_mentions(statement.index)
        if mentions and not filtered_out(chart, rule, statement):
            doses.extend(_of_statement(rule, chart, statement, mentions))
    scheduled = [d for d in doses if d.kind == "scheduled"]
    stance = Stance.SUPPORTS if scheduled else Stance.CONTRADICTS
    if not scheduled and any(d.kind == "steady" for d in doses):
        return ()
    taken = scheduled or [d for d in doses if d.kind in ("as_needed", "only")]
    first: dict[int, _Dose] = {}
    for dose in taken:
        first.setdefault(dose.statement.index, dose)
    found = [finding(chart, rule, d.statement, d.mention, stance) for d in first.values()]
    if scheduled:
        found.extend(_disputed(rule, chart, found, [d for d in doses if d.kind == "only"]))
    return tuple(found)


# Notes this close together are one work-up (guide, Later and conflicting).
_WORK_UP = timedelta(days=30)


def _disputed(
    rule: DosageRule, chart: Chart, found: Sequence[Finding], only: Sequence[_Dose]
) -> Iterator[Finding]:
    """Return the claims that no dose is at set times, made in another note of the scheduled doses' work-up."""
    seen: set[int] = set()
    for dose in only:
        claim = finding(chart, rule, dose.statement, dose.mention, Stance.CONTRADICTS)
        if claim.statement in seen or any(f.encounter == claim.encounter for f in found):
            continue
        seen.add(claim.statement)
        if claim.date and any(f.date and abs(f.date - claim.date) <= _WORK_UP for f in found):
            yield claim


def _of_statement(
    rule: DosageRule, chart: Chart, statement: Statement, mentions: Sequence[Mention]
) -> Iterator[_Dose]:
    named = _outermost([m for m in mentions if m.label in (*rule.drugs, *rule.rivals, *rule.worn)])
    schedules = _outermost([m for m in mentions if m.label in (*rule.scheduled, *rule.as_needed, *rule.only)])
    begun = [m for m in mentions if m.label in rule.to_begin]
    worn = [m for m in mentions if m.label in rule.worn]
    steady = [m for m in mentions if m.label in rule.steady]
    if not named:
        yield from _bare(rule, chart, statement, schedules)
        return
    for drug, (low, high) in zip(named, _edges(statement, named), strict=True):
        if drug.label in rule.rivals or drug.assertion not in _TAKEN:
            continue
        if any(drug.start - 60 <= b.start < drug.start or drug.end <= b.start <= high for b in begun):
            continue
        within = [s for s in schedules if low <= s.start and s.end <= high + 1 and s.assertion in _SAID]
        only = next((s for s in within if s.label in rule.only), None)
        as_needed = next((s for s in within if s.label in rule.as_needed), None)
        fixed = next((s for s in within if s.label in rule.scheduled), None)
        if fixed and only and only.start <= fixed.start and only.end >= fixed.end:
            fixed = None
        if fixed and not as_needed and not only:
            yield _Dose(statement, fixed, "scheduled")
        elif only:
            yield _Dose(statement, only, "only")
        elif as_needed:
            yield _Dose(statement, as_needed, "as_needed")
        elif drug.assertion is Assertion.UNTICKED:
            continue
        elif drug.label in rule.worn or _touches(drug, worn):
            yield _Dose(statement, drug, "scheduled")
        elif _touches(drug, steady):
            yield _Dose(statement, drug, "steady")
    if not any(m.label in (*rule.drugs, *rule.worn) for m in named):
        return
    for claim in schedules:
        if claim.label in rule.only and claim.assertion in _SAID:
            yield _Dose(statement, claim, "only")


def _touches(drug: Mention, others: Sequence[Mention]) -> bool:
    return any(o.start < drug.end and o.end > drug.start for o in others)


def _edges(statement: Statement, named: Sequence[Mention]) -> list[tuple[int, int]]:
    """Return for each drug where its schedule may stand: its clause before it, and up to the next drug."""
    text, base = statement.text, statement.start
    starts: list[int] = []
    for number, drug in enumerate(named):
        low = named[number - 1].end if number else base
        before = text[low - base : drug.start - base]
        breaks = [m.end() for m in _BREAK.finditer(before)]
        # "Oxycodone 5 mg q6h prn, scheduled gabapentin": what stands right before a drug is said of it.
        near = low + (breaks[-1] if breaks else 0)
        starts.append(
            near if not number else max(near, drug.start - 22) if breaks else drug.start - _adjacent(before)
        )
    edges: list[tuple[int, int]] = []
    for number, drug in enumerate(named):
        high = starts[number + 1] if number + 1 < len(named) else statement.end
        stop = (
            None if statement.kind is StatementKind.ROW else _NEXT.search(text[drug.end - base : high - base])
        )
        edges.append((starts[number], drug.end + stop.start() if stop else high))
    return edges


def _adjacent(before: str) -> int:
    """Return how many characters right before a drug say how that drug is taken ("as-needed tramadol")."""
    match = re.search(
        r"(?:as[- ](?:needed|required)|prn|scheduled|around[- ]the[- ]clock|atc|regular|standing)\s+$",
        before,
        re.IGNORECASE,
    )
    return len(match.group(0)) if match else 0


def _bare(
    rule: DosageRule, chart: Chart, statement: Statement, schedules: Sequence[Mention]
) -> Iterator[_Dose]:
    """Read a schedule without a drug: of the drug named just before it, or in its heading or question."""
    said = [
        s
        for s in schedules
        if s.assertion in _SAID and (_OF_DOSES.search(statement.text) or _HEADED.search(statement.lead))
    ]
    if not said or not _drug_before(rule, chart, statement):
        return
    only = next((s for s in said if s.label in rule.only), None)
    as_needed = next((s for s in said if s.label in rule.as_needed), None)
    if only or as_needed:
        yield _Dose(statement, only or as_needed or said[0], "only" if only else "as_needed")
    else:
        yield _Dose(statement, said[0], "scheduled")


_OF_DOSES = re.compile(
    r"\b(?:takes?|took|taking|taken|uses?|using|it|them|dose[sd]?|dosing|clock|alarm|schedul\w*|regular\w*|"
    r"prn|as needed|atc|each|every one|tabs?|patch)\b",
    re.IGNORECASE,
)
_HEADED = re.compile(
    r"\b(analgesics?|opioids?|pain (?:med|rx|drug|pill)\w*|medication history|current pain)\b", re.IGNORECASE
)


def _drug_before(rule: DosageRule, chart: Chart, statement: Statement) -> bool:
    if _HEADED.search(statement.lead) or _HEADED.search(statement.section):
        return True
    for index in range(statement.index - 1, max(-1, statement.index - 1 - rule.reach), -1):
        other = chart.statements[index]
        if (other.document, other.page, other.encounter, other.section) != (
            statement.document,
            statement.page,
            statement.encounter,
            statement.section,
        ):
            return False
        named = _outermost(
            [m for m in chart.statement_mentions(index) if m.label in (*rule.drugs, *rule.rivals, *rule.worn)]
        )
        if named:
            return named[-1].label not in rule.rivals and named[-1].assertion in _TAKEN
    return False


def _outermost(mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions in text order, without those inside a longer one."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start - m.end, m.start, m.label)):
        if all(mention.end <= k.start or mention.start >= k.end for k in kept):
            kept.append(mention)
    return sorted(kept, key=lambda m: m.start)
