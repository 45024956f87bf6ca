"""Marks the lines that are page furniture: repeated heads and feet, page numbers, fax transmission lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from extractor.model.document import Line, LineKind, Page

_TOP, _BOTTOM = 0.14, 0.90
_OUTERMOST = 5
_ALIKE = 82

_DIGITS = re.compile(r"\d+")
_WHO = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b", re.I)
_NUMBERED = re.compile(
    r"\bpage\s*:?\s*\d+\s*(?:of|/)\s*\d+|\bpage\s*:?\s*\d+\s*$|^\W*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\W*$|"
    r"\bpg?\.?\s*\d+\s*(?:of|/)\s*\d+|\b(?:printed|generated)\s+(?:on|by|at)?\s*:?\s*\d",
    re.I,
)
_FAX_WORD = re.compile(r"\b(?:fax|from|to|tx|rx|csid|tsid|rcvd|received|job|station)\b\s*[:#]?", re.I)
_FAX_PHONE = re.compile(r"(?:\+?1[\s.-]?)?\(?\d{3}\)?[\s.-]?\d{3}[\s.-]?\d{4}\b")
_FAX_PAGE = re.compile(
    r"\b(?:p|pg|page)s?\b[.:]?\s*\d{1,3}(?:\s*(?:/|of)\s*\d{1,3})?|\b\d{2,3}\s*/\s*\d{2,3}\s*$", re.I
)
_FAX_TIME = re.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?\s*(?:[ap]m?\b)?", re.I)
_FAX_DATE = re.compile(
    r"\b\d{1,2}[/-]\d{1,2}[/-]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b|"
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-. ]+\d{1,2}[-, ]+\d{2,4}",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line near a page's upper or lower edge: its number, height as a share, and words less numbers."""

    index: int
    at: float
    key: str
    text: str


def mark_furniture(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Return the pages of one document with ``Line.kind`` set; content lines are left as they are."""
    tops = [_edges(page, upper=True) for page in pages]
    bottoms = [_edges(page, upper=False) for page in pages]
    groups = _distinct([_signature(page) for page in pages])
    marked: list[Page] = []
    for number, page in enumerate(pages):
        kinds: dict[int, LineKind] = {}
        for edges, kind in ((tops, LineKind.HEADER), (bottoms, LineKind.FOOTER)):
            last = -1
            for place, edge in enumerate(edges[number]):
                if is_fax_line(edge.text):
                    kinds[edge.index] = LineKind.FAX
                elif place - last <= 2 and (
                    (place < 2 and _NUMBERED.search(edge.text) and len(edge.text) < 160)
                    or _repeated(number, edge, edges, groups)
                ):
                    kinds[edge.index] = kind
                else:
                    continue
                last = place
        marked.append(_with_kinds(page, kinds))
    return tuple(marked)


def is_fax_line(text: str) -> bool:
    """Return whether a line was printed by a fax machine: sender, number, time and page of a transmission."""
    if len(text) > 140:
        return False
    signs = (_FAX_PHONE, _FAX_PAGE, _FAX_TIME, _FAX_DATE)
    found = sum(bool(sign.search(text)) for sign in signs)
    rest = text
    for sign in signs:
        rest = sign.sub(" ", rest)
    words = len(re.findall(r"[A-Za-z]{2,}", rest))
    fax = bool(_FAX_WORD.search(text))
    timed = bool(_FAX_TIME.search(text))
    return (
        timed
        and words <= 8
        and (found + fax >= 4 or (found >= 3 and bool(_FAX_PAGE.search(text)) and words <= 2))
    )


def _edges(page: Page, *, upper: bool) -> list[_Edge]:
    """Return the outermost lines of one edge of a page, from the outside in."""
    if not page.height:
        return []
    edges: list[_Edge] = []
    if not page.words:
        return edges
    usual = median(w.box.bottom - w.box.top for w in page.words)
    for index, line in enumerate(page.lines):
        words = page.words_in(line.start, line.end)
        if not words:
            continue
        at = (words[0].box.top + words[0].box.bottom) / 2 / page.height
        if line.bold and at < _TOP and words[0].box.bottom - words[0].box.top > 1.25 * usual:
            # A title is content, however often it stands at the same place.
            if upper:
                break
            continue
        if at < _TOP if upper else at > _BOTTOM:
            text = page.text[line.start : line.end]
            edges.append(_Edge(index, at, _key(text), text))
    edges.sort(key=lambda e: e.at if upper else -e.at)
    return edges[:_OUTERMOST]


def _key(text: str) -> str:
    return _WHO.sub("@", _DIGITS.sub("#", text.lower()))


def _signature(page: Page) -> frozenset[str]:
    return frozenset(page.text[line.start : line.end] for line in page.lines)


def _distinct(signatures: Sequence[frozenset[str]]) -> list[int]:
    """Return for each page the number of the first page it is a copy of: a copied page repeats nothing."""
    first: list[int] = []
    for number, lines in enumerate(signatures):
        same = number
        for other in sorted(set(first)):
            union = len(lines | signatures[other])
            if union and len(lines & signatures[other]) >= 0.75 * union:
                same = other
                break
        first.append(same)
    return first


def _repeated(number: int, edge: _Edge, edges: Sequence[list[_Edge]], groups: Sequence[int]) -> bool:
    """Return whether most of the document's other pages have this line, at its height."""
    others = set(groups) - {groups[number]}
    if not others:
        return False
    from rapidfuzz import fuzz

    having = {
        groups[page]
        for page, candidates in enumerate(edges)
        if groups[page] != groups[number]
        and any(abs(c.at - edge.at) < 0.012 and fuzz.ratio(c.key, edge.key) >= _ALIKE for c in candidates)
    }
    return len(having) >= max(1, 0.4 * len(others))


def _with_kinds(page: Page, kinds: dict[int, LineKind]) -> Page:
    if not kinds:
        return page
    lines: list[Line] = []
    for index, line in enumerate(page.lines):
        kind = kinds.get(index, LineKind.CONTENT)
        lines.append(line if kind is LineKind.CONTENT else replace(line, kind=kind, continues=False))
    return replace(page, lines=tuple(lines))
