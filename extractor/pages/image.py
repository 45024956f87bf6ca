"""Reads page pictures as grey arrays from TIFF, PNG and JPEG files, and draws them from PDF pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]
"""A picture as rows of grey values, 0 (black) to 255 (white)."""

# What a picture without a stated resolution is taken to be, and the range in which a stated one is believed.
_GUESS = 200.0
_BELIEVED = (50.0, 1200.0)
_LETTER = 612.0
# Finer pictures than this are read at this resolution: text is no clearer, only larger.
_FINEST = 300.0
_MAX_PIXELS = 60_000_000


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page's picture, upright as submitted, with square pixels, and the page's size in points."""

    number: int
    grey: Grey
    width: float
    height: float

    @property
    def scale(self) -> float:
        """Return points a pixel."""
        return self.width / max(self.grey.shape[1], 1)


def read_image_pages(path: Path) -> Iterator[PageImage]:
    """Yield the pages of a TIFF, PNG or JPEG file; raises what Pillow raises on a damaged file.

    A frame that cannot be decoded is yielded as an empty picture, so that later pages are still read.
    """
    from PIL import Image

    with Image.open(path) as image:
        for number in range(1, getattr(image, "n_frames", 1) + 1):
            image.seek(number - 1)
            yield _page(image, number)


def image_page(path: Path, number: int) -> PageImage:
    """Return one page (from 1) of a TIFF, PNG or JPEG file; raises what Pillow raises on a damaged file."""
    from PIL import Image

    with Image.open(path) as image:
        image.seek(number - 1)
        return _page(image, number)


def page_size(image: Any) -> tuple[float, float]:
    """Return width and height in points of a Pillow image as shown, from its resolution or a guess."""
    width, height = image.size
    across, down = _resolution(image)
    if _turned(image):
        width, height, across, down = height, width, down, across
    return 72 * width / across, 72 * height / down


def _resolution(image: Any) -> tuple[float, float]:
    """Return dots an inch across and down."""
    stated = image.info.get("dpi") or (0, 0)
    across, down = (_believed(d) for d in (stated[0], stated[-1]))
    if across and down:
        return across, down
    if across or down:
        return across or down, across or down
    width, height = image.size
    # A fax page is 1728 dots wide at 204 dots an inch, and may have half as many lines.
    if width in (1728, 2432):
        return 204.0, 98.0 if height < 0.85 * width else 196.0
    portrait = min(width, height)
    # A phone picture or a screen shot of a page: its short side is a page wide.
    return (_GUESS, _GUESS) if 1400 <= portrait <= 1800 else (portrait * 72 / _LETTER,) * 2


def _believed(value: Any) -> float:
    try:
        dots = float(value)
    except (TypeError, ValueError, ZeroDivisionError):
        return 0.0
    return dots if _BELIEVED[0] <= dots <= _BELIEVED[1] and dots not in (72.0, 96.0) else 0.0


def _turned(image: Any) -> bool:
    return image.getexif().get(0x0112, 1) in (5, 6, 7, 8)


def _page(image: Any, number: int) -> PageImage:
    from PIL import Image, ImageOps

    width, height = page_size(image)
    empty = PageImage(number, np.full((1, 1), 255, np.uint8), width, height)
    if image.size[0] * image.size[1] > _MAX_PIXELS * 4:
        return empty
    try:
        flat = image
        if image.mode in ("RGBA", "LA", "P", "PA"):
            shown = image.convert("RGBA")
            flat = Image.alpha_composite(Image.new("RGBA", shown.size, "white"), shown)
        flat = ImageOps.exif_transpose(flat.convert("L") if flat.mode != "I;16" else flat.point(_high, "L"))
    except (OSError, ValueError, SyntaxError):
        return empty
    dpi = min(max(flat.size[0] / width, flat.size[1] / height) * 72, _FINEST)
    size = (max(round(width * dpi / 72), 1), max(round(height * dpi / 72), 1))
    if max(abs(size[0] - flat.size[0]), abs(size[1] - flat.size[1])) > 2:
        flat = flat.resize(size, Image.Resampling.BICUBIC)
    return PageImage(number, np.asarray(flat, np.uint8), width, height)


def _high(value: int) -> float:
    return value / 256


def draw_pdf_page(path: Path, number: int, *, dpi: float = 0.0) -> PageImage:
    """Return the picture of a PDF page; ``dpi`` 0 takes that of its largest image, between 200 and 300.

    Raises what pdfium raises when the page cannot be drawn.
    """
    import pypdfium2

    with closing(pypdfium2.PdfDocument(path)) as pdf:
        if pdf.get_formtype():
            pdf.init_forms()
        with closing(pdf[number - 1]) as page:
            width, height = page.get_size()
            dpi = dpi or min(max(_image_dpi(page, pypdfium2.raw.FPDF_PAGEOBJ_IMAGE), _GUESS), _FINEST)
            dpi = min(dpi, 72 * (_MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
            bitmap = page.render(scale=dpi / 72, grayscale=True, may_draw_forms=True)
            grey = np.array(bitmap.to_numpy(), np.uint8)
            bitmap.close()
    return PageImage(number, grey.reshape(grey.shape[0], grey.shape[1]), width, height)


def _image_dpi(page: Any, kind: int) -> float:
    """Return the resolution of the page's largest image, 0 when it has none."""
    best, dpi = 0.0, 0.0
    for thing in page.get_objects(filter=[kind], max_depth=4):
        left, bottom, right, top = thing.get_bounds()
        wide, _ = thing.get_px_size()
        area = (right - left) * (top - bottom)
        if area > best and right - left > 1:
            # A picture that is laid on its side has its width along the height of the page.
            long, short = max(right - left, top - bottom), min(right - left, top - bottom)
            side = long if wide >= max(thing.get_px_size()) else short
            best, dpi = area, 72 * wide / side
    return dpi
