"""The command line as a user meets it: help, errors in one line, exit codes, no chart text but in audits."""

from __future__ import annotations

import csv
import json
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from small_charts import MARKER, ROOT, VISIT, chart, command, environment, tree

from extractor.cli import run

HEAVY = ("spacy", "medspacy", "pypdfium2", "pdfplumber", "pydantic", "numpy", "jinja2", "rich", "yaml", "PIL")


def test_help_loads_nothing_heavy_and_takes_less_than_two_fifths_of_a_second():
    shown = "import sys; from extractor.cli import run; code = run(['--help']); "
    shown += f"print(code, sorted(m for m in {HEAVY} if m in sys.modules))"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", shown], capture_output=True, text=True, check=True, env=environment()
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.stdout.splitlines()[-1] == "0 []"
    for name in ("audit", "policy", "snippets", "evaluate", "--version"):
        assert name in done.stdout
    # The processor's time, since the machine may have other work.
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.4


def test_every_command_and_option_has_help_and_stands_in_the_readme(capsys: pytest.CaptureFixture[str]):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for words in (
        ["audit"],
        ["snippets"],
        ["evaluate"],
        ["explain"],
        ["train"],
        ["benchmark", "passages"],
        ["policy"],
        ["policy", "check"],
    ):
        assert run([*words, "--help"]) == 0
        text = capsys.readouterr().out
        assert f"chart-audit {words[0]}" in readme
        for option in {w.strip(",") for w in text.split() if w.startswith("--") and w != "--help"}:
            assert f"`{option}" in readme, option


def test_version(capsys: pytest.CaptureFixture[str]):
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("chart-audit ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("audit", "Missing argument 'PATH...'."),
        ("audit in", "Missing option '--out'."),
        ("audit in --out new --wrong", "No such option: --wrong"),
        ("audit in --out new --pages some", "'some' is not one of"),
        ("audit in --out new --jobs -1", "Invalid value for '--jobs'"),
        ("audit nowhere --out new", "nowhere: no such file or folder."),
        ("audit empty --out new", "empty: holds no PDF, TIFF, PNG or JPEG to audit."),
        ("audit in --out full", "full: is not empty; add --resume to go on or --force to write into it."),
        ("audit in --out in/c/chart.pdf", "chart.pdf: is a file; --out needs a folder."),
        ("audit in --out in/c/chart.pdf/new", "new: cannot be written to (Not a directory)."),
        ("audit in --out in", "in: is not empty; add --resume to go on or --force to write into it."),
        ("audit in --out in --force", "in: holds the charts; --out needs another folder."),
        ("audit in --out new --as-of 5/1/2025", "--as-of 5/1/2025: is not a date; write YYYY-MM-DD."),
        ("audit in --out new --policy other", "other: no such policy; `chart-audit policy list` shows:"),
        ("policy", "Missing command."),
        ("policy show other", "other: no such policy; `chart-audit policy list` shows:"),
        ("policy check other.yaml", "other.yaml: no such file."),
        ("snippets none.jsonl", "none.jsonl: no such file."),
        ("snippets in", "in: no such file."),
        ("snippets in/c/chart.pdf", "chart.pdf: cannot be read as UTF-8 text."),
        ("snippets bad.jsonl", "bad.jsonl line 2: is not a passage with `id` and `text`."),
        ("explain infection", "explain needs a CASE and an ELEMENT, or an ELEMENT and --text."),
        ("explain nowhere infection", "nowhere: no such file or folder."),
        ("explain fever --text no", "fever: no such element; the policy has "),
        ("train --passages nowhere --out new", "nowhere: no such folder."),
        ("train --passages empty --notes empty --out new", "empty: holds no labelled passages (*.jsonl)."),
        ("benchmark passages nowhere", "nowhere: no such folder."),
        ("evaluate nowhere", "nowhere: no such file or folder."),
        ("evaluate in", "in: holds no case with a gold.json."),
        ("evaluate gold", "gold.json: is not a gold label: case_id: Field required."),
    ],
)
def test_a_wrong_command_is_one_line_and_writes_nothing(
    words: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    chart(tmp_path / "in" / "c" / "chart.pdf").write_bytes(b"%PDF-1.7 \xff\xfe")
    (tmp_path / "empty").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    (tmp_path / "bad.jsonl").write_text('{"id": "1", "text": "x"}\n{"id": 2}\n')
    (tmp_path / "gold").mkdir()
    shutil.copy(tmp_path / "in" / "c" / "chart.pdf", tmp_path / "gold")
    (tmp_path / "gold" / "gold.json").write_text("{}")
    before = tree(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert run(words.split()) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.startswith("chart-audit: ") and output.err.count("\n") == 1
    assert said in output.err
    assert tree(tmp_path) == before and not (tmp_path / "new").exists()


def encrypted(path: Path) -> Path:
    with pikepdf.open(chart(path.with_name("plain.pdf"))) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="o", user=MARKER))
    path.with_name("plain.pdf").unlink()
    return path


