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
    day = dt.date(2026, 3, 31)
    first, second = sheet(1), sheet(2, version="2")
    answered = sheet(3, response_no="R-1")
    assert read(first, second, answered).definition("WJ-1", day) is second
    assert read(answered).definition("WJ-1", day) is answered
    assert read(first).definition("WJ-2", day) is None
    assert read().is_nothing_filed
    assert not read(first).is_nothing_filed


def test_a_version_of_a_later_day_is_not_yet_the_questionnaire() -> None:
    first = sheet(1, prepared_on="2026-02-20")
    second = sheet(2, prepared_on="2026-02-20", issued_on="2026-05-01")
    for day, found in ((dt.date(2026, 4, 30), first), (dt.date(2026, 5, 1), second)):
        assert read(first, second).definition("WJ-1", day) is found
    assert read(first).definition("WJ-1", dt.date(2026, 2, 19)) is None


def asked(text: str = "会吗", **boxes: Any) -> str:
    options = [{"text": "会"}, {"text": "不会"}]
    box = {"question_no": "1", "question_text": text, "question_type": "单选", "options": options}
    answers = [{"question_no": "1", "choices": ["会"]}]
    done = {"response_no": "R-1", "interview_result": "完成", "answers": answers}
    found = read(sheet(1, questions=[{**box, **boxes}], **done)).answers
    word = found.wording.at(0)
    assert word is not None
    return word


def test_a_question_is_known_by_what_it_asks() -> None:
    other_letters = [{"text": "不会"}, {"key": "7", "text": "会"}]
    assert asked() == asked(question_no="1", options=other_letters)
    assert asked() == asked("会吗", quality_dimension="其他", weight="2")
    scored = [{"text": "会", "score": "2"}, {"text": "不会", "score": "1"}]
    assert asked(options=scored) == asked(options=[{**scored[0], "score": "2.0"}, scored[1]])
    others = [
        asked("还会吗"), asked(options=scored), asked(question_type="多选"),
        asked(options=[{"text": "会"}, {"text": "说不准"}]), asked(options=scored, reverse=True),
    ]  # fmt: skip
    assert len({asked(), *others}) == 6


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
    assert found.ticks("等待时间 ").tolist() == [False, True, False, False]  # C
    assert found.ticks("技术水平").tolist() == [False] * 4
    assert (found.is_level.tolist(), found.is_satisfied.tolist()) == (
        [True, False, False, False],
        [True, False, False, False],
    )
    assert found.is_mark.tolist() == [False, False, True, False]
    assert found.record(0).number == "R-1"
    assert len(read(sheet(1, **{**done, "interview_result": "中止"})).answers) == 0
