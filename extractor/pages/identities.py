"""The names and birth dates of patients as a page prints them: banners, labels, subject lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Date

from extractor.dates import Precision, find_dates
from extractor.model.document import Line, LineKind, Page
from extractor.pages.names import name_words
from extractor.pages.rows import lines_of

_WORD = r"[A-ZÀ-Þ][A-Za-zÀ-ÿ'’.-]*"

_NAME = (
    rf"(?:{_WORD}(?:\s(?!DOB|MRN|Sex|Age|Date){_WORD}){{0,2}},\s?{_WORD}(?:\s(?!DOB|MRN|Sex|Age|Date|ID|"
    rf"Acct|Chart)(?:{_WORD})){{0,2}}"
    rf"|{_WORD}(?:\s(?!DOB|MRN|Sex|Age|Date|ID|Acct|Chart|Seen|Visit|Unit|Date){_WORD}){{1,3}})"
)

# `PT:` is more often physical therapy than a patient.
_LABEL = re.compile(
    r"(?<![A-Za-z'’])(?:(?P<strong>[Pp]atient(?:[’']s)?(?:\s+[Nn]ame)?|PATIENT(?:[’']?S)?(?:\s+NAME)?|"
    r"Pt(?:\.|\s+[Nn]ame)?|PT\s+NAME|"
    r"(?:[Cc]lient|CLIENT|[Ee]nrollee|ENROLLEE|[Bb]eneficiary|[Mm]ember|MEMBER|[Ee]xaminee|"
    r"[Cc]laimant)(?:\s+(?:[Nn]ame|NAME))?|"
    r"(?:[Nn]ame|NAME)(?:\s+of\s+(?:[Pp]atient|[Mm]ember))?)\s*(?:\([^)]{0,30}\))?\s*(?P<colon>[:#]?)|"
    r"(?P<about>RE|Re|REGARDING|Regarding|SUBJECT|Subject)\s*:)\s*(?:(?:[Nn]ame|NAME)\s*:\s*)?(?=[A-ZÀ-Þ])"
)

# Who else may be named with a label or a birth date of their own.
_OTHERS = re.compile(
    r"\b(?:insured|subscriber|guarantor|policy\s?holder|spouse|wife|husband|mother|father|emergency|"
    r"contact|next of kin|"
    r"responsible party|caregiver|proxy|provider|physician|doctor|drug|device|plan|pharmacy|facility|"
    r"referr\w+|attn|"
    r"employer|son|daughter|brother|sister|witness|test|file|procedure|medication|group|product|user|agent|"
    r"company|brand|"
    r"last|first|middle|maiden)(?:'s|’s)?\s*$",
    re.IGNORECASE,
)

_DOB = re.compile(
    r"\b(?:d\.?\s?[o0]\.?\s?b\.?|(?:date\s+of\s+)?birth\s*-?\s*date|date\s+of\s+birth|born|"
    r"birth)(?:\s*/\s*(?:age|sex|gender))*\s*[:#]?\s*(?:\([^)]*\)\s*)?",
    re.IGNORECASE,
)

# The shortest name at the end of a text: what stands before it may be the letterhead of the same line.
_SURNAME_FIRST = re.compile(rf"(?P<name>{_WORD},\s?{_WORD}(?:\s[A-Z]\.?|\s{_WORD})?)$")

_GIVEN_FIRST = re.compile(rf"(?P<name>{_WORD}\s(?:[A-Z]\.?\s|{_WORD}\s(?={_WORD}$))?{_WORD})$")

_TAIL = re.compile(
    r"[\s|·•,;:(/-]*(?:\(?(?:id|mrn|#)\s*[:#]?\s*#?\w*[\s,;|]*)?(?:\d{1,3}\s?(?:y\w*|"
    r"yrs?\s?old)\W*)?(?:\b[MF]\b\W*)?$",
    re.I,
)

_BESIDE = re.compile(
    rf"(?P<name>{_WORD},\s?{_WORD}(?:\s[A-Z]\b\.?)?|{_WORD}\s(?:[A-Z]\.?\s)?{_WORD})[\s|·•,;(/#-]{{1,6}}"
    r"(?:(?:MRN|MR#|Acct|Account|Chart|Med\s?Rec)\b|\d{1,3}\s?(?:yo|y/o|y\.o\.)|"
    r"(?P<date>\d{1,2}[/-]\d{1,2}[/-](?:19|20)?\d\d|\d{4}-\d\d-\d\d))"
)

_TITLED = re.compile(r"\b(?:MD|DO|NP|PA|PA-C|RN|PhD|PsyD|LCSW|DPT|PT|ARNP|FNP|Dr)\b")

_NOT_NAMES = re.compile(
    r"\b(?:hospital|clinic|center|centre|medical|medicine|health|pain|associates|group|institute|report|"
    r"note|visit|"
    r"spine|street|insurance|medicare|medicaid|department|consultation|evaluation|services?|laboratory|"
    r"imaging|"
    r"signature|information|education|agreement|history|summary|records?|request|appeal|denial|authorization|"
    r"intrathecal|pump|trial|therapy|coverage|intake|inquiry|criteria|reference|lumbar|cervical|states|"
    r"reports|"
    r"instructions|name|address|relationship|relations|statement|has|is|was|to|for|of|not|referring|"
    r"provider|physician|chart|page|portal|care|plan)\b",
    re.IGNORECASE,
)

_AFTER_NAME = re.compile(
    r"\s(?:DOB|MRN|Sex|Age|Date|ID|Acct|Chart|Seen|Visit|Unit|SEX|AGE|DATE|MT|MR|Collected|Admitted|Phone|"
    r"Account|SSN|Gender|"
    r"Location|Room|Bed|Provider|Physician|Ref|PCP|Status)\b|\s{2,}|\.\s"
)


@dataclass(frozen=True, slots=True)
class Identity:
    """A name (with what stands beside it) as printed; ``sure``: behind a label or before a birth date."""

    name: str
    dob: Date | None
    sure: bool
    line: int
    head: bool
    plain: bool = True
    """Whether nothing but a name can stand in its place (`Patient:`), unlike behind `Re:`."""


def identities(page: Page) -> list[Identity]:
    """Return the names that stand where a page names its owner, in page order, the sure ones marked."""
    found: list[Identity] = []
    above = ""
    for number, line, top in _zones(page):
        last, above = above, page.text[line.start : line.end].strip()
        text = page.text[line.start : line.end]
        head = line.kind is not LineKind.CONTENT
        birth = _birth_in(text)
        for m in _LABEL.finditer(text):
            if _names_others(text[: m.start()]) or (m["about"] and m.start() > 2):
                continue
            name = re.match(_NAME, text[m.end() :])
            if name and (clean := _clean(name[0])) and (top or birth):
                found.append(Identity(clean, birth, True, number, head, bool(m["colon"] or birth)))
        for m in _DOB.finditer(text):
            ahead = _TAIL.sub("", text[: m.start()])
            if not ahead.strip() and len(last) < 40 and re.fullmatch(_NAME, last):
                ahead = last  # the name has a line of its own
            before = _SURNAME_FIRST.search(ahead) or _GIVEN_FIRST.search(ahead)
            if before and (clean := _clean(before["name"])) and not _names_others(ahead[: before.start()]):
                found.append(Identity(clean, birth, True, number, head))
        if not any(i.line == number for i in found) and top and len(text) < 150:
            for m in _BESIDE.finditer(text):
                born = _old_date(m["date"]) if m["date"] else None
                if _TITLED.search(m["name"]) or _names_others(text[: m.start()]):
                    continue
                if (born or not m["date"]) and (clean := _clean(m["name"])):
                    found.append(Identity(clean, born, True, number, head))
            # A banner without labels: a name in the running head, or beside a birth date of old.
            for m in re.finditer(rf"(?<![A-Za-z,.]\s)(?<!\w){_NAME}", text):
                if clean := _clean(m[0]):
                    found.append(Identity(clean, _old_date(text), False, number, head))
    return found


def _names_others(before: str) -> bool:
    """Tell whether the words before a name or birth date say that it is not the patient's."""
    return bool(_OTHERS.search(re.sub(r"(?:\b[Nn]ame)?[\s:#]*$", "", before)))


