"""Pain scores read from statements, on a 0-10 scale, with kind, phase, condition, site and whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date as Date

from extractor.mentions.values import score_patterns as rx
from extractor.mentions.values.day import DAY, first_day
from extractor.mentions.values.hit import ValueHit
from extractor.mentions.values.numbers import mended_figures, number_of
from extractor.mentions.values.score_labels import first_phase, label_of
from extractor.mentions.values.score_lists import Score
from extractor.mentions.values.score_text import scaled, scores_in_text
from extractor.mentions.values.score_words import (
    JOINT,
    KIND_WORD,
    OTHER_PERSON,
    OTHER_SITE,
    PAIN_CONTEXT,
    WITHOUT_DRUG,
)
from extractor.model.chart import Quantity, Statement

_I = re.IGNORECASE


def read_pain_scores(statement: Statement) -> Iterator[ValueHit]:
    """Yield the pain scores of a statement, divided down to 0-10, labelled ``pain_score``.

    Attributes: ``kind`` (average, current, worst, least, goal, rest, movement or '' when not said); ``phase``
    (baseline, trial, trial_end, after, history or ''); ``condition`` (``without``: without the current
    medicines); ``who`` (``other``: not the member); ``site`` (a place that no pump is asked for); ``joint`` (the
    joint that hurts, where named); ``change``
    (one side of "8 to 4"); ``bare`` (a number with nothing but its phase); ``open`` (the trial goes on);
    ``weak`` (a phase from words that any treatment may have, as "reduced to"); ``circled``.
    A statement that names a kind of score and has no number yields a ``pain_prompt`` of that kind: the number
    stands beside or below it. A row of phases ("Pre | +24h | End") yields ``phase_columns``.
    """
    text = mended_figures(statement.text)
    context = f"{statement.section} {statement.lead} " + " ".join(c.header for c in statement.cells)
    scores = list(_of_cells(statement, text, context)) if len(statement.cells) > 1 else []
    if not scores and not _blank_columns(statement, text):
        scores = list(scores_in_text(text, 0, context, statement.lead))
    date = _row_date(statement, text)
    columns = _phase_columns(statement, text) if not scores else ""
    if columns:
        yield ValueHit(
            "phase_columns", 0, len(text), None, None, (("phases", columns),), "phase_columns: row"
        )
    elif not scores:
        scores = list(_of_bare_row(statement, text))
    for score in scores:
        yield _hit(statement, text, score, date)
    if not scores:
        kinds = [
            m
            for m in KIND_WORD.finditer(text)
            if m.lastgroup in ("average", "current", "worst", "least", "goal")
        ]
        if kinds and PAIN_CONTEXT.search(text):
            yield ValueHit(
                "pain_prompt",
                0,
                len(text),
                None,
                None,
                (("kind", kinds[0].lastgroup or ""),),
                "pain_prompt: words",
            )


def _hit(statement: Statement, text: str, score: Score, date: Date | None) -> ValueHit:
    near = _near(statement, text, score)
    site = OTHER_SITE.search(re.sub(r"\bpost-?op\b(?=\s*[:|])", "", near))
    joint = JOINT.search(near)
    kin = OTHER_PERSON.search(text[: score.end + 12]) or OTHER_PERSON.search(statement.lead)
    heads = " ".join(
        (statement.section, *(c.header for c in statement.cells if c.start - statement.start <= score.start))
    )
    kind = (
        "goal"
        if rx.GOALS.search(heads) and statement.category in ("goals", "") and score.kind in ("", "goal")
        else score.kind
    )
    attributes = [("kind", kind), ("phase", score.phase)]
    attributes += [("condition", "without")] if score.without else []
    attributes += [("site", site.group(0).lower())] if site else []
    attributes += [("joint", (joint["joint"] or joint["joint_of"]).lower())] if joint else []
    attributes += [("who", "other")] if kin else []
    attributes += [(n, "1") for n in ("change", "bare", "circled", "open", "weak") if getattr(score, n)]
    quantity = Quantity(score.low, score.high, "/10")
    rule = "pain_score: value"
    return ValueHit("pain_score", score.start, score.end, quantity, date, tuple(attributes), rule)


def _near(statement: Statement, text: str, score: Score) -> str:
    """Return the words that say where a score's pain is; in a table its cell, its header and the row's first cell."""
    cells = [(c.start - statement.start, c.end - statement.start, c.header) for c in statement.cells]
    own = next(((a, b, h) for a, b, h in cells if a <= score.start < b), None) if len(cells) > 1 else None
    before = text[max(own[0] if own else 0, score.start - 160) : score.start]
    behind = text[score.start : min(own[1] if own else len(text), score.end + 24)]
    words = re.split(r"\.\s+|;", before)[-1][-60:] + " " + behind.split(",")[0].split(".  ")[0]
    return f"{text[cells[0][0] : cells[0][1]]} {own[2]} {words}" if own else words


def _row_date(statement: Statement, text: str) -> Date | None:
    if not statement.cells:
        return None
    first = statement.cells[0]
    part = text[first.start - statement.start : first.end - statement.start]
    return first_day(part)[0] if DAY.match(part.strip()) else None


def _blank_columns(statement: Statement, text: str) -> bool:
    """Tell whether the row's columns for scores are there and hold none ("- | -"): no other column stands in."""
    scored = [c for c in statement.cells if label_of(c.header) not in ("", "other")]
    return (
        len(statement.cells) > 2
        and bool(scored)
        and all(
            not re.search(r"\w", text[c.start - statement.start : c.end - statement.start]) for c in scored
        )
    )


