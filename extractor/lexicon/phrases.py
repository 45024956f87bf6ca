"""Patterns that are judged when the rules are read and compiled when first looked for.

Most patterns are never tried on a chart (``lexicon.prefilter``). One whose parts are well formed is so as a
whole when no part leans on another; any other is compiled at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from extractor.lexicon.literals import LiteralReader
from extractor.lexicon.patterns import compile_pattern, expand

_CLASS = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_BEHIND = re.compile(r"\(\?<[=!]")
_SIMPLE_BEHIND = re.compile(r"\(\?<[=!][^(){}\[\]|]*\)")


class Phrase:
    """A pattern of the lexicon; compiled when first used."""

    __slots__ = ("_case", "_compiled", "_reader", "pattern")

    def __init__(self, pattern: str, reader: LiteralReader, *, case: bool = False):
        """Take a pattern that ``PhraseBook`` found well formed."""
        self.pattern = pattern
        self._reader = reader
        self._case = case
        self._compiled: re.Pattern[str] | None = None

    def compiled(self) -> re.Pattern[str]:
        """Return the regular expression. Raises PatternError when it is not well formed."""
        if self._compiled is None:
            self._compiled = compile_pattern(self.pattern, self._reader.classes, case=self._case)
        return self._compiled

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match in a text, or None."""
        return self.compiled().search(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Return the matches in a text."""
        return self.compiled().finditer(text)


@cache
def _fixed(behind: str) -> bool:
    """Tell whether a look back stands by itself: it compiles, so its width is certain."""
    try:
        re.compile(behind)
    except re.error:
        return False
    return True


@dataclass(slots=True)
class PhraseBook:
    """Makes phrases; what is known of a class is worked out once."""

    reader: LiteralReader
    _sound: dict[str, bool] = field(default_factory=dict)

    def phrase(self, pattern: str, *, case: bool = False) -> Phrase:
        """Return a pattern as a phrase. Raises PatternError when it is not well formed."""
        phrase = Phrase(pattern, self.reader, case=case)
        if not self._well_formed(pattern):
            phrase.compiled()
        return phrase

    def _well_formed(self, pattern: str) -> bool:
        behind = _SIMPLE_BEHIND.findall(pattern)
        if len(_BEHIND.findall(pattern)) != len(behind):
            return False
        if not all(_fixed(expand(b, {})) for b in behind):
            return False
        # Raises PatternError for a class that is not there.
        parsed = self.reader.parse(expand(pattern, self.reader.stand_ins), re.IGNORECASE)
        if parsed is None or parsed.getwidth()[0] < 1:
            return False
        return all(map(self._sound_class, _CLASS.findall(pattern)))

    def _sound_class(self, name: str) -> bool:
        if name not in self._sound:
            self._sound[name] = False  # for a class that contains itself
            members = self.reader.classes.get(name, ())
            self._sound[name] = bool(members) and all(
                "(?P" not in m and not _BEHIND.search(m) and self._well_formed(m) for m in members
            )
        return self._sound[name]
