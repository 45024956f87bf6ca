"""Splits a read line into words and gives each the box of its ink."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extractor.pages.image import Grey
from extractor.pages.ocr_lines import LineBox
from extractor.pages.ocr_words import Letter

# A gap wider than this share of the line's height parts two words even if no blank was read.
_APART = 0.62
# Lines are read in boxes that reach beyond the letters; this share of them is the font's own box.
_FONT_BOX = 0.86
_INK = 150


@dataclass(frozen=True, slots=True)
class Found:
    """A word with its rectangle in pixels of the turned picture and its confidence.

    ``stroke`` is the mean width of its strokes as a share of its line's height (0: not measured).
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    sure: float
    stroke: float = 0.0
    bold: bool = False


def words_of(
    line: LineBox, letters: tuple[Letter, ...], crop: Grey, stops: Sequence[tuple[float, float]] = ()
) -> list[Found]:
    """Return the words of a line from its characters and its picture.

    ``stops`` are where tick boxes stood in the picture (from, to; pixels), which part words.
    An empty "( )" or "[ ]" comes as two words, unless there is ink between its brackets: then it is "(x)".
    """
    marks = [x for x in letters if x.text != " "]
    if not marks:
        return []
    left, width = max(int(line.x0), 0), crop.shape[1]
    dark = crop < _INK
    columns = dark.any(axis=0)
    gaps = _gaps(columns)
    pairs = _pairs("".join(x.text[0] for x in marks))
    breaks = _blanks(letters) | {i for pair in pairs for i in pair}
    starts = [0]
    cuts: list[tuple[float, float]] = []
    for index in range(1, len(marks)):
        x0, x1 = marks[index - 1].at * width, marks[index].at * width
        gap = _widest(gaps, x0, x1)
        stop = next((s for s in stops if x0 < (s[0] + s[1]) / 2 < x1), None)
        if stop is not None:
            cuts.append(stop)
            starts.append(index)
        elif index in breaks or (gap is not None and gap[1] - gap[0] > _APART * line.height):
            cuts.append(gap or ((x0 + x1) / 2, (x0 + x1) / 2))
            starts.append(index)
    inked = np.nonzero(columns)[0]
    first, last = (float(inked[0]), float(inked[-1] + 1)) if len(inked) else (0.0, float(width))
    lefts = [first, *(c[1] for c in cuts)]
    rights = [*(c[0] for c in cuts), last]
    shrink = (line.bottom - line.top) * (1 - _FONT_BOX) / 2
    y0, y1 = line.top + shrink, line.bottom - shrink
    words: list[Found] = []
    for start, end, x0, x1 in zip(starts, [*starts[1:], len(marks)], lefts, rights, strict=True):
        group = marks[start:end]
        fall = line.slope * ((x0 + x1) / 2 - width / 2)
        text = "".join(x.text for x in group)
        sure = sum(x.sure for x in group) / len(group)
        if (start, end) in pairs and len(group) == 2:
            centres = group[0].at * width, group[1].at * width
            words += _pair(text, _between(dark, *centres), (left + x0, left + x1, y0 + fall, y1 + fall), sure)
            continue
        text = mended(text, words[-1].text if words else "")
        if re.search(r"\d", text):
            # One wrong digit makes a wrong number.
            sure = min(x.sure for x in group)
        stroke = _stroke(dark[:, int(x0) : int(x1) + 1]) / max(y1 - y0, 1.0) if len(text) > 2 else 0.0
        words.append(Found(text, left + x0, y0 + fall, left + max(x1, x0 + 1), y1 + fall, sure, stroke))
    return words


def _stroke(part: npt.NDArray[np.bool_]) -> float:
    """Return the mean length of the stretches of ink along the rows of a picture."""
    starts = part[:, 0].sum() + (part[:, 1:] & ~part[:, :-1]).sum()
    return float(part.sum() / max(int(starts), 1))


