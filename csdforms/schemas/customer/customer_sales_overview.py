"""客户销售资料一览表: a year of one customer by month and product, or of all customers in a list.

Manual section 4.4. 客户信息专员 compiles it each year and on request, for the sales people, for
after-sales service and for managers. The sheet prints the view in use; where it holds both tables,
they must agree.

Sources: yearly cards of customers with a column for each product; lists of customers with turnover,
returns, money received and credit standing now and a year ago.

>>> from csdforms.schemas.customer import CustomerSalesOverview
>>> CustomerSalesOverview.title(), CustomerSalesOverview.section
('客户销售资料一览表', '4.4')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Self

from csdforms.schemas.customer.sales_sheet import (
    CustomerLine,
    Exact,
    SalesColumns,
    SalesReport,
    column_sums,
    disagreements,
    known,
    once_each,
    quotient,
    sums_disagree,
)
from csdforms.schemas.fields import claim, complaint, customer, figures, sales, sheet
from csdforms.schemas.figures import Number, completed, sum_of
from csdforms.schemas.form import Block, Part, Row, computed
from csdforms.schemas.labels import Group, Label, PrintedAs
from csdforms.schemas.provenance import ProvenanceBox
from csdforms.schemas.rules import (
    Problem,
    error,
    in_order,
    not_before,
    once,
    repeated,
    requires,
    under,
    warning,
)
from csdforms.schemas.types.numbers import rounded

MONTHS = range(1, 13)
#: A page has columns for so many products; the rest share one.
COLUMNS = 6
OTHERS = "其他"
BY_MONTH, LIST = "单户分月", "客户清单"
NOTHING = Decimal("0.00")
_MAIN_PRODUCTS = 3

#: The columns of the list that are added up.
SUMMED = (
    "order_count", "contract_count", "sales_amount", "return_amount", "net_sales_amount",
    "total_sales_amount", "total_receipts_amount", "balance_amount",
)  # fmt: skip
QUANTITIES = ("sales_quantity", "return_quantity")


class ProductSales(Part):
    """What was sold of one product, or of several that share a column."""

    product_name: Annotated[complaint.ProductName, PrintedAs("品名", "产品")]
    unit: claim.Unit | None = None
    sales_quantity: sales.SalesQuantity | None = None
    sales_amount: Annotated[sales.SalesAmount, PrintedAs("销售金额")] | None = None

    @computed
    def product_heading(self) -> sales.ProductHeading | None:
        """What stands above the column: 办公桌（张）."""
        if self.product_name is None or self.unit is None:
            return self.product_name
        return f"{self.product_name}（{self.unit}）"


class _Products(Block):
    """What a month and the year share: the products, and the sum of them.

    The form brings the products of each month into the same order, so each has its column.
    """

    printed_through = frozenset({"products"})

    products: Annotated[
        tuple[ProductSales, ...], Group("产品", "产品明细 各产品销售", at_most=200)
    ] = ()
    total_amount: Annotated[sales.TotalAmount, PrintedAs("合计")] | None = None
    receipts_amount: Annotated[sales.ReceiptsAmount, PrintedAs("回款")] | None = None

    @computed
    def product_1(self) -> Annotated[ProductSales, Label("产品1")] | None:
        """The product of the first column."""
        return self._column(0)

    @computed
    def product_2(self) -> Annotated[ProductSales, Label("产品2")] | None:
        """The product of the second column."""
        return self._column(1)

    @computed
    def product_3(self) -> Annotated[ProductSales, Label("产品3")] | None:
        """The product of the third column."""
        return self._column(2)

    @computed
    def product_4(self) -> Annotated[ProductSales, Label("产品4")] | None:
        """The product of the fourth column."""
        return self._column(3)

    @computed
    def product_5(self) -> Annotated[ProductSales, Label("产品5")] | None:
        """The product of the fifth column."""
        return self._column(4)

    @computed
    def product_6(self) -> Annotated[ProductSales, Label("产品6")] | None:
        """The product of the sixth column."""
        return self._column(5)

    @computed
    def other_products(self) -> Annotated[ProductSales, Label("其他产品")] | None:
        """All that has no column of its own."""
        rest = [*self._named()[COLUMNS:], *(one for one in self.products if _is_rest(one))]
        return _added(OTHERS, rest) if rest else None

    def _named(self) -> list[ProductSales]:
        return [one for one in self.products if not _is_rest(one)]

    def _column(self, position: int) -> ProductSales | None:
        named = self._named()
        return named[position] if position < len(named) else None


class MonthOfSales(_Products, Row):
    """One month of the customer."""

    month: Annotated[sales.Month, PrintedAs("月份")]
    remarks: sheet.Remarks | None = None

    def proposed(self) -> Mapping[str, object]:
        """Propose the sum of the products."""
        return {"total_amount": sum_of(one.sales_amount for one in self.products)}

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield a product that stands twice in the month."""
        for number in repeated(one.product_name for one in self.products):
            yield error(f"products.{number}.product_name", "这个月前面已有这个产品，请合并。")


