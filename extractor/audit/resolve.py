"""Findings -> an element's status: what is discounted, what is superseded, what conflicts (adjudication guide)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date as Date
from datetime import timedelta

from extractor.evidence import Finding
from extractor.model.audit import Stance, Status
from extractor.model.chart import Chart
from extractor.policy import Element

# Statements further apart than this do not conflict: the later one stands (guide, Later and conflicting).
_WORK_UP = timedelta(days=30)
# Concepts of the lexicon: words of a change up to today, and of what was before.
_CHANGE, _BEFORE = "speaks_of_change", "speaks_of_before"


def resolve(
    element: Element, findings: Sequence[Finding], chart: Chart
) -> tuple[Status, tuple[Finding, ...]]:
    """Return the element's status and all findings, the superseded ones among them discounted with the reason."""
    counted = [f for f in findings if not f.discounted]
    if not counted:
        return Status.NOT_DOCUMENTED, tuple(findings)
    stances = {f.stance for f in counted}
    if len(stances) == 1:
        return (Status.MET if Stance.SUPPORTS in stances else Status.NOT_MET), tuple(findings)
    if element.resolution == "reading":
        return Status.CONFLICTING, tuple(findings)
    winner = _later_side(counted, chart)
    if winner is None:
        return Status.CONFLICTING, tuple(findings)
    latest = max((f.date for f in counted if f.stance is winner and f.date), default=None)
    reason = f"superseded {latest.isoformat()}" if latest else "superseded in the same note"
    settled = tuple(
        replace(f, discounted=reason) if not f.discounted and f.stance is not winner else f for f in findings
    )
    return (Status.MET if winner is Stance.SUPPORTS else Status.NOT_MET), settled


def _later_side(counted: Sequence[Finding], chart: Chart) -> Stance | None:
    """Return the stance that replaces the other, or None when the two conflict or cannot be ordered in time.

    Within one note, or within a work-up of several authors, the side that speaks of a change replaces one that
    does not (guide, Later and conflicting).
    """
    sides = {s: [f for f in counted if f.stance is s] for s in Stance}
    if any(f.date is None for f in counted):
        return _changed_side(chart, sides) if len({f.encounter for f in counted}) == 1 else None
    newest = {
        stance: max(side, key=lambda f: (f.date, f.document, f.page, f.start))
        for stance, side in sides.items()
    }
    a, b = newest[Stance.SUPPORTS], newest[Stance.CONTRADICTS]
    assert a.date and b.date
    if a.date == b.date or a.encounter == b.encounter:
        current = {s: [f for f in side if f.date == a.date] for s, side in sides.items()}
        return _changed_side(chart, current)
    later, earlier = (a, b) if a.date > b.date else (b, a)
    assert later.date and earlier.date
    near = later.date - earlier.date <= _WORK_UP and not _same_author(chart, later, earlier)
    return later.stance if not near or _speaks_of_change(chart, later, earlier.date) else None


def _changed_side(chart: Chart, sides: Mapping[Stance, Sequence[Finding]]) -> Stance | None:
    """Return the side that speaks of a change when all of the other speaks of what was before it."""
    for stance, side in sides.items():
        others = [f for s, other in sides.items() if s is not stance for f in other]
        if (
            others
            and any(_speaks_of(chart, f, _CHANGE) for f in side)
            and all(_speaks_of(chart, f, _BEFORE) and not _speaks_of(chart, f, _CHANGE) for f in others)
        ):
            return stance
    return None


def _speaks_of_change(chart: Chart, later: Finding, before: Date) -> bool:
    """Tell whether a finding speaks of a change after ``before``; "since July", said in October, is none in between."""
    assert later.date
    for mention in chart.statement_mentions(later.statement):
        if mention.label != _CHANGE:
            continue
        since = _SINCE.search(mention.text)
        if since is None:
            return True
        month = _MONTHS.index(since.group(1)[:3].casefold()) + 1
        year = int(since.group(2) or (later.date.year - (month > later.date.month)))
        if (year, month) >= (before.year, before.month):
            return True
    return False


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SINCE = re.compile(rf"since\s+((?:{'|'.join(_MONTHS)})[a-z]*)(?:\s+(?:of\s+)?(\d{{4}}))?", re.IGNORECASE)


def _speaks_of(chart: Chart, found: Finding, concept: str) -> bool:
    return any(m.label == concept for m in chart.statement_mentions(found.statement))


def _same_author(chart: Chart, a: Finding, b: Finding) -> bool:
    if a.encounter is None or b.encounter is None:
        return False
    first, second = chart.encounters[a.encounter].author, chart.encounters[b.encounter].author
    return bool(first) and first.casefold() == second.casefold()


def settled(element: Element, findings: Sequence[Finding], chart: Chart) -> tuple[Finding, ...]:
    """Return the findings that count after resolution."""
    return tuple(f for f in resolve(element, findings, chart)[1] if not f.discounted)
