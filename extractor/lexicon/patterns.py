"""The pattern language of the lexicon: a phrase with word classes and gaps, compiled to a regular expression.

A pattern is a Python regular expression, read without regard to case, with four short forms:

* a blank matches blanks or a hyphen (``follow up`` also matches ``follow-up``);
* ``{name}`` stands for any member of the word class ``name`` (``rules/lexicon/classes/*.yaml``);
* ``<4>`` stands for a gap of at most four words that crosses no semicolon and no tick box;
* both ends lie on word boundaries.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

_TOKEN = re.compile(r"\{([a-z][a-z0-9_]*)\}|\s*<(\d+)>\s*|\s+|\[(?:\\.|[^\]\\])*\]|\\.|[^\s{<\[\\]+|.")
# Between two words of a gap: blanks, and punctuation that does not end a clause.
_JOINT = r"[\s,:()\"'“”‘’*/-]+"
_BLANK = r"(?:\s*-\s*|\s+)"


class PatternError(ValueError):
    """A pattern cannot be compiled; the message names the pattern and the reason."""


def expand(pattern: str, classes: Mapping[str, tuple[str, ...]], _seen: tuple[str, ...] = ()) -> str:
    """Return the regular expression source of a pattern, without boundaries.

    Raises PatternError for an unknown class or a class that contains itself.
    """
    parts: list[str] = []
    for match in _TOKEN.finditer(pattern.strip()):
        name, gap = match.group(1), match.group(2)
        text = match.group(0)
        if name:
            if name in _seen:
                raise PatternError(f"class {name!r} contains itself")
            if name not in classes:
                raise PatternError(f"unknown class {name!r} in {pattern!r}")
            members = (expand(m, classes, (*_seen, name)) for m in classes[name])
            parts.append("(?:" + "|".join(sorted(members, key=lambda s: (-len(s), s))) + ")")
        elif gap:
            parts.append(rf"(?:{_JOINT}[^\s;☐☒☑□✔]+){{0,{gap}}}?{_JOINT}")
        elif text.isspace():
            parts.append(_BLANK)
        else:
            parts.append(text)
    return "".join(parts)


def bounded(source: str) -> str:
    """Return a regular expression's source with both ends on word boundaries."""
    return rf"(?<![^\W_])(?:{source})(?![^\W_])"


@cache
def _compile(source: str, case: bool) -> re.Pattern[str]:
    return re.compile(bounded(source), 0 if case else re.IGNORECASE)


def compile_pattern(
    pattern: str, classes: Mapping[str, tuple[str, ...]], *, case: bool = False
) -> re.Pattern[str]:
    """Compile a pattern. Raises PatternError when it is not well formed."""
    try:
        compiled = _compile(expand(pattern, classes), case)
    except re.error as error:
        raise PatternError(f"{pattern!r} is not a pattern: {error}") from error
    if compiled.match(""):
        raise PatternError(f"{pattern!r} matches the empty text")
    return compiled
