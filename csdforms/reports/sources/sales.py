"""The lines of sales, returns and allowances as a table, in the order of their days.

Amounts in a ledger are never negative; what a line of returns or allowances takes away is negative
in :attr:`Sales.net` and :attr:`Sales.cost`. A sheet has one basis for tax, see :meth:`Sales.based`;
what a line cost is on the basis of its amount.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from csdforms.reports.columns import Amounts, Days, Index, Mask, Words
from csdforms.reports.figure import Record
from csdforms.reports.rows import Table
from csdforms.reports.sources.customers import Customer, Customers
from csdforms.reports.sources.kept import Kept
from csdforms.reports.sources.tax_basis import TAXED, UNTAXED, converted

__all__ = ["KINDS", "TAXED", "UNTAXED", "Sales", "SalesColumns", "read"]

KINDS = ("销售", "退货", "折让")

#: What is read of a line.
_BOXES = (
    "kind", "contract_no", "product_code", "product_name", "product_model", "unit", "quantity",
    "amount", "cost_amount", "tax_rate",
)  # fmt: skip
_DAY = len("2026-03-05")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SalesColumns:
    """What is known of each line; ``amount`` and ``cost`` are never negative."""

    file: Words
    on: Days
    number: Words
    kind: Words
    contract: Words
    code: Words
    product: Words
    spec: Words
    unit: Words
    quantity: Amounts
    amount: Amounts
    cost: Amounts
    tax_rate: Amounts
    is_taxed: Mask


class Sales(Table):
    """The lines of sales documents."""

    unit = "行销售明细"

    def __init__(self, columns: SalesColumns, customers: Customers) -> None:
        self.columns = columns
        self.customers = customers
        self._based: dict[str, Sales] = {}
        super().__init__(len(columns.on.ordinals), self._record)

    def _record(self, place: int) -> Record:
        columns = self.columns
        number, file = columns.number.at(place) or "", columns.file.at(place) or ""
        return Record(columns.kind.at(place) or "", number, file, (), columns.on.at(place))

    @property
    def file(self) -> Words:
        """The customer's file, of a merged one where it went."""
        return self.columns.file

    @property
    def on(self) -> Days:
        """The day of the document."""
        return self.columns.on

    @property
    def number(self) -> Words:
        """The document's number."""
        return self.columns.number

    @property
    def contract(self) -> Words:
        """The contract's number."""
        return self.columns.contract

    @property
    def product(self) -> Words:
        """The product's name."""
        return self.columns.product

    @cached_property
    def is_sale(self) -> Mask:
        """Whether a line sells; all others take away."""
        return self.columns.kind.isin("销售")

    @cached_property
    def is_return(self) -> Mask:
        """Whether a line takes goods back."""
        return self.columns.kind.isin("退货")

    @cached_property
    def moves_goods(self) -> Mask:
        """Whether goods went out or came back; an allowance moves none."""
        return ~self.columns.kind.isin("折让")

    @property
    def amount(self) -> Amounts:
        """The amount, never negative."""
        return self.columns.amount

    @cached_property
    def net(self) -> Amounts:
        """The amount, negative for returns and allowances (F3)."""
        return self._signed(self.columns.amount)

    @cached_property
    def cost(self) -> Amounts:
        """The cost, negative for returned goods (F4); not known where the line does not say it.

        Allowances have none.
        """
        return self._of_goods(self.columns.cost)

    @cached_property
    def quantity(self) -> Amounts:
        """The quantity, negative for returns; allowances have none."""
        return self._of_goods(self.columns.quantity)

    @cached_property
    def lacks_cost(self) -> Mask:
        """Whether goods were moved and the line does not say what they cost (F5)."""
        return ~self.columns.cost.known() & self.moves_goods

    @cached_property
    def month(self) -> Words:
        """The month of the day."""
        return self.on.months()

    def of_customer(self, value: Callable[[Customer, dt.date], str | None]) -> Words:
        """Return a column of what held of each line's customer on the line's day."""
        width = int(self.on.ordinals.max(initial=0)) + 1
        pairs = (self.file.codes.astype(np.int64) + 1) * width + self.on.ordinals
        known, places = np.unique(pairs, return_inverse=True)
        words = []
        for pair in known.tolist():
            code, ordinal = divmod(pair, width)
            customer = self.customers.of(self.file.values[code - 1]) if code else None
            words.append(value(customer, dt.date.fromordinal(ordinal)) if customer else None)
        small = Words.of(words)
        return Words(small.codes[places], small.values)

    def based(self, basis: str) -> Sales:
        """Return the lines with all amounts with tax (``含税``) or without (``不含税``).

        An amount on the other basis that has no tax rate cannot stand on this one: a sum that it
        belongs to is refused by InvalidData, while other sums are not affected.
        """
        if basis not in self._based:
            self._based[basis] = self._converted(basis)
        return self._based[basis]

    def _converted(self, basis: str) -> Sales:
        other = self.columns.is_taxed != (basis == TAXED)
        if not other.any():
            return self
        columns, rates = self.columns, self.columns.tax_rate
        changed = replace(
            columns,
            amount=converted(columns.amount, other, rates, self.number, basis),
            cost=converted(columns.cost, other, rates, self.number, basis),
            is_taxed=np.full(self.size, basis == TAXED),
        )
        return Sales(changed, self.customers)

    def _signed(self, amounts: Amounts) -> Amounts:
        """Return amounts, negative where a line takes away."""
        return _with_units(amounts, np.where(self.is_sale, amounts.units, -amounts.units))

    def _of_goods(self, amounts: Amounts) -> Amounts:
        """Return what is said of goods, negative where they came back, 0 where none moved."""
        signed = self._signed(amounts)
        return _with_units(signed, np.where(self.moves_goods, signed.units, 0))


