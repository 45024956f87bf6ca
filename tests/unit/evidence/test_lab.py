"""Laboratory results against limits: latest of each, both needed, between the limits, days apart."""

from __future__ import annotations

from datetime import date

import pytest

from extractor.evidence.lab import LabLimit, LabRule, gather, keeps
from extractor.model.audit import Stance
from extractor.model.case import Case
from extractor.model.chart import Assertion, Chart, Encounter, Mention, Quantity, Statement
from extractor.model.document import Document, Page

RULE = LabRule(
    supports=(
        LabLimit(measure="lab_platelets", comparator=">=", number=100, unit="K/uL"),
        LabLimit(measure="lab_inr", comparator="<=", number=1.4),
    ),
    contradicts=(
        LabLimit(measure="lab_platelets", comparator="<", number=50, unit="K/uL"),
        LabLimit(measure="lab_inr", comparator=">", number=1.4),
    ),
)


def _chart(*results: tuple[str, float, date | None]) -> Chart:
    """A chart with one statement and one encounter a result."""
    text = "value"
    days = [day for _, _, day in results]
    return Chart(
        case=Case(),
        documents=(Document("chart.pdf", "", (Page(1, 612, 792, text),)),),
        encounters=tuple(Encounter(n, day) for n, day in enumerate(days)),
        statements=tuple(
            Statement(n, "chart.pdf", 1, 0, len(text), text, encounter=n) for n in range(len(results))
        ),
        mentions=tuple(
            Mention(label, n, 0, len(text), text, Assertion.PRESENT, quantity=Quantity(value, value))
            for n, (label, value, _) in enumerate(results)
        ),
    )


def _counted(*results: tuple[str, float, date | None]) -> list[Stance]:
    return [f.stance for f in gather(RULE, _chart(*results), frozenset()) if not f.discounted]


MAY, JUNE, NOVEMBER = date(2026, 5, 1), date(2026, 6, 1), date(2026, 11, 1)


def test_both_within_their_limits_support() -> None:
    found = _counted(("lab_platelets", 100, MAY), ("lab_inr", 1.4, JUNE))
    assert found == [Stance.SUPPORTS, Stance.SUPPORTS]


def test_one_alone_is_neither() -> None:
    assert _counted(("lab_platelets", 250, MAY)) == []
    findings = gather(RULE, _chart(("lab_platelets", 250, MAY)), frozenset())
    assert [f.discounted for f in findings] == ["no inr beside it"]


def test_between_the_limits_is_neither() -> None:
    assert _counted(("lab_platelets", 76, MAY), ("lab_inr", 1.1, MAY)) == []


def test_results_far_apart_do_not_combine() -> None:
    assert _counted(("lab_platelets", 250, MAY), ("lab_inr", 1.0, NOVEMBER)) == []


@pytest.mark.parametrize(("label", "value"), [("lab_platelets", 49), ("lab_inr", 1.5)])
def test_a_broken_limit_contradicts(label: str, value: float) -> None:
    assert _counted((label, value, MAY)) == [Stance.CONTRADICTS]


def test_the_latest_result_counts() -> None:
    found = _counted(("lab_inr", 2.6, MAY), ("lab_inr", 1.1, JUNE), ("lab_platelets", 187, JUNE))
    assert found == [Stance.SUPPORTS, Stance.SUPPORTS]


def test_a_limit_is_kept_for_certain() -> None:
    limit = LabLimit(measure="lab_anc", comparator="<", number=1.0)
    assert keeps(Quantity(0.1, 0.1, comparator="<"), limit)
    assert not keeps(Quantity(1.0, 1.0), limit)
    assert not keeps(Quantity(0.5, 2.0), limit)


def test_the_day_of_collection_above_a_result_dates_it() -> None:
    lines = (
        "DOB 02/03/1960 Collected 12/08/2025",
        "Platelets 255",
        "Collected 03/03/2025",
        "INR 1.0",
    )
    chart = Chart(
        case=Case(),
        documents=(Document("chart.pdf", "", (Page(1, 612, 792, " " * 80),)),),
        encounters=(Encounter(0, date(2025, 12, 8)),),
        statements=tuple(
            Statement(n, "chart.pdf", 1, 0, len(text), text, encounter=0) for n, text in enumerate(lines)
        ),
        mentions=(
            Mention("lab_platelets", 1, 0, 5, "Plate", quantity=Quantity(255, 255)),
            Mention("lab_inr", 3, 0, 3, "INR", quantity=Quantity(1, 1)),
        ),
    )
    found = gather(RULE, chart, frozenset())
    assert {f.date for f in found} == {date(2025, 12, 8), date(2025, 3, 3)}
    assert all("60 days apart" in f.discounted for f in found)
