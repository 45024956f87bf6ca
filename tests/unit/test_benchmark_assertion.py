"""The assertion benchmark: reading annotations, marking concepts, and scoring both systems on the same sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.benchmark_assertion import half_of, measure, plain, read_annotated, scores, table
from extractor.errors import UsageError

POLICY = "intrathecal-pain-pump"
HEADER = "number\tconcept\tsentence\tnegation\ttemporality\texperiencer"
ROWS = (
    "1\tfever\tShe denies FEVER or chills.\tNegated\tRecent\tPatient",
    "2\tchills\tShe denies fever or CHILLS.\tNegated\tRecent\tPatient",
    "3\tback pain\tBACK   PAIN keeps him from sleeping.\tAffirmed\tRecent\tPatient",
    "4\tkidney stones\tHe has a history of KIDNEY STONES.\tAffirmed\tHistorical\tPatient",
    "5\tswelling\tReturn if there is any SWELLING of the leg.\tAffirmed\tNot particular\tPatient",
    "6\tlupus\tHer mother has LUPUS.\tAffirmed\tRecent\tOther",
    "7\tasthma\tSheet torn here.\tAffirmed\tRecent\tPatient",
    "8\tgout\tPAST MEDICAL HISTORY: Hypertension and GOUT.\tAffirmed\tHistorical\tPatient",
    "9\tstroke\tThere is no history of STROKE.\tNegated\tHistorical\tPatient",
    "10\tknee pain\tHe came with a three week history of KNEE PAIN.\tAffirmed\tRecent\tPatient",
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "annotated.txt"
    path.write_text("\r\n".join((HEADER, *ROWS)) + "\r\n", encoding="utf-8")
    return path


def test_our_rules_read_the_sentences(file: Path) -> None:
    figures = measure(file, POLICY)
    assert (figures["sentences"], figures["concept_not_in_sentence"]) == (9, 1)
    ours = figures["chart_audit"]
    assert {aspect: ours[aspect]["gold"] for aspect in ours} == {
        "negation": 3, "historical": 3, "hypothetical": 1, "experiencer": 1,
    }  # fmt: skip
    assert all(ours[aspect]["f1"] == 1.0 for aspect in ours)


def test_medspacy_is_read_beside_ours(file: Path) -> None:
    figures = measure(file, POLICY)
    for system in ("medspacy_default", "medspacy_default_single_blanks"):
        assert figures[system]["negation"]["f1"] == 1.0
    shown = table(figures).splitlines()
    assert [line.split()[0] for line in shown[4:]] == [
        "negation",
        "historical",
        "hypothetical",
        "experiencer",
    ]
    assert "medspaCy default" in shown[2]


def test_halves_keep_the_concepts_of_a_sentence_together(file: Path) -> None:
    items, _ = read_annotated(file)
    halves = half_of(items, 1), half_of(items, 2)
    assert sorted(i.row for half in halves for i in half) == sorted(i.row for i in items)
    assert {"1", "2"} <= {i.row for i in halves[0]} or {"1", "2"} <= {i.row for i in halves[1]}


def test_marked_concepts_are_printed_as_on_a_page(file: Path) -> None:
    items, _ = read_annotated(file)
    item = plain(next(i for i in items if i.row == "3"))
    assert item.sentence[item.start : item.end] == "back pain"
    assert item.sentence == "back pain keeps him from sleeping."


def test_scores_of_nothing_are_zero() -> None:
    figures = scores([frozenset()], [frozenset({"negation"})])
    assert figures["negation"] == {"gold": 0, "precision": 0.0, "recall": 0.0, "f1": 0.0}


@pytest.mark.parametrize("text", [HEADER + "\n", HEADER + "\n1\tfever\tNo FEVER.\n"])
def test_other_files_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "other.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError):
        read_annotated(path)
    with pytest.raises(UsageError):
        read_annotated(tmp_path / "missing.txt")
