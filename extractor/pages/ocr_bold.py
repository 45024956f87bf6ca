"""Tells which words read from a picture are bold, by the width of their strokes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from extractor.pages.ocr_split import Found

# Strokes this much wider than is usual on the page are bold; below it lie nearly all others.
_BOLD = 1.27
_ENOUGH = 12


def mark_bold(lines: Sequence[Sequence[Found]]) -> list[Found]:
    """Return the words of a page's lines, the bold ones marked; an odd word follows the rest of its line."""
    strokes = [w.stroke for line in lines for w in line if w.stroke]
    if len(strokes) < _ENOUGH:
        return [w for line in lines for w in line]
    usual = median(strokes)
    return [w for line in lines for w in _line(line, usual)]


def _line(line: Sequence[Found], usual: float) -> list[Found]:
    marks = [w.stroke > _BOLD * usual if w.stroke else None for w in line]
    known = [m for m in marks if m is not None]
    if len(known) > 2 and (sum(known) >= 0.8 * len(known) or sum(known) <= 0.2 * len(known)):
        # Runs of bold at the start of a line are its label, single words elsewhere are chance.
        whole = sum(known) >= 0.8 * len(known)
        label = 0 if whole or not known[0] else next(i for i, m in enumerate(marks) if m is False)
        return [replace(w, bold=whole or i < label) for i, w in enumerate(line)]
    last = False
    bold = []
    for mark in marks:
        last = mark if mark is not None else last
        bold.append(last)
    return [replace(w, bold=b) for w, b in zip(line, bold, strict=True)]
