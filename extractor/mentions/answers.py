"""Tick boxes and questions: which options of a line are chosen, and what that says of a mention in it.

A mention in an unticked option does not count; a question takes its answer ("Active infection: [ ] Yes [x] No" denies
an infection); a question without an answer documents nothing (adjudication guide, What never counts).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.model.chart import Assertion

_TICKED = (
    r"\[\s?[xX✓✔√*]\s?\]|\(\s?[xX✓✔√*•●]\s?\)|\[v\]|[☒☑✓✔✗✘■◉⦿]|"
    r"_+\s?[xX✓✔]\s?_+|(?<![\w'])[xX](?=\s+(?:yes|no|y|n)\b)|<[xX]>"
)
_EMPTY = r"\[\s*\]|\(\s{0,3}\)|[☐□❏○◯]|(?<![\w_])_{1,12}(?![\w_])"
_MARK = re.compile(rf"(?P<on>{_TICKED})|(?P<off>{_EMPTY})", re.IGNORECASE)
_YES = r"yes|y|present|positive|true|agree|done|pass"
_NO = (
    r"no|n|none|absent|negative|neg|denied|denies|nil|false|not present|not applicable|nothing|never|neither"
)
_YES_WORD = re.compile(rf"\W*(?:{_YES})\b", re.IGNORECASE)
_NO_WORD = re.compile(rf"\W*(?:{_NO})\b", re.IGNORECASE)
_YES_NO = re.compile(rf"\W*(?:{_YES}|{_NO}|n/?a|unk(?:nown)?)\b", re.IGNORECASE)
_ANSWER = re.compile(
    rf"(?P<question>[^:?|.]*?)\s*(?:[:?|=]\s*\.*|\s[-–—]{{1,2}}\s|\.{{3,}}|\s{{2,}})\s*"
    rf"(?:(?P<no>{_NO})|(?P<yes>{_YES}))\b(?=\s*(?:$|[.,;|(]|\s{{2,}}|[-–—]))",
    re.IGNORECASE,
)
_LEADERS = re.compile(
    rf"(?P<question>[^:?|.]*?)\s*\.{{3,}}\s*(?:(?P<no>{_NO})|(?P<yes>{_YES}))(?![^\W_])", re.IGNORECASE
)
_CELL = re.compile(
    rf"(?:(?P<no>{_NO}|-+|∅)|(?P<yes>{_YES}|\+)|(?P<tick>[x✓✔√]))(?![^\W_])\.?(?:\s*[,(;–—-].*)?",
    re.IGNORECASE,
)
# Alternatives of which none is marked: "Y  N", "none / low / moderate / high", a template's "{is/is not}".
_UNCHOSEN = re.compile(
    r"(?:\b(?:y|yes)\s*(?:/|\||\s{1,6}|_+)\s*(?:n|no)\b\W*$)|\{[^{}]*/[^{}]*\}|\*\*\*|"
    r"\b(?:none|low|nil|mild)\s*/\s*(?:low|mild|moderate)\s*/\s*\w+",
    re.IGNORECASE,
)
# An answer by itself, at most with a short remark behind it.
_BARE_ANSWER = re.compile(
    rf"[\"'“(]?(?:{_YES}|{_NO}|x)[\"'”)]?(?:\s*$|[.,;(]|\s+[-–—]|\s\w+\W?$)", re.IGNORECASE
)
_YES_NO_WORDS = re.compile(rf"\b(?:{_YES}|{_NO}|n/?a|unk(?:nown)?)\b", re.IGNORECASE)
_MAX_LABEL = 70


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a form line: its label's span and whether it is ticked."""

    start: int
    end: int
    ticked: bool
    yes: bool
    no: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A question's span and its options (none where a plain answer follows; then ``answer`` is 'yes' or 'no')."""

    start: int
    end: int
    options: tuple[Option, ...] = ()
    answer: str = ""


