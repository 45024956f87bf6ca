"""Makes a page from a bare passage: lines, paragraphs, mended words, tables set with blanks, tabs or bars."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.model.document import Box, Cell, Line, Page, Row, Word

_NOWHERE = Box(0.0, 0.0, 0.0, 0.0)
_BREAKS = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_BAR = re.compile(r"\s*\|\s*")
_GAP = re.compile(r"\t+ *| {2,}\t*| \t+")
_RULER = re.compile(r"^[\s|+:=_-]*[-=_]{2,}[\s|+:=_-]*$")
_LABEL = re.compile(r"^(?:[A-Z][\w/&'().-]*\s+){0,4}[A-Z(]?[\w/&'().-]*:(?:\s|$)")
_ITEM = re.compile(r"^(?:\(?\d{1,2}[.)]|\(?[A-Za-z][.)]|[•●▪■○‣·*–—-]|[☐☑☒]|\[\s?[xX]?\s?\])\s")
_WRAP = 40


@dataclass(frozen=True, slots=True)
class _Raw:
    """A line's parts between column gaps, how they are parted ('' if not), and if a blank line precedes."""

    parts: tuple[str, ...]
    parted: str
    starts: tuple[int, ...]
    after_blank: bool

    @property
    def text(self) -> str:
        return (" | " if self.parted == "|" else " ").join(self.parts)

    @property
    def ruler(self) -> bool:
        return bool(_RULER.match(self.text))


def page_from_text(text: str, number: int = 1) -> Page:
    """Return a page with the passage's lines; its words have no place (empty boxes) and the page no size."""
    from extractor.pages.glyphs import glyph

    raws: list[_Raw] = []
    blank = False
    for line in _BREAKS.split(text):
        clean = "".join("\t" if c == "\t" else " " if c.isspace() else glyph(c) for c in line)
        clean = re.sub("[\u200b\u200c\u200d\u2060\ufeff]", "", clean)
        if clean.strip():
            raws.append(_raw(clean, blank))
            blank = False
        else:
            blank = bool(raws)
    tables = _tables(raws)
    inside = {i for first, end in tables for i in range(first, end)}
    flags = [
        i > 0 and i not in inside and i - 1 not in inside and _continues(raws, i) for i in range(len(raws))
    ]
    lines = _mended([r.text for r in raws], flags)
    return _page(raws, lines, flags, tables, number)


def _raw(line: str, blank: bool) -> _Raw:
    stripped = line.strip()
    bars = stripped.count("|") >= 1 and (" | " in stripped or stripped.startswith("|"))
    splitter = _BAR if bars else _GAP
    parts: list[str] = []
    starts: list[int] = []
    at = len(line) - len(line.lstrip())
    for match in [*splitter.finditer(line, at), None]:
        part = line[at : match.start() if match else len(line)].strip()
        if part:
            parts.append(" ".join(part.split()))
            starts.append(at)
        if match:
            at = match.end()
    parted = "" if len(parts) < 2 else "|" if bars else "\t" if "\t" in stripped else " "
    return _Raw(tuple(parts) or (" ".join(stripped.split()),), parted, tuple(starts), blank)


def _tables(raws: Sequence[_Raw]) -> list[tuple[int, int]]:
    """Return (first, end) of runs of lines that are rows of one table."""
    found: list[tuple[int, int]] = []
    i = 0
    while i < len(raws):
        j = i
        while (
            j < len(raws)
            and (raws[j].ruler or (raws[j].parted and _alike(raws, i, j)))
            and not (j > i and raws[j].after_blank)
        ):
            j += 1
        rows = [r for r in raws[i:j] if not r.ruler]
        widest = max((len(r.parts) for r in rows), default=0)
        if len(rows) >= 3 or (len(rows) == 2 and (widest >= 3 or rows[0].parted != " ")):
            found.append((i, j))
            i = j
        else:
            i += 1
    return found


