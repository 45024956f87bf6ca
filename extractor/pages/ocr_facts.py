"""Says what kind of page a scanned one is: cover sheet, card, bar codes, photo; and which language."""

from __future__ import annotations

import re

import cv2
import numpy as np

from extractor.model.document import Page
from extractor.pages.image import Grey

_COVER = re.compile(
    r"\bcover (?:sheet|page)\b|\b(?:number|#|no\.?) of pages\b|\bpages?\b[^\n]{0,25}\bcover\b|\bfacsimile\b|"
    r"\bintended (?:only )?for the (?:use of the )?(?:individual|person|recipient|addressee)|"
    r"\bin(?:tended)? recipient|\btransmission\b|\bconfidentiality notice\b|^\s*(?:fax|to|from|re)\b\s*:?",
    re.I | re.M,
)
_CARD = re.compile(
    r"\brx ?bin\b|\brx ?pcn\b|\brx ?gr(?:ou)?p\b|\bmember (?:id|name)\b|\bgroup (?:no|number|#)|\bpayer id\b|"
    r"\bcopay",
    re.I,
)
_TONGUES = {
    "Spanish": "el la los las de del que y en un una por con para se su dolor es al fue desde como sin años",
    "French": "le la les des de du et que un une pour avec dans est sur pas au son sa douleur depuis par qui",
    "Portuguese": "o a os as de do da que e em um uma por com para se não dor ao foi desde como sem anos",
    "German": "der die das und mit von den ist ein eine nicht für auf im zu bei wurde schmerzen seit nach",
    "Italian": "il la i le di del che e un una per con si non dolore paziente è al da sono nel dal dopo",
}
_OURS = (
    "the of and to in is with for on was no not patient pain she he her his has at or by from this that be"
)
_ENGLISH = frozenset(_OURS.split())
_MARKED = {name: frozenset(words.split()) - _ENGLISH for name, words in _TONGUES.items()}


def page_facts(page: Page, grey: Grey) -> tuple[str, ...]:
    """Return notes on a page read from its picture: at most one on its kind and one on its language."""
    kind = _kind(page, grey)
    tongue = language(page.text)
    return tuple(n for n in (kind, f"not in English ({tongue})" if tongue else "") if n)


def _kind(page: Page, grey: Grey) -> str:
    words = len(page.words)
    if words < 120 and len(set(m.lower().strip(" :\n") for m in _COVER.findall(page.text))) >= 3:
        return "fax cover sheet"
    if words < 60 and len(set(m.lower() for m in _CARD.findall(page.text))) >= 2:
        return "identification card"
    if words < 40 and _bars(grey):
        return "bar code or separator sheet"
    if words < 40 and _photo(grey):
        return "photo or picture"
    return ""


def language(text: str) -> str:
    """Return the language of a text of some length if it is plainly another than English, else ''."""
    words = re.findall(r"[a-zà-ÿ]+", text.lower())
    if len(words) < 25:
        return ""
    english = sum(w in _ENGLISH for w in words)
    counts = {name: sum(w in marked for w in words) for name, marked in _MARKED.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] > 0.18 * len(words) and counts[best] > 2 * english else ""


def _bars(grey: Grey) -> bool:
    """Return whether rows of tall thin bars stand side by side somewhere."""
    ink = (grey < 128).astype(np.uint8)
    tall = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((max(grey.shape[0] // 50, 20), 1), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(tall, connectivity=8)
    thin = stats[1:count][stats[1:count, cv2.CC_STAT_WIDTH] < grey.shape[1] / 60]
    if len(thin) < 20:
        return False
    tops = np.sort(thin[:, cv2.CC_STAT_TOP])
    close = np.searchsorted(tops, tops + grey.shape[0] / 100) - np.arange(len(tops))
    return int(close.max()) >= 20


def _photo(grey: Grey) -> bool:
    """Return whether much of the page is neither paper nor ink."""
    small = cv2.resize(grey, (64, 64), interpolation=cv2.INTER_AREA)
    paper = float(np.percentile(small, 90))
    middle = (small > 30) & (small < paper - 40)
    return float(middle.mean()) > 0.3
