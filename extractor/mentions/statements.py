"""Pages -> Statements: sentences mended over wrapped lines, list items, form lines and table rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractor.mentions.answers import is_answer
from extractor.mentions.sections import Heading, HeadingFinder
from extractor.model.chart import Statement, StatementKind
from extractor.model.document import LineKind, Page, Row

_ABBREVIATIONS = [
    "dr",
    "mr",
    "mrs",
    "ms",
    "st",
    "vs",
    "no",
    "nos",
    "approx",
    "fig",
    "jr",
    "sr",
    "dept",
    "inc",
    "ltd",
    "prof",
    "rev",
    "est",
    "al",
    "e.g",
    "i.e",
    "p.o",
    "b.i.d",
    "t.i.d",
    "q.i.d",
    "h.s",
    "q.d",
    "a.m",
    "p.m",
    "u.s",
    "ph.d",
    "m.d",
    "d.o",
    "psy.d",
    "r.n",
    "n.p",
    "p.a",
    "lic",
    "resp",
    "temp",
    "wt",
    "ht",
    "hx",
    "dx",
    "rx",
    "tx",
    "sx",
    "fx",
    "pt",
    "avg",
    "max",
    "min",
]
_BEFORE_DOT = re.compile(r"(?:^|[\s(\"'“])([A-Za-z](?:[A-Za-z.]*[A-Za-z])?)\.$")
_BOUNDARY = re.compile(
    r"[.!?]+[\"'”’)\]]*(\s+)(?=[\"'“‘(\[]?[A-Z0-9☐☒☑•])|(?<=[a-z0-9)]{3})\.(\s+)(?=[a-z])|(\s+)(?=[•▪●◦]\s)"
)
_LIST_ITEM = re.compile(r"\s*(?:[•▪●◦*·–—-]\s+|\(?\d{1,2}[.)]\s+|\(?[a-hA-H][.)]\s+|[☐☒☑]|\[[ xX]?\])")
_LABEL = re.compile(r"\s*[^\s:?][^:?]{0,48}[:?](?=\s|$)")
_LEAD = re.compile(r".{2,90}[:?]\s*$")
_LEAD_REACH = 12
_FIELD = 120
_QUESTION = 160


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph, or a table row where ``row`` is given."""

    start: int
    end: int
    row: Row | None = None


