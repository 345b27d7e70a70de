"""The accounts of one year, as a company's profile and its credit analysis both hold them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from csdforms.schemas.fields import customer
from csdforms.schemas.form import Row
from csdforms.schemas.rules import Problem, error, warning

__all__ = ["AnnualAccounts"]


class AnnualAccounts(Row):
    """What a customer has and owes at the end of a year."""

    year: customer.AccountYear
    total_assets: customer.TotalAssets | None = None
    total_liabilities: customer.TotalLiabilities | None = None
    current_assets: customer.CurrentAssets | None = None
    current_liabilities: customer.CurrentLiabilities | None = None
    inventory: customer.Inventory | None = None
    receivables: customer.Receivables | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield a year to come, and a part that is larger than its whole."""
        if self.year is not None and self.year > today.year:
            yield error("year", "这一年还没有到，请核对年度。")
        for part, whole in (
            ("current_assets", "total_assets"),
            ("current_liabilities", "total_liabilities"),
            ("inventory", "current_assets"),
            ("receivables", "current_assets"),
        ):
            amount, total = getattr(self, part), getattr(self, whole)
            if amount is not None and total is not None and amount > total:
                yield warning(part, f"大于“{self.label_of(whole)}”，请对照报表核对。")
