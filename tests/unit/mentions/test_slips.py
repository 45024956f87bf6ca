"""Slips of character recognition undone, in text of the same length (case does not matter to patterns)."""

from __future__ import annotations

import pytest

from extractor.mentions.slips import mended


@pytest.mark.parametrize(
    ("scanned", "meant"),
    [
        ("fai1ed", "failed"),
        ("neuro1ysis", "neurolysis"),
        ("m0rphine", "morphine"),
        ("fentany1", "fentanyl"),
        ("faiIed", "failed"),
        ("psycho1ogist", "psychologist"),
        ("C1EARED", "ClEARED"),
    ],
)
def test_words_are_mended(scanned: str, meant: str) -> None:
    assert mended(scanned) == meant


@pytest.mark.parametrize(
    "text", ["q12h", "L1-L2", "T10", "A1c", "10mg", "100mcg", "COX-2", "B12", "10days", "H1N1", "x10", "IIIb"]
)
def test_codes_and_doses_stay(text: str) -> None:
    assert mended(text) == text
