"""The view of one case: an audit, its policy and its pages put in the order a reviewer reads."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Literal

from extractor.model.audit import Audit, Flag, Overall, Status
from extractor.report import findings, pictures, places, sheets, wording
from extractor.report.findings import Materials
from extractor.report.pain import pain_view
from extractor.report.parts import Fact, Label, Link
from extractor.report.request import asks, effective_day, policy_line, request_text
from extractor.report.sources import PageSource, PolicyText
from extractor.report.view import CaseView, CriterionView, Filter, FlagView
from extractor.report.wording import OVERALL, OVERALL_KEY, STATUS, STATUS_ORDER, one_line

PageChoice = Literal["evidence", "all", "none"]


def case_view(
    audit: Audit,
    policy: PolicyText,
    pages: PageSource,
    choice: PageChoice = "evidence",
    as_of: date | None = None,
) -> CaseView:
    """Return all that the report of a case shows.

    ``choice`` says which pages get a picture: those with evidence or flags, all, or none.
    """
    cited = places.citations(audit)
    ids = places.page_ids(audit)
    wanted = {
        "all": set(ids),
        "none": set(),
        "evidence": {(c.evidence.document, c.evidence.page) for c in cited}
        | {(f.document, f.page) for f in audit.flags if f.page},
    }[choice]
    shown = pictures.within_budget(tuple(k for k in ids if k in wanted), pages, len(ids))
    materials = Materials(audit, policy, pages, ids, shown, cited)
    criteria = findings.criteria(materials)
    issues = findings.issues(materials, criteria)
    ledger, ledger_says = sheets.ledger(materials)
    flags = tuple(_flag(f, materials) for f in audit.flags)
    counts = Counter(c.status for c in audit.criteria)
    items = asks(audit, policy)
    member = one_line(audit.member)
    return CaseView(
        title=f"{one_line(audit.case_id)}: chart audit",
        member=member or "Member not named",
        facts=_facts(audit, policy),
        overall=Label(OVERALL_KEY[audit.overall].value, OVERALL[audit.overall]),
        overall_says=_overall_says(audit),
        counts=tuple((findings.status_label(s), counts[s]) for s in STATUS_ORDER if counts[s]),
        issues=issues,
        flags=flags,
        flag_names=_flag_names(flags),
        criteria=criteria,
        no_criteria="" if criteria else "No criterion of this policy applies to what was requested.",
        filters=_filters(criteria),
        asks=items,
        request_text=request_text(audit, policy),
        pain=pain_view(audit.scores, ids),
        timeline=sheets.timeline(materials),
        ledger=ledger,
        ledger_says=ledger_says,
        sheets=sheets.sheets(materials),
        sheets_say=_sheets_say(len(shown), len(ids)),
        provenance=_provenance(audit),
        files=tuple(
            (one_line(f.name), str(f.pages), one_line(f.problem) or "read", one_line(f.sha256))
            for f in audit.provenance.files
        ),
        policy=policy_line(policy),
        codes=_codes(audit, policy),
        as_of=wording.day(as_of),
    )


def _facts(audit: Audit, policy: PolicyText) -> tuple[Fact, ...]:
    pathway = next((one_line(p.title) for p in policy.pathways if p.id == audit.pathway.value), "")
    version = f"version {one_line(str(policy.version))}" if policy.version else ""
    effective = f"effective {effective_day(policy)}" if policy.effective else ""
    named = ", ".join(x for x in (one_line(policy.title), version, effective) if x)
    pairs = (
        ("Case", one_line(audit.case_id)),
        ("Request", wording.REQUEST[audit.request]),
        ("Pathway", pathway or wording.PATHWAY[audit.pathway]),
        ("Line of business", one_line(audit.line_of_business)),
        ("Codes", ", ".join(one_line(c) for c in audit.codes)),
        ("Pages", _pages_read(audit)),
        ("Policy", named),
    )
    return tuple(Fact(name, value) for name, value in pairs if value)


def _pages_read(audit: Audit) -> str:
    """Return how much of the submission was read, and how."""
    how = Counter(p.origin for p in audit.provenance.pages)
    lost = [one_line(f.name) for f in audit.provenance.files if f.problem]
    parts = [f"{sum(how.values())} in {wording.count(len(audit.provenance.files), 'file')}"] if how else []
    parts += [f"{how['ocr'] + how['mixed']} by OCR"] if how["ocr"] + how["mixed"] else []
    parts += [f"{how['none']} not readable"] if how["none"] else []
    parts += [f"not opened: {', '.join(lost)}"] if lost else []
    return ", ".join(parts)


def _overall_says(audit: Audit) -> str:
    counts = Counter(c.status for c in audit.criteria)
    applicable = len(audit.criteria) - counts[Status.NOT_APPLICABLE]
    if audit.overall is Overall.OUT_OF_SCOPE:
        return "The policy does not cover what was requested; see the flags."
    if not applicable:
        return "No criterion could be judged."
    if counts[Status.MET] == applicable:
        return f"All {applicable} applicable criteria are documented as met."
    parts = [
        f"{counts[s]} {STATUS[s].lower()}"
        for s in STATUS_ORDER
        if counts[s] and s is not Status.NOT_APPLICABLE
    ]
    of = wording.count(applicable, "applicable criterion", "applicable criteria")
    return f"Of {of}: {wording.listing(parts)}."


def _flag(flag: Flag, materials: Materials) -> FlagView:
    title = wording.flag_title(flag.id, materials.policy.flags)
    page_id = materials.page_ids.get((flag.document, flag.page or 0), "")
    text = wording.place(flag.document, flag.page)
    words = one_line(materials.policy.flags.get(flag.id, ""))
    return FlagView(title, words, one_line(flag.note), Link(text, f"#{page_id}" if page_id else ""))


def _flag_names(flags: tuple[FlagView, ...]) -> tuple[str, ...]:
    """Return each kind of flag once, with how many there are."""
    counts = Counter(f.title for f in flags)
    return tuple(f"{title} ({n})" if n > 1 else title for title, n in counts.items())


def _filters(criteria: tuple[CriterionView, ...]) -> tuple[Filter, ...]:
    counts = Counter(e.status.key for c in criteria for e in c.elements)
    total = sum(counts.values())
    choices = [Filter("", f"All {total}")]
    choices += [Filter(s.value, f"{STATUS[s]} {counts[s.value]}") for s in STATUS_ORDER if counts[s.value]]
    return tuple(choices) if total else ()


def _sheets_say(shown: int, total: int) -> str:
    if not total:
        return "No page is on record."
    if shown == total:
        return f"{wording.count(total, 'page')}, each with its picture."
    return f"{wording.count(total, 'page')}, {shown} with a picture; the others as text."


def _provenance(audit: Audit) -> tuple[Fact, ...]:
    made = audit.provenance
    how = Counter(p.origin for p in made.pages)
    read = [f"{how[key]} {word.lower()}" for key, word in wording.ORIGIN.items() if how[key]]
    pairs = [
        ("Software", one_line(made.software)),
        ("Policy", " ".join(x for x in (one_line(made.policy), one_line(made.policy_version)) if x)),
        ("Rules, SHA-256", one_line(made.rules_sha256)),
        ("Pages read", f"{len(made.pages)} ({', '.join(read)})" if made.pages else ""),
        ("Character recognition", one_line(made.engines.get("OCR", ""))),
        ("Engines", ", ".join(f"{one_line(k)} {one_line(v)}" for k, v in made.engines.items() if k != "OCR")),
    ]
    pairs += [(f"Option {one_line(k)}", one_line(v)) for k, v in sorted(made.options.items())]
    return tuple(Fact(name, value) for name, value in pairs if value)


def _codes(audit: Audit, policy: PolicyText) -> tuple[Fact, ...]:
    known = {c.code: c for c in policy.codes}
    return tuple(
        Fact(
            f"{one_line(known[code].system)} {code}" if code in known else one_line(code),
            one_line(known[code].description) if code in known else "Not listed in this policy",
        )
        for code in audit.codes
    )
