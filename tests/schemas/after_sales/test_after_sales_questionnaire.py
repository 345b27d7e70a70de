"""售后服务调查问卷: its rules, scores, proposals, printed lines and the tally."""

from __future__ import annotations

import copy
import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from csdforms.errors import InvalidData
from csdforms.schemas import settings
from csdforms.schemas.after_sales import question_bank
from csdforms.schemas.after_sales.after_sales_questionnaire import AfterSalesQuestionnaire
from csdforms.schemas.after_sales.question import Answer, Option, Question
from csdforms.schemas.after_sales.question_line import LevelLine, QuestionLine
from csdforms.schemas.after_sales.tally import ProblemTally, tally
from csdforms.schemas.checking import check, examine, parse
from csdforms.templates.printing import printed
from csdforms.templates.sheet import Table
from csdforms.templates.sheets.after_sales_questionnaire import SHEET

ROOT = Path(__file__).parents[3]
SAMPLE: dict[str, Any] = json.loads(
    (ROOT / "examples" / "after_sales_questionnaire.json").read_text("utf-8")
)
TODAY = dt.date(2026, 3, 10)
PLACE = {question["question_no"]: i for i, question in enumerate(SAMPLE["questions"])}
HEADER = {
    "questionnaire_no": "WJ-1",
    "survey_method": "现场",
    "prepared_by": "赵敏",
    "prepared_on": "2026-02-25",
}


def sample(**changes: Any) -> dict[str, Any]:
    return copy.deepcopy(SAMPLE) | changes


def problems_of(data: dict[str, Any]) -> set[tuple[str, str]]:
    findings = check(AfterSalesQuestionnaire, data, today=TODAY)
    return {(finding.path, finding.severity) for finding in findings}


def problems(**changes: Any) -> set[tuple[str, str]]:
    return problems_of(sample(**changes))


def asked(number: str, /, **changes: Any) -> set[tuple[str, str]]:
    """Change one question of the sample."""
    data = sample()
    data["questions"][PLACE[number]] |= changes
    return problems_of(data)


def answered(number: str, /, **changes: Any) -> set[tuple[str, str]]:
    """Replace one answer of the sample."""
    data = sample()
    data["answers"][PLACE[number]] = {"question_no": number} | changes
    return problems_of(data)


def at(number: str, field: str, severity: str = "error") -> set[tuple[str, str]]:
    return {(f"answers.{PLACE[number] + 1}.{field}", severity)}


def defined(number: str, field: str) -> tuple[str, str]:
    return (f"questions.{PLACE[number] + 1}.{field}", "error")


def survey(questions: list[dict[str, Any]], **given: Any) -> AfterSalesQuestionnaire:
    draft, _ = examine(AfterSalesQuestionnaire, HEADER | {"questions": questions} | given)
    return draft


def rating(number: str, quality_dimension: str = "服务态度", **more: Any) -> dict[str, Any]:
    question = {
        "question_no": number,
        "quality_dimension": quality_dimension,
        "question_text": f"第{number}题",
    }
    return question | {"question_type": "评分5级"} | more


# The definition


def test_the_sample_has_no_findings() -> None:
    assert check(AfterSalesQuestionnaire, SAMPLE, today=TODAY) == []


def test_the_header_alone_is_a_questionnaire_with_the_proposed_words_and_questions() -> None:
    form = parse(AfterSalesQuestionnaire, HEADER, today=TODAY)
    assert not form.is_response
    words = ["questionnaire_title", "greeting", "privacy_note", "instructions", "thanks"]
    assert {name: getattr(form, name) for name in words} == question_bank.WORDS
    assert [question.question_no for question in form.questions] == [f"Q{n}" for n in range(1, 16)]
    assert [question.seq for question in form.questions] == list(range(1, 16))
    assert form.follow_up_needed is None
    assert form.total_score is None
    assert form.dimension_scores == ()
    assert form.is_answered_late is None


def test_the_bank_asks_ten_ratings_one_multiple_one_single_one_nps_and_two_open_questions() -> None:
    types = [question.question_type for question in question_bank.QUESTIONS]
    assert types == ["评分5级"] * 10 + ["多选", "单选", "NPS", "填空", "填空"]
    dissatisfied = question_bank.QUESTIONS[10]
    assert [option.key for option in dissatisfied.options] == list("ABCDEFG")


