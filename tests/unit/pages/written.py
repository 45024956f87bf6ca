"""Documents written as text, for tests: `# ` marks a bold line, `^ ` the running head, `_ ` the foot."""

from __future__ import annotations

from extractor.model.document import Document, Line, LineKind, Origin, Page

_KINDS = {"^ ": LineKind.HEADER, "_ ": LineKind.FOOTER}


def written_page(number: int, text: str, origin: Origin = Origin.TEXT) -> Page:
    """Return a page with one line for each line of ``text``."""
    parts: list[str] = []
    lines: list[Line] = []
    start = 0
    for raw in text.strip("\n").split("\n"):
        shown = raw[2:] if raw[:2] in ("# ", *_KINDS) else raw
        kind = _KINDS.get(raw[:2], LineKind.CONTENT)
        lines.append(Line(start, start + len(shown), kind, bold=raw.startswith("# ")))
        parts.append(shown)
        start += len(shown) + 1
    return Page(number, 612, 792, "\n".join(parts), lines=tuple(lines), origin=origin)


def written(*pages: str, name: str = "chart.pdf", origin: Origin = Origin.TEXT) -> Document:
    """Return a document of these pages."""
    return Document(name, "", tuple(written_page(n, t, origin) for n, t in enumerate(pages, 1)))
