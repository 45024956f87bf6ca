"""Many cases -> audits on disk: a pool of worker processes, resumable, failures kept apart."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from extractor import __version__
from extractor.cases import CaseFiles, read_case
from extractor.errors import CaseError, ChartAuditError, DocumentError
from extractor.model.audit import Audit, FileRecord, Flag
from extractor.model.document import Document
from extractor.pages import file_sha256, read_document
from extractor.pipeline import Engine, audit_case, load_engine
from extractor.report import CaseSummary, failed, render_case, render_index, request_text, summarise
from extractor.report import write_cases_csv, write_elements_csv
from extractor.sources import FilePages

AUDIT, REPORT, REQUEST = "audit.json", "report.html", "request.txt"


@dataclass(frozen=True, slots=True)
class Options:
    """What shapes an audit besides the case itself; the same in every worker."""

    policy: str
    out: Path
    ocr: str = "auto"
    as_of: str = ""
    resume: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case: its summary, the number of pages read, and problems in one sentence each."""

    summary: CaseSummary
    pages: int
    problems: tuple[str, ...] = ()
    audit: Audit | None = None


def write_atomically(target: Path, content: str | bytes) -> None:
    """Write a file so that it is either whole or not there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        partial.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def run_case(engine: Engine, files: CaseFiles, options: Options) -> Outcome:
    """Audit one case and write its files. A case that cannot be audited gives an Outcome with its problem."""
    try:
        done = _done_before(engine, files, options) if options.resume else None
        if done is not None:
            return _outcome(done)
        return _audit(engine, files, options)
    except ChartAuditError as error:
        return Outcome(failed(files.name, str(error)), 0, (str(error),))
    except Exception as error:  # a fault of ours must not lose the other cases, nor print chart text
        reason = f"{files.name}: could not be audited ({type(error).__name__}); please report this."
        return Outcome(failed(files.name, reason), 0, (reason,))


def _audit(engine: Engine, files: CaseFiles, options: Options) -> Outcome:
    case = read_case(files)
    documents: list[Document] = []
    unread: list[FileRecord] = []
    for path in files.documents:
        try:
            documents.append(read_document(path))
        except DocumentError as error:
            unread.append(FileRecord(name=path.name, sha256=file_sha256(path), pages=0, problem=error.reason))
    problems = tuple(f"{files.name}/{u.name}: {u.problem}" for u in unread)
    if not documents:
        raise CaseError(" ".join(problems) or f"{files.name}: holds no readable document.")
    audit = audit_case(engine, case, documents)
    provenance = audit.provenance.model_copy(
        update={
            "software": f"chart-audit {__version__}",
            "rules_sha256": engine.lexicon.sha256,
            "files": (*audit.provenance.files, *unread),
            "options": {"as_of": options.as_of} if options.as_of else {},
        }
    )
    lost = tuple(Flag(id="unreadable_page", document=u.name, page=1, note=u.problem) for u in unread)
    audit = audit.model_copy(update={"provenance": provenance, "flags": (*audit.flags, *lost)})
    folder = options.out / files.name
    pages = FilePages({p.name: p for p in files.documents}, documents)
    write_atomically(folder / REPORT, render_case(audit, engine.policy, pages))
    write_atomically(folder / REQUEST, request_text(audit, engine.policy))
    write_atomically(folder / AUDIT, audit.model_dump_json(indent=1, exclude_defaults=False) + "\n")
    return _outcome(audit, problems)


def _outcome(audit: Audit, problems: tuple[str, ...] = ()) -> Outcome:
    pages = sum(f.pages for f in audit.provenance.files)
    said = problems or tuple(f"{audit.case_id}/{f.name}: {f.problem}" for f in audit.provenance.files if f.problem)
    return Outcome(summarise(audit, f"{audit.case_id}/{REPORT}"), pages, said, audit)


def _done_before(engine: Engine, files: CaseFiles, options: Options) -> Audit | None:
    """Return the audit of an earlier run if it was made by this software from these files with these rules."""
    folder = options.out / files.name
    if not all((folder / name).is_file() for name in (AUDIT, REPORT, REQUEST)):
        return None
    try:
        audit = Audit.model_validate_json((folder / AUDIT).read_bytes())
    except ValueError:
        return None
    made = audit.provenance
    same = (
        made.software == f"chart-audit {__version__}"
        and made.policy == engine.policy.id
        and made.rules_sha256 == engine.lexicon.sha256
        and made.options.get("as_of", "") == options.as_of
        and {f.name: f.sha256 for f in made.files} == {p.name: file_sha256(p) for p in files.documents}
    )
    return audit if same else None


_ENGINE: Engine | None = None


def _start_worker(policy: str) -> None:
    global _ENGINE
    _ENGINE = load_engine(policy)
    _ = _ENGINE.reader


def _work(files: CaseFiles, options: Options) -> Outcome:
    assert _ENGINE is not None
    return run_case(_ENGINE, files, options)


def run(engine: Engine, cases: Sequence[CaseFiles], options: Options, jobs: int) -> Iterator[Outcome]:
    """Audit cases and yield an outcome for each, in the order in which they end."""
    if jobs <= 1 or len(cases) <= 1:
        for files in cases:
            yield run_case(engine, files, options)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, _start_worker, (options.policy,)) as pool:
        waiting = iter(cases)
        running: dict[Future[Outcome], CaseFiles] = {}
        # No more than two cases a worker are handed out, so that a million cases need no more memory than ten.
        while True:
            for files in islice(waiting, 2 * jobs - len(running)):
                running[pool.submit(_work, files, options)] = files
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                files = running.pop(future)
                error = future.exception()
                if error is None:
                    yield future.result()
                else:
                    reason = f"{files.name}: the worker process died ({type(error).__name__}); run again with --resume."
                    yield Outcome(failed(files.name, reason), 0, (reason,))


def write_overview(engine: Engine, outcomes: Sequence[Outcome], out: Path) -> None:
    """Write ``index.html``, ``cases.csv`` and ``elements.csv`` over all cases, in name order."""
    ordered = sorted(outcomes, key=lambda o: o.summary.case_id)
    write_atomically(out / "index.html", render_index([o.summary for o in ordered], engine.policy))
    write_cases_csv([o.summary for o in ordered], out / "cases.csv")
    write_elements_csv([o.audit for o in ordered if o.audit], engine.policy, out / "elements.csv")