def test_the_proposed_words_and_questions_give_way_to_the_departments_own() -> None:
    own = HEADER | {"greeting": "您好！", "questions": [rating("1")]}
    form = parse(AfterSalesQuestionnaire, own, today=TODAY)
    assert (form.greeting, len(form.questions)) == ("您好！", 1)


@pytest.mark.parametrize(
    "name", ["questionnaire_no", "survey_method", "prepared_by", "prepared_on"]
)
def test_the_header_must_be_filled(name: str) -> None:
    assert (name, "error") in problems(**{name: None})


def test_the_last_day_is_not_before_the_first() -> None:
    assert problems(answer_due_on="2026-03-01", issued_on="2026-03-01") == set()
    assert problems(answer_due_on="2026-02-28") == {("answer_due_on", "error")}


def test_question_numbers_are_unique_whatever_their_width_and_case() -> None:
    questions = [rating("a1"), rating("Ａ1")]
    found = check(AfterSalesQuestionnaire, HEADER | {"questions": questions}, today=TODAY)
    assert [finding.path for finding in found] == ["questions.2.question_no"]


def test_a_question_knows_its_section_by_its_type() -> None:
    sections = {
        kind: Question(question_no="1", question_text="题", question_type=kind).section
        for kind in (
            "评分5级",
            "评分4级",
            "评分10分",
            "NPS",
            "单选",
            "多选",
            "是否",
            "排序",
            "填空",
        )
    }
    assert sections == {
        "评分5级": "评分",
        "评分4级": "评分",
        "评分10分": "评分",
        "NPS": "选择",
        "单选": "选择",
        "多选": "选择",
        "是否": "选择",
        "排序": "选择",
        "填空": "开放",
    }


def test_a_scored_question_has_a_dimension() -> None:
    assert asked("1", quality_dimension=None) == {defined("1", "quality_dimension")}
    assert asked("8", quality_dimension=None) == {defined("8", "quality_dimension")}
    assert asked("9", quality_dimension=None) == set()


def test_a_section_holds_the_types_that_belong_there() -> None:
    assert asked("10", section="评分") == {defined("10", "section")}
    assert asked("10", section="选择") == {defined("10", "section")}
    assert asked("1", section="选择") == {defined("1", "section")}
    assert asked("1", section="开放") == {defined("1", "section")}
    assert asked("8", section="评分") == set()


def test_only_scores_can_be_reversed() -> None:
    assert asked("10", reverse=True) == {defined("10", "reverse")}
    assert asked("7", reverse=True) == {defined("7", "reverse")}
    assert asked("1", reverse=True) == set()


def test_a_choice_needs_two_options() -> None:
    assert asked("S2", options=["甲", "乙"]) == set()
    assert defined("S2", "options") in asked("S2", options=["甲"])
    assert defined("S2", "options") in asked("S2", options=None)


def test_options_stand_where_the_type_has_none_of_its_own() -> None:
    for number in ("6", "8", "10"):
        assert defined(number, "options") in asked(number, options=["甲", "乙"])


def test_options_have_scores_all_or_none_and_ratings_always() -> None:
    half = [{"text": "甲", "score": 1}, {"text": "乙"}]
    assert defined("S2", "options") in asked("S2", options=half, quality_dimension="其他")
    assert defined("5", "options") in asked("5", options=["甲", "乙"])
    assert defined("7", "options") in asked(
        "7", options=[{"text": word, "score": 1} for word in "甲乙丙丁戊己"]
    )


def test_option_keys_are_unique_and_letters_where_they_are_missing() -> None:
    question = Question(
        question_no="1",
        question_text="题",
        question_type="单选",
        options=(Option(text="甲"), Option(key="x", text="乙"), Option(text="丙")),
    )
    assert [option.key for option in question.options] == ["A", "x", "C"]
    options = [{"key": "B", "text": "甲"}, {"key": "Ｂ", "text": "乙"}]
    assert defined("S2", "options.2.key") in asked("S2", options=options)


def test_not_applicable_is_no_option() -> None:
    assert defined("S2", "options.2.text") in asked("S2", options=["甲", "不适用", "乙"])


def test_the_limit_of_choices_belongs_to_multiple_choices() -> None:
    assert asked("7", max_choices=6) == set()
    assert asked("7", max_choices=7) == {defined("7", "max_choices")}
    assert asked("S2", max_choices=2) == {defined("S2", "max_choices")}


