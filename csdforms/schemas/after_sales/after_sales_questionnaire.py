"""售后服务调查问卷: what customers are asked after a service, and what one of them answered.

Manual section 2.5, flows 2.7, 2.9 and 5.7. 售后服务专员 designs it, 主管 approves; it is sent a day
or two after the service, or read out by telephone. Without answers the sheet is the definition,
to be filled in by hand; with answers it is one customer's response. Results over many responses
(module ``tally``) stand behind the questions of a sheet that is computed.

Sources: satisfaction sheets with five and four levels, ten-point sheets that ask a reason beside
each mark, call-back rules with their rates.

>>> from csdforms.schemas.after_sales import AfterSalesQuestionnaire
>>> AfterSalesQuestionnaire.title(), AfterSalesQuestionnaire.section
('售后服务调查问卷', '2.5')
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Annotated

from csdforms.schemas import settings
from csdforms.schemas.after_sales import question_bank
from csdforms.schemas.after_sales.question import END, Answer, Question, plain, skipped
from csdforms.schemas.after_sales.question_line import LevelLine, QuestionLine
from csdforms.schemas.after_sales.survey_results import (
    OptionResult,
    ProblemResult,
    QuestionResult,
    SurveyResults,
    disagreements,
)
from csdforms.schemas.fields import customer, service, sheet, survey
from csdforms.schemas.form import Questionnaire, Row, computed
from csdforms.schemas.labels import Group, Label, PrintedAs
from csdforms.schemas.provenance import ProvenanceBox
from csdforms.schemas.rules import (
    Problem,
    error,
    in_order,
    not_future,
    requires,
    warning,
)

#: Results of a survey in which nothing came back.
UNREACHED = ("拒访", "联系不上")
#: Answers to an open question that say that there is nothing.
NOTHING = frozenset(
    (
        "无", "没", "没有", "暂无", "暂时没有", "没有了", "没有问题", "没问题", "无问题",
        "都解决了", "已解决", "已全部解决", "均已解决", "全部解决", "不清楚",
    )
)  # fmt: skip
_SIGNS = re.compile(r"[\W_]+")
#: Boxes about the person; filled in only when a question asks for it.
PERSONAL = ("gender", "age_group", "education", "residence", "income_level")


class DimensionScore(Row):
    """The score of one quality_dimension over its answered questions."""

    quality_dimension: survey.Dimension
    answer_count: survey.AnswerCount
    average_score: survey.AverageScore | None = None
    score_rate: survey.ScoreRate | None = None


class AfterSalesQuestionnaire(
    Questionnaire, title="售后服务调查问卷", section="2.5", number="questionnaire_no"
):
    """Questions on one service, and one customer's answers to them."""

    printed_through = frozenset({"questions", "answers"})

    questionnaire_no: Annotated[survey.QuestionnaireNo, PrintedAs("问卷编号", "编号")]
    version: survey.Version | None = None
    questionnaire_title: survey.QuestionnaireTitle | None = None
    greeting: survey.Greeting | None = None
    instructions: survey.Instructions | None = None
    privacy_note: survey.PrivacyNote | None = None
    thanks: survey.Thanks | None = None
    survey_purpose: survey.Purpose | None = None
    survey_method: survey.Method
    issued_on: survey.IssuedOn | None = None
    answer_due_on: Annotated[survey.AnswerDueOn, PrintedAs("截止日期")] | None = None
    questions: Annotated[
        tuple[Question, ...], Group("题目", "题目列表 问卷内容", at_least=1, at_most=200)
    ] = question_bank.QUESTIONS

    response_no: survey.ResponseNo | None = None
    anonymous: survey.Anonymous | None = None
    customer_name: (
        Annotated[
            customer.CustomerName,
            PrintedAs(
                "客户姓名",
                "姓名 您的姓名 您的称呼 被调查人 被调查者 被调查单位 调查对象 受访单位 受访对象",
                "被访问者 答卷人 用户单位 客户单位 客户代表",
            ),
        ]
        | None
    ) = None
    phone: (
        Annotated[customer.ContactPhone, PrintedAs("联系电话", *customer.MOBILE_LABELS)] | None
    ) = None
    company: Annotated[survey.Company, PrintedAs("单位")] | None = None
    job_title: Annotated[customer.JobTitle, PrintedAs("职务", "职业")] | None = None
    gender: customer.Gender | None = None
    age_group: survey.AgeGroup | None = None
    education: survey.Education | None = None
    residence: survey.Residence | None = None
    income_level: survey.IncomeLevel | None = None
    customer_type: Annotated[customer.CustomerType, PrintedAs("客户类型", "客户身份")] | None = None
    register_no: service.RegisterNo | None = None
    service_type: (
        Annotated[service.ServiceType, PrintedAs("服务类型", "办理业务 维修项目 维修类型")] | None
    ) = None
    service_on: service.ServiceOn | None = None
    product_model: (
        Annotated[
            service.ProductModel,
            PrintedAs(
                "产品型号",
                "产品 产品名称 购买产品 使用产品 所购产品 购买型号 使用机型",
            ),
        ]
        | None
    ) = None
    usage_years: survey.UsageYears | None = None
    answers: Annotated[
        tuple[Answer, ...],
        Group("答案", "答题 答题记录 作答情况 回答情况 答卷内容", at_most=200),
    ] = ()
    open_suggestions: (
        Annotated[
            survey.OpenSuggestions,
            PrintedAs("意见和建议", "改进建议 改善建议 希望改进 需要改进的方面"),
        ]
        | None
    ) = None
    interview_result: survey.InterviewResult | None = None
    interviewed_by: survey.InterviewedBy | None = None
    answered_on: survey.AnsweredOn | None = None
    duration_minutes: survey.DurationMinutes | None = None
    follow_up_needed: survey.FollowUpNeeded | None = None
    results: Annotated[SurveyResults, Label("答卷统计")] | None = None
    question_results: Annotated[tuple[QuestionResult, ...], Group("各题结果", at_most=200)] = ()
    option_results: Annotated[tuple[OptionResult, ...], Group("选项统计")] = ()
    problem_results: Annotated[tuple[ProblemResult, ...], Group("高频问题")] = ()
    provenance: ProvenanceBox | None = None

    prepared_by: sheet.PreparedBy
    prepared_on: sheet.PreparedOn

    # The response

    @property
    def is_response(self) -> bool:
        """Whether somebody answered, or was asked to: the sheet is then no mere definition."""
        marks = (self.response_no, self.interview_result, self.answered_on)
        return bool(self.answers) or any(mark is not None for mark in marks)

    def answers_by_no(self) -> dict[str, Answer]:
        """Return the answers by the number of their question, the first where there are two."""
        found: dict[str, Answer] = {}
        for answer in self.answers:
            if answer.question_no is not None:
                found.setdefault(plain(answer.question_no), answer)
        return found

    def pairs(self) -> list[tuple[Question, Answer | None]]:
        """Return every question with its answer."""
        answers = self.answers_by_no()
        return [(each, answers.get(plain(each.question_no or ""))) for each in self.questions]

    def _scored(self) -> Iterator[tuple[Question, Decimal]]:
        for question, answer in self.pairs():
            score = question.score(answer)
            if score is not None:
                yield question, score

    @computed
    def total_score(
        self,
    ) -> (
        Annotated[
            survey.TotalScore,
            PrintedAs(
                "总分",
                "总得分 综合得分 总体得分 总评分 合计得分 满意度总分 满意度评分 问卷得分 问卷总分",
            ),
        ]
        | None
    ):
        """The weighted score out of 100; questions without a score drop out of both sums."""
        reached = most = Decimal(0)
        for question, score in self._scored():
            weight = Decimal(1) if question.weight is None else question.weight
            reached += score * weight
            most += max(question.scores) * weight
        return reached / most * 100 if most else None

    @computed
    def dimension_scores(self) -> Annotated[tuple[DimensionScore, ...], Group("维度得分")]:
        """The mean of each dimension's answered questions, in the order of the questions."""
        found: dict[survey.DimensionWord, list[tuple[Decimal, Decimal]]] = {}
        for question, score in self._scored():
            if question.quality_dimension is not None:
                found.setdefault(question.quality_dimension, []).append(
                    (score, max(question.scores))
                )
        return tuple(_dimension_score(name, scores) for name, scores in found.items())

    @computed
    def is_answered_late(self) -> survey.IsAnsweredLate | None:
        """Whether the answers came after the last day."""
        if self.answered_on is None or self.answer_due_on is None:
            return None
        return self.answered_on > self.answer_due_on

    def proposed(self) -> Mapping[str, object]:
        """Propose the words of the sheet; of a response its result, and whether to call back."""
        words = dict(question_bank.WORDS)
        if not self.answers:
            return words
        by_itself = self.survey_method not in (None, "电话")
        return {
            **words,
            "interview_result": "完成" if by_itself else None,
            "follow_up_needed": self._has_low_score() or self._has_unsolved_problem(),
        }

    def _has_low_score(self) -> bool:
        share = settings.current().follow_up_share
        return any(score <= share * max(question.scores) for question, score in self._scored())

    def _has_unsolved_problem(self) -> bool:
        """Whether the answers on the outcome, written or yes and no, leave a problem open."""
        for question, answer in self.pairs():
            if question.quality_dimension != "解决效果" or answer is None:
                continue
            written = _SIGNS.sub("", plain(answer.answer_text or ""))
            if question.question_type == "填空" and written and written not in NOTHING:
                return True
            bad = "是" if question.reverse else "否"
            keys = [option.key for option in question.chosen(answer)]
            if question.question_type == "是否" and not question.is_scored and bad in keys:
                return True
        return False

    # The paper

    @computed
    def screening_questions(self) -> Annotated[tuple[QuestionLine, ...], Group("甄别与基本信息题")]:
        """What is asked before the survey proper."""
        return _lines(self.pairs(), "甄别", "基本信息")

    @computed
    def level_questions(self) -> Annotated[tuple[LevelLine, ...], Group("评分题")]:
        """The ratings on the usual five levels, as a matrix."""
        return tuple(
            LevelLine.of(question, answer)
            for question, answer in self.pairs()
            if question.section == "评分" and question.is_matrix
        )

    @computed
    def scale_questions(self) -> Annotated[tuple[QuestionLine, ...], Group("其他评分题")]:
        """The ratings on other scales."""
        others = [pair for pair in self.pairs() if not pair[0].is_matrix]
        return _lines(others, "评分")

    @computed
    def choice_questions(self) -> Annotated[tuple[QuestionLine, ...], Group("选择题")]:
        """The questions with options to choose from."""
        return _lines(self.pairs(), "选择")

    @computed
    def open_questions(self) -> Annotated[tuple[QuestionLine, ...], Group("开放题")]:
        """The questions answered in words."""
        return _lines(self.pairs(), "开放")

    # What is wrong

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield the problems of the definition, and those of the response if there is one."""
        yield from in_order(self, "issued_on", "answer_due_on")
        yield from self._definition()
        if self.is_response:
            yield from self._respondent()
            yield from self._course(today)
            yield from self._answers()
        valid = None if self.results is None else self.results.valid_count
        numbers = {plain(each.question_no) for each in self.questions if each.question_no}
        rows = (self.question_results, self.option_results, self.problem_results)
        yield from disagreements(valid, numbers, *rows)

    def _definition(self) -> Iterator[Problem]:
        places: dict[str, int] = {}
        for place, question in enumerate(self.questions, start=1):
            number = plain(question.question_no or "")
            if number and places.setdefault(number, place) != place:
                yield error(f"questions.{place}.question_no", "题号重复，请换一个。")
        for place, question in enumerate(self.questions, start=1):
            for line, skip in enumerate(question.skip_to, start=1):
                if skip.target in (None, END):
                    continue
                path = f"questions.{place}.skip_to.{line}.target"
                target = places.get(plain(skip.target))
                if target is None:
                    yield error(path, f"没有这个题号，请填后面的题号或“{END}”。")
                elif target <= place:
                    yield error(path, "只能往后跳，请填后面的题号。")

    def _respondent(self) -> Iterator[Problem]:
        reached = self.interview_result not in UNREACHED
        yield from requires(self, "response_no", because="这是一份答卷")
        yield from requires(self, "anonymous", when=reached, because="这是一份答卷")
        if self.anonymous:
            for name in ("customer_name", "phone"):
                if getattr(self, name) is not None:
                    yield error(name, "匿名答卷不记姓名和电话，请删去。")
        asked = "".join(question.question_text or "" for question in self.questions)
        for name in PERSONAL:
            label = self.label_of(name)
            if getattr(self, name) is not None and label not in asked:
                yield warning(name, f"问卷没有问“{label}”，不要登记多余的个人信息。")

    def _course(self, today: dt.date) -> Iterator[Problem]:
        by_phone = self.survey_method == "电话"
        yield from requires(self, "interview_result", when=by_phone, because="这是电话调查")
        yield from in_order(self, "service_on", "answered_on")
        yield from in_order(self, "issued_on", "answered_on")
        yield from not_future(self, "answered_on", today=today, severity="warning")
        done = self.interview_result in (None, "完成")
        yield from requires(self, "answers", when=done, because="这是一份答卷")
        if self.interview_result in UNREACHED and self.answers:
            yield warning("interview_result", "没有访到客户，却有答案，请核对。")

    def _answers(self) -> Iterator[Problem]:
        known = {plain(each.question_no): each for each in self.questions if each.question_no}
        answers = self.answers_by_no()
        passed = skipped(self.questions, answers)
        for place, answer in enumerate(self.answers, start=1):
            if answer.question_no is None:
                continue
            path = f"answers.{place}"
            number = plain(answer.question_no)
            question = known.get(number)
            if question is None:
                yield error(f"{path}.question_no", "问卷里没有这个题号，请核对。")
                continue
            if answers[number] is not answer:
                yield error(f"{path}.question_no", "这一题答了两次，请只留一次。")
            if number in passed and question.is_answered(answer):
                yield warning(f"{path}.question_no", "按前面的答案应跳过这一题，请核对。")
            for problem in question.objections(answer):
                yield dataclasses.replace(problem, path=f"{path}.{problem.path}")
        if self.interview_result == "完成":
            yield from self._unanswered(answers, passed)

    def _unanswered(
        self, answers: Mapping[str, Answer], passed: frozenset[str]
    ) -> Iterator[Problem]:
        """Required questions must be answered, unless a screening answer leaps over them."""
        open_ones = [
            question.question_no
            for question in self.questions
            if question.required
            and question.question_no
            and plain(question.question_no) not in passed
            and not question.is_answered(answers.get(plain(question.question_no)))
        ]
        if open_ones:
            yield error("answers", f"必答题没有答：{'、'.join(open_ones)}。")


def _lines(
    pairs: Iterable[tuple[Question, Answer | None]], *sections: str
) -> tuple[QuestionLine, ...]:
    return tuple(
        QuestionLine.of(question, answer)
        for question, answer in pairs
        if question.section in sections
    )


def _dimension_score(
    name: survey.DimensionWord, scores: list[tuple[Decimal, Decimal]]
) -> DimensionScore:
    """Average what has one scale; over different scales only the rate has a meaning."""
    reached = sum((score for score, _ in scores), Decimal(0))
    most = sum((top for _, top in scores), Decimal(0))
    same = len({top for _, top in scores}) == 1
    return DimensionScore.model_construct(
        quality_dimension=name,
        answer_count=len(scores),
        average_score=reached / len(scores) if same else None,
        score_rate=reached / most if most else None,
    )
