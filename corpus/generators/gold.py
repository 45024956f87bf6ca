"""Gold labels: from a case's declared claims to statuses, by the adjudication guide's rules."""

from __future__ import annotations

import re
from typing import Any

from corpus.generators.source import Case, SourceError

IMPLANT = ("coagulopathy", "cytopenia", "icp")
TRIAL = ("trial_done", "pain_reduction", "function_gain")
SEVERE = ("origin", "intractable", "severity", "function")
CRITERIA: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "malignant": (
        ("1a", SEVERE),
        ("1b", ("life_expectancy",)),
        ("1c", ("analgesic_failure",)),
        ("1d", ("body_size",)),
        ("1e", ("infection",)),
        ("1f", ("testing", "no_encroachment")),
        ("1g", IMPLANT),
        ("1h", TRIAL),
    ),
    "non_malignant": (
        ("2a", SEVERE),
        ("2b", ("intervention_failure",)),
        ("2c", ("analgesic_failure", "fixed_schedule", "adherence")),
        ("2d", ("conservative_failure", "six_months")),
        ("2e", ("evaluation", "stability", "candidate")),
        ("2f", ("body_size",)),
        ("2g", ("infection",)),
        ("2h", IMPLANT),
        ("2i", TRIAL),
    ),
    "other": (),
    "undetermined": (),
}
TRIAL_CRITERIA = ("1h", "2i")
FLAGS = (
    "misfiled_page",
    "duplicate_page",
    "cloned_text",
    "date_conflict",
    "code_mismatch",
    "score_inconsistency",
    "medicare_ncd",
    "wa_medicaid_hta",
    "minor",
    "spasticity_mcg_a0420",
    "unreadable_page",
)


def label(case: Case) -> dict[str, Any]:
    """Return the gold object of a case. Raises SourceError for a claim or flag that does not exist."""
    head = case.head
    criteria = [_criterion(case, cid, names) for cid, names in CRITERIA[head["pathway"]]]
    known = {name for _, names in CRITERIA[head["pathway"]] for name in names}
    if stray := case.elements - known:
        raise SourceError(f"{case.slug}: no such element on this pathway: {sorted(stray)}")
    return {
        "case_id": case.id,
        "pathway": head["pathway"],
        "request": head["request"],
        "overall": "out_of_scope" if head.get("out_of_scope") else _overall([c["status"] for c in criteria]),
        "criteria": criteria,
        "codes": list(head.get("codes", ())),
        "flags": _flags(case),
    }


def known_case(case: Case) -> dict[str, Any]:
    """Return what the payer knows of the case: its ``case.json``."""
    head = case.head
    record: dict[str, Any] = {"case_id": case.id}
    for key, name in (("request", "case_request"), ("codes", "case_codes")):
        value = head.get(name, head.get(key))
        if value and value != "undetermined":
            record[key] = value
    for key in ("line_of_business", "state"):
        if head.get(f"case_{key}", head.get(key)):
            record[key] = head.get(f"case_{key}", head.get(key))
    record["member"] = {k: head["member"][k] for k in ("name", "dob", "id")}
    return record


def fold(text: str) -> str:
    """Return the text with every run of white space as one blank."""
    return re.sub(r"\s+", " ", text).strip()


def _criterion(case: Case, cid: str, names: tuple[str, ...]) -> dict[str, Any]:
    if cid in TRIAL_CRITERIA and case.head["request"] == "trial":
        return {"id": cid, "status": "not_applicable", "elements": []}
    elements = [_element(case, name) for name in names]
    return {"id": cid, "status": roll_up([e["status"] for e in elements]), "elements": elements}


def _element(case: Case, name: str) -> dict[str, Any]:
    evidence = [
        {"document": p.document, "page": p.number, "quote": c.quote, "stance": c.stance}
        for p in case.pages
        for c in p.claims
        if c.element == name
    ]
    stances = {str(e["stance"]) for e in evidence}
    if len(stances) == 2:
        status = "conflicting"
    else:
        status = {"supports": "met", "contradicts": "not_met"}[stances.pop()] if stances else "not_documented"
    return {"id": name, "status": status, "evidence": evidence}


def roll_up(statuses: list[str]) -> str:
    """Return a criterion's status from its elements', first rule that fits."""
    for status in ("not_met", "conflicting"):
        if status in statuses:
            return status
    return statuses[0] if set(statuses) in ({"met"}, {"not_documented"}) else "incomplete"


def _overall(statuses: list[str]) -> str:
    applicable = [s for s in statuses if s != "not_applicable"]
    if "not_met" in applicable:
        return "not_supported"
    return "supported" if applicable and set(applicable) == {"met"} else "needs_information"


def _flags(case: Case) -> list[dict[str, Any]]:
    flags = []
    seen: set[str] = set()
    for page in case.pages:
        for flag in page.flags:
            if flag not in FLAGS:
                raise SourceError(f"{case.slug}: no such flag: {flag}")
            if flag in seen and flag not in ("misfiled_page", "duplicate_page", "unreadable_page"):
                raise SourceError(f"{case.slug}: {flag} stands on its first page only")
            seen.add(flag)
            flags.append({"id": flag, "document": page.document, "page": page.number})
    return flags
