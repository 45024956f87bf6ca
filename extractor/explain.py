"""Why an element stands as it does: mentions, modifiers, section, encounter, phase, what was discounted."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.audit import resolve
from extractor.errors import UsageError
from extractor.evidence import Finding, gather
from extractor.model.chart import Chart
from extractor.policy import Element, Policy


def element_named(policy: Policy, name: str) -> Element:
    """Return the element of that id, bare or behind its criterion (``2g.infection``). Raises UsageError if unknown."""
    criterion, _, bare = name.rpartition(".")
    for key, element in policy.elements.items():
        if bare and bare in (key, element.name) and (not criterion or _stands_in(policy, criterion, key)):
            return element
    known = ", ".join(policy.elements)
    raise UsageError(f"{name}: no such element; the policy has {known}.")


def _stands_in(policy: Policy, criterion: str, key: str) -> bool:
    return any(c.id == criterion and key in c.elements for p in policy.pathways for c in p.criteria)


def explain(policy: Policy, chart: Chart, element: Element) -> Iterator[str]:
    """Yield the lines that say how the element was judged in this chart."""
    key = next(k for k, e in policy.elements.items() if e is element)
    status, findings = resolve(element, gather(element.evidence, chart, key), chart)
    yield f"{element.title}: {status.value}"
    yield f"  met when {element.met_when}"
    if element.not_met_when:
        yield f"  not met when {element.not_met_when}"
    counted = [f for f in findings if not f.discounted]
    for title, group in (
        ("counted", counted),
        ("considered, not counted", [f for f in findings if f.discounted]),
    ):
        yield f"{title}:" if group else f"{title}: nothing"
        for found in group:
            yield from _lines(chart, found, key)


def _lines(chart: Chart, found: Finding, key: str) -> Iterator[str]:
    page = next(
        p for d in chart.documents if d.name == found.document for p in d.pages if p.number == found.page
    )
    quote = " ".join(page.text[found.start : found.end].split())
    yield f"  {found.stance.value}  {found.document} p. {found.page}  {quote!r}"
    statement = chart.statements[found.statement]
    facts = [f"rule {found.rule}"]
    if statement.section:
        facts.append(f"section {statement.section} ({statement.category or 'no category'})")
    if found.encounter is not None:
        encounter = chart.encounters[found.encounter]
        facts.append(
            f"{encounter.note_type or 'note'} of {encounter.date or 'no date'} by {encounter.author or '?'}"
        )
    if found.phase:
        facts.append(f"phase {found.phase}")
    yield "      " + "; ".join(facts)
    for mention in chart.statement_mentions(found.statement):
        said = f" [{'; '.join(mention.modifiers)}]" if mention.modifiers else ""
        yield f"      mention {mention.label}: {mention.text!r} {mention.assertion.value}{said}"
    reading = chart.readings.get(found.statement, {}).get(key)
    if reading:
        yield (
            f"      learned reader: supports {reading.supports:.2f}, contradicts {reading.contradicts:.2f}, "
            f"neither {reading.none:.2f}, about the element {reading.relevance:.2f}"
        )
    if found.discounted:
        yield f"      not counted: {found.discounted}"
