"""A receipt: what a customer paid, was given back, or what settles a bill without money."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import ClassVar

from csdforms.schemas.fields import ledger
from csdforms.schemas.ledgers.line import LedgerLine
from csdforms.schemas.rules import Problem, error, not_future

__all__ = ["Receipt"]


class Receipt(LedgerLine):
    """A receipt; without a type it is money received, or given back if it has a minus."""

    title: ClassVar[str] = "收款"

    number: ledger.ReceiptNo
    customer_no: ledger.FileOrCustomerNo
    on: ledger.ReceivedOn
    amount: ledger.ReceivedAmount
    kind: ledger.ReceiptKind | None = None
    method: ledger.PaymentMethod | None = None
    applied_to: ledger.AppliedTo | None = None
    currency: ledger.Currency | None = None

    def proposed(self) -> Mapping[str, object]:
        """Return the type that the sign of the amount says."""
        is_red = self.amount is not None and self.amount < 0
        return {"kind": "退款" if is_red else "收款"}

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield what is wrong between the boxes."""
        yield from not_future(self, "on", today=today)
        if self.amount is not None and self.amount < 0 and self.kind != "退款":
            yield error("amount", "只有退款可以写成负数，请核对金额和“收款类型”。")
