"""Paths on the command line -> cases: which files make one submission, and what its ``case.json`` says."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from extractor.errors import CaseError, UsageError
from extractor.model.case import Case
from extractor.pages import document_files

_INFO = "case.json"


@dataclass(frozen=True, slots=True)
class CaseFiles:
    """A case before it is read: its name (a folder name below the output), its documents and its case.json."""

    name: str
    documents: tuple[Path, ...]
    info: Path | None


def find_cases(paths: Sequence[Path]) -> tuple[CaseFiles, ...]:
    """Return the cases below ``paths``, in path order, each with a name of its own.

    A file is a case; a folder that directly holds documents is a case; any other folder is searched for cases.
    Raises UsageError for a path that does not exist or holds no document.
    """
    found: list[CaseFiles] = []
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path}: no such file or folder.")
        cases = _below(path)
        if not cases:
            raise UsageError(f"{path}: holds no PDF, TIFF, PNG or JPEG to audit.")
        found.extend(cases)
    return _named_apart(found)


def _below(path: Path) -> list[CaseFiles]:
    if path.is_file():
        info = path.parent / _INFO
        return [CaseFiles(path.stem, (path,), info if info.is_file() and len(document_files(path.parent)) == 1 else None)]
    documents = document_files(path)
    if documents:
        info = path / _INFO
        return [CaseFiles(path.resolve().name, documents, info if info.is_file() else None)]
    folders = sorted(p for p in path.iterdir() if p.is_dir() and not p.name.startswith("."))
    return [case for folder in folders for case in _below(folder)]


def _named_apart(cases: list[CaseFiles]) -> tuple[CaseFiles, ...]:
    """Give cases of the same name a number, so that none overwrites another."""
    seen: dict[str, int] = {}
    named: list[CaseFiles] = []
    for case in cases:
        number = seen[case.name] = seen.get(case.name, 0) + 1
        name = case.name if number == 1 else f"{case.name}-{number}"
        named.append(CaseFiles(name, case.documents, case.info))
    return tuple(named)


def read_case(files: CaseFiles) -> Case:
    """Read a case's ``case.json``. Raises CaseError naming the file and every wrong key."""
    if files.info is None:
        return Case(case_id=files.name)
    try:
        content = json.loads(files.info.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CaseError(f"{files.name}/{_INFO}: is not valid JSON; correct or remove it.") from error
    try:
        case = Case.model_validate(content)
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(str(p) for p in e['loc'])}: {e['msg'].lower()}" for e in error.errors())
        raise CaseError(f"{files.name}/{_INFO}: {problems}.") from error
    return case.model_copy(update={"case_id": files.name})
