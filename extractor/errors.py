"""The exceptions a user can meet, each with the exit code it leads to.

ChartAuditError
├── UsageError      2  the command's words are wrong: nothing was written
├── RuleError       2  a rule or policy file is wrong: nothing was written
└── CaseError       1  one case cannot be audited: the others are written
    └── DocumentError  one file of a case cannot be read

A message is one sentence: the file (and page or YAML path), the reason, what to do. It never holds chart text.
"""

from __future__ import annotations

from pathlib import Path


class ChartAuditError(Exception):
    """Base of all errors that are shown to the user as one sentence."""

    exit_code = 1


class UsageError(ChartAuditError):
    """The command line asks for something that cannot be done."""

    exit_code = 2


class RuleError(ChartAuditError):
    """One or more rule files are wrong. ``problems`` are sentences, each naming file and YAML path."""

    exit_code = 2

    def __init__(self, problems: tuple[str, ...]):
        super().__init__("\n".join(problems))
        self.problems = problems


class CaseError(ChartAuditError):
    """A case cannot be audited; other cases are not touched by it."""


class DocumentError(CaseError):
    """A file cannot be read: ``path`` names it, ``reason`` says why and what to do."""

    def __init__(self, path: Path, reason: str):
        super().__init__(f"{path.name}: {reason}")
        self.path = path
        self.reason = reason
