"""Reads tick boxes that are drawn as small squares, ticked or not, as the words "[x]" and "[ ]"."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.pages.geometry import Quad

PlacedWord = tuple[str, Quad, int, bool]
"""A word's text, user-space rectangle, direction in degrees and boldness."""

_MARKS = frozenset(("x", "X", "✓", "☑", "☒", "√", "v", "V", "×", "●", "■", "•"))


def tick_words(
    frames: Sequence[Quad],
    marks: Sequence[Quad],
    fills: Sequence[tuple[Quad, float]],
    words: list[PlacedWord],
) -> tuple[list[PlacedWord], list[PlacedWord]]:
    """Return the tick boxes as words, and the words that are left (a cross set as text belongs to its box).

    A square that holds other text, or stands on no line of text, is no tick box. An empty box is the two
    words "[" and "]", since a word holds no blank.
    """
    ticks: list[PlacedWord] = []
    used: set[int] = set()
    done: list[Quad] = []
    for frame in frames:
        if any(_near(frame, other) for other in done):
            continue
        inside = [i for i, w in enumerate(words) if _holds(frame, w[1])]
        if any(words[i][0] not in _MARKS for i in inside) or not _beside(frame, words):
            continue
        done.append(frame)
        ticked = bool(inside) or any(_holds(frame, m) for m in marks)
        ticked = ticked or any(
            light < 0.6 and _holds(frame, q) and _area(q) > 0.2 * _area(frame) for q, light in fills
        )
        used.update(inside)
        left, bottom, right, top = frame
        third = (right - left) / 3
        if ticked:
            ticks.append(("[x]", frame, 0, False))
        else:
            ticks.append(("[", (left, bottom, left + third, top), 0, False))
            ticks.append(("]", (right - third, bottom, right, top), 0, False))
    return ticks, [w for i, w in enumerate(words) if i not in used]


def bullet_words(marks: Sequence[Quad], words: Sequence[PlacedWord]) -> list[PlacedWord]:
    """Return small drawn dots that stand before a line of text as the word "•"."""
    bullets: list[PlacedWord] = []
    for left, bottom, right, top in marks:
        width, height = right - left, top - bottom
        if not (1.2 <= width <= 6.5 and 0.7 < width / max(height, 0.1) < 1.4):
            continue
        middle = (bottom + top) / 2
        line = [q for _, q, turn, _ in words if turn == 0 and q[1] < middle < q[3] and q[3] - q[1] > height]
        after = min((q[0] - right for q in line if q[0] >= right), default=99.0)
        before = max((q[2] for q in line if q[2] <= left + 1), default=-99.0)
        if after < 26 and left - before > 20:
            size = min((q for q in line if q[0] >= right), key=lambda q: q[0])
            bullets.append(("•", (left, size[1], right, size[3]), 0, False))
    return bullets


def _near(a: Quad, b: Quad) -> bool:
    return abs(a[0] + a[2] - b[0] - b[2]) < 6 and abs(a[1] + a[3] - b[1] - b[3]) < 6


def _holds(frame: Quad, quad: Quad) -> bool:
    x, y = (quad[0] + quad[2]) / 2, (quad[1] + quad[3]) / 2
    return (
        frame[0] <= x <= frame[2]
        and frame[1] <= y <= frame[3]
        and quad[2] - quad[0] < 2 * (frame[2] - frame[0])
    )


def _area(quad: Quad) -> float:
    return (quad[2] - quad[0]) * (quad[3] - quad[1])


def _beside(frame: Quad, words: Sequence[PlacedWord]) -> bool:
    middle = ((frame[0] + frame[2]) / 2, (frame[1] + frame[3]) / 2)
    return any(w[1][1] <= middle[1] <= w[1][3] or w[1][0] <= middle[0] <= w[1][2] for w in words)
