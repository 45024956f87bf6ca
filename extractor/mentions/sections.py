"""Which lines of a page are headings, and their category: medspaCy's sectionizer run over the openings of blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from medspacy.section_detection import Sectionizer, SectionRule

from extractor.lexicon.cues import SectionRecord

_OPENING = re.compile(r"\s*(?:(?:\(?\d{1,2}[.)]|[A-H][.)]|#|\*+|=+|-{2,})\s*)?(\S.*)", re.DOTALL)
_INLINE = re.compile(r"([A-Za-z][^:.;?\n]{1,58}?)\s*(?::|\s[-–—]{1,2}\s|\.\s)\s*(?=\S)")
_ALONE = re.compile(r"([A-Za-z][^.:;?!]{1,78}?)\s*[:.]?\s*(?:={2,}|-{2,})?")
_SMALL = frozenset(
    ["of", "and", "or", "the", "for", "in", "on", "with", "to", "a", "by", "at", "from", "per", "/"]
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's heading as printed and its category ('' where the lexicon has none)."""

    title: str
    category: str


@dataclass(frozen=True, slots=True)
class BlockHeading:
    """A heading that opens a block; ``end``: characters of the block that belong to the heading itself."""

    heading: Heading
    end: int


class HeadingFinder:
    """Recognises headings; built once from the lexicon's section records.

    ``nlp`` is a blank spaCy pipeline with medspaCy's tokenizer (see mentions.pipeline).
    """

    def __init__(self, nlp: Any, sections: Sequence[SectionRecord]):
        self._nlp = nlp
        self._sectionizer = Sectionizer(nlp, rules=None, language_code="en")
        rules = [
            SectionRule(literal=title, category=record.category)
            for record in sections
            for title in record.titles
        ]
        if rules:
            self._sectionizer.add(rules)
        bare = {t.lower(): r.category for r in sections for t in r.bare}
        self._bare_category = bare
        words = "|".join(sorted((re.escape(t) for t in bare), key=len, reverse=True))
        self._bare = re.compile(rf"({words})\s+(?=\S)", re.IGNORECASE) if bare else None
        self._categories: dict[str, str] = {}

    def named(self, title: str) -> Heading:
        """Return the heading of that title with its category."""
        return Heading(title, self._category(title))

    def headings(self, blocks: Sequence[str]) -> list[BlockHeading | None]:
        """Return, for each block of text, the heading that opens it, or None."""
        return [self._heading(block) for block in blocks]

    def _heading(self, block: str) -> BlockHeading | None:
        opening = _OPENING.match(block)
        if not opening:
            return None
        offset, text = opening.start(1), opening.group(1)
        alone = _ALONE.fullmatch(text.strip()) if len(text) < 100 else None
        if alone and len(text.split()) <= 9:
            title = alone.group(1).strip()
            category = self._category(title)
            if (category and (title[0].isupper() or text.rstrip().endswith(":"))) or _looks_like_title(title):
                return BlockHeading(Heading(title, category), len(block))
        inline = _INLINE.match(text)
        if inline:
            title = inline.group(1).strip()
            category = self._category(title)
            shouted = (
                title.isupper()
                and len(title) >= 4
                and len(title.split()) <= 6
                and not re.search(r"\d", title)
            )
            if category or (shouted and ":" in inline.group(0)):
                return BlockHeading(Heading(title, category), offset + inline.end())
        if self._bare:
            bare = self._bare.match(text)
            if bare:
                title = bare.group(1)
                return BlockHeading(Heading(title, self._bare_category[title.lower()]), offset + bare.end())
        return None

    def _category(self, title: str) -> str:
        """Return the category of the longest section rule that covers (nearly) the whole title, or ''."""
        key = " ".join(title.lower().split())
        if key not in self._categories:
            doc = self._sectionizer(self._nlp.make_doc(key))
            category = ""
            best = 0
            for section in doc._.sections:
                low, high = section.title_span
                length = len(doc[low:high].text) if section.category else 0
                if length > best and length >= 0.5 * len(key):
                    best, category = length, str(section.category).lower()
            if (
                len(self._categories) > 20_000
            ):  # headings are short, but a chart must not grow this without bound
                self._categories.clear()
            self._categories[key] = category
        return self._categories[key]


def _looks_like_title(text: str) -> bool:
    """Tell whether a short line without an end mark is set as a title: in capitals, or each main word capitalised."""
    words = re.findall(r"[A-Za-z][A-Za-z'’-]*", text)
    if not words or len(text) > 70 or re.search(r"[☐☒☑\[\]_=<>]|\d[./]\d|:.*\S", text) or len(words) > 8:
        return False
    if sum(c.isdigit() for c in text) > 2:
        return False
    main = [w for w in words if w.lower() not in _SMALL]
    return bool(main) and all(w[0].isupper() for w in main) and len(max(words, key=len)) > 2
