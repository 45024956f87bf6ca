"""Prepares a page's picture for reading: even background, ink, no specks or edges; finds skew and turn."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractor.pages.image import Grey

Mask = npt.NDArray[np.uint8]
"""Ink as 1, paper as 0."""

_MAX_SKEW = 6.0
# Pages that lean less than this many degrees are left as they are.
LEVEL = 0.12


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A picture with even background, its ink, and the usual height of its letters in pixels (0: none)."""

    grey: Grey
    ink: Mask
    letter: float


def clean(grey: Grey) -> Cleaned:
    """Return the picture with even background and without specks and black edges."""
    even = _even(grey)
    ink = _ink(even)
    count, labels, stats = components(ink)
    if count <= 1:
        return Cleaned(even, ink, 0.0)
    letter = _letter_height(stats)
    drop = _edges(stats, ink.shape) | _specks(labels, stats, letter)
    if drop.any():
        ink = np.where(drop[labels], 0, ink).astype(np.uint8)
        # What goes takes its grey fringe with it.
        gone = cv2.dilate(drop[labels].astype(np.uint8), np.ones((3, 3), np.uint8))
        even = np.where((gone > 0) & (ink == 0), 255, even).astype(np.uint8)
    return Cleaned(even, ink, letter)


def components(ink: Mask) -> tuple[int, npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Return how many stretches of joined ink there are (0 is paper), which is at each pixel, and boxes.

    A box is (left, top, width, height, pixels).
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    return count, np.asarray(labels, np.int32), np.asarray(stats, np.int32)


def _even(grey: Grey) -> Grey:
    """Return the picture with its paper white and its ink black, whatever the light."""
    low, high = np.percentile(grey[::4, ::4], (0.5, 60))
    if high >= 250 and low < 60 and np.mean((grey[::4, ::4] > 20) & (grey[::4, ::4] < 235)) < 0.12:
        return grey
    small = cv2.resize(grey, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8)), 9)
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    flat = grey.astype(np.float32) / np.maximum(paper, 40) * 255
    # Noise of the paper is cut off above, and the darkest ink made black.
    dark = float(np.percentile(flat[::3, ::3], 0.4))
    dark = min(max(dark, 0.0), 200.0)
    light = 238.0
    return np.asarray(np.clip((flat - dark) * (255.0 / max(light - dark, 30.0)), 0, 255), np.uint8)


