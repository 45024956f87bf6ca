"""Puts the words of a page in reading order: columns of prose, tables and lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from extractor.pages.aligned import aligned_runs
from extractor.pages.ruled import joined_drawing, ruled_tables
from extractor.pages.tables import DraftTable
from extractor.pages.tokens import Drawing, Strip, Token, strips_of

# Columns of prose: this many lines a side or more, words in a line, and share of lines that are full.
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
    region = _prose_columns(items, drawing)
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
    """Return tables and lines from the top; a line left of a table comes before it, one right of it after."""

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
    return _rejoined(parts)


def _rejoined(parts: list[Flow | DraftTable]) -> list[Flow | DraftTable]:
    """Return the parts with a header that is ruled by itself put onto the table that stands under it."""
    joined: list[Flow | DraftTable] = []
    for part in parts:
        above = joined[-1] if joined else None
        if (
            isinstance(part, DraftTable)
            and isinstance(above, DraftTable)
            and len(above.rows) == 1
            and len(above.rows[0].cells) > 1
            and not (above.layout or part.layout)
            and 0 <= part.top - above.bottom + 3 < 14
            and min(part.x1, above.x1) - max(part.x0, above.x0) > 0.6 * (above.x1 - above.x0)
        ):
            x0, x1 = min(part.x0, above.x0), max(part.x1, above.x1)
            joined[-1] = DraftTable(x0, above.top, x1, part.bottom, above.rows + part.rows)
        else:
            joined.append(part)
    return joined


def _parted_columns(
    items: list[_Item], segments: dict[int, tuple[Strip, ...]], drawing: Drawing
) -> tuple[int, int, float] | None:
    """Return the stretch beside a long vertical rule that parts two texts, as a side bar and a note."""
    for rule in drawing.down:
        beside = [
            i
            for i, item in enumerate(items)
            if rule.start - 2 <= (item.top + item.bottom) / 2 <= rule.end + 2
        ]
        if rule.end - rule.start < 150 or len(beside) < 2 * _PROSE_LINES:
            continue
        first, end = beside[0], beside[-1] + 1
        if len(beside) == end - first and (first, end) in _uncrossed(items[:end], segments, rule.at, first):
            left, right = _sides(items, segments, first, end, rule.at)
            if min(len(left), len(right)) >= 3 and _level(left, right) < 0.8:
                return first, end, rule.at
    return None


def _sides(
    items: list[_Item], segments: dict[int, tuple[Strip, ...]], first: int, end: int, gutter: float
) -> tuple[list[tuple[int, Strip]], list[tuple[int, Strip]]]:
    left: list[tuple[int, Strip]] = []
    right: list[tuple[int, Strip]] = []
    for index in range(first, end):
        item = items[index]
        if isinstance(item, Strip):
            for segment in segments[id(item)]:
                (left if segment.x1 <= gutter else right).append((index, segment))
    return left, right


def _level(left: list[tuple[int, Strip]], right: list[tuple[int, Strip]]) -> float:
    """Return the share of the shorter side's lines that stand to the other's lines as another of them does.

    All of them in a table or beside margin labels, few where two texts run at their own pace.
    """
    short, long = sorted((left, right), key=len)
    offsets = [min((s.middle - o.middle for _, o in long), key=abs) for _, s in short]
    return sum(sum(abs(o - other) < 0.6 for other in offsets) > 1 for o in offsets) / len(offsets)


def _prose_columns(items: list[_Item], drawing: Drawing) -> tuple[int, int, float] | None:
    """Return ``(first, end, gutter)`` of the longest stretch set in two columns of prose, if any."""
    strips = [i for i in items if isinstance(i, Strip)]
    if len(strips) < _PROSE_LINES:
        return None
    segments = {id(s): s.segments() for s in strips}
    x0, x1 = min(s.x0 for s in strips), max(s.x1 for s in strips)
    starts = sum(segment.x0 > x0 + 0.1 * (x1 - x0) for v in segments.values() for segment in v)
    if starts < _PROSE_LINES:
        return None
    parted = _parted_columns(items, segments, drawing)
    if parted is not None:
        return parted
    best: tuple[int, int, float] | None = None
    for step in range(10, 91):
        gutter = x0 + (x1 - x0) * step / 100
        for first, end in _uncrossed(items, segments, gutter):
            trimmed = _prose(items, segments, first, end, gutter)
            if trimmed and (best is None or trimmed[1] - trimmed[0] > best[1] - best[0]):
                best = (*trimmed, gutter)
    return best


def _uncrossed(
    items: list[_Item], segments: dict[int, tuple[Strip, ...]], gutter: float, first: int = 0
) -> list[tuple[int, int]]:
    """Return the stretches of items, from ``first`` on, none of which crosses the gutter."""
    stretches: list[tuple[int, int]] = []
    start = None
    for index, item in enumerate(items[first:], first):
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
    left, right = _sides(items, segments, first, end, gutter)
    if len(left) < _PROSE_LINES or len(right) < _PROSE_LINES:
        return None
    low = max(left[0][0], right[0][0]) if abs(left[0][1].middle - right[0][1].middle) > 40 else first
    prose = [_filled([s for _, s in side]) for side in (left, right)]
    # Two texts beside each other run at their own heights, cells of a row do not.
    if not (all(prose) or (any(prose) and _level(left, right) < 0.5)):
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
