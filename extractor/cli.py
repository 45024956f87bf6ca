"""The commands; the only place that prints or exits. Heavy imports happen inside the commands."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extractor.authoring import (
    DEFAULT_POLICY,
    ExhaustiveOption,
    Ocr,
    OcrOption,
    PolicyOption,
    RulesOnlyOption,
    authoring,
)
from extractor.errors import ChartAuditError, UsageError
from extractor.silence import fault, keep_silent

if TYPE_CHECKING:
    from extractor.casework import Outcome

INTERRUPTED = 130


class Pages(StrEnum):
    """Which pages get a picture in a report."""

    EVIDENCE = "evidence"
    ALL = "all"
    NONE = "none"


app = typer.Typer(
    name="chart-audit",
    help="Audit submitted charts against a medical policy: what the record documents, contradicts and lacks, "
    "with the exact words and their place on the page. A person decides.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)


def _version(wanted: bool) -> None:
    if wanted:
        from extractor import __version__

        typer.echo(f"chart-audit {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command()
def audit(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="A document, a case folder, or a folder of cases.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the audits are written.")],
    policy: PolicyOption = DEFAULT_POLICY,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=0, help="Worker processes; 0: one a core.")] = 0,
    ocr: OcrOption = Ocr.AUTO,
    pages: Annotated[
        Pages, typer.Option("--pages", help="Pages shown as pictures: with evidence or flags, all, none.")
    ] = Pages.EVIDENCE,
    annotate: Annotated[
        bool, typer.Option("--annotate", help="Also write each PDF with the evidence highlighted.")
    ] = False,
    redact: Annotated[
        bool, typer.Option("--redact", help="Also write a report with the member's identifiers masked.")
    ] = False,
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="DATE", help="Date printed on the reports (YYYY-MM-DD).")
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Write into a folder that is not empty.")] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with an earlier run: keep audits that are still valid.")
    ] = False,
    exhaustive: ExhaustiveOption = False,
    rules_only: RulesOnlyOption = False,
) -> None:
    """Audit charts.

    Writes DIR/CASE/{audit.json, report.html, request.txt}, DIR/index.html, cases.csv and elements.csv.

    Exit code 0: every case audited; 1: some case failed or some file could not be read; 2: nothing written.
    """
    from extractor import batch
    from extractor.cases import find_cases
    from extractor.pipeline import load_engine

    options = batch.Options(
        policy=policy, out=out, ocr=ocr.value, pages=pages.value, as_of=_day(as_of) if as_of else None,
        annotate=annotate, redact=redact, resume=resume, exhaustive=exhaustive, rules_only=rules_only,
    )  # fmt: skip
    if out.is_file():
        raise UsageError(f"{out}: is a file; --out needs a folder.")
    if out.is_dir() and any(out.iterdir()) and not (force or resume):
        raise UsageError(f"{out}: is not empty; add --resume to go on or --force to write into it.")
    cases = find_cases(paths, out)
    engine = load_engine(policy, exhaustive=exhaustive, rules_only=rules_only)
    _ = engine.notes  # read now, so that a wrong rule stops the run before any chart is opened
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    outcomes: list[Outcome] = []
    stopped = False
    with _Progress(len(cases)) as progress:
        try:
            for outcome in batch.run(engine, cases, options, jobs or _cores()):
                outcomes.append(outcome)
                progress.advance(outcome)
        except KeyboardInterrupt:
            stopped = True
    batch.write_overview(engine, outcomes, out)
    typer.echo(f"{len(outcomes)} cases, {sum(o.pages for o in outcomes)} pages: see {out / 'index.html'}")
    if stopped:
        typer.echo(f"chart-audit: stopped; {len(cases) - len(outcomes)} cases left for --resume.", err=True)
        raise typer.Exit(INTERRUPTED)
    if any(o.problems for o in outcomes):
        raise typer.Exit(1)


def _day(text: str) -> Any:
    from datetime import date

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--as-of {text}: is not a date; write YYYY-MM-DD.") from None


def _cores() -> int:
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Progress:
    """A progress bar on a terminal, one plain line a case otherwise; problems go to stderr."""

    def __init__(self, total: int):
        self._total = total
        self._done = 0
        self._bar: Any = None
        if sys.stdout.isatty():
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            columns = (TextColumn("auditing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            # Problems stay on stderr where that is a file.
            self._bar = Progress(*columns, redirect_stderr=sys.stderr.isatty())
            self._task = self._bar.add_task("", total=total)

    def __enter__(self) -> _Progress:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()

    def advance(self, outcome: Outcome) -> None:
        """Count a case that has ended and tell its problems."""
        self._done += 1
        summary = outcome.summary
        for problem in outcome.problems:
            typer.echo(f"chart-audit: {problem}", err=True)
        if self._bar:
            self._bar.update(self._task, advance=1)
        else:
            said = summary.overall.value if summary.overall else "failed"
            typer.echo(f"[{self._done}/{self._total}] {summary.case_id}: {said}, {outcome.pages} pages")


app.add_typer(authoring)


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return its exit code: an error becomes one sentence on stderr."""
    try:
        code = app(args=list(arguments), prog_name="chart-audit", standalone_mode=False)
    except ChartAuditError as error:
        for line in str(error).splitlines():
            typer.echo(f"chart-audit: {line}", err=True)
        return error.exit_code
    except BrokenPipeError:
        # Whoever read our output has enough; nothing may be written on the way out either.
        sys.stdout = sys.stderr = None
        return 1
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except Exception as error:
        told = getattr(error, "format_message", None)
        if told is None:
            typer.echo(f"chart-audit: failed ({fault(error)}); please report this.", err=True)
            return 1
        typer.echo(f"chart-audit: {' '.join(told().split())} See chart-audit --help.", err=True)
        return 2
    return code if isinstance(code, int) else 0


def main() -> None:
    """Run the command line as a program of its own."""
    keep_silent()
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
