"""Statements -> Mentions: concept hits, with the assertion that context, ticks, section and answers give them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from extractor.lexicon import Concept, Lexicon
from extractor.lexicon.concepts import Target
from extractor.lexicon.prefilter import Prefilter
from extractor.mentions.answers import answer_to, has_options, is_answer, option_words, row_answer
from extractor.mentions.context import SILENT, ContextReader, Modifier
from extractor.mentions.slips import mended
from extractor.mentions.values import ValueHit, read_values
from extractor.model.chart import Assertion, Mention, Statement, StatementKind

# Whatever stands in a statement with a mention of this concept is general text, not about the member.
BOILERPLATE = "boilerplate"

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
    concept: Concept | None = None
    parts: tuple[tuple[int, int], ...] = ()
    value: ValueHit | None = None


@dataclass(frozen=True, slots=True)
class _Reading:
    """A statement's text behind its lead; ``offset``: where the statement starts; ``answers``: it is only an answer."""

    text: str
    offset: int
    answers: bool = False


def _reading(statement: Statement) -> _Reading:
    text = mended(statement.text)
    if not statement.lead:
        return _Reading(text, 0)
    # The mark that ends a question casts no doubt on its answer.
    lead = statement.lead[:-1] + ":" if statement.lead.endswith("?") else statement.lead
    return _Reading(f"{mended(lead)} {text}", len(lead) + 1, is_answer(statement.text))


def _hits(statement: Statement, reading: _Reading, concept: Concept, targets: Iterable[Target]) -> list[_Hit]:
    """Return the hits of the concept's targets, longest first where they overlap; offsets into the reading."""
    found: list[_Hit] = []
    for target in targets:
        if target.lead and not (target.lead.search(statement.lead) or target.lead.search(statement.section)):
            continue
        for parts in target.spans(reading.text):
            start, end = min(p[0] for p in parts), max(p[1] for p in parts)
            if end <= reading.offset and not reading.answers:
                continue
            if target.header and not _under_header(statement, start - reading.offset, target.header):
                continue
            found.append(_Hit(statement, concept.name, target.rule, start, end, concept, parts))
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


def _answer_in_row(statement: Statement, start: int, end: int) -> Assertion | None:
    """Return the answer that the cells of a table row give to a mention that fills (most of) one of them."""
    cells = [
        (statement.text[c.start - statement.start : c.end - statement.start], c.header)
        for c in statement.cells
    ]
    for number, cell in enumerate(statement.cells):
        low, high = cell.start - statement.start, cell.end - statement.start
        if low <= start and end <= high:
            return row_answer(cells, number)
    return None


_YEAR = re.compile(
    r"\b(?:(?:19|20)\d\d|at (?:age )?\d{1,2}\b|aged? \d{1,2}\b|\w+ years? (?:ago|back|prior|earlier)|'\d\d\b)"
)
_ASKED = re.compile(r"\w\w\)?\?\s[^?]*$")
_CLAUSE_END = re.compile(r"[;.]|\bnow\b|\btoday\b|\bcurrently\b|, (?:but|now)\b")


def _past(text: str, start: int, end: int) -> bool:
    """Tell whether the clause around ``text[start:end]`` dates it to a bygone year or age."""
    low = max((m.end() for m in _CLAUSE_END.finditer(text, 0, start)), default=0)
    after = _CLAUSE_END.search(text, end)
    return bool(_YEAR.search(text, low, after.start() if after else len(text)))


def _reaches(modifier: Modifier, hit: _Hit) -> bool:
    """Tell whether a modifier speaks of the hit: a denial reaches a whole claim only within its own clause."""
    if modifier.category in SILENT:
        return False
    claim = hit.concept is not None and hit.concept.claim
    return not (claim and modifier.category == Assertion.ABSENT and re.search(r"[,:(]", modifier.between))


