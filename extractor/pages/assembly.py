"""Makes a page from its words and drawing: layout, text, lines and rows, for text layers and OCR alike."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from extractor.model.document import Box, Origin, Page
from extractor.pages.compose import compose
from extractor.pages.layout import arrange
from extractor.pages.tokens import Drawing, Token


def page_from_tokens(
    tokens: Sequence[Token],
    width: float,
    height: float,
    *,
    number: int = 1,
    drawing: Drawing | None = None,
    aside: Sequence[Sequence[Token]] = (),
    origin: Origin = Origin.TEXT,
) -> Page:
    """Return the page of these words in reading order; its size is in points, as the page is shown.

    ``tokens`` stand upright in reading coordinates; ``aside`` are groups of words that run in other
    directions, each in its own reading coordinates, and are written after the rest.
    """
    tokens, overlaid = _overlaid(tokens)
    parts, joined = arrange(tokens, drawing or Drawing())
    for group in (*aside, overlaid):
        parts += arrange(group, Drawing())[0]
    page = compose(parts, joined)
    confidence = sum(w.confidence for w in page.words) / len(page.words) if page.words else 0.0
    return Page(
        number,
        round(width, 2),
        round(height, 2),
        page.text,
        tuple(page.words),
        tuple(page.lines),
        tuple(page.rows),
        origin,
        confidence,
    )


def _overlaid(tokens: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """Return the words without, and those of, big print laid over others: a stamp or watermark."""
    if not tokens:
        return [], []
    usual = median(t.size for t in tokens)
    over = [
        big
        for big in tokens
        if big.size > 2.5 * usual
        and sum(
            big.x0 < t.x1 and t.x0 < big.x1 and big.top < t.middle < big.bottom and t.size < 1.6 * usual
            for t in tokens
        )
        > 1
    ]
    ids = {id(t) for t in over}
    return [t for t in tokens if id(t) not in ids], over


def token(text: str, box: Box, *, bold: bool = False, confidence: float = 1.0) -> Token:
    """Return an upright word at a box in page coordinates."""
    return Token(text, box.x0, box.top, box.x1, box.bottom, box, bold, confidence)
