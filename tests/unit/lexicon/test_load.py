from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import RuleError
from extractor.lexicon import load_lexicon


def _lexicon(root: Path, concepts: str, classes: str = "word: [pain]") -> Path:
    (root / "classes").mkdir()
    (root / "concepts").mkdir()
    (root / "classes" / "a.yaml").write_text(classes, encoding="utf-8")
    (root / "concepts" / "b.yaml").write_text(concepts, encoding="utf-8")
    (root / "context.yaml").write_text("- {asserts: absent, literals: [no]}", encoding="utf-8")
    (root / "sections.yaml").write_text("- {category: plan, titles: [plan]}", encoding="utf-8")
    return root


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    concepts = """
- {concept: a, describes: x, targets: ["{nothing}"], examples: {}}
- {concept: b, describes: x, targets: [pain], examples: {maybe: [pain]}}
- {concept: c, describes: x, targets: [], colour: red, examples: {}}
"""
    with pytest.raises(RuleError) as caught:
        load_lexicon(_lexicon(tmp_path, concepts))
    told = str(caught.value)
    assert "b.yaml" in told and "unknown assertion" in told and "colour" in told
    assert caught.value.exit_code == 2


def test_broken_yaml_names_file_and_line(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"b\.yaml line 2"):
        load_lexicon(_lexicon(tmp_path, "- concept: a\n  : : ["))


def test_no_and_yes_are_words(tmp_path: Path) -> None:
    concepts = '- {concept: a, describes: x, targets: ["{word}"], examples: {}}'
    lexicon = load_lexicon(_lexicon(tmp_path, concepts, "word: [no, yes, on]"))
    assert lexicon.classes["word"] == ("no", "yes", "on")
    assert len(lexicon.sha256) == 64
