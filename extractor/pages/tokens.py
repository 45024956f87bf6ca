"""The pieces a page is laid out from: words with geometry, and the rules and fills drawn around them.

Two frames of coordinates occur. *Page* coordinates are those of ``Box``: points from the top left of the page
as it is shown. *Reading* coordinates are the page turned so that its text is upright; layout works in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from extractor.model.document import Box

# Hyphens, among them the marks that a PDF reader sets for one at a line end.
HYPHENS = "-\u00ad\u2010\u2011\ufffe\u0002"

# A loose character box is about 1.15 em high in common fonts.
_BOX_PER_EM = 1.15

_LIST_MARK = re.compile(
    r"^(?:\(?\d{1,2}[.)]|\(?[A-Za-z][.)]|\((?:i{1,3}|iv|v|vi{0,3})\)|[•●▪■◦○‣·*–—\-]|"
    r"[☐☑☒✓]\S*|\[[xX ]?\]?|>{1,2})$"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word: its text, its place in reading coordinates, and its ``box`` on the page."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    box: Box
    bold: bool = False
    confidence: float = 1.0

    @property
    def size(self) -> float:
        """Return the font size in points, as far as the height of the box tells."""
        return max((self.bottom - self.top) / _BOX_PER_EM, 1.0)

    @property
    def middle(self) -> float:
        """Return the height of the token's middle."""
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        """Return the place of the token's middle across the page."""
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line: its height (or place across, if upright), and its ``start`` and ``end`` along it."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Fill:
    """A filled rectangle in reading coordinates with its lightness, 0 (black) to 1 (white)."""

    x0: float
    top: float
    x1: float
    bottom: float
    light: float

    def holds(self, x: float, y: float) -> bool:
        """Return whether the point lies inside."""
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn on a page besides text: ``across`` and ``down`` rules, and fills."""

    across: tuple[Rule, ...] = ()
    down: tuple[Rule, ...] = ()
    fills: tuple[Fill, ...] = ()

    def shade(self, x: float, y: float) -> float:
        """Return the lightness of the last ground painted at a place, 1.0 when there is none."""
        return next((f.light for f in reversed(self.fills) if f.holds(x, y)), 1.0)

    def parted(self, upper: float, lower: float, x0: float, x1: float) -> bool:
        """Return whether a horizontal rule between two heights parts most of what lies between two places."""
        need = 0.5 * (x1 - x0)
        covered = sum(
            min(r.end, x1) - max(r.start, x0)
            for r in self.across
            if upper < r.at < lower and r.start < x1 and r.end > x0
        )
        return covered > need


@dataclass(frozen=True, slots=True)
class Strip:
    """Tokens that stand on one line, from left to right."""

    tokens: tuple[Token, ...]

    @property
    def x0(self) -> float:
        """Return the left end."""
        return self.tokens[0].x0

    @property
    def x1(self) -> float:
        """Return the right end."""
        return max(t.x1 for t in self.tokens)

    @property
    def top(self) -> float:
        """Return the upper edge."""
        return min(t.top for t in self.tokens)

    @property
    def bottom(self) -> float:
        """Return the lower edge."""
        return max(t.bottom for t in self.tokens)

    @property
    def middle(self) -> float:
        """Return the height of the line's middle."""
        return median(t.middle for t in self.tokens)

    @property
    def size(self) -> float:
        """Return the usual font size of the line in points."""
        return median(t.size for t in self.tokens)

    @property
    def bold(self) -> bool:
        """Return whether every word is bold."""
        return all(t.bold for t in self.tokens)

    @property
    def text(self) -> str:
        """Return the words joined by blanks."""
        return " ".join(t.text for t in self.tokens)

    @property
    def marked(self) -> bool:
        """Return whether the line starts with a bullet, a tick box or a list number."""
        return len(self.tokens) > 1 and bool(_LIST_MARK.match(self.tokens[0].text))

    def _typed(self) -> float:
        """Return one and a half characters for a typewriter font, where two blanks part columns, else 0."""
        widths = [(t.x1 - t.x0) / len(t.text) for t in self.tokens]
        mean = sum(widths) / len(widths)
        letters = {c for t in self.tokens for c in t.text}
        return 1.5 * mean if max(widths) - min(widths) < 0.03 * mean and len(letters) > 6 else 0.0

    def segments(self) -> tuple[Strip, ...]:
        """Return the stretches between gaps that are wider than the spaces of the line."""
        gaps = [b.x0 - a.x1 for a, b in zip(self.tokens, self.tokens[1:], strict=False)]
        if not gaps:
            return (self,)
        size = self.size
        # Justified text has wide but even gaps, and seldom more than about one and a half em.
        space = median(gaps)
        alike = sum(0.7 * space < g < 1.4 * space for g in gaps)
        if space > 1.2 * size or alike < 0.6 * len(gaps):
            space = min(gaps)
        limit = self._typed() or max(0.85 * size, min(1.8 * space, 1.6 * size))
        parts: list[list[Token]] = [[self.tokens[0]]]
        for number, (token, gap) in enumerate(zip(self.tokens[1:], gaps, strict=True)):
            # What follows a bullet or a list number is its text, not another column.
            if gap > limit and not (number == 0 and self.marked):
                parts.append([])
            parts[-1].append(token)
        return tuple(Strip(tuple(p)) for p in parts)


def strips_of(tokens: Iterable[Token]) -> list[Strip]:
    """Return the tokens sorted into lines from the top, by the height of their middles."""
    lines: list[list[Token]] = []
    for token in sorted(tokens, key=lambda t: (t.middle, t.x0)):
        for line in reversed(lines[-3:]):
            lead = max(line, key=lambda t: t.size)
            if abs(token.middle - lead.middle) < 0.42 * max(token.size, lead.size):
                line.append(token)
                break
        else:
            lines.append([token])
    strips = [Strip(tuple(sorted(line, key=lambda t: (t.x0, t.x1)))) for line in lines]
    return sorted(strips, key=lambda s: (s.middle, s.x0))
