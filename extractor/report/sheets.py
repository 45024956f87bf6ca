"""The pages of a case: pictures with the quotes marked on them, the page ledger and the timeline."""

from __future__ import annotations

from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from extractor.model.audit import Flag, PageRecord
from extractor.report import places, wording
from extractor.report.findings import Materials, element_text
from extractor.report.page_view import LedgerRow, Mark, PagePicture, Sheet, TimelineRow
from extractor.report.parts import Link, Rect
from extractor.report.places import Citation
from extractor.report.sources import Picture
from extractor.report.wording import one_line

# Room above a mark that a jump to it also brings into view, in points.
REACH = 90.0
SHORT_NOTE = 80


def sheets(materials: Materials) -> tuple[Sheet, ...]:
    """Return every page in the order of the files; those without a picture keep their text."""
    flags = _flags_by_page(materials)
    records = {(p.document, p.page): p for p in materials.audit.provenance.pages}
    cited: dict[tuple[str, int], list[Citation]] = defaultdict(list)
    for citation in materials.cited:
        cited[citation.evidence.document, citation.evidence.page].append(citation)
    return tuple(
        _sheet(materials, key, page_id, records.get(key), cited[key], flags[key])
        for key, page_id in materials.page_ids.items()
    )


def _flags_by_page(materials: Materials) -> defaultdict[tuple[str, int], list[Flag]]:
    flags: defaultdict[tuple[str, int], list[Flag]] = defaultdict(list)
    for flag in materials.audit.flags:
        if flag.page:
            flags[flag.document, flag.page].append(flag)
    return flags


def _sheet(
    materials: Materials,
    key: tuple[str, int],
    page_id: str,
    record: PageRecord | None,
    cited: list[Citation],
    flags: list[Flag],
) -> Sheet:
    picture = materials.pictures.get(key)
    text = wording.plain(materials.pages.text(*key)).replace("\ufffd\n", "\n")
    by_mark: dict[str, list[Citation]] = defaultdict(list)
    for citation in cited:
        by_mark[citation.mark].append(citation)
    note = ""
    if picture is None:
        note = "" if not cited and not flags else "No picture of this page is kept in this report."
    return Sheet(
        id=page_id,
        title=wording.place(*key),
        caption=_caption(record),
        alerts=tuple(wording.flag_title(f.id, materials.policy.flags) for f in flags),
        picture=_picture(picture, page_id) if picture else None,
        picture_note=note,
        marks=tuple(_mark(materials, mark, group) for mark, group in by_mark.items()),
        text=text if text.strip() else "",
    )


def _caption(record: PageRecord | None) -> str:
    if record is None:
        return ""
    author = wording.author(record.author, record.credential)
    parts = (wording.day(record.date), wording.spoken(record.note_type), author)
    return " \u00b7 ".join(p for p in parts if p)


def _picture(picture: Picture, page_id: str) -> PagePicture:
    # The mime type is ours, not the chart's: anything unexpected must not reach the data URI.
    mime = picture.mime if picture.mime in {"image/png", "image/jpeg", "image/webp"} else "image/png"
    uri = f"data:{mime};base64,{b64encode(picture.data).decode('ascii')}"
    width, height = places.points(picture.page_width_pt), places.points(picture.page_height_pt)
    return PagePicture(f"i{page_id}", uri, width, height)


def _mark(materials: Materials, mark: str, group: list[Citation]) -> Mark:
    first = group[0].evidence
    boxes = next((c.evidence.boxes for c in group if c.evidence.boxes), ())
    reach: Rect | None = None
    if boxes:
        box = places.union(boxes)
        top = max(box.top - REACH, 0)
        reach = Rect("0", places.points(top), "1", places.points(box.bottom - top))
    stances = {c.evidence.stance for c in group if c.counted}
    key = next(iter(stances)).value if len(stances) == 1 and None not in stances else "near"  # type: ignore[union-attr]
    if len(stances) > 1:
        key = "both"
    links = tuple(Link(_cite(materials, c), f"#{c.id}") for c in group)
    return Mark(mark, key, tuple(places.rect(b) for b in boxes), reach, one_line(first.quote), links)


def _cite(materials: Materials, citation: Citation) -> str:
    own = element_text(materials.policy, citation.criterion.id, citation.element.id)
    title = one_line(own.title) if own else wording.spoken(citation.element.id)
    tail = "" if citation.counted else " (not counted)"
    return f"{one_line(citation.criterion.id)} {title}{tail}"


