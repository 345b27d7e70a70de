"""客户档案恢复申请表: a sealed customer comes back on fresh papers, without old credit or consent.

Archive papers 6.19 (archive.md §6.7). Only out of the seal and inside the retention; after a breach
or an order only with 总经理. Same number, new volume; credit as for a new customer, the level not
below the old one, a person told and asked anew. Two copies: the file, and who keeps the archive.

Sources: applications to reopen an account of trading firms; 个人信息保护法 articles 14 and 17 (a
new purpose needs new notice and consent).

>>> from csdforms.schemas.archive.revival_application import RevivalApplication
>>> RevivalApplication.title(), RevivalApplication.section
('客户档案恢复申请表', '6.19')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Annotated

from csdforms.schemas.archive import chain
from csdforms.schemas.fields import (
    classification,
    credit,
    customer,
    deregistration,
    filing,
    offices,
    sealing,
    tracking,
)
from csdforms.schemas.form import Record, computed
from csdforms.schemas.labels import PrintedAs
from csdforms.schemas.rules import Problem, error, in_order, not_future, requires

_BODY = "法人或其他组织"
_HARD = ("客户严重违约", "司法行政机关决定")
_SECRET = 3
_UNRESOLVED, _MERGED, _NONE = "有重复未处理", "有重复已合并", "无重复"
_OPINIONS = ("info_supervisor_opinion", "cs_manager_opinion", "gm_opinion")


class RevivalApplication(Record, title="客户档案恢复申请表", section="6.19", number="revival_no"):
    """Why a sealed customer is to be in use again, on what papers, and who agreed."""

    revival_no: filing.RevivalNo
    file_no: filing.FileNo
    customer_name: customer.CustomerName
    file_kind: filing.FileKind
    is_key_customer: Annotated[tracking.IsKeyCustomer, PrintedAs("重点客户")] = False
    file_level: Annotated[filing.FileLevel, PrintedAs("封存时密级", "原密级 现密级")]
    deregistration_no: filing.DeregistrationNo
    trigger: Annotated[deregistration.Trigger, PrintedAs("原注销事由", "注销事由 注销情形")]
    seal_no: filing.SealNo
    sealed_on: sealing.SealedOn
    retention_until: filing.RetentionUntil | None = None

    revival_reason: sealing.RevivalReason
    applied_by: credit.AppliedBy
    applied_department: credit.AppliedDepartment
    applied_on: credit.AppliedOn
    fresh_papers: sealing.FreshPapers
    papers_seen_by: sealing.PapersSeenBy | None = None
    papers_seen_on: sealing.PapersSeenOn | None = None
    duplicate_result: sealing.DuplicateResult | None = None
    duplicate_file_no: sealing.DuplicateFileNo | None = None
    level_after: sealing.LevelAfter | None = None
    credit_after: sealing.CreditAfter = "按新客户，不给信用"
    notice_again_on: sealing.NoticeAgainOn | None = None
    consent_again_on: sealing.ConsentAgainOn | None = None
    consent_version: sealing.ConsentVersion | None = None

    info_supervisor_opinion: offices.InfoSupervisorOpinion | None = None
    cs_manager_opinion: offices.CsManagerOpinion | None = None
    gm_opinion: offices.GmOpinion | None = None
    new_volume_no: sealing.NewVolumeNo | None = None
    revived_on: sealing.RevivedOn | None = None
    revived_by: sealing.RevivedBy | None = None

    @computed
    def decider(self) -> classification.Decider | None:
        """Whose it is to decide."""
        if self.trigger is None:
            return None
        return "总经理" if self._needs_general_manager() else "客户服务部经理"

    def _needs_general_manager(self) -> bool:
        """After a breach or an order, for a key customer, and for 机密 and above."""
        secret = max(chain.rank(self.file_level), chain.rank(self.level_after)) >= _SECRET
        return self.trigger in _HARD or bool(self.is_key_customer) or secret

    def _deciding(self) -> str:
        return "gm_opinion" if self._needs_general_manager() else "cs_manager_opinion"

    def proposed(self) -> Mapping[str, object]:
        """Propose the old level, and as approval what the one said who decides."""
        values: dict[str, object] = {"level_after": self.file_level}
        decision = self._deciding()
        if chain.agreed(self, decision):
            values["approved_by"] = chain.at(self, f"{decision}.opinion_by")
            values["approved_on"] = chain.at(self, f"{decision}.opinion_on")
        return values

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield the problems of the term, of papers and duplicates, of consent, of who agrees."""
        yield from self._days(today)
        yield from self._checked()
        yield from self._asked_anew()
        yield from self._decision()
        yield from chain.without_star(self)

    def _days(self, today: dt.date) -> Iterator[Problem]:
        yield from in_order(self, "sealed_on", "applied_on", "papers_seen_on")
        yield from in_order(self, "applied_on", "revived_on")
        yield from not_future(self, "sealed_on", "applied_on", "revived_on", today=today)
        paths = (f"{name}.opinion_on" for name in _OPINIONS)
        yield from chain.days_in_order(self, "papers_seen_on", *paths, "revived_on")
        until = self.retention_until
        for name in ("applied_on", "revived_on"):
            day = getattr(self, name)
            if day is not None and until is not None and day > until:
                yield error(name, "保管期限已满，不能恢复；须先经鉴定延长保管期限，或重新建档。")

    def _checked(self) -> Iterator[Problem]:
        """Yield papers seen by nobody, a duplicate left standing, a level below the old one."""
        seen = self.papers_seen_by is not None
        yield from requires(self, "papers_seen_on", when=seen, because="填了材料核对人")
        because = "申请材料须由另一人核对"
        yield from chain.apart(self, "applied_by", "papers_seen_by", because=because)
        result, other = self.duplicate_result, self.duplicate_file_no
        found = result in (_UNRESOLVED, _MERGED)
        yield from requires(self, "duplicate_file_no", when=found, because="查到重复档案")
        if result == _NONE and other is not None:
            yield error("duplicate_file_no", "查重结果是“无重复”，请核对。")
        if result == _UNRESOLVED and self.revived_on is not None:
            yield error("revived_on", "重复的档案尚未合并，合并之前不得恢复。")
        before, after = chain.rank(self.file_level), chain.rank(self.level_after)
        if self.level_after is not None and after < before:
            yield error("level_after", "低于封存时密级；恢复不降低密级，降密另行报批。")

    def _asked_anew(self) -> Iterator[Problem]:
        """Yield a person who was not told and asked again after the seal."""
        names = ("notice_again_on", "consent_again_on")
        given = self.revived_on is not None and self.file_kind not in (None, _BODY)
        because = "个人客户的原同意已随注销终止"
        yield from requires(self, *names, "consent_version", when=given, because=because)
        for name in names:
            yield from in_order(self, "sealed_on", name)
        yield from in_order(self, "notice_again_on", "consent_again_on")
        yield from in_order(self, "consent_again_on", "revived_on")

    def _decision(self) -> Iterator[Problem]:
        """Yield a revival without the consent it needs, or agreed by the applicant."""
        decision = self._deciding()
        for earlier, later in (
            ("info_supervisor_opinion", "cs_manager_opinion"),
            ("cs_manager_opinion", "gm_opinion"),
        ):
            given = getattr(self, later) is not None
            because = f"已有“{self.label_of(later)}”"
            yield from requires(self, earlier, when=given, because=because)
        yield from chain.carried_out(self, decision, "revived_on")
        done = self.revived_on is not None
        names = ("revived_by", "new_volume_no", "duplicate_result", "papers_seen_by", "level_after")
        yield from requires(self, *names, when=done, because="填了恢复日期")
        signers = [f"{name}.opinion_by" for name in _OPINIONS]
        yield from chain.apart(self, "applied_by", *signers, because="申请人不得审批")
        for place, first in enumerate(signers):
            yield from chain.apart(self, first, *signers[place + 1 :], because="须由不同的人审批")
