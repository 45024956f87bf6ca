"""Many cases -> audits on disk: a pool of worker processes, resumable, failures kept apart."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import resource_tracker
from pathlib import Path

from extractor.cases import CaseFiles
from extractor.casework import Options, Outcome, failure, run_case
from extractor.errors import CaseError, UsageError
from extractor.model.audit import Audit
from extractor.outputs import AUDIT, remove_partial, write_atomically
from extractor.pipeline import Engine
from extractor.report import render_index, write_cases_csv, write_elements_csv
from extractor.worker import start, work

__all__ = ["Options", "Outcome", "run", "write_overview"]


def run(engine: Engine, cases: Sequence[CaseFiles], options: Options, jobs: int) -> Iterator[Outcome]:
    """Audit cases and yield an outcome for each, in the order in which they end.

    When the iteration is given up or interrupted, workers are ended and nothing half-written stays.
    Raises UsageError when the output folder cannot be made.
    """
    try:
        options.out.mkdir(parents=True, exist_ok=True)
        remove_partial(options.out)
        (options.out / ".part-probe").touch()
        (options.out / ".part-probe").unlink()
    except OSError as error:
        raise UsageError(f"{options.out}: cannot be written to ({error.strerror}).") from None
    try:
        if jobs <= 1 or len(cases) <= 1:
            for files in cases:
                yield run_case(engine, files, options)
        else:
            yield from _pooled(cases, options, min(jobs, len(cases)))
    finally:
        remove_partial(options.out)


def _pooled(cases: Sequence[CaseFiles], options: Options, jobs: int) -> Iterator[Outcome]:
    waiting = deque(cases)
    while waiting:
        # When a worker dies all that was in work is lost; one by one, the case that did it does so again.
        suspects = deque((yield from _drain(waiting, options, jobs, 2 * jobs)))
        while suspects:
            for files in (yield from _drain(suspects, options, 1, 1)):
                reason = f"{files.name}: the process that audited it died; the other cases are not touched."
                yield failure(files, options, reason)


def _drain(
    waiting: deque[CaseFiles], options: Options, jobs: int, ahead: int
) -> Generator[Outcome, None, list[CaseFiles]]:
    """Work off ``waiting``, ``ahead`` cases at a time; return those in work when a worker died."""
    context = multiprocessing.get_context("spawn")
    engine = (options.policy, options.exhaustive, options.rules_only)
    pool = ProcessPoolExecutor(jobs, context, start, engine)
    running: dict[Future[Outcome], CaseFiles] = {}
    try:
        while waiting or running:
            while waiting and len(running) < ahead:
                with _uninterrupted():
                    running[pool.submit(work, waiting[0], options)] = waiting[0]
                waiting.popleft()
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                yield future.result()
                del running[future]
    except BrokenProcessPool:
        return list(running.values())
    except BaseException:
        for child in multiprocessing.active_children():
            child.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return []


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold back SIGINT, also in the processes started meanwhile: they inherit that."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def write_overview(engine: Engine, outcomes: Sequence[Outcome], out: Path) -> None:
    """Write ``index.html``, ``cases.csv`` and ``elements.csv`` over all cases, in name order."""
    summaries = sorted((o.summary for o in outcomes), key=lambda s: s.case_id)
    audits = (
        Audit.model_validate_json((out / s.case_id / AUDIT).read_bytes()) for s in summaries if not s.problem
    )
    try:
        write_atomically(out / "index.html", render_index(summaries, engine.policy))
        write_cases_csv(summaries, out / "cases.csv")
        write_elements_csv(audits, engine.policy, out / "elements.csv")
    except OSError as error:
        raise CaseError(f"{out}: the overview cannot be written ({error.strerror}).") from None
