"""The pain ledger: every score of the record over time, as the geometry of a chart and as table rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from extractor.model.audit import Score
from extractor.report import wording
from extractor.report.pain_view import Dot, PainView, ScoreRow, Tick
from extractor.report.parts import Label, Link
from extractor.report.places import points
from extractor.report.wording import one_line

WIDTH, HEIGHT = 640, 230
LEFT, RIGHT, TOP, BOTTOM = 34, 12, 14, 44
TOP_OF_SCALE = 10
DOT = 12
_SHAPES = {
    "baseline": ("circle", "Baseline"),
    "trial": ("square", "During the trial"),
    "trial_end": ("square", "End of the trial"),
    "after": ("triangle", "After the trial"),
}
_OTHER = ("ring", "Phase not stated")


def pain_view(scores: tuple[Score, ...], page_ids: Mapping[tuple[str, int], str]) -> PainView | None:
    """Return the chart and its rows in time order, undated scores last; None without scores."""
    if not scores:
        return None
    ordered = sorted(scores, key=lambda s: (s.date is None, s.date or date.min))
    dates = sorted({s.date for s in ordered if s.date})
    undated = sum(s.date is None for s in ordered)
    seen: dict[tuple[str, str], int] = {}
    dots = []
    for score in ordered:
        x, y = _x(score.date, dates), _y(score.value)
        # Scores of one day at one height are set side by side, or a worst would hide an average.
        shift = seen.get((points(x), points(y)), 0)
        seen[points(x), points(y)] = shift + 1
        dots.append(
            Dot(
                points(min(x + 9 * shift, WIDTH - RIGHT - DOT / 2) - DOT / 2),
                points(y - DOT / 2),
                _shape(score)[0],
                bool(score.used),
                _label(score),
            )
        )
    return PainView(
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        right=WIDTH - RIGHT,
        dots=tuple(dots),
        y_ticks=tuple(Tick(points(_y(v)), str(v), "end") for v in range(0, TOP_OF_SCALE + 1, 2)),
        x_ticks=_x_ticks(dates, bool(undated)),
        rows=tuple(_row(s, page_ids) for s in ordered),
        shapes=tuple(Label(*pair) for pair in dict.fromkeys(_shape(s) for s in ordered)),
        arithmetic=_arithmetic(tuple(ordered)),
        undated=f"{wording.count(undated, 'score')} without a date at the right edge." if undated else "",
    )


def _shape(score: Score) -> tuple[str, str]:
    shape, word = _SHAPES.get(score.phase, _OTHER)
    return (shape, "During or at the end of the trial") if shape == "square" else (shape, word)


def _y(value: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - min(max(value, 0), TOP_OF_SCALE) / TOP_OF_SCALE)


def _x(when: date | None, dates: list[date]) -> float:
    first, last = LEFT + 16, WIDTH - RIGHT - 60
    if when is None:
        return WIDTH - RIGHT - 28
    if len(dates) < 2:
        return (first + last) / 2
    return first + (last - first) * (when - dates[0]).days / (dates[-1] - dates[0]).days


def _x_ticks(dates: list[date], undated: bool) -> tuple[Tick, ...]:
    ticks: list[Tick] = []
    last = -1000.0
    for when in dates:
        at = _x(when, dates)
        # The newest date is always named; of the others those that have room.
        if at - last >= 84 and (when == dates[-1] or _x(dates[-1], dates) - at >= 84):
            ticks.append(Tick(points(at), wording.day(when)))
            last = at
    if undated:
        ticks.append(Tick(points(WIDTH - RIGHT), "no date", "end"))
    return tuple(ticks)


def _value(score: Score) -> str:
    low, high = wording.number(score.value), wording.number(score.high)
    return low if score.high <= score.value else f"{low}\u2013{high}"


def _label(score: Score) -> str:
    parts = (wording.spoken(score.kind), wording.day(score.date), _shape(score)[1], one_line(score.used))
    return f"{_value(score)} of 10: " + ", ".join(p for p in parts if p)


def _row(score: Score, page_ids: Mapping[tuple[str, int], str]) -> ScoreRow:
    page_id = page_ids.get((score.document, score.page), "")
    return ScoreRow(
        value=_value(score),
        kind=wording.spoken(score.kind),
        phase=wording.spoken(score.phase) or "Not stated",
        shape=_shape(score)[0],
        date=wording.day(score.date) or "No date",
        place=Link(wording.place(score.document, score.page), f"#{page_id}" if page_id else ""),
        quote=one_line(score.quote),
        used=wording.spoken(score.used),
    )


def _arithmetic(scores: tuple[Score, ...]) -> str:
    """Return the trial's reduction as a calculation, where a score before and one after were used for it."""
    used = [s for s in scores if s.used]
    of_trial = [s for s in used if "trial" in s.used.lower()]
    before = [s for s in used if "before" in s.used.lower()]
    before = before or [s for s in of_trial if s.phase == "baseline"]
    after = [s for s in used if "after" in s.used.lower()]
    after = after or [s for s in of_trial if s.phase == "trial_end"]
    if not before or not after or before[0].value <= 0:
        return ""
    start, end = before[0].value, max(after[-1].value, after[-1].high)
    share = (start - end) / start
    first, last = wording.number(start), wording.number(end)
    return f"Computed reduction in the trial: ({first} \u2212 {last}) / {first} = {share:.0%}."
