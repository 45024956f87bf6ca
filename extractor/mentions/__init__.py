"""Text -> statements and mentions, with medspaCy's sectionizer and ConText; the only importer of spaCy and medspaCy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractor.lexicon import Lexicon
from extractor.lexicon.prefilter import Prefilter
from extractor.mentions.context import ContextReader, blank_pipeline
from extractor.mentions.find import MentionFinder
from extractor.mentions.quotation import quotation_of
from extractor.mentions.sections import HeadingFinder
from extractor.mentions.statements import StatementSplitter
from extractor.model.chart import Mention, Statement


class ChartReader:
    """Splits pages into statements and finds their mentions; made once a process, used for every case."""

    def __init__(self, lexicon: Lexicon, published: Iterable[str] = (), *, exhaustive: bool = False):
        """Take texts (``published``, the policy's) whose quotation in a chart documents nothing.

        ``exhaustive`` tries every rule on every statement; the mentions are the same.
        """
        self.lexicon = lexicon
        nlp = blank_pipeline()
        self._headings = HeadingFinder(nlp, lexicon.sections)
        context = ContextReader(nlp, lexicon.modifiers)
        self._finder = MentionFinder(lexicon, context, quotation_of(published), exhaustive=exhaustive)

    @property
    def prefilter(self) -> Prefilter | None:
        """What rules out targets that cannot match (in the lexicon's order); None when every one is tried."""
        return self._finder.prefilter

    def splitter(self, document: str) -> StatementSplitter:
        """Return a splitter for the pages of one document, to be used in page order."""
        return StatementSplitter(self._headings, document)

    def mentions(self, statements: Sequence[Statement]) -> list[Mention]:
        """Return the mentions of the statements of one page or passage, in text order."""
        return self._finder.find(statements)


__all__ = ["ChartReader"]
