"""Turns pdfium's user-space rectangles into page coordinates and into those in which text is upright."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from extractor.model.document import Box

Quad = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's size as shown, its clockwise rotation, and the user space shown (left bottom right top)."""

    width: float
    height: float
    rotation: int
    crop: Quad

    def box(self, quad: Quad) -> Box:
        """Return a user-space rectangle (left, bottom, right, top) in page coordinates."""
        left, bottom, right, top = quad
        x0, y0, x1, y1 = self.crop
        if self.rotation == 90:
            return Box(bottom - y0, left - x0, top - y0, right - x0)
        if self.rotation == 180:
            return Box(x1 - right, bottom - y0, x1 - left, top - y0)
        if self.rotation == 270:
            return Box(y1 - top, x1 - right, y1 - bottom, x1 - left)
        return Box(left - x0, y1 - top, right - x0, y1 - bottom)

    def quad(self, box: Box) -> Quad:
        """Return a rectangle in page coordinates in user space: the inverse of ``box``."""
        x0, y0, x1, y1 = self.crop
        if self.rotation == 90:
            return box.top + x0, box.x0 + y0, box.bottom + x0, box.x1 + y0
        if self.rotation == 180:
            return x1 - box.x1, box.top + y0, x1 - box.x0, box.bottom + y0
        if self.rotation == 270:
            return x1 - box.bottom, y1 - box.x1, x1 - box.top, y1 - box.x0
        return box.x0 + x0, y1 - box.bottom, box.x1 + x0, y1 - box.top


def upright(quad: Quad, turn: int) -> Quad:
    """Return (x0, top, x1, bottom) of a user-space rectangle with text at ``turn`` degrees set upright."""
    left, bottom, right, top = quad
    if turn == 90:
        return bottom, left, top, right
    if turn == 180:
        return -right, bottom, -left, top
    if turn == 270:
        return -top, -right, -bottom, -left
    return left, -top, right, -bottom


def read_sheet(page: Any) -> Sheet:
    """Return the geometry of a pypdfium2 page."""
    width, height = page.get_size()
    media = page.get_mediabox()
    crop = page.get_cropbox() or media
    x0, y0 = max(media[0], crop[0]), max(media[1], crop[1])
    x1, y1 = min(media[2], crop[2]), min(media[3], crop[3])
    if x1 <= x0 or y1 <= y0:
        x0, y0, x1, y1 = media
    return Sheet(width, height, page.get_rotation(), (x0, y0, x1, y1))
