"""Who wrote a note, and with what credential: read from signatures, labels, headings and letterheads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.lexicon.notes import NoteLexicon
from extractor.pages.rows import is_prose

_PARTICLE = r"(?:de la|de los|van der|van den|von|van|de|del|della|di|da|du|la|le|al|el|bin|ben|st\.?|mac)"
_WORD = r"(?:[A-ZÀ-Þ][A-Za-zÀ-ÿ'’-]*[A-Za-zÀ-ÿ]|[A-Z]\.(?:[A-Z]\.)?|[A-Z](?=\s))"
_NAME = rf"(?:{_WORD}\s+(?:{_PARTICLE}\s+)?){{0,3}}{_WORD}"
_SIGNATURE = re.compile(
    r"\b(?:electronically|digitally)\s+(?:\w+\s+)?(?:signed|authenticated|verified|approved|reviewed)\b|"
    r"\be-?\s?sign(?:ed|ature)\b|\b(?:co-?)?signed\b|\bauthenticated\b|\battested\b|/s/|"
    r"\bsignature\s*:?(?=\s+[A-Z])",
    re.IGNORECASE,
)
# Whom these words introduce has written or signed; `strong` ones name the writer, the others who took part.
_LABEL = re.compile(
    r"\b(?:(?P<strong>author(?:ed by)?|dictated(?:\s+(?:and\s+signed\s+)?by)?|dictation|evaluator|examiner|"
    r"evaluated by|"
    r"assessed by|interpreted by|interpreting (?:physician|radiologist)|read(?:ing)? (?:by|radiologist|"
    r"physician)|"
    r"reader|reported by|written by|completed by|prepared by|note by|transcribed for|radiologist|therapist|"
    r"psychologist|evaluating \w+|clinician|rendering(?: provider)?|rend|seen by|provider(?: name)?|"
    r"taken by)|"
    r"(?P<weak>attending(?: physician)?|att(?:ending)? md|surgeon|proceduralist|operator|endoscopist|"
    r"physician|"
    r"performing \w+|performed by|nurse|rn|consultant|from|doctor|with))\s*[:#-]?\s+(?=[A-Z(])",
    re.IGNORECASE,
)
_NOT_WRITER = re.compile(
    r"(?:\brefer(?:red|ring|ral)?\b(?:\s+(?:by|md|provider|physician|from))?|\border(?:ed|ing)\b(?:\s+by)?|"
    r"\brequest\w*(?:\s+(?:by|of))?|"
    r"\bpcp\b|\bcc\b|\bto\b|\battn\b|\battention\b|\bdear\b|\bcopy\b|\bsupervis\w+(?:\s+by)?|"
    r"\bdiscussed with|\bthank\w*\b.*|"
    r"\bprimary care\b.*|\breviewed with|\bper\b|\bconsult with)\s*:?\s*(?:dr\.?\s*)?$",
    re.IGNORECASE,
)
_COSIGNED = re.compile(
    r"\b(?:co-?\s?sign\w*|supervis(?:ed|or|ing\s+\w+)|attestation|attested|under the supervision of|"
    r"countersigned)\b",
    re.IGNORECASE,
)


# `RN C. Bickerstaff 5/22/23`, as on forms.
_TITLE_FIRST = re.compile(rf"\W*(RN|LPN|LVN|MD|DO|NP|PA-C|PA|MA|PT)\b[:\s]+({_NAME})(?=\s*[\d,/]|\s*$)")


@dataclass(frozen=True, slots=True)
class Signer:
    """A person with the credential id (''), found at ``at`` in the text; ``strength`` ranks the finding."""

    name: str
    credential: str
    strength: int
    at: int
    cosigner: bool = False


@lru_cache(maxsize=8)
def _people(any_suffix: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<last>{_WORD}),\s+(?P<first>{_WORD}(?:\s+[A-Z]\.?)?),?\s+(?P<creds>(?:{any_suffix})(?![\w-]))"
        rf"|(?P<name>{_NAME})(?:\s*,\s*|\s+)\(?(?P<creds2>(?:{any_suffix})(?![\w])\.?(?:(?:\s*[,/;]\s*|"
        rf"\s+)(?:{any_suffix})(?![\w])\.?)*)"
        rf"|\bDr\.?\s+(?P<doctor>{_NAME})(?![\w'-]|\s+[A-Z][a-z]|\s*,?\s*\(?(?:{any_suffix})(?!\w))"
    )


def signers(lines: Sequence[str], lexicon: NoteLexicon, *, mental_health: bool = False) -> list[Signer]:
    """Return the persons who may have written a note, best first.

    ``lines`` are the note's lines (continuations joined to their line); ``mental_health``: its title is
    that of a mental health professional's work, so that a PhD in it is a psychologist.
    """
    found: list[Signer] = []
    offset = 0
    count = len(lines)
    for number, line in enumerate(lines):
        near = " ".join(lines[max(0, number - 1) : number + 2])[:400]
        found += _in_line(line, near, offset, number, count, lexicon, mental_health)
        offset += len(line) + 1
    return sorted(found, key=lambda s: (-s.strength, s.cosigner, s.at))


def _in_line(
    line: str, near: str, offset: int, number: int, count: int, lexicon: NoteLexicon, mental_health: bool
) -> list[Signer]:
    found: list[Signer] = []
    signature = _SIGNATURE.search(line)
    labels = [(m.end(), bool(m["strong"])) for m in _LABEL.finditer(line)]
    taken: list[tuple[int, int]] = []
    for m in _people(lexicon.any_suffix).finditer(line):
        name = f"{m['first']} {m['last']}" if m["last"] else (m["name"] or m["doctor"])
        begin = m.start("name") if m["name"] else m.start()
        name, cut = _trimmed(name)
        begin += cut
        before = line[max(0, begin - 30) : begin]
        if not name or _NOT_WRITER.search(before) or _is_place(line, m, name, bool(signature)):
            continue
        credential = credential_of(m["creds"] or m["creds2"] or "", line, near, begin, lexicon, mental_health)
        share = (m.end() - begin) / max(len(line), 1)
        leads = begin <= 3 or line[:begin].strip(" .").casefold() in ("dr", "prof", "by")
        labelled = [strong for end, strong in labels if 0 <= begin - end <= 3]
        if signature and signature.start() <= m.end() + 12:
            strength = 90
        elif m["doctor"] and not labelled:
            continue
        elif leads and number >= count - 8 and number > 0 and (share > 0.5 or len(line) < 80):
            strength = 80
        elif labelled:
            strength = 70 if labelled[-1] else 60
        elif number <= 12 and leads and (share > 0.5 or len(line) < 120):
            strength = 55
        elif number <= 6 and len(line) < 140:
            strength = 50
        elif share > 0.5 and leads:
            strength = 45
        elif re.search(r"(?:-|–|—)\s*$", before) and len(line) - m.end() < 4:
            strength = 75
        elif number >= count - 4 and re.search(r"\bby\s+(?:dr\.?\s+)?$", before, re.IGNORECASE):
            strength = 42
        else:
            strength = 10
        if m["doctor"]:
            strength -= 5
        opens = begin <= 1 and number <= 2 and line[m.end() : m.end() + 1] in ".,:"
        if (
            strength not in (42, 75, 80, 90) and not labelled and not opens and is_prose(line)
        ):  # named in passing
            strength = 10
        if name.isupper() and len(name) <= 4:  # initials
            strength = 15
        cosigner = bool(_COSIGNED.search(line[max(0, begin - 45) : begin]))
        found.append(Signer(name, credential, strength, offset + begin, cosigner))
        taken.append((begin, m.end()))
    before_name = _TITLE_FIRST.match(line) if number >= count - 8 and len(line) < 60 else None
    if before_name and not taken:
        near_title = credential_of(before_name[1], line, near, 0, lexicon, mental_health)
        found.append(Signer(before_name[2], near_title, 75, offset))
        taken.append(before_name.span())
    found += _labelled(line, labels, signature, offset, number, taken)
    return found


def _is_place(line: str, m: re.Match[str], name: str, signed: bool) -> bool:
    """Tell a town and its state (`Carlisle PA`, `Dover, DE 19901`) from a name and credential."""
    letters = (m["creds"] or m["creds2"] or "").strip(".")
    if len(letters) == 2 and letters.isupper():
        if re.match(r"\s*\d{5}\b", line[m.end() :]) or (
            not signed and "," not in m[0] and len(name.split()) == 1
        ):
            return True
        if re.match(r"\W*\d+ [A-Z]", line):
            return True
    return f"({letters}" in m[0] and "(" not in line[: m.start()]


def _labelled(
    line: str,
    labels: list[tuple[int, bool]],
    signature: re.Match[str] | None,
    offset: int,
    number: int,
    taken: list[tuple[int, int]],
) -> list[Signer]:
    """Read names without a credential behind a label (`SURGEON: FALCONER-PIKE, I`, `Signed M. Tan`)."""
    found = []
    starts = [(end, 65 if strong else 40) for end, strong in labels]
    if signature:
        starts.append((signature.end(), 75))
    for start, strength in starts:
        m = re.compile(rf"\s*(?:by\b)?[:\s]*(?:Dr\.?\s+)?(?P<name>{_NAME}(?:,\s+{_NAME})?)").match(
            line, start
        )
        if not m or any(a <= m.start("name") < b for a, b in taken):
            continue
        if _NOT_WRITER.search(line[max(0, start - 34) : start].rstrip(": ")):
            continue
        name, _ = _trimmed(m["name"])
        if len(name.split()) >= 2 and not re.search(r"\d", name):
            found.append(Signer(name, "", strength if number <= 12 or strength == 75 else 30, offset + start))
    return found


_NOT_NAME = frozenset((
    "the", "for", "and", "with", "signed", "by", "electronically", "provider", "note", "visit", "date",
    "time", "status", "type", "department", "patient", "doctor", "dr", "mr", "mrs", "ms", "miss",
    "final", "report", "reading", "read", "author", "attending", "physician", "surgeon", "licensed",
    "clinical", "dictated", "seen", "reviewed", "dept", "clinic", "center", "chart", "encounter",
    "office", "progress", "notes", "author's", "name", "visit's", "specialty", "mercy", "hospital",
    "pain", "medical", "e-signed", "esigned", "cosigned", "consultation", "letter", "examiner",
    "evaluator", "therapist", "rendering", "interpreted", "signature", "psychiatry", "psychology",
    "oncology", "neurology", "radiology", "associates", "group", "institute", "services", "partners",
    "health", "behavioral", "surgery", "physicians", "specialists", "imaging", "llc", "pllc", "pc",
    "inc", "on", "at", "in", "of", "to", "from", "att", "atten", "resident", "am", "pm", "thank",
    "sincerely", "yours", "respectfully", "regards", "est", "new", "insurance", "ordering", "acct",
    "return", "phone", "fax", "lic", "license",
))  # fmt: skip


def _trimmed(name: str) -> tuple[str, int]:
    """Return a name without leading words that are none, and how many characters were cut."""
    words = list(re.finditer(r"\S+", name))
    first = 0
    for index, word in enumerate(words):
        if word.group().strip(".,:").casefold() in _NOT_NAME:
            first = index + 1
    kept = words[first:]
    if not kept or not any(len(w.group().strip(".")) > 1 for w in kept):
        return "", 0
    return name[kept[0].start() :].strip(" ,"), kept[0].start()


def credential_of(
    suffixes: str, line: str, near: str, at: int, lexicon: NoteLexicon, mental_health: bool
) -> str:
    """Return the credential id for the letters behind a name and the words around it; '' if unknown."""
    letters = [s for s in re.split(r"[\s,/;]+(?![A-Z]\b)", suffixes.strip()) if s]
    before = re.split(r"[/;|]", line[max(0, at - 25) : at])[-1]
    beside = before + re.split(r"[;|]|\s/\s", line[at : at + 110])[0]
    for credential in lexicon.credentials:
        if credential.title.search(beside):
            return credential.name
        if not any(
            credential.suffix.fullmatch(s.rstrip(".")) or credential.suffix.fullmatch(s) for s in letters
        ):
            continue
        if credential.within is None:
            return credential.name
        doctor = credential.name == "psychiatrist"
        if (mental_health and not doctor) or credential.within.search(near if not doctor else beside):
            return credential.name
    return ""


@lru_cache(maxsize=8)
def _signature_line(any_suffix: str) -> re.Pattern[str]:
    creds = rf"(?:{any_suffix})(?![\w])\.?(?:(?:\s*[,/]\s*|\s+)(?:{any_suffix})(?![\w])\.?)*"
    when = (
        r"(?:\W*(?:on\s+)?\d{1,2}[/-]\d{1,2}[/-]\d{2,4}(?:\W+\d{1,2}:?\d\d(?::\d\d)?\s*(?:[AaPp]\.?[Mm]?)?)?)"
    )
    return re.compile(
        rf"\W*(?:{_NAME}(?:\s*,\s*|\s+){creds}(?:[,\s&-]+(?:[A-Z][\w&/.-]*|of|and|in)"
        rf"(?!\w)){{0,8}}{when}?\W*"
        rf"|(?!DO[BSIA]|MRI|CT|LAB|CBC|UDS|OV|ED|TEL|FAX|RE|DD|"
        rf"DT)[A-Z]{{2,4}}(?:\s(?:{any_suffix}))?{when})(?:\W*co-?signed.*)?"
    )


def is_signature_line(line: str, lexicon: NoteLexicon) -> bool:
    """Tell whether a line is nothing but a name with its credential, or initials with a date."""
    return len(line) < 110 and _signature_line(lexicon.any_suffix).fullmatch(line.strip()) is not None


def plain_name(name: str) -> str:
    """Return a person's name for display and comparison: capitals turned to title case, blanks single."""
    if "," in name:
        last, first = name.split(",", 1)
        name = f"{first} {last}"
    words = name.split()
    if len(words) > 1 and len(words[-1].strip(".")) == 1 and len(words[0].strip(".")) > 1:
        words = [words[-1], *words[:-1]]
    shown = []
    for word in words:
        if word.isupper() and len(word) > 2 and "." not in word:
            word = "-".join(part.capitalize() for part in word.split("-"))
            word = re.sub(r"\b(O')([a-z])", lambda m: m[1] + m[2].upper(), word)
        shown.append(word)
    return " ".join(shown)
