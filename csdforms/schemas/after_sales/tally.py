"""The tally of a questionnaire: what many responses to it say together.

Only completed responses (访问结果 完成) count. Shares and rates are fractions; a rate without a
base is ``None``, never 0 or 100%. An average leaves blanks and 不适用 out and states its ``n``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from csdforms.errors import InvalidData
from csdforms.schemas.after_sales.after_sales_questionnaire import (
    UNREACHED,
    AfterSalesQuestionnaire,
)
from csdforms.schemas.after_sales.question import LEVELS, SEVERAL, Answer, Question, plain
from csdforms.schemas.checking import Finding
from csdforms.schemas.figures import ratio, shares
from csdforms.schemas.rules import repeated

__all__ = [
    "DETRACTOR",
    "OVERALL",
    "PROMOTER",
    "OptionTally",
    "ProblemTally",
    "QuestionTally",
    "Tally",
    "best_levels",
    "tally",
]

#: Options of a level scale, counted from the best, that count as satisfied.
SATISFIED = 2
OVERALL = "总体满意"
#: Marks from 0 to 10 of those who recommend, at least, and of those who advise against, at most.
PROMOTER, DETRACTOR = 9, 6


@dataclass(frozen=True, slots=True)
class OptionTally:
    """How often an option was chosen (选项人数), and by what share of the respondents (占比)."""

    key: str
    text: str
    count: int
    share: Decimal | None


@dataclass(frozen=True, slots=True)
class QuestionTally:
    """The answers to one question; ``n`` respondents answered it, and are the base of shares.

    Shares of a multiple choice add to more than 100%, the others to exactly 100.00%.
    """

    question_no: str
    question_text: str
    n: int
    #: 平均分, after reversal.
    mean: Decimal | None
    #: 满意度: the sum of the scores over ``n`` times the maximum.
    satisfaction: Decimal | None
    #: 满意率: the share of the two best levels.
    satisfied_rate: Decimal | None
    #: 净推荐值, for the question on recommending.
    nps: Decimal | None
    options: tuple[OptionTally, ...]


@dataclass(frozen=True, slots=True)
class ProblemTally:
    """How often a class of problems was named, and its 问题发生率 over all valid responses."""

    question_no: str
    key: str
    text: str
    count: int
    rate: Decimal


@dataclass(frozen=True, slots=True)
class Tally:
    """The results of a survey."""

    questionnaire_no: str
    #: 发放数, 回收数, 有效数.
    issued: int | None
    returned: int
    valid: int
    #: 回收率 and 有效率.
    return_rate: Decimal | None
    valid_rate: Decimal | None
    questions: tuple[QuestionTally, ...]
    #: 满意率, 整体满意度 and NPS of the survey.
    satisfied_rate: Decimal | None
    satisfaction: Decimal | None
    nps: Decimal | None
    #: 高频问题, the most frequent first.
    problems: tuple[ProblemTally, ...]


@dataclass(frozen=True, slots=True)
class _Sums:
    """What has to be added up before dividing; sums of several questions add up too."""

    n: int = 0
    score: Decimal = Decimal(0)
    most: Decimal = Decimal(0)
    levels: int = 0
    satisfied: int = 0
    marks: int = 0
    promoters: int = 0
    detractors: int = 0

    def __add__(self, other: _Sums) -> _Sums:
        return _Sums(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    @property
    def satisfaction(self) -> Decimal | None:
        return ratio(self.score, self.most)

    @property
    def satisfied_rate(self) -> Decimal | None:
        return ratio(self.satisfied, self.levels)

    @property
    def nps(self) -> Decimal | None:
        return ratio(self.promoters - self.detractors, self.marks)


def tally(
    questionnaire: AfterSalesQuestionnaire,
    responses: Iterable[AfterSalesQuestionnaire],
    *,
    issued: int | None = None,
    problem_questions: Collection[str] | None = None,
) -> Tally:
    """Return the results of the responses to a questionnaire.

    ``issued`` is how many were sent or called. A refusal or a call that reached nobody is not
    returned. 满意率 and 整体满意度 are those of the questions on 总体满意, of all scored
    questions where there is none. The classes of problems are the options of
    ``problem_questions``, of all multiple choices if not said.

    Raises:
        InvalidData: if a response is to another questionnaire, if one comes twice, or if more
            were returned than issued.
    """
    responses = list(responses)
    returned = [each for each in responses if each.interview_result not in UNREACHED]
    findings = [*_strangers(questionnaire, responses)]
    if issued is not None and len(returned) > issued:
        text = f"回收 {len(returned)} 份，多于发放数，请核对。"
        findings.append(Finding("issued", "发放数", text, given=str(issued)))
    if findings:
        raise InvalidData(questionnaire.title(), findings)
    valid = [each.answers_by_no() for each in returned if each.interview_result == "完成"]
    asked = [
        (question, [answers.get(plain(question.question_no)) for answers in valid])
        for question in questionnaire.questions
    ]
    sums = [(question, _sums(question, answers)) for question, answers in asked]
    overall = [one for question, one in sums if question.quality_dimension == OVERALL]
    satisfaction = sum(overall or [one for _, one in sums], _Sums())
    return Tally(
        questionnaire_no=questionnaire.questionnaire_no,
        issued=issued,
        returned=len(returned),
        valid=len(valid),
        return_rate=None if issued is None else ratio(len(returned), issued),
        valid_rate=ratio(len(valid), len(returned)),
        questions=tuple(
            _question(question, answers, one)
            for (question, answers), (_, one) in zip(asked, sums, strict=True)
        ),
        satisfied_rate=satisfaction.satisfied_rate,
        satisfaction=satisfaction.satisfaction,
        nps=sum((one for _, one in sums), _Sums()).nps,
        problems=_problems(asked, len(valid), problem_questions),
    )


def _strangers(
    questionnaire: AfterSalesQuestionnaire, responses: Sequence[AfterSalesQuestionnaire]
) -> Iterator[Finding]:
    """Yield the responses that must not be counted with the others."""
    again = set(repeated(response.response_no for response in responses))
    for place, response in enumerate(responses, start=1):
        if response.questionnaire_no != questionnaire.questionnaire_no:
            text = "这份答卷属于另一份问卷，不能合并统计。"
            path = f"responses.{place}.questionnaire_no"
            yield Finding(path, "问卷编号", text, given=response.questionnaire_no)
        if place in again:
            text = "答卷编号重复，请只留一份。"
            path = f"responses.{place}.response_no"
            yield Finding(path, "答卷编号", text, given=response.response_no)


def _answered(question: Question, answers: Iterable[Answer | None]) -> list[Answer]:
    """Return the answers that say something: neither blank nor 不适用."""
    return [
        answer
        for answer in answers
        if answer is not None and question.is_answered(answer) and not answer.is_not_applicable
    ]


def _sums(question: Question, answers: Iterable[Answer | None]) -> _Sums:
    scores = [score for answer in answers if (score := question.score(answer)) is not None]
    if not scores:
        return _Sums()
    levels = question.question_type in LEVELS
    best = best_levels(question)
    recommends = question.question_type == "NPS"
    return _Sums(
        n=len(scores),
        score=sum(scores, Decimal(0)),
        most=len(scores) * max(question.scores),
        levels=len(scores) if levels else 0,
        satisfied=sum(score in best for score in scores) if levels else 0,
        marks=len(scores) if recommends else 0,
        promoters=sum(score >= PROMOTER for score in scores) if recommends else 0,
        detractors=sum(score <= DETRACTOR for score in scores) if recommends else 0,
    )


def best_levels(question: Question) -> Sequence[Decimal]:
    """Return the scores of the levels that count as satisfied: the two best."""
    return sorted(question.scores, reverse=True)[:SATISFIED]


def _question(question: Question, answers: Iterable[Answer | None], sums: _Sums) -> QuestionTally:
    answered = _answered(question, answers)
    counts = _counts(question, answered)
    portions: Sequence[Decimal | None] = (
        [ratio(count, len(answered)) for count in counts]
        if question.question_type in SEVERAL
        else shares(counts)
    )
    return QuestionTally(
        question_no=question.question_no,
        question_text=question.question_text,
        n=len(answered),
        mean=ratio(sums.score, sums.n),
        satisfaction=sums.satisfaction,
        satisfied_rate=sums.satisfied_rate,
        nps=sums.nps,
        options=tuple(
            OptionTally(option.key or "", option.text, count, share)
            for option, count, share in zip(question.offered, counts, portions, strict=True)
        ),
    )


def _counts(question: Question, answers: Iterable[Answer]) -> list[int]:
    chosen = [question.chosen(answer) for answer in answers]
    return [sum(option in options for options in chosen) for option in question.offered]


def _problems(
    asked: Iterable[tuple[Question, Sequence[Answer | None]]],
    valid: int,
    problem_questions: Collection[str] | None,
) -> tuple[ProblemTally, ...]:
    wanted = None if problem_questions is None else {plain(each) for each in problem_questions}
    found: list[ProblemTally] = []
    for question, answers in asked:
        number = question.question_no
        if question.question_type != "多选" if wanted is None else plain(number) not in wanted:
            continue
        counts = _counts(question, _answered(question, answers))
        found += [
            ProblemTally(number, option.key or "", option.text, count, Decimal(count) / valid)
            for option, count in zip(question.offered, counts, strict=True)
            if count
        ]
    return tuple(sorted(found, key=lambda problem: -problem.count))
