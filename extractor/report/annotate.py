"""A submitted PDF with highlight annotations where evidence was found; its contents stay as they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from extractor.errors import DocumentError
from extractor.model.audit import Audit, PageBox, Stance
from extractor.report import places, wording
from extractor.report.places import Citation

AUTHOR = "chart-audit"
_COLOURS = {
    "supports": (0.67, 0.90, 0.74),
    "contradicts": (0.98, 0.70, 0.68),
    "both": (0.85, 0.76, 0.97),
    "near": (0.86, 0.88, 0.90),
}


@dataclass(frozen=True, slots=True)
class _Frame:
    """How a page is shown: its crop box in user space (points) and its clockwise rotation in degrees."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    def user_space(self, x: float, y: float) -> tuple[float, float]:
        """Return a point given from the top left of the page as shown in the page's own coordinates."""
        return {
            0: (self.left + x, self.top - y),
            90: (self.left + y, self.bottom + x),
            180: (self.right - x, self.bottom + y),
            270: (self.right - y, self.top - x),
        }[self.rotation]


def annotate_pdf(source: Path, audit: Audit, target: Path, document: str = "") -> int:
    """Write ``source`` with a highlight at each piece of evidence to ``target``; return how many were added.

    A highlight's note names criterion, element, status and stance, never chart text. ``document`` is the name
    the audit knows the file by (default: the file's name). The same input gives the same bytes.
    Raises DocumentError for a file that is no readable PDF.
    """
    name = document or source.name
    by_mark: dict[tuple[int, str], list[Citation]] = {}
    for citation in places.citations(audit):
        if citation.evidence.document == name and citation.evidence.boxes:
            by_mark.setdefault((citation.evidence.page, citation.mark), []).append(citation)
    try:
        with Pdf.open(source) as pdf:
            added = 0
            for (number, mark), group in by_mark.items():
                if number <= len(pdf.pages):
                    _add(pdf, pdf.pages[number - 1], mark, group)
                    added += 1
            partial = target.with_name(target.name + ".partial")
            pdf.save(partial, deterministic_id=not pdf.is_encrypted)
    except pikepdf.PasswordError:
        raise DocumentError(source, "the file is encrypted; remove the password to annotate it.") from None
    except pikepdf.PdfError:
        raise DocumentError(source, "the file is no readable PDF; it cannot be annotated.") from None
    partial.replace(target)
    return added


def _add(pdf: Pdf, page: pikepdf.Page, mark: str, group: Sequence[Citation]) -> None:
    frame = _frame(page)
    quads = [_corners(frame, box) for box in next(c.evidence.boxes for c in group if c.evidence.boxes)]
    every = [point for quad in quads for point in quad]
    rect = (
        min(x for x, _ in every),
        min(y for _, y in every),
        max(x for x, _ in every),
        max(y for _, y in every),
    )
    colour = _COLOURS[_kind(group)]
    annotation = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Highlight,
        Rect=Array([round(v, 2) for v in rect]),
        QuadPoints=Array([round(v, 2) for quad in quads for point in quad for v in point]),
        C=Array(list(colour)),
        T=String(AUTHOR),
        NM=String(f"{AUTHOR}-{mark}"),
        Contents=String("\n".join(_notes(group))),
        F=4,
    )
    annotation.AP = Dictionary(N=_appearance(pdf, rect, quads, colour))
    # The list may be shared between pages: each page gets its own, with what was already there.
    page.obj.Annots = Array([*page.obj.get("/Annots", Array()), pdf.make_indirect(annotation)])


def _frame(page: pikepdf.Page) -> _Frame:
    media, crop = ([float(v) for v in box] for box in (page.mediabox, page.cropbox))
    # As PDF viewers do: the crop box counts only as far as it lies on the media box.
    left, right = sorted((media[0], media[2]))
    bottom, top = sorted((media[1], media[3]))
    crop_left, crop_right = sorted((crop[0], crop[2]))
    crop_bottom, crop_top = sorted((crop[1], crop[3]))
    if crop_left < right and crop_right > left and crop_bottom < top and crop_top > bottom:
        left, right = max(left, crop_left), min(right, crop_right)
        bottom, top = max(bottom, crop_bottom), min(top, crop_top)
    rotation = int(page.rotation) % 360
    return _Frame(left, bottom, right, top, rotation if rotation % 90 == 0 else 0)


def _corners(frame: _Frame, box: PageBox) -> tuple[tuple[float, float], ...]:
    """Return the corners as viewers expect them: upper left, upper right, lower left, lower right."""
    points = ((box.x0, box.top), (box.x1, box.top), (box.x0, box.bottom), (box.x1, box.bottom))
    return tuple(frame.user_space(x, y) for x, y in points)


def _kind(group: Iterable[Citation]) -> str:
    stances = {c.evidence.stance for c in group if c.counted and c.evidence.stance}
    if len(stances) > 1:
        return "both"
    return next(iter(stances)).value if stances else "near"


def _notes(group: Sequence[Citation]) -> list[str]:
    lines = []
    for citation in group:
        status = wording.STATUS[citation.element.status].lower()
        stance = citation.evidence.stance
        says = "supports" if stance is Stance.SUPPORTS else "contradicts" if stance else "is a mention"
        if not citation.counted:
            says = "is not counted"
        name = wording.spoken(citation.element.id).lower()
        lines.append(f"{wording.one_line(citation.criterion.id)} {name}: {status}; this statement {says}.")
    return list(dict.fromkeys(lines))


def _appearance(
    pdf: Pdf,
    rect: tuple[float, float, float, float],
    quads: Sequence[Sequence[tuple[float, float]]],
    colour: tuple[float, float, float],
) -> pikepdf.Object:
    """Return the drawing of a highlight, for viewers that do not make their own."""
    parts = ["/G gs", " ".join(f"{v:.2f}" for v in colour) + " rg"]
    for quad in quads:
        x, y = min(p[0] for p in quad), min(p[1] for p in quad)
        width, height = max(p[0] for p in quad) - x, max(p[1] for p in quad) - y
        parts.append(f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re f")
    stream = pdf.make_stream("\n".join(parts).encode("ascii"))
    stream.Type, stream.Subtype = Name.XObject, Name.Form
    stream.BBox = Array([round(v, 2) for v in rect])
    stream.Resources = Dictionary(ExtGState=Dictionary(G=Dictionary(Type=Name.ExtGState, BM=Name.Multiply)))
    return stream
