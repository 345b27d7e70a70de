"""客户档案借阅登记簿: every loan of a period, one line each, struck off when it is back.

Archive papers 6.4 (archive.md §5; flows.md 4.15). 客户信息专员 enters a loan when it goes out and
completes the line on return; 客户信息主管 goes through it at each half-yearly check. It names files
by number only, since more people see it than may know the customers.

Sources: loan registers of archives and dealers (object, pages, purpose, out, due, back, condition).

>>> from csdforms.schemas.archive.file_loan_register import FileLoanRegister
>>> FileLoanRegister.title(), FileLoanRegister.section
('客户档案借阅登记簿', '6.4')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Annotated, Self

from csdforms.schemas.archive import chain, loan_terms
from csdforms.schemas.days import day_of
from csdforms.schemas.fields import access, figures, filing, offices, sheet
from csdforms.schemas.figures import completed
from csdforms.schemas.form import Ledger, Row, computed
from csdforms.schemas.labels import Group, PrintedAs
from csdforms.schemas.rules import (
    Problem,
    error,
    in_order,
    not_future,
    once,
    requires,
    under,
    warning,
)


class LoanLine(Row):
    """One loan: out, due, back."""

    loan_no: filing.LoanNo
    file_no: filing.FileNo
    item_no: filing.ItemNo | None = None
    file_level: Annotated[filing.FileLevel, PrintedAs("密级")]
    loan_form: Annotated[access.LoanForm, PrintedAs("形式")]
    loan_pages: access.LoanPages
    borrower: access.Borrower
    borrower_department: access.BorrowerDepartment
    loan_purpose: Annotated[access.LoanPurpose, PrintedAs("用途")]
    lent_at: access.LentAt
    loan_due_on: access.LoanDueOn
    lent_by: access.LentBy
    returned_at: access.ReturnedAt | None = None
    pages_back: access.PagesBack | None = None
    condition_back: access.ConditionBack | None = None
    return_taken_by: access.TakenBy | None = None
    loan_state: access.LoanState | None = None
    incident_no: filing.IncidentNo | None = None

    @computed
    def pages_short(self) -> access.PagesShort | None:
        """How many pages did not come back."""
        return loan_terms.pages_short(self.loan_pages, self.pages_back)

    def state_on(self, day: dt.date) -> access.LoanStateWord:
        """Return how the loan stood at the end of a day."""
        back = self.returned_at
        known = back if back is not None and day_of(back) <= day else None
        return loan_terms.state(known, self.loan_due_on, self.pages_short, day)

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield what should not have been lent, and a return that is noted only by half."""
        yield from chain.item_of_file(self)
        yield from loan_terms.term(self.file_level, self.loan_form, self.lent_at, self.loan_due_on)
        yield from loan_terms.pages(self.loan_pages, self.pages_back)
        yield from in_order(self, "lent_at", "returned_at")
        yield from not_future(self, "lent_at", "returned_at", today=today)
        yield from chain.apart(
            self, "borrower", "lent_by", "return_taken_by", because="借阅人不得自批自办"
        )
        back = self.returned_at is not None
        yield from requires(
            self, "pages_back", "condition_back", "return_taken_by", when=back, because="已经归还"
        )
        yield from requires(
            self, "returned_at", when=self.pages_back is not None, because="填了归还页数"
        )
        short = bool(self.pages_short)
        yield from requires(
            self, "incident_no", when=short, because="归还缺页，应另填泄露事件报告表"
        )


class FileLoanRegister(Ledger, title="客户档案借阅登记簿", section="6.4"):
    """The loans of a period, and what is still out at its end."""

    form_no: sheet.FormNo
    period_start: Annotated[figures.PeriodStart, PrintedAs("登记期间自", "开始日期")]
    period_end: Annotated[figures.PeriodEnd, PrintedAs("登记期间至", "结束日期")]
    as_of: Annotated[figures.AsOf, PrintedAs("截止日期")] | None = None
    loans: Annotated[tuple[LoanLine, ...], Group("借阅登记", "借阅记录 借阅明细")] = ()
    keeper_by: offices.KeeperBy | None = None
    keeper_on: offices.KeeperOn | None = None
    info_supervisor_by: offices.InfoSupervisorBy | None = None
    info_supervisor_on: offices.InfoSupervisorOn | None = None

    @computed
    def loan_count(self) -> access.LoanCount:
        """How many loans there were."""
        return len(self.loans)

    @computed
    def out_count(self) -> access.OutCount:
        """How many are not back, the overdue ones included."""
        return sum(line.loan_state in ("借出", "逾期") for line in self.loans)

    @computed
    def overdue_loan_count(self) -> access.OverdueLoanCount:
        """How many should be back."""
        return sum(line.loan_state == "逾期" for line in self.loans)

    @computed
    def short_count(self) -> access.ShortCount:
        """How many came back with pages missing."""
        return sum(line.loan_state == "缺页" for line in self.loans)

    def complete(self) -> Self:
        """Fill in how each loan stood on the closing day."""
        as_of = self.as_of or self.period_end
        if as_of is not None:
            lines = (completed(line, {"loan_state": line.state_on(as_of)}) for line in self.loans)
            self._set("loans", tuple(lines))
        return super().complete()

    def proposed(self) -> Mapping[str, object]:
        """Propose the last day of the period as the closing day."""
        return {"as_of": self.period_end}

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield where lines and head contradict each other, and loans that should not have been."""
        yield from in_order(self, "period_start", "period_end")
        yield from in_order(self, "period_start", "as_of")
        yield from in_order(self, "as_of", "keeper_on", "info_supervisor_on")
        yield from chain.apart(self, "keeper_by", "info_supervisor_by")
        yield from once("loans", self.loans, "loan_no")
        for number, line in enumerate(self.loans, start=1):
            yield from under(f"loans.{number}", [*self._outside(line), *self._again(line)])

    def _outside(self, line: LoanLine) -> Iterator[Problem]:
        """Yield why a loan does not belong into the period, or stands otherwise."""
        start, end, as_of = self.period_start, self.period_end, self.as_of
        if line.lent_at is None or start is None or end is None or as_of is None:
            return
        out_on = day_of(line.lent_at)
        if out_on > end:
            yield error("lent_at", "晚于登记期间，请登入下一本登记簿。")
        elif out_on < start and line.returned_at is not None and day_of(line.returned_at) < start:
            yield error("returned_at", "登记期间以前已经归还，请删去这一行。")
        state = line.state_on(as_of)
        if line.loan_state != state:
            yield error("loan_state", f"按应还日期和归还时间应是“{state}”，请核对。")
        elif state == "逾期":
            yield warning("loan_due_on", "已逾期未还，请催还并报告客户服务部经理。")

    def _again(self, line: LoanLine) -> Iterator[Problem]:
        """Yield a loan to somebody who kept another one beyond its day, and one that was out."""
        lent = line.lent_at
        if lent is None:
            return
        for other in self.loans:
            if other is line or other.lent_at is None or other.lent_at >= lent:
                continue
            if other.returned_at is not None and other.returned_at <= lent:
                continue
            due = other.loan_due_on
            if other.borrower == line.borrower and due is not None and due < day_of(lent):
                yield error("borrower", "当时有逾期未还的借阅，不得再借，请核对。")
            items = {other.item_no, line.item_no}
            if other.file_no == line.file_no and (None in items or len(items) == 1):
                yield error("file_no", "当时已经借出尚未归还，不能再借，请核对。")
