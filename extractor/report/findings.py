"""Criteria, elements and evidence as the report shows them, and the open issues of the first screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from extractor.model.audit import Audit, CriterionResult, ElementResult, Evidence, Stance, Status
from extractor.report import places, wording
from extractor.report.parts import Fact, Label, Link, Said
from extractor.report.places import Citation
from extractor.report.sources import ElementText, PageSource, Picture, PolicyText
from extractor.report.view import CriterionView, Crop, ElementView, EvidenceView, Issue, Side
from extractor.report.wording import STATUS, STATUS_ORDER, one_line

# Below this confidence a reader is told at once that the letters may be misread.
SURE = 0.9
_DECIDES = {
    Status.MET: Stance.SUPPORTS,
    Status.NOT_MET: Stance.CONTRADICTS,
    Status.NOT_DOCUMENTED: None,
}


@dataclass(frozen=True, slots=True)
class Materials:
    """What every part of a case's report is made from; ``cited`` is by (criterion id, element id)."""

    audit: Audit
    policy: PolicyText
    pages: PageSource
    page_ids: Mapping[tuple[str, int], str]
    pictures: Mapping[tuple[str, int], Picture]
    cited: tuple[Citation, ...]


def status_label(status: Status) -> Label:
    """Return a status's word and style key."""
    return Label(status.value, STATUS[status])


def element_text(policy: PolicyText, criterion: str, element: str) -> ElementText | None:
    """Return the policy's words for an element; a twin may have a longer id there (``origin_malignant``)."""
    if element in policy.elements:
        return policy.elements[element]
    own = (key for p in policy.pathways for c in p.criteria if c.id == criterion for key in c.elements)
    twin = next((key for key in own if key.startswith(f"{element}_")), "")
    return policy.elements.get(twin)


def criterion_texts(policy: PolicyText) -> dict[str, tuple[str, str]]:
    """Return (title, published text) by criterion id."""
    return {c.id: (c.title, c.text) for p in policy.pathways for c in p.criteria}


def criteria(materials: Materials) -> tuple[CriterionView, ...]:
    """Return the criteria in the audit's order, which is the policy's."""
    texts = criterion_texts(materials.policy)
    views: list[CriterionView] = []
    for number, criterion in enumerate(materials.audit.criteria, 1):
        title, text = texts.get(criterion.id, ("", ""))
        elements = tuple(
            _element(materials, criterion, element, f"c{number}-{n}")
            for n, element in enumerate(criterion.elements, 1)
        )
        views.append(
            CriterionView(
                id=one_line(criterion.id),
                anchor=f"c{number}",
                title=one_line(title) or one_line(criterion.id),
                text=one_line(text),
                status=status_label(criterion.status),
                summary=_summary(criterion),
                elements=elements,
            )
        )
    return tuple(views)


def _summary(criterion: CriterionResult) -> str:
    if criterion.status is Status.NOT_APPLICABLE:
        return "Does not apply to this request."
    total = len(criterion.elements)
    if total < 2:
        return ""
    parts = []
    for status in STATUS_ORDER:
        hits = sum(e.status is status for e in criterion.elements)
        if hits:
            parts.append(f"{hits} {STATUS[status].lower()}")
    return f"{total} elements: {', '.join(parts)}"


def _element(
    materials: Materials, criterion: CriterionResult, element: ElementResult, anchor: str
) -> ElementView:
    words = element_text(materials.policy, criterion.id, element.id)
    own = tuple(c for c in materials.cited if c.element is element and c.criterion is criterion)
    counted = places.strongest_first(tuple(c for c in own if c.counted), _DECIDES.get(element.status))
    near = tuple(evidence(materials, c) for c in own if not c.counted)
    shown = tuple(evidence(materials, c) for c in counted)
    conflicting = element.status is Status.CONFLICTING
    return ElementView(
        id=anchor,
        title=one_line(words.title) if words else wording.spoken(element.id),
        status=status_label(element.status),
        met_when=one_line(words.met_when) if words else "",
        not_met_when=one_line(words.not_met_when) if words else "",
        explanation=one_line(element.explanation),
        strongest=() if conflicting else shown[:1],
        more=() if conflicting else shown[1:],
        more_title=wording.count(len(shown) - 1, "more statement"),
        sides=_sides(shown) if conflicting else (),
        near=near,
        near_title=f"Found, not counted: {len(near)}",
        searched=_searched(materials, words) if element.status is Status.NOT_DOCUMENTED else (),
        open=element.status in wording.OPEN_STATUSES,
    )


def _sides(shown: tuple[EvidenceView, ...]) -> tuple[Side, ...]:
    sides = []
    for stance in (Stance.SUPPORTS, Stance.CONTRADICTS):
        evidence_of = tuple(e for e in shown if e.stance.key == stance.value)
        label = Label(stance.value, wording.STANCE[stance])
        sides.append(Side(f"{label.word} ({len(evidence_of)})", label, evidence_of))
    return tuple(sides)


