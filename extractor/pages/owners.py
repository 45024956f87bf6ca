"""Whose page it is: the name, birth date and record number printed on it, held against the member's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date as Date

from extractor.model.case import Case
from extractor.model.chart import PageOwner
from extractor.model.document import Document, LineKind, Origin, Page
from extractor.pages.dates import Precision, find_dates
from extractor.pages.names import Likeness, compare_names, name_words
from extractor.pages.openings import lines_of

_WORD = r"[A-ZÀ-Þ][A-Za-zÀ-ÿ'’.-]*"
_NAME = (
    rf"(?:{_WORD}(?:\s(?!DOB|MRN|Sex|Age|Date){_WORD}){{0,2}},\s?{_WORD}(?:\s(?!DOB|MRN|Sex|Age|Date|ID|Acct|Chart)(?:{_WORD})){{0,2}}"
    rf"|{_WORD}(?:\s(?!DOB|MRN|Sex|Age|Date|ID|Acct|Chart|Seen|Visit|Unit|Date){_WORD}){{1,3}})"
)
_LABEL = re.compile(
    r"(?<![A-Za-z'’])(?:(?P<own>patient(?:'s|’s)?(?:\s+name)?(?:\s*\(last,? first[^)]*\))?|pt(?:\.|\s+name)?|client(?:\s+name)?|"
    r"enrollee(?:\s+name)?|beneficiary(?:\s+name)?|member(?:\s+name)?|examinee|resident\s+name|name(?:\s+of\s+(?:patient|member))?|"
    r"claimant|re|regarding|subject)\s*[:#]?\s+(?:name\s*:?\s*)?)(?=[A-ZÀ-Þ])",
    re.IGNORECASE,
)
# Who else may be named with a label or a birth date of their own.
_OTHERS = re.compile(
    r"\b(?:insured|subscriber|guarantor|policy\s?holder|spouse|wife|husband|mother|father|emergency|contact|next of kin|"
    r"responsible party|caregiver|proxy|provider|physician|doctor|drug|device|plan|pharmacy|facility|referr\w+|attn|"
    r"employer|son|daughter|brother|sister|witness|test|file|procedure|medication|group|product|user|agent|company|brand|"
    r"last|first|middle|maiden)(?:'s|’s)?\s*$",
    re.IGNORECASE,
)
_DOB = re.compile(
    r"\b(?:d\.?\s?[o0]\.?\s?b\.?|(?:date\s+of\s+)?birth\s*-?\s*date|date\s+of\s+birth|born|birth)\s*[:#]?\s*(?:\([^)]*\)\s*)?",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\b(?:mrn|mr\s?#|med(?:ical)?\s+rec(?:ord)?(?:\s+(?:no|number|#))?\.?|chart(?:\s+(?:no|#))?|acct|account(?:\s+(?:no|#|number))?|"
    r"patient\s*(?:#|id|no)|hospital no)\s*[.:#]*\s*(?P<n>[A-Z]{0,3}-?\d[\d-]{3,})",
    re.IGNORECASE,
)
_BEFORE_DOB = re.compile(
    rf"(?P<name>{_NAME})\W{{0,6}}(?:\([^)]{{0,20}}$)?(?:\d{{1,3}}\s?y\w*\W{{0,3}})?(?:[MF]\W{{0,4}})?$"
)
_NOT_NAMES = re.compile(
    r"\b(?:hospital|clinic|center|centre|medical|medicine|health|pain|associates|group|institute|report|note|visit|"
    r"spine|street|insurance|medicare|medicaid|department|consultation|evaluation|services?|laboratory|imaging|"
    r"signature|information|education|agreement|history|summary|records?|request|appeal|denial|authorization|"
    r"intrathecal|pump|trial|therapy|coverage|intake|inquiry|criteria|reference|lumbar|cervical|states|reports|"
    r"instructions|name|address|relationship|relations|statement|has|is|was|to|for|not|chart|page|portal|care|plan)\b",
    re.IGNORECASE,
)
_CONTINUES = re.compile(
    r"\b(?:page|pg|p)\W{0,2}(?P<n>\d{1,2})\s*(?:of|/)\s*(?P<of>\d{1,2})\b|\bcont(?:inued|'d)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Identity:
    """A name (with what stands beside it) as printed; ``sure``: behind a label or before a birth date."""

    name: str
    dob: Date | None
    sure: bool
    line: int
    head: bool


def find_owners(documents: tuple[Document, ...], case: Case) -> tuple[PageOwner, ...]:
    """Return one owner a page, in order: the member's (True), another person's (False), or not said (None).

    Without a member's name in the case, the name that most pages bear is the member's.
    """
    pages = [(d.name, p) for d in documents for p in d.pages]
    printed = [_identities(page) for _, page in pages]
    births = [_births(page) for _, page in pages]
    numbers = [tuple(m["n"] for m in _NUMBER.finditer(page.text)) for _, page in pages]
    member = case.member.name or _majority(printed)
    dob = _day(case.member.dob) or _usual_birth(printed, births, member)
    known = Counter(
        n
        for own, ids in zip(numbers, printed, strict=True)
        if any(compare_names(i.name, member) is Likeness.SAME for i in ids)
        for n in set(own)
    )
    owners = [
        _judge(document, page, ids, born, own, member, dob, known)
        for (document, page), ids, born, own in zip(pages, printed, births, numbers, strict=True)
    ]
    return tuple(_carried(owners, pages))


def _identities(page: Page) -> list[_Identity]:
    found: list[_Identity] = []
    lines = lines_of(page)
    content = 0
    for number, line in enumerate(lines):
        text = page.text[line.start : line.end]
        head = line.kind is not LineKind.CONTENT
        if line.kind is LineKind.FAX:
            continue
        content += not head
        top = head or content <= 14
        birth = _birth_in(text)
        for m in _LABEL.finditer(text):
            if _OTHERS.search(text[: m.start()]) or (m["own"].lower() == "re" and m.start() > 2):
                continue
            name = re.match(_NAME, text[m.end() :])
            if name and (clean := _clean(name[0])) and (top or birth):
                found.append(_Identity(clean, birth, True, number, head))
        for m in _DOB.finditer(text):
            before = _BEFORE_DOB.search(text[: m.start()].rstrip(" |·•,;:-("))
            if before and (clean := _clean(before["name"])) and not _OTHERS.search(text[: before.start()]):
                found.append(_Identity(clean, birth, True, number, head))
        if not any(i.line == number for i in found) and top and len(text) < 150:
            # A banner without labels: a name in the running head, or beside a birth date of old.
            for m in re.finditer(rf"(?<![A-Za-z,.]\s)(?<!\w){_NAME}", text):
                if clean := _clean(m[0]):
                    found.append(_Identity(clean, _old_date(text), False, number, head))
    return found


def _clean(name: str) -> str:
    name = re.split(r"\s(?:DOB|MRN|Sex|Age|Date|ID|Acct|Chart|Seen|Visit|Unit|SEX|AGE|DATE)\b|\s{2,}", name)[
        0
    ].strip(" .,-")
    return "" if _NOT_NAMES.search(name) or len(name_words(name)) < 2 else name


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


def _births(page: Page) -> tuple[Date, ...]:
    found = []
    for line in lines_of(page):
        text = page.text[line.start : line.end]
        for m in _DOB.finditer(text):
            if _OTHERS.search(text[: m.start()].rstrip()):
                continue
            hits = [h for h in find_dates(text[m.end() : m.end() + 24]) if h.precision is Precision.DAY]
            if hits and hits[0].start <= 3:
                found.append(hits[0].date)
    return tuple(found)


def _day(text: str) -> Date | None:
    hits = [h.date for h in find_dates(text) if h.precision is Precision.DAY]
    return hits[0] if hits else None


def _majority(printed: Sequence[Sequence[_Identity]]) -> str:
    """Return the name that most pages bear in a sure place, in its longest form."""
    counts: Counter[str] = Counter()
    for ids in printed:
        for name in {i.name for i in ids if i.sure}:
            twin = next((k for k in counts if compare_names(k, name) is Likeness.SAME), name)
            counts[twin] += 1
    return max(counts, key=lambda n: (counts[n], len(n), n)) if counts else ""


def _usual_birth(
    printed: Sequence[Sequence[_Identity]], births: Sequence[Sequence[Date]], member: str
) -> Date | None:
    counts = Counter(
        b
        for ids, born in zip(printed, births, strict=True)
        if any(compare_names(i.name, member) is Likeness.SAME for i in ids)
        for b in set(born)
    )
    return max(counts, key=lambda d: (counts[d], d)) if counts else None


def _same_birth(a: Date, b: Date, *, slips: bool) -> bool:
    """Tell whether two birth dates are one; ``slips``: one misread or mistyped part is allowed for."""
    if a == b or (a.year == b.year and (a.month, a.day) == (b.day, b.month)):
        return True
    differing = (a.year != b.year) + (a.month != b.month) + (a.day != b.day)
    if a.year % 100 == b.year % 100 and differing == 1:
        return True
    return slips and differing <= 1


def _judge(
    document: str,
    page: Page,
    ids: Sequence[_Identity],
    born: Sequence[Date],
    numbers: Sequence[str],
    member: str,
    dob: Date | None,
    known: Counter[str],
) -> PageOwner:
    scanned = page.origin is not Origin.TEXT
    number = numbers[0] if numbers else ""
    sure = [i for i in ids if i.sure]
    mine = [i for i in ids if compare_names(i.name, member) is Likeness.SAME] if member else []
    birth = next((i.dob for i in (*sure, *mine) if i.dob), None) or (born[0] if born else None)
    owner = PageOwner(document, page.number, sure[0].name if sure else "", birth, number)
    if not member:
        return owner
    shared = any(n in known for n in numbers)
    others = [i for i in sure if compare_names(i.name, member) is Likeness.OTHER and _plain(i.name)]
    births = [b for b in (*(i.dob for i in sure), *born) if b]
    mine_born = dob is not None and any(_same_birth(b, dob, slips=True) for b in births)
    mine_body = [i for i in mine if not i.head]
    if others and not mine_born and not mine_body and not shared:
        stranger = others[0]
        foreign = (
            stranger.dob is not None and dob is not None and not _same_birth(stranger.dob, dob, slips=True)
        )
        if not mine or foreign:
            reason = f"bears the name {stranger.name}"
            return replace(owner, name=stranger.name, dob=stranger.dob or birth, member=False, reason=reason)
    if mine:
        own_birth = next((i.dob for i in mine if i.dob), None) or (
            births[0] if births and not others else None
        )
        if own_birth and dob and not _same_birth(own_birth, dob, slips=True) and not shared and not mine_born:
            parts = (own_birth.year != dob.year) + (own_birth.month != dob.month) + (own_birth.day != dob.day)
            if parts >= 2 and not (scanned and parts < 3):
                return replace(owner, name=mine[0].name, member=False, reason="bears another birth date")
        return replace(owner, name=mine[0].name, member=True, reason="bears the member's name")
    if mine_born or shared:
        return replace(owner, member=True, reason="bears the member's birth date or record number")
    return owner


def _plain(name: str) -> bool:
    """Tell whether a printed name is surely a person's: two or more whole words of letters."""
    words = [w for w in name_words(name) if len(w) > 1]
    return len(words) >= 2 and not re.search(r"\d", name)


def _carried(owners: list[PageOwner], pages: Sequence[tuple[str, Page]]) -> list[PageOwner]:
    """Give a page without identity to the other person whose report goes on over it."""
    for index in range(1, len(owners)):
        here, before = owners[index], owners[index - 1]
        if here.member is not None or before.member is not False or here.document != before.document:
            continue
        page, last = pages[index][1], pages[index - 1][1]
        after = owners[index + 1] if index + 1 < len(owners) else None
        between = (
            after is not None
            and after.document == here.document
            and after.member is False
            and compare_names(after.name, before.name) is Likeness.SAME
        )
        if between or _follows(last, page):
            owners[index] = replace(
                here, name=before.name, member=False, reason=f"continues the page before: {before.reason}"
            )
    return owners


def _follows(last: Page, page: Page) -> bool:
    a = [m for m in _CONTINUES.finditer(last.text) if m["n"]]
    b = list(_CONTINUES.finditer(page.text[:400] + "\n" + page.text[-300:]))
    return any(
        m["n"] is None
        or any(int(m["n"]) == int(o["n"]) + 1 and m["of"] == o["of"] and int(m["of"]) <= 6 for o in a)
        for m in b
    )
