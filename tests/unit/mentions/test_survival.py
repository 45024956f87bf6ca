"""Expected survival in months, and what makes a figure count for nothing."""

from __future__ import annotations

import pytest

from extractor.mentions.values.survival import read_survival
from extractor.model.chart import Statement


def _read(text: str) -> list[tuple[float, float, str]]:
    statement = Statement(0, "d", 1, 0, len(text), text)
    return [
        (h.quantity.low, h.quantity.high, h.quantity.comparator)
        for h in read_survival(statement)
        if h.quantity
    ]


def _attributes(text: str) -> dict[str, str]:
    statement = Statement(0, "d", 1, 0, len(text), text)
    return {k: v for h in read_survival(statement) for k, v in h.attributes}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Prognosis four to six months.", (4, 6, "")),
        ("Life expectancy at least 12 weeks.", (3, 3, ">=")),
        ("Expected to live between six and nine months.", (6, 9, "")),
        ("She is not expected to survive 3 months.", (3, 3, "<")),
        ("I expect her to live a year and a half.", (18, 18, "")),
        ("Survival is measured in weeks, not months.", (0.25, 2, "")),
        ("LE: 6+ months", (6, 6, ">=")),
    ],
)
def test_figures(text: str, found: tuple[float, float, str]) -> None:
    assert _read(text) == [found]


@pytest.mark.parametrize(
    "text", ["We are speaking of months.", "Battery life expectancy 7 years.", "Follow up in 3 months."]
)
def test_no_figures(text: str) -> None:
    assert _read(text) == []


@pytest.mark.parametrize(
    ("text", "attribute"),
    [
        ("Published median survival is 14 months.", "cited"),
        ("If she responds she could live over a year.", "condition"),
        ("Brother with lung cancer, given 2 months to live.", "who"),
        ("Life expectancy of six months or less if the disease runs its normal course.", "condition"),
    ],
)
def test_what_does_not_count(text: str, attribute: str) -> None:
    assert attribute in _attributes(text)