def _with_units(amounts: Amounts, units: NDArray[np.int64]) -> Amounts:
    """Return the column with other numbers, known and refused where it was."""
    changed = copy(amounts)
    changed.units = units
    return changed


def read(kept: Kept, customers: Customers) -> Sales:
    """Read the lines that somebody may count; of a million lines no more than codes is kept."""
    file, on, number = _Texts(), _Texts(), _Texts()
    boxes = {name: _Texts(KINDS if name == "kind" else ()) for name in _BOXES}
    is_taxed = array("b")
    for document in kept.ledger("sales"):
        known = customers.of(document["file"])
        owner = known.file if known else document["file"]
        for line in document["lines"]:
            file.add(owner)
            on.add(document["on"][:_DAY])
            number.add(document["number"])
            for name, texts in boxes.items():
                texts.add(line.get(name))
            is_taxed.append(line.get("tax_included", True))
    order = np.lexsort((number.places(), on.places()))  # by day, then number; lines as they stand

    def words(name: str) -> Words:
        return boxes[name].words(order)

    return Sales(
        SalesColumns(
            file=file.words(order),
            on=on.days(order),
            number=number.words(order),
            kind=words("kind"),
            contract=words("contract_no"),
            code=words("product_code"),
            product=words("product_name"),
            spec=words("product_model"),
            unit=words("unit"),
            quantity=boxes["quantity"].amounts(order),
            amount=boxes["amount"].amounts(order, 2),
            cost=boxes["cost_amount"].amounts(order, 2),
            tax_rate=boxes["tax_rate"].amounts(order),
            is_taxed=np.array(is_taxed, np.bool_)[order],
        ),
        customers,
    )


class _Texts:
    """A column that is being read: each text once, and its code for each line."""

    def __init__(self, first: Sequence[str] = ()) -> None:
        self._known = {text: code for code, text in enumerate(first)}
        self._codes = array("i")

    def add(self, text: str | None) -> None:
        """Add a line's text."""
        known = self._known
        self._codes.append(-1 if text is None else known.setdefault(text, len(known)))

    def words(self, order: Index) -> Words:
        """Return the column, its lines in this order."""
        return Words(np.array(self._codes, np.int32)[order], tuple(self._known))

    def places(self) -> NDArray[Any]:
        """Return the place of each line's text among all texts in their order."""
        texts = sorted(self._known)
        place = {text: number for number, text in enumerate(texts)}
        return np.array([place[text] for text in self._known], np.intp)[self._array()]

    def days(self, order: Index) -> Days:
        """Return the column as days."""
        days = [dt.date.fromisoformat(text).toordinal() for text in self._known]
        return Days(np.array(days, np.int32)[self._array()][order])

    def amounts(self, order: Index, places: int | None = None) -> Amounts:
        """Return the column as numbers."""
        few = Amounts.of([Decimal(text) for text in self._known], places)
        codes = self._array()[order]
        is_known = codes >= 0
        units = np.append(few.units, 0)[codes]  # -1 is the last one
        return Amounts(units, few.places, None if is_known.all() else is_known)

    def _array(self) -> Index:
        return np.array(self._codes, np.intp)
