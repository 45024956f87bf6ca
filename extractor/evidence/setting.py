"""Where a statement stands in the story: the account of the drug trial, another procedure, a working pump."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date as Date
from datetime import timedelta

from extractor.evidence.findings import encounter_of
from extractor.model.chart import Assertion, Chart, Mention, Statement

TRIAL_NOTES = frozenset({"trial"})
_ACCOUNTS = frozenset({"trial", "procedure", "operative", "discharge", "nursing"})
# Notes that tell of a trial on its own days, unlike visits and letters that look back at it.
_ACCOUNTS = frozenset(
    {"procedure", "operative", "nursing", "discharge", "hospital", "anesthesia", "flowsheet"}
)
_STAY = timedelta(days=3)
_REACH = 5
_TRIAL, _WORD, _PROCEDURE, _PUMP = "trial", "trial_word", "procedure", "pump"
_ANTISPASMODIC = "antispasmodic"


def setting_of(chart: Chart, statement: Statement, said: str = "") -> str:
    """Return ``trial``, ``procedure``, ``drug``, ``pump`` or '' for a value in a statement.

    ``said`` is what its own statement names (attribute ``setting``). Without a name the statements around it
    speak: the nearest before it, then the next, then the kind of note and section.
    """
    if said in (_TRIAL, "drug", _PROCEDURE, _PUMP, _ANTISPASMODIC):
        return said
    near = _around(chart, statement)
    if near:
        return near
    encounter = encounter_of(chart, statement)
    if encounter and encounter.note_type in _ACCOUNTS and _mostly_trial(chart, statement.encounter):
        return _TRIAL
    if said == _WORD or statement.category == "trial" or (encounter and encounter.note_type in TRIAL_NOTES):
        return _TRIAL
    return ""


def _around(chart: Chart, statement: Statement) -> str:
    before = range(statement.index - 1, max(-1, statement.index - 1 - _REACH), -1)
    behind = range(statement.index + 1, min(len(chart.statements), statement.index + 2))
    for index in (*before, *behind):
        other = chart.statements[index]
        if other.encounter != statement.encounter or other.document != statement.document:
            continue
        named = settings_in(chart.statement_mentions(index))
        for setting in named:
            if setting in (_TRIAL, _PROCEDURE, _PUMP, _ANTISPASMODIC):
                return setting
    return ""


def _mostly_trial(chart: Chart, encounter: int | None) -> bool:
    """Tell whether a note names the drug trial, and no other procedure more often."""
    return encounter in chart.once(_trial_accounts)


def _trial_accounts(chart: Chart) -> frozenset[int | None]:
    """Return the encounters that name the drug trial, and no other procedure more often."""
    named: dict[int | None, list[str]] = {}
    for statement in chart.statements:
        settings = settings_in(chart.statement_mentions(statement.index))
        named.setdefault(statement.encounter, []).extend(settings)
    return frozenset(
        encounter
        for encounter, settings in named.items()
        if _ANTISPASMODIC not in settings
        and settings.count(_TRIAL) > 0
        and settings.count(_TRIAL) >= settings.count(_PROCEDURE) + settings.count(_PUMP)
    )


def settings_in(mentions: Iterable[Mention]) -> list[str]:
    """Return the treatments that a statement's mentions name, the last named first."""
    return [m.attribute("setting") for m in mentions if m.label == "treatment_setting"][::-1]


def trial_days(chart: Chart) -> tuple[Date, ...]:
    """Return the dates of the notes that record pain during the drug trial, in order."""
    return chart.once(_trial_days)


def _trial_days(chart: Chart) -> tuple[Date, ...]:
    days = set()
    for mention in chart.labelled("pain_score"):
        if mention.attribute("phase") not in ("trial", "trial_end"):
            continue
        statement = chart.statements[mention.statement]
        encounter = encounter_of(chart, statement)
        if encounter is None or encounter.date is None:
            continue
        if encounter.note_type in TRIAL_NOTES or _of_trial(chart, statement, mention):
            days.add(encounter.date)
    return tuple(sorted(days))


def _of_trial(chart: Chart, statement: Statement, mention: Mention) -> bool:
    own = settings_in(chart.statement_mentions(statement.index))
    del mention
    return setting_of(chart, statement, own[0] if own else "") == _TRIAL


def during_trial(chart: Chart, statement: Statement) -> bool:
    """Tell whether a statement belongs to the account of the trial: by note, days, or words close by."""
    encounter = encounter_of(chart, statement)
    if encounter is None or encounter.note_type in TRIAL_NOTES or statement.category == _TRIAL:
        return True
    if encounter.date and any(first <= encounter.date <= last for first, last in chart.once(_trial_periods)):
        return True
    if encounter.note_type in ("", "other") and encounter.index in chart.once(_told) & chart.once(
        _trial_accounts
    ):
        return True
    around = range(max(0, statement.index - _REACH + 1), min(len(chart.statements), statement.index + _REACH))
    return any(
        mention.label in ("trial_carried_out", "trial_named")
        for index in around
        if chart.statements[index].encounter == statement.encounter
        for mention in chart.statement_mentions(index)
    )


def _told(chart: Chart) -> frozenset[int | None]:
    """Return the encounters that tell of a trial carried out."""
    return frozenset(
        chart.statements[m.statement].encounter
        for m in chart.labelled("trial_carried_out")
        if m.assertion is Assertion.PRESENT
    )


def _trial_periods(chart: Chart) -> list[tuple[Date, Date]]:
    """Return the days of the notes that give an account of the trial, with the days right after them."""
    told = chart.once(_told)
    return [
        (e.date, max(e.end or e.date, e.date + _STAY))
        for e in chart.encounters
        if e.date and (e.note_type in TRIAL_NOTES or (e.index in told and e.note_type in _ACCOUNTS))
    ]
