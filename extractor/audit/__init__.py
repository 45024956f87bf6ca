"""Policy + Chart -> Audit: pure functions, no files, no clock."""

from extractor.audit.evaluate import evaluate
from extractor.audit.resolve import resolve, settled

__all__ = ["evaluate", "resolve", "settled"]
