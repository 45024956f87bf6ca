"""How often audits and passage readings are right, measured against gold labels."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from rapidfuzz import fuzz

from extractor.cases import CaseFiles, find_cases, read_case, read_documents
from extractor.errors import CaseError, UsageError
from extractor.model.audit import Audit, ElementResult, Evidence, Status
from extractor.pipeline import Engine, audit_case, load_engine, passage_evidence

_DETERMINED = (Status.MET, Status.NOT_MET, Status.CONFLICTING)
_SAME = 80


class Passage(BaseModel):
    """A bare passage; further keys (labels) are allowed and not read."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    text: str
    section: str | None = None


def read_passages(file: Path) -> list[Passage]:
    """Read passages from a JSON lines file. Raises UsageError naming the line that is not one."""
    if not file.is_file():
        raise UsageError(f"{file}: no such file.")
    passages: list[Passage] = []
    try:
        # Not splitlines(): a passage may hold a form feed or another line separator of its own.
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"{file}: cannot be read as UTF-8 text.") from None
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                passages.append(Passage.model_validate_json(line))
            except ValidationError:
                raise UsageError(f"{file} line {number}: is not a passage with `id` and `text`.") from None
    return passages


def passage_line(engine: Engine, passage: Passage) -> dict[str, Any]:
    """Return the evidence found in a passage: element, stance and quote."""
    found = passage_evidence(engine, passage.text, passage.section or "")
    return {
        "id": passage.id,
        "evidence": [
            {"element": element, "stance": finding.stance.value, "quote": quote}
            for element, items in found.items()
            for finding, quote in items
        ],
    }


def _fold(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()


def same_passage(quote: str, gold: str) -> bool:
    """Tell whether two quotes overlap, allowing for OCR slips and a longer or shorter cut."""
    a, b = _fold(quote), _fold(gold)
    return bool(a and b) and (a in b or b in a or fuzz.partial_ratio(a, b) >= _SAME)


def _hit(evidence: Evidence, gold: Sequence[Evidence]) -> bool:
    return any(
        evidence.page == g.page and evidence.document == g.document and same_passage(evidence.quote, g.quote)
        for g in gold
    )


def _elements(audit: Audit) -> dict[str, ElementResult]:
    return {f"{c.id}.{e.id}": e for c in audit.criteria for e in c.elements}


def compare(pairs: Iterable[tuple[Audit, Audit]]) -> dict[str, Any]:
    """Return the figures over (audit, gold) pairs: accuracies, F1 per status and element, evidence hits."""
    confusion: Counter[tuple[str, str]] = Counter()
    elements: dict[str, Counter[bool]] = defaultdict(Counter)
    cases: Counter[str] = Counter()
    evidence: Counter[str] = Counter()
    for audit, gold in pairs:
        cases["cases"] += 1
        for field in ("pathway", "request", "overall"):
            cases[field] += getattr(audit, field) == getattr(gold, field)
        said = _elements(audit)
        for name, truth in _elements(gold).items():
            mine = said.get(name) or ElementResult(id=name, status=Status.NOT_DOCUMENTED)
            confusion[truth.status.value, mine.status.value] += 1
            elements[truth.id][truth.status is mine.status] += 1
            if truth.status in _DETERMINED:
                hits = [e for e in mine.evidence if _hit(e, truth.evidence)]
                evidence.update(determined=1, found=bool(hits), cited=len(mine.evidence), right=len(hits))
    total = sum(confusion.values())
    n = max(cases["cases"], 1)
    not_met = sum(v for (g, _), v in confusion.items() if g != "met")
    return {
        "cases": cases["cases"],
        **{f"{f}_accuracy": round(cases[f] / n, 3) for f in ("pathway", "request", "overall")},
        "elements": total,
        "element_accuracy": round(sum(v for (g, s), v in confusion.items() if g == s) / max(total, 1), 3),
        "false_met_rate": round(
            sum(v for (g, s), v in confusion.items() if g != "met" and s == "met") / max(not_met, 1), 3
        ),
        "status_f1": {s.value: _f1(confusion, s.value) for s in (*_DETERMINED, Status.NOT_DOCUMENTED)},
        "evidence_recall": round(evidence["found"] / max(evidence["determined"], 1), 3),
        "evidence_precision": round(evidence["right"] / max(evidence["cited"], 1), 3),
        "per_element": {k: f"{v[True]}/{v[True] + v[False]}" for k, v in sorted(elements.items())},
    }


def _f1(confusion: Counter[tuple[str, str]], status: str) -> float:
    right = confusion[status, status]
    said = sum(v for (_, s), v in confusion.items() if s == status)
    true = sum(v for (g, _), v in confusion.items() if g == status)
    return round(2 * right / max(said + true, 1), 3)


def _gold_of(files: CaseFiles) -> Path | None:
    found = next((p.parent / "gold.json" for p in files.documents), None)
    return found if found and found.is_file() else None


def _read_gold(path: Path) -> Audit:
    try:
        return Audit.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(p) for p in first["loc"]) or "top level"
        raise UsageError(f"{path}: is not a gold label: {place}: {first['msg']}.") from None
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}).") from None


def evaluate_cases(
    gold: Path, policy: str, ocr: str = "auto", *, rules_only: bool = False
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Audit the cases below ``gold`` that have a gold.json and compare; return figures and problems.

    A case or a file of it that cannot be read is a problem, told in one sentence; such a case is not in the
    figures. Raises UsageError when there is no labelled case or a label is wrong.
    """
    labelled = [(c, label) for c in find_cases([gold]) if (label := _gold_of(c))]
    if not labelled:
        raise UsageError(f"{gold}: holds no case with a gold.json.")
    truths = [_read_gold(label) for _, label in labelled]
    engine = load_engine(policy, rules_only=rules_only)
    pairs: list[tuple[Audit, Audit]] = []
    problems: list[str] = []
    for (files, _), truth in zip(labelled, truths, strict=True):
        try:
            case = read_case(files)
            documents, unread = read_documents(files, "auto" if ocr == "auto" else None)
        except CaseError as error:
            problems.append(str(error))
            continue
        problems.extend(f"{files.name}/{u.name}: {u.problem}." for u in unread)
        pairs.append((audit_case(engine, case, documents), truth))
    return compare(pairs), tuple(problems)


def table(figures: dict[str, Any]) -> str:
    """Return the figures as aligned lines."""
    lines: list[str] = []
    for name, value in figures.items():
        if isinstance(value, dict):
            lines.append(f"{name}:")
            lines.extend(f"  {k:<24} {v}" for k, v in value.items())
        else:
            lines.append(f"{name:<26} {value}")
    return "\n".join(lines)
