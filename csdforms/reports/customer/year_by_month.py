"""The year of one customer by month and product (manual §4.4, 单户分月)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from csdforms.reports.customer.listing import named, read_off
from csdforms.reports.customer.receivables import paid_in
from csdforms.reports.customer.said_customers import customer_asked
from csdforms.reports.customer.turnover import of_file, units_of
from csdforms.reports.figure import Figure, worked
from csdforms.reports.period import month_end
from csdforms.reports.request import Request
from csdforms.reports.rows import Rows
from csdforms.reports.sources.customers import Customer
from csdforms.reports.sources.sales import Sales
from csdforms.schemas import figures
from csdforms.schemas.customer.customer_sales_overview import COLUMNS, MONTHS, OTHERS

__all__ = ["year_by_month"]

_GROSS = "销售额"
_COLUMNS = 200  # products that a sheet takes
_BOTH = ("sales_quantity", "sales_amount")


def year_by_month(request: Request, sales: Sales, day: dt.date) -> dict[str, Any]:
    """Return twelve months, each with all products of the year, and the sums of the year.

    The year is that of the day, counted up to it.
    """
    customer, year = (
        customer_asked(request, "单户分月的表，请写明是哪个客户（--customer-no）。"),
        day.year,
    )
    basis = request.option("amount_basis", "销售净额")
    mine = sales.file.isin(customer.file) & sales.on.between(dt.date(year, 1, 1), day)
    lines = sales.all().where(mine, f"{year}年的销售")
    if basis == _GROSS:
        lines = lines.where(sales.is_sale, "销售")
    products = _Products(sales, lines)
    months = [_month(request, customer, products, month, day) for month in MONTHS]
    total = lines.total(sales.net, "金额")
    year_total = _year(months, products)
    request.require(year_total["total_amount"].value == total.value, "各月之和不等于全年")
    place = read_off(request.sources.customers, customer.file, day)
    return {
        **named(request.sources.customers, customer.file),
        "region": place.get("region"),
        "amount_basis": basis,
        "months": months,
        "year_total": year_total,
    }


class _Products:
    """The products of a customer in the order of their columns: the largest first."""

    def __init__(self, sales: Sales, lines: Rows) -> None:
        self.sales, self.lines = sales, lines
        groups = lines.by(sales.product)
        totals = groups.total(sales.net, "金额")
        words = sorted(groups.words(), key=lambda word: (-totals[word].number(), word or ""))
        named_ = [word for word in words if word not in (None, OTHERS)]
        own = _COLUMNS if len(named_) == len(words) <= _COLUMNS else _COLUMNS - 1
        self.columns: dict[str, list[str | None]] = {word: [word] for word in named_[:own] if word}
        if rest := [word for word in words if word not in self.columns]:
            self.columns[OTHERS] = rest
        self.units = {name: units_of(sales, self.of(name, lines)) for name in self.columns}

    def of(self, name: str, lines: Rows) -> Rows:
        """Return those of some lines that are of a column's products."""
        wanted = self.columns[name]
        mask = self.sales.product.isin(*(word for word in wanted if word is not None))
        if None in wanted:
            mask |= ~self.sales.product.known()
        return lines.where(mask, name)

    def in_month(self, lines: Rows) -> list[dict[str, Any]]:
        """Return the columns of a month."""
        cells = []
        for name in self.columns:
            mine = self.of(name, lines)
            cell = {**self.head(name), "sales_amount": mine.total(self.sales.net, "金额")}
            if self._adds_up(name):
                cell["sales_quantity"] = mine.total(self.sales.quantity, "数量")
            cells.append(cell)
        return cells

    def head(self, name: str) -> dict[str, Any]:
        """Return what stands above a column."""
        (unit,) = self.units[name] if len(self.units[name]) == 1 else (None,)
        return {"product_name": name} if unit is None else {"product_name": name, "unit": unit}

    def _adds_up(self, name: str) -> bool:
        """Whether the quantities of a column have one unit in the whole year."""
        return len(self.units[name]) == 1 and (name != OTHERS or None not in self.units[name])


def _month(
    request: Request, customer: Customer, products: _Products, month: int, day: dt.date
) -> dict[str, Any]:
    """Return what was sold and paid in a month, up to the day at which the data stand."""
    start = dt.date(day.year, month, 1)
    end = month_end(start)
    sales = products.sales
    paid = paid_in(request.sources, start, min(end, day))
    lines = products.lines.where(sales.on.between(start, end), f"{month}月")
    cells = products.in_month(lines)
    return {
        "month": month,
        "products": cells,
        **_page(cells),
        "total_amount": lines.total(sales.net, "金额"),
        "receipts_amount": of_file(paid, customer.file, "没有收款"),
    }


def _year(months: Sequence[Mapping[str, Any]], products: _Products) -> dict[str, Any]:
    def summed(cells: Sequence[Mapping[str, Any]], name: str) -> Figure:
        return worked("各月之和", figures.sum_of, 各月=[cell[name] for cell in cells])

    columns = []
    for place, product in enumerate(products.columns):
        cells = [month["products"][place] for month in months]
        sums = {name: summed(cells, name) for name in _BOTH if name in cells[0]}
        columns.append({**products.head(product), **sums})
    sums = {name: summed(months, name) for name in ("total_amount", "receipts_amount")}
    return {"products": columns, **_page(columns), **sums}


def _page(cells: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Figure]]:
    """Return the figures in the columns of a page: the first products, all others in one."""
    own = [cell for cell in cells if cell["product_name"] != OTHERS]
    columns = {f"product_{place}": cell for place, cell in enumerate(own[:COLUMNS], start=1)}
    figures_ = {name: _figures(cell) for name, cell in columns.items()}
    rest = [*own[COLUMNS:], *(cell for cell in cells if cell["product_name"] == OTHERS)]
    return {**figures_, "other_products": _together(rest)} if rest else figures_


def _together(cells: Sequence[Mapping[str, Any]]) -> dict[str, Figure]:
    """Return the sums of columns that share one; quantities only within one unit."""
    if len(cells) == 1:
        return _figures(cells[0])
    units = {cell.get("unit") for cell in cells}
    names = _BOTH if len(units) == 1 and None not in units else ("sales_amount",)
    return {
        name: worked(
            "没有单独成栏的各产品之和", figures.sum_of, 各产品=[cell[name] for cell in cells]
        )
        for name in names
    }


def _figures(cell: Mapping[str, Any]) -> dict[str, Figure]:
    return {name: cell[name] for name in _BOTH if name in cell}
