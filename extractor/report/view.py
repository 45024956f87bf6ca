"""The report's view models: what the templates show, with every word, order and count already decided.

Ids are made by us from counters (``e12``, ``p1-3``), never from chart text, so that they are safe in links.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractor.report.page_view import LedgerRow, Sheet, TimelineRow
from extractor.report.pain_view import PainView
from extractor.report.parts import Fact, Label, Link, Quote, Rect, Said


@dataclass(frozen=True, slots=True)
class Crop:
    """A strip of a page picture around a quote: ``picture`` is the id of the page's one stored image."""

    picture: str
    view_box: str
    rects: tuple[Rect, ...]
    label: str


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """One statement of the record under an element; ``reason`` says why it was not counted ('' if it was)."""

    id: str
    cites: str
    stance: Label
    quote: Quote
    place: Link
    when: str
    source: str
    remarks: tuple[str, ...]
    facts: tuple[Fact, ...]
    crop: Crop | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ElementView:
    """An element: status, the guide's words, evidence (strongest first), near misses, what was searched."""

    id: str
    title: str
    status: Label
    met_when: str
    not_met_when: str
    explanation: str
    strongest: tuple[EvidenceView, ...]
    more: tuple[EvidenceView, ...]
    more_title: str
    sides: tuple[Side, ...]
    near: tuple[EvidenceView, ...]
    near_title: str
    searched: tuple[Fact, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a conflict, newest statement first."""

    title: str
    stance: Label
    evidence: tuple[EvidenceView, ...]


@dataclass(frozen=True, slots=True)
class CriterionView:
    """A criterion with its published text and its elements."""

    id: str
    anchor: str
    title: str
    text: str
    status: Label
    summary: str
    elements: tuple[ElementView, ...]


@dataclass(frozen=True, slots=True)
class Issue:
    """A line of the first screen: an element that is not met, conflicting or missing, and what is said."""

    criterion: str
    title: str
    status: Label
    href: str
    said: tuple[Said, ...]
    note: str


@dataclass(frozen=True, slots=True)
class FlagView:
    """Something for the reviewer outside the criteria."""

    title: str
    wording: str
    note: str
    place: Link


@dataclass(frozen=True, slots=True)
class Ask:
    """One item of the request letter: what is needed in the policy's words, why, and the CERT category."""

    number: int
    criterion: str
    title: str
    category: str
    policy_text: str
    needed: str
    seen: str


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice of the status filter: ``key`` is '' for all."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """All that ``case.html`` shows."""

    title: str
    member: str
    facts: tuple[Fact, ...]
    overall: Label
    overall_says: str
    counts: tuple[tuple[Label, int], ...]
    issues: tuple[Issue, ...]
    flags: tuple[FlagView, ...]
    flag_names: tuple[str, ...]
    criteria: tuple[CriterionView, ...]
    no_criteria: str
    filters: tuple[Filter, ...]
    asks: tuple[Ask, ...]
    request_text: str
    pain: PainView | None
    timeline: tuple[TimelineRow, ...]
    ledger: tuple[LedgerRow, ...]
    ledger_says: str
    sheets: tuple[Sheet, ...]
    sheets_say: str
    provenance: tuple[Fact, ...]
    files: tuple[tuple[str, str, str, str], ...]
    policy: str
    codes: tuple[Fact, ...]
    as_of: str
