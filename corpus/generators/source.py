"""Case sources: reads ``cases/NNN-slug.txt`` into pages of blocks whose evidence is declared where it stands.

A source opens with a YAML head, closed by a line ``---``; then come pages. A page opens with
``=== file.pdf look key=value ...``. Its lines are blocks:

``# heading``, ``## minor heading``, ``- item``, ``^ centred``, ``> kept as typed``, ``---`` (a rule),
``| a | b |`` (a table row, the first one the header, ``|: 2 1 1`` the column weights before it),
``{noise: kind}`` (an unrelated entry), anything else a paragraph; ``*Label:*`` at its start is bold.

Evidence is declared inline: ``[[severity+: average pain 8/10]]`` supports, ``severity-`` contradicts, and
``~severity`` stands for what must vanish with the element although it is not evidence (a superseded
statement). Several claims may share a quote; `` ;; severity: other words`` gives the text to use when one is
left out, and a claim marked ``^`` rides along: it does not keep the words when the others go.
"""

from __future__ import annotations

import random
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from corpus.generators import noise

CASES = Path(__file__).parent / "cases"
MARK = re.compile(r"\[\[([a-z_~^+\- ]+):\s*(.*?)\]\]")
PREFIXES = (("## ", "minor"), ("# ", "heading"), ("- ", "item"), ("^ ", "centre"), ("> ", "typed"))
FILLED = ("ehr", "portal", "terse", "dictated", "fax")
NOT_FILLERS = ("breast", "vitals", "consentform", "instructions", "social", "heart")
STANCES = {"+": "supports", "-": "contradicts"}
# What these rest on (diagnosis, study, evaluator, trial, failed care) speaks through a whole chart and stays.
KEPT = ("origin", "testing", "evaluation", "trial_done", "conservative_failure")


class SourceError(Exception):
    """A case source cannot be drawn or labelled as written."""


class NotRemovable(Exception):
    """An element shares its words with another one and no other words are given for the rest."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Words of a page that speak for or against an element."""

    element: str
    stance: str
    quote: str


