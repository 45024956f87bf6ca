"""A stretch of text -> the features the learned reader weighs: words, pairs, triples, parts of words, heading."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+(?:\.\d+)?|[%/<>=+☐☒☑✓∅→-]|\[x\]|\[ ?\]|[?:;]")


def tokens(text: str) -> list[str]:
    """Return the words, numbers and telling marks of a text in small letters."""
    return _TOKEN.findall(text.lower().replace("’", "'"))


@lru_cache(maxsize=50_000)
def parts(word: str) -> tuple[str, ...]:
    """Return the features of a word's parts: its runs of three to five letters, blanks at its ends."""
    if not word.isalpha():
        return ()
    padded = f" {word} "
    return tuple(f"c:{padded[k : k + n]}" for n in (3, 4, 5) for k in range(len(padded) - n + 1))


def features(text: str, heading: str = "") -> list[str]:
    """Return the features of a text under a heading, with repetitions, in a fixed order."""
    words = tokens(text)
    found = [f"w:{w}" for w in words]
    found += [f"w2:{a} {b}" for a, b in pairwise(words)]
    found += [f"w3:{a} {b} {c}" for a, b, c in zip(words, words[1:], words[2:], strict=False)]
    for word in words:
        found.extend(parts(word))
    found += [f"s:{w}" for w in tokens(heading)]
    return found
