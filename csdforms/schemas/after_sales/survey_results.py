"""What many responses to a questionnaire say together, as it is printed behind the questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

from csdforms.schemas.after_sales.question import plain
from csdforms.schemas.fields import figures, survey
from csdforms.schemas.figures import agrees, ratio
from csdforms.schemas.form import Part, Row
from csdforms.schemas.rules import Problem, error, in_order

__all__ = ["OptionResult", "ProblemResult", "QuestionResult", "SurveyResults", "disagreements"]


class SurveyResults(Part):
    """How many responses there are, and what they say of the service as a whole."""

    surveyed_no: survey.SurveyedNo
    period_start: figures.PeriodStart | None = None
    period_end: figures.PeriodEnd | None = None
    issued_count: survey.IssuedCount | None = None
    returned_count: survey.ReturnedCount
    valid_count: survey.ValidCount
    response_rate: survey.ResponseRate | None = None
    valid_rate: survey.ValidRate | None = None
    satisfaction_rate: figures.SatisfactionRate | None = None
    overall_satisfaction_rate: survey.OverallSatisfactionRate | None = None
    net_promoter_rate: survey.NetPromoterRate | None = None

    def follows(self) -> Mapping[str, Decimal | None]:
        """Return the rates that follow from the counts."""
        return {
            "response_rate": ratio(self.returned_count, self.issued_count),
            "valid_rate": ratio(self.valid_count, self.returned_count),
        }

    def proposed(self) -> Mapping[str, object]:
        """Propose the rates, as far as they can be."""
        return {name: rate for name, rate in self.follows().items() if rate is None or rate <= 1}

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield counts above their base, and rates that do not follow from them."""
        yield from in_order(self, "period_start", "period_end")
        for base, part in (("issued_count", "returned_count"), ("returned_count", "valid_count")):
            whole, some = getattr(self, base), getattr(self, part)
            if None not in (whole, some) and some > whole:
                yield error(base, f"少于“{self.label_of(part)}”，请核对。")
        for name, exact in self.follows().items():
            yield from agrees(self, name, exact)


class QuestionResult(Row):
    """The answers to one question: how many gave one, and how they scored."""

    question_no: survey.QuestionNo
    question_text: survey.QuestionText | None = None
    answer_count: survey.AnswerCount
    average_score: survey.AverageScore | None = None
    score_rate: survey.ScoreRate | None = None
    satisfaction_rate: figures.SatisfactionRate | None = None
    net_promoter_rate: survey.NetPromoterRate | None = None


class OptionResult(Row):
    """How often an option was chosen, and by what share of those who answered the question.

    Shares of a multiple choice add to more than 100%, the others to exactly 100.00%.
    """

    question_no: survey.QuestionNo
    key: survey.OptionKey | None = None
    text: survey.OptionText
    choice_count: survey.ChoiceCount
    share: figures.Share | None = None


class ProblemResult(Row):
    """How often a class of problems was named, and its share of all valid responses."""

    question_no: survey.QuestionNo
    text: survey.OptionText
    problem_count: survey.ProblemCount
    problem_rate: survey.ProblemRate | None = None


def disagreements(
    valid: int | None,
    numbers: Collection[str],
    questions: Sequence[QuestionResult],
    options: Sequence[OptionResult],
    problems: Sequence[ProblemResult],
) -> Iterator[Problem]:
    """Yield results of no question, more answers than responses, problems out of order.

    Args:
        valid: the number of valid responses.
        numbers: the questions' numbers, as they are compared.
        questions: the results of the questions.
        options: those of their options.
        problems: the classes of problems, the most frequent first.
    """
    groups: tuple[tuple[str, Sequence[QuestionResult | OptionResult]], ...] = (
        ("question_results", questions),
        ("option_results", options),
    )
    for group, rows in groups:
        for place, row in enumerate(rows, start=1):
            if row.question_no is not None and plain(row.question_no) not in numbers:
                yield error(f"{group}.{place}.question_no", "问卷里没有这个题号，请核对。")
    answered = {row.question_no: row.answer_count for row in questions}
    for place, row in enumerate(questions, start=1):
        if _exceeds(row.answer_count, valid):
            yield error(f"question_results.{place}.answer_count", "多于有效答卷数，请核对。")
    for place, option in enumerate(options, start=1):
        if _exceeds(option.choice_count, answered.get(option.question_no)):
            yield error(f"option_results.{place}.choice_count", "多于这一题的答题数，请核对。")
    for place, problem in enumerate(problems, start=1):
        before = problems[place - 2].problem_count if place > 1 else None
        if _exceeds(problem.problem_count, before):
            yield error(f"problem_results.{place}.problem_count", "应按次数从多到少排列。")
        yield from _rate(problem, place, valid)


def _rate(problem: ProblemResult, place: int, valid: int | None) -> Iterator[Problem]:
    if valid is None:
        return
    for found in agrees(problem, "problem_rate", ratio(problem.problem_count, valid)):
        yield error(f"problem_results.{place}.problem_rate", found.message)


def _exceeds(part: int | None, whole: int | None) -> bool:
    return part is not None and whole is not None and part > whole
