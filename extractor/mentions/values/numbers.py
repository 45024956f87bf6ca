"""Numbers, ranges and shares as charts write them: "7.5", "seven to eight", "more than half"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.mentions.values.spelled import SPELLED, spelled_number

_I = re.IGNORECASE

DIGITS = r"\d{1,3}(?:\.\d{1,2})?(?:\s?½)?"
"""A number in figures, as a regular expression source without word boundaries."""
NUMBER = rf"(?:{DIGITS}|(?:{SPELLED})(?:\s+and\s+a\s+half)?)"
"""A number in figures or in words; to be used without regard to case."""
TO = (
    r"(?:\s*(?:-{1,2}|–|—|~)\s*|\s+(?:to|or|through|thru)\s+(?:an?\s+|the\s+|maybe\s+|perhaps\s+)?|"
    r"\s*&\s*|,\s+(?:maybe|perhaps|possibly|sometimes)\s+(?:an?\s+)?)"
)
"""What joins the two ends of a range."""
RANGE = (
    rf"(?:between\s+(?:an?\s+)?(?P<between_low>{NUMBER})\s*(?:and|&|to|"
    rf"-)\s*(?:an?\s+)?(?P<between_high>{NUMBER})"
    rf"|(?P<low>{NUMBER})(?:{TO}(?P<high>{NUMBER}))?)"
)
"""A number or a range with the groups ``low``/``high`` or ``between_low``/``between_high``."""

_FRACTIONS = {
    "half": 50.0, "third": 100 / 3, "quarter": 25.0, "fourth": 25.0, "fifth": 20.0, "tenth": 10.0,
}  # fmt: skip
_FRACTION = r"(?:half|thirds?|quarters?|fourths?|fifths?|tenths?)"
_MORE = (
    r"more\s+than|over|better\s+than|greater\s+than|above|upwards?\s+of|well\s+over|in\s+excess\s+of|>|"
    r"(?:something|a\s+(?:bit|little|shade|touch))\s+(?:over|above|more\s+than)"
)
_AT_LEAST = (
    r"at\s+least|no\s+(?:less|fewer)\s+than|not\s+less\s+than|>\s?=|≥|=>|a\s+minimum\s+of|easily|fully"
)
_LESS = (
    r"less\s+than|under|below|fewer\s+than|not\s+quite|just\s+(?:short|shy)\s+of|(?:short|shy)\s+of|<|"
    r"(?:very\s+|so\s+)?nearly|almost|close\s+to|approaching|just\s+under|barely|"
    r"at\s+(?:the\s+)?(?:very\s+)?most"
)
_AT_MOST = r"at\s+most|up\s+to|no\s+(?:more|better|greater)\s+than|not\s+more\s+than|<\s?=|≤|a\s+maximum\s+of"
_QUALIFIER = (
    rf"(?:(?P<at_least>{_AT_LEAST})|(?P<more>{_MORE})|(?P<at_most>{_AT_MOST})|(?P<less>{_LESS})|"
    r"about|around|roughly|approx(?:imately|\.)?|some|~|maybe|perhaps|only|just|a\s+good|fully)"
)
SHARE = (
    rf"(?:{_QUALIFIER}\s*)?(?:"
    rf"(?P<percent>{NUMBER})(?:\s*(?:%|percent|pct|per\s+cent)?\s*(?:-|–|—|to|"
    rf"or)\s*(?P<percent_high>{NUMBER}))?"
    r"\s*(?:%|percent\b|pct\b|per\s+cent\b)(?P<plus>\s?\+|\s+(?:or|and)\s+(?:more|better|greater|above|"
    r"higher)\b)?"
    rf"|(?:(?:one|two|three|four|five|six|seven|eight|nine|an?|the)[\s-]+)?\b(?P<fraction>{_FRACTION})\b"
    r"(?P<half_plus>\s+or\s+(?:more|better|greater)\b)?)"
)
"""A share of a whole with its qualifier ("nearly half", ">= 50 %"), as a regular expression source."""
_SHARE = re.compile(SHARE, _I)
_COUNT = re.compile(r"\b(one|two|three|four|five|six|seven|eight|nine)[\s-]+\w+$", _I)


@dataclass(frozen=True, slots=True)
class Share:
    """A share in percent; ``comparator`` is '', '<', '<=', '>' or '>='."""

    low: float
    high: float
    comparator: str = ""


def number_of(text: str) -> float | None:
    """Return the value of a number in figures or words ("7 ½", "seven and a half"), None for others."""
    bare = text.strip().lower()
    if not bare:
        return None
    figures = re.fullmatch(r"(\d{1,3}(?:\.\d{1,2})?)(\s?½)?", bare)
    if figures:
        return float(figures.group(1)) + (0.5 if figures.group(2) else 0.0)
    halved = re.fullmatch(r"(.*\S)\s+and\s+a\s+half", bare)
    value = spelled_number(halved.group(1) if halved else bare)
    return value + 0.5 if value is not None and halved else value


def range_of(match: re.Match[str]) -> tuple[float, float] | None:
    """Return low and high of a match of ``RANGE`` (a single number is both), None for no number."""
    low = number_of(match.group("low") or match.group("between_low") or "")
    upper = match.group("high") or match.group("between_high")
    high = number_of(upper) if upper else low
    if low is None or high is None:
        return None
    return (low, high) if low <= high else (high, low)


def share_of(match: re.Match[str]) -> Share | None:
    """Return the share that a match of ``SHARE`` states, in percent; None above 100 or for no number."""
    fraction = match.group("fraction")
    if fraction:
        unit = _FRACTIONS[fraction.lower().rstrip("s")]
        head = _COUNT.search(match.group(0)[: match.end("fraction") - match.start()])
        low = high = unit * ((number_of(head.group(1)) or 1.0) if head and unit != 50.0 else 1.0)
    else:
        first, last = number_of(match.group("percent")), number_of(match.group("percent_high") or "")
        if first is None:
            return None
        low, high = min(first, first if last is None else last), max(first, first if last is None else last)
    if high > 100:
        return None
    comparator = (
        ">=" if match.group("at_least") or match.group("plus") or match.group("half_plus")
        else ">" if match.group("more")
        else "<=" if match.group("at_most")
        else "<" if match.group("less")
        else ""
    )  # fmt: skip
    return Share(low, high, comparator)


def share_in(text: str) -> Share | None:
    """Return the first share of a whole in a text, or None."""
    match = _SHARE.search(text)
    return share_of(match) if match else None


def mended_figures(text: str) -> str:
    """Return the text, of the same length, with a scanner's letters in figures set right (``7O%``)."""
    return re.sub(
        r"(?<![A-Za-z\d.,])(?:(?=[lIOo\d.,]*\d)[lIOo\d][lIOo\d.,]*|[lIOo]\s?(?=/\s?[1lI][O0o]\b)|"
        r"[lI][O0o](?=\b))(?![A-Za-z])",
        lambda m: m.group(0).translate(str.maketrans("lIOo", "1100")),
        text,
    )
