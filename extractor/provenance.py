"""What an audit is made with: software, rules and engines, for its reader and for a later run to compare."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from extractor import __version__
from extractor.model.document import Document, Origin

SOFTWARE = f"chart-audit {__version__}"
OCR = "OCR"
# The packages whose version may change what is read or understood.
_ENGINES = (
    "medspacy",
    "numpy",
    "onnxruntime",
    "pdfplumber",
    "pillow",
    "pypdfium2",
    "rapidfuzz",
    "rapidocr",
    "spacy",
)


@cache
def versions() -> dict[str, str]:
    """Return the installed engines and their versions."""
    found: dict[str, str] = {}
    for name in _ENGINES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def ocr_engine(documents: Iterable[Document]) -> dict[str, str]:
    """Return the OCR engine with models and versions if it read a page of ``documents``, else nothing."""
    if not any(p.origin in (Origin.OCR, Origin.MIXED) for d in documents for p in d.pages):
        return {}
    from extractor.pages.ocr_engine import EngineMissing, load_engine

    try:
        return {OCR: load_engine().name}
    except EngineMissing:
        return {}


@cache
def rules_sha256(rules: Path) -> str:
    """Return one SHA-256 over every file below ``rules``, names included."""
    digest = hashlib.sha256()
    for path in sorted(p for p in rules.rglob("*") if p.is_file() and not p.name.startswith(".")):
        digest.update(path.relative_to(rules).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
