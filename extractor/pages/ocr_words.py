"""Reads the characters of a line with the recognition model: text, place along the line, confidence."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractor.pages.image import Grey
from extractor.pages.ocr_engine import Engine, Floats, run

_HIGH = 48
_WIDEST = 3200
# An accent that the model is less sure of than this is a speck above the letter.
_ACCENT = 0.97
# Probability of one character below which it is not even a guess.
_FAINT = 0.05


@dataclass(frozen=True, slots=True)
class Letter:
    """A character with its place along the line as a share of the line's width, and its probability."""

    text: str
    at: float
    sure: float


def read_line(engine: Engine, crop: Grey) -> tuple[Letter, ...]:
    """Return the characters, blanks among them, of a picture of one line."""
    height, width = crop.shape
    if height < 3 or width < 3:
        return ()
    wide = min(max(round(width * _HIGH / height), 8), _WIDEST)
    kind = cv2.INTER_AREA if height > 1.5 * _HIGH else cv2.INTER_LINEAR
    line = cv2.resize(crop, (wide, _HIGH), interpolation=kind).astype(np.float32) / 127.5 - 1.0
    # The model was taught on lines followed by grey; very short lines need it.
    padded = max((wide + 15) // 8 * 8, 64)
    batch = np.zeros((1, 3, _HIGH, padded), np.float32)
    batch[0, :, :, :wide] = line
    scores = run(engine.read, batch)[0]
    return _decode(engine, scores, wide / padded)


def _decode(engine: Engine, scores: Floats, used: float) -> tuple[Letter, ...]:
    alphabet = engine.alphabet
    kept = scores[:, alphabet.columns]
    best: npt.NDArray[np.intp] = kept.argmax(axis=1)
    steps = len(best)
    letters: list[Letter] = []
    previous = 0
    start = 0
    for step in range(steps + 1):
        here = int(best[step]) if step < steps else -1
        if here == previous:
            continue
        if previous > 0:
            run_of = kept[start:step, previous]
            peak = int(run_of.argmax())
            at = (start + peak + 0.5) / steps / used
            letters.append(_letter(alphabet.characters[previous], at, float(run_of[peak]), alphabet.accents))
        previous, start = here, step
    return tuple(x for x in letters if x.sure >= _FAINT and x.at <= 1.05)


def _letter(text: str, at: float, sure: float, accents: frozenset[str]) -> Letter:
    if text in accents and sure < _ACCENT:
        text = unicodedata.normalize("NFD", text)[0]
    return Letter(text, at, sure)
