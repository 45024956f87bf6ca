"""Scores that come several at a time: changes ("8 to 4"), lists with slashes, printed scales."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.mentions.values import score_patterns as rx
from extractor.mentions.values.numbers import number_of
from extractor.mentions.values.score_labels import first_phase, kind_behind, label_before, label_of

_I = re.IGNORECASE


@dataclass(frozen=True, slots=True)
class Score:
    """A score at ``start``..``end`` of a text, on 0-10; ``marked``: its scale is printed beside it."""

    start: int
    end: int
    low: float
    high: float
    kind: str
    phase: str
    marked: bool = False
    without: bool = False
    change: bool = False
    bare: bool = False
    circled: bool = False
    open: bool = False
    weak: bool = False


def changes_in(text: str) -> Iterator[re.Match[str]]:
    """Yield the changes of a text ("8 -> 4", "3, down from 8"); "7 to 8" is a range, not one."""
    for match in rx.CHANGE.finditer(text):
        first = number_of(
            match.group("arrow_from")
            or match.group("from")
            or match.group("plain_from")
            or match.group("back_from")
            or match.group("seq_from")
            or match.group("rev_from")
            or ""
        )
        second = number_of(
            match.group("arrow_to")
            or match.group("to")
            or match.group("plain_to")
            or match.group("back_to")
            or match.group("seq_to")
            or match.group("rev_to")
            or ""
        )
        if (
            first is None
            or second is None
            or rx.UNIT.match(text, match.end())
            or re.search(r"[#$]\s?$", text[: match.start()])
        ):
            continue
        # "7 to 8" is a range; only a falling pair without "from" or an arrow is a change.
        if (
            (match.group("plain_from") and first <= second)
            or first > 100
            or (match.group("from") and first < second)
        ):
            continue
        yield match


def scores_of_change(
    match: re.Match[str], text: str, position: int, lead_label: str, spoken: bool, hundred: bool
) -> Iterator[Score]:
    """Yield the two scores of a change: ``baseline`` and ``trial_end``, with the label that stands before."""
    clause = text[position : match.start()]
    breaks = list(rx.BREAK.finditer(clause))
    clause = clause[breaks[-1].end() :] if breaks else clause
    label, _ = label_before(clause)
    behind_kind, _ = kind_behind(text[match.end() :], False)
    if label == "other" or not (spoken or lead_label not in ("", "other")):
        return
    kind = label if label not in ("", "pain", "other") else behind_kind
    if lead_label == "goal":
        kind = "goal"
    groups = match.groupdict()
    for names, phase in (
        (("arrow_from", "from", "plain_from", "back_from", "seq_from", "rev_from"), "baseline"),
        (("arrow_to", "to", "plain_to", "back_to", "seq_to", "rev_to"), "trial_end"),
    ):
        name = next(n for n in names if groups[n])
        low = number_of(groups[name])
        upper = (
            groups.get("arrow_high") or groups.get("to_high") or groups.get("back_high")
            if phase == "trial_end"
            else None
        )
        high = number_of(upper) if upper else low
        if low is None or high is None:
            return
        if 0 < min(low, high) < 1:
            return
        if max(low, high) > 10:
            if not (hundred or "VAS" in text):
                return
            low, high = low / 10, high / 10
        end = match.end(name) if phase == "baseline" else match.end()
        going_on = phase == "trial_end" and re.match(r"[^.;]{0,12}\bso\s+far\b", text[match.end() :], _I)
        yield Score(
            match.start(name),
            end,
            min(low, high),
            max(low, high),
            kind,
            "trial" if going_on else phase,
            True,
            change=True,
            open=bool(going_on),
        )


def listed_scores(text: str) -> Iterator[Score]:
    """Read values listed in the order of their labels ("now/avg/worst: 6/8/10", "NRS pre/post 8/3")."""
    for match in rx.LISTED.finditer(text):
        labels, values = match.group("labels").split("/"), match.group("values").split("/")
        if len(labels) != len(values):
            continue
        named = [(label_of(label), first_phase(label)) for label in labels]
        if not all(kind not in ("", "other") or phase for kind, phase in named):
            continue
        if label_of(text[max(0, match.start() - 24) : match.start()] + labels[0]) == "other":
            continue
        position = match.start("values")
        for (kind, phase), value in zip(named, values, strict=True):
            number = number_of(value)
            if number is not None and number <= 10:
                start = position + len(value) - len(value.lstrip())
                yield Score(
                    start,
                    start + len(value.strip()),
                    number,
                    number,
                    "" if kind in ("pain", "other") else kind,
                    phase,
                    True,
                )
            position += len(value) + 1


def circled_score(text: str) -> tuple[int, int, float] | None:
    """Return the circled number of a printed scale ("7 (8) 9", a filled dot) with its span."""
    for match in rx.CIRCLED.finditer(text):
        printed = [int(n) for n in re.findall(r"\d{1,2}", match.group(0))]
        if len(printed) >= 6 and printed == sorted(printed) and int(match.group("value")) <= 10:
            return match.start("value"), match.end("value"), float(match.group("value"))
    return None
