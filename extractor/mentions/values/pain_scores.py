"""Pain scores read from statements, on a 0-10 scale, with kind, phase, condition, site and whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.mentions.values.day import DAY, first_day
from extractor.mentions.values.hit import ValueHit
from extractor.mentions.values.numbers import NUMBER, RANGE, mended_figures, number_of, range_of
from extractor.mentions.values.score_words import (
    KIND_WORD,
    LABEL,
    OTHER_PERSON,
    OTHER_SITE,
    PAIN_CONTEXT,
    PHASE_WORD,
    WITHOUT_DRUG,
)
from extractor.model.chart import Quantity, Statement

_I = re.IGNORECASE
_SCALE_TEXT = re.compile(
    r"\(?\s*(?:(?:on\s+)?(?:a\s+)?(?:scale\s+(?:of|from)?\s*)?\b(?:0|zero|1|one)\s*(?:-|–|—|\.\.|to|through)\s*(?P<top>100|10|ten|a\s+hundred)\b(?:\s*mm)?"
    r"(?:\s*(?:scale|line|slider|ruler|NRS|VAS|points?))?\s*[,)]?"
    r"|\b0\s*=\s*[^)=]{2,40}(?:10|100)\s*=\s*[^)]{2,40}\)?|\(\s*(?:10|100)\s*=[^)]*\)|\b(?:11|eleven)[\s-]+point|\b100[\s-]?mm\s+(?:line|scale)|"
    r"scale\s+(?:where|on\s+which)\s+(?:10|ten)\s+is)",
    _I,
)
_HUNDRED = re.compile(r"\b0\s*(?:-|–|to|\.\.)\s*100\b|\b100\s*=|\b100[\s-]?(?:mm|mrn)\b|\b(?:mm|mrn)\b", _I)
_SCALE = (
    r"(?P<scale>\s*/\s*10(?:0)?(?!\d)|,?\s+(?:out\s+of|of|on|over)\s+(?:a\s+possible\s+)?(?:100|10|ten|a\s+hundred)\b|"
    r"\s+on\s+(?:a|the)\s+scale\s+(?:of|to)\s+(?:10|ten)\b|\s*mm\b(?:\s*/\s*100|\s+of\s+100)?)?"
)
_CANDIDATE = re.compile(rf"(?<![^\W_])(?<![\d./:–-])(?<!\d,)(?:{RANGE})(?![^\W_]){_SCALE}", _I)
_UNIT = re.compile(
    r"\s?(?:%|percent\b|pct\b|mgs?\b|mcg|µg|ml\b|mL|cc\b|kg|lbs?\b|#|K\b|MME|OME|h\b|hrs?\b|hours?|days?\b|d\b|wks?\b|weeks?|months?|mos?\b|"
    r"yrs?\b|years?|y\b|min\b|minutes?|x\b|times\b|ft\b|feet|steps?\b|blocks?\b|miles?|nights?|visits?|am\b|pm\b|a\.m|p\.m|o'clock|st\b|nd\b|rd\b|"
    r"th\b|F\b|C\b|(?<!VAS)cm\b|inch|surger|falls?\b|levels?\b|agents?\b|drugs?\b|injections?|trips?|tabs?\b|tablets?|pills|patches|cups|units?|doses?|"
    r"procedures?|sessions?|operations?|lines?\b|more\b|other|others\b|children|kids|sons?\b|daughters?|[:/]\d|,\d{3}|\.\d|\s?-\s?(?:point|item|day|hour|year|week|month|level|part|drug|stage|quarters?|thirds?|fourths?|fifths?|tenths?)|"
    r"stone|of\s+(?:the|her|his|them|these|those|us|which)|ways|things|/\s?(?:day|d\b|wk|week|h\b|hr|mo\b|month|night)|points?\b(?!\s+to))",
    _I,
)
_NUMBERED = re.compile(
    r"(?:\b(?:items?|q|question|section|page|pg|no\.?|number|room|rm|bed|step|phase|stage|grade|gr|version|v|class|cycle|(?<!the )(?<!each )(?<!per )(?<!a )(?<!every )day|POD|hour|(?<!past )(?<!last )(?<!this )(?:week|wk))\s*|(?<!face )(?<!faces )#)$|\b[dD]$",
    _I,
)
_DATED = re.compile(
    r"\b(?:on|by|dated?|since|until|til|through|thru|seen|due|from|dos|appt)\s*:?\s*$",
    _I,
)
_FOLLOWS = re.compile(
    r"\s*(?:$|·|[.,;:)\]\"'”’|/(]|[-–—]|(?:and|or|to|on|out|of|when|with|w/|w/o|without|off|most|by|if|in|for|at|the|as|now|before|after|until|against|usual\w*|today|"
    r"pre|post|because|which|that|he|she|they|is|was|but|right|this|all|every|any|despite|after|avg|average|max|tops|through|while|prior|lying|moving|"
    r"resting|sitting|standing|even|just|rest|again|over|during|per|once|since|from|worst|best|least|goal|from|end|d\d)\b)",
    _I,
)
_MOVING = re.compile(r"\b(?:stands?|standing|mov\w+|walk\w*|rolls?|turns?|sits?|bends?|cough\w*)\b", _I)
_GOALS = re.compile(r"\b(?:goals?(?!\s+of\s+care)|targe?c?ts?)\b", _I)
_THRESHOLD = re.compile(
    r"\b(?:above|below|over|under|exceed\w*|greater\s+than|more\s+than|less\s+than|at\s+least|climb\w*)\s*$|[<>≥≤]\s*$",
    _I,
)
_ADJACENT = re.compile(
    r"\s*\(?(?:(?P<before>before|pre|at\s+baseline|at\s+start|prior)|after|post|at\s+(?:the\s+)?end|at\s+removal)\s*(?=[,;.)|]|$)", _I
)
_NEVER = re.compile(
    r"\b(?:never|not|nothing|n't)\b[^.;,]{0,24}\b(?:above|below|over|under|exceed\w*|more\s+than|less\s+than)\s*$",
    _I,
)
_DEFINED = re.compile(r"\s*(?:is|are|=|means?|indicates?|:)?\s*(?:considered\s+)?(?:mild|moderate|severe|disabling|no\s+pain)\b", _I)
_WEAK = re.compile(r"\b(?:reduced|improved|decreased|brought|lowered|fallen|settled|dropped|down|fell)\s+(?:down\s+)?to\b", _I)
_OR_MORE = re.compile(
    r"\s*(?:or|and)\s+(?:more|less|higher|lower|above|below|greater|over|under|better|worse)\b", _I
)
_BREAK = re.compile(r"[;|]|\.\s+(?=[A-Z\"“])|\s/\s|\s{4,}")
_ARROW = r"\s*(?:-{1,2}>|→|=>|➔|⟶|↘|↓|\.{2,3}>)\s*"
_SIDE = r"(?:\s*/\s*10(?:0)?(?!\d)|\s+out\s+of\s+(?:10|ten)|\s*mm)?"
_CHANGE = re.compile(
    rf"(?<![^\W_])(?<![\d./:])(?:(?P<arrow_from>{NUMBER}){_SIDE}\s*(?:avg|average|mm)?{_ARROW}(?P<arrow_to>{NUMBER})(?:{_SIDE}\s*(?:-|–|to)\s*(?P<arrow_high>{NUMBER}))?"
    rf"|(?:from|was)\s+(?:an?\s+|about\s+|a\s+steady\s+)?(?P<from>{NUMBER}){_SIDE}\b(?:(?!\bto\b)[^.;|\d]){{0,60}}?\s+(?:down\s+)?to\s+(?:an?\s+|about\s+)?"
    rf"(?P<to>{NUMBER})(?:\s*(?:-|–|to|or)\s*(?P<to_high>{NUMBER}))?"
    rf"|\bto\s+(?:an?\s+|about\s+)?(?P<back_to>{NUMBER}){_SIDE}(?:\s*(?:-|–|to|or)\s*(?P<back_high>{NUMBER}){_SIDE})?,?\s*\(?(?:down\s+)?from\s+(?:an?\s+|about\s+|his\s+|her\s+|the\s+)?"
    rf"(?:(?:baseline|usual|steady|average|initial|starting|pre\S*)\s+(?:pain\s+|score\s+)?(?:of\s+)?)?(?:an?\s+)?(?P<back_from>{NUMBER})"
    rf"|(?P<seq_from>{NUMBER}){_SIDE},?\s+(?:and\s+|then\s+|but\s+)?(?:dropp\w+|dropp?ed|fall\w*|fell|com\w+|came|going|went|improv\w+|declin\w+|reduc\w+|sinking|eas\w+|settl\w+)\s+(?:down\s+)?to\s+"
    rf"(?:an?\s+|about\s+)?(?P<seq_to>{NUMBER})"
    rf"|(?P<rev_to>{NUMBER}){_SIDE},?\s+\(?(?:down|improved|reduced|decreased|fallen)\s+from\s+(?:an?\s+|about\s+)?(?P<rev_from>{NUMBER})"
    rf"|(?P<plain_from>{NUMBER}){_SIDE}\s+(?:down\s+)?to\s+(?:an?\s+|about\s+)?(?P<plain_to>{NUMBER}))(?![^\W_]){_SIDE}",
    _I,
)
_LISTED = re.compile(
    rf"(?P<labels>[A-Za-z][A-Za-z .]{{1,16}}(?:\s?/\s?[A-Za-z][A-Za-z .]{{1,14}}){{1,4}})\)?(?:\s+(?:pain|NRS|scores?))?\s*[:=)-]*\s*(?P<values>{NUMBER}(?:\s?/\s?{NUMBER}){{1,4}})(?![\w/])",
    _I,
)
_CIRCLED = re.compile(
    r"(?:\b0\s+)?(?:\d{1,2}\s+){0,9}[\[(<{*_]\s*(?P<value>\d{1,2})\s*[\])>}*_](?:\s+\d{1,2})*", _I
)
_RUN = re.compile(r"(?:\b0\s+)?(?:\d{1,2}[\s.]+){3,}", _I)
_FILLED = re.compile(r"[●⬤⚫■]")
_WORDS_BETWEEN = 9


@dataclass(frozen=True, slots=True)
class _Score:
    start: int
    end: int
    low: float
    high: float
    kind: str
    phase: str
    marked: bool = False
    without: bool = False
    change: bool = False
    bare: bool = False
    circled: bool = False
    open: bool = False
    weak: bool = False


def read_pain_scores(statement: Statement) -> Iterator[ValueHit]:
    """Yield the pain scores of a statement, divided down to 0-10, labelled ``pain_score``.

    Attributes: ``kind`` (average, current, worst, least, goal, rest, movement or '' when not said), ``phase`` (baseline,
    trial, trial_end, after, history or ''), ``condition`` (``without``: without the current medicines), ``who``
    (``other``: not the member), ``site`` (a place that no pump is asked for), ``change`` (one side of "8 to 4"),
    ``bare`` (a number with nothing but its phase), ``open`` (reached so far, the trial goes on),
    ``weak`` (a phase from words that any treatment may have, as "reduced to"). A statement that names a kind of score and has no number yields a
    ``pain_prompt`` of that kind: the number stands beside or below it.
    """
    text = mended_figures(statement.text)
    context = f"{statement.section} {statement.lead} " + " ".join(c.header for c in statement.cells)
    scores = list(_of_cells(statement, text, context)) if len(statement.cells) > 1 else []
    if not scores:
        scores = list(_of_text(text, 0, context, statement.lead))
    date = _row_date(statement, text)
    columns = _phase_columns(statement, text) if not scores else ""
    if columns:
        yield ValueHit("phase_columns", 0, len(text), None, None, (("phases", columns),), "phase_columns: row")
    elif not scores:
        scores = list(_of_bare_row(statement, text))
    for score in scores:
        yield _hit(statement, text, score, date)
    if not scores:
        kinds = [
            m
            for m in KIND_WORD.finditer(text)
            if m.lastgroup in ("average", "current", "worst", "least", "goal")
        ]
        if kinds and PAIN_CONTEXT.search(text):
            yield ValueHit(
                "pain_prompt",
                0,
                len(text),
                None,
                None,
                (("kind", kinds[0].lastgroup or ""),),
                "pain_prompt: words",
            )


def _hit(statement: Statement, text: str, score: _Score, date: object) -> ValueHit:
    before = text[max(0, score.start - 160) : score.start]
    near = (
        re.split(r"\.\s+|;", before)[-1][-60:]
        + " "
        + text[score.start : score.end + 24].split(",")[0].split(".  ")[0]
    )
    site = OTHER_SITE.search(re.sub(r"\bpost-?op\b(?=\s*[:|])", "", near))
    kin = OTHER_PERSON.search(text[: score.end + 12]) or OTHER_PERSON.search(statement.lead)
    heads = " ".join(
        (statement.section, *(c.header for c in statement.cells if c.start - statement.start <= score.start))
    )
    kind = (
        "goal"
        if _GOALS.search(heads) and statement.category in ("goals", "") and score.kind in ("", "goal")
        else score.kind
    )
    attributes = [("kind", kind), ("phase", score.phase)]
    attributes += [("condition", "without")] if score.without else []
    attributes += [("site", site.group(0).lower())] if site else []
    attributes += [("who", "other")] if kin else []
    attributes += [(n, "1") for n in ("change", "bare", "circled", "open", "weak") if getattr(score, n)]
    quantity = Quantity(score.low, score.high, "/10")
    when = date if hasattr(date, "isoformat") else None
    return ValueHit(
        "pain_score", score.start, score.end, quantity, when, tuple(attributes), "pain_score: value"
    )  # type: ignore[arg-type]


def _row_date(statement: Statement, text: str) -> object:
    if not statement.cells:
        return None
    first = statement.cells[0]
    part = text[first.start - statement.start : first.end - statement.start]
    return first_day(part)[0] if DAY.match(part.strip()) else None


def _of_cells(statement: Statement, text: str, context: str) -> Iterator[_Score]:
    """Read a table row: numbers take kind and phase from their header, the row's first cell and its words."""
    base = statement.start
    cells = [(c.start - base, c.end - base, c.header) for c in statement.cells]
    parts = [text[a:b] for a, b, _ in cells]
    wordy = [
        n for n, p in enumerate(parts) if not _CANDIDATE.fullmatch(p.strip()) and re.search(r"[A-Za-z]{2}", p)
    ]
    row_words = " , ".join(parts[n] for n in wordy)
    row_phase = _first_phase(parts[0] if 0 in wordy else "") or _first_phase(row_words)
    for number, (start, end, header) in enumerate(cells):
        part = parts[number]
        value = _CANDIDATE.fullmatch(part.strip(" _=:*[]()"))
        if value is None or number in wordy:
            if number in wordy and len(part.split()) > 1:
                lead = f"{header} {statement.lead}"
                yield from (
                    s
                    for s in _of_text(part, start, f"{context} {row_words}", lead)
                    if number or s.marked or s.kind
                )
            continue
        left = next((parts[n] for n in reversed(wordy) if n < number), "")
        label = _label_of(header) or _label_of(left) or _label_of(parts[0] if wordy[:1] == [0] else "")
        if not label or label == "other" or _GOALS.search(header):
            continue
        kind = "" if label == "pain" else label
        if not kind or kind in ("rest", "movement"):
            kind = kind or next(
                (k for k in map(_label_of, (row_words,)) if k in ("average", "worst", "least", "current")), ""
            )
        read = _scaled(value, context + header + part)
        if read is None or not PAIN_CONTEXT.search(f"{context} {row_words}") and not value.group("scale"):
            continue
        phase = _first_phase(header) or row_phase
        low = start + len(part) - len(part.lstrip(" _=:*[]()"))
        yield _Score(
            low, low + len(value.group(0)), *read, kind, phase, without=bool(WITHOUT_DRUG.search(header))
        )


