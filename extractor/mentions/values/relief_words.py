"""The words of pain relief: what fell, by how much, and what makes a share count for nothing."""

from __future__ import annotations

import re

from extractor.mentions.values.numbers import SHARE as _SHARE_SOURCE

_I = re.IGNORECASE
SHARE = re.compile(_SHARE_SOURCE, _I)
RELIEF = (
    r"relief|relieved|reliev\w+|reduc\w+|reductions?|improve\w*|improvement|better|decreas\w+|"
    r"drop(?:ped|s)?|fell|fall|lower\w*|less|less\s+pain|"
    r"gone|went\s+away|vanish\w+|left\s+(?:him|her|me)|disappear\w*|lift\w*|cut|down|eas(?:ed|ing)|"
    r"benefit|respon\w+|analgesia|knocked\s+(?:down|off|out)|slashed|diminish\w*|"
    r"halved|took\s+(?:it|the\s+pain)|came\s+(?:down|off)|decline\w*|better|subsid\w+|shaved|↓|"
    r"took\s+away|melted|success|help(?:ed)?"
)
RELIEF_WORD = re.compile(rf"(?<![^\W_])(?:{RELIEF})(?![^\W_])|↓", _I)
PAIN = re.compile(
    r"\b(?:pain\w*|NRS|VAS|NPRS|scores?|aches?|hurts?|symptoms?|relief|sciatica|better|"
    r"improve\w*|response|it|discomfort|burning|gone)\b|(?<!\w)↓",
    _I,
)
NOT_PAIN = (
    r"opioids?|MME|OME|morphine\s+equivalents?|dos(?:e|es|ing|age)|tablets?|pills?|consumption|usage|"
    r"intake|lesions?|tumou?rs?|mass|nodes?|"
    r"CEA|CA-?\s?125|CA\s?19-?9|PSA|marker|height|canal|stenosis|weight|wt|meals?|trays?|EF|LVEF|FEV1?|"
    r"DLCO|FVC|SpO2|sat(?:uration)?s?|"
    r"spasms?|spasticity|tone|ashworth|MAS|nausea|itch\w*|chance|risk|odds|narrow\w*|disc|strength|ROM|"
    r"range\s+of\s+motion|occlu\w+|"
    r"blast\w*|plasma\s+cells?|M-?spike|light\s+chains?|ODI|oswestry|disability|seizures?|swelling|"
    r"edema|A1c|cholesterol|LDL|"
    r"adherence|complian\w+|humidity|predicted|interest|deductible|rate(?!d)|bolus(?:es)?\s+(?:use|"
    r"per)|rescue|breakthrough|hematocrit|Hct|ropi\w*|bupi\w*|"
    r"lidocaine|chlorhex\w*|dextrose|epineph\w*|saline|oxygen|FiO2|usage|leak|patients|pts|people|"
    r"members|cases"
)
PAIN_NOUN = re.compile(r"\b(?:pain\w*|NRS|VAS|NPRS|aches?|relief|better|improvement|scores?)\b", _I)
NOT_PAIN_WORD = re.compile(rf"\b(?:{NOT_PAIN})\b", _I)
NONE = re.compile(
    r"\b(?:(?:no|zero|nil|without|not\s+any|0\s?%|never\s+any|little\s+(?:or|to)\s+no|absolutely\s+no|"
    r"scant)\s+(?:\w+\s+){0,2}?(?:pain\s+)?(?:relief|reduction|improvement|analgesia)"
    r"|no\s+(?:\w+\s+)?(?:benefit|effect|help|impact)\s+(?:\w+\s+){0,2}?(?:for|on|to|in|"
    r"from)\s+(?:\w+\s+){0,2}?(?:pain|score|intrathecal|IT\b|the\s+(?:trial|infusion|drug))"
    r"|no\s+(?:change|difference|improvement)\s+(?:\w+\s+){0,2}?in\s+(?:\w+\s+){0,2}?(?:pain|scores?|NRS|VAS)"
    r"|(?:pain|score|NRS|VAS)s?\s+(?:was\s+|is\s+|were\s+)?(?:entirely\s+|completely\s+)?(?:unchanged|"
    r"no\s+(?:better|different)|not\s+(?:better|improved|reduced)|did\s+not\s+(?:change|improve|budge|"
    r"drop|fall|move))"
    r"|(?:did|does|done)\s+(?:absolutely\s+|exactly\s+)?(?:nothing|zilch|zip)(?:\s+(?:for|"
    r"to)\s+(?:\w+\s+){0,2}pain)?"
    r"|(?:did\s+not|didn't|failed\s+to)\s+(?:help|relieve|touch|reduce|ease|lessen|dent)\b)",
    _I,
)
LITTLE = re.compile(
    r"\b(?:minimal|little|negligible|poor|scant|trivial|slight|meager|marginal|hardly\s+any|"
    r"barely\s+any|insignificant|no\s+(?:significant|meaningful|appreciable|real|lasting|"
    r"useful))\s+(?:\w+\s+)?"
    r"(?:relief|analgesia|reduction\s+in\s+(?:\w+\s+)?pain|pain\s+reduction)\b",
    _I,
)
ALL = re.compile(
    r"\b(?:(?:complete|total|full|entire|near[\s-]?(?:complete|total)|almost\s+(?:complete|"
    r"total))\s+(?:pain\s+)?(?:relief|resolution|analgesia)"
    r"|pain[\s-]free|no\s+pain\s+(?:at\s+all|whatsoever)|all\s+(?:of\s+)?(?:the\s+|his\s+|her\s+|"
    r"my\s+)?pain\s+(?:was\s+|had\s+)?(?:gone|vanished|disappeared))\b",
    _I,
)
SHORT_OF = re.compile(
    r"\b(?:(?:did\s+not|didn't|does\s+not|failed\s+to|never|unable\s+to|could\s+not|couldn't|"
    r"not)\s+(?:\w+\s+){0,2}?(?:reach\w*|achiev\w*|me[et]+|attain\w*|g[eo]t|obtain\w*|exceed\w*|"
    r"hit|ma[kd]e|report\w*|have|had|come\s+(?:up\s+)?to)|(?:fell|falls|"
    r"falling)\s+(?:well\s+)?short\s+of|short\s+of|without\s+reaching|not\s+even)\s+(?:the\s+|"
    r"a\s+)?(?:required\s+|full\s+)?$",
    _I,
)
HALVED = re.compile(r"\b(?:halv(?:ed|ing)|50\s?/\s?50|fifty[\s-]fifty)\b", _I)
BOX = re.compile(
    r"(?P<cmp>[<>≥≤]\s?=?|=>)?\s*(?P<low>\d{1,3})\s?%?\s*(?:(?:-|–|—|"
    r"to)\s*(?P<high>\d{1,3}))?\s?%?\s*(?P<plus>\+|or\s+(?:more|greater|better))?",
    _I,
)
BLANK = re.compile(r"(?<![<>])[:=]\s*[_|\s]*(\d{1,3})[_|\s]*(?:%|$|\.)", _I)
MET = re.compile(
    r"\b(?:met|meets?|reach\w*|exceed\w*|surpass\w*|achiev\w*|clear(?:s|ed)|pass(?:es|ed)|"
    r"attain\w*|over|above|past|meet)\s+(?:the\s+|our\s+|a\s+)?(?:required\s+)?(?:>=?\s?|"
    r"≥\s?)?$",
    _I,
)
DOWN_TO = re.compile(r"\b(?:to|was|is|at)\s+(?:about\s+|only\s+|roughly\s+)?$", _I)
OF_BEFORE = re.compile(
    r"\s+(?:of\s+)?(?:what|its|(?:the|her|his|pre\S*)\s+(?:baseline|former|previous|"
    r"old|original|usual)|baseline)\b",
    _I,
)
CRITERION = re.compile(
    r"\b(?:success\w*\s*(?:=|:|is|if|will|when|means?|meant|criteri\w*|defined|requires?)|criteri\w+|"
    r"if\b|should|unless|must|required?|requires|needs?\s+to|need\b|goal|target|"
    r"threshold|cut-?off|look(?:s|ing)?\s+for|would\s+(?:count|accept|be|need|like|consider)|agreed|"
    r"expect\w*|hop(?:e|es|ing)|want\w*|aim\w*|patients\s+(?:had|who|with)|pts:|in\s+(?:studies|our)|"
    r"ln\s+studies|"
    r"insurers?|policy|policies|when\s+there\s+is|will\s+be\s+judged|considered\s+success\w*|"
    r"to\s+(?:qualify|proceed|be\s+considered)|before\s+(?:recommending|we)|"
    r"most\s+(?:doctors|people|patients)|defined\s+as|in\s+order\s+to|mean\s+\d+|"
    r"average\s+(?:reduction|drop))\b",
    _I,
)
