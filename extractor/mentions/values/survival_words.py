"""The words around an expected survival: cues, comparators, and what makes a figure count for nothing."""

from __future__ import annotations

import re

from extractor.mentions.values.numbers import NUMBER

_I = re.IGNORECASE
# Twelve weeks and ninety days are three months (adjudication guide, Life expectancy).
MONTHS = {"day": 1 / 30, "week": 0.25, "month": 1.0, "season": 3.0, "year": 12.0}
UNIT = (
    r"(?P<unit{n}>days?|d\b|wks?|weeks?|months?|m[o0]n?ths?\b|mons?\b|mos?\b|m0s?\b|rno\b|yrs?|years?|"
    r"y\b|seasons?|twelvemonths?)\.?"
)
CLAUSE = re.compile(r";|\.\s+(?=[A-Z])")
FEW = (
    r"(?:a\s+)?(?:few|couple(?:\s+of)?|handful\s+of|several|short|single[\s-]digit|"
    r"good\s+(?:number\s+of|few)|many|some)"
)
AMOUNT = (
    rf"(?:(?P<low>{NUMBER}|another|an?|one|half\s+an?|"
    r"the\s+better\s+part\s+of\s+an?)(?P<more>\s?\+)?(?:\s+(?:short\s+|good\s+|full\s+|"
    rf"more\s+)?{UNIT.format(n=1)}(?P<half1>\s+and\s+a\s+half\b)?)?"
    rf"(?:\s*(?:-{{1,2}}|–|—|to|or|and)\s*(?:perhaps\s+|maybe\s+|possibly\s+|"
    rf"even\s+)?(?P<high>{NUMBER}|an?|{FEW}))?"
    rf"(?:\s*-?\s*(?:short\s+|good\s+|full\s+|more\s+)?{UNIT.format(n=2)})?(?P<half>\s+and\s+a\s+half)?)"
)
NUMBERED = re.compile(
    rf"(?<![^\W_])(?<![\d./])(?:{AMOUNT})(?![^\W_])(?P<plus>\s?\+|\s+(?:or\s+(?:more|"
    r"longer|better|so\s+or\s+more)|and\s+(?:more|beyond|up)|plus)\b|,\s+(?:maybe|"
    r"perhaps|likely|possibly|probably)\s+(?:longer|more)\b)?",
    _I,
)
BETWEEN = re.compile(r"(\bbetween\s+(?:an?\s+)?[\w.]+(?:\s+(?:weeks|months|years))?\s+)and(\s)", _I)
VAGUE = re.compile(
    rf"(?<![^\W_])(?:{FEW}\s+)?(?P<low>days|weeks|wks|months|yrs|years)(?:\s*(?:-{{1,2}}|–|—|to|or|"
    rf"and)\s*(?:perhaps\s+|maybe\s+|possibly\s+)?(?:{FEW}\s+)?"
    r"(?:an?\s+)?(?P<high>days|weeks?|wks?|months?|mos?|yrs|"
    r"years?))?(?![^\W_])(?P<not>,?\s*(?:and\s+)?(?:not|rather\s+than|instead\s+of|"
    r"more\s+than)\s+(?:\w+\s+)?(?:days|weeks|months|seasons?|years))?",
    _I,
)
CUE = re.compile(
    r"\b(?:prognos\w*|pr0gnosis|prog(?:-?\s?nosis)?|px|life[\s-]?(?:expectancy|exp)\b|l\.?e\.?\b|LE\b|"
    r"expect\w*\s+(?:\w+\s+){0,3}?(?:to\s+)?(?:live|survive|survival|to\s+be\s+alive|him|her|"
    r"the\s+member)|survival|surv\s?ive\w*|"
    r"surviv\w*|live\b|lives\b|living\b|outlook|alive|anticipated?|time\s+(?:left|remaining|is|likely)|"
    r"remain(?:s|ing)?|left\b|to\s+live|ahead\s+of\s+(?:him|her|them)|what\s+s?he\s+has|s?he'?s\s+got|"
    r"got\s+(?:maybe|about|perhaps)|(?:should|will|ought\s+to)\s+have|(?:has|have)\s+(?:maybe|well|"
    r"perhaps|about|more\s+like|some|at\s+least|well|likely)|"
    r"with\s+us|speak(?:ing)?\s+of|talking\s+(?:about|in\s+terms\s+of)|measured\s+in|estimat\w*|est\b|"
    r"thinks?|thinking|feels?|believ\w*|reckons?|guess|most\s+likely|think\s+(?:s?he|that)|die|dying|"
    r"pass|death|dead|see\s+(?:the|him|her)|"
    r"gives?\s+(?:him|her)|given|gave\s+(?:him|her)|put\s+(?:it|him|her|survival|his|her|this)|"
    r"terms\s+of|is\s+(?:months|weeks|days|years)|expected|horizon|trajectory|runway|months?\s+mark|"
    r"good\s+for)\b",
    _I,
)
STRONG = re.compile(
    r"\b(?:prognos\w*|pr0gnosis|prog-?\s?nosis|px|life[\s-]?(?:expectancy|exp)\b|l\.e\.|"
    r"LE|surviv(?!ed)\w*|surv\s?ive\w*|expected\s+to\s+(?:live|die)|to\s+live|lives?\b|"
    r"alive|die\w*)\b",
    _I,
)
NOT_SURVIVAL = re.compile(
    r"\b(?:battery|ERI|longevity|reservoir|refill|device\s+life|generator|policy\s+lapses|"
    r"term\s+policy|insurance|since|ago|old|disease[\s-]free|progression[\s-]free|PFS|remission|"
    r"history|x\s*\d|for\s+(?:the\s+)?(?:last|past)|over\s+the\s+(?:last|past)|"
    r"follow-?up|RTC|return|recheck|re-?image|scan\s+in|every|course\s+of|out\s+from|pain\s+(?:for|x)|"
    r"dx'?d|diagnosed|hospital|lease|warranty|knife|ablation|blocks?|injections?|surgery|\w*surgical\s+care|"
    r"compliance|sessions?|gaba\w*|skips?|silence|relief|physical\s+therapy|chemo\w*\s+for|pain[\s-]free)\b",
    _I,
)
CITED = re.compile(
    r"\b(?:median|mean\s+survival|published|literature|studies|study|trial\s+(?:data|cited)|series|"
    r"pooled|cohort|registry|KEYNOTE|NAPOLI|CI\b|arm\b|package\s+insert|OS\b|textbook|in\s+general|"
    r"historically|statistic\w*|average\s+patient)\b",
    _I,
)
APPLIED = re.compile(
    r"\b(?:expects?|think|believe|should|will|anticipat\w*)\b[^.;]{0,60}?\b(?:reach|exceed|"
    r"live\s+at\s+least|that\s+long|at\s+least\s+that|beat|do\s+better|surpass|outlive|match)\b",
    _I,
)
BENEFIT = re.compile(
    r"if\s+(?:the\s+|his\s+|her\s+)?(?:disease|illness|dz|condition)\s+(?:runs|follows|"
    r"takes)|usual\s+course|normal\s+course|hospice\s+(?:benefit|eligib\w*)|nl\s+course",
    _I,
)
RULE = re.compile(
    r"\b(?:requires?|required|policy|polic[iy]es|criteri\w+|must\s+have|coverage|"
    r"benefit\s+is\s+for|eligib\w+\s+if)\b",
    _I,
)
IF = re.compile(
    r"(?:\b(?<!surprised )if|(?:^|[.;,]\s*)should\s+(?:s?he|the|it|her|his)|\bunless|"
    r"\bwere\s+(?:s?he|it)|in\s+case|could\s+have|might\s+have|provided)\b[^.;]{0,70}$",
    _I,
)
ASKED = re.compile(
    r"\b(?:asked|asking|asks|to\s+advise|inquir\w*|await\w*|pending|will\s+ask|"
    r"surpri[sc]\w*\s+if\b[^?]*\b(?:die|dead|pass)\w*)\b[^,;]*$",
    _I,
)
EVEN_IF = re.compile(r"\beven\s+if\b", _I)
KIN = re.compile(
    r"\b(?:brother|sister|dad|mom|mother|father|husband|wife|son|daughter|uncle|aunt|cousin|grand\w+|"
    r"neighbou?r|friend)\b(?:,?\s+(?:who|has|had|dx\S*|was)\b|"
    r"\s+(?:w/|with)\s+(?:\w+\s+){0,2}(?:ca|cancer|\w+oma|als|leuk\w+|tumou?r)\b|\s+given\b|"
    r"[^.;]{0,40}?\b(?:was\s+given|given|had\s+only|died)\b)",
    _I,
)
PAST = re.compile(
    r"\b(?:outlived|far\s+exceeded|was\s+(?:once\s+)?given|had\s+been\s+given|"
    r"was\s+told\s+(?:s?he\s+had|in)|originally|at\s+diagnosis|back\s+in\s+\w+\s+we|"
    r"when\s+first|years?\s+ago\s+\w+\s+(?:gave|told))\b",
    _I,
)
HOPE = re.compile(
    r"\b(?:hop(?:es?|ing)|wants?|wish\w*|would\s+like|prays?|dream\w*|"
    r"bucket)\b[^.;]{0,60}$",
    _I,
)
AT_LEAST = re.compile(
    r"(?:>\s?=|≥|=>|\bat\s+(?:the\s+)?(?:very\s+)?least|\bno(?:t)?\s+(?:less|fewer)\s+than|"
    r"\ba?\s*minimum\s+of|\bnever\s+less\s+than|\bless\s+than\b(?<=no event would I expect less than)|"
    r"\bnot\s+less\s+than)\s*(?:about\s+|another\s+)?$",
    _I,
)
MORE = re.compile(
    r"(?:>|\bmore\s+than|\b(?:well\s+)?over|\b(?:well\s+)?beyond|\bexceed\w*|\blonger\s+than|"
    r"\bgreater\s+than|\bin\s+excess\s+of|\bupwards?\s+of|\bpast|\bbetter\s+than|\bwell\s+(?:over|past|"
    r"beyond|above|in\s+excess\s+of))\s*(?:about\s+|another\s+|the\s+)?$",
    _I,
)
LESS = re.compile(
    r"(?:<\s?=?|≤|\bless\s+than|\bunder|\bfewer\s+than|\bbelow|\bwithin|\bshort\s+of|"
    r"\bat\s+(?:the\s+)?(?:most|best|outside)|\bno\s+more\s+than|\bnot\s+more\s+than|\bup\s+to|"
    r"\bshorter\s+than|\binside(?:\s+of)?|\bfall\s+short\s+of|\bmaximum\s+of|\bbefore)\s*(?:about\s+|"
    r"another\s+|the\s+)?$",
    _I,
)
LESS_AFTER = re.compile(
    r"\s*,?\s*(?:at\s+(?:the\s+)?(?:most|best|outside|very\s+most)|or\s+(?:less|"
    r"fewer|under)|tops|max(?:imum)?|if\s+that|or\s+so\s+at\s+(?:most|best))\b",
    _I,
)
LEAST_AFTER = re.compile(
    r"\s*,?\s*(?:at\s+(?:the\s+)?(?:very\s+)?(?:least|minimum)|minimum|"
    r"or\s+(?:more|longer|better|greater)|and\s+up|easily)\b",
    _I,
)
NEGATED = re.compile(
    r"\b(?:not|n't|unlikely|doubt\w*|never|nor|nobody|no\s+one|would\s+be\s+surprised\s+if|"
    r"surprised\s+if)\b[^.;:]{0,50}?\b(?:live|surviv\w*|surv\s?ive|see|reach\w*|make\s+it|last\w*|"
    r"expect(?:ed|s)?|alive|have|has|get|be\s+(?:alive|here|with\s+us))\b[^.;]{0,40}$",
    _I,
)
SURPRISED = re.compile(r"\bsurpri[sc]\w*\b[^?]{0,60}\b(?:die\w*|dead|death|pass\w*)\b", _I)
NOW = re.compile(r"\b(?:revised|now|currently|today|updated|downgraded|upgraded|as\s+of)\b", _I)