def _phase_columns(statement: Statement, text: str) -> str:
    """Return the phases that a row's cells name, comma-separated, where two or more do ("Pre | +24h | End")."""
    cells = [text[c.start - statement.start : c.end - statement.start] for c in statement.cells]
    phases = [_first_phase(c) for c in cells]
    return ",".join(phases) if sum(map(bool, phases)) >= 2 and all(len(c) < 24 for c in cells) else ""


def _of_bare_row(statement: Statement, text: str) -> Iterator[_Score]:
    """Read a row of nothing but numbers up to 10: scores where the row above names phases."""
    spans = [(c.start - statement.start, c.end - statement.start) for c in statement.cells]
    values = [number_of(text[a:b]) for a, b in spans if text[a:b].strip()[:1].isdigit()]
    if len(spans) >= 3 and len(values) == len(spans) and all(v is not None and v <= 10 for v in values):
        for (start, end), value in zip(spans, values, strict=True):
            assert value is not None
            yield _Score(start, end, value, value, "", "", bare=True)


def _label_of(words: str) -> str:
    """Return the label that words give to a number beside them: a kind, ``pain``, ``other`` or ''."""
    found = [m.lastgroup or "" for m in LABEL.finditer(_SCALE_TEXT.sub(" ", words))]
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


def _first_phase(words: str) -> str:
    found = [m.lastgroup or "" for m in PHASE_WORD.finditer(words)]
    for phase in ("history", "trial_end", "baseline", "after", "trial"):
        if phase in found:
            return phase
    return ""


