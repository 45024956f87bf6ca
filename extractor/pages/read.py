"""Reads a submitted file into a document, page by page, so that one bad page never loses the file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from extractor.errors import DocumentError
from extractor.model.document import Document, LineKind, Origin, Page

PageReader = Callable[[Path, int, Page], Page | None]
"""Reads one page from its image: (file, number from 1, page as its text layer gives it) -> page or None.

It is asked for pages without a text layer (``Origin.NONE``) and for pages whose text layer is that of a scan
or garbled (``Origin.OCR``); None keeps the page as it is.
"""
Ocr = PageReader | Literal["auto"] | None

_IMAGES = frozenset((".tif", ".tiff", ".png", ".jpg", ".jpeg"))
_SUFFIXES = _IMAGES | {".pdf"}
# Fewer characters than this on a page that is mostly image are a stamp on a scan, not its text.
_STAMP = 120


def document_files(folder: Path) -> tuple[Path, ...]:
    """Return the submitted files of a case folder (PDF, TIFF, PNG, JPEG), ``part2`` before ``part10``."""

    def key(path: Path) -> tuple[tuple[int, int, str], ...]:
        parts = re.findall(r"\d+|\D+", path.name.lower())
        return tuple((0, int(p), "") if p.isdigit() else (1, 0, p) for p in parts)

    files = (p for p in folder.iterdir() if p.suffix.lower() in _SUFFIXES and not p.name.startswith("."))
    return tuple(sorted((p for p in files if p.is_file()), key=key))


def read_document(path: Path, *, ocr: Ocr = "auto") -> Document:
    """Return the document in a PDF, TIFF, PNG or JPEG file.

    ``ocr`` reads pages that have no text layer, or an untrusted one: "auto" with the built-in engine, which
    is loaded when the first such page comes; with None they keep ``Origin.NONE`` and a note. Raises
    DocumentError, in one sentence, when the file is missing, empty, locked, damaged or of another kind.
    """
    digest = file_sha256(path)
    if not digest:
        raise DocumentError(path, "cannot be opened; check that it is there and may be read")
    if path.stat().st_size == 0:
        raise DocumentError(path, "is empty; submit it again")
    suffix = path.suffix.lower()
    if suffix == ".pdf" or _starts(path, b"%PDF-"):
        pages = tuple(_pdf_pages(path, ocr))
    elif suffix in _IMAGES:
        pages = tuple(_image_pages(path, ocr))
    else:
        raise DocumentError(path, "is of a kind that is not read; submit PDF, TIFF, PNG or JPEG")
    from extractor.pages.furniture import mark_furniture

    return Document(path.name, digest, _run_on(mark_furniture(pages)))


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes in hex, '' when the file cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _starts(path: Path, magic: bytes) -> bool:
    with path.open("rb") as file:
        return magic in file.read(1024)


def _image_pages(path: Path, ocr: Ocr) -> Iterator[Page]:
    from PIL import Image, UnidentifiedImageError

    from extractor.pages.image import page_size

    try:
        with Image.open(path) as image:
            sizes = []
            for number in range(getattr(image, "n_frames", 1)):
                image.seek(number)
                sizes.append(page_size(image))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        raise DocumentError(path, "is damaged or not an image; submit it again") from None
    for number, (width, height) in enumerate(sizes, 1):
        blank = Page(number, width, height, "", origin=Origin.NONE, confidence=0.0, note=_NO_TEXT)
        yield _ocred(path, blank, ocr)


_NO_TEXT = "no text layer"
_NO_PAGES = "has no pages; submit it again"


def _pdf_pages(path: Path, ocr: Ocr) -> Iterator[Page]:
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        # pdfium may report the last file's error; a locked file says so itself.
        if "password" in str(error).lower() and b"/Encrypt" in path.read_bytes():
            raise DocumentError(path, "is encrypted; submit it without a password") from None
        for number in range(1, _second_count(path) + 1):
            yield _ocred(path, _second_reading(path, number, "file damaged"), ocr)
        return
    with closing(pdf):
        count = len(pdf)
        if count == 0:
            raise DocumentError(path, _NO_PAGES)
        if pdf.get_formtype():
            pdf.init_forms()
        for number in range(1, count + 1):
            yield _ocred(path, _pdf_page(path, pdf, number, ocr), ocr)


def _second_count(path: Path) -> int:
    """Return the number of pages the second PDF reader finds in a file that the first cannot open."""
    from extractor.pages.fallback import count_pages

    try:
        count = count_pages(path)
    except Exception:
        raise DocumentError(path, "is damaged or not a PDF; submit it again") from None
    if count == 0:
        raise DocumentError(path, _NO_PAGES)
    return count


def _pdf_page(path: Path, pdf: Any, number: int, ocr: Ocr) -> Page:
    """Return a page read with pdfium, else with pdfplumber, else as one without text."""
    from extractor.pages.forms import form_words
    from extractor.pages.pdf import read_raw

    try:
        page = pdf[number - 1]
        with closing(page):
            raw = read_raw(page, form_words)
            found = page_of_raw(raw, number)
            if found.origin is Origin.TEXT and raw.pictures and ocr is not None:
                found = _with_pictures(path, raw, found)
    # An engine may fail in ways of its own on a damaged page; whatever it is, the other pages are read.
    except Exception as error:
        return _second_reading(path, number, type(error).__name__)
    return found


def page_of_raw(raw: Any, number: int) -> Page:
    """Return the page laid out from what pdfium found on it (a RawPage)."""
    from extractor.pages.assembly import page_from_tokens
    from extractor.pages.trust import garbled

    page = page_from_tokens(
        raw.tokens.get(raw.turn, ()),
        raw.sheet.width,
        raw.sheet.height,
        number=number,
        drawing=raw.drawing,
        aside=tuple(tokens for turn, tokens in sorted(raw.tokens.items()) if turn != raw.turn),
    )
    turned = (raw.turn - raw.sheet.rotation) % 360
    page = replace(page, rotation=turned)
    if not page.text.strip() or (raw.image_cover > 0.7 and len(page.text) < _STAMP):
        return replace(page, origin=Origin.NONE, confidence=0.0, note=_NO_TEXT)
    if raw.invisible:
        return replace(page, origin=Origin.OCR, note="text layer of a scan")
    if garbled(page.text):
        return replace(page, origin=Origin.OCR, confidence=0.3, note="garbled text layer")
    return page


def _with_pictures(path: Path, raw: Any, page: Page) -> Page:
    """Return a digital page with the words of its large pictures, if they hold any, merged in by place."""
    from extractor.pages.geometry import upright
    from extractor.pages.trust import unread_pictures

    pictures = unread_pictures(page, raw.pictures)
    if not pictures:
        return page
    from extractor.pages.scan import picture_tokens

    tokens, note = picture_tokens(path, page, pictures)
    if not tokens:
        return replace(page, note=note or page.note)
    for token in tokens:
        x0, top, x1, bottom = upright(raw.sheet.quad(token.box), raw.turn)
        placed = replace(token, x0=x0, top=top, x1=x1, bottom=bottom)
        raw.tokens.setdefault(raw.turn, []).append(placed)
    return replace(page_of_raw(raw, page.number), origin=Origin.MIXED, note=note)


def _second_reading(path: Path, number: int, reason: str) -> Page:
    from extractor.pages.fallback import read_page

    try:
        page = read_page(path, number)
    except Exception:
        return Page(
            number,
            612.0,
            792.0,
            "",
            origin=Origin.NONE,
            confidence=0.0,
            note=f"page could not be read ({reason})",
        )
    if not page.text.strip():
        return replace(page, origin=Origin.NONE, confidence=0.0, note=_NO_TEXT)
    return replace(page, note="read with the second PDF reader")


def _ocred(path: Path, page: Page, ocr: Ocr) -> Page:
    if ocr is None or page.origin in (Origin.TEXT, Origin.MIXED):
        return page
    if ocr == "auto":
        from extractor.pages.scan import read_scan

        return read_scan(path, page.number, page) or page
    return ocr(path, page.number, page) or page


def _run_on(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Return the pages with the first content line of each marked when it goes on with the page before."""
    from extractor.pages.paragraphs import goes_on

    done: list[Page] = []
    last = ""
    for page in pages:
        content = [i for i, line in enumerate(page.lines) if line.kind is LineKind.CONTENT]
        if not content:
            done.append(page)
            continue
        rows = {row.start for row in page.rows}
        first = page.lines[content[0]]
        lines = list(page.lines)
        words = page.text[first.start : first.end]
        if last and first.start not in rows and not first.bold and goes_on(last, words):
            lines[content[0]] = replace(first, continues=True)
        done.append(replace(page, lines=tuple(lines)))
        end = page.lines[content[-1]]
        last = "" if end.start in rows or end.bold else page.text[end.start : end.end]
    return tuple(done)
