"""Documents -> encounters: where each visit, report, letter or form stands, when it was, of what kind, by whom."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date as Date

from extractor.lexicon.notes import NoteLexicon, NoteType
from extractor.model.chart import Encounter, Span
from extractor.model.document import Document, LineKind
from extractor.pages.dates import find_dates, is_day_first
from extractor.pages.openings import (
    Opening,
    Row,
    banner_date,
    date_rows,
    is_continued,
    is_letter,
    is_prose,
    is_section,
    opening_at,
    page_number,
    rows_of,
    title_of,
)
from extractor.pages.service import Dated, Rank
from extractor.pages.signers import Signer, plain_name, signers

_SIGNED = re.compile(
    r"\b(?:electronically|digitally)\s+(?:signed|authenticated|verified)|\be-?\s?signed\b|\bauthenticated by\b|"
    r"^\W*(?:signed|sincerely|respectfully|yours|with (?:kind )?regards|end of (?:note|report|visit))\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Part:
    """A stretch of lines of one encounter in the making; ``resumes``: the part it goes on with."""

    rows: list[Row]
    title: str = ""
    note_type: str = ""
    when: Dated | None = None
    banner: list[Row] = field(default_factory=list)
    parent: _Part | None = None
    begins: tuple[int, int] = (0, 0)
    pieces: list[tuple[tuple[int, int], list[Row]]] = field(default_factory=list)
    closed: bool = False
    sections: bool = False
    """Whether it holds sections of a visit's note."""


def find_encounters(documents: tuple[Document, ...], notes: NoteLexicon) -> tuple[Encounter, ...]:
    """Return the encounters of a case in page order; their spans cover each page's text once and entirely."""
    found: list[Encounter] = []
    for document in documents:
        parts = _parts(document, notes)
        for part, spans in zip(parts, _spans(parts, document), strict=True):
            if spans:
                found.append(_encounter(len(found), part, tuple(spans), notes))
    return tuple(_same_people(found))


class EncounterIndex:
    """Finds the encounter at a place of a case in logarithmic time."""

    def __init__(self, encounters: Sequence[Encounter]):
        places: dict[tuple[str, int], list[tuple[int, int, int]]] = {}
        for encounter in encounters:
            for span in encounter.spans:
                places.setdefault((span.document, span.page), []).append(
                    (span.start, span.end, encounter.index)
                )
        self._places = {key: sorted(spans) for key, spans in places.items()}
        self._starts = {key: [s for s, _, _ in spans] for key, spans in self._places.items()}

    def at(self, document: str, page: int, offset: int) -> int | None:
        """Return the index of the encounter that holds ``offset`` of a page's text, or None."""
        spans = self._places.get((document, page))
        if not spans:
            return None
        position = bisect_right(self._starts[document, page], offset) - 1
        start, end, index = spans[max(position, 0)]
        return index if start <= offset <= end else None


def encounter_at(encounters: Sequence[Encounter], document: str, page: int, offset: int) -> int | None:
    """Return the index of the encounter at a place; for many places make an ``EncounterIndex`` once."""
    return EncounterIndex(encounters).at(document, page, offset)


def _parts(document: Document, notes: NoteLexicon) -> list[_Part]:
    rows = rows_of(document.pages)
    date_rows(rows, day_first=is_day_first("\n".join(p.text for p in document.pages)))
    parts: list[_Part] = []
    current: _Part | None = None
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
            if _SIGNED.search(row.text) and not is_prose(row.text[:60]):
                current.closed = True
        before = page_rows
    return parts


def _step(
    place: int, row: Row, rows: Sequence[Row], parts: list[_Part], current: _Part, notes: NoteLexicon
) -> _Part:
    """Return the part a line belongs to: the current one, one it opens, or the visit it goes back to."""
    kind = notes.note_type(current.note_type) or (
        notes.note_type("office_visit") if current.sections else None
    )
    opening = opening_at(place, rows, notes, kind, closed=current.closed)
    if opening is None and is_section(row) and current.parent is not None and not current.parent.closed:
        _resume(current.parent, (row.page, row.start))
        return current.parent
    if opening is None or _goes_on(opening, current, notes):
        return current
    return _begin(parts, opening, [], (row.page, row.start), current, notes)


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


def _goes_on(opening: Opening, current: _Part, notes: NoteLexicon) -> bool:
    """Tell whether an opening belongs to the head of the encounter it stands in, whose title it may then give."""
    same_day = opening.when is None or current.when is None or opening.when.date == current.when.date
    head = len(current.rows) <= 4 and all(len(r.text) < 120 and not is_prose(r.text) for r in current.rows)
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
    if opening.when and current.when and opening.when.date == current.when.date and not current.closed:
        own = notes.note_type(opening.note_type)
        return opening.note_type in ("other", current.note_type) or (own is not None and own.section)
    return False


