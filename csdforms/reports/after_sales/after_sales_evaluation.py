"""售后服务评价表 computed: what a person, an outlet or the department achieved (manual §2.4).

The service data are counted from the services closed in the period. What customers answered to
questionnaires about these services scores the items that ask the same; all other items are typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import numpy as np

from csdforms.errors import InvalidData
from csdforms.reports.after_sales.evaluated_object import WHOLE, services_of
from csdforms.reports.after_sales.evaluation_totals import evaluation_totals
from csdforms.reports.after_sales.service_figures import closed_in, matrix, service_line
from csdforms.reports.charts.chart import Chart, Series
from csdforms.reports.figure import Figure, given, worked
from csdforms.reports.request import Data, Report, Request
from csdforms.reports.rows import Rows
from csdforms.reports.sources.services import Services
from csdforms.schemas.after_sales.after_sales_evaluation import ONE_SERVICE, AfterSalesEvaluation
from csdforms.schemas.after_sales.evaluation_bank import items_for
from csdforms.schemas.checking import Finding
from csdforms.schemas.figures import ratio
from csdforms.schemas.types.numbers import rounded

__all__ = ["DIMENSIONS", "REPORT", "charts", "compute"]

_UNFILLED = "未填写"
#: The dimension of the questionnaire that asks customers the same as an item.
DIMENSIONS: Mapping[str, str] = {
    "总体服务质量": "总体满意",
    "维修质量": "解决效果",
    "服务态度": "服务态度",
    "费用合理性": "费用合理",
    "工作效率": "响应速度",
    "对客户的重视": "后续跟进",
    "故障判断": "技术专业",
    "操作规范": "服务规范",
    "收费规范": "费用合理",
    "上门及时性": "响应速度",
}
#: What of an item holds on from one evaluation to the next; its score and level do not.
_KEPT = (
    "item_category", "evaluation_item", "evaluation_criteria", "options", "max_score",
    "weight_rate", "importance",
)  # fmt: skip
#: What somebody may write of an item that its category and the total follow from.
_SCORED = ("score", "rating_level")
_WRITTEN = (*_SCORED, "item_category", "max_score", "weight_rate", "options")
_PLACES = 2  # of a score; the total is added up from what is printed


def compute(request: Request) -> Data:
    """Return the service data of the object, and the items with the scores customers gave.

    Raises:
        InvalidData: if a single service is asked for, or it is not said who or which outlet, or
            nobody knows of that one.
    """
    kind, name = _object(request)
    services = request.sources.services
    closed = services_of(request, closed_in(services, request.period), kind, name)
    last = request.last if _is_of(request.last, kind, name) else {}
    method = request.said.get("scoring_method") or last.get("scoring_method")
    method = method or request.option("scoring_method")
    data: dict[str, Any] = {
        "evaluation_object": kind,
        "object_name": name,
        "evaluator_type": request.option("evaluator_type", "上级"),
        "evaluated_on": request.period.as_of,
        "period_start": request.period.start,
        "period_end": request.period.counted_to,
        "scoring_method": method,
        "grade_standard": request.option("grade_standard"),
        "service_data": list(_service_data(request, services, closed, kind, name)),
    }
    if levels := request.texts.get("levels") or last.get("levels"):
        data["levels"] = levels
    if items := _items(request, services, closed, _wanted(last, kind, method)):
        data["items"] = items
    return data | evaluation_totals(data)


def _object(request: Request) -> tuple[str, str]:
    kind = request.option("evaluation_object", WHOLE)
    name = request.option("object_name")
    if kind == ONE_SERVICE:
        path, text = "evaluation_object", "单次服务由客户逐项评价，不由档案统计，请改选其他对象。"
    elif name is None and kind != WHOLE:
        path, text = "object_name", "请写明被评价的人员或网点。"
    else:
        return kind, name or request.model.specs()["department"].default
    finding = Finding(path, request.model.label_of(path), text)
    raise InvalidData(request.model.title(), [finding])


def _is_of(last: Mapping[str, Any], kind: str, name: str) -> bool:
    return (last.get("evaluation_object"), last.get("object_name")) == (kind, name)


def _service_data(
    request: Request, services: Services, closed: Rows, kind: str, name: str
) -> Iterator[Mapping[str, Any]]:
    """Yield the line of the object; below the department's those of its people, busiest first."""
    as_of = request.period.as_of
    whole = service_line(matrix(services, closed.together(name), as_of), name)
    yield {"object_name": name, **whole}
    if kind != WHOLE:
        return
    groups = closed.by(services.person)
    found = matrix(services, groups, as_of)
    counts = found["service_count"]
    people = sorted(groups.words(), key=lambda one: (one is None, -counts[one].number(), one or ""))
    for person in people:
        yield {"object_name": person or _UNFILLED, **service_line(found, person)}
    several = sum(counts[person].number() for person in people)
    request.require(several == whole["service_count"].value, "各人服务次数之和不等于服务次数")


