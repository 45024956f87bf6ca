"""Concepts: what a mention can be a mention of, as patterns with examples that run as tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from extractor.lexicon.literals import LiteralReader, Needs
from extractor.lexicon.phrases import Phrase, PhraseBook
from extractor.model.chart import Assertion

Span = tuple[int, int]


class TargetRecord(BaseModel):
    """A target rule as written in YAML: one pattern, or several that stand together in one clause in any order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    pattern: str = ""
    all: tuple[str, ...] = ()
    within: int = Field(12, ge=1, description="most words between the first and the last of `all`")
    unless: tuple[str, ...] = Field((), description="no mention if one of these matches in the statement")
    lead: str = Field("", description="the question, list head or heading that the statement stands under")
    header: str = Field("", description="the header of the table cell that holds the hit")
    case: bool = Field(False, description="tell capitals from small letters")

    @model_validator(mode="before")
    @classmethod
    def _bare_pattern(cls, value: Any) -> Any:
        return {"pattern": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_form(self) -> TargetRecord:
        if bool(self.pattern) == bool(self.all):
            raise ValueError("give either `pattern` or `all`")
        return self


class ConceptRecord(BaseModel):
    """One file of ``rules/lexicon/concepts``: targets, near misses and examples keyed by assertion."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    concept: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    describes: str
    source: str = ""
    targets: tuple[TargetRecord, ...] = Field(min_length=1)
    unless: tuple[str, ...] = Field((), description="no mention of the concept if one of these matches")
    ignores: tuple[Assertion, ...] = Field((), description="assertions that context cannot give to a mention")
    claim: bool = Field(False, description="a whole claim: a denial reaches it only within its comma segment")
    past_by_year: bool = Field(False, description="a bygone year or age in its clause makes it history")
    examples: dict[str, tuple[str, ...]] = Field(description="assertion (or `none`) -> sentences")

    @model_validator(mode="after")
    def _known_assertions(self) -> ConceptRecord:
        unknown = set(self.examples) - {a.value for a in Assertion} - {"none"}
        if unknown:
            raise ValueError(f"examples keyed by unknown assertion {sorted(unknown)}")
        return self


@dataclass(frozen=True, slots=True)
class Target:
    """A compiled target rule; ``needs``: literal sets that any text it matches in meets (``literals``)."""

    rule: str
    patterns: tuple[Phrase, ...]
    within: int
    unless: tuple[Phrase, ...]
    lead: Phrase | None
    header: Phrase | None
    needs: Needs = ()

    def spans(self, text: str) -> Iterator[tuple[Span, ...]]:
        """Yield the target's hits in ``text``, each as its parts (half-open spans, one for a plain pattern)."""
        first, *others = self.patterns
        for match in first.finditer(text):
            parts = _join(text, match.span(), others, self.within)
            if parts and not any(p.search(text) for p in self.unless):
                yield parts


def _join(text: str, first: Span, others: list[Phrase], within: int) -> tuple[Span, ...]:
    """Return ``first`` with the nearest hit of each of ``others`` in the same clause, or () if one is missing."""
    start, end = first
    parts = [first]
    for pattern in others:
        spans = (m.span() for m in pattern.finditer(text))
        nearest = min(spans, key=lambda s: max(end, s[1]) - min(start, s[0]), default=None)
        if nearest is None:
            return ()
        parts.append(nearest)
        start, end = min(start, nearest[0]), max(end, nearest[1])
    joined = text[start:end]
    if len(parts) > 1 and (";" in joined or len(joined.split()) > within + 2):
        return ()
    return tuple(parts)


@dataclass(frozen=True, slots=True)
class Concept:
    """A compiled concept."""

    name: str
    describes: str
    targets: tuple[Target, ...]
    unless: tuple[Phrase, ...]
    ignores: frozenset[Assertion]
    claim: bool
    past_by_year: bool


def compile_concept(
    record: ConceptRecord, classes: Mapping[str, tuple[str, ...]], phrases: PhraseBook | None = None
) -> Concept:
    """Make a concept of its record; ``phrases`` is what is known of the classes, made once for all concepts.

    Raises PatternError (lexicon.patterns) for a pattern that is not well formed.
    """
    book = phrases or PhraseBook(LiteralReader(classes))
    targets = tuple(
        Target(
            rule=f"{record.concept}: {t.pattern or ' + '.join(t.all)}",
            patterns=tuple(book.phrase(p, case=t.case) for p in (t.all or (t.pattern,))),
            within=t.within,
            unless=tuple(map(book.phrase, t.unless)),
            lead=book.phrase(t.lead) if t.lead else None,
            header=book.phrase(t.header) if t.header else None,
            needs=book.reader.needs(t.all or (t.pattern,), case=t.case),
        )
        for t in record.targets
    )
    unless = tuple(map(book.phrase, record.unless))
    return Concept(
        record.concept,
        record.describes,
        targets,
        unless,
        frozenset(record.ignores),
        record.claim,
        record.past_by_year,
    )
