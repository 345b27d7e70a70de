"""客户档案销毁建议书: files are proposed for destruction, and two superiors say yes or no.

Archive papers 6.21 (archive.md §7.3, §7.4). It goes with the list: whoever signs it has read that.
客户服务部经理 first, then 总经理 (legal representative); neither proposed. From the approval on it
holds for ninety days; whatever is changed in the list voids it.

Sources: 客户档案销毁建议书 of customer-file regimes; DA/T 42-2009 7.7.6 (approved by the legal
representative); 会计档案管理办法 (unsettled matters are set apart).

>>> from csdforms.schemas.archive.destruction_proposal import DestructionProposal
>>> DestructionProposal.title(), DestructionProposal.section
('客户档案销毁建议书', '6.21')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Annotated

from csdforms.schemas.archive import chain
from csdforms.schemas.archive.destroying import VALID_DAYS
from csdforms.schemas.fields import destruction, filing, offices
from csdforms.schemas.form import Record
from csdforms.schemas.labels import PrintedAs
from csdforms.schemas.rules import Problem, error, in_order, not_future, requires


class DestructionProposal(
    Record, title="客户档案销毁建议书", section="6.21", number="destruction_no"
):
    """What is to be destroyed and why, and who agreed."""

    destruction_no: Annotated[filing.DestructionNo, PrintedAs("清册编号", "编号 建议书编号")]
    appraisal_no: filing.AppraisalNo | None = None
    request_no: filing.RequestNo | None = None
    fonds_name: destruction.FondsName | None = None
    file_count: destruction.FileCount
    piece_count: destruction.PieceCount
    list_pages: destruction.ListPages | None = None
    list_digest: destruction.ListDigest
    destruction_advice: destruction.ProposalText
    reason: destruction.DestructionReason
    risk_note: destruction.RiskNote
    methods: Annotated[destruction.Methods, PrintedAs("拟用销毁方式")] | None = None
    advised_by: destruction.ProposedBy
    advised_on: destruction.ProposedOn
    cs_manager_opinion: offices.CsManagerOpinion | None = None
    gm_opinion: offices.GmOpinion | None = None
    approval_until: destruction.ApprovalUntil | None = None

    def proposed(self) -> Mapping[str, object]:
        """Propose ninety days from the final approval, and who gave it."""
        decided = chain.at(self, "gm_opinion.opinion_on")
        if decided is None or not chain.agreed(self, "gm_opinion"):
            return {}
        return {
            "approval_until": decided + dt.timedelta(days=VALID_DAYS),
            "approved_by": chain.at(self, "gm_opinion.opinion_by"),
            "approved_on": decided,
        }

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield a proposal without its ground, hands in common, and a term that is too long."""
        yield from chain.without_star(self)
        if self.appraisal_no is None and self.request_no is None:
            yield error("appraisal_no", "应填鉴定报告的编号；应请求删除的，填个人信息请求的编号。")
        if self.appraisal_no is not None and self.request_no is not None:
            yield error("request_no", "期满鉴定和应请求删除只填一项，请核对。")
        if self.request_no is not None and (self.file_count or 0) > 1:
            yield error("file_count", "应请求删除的清册只有一行，请核对。")
        yield from not_future(self, "advised_on", today=today)
        manager, final = "cs_manager_opinion", "gm_opinion"
        days = (f"{name}.opinion_on" for name in (manager, final))
        yield from chain.days_in_order(self, "advised_on", *days)
        given = self.gm_opinion is not None
        yield from requires(self, manager, when=given, because="先由客户服务部经理审批")
        signers = [f"{name}.opinion_by" for name in (manager, final)]
        yield from chain.apart(self, "advised_by", *signers, because="提请人不得审批")
        yield from chain.apart(self, signers[0], signers[1], because="须由不同的人审批")
        yield from chain.carried_out(self, final, "approval_until", "approved_on")
        yield from in_order(self, "advised_on", "approval_until")
        decided, until = chain.at(self, f"{final}.opinion_on"), self.approval_until
        if decided is not None and until is not None and (until - decided).days > VALID_DAYS:
            yield error("approval_until", f"批准最长有效 {VALID_DAYS} 天，请核对。")
