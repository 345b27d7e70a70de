"""A target: what is planned to be sold to a customer in a month."""

from __future__ import annotations

from typing import ClassVar

from csdforms.schemas.fields import ledger
from csdforms.schemas.form import Block

__all__ = ["Target"]


class Target(Block):
    """A customer's target of a month."""

    title: ClassVar[str] = "销售目标"

    customer_no: ledger.FileOrCustomerNo
    month: ledger.TargetMonth
    amount: ledger.PlannedAmount
