"""The words around pain scores: which kind of score, when, where, whose, and what is no pain score at all."""

from __future__ import annotations

import re

_I = re.IGNORECASE

_KINDS = {
    "goal": r"goals?|(?<!reached )targets?|acceptable|tolerable|aim(?:s|ed)?|hop(?:es?|ed|"
        r"ing)(?:\s+for)?|would\s+(?:accept|like|settle|be\s+happy)|"
    r"wants?|willing|comfort[\s-]function|cut-?off|threshold|criteri\w+|must|should|need(?:s|ed)?\s+to",
    "average": r"avg\.?|aver?ages?|averaged|averaging|aver\.?|means?|usual(?:ly)?|usua[l1]|"
        r"typical(?:ly)?|ordinar(?:y|ily)|generally|"
    r"normal(?:ly)?\s+(?:day|level)|(?:on\s+)?most\s+(?:days|of\s+the\s+(?:time|day|week))|"
    r"day[\s-](?:to|in)[\s-]day|overall|"
    r"(?:lives?|living|sits?|sitting|hovers?|hovering|ran|runs|running|stays?|staying|holds?|holding|"
    r"stuck|remains|settles|camped)\s+(?:right\s+)?"
    r"(?:around|at|about|near)|pretty\s+much|all\s+the\s+time|in\s+general|on\s+the\s+whole|"
    r"any\s+other\s+(?:week|day)|habitual(?:ly)?|customar(?:y|ily)|routine(?:ly)?|regularly|(?:her|his|"
    r"the|their|my|an?)\s+(?:old|steady|constant|solid|consistent)|constant(?:ly)?|consistent(?:ly)?|"
    r"steady|steadily|chronically|persistently|"
    r"old\s+level|(?:daily|weekly)\s+(?:score|level|average|pain)|each\s+(?:visit|day)|"
    r"every\s+(?:visit|day)|through(?:out)?\s+the\s+day|"
    r"(?:over|during|in|for)\s+(?:the\s+)?(?:last|past)\s+(?:\d+\s+|two\s+|few\s+)?(?:weeks?|wks?|"
    r"months?|mo|fortnight)|"
    r"all\s+(?:day|week|month|winter|summer)|day\s+and\s+night|baseline",
    "worst": r"worst|max(?:imum|imal)?|highest|high|peak(?:s|ing|ed)?|spik(?:es?|ing|ed)|flares?|"
        r"bad\s+(?:days?|evenings?|nights?|spells?)|"
    r"reach(?:es|ing)|tops|spells\s+of|at\s+its\s+height|ris(?:es?|ing)\s+to|climb(?:s|ing)?\s+to|"
    r"(?:goes|gets|shoots|jumps|up|going|getting)\s+(?:up\s+)?to",
    "least": r"least|best|lowest|low(?!\s+(?:back|lumbar|thoracic|dose))|min(?:imum|imal)?|"
        r"dips?(?:ping)?|drops?\s+to|dropping\s+to|good\s+days?|as\s+low\s+as|"
    r"falls?\s+to|comes?\s+down\s+to|eases?\s+to|(?:can|could)\s+get(?:\s+down)?\s+to|better\s+days?|mildest",
    "current": r"now|current(?:ly)?|today|at\s+present|presently|present|at\s+(?:check-?in|triage|"
        r"rooming|intake|visit)|"
    r"this\s+(?:am|morning|afternoon|visit|moment)|at\s+(?:the\s+)?(?:moment|time\s+of\s+(?:visit|"
    r"exam))|on\s+arrival|arriv(?:al|ed)",
    "movement": r"(?:(?:w/|with|on|any|during|w|when|by)\s*)?(?:movement|moving|motion|mvm?n?t|rnvmt|mvt|"
        r"exertion|weight[\s-]bearing|effort)|"
    r"(?:w/|with|on|any|during|w|when)\s*(?:activity|ambulation|standing|walking|stands?|transfers?|"
    r"turns?|turning|cough\w*|meals?|steps?|stairs)",
    "rest": r"(?:at\s+|@\s*)?rest(?:ing)?|lying(?:\s+(?:still|flat|down))?|sitting(?:\s+(?:still|"
        r"comfortably))?|supine|in\s+bed|(?:lying|sitting|keeping|holding)\s+still|motionless",
}  # fmt: skip
_PAIN = (
    r"pain[\s-]?(?:NRS|scale|scores?|level|rating|intensity)?|PAlN|Wong[\s-]?Baker(?:\s+faces)?|"
    r"NRS(?:-11)?|NPRS|NPS|VAS(?:[\s-]\w+)?|VRS|DVPRS|numeric(?:al)?|verbal|ratings?|"
    r"(?:pain\s+)?scores?|SC0RE|intensity|"
    r"aches?|aching|hurts?|hurting|sciatica|burning|discomfort|faces?(?:\s*#)?|rat(?:es|ed|ing)|"
    r"grad(?:es|ed|ing)|circl(?:es?|ed)|"
    r"(?:i'?m|i\s+am|s?he'?s|s?he\s+is|it'?s|it\s+is|been)\s+(?:(?:about|around|at|like|roughly|"
    r"maybe)\s+)?an?|(?:was|were)\s+an?|range[sd]?|"
    r"scor(?:es?|ed|ing)(?:\s+(?:it|himself|herself|themsel\w+|him|her|(?:the\s+)?pain))+|call(?:s|"
    r"ed)?(?:\s+it)?|(?:says?|gives?|reports?|quotes?|states?|picks|chose|chooses|scores?|"
    r"number)\b(?:\s+(?:it|is|a|an|the|pain|as|at|of|to\s+be))*|described\s+as|pain\s+is|reported\s+as|"
    r"(?:puts|put|calls|marks|marked|points?|pointed)\b|severity|neuralgia|back|legs?|headache|soreness"
)
_OTHER = (
    r"tired(?:ness)?|fatigue|drows\w*|sedat\w*|sed|nausea\w*|vomit\w*|depress\w*|anxi\w*|appetite|SOB|"
    r"shortness\s+of\s+breath|dyspn\w*|"
    r"well-?being|constipat\w*|itch\w*|prurit\w*|sleep\w*|mood|walk(?:ing)?(?:\s+ability)?|"
    r"general\s+activity|gen\.?\s+act(?:ivity)?|(?:normal\s+)?work|"
    r"relations?(?:hips)?|rel|enj(?:oyment)?(?:\s+of\s+life)?|distress(?:\s+thermometer)?|PHQ(?:-?\d)?|"
    r"GAD(?:-?\d)?|PEG|P-E-G|PCS|EQ-?5D|ODI|"
    r"oswestry|KPS|PPS|ECOG|MOCA|braden|morse|risk\s+score|interfer\w*|inte\s+rference|strength|power|"
    r"pinprick|reflex\w*|sensation|"
    r"age[ds]?|cycle|room|satisf\w*|POSS|RASS|RR|HR|BP|pulse|SpO2|O2|temp|wt|weight|ht|BMI|relief|"
    r"grade|gr\.?|level\s+of\s+"
    r"(?:care|consciousness)|stage|bed|general|activity|function\w*|expectation|confidence|helpless\w*|"
    r"motivation|importance|stress|"
    r"apgar|opioid\s+risk(?:\s+(?:score|tool))?|(?:risk|fall|sedation|quality|composite|recovery|"
    r"trauma|catastroph\w*)\s+scores?|GCS|mallampati|asa|spasms?|MAS|ashworth|tone|quality|stairs|"
    r"bathing|dressing|sitting\s+tol\w*|self[\s-]care|"
    r"relationships?|social|travel\w*|lift\w*|standing\s+tol\w*|percent|opioid\s+risk|ORT|SOAPP|COMM|"
    r"QOL|concern|worry|"
    r"saturation|creat\w*|respir\w*(?:\s+rate)?|white\s+count|platelets?|INR|ashworth|EF|hgb|sugar|A1c|(?:balance|gait|fall)\s+score|PSS|WHO"
)
_PHASES = {
    "baseline": r"base\s?-?line|basel\s?ine|basline|pre[\s-]?(?:op(?:erative(?:ly)?)?|trial|tria1|"
        r"procedur\w*|dose|dosing|bolus|inj\w*|test|implant\w*|cath\w*|infusion|"
    r"admission|screening)?|prior\s+to\s+(?:the\s+)?(?:trial|cath\w*|infusion|procedure|any|dos\w+|"
    r"placement|admission|inject\w*|screen\w*)|"
    r"before|prior|b4|on\s+admission|at\s+admission|(?:came|come|comes|coming)\s+in(?:\s+(?:at|with|"
    r"as))?|start(?:ed|ing)(?:\s+(?:at|from|score|point))?|(?:she|he|pt|patient)\s+arriv(?:ed|ing)|"
    r"at\s+the\s+(?:start|outset|beginning)|d(?:ay)?\s?0|hour\s+0|0\s?h|on\s+arrival|"
    r"catheter\s+not\s+yet|(?:when|as)\s+(?:the\s+)?(?:cath\w*|line|tube|it)\s+went\s+in|"
    r"going\s+in(?:to)?|qualifying|intake|initial(?:ly)?|(?:at|on|study)\s+entry|usual\s+home",
    "trial": r"(?:d|day|POD|pod|night)\s?#?\s?[1-9]\d?|(?:at\s+)?\+?\s?\d{1,2}\s?(?:h|hr|hrs|"
        r"hours?)\b(?!\s*\d)(?:\s+(?:post|after|s/p))?|"
    r"(?:infus(?:ion|ing)|drug|bolus|rate)\s+(?:on|running|up|increased|going)|"
    r"after\s+(?:the\s+)?(?:bolus|dose|injection|infusion)|"
    r"(?:w/|with|on|during|under|through)\s+(?:the\s+|temp(?:orary)?\s+)?(?:(?-i:IT)|intrathecal|"
    r"epidural|cath\w*|infusion|trial|my\s+number|spinal\s+\w+)|"
    r"s/p\s+(?-i:IT)|post[\s-]?(?:bolus|dose|inj\w*|(?-i:IT))|while\s+the\s+(?:cath\w*|line|drug|pump)|"
    r"throughout|day\s+(?:one|two|three|four|five)|(?:first|second|third|fourth|next)\s+(?:day|night|"
    r"morning|evening)|(?:\d+|one|two|three|four|six|eight|twelve|twenty-?four|forty-?eight)\s*(?:h|"
    r"hrs?|hours?|days?)\s+(?:later|after|post|in)|midnight|by\s+(?:noon|dawn|evening|\d)|"
    r"mid-?\s?way|half-?\s?way|part-?\s?way|mid[\s-]?(?:trial|infusion|test|course|point)|"
    r"so\s+far|IT\s+(?:hydro\w*|hm|ms|morphine|fent\w*|bupi\w*|bolus)|"
    r"evening\s+of\s+the\s+(?:injection|bolus|dose)|following\s+(?:noon|morning|day)|overnight",
    "trial_end": r"(?:at\s+(?:the\s+)?)?(?:end|close|conclusion|completion|terminat(?:ion|ed)|"
        r"removal)(?:\s+of\s+(?:the\s+)?(?:trial|infusion|test|screening|cath\w*))?|"
    r"trial\s+end|(?:when|after|as|once)\s+(?:the\s+)?(?:cath\w*|line|tube|it)\s+came\s+out|com(?:ing|"
    r"es?)\s+out|came\s+out|cath(?:eter)?\s+(?:\w+\s+)?(?:out|removed|pulled|removal|rernoved)|(?:last|"
    r"final)\s+(?:day|score|reading|hour|morning)(?:\s+of\s+\w+)?|"
    r"post(?:[\s-]?(?:trial|tria1|score|infusion))?|after(?=\s*(?:[,.;:)|/]|$|(?:the\s+)?(?:trial|"
    r"infusion|cath\w*|test|screening)))|afterwards?|ended(?:\s+(?:at|up))?|finish(?:ed|ing)|"
    r"at\s+discharge|by\s+the\s+time|(?:down|dropped|reduced|improved|decreased|brought|lowered|fallen|"
    r"settled)\s+to|fell\s+to|came\s+down\s+to",
    "after": r"back\s+(?:up\s+)?(?:to|at)|since\s+(?:the\s+)?(?:cath\w*|trial)|returned?\s+to|"
        r"right\s+back|as\s+before|same\s+as\s+before",
    "history": r"last\s+(?:yr|year|winter|summer|spring|fall|autumn)|years?\s+ago|in\s+(?:19|20)\d\d|"
        r"used\s+to|"
    r"before\s+(?:the\s+)?(?:\d{4}|surgery|fusion|RT|radiation|stim\w*|block|ablation|RFA)|previously|"
    r"formerly|at\s+(?:diagnosis|onset)|originally|"
    r"on\s+the\s+\w+\s+burst|pre[\s-]?(?:session|block|SCS|RFA|ablation|ESI)|post[\s-]?(?:session|"
    r"block|SCS|RFA|ablation|ESI)",
}  # fmt: skip
_DRUG = (
    r"(?:the\s+|his\s+|her\s+|my\s+|any\s+)?(?:it|them|meds?|medic\w+|pills?|drugs?|patch(?:es)?|"
    r"dos(?:e|es|ing)|tablets?|tabs|opioids?|"
    r"treatment)"
)
_WITHOUT = (
    r"(?:w/o|without|off|miss(?:es|ing|ed)?(?:\s+an?)?|skip(?:s|ping)?(?:\s+an?)?|out\s+of|between|"
    rf"no)\s+{_DRUG}\b|w/o\b|without\b(?=\W*$)|"
    r"r[au]ns?\s+out"
)


