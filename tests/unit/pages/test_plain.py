"""Bare passages as pages: offsets, paragraphs, mended words and tables of blanks, tabs and bars."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.pages import page_from_text


def cells(text: str) -> list[list[str]]:
    page = page_from_text(text)
    return [[page.text[c.start : c.end] for c in row.cells] for row in page.rows]


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("abcR 19.:-|\n\t\r•[]\u00a0\u00ad\u200bﬁ"), max_size=120))
def test_offsets_are_in_order_and_words_hold_no_blank(text: str) -> None:
    page = page_from_text(text)
    last = 0
    for word in page.words:
        assert last <= word.start < word.end <= len(page.text)
        assert not any(c.isspace() for c in page.text[word.start : word.end])
        last = word.end
    assert page.text == "\n".join(page.text[line.start : line.end] for line in page.lines)
    assert "".join(page.text[w.start : w.end] for w in page.words) == "".join(page.text.split())
    for row in page.rows:
        assert all(row.start <= c.start < c.end <= row.end for c in row.cells)


def test_a_wrapped_passage_is_one_paragraph() -> None:
    page = page_from_text(
        "The patient was seen for a psychological evalu-\nation before the trial and has no contra-\n"
        "indication to it.\n\nShe agrees."
    )
    assert [line.continues for line in page.lines] == [False, True, True, False]
    assert "evaluation\nbefore" in page.text
    assert "contraindication\nto it." in page.text


@pytest.mark.parametrize(
    "text",
    ["Pain 8/10\nNo infection", "1. UDS ok\n2. PDMP ok", "Allergies: none\nTobacco: never", "- one\n- two"],
)
def test_short_statements_are_lines_of_their_own(text: str) -> None:
    page = page_from_text(text)
    assert page.text == text
    assert not any(line.continues for line in page.lines)


def test_a_table_of_blanks_has_headers_by_place() -> None:
    page = page_from_text("Date      NRS   Comment\n02/24     8     before\n02/25           asleep")
    assert [[(page.text[c.start : c.end], c.header) for c in r.cells] for r in page.rows] == [
        [("Date", ""), ("NRS", ""), ("Comment", "")],
        [("02/24", "Date"), ("8", "NRS"), ("before", "Comment")],
        [("02/25", "Date"), ("asleep", "Comment")],
    ]


@pytest.mark.parametrize("text", ["Test\tResult\nINR\t1.0", "| Test | Result |\n|---|---|\n| INR | 1.0 |"])
def test_tables_of_tabs_and_bars(text: str) -> None:
    assert cells(text) == [["Test", "Result"], ["INR", "1.0"]]
    assert [c.header for c in page_from_text(text).rows[1].cells] == ["Test", "Result"]


def test_odd_characters_are_written_plainly() -> None:
    assert page_from_text("e\ufb03cacy\u00a0good\u200b \u2714 done").text == "efficacy good ☑ done"
