"""One case -> its files in the output folder: audit, report, request, and what is asked for beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from extractor.cases import CaseFiles, read_case, read_documents
from extractor.errors import CaseError, ChartAuditError
from extractor.model.audit import Audit, FileRecord, Flag
from extractor.model.case import Case
from extractor.model.document import Document
from extractor.outputs import (
    ANNOTATED,
    AUDIT,
    REDACTED,
    REPORT,
    REQUEST,
    discard_case,
    staged_case,
    write_atomically,
)
from extractor.pages import file_sha256
from extractor.pipeline import Engine, audit_case
from extractor.provenance import OCR, SOFTWARE, ocr_engine, rules_sha256, versions
from extractor.report import CaseSummary, PageChoice, failed, render_case, request_text, summarise
from extractor.silence import fault
from extractor.sources import FilePages


@dataclass(frozen=True, slots=True)
class Options:
    """What shapes the output besides the case itself; the same in every worker."""

    policy: str
    out: Path
    ocr: Literal["auto", "none"] = "auto"
    pages: PageChoice = "evidence"
    as_of: date | None = None
    annotate: bool = False
    redact: bool = False
    resume: bool = False
    exhaustive: bool = False
    rules_only: bool = False

    def told(self) -> dict[str, str]:
        """Return the options that an audit or its report depends on, as its provenance names them."""
        dated = {"as_of": self.as_of.isoformat()} if self.as_of else {}
        reader = {"rules_only": "yes"} if self.rules_only else {}
        return {"ocr": self.ocr, "pages": self.pages, **dated, **reader}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case: its summary, the number of pages read, and problems in one sentence each."""

    summary: CaseSummary
    pages: int
    problems: tuple[str, ...] = ()


def run_case(engine: Engine, files: CaseFiles, options: Options) -> Outcome:
    """Audit one case and write its files. A case that cannot be audited gives an Outcome with its problem."""
    try:
        done = _done_before(engine, files, options) if options.resume else None
        return _outcome(done) if done else _audit(engine, files, options)
    except ChartAuditError as error:
        reason = str(error)
    except OSError as error:
        at = Path(error.filename or "").name
        reason = f"{files.name}{f'/{at}' if at else ''}: {error.strerror or 'cannot be read or written'}."
    except Exception as error:  # a fault of ours must not lose the other cases, nor print chart text
        reason = f"{files.name}: could not be audited ({fault(error)}); please report this."
    return failure(files, options, reason)


def failure(files: CaseFiles, options: Options, reason: str) -> Outcome:
    """Return the outcome of a case that could not be audited, ``reason`` in one sentence."""
    try:
        discard_case(options.out / files.name)
    except OSError:
        reason += " An earlier audit of it could not be removed."
    return Outcome(failed(files.name, reason), 0, (reason,))


def _audit(engine: Engine, files: CaseFiles, options: Options) -> Outcome:
    case = read_case(files)
    documents, unread = read_documents(files, "auto" if options.ocr == "auto" else None)
    audit = _signed(engine, files, options, audit_case(engine, case, documents), documents, unread)
    with staged_case(options.out, files.name) as folder:
        problems = _write(folder, engine, files, options, case, audit, documents)
    outcome = _outcome(audit)
    return Outcome(outcome.summary, outcome.pages, (*outcome.problems, *problems))


def _signed(
    engine: Engine,
    files: CaseFiles,
    options: Options,
    audit: Audit,
    documents: Sequence[Document],
    unread: Sequence[FileRecord],
) -> Audit:
    """Return the audit with its full provenance, and a flag for each file that could not be read."""
    provenance = audit.provenance.model_copy(
        update={
            "software": SOFTWARE,
            "rules_sha256": rules_sha256(engine.rules),
            "files": (*audit.provenance.files, *unread),
            "options": options.told(),
            "engines": {**versions(), **(ocr_engine(documents) if options.ocr == "auto" else {})},
            "case_json_sha256": file_sha256(files.info) if files.info else "",
        }
    )
    lost = tuple(Flag(id="unreadable_page", document=u.name, page=1, note=u.problem) for u in unread)
    return audit.model_copy(update={"provenance": provenance, "flags": (*audit.flags, *lost)})


def _write(
    folder: Path,
    engine: Engine,
    files: CaseFiles,
    options: Options,
    case: Case,
    audit: Audit,
    documents: Sequence[Document],
) -> tuple[str, ...]:
    """Write a case's files into ``folder``; return what could not be made beside them."""
    pages = FilePages({p.name: p for p in files.documents}, documents)
    write_atomically(folder / REPORT, render_case(audit, engine.policy, pages, options.pages, options.as_of))
    write_atomically(folder / REQUEST, request_text(audit, engine.policy))
    if options.redact:
        from extractor.report.redact import redact

        shared, masked = redact(audit, pages, case.member)
        report = render_case(shared, engine.policy, masked, options.pages, options.as_of)
        write_atomically(folder / REDACTED, report)
    problems = _annotate(folder, files, audit) if options.annotate else ()
    write_atomically(folder / AUDIT, audit.model_dump_json(indent=1) + "\n")
    return problems


def _annotate(folder: Path, files: CaseFiles, audit: Audit) -> tuple[str, ...]:
    from extractor.report.annotate import annotate_pdf

    problems = []
    (folder / ANNOTATED).mkdir()
    for path in _annotatable(files, audit):
        target = folder / ANNOTATED / path.name
        try:
            annotate_pdf(path, audit, target)
        except CaseError as error:
            problems.append(f"{files.name}/{error}")
        except Exception as error:  # an engine's own fault on a damaged file; the audit itself is there
            problems.append(f"{files.name}/{path.name}: could not be annotated ({fault(error)}).")
        target.with_name(target.name + ".partial").unlink(missing_ok=True)
    return tuple(problems)


def _annotatable(files: CaseFiles, audit: Audit) -> tuple[Path, ...]:
    read = {f.name for f in audit.provenance.files if not f.problem}
    return tuple(p for p in files.documents if p.name in read and p.suffix.lower() == ".pdf")


def _outcome(audit: Audit) -> Outcome:
    pages = sum(f.pages for f in audit.provenance.files)
    problems = tuple(f"{audit.case_id}/{f.name}: {f.problem}." for f in audit.provenance.files if f.problem)
    return Outcome(summarise(audit, f"{audit.case_id}/{REPORT}"), pages, problems)


def _done_before(engine: Engine, files: CaseFiles, options: Options) -> Audit | None:
    """Return an earlier run's audit if the same would be made again."""
    folder = options.out / files.name
    try:
        audit = Audit.model_validate_json((folder / AUDIT).read_bytes())
    except (OSError, ValueError):
        return None
    wanted = [REPORT, REQUEST]
    wanted += [REDACTED] if options.redact else []
    wanted += [f"{ANNOTATED}/{p.name}" for p in _annotatable(files, audit)] if options.annotate else []
    made = audit.provenance
    same = (
        all((folder / name).is_file() for name in wanted)
        and made.software == SOFTWARE
        and made.policy == engine.policy.id
        and made.rules_sha256 == rules_sha256(engine.rules)
        and made.options == options.told()
        and {k: v for k, v in made.engines.items() if k != OCR} == versions()
        and made.case_json_sha256 == (file_sha256(files.info) if files.info else "")
        and {f.name: f.sha256 for f in made.files}
        == {p.name: file_sha256(p) for p in (*files.documents, *files.unreadable)}
    )
    return audit if same else None
