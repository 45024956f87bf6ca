"""Documents -> parts: the lines of each encounter, split where pages and headings open another."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.dates import is_day_first
from extractor.lexicon.notes import NoteLexicon
from extractor.model.document import Document, LineKind
from extractor.pages.openings import Opening, is_section, opening_at
from extractor.pages.rows import Part, Row, date_rows, is_prose, rows_of
from extractor.pages.signers import is_signature_line
from extractor.pages.tops import PLACES, page_opening

SIGNED = re.compile(
    r"\b(?:electronically|digitally)\s+(?:signed|authenticated|verified)|\be-?\s?signed\b|"
    r"\bauthenticated by\b|"
    r"^\W*(?:signed|sincerely|respectfully|yours|with (?:kind )?regards|end of (?:note|report|visit))\b",
    re.IGNORECASE,
)


def parts_of(document: Document, notes: NoteLexicon) -> list[Part]:
    """Return the parts of a document in the order in which they begin; each line of content is in one."""
    rows = rows_of(document.pages)
    date_rows(rows, day_first=is_day_first("\n".join(p.text for p in document.pages)))
    parts: list[Part] = []
    current: Part | None = None
    before: list[Row] = []
    positions = {id(row): n for n, row in enumerate(rows)}
    for index in range(len(document.pages)):
        page_rows = [r for r in rows if r.page == index]
        if not page_rows:
            continue
        turned = page_opening(page_rows, before, current, positions, rows, notes)
        if turned is not None or current is None:
            current = _begin(parts, turned, page_rows, (index, 0), current)
        else:
            _resume(current, (index, 0))
            current.banner = [
                r for r in page_rows if r.kind in (LineKind.HEADER, LineKind.FOOTER)
            ] or current.banner
        skip = positions[id(rows[turned.row])] if turned else -1
        for row in page_rows:
            if row.kind is not LineKind.CONTENT:
                continue
            place = positions[id(row)]
            if place > skip or not turned:
                current = _step(place, row, rows, parts, current, notes)
            current.rows.append(row)
            current.pieces[-1][1].append(row)
            current.sections |= is_section(row)
            signed = len(current.rows) > 3 and is_signature_line(row.text, notes)
            if signed or (SIGNED.search(row.text) and not is_prose(row.text[:60])):
                current.closed = True
        before = page_rows
    return parts


def _step(
    place: int, row: Row, rows: Sequence[Row], parts: list[Part], current: Part, notes: NoteLexicon
) -> Part:
    """Return the part a line belongs to: the current one, one it opens, or the visit it goes back to."""
    kind = notes.note_type(current.note_type) or (
        notes.note_type("office_visit") if current.sections else None
    )
    if not row.bold and is_signature_line(row.text, notes):
        return current
    opening = opening_at(place, rows, notes, kind, closed=current.closed)
    if opening is None and is_section(row) and current.parent is not None and not current.parent.closed:
        _resume(current.parent, (row.page, row.start))
        return current.parent
    if (
        opening is None
        and row.bold
        and current.note_type in _BRIEF
        and not current.sections
        and len(current.rows) > 1
    ):
        other = opening_at(place, rows, notes, None, closed=True)
        opening = other if other is not None and other.note_type in _ENDING else None
    if opening is not None and opening.when is None and not (row.bold or row.text.isupper()):
        return current  # below a signature, the department it is of
    if opening is None or _goes_on(opening, current, notes, row):
        return current
    return _begin(parts, opening, [], (row.page, row.start), current, notes)


# A short note without sections ends where a list or form of the chart begins.
_BRIEF = frozenset(
    ("consult", "emergency", "primary_care", "physical_therapy", "office_visit", "procedure", "nursing")
)

_ENDING = frozenset(
    (
        "portal_message",
        "telephone",
        "request_form",
        "billing",
        "consent",
        "referral",
        "cover",
        "medication_list",
        "education",
    )
)

_STATEMENT = re.compile(r"\w{3}[.;](?:\s|$)|\d[.;]$")


def _goes_on(opening: Opening, current: Part, notes: NoteLexicon, row: Row) -> bool:
    """Tell whether an opening belongs to the head of the encounter it stands in; then it may name it."""
    same_day = opening.when is None or current.when is None or opening.when.date == current.when.date
    head = len(current.rows) <= 3 and all(
        len(r.text) < 120
        and not is_prose(r.text)
        and not _STATEMENT.search(r.text)
        and not (r.tabular and ":" not in r.text)
        for r in current.rows
    )
    if opening.note_type == current.note_type == "request_form" and not current.closed and not current.when:
        return True
    if opening.when is None and opening.note_type == current.note_type and not current.closed:
        return opening.note_type not in ("other", "")
    if head and same_day and not any(is_section(r) for r in current.rows):
        own = notes.note_type(opening.note_type)
        if (
            current.note_type in PLACES
            and own is not None
            and opening.note_type not in ("other", "office_visit")
        ):
            current.title, current.note_type = opening.title, opening.note_type
        current.when = current.when or opening.when
        return True
    if opening.when and current.when and opening.when.date == current.when.date:
        if current.closed:
            return row.first and opening.note_type == current.note_type
        own = notes.note_type(opening.note_type)
        return opening.note_type in ("other", current.note_type) or (own is not None and own.section)
    return False


def _begin(
    parts: list[Part],
    opening: Opening | None,
    page_rows: list[Row],
    place: tuple[int, int],
    current: Part | None,
    notes: NoteLexicon | None = None,
) -> Part:
    part = Part([], begins=place)
    if opening is not None:
        part.title, part.note_type, part.when = opening.title, opening.note_type, opening.when
    part.banner = [r for r in page_rows if r.kind in (LineKind.HEADER, LineKind.FOOTER)]
    if not page_rows and current is not None:
        part.banner = current.banner
        kind = notes.note_type(part.note_type) if notes else None
        open_visit = current if current.parent is None else current.parent
        own = notes.note_type(open_visit.note_type) if notes else None
        if kind is not None and kind.section and own is not None and own.visit and not open_visit.closed:
            part.parent = open_visit
    part.pieces.append((place, []))
    parts.append(part)
    return part


def _resume(part: Part, place: tuple[int, int]) -> None:
    if part.pieces[-1][0] != place:
        part.pieces.append((place, []))
