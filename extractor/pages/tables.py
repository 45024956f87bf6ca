"""Finds the tables of a page, from drawn rules or from words that stand in columns, as rows of cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.pages.tokens import Drawing, Rule, Strip, Token, strips_of

_TOLERANCE = 3.0
_DASHES = re.compile(r"^[-_=+|.]{3,}$")
_DIGIT = re.compile(r"\d")
# A cell this long is a page laid out with a table, not a table of values.
_LAYOUT_LINES = 10


@dataclass(frozen=True, slots=True)
class DraftCell:
    """The lines of a cell and how far its column reaches."""

    x0: float
    x1: float
    lines: tuple[Strip, ...]

    @property
    def text(self) -> str:
        """Return the words joined by blanks."""
        return " ".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class DraftRow:
    """The cells that hold words, from left to right; ``apart`` marks a drawn-with-dashes rule between rows."""

    cells: tuple[DraftCell, ...]
    apart: bool = False
    shaded: bool = False

    @property
    def bold(self) -> bool:
        """Return whether all its words are bold."""
        return all(line.bold for cell in self.cells for line in cell.lines)

    @property
    def text(self) -> str:
        """Return the cells joined by blanks."""
        return " ".join(cell.text for cell in self.cells)


@dataclass(frozen=True, slots=True)
class DraftTable:
    """A table: its frame in reading coordinates and its rows; ``layout`` if it only arranges running text."""

    x0: float
    top: float
    x1: float
    bottom: float
    rows: tuple[DraftRow, ...]
    layout: bool = False


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Return rules with near ones on the same level made one and broken or dashed ones closed."""
    levels: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda r: (r.at, r.start)):
        if levels and rule.at - levels[-1][-1].at < 1.2 and rule.at - levels[-1][0].at < 2.4:
            levels[-1].append(rule)
        else:
            levels.append([rule])
    joined: list[Rule] = []
    for level in levels:
        at = sum(r.at for r in level) / len(level)
        start, end = None, 0.0
        for rule in sorted(level, key=lambda r: r.start):
            if start is None:
                start, end = rule.start, rule.end
            elif rule.start <= end + _TOLERANCE + 1:
                end = max(end, rule.end)
            else:
                joined.append(Rule(at, start, end))
                start, end = rule.start, rule.end
        if start is not None:
            joined.append(Rule(at, start, end))
    return [r for r in joined if r.end - r.start > 6]


def joined_drawing(drawing: Drawing) -> Drawing:
    """Return the drawing with pieces of one rule put together and marks too short for a rule left out."""
    return Drawing(tuple(_joined(drawing.across)), tuple(_joined(drawing.down)), drawing.fills)


_Frame = tuple[float, float, float, float]


def _frames(across: Sequence[Rule], down: Sequence[Rule]) -> list[_Frame]:
    """Return the smallest closed rectangles (x0, top, x1, bottom) that the rules form."""
    t = _TOLERANCE
    at: dict[int, list[int]] = {}
    for i, h in enumerate(across):
        crossing = [
            j
            for j, v in enumerate(down)
            if h.start - t <= v.at <= h.end + t and v.start - t <= h.at <= v.end + t
        ]
        at[i] = crossing
    crossed = {i: set(js) for i, js in at.items()}
    frames: list[_Frame] = []
    for i, h in enumerate(across):
        for position, j in enumerate(at[i]):
            found = None
            for low in range(i + 1, len(across)):
                if j not in crossed[low] or across[low].at - h.at < t:
                    continue
                if across[low].at > down[j].end + t:
                    break
                right = next(
                    (k for k in at[i][position + 1 :] if k in crossed[low] and down[k].at - down[j].at > t),
                    None,
                )
                if right is not None:
                    found = (down[j].at, h.at, down[right].at, across[low].at)
                    break
            if found:
                frames.append(found)
    return frames


def _connected(frames: list[_Frame]) -> list[list[_Frame]]:
    """Return the frames in groups that touch."""
    groups: list[list[_Frame]] = []
    for frame in sorted(frames, key=lambda f: (f[1], f[0])):
        touching = [g for g in groups if any(_touch(frame, other) for other in g)]
        merged = [frame]
        for group in touching:
            merged = group + merged
            groups.remove(group)
        groups.append(merged)
    return groups


def _touch(a: _Frame, b: _Frame) -> bool:
    t = _TOLERANCE
    across = min(a[2], b[2]) - max(a[0], b[0])
    down = min(a[3], b[3]) - max(a[1], b[1])
    return across > -t and down > -t and (across > t or down > t)


