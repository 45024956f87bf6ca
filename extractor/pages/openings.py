"""Which lines of a page open an encounter: dated headings, titles, letter dates and page banners."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date as Date

from extractor.lexicon.notes import NoteLexicon, NoteType
from extractor.model.document import Line, LineKind, Page
from extractor.pages.service import Dated, Rank, dated

_PROSE = re.compile(
    r"\b(?:was|were|is|are|has|had|have|she|he|her|his|him|they|will|would|not|my|we|i|that|this|which|who|been|"
    r"when|because|but|can|said|says|states|denies|patient's)\b",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"^\W*(?:assessment|a\s?/\s?p|a\s?&\s?p|plan|exam(?:ination)?|physical exam\w*|pe|ros|review of systems|hpi|subjective|"
    r"objective|vitals?(?: signs?)?|chief complaint|cc|interval(?: history)?|compliance|medical decision making|mdm|"
    r"assessment (?:and|&|/) plan|impression (?:and|&|/) plan|reason for (?:visit|referral|consultation)|"
    r"history of present illness)\b[^a-z]{0,3}",
    re.IGNORECASE,
)
_CONTINUED = re.compile(r"\(?\b(?:continued|cont\.?'?d?|contd)\b\.?\)?", re.IGNORECASE)
_NUMBER = re.compile(
    r"\b(?:page|pg|p)\s*[.:#]?\s*(\d{1,3})(?:\s*(?:of|/)\s*(\d{1,3}))?\b|(?<![\d/-])(\d{1,3})\s*(?:of|/)\s*(\d{1,3})(?![\d/-])|"
    r"^\W*(\d{1,3})\W*$",
    re.IGNORECASE,
)
_DEAR = re.compile(
    r"^\W*(?:dear\b|to whom it may concern|to the (?:reviewer|medical director))", re.IGNORECASE
)
_NO_OPENING = re.compile(
    r"^\W*(?:[•·‣▪◦o–-]\s|\d{1,2}[.)]\s|comparison|compared|technique|(?:clinical )?(?:history|indication)s?\b|findings|"
    r"enc(?:l|losures?)?\b|cc\b|next\b|return\b|follow[- ]?up (?:in|on|with|at)\b|see\b|prior\b(?! auth)|previous|dob\b|"
    r"refer(?:red|ring)? (?:by|to)|order(?:ed|ing) by|printed|sent by|allerg\w+:|meds?:)",
    re.IGNORECASE,
)
_DICTATION = re.compile(
    r"^\W*(?:dictation|dictated by|author|provider|physician|seen by|rendering\w*)\b", re.IGNORECASE
)
_MESSAGE = frozenset(("portal_message", "telephone"))


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


@dataclass(frozen=True, slots=True)
class Opening:
    """Where an encounter begins; ``strong``: it ends whatever came before it."""

    row: int
    title: str
    note_type: str
    when: Dated | None
    strong: bool


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


def title_of(text: str, lexicon: NoteLexicon) -> tuple[NoteType, int, int] | None:
    """Return the kind of note that a heading names, and where its words stand, or None."""
    for kind in lexicon.types:
        m = kind.title.search(text)
        if m:
            return kind, m.start(), m.end()
    return None


def is_prose(text: str) -> bool:
    """Tell whether a line reads as running text rather than as a heading or an entry."""
    return len(_PROSE.findall(text)) >= (1 if len(text) < 60 else 2) or (
        len(text) > 60 and bool(re.search(r"[a-z]{3,}\.\s+[A-Z][a-z]+ [a-z]+", text))
    )


def is_section(row: Row) -> bool:
    """Tell whether a line opens a section that only a visit's note has."""
    return bool(_SECTION.match(row.text)) and row.kind is LineKind.CONTENT


def is_heading_shaped(row: Row) -> bool:
    """Tell whether a line is set as a heading: bold, in capitals, or short without an end mark."""
    if row.kind is not LineKind.CONTENT or row.continues or row.text.endswith((",", ";")):
        return False
    words = re.findall(r"[A-Za-z]{2,}", row.text)
    if not words or len(row.text) > 140:
        return False
    if row.bold and len(row.text) <= 110 and not (is_prose(row.text) and len(row.text) > 70):
        return True
    capitals = sum(w.isupper() for w in words) >= 0.75 * len(words) and len(words) >= 1
    if capitals and len(row.text) <= 110:
        return True
    titled = sum(w[0].isupper() for w in words if len(w) > 3) >= 0.6 * sum(len(w) > 3 for w in words)
    return titled and len(row.text) <= 90 and not is_prose(row.text) and not re.search(r"[a-z]\.$", row.text)


def service_date(row: Row) -> Dated | None:
    """Return the date of service a line gives as a labelled or lone date, or None."""
    return max(
        (d for d in row.dates if d.rank >= Rank.PLAIN),
        key=lambda d: (d.rank, -d.start),
        default=None,
    )


