"""个人信息请求答复书: what somebody is answered who asked something of his own data, and why.

Archive papers 6.11 (archive.md §6.2; L-PIPL 47, 49, 50). 个人信息保护负责人 answers, never who took
the request, always with reasons and the law; what cannot be deleted is restricted, and until when
and for what alone it is kept is said. Where to complain stands in every answer.

Sources: the law on personal information and the regulation on network data; published answers and
refusals of firms and their rules on requests.

>>> from csdforms.schemas.archive.personal_data_answer import PersonalDataAnswer
>>> PersonalDataAnswer.title(), PersonalDataAnswer.section
('个人信息请求答复书', '6.11')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Annotated

from csdforms.schemas.archive import chain
from csdforms.schemas.days import days_between
from csdforms.schemas.fields import customer, data_rights, filing, offices, service
from csdforms.schemas.form import Notice, Row
from csdforms.schemas.labels import Group, PrintedAs
from csdforms.schemas.rules import (
    Problem,
    error,
    in_order,
    not_after,
    not_before,
    requires,
    warning,
)

#: Days from the receipt to the answer at the most, extended or not (GB/T 35273-2020, 8.7).
LONGEST = 30
_DELETION = "删除、注销"
#: What is open, and keeps data from being deleted.
_OPEN = frozenset(
    {
        "法定保存期限未届满",
        "款项未结清",
        "合同或质保未了",
        "投诉或服务未办结",
        "诉讼保全或有权机关要求",
    }
)
_RESTRICTED = ("restricted_items", "restricted_purpose", "restricted_until")


class DataGiven(Row):
    """Somebody to whom the data were given."""

    data_given_on: data_rights.DataGivenOn
    data_given_to: data_rights.DataGivenTo
    data_given_for: data_rights.DataGivenFor
    data_given_items: data_rights.DataGivenItems | None = None


class PersonalDataAnswer(Notice, title="个人信息请求答复书", section="6.11", number="request_no"):
    """What was decided, why, what was done, and what can be done about it."""

    request_no: filing.RequestNo
    requester: data_rights.Requester
    requester_relation: data_rights.RequesterRelation = "本人"
    customer_name: Annotated[
        customer.CustomerName, PrintedAs("信息主体", "个人信息主体 信息主体姓名 个人信息主体姓名")
    ]
    file_no: filing.FileNo | None = None
    request_received_on: data_rights.RequestReceivedOn
    request_kind: data_rights.RequestKind
    request_content: data_rights.RequestContent
    accepted_by: service.AcceptedBy
    request_due_on: data_rights.RequestDueOn
    extended_to: data_rights.ExtendedTo | None = None
    extension_reason: data_rights.ExtensionReason | None = None
    extension_told_on: data_rights.ExtensionToldOn | None = None

    request_situations: data_rights.RequestSituations | None = None
    request_outcome: data_rights.RequestOutcome
    answer_reasons: data_rights.AnswerReasons
    answer_grounds: data_rights.AnswerGrounds
    measures: data_rights.Measures | None = None
    measures_on: data_rights.MeasuresOn | None = None
    marketing_stopped: data_rights.IsMarketingStopped = False
    deregistration_no: filing.DeregistrationNo | None = None
    deleted_on: data_rights.DeletedOn | None = None
    deletion_planned_on: data_rights.DeletionPlannedOn | None = None
    restricted_items: data_rights.RestrictedItems | None = None
    restricted_purpose: data_rights.RestrictedPurpose | None = None
    restricted_until: data_rights.RestrictedUntil | None = None
    data_copy_no: data_rights.DataCopyNo | None = None
    data_copy_format: data_rights.DataCopyFormat | None = None
    receivers_told: data_rights.ReceiversTold | None = None
    data_given: Annotated[
        tuple[DataGiven, ...],
        Group("个人信息对外提供情况", "对外提供记录 提供给第三方的情况", at_most=200),
    ] = ()

    review_contact: data_rights.ReviewContact
    complaint_authority: data_rights.ComplaintAuthority
    dpo_by: offices.DpoBy
    dpo_on: Annotated[offices.DpoOn, PrintedAs("答复日期", "签发日期 答复书日期")]
    answer_way: data_rights.AnswerWay | None = None
    answer_delivered_on: data_rights.AnswerDeliveredOn | None = None
    answer_received_by: data_rights.AnswerReceivedBy | None = None
    answer_received_on: data_rights.AnswerReceivedOn | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield an answer that the law does not allow, one that is late, and contradictions."""
        yield from in_order(self, "request_received_on", "request_due_on", "extended_to")
        yield from in_order(
            self, "request_received_on", "dpo_on", "answer_delivered_on", "answer_received_on"
        )
        yield from in_order(self, "request_received_on", "extension_told_on")
        yield from not_after(self, "extension_told_on", "request_due_on")
        yield from chain.apart(self, "accepted_by", "dpo_by", because="答复人不得是受理人")
        yield from chain.without_star(self)
        yield from self._time()
        yield from self._decision()
        yield from self._deletion()
        yield from self._copies()

    def _time(self) -> Iterator[Problem]:
        longer = self.extended_to is not None
        boxes = ("extension_reason", "extension_told_on")
        yield from requires(self, *boxes, when=longer, because="答复期限已延长")
        limit = "extended_to" if longer else "request_due_on"
        if not not_before(getattr(self, limit), self.dpo_on):
            yield warning("dpo_on", "答复已超过期限，请在答复理由中说明。")
        length = days_between(self.request_received_on, getattr(self, limit))
        if length is not None and length > LONGEST:
            yield warning(
                limit, f"距收到请求超过 {LONGEST} 天；只有等待身份证明的日子可以不计，请核对。"
            )

    def _decision(self) -> Iterator[Problem]:
        outcome, found = self.request_outcome, set(self.request_situations or ())
        if (
            outcome == "不同意"
            and self.request_kind == "撤回同意"
            and ("代理人没有授权" not in found)
        ):
            yield error("request_outcome", "撤回同意不得拒绝（个人信息保护法第15条）。")
        if "代理人没有授权" in found and outcome not in (None, "不同意", "请求人撤回"):
            yield error("request_outcome", "代理人没有授权的，应不同意并说明理由。")
        if "没有未了事项" in found and found & _OPEN:
            yield error("request_situations", "既勾选了没有未了事项，又勾选了未了事项，请核对。")
        done = outcome in ("同意", "部分同意")
        because = f"处理决定是{outcome}"
        yield from requires(self, "measures", "measures_on", when=done, because=because)

    def _deletion(self) -> Iterator[Problem]:
        if self.request_kind != _DELETION:
            for name in ("deleted_on", "deletion_planned_on"):
                if getattr(self, name) is not None:
                    yield warning(name, "只在请求删除、注销时填写，请核对。")
            return
        outcome, found = self.request_outcome, set(self.request_situations or ())
        yield from requires(self, "request_situations", because="请求删除、注销")
        if outcome == "同意" and found & _OPEN:
            yield error("request_outcome", "有未了事项或法定保存义务，应部分同意并限制处理。")
        if outcome == "不同意" and found & _OPEN:
            yield error("request_outcome", "不能删除的应限制处理，并答复部分同意，不得一概拒绝。")
        promised = outcome == "同意" and self.deleted_on is None
        yield from requires(self, "deletion_planned_on", when=promised, because="同意删除")
        boxes = ("restricted_items", "restricted_purpose")
        because = "不能删除的限制处理，应写明范围和用途"
        yield from requires(self, *boxes, when=outcome == "部分同意", because=because)
        yield from self._kept(found)

    def _kept(self, found: Collection[str]) -> Iterator[Problem]:
        """Yield what a deletion is to say of marketing, and of what is kept by law."""
        agreed = self.request_outcome in ("同意", "部分同意")
        contact = "单位客户的联系人" in found
        if agreed and not (self.marketing_stopped or contact):
            yield error("marketing_stopped", "请求删除、注销的，应立即停止营销联系。")
        boxes = ("restricted_until", "deletion_planned_on")
        because = "法定保存期限未届满，应告知期满删除"
        yield from requires(self, *boxes, when="法定保存期限未届满" in found, because=because)
        yield from in_order(self, "restricted_until", "deletion_planned_on")
        yield from in_order(self, "request_received_on", "deleted_on")

    def _copies(self) -> Iterator[Problem]:
        given = self.data_copy_no is not None
        yield from requires(self, "data_copy_format", when=given, because="提供了副本")
        handed_out = self.request_kind in ("查阅", "复制", "转移")
        if given and not handed_out and self.request_kind is not None:
            yield warning("data_copy_no", "只在请求查阅、复制或转移时提供副本，请核对。")
        received = self.answer_received_by is not None
        yield from requires(self, "answer_received_on", when=received, because="已签收")
        restricted = any(getattr(self, name) is not None for name in _RESTRICTED)
        if restricted and self.request_outcome == "不同意":
            yield warning("request_outcome", "填了限制处理，处理决定应是部分同意，请核对。")
