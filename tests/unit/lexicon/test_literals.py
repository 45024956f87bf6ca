from __future__ import annotations

import re
import sys

import pytest

from extractor.lexicon import compile_pattern
from extractor.lexicon.literals import LiteralReader, plain
from extractor.lexicon.prefilter import Prefilter

CLASSES = {
    "drug": ("morphine", "MS contin", "{patch} patch"),
    "patch": ("fentanyl", "clonidine"),
    "end": ("s", "es"),
    "any": (r"\w+", "pain"),
}


def _first(pattern: str, *, case: bool = False) -> set[str]:
    needs = LiteralReader(CLASSES).needs((pattern,), case=case)
    return set(needs[0]) if needs else set()


def test_every_character_read_as_a_latin_letter_becomes_it() -> None:
    others = "".join(map(chr, range(128, sys.maxunicode + 1)))
    for letter in "abcdefghijklmnopqrstuvwxyz0123456789":
        for sign in re.findall(letter, others, re.IGNORECASE):
            assert plain(sign) == plain(letter)


@pytest.mark.parametrize(
    ("pattern", "literals"),
    [
        ("follow up", {" follow up "}),
        ("pumps?", {" pump ", " pumps "}),
        ("(no|without) relief", {" no relief ", " without relief "}),
        ("{drug} <3> failed", {" failed "}),
        ("{drug} <3> \\w+", {" morphine ", " ms contin ", " fentanyl patch ", " clonidine patch "}),
        ("{drug}|{patch}", {" morphine ", " ms contin ", " fentanyl ", " clonidine "}),
        ("pain{end}", {" pains ", " paines "}),
        (r"fail\w*", {" fail"}),
        ("{any} relief", {" relief "}),
        ("{any}", set()),
        ("[☐☒] yes", {" yes "}),
        (r"\d+ ?%", {" 0 "}),
        (r"q ?\d{1,2}(-8)?h", {" q 0h ", " q0h ", " q 0 0h ", " q0 0h "}),
        (r"(\d|[a-c]){1,3}", set()),
        ("(?!not )stable", {" stable "}),
        ("CRP", {" crp "}),
    ],
)
def test_the_literals_of_a_pattern(pattern: str, literals: set[str]) -> None:
    assert _first(pattern) == literals


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("follow up", "FOLLOW -  UP"),
        ("skin", "\u017fKIN"),
        ("skin", "s\u212an, s\u212a\u0130n"),
        ("it's", "it’s"),
        ("it's", "it's"),
        ("w/o relief", "w/o\nrelief"),
        ("{drug} <3> failed", "fentanyl patch, worn daily - failed"),
        ("_x", "a _x"),
        ("(?P<n>\\d) of (?P=n) done", "3 of 3 done"),
        ("[x-z]{2} ray", "xy-ray"),
        ("(ab ?){2}c", "ab abc"),
        (r"\d{2}th", "\u0661\u0662th"),
        ("1[0-9]", "15"),
    ],
)
def test_what_matches_is_a_candidate(pattern: str, text: str) -> None:
    needs = LiteralReader(CLASSES).needs((pattern,))
    if compile_pattern(pattern, CLASSES).search(text):
        assert Prefilter([needs]).candidates(text) == [0]
    assert Prefilter([((frozenset({"zebra"})),), needs, ()]).candidates("nothing of it")[-1:] == [2]


def test_patterns_that_stand_together_are_all_needed() -> None:
    needs = LiteralReader(CLASSES).needs(("{drug}", "failed|stopped"))
    prefilter = Prefilter([needs])
    assert prefilter.candidates("stopped the morphine") == [0]
    assert prefilter.candidates("morphine goes on") == []
