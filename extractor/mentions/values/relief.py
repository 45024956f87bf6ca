"""Pain relief stated as a share ("60 % relief", "nearly half better", "no relief") with what brought it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.mentions.values.hit import ValueHit
from extractor.mentions.values.numbers import SHARE, mended_figures, share_of
from extractor.model.chart import Quantity, Statement

_I = re.IGNORECASE
_SHARE = re.compile(SHARE, _I)
_RELIEF = (
    r"relief|relieved|reliev\w+|reduc\w+|reductions?|improve\w*|improvement|better|decreas\w+|drop(?:ped|s)?|fell|fall|lower\w*|less|less\s+pain|"
    r"gone|went\s+away|vanish\w+|left\s+(?:him|her|me)|disappear\w*|lift\w*|cut|down|eas(?:ed|ing)|benefit|respon\w+|analgesia|knocked\s+(?:down|off|out)|slashed|diminish\w*|"
    r"halved|took\s+(?:it|the\s+pain)|came\s+(?:down|off)|decline\w*|better|subsid\w+|shaved|↓|took\s+away|melted|success|help(?:ed)?"
)
_RELIEF_WORD = re.compile(rf"(?<![^\W_])(?:{_RELIEF})(?![^\W_])|↓", _I)
_PAIN = re.compile(r"\b(?:pain\w*|NRS|VAS|NPRS|scores?|aches?|hurts?|symptoms?|relief|sciatica|better|improve\w*|response|it|discomfort|burning|gone)\b|(?<!\w)↓", _I)
_NOT_PAIN = (
    r"opioids?|MME|OME|morphine\s+equivalents?|dos(?:e|es|ing|age)|tablets?|pills?|consumption|usage|intake|lesions?|tumou?rs?|mass|nodes?|"
    r"CEA|CA-?\s?125|CA\s?19-?9|PSA|marker|height|canal|stenosis|weight|wt|meals?|trays?|EF|LVEF|FEV1?|DLCO|FVC|SpO2|sat(?:uration)?s?|"
    r"spasms?|spasticity|tone|ashworth|MAS|nausea|itch\w*|chance|risk|odds|narrow\w*|disc|strength|ROM|range\s+of\s+motion|occlu\w+|"
    r"blast\w*|plasma\s+cells?|M-?spike|light\s+chains?|ODI|oswestry|disability|seizures?|swelling|edema|A1c|cholesterol|LDL|"
    r"adherence|complian\w+|humidity|predicted|interest|deductible|rate(?!d)|bolus(?:es)?\s+(?:use|per)|rescue|breakthrough|hematocrit|Hct|ropi\w*|bupi\w*|"
    r"lidocaine|chlorhex\w*|dextrose|epineph\w*|saline|oxygen|FiO2|usage|leak|patients|pts|people|members|cases"
)
_PAIN_NOUN = re.compile(r"\b(?:pain\w*|NRS|VAS|NPRS|aches?|relief|better|improvement|scores?)\b", _I)
_NOT_PAIN_WORD = re.compile(rf"\b(?:{_NOT_PAIN})\b", _I)
_NONE = re.compile(
    r"\b(?:(?:no|zero|nil|without|not\s+any|0\s?%|never\s+any|little\s+(?:or|to)\s+no|absolutely\s+no|scant)\s+(?:\w+\s+){0,2}?(?:pain\s+)?(?:relief|reduction|improvement|analgesia)"
    r"|no\s+(?:\w+\s+)?(?:benefit|effect|help|impact)\s+(?:\w+\s+){0,2}?(?:for|on|to|in|from)\s+(?:\w+\s+){0,2}?(?:pain|score|intrathecal|IT\b|the\s+(?:trial|infusion|drug))"
    r"|no\s+(?:change|difference|improvement)\s+(?:\w+\s+){0,2}?in\s+(?:\w+\s+){0,2}?(?:pain|scores?|NRS|VAS)"
    r"|(?:pain|score|NRS|VAS)s?\s+(?:was\s+|is\s+|were\s+)?(?:entirely\s+|completely\s+)?(?:unchanged|no\s+(?:better|different)|not\s+(?:better|improved|reduced)|did\s+not\s+(?:change|improve|budge|drop|fall|move))"
    r"|(?:did|does|done)\s+(?:absolutely\s+|exactly\s+)?(?:nothing|zilch|zip)(?:\s+(?:for|to)\s+(?:\w+\s+){0,2}pain)?"
    r"|(?:did\s+not|didn't|failed\s+to)\s+(?:help|relieve|touch|reduce|ease|lessen|dent)\b)",
    _I,
)
_LITTLE = re.compile(
    r"\b(?:minimal|little|negligible|poor|scant|trivial|slight|meager|marginal|hardly\s+any|barely\s+any|insignificant|no\s+(?:significant|meaningful|appreciable|real|lasting|useful))\s+(?:\w+\s+)?"
    r"(?:relief|analgesia|reduction\s+in\s+(?:\w+\s+)?pain|pain\s+reduction)\b",
    _I,
)
_ALL = re.compile(
    r"\b(?:(?:complete|total|full|entire|near[\s-]?(?:complete|total)|almost\s+(?:complete|total))\s+(?:pain\s+)?(?:relief|resolution|analgesia)"
    r"|pain[\s-]free|no\s+pain\s+(?:at\s+all|whatsoever)|all\s+(?:of\s+)?(?:the\s+|his\s+|her\s+|my\s+)?pain\s+(?:was\s+|had\s+)?(?:gone|vanished|disappeared))\b",
    _I,
)
_SHORT_OF = re.compile(
    r"\b(?:(?:did\s+not|didn't|does\s+not|failed\s+to|never|unable\s+to|could\s+not|couldn't|not)\s+(?:\w+\s+){0,2}?(?:reach\w*|achiev\w*|me[et]+|attain\w*|g[eo]t|obtain\w*|exceed\w*|"
    r"hit|ma[kd]e|report\w*|have|had|come\s+(?:up\s+)?to)|(?:fell|falls|falling)\s+(?:well\s+)?short\s+of|short\s+of|without\s+reaching|not\s+even)\s+(?:the\s+|a\s+)?(?:required\s+|full\s+)?$",
    _I,
)
_HALVED = re.compile(r"\b(?:halv(?:ed|ing)|50\s?/\s?50|fifty[\s-]fifty)\b", _I)
_BOX = re.compile(
    r"(?P<cmp>[<>≥≤]\s?=?|=>)?\s*(?P<low>\d{1,3})\s?%?\s*(?:(?:-|–|—|to)\s*(?P<high>\d{1,3}))?\s?%?\s*(?P<plus>\+|or\s+(?:more|greater|better))?", _I
)
_BLANK = re.compile(r"(?<![<>])[:=]\s*[_|\s]*(\d{1,3})[_|\s]*(?:%|$|\.)", _I)
_MET = re.compile(r"\b(?:met|meets?|reach\w*|exceed\w*|surpass\w*|achiev\w*|clear(?:s|ed)|pass(?:es|ed)|attain\w*|over|above|past|meet)\s+(?:the\s+|our\s+|a\s+)?(?:required\s+)?(?:>=?\s?|≥\s?)?$", _I)
_DOWN_TO = re.compile(r"\b(?:to|was|is|at)\s+(?:about\s+|only\s+|roughly\s+)?$", _I)
_OF_BEFORE = re.compile(r"\s+(?:of\s+)?(?:what|its|(?:the|her|his|pre\S*)\s+(?:baseline|former|previous|old|original|usual)|baseline)\b", _I)
_TRIAL = (
    r"(?-i:IT)\b|it\s+(?:trial|bolus|dose|hm|ms|hydro\w*|morphine|cath\w*|infusion|drug|test)|I\.T\.|ITM\b|intra-?thecal\w*|spinal\s+(?:med\w*|test|infusion|dose|trial|catheter|drug|morphine)|epidural\s+(?:\w+\s+)?(?:infusion|trial|cath\w*|"
    r"hydromorph\w*|morphine|analgesia|test|line|dose)|neuraxial|TDD|IDDS\s+trial|pump\s+trial|drug\s+trial|catheter\s+(?:trial|test)|test\s+dose|test\s+injection|"
    r"screening\s+(?:test|dose|infusion|trial|w/|with)|ziconotide|temp(?:orary)?\s+(?:cath\w*|pump|line|drug|intrathecal)|infusion|while\s+(?:the\s+)?(?:cath\w*|line|"
    r"drug|temporary)|(?:morphine|hydromorphone|fentanyl|bupivacaine|ziconotide|clonidine)\s+(?:infusion|bolus|trial|injection)|subarachnoid|intraspinal|"
    r"single[\s-]shot|percutaneous\s+cath\w*|tunnel\w+\s+cath\w*|external\w*\s+(?:cath\w*|pump)|spinal\s+(?:morphine|hydromorphone|opioid|analges\w+)|screening|with\s+the\s+cath\w*|"
    r"at\s+(?:cath\w*\s+)?removal|trial|tria1|tube\s+(?:in|out)"
)
_PROCEDURE = (
    r"SCS|stim(?:ulator|ulation)?|dorsal\s+column|DRG|HF-?10|leads?(?!\s+to)|TENS|RFA|ablat\w+|rhizotom\w+|neurotom\w+|blocks?|MBBs?|ESIs?|TFESIs?|ILESI|"
    r"epidural\s+steroids?|steroid\w*|(?<!post-)(?<!pre-)(?<!post )(?<!pre )(?<!test )inj(?:ections?)?\b|facet\w*|SI\s+joint|trigger\s+points?|botox|kypho\w*|vertebroplast\w*|"
    r"cement\w*|celiac|coeliac|splanchnic|physical\s+therapy|acupunct\w*|massage|chiro\w*|surgery|fusion|laminectomy|discectomy|radiation|"
    r"(?-i:RT)\b|SBRT|XRT|baclofen"
)
_DRUG = (
    r"oxycod\w*|oxycontin|hydrocod\w*|norco|percocet|methadone|patch(?:es)?|gabapentin|pregabalin|lyrica|duloxetine|cymbalta|"
    r"tapentadol|nucynta|tramadol|naproxen|NSAIDs?|ketamine|acetaminophen|buprenorphine|butrans|belbuca|MS\s?contin|opioids?|"
    r"item\s+8|relief\s+from\s+tx|meds?|medicines?|(?-i:IV)\b|cousin|neighbou?r|mother|father|brother|sister|in-law"
)
_ANTISPASMODIC = (
    r"(?:intrathecal|IT)\s+baclofen|baclofen\s+(?:test|bolus|trial|screening|dose|pump|infusion|(?:\d+\s*)?mcg|intrathecal\w*)|ITB\b|"
    r"(?:test|screening|trial)\s+(?:dose\s+)?(?:of\s+)?(?:\d+\s*mcg\s+)?(?:of\s+)?(?:intrathecal\s+)?baclofen|ashworth|lioresal|gablofen"
)
_PUMP = (
    r"since\s+(?:the\s+)?(?:implant\w*|pump)|after\s+implant\w*|post-?implant|pre-?implant|implantation|refill\w*|chronic\s+IT|on\s+(?:the|his|her)\s+pump|with\s+(?:the\s+)?pump"
)
_SETTING = re.compile(rf"(?<![^\W_])(?:(?P<antispasmodic>{_ANTISPASMODIC})|(?P<pump>{_PUMP})|(?P<procedure>{_PROCEDURE})|(?P<drug>{_DRUG})|(?P<trial>{_TRIAL}))(?![^\W_])", _I)
_CRITERION = re.compile(
    r"\b(?:success\w*\s*(?:=|:|is|if|will|when|means?|meant|criteri\w*|defined|requires?)|criteri\w+|if\b|should|unless|must|required?|requires|needs?\s+to|need\b|goal|target|"
    r"threshold|cut-?off|look(?:s|ing)?\s+for|would\s+(?:count|accept|be|need|like|consider)|agreed|expect\w*|hop(?:e|es|ing)|want\w*|aim\w*|patients\s+(?:had|who|with)|pts:|in\s+(?:studies|our)|ln\s+studies|"
    r"insurers?|policy|policies|when\s+there\s+is|will\s+be\s+judged|considered\s+success\w*|to\s+(?:qualify|proceed|be\s+considered)|before\s+(?:recommending|we)|"
    r"most\s+(?:doctors|people|patients)|defined\s+as|in\s+order\s+to|mean\s+\d+|average\s+(?:reduction|drop))\b",
    _I,
)


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    low: float
    high: float
    comparator: str = ""


def read_relief(statement: Statement) -> Iterator[ValueHit]:
    """Yield what a statement says of how much the pain fell, in percent, labelled ``pain_relief``.

    The quantity's comparator is '<' for "nearly half", '>' for "more than half". Attributes: ``setting`` (``trial``:
    the intrathecal or epidural drug trial; ``trial_word``: a trial, of what is not said; ``procedure``, ``drug``,
    ``pump``,
    ``antispasmodic``: another procedure, a systemic drug, an implanted pump, intrathecal baclofen; '': not said),
    ``criterion`` (a condition, a goal or other patients' results). Each name of a trial drug or of another treatment
    also yields a ``treatment_setting`` with the attribute ``setting``, so that neighbouring statements can be told.
    """
    text = mended_figures(statement.text)
    settings = list(_SETTING.finditer(text))
    for word in settings:
        yield ValueHit("treatment_setting", *word.span(), None, None, (("setting", _named(word)),), "setting: words")
    asked = f"{statement.section} {statement.lead} " + " ".join(c.header for c in statement.cells)
    cells = [(c.start - statement.start, c.end - statement.start, c.header) for c in statement.cells]
    for found in _found(text, asked, cells):
        criterion = _CRITERION.search(text[max(0, found.start - 110) : found.start]) or re.search(
            r"\b(?:must|before\s+(?:s?he|we|they)|need(?:ed|s)|to\s+(?:proceed|qualify|go\s+(?:ahead|on)|be\s+considered)|if\s+met|else\s+stop|required)\b", text[found.end : found.end + 60], _I
        )
        attributes = [("setting", _setting(text, found, settings, asked))]
        attributes += [("criterion", "1")] if criterion else []
        quantity = Quantity(found.low, found.high, "%", found.comparator)
        yield ValueHit("pain_relief", found.start, found.end, quantity, None, tuple(attributes), "pain_relief: words")


def _found(text: str, asked: str, cells: list[tuple[int, int, str]]) -> Iterator[_Found]:
    taken: list[tuple[int, int]] = []
    for pattern, low, high in ((_LITTLE, 0.0, 49.0), (_NONE, 0.0, 0.0), (_ALL, 100.0, 100.0), (_HALVED, 50.0, 50.0)):
        for match in pattern.finditer(text):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            taken.append(match.span())
            yield _Found(*match.span(), low, high)
    for cell in cells:
        value = re.fullmatch(r"[_\s]*(\d{1,3})\s?%?[_\s]*", text[cell[0] : cell[1]])
        label = cell[2] or text[: cell[0]]
        if value and float(value.group(1)) <= 100 and "%" in label + text[cell[0] : cell[1]] and re.search(r"relief|reduction|improvement|better", label, _I):
            taken.append(cell[:2])
            yield _Found(cell[0], cell[1], float(value.group(1)), float(value.group(1)))
    blank = _BLANK.search(text)
    if blank and re.search(r"%|\bpercent|\bpct|\b0\s?-\s?100\b", text[: blank.start()]) and _RELIEF_WORD.search(text) and _PAIN.search(text):
        value = float(blank.group(1))
        taken.append(blank.span(1))
        if value <= 100:
            yield _Found(*blank.span(1), value, value)
    for match in _SHARE.finditer(text):
        share = share_of(match)
        if share is None or any(a < match.end() and match.start() < b for a, b in taken):
            continue
        if not _is_relief(text, match, asked):
            continue
        taken.append(match.span())
        low, high = share.low, share.high
        if _DOWN_TO.search(text[: match.start()]) and _OF_BEFORE.match(text, match.end()):
            low, high = 100 - high, 100 - low
        missed = _SHORT_OF.search(re.sub(r"[>≥=\s]+$", " ", text[: match.start()])) and share.comparator not in ("<", "<=")
        reached = _MET.search(text[: match.start()]) and share.comparator == ""
        yield _Found(*match.span(), low, high, "<" if missed else ">=" if reached else share.comparator)
    if re.search(r"relief|reduction|pain", asked + text, _I) and re.search(r"%|percent", asked + text):
        yield from _boxes(text, taken)


def _boxes(text: str, taken: list[tuple[int, int]]) -> Iterator[_Found]:
    """Read the options of a printed choice of ranges ("[ ] <50 [x] 50-74 [ ] >=75")."""
    for mark in re.finditer(r"\[\s?\w?\s?\]|\(\s?\w?\s?\)|[☐☒☑□■]", text):
        match = _BOX.match(text, mark.end() + len(text[mark.end() :]) - len(text[mark.end() :].lstrip()))
        if match is None or any(a < match.end() and match.start() < b for a, b in taken):
            continue
        low = float(match.group("low"))
        high = float(match.group("high") or low)
        sign = (match.group("cmp") or "").replace(" ", "").replace("≥", ">=").replace("≤", "<=").replace("=>", ">=")
        if high <= 100:
            taken.append(match.span())
            yield _Found(match.start("low"), match.end(), low, high, ">=" if match.group("plus") else sign)


def _is_relief(text: str, match: re.Match[str], asked: str) -> bool:
    """Tell whether a share is one of pain: a word of relief stands close by and no other quantity does."""
    before = re.split(r"[;|]|\.\s", text[: match.start()])[-1]
    after = re.split(r"[;|]|\.\s", text[match.end() :])[0]
    near_before = " ".join(before.split()[-9:])
    near_after = " ".join(after.split()[:7])
    if re.match(r"\s*(?:of|the)\s+(?:the\s+)?(?:time|day|hour|dose|visit|meals?|trays?|way|rehab\w*|course|best|block|mile|hour|dozen|cup|pack|people|patients|tablet|pill)\b", after, _I):
        return False
    if match.group("fraction") and re.match(r"\s*-?\s*(?:an?\s+hour|hour|life|way|a\s+(?:block|mile|pack|tab\w*|cup|dozen|day)|tabs?|tablets?|block|mile|dose|of\s+(?:patients|people|his|her|the)\s+(?:meals?|trays?|food)|day|pack|line|agent|floor|visit|surgery|opinion|ventricle|trimester|party|ESI|injection|time)\b", after, _I):
        return False
    if match.group("fraction") and re.search(r"(?:\d(?:rd|th)|\bthe\s+(?:third|quarter|fourth|fifth|tenth)|best\s+part)\b", match.group(0) + near_before[-12:], _I):
        return False
    words = f"{near_before} ¤ {near_after}"
    relief = list(_RELIEF_WORD.finditer(words))
    listed = re.search(r"\btrials?\s*(?:\w+\s*)?:?\s*$", before[-28:], _I)
    of_it = re.match(r"\s*(?:of\s+)?(?:it|that|(?:the|his|her|my|their)\s+(?:\w+\s+)?pain)\b", after, _I) and match.group("fraction")
    of_it = of_it or _OF_BEFORE.match(after)
    met = re.match(r"\s*(?:threshold|mark|criterion|benchmark|cut-?off|bar|standard|goal)\b", after, _I) and _MET.search(before)
    if met:
        return True
    said = _in_trial_words(text, match, near_before, near_after)
    if not relief and not listed and not said and not of_it and not (re.search(r"relief|reduction|response", asked, _I) and len(text) < 60):
        return False
    if re.match(r"\s*(?:pain\s+)?(?:relief|better|improvement\s+in\s+(?:\w+\s+)?pain|reduction\s+in\s+(?:\w+\s+)?pain|less\s+pain|pain\s+(?:relief|reduction))\b", after, _I):
        return True
    if re.match(rf"\s*(?:of|in|fewer|less|lower)?\s*(?:\w+\s+){{0,2}}?(?:{_NOT_PAIN})\b", near_after, _I) and not _PAIN.match(near_after.strip()):
        return False
    other = list(_NOT_PAIN_WORD.finditer(near_before))
    if other and not any(m.start() > other[-1].start() for m in _PAIN_NOUN.finditer(near_before)):
        return False
    return bool(_PAIN.search(words) or listed or said or _SETTING.search(text) or re.search(r"pain|relief", asked, _I))


def _in_trial_words(text: str, match: re.Match[str], before: str, after: str) -> bool:
    """Tell whether a bare share in a statement that names the trial is what the trial brought ("IT trial: 75 %")."""
    if not any(m.lastgroup == "trial" for m in _SETTING.finditer(text)):
        return False
    if match.group("fraction"):
        return bool(re.search(r"\b(?:got|gave|gives|gets|put|puts|rated|rates|scored|maybe|perhaps|about|roughly|estimat\w*|out\s+of|judged|said|says)\b", before, _I))
    figures = re.match(r"\D*(\d+(?:\.\d+)?)", match.group(0))
    strong = figures is None or float(figures.group(1)) >= 10 or float(figures.group(1)) == 0
    return strong and "%/" not in after[:3] and not re.match(r"\s*(?:of|solution|[a-z]+caine|saline|dextrose|O2|oxygen|on\s+RA|RA\b)", after, _I)


def _setting(text: str, found: _Found, settings: list[re.Match[str]], asked: str) -> str:
    """Return which treatment a share belongs to: the nearest named in its clause, else in the statement, else above it."""
    low = max((m.end() for m in re.finditer(r"[;|]|\.\s", text[: found.start])), default=0)
    stop = re.search(r"[;|]|\.\s", text[found.end :])
    high = found.end + stop.start() if stop else len(text)
    clause = [m for m in settings if low <= m.start() < high]
    for group in (clause, settings):
        if group:
            named = _nearest(group, found)
            if named:
                return named
    above = list(_SETTING.finditer(asked))
    return _named(above[-1]) if above else ""


def _named(match: re.Match[str]) -> str:
    """Return the setting a word names; a bare "trial" or "infusion" may be that of a stimulator."""
    group = match.lastgroup or ""
    return "trial_word" if group == "trial" and match.group(0).lower() in ("trial", "tria1", "infusion") else group


def _nearest(settings: list[re.Match[str]], found: _Found) -> str:
    """Return the nearest setting, those behind the share counting as twice as far; bare trial words yield."""
    named = [m for m in settings if _named(m) != "trial_word"]
    if not named:
        return "trial_word" if settings else ""

    def distance(match: re.Match[str]) -> int:
        gap = found.start - match.end() if match.end() <= found.start else (match.start() - found.end) * 2
        return max(0, gap)

    return _named(min(named, key=distance))
