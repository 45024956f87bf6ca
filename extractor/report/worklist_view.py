"""The worklist's view models: what ``worklist.html`` shows, with every word, order and count decided."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.report.parts import Fact, Label


@dataclass(frozen=True, slots=True)
class IndexRow:
    """A case in the worklist; ``key`` fields are what sorting and filtering compare."""

    case_id: str
    href: str
    overall: Label
    order: int
    request: str
    pathway: str
    line_of_business: str
    member: str
    missing: str
    missing_count: int
    flags: str
    flag_count: int
    pages: int


@dataclass(frozen=True, slots=True)
class TotalRow:
    """How often a criterion stands in each status; ``bars`` are (status key, x, width) in percent."""

    criterion: str
    title: str
    cells: tuple[int, ...]
    open: int
    open_share: str
    bars: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """A case that could not be audited, and why."""

    case_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class IndexView:
    """All that ``worklist.html`` shows."""

    title: str
    policy: str
    counts: tuple[tuple[Label, int], ...]
    rows: tuple[IndexRow, ...]
    flags: tuple[Fact, ...]
    lines: tuple[str, ...]
    totals: tuple[TotalRow, ...]
    total_columns: tuple[Label, ...]
    failures: tuple[Failure, ...]
    says: str
