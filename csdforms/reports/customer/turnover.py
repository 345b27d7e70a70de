"""What each customer bought and gave back in some days: F1–F3, F18.

Costs and margins are those of :mod:`csdforms.reports.customer.bought`.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cached_property

import numpy as np

from csdforms.reports.columns import Mask
from csdforms.reports.figure import Figure, given, minus
from csdforms.reports.rows import Counts, Rows
from csdforms.reports.sources.sales import Sales

__all__ = [
    "Turnover",
    "fully_returned",
    "of_file",
    "one_unit",
    "sold_in",
    "turnover_in",
    "units_of",
]


class Turnover:
    """Lines of sales, and what they come to for each customer by his file.

    Amounts are in yuan on the basis of tax that the lines have, quantities in their own units.
    """

    def __init__(self, sales: Sales, lines: Rows) -> None:
        self.sales = sales
        self.lines = lines
        self._by_file = lines.by(sales.file)
        self._sold = self._by_file.where(sales.is_sale, "销售")

    def files(self) -> set[str]:
        """Return the customers who have lines."""
        return {file for file in self._by_file.words() if file is not None}

    @cached_property
    def gross(self) -> Counts:
        """销售额 (F1)."""
        return self._sold.total(self.sales.amount, "金额")

    @cached_property
    def returns(self) -> Counts:
        """退货及折让额, never negative (F2)."""
        taken = self._by_file.where(~self.sales.is_sale, "退货及折让")
        return taken.total(self.sales.amount, "金额")

    def net(self, file: str) -> Figure:
        """Return a customer's 销售净额, to be opened into F1 and F2 (F3)."""
        return minus(
            "销售额－退货及折让额",
            销售额=of_file(self.gross, file, "没有销售"),
            退货及折让额=of_file(self.returns, file, "没有退货和折让"),
        )

    @cached_property
    def nets(self) -> Counts:
        """销售净额, straight from the lines (F3)."""
        return self._by_file.total(self.sales.net, "销售净额（销售－退货－折让）")

    @cached_property
    def quantity(self) -> Counts:
        """销售数量, less what came back; it is a sum only where :func:`one_unit` is."""
        return self._by_file.total(self.sales.quantity, "数量（销售－退货）")

    @cached_property
    def returned_quantity(self) -> Counts:
        """退货数量."""
        back = self._by_file.where(self.sales.is_return, "退货")
        return back.total(self.sales.columns.quantity, "数量")

    @cached_property
    def documents(self) -> Counts:
        """订单数: documents that sell, without those that were wholly returned (F18)."""
        kept = self._sold.where(~fully_returned(self.sales), "没有全部退回")
        return kept.distinct(self.sales.number, "单据")

    @cached_property
    def contracts(self) -> Counts:
        """合同数."""
        return self._by_file.distinct(self.sales.contract, "合同")

    @cached_property
    def first_sale(self) -> Counts:
        """The day of the first sale."""
        return self._sold.first(self.sales.on, "日期")

    @cached_property
    def last_sale(self) -> Counts:
        """The day of the last sale."""
        return self._sold.last(self.sales.on, "日期")


def turnover_in(sales: Sales, start: dt.date | None, end: dt.date) -> Turnover:
    """Return what was sold from one day to another, both included; without a first one, ever."""
    return Turnover(sales, sold_in(sales, start, end))


def sold_in(sales: Sales, start: dt.date | None, end: dt.date) -> Rows:
    """Return the lines from one day to another, both included; without a first one, ever."""
    days = f"到{end:%Y-%m-%d}为止" if start is None else f"{start:%Y-%m-%d}至{end:%Y-%m-%d}"
    return sales.all().where(sales.on.between(start or dt.date.min, end), f"{days}的销售")


def of_file(counts: Counts, file: str, nothing: str) -> Figure:
    """Return a customer's amount, 0 where he has no record; ``nothing`` says so in Chinese."""
    return counts.get(file) or given(Decimal("0.00"), nothing)


def fully_returned(sales: Sales) -> Mask:
    """Tell which lines are of a document that takes all back that it sold; allowances take none."""
    codes, size = sales.number.codes, len(sales.number.values) + 1  # the last one is none
    left = np.zeros(size, np.int64)
    np.add.at(left, codes, np.where(sales.moves_goods, sales.net.units, 0))
    takes_back = np.zeros(size, np.bool_)
    takes_back[codes[sales.is_return]] = True
    mask: Mask = (takes_back & (left <= 0))[codes]
    return mask


def units_of(sales: Sales, lines: Rows) -> set[str | None]:
    """Return the units of the goods of some lines; None is a quantity without a unit."""
    counted = (sales.columns.quantity.known() & sales.moves_goods)[lines.index]
    codes = np.unique(sales.columns.unit.codes[lines.index[counted]])
    return {None if code < 0 else sales.columns.unit.values[code] for code in codes.tolist()}


def one_unit(sales: Sales, lines: Rows) -> str | None:
    """Return the unit of all quantities of some lines; none where there are several, or none."""
    units = units_of(sales, lines)
    return units.pop() if len(units) == 1 else None
