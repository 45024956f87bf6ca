"""The learned reader: one small linear model an element over the features of a stretch of text.

Kept as plain files below ``rules/learned``: ``vocabulary.txt`` (a feature a line), ``weights.npy`` (int8, features x
columns), ``idf.npy`` (float32) and ``model.json`` (elements, biases, scales). Nothing is unpickled.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.learned.features import features

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

# Columns an element has: the three answers, and whether the text is about the element at all.
COLUMNS = ("none", "supports", "contradicts", "relevance")
_TELLING = 4


@dataclass(frozen=True)
class LearnedModel:
    """The model's arrays. Columns are element by element in the order of ``COLUMNS``.

    ``words`` remembers the rows of words met before (``learned.weigh``).
    """

    elements: tuple[str, ...]
    vocabulary: dict[str, int]
    idf: Floats
    weights: NDArray[np.int8]
    scale: Floats
    bias: Floats
    words: dict[str, tuple[int, ...]] = field(default_factory=dict, compare=False, repr=False)

    def telling(self, text: str, heading: str, element: str, stance: str) -> tuple[str, ...]:
        """Return the words that weigh most for an answer against ``none``, the strongest first."""
        rows, values = self._vector(text, heading)
        first = self.elements.index(element) * len(COLUMNS)
        for_it, against = first + COLUMNS.index(stance), first
        pull = (
            self.weights[rows, for_it] * self.scale[for_it]
            - self.weights[rows, against] * self.scale[against]
        )
        names = list(self.vocabulary)
        ranked = sorted(zip(-(pull * values), rows, strict=True))
        words = [names[r][names[r].index(":") + 1 :] for v, r in ranked if v < 0 and names[r].startswith("w")]
        return tuple(words[:_TELLING])

    def _vector(self, text: str, heading: str) -> tuple[NDArray[np.intp], Floats]:
        counts = Counter(self.vocabulary[f] for f in features(text, heading) if f in self.vocabulary)
        rows = np.fromiter(counts, dtype=np.intp, count=len(counts))
        tf = 1 + np.log(np.fromiter(counts.values(), dtype=np.float32, count=len(counts)))
        values = tf * self.idf[rows]
        norm = float(np.sqrt((values**2).sum()))
        return rows, (values / norm if norm else values).astype(np.float32)


def probabilities(scores: Doubles) -> Doubles:
    """Return scores (... x COLUMNS) as probabilities: of the three answers, and of being about the element."""
    odds = np.exp(scores[..., :3] - scores[..., :3].max(axis=-1, keepdims=True))
    answers = odds / odds.sum(axis=-1, keepdims=True)
    return np.concatenate([answers, 1 / (1 + np.exp(-scores[..., 3:]))], axis=-1)


def load_model(folder: Path) -> LearnedModel | None:
    """Read the model from its folder, or return None where there is none."""
    about = folder / "model.json"
    if not about.is_file():
        return None
    facts: dict[str, Any] = json.loads(about.read_text(encoding="utf-8"))
    lines = (folder / "vocabulary.txt").read_text(encoding="utf-8").split("\n")[:-1]
    return LearnedModel(
        elements=tuple(facts["elements"]),
        vocabulary={name: number for number, name in enumerate(lines)},
        idf=np.load(folder / "idf.npy", allow_pickle=False),
        weights=np.load(folder / "weights.npy", allow_pickle=False),
        scale=np.array(facts["scale"], dtype=np.float32),
        bias=np.array(facts["bias"], dtype=np.float32),
    )


def save_model(model: LearnedModel, folder: Path, about: dict[str, Any]) -> None:
    """Write the model's files; ``about`` is kept in ``model.json`` beside what is needed to read it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocabulary.txt").write_text("".join(f"{v}\n" for v in model.vocabulary), encoding="utf-8")
    np.save(folder / "weights.npy", model.weights, allow_pickle=False)
    np.save(folder / "idf.npy", model.idf, allow_pickle=False)
    facts = {
        **about,
        "elements": list(model.elements),
        "scale": [round(float(x), 8) for x in model.scale],
        "bias": [round(float(x), 6) for x in model.bias],
    }
    (folder / "model.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")


def window(words: Sequence[int], number: int, enough: int) -> tuple[int, int]:
    """Return the half-open run around ``number`` with as many neighbours as make ``enough`` words.

    The nearest come first; ``words`` counts the words of each text.
    """
    low = high = number
    total = words[number]
    while total < enough and (low > 0 or high < len(words) - 1):
        before = (number - low <= high - number and low > 0) or high == len(words) - 1
        if before:
            low -= 1
            total += words[low]
        else:
            high += 1
            total += words[high]
    return low, high + 1
