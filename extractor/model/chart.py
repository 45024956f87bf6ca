"""The chart as the judging core sees it: encounters, statements and mentions of one case.

All positions are half-open character offsets into the text of a page (pages count from 1).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date as Date
from enum import StrEnum
from typing import Any, TypeVar

from extractor.model.case import Case
from extractor.model.document import Cell, Document

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one page: ``document.pages[page - 1].text[start:end]``."""

    document: str
    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Encounter:
    """One visit, procedure, report or letter: when, of what kind, by whom, and where it stands.

    ``date`` is the service date (not the print or signature date); ``end`` its last day where a range is given.
    ``note_type`` and ``credential`` are ids of ``rules/lexicon/note_types.yaml`` and ``credentials.yaml``.
    """

    index: int
    date: Date | None
    end: Date | None = None
    title: str = ""
    note_type: str = ""
    author: str = ""
    credential: str = ""
    spans: tuple[Span, ...] = ()


class Phase(StrEnum):
    """When, relative to the temporary intrathecal trial."""

    BASELINE = "baseline"
    TRIAL = "trial"
    TRIAL_END = "trial_end"
    AFTER = "after"
    UNKNOWN = ""


class StatementKind(StrEnum):
    """How a statement is laid out."""

    SENTENCE = "sentence"
    ROW = "row"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class Statement:
    """The smallest stretch of a page that says something: a sentence, a list item, a form line or a table row.

    ``text`` is the page's text with line breaks as blanks, so that offsets carry over unchanged. ``section`` is the
    heading as printed, ``category`` its normalised name (``rules/lexicon/sections.yaml``); ``lead`` the question or
    list head that the statement answers or continues ('' if none); ``lead_start`` is where it stands when it comes
    directly before. A ``question`` says nothing by itself: it is read together with its answer.
    """

    index: int
    document: str
    page: int
    start: int
    end: int
    text: str
    kind: StatementKind = StatementKind.SENTENCE
    section: str = ""
    category: str = ""
    lead: str = ""
    lead_start: int | None = None
    question: bool = False
    encounter: int | None = None
    cells: tuple[Cell, ...] = ()
    table: int | None = None


class Assertion(StrEnum):
    """How a mention is asserted; ConText's categories, with the reasons why a statement does not count."""

    PRESENT = "present"
    ABSENT = "absent"
    POSSIBLE = "possible"
    HYPOTHETICAL = "hypothetical"
    PLANNED = "planned"
    HISTORICAL = "historical"
    RESOLVED = "resolved"
    FAMILY = "family"
    GENERIC = "generic"
    UNTICKED = "unticked"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A measured value: a single value has ``low == high``; ``comparator`` is '', '<', '<=', '>' or '>='."""

    low: float
    high: float
    unit: str = ""
    comparator: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """One hit of a concept in a statement, with what its context says of it.

    ``attributes`` hold what a reader of values found out (``kind``, ``phase``, ``site``, ``schedule``, ...).
    """

    label: str
    statement: int
    start: int
    end: int
    text: str
    assertion: Assertion = Assertion.PRESENT
    modifiers: tuple[str, ...] = ()
    rule: str = ""
    quantity: Quantity | None = None
    date: Date | None = None
    attributes: tuple[tuple[str, str], ...] = ()

    def attribute(self, name: str) -> str:
        """Return the attribute's value, or '' when the mention has none of that name."""
        return next((v for k, v in self.attributes if k == name), "")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the learned reader makes of a statement for one element: probabilities of the three answers.

    ``relevance`` is the probability that the text is about the element at all; ``own`` the reading of the statement
    without its surroundings.
    """

    none: float
    supports: float
    contradicts: float
    relevance: float
    own: Reading | None = None

    def with_own(self, own: Reading) -> Reading:
        """Return this reading with that of the statement alone."""
        return Reading(self.none, self.supports, self.contradicts, self.relevance, own)


@dataclass(frozen=True, slots=True)
class PageOwner:
    """Whose page it is, as printed on it: ``member`` True (theirs), False (another person's), None (not said)."""

    document: str
    page: int
    name: str = ""
    dob: Date | None = None
    record_number: str = ""
    member: bool | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PageCopy:
    """A page that repeats an earlier one: the copy's place and the earlier page's."""

    document: str
    page: int
    of_document: str
    of_page: int


@dataclass(frozen=True, slots=True)
class Chart:
    """All that the evaluator may know of a case.

    ``leaning`` gives by element the statements of which a reading holds an answer as likely as not (None: not
    worked out, any statement may).
    """

    case: Case
    documents: tuple[Document, ...]
    encounters: tuple[Encounter, ...] = ()
    statements: tuple[Statement, ...] = ()
    mentions: tuple[Mention, ...] = ()
    owners: tuple[PageOwner, ...] = ()
    copies: tuple[PageCopy, ...] = ()
    clones: tuple[tuple[Span, Span], ...] = ()
    by_statement: dict[int, tuple[Mention, ...]] = field(default_factory=dict)
    readings: Mapping[int, Mapping[str, Reading]] = field(default_factory=dict)
    leaning: dict[str, tuple[int, ...]] | None = None
    _found: dict[Callable[[Chart], Any], Any] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def statement_mentions(self, statement: int) -> tuple[Mention, ...]:
        """Return the mentions of a statement in text order."""
        return self.by_statement.get(statement, ())

    def labelled(self, *labels: str) -> tuple[Mention, ...]:
        """Return the mentions of these concepts in the chart's order."""
        by_label = self.once(_numbered_by_label)
        if len(labels) == 1:
            return tuple(m for _, m in by_label.get(labels[0], ()))
        numbered = [pair for label in dict.fromkeys(labels) for pair in by_label.get(label, ())]
        return tuple(m for _, m in sorted(numbered, key=lambda pair: pair[0]))

    def once(self, find: Callable[[Chart], _T]) -> _T:
        """Return ``find(chart)``, worked out once a chart: ``find`` must be a pure function of the chart."""
        if find not in self._found:
            self._found[find] = find(self)
        found: _T = self._found[find]
        return found


def _numbered_by_label(chart: Chart) -> dict[str, list[tuple[int, Mention]]]:
    found: dict[str, list[tuple[int, Mention]]] = {}
    for number, mention in enumerate(chart.mentions):
        found.setdefault(mention.label, []).append((number, mention))
    return found
