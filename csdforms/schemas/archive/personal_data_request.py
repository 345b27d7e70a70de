"""个人信息权利请求书: somebody asks something of his own data; also the record of its taking.

Archive papers 6.10 (archive.md §6.2; L-PIPL 15, 44-50). One request a sheet. Who asks fills in the
upper part, whoever takes it the lower one: everybody's request is taken and numbered. No more is
asked of him than when he became a customer; while it is not proven who asks, the request waits, and
that is no refusal. The answer is due in fifteen working days, and in any case in thirty days.

Sources: request forms of personal-data regimes of banks, airlines and internet firms; the law on
personal information; GB/T 35273-2020, 8.7.

>>> from csdforms.schemas.archive.personal_data_request import PersonalDataRequest
>>> PersonalDataRequest.title(), PersonalDataRequest.section
('个人信息权利请求书', '6.10')
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Annotated

from csdforms.schemas.archive import chain
from csdforms.schemas.days import days_between
from csdforms.schemas.fields import customer, data_rights, filing, service
from csdforms.schemas.form import Record, Row
from csdforms.schemas.labels import Group, PrintedAs
from csdforms.schemas.rules import (
    Problem,
    error,
    in_order,
    not_future,
    requires,
    warning,
)

#: Days from the receipt to the answer at the most (GB/T 35273-2020, 8.7).
LONGEST = 30
#: What a near relative of somebody who died may ask for (L-PIPL 49).
_OF_RELATIVES = ("查阅", "复制", "更正、补充", "删除、注销")
#: Whose customer is a company.
_CONTACT = "单位联系人"
_NUMBER = re.compile("[0-9]{11,}")


class Correction(Row):
    """One box that is wrong, or is missing."""

    corrected_item: data_rights.CorrectedItem
    old_value: data_rights.OldValue | None = None
    new_value: data_rights.NewValue
    proof_of_value: data_rights.ProofOfValue | None = None


class PersonalDataRequest(Record, title="个人信息权利请求书", section="6.10", number="request_no"):
    """What somebody asks of his own data, in whose name, and how it was taken."""

    request_no: filing.RequestNo
    request_channel: data_rights.RequestChannel = "来访"
    request_received_on: data_rights.RequestReceivedOn

    requester: data_rights.Requester
    requester_relation: data_rights.RequesterRelation = "本人"
    requester_phone: data_rights.RequesterPhone | None = None
    email: customer.EmailAddress | None = None
    address: customer.PostalAddress | None = None
    answer_way: data_rights.AnswerWay
    authority_paper: data_rights.AuthorityPaper | None = None
    authority_from: data_rights.AuthorityFrom | None = None
    authority_until: data_rights.AuthorityUntil | None = None
    lawful_interest: data_rights.LawfulInterest | None = None

    customer_name: Annotated[
        customer.CustomerName, PrintedAs("信息主体", "个人信息主体 信息主体姓名 个人信息主体姓名")
    ]
    registered_contact: data_rights.RegisteredContact | None = None
    file_no: filing.FileNo | None = None

    request_kind: data_rights.RequestKind
    requested_items: data_rights.RequestedItems | None = None
    request_content: data_rights.RequestContent
    request_reason: data_rights.RequestReason | None = None
    deletion_case: data_rights.DeletionCase | None = None
    transfer_receiver: data_rights.TransferReceiver | None = None
    corrections: Annotated[
        tuple[Correction, ...], Group("更正、补充的内容", "更正内容 更正明细", at_most=100)
    ] = ()
    requester_signature: data_rights.RequesterSignature | None = None
    requester_signed_on: data_rights.RequesterSignedOn | None = None

    identity_checks: data_rights.IdentityChecks | None = None
    identity_proven: data_rights.IdentityProven = False
    identity_checked_by: data_rights.IdentityCheckedBy | None = None
    identity_checked_on: data_rights.IdentityCheckedOn | None = None
    proof_asked_for: data_rights.ProofAskedFor | None = None
    proof_asked_on: data_rights.ProofAskedOn | None = None
    marketing_stopped: data_rights.IsMarketingStopped = False
    accepted_by: service.AcceptedBy
    request_accepted_on: data_rights.RequestAcceptedOn
    request_due_on: data_rights.RequestDueOn | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield what is missing of the request, of the proof, and days that contradict."""
        yield from not_future(self, "request_received_on", "request_accepted_on", today=today)
        yield from in_order(
            self, "requester_signed_on", "request_received_on", "request_accepted_on"
        )
        yield from in_order(self, "request_received_on", "identity_checked_on")
        yield from in_order(self, "request_received_on", "proof_asked_on")
        yield from in_order(self, "request_received_on", "request_due_on")
        yield from self._requester()
        yield from self._request()
        yield from self._identity()

    def _requester(self) -> Iterator[Problem]:
        relation = self.requester_relation
        if relation == "本人":
            if None not in (self.requester, self.customer_name) and (
                self.requester != self.customer_name
            ):
                yield error("requester", "以本人身份请求，请求人应与个人信息主体是同一人，请核对。")
        elif relation not in (None, _CONTACT):
            yield from requires(
                self, "authority_paper", because=f"以{relation}身份请求", severity="warning"
            )
        near = relation == "近亲属"
        yield from requires(self, "lawful_interest", when=near, because="近亲属为自身利益请求")
        if near and self.request_kind not in (None, *_OF_RELATIVES):
            yield error("request_kind", f"近亲属只能请求{'、'.join(_OF_RELATIVES)}，请核对。")
        yield from in_order(self, "authority_from", "authority_until")
        yield from in_order(self, "authority_from", "request_received_on", "authority_until")
        needs = {"电子邮件": "email", "邮寄": "address", "电话": "requester_phone"}
        if box := needs.get(self.answer_way or ""):
            yield from requires(self, box, because=f"答复以{self.answer_way}送达")
        company = self.file_no is not None and self.file_no.startswith("KH-F")
        if company and relation not in (None, _CONTACT):
            yield error("requester_relation", "单位客户的档案，个人只能以单位联系人身份请求。")

    def _request(self) -> Iterator[Problem]:
        kind = self.request_kind
        because = f"请求{kind}"
        yield from requires(self, "corrections", when=kind == "更正、补充", because=because)
        yield from requires(self, "transfer_receiver", when=kind == "转移", because=because)
        for name, fit in (("corrections", "更正、补充"), ("transfer_receiver", "转移")):
            if kind not in (None, fit) and getattr(self, name) not in (None, ()):
                yield warning(name, f"只在请求{fit}时填写；另有请求的，请另填一张请求书。")
        stopping = kind in ("删除、注销", "撤回同意") and self.requester_relation != _CONTACT
        if stopping and not self.marketing_stopped:
            yield error("marketing_stopped", f"{because}的，应立即停止营销联系，并在此打勾。")
        if self.requester_signature is None and self.request_channel in ("来访", "来信"):
            yield warning("requester_signature", "书面提出的请求，请请求人签字。")
        signed = self.requester_signature is not None
        yield from requires(self, "requester_signed_on", when=signed, because="已签字")

    def _identity(self) -> Iterator[Problem]:
        proven = bool(self.identity_proven)
        boxes = ("identity_checks", "identity_checked_by", "identity_checked_on")
        yield from requires(self, *boxes, when=proven, because="身份和关系已证明")
        yield from requires(self, "request_due_on", when=proven, because="身份已证明，答复期限起算")
        waiting = self.identity_proven is False
        yield from requires(
            self, "proof_asked_for", "proof_asked_on", when=waiting,
            because="身份未证明的应请其补充证明，不是拒绝",
        )  # fmt: skip
        if self.proof_asked_for is not None and _NUMBER.search(self.proof_asked_for):
            yield error("proof_asked_for", "只写需要什么证明，不抄写证件或电话号码。")
        start = self.identity_checked_on or self.request_received_on
        length = days_between(start, self.request_due_on)
        if length is not None and length > LONGEST:
            yield error("request_due_on", f"超过 {LONGEST} 天，请改早。")
        yield from chain.apart(self, "requester", "identity_checked_by", "accepted_by")