def test_a_skip_leads_from_an_option_forward() -> None:
    def leap(answer: str, target: str) -> set[tuple[str, str]]:
        return asked("1", skip_to=[{"answer": answer, "target": target}])

    assert leap("非常不满意", "4") == set()
    assert leap("非常不满意", "结束") == set()
    assert leap("很差", "4") == {defined("1", "skip_to.1.answer")}
    assert leap("非常不满意", "1") == {defined("1", "skip_to.1.target")}
    assert leap("非常不满意", "S1") == {defined("1", "skip_to.1.target")}
    assert leap("非常不满意", "99") == {defined("1", "skip_to.1.target")}


# The response


def test_a_response_has_its_number_and_says_whether_it_is_anonymous() -> None:
    assert problems(response_no=None) == {("response_no", "error")}
    assert problems(anonymous=None) == {("anonymous", "error")}


def test_an_anonymous_response_has_neither_name_nor_telephone() -> None:
    assert problems(anonymous=True) == {("customer_name", "error"), ("phone", "error")}
    assert problems(anonymous=True, phone=None) == {("customer_name", "error")}
    assert problems(anonymous=True, customer_name=None, phone=None) == set()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("gender", "女"),
        ("education", "本科"),
        ("residence", "临江市"),
        ("income_level", "不便透露"),
    ],
)
def test_personal_boxes_are_filled_only_when_the_questions_ask(name: str, value: str) -> None:
    assert problems(**{name: value}) == {(name, "warning")}


def test_a_personal_box_that_is_asked_for_may_be_filled() -> None:
    assert problems(age_group="30～44岁") == set()


def test_a_telephone_survey_states_its_result() -> None:
    assert problems(interview_result=None) == {("interview_result", "error")}


def test_without_an_interviewer_a_returned_sheet_is_complete() -> None:
    data = sample(survey_method="邮寄", interview_result=None)
    form = parse(AfterSalesQuestionnaire, data, today=TODAY)
    assert form.interview_result == "完成"


def test_answers_do_not_come_before_the_service_or_the_issue() -> None:
    assert problems(answered_on="2026-03-07") == set()
    assert problems(answered_on="2026-03-06") == {("answered_on", "error")}
    early = problems(service_on=None, answered_on="2026-02-28")
    assert early == {("answered_on", "error")}
    assert problems(issued_on="2026-03-09") == set()


def test_answers_do_not_come_from_the_future() -> None:
    assert problems(answered_on="2026-03-10") == set()
    assert problems(answered_on="2026-03-11") == {("answered_on", "warning")}


@pytest.mark.parametrize(("day", "late"), [("2026-03-31", False), ("2026-04-01", True)])
def test_an_answer_after_the_last_day_is_late(day: str, late: bool) -> None:
    form, _ = examine(AfterSalesQuestionnaire, sample(answered_on=day), today=TODAY)
    assert form.is_answered_late is late


def test_a_complete_response_has_answers_and_a_refused_one_none() -> None:
    assert ("answers", "error") in problems(answers=[])
    assert problems(answers=[], interview_result="拒访", anonymous=None) == set()
    assert problems(interview_result="联系不上") == {("interview_result", "warning")}


def test_answers_belong_to_a_question_once() -> None:
    answers = sample()["answers"]
    unknown = [*answers, {"question_no": "99", "choices": "A"}]
    assert problems(answers=unknown) == {("answers.13.question_no", "error")}
    twice = [*answers, {"question_no": "4", "choices": "满意"}]
    assert problems(answers=twice) == {("answers.13.question_no", "error")}


def test_what_is_chosen_exists_among_the_options() -> None:
    assert answered("1", choices="很好") == at("1", "choices")
    assert answered("7", choices=["C", "G"]) == at("7", "choices")
    assert answered("7", choices="等待时间、配件质量") == set()
    assert answered("5", choices="有，事后说明") == set()


def test_no_more_is_chosen_than_allowed() -> None:
    assert answered("7", choices="A，B,C") == set()
    assert answered("7", choices="A B C D") == at("7", "choices")
    assert answered("1", choices=["满意", "一般"]) == at("1", "choices")
    assert answered("1", choices="满意", number=3) == at("1", "choices")
    assert answered("1", choices="满意", number=4) == set()
    assert answered("7", choices=["C", "等待时间"]) == at("7", "choices")


