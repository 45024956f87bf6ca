"""What the case view decides: words, order, counts, near misses, what was searched."""

from datetime import date

import pytest
from audit_sample import Pages, audit, evidence, policy

from extractor.model.audit import CriterionResult, ElementResult, Overall, Pathway, Stance, Status
from extractor.report import render_case
from extractor.report.case import case_view


@pytest.fixture
def view():
    return case_view(audit(), policy(), Pages())


def test_overall_never_decides(view):
    assert view.overall.word == "The record needs information"
    html = render_case(audit(), policy(), Pages()).lower()
    for word in ("approve", "denied", "deny", "approval"):
        assert word not in html


def test_counts_are_in_the_order_of_work(view):
    assert [(label.key, n) for label, n in view.counts] == [
        ("conflicting", 1),
        ("not_documented", 1),
        ("not_applicable", 1),
    ]
    assert view.overall_says == "Of 2 applicable criteria: 1 conflicting and 1 not documented."


def test_first_screen_names_what_is_open_with_words_and_place(view):
    conflict, missing = view.issues
    assert (conflict.criterion, conflict.title) == ("2a", "Pain above 6")
    assert [(s.lead, s.words) for s in conflict.said] == [
        ("Supports", "Average pain is 8/10"),
        ("Contradicts", "averages 5/10"),
    ]
    assert missing.said[0].lead == "Not counted, planned, not done"
    assert missing.said[0].place.text == "chart.pdf, p. 1"


def test_twin_elements_are_found_by_criterion(view):
    assert view.criteria[0].elements[0].title == "Non-cancer pain"


def test_conflict_shows_both_sides(view):
    sides = view.criteria[0].elements[1].sides
    assert [s.title for s in sides] == ["Supports (1)", "Contradicts (1)"]
    assert [s.evidence[0].when for s in sides] == ["Mar 4, 2025", "Mar 20, 2025"]


def test_not_documented_says_what_was_searched(view):
    searched = {f.name: f.value for f in view.criteria[1].elements[0].searched}
    assert searched["Looked for"] == "psych eval, psychologist"
    assert searched["Searched"] == "chart.pdf, p. 1–3"
    assert searched["Could not be read"] == "chart.pdf, p. 4"


def test_quote_stands_in_its_sentence(view):
    quote = view.criteria[1].elements[0].near[0].quote
    assert quote.words == "psych eval scheduled 05/02"
    assert quote.before.endswith("Plan: ")
    assert quote.after == "."


def test_every_page_is_accounted_for(view):
    assert [r.page.text for r in view.ledger] == [f"p. {n}" for n in range(1, 5)]
    assert [r.evidence for r in view.ledger] == ["2", "1", "none", "none"]
    assert view.ledger[2].notes == "Page of another person: names someone else"
    assert view.ledger[1].read == "OCR, 90% sure"
    assert not view.ledger[3].readable
    assert view.ledger_says == "4 pages: evidence was taken from 2, 1 could not be read."


@pytest.mark.parametrize(
    ("choice", "pages"), [("evidence", {1, 2, 3}), ("all", {1, 2, 3, 4}), ("none", set())]
)
def test_pictures_by_choice_and_each_once(choice, pages):
    source = Pages()
    html = render_case(audit(), policy(), source, choice)
    assert {page for _, page in source.asked} == pages
    assert html.count("data:image/png") == len(pages)


def test_same_words_cited_twice_share_one_mark():
    shared = evidence("Average pain is 8/10")
    results = tuple(
        ElementResult(id=i, status=Status.MET, evidence=(shared,)) for i in ("severity", "origin")
    )
    changed = audit(criteria=(CriterionResult(id="2a", status=Status.MET, elements=results),))
    view = case_view(changed, policy(), Pages())
    (mark,) = view.sheets[0].marks
    assert [c.text for c in mark.cited_by] == ["2a Pain above 6", "2a Non-cancer pain"]


def test_strongest_is_newest_of_the_deciding_stance():
    given = (
        evidence("averages 5/10", page=2, stance=Stance.CONTRADICTS, date=date(2025, 9, 1)),
        evidence("Office note", date=date(2025, 1, 1)),
        evidence("Average pain is 8/10", date=date(2025, 3, 4)),
    )
    result = ElementResult(id="severity", status=Status.MET, evidence=given)
    changed = audit(criteria=(CriterionResult(id="2a", status=Status.MET, elements=(result,)),))
    element = case_view(changed, policy(), Pages()).criteria[0].elements[0]
    assert element.strongest[0].quote.words == "Average pain is 8/10"
    assert [e.quote.words for e in element.more] == ["Office note", "averages 5/10"]


def test_pain_ledger_states_its_arithmetic(view):
    assert view.pain.arithmetic == "Computed reduction in the trial: (8 − 3) / 8 = 62%."
    assert [d.used for d in view.pain.dots] == [True, True, False]
    assert view.pain.undated == "1 score without a date at the right edge."


def test_out_of_scope_asks_for_nothing():
    changed = audit(overall=Overall.OUT_OF_SCOPE, pathway=Pathway.OTHER, criteria=())
    view = case_view(changed, policy(), Pages())
    assert view.asks == ()
    assert view.no_criteria
    assert "Nothing is missing." in render_case(changed, policy(), Pages())


def test_codes_of_the_policy_are_described(view):
    assert [(c.name, c.value) for c in view.codes] == [
        ("CPT 62362", "Pump, programmable"),
        ("00001", "Not listed in this policy"),
    ]


def test_superseded_is_said_with_its_date():
    near = evidence("averages 5/10", page=2, reason="superseded 2025-04-01")
    result = ElementResult(id="severity", status=Status.NOT_DOCUMENTED, considered=(near,))
    changed = audit(criteria=(CriterionResult(id="2a", status=Status.NOT_DOCUMENTED, elements=(result,)),))
    shown = case_view(changed, policy(), Pages()).criteria[0].elements[0].near[0]
    assert shown.reason == "superseded by a later statement (Apr 1, 2025)"


def test_audit_without_anything_renders():
    bare = audit(criteria=(), flags=(), scores=(), codes=(), member="", provenance={})
    assert "Member not named" in render_case(bare, policy(), Pages())
