"""Documents -> encounters: each visit, report, letter or form, when it was, of what kind, by whom."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from extractor.lexicon.notes import NoteLexicon
from extractor.model.chart import Encounter, Span
from extractor.model.document import Document, LineKind
from extractor.pages.particulars import UNSIGNED, author_of, kind_of, service_days
from extractor.pages.parts import SIGNED, parts_of
from extractor.pages.rows import Part
from extractor.pages.service import Rank
from extractor.pages.signers import plain_name, signers


def find_encounters(documents: tuple[Document, ...], notes: NoteLexicon) -> tuple[Encounter, ...]:
    """Return the encounters of a case in page order; their spans cover each page's text once and entirely."""
    found: list[Encounter] = []
    for document in documents:
        parts = parts_of(document, notes)
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


_BY_CREDENTIAL = {"physical_therapist": "physical_therapy", "occupational_therapist": "physical_therapy"}


def _encounter(index: int, part: Part, spans: tuple[Span, ...], notes: NoteLexicon) -> Encounter:
    year = next((d.date.year for r in part.rows for d in r.dates if d.rank >= Rank.LATER), None)
    kind = kind_of(part, notes)
    first, last = service_days(part, kind, year)
    lines: list[str] = []
    for row in part.rows:
        if row.tabular and not SIGNED.search(row.text) and not re.search(r"[A-Za-z]:", row.text):
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
    author = author_of(people, notes, kind) if kind not in UNSIGNED else None
    if (
        author
        and author.credential in notes.mental_health
        and kind in ("", "other", "letter", "consult", "office_visit")
    ):
        kind = "psychology"
    if author and kind in ("", "other", "office_visit"):
        kind = _BY_CREDENTIAL.get(author.credential, kind)
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


def _spans(parts: Sequence[Part], document: Document) -> list[list[Span]]:
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
    """Write each author in the longest form the case has (`H. Lindqvist` -> `Hanna Lindqvist`)."""
    longest: dict[tuple[str, str], str] = {}
    for encounter in encounters:
        key = _person(encounter.author)
        if key and len(encounter.author) > len(longest.get(key, "")):
            longest[key] = encounter.author
    return [replace(e, author=longest.get(_person(e.author) or ("", ""), e.author)) for e in encounters]


def _person(name: str) -> tuple[str, str] | None:
    words = [w.strip(".,") for w in name.split() if w.strip(".,")]
    return (words[-1].casefold(), words[0][0].casefold()) if len(words) > 1 else None
