"""What to ask the provider for: the missing items in the policy's words, with the CERT category of each."""

from __future__ import annotations

from datetime import date
from textwrap import wrap

from extractor.model.audit import (
    GENERAL_TEXT,
    OTHER_PERSON,
    Audit,
    CriterionResult,
    ElementResult,
    Evidence,
    Flag,
    Overall,
    Request,
    Stance,
    Status,
)
from extractor.report import wording
from extractor.report.findings import criterion_texts, element_text, reason_words
from extractor.report.sources import PolicyText
from extractor.report.view import Ask
from extractor.report.wording import one_line

NO_DOCUMENTATION = "No documentation"
INSUFFICIENT = "Insufficient documentation"
MEDICAL_NECESSITY = "Medical necessity"
INCORRECT_CODING = "Incorrect coding"
OTHER = "Other"

# Flags that a provider can answer; all others are for the payer's own staff.
_FLAG_ASKS = {
    "unreadable_page": (INSUFFICIENT, "a legible copy of the page"),
    "misfiled_page": (OTHER, "the member's own page in place of the other person's page, if one was meant"),
    "code_mismatch": (INCORRECT_CODING, "the record that supports the code, or a corrected code"),
    "date_conflict": (OTHER, "a correction or explanation of the dates"),
}
_WIDTH = 92


def asks(audit: Audit, policy: PolicyText) -> tuple[Ask, ...]:
    """Return what is missing in the order of the criteria, then what flags call for; () if nothing is."""
    if audit.overall is Overall.OUT_OF_SCOPE:
        return ()
    items: list[Ask] = []
    texts = criterion_texts(policy)
    for criterion in audit.criteria:
        title, text = texts.get(criterion.id, ("", ""))
        for element in criterion.elements:
            if element.status not in wording.OPEN_STATUSES:
                continue
            words = element_text(policy, criterion.id, element.id)
            name = one_line(words.title) if words else wording.spoken(element.id)
            needed = one_line(words.request_item or words.met_when) if words else name
            items.append(
                Ask(
                    number=len(items) + 1,
                    criterion=one_line(criterion.id),
                    title=name,
                    category=_category(criterion, element),
                    policy_text=one_line(text or title),
                    needed=_needed(element.status, needed),
                    seen=_seen(element),
                )
            )
    for flag in audit.flags:
        if flag.id in _FLAG_ASKS:
            items.append(_flag_ask(flag, policy, len(items) + 1))
    return tuple(items)


def _category(criterion: CriterionResult, element: ElementResult) -> str:
    if element.status is Status.NOT_MET:
        return MEDICAL_NECESSITY
    if element.status is Status.NOT_DOCUMENTED and not element.considered:
        silent = all(e.status is Status.NOT_DOCUMENTED for e in criterion.elements)
        return NO_DOCUMENTATION if silent else INSUFFICIENT
    return INSUFFICIENT


def _needed(status: Status, needed: str) -> str:
    if status is Status.NOT_MET:
        return f"any record that shows otherwise: {needed}"
    if status is Status.CONFLICTING:
        return f"a record that settles which statement holds: {needed}"
    return needed


def _seen(element: ElementResult) -> str:
    if element.status is Status.CONFLICTING:
        sides = []
        for stance in (Stance.SUPPORTS, Stance.CONTRADICTS):
            first = next((e for e in element.evidence if e.stance is stance), None)
            sides += [f"{wording.STANCE[stance].lower()}: {_quoted(first)}"] if first else []
        return "; ".join(sides)
    if element.evidence:
        wanted = Stance.CONTRADICTS if element.status is Status.NOT_MET else Stance.SUPPORTS
        return _quoted(next((e for e in element.evidence if e.stance is wanted), element.evidence[0]))
    own = [e for e in element.considered if e.reason not in (OTHER_PERSON, GENERAL_TEXT)]
    if own:
        return "; ".join(f"{_quoted(e)}: {reason_words(e)}" for e in own[:3])
    strange = next((e for e in element.considered if e.reason == OTHER_PERSON), None)
    if strange is not None:
        # A letter to the provider must not carry another person's words.
        return f"only a page that bears another name ({wording.place(strange.document, strange.page)})"
    return "nothing was found"


def _quoted(evidence: Evidence) -> str:
    dated = f", {wording.day(evidence.date)}" if evidence.date else ""
    return (
        f"\u201c{one_line(evidence.quote)}\u201d ({wording.place(evidence.document, evidence.page)}{dated})"
    )


def _flag_ask(flag: Flag, policy: PolicyText, number: int) -> Ask:
    category, needed = _FLAG_ASKS[flag.id]
    title = wording.flag_title(flag.id, policy.flags)
    where = wording.place(flag.document, flag.page)
    note = "" if flag.id == "misfiled_page" else one_line(flag.note)
    seen = "; ".join(x for x in (where, note) if x)
    return Ask(number, "", title, category, one_line(policy.flags.get(flag.id, "")), needed, seen)


def request_text(audit: Audit, policy: PolicyText) -> str:
    """Return the request as plain text, ready for a letter; '' when nothing is missing."""
    items = asks(audit, policy)
    if not items:
        return ""
    version = ", ".join(x for x in (policy_line(policy),) if x)
    lines = ["Request for additional documentation", ""]
    lines += [f"Case: {one_line(audit.case_id)}"]
    lines += [f"Member: {one_line(audit.member)}"] if audit.member else []
    lines += [f"Policy: {version}", ""]
    subject = {Request.TRIAL: "trial", Request.PERMANENT: "permanent implant"}.get(audit.request, "request")
    lines += _wrap(f"To complete the review of the {subject}, please send or clarify the following.", "")
    for item in items:
        head = " ".join(x for x in (item.criterion, item.title) if x)
        lines += ["", f"{item.number}. {head} [{item.category}]"]
        lines += _wrap(f"Policy: {item.policy_text}", "   ") if item.policy_text else []
        lines += _wrap(f"Needed: {item.needed}", "   ")
        lines += _wrap(f"In the record: {item.seen}", "   ")
    return "\n".join(lines) + "\n"


def policy_line(policy: PolicyText) -> str:
    """Return title, publisher, version and effective date in one line."""
    parts = [one_line(policy.title), one_line(policy.publisher)]
    parts += [f"version {one_line(str(policy.version))}"] if policy.version else []
    parts += [f"effective {effective_day(policy)}"] if policy.effective else []
    return ", ".join(p for p in parts if p)


def effective_day(policy: PolicyText) -> str:
    """Return the policy's effective date in words, whatever type the policy keeps it in."""
    value = policy.effective
    return wording.day(value) if isinstance(value, date) else one_line(str(value or ""))


def _wrap(text: str, indent: str) -> list[str]:
    return wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=indent + ("  " if indent else ""))