def opening_at(
    index: int, rows: Sequence[Row], lexicon: NoteLexicon, current: NoteType | None, *, closed: bool
) -> Opening | None:
    """Return the encounter a line opens in the midst of a page, or None.

    ``current`` is the kind of note so far; ``closed``: its signature has been seen.
    """
    row = rows[index]
    if row.kind is not LineKind.CONTENT or row.continues or (_NO_OPENING.match(row.text) and not row.bold):
        return None
    usable = [d for d in row.dates if d.rank > Rank.LATER or (d.rank is Rank.LATER and row.bold)]
    message = current is not None and current.name in _MESSAGE
    if message and usable and usable[0].start <= 2:
        return Opening(index, "", current.name if current else "", usable[0], True)
    shaped = is_heading_shaped(row)
    head = row.text[:120]
    named = title_of(head, lexicon) if (shaped or usable) else None
    if named and named[1] > 60:
        named = None
    inside = current is not None and current.visit and not closed
    if usable and usable[0].start <= 100 and not row.tabular:
        when = max(usable, key=lambda d: (d.rank, -d.start))
        if shaped and (row.bold or named) and _bare(row.text, when) and not _listed(row, rows, index):
            return Opening(index, row.text, named[0].name if named else "other", when, True)
        if (
            named
            and not is_prose(head)
            and named[1] <= 45
            and when.start <= 90
            and when.rank is not Rank.LATER
        ):
            study = named[0].section
            if not (study and inside) and (study or len(row.text) <= 100) and not _answers(head, named[2]):
                return Opening(index, row.text, named[0].name, when, True)
        if when.rank is Rank.SEEN and _DICTATION.match(row.text):
            return Opening(index, row.text, "", when, True)
    if not shaped or not named:
        return None
    kind, low, high = named
    if _answers(row.text, high):
        return None
    cover = (high - low) / max(len(re.sub(r"[^A-Za-z ]", "", row.text).strip()), 1)
    if cover < 0.3 and not row.bold and not row.text.isupper():
        return None
    ahead = _lookahead(index, rows)
    if ahead is not None and (not inside or not kind.section or row.bold):
        return Opening(index, row.text, kind.name, ahead, True)
    words = len(re.findall(r"\w+", row.text[low:high]))
    if not (row.bold or row.text.isupper() or row.first) or row.tabular:
        return None
    if inside and (kind.section or words < 2 or not (row.bold or row.text.isupper())):
        return None
    if inside and not _identified(index, rows):
        return None
    return Opening(index, row.text, kind.name, None, not inside)


def _bare(text: str, when: Dated) -> bool:
    """Tell whether a heading is a title with a date rather than a line of text that holds one."""
    rest = (text[: when.start] + " " + text[when.stop :]).strip()
    return len(rest.split()) <= 16 and not (is_prose(rest) and len(rest) > 50)


def _listed(row: Row, rows: Sequence[Row], index: int) -> bool:
    """Tell whether a dated line is one of a run of like lines (a history list), none of them bold."""
    if row.bold:
        return False
    near = [r for r in rows[max(0, index - 1) : index + 2] if r is not row and r.page == row.page]
    return len(near) == 2 and all(r.dates and r.dates[0].start <= 3 for r in near) and row.dates[0].start <= 3


def _answers(text: str, high: int) -> bool:
    """Tell whether a title is the label of a form field (`Imaging: none`, `Discharge: Home.`)."""
    rest = re.sub(r"\d[\d/:.-]*", "", text[high:])
    return bool(re.match(r"\s*(?:\([^)]*\)\s*)?[:.]\s+\S", rest)) and bool(re.search(r"[a-z]{3}", rest))


def _lookahead(index: int, rows: Sequence[Row]) -> Dated | None:
    """Return the service date that one of the next lines of a heading gives."""
    row = rows[index]
    looked = 0
    for later in rows[index + 1 : index + 8]:
        if later.page != row.page or looked >= 4:
            break
        if later.kind is not LineKind.CONTENT:
            continue
        looked += 1
        if is_section(later):
            break
        best = max(
            (d for d in later.dates if d.rank is Rank.SEEN or (d.rank is Rank.PLAIN)),
            key=lambda d: d.rank,
            default=None,
        )
        if best is not None and (len(later.text) < 200 or best.start < 40):
            return best
    return None


def _identified(index: int, rows: Sequence[Row]) -> bool:
    """Tell whether the lines after a heading name a patient, as those of a document of its own do."""
    pattern = re.compile(
        r"\b(?:patient|client|name|member|re|dob|d\.o\.b\.?|mrn|acct|birth)\b\s*[:.#]", re.IGNORECASE
    )
    return any(pattern.search(r.text) for r in rows[index + 1 : index + 5] if r.page == rows[index].page)


def page_number(page_rows: Sequence[Row]) -> tuple[int, int] | None:
    """Return (number, of how many or 0) as printed in a page's head or foot, or None."""
    edge = [r for r in page_rows if r.kind in (LineKind.HEADER, LineKind.FOOTER)]
    edge += [r for r in (*page_rows[:3], *page_rows[-2:]) if r.kind is LineKind.CONTENT and len(r.text) < 90]
    for row in edge:
        for m in _NUMBER.finditer(row.text):
            number = int(m[1] or m[3] or m[5])
            return number, int(m[2] or m[4] or 0)
    return None


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


def as_date(found: Dated | None) -> Date | None:
    """Return the date of what was found, or None."""
    return found.date if found else None
