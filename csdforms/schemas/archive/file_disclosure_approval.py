"""客户信息对外提供审批表: a customer's data go to somebody outside; on what ground, and how.

Archive papers 6.5 (archive.md §4.3). The department that needs it fills it in, 客户服务部经理
decides on 内部 and below, 总经理 on 秘密 and above; the DPO is heard on persons and on large
amounts. Without a ground nothing leaves: for natural persons their separate consent or a legal
duty (L-PIPL 23), for 机密 a contract that binds the recipient; abroad only up to 内部, on a
recorded path (38 to 40). The record is kept for three years at least (56; 网络数据安全管理条例 12).

Sources: approvals for giving data to third parties, with recipient, purpose, manner, kinds of data
and protective measures, as the impact assessment (L-PIPL 55, 56) asks for them.

>>> from csdforms.schemas.archive.file_disclosure_approval import FileDisclosureApproval
>>> FileDisclosureApproval.title(), FileDisclosureApproval.section
('客户信息对外提供审批表', '6.5')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from csdforms.schemas.archive import chain
from csdforms.schemas.fields import (
    access,
    classification,
    credit,
    customer,
    filing,
    offices,
    person,
)
from csdforms.schemas.form import Record, computed
from csdforms.schemas.rules import (
    Problem,
    error,
    in_order,
    not_future,
    others,
    requires,
    warning,
)

_INTERNAL, _CONFIDENTIAL = 1, 3
_ORGANISATION = "法人或其他组织"
#: From so many records on it is a large amount (half of 法释〔2017〕10号, article 5).
TIERS = {"征信财产": 25, "交易通话": 250, "其他": 2_500}
_OPINIONS = ("unit_head_opinion", "dpo_opinion", "cs_manager_opinion", "gm_opinion")
_DONE = ("provided_by", "provided_at", "received_sign")


class FileDisclosureApproval(
    Record, title="客户信息对外提供审批表", section="6.5", number="approval_no"
):
    """What is given to whom, what for, on what ground; who allowed it, and how it went."""

    approval_no: filing.ApprovalNo
    applied_by: credit.AppliedBy
    applied_department: credit.AppliedDepartment
    applied_on: credit.AppliedOn
    file_no: filing.FileNo
    customer_name: customer.CustomerName
    file_kind: filing.FileKind
    file_level: filing.FileLevel

    receiver: access.Receiver
    receiver_kind: access.ReceiverKind
    receiver_contact: access.ReceiverContact
    receiver_phone: access.ReceiverPhone
    given_purpose: access.GivenPurpose
    given_contents: access.GivenContents
    record_kind: access.RecordKind = "其他"
    record_count: access.RecordCount = 1
    masking_note: access.MaskingNote | None = None
    delivery_modes: access.DeliveryModes
    return_by: access.ReturnBy | None = None

    legal_basis: person.LegalBasis
    basis_note: access.BasisNote | None = None
    separate_consent_ref: access.SeparateConsentRef | None = None
    legal_duty: access.LegalDuty | None = None
    binding_contract: access.BindingContract | None = None
    assessment_ref: access.AssessmentRef | None = None
    person_told_on: access.PersonToldOn | None = None
    is_abroad: access.IsAbroad = False
    country: access.Country | None = None
    export_path: access.ExportPath | None = None
    export_path_ref: access.ExportPathRef | None = None

    unit_head_opinion: offices.UnitHeadOpinion | None = None
    dpo_opinion: offices.DpoOpinion | None = None
    cs_manager_opinion: offices.CsManagerOpinion | None = None
    gm_opinion: offices.GmOpinion | None = None

    provided_by: access.ProvidedBy | None = None
    provided_at: access.ProvidedAt | None = None
    received_sign: access.ReceivedSign | None = None
    received_sign_on: access.ReceivedSignOn | None = None

    @computed
    def needs_release(self) -> access.NeedsRelease | None:
        """Whether it is so much that the general manager and the DPO must release it."""
        if self.record_kind is None or self.record_count is None:
            return None
        return self.record_count >= TIERS[self.record_kind]

    @computed
    def decider(self) -> classification.Decider | None:
        """Whose it is to decide: from 秘密 up, and on large amounts, the general manager."""
        if self.file_level is None:
            return None
        return "总经理" if self._decider() == "gm_opinion" else "客户服务部经理"

    def _decider(self) -> str:
        high = chain.rank(self.file_level) > _INTERNAL or self.needs_release
        return "gm_opinion" if high else "cs_manager_opinion"

    def _of_person(self) -> bool:
        """Whether it is personal data; a sole trader's are his own."""
        return self.file_kind not in (None, _ORGANISATION)

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield what stands against giving it, and where the paper contradicts itself."""
        yield from chain.without_star(self)
        yield from others(self, ("receiver_kind", "remarks"), ("legal_basis", "basis_note"))
        yield from self._grounds()
        yield from self._going_abroad()
        yield from self._decision()
        yield from self._days(today)

    def _grounds(self) -> Iterator[Problem]:
        duty = self.legal_duty is not None
        if self._of_person() and not duty and self.separate_consent_ref is None:
            text = "提供个人信息须有本人的单独同意，或有法定义务文书，请写明其一。"
            yield error("separate_consent_ref", text)
        secret = chain.rank(self.file_level) >= _CONFIDENTIAL
        because = "机密以上资料对外提供须有约束接收方的合同"
        yield from requires(self, "binding_contract", when=secret, because=because)
        entrusted = self.receiver_kind == "受托处理者"
        because = "委托处理须约定目的、期限、方式和保护措施"
        yield from requires(self, "binding_contract", when=entrusted, because=because)
        top = self.file_level == "绝密"
        yield from requires(self, "basis_note", when=top, because="绝密资料一事一批，应说明理由")
        duty_named = self.legal_basis == "履行法定义务"
        yield from requires(self, "legal_duty", when=duty_named, because="依据是履行法定义务")
        # Handing it to a court or an authority is a duty; all else is assessed first (55).
        assess = self._of_person() and not duty
        because = "向他人提供个人信息，事前应作影响评估，并告知本人接收方和用途"
        yield from requires(self, "assessment_ref", when=assess, because=because)
        yield from requires(
            self, "person_told_on", when=assess, because=because, severity="warning"
        )

    def _going_abroad(self) -> Iterator[Problem]:
        abroad = bool(self.is_abroad)
        because = "向境外提供"
        yield from requires(
            self, "country", "export_path", "export_path_ref", when=abroad, because=because
        )
        if abroad and chain.rank(self.file_level) > _INTERNAL:
            yield error("is_abroad", "秘密以上资料不得向境外提供。")
        consent = abroad and self._of_person()
        yield from requires(
            self, "separate_consent_ref", when=consent, because="向境外提供个人信息须有单独同意"
        )
        if not abroad:
            for name in ("country", "export_path", "export_path_ref"):
                if getattr(self, name) is not None:
                    yield warning(name, "不向境外提供，这一栏不用填，请核对。")

    def _decision(self) -> Iterator[Problem]:
        signers = [f"{name}.opinion_by" for name in _OPINIONS]
        yield from chain.apart(self, "applied_by", *signers, because="申请人不得审批")
        yield from chain.apart(self, "dpo_opinion.opinion_by", *signers[2:])
        yield from chain.apart(self, "cs_manager_opinion.opinion_by", "gm_opinion.opinion_by")
        if self.file_level is not None:
            yield from chain.carried_out(self, self._decider(), *_DONE)
        heard = self.provided_at is not None and (self._of_person() or bool(self.needs_release))
        because = "涉及个人信息或大批量，应有个人信息保护负责人意见"
        yield from requires(self, "dpo_opinion", when=heard, because=because)
        if self.needs_release and self.provided_at is not None:
            yield from chain.carried_out(self, "dpo_opinion", "provided_at")

    def _days(self, today: dt.date) -> Iterator[Problem]:
        days = [f"{name}.opinion_on" for name in _OPINIONS]
        yield from chain.days_in_order(
            self, "applied_on", *days, "provided_at", "received_sign_on", "return_by"
        )
        yield from in_order(self, "person_told_on", "provided_at")
        yield from not_future(self, "applied_on", "provided_at", today=today)
        given = self.provided_at is not None
        yield from requires(self, "provided_by", when=given, because="填了提供时间")
        signed = self.received_sign_on is not None
        yield from requires(self, "received_sign", when=signed, because="填了签收日期")
