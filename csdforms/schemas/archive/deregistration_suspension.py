"""客户注销中止通知书: the applicant is told in writing what is still open, and what ends it.

Archive papers 6.14 (archive.md §6.2 to §6.4). Every open line is named with what has to be done and
who helps. A person's data are restricted meanwhile; his rights do not wait for the account. After
90 days without a step the application lapses.

Sources: notices of suspension and correction (中止、补正通知书); 个人信息保护法 articles 47
and 50, by which a refusal is reasoned and what cannot be deleted is only kept safe.

>>> from csdforms.schemas.archive.deregistration_suspension import DeregistrationSuspension
>>> DeregistrationSuspension.title(), DeregistrationSuspension.section
('客户注销中止通知书', '6.14')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated

from csdforms.schemas.archive import chain
from csdforms.schemas.fields import (
    complaint,
    credit,
    customer,
    deregistration,
    filing,
    offices,
    settling,
)
from csdforms.schemas.form import Notice, Row, computed
from csdforms.schemas.labels import Group, PrintedAs
from csdforms.schemas.rules import Problem, error, in_order, not_before, not_future, requires

#: Days without a step after which an application lapses.
IDLE_DAYS = 90
_BODY = "法人或其他组织"


class OpenMatter(Row):
    """One matter that is open, and what ends it."""

    check_line: deregistration.CheckLine
    open_matters: deregistration.OpenMatters
    source_refs: deregistration.SourceRefs | None = None
    matter_remedy: deregistration.MatterRemedy | None = None
    clear_by: deregistration.ClearBy | None = None
    line_owner: deregistration.LineOwner


class DeregistrationSuspension(
    Notice, title="客户注销中止通知书", section="6.14", number="suspension_no"
):
    """What suspends a deregistration, what the applicant does about it, and where he complains."""

    suspension_no: Annotated[deregistration.SuspensionNo, PrintedAs("中止通知编号", "编号")]
    deregistration_no: filing.DeregistrationNo
    file_no: filing.FileNo
    customer_name: customer.CustomerName
    file_kind: filing.FileKind
    asker_name: deregistration.AskerName | None = None
    applied_on: credit.AppliedOn
    trigger: deregistration.Trigger
    suspended_on: deregistration.SuspendedOn
    suspension_ground: deregistration.SuspensionGround
    open_rows: Annotated[
        tuple[OpenMatter, ...], Group("未了事项清单", "中止原因", at_least=1, at_most=60)
    ] = ()
    is_restricted: deregistration.IsRestricted = False
    restricted_scope: deregistration.RestrictedScope | None = None
    objection_way: settling.ObjectionWay
    cs_contact: complaint.ServiceContact
    phone: (
        Annotated[customer.ContactPhone, PrintedAs("客户服务部电话", "联系电话 咨询电话")] | None
    ) = None
    cs_manager_by: offices.CsManagerBy | None = None
    cs_manager_on: offices.CsManagerOn | None = None
    notice_mode: deregistration.NoticeMode | None = None
    served_on: Annotated[deregistration.ServedOn, PrintedAs("送达日期")] | None = None
    served_by: deregistration.ServedBy | None = None
    receipt_signed_by: deregistration.ReceiptSignedBy | None = None
    receipt_signed_on: deregistration.ReceiptSignedOn | None = None
    cleared_on: deregistration.ClearedOn | None = None
    cleared_note: deregistration.ClearedNote | None = None

    @computed
    def lapse_on(self) -> deregistration.LapseOn | None:
        """The day on which the application lapses if nothing is done."""
        if self.suspended_on is None:
            return None
        return self.suspended_on + dt.timedelta(days=IDLE_DAYS)

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield the problems of the days, of the open matters, and of a person's data."""
        yield from in_order(self, "applied_on", "suspended_on", "cs_manager_on", "served_on")
        yield from in_order(self, "served_on", "receipt_signed_on")
        yield from in_order(self, "suspended_on", "cleared_on")
        yield from not_future(self, "suspended_on", "served_on", "cleared_on", today=today)
        for number, row in enumerate(self.open_rows, start=1):
            if not not_before(row.clear_by, self.suspended_on):
                yield error(f"open_rows.{number}.clear_by", "早于“中止日期”，请核对。")
        personal = self.file_kind not in (None, _BODY)
        if personal and not self.is_restricted:
            yield error("is_restricted", "客户是个人或个体工商户，中止期间应限制处理其个人信息。")
        because = "限制处理个人信息"
        limited = bool(self.is_restricted)
        yield from requires(self, "restricted_scope", when=limited, because=because)
        yield from self._served()
        lapse = self.lapse_on
        if self.cleared_on is not None and lapse is not None and self.cleared_on > lapse:
            yield error("cleared_on", f"中止已超过 {IDLE_DAYS} 天，申请已经失效，应重新申请。")
        yield from chain.without_star(self)

    def _served(self) -> Iterator[Problem]:
        """Yield a service by half: signed by nobody, brought by nobody, on no day."""
        given = self.served_on is not None
        because = "填了送达日期"
        names = ("cs_manager_by", "cs_manager_on", "notice_mode", "served_by")
        yield from requires(self, *names, when=given, because=because)
        signed = self.receipt_signed_by is not None
        because = "填了收件人签收"
        yield from requires(self, "served_on", "receipt_signed_on", when=signed, because=because)
        cleared = self.cleared_on is not None
        yield from requires(self, "cleared_note", when=cleared, because="填了恢复核查日期")