def _of_cells(statement: Statement, text: str, context: str) -> Iterator[Score]:
    """Read a table row: numbers take kind and phase from their header, the row's first cell and its words."""
    base = statement.start
    cells = [(c.start - base, c.end - base, c.header) for c in statement.cells]
    parts = [text[a:b] for a, b, _ in cells]
    wordy = [
        n
        for n, p in enumerate(parts)
        if not rx.CANDIDATE.fullmatch(p.strip()) and re.search(r"[A-Za-z]{2}", p)
    ]
    row_words = " , ".join(parts[n] for n in wordy)
    if wordy[:1] == [0] and label_of(parts[0]) == "other" and not any(c[2] for c in cells):
        return
    row_phase = first_phase(parts[0] if 0 in wordy else "") or first_phase(row_words)
    headed = any(label_of(h) not in ("", "other") for _, _, h in cells)
    for number, (start, _, header) in enumerate(cells):
        part = parts[number]
        value = rx.CANDIDATE.fullmatch(part.strip(" _=:*[]()"))
        if value is None or number in wordy:
            if number in wordy and len(part.split()) > 1:
                lead = f"{header} {statement.lead}"
                yield from (
                    s
                    for s in scores_in_text(part, start, f"{context} {row_words}", lead)
                    if number or s.marked or s.kind
                )
            continue
        if headed and _heads_other(header):
            continue
        left = next((parts[n] for n in reversed(wordy) if n < number), "")
        label = label_of(header) or label_of(left) or label_of(parts[0] if wordy[:1] == [0] else "")
        if not label or label == "other" or rx.GOALS.search(header):
            continue
        kind = "" if label == "pain" else label
        if not kind or kind in ("rest", "movement"):
            kind = kind or next(
                (k for k in map(label_of, (row_words,)) if k in ("average", "worst", "least", "current")), ""
            )
        read = scaled(value, context + header + part)
        if read is None or not (PAIN_CONTEXT.search(f"{context} {row_words}") or value.group("scale")):
            continue
        phase = first_phase(header) or row_phase
        low = start + len(part) - len(part.lstrip(" _=:*[]()"))
        yield Score(
            low, low + len(value.group(0)), *read, kind, phase, without=bool(WITHOUT_DRUG.search(header))
        )


def _heads_other(header: str) -> bool:
    """Tell whether a column's head names something that is neither a score, a phase nor a date ("Rate mcg/d")."""
    words = re.search(r"[A-Za-z]{3}", header) and not re.search(r"\d", header)
    return bool(words) and not label_of(header) and not first_phase(header)


def _phase_columns(statement: Statement, text: str) -> str:
    """Return the phases that a row's cells name, comma-separated, where two or more do ("Pre | End")."""
    cells = [text[c.start - statement.start : c.end - statement.start] for c in statement.cells]
    phases = [first_phase(c) for c in cells]
    return ",".join(phases) if sum(map(bool, phases)) >= 2 and all(len(c) < 24 for c in cells) else ""


def _of_bare_row(statement: Statement, text: str) -> Iterator[Score]:
    """Read a row of nothing but numbers up to 10: scores where the row above names phases."""
    spans = [(c.start - statement.start, c.end - statement.start) for c in statement.cells]
    values = [number_of(text[a:b]) for a, b in spans if text[a:b].strip()[:1].isdigit()]
    if len(spans) >= 3 and len(values) == len(spans) and all(v is not None and v <= 10 for v in values):
        for (start, end), value in zip(spans, values, strict=True):
            assert value is not None
            yield Score(start, end, value, value, "", "", bare=True)
