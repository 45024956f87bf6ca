"""The rules' findings weighed against readings made by hand."""

from __future__ import annotations

from datetime import date

import pytest

from extractor.evidence.findings import Finding
from extractor.evidence.learned import LearnedRule, weigh
from extractor.model.audit import Stance
from extractor.model.case import Case
from extractor.model.chart import Chart, Encounter, Reading, Statement, StatementKind

RULE = LearnedRule()
ADDING = LearnedRule(may_add=True)
SURE = Reading(0.02, 0.96, 0.02, 0.97)
AGAINST = Reading(0.02, 0.02, 0.96, 0.97)
SILENT = Reading(0.98, 0.01, 0.01, 0.02)
TORN = Reading(0.4, 0.35, 0.25, 0.5)


def chart_of(*readings: Reading, note: bool = True, **changes: object) -> Chart:
    """A chart with one statement a reading, each read alike by itself and in its surroundings."""
    texts = [f"Statement number {n} of the note." for n in range(len(readings))]
    statements, offset = [], 0
    for n, text in enumerate(texts):
        fields = {"encounter": 0 if note else None, **changes}
        statements.append(Statement(n, "d", 1, offset, offset + len(text), text, **fields))  # type: ignore[arg-type]
        offset += len(text) + 1
    return Chart(
        Case(),
        (),
        (Encounter(0, date(2025, 5, 1)),) if note else (),
        tuple(statements),
        readings={n: {"pain": r.with_own(r)} for n, r in enumerate(readings)},
    )


def found(chart: Chart, number: int, stance: Stance = Stance.SUPPORTS, discounted: str = "") -> Finding:
    s = chart.statements[number]
    return Finding(stance, "d", 1, s.start, s.end, number, s.encounter, rule="r", discounted=discounted)


def stances(findings: list[Finding]) -> list[Stance]:
    return [f.stance for f in findings if not f.discounted]


@pytest.mark.parametrize("note", [True, False])
def test_without_readings_the_rules_stand(note: bool):
    chart = chart_of(note=note)
    only = Finding(Stance.SUPPORTS, "d", 1, 0, 5, 0)
    assert weigh(ADDING, "pain", [only], chart) == [only]


@pytest.mark.parametrize("note", [True, False])
def test_an_element_the_model_does_not_know_is_left_to_the_rules(note: bool):
    chart = chart_of(SURE, note=note)
    assert weigh(ADDING, "other", [found(chart, 0)], chart) == [found(chart, 0)]
    assert weigh(ADDING, "other", [], chart) == []


# In a chart: doubt.


def test_a_finding_in_a_statement_about_something_else_is_unsure():
    chart = chart_of(SILENT, SURE)
    stray, sound = weigh(RULE, "pain", [found(chart, 0), found(chart, 1)], chart)
    assert stray.discounted.startswith("unsure") and not sound.discounted


def test_doubt_needs_the_statement_and_its_surroundings_to_be_off():
    chart = chart_of(SILENT)
    chart = Chart(
        chart.case, (), chart.encounters, chart.statements, readings={0: {"pain": SILENT.with_own(SURE)}}
    )
    assert stances(weigh(RULE, "pain", [found(chart, 0)], chart)) == [Stance.SUPPORTS]


def test_doubt_can_be_forbidden_and_never_touches_what_is_discounted():
    chart = chart_of(SILENT)
    assert weigh(LearnedRule(may_doubt=False), "pain", [found(chart, 0)], chart) == [found(chart, 0)]
    denied = found(chart, 0, discounted="denied")
    assert weigh(RULE, "pain", [denied], chart) == [denied]


def test_a_reading_never_turns_a_stance_around_in_a_chart():
    chart = chart_of(AGAINST)
    assert stances(weigh(RULE, "pain", [found(chart, 0)], chart)) == [Stance.SUPPORTS]


# In a chart: what the rules overlooked.


@pytest.mark.parametrize("reading", [SURE, AGAINST, TORN, SILENT])
def test_silence_of_the_rules_stays_silence_unless_a_rule_allows_more(reading: Reading):
    assert RULE.may_add is False
    assert weigh(RULE, "pain", [], chart_of(reading, reading)) == []
    denied = found(chart_of(reading), 0, discounted="denied")
    assert stances(weigh(RULE, "pain", [denied], chart_of(reading))) == []


def test_a_rule_may_let_a_confident_reading_in():
    chart = chart_of(SILENT, AGAINST, TORN)
    (added,) = weigh(ADDING, "pain", [], chart)
    assert (added.stance, added.statement, added.rule) == (Stance.CONTRADICTS, 1, "learned reader")
    assert (added.confidence, added.date) == (0.96, date(2025, 5, 1))


def test_a_reading_beside_a_finding_of_the_same_statement_adds_nothing():
    chart = chart_of(SURE)
    assert weigh(ADDING, "pain", [found(chart, 0)], chart) == [found(chart, 0)]


@pytest.mark.parametrize("changes", [{"question": True}, {"kind": StatementKind.HEADING}])
def test_questions_and_headings_are_never_let_in(changes: dict[str, object]):
    assert weigh(ADDING, "pain", [], chart_of(SURE, **changes)) == []


@pytest.mark.parametrize("weak", [Reading(0.3, 0.7, 0.0, 0.97), Reading(0.02, 0.96, 0.02, 0.5)])
def test_a_doubtful_reading_is_never_let_in(weak: Reading):
    assert weigh(ADDING, "pain", [], chart_of(weak)) == []


# A bare passage is read as a whole.


def test_in_a_passage_the_greater_sum_decides():
    chart = chart_of(TORN, note=False)
    assert stances(weigh(RULE, "pain", [found(chart, 0)], chart)) == [Stance.SUPPORTS]
    chart = chart_of(AGAINST, note=False)
    said = weigh(RULE, "pain", [found(chart, 0)], chart)
    assert said[0].discounted.startswith("unsure")
    assert [(f.stance, f.rule) for f in said if not f.discounted] == [(Stance.CONTRADICTS, "learned reader")]


def test_a_passage_about_something_else_says_nothing():
    chart = chart_of(SILENT, note=False)
    assert stances(weigh(RULE, "pain", [found(chart, 0)], chart)) == []


def test_in_a_passage_the_telling_statement_is_quoted():
    chart = chart_of(SURE, SURE, note=False)
    readings = {0: {"pain": SURE.with_own(SILENT)}, 1: {"pain": SURE.with_own(SURE)}}
    chart = Chart(chart.case, (), (), chart.statements, readings=readings)
    (added,) = weigh(RULE, "pain", [], chart)
    assert (added.statement, added.stance) == (1, Stance.SUPPORTS)


def test_what_the_rules_discounted_speaks_for_none():
    close = Reading(0.45, 0.50, 0.05, 0.9)
    chart = chart_of(close, note=False)
    assert stances(weigh(RULE, "pain", [], chart)) == [Stance.SUPPORTS]
    assert stances(weigh(RULE, "pain", [found(chart, 0, discounted="planned")], chart)) == []
