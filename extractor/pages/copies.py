"""Pages that repeat an earlier page, and passages that repeat between encounters of different dates."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

from rapidfuzz import fuzz

from extractor.dates import Precision, find_dates
from extractor.model.chart import Encounter, PageCopy, Span
from extractor.model.document import Document, LineKind, Origin, Page
from extractor.pages.rows import lines_of

_SHINGLE = 3
_SKETCH = 48
_FEWEST = 20
_STAMP = re.compile(
    r"\b(?:page|pg)\W{0,3}\d+(?:\W{0,2}(?:of|/)\W{0,2}\d+)?|\b(?:printed|faxed|received|rcvd|scanned|copy|"
    r"duplicate)\b[^\n]{0,60}|"
    r"\bbates\W*\d+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Body:
    """What a page says, less its furniture: words in order, dates, numbers, and a sketch to find its like."""

    document: str
    page: Page
    words: tuple[str, ...]
    dates: Counter[str]
    numbers: Counter[str]
    sketch: frozenset[int]


def find_copies(documents: tuple[Document, ...]) -> tuple[PageCopy, ...]:
    """Return the pages that repeat an earlier page of the case word for word, OCR slips and furniture aside.

    A form filled in again, with other dates or values, is no copy. Each copy names the first page it repeats.
    """
    found: list[PageCopy] = []
    index: dict[int, list[int]] = defaultdict(list)
    bodies: list[_Body] = []
    for document in documents:
        for page in document.pages:
            body = _body(document.name, page)
            if len(body.words) < _FEWEST:
                continue
            shared = Counter(n for mark in body.sketch for n in index[mark])
            need = max(2, len(body.sketch) // 6)
            likely = sorted(
                (n for n, count in shared.items() if count >= need), key=lambda n: (-shared[n], n)
            )
            original = next((bodies[n] for n in sorted(likely[:8]) if _is_copy(bodies[n], body)), None)
            if original is not None:
                found.append(PageCopy(document.name, page.number, original.document, original.page.number))
                continue
            for mark in body.sketch:
                index[mark].append(len(bodies))
            bodies.append(body)
    return tuple(found)


def _body(document: str, page: Page) -> _Body:
    kept = [page.text[n.start : n.end] for n in lines_of(page) if n.kind is LineKind.CONTENT]
    text = _STAMP.sub(" ", "\n".join(kept))
    dates = Counter(str(h.date) for h in find_dates(text) if h.precision is Precision.DAY)
    words = tuple(re.findall(r"[a-z]+|\d+(?:\.\d+)?", text.casefold()))
    numbers = Counter(w for w in words if w[0].isdigit())
    marks = sorted(
        {crc32(" ".join(words[i : i + _SHINGLE]).encode()) for i in range(len(words) - _SHINGLE + 1)}
    )
    # The smallest hashes of all shingles stay the same where most of the text does.
    return _Body(document, page, words, dates, numbers, frozenset(marks[:_SKETCH]))


def _is_copy(a: _Body, b: _Body) -> bool:
    scanned = Origin.TEXT not in (a.page.origin, b.page.origin) or a.page.origin is not b.page.origin
    longer, shorter = max(len(a.words), len(b.words)), min(len(a.words), len(b.words))
    if shorter < (0.75 if scanned else 0.9) * longer:
        return False
    # Words cut at the edge of one of the two pages differ without telling them apart.
    dates_off = sum(((a.dates - b.dates) + (b.dates - a.dates)).values())
    numbers_off = sum(((a.numbers - b.numbers) + (b.numbers - a.numbers)).values())
    dates, numbers = max(sum(a.dates.values()), 1), max(sum(a.numbers.values()), 1)
    if scanned:
        if dates_off > 0.34 * dates + 1 or numbers_off > 0.3 * numbers + 2:
            return False
        return fuzz.ratio(" ".join(a.words), " ".join(b.words)) >= 86
    if dates_off or numbers_off > 0.02 * numbers + 1:
        return False
    return fuzz.ratio(a.words, b.words) >= 93


_GRAM = 8
_LEAST = 250
_SLACK = 8
_BOILERPLATE = re.compile(
    r"\brisks?\b.{0,80}\b(?:includ|infection|bleeding|death|benefit)|\bi (?:authorize|understand|consent|"
    r"agree|acknowledge|have been)\b|"
    r"\b(?:dictat\w+|voice|speech) (?:software|recognition)|\btranscription|\bhipaa|\bconfidential|"
    r"\b42 cfr|\bredisclos|"
    r"\btotal time\b|\bcounsel(?:ed|ing) (?:on|and)|\bpatient (?:education|instructions|handout)|"
    r"\bcall (?:911|the (?:office|clinic)|your|us|for)\b|"
    r"\bgo to the (?:nearest )?(?:emergency|er)\b|\bmost people\b|\bmay cause\b|\bthis (?:report|note|"
    r"document|summary|handout) (?:is|was|may)\b|"
    r"\bnaloxone\b.{0,60}\b(?:prescribed|shown|reviewed|safe)|\bsafe storage|\bfirearms question|"
    r"\badvance care planning|"
    r"\bmedical necessity\b|\bpolicy\b|\bcriteria\b|\bprior authorization\b|\bpayment plan\b|\bcopay|"
    r"\bassignment of benefits|"
    r"\bquestionnaire\b|\bscale of 0|\b0 ?= ?no\b|\byou (?:may|should|can|will|must)\b|\byour (?:doctor|"
    r"medicine|pump|pain|provider)\b",
    re.IGNORECASE,
)
_CARRIED = re.compile(
    r"^\W*(?:(?:past |prior )?(?:medical|surgical|family|social|psychiatric|medication|"
    r"treatment)(?:\s*/\s*\w+)? (?:history|hx)|pmh|psh|fh|sh|"
    r"fhx|shx|(?:current |home |outpatient )?med(?:ication)?s\b|medicines|allerg\w+|review of systems|"
    r"ros\b|problem list|immuni\w+|"
    r"health maintenance|diagnos[ei]s|consent|education|instructions|handout|disclaimer|time\b|care team|"
    r"vitals|prior (?:treatment|procedure)s?|"
    r"past (?:treatment|procedure)s?|what has been (?:tried|done)|history\b(?! of present)|background)\b",
    re.IGNORECASE,
)
_NARRATIVE_HEAD = re.compile(
    r"^\W*(?:hpi|history of present|interval|subjective|s:|exam|physical exam|pe\b|objective|o:|assessment|"
    r"a/p|plan|impression|"
    r"course|chief complaint|cc\b|findings|discussion|summary|narrative|opinion|mental status)",
    re.IGNORECASE,
)
_TYPES_APART = frozenset(
    (
        "consent",
        "education",
        "policy_quote",
        "billing",
        "cover",
        "medication_list",
        "laboratory",
        "request_form",
    )
)


@dataclass(slots=True)
class _Telling:
    """The narrative of an encounter as words with their places."""

    encounter: Encounter
    words: list[str]
    places: list[tuple[str, int, int, int]]


def find_cloned_text(
    documents: tuple[Document, ...], encounters: Sequence[Encounter]
) -> tuple[tuple[Span, Span], ...]:
    """Return (original, repeat) of long narrative passages that recur under other dates, in page order.

    Left out are tables, furniture, history and medication sections, consent, education and template text, and
    pages that are copies as a whole.
    """
    copies = {(c.document, c.page) for c in find_copies(documents)}
    pages = {(d.name, p.number): p for d in documents for p in d.pages}
    order = {key: n for n, key in enumerate(pages)}
    told = [
        t
        for e in encounters
        if e.date is not None and e.note_type not in _TYPES_APART and (t := _telling(e, pages, copies)).words
    ]
    told.sort(key=lambda t: (order[t.places[0][:2]], t.places[0][2]))
    index: dict[int, tuple[int, int]] = {}
    found: list[tuple[Span, Span]] = []
    for number, telling in enumerate(told):
        found += _repeats(number, telling, told, index)
        for at in range(len(telling.words) - _GRAM + 1):
            index.setdefault(_hash(telling.words, at), (number, at))
    return tuple(sorted(found, key=lambda pair: (order[pair[1].document, pair[1].page], pair[1].start)))


def _hash(words: Sequence[str], at: int) -> int:
    return hash(tuple(words[at : at + _GRAM]))


def _telling(
    encounter: Encounter, pages: dict[tuple[str, int], Page], copies: set[tuple[str, int]]
) -> _Telling:
    words: list[str] = []
    places: list[tuple[str, int, int, int]] = []
    carried = False
    for span in encounter.spans:
        key = (span.document, span.page)
        if key in copies:
            continue
        page = pages[key]
        tables = [(r.start, r.end) for r in page.rows if len(r.cells) > 1]
        for line in lines_of(page):
            if line.end <= span.start or line.start >= span.end or line.kind is not LineKind.CONTENT:
                continue
            text = page.text[line.start : line.end]
            if any(a < line.end and line.start < b for a, b in tables):
                continue
            if not line.continues:
                if _CARRIED.match(text):
                    carried = True
                elif (
                    _NARRATIVE_HEAD.match(text)
                    or line.bold
                    or re.match(r"\W*[A-Z][\w /&-]{2,40}[:.]\s", text)
                ):
                    carried = False
            if carried:
                continue
            for m in re.finditer(r"[A-Za-z]+|\d+(?:\.\d+)?", text):
                words.append(m[0].casefold())
                places.append((*key, line.start + m.start(), line.start + m.end()))
    return _Telling(encounter, words, places)


def _repeats(
    number: int, telling: _Telling, told: Sequence[_Telling], index: dict[int, tuple[int, int]]
) -> list[tuple[Span, Span]]:
    """Return the runs of ``telling`` that recur in earlier tellings of another date."""
    found: list[tuple[Span, Span]] = []
    at, last = 0, len(telling.words) - _GRAM
    while at <= last:
        hit = index.get(_hash(telling.words, at))
        if hit is None or told[hit[0]].encounter.date == telling.encounter.date:
            at += 1
            continue
        other = told[hit[0]]
        a, b = at, hit[1]
        same = 0
        first, first_other = a, b
        while a < len(telling.words) and b < len(other.words):
            if telling.words[a] == other.words[b]:
                a, b, same = a + 1, b + 1, same + 1
                continue
            step = _realign(telling.words, a, other.words, b)
            if step is None:
                break
            a, b = a + step[0], b + step[1]
        pair = _passage(telling, first, a, other, first_other, b, same)
        if pair is not None:
            found.append(pair)
        at = max(a, at + 1)
    return found


def _realign(x: Sequence[str], a: int, y: Sequence[str], b: int) -> tuple[int, int] | None:
    """Return how many words to skip on either side until four words agree again, or None."""
    for skip in range(1, _SLACK + 1):
        for left in range(skip + 1):
            for i, j in ((left, skip), (skip, left)):
                if x[a + i : a + i + 4] == y[b + j : b + j + 4] and len(x[a + i : a + i + 4]) == 4:
                    return i, j
    return None


def _passage(
    telling: _Telling, a: int, a_end: int, other: _Telling, b: int, b_end: int, same: int
) -> tuple[Span, Span] | None:
    """Return the two passages when they are long enough, nearly the same and no boilerplate."""
    length = sum(len(w) + 1 for w in telling.words[a:a_end])
    if length < _LEAST or same < 0.85 * (a_end - a):
        return None
    text = " ".join(telling.words[a:a_end])
    boiler = len(_BOILERPLATE.findall(text))
    if boiler and boiler * 160 > length:
        return None
    return _span(other, b, b_end), _span(telling, a, a_end)


def _span(telling: _Telling, first: int, last: int) -> Span:
    """Return the passage on the page where it begins."""
    document, page, start, _ = telling.places[first]
    end = max(p[3] for p in telling.places[first:last] if p[:2] == (document, page))
    return Span(document, page, start, end)
