"""Who wrote a note, and with what credential: read from signatures, labels, headings and letterheads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.lexicon.notes import NoteLexicon

_PARTICLE = r"(?:de la|de los|van der|van den|von|van|de|del|della|di|da|du|la|le|al|el|bin|ben|st\.?|mac)"
_WORD = r"(?:[A-ZÀ-Þ][A-Za-zÀ-ÿ'’-]*[A-Za-zÀ-ÿ]\.?|[A-Z]\.(?:[A-Z]\.)?|[A-Z](?=\s))"
_NAME = rf"(?:{_WORD}\s+(?:{_PARTICLE}\s+)?){{0,3}}{_WORD}"
_SIGNATURE = re.compile(
    r"\b(?:electronically|digitally)\s+(?:\w+\s+)?(?:signed|authenticated|verified|approved|reviewed)\b|"
    r"\be-?\s?sign(?:ed|ature)\b|\b(?:co-?)?signed\b|\bauthenticated\b|\battested\b|/s/",
    re.IGNORECASE,
)
# Whom these words introduce has written or signed; `strong` ones name the writer, the others whoever took part.
_LABEL = re.compile(
    r"\b(?:(?P<strong>author(?:ed by)?|dictated(?:\s+(?:and\s+signed\s+)?by)?|dictation|evaluator|examiner|evaluated by|"
    r"assessed by|interpreted by|interpreting (?:physician|radiologist)|read(?:ing)? (?:by|radiologist|physician)|"
    r"reader|reported by|written by|completed by|prepared by|note by|transcribed for|radiologist|therapist|"
    r"psychologist|evaluating \w+|clinician|rendering(?: provider)?|rend|seen by|provider(?: name)?|taken by)|"
    r"(?P<weak>attending(?: physician)?|att(?:ending)? md|surgeon|proceduralist|operator|endoscopist|physician|"
    r"performing \w+|performed by|nurse|rn|consultant|from|doctor|with|by))\s*[:#-]?\s+(?=[A-Z(])",
    re.IGNORECASE,
)
_NOT_WRITER = re.compile(
    r"(?:\brefer(?:red|ring|ral)?\b(?:\s+(?:by|md|provider|physician|from))?|\border(?:ed|ing)\b(?:\s+by)?|\brequest\w*(?:\s+(?:by|of))?|"
    r"\bpcp\b|\bcc\b|\bto\b|\battn\b|\battention\b|\bdear\b|\bcopy\b|\bsupervis\w+(?:\s+by)?|\bdiscussed with|\bthank\w*\b.*|"
    r"\bprimary care\b.*|\breviewed with|\bper\b|\bconsult with)\s*:?\s*(?:dr\.?\s*)?$",
    re.IGNORECASE,
)
_COSIGNED = re.compile(
    r"\b(?:co-?\s?sign\w*|supervis(?:ed|or|ing\s+\w+)|attestation|attested|under the supervision of|countersigned)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Signer:
    """A person with the credential id (''), found at ``at`` in the text read; ``strength`` ranks the finding."""

    name: str
    credential: str
    strength: int
    at: int
    cosigner: bool = False


@lru_cache(maxsize=8)
def _people(any_suffix: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<last>{_WORD}),\s+(?P<first>{_WORD}(?:\s+[A-Z]\.?)?),?\s+(?P<creds>(?:{any_suffix})(?![\w-]))"
        rf"|(?P<name>{_NAME})(?:\s*,\s*|\s+)\(?(?P<creds2>(?:{any_suffix})(?![\w])\.?(?:(?:\s*[,/;]\s*|\s+)(?:{any_suffix})(?![\w])\.?)*)"
        rf"|\bDr\.?\s+(?P<doctor>{_NAME})"
    )


def signers(lines: Sequence[str], lexicon: NoteLexicon, *, mental_health: bool = False) -> list[Signer]:
    """Return the persons who may have written a note, best first.

    ``lines`` are the note's lines (a paragraph's continuation joined to its line); ``mental_health``: its title is
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
        if not name or _NOT_WRITER.search(before):
            continue
        credential = credential_of(m["creds"] or m["creds2"] or "", line, near, begin, lexicon, mental_health)
        share = (m.end() - begin) / max(len(line), 1)
        labelled = [strong for end, strong in labels if 0 <= begin - end <= 3]
        if signature and signature.start() <= m.end() + 12:
            strength = 90
        elif m["doctor"] and not labelled:
            continue
        elif share > 0.5 and begin <= 3 and number >= count - 8 and number > 0:
            strength = 80
        elif labelled:
            strength = 70 if labelled[-1] else 60
        elif number <= 12 and begin <= 3 and (share > 0.5 or len(line) < 120):
            strength = 55
        elif number <= 6 and len(line) < 140:
            strength = 50
        elif share > 0.5 and begin <= 3:
            strength = 45
        else:
            strength = 10
        if m["doctor"]:
            strength -= 5
        cosigner = bool(_COSIGNED.search(line[max(0, begin - 45) : begin]))
        found.append(Signer(name, credential, strength, offset + begin, cosigner))
        taken.append((begin, m.end()))
    found += _labelled(line, labels, signature, offset, number, taken)
    return found


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
            if "," in name:
                last, first = (p.strip() for p in name.split(",", 1))
                name = f"{first} {last}"
            found.append(Signer(name, "", strength if number <= 12 or strength == 75 else 30, offset + start))
    return found


_NOT_NAME = frozenset(
    """the for and with signed by electronically provider note visit date time status type department patient doctor dr
    mr mrs ms miss final report reading read author attending physician surgeon licensed clinical dictated seen reviewed
    dept clinic center chart encounter office progress notes author's name visit's specialty mercy hospital pain medical
    e-signed esigned cosigned consultation letter examiner evaluator therapist rendering interpreted on at in of to from
    thank sincerely yours respectfully regards est new insurance ordering acct return phone fax lic license""".split()
)


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
    """Return the credential id for the letters behind a name, read with the words around it; '' if unknown."""
    letters = [s for s in re.split(r"[\s,/;]+(?![A-Z]\b)", suffixes.strip()) if s]
    beside = line[max(0, at - 45) : at + 110]
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


def plain_name(name: str) -> str:
    """Return a person's name for display and comparison: capitals turned to title case, blanks single."""
    words = " ".join(name.replace(",", " ").split()).split()
    shown = []
    for word in words:
        if word.isupper() and len(word) > 2 and "." not in word:
            word = "-".join(part.capitalize() for part in word.split("-"))
            word = re.sub(r"\b(O')([a-z])", lambda m: m[1] + m[2].upper(), word)
        shown.append(word)
    return " ".join(shown)
