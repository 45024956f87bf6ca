"""Text of a scan -> text to be matched: digits and capitals wrongly read into words, set right."""

from __future__ import annotations

import re

# A digit within a word ("fai1ed", "c0unt"), before or behind a long one ("0xycodone", "fentany1"), and l and
# I mixed up.
_DIGIT = re.compile(
    r"(?<![A-Za-z0-9])(?=[A-Za-z01|]*[A-Za-z]{2})(?:[01|](?=[a-z]{4})|[A-Za-z])[A-Za-z]*(?:[01|"
    r"]{1,2}[A-Za-z]+)*(?:(?<=[a-z]{5})1)?(?![A-Za-z0-9])"
)
_CAPITAL = re.compile(r"(?<=[a-z])I(?=[a-z])")
_SMALL = re.compile(r"(?<=[A-Z])l(?=[A-Z])")
_UNIT = re.compile(
    r"[01|]+(?:mg|mcg|ml|tabs?|tablets?|caps?|pills?|patch\w*|dose\w*|days?|weeks?|wks?|months?|mos?|"
    r"years?|yrs?|hours?|hrs?|mins?|times|"
    r"units?|visits?|sessions?|percent|puffs?|drops?|more|left|expected|refills?|each|inch\w*|feet|steps?|"
    r"meter\w*|pack\w*|ppd|out|over|only|then)$",
    re.IGNORECASE,
)


def mended(text: str) -> str:
    """Return the text, of the same length, with the commonest slips of character recognition undone."""
    if "1" in text or "0" in text or "|" in text:
        text = _DIGIT.sub(_word, text)
    return _SMALL.sub("I", _CAPITAL.sub("l", text))


def _word(match: re.Match[str]) -> str:
    word = match.group(0)
    digits = sum(c in "01|" for c in word)
    if not digits or digits > 3 or len(word) - digits < 4 or _UNIT.match(word):
        return word
    capitals = word.upper() == word
    if re.match(r"[1|]n[a-z]", word):
        word = "i" + word[1:]
    one, naught = ("I", "O") if capitals else ("l", "o")
    return word.replace("1", one).replace("|", one).replace("0", naught)
