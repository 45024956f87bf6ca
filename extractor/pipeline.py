"""The recipe for one case: pages -> statements -> mentions -> evidence -> audit; also evidence for a bare passage."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from extractor import audit as judging
from extractor.evidence import Finding, gather
from extractor.learned import (
    LearnedModel,
    StatementReadings,
    leaning,
    load_model,
    read_passage,
    read_statements,
)
from extractor.lexicon import Lexicon, load_lexicon
from extractor.lexicon.notes import NoteLexicon, load_notes
from extractor.mentions import ChartReader
from extractor.model.audit import Audit
from extractor.model.case import Case
from extractor.model.chart import Chart, Encounter, Mention, Span, Statement
from extractor.model.document import Document, Page
from extractor.pages import page_from_text
from extractor.pages.copies import find_cloned_text, find_copies
from extractor.pages.encounters import EncounterIndex, find_encounters
from extractor.pages.owners import find_owners
from extractor.paths import RULES
from extractor.policy import Policy, load_policy


@dataclass(frozen=True)
class Engine:
    """Rules and readers, loaded once a process."""

    rules: Path
    lexicon: Lexicon
    policy: Policy
    model: LearnedModel | None = None
    exhaustive: bool = False

    @cached_property
    def reader(self) -> ChartReader:
        """The medspaCy readers; made when first needed."""
        published = (self.rules / "policies" / self.policy.source_text).read_text(encoding="utf-8")
        return ChartReader(self.lexicon, [published], exhaustive=self.exhaustive)

    @cached_property
    def notes(self) -> NoteLexicon:
        """Note types and credentials; read when first needed."""
        return load_notes(self.rules / "lexicon")


def load_engine(
    policy_id: str = "intrathecal-pain-pump",
    rules: Path = RULES,
    *,
    rules_only: bool = False,
    exhaustive: bool = False,
) -> Engine:
    """Load lexicon, policy and, unless ``rules_only``, the learned reader.

    ``exhaustive`` switches off the short cuts that leave out what cannot match; the audits are the same.
    Raises RuleError with all problems, UsageError for an unknown policy.
    """
    with _uncollected():
        lexicon = load_lexicon(rules / "lexicon")
        model = None if rules_only else load_model(rules / "learned")
        return Engine(rules, lexicon, load_policy(rules, policy_id, lexicon), model, exhaustive)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Make what lives as long as the process without the garbage collector going over it again and again."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if collecting:
            gc.enable()


def build_chart(engine: Engine, case: Case, documents: Sequence[Document]) -> Chart:
    """Understand the documents of a case: encounters, owners, copies, statements and mentions."""
    documents = tuple(documents)
    encounters = find_encounters(documents, engine.notes)
    locate = EncounterIndex(encounters)
    statements: list[Statement] = []
    mentions: list[Mention] = []
    readings: dict[int, StatementReadings] = {}
    for document in documents:
        splitter = engine.reader.splitter(document.name)
        for page in document.pages:
            of_page = [
                replace(s, encounter=locate.at(document.name, page.number, s.start))
                for s in splitter.split(page, len(statements))
            ]
            statements.extend(of_page)
            mentions.extend(engine.reader.mentions(of_page))
            if engine.model:
                readings.update(read_statements(engine.model, of_page))
    return chart_of(
        Chart(
            case=case,
            documents=documents,
            encounters=encounters,
            owners=find_owners(documents, case),
            copies=find_copies(documents),
            clones=find_cloned_text(documents, encounters),
            readings=readings,
            leaning=leaning(readings),
        ),
        statements,
        mentions,
    )


def chart_of(chart: Chart, statements: Iterable[Statement], mentions: Iterable[Mention]) -> Chart:
    """Return ``chart`` with these statements and mentions, indexed by statement."""
    mentions = tuple(mentions)
    by_statement: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_statement.setdefault(mention.statement, []).append(mention)
    return replace(
        chart,
        statements=tuple(statements),
        mentions=mentions,
        by_statement={k: tuple(v) for k, v in by_statement.items()},
    )


def audit_case(engine: Engine, case: Case, documents: Sequence[Document]) -> Audit:
    """Audit one case against the engine's policy."""
    return judging.evaluate(engine.policy, build_chart(engine, case, documents))


def passage_chart(engine: Engine, text: str, section: str = "") -> Chart:
    """Return the chart of a bare passage: one page of one document, no encounter, no author."""
    page: Page = page_from_text(text)
    statements = engine.reader.splitter("passage").split(page, 0, section)
    chart = Chart(
        case=Case(),
        documents=(Document("passage", "", (page,)),),
        readings=read_passage(engine.model, statements, section) if engine.model else {},
    )
    return chart_of(chart, statements, engine.reader.mentions(statements))


def passage_evidence(
    engine: Engine, text: str, section: str = ""
) -> dict[str, tuple[tuple[Finding, str], ...]]:
    """Return for each element (by its id in the policy's rules) what counts in a bare passage, with its quote."""
    chart = passage_chart(engine, text, section)
    words = chart.documents[0].pages[0].text
    found: dict[str, tuple[tuple[Finding, str], ...]] = {}
    for name, element in engine.policy.elements.items():
        counted = judging.settled(element, gather(element.evidence, chart, name), chart)
        if counted:
            found[name] = tuple((f, words[f.start : f.end]) for f in counted)
    return found


__all__ = ["Encounter", "Engine", "Span", "audit_case", "build_chart", "load_engine", "passage_evidence"]
