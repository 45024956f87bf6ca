"""Whether a statement repeats a published text, such as the policy itself quoted in an appeal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

_WORD = re.compile(r"[a-z]+|\d+")
# Runs of five words in common are no chance; half a statement's runs make it a quotation.
_RUN = 5
_SHARE = 0.5


def _runs(text: str) -> list[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return [tuple(words[k : k + _RUN]) for k in range(len(words) - _RUN + 1)]


def quotation_of(published: Iterable[str]) -> Callable[[str], bool]:
    """Return a function that tells whether a text is, for at least half, words of one of the published texts."""
    known = {run for text in published for run in _runs(text)}

    def quoted(text: str) -> bool:
        runs = _runs(text)
        return bool(runs) and sum(run in known for run in runs) >= _SHARE * len(runs)

    return quoted
