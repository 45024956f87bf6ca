"""What was read from the files of a case: documents, pages, words, lines and table rows.

Pages count from 1. Offsets are half-open character offsets into ``Page.text``. Boxes are PDF points from the
top left corner of the page as it is shown.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in PDF points from the page's top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a page: ``page.text[start:end]`` and its box; confidence 1.0 for a text layer, 0..1 for OCR."""

    start: int
    end: int
    box: Box
    confidence: float = 1.0


class LineKind(StrEnum):
    """What a line is: content, or repeated page furniture that documents nothing by itself."""

    CONTENT = "content"
    HEADER = "header"
    FOOTER = "footer"
    FAX = "fax"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page's text. ``continues``: its first word goes on with the previous line's paragraph."""

    start: int
    end: int
    kind: LineKind = LineKind.CONTENT
    continues: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: ``page.text[start:end]``, and the header cell text above it ('' if none)."""

    start: int
    end: int
    header: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A table row, in reading order; ``table`` numbers the table within its page from 0."""

    start: int
    end: int
    table: int
    cells: tuple[Cell, ...]


class Origin(StrEnum):
    """How a page's text was got."""

    TEXT = "text"
    OCR = "ocr"
    MIXED = "mixed"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Page:
    """One page: text in reading order and where each part of it stands.

    ``text`` joins the lines with one newline each; hyphenation at line ends is mended in it. ``confidence`` is the
    mean word confidence (1.0 for a text layer, 0.0 for a page that could not be read).
    """

    number: int
    width: float
    height: float
    text: str
    words: tuple[Word, ...] = ()
    lines: tuple[Line, ...] = ()
    rows: tuple[Row, ...] = ()
    origin: Origin = Origin.TEXT
    confidence: float = 1.0
    rotation: int = 0
    note: str = ""

    def words_in(self, start: int, end: int) -> tuple[Word, ...]:
        """Return the words that overlap ``text[start:end]``."""
        first = bisect_right(self.words, start, key=lambda w: w.end)
        last = bisect_left(self.words, end, key=lambda w: w.start)
        return self.words[first:last]

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """Return one box per run of words on the same line that ``text[start:end]`` covers."""
        boxes: list[Box] = []
        for word in self.words_in(start, end):
            box = word.box
            if (
                boxes
                and abs(boxes[-1].top - box.top) < 0.6 * (box.bottom - box.top)
                and box.x0 >= boxes[-1].x0
            ):
                prev = boxes.pop()
                box = Box(prev.x0, min(prev.top, box.top), max(prev.x1, box.x1), max(prev.bottom, box.bottom))
            boxes.append(box)
        return tuple(boxes)


@dataclass(frozen=True, slots=True)
class Document:
    """One submitted file: its name, the SHA-256 of its bytes (hex) and its pages in order."""

    name: str
    sha256: str
    pages: tuple[Page, ...]
