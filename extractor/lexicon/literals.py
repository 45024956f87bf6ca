"""Pattern -> words of which any match must hold some: sets of literals, read off the parsed expression.

Literals are compared in *plain* text: small letters, every number a nought, every run of other signs one
blank, blanks at both ends. What a pattern matches in a text, its literals match in the plain
text: each character is treated by itself, and those that Python reads as a Latin letter without regard to
case (the long s, the Kelvin sign, the dotted and dotless i) become that letter. What cannot be expressed so
is left out, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from extractor.lexicon.patterns import expand

Literals = frozenset[str]
# Every match of a pattern holds a literal of each of these sets.
Needs = tuple[Literals, ...]

_OTHER = re.compile(r"[\W_]+")
_CLASS = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_NUMBER = re.compile(r"\d+")
_LATIN = str.maketrans({"\u017f": "s", "\u212a": "k", "\u0130": "i", "\u0131": "i"})
_ASCII = [chr(n).lower() if chr(n).isalpha() else "0" if chr(n).isdigit() else " " for n in range(128)]
_MOST_PRODUCT = 400
_MOST_UNION = 4_000
_MOST_TRIMMED = 60
# A class stands in a pattern as one private character, so that no pattern is parsed with all its members.
_FIRST_CLASS = 0xF0000
_BLANK = frozenset({" "})
_NOTHING = frozenset({""})
# What said twice is the same as said once.
_IDEMPOTENT = tuple(frozenset(s) for s in ((" ",), ("0",), ("", " "), ("", "0")))


def plain(text: str) -> str:
    """Return a text as its literals are looked for: small letters, numbers a nought, other signs a blank."""
    spaced = _NUMBER.sub("0", _OTHER.sub(" ", text))
    if not spaced.isascii():
        spaced = spaced.translate(_LATIN)
    return f" {spaced.lower().strip(' ')} "


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a part of a pattern, in plain text.

    ``exact`` is the set of all that it can match (None: not enumerable); ``needs`` what any match holds;
    ``opens`` tells whether every match that is not empty begins with a blank; ``nullable`` whether it may
    match nothing.
    """

    exact: Literals | None
    needs: Needs = ()
    opens: bool = False
    nullable: bool = True


_UNKNOWN = _Known(None)
_SOMETHING = _Known(None, nullable=False)


def _enumerated(exact: Literals) -> _Known:
    return _Known(exact, (), all(s[:1] in ("", " ") for s in exact), "" in exact)


def _word(word: str) -> _Known:
    return _Known(frozenset({word}), (), word[0] == " ", False)


def _sets(known: _Known) -> Needs:
    return known.needs if known.exact is None else (known.exact,)


def _rank(literals: Literals) -> tuple[float, list[str]]:
    """Return how often, roughly, one of the literals is met by chance, and what makes the order certain."""
    ordered = sorted(literals)
    return sum(18.0 ** -min(len(s), 7) for s in ordered), ordered


def _useful(sets: Iterable[Literals]) -> list[Literals]:
    """Return the sets of which no literal would be met nearly anywhere."""
    return [literals for literals in sets if min(map(len, literals), default=0) > 1]


def _trimmed(literals: Literals) -> Literals:
    """Return the literals without those that hold another."""
    if len(literals) > _MOST_TRIMMED:
        return literals
    shortest: list[str] = []
    for literal in sorted(literals, key=len):
        if not any(k in literal for k in shortest):
            shortest.append(literal)
    return frozenset(shortest)


def _join(a: str, b: str) -> str:
    return a + b[1:] if a[-1:] == b[:1] and a[-1:] in (" ", "0") else a + b


