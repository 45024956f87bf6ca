"""Labelled passages -> the learned reader: a logistic regression an element, quantised. scikit-learn only here."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from extractor.errors import UsageError
from extractor.learned.features import features
from extractor.learned.model import COLUMNS, LearnedModel, save_model

_LABELS = ("none", "supports", "contradicts")
_MIN_DOCUMENTS = 3
_STRANGERS = 1_500


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
    """Fit the reader on passages; ``others`` are texts about no element. The same input gives the same model."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    vectorizer = TfidfVectorizer(analyzer=list, min_df=_MIN_DOCUMENTS, sublinear_tf=True)
    texts = [features(_flat(p.text), p.section or "") for p in passages] + [features(_flat(t)) for t in others]
    matrix = vectorizer.fit_transform(texts)
    names = vectorizer.get_feature_names_out()
    elements = tuple(sorted({p.element for p in passages}))
    labels = np.array([_LABELS.index(p.label) for p in passages])
    of = np.array([p.element for p in passages])
    shuffled = random.Random(7)
    columns: list[Any] = []
    biases: list[float] = []
    for element in elements:
        own = np.flatnonzero(of == element)
        answer = LogisticRegression(C=20, class_weight="balanced", max_iter=300, tol=1e-3)
        answer.fit(matrix[own], labels[own])
        by_label = {int(c): k for k, c in enumerate(answer.classes_)}
        for label in range(len(_LABELS)):
            known = by_label.get(label)
            two = len(by_label) == 2
            row = answer.coef_[0] * (1 if known else -1) / 2 if two and known is not None else None
            if known is None:  # an element without contradictions never answers so
                columns.append(np.zeros(matrix.shape[1]))
                biases.append(-20.0)
            elif two:
                columns.append(row)
                biases.append(float(answer.intercept_[0]) * (1 if known else -1) / 2)
            else:
                columns.append(answer.coef_[known])
                biases.append(float(answer.intercept_[known]))
        strangers = np.concatenate(
            [
                np.array(sorted(shuffled.sample(list(np.flatnonzero(of != element)), min(_STRANGERS, int((of != element).sum()))))),
                np.arange(len(passages), matrix.shape[0]),
            ]
        ).astype(int)
        about = LogisticRegression(C=10, class_weight="balanced", max_iter=300, tol=1e-3)
        rows = np.concatenate([own, strangers])
        about.fit(matrix[rows], np.concatenate([np.ones(len(own)), np.zeros(len(strangers))]))
        columns.append(about.coef_[0])
        biases.append(float(about.intercept_[0]))
    weights = np.stack(columns, axis=1)
    strength = np.abs(weights * vectorizer.idf_[:, None]).max(axis=1)
    kept = np.sort(np.argsort(-strength, kind="stable")[:keep])
    weights = weights[kept]
    scale = np.abs(weights).max(axis=0) / 127
    scale[scale == 0] = 1
    return LearnedModel(
        elements=elements,
        vocabulary={str(names[k]): number for number, k in enumerate(kept)},
        idf=vectorizer.idf_[kept].astype(np.float32),
        weights=np.round(weights / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=np.array(biases, dtype=np.float32),
    )


def _flat(text: str) -> str:
    return text.replace("\n", " ")


def train(passages: Path, others: Path | None, target: Path) -> dict[str, Any]:
    """Fit on the passages below a folder and write the model to ``target``; return what it was made from."""
    labelled = read_labelled(passages)
    texts = [p.read_text(encoding="utf-8") for p in sorted(others.glob("*.txt"))] if others else []
    paragraphs = [part for text in texts for part in text.split("\n\n") if part.strip()]
    about = {
        "passages": len(labelled),
        "authors": "".join(sorted({p.id[0] for p in labelled})),
        "other_texts": len(paragraphs),
        "columns": list(COLUMNS),
    }
    save_model(fit(labelled, paragraphs), target, about)
    return json.loads(json.dumps(about))  # type: ignore[no-any-return]
