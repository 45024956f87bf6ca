"""The small view models that every part of the report is put together from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Label:
    """A word with its colour and shape: ``key`` names the CSS class and the icon."""

    key: str
    word: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and its value, both text."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to a place in this file; ``href`` is '' where there is nothing to lead to."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle in PDF points from the page's top left, as SVG attributes."""

    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class Quote:
    """The evidence's words between the rest of their sentence."""

    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Said:
    """Words of the record in short, what they do (``lead``) and where they stand."""

    lead: str
    words: str
    place: Link
