"""Small submissions drawn on the spot, and the command line as a user starts it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus" / "intrathecal-pain-pump"
# Stands in no rule, no template and no program: where it is seen outside an audit, a chart has leaked.
MARKER = "Quoxlimbert"
VISIT = (
    f"Patient: {MARKER} Jones   DOB: 03/04/1961   MRN: 55512345",
    "Pain Clinic Progress Note   Date of service: 05/12/2025",
    f"Mr. {MARKER} has failed back surgery syndrome with intractable low back pain for eight years.",
    "Average pain is 8/10. No active infection. INR 1.0 on 05/10/2025.",
    "Physical therapy, injections and oral morphine gave no lasting relief.",
    "Electronically signed by Dana Whitfield, MD on 05/12/2025",
)


def chart(path: Path, lines: tuple[str, ...] = VISIT, pages: int = 1) -> Path:
    """Draw a chart of ``pages`` equal pages but for their number."""
    path.parent.mkdir(parents=True, exist_ok=True)
    drawing = Canvas(str(path), pagesize=letter, invariant=True)
    for number in range(1, pages + 1):
        for at, line in enumerate((*lines, f"Page {number} of {pages}")):
            drawing.drawString(72, 720 - 18 * at, line)
        drawing.showPage()
    drawing.save()
    return path


def environment(root: Path = ROOT) -> dict[str, str]:
    """The environment of the command: the source tree importable, logs and warnings as loud as they get."""
    loud = {"LOGURU_LEVEL": "TRACE", "PYTHONWARNINGS": "always", "PYTHONIOENCODING": "utf-8"}
    return {**os.environ, "PYTHONPATH": str(root), **loud}


def command(*arguments: object, root: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run chart-audit as a process of its own from the source tree at ``root``."""
    return subprocess.run(
        [sys.executable, "-m", "extractor.cli", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        env=environment(root),
        cwd=root,
        timeout=300,
        check=False,
    )


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
