"""Many stretches of one text -> their scores at once; the features of each word are looked up once.

A stretch is a run of the text's statements. The arithmetic is exact: feature values are rounded to multiples
of 2**-20 and multiplied with whole weights, so that every machine gives the same scores.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from extractor.learned.features import parts, tokens
from extractor.learned.model import COLUMNS, Doubles, LearnedModel

# A run of texts, half-open, and the heading that it stands under.
Stretch = tuple[tuple[int, int], str]
_Ids = NDArray[np.intp]
_ONE = float(2**20)
_COUNTS = 512
# 1 + log(count), the weight of a feature that occurs so often; of no occurrence 0.
_TF = np.array([0.0] + [1 + math.log(n) for n in range(1, _COUNTS)])
_MOST_ROWS = 128
_MOST_WORDS = 50_000


class _Run:
    """The features of tokens in order: those of token ``n`` are ``ids[starts[n] : starts[n + 1]]``."""

    def __init__(self, per_token: Sequence[Sequence[int]]):
        self.starts = np.cumsum([0, *map(len, per_token)]).tolist()
        self.ids = np.fromiter(chain.from_iterable(per_token), dtype=np.intp, count=self.starts[-1])

    def of(self, low: int, high: int) -> _Ids:
        """Return the features of the tokens from ``low`` to before ``high``."""
        return self.ids[self.starts[low] : self.starts[high]] if high > low else self.ids[:0]


def scores_of(model: LearnedModel, texts: Sequence[str], stretches: Sequence[Stretch]) -> Doubles:
    """Return the scores (stretches x elements x COLUMNS) of stretches of ``texts``."""
    words = [tokens(text) for text in texts]
    starts = np.cumsum([0, *map(len, words)]).tolist()
    row_of = model.vocabulary.get
    flat = [w for of_text in words for w in of_text]
    single = _Run([_word(model, w) for w in flat])
    pairs = _Run([_found(row_of(f"w2:{a} {b}")) for a, b in pairwise(flat)])
    triples = _Run(
        [_found(row_of(f"w3:{a} {b} {c}")) for a, b, c in zip(flat, flat[1:], flat[2:], strict=False)]
    )
    under = {heading: _heading(model, heading) for heading in {h for _, h in stretches}}
    rows: list[_Ids] = []
    for (low, high), heading in stretches:
        first, end = starts[low], starts[high]
        runs = (single.of(first, end), pairs.of(first, end - 1), triples.of(first, end - 2))
        rows.append(np.concatenate([*runs, under[heading]]))
    found = [_scores(model, rows[n : n + _MOST_ROWS]) for n in range(0, len(rows), _MOST_ROWS)]
    shape = (len(rows), len(model.elements), len(COLUMNS))
    return np.concatenate(found).reshape(shape) if found else np.zeros(shape)


def _found(row: int | None) -> tuple[int, ...]:
    return () if row is None else (row,)


def _word(model: LearnedModel, word: str) -> tuple[int, ...]:
    """Return the features of a word by itself, and remember them: charts repeat their words."""
    known = model.words.get(word)
    if known is None:
        if len(model.words) >= _MOST_WORDS:
            model.words.clear()
        rows = (model.vocabulary.get(f) for f in (f"w:{word}", *parts(word)))
        known = model.words[word] = tuple(r for r in rows if r is not None)
    return known


def _heading(model: LearnedModel, heading: str) -> _Ids:
    rows = (model.vocabulary.get(f"s:{w}") for w in tokens(heading))
    return np.array([r for r in rows if r is not None], dtype=np.intp)


def _scores(model: LearnedModel, rows: Sequence[_Ids]) -> Doubles:
    used, places = np.unique(np.concatenate(rows), return_inverse=True)
    ends = np.cumsum([len(r) for r in rows])
    counts = np.zeros((len(rows), len(used)), dtype=np.intp)
    for number, end in enumerate(ends):
        counts[number] = np.bincount(places[end - len(rows[number]) : end], minlength=len(used))
    values = _TF[np.minimum(counts, _COUNTS - 1)] * model.idf[used].astype(np.float64)
    norms = np.sqrt((values**2).sum(axis=1, keepdims=True))
    whole = np.rint(values / np.where(norms > 0, norms, 1) * _ONE)
    total: Doubles = whole @ model.weights[used].astype(np.float64)
    scale: Doubles = model.scale.astype(np.float64) / _ONE
    return np.asarray(total * scale + model.bias, dtype=np.float64)
