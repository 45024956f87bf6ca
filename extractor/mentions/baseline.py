"""medspaCy's ConText with the rules it ships with: what our own rules are compared with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from medspacy.context import ConText
from spacy.tokens import Doc

from extractor.mentions.context import blank_pipeline


class DefaultReading(NamedTuple):
    """What medspaCy's default rules say of a span."""

    negated: bool
    historical: bool
    hypothetical: bool
    family: bool


def default_readings(sentences: Sequence[tuple[str, int, int]]) -> list[DefaultReading]:
    """Return the default reading of each (sentence, start, end), a half-open span of its sentence."""
    nlp = blank_pipeline()
    context = ConText(nlp, rules="default", input_span_type="ents")
    found: list[DefaultReading] = []
    for text, start, end in sentences:
        tokens = nlp.make_doc(text)
        doc = Doc(
            nlp.vocab,
            words=[t.text for t in tokens],
            spaces=[bool(t.whitespace_) for t in tokens],
            sent_starts=[t.i == 0 for t in tokens],
        )
        span = doc.char_span(start, end, label="GIVEN", alignment_mode="expand")
        doc.ents = (span,)
        context(doc)
        said = doc.ents[0]._
        found.append(
            DefaultReading(said.is_negated, said.is_historical, said.is_hypothetical, said.is_family)
        )
    return found
