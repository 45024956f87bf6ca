"""Finds tick boxes and ruled lines in a cleaned, upright picture by their ink."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractor.pages.image import Grey
from extractor.pages.ocr_clean import Mask, components

# Share of a box's inside that is ink: below the first it is empty, above the second ticked.
_EMPTY, _TICKED = 0.1, 0.2


@dataclass(frozen=True, slots=True)
class TickBox:
    """A drawn square in pixels; ``ticked`` None when the ink in it says neither."""

    x0: int
    top: int
    x1: int
    bottom: int
    ticked: bool | None
    ink: float


@dataclass(frozen=True, slots=True)
class Segment:
    """A ruled line in pixels: the rectangle of its ink."""

    x0: int
    top: int
    x1: int
    bottom: int


def find_ticks(ink: Mask, letter: float) -> list[TickBox]:
    """Return the tick boxes of a picture whose letters are usually ``letter`` pixels high."""
    if not letter:
        return []
    low, high = max(0.75 * letter, 8.0), max(2.3 * letter, 16.0)
    bars = _bars(ink, max(round(0.8 * low), 6), low, high)
    found: list[TickBox] = []
    for index, (x0, y0, x1, y1) in enumerate(bars):
        for bx0, by0, bx1, by1 in bars[index + 1 :]:
            tall = by1 - y0
            if tall > high:
                break
            left, right = min(x0, bx0), max(x1, bx1)
            wide = right - left
            slack = max(2.0, 0.16 * wide)
            if tall < low or not 0.78 <= wide / tall <= 1.3 or by0 - y1 < 0.4 * tall:
                continue
            if abs(x0 - bx0) > slack or abs(x1 - bx1) > slack:
                continue
            box = _box(ink, left, y0, right, by1, letter)
            if box and not any(_same(box, other) for other in found):
                found.append(box)
                break
    return found


def _bars(ink: Mask, least: int, low: float, high: float) -> list[tuple[int, int, int, int]]:
    """Return the short horizontal bars from the top as (x0, top, x1, bottom)."""
    flat = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, least), np.uint8))
    count, _, stats = components(np.asarray(flat, np.uint8))
    bars = []
    for x, y, w, h, _ in stats[1:count].tolist():
        # The strokes of a cross may thicken a bar at its ends, so its height is taken as a bar's.
        if low * 0.85 <= w <= high and h <= 0.55 * low + 2:
            bars.append((x, y, x + w, y + h))
    return sorted(bars, key=lambda b: (b[1], b[0]))


def _box(ink: Mask, x0: int, top: int, x1: int, bottom: int, letter: float) -> TickBox | None:
    """Return the tick box with this outline if ink stands all along it and does not run on beyond it."""
    x0, top, x1, bottom = _whole(ink, x0, top, x1, bottom)
    wide, tall = x1 - x0, bottom - top
    if not 0.75 <= wide / tall <= 1.33:
        return None
    part = ink[top:bottom, x0:x1]
    near = max(1.0, 0.09 * min(wide, tall))
    # The outline of a square is straight, that of a letter is not.
    straight = min(_straight(side, near) for side in (part, part[:, ::-1], part.T, part.T[:, ::-1]))
    small = min(wide, tall) < 1.08 * letter
    if straight < (0.95 if small else 0.85):
        return None
    if _crowded(ink, x0, top, x1, bottom, letter):
        return None
    # It stands alone: neither the bowl of a letter nor a cell of a table.
    if _ring(ink, x0 - 3, top - 3, x1 + 3, bottom + 3) > 0.16:
        return None
    band = max(2, round(0.16 * wide))
    corner = max(2, band)
    corners = (
        part[:corner, :corner],
        part[:corner, -corner:],
        part[-corner:, :corner],
        part[-corner:, -corner:],
    )
    if min(c.mean() for c in corners) < 0.34:
        return None
    line = _line_width(part)
    inside = part[line + 1 : tall - line - 1, line + 1 : wide - line - 1]
    if inside.size < 9:
        return None
    # The frame's line may be ragged or blurred inwards; a mark crosses the middle or fills much of the rest.
    y, x = round(0.27 * tall), round(0.27 * wide)
    share = max(float(part[y : tall - y, x : wide - x].mean()), float(inside.mean()) - 0.2)
    # Ink that leaves the square is that of a pen; the bowl of a letter leaves it too, but is empty. A speck
    # beside it does not reach far.
    near_by, further = (_ring(ink, x0 - d, top - d, x1 + d - 1, bottom + d - 1) for d in (3, 5))
    if (small and max(near_by, _ring(ink, x0 - 2, top - 2, x1 + 1, bottom + 1)) > 0.02) or (
        share < _TICKED and min(near_by, further) > 0.03
    ):
        return None
    ticked = None if _EMPTY < share < _TICKED else share >= _TICKED
    return TickBox(x0, top, x1, bottom, ticked, share)


def _crowded(ink: Mask, x0: int, top: int, x1: int, bottom: int, letter: float) -> bool:
    """Return whether ink stands close on both sides, as it does beside a letter within a word."""
    reach = 3 + round(0.28 * letter)
    before = ink[top:bottom, max(x0 - reach, 0) : max(x0 - 2, 0)]
    after = ink[top:bottom, x1 + 2 : x1 + reach]
    sides = [bool(s.size) and int(s.sum()) > max(3, 0.1 * (bottom - top)) for s in (before, after)]
    return all(sides)


def _ring(ink: Mask, x0: int, top: int, x1: int, bottom: int) -> float:
    """Return the share of a rectangle's outline that is ink."""
    x0, top = max(x0, 0), max(top, 0)
    part = ink[top : bottom + 1, x0 : x1 + 1]
    outline = np.concatenate((part[0], part[-1], part[1:-1, 0], part[1:-1, -1]))
    return float(outline.mean())


