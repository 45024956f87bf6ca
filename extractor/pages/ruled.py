"""Finds the tables that are drawn with rules, from the smallest rectangles the rules close."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractor.pages.tables import DraftCell, DraftRow, DraftTable
from extractor.pages.tokens import Drawing, Rule, Token, strips_of

_TOLERANCE = 3.0
# A cell this long is a page laid out with a table, not a table of values.
_LAYOUT_LINES = 10


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
        for piece in _divided(rows, x1 - x0):
            if isinstance(piece, DraftRow):
                free += [t for c in piece.cells for line in c.lines for t in line.tokens]
                continue
            layout = any(len(c.lines) > _LAYOUT_LINES for row in piece for c in row.cells)
            upper = max(top, min(c.lines[0].top for c in piece[0].cells) - 2)
            lower = min(bottom, max(c.lines[-1].bottom for r in piece for c in r.cells) + 2)
            tables.append(DraftTable(x0, upper, x1, lower, tuple(piece), layout))
    return tables, free


def _divided(rows: Sequence[DraftRow], width: float) -> list[DraftRow | list[DraftRow]]:
    """Return the rows parted where a heading spans the table or the columns change; headings stand alone."""
    pieces: list[DraftRow | list[DraftRow]] = []
    for number, row in enumerate(rows):
        wide = len(row.cells) == 1 and row.cells[0].x1 - row.cells[0].x0 > 0.9 * width
        if wide and (row.bold or row.shade < 0.99) and number + 1 < len(rows) and len(row.cells[0].lines) < 3:
            pieces.append(row)
            continue
        last = pieces[-1] if pieces else None
        if isinstance(last, list) and (wide or _same_columns(last[-1], row)):
            last.append(row)
        else:
            pieces.append([row])
    return pieces


def _same_columns(above: DraftRow, row: DraftRow) -> bool:
    a, b = {round(x / 4) for x in above.edges[1:]}, {round(x / 4) for x in row.edges[1:]}
    if not a or not b:
        return True
    shared = sum(any(abs(x - y) <= 1 for y in b) for x in a)
    return shared >= 0.34 * min(len(a), len(b))


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
            shade = drawing.shade(x, y)
            drafts.append(DraftRow(tuple(cells), shade=shade, edges=tuple(f[0] for f in sorted(row))))
    return drafts
