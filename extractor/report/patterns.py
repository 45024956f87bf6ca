"""Made-up content that shows every macro in every status: the style guide and a fixture for browser tests."""

from __future__ import annotations

from extractor.report.view import CaseView


def patterns_view() -> CaseView:
    """Return a stand-in."""
    raise NotImplementedError
