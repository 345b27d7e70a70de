"""What the answers to questions come to: means, shares, satisfaction, problems (manual §2.5)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from csdforms.reports.figure import Figure, ratio, worked
from csdforms.reports.rows import Rows
from csdforms.reports.sources.answers import Answers, wording
from csdforms.schemas import figures
from csdforms.schemas.after_sales.question import LEVELS, SEVERAL, Question, plain
from csdforms.schemas.after_sales.tally import DETRACTOR, OVERALL, PROMOTER

__all__ = ["of_options", "of_problems", "of_question", "of_survey", "own_answers"]

_NPS = "NPS"


def own_answers(answers: Answers, rows: Rows, question: Question) -> Rows:
    """Return those of the answers that answer a question, as it is worded.

    Of another version of the questionnaire a question of this number may be another question.
    """
    number = question.question_no
    said = f"第{number}题"
    numbered = rows.where(answers.question.isin(plain(number)), said)
    own = answers.wording.isin(wording(question))
    other = len(numbered.where(~own, said))
    return numbered.where(
        own, f"题目与本卷相同（另有{other}个不同，不计）" if other else "题目与本卷相同"
    )


def of_question(answers: Answers, own: Rows, question: Question) -> dict[str, Any]:
    """Return the line of a question; what its type has no figure for is left out."""
    line: dict[str, Any] = {
        "question_no": question.question_no,
        "question_text": question.question_text,
        "answer_count": own.count(),
    }
    if question.is_scored:
        scored = own.where(answers.score.known(), "有得分")
        line["average_score"] = ratio(
            "得分之和 ÷ 有得分的回答数",
            得分之和=scored.total(answers.score, "得分"),
            回答数=scored.count(),
        )
        line["score_rate"] = _reached(answers, scored)
    if question.question_type in LEVELS:
        line["satisfaction_rate"] = _satisfied(answers, own)
    if question.question_type == _NPS:
        line["net_promoter_rate"] = _promoters(answers, own)
    return line


def of_options(answers: Answers, own: Rows, question: Question) -> list[dict[str, Any]]:
    """Return a line for each option; shares are of those who answered the question."""
    counts = [
        own.where(answers.ticks(option.text or ""), f"选“{option.key}”").count()
        for option in question.offered
    ]
    shares = (
        [ratio("选项人数 ÷ 答题数", 选项人数=count, 答题数=own.count()) for count in counts]
        if question.question_type in SEVERAL
        else [
            worked(
                "选项人数 ÷ 各选项人数之和，尾差并入最大的一项",
                _share,
                各选项人数=counts,
                位次=place,
            )
            for place in range(len(counts))
        ]
    )
    return [
        {
            "question_no": question.question_no,
            "text": option.text,
            "choice_count": count,
            "share": share,
            **({} if option.key == option.text else {"key": option.key}),
        }
        for option, count, share in zip(question.offered, counts, shares, strict=True)
    ]


def of_survey(answers: Answers, rows: Rows, questions: Sequence[Question]) -> dict[str, Figure]:
    """Return 满意率 and 整体满意度 of the questions on 总体满意, of all scored ones without one."""
    overall = rows
    if any(question.quality_dimension == OVERALL for question in questions):
        overall = rows.where(answers.dimension.isin(OVERALL), f"维度是{OVERALL}")
    return {
        "satisfaction_rate": _satisfied(answers, overall),
        "overall_satisfaction_rate": _reached(answers, overall),
        "net_promoter_rate": _promoters(answers, rows),
    }


def of_problems(
    answers: Answers,
    rows: Rows,
    questions: Sequence[Question],
    valid: Figure,
    wanted: Collection[str] | None,
) -> list[dict[str, Any]]:
    """Return the classes of problems that were named, the most frequent first.

    They are the options of the questions ``wanted``, by number; of all multiple choices by default.
    """
    found = list(_named(answers, rows, questions, valid, wanted))
    return sorted(found, key=lambda line: -line["problem_count"].number())


def _named(
    answers: Answers,
    rows: Rows,
    questions: Sequence[Question],
    valid: Figure,
    wanted: Collection[str] | None,
) -> Iterator[dict[str, Any]]:
    numbers = None if wanted is None else {plain(number) for number in wanted}
    for question in questions:
        if numbers is None and question.question_type != "多选":
            continue
        if numbers is not None and plain(question.question_no) not in numbers:
            continue
        for line in of_options(answers, own_answers(answers, rows, question), question):
            count = line["choice_count"]
            if count.value:
                rate = ratio("问题次数 ÷ 有效答卷数", 问题次数=count, 有效答卷数=valid)
                yield {
                    "question_no": line["question_no"],
                    "text": line["text"],
                    "problem_count": count,
                    "problem_rate": rate,
                }


def _reached(answers: Answers, rows: Rows) -> Figure:
    """Return the sum of the scores over that of their maxima: never more than 100 %."""
    return ratio(
        "得分之和 ÷ 满分之和",
        得分之和=rows.total(answers.score, "得分"),
        满分之和=rows.total(answers.most, "满分"),
    )


def _satisfied(answers: Answers, rows: Rows) -> Figure:
    return ratio(
        "满意以上的回答数 ÷ 分级评分的回答数",
        满意以上=rows.where(answers.is_satisfied, "最好的两级").count(),
        回答数=rows.where(answers.is_level, "分级评分").count(),
    )


def _promoters(answers: Answers, rows: Rows) -> Figure:
    marks = rows.where(answers.is_mark, "推荐意愿")
    promoters = marks.where(answers.score.above(PROMOTER - 1), f"{PROMOTER}分以上")
    above = answers.score.above(DETRACTOR)
    return worked(
        f"（{PROMOTER}分以上－{DETRACTOR}分以下）÷ 推荐意愿的回答数",
        _net,
        推荐者=promoters.count(),
        贬损者=marks.where(~above, f"{DETRACTOR}分以下").count(),
        回答数=marks.count(),
    )


def _net(promoters: int, detractors: int, marks: int) -> Any:
    return figures.ratio(promoters - detractors, marks)


def _share(counts: Sequence[Any], place: int) -> Any:
    return figures.shares(counts)[place]
