"""Whether a page begins an encounter or goes on with the one before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.lexicon.notes import NoteLexicon, NoteType
from extractor.model.document import LineKind
from extractor.pages.openings import Opening, is_heading_shaped, is_section, opening_at, title_of
from extractor.pages.rows import Part, Row, banner_date, is_continued, is_prose, page_number
from extractor.pages.service import Dated, Rank

# Kinds that a letterhead may name; the title below it says more.
PLACES = frozenset(
    (
        "",
        "other",
        "pain_clinic",
        "oncology",
        "palliative",
        "primary_care",
        "consult",
        "procedure",
        "radiology",
    )
)


def page_opening(
    page_rows: list[Row],
    before: list[Row],
    current: Part | None,
    positions: dict[int, int],
    rows: Sequence[Row],
    notes: NoteLexicon,
) -> Opening | None:
    """Return the encounter a page opens at its top, or None when it goes on with the one before."""
    content = [r for r in page_rows if r.kind is LineKind.CONTENT]
    if not content:
        return None
    if is_continued(page_rows):
        return None
    kind = notes.note_type(current.note_type) if current else None
    number, last = page_number(page_rows), page_number(before)
    follows = bool(number and last and number[0] == last[0] + 1 and number[1] == last[1])
    restarts = bool(number and number[0] == 1 and before)
    banner = banner_date(page_rows)
    top = _top_opening(content, positions, rows, notes, kind)
    if current is None:
        return top or _from_banner(banner, page_rows, positions, notes)
    same_head = _head(page_rows) == _head(before) and bool(_head(page_rows))
    if banner is not None and current.when is not None:
        same_day = banner[0].date == current.when.date
        in_body = banner[1].kind is LineKind.CONTENT
        if not same_day and not (in_body and follows):
            return top if top and top.when else _from_banner(banner, page_rows, positions, notes)
        repeated = top is None or top.when is None or top.when.date == current.when.date
        if same_day and not restarts and repeated and (same_head or follows):
            return None
    if top is not None and (not (same_head or follows) or _leads(content, positions, top)):
        return top
    if restarts and not content[0].continues:
        return _from_banner(banner, page_rows, positions, notes) or _untitled(content, positions, notes)
    if same_head or follows or content[0].continues:
        return None
    if len(content) > 3 and (_letterhead(content) or current.closed):
        return _from_banner(banner, page_rows, positions, notes) or _untitled(content, positions, notes)
    return None


def _head(page_rows: Sequence[Row]) -> str:
    """Return a page's running head without its numbers and dates."""
    text = " ".join(r.text for r in page_rows if r.kind is LineKind.HEADER)
    return re.sub(r"[\d/:-]+|\b[AP]M\b", "", text).casefold().strip()


def _top_opening(
    content: list[Row],
    positions: dict[int, int],
    rows: Sequence[Row],
    notes: NoteLexicon,
    kind: NoteType | None,
) -> Opening | None:
    """Return the opening that stands within a page's first lines, under nothing but a letterhead."""
    if len(content) <= 3 and kind is not None:
        return None
    best: Opening | None = None
    for row in content[:9]:
        opening = opening_at(positions[id(row)], rows, notes, None, closed=True)
        if opening is not None and not is_section(row):
            if opening.when is not None:
                if best is None:
                    return opening
                place = best.note_type in PLACES and opening.note_type not in ("", "other", "office_visit")
                title, note_type = (
                    (opening.title, opening.note_type) if place else (best.title, best.note_type)
                )
                return Opening(opening.row, title, note_type, opening.when, True)
            if best is None or (best.note_type in PLACES and opening.note_type not in PLACES):
                best = opening
        listed = row.tabular and ":" not in row.text and best is not None
        if is_prose(row.text) or is_section(row) or row.continues or listed:
            break
    if best is not None and best.when is None and kind is not None and kind.visit:
        named = notes.note_type(best.note_type)
        if named is not None and named.section and best.row != positions[id(content[0])]:
            return None
    return best


def _leads(content: Sequence[Row], positions: dict[int, int], opening: Opening) -> bool:
    """Tell whether nothing but head lines stands on a page before an opening."""
    above = [r for r in content if positions[id(r)] < opening.row]
    return len(above) <= 9 and all(
        len(r.text) < 110
        and not r.continues
        and not r.tabular
        and not re.search(r"[a-z]{2}[.;](?:\s|$)", r.text)
        and not re.search(r":\s+[a-z]", r.text)
        for r in above
    )


def _from_banner(
    banner: tuple[Dated, Row] | None, page_rows: Sequence[Row], positions: dict[int, int], notes: NoteLexicon
) -> Opening | None:
    if banner is None:
        return None
    found, row = banner
    named = title_of(row.text[:140], notes)
    first = next(r for r in page_rows if r.kind is LineKind.CONTENT)
    place = positions[id(row)] if row.kind is LineKind.CONTENT else positions[id(first)] - 1
    return Opening(max(place, 0), row.text, named[0].name if named else "", found, True)


def _untitled(content: Sequence[Row], positions: dict[int, int], notes: NoteLexicon) -> Opening:
    named = next((t for r in content[:6] if is_heading_shaped(r) and (t := title_of(r.text, notes))), None)
    title = content[0].text if len(content[0].text) < 110 else ""
    return Opening(positions[id(content[0])], title, named[0].name if named else "", None, True)


def _letterhead(content: Sequence[Row]) -> bool:
    """Tell whether a page begins like a document of its own: a patient line, a date, a salutation."""
    first = content[:6]
    if is_prose(first[0].text) or first[0].continues:
        return False
    labelled = any(
        re.search(r"\b(?:patient|client|name|member|re|dob|d\.o\.b|mrn|dear|date)\b\s*[:.#]?", r.text, re.I)
        for r in first
    )
    lone = any(d.rank is Rank.PLAIN for r in first for d in r.dates)
    return labelled or lone
