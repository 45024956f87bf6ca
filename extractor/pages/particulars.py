"""When a part of a record was, of what kind it is, and who wrote it."""

from __future__ import annotations

import re
from datetime import date as Date

from extractor.dates import find_dates
from extractor.lexicon.notes import NoteLexicon
from extractor.pages.openings import FIELD, is_heading_shaped, is_section, title_of
from extractor.pages.parts import SIGNED
from extractor.pages.rows import Part, Row, is_letter, is_prose
from extractor.pages.service import Dated, Rank
from extractor.pages.signers import Signer

_I_SAW = re.compile(
    r"\b(?:I|we)\s+(?:saw|met\s+with|evaluated|interviewed|examined|assessed|completed|reviewed\s+(?:him|"
    r"her|them)|"
    r"conducted)\b(?!\s+\w*\s*first)"
    r"(?:[^.]|\b[A-Z][a-z]{0,2}\.){0,90}?\bon\s*$|\bwas\s+(?:seen|evaluated|interviewed|assessed|"
    r"examined)\b[^.]{0,60}?\bon\s*$",
    re.IGNORECASE,
)

UNSIGNED = frozenset(("billing", "cover", "education", "policy_quote"))

_LISTS = frozenset(("medication_list", "billing", "other", "education", "consent", "cover", "policy_quote"))

# Lists and forms hold many dates, of which none in particular is their own.
_UNDATED = _LISTS | {"request_form"}
_COURSES = frozenset(("trial", "nursing", "procedure", "physical_therapy", "operative", "discharge"))


# What a request form asks for has not been done.
_PLANNED = re.compile(
    r"\b(?:dos|service|surgery|procedure|admi\w+|operation|implant|planned|scheduled)\b[^:]*:?\W*$",
    re.IGNORECASE,
)
_FAX_HEAD = re.compile(
    r"\W*(?:fax\b|to\b(?:\s*:|\s+[A-Z])|from\b(?:\s*:|\s+[A-Z])|pages?\b|date\b.*\bpages?\b|attn\b|"
    r"enclosed\b)",
    re.IGNORECASE,
)


def service_days(part: Part, kind: str, default_year: int | None) -> tuple[Date | None, Date | None]:
    """Return first and last day of service of a part."""
    latest = max((d.date for r in part.rows for d in r.dates), default=None)
    pool: list[tuple[int, int, Dated]] = []
    for n, row in enumerate(part.rows[:24]):
        for found in row.dates:
            label = row.text[: found.start].strip()
            if kind == "request_form" and _PLANNED.search(label):
                continue
            if (
                found.rank is Rank.SEEN
                and (n < 14 or label[:2].isdigit())
                and (not row.tabular or label or n < 3)
            ):
                pool.append((40 if n <= 3 or part.when is None else 34, -n, found))
            elif (
                found.rank is Rank.PLAIN and (n < 10 or kind == "request_form") and (not row.tabular or label)
            ):
                pool.append((30, -n, found))
            elif found.rank is Rank.INLINE and n < 5 and kind not in _UNDATED and _is_head(row):
                if latest is None or latest.year - found.date.year < 12:
                    pool.append((20, -n, found))
            elif found.rank is Rank.SEEN and row.tabular and kind == "billing":
                pool.append((34, -n, found))
    if part.when is not None and not (kind == "request_form" and part.when.rank is Rank.SEEN):
        rank = {Rank.SEEN: 45, Rank.PLAIN: 32, Rank.INLINE: 35, Rank.LATER: 12}.get(part.when.rank, 0)
        pool.append((rank, 1, part.when))
    pool += [(33, 0, found) for row in part.banner for found in row.dates if found.rank is Rank.SEEN]
    pool += [(36, 0, found) for found in _told(part, default_year)]
    for n, row in enumerate(part.rows):
        for found in row.dates:
            if found.rank is Rank.LATER and kind in _LISTS and not SIGNED.search(row.text):
                continue
            if found.rank is Rank.LATER and not row.tabular and not re.match(r"\W*[•·-]\s", row.text):
                pool.append((11 if SIGNED.search(row.text) else 10, -n, found))
            elif found.rank < Rank.INLINE or kind in _LISTS or row.tabular:
                continue
            elif n >= len(part.rows) - 5 and len(row.text) < 60 and not is_prose(row.text):
                pool.append((9, n, found))
    if kind in _COURSES and max((p[0] for p in pool), default=0) < 12:
        course = [
            d for r in part.rows if r.tabular for d in r.dates[:1] if d.start <= 2 and d.rank >= Rank.INLINE
        ]
        if course:
            return course[0].date, max(d.end or d.date for d in course)
    if not pool:
        return None, None
    best = max(pool, key=lambda p: p[:2])[2]
    last = best.end
    if (
        part.when is not None
        and kind in _COURSES
        and last is None
        and 0 < (part.when.date - best.date).days < 60
    ):
        last = part.when.date
    return best.date, last if last and last > best.date else None


