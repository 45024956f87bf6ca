"""Makes a page from its picture, alone or beside a text layer, and says which reading was used and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from extractor.model.document import Box, Origin, Page
from extractor.pages.assembly import page_from_tokens
from extractor.pages.image import PageImage, draw_pdf_page, image_page
from extractor.pages.ocr import OcrPage, recognise
from extractor.pages.ocr_engine import EngineMissing
from extractor.pages.ocr_facts import page_facts
from extractor.pages.tokens import Token

_IMAGES = frozenset((".tif", ".tiff", ".png", ".jpg", ".jpeg"))
# Below this mean confidence a page counts as unreadable.
_READABLE = 0.6
# Layers that share fewer words than this with the picture are not of it.
_AGREES = 0.95


def read_scan(path: Path, number: int, page: Page) -> Page | None:
    """Return page ``number`` of a file read from its picture, or None to leave it as it is.

    ``page`` is what the text layer gave: with ``Origin.OCR`` its text is compared with the picture and
    replaced, with ``Origin.NONE`` there is none. Never raises: a page that cannot be drawn or read says
    so in its note.
    """
    try:
        image = _picture(path, number)
        found = recognise(image)
    except EngineMissing as error:
        return replace(page, note=_joined(page.note, f"not read from its picture: {error}"))
    # Whatever a damaged picture does to an engine, the other pages are read.
    except Exception as error:
        return replace(
            page, note=_joined(page.note, f"its picture could not be read ({type(error).__name__})")
        )
    scanned = scanned_page(image, found, number)
    if page.origin is not Origin.OCR or not page.text.strip():
        return scanned
    return _compared(page, scanned)


def scanned_page(image: PageImage, found: OcrPage, number: int) -> Page:
    """Return the page laid out from the words read from its picture, with notes on what it is."""
    page = page_from_tokens(
        found.tokens,
        image.width,
        image.height,
        number=number,
        drawing=found.drawing,
        origin=Origin.OCR,
    )
    notes = _joined(*found.notes, *page_facts(page, image.grey))
    page = replace(page, rotation=found.rotation, note=notes)
    if not page.text.strip():
        blank = "blank page" in found.notes
        note = notes if blank else _joined(notes, "no words could be read from its picture")
        return replace(page, origin=Origin.NONE, confidence=1.0 if blank else 0.0, note=note)
    if page.confidence < _READABLE:
        return replace(page, note=_joined(notes, "hardly readable"))
    return page


def picture_tokens(path: Path, page: Page, pictures: Sequence[Box]) -> tuple[tuple[Token, ...], str]:
    """Return the words in some pictures on a digital page, and a note on them, maybe empty.

    ``pictures`` are boxes on the page in points; the tokens stand in page coordinates. Never raises.
    """
    try:
        found = recognise(_only(draw_pdf_page(path, page.number), pictures, page))
    except EngineMissing as error:
        return (), f"its pictures were not read: {error}"
    except Exception as error:
        return (), f"its pictures could not be read ({type(error).__name__})"
    sure = [t for t in found.tokens if t.confidence >= 0.5]
    # Logos and photos yield a few stray letters.
    if sum(len(t.text) for t in sure) < 12:
        return (), ""
    return tuple(
        replace(t, x0=t.box.x0, top=t.box.top, x1=t.box.x1, bottom=t.box.bottom) for t in sure
    ), "text layer and pictures read"


def _only(image: PageImage, pictures: Sequence[Box], page: Page) -> PageImage:
    """Return the page's picture with everything white but the pictures, and their typed words white too."""
    grey = np.full_like(image.grey, 255)
    per = 1 / image.scale

    def part(box: Box) -> tuple[slice, slice]:
        return (
            slice(max(int(box.top * per), 0), max(int(box.bottom * per) + 1, 0)),
            slice(max(int(box.x0 * per), 0), max(int(box.x1 * per) + 1, 0)),
        )

    for box in pictures:
        grey[part(box)] = image.grey[part(box)]
    for word in page.words:
        grey[part(word.box)] = 255
    return PageImage(image.number, grey, image.width, image.height)


def _picture(path: Path, number: int) -> PageImage:
    if path.suffix.lower() in _IMAGES:
        return image_page(path, number)
    return draw_pdf_page(path, number)


def _joined(*notes: str) -> str:
    return "; ".join(dict.fromkeys(n for n in notes if n))


def _compared(layer: Page, scanned: Page) -> Page:
    """Return the better of a hidden text layer and the reading of the picture it belongs to."""
    shared = agreement(layer.text, scanned.text)
    if scanned.origin is Origin.NONE or (scanned.confidence < 0.75 and shared < 0.85):
        note = f"text layer of a scan, not borne out by its picture ({shared:.0%} of words)"
        return replace(layer, confidence=min(scanned.confidence, 0.5), note=_joined(note, scanned.note))
    verdict = "agrees with" if shared >= _AGREES else "differs from"
    note = f"read from its picture; the hidden text layer {verdict} it ({shared:.0%} of words)"
    return replace(scanned, note=_joined(note, scanned.note))


def agreement(one: str, other: str) -> float:
    """Return the share of the words of the longer text that the other holds too, letters and digits only."""
    first, second = (re.findall(r"[a-z0-9]+", text.lower()) for text in (one, other))
    if not first or not second:
        return 0.0
    counts: dict[str, int] = {}
    for word in first:
        counts[word] = counts.get(word, 0) + 1
    shared = 0
    for word in second:
        if counts.get(word, 0) > 0:
            counts[word] -= 1
            shared += 1
    return shared / max(len(first), len(second))
