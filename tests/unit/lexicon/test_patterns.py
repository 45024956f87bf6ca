from __future__ import annotations

import pytest

from extractor.lexicon import PatternError, compile_pattern

CLASSES = {"drug": ("morphine", "MS contin", "{patch} patch"), "patch": ("fentanyl",), "loop": ("{loop}",)}


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("follow up", "Follow-up in May", "Follow-up"),
        ("{drug} failed", "the fentanyl patch failed", "fentanyl patch failed"),
        ("{drug} <3> failed", "MS Contin at high doses failed", "MS Contin at high doses failed"),
        ("pain", "painful", None),
        ("{drug} <3> failed", "morphine; the block failed", None),
        ("{drug} <1> failed", "morphine at high doses failed", None),
        (r"q\d+h", "q12h", "q12h"),
    ],
)
def test_a_pattern_finds(pattern: str, text: str, found: str | None) -> None:
    match = compile_pattern(pattern, CLASSES).search(text)
    assert (match.group() if match else None) == found


@pytest.mark.parametrize("pattern", ["{unknown}", "{loop}", "(open", "(a)?"])
def test_a_bad_pattern_is_named(pattern: str) -> None:
    with pytest.raises(PatternError):
        compile_pattern(pattern, CLASSES)
