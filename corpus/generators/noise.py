"""Unrelated entries of a chart (visits, messages, lists), varied by a seed so that no two charts agree."""

from __future__ import annotations

import random
import re
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).parent / "noise.txt"
CHOICE = re.compile(r"\{([^{}]*)\}")


@cache
def kinds() -> dict[str, str]:
    """Return the template text of each kind, from ``noise.txt``."""
    parts = re.split(r"^@(\w+)\n", SOURCE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def entry(kind: str, seed: str, head: dict[str, Any]) -> str:
    """Return one entry of a kind: ``{a|b}`` chooses, ``{n:1-9}`` is a number, ``{date}`` an earlier day."""
    chance = random.Random(f"{seed}/{kind}")
    last = datetime.strptime(head["printed"], "%m/%d/%Y").date()
    lines = []
    for line in kinds()[kind].rstrip().splitlines():
        odds, _, rest = line.partition("? ")
        if odds == "" and rest:  # a line that opens with "? " is left out half of the time
            if chance.random() < 0.5:
                continue
            line = rest
        while CHOICE.search(line):
            line = CHOICE.sub(lambda m: _choose(m[1], chance, last), line)
        lines.append(line)
    return "\n".join(lines)


def _choose(choice: str, chance: random.Random, last: date) -> str:
    if choice == "date":
        return (last - timedelta(days=chance.randrange(70, 900))).strftime("%m/%d/%Y")
    if choice.startswith("n:"):
        low, high = choice[2:].split("-")
        return str(chance.randint(int(low), int(high)))
    return chance.choice(choice.split("|"))
