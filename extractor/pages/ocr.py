"""Reads a page's picture: turned upright, its lines found and read, ticks and rules by their ink."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from extractor.model.document import Box
from extractor.pages.image import Grey, PageImage
from extractor.pages.ocr_again import read_numbers_again
from extractor.pages.ocr_bold import mark_bold
from extractor.pages.ocr_clean import LEVEL, Cleaned, Turn, clean, lean
from extractor.pages.ocr_engine import Engine, load_engine
from extractor.pages.ocr_lines import LineBox, cut, find_lines
from extractor.pages.ocr_split import Found, words_of
from extractor.pages.ocr_ticks import Segment, TickBox, find_rules, find_ticks, without
from extractor.pages.ocr_words import read_line
from extractor.pages.tokens import Drawing, Rule, Token


@dataclass(frozen=True, slots=True)
class OcrWord:
    """A word, its box on the page as submitted (points), and how sure the reading is, 0 to 1."""

    text: str
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class OcrPage:
    """What was read from a page's picture.

    ``rotation`` is by how many degrees clockwise the page had to be turned, ``skew`` by how many its lines
    fell to the right then. ``tokens`` are the words in reading coordinates (points of the righted page),
    ``drawing`` its ruled lines in the same; ``notes`` are facts for a reviewer.
    """

    words: tuple[OcrWord, ...]
    rotation: int
    skew: float
    engine: str
    tokens: tuple[Token, ...] = ()
    drawing: Drawing = field(default_factory=Drawing)
    notes: tuple[str, ...] = ()


def recognise(image: PageImage) -> OcrPage:
    """Return the words of a page's picture; raises EngineMissing when no reading engine is installed."""
    # Pages are read in parallel by processes.
    cv2.setNumThreads(1)
    seen = clean(image.grey)
    if seen.ink.sum() < 50:
        return OcrPage((), 0, 0.0, "", notes=("blank page",))
    engine = load_engine()
    view = _righted(engine, image.grey, seen)
    return _words(engine, image, view)


@dataclass(slots=True)
class _View:
    """A picture turned upright, with what was found in it."""

    seen: Cleaned
    turn: Turn
    ticks: list[TickBox]
    across: list[Segment]
    down: list[Segment]
    grey: Grey
    lines: list[LineBox]


def _look(engine: Engine, seen: Cleaned, turn: Turn) -> _View:
    even = turn.apply(seen.grey)
    ink = np.asarray(turn.apply(np.asarray(seen.ink * 255, np.uint8), 0) > 110, np.uint8)
    ticks = find_ticks(ink, seen.letter)
    across, down = find_rules(ink, seen.letter)
    plain, bare = without(even, ink, ticks, across, down)
    lines = find_lines(engine, plain, bare, seen.letter)
    return _View(seen, turn, ticks, across, down, plain, lines)


def _righted(engine: Engine, grey: Grey, seen: Cleaned) -> _View:
    """Return the picture upright: quarter turns by the shape of lines, half turns by reading some."""
    height, width = grey.shape
    level, upright = lean(seen.ink)
    aside, sideways = lean(np.ascontiguousarray(np.rot90(seen.ink, -1)))
    # A few words lie in no direction that a profile could tell.
    quarters = 1 if sideways > 1.15 * upright and seen.ink.sum() > 4000 else 0
    skew = (level, aside)[quarters]
    view = _look(engine, seen, Turn(quarters, skew if abs(skew) > LEVEL else 0.0, width, height))
    if _tall(view.lines):
        quarters = 1 - quarters
        skew = (level, aside)[quarters]
        again = _look(engine, seen, Turn(quarters, skew if abs(skew) > LEVEL else 0.0, width, height))
        view = again if not _tall(again.lines) else view
    if _upside_down(engine, view):
        turn = view.turn
        view = _look(engine, seen, Turn(turn.quarters + 2, turn.skew, width, height))
    return view


def _tall(lines: list[LineBox]) -> bool:
    high = sum(b.height for b in lines if b.height > 1.7 * b.width)
    wide = sum(b.width for b in lines if b.width > 1.7 * b.height)
    return high > wide


def _upside_down(engine: Engine, view: _View) -> bool:
    """Return whether the lines are read better when they are turned by half."""
    lines = sorted((b for b in view.lines if b.width > 1.5 * b.height), key=lambda b: -_worth(b))[:5]
    lead = 0.0
    for number, line in enumerate(lines, 1):
        crop = cut(view.grey, line)[:, : int(14 * line.height)]
        lead += _sure(engine, crop) - _sure(engine, np.ascontiguousarray(crop[::-1, ::-1]))
        if number >= 2 and abs(lead) > 0.4:
            break
    return lead < -0.1


def _worth(line: LineBox) -> float:
    # Lines of a handful of words tell most at least cost.
    return -abs(line.width / max(line.height, 1) - 12)


def _sure(engine: Engine, crop: Grey) -> float:
    letters = [x for x in read_line(engine, crop) if x.text != " "]
    return sum(x.sure for x in letters) / len(letters) if letters else 0.0


def _words(engine: Engine, image: PageImage, view: _View) -> OcrPage:
    scale = image.scale
    lines: list[list[Found]] = []
    for line in view.lines:
        crop = cut(view.grey, line)
        stops = [
            (t.x0 - line.x0, t.x1 - line.x0)
            for t in view.ticks
            if line.top < (t.top + t.bottom) / 2 < line.bottom and line.x0 < t.x1 and line.x1 > t.x0
        ]
        lines.append(words_of(line, read_line(engine, crop), crop, stops))
    found = read_numbers_again(engine, view.grey, mark_bold(lines))
    notes: list[str] = []
    for tick in view.ticks:
        text = "☒" if tick.ticked else "☐"
        sure = 0.4 if tick.ticked is None else 0.97
        found.append(Found(text, tick.x0, tick.top, tick.x1, tick.bottom, sure))
    if any(t.ticked is None for t in view.ticks):
        notes.append("a tick box is neither clearly ticked nor clearly empty")
    tokens = []
    for word in found:
        x0, top, x1, bottom = (v * scale for v in view.turn.back(word.x0, word.top, word.x1, word.bottom))
        box = Box(max(x0, 0.0), max(top, 0.0), min(x1, image.width), min(bottom, image.height))
        tokens.append(
            Token(
                word.text,
                word.x0 * scale,
                word.top * scale,
                word.x1 * scale,
                word.bottom * scale,
                box,
                word.bold,
                round(word.sure, 4),
            )
        )
    drawing = Drawing(
        tuple(Rule((s.top + s.bottom) / 2 * scale, s.x0 * scale, s.x1 * scale) for s in view.across),
        tuple(Rule((s.x0 + s.x1) / 2 * scale, s.top * scale, s.bottom * scale) for s in view.down),
    )
    return OcrPage(
        tuple(OcrWord(t.text, t.box, t.confidence) for t in tokens),
        view.turn.quarters % 4 * 90,
        view.turn.skew,
        engine.name,
        tuple(tokens),
        drawing,
        tuple(notes),
    )
