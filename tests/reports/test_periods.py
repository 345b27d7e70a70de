"""Two parts of a quarter add up to it, in every cell that counts or sums what happened in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from reports import quarter

from csdforms.reports.catalogue import report_of
from csdforms.reports.computing import compute_from
from csdforms.reports.period import Period
from csdforms.reports.sources import Sources
from csdforms.reports.typed import key_of

CUT = dt.date(2026, 2, 11)
COMPLAINTS = (
    "received", "closed_on_time", "closed_late", "open_within", "open_overdue", "verified",
    "partly_verified", "unverified", "pending", "repeat_count", "high_level_count",
    "compensation_amount", "loss_amount", "total_cost", "followed_up", "satisfied",
)  # fmt: skip
#: The form, what is said of it, the group of rows, its additive cells, and those of the head.
ADDITIVE: list[tuple[str, dict[str, Any], str, tuple[str, ...], tuple[str, ...]]] = [
    *(
        ("complaint_statistics", {"dimension": word}, "rows", COMPLAINTS, ("received", "closed"))
        for word in ("投诉类别", "责任部门", "客户", "区域", "处理方式")
    ),
    (
        "return_exchange_summary", {}, "summary_rows",
        ("return_count", "return_quantity", "return_amount", "exchange_count", "exchange_quantity",
         "exchange_amount", "refund_amount", "stock_in_quantity"), (),
    ),
    (
        "customer_gross_profit_ranking", {}, "rows",
        ("net_sales_amount", "cost_amount", "gross_profit_amount"), (),
    ),
    ("customer_grade_classification", {}, "rows", ("net_sales_amount",), ()),
    ("excellent_customer_statistics", {}, "rows", ("net_sales_amount",), ()),
]  # fmt: skip
IDS = ["-".join([name, *map(str, said.values())]) for name, said, *_ in ADDITIVE]


def plain(value: Any) -> Any:
    return getattr(value, "value", value)


def data_of(form: str, start: dt.date, end: dt.date, said: Mapping[str, Any]) -> Mapping[str, Any]:
    """All stand at the quarter's last day: what became of a case is one, whenever it is asked."""
    period = Period.of(start, end, quarter.END)
    return compute_from(report_of(form), period, Sources(quarter.memory()), said=said)


def sums(found: list[Mapping[str, Any]], group: str, name: str) -> dict[str, Decimal]:
    """Return the sum of a cell by what its row is about; what is 0 is left out."""
    total: dict[str, Decimal] = {}
    for data in found:
        for row in data.get(group, ()):
            value = plain(row.get(name))
            key = key_of(row) or str(plain(row.get("product_name")))
            total[key] = total.get(key, Decimal(0)) + Decimal(value or 0)
    return {key: value for key, value in total.items() if value}


@pytest.mark.parametrize(("form", "said", "group", "names", "head"), ADDITIVE, ids=IDS)
def test_two_parts_of_a_period_are_the_whole(
    form: str, said: dict[str, Any], group: str, names: tuple[str, ...], head: tuple[str, ...]
) -> None:
    after = CUT + dt.timedelta(days=1)
    whole = data_of(form, quarter.START, quarter.END, said)
    parts = [data_of(form, quarter.START, CUT, said), data_of(form, after, quarter.END, said)]
    counted = 0
    lacking = {
        key_of(row)
        for data in (whole, *parts)
        for row in data.get(group, ())
        if "gross_profit_amount" in names and plain(row.get("gross_profit_amount")) is None
    }
    for name in names:
        once, twice = sums([whole], group, name), sums(parts, group, name)
        for key in lacking if name != "net_sales_amount" else ():  # a missing cost is no sum (F5)
            once.pop(key, None)
            twice.pop(key, None)
        assert twice == once, name
        counted += len(once)
    assert counted
    for name in head:
        assert sum(plain(data[name]) for data in parts) == plain(whole[name]), name


def test_what_is_left_open_is_what_the_next_part_begins_with() -> None:
    said = {"dimension": "投诉类别"}
    report = report_of("complaint_statistics")
    first, second = (
        compute_from(report, Period.of(start, end), Sources(quarter.memory()), said=said)
        for start, end in (
            (quarter.START, CUT),
            (CUT + dt.timedelta(days=1), quarter.END),
        )
    )
    assert plain(first["open_end"]) == plain(second["opening"]) > 0
