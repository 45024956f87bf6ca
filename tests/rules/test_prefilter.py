"""The short cut that leaves out rules which cannot match: the same mentions as with every rule tried."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from extractor.pages import read_document
from extractor.pipeline import Engine, passage_chart

CASES = Path(__file__).parents[2] / "corpus" / "intrathecal-pain-pump"
_SWAPPED = {"s": "\u017f", "k": "\u212a", "i": "\u0130", " ": " - ", "-": " ", "'": "’", ".": ";"}


@pytest.fixture(scope="module")
def exhaustive(engine: Engine) -> Engine:
    return replace(engine, exhaustive=True)


def _mutated(texts: list[str], number: int) -> list[str]:
    """Sentences with letters changed, swapped, doubled and lost, spliced with others."""
    chance = random.Random(11)
    made = []
    for _ in range(number):
        words = f"{chance.choice(texts)} {chance.choice(texts)}".split(" ")
        if chance.random() < 0.3:
            chance.shuffle(words)
        signs = list(" ".join(words[chance.randrange(3) :]))
        for _ in range(chance.randrange(1, 9)):
            at = chance.randrange(len(signs))
            kind = chance.randrange(4)
            if kind == 0:
                signs[at] = _SWAPPED.get(signs[at].lower(), signs[at].swapcase())
            elif kind == 1:
                signs[at] = ""
            elif kind == 2:
                signs[at] *= 2
            else:
                signs[at] = chance.choice(" -\n;/☒é0")
        made.append("".join(signs))
    return made


def test_no_rule_that_matches_is_left_out(engine: Engine) -> None:
    targets = [t for c in engine.lexicon.concepts.values() for t in c.targets]
    examples = [t for r in engine.lexicon.records.values() for e in r.examples.values() for t in e]
    prefilter = engine.reader.prefilter
    assert prefilter is not None
    for text in examples[::4] + _mutated(examples, 250):
        left_out = set(range(len(targets))) - set(prefilter.candidates(text))
        missed = [targets[n].rule for n in left_out if next(targets[n].spans(text), None)]
        assert not missed, (missed, text)


def test_every_pattern_of_the_lexicon_compiles(engine: Engine) -> None:
    for concept in engine.lexicon.concepts.values():
        for target in concept.targets:
            for phrase in (*target.patterns, *target.unless, *concept.unless):
                assert phrase.compiled()


def test_most_rules_are_left_out(engine: Engine) -> None:
    prefilter = engine.reader.prefilter
    assert prefilter is not None
    assert len(prefilter.candidates("The member was seen in the office and went home by bus.")) < 20


def test_examples_give_the_same_mentions(engine: Engine, exhaustive: Engine) -> None:
    examples = [t for r in engine.lexicon.records.values() for e in r.examples.values() for t in e]
    plain, whole = replace(engine, model=None), replace(exhaustive, model=None)
    for text in examples[::7] + _mutated(examples, 60):
        assert passage_chart(plain, text).mentions == passage_chart(whole, text).mentions


@pytest.mark.parametrize("folder", sorted(CASES.iterdir())[:2], ids=lambda f: f.name)
def test_charts_give_the_same_mentions(folder: Path, engine: Engine, exhaustive: Engine) -> None:
    document = read_document(sorted(folder.glob("*.pdf"))[0])
    splitter = engine.reader.splitter(document.name)
    for page in document.pages:
        statements = splitter.split(page)
        assert engine.reader.mentions(statements) == exhaustive.reader.mentions(statements)