def _whole(ink: Mask, x0: int, top: int, x1: int, bottom: int) -> tuple[int, int, int, int]:
    """Return the rectangle grown, by four pixels at most, to where its outline ends: round letters bulge."""
    for _ in range(4):
        sides = (
            ink[top:bottom, max(x0 - 1, 0)],
            ink[max(top - 1, 0), x0:x1],
            ink[top:bottom, min(x1, ink.shape[1] - 1)],
            ink[min(bottom, ink.shape[0] - 1), x0:x1],
        )
        grow = [float(side.mean()) > 0.18 for side in sides]
        if not any(grow):
            break
        x0, top = x0 - grow[0], top - grow[1]
        x1, bottom = x1 + grow[2], bottom + grow[3]
    return max(x0, 0), max(top, 0), min(x1, ink.shape[1]), min(bottom, ink.shape[0])


def _straight(part: Mask, near: float) -> float:
    """Return the share of rows whose first ink lies within ``near`` pixels of the left edge."""
    first = np.where(part.any(axis=1), part.argmax(axis=1), part.shape[1])
    return float((first <= near).mean())


def _line_width(part: Mask) -> int:
    """Return the width of a square's line in pixels."""
    edge = min(part.shape) // 3
    runs = []
    for side in (part[:, :edge], part[:, ::-1][:, :edge], part.T[:, :edge], part.T[:, ::-1][:, :edge]):
        mean = side.mean(axis=0)
        width = 0
        while width < edge and mean[width] > 0.55:
            width += 1
        runs.append(max(width, 1))
    return int(np.median(runs) + 0.5)


def _same(a: TickBox, b: TickBox) -> bool:
    return min(a.x1, b.x1) > max(a.x0, b.x0) and min(a.bottom, b.bottom) > max(a.top, b.top)


