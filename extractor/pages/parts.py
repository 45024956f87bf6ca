"""Documents -> parts: the lines of each encounter, split where pages and headings open another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.lexicon.notes import NoteLexicon, NoteType
from extractor.model.document import Document, LineKind
from extractor.pages.dates import is_day_first
from extractor.pages.openings import Opening, is_heading_shaped, is_section, opening_at, title_of
from extractor.pages.rows import Row, banner_date, date_rows, is_continued, is_prose, page_number, rows_of
from extractor.pages.service import Dated, Rank
from extractor.pages.signers import is_signature_line

SIGNED = re.compile(
    r"\b(?:electronically|digitally)\s+(?:signed|authenticated|verified)|\be-?\s?signed\b|"
    r"\bauthenticated by\b|"
    r"^\W*(?:signed|sincerely|respectfully|yours|with (?:kind )?regards|end of (?:note|report|visit))\b",
    re.IGNORECASE,
)


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
        turned = _page_opening(page_rows, before, current, positions, rows, notes)
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

# Kinds that a letterhead may name; the title below it says more.
_PLACES = frozenset(
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
            current.note_type in _PLACES
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


def _page_opening(
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
                place = best.note_type in _PLACES and opening.note_type not in ("", "other", "office_visit")
                title, note_type = (
                    (opening.title, opening.note_type) if place else (best.title, best.note_type)
                )
                return Opening(opening.row, title, note_type, opening.when, True)
            if best is None or (best.note_type in _PLACES and opening.note_type not in _PLACES):
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
