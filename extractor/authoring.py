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
) -> None:
    """Print the evidence found in bare passages.

    One JSON line a passage; what rule authors tune with.
    """
    from extractor.benchmark import passage_line, read_passages
    from extractor.pipeline import load_engine

    passages = read_passages(file)
    engine = load_engine(policy)
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
) -> None:
    """Print how often audits of labelled cases are right.

    Per status and per element, with evidence recall and precision.
    """
    from extractor.benchmark import evaluate_cases, table

    figures, problems = evaluate_cases(gold, policy, ocr.value)
    for problem in problems:
        typer.echo(f"chart-audit: {problem}", err=True)
    typer.echo(json.dumps(figures, indent=1) if as_json else table(figures))
    if problems:
        raise typer.Exit(1)


@authoring.command()
def explain(
    words: Annotated[
        list[str],
        typer.Argument(metavar="[CASE] ELEMENT", help="A document or case folder; an element: 2g.infection."),
    ],
    text: Annotated[
        str, typer.Option("--text", metavar="TEXT", help="A bare passage instead of a CASE.")
    ] = "",
    policy: PolicyOption = DEFAULT_POLICY,
    ocr: OcrOption = Ocr.AUTO,
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
    engine = load_engine(policy)
    element = element_named(engine.policy, words[-1])
    if found:
        documents, _ = read_documents(found[0], "auto" if ocr is Ocr.AUTO else None)
        chart = build_chart(engine, read_case(found[0]), documents)
    else:
        chart = passage_chart(engine, text)
    for line in explained(engine.policy, chart, element):
        typer.echo(line)


@authoring.command()
def train(
    passages: Annotated[
        Path, typer.Argument(metavar="PASSAGES", help="A folder of labelled passages (*.jsonl).")
    ],
    target: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the model is written.")],
    others: Annotated[
        Path | None, typer.Option("--others", metavar="DIR", help="Texts about no element (*.txt).")
    ] = None,
) -> None:
    """Train the learned reader from passages.

    The same passages give the same model.
    """
    if not passages.is_dir():
        raise UsageError(f"{passages}: no such folder.")
    from importlib.util import find_spec

    from extractor.training import train as trained

    if find_spec("sklearn") is None:
        raise UsageError("train needs scikit-learn: pip install 'chart-audit[train]'.")
    typer.echo(json.dumps(trained(passages, others, target)))
