"""The laboratory measures the policy asks for: their names, how their values are written, and their units."""

from __future__ import annotations

import re

from extractor.mentions.values.spelled import SPELLED, spelled_number
from extractor.model.chart import Quantity

_I = re.IGNORECASE
_L = "[l1I|]"  # a scanner's l
_ABS = r"(?:abs(?:olute|\.)?\s+)?"
_CELL = rf"ce{_L}{_L}s?"
_PLATELETS = rf"p{_L}ate{_L}ets?|p{_L}ts?"
_NAMES = {
    "lab_platelets": rf"(?:{_PLATELETS})(?:\s?(?:ct|counts?))?|thrombocyte(?:s|\scount)|"
    r"thrombocytopeni[ac]\b[^.;]{0,24}?\bcount|thrombocytopeni[ac](?:\s+(?:at|with|of|to))?(?=\s*\(?\s*\d)",
    "lab_inr": rf"{_L}\s?NR|international\s+normali[sz]ed\s+ratio",
    "lab_anc": rf"ANC|{_ABS}neut(?:rophi{_L}s?|s)?(?:\s*,?\s*abs(?:olute)?)?(?:\s+count)?|"
    rf"{_ABS}granulocytes?|AGC",
    "lab_wbc": rf"WBCs?(?:\s+counts?)?|WCC|TLC|total\s+(?:white\s+)?(?:cell\s+)?(?:leu[ck]ocyte\s+)?counts?|"
    rf"total\s+whites?|white\s+(?:blood\s+)?(?:cell\s+)?counts?|white\s+(?:blood\s+)?{_CELL}(?:\s+counts?)?|whites|"
    r"leu[ck]ocytes?(?:\s+counts?)?|leu[ck]openi[ac](?=\s*\(\s*\d)",
    "lab_opening_pressure": r"(?-i:\b[O0]\.?P\.?)|opening\s+(?:CSF\s+)?p(?:ress(?:ure)?)?\.?|opened\s+at|"
    r"(?:CSF|LP|lumbar|tap)\s+pressures?|pressures?\s+at\s+tap|taps\s+for\s+pressures?|shunt\s+failure,\s+pressure",
    "lab_icp": r"(?-i:ICPs?)|intracranial\s+pressures?",
}
_OTHER = (
    r"a?PTT|PT|MPV|MCV|RBC|Hgb?|Hb|Hct|ha?emoglobin|ha?ematocrit|Na|K(?=\s?[:=]?\s?\d\.\d)|Cr|creat\w*|BUN|gluc\w*|"
    r"fibrinogen|D-?dimer|bands?|blasts?|lymph\w*|ALC|AMC|eos|mono\w*|CRP|ESR|A1c|ferritin|MELD|alb(?:umin)?|bili\w*|"
    r"prot(?:ein)?|CPP|GCS|MAP|EVD|closing\s+p\w*|temp|lac\w*|procal\w*|CD4|erythrocytes?"
)
NAME = re.compile(
    "(?<![^\\W_])(?:"
    + "|".join(f"(?P<{k}>{v})" for k, v in _NAMES.items())
    + rf"|(?P<other>{_OTHER}))(?![^\W_])",
    _I,
)
"""The name of a measure; ``lastgroup`` is its label, or ``other`` for a measure that is not read."""
NOT_COUNT = re.compile(
    r"\s*(?:aggregation|function|fx|volume|transfus|antibod|inhibitor|esterase|rich|dysfunction|mapping|factor|scan|"
    r"clump|disorder|lines|fever|fvr|precaution)",
    _I,
)
"""What stands behind a name that is no measure there ("platelet function", "neut fever")."""

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?|\.\d+)"
_MICROLITER = r"(?:[uµμ]L|mcL|mm\^?3|cmm)"
_THOUSANDS = (
    rf"K(?:\s?/?\s?{_MICROLITER})?\b|thou(?:sands?)?\b(?:\s?/\s?{_MICROLITER})?|th/{_MICROLITER}|G/L|"
    rf"[x×*]\s?10\s?(?:\^|\*|E|\()?\s?\(?[93⁹³]\)?(?:\s?/\s?(?:{_MICROLITER}|L))?"
)
_SINGLES = (
    rf"(?:cells\s?)?/\s?{_MICROLITER}|"
    r"(?:cells\s?)?per\s+(?:micro?lit(?:er|re)|(?:cubic\s+)?(?:mm3?|millimet\w+))"
)
_PRESSURE = (
    r"(?P<cm>cm|centimet(?:er|re)s?)(?:\s?(?:of\s+)?(?:(?:H2?|crn H2)[O0]|water|CSF))?|"
    r"(?P<hg>mm\s?Hg)|(?P<mm>mm)(?:\s?(?:of\s+)?(?:H2[O0]|water))?|(?:crn\s?H2[O0])"
)
_BELOW = r"(?:under|below|less than|fewer than)\b"
_ABOVE = r"(?:over|above|greater than|more than|at least)\b"
VALUE = re.compile(
    rf"(?P<cmp><=|>=|[<>≤≥]|{_BELOW}|{_ABOVE})?\s?(?:(?<![\w.,/])(?P<digits>{_DIGITS})(?:\s?(?:-|–|to)\s?(?P<high>{_DIGITS}))?|"
    rf"(?<![\w-])(?P<words>{SPELLED})(?![\w-]))"
    rf"(?:\s?(?P<unit>(?P<kilo>{_THOUSANDS})|(?P<single>{_SINGLES})|{_PRESSURE}))?"
    rf"(?P<after>\s?%|\s?/\s?(?:hpf|lpf|field|\d)|:\d|\s?[x×]\s?\d)?",
    _I,
)
"""A number in figures or words with its comparator and unit."""
_NOT_VALUE = re.compile(
    r"\s?(?:mg|mcg|(?-i:gm?|d|h|s|y)\b|units?\b|days?\b|hours?\b|hrs?\b|w(?:ee)?ks?\b|mo(?:nths?)?\b|y(?:ea)?rs?\b|kg|lb|"
    r"mL|g/|sec|cell lines|lines|times|totals?\b|draws?\b|of \d|per field|am\b|pm\b|gauge|BU|L4|fl\b)",
    _I,
)
_PLAUSIBLE = {
    "lab_platelets": (0.0, 2500.0),
    "lab_inr": (0.5, 20.0),
    "lab_wbc": (0.0, 500.0),
    "lab_anc": (0.0, 100.0),
    "lab_opening_pressure": (2.0, 80.0),
    "lab_icp": (0.0, 100.0),
}
_UNIT = {"lab_inr": "", "lab_opening_pressure": "cm H2O", "lab_icp": "mm Hg"}
_CM_PER_MM_HG = 1.36


