"""What is read out of questionnaires: which sheets are responses, and what they answer."""

from __future__ import annotations

import datetime as dt
from typing import Any

from reports.kept import Memory, item

from csdforms.reports.sources import Sources
from csdforms.reports.sources.kept import Document
from csdforms.reports.sources.surveys import Responses

FORM = "after_sales_questionnaire"


def sheet(number: int, **boxes: Any) -> Document:
    data = {"questionnaire_no": "WJ-1", "survey_method": "电话", **boxes}
    return item(FORM, data, number=f"item-{number}")


def read(*sheets: Document) -> Responses:
    return Sources(Memory(forms=sheets)).responses


def test_a_blank_sheet_and_a_tally_are_no_responses() -> None:
    found = read(
        sheet(1, prepared_on="2026-02-01"),
        sheet(
            2,
            results={"returned_count": 3, "valid_count": 3},
            answered_on="2026-03-01",
            provenance={},
        ),
        sheet(3, interview_result="拒访", issued_on="2026-03-01"),
        sheet(4, response_no="R-4", interview_result="完成", answered_on="2026-03-02"),
        sheet(5, response_no="R-4", interview_result="中止", answered_on="2026-03-03"),
    )
    assert [one.number for one in found.responses] == ["item-3", "R-4"]
    assert [found.on.at(place) for place in range(2)] == [
        dt.date(2026, 3, 1),
        dt.date(2026, 3, 3),
    ]
    assert found.is_returned.tolist() == [False, True]
    assert found.is_valid.tolist() == [False, False]
    assert repr(found.responses[0]) == "Response('item-3')"


def test_the_definition_is_the_last_blank_sheet_else_the_last_response() -> None:
    first, second = sheet(1), sheet(2, version="2")
    answered = sheet(3, response_no="R-1")
    assert read(first, second, answered).definition("WJ-1") is second
    assert read(answered).definition("WJ-1") is answered
    assert read(first).definition("WJ-2") is None


def test_only_what_says_something_is_an_answer() -> None:
    answers = [
        {"question_no": "Q3", "choices": ["4"]},  # a level by its score
        {"question_no": "Q3", "choices": ["1"]},  # answered twice: the first counts
        {"question_no": "q6", "choices": ["不适用"]},
        {"question_no": "Q11", "choices": ["A", "C"]},
        {"question_no": "Q13", "number": "9"},
        {"question_no": "Q14", "answer_text": "没有"},
        {"question_no": "Q99", "choices": ["满意"]},
        {"question_no": "Q1"},
    ]
    done = {"response_no": "R-1", "interview_result": "完成", "answers": answers}
    found = read(sheet(1, **done)).answers
    assert [found.question.at(row) for row in range(len(found))] == ["q3", "q11", "q13", "q14"]
    assert [found.score.at(row) for row in range(4)] == [4, None, 9, None]
    assert [found.most.at(row) for row in range(4)] == [5, None, 10, None]
    assert found.ticks("c").tolist() == [False, True, False, False]
    assert found.ticks("Z").tolist() == [False] * 4
    assert (found.is_level.tolist(), found.is_satisfied.tolist()) == (
        [True, False, False, False],
        [True, False, False, False],
    )
    assert found.is_mark.tolist() == [False, False, True, False]
    assert found.record(0).number == "R-1"
    assert len(read(sheet(1, **{**done, "interview_result": "中止"})).answers) == 0
