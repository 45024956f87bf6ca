"""Numbers written out in words ("forty-nine thousand", "one point one") as dictated notes have them."""

from __future__ import annotations

import re

_ONES = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen
"""
_DECADES = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS = {word: value for value, word in enumerate(_ONES.split())}
_TENS = {word: 10 * value for value, word in enumerate(_DECADES.split(), start=2)} | {"fourty": 40}
_SCALES = {"hundred": 100, "thousand": 1000}
_SMALL = "|".join(sorted((*_UNITS, *_TENS), key=len, reverse=True))
_WORD = rf"(?:{_SMALL}|hundred|thousand)"

SPELLED = rf"(?:{_SMALL})(?:(?:[\s-]+and)?[\s-]+{_WORD})*(?:\s+point(?:[\s-]+(?:{_SMALL}|oh))+)?"
"""Regular expression source of a number in words, without word boundaries; case does not matter."""


def spelled_number(text: str) -> float | None:
    """Return the value of a number in words matched by ``SPELLED``, or None when the words make none."""
    whole, _, decimals = re.sub(r"[\s-]+", " ", text.lower().strip()).partition(" point ")
    value = _whole(whole.split())
    if value is None or not decimals:
        return value
    digits = ""
    for word in decimals.split():
        if word == "oh":
            digits += "0"
        elif word in _UNITS:
            digits += str(_UNITS[word])
        elif word in _TENS:
            digits += str(_TENS[word] // 10)
        else:
            return None
    return float(f"{value:.0f}.{digits}")


def _whole(words: list[str]) -> float | None:
    total = current = 0
    for word in words:
        if word == "and":
            continue
        if word in _UNITS:
            current += _UNITS[word]
        elif word in _TENS:
            current += _TENS[word]
        elif word == "hundred":
            current = max(current, 1) * _SCALES[word]
        elif word == "thousand":
            total += max(current, 1) * _SCALES[word]
            current = 0
        else:
            return None
    return float(total + current)
