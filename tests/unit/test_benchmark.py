"""Figures over audits and gold labels, worked out by hand."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from small_charts import CORPUS, chart

from extractor.benchmark import compare, evaluate_cases, same_passage, table
from extractor.cli import run
from extractor.model.audit import Audit


def audit(statuses: dict[str, str], quote: str = "pain is 8/10", page: int = 1, **fields: str) -> Audit:
    elements = [
        {
            "id": name,
            "status": status,
            "evidence": [{"document": "c.pdf", "page": page, "quote": quote}]
            if status in {"met", "not_met", "conflicting"}
            else [],
        }
        for name, status in statuses.items()
    ]
    head = {"case_id": "c", "pathway": "malignant", "request": "trial", "overall": "supported", **fields}
    return Audit.model_validate({**head, "criteria": [{"id": "1a", "status": "met", "elements": elements}]})


def test_figures_are_counted_as_defined():
    gold = audit({"a": "met", "b": "not_met", "c": "not_documented", "d": "conflicting"})
    mine = audit({"a": "met", "b": "met", "c": "met"}, request="permanent")
    figures = compare([(mine, gold)])
    assert (figures["cases"], figures["elements"]) == (1, 4)
    assert (figures["pathway_accuracy"], figures["request_accuracy"]) == (1.0, 0.0)
    assert figures["element_accuracy"] == 0.25
    assert figures["false_met_rate"] == 0.667
    assert figures["status_f1"] == {"met": 0.5, "not_met": 0.0, "conflicting": 0.0, "not_documented": 0.0}
    # Evidence of a and b stands where the gold has it; d has none; c is not determined and not asked for.
    assert (figures["evidence_recall"], figures["evidence_precision"]) == (0.667, 1.0)
    assert figures["per_element"] == {"a": "1/1", "b": "0/1", "c": "0/1", "d": "0/1"}


def test_evidence_on_another_page_or_of_other_words_is_no_hit():
    gold = audit({"a": "met"})
    assert compare([(audit({"a": "met"}, page=2), gold)])["evidence_recall"] == 0
    assert compare([(audit({"a": "met"}, quote="no infection seen"), gold)])["evidence_precision"] == 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Average pain is 8/10.", "pain is 8/10", True),
        ("average pa1n is 8/10 today", "Average pain is 8/10 today", True),
        ("No active infection", "INR 1.0 on 05/10/2025", False),
        ("", "pain", False),
    ],
)
def test_passages_are_the_same_when_they_overlap(one: str, other: str, same: bool):
    assert same_passage(one, other) is same


def test_no_pairs_give_figures_and_a_table():
    assert "element_accuracy" in table(compare([]))


def test_labelled_cases_are_audited_and_bad_files_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    shutil.copytree(CORPUS / "022-ms-spasticity", tmp_path / "a")
    shutil.copytree(CORPUS / "022-ms-spasticity", tmp_path / "b")
    (tmp_path / "b" / "case.json").write_text("[]")
    (tmp_path / "a" / "bad.pdf").write_bytes(b"none")
    chart(tmp_path / "unlabelled" / "chart.pdf")
    assert run(["evaluate", str(tmp_path), "--json", "--ocr", "none"]) == 1
    output = capsys.readouterr()
    assert json.loads(output.out)["cases"] == 1
    assert [line.split(": ")[1] for line in output.err.splitlines()] == ["a/bad.pdf", "b/case.json"]


def test_a_case_without_labels_is_not_evaluated(tmp_path: Path):
    shutil.copytree(CORPUS / "022-ms-spasticity", tmp_path / "a")
    figures, problems = evaluate_cases(tmp_path, "intrathecal-pain-pump", "none")
    assert (figures["cases"], problems) == (1, ())
