"""View models to HTML: the one template environment, and the content security policy of each file."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from datetime import date
from functools import cache
from hashlib import sha256

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from extractor.model.audit import Audit
from extractor.paths import TEMPLATES
from extractor.report.case import PageChoice, case_view
from extractor.report.patterns import patterns_view
from extractor.report.sources import PageSource, PolicyText
from extractor.report.worklist import CaseSummary, index_view


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@cache
def _own(name: str) -> Markup:
    """Return the page's own CSS or JS, the only text that is not escaped."""
    return Markup((TEMPLATES / name).read_text(encoding="utf-8").replace("\r\n", "\n"))


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


def _render(template: str, script: str, view: object) -> str:
    css, js = _own("report.css"), _own(script)
    policy = (
        f"default-src 'none'; style-src {_hash(css)}; script-src {_hash(js)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return _environment().get_template(template).render(view=view, css=css, js=js, csp=policy)


def render_case(
    audit: Audit,
    policy: PolicyText,
    pages: PageSource,
    choice: PageChoice = "evidence",
    as_of: date | None = None,
) -> str:
    """Return one self-contained HTML file for a case; the same input gives the same bytes.

    ``choice``: which pages get a picture (``evidence``: those with evidence or flags). ``as_of`` is shown.
    """
    return _render("case.html", "report.js", case_view(audit, policy, pages, choice, as_of))


def render_index(summaries: Iterable[CaseSummary], policy: PolicyText) -> str:
    """Return the worklist over cases as one self-contained HTML file."""
    return _render("worklist.html", "worklist.js", index_view(summaries, policy))


def render_patterns() -> str:
    """Return the style guide: every macro in every status, from made-up content."""
    return _render("patterns.html", "report.js", patterns_view())
