"""Function scales read from statements: the Oswestry index in percent, BPI interference items on 0-10."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.mentions.values.hit import ValueHit
from extractor.mentions.values.numbers import NUMBER, mended_figures, number_of
from extractor.model.chart import Quantity, Statement

_I = re.IGNORECASE
_ODI = re.compile(
    r"\b(?:ODI|O\.D\.I\.|oswestry|mODI|NDI|neck\s+disability(?:\s+index)?|"
    r"low\s+back\s+disability)\b",
    _I,
)
_PERCENT = re.compile(rf"(?P<value>{NUMBER})\s*(?:%|percent\b|pct\b|per\s+cent\b)", _I)
_OF_FIFTY = re.compile(r"(?<![\d/])(?P<got>\d{1,2})\s*(?:/|out\s+of|of)\s*(?P<of>45|50)\b")
_BARE = re.compile(
    r"(?:total|score|index|today|is|was|of|=|:|ODI|"
    r"oswestry)\W{0,3}(?:score\W{0,2})?(?P<value>\d{2})(?![\d/.%-])(?!\s*(?:mg|min|y|"
    r"items|/))",
    _I,
)
_ITEMS = {
    "activity": r"(?:general|gen\.?|daily)?\s*act(?:ivit(?:y|ies)|iv|\.)?",
    "mood": r"mood",
    "walking": r"walk(?:ing)?(?:\s+(?:ability|distance))?|amb(?:ulation|ul)?",
    "work": r"(?:normal\s+)?work(?:ing)?|housework|job",
    "relations": r"rel(?:ations?(?:hips?)?(?:\s+with\s+(?:others|other\s+people))?)?",
    "sleep": r"sleep(?:ing)?",
    "enjoyment": r"enj(?:oy(?:ment)?)?(?:\s+of\s+life)?",
    "sitting": r"sit(?:ting)?",
    "standing": r"stand(?:ing)?",
    "self_care": r"self[\s-]?care|dress(?:ing)?|bath(?:ing)?",
}
_ITEM = re.compile(
    r"(?<![^\W_])(?:9\s?[A-Ga-g][.)]?\s*)?(?:"
    + "|".join(f"(?P<{k}>{v})" for k, v in _ITEMS.items())
    + r")(?![^\W_])",
    _I,
)
_SCORE = re.compile(
    rf"\s*(?:\([^)]*\)\s*)?(?:interference\s*)?(?:[:=|,-]|\.{{2,}}|was|is|at|rated|scored?|"
    rf"of)?\s*[\[(_]*\s*(?P<value>{NUMBER})(?:\s*/\s*10|\s+(?:out\s+)?of\s+(?:10|ten))?\s*[\])_]*"
    r"(?!\s*(?:%|/\s*\d|h\b|hr|hours?|min|mg|ft|feet|blocks?|miles?|days?|x\b|nights?|years?|times|wk|"
    r"weeks?|steps?|\d|-\s?\d))(?![\w])",
    _I,
)
_INTERFERENCE = re.compile(r"\b(?:BPI|interfer\w*|inte\s+rference|brief\s+pain)", _I)
_CODED = re.compile(r"\b9\s?[A-Ga-g]\b")


def read_scales(statement: Statement) -> Iterator[ValueHit]:
    """Yield disability indices (``disability_index``, percent) and ``interference`` items (0-10).

    An index over 45 or 50 points is turned into percent. Interference items carry the attribute ``item``, and
    ``spread`` (the highest item of the statement), so that "all near 0" can be told from one low item.
    """
    text = mended_figures(statement.text)
    asked = f"{statement.section} {statement.lead} " + " ".join(c.header for c in statement.cells)
    yield from _indices(statement, text, asked)
    if _INTERFERENCE.search(text) or _INTERFERENCE.search(asked) or _CODED.search(text):
        items = list(_interference(statement, text))
        spread = f"{max((h for *_, h in items), default=0):g}"
        for start, end, item, value in items:
            attributes = (("item", item), ("spread", spread))
            quantity = Quantity(value, value, "/10")
            yield ValueHit("interference", start, end, quantity, None, attributes, "interference: value")


def _indices(statement: Statement, text: str, asked: str) -> Iterator[ValueHit]:
    named = _ODI.search(text)
    above = _ODI.search(asked)
    headed = [c for c in statement.cells if _ODI.search(c.header)]
    found: list[tuple[int, int, float]] = []
    for cell in headed:
        low = cell.start - statement.start
        match = re.match(r"\s*(\d{1,3})\s*%?", text[low : cell.end - statement.start])
        if match and float(match.group(1)) <= 100:
            found.append((low + match.start(1), low + match.end(), float(match.group(1))))
    if not found and (named or above):
        start = named.end() if named else 0
        found.extend(_percents(text, start, named is not None, above is not None))
    for low, high, value in found:
        yield ValueHit(
            "disability_index", low, high, Quantity(value, value, "%"), None, (), "disability_index: value"
        )


def _percents(text: str, start: int, named: bool, above: bool) -> list[tuple[int, int, float]]:
    found = []
    for match in _PERCENT.finditer(text, start):
        value = number_of(match.group("value"))
        if (
            value is not None
            and value <= 100
            and not re.match(r"\s*(?:relief|better|improv|reduc)", text[match.end() :], _I)
        ):
            found.append((*match.span(), value))
    if found:
        return found
    for match in _OF_FIFTY.finditer(text, start if named else 0):
        share = float(match.group("got")) / float(match.group("of")) * 100
        if share <= 100:
            return [(*match.span(), round(share, 1))]
    bare = (
        _BARE.search(text, max(0, start - 12))
        if named or (above and re.search(r"\b(?:total|score|index)\b", text, _I))
        else None
    )
    return [(*bare.span("value"), float(bare.group("value")))] if bare else []


def _interference(statement: Statement, text: str) -> list[tuple[int, int, str, float]]:
    found: list[tuple[int, int, str, float]] = []
    for match in _ITEM.finditer(text):
        score = _SCORE.match(text, match.end())
        value = number_of(score.group("value")) if score else None
        if score and value is not None and value <= 10 and score.group("value")[:1].isdigit():
            found.append((match.start(), score.end(), match.lastgroup or "", value))
    for cell in statement.cells:
        header = _ITEM.search(cell.header) if not _ITEM.search(text[: cell.end - statement.start]) else None
        low, high = cell.start - statement.start, cell.end - statement.start
        value = number_of(text[low:high].split("/")[0])
        if header and value is not None and value <= 10:
            found.append((low, high, header.lastgroup or "", value))
    return found
