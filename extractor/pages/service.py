"""Which of a note's dates is that of the service, and which are of print, birth, dictation or signature."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date as Date
from enum import IntEnum

from extractor.dates import DateHit, Precision, find_dates

_SEEN = re.compile(
    r"(?:,\s*[A-Z][A-Za-z.-]{0,9}\s+at|\bseen|\bdates?\s+of\s+(?:service|visit|exam\w*|evaluation|"
    r"procedure|study|consult\w*|operation|"
    r"surgery|admission|"
    r"encounter|session|interview|assessment|collection|contact|test\w*)|\bd\.?o\.?s\.?|\b(?:service|"
    r"encounter|visit|exam\w*|evaluation|"
    r"procedure|study|collection|contact|session|note|appointment|surgery|operation|test|assessment|"
    r"interview)(?:\s+dates?)?|"
    r"\bperformed|\bcollected|\bcollection|\bdrawn|\bobtained|\badmi(?:t|tted|ssion)(?:\s+date)?|"
    r"\bevaluated|\binterview(?:ed)?|\btested|"
    r"\bclinic|\boffice|\binpatient|\bdates?\s+seen|\barrival|\barrived|\bmet\s+with\b[^.]{0,30}|"
    r"\bexamined|\btaken)"
    r"(?:\s+(?:on|from|date|dates|time))?\s*[:#]?\s*(?:on\s+)?(?:[(\[]\s*)?$",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"\bdates?(?:\s*/\s*time)?\s*(?:\(s\))?\s*[:#]?\s*$", re.IGNORECASE)
_LATER = re.compile(
    r"(?:\bsign(?:ed|ature)\b[^|]{0,60}|\bauthenticated\b[^|]{0,50}|\bdict(?:ated|ation)?\b[^|]{0,12}|"
    r"\bd\s?:|\bt\s?:|\bdd\s?:|\bdt\s?:|"
    r"\btrans(?:cribed|cription)?\b[^|]{0,12}|\breport(?:ed)?(?:\s+date)?\b|"
    r"\bcompleted(?:\s+by[^|]{0,30})?|\bfinal(?:i[sz]ed)?\b|"
    r"\bverified\b[^|]{0,30}|\bresulted\b|\bcosign\w*[^|]{0,40}|\bby\b[^|]{0,30}|\battest\w*[^|]{0,40}|"
    r"\bsent(?:\s+by)?\b[^|]{0,40}|"
    r"\breviewed\b[^|]{0,30}|\bapproved\b[^|]{0,30}|\brequested(?:\s+dos)?\b|\bfiled\b|\breviewed\b|"
    r"\breceived\b|\brec'?d\b)"
    r"\s*:?\s*(?:on\s+|at\s+)?$",
    re.IGNORECASE,
)
_NEVER = re.compile(
    r"(?:\bd\.?\s?o\.?\s?b\.?|\bbirth\s*(?:date|day)?|\bborn|\bdate of birth|\bprint(?:ed)?(?:\s+date)?|"
    r"\bgenerated|\bfax(?:ed)?|\brcvd|"
    r"\bexport(?:ed)?|\breleased?|\bexpires?|\bexpir\w+|\bexp|\bnext(?:\s+\w+){0,2}|\bdue|\breturns?|\brtc|"
    r"\bschedul\w+(?:\s+for)?|"
    r"\bappointments?|\bappt|\beffective|\blot|\bcompar\w+(?:\s+(?:with|to|is made with))?[^.]{0,40}|"
    r"\bprior|\bprevious|\bsince|\bstarted|"
    r"\bstart|\bonset|\binjury|\billness|\blast(?:\s+\w+){0,2}|\bfilled|\bvalid|\bthrough|\buntil|"
    r"\bplanned(?:\s+(?:date|dos))?|\btarget|"
    r"\brequested\s+(?:dos|date)|\bbooked|\bupdated|\bauth\w*|\bdelivered|\bid|\bjob|\bsigned consent|"
    r"\brefilled|\bhistory of|\brev(?:ised)?\.?|"
    r"\bapproved by|\bcopyright|\bform|\bdeath|\bdied|\bage)\s*[:#.]?\s*(?:on\s+|for\s+|is\s+|"
    r"for\s+the\s+)?$",
    re.IGNORECASE,
)
_NEVER_AFTER = re.compile(
    r"\s*(?:\)|,)?\s*(?:\(?\d{1,3}\s?(?:y\.?o\.?|yrs?|years?\s+old)\b|\(?dob\b|birth)", re.IGNORECASE
)


# The from and to boxes of a claim line.
_CLAIM = re.compile(r"\s*(?:0[1-9]|1[0-2]) [0-3]\d \d\d (?:0[1-9]|1[0-2]) [0-3]\d \d\d\s")


class Rank(IntEnum):
    """How well a date serves as a service date; higher is better, ``NEVER`` is not one."""

    NEVER = 0
    LATER = 1
    INLINE = 2
    PLAIN = 3
    SEEN = 4


@dataclass(frozen=True, slots=True)
class Dated:
    """A date of a line with its rank; ``end``: the last day where the line gives a range."""

    start: int
    stop: int
    date: Date
    rank: Rank
    end: Date | None = None


def dated(line: str, default_year: int | None, *, day_first: bool = False) -> list[Dated]:
    """Return the day-precise dates of a line, ranked by the words around them; a range is one."""
    hits = [
        h
        for h in find_dates(line, default_year=default_year, day_first=day_first)
        if h.precision is Precision.DAY
    ]
    found: list[Dated] = []
    previous = 0
    for hit in hits:
        before = line[max(previous, hit.start - 70) : hit.start]
        listed = found and found[-1].rank is Rank.SEEN and re.fullmatch(r"\s*[,;]\s*(?:and\s+)?", before)
        if found and (listed or _joins(before)):
            last = found[-1]
            later = max(last.end or last.date, hit.date)
            found[-1] = Dated(last.start, hit.end, min(last.date, hit.date), last.rank, later)
        else:
            found.append(Dated(hit.start, hit.end, hit.date, rank_of(before, line, hit)))
        previous = hit.end
    return found


_CONNECTED = re.compile(
    r"\s*(?:\d{1,2}:?\d\d\s*)?(?:-+|–|—|to|through|thru|and|&|(?:[,;.]\s*)?(?:discharged?|disch|dc|d/c))"
    r"(?:\s+(?:date|on))?\s*[:.]?\s*",
    re.IGNORECASE,
)


def _joins(between: str) -> bool:
    return bool(_CONNECTED.fullmatch(between))


def rank_of(before: str, line: str, hit: DateHit) -> Rank:
    """Return the rank of a date from the words before it on its line."""
    before = before.rstrip(" \t|·•,")
    if _CLAIM.match(line):
        return Rank.SEEN
    if _NEVER.search(before) or _NEVER_AFTER.match(line[hit.end :]):
        return Rank.NEVER
    if _SEEN.search(before):
        return Rank.SEEN
    if _LATER.search(before):
        return Rank.LATER
    if _PLAIN.search(before):
        return Rank.PLAIN
    if not line[: hit.start].strip(" \t*#-") and not line[hit.end :].strip(" \t.*"):
        return Rank.PLAIN
    return Rank.INLINE
