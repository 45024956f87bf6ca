"""Expected survival read from statements, in months: "four to six months", "weeks, not months", ">= 90 days"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.mentions.values.day import DAY, first_day
from extractor.mentions.values.hit import ValueHit
from extractor.mentions.values.numbers import NUMBER, mended_figures, number_of
from extractor.model.chart import Quantity, Statement

_I = re.IGNORECASE
# Twelve weeks and ninety days are three months (adjudication guide, Life expectancy).
_MONTHS = {"day": 1 / 30, "week": 0.25, "month": 1.0, "season": 3.0, "year": 12.0}
_UNIT = (
    r"(?P<unit{n}>days?|d\b|wks?|weeks?|months?|m[o0]n?ths?\b|mons?\b|mos?\b|m0s?\b|rno\b|yrs?|years?|y\b|seasons?|twelvemonths?)\.?"
)
_CLAUSE = re.compile(r";|\.\s+(?=[A-Z])")
_FEW = r"(?:a\s+)?(?:few|couple(?:\s+of)?|handful\s+of|several|short|single[\s-]digit|good\s+(?:number\s+of|few)|many|some)"
_AMOUNT = (
    rf"(?:(?P<low>{NUMBER}|another|an?|one|half\s+an?|the\s+better\s+part\s+of\s+an?)(?P<more>\s?\+)?(?:\s+(?:short\s+|good\s+|full\s+|more\s+)?{_UNIT.format(n=1)}(?P<half1>\s+and\s+a\s+half\b)?)?"
    rf"(?:\s*(?:-{{1,2}}|–|—|to|or|and)\s*(?:perhaps\s+|maybe\s+|possibly\s+|even\s+)?(?P<high>{NUMBER}|an?|{_FEW}))?"
    rf"(?:\s*-?\s*(?:short\s+|good\s+|full\s+|more\s+)?{_UNIT.format(n=2)})?(?P<half>\s+and\s+a\s+half)?)"
)
_NUMBERED = re.compile(rf"(?<![^\W_])(?<![\d./])(?:{_AMOUNT})(?![^\W_])(?P<plus>\s?\+|\s+(?:or\s+(?:more|longer|better|so\s+or\s+more)|and\s+(?:more|beyond|up)|plus)\b|,\s+(?:maybe|perhaps|likely|possibly|probably)\s+(?:longer|more)\b)?", _I)
_BETWEEN = re.compile(r"(\bbetween\s+(?:an?\s+)?[\w.]+(?:\s+(?:weeks|months|years))?\s+)and(\s)", _I)
_VAGUE = re.compile(
    rf"(?<![^\W_])(?:{_FEW}\s+)?(?P<low>days|weeks|wks|months|yrs|years)(?:\s*(?:-{{1,2}}|–|—|to|or|and)\s*(?:perhaps\s+|maybe\s+|possibly\s+)?(?:{_FEW}\s+)?"
    rf"(?:an?\s+)?(?P<high>days|weeks?|wks?|months?|mos?|yrs|years?))?(?![^\W_])(?P<not>,?\s*(?:and\s+)?(?:not|rather\s+than|instead\s+of|more\s+than)\s+(?:\w+\s+)?(?:days|weeks|months|seasons?|years))?",
    _I,
)
_CUE = re.compile(
    r"\b(?:prognos\w*|pr0gnosis|prog(?:-?\s?nosis)?|px|life[\s-]?(?:expectancy|exp)\b|l\.?e\.?\b|LE\b|expect\w*\s+(?:\w+\s+){0,3}?(?:to\s+)?(?:live|survive|survival|to\s+be\s+alive|him|her|the\s+member)|survival|surv\s?ive\w*|"
    r"surviv\w*|live\b|lives\b|living\b|outlook|alive|anticipated?|time\s+(?:left|remaining|is|likely)|remain(?:s|ing)?|left\b|to\s+live|ahead\s+of\s+(?:him|her|them)|what\s+s?he\s+has|s?he'?s\s+got|got\s+(?:maybe|about|perhaps)|(?:should|will|ought\s+to)\s+have|(?:has|have)\s+(?:maybe|well|perhaps|about|more\s+like|some|at\s+least|well|likely)|"
    r"with\s+us|speak(?:ing)?\s+of|talking\s+(?:about|in\s+terms\s+of)|measured\s+in|estimat\w*|est\b|thinks?|thinking|feels?|believ\w*|reckons?|guess|most\s+likely|think\s+(?:s?he|that)|die|dying|pass|death|dead|see\s+(?:the|him|her)|"
    r"gives?\s+(?:him|her)|given|gave\s+(?:him|her)|put\s+(?:it|him|her|survival|his|her|this)|terms\s+of|is\s+(?:months|weeks|days|years)|expected|horizon|trajectory|runway|months?\s+mark|good\s+for)\b",
    _I,
)
_STRONG = re.compile(r"\b(?:prognos\w*|pr0gnosis|prog-?\s?nosis|px|life[\s-]?(?:expectancy|exp)\b|l\.e\.|LE|surviv(?!ed)\w*|surv\s?ive\w*|expected\s+to\s+(?:live|die)|to\s+live|lives?\b|alive|die\w*)\b", _I)
_NOT_SURVIVAL = re.compile(
    r"\b(?:battery|ERI|longevity|reservoir|refill|device\s+life|generator|policy\s+lapses|term\s+policy|insurance|since|ago|old|disease[\s-]free|progression[\s-]free|PFS|remission|history|x\s*\d|for\s+(?:the\s+)?(?:last|past)|over\s+the\s+(?:last|past)|"
    r"follow-?up|RTC|return|recheck|re-?image|scan\s+in|every|course\s+of|out\s+from|pain\s+(?:for|x)|dx'?d|diagnosed|hospital|lease|warranty)\b",
    _I,
)
_CITED = re.compile(
    r"\b(?:median|mean\s+survival|published|literature|studies|study|trial\s+(?:data|cited)|series|pooled|cohort|registry|KEYNOTE|NAPOLI|CI\b|arm\b|package\s+insert|OS\b|textbook|in\s+general|historically|statistic\w*|average\s+patient)\b",
    _I,
)
_APPLIED = re.compile(
    r"\b(?:expects?|think|believe|should|will|anticipat\w*)\b[^.;]{0,60}?\b(?:reach|exceed|live\s+at\s+least|that\s+long|at\s+least\s+that|beat|do\s+better|surpass|outlive|match)\b", _I
)
_BENEFIT = re.compile(r"if\s+(?:the\s+|his\s+|her\s+)?(?:disease|illness|dz|condition)\s+(?:runs|follows|takes)|usual\s+course|normal\s+course|hospice\s+(?:benefit|eligib\w*)|nl\s+course", _I)
_RULE = re.compile(r"\b(?:requires?|required|policy|polic[iy]es|criteri\w+|must\s+have|coverage|benefit\s+is\s+for|eligib\w+\s+if)\b", _I)
_IF = re.compile(r"(?:\b(?<!surprised )if|(?:^|[.;,]\s*)should\s+(?:s?he|the|it|her|his)|\bunless|\bwere\s+(?:s?he|it)|in\s+case|could\s+have|might\s+have|provided)\b[^.;]{0,70}$", _I)
_ASKED = re.compile(r"\b(?:asked|asking|asks|to\s+advise|inquir\w*|await\w*|pending|will\s+ask|surpri[sc]\w*\s+if\b[^?]*\b(?:die|dead|pass)\w*)\b[^,;]*$", _I)
_EVEN_IF = re.compile(r"\beven\s+if\b", _I)
_KIN = re.compile(
    r"\b(?:brother|sister|dad|mom|mother|father|husband|wife|son|daughter|uncle|aunt|cousin|grand\w+|neighbou?r|friend)\b(?:,?\s+(?:who|has|had|dx\S*|was|w/|with)\b|\s+given\b|[^.;]{0,40}?\b(?:was\s+given|given|had\s+only|died)\b)", _I
)
_PAST = re.compile(r"\b(?:outlived|far\s+exceeded|was\s+(?:once\s+)?given|had\s+been\s+given|was\s+told\s+(?:s?he\s+had|in)|originally|at\s+diagnosis|back\s+in\s+\w+\s+we|when\s+first|years?\s+ago\s+\w+\s+(?:gave|told))\b", _I)
_HOPE = re.compile(r"\b(?:hop(?:es?|ing)|wants?|wish\w*|would\s+like|prays?|dream\w*|bucket)\b[^.;]{0,60}$", _I)
_AT_LEAST = re.compile(
    r"(?:>\s?=|≥|=>|\bat\s+(?:the\s+)?(?:very\s+)?least|\bno(?:t)?\s+(?:less|fewer)\s+than|\ba?\s*minimum\s+of|\bnever\s+less\s+than|\bless\s+than\b(?<=no event would I expect less than)|\bnot\s+less\s+than)\s*(?:about\s+|another\s+)?$", _I
)
_MORE = re.compile(
    r"(?:>|\bmore\s+than|\b(?:well\s+)?over|\b(?:well\s+)?beyond|\bexceed\w*|\blonger\s+than|\bgreater\s+than|\bin\s+excess\s+of|\bupwards?\s+of|\bpast|\bbetter\s+than|\bwell\s+(?:over|past|beyond|above|in\s+excess\s+of))\s*(?:about\s+|another\s+|the\s+)?$", _I
)
_LESS = re.compile(
    r"(?:<\s?=?|≤|\bless\s+than|\bunder|\bfewer\s+than|\bbelow|\bwithin|\bshort\s+of|\bat\s+(?:the\s+)?(?:most|best|outside)|\bno\s+more\s+than|\bnot\s+more\s+than|\bup\s+to|\bshorter\s+than|\binside(?:\s+of)?|\bfall\s+short\s+of|\bmaximum\s+of|\bbefore)\s*(?:about\s+|another\s+|the\s+)?$", _I
)
_LESS_AFTER = re.compile(r"\s*,?\s*(?:at\s+(?:the\s+)?(?:most|best|outside|very\s+most)|or\s+(?:less|fewer|under)|tops|max(?:imum)?|if\s+that|or\s+so\s+at\s+(?:most|best))\b", _I)
_LEAST_AFTER = re.compile(r"\s*,?\s*(?:at\s+(?:the\s+)?(?:very\s+)?(?:least|minimum)|minimum|or\s+(?:more|longer|better|greater)|and\s+up|easily)\b", _I)
_NEGATED = re.compile(
    r"\b(?:not|n't|unlikely|doubt\w*|never|nor|nobody|no\s+one|would\s+be\s+surprised\s+if|surprised\s+if)\b[^.;:]{0,50}?\b(?:live|surviv\w*|surv\s?ive|see|reach\w*|make\s+it|last\w*|expect(?:ed|s)?|alive|have|has|get|be\s+(?:alive|here|with\s+us))\b[^.;]{0,40}$",
    _I,
)
_SURPRISED = re.compile(r"\bsurpri[sc]\w*\b[^?]{0,60}\b(?:die\w*|dead|death|pass\w*)\b", _I)
_NOW = re.compile(r"\b(?:revised|now|currently|today|updated|downgraded|upgraded|as\s+of)\b", _I)


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    low: float
    high: float
    comparator: str


def read_survival(statement: Statement) -> Iterator[ValueHit]:
    """Yield what a statement says of the member's expected survival, in months, labelled ``survival_estimate``.

    A range has both ends; "weeks" alone is under three months, "years" over twelve, "months" alone is not read.
    Attributes: ``cited`` (a published figure not applied to the member), ``condition`` (an "if", a hope, a rule, the
    hospice benefit), ``who`` (``other``: a relative), ``past`` (an earlier estimate), ``revised`` (said to be the
    present one), ``month_day`` of the entry it stands in.
    """
    text = _BETWEEN.sub(lambda m: m.group(1) + "to " + m.group(2), mended_figures(statement.text))
    asked = f"{statement.section} {statement.lead} " + " ".join(c.header for c in statement.cells)
    cue_above = bool(_STRONG.search(asked) or statement.category == "prognosis" or re.search(r"\bMD\s+estimate|\battending\s+estimate", asked, _I))
    for found in _found(text):
        clause_start = max((m.end() for m in _CLAUSE.finditer(text[: found.start])), default=0)
        before, behind = text[clause_start : found.start], _CLAUSE.split(text[found.end :])[0]
        near = f"{before[-90:]} {behind[:60]}"
        said = " not " in text[found.start : found.end] or "rather than" in text[found.start : found.end]
        if not (cue_above and len(before.split()) < 14 or _CUE.search(near) or said):
            continue
        weak = not (cue_above or _STRONG.search(near))
        if re.match(r"\s*(?:since|after|from(?!\s+(?:now|today|this))|post|out\s+from)\b", behind, _I) or re.search(r"\bfor\s+$", before) and weak:
            continue
        if _NOT_SURVIVAL.search(f"{before[-45:]} {behind[:22]}") and (weak or re.search(r"battery|ERI|longevity|device|reservoir", text, _I)):
            continue
        if weak and not re.search(r"\b(?:months?|weeks?|years?|mos?|wks?|days)\b", text[found.start : found.end], _I):
            continue
        yield _hit(statement, text, found, before, behind)


def _hit(statement: Statement, text: str, found: _Span, before: str, behind: str) -> ValueHit:
    attributes: list[tuple[str, str]] = []
    applied = _APPLIED.search(text)
    own = re.split(r"\b(?:but|however|although|yet)\b|;", text[: found.start], flags=_I)[-1]
    if _CITED.search(own + re.split(r"[,;.]", text[found.start : found.end + 40])[0]) and not applied:
        attributes.append(("cited", "1"))
    asked = _ASKED.search(before)
    standing = re.search(r"\b(?:estimat\w*|guess|expect\w*|prognosis|survival)\b[^.;]*\bif\b", before, _I)
    conditional = asked or (_IF.search(before) and not standing) and not _EVEN_IF.search(before)
    if conditional or _BENEFIT.search(behind[:80]) or _RULE.search(f"{before} {behind[:30]}") or _HOPE.search(before):
        attributes.append(("condition", "1"))
    if _KIN.search(text[: found.end]) and not re.search(r"\b(?:told|tells|with|informed|aware|says|understand\w*)\b", before, _I):
        attributes.append(("who", "other"))
    if _PAST.search(text[: found.start]) or re.search(r"\b(?:outlived|exceeded\s+(?:it|that))\b", text[found.end :], _I):
        attributes.append(("past", "1"))
    if _NOW.search(before):
        attributes.append(("revised", "1"))
    dated = [m for m in DAY.finditer(text[: found.start]) if "/" in m.group(0)]
    date, month_day = first_day(dated[-1].group(0)) if dated else (None, "")
    question = re.match(r"[^.;?]{0,30}\?\s*(.{0,40})", text[found.end :])
    if question:
        reply = re.match(r"(?:[\w ]{0,24}[:,-]+\s*)?(?:(?P<no>no\b|it\s+is\s+not|is\s+not|does\s+not|negative)|(?P<yes>yes\b|it\s+is\b|y\b|is\b|does\b|affirm\w*|agree\w*))", question.group(1), _I)
        attributes.append(("answer", "none" if not reply else "no" if reply.group("no") else "yes"))
    if month_day:
        attributes.append(("month_day", month_day))
    quantity = Quantity(round(found.low, 2), round(found.high, 2), "months", found.comparator)
    return ValueHit("survival_estimate", found.start, found.end, quantity, date, tuple(attributes), "survival_estimate: value")


def _found(text: str) -> Iterator[_Span]:
    taken: list[tuple[int, int]] = []
    for match in _NUMBERED.finditer(text):
        span = _numbered(match, text)
        if span is not None:
            taken.append((span.start, span.end))
            yield span
    for match in _VAGUE.finditer(text):
        if any(a < match.end() and match.start() < b for a, b in taken):
            continue
        span = _vague(match, text)
        if span is not None:
            yield span


def _numbered(match: re.Match[str], text: str) -> _Span | None:
    unit = match.group("unit2") or match.group("unit1")
    if not unit or re.search(r"\b(?:not|rather\s+than|instead\s+of)\s+$", text[: match.start()], _I):
        return None
    first_unit = _months(match.group("unit1") or unit)
    last_unit = _months(match.group("unit2") or unit)
    low = _amount(match.group("low"))
    high = _amount(match.group("high")) if match.group("high") else None
    if low is None or (match.group("high") and high is None and match.group("unit1") is None):
        return None
    if len(unit.strip(".")) == 1 and not re.search(r"\d", match.group("low") + (match.group("high") or "")):
        return None
    extra = 0.5 if match.group("half") or match.group("half1") else 0.0
    bottom = (low + (extra if high is None else 0)) * first_unit
    top = (high + extra) * last_unit if high is not None else bottom
    if re.fullmatch(r"(?:an?)", match.group("low"), _I) and high is None and unit[:1].lower() == "d":
        return None
    before, after = text[: match.start()], text[match.end() :]
    comparator = _comparator(before, after, bool(match.group("plus") or match.group("more")))
    return _Span(match.start(), match.end(), min(bottom, top), max(bottom, top), comparator)


def _vague(match: re.Match[str], text: str) -> _Span | None:
    low, high = match.group("low").lower(), (match.group("high") or match.group("low")).lower()
    if re.search(r"\d\s*-?\s*$", text[: match.start()]):
        return None
    excluded = (match.group("not") or "").lower()
    if low.startswith("month"):
        # "months" alone says neither; "months, not years" no more.
        return None
    if low.startswith("y"):
        return _Span(match.start(), match.end(), 12.0, 120.0, "")
    first = 1 / 30 if low.startswith("d") else 0.25
    last = 0.4 if high.startswith("d") else 2.0 if high.startswith("w") or excluded else 2.9
    return _Span(match.start(), match.end(), first, last, "")


def _comparator(before: str, after: str, plus: bool) -> str:
    least = plus or bool(_AT_LEAST.search(before[-40:]) or _LEAST_AFTER.match(after))
    more = bool(_MORE.search(before[-40:]))
    less = bool(_LESS.search(before[-40:]) or _LESS_AFTER.match(after))
    clause = _CLAUSE.split(before)[-1]
    if re.search(r"\bno\s+event\b|\bnever\b", clause, _I) and less:
        return ">="
    negated = bool(_NEGATED.search(clause))
    if _SURPRISED.search(clause + " " + after[:40]):
        negated = False
    if re.match(r"[^.;,]{0,24}\b(?:is|are|seems?)\s+(?:very\s+)?(?:not\s+(?:expected|likely|anticipated)|unlikely|improbable|doubtful)", after, _I):
        negated = not negated
    if negated:
        return ">=" if less else "<"
    return ">=" if least else ">" if more else "<" if less else ""


def _amount(text: str | None) -> float | None:
    word = re.sub(r"\s+", " ", (text or "").lower().strip())
    if word in ("a", "an", "one", "another"):
        return 1.0
    if word.startswith("half a"):
        return 0.5
    if word.startswith("the better part"):
        return 0.75
    return number_of(word)


def _months(unit: str) -> float:
    word = unit.lower().replace("0", "o").replace("rno", "mo")
    for name, months in _MONTHS.items():
        if word.startswith(name[0]) and (name != "month" or not word.startswith("d")):
            return months
    return 12.0
