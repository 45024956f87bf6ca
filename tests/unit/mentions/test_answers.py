from __future__ import annotations

import pytest

from extractor.mentions.answers import answer_assertion, is_answer
from extractor.model.chart import Assertion


@pytest.mark.parametrize(
    ("text", "mention", "expected"),
    [
        ("Active infection: [ ] Yes [x] No", "infection", Assertion.ABSENT),
        ("Active infection: [x] Yes [ ] No", "infection", Assertion.PRESENT),
        ("Active infection: ☐ Yes ☐ No", "infection", Assertion.UNTICKED),
        ("Active infection  Yes ___ No _X_", "infection", Assertion.ABSENT),
        ("Active infection   Yes ☐   No ☒", "infection", Assertion.ABSENT),
        ("[x] good candidate [ ] poor candidate", "good candidate", None),
        ("[x] good candidate [ ] poor candidate", "poor candidate", Assertion.UNTICKED),
        ("( ) cleared   (X) not cleared", "not cleared", None),
        (
            "Coagulation disorder  ☐ present  ☒ absent     Latex allergy  ☒ present  ☐ absent",
            "Coagulation disorder",
            Assertion.ABSENT,
        ),
        (
            "Coagulation disorder  ☐ present  ☒ absent     Latex allergy  ☒ present  ☐ absent",
            "Latex allergy",
            Assertion.PRESENT,
        ),
        ("Infection: none", "Infection", Assertion.ABSENT),
        ("suicidal? ............... n", "suicidal", Assertion.ABSENT),
        ("Wish to be dead ..... Y  N", "Wish to be dead", Assertion.UNTICKED),
        ("She has an infection of the leg", "infection", None),
    ],
)
def test_ticks_and_answers(text: str, mention: str, expected: Assertion | None) -> None:
    start = text.index(mention)
    assert answer_assertion(text, start, start + len(mention)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No.", True),
        ("[x] Yes", True),
        ("denied", True),
        ("No acute distress today at all", False),
        ("Normal", False),
    ],
)
def test_bare_answers(text: str, expected: bool) -> None:
    assert is_answer(text) is expected
