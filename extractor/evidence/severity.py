"""Evidence from pain scores: the baseline score that decides, against a limit on the 0-10 scale."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date as Date
from typing import Literal

from extractor.evidence.filters import filtered_out
from extractor.evidence.findings import Finding, encounter_of, finding, reason_of
from extractor.evidence.rules import EvidenceRule
from extractor.evidence.setting import setting_of, settings_in, trial_days
from extractor.model.audit import Stance
from extractor.model.chart import Assertion, Chart, Mention, Statement

# Average first, then current, then worst (adjudication guide, Pain scores); rest and movement: the higher.
_RANK = {"average": 0, "current": 1, "": 1, "movement": 1, "rest": 1, "worst": 2}
_NAMES = {
    "average": "an average",
    "current": "a current score",
    "": "a current score",
    "worst": "a worst score",
}


class SeverityRule(EvidenceRule):
    """The deciding baseline score supports above ``above`` (0-10) and contradicts at or below it."""

    kind: Literal["severity"] = "severity"
    above: float = 6.0


@dataclass(frozen=True, slots=True)
class BaselineScore:
    """A score that may be the baseline: ``value`` is the lower end of a range, ``rank`` 0 for an average."""

    mention: Mention
    statement: Statement
    value: float
    kind: str
    rank: int
    date: Date | None
    encounter: int | None


def gather(rule: SeverityRule, chart: Chart, siblings: frozenset[str]) -> tuple[Finding, ...]:
    """Return the findings: deciding scores and those that agree count, the others say why they do not."""
    del siblings
    candidates, found = _sorted_out(rule, chart)
    if not candidates:
        return tuple(found)
    deciding = _deciding(candidates)
    value = {s.value > rule.above for s in deciding}
    latest = max((s.date for s in deciding if s.date), default=None)
    for score in candidates:
        reason = ""
        if score not in deciding:
            reason = _set_aside(score, deciding, value, rule.above, latest)
        found.append(_finding(rule, chart, score, reason))
    return tuple(found)


def baseline_scores(chart: Chart) -> tuple[BaselineScore, ...]:
    """Return the member's own scores from before drug was given, in reading order."""
    return chart.once(_baseline_scores)


def _baseline_scores(chart: Chart) -> tuple[BaselineScore, ...]:
    return tuple(_sorted_out(SeverityRule(), chart)[0])


def deciding_scores(chart: Chart) -> tuple[BaselineScore, ...]:
    """Return the scores of the latest baseline: averages if any, else current, else worst."""
    return chart.once(_deciding_scores)


def _deciding_scores(chart: Chart) -> tuple[BaselineScore, ...]:
    candidates = baseline_scores(chart)
    return tuple(_deciding(list(candidates))) if candidates else ()


def _sorted_out(rule: SeverityRule, chart: Chart) -> tuple[list[BaselineScore], list[Finding]]:
    candidates: list[BaselineScore] = []
    found: list[Finding] = []
    trial = trial_days(chart)
    first = trial[0] if trial else None
    begun: dict[int | None, int] = {}
    for mention in chart.labelled("pain_score"):
        if mention.attribute("phase") in ("baseline", "trial"):
            _note_begin(chart, mention, begun, trial)
    for mention in chart.labelled("pain_score"):
        if mention.quantity is None or mention.attribute("bare"):
            continue
        statement = chart.statements[mention.statement]
        start = begun.get(statement.encounter)
        after_start = start is not None and statement.index > start and bool(statement.cells)
        reason = _no_baseline(rule, chart, statement, mention, first, begun=after_start)
        score = _score(chart, statement, mention)
        if reason:
            found.append(_finding(rule, chart, score, reason))
        else:
            candidates.append(score)
    return candidates, found


def _note_begin(
    chart: Chart, mention: Mention, begun: dict[int | None, int], trial: tuple[Date, ...]
) -> None:
    """Remember where, in a note of the trial, the row of the baseline or the first of the trial stands."""
    statement = chart.statements[mention.statement]
    encounter = encounter_of(chart, statement)
    of_trial = encounter and (encounter.note_type == "trial" or encounter.date in trial)
    if of_trial and statement.cells:
        begun[statement.encounter] = min(begun.get(statement.encounter, statement.index), statement.index)


def _score(chart: Chart, statement: Statement, mention: Mention) -> BaselineScore:
    kind = mention.attribute("kind")
    if mention.attribute("circled") and not kind:
        kind = _prompted(chart, statement)
    assert mention.quantity is not None
    encounter = encounter_of(chart, statement)
    return BaselineScore(
        mention, statement, mention.quantity.low, kind, _RANK.get(kind, 3),
        mention.date or (encounter.date if encounter else None), statement.encounter,
    )  # fmt: skip


def _prompted(chart: Chart, statement: Statement) -> str:
    """Return the kind of score that the line above a printed scale asks for."""
    for index in range(statement.index - 1, max(-1, statement.index - 3), -1):
        for mention in chart.statement_mentions(index):
            if mention.label == "pain_prompt":
                return mention.attribute("kind")
    return ""


