"""The learned reader: labelled language teaches what rule writers do not think of; never decides by itself alone."""

from extractor.learned.model import LearnedModel, load_model
from extractor.learned.read import StatementReadings, leaning, read_passage, read_statements

__all__ = [
    "LearnedModel",
    "StatementReadings",
    "leaning",
    "load_model",
    "read_passage",
    "read_statements",
]
