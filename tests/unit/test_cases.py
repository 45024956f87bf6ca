"""Paths to cases: what is a case, what is refused, and what is wrong with a case.json."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_charts import chart

from extractor.cases import find_cases, read_case, read_documents
from extractor.errors import CaseError, UsageError


def touched(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def names(*paths: Path, out: Path | None = None) -> list[str]:
    return [c.name for c in find_cases(paths, out)]


def test_a_file_a_case_folder_and_folders_of_cases_at_any_depth(tmp_path: Path):
    touched(tmp_path / "single.pdf")
    touched(tmp_path / "in" / "2025" / "may" / "a" / "x.pdf", tmp_path / "in" / "2025" / "b" / "part2.TIF")
    touched(tmp_path / "in" / "2025" / "b" / "part10.pdf", tmp_path / "in" / ".hidden" / "h.pdf")
    touched(tmp_path / "in" / "notes" / "readme.txt")
    cases = find_cases([tmp_path / "single.pdf", tmp_path / "in"])
    assert [c.name for c in cases] == ["single", "b", "a"]
    assert [p.name for p in cases[1].documents] == ["part2.TIF", "part10.pdf"]


def test_folders_below_a_case_are_searched_too(tmp_path: Path):
    touched(tmp_path / "in" / "cover.pdf", tmp_path / "in" / "a" / "x.pdf")
    assert names(tmp_path / "in") == ["in", "a"]


def test_a_case_json_without_documents_is_a_case_that_fails_not_one_that_is_lost(tmp_path: Path):
    touched(tmp_path / "in" / "a" / "x.pdf", tmp_path / "in" / "empty" / "case.json")
    cases = find_cases([tmp_path / "in"])
    assert [c.name for c in cases] == ["a", "empty"]
    with pytest.raises(CaseError, match=r"^empty: holds no PDF, TIFF, PNG or JPEG to audit"):
        read_documents(cases[1])


def test_the_output_folder_and_results_of_earlier_runs_are_no_charts(tmp_path: Path):
    touched(tmp_path / "a" / "x.pdf", tmp_path / "out" / "a" / "annotated" / "x.pdf")
    touched(*(tmp_path / "old" / "a" / n for n in ("audit.json", "report.html", "annotated/x.pdf")))
    assert names(tmp_path, out=tmp_path / "out") == ["a"]
    with pytest.raises(UsageError, match="--out needs another folder"):
        find_cases([tmp_path], tmp_path)


def test_cases_of_one_name_are_numbered_and_the_same_case_is_taken_once(tmp_path: Path):
    touched(*(tmp_path / f / "x.pdf" for f in ("1/case", "2/Case", "3/case-2", "4/case")))
    assert names(tmp_path, tmp_path / "1") == ["case", "Case-2", "case-2-2", "case-3"]
    touched(tmp_path / "index.html.pdf")
    assert names(tmp_path / "index.html.pdf") == ["index.html-2"]


def test_a_link_that_leads_back_up_ends(tmp_path: Path):
    touched(tmp_path / "in" / "a" / "x.pdf")
    (tmp_path / "in" / "a" / "loop").symlink_to(tmp_path / "in", target_is_directory=True)
    assert names(tmp_path / "in") == ["a"]


def test_missing_and_empty_paths_are_named(tmp_path: Path):
    with pytest.raises(UsageError, match="nowhere: no such file or folder"):
        find_cases([tmp_path / "nowhere"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="empty: holds no PDF, TIFF, PNG or JPEG to audit"):
        find_cases([tmp_path / "empty"])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"urgent": 1, "member": {"nickname": "B"}}', "member.nickname: unknown key; urgent: unknown key"),
        (b'{"request": "trail"}', "request: input should be 'trial', 'permanent' or 'undetermined'"),
        (b'{"member": {"dob": 19610304}}', "member.dob: input should be a valid string"),
        (b"[1]", "top level: input should be a valid dictionary"),
        (b'{\n"request": "trial",\n}', "is not valid JSON (line 3)"),
        (b"", "is not valid JSON (line 1)"),
        (b'{"state": "\xff"}', "cannot be read as JSON in UTF-8"),
        (b"[" * 200_000, "cannot be read as JSON in UTF-8"),
    ],
)
def test_a_wrong_case_json_is_named_with_file_place_and_reason(tmp_path: Path, content: bytes, said: str):
    touched(tmp_path / "c" / "x.pdf")
    (tmp_path / "c" / "case.json").write_bytes(content)
    (files,) = find_cases([tmp_path / "c"])
    with pytest.raises(CaseError) as caught:
        read_case(files)
    message = str(caught.value)
    assert message.startswith("c/case.json: ") and message.endswith(".") and "\n" not in message
    for part in said.split("; "):
        assert part in message


def test_a_case_json_with_a_byte_order_mark_and_every_key_is_read(tmp_path: Path):
    touched(tmp_path / "c" / "x.pdf")
    (tmp_path / "c" / "case.json").write_text(
        '\ufeff{"case_id": "other", "request": "Trial", "line_of_business": "Medicaid", "state": "WA",'
        ' "codes": ["62350"], "member": {"name": "A B", "dob": "1961-03-04", "id": "1"}}',
        encoding="utf-8",
    )
    (files,) = find_cases([tmp_path / "c"])
    case = read_case(files)
    assert (case.case_id, case.request, case.codes) == ("c", "trial", ("62350",))


def test_files_that_cannot_be_read_are_kept_with_their_reason_beside_those_that_can(tmp_path: Path):
    chart(tmp_path / "c" / "good.pdf")
    (tmp_path / "c" / "bad.pdf").write_bytes(b"not a PDF")
    touched(tmp_path / "c" / "letter.docx", tmp_path / "c" / "~$letter.docx", tmp_path / "c" / "gold.json")
    (files,) = find_cases([tmp_path / "c"])
    documents, unread = read_documents(files)
    assert [d.name for d in documents] == ["good.pdf"]
    assert [(u.name, u.pages) for u in unread] == [("letter.docx", 0), ("bad.pdf", 0)]
    assert all(u.problem and len(u.sha256) == 64 for u in unread)
    (tmp_path / "c" / "good.pdf").unlink()
    (files,) = find_cases([tmp_path / "c"])
    with pytest.raises(CaseError, match=r"c/letter\.docx: .*; c/bad\.pdf: .*\.$"):
        read_documents(files)
