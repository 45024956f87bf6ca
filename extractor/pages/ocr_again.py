"""Reads shaky numbers a second time, from a closer picture, before they decide anything."""

from __future__ import annotations

import re
from dataclasses import replace

import cv2
import numpy as np

from extractor.pages.image import Grey
from extractor.pages.ocr_engine import Engine
from extractor.pages.ocr_split import Found, mended
from extractor.pages.ocr_words import read_line

# Numbers less sure than this are read again; a page with more than so many is hardly readable anyway.
_SHAKY = 0.85
_MOST = 40


def read_numbers_again(engine: Engine, grey: Grey, words: list[Found]) -> list[Found]:
    """Return the words with shaky numbers as they read best; ``grey`` is the picture they stand in.

    Two readings that agree make a number surer; two that differ leave the better one, no surer than it was.
    """
    left = _MOST
    done: list[Found] = []
    for word in words:
        if left and word.sure < _SHAKY and re.search(r"\d", word.text):
            left -= 1
            word = _again(engine, grey, word)
        done.append(word)
    return done


def _again(engine: Engine, grey: Grey, word: Found) -> Found:
    high = word.bottom - word.top
    # Another margin and a finer raster make a second look, not a copy of the first.
    y0, y1 = max(int(word.top - 0.12 * high), 0), int(word.bottom + 0.12 * high) + 1
    x0, x1 = max(int(word.x0 - 0.25 * high), 0), int(word.x1 + 0.25 * high) + 1
    part = grey[y0:y1, x0:x1]
    if min(part.shape) < 4:
        return word
    closer = cv2.resize(part, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    letters = [x for x in read_line(engine, np.asarray(closer, np.uint8)) if x.text != " "]
    text = mended("".join(x.text for x in letters))
    sure = min((x.sure for x in letters), default=0.0)
    if text.strip(".,:;") == word.text.strip(".,:;"):
        return replace(word, sure=max(word.sure, min(sure, 0.9)))
    # A digit or two out of their line are read too poorly to replace what was read in it.
    if (
        len(word.text) > 2
        and sure > word.sure + 0.1
        and abs(len(text) - len(word.text)) <= 1
        and re.search(r"\d", text)
    ):
        return replace(word, text=text, sure=min(sure, 0.75))
    return replace(word, sure=min(word.sure, 0.6))