def test_ten_points_are_one_to_ten() -> None:
    for mark in (1, 10):
        assert answered("6", number=mark, comment="原因") == set()
    for wrong in (0, 11, "1.5"):
        assert answered("6", number=wrong, comment="原因") == at("6", "number")


def test_recommending_is_zero_to_ten() -> None:
    assert answered("8", number=0) == set()
    assert answered("8", choices=10) == set()
    assert answered("8", number=11) == at("8", "number")


def test_not_applicable_is_answered_only_where_allowed_and_alone() -> None:
    assert answered("1", choices="不适用") == at("1", "choices")
    assert answered("3", choices=["不适用", "满意"]) == at("3", "choices")


def test_an_open_question_is_answered_in_words() -> None:
    assert answered("10", choices="A") == at("10", "choices")
    assert answered("10", number=3) == at("10", "number")


def test_a_reason_that_was_asked_for_is_missed() -> None:
    assert answered("6", number=9) == at("6", "comment", "warning")


def test_required_questions_are_answered_when_the_response_is_complete() -> None:
    answers = [each for each in sample()["answers"] if each["question_no"] != "4"]
    assert problems(answers=answers) == {("answers", "error")}
    assert problems(answers=answers, interview_result="中止") == set()
    assert answered("4", comment="没说") == {("answers", "error")}
    optional = [each for each in sample()["answers"] if each["question_no"] != "9"]
    assert problems(answers=optional) == set()


def test_a_screening_answer_leaps_over_required_questions() -> None:
    screened = [{"question_no": "S1", "choices": "否"}]
    assert problems(answers=screened) == set()
    late = [*screened, {"question_no": "4", "choices": "满意"}]
    assert problems(answers=late) == {("answers.2.question_no", "warning")}


def test_a_leap_stops_before_its_target() -> None:
    questions = [
        rating("1", skip_to=[{"answer": "非常满意", "target": "3"}]),
        rating("2", skip_to=[{"answer": "满意", "target": "结束"}]),
        rating("3"),
    ]
    given = HEADER | {"response_no": "1", "anonymous": True, "questions": questions}
    first = [{"question_no": "1", "choices": "非常满意"}]
    third = [{"question_no": "3", "choices": "一般"}]
    assert problems_of(given | {"answers": first + third}) == set()
    assert problems_of(given | {"answers": first}) == {("answers", "error")}


# Scores


@pytest.mark.parametrize(
    ("word", "score"),
    [("非常满意", 5), ("满意", 4), ("一般", 3), ("不满意", 2), ("非常不满意", 1)],
)
def test_five_levels_score_five_to_one_and_reversed_one_to_five(word: str, score: int) -> None:
    answer = Answer(question_no="1", choices=word)
    question = Question.model_validate(rating("1"))
    assert question.score(answer) == score
    assert Question.model_validate(rating("1", reverse=True)).score(answer) == 6 - score
    assert question.score(Answer(question_no="1", number=score)) == score


@pytest.mark.parametrize(
    ("word", "score", "turned"),
    [("满意", 10, 0), ("较满意", 6, 4), ("一般", 2, 8), ("不满意", 0, 10)],
)
def test_four_levels_score_ten_six_two_and_nothing(word: str, score: int, turned: int) -> None:
    answer = Answer(question_no="1", choices=word)
    question = Question.model_validate(rating("1", question_type="评分4级"))
    assert question.score(answer) == score
    reverse = Question.model_validate(rating("1", question_type="评分4级", reverse=True))
    assert reverse.score(answer) == turned


def test_a_mark_means_the_score_and_a_choice_the_key() -> None:
    options = [
        {"key": str(6 - mark), "text": f"级{mark}", "score": mark} for mark in range(5, 0, -1)
    ]
    question = Question.model_validate(rating("1", options=options))
    assert question.score(Answer(question_no="1", number=5)) == 5
    assert question.score(Answer(question_no="1", choices="5")) == 1


@pytest.mark.parametrize(
    ("word", "score"),
    [
        ("很满意", 5),
        ("很不满意", 1),
        ("4分", 4),
        ("4 分", 4),
    ],
)
def test_the_levels_are_read_in_other_words_too(word: str, score: int) -> None:
    question = Question.model_validate(rating("1"))
    assert question.score(Answer(question_no="1", choices=word)) == score


