"""Every concept's own examples: what it must find, with which assertion, and the near misses it must not."""

from __future__ import annotations

import pytest

from extractor.model.chart import Assertion
from extractor.pipeline import Engine, passage_chart


def _examples(engine: Engine) -> list[tuple[str, str, str]]:
    return [
        (name, assertion, text)
        for name, record in engine.lexicon.records.items()
        for assertion, texts in record.examples.items()
        for text in texts
    ]


def test_examples_are_read_as_labelled(engine: Engine) -> None:
    wrong = []
    for concept, assertion, text in _examples(engine):
        found = {m.assertion for m in passage_chart(engine, text).mentions if m.label == concept}
        if assertion == "none":
            if Assertion.PRESENT in found:
                wrong.append(f"{concept}: {text!r} must not be found")
        elif Assertion(assertion) not in found:
            wrong.append(f"{concept}: {text!r} is {sorted(found) or 'not found'}, not {assertion}")
    assert not wrong, "\n".join(wrong)


def test_every_concept_has_examples_and_near_misses(engine: Engine) -> None:
    thin = [
        name
        for name, record in engine.lexicon.records.items()
        if not any(texts for key, texts in record.examples.items() if key != "none")
        or not record.examples.get("none")
    ]
    assert not thin


def test_every_element_has_evidence_rules_and_words(engine: Engine) -> None:
    for element in engine.policy.elements.values():
        assert element.evidence, element.id
        assert element.title and element.met_when and element.request_item and element.terms, element.id


@pytest.mark.parametrize("pathway", ["malignant", "non_malignant"])
def test_the_whole_policy_is_in(engine: Engine, pathway: str) -> None:
    found = next(p for p in engine.policy.pathways if p.id == pathway)
    letters = "abcdefgh" if pathway == "malignant" else "abcdefghi"
    number = "1" if pathway == "malignant" else "2"
    assert [c.id for c in found.criteria] == [f"{number}{letter}" for letter in letters]
