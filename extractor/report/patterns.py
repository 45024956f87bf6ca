"""Made-up content that shows every macro in every status: the style guide and a fixture for browser tests."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import date

from PIL import Image, ImageDraw

from extractor.model.audit import (
    Audit,
    CriterionResult,
    ElementResult,
    Evidence,
    FileRecord,
    Flag,
    Overall,
    PageBox,
    PageRecord,
    Pathway,
    Provenance,
    Request,
    Score,
    Stance,
    Status,
)
from extractor.report.case import case_view
from extractor.report.parts import Label
from extractor.report.sources import Picture
from extractor.report.view import CaseView
from extractor.report.wording import OVERALL, OVERALL_KEY, STATUS

WIDTH, HEIGHT = 612.0, 792.0
DAY = date(2025, 3, 4)
_DOCUMENT = "example.pdf"
_LINES = (
    "Average pain 8 of 10 on the current regimen.",
    "He walks one block and cannot dress without help.",
    "Average pain 4 of 10 this week.",
    "Psychological evaluation scheduled for May 2.",
    "No active infection today.",
    "After the trial pain was 3 of 10.",
)


@dataclass(frozen=True, slots=True)
class _Words:
    """A stand-in for the policy's element or criterion."""

    id: str
    title: str
    text: str = "The criterion as the policy publishes it."
    met_when: str = "the record shows what the policy asks for"
    not_met_when: str = "the record shows the opposite"
    request_item: str = "the missing document, in the policy's words"
    terms: tuple[str, ...] = ("first term", "second term")
    elements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Pathway:
    id: str
    title: str
    criteria: tuple[_Words, ...]


@dataclass(frozen=True, slots=True)
class _Code:
    system: str
    code: str
    description: str


class _Policy:
    """A stand-in for a policy: one criterion a status."""

    id = "example"
    title = "Example policy"
    publisher = "Example payer"
    version = "1"
    effective = date(2025, 1, 1)
    elements = {s.value: _Words(s.value, f"An element: {w.lower()}") for s, w in STATUS.items()}  # noqa: RUF012
    pathways = (
        _Pathway(
            "non_malignant",
            "Example pathway",
            tuple(_Words(f"{n}", f"A criterion: {w.lower()}") for n, w in enumerate(STATUS.values(), 1)),
        ),
    )
    codes = (_Code("CPT", "00000", "A code that the policy lists"),)
    flags = {"misfiled_page": "A page bears another person's name."}  # noqa: RUF012


class _Pages:
    """A stand-in for the pages of a case: drawn lines, the same on both pages."""

    def picture(self, document: str, page: int) -> Picture | None:
        image = Image.new("L", (int(WIDTH), int(HEIGHT)), 255)
        draw = ImageDraw.Draw(image)
        for number, text in enumerate(_LINES):
            draw.text((72, 100 + 40 * number), f"{text}", fill=20)
        buffer = io.BytesIO()
        image.save(buffer, "PNG")
        return Picture(buffer.getvalue(), "image/png", image.width, image.height, WIDTH, HEIGHT)

    def text(self, document: str, page: int) -> str:
        return "\n".join(_LINES)


def _evidence(line: int, stance: Stance | None, when: date | None = DAY, reason: str = "") -> Evidence:
    start = sum(len(t) + 1 for t in _LINES[:line])
    text = _LINES[line]
    return Evidence(
        document=_DOCUMENT,
        page=1,
        quote=text.rstrip("."),
        stance=stance,
        start=start,
        end=start + len(text) - 1,
        boxes=(PageBox(x0=72, top=100 + 40 * line, x1=72 + 6 * len(text), bottom=111 + 40 * line),),
        date=when,
        note_type="progress_note",
        author="A. Author",
        credential="MD",
        section="Assessment",
        assertion=reason or "present",
        phase="baseline",
        rule="an evidence rule",
        reason=reason,
        confidence=0.93,
    )


def _score(line: int, value: float, phase: str, when: date | None = None, used: str = "") -> Score:
    high = value + 2 if phase == "trial" else value
    return Score(
        document=_DOCUMENT,
        page=1,
        quote=_LINES[line],
        value=value,
        high=high,
        kind="average" if phase else "",
        phase=phase,
        date=when,
        used=used,
    )


def _audit() -> Audit:
    supports, contradicts = Stance.SUPPORTS, Stance.CONTRADICTS
    elements = {
        Status.MET: ((_evidence(0, supports), _evidence(1, supports)), ()),
        Status.NOT_MET: ((_evidence(2, contradicts),), (_evidence(0, supports, None, "historical"),)),
        Status.CONFLICTING: ((_evidence(0, supports), _evidence(2, contradicts)), ()),
        Status.NOT_DOCUMENTED: ((), (_evidence(3, None, None, "planned"),)),
    }
    made = {
        status: ElementResult(
            id=status.value,
            status=status,
            evidence=counted,
            considered=near,
            explanation="Why the element has this status." if status is Status.NOT_MET else "",
        )
        for status, (counted, near) in elements.items()
    }
    mixed = (made[Status.MET], made[Status.NOT_DOCUMENTED])
    criteria = tuple(
        CriterionResult(
            id=str(number),
            status=status,
            elements=mixed if status is Status.INCOMPLETE else (made[status],) if status in made else (),
        )
        for number, status in enumerate(STATUS, 1)
    )
    pages = tuple(
        PageRecord(
            document=_DOCUMENT,
            page=number,
            origin=origin,
            confidence=sure,
            date=DAY if number < 4 else None,
            note_type="progress_note",
            author="A. Author",
            credential="MD",
            member="Example Member",
        )
        for number, origin, sure in ((1, "text", 1.0), (2, "ocr", 0.91), (3, "mixed", 0.97), (4, "none", 0.0))
    )
    return Audit(
        case_id="example-case",
        pathway=Pathway.NON_MALIGNANT,
        request=Request.PERMANENT,
        overall=Overall.NOT_SUPPORTED,
        criteria=criteria,
        codes=("00000", "99999"),
        flags=(
            Flag(id="misfiled_page", document=_DOCUMENT, page=2, note="another name"),
            Flag(id="unreadable_page", document=_DOCUMENT, page=4),
        ),
        member="Example Member",
        line_of_business="Example line",
        scores=(
            _score(0, 8, "baseline", DAY, "before the trial"),
            _score(2, 4, "trial", date(2025, 4, 2)),
            _score(5, 3, "after", date(2025, 4, 5), "after the trial"),
            _score(2, 5, ""),
        ),
        provenance=Provenance(
            software="chart-audit",
            policy="example",
            policy_version="1",
            rules_sha256="0" * 64,
            files=(
                FileRecord(name=_DOCUMENT, sha256="0" * 64, pages=4),
                FileRecord(name="broken.pdf", sha256="1" * 64, pages=0, problem="it is encrypted"),
            ),
            pages=pages,
            options={"ocr": "on"},
        ),
    )


@dataclass(frozen=True, slots=True)
class PatternsView:
    """All that ``patterns.html`` shows: a made-up case and every overall result."""

    title: str
    case: CaseView
    statuses: tuple[Label, ...]
    overalls: tuple[Label, ...]


def patterns_view() -> PatternsView:
    """Return a made-up case that holds every status, stance and reading of a page."""
    case = replace(case_view(_audit(), _Policy(), _Pages()), title="Patterns")
    return PatternsView(
        title="Patterns: every part of the report",
        case=case,
        statuses=tuple(Label(s.value, w) for s, w in STATUS.items()),
        overalls=tuple(Label(OVERALL_KEY[o].value, w) for o, w in OVERALL.items()),
    )
