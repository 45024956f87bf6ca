"""Pain scores in running text: each number takes the label words before it, or right behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extractor.mentions.values import score_patterns as rx
from extractor.mentions.values.numbers import range_of
from extractor.mentions.values.score_labels import first_phase, kind_behind, label_before, label_of, phase_of
from extractor.mentions.values.score_lists import (
    Score,
    changes_in,
    circled_score,
    listed_scores,
    scores_of_change,
)
from extractor.mentions.values.score_words import KIND_WORD, LABEL, PAIN_CONTEXT, WITHOUT_DRUG

_I = re.IGNORECASE


def scores_in_text(text: str, offset: int, context: str, lead: str) -> Iterator[Score]:
    """Read running text: each number takes the label words before it, or right behind it."""
    hundred = bool(rx.HUNDRED.search(text) or rx.HUNDRED.search(context))
    circled = circled_score(text)
    if circled:
        kind = label_of(text[: circled[0]]) or label_of(lead)
        yield Score(
            circled[0] + offset,
            circled[1] + offset,
            circled[2],
            circled[2],
            kind if kind not in ("pain", "other") else "",
            first_phase(text[: circled[0]]),
            circled=True,
        )
        return
    listed = list(listed_scores(text))
    if listed:
        yield from (replace(score, start=score.start + offset, end=score.end + offset) for score in listed)
        return
    plain = rx.SCALE_TEXT.sub(lambda m: "·" * len(m.group(0)), text)
    lead_label = label_of(lead) if lead else ""
    spoken = bool(PAIN_CONTEXT.search(f"{text} {context}"))
    position, last = 0, None
    changes = {m.start(): m for m in changes_in(plain)}
    taken = -1
    for match in rx.CANDIDATE.finditer(plain):
        if match.start() < taken:
            continue
        change = next((c for at, c in changes.items() if at <= match.start() < c.end()), None)
        if change is not None:
            found = list(scores_of_change(change, plain, position, lead_label, spoken, hundred))
            for side in found:
                yield replace(side, start=side.start + offset, end=side.end + offset)
            if found:
                last, position, taken = found[-1], change.end(), change.end()
                continue
        read = _single(match, plain, position, last, lead_label, spoken, hundred)
        if read is None:
            continue
        score, end = read
        if last is not None and _goes_on(last, score, plain[position : match.start()]):
            score = replace(score, phase=last.phase)
        last, position = score, end
        yield replace(last, start=last.start + offset, end=last.end + offset)


def _goes_on(last: Score, score: Score, gap: str) -> bool:
    """Tell whether a score stands in the same list as the one before ("second day: now 4, usual 4")."""
    if (
        score.phase
        or not score.kind
        or not last.kind
        or score.kind == last.kind
        or "goal" in (score.kind, last.kind)
    ):
        return False
    listed = re.fullmatch(r"\s*(?:/\s*10)?\s*,?\s*(?:and\s+)?[\w ]{2,16}[:=]?\s*", gap) is not None
    of_trial = last.phase in ("trial", "trial_end") and not last.weak
    # "Before the trial average 8, now 3" changes the time, a worst or a least does not.
    return listed and not last.change and (of_trial or (last.phase == "baseline" and score.kind != "current"))


def _single(
    match: re.Match[str],
    text: str,
    position: int,
    last: Score | None,
    lead_label: str,
    spoken: bool,
    hundred: bool,
) -> tuple[Score, int] | None:
    """Return the score at a number and where the words of the next one begin; None for any other number."""
    gap = text[position : match.start()]
    breaks = list(rx.BREAK.finditer(gap))
    clause = gap[breaks[-1].end() :] if breaks else gap
    marked = match.group("scale") is not None
    if _rejected(match, text, clause, marked):
        return None
    read = scaled(match, text, hundred)
    if read is None:
        return None
    limit = _next_number(text, match.end())
    behind = text[match.end() : limit]
    label, distance = label_before(clause)
    after_kind, after_end = kind_behind(behind, limit < len(text))
    words = not re.match(r"[\d(\[]", match.group(0))
    if label == "other":
        if not marked or not (after_kind or KIND_WORD.search(clause)):
            return None
        label = next((m.lastgroup or "" for m in KIND_WORD.finditer(clause)), "")
    elif after_kind and distance > 3 and label != "goal":
        label = ""
    if (
        "mm" in (match.group("scale") or "")
        and not label
        and "VAS" not in text
        and not phase_of(clause, behind, False)[0]
    ):
        return None
    kind = label if label not in ("", "pain") else ""
    phase, phase_end = phase_of(clause if label or not breaks else gap, behind, limit < len(text))
    consumed = match.end() + max(after_end if not kind else 0, phase_end)
    kind = kind or after_kind
    if (
        kind == "worst"
        and re.search(r"\b(?:gets|goes|getting|up)\b", clause, _I)
        and rx.MOVING.search(behind)
    ):
        kind = "movement"
    listed = last is not None and not label and (phase or WITHOUT_DRUG.match(behind.strip()))
    if not label and lead_label and lead_label != "other" and len(text[: match.start()].split()) <= 4:
        label, distance = lead_label, 0
        kind = kind or (lead_label if lead_label != "pain" else "")
    bare = False
    if not label and not after_kind and not marked:
        if listed and last is not None:
            kind = last.kind if last.kind not in ("goal", "least", "worst") else ""
        elif phase in ("baseline", "trial_end", "trial"):
            bare = True
        else:
            return None
    if (label or after_kind) and not marked and (distance > rx.WORDS_BETWEEN or not spoken):
        return None
    if marked and not spoken and not phase and "/" in (match.group("scale") or ""):
        return None
    if words and not marked and (not rx.FOLLOWS.match(text[match.end() :]) or distance > 6):
        return None
    weak = phase == "trial_end" and bool(rx.WEAK.search(clause))
    if bare and not rx.FOLLOWS.match(text[match.end() :]):
        return None
    head = re.split(r"[,;.]", behind, maxsplit=1)[0]
    without = bool(WITHOUT_DRUG.search(clause) or WITHOUT_DRUG.search(head))
    if kind == "worst" and rx.NEVER.search(text[: match.start()][-40:]):
        kind = ""
    score = Score(match.start(), match.end(), *read, kind, phase, marked, without, bare=bare, weak=weak)
    return score, max(match.end(), consumed)


def _rejected(match: re.Match[str], text: str, clause: str, marked: bool) -> bool:
    before, after = text[: match.start()], text[match.end() :]
    if (rx.THRESHOLD.search(before[-16:]) and not rx.NEVER.search(before[-40:])) or rx.OR_MORE.match(after):
        return True
    if before.endswith("#") and not re.search(r"faces?\s*#$", before, _I):
        return True
    centimetres = "VAS" in text and re.match(r"\s?cm\b", after)
    if not marked and not centimetres and (rx.UNIT.match(after) or rx.NUMBERED.search(before[-14:])):
        return True
    if not marked and (rx.ENUMERATED.match(after) and not LABEL.search(before[-9:])):
        return True
    # "the last one" is no score, "she puts it at one" is.
    if (
        not marked
        and match.group(0).lower() == "one"
        and not re.search(r"\b(?:at|is|was|to|a)\s+$", before, _I)
    ):
        return True
    if re.match(r"\d{1,2}\s*/\s*10", match.group(0)) and rx.ENTRY.match(after) and not before.strip():
        return True
    if re.search(r"\bof\b", match.group(0), _I) and rx.NUMBERED.search(before[-14:]):
        return True
    if marked and rx.UNIT.match(after) and re.match(r"\s?[:/]\d|\s?/\d", after):
        return True
    if rx.DEFINED.match(after) and (match.group("high") or re.search(r"\bscores?\s+of\s*$", before, _I)):
        return True
    if re.search(r"\d\s+of\s+$", before) or (not marked and re.fullmatch(r"0?\.\d+|0\.\d+", match.group(0))):
        return True
    figures = re.fullmatch(r"\d{1,2}\s*/\s*10", match.group(0))
    if figures and rx.DATED.search(before[-12:]) and not LABEL.search(clause[-24:]):
        return True
    if re.match(r"\s*(?:-|–)\s*\d{1,2}/\d", after) and figures:
        return True
    return bool(re.search(r"(?:[A-Z]\d+-|\d\.|[$><]\s?)$", before))


def scaled(match: re.Match[str], words: str, hundred: bool = False) -> tuple[float, float] | None:
    """Return low and high on 0-10 of a number matched with its scale, or None when it is over the scale."""
    read = range_of(match)
    if read is None:
        return None
    low, high = read
    scale = match.group("scale") or ""
    if re.match(r"\s*cm\b", words[match.end() :], _I) and "VAS" not in words:
        return None
    if (
        "100" in scale
        or "hundred" in scale
        or "mm" in scale
        or (high > 10 and (hundred or rx.HUNDRED.search(words) or "VAS" in words))
    ):
        low, high = low / 10, high / 10
    return (low, high) if high <= 10 else None


def _next_number(text: str, start: int) -> int:
    for match in rx.CANDIDATE.finditer(text, start):
        if match.group("scale") or not rx.UNIT.match(text, match.end()):
            return match.start()
    return len(text)
