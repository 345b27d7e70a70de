"""One after-sales service: its register sheet, as it was filed last (manual §2.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from csdforms.reports.figure import Record
from csdforms.reports.sources.customers import Customers, day_of
from csdforms.reports.sources.kept import Document, Kept
from csdforms.schemas.after_sales.return_line import price_of

__all__ = ["Service", "goods_of", "number_of", "registered"]

_FORM = "after_sales_register"
_FEES = ("labor_fee_amount", "travel_fee_amount", "inspection_fee_amount", "other_fee_amount")
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, eq=False)
class Service:
    """One service: its sheet, the customer's file ("" if the archive has none), his name."""

    item: Document
    file: str
    customer_name: str

    def __repr__(self) -> str:
        return f"Service({self.register_no!r})"

    @property
    def data(self) -> Mapping[str, Any]:
        """Return what the sheet says."""
        data: Mapping[str, Any] = self.item["data"]
        return data

    @property
    def register_no(self) -> str:
        """Return the sheet's number."""
        return str(self.data["register_no"])

    @property
    def registered_at(self) -> dt.datetime:
        """Return when it was asked for."""
        return dt.datetime.fromisoformat(self.data["registered_at"])

    @property
    def is_cancelled(self) -> bool:
        """Return whether the customer took it back."""
        return self.data.get("service_status") == "已取消"

    @property
    def done_on(self) -> dt.date:
        """Return the day on which the work ended, as far as the sheet says."""
        data = self.data
        return day_of(data.get("finished_at") or data.get("closed_on") or data["registered_at"])

    @property
    def charged(self) -> Decimal:
        """Return what the customer paid: nothing where it was free of charge."""
        if self.data.get("is_charged") is False:
            return _ZERO
        fees = [Decimal(self.data[name]) for name in _FEES if self.data.get(name) is not None]
        prices = (
            price_of(number_of(part, "quantity"), number_of(part, "unit_price"))
            for part in self.data.get("parts", ())
        )
        return sum((price for price in prices if price is not None), sum(fees, _ZERO))

    def record(self, on: dt.date) -> Record:
        """Return who it is."""
        return Record("售后服务", self.register_no, self.file, (self.item["number"],), on)


def registered(kept: Kept, customers: Customers) -> list[Service]:
    """Read the services that somebody may count, the last filing of each."""
    last = {item["data"]["register_no"]: item for item in kept.items(_FORM)}
    return [_service(item, kept, customers) for item in last.values()]


def _service(item: Document, kept: Kept, customers: Customers) -> Service:
    known = customers.of(item["file"]) or customers.of(item["data"].get("customer_no"))
    if known is not None:
        return Service(item, known.file, known.name)
    return Service(item, item["file"], kept.shown(item).get("customer_name") or "未公开")


def goods_of(service: Service) -> Sequence[Mapping[str, Any]]:
    """Return the lines of goods on the sheet of a service."""
    lines: Sequence[Mapping[str, Any]] = service.data.get("return_exchange_items", ())
    return lines


def number_of(line: Mapping[str, Any], name: str) -> Decimal | None:
    """Return a quantity or an amount of a line, none if it does not say it."""
    text = line.get(name)
    return None if text is None else Decimal(text)
