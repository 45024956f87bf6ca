"""The worklist, its CSV files and the request letter."""

import csv
import time

import pytest
from audit_sample import Pages, audit, evidence, policy

from extractor.model.audit import (
    GENERAL_TEXT,
    OTHER_PERSON,
    CriterionResult,
    ElementResult,
    Flag,
    Overall,
    Status,
)
from extractor.report import (
    CaseSummary,
    failed,
    render_index,
    request_text,
    summarise,
    write_cases_csv,
    write_elements_csv,
)
from extractor.report.request import asks
from extractor.report.spreadsheet import cell
from extractor.report.worklist import index_view, report_href


def many(count):
    statuses = (Status.MET, Status.NOT_MET, Status.NOT_DOCUMENTED)
    for n in range(count):
        yield CaseSummary(
            case_id=f"case-{n:05}-of-a-long-name",
            report=f"case-{n:05}-of-a-long-name/report.html",
            overall=list(Overall)[n % 4],
            request="Permanent implant",
            pathway="Non-malignant pain",
            member=f"Member Number {n}",
            line_of_business="Medicaid",
            criteria=tuple((c, statuses[(n + i) % 3]) for i, c in enumerate(("2a", "2e", "2i"))),
            flags=("misfiled_page", "score_inconsistency") if n % 3 == 0 else (),
            pages=n % 300,
        )


def test_what_needs_a_person_comes_first():
    view = index_view([*many(8), failed("bad", "bad.pdf: encrypted")], policy())
    assert [r.overall.word for r in view.rows][:3] == ["Does not support"] * 2 + ["Needs information"]
    assert view.says == "8 cases audited, 1 case failed."
    assert view.failures[0].reason == "bad.pdf: encrypted"


def test_totals_say_which_documentation_is_missing_most():
    view = index_view(many(9), policy())
    row = view.totals[0]
    assert row.open == 6
    assert row.open_share == "67%"
    assert dict(zip([c.key for c in view.total_columns], row.cells, strict=True))["met"] == 3


def test_five_thousand_cases_stay_under_five_megabytes():
    started = time.perf_counter()
    html = render_index(many(5000), policy())
    assert len(html.encode()) < 5_000_000
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize("path", ["javascript:alert(1)", "//host/x", "a b/ü?#/report.html"])
def test_report_links_are_relative(path):
    href = report_href(path)
    assert href.startswith("./")
    assert not set(href) & set(" ?#\"'<>")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "|x", "%x", "＝1", "\u200e=1"])
def test_csv_cells_are_never_formulas(text):
    assert cell(text)[0] in {"'", "\ufffd"}
    assert "\n" not in cell("a\nb")


def test_csv_files(tmp_path):
    hostile = audit(case_id="=cmd|' /C calc'!A0", member='a,"b"\n=c')
    write_cases_csv(
        [summarise(hostile, "x/report.html"), failed("f", "f.pdf: broken")], tmp_path / "cases.csv"
    )
    write_elements_csv([hostile], policy(), tmp_path / "elements.csv")
    with (tmp_path / "cases.csv").open(encoding="utf-8-sig", newline="") as file:
        first, second = csv.DictReader(file)
    assert first["case_id"].startswith("'=")
    assert first["missing_criteria"] == "2a 2e"
    assert second["problem"] == "f.pdf: broken"
    with (tmp_path / "elements.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(r["criterion"], r["element"], r["status"]) for r in rows] == [
        ("2a", "origin", "met"),
        ("2a", "severity", "conflicting"),
        ("2e", "evaluation", "not_documented"),
        ("2i", "", "not_applicable"),
    ]
    assert (rows[1]["supports"], rows[1]["contradicts"]) == ("1", "1")
    assert rows[2]["first_reason"] == "planned, not done"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["cases.csv", "elements.csv"]


def test_request_letter_names_what_is_missing_and_what_was_seen():
    text = request_text(audit(), policy())
    assert "2e Psychological evaluation [Insufficient documentation]" in text
    assert "Needed: the report of the evaluation" in text
    assert "“psych eval scheduled 05/02” (chart.pdf, p. 1): planned, not done" in text
    assert "Policy: Pump policy, Payer, version 3, effective Aug 14, 2024" in text
    assert max(map(len, text.splitlines())) <= 95


def _asked(status, **more):
    result = ElementResult(id="evaluation", status=status, **more)
    case = audit(criteria=(CriterionResult(id="2e", status=status, elements=(result,)),), flags=())
    return [a.category for a in asks(case, policy())]


def test_cert_categories():
    assert _asked(Status.NOT_DOCUMENTED) == ["No documentation"]
    assert _asked(Status.NOT_DOCUMENTED, considered=(evidence("Office note", reason="planned"),)) == [
        "Insufficient documentation"
    ]
    assert _asked(Status.NOT_MET, evidence=(evidence("Office note"),)) == ["Medical necessity"]
    assert _asked(Status.CONFLICTING) == ["Insufficient documentation"]
    assert _asked(Status.MET) == []


def test_a_request_letter_carries_no_words_of_another_person():
    strange = evidence("Dewey Other, no suicidal ideation", reason=OTHER_PERSON)
    quoted = evidence("Members must be evaluated", reason=GENERAL_TEXT)
    result = ElementResult(id="evaluation", status=Status.NOT_DOCUMENTED, considered=(quoted, strange))
    flags = (Flag(id="misfiled_page", document="chart.pdf", page=1, note="bears the name Dewey Other"),)
    criterion = CriterionResult(id="2e", status=Status.NOT_DOCUMENTED, elements=(result,))
    text = request_text(audit(criteria=(criterion,), flags=flags), policy())
    assert "Dewey" not in text and "Members must" not in text
    assert "only a page that bears another name (chart.pdf, p. 1)" in text


def test_nothing_missing_asks_for_nothing():
    case = audit(criteria=(), flags=())
    assert request_text(case, policy()) == ""
    assert Pages().text("chart.pdf", 9) == ""