def test_marks_may_be_written_with_their_unit() -> None:
    recommend = Question.model_validate(rating("1", question_type="NPS"))
    assert recommend.score(Answer(question_no="1", choices="9分")) == 9
    assert recommend.score(Answer(question_no="1", number="9分")) == 9
    assert recommend.score(Answer(question_no="1", choices="11分")) is None
    minutes = [{"text": "10分"}, {"text": "10分钟"}]
    wait = Question.model_validate(rating("1", question_type="单选", options=minutes))
    assert [wait.find(each["text"]) for each in minutes] == list(wait.options)


def test_blanks_and_not_applicable_have_no_score() -> None:
    question = Question.model_validate(rating("1", allow_na=True))
    assert question.score(None) is None
    assert question.score(Answer(question_no="1")) is None
    assert question.score(Answer(question_no="1", choices="不适用")) is None


def test_the_total_weighs_what_was_answered_and_leaves_the_rest_out_of_both_sums() -> None:
    # 3/5, twice 5/5, 4/5, 10/10, 9/10, 8/10: 44 of 50; question 3 does not apply.
    form = parse(AfterSalesQuestionnaire, SAMPLE, today=TODAY)
    assert form.total_score == 88
    assert check(AfterSalesQuestionnaire, sample(total_score="88.00"), today=TODAY) == []
    assert problems(total_score="86.00") == {("total_score", "error")}


def test_a_dimension_is_the_mean_of_its_answered_questions() -> None:
    questions = [
        rating("1"),
        rating("2"),
        rating("3", allow_na=True),
        rating("4"),
        rating("5", "解决效果"),
        rating("6", "解决效果", question_type="评分10分"),
        rating("7", "其他"),
        rating("8") | {"quality_dimension": None},  # of no dimension
    ]
    answers = [
        {"question_no": "8", "choices": "不满意"},
        {"question_no": "1", "choices": "非常满意"},
        {"question_no": "2", "choices": "不满意"},
        {"question_no": "3", "choices": "不适用"},
        {"question_no": "5", "choices": "满意"},
        {"question_no": "6", "number": 8},
    ]
    found = survey(questions, answers=answers).dimension_scores
    assert [(each.quality_dimension, each.answer_count) for each in found] == [
        ("服务态度", 2),
        ("解决效果", 2),
    ]
    assert (found[0].average_score, found[0].score_rate) == (Decimal("3.5"), Decimal("0.7"))
    assert found[1].average_score is None  # 5 and 10 points have no common mean
    assert found[1].score_rate == Decimal("0.8")


# Following up


def followed(question: dict[str, Any], **answer: Any) -> bool | None:
    given = [{"question_no": "1"} | answer]
    return survey(
        [{"question_no": "1", "question_text": "题"} | question], answers=given
    ).follow_up_needed


def test_a_score_of_two_fifths_or_less_asks_for_a_follow_up() -> None:
    level = {"question_type": "评分5级"}
    assert followed(level, choices="不满意") is True
    assert followed(level, choices="一般") is False
    assert followed({"question_type": "评分10分"}, number=4) is True
    assert followed({"question_type": "评分10分"}, number=5) is False
    assert followed(level | {"reverse": True}, choices="满意") is True


def test_the_share_that_asks_for_a_follow_up_is_a_setting() -> None:
    with settings.use(settings.Settings(follow_up_share=Decimal("0.6"))):
        assert followed({"question_type": "评分5级"}, choices="一般") is True


def test_an_unsolved_problem_asks_for_a_follow_up() -> None:
    written = {"question_type": "填空", "quality_dimension": "解决效果"}
    assert followed(written, answer_text="还在漏水") is True
    for nothing in (
        "没有。",
        "没有问题！",
        "没问题",
        "无问题",
        "均已解决。",
        "全部解决",
        "不清楚",
        "／",
    ):
        assert followed(written, answer_text=nothing) is False
    assert followed(written, answer_text="没有解决") is True
    assert followed({"question_type": "填空"}, answer_text="还在漏水") is False
    solved = {"question_type": "是否", "quality_dimension": "解决效果"}
    assert followed(solved, choices="否") is True
    assert followed(solved, choices="是") is False
    assert followed(solved | {"reverse": True}, choices="是") is True


