"""What is asked for and whether the policy covers it: request, pathway, age, other indications, overlays."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Date

from extractor.evidence import Finding
from extractor.model.audit import Flag, Pathway, Request, Stance
from extractor.model.chart import Assertion, Chart, Mention
from extractor.policy import Policy

# A stated or planned pump counts for the scope: what is asked for is always still to come.
_ASKED = frozenset({Assertion.PRESENT, Assertion.PLANNED, Assertion.POSSIBLE})


@dataclass(frozen=True, slots=True)
class Scope:
    """What a case is, before its criteria are judged."""

    pathway: Pathway
    request: Request
    in_scope: bool
    flags: tuple[Flag, ...]


def scope_of(policy: Policy, chart: Chart, findings: dict[str, tuple[Finding, ...]]) -> Scope:
    """Decide pathway and request, and collect the flags of scope and line of business."""
    flags = list(_overlays(policy, chart))
    request = _request(chart)
    other = _other_indication(policy, chart)
    if other:
        flags.extend(other)
        return Scope(Pathway.OTHER, request, False, tuple(f for f in flags if f.id))
    minor = _minor(policy, chart)
    if minor:
        flags.append(minor)
    return Scope(_pathway(chart, findings), request, minor is None, tuple(flags))


def _pathway(chart: Chart, findings: dict[str, tuple[Finding, ...]]) -> Pathway:
    malignant = _weight(findings.get("origin_malignant", ()))
    non_malignant = _weight(findings.get("origin_non_malignant", ()))
    unsettled = {m.statement for m in _stated(chart, "origin_unsettled")}
    if unsettled and len(unsettled) >= malignant + non_malignant:
        return Pathway.UNDETERMINED
    if not malignant and not non_malignant:
        return _unnamed(chart, findings)
    return Pathway.MALIGNANT if malignant >= non_malignant else Pathway.NON_MALIGNANT


def _unnamed(chart: Chart, findings: dict[str, tuple[Finding, ...]]) -> Pathway:
    """Return the pathway of a pain that no statement names an origin for: by what the chart tells of a cancer."""
    if len({m.statement for m in _stated(chart, "active_cancer")}) > 1:
        return Pathway.MALIGNANT
    cancer = any(True for _ in _stated(chart, "active_cancer", "cancer_pain", "epidural_tumor"))
    pain = any(not f.discounted for name in ("severity", "intractable") for f in findings.get(name, ()))
    return Pathway.NON_MALIGNANT if pain and not cancer else Pathway.UNDETERMINED


def _stated(chart: Chart, *labels: str) -> Iterator[Mention]:
    """Yield the present mentions of these concepts on the member's own pages."""
    strangers = {(o.document, o.page) for o in chart.owners if o.member is False}
    for mention in chart.labelled(*labels):
        statement = chart.statements[mention.statement]
        if mention.assertion is Assertion.PRESENT and (statement.document, statement.page) not in strangers:
            yield mention


def _weight(findings: tuple[Finding, ...]) -> int:
    return len(
        {(f.document, f.page, f.start) for f in findings if not f.discounted and f.stance is Stance.SUPPORTS}
    )


def _request(chart: Chart) -> Request:
    if chart.case.request != "undetermined":
        return Request(chart.case.request)
    votes = Counter(
        m.label
        for m in chart.mentions
        if m.label in ("request_trial", "request_permanent") and m.assertion in _ASKED
    )
    if votes["request_permanent"]:
        return Request.PERMANENT
    return Request.TRIAL if votes["request_trial"] else Request.UNDETERMINED


def _other_indication(policy: Policy, chart: Chart) -> list[Flag]:
    """Return flags when what the pump is for lies outside the policy, [] when it is for pain."""
    strangers = {(o.document, o.page) for o in chart.owners if o.member is False}

    def asked(labels: tuple[str, ...]) -> list[Mention]:
        return [
            m
            for m in chart.mentions
            if m.label in labels
            and m.assertion in _ASKED
            and (chart.statements[m.statement].document, chart.statements[m.statement].page) not in strangers
        ]

    for_pain = len(asked(("pump_for_pain",)))
    for rule in policy.scope:
        mentions = asked(rule.concepts)
        if len(mentions) >= 2 and len(mentions) > for_pain:
            first = chart.statements[mentions[0].statement]
            return [Flag(id=rule.flag, document=first.document, page=first.page, note=rule.text)]
    return []


def last_date(chart: Chart) -> Date | None:
    """Return the latest service date of the submission, or None when no encounter is dated."""
    return max((e.end or e.date for e in chart.encounters if e.date), default=None)


def _minor(policy: Policy, chart: Chart) -> Flag | None:
    born, today = parse_birth_date(chart.case.member.dob), last_date(chart)
    if not born or not today:
        return None
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if age >= policy.adult_age:
        return None
    document = chart.documents[0].name if chart.documents else ""
    return Flag(id="minor", document=document, page=1, note=f"{age} years at {today.isoformat()}")


def parse_birth_date(text: str) -> Date | None:
    """Return a date of birth given as 1968-04-11 or 04/11/1968, or None."""
    iso = re.fullmatch(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*", text)
    us = re.fullmatch(r"\s*(\d{1,2})[/-](\d{1,2})[/-](\d{4})\s*", text)
    try:
        if iso:
            return Date(int(iso[1]), int(iso[2]), int(iso[3]))
        return Date(int(us[3]), int(us[1]), int(us[2])) if us else None
    except ValueError:
        return None


def _overlays(policy: Policy, chart: Chart) -> list[Flag]:
    line = chart.case.line_of_business.casefold()
    found = []
    for overlay in policy.overlays:
        if overlay.line_of_business in line and (
            not overlay.state or overlay.state == chart.case.state.upper()
        ):
            document, page = _stated_on(chart, overlay.line_of_business)
            found.append(Flag(id=overlay.flag, document=document, page=page, note=overlay.text))
    return found


def _stated_on(chart: Chart, word: str) -> tuple[str, int | None]:
    """Return the first page that states the line of business, else the first page."""
    for document in chart.documents:
        for page in document.pages:
            if word in page.text.casefold():
                return document.name, page.number
    return (chart.documents[0].name, 1) if chart.documents else ("", None)