@lru_cache(maxsize=4096)
def questions(text: str) -> tuple[Question, ...]:
    """Return the questions of a line with their options or plain answers; () for running text."""
    marks = list(_MARK.finditer(text))
    opening = bool(re.match(r"\s*_{2,}\s*\w", text))  # "___ option   ___ option"
    ticks = [
        m
        for m in marks
        if opening
        or m.group("on")
        or not m.group("off").startswith("_")
        or _YES_NO.match(text, m.end())
        or _ends_with_yes_no(text[: m.start()])
    ]
    if ticks:
        return _ticked_questions(text, ticks)
    if _UNCHOSEN.search(text):
        return (Question(0, len(text), (Option(len(text), len(text), False, True, False),)),)
    return tuple(
        Question(m.start("question"), m.end("question"), (), "no" if m.group("no") else "yes")
        for m in (*_ANSWER.finditer(text), *_LEADERS.finditer(text))
        if m.group("question").strip()
    )


def row_answer(cells: Sequence[tuple[str, str]], number: int) -> Assertion | None:
    """Return what the answer cell of a table row says of a mention in cell ``number``; None without one.

    ``cells`` are (text, header) pairs. The answer stands in the next cell ("Bleeding disorder | N | heme consult"), is
    a mark under the heading yes or no, or opens the row ("N | low white count").
    """
    for other in (number + 1, 0):
        if other == number or other >= len(cells) or (other == 0 and number != 1):
            continue
        text, header = cells[other]
        match = _CELL.fullmatch(text.strip())
        if match and match.group("tick"):
            match = _CELL.fullmatch(header.strip())
        if match and not match.group("tick"):
            return Assertion.ABSENT if match.group("no") else Assertion.PRESENT
    return None


def _ends_with_yes_no(text: str) -> bool:
    return bool(re.search(rf"(?:^|\W)(?:{_YES}|{_NO})\s*$", text, re.IGNORECASE))


def _ticked_questions(text: str, marks: list[re.Match[str]]) -> tuple[Question, ...]:
    label_first = _labels_come_first(text, marks)
    found: list[Question] = []
    options: list[Option] = []
    question = (0, marks[0].start())
    previous_end = 0
    for number, mark in enumerate(marks):
        ticked = mark.group("on") is not None
        if label_first:
            start, end = previous_end, mark.start()
            span = re.search(r"(?:^|\s{2,}|[:?,;|(])\s*([^:?,;|]*?)\s*$", text[start:end])
            word = re.search(rf"(?:^|\W)((?:{_YES}|{_NO})\W*)$", text[start:end], re.IGNORECASE)
            low = start + (word.start(1) if word else span.start(1) if span else 0)
            if text[start:low].strip(" :?,;|()/"):
                if options:
                    found.append(Question(*question, tuple(options)))
                    options = []
                question = (start, low)
            options.append(_option(text, low, end, ticked))
        else:
            limit = marks[number + 1].start() if number + 1 < len(marks) else len(text)
            paired = any(m is not mark and _YES_NO.match(text, m.end()) for m in marks)
            end = _label_end(text, mark.end(), limit, paired)
            options.append(_option(text, mark.end(), end, ticked))
            if text[end:limit].strip(" :?,;|()/.") and number + 1 < len(marks):
                found.append(Question(*question, tuple(options)))
                options, question = [], (end, limit)
        previous_end = mark.end()
    found.append(Question(*question, tuple(options)))
    return tuple(found)


def _labels_come_first(text: str, marks: list[re.Match[str]]) -> bool:
    """Tell whether each label stands before its mark ("Yes _X_ No ___") rather than after it."""
    if marks[0].start() == 0 or not text[: marks[0].start()].strip():
        return False
    if _ends_with_yes_no(text[: marks[0].start()]) and not _YES_NO.match(text, marks[-1].end()):
        return True
    if _YES_NO.match(text, marks[0].end()):
        return False
    return _ends_with_yes_no(text[: marks[0].start()]) or not text[marks[-1].end() :].strip(" .)|")


