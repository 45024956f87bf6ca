"""Statements -> Readings: what the learned reader makes of each, in its surroundings and by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from extractor.learned.model import Floats, LearnedModel, probabilities, window
from extractor.learned.weigh import scores_of
from extractor.model.chart import Reading, Statement

# A statement is read with as much of its surroundings as a short passage has words.
_ENOUGH = 35
# A reading of which no answer is at least so likely never becomes a finding (evidence rule ``learned``).
_LEANS = 0.499
_DIGITS = 6


class StatementReadings(Mapping[str, Reading]):
    """The readings of one statement by element; kept as numbers, made when asked for."""

    __slots__ = ("_around", "_elements", "_own")

    def __init__(self, elements: Mapping[str, int], around: Floats, own: Floats):
        """Take probabilities (elements x COLUMNS) with and without the surroundings."""
        self._elements = elements
        self._around = around
        self._own = own

    def __getitem__(self, element: str) -> Reading:
        row = self._elements[element]
        return _reading(self._around[row], _reading(self._own[row]))

    def __contains__(self, element: object) -> bool:
        return element in self._elements

    def __iter__(self) -> Iterator[str]:
        return iter(self._elements)

    def __len__(self) -> int:
        return len(self._elements)

    def leaning(self) -> list[str]:
        """Return the elements that the statement, in its surroundings, as likely as not speaks for or against."""
        likely = self._around[:, 1:3].max(axis=1) >= _LEANS
        return [element for element, row in self._elements.items() if likely[row]]


def leaning(readings: Mapping[int, StatementReadings]) -> dict[str, tuple[int, ...]]:
    """Return for each element the numbers of the statements that lean to an answer, in order."""
    found: dict[str, list[int]] = {}
    for number, of_statement in readings.items():
        for element in of_statement.leaning():
            found.setdefault(element, []).append(number)
    return {element: tuple(numbers) for element, numbers in found.items()}


def _reading(probability: Floats, own: Reading | None = None) -> Reading:
    # Rounded, so that no limit is met on one machine and missed on another.
    none, supports, contradicts, relevance = (round(p, _DIGITS) for p in probability.tolist())
    return Reading(none, supports, contradicts, relevance, own)


def read_statements(model: LearnedModel, statements: Sequence[Statement]) -> dict[int, StatementReadings]:
    """Return for each statement (of one page) the readings by element, with its own share.

    ``Reading.own`` is the reading of the statement without its surroundings.
    """
    words = [len(s.text.split()) for s in statements]
    return _read(model, statements, [window(words, n, _ENOUGH) for n in range(len(statements))])


def read_passage(
    model: LearnedModel, statements: Sequence[Statement], section: str
) -> dict[int, StatementReadings]:
    """Return the readings of a bare passage: its whole text is every statement's surroundings."""
    return _read(model, statements, [(0, len(statements))] * len(statements), section)


def _read(
    model: LearnedModel,
    statements: Sequence[Statement],
    around: Sequence[tuple[int, int]],
    section: str | None = None,
) -> dict[int, StatementReadings]:
    headings = [s.section if section is None else section for s in statements]
    with_around = list(zip(around, headings, strict=True))
    by_itself = [((n, n + 1), heading) for n, heading in enumerate(headings)]
    # A stretch that several statements are read in, or that is a whole statement, is weighed once.
    places = {key: place for place, key in enumerate(dict.fromkeys([*with_around, *by_itself]))}
    scores = scores_of(model, [s.text for s in statements], list(places))
    found = probabilities(scores).astype(np.float32)
    rows = {element: row for row, element in enumerate(model.elements)}
    return {
        s.index: StatementReadings(rows, found[places[with_around[n]]], found[places[by_itself[n]]])
        for n, s in enumerate(statements)
    }
