"""A case for sharing: the audit and its pages with the member's identifiers masked in texts and pictures."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from PIL import Image, ImageDraw

from extractor.model.audit import Audit, PageBox
from extractor.model.case import Member
from extractor.report import places
from extractor.report.identifiers import Identifiers, identifiers_of, masked, spans
from extractor.report.sources import PageSource, Picture

# Ours or the policy's, never chart text: left as they are.
_OUR_WORDS = frozenset(
    (
        *("id", "status", "stance", "pathway", "request", "overall", "codes", "rule", "reason", "assertion"),
        *("phase", "kind", "used", "origin", "note_type", "credential", "sha256", "rules_sha256", "software"),
        *("policy", "policy_version", "date", "line_of_business", "options"),
    )
)
_PAD = 1.5


class Located(Protocol):
    """A rectangle in PDF points from the page's top left."""

    @property
    def x0(self) -> float: ...  # noqa: D102
    @property
    def top(self) -> float: ...  # noqa: D102
    @property
    def x1(self) -> float: ...  # noqa: D102
    @property
    def bottom(self) -> float: ...  # noqa: D102


class LocatedPages(PageSource, Protocol):
    """Pages that also know where a stretch of their text stands."""

    def boxes(self, document: str, page: int, start: int, end: int) -> Sequence[Located]:
        """Return the boxes of ``text(document, page)[start:end]``."""
        ...


def redact(audit: Audit, pages: LocatedPages, member: Member) -> tuple[Audit, PageSource]:
    """Return the audit and its pages for a second report in which the member cannot be recognised.

    Names, birth dates, record and member numbers, phones, mail and street addresses are masked, files
    renamed. A page with a text layer keeps its picture with the words blacked out; of any other page, whose
    letters may be misread, only the lines with evidence are kept. Providers and service dates stay.
    """
    keys = tuple(places.page_ids(audit))
    records = audit.provenance.pages
    known = identifiers_of(
        member if member.name else member.model_copy(update={"name": audit.member}),
        (r.member for r in records),
        (pages.text(*key) for key in keys),
    )
    names = dict.fromkeys([f.name for f in audit.provenance.files] + [d for d, _ in keys])
    renamed = {name: f"document-{number}{_suffix(name)}" for number, name in enumerate(names, 1)}
    data = _masked_record(audit.model_dump(mode="json"), known, renamed)
    data["member"] = "Member name masked"
    shown: dict[tuple[str, int], list[PageBox]] = {}
    for citation in places.citations(audit):
        own = citation.evidence
        shown.setdefault((own.document, own.page), []).extend(own.boxes)
    layered = frozenset((r.document, r.page) for r in records if r.origin == "text")
    return Audit.model_validate(data), _MaskedPages(pages, known, renamed, shown, layered)


def _suffix(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    return f".{suffix.lower()}" if stem and dot and suffix.isalnum() and len(suffix) < 5 else ""


def _masked_record(value: Any, known: Identifiers, renamed: Mapping[str, str], field: str = "") -> Any:
    if isinstance(value, dict):
        return {
            k: _masked_record(v, known, renamed, "document" if k == "name" else k) for k, v in value.items()
        }
    if isinstance(value, list):
        return [_masked_record(v, known, renamed, field) for v in value]
    if not isinstance(value, str) or field in _OUR_WORDS:
        return value
    if field == "document":
        return renamed.get(value, value)
    for name, alias in renamed.items():
        value = value.replace(name, alias)
    return masked(value, known)


class _MaskedPages:
    """The pages of a case under their new names, masked when asked for."""

    def __init__(
        self,
        pages: LocatedPages,
        known: Identifiers,
        renamed: Mapping[str, str],
        shown: Mapping[tuple[str, int], Sequence[PageBox]],
        layered: frozenset[tuple[str, int]],
    ):
        self._pages = pages
        self._known = known
        self._names = {alias: name for name, alias in renamed.items()}
        self._shown = shown
        self._layered = layered

    def text(self, document: str, page: int) -> str:
        return masked(self._pages.text(self._names.get(document, document), page), self._known)

    def picture(self, document: str, page: int) -> Picture | None:
        name = self._names.get(document, document)
        picture = self._pages.picture(name, page)
        if picture is None:
            return None
        with Image.open(io.BytesIO(picture.data)) as opened:
            image = opened.convert("L")
        scale_x = picture.width_px / picture.page_width_pt
        scale_y = picture.height_px / picture.page_height_pt

        def pixels(box: Located) -> tuple[int, int, int, int]:
            return (
                max(round((box.x0 - _PAD) * scale_x), 0),
                max(round((box.top - _PAD) * scale_y), 0),
                min(round((box.x1 + _PAD) * scale_x), image.width),
                min(round((box.bottom + _PAD) * scale_y), image.height),
            )

        if (name, page) not in self._layered:
            kept = Image.new("L", image.size, 236)
            for box in self._shown.get((name, page), ()):
                area = pixels(box)
                kept.paste(image.crop(area), area[:2])
            image = kept
        draw = ImageDraw.Draw(image)
        for start, end in spans(self._pages.text(name, page), self._known):
            for found in self._pages.boxes(name, page, start, end):
                draw.rectangle(pixels(found), fill=0)
        buffer = io.BytesIO()
        image.save(buffer, "PNG", optimize=True)
        return Picture(
            buffer.getvalue(),
            "image/png",
            image.width,
            image.height,
            picture.page_width_pt,
            picture.page_height_pt,
        )