def _searched(materials: Materials, words: ElementText | None) -> tuple[Fact, ...]:
    """Return what was searched for an element on which the record is silent."""
    pages = materials.audit.provenance.pages
    files = materials.audit.provenance.files
    facts: list[Fact] = []
    if words and words.terms:
        facts.append(Fact("Looked for", ", ".join(one_line(t) for t in words.terms)))
    if pages:
        legible: dict[str, list[int]] = {}
        for page in pages:
            if page.origin != "none":
                legible.setdefault(page.document, []).append(page.page)
        spans = [f"{one_line(name)}, p. {wording.page_ranges(n)}" for name, n in legible.items()]
        facts.append(Fact("Searched", "; ".join(spans) or "no page could be read"))
        kinds = dict.fromkeys(wording.spoken(p.note_type) for p in pages if p.note_type)
        if kinds:
            facts.append(Fact("Note types", ", ".join(kinds)))
    unread = [wording.place(p.document, p.page) for p in pages if p.origin == "none"]
    unread += [f"{one_line(f.name)} ({one_line(f.problem)})" for f in files if f.problem]
    if unread:
        facts.append(Fact("Could not be read", "; ".join(unread)))
    return tuple(facts)


def evidence(materials: Materials, cited: Citation) -> EvidenceView:
    """Return one statement with its sentence, place, source, picture strip and the details for an auditor."""
    own = cited.evidence
    author = wording.author(own.author, own.credential)
    label = place_text(own)
    key = own.stance.value if own.stance else "none"
    counted = cited.counted
    return EvidenceView(
        id=cited.id,
        cites=f"{one_line(cited.criterion.id)}",
        stance=Label(key if counted else "near", _stance_word(own.stance, counted)),
        quote=places.quote_in_sentence(own, materials.pages),
        place=Link(label, f"#{cited.mark}"),
        when=wording.day(own.date),
        source=" \u00b7 ".join(
            x for x in (wording.spoken(own.note_type), author, one_line(own.section)) if x
        ),
        remarks=_remarks(own),
        facts=_facts(own),
        crop=_crop(materials, own, label),
        reason=reason_words(own) if not counted else "",
    )


def _remarks(own: Evidence) -> tuple[str, ...]:
    """Return what limits or places a statement: not asserted as present, a phase, an unsure reading."""
    # For what was not counted the reason already says it.
    plain = own.reason or own.assertion in {"", "present"}
    assertion = "" if plain else wording.ASSERTION.get(own.assertion, own.assertion)
    phase = own.phase.replace("_", " ")
    unsure = f"letters read with {own.confidence:.0%} confidence" if own.confidence < SURE else ""
    return tuple(one_line(s) for s in (assertion, phase, unsure) if s)


def place_text(own: Evidence) -> str:
    """Return ``chart.pdf, p. 3``."""
    return wording.place(own.document, own.page)


def reason_words(own: Evidence) -> str:
    """Return why a statement was not counted."""
    return wording.reason(own.reason)


def _stance_word(stance: Stance | None, counted: bool) -> str:
    if not counted:
        return "Not counted"
    return wording.STANCE[stance] if stance else "Mentioned"


def _facts(own: Evidence) -> tuple[Fact, ...]:
    sure = f"{own.confidence:.0%}" if own.confidence < 1 else ""
    where = f"{own.start}\u2013{own.end}" if own.start is not None and own.end is not None else ""
    pairs = (
        ("Encounter", one_line(own.encounter)),
        ("Assertion", wording.spoken(own.assertion)),
        ("Phase", wording.spoken(own.phase)),
        ("Reading confidence", sure),
        ("Rule", one_line(own.rule)),
        ("Characters", where),
    )
    return tuple(Fact(name, value) for name, value in pairs if value)


def _crop(materials: Materials, own: Evidence, label: str) -> Crop | None:
    key = (own.document, own.page)
    picture = materials.pictures.get(key)
    if picture is None or not own.boxes:
        return None
    strip = places.strip_around(own.boxes, picture.page_width_pt, picture.page_height_pt)
    size = (strip.x0, strip.top, strip.x1 - strip.x0, strip.bottom - strip.top)
    return Crop(
        picture=f"i{materials.page_ids[key]}",
        view_box=" ".join(places.points(v) for v in size),
        rects=tuple(places.rect(b) for b in own.boxes),
        label=f"Picture of the words on {label}",
    )


def issues(materials: Materials, views: tuple[CriterionView, ...]) -> tuple[Issue, ...]:
    """Return what a reviewer must look at first: elements that are not met, conflicting or not documented."""
    ranked: list[tuple[int, Issue]] = []
    for criterion, view in zip(materials.audit.criteria, views, strict=True):
        if criterion.status in wording.OPEN_STATUSES and not criterion.elements:
            issue = Issue(view.id, view.title, view.status, f"#{view.anchor}", (), "")
            ranked.append((STATUS_ORDER.index(criterion.status), issue))
        for element, shown in zip(criterion.elements, view.elements, strict=True):
            if element.status in wording.OPEN_STATUSES:
                said, note = _said(shown)
                issue = Issue(view.id, shown.title, shown.status, f"#{shown.id}", said, note)
                ranked.append((STATUS_ORDER.index(element.status), issue))
    return tuple(issue for _, issue in sorted(ranked, key=lambda r: r[0]))


def _said(shown: ElementView) -> tuple[tuple[Said, ...], str]:
    if shown.sides:
        return tuple(_short(e, e.stance.word) for side in shown.sides for e in side.evidence[:1]), ""
    if shown.strongest:
        return (_short(shown.strongest[0], ""),), ""
    if shown.near:
        return (_short(shown.near[0], f"Not counted, {shown.near[0].reason}"),), ""
    return (), "No statement found."


def _short(item: EvidenceView, lead: str) -> Said:
    words = item.quote.words
    return Said(lead, words if len(words) <= 140 else words[:138].rsplit(" ", 1)[0] + " \u2026", item.place)