def _blocks(page: Page) -> Iterator[_Block]:
    """Yield the paragraphs and table rows of a page in reading order, without page furniture."""
    rows = iter(sorted(page.rows, key=lambda r: r.start))
    row = next(rows, None)
    open_block: tuple[int, int] | None = None
    row_end = -1
    for line in page.lines:
        if line.kind is not LineKind.CONTENT or line.start == line.end:
            continue
        if line.start < row_end:
            continue
        while row is not None and row.end <= line.start:
            row = next(rows, None)
        if row is not None and row.start < line.end and row.end > line.start:
            if open_block:
                yield _Block(*open_block)
                open_block = None
            yield _Block(row.start, row.end, row)
            row_end = max(row.end, line.end)
            row = next(rows, None)
        elif open_block and line.continues:
            open_block = (open_block[0], line.end)
        else:
            if open_block:
                yield _Block(*open_block)
            open_block = (line.start, line.end)
    if open_block:
        yield _Block(*open_block)


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield half-open spans of the sentences of a paragraph, without the blanks around them."""
    start = 0
    for match in _BOUNDARY.finditer(text):
        head = text[start : match.start() + 1]
        gap = next(n for n in (1, 2, 3) if match.group(n))
        before = _BEFORE_DOT.search(head)
        if before and gap < 3:
            word = before.group(1).lower()
            if word in _ABBREVIATIONS or (len(word) == 1 and before.group(1).isupper()):
                continue
        leader = match.group(0).startswith("....") or (
            re.match(r"\.{3}\s", match.group(0)) and head[-2:-1] == " "
        )
        if gap < 3 and leader:
            # A dotted leader joins a label and its value ("Prognosis ..... 4-6 wks").
            continue
        if gap < 3 and re.search(r"(?:^|\s)\(?\d{1,2}\.$", head) and len(head.strip()) <= 4:
            continue
        yield from _trimmed(text, start, match.start(gap))
        start = match.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = text[start:end]
    left = len(part) - len(part.lstrip())
    if part.strip():
        yield start + left, start + left + len(part.strip())


def _answered(statements: list[Statement]) -> list[Statement]:
    """Link each question to the answer that follows it directly; a question alone says nothing."""
    linked = list(statements)
    for number, statement in enumerate(linked):
        if statement.kind is StatementKind.ROW:
            continue
        asks = statement.text.rstrip(" \"'”’)_").endswith("?")
        following = linked[number + 1] if number + 1 < len(linked) else None
        near = following is not None and following.start - statement.end <= 3
        answered = (
            near
            and following is not None
            and is_answer(following.text)
            and len(statement.text) <= _QUESTION
            and not is_answer(statement.text)
            and not statement.text.rstrip().endswith((".", "!"))
        )
        if following is not None and (answered or (asks and near)):
            linked[number + 1] = replace(following, lead=statement.text, lead_start=statement.start)
        if asks or answered:
            linked[number] = replace(statement, question=True)
    return linked


class StatementSplitter:
    """Splits the pages of one document in order, carrying the open section from page to page."""

    def __init__(self, finder: HeadingFinder, document: str):
        self._finder = finder
        self._document = document
        self._section = Heading("", "")
        self._lead = ""
        self._lead_left = 0

    def split(self, page: Page, first_index: int = 0, section: str = "") -> list[Statement]:
        """Return the page's statements, numbered from ``first_index``; ``section`` opens the page if given."""
        if section:
            self._section = self._finder.named(section)
        text = page.text.replace("\n", " ")
        found: list[Statement] = []
        blocks = list(_blocks(page))
        headings = self._finder.headings([text[b.start : b.end] for b in blocks])
        for block, heading in zip(blocks, headings, strict=True):
            start = block.start
            if heading is not None and block.row is None:
                self._section = heading.heading
                self._lead, self._lead_left = "", 0
                whole = heading.end == block.end - block.start
                # A short labelled line ("Infection: none") is one statement; a long one opens with its heading.
                if whole or block.end - block.start - heading.end > _FIELD:
                    found.append(
                        self._statement(
                            first_index + len(found),
                            page,
                            block.start,
                            block.start + heading.end,
                            text,
                            StatementKind.HEADING,
                        )
                    )
                    start += heading.end
                if whole and text[block.start : block.end].rstrip().endswith((":", "?")):
                    self._lead, self._lead_left = text[block.start : block.end].strip(), _LEAD_REACH
            found.extend(self._of_block(block, start, page, text, first_index + len(found)))
        return _answered(found)

    def _of_block(self, block: _Block, start: int, page: Page, text: str, index: int) -> list[Statement]:
        found: list[Statement] = []
        if block.row is not None:
            spans: list[tuple[int, int]] = [(block.start, block.end)]
            kind = StatementKind.ROW
        else:
            body = text[start : block.end]
            spans = [(start + s, start + e) for s, e in sentence_spans(body)]
            kind = StatementKind.SENTENCE
        for low, high in spans:
            part = text[low:high]
            if self._lead_left and ((_LABEL.match(part) and not _LIST_ITEM.match(part)) or len(part) > 240):
                self._lead, self._lead_left = "", 0
            found.append(self._statement(index + len(found), page, low, high, text, kind, block.row))
            self._lead_left = max(0, self._lead_left - 1)
            if not self._lead_left:
                self._lead = ""
            if kind is StatementKind.SENTENCE and high == block.end and _LEAD.fullmatch(part):
                self._lead, self._lead_left = part.rstrip(), _LEAD_REACH
        return found

    def _statement(
        self,
        index: int,
        page: Page,
        start: int,
        end: int,
        text: str,
        kind: StatementKind,
        row: Row | None = None,
    ) -> Statement:
        return Statement(
            index=index,
            document=self._document,
            page=page.number,
            start=start,
            end=end,
            text=text[start:end],
            kind=kind,
            section=self._section.title,
            category=self._section.category,
            lead=self._lead if kind is not StatementKind.HEADING else "",
            cells=row.cells if row else (),
            table=row.table if row else None,
        )
