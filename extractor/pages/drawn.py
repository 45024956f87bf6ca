"""Reads what is drawn on a PDF page besides text: rules, fills, small squares and marks, and images."""

from __future__ import annotations

import ctypes
import itertools
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from extractor.pages.geometry import Quad, upright
from extractor.pages.tokens import Drawing, Fill, Rule

_MAX_OBJECTS = 20000
_MAX_SEGMENTS = 400
# Up to this a drawn rectangle is a line; a tick box is a square between these sizes.
_THIN = 2.5
_TICK = (5.0, 17.0)


@dataclass(slots=True)
class Objects:
    """Page objects in user space."""

    lines: list[Quad] = field(default_factory=list)
    fills: list[tuple[Quad, float]] = field(default_factory=list)
    frames: list[Quad] = field(default_factory=list)
    marks: list[Quad] = field(default_factory=list)
    images: list[Quad] = field(default_factory=list)


def lightness(obj: Any) -> float:
    """Return how light a page object's fill is on white paper: 0 (black) to 1 (white or transparent)."""
    r, g, b, a = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(obj, r, g, b, a):
        return 0.0
    value = (0.299 * r.value + 0.587 * g.value + 0.114 * b.value) / 255
    return 1.0 - (1.0 - value) * a.value / 255


def read_objects(page: Any) -> Objects:
    """Return what is drawn on a pypdfium2 page, in user space, form XObjects included."""
    objects = Objects()
    identity = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    seen = 0
    stack: list[tuple[Any, Any, Any, tuple[float, ...], int]] = [
        (pdfium.FPDFPage_GetObject, pdfium.FPDFPage_CountObjects(page), page, identity, 0)
    ]
    while stack:
        getter, count, holder, matrix, depth = stack.pop()
        for index in range(count):
            seen += 1
            if seen > _MAX_OBJECTS:
                return objects
            obj = getter(holder, index)
            kind = pdfium.FPDFPageObj_GetType(obj)
            if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < 8:
                own = pdfium.FS_MATRIX()
                pdfium.FPDFPageObj_GetMatrix(obj, own)
                inner = _times((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
                stack.append(
                    (
                        pdfium.FPDFFormObj_GetObject,
                        pdfium.FPDFFormObj_CountObjects(obj),
                        obj,
                        inner,
                        depth + 1,
                    )
                )
            elif kind in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
                edges = [ctypes.c_float() for _ in range(4)]
                if pdfium.FPDFPageObj_GetBounds(obj, *edges):
                    quad = _mapped(tuple(e.value for e in edges), matrix)
                    if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                        objects.images.append(quad)
                    else:
                        _read_path(obj, quad, matrix, objects)
    return objects


def _times(a: tuple[float, ...], b: tuple[float, ...]) -> tuple[float, ...]:
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def _mapped(quad: tuple[float, ...], m: tuple[float, ...]) -> Quad:
    xs = [m[0] * x + m[2] * y + m[4] for x in (quad[0], quad[2]) for y in (quad[1], quad[3])]
    ys = [m[1] * x + m[3] * y + m[5] for x in (quad[0], quad[2]) for y in (quad[1], quad[3])]
    return min(xs), min(ys), max(xs), max(ys)


def _read_path(obj: Any, quad: Quad, matrix: tuple[float, ...], objects: Objects) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(obj, fill, stroke)
    if not (fill.value or stroke.value):
        return
    width, height = quad[2] - quad[0], quad[3] - quad[1]
    if min(width, height) <= _THIN:
        if max(width, height) > 0.3:
            objects.lines.append(quad)
        return
    small = max(width, height) <= _TICK[1]
    square = small and min(width, height) >= _TICK[0] and abs(width - height) < 0.25 * max(width, height)
    count = pdfium.FPDFPath_CountSegments(obj)
    points = _points(obj, matrix, count) if count <= _MAX_SEGMENTS else []
    if not _rectangular(points, quad):
        # A closed curve around nothing but itself may be a bullet or the mark in a tick box.
        if small:
            objects.marks.append(quad)
        objects.lines += _straight(points)
        return
    light = lightness(obj) if fill.value else 1.0
    if fill.value:
        objects.fills.append((quad, light))
    if square and (stroke.value or light > 0.9):
        objects.frames.append(quad)
    elif stroke.value or (light < 0.99 and height <= 60):
        objects.lines += _edges(quad)


def _points(obj: Any, matrix: tuple[float, ...], count: int) -> list[tuple[float, float, int]]:
    """Return the path's points in user space with their kinds; a closed figure returns to its start."""
    own = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(obj, own)
    m = _times((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float, int]] = []
    start: tuple[float, float] = (0.0, 0.0)
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(obj, index)
        if not segment or not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        kind = pdfium.FPDFPathSegment_GetType(segment)
        place = (m[0] * x.value + m[2] * y.value + m[4], m[1] * x.value + m[3] * y.value + m[5])
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = place
        points.append((*place, kind))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append((*start, pdfium.FPDF_SEGMENT_LINETO))
    return points


def _rectangular(points: list[tuple[float, float, int]], quad: Quad) -> bool:
    if not 4 <= len(points) <= 6:
        return False
    tolerance = _THIN
    return all(
        min(abs(x - quad[0]), abs(x - quad[2])) < tolerance
        and min(abs(y - quad[1]), abs(y - quad[3])) < tolerance
        for x, y, _ in points
    ) and all(
        abs(a[0] - b[0]) < 0.5 or abs(a[1] - b[1]) < 0.5
        for a, b in itertools.pairwise(points)
        if b[2] == pdfium.FPDF_SEGMENT_LINETO
    )


def _straight(points: list[tuple[float, float, int]]) -> list[Quad]:
    """Return the segments that run along an axis, as thin rectangles."""
    found: list[Quad] = []
    for (ax, ay, _), (bx, by, kind) in itertools.pairwise(points):
        if kind == pdfium.FPDF_SEGMENT_LINETO and (abs(ax - bx) < 0.5) != (abs(ay - by) < 0.5):
            found.append((min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))
    return found


def _edges(quad: Quad) -> list[Quad]:
    left, bottom, right, top = quad
    return [
        (left, bottom, right, bottom),
        (left, top, right, top),
        (left, bottom, left, top),
        (right, bottom, right, top),
    ]


def drawing_of(objects: Objects, turn: int) -> Drawing:
    """Return the rules and fills in the reading coordinates of text that runs at ``turn`` degrees."""
    across: list[Rule] = []
    down: list[Rule] = []
    for quad in objects.lines:
        x0, top, x1, bottom = upright(quad, turn)
        if x1 - x0 >= bottom - top:
            across.append(Rule((top + bottom) / 2, x0, x1))
        if bottom - top >= x1 - x0:
            down.append(Rule((x0 + x1) / 2, top, bottom))
    fills = tuple(Fill(*upright(quad, turn), light) for quad, light in objects.fills)
    return Drawing(tuple(across), tuple(down), fills)
