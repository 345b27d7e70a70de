"""客户档案借阅审批表: one loan of a file's papers, from the request to the count on return.

Archive papers 6.3 (archive.md §4.3, §5; flows.md 4.15). The borrower fills it in, his head signs,
who decides follows from the level: 客户信息专员 up to 内部, 客户信息主管 秘密, 客户服务部经理 机密;
绝密 is not lent. Copies for three days at the most; originals and 机密 are read in the office and
back the same day. Pages are counted out and back; missing ones are an incident.

Sources: loan approvals and return slips of firms' archives (copies outside with consent, originals
on the premises, no re-lending).

>>> from csdforms.schemas.archive.file_loan_approval import FileLoanApproval
>>> FileLoanApproval.title(), FileLoanApproval.section
('客户档案借阅审批表', '6.3')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Annotated

from csdforms.schemas.archive import chain, loan_terms
from csdforms.schemas.days import day_of
from csdforms.schemas.fields import access, classification, credit, customer, filing, offices
from csdforms.schemas.form import Record, computed
from csdforms.schemas.labels import PrintedAs
from csdforms.schemas.rules import Problem, error, in_order, not_future, requires

_DECIDERS = (
    "keeper_opinion", "keeper_opinion", "info_supervisor_opinion", "cs_manager_opinion",
    "cs_manager_opinion",
)  # fmt: skip
_OPINIONS = ("unit_head_opinion", "keeper_opinion", "info_supervisor_opinion", "cs_manager_opinion")
_TITLES: Mapping[str, classification.DeciderWord] = {
    "keeper_opinion": "客户信息专员",
    "info_supervisor_opinion": "客户信息主管",
    "cs_manager_opinion": "客户服务部经理",
}


class FileLoanApproval(Record, title="客户档案借阅审批表", section="6.3", number="loan_no"):
    """What is lent to whom, what for, until when; and how it came back."""

    loan_no: filing.LoanNo
    borrower: access.Borrower
    borrower_department: access.BorrowerDepartment
    clearance: Annotated[access.Clearance, PrintedAs("借阅人涉密等级")]
    applied_on: credit.AppliedOn

    file_no: filing.FileNo
    customer_name: customer.CustomerName
    item_no: Annotated[filing.ItemNo, PrintedAs("借阅件号")] | None = None
    item_title: Annotated[filing.ItemTitle, PrintedAs("借阅材料题名")] | None = None
    file_level: filing.FileLevel
    loan_form: access.LoanForm = "复制件"
    in_office: access.InOffice | None = None
    loan_pages: access.LoanPages
    loan_days: access.LoanDays | None = None
    loan_purpose: access.LoanPurpose

    unit_head_opinion: offices.UnitHeadOpinion | None = None
    keeper_opinion: offices.KeeperOpinion | None = None
    info_supervisor_opinion: offices.InfoSupervisorOpinion | None = None
    cs_manager_opinion: offices.CsManagerOpinion | None = None

    lent_at: access.LentAt | None = None
    loan_due_on: access.LoanDueOn | None = None
    condition_out: access.ConditionOut | None = None
    lent_by: access.LentBy | None = None
    returned_at: access.ReturnedAt | None = None
    pages_back: access.PagesBack | None = None
    condition_back: access.ConditionBack | None = None
    return_taken_by: access.TakenBy | None = None
    incident_no: filing.IncidentNo | None = None

    @computed
    def decider(self) -> classification.Decider | None:
        """Whose it is to lend a file of this level; 绝密 nobody lends."""
        if self.file_level in (None, "绝密"):
            return None
        return _TITLES[self._decider()]

    @computed
    def pages_short(self) -> access.PagesShort | None:
        """How many pages did not come back."""
        return loan_terms.pages_short(self.loan_pages, self.pages_back)

    def _decider(self) -> str:
        return _DECIDERS[chain.rank(self.file_level)]

    def proposed(self) -> Mapping[str, object]:
        """Propose where it is read, for how long, and when it is due."""
        if self.file_level is None:
            return {}
        most = loan_terms.longest(self.file_level, self.loan_form)
        days = most if self.loan_days is None else self.loan_days
        due = None if self.lent_at is None else day_of(self.lent_at) + dt.timedelta(days=days)
        return {"in_office": most == 0, "loan_days": days, "loan_due_on": due}

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield what stands against the loan, and how it went out and came back."""
        yield from chain.without_star(self)
        if 0 <= chain.rank(self.clearance) < chain.rank(self.file_level):
            yield error("clearance", "低于档案密级，不得借给此人。")
        most = loan_terms.longest(self.file_level, self.loan_form)
        if self.loan_days is not None and self.loan_days > most:
            yield error("loan_days", "原件和机密档案限室内阅览，当天归还，应为 0 天。")
        if most == 0 and self.in_office is False:
            yield error("in_office", "原件和机密档案只能在室内阅览，请改为“是”。")
        yield from chain.item_of_file(self)
        yield from loan_terms.term(self.file_level, self.loan_form, self.lent_at, self.loan_due_on)
        yield from self._separated()
        yield from self._lent(today)
        yield from self._returned()

    def _separated(self) -> Iterator[Problem]:
        signers = [f"{name}.opinion_by" for name in _OPINIONS]
        yield from chain.apart(
            self, "borrower", *signers, "lent_by", "return_taken_by", because="借阅人不得自批自办"
        )
        yield from chain.days_in_order(
            self, "applied_on", *(f"{name}.opinion_on" for name in _OPINIONS), "lent_at",
            "returned_at",
        )  # fmt: skip

    def _lent(self, today: dt.date) -> Iterator[Problem]:
        if self.file_level is not None:
            yield from chain.carried_out(self, self._decider(), "lent_at", "lent_by")
        lent = self.lent_at is not None
        yield from requires(self, "lent_by", when=lent, because="填了借出时间")
        yield from not_future(self, "lent_at", "returned_at", today=today)
        yield from in_order(self, "applied_on", "loan_due_on")

    def _returned(self) -> Iterator[Problem]:
        back = self.returned_at is not None
        because = "已经归还"
        yield from requires(
            self,
            "lent_at",
            "pages_back",
            "condition_back",
            "return_taken_by",
            when=back,
            because=because,
        )
        yield from loan_terms.pages(self.loan_pages, self.pages_back)
        short = bool(self.pages_short)
        yield from requires(
            self, "incident_no", when=short, because="归还缺页，应另填泄露事件报告表"
        )
