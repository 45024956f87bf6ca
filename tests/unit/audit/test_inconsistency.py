"""Claims against the story: an implant billed before the trial, or for a day that nothing else knows of."""

from __future__ import annotations

from datetime import date

import pytest

from extractor.audit.inconsistency import date_flags
from extractor.model.case import Case
from extractor.model.chart import Chart, Encounter, Mention, Quantity, Statement
from extractor.model.document import Document, Page
from extractor.policy import Code, Policy

CLAIM = "07 28 25 07 28 25 62350 catheter 3,050.00 1"


def _policy() -> Policy:
    return Policy.model_construct(
        codes=(Code.model_construct(code="62350", system="CPT", description="", implant=True),)
    )


def _chart(note: str, trial: date | None) -> Chart:
    pages = (Page(1, 612, 792, f"INSURANCE CLAIM {CLAIM}"), Page(2, 612, 792, note))
    score = Mention(
        "pain_score", 1, 0, 4, "Pain", quantity=Quantity(3, 3), attributes=(("phase", "trial_end"),)
    )
    return Chart(
        case=Case(),
        documents=(Document("a.pdf", "", pages),),
        encounters=(Encounter(0, date(2025, 7, 28)), Encounter(1, trial, note_type="trial")),
        statements=(
            Statement(0, "a.pdf", 1, 0, len(CLAIM), CLAIM, encounter=0),
            Statement(1, "a.pdf", 2, 0, len(note), note, encounter=1),
        ),
        mentions=(score,),
        by_statement={1: (score,)},
    )


@pytest.mark.parametrize(
    ("note", "trial", "said"),
    [
        ("Pain 3 at the end.", date(2025, 8, 11), "before the trial of 2025-08-11"),
        ("Pain 3 at the end.", date(2025, 7, 1), "no operation of that day is documented"),
        ("Pump surgery scheduled for 07/28/2025.", date(2025, 7, 1), ""),
    ],
)
def test_a_claim_needs_a_day_that_the_record_knows(note: str, trial: date, said: str) -> None:
    flags = date_flags(_policy(), _chart(note, trial))
    assert [said in f.note for f in flags] == ([True] if said else [])
