"""客户注销申请单: a customer is to leave the register; who asks, why, what is open, who agrees.

Archive papers 6.12 (archive.md §6.1 to §6.4). Whoever applies states reason, balance and way of
settlement; new business stops; after the joint check 客户信息主管, 客户服务部经理 and, where the
rule says so, 总经理 give their opinions. Two copies: the file, and who keeps the archive.

Sources: 销户申请单 and 退网申请书 of trading firms and dealers' networks; 电子商务法 article 24 and
网络数据安全管理条例 article 23, by which cancelling meets no unreasonable conditions.

>>> from csdforms.schemas.archive.deregistration_application import DeregistrationApplication
>>> DeregistrationApplication.title(), DeregistrationApplication.section
('客户注销申请单', '6.12')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated

from csdforms.schemas.archive import chain
from csdforms.schemas.days import days_between
from csdforms.schemas.fields import (
    classification,
    credit,
    customer,
    data_rights,
    deregistration,
    filing,
    mandate,
    offices,
    tracking,
)
from csdforms.schemas.form import Record, computed
from csdforms.schemas.labels import PrintedAs
from csdforms.schemas.rules import (
    Problem,
    error,
    in_order,
    not_future,
    requires,
)

_BODY, _PERSON = "法人或其他组织", "自然人"
_BREACH, _ORDER, _OWN_WISH = "客户严重违约", "司法行政机关决定", "个人申请注销或删除"
_CUSTOMERS_WISH = "客户申请销户"
_ENDED, _IMPOSSIBLE, _WITHDRAWAL = "客户终止或死亡", "履行不能", "本公司退出市场"
#: Who may bring which trigger forward, where that is not free.
_BROUGHT_BY = {
    _CUSTOMERS_WISH: ("客户", "代理人", "监护人", "清算组或管理人"),
    _OWN_WISH: ("客户", "代理人", "监护人"),
    "合同终止或长期无往来": ("本公司",),
    _ENDED: ("代理人", "监护人", "近亲属", "清算组或管理人"),
    _BREACH: ("本公司",),
    _IMPOSSIBLE: ("本公司",),
    _WITHDRAWAL: ("本公司",),
    _ORDER: ("司法行政机关",),
}
#: What must be proven by a document.
_PROVEN = (_ENDED, _BREACH, _IMPOSSIBLE, _WITHDRAWAL, _ORDER)
#: Grades whose deregistration the general manager decides.
_HIGH_GRADES = ("AAA", "A")
_SECRET = 3
_NOTHING_OPEN, _PAID_BACK, _WRITTEN_OFF = "无未结账款", "公司退款", "按核销决定"
_OPINIONS = ("info_supervisor_opinion", "cs_manager_opinion", "gm_opinion")
_STALE_DAYS = 30


class DeregistrationApplication(
    Record, title="客户注销申请单", section="6.12", number="deregistration_no"
):
    """Why a customer is to be deregistered, how the account is settled, and who agreed."""

    deregistration_no: Annotated[
        filing.DeregistrationNo, PrintedAs("注销申请编号", "编号 单号 申请单编号 申请编号")
    ]
    file_no: filing.FileNo
    customer_name: customer.CustomerName
    file_kind: filing.FileKind
    file_level: filing.FileLevel | None = None
    customer_grade: customer.CustomerGrade | None = None
    is_key_customer: Annotated[tracking.IsKeyCustomer, PrintedAs("重点客户")] = False
    state_before: deregistration.StateBefore

    trigger: deregistration.Trigger
    deregistration_reason: deregistration.DeregistrationReason
    proof_document: deregistration.ProofDocument | None = None
    applicant_kind: deregistration.ApplicantKind
    asker_name: deregistration.AskerName | None = None
    asker_phone: deregistration.AskerPhone | None = None
    asker_verified: deregistration.AskerVerified | None = None
    asker_verified_by: deregistration.AskerVerifiedBy | None = None
    authority_no: mandate.AuthorityNo | None = None
    authority_until: Annotated[data_rights.AuthorityUntil, PrintedAs("委托期限至")] | None = None
    request_no: filing.RequestNo | None = None
    applied_by: Annotated[credit.AppliedBy, PrintedAs("申请经办人", "经办人 申请人 受理人")]
    applied_department: Annotated[credit.AppliedDepartment, PrintedAs("经办部门", "申请部门")]
    applied_on: credit.AppliedOn
    stopped_on: deregistration.StoppedOn | None = None
    decide_by: deregistration.DecideBy | None = None

    balance_as_of: deregistration.BalanceAsOf | None = None
    receivable_amount: deregistration.ReceivableAmount | None = None
    payable_amount: deregistration.PayableAmount | None = None
    settlement_mode: deregistration.SettlementMode | None = None
    settlement_note: deregistration.SettlementNote | None = None
    write_off_amount: deregistration.WriteOffAmount | None = None
    write_off_ref: deregistration.WriteOffRef | None = None
    open_business_note: deregistration.OpenBusinessNote | None = None
    keeps_warranty: deregistration.KeepsWarranty = False
    data_wish: deregistration.DataWish | None = None

    finance_opinion: offices.FinanceOpinion | None = None
    info_supervisor_opinion: offices.InfoSupervisorOpinion | None = None
    cs_manager_opinion: offices.CsManagerOpinion | None = None
    gm_opinion: offices.GmOpinion | None = None
    applicant_told_on: deregistration.ApplicantToldOn | None = None
    revoked_on: deregistration.RevokedOn | None = None
    revoked_by: deregistration.RevokedBy | None = None

    @computed
    def decider(self) -> classification.Decider | None:
        """Whose it is to decide: the general manager where much hangs on it, else the manager."""
        if self.trigger is None:
            return None
        return "总经理" if self._needs_general_manager() else "客户服务部经理"

    def _needs_general_manager(self) -> bool:
        return (
            bool(self.is_key_customer)
            or self.trigger in (_BREACH, _ORDER)
            or self.customer_grade in _HIGH_GRADES
            or chain.rank(self.file_level) >= _SECRET
            or bool(self.write_off_amount)
            or self.settlement_mode == _WRITTEN_OFF
        )

    def _deciding(self) -> str:
        """Return the name of the opinion that decides."""
        return "gm_opinion" if self._needs_general_manager() else "cs_manager_opinion"

    def proposed(self) -> Mapping[str, object]:
        """Propose as approval what the one said who decides."""
        decision = self._deciding()
        if not chain.agreed(self, decision):
            return {}
        return {
            "approved_by": chain.at(self, f"{decision}.opinion_by"),
            "approved_on": chain.at(self, f"{decision}.opinion_on"),
        }

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield the problems of who asks, of the account, of the days and of who agrees."""
        yield from chain.without_star(self)
        yield from self._asked()
        yield from self._account()
        yield from self._days(today)
        yield from self._decision()

    def _asked(self) -> Iterator[Problem]:
        """Yield a trigger that such a customer or such an applicant does not have."""
        person = self.file_kind == _PERSON
        if self.trigger == _OWN_WISH and self.file_kind == _BODY:
            yield error("trigger", "单位客户没有个人申请注销或删除一项，请选“客户申请销户”。")
        allowed = _BROUGHT_BY.get(str(self.trigger))
        if allowed and self.applicant_kind not in (None, *allowed):
            yield error("applicant_kind", f"这一注销事由应由{'、'.join(allowed)}提出，请核对。")
        if self.applicant_kind in ("监护人", "近亲属") and self.file_kind == _BODY:
            yield error("applicant_kind", "单位客户没有监护人和近亲属，请核对提出方。")
        outside = self.applicant_kind not in (None, "本公司", "司法行政机关")
        because = f"由{self.applicant_kind}提出"
        yield from requires(self, "asker_verified", when=outside, because=because)
        yield from requires(self, "asker_name", when=outside, because=because, severity="warning")
        if outside and self.asker_verified is False:
            yield error("asker_verified", "提出人的身份尚未核验，核验之前不得办理。")
        agent = self.applicant_kind == "代理人"
        because = "由代理人提出，须有授权委托书"
        yield from requires(self, "authority_no", when=agent, because=because)
        wish = person and self.trigger == _OWN_WISH
        because = "个人申请注销或删除"
        yield from requires(self, "request_no", when=wish, because=because)
        proven = self.trigger in _PROVEN
        yield from requires(self, "proof_document", when=proven, because="这一注销事由须有证明")
        if self.data_wish is not None and self.file_kind == _BODY:
            yield error("data_wish", "单位客户不填个人信息处理意愿，请留空。")

    def _account(self) -> Iterator[Problem]:
        """Yield a balance without a way to settle it, or a way that does not fit it."""
        stated = self.settlement_mode is not None
        names = ("balance_as_of", "receivable_amount", "payable_amount")
        yield from requires(self, *names, when=stated, because="填了账款结清方式")
        owed, owing = self.receivable_amount, self.payable_amount
        mode = self.settlement_mode
        if None not in (owed, owing, mode):
            clear = not owed and not owing
            if clear and mode != _NOTHING_OPEN:
                yield error("settlement_mode", "客户欠款余额和应退客户款都是 0，应选“无未结账款”。")
            if not clear and mode == _NOTHING_OPEN:
                yield error("settlement_mode", "账款没有结清，不能选“无未结账款”。")
            if mode == _PAID_BACK and not owing:
                yield error("settlement_mode", "没有应退客户款，不能选“公司退款”。")
            if mode == "客户付清" and owed is not None and owed <= 0:
                yield error("settlement_mode", "客户没有欠款，不能选“客户付清”。")
        yield from requires(
            self, "settlement_note", when=mode not in (None, _NOTHING_OPEN), because="账款没有结清"
        )
        written_off = mode == _WRITTEN_OFF
        both = ("write_off_amount", "write_off_ref")
        yield from requires(self, *both, when=written_off, because="按核销决定结清")
        if self.write_off_amount is not None and not written_off:
            yield error("write_off_amount", "结清方式不是“按核销决定”，请核对。")
        most = max(owed, Decimal(0)) if owed is not None else None
        if most is not None and self.write_off_amount is not None and self.write_off_amount > most:
            yield error("write_off_amount", "多于“客户欠款余额”，请核对。")

    def _days(self, today: dt.date) -> Iterator[Problem]:
        yield from in_order(self, "applied_on", "stopped_on")
        yield from in_order(self, "balance_as_of", "applied_on", "decide_by")
        yield from in_order(self, "applied_on", "authority_until")
        yield from not_future(self, "applied_on", "balance_as_of", "revoked_on", today=today)
        paths = (f"{name}.opinion_on" for name in _OPINIONS)
        yield from chain.days_in_order(self, "applied_on", *paths, "applicant_told_on")
        yield from chain.days_in_order(self, "applied_on", "finance_opinion.opinion_on")
        yield from in_order(self, "applied_on", "revoked_on")
        age = days_between(self.balance_as_of, self.applied_on)
        if age is not None and age > _STALE_DAYS:
            yield error("balance_as_of", f"早于申请 {_STALE_DAYS} 天以上，请按最近的余额填写。")
        revoked = self.revoked_on is not None
        yield from requires(self, "revoked_by", when=revoked, because="填了撤回申请日期")

    def _decision(self) -> Iterator[Problem]:
        """Yield a decision by whom it is not, by the applicant, or out of turn."""
        decision = self._deciding()
        for earlier, later in (
            ("info_supervisor_opinion", "cs_manager_opinion"),
            ("cs_manager_opinion", "gm_opinion"),
        ):
            given = getattr(self, later) is not None
            because = f"已有“{self.label_of(later)}”"
            yield from requires(self, earlier, when=given, because=because)
        told = self.applicant_told_on is not None
        because = f"由{self.decider}决定，决定之后才能告知"
        yield from requires(self, decision, when=told, because=because)
        signers = [f"{name}.opinion_by" for name in _OPINIONS]
        because = "申请人不得审批"
        yield from chain.apart(self, "applied_by", *signers, because=because)
        for place, first in enumerate(signers):
            yield from chain.apart(self, first, *signers[place + 1 :], because="须由不同的人审批")
        if self.revoked_on is None:
            yield from chain.carried_out(self, decision, "approved_on")
