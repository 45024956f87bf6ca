"""Finds the tables that are drawn without rules, from lines whose words stand in the same columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.pages.tables import DraftCell, DraftRow, DraftTable
from extractor.pages.tokens import Drawing, Strip, strips_of

_DASHES = re.compile(r"^[-_=+|.]{3,}$")
_DIGIT = re.compile(r"\d")


@dataclass(slots=True)
class _Run:
    """Lines that stand in the same columns, as they are gathered."""

    columns: list[tuple[float, float]]
    lines: list[tuple[Strip, tuple[Strip, ...]]]


def _merged(intervals: Iterable[tuple[float, float]], gutter: float) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for x0, x1 in sorted(intervals):
        if merged and x0 - merged[-1][1] < gutter:
            merged[-1] = (merged[-1][0], max(merged[-1][1], x1))
        else:
            merged.append((x0, x1))
    return merged


def _fits(run: _Run, segments: tuple[Strip, ...], size: float) -> list[tuple[float, float]] | None:
    """Return the run's columns widened by a line's segments, or None when the line does not keep to them."""
    columns = _merged([*run.columns, *((s.x0, s.x1) for s in segments)], 0.5 * size)
    if len(columns) < len(run.columns) or len(columns) < 2:
        return None
    homes = {next(k for k, c in enumerate(columns) if c[0] <= s.x0 <= c[1]) for s in segments}
    if len(homes) < len(segments):
        return None
    if len(segments) == 1:
        return columns if len(columns) == len(run.columns) else None
    return columns


def aligned_runs(strips: Sequence[Strip], drawing: Drawing) -> list[tuple[int, int, DraftTable]]:
    """Return ``(first, end, table)`` for each run of lines whose words stand in the same columns."""
    found: list[tuple[int, int, DraftTable]] = []
    parts = [s.segments() for s in strips]
    i = 0
    while i < len(strips):
        if len(parts[i]) < 2:
            i += 1
            continue
        run = _Run([(s.x0, s.x1) for s in parts[i]], [(strips[i], parts[i])])
        j = i + 1
        while j < len(strips):
            strip, previous = strips[j], strips[j - 1]
            if strip.middle - previous.middle > 2.6 * max(strip.size, previous.size):
                break
            if len(parts[j]) == 1 and strip.bold and not previous.bold:
                break
            if _shade(strip, drawing) < 0.9 <= _shade(previous, drawing):
                break
            if not _ruler(strip):
                columns = _fits(run, parts[j], strip.size)
                if columns is None:
                    break
                run.columns = columns
            run.lines.append((strip, parts[j]))
            j += 1
        while len(run.lines) > 1 and (_ruler(run.lines[-1][0]) or _stray(run, len(run.lines) - 1)):
            run.lines.pop()
        full = sum(len(segments) > 1 and not _ruler(strip) for strip, segments in run.lines)
        if full >= 3 or (full == 2 and len(run.columns) >= 3):
            end = i + len(run.lines)
            found.append((i, end, _aligned_table(run, drawing)))
            i = end
        else:
            i += 1
    return found


def _ruler(strip: Strip) -> bool:
    return all(_DASHES.match(t.text) for t in strip.tokens)


def _stray(run: _Run, index: int) -> bool:
    """Return whether a line of one segment ends the run in its first column: text below the table."""
    _, segments = run.lines[index]
    return len(segments) == 1 and segments[0].x0 < run.columns[0][1]


def _aligned_table(run: _Run, drawing: Drawing) -> DraftTable:
    edges = [c[0] for c in run.columns] + [max(s.x1 for s, _ in run.lines) + 1]
    rows: list[list[list[Strip]]] = []
    apart: list[bool] = []
    starts = _row_starts(run)
    previous: Strip | None = None
    for number, (strip, segments) in enumerate(run.lines):
        if _ruler(strip):
            rows.append([[strip], *([] for _ in run.columns[1:])])
            apart.append(True)
            previous = None
            continue
        cells: list[list[Strip]] = [[] for _ in run.columns]
        for segment in segments:
            column = max(k for k, x in enumerate(edges[:-1]) if segment.x0 >= x - 1)
            cells[column].append(segment)
        if starts:
            wrapped = number not in starts
        else:
            wrapped = previous is not None and _wraps(rows, cells, previous, strip, drawing)
        if wrapped:
            for old, new in zip(rows[-1], cells, strict=True):
                old.extend(new)
        else:
            rows.append(cells)
            apart.append(False)
        previous = strip
    drafts = tuple(
        DraftRow(
            tuple(DraftCell(edges[k], edges[k + 1], _stacked(c)) for k, c in enumerate(row) if c),
            apart=dashes,
            shade=min(_shade(s, drawing) for c in row for s in c),
        )
        for row, dashes in zip(rows, apart, strict=True)
    )
    strips = [s for s, _ in run.lines]
    return DraftTable(
        min(s.x0 for s in strips), strips[0].top, max(s.x1 for s in strips), strips[-1].bottom, drafts
    )


def _shade(strip: Strip, drawing: Drawing) -> float:
    return drawing.shade(strip.tokens[0].centre, strip.middle)


def _row_starts(run: _Run) -> set[int]:
    """Return the numbers of the lines that start a row, where rows stand further apart than their lines.

    Empty when they do not: then the words of the lines must tell. A cell may be taller than the others of
    its row and start above them.
    """
    lines = [s for s, _ in run.lines]
    if len(lines) < 3 or any(_ruler(s) for s in lines):
        return set()
    steps = [b.middle - a.middle for a, b in pairwise(lines)]
    limit = 1.35 * max(s.size for s in lines)
    within, between = [s for s in steps if s <= limit], [s for s in steps if s > limit]
    if not within or not between or min(between) < 1.2 * max(within):
        return set()
    starts = [0, *(i + 1 for i, s in enumerate(steps) if s > limit)]
    for first, end in pairwise([*starts, len(lines)]):
        rows = [segments for _, segments in run.lines[first:end] if segments[0].x0 < run.columns[0][1]]
        if not rows or sum(len(segments) > 1 for segments in rows) > 1:
            return set()
    return set(starts)


def _stacked(segments: list[Strip]) -> tuple[Strip, ...]:
    """Return a cell's segments as lines; those side by side become one line again."""
    return tuple(strips_of(t for s in segments for t in s.tokens))


def _wraps(
    rows: list[list[list[Strip]]], cells: list[list[Strip]], above: Strip, strip: Strip, drawing: Drawing
) -> bool:
    """Return whether a line goes on with the cells of the row above it."""
    if drawing.parted(above.middle, strip.middle, strip.x0, strip.x1):
        return False
    if strip.middle - above.middle > 1.45 * strip.size:
        return False
    filled = [k for k, c in enumerate(cells) if c]
    if any(not rows[-1][k] for k in filled):
        return False
    text = " ".join(s.text for c in cells for s in c)
    if filled[0] > 0:
        header = len(rows) == 1 and not _DIGIT.search(text)
        return len(filled) == 1 or header or text[:1].islower()
    return len(filled) == 1 and text[:1].islower()