class MentionFinder:
    """Finds the mentions of a page's statements; made once from the lexicon."""

    def __init__(
        self,
        lexicon: Lexicon,
        context: ContextReader,
        quoted: Callable[[str], bool],
        *,
        exhaustive: bool = False,
    ):
        """With ``exhaustive`` every target is tried on every statement, also those that cannot match."""
        self._concepts = lexicon.concepts
        self._targets = [(c, t) for c in lexicon.concepts.values() for t in c.targets]
        self.prefilter = None if exhaustive else Prefilter([t.needs for _, t in self._targets])
        self._context = context
        self._quoted = quoted
        self._titles = frozenset(t.lower() for s in lexicon.sections for t in s.titles)
        self._section_assertion = {s.category: s.assertion for s in lexicon.sections if s.assertion}

    def _only_title(self, statement: Statement) -> bool:
        """Tell whether a statement is the bare title of a section ("Allergies"), which says nothing."""
        return (
            statement.kind is StatementKind.HEADING and statement.text.strip(" :.#*-").lower() in self._titles
        )

    def find(self, statements: Sequence[Statement]) -> list[Mention]:
        """Return the mentions of the statements (of one page, or of one passage) in text order."""
        readings: list[_Reading] = []
        hits: list[tuple[int, _Hit]] = []
        for statement in statements:
            if statement.question or self._only_title(statement):
                continue
            reading = _reading(statement)
            of_statement = [
                h
                for name, of_concept in groupby(self._possible(reading.text), key=lambda t: t[0].name)
                for h in _hits(statement, reading, self._concepts[name], (t for _, t in of_concept))
            ]
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
            [r.text for r in readings], [(n, h.parts or ((h.start, h.end),), h.label) for n, h in hits]
        )
        boilerplate = {n for n, h in hits if h.label == BOILERPLATE}
        boilerplate |= {n for n, r in enumerate(readings) if self._quoted(r.text)}
        mentions = [
            self._mention(hit, readings[number], found, general=number in boilerplate)
            for (number, hit), found in zip(hits, modifiers, strict=True)
        ]
        return sorted(mentions, key=lambda m: (m.statement, m.start, -m.end, m.label))

    def _possible(self, text: str) -> Iterable[tuple[Concept, Target]]:
        """Return, in the lexicon's order, the targets that may match in a text."""
        if self.prefilter is None:
            return self._targets
        return map(self._targets.__getitem__, self.prefilter.candidates(text))

    def _mention(
        self, hit: _Hit, reading: _Reading, modifiers: tuple[Modifier, ...], *, general: bool
    ) -> Mention:
        statement = hit.statement
        reaching = [m for m in modifiers if _reaches(m, hit)]
        if _ASKED.search(reading.text[: hit.start]):
            # "Do the tablets help? Work well": what stands behind a question is its answer.
            later = reading.text.find("?", hit.end) >= 0
            reaching = [m for m in reaching if m.words != "?" or later]
        if has_options(reading.text):
            # "[x] present [ ] absent": the words behind the boxes are answers, not denials.
            answers = option_words(reading.text, hit.start, hit.end)
            reaching = [
                m for m in reaching if m.category != Assertion.ABSENT or m.words.lower() not in answers
            ]
            before = reading.text[: hit.start].lower()
            reaching = [m for m in reaching if m.category != Assertion.ABSENT or m.words.lower() in before]
        said = {Assertion(m.category) for m in reaching}
        notes = [f"{m.category}: {m.words}" for m in reaching]
        if hit.concept and hit.concept.past_by_year and _past(reading.text, hit.start, hit.end):
            said.add(Assertion.HISTORICAL)
            notes.append("historical: a year or age")
        parts = hit.parts or ((hit.start, hit.end),)
        answer = answer_to(reading.text, parts, reading.offset)
        if answer is None:
            answer = _answer_in_row(statement, hit.start - reading.offset, hit.end - reading.offset)
        if answer is Assertion.PRESENT:
            said.discard(Assertion.POSSIBLE)
        denied = any(
            m.category == Assertion.ABSENT and m.words.lower() in reading.text[: hit.start].lower()
            for m in reaching
        )
        if answer is Assertion.ABSENT and denied:
            said = (said - {Assertion.ABSENT}) | {Assertion.POSSIBLE}
        elif answer is not None:
            said.add(answer)
        if answer is not None:
            notes.append(f"answer: {answer}")
        if general:
            said.add(Assertion.GENERIC)
            notes.append("generic: boilerplate or quoted policy")
        section = self._section_assertion.get(statement.category)
        if section:
            said.add(section)
            notes.append(f"{section}: section {statement.section}")
        if hit.concept:
            said -= hit.concept.ignores
        assertion = next((a for a in _PRECEDENCE if a in said), Assertion.PRESENT)
        # A hit in the question stands there when its answer follows directly, and else where the answer does.
        start = statement.start + max(0, hit.start - reading.offset)
        if hit.start < reading.offset and statement.lead_start is not None:
            start = statement.lead_start
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
