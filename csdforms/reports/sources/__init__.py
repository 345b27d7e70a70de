"""The records of reports, each kind as a table: read once from the archive, or given as it is."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from csdforms.reports.sources.kept import Kept

if TYPE_CHECKING:
    from csdforms.reports.customer.payment_record import PaymentRecord
    from csdforms.reports.sources.calls import Calls
    from csdforms.reports.sources.complaint_cases import Cases
    from csdforms.reports.sources.customers import Customers
    from csdforms.reports.sources.money import Receipts, Receivables, Targets
    from csdforms.reports.sources.outlets import Outlets
    from csdforms.reports.sources.sales import Sales
    from csdforms.reports.sources.services import Returns, Services
    from csdforms.reports.sources.surveys import Responses

__all__ = ["Sources"]


class Sources:
    """The records that somebody may count, each kind read when it is first asked for."""

    def __init__(self, kept: Kept) -> None:
        self.kept = kept

    @cached_property
    def cases(self) -> Cases:
        """The complaints, one a case."""
        from csdforms.reports.sources.case_reading import read

        return read(self.kept, self.customers)

    @cached_property
    def customers(self) -> Customers:
        """The customers with what was known of them on any day."""
        from csdforms.reports.sources.customers import read

        return read(self.kept)

    @cached_property
    def sales(self) -> Sales:
        """The lines of sales, returns and allowances."""
        from csdforms.reports.sources.sales import read

        return read(self.kept, self.customers)

    @cached_property
    def receipts(self) -> Receipts:
        """What customers paid."""
        from csdforms.reports.sources.money import read_receipts

        return read_receipts(self.kept, self.customers)

    @cached_property
    def receivables(self) -> Receivables:
        """What customers were billed."""
        from csdforms.reports.sources.money import read_receivables

        return read_receivables(self.kept, self.customers)

    @cached_property
    def payments(self) -> PaymentRecord:
        """What settles which bill."""
        from csdforms.reports.customer.payment_record import PaymentRecord

        return PaymentRecord(self.receivables, self.receipts)

    @cached_property
    def targets(self) -> Targets:
        """What was planned to be sold."""
        from csdforms.reports.sources.money import read_targets

        return read_targets(self.kept, self.customers)

    @cached_property
    def services(self) -> Services:
        """The after-sales services."""
        from csdforms.reports.sources.services import read

        return read(self.kept, self.customers)

    @cached_property
    def returns(self) -> Returns:
        """The lines of returned and exchanged goods."""
        from csdforms.reports.sources.services import read_returns

        return read_returns(self.kept, self.customers)

    @cached_property
    def responses(self) -> Responses:
        """The answers to questionnaires."""
        from csdforms.reports.sources.surveys import read

        return read(self.kept)

    @cached_property
    def outlets(self) -> Outlets:
        """The service outlets, as the newest list has them."""
        from csdforms.reports.sources.outlets import read

        return read(self.kept)

    @cached_property
    def calls(self) -> Calls:
        """The calls, in and out."""
        from csdforms.reports.sources.calls import read

        return read(self.kept)
