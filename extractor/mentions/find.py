"""Statements -> Mentions: concept hits, with the assertion that context, ticks, section and answers give them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.lexicon import Concept, Lexicon
from extractor.mentions.answers import answer_assertion, is_answer
from extractor.mentions.context import ContextReader
from extractor.mentions.values import ValueHit, read_values
from extractor.model.chart import Assertion, Mention, Statement

# The first that applies wins: whom and what a statement is about comes before what it says.
_PRECEDENCE = (
    Assertion.GENERIC,
    Assertion.FAMILY,
    Assertion.UNTICKED,
    Assertion.HYPOTHETICAL,
    Assertion.PLANNED,
    Assertion.ABSENT,
    Assertion.RESOLVED,
    Assertion.HISTORICAL,
    Assertion.POSSIBLE,
)


@dataclass(frozen=True, slots=True)
class _Hit:
    statement: Statement
    label: str
    rule: str
    start: int
    end: int
    ignores: frozenset[Assertion] = frozenset()
    value: ValueHit | None = None


@dataclass(frozen=True, slots=True)
class _Reading:
    """A statement's text behind its lead; ``offset``: where the statement starts; ``answers``: it is only an answer."""

    text: str
    offset: int
    answers: bool = False


def _reading(statement: Statement) -> _Reading:
    if not statement.lead:
        return _Reading(statement.text, 0)
    return _Reading(f"{statement.lead} {statement.text}", len(statement.lead) + 1, is_answer(statement.text))


def _hits(statement: Statement, reading: _Reading, concept: Concept) -> list[_Hit]:
    """Return the concept's hits, longest first where they overlap; offsets into the reading."""
    found: list[_Hit] = []
    for target in concept.targets:
        if target.lead and not (
            target.lead.search(statement.lead) or target.lead.search(statement.section)
        ):
            continue
        for start, end in target.spans(reading.text):
            if end <= reading.offset and not reading.answers:
                continue
            if target.header and not _under_header(statement, start - reading.offset, target.header):
                continue
            found.append(_Hit(statement, concept.name, target.rule, start, end, concept.ignores))
    if not found or any(p.search(reading.text) for p in concept.unless):
        return []
    found.sort(key=lambda h: (h.start - h.end, h.start, h.rule))
    kept: list[_Hit] = []
    for hit in found:
        if all(hit.end <= k.start or hit.start >= k.end for k in kept):
            kept.append(hit)
    return kept


def _under_header(statement: Statement, start: int, header: object) -> bool:
    for cell in statement.cells:
        if cell.start - statement.start <= start < cell.end - statement.start:
            return bool(header.search(cell.header))  # type: ignore[attr-defined]
    return False


class MentionFinder:
    """Finds the mentions of a page's statements; made once from the lexicon."""

    def __init__(self, lexicon: Lexicon, context: ContextReader):
        self._concepts = tuple(lexicon.concepts.values())
        self._context = context
        self._section_assertion = {s.category: s.assertion for s in lexicon.sections if s.assertion}

    def find(self, statements: Sequence[Statement]) -> list[Mention]:
        """Return the mentions of the statements (of one page, or of one passage) in text order."""
        readings: list[_Reading] = []
        hits: list[tuple[int, _Hit]] = []
        for statement in statements:
            reading = _reading(statement)
            of_statement = [h for c in self._concepts for h in _hits(statement, reading, c)]
            of_statement += [
                _Hit(statement, v.label, v.rule, v.start + reading.offset, v.end + reading.offset, value=v)
                for v in read_values(statement)
            ]
            if of_statement:
                hits.extend((len(readings), h) for h in of_statement)
                readings.append(reading)
        if not hits:
            return []
        modifiers = self._context.modifiers(
            [r.text for r in readings], [(n, h.start, h.end, h.label) for n, h in hits]
        )
        mentions = [
            self._mention(hit, readings[number], found)
            for (number, hit), found in zip(hits, modifiers, strict=True)
        ]
        return sorted(mentions, key=lambda m: (m.statement, m.start, -m.end, m.label))

    def _mention(self, hit: _Hit, reading: _Reading, modifiers: tuple[tuple[str, str], ...]) -> Mention:
        statement = hit.statement
        said = {Assertion(category) for category, _ in modifiers if category not in ("pseudo", "stop")}
        notes = [f"{category}: {words}" for category, words in modifiers]
        answer = answer_assertion(reading.text, hit.start, hit.end)
        if answer is Assertion.ABSENT and Assertion.ABSENT in said:
            said = (said - {Assertion.ABSENT}) | {Assertion.POSSIBLE}
        elif answer is not None:
            said.add(answer)
        if answer is not None:
            notes.append(f"answer: {answer}")
        section = self._section_assertion.get(statement.category)
        if section:
            said.add(section)
            notes.append(f"{section}: section {statement.section}")
        said -= hit.ignores
        assertion = next((a for a in _PRECEDENCE if a in said), Assertion.PRESENT)
        start = statement.start + max(0, hit.start - reading.offset)
        # A hit in the question alone stands where its answer does.
        end = statement.start + hit.end - reading.offset if hit.end > reading.offset else statement.end
        return Mention(
            label=hit.label,
            statement=statement.index,
            start=start,
            end=end,
            text=reading.text[hit.start : hit.end],
            assertion=assertion,
            modifiers=tuple(notes),
            rule=hit.rule,
            quantity=hit.value.quantity if hit.value else None,
            date=hit.value.date if hit.value else None,
            attributes=hit.value.attributes if hit.value else (),
        )