def _zones(page: Page) -> Iterator[tuple[int, Line, bool]]:
    """Yield (number, line, whether it stands where a page names its owner): head, foot, first, last."""
    lines = [(n, line) for n, line in enumerate(lines_of(page)) if line.kind is not LineKind.FAX]
    content = [n for n, line in lines if line.kind is LineKind.CONTENT and line.end > line.start]
    edge = {*content[:14], *content[-3:]}
    for number, line in lines:
        yield number, line, line.kind is not LineKind.CONTENT or number in edge


def _clean(name: str) -> str:
    """Return a printed name without what follows it on the line; '' when it is none."""
    name = _AFTER_NAME.split(name)[0].strip(" .,-")
    wrong = _NOT_NAMES.search(name)
    if wrong:
        name = name[: wrong.start()].strip(" .,-")
    return name if len([w for w in name_words(name) if len(w) > 1 or "," in name]) >= 2 else ""


def _birth_in(text: str) -> Date | None:
    for m in _DOB.finditer(text):
        hits = [h for h in find_dates(text[m.end() : m.end() + 24]) if h.precision is Precision.DAY]
        if hits and hits[0].start <= 3:
            return hits[0].date
    return None


def _old_date(text: str) -> Date | None:
    """Return a date too old to be a visit of the same submission, which beside a name is a birth date."""
    hits = [h.date for h in find_dates(text) if h.precision is Precision.DAY]
    old = [d for d in hits if d.year <= 2008]
    return old[0] if old else None


def births_on(page: Page) -> tuple[Date, ...]:
    """Return the labelled birth dates on a page, less those of a subscriber, relative or contact."""
    found = []
    for line in lines_of(page):
        text = page.text[line.start : line.end]
        for m in _DOB.finditer(text):
            if _names_others(text[: m.start()]):
                continue
            hits = [h for h in find_dates(text[m.end() : m.end() + 24]) if h.precision is Precision.DAY]
            if hits and hits[0].start <= 3:
                found.append(hits[0].date)
    return tuple(found)


def named_on(page: Page, member: str) -> list[Identity]:
    """Return the head, foot, first and last lines that hold the member's given name and surname."""
    words = [w for w in name_words(member) if len(w) > 2]
    if len(words) < 2:
        return []
    found = []
    for number, line, edge in _zones(page):
        if not edge:
            continue
        text = page.text[line.start : line.end]
        head = line.kind is not LineKind.CONTENT
        here = set(re.findall(r"[a-z]+", text.casefold().replace("'", "")))
        if words[0] in here and any(w in here for w in words[1:]) and len(text) < 200:
            found.append(Identity(member, _old_date(text), False, number, head))
    return found
