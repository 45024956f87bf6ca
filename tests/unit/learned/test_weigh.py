from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from extractor.learned import leaning, read_passage, read_statements
from extractor.learned.features import features
from extractor.learned.model import COLUMNS, LearnedModel, probabilities, window
from extractor.learned.weigh import scores_of
from extractor.model.chart import Statement

TEXTS = [
    "Pain score 8/10; pain worse on standing.",
    "No relief.",
    "",
    "He failed physical therapy, he failed gabapentin and he failed oxycodone.",
    "☒",
    "Patient's wife confirms he takes morphine 15 mg as prescribed, never early: pill counts right.",
    "Plan: intrathecal trial [ ] yes",
    "No relief.",
    "None",
    "",
]


@pytest.fixture(scope="module")
def model() -> LearnedModel:
    """A model of random whole weights over the texts' own features, some left out."""
    chance = np.random.default_rng(5)
    known = sorted({f for t in TEXTS for f in features(t, "Assessment and Plan")})
    vocabulary = {f: n for n, f in enumerate(f for f in known if chance.random() < 0.8)}
    elements = ("severity", "trial")
    columns = len(elements) * len(COLUMNS)
    return LearnedModel(
        elements,
        vocabulary,
        chance.uniform(1, 9, len(vocabulary)).astype(np.float32),
        chance.integers(-127, 128, (len(vocabulary), columns)).astype(np.int8),
        chance.uniform(0.005, 0.05, columns).astype(np.float32),
        chance.normal(0, 1, columns).astype(np.float32),
    )


def _as_trained(model: LearnedModel, text: str, heading: str) -> np.ndarray:
    """Scores by the book: sublinear tf-idf, length one, times the weights."""
    counts = Counter(model.vocabulary[f] for f in features(text, heading) if f in model.vocabulary)
    values = {row: (1 + np.log(n)) * float(model.idf[row]) for row, n in counts.items()}
    norm = np.sqrt(sum(v * v for v in values.values())) or 1.0
    total = np.zeros(len(model.bias))
    for row, value in values.items():
        total += value / norm * model.weights[row].astype(float)
    return (total * model.scale + model.bias).reshape(len(model.elements), len(COLUMNS))


def test_scores_are_those_of_training(model: LearnedModel) -> None:
    count = len(TEXTS)
    stretches = [((a, b), h) for a in range(count) for b in range(a + 1, count + 1) for h in ("", "Plan")]
    found = scores_of(model, TEXTS, stretches)
    for scores, ((low, high), heading) in zip(found, stretches, strict=True):
        assert np.abs(scores - _as_trained(model, " ".join(TEXTS[low:high]), heading)).max() < 1e-4


def test_a_stretch_scores_the_same_whatever_else_is_weighed(model: LearnedModel) -> None:
    alone = scores_of(model, TEXTS, [((3, 4), "Plan")])[0]
    among = scores_of(model, TEXTS, [((n % 8, 10), "") for n in range(200)] + [((3, 4), "Plan")])[-1]
    assert (alone == among).all()


def test_readings_are_made_when_asked_for(model: LearnedModel) -> None:
    statements = [Statement(n + 5, "a.pdf", 1, 0, len(t), t, section="Plan") for n, t in enumerate(TEXTS)]
    readings = read_statements(model, statements)
    assert list(readings) == [s.index for s in statements]
    reading = readings[8]["trial"]
    own = probabilities(scores_of(model, TEXTS, [((3, 4), "Plan")]))[0, 1]
    assert reading.own is not None
    assert reading.own.supports == pytest.approx(own[1], abs=1e-6)
    assert reading.none + reading.supports + reading.contradicts == pytest.approx(1, abs=1e-5)
    assert readings[8].get("unknown") is None
    leans = leaning(readings)
    for element in model.elements:
        likely = [n for n, r in readings.items() if max(r[element].supports, r[element].contradicts) >= 0.5]
        assert list(leans.get(element, ())) == likely


def test_a_passage_is_the_surroundings_of_each_of_its_statements(model: LearnedModel) -> None:
    statements = [Statement(n, "passage", 1, 0, len(t), t) for n, t in enumerate(TEXTS)]
    readings = read_passage(model, statements, "Plan")
    assert len({r["trial"].supports for r in readings.values()}) == 1
    assert read_passage(model, [], "") == {}


@pytest.mark.parametrize(
    ("words", "number", "run"),
    [([40, 5, 40], 1, (0, 2)), ([9, 9, 9, 9, 9], 2, (0, 4)), ([50], 0, (0, 1)), ([1, 1, 1], 0, (0, 3))],
)
def test_surroundings_are_the_nearest(words: list[int], number: int, run: tuple[int, int]) -> None:
    assert window(words, number, 35) == run
