"""Reads a PDF page's words, rules and fills with pdfium, in page and reading coordinates."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from extractor.model.document import Box
from extractor.pages.drawn import Objects, drawing_of, lightness, read_objects
from extractor.pages.geometry import Quad, Sheet, read_sheet, upright
from extractor.pages.glyphs import glyph, is_symbol_font
from extractor.pages.ticks import bullet_words, tick_words
from extractor.pages.tokens import Drawing, Token

ASKEW = 45
_INVISIBLE = 3
_TINY = 2.0
_WHITE = 0.93


@dataclass(slots=True)
class RawPage:
    """What a PDF page holds: words by direction (user-space degrees), its drawing, its images' share."""

    sheet: Sheet
    tokens: dict[int, list[Token]]
    drawing: Drawing
    turn: int
    image_cover: float = 0.0
    invisible: bool = False
    pictures: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class _Style:
    bold: bool
    symbol: str
    hidden: bool
    white: bool


def read_raw(page: Any, extra: Callable[[Any, Sheet], list[tuple[str, Quad]]] | None = None) -> RawPage:
    """Return the words and drawing of a pypdfium2 page; ``extra`` adds words such as form values.

    Hidden words (invisible, white on white, tiny, off the page) are left out, unless most words of a page
    that is mostly an image are invisible: then they are the text layer of a scan.
    """
    sheet = read_sheet(page)
    objects = read_objects(page)
    cover = _cover(objects.images, sheet)
    words, invisible = _read_words(page, sheet, objects, cover)
    # What stands in a small square is its tick.
    ticked, words = tick_words(objects.frames, objects.marks, objects.fills, words)
    words += ticked + bullet_words([*objects.marks, *(q for q, light in objects.fills if light < 0.7)], words)
    if extra is not None:
        words += [(text, quad, 0, False) for text, quad in extra(page, sheet)]
    counts = Counter[int]()
    for text, _, turn, _ in words:
        counts[turn] += len(text)
    turn = max(counts, key=lambda t: (counts[t], -t)) if counts else sheet.rotation
    tokens: dict[int, list[Token]] = {}
    for text, quad, own, bold in _distinct(words):
        own = turn if text in "[]" or text in ("[x]", "☐") else own
        tokens.setdefault(own, []).append(Token(text, *upright(quad, own), sheet.box(quad), bold))
    pictures = tuple(sheet.box(q) for q in objects.images)
    return RawPage(sheet, tokens, drawing_of(objects, turn), turn, cover, invisible, pictures)


_Words = list[tuple[str, Quad, int, bool]]


def _distinct(words: _Words) -> Iterator[tuple[str, Quad, int, bool]]:
    """Yield the words without those drawn again at nearly the same place (fake bold), which are bold."""
    seen: dict[tuple[str, int, int], int] = {}
    kept: _Words = []
    for text, quad, turn, bold in words:
        height = min(quad[3] - quad[1], quad[2] - quad[0]) or 1.0
        cx, cy = (quad[0] + quad[2]) / 2, (quad[1] + quad[3]) / 2
        twin = None
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                index = seen.get((text, round(cx / 2) + dx, round(cy / 2) + dy))
                if index is not None:
                    other = kept[index][1]
                    near = abs((other[0] + other[2]) / 2 - cx) + abs((other[1] + other[3]) / 2 - cy)
                    if near < max(1.0, 0.2 * height):
                        twin = index
        if twin is None:
            seen[(text, round(cx / 2), round(cy / 2))] = len(kept)
            kept.append((text, quad, turn, bold))
        else:
            kept[twin] = (*kept[twin][:3], True)
    yield from kept


def _read_words(page: Any, sheet: Sheet, objects: Objects, cover: float) -> tuple[_Words, bool]:
    textpage = page.get_textpage()
    try:
        raw = list(_words(textpage))
    finally:
        textpage.close()
    hidden = [w for w in raw if w[4].hidden]
    layer = cover > 0.5 and len(hidden) > 0.5 * len(raw) > 0
    x0, y0, x1, y1 = sheet.crop
    words: _Words = []
    for text, quad, turn, _, style in raw:
        cx, cy = (quad[0] + quad[2]) / 2, (quad[1] + quad[3]) / 2
        if not (x0 <= cx <= x1 and y0 <= cy <= y1) or min(quad[3] - quad[1], quad[2] - quad[0]) <= 0:
            continue
        if max(quad[3] - quad[1], 0) < _TINY and max(quad[2] - quad[0], 0) < _TINY * len(text):
            continue
        if not layer and style.hidden:
            continue
        if style.white and not layer and not _on_dark(objects, cx, cy):
            continue
        clipped = (max(quad[0], x0), max(quad[1], y0), min(quad[2], x1), min(quad[3], y1))
        words.append((text, clipped, turn, style.bold))
    return words, layer


def _on_dark(objects: Objects, x: float, y: float) -> bool:
    inside = [light for q, light in objects.fills if q[0] <= x <= q[2] and q[1] <= y <= q[3]]
    return any(light < _WHITE for light in inside) or any(
        q[0] <= x <= q[2] and q[1] <= y <= q[3] for q in objects.images
    )


