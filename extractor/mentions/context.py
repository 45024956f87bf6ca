"""medspaCy's ConText over candidate statements: which modifiers reach which mention."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from typing import Any, NamedTuple

import spacy
from loguru import logger
from medspacy.context import ConText, ConTextRule
from medspacy.custom_tokenizer import create_medspacy_tokenizer
from spacy.tokens import Doc

from extractor.lexicon.cues import ModifierRecord
from extractor.model.chart import Assertion

# PyRuSH writes every token of a note to stderr through loguru; nothing of a chart may reach a log.
logger.disable("PyRuSH")
logger.disable("medspacy")
# medSpaCy's matchers hold phrases only; spaCy would say at every page that they hold no token patterns.
warnings.filterwarnings("ignore", message=r"\[W036\]", category=UserWarning)

_GROUP = "mentions"
# Rules that act on other rules only.
SILENT = ("pseudo", "stop", "now")
# Cues of one category end one another's scope; "s/p" and "prior" within "history of ..." must not.
_NEAR = "~"
_DIRECTIONS = {"stop": "TERMINATE", "pseudo": "PSEUDO"}


def blank_pipeline() -> Any:
    """Return a blank English pipeline with medspaCy's tokenizer: no model, no data files, no network."""
    nlp = spacy.blank("en")
    nlp.tokenizer = create_medspacy_tokenizer(nlp)
    return nlp


class Modifier(NamedTuple):
    """A modifier that reaches a target: where it stands (token), its category and words, and the words between."""

    token: int
    category: str
    words: str
    between: str


class ContextReader:
    """ConText with our own modifier rules; made once, used for every page."""

    def __init__(self, nlp: Any, modifiers: Sequence[ModifierRecord]):
        self._nlp = nlp
        self._context = ConText(
            nlp, rules=None, span_attrs=None, input_span_type="group", span_group_name=_GROUP
        )
        rules, self._reach = _context_rules(modifiers)
        if rules:
            self._context.add(rules)

    def modifiers(
        self, sentences: Sequence[str], targets: Sequence[tuple[int, tuple[tuple[int, int], ...], str]]
    ) -> list[tuple[Modifier, ...]]:
        """Return for each target the modifiers that reach any of its parts, in text order.

        ``targets`` are (sentence number, parts, concept); a part is a half-open span of that sentence. A modifier
        that overlaps a part belongs to the target's own meaning and is left out.
        """
        doc, starts = self._doc(sentences)
        spans = [
            [
                doc.char_span(starts[n] + low, starts[n] + high, label=label.upper(), alignment_mode="expand")
                for low, high in parts
                if high > low
            ]
            for n, parts, label in targets
        ]
        doc.spans[_GROUP] = [s for of_target in spans for s in of_target]
        self._context(doc)
        edges: dict[tuple[int, int, str], set[tuple[int, Modifier]]] = {}
        for target, modifier in doc._.context_graph.edges:
            low, high = modifier.modifier_span
            between = doc[high : target.start] if high <= target.start else doc[target.end : low]
            edges.setdefault((target.start, target.end, target.label_), set()).add(
                (
                    high,
                    Modifier(
                        low, modifier.category.lower().removesuffix(_NEAR), doc[low:high].text, between.text
                    ),
                )
            )
        found: list[tuple[Modifier, ...]] = []
        for of_target in spans:
            reaching = {e for s in of_target for e in edges.get((s.start, s.end, s.label_), ())}
            found.append(
                tuple(
                    sorted(
                        m
                        for high, m in reaching
                        if not any(m.token < s.end and high > s.start for s in of_target)
                    )
                )
            )
        return found

    def _doc(self, sentences: Sequence[str]) -> tuple[Doc, list[int]]:
        """Make one Doc of the sentences (one sentence span each) and return where each starts in its text."""
        starts: list[int] = []
        offset = 0
        for sentence in sentences:
            starts.append(offset)
            offset += len(sentence) + 1
        tokens = self._nlp.make_doc("\n".join(sentences))
        opening = set(starts)
        begins = [token.idx in opening for token in tokens]
        doc = Doc(
            self._nlp.vocab,
            words=[t.text for t in tokens],
            spaces=[bool(t.whitespace_) for t in tokens],
            sent_starts=begins,
        )
        return doc, starts


def _context_rules(
    records: Sequence[ModifierRecord],
) -> tuple[list[ConTextRule], dict[tuple[str, str], dict[str, float]]]:
    """Return medspaCy's rules, and how far the words reach that look both ways, by (category, words).

    Of two rules for the same words medspaCy keeps one, so words that look forward and backward become one rule.
    """
    sides: dict[tuple[str, str], dict[str, float]] = {}
    for record in records:
        for literal in record.literals:
            if record.direction in ("forward", "backward") and record.asserts not in SILENT:
                key = (str(record.asserts), literal.lower())
                sides.setdefault(key, {})[record.direction] = record.max_scope or math.inf
    both = {key: reach for key, reach in sides.items() if len(reach) == 2}
    rules: list[ConTextRule] = []
    done: set[tuple[str, str]] = set()
    for record in records:
        for literal in record.literals:
            key = (str(record.asserts), literal.lower())
            if key in done:
                continue
            if key in both:
                done.add(key)
            past = key[0] == Assertion.HISTORICAL
            near = past and record.direction == "forward" and record.max_scope is not None
            direction = "BIDIRECTIONAL" if key in both else _DIRECTIONS.get(key[0], record.direction.upper())
            rules.append(
                ConTextRule(
                    literal=literal,
                    category=key[0] + _NEAR * near,
                    direction=direction,
                    max_scope=None if key in both else record.max_scope,
                    allowed_types={c.upper() for c in record.concepts} or None,
                    excluded_types={c.upper() for c in record.not_concepts} or None,
                    terminated_by={"now"} if past else None,
                )
            )
    return rules, both
