"""Paths on the command line -> cases: which files make one submission, its ``case.json``, its documents."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from extractor.errors import CaseError, DocumentError, UsageError
from extractor.model.audit import FileRecord
from extractor.model.case import Case, Member
from extractor.model.document import Document
from extractor.pages import document_files, file_sha256, read_document
from extractor.pages.read import Ocr

INFO = "case.json"
# Kinds of documents that are not read; anything else beside a chart (notes, labels) is no part of it.
_OTHER_KINDS = frozenset(
    (
        *(".doc", ".docx", ".rtf", ".odt", ".pages", ".xps", ".xls", ".xlsx", ".eml", ".msg"),
        *(".gif", ".bmp", ".webp", ".heic", ".jp2", ".zip", ".7z", ".rar"),
    )
)
_OTHER_KIND = "is of a kind that is not read; submit PDF, TIFF, PNG or JPEG"
# Names that the overview over all cases takes in the output folder.
_TAKEN = ("index.html", "cases.csv", "elements.csv")


@dataclass(frozen=True, slots=True)
class CaseFiles:
    """A case before it is read.

    ``name`` is its folder's name below the output, ``info`` its case.json; ``unreadable`` are files of the
    submission that are of a kind that is not read.
    """

    name: str
    documents: tuple[Path, ...]
    info: Path | None
    unreadable: tuple[Path, ...] = ()


def find_cases(paths: Sequence[Path], out: Path | None = None) -> tuple[CaseFiles, ...]:
    """Return the cases below ``paths``, in path order, each with a name of its own.

    A file is a case; a folder that directly holds documents (or a case.json) is a case, and folders are
    searched for further cases at any depth, but for hidden ones, ``out`` and the results of earlier runs.
    Raises UsageError for a path that does not exist, cannot be read or holds no document.
    """
    found: dict[tuple[Path, ...], CaseFiles] = {}
    skip = out.resolve() if out else None
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path}: no such file or folder.")
        if path.resolve() == skip:
            raise UsageError(f"{path}: holds the charts; --out needs another folder.")
        try:
            cases = list(_below(path, skip, ()))
        except OSError as error:
            raise UsageError(f"{error.filename or path}: cannot be read ({error.strerror}).") from None
        if not any(case.documents for case in cases):
            raise UsageError(f"{path}: holds no PDF, TIFF, PNG or JPEG to audit.")
        for case in cases:
            found.setdefault(_key(case), case)
    return _named_apart(found.values())


def _key(case: CaseFiles) -> tuple[Path, ...]:
    return tuple(p.resolve() for p in case.documents) or (case.info or Path(),)


def _below(path: Path, skip: Path | None, above: tuple[Path, ...]) -> Iterator[CaseFiles]:
    here = path.resolve()
    if path.is_file():
        info = path.parent / INFO
        alone = info.is_file() and len(document_files(path.parent)) == 1
        yield CaseFiles(path.stem, (path,), info if alone else None)
        return
    documents, info = document_files(path), path / INFO
    # Links may lead back up; results of an earlier run hold copies of documents.
    results = not documents and (path / "audit.json").is_file() and (path / "report.html").is_file()
    if here == skip or here in above or results:
        return
    if documents or info.is_file():
        others = sorted(p for p in path.iterdir() if p.suffix.lower() in _OTHER_KINDS and p.is_file())
        visible = tuple(p for p in others if not p.name.startswith((".", "~$")))
        yield CaseFiles(here.name or "case", documents, info if info.is_file() else None, visible)
    for folder in sorted(p for p in path.iterdir() if p.is_dir() and not p.name.startswith(".")):
        yield from _below(folder, skip, (*above, here))


def _named_apart(cases: Iterable[CaseFiles]) -> tuple[CaseFiles, ...]:
    """Give cases of the same name a number (upper and lower case alike), so that none overwrites another."""
    used = set(_TAKEN)
    named: list[CaseFiles] = []
    for case in cases:
        name, number = case.name, 1
        while name.casefold() in used:
            number += 1
            name = f"{case.name}-{number}"
        used.add(name.casefold())
        named.append(replace(case, name=name))
    return tuple(named)


def read_case(files: CaseFiles) -> Case:
    """Read a case's ``case.json``. Raises CaseError naming the file and every wrong key."""
    if files.info is None:
        return Case(case_id=files.name)
    where = f"{files.name}/{INFO}"
    try:
        content = json.loads(files.info.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as error:
        raise CaseError(f"{where}: is not valid JSON (line {error.lineno}); correct or remove it.") from None
    except (OSError, ValueError, RecursionError):
        raise CaseError(f"{where}: cannot be read as JSON in UTF-8; correct or remove it.") from None
    try:
        case = Case.model_validate(content)
    except ValidationError as error:
        raise CaseError(f"{where}: {'; '.join(_problems(error))}.") from None
    return case.model_copy(update={"case_id": files.name})


def _problems(error: ValidationError) -> Iterator[str]:
    for problem in error.errors(include_input=False, include_url=False):
        place = ".".join(str(p) for p in problem["loc"])
        if problem["type"] == "extra_forbidden":
            known = Member.model_fields if len(problem["loc"]) > 1 else Case.model_fields
            yield f"{place}: unknown key (known: {', '.join(known)})"
        else:
            yield f"{place or 'top level'}: {problem['msg'][:1].lower()}{problem['msg'][1:]}"


def read_documents(
    files: CaseFiles, ocr: Ocr = "auto"
) -> tuple[tuple[Document, ...], tuple[FileRecord, ...]]:
    """Read the documents of a case; return them and a record of each file that could not be read.

    Raises CaseError with every file's reason when none could be read.
    """
    documents: list[Document] = []
    unread = [
        FileRecord(name=p.name, sha256=file_sha256(p), pages=0, problem=_OTHER_KIND) for p in files.unreadable
    ]
    for path in files.documents:
        try:
            documents.append(read_document(path, ocr=ocr))
        except DocumentError as error:
            unread.append(FileRecord(name=path.name, sha256=file_sha256(path), pages=0, problem=error.reason))
    if not documents:
        reasons = "; ".join(f"{files.name}/{u.name}: {u.problem}" for u in unread)
        raise CaseError(f"{reasons or f'{files.name}: holds no PDF, TIFF, PNG or JPEG to audit'}.")
    return tuple(documents), tuple(unread)