def ruled_tables(tokens: Sequence[Token], drawing: Drawing) -> tuple[list[DraftTable], list[Token]]:
    """Return the tables drawn with rules and the tokens outside them; the drawing must have joined rules."""
    tables: list[DraftTable] = []
    free = list(tokens)
    for frames in _connected(_frames(drawing.across, drawing.down)):
        if len({round(f[0] / 4) for f in frames}) < 2:
            continue
        held: dict[_Frame, list[Token]] = {f: [] for f in frames}
        outside: list[Token] = []
        for token in free:
            home = next(
                (f for f in frames if f[0] - 1 <= token.centre <= f[2] + 1 and f[1] <= token.middle <= f[3]),
                None,
            )
            (held[home] if home else outside).append(token)
        rows = _framed_rows(held, drawing)
        if not any(len(row.cells) > 1 for row in rows):
            continue
        free = outside
        x0, top = min(f[0] for f in frames), min(f[1] for f in frames)
        x1, bottom = max(f[2] for f in frames), max(f[3] for f in frames)
        layout = any(len(c.lines) > _LAYOUT_LINES for row in rows for c in row.cells)
        tables.append(DraftTable(x0, top, x1, bottom, tuple(rows), layout))
    return tables, free


def _framed_rows(held: dict[_Frame, list[Token]], drawing: Drawing) -> list[DraftRow]:
    rows: list[list[_Frame]] = []
    for frame in sorted(held, key=lambda f: (f[1], f[0])):
        if rows and frame[1] - rows[-1][0][1] < _TOLERANCE:
            rows[-1].append(frame)
        else:
            rows.append([frame])
    drafts: list[DraftRow] = []
    for row in rows:
        cells = [DraftCell(f[0], f[2], tuple(strips_of(held[f]))) for f in sorted(row) if held[f]]
        if cells:
            x, y = (row[0][0] + row[0][2]) / 2, (row[0][1] + row[0][3]) / 2
            shaded = any(0.15 < f.light < 0.99 and f.holds(x, y) for f in drawing.fills)
            drafts.append(DraftRow(tuple(cells), shaded=shaded))
    return drafts


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
    previous: Strip | None = None
    for strip, segments in run.lines:
        if _ruler(strip):
            rows.append([[strip], *([] for _ in run.columns[1:])])
            apart.append(True)
            previous = None
            continue
        cells: list[list[Strip]] = [[] for _ in run.columns]
        for segment in segments:
            column = max(k for k, x in enumerate(edges[:-1]) if segment.x0 >= x - 1)
            cells[column].append(segment)
        if previous is not None and _wraps(rows, cells, previous, strip, drawing):
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
        )
        for row, dashes in zip(rows, apart, strict=True)
    )
    strips = [s for s, _ in run.lines]
    return DraftTable(
        min(s.x0 for s in strips), strips[0].top, max(s.x1 for s in strips), strips[-1].bottom, drafts
    )


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


def header_rows(table: DraftTable) -> int:
    """Return how many of the first rows name the columns below them (0 when the table has no header)."""
    rows = [r for r in table.rows if not r.apart]
    if len(rows) < 2 or table.layout:
        return 0
    dashed = next((i for i, r in enumerate(table.rows) if r.apart), 0)
    if 0 < dashed <= 3 and not any(r.apart for r in table.rows[:dashed]):
        return dashed
    count = 0
    for row, after in pairwise(rows[:4]):
        if not _names(row):
            break
        styled = (row.bold and not all(r.bold for r in rows)) or (
            row.shaded and not all(r.shaded for r in rows)
        )
        plain = not styled and count == 0 and _heads(row, rows[1:])
        if not (styled or plain):
            break
        count += 1
        if plain or not (after.bold or after.shaded):
            break
    # A spanning title above the header names no column.
    return count if count and any(len(r.cells) > 1 for r in rows[:count]) else 0


def _names(row: DraftRow) -> bool:
    return not any(c.text.endswith(":") or (": " in c.text and len(c.text) > 24) for c in row.cells)


def _heads(row: DraftRow, body: Sequence[DraftRow]) -> bool:
    """Return whether an unstyled first row names columns: it holds no number where rows below it do."""
    if len(row.cells) < 2 or any(
        _DIGIT.search(c.text) and not re.search(r"\(.*\)|\bday|week", c.text) for c in row.cells
    ):
        return False
    widest = max(len(r.cells) for r in body)
    if len(row.cells) < min(widest, 2) or len(row.cells) + 1 < widest:
        return False
    numeric = 0
    for cell in row.cells[1:]:
        below = [c for r in body for c in r.cells if c.x0 < cell.x1 and c.x1 > cell.x0]
        numeric += bool(below) and sum(bool(_DIGIT.search(c.text)) for c in below) * 2 >= len(below)
    ticks = {
        "yes",
        "no",
        "n/a",
        "result",
        "answer",
        "response",
        "score",
        "value",
        "status",
        "comment",
        "comments",
    }
    return numeric > 0 or any(c.text.lower() in ticks for c in row.cells)
