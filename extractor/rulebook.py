"""Policies for people: the list, one in full, and a check of every rule file at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

from extractor.errors import RuleError, UsageError
from extractor.lexicon import load_lexicon
from extractor.lexicon.notes import load_notes
from extractor.paths import RULES
from extractor.policy import Policy, load_policy, policy_ids, read_policy

T = TypeVar("T")


def listed(rules: Path = RULES) -> Iterator[str]:
    """Yield one line for each shipped policy. Raises RuleError."""
    lexicon = load_lexicon(rules / "lexicon")
    for name in policy_ids(rules):
        found = load_policy(rules, name, lexicon)
        yield f"{name}  {found.title}, {found.publisher}, version {found.version}"


def in_full(policy_id: str, rules: Path = RULES) -> Iterator[str]:
    """Yield the lines of a policy: criteria as published, elements, scope, overlays, codes, history."""
    found = load_policy(rules, policy_id, load_lexicon(rules / "lexicon"))
    yield f"{found.title} ({found.publisher}), version {found.version}, effective {found.effective}"
    for pathway in found.pathways:
        yield f"\n{pathway.title}: {pathway.text}"
        for criterion in pathway.criteria:
            yield f"\n  {criterion.id}  {criterion.text}"
            for name in criterion.elements:
                element = found.elements[name]
                yield f"      {element.name or name}: {element.title}"
                yield f"        met when {element.met_when}"
                if element.not_met_when:
                    yield f"        not met when {element.not_met_when}"
    yield "\nOutside this policy:"
    yield from (f"  {scope.text}" for scope in found.scope)
    yield "\nBeside this policy:"
    for overlay in found.overlays:
        yield f"  {' '.join((overlay.line_of_business, overlay.state)).strip()}: {overlay.text}"
    yield "\nCodes:"
    yield from (f"  {code.system} {code.code}  {code.description}" for code in found.codes)
    if found.history:
        yield "\nHistory:"
        yield from (f"  {'  '.join(entry.values())}" for entry in found.history)


def check(file: Path | None = None, rules: Path = RULES) -> tuple[str, ...]:
    """Return one line for each policy without problems: ``file``, or all shipped ones.

    Raises RuleError with every problem of every file at once, UsageError when there is no such file.
    """
    if file is not None and not file.is_file():
        raise UsageError(f"{file}: no such file.")
    problems: list[str] = []
    lexicon = _tried(problems, lambda: load_lexicon(rules / "lexicon"))
    _tried(problems, lambda: load_notes(rules / "lexicon"))
    found: list[Policy | None] = []
    if lexicon is not None and file is not None:
        found.append(_tried(problems, lambda: read_policy(file, rules, lexicon)))
    elif lexicon is not None:
        for name in policy_ids(rules):
            found.append(_tried(problems, partial(load_policy, rules, name, lexicon)))
    if problems:
        raise RuleError(tuple(dict.fromkeys(problems)))
    return tuple(
        f"{policy.id}: {sum(len(p.criteria) for p in policy.pathways)} criteria, "
        f"{len(policy.elements)} elements: no problems"
        for policy in found
        if policy
    )


def _tried(problems: list[str], read: Callable[[], T]) -> T | None:
    try:
        return read()
    except RuleError as error:
        problems.extend(error.problems)
        return None
