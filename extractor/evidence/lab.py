"""Evidence from laboratory values: the latest result of each measure against limits (``>= 100 K/uL``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from extractor.dates import find_dates
from extractor.evidence.filters import filtered_out
from extractor.evidence.findings import Finding, encounter_of, finding, reason_of
from extractor.evidence.rules import EvidenceRule
from extractor.model.audit import Stance
from extractor.model.chart import Assertion, Chart, Mention, Quantity, Statement

# Negation, plan or history nearby ("no left shift", "recheck Friday", "s/p surgery") says nothing of a number
# that is printed; only whose number it is, and whether it is a template's or an example's, matters.
_NOT_COUNTED = frozenset({Assertion.FAMILY, Assertion.GENERIC, Assertion.UNTICKED})
# How many rows of a report the day of collection may stand above.
_TABLE = 40
_COLLECTION = re.compile(r"\b(?:collect(?:ed|ion)|drawn|specimen|sampled?)\b", re.IGNORECASE)
Comparator = Literal["<", "<=", ">", ">="]


class LabLimit(BaseModel):
    """A limit on one measure; ``unit`` is the one its reader gives (K/uL, cm H2O, '' for the INR)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    measure: str
    comparator: Comparator
    number: float
    unit: str = ""


class LabRule(EvidenceRule):
    """``supports`` when the latest results keep all its limits, ``contradicts`` when one lies within its."""

    kind: Literal["lab"] = "lab"
    supports: tuple[LabLimit, ...] = ()
    contradicts: tuple[LabLimit, ...] = ()
    within_days: int = Field(60, ge=1, description="how far apart the results of a combination may lie")

    @model_validator(mode="after")
    def _has_limits(self) -> LabRule:
        if not (self.supports or self.contradicts):
            raise ValueError("give `supports` or `contradicts`")
        return self


@dataclass(frozen=True, slots=True)
class _Result:
    mention: Mention
    quantity: Quantity
    date: Date | None
    order: int


def gather(rule: LabRule, chart: Chart, siblings: frozenset[str]) -> tuple[Finding, ...]:
    """Return the findings of a rule over a chart: what counts, and why the other results do not."""
    del siblings
    measures = {limit.measure for limit in (*rule.supports, *rule.contradicts)}
    found: list[Finding] = []
    latest: dict[str, _Result] = {}
    for measure in sorted(measures):
        results = []
        for order, mention in enumerate(chart.labelled(measure)):
            if mention.quantity is None:
                continue
            reason = reason_of(mention) if mention.assertion in _NOT_COUNTED else ""
            reason = reason or filtered_out(chart, rule, chart.statements[mention.statement])
            result = _Result(mention, mention.quantity, _day(chart, mention), order)
            if reason:
                found.extend(_shown(rule, chart, result, reason))
            else:
                results.append(result)
        if results:
            # An undated result stands by its place; beside dated ones it is the oldest.
            newest = max(results, key=lambda r: (r.date or Date.min, r.order))
            latest[measure] = newest
            for result in results:
                if result is not newest and (result.date, result.quantity) != (newest.date, newest.quantity):
                    when = f" {newest.date.isoformat()}" if newest.date else ""
                    found.extend(_shown(rule, chart, result, f"superseded{when}"))
    broken = [
        limit
        for limit in rule.contradicts
        if limit.measure in latest and keeps(latest[limit.measure].quantity, limit)
    ]
    found.extend(_of(rule, chart, latest[limit.measure], Stance.CONTRADICTS, "") for limit in broken)
    found.extend(_support(rule, chart, latest, frozenset(limit.measure for limit in broken)))
    return tuple(found)


def keeps(quantity: Quantity, limit: LabLimit) -> bool:
    """Tell whether a result is within a limit for certain: a range by both ends, "<50" by what it leaves."""
    if limit.comparator in (">", ">="):
        if quantity.comparator in ("<", "<="):
            return False
        low = quantity.low
        return low > limit.number or (
            low == limit.number and (limit.comparator == ">=" or quantity.comparator == ">")
        )
    if quantity.comparator in (">", ">="):
        return False
    high = quantity.high
    return high < limit.number or (
        high == limit.number and (limit.comparator == "<=" or quantity.comparator == "<")
    )


def _support(
    rule: LabRule, chart: Chart, latest: dict[str, _Result], broken: frozenset[str]
) -> list[Finding]:
    pieces = [(limit, latest.get(limit.measure)) for limit in rule.supports]
    within = [(limit, r) for limit, r in pieces if r is not None and keeps(r.quantity, limit)]
    outside = [
        _of(rule, chart, r, Stance.SUPPORTS, "between the limits that count for and against")
        for limit, r in pieces
        if r is not None and not keeps(r.quantity, limit) and limit.measure not in broken
    ]
    if len(within) < len(pieces):
        missing = [limit.measure.removeprefix("lab_") for limit, r in pieces if r is None]
        reason = f"no {' and '.join(missing)} beside it" if missing else "another result is out of its limits"
        return outside + [_of(rule, chart, r, Stance.SUPPORTS, reason) for _, r in within]
    days = [r.date for _, r in within if r.date]
    apart = bool(days) and max(days) - min(days) > timedelta(days=rule.within_days)
    reason = f"results more than {rule.within_days} days apart" if apart else ""
    return [_of(rule, chart, r, Stance.SUPPORTS, reason) for _, r in within]


def _shown(rule: LabRule, chart: Chart, result: _Result, reason: str) -> list[Finding]:
    """Return the finding of a result looked at but not counted, [] when it lies between the limits."""
    for stance, limits in ((Stance.CONTRADICTS, rule.contradicts), (Stance.SUPPORTS, rule.supports)):
        if any(li.measure == result.mention.label and keeps(result.quantity, li) for li in limits):
            return [_of(rule, chart, result, stance, reason)]
    return []


def _of(rule: LabRule, chart: Chart, result: _Result, stance: Stance, reason: str) -> Finding:
    statement = chart.statements[result.mention.statement]
    return finding(chart, rule, statement, result.mention, stance, discounted=reason, when=result.date)


def _collected(chart: Chart, statement: Statement) -> Date | None:
    """Return the day of collection printed nearest above a result on its page, or None."""
    for index in range(statement.index - 1, max(-1, statement.index - _TABLE), -1):
        above = chart.statements[index]
        if (above.document, above.page, above.encounter) != (
            statement.document,
            statement.page,
            statement.encounter,
        ):
            return None
        said = _COLLECTION.search(above.text)
        if said:
            return next((found.date for found in find_dates(above.text[said.end() :])), None)
    return None


def _day(chart: Chart, mention: Mention) -> Date | None:
    """Return when the sample was taken: the date beside it, in the encounter's year if it names none."""
    statement = chart.statements[mention.statement]
    encounter = encounter_of(chart, statement)
    noted = _collected(chart, statement) or (encounter.date if encounter else None)
    written = noted if mention.date is None else mention.date
    month_day = mention.attribute("month_day")
    if mention.date is not None or not month_day:
        return written
    month, day = (int(p) for p in month_day.split("-"))
    # Without any year only the order within a year can be told.
    year = written.year if written else 1
    try:
        taken = Date(year, month, day)
    except ValueError:
        return written
    # A note of January quotes a result of December.
    return taken.replace(year=year - 1) if written and taken > written + timedelta(days=3) else taken