def test_the_proposal_to_follow_up_may_be_changed() -> None:
    kept = sample(follow_up_needed=True)
    assert parse(AfterSalesQuestionnaire, kept, today=TODAY).follow_up_needed is True
    proposed = sample(follow_up_needed=None)
    assert parse(AfterSalesQuestionnaire, proposed, today=TODAY).follow_up_needed is False


# The paper


def test_a_rating_is_one_line_of_the_matrix_with_one_level_ticked() -> None:
    lines = parse(AfterSalesQuestionnaire, SAMPLE, today=TODAY).level_questions
    assert [line.question_no for line in lines] == ["1", "2", "3", "4"]
    first, second, third, _ = lines
    marks = (
        first.mark_very_satisfied,
        first.mark_satisfied,
        first.mark_neutral,
        first.mark_dissatisfied,
    )
    assert (*marks, first.mark_very_dissatisfied) == ("□", "□", "☑", "□", "□")
    assert (first.mark_not_applicable, first.comment) == ("—", "两天后才上门")
    assert third.mark_not_applicable == "☑"
    assert second.question_text == "＊服务人员的礼貌和耐心"


def test_other_questions_print_their_whole_row_of_options() -> None:
    form = parse(AfterSalesQuestionnaire, SAMPLE, today=TODAY)
    screening, age = form.screening_questions
    assert screening.reply == "☑是 □否"
    assert screening.question_text == "＊您最近一个月是否接受过我们的上门服务？（选“否”即结束）"
    assert age.reply == "□A 30岁以下 ☑B 30～44岁 □C 45～59岁 □D 60岁及以上"
    own, points = form.scale_questions
    assert own.reply == "☑A 没有 □B 有，事后说明 □C 有，没有说明"
    assert points.reply == "□10 ☑9 □8 □7 □6 □5 □4 □3 □2 □1"
    assert points.question_text == "＊漏水问题的解决程度，请打 1 到 10 分（请说明原因）"
    worst, recommend = form.choice_questions
    assert worst.question_text == "这次服务中您最不满意的环节有哪些？（多选；限选 3 项）"
    assert worst.comment == "专柜电话没人接"
    assert recommend.reply == "□10 □9 ☑8 □7 □6 □5 □4 □3 □2 □1 □0"
    assert [line.reply for line in form.open_questions] == [
        "没有。",
        "专柜和售后的电话希望随时有人接听。",
    ]


def test_nothing_on_the_customer_s_part_tells_how_answers_are_scored() -> None:
    form = survey([rating("1", reverse=True, weight=3)])
    assert form.level_questions[0].question_text == "＊第1题"
    printed = (
        column.path
        for part in SHEET.parts
        if isinstance(part, Table) and part.group.endswith("_questions")
        for column in part.columns
    )
    assert "quality_dimension" not in {*printed}


def test_the_usual_words_explain_nothing_that_is_not_asked() -> None:
    assert "排序" not in question_bank.WORDS["instructions"]


@pytest.mark.parametrize(
    ("label", "name"),
    [("产品规格", "product_model"), ("手机号码", "phone"), ("顾客手机号", "phone")],
)
def test_other_labels_find_their_box(label: str, name: str) -> None:
    assert AfterSalesQuestionnaire.labels().find(label) == (name,)


def test_a_ranking_prints_the_rank_of_each_option() -> None:
    ranking = {"question_no": "1", "question_text": "请排序", "question_type": "排序"}
    form = survey(
        [ranking | {"options": ["态度", "技术", "速度"]}],
        answers=[{"question_no": "1", "choices": ["C", "A"]}],
    )
    (line,) = form.choice_questions
    assert line.reply == "（2）A 态度 （　）B 技术 （1）C 速度"


def test_boxes_that_a_department_adds_to_a_question_or_an_answer_are_printed() -> None:
    for kind, group in (("评分5级", "level_questions"), ("填空", "open_questions")):
        question = rating("1", question_type=kind) | {"出处": "老问卷"}
        form = survey([question], answers=[{"question_no": "1", "语气": "平和"}])
        (line,) = getattr(form, group)
        assert [(box.label, box.value) for box in line.extra] == [
            ("出处", "老问卷"),
            ("语气", "平和"),
        ]


def test_every_question_is_printed_once_and_the_blank_sheet_is_not_ticked() -> None:
    form = parse(AfterSalesQuestionnaire, HEADER, today=TODAY)
    lines: list[LevelLine | QuestionLine] = [
        *form.screening_questions,
        *form.level_questions,
        *form.scale_questions,
        *form.choice_questions,
        *form.open_questions,
    ]
    assert [line.question_no for line in lines] == [f"Q{n}" for n in range(1, 16)]
    assert "☑" not in "".join(line.model_dump_json() for line in lines)


