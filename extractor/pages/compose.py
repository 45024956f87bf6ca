"""Writes a page's text from its arranged words, with hyphenation mended, and keeps where each part stands."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extractor.model.document import Cell, Line, Row, Word
from extractor.pages.layout import Flow
from extractor.pages.paragraphs import continues
from extractor.pages.tables import DraftCell, DraftTable, header_rows
from extractor.pages.tokens import HYPHENS, Drawing, Strip, Token

_HEADS = re.compile(
    r"cross|eight|fast|five|follow|four|full|half|high|ill|immediate|life|long|low|mid|nine|nurse|off|on|one|open|out|over|"
    r"pain|part|patient|physician|post|pump|quick|self|seven|short|side|single|six|slow|small|socio|soft|ten|three|time|two|"
    r"under|weight|well|work|x"
)
_TAILS = re.compile(
    r"acting|based|by|controlled|day|dependent|dose|driven|entry|fill|free|hour|in|induced|life|like|limb|line|month|mouth|"
    r"of|off|old|on|out|pack|point|rate|related|release|response|shot|sided|sparing|spectrum|step|stick|term|the|time|to|"
    r"tunneled|up|week|wide|wise|year"
)
_LINKS = re.compile(r"a|and|by|in|of|on|or|the|to|up|with")


@dataclass(slots=True)
class Composed:
    """Text and its parts as they grow; offsets are into ``text``."""

    chunks: list[str] = field(default_factory=list)
    length: int = 0
    words: list[Word] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    tables: int = 0

    @property
    def text(self) -> str:
        """Return the text so far."""
        return "".join(self.chunks)

    def put(self, text: str) -> None:
        """Add characters that belong to no word."""
        self.chunks.append(text)
        self.length += len(text)

    def word(self, text: str, token: Token) -> None:
        """Add a word, or the part of one, that stands at its token's box."""
        if text:
            self.words.append(Word(self.length, self.length + len(text), token.box, token.confidence))
            self.put(text)


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    token: Token
    glued: bool = False


def compose(parts: Iterable[Flow | DraftTable], drawing: Drawing) -> Composed:
    """Return the text, words, lines and rows of the arranged parts, in their order."""
    parts = list(parts)
    vocabulary = _vocabulary(parts)
    page = Composed()
    flags = _flags(parts, drawing)
    header: tuple[DraftCell, ...] = ()
    for part in parts:
        if isinstance(part, DraftTable):
            header = _put_table(page, part, header, vocabulary)
        else:
            _put_flow(page, part.lines, flags, vocabulary)
            # A header names the columns beyond a heading within its table, but not beyond other text.
            header = header if len(part.lines) == 1 and part.lines[0].bold else ()
    return page


def _flags(parts: Sequence[Flow | DraftTable], drawing: Drawing) -> dict[int, bool]:
    """Return by the identity of a line whether it continues; a column's lines are judged together."""
    columns: dict[int, list[Strip]] = {}
    for part in parts:
        if isinstance(part, Flow):
            columns.setdefault(part.column, []).extend(part.lines)
    first = {id(p.lines[0]) for p in parts if isinstance(p, Flow)}
    starts = {
        id(p.lines[0]) for p, q in zip(parts[1:], parts, strict=False) if isinstance(p, Flow) and _table(q)
    }
    flags: dict[int, bool] = {}
    for lines in columns.values():
        for line, flag in zip(lines, continues(lines, drawing), strict=True):
            flags[id(line)] = flag and not (id(line) in first and id(line) in starts)
    return flags


def _table(part: Flow | DraftTable) -> bool:
    return isinstance(part, DraftTable)


def _put_flow(
    page: Composed, lines: Sequence[Strip], flags: dict[int, bool], vocabulary: frozenset[str]
) -> None:
    pieces = [[_Piece(t.text, t) for t in line.tokens] for line in lines]
    for i in range(1, len(lines)):
        if flags[id(lines[i])]:
            _mend(pieces[i - 1], pieces[i], vocabulary)
    for line, words in zip(lines, pieces, strict=True):
        if not words:
            continue
        start = _begin(page)
        _put_words(page, words)
        page.lines.append(Line(start, page.length, continues=flags[id(line)], bold=line.bold))


def _begin(page: Composed) -> int:
    if page.length:
        page.put("\n")
    return page.length


