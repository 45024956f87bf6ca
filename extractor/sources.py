"""The submitted files as the report's source of page pictures, page texts and places on the page."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

from extractor.model.document import Box, Document
from extractor.pages import render_page
from extractor.report import Picture

_DPI = 100


class FilePages:
    """Draws pages from the files of a case when asked; nothing is kept."""

    def __init__(self, files: Mapping[str, Path], documents: Sequence[Document]):
        self._files = files
        self._pages = {(d.name, p.number): p for d in documents for p in d.pages}

    def text(self, document: str, page: int) -> str:
        """Return the page's text, '' for a page that was not read."""
        found = self._pages.get((document, page))
        return found.text if found else ""

    def boxes(self, document: str, page: int, start: int, end: int) -> tuple[Box, ...]:
        """Return the boxes of ``text(document, page)[start:end]`` in PDF points from the page's top left."""
        found = self._pages.get((document, page))
        return found.boxes(start, end) if found else ()

    def picture(self, document: str, page: int) -> Picture | None:
        """Return the page as a PNG, or None when it cannot be drawn."""
        found, path = self._pages.get((document, page)), self._files.get(document)
        if found is None or path is None:
            return None
        try:
            data = render_page(path, page, dpi=_DPI)
        except Exception:  # a page that cannot be drawn must not lose the report; its text is there
            return None
        width, height = struct.unpack(">II", data[16:24])
        return Picture(data, "image/png", width, height, found.width, found.height)
