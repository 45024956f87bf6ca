"""The report in a real browser: what a reviewer sees, clicks and presses."""

from __future__ import annotations

import io
from importlib import resources

import pdfplumber
import pypdfium2
import pytest

NAMES = ("report", "index", "patterns")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}, {"width": 360, "height": 740}])
def test_nothing_leaves_the_page_and_nothing_complains(visit, name, options):
    page = visit(name, **options)
    page.wait_for_timeout(100)
    assert page.trouble == []
    assert page.title() != "owned"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "options", [{}, {"color_scheme": "dark"}, {"width": 360, "height": 740}, {"width": 2560, "height": 1400}]
)
def test_axe_finds_nothing(visit, name, options):
    axe = pytest.importorskip(
        "axe_playwright_python", reason="axe-core (axe-playwright-python) is not installed"
    )
    page = visit(name, **options)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    page.evaluate((resources.files(axe) / "axe.min.js").read_text(encoding="utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("(values) => axe.run({ runOnly: values, preload: false })", tags)
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [360, 768, 1100, 1500, 2560])
def test_nothing_is_wider_than_the_window(visit, name, width):
    page = visit(name, width=width, height=800)
    wide = page.evaluate(
        """() => [...document.querySelectorAll('body *')]
             .filter(n => !n.closest('.scroll, .sprite, svg, dialog'))
             .filter(n => n.getBoundingClientRect().right > innerWidth + 1)
             .map(n => n.outerHTML.slice(0, 120))"""
    )
    assert wide == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [360, 1100, 1500])
def test_nothing_sticks_out_of_its_box(visit, name, width):
    page = visit(name, width=width, height=800)
    out = page.evaluate(
        """() => [...document.querySelectorAll('.tile a, .label, .issue, .ev, .ask, .flag, .sheet')]
             .filter(n => n.scrollWidth > n.clientWidth + 1 && n.clientWidth)
             .map(n => n.outerHTML.slice(0, 160))"""
    )
    assert out == []


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("width", [1500, 360])
def test_every_evidence_link_shows_the_box_over_its_words(visit, submission, script, width):
    page = visit("report", width=width, java_script_enabled=script)
    data = submission[1].data
    closed = page.locator("main details.more:not([open]) > summary")
    while closed.count():
        closed.first.click()
    links = page.locator("main a.go")
    assert links.count() == 8
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for link in links.all():
            quote = (
                link.locator("xpath=ancestor::div[contains(@class, 'ev')][1]").locator("mark").inner_text()
            )
            link.click()
            mark = page.locator(f'[id="{link.get_attribute("href")[1:]}"]')
            hits = mark.locator("rect.hit")
            assert hits.first.bounding_box()["y"] >= 0
            assert hits.last.bounding_box()["y"] < page.viewport_size["height"]
            sheet = mark.locator("xpath=ancestor::*[local-name()='svg'][1]")
            number = int(sheet.get_attribute("aria-label").rsplit(" ", 1)[1])
            assert words_under(pdf.pages[number - 1], sheet.bounding_box(), hits) == " ".join(quote.split())


def words_under(page, sheet, hits) -> str:
    """Read the PDF again under the drawn boxes."""
    scale = sheet["width"] / float(page.width)
    texts = []
    for hit in hits.all():
        box = hit.bounding_box()
        x0, top = (box["x"] - sheet["x"]) / scale, (box["y"] - sheet["y"]) / scale
        area = (x0, top, x0 + box["width"] / scale, top + box["height"] / scale)
        inside = page.within_bbox([max(v, 0) for v in area])
        texts.append(inside.extract_text(x_tolerance=2))
    return " ".join(" ".join(texts).split())


def test_keyboard_path(visit):
    page = visit("report")
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.closest('.ev').id")
    page.keyboard.press("j")
    second = page.evaluate("document.activeElement.closest('.ev').id")
    assert first != second
    assert page.locator(".mark.now").count() == 1
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.closest('.ev').id") == first
    page.keyboard.press("Enter")
    assert page.url.rsplit("#", 1)[1] == page.evaluate(
        f"document.querySelector('#{first} a.go').hash.slice(1)"
    )
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.closest('.ev').id") == first
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.id") == "c2"
    page.keyboard.press("n")
    page.keyboard.press("p")
    assert page.evaluate("document.activeElement.id") == "c2"
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#help").is_visible()
    assert page.trouble == []


def test_filters(visit):
    page = visit("report")
    rows = page.locator(".row:visible")
    assert rows.count() == 6
    page.get_by_text("Not met 1", exact=True).click()
    assert rows.count() == 1
    page.get_by_text("All 6", exact=True).click()
    page.keyboard.press("/")
    page.keyboard.type("planned")
    assert rows.count() == 1
    assert page.locator("#found").inner_text() == "1 element shown"
    page.keyboard.press("Escape")
    assert rows.count() == 6


def test_without_script_the_status_filter_works_and_every_page_is_there(visit):
    page = visit("report", java_script_enabled=False)
    page.get_by_text("Not met 1", exact=True).click()
    assert page.locator(".row:visible").count() == 1
    assert page.locator("svg.picture image").count() == 3
    assert page.locator("#find:visible").count() == 0


def test_from_the_page_back_to_the_finding(visit):
    page = visit("report")
    page.locator(".sheet a.back").first.click()
    assert page.evaluate("document.activeElement.closest('.ev').id") == "e1"


def test_prints_with_statuses_pages_and_references(visit, tmp_path):
    for paper in ("A4", "Letter"):
        page = visit("report")
        text = ""
        for sheet in pypdfium2.PdfDocument(page.pdf(format=paper)):
            text += sheet.get_textpage().get_text_range() + "\n"
        for words in ("Not met", "Conflicting", "p. 1", "scheduled for May 2", "present regimen", "Reviewer"):
            assert words in text, words


def test_worklist_sorts_and_filters(visit):
    page = visit("index")
    rows = page.locator("#table tbody tr:visible")
    assert rows.count() == 13
    page.locator("#by-line").select_option("Medicare")
    assert rows.count() == 6
    page.locator("#by-line").select_option("")
    page.get_by_role("button", name="Pages").click()
    assert rows.first.locator("td").last.inner_text() == "0"
    page.get_by_role("button", name="Pages").click()
    assert rows.first.locator("td").last.inner_text() == "11"
    page.locator("#find").fill("case-7")
    assert rows.count() == 1
    assert page.locator("#found").inner_text() == "1 of 13 cases shown"
    assert page.trouble == []


def test_five_thousand_cases_paint_in_two_seconds(browser, tmp_path):
    from report_many import many_cases

    path = tmp_path / "index.html"
    path.write_text(many_cases(5000), encoding="utf-8")
    assert path.stat().st_size < 5_000_000
    page = browser.new_page()
    page.goto(path.as_uri(), wait_until="load")
    entry = "performance.getEntriesByName('first-contentful-paint')[0]"
    page.wait_for_function(entry)
    paint = page.evaluate(f"{entry}.startTime")
    page.close()
    assert paint < 2000
