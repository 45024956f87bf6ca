"""Pain scores as text patterns: numbers with their scales, changes, printed scales, and what is no score."""

from __future__ import annotations

import re

from extractor.mentions.values.numbers import NUMBER, RANGE

_I = re.IGNORECASE
SCALE_TEXT = re.compile(
    r"\(?\s*(?:(?:on\s+)?(?:a\s+)?(?:scale\s+(?:of|from)?\s*)?\b(?:0|zero|1|one)\s*(?:-|–|—|\.\.|to|"
    r"through)\s*(?P<top>100|10|ten|a\s+hundred)\b(?:\s*mm)?"
    r"(?:\s*(?:scale|line|slider|ruler|NRS|VAS|points?))?\s*[,)]?"
    r"|\b0\s*=\s*[^)=]{2,40}(?:10|100)\s*=\s*[^)]{2,40}\)?|\(\s*(?:10|100)\s*=[^)]*\)|\b(?:11|"
    r"eleven)[\s-]+point|\b100[\s-]?mm\s+(?:line|scale)|"
    r"scale\s+(?:where|on\s+which)\s+(?:10|ten)\s+is)",
    _I,
)
HUNDRED = re.compile(r"\b0\s*(?:-|–|to|\.\.)\s*100\b|\b100\s*=|\b100[\s-]?(?:mm|mrn)\b|\b(?:mm|mrn)\b", _I)
SCALE = (
    r"(?P<scale>\s*/\s*10(?:0)?(?!\d)|,?\s+(?:out\s+of|of|on|over)\s+(?:a\s+possible\s+)?(?:100|10|ten|"
    r"a\s+hundred)\b|"
    r"\s+on\s+(?:a|the)\s+scale\s+(?:of|to)\s+(?:10|ten)\b|\s*mm\b(?:\s*/\s*100|\s+of\s+100)?)?"
)
CANDIDATE = re.compile(rf"(?<![^\W_])(?<![\d./:–-])(?<!\d,)(?:{RANGE})(?![^\W_]){SCALE}", _I)
UNIT = re.compile(
    r"\s?(?:%|percent\b|pct\b|mgs?\b|mcg|µg|ml\b|mL|cc\b|kg|lbs?\b|#|K\b|MME|OME|h\b|hrs?\b|hours?|"
    r"days?\b|d\b|wks?\b|weeks?|months?|mos?\b|"
    r"yrs?\b|years?|y\b|min\b|minutes?|x\b|times\b|ft\b|feet|steps?\b|blocks?\b|miles?|nights?|visits?|"
    r"am\b|pm\b|a\.m|p\.m|o'clock|st\b|nd\b|rd\b|"
    r"th\b|F\b|C\b|(?<!VAS)cm\b|inch|surger|falls?\b|levels?\b|agents?\b|drugs?\b|injections?|trips?|"
    r"tabs?\b|tablets?|pills|patches|cups|units?|doses?|"
    r"procedures?|sessions?|operations?|lines?\b|more\b|other|others\b|children|kids|sons?\b|"
    r"daughters?|[:/]\d|,\d{3}|\.\d|\s?-\s?(?:point|item|day|hour|year|week|month|level|part|drug|"
    r"stage|quarters?|thirds?|fourths?|fifths?|tenths?)|"
    r"stone|of\s+(?:the|her|his|them|these|those|us|which)|ways|things|/\s?(?:day|d\b|wk|week|h\b|hr|"
    r"mo\b|month|night)|points?\b(?!\s+to))",
    _I,
)
ENUMERATED = re.compile(
    r"[.)]\s+[A-Za-z]|\s+(?!is\b|was\b|as\b|this\b|needs\b|has\b|does\b|less\b|plus\b|always\b)[a-z]{3,}s\b|"
    r"\s?(?:q\d|btp|hs\b|qhs|bid\b|tid\b|qid\b|prn\b|daily|po\b|caps?\b|tabs?\b|L\b|cores\b)",
    _I,
)
"""What stands behind a number of a list, of things, or of a dose."""
ENTRY = re.compile(
    r"\s*(?:-{1,2}\s|(?:admit\w*|visit|appt|f/?u|note|call|refill|labs?|office|clinic|seen|pt\b|started?|stopp?\w*)\b)",
    _I,
)
"""What stands behind a date that opens an entry."""
NUMBERED = re.compile(
    r"(?:\b(?:items?|q|question|section|page|pg|no\.?|number|room|rm|bed|step|phase|stage|grade|gr|"
    r"version|v|class|cycle|(?<!the )(?<!each )(?<!per )(?<!a )(?<!every )"
    r"(?<!average )(?<!typical )(?<!usual )(?<!ordinary )(?<!normal )(?<!good )(?<!bad )day|POD|hour|"
    r"(?<!past )(?<!last )(?<!this )(?:week|wk))\s*|(?<!face )(?<!faces )#)$|\b[dD]$",
    _I,
)
DATED = re.compile(
    r"\b(?:on|by|dated?|since|until|til|through|thru|seen|due|from|dos|appt)\s*:?\s*$",
    _I,
)
FOLLOWS = re.compile(
    r"\s*(?:$|·|[.,;:)\]\"'”’|/(]|[-–—]|(?:and|or|to|on|out|of|when|with|w/|w/o|without|off|most|by|if|"
    r"in|for|at|the|as|now|before|after|until|against|usual\w*|today|"
    r"pre|post|because|which|that|he|she|they|is|was|but|right|this|all|every|any|despite|after|avg|"
    r"average|max|tops|through|while|prior|lying|moving|"
    r"resting|sitting|standing|even|just|rest|again|over|during|per|once|since|from|worst|best|least|"
    r"goal|from|end|d\d)\b)",
    _I,
)
MOVING = re.compile(r"\b(?:stands?|standing|mov\w+|walk\w*|rolls?|turns?|sits?|bends?|cough\w*)\b", _I)
GOALS = re.compile(r"\b(?:goals?(?!\s+of\s+care)|targe?c?ts?)\b", _I)
THRESHOLD = re.compile(
    r"\b(?:above|below|over|under|exceed\w*|greater\s+than|more\s+than|less\s+than|at\s+least|"
    r"climb\w*)\s*$|[<>≥≤]\s*$",
    _I,
)
ADJACENT = re.compile(
    r"\s*\(?(?:(?P<before>before|pre|at\s+baseline|at\s+start|prior)|after|post|at\s+(?:the\s+)?end|"
    r"at\s+removal)\s*(?=[,;.)|]|$)",
    _I,
)
NEVER = re.compile(
    r"\b(?:never|not|nothing|n't)\b[^.;,]{0,24}\b(?:above|below|over|under|exceed\w*|more\s+than|"
    r"less\s+than)\s*$",
    _I,
)
DEFINED = re.compile(
    r"\s*(?:is|are|=|means?|indicates?|:)?\s*(?:considered\s+)?(?:mild|moderate|severe|"
    r"disabling|no\s+pain)\b",
    _I,
)
WEAK = re.compile(
    r"\b(?:reduced|improved|decreased|brought|lowered|fallen|settled|dropped|down|"
    r"fell)\s+(?:down\s+)?to\b",
    _I,
)
OR_MORE = re.compile(
    r"\s*(?:or|and)\s+(?:more|less|higher|lower|above|below|greater|over|under|better|worse)\b", _I
)
BREAK = re.compile(r"[;|]|\.\s+(?=[A-Z\"“])|\s/\s|\s{4,}")
ARROW = r"\s*(?:-{1,2}>|→|=>|➔|⟶|↘|↓|\.{2,3}>)\s*"
SIDE = r"(?:\s*/\s*10(?:0)?(?!\d)|\s+out\s+of\s+(?:10|ten)|\s*mm)?"
CHANGE = re.compile(
    rf"(?<![^\W_])(?<![\d./:])(?:(?P<arrow_from>{NUMBER}){SIDE}\s*(?:avg|average|"
    rf"mm)?{ARROW}(?P<arrow_to>{NUMBER})(?:{SIDE}\s*(?:-|–|to)\s*(?P<arrow_high>{NUMBER}))?"
    r"|(?:from|was)\s+(?:an?\s+|about\s+|"
    rf"a\s+steady\s+)?(?P<from>{NUMBER}){SIDE}\b(?:(?!\bto\b)[^.;|\d]){{0,60}}?\s+(?:down\s+)?to\s"
    r"+(?:an?\s+|about\s+)?"
    rf"(?P<to>{NUMBER})(?:\s*(?:-|–|to|or)\s*(?P<to_high>{NUMBER}))?"
    rf"|\bto\s+(?:an?\s+|about\s+)?(?P<back_to>{NUMBER}){SIDE}(?:\s*(?:-|–|to|"
    rf"or)\s*(?P<back_high>{NUMBER}){SIDE})?,?\s*\(?(?:down\s+)?from\s+(?:an?\s+|about\s+|his\s+|"
    r"her\s+|the\s+)?"
    r"(?:(?:baseline|usual|steady|average|initial|starting|pre\S*)\s+(?:pain\s+|"
    rf"score\s+)?(?:of\s+)?)?(?:an?\s+)?(?P<back_from>{NUMBER})"
    rf"|(?P<seq_from>{NUMBER}){SIDE},?\s+(?:and\s+|then\s+|but\s+)?(?:dropp\w+|dropp?ed|fall\w*|fell|"
    r"com\w+|came|going|went|improv\w+|declin\w+|reduc\w+|sinking|eas\w+|settl\w+)\s+(?:down\s+)?to\s+"
    rf"(?:an?\s+|about\s+)?(?P<seq_to>{NUMBER})"
    rf"|(?P<rev_to>{NUMBER}){SIDE},?\s+\(?(?:down|improved|reduced|decreased|"
    rf"fallen)\s+from\s+(?:an?\s+|about\s+)?(?P<rev_from>{NUMBER})"
    rf"|(?P<plain_from>{NUMBER}){SIDE}\s+(?:down\s+)?to\s+(?:an?\s+|"
    rf"about\s+)?(?P<plain_to>{NUMBER}))(?![^\W_]){SIDE}",
    _I,
)
LISTED = re.compile(
    rf"(?P<labels>[A-Za-z][A-Za-z .]{{1,16}}(?:\s?/\s?[A-Za-z][A-Za-z .]{{1,14}}){{1,4}})\)?(?:\s"
    rf"+(?:pain|NRS|scores?))?\s*[:=)-]*\s*(?P<values>{NUMBER}(?:\s?/\s?{NUMBER}){{1,4}})(?![\w/])",
    _I,
)
CIRCLED = re.compile(
    r"(?:\b0\s+)?(?:\d{1,2}\s+){0,9}[\[(<{*_]\s*(?P<value>\d{1,2})\s*[\])>}*_](?:\s+\d{1,2})*", _I
)
WORDS_BETWEEN = 9
