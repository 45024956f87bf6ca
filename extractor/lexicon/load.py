"""``rules/lexicon/**/*.yaml`` -> ``Lexicon``: validated, compiled, all problems reported at once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from extractor.errors import RuleError
from extractor.lexicon.concepts import Concept, ConceptRecord, compile_concept
from extractor.lexicon.cues import ModifierRecord, SectionRecord
from extractor.lexicon.literals import LiteralReader
from extractor.lexicon.patterns import PatternError
from extractor.lexicon.phrases import PhraseBook

_SAFE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_SAFE):  # type: ignore[misc]
    """The safe loader with YAML 1.2's booleans: a word list may hold a bare ``no``, ``yes`` or ``on``."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, resolvers in _SAFE.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All that is known of words, apart from any policy."""

    concepts: dict[str, Concept]
    records: dict[str, ConceptRecord]
    classes: dict[str, tuple[str, ...]]
    modifiers: tuple[ModifierRecord, ...]
    sections: tuple[SectionRecord, ...]
    sha256: str


def read_yaml(path: Path) -> Any:
    """Return the content of a YAML file. Raises RuleError naming the file and line when it is not YAML."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" line {mark.line + 1}" if mark else ""
        raise RuleError(
            (f"{path.name}{where}: not valid YAML: {getattr(error, 'problem', error)}",)
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError((f"{path.name}: cannot be read: {error.__class__.__name__}",)) from error


def problems_of(path: Path, error: ValidationError) -> tuple[str, ...]:
    """Return one sentence per problem, each naming the file and the place within it."""
    return tuple(
        f"{path.name}: {'.'.join(str(p) for p in e['loc']) or 'top level'}: {e['msg']}"
        for e in error.errors()
    )


def load_lexicon(root: Path) -> Lexicon:
    """Read and compile the lexicon below ``root`` (the folder ``lexicon``).

    Raises RuleError with every problem of every file: bad YAML, unknown keys, unknown classes, bad patterns.
    """
    problems: list[str] = []
    digest = hashlib.sha256()

    def parse(path: Path, kind: Any) -> Any:
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
        try:
            return TypeAdapter(kind).validate_python(read_yaml(path))
        except ValidationError as error:
            problems.extend(problems_of(path, error))
        except RuleError as error:
            problems.extend(error.problems)
        return None

    classes: dict[str, tuple[str, ...]] = {}
    for path in sorted((root / "classes").glob("*.yaml")):
        for name, members in (parse(path, dict[str, tuple[str, ...]]) or {}).items():
            if name in classes:
                problems.append(f"{path.name}: {name}: the class is defined twice")
            classes[name] = members
    phrases = PhraseBook(LiteralReader(classes))
    concepts: dict[str, Concept] = {}
    records: dict[str, ConceptRecord] = {}
    for path in sorted((root / "concepts").rglob("*.yaml")):
        for record in parse(path, tuple[ConceptRecord, ...]) or ():
            if record.concept in concepts:
                problems.append(f"{path.name}: {record.concept}: the concept is defined twice")
            try:
                concepts[record.concept] = compile_concept(record, classes, phrases)
                records[record.concept] = record
            except PatternError as error:
                problems.append(f"{path.name}: {record.concept}: {error}")
    phrases.reader.forget()
    modifiers = parse(root / "context.yaml", tuple[ModifierRecord, ...]) or ()
    sections = parse(root / "sections.yaml", tuple[SectionRecord, ...]) or ()
    if problems:
        raise RuleError(tuple(problems))
    return Lexicon(concepts, records, classes, modifiers, sections, digest.hexdigest())


def strict_record(path: Path, kind: type[BaseModel]) -> Any:
    """Read one YAML file as a record of ``kind``. Raises RuleError with all its problems."""
    try:
        return kind.model_validate(read_yaml(path))
    except ValidationError as error:
        raise RuleError(problems_of(path, error)) from error
