"""危险客户统计表 computed: who is at risk on a day, by what, and how grave it is (manual §4.12).

On the list stands whoever hits a trigger, whoever somebody raises to a level, and whoever stood on
the last list and was not released there; if nothing is hit any more, he leaves it with this one.
What is done about a customer is typed, and kept from the last list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from csdforms.reports.charts.chart import Chart, Series
from csdforms.reports.customer.listing import named
from csdforms.reports.customer.payment_record import age_words
from csdforms.reports.customer.risk_judgements import OPTIONS, Judgements
from csdforms.reports.customer.risk_lines import RiskLines, Triggered
from csdforms.reports.figure import Figure, Record, given, plus, ratio, worked
from csdforms.reports.request import Data, Report, Request
from csdforms.reports.sources.customers import Customer
from csdforms.schemas.customer.at_risk_customer_statistics import (
    AGES,
    COUNTS,
    MONEY,
    SUMMED,
    AtRiskCustomerStatistics,
)
from csdforms.schemas.customer.risk_triggers import CODES, LEVELS, NAMES, rank, standard
from csdforms.schemas.figures import sum_of

__all__ = ["REPORT", "compute"]

#: What is typed about a customer, and holds while he stands on the list.
_KEPT = (
    "override_reason", "risk_problem", "difficulty", "risk_measures", "measure_note",
    "supply_reason", "action_owner", "action_due_on", "risk_progress",
)  # fmt: skip
_SAID = ("policy_name", "money_unit")
_SOLVED = "触发项均已消除，解除。"
_ZERO = Decimal("0.00")


def compute(request: Request) -> Data:
    """Return the customers at risk, what they owe together, and the summary by level."""
    day, last = request.period.as_of, _unreleased(request)
    judgements, lines = Judgements(request, last), RiskLines(request)
    rows = [
        row
        for customer in request.sources.customers
        if (row := _row(request, customer, lines, judgements, last)) is not None
    ]
    rows.sort(key=_order)
    data: dict[str, Any] = {
        "as_of": day,
        "total_receivables_amount": lines.owed,
        **{name: request.said[name] for name in _SAID if name in request.said},
    }
    if not rows:
        return data
    levels = [_level(rows, word, lines.owed) for word in LEVELS[::-1]]
    data |= {
        "rows": rows,
        "total": {name: _sum(rows, name) for name in SUMMED},
        "levels": levels,
        "level_total": _level_total(levels, lines.owed),
        "standards": [_standard(rows, code) for code in CODES],
    }
    listed = {row["customer_no"] for row in rows}
    notes = request.last.get("feasibility") or ()
    if kept := [dict(note) for note in notes if note.get("customer_no") in listed]:
        data["feasibility"] = kept
    _agree(request, rows)
    return data


def _unreleased(request: Request) -> Mapping[str, Mapping[str, Any]]:
    """Return the lines of the last list by file, without those that left it."""
    found = {}
    for row in request.last.get("rows") or ():
        customer = request.sources.customers.of(row.get("customer_no"))
        if customer is not None and row.get("released_on") is None:
            found[customer.file] = row
    return found


def _row(
    request: Request,
    customer: Customer,
    lines: RiskLines,
    judgements: Judgements,
    last: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any] | None:
    """Return a customer's line, none if nothing puts him on the list."""
    file, day = customer.file, request.period.as_of
    if file not in last and not customer.is_open(day) and not lines.owes(file):
        return None
    line, raised = lines.of(customer), judgements.raised.get(file)
    found = Triggered(line, judgements.of(customer), raised)
    solved = found.level.value is None
    if solved and file not in last:
        return None
    kept = last.get(file, {})
    row = {
        **named(request.sources.customers, file),
        **line,
        "triggers": found.triggers,
        "computed_level": found.computed_level,
        **{name: kept[name] for name in _KEPT if name in kept},
    }
    if kept.get("risk_level") is not None:
        record = Record("危险客户统计表", str(request.last.get("form_no", "")), file)
        row["previous_level"] = given(kept["risk_level"], "读自上期危险客户统计表", record)
    if solved or file in judgements.released:
        why = "触发项均已消除" if solved else "编表时写明准予解除"
        row["released_on"] = given(day, f"{why}，以截止日期为解除日期")
        row["risk_level"] = given(None, "已解除")
        row |= {"handling_result": _SOLVED} if solved else {}
    else:
        row["risk_level"] = found.level
        row["released_on"] = given(None, "未解除")
    return row


