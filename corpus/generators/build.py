"""Writes cases and their one-element-removed variants to disk, and the table of the corpus README."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from corpus.generators.draw import draw
from corpus.generators.gold import known_case, label
from corpus.generators.source import Case, NotRemovable, load, slugs

CORPUS = Path(__file__).parents[1]
POLICY = "intrathecal-pain-pump"
BEGIN, END = "<!-- table: written by the generators -->", "<!-- end of table -->"


def write(case: Case, folder: Path) -> None:
    """Write a case's files, ``case.json`` and ``gold.json`` into a folder, which is emptied of older ones."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for document in case.documents:
        (folder / document).write_bytes(draw(case, document))
    for name, record in (("case.json", known_case(case)), ("gold.json", label(case))):
        (folder / name).write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def build(out: Path, only: str = "", without: str = "") -> list[str]:
    """Write all cases (or the one whose slug starts with ``only``) under ``out``; return their slugs."""
    written = []
    for slug in slugs():
        if slug.startswith(only):
            write(load(slug, without), out / slug)
            written.append(slug)
    return written


def variants(only: str = "") -> Iterator[Case]:
    """Yield every case with one element's evidence left out, wherever it can be left out alone."""
    for slug in slugs():
        if not slug.startswith(only):
            continue
        whole = load(slug)
        for element in sorted(whole.elements):
            try:
                yield load(slug, element)
            except NotRemovable:
                continue


def write_variants(out: Path, only: str = "") -> list[str]:
    """Write all variants under ``out`` as ``SLUG--without-ELEMENT``; return the names."""
    names = []
    for case in variants(only):
        write(case, out / case.id)
        names.append(case.id)
    return names


def write_table() -> None:
    """Renew the table of ``corpus/README.md`` from the sources' gold."""
    readme = CORPUS / "README.md"
    before, _, rest = readme.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    readme.write_text(f"{before}{BEGIN}\n{table()}\n{END}{after}", encoding="utf-8")


def table() -> str:
    """Return the Markdown table of the corpus: one row a case, from its gold and its head."""
    rows = [
        "| case | pathway, request | overall | not met | conflicting | flags | pages | shows |",
        "|" + " --- |" * 8,
    ]
    for slug in slugs():
        case = load(slug)
        gold = label(case)
        found = {
            status: ", ".join(
                f"{c['id']}.{e['id']}"
                for c in gold["criteria"]
                for e in c["elements"]
                if e["status"] == status
            )
            for status in ("not_met", "conflicting")
        }
        flags = ", ".join(dict.fromkeys(f["id"] for f in gold["flags"]))
        rows.append(
            f"| {slug} | {gold['pathway']}, {gold['request']} | {gold['overall']} | {found['not_met']} |"
            f" {found['conflicting']} | {flags} | {len(case.pages)} | {case.head['shows']} |"
        )
    return "\n".join(rows)
