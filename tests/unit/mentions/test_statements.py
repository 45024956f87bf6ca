from __future__ import annotations

import pytest

from extractor.mentions.statements import sentence_spans
from extractor.pipeline import Engine, passage_chart


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Seen by Dr. Lee. Pain is 8/10.", ["Seen by Dr. Lee.", "Pain is 8/10."]),
        ("Dose 2.5 mg q.i.d. with food. He sleeps.", ["Dose 2.5 mg q.i.d. with food.", "He sleeps."]),
        ("no psychosis. interviewed and tested", ["no psychosis.", "interviewed and tested"]),
        ("1. Lumbar pain. 2. Diabetes.", ["1. Lumbar pain.", "2. Diabetes."]),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [text[a:b] for a, b in sentence_spans(text)] == sentences


def test_a_wrapped_sentence_is_one_statement_and_a_heading_opens_a_section(engine: Engine) -> None:
    text = (
        "HISTORY OF PRESENT ILLNESS: Mr. Lund is a retired welder who was sent here because of burning pain in both\n"
        "legs that has not answered to any of the treatments that were tried.\n"
        "PLAN: return in May."
    )
    statements = passage_chart(engine, text).statements
    spoken = [s for s in statements if s.text.startswith("Mr. Lund")]
    assert len(spoken) == 1 and spoken[0].text.endswith("were tried.")
    assert spoken[0].category == "history_present_illness"
    assert statements[-1].category == "plan"


def test_a_question_is_read_with_its_answer(engine: Engine) -> None:
    statements = passage_chart(engine, "Any thoughts of suicide?\nNo.").statements
    assert [s.question for s in statements] == [True, False]
    assert statements[1].lead == "Any thoughts of suicide?"


def test_list_items_inherit_the_list_head(engine: Engine) -> None:
    statements = passage_chart(engine, "Denies:\n- fever\n- chills").statements
    assert {s.lead for s in statements[1:]} == {"Denies:"}


def test_offsets_are_those_of_the_page(engine: Engine) -> None:
    chart = passage_chart(engine, "Pain is 8/10.\nNo infection at the\nsite today. Plan: return.")
    page = chart.documents[0].pages[0]
    for statement in chart.statements:
        assert page.text[statement.start : statement.end].replace("\n", " ") == statement.text