def _group(name: str, source: str) -> str:
    return rf"(?P<{name}>(?<![^\W_])(?:{source})(?![^\W_]))"


KIND_WORD = re.compile("|".join(_group(k, v) for k, v in _KINDS.items()), _I)
"""A word that says which score it is; ``lastgroup`` is the kind."""
# "PEG score 7.7": the word "score" goes with the scale's name.
_OTHER_SCORE = rf"(?:{_OTHER})(?:\s+(?:total|sum|sub-?scale|scale|scores?))*"
LABEL = re.compile(
    "|".join(
        [*(_group(k, v) for k, v in _KINDS.items()), _group("other", _OTHER_SCORE), _group("pain", _PAIN)]
    ),
    _I,
)
"""A word that labels a number: a kind, ``pain`` (a score without kind) or ``other`` (something else)."""
PHASE_WORD = re.compile("|".join(_group(k, v) for k, v in reversed(_PHASES.items())), _I)
"""A word that says when, relative to the trial; ``lastgroup`` is the phase (``history``: not of today)."""
WITHOUT_DRUG = re.compile(rf"(?<![^\W_])(?:{_WITHOUT})", _I)
"""Said of a score without the current medicines."""
PAIN_CONTEXT = re.compile(
    r"\b(?:pain\w*|PAlN\w*|NRS|NPRS|NPS|VAS|VRS|DVPRS|ESAS|BPI|numeric\w*|scor(?:es?|ed|ing)|aches?|"
    r"severity|scale|rating|Wong-?Baker|mild|moderate|severe|denies\s+pain|no\s+pain|hurts?|sciatica|"
    r"neuralgia|vitals?|v/?s|flowsheet|triage|"
    r"avg|averag\w*|usual\w*|typical\w*|relief|ran\s+at|diary|infusion|trial|my\s+number|worst|mvmt|"
    r"movement|intensity|burning|symptoms?|rat(?:es?|ed|ing)|regimen|meds?|medic\w+|patch|pills?|tabs|"
    r"tablets?|faces?|points?\s+to|most\s+days|catheter|(?:ordinary|average|typical|usual|good|"
    r"bad)\s+days?)\b",
    _I,
)
"""Some word of a statement, its lead, section or headers that lets a bare ``8/10`` be a pain score."""
OTHER_SITE = re.compile(
    r"\b(?:toes?|tooth|teeth|dental|gums?|jaw|#\d{1,2}|wrists?|ankles?|fingers?|thumb|ears?|earache|"
    r"throat|headaches?|HA|incision\w*|surgical\s+site|"
    r"wound|IV\s+site|sprain\w*|bruis\w+|sunburn|hernia|cramps?|post-?op(?:erative)?\s+pain)\b",
    _I,
)
"""A place that no pump is asked for: an injury, a tooth, a wound."""
JOINT = re.compile(
    r"\b(?P<joint>knee|hip|shoulder|elbow|heel|hand)s?\b(?:'s)?(?:\s+\w+)?\s+(?:pain\w*|sore\w*|ach\w+|hurt\w*|"
    r"stiff\w*|discomfort)\b|\b(?:pain|soreness|aching|arthralgia)\s+(?:in|of|at)\s+(?:the\s+|his\s+|her\s+|both\s+)?"
    r"(?:right\s+|left\s+|r\s+|l\s+)?(?P<joint_of>knee|hip|shoulder|elbow|heel|hand)s?\b",
    _I,
)
"""A joint whose pain a score may tell of: the pump's pain only where the chart says so."""
_KIN = (
    r"wife|husband|hubby|spouse|partner|daughter|son|sister|brother|mother|father|mom|mum|dad|"
    r"caregiver|care\s?giver|neighbou?r|cousin|aunt|"
    r"uncle|friend|roommate|grand\w+|niece|nephew|in-law|Mrs\.?\s+\w+"
)
OTHER_PERSON = re.compile(
    r"\bher\s+(?:husband|father|son|brother|dad|boyfriend|uncle)\s+(?:\w+\s+)?(?:rates|scores|puts|"
    r"gives|describes|has|calls)\s+his\b|"
    r"\bhis\s+(?:wife|mother|daughter|sister|mom|girlfriend|aunt)\s+(?:\w+\s+)?(?:rates|scores|puts|"
    r"gives|describes|has|calls)\s+her\b|"
    rf"\b(?:{_KIN})(?:'s|s')\s+(?:own\s+)?(?:\w+\s+)?(?:pain|score|back|knee|hip|sciatica|number|rating)|"
    rf"\b(?:{_KIN})\b[^.;|]{{0,80}}?\bown\b|"
    rf"\b(?:{_KIN})\s+(?:\w+\s+)?(?:says?|thinks?|guess\w*|estimates?|gives?|rates?|rated|scores?|"
    rf"puts?|reports?|would\s+(?:give|rate|say|put)|told|states?)\b(?![^.;]{{0,30}}?\b(?:s?he|pt|"
    r"patient)\s+"
    r"(?:says?|rates?|puts?|calls?|gives?|scores?|reports?|told|states?|is|was|has))|\b(?:from|per|by|"
    r"according\s+to)\s+(?:the\s+|his\s+|her\s+)?"
    rf"(?:{_KIN})\b|"
    rf"\b(?:{_KIN})(?:,?\s+who)?\s+(?:has|had|have|suffers|lives\s+with|scored|scores)\b|"
    rf"\b(?:{_KIN})\b[^.;|]{{0,24}}?\bsays?\s+HIS\b|"
    rf"\b(?:cares?|caring|caregiver)\s+for\b[^.]{{0,60}}?\b(?:her|his)\b|"
    rf"(?:^|[|:,;(?]\s*)(?:{_KIN})\s*(?:\||:|\d)",
    _I,
)
"""Words that give a score to somebody else than the member."""