def _put_words(page: Composed, words: Sequence[_Piece]) -> None:
    for number, piece in enumerate(words):
        if number and not piece.glued:
            page.put(" ")
        page.word(_clean(piece.text), piece.token)


def _clean(text: str) -> str:
    return text.translate({ord(c): "-" for c in HYPHENS})


def _put_table(
    page: Composed, table: DraftTable, carried: tuple[DraftCell, ...], vocabulary: frozenset[str]
) -> tuple[DraftCell, ...]:
    """Write a table and return its header; ``carried`` is that of a table above with the same columns."""
    first, heads = header_rows(table)
    width = 0.9 * (table.x1 - table.x0)
    header = tuple(c for r in table.rows[first:heads] for c in r.cells if c.x1 - c.x0 < width)
    if not heads and carried:
        columns = [(c.x0, c.x1) for r in table.rows for c in r.cells]
        fit = all(any(abs(c.x0 - x0) < 4 and abs(c.x1 - x1) < 4 for c in carried) for x0, x1 in columns)
        header = carried if fit else ()
    for number, row in enumerate(table.rows):
        start = _begin(page)
        cells: list[Cell] = []
        for cell in row.cells:
            if cells:
                page.put(" ")
            begin = page.length
            _put_words(page, _cell_words(cell.lines, vocabulary))
            above = "" if number < heads else _header(header, cell.x0, cell.x1)
            cells.append(Cell(begin, page.length, above))
        page.lines.append(Line(start, page.length, bold=row.bold))
        if not row.apart:
            page.rows.append(Row(start, page.length, page.tables, tuple(cells)))
    page.tables += 1
    return header


def _header(header: Sequence[DraftCell], x0: float, x1: float) -> str:
    centre = (x0 + x1) / 2
    return " ".join(c.text for c in header if c.x0 - 1 <= centre <= c.x1 + 1)


def _cell_words(lines: Sequence[Strip], vocabulary: frozenset[str]) -> list[_Piece]:
    pieces = [[_Piece(t.text, t) for t in line.tokens] for line in lines]
    for above, below in itertools.pairwise(pieces):
        _mend(above, below, vocabulary)
    return [p for line in pieces for p in line]


def _mend(above: list[_Piece], below: list[_Piece], vocabulary: frozenset[str]) -> None:
    """Move the second part of a word broken at a hyphen up to its first part."""
    if not above or not below:
        return
    left, right = above[-1].text, below[0].text
    if len(left) < 2 or left[-1] not in HYPHENS or not left[-2].isalnum() or not right[:1].isalnum():
        return
    first = below.pop(0)
    kept = "-" if keeps_hyphen(left, right, vocabulary) else ""
    above[-1] = _Piece(left[:-1] + kept, above[-1].token, above[-1].glued)
    above.append(_Piece(right, first.token, glued=True))


def keeps_hyphen(left: str, right: str, vocabulary: frozenset[str]) -> bool:
    """Return whether a word broken after its hyphen keeps it: "single-point" does, "evalu-ation" does not.

    ``left`` ends in the hyphen; ``vocabulary`` are the words of the page in lower case.
    """
    if left[-1] == "\u00ad" or not right[:1].islower():
        return left[-1] != "\u00ad"
    left = left[:-1]
    head = re.split(r"[^A-Za-z0-9]", left.lower())[-1]
    tail = re.split(r"[^a-z0-9]", right.lower())[0]
    if head + tail in vocabulary:
        return False
    if f"{head}-{tail}" in vocabulary or not head.isalpha() or len(head) < 2 or left[-1].isupper():
        return True
    if "-" in left and _LINKS.fullmatch(head):
        return True
    return bool(_HEADS.fullmatch(head) or _TAILS.fullmatch(tail)) or (
        head in vocabulary and tail in vocabulary
    )


def _vocabulary(parts: Iterable[Flow | DraftTable]) -> frozenset[str]:
    """Return the page's words in lower case that are not cut at a line's end or start."""
    words: set[str] = set()
    for part in parts:
        strips = (
            part.lines if isinstance(part, Flow) else [s for r in part.rows for c in r.cells for s in c.lines]
        )
        for strip in strips:
            for token in strip.tokens[1:] if len(strip.tokens) > 1 else ():
                if token.text[-1] not in HYPHENS:
                    words.add(token.text.lower().strip(".,;:()[]\"'"))
    return frozenset(words)
