"""Finds the lines of text in a cleaned, upright picture with the detection model, as rectangles."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractor.pages.image import Grey
from extractor.pages.ocr_clean import Mask
from extractor.pages.ocr_engine import Engine, run

_INK_LEVEL = 0.3
_BOX_LEVEL = 0.5
_GROWTH = 1.6
# The model finds letters of this height in pixels surely; larger ones only cost time.
_LETTER = 11.0
_LONGEST = 2400


@dataclass(frozen=True, slots=True)
class LineBox:
    """A line's rectangle in pixels, how sure the model is of it, and how much it falls a pixel across.

    ``top`` and ``bottom`` are those at the middle of the line.
    """

    x0: float
    top: float
    x1: float
    bottom: float
    score: float
    slope: float = 0.0

    @property
    def height(self) -> float:
        """Return the height in pixels."""
        return self.bottom - self.top

    @property
    def width(self) -> float:
        """Return the width in pixels."""
        return self.x1 - self.x0


def find_lines(engine: Engine, grey: Grey, ink: Mask, letter: float) -> list[LineBox]:
    """Return the lines of a picture, from the top; ``letter`` is the usual height of its letters in pixels.

    Only the part of the picture that holds ink is looked at.
    """
    rows, columns = np.nonzero(ink.any(axis=1))[0], np.nonzero(ink.any(axis=0))[0]
    if not len(rows):
        return []
    margin = round(1.5 * (letter or 20))
    y0, y1 = max(int(rows[0]) - margin, 0), min(int(rows[-1]) + margin, grey.shape[0])
    x0, x1 = max(int(columns[0]) - margin, 0), min(int(columns[-1]) + margin, grey.shape[1])
    part = grey[y0:y1, x0:x1]
    scale = min(_LETTER / letter if letter else 0.6, 1.0, _LONGEST / max(part.shape))
    high = max(round(part.shape[0] * scale / 32), 1) * 32
    wide = max(round(part.shape[1] * scale / 32), 1) * 32
    shrunk = cv2.resize(part, (wide, high), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    batch = np.repeat((shrunk.astype(np.float32) / 127.5 - 1.0)[None, None], 3, axis=1)
    heat = run(engine.detect, batch)[0, 0]
    lines = _boxes(heat)
    sx, sy = part.shape[1] / wide, part.shape[0] / high
    found = [
        LineBox(
            max(b.x0 * sx, 0.0) + x0,
            max(b.top * sy, 0.0) + y0,
            min(b.x1 * sx, part.shape[1]) + x0,
            min(b.bottom * sy, part.shape[0]) + y0,
            b.score,
            b.slope * sy / sx,
        )
        for b in lines
    ]
    return sorted(found, key=lambda b: (b.top, b.x0))


def _boxes(heat: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> list[LineBox]:
    mask = cv2.dilate((heat > _INK_LEVEL).astype(np.uint8), np.ones((2, 2), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    total = np.bincount(labels.ravel(), weights=heat.ravel(), minlength=count)
    boxes = []
    for index in range(1, count):
        x, y, w, h, area = (int(v) for v in stats[index])
        score = float(total[index]) / max(area, 1)
        if min(w, h) < 3 or score < _BOX_LEVEL:
            continue
        slope = _slope(labels[y : y + h, x : x + w] == index) if w > 4 * h and w > 60 else 0.0
        # A leaning line is as high as it would be if it were level.
        lost = min(abs(slope) * w, 0.6 * h)
        if lost < 0.15 * h:
            slope, lost = 0.0, 0.0
        # The model marks the core of a line; its letters reach beyond by a share of the line's height.
        top, high = y + lost / 2, h - lost
        grow = w * high * _GROWTH / (2 * (w + high))
        boxes.append(LineBox(x - grow, top - grow, x + w + grow, top + high + grow, score, slope))
    return boxes


def _slope(part: npt.NDArray[np.bool_]) -> float:
    """Return the slope of the line through a stretch of pixels, by least squares."""
    ys, xs = np.nonzero(part)
    across = xs - xs.mean()
    return float((across * (ys - ys.mean())).sum() / max((across * across).sum(), 1.0))


def cut(grey: Grey, line: LineBox) -> Grey:
    """Return the picture of a line, made level, from the picture that its box lies in."""
    x0, top = max(int(line.x0), 0), max(int(line.top), 0)
    x1, bottom = int(line.x1 + 1), int(line.bottom + 1)
    if not line.slope:
        return np.ascontiguousarray(grey[top:bottom, x0:x1])
    reach = int(abs(line.slope) * line.width / 2) + 2
    low = max(top - reach, 0)
    part = grey[low : bottom + reach, x0:x1]
    middle = part.shape[1] / 2
    matrix = np.array([[1, 0, 0], [-line.slope, 1, line.slope * middle - (top - low)]], np.float64)
    size = (part.shape[1], bottom - top)
    level = cv2.warpAffine(part, matrix, size, flags=cv2.INTER_CUBIC, borderValue=(255,))
    return np.asarray(level, np.uint8)