# The tally

TALLIED = [
    rating("1", "总体满意"),
    rating("2", "服务态度", reverse=True),
    {
        "question_no": "3",
        "quality_dimension": "推荐意愿",
        "question_text": "推荐",
        "question_type": "NPS",
    },
    {
        "question_no": "4",
        "question_text": "不满意的环节",
        "question_type": "多选",
        "options": ["态度", "技术", "等待"],
        "required": False,
    },
]


def response(number: int, overall: str, turned: str, mark: int, *named: str) -> dict[str, Any]:
    answers: list[dict[str, Any]] = [
        {"question_no": "1", "choices": overall},
        {"question_no": "2", "choices": turned},
        {"question_no": "3", "number": mark},
    ]
    if named:
        answers.append({"question_no": "4", "choices": list(named)})
    return {"response_no": f"R{number}", "anonymous": True, "answers": answers}


RESPONSES = [
    survey(TALLIED, **response(1, "非常满意", "非常不满意", 10, "B")),
    survey(TALLIED, **response(2, "满意", "不满意", 9, "B", "C")),
    survey(TALLIED, **response(3, "非常不满意", "非常满意", 3, "C", "B")),
    survey(TALLIED, response_no="R4", interview_result="中止", answers=[]),
    survey(TALLIED, response_no="R5", interview_result="联系不上"),
]
DEFINITION = survey(TALLIED)


def test_the_tally_counts_what_came_back_and_what_is_valid() -> None:
    result = tally(DEFINITION, RESPONSES, issued=8)
    assert (result.issued, result.returned, result.valid) == (8, 4, 3)
    assert result.return_rate == Decimal("0.5")
    assert result.valid_rate == Decimal("0.75")


def test_overall_satisfaction_is_divided_by_the_maximum_too() -> None:
    result = tally(DEFINITION, RESPONSES)
    # (5 + 4 + 1) over 3 × 5; the sum over the heads alone would say 333%.
    assert result.satisfaction == Decimal(10) / 15
    assert result.satisfied_rate == Decimal(2) / 3
    overall, turned, _, _ = result.questions
    assert overall.n == 3
    assert overall.mean == Decimal(10) / 3
    assert overall.satisfaction == Decimal(10) / 15
    assert turned.mean == Decimal(10) / 3  # 5, 4, 1 after reversal
    assert turned.satisfied_rate == Decimal(2) / 3


def test_without_an_overall_question_all_scores_make_the_satisfaction() -> None:
    questions = [rating("1"), rating("2", question_type="评分10分")]
    answers = [{"question_no": "1", "choices": "满意"}, {"question_no": "2", "number": 6}]
    one = survey(questions, response_no="1", answers=answers)
    result = tally(survey(questions), [one])
    assert result.satisfaction == Decimal(10) / 15
    assert result.satisfied_rate == 1


def test_nps_is_promoters_less_detractors() -> None:
    marks = [10, 9, 8, 7, 6, 0, 3, 9]
    returned = [
        survey(TALLIED, **response(place, "满意", "一般", mark)) for place, mark in enumerate(marks)
    ]
    result = tally(DEFINITION, returned)
    assert result.nps == 0  # 3 of 8 less 3 of 8
    assert tally(DEFINITION, returned[:5]).nps == Decimal("0.2")  # 2 of 5 less 1 of 5
    assert result.questions[2].nps == 0
    assert result.questions[0].nps is None


def test_shares_of_one_choice_add_to_a_hundred_percent() -> None:
    overall = tally(DEFINITION, RESPONSES).questions[0]
    assert [option.count for option in overall.options] == [1, 1, 0, 0, 1]
    shares = [option.share for option in overall.options]
    assert shares == [Decimal("0.3334"), Decimal("0.3333"), 0, 0, Decimal("0.3333")]


def test_shares_of_several_choices_are_of_the_respondents() -> None:
    named = tally(DEFINITION, RESPONSES).questions[3]
    assert named.n == 3
    assert [option.count for option in named.options] == [0, 3, 2]
    assert [option.share for option in named.options] == [0, 1, Decimal(2) / 3]


