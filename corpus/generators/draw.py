"""Draws a case's pages as PDF files with reportlab; the bytes depend on the source alone."""

from __future__ import annotations

import random
from io import BytesIO
from itertools import pairwise
from typing import Any

import pypdfium2
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from corpus.generators.looks import LOOKS
from corpus.generators.source import Block, Case, Page, SourceError

LETTER = (612.0, 792.0)
FOOT = 42.0


def draw(case: Case, document: str, scans: bool = True) -> bytes:
    """Return the bytes of one file of a case; pages declared ``scan`` are images unless ``scans`` is off.

    Raises SourceError when a page overflows.
    """
    pages = [p for p in case.pages if p.document == document]
    buffer, canvas = _canvas(document)
    for page in pages:
        if scans and "scan" in page.options:
            _scan(canvas, case, page, len(pages))
        else:
            _Sheet(canvas, case, page, len(pages)).draw()
    canvas.save()
    return buffer.getvalue()


def _canvas(title: str) -> tuple[BytesIO, Canvas]:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=LETTER, invariant=1, pageCompression=1)
    canvas.setTitle(title)
    return buffer, canvas


def _scan(canvas: Canvas, case: Case, page: Page, pages: int) -> None:
    buffer, clean = _canvas(page.document)
    _Sheet(clean, case, page, pages).draw()
    clean.save()
    pdf = pypdfium2.PdfDocument(buffer.getvalue())
    grey = pdf[0].render(scale=200 / 72).to_pil().convert("L")
    pdf.close()
    chance = random.Random(f"{case.slug}/{page.number}")
    tilted = grey.rotate(chance.uniform(-0.7, 0.7), Image.Resampling.BICUBIC, fillcolor=255)
    for _ in range(400):
        tilted.putpixel((chance.randrange(tilted.width), chance.randrange(tilted.height)), 0)
    canvas.setPageSize(LETTER)
    canvas.drawImage(ImageReader(tilted.point(lambda v: 255 if v > 150 else 0).convert("1")), 0, 0, *LETTER)
    canvas.showPage()


