"""Pages -> rows: lines with their kind, place and dates, and what a page's head and foot say of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.model.document import Line, LineKind, Page
from extractor.pages.service import Dated, Rank, dated

_PROSE = re.compile(
    r"\b(?:was|were|is|are|has|had|have|[Ss]he|[Hh]e|[Hh]er|[Hh]is|him|[Tt]hey|will|would|not|[Mm]y|[Ww]e|"
    r"I(?! ?[-/.,])|[Tt]hat|"
    r"[Tt]his|which|who|been|when|because|but|can|said|says|states|denies|patient's)\b"
)

_CONTINUED = re.compile(r"\(?\b(?:continued|cont\.?'?d?|contd)\b\.?\)?", re.IGNORECASE)

_NUMBER = re.compile(
    r"\b(?:page|pg|p)\s*[.:#]?\s*(\d{1,3})(?:\s*(?:of|/)\s*(\d{1,3}))?\b(?![/-]\d)", re.IGNORECASE
)

_BARE_NUMBER = re.compile(r"(?:^|(?<=[^\d/-]))(\d{1,3})(?:\s*(?:of|/)\s*(\d{1,3}))?\W*$", re.IGNORECASE)

_DEAR = re.compile(
    r"^\W*(?:dear\b|to whom it may concern|to the (?:reviewer|medical director))", re.IGNORECASE
)


@dataclass(slots=True)
class Row:
    """A line of a document with what its place and type tell."""

    page: int
    start: int
    end: int
    text: str
    kind: LineKind
    bold: bool
    continues: bool
    tabular: bool
    first: bool = False
    """Whether it is among the first lines of content of its page."""
    dates: list[Dated] = field(default_factory=list)


@dataclass(slots=True)
class Part:
    """A stretch of lines of one encounter in the making; ``resumes``: the part it goes on with."""

    rows: list[Row]
    title: str = ""
    note_type: str = ""
    when: Dated | None = None
    banner: list[Row] = field(default_factory=list)
    parent: Part | None = None
    begins: tuple[int, int] = (0, 0)
    pieces: list[tuple[tuple[int, int], list[Row]]] = field(default_factory=list)
    closed: bool = False
    sections: bool = False
    """Whether it holds sections of a visit's note."""


def lines_of(page: Page) -> tuple[Line, ...]:
    """Return the lines of a page; without layout, those of its text."""
    if page.lines or not page.text:
        return page.lines
    lines, start = [], 0
    for part in page.text.split("\n"):
        lines.append(Line(start, start + len(part)))
        start += len(part) + 1
    return tuple(lines)


def rows_of(pages: Sequence[Page]) -> list[Row]:
    """Return the lines of a document in order, without empty ones; ``page`` is the index of the page."""
    found: list[Row] = []
    for index, page in enumerate(pages):
        tables = [(r.start, r.end) for r in page.rows if len(r.cells) > 1]
        content = 0
        for line in lines_of(page):
            text = page.text[line.start : line.end].strip()
            if not text:
                continue
            tabular = any(a < line.end and line.start < b for a, b in tables)
            row = Row(index, line.start, line.end, text, line.kind, line.bold, line.continues, tabular)
            if row.kind is LineKind.CONTENT:
                row.first = content < 10
                content += 1
            found.append(row)
    return found


def date_rows(rows: list[Row], *, day_first: bool) -> None:
    """Find the dates of all lines; the year of dates without one is that last seen before them."""
    year: int | None = None
    ahead = next((d.date.year for r in rows for d in dated(r.text, None) if d.rank >= Rank.INLINE), None)
    for row in rows:
        has_digit = any(c.isdigit() for c in row.text) or re.search(r"\b(?:19|20)\d\d\b", row.text)
        row.dates = dated(row.text, year or ahead, day_first=day_first) if has_digit else []
        for found in row.dates:
            if found.rank >= Rank.PLAIN and row.kind is not LineKind.FAX:
                year = found.date.year


def is_prose(text: str) -> bool:
    """Tell whether a line reads as running text rather than as a heading or an entry."""
    return len(_PROSE.findall(text)) >= (1 if len(text) < 60 else 2) or (
        len(text) > 60 and bool(re.search(r"[a-z]{3,}\.\s+[A-Z][a-z]+ [a-z]+", text))
    )


def page_number(page_rows: Sequence[Row]) -> tuple[int, int] | None:
    """Return (number, of how many or 0) as printed in a page's head or foot, or None."""
    furniture = [r for r in page_rows if r.kind in (LineKind.HEADER, LineKind.FOOTER)]
    short = [r for r in (*[r for r in page_rows if r.first], *page_rows[-2:]) if len(r.text) < 90]
    found = [m for row in (*furniture, *short) if (m := _NUMBER.search(row.text))]
    found += [m for row in furniture if (m := _BARE_NUMBER.search(row.text)) and (m[2] or len(row.text) < 8)]
    return (int(found[0][1]), int(found[0][2] or 0)) if found else None


def is_continued(page_rows: Sequence[Row]) -> bool:
    """Tell whether a page says of itself that it goes on with the one before."""
    tops = [r for r in page_rows if r.kind is LineKind.HEADER or r.first][:8]
    return any(_CONTINUED.search(r.text) for r in tops[:5] if len(r.text) < 160 and not is_prose(r.text))


def banner_date(page_rows: Sequence[Row]) -> tuple[Dated, Row] | None:
    """Return the service date in a page's running head or foot or its first short lines, and that line."""
    furniture = [r for r in page_rows if r.kind in (LineKind.HEADER, LineKind.FOOTER)]
    first = [r for r in page_rows if r.first and len(r.text) < 130][:7]
    for row in furniture:
        for found in row.dates:
            if found.rank is Rank.SEEN:
                return found, row
    for row in furniture:
        for found in row.dates:
            if found.rank is Rank.INLINE and re.search(
                r"\b(?:pg|page|p)\b|letter|note|visit", row.text, re.I
            ):
                return found, row
    for row in first:
        found_seen = next((d for d in row.dates if d.rank is Rank.SEEN), None)
        if found_seen:
            return found_seen, row
    return None


def is_letter(page_rows: Sequence[Row]) -> bool:
    """Tell whether a page begins as a letter does."""
    return any(_DEAR.match(r.text) for r in [r for r in page_rows if r.kind is LineKind.CONTENT][:18])
