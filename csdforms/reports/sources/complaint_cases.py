"""The complaints as a table, one row a case, in the order of receipt.

Of what happened on a day that is known (the customer was told, asked, a plan was decided) a report
counts only what had happened by the day at which it stands: so it stays what it was.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from csdforms.reports.columns import Amounts, Days, ManyWords, Mask, Words
from csdforms.reports.figure import Record
from csdforms.reports.rows import Table
from csdforms.reports.sources.complaint_case import ComplaintCase
from csdforms.schemas import settings
from csdforms.schemas.fields import complaint, customer
from csdforms.schemas.types import choice_of

__all__ = ["STATUS", "TIMELINESS", "VALIDITY", "Cases"]

#: How a case lies in time on a day; the four are a partition (A.5).
TIMELINESS = ("及时结案", "超期结案", "期限内未结", "超期未结")
VALIDITY = ("属实", "部分属实", "不属实", "待核实")
#: How far a case has come, the last step first (:func:`csdforms.schemas.complaint.case_state`).
STATUS = ("已结案", "待回访", "处理中", "调查中", "已受理")
_MINUTE = 60


class Cases(Table):
    """The complaint cases."""

    unit = "件投诉"

    def __init__(self, cases: Iterable[ComplaintCase]) -> None:
        self.cases: Sequence[ComplaintCase] = sorted(
            cases, key=lambda case: (case.received_at, case.complaint_no)
        )
        super().__init__(len(self.cases), self._record)

    def _record(self, place: int) -> Record:
        case = self.cases[place]
        return Record("投诉", case.complaint_no, case.file, case.items, case.received_at.date())

    # Days

    @cached_property
    def received_on(self) -> Days:
        """The day of receipt."""
        return Days.of(case.received_at for case in self.cases)

    @cached_property
    def due_on(self) -> Days:
        """The limit."""
        return Days.of(case.due_on for case in self.cases)

    @cached_property
    def closed_on(self) -> Days:
        """The day of closing; not before that of receipt, whatever was written by mistake.

        Else such a case would be closed without ever having been open (:meth:`misdated`).
        """
        written = Days.of(case.closed_on for case in self.cases)
        closed = np.maximum(written.ordinals, self.received_on.ordinals)
        return Days(np.where(written.known(), closed, written.ordinals))

    @cached_property
    def executed_on(self) -> Days:
        """The day on which what was decided was done."""
        return Days.of(case.executed_at for case in self.cases)

    @cached_property
    def decided_on(self) -> Days:
        """The day of the last approval needed."""
        return Days.of(case.decided_at for case in self.cases)

    @cached_property
    def investigated_on(self) -> Days:
        """The day on which the investigation began."""
        return Days.of(case.investigation_started_on for case in self.cases)

    @cached_property
    def settled_on(self) -> Days:
        """The day since which the plan counts, with its money."""
        return Days.of(case.settled_at for case in self.cases)

    @cached_property
    def acknowledged_on(self) -> Days:
        """The day of the first word to the customer."""
        return Days.of(case.acknowledged_at for case in self.cases)

    @cached_property
    def followed_up_on(self) -> Days:
        """The day on which the customer was asked whether he is satisfied."""
        return Days.of(case.follow_up_at for case in self.cases)

    @cached_property
    def misdated(self) -> Mask:
        """Tell which cases were closed, as it is written, before they came in."""
        written = Days.of(case.closed_on for case in self.cases)
        mask: Mask = written.known() & (written.ordinals < self.received_on.ordinals)
        return mask

    @cached_property
    def processing_days(self) -> Amounts:
        """Calendar days from receipt to closing."""
        days = self.closed_on.ordinals - self.received_on.ordinals
        return Amounts(days, 0, self.closed_on.known())

    @cached_property
    def acknowledged_minutes(self) -> Amounts:
        """Minutes from receipt to the first word to the customer."""
        return Amounts.of(
            None
            if case.acknowledged_at is None
            else int((case.acknowledged_at - case.received_at).total_seconds()) // _MINUTE
            for case in self.cases
        )

    # What it is about

    @cached_property
    def number(self) -> Words:
        """投诉编号."""
        return self._words("complaint_no")

    @cached_property
    def category(self) -> Words:
        """投诉类别."""
        return self._words("category", choice_of(complaint.Category).choices())

    @cached_property
    def subcategory(self) -> Words:
        """细类."""
        return self._words("subcategory")

    @cached_property
    def channel(self) -> Words:
        """投诉方式."""
        return self._words("channel", choice_of(complaint.Channel).choices())

    @cached_property
    def level(self) -> Words:
        """投诉等级."""
        return self._words("level", choice_of(complaint.Level).choices())

    @cached_property
    def severity(self) -> Words:
        """情节."""
        return self._words("severity", choice_of(complaint.Severity).choices())

    @cached_property
    def department(self) -> Words:
        """责任部门."""
        return self._words("responsible_department")

    @cached_property
    def person(self) -> Words:
        """责任人."""
        return self._words("responsible_person")

    @cached_property
    def customer(self) -> Words:
        """The customer, by what tells him from others."""
        return self._words("customer_key")

    @cached_property
    def customer_kind(self) -> Words:
        """客户类别."""
        return self._words("customer_kind", choice_of(customer.CustomerKind).choices())

    @cached_property
    def region(self) -> Words:
        """区域."""
        return self._words("region")

    @cached_property
    def product(self) -> Words:
        """产品."""
        return self._words("product_name")

    @cached_property
    def party(self) -> Words:
        """投诉对象."""
        return self._words("complained_party")

    @cached_property
    def object(self) -> Words:
        """产品, where none is named 投诉对象."""
        return Words.of(case.product_name or case.complained_party for case in self.cases)

    @cached_property
    def handler(self) -> Words:
        """承办人."""
        return self._words("handler")

    @cached_property
    def cause(self) -> Words:
        """原因分类."""
        return self._words("cause_category", choice_of(complaint.CauseCategory).choices())

    @cached_property
    def remedy(self) -> ManyWords:
        """处理方式."""
        kinds = choice_of(complaint.RemedyType).choices()
        return ManyWords.of((case.remedy_types for case in self.cases), kinds)

    @cached_property
    def month(self) -> Words:
        """The month of receipt."""
        return self.received_on.months()

    @cached_property
    def validity(self) -> Words:
        """认定."""
        return self._words("validity", VALIDITY)

    @cached_property
    def satisfaction(self) -> Words:
        """满意度."""
        return self._words("satisfaction", choice_of(customer.Satisfaction).choices())

    @cached_property
    def closing_type(self) -> Words:
        """结案方式."""
        return self._words("closing_type")

    # Money

    @cached_property
    def compensation(self) -> Amounts:
        """赔付金额."""
        return Amounts.of((case.compensation_amount for case in self.cases), 2)

    @cached_property
    def loss(self) -> Amounts:
        """损失金额."""
        return Amounts.of((case.loss_amount for case in self.cases), 2)

    @cached_property
    def cost(self) -> Amounts:
        """费用合计."""
        return Amounts.of((case.total_cost for case in self.cases), 2)

    # What had happened by a day; what has no day of its own counts

    def acknowledged_minutes_by(self, as_of: dt.date) -> Amounts:
        """Return the minutes to the first word to the customer, where he had it by a day."""
        return _only(self.acknowledged_minutes, ~self.acknowledged_on.after(as_of))

    def satisfaction_by(self, as_of: dt.date) -> Words:
        """Return 满意度 of those who had been asked by a day."""
        words = self.satisfaction
        return Words(np.where(self.followed_up_on.after(as_of), -1, words.codes), words.values)

    def remedy_by(self, as_of: dt.date) -> ManyWords:
        """Return 处理方式 of the plans that were settled by a day."""
        words = self.remedy
        kept = ~self.settled_on.after(as_of)[words.rows]
        return ManyWords(words.size, words.rows[kept], words.codes[kept], words.values)

    def compensation_by(self, as_of: dt.date) -> Amounts:
        """Return 赔付金额 of the plans that were settled by a day."""
        return _only(self.compensation, ~self.settled_on.after(as_of))

    def loss_by(self, as_of: dt.date) -> Amounts:
        """Return 损失金额 of the plans that were settled by a day."""
        return _only(self.loss, ~self.settled_on.after(as_of))

    def cost_by(self, as_of: dt.date) -> Amounts:
        """Return 费用合计, 0 where the plan was not settled by a day."""
        settled = ~self.settled_on.after(as_of)
        return Amounts(np.where(settled, self.cost.units, 0), self.cost.places)

    # How it stands

    def closed(self, as_of: dt.date) -> Mask:
        """Tell which cases were closed on a day."""
        return self.closed_on.until(as_of)

    def timeliness(self, as_of: dt.date) -> Words:
        """Return the bucket of each case on a day: :data:`TIMELINESS`."""
        closed, late = self.closed(as_of), self.closed_on.ordinals > self.due_on.ordinals
        overdue = self.due_on.ordinals < as_of.toordinal()
        codes = np.where(closed, np.where(late, 1, 0), np.where(overdue, 3, 2))
        return Words(codes, TIMELINESS)

    def status(self, as_of: dt.date) -> Words:
        """Return how far each case had come on a day: :data:`STATUS`."""
        steps = (self.closed_on, self.executed_on, self.decided_on, self.investigated_on)
        taken = [step.until(as_of) for step in steps]
        codes = np.select(taken, range(len(taken)), default=len(taken))
        return Words(codes, STATUS)

    def days_taken(self, as_of: dt.date) -> Amounts:
        """Return the calendar days from receipt to closing, of open cases to this day."""
        last = np.where(self.closed(as_of), self.closed_on.ordinals, as_of.toordinal())
        return Amounts(np.maximum(last - self.received_on.ordinals, 0))

    @cached_property
    def repeats(self) -> Mask:
        """Tell which cases repeat an earlier one: :meth:`repeated` within the usual window."""
        return self.repeated(settings.current().repeat_window_days)

    def repeated(self, days: int) -> Mask:
        """Tell which cases repeat an earlier one of the same customer and category.

        Within so many days; what the clerk counted on the sheet wins where it is more than 1.
        """
        customer, category = self.customer.codes, self.category.codes
        order = np.lexsort((category, customer))  # stable: within each in the order of receipt
        same = (np.diff(customer[order]) == 0) & (np.diff(category[order]) == 0)
        soon = np.diff(self.received_on.ordinals[order]) <= days
        mask: Mask = np.array([(case.repeat_no or 1) > 1 for case in self.cases], np.bool_)
        mask[order[1:][same & soon]] |= self.customer.known()[order[1:][same & soon]]
        return mask

    def _words(self, name: str, first: Sequence[str] = ()) -> Words:
        return Words.of((getattr(case, name) for case in self.cases), first)


def _only(amounts: Amounts, mask: Mask) -> Amounts:
    """Return the numbers of some records, of the others none."""
    return Amounts(np.where(mask, amounts.units, 0), amounts.places, amounts.known() & mask)