def _is_head(row: Row) -> bool:
    """Tell whether a line belongs to the head of a note: who, where, when."""
    if is_prose(row.text) or len(row.text) > 170:
        return False
    return not row.tabular or bool(re.search(r"\b(?:DOB|MRN|birth|\d\d ?[MF]\b|MD|DO|NP|PA-C)\b", row.text))


def _told(part: Part, default_year: int | None) -> list[Dated]:
    """Return the day of which a letter or report says that the writer saw the patient."""
    text = " ".join(r.text for r in part.rows[:24])
    hits = [h for h in find_dates(text, default_year=default_year) if h.precision == "day"]
    for n, hit in enumerate(hits):
        if _I_SAW.search(text[max(0, hit.start - 140) : hit.start]):
            last = hit
            if n + 1 < len(hits) and re.fullmatch(r",? (?:and|to|-) ", text[hit.end : hits[n + 1].start]):
                last = hits[n + 1]
            return [Dated(hit.start, last.end, hit.date, Rank.SEEN, last.date)]
    return []


_LETTERS = frozenset(
    ("appeal", "psychology", "reviewer", "request_form", "policy_quote", "education", "portal_message")
)

_ANALYTE = re.compile(
    r"\b(?:WBC|Hgb|Hemoglobin|Platelets?|INR|Creatinine|Sodium|Glucose|RBC|Hct|Reference|Range|Cutoff|Flag)\b"
)


def _is_titled(part: Part, notes: NoteLexicon) -> bool:
    """Tell whether a part's title is a kind of note of its own, and no mere line with a date."""
    return title_of(part.title, notes) is not None or any(r.bold and r.text == part.title for r in part.rows)


def kind_of(part: Part, notes: NoteLexicon) -> str:
    """Return the kind of note a part is, an id of ``note_types.yaml``."""
    content = part.rows
    if len([r for r in content[:8] if _FAX_HEAD.match(r.text)]) >= 2 and part.note_type != "request_form":
        return "cover"
    letter = is_letter(content)
    if letter and part.note_type not in _LETTERS:
        return "psychology" if part.note_type == "psychology" else "letter"
    if (
        part.note_type
        and part.note_type != "letter"
        and not (part.note_type == "other" and not _is_titled(part, notes))
    ):
        return part.note_type
    short = [r for r in content[:7] if len(r.text) < 130 and not is_prose(r.text) and not is_section(r)]
    short = [r for r in short if r.bold or r.text.isupper() or not FIELD.match(r.text)]
    heads = [r for r in short if is_heading_shaped(r)]
    heads += [r for r in part.banner if part.begins[1] == 0 and not part.title]
    for row in (*heads, *short):
        named = title_of(row.text, notes)
        if named is None or named[0].name in ("other", "letter") or (letter and named[0].section):
            continue
        if row in heads or not named[0].section:
            return named[0].name
    closing = any(
        re.match(r"\W*(?:sincerely|respectfully|yours|with (?:kind|best) regards)", r.text, re.I)
        for r in content[-8:]
    )
    if letter or (closing and any(d.rank is Rank.PLAIN for r in content[:6] for d in r.dates)):
        return "letter"
    if any(is_section(r) for r in content):
        return "office_visit"
    if part.note_type in ("", "other") and len(set(_ANALYTE.findall(" ".join(r.text for r in content)))) >= 4:
        return "laboratory"
    return part.note_type or "other"


def author_of(people: list[Signer], notes: NoteLexicon, kind: str) -> Signer | None:
    """Return who wrote a part: of a report the mental health professional, of a trainee the senior."""
    if not people:
        return None
    licensed = [p for p in people if p.credential in notes.mental_health]
    best = people[0]
    if kind == "psychology" and licensed:
        return licensed[0]
    if best.credential == "trainee":
        beside = [p for p in people if p is not best and p.credential not in ("", "trainee")]
        senior = next((p for p in beside if p.cosigner or p.strength >= 75), None)
        return senior or next((p for p in beside if 0 < p.at - best.at < 120), best)
    if not best.credential:
        surname = best.name.split()[-1].casefold()
        twin = next((p for p in people if p.credential and p.name.split()[-1].casefold() == surname), None)
        return twin or best
    return best
