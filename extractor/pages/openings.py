"""Which lines of a page open an encounter: dated headings, titles, letter dates and page banners."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.lexicon.notes import NoteLexicon, NoteType
from extractor.model.document import LineKind
from extractor.pages.rows import Row, is_prose
from extractor.pages.service import Dated, Rank

_SECTION = re.compile(
    r"^\W*(?:[soap]\s?:(?=\s)|(?:assessment|a\s?/\s?p|a\s?&\s?p|plan|exam(?:ination)?|physical exam\w*|pe|"
    r"ros|"
    r"review of systems|hpi|subjective|"
    r"objective|vitals?(?: signs?)?|chief complaint|cc|interval(?: history)?|compliance|"
    r"medical decision making|mdm|"
    r"assessment (?:and|&|/) plan|impression (?:and|&|/) plan|reason for (?:visit|referral|consultation)|"
    r"history of present illness)\b)[^a-z]{0,3}",
    re.IGNORECASE,
)

_NO_OPENING = re.compile(
    r"^\W*(?:[•·‣▪◦o–-]\s|\d{1,2}[.)]\s|comparison|compared|technique|(?:clinical )?(?:history|"
    r"indication)s?\b|findings|"
    r"enc(?:l|los\w+)?\b|call(?:ed|ifd)\b|sent\b|faxed\b|notified\b|cc\b|next\b|return\b|"
    r"follow[- ]?up (?:in|on|with|at)\b|see\b|prior\b(?! auth)|"
    r"previous|dob\b|"
    r"refer(?:red|ring)? (?:by|to)|re\s*:|regarding|subject\s*:|order(?:ed|ing) by|printed|sent by|"
    r"allerg\w+:|meds?:)",
    re.IGNORECASE,
)

_APPOINTMENT = re.compile(
    r"\b(?:appointment|appt|informed|scheduled|arrive|bring|reminder|booked|rescheduled|pending|will be|"
    r"to be)\b",
    re.IGNORECASE,
)

_DICTATION = re.compile(
    r"^\W*(?:dictation|dictated by|author|provider|physician|seen by|rendering\w*)\b", re.IGNORECASE
)

_MESSAGE = frozenset(("portal_message", "telephone"))


@dataclass(frozen=True, slots=True)
class Opening:
    """Where an encounter begins; ``strong``: it ends whatever came before it."""

    row: int
    title: str
    note_type: str
    when: Dated | None
    strong: bool


def title_of(text: str, lexicon: NoteLexicon) -> tuple[NoteType, int, int] | None:
    """Return the kind of note that a heading names, and where its words stand, or None."""
    for kind in lexicon.types:
        m = kind.title.search(text)
        if m:
            return kind, m.start(), m.end()
    return None


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
    named = _named(row, lexicon) if (shaped or usable) else None
    if named and named[1] > 60 and not row.first:
        named = None
    inside = current is not None and current.visit and not closed
    if usable and usable[0].start <= 100 and not row.tabular and not _APPOINTMENT.search(row.text):
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
        alone = when.start == 0 and when.stop >= len(row.text) - 1 and index + 1 < len(rows)
        if alone and is_section(rows[index + 1]) and rows[index + 1].page == row.page:
            return Opening(index, row.text, "", when, True)
        if when.rank is Rank.SEEN and _DICTATION.match(row.text):
            return Opening(index, row.text, "", when, True)
    if not shaped or not named:
        return None
    kind, low, high = named
    if _answers(row.text, high) or (FIELD.match(row.text) and not (row.bold or row.text.isupper())):
        return None
    cover = (high - low) / max(len(re.sub(r"[^A-Za-z ]", "", row.text).strip()), 1)
    if cover < 0.3 and not row.bold and not row.text.isupper() and low < 0.5 * len(row.text):
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


# A labelled field (`Result title: Pain Follow Up`); what names a study is its title.
FIELD = re.compile(r"(?!exam|study|procedure|title)[A-Za-z][^:]{1,40}:\s+\S", re.IGNORECASE)


def _named(row: Row, lexicon: NoteLexicon) -> tuple[NoteType, int, int] | None:
    """Return the kind of note a line names; of a banner, its title in capitals beside the place's name."""
    beside = (
        re.search(r"(?<=[a-z] )[A-Z]{4,}(?:[ /&,-]+[A-Z0-9]{2,}\b)*[^a-z]*$", row.text) if row.first else None
    )
    named = title_of(beside[0], lexicon) if beside else None
    if beside and named:
        return named[0], beside.start() + named[1], beside.start() + named[2]
    return title_of(row.text[:120], lexicon)


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


_DATE_LINE = re.compile(r"\W*(?:collected|performed|seen|dates?|drawn|admitted)\b", re.IGNORECASE)


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
        heading = later.bold and re.search(r"^\W*[A-Z][A-Za-z/ -]+,? \d", later.text)
        if (is_section(later) or heading) and not _DATE_LINE.match(later.text):
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