class _Sheet:
    def __init__(self, canvas: Canvas, case: Case, page: Page, pages: int):
        self.canvas, self.page, self.look = canvas, page, LOOKS[page.look]
        self.place = f"{case.slug} {page.document} page {page.number}"
        self.width, self.height = LETTER[::-1] if self.look.landscape else LETTER
        self.size = float(page.options.get("size", self.look.size))
        self.leading = self.size * self.look.leading
        self.words = _words(case.head, page, pages)
        self.left, self.right = self.look.margin, self.width - self.look.margin
        self.y = self.height - 40

    def draw(self) -> None:
        self.canvas.setPageSize((self.width, self.height))
        if "noise_image" in self.page.options:
            self._smudge()
        else:
            self._banner()
            fillers = list(self.page.fillers)
            # Not every page opens with what matters.
            if fillers and self.page.number % 3 == 2 and self._fits((*fillers[0], *self.page.blocks)):
                self._blocks(fillers.pop(0))
            self._blocks(self.page.blocks)
            if self.y < FOOT:
                raise SourceError(f"{self.place}: does not fit, {self.page.blocks[-1].text[:40]}")
            for filler in fillers:
                if self._fits(filler):
                    self._blocks(filler)
            self._footer()
        self.canvas.showPage()

    def _blocks(self, blocks: tuple[Block, ...]) -> None:
        for block in blocks:
            self._block(block)

    def _fits(self, blocks: tuple[Block, ...]) -> bool:
        canvas, y = self.canvas, self.y
        self.canvas = Canvas(BytesIO())
        self._blocks(blocks)
        fits = self.y > FOOT + self.leading
        self.canvas, self.y = canvas, y
        return fits

    def _banner(self) -> None:
        text = self.page.options.get("banner", self.words["banner"] or self.look.banner).format(**self.words)
        style = self.look.banner_style
        if style == "letterhead":
            self._centred(self.words["head"], self.look.bold, self.size + 4)
            if self.words["sub"]:
                self._centred(self.words["sub"], self.look.font, self.size - 1)
            self._rule()
            self._line(text, self.look.font) if text else None
        elif style == "fax":
            self._line(text, self.look.font, size=7.5)
            self.y -= 6
        elif style in ("box", "line"):
            top = self.y + self.size
            if self.words["head"] and style == "box":
                self._line(self.words["head"] + "   " + self.words["sub"], self.look.bold)
            self._line(text, self.look.font) if text else None
            if style == "box":
                self.canvas.rect(
                    self.left - 4, self.y + self.size * 0.7, self.right - self.left + 8, top - self.y - 4
                )
            else:
                self._rule()
        self.y -= 4

    def _footer(self) -> None:
        text = self.words["footer"] or self.look.footer
        text = text.format(**self.words)
        if text:
            self.canvas.setFont(self.look.font, 7)
            self.canvas.drawString(self.left, 26, text)

    def _block(self, block: Block) -> None:
        if block.kind == "gap":
            self.y -= self.leading * 0.45
        elif block.kind == "rule":
            self._rule()
        elif block.kind == "heading":
            self._heading(block.text)
        elif block.kind == "minor":
            self._line(block.text, self.look.bold)
        elif block.kind == "centre":
            self._centred(block.text, self.look.bold, self.size + 1)
        elif block.kind == "typed":
            self._line(block.text, "Courier", size=min(self.size, 9))
        elif block.kind == "table":
            self._table(block)
        else:
            self._paragraph(block)

    def _heading(self, text: str) -> None:
        self.y -= self.leading * 0.4
        if self.look.heading == "bar":
            self.canvas.setFillGray(0.88)
            self.canvas.rect(
                self.left - 3, self.y - 3, self.right - self.left + 6, self.leading, fill=1, stroke=0
            )
            self.canvas.setFillGray(0)
        self._line(
            text.upper() if self.look.heading == "caps" else text, self.look.bold, size=self.size + 0.6
        )
        if self.look.heading == "under":
            self.canvas.line(self.left, self.y + self.size * 0.75, self.right, self.y + self.size * 0.75)
            self.y -= 2

    def _paragraph(self, block: Block) -> None:
        indent = 12.0 if block.kind == "item" else 0.0
        text = (self.look.bullet if block.kind == "item" else "") + block.text
        label, body = "", text
        if text.startswith("*") and "*" in text[1:]:
            label, _, body = text[1:].partition("*")
            body = body.strip()
        x = self.left + indent
        lines = self._wrap(body, self.right - x, self._wide(label + " ", self.look.bold) if label else 0.0)
        for number, line in enumerate(lines):
            at = x
            if label and number == 0:
                self._text(at, label, self.look.bold)
                at += self._wide(label + " ", self.look.bold)
            self._text(at, line, self.look.font)
            self.y -= self.leading
        self.y -= self.leading * self.look.gap

    def _wrap(self, text: str, width: float, first: float = 0.0) -> list[str]:
        lines, line, room = list[str](), "", width - first
        for word in text.split(" "):
            longer = f"{line} {word}" if line else word
            # A line must not end in a dash: readers take it for a hyphenated word.
            if line and self._wide(longer, self.look.font) > room and not line.endswith("-"):
                lines.append(line)
                line, room = word, width
            else:
                line = longer
        return [*lines, line]

    def _table(self, block: Block) -> None:
        columns = max(len(r) for r in block.rows)
        weights = block.weights or tuple([1.0] * columns)
        if len(weights) != columns or any(len(r) != columns for r in block.rows):
            raise SourceError(f"{self.place}: ragged table at {block.rows[0]}")
        total = self.right - self.left
        edges = [self.left + total * sum(weights[:i]) / sum(weights) for i in range(columns + 1)]
        height = self.leading * 1.12
        size = self._fitting(block, edges)
        self.y -= self.leading * 0.3
        for number, row in enumerate(block.rows):
            font = self.look.bold if number == 0 else self.look.font
            base = self.y - self.size * 0.32
            if self.look.table == "grid":
                for x0, x1 in pairwise(edges):
                    self.canvas.rect(x0, base, x1 - x0, height)
            elif self.look.table == "rules" or number == 0:
                self.canvas.line(self.left, base, self.right, base)
            for cell, x0 in zip(row, edges, strict=False):
                if cell:
                    self._text(x0 + 3, cell, font, size)
            self.y -= height
        self.y -= self.leading * 0.4

    def _fitting(self, block: Block, edges: list[float]) -> float:
        # A cell never wraps (a row must read as one line), so a crowded table is set smaller.
        for size in (self.size, self.size * 0.9, self.size * 0.8, self.size * 0.72):
            over = [
                cell
                for row in block.rows
                for cell, x0, x1 in zip(row, edges, edges[1:], strict=False)
                if self._wide(cell, self.look.bold, size) > x1 - x0 - 4
            ]
            if not over:
                return size
        raise SourceError(f"{self.place}: cell too wide: {over[0]}")

    def _line(self, text: str, font: str, size: float = 0.0) -> None:
        if self._wide(text, font, size) > self.right - self.left + 1:
            raise SourceError(f"{self.place}: line too long: {text[:60]}")
        self._text(self.left, text, font, size)
        self.y -= self.leading

    def _centred(self, text: str, font: str, size: float) -> None:
        self._text((self.width - self._wide(text, font, size)) / 2, text, font, size)
        self.y -= size * 1.3

    def _rule(self) -> None:
        self.canvas.line(self.left, self.y + self.size * 0.5, self.right, self.y + self.size * 0.5)
        self.y -= self.leading * 0.5

    def _text(self, x: float, text: str, font: str, size: float = 0.0) -> None:
        self.canvas.setFont(font, size or self.size)
        self.canvas.drawString(x, self.y, text)

    def _wide(self, text: str, font: str, size: float = 0.0) -> float:
        return float(stringWidth(text, font, size or self.size))

    def _smudge(self) -> None:
        noise = random.Random(self.place)
        image = Image.new("L", (306, 396), 246)
        for _ in range(2600):
            x, y = noise.randrange(306), noise.randrange(396)
            image.putpixel((x, y), noise.randrange(150, 240))
        for _ in range(9):
            x, y, shade = noise.randrange(250), noise.randrange(380), noise.randrange(205, 236)
            image.paste(shade, (x, y, x + noise.randrange(20, 56), y + noise.randrange(2, 9)))
        self.canvas.drawImage(ImageReader(image), 0, 0, self.width, self.height)


def _words(head: dict[str, Any], page: Page, pages: int) -> dict[str, Any]:
    member = head["member"]
    return {
        "name": page.options.get("name", member.get("chart_name", member["name"])),
        "dob": page.options.get("dob", member.get("chart_dob", member["dob"])),
        "mrn": page.options.get("mrn", member.get("mrn", member["id"])),
        "head": page.options.get("head", head.get("head", "")),
        "sub": page.options.get("sub", ""),
        "banner": head.get("banner", {}).get(page.look, ""),
        "footer": page.options.get("foot", head.get("footer", {}).get(page.look, "")),
        "printed": head.get("printed", ""),
        "page": page.number,
        "pages": pages,
    }
