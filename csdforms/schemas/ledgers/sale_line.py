"""A line of a sales document; lines with one number are one document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, ClassVar

from csdforms.schemas.fields import ledger
from csdforms.schemas.ledgers.line import LedgerLine, tax_in
from csdforms.schemas.rules import Problem, error, not_future, warning

__all__ = ["SaleLine"]

_CENT = Decimal("0.01")
_ALLOWANCE = "折让"
#: Rates and levy rates (征收率) of VAT since 2016, by the hundred.
_RATES = frozenset(
    Decimal(rate) / 100
    for rate in ("0", "0.5", "1", "1.5", "2", "3", "5", "6", "9", "10", "11", "13", "16", "17")
)


class SaleLine(LedgerLine):
    """A line of a sales document.

    Without a type a line sells, or takes back if its amount has a minus (红字); without a word
    about tax, in the line or in the headings, its amount includes it.
    """

    title: ClassVar[str] = "销售明细"
    said_once: ClassVar[tuple[str, ...]] = (
        "number", "customer_no", "on", "contract_no", "tax_included", "currency", "salesperson",
    )  # fmt: skip

    number: ledger.DocumentNo
    customer_no: ledger.FileOrCustomerNo
    on: ledger.SoldOn
    kind: ledger.SaleKind | None = None
    contract_no: ledger.LedgerContractNo | None = None
    product_code: ledger.ProductCode | None = None
    product_name: ledger.SoldProduct
    product_model: ledger.ProductSpec | None = None
    unit: ledger.SoldUnit | None = None
    quantity: ledger.SoldQuantity | None = None
    unit_price: ledger.UnitPrice | None = None
    amount: ledger.SoldAmount
    tax_rate: ledger.TaxRate | None = None
    tax_included: ledger.IncludesTax = "含税"
    cost_amount: ledger.SoldCost | None = None
    currency: ledger.Currency | None = None
    salesperson: ledger.SoldBy | None = None

    @classmethod
    def is_surer(cls, name: str, heading: str) -> bool:
        """Whether of two columns the one with this heading is meant.

        Beside 价税合计 an invoice's 金额 is without tax.
        """
        return name == "amount" and tax_in(heading) == "含税"

    @classmethod
    def implied(cls, headings: Mapping[str, str]) -> Mapping[str, Any]:
        """Return whether tax is in the amount: its heading says so, or that of the price."""
        said = tax_in(headings.get("amount", ""))
        if said is None and "tax_included" not in headings:
            by_price = tax_in(headings.get("unit_price", ""))
            said = "不含税" if by_price == "不含税" else None
        return {} if said is None else {"tax_included": said}

    def proposed(self) -> Mapping[str, object]:
        """Return the type that the sign of the amount says."""
        is_red = self.amount is not None and self.amount < 0
        return {"kind": "退货" if is_red else "销售"}

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield what is wrong between the boxes."""
        yield from not_future(self, "on", today=today)
        signs = {
            name: value < 0
            for name in ("quantity", "amount", "cost_amount")
            if (value := getattr(self, name))
        }
        if self.kind == "销售":
            for name, is_minus in signs.items():
                if is_minus:
                    yield error(name, "销售的行不能是负数；是退货或折让的，请在“类型”里写明。")
        elif len(set(signs.values())) > 1:
            yield error("amount", "数量、金额和成本的正负号不一致，请核对。")
        if self.tax_rate is not None and self.tax_rate not in _RATES:
            yield warning("tax_rate", "不是增值税的税率或征收率，请核对。")
        if self.kind != _ALLOWANCE and not self._adds_up():
            yield warning("amount", "与“数量”乘“单价”不符，请核对。")

    def _adds_up(self) -> bool:
        """Whether the amount is that of quantity and price, with tax or without, rounded."""
        if self.amount is None or self.quantity is None or self.unit_price is None:
            return True
        quantity = abs(self.quantity)
        exponent = min(int(self.unit_price.as_tuple().exponent), -2)
        room = _CENT + quantity * Decimal(5).scaleb(exponent - 1)  # the price is rounded, too
        factor = 1 + (self.tax_rate or 0)
        product = quantity * self.unit_price
        likely = (product, product * factor, product / factor)
        return any(abs(abs(self.amount) - one) <= room for one in likely)
