"""The lines of a list of graded customers: figures, ranks, and the grade of each (4.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, get_args

from csdforms.reports.customer.bought import Bought, Trade
from csdforms.reports.customer.contact import contact_on
from csdforms.reports.customer.credit_terms import PROFILE
from csdforms.reports.customer.grading import Judged, Standard, customer_grade, system_grades
from csdforms.reports.customer.listing import current, named, read_off
from csdforms.reports.customer.ranking import (
    Sold,
    places,
    running_shares,
    running_sums,
    sum_of_marks,
    sum_whole,
)
from csdforms.reports.customer.receivables import Balances, on_billed
from csdforms.reports.figure import Figure, Record, given, ratio, worked
from csdforms.reports.request import Request
from csdforms.schemas import settings
from csdforms.schemas.customer.award_policy import months_between
from csdforms.schemas.customer.customer_grade_classification import GradedCustomer, grade_change
from csdforms.schemas.customer.sales_sheet import precedence
from csdforms.schemas.fields.grading import LegalKindWord

__all__ = ["SHEET", "graded_rows"]

SHEET = "客户等级分类表"
_MANUAL = "人工评定"
_ONE = dt.timedelta(days=1)


def graded_rows(request: Request, trade: Trade, standard: Standard) -> list[dict[str, Any]]:
    """Return the lines, the best grade first, in each the first rank first."""
    customers, day = request.sources.customers, request.period.counted_to
    files = dict.fromkeys([*(one.file for one in current(customers, day)), *trade.found])
    written = _written(request, standard)
    lines = {file: _line(request, trade.of(file), file, written.get(file, {})) for file in files}
    amounts = {
        file: trade.of(file).profit if standard.by_profit else trade.of(file).net for file in files
    }
    measure = {
        file: lines[file].get("total_score") if standard.basis == "综合得分" else amounts[file]
        for file in files
    }
    measure = {file: one if _is_known(one) else None for file, one in measure.items()}

    def key(file: str) -> tuple[Any, ...]:
        one, then = measure[file], precedence(Sold.of(file, trade.of(file)))
        return (1, *then) if one is None else (0, -one.number(), *then)

    order = sorted(files, key=key)
    judged = [_judged(lines[file], measure[file], trade.of(file)) for file in order]
    unranked = given(None, f"没有{standard.basis}，不排名")
    ranks = places([measure[file] or unranked for file in order])
    _summed(standard, [lines[file] for file in order], [amounts[file] for file in order])
    months = _months(request, trade)
    balances = Balances(request, request.period.start, day)
    found = []
    for file, rank, system in zip(order, ranks, system_grades(standard, judged), strict=True):
        row = lines[file]
        owed = balances.of(file)
        paid = on_billed(owed.receipts, owed.opening, owed.billed)
        row |= {"rank": rank, "history_months": months(file), "collection_rate": paid}
        row |= _graded(request, standard, file, system, row)
        found.append({name: cell for name, cell in row.items() if cell is not None})
    names = [*standard.names]

    def by_grade(row: Mapping[str, Any]) -> int:
        grade = _value(row.get("customer_grade"))
        return names.index(grade) if grade in names else len(names)

    return sorted(found, key=by_grade)  # ranks stay in order


def _line(
    request: Request, bought: Bought, file: str, written: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what a line says of the customer, and the marks that were typed."""
    customers, day = request.sources.customers, request.period.as_of
    known, customer = read_off(customers, file, day), customers.of(file)
    known.pop("customer_grade", None)
    row: dict[str, Any] = {**named(customers, file), **known, **written}
    if customer:
        row |= contact_on(request, customer, day, GradedCustomer)
    if customer and customer.kind in get_args(LegalKindWord):
        record = Record(PROFILE, file, file)
        row["legal_kind"] = given(customer.kind, "读自档案卡片的客户类型", record)
    scores = tuple(written.get("indicator_scores", ()))
    if scores and all(score[0].isdecimal() for score in scores):
        row["total_score"] = worked("各项得分之和", sum_of_marks, 指标得分=scores)
    elif (score := written.get("total_score")) is not None:
        row["total_score"] = given(Decimal(str(score)), "人工填写的综合得分")
    row["net_sales_amount"] = bought.net
    row["gross_profit_amount"] = bought.profit
    row["gross_margin_rate"] = bought.margin
    return row


