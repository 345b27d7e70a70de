"""客户档案查阅申请单: somebody asks to read a customer's file, and what he was granted.

Archive papers 6.2 (archive.md §4.3). The reader fills it in, the head of his department says that
he needs it, the leader of the file's level decides: 客户信息主管 up to 秘密, 客户服务部经理 机密,
总经理 绝密 (read in presence). Reading may last thirty days at the most and cannot be passed on. A
reading in an emergency is reviewed within 24 hours.

Sources: request and use slips of archives (利用申请单, with the result of the use), regimes of
customer files by which nobody reads without object, aim and the signature of his unit.

>>> from csdforms.schemas.archive.file_access_application import FileAccessApplication
>>> FileAccessApplication.title(), FileAccessApplication.section
('客户档案查阅申请单', '6.2')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Annotated

from csdforms.schemas.archive import chain
from csdforms.schemas.days import days_between
from csdforms.schemas.fields import access, classification, credit, customer, filing, offices
from csdforms.schemas.form import Record, computed
from csdforms.schemas.labels import PrintedAs
from csdforms.schemas.rules import Problem, error, in_order, not_after, requires, warning

#: Days of reading at the most.
LONGEST = 30
_REVIEW_WITHIN = dt.timedelta(hours=24)
_DECIDERS = (
    "info_supervisor_opinion", "info_supervisor_opinion", "info_supervisor_opinion",
    "cs_manager_opinion", "gm_opinion",
)  # fmt: skip
_OPINIONS = ("unit_head_opinion", "info_supervisor_opinion", "cs_manager_opinion", "gm_opinion")
_TITLES: Mapping[str, classification.DeciderWord] = {
    "info_supervisor_opinion": "客户信息主管",
    "cs_manager_opinion": "客户服务部经理",
    "gm_opinion": "总经理",
}


class FileAccessApplication(Record, title="客户档案查阅申请单", section="6.2", number="grant_no"):
    """What somebody wants to read, why, for how long; what was granted, and what came of it."""

    grant_no: Annotated[filing.GrantNo, PrintedAs("申请编号", "编号 单号 查阅申请编号")]
    applied_by: Annotated[credit.AppliedBy, PrintedAs("查阅人", "申请人 查档人 利用人")]
    applied_department: Annotated[
        credit.AppliedDepartment, PrintedAs("所在部门", "申请部门 查阅部门 查阅人部门")
    ]
    job_title: Annotated[customer.JobTitle, PrintedAs("岗位")] | None = None
    clearance: access.Clearance
    applied_on: credit.AppliedOn

    file_no: filing.FileNo
    customer_name: customer.CustomerName | None = None
    file_level: filing.FileLevel | None = None
    case_ref: access.CaseRef | None = None
    access_purpose: access.AccessPurpose
    access_manner: access.AccessManner = "脱敏阅览"
    requested_contents: access.RequestedContents | None = None
    access_days: access.AccessDays = 1
    is_emergency: access.IsEmergency = False
    emergency_reason: access.EmergencyReason | None = None

    unit_head_opinion: offices.UnitHeadOpinion | None = None
    info_supervisor_opinion: offices.InfoSupervisorOpinion | None = None
    cs_manager_opinion: offices.CsManagerOpinion | None = None
    gm_opinion: offices.GmOpinion | None = None

    granted_contents: access.GrantedContents | None = None
    access_from: access.AccessFrom | None = None
    access_to: access.AccessTo | None = None
    read_at: access.ReadAt | None = None
    keeper_by: Annotated[offices.KeeperBy, PrintedAs("档案提供人")] | None = None
    accompanied_by: access.AccompaniedBy | None = None
    use_result: access.UseResult | None = None
    emergency_reviewed_by: access.EmergencyReviewedBy | None = None
    emergency_reviewed_at: access.EmergencyReviewedAt | None = None
    is_justified: access.IsJustified | None = None

    @computed
    def decider(self) -> classification.Decider | None:
        """Whose it is to grant the reading of a file of this level."""
        return None if self.file_level is None else _TITLES[self._decider()]

    def _decider(self) -> str:
        return _DECIDERS[chain.rank(self.file_level)]  # of an unknown level the highest

    def proposed(self) -> Mapping[str, object]:
        """Propose what was asked for, from the last signature on, as granted."""
        if self.file_level is None or not chain.agreed(self, self._decider()):
            return {}
        signed = [chain.at(self, f"{name}.opinion_on") for name in _OPINIONS]
        start = self.access_from or max((day for day in signed if day is not None), default=None)
        values: dict[str, object] = {
            "granted_contents": self.requested_contents, "access_from": start,
        }  # fmt: skip
        if start is not None and self.access_days is not None:
            values["access_to"] = start + dt.timedelta(days=self.access_days - 1)
        return values

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield what stands against reading, and where the paper contradicts itself."""
        yield from chain.without_star(self)
        if 0 <= chain.rank(self.clearance) < chain.rank(self.file_level):
            yield error("clearance", "低于档案密级，不得查阅这份档案。")
        open_text = self.access_manner not in (None, "脱敏阅览")
        because = "不是脱敏阅览，应逐项写明要看的内容"
        yield from requires(self, "requested_contents", when=open_text, because=because)
        yield from self._separated()
        yield from self._granted()
        yield from self._emergency()

    def _separated(self) -> Iterator[Problem]:
        signers = [f"{name}.opinion_by" for name in _OPINIONS]
        yield from chain.apart(self, "applied_by", *signers, because="查阅人不得审批自己的申请")
        yield from chain.apart(self, "applied_by", "emergency_reviewed_by", "accompanied_by")
        yield from chain.days_in_order(
            self, "applied_on", *(f"{name}.opinion_on" for name in _OPINIONS), "access_from",
            "access_to",
        )  # fmt: skip

    def _granted(self) -> Iterator[Problem]:
        given = ("granted_contents", "access_from", "access_to", "read_at")
        if not self.is_emergency and self.file_level is not None:
            yield from chain.carried_out(self, self._decider(), *given)
        length, asked = days_between(self.access_from, self.access_to), self.access_days
        if length is not None and length >= LONGEST:
            yield error("access_to", f"查阅期限最多 {LONGEST} 天，请改短。")
        elif length is not None and asked is not None and length >= asked:
            yield error("access_to", "准予的期限长于申请的天数，请核对。")
        beyond = set(self.granted_contents or ()) - set(self.requested_contents or ())
        if beyond:
            yield error("granted_contents", "准予的内容超出了申请的内容，请核对。")
        read = self.read_at is not None
        yield from requires(self, "keeper_by", when=read, because="已经查阅，应写明由谁提供")
        if read and not self.is_emergency:
            yield from in_order(self, "access_from", "read_at")
            yield from not_after(self, "read_at", "access_to")
        present = read and self.file_level == "绝密"
        yield from requires(self, "accompanied_by", when=present, because="绝密档案应有人在场阅览")

    def _emergency(self) -> Iterator[Problem]:
        if not self.is_emergency:
            for name in ("emergency_reason", "emergency_reviewed_by", "emergency_reviewed_at"):
                if getattr(self, name) is not None:
                    yield warning(name, "不是紧急查阅，这一栏不用填，请核对。")
            return
        yield from requires(self, "emergency_reason", "read_at", because="紧急查阅")
        done = self.emergency_reviewed_at is not None
        yield from requires(
            self, "emergency_reviewed_by", "is_justified", when=done, because="填了复核时间"
        )
        yield from in_order(self, "read_at", "emergency_reviewed_at")
        read, reviewed = self.read_at, self.emergency_reviewed_at
        if read is not None and reviewed is not None and reviewed - read > _REVIEW_WITHIN:
            yield warning("emergency_reviewed_at", "紧急查阅应在 24 小时内复核，请说明原因。")
