"""Needs of many rules -> which of them may match in a text, by one scan for all their literals.

The scan only rules out what cannot match: running the remaining rules gives what running all of them gives.
"""

from __future__ import annotations

from collections.abc import Sequence

from ahocorasick_rs import AhoCorasick

from extractor.lexicon.literals import Literals, Needs, plain


class Prefilter:
    """The literals of a list of rules in one automaton; made once a process."""

    def __init__(self, needs: Sequence[Needs]):
        """Take for each rule the literal sets (``lexicon.literals``) that any text it matches in meets."""
        sets: dict[Literals, int] = {}
        numbered = [tuple(sets.setdefault(s, len(sets)) for s in of_rule) for of_rule in needs]
        self._always = tuple(n for n, of_rule in enumerate(numbered) if not of_rule)
        # A rule is thought of when the most telling of its sets is met, and kept when the others are too.
        self._thought_of: dict[int, list[int]] = {}
        self._others = [frozenset(of_rule[1:]) for of_rule in numbered]
        for rule, of_rule in enumerate(numbered):
            if of_rule:
                self._thought_of.setdefault(of_rule[0], []).append(rule)
        met_by: dict[str, list[int]] = {}
        for literals, number in sets.items():
            for literal in literals:
                met_by.setdefault(literal, []).append(number)
        self._met_by = [frozenset(met_by[literal]) for literal in sorted(met_by)]
        self._automaton = AhoCorasick(sorted(met_by)) if met_by else None

    def candidates(self, text: str) -> list[int]:
        """Return in rising order the numbers of the rules that may match somewhere in ``text``."""
        found = list(self._always)
        if self._automaton is not None:
            hits = self._automaton.find_matches_as_indexes(plain(text), overlapping=True)
            met: set[int] = set()
            for literal in {hit[0] for hit in hits}:
                met |= self._met_by[literal]
            for number in met & self._thought_of.keys():
                found.extend(r for r in self._thought_of[number] if self._others[r] <= met)
        found.sort()
        return found
