"""What an investigator wants to see beside the criteria: pages of others, copies, clones, dates, codes."""

from __future__ import annotations

import re

from extractor.audit.inconsistency import date_flags, score_flags
from extractor.audit.scope import Scope
from extractor.model.audit import Flag
from extractor.model.chart import Assertion, Chart, Statement
from extractor.model.document import Page
from extractor.policy import Policy

_BILLED = re.compile(
    r"\b(?:CPT|HCPCS|code|codes|billed|billing|charge|claim|DOS|auth|authori[sz]ation|request|requested|requesting|"
    r"submit|proceed|plan|procedure|px|proc|implant|units?|paid|qty|prior)\b|\$|\d\.\d\d\b",
    re.IGNORECASE,
)
_UNREADABLE = 0.3
# Of a page that is hardly readable, fewer words than this are no reading.
_SCRAPS = 12


def requested_codes(policy: Policy, chart: Chart) -> tuple[str, ...]:
    """Return the policy's codes that are requested or billed for the member, in the policy's order."""
    listed = {c.code for c in policy.codes}
    found = {c.strip().upper() for c in chart.case.codes} & listed
    strangers = {(o.document, o.page) for o in chart.owners if o.member is False}
    for statement in chart.statements:
        if (statement.document, statement.page) not in strangers:
            found |= listed & set(codes_in(statement))
    return tuple(c.code for c in policy.codes if c.code in found)


def codes_in(statement: Statement) -> list[str]:
    """Return the procedure codes a statement requests or bills; a ZIP code or record number is none."""
    codes = re.findall(r"(?<![\w#-])(?:\d{5}|[ACE]\d{4})(?![\w]|-\d{4})", statement.text)
    if not codes:
        return []
    context = f"{statement.section} {statement.lead} {statement.text} " + " ".join(
        c.header for c in statement.cells
    )
    listed = len(codes) >= 2 and not re.search(r"[a-z]{4}", statement.text)
    return codes if listed or _BILLED.search(context) else []


def flags_of(policy: Policy, chart: Chart, scope: Scope) -> tuple[Flag, ...]:
    """Return all flags of a case, once a page or once a document as the guide says, in page order."""
    flags = [
        *scope.flags,
        *_misfiled(chart),
        *_copies(chart),
        *_clones(chart),
        *_unreadable(chart),
        *_code_mismatch(policy, chart),
        *score_flags(chart),
        *date_flags(policy, chart),
    ]
    order = {d.name: n for n, d in enumerate(chart.documents)}
    once: dict[tuple[str, str, int | None], Flag] = {}
    for flag in flags:
        per_page = flag.id in ("misfiled_page", "duplicate_page", "unreadable_page")
        once.setdefault((flag.id, flag.document, flag.page if per_page else None), flag)
    return tuple(sorted(once.values(), key=lambda f: (f.id, order.get(f.document, 0), f.page or 0)))


def _misfiled(chart: Chart) -> list[Flag]:
    return [
        Flag(id="misfiled_page", document=o.document, page=o.page, note=o.reason)
        for o in chart.owners
        if o.member is False
    ]


def _copies(chart: Chart) -> list[Flag]:
    return [
        Flag(
            id="duplicate_page",
            document=c.document,
            page=c.page,
            note=f"repeats {c.of_document}, page {c.of_page}",
        )
        for c in chart.copies
    ]


def _clones(chart: Chart) -> list[Flag]:
    return [
        Flag(id="cloned_text", document=b.document, page=b.page, note=f"repeats {a.document}, page {a.page}")
        for a, b in chart.clones
    ]


def _unreadable(chart: Chart) -> list[Flag]:
    return [
        Flag(id="unreadable_page", document=d.name, page=p.number, note=p.note)
        for d in chart.documents
        for p in d.pages
        if _unread(p)
    ]


def _unread(page: Page) -> bool:
    """Tell whether next to nothing of a page could be read; a blank page has nothing to read."""
    scraps = "hardly readable" in page.note and len(page.text.split()) < _SCRAPS
    return "blank" not in page.note and (page.confidence < _UNREADABLE or scraps)


def _code_mismatch(policy: Policy, chart: Chart) -> list[Flag]:
    """Flag the codes that the record contradicts, or does not bear out where it must."""
    stated = [m for m in chart.mentions if m.assertion in (Assertion.PRESENT, Assertion.PLANNED)]
    labels = {m.label for m in stated}
    found = []
    for code in policy.codes:
        # The words beside the code itself are the claim, not the record.
        if not code.borne_out_by or any(
            m.label == code.borne_out_by and code.code not in chart.statements[m.statement].text
            for m in stated
        ):
            continue
        if not code.must_be_borne_out and code.contradicted_by not in labels:
            continue
        place = next((s for s in chart.statements if code.code in codes_in(s)), None)
        if place is not None:
            note = f"{code.code}: the record does not describe it"
            found.append(Flag(id="code_mismatch", document=place.document, page=place.page, note=note))
    return found
