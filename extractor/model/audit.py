"""The answer, as data: one ``Audit`` a case. ``audit.json`` is written from it and a ``gold.json`` reads into it."""

from __future__ import annotations

from datetime import date as Date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

# Why evidence on a page of somebody else does not count; such words never leave in a letter.
OTHER_PERSON = "stands on a page of another person"
# Why general text does not count.
GENERAL_TEXT = "general text: education, consent, policy or template"


class Stance(StrEnum):
    """What a piece of evidence says of its element."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"


class Status(StrEnum):
    """Where an element or criterion stands (adjudication guide, Statuses)."""

    MET = "met"
    NOT_MET = "not_met"
    CONFLICTING = "conflicting"
    NOT_DOCUMENTED = "not_documented"
    INCOMPLETE = "incomplete"
    NOT_APPLICABLE = "not_applicable"


class Pathway(StrEnum):
    """Which list of criteria applies."""

    MALIGNANT = "malignant"
    NON_MALIGNANT = "non_malignant"
    OTHER = "other"
    UNDETERMINED = "undetermined"


class Request(StrEnum):
    """What is asked for."""

    TRIAL = "trial"
    PERMANENT = "permanent"
    UNDETERMINED = "undetermined"


class Overall(StrEnum):
    """What the record shows as a whole; never a determination."""

    SUPPORTED = "supported"
    NOT_SUPPORTED = "not_supported"
    NEEDS_INFORMATION = "needs_information"
    OUT_OF_SCOPE = "out_of_scope"


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PageBox(_Record):
    """A rectangle on a page in PDF points from the top left."""

    x0: float
    top: float
    x1: float
    bottom: float


class Evidence(_Record):
    """A statement of the record read against an element: its exact words and where they stand.

    ``quote`` is ``page.text[start:end]``; ``reason`` says why it was not counted (only in ``considered``).
    """

    document: str
    page: int = Field(ge=1)
    quote: str
    stance: Stance | None = None
    start: int | None = None
    end: int | None = None
    boxes: tuple[PageBox, ...] = ()
    sentence: str = ""
    date: Date | None = None
    encounter: str = ""
    note_type: str = ""
    author: str = ""
    credential: str = ""
    section: str = ""
    assertion: str = ""
    phase: str = ""
    rule: str = ""
    reason: str = ""
    confidence: float = 1.0


class ElementResult(_Record):
    """An element's status, the evidence that set it, and what was looked at without being counted."""

    id: str
    status: Status
    evidence: tuple[Evidence, ...] = ()
    considered: tuple[Evidence, ...] = ()
    explanation: str = ""


class CriterionResult(_Record):
    """A criterion's status, rolled up from its elements."""

    id: str
    status: Status
    elements: tuple[ElementResult, ...] = ()


class Flag(_Record):
    """Something for a reviewer or investigator, outside the criteria; it stands on the first page it applies to."""

    id: str
    document: str = ""
    page: int | None = None
    note: str = ""


class PageRecord(_Record):
    """What is known of one page, so that no page of a submission is unaccounted for."""

    document: str
    page: int
    origin: str
    confidence: float = 1.0
    date: Date | None = None
    note_type: str = ""
    author: str = ""
    credential: str = ""
    member: str = ""
    note: str = ""


class FileRecord(_Record):
    """A submitted file: name, SHA-256 of its bytes, number of pages, and why it could not be read ('' if it was)."""

    name: str
    sha256: str
    pages: int
    problem: str = ""


class Score(_Record):
    """One pain score of the record, for the pain ledger."""

    document: str
    page: int
    quote: str
    value: float
    high: float
    kind: str = ""
    phase: str = ""
    date: Date | None = None
    used: str = ""


class Provenance(_Record):
    """What the audit was made from and with.

    ``engines`` are the versions of what read the pages and the text, by package; ``OCR`` names the engine and
    its models when a page was read from its picture. ``case_json_sha256`` is '' without a case.json.
    """

    software: str = ""
    policy: str = ""
    policy_version: str = ""
    rules_sha256: str = ""
    files: tuple[FileRecord, ...] = ()
    pages: tuple[PageRecord, ...] = ()
    options: dict[str, str] = Field(default_factory=dict)
    engines: dict[str, str] = Field(default_factory=dict)
    case_json_sha256: str = ""


class Audit(_Record):
    """One case's audit: the JSON of the adjudication guide, with provenance and pain ledger where we made it."""

    case_id: str
    pathway: Pathway
    request: Request
    overall: Overall
    criteria: tuple[CriterionResult, ...] = ()
    codes: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()
    member: str = ""
    line_of_business: str = ""
    scores: tuple[Score, ...] = ()
    provenance: Provenance = Provenance()
