"""Many cases: files whole or absent, resume, faults and dead workers kept apart, same bytes in parallel."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from small_charts import CORPUS, MARKER, chart, command, environment, tree

from extractor import batch, casework
from extractor.cases import CaseFiles, find_cases
from extractor.errors import UsageError
from extractor.outputs import staged_case
from extractor.pipeline import Engine
from extractor.report import failed

PARALLEL = ("006-neck-care-lacking", "022-ms-spasticity", "027-pain-of-unknown-cause")


def audited(engine: Engine, folder: Path, out: Path, **options) -> list[batch.Outcome]:
    chosen = batch.Options(policy=engine.policy.id, out=out, **options)
    outcomes = list(batch.run(engine, find_cases([folder], out), chosen, 1))
    batch.write_overview(engine, outcomes, out)
    return outcomes


def test_a_case_is_written_whole_or_not_at_all(tmp_path: Path):
    with pytest.raises(KeyboardInterrupt), staged_case(tmp_path, "c") as folder:
        (folder / "report.html").write_text("half")
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []
    old = tmp_path / "c"
    for name in ("audit.json", "report.html", "report-redacted.html", "annotated/x.pdf", "reviewer.txt"):
        (old / name).parent.mkdir(parents=True, exist_ok=True)
        (old / name).write_text("old")
    with staged_case(tmp_path, "c") as folder:
        (folder / "audit.json").write_text("new")
    assert tree(tmp_path) == {"c/audit.json": b"new", "c/reviewer.txt": b"old"}


def test_what_is_asked_for_is_written_and_provenance_says_with_what(engine: Engine, tmp_path: Path):
    chart(tmp_path / "in" / "c" / "chart.pdf")
    (tmp_path / "in" / "c" / "case.json").write_text(json.dumps({"member": {"name": f"{MARKER} Jones"}}))
    (outcome,) = audited(
        engine,
        tmp_path / "in",
        tmp_path / "out",
        annotate=True,
        redact=True,
        pages="all",
        as_of=date(2025, 7, 1),
    )
    assert outcome.problems == ()
    written = tree(tmp_path / "out")
    case = ("annotated/chart.pdf", "audit.json", "report-redacted.html", "report.html", "request.txt")
    assert sorted(written) == [*(f"c/{n}" for n in case), "cases.csv", "elements.csv", "index.html"]
    made = json.loads(written["c/audit.json"])["provenance"]
    assert made["options"] == {"ocr": "auto", "pages": "all", "as_of": "2025-07-01"}
    assert {"pypdfium2", "spacy", "medspacy"} <= set(made["engines"])
    assert len(made["rules_sha256"]) == len(made["case_json_sha256"]) == 64
    assert made["software"].startswith("chart-audit ")
    assert MARKER.encode() in written["c/report.html"] and b"2025" in written["c/report.html"]
    assert MARKER.lower().encode() not in written["c/report-redacted.html"].lower()
    assert b"Highlight" in written["c/annotated/chart.pdf"]


def test_resume_keeps_what_is_valid_and_redoes_what_changed(engine: Engine, tmp_path: Path):
    folder, out = tmp_path / "in", tmp_path / "out"
    for name in "ab":
        chart(folder / name / "chart.pdf")
    (folder / "a" / "case.json").write_text("{}")
    audited(engine, folder, out)

    def redone(**options) -> set[str]:
        before = {n: (out / n / "audit.json").stat().st_ino for n in "ab"}
        audited(engine, folder, out, resume=True, **options)
        return {n for n in "ab" if (out / n / "audit.json").stat().st_ino != before[n]}

    assert redone() == set()
    (folder / "a" / "case.json").write_text('{"request": "trial"}')
    assert redone() == {"a"}
    chart(folder / "b" / "chart.pdf", pages=2)
    assert redone() == {"b"}
    (out / "a" / "report.html").unlink()
    (out / "b" / "audit.json").write_text("{}")
    assert redone() == {"a", "b"}
    assert redone(pages="none") == {"a", "b"}
    assert redone(pages="none", annotate=True) == {"a", "b"}
    assert redone(pages="none", annotate=True) == set()


def test_a_fault_stays_with_its_case_and_is_told_without_chart_text(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for name in "abc":
        chart(tmp_path / "in" / name / "chart.pdf")
    audited(engine, tmp_path / "in", tmp_path / "out")
    sound = casework.audit_case

    def faulty(engine, case, documents):
        if case.case_id == "b":
            raise ValueError(documents[0].pages[0].text)
        return sound(engine, case, documents)

    monkeypatch.setattr(casework, "audit_case", faulty)
    outcomes = audited(engine, tmp_path / "in", tmp_path / "out")
    assert [bool(o.problems) for o in outcomes] == [False, True, False]
    (problem,) = outcomes[1].problems
    assert problem.startswith("b: could not be audited (ValueError at casework.py:") and MARKER not in problem
    assert not (tmp_path / "out" / "b").exists()
    assert b"b: could not be audited" in (tmp_path / "out" / "cases.csv").read_bytes()
    assert b"b: could not be audited" in (tmp_path / "out" / "index.html").read_bytes()


def test_an_output_folder_that_cannot_be_made_is_named(engine: Engine, tmp_path: Path):
    chart(tmp_path / "in" / "chart.pdf")
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match=r"file/out: cannot be written to \(Not a directory\)"):
        audited(engine, tmp_path / "in", tmp_path / "file" / "out")


def test_a_case_whose_files_cannot_be_written_is_named(engine: Engine, tmp_path: Path):
    chart(tmp_path / "in" / "c" / "chart.pdf")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "c").touch()
    (outcome,) = audited(engine, tmp_path / "in", tmp_path / "out")
    assert outcome.problems[0].startswith("c/") and "directory" in outcome.problems[0]
    assert not list((tmp_path / "out").glob(".part*"))


def no_engine(*options: object) -> None:
    pass


def deadly(files: CaseFiles, options: batch.Options) -> batch.Outcome:
    if files.name == "deadly":
        os._exit(9)
    return batch.Outcome(failed(files.name, "done"), 1)


def test_a_worker_that_dies_costs_its_case_only(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(batch, "work", deadly)
    monkeypatch.setattr(batch, "start", no_engine)
    names = ["a", "b", "deadly", "later", "last"]
    cases = [CaseFiles(name, (), None) for name in names]
    outcomes = list(batch.run(engine, cases, batch.Options(policy="p", out=tmp_path), 2))
    assert sorted(o.summary.case_id for o in outcomes) == sorted(names)
    (problem,) = [p for o in outcomes for p in o.problems]
    assert problem.startswith("deadly: the process that audited it died")


def test_one_worker_and_two_write_the_same_bytes(tmp_path: Path):
    for jobs in (1, 2):
        out = tmp_path / str(jobs)
        done = command(
            "audit", *(CORPUS / n for n in PARALLEL), "--out", out, "--jobs", jobs, "--annotate", "--redact"
        )
        assert (done.returncode, done.stderr) == (0, "")
    one, two = tree(tmp_path / "1"), tree(tmp_path / "2")
    assert len(one) > 15 and one.keys() == two.keys()
    assert [name for name in one if one[name] != two[name]] == []


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs process groups")
def test_an_interrupt_keeps_what_was_done_and_resume_goes_on(tmp_path: Path):
    for number in range(8):
        chart(tmp_path / "in" / f"c{number}" / "chart.pdf", pages=2)
    out = tmp_path / "out"
    arguments = ["audit", str(tmp_path / "in"), "--out", str(out), "--jobs", "2"]
    process = subprocess.Popen(
        [sys.executable, "-m", "extractor.cli", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**environment(), "PYTHONUNBUFFERED": "1"},
        start_new_session=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    # As a terminal does: to the command and its workers alike.
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 130, errors
    assert errors.startswith("chart-audit: stopped; ") and errors.count("\n") == 1
    assert list(out.glob(".*")) == [] and (out / "index.html").is_file()
    kept = {p.name: (p / "audit.json").stat().st_ino for p in out.iterdir() if p.is_dir()}
    assert 1 <= len(kept) < 8
    assert all(
        {"audit.json", "report.html", "request.txt"} == {f.name for f in (out / k).iterdir()} for k in kept
    )
    done = command(*arguments[:-1], "1", "--resume")
    assert (done.returncode, done.stderr) == (0, "")
    assert len(list(out.glob("*/audit.json"))) == 8
    assert kept == {k: (out / k / "audit.json").stat().st_ino for k in kept}
