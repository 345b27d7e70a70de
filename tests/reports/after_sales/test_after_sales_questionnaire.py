"""售后服务调查问卷 computed: the tally of manual §2.5, by hand and against the forms' own tally."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reports.after_sales.sheets import computed
from reports.kept import item

from csdforms.errors import InvalidData
from csdforms.reports.after_sales.after_sales_questionnaire import charts
from csdforms.reports.period import Period
from csdforms.reports.sources.kept import Document
from csdforms.schemas.after_sales.after_sales_questionnaire import AfterSalesQuestionnaire
from csdforms.schemas.after_sales.tally import tally
from csdforms.schemas.checking import examine

FORM = "after_sales_questionnaire"
NO = "WJ-1"
QUESTIONS: list[dict[str, Any]] = [
    {
        "question_no": "1", "quality_dimension": "总体满意", "question_text": "总体",
        "question_type": "评分5级", "allow_na": True,
    },
    {
        "question_no": "2", "quality_dimension": "费用合理", "question_text": "擅自加项",
        "question_type": "评分5级", "reverse": True,
    },
    {
        "question_no": "3", "question_text": "不满意的环节", "question_type": "多选",
        "options": [{"text": "态度"}, {"text": "技术"}, {"text": "等待"}],
    },
    {
        "question_no": "4", "quality_dimension": "推荐意愿", "question_text": "推荐",
        "question_type": "NPS",
    },
    {
        "question_no": "5", "question_text": "还会选择吗", "question_type": "单选",
        "options": [{"text": "会"}, {"text": "说不准"}, {"text": "不会"}],
    },
    {"question_no": "6", "question_text": "建议", "question_type": "填空"},
]  # fmt: skip
BLANK = {
    "questionnaire_no": NO, "survey_method": "电话", "questions": QUESTIONS,
    "prepared_on": "2026-02-20",
}  # fmt: skip


def response(number: int, answers: dict[str, Any], **boxes: Any) -> Document:
    rows = [
        {"question_no": no, **({"number": said} if no == "4" else {"choices": said})}
        for no, said in answers.items()
    ]
    data = {
        **BLANK, "response_no": f"R-{number}", "answers": rows, "interview_result": "完成",
        "answered_on": "2026-03-20", **boxes,
    }  # fmt: skip
    return item(FORM, data, number=f"answer-{number}")


def form_of(*sheets: Document, **said: Any) -> Any:
    return computed(FORM, [item(FORM, BLANK), *sheets], **{"survey": NO, **said}).form


def question(form: Any, number: str) -> Any:
    return next(row for row in form.question_results if row.question_no == number)


def test_responses_that_came_back_and_that_are_valid() -> None:
    results = ["完成", "完成", "中止", "不合格样本", "拒访", "联系不上"]
    sheets = [
        response(number, {"1": ["满意"]}, interview_result=result)
        for number, result in enumerate(results)
    ]
    other = {"questionnaire_no": "WJ-2"}
    sheets += [
        response(9, {"1": ["满意"]}, **other),
        response(8, {"1": ["满意"]}, answered_on="2026-04-01"),
        response(0, {"1": ["一般"]}),  # filed anew: the last counts
    ]
    found = form_of(*sheets, issued=8).results
    assert (found.issued_count, found.returned_count, found.valid_count) == (8, 4, 2)
    assert (found.response_rate, found.valid_rate) == (Decimal("0.5"), Decimal("0.5"))
    assert form_of(*sheets).results.response_rate is None
    assert question(form_of(*sheets), "1").average_score == Decimal("3.5")
    with pytest.raises(InvalidData):  # more came back than were sent
        form_of(*sheets, issued=3)


def test_a_question_is_averaged_over_its_answers_and_divided_by_the_maximum() -> None:
    marks = [["非常满意"], ["满意"], ["不满意"], ["不适用"]]
    sheets = [response(number, {"1": mark}) for number, mark in enumerate(marks)]
    form = form_of(*sheets, response(9, {"2": ["非常不满意"]}))
    row = question(form, "1")
    assert (row.answer_count, row.average_score) == (3, Decimal(11) / 3)  # 5 ＋ 4 ＋ 2
    # The trap of the sheets that print (sum ÷ people) × 100 %: here that would be 366.67 %.
    assert row.score_rate == Decimal(11) / 15
    assert row.satisfaction_rate == Decimal(2) / 3
    assert form.results.overall_satisfaction_rate == Decimal(11) / 15
    assert form.results.satisfaction_rate == Decimal(2) / 3
    row = question(form, "2")
    assert (row.answer_count, row.average_score) == (1, 5)  # reversed: 5 ＋ 1 － 1
    assert row.satisfaction_rate == 1


def test_net_promoters_are_those_above_eight_less_those_below_seven() -> None:
    sheets = [response(mark, {"4": mark}) for mark in (10, 9, 8, 7, 6, 0)]
    form = form_of(*sheets, response(99, {"4": 10}))
    assert form.results.net_promoter_rate == Decimal(1) / 7  # 3 － 2 of 7
    assert question(form, "4").net_promoter_rate == Decimal(1) / 7
    assert question(form, "1").net_promoter_rate is None


def test_shares_of_a_multiple_choice_are_of_those_who_answered_others_make_a_hundred() -> None:
    sheets = [
        response(1, {"3": ["A", "C"], "5": ["A"]}),
        response(2, {"3": ["C"], "5": ["B"]}),
        response(3, {"5": ["C"]}),
    ]
    form = form_of(*sheets)
    rows = [
        (row.question_no, row.text, row.choice_count, row.share)
        for row in form.option_results
        if row.question_no in "35"
    ]
    assert rows == [
        ("3", "态度", 1, Decimal("0.5")), ("3", "技术", 0, 0), ("3", "等待", 2, 1),
        ("5", "会", 1, Decimal("0.3334")), ("5", "说不准", 1, Decimal("0.3333")),
        ("5", "不会", 1, Decimal("0.3333")),
    ]  # fmt: skip
    # Problems are counted over all valid responses, the most frequent first.
    assert [(row.text, row.problem_count, row.problem_rate) for row in form.problem_results] == [
        ("等待", 2, Decimal(2) / 3),
        ("态度", 1, Decimal(1) / 3),
    ]
    named = form_of(*sheets, problem_questions=("5",)).problem_results
    assert [row.text for row in named] == ["会", "说不准", "不会"]


def test_nothing_came_back() -> None:
    form = form_of()
    assert (form.results.returned_count, form.results.valid_count) == (0, 0)
    assert form.results.valid_rate is form.results.overall_satisfaction_rate is None
    assert form.results.net_promoter_rate is None
    assert {row.share for row in form.option_results} == {None}
    assert form.problem_results == ()
    assert charts(form) == ()
    with pytest.raises(InvalidData):
        computed(FORM)


def test_a_version_of_a_later_day_changes_nothing() -> None:
    swapped = [{**QUESTIONS[1], "question_no": "1"}, {**QUESTIONS[0], "question_no": "2"}]
    later = item(FORM, {**BLANK, "prepared_on": "2026-05-01", "questions": swapped})
    form = form_of(response(1, {"1": ["满意"], "2": ["非常满意"]}), later)
    assert [(row.question_text, row.average_score) for row in form.question_results[:2]] == [
        ("总体", 4), ("擅自加项", 1),
    ]  # fmt: skip


def test_another_question_of_the_same_number_is_left_out() -> None:
    marks = [{**QUESTIONS[0], "question_type": "评分10分"}]
    sheets = [
        response(1, {"1": ["满意"]}),
        response(2, {"1": ["9"]}, questions=marks),
        response(3, {"1": ["一般"]}),
    ]
    sheet = computed(FORM, [item(FORM, BLANK), *sheets], survey=NO)
    row = question(sheet.form, "1")
    assert (row.answer_count, row.average_score) == (2, Decimal("3.5"))  # (4 ＋ 3) ÷ 2, without 9
    assert row.satisfaction_rate == Decimal("0.5")
    assert "另有1个不同" in sheet.cells["question_results.1.answer_count"].formula
    assert "另有" not in sheet.cells["question_results.2.answer_count"].formula


def test_an_option_is_counted_by_its_words_not_by_its_letter() -> None:
    turned = [{**QUESTIONS[4], "options": [{"text": "不会"}, {"text": "说不准"}, {"text": "会"}]}]
    fewer = [{**QUESTIONS[4], "options": [{"text": "不会"}, {"text": "会"}]}]
    form = form_of(
        response(1, {"5": ["会"]}),
        response(2, {"5": ["C"]}, questions=turned),  # 会
        response(3, {"5": ["B"]}, questions=fewer),  # 会 of two: another question
    )
    rows = [(row.text, row.choice_count) for row in form.option_results if row.question_no == "5"]
    assert rows == [("会", 2), ("说不准", 0), ("不会", 0)]
    assert question(form, "5").answer_count == 2


def test_an_unknown_questionnaire_is_refused() -> None:
    with pytest.raises(InvalidData) as refused:
        form_of(response(1, {"1": ["满意"]}), survey="WJ-404")
    (finding,) = refused.value.findings
    assert (finding.path, "WJ-404" in finding.message) == ("survey", False)
    with pytest.raises(InvalidData):  # it was not there by then
        form_of(period=Period.of(dt.date(2026, 1, 1), dt.date(2026, 1, 31)))
    # Where there is no questionnaire at all, nothing can be mistaken for another.
    form: Any = computed(FORM, survey="WJ-404").form
    assert (form.results.surveyed_no, form.results.valid_count) == ("WJ-404", 0)


def test_the_sheet_is_the_questionnaire_and_nobodys_answers() -> None:
    sheet = computed(FORM, [response(1, {"1": ["满意"]})], survey=NO)
    form: Any = sheet.form
    assert (form.results.surveyed_no, len(form.questions)) == (NO, 6)
    assert not form.is_response
    (chart,) = charts(form)
    assert (chart.categories, list(chart.series[0].values)) == (["1 总体"], [1])
    ((record, value),) = sheet.cells["question_results.1.answer_count"].records()
    assert (record.kind, record.number, record.items, value) == (
        "调查答卷", "R-1", ("answer-1",), 1,
    )  # fmt: skip


LEVEL = st.sampled_from(["非常满意", "满意", "一般", "不满意", "非常不满意"]).map(lambda one: [one])
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "1": LEVEL | st.just(["不适用"]),
        "2": LEVEL,
        "3": st.lists(st.sampled_from("ABC"), min_size=1, max_size=3, unique=True),
        "4": st.integers(0, 10),
        "5": st.sampled_from("ABC").map(lambda one: [one]),
    },
)
RESULTS = st.sampled_from(["完成", "完成", "中止", "拒访"])


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(ANSWERS, RESULTS), max_size=8), st.randoms(use_true_random=False))
def test_the_forms_own_tally_says_the_same_in_any_order(
    given_: list[tuple[dict[str, Any], str]], random: Any
) -> None:
    sheets = [
        response(number, answers, interview_result=result)
        for number, (answers, result) in enumerate(given_)
    ]
    typed = [examine(AfterSalesQuestionnaire, sheet["data"])[0] for sheet in sheets]
    exact = tally(examine(AfterSalesQuestionnaire, BLANK)[0], typed)
    random.shuffle(sheets)
    form = form_of(*sheets)
    results = form.results
    assert (results.returned_count, results.valid_count) == (exact.returned, exact.valid)
    assert results.satisfaction_rate == exact.satisfied_rate
    assert results.overall_satisfaction_rate == exact.satisfaction
    assert results.net_promoter_rate == exact.nps
    for row, one in zip(form.question_results, exact.questions, strict=True):
        assert (row.answer_count, row.average_score) == (one.n, one.mean)
        assert (row.score_rate, row.satisfaction_rate) == (one.satisfaction, one.satisfied_rate)
        assert row.net_promoter_rate == one.nps
    options = [option for one in exact.questions for option in one.options]
    assert [(row.choice_count, row.share) for row in form.option_results] == [
        (option.count, option.share) for option in options
    ]
    assert [(row.text, row.problem_count, row.problem_rate) for row in form.problem_results] == [
        (one.text, one.count, one.rate) for one in exact.problems
    ]


def test_a_period_in_two_parts_adds_up() -> None:
    sheets = [
        response(day, {"3": ["A"]}, answered_on=f"2026-03-{day:02}") for day in (1, 15, 16, 31)
    ]
    days = [dt.date(2026, 3, day) for day in (1, 15, 16, 31)]
    parts = [
        form_of(*sheets, period=Period.of(*pair)).results.valid_count
        for pair in (days[:2], days[2:])
    ]
    assert parts == [2, 2]
    assert form_of(*sheets).results.valid_count == 4
