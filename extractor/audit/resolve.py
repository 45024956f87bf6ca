"""Findings -> an element's status: what is discounted, what is superseded, what conflicts (adjudication guide)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from extractor.evidence import Finding
from extractor.model.audit import Stance, Status
from extractor.model.chart import Chart
from extractor.policy import Element

# Statements further apart than this do not conflict: the later one stands (guide, Later and conflicting).
_WORK_UP = timedelta(days=30)


def resolve(
    element: Element, findings: Sequence[Finding], chart: Chart
) -> tuple[Status, tuple[Finding, ...]]:
    """Return the element's status and all findings, the superseded ones among them discounted with the reason."""
    counted = [f for f in findings if not f.discounted]
    specific = {f.stance for f in counted if f.strength == "specific"}
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
    del specific
    latest = max(f.date for f in counted if f.stance is winner and f.date)
    settled = tuple(
        replace(f, discounted=f"superseded {latest.isoformat()}")
        if not f.discounted and f.stance is not winner
        else f
        for f in findings
    )
    return (Status.MET if winner is Stance.SUPPORTS else Status.NOT_MET), settled


def _later_side(counted: Sequence[Finding], chart: Chart) -> Stance | None:
    """Return the stance that replaces the other, or None when the two conflict or cannot be ordered in time."""
    sides = {s: [f for f in counted if f.stance is s] for s in Stance}
    newest: dict[Stance, Finding] = {}
    for stance, side in sides.items():
        if any(f.date is None for f in side):
            return None
        newest[stance] = max(side, key=lambda f: (f.date, f.document, f.page, f.start))
    a, b = newest[Stance.SUPPORTS], newest[Stance.CONTRADICTS]
    assert a.date and b.date
    if a.date == b.date or a.encounter == b.encounter:
        return None
    later, earlier = (a, b) if a.date > b.date else (b, a)
    assert later.date and earlier.date
    if later.date - earlier.date <= _WORK_UP and not _same_author(chart, later, earlier):
        return None
    return later.stance


def _same_author(chart: Chart, a: Finding, b: Finding) -> bool:
    if a.encounter is None or b.encounter is None:
        return False
    first, second = chart.encounters[a.encounter].author, chart.encounters[b.encounter].author
    return bool(first) and first.casefold() == second.casefold()


def settled(element: Element, findings: Sequence[Finding], chart: Chart) -> tuple[Finding, ...]:
    """Return the findings that count after resolution."""
    return tuple(f for f in resolve(element, findings, chart)[1] if not f.discounted)
