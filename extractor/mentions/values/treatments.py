"""The treatment a statement names: the drug trial, another procedure, a systemic drug, an implanted pump."""

from __future__ import annotations

import re

_I = re.IGNORECASE
_TRIAL = (
    r"(?-i:IT)\b|it\s+(?:trial|bolus|dose|hm|ms|hydro\w*|morphine|cath\w*|infusion|drug|test)|I\.T\.|"
    r"ITM\b|intra-?thecal\w*|spinal\s+(?:med\w*|test|infusion|dose|trial|catheter|drug|morphine)|"
    r"epidural\s+(?:\w+\s+)?(?:infusion|trial|cath\w*|"
    r"hydromorph\w*|morphine|analgesia|test|line|dose)|neuraxial|TDD|IDDS\s+trial|pump\s+trial|"
    r"drug\s+trial|catheter\s+(?:trial|test)|test\s+dose|test\s+injection|"
    r"screening\s+(?:test|dose|infusion|trial|w/|with)|ziconotide|temp(?:orary)?\s+(?:cath\w*|pump|"
    r"line|drug|intrathecal)|infusion|while\s+(?:the\s+)?(?:cath\w*|line|"
    r"drug|temporary)|(?:morphine|hydromorphone|fentanyl|bupivacaine|ziconotide|"
    r"clonidine)\s+(?:infusion|bolus|trial|injection)|subarachnoid|intraspinal|"
    r"single[\s-]shot|percutaneous\s+cath\w*|tunnel\w+\s+cath\w*|external\w*\s+(?:cath\w*|pump)|"
    r"spinal\s+(?:morphine|hydromorphone|opioid|analges\w+)|screening|with\s+the\s+cath\w*|"
    r"at\s+(?:cath\w*\s+)?removal|trial|tria1|tube\s+(?:in|out)"
)
_PROCEDURE = (
    r"SCS|stim(?:ulator|ulation)?|dorsal\s+column|DRG|HF-?10|leads?(?!\s+to)|TENS|RFA|ablat\w+|"
    r"rhizotom\w+|neurotom\w+|blocks?|MBBs?|ESIs?|TFESIs?|ILESI|"
    r"epidural\s+steroids?|steroid\w*|"
    r"(?<!post-)(?<!pre-)(?<!post )(?<!pre )(?<!test )inj(?:ections?)?\b|facet\w*|SI\s+joint|"
    r"trigger\s+points?|botox|kypho\w*|vertebroplast\w*|"
    r"cement\w*|celiac|coeliac|splanchnic|physical\s+therapy|acupunct\w*|massage|chiro\w*|surgery|"
    r"fusion|laminectomy|discectomy|radiation|"
    r"(?-i:RT)\b|SBRT|XRT|baclofen"
)
_DRUG = (
    r"oxycod\w*|oxycontin|hydrocod\w*|norco|percocet|methadone|patch(?:es)?|gabapentin|pregabalin|"
    r"lyrica|duloxetine|cymbalta|"
    r"tapentadol|nucynta|tramadol|naproxen|NSAIDs?|ketamine|acetaminophen|buprenorphine|butrans|"
    r"belbuca|MS\s?contin|opioids?|"
    r"item\s+8|relief\s+from\s+tx|meds?|medicines?|(?-i:IV)\b|cousin|neighbou?r|mother|father|brother|"
    r"sister|in-law"
)
_ANTISPASMODIC = (
    r"(?:intrathecal|IT)\s+baclofen|baclofen\s+(?:test|bolus|trial|screening|dose|pump|infusion|"
    r"(?:\d+\s*)?mcg|intrathecal\w*)|ITB\b|"
    r"(?:test|screening|"
    r"trial)\s+(?:dose\s+)?(?:of\s+)?(?:\d+\s*mcg\s+)?(?:of\s+)?(?:intrathecal\s+)?baclofen|ashworth|"
    r"lioresal|gablofen"
)
_PUMP = (
    r"since\s+(?:the\s+)?(?:implant\w*|pump)|after\s+implant\w*|post-?implant|pre-?implant|"
    r"implantation|refill\w*|chronic\s+IT|on\s+(?:the|his|her)\s+pump|with\s+(?:the\s+)?pump"
)
SETTING = re.compile(
    rf"(?<![^\W_])(?:(?P<antispasmodic>{_ANTISPASMODIC})|(?P<pump>{_PUMP})|"
    rf"(?P<procedure>{_PROCEDURE})|(?P<drug>{_DRUG})|(?P<trial>{_TRIAL}))(?![^\W_])",
    _I,
)
"""A word that names a treatment; ``lastgroup`` says which."""


def setting_of_share(text: str, found: tuple[int, int], settings: list[re.Match[str]], asked: str) -> str:
    """Return whose share it is: of the nearest treatment in its clause, in the statement, or above it."""
    low = max((m.end() for m in re.finditer(r"[;|]|\.\s", text[: found[0]])), default=0)
    stop = re.search(r"[;|]|\.\s", text[found[1] :])
    high = found[1] + stop.start() if stop else len(text)
    clause = [m for m in settings if low <= m.start() < high]
    for group in (clause, settings):
        if group:
            named = _nearest(group, found)
            if named:
                return named
    above = list(SETTING.finditer(asked))
    return setting_named(above[-1]) if above else ""


def setting_named(match: re.Match[str]) -> str:
    """Return the setting a word names; a bare "trial" or "infusion" may be that of a stimulator."""
    group = match.lastgroup or ""
    return (
        "trial_word"
        if group == "trial" and match.group(0).lower() in ("trial", "tria1", "infusion")
        else group
    )


def _nearest(settings: list[re.Match[str]], found: tuple[int, int]) -> str:
    """Return the nearest setting, those behind the share counting as twice as far; bare trial words yield."""
    named = [m for m in settings if setting_named(m) != "trial_word"]
    if not named:
        return "trial_word" if settings else ""

    def distance(match: re.Match[str]) -> int:
        gap = found[0] - match.end() if match.end() <= found[0] else (match.start() - found[1]) * 2
        return max(0, gap)

    return setting_named(min(named, key=distance))
