"""The output folder: which files a case has there, written whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

AUDIT, REPORT, REQUEST = "audit.json", "report.html", "request.txt"
REDACTED, ANNOTATED = "report-redacted.html", "annotated"
_PART = ".part-"


@contextmanager
def staged_case(out: Path, name: str) -> Iterator[Path]:
    """Give a folder to write a case's files into; they move to ``out/name`` only when all are there.

    Files of an earlier run go, files that others put there stay. Whatever is raised, nothing half-written
    remains.
    """
    part = out / f"{_PART}{os.getpid()}"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        yield part
        folder = out / name
        if not folder.exists():
            part.rename(folder)
            return
        discard_case(folder)
        # The audit comes last: where it stands, everything that belongs to it does.
        for file in sorted((p for p in part.rglob("*") if p.is_file()), key=lambda p: (p.name == AUDIT, p)):
            target = folder / file.relative_to(part)
            target.parent.mkdir(parents=True, exist_ok=True)
            file.replace(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def discard_case(folder: Path) -> None:
    """Remove what an earlier run wrote for a case, so that nobody takes it for an answer of this one."""
    for name in (AUDIT, REPORT, REQUEST, REDACTED):
        (folder / name).unlink(missing_ok=True)
    annotated = folder / ANNOTATED
    if annotated.is_dir():
        for file in annotated.glob("*.pdf"):
            file.unlink()
    for empty in (annotated, folder):
        if empty.is_dir() and not any(empty.iterdir()):
            empty.rmdir()


def remove_partial(out: Path) -> None:
    """Remove what processes that were killed left behind in the output folder."""
    for part in out.glob(f"{_PART}*"):
        if part.is_dir():
            shutil.rmtree(part, ignore_errors=True)
        else:
            part.unlink(missing_ok=True)


def write_atomically(target: Path, content: str) -> None:
    """Write a UTF-8 file so that it is either whole or not there."""
    partial = target.with_name(f"{_PART}{os.getpid()}-{target.name}")
    try:
        partial.write_text(content, encoding="utf-8", newline="")
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