def quantity_of(label: str, match: re.Match[str]) -> Quantity | None:
    """Return a ``VALUE`` match in the label's unit, or None where it cannot be a value of this measure."""
    if match.group("after") or _NOT_VALUE.match(match.string, match.end()) or _list_number(match):
        return None
    low = _number(match.group("digits") or match.group("words"))
    if low is None:
        return None
    high = _number(match.group("high")) if match.group("high") else low
    if high is None or high < low:  # "1.2 - 0.9-1.2": the reference range stands behind an empty column
        high = low
    factor = _factor(label, match, low)
    lowest, highest = _PLAUSIBLE[label]
    if factor is None or not lowest <= low * factor <= highest:
        return None
    comparator = _comparator(match.group("cmp") or "")
    in_words = (match.group("cmp") or "")[:1].isalpha()
    if in_words and label == "lab_inr":
        return None
    if comparator and not _result_like(label, comparator, low * factor):
        return None
    return Quantity(round(low * factor, 3), round(high * factor, 3), _UNIT.get(label, "K/uL"), comparator)


def _comparator(text: str) -> str:
    if text[:1].isalpha():
        return "<" if re.match(_BELOW, text, _I) else ">"
    return {"≤": "<=", "≥": ">="}.get(text, text)


def _result_like(label: str, comparator: str, value: float) -> bool:
    """Tell whether a laboratory reports such a bound: "<0.1", "INR >8"; "WBC < 2.0" is a threshold."""
    below = comparator in ("<", "<=")
    if label in ("lab_wbc", "lab_anc"):
        return below and value <= 0.5
    if label == "lab_platelets":
        return value <= 20 if below else value >= 100
    return True


def _number(text: str) -> float | None:
    return float(text.replace(",", "")) if text[0].isdigit() or text[0] == "." else spelled_number(text)


def _list_number(match: re.Match[str]) -> bool:
    """Tell whether the number only counts the items of a list ("4) urine culture")."""
    text = match.string
    before = text[: match.end()]
    return text[match.end() : match.end() + 1] == ")" and before.count("(") <= before.count(")")


def _factor(label: str, match: re.Match[str], low: float) -> float | None:
    """Return what the number is multiplied with to give the label's unit; None for an impossible unit."""
    if label == "lab_inr":
        whole = "." not in match.group(0) and not match.group("words")
        return None if match.group("unit") or (whole and low > 9) else 1.0
    if label == "lab_opening_pressure":
        if match.group("hg"):
            return _CM_PER_MM_HG
        return 0.1 if match.group("mm") or (not match.group("unit") and low > 80) else 1.0
    if label == "lab_icp":
        return 1 / _CM_PER_MM_HG if match.group("cm") else 1.0
    if match.group("kilo"):
        # "49 thousand" and "49 K" alike; the unit K/uL is a thousand.
        return 1.0 if low < 1000 or label == "lab_platelets" else 0.001
    if match.group("single"):
        return 0.001
    if match.group("words") and "thousand" in match.group("words").lower():
        return 0.001
    return 1.0 if low < (1500 if label == "lab_platelets" else 100) else 0.001
