"""Why an element stands as it does, in a passage and in a chart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from small_charts import CORPUS

from extractor.cases import find_cases, read_case, read_documents
from extractor.cli import run
from extractor.errors import UsageError
from extractor.explain import element_named, explain
from extractor.pipeline import Engine, build_chart, passage_chart


def lines(engine: Engine, text: str, name: str, section: str = "") -> list[str]:
    chart = passage_chart(engine, text, section)
    return list(explain(engine.policy, chart, element_named(engine.policy, name)))


def test_an_element_is_found_bare_or_behind_its_criterion(engine: Engine):
    bare = element_named(engine.policy, "infection")
    assert element_named(engine.policy, "2g.infection") is bare
    assert element_named(engine.policy, "1e.infection") is bare
    for wrong in ("2a.infection", "fever", ""):
        with pytest.raises(UsageError, match="no such element; the policy has "):
            element_named(engine.policy, wrong)


def test_what_counts_is_told_with_quote_mention_and_reading(engine: Engine):
    said = lines(engine, "No active infection today.", "infection", "Exam")
    assert said[0] == "No active infection: met"
    counted = said[said.index("counted:") + 1]
    assert "supports" in counted and "'No active infection today.'" in counted
    assert any("mention" in line and "absent" in line for line in said)
    assert any("section Exam" in line for line in said)
    assert any("learned reader: supports" in line for line in said)


def test_what_does_not_count_is_told_with_its_reason(engine: Engine):
    said = lines(
        replace(engine, model=None),
        "Psychological evaluation by Dr. Hale, psychologist, is scheduled.",
        "evaluation",
    )
    assert said[0].endswith(": not_documented")
    assert "counted: nothing" in said
    assert any(line.strip().startswith("not counted: ") for line in said)
    assert not any("learned reader" in line for line in said)


def test_silence_is_told(engine: Engine):
    said = lines(replace(engine, model=None), "The weather is fine.", "infection")
    assert said[-2:] == ["counted: nothing", "considered, not counted: nothing"]


def test_a_chart_is_told_with_its_notes(engine: Engine):
    (case,) = find_cases([CORPUS / "022-ms-spasticity"])
    documents, _ = read_documents(case, None)
    chart = build_chart(engine, read_case(case), documents)
    for name, element in engine.policy.elements.items():
        said = list(explain(engine.policy, chart, element))
        assert said[0].startswith(f"{element.title}: "), name
    said = list(explain(engine.policy, chart, element_named(engine.policy, "severity")))
    assert any(" p. " in line for line in said) and any(" by " in line for line in said)


def test_the_command_reads_a_passage_under_its_heading(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    assert run(["explain", "infection", "--text", "No active infection.", "--section", "Exam"]) == 0
    assert "section Exam" in capsys.readouterr().out
    assert run(["explain", "infection", "--text", "No active infection.", "--rules-only"]) == 0
    assert "learned reader" not in capsys.readouterr().out
