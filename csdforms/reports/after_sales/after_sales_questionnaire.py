"""售后服务调查问卷 computed: what the responses of a period say together (manual §2.5).

The sheet is the questionnaire as it was sent, with the results behind its questions. Only completed
responses (完成) are counted; a refusal or a call that reached nobody did not come back. The sheet's
number is the report's own; the results say which questionnaire they are of.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from csdforms.errors import InvalidData
from csdforms.reports.after_sales.survey_figures import (
    of_options,
    of_problems,
    of_question,
    of_survey,
    own_answers,
)
from csdforms.reports.charts.chart import Chart, Series
from csdforms.reports.figure import ratio, worked
from csdforms.reports.request import Data, Option, Report, Request
from csdforms.reports.rows import Rows
from csdforms.schemas import figures
from csdforms.schemas.after_sales.after_sales_questionnaire import AfterSalesQuestionnaire
from csdforms.schemas.after_sales.question import OPEN
from csdforms.schemas.checking import Finding, examine
from csdforms.schemas.types import Integer, Items, Line

__all__ = ["REPORT", "charts", "compute"]

_SURVEY = Option("survey", "统计问卷", Line(60), help="统计哪一份问卷的答卷：问卷编号")
_ISSUED = Option("issued", "发放数", Integer(), help="发出或拨打了多少份，用来计算回收率")
_PROBLEMS = Option(
    "problem_questions", "问题题号", Items(), help="哪几题的选项算作问题；不写的是全部多选题"
)
#: What is taken from the questionnaire as it was sent; of a response nothing else.
_HEAD = (
    "company_name", "department", "version", "questionnaire_title", "greeting", "instructions",
    "privacy_note", "thanks", "survey_purpose", "survey_method", "issued_on", "answer_due_on",
    "questions",
)  # fmt: skip


def compute(request: Request) -> Data:
    """Return the questionnaire with the results of its responses.

    Raises:
        InvalidData: if it is not said which questionnaire, or nobody knows of that one though
            there are others, or more came back than were sent.
    """
    number = request.option(_SURVEY.name)
    if number is None:
        raise _refused(request, "请写明统计哪一份问卷（--survey）。")
    responses = request.sources.responses
    definition = responses.definition(number, request.period.as_of)
    if definition is None and not responses.is_nothing_filed:
        raise _refused(request, "档案里到这一天没有这份问卷，请核对问卷编号。")
    said: Mapping[str, Any] = {} if definition is None else definition["data"]
    head = {name: said[name] for name in _HEAD if said.get(name) is not None}
    return {**head, **_results(request, number, head)}


def _refused(request: Request, text: str) -> InvalidData:
    return InvalidData(request.model.title(), [Finding(_SURVEY.name, _SURVEY.label, text)])


def _results(request: Request, number: str, head: Mapping[str, Any]) -> dict[str, Any]:
    responses = request.sources.responses
    start, end, as_of = request.period
    last = min(end, as_of)
    mine = responses.questionnaire.isin(number) & responses.on.between(start, last)
    own = responses.all().where(mine, f"{start:%Y-%m-%d}至{last:%Y-%m-%d}")
    returned = own.where(responses.is_returned, "回收")
    valid = own.where(responses.is_valid, "完成")
    answers = responses.answers
    rows = answers.all().where(mine[answers.response], "有效答卷")
    results = {"surveyed_no": number, **_counts(request, returned, valid)}
    form, _ = examine(AfterSalesQuestionnaire, head)
    assert isinstance(form, AfterSalesQuestionnaire)
    asked = [(one, own_answers(answers, rows, one)) for one in form.questions]
    wanted = request.option(_PROBLEMS.name)
    lines = {
        "question_results": [of_question(answers, found, one) for one, found in asked],
        "option_results": [
            line
            for one, found in asked
            if one.question_type != OPEN
            for line in of_options(answers, found, one)
        ],
        "problem_results": of_problems(
            answers, rows, form.questions, results["valid_count"], wanted
        ),
    }
    results |= of_survey(answers, rows, form.questions)
    return {"results": results, **lines}


def _counts(request: Request, returned: Rows, valid: Rows) -> dict[str, Any]:
    counts = {"returned_count": returned.count(), "valid_count": valid.count()}
    results: dict[str, Any] = {
        "period_start": request.period.start,
        "period_end": request.period.end,
        **counts,
        "valid_rate": ratio(
            "有效数 ÷ 回收数", 有效数=counts["valid_count"], 回收数=counts["returned_count"]
        ),
    }
    issued = request.option(_ISSUED.name)
    if issued is not None:
        if issued < len(returned):
            label, text = _ISSUED.label, f"回收了 {len(returned)} 份，多于发放数，请核对。"
            raise InvalidData(request.model.title(), [Finding(_ISSUED.name, label, text)])
        results["issued_count"] = issued
        results["response_rate"] = worked(
            "回收数 ÷ 发放数", figures.ratio, 回收数=counts["returned_count"], 发放数=issued
        )
    return results


def charts(form: AfterSalesQuestionnaire) -> tuple[Chart, ...]:
    """Return what share of the answers to each question of levels is satisfied."""
    rated = [one for one in form.question_results if one.satisfaction_rate is not None]
    if not rated:
        return ()
    rates = Series("满意率", [one.satisfaction_rate for one in rated], percent=True)
    names = [f"{one.question_no} {one.question_text or ''}".strip() for one in rated]
    return (Chart("各题满意率", names, [rates], "bar"),)


REPORT = Report(
    form="after_sales_questionnaire",
    letters="WJTJ",
    compute=compute,
    options=(_SURVEY, _ISSUED, _PROBLEMS),
    charts=charts,
)
