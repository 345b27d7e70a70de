"""A target: what is planned to be sold to a customer in a month."""

from __future__ import annotations

from typing import ClassVar

from csdforms.schemas.fields import ledger
from csdforms.schemas.ledgers.line import LedgerLine

__all__ = ["Target"]


class Target(LedgerLine):
    """A customer's target of a month."""

    title: ClassVar[str] = "销售目标"
    said_once: ClassVar[tuple[str, ...]] = ("customer_no",)

    customer_no: ledger.FileOrCustomerNo
    month: ledger.TargetMonth
    amount: ledger.PlannedAmount
