"""The worklist over cases: one summary a case, totals per criterion, failures with their reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from extractor.model.audit import Audit, Overall, Status
from extractor.report import wording
from extractor.report.findings import criterion_texts, status_label
from extractor.report.parts import Fact, Label
from extractor.report.request import policy_line
from extractor.report.sources import PolicyText
from extractor.report.wording import OVERALL_KEY, OVERALL_SHORT, STATUS_ORDER, one_line
from extractor.report.worklist_view import Failure, IndexRow, IndexView, TotalRow

_OVERALL_ORDER = (
    Overall.NOT_SUPPORTED,
    Overall.NEEDS_INFORMATION,
    Overall.OUT_OF_SCOPE,
    Overall.SUPPORTED,
)
_TOTAL_STATUSES = tuple(s for s in STATUS_ORDER if s is not Status.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """A case as the worklist needs it; ``problem`` says why it could not be audited ('' if it was).

    ``report`` is the report's path from the worklist's folder, as path segments are named on disk.
    """

    case_id: str
    report: str = ""
    overall: Overall | None = None
    request: str = ""
    pathway: str = ""
    member: str = ""
    line_of_business: str = ""
    criteria: tuple[tuple[str, Status], ...] = ()
    flags: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    pages: int = 0
    problem: str = ""


def summarise(audit: Audit, report: str) -> CaseSummary:
    """Return an audit's line for the worklist; ``report``: its report's path from the worklist's folder."""
    pages = len(audit.provenance.pages) or sum(f.pages for f in audit.provenance.files)
    return CaseSummary(
        case_id=audit.case_id,
        report=report,
        overall=audit.overall,
        request=wording.REQUEST[audit.request],
        pathway=wording.PATHWAY[audit.pathway],
        member=audit.member,
        line_of_business=audit.line_of_business,
        criteria=tuple((c.id, c.status) for c in audit.criteria),
        flags=tuple(f.id for f in audit.flags),
        codes=audit.codes,
        pages=pages,
    )


def failed(case_id: str, problem: str) -> CaseSummary:
    """Return the line of a case that could not be audited, with its reason."""
    return CaseSummary(case_id=case_id, problem=problem)


def index_view(summaries: Iterable[CaseSummary], policy: PolicyText) -> IndexView:
    """Return the worklist: what needs a person first, then by case id."""
    every = tuple(summaries)
    audited = [s for s in every if not s.problem and s.overall is not None]
    failures = tuple(Failure(one_line(s.case_id), one_line(s.problem)) for s in every if s.problem)
    rows = sorted((_row(s, policy) for s in audited), key=lambda r: (r.order, r.case_id))
    by_overall = Counter(s.overall for s in audited)
    flags = Counter(wording.flag_title(f, policy.flags) for s in audited for f in dict.fromkeys(s.flags))
    says = f"{wording.count(len(audited), 'case')} audited"
    says += f", {wording.count(len(failures), 'case')} failed." if failures else "."
    return IndexView(
        title="Worklist: chart audits",
        policy=policy_line(policy),
        counts=tuple((_overall_label(o), by_overall[o]) for o in _OVERALL_ORDER if by_overall[o]),
        rows=tuple(rows),
        flags=tuple(Fact(name, str(n)) for name, n in sorted(flags.items(), key=lambda f: (-f[1], f[0]))),
        lines=tuple(sorted({r.line_of_business for r in rows if r.line_of_business})),
        totals=_totals(audited, policy),
        total_columns=tuple(status_label(s) for s in _TOTAL_STATUSES),
        failures=failures,
        says=says,
    )


def missing(summary: CaseSummary) -> tuple[str, ...]:
    """Return the ids of the criteria that are not met, conflicting, incomplete or not documented."""
    return tuple(one_line(c) for c, s in summary.criteria if s in wording.OPEN_STATUSES)


def _overall_label(overall: Overall) -> Label:
    return Label(OVERALL_KEY[overall].value, OVERALL_SHORT[overall])


def report_href(path: str) -> str:
    """Return a relative link to a report; a folder named like a scheme stays a folder."""
    return "./" + quote(path.replace("\\", "/"), safe="/") if path else ""


def _row(summary: CaseSummary, policy: PolicyText) -> IndexRow:
    overall = summary.overall or Overall.NEEDS_INFORMATION
    open_criteria = missing(summary)
    flags = tuple(dict.fromkeys(wording.flag_title(f, policy.flags) for f in summary.flags))
    return IndexRow(
        case_id=one_line(summary.case_id),
        href=report_href(summary.report),
        overall=_overall_label(overall),
        order=_OVERALL_ORDER.index(overall),
        request=summary.request,
        pathway=summary.pathway,
        line_of_business=one_line(summary.line_of_business),
        member=one_line(summary.member),
        missing=" ".join(open_criteria),
        missing_count=len(open_criteria),
        flags=", ".join(flags),
        flag_count=len(flags),
        pages=summary.pages,
    )


def _totals(audited: Sequence[CaseSummary], policy: PolicyText) -> tuple[TotalRow, ...]:
    titles = criterion_texts(policy)
    counts: dict[str, Counter[Status]] = {c: Counter() for c in titles}
    for summary in audited:
        for criterion, status in summary.criteria:
            counts.setdefault(criterion, Counter())[status] += 1
    rows = []
    for criterion, by_status in counts.items():
        cells = tuple(by_status[s] for s in _TOTAL_STATUSES)
        applicable = sum(cells)
        if not applicable:
            continue
        missing_count = applicable - by_status[Status.MET]
        bars, x = [], 0.0
        for status, cell in zip(_TOTAL_STATUSES, cells, strict=True):
            if cell:
                width = 100 * cell / applicable
                bars.append((status.value, f"{x:.2f}", f"{width:.2f}"))
                x += width
        rows.append(
            TotalRow(
                criterion=one_line(criterion),
                title=one_line(titles.get(criterion, ("", ""))[0]),
                cells=cells,
                open=missing_count,
                open_share=f"{missing_count / applicable:.0%}",
                bars=tuple(bars),
            )
        )
    return tuple(sorted(rows, key=lambda r: (-r.open, r.criterion)))
