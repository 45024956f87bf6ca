"""``rules/policies`` and ``rules/elements`` -> ``Policy``: criteria, elements and how each is evidenced."""

from __future__ import annotations

import hashlib
from datetime import date as Date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from extractor.errors import RuleError, UsageError
from extractor.evidence import Rule
from extractor.lexicon import Lexicon, strict_record


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Element(_Record):
    """The smallest thing judged. ``met_when`` and ``not_met_when`` are the adjudication guide's words.

    ``resolution``: ``state`` - the latest statement wins; ``event`` - once documented it stays documented;
    ``reading`` - the evidence rules themselves choose what decides (scores, labs).
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str = Field("", description="its id in an audit, where twin pathways share it (`origin`)")
    title: str
    met_when: str
    not_met_when: str = ""
    terms: tuple[str, ...] = Field(
        (), description="words a reviewer would search for, shown when nothing was found"
    )
    resolution: Literal["state", "event", "reading"] = "state"
    request_item: str = Field("", description="what to ask for when it is missing, in the policy's words")
    evidence: tuple[Rule, ...] = ()


class Criterion(_Record):
    """A criterion of a pathway with its published text and the elements it is split into."""

    id: str
    title: str = ""
    text: str
    elements: tuple[str, ...] = Field(min_length=1)
    applies_to: tuple[Literal["trial", "permanent", "undetermined"], ...] = (
        "trial",
        "permanent",
        "undetermined",
    )


class Pathway(_Record):
    """One list of criteria, all of which must be met; ``origin`` names the element that opens it."""

    id: Literal["malignant", "non_malignant"]
    title: str
    text: str
    criteria: tuple[Criterion, ...] = Field(min_length=1)


class Code(_Record):
    """A procedure or supply code listed in the policy."""

    system: Literal["CPT", "HCPCS"]
    code: str
    description: str
    borne_out_by: str = Field("", description="the concept that describes what the code stands for")
    contradicted_by: str = Field(
        "", description="the concept that says otherwise: then, without the first, it is flagged"
    )
    implant: bool = Field(False, description="stands for the implantation itself")
    must_be_borne_out: bool = Field(False, description="flagged whenever nothing bears it out")


class ScopeRule(_Record):
    """An indication outside the policy: mentions of ``concepts`` that lead out of it, and where to."""

    id: str
    text: str
    concepts: tuple[str, ...]
    flag: str = ""


class Overlay(_Record):
    """Rules that apply beside the policy for a line of business (and state); the case is flagged with ``flag``."""

    flag: str
    line_of_business: str
    state: str = ""
    text: str
    pathways: tuple[str, ...] = ()


class Policy(_Record):
    """A published medical policy."""

    id: str
    title: str
    publisher: str
    version: str
    effective: Date
    history: tuple[dict[str, str], ...] = ()
    source_text: str
    source_sha256: str
    adult_age: int = 18
    pathways: tuple[Pathway, ...] = Field(min_length=1)
    scope: tuple[ScopeRule, ...] = ()
    overlays: tuple[Overlay, ...] = ()
    codes: tuple[Code, ...] = ()
    flags: dict[str, str] = Field(default_factory=dict)
    documentation: str = ""
    elements: dict[str, Element] = Field(default_factory=dict)


def policy_ids(rules: Path) -> tuple[str, ...]:
    """Return the ids of the shipped policies."""
    return tuple(p.stem for p in sorted((rules / "policies").glob("*.yaml")))


def load_policy(rules: Path, policy_id: str, lexicon: Lexicon) -> Policy:
    """Read a policy with its elements. Raises UsageError for an unknown id, RuleError with all problems otherwise."""
    path = rules / "policies" / f"{policy_id}.yaml"
    if not path.is_file():
        known = ", ".join(policy_ids(rules)) or "none"
        raise UsageError(f"{policy_id}: no such policy; `chart-audit policy list` shows: {known}.")
    return read_policy(path, rules, lexicon)


def read_policy(path: Path, rules: Path, lexicon: Lexicon) -> Policy:
    """Read a policy file whose elements stand in ``rules/elements``. Raises RuleError with all problems."""
    policy: Policy = strict_record(path, Policy)
    problems: list[str] = []
    elements: dict[str, Element] = {}
    for name in dict.fromkeys(e for p in policy.pathways for c in p.criteria for e in c.elements):
        try:
            elements[name] = strict_record(rules / "elements" / f"{name}.yaml", Element)
        except RuleError as error:
            problems.extend(error.problems)
    policy = policy.model_copy(update={"elements": elements})
    problems.extend(_problems(policy, path, lexicon))
    if problems:
        raise RuleError(tuple(problems))
    return policy


def _problems(policy: Policy, path: Path, lexicon: Lexicon) -> list[str]:
    found: list[str] = []
    for element in policy.elements.values():
        for number, rule in enumerate(element.evidence):
            used = rule.concepts_named()
            found.extend(
                f"{element.id}.yaml: evidence.{number}: unknown concept {name!r}"
                for name in used
                if name not in lexicon.concepts
            )
    for code in policy.codes:
        for name in (code.borne_out_by, code.contradicted_by):
            if name and name not in lexicon.concepts:
                found.append(f"{path.name}: code {code.code}: unknown concept {name!r}")
    for scope in policy.scope:
        found.extend(
            f"{path.name}: scope {scope.id}: unknown concept {c!r}"
            for c in scope.concepts
            if c not in lexicon.concepts
        )
    source = path.parent / policy.source_text
    if not source.is_file():
        found.append(f"{path.name}: source_text: {policy.source_text} does not stand beside it")
    else:
        text = source.read_bytes()
        if hashlib.sha256(text).hexdigest() != policy.source_sha256:
            found.append(f"{path.name}: source_sha256: is not the digest of {policy.source_text}")
        flat = " ".join(text.decode("utf-8").split())
        for criterion in (c for p in policy.pathways for c in p.criteria):
            if " ".join(criterion.text.split()) not in flat:
                found.append(
                    f"{path.name}: criterion {criterion.id}: its text does not stand in the published policy"
                )
    return found
