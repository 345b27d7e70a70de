"""交易往来客户一览表: the customers in trade, one line each, as it is handed out to departments.

From the rules on customers' credit files, which give it no section of its own; here it follows the
flows, as 4.20. The keeper of the files compiles it; copies are numbered, because the list is not
for everybody. Customers whose dealings have ended are taken out; what was added, changed and taken
out within a period stands in the supplement, by which a copy on paper is put right.

Sources: customer lists of trading companies; the rule that a change is entered in the customer's
card and in the list on the same day.

>>> from csdforms.schemas.customer import TradingCustomerList
>>> TradingCustomerList.title(), TradingCustomerList.section
('交易往来客户一览表', '4.20')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Annotated

from csdforms.schemas.fields import customer, figures, sheet, trading
from csdforms.schemas.figures import agrees
from csdforms.schemas.form import Ledger, Row
from csdforms.schemas.labels import Group, PrintedAs
from csdforms.schemas.provenance import ProvenanceBox
from csdforms.schemas.rules import Problem, error, in_order, not_before, once, warning

__all__ = ["ListedChange", "ListedCustomer", "TradingCustomerList"]

_IN, _OUT = ("新增", "变更"), "移出"


class ListedCustomer(Row):
    """One customer in trade."""

    customer_no: customer.CustomerNo
    customer_name: customer.CustomerName
    short_name: Annotated[customer.ShortName, PrintedAs("简称")] | None = None
    contact_person: customer.ContactPerson | None = None
    phone: (
        Annotated[customer.ContactPhone, PrintedAs("联系电话", *customer.MOBILE_LABELS)] | None
    ) = None
    address: Annotated[customer.PostalAddress, PrintedAs("地址", "公司地址 单位地址")] | None = None
    main_products: Annotated[customer.MainProducts, PrintedAs("交易内容", "交易品种")] | None = None
    first_deal_on: Annotated[customer.FirstDealOn, PrintedAs("开始日期", "交易开始日期")] | None = (
        None
    )
    credit_grade: Annotated[customer.CreditGrade, PrintedAs("信用等级")] | None = None
    credit_limit: customer.CreditLimit | None = None
    salesperson: Annotated[customer.Salesperson, PrintedAs("负责人")] | None = None
    last_changed_on: Annotated[trading.LastChangedOn, PrintedAs("最近变更")] | None = None
    remarks: sheet.Remarks | None = None


class ListedChange(Row):
    """What a holder of an older copy must put right."""

    list_changed_on: trading.ListChangedOn
    list_change: trading.ListChange
    customer_no: customer.CustomerNo
    customer_name: customer.CustomerName
    changed_columns: trading.ChangedColumns | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield a change of nothing."""
        if self.list_change == "变更" and self.changed_columns is None:
            yield warning("changed_columns", "请写明变更了哪些栏目，持有人才能更正。")


class TradingCustomerList(Ledger, title="交易往来客户一览表", section="4.20"):
    """The customers in trade on a day, and what changed since the last list."""

    form_no: sheet.FormNo
    as_of: Annotated[figures.AsOf, PrintedAs("截止日期")]
    period_start: Annotated[figures.PeriodStart, PrintedAs("变更起")] | None = None
    period_end: Annotated[figures.PeriodEnd, PrintedAs("变更止")] | None = None
    list_copy_no: trading.ListCopyNo | None = None
    trading_count: trading.TradingCount | None = None
    customers: Annotated[tuple[ListedCustomer, ...], Group("客户清单", "客户 客户明细")] = ()
    changes: Annotated[tuple[ListedChange, ...], Group("变更附页", "变更记录")] = ()
    provenance: ProvenanceBox | None = None

    confidentiality: sheet.Confidentiality = "秘密"

    def proposed(self) -> Mapping[str, object]:
        """Propose the number of customers."""
        return {"trading_count": len(self.customers)}

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield customers that stand twice, and lists that contradict their supplement."""
        yield from in_order(self, "period_start", "period_end")
        yield from once("customers", self.customers, "customer_no")
        yield from agrees(self, "trading_count", len(self.customers))
        listed = {row.customer_no for row in self.customers}
        last = {row.customer_no: row.list_change for row in self.changes}
        for number, row in enumerate(self.customers, start=1):
            if not not_before(self.as_of, row.first_deal_on):
                yield error(f"customers.{number}.first_deal_on", "晚于截止日期，请核对。")
            if not not_before(self.as_of, row.last_changed_on):
                yield error(f"customers.{number}.last_changed_on", "晚于截止日期，请核对。")
        for number, change in enumerate(self.changes, start=1):
            path = f"changes.{number}.list_change"
            if last[change.customer_no] != change.list_change:
                continue  # what came later counts
            if change.list_change in _IN and change.customer_no not in listed:
                yield error(path, "清单里没有这个客户，请核对。")
            elif change.list_change == _OUT and change.customer_no in listed:
                yield error(path, "这个客户已移出，请从清单里删去。")
            yield from self._outside(number, change)

    def _outside(self, number: int, change: ListedChange) -> Iterator[Problem]:
        """Yield a change that was not made within the supplement's days."""
        day, path = change.list_changed_on, f"changes.{number}.list_changed_on"
        if not (not_before(day, self.period_start) and not_before(self.period_end, day)):
            yield error(path, "不在变更附页的起止日期之内，请核对。")
