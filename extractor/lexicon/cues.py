"""Context modifiers and section headings as written in YAML (``context.yaml``, ``sections.yaml``)."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from extractor.model.chart import Assertion


class ModifierRecord(BaseModel):
    """A ConText modifier rule (medspaCy ConTextRule, Harkema et al. 2009).

    ``asserts`` is the assertion it gives to the targets in its scope; ``pseudo`` rules only shield their words from
    shorter cues, ``stop`` rules end the scope of others, ``now`` rules that of historical ones.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    literals: tuple[str, ...] = Field(min_length=1)
    asserts: Assertion | Literal["pseudo", "stop", "now"]
    direction: Literal["forward", "backward", "bidirectional", "terminate", "pseudo"] = "forward"
    max_scope: int | None = Field(None, ge=1, description="most tokens the scope reaches")
    concepts: tuple[str, ...] = Field((), description="only targets of these concepts")
    not_concepts: tuple[str, ...] = Field((), description="not targets of these concepts")


class SectionRecord(BaseModel):
    """A section category and its headings; ``assertion``: what its statements are unless said otherwise."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    category: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    titles: tuple[str, ...] = Field(min_length=1)
    bare: tuple[str, ...] = Field(
        (), description="short titles that open a line without a colon (`hpi`, `ros`)"
    )
    assertion: Assertion | None = None
