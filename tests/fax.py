"""Degrades drawn pages as fax machines, scanners and phones do, so that what a scan says is known.

The random parts hang on ``seed`` alone: the same page and settings yield the same picture.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

Grey = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Fax:
    """How a page is degraded: dots an inch across and down, bits a dot, and what goes wrong on the way.

    ``skew`` in degrees (clockwise), ``turn`` in clockwise quarter turns, ``noise`` the share of specks,
    ``light`` how pale the ink is (0 black to 1 invisible), ``shade`` how dark the paper gets to the right,
    ``blur`` in pixels, ``jpeg`` a quality (0: none).
    """

    name: str
    across: int = 200
    down: int = 200
    bits: int = 8
    skew: float = 0.0
    turn: int = 0
    noise: float = 0.0
    light: float = 0.0
    shade: float = 0.0
    blur: float = 0.0
    jpeg: int = 0
    seed: int = 1


STANDARD = Fax("standard fax 204 x 98", 204, 98, 1, skew=0.3, noise=0.0003)
FINE = Fax("fine fax 204 x 196", 204, 196, 1, skew=-0.7, noise=0.0006)
SCAN_BITONAL = Fax("scan 200, 1 bit", 200, 200, 1, skew=1.2, noise=0.0004)
SCAN_GREY = Fax("scan 200, grey", 200, 200, 8, skew=-2.0, noise=0.0002, shade=0.2, blur=0.5, jpeg=60)
SCAN_FINE = Fax("scan 300, grey", 300, 300, 8, skew=0.5, noise=0.0001, jpeg=70)
SCAN_LOW = Fax("scan 150, grey", 150, 150, 8, skew=0.6, noise=0.0002, jpeg=60)
LIGHT = Fax("light scan 200, grey", 200, 200, 8, skew=0.4, light=0.6, shade=0.1, noise=0.0002)
TURNED_90 = Fax("scan 200, on its side", 200, 200, 1, turn=1, skew=0.8, noise=0.0003)
TURNED_180 = Fax("scan 200, upside down", 200, 200, 1, turn=2, skew=-0.8, noise=0.0003)
TURNED_270 = Fax("scan 200, on its other side", 200, 200, 8, turn=3, skew=0.4, noise=0.0002)

ALL = (
    STANDARD, FINE, SCAN_BITONAL, SCAN_GREY, SCAN_FINE, SCAN_LOW, LIGHT, TURNED_90, TURNED_180, TURNED_270,
)  # fmt: skip


def draw(path: Path, number: int, *, dpi: int = 300) -> Grey:
    """Return page ``number`` (from 1) of a PDF as a grey picture."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(path)
    try:
        page = pdf[number - 1]
        picture = np.array(
            page.render(scale=dpi / 72, grayscale=True, may_draw_forms=True).to_numpy(), np.uint8
        )
        page.close()
    finally:
        pdf.close()
    return picture.reshape(picture.shape[0], picture.shape[1])


def degrade(page: Grey, how: Fax, *, dpi: int = 300) -> Image.Image:
    """Return a drawn page as it comes out of a fax or scanner, with its resolution in ``info["dpi"]``."""
    random = np.random.default_rng(how.seed)
    image = Image.fromarray(page)
    if how.turn:
        image = image.rotate(-90 * how.turn, expand=True)
    if how.skew:
        image = image.rotate(-how.skew, Image.Resampling.BICUBIC, fillcolor=255)
    width = round(image.width * how.across / dpi)
    height = round(image.height * how.down / dpi)
    image = image.resize((width, height), Image.Resampling.BOX if how.bits == 1 else Image.Resampling.BICUBIC)
    if how.blur:
        image = image.filter(ImageFilter.GaussianBlur(how.blur))
    grey = np.asarray(image, np.float32)
    if how.light:
        grey = 255 - (255 - grey) * (1 - how.light)
    if how.shade:
        slope = np.linspace(0, how.shade, width, dtype=np.float32)
        grey = grey * (1 - slope)[None, :]
    if how.bits == 8 and how.noise:
        grey = grey + random.normal(0, 5, grey.shape).astype(np.float32)
    grey = np.clip(grey, 0, 255)
    specks = random.random(grey.shape) < how.noise
    specks |= np.roll(specks, 1, 1) & (random.random(grey.shape) < 0.6)
    grey[specks] = random.choice(np.array([0, 40], np.float32), int(specks.sum()))
    if how.bits == 1:
        made = Image.fromarray(np.where(grey < 140, 0, 255).astype(np.uint8)).convert(
            "1", dither=Image.Dither.NONE
        )
    else:
        made = Image.fromarray(grey.astype(np.uint8))
    if how.jpeg:
        buffer = io.BytesIO()
        made.save(buffer, "JPEG", quality=how.jpeg)
        made = Image.open(buffer)
        made.load()
    made.info["dpi"] = (how.across, how.down)
    return made


def save(images: list[Image.Image], path: Path) -> Path:
    """Write pictures as one TIFF (G4 for 1-bit pages), PNG, JPEG or PDF by its suffix; return the path."""
    first = images[0]
    dpi = first.info["dpi"]
    if path.suffix in (".tif", ".tiff"):
        kind = "group4" if first.mode == "1" else "tiff_lzw"
        first.save(path, save_all=True, append_images=images[1:], compression=kind, dpi=dpi)
    elif path.suffix == ".pdf":
        shown = [i.convert("L") for i in images]
        shown[0].save(path, save_all=True, append_images=shown[1:], resolution=float(dpi[0]))
    else:
        first.save(path, dpi=dpi)
    return path
