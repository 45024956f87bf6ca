from datetime import date

from written import written

from extractor.lexicon.notes import load_notes
from extractor.model.chart import Span
from extractor.model.document import Document, Origin
from extractor.pages.copies import find_cloned_text, find_copies
from extractor.pages.encounters import find_encounters
from extractor.paths import RULES

HPI = """She reports burning pain across the belt line and down both legs that never lets up. Sitting to eat
is limited to ten minutes and her daughter now ties her shoes and washes her hair. She sleeps in the
recliner for two hours at a stretch and wakes when she turns. Cooking and driving were given up last winter
after two falls in the kitchen.
"""
CONSENT = """I understand that the risks of an implanted device include bleeding, infection, meningitis,
leakage of spinal fluid, paralysis, breathing that is too slow, failure of the device, a mass at the tip of
the catheter, need for more surgery and death. I have had the chance to ask questions and I agree to go ahead.
"""


def visit(day: str, story: str = HPI, average: int = 8) -> str:
    return (
        f"^ Doe, Jane DOB 04/11/1968\n# Office visit {day}\nProvider: Ann Rourke, MD\n# HPI\n{story}"
        f"# Exam\nAverage pain {average}/10 on {day}, gait slow.\nE-signed by Ann Rourke, MD on {day}\n"
    )


def copies(*documents: Document) -> list[tuple[int, int]]:
    return [(c.page, c.of_page) for c in find_copies(documents)]


def clones(*pages: str) -> tuple[tuple[Span, Span], ...]:
    documents = (written(*pages),)
    return find_cloned_text(documents, find_encounters(documents, load_notes(RULES / "lexicon")))


def test_a_page_twice() -> None:
    assert copies(written(visit("03/12/2025"), visit("05/01/2025"), visit("03/12/2025") + "_ Page 7")) == [
        (3, 1)
    ]


def test_the_same_template_filled_in_again_is_no_copy() -> None:
    assert copies(written(visit("03/12/2025"), visit("03/19/2025"))) == []
    assert (
        copies(
            written(visit("03/12/2025"), visit("03/12/2025", average=5) + "Weight 181, was 188 in 2024.\n")
        )
        == []
    )


def test_a_scanned_copy_with_slips() -> None:
    page = visit("03/12/2025")
    scan = written(
        page.replace("burning", "bunning").replace("recliner", "recIiner"), name="b.pdf", origin=Origin.OCR
    )
    assert copies(written(page), scan) == [(1, 1)]


def test_short_pages_are_not_compared() -> None:
    assert copies(written("Page left blank.", "Page left blank.")) == []


def test_a_story_told_again_under_another_date() -> None:
    pair, *others = clones(visit("03/12/2025"), visit("05/01/2025"))
    assert (pair[0].page, pair[1].page, others) == (1, 2, [])


def test_a_story_with_a_word_changed_is_still_the_same() -> None:
    assert clones(
        visit("03/12/2025"),
        visit("05/01/2025", HPI.replace("burning", "aching").replace("two falls", "a fall")),
    )


def test_stories_of_their_own() -> None:
    other = (
        "Since the injection she walks to the mailbox. Sleep is better. She wants to go back to the choir.\n"
        * 2
    )
    assert clones(visit("03/12/2025"), visit("05/01/2025", other)) == ()


def test_copies_and_the_same_day_are_not_cloned() -> None:
    assert clones(visit("03/12/2025"), visit("03/12/2025")) == ()


def test_consent_text_and_carried_history_are_not_cloned() -> None:
    assert clones(visit("03/12/2025", CONSENT), visit("05/01/2025", CONSENT)) == ()
    carried = "None today.\n# Past medical history\n" + HPI
    assert clones(visit("03/12/2025", carried), visit("05/01/2025", carried)) == ()


def test_many_pages_cost_little() -> None:
    pages = [
        visit(date(2020, 1 + n % 12, 1 + n // 12).strftime("%m/%d/%Y"), HPI + f"Visit {n}.\n")
        for n in range(300)
    ]
    assert copies(written(*pages)) == []
