"""A small made-up audit, policy and pages for the report's unit tests."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from extractor.model.audit import (
    Audit,
    CriterionResult,
    ElementResult,
    Evidence,
    FileRecord,
    Flag,
    Overall,
    PageBox,
    PageRecord,
    Pathway,
    Provenance,
    Request,
    Score,
    Stance,
    Status,
)
from extractor.report import Picture

PAGE_ONE = (
    "Office note.\nAverage pain is 8/10. He cannot dress\nwithout help. Plan: psych eval scheduled 05/02."
)
PAGE_TWO = "Later note. Pain averages 5/10 now."


def element(**words):
    blank = {"title": "", "met_when": "", "not_met_when": "", "request_item": "", "terms": ()}
    return SimpleNamespace(**(blank | words))


def policy():
    criteria = (
        SimpleNamespace(
            id="2a",
            title="Severe pain",
            text="Severe pain (>6).",
            elements=("origin_non_malignant", "severity"),
        ),
        SimpleNamespace(
            id="2e", title="Psychology", text="Psychological evaluation.", elements=("evaluation",)
        ),
        SimpleNamespace(id="2i", title="Trial", text="A trial.", elements=("trial_done",)),
    )
    return SimpleNamespace(
        id="p",
        title="Pump policy",
        publisher="Payer",
        version="3",
        effective=date(2024, 8, 14),
        pathways=(SimpleNamespace(id="non_malignant", title="Non-malignant pain", criteria=criteria),),
        elements={
            "origin_non_malignant": element(title="Non-cancer pain"),
            "severity": element(
                title="Pain above 6", met_when="average pain above 6", not_met_when="6 or below"
            ),
            "evaluation": element(
                title="Psychological evaluation",
                request_item="the report of the evaluation",
                terms=("psych eval", "psychologist"),
            ),
            "trial_done": element(title="Trial done"),
        },
        codes=(SimpleNamespace(system="CPT", code="62362", description="Pump, programmable"),),
        flags={"misfiled_page": "Another person's page.", "medicare_ncd": "Medicare member: NCD applies."},
    )


def evidence(quote, *, page=1, stance=Stance.SUPPORTS, **more):
    text = PAGE_ONE if page == 1 else PAGE_TWO
    start = text.find(quote) if quote in text else None
    return Evidence(
        document="chart.pdf",
        page=page,
        quote=quote,
        stance=stance,
        start=start,
        end=None if start is None else start + len(quote),
        **more,
    )


def score(page, quote, value, phase="", when=None, used=""):
    kind = "average" if phase else ""
    return Score(
        document="chart.pdf",
        page=page,
        quote=quote,
        value=value,
        high=value,
        kind=kind,
        phase=phase,
        date=when,
        used=used,
    )


def page(number, origin, **more):
    return PageRecord(document="chart.pdf", page=number, origin=origin, **more)


BOX = PageBox(x0=100, top=200, x1=180, bottom=212)


def audit(**changes):
    severity = ElementResult(
        id="severity",
        status=Status.CONFLICTING,
        evidence=(
            evidence("Average pain is 8/10", boxes=(BOX,), date=date(2025, 3, 4)),
            evidence("averages 5/10", page=2, stance=Stance.CONTRADICTS, date=date(2025, 3, 20)),
        ),
    )
    origin = ElementResult(id="origin", status=Status.MET, evidence=(evidence("Office note"),))
    near = ElementResult(
        id="evaluation",
        status=Status.NOT_DOCUMENTED,
        considered=(evidence("psych eval scheduled 05/02", stance=None, reason="planned"),),
    )
    made = {
        "case_id": "case-1",
        "pathway": Pathway.NON_MALIGNANT,
        "request": Request.TRIAL,
        "overall": Overall.NEEDS_INFORMATION,
        "criteria": (
            CriterionResult(id="2a", status=Status.CONFLICTING, elements=(origin, severity)),
            CriterionResult(id="2e", status=Status.NOT_DOCUMENTED, elements=(near,)),
            CriterionResult(id="2i", status=Status.NOT_APPLICABLE),
        ),
        "codes": ("62362", "00001"),
        "flags": (Flag(id="misfiled_page", document="chart.pdf", page=3, note="names someone else"),),
        "member": "Ann Example",
        "line_of_business": "Medicaid",
        "scores": (
            score(1, "8/10", 8, "baseline", date(2025, 3, 4), "before the trial"),
            score(2, "3/10", 3, "trial_end", date(2025, 4, 4), "after the trial"),
            score(2, "5", 5),
        ),
        "provenance": Provenance(
            software="chart-audit 1",
            policy="p",
            policy_version="3",
            rules_sha256="f" * 64,
            files=(FileRecord(name="chart.pdf", sha256="a" * 64, pages=4),),
            pages=(
                page(1, "text", date=date(2025, 3, 4), note_type="progress_note"),
                page(2, "ocr", confidence=0.9, date=date(2025, 3, 20)),
                page(3, "text", member="Someone Else"),
                page(4, "none", note="no text"),
            ),
        ),
    }
    return Audit(**(made | changes))


class Pages:
    """Two pages with text; a picture is one grey pixel."""

    def __init__(self, size=68):
        self.asked = []
        self.size = size

    def text(self, document, page):
        return {1: PAGE_ONE, 2: PAGE_TWO}.get(page, "")

    def picture(self, document, page):
        self.asked.append((document, page))
        return Picture(b"\x89PNG" + b"0" * self.size, "image/png", 1, 1, 612, 792)