def _words(textpage: Any) -> Iterator[tuple[str, Quad, int, float, _Style]]:
    """Yield (text, user-space box, direction, height, style) in the order of the content stream."""
    rect = pdfium.FS_RECTF()
    styles: dict[int, _Style] = {}
    text: list[str] = []
    quad: Quad = (0, 0, 0, 0)
    turn, style, last, widest = 0, _Style(False, "", False, False), 0.0, 0.0

    def done() -> tuple[str, Quad, int, float, _Style]:
        word = ("".join(text), quad, turn, last, style)
        text.clear()
        return word

    for index in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        char = chr(code) if code else ""
        if not char or char.isspace() or unicodedata.category(char) == "Zs":
            if text:
                yield done()
                widest = 0.0
            continue
        if char in "\u200b\u200c\u200d\u2060\ufeff":
            continue
        if not pdfium.FPDFText_GetLooseCharBox(textpage, index, rect):
            continue
        box = (rect.left, rect.bottom, rect.right, rect.top)
        if not text:
            turn = _quadrant(pdfium.FPDFText_GetCharAngle(textpage, index))
            style = _style(textpage, index, styles)
        elif not _adjoins(quad, box, turn, widest):
            yield done()
            widest = 0.0
            turn = _quadrant(pdfium.FPDFText_GetCharAngle(textpage, index))
            style = _style(textpage, index, styles)
        box = _sane(textpage, index, box)
        if text:
            widest = max(widest, _gap(quad, box, turn))
            quad = _union(quad, box)
        else:
            quad = box
        shown = glyph(char, style.symbol)
        text.append(shown)
    if text:
        yield done()


def _sane(textpage: Any, index: int, box: Quad) -> Quad:
    """Return the box, or the box of the ink where the font's ascent and descent are useless."""
    size = pdfium.FPDFText_GetFontSize(textpage, index)
    height = box[3] - box[1]
    if height > 0.3 and (size <= 1.5 or height < 4 * size):
        return box
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if not pdfium.FPDFText_GetCharBox(textpage, index, left, right, bottom, top):
        return box
    return left.value, bottom.value, right.value, top.value


def _union(a: Quad, b: Quad) -> Quad:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])


def _quadrant(angle: float) -> int:
    """Return the direction of text in degrees: quarter turns, or ``ASKEW`` for a slanting watermark."""
    # pdfium counts clockwise.
    degrees = -math.degrees(angle) if angle >= 0 else 0.0
    turn = round(degrees / 90) % 4 * 90
    return turn if abs((degrees - turn + 180) % 360 - 180) < 15 else ASKEW


def _gap(word: Quad, box: Quad, turn: int) -> float:
    return upright(box, turn)[0] - upright(word, turn)[2]


def _adjoins(word: Quad, box: Quad, turn: int, widest: float) -> bool:
    """Return whether a character goes on with a word: on its line, and neither far behind nor ahead.

    ``widest`` is the widest gap within the word so far: a much wider one is a space that was never written.
    """
    a, b = upright(word, turn), upright(box, turn)
    height = max(a[3] - a[1], 1.0)
    overlap = min(a[3], b[3]) - max(a[1], b[1])
    gap = b[0] - a[2]
    limit = max(0.14 * height, 3 * widest) if a[2] - a[0] > 0.7 * height else 0.3 * height
    return overlap > 0.3 * min(height, max(b[3] - b[1], 0.1)) and -0.8 * height < gap < min(
        limit, 0.5 * height
    )


def _style(textpage: Any, index: int, styles: dict[int, _Style]) -> _Style:
    obj = pdfium.FPDFText_GetTextObject(textpage, index)
    key = ctypes.addressof(obj.contents) if obj else 0
    if key not in styles:
        styles[key] = _read_style(textpage, index, obj)
    return styles[key]


def _read_style(textpage: Any, index: int, obj: Any) -> _Style:
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(textpage, index, name, 128, flags)
    font = name.value.decode("utf-8", "replace").lower()
    bold = any(w in font for w in ("bold", "black", "heavy", "semibd", "demi")) or bool(
        flags.value & (1 << 18)
    )
    bold = bold or pdfium.FPDFText_GetFontWeight(textpage, index) >= 650
    if not obj:
        return _Style(bold, is_symbol_font(font), False, False)
    mode = pdfium.FPDFTextObj_GetTextRenderMode(obj)
    return _Style(bold, is_symbol_font(font), mode == _INVISIBLE, lightness(obj) > _WHITE and mode in (0, 4))


def _cover(images: list[Quad], sheet: Sheet) -> float:
    """Return the share of the page that its largest image covers."""
    x0, y0, x1, y1 = sheet.crop
    area = (x1 - x0) * (y1 - y0)
    return max(
        (
            max(min(q[2], x1) - max(q[0], x0), 0.0) * max(min(q[3], y1) - max(q[1], y0), 0.0) / area
            for q in images
        ),
        default=0.0,
    )