def _alike(raws: Sequence[_Raw], first: int, index: int) -> bool:
    """Return whether a line keeps to the columns of the run's first row."""
    rows = [r for r in raws[first:index] if not r.ruler]
    if not rows:
        return True
    head, here = rows[0], raws[index]
    if head.parted != here.parted:
        return False
    if here.parted != " ":
        return abs(len(head.parts) - len(here.parts)) <= max(1, len(head.parts) // 3)
    spans = [(r.starts[k], r.starts[k] + len(r.parts[k])) for r in rows for k in range(len(r.parts))]
    own = [(s, s + len(p)) for s, p in zip(here.starts, here.parts, strict=True)]
    kept = sum(any(a < y and b > x for x, y in spans) for a, b in own)
    return kept >= len(own) - 1 and kept >= 2


def _continues(raws: Sequence[_Raw], i: int) -> bool:
    above, line = raws[i - 1].text, raws[i].text
    if raws[i].after_blank or _ITEM.match(line) or len(raws[i - 1].parts) > 2 or raws[i].ruler:
        return False
    stopped = above.endswith((".", "!", "?", ":", ";"))
    if stopped and _LABEL.match(line):
        return False
    if above[-1] in "-\u00ad" and len(above) > 1 and above[-2].isalpha() and line[0].islower():
        return True
    if line[0].islower() and not stopped and len(above) >= 25:
        return True
    margin = max(len(r.text) for r in raws if not r.parted or len(r.parts) < 3)
    full = len(above) + 1 + len(line.split()[0]) > margin
    return full and len(above) >= _WRAP and not (_LABEL.match(line) and len(line) < _WRAP)


def _mended(texts: list[str], flags: Sequence[bool]) -> list[str]:
    from extractor.pages.compose import keeps_hyphen
    from extractor.pages.tokens import HYPHENS

    vocabulary = frozenset(
        w.lower().strip(".,;:()[]\"'") for t in texts for w in t.split()[1:] if w[-1] not in HYPHENS
    )
    lines = list(texts)
    for i in range(1, len(lines)):
        above, line = lines[i - 1], lines[i]
        if not (
            flags[i] and above and line and above[-1] in HYPHENS and len(above) > 1 and above[-2].isalnum()
        ):
            continue
        head, _, rest = line.partition(" ")
        kept = "-" if keeps_hyphen(above.split()[-1], head, vocabulary) else ""
        lines[i - 1] = above[:-1] + kept + head
        lines[i] = rest
    return lines


def _page(
    raws: Sequence[_Raw],
    texts: Sequence[str],
    flags: Sequence[bool],
    tables: list[tuple[int, int]],
    number: int,
) -> Page:
    words: list[Word] = []
    lines: list[Line] = []
    rows: list[Row] = []
    starts: dict[int, int] = {}
    written: list[str] = []
    at = 0
    for i, text in enumerate(texts):
        if not text:
            continue
        starts[i] = at
        lines.append(Line(at, at + len(text), continues=flags[i]))
        words += [Word(at + m.start(), at + m.end(), _NOWHERE) for m in re.finditer(r"\S+", text)]
        written.append(text)
        at += len(text) + 1
    for table, (first, end) in enumerate(tables):
        heads, names = _header(raws[first:end])
        for i in range(first, end):
            if not raws[i].ruler:
                rows.append(_row(raws[i], starts[i], table, names if i - first >= heads else {}))
    return Page(number, 0.0, 0.0, "\n".join(written), tuple(words), tuple(lines), tuple(rows))


def _row(raw: _Raw, start: int, table: int, names: dict[int, str]) -> Row:
    cells: list[Cell] = []
    at = start
    for k, part in enumerate(raw.parts):
        key = _column(raw, k, names)
        cells.append(Cell(at, at + len(part), names.get(key, "")))
        at += len(part) + (3 if raw.parted == "|" else 1)
    return Row(start, start + len(raw.text), table, tuple(cells))


def _column(raw: _Raw, index: int, names: dict[int, str]) -> int:
    """Return the key of the header a part stands under: by place when set with blanks, else by number."""
    if raw.parted != " " or not names:
        return index
    a, b = raw.starts[index], raw.starts[index] + len(raw.parts[index])
    return min(names, key=lambda s: (max(a - s - len(names[s]), s - b, 0), abs(s - a)))


def _header(raws: Sequence[_Raw]) -> tuple[int, dict[int, str]]:
    """Return how many lines are header, and its texts by column number (by place if set with blanks)."""
    from extractor.pages.tables import DraftCell, DraftRow, DraftTable, header_rows
    from extractor.pages.tokens import Strip, Token

    def cell(k: int, part: str) -> DraftCell:
        tokens = tuple(Token(w, float(k), 0.0, k + 1.0, 1.0, _NOWHERE) for w in part.split())
        return DraftCell(float(k), k + 1.0, (Strip(tokens),))

    drafts = tuple(DraftRow(tuple(cell(k, p) for k, p in enumerate(r.parts)), apart=r.ruler) for r in raws)
    _, heads = header_rows(DraftTable(0.0, 0.0, 1.0, 1.0, drafts))
    if not heads:
        return 0, {}
    head = raws[heads - 1]
    keys = head.starts if head.parted == " " else range(len(head.parts))
    return heads, dict(zip(keys, head.parts, strict=True))
