"""The goods that came back, one a line of a register sheet (manual §2.3).

Goods of a service that was cancelled (已取消) did not come back.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from csdforms.reports.columns import Amounts, Days, Mask, Words
from csdforms.reports.figure import Record
from csdforms.reports.rows import Table
from csdforms.reports.sources.customers import Customers, day_of
from csdforms.reports.sources.kept import Kept
from csdforms.reports.sources.register_sheet import Service, goods_of, number_of, registered
from csdforms.schemas.after_sales.return_line import difference_of, price_of
from csdforms.schemas.fields import returns

__all__ = ["NO_MODEL", "Return", "Returns", "read_returns"]

#: What stands for a model that is not named, where other lines of the product name one.
NO_MODEL = "型号未注明"


@dataclass(frozen=True, slots=True, eq=False)
class Return:
    """One line of goods that came back, with the day by which it is counted."""

    service: Service
    line: Mapping[str, Any]
    on: dt.date
    product_name: str

    def __repr__(self) -> str:
        return f"Return({self.service.register_no!r})"

    def number(self, name: str) -> Decimal | None:
        """Return a quantity or an amount of the line."""
        return number_of(self.line, name)

    @property
    def amount(self) -> Decimal | None:
        """Return what the goods that came back are worth, none if nobody knows their price."""
        return price_of(self.number("quantity"), self.number("unit_price"))

    @property
    def difference(self) -> Decimal | None:
        """Return what was received less what was announced."""
        return difference_of(self.number("quantity"), self.number("received_quantity"))

    @property
    def product_model(self) -> str | None:
        """Return the model: the line's, or the sheet's if the product is the same."""
        model = self.line.get("product_model")
        if model is None and self.product_name == self.service.data.get("product_name"):
            model = self.service.data.get("product_model")
        return model


class Returns(Table):
    """The lines of goods that came back, in the order of their days."""

    unit = "行退换明细"

    def __init__(self, lines: Iterable[Return]) -> None:
        self.lines = sorted(lines, key=lambda line: (line.on, line.service.register_no))
        super().__init__(len(self.lines), self._record)

    def only(self, mask: Mask) -> Returns:
        """Return a table of some of the lines, which no other line has any influence on."""
        return Returns(line for line, is_one in zip(self.lines, mask, strict=True) if is_one)

    def _record(self, place: int) -> Record:
        return self.lines[place].service.record(self.lines[place].on)

    @cached_property
    def on(self) -> Days:
        """退换日期: by default the day on which the work ended, else that of registration."""
        return Days.of(line.on for line in self.lines)

    @cached_property
    def register_no(self) -> Words:
        """登记编号."""
        return Words.of(line.service.register_no for line in self.lines)

    @cached_property
    def action(self) -> Words:
        """退换类型."""
        return self._words("return_action")

    @cached_property
    def reason(self) -> Words:
        """退换原因."""
        return self._words("reason_category", returns.REASON.choices())

    @cached_property
    def party(self) -> Words:
        """责任方, 待定 where it is not said."""
        parties = (line.line.get("responsible_party", "待定") for line in self.lines)
        return Words.of(parties, returns.PARTY.choices())

    @cached_property
    def product(self) -> Words:
        """产品名称."""
        return Words.of(line.product_name for line in self.lines)

    @cached_property
    def model(self) -> Words:
        """规格型号; :data:`NO_MODEL` where other lines of the product name one."""
        named = {line.product_name for line in self.lines if line.product_model}
        return Words.of(
            line.product_model or (NO_MODEL if line.product_name in named else None)
            for line in self.lines
        )

    @cached_property
    def customer(self) -> Words:
        """客户名称 as the reader may see it; with the file where several have one name."""
        keys = {(line.service.customer_name, line.service.file) for line in self.lines}
        often = Counter(name for name, _ in keys)
        return Words.of(
            f"{one.customer_name}（{one.file or '未建档'}）"
            if often[one.customer_name] > 1
            else one.customer_name
            for one in (line.service for line in self.lines)
        )

    @cached_property
    def file(self) -> Words:
        """The customer's file."""
        return Words.of(line.service.file or None for line in self.lines)

    @cached_property
    def region(self) -> Words:
        """所在地区."""
        return Words.of(line.service.data.get("region") for line in self.lines)

    @cached_property
    def channel(self) -> Words:
        """渠道: where the goods were bought (购买渠道)."""
        return Words.of(line.service.data.get("purchase_place") for line in self.lines)

    @cached_property
    def brand(self) -> Words:
        """品牌."""
        return Words.of(line.service.data.get("brand") for line in self.lines)

    @cached_property
    def code(self) -> Words:
        """货品编号."""
        return self._words("product_code")

    @cached_property
    def measure(self) -> Words:
        """单位."""
        return self._words("unit")

    @cached_property
    def quantity(self) -> Amounts:
        """数量."""
        return self._amounts("quantity")

    @cached_property
    def received(self) -> Amounts:
        """实收数量."""
        return self._amounts("received_quantity")

    @cached_property
    def difference(self) -> Amounts:
        """实收数量－数量; not known without either."""
        return Amounts.of(line.difference for line in self.lines)

    @cached_property
    def amount(self) -> Amounts:
        """数量×单价, rounded to the fen; not known without a price."""
        return Amounts.of((line.amount for line in self.lines), 2)

    @cached_property
    def refund(self) -> Amounts:
        """退款金额."""
        return self._amounts("refund_amount", 2)

    @cached_property
    def stock_in(self) -> Amounts:
        """退货入库数量."""
        return self._amounts("stock_in_quantity")

    @cached_property
    def stock_in_amount(self) -> Amounts:
        """退货入库数量×单价, rounded to the fen."""
        values = (
            price_of(line.number("stock_in_quantity"), line.number("unit_price"))
            for line in self.lines
        )
        return Amounts.of(values, 2)

    def _words(self, name: str, first: Sequence[str] = ()) -> Words:
        return Words.of((line.line.get(name) for line in self.lines), first)

    def _amounts(self, name: str, places: int | None = None) -> Amounts:
        return Amounts.of((line.number(name) for line in self.lines), places)


def read_returns(kept: Kept, customers: Customers) -> Returns:
    """Read the goods that came back, of the services that somebody may count."""
    services = registered(kept, customers)
    return Returns(line for one in services if not one.is_cancelled for line in _returns(one))


def _returns(service: Service) -> Iterator[Return]:
    moment = service.data.get("finished_at") or service.data["registered_at"]
    for line in goods_of(service):
        day = day_of(line.get("returned_on") or moment)
        product = line.get("product_name") or service.data["product_name"]
        yield Return(service, line, day, product)
