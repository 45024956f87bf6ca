"""The rules' findings weighed against the learned reader: what stands, what is unsure, what the rules overlooked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from pydantic import Field

from extractor.evidence.filters import filtered_out
from extractor.evidence.findings import Finding, encounter_of
from extractor.evidence.rules import EvidenceRule
from extractor.model.audit import Stance
from extractor.model.chart import Chart, Reading, Statement, StatementKind

_UNSURE = "unsure: the learned reader does not read it so"
_STRAY = "unsure: the statement does not seem to be about this"


class LearnedRule(EvidenceRule):
    """How an element uses the learned reader.

    A rule's finding adds ``bonus`` to its stance's log probability, a discounted one ``caution`` to that of `none`;
    the greatest sum decides. Where the rules found nothing that counts, a reading at or above ``confidence`` whose
    text is about the element (``relevance``) becomes a finding of its own.
    """

    kind: Literal["learned"] = "learned"
    bonus: float = Field(2.0, ge=0)
    caution: float = Field(0.5, ge=0)
    confidence: float = Field(0.8, ge=0.5, le=1)
    relevance: float = Field(0.8, ge=0, le=1)
    passage_relevance: float = Field(
        0.1,
        ge=0,
        le=1,
        description="relevance under which a bare passage without a rule's finding says nothing",
    )
    doubt_below: float = Field(
        0.2,
        ge=0,
        le=1,
        description="relevance, of a statement or its surroundings, under which a finding is unsure",
    )
    may_add: bool = Field(False, description="whether a reading may become a finding by itself, in a chart")
    may_doubt: bool = Field(
        True, description="whether a reading may make a rule's finding unsure, in a chart"
    )


def weigh(rule: LearnedRule, element: str, findings: Sequence[Finding], chart: Chart) -> list[Finding]:
    """Return the findings with the doubtful discounted and the overlooked added."""
    if not chart.readings:
        return list(findings)
    if not chart.encounters:
        return _weigh_passage(rule, element, findings, chart)
    return _weigh_chart(rule, element, findings, chart)


def _sums(rule: LearnedRule, reading: Reading, findings: Sequence[Finding]) -> dict[Stance | None, float]:
    counted = {f.stance for f in findings if not f.discounted}
    sums: dict[Stance | None, float] = {
        None: math.log(reading.none + 1e-6),
        Stance.SUPPORTS: math.log(reading.supports + 1e-6),
        Stance.CONTRADICTS: math.log(reading.contradicts + 1e-6),
    }
    for stance in counted:
        sums[stance] += rule.bonus
    if not counted and findings:
        sums[None] += rule.caution
    return sums


def _best(sums: dict[Stance | None, float]) -> Stance | None:
    return max(sums, key=lambda s: (sums[s], s is None))


def _weigh_passage(
    rule: LearnedRule, element: str, findings: Sequence[Finding], chart: Chart
) -> list[Finding]:
    """Read a bare passage as a whole: its unnamed object is the element's own (guide, Reading a passage)."""
    whole = next((r[element] for r in chart.readings.values() if element in r), None)
    if whole is None:
        return list(findings)
    best = _best(_sums(rule, whole, findings))
    kept = [f if f.discounted or f.stance is best else replace(f, discounted=_UNSURE) for f in findings]
    if best is None or any(not f.discounted for f in kept) or _about(whole) < rule.passage_relevance:
        return kept

    def share(statement: Statement) -> float:
        own = chart.readings[statement.index][element].own
        return 0.0 if own is None else _probability(own, best)

    place = max(chart.statements, key=lambda s: (share(s), -s.index))
    return [*kept, _finding(chart, rule, place, best, whole)]


def _weigh_chart(rule: LearnedRule, element: str, findings: Sequence[Finding], chart: Chart) -> list[Finding]:
    kept: list[Finding] = []
    for found in findings:
        reading = chart.readings.get(found.statement, {}).get(element)
        doubted = rule.may_doubt and reading is not None and not found.discounted
        stray = (
            doubted and reading is not None and _about(reading) < rule.doubt_below and _reads_nothing(reading)
        )
        kept.append(replace(found, discounted=_STRAY) if stray else found)
    if not rule.may_add:
        return kept
    by_statement = {f.statement for f in findings}
    leaning = range(len(chart.statements)) if chart.leaning is None else chart.leaning.get(element, ())
    for statement in (chart.statements[number] for number in leaning):
        reading = chart.readings.get(statement.index, {}).get(element)
        if reading is None or statement.index in by_statement or not _speaks(statement):
            continue
        stance = Stance.SUPPORTS if reading.supports >= reading.contradicts else Stance.CONTRADICTS
        if (
            _probability(reading, stance) >= rule.confidence
            and reading.relevance >= rule.relevance
            and reading.own is not None
            and _probability(reading.own, stance) > reading.own.none
            and reading.own.relevance >= 0.5
        ):
            reason = filtered_out(chart, rule, statement)
            kept.append(replace(_finding(chart, rule, statement, stance, reading), discounted=reason))
    return kept


def _about(reading: Reading) -> float:
    """Return how likely a statement, by itself or in its surroundings, is about the element at all."""
    return max(reading.relevance, reading.own.relevance if reading.own else 0.0)


def _reads_nothing(reading: Reading) -> bool:
    """Tell whether a reading holds `none` the likeliest: only then does a low relevance speak against a finding."""
    return reading.none >= max(reading.supports, reading.contradicts)


def _speaks(statement: Statement) -> bool:
    return (
        not statement.question
        and statement.kind is not StatementKind.HEADING
        and len(statement.text.split()) >= 3
    )


def _probability(reading: Reading, stance: Stance) -> float:
    return reading.supports if stance is Stance.SUPPORTS else reading.contradicts


def _finding(
    chart: Chart, rule: LearnedRule, statement: Statement, stance: Stance, reading: Reading
) -> Finding:
    encounter = encounter_of(chart, statement)
    return Finding(
        stance=stance,
        document=statement.document,
        page=statement.page,
        start=statement.start,
        end=statement.end,
        statement=statement.index,
        encounter=statement.encounter,
        date=encounter.date if encounter else None,
        rule="learned reader",
        strength=rule.strength,
        confidence=round(_probability(reading, stance), 2),
    )
