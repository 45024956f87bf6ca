"""Figures of authors held back, worked out by hand and over a few passages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small_charts import ROOT

from extractor.cli import run
from extractor.holdout import figures, summary, table
from extractor.training import LabelledPassage, read_labelled


def passage(name: str, element: str, label: str) -> LabelledPassage:
    return LabelledPassage.model_validate({"id": name, "element": element, "text": "x", "label": label})


SAID = [
    (passage("a1", "pain", "supports"), ("supports", "none", "supports")),
    (passage("a2", "pain", "none"), ("none", "supports", "none")),
    (passage("b1", "pain", "contradicts"), ("both", "contradicts", "contradicts")),
    (passage("b2", "fever", "none"), ("none", "none", "supports")),
]


def test_figures_are_counted_as_defined():
    found = figures(SAID)
    assert found["passages"] == 4
    assert found["rules"] == {"accuracy": 0.75, "macro_f1": 0.667}
    assert found["learned"] == {"accuracy": 0.5, "macro_f1": 0.5}
    assert found["both"] == {"accuracy": 0.75, "macro_f1": 0.778}
    assert figures(SAID[3:])["rules"] == {"accuracy": 1.0, "macro_f1": 1.0}
    assert figures([])["both"] == {"accuracy": 0.0, "macro_f1": 0.0}


def test_a_summary_groups_by_author_and_element():
    found = summary(SAID)
    assert {a: f["passages"] for a, f in found["authors"].items()} == {"a": 2, "b": 2}
    assert {e: f["passages"] for e, f in found["elements"].items()} == {"fever": 1, "pain": 3}
    assert [line.split()[0] for line in table(found).splitlines()] == [
        "passages", "all", "authors:", "a", "b", "elements:", "fever", "pain",
    ]  # fmt: skip


def test_the_command_holds_an_author_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    chosen = [
        p
        for p in read_labelled(ROOT / "corpus" / "passages")
        if p.id[0] in "rg" and p.element in ("infection", "testing")
    ]
    (tmp_path / "p.jsonl").write_text("".join(f"{p.model_dump_json()}\n" for p in chosen), encoding="utf-8")
    notes = str(ROOT / "corpus" / "ordinary-notes")
    words = ["benchmark", "passages", str(tmp_path), "--notes", notes, "--authors"]
    assert run([*words, "r", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found["authors"]) == ["r"] and set(found["elements"]) == {"infection", "testing"}
    assert found["all"]["passages"] == sum(p.id[0] == "r" for p in chosen)
    assert run([*words, "z"]) == 2
    assert "holds no passages by z; it has g, r." in capsys.readouterr().err
