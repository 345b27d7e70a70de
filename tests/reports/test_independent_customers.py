"""1,000,000 sale lines on the sheets 4.2, 4.3, 4.4 and 4.11, cell by cell beside DuckDB.

What DuckDB is asked stands in ``in_duckdb/customers.py``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

import duckdb
import pytest
from reports.in_duckdb import customers as in_sql
from reports.in_duckdb.asking import Row, rows
from reports.in_duckdb.comparing import cells, days_of, given, half_up, plain, share

from benchmarks.reports.synthetic import PERIOD, books, peopled, sales
from csdforms.reports.catalogue import report_of
from csdforms.reports.computing import compute_from
from csdforms.reports.period import Period
from csdforms.reports.sources import Sources
from csdforms.reports.sources.complaint_cases import Cases
from csdforms.reports.sources.money import Receipts, Receivables
from csdforms.reports.sources.returned_goods import Returns

Asked: TypeAlias = tuple[Sources, duckdb.DuckDBPyConnection]

QUARTER = Period.of(*PERIOD)
YEAR = Period.of(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
#: It is not over yet.
RUNNING = Period.of(dt.date(2026, 3, 1), dt.date(2026, 3, 31), dt.date(2026, 3, 18))


@pytest.fixture(scope="module")
def trade() -> Asked:
    """The lines of customers with a history, who are billed and pay, here and there."""
    lines = peopled(sales(1_000_000))
    bills, receipts = books(lines.customers, 600)
    sources = given(
        sales=lines,
        customers=lines.customers,
        receivables=Receivables(bills, lines.customers),
        receipts=Receipts(receipts, lines.customers),
        cases=Cases(()),
        returns=Returns(()),
    )
    return sources, in_sql.load_trade(lines, bills, receipts)


def assert_cells(ours: Mapping[str, Any], theirs: Row, file: str) -> None:
    assert cells(ours, *theirs) == theirs, file


def points(line: Row, name: str, among: Sequence[Row], weight: int) -> Decimal | None:
    """Return the marks against the best, who has them all; of less than nothing there are none."""
    best = max(one[name] for one in among if one[name] is not None)
    part = max(line[name] or Decimal(0), Decimal(0))
    return half_up(part / best * weight, "0.01")


@pytest.mark.xdist_group("independent customers")
@pytest.mark.parametrize(
    ("period", "policy", "a", "b"),
    [
        (QUARTER, "abc_55_85", 55, 85),
        (YEAR, "abc_80_95", 80, 95),
        (RUNNING, "abc_55_85", 55, 85),
    ],
    ids=["quarter", "year", "running month"],
)
def test_1000000_sale_lines_grade_customers_alike(
    trade: Asked, period: Period, policy: str, a: int, b: int
) -> None:
    sources, database = trade
    report = report_of("customer_grade_classification")
    said = {"tax_basis": "不含税", "policy_name": policy}
    data = compute_from(report, period, sources, said=said)
    theirs = rows(database, in_sql.GRADES, days_of(period) | {"a": a, "b": b})
    assert [row["customer_no"] for row in data["rows"]] == [line["file"] for line in theirs]
    for row, line in zip(data["rows"], theirs, strict=True):
        assert_cells(
            row,
            {
                "rank": line["rank"],
                "net_sales_amount": line["net"],
                "gross_profit_amount": line["profit"],
                "gross_margin_rate": share(line["profit"], line["net"]),
                "measure_share": share(line["net"], line["whole"]),
                "cumulative_amount": line["running"],
                "cumulative_share": share(line["running"], line["whole"]),
                "collection_rate": share(line["received"], line["owed"]),
                "system_grade": line["system_grade"],
                "customer_grade": line["grade"],
                "previous_grade": line["previous"],
                "grade_change": line["change"],
            },
            line["file"],
        )
    whole = theirs[0]["whole"]
    for row in data["summary"]:
        own = [line for line in theirs if line["grade"] == row["customer_grade"]]
        net = sum(line["net"] for line in own)
        assert cells(row) == {
            "customer_grade": row["customer_grade"],
            "customer_count": len(own),
            "customer_share": share(len(own), len(theirs)),
            "net_sales_amount": net,
            "sales_share": share(net, whole),
        }
    for row in data["movement"]:
        before, now = (
            {line["file"] for line in theirs if line[name] == row["customer_grade"]}
            for name in ("previous", "grade")
        )
        moved = {
            "opening_count": len(before),
            "new_count": len(now - before),
            "lost_count": len(before - now),
            "current_count": len(now),
            "net_change": len(now) - len(before),
        }
        assert_cells(row, moved, row["customer_grade"])
    assert {line["grade"] for line in theirs} >= {"A", "B", "C"}
    if period == QUARTER:  # it has what is rare
        assert "暂不评级" in {line["grade"] for line in theirs}
        assert len({line["rank"] for line in theirs}) < len(theirs)
        assert any(line["profit"] is None for line in theirs)
        assert any(line["net"] < 0 for line in theirs)


@pytest.mark.xdist_group("independent customers")
@pytest.mark.parametrize(
    ("day", "level", "at"),
    [
        (QUARTER.end, "省", "交易日"),
        (dt.date(2026, 2, 10), "大区", "截止日"),
    ],
    ids=["by province", "by the firm's regions"],
)
def test_1000000_sale_lines_come_to_the_same_by_region(
    trade: Asked, day: dt.date, level: str, at: str
) -> None:
    sources, database = trade
    report = report_of("customer_region_classification")
    data = compute_from(
        report,
        Period.of(day.replace(month=1, day=1), day),
        sources,
        said={"region_level": level, "attribute_as_of": at, "tax_basis": "不含税"},
        texts={"scheme": in_sql.SCHEME} if level == "大区" else {},
    )
    year = {"first": day.replace(month=1, day=1), "day": day}
    asked = {**year, "level": level, "at_sale": at == "交易日"}
    theirs = rows(database, in_sql.BY_REGION, asked)
    codes = {row["region"]: row.get("region_no", row["region"]) for row in data["regions"]}
    last, whole = (sum(line[name] for line in theirs) for name in ("last_year", "net"))
    people = sum(line["customer_count"] for line in theirs)
    regions = {codes[row["region"]]: row for row in data["regions"]}
    assert regions.keys() == {line["region"] for line in theirs}
    for line in theirs:
        row = regions[line["region"]]
        profit = None if line["cost"] is None else line["net"] - line["cost"]
        assert_cells(
            row,
            {
                "customer_count": line["customer_count"],
                "new_count": line["new_count"],
                "lost_count": line["lost_count"],
                "customer_share": share(line["customer_count"], people),
                "last_year_sales_amount": line["last_year"],
                "last_year_share": share(line["last_year"], last),
                "last_year_ytd_amount": line["base"],
                "ytd_sales_amount": line["net"],
                "ytd_share": share(line["net"], whole),
                "ytd_cost_amount": line["cost"],
                "gross_profit_amount": profit,
                "gross_margin_rate": share(profit, line["net"]),
                "year_on_year_rate": share(line["net"] - line["base"], line["base"]),
                "buying_count": line["buying_count"],
                "avg_customer_sales_amount": half_up(
                    share(line["net"], line["buying_count"]), "0.01"
                ),
            },
            line["region"],
        )
    assert plain(data["total"]["ytd_sales_amount"]) == whole
    assert plain(data["total"]["customer_count"]) == people

    ours = {row["customer_no"]: row for row in data["rows"]}
    customers = rows(database, in_sql.BY_CUSTOMER, asked)
    assert ours.keys() == {line["file"] for line in customers}
    for line in customers:
        row = ours[line["file"]]
        assert codes[row["region"]] == line["region"]
        assert_cells(
            row,
            {
                "last_year_sales_amount": line["last_year"],
                "last_year_share": share(line["last_year"], last),
                "ytd_sales_amount": line["net"],
                "ytd_share": share(line["net"], whole),
                "year_on_year_rate": share(line["net"] - line["base"], line["base"]),
            },
            line["file"],
        )


@pytest.mark.xdist_group("independent customers")
def test_1000000_sale_lines_make_the_same_list_of_the_year(trade: Asked) -> None:
    """With tax: every line is converted to the cent before it is summed."""
    sources, database = trade
    data = compute_from(report_of("customer_sales_overview"), RUNNING, sources)
    assert data["view"] == "客户清单"
    assert data["tax_basis"] == "含税"
    ours = {row["customer_no"]: row for row in data["customers"]}
    theirs = rows(database, in_sql.LIST, days_of(RUNNING))
    assert ours.keys() == {line["file"] for line in theirs}
    for name in ("sales_amount", "return_amount", "balance_amount", "total_sales_amount"):
        assert plain(data["list_total"][name]) == sum(line[name] for line in theirs), name
    for line in theirs:
        file = line.pop("file")
        net = line["sales_amount"] - line["return_amount"]
        line |= {"net_sales_amount": net}
        del line["order_count"]
        assert_cells(ours[file], line, file)


@pytest.mark.xdist_group("independent customers")
@pytest.mark.parametrize("period", [QUARTER, YEAR], ids=["quarter", "year"])
def test_1000000_sale_lines_mark_excellent_customers_alike(trade: Asked, period: Period) -> None:
    sources, database = trade
    report = report_of("excellent_customer_statistics")
    data = compute_from(report, period, sources, said={"tax_basis": "不含税"})
    ours = {row["customer_no"]: row for row in data["rows"]}
    theirs = rows(database, in_sql.AWARDS, days_of(period))
    assert ours.keys() == {line["file"] for line in theirs}
    whole = sum(line["net"] for line in theirs)
    for line in theirs:
        line |= {
            "growth": share(line["net"] - line["base"], line["base"]),
            "in_time": share(line["kept"], line["due"]),
            "years": half_up(line["days"] / Decimal("365.25"), "0.1"),
        }
        row = ours[line["file"]]
        assert_cells(
            row,
            {
                "net_sales_amount": line["net"],
                "sales_share": share(line["net"], whole),
                "year_on_year_rate": line["growth"],
                "gross_profit_amount": line["profit"],
                "gross_margin_rate": share(line["profit"], line["net"]),
                "first_deal_on": line["first_on"],
                "cooperation_years": line["years"],
                "on_time_payment_rate": line["in_time"],
                "overdue_amount": line["overdue"],
                "eligible": line["grade"] in ("A", "B")
                and line["overdue"] == 0
                and line["months"] >= 12,
            },
            line["file"],
        )
    assert plain(data["scope"]["net_sales_amount"]) == whole

    running = [line for line in theirs if plain(ours[line["file"]]["eligible"])]
    assert len(running) > 50
    weights = {"net": 30, "growth": 15, "profit": 15, "in_time": 20, "years": 10}
    for line in running:
        # Nobody complained: the best has no complaint either, and all have the ten points.
        line["marks"] = [
            *(points(line, name, running, weights[name]) for name in weights),
            Decimal(10),
        ]
        assert [*map(Decimal, plain(ours[line["file"]]["indicator_scores"]))] == line["marks"]
    totals = [sum(line["marks"]) for line in running]
    for line in running:
        total = sum(line["marks"])
        assert plain(ours[line["file"]]["total_score"]) == total
        assert plain(ours[line["file"]]["rank"]) == 1 + sum(one > total for one in totals)


@pytest.mark.xdist_group("independent customers")
def test_an_order_of_which_goods_were_kept_is_an_order(trade: Asked) -> None:
    sources, database = trade
    report = report_of("customer_sales_overview")
    data = compute_from(report, QUARTER, sources, said={"tax_basis": "不含税"})
    theirs = {line["file"]: line for line in rows(database, in_sql.LIST, days_of(QUARTER))}
    for row in data["customers"]:
        count, net = theirs[row["customer_no"]]["order_count"], plain(row["net_sales_amount"])
        assert plain(row["order_count"]) == count, row["customer_no"]
        assert plain(row["average_order_amount"]) == half_up(share(net, count), "0.01")


@pytest.mark.xdist_group("independent customers")
def test_a_history_begins_with_the_file_or_the_first_sale(trade: Asked) -> None:
    sources, database = trade
    report = report_of("customer_grade_classification")
    data = compute_from(report, QUARTER, sources, said={"tax_basis": "不含税"})
    asked = days_of(QUARTER) | {"a": 55, "b": 85}
    theirs = {line["file"]: line["months"] for line in rows(database, in_sql.GRADES, asked)}
    assert {row["customer_no"]: plain(row["history_months"]) for row in data["rows"]} == theirs
