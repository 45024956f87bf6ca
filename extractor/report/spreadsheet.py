"""Summaries and elements as CSV files that a spreadsheet opens as text, whatever a chart holds."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from extractor.model.audit import Audit, Evidence
from extractor.report import wording
from extractor.report.findings import criterion_texts, element_text, reason_words
from extractor.report.sources import PolicyText
from extractor.report.worklist import CaseSummary, missing

CASE_COLUMNS = (
    "case_id", "overall", "request", "pathway", "line_of_business", "member", "missing_criteria",
    "criteria", "flags", "codes", "pages", "report", "problem",
)  # fmt: skip
ELEMENT_COLUMNS = (
    "case_id", "criterion", "criterion_status", "element", "title", "status", "explanation", "supports",
    "contradicts", "not_counted", "quote", "document", "page", "date", "note_type", "author", "first_reason",
)  # fmt: skip
# A spreadsheet runs a cell that begins like this (full-width forms included) as a formula.
_FORMULA_STARTS = frozenset("=+-@\t\r\n|%\uff1d\uff0b\uff0d\uff20")


def cell(value: object) -> str:
    """Return a value as one line of text that no spreadsheet takes for a formula (a leading apostrophe)."""
    text = wording.one_line(str(value))
    return f"'{text}" if text[:1] in _FORMULA_STARTS else text


def write_cases_csv(summaries: Iterable[CaseSummary], target: Path) -> None:
    """Write one row a case, failed ones too, as UTF-8 with a byte order mark (spreadsheets need it)."""
    _write(target, CASE_COLUMNS, (_case_row(s) for s in summaries))


def write_elements_csv(audits: Iterable[Audit], policy: PolicyText, target: Path) -> None:
    """Write one row an element of every audit, with its strongest statement."""
    _write(target, ELEMENT_COLUMNS, (row for audit in audits for row in _element_rows(audit, policy)))


def _write(target: Path, columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    partial = target.with_name(target.name + ".partial")
    with partial.open("w", encoding="utf-8-sig", newline="") as file:
        _dump(file, columns, rows)
    partial.replace(target)


def _dump(file: io.TextIOBase, columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell(value) for value in row])


def _case_row(summary: CaseSummary) -> tuple[object, ...]:
    return (
        summary.case_id,
        summary.overall.value if summary.overall else "failed",
        summary.request,
        summary.pathway,
        summary.line_of_business,
        summary.member,
        " ".join(missing(summary)),
        " ".join(f"{c}:{s.value}" for c, s in summary.criteria),
        " ".join(dict.fromkeys(summary.flags)),
        " ".join(summary.codes),
        summary.pages,
        summary.report,
        summary.problem,
    )


def _element_rows(audit: Audit, policy: PolicyText) -> Iterable[tuple[object, ...]]:
    titles = criterion_texts(policy)
    for criterion in audit.criteria:
        if not criterion.elements:
            title = titles.get(criterion.id, ("", ""))[0]
            head = (
                audit.case_id,
                criterion.id,
                criterion.status.value,
                "",
                title,
                criterion.status.value,
                "",
            )
            yield (*head, 0, 0, 0, "", "", "", "", "", "", "")
        for element in criterion.elements:
            words = element_text(policy, criterion.id, element.id)
            stances = [e.stance.value for e in element.evidence if e.stance]
            first = next(iter(element.evidence), None)
            reason = reason_words(element.considered[0]) if element.considered else ""
            yield (
                audit.case_id,
                criterion.id,
                criterion.status.value,
                element.id,
                words.title if words else "",
                element.status.value,
                element.explanation,
                stances.count("supports"),
                stances.count("contradicts"),
                len(element.considered),
                *_where(first),
                reason,
            )


def _where(evidence: Evidence | None) -> tuple[object, ...]:
    if evidence is None:
        return ("",) * 6
    dated = evidence.date.isoformat() if evidence.date else ""
    return (evidence.quote, evidence.document, evidence.page, dated, evidence.note_type, evidence.author)