def _of_text(text: str, offset: int, context: str, lead: str) -> Iterator[_Score]:
    """Read running text: each number takes the label words before it, or right behind it."""
    hundred = bool(_HUNDRED.search(text) or _HUNDRED.search(context))
    circled = _circled(text)
    if circled:
        kind = _label_of(text[: circled[0]]) or _label_of(lead)
        yield _Score(circled[0] + offset, circled[1] + offset, circled[2], circled[2], kind if kind not in ("pain", "other") else "",
                     _first_phase(text[: circled[0]]), circled=True)  # fmt: skip
        return
    listed = list(_slashed(text))
    if listed:
        yield from (_moved(score, offset) for score in listed)
        return
    plain = _SCALE_TEXT.sub(lambda m: "·" * len(m.group(0)), text)
    lead_label = _label_of(lead) if lead else ""
    spoken = bool(PAIN_CONTEXT.search(f"{text} {context}"))
    position, last = 0, None
    changes = {m.start(): m for m in _changes(plain)}
    taken = -1
    for match in _CANDIDATE.finditer(plain):
        if match.start() < taken:
            continue
        change = next((c for at, c in changes.items() if at <= match.start() < c.end()), None)
        if change is not None:
            found = list(_of_change(change, plain, position, lead_label, spoken, hundred))
            for score in found:
                yield _moved(score, offset)
            if found:
                last, position, taken = found[-1], change.end(), change.end()
                continue
        score = _single(match, plain, position, last, lead_label, spoken, hundred)
        if score is None:
            continue
        yield _moved(score[0], offset)
        last, position = score