class YearOfSales(_Products, Part):
    """The sums of the twelve months."""

    main = "total_amount"


class _Dealings(SalesColumns):
    """The columns that a customer of the list and the total line share."""

    order_count: sales.OrderCount | None = None
    return_quantity: sales.ReturnQuantity | None = None
    average_order_amount: sales.AverageOrderAmount | None = None
    contract_count: sales.ContractCount | None = None
    total_sales_amount: sales.TotalSalesAmount | None = None
    total_receipts_amount: sales.TotalReceiptsAmount | None = None
    collection_rate: sales.CollectionRate | None = None
    balance_amount: sales.BalanceAmount | None = None

    def rates(self, head: CustomerSalesOverview) -> dict[str, Exact]:
        """Return sales an order, and the rate of collection since the first deal.

        With tax, all that was ever sold is what was ever billed: there was no opening balance.
        """
        off = head.rounding()
        average, moved = quotient(off, self.net_sales_amount, self.order_count, of_whole=0)
        value = None if average is None else rounded(Decimal(average), 2)
        rates = {"average_order_amount": Exact(value, moved + off)}
        if head.collection_basis == "按开票" and head.tax_basis == "含税":
            received, billed = self.total_receipts_amount, self.total_sales_amount
            rates["collection_rate"] = quotient(off, received, billed)
        return rates


class ListedCustomer(_Dealings, CustomerLine):
    """The key figures of one customer's year."""

    customer_grade: customer.CustomerGrade | None = None
    main_products: customer.MainProducts | None = None
    first_deal_on: customer.FirstDealOn | None = None
    last_deal_on: sales.LastDealOn | None = None
    credit_grade: Annotated[customer.CreditGrade, PrintedAs("当期信用评估")] | None = None
    last_year_credit_grade: sales.LastYearCreditGrade | None = None
    remarks: sheet.Remarks | None = None

    def net(self, head: CustomerSalesOverview) -> dict[str, Exact]:
        """Return sales less returns, where sales are known."""
        exact = self.net_sales(head.rounding())
        return {} if exact.value is None else {"net_sales_amount": exact}

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield what is odd about the customer's dealings."""
        yield from in_order(self, "first_deal_on", "last_deal_on")
        named = (self.main_products or "").replace("，", "、").split("、")
        if len(named) > _MAIN_PRODUCTS:
            yield warning("main_products", "请只写金额最大的三种产品。")
        ever, year = self.total_sales_amount, self.net_sales_amount
        if ever is not None and year is not None and ever < year:
            yield warning("total_sales_amount", "小于本年的“销售净额”，请核对。")


class ListTotal(_Dealings, Part):
    """The sums of the list; the means are worked out from them."""

    main = "net_sales_amount"


