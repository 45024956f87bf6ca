"""View models of the pages: pictures with marks, the page ledger, the timeline."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.report.parts import Link, Rect


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
