"""Leave one author out: passages read by rules, by a reader that never saw their author, and by both together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from extractor.audit import settled
from extractor.errors import UsageError
from extractor.evidence import gather
from extractor.model.chart import Chart
from extractor.pipeline import Engine, load_engine, passage_chart
from extractor.training import LabelledPassage, fit, read_labelled, read_notes

READERS = ("rules", "learned", "both")
Said = tuple[LabelledPassage, tuple[str, ...]]
_LABELS = ("supports", "contradicts", "none")


def hold_back(passages: Path, notes: Path, authors: str, policy: str) -> dict[str, Any]:
    """Return accuracy and macro F1 of each reader over all passages held back, by author and by element.

    ``authors`` are letters of authors to hold back one by one; all, if none is named. Passages about elements that
    the policy does not have are left out. Raises UsageError for an unknown author or a wrong folder.
    """
    if not passages.is_dir():
        raise UsageError(f"{passages}: no such folder.")
    labelled = read_labelled(passages)
    known = sorted({p.id[0] for p in labelled})
    chosen = sorted(set(authors)) if authors else known
    if unknown := [a for a in chosen if a not in known]:
        raise UsageError(f"{passages}: holds no passages by {', '.join(unknown)}; it has {', '.join(known)}.")
    if len(known) < 2:
        raise UsageError(f"{passages}: holds one author only; nobody is left to train on.")
    others = read_notes(notes)
    engine = load_engine(policy, rules_only=True)
    return summary([s for author in chosen for s in read_author(engine, labelled, others, author)])


def read_author(
    engine: Engine, labelled: Sequence[LabelledPassage], others: Sequence[str], author: str
) -> list[Said]:
    """Return an author's passages with what each reader says of them, the learned one trained on all others'."""
    reading = replace(engine, model=fit([p for p in labelled if p.id[0] != author], others))
    held_back = (p for p in labelled if p.id[0] == author and p.element in engine.policy.elements)
    return [(p, read(reading, p)) for p in held_back]


def summary(said: Sequence[Said]) -> dict[str, Any]:
    """Return the figures over all passages, by author and by element."""
    return {
        "all": figures(said),
        "authors": {
            a: figures([s for s in said if s[0].id[0] == a]) for a in sorted({p.id[0] for p, _ in said})
        },
        "elements": {
            e: figures([s for s in said if s[0].element == e]) for e in sorted({p.element for p, _ in said})
        },
    }


def read(engine: Engine, passage: LabelledPassage) -> tuple[str, str, str]:
    """Return what rules, learned reader and both say of a passage: an answer, or ``both`` for two at once."""
    chart = passage_chart(engine, passage.text, passage.section or "")
    return (
        _said(engine, replace(chart, readings={}), passage.element),
        _learned(chart, passage.element),
        _said(engine, chart, passage.element),
    )


def _said(engine: Engine, chart: Chart, name: str) -> str:
    element = engine.policy.elements[name]
    stances = {f.stance.value for f in settled(element, gather(element.evidence, chart, name), chart)}
    return "both" if len(stances) > 1 else next(iter(stances), "none")


def _learned(chart: Chart, name: str) -> str:
    found = next((r[name] for r in chart.readings.values() if name in r), None)
    if found is None:
        return "none"
    likely = {"none": found.none, "supports": found.supports, "contradicts": found.contradicts}
    return max(likely, key=lambda label: likely[label])


def figures(said: Sequence[Said]) -> dict[str, Any]:
    """Return the number of passages and each reader's accuracy and macro F1 over the labels that occur."""
    found: dict[str, Any] = {"passages": len(said)}
    for number, reader in enumerate(READERS):
        pairs: Counter[tuple[str, str]] = Counter((p.label, answers[number]) for p, answers in said)
        right = sum(n for (gold, mine), n in pairs.items() if gold == mine)
        scores = [_f1(pairs, label) for label in _LABELS if any(gold == label for gold, _ in pairs)]
        found[reader] = {
            "accuracy": round(right / max(len(said), 1), 3),
            "macro_f1": round(sum(scores) / max(len(scores), 1), 3),
        }
    return found


def _f1(pairs: Mapping[tuple[str, str], int], label: str) -> float:
    right = pairs.get((label, label), 0)
    named = sum(n for (gold, mine), n in pairs.items() for side in (gold, mine) if side == label)
    return 2 * right / max(named, 1)


def table(found: Mapping[str, Any]) -> str:
    """Return the figures as aligned lines: accuracy and macro F1 of rules, learned reader and both."""
    head = f"{'':<22}{'passages':>9}" + "".join(f"{reader:>9} acc  F1" for reader in READERS)
    lines = [head, _line("all", found["all"])]
    for title in ("authors", "elements"):
        lines += [f"{title}:", *(_line(f"  {name}", values) for name, values in found[title].items())]
    return "\n".join(lines)


def _line(name: str, values: Mapping[str, Any]) -> str:
    cells = (f"{values[r]['accuracy']:>10.3f} {values[r]['macro_f1']:.3f}" for r in READERS)
    return f"{name:<22}{values['passages']:>9}" + "".join(cells)
