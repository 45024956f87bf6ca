"""Evidence from a measured value against a limit: expected survival, disability index, interference."""

from __future__ import annotations

import re
from datetime import date as Date
from typing import Literal

from pydantic import Field, model_validator

from extractor.evidence.filters import filtered_out
from extractor.evidence.findings import Finding, encounter_of, finding, reason_of
from extractor.evidence.rules import EvidenceRule
from extractor.model.audit import Stance
from extractor.model.chart import Assertion, Chart, Mention, Quantity

# A number stands whatever words of negation or plan are near it; a template's or everybody's does not count.
_NOT_COUNTED = frozenset({Assertion.UNTICKED, Assertion.GENERIC})


_REPLY = re.compile(
    r"(?:[\w .]{0,24}[:,-]+\s*)?(?:(?P<no>no\b|it\s+is\s+not|negative)|"
    r"(?P<yes>yes\b|it\s+is\b|y\b|agree\w*))",
    re.IGNORECASE,
)


class ThresholdRule(EvidenceRule):
    """A value of ``measure`` supports from ``supports_from`` on and contradicts below ``contradicts_below``.

    A range counts by its lower end. ``only``: values whose attribute of that name has one of these values.
    ``unless``: attributes that keep a value from counting, each with the reason shown.
    """

    kind: Literal["threshold"] = "threshold"
    measure: str
    supports_from: float | None = None
    contradicts_below: float | None = None
    only: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    unless: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _has_limit(self) -> ThresholdRule:
        if self.supports_from is None and self.contradicts_below is None:
            raise ValueError("give `supports_from` or `contradicts_below`")
        return self


def gather(rule: ThresholdRule, chart: Chart, siblings: frozenset[str]) -> tuple[Finding, ...]:
    """Return the findings of a rule over a chart; of several values in a note the present one counts."""
    del siblings
    read: list[tuple[Mention, Stance | None, str]] = []
    for mention in chart.labelled(rule.measure):
        if mention.quantity is None:
            continue
        if any(mention.attribute(name) not in values for name, values in rule.only.items()):
            continue
        reason = _reason(rule, chart, mention)
        stance = stance_of(rule, _answered(mention, _answer(chart, mention)))
        if stance is not None or not reason:
            read.append((mention, stance, reason))
    counted: dict[int | None, list[tuple[Mention, Stance]]] = {}
    for mention, stance, reason in read:
        if stance is not None and not reason:
            encounter = chart.statements[mention.statement].encounter
            counted.setdefault(encounter, []).append((mention, stance))
    found = []
    for mention, stance, reason in read:
        if stance is None:
            continue
        statement = chart.statements[mention.statement]
        why = reason or _replaced(chart, mention, stance, counted.get(statement.encounter, []))
        found.append(finding(chart, rule, statement, mention, stance, discounted=why, when=mention.date))
    return tuple(found)


def stance_of(rule: ThresholdRule, quantity: Quantity) -> Stance | None:
    """Return what a quantity says of the limit, None when it leaves that open or lies between the limits."""
    high, low, comparator = quantity.high, quantity.low, quantity.comparator
    limit, floor = rule.supports_from, rule.contradicts_below
    if comparator in ("<", "<="):
        return Stance.CONTRADICTS if floor is not None and high <= floor else None
    if limit is not None and low >= limit:
        return Stance.SUPPORTS
    if floor is not None and low < floor and comparator not in (">", ">="):
        return Stance.CONTRADICTS
    return None


def _answer(chart: Chart, mention: Mention) -> str:
    """Return how a value's question is answered: ``yes``, ``no``, ``none`` (not at all), '' (no question)."""
    said = mention.attribute("answer")
    behind = mention.statement + 1
    if said == "none" and behind < len(chart.statements):
        reply = _REPLY.match(chart.statements[behind].text)
        return "none" if reply is None else "no" if reply.group("no") else "yes"
    return said


def _answered(mention: Mention, answer: str) -> Quantity:
    """Return the quantity as its question was answered: "at least 3 months? No" is under three months."""
    quantity = mention.quantity
    assert quantity is not None
    denied = answer == "no" or (
        mention.assertion is Assertion.ABSENT and any(n.startswith("answer:") for n in mention.modifiers)
    )
    if not denied:
        return quantity
    turned = {">": "<=", ">=": "<", "<": ">=", "<=": ">"}.get(quantity.comparator, "<")
    return Quantity(quantity.low, quantity.high, quantity.unit, turned)


def _reason(rule: ThresholdRule, chart: Chart, mention: Mention) -> str:
    replied = _answer(chart, mention) in ("yes", "no")
    if mention.assertion in _NOT_COUNTED and not (replied and mention.assertion is Assertion.UNTICKED):
        return reason_of(mention)
    if mention.assertion is Assertion.FAMILY and any(
        n.startswith("family: section") for n in mention.modifiers
    ):
        return reason_of(mention)
    named = next((why for name, why in rule.unless.items() if mention.attribute(name)), "")
    if named:
        return named
    if _answer(chart, mention) == "none" and not any(n.startswith("answer:") for n in mention.modifiers):
        return "a question without an answer"
    return filtered_out(chart, rule, chart.statements[mention.statement])


def _replaced(chart: Chart, mention: Mention, stance: Stance, others: list[tuple[Mention, Stance]]) -> str:
    """Return why another value of the note stands in its place: a later entry, or the revised one."""
    place = chart.statements[mention.statement].encounter
    for other, view in others:
        if view is stance or chart.statements[other.statement].encounter != place:
            continue
        mine, theirs = _day(chart, mention), _day(chart, other)
        if mine and theirs and theirs > mine:
            return "superseded in the same note"
        if (
            other.attribute("revised")
            and not mention.attribute("revised")
            and not (mine and theirs and mine > theirs)
        ):
            return "superseded in the same note"
    return ""


def _day(chart: Chart, mention: Mention) -> Date | None:
    if mention.date:
        return mention.date
    month_day = mention.attribute("month_day")
    encounter = encounter_of(chart, chart.statements[mention.statement])
    if not month_day:
        return None
    month, day = (int(p) for p in month_day.split("-"))
    year = encounter.date.year if encounter and encounter.date else 1
    # An entry of December stands above one of March of the next year.
    year -= 1 if month > 9 and not (encounter and encounter.date and encounter.date.month > 9) else 0
    try:
        return Date(max(year, 1), month, day) if year > 0 or month <= 9 else Date(1, 1, 1)
    except ValueError:
        return None