def _blanks(letters: tuple[Letter, ...]) -> set[int]:
    """Return before which characters, blanks not counted, a blank stands."""
    breaks: set[int] = set()
    count = 0
    for letter in letters:
        if letter.text == " ":
            breaks.add(count)
        else:
            count += 1
    return breaks


def _pairs(text: str) -> set[tuple[int, int]]:
    """Return where brackets stand that hold nothing or a cross, as half-open ranges."""
    return {m.span() for m in re.finditer(r"\([xX]?\)|\[[xX]?\]", text)}


def _between(dark: npt.NDArray[np.bool_], first: float, second: float) -> bool:
    """Return whether a mark stands between two brackets with about these middles: ink as wide as a cross."""
    span = second - first
    low, high = max(int(first - 0.6 * span), 0), int(second + 0.6 * span) + 1
    columns = dark[:, low:high].any(axis=0)
    # Specks are no ink; brackets are tall and thin, a cross or a tick is neither.
    marks = [(x0, x1, *_extent(dark[:, low + x0 : low + x1])) for x0, x1 in _runs(columns)]
    if not marks:
        return False
    tall = max(m[2] for m in marks)
    thin = [i for i, m in enumerate(marks) if m[2] > 0.75 * tall and m[1] - m[0] < 0.4 * m[2]]
    broad = [i for i, m in enumerate(marks) if m[1] - m[0] >= 0.28 * tall and m[3] > 0.05 * tall * tall]
    if any(i - 1 in thin and i + 1 in thin for i in broad):
        return True
    # A cross that touches its brackets is one stretch of ink with them.
    near, far = first - low + 0.2 * span, second - low - 0.2 * span
    return any(m[0] <= near and m[1] >= far and m[1] - m[0] > 0.7 * tall for m in marks)


def _runs(columns: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.diff(np.concatenate(([False], columns, [False])).astype(np.int8))
    return list(zip(np.nonzero(edges == 1)[0].tolist(), np.nonzero(edges == -1)[0].tolist(), strict=True))


def _extent(part: npt.NDArray[np.bool_]) -> tuple[int, int]:
    """Return the height and the number of pixels of the ink in a part of a picture."""
    rows = np.nonzero(part.any(axis=1))[0]
    return (int(rows[-1] - rows[0] + 1) if len(rows) else 0), int(part.sum())


def _pair(text: str, ticked: bool, place: tuple[float, float, float, float], sure: float) -> list[Found]:
    """Return a pair of brackets as two words, or as one when it is ticked."""
    x0, x1, y0, y1 = place
    if ticked:
        return [Found(f"{text[0]}x{text[1]}", x0, y0, x1, y1, min(sure, 0.5))]
    third = (x1 - x0) / 3
    return [
        Found(text[0], x0, y0, x0 + third, y1, sure),
        Found(text[1], x1 - third, y0, max(x1, x0 + 1), y1, sure),
    ]


def _gaps(dark: npt.NDArray[np.bool_]) -> list[tuple[float, float]]:
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


def mended(text: str, before: str = "") -> str:
    """Return a word with letters and digits that a reader confuses set right by their neighbours.

    ``before`` is the word before it.
    """
    if re.fullmatch(r"Ibs?[.,;:)]*", text) and re.search(r"\d", before):
        text = "l" + text[1:]
    if "0" in text and not re.search(r"[1-9]", text):
        text = _O_AMONG_LETTERS.sub(lambda m: "O" * len(m.group()), text)
        text = _O_AMONG_LETTERS.sub(lambda m: "O" * len(m.group()), text)
    if re.fullmatch(r"[\d.,/%oOlI|-]+", text) and re.search(r"\d", text):
        for pattern, right in _BETWEEN_DIGITS:
            text = pattern.sub(right, text)
    return text.replace("‘", "'").replace("’", "'").replace("“", '"').replace("”", '"').replace("`", "'")
