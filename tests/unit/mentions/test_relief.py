"""Pain relief stated as a share, and the treatment it belongs to."""

from __future__ import annotations

import pytest

from extractor.mentions.values.relief import read_relief
from extractor.model.chart import Statement


def _read(text: str) -> list[tuple[float, float, str, str, bool]]:
    statement = Statement(0, "d", 1, 0, len(text), text)
    return [
        (
            h.quantity.low,
            h.quantity.high,
            h.quantity.comparator,
            dict(h.attributes)["setting"],
            "criterion" in dict(h.attributes),
        )
        for h in read_relief(statement)
        if h.label == "pain_relief" and h.quantity
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("60-70 % relief with the intrathecal trial.", (60, 70, "", "trial", False)),
        ("The epidural infusion cut his pain by more than half.", (50, 50, ">", "trial", False)),
        ("SCS trial gave 70 % relief.", (70, 70, "", "procedure", False)),
        ("Gabapentin gave 30% relief.", (30, 30, "", "drug", False)),
        ("No relief at all from the intrathecal test dose.", (0, 0, "", "trial", False)),
        ("The intrathecal trial did not reach 50% relief.", (50, 50, "<", "trial", False)),
        ("Proceed if the intrathecal trial gives 50% relief.", (50, 50, "", "trial", True)),
        (
            "Her pain was reduced to a quarter of its usual level by the spinal infusion.",
            (75, 75, "", "trial", False),
        ),
    ],
)
def test_shares(text: str, found: tuple[float, float, str, str, bool]) -> None:
    assert _read(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "Oral opioids cut by 50% during the IT trial.",
        "T10 with 40% loss of height.",
        "Ate 75% of meals.",
        "SpO2 98%.",
    ],
)
def test_other_shares_are_no_relief(text: str) -> None:
    assert _read(text) == []
