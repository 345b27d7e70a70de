"""What customers were billed, what they paid, and what was planned to be sold, as tables.

What of a bill was open on a day, and how late, tells
:mod:`csdforms.reports.customer.payment_record`.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property

import numpy as np

from csdforms.reports.columns import Amounts, Days, Words
from csdforms.reports.figure import Record
from csdforms.reports.rows import Table
from csdforms.reports.sources.customers import Customers, day_of
from csdforms.reports.sources.kept import Document, Kept

__all__ = [
    "RECEIPT_KINDS",
    "Receipts",
    "Receivables",
    "Targets",
    "read_receipts",
    "read_receivables",
    "read_targets",
]

#: 退款 gives money back to the customer; 坏账核销 and 抵扣 settle without money.
RECEIPT_KINDS = ("收款", "退款", "坏账核销", "抵扣")


class _Ledger(Table):
    """Documents of a ledger in the order of their days."""

    #: What one document is called.
    word = ""

    def __init__(self, documents: Sequence[Document], customers: Customers) -> None:
        self.documents = sorted(documents, key=lambda one: (one["on"], one["number"]))
        self.customers = customers
        super().__init__(len(self.documents), self._record)

    def _record(self, place: int) -> Record:
        one = self.documents[place]
        return Record(self.word, one["number"], self.file.at(place) or "", (), day_of(one["on"]))

    @cached_property
    def file(self) -> Words:
        """The customer's file, of a merged one where it went."""
        known = (self.customers.of(one["file"]) for one in self.documents)
        files = zip(known, self.documents, strict=True)
        return Words.of(found.file if found else one["file"] for found, one in files)

    @cached_property
    def on(self) -> Days:
        """The day: of payment, of the bill, the first of the month of a target."""
        return Days.of(day_of(one["on"]) for one in self.documents)

    @cached_property
    def amount(self) -> Amounts:
        """The amount, never negative."""
        return self._amounts("amount")

    def _words(self, name: str, first: Sequence[str] = ()) -> Words:
        return Words.of((one.get(name) for one in self.documents), first)

    def _amounts(self, name: str) -> Amounts:
        texts = (one.get(name) for one in self.documents)
        return Amounts.of((None if text is None else Decimal(text) for text in texts), 2)


class Receipts(_Ledger):
    """What customers paid, and what settles a bill without money."""

    unit = "笔收款"
    word = "收款"

    @cached_property
    def kind(self) -> Words:
        """收款, 退款, 坏账核销 or 抵扣."""
        return self._words("kind", RECEIPT_KINDS)

    @cached_property
    def applied_to(self) -> Words:
        """The number of the bill that it settles."""
        return self._words("applied_to")

    @cached_property
    def paid(self) -> Amounts:
        """Money received, negative for what was given back; nothing for what is no money."""
        kind = self.kind
        sign = kind.isin("收款").astype(np.int64) - kind.isin("退款").astype(np.int64)
        return Amounts(self.amount.units * sign, self.amount.places)

    @cached_property
    def settled(self) -> Amounts:
        """What it takes from the balance: money, write-offs and offsets."""
        sign = np.where(self.kind.isin("退款"), -1, 1)
        return Amounts(self.amount.units * sign, self.amount.places)


class Receivables(_Ledger):
    """What customers were billed."""

    unit = "笔应收款"
    word = "应收"

    @cached_property
    def due_on(self) -> Days:
        """The day by which it is to be paid."""
        return Days.of(day_of(one["due_on"]) for one in self.documents)

    @cached_property
    def sale(self) -> Words:
        """The number of the sales document that it bills."""
        return self._words("sale_no")


class Targets(_Ledger):
    """What was planned to be sold to a customer in a month."""

    unit = "项销售目标"
    word = "销售目标"

    @cached_property
    def month(self) -> Words:
        """The month, ``2026-03``."""
        return self.on.months()


def read_receipts(kept: Kept, customers: Customers) -> Receipts:
    """Read the receipts that somebody may count."""
    return Receipts(list(kept.ledger("receipts")), customers)


def read_receivables(kept: Kept, customers: Customers) -> Receivables:
    """Read the bills that somebody may count."""
    return Receivables(list(kept.ledger("receivables")), customers)


def read_targets(kept: Kept, customers: Customers) -> Targets:
    """Read the targets of the customers that somebody may count."""
    return Targets(list(kept.ledger("targets")), customers)