def _label_end(text: str, start: int, limit: int, paired: bool) -> int:
    """Return where the label that opens at ``start`` ends: at a wide gap, or after a yes/no word with text behind."""
    # "[x] No [ ] Yes" answers; "[x] No tumor [ ] Tumor" are labels that happen to open with no.
    yes_no = _YES_NO.match(text, start) if paired else None
    gap = re.search(r"\S(\s{2,})\S", text[start:limit])
    end = start + gap.start(1) if gap else limit
    if yes_no and limit < len(text) and text[yes_no.end() : limit].strip(" ,;|/()."):
        end = min(end, yes_no.end())
    return min(end, start + _MAX_LABEL * 4)


def _option(text: str, start: int, end: int, ticked: bool) -> Option:
    label = text[start:end]
    no = bool(_NO_WORD.match(label))
    return Option(start, end, ticked, yes=not no and bool(_YES_WORD.match(label)), no=no)


def has_options(text: str) -> bool:
    """Tell whether a line offers options to tick."""
    return any(q.options for q in questions(text))


def option_words(text: str, start: int, end: int) -> frozenset[str]:
    """Return the first words, in small letters, of the options that do not hold ``text[start:end]``."""
    apart = (o for q in questions(text) for o in q.options if o.end <= start or o.start >= end)
    return frozenset(
        words[0].lower() for o in apart if (words := re.findall(r"[A-Za-z]+", text[o.start : o.end]))
    )


def is_answer(text: str) -> bool:
    """Tell whether a line is only an answer to the question above it: a ticked or unticked option, or yes or no."""
    bare = text.strip()
    mark = _MARK.match(bare)
    if mark is None and len(bare) <= 40 and not _YES_NO_WORDS.sub("", _MARK.sub("", bare)).strip(" ,;|/()._"):
        return True
    return bool(mark and len(bare) <= 80) or bool(_BARE_ANSWER.match(bare))


def answer_assertion(text: str, start: int, end: int, question: int = 0) -> Assertion | None:
    """Return what the ticks or the answer of the line say of the mention ``text[start:end]``; None: nothing.

    ``question``: length of a question that opens the text, whose answer is the rest.
    """
    rest = text[question:]
    if question and end <= question and not any(m.group("on") for m in _MARK.finditer(rest)):
        if _NO_WORD.match(rest):
            return Assertion.ABSENT
        if _YES_WORD.match(rest):
            return Assertion.PRESENT
    for asked in questions(text):
        inside = asked.start <= start and end <= asked.end + 1
        if not asked.options:
            if inside:
                return Assertion.ABSENT if asked.answer == "no" else Assertion.PRESENT
            continue
        touched = [o for o in asked.options if o.start < end and o.end > start]
        if touched:
            return Assertion.UNTICKED if any(not o.ticked for o in touched) else None
        if inside:
            return _of_question(asked)
    return None


def answer_to(text: str, parts: Sequence[tuple[int, int]], question: int = 0) -> Assertion | None:
    """Return what ticks and answers say of a mention in parts: a part in a ticked option speaks for the rest."""
    options = [o for asked in questions(text) for o in asked.options]
    chosen = {p for p in parts for o in options if o.ticked and o.start < p[1] and o.end > p[0]}
    unticked = {p for p in parts for o in options if not o.ticked and o.start < p[1] and o.end > p[0]}
    if unticked:
        return Assertion.UNTICKED
    if chosen:
        return None
    said = [answer_assertion(text, low, high, question) for low, high in parts]
    return next((a for a in said if a is not None), None)


def _of_question(question: Question) -> Assertion | None:
    chosen = [o for o in question.options if o.ticked]
    if not chosen:
        return Assertion.UNTICKED
    if any(o.no for o in chosen):
        return Assertion.POSSIBLE if any(o.yes for o in chosen) else Assertion.ABSENT
    if any(o.yes for o in chosen):
        return Assertion.PRESENT
    return Assertion.UNTICKED if len(question.options) > 1 else None
