"""What every evidence rule of an element has in common, whatever its kind."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class EvidenceRule(BaseModel):
    """Filters common to all kinds. Section categories, note types and credentials are ids of the lexicon.

    A passage or page that does not say its section, note type or author passes the filter, except for
    ``sections`` (the statement must stand under one of them).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str
    sections: tuple[str, ...] = Field((), description="counts only under these section categories")
    not_sections: tuple[str, ...] = Field((), description="does not count under these section categories")
    note_types: tuple[str, ...] = Field((), description="counts only in these note types")
    not_note_types: tuple[str, ...] = Field((), description="does not count in these note types")
    author: Literal["", "mental_health"] = Field(
        "", description="counts only when this kind of author wrote it or is quoted in the statement"
    )
    near: tuple[str, ...] = Field(
        (),
        description="in a chart, counts only near a mention of one of these concepts, or in ``near_note_types``",
    )
    not_near: tuple[str, ...] = Field(
        (), description="does not count near a mention, present, of one of these concepts in the same note"
    )
    near_note_types: tuple[str, ...] = Field(
        (), description="note types in which ``near`` need not be looked for"
    )
    during_trial: bool = Field(
        False,
        description="in a chart, counts only on the days of the trial or where its account speaks of it",
    )
    strength: Literal["specific", "general"] = Field(
        "specific",
        description="`general`: a blanket statement that yields to a specific one of the same stance",
    )

    def concepts_named(self) -> tuple[str, ...]:
        """Return the concepts of the lexicon that the rule speaks of, for checking that there are such."""
        return (*self.near, *self.not_near)
