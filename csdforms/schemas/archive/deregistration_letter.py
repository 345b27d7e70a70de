"""销户函: the customer is told that the relation has ended, how it was settled and what remains.

Archive papers 6.16 (archive.md §6.4). Sent after approval and refund, signed by the head of the
department, with the statement of account; the customer's receipt (销户确认单) comes back. It says
what outlives the relation: secrecy, warranty, how long the papers are kept and why, and until when
a mistake can be objected to.

Sources: letters of trading firms and dealers' networks; 民法典 articles 509 and 558 (duties after
the contract), 个人信息保护法 articles 17 and 47 (retention is told, deletion too).

>>> from csdforms.schemas.archive.deregistration_letter import DeregistrationLetter
>>> DeregistrationLetter.title(), DeregistrationLetter.section
('销户函', '6.16')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated

from csdforms.schemas.archive import chain
from csdforms.schemas.days import days_between
from csdforms.schemas.fields import (
    complaint,
    customer,
    deregistration,
    filing,
    offices,
    settling,
)
from csdforms.schemas.form import Notice
from csdforms.schemas.labels import PrintedAs
from csdforms.schemas.rules import Problem, error, in_order, not_future, requires, warning

_FRESH_DAYS = 30
_BODY = "法人或其他组织"


class DeregistrationLetter(Notice, title="销户函", section="6.16", number="letter_no"):
    """The end of the relation, as the customer is told it."""

    letter_no: Annotated[settling.LetterNo, PrintedAs("销户函编号", "编号")]
    deregistration_no: filing.DeregistrationNo
    file_no: filing.FileNo
    customer_name: customer.CustomerName
    file_kind: filing.FileKind
    trigger: deregistration.Trigger
    deregistration_reason: Annotated[
        deregistration.DeregistrationReason, PrintedAs("注销事由说明", "注销理由 销户原因 注销原因")
    ]
    deregistration_agreed_on: deregistration.DeregistrationAgreedOn
    ends_on: settling.EndsOn

    statement_no: Annotated[
        settling.StatementNo, PrintedAs("账款核对单编号", "核对单编号 对账单号")
    ]
    balance_as_of: deregistration.BalanceAsOf
    receivable_amount: deregistration.ReceivableAmount
    payable_amount: deregistration.PayableAmount
    write_off_ref: deregistration.WriteOffRef | None = None
    refunded_amount: settling.RefundedAmount | None = None
    refunded_on: settling.RefundedOn | None = None
    refund_proof: settling.RefundProof | None = None
    returned_goods: settling.ReturnedGoods | None = None

    warranty_until: settling.WarrantyUntil | None = None
    warranty_note: settling.WarrantyNote | None = None
    secrecy_note: settling.SecrecyNote
    retention: filing.Retention
    retention_until: filing.RetentionUntil | None = None
    data_note: settling.DataNote
    object_by: settling.ObjectBy | None = None
    objection_way: settling.ObjectionWay
    cs_contact: complaint.ServiceContact
    phone: (
        Annotated[customer.ContactPhone, PrintedAs("客户服务部电话", "联系电话 咨询电话")] | None
    ) = None

    sent_on: settling.SentOn | None = None
    cs_manager_by: offices.CsManagerBy | None = None
    company_sealed: settling.CompanySealed | None = None
    notice_mode: deregistration.NoticeMode | None = None
    served_by: deregistration.ServedBy | None = None
    served_on: Annotated[deregistration.ServedOn, PrintedAs("送达日期")] | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield the problems of the days, of an account that is not settled, and of the sending."""
        agreed = "deregistration_agreed_on"
        yield from in_order(self, agreed, "ends_on", "sent_on", "served_on", "object_by")
        yield from in_order(self, "ends_on", "retention_until")
        yield from in_order(self, "balance_as_of", "refunded_on", "sent_on")
        days = (agreed, "refunded_on", "sent_on", "served_on")
        yield from not_future(self, *days, today=today)
        yield from self._account()
        yield from self._remains()
        sent = self.sent_on is not None
        names = ("cs_manager_by", "company_sealed")
        yield from requires(self, *names, when=sent, because="发函须部门负责人签字并盖章")
        if sent and self.company_sealed is False:
            yield error("company_sealed", "没有盖章，不得发函。")
        served = self.served_on is not None
        how = ("notice_mode", "served_by", "sent_on")
        yield from requires(self, *how, when=served, because="填了送达日期")
        yield from chain.without_star(self)

    def _account(self) -> Iterator[Problem]:
        """Yield a letter while something is owed, a refund by half, a statement gone stale."""
        owed, owing, paid = self.receivable_amount, self.payable_amount, self.refunded_amount
        if owed and self.write_off_ref is None:
            yield error("receivable_amount", "客户欠款余额不是 0，又没有核销决定，不得发销户函。")
        if owing:
            yield error("payable_amount", "应退客户款没有退清，不得发销户函。")
        because = "有退款"
        names = ("refunded_on", "refund_proof")
        yield from requires(self, *names, when=bool(paid), because=because)
        if paid == Decimal(0) and self.refunded_on is not None:
            yield error("refunded_on", "没有退款，请留空。")
        age = days_between(self.balance_as_of, self.deregistration_agreed_on)
        if age is not None and age > _FRESH_DAYS:
            yield error("balance_as_of", f"早于批准 {_FRESH_DAYS} 天以上，应重新对账。")

    def _remains(self) -> Iterator[Problem]:
        """Yield what outlives the relation and is told by half."""
        given = self.warranty_until is not None
        yield from requires(self, "warranty_note", when=given, because="质保延续")
        dated = self.retention not in (None, "永久")
        yield from requires(self, "retention_until", when=dated, because="保管期限不是永久")
        if self.retention == "永久" and self.retention_until is not None:
            yield error("retention_until", "永久保管没有期满日，请留空。")
        person = self.file_kind not in (None, _BODY)
        if person and self.retention in ("永久", "30年", "10年"):
            yield warning("retention", "个人客户没有这样长的期限；法律另有规定的，请注明依据。")
        sent = self.sent_on is not None
        yield from requires(self, "object_by", when=sent, because="应告知客户异议期限")
