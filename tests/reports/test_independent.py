"""100,000 complaints and 1,000,000 sale lines, beside DuckDB: an engine that knows nothing of ours.

What DuckDB is asked stands in ``benchmarks/reports/with_duckdb.py``.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from reports.kept import Memory

from benchmarks.reports import with_duckdb
from benchmarks.reports.engine import CELLS
from benchmarks.reports.synthetic import PERIOD, complaints, sales
from csdforms.reports.catalogue import report_of
from csdforms.reports.computing import compute_from
from csdforms.reports.period import Period
from csdforms.reports.sources import Sources
from csdforms.reports.sources.complaint_case import ComplaintCase
from csdforms.reports.sources.complaint_cases import Cases
from csdforms.reports.sources.sales import Sales

QUARTER = Period.of(*PERIOD)
BEFORE = QUARTER.before()


def plain(value: Any) -> Any:
    return getattr(value, "value", value)


def given(**tables: Any) -> Sources:
    """Return sources with tables that are made already."""
    sources = Sources(Memory())
    sources.__dict__ |= tables
    return sources


@pytest.fixture(scope="module")
def cases() -> list[ComplaintCase]:
    return complaints(100_000)


@pytest.fixture(scope="module")
def lines() -> Sales:
    return sales(1_000_000)


@pytest.mark.xdist_group("independent")
def test_100000_complaints_are_counted_alike(cases: list[ComplaintCase]) -> None:
    report = report_of("complaint_statistics")
    data = compute_from(report, QUARTER, given(cases=Cases(cases)), said={"dimension": "投诉类别"})
    database = with_duckdb.load_complaints(cases)
    theirs = with_duckdb.complaint_statistics(database, *PERIOD, BEFORE[:2], 90)
    ours = {plain(row["dimension_value"]): row for row in data["rows"]}
    assert {word for word, row in ours.items() if plain(row["received"])} == theirs.keys()
    for word, cells in theirs.items():
        for name in CELLS["complaints"]:
            assert plain(ours[word][name]) == cells[name], (word, name)
        closed = cells["closed_on_time"] + cells["closed_late"]
        assert plain(ours[word]["avg_days"]) == Decimal(cells["processing_days"]) / closed
    for name in ("opening", "closed", "open_end"):
        assert plain(data[name]) == sum(cells[name] for cells in theirs.values())


@pytest.mark.xdist_group("independent")
def test_1000000_sale_lines_are_ranked_alike(lines: Sales) -> None:
    report = report_of("customer_gross_profit_ranking")
    sources = given(sales=lines, customers=lines.customers)
    data = compute_from(report, QUARTER, sources, said={"tax_basis": "不含税"})
    theirs = with_duckdb.profits(with_duckdb.load_sales(lines), *PERIOD, BEFORE.start)
    ours = {plain(row["customer_no"]): row for row in data["rows"]}
    assert ours.keys() == theirs.keys()
    for file, cells in theirs.items():
        for name in CELLS["sales"]:
            assert plain(ours[file].get(name)) == cells[name], (file, name)
    net = sum(cells["net_sales_amount"] for cells in theirs.values())
    assert plain(data["total"]["net_sales_amount"]) == net
    # Without costs there is neither profit nor rank, and the example has such customers.
    assert any(cells["gross_profit_amount"] is None for cells in theirs.values())


@pytest.mark.xdist_group("independent")
def test_1000000_sale_lines_make_the_same_month_by_customer(lines: Sales) -> None:
    march = Period.of(dt.date(2026, 3, 1), dt.date(2026, 3, 31))
    report = report_of("customer_sales_monthly")
    sources = given(sales=lines, customers=lines.customers)
    data = compute_from(report, march, sources, said={"tax_basis": "不含税"})
    ours = {plain(row["customer_no"]): row for row in data["rows"]}
    database = with_duckdb.load_sales(lines)
    cursor = database.execute(
        """
        select file,
          coalesce(sum(amount) filter (kind = '销售' and on_day >= $2), 0),
          coalesce(sum(amount) filter (kind <> '销售' and on_day >= $2), 0),
          coalesce(sum(if(kind = '销售', amount, -amount)), 0)
        from sales where on_day between $1 and $3 group by file
        """,
        [dt.date(2026, 1, 1), march.start, march.end],
    )
    theirs = cursor.fetchall()
    assert ours.keys() == {file for file, *_ in theirs}
    for file, gross, taken_back, year in theirs:
        row = ours[file]
        assert plain(row["sales_amount"]) == gross, file
        assert plain(row["return_amount"]) == taken_back, file
        assert plain(row["net_sales_amount"]) == gross - taken_back, file
        assert plain(row["ytd_sales_amount"]) == year, file