def find_rules(ink: Mask, letter: float) -> tuple[list[Segment], list[Segment]]:
    """Return the horizontal and the vertical ruled lines of a picture."""
    size = letter or 16.0
    down = _rules(np.ascontiguousarray(ink.T), size)
    return _rules(ink, size), [Segment(s.top, s.x0, s.bottom, s.x1) for s in down]


def _rules(ink: Mask, letter: float) -> list[Segment]:
    least = max(round(3.2 * letter), 30)
    gap = 2 * round(letter / 14) + 1
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    flat = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, least), np.uint8))
    # A line that leans by a pixel or two is one line.
    flat = cv2.morphologyEx(flat, cv2.MORPH_CLOSE, np.ones((3, 9), np.uint8))
    count, _, stats = components(np.asarray(flat, np.uint8))
    # Thicker than the bar of a letter is a row of letters run together, not a line.
    thick = max(0.32 * letter, 3.5)
    return [
        Segment(x, y, x + w, y + h)
        for x, y, w, h, area in stats[1:count].tolist()
        if area <= thick * w
        and h <= 2 * thick + 0.01 * w
        and w > 4 * h
        and _bare(ink, x, y, x + w, y + h, letter)
    ]


def _bare(ink: Mask, x0: int, top: int, x1: int, bottom: int, letter: float) -> bool:
    """Return whether there is paper above and below a line: strokes of letters that align are no line."""
    above = ink[max(top - 5, 0) : max(top - 2, 0), x0:x1]
    below = ink[bottom + 2 : bottom + 5, x0:x1]
    shares = [float(side.any(axis=0).mean()) for side in (above, below) if side.size]
    short = x1 - x0 < 8 * letter
    return max(shares, default=0.0) < (0.2 if short else 0.4) and sum(shares) < (0.25 if short else 0.5)


def without(
    grey: Grey, ink: Mask, ticks: list[TickBox], across: list[Segment], down: list[Segment]
) -> tuple[Grey, Mask]:
    """Return picture and ink with tick boxes and ruled lines white; letters that cross a line stay."""
    paint: npt.NDArray[np.uint8] = np.zeros_like(ink)
    for rule in across:
        paint[max(rule.top - 1, 0) : rule.bottom + 1, rule.x0 : rule.x1] |= 1
    for rule in down:
        paint[rule.top : rule.bottom, max(rule.x0 - 1, 0) : rule.x1 + 1] |= 2
    keep = np.zeros_like(ink)
    if across:
        keep |= _crossing(ink, np.asarray(paint & 1, np.uint8), (1, 0))
    if down:
        keep |= _crossing(ink, np.asarray((paint & 2) >> 1, np.uint8), (0, 1))
    paint = ((paint > 0) & (keep == 0)).astype(np.uint8)
    for tick in ticks:
        paint[max(tick.top - 2, 0) : tick.bottom + 2, max(tick.x0 - 2, 0) : tick.x1 + 2] = 1
    return np.where(paint > 0, 255, grey).astype(np.uint8), np.where(paint > 0, 0, ink).astype(np.uint8)


def _crossing(ink: Mask, band: Mask, way: tuple[int, int]) -> Mask:
    """Return the pixels of a band of lines that continue strokes on both of its sides."""
    outside = np.asarray(ink & (1 - band), np.uint8)
    # Strokes outside the band are drawn through it from either side; where both meet, a letter crosses.
    length = 9
    kernel = np.zeros((2 * length + 1, 2 * length + 1), np.uint8)
    if way[0]:
        kernel[:, length] = 1
        first, second = kernel.copy(), kernel.copy()
        first[length + 1 :] = 0
        second[:length] = 0
    else:
        kernel[length, :] = 1
        first, second = kernel.copy(), kernel.copy()
        first[:, length + 1 :] = 0
        second[:, :length] = 0
    one = np.asarray(cv2.dilate(outside, first), np.uint8)
    two = np.asarray(cv2.dilate(outside, second), np.uint8)
    return np.asarray(one & two & band, np.uint8)
