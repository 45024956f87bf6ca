"""Evidence from the drug trial: how much the pain fell, as stated and as computed from scores."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date as Date
from typing import Literal

from extractor.evidence.filters import filtered_out, of_stranger
from extractor.evidence.findings import Finding, encounter_of, finding, reason_of
from extractor.evidence.rules import EvidenceRule
from extractor.evidence.setting import TRIAL_NOTES, setting_of, settings_in
from extractor.evidence.severity import deciding_scores
from extractor.model.audit import Stance
from extractor.model.chart import Assertion, Chart, Mention, Statement

_NOT_COUNTED = frozenset({Assertion.FAMILY, Assertion.GENERIC, Assertion.UNTICKED, Assertion.HYPOTHETICAL})
_FOR_EVERYBODY = frozenset({"policy_quote", "education", "consent"})
_KINDS = ("average", "current", "rest", "movement", "worst")
_PLAIN = ("", "current")


class ReductionRule(EvidenceRule):
    """Pain that fell by at least ``at_least`` percent in the drug trial supports, by less contradicts."""

    kind: Literal["reduction"] = "reduction"
    at_least: float = 50.0


@dataclass(frozen=True, slots=True)
class Reading:
    """One figure of the reduction in percent, with the mentions it rests on.

    ``source`` is ``stated`` or ``computed``; ``comparator`` is '<' for "nearly half", '>' for "over half";
    ``arithmetic`` shows how a computed figure came about; ``reason`` says why the reading does not count.
    """

    source: Literal["stated", "computed"]
    low: float
    high: float
    mentions: tuple[Mention, ...]
    comparator: str = ""
    arithmetic: str = ""
    reason: str = ""
    date: Date | None = None
    encounter: int | None = None

    def meets(self, limit: float) -> bool | None:
        """Tell whether the figure is at least ``limit`` (a range by its lower end); None: left open."""
        if self.comparator in ("<", "<="):
            return False if self.high <= limit else (True if self.high - 5 >= limit else None)
        if self.comparator in (">", ">="):
            return True if self.low >= limit else None
        return self.low >= limit


@dataclass(frozen=True, slots=True)
class _Point:
    """A score of the trial's account: ``phase`` baseline, trial or trial_end."""

    mention: Mention
    statement: Statement
    kind: str
    phase: str
    low: float
    high: float


def gather(rule: ReductionRule, chart: Chart, siblings: frozenset[str]) -> tuple[Finding, ...]:
    """Return the findings of what is stated and of each score that a computed figure rests on."""
    del siblings
    found: list[Finding] = []
    for reading in reduction_readings(chart):
        meets = reading.meets(rule.at_least)
        stance = Stance.CONTRADICTS if meets is False else Stance.SUPPORTS
        reason = reading.reason or ("" if meets is not None else "leaves open whether it is enough")
        for mention in reading.mentions:
            statement = chart.statements[mention.statement]
            why = reason or filtered_out(chart, rule, statement)
            made = finding(chart, rule, statement, mention, stance, discounted=why, when=mention.date)
            found.append(replace(made, rule=reading.arithmetic or made.rule))
    return tuple(found)


def reduction_readings(chart: Chart) -> tuple[Reading, ...]:
    """Return every figure of the reduction in the drug trial, stated first, then computed."""
    return chart.once(_readings)


def _readings(chart: Chart) -> tuple[Reading, ...]:
    stated = tuple(_stated(chart))
    return (*stated, *_computed(chart))


def _stated(chart: Chart) -> Iterable[Reading]:
    for mention in chart.labelled("pain_relief"):
        if mention.quantity is None:
            continue
        statement = chart.statements[mention.statement]
        encounter = encounter_of(chart, statement)
        quantity = mention.quantity
        low, high, comparator = quantity.low, quantity.high, quantity.comparator
        reason = ""
        setting = setting_of(chart, statement, mention.attribute("setting"))
        if mention.assertion in _NOT_COUNTED:
            reason = reason_of(mention)
        elif of_stranger(chart, statement):
            reason = "stands on a page of another person"
        elif encounter is not None and encounter.note_type in _FOR_EVERYBODY:
            reason = f"stands in a {encounter.note_type} note"
        elif mention.attribute("criterion"):
            reason = "a condition, a goal or other patients' results"
        elif setting != "trial" and (setting or encounter is not None):
            reason = "relief from another treatment" if setting else "not said to be of the trial"
        if mention.assertion is Assertion.ABSENT and comparator in (">", ">=") and _answered(mention):
            comparator = "<"
        yield Reading(
            "stated", low, high, (mention,), comparator, "", reason,
            mention.date or (encounter.date if encounter else None), statement.encounter,
        )  # fmt: skip


def _answered(mention: Mention) -> bool:
    return any(note.startswith("answer:") for note in mention.modifiers)


def _computed(chart: Chart) -> Iterable[Reading]:
    """Yield a figure for each account of the trial that gives scores of one kind before it and at its end."""
    accounts: dict[int | None, list[_Point]] = {}
    for point in _points(chart):
        accounts.setdefault(point.statement.encounter, []).append(point)
    for encounter, points in accounts.items():
        pair = _pair(points) or _with_baseline(chart, points)
        if pair is None:
            continue
        before, after = pair
        if before.low <= 0:
            continue
        # An after-score range counts by its higher end, a before-score range by its lower.
        share = (before.low - after.high) / before.low * 100
        sides = (before.mention, after.mention)
        lowest = after.kind == "least"
        arithmetic = f"({before.low:g} - {after.high:g}) / {before.low:g} = {share:.0f} %"
        place = encounter_of(chart, after.statement)
        yield Reading(
            "computed", share, share, sides, "<=" if lowest else "", arithmetic, "",
            after.mention.date or (place.date if place else None), encounter,
        )  # fmt: skip


