"""Accounts of a treatment: of the outcomes that one account tells, those that it goes on to replace."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from extractor.evidence.findings import Finding
from extractor.model.audit import Stance
from extractor.model.chart import Chart

# Findings at most so many statements apart are one account of the treatment.
_RUN = 3
_Mixed = Literal["later", "supports", "contradicts"]


@dataclass(frozen=True, slots=True)
class Account:
    """A finding with the statement it stands in, for settling one account of a treatment."""

    statement: int
    at: int
    finding: Finding


def settle(chart: Chart, found: Sequence[Account], mixed: _Mixed) -> list[Finding]:
    """Discount, within one account, the outcomes that the same account goes on to replace."""
    runs: list[list[Account]] = []
    last: list[Account] = []
    for account in sorted(found, key=lambda a: (a.statement, a.at)):
        if account.finding.discounted:
            runs.append([account])
            continue
        if last and account.statement - last[-1].statement <= _RUN and _same_place(chart, last[-1], account):
            last.append(account)
        else:
            last = [account]
            runs.append(last)
    settled: list[Finding] = []
    for run in runs:
        if len({a.finding.stance for a in run}) == 2:
            later = mixed == "later" or _turned(chart, run)
            winner = run[-1].finding.stance if later else Stance(mixed)
            run = [
                a
                if a.finding.stance is winner
                else replace(
                    a, finding=replace(a.finding, discounted="the same account says what came of it later")
                )
                for a in run
            ]
        settled.extend(a.finding for a in run)
    return settled


_SINCE = re.compile(
    r"\b(?:since|now|nowadays|currently|lately|these days|this year|but has|has now)\b[^;.]{0,40}$",
    re.IGNORECASE,
)


def _turned(chart: Chart, run: Sequence[Account]) -> bool:
    """Tell whether the last outcome of an account is said to hold since a turn ("since January ...")."""
    statement = chart.statements[run[-1].statement]
    return bool(_SINCE.search(statement.text[: max(0, run[-1].at - statement.start)]))


def _same_place(chart: Chart, a: Account, b: Account) -> bool:
    first, second = chart.statements[a.statement], chart.statements[b.statement]
    return (first.document, first.page, first.encounter) == (second.document, second.page, second.encounter)


def without_bygone(chart: Chart, found: Sequence[Account], bygone: str) -> list[Account]:
    """Discount the failures of earlier treatments in a note that says that the present one works."""

    def past(account: Account) -> bool:
        return any(m.label == bygone for m in chart.statement_mentions(account.statement))

    works = {
        chart.statements[a.statement].encounter
        for a in found
        if not a.finding.discounted and a.finding.stance is Stance.CONTRADICTS and not past(a)
    }
    return [
        replace(a, finding=replace(a.finding, discounted="an earlier treatment; the present one works"))
        if not a.finding.discounted
        and a.finding.stance is Stance.SUPPORTS
        and chart.statements[a.statement].encounter in works
        and past(a)
        else a
        for a in found
    ]
