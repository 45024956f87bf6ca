"""The one entry to judging: Policy + Chart -> Audit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from extractor.audit.integrity import flags_of, requested_codes
from extractor.audit.ledger import pain_ledger
from extractor.audit.records import MOST_CONSIDERED, Pages, evidence_of
from extractor.audit.resolve import resolve
from extractor.audit.rollup import criterion_status, overall_status
from extractor.audit.scope import Scope, scope_of
from extractor.evidence import Finding, gather
from extractor.model.audit import (
    OTHER_PERSON,
    Audit,
    CriterionResult,
    ElementResult,
    FileRecord,
    PageRecord,
    Pathway,
    Provenance,
    Status,
)
from extractor.model.chart import Chart, Encounter
from extractor.policy import Criterion, Element, Policy


def evaluate(policy: Policy, chart: Chart) -> Audit:
    """Judge a chart against a policy. Pure: the same chart and policy give the same audit."""
    pages = Pages(chart)
    strangers = {(o.document, o.page): o for o in chart.owners if o.member is False}
    findings = {
        name: _without_strangers(gather(element.evidence, chart, name), strangers)
        for name, element in policy.elements.items()
    }
    scope = scope_of(policy, chart, findings)
    criteria: tuple[CriterionResult, ...] = ()
    if scope.pathway is not Pathway.OTHER:
        key = "malignant" if scope.pathway is Pathway.MALIGNANT else "non_malignant"
        pathway = next(p for p in policy.pathways if p.id == key)
        criteria = tuple(
            _criterion(criterion, policy.elements, findings, chart, pages, scope)
            for criterion in pathway.criteria
        )
    return Audit(
        case_id=chart.case.case_id,
        pathway=scope.pathway,
        request=scope.request,
        overall=overall_status(criteria, in_scope=scope.in_scope),
        criteria=criteria,
        codes=requested_codes(policy, chart),
        flags=flags_of(policy, chart, scope),
        member=chart.case.member.name,
        line_of_business=chart.case.line_of_business,
        scores=pain_ledger(chart, pages),
        provenance=_provenance(policy, chart),
    )


def _without_strangers(
    findings: tuple[Finding, ...], strangers: Mapping[tuple[str, int], object]
) -> tuple[Finding, ...]:
    return tuple(
        replace(f, discounted=OTHER_PERSON) if (f.document, f.page) in strangers else f for f in findings
    )


def _criterion(
    criterion: Criterion,
    elements: dict[str, Element],
    findings: dict[str, tuple[Finding, ...]],
    chart: Chart,
    pages: Pages,
    scope: Scope,
) -> CriterionResult:
    if scope.request.value not in criterion.applies_to:
        return CriterionResult(id=criterion.id, status=Status.NOT_APPLICABLE)
    results = tuple(_element(elements[name], findings[name], chart, pages) for name in criterion.elements)
    return CriterionResult(
        id=criterion.id, status=criterion_status(r.status for r in results), elements=results
    )


def _element(element: Element, findings: tuple[Finding, ...], chart: Chart, pages: Pages) -> ElementResult:
    status, settled = resolve(element, findings, chart)
    counted = evidence_of(chart, pages, (f for f in settled if not f.discounted))
    considered = evidence_of(chart, pages, (f for f in settled if f.discounted))
    return ElementResult(
        id=element.name or element.id,
        status=status,
        evidence=counted,
        considered=considered[:MOST_CONSIDERED],
    )


def _provenance(policy: Policy, chart: Chart) -> Provenance:
    by_page: dict[tuple[str, int], Encounter] = {}
    for encounter in chart.encounters:
        for span in encounter.spans:
            by_page.setdefault((span.document, span.page), encounter)
    owners = {(o.document, o.page): o for o in chart.owners}
    records = []
    for document in chart.documents:
        for page in document.pages:
            written = by_page.get((document.name, page.number))
            owner = owners.get((document.name, page.number))
            records.append(
                PageRecord(
                    document=document.name,
                    page=page.number,
                    origin=page.origin.value,
                    confidence=round(page.confidence, 3),
                    date=written.date if written else None,
                    note_type=written.note_type if written else "",
                    author=written.author if written else "",
                    credential=written.credential if written else "",
                    member=owner.name if owner else "",
                    note=page.note,
                )
            )
    return Provenance(
        policy=policy.id,
        policy_version=policy.version,
        files=tuple(FileRecord(name=d.name, sha256=d.sha256, pages=len(d.pages)) for d in chart.documents),
        pages=tuple(records),
    )