def _wanted(last: Mapping[str, Any], kind: str, method: str) -> list[dict[str, Any]]:
    """Return the items of the last evaluation, without their scores, else those of the bank."""
    if last.get("scoring_method") == method and last.get("items"):
        items: Sequence[Mapping[str, Any]] = last["items"]
    else:
        items = [dict(item) for item in items_for(kind, method)]
    return [
        {name: item[name] for name in _KEPT if item.get(name) not in (None, ())} for item in items
    ]


def _items(
    request: Request, services: Services, closed: Rows, wanted: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return the items, those that customers were asked about with their scores.

    Nothing if nobody scored one: the sheet then proposes its items by itself. Whoever writes items
    of his own writes all of them.
    """
    answers = _answers(request, services, closed)
    answered = set(answers.by(request.sources.responses.answers.dimension).words())
    rows: Sequence[dict[str, Any]] = request.texts.get("items", ())
    written = {row.get("evaluation_item"): row for row in rows}
    scored = {name for name, row in written.items() if _is_scored(row)}
    if not scored <= {item["evaluation_item"] for item in wanted}:
        return list(rows)
    items = []
    for place, item in enumerate(wanted, start=1):
        name = item["evaluation_item"]
        row = {"seq": place, **item}
        if (most := item.get("max_score")) is not None:
            row["max_score"] = given(Decimal(most), "评价项目的分值")
            if DIMENSIONS.get(name) in answered - {None}:
                row["score"] = _score(request, answers, DIMENSIONS[name], row["max_score"])
        items.append(_with_written(row, written.get(name, {})))
    return items if any(map(_is_scored, items)) else []


def _is_scored(row: Mapping[str, Any]) -> bool:
    return any(row.get(box) is not None for box in _SCORED)


def _with_written(row: dict[str, Any], written: Mapping[str, Any]) -> dict[str, Any]:
    """Return an item with what somebody wrote of it, but for what customers said."""
    fixed = {name for name, value in row.items() if isinstance(value, Figure)}
    fixed |= set(_SCORED) if "score" in fixed else set()
    return row | {name: written[name] for name in _WRITTEN if name in written and name not in fixed}


def _answers(request: Request, services: Services, closed: Rows) -> Rows:
    """Return the scored answers about these services, as far as they were given by then."""
    responses = request.sources.responses
    numbers = [services.register_no.at(int(place)) or "" for place in closed.index]
    mine = responses.register_no.isin(*numbers) & responses.on.until(request.period.as_of)
    answers = responses.answers
    mask = answers.score.known() & mine[answers.response]
    return answers.all().where(np.asarray(mask, np.bool_), "这些服务的答卷")


def _score(request: Request, answers: Rows, dimension: str, most: Figure) -> Figure:
    table = request.sources.responses.answers
    own = answers.where(table.dimension.isin(dimension), f"维度是{dimension}")
    return worked(
        "得分之和 ÷ 满分之和 × 分值，四舍五入到两位小数",
        _scaled,
        得分之和=own.total(table.score, "得分"),
        满分之和=own.total(table.most, "满分"),
        分值=most,
    )


def _scaled(score: Any, most: Any, top: Decimal) -> Decimal | None:
    reached = ratio(score, most)
    return None if reached is None else rounded(reached * top, _PLACES)


def charts(form: AfterSalesEvaluation) -> tuple[Chart, ...]:
    """Return what share of its score each item reached, and how satisfied each one's customers."""
    return (*_scores(form), *_satisfaction(form))


def _scores(form: AfterSalesEvaluation) -> tuple[Chart, ...]:
    scored = [item for item in form.items if item.score is not None]
    if not scored:
        return ()
    rates = [ratio(item.score, item.max_score) for item in scored]
    names = [item.evaluation_item for item in scored]
    return (Chart("各评价项目得分率", names, [Series("得分率", rates, percent=True)], "bar"),)


def _satisfaction(form: AfterSalesEvaluation) -> tuple[Chart, ...]:
    rated = [row for row in form.service_data if row.avg_satisfaction is not None]
    if len(rated) <= 1:
        return ()
    names = [row.object_name or "" for row in rated]
    means = Series("平均满意度（5分制）", [row.avg_satisfaction for row in rated])
    return (Chart("各人员平均满意度", names, [means], unit="分"),)


REPORT = Report(
    form="after_sales_evaluation",
    letters="PJ",
    compute=compute,
    boxes=(
        "evaluation_object", "object_name", "evaluator_type", "scoring_method", "grade_standard",
    ),
    charts=charts,
)  # fmt: skip
