"""Numbers, ranges and shares of a whole as charts write them."""

from __future__ import annotations

import re

import pytest

from extractor.mentions.values.numbers import RANGE, Share, mended_figures, number_of, range_of, share_in


@pytest.mark.parametrize(
    ("text", "value"),
    [("7.5", 7.5), ("seven and a half", 7.5), ("7 ½", 7.5), ("twelve", 12), ("", None), ("several", None)],
)
def test_number_of(text: str, value: float | None) -> None:
    assert number_of(text) == value


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("7-8", (7, 8)),
        ("seven to eight", (7, 8)),
        ("between a 7 and a 9", (7, 9)),
        ("6", (6, 6)),
        ("9 to 6", (6, 9)),
    ],
)
def test_range_of(text: str, ends: tuple[float, float]) -> None:
    match = re.fullmatch(RANGE, text, re.IGNORECASE)
    assert match is not None
    assert range_of(match) == ends


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("40-60 %", Share(40, 60)),
        ("more than half", Share(50, 50, ">")),
        ("nearly half", Share(50, 50, "<")),
        (">= 50%", Share(50, 50, ">=")),
        ("50 percent or more", Share(50, 50, ">=")),
        ("three-quarters", Share(75, 75)),
        ("seventy percent", Share(70, 70)),
        ("no share at all", None),
    ],
)
def test_share_in(text: str, share: Share | None) -> None:
    assert share_in(text) == share


def test_mended_figures_keep_their_length() -> None:
    assert mended_figures("7O% x l8 h, 6 /1O") == "70% x 18 h, 6 /10"
