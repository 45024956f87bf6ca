"""Labelled passages -> the learned reader: a logistic regression an element, quantised. scikit-learn only here."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from extractor.errors import UsageError
from extractor.learned.features import features
from extractor.learned.model import COLUMNS, LearnedModel, save_model

_LABELS = ("none", "supports", "contradicts")
_MIN_DOCUMENTS = 3
_STRANGERS = 3_000
_SEED = 7
_NEVER = -20.0
_NOTHING = 1e-9

Weights = NDArray[np.float64]


class LabelledPassage(BaseModel):
    """One line of ``corpus/passages/*.jsonl``; the first letter of ``id`` names the author."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    element: str
    section: str | None = None
    text: str
    quote: str | None = None
    label: Literal["supports", "contradicts", "none"]


def read_labelled(folder: Path) -> list[LabelledPassage]:
    """Read all passages below ``folder``. Raises UsageError naming the file and line of a bad one, or if none."""
    found: list[LabelledPassage] = []
    for file in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if line.strip():
                try:
                    found.append(LabelledPassage.model_validate_json(line))
                except ValidationError:
                    raise UsageError(f"{file} line {number}: is not a labelled passage.") from None
    if not found:
        raise UsageError(f"{folder}: holds no labelled passages (*.jsonl).")
    return found


def fit(passages: Sequence[LabelledPassage], others: Sequence[str] = (), keep: int = 24_000) -> LearnedModel:
    """Fit the reader on passages; ``others`` are texts about no element. The same input gives the same model.

    Only the ``keep`` features that can weigh most are kept. Raises UsageError when the passages are too few.
    """
    from scipy.sparse import vstack
    from sklearn.feature_extraction.text import TfidfVectorizer
    from threadpoolctl import threadpool_limits

    elements = tuple(sorted({p.element for p in passages}))
    vectorizer = TfidfVectorizer(analyzer=list, min_df=_MIN_DOCUMENTS, sublinear_tf=True)
    own_text = [features(_flat(p.text), p.section or "") for p in passages]
    try:
        matrix = vectorizer.fit_transform([*own_text, *(features(_flat(t)) for t in others)])
    except ValueError:  # no feature stands in enough of the texts
        raise UsageError("the passages are too few to train on.") from None
    if len(elements) < 2:
        raise UsageError("training needs passages on two elements at least.")
    quoted = [p for p in passages if p.quote and p.quote != p.text]
    quotes = [features(_flat(p.quote or ""), p.section or "") for p in quoted]
    everything = vstack([matrix, vectorizer.transform(quotes)]).tocsr() if quotes else matrix
    of = np.array([*(p.element for p in passages), *("" for _ in others), *(p.element for p in quoted)])
    said = [*(p.label for p in passages), *("none" for _ in others), *(p.label for p in quoted)]
    labels = np.array([_LABELS.index(label) for label in said])
    draw = random.Random(_SEED)
    columns: list[tuple[Weights, float]] = []
    with threadpool_limits(1):  # sums in one order, whatever the number of cores
        for element in elements:
            own = np.flatnonzero(of == element)
            columns += _answers(everything[own], labels[own])
            strangers = np.flatnonzero((of != element) & (of != ""))
            drawn = sorted(draw.sample(list(strangers), min(_STRANGERS, len(strangers))))
            rows = np.concatenate([own, drawn, np.flatnonzero(of == "")]).astype(int)
            columns.append(_about(everything[rows], of[rows] == element))
    return _quantised(elements, vectorizer.get_feature_names_out(), vectorizer.idf_, columns, keep)


def _answers(rows: Any, labels: NDArray[np.int64]) -> list[tuple[Weights, float]]:
    """Return weights and bias for each of the three answers; one that was never given is out of the question.

    ``rows`` are few texts with many features: the regression is solved in the space that the texts span, where the
    same weights are found in a fraction of the time.
    """
    from sklearn.linear_model import LogisticRegression

    given = sorted(set(labels.tolist()))
    if len(given) == 1:
        return [(np.zeros(rows.shape[1]), 0.0 if n in given else _NEVER) for n in range(len(_LABELS))]
    products = (rows @ rows.T).toarray()
    lengths, directions = np.linalg.eigh(products)
    spanning = lengths > _NOTHING
    base = directions[:, spanning] / np.sqrt(lengths[spanning])
    answer = LogisticRegression(C=80, class_weight="balanced", max_iter=500, tol=1e-4)
    answer.fit(products @ base, labels)
    weights = np.asarray(rows.T @ (base @ answer.coef_.T)).T
    biases = answer.intercept_
    if len(given) == 2:  # two answers share one row of weights, half for the one and half against the other
        weights = np.stack([-weights[0] / 2, weights[0] / 2])
        biases = np.array([-biases[0] / 2, biases[0] / 2])
    found = dict(zip(given, zip(weights, biases.tolist(), strict=True), strict=True))
    return [found.get(label, (np.zeros(rows.shape[1]), _NEVER)) for label in range(len(_LABELS))]


def _about(rows: Any, own: NDArray[np.bool_]) -> tuple[Weights, float]:
    """Return weights and bias that tell an element's own texts from all others."""
    from sklearn.linear_model import LogisticRegression

    about = LogisticRegression(
        C=10,
        class_weight="balanced",
        solver="liblinear",
        dual=True,
        tol=0.1,
        max_iter=2000,
        random_state=_SEED,
    )
    about.fit(rows, own)
    return about.coef_[0], float(about.intercept_[0])


def _quantised(
    elements: tuple[str, ...],
    names: Sequence[str],
    idf: NDArray[np.float64],
    columns: Sequence[tuple[Weights, float]],
    keep: int,
) -> LearnedModel:
    weights = np.stack([of_column for of_column, _ in columns], axis=1)
    strength = np.abs(weights * idf[:, None]).max(axis=1)
    kept = np.sort(np.argsort(-strength, kind="stable")[:keep])
    weights = weights[kept]
    scale = np.abs(weights).max(axis=0) / 127
    scale[scale == 0] = 1
    return LearnedModel(
        elements=elements,
        vocabulary={str(names[k]): number for number, k in enumerate(kept)},
        idf=idf[kept].astype(np.float32),
        weights=np.round(weights / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=np.array([bias for _, bias in columns], dtype=np.float32),
    )


def _stretches(text: str) -> list[str]:
    """Return the sentences of an ordinary note, and each with its neighbours, as the reader meets them in a chart."""
    said = [part.strip() for part in re.split(r"(?<=[.;:])\s+|\n", text) if len(part.split()) >= 3]
    return said + [" ".join(said[max(0, k - 1) : k + 2]) for k in range(len(said))]


def _flat(text: str) -> str:
    return text.replace("\n", " ")


def digest(folder: Path, pattern: str) -> str:
    """Return the SHA-256 over the names and bytes of a folder's files that match, in name order."""
    total = hashlib.sha256()
    for file in sorted(folder.glob(pattern)):
        total.update(f"{file.name}\n".encode() + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def read_notes(folder: Path) -> list[str]:
    """Return the stretches of the ordinary notes (``*.txt``) of a folder: texts about no element."""
    texts = [p.read_text(encoding="utf-8") for p in sorted(folder.glob("*.txt"))]
    return [stretch for text in texts for stretch in _stretches(text)]


def train(passages: Path, notes: Path, target: Path) -> dict[str, Any]:
    """Fit on the passages and notes of two folders, write the model to ``target``; return what it was made from."""
    labelled = read_labelled(passages)
    others = read_notes(notes)
    about = {
        "passages": len(labelled),
        "authors": "".join(sorted({p.id[0] for p in labelled})),
        "passages_sha256": digest(passages, "*.jsonl"),
        "other_texts": len(others),
        "other_texts_sha256": digest(notes, "*.txt"),
        "columns": list(COLUMNS),
    }
    save_model(fit(labelled, others), target, about)
    return about
