"""What stands behind the questions of a computed questionnaire: each check at its edge."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from csdforms.schemas.after_sales.after_sales_questionnaire import AfterSalesQuestionnaire
from csdforms.schemas.checking import check

SHEET: dict[str, Any] = {
    "questionnaire_no": "WJ-1",
    "survey_method": "电话",
    "prepared_by": "赵敏",
    "prepared_on": "2026-04-01",
    "results": {
        "surveyed_no": "WJ-1", "issued_count": 10, "returned_count": 8, "valid_count": 4,
    },
    "question_results": [{"question_no": "Q1", "answer_count": 4}],
    "option_results": [{"question_no": "Q1", "key": "A", "text": "好", "choice_count": 4}],
    "problem_results": [
        {"question_no": "Q11", "text": "态度", "problem_count": 3, "problem_rate": "0.75"},
        {"question_no": "Q11", "text": "等待", "problem_count": 3},
    ],
}  # fmt: skip


def wrong(**changes: Any) -> set[str]:
    today = dt.date(2026, 4, 1)
    return {found.path for found in check(AfterSalesQuestionnaire, SHEET | changes, today=today)}


def results(**boxes: Any) -> dict[str, Any]:
    return {**SHEET["results"], **boxes}


def test_the_rates_are_proposed() -> None:
    assert wrong() == set()
    form = AfterSalesQuestionnaire.model_validate(SHEET)
    assert form.results is not None
    assert (form.results.response_rate, form.results.valid_rate) == (
        Decimal("0.8"),
        Decimal("0.5"),
    )


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"results": results(issued_count=7)}, "results.issued_count"),
        ({"results": results(returned_count=3, valid_count=4)}, "results.returned_count"),
        ({"results": results(valid_rate="0.51")}, "results.valid_rate"),
        (
            {"results": results(period_start="2026-04-01", period_end="2026-03-01")},
            "results.period_end",
        ),
        (
            {"question_results": [{"question_no": "Q99", "answer_count": 4}]},
            "question_results.1.question_no",
        ),
        (
            {"question_results": [{"question_no": "Q1", "answer_count": 5}]},
            "question_results.1.answer_count",
        ),
        (
            {"option_results": [{"question_no": "Q1", "text": "好", "choice_count": 5}]},
            "option_results.1.choice_count",
        ),
        (
            {"problem_results": [{**SHEET["problem_results"][0], "problem_rate": "0.5"}]},
            "problem_results.1.problem_rate",
        ),
        (
            {"problem_results": [
                {**SHEET["problem_results"][1], "problem_count": 2}, SHEET["problem_results"][0],
            ]},
            "problem_results.2.problem_count",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be(changes: dict[str, Any], path: str) -> None:
    assert wrong(**changes) == {path}


def test_without_a_count_of_responses_a_rate_is_let_be() -> None:
    """Nobody can say what it is a share of."""
    assert wrong(results=results(valid_count=None)) == {"results.valid_count"}
