"""Reads a page with pdfplumber, for pages that pdfium cannot read."""

from __future__ import annotations

from pathlib import Path

from extractor.model.document import Box, Page
from extractor.pages.assembly import page_from_tokens, token
from extractor.pages.glyphs import glyph


def count_pages(path: Path) -> int:
    """Return the number of pages; raises whatever pdfplumber raises on a file it cannot open."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return len(pdf.pages)


def read_page(path: Path, number: int) -> Page:
    """Return page ``number`` (from 1); raises whatever pdfplumber raises on a page it cannot read."""
    import pdfplumber

    with pdfplumber.open(path, pages=[number]) as pdf:
        page = pdf.pages[0].dedupe_chars()
        found = [
            token(
                "".join(glyph(c) for c in word["text"]),
                Box(word["x0"], word["top"], word["x1"], word["bottom"]),
                bold="bold" in word["fontname"].lower(),
            )
            for word in page.extract_words(extra_attrs=["fontname"], keep_blank_chars=False)
        ]
        tokens = [t for t in found if t.text and t.x1 > t.x0 and t.bottom > t.top]
        return page_from_tokens(tokens, float(page.width), float(page.height), number=number)
