"""Puts the words of a page in reading order: columns of prose, tables and lines, from words and drawn rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from extractor.pages.tables import DraftTable, aligned_runs, joined_drawing, ruled_tables
from extractor.pages.tokens import Drawing, Strip, Token, strips_of

# A column of prose: at least this many lines a side, this many words a line, and this share of lines that are full.
_PROSE_LINES = 4
_PROSE_WORDS = 4
_PROSE_FULL = 0.55


@dataclass(frozen=True, slots=True)
class Flow:
    """Lines that follow one another in one column; ``column`` numbers the column within the page."""

    lines: tuple[Strip, ...]
    column: int


_Item = Strip | DraftTable


def arrange(tokens: Sequence[Token], drawing: Drawing) -> tuple[list[Flow | DraftTable], Drawing]:
    """Return the flows and tables of a page in reading order, and the drawing with its rules joined."""
    drawing = joined_drawing(drawing)
    tables, free = ruled_tables(tokens, drawing)
    return _arranged(tables, free, drawing, 0), drawing


def _arranged(
    tables: list[DraftTable], free: list[Token], drawing: Drawing, column: int
) -> list[Flow | DraftTable]:
    items = _ordered(tables, strips_of(free))
    parts: list[Flow | DraftTable] = []
    region = _prose_columns(items)
    if region is None:
        return _column(items, drawing, column)
    first, end, gutter = region
    left: list[_Item] = []
    right: list[_Item] = []
    for item in items[first:end]:
        if isinstance(item, DraftTable):
            (left if item.x1 <= gutter else right).append(item)
            continue
        for side, kept in ((left, True), (right, False)):
            words = tuple(t for t in item.tokens if (t.centre < gutter) is kept)
            if words:
                side.append(Strip(words))
    parts += _column(items[:first], drawing, column)
    parts += _column(left, drawing, column + 1)
    parts += _column(right, drawing, column + 2)
    rest = items[end:]
    tokens = [t for item in rest if isinstance(item, Strip) for t in item.tokens]
    return parts + _arranged([t for t in rest if isinstance(t, DraftTable)], tokens, drawing, column + 3)


def _ordered(tables: list[DraftTable], strips: list[Strip]) -> list[_Item]:
    """Return tables and lines from the top; a line beside a table comes before it (left) or after it (right)."""

    def key(item: _Item) -> tuple[float, float, float]:
        if isinstance(item, DraftTable):
            return item.top, 0.0, item.x0
        beside = next((t for t in tables if t.top < item.middle < t.bottom), None)
        if beside is None:
            return item.middle, 0.0, item.x0
        return beside.top, -1.0 if item.x0 < beside.x0 else 1.0, item.middle

    return sorted([*tables, *strips], key=key)


def _column(items: Sequence[_Item], drawing: Drawing, column: int) -> list[Flow | DraftTable]:
    """Return one column's items with its borderless tables found and layout tables opened up."""
    parts: list[Flow | DraftTable] = []
    pending: list[Strip] = []

    def flush() -> None:
        done = 0
        for first, end, table in aligned_runs(pending, drawing):
            if first > done:
                parts.append(Flow(tuple(pending[done:first]), column))
            parts.append(table)
            done = end
        if len(pending) > done:
            parts.append(Flow(tuple(pending[done:]), column))
        pending.clear()

    for item in items:
        if isinstance(item, Strip):
            pending.append(item)
            continue
        flush()
        if not item.layout:
            parts.append(item)
            continue
        for row in item.rows:
            for number, cell in enumerate(row.cells):
                parts += _column(cell.lines, drawing, 1000 + 100 * column + number)
    flush()
    return parts


def _prose_columns(items: list[_Item]) -> tuple[int, int, float] | None:
    """Return ``(first, end, gutter)`` of the first stretch of items set in two columns of prose, if there is one."""
    strips = [i for i in items if isinstance(i, Strip)]
    if len(strips) < _PROSE_LINES:
        return None
    segments = {id(s): s.segments() for s in strips}
    if sum(len(v) > 1 for v in segments.values()) < _PROSE_LINES and len(strips) < 2 * _PROSE_LINES:
        return None
    x0, x1 = min(s.x0 for s in strips), max(s.x1 for s in strips)
    best: tuple[int, int, float] | None = None
    for step in range(25, 76):
        gutter = x0 + (x1 - x0) * step / 100
        for first, end in _uncrossed(items, segments, gutter):
            trimmed = _prose(items, segments, first, end, gutter)
            if trimmed and (best is None or trimmed[1] - trimmed[0] > best[1] - best[0]):
                best = (*trimmed, gutter)
    return best


def _uncrossed(
    items: list[_Item], segments: dict[int, tuple[Strip, ...]], gutter: float
) -> list[tuple[int, int]]:
    """Return the stretches of items none of which crosses the gutter."""
    stretches: list[tuple[int, int]] = []
    start = None
    for index, item in enumerate(items):
        spans = segments[id(item)] if isinstance(item, Strip) else (item,)
        if any(s.x0 < gutter + 2 and s.x1 > gutter - 2 for s in spans):
            if start is not None:
                stretches.append((start, index))
            start = None
        elif start is None:
            start = index
    if start is not None:
        stretches.append((start, len(items)))
    return [s for s in stretches if s[1] - s[0] >= _PROSE_LINES]


def _prose(
    items: list[_Item], segments: dict[int, tuple[Strip, ...]], first: int, end: int, gutter: float
) -> tuple[int, int] | None:
    """Return the stretch cut to where both sides stand beside each other, or None when it is not prose."""
    left: list[tuple[int, Strip]] = []
    right: list[tuple[int, Strip]] = []
    for index in range(first, end):
        item = items[index]
        if isinstance(item, Strip):
            for segment in segments[id(item)]:
                (left if segment.x1 <= gutter else right).append((index, segment))
    if len(left) < _PROSE_LINES or len(right) < _PROSE_LINES:
        return None
    low = max(left[0][0], right[0][0]) if abs(left[0][1].middle - right[0][1].middle) > 40 else first
    if not (_filled([s for _, s in left]) and _filled([s for _, s in right])):
        return None
    # What stands below the shorter column, after a gap, belongs to neither.
    for index in range(max(low, min(left[-1][0], right[-1][0])) + 1, end):
        above, here = items[index - 1], items[index]
        if here.top - above.bottom > 1.5 * (here.bottom - here.top):
            end = index
            break
    return low, end


def _filled(lines: list[Strip]) -> bool:
    """Return whether most lines are whole lines of running text that reach the side's right margin."""
    if median(len(s.tokens) for s in lines) < _PROSE_WORDS:
        return False
    x0, x1 = min(s.x0 for s in lines), max(s.x1 for s in lines)
    full = sum(s.x1 > x1 - 0.22 * (x1 - x0) for s in lines)
    return full >= _PROSE_FULL * len(lines)
