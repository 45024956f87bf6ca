"""Element statuses -> criterion status -> case status, by the guide's rules in their order."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.model.audit import CriterionResult, Overall, Status


def criterion_status(elements: Iterable[Status]) -> Status:
    """Return a criterion's status: any not_met, any conflicting, all met, all not_documented, else incomplete."""
    found = list(elements)
    if Status.NOT_MET in found:
        return Status.NOT_MET
    if Status.CONFLICTING in found:
        return Status.CONFLICTING
    if all(s is Status.MET for s in found):
        return Status.MET
    if all(s is Status.NOT_DOCUMENTED for s in found):
        return Status.NOT_DOCUMENTED
    return Status.INCOMPLETE


def overall_status(criteria: Iterable[CriterionResult], *, in_scope: bool) -> Overall:
    """Return what the record shows as a whole, from the criteria that apply."""
    if not in_scope:
        return Overall.OUT_OF_SCOPE
    applicable = [c.status for c in criteria if c.status is not Status.NOT_APPLICABLE]
    if Status.NOT_MET in applicable:
        return Overall.NOT_SUPPORTED
    if applicable and all(s is Status.MET for s in applicable):
        return Overall.SUPPORTED
    return Overall.NEEDS_INFORMATION
