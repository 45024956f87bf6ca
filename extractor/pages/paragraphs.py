"""Tells which lines go on with the paragraph of the line above, from where lines start, end and stand."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from extractor.pages.tokens import HYPHENS, Drawing, Strip

# "Allergies:", "Past medical history:" at the start of a line: a form line or a run-in heading.
_LABEL = re.compile(r"^(?:[A-Z][\w/&'().-]*\s+){0,4}[A-Z(]?[\w/&'().-]*:(?:\s|$)")
# A date or time at the start of a line: an entry of a log.
_DATED = re.compile(r"^\d{1,2}[/:]\d{1,2}")
_STOPS = (".", "!", "?", ":", ";", '."', ".)", ".”")


def continues(lines: Sequence[Strip], drawing: Drawing) -> tuple[bool, ...]:
    """Return for each line of one column whether its first word goes on with the line above."""
    lead = _leading(lines)
    margins = _margins(lines)
    flags: list[bool] = [False] * len(lines)
    for i in range(1, len(lines)):
        above, line = lines[i - 1], lines[i]
        flags[i] = (
            _near(above, line, lead.get(round(line.size)))
            and _same_style(above, line)
            and _indented(lines, flags, i)
            and not drawing.parted(above.middle, line.middle, line.x0, line.x1)
            and _wrapped(above, line, margins[i - 1])
        )
    return tuple(flags)


def goes_on(last: str, first: str) -> bool:
    """Return whether a page's first line goes on with the last line of the page before, by their words."""
    if last.endswith(_STOPS) or _LABEL.match(first):
        return False
    return first[:1].islower() or last[-1:] == ","


def _leading(lines: Sequence[Strip]) -> dict[int, float]:
    """Return the usual distance of two lines by font size in whole points."""
    seen: dict[int, Counter[float]] = {}
    for above, line in itertools.pairwise(lines):
        step = line.middle - above.middle
        if round(above.size) == round(line.size) and 0.8 * line.size < step < 2.4 * line.size:
            seen.setdefault(round(line.size), Counter())[round(step * 2) / 2] += 1
    usual = {}
    for size, steps in seen.items():
        most = max(steps.values())
        usual[size] = min(step for step, count in steps.items() if count >= max(1, 0.5 * most))
    return usual


def _margins(lines: Sequence[Strip]) -> list[float]:
    """Return for each line the right end of the lines that share its left end and size."""
    reach: dict[tuple[int, int], float] = {}
    keys = [(round(s.x0 / 3), round(s.size)) for s in lines]
    for number, (key, strip) in enumerate(zip(keys, lines, strict=True)):
        # A line that stands alone, such as a page's foot, was not broken at the margin.
        below = lines[number + 1] if number + 1 < len(lines) else None
        follows = below is not None and 0 < below.middle - strip.middle < 2.2 * strip.size
        if follows and len(strip.segments()) == 1:
            reach[key] = max(reach.get(key, 0.0), strip.x1)
    widest: dict[int, float] = {}
    for (_, size), end in reach.items():
        widest[size] = max(widest.get(size, 0.0), end)
    margins = []
    for key, strip in zip(keys, lines, strict=True):
        near = max((reach.get((key[0] + d, key[1]), 0.0) for d in (-1, 0, 1)), default=0.0)
        # A lone short line cannot tell where the margin is; the widest lines of its size can.
        alone = sum(abs(k[0] - key[0]) <= 1 and k[1] == key[1] for k in keys) < 3
        margins.append(max(near, widest.get(key[1], 0.0)) if alone else max(near, strip.x1))
    return margins


def _near(above: Strip, line: Strip, lead: float | None) -> bool:
    step = line.middle - above.middle
    if step <= 0:
        return False
    limit = 1.16 * lead + 0.5 if lead else 1.5 * line.size
    return step <= max(limit, 1.1 * line.size)


def _same_style(above: Strip, line: Strip) -> bool:
    if abs(above.size - line.size) > 0.12 * max(above.size, line.size):
        return False
    return above.bold == line.bold or not (above.bold or line.tokens[0].bold)


def _indented(lines: Sequence[Strip], flags: Sequence[bool], i: int) -> bool:
    """Return whether the line starts where a paragraph's next line starts."""
    above, line = lines[i - 1], lines[i]
    if line.marked:
        return False
    shift = line.x0 - above.x0
    em = line.size
    if abs(shift) <= 0.4 * em:
        return True
    if any(abs(line.x0 - part.x0) <= 0.4 * em for part in above.segments()[1:]):
        # Text beside a label in the margin goes on below itself.
        return True
    if flags[i - 1]:
        return False
    hanging = above.marked or bool(_LABEL.match(above.text))
    if shift > 0:
        return hanging and shift < 12 * em
    # A first line set in, or a list number hung out to the left of it.
    return -shift < 5 * em and not above.marked


def _wrapped(above: Strip, line: Strip, margin: float) -> bool:
    """Return whether the line above was broken because the next word did not fit."""
    first = line.tokens[0]
    space = 0.2 * line.size
    word = first.x1 - first.x0
    hyphen = first.text.find("-") + 1
    if 0 < hyphen < len(first.text):
        word *= hyphen / len(first.text)
    full = above.x1 + space + word > margin - 0.5
    stopped = above.text.endswith(_STOPS)
    label = bool(_LABEL.match(line.text))
    if stopped and _DATED.match(line.text):
        return False
    if label and (stopped or not full):
        return False
    if len(above.text) > 1 and above.text[-1] in HYPHENS and above.text[-2].isalnum():
        return True
    if len(above.segments()) > 2:
        return full and not label
    if full:
        # A short line is full only by chance, unless its words run on.
        return above.x1 - above.x0 > 12 * line.size or (not stopped and line.text[:1].islower())
    long = above.x1 - above.x0 > 0.6 * (margin - above.x0)
    return line.text[:1].islower() and not stopped and (long or above.text.endswith((",", "-")))