def _moved(score: _Score, offset: int) -> _Score:
    from dataclasses import replace

    return replace(score, start=score.start + offset, end=score.end + offset)


def _single(
    match: re.Match[str],
    text: str,
    position: int,
    last: _Score | None,
    lead_label: str,
    spoken: bool,
    hundred: bool,
) -> tuple[_Score, int] | None:
    """Return the score at a number and where the words of the next one begin; None when it is no pain score."""
    gap = text[position : match.start()]
    breaks = list(_BREAK.finditer(gap))
    clause = gap[breaks[-1].end() :] if breaks else gap
    marked = match.group("scale") is not None
    if _rejected(match, text, clause, marked):
        return None
    read = _scaled(match, text, hundred)
    if read is None:
        return None
    limit = _next_number(text, match.end())
    behind = text[match.end() : limit]
    label, distance = _before(clause)
    after_kind, after_end = _behind(behind, limit < len(text))
    words = not re.match(r"[\d(\[]", match.group(0))
    if label == "other":
        if not marked or not (after_kind or KIND_WORD.search(clause)):
            return None
        label = next((m.lastgroup or "" for m in KIND_WORD.finditer(clause)), "")
    elif after_kind and distance > 3 and label != "goal":
        label = ""
    if "mm" in (match.group("scale") or "") and not label and "VAS" not in text and not _phase(clause, behind, False)[0]:
        return None
    kind = label if label not in ("", "pain") else ""
    phase, phase_end = _phase(clause if label or not breaks else gap, behind, limit < len(text))
    consumed = match.end() + max(after_end if not kind else 0, phase_end)
    kind = kind or after_kind
    if kind == "worst" and re.search(r"\b(?:gets|goes|getting|up)\b", clause, _I) and _MOVING.search(behind):
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
    if (label or after_kind) and not marked and (distance > _WORDS_BETWEEN or not spoken):
        return None
    if marked and not spoken and not phase and "/" in (match.group("scale") or ""):
        return None
    if words and not marked and (not _FOLLOWS.match(text[match.end() :]) or distance > 6):
        return None
    weak = phase == "trial_end" and bool(_WEAK.search(clause))
    if bare and not _FOLLOWS.match(text[match.end() :]):
        return None
    head = re.split(r"[,;.]", behind, maxsplit=1)[0]
    without = bool(WITHOUT_DRUG.search(clause) or WITHOUT_DRUG.search(head))
    if kind == "worst" and _NEVER.search(text[: match.start()][-40:]):
        kind = ""
    score = _Score(match.start(), match.end(), *read, kind, phase, marked, without, bare=bare, weak=weak)
    return score, max(match.end(), consumed)


