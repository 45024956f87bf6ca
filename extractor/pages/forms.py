"""Reads what was filled into a PDF's form fields and typed onto it, as words at their places."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as pdfium

from extractor.pages.geometry import Quad, Sheet
from extractor.pages.glyphs import glyph

_HIDDEN = 0b100010  # hidden, or not for viewing
_CHOICES = (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON)
_VALUES = (
    pdfium.FPDF_FORMFIELD_TEXTFIELD,
    pdfium.FPDF_FORMFIELD_COMBOBOX,
    pdfium.FPDF_FORMFIELD_LISTBOX,
)


def form_words(page: Any, sheet: Sheet) -> list[tuple[str, Quad]]:
    """Return (word, user-space rectangle) for a pypdfium2 page's field values, ticks and typed notes."""
    words: list[tuple[str, Quad]] = []
    form = getattr(page, "formenv", None)
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annot = pdfium.FPDFPage_GetAnnot(page, index)
        if not annot:
            continue
        try:
            if pdfium.FPDFAnnot_GetFlags(annot) & _HIDDEN:
                continue
            quad = _rect(annot)
            kind = pdfium.FPDFAnnot_GetSubtype(annot)
            if kind == pdfium.FPDF_ANNOT_FREETEXT:
                words += _placed(_string(annot, b"Contents"), quad, sheet)
            elif kind == pdfium.FPDF_ANNOT_WIDGET and form is not None:
                words += _field(form, annot, quad, sheet)
        finally:
            pdfium.FPDFPage_CloseAnnot(annot)
    return words


def _field(form: Any, annot: Any, quad: Quad, sheet: Sheet) -> list[tuple[str, Quad]]:
    kind = pdfium.FPDFAnnot_GetFormFieldType(form, annot)
    if kind in _CHOICES:
        left, bottom, right, top = quad
        if pdfium.FPDFAnnot_IsChecked(form, annot):
            return [("[x]", quad)]
        third = (right - left) / 3
        return [("[", (left, bottom, left + third, top)), ("]", (right - third, bottom, right, top))]
    if kind not in _VALUES:
        return []
    value = _buffered(lambda buffer, size: pdfium.FPDFAnnot_GetFormFieldValue(form, annot, buffer, size))
    return _placed(value, quad, sheet)


def _placed(value: str, quad: Quad, sheet: Sheet) -> list[tuple[str, Quad]]:
    """Return the value's words spread over its rectangle, line by line, in step with their lengths."""
    lines = [line.split() for line in value.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    lines = [line for line in lines if line]
    left, bottom, right, top = quad
    if not lines or right <= left or top <= bottom:
        return []
    if sheet.rotation in (90, 270):
        # On a page turned aside the value is not spread: its words share the rectangle's place.
        return [("".join(glyph(c) for c in w), quad) for line in lines for w in line]
    height = min((top - bottom) / len(lines), 14.0)
    # A one-line value stands in the middle of its field, a longer one at its top.
    upper = top if len(lines) > 1 else (top + bottom + height) / 2
    words: list[tuple[str, Quad]] = []
    for number, line in enumerate(lines):
        length = sum(map(len, line)) + len(line) - 1
        step = min((right - left) / max(length, 1), 0.55 * height)
        x = left
        y1 = upper - number * height
        for word in line:
            words.append(("".join(glyph(c) for c in word), (x, y1 - height, x + step * len(word), y1)))
            x += step * (len(word) + 1)
    return words


def _rect(annot: Any) -> Quad:
    rect = pdfium.FS_RECTF()
    if not pdfium.FPDFAnnot_GetRect(annot, rect):
        return 0.0, 0.0, 0.0, 0.0
    return (
        min(rect.left, rect.right),
        min(rect.bottom, rect.top),
        max(rect.left, rect.right),
        max(rect.bottom, rect.top),
    )


def _string(annot: Any, key: bytes) -> str:
    return _buffered(lambda buffer, size: pdfium.FPDFAnnot_GetStringValue(annot, key, buffer, size))


def _buffered(call: Callable[[Any, int], int]) -> str:
    """Return a UTF-16 string that pdfium writes into a buffer whose size it tells first."""
    size = call(None, 0)
    if size <= 2:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    call(buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace").rstrip("\x00")