def _no_baseline(
    rule: SeverityRule,
    chart: Chart,
    statement: Statement,
    mention: Mention,
    first: Date | None,
    *,
    begun: bool,
) -> str:
    """Return why a score is not the member's own baseline, or ''."""
    kind, phase = mention.attribute("kind"), mention.attribute("phase")
    if not_the_members(mention):
        return reason_of(mention)
    if mention.attribute("who"):
        return "another person's pain"
    if kind == "goal":
        return "a goal"
    if kind == "least":
        return "the least pain alone"
    if mention.attribute("condition"):
        return "without the current medicines"
    if mention.attribute("site"):
        return f"another site: {mention.attribute('site')}"
    joint = mention.attribute("joint")
    if joint and statement.encounter is not None and joint not in chart.once(_painful_joints):
        return f"another site: {joint}"
    if phase == "history":
        return "of an earlier time"
    setting = _setting(chart, statement)
    if mention.attribute("weak") and setting != "trial":
        phase = ""
    if phase in ("trial", "trial_end"):
        return "during or after the trial"
    if mention.attribute("change") and phase == "baseline" and setting in ("procedure", "drug", "pump"):
        return "before another treatment"
    if (
        phase == ""
        and setting == "trial"
        and _reports_trial(chart, statement)
        and not (kind == "average" and not begun)
    ):
        return "during the trial"
    if phase == "" and begun:
        return "during the trial"
    encounter = encounter_of(chart, statement)
    when = mention.date or (encounter.date if encounter else None)
    if first and when and when > first and phase not in ("after", "baseline"):
        return "after the trial"
    return filtered_out(chart, rule, statement)


# Concepts that say what the pump's pain is.
_COMPLAINTS = ("pain_diagnosis", "cancer_pain", "treatment_pain", "pain_intractable", "pump_for_pain")


def _painful_joints(chart: Chart) -> frozenset[str]:
    """Return the joints named where the chart says what the pain is that the pump is for."""
    texts = {chart.statements[m.statement].text for m in chart.labelled(*_COMPLAINTS)}
    return frozenset(m.group(1).lower() for text in texts for m in _JOINTS.finditer(text))


_JOINTS = re.compile(r"\b(knee|hip|shoulder|elbow|heel|hand)s?\b", re.IGNORECASE)


def not_the_members(mention: Mention) -> bool:
    """Tell whether a number is a template's, a text's for everybody, or stands under family history.

    "How strong is your pain?" is a question to the member, and a relative in the sentence may only have
    come along.
    """
    if mention.assertion is Assertion.UNTICKED:
        return True
    if mention.assertion is Assertion.GENERIC:
        notes = [n for n in mention.modifiers if n.startswith("generic:")]
        return any(n != "generic: your pain" for n in notes)
    return mention.assertion is Assertion.FAMILY and any(
        n.startswith("family: section") for n in mention.modifiers
    )


def _setting(chart: Chart, statement: Statement) -> str:
    own = settings_in(chart.statement_mentions(statement.index))
    return setting_of(chart, statement, own[0] if own else "")


def _reports_trial(chart: Chart, statement: Statement) -> bool:
    """Tell whether scores of the statement's section or table are those of a running trial."""
    if statement.category == "trial":
        return True
    encounter = encounter_of(chart, statement)
    return bool(encounter and encounter.note_type == "trial")


def _deciding(candidates: list[BaselineScore]) -> list[BaselineScore]:
    """Return the scores that decide: of the latest day, the best kind that any day states."""
    best = min(s.rank for s in candidates)
    ranked = [s for s in candidates if s.rank == best]
    latest = max((s.date or Date.min) for s in ranked)
    of_day = [s for s in ranked if (s.date or Date.min) == latest]
    placed = [s for s in of_day if s.kind in ("rest", "movement")]
    if len(placed) > 1:
        # Rest and movement without an average: the higher.
        high = max(s.value for s in placed)
        return [s for s in of_day if s not in placed or s.value == high]
    return of_day


def _set_aside(
    score: BaselineScore,
    deciding: list[BaselineScore],
    value: set[bool],
    above: float,
    latest: Date | None,
) -> str:
    rank = deciding[0].rank
    agrees = value == {score.value > above}
    if agrees and score.rank <= max(rank, 1):
        return ""
    if score.rank > rank:
        return f"{_NAMES.get(deciding[0].kind, 'a score')} is given"
    if score.kind in ("rest", "movement"):
        return "the higher of rest and movement counts"
    return f"superseded {latest.isoformat()}" if latest else "another score is given"


def _finding(rule: SeverityRule, chart: Chart, score: BaselineScore, reason: str) -> Finding:
    stance = Stance.SUPPORTS if score.value > rule.above else Stance.CONTRADICTS
    return finding(chart, rule, score.statement, score.mention, stance, discounted=reason, when=score.date)
