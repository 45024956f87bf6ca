from __future__ import annotations

import pytest

from extractor.lexicon import PatternError
from extractor.lexicon.literals import LiteralReader
from extractor.lexicon.phrases import PhraseBook

CLASSES = {
    "drug": ("morphine", "MS contin"),
    "maybe": ("of the", "(of)?"),
    "named": (r"(?P<n>\d) mg",),
    "loop": ("{loop}",),
    "wide": ("(?<!not )now",),
    "open": ("(a",),
}


@pytest.mark.parametrize(
    "pattern",
    [
        "{unknown}", "{loop}", "{loop} now", "(open", "(a)?", "{maybe}", "({maybe})+", "(?<!not )well", "{wide}",
        "(?<!{drug})well", "{named} {named}", "(?P<n>x) {named}", "{open}", "(?i)x|(?i)y", "a**",
    ],
)  # fmt: skip
def test_a_bad_pattern_is_named_when_the_rules_are_read(pattern: str) -> None:
    with pytest.raises(PatternError):
        PhraseBook(LiteralReader(CLASSES)).phrase(pattern)


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("{drug} <3> failed", "MS Contin at high doses failed", "MS Contin at high doses failed"),
        (r"(?<!not\s)well", "not well, well", "well"),
        ("{named}", "5 mg", "5 mg"),
        ("{maybe} drug", "of the drug", "of the drug"),
    ],
)
def test_a_phrase_finds_what_its_pattern_finds(pattern: str, text: str, found: str) -> None:
    phrase = PhraseBook(LiteralReader(CLASSES)).phrase(pattern)
    match = phrase.search(text)
    assert match is not None
    assert match.group() == found
    assert [m.group() for m in phrase.finditer(text)][-1] == found