@dataclass(frozen=True, slots=True)
class Block:
    """One thing drawn: its kind, its text (or a table's rows), and the claims that stand in it."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    weights: tuple[float, ...] = ()
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a file: where it goes, how it looks, what stands on it."""

    document: str
    number: int
    look: str
    options: dict[str, str]
    blocks: tuple[Block, ...]
    fillers: tuple[tuple[Block, ...], ...] = ()

    @property
    def flags(self) -> tuple[str, ...]:
        """The flags declared for this page."""
        return tuple(f for f in self.options.get("flags", "").split(",") if f)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All claims that stand on this page, in reading order."""
        return tuple(c for b in self.blocks for c in b.claims)


@dataclass(frozen=True, slots=True)
class Case:
    """One submission: its head (what is known without reading) and its pages in file order."""

    slug: str
    head: dict[str, Any]
    pages: tuple[Page, ...]
    removed: str = ""
    elements: frozenset[str] = field(default=frozenset())

    @property
    def id(self) -> str:
        """The slug, and what was left out."""
        return f"{self.slug}--without-{self.removed}" if self.removed else self.slug

    @property
    def documents(self) -> tuple[str, ...]:
        """The file names, in order of appearance."""
        return tuple(dict.fromkeys(p.document for p in self.pages))


def slugs() -> tuple[str, ...]:
    """Return the slugs of all sources in order."""
    return tuple(sorted(p.stem for p in CASES.glob("*.txt")))


def load(slug: str, without: str = "") -> Case:
    """Read a source; leave out what stands for or against the element ``without``.

    Raises SourceError for a malformed source, NotRemovable where the element cannot be left out alone.
    """
    head_text, _, body = (CASES / f"{slug}.txt").read_text(encoding="utf-8").partition("\n---\n")
    head = yaml.safe_load(head_text)
    if without and without in head.get("keep", KEPT):
        raise NotRemovable(f"{slug}: {without} carries the case")
    pages: list[Page] = []
    bodies: dict[str, list[str]] = {}
    spare = [kind for kind in noise.kinds() if kind not in (*NOT_FILLERS, *re.findall(r"noise: (\w+)", body))]
    random.Random(slug).shuffle(spare)
    for title, lines in _pages(body):
        document, look, *rest = shlex.split(title)
        options = dict(item.split("=", 1) for item in rest)
        if "same" in options:
            lines = bodies[options["same"]]
        bodies[options.get("id", f"{document}/{len(pages)}")] = lines
        number = 1 + sum(p.document == document for p in pages)
        seed = f"{slug}/{options.get('same', options.get('id', f'{document}/{number}'))}"
        blocks = tuple(_blocks(lines, without, seed, head))
        if "same" in options:
            fillers = next(p.fillers for p in pages if p.options.get("id") == options["same"])
        else:
            fillers = tuple(_fillers(slug, look, spare, head))
        pages.append(Page(document, number, look, options, blocks, fillers))
    elements = frozenset(c.element for p in pages for c in p.claims)
    return Case(slug, head, tuple(pages), without, elements)


def _pages(body: str) -> Iterator[tuple[str, list[str]]]:
    title, lines = "", list[str]()
    for line in body.splitlines():
        if line.startswith("=== "):
            if title:
                yield title, lines
            title, lines = line[4:], []
        else:
            lines.append(line)
    if not title:
        raise SourceError("a source needs at least one page")
    yield title, lines


def _fillers(slug: str, look: str, spare: list[str], head: dict[str, Any]) -> Iterator[tuple[Block, ...]]:
    # Each kind fills one page of a case only, so that no long passage comes twice.
    if look in FILLED and not head.get("bare"):
        for _ in range(min(6, len(spare))):
            kind = spare.pop()
            yield tuple(_blocks(noise.entry(kind, slug, head).splitlines(), "", slug, head))


def _blocks(lines: list[str], without: str, seed: str, head: dict[str, Any]) -> Iterator[Block]:
    table: list[tuple[str, ...]] = []
    claims: list[Claim] = []
    weights: tuple[float, ...] = ()
    for line in [*lines, ""]:
        if line.startswith("{noise:"):
            if table:
                yield Block("table", rows=tuple(table), weights=weights, claims=tuple(claims))
                table, claims, weights = [], [], ()
            kind = line[7:].strip(" }")
            yield from _blocks(noise.entry(kind, seed, head).splitlines(), "", seed, head)
            continue
        if line.startswith("|:"):
            if table:
                yield Block("table", rows=tuple(table), weights=weights, claims=tuple(claims))
                table, claims = [], []
            weights = tuple(float(w) for w in line[2:].split())
            continue
        text, found = _resolve(line, without)
        if text.startswith("|"):
            table.append(tuple(cell.strip() for cell in text.strip().strip("|").split("|")))
            claims += found
            continue
        if table:
            yield Block("table", rows=tuple(table), weights=weights, claims=tuple(claims))
            table, claims, weights = [], [], ()
        if line and not text.strip("-*#>^ ") and line != "---":
            continue
        yield _block(text, tuple(found))


def _block(text: str, claims: tuple[Claim, ...]) -> Block:
    if text == "---":
        return Block("rule")
    for prefix, kind in PREFIXES:
        if text.startswith(prefix):
            return Block(kind, text[len(prefix) :], claims=claims)
    return Block("text" if text.strip() else "gap", text.strip(), claims=claims)


def _resolve(line: str, without: str) -> tuple[str, list[Claim]]:
    claims: list[Claim] = []

    def replace(match: re.Match[str]) -> str:
        tokens = match[1].split()
        names = {t.strip("~+-") for t in tokens if t[0] != "^" or t.strip("^+-") == without}
        names = {n.lstrip("^") for n in names}
        text, *others = match[2].split(" ;; ")
        if without in names:
            spare = {name.strip(): words for name, _, words in (o.partition(": ") for o in others)}
            if without in spare:
                text = spare[without]
            elif len(names) > 1:
                raise NotRemovable(f"{without} shares its words with {', '.join(sorted(names - {without}))}")
            else:
                return ""
        quote = (
            " ".join(text.replace("|", " ").replace("*", "").split()).removeprefix("- ").removeprefix("> ")
        )
        for token in tokens:
            element = token.strip("~^+-")
            if token[-1] in STANCES and element != without:
                claims.append(Claim(element, STANCES[token[-1]], quote))
            elif token[-1] not in STANCES and token[0] != "~":
                raise SourceError(f"a claim needs + or - or ~: {token}")
        return text

    resolved = MARK.sub(replace, line)
    if "[[" in resolved or "]]" in resolved:
        raise SourceError(f"a mark is not closed: {line[:60]}")
    if without and "[[" in line and not line.startswith("> "):
        resolved = re.sub(r"(?<=\S)  +(?=\S)", " ", resolved)
    return resolved.rstrip(), claims
