"""Kinds of note and credentials as written in YAML (``note_types.yaml``, ``credentials.yaml``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from extractor.errors import RuleError
from extractor.lexicon.load import problems_of, read_yaml
from extractor.lexicon.patterns import PatternError, expand

_Record = TypeVar("_Record", bound=BaseModel)


class NoteTypeRecord(BaseModel):
    """A kind of note and the titles that name it (pattern language of ``lexicon.patterns``)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    titles: tuple[str, ...] = Field(min_length=1)
    section: bool = Field(False, description="the title may also be a section of a visit note")
    visit: bool = Field(False, description="a note with sections such as history, exam and plan")
    mental_health: bool = Field(False, description="the work of a mental health professional")


class CredentialRecord(BaseModel):
    """A credential: what stands behind a name, or the words for it.

    ``suffixes`` are regular expressions, case-sensitive; with ``within`` they count only near those words.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    credential: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    suffixes: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    mental_health: bool = False


@dataclass(frozen=True, slots=True)
class NoteType:
    """A compiled kind of note."""

    name: str
    title: re.Pattern[str]
    section: bool
    visit: bool
    mental_health: bool


@dataclass(frozen=True, slots=True)
class Credential:
    """A compiled credential; patterns that cannot match stand for what is not given."""

    name: str
    suffix: re.Pattern[str]
    title: re.Pattern[str]
    within: re.Pattern[str] | None
    mental_health: bool


@dataclass(frozen=True, slots=True)
class NoteLexicon:
    """Kinds of note in order of trial, credentials in order of trial, and all suffixes in one pattern."""

    types: tuple[NoteType, ...]
    credentials: tuple[Credential, ...]
    any_suffix: str

    def note_type(self, name: str) -> NoteType | None:
        """Return the kind of note of that name, or None."""
        return next((t for t in self.types if t.name == name), None)

    @property
    def mental_health(self) -> frozenset[str]:
        """The credentials of licensed mental health professionals."""
        return frozenset(c.name for c in self.credentials if c.mental_health)


def load_notes(root: Path) -> NoteLexicon:
    """Read ``note_types.yaml`` and ``credentials.yaml`` in ``root``. Raises RuleError with all problems."""
    problems: list[str] = []
    types = _read(root / "note_types.yaml", NoteTypeRecord, problems)
    credentials = _read(root / "credentials.yaml", CredentialRecord, problems)
    compiled: list[NoteType] = []
    for record in types:
        pattern = _words(record.titles, root / "note_types.yaml", record.type, problems)
        if pattern:
            compiled.append(
                NoteType(record.type, pattern, record.section, record.visit, record.mental_health)
            )
    known: list[Credential] = []
    suffixes: list[str] = []
    for entry in credentials:
        path = root / "credentials.yaml"
        title = _words(entry.titles, path, entry.credential, problems)
        within = _words(entry.within, path, entry.credential, problems)
        source = "|".join(entry.suffixes)
        try:
            suffix = re.compile(rf"(?:{source})" if source else r"(?!)")
        except re.error as error:
            problems.append(f"{path.name}: {entry.credential}: not a pattern: {error}")
            continue
        suffixes.extend(entry.suffixes)
        known.append(
            Credential(entry.credential, suffix, title or re.compile(r"(?!)"), within, entry.mental_health)
        )
    if problems:
        raise RuleError(tuple(problems))
    ordered = sorted(set(suffixes), key=lambda s: (-len(s), s))
    return NoteLexicon(tuple(compiled), tuple(known), "|".join(ordered))


def _read(path: Path, kind: type[_Record], problems: list[str]) -> tuple[_Record, ...]:
    try:
        return TypeAdapter(tuple[kind, ...]).validate_python(read_yaml(path))  # type: ignore[valid-type]
    except ValidationError as error:
        problems.extend(problems_of(path, error))
    except RuleError as error:
        problems.extend(error.problems)
    return ()


def _words(titles: tuple[str, ...], path: Path, name: str, problems: list[str]) -> re.Pattern[str] | None:
    if not titles:
        return None
    try:
        source = "|".join(expand(t, {}) for t in sorted(titles, key=lambda t: (-len(t), t)))
        return re.compile(rf"(?<![^\W_])(?:{source})(?![^\W_])", re.IGNORECASE)
    except (PatternError, re.error) as error:
        problems.append(f"{path.name}: {name}: {error}")
        return None