def test_bad_files_cost_themselves_only_and_no_chart_text_is_shown(tmp_path: Path):
    cases, out = tmp_path / "in", tmp_path / "out"
    chart(cases / "good" / "chart.pdf")
    for name in ("corrupt", "locked"):
        chart(cases / name / "good.pdf")
    (cases / "corrupt" / "bad.pdf").write_bytes(b"%PDF-1.7\n" + f"({MARKER}) Tj\n".encode() * 20)
    encrypted(cases / "locked" / "secret.pdf")
    chart(cases / "keys" / "chart.pdf")
    (cases / "keys" / "case.json").write_text(f'{{"urgent": "{MARKER}"}}')
    chart(cases / "syntax" / "chart.pdf")
    (cases / "syntax" / "case.json").write_text(f'{{"member": {MARKER}')
    (cases / "void").mkdir()
    (cases / "void" / "empty.pdf").touch()
    done = command("audit", cases, "--out", out, "--jobs", 2, "--annotate", "--redact", "--pages", "all")
    assert done.returncode == 1, done.stderr
    problems = done.stderr.splitlines()
    assert {p.split(": ")[1] for p in problems} == {
        "corrupt/bad.pdf", "locked/secret.pdf", "keys/case.json", "syntax/case.json", "void/empty.pdf"
    }  # fmt: skip
    assert all(p.startswith("chart-audit: ") and p.endswith(".") for p in problems)
    assert "Traceback" not in done.stderr and MARKER.lower() not in (done.stdout + done.stderr).lower()
    written = {p.parent.name for p in out.glob("*/audit.json")}
    assert written == {"good", "corrupt", "locked"}
    assert not list(out.rglob(".part*")) and not list(out.rglob("*.partial"))
    with (out / "cases.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["case_id"]: row for row in csv.DictReader(file)}
    assert set(rows) == {"good", "corrupt", "locked", "keys", "syntax", "void"}
    assert {c for c, row in rows.items() if row["problem"]} == {"keys", "syntax", "void"}
    index = (out / "index.html").read_text(encoding="utf-8")
    assert "urgent: unknown key" in index and "void/empty.pdf: is empty" in index
    for name, unread in (("corrupt", "bad.pdf"), ("locked", "secret.pdf")):
        audit = json.loads((out / name / "audit.json").read_text(encoding="utf-8"))
        assert [f["name"] for f in audit["provenance"]["files"] if f["problem"]] == [unread]
        assert unread in [f["document"] for f in audit["flags"] if f["id"] == "unreadable_page"]
    # The run leaves nothing where a chart was read, and chart text only where it belongs.
    assert {p.name for p in (cases / "good").iterdir()} == {"chart.pdf"}
    assert MARKER.encode() not in (out / "good" / "report-redacted.html").read_bytes()
    assert MARKER.encode() in (out / "good" / "report.html").read_bytes()


def test_an_unforeseen_fault_is_one_line_without_its_message(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    def faulty(paths: object, out: object) -> None:
        raise KeyError(MARKER)

    monkeypatch.setattr("extractor.cases.find_cases", faulty)
    assert run(["audit", str(tmp_path), "--out", str(tmp_path / "new")]) == 1
    error = capsys.readouterr().err
    assert error.startswith("chart-audit: failed (KeyError at cli.py:") and error.count("\n") == 1
    assert MARKER not in error


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A source tree with one fault in each of four rule files."""
    root = tmp_path_factory.mktemp("broken")
    for name in ("extractor", "rules", "templates"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    rules = root / "rules"
    with (rules / "lexicon" / "sections.yaml").open("a", encoding="utf-8") as file:
        file.write("- {wrong: 1}\n")
    (rules / "lexicon" / "context.yaml").write_text("- a: [\n", encoding="utf-8")
    with (rules / "lexicon" / "credentials.yaml").open("a", encoding="utf-8") as file:
        file.write("- {credential: X, nonsense: 1}\n")
    return root


def test_a_wrong_rule_stops_the_run_before_any_chart_is_opened(broken: Path, tmp_path: Path):
    chart(tmp_path / "in" / "chart.pdf")
    done = command("audit", tmp_path / "in", "--out", tmp_path / "out", root=broken)
    assert (done.returncode, done.stdout) == (2, "")
    assert not (tmp_path / "out").exists()
    assert "context.yaml line 2: not valid YAML" in done.stderr and "sections.yaml: " in done.stderr
    assert "Traceback" not in done.stderr


def test_policy_check_names_every_problem_of_every_file(broken: Path):
    done = command("policy", "check", root=broken)
    assert (done.returncode, done.stdout) == (2, "")
    for name in ("context.yaml line 2", "sections.yaml", "credentials.yaml"):
        assert f"chart-audit: {name}" in done.stderr


def test_policy_check_of_a_file_names_its_problems(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    shipped = ROOT / "rules" / "policies" / "intrathecal-pain-pump.yaml"
    text = shipped.read_text(encoding="utf-8")
    (tmp_path / "p.yaml").write_text(text.replace("publisher:", "publishers:", 1), encoding="utf-8")
    assert run(["policy", "check", str(tmp_path / "p.yaml")]) == 2
    error = capsys.readouterr().err
    assert "p.yaml: publisher: " in error and "p.yaml: publishers: " in error


def test_policies_are_listed_shown_and_checked(capsys: pytest.CaptureFixture[str]):
    assert run(["policy", "list"]) == 0
    assert capsys.readouterr().out.startswith("intrathecal-pain-pump  ")
    assert run(["policy", "show", "intrathecal-pain-pump"]) == 0
    shown = capsys.readouterr().out
    assert all(
        f"\n  {c}  " in shown for c in (*(f"1{x}" for x in "abcdefgh"), *(f"2{x}" for x in "abcdefghi"))
    )
    assert "CPT 62350" in shown
    assert run(["policy", "check"]) == 0
    assert "no problems" in capsys.readouterr().out


def test_snippets_prints_one_line_a_passage(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = tmp_path / "s.jsonl"
    lines = [{"id": "a", "section": "HPI", "text": VISIT[3]}, {"id": "b", "text": "The weather is\x0cfine."}]
    file.write_text(
        "\ufeff" + "\n\n".join(json.dumps(x, ensure_ascii=False) for x in lines), encoding="utf-8"
    )
    assert run(["snippets", str(file)]) == 0
    first, second = (json.loads(x) for x in capsys.readouterr().out.splitlines())
    assert (first["id"], second["id"]) == ("a", "b")
    assert {"element", "stance", "quote"} == set(first["evidence"][0])
    assert all(e["quote"] in VISIT[3] for e in first["evidence"])


def test_explain_says_what_decided(capsys: pytest.CaptureFixture[str]):
    assert run(["explain", "2g.infection", "--text", "No active infection."]) == 0
    said = capsys.readouterr().out
    assert said.startswith("No active infection: met\n") and "absent" in said


def test_output_that_nobody_reads_any_more_ends_quietly():
    done = subprocess.run(
        f"{sys.executable} -m extractor.cli policy show intrathecal-pain-pump | head -1",
        shell=True, capture_output=True, encoding="utf-8", env=environment(), check=False,
    )  # fmt: skip
    assert done.stderr == "" and done.stdout.count("\n") == 1