def _rejected(match: re.Match[str], text: str, clause: str, marked: bool) -> bool:
    before, after = text[: match.start()], text[match.end() :]
    if _THRESHOLD.search(before[-16:]) and not _NEVER.search(before[-40:]) or _OR_MORE.match(after):
        return True
    if before.endswith("#") and not re.search(r"faces?\s*#$", before, _I):
        return True
    centimetres = "VAS" in text and re.match(r"\s?cm\b", after)
    if not marked and not centimetres and (_UNIT.match(after) or _NUMBERED.search(before[-14:])):
        return True
    if re.search(r"\bof\b", match.group(0), _I) and _NUMBERED.search(before[-14:]):
        return True
    if marked and _UNIT.match(after) and re.match(r"\s?[:/]\d|\s?/\d", after):
        return True
    if _DEFINED.match(after) and (match.group("high") or re.search(r"\bscores?\s+of\s*$", before, _I)):
        return True
    if re.search(r"\d\s+of\s+$", before) or (not marked and re.fullmatch(r"0?\.\d+|0\.\d+", match.group(0))):
        return True
    figures = re.fullmatch(r"\d{1,2}\s*/\s*10", match.group(0))
    if figures and _DATED.search(before[-12:]) and not LABEL.search(clause[-24:]):
        return True
    if re.match(r"\s*(?:-|–)\s*\d{1,2}/\d", after) and figures:
        return True
    return bool(re.search(r"(?:[A-Z]\d+-|\d\.|[$><]\s?)$", before))