def ledger(materials: Materials) -> tuple[tuple[LedgerRow, ...], str]:
    """Return one row for every page of the submission, and a sentence that adds them up."""
    flags = _flags_by_page(materials)
    records = {(p.document, p.page): p for p in materials.audit.provenance.pages}
    used: dict[tuple[str, int], int] = defaultdict(int)
    for citation in materials.cited:
        used[citation.evidence.document, citation.evidence.page] += citation.counted
    rows: list[LedgerRow] = []
    above = ""
    for key, page_id in materials.page_ids.items():
        notes = _remarks(materials, flags[key])
        rows.append(_ledger_row(key, page_id, records.get(key), notes, used[key], above))
        above = key[0]
    with_evidence = sum(1 for key in materials.page_ids if used[key])
    unread = sum(1 for row in rows if not row.readable)
    says = f"{wording.count(len(rows), 'page')}: evidence was taken from {with_evidence}"
    says += f", {unread} could not be read." if unread else ", all were read."
    return tuple(rows), says if rows else "No page is on record."


def _remarks(materials: Materials, flags: list[Flag]) -> list[str]:
    """Return the flags of a page, each with its note where that is short (which page is repeated)."""
    titles = [(wording.flag_title(f.id, materials.policy.flags), one_line(f.note)) for f in flags]
    return [f"{title}: {note}" if 0 < len(note) <= SHORT_NOTE else title for title, note in titles]


def _ledger_row(
    key: tuple[str, int], page_id: str, record: PageRecord | None, notes: list[str], used: int, above: str
) -> LedgerRow:
    if record is None:
        record = PageRecord(document=key[0], page=key[1], origin="")
    if record.note:
        notes = [*notes, one_line(record.note)]
    read = wording.ORIGIN.get(record.origin, "")
    if record.origin in {"ocr", "mixed"}:
        read += f", {record.confidence:.0%} sure"
    return LedgerRow(
        document=one_line(key[0]) if key[0] != above else "",
        page=Link(wording.place("", key[1]), f"#{page_id}"),
        date=wording.day(record.date),
        note_type=wording.spoken(record.note_type),
        author=wording.author(record.author, record.credential),
        member=one_line(record.member),
        read=read,
        readable=record.origin != "none",
        notes="; ".join(notes),
        evidence=str(used) if used else "none",
    )


def timeline(materials: Materials) -> tuple[TimelineRow, ...]:
    """Return the dated encounters in time order; pages without a date come last, by document."""
    groups: dict[tuple[date | None, str, str, str], list[PageRecord]] = defaultdict(list)
    for page in materials.audit.provenance.pages:
        groups[page.date, page.note_type, page.author, page.document].append(page)
    cited: dict[tuple[str, int], list[Citation]] = defaultdict(list)
    for citation in materials.cited:
        if citation.counted:
            cited[citation.evidence.document, citation.evidence.page].append(citation)
    keys = sorted(groups, key=lambda k: (k[0] is None, k[0] or date.min, min(p.page for p in groups[k])))
    return tuple(_timeline_row(materials, key, groups[key], cited) for key in keys)


def _timeline_row(
    materials: Materials,
    key: tuple[date | None, str, str, str],
    pages: list[PageRecord],
    cited: dict[tuple[str, int], list[Citation]],
) -> TimelineRow:
    when, note_type, author, document = key
    hits = [
        c
        for p in pages
        for c in cited.get((document, p.page), ())
        # A page can hold two encounters: count only what this one says where both dates are known.
        if not (c.evidence.date and when and c.evidence.date != when)
    ]
    credential = next((p.credential for p in pages if p.credential), "")
    criteria = dict.fromkeys(one_line(c.criterion.id) for c in sorted(hits, key=lambda c: c.criterion.id))
    return TimelineRow(
        date=wording.day(when) or "No date",
        iso=when.isoformat() if when else "",
        title=wording.spoken(note_type) or "Page" + ("s" if len(pages) > 1 else ""),
        author=wording.author(author, credential),
        pages=_page_links(materials, document, pages),
        evidence=wording.count(len(hits), "statement") if hits else "",
        criteria=", ".join(criteria),
    )


def _page_links(materials: Materials, document: str, pages: Iterable[PageRecord]) -> tuple[Link, ...]:
    numbers = sorted(p.page for p in pages)
    links: list[Link] = []
    for text in wording.page_ranges(numbers).split(", "):
        first = int(text.split("\u2013")[0])
        name = f"{one_line(document)}, " if not links else ""
        links.append(Link(f"{name}p. {text}", f"#{materials.page_ids[document, first]}"))
    return tuple(links)
