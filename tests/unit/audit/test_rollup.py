from __future__ import annotations

import pytest

from extractor.audit.rollup import criterion_status, overall_status
from extractor.model.audit import CriterionResult, Overall, Status

M, N, C, D = Status.MET, Status.NOT_MET, Status.CONFLICTING, Status.NOT_DOCUMENTED


@pytest.mark.parametrize(
    ("elements", "expected"),
    [
        ([M, M], M),
        ([M, N, C], N),
        ([M, C, D], C),
        ([D, D], D),
        ([M, D], Status.INCOMPLETE),
    ],
)
def test_a_criterion_rolls_up_by_the_first_rule_that_fits(elements: list[Status], expected: Status) -> None:
    assert criterion_status(elements) is expected


@pytest.mark.parametrize(
    ("criteria", "in_scope", "expected"),
    [
        ([M, Status.NOT_APPLICABLE], True, Overall.SUPPORTED),
        ([M, N], True, Overall.NOT_SUPPORTED),
        ([M, Status.INCOMPLETE], True, Overall.NEEDS_INFORMATION),
        ([M], False, Overall.OUT_OF_SCOPE),
        ([], True, Overall.NEEDS_INFORMATION),
    ],
)
def test_a_case_rolls_up_from_its_criteria(criteria: list[Status], in_scope: bool, expected: Overall) -> None:
    results = [CriterionResult(id=str(n), status=s) for n, s in enumerate(criteria)]
    assert overall_status(results, in_scope=in_scope) is expected
