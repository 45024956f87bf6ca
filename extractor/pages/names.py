"""Whether two names are one person's, whatever the order, initials, short forms, hyphens and OCR slips."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from rapidfuzz import fuzz

_IGNORED = frozenset((
    "mr", "mrs", "ms", "mx", "miss", "dr", "md", "do", "phd", "psyd", "rn", "np", "pa", "jr", "sr", "ii",
    "iii", "iv", "esq", "the", "patient", "name", "dob", "mrn", "male", "female", "m", "f", "yo", "age",
    "sex",
))  # fmt: skip
_SHORT_FORMS = (
    "alexander alex al sandy xander", "andrew andy drew", "anthony tony", "benjamin ben benny",
    "catherine cathy kate", "charles charlie chuck chas", "christopher chris kit topher",
    "daniel dan danny", "david dave davey", "deborah deb", "donald don donnie", "dorothy dot dottie",
    "edward ed eddie ted ned", "elizabeth liz beth betty eliza lizzie betsy", "eugene gene",
    "frances fran frankie", "francis frank", "frederick fred freddy", "gerald gerry jerry",
    "gregory greg", "harold hal harry", "henry hank harry", "jacob jake", "james jim jimmy jamie",
    "jeffrey jeff", "jennifer jen jenny", "john jack johnny jon", "jonathan jon", "joseph joe joey",
    "joshua josh", "katherine kathy kate katie kay", "kenneth ken kenny", "lawrence larry",
    "leonard len lenny", "margaret maggie meg peggy marge margie", "martin marty", "matthew matt",
    "melissa missy", "michael mike mick mickey", "nathaniel nate nat", "nicholas nick", "pamela pam",
    "patricia pat patty trish tricia", "patrick pat paddy", "peter pete", "philip phil", "raymond ray",
    "rebecca becky", "richard rick dick rich ricky", "robert bob rob bobby robbie", "ronald ron ronnie",
    "samuel sam sammy", "sandra sandy", "stephen steve", "steven steve", "susan sue susie suzy",
    "teresa terry tess", "terrence terry", "theodore ted teddy theo", "thomas tom tommy",
    "timothy tim timmy", "valerie val", "victoria vicky tori", "vincent vince vinny",
    "walter walt wally", "william bill will billy willie liam", "zachary zach zack", "guadalupe lupe",
    "francisco paco pancho", "jose pepe", "rosalind roz rosie", "dolores lola", "manuel manny",
    "ignacio nacho", "jesus chuy",
)  # fmt: skip
_FORMS: dict[str, frozenset[str]] = {}
for _line in _SHORT_FORMS:
    for _word in _line.split():
        _FORMS[_word] = _FORMS.get(_word, frozenset()) | frozenset(_line.split())


class Likeness(StrEnum):
    """How two names compare; ``UNCLEAR`` when too little is given to tell."""

    SAME = "same"
    UNCLEAR = "unclear"
    OTHER = "other"


def name_words(name: str) -> tuple[str, ...]:
    """Return a name's words, given names first, in lower case without accents, titles and hyphens."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    if "," in plain:
        last, first = plain.split(",", 1)
        plain = f"{first} {last}"
    words = re.findall(r"[a-z]+", re.sub(r"['’`]", "", plain.casefold()))
    return tuple(w for w in words if w not in _IGNORED or (len(w) == 1 and w not in "mf"))


def compare_names(printed: str, known: str) -> Likeness:
    """Tell whether a printed name is that of the person known by another spelling of theirs."""
    a, b = name_words(printed), name_words(known)
    long_a, long_b = [w for w in a if len(w) > 1], [w for w in b if len(w) > 1]
    if not long_a or not long_b:
        return Likeness.UNCLEAR
    if fuzz.ratio("".join(sorted(long_a)), "".join(sorted(long_b))) >= 88:
        return Likeness.SAME
    if fuzz.ratio("".join(long_a), "".join(long_b)) >= 86:
        return Likeness.SAME
    short, full = (long_a, long_b) if len(long_a) <= len(long_b) else (long_b, long_a)
    matched = [w for w in short if any(_alike(w, o) for o in full)]
    initials = [w for w in (a if short is long_a else b) if len(w) == 1]
    if len(matched) == len(short):
        if len(short) >= 2 or any(i == o[0] for i in initials for o in full):
            return Likeness.SAME
        return Likeness.UNCLEAR
    if len(matched) >= 2:
        return Likeness.SAME
    if len(short) == 1:
        return (
            Likeness.OTHER
            if not initials or not any(i == o[0] for i in initials for o in full)
            else (Likeness.UNCLEAR if fuzz.ratio(short[0], full[-1]) >= 60 else Likeness.OTHER)
        )
    best = fuzz.ratio(" ".join(sorted(long_a)), " ".join(sorted(long_b)))
    if matched:
        # One word agrees: a relative, or the same person under another name.
        given = bool(set(matched) & {long_a[0], long_b[0]}) or _alike(long_a[0], long_b[0])
        return Likeness.UNCLEAR if given or best >= 75 else Likeness.OTHER
    return Likeness.UNCLEAR if best >= 78 else Likeness.OTHER


def _alike(a: str, b: str) -> bool:
    """Tell whether two words of names are one: equal, a short form, cut short, or an OCR slip apart."""
    if a == b or b in _FORMS.get(a, ()):
        return True
    if min(len(a), len(b)) >= 4 and (a.startswith(b) or b.startswith(a)):
        return True
    return min(len(a), len(b)) >= 4 and fuzz.ratio(a, b) >= 80
