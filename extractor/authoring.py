"""The commands for people who write and measure rules, and the options they share with the others."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from extractor.errors import UsageError

DEFAULT_POLICY = "intrathecal-pain-pump"

authoring = typer.Typer(rich_markup_mode=None)
policy_app = typer.Typer(help="List, show and check medical policies.", rich_markup_mode=None)
authoring.add_typer(policy_app, name="policy")
benchmark_app = typer.Typer(help="Measure parts of the reading on labelled texts.", rich_markup_mode=None)
authoring.add_typer(benchmark_app, name="benchmark")


class Ocr(StrEnum):
    """How pages without a trustworthy text layer are read."""

    AUTO = "auto"
    NONE = "none"


PolicyOption = Annotated[str, typer.Option("--policy", metavar="ID", help="The policy to audit against.")]
OcrOption = Annotated[
    Ocr, typer.Option("--ocr", help="Read scanned pages with the built-in engine, or leave them unread.")
]

ExhaustiveOption = Annotated[
    bool, typer.Option("--exhaustive", help="Try every rule on every statement: slower, the same audits.")
]
RulesOnlyOption = Annotated[
    bool, typer.Option("--rules-only", help="Leave the learned reader out: what the written rules find.")
]


@policy_app.command("list")
def policy_list() -> None:
    """List the policies that charts can be audited against."""
    from extractor import rulebook

    for line in rulebook.listed():
        typer.echo(line)


@policy_app.command("show")
def policy_show(policy_id: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Show a policy: criteria with their published text, elements, scope and codes."""
    from extractor import rulebook

    for line in rulebook.in_full(policy_id):
        typer.echo(line)


@policy_app.command("check")
def policy_check(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="A policy file; all shipped ones if none.")
    ] = None,
) -> None:
    """Check rules: every problem of every file, with file and place. Exit code 2 when there is any."""
    from extractor import rulebook

    for line in rulebook.check(file):
        typer.echo(line)


@authoring.command()
def snippets(
    file: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help='Lines {"id", "section", "text"}.')],
    policy: PolicyOption = DEFAULT_POLICY,
    rules_only: RulesOnlyOption = False,
) -> None:
    """Print the evidence found in bare passages.

    One JSON line a passage; what rule authors tune with.
    """
    from extractor.benchmark import passage_line, read_passages
    from extractor.pipeline import load_engine

    passages = read_passages(file)
    engine = load_engine(policy, rules_only=rules_only)
    for passage in passages:
        typer.echo(json.dumps(passage_line(engine, passage), ensure_ascii=False))


@authoring.command()
def evaluate(
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD_DIR", help="Case folders with gold.json beside the documents.")
    ],
    policy: PolicyOption = DEFAULT_POLICY,
    ocr: OcrOption = Ocr.AUTO,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    rules_only: RulesOnlyOption = False,
) -> None:
    """Print how often audits of labelled cases are right.

    Per status and per element, with evidence recall and precision.
    """
    from extractor.benchmark import evaluate_cases, table

    figures, problems = evaluate_cases(gold, policy, ocr.value, rules_only=rules_only)
    for problem in problems:
        typer.echo(f"chart-audit: {problem}", err=True)
    typer.echo(json.dumps(figures, indent=1) if as_json else table(figures))
    if problems:
        raise typer.Exit(1)


