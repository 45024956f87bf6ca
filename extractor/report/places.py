"""Where evidence stands: ids for the pages and quotes of an audit, and geometry for drawing them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extractor.model.audit import Audit, CriterionResult, ElementResult, Evidence, PageBox, Stance
from extractor.report.parts import Quote, Rect
from extractor.report.sources import PageSource
from extractor.report.wording import one_line

CROP_PAD_X, CROP_PAD_Y = 18.0, 3.5
CROP_MIN_WIDTH, CROP_MAX_HEIGHT = 380.0, 120.0
SENTENCE_LIMIT = 360
_STOP = re.compile(r"[.!?;](?=\s)|\n\s*\n|\n(?=\s*(?:[-*\u2022]|\[.?\]|[A-Z][A-Za-z /]{2,30}:))")


@dataclass(frozen=True, slots=True)
class Citation:
    """An evidence record under an element, with its id in the report and the id of its place on the page."""

    id: str
    mark: str
    criterion: CriterionResult
    element: ElementResult
    evidence: Evidence
    counted: bool


def citations(audit: Audit) -> tuple[Citation, ...]:
    """Return all evidence of an audit, numbered; the same words on a page share one mark."""
    marks: dict[tuple[object, ...], str] = {}
    found: list[Citation] = []
    for criterion, element, evidence, counted in _walk(audit):
        place = (evidence.start, evidence.end) if evidence.start is not None else one_line(evidence.quote)
        key = (evidence.document, evidence.page, place)
        mark = marks.setdefault(key, f"m{len(marks) + 1}")
        found.append(Citation(f"e{len(found) + 1}", mark, criterion, element, evidence, counted))
    return tuple(found)


def _walk(audit: Audit) -> Iterator[tuple[CriterionResult, ElementResult, Evidence, bool]]:
    for criterion in audit.criteria:
        for element in criterion.elements:
            for evidence in element.evidence:
                yield criterion, element, evidence, True
            for evidence in element.considered:
                yield criterion, element, evidence, False


def page_ids(audit: Audit) -> dict[tuple[str, int], str]:
    """Return an id for every page the audit names, in the order of the files (``p2-7``: file 2, page 7)."""
    named: list[tuple[str, int]] = [(p.document, p.page) for p in audit.provenance.pages]
    named += [(f.name, n) for f in audit.provenance.files for n in range(1, f.pages + 1)]
    named += [(e.document, e.page) for _, _, e, _ in _walk(audit)]
    named += [(s.document, s.page) for s in audit.scores]
    named += [(f.document, f.page) for f in audit.flags if f.document and f.page]
    order = {name: i for i, name in enumerate(dict.fromkeys(f.name for f in audit.provenance.files))}
    for document, _ in named:
        order.setdefault(document, len(order))
    keys = sorted(set(named), key=lambda k: (order[k[0]], k[1]))
    return {key: f"p{order[key[0]] + 1}-{key[1]}" for key in keys}


def quote_in_sentence(evidence: Evidence, pages: PageSource) -> Quote:
    """Return the evidence's words within their sentence, from the evidence itself or else from the page."""
    if evidence.sentence:
        text, span = evidence.sentence, _find(evidence.sentence, evidence.quote)
    else:
        text = pages.text(evidence.document, evidence.page)
        span = _find(text, evidence.quote)
        start, end = evidence.start, evidence.end
        if start is not None and end is not None and _squash(text[start:end]) == _squash(evidence.quote):
            span = (start, end)
    if span is None:
        return Quote("", one_line(evidence.quote), "")
    first, last = _sentence(text, *span)
    before = _shorten_left(one_line(text[first : span[0]]), SENTENCE_LIMIT // 2)
    after = _shorten_right(one_line(text[span[1] : last]), SENTENCE_LIMIT // 2)
    lead = " " if before and text[span[0] - 1 : span[0]].isspace() else ""
    trail = " " if after and text[span[1] : span[1] + 1].isspace() else ""
    return Quote(before + lead, one_line(text[span[0] : span[1]]), trail + after)


def _squash(text: str) -> str:
    return "".join(text.split())


def _find(text: str, quote: str) -> tuple[int, int] | None:
    words = quote.split()
    if not words:
        return None
    hit = re.search(r"\s+".join(re.escape(w) for w in words), text)
    return hit.span() if hit else None


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    first = 0
    for stop in _STOP.finditer(text, 0, start):
        first = stop.end()
    # A quote that ends with its own full stop is already the end of its sentence.
    stop_after = None if text[start:end].rstrip().endswith((".", "!", "?")) else _STOP.search(text, end)
    if text[start:end].rstrip().endswith((".", "!", "?")):
        return first, end
    return first, stop_after.end() if stop_after else len(text)


def _shorten_left(text: str, limit: int) -> str:
    return text if len(text) <= limit else "\u2026 " + text[-limit:].split(" ", 1)[-1]


def _shorten_right(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0] + " \u2026"


def rect(box: PageBox, pad: float = 1.5) -> Rect:
    """Return a box as SVG attributes, grown by ``pad`` points so that its line does not touch the words."""
    return Rect(
        points(box.x0 - pad),
        points(box.top - pad),
        points(box.x1 - box.x0 + 2 * pad),
        points(box.bottom - box.top + 2 * pad),
    )


def points(value: float) -> str:
    """Return a length in points for an SVG attribute, to a tenth."""
    return f"{value:.1f}".removesuffix(".0")


def union(boxes: Iterable[PageBox]) -> PageBox:
    """Return the smallest box around all of them (at least one)."""
    every = tuple(boxes)
    return PageBox(
        x0=min(b.x0 for b in every),
        top=min(b.top for b in every),
        x1=max(b.x1 for b in every),
        bottom=max(b.bottom for b in every),
    )


def strip_around(boxes: tuple[PageBox, ...], width: float, height: float) -> PageBox:
    """Return the strip of a page to show around a quote: its lines with margin, never beyond the page."""
    words = union(boxes)
    x0, x1 = words.x0 - CROP_PAD_X, words.x1 + CROP_PAD_X
    if x1 - x0 < CROP_MIN_WIDTH:
        x0, x1 = words.x0 - CROP_PAD_X, words.x0 - CROP_PAD_X + CROP_MIN_WIDTH
    if x1 > width:
        x0, x1 = x0 - (x1 - width), width
    top, bottom = max(words.top - CROP_PAD_Y, 0), min(words.bottom + CROP_PAD_Y, height)
    return PageBox(x0=max(x0, 0), top=top, x1=x1, bottom=min(bottom, top + CROP_MAX_HEIGHT))


def strongest_first(evidence: tuple[Citation, ...], stance: Stance | None) -> tuple[Citation, ...]:
    """Return evidence of the deciding stance first, then the newest, then the surest."""

    def rank(item: Citation) -> tuple[bool, int, float]:
        own = item.evidence
        return (own.stance != stance, -(own.date.toordinal() if own.date else 0), -own.confidence)

    return tuple(sorted(evidence, key=rank))
