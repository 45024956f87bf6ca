"""The corpus: gold that reads, quotes standing on their pages, full coverage, same bytes, clean variants."""

from __future__ import annotations

import json
import re
import sys
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

pytest.importorskip("reportlab", reason="the generators draw with reportlab")

from corpus.generators.build import BEGIN, END, table, variants, write  # noqa: E402
from corpus.generators.draw import draw  # noqa: E402
from corpus.generators.gold import CRITERIA, FLAGS, fold, label, roll_up  # noqa: E402
from corpus.generators.source import load, slugs  # noqa: E402
from extractor.model.audit import Audit  # noqa: E402
from extractor.model.case import Case  # noqa: E402

CASES = ROOT / "corpus" / "intrathecal-pain-pump"
NOTES = ROOT / "corpus" / "ordinary-notes"
FOLDERS = sorted(p for p in CASES.iterdir() if p.is_dir())
WITHOUT_OPPOSITE = {"origin", "testing", "evaluation"}


@cache
def page_texts(document: Path, as_text: bool = False) -> tuple[str, ...]:
    """The folded text of each page; ``as_text``: of the drawing before any page of it was scanned."""
    source = draw(load(document.parent.name), document.name, scans=False) if as_text else document
    pdf = pypdfium2.PdfDocument(source)
    texts = []
    for number in range(len(pdf)):
        page = pdf[number]
        text_page = page.get_textpage()
        texts.append(fold(text_page.get_text_range().replace("\ufffe", "-")))
        text_page.close()
        page.close()
    pdf.close()
    return tuple(texts)


def test_every_source_is_drawn():
    assert [f.name for f in FOLDERS] == list(slugs())
    assert len(FOLDERS) >= 24


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_gold_reads_and_its_quotes_stand_on_their_pages(folder: Path):
    gold = Audit.model_validate_json((folder / "gold.json").read_text(encoding="utf-8"))
    Case.model_validate_json((folder / "case.json").read_text(encoding="utf-8"))
    assert gold.case_id == folder.name
    for criterion in gold.criteria:
        for element in criterion.elements:
            for evidence in element.evidence:
                file, place = folder / evidence.document, evidence.page - 1
                text = page_texts(file)[place] or page_texts(file, as_text=True)[place]
                assert text.count(fold(evidence.quote)) == 1, (
                    evidence.document,
                    evidence.page,
                    evidence.quote,
                )
    for flag in gold.flags:
        assert flag.page is not None and flag.page <= len(page_texts(folder / flag.document))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_three_to_nine_pages_and_only_scans_are_bare_of_text(folder: Path):
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    bare = {(f["document"], f["page"]) for f in gold["flags"] if f["id"] == "unreadable_page"}
    bare |= {(p.document, p.number) for p in load(folder.name).pages if "scan" in p.options}
    texts = {(d.name, n): t for d in folder.glob("*.pdf") for n, t in enumerate(page_texts(d), 1)}
    assert 3 <= len(texts) <= 9
    assert {place for place, text in texts.items() if not text} == bare


def test_every_element_stands_in_every_status_it_can_take():
    seen: dict[str, set[str]] = {}
    for folder in FOLDERS:
        for criterion in json.loads((folder / "gold.json").read_text(encoding="utf-8"))["criteria"]:
            for element in criterion["elements"]:
                seen.setdefault(f"{criterion['id']}.{element['id']}", set()).add(element["status"])
    for criterion, elements in (*CRITERIA["malignant"], *CRITERIA["non_malignant"]):
        for element in elements:
            wanted = {"met", "not_documented"}
            if element not in WITHOUT_OPPOSITE:
                wanted |= {"not_met", "conflicting"}
            # Without an origin a case is not on the malignant pathway at all.
            wanted -= {"not_documented"} if (criterion, element) == ("1a", "origin") else set()
            assert wanted <= seen[f"{criterion}.{element}"], (criterion, element)


def test_every_pathway_request_overall_and_flag_occurs():
    golds = [json.loads((f / "gold.json").read_text(encoding="utf-8")) for f in FOLDERS]
    assert {g["pathway"] for g in golds} == set(CRITERIA)
    assert {g["request"] for g in golds} == {"trial", "permanent", "undetermined"}
    assert {g["overall"] for g in golds} == {
        "supported",
        "not_supported",
        "needs_information",
        "out_of_scope",
    }
    assert {f["id"] for g in golds for f in g["flags"]} == set(FLAGS)


def test_regenerating_a_case_gives_identical_bytes(tmp_path: Path):
    slug = slugs()[0]
    write(load(slug), tmp_path / slug)
    drawn = {p.name: p.read_bytes() for p in (tmp_path / slug).iterdir()}
    assert drawn == {p.name: p.read_bytes() for p in (CASES / slug).iterdir()}


def test_gold_on_disk_is_what_the_sources_declare():
    for folder in FOLDERS:
        assert json.loads((folder / "gold.json").read_text(encoding="utf-8")) == label(load(folder.name))


def test_a_variant_moves_one_element_only():
    count = 0
    for variant in variants():
        count += 1
        whole, part = elements(label(load(variant.slug))), elements(label(variant))
        assert part.pop(variant.removed) == "not_documented"
        whole.pop(variant.removed)
        assert part == whole, variant.id
    assert count >= 100


def elements(gold: dict) -> dict[str, str]:
    return {e["id"]: e["status"] for c in gold["criteria"] for e in c["elements"]}


@pytest.mark.parametrize(
    ("statuses", "rolled"),
    [
        (["met", "not_met", "conflicting"], "not_met"),
        (["met", "conflicting", "not_documented"], "conflicting"),
        (["met", "met"], "met"),
        (["not_documented", "not_documented"], "not_documented"),
        (["met", "not_documented"], "incomplete"),
    ],
)
def test_roll_up_takes_the_first_rule_that_fits(statuses: list[str], rolled: str):
    assert roll_up(statuses) == rolled


def test_the_readme_table_is_current():
    readme = (ROOT / "corpus" / "README.md").read_text(encoding="utf-8")
    assert readme.partition(BEGIN)[2].partition(END)[0].strip() == table()


def test_ordinary_notes_have_a_sidecar_that_names_known_elements():
    known = {e for criteria in CRITERIA.values() for _, elements in criteria for e in elements}
    notes = sorted(NOTES.glob("*.txt"))
    assert len(notes) >= 20
    for note in notes:
        sidecar = json.loads(note.with_suffix(".json").read_text(encoding="utf-8"))
        assert set(sidecar) == {"may_find"} and set(sidecar["may_find"]) <= known
        assert not re.search(r"intrathecal|pain pump", note.read_text(encoding="utf-8"), re.IGNORECASE)


def test_the_corpus_stays_small():
    assert sum(p.stat().st_size for p in CASES.rglob("*.pdf")) < 6_000_000
