"""客户投诉处理通知单: from 客户服务部 to the unit that must act, and back with its answer.

Manual section 3.10. One notice for each unit, numbered after the complaint (``…-T1``). 客服专员
fills it in, the unit signs, gives its opinion and reports the result, 客户服务部 files it.

Sources: notices of property and retail companies with their limits (24 hours to sign, 72 hours for
the opinion).

>>> from csdforms.schemas.complaint import ComplaintHandlingNotice
>>> ComplaintHandlingNotice.number
'notice_no'
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Annotated

from csdforms.schemas import settings
from csdforms.schemas.fields import complaint, customer
from csdforms.schemas.form import Notice, computed
from csdforms.schemas.labels import PrintedAs
from csdforms.schemas.masking import Mask
from csdforms.schemas.rules import (
    Problem,
    in_order,
    not_after,
    not_before,
    others,
    requires,
    warning,
)


class ComplaintHandlingNotice(
    Notice, title="客户投诉处理通知单", section="3.10", number="notice_no"
):
    """A unit's order to act on a complaint, with five boxes to sign."""

    notice_no: complaint.NoticeNo
    complaint_no: complaint.ComplaintNo
    issued_at: complaint.IssuedAt
    recipient_kind: complaint.RecipientKind = "内部部门"
    recipient: complaint.Recipient
    copied_to: complaint.CopiedTo | None = None
    urgency: complaint.Urgency
    level: complaint.Level
    due_on: (
        Annotated[complaint.DueOn, PrintedAs("办结期限", "要求完成时间 要求完成日期 完成期限")]
        | None
    ) = None

    customer_name: Annotated[customer.CustomerName, PrintedAs("客户姓名")]
    keep_confidential: customer.KeepConfidential = False
    address: (
        Annotated[
            customer.PostalAddress,
            PrintedAs("地址（房产地址）", "房产地址 房号 单元号 房屋地址 楼栋房号 门牌号"),
        ]
        | None
    ) = None
    mobile: customer.Mobile | None = None
    phone: Annotated[customer.ContactPhone, PrintedAs("固定电话")] | None = None
    email: customer.EmailAddress | None = None
    account_holder: complaint.AccountHolder | None = None
    account_phone: complaint.AccountPhone | None = None
    account_ref: complaint.AccountRef | None = None

    channel: Annotated[complaint.Channel, PrintedAs("反映方式")]
    reported_at: complaint.ReportedAt
    received_at: complaint.ReceivedAt
    problem: complaint.Problem

    cs_opinion: complaint.ServiceOpinion
    cs_contact: complaint.ServiceContact
    cs_signed_on: complaint.ServiceSignedOn
    sign_due_at: complaint.SignDueAt | None = None
    opinion_due_at: complaint.OpinionDueAt | None = None
    result_due_on: complaint.ResultDueOn | None = None
    attachment_pages: complaint.AttachmentPages | None = None

    signed_by: complaint.SignedBy | None = None
    signed_at: complaint.SignedAt | None = None
    unit_opinion: (
        Annotated[
            complaint.UnitOpinion,
            PrintedAs(
                "相关部门处理意见",
                "责任部门意见 责任单位意见 被通知部门意见 处理方案 处理措施 整改意见 整改措施",
                "回复意见",
            ),
        ]
        | None
    ) = None
    opinion_by: (
        Annotated[
            complaint.OpinionBy,
            PrintedAs(
                "处理意见签字",
                "责任部门负责人 责任部门负责人签字 部门负责人 部门负责人签字",
            ),
        ]
        | None
    ) = None
    opinion_at: complaint.OpinionAt | None = None
    handling_result: (
        Annotated[
            complaint.HandlingResult,
            PrintedAs(
                "处理结果",
                "处理情况 处理情况反馈 处理结果反馈 办理情况反馈 落实情况 整改情况",
                "整改结果 反馈情况",
                "反馈结果 完成情况 回复内容",
            ),
        ]
        | None
    ) = None
    result_by: (
        Annotated[
            complaint.ResultBy,
            PrintedAs("处理结果签字", "处理人 处理人签字 办理人 结果反馈人"),
        ]
        | None
    ) = None
    result_at: (
        Annotated[
            complaint.ResultAt,
            PrintedAs("处理结果时间", "完成时间 完成日期 处理时间 处理日期 办结时间"),
        ]
        | None
    ) = None
    returned_reason: complaint.ReturnedReason | None = None
    verified_by: complaint.VerifiedBy | None = None
    verified_on: complaint.VerifiedOn | None = None

    @computed
    def notice_status(self) -> complaint.NoticeStatus:
        """How far the notice has come."""
        if self.returned_reason:
            return "已退回"
        if self.result_at:
            return "已办结"
        if self.opinion_at:
            return "处理中"
        return "已签收" if self.signed_at else "待签收"

    def least_mask(self) -> Mask:
        """Hide the customer's data from the unit when the customer asked for it."""
        return Mask.ALL if self.keep_confidential else Mask.NONE

    def overdue(self, as_of: dt.datetime) -> tuple[str, ...]:
        """Return what the unit owes at ``as_of``, of 签收, 处理意见 and 处理结果."""
        if self.notice_status in ("已退回", "已办结"):
            return ()
        owed = (
            ("签收", self.signed_at, self.sign_due_at),
            ("处理意见", self.opinion_at, self.opinion_due_at),
            ("处理结果", self.result_at, self.result_due_on),
        )
        return tuple(
            name
            for name, done, due in owed
            if done is None and due is not None and not not_before(due, as_of)
        )

    def reminder(self, as_of: dt.datetime) -> str | None:
        """Return the text that presses the unit for what it owes (催办), if it owes anything."""
        owed = self.overdue(as_of)
        if not owed:
            return None
        return (
            f"{self.recipient}：{self.notice_no} 号客户投诉处理通知单的"
            f"{'、'.join(owed)}已超过期限，请立即办理并回复客户服务部{self.cs_contact}。"
        )

    def proposed(self) -> Mapping[str, object]:
        """Propose the three limits from the day of issue and the case's own limit."""
        limits: dict[str, object] = {}
        if not_before(self.due_on, self.issued_at):
            limits["result_due_on"] = self.due_on
        if self.issued_at is not None:
            hours = settings.current()
            limits["sign_due_at"] = self.issued_at + dt.timedelta(hours=hours.sign_hours)
            limits["opinion_due_at"] = self.issued_at + dt.timedelta(hours=hours.opinion_hours)
        return limits

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield the problems of the time line and of boxes that only come in pairs."""
        yield from in_order(
            self, "reported_at", "received_at", "issued_at", "signed_at", "opinion_at", "result_at"
        )
        yield from in_order(self, "result_at", "verified_on")
        yield from in_order(self, "issued_at", "sign_due_at", "opinion_due_at")
        yield from in_order(self, "issued_at", "result_due_on")
        yield from in_order(self, "received_at", "due_on")
        if not_before(self.due_on, self.issued_at):
            yield from not_after(self, "result_due_on", "due_on")
        else:
            yield warning("due_on", "早于发出时间，案件已超期；请尽快约定处理结果的期限。")
        yield from in_order(self, "received_at", "cs_signed_on")
        yield from requires(self, "result_due_on", because="要让接收部门知道何时报结果")
        yield from others(self, ("channel", "remarks"))
        yield from self._signatures()

    def _signatures(self) -> Iterator[Problem]:
        """Boxes that come together, or not at all."""
        for text, signer, at in (
            ("unit_opinion", "opinion_by", "opinion_at"),
            ("handling_result", "result_by", "result_at"),
        ):
            filled = getattr(self, text) is not None
            label = self.label_of(text)
            yield from requires(self, signer, at, when=filled, because=f"填了“{label}”")
            dated = getattr(self, at) is not None
            yield from requires(self, text, when=dated, because="填了签字时间")
        for signer, at, because in (
            ("signed_by", "signed_at", "填了签收时间"),
            ("verified_by", "verified_on", "填了归档日期"),
        ):
            dated = getattr(self, at) is not None
            yield from requires(self, signer, when=dated, because=because)
        opinion = self.unit_opinion is not None
        because = "接收部门填了处理意见"
        yield from requires(self, "signed_at", when=opinion, because=because, severity="warning")
        if self.returned_reason is not None and self.handling_result is not None:
            yield warning("returned_reason", "已填处理结果，又填退回原因，请核对只留一项。")
