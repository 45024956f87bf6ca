"""Files and passages into documents and pages, and pages into pictures; engines load when first used."""

from __future__ import annotations

from extractor.pages.picture import render_page
from extractor.pages.plain import page_from_text
from extractor.pages.read import PageReader, document_files, file_sha256, read_document

__all__ = ["PageReader", "document_files", "file_sha256", "page_from_text", "read_document", "render_page"]
