"""Pain relief stated as a share ("60 % relief", "nearly half better", "no relief") with what brought it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.mentions.values import relief_words as rx
from extractor.mentions.values.hit import ValueHit
from extractor.mentions.values.numbers import mended_figures, share_of
from extractor.mentions.values.treatments import SETTING, setting_named, setting_of_share
from extractor.model.chart import Quantity, Statement

_I = re.IGNORECASE


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    low: float
    high: float
    comparator: str = ""


def read_relief(statement: Statement) -> Iterator[ValueHit]:
    """Yield what a statement says of how much the pain fell, in percent, labelled ``pain_relief``.

    The quantity's comparator is '<' for "nearly half", '>' for "more than half". Attributes: ``setting``
    (``trial``: the intrathecal or epidural drug trial; ``trial_word``: a trial, of what is not said;
    ``procedure``, ``drug``, ``pump``, ``antispasmodic``: another procedure, a systemic drug, an implanted
    pump, intrathecal baclofen; '': not said); ``criterion`` (a condition, a goal, other patients' results).
    Each name of a treatment also yields a ``treatment_setting`` with the attribute ``setting``, so that
    neighbouring statements can be told.
    """
    text = mended_figures(statement.text)
    settings = list(SETTING.finditer(text))
    for word in settings:
        yield ValueHit(
            "treatment_setting",
            *word.span(),
            None,
            None,
            (("setting", setting_named(word)),),
            "setting: words",
        )
    asked = f"{statement.section} {statement.lead} " + " ".join(c.header for c in statement.cells)
    cells = [(c.start - statement.start, c.end - statement.start, c.header) for c in statement.cells]
    for found in _found(text, asked, cells):
        criterion = rx.CRITERION.search(text[max(0, found.start - 110) : found.start]) or re.search(
            r"\b(?:must|before\s+(?:s?he|we|they)|need(?:ed|s)|to\s+(?:proceed|qualify|go\s+(?:ahead|"
            r"on)|be\s+considered)|if\s+met|else\s+stop|required)\b",
            text[found.end : found.end + 60],
            _I,
        )
        attributes = [("setting", setting_of_share(text, (found.start, found.end), settings, asked))]
        attributes += [("criterion", "1")] if criterion else []
        quantity = Quantity(found.low, found.high, "%", found.comparator)
        yield ValueHit(
            "pain_relief", found.start, found.end, quantity, None, tuple(attributes), "pain_relief: words"
        )


def _found(text: str, asked: str, cells: list[tuple[int, int, str]]) -> Iterator[_Found]:
    taken: list[tuple[int, int]] = []
    for pattern, low, high in (
        (rx.LITTLE, 0.0, 49.0),
        (rx.NONE, 0.0, 0.0),
        (rx.ALL, 100.0, 100.0),
        (rx.HALVED, 50.0, 50.0),
    ):
        for match in pattern.finditer(text):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            # "No improvement in papilledema", "the dose was halved" say nothing of the pain.
            about = re.match(r"\s+(?:in|of)\s+([^.;,]{1,40})", text[match.end() :])
            if about and not rx.PAIN_NOUN.search(about.group(1) + match.group(0)):
                continue
            if pattern is rx.HALVED and rx.NOT_PAIN_WORD.search(" ".join(text[: match.start()].split()[-4:])):
                continue
            taken.append(match.span())
            yield _Found(*match.span(), low, high)
    for cell in cells:
        value = re.fullmatch(r"[_\s]*(\d{1,3})\s?%?[_\s]*", text[cell[0] : cell[1]])
        label = cell[2] or text[: cell[0]]
        if (
            value
            and float(value.group(1)) <= 100
            and "%" in label + text[cell[0] : cell[1]]
            and re.search(r"relief|reduction|improvement|better", label, _I)
        ):
            taken.append(cell[:2])
            yield _Found(cell[0], cell[1], float(value.group(1)), float(value.group(1)))
    blank = rx.BLANK.search(text)
    if (
        blank
        and re.search(r"%|\bpercent|\bpct|\b0\s?-\s?100\b", text[: blank.start()])
        and rx.RELIEF_WORD.search(text)
        and rx.PAIN.search(text)
    ):
        entered = float(blank.group(1))
        taken.append(blank.span(1))
        if entered <= 100:
            yield _Found(*blank.span(1), entered, entered)
    for match in rx.SHARE.finditer(text):
        share = share_of(match)
        if share is None or any(a < match.end() and match.start() < b for a, b in taken):
            continue
        if not _is_relief(text, match, asked):
            continue
        taken.append(match.span())
        low, high = share.low, share.high
        if rx.DOWN_TO.search(text[: match.start()]) and rx.OF_BEFORE.match(text, match.end()):
            low, high = 100 - high, 100 - low
        missed = rx.SHORT_OF.search(
            re.sub(r"[>≥=\s]+$", " ", text[: match.start()])
        ) and share.comparator not in ("<", "<=")
        reached = rx.MET.search(text[: match.start()]) and share.comparator == ""
        yield _Found(*match.span(), low, high, "<" if missed else ">=" if reached else share.comparator)
    if re.search(r"relief|reduction|pain", asked + text, _I) and re.search(r"%|percent", asked + text):
        yield from _boxes(text, taken)


def _boxes(text: str, taken: list[tuple[int, int]]) -> Iterator[_Found]:
    """Read the options of a printed choice of ranges ("[ ] <50 [x] 50-74 [ ] >=75")."""
    for mark in re.finditer(r"\[\s?\w?\s?\]|\(\s?\w?\s?\)|[☐☒☑□■]", text):
        match = rx.BOX.match(text, mark.end() + len(text[mark.end() :]) - len(text[mark.end() :].lstrip()))
        if match is None or any(a < match.end() and match.start() < b for a, b in taken):
            continue
        low = float(match.group("low"))
        high = float(match.group("high") or low)
        sign = (
            (match.group("cmp") or "")
            .replace(" ", "")
            .replace("≥", ">=")
            .replace("≤", "<=")
            .replace("=>", ">=")
        )
        if high <= 100:
            taken.append(match.span())
            yield _Found(match.start("low"), match.end(), low, high, ">=" if match.group("plus") else sign)


def _is_relief(text: str, match: re.Match[str], asked: str) -> bool:
    """Tell whether a share is one of pain: a word of relief stands close by and no other quantity does."""
    before = re.split(r"[;|]|\.\s", text[: match.start()])[-1]
    after = re.split(r"[;|]|\.\s", text[match.end() :])[0]
    near_before = " ".join(before.split()[-9:])
    near_after = " ".join(after.split()[:7])
    if re.match(
        r"\s*(?:of|the)\s+(?:the\s+)?(?:time|day|hour|dose|visit|meals?|trays?|way|rehab\w*|"
        r"course|best|block|mile|hour|dozen|cup|pack|people|patients|tablet|pill)\b",
        after,
        _I,
    ):
        return False
    if match.group("fraction") and re.match(
        r"\s*-?\s*(?:an?\s+hour|hour|life|way|a\s+(?:block|mile|pack|"
        r"tab\w*|cup|dozen|day)|tabs?|tablets?|block|mile|dose|"
        r"of\s+(?:patients|people|his|her|the)\s+(?:meals?|trays?|"
        r"food)|day|pack|line|agent|floor|visit|surgery|opinion|"
        r"ventricle|trimester|party|ESI|injection|time)\b",
        after,
        _I,
    ):
        return False
    if match.group("fraction") and re.search(
        r"(?:\d(?:rd|th)|\bthe\s+(?:third|quarter|fourth|fifth|"
        r"tenth)|best\s+part)\b",
        match.group(0) + near_before[-12:],
        _I,
    ):
        return False
    words = f"{near_before} ¤ {near_after}"
    relief = list(rx.RELIEF_WORD.finditer(words))
    listed = re.search(r"\btrials?\s*(?:\w+\s*)?:?\s*$", before[-28:], _I)
    of_it = re.match(
        r"\s*(?:of\s+)?(?:it|that|(?:the|his|her|my|their)\s+(?:\w+\s+)?pain)\b", after, _I
    ) and match.group("fraction")
    of_it = of_it or rx.OF_BEFORE.match(after)
    met = re.match(
        r"\s*(?:threshold|mark|criterion|benchmark|cut-?off|bar|standard|goal)\b", after, _I
    ) and rx.MET.search(before)
    if met:
        return True
    said = _in_trial_words(text, match, near_before, near_after)
    if (
        not relief
        and not listed
        and not said
        and not of_it
        and not (re.search(r"relief|reduction|response", asked, _I) and len(text) < 60)
    ):
        return False
    if re.match(
        r"\s*(?:pain\s+)?(?:relief|better|improvement\s+in\s+(?:\w+\s+)?pain|"
        r"reduction\s+in\s+(?:\w+\s+)?pain|less\s+pain|pain\s+(?:relief|reduction))\b",
        after,
        _I,
    ):
        return True
    if re.match(
        rf"\s*(?:of|in|fewer|less|lower)?\s*(?:\w+\s+){{0,2}}?(?:{rx.NOT_PAIN})\b", near_after, _I
    ) and not rx.PAIN.match(near_after.strip()):
        return False
    other = list(rx.NOT_PAIN_WORD.finditer(near_before))
    if other and not any(m.start() > other[-1].start() for m in rx.PAIN_NOUN.finditer(near_before)):
        return False
    return bool(
        rx.PAIN.search(words)
        or listed
        or said
        or SETTING.search(text)
        or re.search(r"pain|relief", asked, _I)
    )


def _in_trial_words(text: str, match: re.Match[str], before: str, after: str) -> bool:
    """Tell whether a bare share beside the trial's name is what the trial brought ("IT trial: 75 %")."""
    if not any(m.lastgroup == "trial" for m in SETTING.finditer(text)):
        return False
    if match.group("fraction"):
        return bool(
            re.search(
                r"\b(?:got|gave|gives|gets|put|puts|rated|rates|scored|maybe|perhaps|about|"
                r"roughly|estimat\w*|out\s+of|judged|said|says)\b",
                before,
                _I,
            )
        )
    figures = re.match(r"\D*(\d+(?:\.\d+)?)", match.group(0))
    strong = figures is None or float(figures.group(1)) >= 10 or float(figures.group(1)) == 0
    return (
        strong
        and "%/" not in after[:3]
        and not re.match(
            r"\s*(?:of|solution|[a-z]+caine|saline|"
            r"dextrose|O2|oxygen|on\s+RA|RA\b)",
            after,
            _I,
        )
    )
