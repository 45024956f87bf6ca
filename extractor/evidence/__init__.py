"""Mentions read against an element's evidence rules: one module a kind of rule, each with its ``gather``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import Field

from extractor.evidence import assertion, dosage, duration, lab, outcome, reduction, severity, threshold
from extractor.evidence.assertion import AssertionRule
from extractor.evidence.dosage import DosageRule
from extractor.evidence.duration import DurationRule
from extractor.evidence.findings import Finding
from extractor.evidence.lab import LabRule
from extractor.evidence.learned import LearnedRule, weigh
from extractor.evidence.outcome import OutcomeRule
from extractor.evidence.reduction import ReductionRule
from extractor.evidence.severity import SeverityRule
from extractor.evidence.threshold import ThresholdRule
from extractor.model.chart import Chart

# One line a kind: the rule's type and the function that gathers its findings. A new kind also joins ``Rule``.
KINDS: dict[type[Any], Callable[[Any, Chart, frozenset[str]], tuple[Finding, ...]]] = {
    AssertionRule: assertion.gather,
    DosageRule: dosage.gather,
    DurationRule: duration.gather,
    LabRule: lab.gather,
    OutcomeRule: outcome.gather,
    SeverityRule: severity.gather,
    ThresholdRule: threshold.gather,
    ReductionRule: reduction.gather,
}
Rule = Annotated[
    AssertionRule
    | DosageRule
    | DurationRule
    | LabRule
    | LearnedRule
    | OutcomeRule
    | ReductionRule
    | SeverityRule
    | ThresholdRule,
    Field(discriminator="kind"),
]


def gather(rules: tuple[Rule, ...], chart: Chart, element: str = "") -> tuple[Finding, ...]:
    """Return what an element's evidence rules find in a chart, in reading order, counted and discounted alike.

    ``element`` names the element for the learned reader, whose readings of the chart (if any) are weighed in last.
    """
    concepts = frozenset(r.concept for r in rules if isinstance(r, AssertionRule))
    found = [f for rule in rules if type(rule) in KINDS for f in KINDS[type(rule)](rule, chart, concepts)]
    for rule in rules:
        if isinstance(rule, LearnedRule):
            found = weigh(rule, element, found, chart)
    order = {d.name: n for n, d in enumerate(chart.documents)}
    return tuple(sorted(found, key=lambda f: (order.get(f.document, 0), f.page, f.start, f.end, f.rule)))


__all__ = [
    "KINDS",
    "AssertionRule",
    "DosageRule",
    "Finding",
    "LabRule",
    "LearnedRule",
    "OutcomeRule",
    "ReductionRule",
    "Rule",
    "SeverityRule",
    "ThresholdRule",
    "gather",
]
