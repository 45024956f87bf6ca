"""The deciding baseline score, the reduction in the trial, and values against a limit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from extractor.evidence.reduction import Reading, ReductionRule, reduction_readings
from extractor.evidence.reduction import gather as gather_reduction
from extractor.evidence.severity import SeverityRule, deciding_scores
from extractor.evidence.severity import gather as gather_severity
from extractor.evidence.threshold import ThresholdRule, stance_of
from extractor.mentions.values import ValueHit, read_values
from extractor.model.audit import Stance
from extractor.model.case import Case
from extractor.model.chart import Chart, Encounter, Mention, PageOwner, Quantity, Statement
from extractor.model.document import Document, Page

Note = tuple[date, str, tuple[str, ...]]


def _mention(hit: ValueHit, statement: Statement) -> Mention:
    words = statement.text[hit.start : hit.end]
    made = Mention(hit.label, statement.index, hit.start, hit.end, words, rule=hit.rule)
    return replace(made, quantity=hit.quantity, date=hit.date, attributes=hit.attributes)


def _chart(*notes: Note) -> Chart:
    """A chart of dated notes, each a note type and its statements; values are read, nothing else."""
    encounters, statements, mentions = [], [], []
    for number, (day, note_type, texts) in enumerate(notes):
        encounters.append(Encounter(number, day, note_type=note_type))
        for text in texts:
            index = len(statements)
            statements.append(Statement(index, "d", 1, 0, len(text), text, encounter=number))
            mentions.extend(_mention(h, statements[-1]) for h in read_values(statements[-1]))
    by_statement = {s.index: tuple(m for m in mentions if m.statement == s.index) for s in statements}
    page = Page(1, 612, 792, "x" * 400)
    return Chart(
        Case(),
        (Document("d", "", (page,)),),
        tuple(encounters),
        tuple(statements),
        tuple(mentions),
        by_statement=by_statement,
    )


def _counted(chart: Chart) -> list[tuple[Stance, int]]:
    return [
        (f.stance, f.statement)
        for f in gather_severity(SeverityRule(), chart, frozenset())
        if not f.discounted
    ]


def test_the_latest_average_decides() -> None:
    chart = _chart(
        (date(2025, 1, 5), "office_visit", ("Average pain 5/10.",)),
        (date(2025, 4, 2), "office_visit", ("Average pain 8/10, worst 10.",)),
        (date(2025, 5, 2), "primary_care", ("Pain 3/10 today.",)),
    )
    assert _counted(chart) == [(Stance.SUPPORTS, 1)]
    assert [s.value for s in deciding_scores(chart)] == [8]


def test_earlier_scores_that_agree_count_too() -> None:
    chart = _chart(
        (date(2025, 1, 5), "office_visit", ("Average pain 7/10.",)),
        (date(2025, 4, 2), "office_visit", ("Average pain 8/10.",)),
    )
    assert _counted(chart) == [(Stance.SUPPORTS, 0), (Stance.SUPPORTS, 1)]


def test_same_day_averages_on_both_sides_conflict() -> None:
    chart = _chart(
        (date(2025, 4, 2), "office_visit", ("Average pain 8/10.",)),
        (date(2025, 4, 2), "nursing", ("Pain averages 5/10.",)),
    )
    assert {s for s, _ in _counted(chart)} == {Stance.SUPPORTS, Stance.CONTRADICTS}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Pain goal 7/10.", "a goal"),
        ("Least pain 7/10.", "the least pain alone"),
        ("Pain 7/10 on the intrathecal infusion.", "during or after the trial"),
        ("Wrist pain 9/10.", "another site: wrist"),
    ],
)
def test_scores_that_are_no_baseline_say_why(text: str, reason: str) -> None:
    chart = _chart((date(2025, 4, 2), "office_visit", (text,)))
    assert [f.discounted for f in gather_severity(SeverityRule(), chart, frozenset())] == [reason]


def test_a_range_counts_by_its_lower_end() -> None:
    chart = _chart((date(2025, 4, 2), "office_visit", ("Usual pain 6-8/10.",)))
    assert _counted(chart) == [(Stance.CONTRADICTS, 0)]


def test_stated_and_computed_reductions_are_both_kept() -> None:
    chart = _chart(
        (
            date(2025, 6, 1),
            "trial",
            ("Intrathecal trial: average pain 8 before, 5 at end.", "He had 60% relief."),
        )
    )
    readings = reduction_readings(chart)
    assert [(r.source, round(r.low), r.reason) for r in readings] == [
        ("stated", 60, ""),
        ("computed", 38, ""),
    ]
    assert readings[1].arithmetic == "(8 - 5) / 8 = 38 %"
    stances = {f.stance for f in gather_reduction(ReductionRule(), chart, frozenset()) if not f.discounted}
    assert stances == {Stance.SUPPORTS, Stance.CONTRADICTS}


def test_an_after_score_range_counts_by_its_higher_end() -> None:
    chart = _chart((date(2025, 6, 1), "trial", ("IT trial: usual pain 8 before, 3-5 at end.",)))
    assert [round(r.low) for r in reduction_readings(chart)] == [38]


def test_relief_from_another_treatment_does_not_count() -> None:
    chart = _chart((date(2025, 6, 1), "office_visit", ("Celiac block gave 70% relief.",)))
    assert [r.reason for r in reduction_readings(chart)] == ["relief from another treatment"]


@pytest.mark.parametrize(
    ("low", "comparator", "meets"),
    [(50, "", True), (49, "", False), (50, "<", False), (50, ">", True), (40, ">", None), (70, "<", True)],
)
def test_what_a_reading_says_of_half(low: float, comparator: str, meets: bool | None) -> None:
    assert Reading("stated", low, low, (), comparator).meets(50) is meets


@pytest.mark.parametrize(
    ("quantity", "stance"),
    [
        (Quantity(3, 6), Stance.SUPPORTS),
        (Quantity(2, 6), Stance.CONTRADICTS),
        (Quantity(3, 3, "", "<"), Stance.CONTRADICTS),
        (Quantity(6, 6, "", "<"), None),
        (Quantity(2, 2, "", ">"), None),
        (Quantity(3, 3, "", ">="), Stance.SUPPORTS),
    ],
)
def test_survival_against_three_months(quantity: Quantity, stance: Stance | None) -> None:
    rule = ThresholdRule(measure="survival_estimate", supports_from=3, contradicts_below=3)
    assert stance_of(rule, replace(quantity, unit="months")) is stance


def test_a_joint_counts_only_where_the_chart_says_it_is_the_pain() -> None:
    chart = _chart((date(2025, 4, 2), "consult", ("Knee pain 4/10 on stairs.",)))
    assert _counted(chart) == []
    told = Mention("pain_diagnosis", 0, 0, 4, "Knee")
    assert _counted(replace(chart, mentions=(*chart.mentions, told))) == [(Stance.CONTRADICTS, 0)]


def test_a_page_of_another_person_gives_no_baseline_and_no_reduction() -> None:
    chart = _chart((date(2025, 4, 2), "trial", ("Average pain before 8/10, at the end 2/10, 75% relief.",)))
    other = replace(chart, owners=(PageOwner("d", 1, "Somebody Else", member=False),))
    assert deciding_scores(chart) and reduction_readings(chart)
    assert not deciding_scores(other)
    assert all(reading.reason for reading in reduction_readings(other))
