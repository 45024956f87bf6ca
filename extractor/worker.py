"""What a worker process does: keep silent, load the rules once, audit the cases it is handed."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from extractor.silence import keep_silent

if TYPE_CHECKING:
    from extractor.cases import CaseFiles
    from extractor.casework import Options, Outcome
    from extractor.pipeline import Engine

_ENGINE: Engine | None = None


def start(policy: str, exhaustive: bool, rules_only: bool) -> None:
    """Prepare this process; heavy imports come after the libraries' logs and warnings are off."""
    global _ENGINE
    keep_silent()
    # The parent decides what an interrupt means; it ends its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    from extractor.pipeline import load_engine

    _ENGINE = load_engine(policy, exhaustive=exhaustive, rules_only=rules_only)


def work(files: CaseFiles, options: Options) -> Outcome:
    """Audit one case and write its files."""
    from extractor.casework import run_case

    assert _ENGINE is not None
    return run_case(_ENGINE, files, options)