def _is_listed(row: Mapping[str, Any]) -> bool:
    return row["released_on"].value is None


def _order(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """Put the gravest first, of these who owes most; who leaves the list comes last."""
    return -rank(row["risk_level"].value), -row["balance_amount"].value, row["customer_no"]


def _sum(rows: Sequence[Mapping[str, Any]], name: str) -> Figure:
    return worked("各户之和", sum_of, 各户=[row[name] for row in rows if name in row])


def _level(rows: Sequence[Mapping[str, Any]], word: str, owed: Figure) -> dict[str, Any]:
    """Return one level; who is released counts at the level that he had."""
    listed = [row for row in rows if _is_listed(row) and row["risk_level"].value == word]
    released = [
        row["released_on"]
        for row in rows
        if not _is_listed(row) and "previous_level" in row and row["previous_level"].value == word
    ]
    levels = [row["risk_level"] for row in listed]
    fresh = [row["risk_level"] for row in listed if "previous_level" not in row]
    money = {
        name: worked("本程度各户之和", _total, 各户=[row[name] for row in listed]) for name in MONEY
    }
    return {
        "risk_level": word,
        "customer_count": worked("本程度的户数", len, 各户=levels),
        **money,
        "receivables_share": _share(money["balance_amount"], owed),
        "new_count": worked("上期不在表上的户数", len, 新增=fresh),
        "released_count": worked("上期为本程度、本期解除的户数", len, 解除=released),
    }


def _level_total(levels: Sequence[Mapping[str, Any]], owed: Figure) -> dict[str, Figure]:
    sums = {
        name: plus("各程度之和", **{line["risk_level"]: line[name] for line in levels})
        for name in (*COUNTS, *MONEY)
    }
    return {**sums, "receivables_share": _share(sums["balance_amount"], owed)}


def _standard(rows: Sequence[Mapping[str, Any]], code: str) -> dict[str, Any]:
    """Return a trigger as it is set, with the customers whom it hits."""
    rule, level = standard(code)
    hit = [row["triggers"] for row in rows if code in (row["triggers"].value or ())]
    return {
        "trigger_code": code,
        "trigger_name": NAMES[code],
        "trigger_rule": rule,
        "trigger_level": level,
        "customer_count": worked(f"触发项中有{code}的户数", partial(_hits, code), 各户触发项=hit),
    }


def _hits(code: str, triggers: Sequence[Sequence[str]]) -> int:
    return sum(code in codes for codes in triggers)


def _share(balance: Figure, owed: Figure) -> Figure:
    return ratio("应收余额 ÷ 全部应收余额", 余额=balance, 全部=owed)


def _total(amounts: Sequence[Decimal]) -> Decimal:
    return sum(amounts, _ZERO)


def _agree(request: Request, rows: Sequence[Mapping[str, Any]]) -> None:
    """Stop if what is owed by age is not what is owed (F17)."""
    for row in rows:
        by_age = sum(row[name].value for name in AGES)
        request.require(by_age == row["balance_amount"].value, "各账龄之和不等于应收余额")


def charts(form: AtRiskCustomerStatistics) -> tuple[Chart, ...]:
    """Return balance and overdue amount by level, and the debts of all by age."""
    if not form.rows or form.total is None:
        return ()
    words = [line.risk_level for line in form.levels]
    by_level = (
        Series("应收余额", [line.balance_amount for line in form.levels]),
        Series("逾期金额", [line.overdue_amount for line in form.levels]),
    )
    names = age_words()
    owed = [getattr(form.total, name) for name in AGES]
    return (
        Chart("各危险程度的应收余额与逾期金额", words, by_level, unit="元"),
        Chart("危险客户应收账龄", list(names.values()), (Series("应收余额", owed),), unit="元"),
    )


REPORT = Report(
    form="at_risk_customer_statistics",
    letters="WXKH",
    compute=compute,
    boxes=_SAID,
    options=OPTIONS,
    of_day=True,
    charts=charts,
)
