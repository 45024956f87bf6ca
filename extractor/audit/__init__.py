"""Policy + Chart -> Audit: pure functions, no files, no clock."""

from extractor.audit.resolve import resolve, settled

__all__ = ["resolve", "settled"]