def _scaled(match: re.Match[str], words: str, hundred: bool = False) -> tuple[float, float] | None:
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
        or (high > 10 and (hundred or _HUNDRED.search(words) or "VAS" in words))
    ):
        low, high = low / 10, high / 10
    return (low, high) if high <= 10 else None


def _before(clause: str) -> tuple[str, int]:
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
    kinds = [g for g in groups if g not in ("pain", "other", "goal")]
    placed = [k for k in kinds if k not in ("rest", "movement")]
    return (placed[-1] if placed else kinds[-1] if kinds else "pain"), distance


def _behind(words: str, more: bool) -> tuple[str, int]:
    """Return the kind named right behind a number and where its words end; '' when they belong to the next number."""
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


def _phase(clause: str, behind: str, more: bool) -> tuple[str, int]:
    found = list(PHASE_WORD.finditer(clause))
    history = [m for m in found if m.lastgroup == "history"]
    if history:
        return "history", 0
    adjacent = _ADJACENT.match(behind)
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


def _next_number(text: str, start: int) -> int:
    for match in _CANDIDATE.finditer(text, start):
        if match.group("scale") or not _UNIT.match(text, match.end()):
            return match.start()
    return len(text)


def _changes(text: str) -> Iterator[re.Match[str]]:
    for match in _CHANGE.finditer(text):
        first = number_of(match.group("arrow_from") or match.group("from") or match.group("plain_from") or match.group("back_from") or match.group("seq_from") or match.group("rev_from") or "")
        second = number_of(match.group("arrow_to") or match.group("to") or match.group("plain_to") or match.group("back_to") or match.group("seq_to") or match.group("rev_to") or "")
        if (
            first is None
            or second is None
            or _UNIT.match(text, match.end())
            or re.search(r"[#$]\s?$", text[: match.start()])
        ):
            continue
        # "7 to 8" is a range; only a falling pair without "from" or an arrow is a change.
        if (
            match.group("plain_from")
            and first <= second
            or first > 100
            or (match.group("from") and first < second)
        ):
            continue
        yield match


