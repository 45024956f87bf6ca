"""What the payer already knows of a submission: ``case.json``, read strictly."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


class Member(BaseModel):
    """The insured person as the payer knows them; ``dob`` as written (ISO or US order)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = ""
    dob: str = ""
    id: str = ""


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


class Case(BaseModel):
    """One submission. Every field may be missing; the record is read for what is not said here."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case_id: str = ""
    request: Annotated[Literal["trial", "permanent", "undetermined"], BeforeValidator(_lower)] = (
        "undetermined"
    )
    line_of_business: str = ""
    state: str = ""
    codes: tuple[str, ...] = ()
    member: Member = Field(default_factory=Member)