def _begin(
    parts: list[_Part],
    opening: Opening | None,
    page_rows: list[Row],
    place: tuple[int, int],
    current: _Part | None,
    notes: NoteLexicon | None = None,
) -> _Part:
    part = _Part([], begins=place)
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


def _resume(part: _Part, place: tuple[int, int]) -> None:
    if part.pieces[-1][0] != place:
        part.pieces.append((place, []))


def _page_opening(
    page_rows: list[Row],
    before: list[Row],
    current: _Part | None,
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
    if banner is not None and current.when is not None and banner[0].date != current.when.date:
        if banner[1].kind is not LineKind.CONTENT or not follows:
            return top if top and top.when else _from_banner(banner, page_rows, positions, notes)
    if banner is not None and current.when is not None and banner[0].date == current.when.date:
        if not restarts and (top is None or top.when is None or top.when.date == current.when.date):
            if same_head or follows:
                return None
    if top is not None:
        return top
    if restarts and (not last or last[1] != 1 or not same_head or True) and not content[0].continues:
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
        if is_prose(row.text) or is_section(row) or row.continues:
            break
    if best is not None and best.when is None and kind is not None and kind.visit:
        named = notes.note_type(best.note_type)
        if named is not None and named.section and best.row != positions[id(content[0])]:
            return None
    return best


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
    named = next((t for r in content[:6] if len(r.text) < 110 and (t := title_of(r.text, notes))), None)
    title = content[0].text if len(content[0].text) < 110 else ""
    return Opening(positions[id(content[0])], title, named[0].name if named else "", None, True)


def _letterhead(content: Sequence[Row]) -> bool:
    """Tell whether a page begins like a document of its own: short set-apart lines, a date, a patient line."""
    first = content[:6]
    if is_prose(first[0].text) or first[0].continues:
        return False
    labelled = any(
        re.search(r"\b(?:patient|client|name|member|re|dob|d\.o\.b|mrn|dear|date)\b\s*[:.#]?", r.text, re.I)
        for r in first
    )
    lone = any(d.rank is Rank.PLAIN for r in first for d in r.dates)
    return labelled or lone


_I_SAW = re.compile(
    r"\b(?:I|we)\s+(?:saw|met\s+with|evaluated|interviewed|examined|assessed|completed|conducted)\b(?!\s+\w*\s*first)"
    r"[^.]{0,90}?\bon\s*$|\bwas\s+(?:seen|evaluated|interviewed|assessed|examined)\b[^.]{0,60}?\bon\s*$",
    re.IGNORECASE,
)


def _service(part: _Part, default_year: int | None) -> tuple[Date | None, Date | None]:
    """Return first and last day of service of a part."""
    early = part.rows[:16]
    pool: list[tuple[int, int, Dated]] = []
    for n, row in enumerate(early):
        if row.tabular and n > 8:
            continue
        for found in row.dates:
            if found.rank is Rank.SEEN and (n < 12 or len(row.text) < 100):
                pool.append((40, n, found))
            elif row.tabular:
                continue
            elif found.rank is Rank.PLAIN and n < 10:
                pool.append((30, n, found))
            elif found.rank is Rank.INLINE and n < 5 and not is_prose(row.text) and len(row.text) < 170:
                pool.append((20, n, found))
    if part.when is not None:
        rank = {Rank.SEEN: 45, Rank.PLAIN: 32, Rank.INLINE: 35, Rank.LATER: 12}.get(part.when.rank, 0)
        pool.append((rank, -1, part.when))
    for n, row in enumerate(part.banner):
        for found in row.dates:
            if found.rank is Rank.SEEN:
                pool.append((33, n, found))
    text = " ".join(r.text for r in early)
    for hit in find_dates(text, default_year=default_year):
        if _I_SAW.search(text[max(0, hit.start - 140) : hit.start]) and hit.precision == "day":
            pool.append((34, 0, Dated(hit.start, hit.end, hit.date, Rank.SEEN)))
            break
    for n, row in enumerate(part.rows):
        for found in row.dates:
            if found.rank is Rank.LATER and not row.tabular:
                pool.append((10, -n, found))
    if not pool:
        return None, None
    best = max(pool, key=lambda p: (p[0], -abs(p[1])))[2]
    return best.date, best.end if best.end and best.end > best.date else None


def _encounter(index: int, part: _Part, spans: tuple[Span, ...], notes: NoteLexicon) -> Encounter:
    year = next((d.date.year for r in part.rows for d in r.dates if d.rank >= Rank.LATER), None)
    first, last = _service(part, year)
    kind = _kind(part, notes)
    lines: list[str] = []
    for row in part.rows:
        if row.tabular and not _SIGNED.search(row.text) and len(lines) > 8:
            lines.append("")
        elif row.continues and lines:
            lines[-1] += " " + row.text
        else:
            lines.append(row.text)
    record = notes.note_type(kind)
    people = signers(lines, notes, mental_health=record is not None and record.mental_health)
    people = [p for p in people if p.strength >= 40]
    if not people and part.banner:
        head = [r.text for r in part.banner if r.kind is LineKind.HEADER]
        people = [p for p in signers(head, notes) if p.strength >= 50]
    author = _author(people, notes, kind)
    if (
        author
        and author.credential in notes.mental_health
        and kind in ("", "other", "letter", "consult", "office_visit")
    ):
        kind = "psychology"
    return Encounter(
        index=index,
        date=first,
        end=last,
        title=part.title.strip()[:140],
        note_type=kind or "other",
        author=plain_name(author.name) if author else "",
        credential=author.credential if author else "",
        spans=spans,
    )


_LETTERS = frozenset(
    ("appeal", "psychology", "reviewer", "request_form", "policy_quote", "education", "portal_message")
)


def _kind(part: _Part, notes: NoteLexicon) -> str:
    content = part.rows
    letter = is_letter(content)
    if letter and part.note_type not in _LETTERS:
        return "psychology" if part.note_type == "psychology" else "letter"
    if part.note_type and part.note_type != "letter":
        return part.note_type
    short = [r for r in content[:7] if len(r.text) < 120 and not is_prose(r.text)]
    for row in (*short, *(r for r in part.banner if part.begins[1] == 0 and not part.title)):
        named = title_of(row.text, notes)
        if named and named[0].name not in ("other", "letter") and not (letter and named[0].section):
            return named[0].name
    if letter:
        return "letter"
    if any(is_section(r) for r in content):
        return "office_visit"
    return part.note_type or "other"


def _author(people: list[Signer], notes: NoteLexicon, kind: str) -> Signer | None:
    if not people:
        return None
    licensed = [p for p in people if p.credential in notes.mental_health]
    best = people[0]
    if kind == "psychology" and licensed:
        return licensed[0]
    if best.credential == "trainee":
        senior = next((p for p in people if p.cosigner and p.credential), None) or next(
            (p for p in people[1:] if p.strength >= 75 and p.credential not in ("", "trainee")), None
        )
        return senior or best
    if not best.credential:
        surname = best.name.split()[-1].casefold()
        twin = next((p for p in people if p.credential and p.name.split()[-1].casefold() == surname), None)
        return twin or best
    return best


def _spans(parts: Sequence[_Part], document: Document) -> list[list[Span]]:
    """Return each part's spans: every page's text is divided among the parts, without gaps."""
    pieces = sorted(
        (place, number) for number, part in enumerate(parts) for place, rows in part.pieces if rows
    )
    found: list[list[Span]] = [[] for _ in parts]
    owner = pieces[0][1] if pieces else 0
    for index, page in enumerate(document.pages):
        if not page.text or not parts:
            continue
        own = [(start, number) for (where, start), number in pieces if where == index] or [(0, owner)]
        owner = own[-1][1]
        bounds = [0, *(start for start, _ in own[1:]), len(page.text)]
        for (_, number), start, end in zip(own, bounds, bounds[1:], strict=False):
            last = found[number][-1] if found[number] else None
            if last and last.page == page.number and last.end == start:
                found[number][-1] = Span(document.name, page.number, last.start, end)
            else:
                found[number].append(Span(document.name, page.number, start, end))
    return found


def _same_people(encounters: list[Encounter]) -> list[Encounter]:
    """Write each author in the longest form in which the case names them (`H. Lindqvist` -> `Hanna Lindqvist`)."""
    longest: dict[tuple[str, str], str] = {}
    for encounter in encounters:
        key = _person(encounter.author)
        if key and len(encounter.author) > len(longest.get(key, "")):
            longest[key] = encounter.author
    return [replace(e, author=longest.get(_person(e.author) or ("", ""), e.author)) for e in encounters]


def _person(name: str) -> tuple[str, str] | None:
    words = [w.strip(".,") for w in name.split() if w.strip(".,")]
    return (words[-1].casefold(), words[0][0].casefold()) if len(words) > 1 else None
