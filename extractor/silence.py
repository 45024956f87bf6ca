"""Keeps the libraries' logs and warnings quiet, since any of them may quote a chart."""

from __future__ import annotations

import logging
import os
import traceback
import warnings
from pathlib import Path

_PACKAGE = Path(__file__).parent


def keep_silent() -> None:
    """Turn off all logging and warnings of this process and of those it starts.

    An application may do this, a library not: it is called by the command line and its workers only.
    """
    # loguru (PyRuSH logs every token through it) prints to stderr unless told so before it is first imported.
    os.environ["LOGURU_AUTOINIT"] = "False"
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    # Libraries put filters of their own before that one.
    warnings.showwarning = _dropped


def _dropped(*_: object, **__: object) -> None:
    pass


def fault(error: BaseException) -> str:
    """Return an unforeseen error's kind and the line of ours it came from, not its message (chart text)."""
    ours = [f for f in traceback.extract_tb(error.__traceback__) if Path(f.filename).is_relative_to(_PACKAGE)]
    where = (
        f" at {Path(ours[-1].filename).relative_to(_PACKAGE).as_posix()}:{ours[-1].lineno}" if ours else ""
    )
    return f"{type(error).__name__}{where}"
