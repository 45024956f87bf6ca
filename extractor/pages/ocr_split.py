"""Splits a read line into words and gives each the box of its ink."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from extractor.pages.image import Grey
from extractor.pages.ocr_lines import LineBox
from extractor.pages.ocr_words import Letter

# A gap without ink that is wider than this share of the line's height parts two words even if no blank was read.
_APART = 0.62
# Lines are read in boxes that reach beyond the letters; this share of them is the font's own box.
_FONT_BOX = 0.86
_INK = 150


@dataclass(frozen=True, slots=True)
class Found:
    """A word with its rectangle in pixels of the turned picture and its confidence."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    sure: float


def words_of(line: LineBox, letters: tuple[Letter, ...], grey: Grey) -> list[Found]:
    """Return the words of a line from its characters; ``grey`` is the picture the line's box lies in."""
    if not any(x.text != " " for x in letters):
        return []
    top, bottom = max(int(line.top), 0), int(line.bottom + 1)
    left, right = max(int(line.x0), 0), int(line.x1 + 1)
    dark = (grey[top:bottom, left:right] < _INK).any(axis=0)
    width = right - left
    gaps = _gaps(dark)
    groups: list[list[Letter]] = [[]]
    cuts: list[tuple[float, float]] = []
    previous: Letter | None = None
    blank = False
    for letter in letters:
        if letter.text == " ":
            blank = True
            continue
        if previous is not None:
            gap = _widest(gaps, previous.at * width, letter.at * width)
            apart = gap is not None and gap[1] - gap[0] > _APART * line.height
            if blank or apart:
                middle = (previous.at + letter.at) * width / 2
                cuts.append(gap or (middle, middle))
                groups.append([])
        groups[-1].append(letter)
        previous, blank = letter, False
    inked = np.nonzero(dark)[0]
    first, last = (float(inked[0]), float(inked[-1] + 1)) if len(inked) else (0.0, float(width))
    starts = [first, *(c[1] for c in cuts)]
    ends = [*(c[0] for c in cuts), last]
    shrink = (line.bottom - line.top) * (1 - _FONT_BOX) / 2
    words: list[Found] = []
    for group, x0, x1 in zip(groups, starts, ends, strict=True):
        text = mended("".join(x.text for x in group))
        sure = sum(x.sure for x in group) / len(group)
        if re.search(r"\d", text):
            # One wrong digit makes a wrong number.
            sure = min(x.sure for x in group)
        words += _parts(
            text, left + x0, line.top + shrink, left + max(x1, x0 + 1), line.bottom - shrink, sure
        )
    return words


def _gaps(dark: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[tuple[float, float]]:
    edges = np.diff(np.concatenate(([True], dark, [True])).astype(np.int8))
    starts, ends = np.nonzero(edges == -1)[0], np.nonzero(edges == 1)[0]
    return [(float(a), float(b)) for a, b in zip(starts, ends, strict=True)]


def _widest(gaps: list[tuple[float, float]], x0: float, x1: float) -> tuple[float, float] | None:
    between = [g for g in gaps if g[0] >= x0 - 3 and g[1] <= x1 + 3]
    return max(between, key=lambda g: g[1] - g[0], default=None)


_O_AMONG_LETTERS = re.compile(
    r"(?<=[A-Z])0(?=[A-Z])|^0(?=[A-Z]{2})|(?<=[A-Z]{2})0+(?=[A-Z]|$)|(?<=[A-Z])0(?=:$)"
)
_BETWEEN_DIGITS = (
    (re.compile(r"(?<=\d)[oO](?=[\d.,/%]|$)"), "0"),
    (re.compile(r"(?<=[\d.])[lI|](?=[\d.,/%])"), "1"),
)


def mended(text: str) -> str:
    """Return a word with letters and digits that a reader confuses set right by their neighbours."""
    if "0" in text and not re.search(r"[1-9]", text):
        text = _O_AMONG_LETTERS.sub(lambda m: "O" * len(m.group()), text)
        text = _O_AMONG_LETTERS.sub(lambda m: "O" * len(m.group()), text)
    if re.fullmatch(r"[\d.,/%oOlI|-]+", text) and re.search(r"\d", text):
        for pattern, right in _BETWEEN_DIGITS:
            text = pattern.sub(right, text)
    return text.replace("‘", "'").replace("’", "'").replace("“", '"').replace("”", '"').replace("`", "'")


_EMPTY_PAIR = re.compile(r"\(\)|\[\]")


def _parts(text: str, x0: float, top: float, x1: float, bottom: float, sure: float) -> list[Found]:
    """Return the word, or its parts around an empty "()", which stands for an unticked place."""
    if not _EMPTY_PAIR.search(text):
        return [Found(text, x0, top, x1, bottom, sure)]
    pieces = [p for p in re.split(r"(?<=\()(?=\))|(?<=\[)(?=\])|(?<=\))|(?<=\])", text) if p]
    step = (x1 - x0) / len(text)
    found, at = [], x0
    for piece in pieces:
        found.append(Found(piece, at, top, at + step * len(piece), bottom, sure))
        at += step * len(piece)
    return found
