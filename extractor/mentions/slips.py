"""Letters that a damaged scan shows as digits, mended for matching; the length of the text stays the same."""

from __future__ import annotations

import re

# Digits and capitals that stand for letters within a word: "psycho1ogist", "f0r", "irnpIant".
_WORD = re.compile(r"(?<!\w)(?=[A-Za-z]*[01I|])[A-Za-z01I|]{3,}(?!\w)")
# Codes, levels and doses keep their digits: "T10", "A1c", "H1N1", "IDDS", "q10h", "x10", "1L", "100mcg".
_CODE = re.compile(
    r"[A-Z]{1,3}[01]+[a-z]?|(?:[A-Z][01]+){2,}|[A-Z]+s?|[qQxX][01]+|[qQxX]?[01]+[a-zA-Z]{1,2}|[01]{2,}[a-z]+|[01I|]+"
)
_LETTERS = str.maketrans({"1": "l", "0": "o", "I": "l", "|": "l"})


def mended(text: str) -> str:
    """Return ``text`` with letter-like digits within words read as letters."""
    return _WORD.sub(_letters, text) if re.search(r"[A-Za-z][01|]|[01|][A-Za-z]|[a-z]I", text) else text


def _letters(match: re.Match[str]) -> str:
    word = match.group()
    if _CODE.fullmatch(word) or not re.search(r"[01|]|[a-z]I", word):
        return word
    first = word[0].translate(_LETTERS) if word[0] in "01|" else word[0]
    return first + word[1:].translate(_LETTERS)
