"""The commands; the only place that prints or exits. Heavy imports happen inside the commands."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.errors import ChartAuditError, UsageError

if TYPE_CHECKING:
    from extractor.batch import Outcome

DEFAULT_POLICY = "intrathecal-pain-pump"

app = typer.Typer(
    name="chart-audit",
    help="Audit submitted charts against a medical policy: what the record documents, contradicts and lacks, "
    "with the exact words and their place on the page. A person decides.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
policy_app = typer.Typer(help="List, show and check medical policies.", no_args_is_help=True)
app.add_typer(policy_app, name="policy")

PolicyOption = Annotated[str, typer.Option("--policy", metavar="ID", help="The policy to audit against.")]


def _version(wanted: bool) -> None:
    if wanted:
        from extractor import __version__

        typer.echo(f"chart-audit {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    pass


@app.command()
def audit(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="A document, a case folder, or a folder of cases.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the audits are written.")],
    policy: PolicyOption = DEFAULT_POLICY,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=0, help="Worker processes; 0: one a core.")] = 0,
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="DATE", help="Date printed on the reports (YYYY-MM-DD).")
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Write into a folder that is not empty.")] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with an earlier run: keep audits that are still valid.")
    ] = False,
) -> None:
    """Audit charts: writes DIR/CASE/{audit.json, report.html, request.txt}, DIR/index.html and CSV files.

    Exit code 0: every case audited; 1: some case failed or some file could not be read; 2: nothing written.
    """
    from datetime import date

    from extractor.cases import find_cases

    if as_of:
        try:
            date.fromisoformat(as_of)
        except ValueError:
            raise UsageError(f"--as-of {as_of}: is not a date; write YYYY-MM-DD.") from None
    cases = find_cases(paths)
    if out.is_file():
        raise UsageError(f"{out}: is a file; --out needs a folder.")
    if out.is_dir() and any(out.iterdir()) and not (force or resume):
        raise UsageError(f"{out}: is not empty; add --resume to go on or --force to write into it.")
    from extractor import batch
    from extractor.pipeline import load_engine

    engine = load_engine(policy)
    options = batch.Options(policy=policy, out=out, as_of=as_of, resume=resume)
    outcomes: list[Outcome] = []
    with _Progress(len(cases)) as progress:
        for outcome in batch.run(engine, cases, options, jobs or _cores()):
            outcomes.append(outcome)
            progress.advance(outcome)
    batch.write_overview(engine, outcomes, out)
    failures = sum(1 for o in outcomes if o.problems)
    typer.echo(f"{len(outcomes)} cases, {sum(o.pages for o in outcomes)} pages: see {out / 'index.html'}")
    if failures:
        raise typer.Exit(1)


def _cores() -> int:
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Progress:
    """A progress bar on a terminal, one plain line a case otherwise; problems go to stderr as they are met."""

    def __init__(self, total: int):
        self._total = total
        self._done = 0
        self._bar = None
        if sys.stdout.isatty():
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            self._bar = Progress(
                TextColumn("auditing"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"),
                TimeRemainingColumn(),
            )  # fmt: skip
            self._task = self._bar.add_task("", total=total)

    def __enter__(self) -> _Progress:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()

    def advance(self, outcome: Outcome) -> None:
        self._done += 1
        summary = outcome.summary
        for problem in outcome.problems:
            typer.echo(f"chart-audit: {problem}", err=True)
        if self._bar:
            self._bar.update(self._task, advance=1, description=summary.case_id)
        else:
            said = summary.overall.value if summary.overall else "failed"
            typer.echo(f"[{self._done}/{self._total}] {summary.case_id}: {said}, {outcome.pages} pages")


@policy_app.command("list")
def policy_list() -> None:
    """List the policies that charts can be audited against."""
    from extractor.lexicon import load_lexicon
    from extractor.paths import RULES
    from extractor.policy import load_policy, policy_ids

    lexicon = load_lexicon(RULES / "lexicon")
    for name in policy_ids(RULES):
        found = load_policy(RULES, name, lexicon)
        typer.echo(f"{name}  {found.title}, {found.publisher}, version {found.version}")


@policy_app.command("show")
def policy_show(policy_id: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Show a policy: criteria with their published text, elements, scope and codes."""
    from extractor.lexicon import load_lexicon
    from extractor.paths import RULES
    from extractor.policy import load_policy

    found = load_policy(RULES, policy_id, load_lexicon(RULES / "lexicon"))
    typer.echo(f"{found.title} ({found.publisher}), version {found.version}, effective {found.effective}")
    for pathway in found.pathways:
        typer.echo(f"\n{pathway.title}: {pathway.text}")
        for criterion in pathway.criteria:
            typer.echo(f"\n  {criterion.id}  {criterion.text}")
            for name in criterion.elements:
                element = found.elements[name]
                typer.echo(f"      {element.name or name}: {element.title}")
                typer.echo(f"        met when {element.met_when}")
                if element.not_met_when:
                    typer.echo(f"        not met when {element.not_met_when}")
    typer.echo("\nOutside this policy:")
    for scope in found.scope:
        typer.echo(f"  {scope.text}")
    typer.echo("\nCodes:")
    for code in found.codes:
        typer.echo(f"  {code.system} {code.code}  {code.description}")


@policy_app.command("check")
def policy_check(
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="A policy file; all shipped ones if none.")] = None,
) -> None:
    """Check rules: every problem of every file, with file and place. Exit code 2 when there is any."""
    from extractor.lexicon import load_lexicon
    from extractor.paths import RULES
    from extractor.policy import load_policy, policy_ids, read_policy

    lexicon = load_lexicon(RULES / "lexicon")
    if file is not None:
        if not file.is_file():
            raise UsageError(f"{file}: no such file.")
        checked = [read_policy(file, RULES, lexicon)]
    else:
        checked = [load_policy(RULES, name, lexicon) for name in policy_ids(RULES)]
    for found in checked:
        typer.echo(f"{found.id}: {sum(len(p.criteria) for p in found.pathways)} criteria, "
                   f"{len(found.elements)} elements, {len(lexicon.concepts)} concepts: no problems")


@app.command()
def snippets(
    file: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help='Lines {"id", "section", "text"}.')],
    policy: PolicyOption = DEFAULT_POLICY,
) -> None:
    """Print the evidence found in bare passages, one JSON line a passage; what rule authors tune with."""
    from extractor.benchmark import passage_line, read_passages
    from extractor.pipeline import load_engine

    passages = read_passages(file)
    engine = load_engine(policy)
    for passage in passages:
        typer.echo(json.dumps(passage_line(engine, passage), ensure_ascii=False))


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD_DIR", help="Case folders with gold.json beside the documents.")],
    policy: PolicyOption = DEFAULT_POLICY,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Audit labelled cases and print how often the audits are right, per status and per element."""
    from extractor.benchmark import evaluate_cases, table

    figures = evaluate_cases(gold, policy)
    typer.echo(json.dumps(figures, indent=1) if as_json else table(figures))


def main() -> None:
    """Run the command line: errors become one sentence on stderr and their exit code."""
    try:
        app()
    except ChartAuditError as error:
        for line in str(error).splitlines():
            typer.echo(f"chart-audit: {line}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.exit(1)


if __name__ == "__main__":
    main()