@dataclass(slots=True)
class LiteralReader:
    """Reads the needs of patterns with these word classes; what is known of a class is worked out once."""

    classes: Mapping[str, tuple[str, ...]]
    _names: dict[str, str] = field(default_factory=dict)
    stand_ins: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _known: dict[str, _Known] = field(default_factory=dict)
    _parsed: dict[tuple[str, int], Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, name in enumerate(self.classes):
            sign = chr(_FIRST_CLASS + number)
            self._names[sign] = name
            self.stand_ins[name] = (sign,)

    def forget(self) -> None:
        """Let go of what was only needed while patterns were read."""
        self._parsed.clear()
        self._known.clear()

    def needs(self, patterns: Sequence[str], *, case: bool = False) -> Needs:
        """Return the literal sets of which a text that all ``patterns`` match in holds one literal each.

        The most telling set comes first. Empty when nothing is known, so that any text may match.
        """
        found: list[Literals] = []
        for pattern in patterns:
            whole = _CLASS.fullmatch(pattern.strip())
            # More is known of the members of a class when their ends are word boundaries.
            options = self.classes.get(whole[1], ()) if whole else ()
            known = _either([self._bounded(p, case=case) for p in options or (pattern,)])
            found.extend(map(_trimmed, _useful(_sets(known))))
        return tuple(sorted(dict.fromkeys(found), key=_rank))

    def _bounded(self, pattern: str, *, case: bool) -> _Known:
        flags = 0 if case else re.IGNORECASE
        return self._read(expand(pattern, self.stand_ins), flags, bounded=True)

    def parse(self, source: str, flags: int) -> Any | None:
        """Return the parsed expression, classes by their stand-ins; None for one that cannot be parsed."""
        key = (source, flags)
        if key not in self._parsed:
            try:
                self._parsed[key] = re._parser.parse(f"(?:{source})", flags)  # type: ignore[attr-defined]
            except (re.error, AttributeError):
                self._parsed[key] = None
        return self._parsed[key]

    def _read(self, source: str, flags: int = re.IGNORECASE, *, bounded: bool = False) -> _Known:
        parsed = self.parse(source, flags)
        return _UNKNOWN if parsed is None else self._sequence(list(parsed), bounded=bounded)

    def _class(self, name: str) -> _Known:
        if name not in self._known:
            self._known[name] = _UNKNOWN  # a class within itself is the pattern compiler's to report
            members = [self._read(expand(m, self.stand_ins)) for m in self.classes[name]]
            self._known[name] = _either(members) if members else _enumerated(_NOTHING)
        return self._known[name]

    def _sequence(self, items: Sequence[Any], *, bounded: bool = False) -> _Known:
        ends = [_enumerated(_BLANK)] if bounded else []
        parts = list(ends)
        word = ""
        for item in items:
            if item[0].name == "LITERAL" and item[1] < 128:
                word = _join(word, _ASCII[item[1]])
                continue
            if word:
                parts.append(_word(word))
                word = ""
            parts.append(self._item(item))
        if word:
            parts.append(_word(word))
        parts += ends
        # opens[n]: what follows from part n on surely begins with a blank, and is not empty.
        opens = [False] * (len(parts) + 1)
        for n in range(len(parts) - 1, -1, -1):
            opens[n] = parts[n].opens and (not parts[n].nullable or opens[n + 1])
        run: Literals = _NOTHING
        needs: list[Literals] = []
        whole = True
        for n, part in enumerate(parts):
            if part.exact is not None and len(run) * len(part.exact) <= _MOST_PRODUCT:
                if part.exact != _NOTHING:
                    run = frozenset([_join(a, b) for a in run for b in part.exact])
                continue
            needs.append(frozenset(_join(s, " ") for s in run) if opens[n] else run)
            whole = False
            if part.exact is None:
                needs.extend(part.needs)
                run = _NOTHING
            else:
                run = part.exact
        if whole:
            return _enumerated(run)
        needs.append(run)
        return _Known(None, tuple(_useful(needs)), opens[0], all(p.nullable for p in parts))

    def _item(self, item: Any) -> _Known:
        name, value = item[0].name, item[1]
        if name == "LITERAL":
            sign = chr(value)
            return self._class(self._names[sign]) if sign in self._names else _character(value)
        if name == "IN":
            # A choice of single characters is parsed to a set: also one of classes, a character each here.
            named = [v for k, v in value if k.name == "LITERAL" and chr(v) in self._names]
            rest = [m for m in value if m[1] not in named]
            of_classes = [self._class(self._names[chr(v)]) for v in named]
            return _either([*of_classes, _set(rest)] if rest else of_classes)
        if name in ("NOT_LITERAL", "ANY", "RANGE", "CATEGORY"):
            return _SOMETHING
        if name == "BRANCH":
            return _either([self._sequence(list(branch)) for branch in value[1]])
        if name == "SUBPATTERN":
            return self._sequence(list(value[3]))
        if name == "ATOMIC_GROUP":
            return self._sequence(list(value))
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            return self._repeat(value[0], value[1], self._sequence(list(value[2])))
        if name in ("ASSERT", "ASSERT_NOT", "AT"):
            return _enumerated(_NOTHING)
        return _UNKNOWN

    def _repeat(self, least: int, most: Any, known: _Known) -> _Known:
        if known.exact is not None and (most == 1 or known.exact in _IDEMPOTENT):
            return _enumerated(known.exact if least else known.exact | _NOTHING)
        if known.exact is not None and least == most and len(known.exact) ** least <= _MOST_PRODUCT:
            found: Literals = _NOTHING
            for _ in range(least):
                found = frozenset(_join(a, b) for a in found for b in known.exact)
            return _enumerated(found)
        return _Known(None, _sets(known) if least else (), known.opens, least == 0 or known.nullable)


@cache
def _character(code: int) -> _Known:
    sign = chr(code)
    if sign.isdecimal():
        return _enumerated(frozenset({"0"}))
    if sign.isascii() and sign.isalnum():
        return _enumerated(frozenset({sign.lower()}))
    if _OTHER.fullmatch(sign) and sign.lower() == sign.upper() == sign:
        return _enumerated(_BLANK)
    return _SOMETHING


def _set(members: Sequence[Any]) -> _Known:
    """Return what is known of a set of characters: its letters and digits, a blank for any other sign."""
    found: set[str] = set()
    for kind, value in members:
        name = kind.name
        if name == "LITERAL":
            known = _character(value).exact
            if known is None:
                return _SOMETHING
            found |= known
        elif name == "RANGE" and value[1] < 128:
            for code in range(value[0], value[1] + 1):
                found |= _character(code).exact or frozenset()
        elif name == "CATEGORY" and value.name in ("CATEGORY_SPACE", "CATEGORY_NOT_WORD"):
            found.add(" ")
        elif name == "CATEGORY" and value.name == "CATEGORY_DIGIT":
            found.add("0")
        else:
            return _SOMETHING
    return _enumerated(frozenset(found)) if found else _SOMETHING


def _either(options: Sequence[_Known]) -> _Known:
    if len(options) == 1:
        return options[0]
    opens, nullable = all(o.opens for o in options), any(o.nullable for o in options)
    if all(o.exact is not None for o in options):
        exact = frozenset(s for o in options for s in o.exact or ())
        if len(exact) <= _MOST_UNION:
            return _enumerated(exact)
    needed: Literals = frozenset()
    for option in options:
        useful: list[Literals] = _useful(_sets(option))
        if not useful:
            return _Known(None, (), opens, nullable)
        telling: Literals = min(useful, key=_rank) if len(useful) > 1 else useful[0]
        needed |= telling
    return _Known(None, (needed,), opens, nullable)
