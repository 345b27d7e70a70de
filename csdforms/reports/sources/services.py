"""After-sales services, one a register sheet; the goods that came back are beside them.

Of several filings of one register number the last counts (售后服务登记表, manual §2.2). A service
that was cancelled (已取消) is no service.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from csdforms.reports.columns import Amounts, Days, Mask, Words
from csdforms.reports.figure import Record
from csdforms.reports.rows import Table
from csdforms.reports.sources.customers import Customers, day_of
from csdforms.reports.sources.kept import Kept
from csdforms.reports.sources.outlets import Outlets
from csdforms.reports.sources.register_sheet import Service, goods_of, registered
from csdforms.reports.sources.returned_goods import Returns, read_returns
from csdforms.schemas.after_sales.after_sales_register import timed_seconds
from csdforms.schemas.after_sales.question import plain
from csdforms.schemas.fields import customer
from csdforms.schemas.types.dates import MIDNIGHT

__all__ = ["FIRST_FIX_DAYS", "Returns", "Service", "Services", "read", "read_returns"]

#: A repair of which the same machine comes back within so many days did not last (manual §2.4).
FIRST_FIX_DAYS = 30


class Services(Table):
    """The services that were not cancelled, in the order of their registration."""

    unit = "次服务"

    def __init__(self, services: Sequence[Service]) -> None:
        self.services = sorted(
            (one for one in services if not one.is_cancelled),
            key=lambda one: (one.registered_at, one.register_no),
        )
        super().__init__(len(self.services), self._record)

    def _record(self, place: int) -> Record:
        one = self.services[place]
        return one.record(one.registered_at.date())

    @cached_property
    def registered_on(self) -> Days:
        """The day of registration."""
        return Days.of(one.registered_at for one in self.services)

    @cached_property
    def closed_on(self) -> Days:
        """The day of closing; none of a service that is not closed."""
        closed = (one.data.get("service_status") == "已关闭" for one in self.services)
        days = (one.data.get("closed_on") for one in self.services)
        return Days.of(
            day_of(day) if day and is_closed else None
            for day, is_closed in zip(days, closed, strict=True)
        )

    @cached_property
    def register_no(self) -> Words:
        """登记编号."""
        return self._words("register_no")

    @cached_property
    def person(self) -> Words:
        """服务人员."""
        return self._words("service_person")

    @cached_property
    def result(self) -> Words:
        """处理结果."""
        return self._words("service_result")

    @cached_property
    def type(self) -> Words:
        """服务类型."""
        return self._words("service_type")

    def outlet(self, outlets: Outlets) -> Words:
        """Return the outlet's code of each, found by its name where the sheet has no code.

        The outlets of the list come first, in its order, those without services too.
        """
        listed = tuple(row["outlet_code"] for row in outlets.rows)
        boxes = (
            (one.data.get("outlet_code"), one.data.get("outlet_name")) for one in self.services
        )
        return Words.of((code or outlets.code(name) or name for code, name in boxes), listed)

    @cached_property
    def outlet_code(self) -> Words:
        """The outlet's code, as the sheet has it."""
        return self._words("outlet_code")

    @cached_property
    def outlet_name(self) -> Words:
        """The outlet's name, as the sheet has it."""
        return self._words("outlet_name")

    @cached_property
    def is_repair(self) -> Mask:
        """Whether it is a repair."""
        return self.type.isin("维修")

    @cached_property
    def has_appointment(self) -> Mask:
        """Whether a time was agreed on, and it can be told whether somebody came by then."""
        return np.array([one is not None for one in self._came_on_time], np.bool_)

    @cached_property
    def is_on_time(self) -> Mask:
        """Whether somebody came by the time that was agreed on."""
        return np.array([one is True for one in self._came_on_time], np.bool_)

    @cached_property
    def _came_on_time(self) -> Sequence[bool | None]:
        boxes = (
            (one.data.get("appointment_at"), one.data.get("arrived_at")) for one in self.services
        )
        return [_by(_moment(agreed), came) if agreed else None for agreed, came in boxes]

    @cached_property
    def is_return(self) -> Mask:
        """Whether goods were returned or exchanged."""
        return np.array(
            [
                any(line.get("return_action") in ("退货", "换货") for line in goods_of(one))
                for one in self.services
            ],
            np.bool_,
        )

    @cached_property
    def response_seconds(self) -> Amounts:
        """Seconds from the registration to the arrival; a moment at midnight has no time."""
        return Amounts.of(
            timed_seconds(one.registered_at, _moment(came) if came else None)
            for one in self.services
            for came in (one.data.get("arrived_at"),)
        )

    @cached_property
    def satisfaction(self) -> Words:
        """客户满意度."""
        return self._words("satisfaction", tuple(customer.SATISFACTION_SCORES))

    @cached_property
    def satisfaction_score(self) -> Amounts:
        """客户满意度, 5 for 非常满意 to 1 for 非常不满意."""
        scores = customer.SATISFACTION_SCORES
        return Amounts.of(scores.get(one.data.get("satisfaction", "")) for one in self.services)

    @cached_property
    def charged(self) -> Amounts:
        """收费金额."""
        return Amounts.of((one.charged for one in self.services), 2)

    def came_back(self, as_of: dt.date, days: int = FIRST_FIX_DAYS) -> Mask:
        """Tell of which services the same machine was registered again within so many days.

        Counted from the day on which the work ended, as far as is known on ``as_of``; the machine
        is known by its serial number.
        """
        later: dict[str, list[int]] = {}
        for place, one in enumerate(self.services):
            serial = plain(one.data.get("serial_number") or "")
            if serial and one.registered_at.date() <= as_of:
                later.setdefault(serial, []).append(place)
        mask = np.zeros(self.size, np.bool_)
        for places in later.values():
            for place, following in itertools.pairwise(places):
                next_on = self.services[following].registered_at.date()
                mask[place] = (next_on - self.services[place].done_on).days <= days
        return mask

    def _words(self, name: str, first: Sequence[str] = ()) -> Words:
        return Words.of((one.data.get(name) for one in self.services), first)


def read(kept: Kept, customers: Customers) -> Services:
    """Read the services that somebody may count."""
    return Services(registered(kept, customers))


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def _by(agreed: dt.datetime, came: str | None) -> bool | None:
    """Tell whether somebody came in time; a moment at midnight is a day without time.

    It cannot be told if he came on the day, nobody knows when, and a time was agreed on.
    """
    if came is None:
        return False
    arrived = _moment(came)
    if MIDNIGHT not in (agreed.time(), arrived.time()):
        return arrived <= agreed
    if agreed.time() != MIDNIGHT and arrived.date() == agreed.date():
        return None
    return arrived.date() <= agreed.date()
