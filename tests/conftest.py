"""Fixtures shared by all tests: the rules are loaded once a session."""

from __future__ import annotations

import pytest

from extractor.pipeline import Engine, load_engine


@pytest.fixture(scope="session")
def engine() -> Engine:
    return load_engine()
