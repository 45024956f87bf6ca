"""Outcomes, schedules and lengths linked to the treatments they are said of, over hand-written mentions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from extractor.evidence import dosage, duration, outcome
from extractor.evidence.dosage import DosageRule
from extractor.evidence.duration import DurationRule
from extractor.evidence.outcome import OutcomeRule
from extractor.model.audit import Stance
from extractor.model.case import Case
from extractor.model.chart import Assertion, Chart, Encounter, Mention, Quantity, Statement

OUTCOME = OutcomeRule(topics=("drug",), rivals=("therapy",), supports=("failed",), contradicts=("worked",))
DOSAGE = DosageRule(
    drugs=("drug",), rivals=("other",), scheduled=("fixed",), as_needed=("prn",), worn=("patch",)
)
DURATION = DurationRule(care=("therapy",), rivals=("pain",), totals=("total",))
WORDS = {
    "morphine": "drug", "oxycodone": "drug", "patch": "patch", "metformin": "other", "exercise": "therapy",
    "pain": "pain", "failed": "failed", "works": "worked", "q12h": "fixed", "prn": "prn", "total": "total",
    "2019": "bygone",
}  # fmt: skip


def chart_of(*texts: str, on: date | None = None, **quantities: Quantity) -> Chart:
    """Make a chart in which each word of WORDS is a mention, and each word of a quantity a length."""
    statements, mentions, offset = [], [], 0
    for index, text in enumerate(texts):
        statements.append(
            Statement(index, "d", 1, offset, offset + len(text), text, encounter=0 if on else None)
        )
        for word, label in {**WORDS, **{k: "length" for k in quantities}}.items():
            at = text.lower().find(word)
            if at >= 0:
                mentions.append(
                    Mention(
                        label,
                        index,
                        offset + at,
                        offset + at + len(word),
                        word,
                        quantity=quantities.get(word),
                    )
                )
        offset += len(text) + 1
    mentions.sort(key=lambda m: m.start)
    encounters = (Encounter(0, on),) if on else ()
    by = {s.index: tuple(m for m in mentions if m.statement == s.index) for s in statements}
    return Chart(Case(), (), encounters, tuple(statements), tuple(mentions), by_statement=by)


def stances(rule: OutcomeRule | DosageRule | DurationRule, chart: Chart) -> list[Stance]:
    kind = {OutcomeRule: outcome, DosageRule: dosage, DurationRule: duration}[type(rule)]
    return [f.stance for f in kind.gather(rule, chart, frozenset()) if not f.discounted]


def test_outcome_of_the_nearest_treatment() -> None:
    assert stances(OUTCOME, chart_of("Morphine failed.")) == [Stance.SUPPORTS]
    assert stances(OUTCOME, chart_of("Exercise failed.")) == []
    assert stances(OUTCOME, chart_of("Morphine given; exercise failed.")) == []


def test_outcome_of_the_treatment_named_before() -> None:
    assert stances(OUTCOME, chart_of("Morphine was given.", "It failed.")) == [Stance.SUPPORTS]
    assert stances(OUTCOME, chart_of("Morphine was given.", "Exercise too.", "It failed.")) == []


def test_the_later_of_one_account_stands() -> None:
    assert stances(OUTCOME, chart_of("Morphine failed.", "Now oxycodone works.")) == [Stance.CONTRADICTS]


def test_scheduled_dose_outweighs_one_as_needed() -> None:
    assert stances(DOSAGE, chart_of("Morphine 30 mg q12h.", "Oxycodone 5 mg prn.")) == [Stance.SUPPORTS]
    assert stances(DOSAGE, chart_of("Oxycodone 5 mg prn.")) == [Stance.CONTRADICTS]


def test_schedule_of_another_drug_does_not_count() -> None:
    assert stances(DOSAGE, chart_of("Metformin q12h.")) == []
    assert stances(DOSAGE, chart_of("Oxycodone 5 mg, metformin q12h.")) == []


def test_length_of_care_and_of_pain() -> None:
    eight = Quantity(8.0, 8.0, "months")
    assert stances(DURATION, chart_of("Exercise for months8.", months8=eight)) == [Stance.SUPPORTS]
    assert stances(DURATION, chart_of("Pain for months8.", months8=eight)) == []


def test_short_length_contradicts_only_as_a_total() -> None:
    three = Quantity(3.0, 3.0, "months")
    assert stances(DURATION, chart_of("Exercise for months3.", months3=three)) == []
    assert stances(DURATION, chart_of("Exercise months3 total.", months3=three)) == [Stance.CONTRADICTS]


def test_assertion_of_a_plan_does_not_count() -> None:
    chart = chart_of("Morphine failed.")
    planned = tuple(
        Mention(m.label, m.statement, m.start, m.end, m.text, Assertion.PLANNED) for m in chart.mentions
    )
    chart = Chart(Case(), (), (), chart.statements, planned, by_statement={0: planned})
    assert stances(OUTCOME, chart) == []


def test_earlier_treatment_yields_to_the_present_one() -> None:
    rule = OUTCOME.model_copy(update={"bygone": "bygone"})
    texts = ("Oxycodone works.", "In 2019 morphine failed.")
    assert stances(OUTCOME, chart_of(*texts)) == [Stance.SUPPORTS]
    assert stances(rule, chart_of(*texts)) == [Stance.CONTRADICTS]


def test_what_an_allergy_list_names_not_is_no_analgesic() -> None:
    rule = OUTCOME.model_copy(update={"headings": "allerg"})
    chart = chart_of("Morphine listed.", "Shrimp failed.")
    assert stances(rule, chart) == [Stance.SUPPORTS]
    listed = tuple(replace(s, section="Allergies", category="allergies") for s in chart.statements)
    assert stances(rule, replace(chart, statements=listed)) == []


def test_a_schedule_disputed_in_the_same_work_up() -> None:
    rule = DOSAGE.model_copy(update={"only": ("total",)})
    chart = chart_of("Morphine q12h.", "Oxycodone total prn.", on=date(2025, 3, 1))
    assert stances(rule, chart) == [Stance.SUPPORTS]
    second = replace(chart.encounters[0], index=1, date=date(2025, 3, 9))
    apart = (chart.statements[0], replace(chart.statements[1], encounter=1))
    disputed = replace(chart, statements=apart, encounters=(*chart.encounters, second))
    assert stances(rule, disputed) == [Stance.SUPPORTS, Stance.CONTRADICTS]
    late = (chart.encounters[0], replace(second, date=date(2025, 6, 1)))
    assert stances(rule, replace(disputed, encounters=late)) == [Stance.SUPPORTS]
