"""The report's view models: what the templates show, with every word, order and count already decided.

Ids are made by us from counters (``e12``, ``p1-3``), never from chart text, so that they are safe in links.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Label:
    """A word with its colour and shape: ``key`` names the CSS class and the icon."""

    key: str
    word: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and its value, both text."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to a place in this file; ``href`` is '' where there is nothing to lead to."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle in PDF points from the page's top left, as SVG attributes."""

    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class Crop:
    """A strip of a page picture around a quote: ``picture`` is the id of the page's one stored image."""

    picture: str
    view_box: str
    rects: tuple[Rect, ...]
    label: str


@dataclass(frozen=True, slots=True)
class Quote:
    """The evidence's words between the rest of their sentence."""

    before: str
    words: str
    after: str


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
class Said:
    """Words of the record in short, what they do (``lead``) and where they stand."""

    lead: str
    words: str
    place: Link


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
class Mark:
    """A place on a page: the rectangles of one quote, and the findings that cite it."""

    id: str
    key: str
    rects: tuple[Rect, ...]
    reach: Rect | None
    words: str
    cited_by: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page's image, stored once: ``uri`` is a data URI; sizes in points."""

    id: str
    uri: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of the submission with its picture, marks and text."""

    id: str
    title: str
    caption: str
    alerts: tuple[str, ...]
    picture: PagePicture | None
    picture_note: str
    marks: tuple[Mark, ...]
    text: str


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A row of the page ledger; every page has one. ``document`` is '' where it is the row's above."""

    document: str
    page: Link
    date: str
    note_type: str
    author: str
    member: str
    read: str
    readable: bool
    notes: str
    evidence: str


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """An encounter or document in time order."""

    date: str
    iso: str
    title: str
    author: str
    pages: tuple[Link, ...]
    evidence: str
    criteria: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A score in the pain chart: top left corner, shape by phase, ``used`` if it decided a status."""

    x: str
    y: str
    shape: str
    used: bool
    label: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A labelled position on an axis; ``anchor`` is the SVG text-anchor."""

    at: str
    text: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A pain score as a table row."""

    value: str
    kind: str
    phase: str
    shape: str
    date: str
    place: Link
    quote: str
    used: str


@dataclass(frozen=True, slots=True)
class PainView:
    """Every score over time as dots and as rows, with the arithmetic of the trial."""

    width: int
    height: int
    left: int
    right: int
    dots: tuple[Dot, ...]
    y_ticks: tuple[Tick, ...]
    x_ticks: tuple[Tick, ...]
    rows: tuple[ScoreRow, ...]
    shapes: tuple[Label, ...]
    arithmetic: str
    undated: str


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
