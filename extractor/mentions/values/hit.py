"""A measured value found in a statement, before its context is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date

from extractor.model.chart import Quantity


@dataclass(frozen=True, slots=True)
class ValueHit:
    """A value at ``start``..``end`` of the statement's text (half-open, statement offsets), labelled like a concept."""

    label: str
    start: int
    end: int
    quantity: Quantity | None = None
    date: Date | None = None
    attributes: tuple[tuple[str, str], ...] = ()
    rule: str = ""
