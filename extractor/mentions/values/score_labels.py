"""Which label and phase the words around a number give it."""

from __future__ import annotations

import re

from extractor.mentions.values import score_patterns as rx
from extractor.mentions.values.score_words import KIND_WORD, LABEL, PHASE_WORD

_I = re.IGNORECASE
# "The worst in the past week": the period does not make it an average.
_PERIOD = re.compile(r"(?:over|during|in|for|all|through\w*)\s", _I)


def label_of(words: str) -> str:
    """Return the label that words give to a number beside them: a kind, ``pain``, ``other`` or ''."""
    found = [m.lastgroup or "" for m in LABEL.finditer(rx.SCALE_TEXT.sub(" ", words))]
    if not found:
        return ""
    kinds = [f for f in found if f not in ("pain", "other")]
    if "goal" in kinds:
        return "goal"
    if (
        "other" in found
        and "pain" in found
        and not kinds
        and re.search(r"\b(?:activity|walking)\b", words, _I)
    ):
        return "movement"
    if "other" in found and "pain" not in found:
        only_place = [k for k in kinds if k in ("movement", "rest", "average")]
        return "other" if len(only_place) == len(kinds) else kinds[0]
    return kinds[0] if kinds else found[0]


def first_phase(words: str) -> str:
    """Return the phase that words name, the most telling first, or ''."""
    found = [m.lastgroup or "" for m in PHASE_WORD.finditer(words)]
    for phase in ("history", "trial_end", "baseline", "after", "trial"):
        if phase in found:
            return phase
    return ""


def label_before(clause: str) -> tuple[str, int]:
    """Return the label of the words before a number, and how many words stand between."""
    found = list(LABEL.finditer(clause))
    if not found:
        return "", 0
    nearest = found[-1]
    distance = len(clause[nearest.end() :].split())
    groups = [m.lastgroup or "" for m in found]
    goals = [m for m in found if m.lastgroup == "goal"]
    if goals and len(clause[goals[-1].end() :].split()) <= 6:
        return "goal", distance
    others = [n for n, g in enumerate(groups) if g == "other"]
    if others and "pain" not in groups[others[-1] :]:
        return "other", distance
    kinds = [m for m in found if m.lastgroup not in ("pain", "other", "goal")]
    named = [m for m in kinds if not _PERIOD.match(m.group(0))]
    kinds = _without_now(named, clause) if named else kinds
    return _kind_of([m.lastgroup or "" for m in kinds]), distance


def _kind_of(kinds: list[str]) -> str:
    placed = [k for k in kinds if k not in ("rest", "movement")]
    return placed[-1] if placed else kinds[-1] if kinds else "pain"


def _without_now(kinds: list[re.Match[str]], clause: str) -> list[re.Match[str]]:
    """Drop the "now" of "average pain now 3", which says when the average is of."""
    if len(kinds) < 2 or [m.lastgroup for m in kinds[-2:]] != ["average", "current"]:
        return kinds
    between = clause[kinds[-2].end() : kinds[-1].start()]
    return (
        kinds[:-1]
        if re.fullmatch(r"(?:\s*(?:pain|score|level|NRS|is|of|it|the))*\s*", between, _I)
        else kinds
    )


def kind_behind(words: str, more: bool) -> tuple[str, int]:
    """Return the kind named right behind a number and where its words end; '' when the next number has it."""
    found = re.match(
        r"[\s,(\"'”]*(?:(?:is|was|or\s+so|as|on|an?|in|at|his|her|the|,|about)\s+){0,4}", words, _I
    )
    start = found.end() if found else 0
    match = KIND_WORD.match(words, start)
    if match is None or match.lastgroup is None:
        return "", 0
    if more and len(words[match.end() :].split()) < 1 and not re.search(r"[,;/|]", words[match.end() :]):
        return "", 0
    if "," in words[: match.start()] and more and not re.search(r"[,;/|.]", words[match.end() :]):
        return "", 0
    return match.lastgroup, match.end()


def phase_of(clause: str, behind: str, more: bool) -> tuple[str, int]:
    """Return the phase of a number and where its words behind the number end (0: they stand before it)."""
    found = list(PHASE_WORD.finditer(clause))
    history = [m for m in found if m.lastgroup == "history"]
    if history:
        return "history", 0
    adjacent = rx.ADJACENT.match(behind)
    if adjacent:
        return ("baseline" if adjacent.group("before") else "trial_end"), adjacent.end()
    if re.match(r"\s*(?:that|which)\s+s?he\s+(?:came\s+in|started|arrived|had\s+at\s+admission)", behind, _I):
        return "baseline", 0
    if found:
        return found[-1].lastgroup or "", 0
    head = re.split(r"[;|(]|,\s|\s/\s|\.\s" if more else r"[;|]|\s/\s|\.\s", behind, maxsplit=1)[0]
    match = PHASE_WORD.search(head)
    if match is None or len(head[: match.start()].split()) > 6:
        return "", 0
    return match.lastgroup or "", match.end()
