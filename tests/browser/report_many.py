"""A worklist of many made-up cases."""

from __future__ import annotations

from conftest import _policy

from extractor.model.audit import Overall, Status
from extractor.report import CaseSummary, render_index

STATUSES = (Status.MET, Status.NOT_MET, Status.NOT_DOCUMENTED, Status.CONFLICTING)


def many_cases(count: int) -> str:
    return render_index(
        (
            CaseSummary(
                case_id=f"case-{n:05}-with-a-long-name",
                report=f"case-{n:05}-with-a-long-name/report.html",
                overall=list(Overall)[n % 4],
                request="Permanent implant",
                pathway="Non-malignant pain",
                member=f"Member Number {n}",
                line_of_business="Medicaid",
                criteria=tuple((str(c), STATUSES[(n + c) % 4]) for c in range(1, 6)),
                flags=("misfiled_page", "duplicate_page") if n % 3 == 0 else (),
                pages=n % 300,
            )
            for n in range(count)
        ),
        _policy(),
    )
