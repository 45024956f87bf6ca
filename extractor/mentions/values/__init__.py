"""Numbers with a meaning: scores, labs, percentages, durations, dates and dosing schedules read from statements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from extractor.mentions.values.durations import read_durations
from extractor.mentions.values.hit import ValueHit
from extractor.mentions.values.labs import read_labs
from extractor.mentions.values.pain_scores import read_pain_scores
from extractor.mentions.values.relief import read_relief
from extractor.mentions.values.scales import read_scales
from extractor.mentions.values.survival import read_survival
from extractor.model.chart import Statement

READERS: tuple[Callable[[Statement], Iterable[ValueHit]], ...] = (
    read_durations,
    read_labs,
    read_pain_scores,
    read_relief,
    read_scales,
    read_survival,
)


def read_values(statement: Statement) -> Iterator[ValueHit]:
    """Yield the values that the readers find in a statement."""
    for reader in READERS:
        yield from reader(statement)


__all__ = ["READERS", "ValueHit", "read_values"]