class CustomerSalesOverview(SalesReport, title="客户销售资料一览表", section="4.4"):
    """Sales of a year: one customer by month and product, or customers in a list."""

    view: sales.OverviewView
    year: customer.AccountYear
    as_of: Annotated[figures.AsOf, PrintedAs("截止日期")] | None = None
    customer_no: customer.CustomerNo | None = None
    customer_name: customer.CustomerName | None = None
    region: Annotated[sales.Region, PrintedAs("客户地区")] | None = None
    amount_basis: sales.AmountBasis | None = None
    months: Annotated[
        tuple[MonthOfSales, ...], Group("分月销售", "各月销售 月份明细", at_most=12)
    ] = ()
    year_total: Annotated[YearOfSales, Label("全年合计", "合计")] | None = None
    collection_basis: sales.CollectionBasis | None = None
    customers: Annotated[tuple[ListedCustomer, ...], Group("客户明细", "明细")] = ()
    list_total: Annotated[ListTotal, Label("清单合计")] | None = None
    provenance: ProvenanceBox | None = None

    @computed
    def rest_products(self) -> sales.RestProducts | None:
        """The products that have no column of their own."""
        rest = [name for name in self._names() if name != OTHERS][COLUMNS:]
        return "、".join(rest) or None

    # Filling in

    def complete(self) -> Self:
        """Put twelve months and their products in order, fill in sums and rates."""
        super().complete()
        if self.view != LIST or self.months:
            self._set("months", self._twelve())
            names = self._names()
            self._set("months", tuple(self._aligned(row, names) for row in self.months))
            self._set("year_total", self._year(names))
        self._set("customers", tuple(self._filled_in(line) for line in self.customers))
        if self.customers:
            total = completed(self.list_total or ListTotal(), self._list_sums())
            self._set("list_total", completed(total, known(total.rates(self))))
        return self

    def proposed(self) -> Mapping[str, object]:
        """Propose the view of the table that is filled, and what each table counts."""
        by_month = bool(self.months) or self.view == BY_MONTH
        listed = bool(self.customers) or self.view == LIST
        return {
            "view": BY_MONTH if by_month else LIST if listed else None,
            "amount_basis": "销售净额" if by_month else None,
            "collection_basis": "按开票" if listed else None,
        }

    def _filled_in(self, line: ListedCustomer) -> ListedCustomer:
        line = completed(line, known(line.net(self)))
        return completed(line, known(line.rates(self)))

    def _twelve(self) -> tuple[MonthOfSales, ...]:
        """Return the months in order with the missing ones, as far as they can be told apart."""
        given = {row.month: row for row in self.months}
        if None in given or len(given) < len(self.months):
            return self.months
        empty = MonthOfSales.empty().model_copy(
            update={
                name: NOTHING
                for name in ("total_amount", "receipts_amount")
                if any(getattr(row, name) is not None for row in self.months)
            }
        )
        return tuple(
            given.get(month, empty).model_copy(update={"month": month, "seq": month})
            for month in MONTHS
        )

    def _names(self) -> list[str]:
        """Return the products in the order of their columns, 其他 last.

        They stand as they first come up; if there are too many, the smallest have no column.
        """
        amounts: dict[str, Decimal] = {}
        for one in self._sold():
            if not _is_rest(one):
                amounts.setdefault(one.product_name, NOTHING)
                amounts[one.product_name] += one.sales_amount or NOTHING
        by_amount = sorted(amounts, key=lambda name: -amounts[name])
        columns = set(by_amount[:COLUMNS])
        rest = [OTHERS] if _called(OTHERS, self._sold()) else []
        return sorted(amounts, key=lambda name: name not in columns) + rest

    def _sold(self) -> Iterator[ProductSales]:
        for row in self.months:
            yield from row.products

    def _aligned(self, row: MonthOfSales, names: Sequence[str]) -> MonthOfSales:
        """Return the month with every product in its place, those not sold with nothing."""
        products = [
            one for name in names for one in _called(name, row.products) or [self._unsold(name)]
        ]
        products += [one for one in row.products if one.product_name is None]
        return row.model_copy(update={"products": tuple(products)}).complete()

    def _unsold(self, name: str) -> ProductSales:
        unit = next((one.unit for one in self._sold() if one.product_name == name), None)
        values = {"unit": unit, "sales_quantity": NOTHING, "sales_amount": NOTHING}
        return ProductSales.draft({"product_name": name, **values})

    def _year(self, names: Sequence[str]) -> YearOfSales:
        """Return the sums of the year; what was typed stays, in its place."""
        total = self.year_total or YearOfSales()
        products = []
        for name in names:
            typed = _called(name, total.products)
            products += typed or [_added(name, _called(name, self._sold()))]
        products += [one for one in total.products if one.product_name not in names]
        total = total.model_copy(update={"products": tuple(products)})
        return completed(total, self._year_sums())

    def _year_sums(self) -> dict[str, Number | None]:
        return column_sums(self.months, ["total_amount", "receipts_amount"])

    def _list_sums(self) -> dict[str, Number | None]:
        names = SUMMED if self.quantity_unit is None else (*SUMMED, *QUANTITIES)
        return column_sums(self.customers, names)

    # Checking

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield where head, months, list and their totals contradict each other."""
        yield from self._head(today)
        yield from self._months()
        if self.year_total is not None:
            yield from under("year_total", self._year_total(self.year_total))
        yield from self._list()
        yield from self._both()

    def _head(self, today: dt.date) -> Iterator[Problem]:
        one, many = self.view == BY_MONTH, self.view == LIST
        because = f"表式是“{self.view}”"
        yield from requires(self, "customer_no", "customer_name", when=one, because=because)
        yield from requires(self, "region", when=one, because=because, severity="warning")
        yield from requires(self, "as_of", "customers", when=many, because=because)
        if one and all(row.total_amount is None for row in self.months):
            yield error("months", f"{because}，请填各月的销售。")
        if self.as_of is None:
            return
        if self.year is not None and self.as_of.year < self.year:
            yield error("as_of", "早于这一年度，请核对。")
        if not not_before(self.prepared_on or today, self.as_of):
            yield warning("as_of", "晚于填表日期，数据还不全，请确认。")

    def _months(self) -> Iterator[Problem]:
        yield from once("months", self.months, "month", mend="请合并成一行")
        units: dict[str, str | None] = {}
        for number, row in enumerate(self.months, start=1):
            path = f"months.{number}"
            exact = {"total_amount": sum_of(one.sales_amount for one in row.products)}
            lines = len(row.products)
            yield from under(path, sums_disagree(self.rounding(), row, exact, lines))
            for position, one in enumerate(row.products, start=1):
                if units.setdefault(one.product_name, one.unit) != one.unit:
                    where = f"{path}.products.{position}.unit"
                    yield warning(where, "与前面月份的单位不同，数量不能相加，请核对。")

    def _year_total(self, total: YearOfSales) -> Iterator[Problem]:
        off, months = self.rounding(), len(self.months)
        yield from sums_disagree(off, total, self._year_sums(), months)
        for number, typed in enumerate(total.products, start=1):
            if typed.product_name is None:
                continue
            path = f"products.{number}"
            sold = _called(typed.product_name, self._sold())
            if not sold:
                yield error(f"{path}.product_name", "各月都没有这个产品，请核对品名。")
                continue
            sums = _added(typed.product_name, sold)
            exact = {name: getattr(sums, name) for name in ("sales_quantity", "sales_amount")}
            yield from under(path, sums_disagree(off, typed, exact, months))

    def _list(self) -> Iterator[Problem]:
        yield from once_each("customers", self.customers)
        for number, line in enumerate(self.customers, start=1):
            path = f"customers.{number}"
            yield from under(path, disagreements(line, line.net(self) | line.rates(self)))
            if not not_before(self.as_of, line.last_deal_on):
                yield error(f"{path}.last_deal_on", "晚于截止日期，请核对。")
        total = self.list_total
        if total is not None:
            lines = len(self.customers)
            sums = sums_disagree(self.rounding(), total, self._list_sums(), lines)
            yield from under("list_total", sums)
            yield from under("list_total", disagreements(total, total.rates(self)))
            yield from self.mixed_units("list_total", total, *QUANTITIES)

    def _both(self) -> Iterator[Problem]:
        """The year of a customer is the same in both tables."""
        name = "sales_amount" if self.amount_basis == "销售额" else "net_sales_amount"
        for line in self.customers:
            same = self.customer_no is not None and line.customer_no == self.customer_no
            if same and self.year_total is not None:
                exact = {"total_amount": getattr(line, name)}
                found = sums_disagree(self.rounding(), self.year_total, exact, 1)
                text = f"与清单中这一户的“{line.label_of(name)}”不一致，请核对。"
                yield from (error(f"year_total.{problem.path}", text) for problem in found)


def _is_rest(product: ProductSales) -> bool:
    """Whether this is no product with a column of its own."""
    return product.product_name in (None, OTHERS)


def _called(name: str, products: Iterable[ProductSales]) -> list[ProductSales]:
    return [one for one in products if one.product_name == name]


def _added(name: str, products: Sequence[ProductSales]) -> ProductSales:
    """Return the sum of products; quantities are added up only within one unit."""
    units = {one.unit for one in products}
    alike = len(units) == 1 and (None not in units or len({p.product_name for p in products}) == 1)
    return ProductSales.draft(
        {
            "product_name": name,
            "unit": units.pop() if alike else None,
            "sales_quantity": sum_of(one.sales_quantity for one in products) if alike else None,
            "sales_amount": sum_of(one.sales_amount for one in products),
        }
    )
