"""The score table of a credit analysis (A.4): what the archive knows of each indicator, scored.

Each indicator's own scorer gives the marks (banded, proportional, deducted). What a person judges
stays as it was typed (:mod:`~csdforms.reports.customer.score_judgements`); what nobody knows scores
as the policy on missing values says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from csdforms.reports.customer.score_judgements import Judgement, judgements
from csdforms.reports.figure import Figure, worked
from csdforms.reports.request import Request
from csdforms.schemas.customer.credit_indicators import Indicator, find
from csdforms.schemas.customer.credit_score import ScoreRow, missing_marks, missing_note
from csdforms.schemas.days import years_between
from csdforms.schemas.figures import WAN, ratio

__all__ = ["Facts", "score_rows"]

_HUNDRED = 100


class Facts(NamedTuple):
    """The figures of the sheet that indicators judge."""

    analysed_on: dt.date
    established_on: Figure | None
    first_deal_on: Figure | None
    shipping_months: Figure
    on_time_rate: Figure
    max_overdue_days: Figure
    over_limit_count: Figure | None
    capital: Figure | None
    scale: Figure | None
    #: The accounts of each year, oldest first.
    years: Sequence[Mapping[str, Any]]


def score_rows(request: Request, facts: Facts, file: str) -> list[dict[str, Any]]:
    """Return the rows of a customer's table: those of the last analysis, else the default ones."""
    said, values = judgements(request, file), _values(facts)
    rows = [_row(name, one, values) for name, one in said.items()]
    if not any("score" in row for row in rows):
        return rows
    return [_filled(row, one) for row, one in zip(rows, said.values(), strict=True)]


def _row(name: str, said: Judgement, values: Mapping[str, Figure]) -> dict[str, Any]:
    """Return an indicator with what the archive knows of it, else with what was judged."""
    indicator = said.policy(name)
    value = values.get(indicator.name) if indicator else None
    if indicator is not None and value is not None and value.value is not None:
        return {"indicator": name, **_scored(indicator, value)}
    row = {"indicator": name, **said.judged, **_judged(indicator, said)}
    return row if indicator is not None else {**said.words, **row}


def _scored(indicator: Indicator, value: Figure) -> dict[str, Figure]:
    """Return the value as the table says it, and its marks."""
    row = ScoreRow.empty().model_copy(update={"indicator": indicator.name})
    told = value
    if indicator.of_figure is not None:
        told = worked(
            f"{value.formula}，以“{indicator.unit}”为单位",
            lambda number: row.told({indicator.name: number}),
            数值=value,
        )
    return {"actual_value": told, "score": _points(indicator, told)}


def _points(indicator: Indicator, value: Figure) -> Figure:
    return worked(f"{indicator.basis}（{indicator.scorer}）", indicator.points, 实际值=value)


def _judged(indicator: Indicator | None, said: Judgement) -> dict[str, Figure]:
    """Return the marks for what was judged: those of its value, or those of the last analysis.

    Other marks that are written on this one stand there as they were typed.
    """
    value, marks = said.judged.get("actual_value"), said.judged.get("score")
    if indicator is not None and value is not None:
        points = _points(indicator, said.figure(value))
        follows = marks is None or Decimal(marks) == points.value
        if points.value is not None and (follows or said.is_rescored):
            return {"score": points}
    return {"score": said.figure(Decimal(marks))} if marks is not None and said.is_kept else {}


def _filled(row: dict[str, Any], said: Judgement) -> dict[str, Any]:
    """Return a row; one that has neither data nor a judgement with the marks of the policy."""
    indicator = said.policy(row["indicator"])
    full = said.full() if indicator is None else Decimal(indicator.full)
    is_empty = "score" not in row and "actual_value" not in row
    if not is_empty or full is None or missing_marks(full) is None:
        return row
    note = missing_note()
    return {"score": worked(note, missing_marks, 满分=full), "score_note": note, **row}


def _values(facts: Facts) -> dict[str, Figure]:
    """Return what the archive says of the default indicators, in their units."""
    latest = facts.years[-1] if facts.years else {}
    found: dict[str, Figure | None] = {
        "经营年限": _years(facts.established_on, facts.analysed_on, "创业日期"),
        "企业性质与规模": facts.scale,
        "合作年限": _years(facts.first_deal_on, facts.analysed_on, "开始交易日期"),
        "订单稳定性": facts.shipping_months,
        "按期付款率": _percent(facts.on_time_rate),
        "最长逾期天数": facts.max_overdue_days,
        "超额度次数": facts.over_limit_count,
        "注册(实缴)资本": None
        if facts.capital is None
        else worked("资本额 ÷ 10000", lambda yuan: yuan / WAN, 资本额=facts.capital),
        **_ratios(latest),
        "盈利状况": _profits(facts.years),
    }
    return {name: figure for name, figure in found.items() if figure is not None and find(name)}


def _ratios(year: Mapping[str, Any]) -> dict[str, Figure | None]:
    """Return the ratios of the latest accounts, as percentages (S23)."""
    owed = ("负债总额", "total_liabilities"), ("资产总额", "total_assets")
    current = ("流动资产", "current_assets"), ("流动负债", "current_liabilities")
    stock = ("存货", "inventory")
    return {
        "资产负债率": _of_accounts(year, _share, *owed),
        "流动比率": _of_accounts(year, _share, *current),
        "速动比率": _of_accounts(year, _quick, current[0], stock, current[1]),
    }


_FORMULAS = {2: "{} ÷ {} × 100", 3: "（{}－{}）÷ {} × 100"}


def _of_accounts(
    year: Mapping[str, Any], function: Callable[..., Any], *boxes: tuple[str, str]
) -> Figure | None:
    parts = {label: year[name] for label, name in boxes if name in year}
    if len(parts) < len(boxes):
        return None
    return worked(_FORMULAS[len(boxes)].format(*parts), function, **parts)


def _share(part: Decimal, whole: Decimal) -> Decimal | None:
    rate = ratio(part, whole)
    return None if rate is None else rate * _HUNDRED


def _quick(current: Decimal, stock: Decimal, owed: Decimal) -> Decimal | None:
    return _share(current - stock, owed)


def _percent(rate: Figure) -> Figure:
    return worked("按期付款率 × 100", lambda one: None if one is None else one * 100, 付款率=rate)


def _years(since: Figure | None, until: dt.date, label: str) -> Figure | None:
    if since is None or since.value is None:
        return None
    counted = partial(_whole_years, until=until)
    return worked(f"从{label}到分析日期满几年", counted, 日期=since)


def _whole_years(since: dt.date, until: dt.date) -> int | None:
    return None if since > until else years_between(since, until)


def _profits(years: Sequence[Mapping[str, Any]]) -> Figure | None:
    """Return how the last two years went: 连续盈利, 当年盈利, 持平 or 亏损."""
    profits = [year["net_profit"] for year in years[-2:] if "net_profit" in year]
    if not years or "net_profit" not in years[-1]:
        return None
    return worked(
        "最近两年的净利润：都为正是连续盈利，只有当年为正是当年盈利", _profit, 净利润=profits
    )


def _profit(profits: Sequence[Decimal]) -> str:
    last = profits[-1]
    if last > 0:
        return "连续盈利" if len(profits) > 1 and profits[0] > 0 else "当年盈利"
    return "亏损" if last < 0 else "持平"
