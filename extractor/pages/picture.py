"""Draws a page, or a part of one, as a PNG for showing evidence in its place."""

from __future__ import annotations

import io
from contextlib import closing
from pathlib import Path
from typing import Any

from extractor.errors import DocumentError
from extractor.model.document import Box

_IMAGES = frozenset((".tif", ".tiff", ".png", ".jpg", ".jpeg"))


def render_page(path: Path, number: int, *, dpi: int = 110, clip: Box | None = None) -> bytes:
    """Return a grey PNG of page ``number`` (from 1), or of its part ``clip`` in page coordinates (points).

    Raises DocumentError when the file or the page cannot be drawn.
    """
    try:
        image = _image(path, number, dpi) if path.suffix.lower() in _IMAGES else _pdf(path, number, dpi)
    except Exception:
        raise DocumentError(path, f"page {number} cannot be drawn") from None
    if clip is not None:
        scale = dpi / 72
        x0, top = max(int(clip.x0 * scale), 0), max(int(clip.top * scale), 0)
        x1, bottom = (
            min(int(clip.x1 * scale + 1), image.width),
            min(int(clip.bottom * scale + 1), image.height),
        )
        if x1 <= x0 or bottom <= top:
            raise DocumentError(path, f"page {number} holds no such region")
        image = image.crop((x0, top, x1, bottom))
    buffer = io.BytesIO()
    # Sixteen greys keep text crisp at a third of the size.
    image.convert("L").quantize(16).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _pdf(path: Path, number: int, dpi: int) -> Any:
    import pypdfium2

    with closing(pypdfium2.PdfDocument(path)) as pdf:
        if pdf.get_formtype():
            pdf.init_forms()
        with closing(pdf[number - 1]) as page:
            return page.render(scale=dpi / 72, grayscale=True, may_draw_forms=True).to_pil()


def _image(path: Path, number: int, dpi: int) -> Any:
    from PIL import Image, ImageOps

    from extractor.pages.image import page_size

    with Image.open(path) as image:
        image.seek(number - 1)
        width, height = (max(round(side * dpi / 72), 1) for side in page_size(image))
        return ImageOps.exif_transpose(image.convert("L")).resize((width, height))