def _ink(even: Grey) -> Mask:
    level, _ = cv2.threshold(even, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    return (even < min(max(level, 110.0), 190.0)).astype(np.uint8)


def _letter_height(stats: npt.NDArray[np.int32]) -> float:
    heights, widths = stats[1:, cv2.CC_STAT_HEIGHT], stats[1:, cv2.CC_STAT_WIDTH]
    letters = (heights >= 7) & (heights <= 90) & (widths <= 90) & (widths >= 2) & (heights < 6 * widths)
    return float(np.median(heights[letters])) if letters.sum() >= 3 else 0.0


def _edges(stats: npt.NDArray[np.int32], shape: tuple[int, ...]) -> npt.NDArray[np.bool_]:
    """Return which components are the black or dotted edges of the glass: long ones that touch the border."""
    left, top = stats[:, cv2.CC_STAT_LEFT], stats[:, cv2.CC_STAT_TOP]
    width, height = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    touches = (left <= 1) | (top <= 1) | (left + width >= shape[1] - 1) | (top + height >= shape[0] - 1)
    drop = touches & ((width > 0.25 * shape[1]) | (height > 0.25 * shape[0]))
    drop[0] = False
    return np.asarray(drop, np.bool_)


def _specks(
    labels: npt.NDArray[np.int32], stats: npt.NDArray[np.int32], letter: float
) -> npt.NDArray[np.bool_]:
    """Return which components are specks: small ones far from any letter, so that points and dots stay."""
    size = letter or 12.0
    area, height, width = (stats[:, c] for c in (cv2.CC_STAT_AREA, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_WIDTH))
    longest = np.maximum(height, width)
    solid = (area >= 12) & (longest >= max(0.4 * size, 6))
    solid[0] = False
    reach = max(round(0.7 * size), 4)
    near = cv2.dilate(solid[labels].astype(np.uint8), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    close = np.bincount(labels.ravel(), weights=near.ravel(), minlength=len(stats)) > 0
    tiny = (area <= 2) & (size >= 12)
    drop = ~solid & (longest < max(0.4 * size, 5)) & (~close | tiny)
    drop[0] = False
    return np.asarray(drop, np.bool_)


def lean(ink: Mask) -> tuple[float, float]:
    """Return by how many degrees (up to 6) lines fall to the right, and how clearly ink falls into lines.

    The second value compares a picture with itself on its side; it has no unit.
    """
    step = max(1, round(max(ink.shape) / 1600))
    ys, xs = np.nonzero(ink[::step, ::step])
    if len(ys) < 60:
        return 0.0, 0.0
    if len(ys) > 60000:
        pick = np.random.default_rng(0).choice(len(ys), 60000, replace=False)
        ys, xs = ys[pick], xs[pick]
    height = ink.shape[0] // step

    def sharpness(angle: float) -> float:
        rows = ys - xs * np.tan(np.radians(angle))
        counts = np.bincount((rows - rows.min()).astype(np.int64), minlength=height).astype(np.float64)
        return float(np.sum(np.diff(counts) ** 2))

    best = 0.0
    for width, fine in ((_MAX_SKEW, 0.5), (0.5, 0.1), (0.1, 0.03)):
        angles = np.arange(best - width, best + width + fine / 2, fine)
        best = float(max(angles, key=lambda a: (sharpness(float(a)), -abs(a))))
    sharp, level = sharpness(best), sharpness(0.0)
    # A page without lines has no sharper angle than the level one.
    return (best, sharp) if sharp > 1.08 * level else (0.0, level)


@dataclass(frozen=True, slots=True)
class Turn:
    """How a picture is turned to be read: clockwise quarter turns, then ``skew`` degrees the other way."""

    quarters: int
    skew: float
    width: int
    height: int

    def apply(self, grey: Grey, fill: int = 255) -> Grey:
        """Return the picture of the page (``width`` x ``height``), turned."""
        turned = np.ascontiguousarray(np.rot90(grey, -self.quarters))
        if not self.skew:
            return turned
        height, width = turned.shape[:2]
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), self.skew, 1.0)
        flags = cv2.INTER_LINEAR
        return np.asarray(
            cv2.warpAffine(turned, matrix, (width, height), flags=flags, borderValue=(fill,)), np.uint8
        )

    def back(self, x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
        """Return the upright rectangle of the page that holds a rectangle of the turned picture (pixels)."""
        wide, high = (self.height, self.width) if self.quarters % 2 else (self.width, self.height)
        points = np.array([[x0, top], [x1, top], [x1, bottom], [x0, bottom]], np.float64)
        if self.skew:
            # Along a leaning line the box of a word stays as high as the word.
            angle = np.radians(self.skew)
            cx, cy = (x0 + x1) / 2 - wide / 2, (top + bottom) / 2 - high / 2
            mx = cx * np.cos(angle) - cy * np.sin(angle) + wide / 2
            my = cx * np.sin(angle) + cy * np.cos(angle) + high / 2
            w, h = (x1 - x0) / 2, (bottom - top) / 2
            h += min(0.5 * w * abs(float(np.sin(angle))), 0.35 * h)
            points = np.array([[mx - w, my - h], [mx + w, my + h]])
        xs, ys = points[:, 0], points[:, 1]
        for _ in range(self.quarters):
            # One quarter counter-clockwise; a turned picture is as wide as the page is high.
            xs, ys = ys, wide - xs
            wide, high = high, wide
        return float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max())
