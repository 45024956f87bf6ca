"""Every pain score of a chart, for the pain ledger: kind, phase, date, and what it was used for."""

from __future__ import annotations

from extractor.audit.records import Pages
from extractor.evidence.reduction import reduction_readings
from extractor.evidence.severity import deciding_scores
from extractor.model.audit import Score
from extractor.model.chart import Assertion, Chart, Mention

_SAID = frozenset({Assertion.PRESENT, Assertion.HISTORICAL})


def pain_ledger(chart: Chart, pages: Pages) -> tuple[Score, ...]:
    """Return the scores the record states of the member, in reading order, each place once."""
    used = _uses(chart)
    strangers = {(o.document, o.page) for o in chart.owners if o.member is False}
    found: dict[tuple[str, int, int, float], Score] = {}
    for mention in chart.mentions:
        statement = chart.statements[mention.statement]
        if mention.label != "pain_score" or mention.quantity is None or mention.assertion not in _SAID:
            continue
        if (statement.document, statement.page) in strangers:
            continue
        encounter = chart.encounters[statement.encounter] if statement.encounter is not None else None
        page = pages(statement.document, statement.page)
        key = (statement.document, statement.page, mention.start, mention.quantity.low)
        found.setdefault(
            key,
            Score(
                document=statement.document,
                page=statement.page,
                quote=page.text[statement.start : statement.end],
                value=mention.quantity.low,
                high=mention.quantity.high,
                kind=mention.attribute("kind"),
                phase=mention.attribute("phase"),
                date=mention.date or (encounter.date if encounter else None),
                used=used.get((mention.statement, mention.start), ""),
            ),
        )
    return tuple(found.values())


def _uses(chart: Chart) -> dict[tuple[int, int], str]:
    """Return what each used score was used for, by (statement, start)."""
    uses: dict[tuple[int, int], str] = {}

    def note(mention: Mention, use: str) -> None:
        key = (mention.statement, mention.start)
        uses[key] = f"{uses[key]}; {use}" if key in uses and use not in uses[key] else uses.get(key, use)

    for score in deciding_scores(chart):
        note(score.mention, "baseline severity")
    for reading in reduction_readings(chart):
        if reading.source == "computed" and not reading.reason and len(reading.mentions) == 2:
            note(reading.mentions[0], "before the trial")
            note(reading.mentions[1], "after, at the end of the trial")
    return uses
