"""The report's vocabulary: the words for statuses, stances, dates and places, safe chart text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from extractor.model.audit import Overall, Pathway, Request, Stance, Status

STATUS = {
    Status.MET: "Met",
    Status.NOT_MET: "Not met",
    Status.CONFLICTING: "Conflicting",
    Status.INCOMPLETE: "Incomplete",
    Status.NOT_DOCUMENTED: "Not documented",
    Status.NOT_APPLICABLE: "Not applicable",
}
# The order a reviewer works in: what speaks against, what is unclear, what is missing, what is settled.
STATUS_ORDER = (
    Status.NOT_MET,
    Status.CONFLICTING,
    Status.INCOMPLETE,
    Status.NOT_DOCUMENTED,
    Status.MET,
    Status.NOT_APPLICABLE,
)
OPEN_STATUSES = frozenset({Status.NOT_MET, Status.CONFLICTING, Status.INCOMPLETE, Status.NOT_DOCUMENTED})

OVERALL = {
    Overall.SUPPORTED: "The record supports the criteria",
    Overall.NOT_SUPPORTED: "The record does not support the criteria",
    Overall.NEEDS_INFORMATION: "The record needs information",
    Overall.OUT_OF_SCOPE: "Out of scope of this policy",
}
OVERALL_SHORT = {
    Overall.SUPPORTED: "Supports",
    Overall.NOT_SUPPORTED: "Does not support",
    Overall.NEEDS_INFORMATION: "Needs information",
    Overall.OUT_OF_SCOPE: "Out of scope",
}
# Which status's colour and shape an overall result borrows.
OVERALL_KEY = {
    Overall.SUPPORTED: Status.MET,
    Overall.NOT_SUPPORTED: Status.NOT_MET,
    Overall.NEEDS_INFORMATION: Status.INCOMPLETE,
    Overall.OUT_OF_SCOPE: Status.NOT_APPLICABLE,
}
STANCE = {Stance.SUPPORTS: "Supports", Stance.CONTRADICTS: "Contradicts"}
PATHWAY = {
    Pathway.MALIGNANT: "Malignant pain",
    Pathway.NON_MALIGNANT: "Non-malignant pain",
    Pathway.OTHER: "Other indication",
    Pathway.UNDETERMINED: "Not determined",
}
REQUEST = {
    Request.TRIAL: "Trial",
    Request.PERMANENT: "Permanent implant",
    Request.UNDETERMINED: "Not determined",
}
FLAG = {
    "misfiled_page": "Page of another person",
    "duplicate_page": "Duplicate page",
    "cloned_text": "Cloned text",
    "date_conflict": "Dates conflict",
    "code_mismatch": "Code not supported by the record",
    "score_inconsistency": "Scores disagree",
    "unreadable_page": "Unreadable page",
    "minor": "Member under 18",
}
ORIGIN = {"text": "Text", "ocr": "OCR", "mixed": "Text and OCR", "none": "Not readable"}
REASON = {
    "possible": "only possible",
    "hypothetical": "hypothetical",
    "planned": "planned, not done",
    "historical": "history, not current",
    "resolved": "resolved",
    "family": "about a family member",
    "generic": "general text, not about the member",
    "unticked": "box not ticked",
}
ASSERTION = REASON | {"absent": "stated as absent"}
ACRONYMS = frozenset(
    [
        "adl",
        "ct",
        "ed",
        "emg",
        "er",
        "fbss",
        "h&p",
        "hpi",
        "icp",
        "id",
        "mri",
        "ncd",
        "lcd",
        "hta",
        "op",
        "or",
        "pa",
        "pt",
        "ot",
        "ros",
        "soap",
        "uds",
        "wa",
        "rx",
        "cbc",
        "inr",
    ]
)

# Characters that change how neighbouring text is shown: a visible mark stands for them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff]"
)
_SUPERSEDED = re.compile(r"^superseded (\d{4}-\d\d-\d\d)$")
_BLANKS = re.compile(r"\s+")


def plain(text: str) -> str:
    """Return text of unknown origin with control and bidirectional-override characters as U+FFFD."""
    return _UNSEEN.sub("\ufffd", text)


def one_line(text: str) -> str:
    """Return :func:`plain` text with every run of blanks and line ends as one blank."""
    return plain(_BLANKS.sub(" ", text)).strip()


def day(value: date | None) -> str:
    """Return a date as a US reader writes it unambiguously (``May 2, 2025``); '' for None."""
    return f"{value:%b} {value.day}, {value.year}" if value else ""


def count(number: int, noun: str, plural: str = "") -> str:
    """Return ``1 page``, ``2 pages``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def listing(items: Iterable[str], last: str = "and") -> str:
    """Return ``a``, ``a and b``, ``a, b and c``."""
    parts = list(items)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}" if len(parts) > 1 else "".join(parts)


def spoken(identifier: str) -> str:
    """Return an id as words: ``psych_evaluation`` as ``Psych evaluation``."""
    words = [
        w.upper() if w.lower() in ACRONYMS else w for w in re.split(r"[_\s]+", one_line(identifier)) if w
    ]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def flag_title(flag: str, policy_flags: Mapping[str, str]) -> str:
    """Return a flag's short name: ours, else the policy's wording of it up to a colon, else its id."""
    head, colon, _ = one_line(policy_flags.get(flag, "")).partition(":")
    return FLAG.get(flag) or (head if colon and len(head) <= 60 else spoken(flag))


def author(name: str, credential: str) -> str:
    """Return ``J. Doe, MD`` from a name and a credential's id or letters."""
    short = one_line(credential).replace("_", " ")
    return ", ".join(x for x in (one_line(name), short.upper() if len(short) < 5 else short) if x)


def reason(text: str) -> str:
    """Return why a statement was not counted, in words."""
    words = REASON.get(text) or one_line(text) or "not counted"
    return _SUPERSEDED.sub(
        lambda m: f"superseded by a later statement ({day(date.fromisoformat(m[1]))})", words
    )


def place(document: str, page: int | None) -> str:
    """Return ``chart.pdf, p. 3``."""
    name = one_line(document)
    if page is None:
        return name
    return f"{name}, p. {page}" if name else f"p. {page}"


def number(value: float) -> str:
    """Return a score without needless digits: 8, 7.5."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def page_ranges(pages: Iterable[int]) -> str:
    """Return page numbers as ranges: ``1-3, 7``."""
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return ", ".join(str(a) if a == b else f"{a}\u2013{b}" for a, b in runs)