def test_problems_are_counted_over_all_valid_responses_the_most_frequent_first() -> None:
    quiet = survey(TALLIED, **response(6, "满意", "一般", 8))
    result = tally(DEFINITION, [*RESPONSES, quiet])
    assert result.problems == (
        ProblemTally("4", "B", "技术", 3, Decimal("0.75")),
        ProblemTally("4", "C", "等待", 2, Decimal("0.5")),
    )
    assert tally(DEFINITION, RESPONSES, problem_questions=()).problems == ()


def test_blanks_and_not_applicable_stay_out_of_the_mean() -> None:
    questions = [rating("1", allow_na=True)]
    answers = ("满意", "不适用", None)
    returned = [
        survey(questions, response_no=str(n), answers=[{"question_no": "1", "choices": each}])
        for n, each in enumerate(answers)
    ]
    question = tally(survey(questions), returned).questions[0]
    assert question.n == 1
    assert question.mean == 4


def test_a_rate_without_a_base_is_none() -> None:
    result = tally(DEFINITION, [], issued=0)
    assert (result.returned, result.valid) == (0, 0)
    assert result.return_rate is result.valid_rate is None
    assert result.satisfaction is result.satisfied_rate is result.nps is None
    assert result.questions[0].mean is result.questions[0].options[0].share is None
    assert result.problems == ()
    assert tally(DEFINITION, RESPONSES).return_rate is None


def test_the_tally_refuses_what_must_not_be_counted() -> None:
    stranger = survey(TALLIED, questionnaire_no="WJ-2", response_no="9", interview_result="中止")
    with pytest.raises(InvalidData) as refused:
        tally(DEFINITION, [RESPONSES[0], RESPONSES[0], stranger], issued=2)
    assert [finding.path for finding in refused.value.findings] == [
        "responses.2.response_no",
        "responses.3.questionnaire_no",
        "issued",
    ]


# Whatever is given


def garbled(draw: st.DrawFn, value: Any) -> Any:
    """Return the data with parts of it replaced by garbage or left out."""
    fate = draw(st.integers(0, 9))
    if fate == 0:
        return draw(st.sampled_from([None, "", 7, "乱填", [], {}, [3], {"a": 1}, True, 2.5]))
    if isinstance(value, dict):
        return {
            key: garbled(draw, inner) for key, inner in value.items() if draw(st.integers(0, 9))
        }
    if isinstance(value, list):
        return [garbled(draw, inner) for inner in value if draw(st.integers(0, 9))]
    return value


@st.composite
def garbage(draw: st.DrawFn) -> Any:
    return {key: garbled(draw, value) for key, value in SAMPLE.items() if draw(st.integers(0, 9))}


@hypothesis_settings(max_examples=50, deadline=None)
@given(garbage())
def test_checking_survives_garbage(data: dict[str, Any]) -> None:
    draft, _ = examine(AfterSalesQuestionnaire, data, today=TODAY)
    for name, spec in type(draft).specs().items():
        if spec.computed:
            getattr(draft, name)


def test_a_response_survives_the_way_through_json() -> None:
    form = parse(AfterSalesQuestionnaire, SAMPLE, today=TODAY)
    again = AfterSalesQuestionnaire.model_validate_json(form.model_dump_json())
    assert again == form
    assert parse(AfterSalesQuestionnaire, json.loads(form.model_dump_json()), today=TODAY) == form


def test_a_scale_that_may_not_apply_has_a_box_for_that() -> None:
    question = rating("1") | {"question_type": "评分10分", "allow_na": True}
    draft = examine(AfterSalesQuestionnaire, {"questions": [question]}, today=TODAY)[0]
    assert (draft.scale_questions[0].reply or "").endswith("□1 □不适用")


def test_a_leap_that_is_only_half_filled_in_leads_nowhere_and_prints_nothing() -> None:
    half = rating("1", skip_to=[{"answer": "非常满意"}, {"target": "2"}])
    given = HEADER | {"response_no": "1", "anonymous": True, "questions": [half, rating("2")]}
    answers = [{"question_no": "1", "choices": "非常满意"}]
    draft, findings = examine(AfterSalesQuestionnaire, given | {"answers": answers}, today=TODAY)
    missing = {finding.path for finding in findings if finding.is_error}
    assert {"questions.1.skip_to.1.target", "questions.1.skip_to.2.answer"} <= missing
    assert "跳至" not in str(printed(draft))
