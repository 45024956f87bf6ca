"""What the report needs from its neighbours: the policy's words and the pages of a case, as protocols."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as an image: ``data`` is a PNG, JPEG or WebP file; sizes in pixels and in PDF points."""

    data: bytes
    mime: str
    width_px: int
    height_px: int
    page_width_pt: float
    page_height_pt: float


class PageSource(Protocol):
    """Where the report gets pages from: ``document`` is a submitted file's name, pages count from 1."""

    def picture(self, document: str, page: int) -> Picture | None:
        """Return the page as shown (rotation applied), or None when it cannot be drawn."""
        ...

    def text(self, document: str, page: int) -> str:
        """Return the page's text as read, which evidence offsets count in ('' if unreadable)."""
        ...


class ElementText(Protocol):
    """An element in the policy's words; ``terms`` is what is looked for, ``request_item`` what to ask for."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def met_when(self) -> str: ...  # noqa: D102
    @property
    def not_met_when(self) -> str: ...  # noqa: D102
    @property
    def request_item(self) -> str: ...  # noqa: D102
    @property
    def terms(self) -> Sequence[str]: ...  # noqa: D102


class CriterionText(Protocol):
    """A criterion as published and the ids of its elements."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def elements(self) -> Sequence[str]: ...  # noqa: D102


class PathwayText(Protocol):
    """One list of criteria; ``id`` is the audit's pathway."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def criteria(self) -> Sequence[CriterionText]: ...  # noqa: D102


class CodeText(Protocol):
    """A procedure or supply code and its published description."""

    @property
    def system(self) -> str: ...  # noqa: D102
    @property
    def code(self) -> str: ...  # noqa: D102
    @property
    def description(self) -> str: ...  # noqa: D102


class PolicyText(Protocol):
    """The policy as the report quotes it; ``flags`` gives a reviewer's wording per flag id."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def publisher(self) -> str: ...  # noqa: D102
    @property
    def version(self) -> str: ...  # noqa: D102
    @property
    def effective(self) -> object: ...  # noqa: D102
    @property
    def pathways(self) -> Sequence[PathwayText]: ...  # noqa: D102
    @property
    def elements(self) -> Mapping[str, ElementText]: ...  # noqa: D102
    @property
    def codes(self) -> Sequence[CodeText]: ...  # noqa: D102
    @property
    def flags(self) -> Mapping[str, str]: ...  # noqa: D102
