"""The member's identifiers in a text: name, birth date, numbers, phones, addresses, as spans to be masked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from extractor.model.case import Member

MASK = "\u2588"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LABELLED_NUMBER = re.compile(
    r"\b(?:MRN|MR\s?#|Med(?:ical)?\.?\s+Rec(?:ord)?\.?|Acct|Account|Chart|Patient\s+ID|Pt\s+ID|Member(?:\s+ID)?|"
    r"Subscriber(?:\s+ID)?|Policy|Group|Claim|Encounter|Visit|FIN|CSN|SSN|HICN|MBI|Medicaid\s+ID|Medicare\s+ID)"
    r"\s*(?:Number|Num|No\.?|ID|#)?\s*[:#]?\s*((?=[\w-]*\d)[A-Za-z0-9][A-Za-z0-9-]{3,})",
    re.IGNORECASE,
)
_LABELLED_BIRTH = re.compile(
    r"\b(?:D\.?O\.?B\.?|Date\s+of\s+birth|Birth\s?date|Born)\s*[:#]?\s*"
    r"(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|[A-Z][a-z]{2,8}\.?\s+\d{1,2},?\s+\d{4})",
    re.IGNORECASE,
)
_LABELLED_NAME = re.compile(
    r"\b(?:Patient|Pt|Member|Name|Subscriber|Insured|RE)(?:'s)?(?:\s+Name)?\s*:\s*"
    r"([A-Z][\w'\u2019-]+,?(?:[ ]+[A-Z][\w'\u2019.-]*){0,3})"
)
_ANYWHERE = (
    re.compile(r"(?<![\d-])(?:\+?1[-. ])?\(?\d{3}\)?[-. ]\s?\d{3}[-. ]\d{4}(?!\d)"),
    re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])"),
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    re.compile(
        r"\b\d{1,6}\s+(?:[NSEW]\.?\s+)?(?:[A-Z0-9][\w'.-]*\s+){1,4}"
        r"(?:St(?:reet)?|Ave(?:nue)?|Rd|Road|Dr(?:ive)?|Ln|Lane|Blvd|Boulevard|Ct|Court|Way|Pl(?:ace)?|"
        r"Ter(?:race)?|Cir(?:cle)?|Pkwy|Parkway|Hwy|Highway|Trail|Loop)\b\.?(?:,?\s+(?:Apt|Unit|Ste|Suite|#)\s*\w+)?"
    ),
    re.compile(r"\b(?:[A-Z][a-z'.-]+\s){0,2}[A-Z][a-z'.-]+,?\s+[A-Z]{2}\s+\d{5}(?:-\d{4})?\b"),
    # Ages of 90 and over point at few people.
    re.compile(r"\b(?:9\d|1[0-2]\d)(?=\s*-?\s*(?:years?|yrs?|y/?o|y\.o\.|yo)\b)", re.IGNORECASE),
)


@dataclass(frozen=True, slots=True)
class Identifiers:
    """What to mask everywhere: ``words`` (names), ``numbers`` (ids) and the birth dates."""

    words: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    births: tuple[date, ...] = ()


def identifiers_of(member: Member, other_names: Iterable[str] = (), texts: Iterable[str] = ()) -> Identifiers:
    """Return the identifiers of a member: as the payer knows them and as labelled in the chart's texts.

    ``other_names`` are further persons seen on the pages (misfiled ones).
    """
    names, numbers = [name for name in (member.name, *other_names) if name], [member.id]
    births = [parsed for parsed in [_date(member.dob)] if parsed]
    # "Patient: Reports ..." is no name: a label adds to a name that is known, or names where none is.
    sure = {w for name in names for w in _words(name)}
    for text in texts:
        names += [m[1] for m in _LABELLED_NAME.finditer(text) if not sure or sure & _words(m[1])]
        numbers += [m[1] for m in _LABELLED_NUMBER.finditer(text)]
        births += [parsed for m in _LABELLED_BIRTH.finditer(text) if (parsed := _date(m[1]))]
    return Identifiers(
        words=tuple(sorted({w for name in names for w in _words(name)})),
        numbers=tuple(sorted({n for n in numbers if len(n) > 3})),
        births=tuple(sorted(set(births))),
    )


def _words(name: str) -> set[str]:
    """Return the parts of a name that point at somebody, as ``Title`` case would have them."""
    parts = (w.strip(".,'\u2019-") for w in re.split(r"[\s,]+", name))
    return {w.title() if w.isupper() else w for w in parts if len(w) > 2 and w.casefold() not in _TITLES}


_TITLES = frozenset(
    ("mrs", "miss", "mr", "ms", "dr", "jr", "sr", "iii", "name", "dob", "mrn", "the", "and", "phd")
)


def spans(text: str, known: Identifiers) -> tuple[tuple[int, int], ...]:
    """Return the half-open spans of a text to mask, in order and merged."""
    found: list[tuple[int, int]] = []
    for word in known.words:
        # Capitalised or in capitals only: a member named Will must not take the verb along.
        forms = {word.upper(), word[:1].upper() + word[1:], word.title()}
        pattern = "|".join(re.escape(f) for f in sorted(forms))
        found += [m.span() for m in re.finditer(rf"(?<![A-Za-z])(?:{pattern})(?![a-z])", text)]
    for number in known.numbers:
        loose = r"[-\s]?".join(re.escape(c) for c in number if c.isalnum())
        found += [m.span() for m in re.finditer(loose, text, re.IGNORECASE)]
    for born in known.births:
        found += [m.span() for m in _birth_pattern(born).finditer(text)]
    for labelled in (_LABELLED_NUMBER, _LABELLED_BIRTH):
        found += [m.span(1) for m in labelled.finditer(text)]
    for pattern_anywhere in _ANYWHERE:
        found += [m.span() for m in pattern_anywhere.finditer(text)]
    return _merged(found)


def masked(text: str, known: Identifiers) -> str:
    """Return the text with every identifier as blocks of the same length, so that offsets stay true."""
    parts, at = [], 0
    for start, end in spans(text, known):
        parts += [text[at:start], re.sub(r"\S", MASK, text[start:end])]
        at = end
    return "".join([*parts, text[at:]])


def _merged(found: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _birth_pattern(born: date) -> re.Pattern[str]:
    month, day, year = f"0?{born.month}", f"0?{born.day}", f"(?:{born.year}|{born.year % 100:02})"
    name = f"{_MONTHS[born.month - 1]}[a-z]*\\.?"
    return re.compile(
        rf"(?<!\d)(?:{month}[-/.]{day}[-/.]{year}|{born.year}[-/.]{month}[-/.]{day}|"
        rf"{day}[-\s]{name}[-\s,]*{year}|{name}\s+{day},?\s+{year})(?!\d)",
        re.IGNORECASE,
    )


def _date(text: str) -> date | None:
    numeric = re.fullmatch(r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})", text.strip())
    worded = re.fullmatch(r"([A-Za-z]{3})[a-z]*\.?\s+(\d{1,2}),?\s+(\d{4})", text.strip())
    try:
        if numeric:
            a, b, c = (int(v) for v in numeric.groups())
            year, month, day = (a, b, c) if len(numeric[1]) == 4 else (c, a, b)
            return date(year if year > 99 else year + (1900 if year > 30 else 2000), month, day)
        if worded and worded[1].lower() in _MONTHS:
            return date(int(worded[3]), _MONTHS.index(worded[1].lower()) + 1, int(worded[2]))
    except ValueError:
        return None
    return None
