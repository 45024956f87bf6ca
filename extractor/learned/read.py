"""Statements -> Readings: what the learned reader makes of each statement, in its surroundings and by itself."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.learned.model import LearnedModel, reading, windows
from extractor.model.chart import Reading, Statement

# A statement is read with as much of its surroundings as a short passage has words.
_ENOUGH = 35


def read_statements(
    model: LearnedModel, statements: Sequence[Statement]
) -> dict[int, dict[str, Reading]]:
    """Return for each statement (of one page) the reading of each element, with the statement's own share.

    ``Reading.own`` is the reading of the statement without its surroundings.
    """
    found: dict[int, dict[str, Reading]] = {}
    texts = [s.text for s in statements]
    for number, statement in enumerate(statements):
        heading = statement.section
        around = model.scores(windows(texts, number, _ENOUGH), heading)
        alone = model.scores(statement.text, heading)
        found[statement.index] = {
            element: reading(around[row]).with_own(reading(alone[row]))
            for row, element in enumerate(model.elements)
        }
    return found


def read_passage(model: LearnedModel, statements: Sequence[Statement], section: str) -> dict[int, dict[str, Reading]]:
    """Return the readings of a bare passage: its whole text is every statement's surroundings."""
    whole = model.scores(" ".join(s.text for s in statements), section)
    found: dict[int, dict[str, Reading]] = {}
    for statement in statements:
        alone = model.scores(statement.text, section)
        found[statement.index] = {
            element: reading(whole[row]).with_own(reading(alone[row]))
            for row, element in enumerate(model.elements)
        }
    return found