def _of_change(
    match: re.Match[str], text: str, position: int, lead_label: str, spoken: bool, hundred: bool
) -> Iterator[_Score]:
    clause = text[position : match.start()]
    breaks = list(_BREAK.finditer(clause))
    clause = clause[breaks[-1].end() :] if breaks else clause
    label, distance = _before(clause)
    behind_kind, _ = _behind(text[match.end() :], False)
    if label == "other" and distance < 3 or not (spoken or lead_label not in ("", "other")):
        return
    kind = label if label not in ("", "pain", "other") else behind_kind
    if lead_label == "goal":
        kind = "goal"
    groups = match.groupdict()
    for names, phase in (
        (("arrow_from", "from", "plain_from", "back_from", "seq_from", "rev_from"), "baseline"),
        (("arrow_to", "to", "plain_to", "back_to", "seq_to", "rev_to"), "trial_end"),
    ):
        name = next(n for n in names if groups[n])
        low = number_of(groups[name])
        upper = groups.get("arrow_high") or groups.get("to_high") or groups.get("back_high") if phase == "trial_end" else None
        high = number_of(upper) if upper else low
        if low is None or high is None:
            return
        if 0 < min(low, high) < 1:
            return
        if max(low, high) > 10:
            if not (hundred or "VAS" in text):
                return
            low, high = low / 10, high / 10
        end = match.end(name) if phase == "baseline" else match.end()
        going_on = phase == "trial_end" and re.match(r"[^.;]{0,12}\bso\s+far\b", text[match.end() :], _I)
        yield _Score(match.start(name), end, min(low, high), max(low, high), kind, "trial" if going_on else phase, True,
                     change=True, open=bool(going_on))  # fmt: skip


def _slashed(text: str) -> Iterator[_Score]:
    """Read values listed in the order of their labels ("now/avg/worst: 6/8/10", "NRS pre/post 8/3")."""
    for match in _LISTED.finditer(text):
        labels, values = match.group("labels").split("/"), match.group("values").split("/")
        if len(labels) != len(values):
            continue
        named = [(_label_of(label), _first_phase(label)) for label in labels]
        if not all(kind not in ("", "other") or phase for kind, phase in named):
            continue
        position = match.start("values")
        for (kind, phase), value in zip(named, values, strict=True):
            number = number_of(value)
            if number is not None and number <= 10:
                start = position + len(value) - len(value.lstrip())
                yield _Score(start, start + len(value.strip()), number, number, "" if kind in ("pain", "other") else kind, phase, True)
            position += len(value) + 1


def _circled(text: str) -> tuple[int, int, float] | None:
    """Return the circled number of a printed scale ("7 (8) 9", a filled dot) with its span."""
    for match in _CIRCLED.finditer(text):
        printed = [int(n) for n in re.findall(r"\d{1,2}", match.group(0))]
        if len(printed) >= 6 and printed == sorted(printed) and int(match.group("value")) <= 10:
            return match.start("value"), match.end("value"), float(match.group("value"))
    return None
