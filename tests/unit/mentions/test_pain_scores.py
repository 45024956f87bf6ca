"""Pain scores in running text, forms and table rows, with what the words around them say."""

from __future__ import annotations

import pytest

from extractor.mentions.values.pain_scores import read_pain_scores
from extractor.model.chart import Statement
from extractor.model.document import Cell


def _row(*cells: tuple[str, str], section: str = "") -> Statement:
    """A table row of (text, header) cells."""
    text, spans, start = "", [], 0
    for words, header in cells:
        spans.append(Cell(start, start + len(words), header))
        text += words + " "
        start = len(text)
    return Statement(0, "d", 1, 0, len(text), text, section=section, cells=tuple(spans))


def _read(statement: str | Statement, *names: str) -> list[tuple[object, ...]]:
    if isinstance(statement, str):
        statement = Statement(0, "d", 1, 0, len(statement), statement)
    found = []
    for hit in read_pain_scores(statement):
        if hit.quantity is not None:
            attributes = dict(hit.attributes)
            found.append((hit.quantity.low, hit.quantity.high, *(attributes.get(n, "") for n in names)))
    return found


@pytest.mark.parametrize(
    ("text", "scores"),
    [
        (
            "Average pain 7/10, worst 9, least 4, goal 3.",
            [(7, "average"), (9, "worst"), (4, "least"), (3, "goal")],
        ),
        ("He puts his usual pain at eight out of ten.", [(8, "average")]),
        ("VAS 74 mm, usual.", [(7.4, "average")]),
        ("Pain score on an average day 8.", [(8, "average")]),
        ("Rates her pain 58 on a 0-100 scale.", [(5.8, "")]),
        ("Pain at rest was 4, with movement 8.", [(4, "rest"), (8, "movement")]),
        ("Pain (now/avg/worst): 6/8/10", [(6, "current"), (8, "average"), (10, "worst")]),
        ("Pain on average: 0 1 2 3 4 5 6 (7) 8 9 10", [(7, "average")]),
    ],
)
def test_kinds_and_scales(text: str, scores: list[tuple[float, str]]) -> None:
    assert [(low, kind) for low, _, kind in _read(text, "kind")] == scores


@pytest.mark.parametrize(
    "text",
    [
        "BP 138/82, PHQ-9 8, nausea 6, mood 7/10 by her own rating.",
        "Seen on 8/10, refill due 9/10.",
        "Oxycodone 5 mg for pain, 10 tablets, day 3 of 10.",
        "Score of 7 or more is severe pain.",
        "Strength 5/5, pinprick 8/10 on the left.",
        "Pain score ___/10 (0 = none, 10 = worst).",
        "PEG 7.3, interference mean 8.",
    ],
)
def test_other_numbers_are_no_scores(text: str) -> None:
    assert _read(text) == []


def test_ranges_have_both_ends() -> None:
    assert _read("Usual pain seven to nine out of ten.") == [(7, 9)]


@pytest.mark.parametrize(
    ("text", "phases"),
    [
        ("Pre-trial pain 8, post-trial pain 3.", ["baseline", "trial_end"]),
        ("On the infusion her pain was 3/10.", ["trial"]),
        ("Back to her old 8/10 pain.", ["after"]),
        ("NRS 8 -> 3", ["baseline", "trial_end"]),
        ("Pain came down to 3/10 from 8/10.", ["baseline", "trial_end"]),
    ],
)
def test_phases(text: str, phases: list[str]) -> None:
    assert [phase for *_, phase in _read(text, "phase")] == phases


def test_whose_and_where() -> None:
    assert _read("Husband says his wife's pain is 8/10.", "who") == [(8, 8, "other")]
    assert _read("Rates the tooth 8/10.", "site") == [(8, 8, "tooth")]
    assert _read("Pain 5 with meds, 9 w/o.", "condition") == [(5, 5, ""), (9, 9, "without")]


def test_a_flowsheet_row_reads_its_headers() -> None:
    row = _row(("4/02", "Date"), ("6", "Now"), ("7.5", "Avg past wk"), ("9", "Worst"), ("3", "Goal"))
    assert [(low, kind) for low, _, kind in _read(row, "kind")] == [
        (6, "current"),
        (7.5, "average"),
        (9, "worst"),
    ]


def test_a_row_takes_its_phase_from_its_words() -> None:
    row = _row(("02/24 0630 pre-op", "Time"), ("8", "NRS now"), ("16", "Resp"))
    assert _read(row, "kind", "phase") == [(8, 8, "current", "baseline")]


def test_an_average_of_now_is_an_average_and_a_worst_of_the_week_a_worst() -> None:
    assert _read("Average pain now 3 of 10.", "kind") == [(3, 3, "average")]
    assert _read("The worst in the past week was 10/10.", "kind") == [(10, 10, "worst")]


def test_a_list_keeps_the_phase_of_its_first_score() -> None:
    text = "Pain on the second day now 4, usual 5."
    assert _read(text, "kind", "phase") == [(4, 4, "current", "trial"), (5, 5, "average", "trial")]


def test_the_score_of_another_scale_is_no_pain_score() -> None:
    assert _read("PEG score 6.3.") == []


def test_a_remark_beside_a_score_does_not_move_it() -> None:
    row = _row(("1300 end", "Time"), ("6", "Avg pain"), ("headache upright", "Comment"))
    assert _read(row, "kind", "site") == [(6, 6, "average", "")]


def test_a_column_of_something_else_holds_no_score() -> None:
    row = _row(("0800 baseline", "Time"), ("0", "Rate mcg"), ("8", "Average pain (0-10)"))
    assert _read(row) == [(8, 8)]


def test_a_joint_is_named() -> None:
    assert _read("Knee pain 4/10 on the ladder.", "joint") == [(4, 4, "knee")]


def test_blank_score_columns_are_not_filled_from_others() -> None:
    assert (
        _read(_row(("02/10", "Date"), ("pre", "Time"), ("-", "Avg pain"), ("-", "Now"), ("0", "mg/d"))) == []
    )
