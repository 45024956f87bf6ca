"""Training is deterministic, and the shipped model is the one that the shipped passages give."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from small_charts import ROOT

from extractor.errors import UsageError
from extractor.learned import load_model
from extractor.learned.weigh import scores_of
from extractor.training import LabelledPassage, digest, fit, read_labelled, read_notes, train

PASSAGES = ROOT / "corpus" / "passages"
NOTES = ROOT / "corpus" / "ordinary-notes"
SHIPPED = ROOT / "rules" / "learned"
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every fifth passage about three elements, in a folder of its own."""
    folder = tmp_path_factory.mktemp("passages")
    chosen = [p for p in read_labelled(PASSAGES) if p.element in ("infection", "severity", "evaluation")]
    lines = [p.model_dump_json() for p in chosen[::5]]
    (folder / "a.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_the_same_passages_give_the_same_bytes(sample: Path, tmp_path: Path):
    for name in ("one", "two"):
        train(sample, NOTES, tmp_path / name)
    files = sorted(p.name for p in (tmp_path / "one").iterdir())
    assert files == ["idf.npy", "model.json", "vocabulary.txt", "weights.npy"]
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_a_model_is_the_same_after_saving_and_loading(sample: Path, tmp_path: Path):
    train(sample, NOTES, tmp_path)
    made, read = fit(read_labelled(sample), read_notes(NOTES)), load_model(tmp_path)
    assert read is not None
    assert (made.elements, made.vocabulary) == (read.elements, read.vocabulary)
    assert np.array_equal(made.weights, read.weights) and np.array_equal(made.idf, read.idf)
    texts = ["Pain averages 8/10.", "No active infection; afebrile."]
    stretches = [((0, 1), ""), ((1, 2), "Exam"), ((0, 2), "")]
    assert np.allclose(scores_of(made, texts, stretches), scores_of(read, texts, stretches), atol=1e-4)


def test_a_reader_learns_what_its_passages_say(sample: Path):
    passages = read_labelled(sample)
    model = fit(passages, read_notes(NOTES))
    scores = scores_of(
        model, [p.text for p in passages], [((n, n + 1), p.section or "") for n, p in enumerate(passages)]
    )
    said = [
        ("none", "supports", "contradicts")[int(s[model.elements.index(p.element), :3].argmax())]
        for p, s in zip(passages, scores, strict=True)
    ]
    assert np.mean([a == p.label for a, p in zip(said, passages, strict=True)]) > 0.95


def test_the_shipped_model_was_made_from_the_shipped_passages():
    about = json.loads((SHIPPED / "model.json").read_text(encoding="utf-8"))
    assert about["passages_sha256"] == digest(PASSAGES, "*.jsonl"), "run `chart-audit train`"
    assert about["other_texts_sha256"] == digest(NOTES, "*.txt"), "run `chart-audit train`"
    assert about["passages"] == len(read_labelled(PASSAGES))


def test_the_shipped_model_is_small_and_plain():
    files = [p for p in SHIPPED.rglob("*") if p.is_file()]
    assert {p.suffix for p in files} <= {".json", ".npy", ".txt"}
    assert sum(p.stat().st_size for p in files) < 5 * MEGABYTE
    for file in (p for p in files if p.suffix == ".npy"):
        np.load(file, allow_pickle=False)


def test_arrays_that_need_unpickling_are_refused(sample: Path, tmp_path: Path):
    train(sample, NOTES, tmp_path)
    np.save(tmp_path / "idf.npy", np.array([{}], dtype=object), allow_pickle=True)
    with pytest.raises(ValueError, match="allow_pickle"):
        load_model(tmp_path)


def test_no_program_of_ours_unpickles():
    for file in (ROOT / "extractor").rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        for wrong in ("import pickle", "import joblib", "allow_pickle=True", "import dill"):
            assert wrong not in text, file


def test_passages_name_their_author_once_and_quote_their_text():
    passages = read_labelled(PASSAGES)
    assert len({p.id for p in passages}) == len(passages)
    for p in passages:
        assert p.quote is None or p.quote in p.text, p.id
        assert (p.label == "none") or p.quote, p.id


def _passage(number: int, element: str, label: str) -> LabelledPassage:
    text = "Pain was the same as before and nothing helped."
    return LabelledPassage.model_validate(
        {"id": f"a{number}", "element": element, "text": text, "label": label}
    )


def test_an_answer_that_was_never_given_is_out_of_the_question():
    passages = [_passage(n, "severity", "supports") for n in range(4)]
    passages += [_passage(n, "function", ("none", "supports")[n % 2]) for n in range(4, 10)]
    model = fit(passages)
    assert model.bias[model.elements.index("severity") * 4] == -20
    assert model.bias[model.elements.index("function") * 4 + 2] == -20


def test_too_little_to_train_on_is_told(tmp_path: Path):
    with pytest.raises(UsageError, match="too few"):
        fit([_passage(1, "severity", "supports"), _passage(2, "function", "none")])
    with pytest.raises(UsageError, match="two elements"):
        fit([_passage(n, "severity", "supports") for n in range(5)])
    (tmp_path / "x.jsonl").write_text('{"id": "a1"}\n')
    with pytest.raises(UsageError, match=r"x\.jsonl line 1"):
        read_labelled(tmp_path)
