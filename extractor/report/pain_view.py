"""View models of the pain ledger: the chart's geometry and its rows."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.report.parts import Label, Link


@dataclass(frozen=True, slots=True)
class Dot:
    """A score in the pain chart: top left corner, shape by phase, ``used`` if it decided a status."""

    x: str
    y: str
    shape: str
    used: bool
    label: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A labelled position on an axis; ``anchor`` is the SVG text-anchor."""

    at: str
    text: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A pain score as a table row."""

    value: str
    kind: str
    phase: str
    shape: str
    date: str
    place: Link
    quote: str
    used: str


@dataclass(frozen=True, slots=True)
class PainView:
    """Every score over time as dots and as rows, with the arithmetic of the trial."""

    width: int
    height: int
    left: int
    right: int
    dots: tuple[Dot, ...]
    y_ticks: tuple[Tick, ...]
    x_ticks: tuple[Tick, ...]
    rows: tuple[ScoreRow, ...]
    shapes: tuple[Label, ...]
    arithmetic: str
    undated: str
