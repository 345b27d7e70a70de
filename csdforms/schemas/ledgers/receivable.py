"""A bill: what a customer owes, from when, until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import ClassVar

from csdforms.schemas.fields import ledger
from csdforms.schemas.ledgers.line import LedgerLine
from csdforms.schemas.rules import Problem, error, in_order, not_future

__all__ = ["Receivable"]


class Receivable(LedgerLine):
    """A bill, and what of it is settled."""

    title: ClassVar[str] = "应收款"

    number: ledger.ReceivableNo
    customer_no: ledger.FileOrCustomerNo
    on: ledger.InvoicedOn
    due_on: ledger.PayableBy
    amount: ledger.BilledAmount
    settled_amount: ledger.SettledAmount | None = None
    settled_on: ledger.SettledOn | None = None
    contract_no: ledger.LedgerContractNo | None = None
    sale_no: ledger.BilledSale | None = None
    currency: ledger.Currency | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield what is wrong between the boxes."""
        yield from not_future(self, "on", "settled_on", today=today)
        yield from in_order(self, "on", "due_on")
        yield from in_order(self, "on", "settled_on", severity="warning")
        if self.amount is not None and self.amount < 0:
            yield error("amount", "应收单不能是负数；红字的请作“抵扣”，用收款导入。")
        elif None not in (self.settled_amount, self.amount) and self.settled_amount > self.amount:  # type: ignore[operator]
            yield error("settled_amount", "大于“应收金额”，请核对。")
