from __future__ import annotations

from datetime import date

import pytest

from extractor.audit import resolve
from extractor.evidence import Finding
from extractor.model.audit import Stance, Status
from extractor.model.case import Case
from extractor.model.chart import Chart, Encounter
from extractor.policy import Element

ELEMENT = Element(id="infection", title="t", met_when="m")
S, C = Stance.SUPPORTS, Stance.CONTRADICTS


def _chart(*encounters: tuple[date | None, str]) -> Chart:
    return Chart(
        case=Case(),
        documents=(),
        encounters=tuple(Encounter(index=n, date=d, author=a) for n, (d, a) in enumerate(encounters)),
    )


def _finding(chart: Chart, stance: Stance, encounter: int, discounted: str = "") -> Finding:
    return Finding(
        stance, "a.pdf", 1, 0, 5, 0, encounter, chart.encounters[encounter].date, discounted=discounted
    )


MARCH, MAY, MAY_9 = date(2025, 3, 1), date(2025, 5, 1), date(2025, 5, 9)


@pytest.mark.parametrize(
    ("encounters", "findings", "expected"),
    [
        ([(MARCH, "A")], [], Status.NOT_DOCUMENTED),
        ([(MARCH, "A")], [(S, 0)], Status.MET),
        ([(MARCH, "A")], [(C, 0)], Status.NOT_MET),
        ([(MARCH, "A"), (MAY, "B")], [(C, 0), (S, 1)], Status.MET),
        ([(MARCH, "A"), (MAY, "B")], [(S, 0), (C, 1)], Status.NOT_MET),
        ([(MAY, "A"), (MAY_9, "B")], [(S, 0), (C, 1)], Status.CONFLICTING),
        ([(MAY, "A"), (MAY_9, "A")], [(S, 0), (C, 1)], Status.NOT_MET),
        ([(MAY, "A")], [(S, 0), (C, 0)], Status.CONFLICTING),
        ([(MAY, "A"), (None, "B")], [(S, 0), (C, 1)], Status.CONFLICTING),
    ],
)
def test_later_supersedes_and_the_same_work_up_conflicts(
    encounters: list[tuple[date | None, str]], findings: list[tuple[Stance, int]], expected: Status
) -> None:
    chart = _chart(*encounters)
    status, _ = resolve(ELEMENT, [_finding(chart, s, e) for s, e in findings], chart)
    assert status is expected


def test_what_is_discounted_sets_no_status_and_what_is_superseded_says_so() -> None:
    chart = _chart((MARCH, "A"), (MAY, "B"))
    planned = _finding(chart, S, 1, discounted="planned or pending")
    assert resolve(ELEMENT, [planned], chart)[0] is Status.NOT_DOCUMENTED
    _, settled = resolve(ELEMENT, [_finding(chart, C, 0), _finding(chart, S, 1)], chart)
    assert [f.discounted for f in settled] == ["superseded 2025-05-01", ""]
