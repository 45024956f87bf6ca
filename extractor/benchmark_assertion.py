"""How well the assertion of a given concept is read, measured on annotated sentences, beside medspaCy's default."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from extractor.errors import UsageError
from extractor.lexicon.concepts import Concept, ConceptRecord, TargetRecord, compile_concept
from extractor.mentions.baseline import default_readings
from extractor.model.chart import Assertion, Mention
from extractor.pipeline import Engine, load_engine, passage_chart

ASPECTS = ("negation", "historical", "hypothetical", "experiencer")
_COLUMNS = 6
# What stands under these headings is of the past, unless it is said to be of another time.
_PAST_SECTIONS = (
    "past_medical_history",
    "past_surgical_history",
    "family_history",
    "social_history",
    "allergies",
)
# "No history of" is one denial to us, and both denied and historical to the annotators.
_PAST_WORDS = re.compile(r"\b(?:history of|hx of|h/o)\b", re.IGNORECASE)
_SAYS = {
    Assertion.ABSENT: "negation",
    Assertion.HISTORICAL: "historical",
    Assertion.RESOLVED: "historical",
    Assertion.HYPOTHETICAL: "hypothetical",
    Assertion.FAMILY: "experiencer",
}


@dataclass(frozen=True, slots=True)
class Annotated:
    """A sentence, the half-open span of its concept, and the aspects in which it departs from present and patient."""

    row: str
    sentence: str
    start: int
    end: int
    gold: frozenset[str]


def read_annotated(file: Path) -> tuple[list[Annotated], int]:
    """Read the public NegEx/ConText annotations; return them and how many lack their concept in the sentence.

    Tab-separated, one header line: number, concept, sentence (concept in capitals), negation, temporality,
    experiencer. Raises UsageError for a file that is not of this form.
    """
    if not file.is_file():
        raise UsageError(f"{file}: no such file.")
    found: list[Annotated] = []
    missing = 0
    text = file.read_text(encoding="utf-8", errors="replace")
    for number, line in enumerate(text.split("\n")[1:], start=2):
        if not line.strip():
            continue
        columns = [c.strip() for c in line.split("\t")]
        if len(columns) < _COLUMNS:
            raise UsageError(f"{file} line {number}: has {len(columns)} columns, not {_COLUMNS}.")
        row, concept, sentence, negation, time, whose = columns[:_COLUMNS]
        place = _place(sentence, concept)
        if place is None:
            missing += 1
            continue
        marks = (
            negation == "Negated", time == "Historical", time == "Not particular", whose != "Patient",
        )  # fmt: skip
        gold = frozenset(a for a, holds in zip(ASPECTS, marks, strict=True) if holds)
        found.append(Annotated(row, sentence, *place, gold))
    if not found:
        raise UsageError(f"{file}: holds no annotated sentence.")
    return found, missing


def _place(sentence: str, concept: str) -> tuple[int, int] | None:
    """Return where the concept stands last (a title comes first): its capitals if there are any."""
    words = concept.split()
    for form, flags in ([w.upper() for w in words], 0), (words, re.IGNORECASE):
        matches = list(re.finditer(r"\s+".join(map(re.escape, form)), sentence, flags)) if words else []
        if matches:
            return matches[-1].span()
    return None


def _alone(item: Annotated) -> bool:
    """Tell whether the sentence holds the concept and nothing that could date it ("Asthma." off a list)."""
    return not re.search(r"\w", item.sentence[: item.start] + item.sentence[item.end :])


def half_of(items: Iterable[Annotated], half: int) -> list[Annotated]:
    """Return the first or second half (1 or 2); all concepts of a sentence, whatever its capitals, fall in one."""
    return [i for i in items if zlib.crc32(" ".join(i.sentence.lower().split()).encode()) % 2 == half - 1]


def plain(item: Annotated) -> Annotated:
    """Return the item as a page would print it: single blanks, and no capitals only to mark the concept."""
    before, marked, after = (
        item.sentence[: item.start], item.sentence[item.start : item.end], item.sentence[item.end :],
    )  # fmt: skip
    if re.search(r"[a-z]{2}", before + after) or not re.search(r"[A-Z]{2}", before + after):
        marked = marked.lower()
    before, marked, after = (re.sub(r"\s+", " ", part) for part in (before, marked, after))
    return replace(item, sentence=before + marked + after, start=len(before), end=len(before) + len(marked))


def our_readings(engine: Engine, items: Sequence[Annotated]) -> list[frozenset[str]]:
    """Return the aspects that the pipeline's assertions give to each item's concept."""
    words = {item.sentence[item.start : item.end].lower(): "" for item in items}
    concepts = {f"given_{n}": _literal(f"given_{n}", word) for n, word in enumerate(words)}
    names = dict(zip(words, concepts, strict=True))
    given = replace(engine, lexicon=replace(engine.lexicon, concepts=concepts))
    found: list[frozenset[str]] = []
    for item in items:
        name = names[item.sentence[item.start : item.end].lower()]
        chart = passage_chart(given, item.sentence)
        mentions = [m for m in chart.mentions if m.label == name]
        nearest = min(mentions, key=lambda m: abs(m.start - item.start), default=None)
        section = chart.statements[nearest.statement].category if nearest else ""
        found.append(_aspects(nearest, section) if nearest else frozenset())
    return found


def _literal(name: str, word: str) -> Concept:
    pattern = re.escape(word).replace("<", "[<]")
    record = ConceptRecord(
        concept=name, describes="a given concept", targets=(TargetRecord(pattern=pattern),), examples={}
    )
    return compile_concept(record, {})


def _aspects(mention: Mention, section: str) -> frozenset[str]:
    """Return every aspect that modifiers and section give a mention, also those its one assertion leaves unsaid."""
    said = {note.partition(": ")[::2] for note in mention.modifiers}
    names = {what if kind == "answer" else kind for kind, what in said} | {mention.assertion.value}
    past = section in _PAST_SECTIONS or any(_PAST_WORDS.search(words) for _, words in said)
    return frozenset({_SAYS[Assertion(n)] for n in names if n in _SAYS} | ({"historical"} if past else set()))


def default_aspects(items: Sequence[Annotated]) -> list[frozenset[str]]:
    """Return the aspects that medspaCy's default rules give to each item's concept."""
    readings = default_readings([(i.sentence, i.start, i.end) for i in items])
    return [frozenset(a for a, holds in zip(ASPECTS, r, strict=True) if holds) for r in readings]


def scores(gold: Sequence[frozenset[str]], said: Sequence[frozenset[str]]) -> dict[str, dict[str, float]]:
    """Return precision, recall and F1 of each aspect (0 where nothing is said or nothing is to be found)."""
    figures: dict[str, dict[str, float]] = {}
    for aspect in ASPECTS:
        right = sum(aspect in g and aspect in s for g, s in zip(gold, said, strict=True))
        found, true = sum(aspect in s for s in said), sum(aspect in g for g in gold)
        figures[aspect] = {
            "gold": true,
            "precision": round(right / max(found, 1), 3),
            "recall": round(right / max(true, 1), 3),
            "f1": round(2 * right / max(found + true, 1), 3),
        }
    return figures


def measure(file: Path, policy: str, half: int = 0) -> dict[str, Any]:
    """Return the figures of medspaCy's default rules and of ours on the same sentences.

    ``half``: 0 for all sentences, else 1 or 2. Raises UsageError for a file that cannot be used.
    """
    items, missing = read_annotated(file)
    items = half_of(items, half) if half else items
    printed = [plain(i) for i in items]
    gold = [i.gold for i in items]
    engine = load_engine(policy, rules_only=True)
    return {
        "sentences": len(items),
        "concept_not_in_sentence": missing,
        "historical_without_context": sum("historical" in i.gold and _alone(i) for i in items),
        "medspacy_default": scores(gold, default_aspects(items)),
        "medspacy_default_single_blanks": scores(gold, default_aspects(printed)),
        "chart_audit": scores(gold, our_readings(engine, printed)),
    }


def table(figures: dict[str, Any]) -> str:
    """Return the figures as a table for people."""
    systems = {
        "medspacy_default": "medspaCy default",
        "medspacy_default_single_blanks": "same, single blanks",
        "chart_audit": "chart-audit",
    }
    lines = [
        f"{figures['sentences']} annotated concepts; {figures['concept_not_in_sentence']} rows of the file left "
        "out, whose concept is not in their sentence",
        f"{figures['historical_without_context']} of the historical stand alone in their sentence: items of lists "
        "cut off from their title",
        f"{'':20}" + "".join(f"{title:>24}" for title in systems.values()),
        f"{'':13}{'gold':>7}" + f"{'P':>10}{'R':>7}{'F1':>7}" * len(systems),
    ]
    for aspect in ASPECTS:
        cells = "".join(
            "{precision:>10.3f}{recall:>7.3f}{f1:>7.3f}".format(**figures[system][aspect])
            for system in systems
        )
        lines.append(f"{aspect:13}{figures['chart_audit'][aspect]['gold']:>7}{cells}")
    return "\n".join(lines)
