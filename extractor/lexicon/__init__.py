"""What is known of words apart from any policy: concepts, context modifiers, sections, note types, credentials."""

from extractor.lexicon.concepts import Concept, ConceptRecord
from extractor.lexicon.load import Lexicon, load_lexicon, read_yaml, strict_record
from extractor.lexicon.patterns import PatternError, compile_pattern

__all__ = [
    "Concept",
    "ConceptRecord",
    "Lexicon",
    "PatternError",
    "compile_pattern",
    "load_lexicon",
    "read_yaml",
    "strict_record",
]