@benchmark_app.command("assertion")
def benchmark_assertion(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The NegEx/ConText annotations (tab-separated).")
    ],
    policy: PolicyOption = DEFAULT_POLICY,
    half: Annotated[
        int, typer.Option("--half", min=0, max=2, help="One half of the sentences: 1 or 2; 0 for all.")
    ] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Print how well the assertion of given concepts is read.

    Precision, recall and F1 of negation, history, hypothesis and experiencer, beside medspaCy's default rules.
    """
    from extractor.benchmark_assertion import measure, table

    figures = measure(file, policy, half)
    typer.echo(json.dumps(figures, indent=1) if as_json else table(figures))


@authoring.command()
def explain(
    words: Annotated[
        list[str],
        typer.Argument(metavar="[CASE] ELEMENT", help="A document or case folder; an element: 2g.infection."),
    ],
    text: Annotated[
        str, typer.Option("--text", metavar="TEXT", help="A bare passage instead of a CASE.")
    ] = "",
    section: Annotated[
        str, typer.Option("--section", metavar="HEADING", help="The heading that --text stands under.")
    ] = "",
    policy: PolicyOption = DEFAULT_POLICY,
    ocr: OcrOption = Ocr.AUTO,
    rules_only: RulesOnlyOption = False,
) -> None:
    """Say why an element stands as it does.

    In a case, or in a bare passage; prints the chart's words.
    """
    from extractor.cases import find_cases, read_case, read_documents
    from extractor.explain import element_named
    from extractor.explain import explain as explained
    from extractor.pipeline import build_chart, load_engine, passage_chart

    if len(words) != (1 if text else 2):
        raise UsageError("explain needs a CASE and an ELEMENT, or an ELEMENT and --text.")
    found = () if text else find_cases([Path(words[0])])
    if len(found) > 1:
        raise UsageError(f"{words[0]}: holds {len(found)} cases; name one.")
    engine = load_engine(policy, rules_only=rules_only)
    element = element_named(engine.policy, words[-1])
    if found:
        documents, _ = read_documents(found[0], "auto" if ocr is Ocr.AUTO else None)
        chart = build_chart(engine, read_case(found[0]), documents)
    else:
        chart = passage_chart(engine, text, section)
    for line in explained(engine.policy, chart, element):
        typer.echo(line)


@authoring.command()
def train(
    passages: Annotated[
        Path, typer.Option("--passages", metavar="DIR", help="A folder of labelled passages (*.jsonl).")
    ] = Path("corpus/passages"),
    notes: Annotated[
        Path, typer.Option("--notes", metavar="DIR", help="A folder of texts about no element (*.txt).")
    ] = Path("corpus/ordinary-notes"),
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="The folder that the model is written to.")
    ] = Path("rules/learned"),
) -> None:
    """Train the learned reader from labelled passages.

    The same passages give the same model, byte for byte.
    """
    _needs_training()
    from extractor.training import train as trained

    for folder in (passages, notes):
        if not folder.is_dir():
            raise UsageError(f"{folder}: no such folder.")
    made = trained(passages, notes, out)
    typer.echo(f"{made['passages']} passages by {len(made['authors'])} authors: see {out / 'model.json'}")


def _needs_training() -> None:
    from importlib.util import find_spec

    if find_spec("sklearn") is None:
        raise UsageError("training needs scikit-learn: pip install 'chart-audit[train]'.")


@benchmark_app.command("passages")
def benchmark_passages(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of labelled passages (*.jsonl).")],
    authors: Annotated[
        str, typer.Option("--authors", metavar="LETTERS", help="Hold back only these authors, one by one.")
    ] = "",
    notes: Annotated[
        Path, typer.Option("--notes", metavar="DIR", help="A folder of texts about no element (*.txt).")
    ] = Path("corpus/ordinary-notes"),
    policy: PolicyOption = DEFAULT_POLICY,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Print how well passages by an author held back are read.

    By the rules, by a reader trained without that author, and by both together; per author and per element.
    """
    _needs_training()
    from extractor.holdout import hold_back, table

    figures = hold_back(folder, notes, authors, policy)
    typer.echo(json.dumps(figures, indent=1) if as_json else table(figures))


@benchmark_app.command("speed")
def benchmark_speed(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A folder with PDF files; their text pages are repeated.")
    ] = Path("corpus/intrathecal-pain-pump"),
    pages: Annotated[
        str,
        typer.Option("--pages", metavar="N,N,...", help="How many pages, in one case and in cases of ten."),
    ] = "10,100,300",
    naive: Annotated[
        int, typer.Option("--naive", metavar="N", help="Most pages that the naive pipeline is tried on.")
    ] = 100,
    policy: PolicyOption = DEFAULT_POLICY,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Print pages a second, by stage, and peak memory.

    Of a naive pipeline (pdfplumber and medspaCy with the same rules), of ours with one case, and of a batch with
    one job and with two.
    """
    from extractor.benchmark_speed import measure, table

    if not all(size.strip().isdigit() and int(size) for size in pages.split(",")):
        raise UsageError(f"--pages {pages}: write numbers of pages, with commas between.")
    rows = measure(folder, [int(size) for size in pages.split(",")], naive, policy)
    typer.echo(json.dumps(rows, indent=1) if as_json else table(rows))
