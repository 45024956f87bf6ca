"""Scores and dates of a submission that contradict each other: flags for a reviewer, outside the criteria."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date as Date
from datetime import timedelta

from extractor.dates import find_dates
from extractor.evidence.reduction import Reading, reduction_readings
from extractor.evidence.setting import trial_days
from extractor.evidence.severity import BaselineScore, baseline_scores
from extractor.model.audit import Flag
from extractor.model.chart import Assertion, Chart, Mention, Statement
from extractor.policy import Policy

# Stated and computed reductions may differ by rounding (guide, Pain reduction); scores by a point.
_POINTS_APART = 10.0
_HALF = 50.0
_SCORES_APART = 1.0

_CLAIM = re.compile(
    r"claim form|insurance claim|date\(?s?\)? of service|\bbilled\b|\bpaid\b|remittance|explanation of benefits",
    re.IGNORECASE,
)
_PENDING = re.compile(
    r"\btbd\b|auth(?:orization)? requested|planned|proposed|pending|estimate", re.IGNORECASE
)
_SCHEDULED = re.compile(r"schedul|surger|operat|implant|procedure|\bOR\b|deliver|case", re.IGNORECASE)
_SPACED = re.compile(r"(?<!\d)(\d\d) (\d\d) (\d\d|\d{4})(?!\d)")


def score_flags(chart: Chart) -> list[Flag]:
    """Return a flag for reductions that disagree and one for baseline scores of one encounter that do."""
    return [*_reductions_apart(chart), *_scores_apart(chart)]


def _reductions_apart(chart: Chart) -> list[Flag]:
    readings = [r for r in reduction_readings(chart) if not r.reason and not r.comparator]
    stated = [r for r in readings if r.source == "stated"]
    computed = [r for r in readings if r.source == "computed"]
    for said in stated:
        for made in computed:
            gap = max(said.low - made.high, made.low - said.high)
            if gap > _POINTS_APART or (gap > 0 and (said.low >= _HALF) != (made.low >= _HALF)):
                place = _first(chart, (*said.mentions, *made.mentions))
                note = f"{_percent(said)} stated, {_percent(made)} computed ({made.arithmetic})"
                return [Flag(id="score_inconsistency", document=place.document, page=place.page, note=note)]
    return []


def _percent(reading: Reading) -> str:
    if reading.low == reading.high:
        return f"{reading.low:.0f} %"
    return f"{reading.low:.0f}-{reading.high:.0f} %"


def _scores_apart(chart: Chart) -> list[Flag]:
    """Flag the averages of one encounter, or of one day, that differ by more than a point."""
    averages = [s for s in baseline_scores(chart) if s.rank == 0 and not _of_report(chart, s)]
    groups: dict[object, list[BaselineScore]] = {}
    for score in averages:
        groups.setdefault(score.date or ("encounter", score.encounter), []).append(score)
    for group in groups.values():
        lowest, highest = min(group, key=lambda s: s.value), max(group, key=lambda s: s.value)
        if highest.value - lowest.value > _SCORES_APART:
            place = _first(chart, (lowest.mention, highest.mention))
            note = f"average pain {lowest.value:g} and {highest.value:g} for the same date"
            return [Flag(id="score_inconsistency", document=place.document, page=place.page, note=note)]
    return []


def _of_report(chart: Chart, score: BaselineScore) -> bool:
    """Tell whether a score stands in a report of results, whose date is none of the score's."""
    encounter = None if score.encounter is None else chart.encounters[score.encounter]
    return encounter is not None and encounter.note_type in ("radiology", "laboratory")


def _first(chart: Chart, mentions: Iterable[Mention]) -> Statement:
    return chart.statements[min(m.statement for m in mentions)]


def date_flags(policy: Policy, chart: Chart) -> list[Flag]:
    """Flag each document that claims an implant for a day on which no operation is documented."""
    implants = {c.code for c in policy.codes if c.implant}
    claims = {(d.name, p.number) for d in chart.documents for p in d.pages if _CLAIM.search(p.text)}
    operated = _operated(chart)
    known = _named_days(chart, claims)
    trial = min(trial_days(chart), default=None)
    found: dict[str, Flag] = {}
    for statement in chart.statements:
        if (statement.document, statement.page) not in claims or _PENDING.search(statement.text):
            continue
        codes = implants & set(re.findall(r"(?<![\w-])[A-Z]?\d{4,5}(?!\w)", statement.text))
        day = _day(statement.text) if codes else None
        if day is None or any(abs(day - d) <= timedelta(days=1) for d in operated):
            continue
        early = trial is not None and day < trial
        if early or day not in known:
            why = f"before the trial of {trial}" if early else "no operation of that day is documented"
            note = f"{min(codes)} claimed for {day.isoformat()}: {why}"
            found.setdefault(
                statement.document,
                Flag(id="date_conflict", document=statement.document, page=statement.page, note=note),
            )
    return list(found.values())


def _named_days(chart: Chart, claims: set[tuple[str, int]]) -> set[Date]:
    """Return the days on which the pages that are no claims put an operation or a delivery of the device."""
    return {
        found.date
        for s in chart.statements
        if (s.document, s.page) not in claims and _SCHEDULED.search(s.text)
        for found in find_dates(s.text)
    }


def _day(text: str) -> Date | None:
    """Return the first date of a claim line; claim forms print it as ``03 12 24``."""
    spaced = _SPACED.search(text)
    if spaced:
        month, day, year = (int(g) for g in spaced.groups())
        try:
            return Date(year if year > 99 else 2000 + year, month, day)
        except ValueError:
            return None
    return next((d.date for d in find_dates(text)), None)


def _operated(chart: Chart) -> set[Date]:
    """Return the days for which an implantation is documented."""
    days = set()
    for mention in chart.mentions:
        if mention.label == "pump_implanted" and mention.assertion in (
            Assertion.PRESENT,
            Assertion.HISTORICAL,
        ):
            encounter = chart.statements[mention.statement].encounter
            day = chart.encounters[encounter].date if encounter is not None else None
            if day:
                days.add(day)
    return days
