"""Disability indices in percent and interference items."""

from __future__ import annotations

from extractor.mentions.values.scales import read_scales
from extractor.model.chart import Statement


def _read(text: str, section: str = "") -> list[tuple[str, float]]:
    statement = Statement(0, "d", 1, 0, len(text), text, section=section)
    return [(h.label, h.quantity.low) for h in read_scales(statement) if h.quantity]


def test_disability_index_in_percent() -> None:
    assert _read("ODI 62 %, was 58 %") == [("disability_index", 62), ("disability_index", 58)]
    assert _read("Oswestry total 21/50") == [("disability_index", 42)]
    assert _read("Sleeps 5 hours, SpO2 97%") == []


def test_interference_items_only_where_they_are_named_so() -> None:
    assert _read("BPI interference: walking 9, mood 4") == [("interference", 9), ("interference", 4)]
    assert _read("walking 8 / sleep 5", section="BPI interference") == [
        ("interference", 8),
        ("interference", 5),
    ]
    assert _read("Walking 2 miles, sleep 8") == []
