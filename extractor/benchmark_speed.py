"""Pages a second of the naive pipeline and of ours on the same files, by stage, with peak memory.

The naive one is what a user would write first: pdfplumber's ``extract_text`` and ``medspacy.load()`` with the same
target rules, a Doc a page or a Doc a document. Each measurement runs in a process of its own.
"""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from extractor import batch
from extractor.cases import CaseFiles, find_cases, read_case, read_documents
from extractor.errors import UsageError
from extractor.pipeline import build_chart, load_engine

_CASE_PAGES = 10
Row = dict[str, Any]


def measure(source: Path, sizes: Sequence[int], naive_most: int, policy: str) -> list[Row]:
    """Return a row a measurement: what, pages, seconds, pages a second, seconds by stage, peak memory in MB.

    ``source`` is a folder with PDF files of text pages, repeated to as many pages as each of ``sizes`` says; the
    naive pipeline is tried on up to ``naive_most`` pages. Raises UsageError when there are no text pages.
    """
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="chart-audit-speed-") as folder:
        root = Path(folder)
        for size in sizes:
            whole, parts = root / f"one-{size}", root / f"many-{size}"
            _write_pages(source, size, whole, size)
            _write_pages(source, size, parts, _CASE_PAGES)
            if size <= naive_most:
                rows.append(_apart("naive, a Doc a page", size, _naive, whole, policy, False))
                rows.append(_apart("naive, one Doc", size, _naive, whole, policy, True))
            rows.append(_apart("ours, one case", size, _stages, whole, policy))
            for jobs in (1, 2):
                rows.append(_apart(f"ours, {jobs} job{'s'[: jobs - 1]}", size, _batch, parts, policy, jobs))
    return rows


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a table."""
    lines = [f"{'pipeline':<22}{'pages':>6}{'seconds':>9}{'pages/s':>9}{'peak MB':>9}  seconds by stage"]
    for row in rows:
        stages = ", ".join(f"{name} {seconds:.2f}" for name, seconds in row["stages"].items())
        lines.append(
            f"{row['what']:<22}{row['pages']:>6}{row['seconds']:>9.2f}{row['pages_per_second']:>9.1f}"
            f"{row['peak_mb']:>9}  {stages}"
        )
    return "\n".join(lines)


def _apart(what: str, pages: int, task: Callable[..., dict[str, float]], *arguments: Any) -> Row:
    """Run a measurement in a fresh process, so that its peak memory is its own."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(sender, task, arguments))
    process.start()
    sender.close()
    try:
        stages, peak = receiver.recv()
    except EOFError:
        raise UsageError(f"{what}, {pages} pages: the measurement ended early.") from None
    finally:
        process.join()
    seconds = sum(stages.values())
    return {
        "what": what,
        "pages": pages,
        "seconds": round(seconds, 3),
        "pages_per_second": round(pages / seconds, 2),
        "peak_mb": peak,
        "stages": {name: round(value, 3) for name, value in stages.items()},
    }


def _run(sender: Any, task: Callable[..., dict[str, float]], arguments: Sequence[Any]) -> None:
    stages = task(*arguments)
    sender.send((stages, _peak()))
    sender.close()


def _peak() -> int:
    """Return the greatest memory of this process in MB, without its workers (0 where it cannot be told)."""
    try:
        # Not getrusage: its figure begins with that of the process this one was started from.
        facts = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
        return next(int(f.split()[1]) // 1024 for f in facts if f.startswith("VmHWM:"))
    except (OSError, StopIteration):
        return 0


def _write_pages(source: Path, pages: int, folder: Path, each: int) -> None:
    """Write cases of ``each`` pages, ``pages`` in all, from the text pages below ``source`` in turn."""
    import pypdfium2

    texts = []
    for path in sorted(source.rglob("*.pdf")):
        document = pypdfium2.PdfDocument(path)
        for number in range(len(document)):
            text_page = document[number].get_textpage()
            if text_page.count_chars() > 200:
                texts.append((document, number))
    if not texts:
        raise UsageError(f"{source}: holds no PDF with text pages.")
    for case, first in enumerate(range(0, pages, each)):
        made = pypdfium2.PdfDocument.new()
        for number in range(first, min(pages, first + each)):
            document, page = texts[number % len(texts)]
            made.import_pages(document, [page])
        target = folder / f"case-{case:04}"
        target.mkdir(parents=True)
        made.save(target / "chart.pdf")


def _stages(folder: Path, policy: str) -> dict[str, float]:
    """Audit the one case below ``folder`` and return the seconds of each stage, rules loaded before."""
    from extractor import audit as judging
    from extractor.report import render_case
    from extractor.sources import FilePages

    engine = load_engine(policy)
    _ = engine.reader, engine.notes
    (files,) = _cases(folder)
    stages: dict[str, float] = {}
    clock = time.perf_counter()

    def lap(name: str) -> None:
        nonlocal clock
        stages[name] = time.perf_counter() - clock
        clock = time.perf_counter()

    documents, _unread = read_documents(files, None)
    lap("read")
    chart = build_chart(engine, read_case(files), documents)
    lap("understand")
    audit = judging.evaluate(engine.policy, chart)
    lap("judge")
    render_case(audit, engine.policy, FilePages({p.name: p for p in files.documents}, documents))
    lap("report")
    return stages


def _batch(folder: Path, policy: str, jobs: int) -> dict[str, float]:
    """Audit the cases below ``folder``, reports and all; workers load the rules in the time measured."""
    engine = load_engine(policy)
    if jobs == 1:
        _ = engine.reader, engine.notes
    options = batch.Options(policy=policy, out=folder.with_name(folder.name + "-out"), ocr="none")
    clock = time.perf_counter()
    outcomes = list(batch.run(engine, _cases(folder), options, jobs))
    if any(o.problems for o in outcomes):
        raise UsageError("a case of the benchmark could not be audited.")
    return {"audit": time.perf_counter() - clock}


def _cases(folder: Path) -> tuple[CaseFiles, ...]:
    return tuple(find_cases([folder], folder.with_name("nothing")))


def _naive(folder: Path, policy: str, one_doc: bool) -> dict[str, float]:
    """Read with pdfplumber and medspaCy's own pipeline, the target rules as its regular expressions."""
    import medspacy
    import pdfplumber
    from loguru import logger
    from medspacy.ner import TargetRule

    # By default PyRuSH prints every token; a few per cent of the time, and a chart on the screen.
    logger.disable("PyRuSH")
    engine = load_engine(policy, rules_only=True)
    nlp = medspacy.load()
    rules = [
        TargetRule(literal=target.rule, category=concept.name, pattern=target.patterns[0].compiled().pattern)
        for concept in engine.lexicon.concepts.values()
        for target in concept.targets
    ]
    nlp.get_pipe("medspacy_target_matcher").add(rules)
    clock = time.perf_counter()
    texts = []
    for path in sorted(folder.rglob("*.pdf")):
        with pdfplumber.open(path) as document:
            texts += [page.extract_text() or "" for page in document.pages]
    read = time.perf_counter() - clock
    for text in ["\n\n".join(texts)] if one_doc else texts:
        nlp(text)
    return {"read": read, "understand": time.perf_counter() - clock - read}
