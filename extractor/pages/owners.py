"""Whose page it is: the name, birth date and record number printed on it, held against the member's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date as Date

from extractor.dates import Precision, find_dates
from extractor.model.case import Case
from extractor.model.chart import PageOwner
from extractor.model.document import Document, Origin, Page
from extractor.pages.identities import Identity, births_on, identities, named_on
from extractor.pages.names import Likeness, compare_names, name_words

_NUMBER = re.compile(
    r"\b(?:mrn|mr\s?#|med(?:ical)?\s+rec(?:ord)?(?:\s+(?:no|number|#))?\.?|chart(?:\s+(?:no|#))?|acct|"
    r"account(?:\s+(?:no|#|number))?|"
    r"patient\s*(?:#|id|no)|hospital no)\s*[.:#]*\s*(?P<n>[A-Z]{0,3}-?\d[\d-]{3,})",
    re.IGNORECASE,
)

_CONTINUES = re.compile(
    r"\b(?:page|pg|p)\W{0,2}(?P<n>\d{1,2})\s*(?:of|/)\s*(?P<of>\d{1,2})\b|\bcont(?:inued|'d)\b", re.IGNORECASE
)


def find_owners(documents: tuple[Document, ...], case: Case) -> tuple[PageOwner, ...]:
    """Return one owner a page, in order: the member's (True), another person's (False), or not said (None).

    Without a member's name in the case, the name that most pages bear is the member's.
    """
    pages = [(d.name, p) for d in documents for p in d.pages]
    printed = [identities(page) for _, page in pages]
    births = [births_on(page) for _, page in pages]
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


def _day(text: str) -> Date | None:
    hits = [h.date for h in find_dates(text) if h.precision is Precision.DAY]
    return hits[0] if hits else None


def _majority(printed: Sequence[Sequence[Identity]]) -> str:
    """Return the name that most pages bear in a sure place, in its longest form."""
    counts: Counter[str] = Counter()
    for ids in printed:
        for name in {i.name for i in ids if i.sure}:
            twin = next((k for k in counts if compare_names(k, name) is Likeness.SAME), name)
            counts[twin] += 1
    return max(counts, key=lambda n: (counts[n], len(n), n)) if counts else ""


def _usual_birth(
    printed: Sequence[Sequence[Identity]], births: Sequence[Sequence[Date]], member: str
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
    differing = _parts_apart(a, b)
    if a.year % 100 == b.year % 100 and differing == 1:
        return True
    return slips and differing <= 1


def _parts_apart(a: Date, b: Date) -> int:
    return (a.year != b.year) + (a.month != b.month) + (a.day != b.day)


def _judge(
    document: str,
    page: Page,
    ids: Sequence[Identity],
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
    mine += named_on(page, member) if member and not mine else []
    birth = next((i.dob for i in (*sure, *mine) if i.dob), None) or (born[0] if born else None)
    owner = PageOwner(document, page.number, sure[0].name if sure else "", birth, number)
    if not member:
        return owner
    shared = any(n in known for n in numbers)
    others = [
        i
        for i in sure
        if compare_names(i.name, member) is Likeness.OTHER and _plain(i.name) and _is_owner(i, page, scanned)
    ]
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
    doubtful = [
        i for i in sure if i.dob and i not in mine and compare_names(i.name, member) is not Likeness.SAME
    ]
    if doubtful and dob and not mine and not mine_born and not shared:
        born_apart = [i for i in doubtful if i.dob and _parts_apart(i.dob, dob) >= 2]
        if born_apart:
            reason = f"bears the name {born_apart[0].name} and another birth date"
            return replace(owner, name=born_apart[0].name, dob=born_apart[0].dob, member=False, reason=reason)
    if mine:
        own_birth = next((i.dob for i in mine if i.dob), None) or (
            births[0] if births and not others else None
        )
        if own_birth and dob and not _same_birth(own_birth, dob, slips=True) and not shared and not mine_born:
            parts = _parts_apart(own_birth, dob)
            if parts >= 2 and not (scanned and parts < 3):
                return replace(owner, name=mine[0].name, member=False, reason="bears another birth date")
        return replace(owner, name=mine[0].name, member=True, reason="bears the member's name")
    if mine_born or shared:
        return replace(owner, member=True, reason="bears the member's birth date or record number")
    return owner


def _is_owner(identity: Identity, page: Page, scanned: bool) -> bool:
    """Tell whether a name in a patient's place is one: it has a birth date, or recurs on the page."""
    if identity.dob:
        return True
    words = [w for w in name_words(identity.name) if len(w) > 2]
    text = page.text.casefold()
    recurs = any(len(re.findall(rf"\b{w}\b", text)) >= 2 for w in words)
    return recurs or (identity.plain and not scanned and identity.line <= 12)


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
