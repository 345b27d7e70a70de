"""The year of all customers in a list, one line each (manual §4.4, 客户清单).

On it stands whoever bought, gave back or paid something in the year, or owes something.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from csdforms.reports.customer.credit_terms import terms_on
from csdforms.reports.customer.listing import named, read_off
from csdforms.reports.customer.paired import totals_of_pairs
from csdforms.reports.customer.receivables import Balances, Due, on_billed, on_due, paid_in
from csdforms.reports.customer.turnover import Turnover, of_file, one_unit, turnover_in
from csdforms.reports.figure import Figure, given, ratio, to_the_cent, worked
from csdforms.reports.period import months_before
from csdforms.reports.request import Request
from csdforms.reports.sources.sales import TAXED, Sales
from csdforms.schemas import figures
from csdforms.schemas.customer.customer_sales_overview import QUANTITIES, SUMMED

__all__ = ["year_in_list"]

_MAIN = 3
_YEAR = 12
_NO_SALES = "没有销售明细"


def year_in_list(request: Request, sales: Sales, basis: str, day: dt.date) -> dict[str, Any]:
    """Return a line for each customer, those who bought most first, and their sums.

    The year is that of the day, counted up to it.
    """
    table = _List(request, sales, basis, day)
    rows = [row for file in table.files() if (row := table.row(file)) is not None]
    rows.sort(key=lambda row: (-row["net_sales_amount"].value, row["customer_no"]))
    data = {
        "collection_basis": table.collection_basis,
        "quantity_unit": table.unit,
        "customers": rows,
    }
    return {**data, "list_total": table.total(rows)} if rows else data


class _List:
    """The figures of all customers in one year."""

    def __init__(self, request: Request, sales: Sales, basis: str, day: dt.date) -> None:
        self.request, self.day = request, day
        start = dt.date(day.year, 1, 1)
        self.collection_basis = request.option("collection_basis", "按开票")
        self._billed_is_sold = basis == TAXED and self.collection_basis == "按开票"
        self._year = turnover_in(sales, start, self.day)
        self._ever = turnover_in(sales, None, self.day)
        self.unit = one_unit(sales, self._year.lines)
        self._balances = Balances(request, start, self.day)
        self._paid_ever = paid_in(request.sources, None, self.day)
        self._due = Due(request.sources, self.day)
        self._main = _main_products(self._year)
        self._collected: dict[str, tuple[Figure, Figure, Figure]] = {}

    def files(self) -> list[str]:
        """Return all customers who may have a figure."""
        return sorted(self._ever.files() | self._balances.files())

    def row(self, file: str) -> dict[str, Any] | None:
        """Return a customer's line, none if nothing was done in the year and nothing is owed."""
        year, ever = self._year, self._ever
        balance = self._balances.of(file)
        dealings = {
            "sales_amount": of_file(year.gross, file, "没有销售"),
            "return_amount": of_file(year.returns, file, "没有退货和折让"),
            "balance_amount": balance.closing,
        }
        if not (balance.receipts.value or any(cell.value for cell in dealings.values())):
            return None
        if self.unit is not None:
            dealings |= {
                "sales_quantity": of_file(year.quantity, file, _NO_SALES),
                "return_quantity": of_file(year.returned_quantity, file, "没有退货"),
            }
        cells = {
            **dealings,
            "order_count": year.documents.get(file) or given(0, _NO_SALES),
            "contract_count": year.contracts.get(file) or given(0, _NO_SALES),
            "net_sales_amount": year.net(file),
            "total_sales_amount": of_file(ever.nets, file, _NO_SALES),
            "total_receipts_amount": of_file(self._paid_ever, file, "没有收款"),
            "first_deal_on": ever.first_sale.get(file) or given(None, _NO_SALES),
            "last_deal_on": ever.last_sale.get(file) or given(None, _NO_SALES),
            "main_products": self._main.get(file) or given(None, _NO_SALES),
        }
        collected = self._balances.billed_until(file), balance.receipts, self._due.overdue(file)
        self._collected[file] = collected
        return {
            **named(self.request.sources.customers, file),
            **read_off(self.request.sources.customers, file, self.day),
            **self._credit(file),
            **cells,
            **self._rates(cells, *collected),
        }

    def total(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, Figure]:
        """Return the sums of the list, and the rates that follow from them."""
        names = SUMMED if self.unit is None else (*SUMMED, *QUANTITIES)
        sums = {name: _sum([row[name] for row in rows]) for name in names}
        collected = zip(*(self._collected[row["customer_no"]] for row in rows), strict=True)
        net = self._year.lines.total(self._year.sales.net, "销售净额")
        self.request.require(
            sums["net_sales_amount"].value == net.value, "各户销售净额之和不等于全部明细之和"
        )
        return {**sums, **self._rates(sums, *(_sum(column) for column in collected))}

    def _rates(
        self, cells: Mapping[str, Figure], billed: Figure, received: Figure, late: Figure
    ) -> dict[str, Figure]:
        """Return sales an order (F18), and the rate of collection (F16).

        By bills it is that since the first deal: nothing was owed before it.
        """
        average = to_the_cent(
            "销售净额 ÷ 订单数，保留到分",
            销售净额=cells["net_sales_amount"],
            订单数=cells["order_count"],
        )
        if self._billed_is_sold:
            collected = ratio(
                "累计回款 ÷ 累计销售",
                累计回款=cells["total_receipts_amount"],
                累计销售=cells["total_sales_amount"],
            )
        elif self.collection_basis == "按开票":
            nothing = given(0, "首次交易前没有应收")
            collected = on_billed(cells["total_receipts_amount"], nothing, billed)
        else:
            collected = on_due(received, late)
        return {"average_order_amount": average, "collection_rate": collected}

    def _credit(self, file: str) -> dict[str, Figure]:
        """Return the credit grade on the day, and that of a year before if he was there then."""
        customer, before = self.request.sources.customers.of(file), months_before(self.day, _YEAR)
        if customer is None:
            return {}
        cells = {"credit_grade": terms_on(customer, self.day).grade}
        if customer.opened_on <= before:
            cells["last_year_credit_grade"] = terms_on(customer, before).grade
        return cells


def _sum(column: Sequence[Figure]) -> Figure:
    return worked("各户之和", figures.sum_of, 各户=list(column))


def _main_products(year: Turnover) -> dict[str, Figure]:
    """Return the products that each customer bought most of, by amount, at most three."""
    sales = year.sales
    totals = totals_of_pairs(year.lines, sales.file, sales.product, sales.net, "销售净额")
    bought: dict[str, list[tuple[str, Figure]]] = {}
    for file, product, amount in totals:
        bought.setdefault(file, []).append((product, amount))
    return {
        file: worked(
            "本年销售净额最大的三种产品",
            _largest,
            产品=tuple(product for product, _ in found),
            销售净额=[amount for _, amount in found],
        )
        for file, found in bought.items()
    }


def _largest(products: Sequence[str], amounts: Sequence[Any]) -> str | None:
    pairs = sorted((-amount, product) for product, amount in zip(products, amounts, strict=True))
    return "、".join(product for negative, product in pairs[:_MAIN] if negative < 0) or None