def _points(chart: Chart) -> Iterable[_Point]:
    columns: dict[tuple[str, int, int | None], list[str]] = {}
    for statement in chart.statements:
        mentions = chart.statement_mentions(statement.index)
        place = (statement.document, statement.page, statement.table)
        for mention in mentions:
            if mention.label == "phase_columns":
                columns[place] = mention.attribute("phases").split(",")
        scores = [m for m in mentions if m.label == "pain_score" and m.quantity]
        if not scores or of_stranger(chart, statement):
            continue
        phases = columns.get(place, []) if statement.cells else []
        open_phase = _open_phase(scores)
        for number, mention in enumerate(scores):
            quantity = mention.quantity
            assert quantity is not None
            phase = mention.attribute("phase") or (open_phase if number < _first_end(scores) else "")
            if mention.attribute("open"):
                continue
            if not phase and len(phases) >= len(scores):
                phase = phases[len(phases) - len(scores) + number]
            if not _in_trial(chart, statement, mention, phase):
                continue
            yield _Point(mention, statement, mention.attribute("kind"), phase, quantity.low, quantity.high)


def _open_phase(scores: list[Mention]) -> str:
    """Return ``baseline`` where scores without a phase lead up to one at the end of the trial."""
    phases = [m.attribute("phase") for m in scores]
    return "baseline" if "trial_end" in phases and "baseline" not in phases else ""


def _first_end(scores: list[Mention]) -> int:
    return next((n for n, m in enumerate(scores) if m.attribute("phase") == "trial_end"), 0)


def _in_trial(chart: Chart, statement: Statement, mention: Mention, phase: str) -> bool:
    if mention.attribute("kind") in ("goal",) or mention.attribute("who") or mention.attribute("site"):
        return False
    if mention.assertion in _NOT_COUNTED - {Assertion.HYPOTHETICAL} or phase in ("after", "history"):
        return False
    encounter = encounter_of(chart, statement)
    own = settings_in(chart.statement_mentions(statement.index))
    said = next(
        (s for s in own if s in ("trial", "procedure", "pump", "antispasmodic")), own[0] if own else ""
    )
    if said in ("procedure", "pump", "antispasmodic") and "trial" not in own:
        return False
    if said == "drug" and "trial" not in own and (mention.attribute("weak") or mention.attribute("change")):
        return False
    setting = setting_of(chart, statement, "trial" if "trial" in own else said if said != "drug" else "")
    if setting == "trial":
        return True
    if encounter is not None:
        return encounter.note_type in TRIAL_NOTES and setting == ""
    # A bare passage may say no more than "pre 80 mm / post 36 mm".
    return setting == "" and phase in ("baseline", "trial", "trial_end")


def _pair(points: list[_Point]) -> tuple[_Point, _Point] | None:
    before = [p for p in points if p.phase == "baseline" and p.kind != "least"]
    after = _after(points)
    if not before:
        return None
    for kinds in (*((k,) for k in _KINDS), _PLAIN, None):
        first = [p for p in before if kinds is None or p.kind in kinds]
        last = [
            p
            for p in after
            if (kinds is None and p.kind not in ("worst", "least")) or (kinds and p.kind in kinds)
        ]
        if first and last and (kinds is not None or _mixable(first[0], last[-1])):
            return _first_of(first, last), last[-1]
    least = [p for p in points if p.kind == "least" and p.phase in ("trial", "trial_end")]
    # The lowest score of the trial can only show that the fall was too small.
    if least and (before[0].low - least[-1].high) / max(before[0].low, 1) < 0.5:
        return before[0], least[-1]
    return None


def _first_of(first: list[_Point], last: list[_Point]) -> _Point:
    same = [p for p in first if p.statement.index == last[-1].statement.index]
    return (same or first)[0]


def _mixable(before: _Point, after: _Point) -> bool:
    """Tell whether two scores may be compared although one does not say its kind."""
    return "" in (before.kind, after.kind) or {before.kind, after.kind} <= {"average", "current"}


def _after(points: list[_Point]) -> list[_Point]:
    """Return the scores at the end of the trial, else the last ones during it."""
    ends = [p for p in points if p.phase == "trial_end"]
    if ends:
        return ends
    if not any(p.phase == "baseline" for p in points):
        return []
    start = max(i for i, p in enumerate(points) if p.phase == "baseline")
    later = [p for p in points[start + 1 :] if p.phase in ("trial", "") and p.kind != "least"]
    return later or [p for p in points[:start] if p.phase == "trial" and p.kind != "least"]


def _with_baseline(chart: Chart, points: list[_Point]) -> tuple[_Point, _Point] | None:
    """Pair scores of an account that gives none from before the trial with the chart's latest baseline."""
    ends = [p for p in points if p.phase == "trial_end"]
    if not ends or any(p.phase == "baseline" for p in points) or ends[-1].statement.encounter is None:
        return None
    for score in deciding_scores(chart):
        for end in reversed(ends):
            if end.kind == score.kind or "" in (end.kind, score.kind):
                value = score.mention.quantity
                assert value is not None
                return _Point(
                    score.mention, score.statement, score.kind, "baseline", value.low, value.high
                ), end
    return None
