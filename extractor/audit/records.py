"""Findings -> the audit's evidence records: exact words, place on the page, encounter and reason."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.evidence import Finding
from extractor.model.audit import Evidence, PageBox
from extractor.model.chart import Chart
from extractor.model.document import Page

# What was looked at and not counted is shown, but not without end.
MOST_CONSIDERED = 12


class Pages:
    """The pages of a chart by document name and number."""

    def __init__(self, chart: Chart):
        self._pages = {(d.name, p.number): p for d in chart.documents for p in d.pages}

    def __call__(self, document: str, number: int) -> Page:
        """Return the page. Raises KeyError when the chart has none of that name and number."""
        return self._pages[document, number]


def evidence_of(chart: Chart, pages: Pages, findings: Iterable[Finding]) -> tuple[Evidence, ...]:
    """Return the evidence records of findings in order, the same quote and stance once."""
    found: dict[tuple[object, ...], Evidence] = {}
    for item in findings:
        key = (item.document, item.page, item.start, item.end, item.stance, bool(item.discounted))
        if key in found:
            continue
        page = pages(item.document, item.page)
        encounter = chart.encounters[item.encounter] if item.encounter is not None else None
        statement = chart.statements[item.statement]
        words = page.words_in(item.start, item.end)
        found[key] = Evidence(
            document=item.document,
            page=item.page,
            quote=page.text[item.start : item.end],
            stance=item.stance,
            start=item.start,
            end=item.end,
            boxes=tuple(
                PageBox(x0=round(b.x0, 1), top=round(b.top, 1), x1=round(b.x1, 1), bottom=round(b.bottom, 1))
                for b in page.boxes(item.start, item.end)
            ),
            sentence=page.text[statement.start : statement.end],
            date=item.date,
            encounter=encounter.title if encounter else "",
            note_type=encounter.note_type if encounter else "",
            author=encounter.author if encounter else "",
            credential=encounter.credential if encounter else "",
            section=statement.section,
            assertion=item.assertion,
            phase=item.phase,
            rule=item.rule,
            reason=item.discounted,
            confidence=round(min((w.confidence for w in words), default=page.confidence), 2),
        )
    return tuple(found.values())
