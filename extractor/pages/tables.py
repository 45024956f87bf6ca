"""Tables as rows of cells, and which of their rows name the columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.pages.tokens import Strip

# A date with its year, a time of day or a record number is a value, not the name of a column.
_PARTICULAR = re.compile(r"\d{1,2}[/-]\d{1,2}[/-]\d{2,4}\s+\d|\b\d{5,}\b")
_DIGIT = re.compile(r"\d")


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
    """The cells that hold words, from left to right; ``apart`` marks a rule set with dashes between rows.

    ``shade`` is the lightness of its ground, 1.0 when none is painted;
    ``edges`` are the left ends of all its ruled cells, empty ones too.
    """

    cells: tuple[DraftCell, ...]
    apart: bool = False
    shade: float = 1.0
    edges: tuple[float, ...] = ()

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


def header_rows(table: DraftTable) -> tuple[int, int]:
    """Return ``(first, end)`` of the rows that name the columns below them, (0, 0) if there are none."""
    rows = [r for r in table.rows if not r.apart]
    if table.layout or not rows:
        return 0, 0
    if len(rows) == 1:
        # A header parted from its rows by a heading.
        return 0, int(len(rows[0].cells) > 1 and rows[0].bold and _names(rows[0]))
    dashed = next((i for i, r in enumerate(table.rows) if r.apart), 0)
    if 0 < dashed <= 3 and not any(r.apart for r in table.rows[:dashed]):
        return 0, dashed
    # A row or two of the patient's particulars may share the frame above the header.
    for first in range(1, min(3, len(rows) - 1)):
        if all(any(_PARTICULAR.search(c.text) for c in r.cells) for r in rows[:first]) and (
            _styled(rows, first) or _heads(rows[first], rows[first + 1 :])
        ):
            return first, first + 1
    end = 0
    while end < min(len(rows) - 1, 3) and _styled(rows, end) and _same_style(rows[0], rows[end]):
        end += 1
    if any(len(r.cells) > 1 for r in rows[:end]):
        return 0, end
    return (0, 1) if _heads(rows[0], rows[1:]) else (0, 0)


def _same_style(a: DraftRow, b: DraftRow) -> bool:
    return a.bold == b.bold and abs(a.shade - b.shade) < 0.015


def _styled(rows: Sequence[DraftRow], index: int) -> bool:
    """Return whether a row of names is set apart in bold or by its ground, as most others are not."""
    row = rows[index]
    bold = row.bold and sum(r.bold for r in rows) * 2 <= len(rows) + 1
    alike = [i for i, r in enumerate(rows) if abs(r.shade - row.shade) < 0.015]
    # Grounds that come again further down are stripes.
    shaded = row.shade < 0.99 and len(alike) < len(rows) and alike[-1] - alike[0] == len(alike) - 1 <= 2
    return (bold or shaded) and _names(row)


def _names(row: DraftRow) -> bool:
    return not any(c.text.endswith(":") or (": " in c.text and len(c.text) > 24) for c in row.cells)


def _heads(row: DraftRow, body: Sequence[DraftRow]) -> bool:
    """Return whether an unstyled first row names columns: it holds no number where rows below it do."""
    if not _names(row) or any(c.text.endswith(".") or len(c.text.split()) > 7 for c in row.cells):
        return False
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
