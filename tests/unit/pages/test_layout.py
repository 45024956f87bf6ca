"""Layout from bare words and rules: columns, side bars, headers, stripes, overlaid print, any jumble."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.model.document import Box, Page
from extractor.pages.assembly import page_from_tokens, token
from extractor.pages.tokens import Drawing, Fill, Rule, Token


def words(text: str, x: float, y: float, *, size: float = 10, bold: bool = False) -> list[Token]:
    """Set a line of text with its top at ``y``, each character half an em wide."""
    tokens = []
    for word in text.split():
        width = 0.5 * size * len(word)
        tokens.append(token(word, Box(x, y, x + width, y + 1.15 * size), bold=bold))
        x += width + 0.28 * size
    return tokens


def page(*lines: list[Token], drawing: Drawing | None = None) -> Page:
    return page_from_tokens([t for line in lines for t in line], 612, 792, drawing=drawing)


def lines_of(made: Page) -> list[str]:
    return made.text.split("\n")


def rows_of(made: Page) -> list[list[tuple[str, str]]]:
    return [[(made.text[c.start : c.end], c.header) for c in row.cells] for row in made.rows]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "No", "evalu-", "ation", "8/10", "•", "Sig:", "1.", "----", "x\u00ad"]),
            st.integers(0, 560),
            st.integers(0, 700),
            st.sampled_from([4.0, 9.0, 10.0, 40.0]),
        ),
        max_size=40,
    ),
    st.lists(st.tuples(st.integers(0, 600), st.integers(0, 600), st.integers(0, 600)), max_size=12),
)
def test_any_jumble_keeps_every_word_once_and_in_order(
    found: list[tuple[str, int, int, float]], rules: list[tuple[int, int, int]]
) -> None:
    tokens = [token(w, Box(x, y, x + s * len(w) / 2, y + 1.15 * s)) for w, x, y, s in found]
    across = tuple(Rule(at, min(a, b), max(a, b)) for at, a, b in rules[::2])
    down = tuple(Rule(at, min(a, b), max(a, b)) for at, a, b in rules[1::2])
    made = page_from_tokens(tokens, 612, 792, drawing=Drawing(across, down))
    last = 0
    for word in made.words:
        assert last <= word.start < word.end <= len(made.text)
        last = word.end
    # Every word is written, once.
    assert Counter(w.box for w in made.words) == Counter(t.box for t in tokens)
    assert made.text == "\n".join(made.text[line.start : line.end] for line in made.lines)


def test_a_side_bar_is_read_apart_from_the_note_beside_it() -> None:
    note = [
        "Low back pain for many years, averaging eight, worse with standing or with walking.",
        "He sleeps two hours at a stretch and his wife ties his shoes for him every day now.",
        "Radiofrequency ablation was tried twice and did not hold for longer than two weeks.",
        "Long acting morphine gives an hour of relief and leaves him drowsy for the morning.",
        "Abdomen soft with ample room for a reservoir. No infection of the skin of the back.",
    ]
    bar = ["Great Valley", "Pain Center", "Chart 1234", "Visit 3/20/2026"]
    made = page(
        *(words(text, 40, 101 + 15.5 * i, size=8) for i, text in enumerate(bar)),
        *(words(text, 160, 100 + 14 * i) for i, text in enumerate(note)),
    )
    assert lines_of(made) == bar + note


def test_a_header_of_two_tiers_names_each_column_in_full() -> None:
    rows = [
        [(150, "Pain")],
        [(72, "Date"), (150, "Rest"), (210, "Move")],
        [(72, "1/2"), (150, "8"), (210, "9")],
        [(72, "1/3"), (150, "4"), (210, "5")],
    ]
    tokens = [words(text, x, 100 + 20 * i, bold=i < 2) for i, row in enumerate(rows) for x, text in row]
    ys = [96, 116, 136, 156, 176]
    drawing = Drawing(
        tuple(Rule(y, 70, 270) for y in ys),
        (Rule(70, 96, 176), Rule(145, 96, 176), Rule(205, 116, 176), Rule(270, 96, 176)),
    )
    made = page(*tokens, drawing=drawing)
    assert rows_of(made)[2] == [("1/2", "Date"), ("8", "Pain Rest"), ("9", "Pain Move")]


def test_stripes_are_no_headers_but_a_painted_first_row_is() -> None:
    names = [("Drug", "Outcome"), ("Oxycodone", "itching"), ("Morphine", "vomiting"), ("Tramadol", "none")]
    tokens = [
        words(text, x, 100 + 18 * i)
        for i, row in enumerate(names)
        for x, text in zip((72, 220), row, strict=True)
    ]
    stripes = tuple(Fill(70, 98 + 18 * i, 400, 114 + 18 * i, 0.95) for i in (1, 3))
    plain = page(*tokens, drawing=Drawing(fills=stripes))
    assert {c.header for row in plain.rows for c in row.cells} == {""}
    painted = page(*tokens, drawing=Drawing(fills=(Fill(70, 98, 400, 114, 0.3), *stripes)))
    assert rows_of(painted)[1] == [("Oxycodone", "Drug"), ("itching", "Outcome")]


def test_a_heading_across_a_table_is_a_line_and_the_header_reaches_beyond_it() -> None:
    texts = [("Test", "Result"), ("Coagulation",), ("INR", "1.0"), ("PT", "11.2")]
    tokens = [
        words(text, x, 100 + 20 * i, bold=i < 2)
        for i, row in enumerate(texts)
        for x, text in zip((74, 174), row, strict=False)
    ]
    drawing = Drawing(
        tuple(Rule(y, 70, 300) for y in (96, 116, 136, 156, 176)),
        (Rule(70, 96, 176), Rule(170, 96, 116), Rule(170, 136, 176), Rule(300, 96, 176)),
    )
    made = page(*tokens, drawing=drawing)
    assert lines_of(made) == ["Test Result", "Coagulation", "INR 1.0", "PT 11.2"]
    assert rows_of(made)[-1] == [("PT", "Test"), ("11.2", "Result")]


def test_a_cell_taller_than_its_row_stays_in_it() -> None:
    made = page(
        *(words(t, x, 100, bold=True) for x, t in ((72, "Drug"), (180, "Sig"), (420, "Start"))),
        words("one tablet by mouth every twelve hours", 180, 122),
        words("Morphine ER 30 mg", 72, 128),
        words("01/2022", 420, 128),
        words("scheduled, hold if drowsy", 180, 134),
        *(words(t, x, 158) for x, t in ((72, "Baclofen 10 mg"), (180, "at bedtime"), (420, "02/2022"))),
    )
    assert rows_of(made)[1] == [
        ("Morphine ER 30 mg", "Drug"),
        ("one tablet by mouth every twelve hours scheduled, hold if drowsy", "Sig"),
        ("01/2022", "Start"),
    ]


def test_a_stamp_over_the_text_is_written_after_it() -> None:
    note = ["Pain is eight on most days", "and the trial gave relief"]
    made = page(
        *(words(text, 72, 100 + 14 * i) for i, text in enumerate(note)), words("COPY", 60, 80, size=60)
    )
    assert lines_of(made) == [*note, "COPY"]


def test_list_items_headings_and_labels_start_anew() -> None:
    made = page(
        words("ASSESSMENT", 72, 100, bold=True),
        words(
            "1. Chronic pain after two operations on the lumbar spine, refractory to everything that", 72, 114
        ),
        words("was tried so far.", 84, 128),
        words("2. Obesity.", 72, 142),
        words("Allergies: none known", 72, 156),
    )
    assert [line.continues for line in made.lines] == [False, False, True, False, False]