def _written(request: Request, standard: Standard) -> dict[str, dict[str, Any]]:
    """Return what people wrote of each customer; marks hold on under the same method."""
    names = ["key_account_kind", "on_register"]
    if request.last.get("grading_method") in (None, standard.method):
        names += ["indicator_scores", "total_score"]
    if standard.method == _MANUAL:
        names.append("customer_grade")
    kept = {file: dict(said) for file, said in request.kept("rows", "customer_no", *names).items()}
    own = ("indicator_scores", "total_score", "customer_grade", "override_reason")
    for row in request.texts.get("rows", ()):
        said = {name: row[name] for name in own if row.get(name) is not None}
        kept.setdefault(row.get("customer_no"), {}).update(said)
    return kept


def _judged(row: Mapping[str, Any], measure: Figure | None, bought: Bought) -> Judged:
    scores = tuple(row.get("indicator_scores", ()))
    letters = scores if scores and all(score.isalpha() for score in scores) else None
    on_register = bool(row.get("on_register"))
    return Judged(measure, bought.net, row.get("legal_kind"), letters, on_register)


def _graded(
    request: Request,
    standard: Standard,
    file: str,
    system: Figure | None,
    row: Mapping[str, Any],
) -> dict[str, Any]:
    """Return the grades of a line.

    What somebody typed stands where the method gives none, or where he says why.
    """
    before = _grade_before(request, file)
    system = system if system and system.value is not None else None
    grade: Any = standard.spelled(row.get("customer_grade"))
    if grade is None or (system is not None and not row.get("override_reason")):
        grade = customer_grade(system, row["history_months"], settings.current().grading_months)
    change = worked(
        "客户等级与上期等级相比；没有上期等级的为新评",
        lambda now, earlier: grade_change(standard.names, now, earlier),
        客户等级=grade,
        上期等级=before,
    )
    return {
        "system_grade": system,
        "customer_grade": grade,
        "previous_grade": before,
        "grade_change": change,
    }


def _grade_before(request: Request, file: str) -> Figure:
    """Return the grade of the day before the last: this list sets that of the last day.

    What the profile of a customer of this period says was given when his file was opened: before
    it he had no grade.
    """
    customer, day = request.sources.customers.of(file), request.period.counted_to - _ONE
    if customer is None:
        return given(None, "没有客户资料")
    sheet, profile = customer.grades.on(day), Record(PROFILE, file, file)
    if sheet is None and customer.opened_on >= request.period.start:
        return given(None, "本期建档，没有上期等级", profile)
    record = Record(SHEET, sheet[1], file) if sheet else profile
    return given(customer.grade(day), f"{day:%Y-%m-%d}有效的客户等级", record)


def _months(request: Request, trade: Trade) -> Callable[[str], Figure]:
    """Return what tells how many whole months a customer has dealt with the firm."""
    sales, end = trade.sales, request.period.counted_to
    sold = sales.all().where(sales.on.until(end) & sales.is_sale, "到期末的销售")
    first = sold.by(sales.file).first(sales.on, "日期")

    def of(file: str) -> Figure:
        customer = request.sources.customers.of(file)
        opened = given(
            customer.opened_on if customer else None, "建档日期", Record(PROFILE, file, file)
        )
        return worked(
            "从建档或首笔销售（以早的为准）到期末的整月数",
            _whole_months,
            建档日期=opened,
            首笔销售=first.get(file) or given(None, "没有销售"),
            期末=end,
        )

    return of


def _summed(standard: Standard, lines: list[dict[str, Any]], amounts: list[Figure]) -> None:
    """Put shares and running sums into the lines, which are in the order of the ranking."""
    whole = sum_whole(f"各户{standard.amount}之和", amounts)
    sums = running_sums(f"按名次累计的{standard.amount}", amounts)
    shares = running_shares(f"按名次累计的{standard.amount} ÷ 合计", amounts, whole)
    for line, amount, total, share in zip(lines, amounts, sums, shares, strict=True):
        line["measure_share"] = ratio(f"{standard.amount} ÷ 合计", 本户=amount, 合计=whole)
        line["cumulative_amount"] = total
        line["cumulative_share"] = share


def _is_known(cell: Figure | None) -> bool:
    return cell is not None and cell.value is not None


def _value(cell: Any) -> Any:
    return cell.value if isinstance(cell, Figure) else cell


def _whole_months(opened: dt.date | None, first: dt.date | None, end: dt.date) -> int | None:
    return months_between(min(day for day in (opened, first, end) if day is not None), end)
