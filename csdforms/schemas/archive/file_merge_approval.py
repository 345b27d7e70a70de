"""客户档案合并审批表: two files turn out to be one customer's; the one becomes part of the other.

Archive papers 6.9 (archive.md §5, K05, K06, S28). Only with proof that they are the same
subject, or that one company took the other one over and this is registered. 客户信息主管 and
客户服务部经理 do it together. The survivor keeps its number; the stricter level, the longer
retention, every hold, restriction and do-not-call carry over. It can be undone within thirty days.

Sources: mergers of double customer records in firms; L-PIPL article 22, by which people are told
who holds their data now.

>>> from csdforms.schemas.archive.file_merge_approval import FileMergeApproval
>>> FileMergeApproval.title(), FileMergeApproval.section
('客户档案合并审批表', '6.9')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Annotated

from csdforms.schemas.archive import chain
from csdforms.schemas.fields import credit, custody, customer, filing, offices
from csdforms.schemas.form import Record, Row
from csdforms.schemas.labels import Group, PrintedAs
from csdforms.schemas.rules import Problem, error, in_order, not_future, once, requires

_UNDO_WITHIN = dt.timedelta(days=30)
_SAME_CODE, _ABSORBED = "统一社会信用代码相同", "吸收合并"
_ORGANISATION = "法人或其他组织"
#: What must be said of every merger.
ASPECTS = ("密级", "保管期限", "法律保全", "限制处理", "谢绝来电")
#: What wins, the weakest first.
_ORDERS = {
    "密级": chain.LEVELS,
    "保管期限": ("3年", "10年", "30年", "永久"),
    **dict.fromkeys(("法律保全", "限制处理", "谢绝来电"), ("无", "有")),
}
_OPINIONS = ("info_supervisor_opinion", "cs_manager_opinion")


class CarriedOver(Row):
    """One matter: how it stands in both files, and in the one that stays."""

    merger_aspect: custody.MergerAspect
    survivor_state: custody.SurvivorState
    other_state: custody.OtherState
    result_state: custody.ResultState

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield a result that is less strict than one of the two."""
        order = _ORDERS.get(self.merger_aspect or "")
        if order is None:
            return
        states = (self.survivor_state, self.other_state)
        words = [_word(state, order) for state in states if state is not None]
        result = None if self.result_state is None else _word(self.result_state, order)
        for name in ("survivor_state", "other_state", "result_state"):
            state = getattr(self, name)
            if state is not None and _word(state, order) is None:
                yield error(name, f"应以 {'、'.join(order)} 之一开头，后面可加说明。")
        if result is None or not words or None in words:
            return
        strictest = max((word for word in words if word is not None), key=order.index)
        if order.index(result) < order.index(strictest):
            yield error("result_state", f"合并从严，应为“{strictest}”。")


class FileMergeApproval(Record, title="客户档案合并审批表", section="6.9", number="merger_no"):
    """Which file stays, which goes into it, on what proof; what carries over, who decided."""

    merger_no: filing.MergerNo
    file_no: Annotated[filing.FileNo, PrintedAs("保留档案号")]
    customer_name: Annotated[customer.CustomerName, PrintedAs("保留客户名称")]
    file_kind: Annotated[filing.FileKind, PrintedAs("保留客户主体")]
    uscc: Annotated[customer.UnifiedCode, PrintedAs("保留方信用代码")] | None = None
    merged_file_no: custody.MergedFileNo
    merged_customer_name: custody.MergedCustomerName
    merged_file_kind: custody.MergedFileKind
    merged_uscc: custody.MergedUnifiedCode | None = None
    merger_ground: custody.MergerGround
    merger_proof: custody.MergerProof
    merger_reason: custody.MergerReason
    carried_over: Annotated[
        tuple[CarriedOver, ...], Group("承接事项对照", "承接清单 合并对照")
    ] = ()
    applied_by: credit.AppliedBy
    applied_on: credit.AppliedOn
    info_supervisor_opinion: offices.InfoSupervisorOpinion | None = None
    cs_manager_opinion: offices.CsManagerOpinion | None = None

    merged_by: custody.MergedBy | None = None
    merged_on: custody.MergedOn | None = None
    undo_until: custody.UndoUntil | None = None
    informed_on: Annotated[custody.InformedOn, PrintedAs("告知个人日期")] | None = None
    informed_how: Annotated[custody.InformedHow, PrintedAs("告知方式")] | None = None
    undo_reason: custody.UndoReason | None = None
    undone_by: custody.UndoneBy | None = None
    undone_on: custody.UndoneOn | None = None

    def proposed(self) -> Mapping[str, object]:
        """Propose until when the merger can be undone."""
        return {"undo_until": None if self.merged_on is None else self.merged_on + _UNDO_WITHIN}

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield what is not proven, what would get lost, and who decides alone."""
        yield from chain.without_star(self)
        yield from self._subjects()
        yield from self._carried()
        yield from self._decision()
        yield from self._days(today)

    def _subjects(self) -> Iterator[Problem]:
        """Yield why the two are not one customer (K05)."""
        if self.file_no is not None and self.file_no == self.merged_file_no:
            yield error("merged_file_no", "与“保留档案号”相同，请核对。")
        ground = self.merger_ground
        codes = (self.uscc, self.merged_uscc)
        same = ground == _SAME_CODE
        yield from requires(self, "uscc", "merged_uscc", when=same, because=f"依据是{ground}")
        if same and None not in codes and codes[0] != codes[1]:
            yield error("merged_uscc", "两个信用代码不同，不是同一主体，不得合并。")
        kinds = (self.file_kind, self.merged_file_kind)
        if ground == _ABSORBED and any(kind not in (None, _ORGANISATION) for kind in kinds):
            yield error("merger_ground", "只有法人或其他组织才有吸收合并，请核对。")

    def _carried(self) -> Iterator[Problem]:
        yield from once("carried_over", self.carried_over, "merger_aspect")
        said = {row.merger_aspect for row in self.carried_over}
        missing = [aspect for aspect in ASPECTS if aspect not in said]
        if missing:
            yield error("carried_over", f"还应逐项写明：{'、'.join(missing)}。")
        for number, row in enumerate(self.carried_over, start=1):
            lost = row.merger_aspect == "在途业务" and row.result_state == "无"
            if lost and {row.survivor_state, row.other_state} - {None, "无"}:
                path = f"carried_over.{number}.result_state"
                yield error(path, "在途业务不得因合并消失，请写明由谁承接。")

    def _decision(self) -> Iterator[Problem]:
        signers = [f"{name}.opinion_by" for name in _OPINIONS]
        yield from chain.apart(self, "applied_by", *signers, because="申请人不得审批")
        yield from chain.apart(self, signers[0], signers[1], because="合并须由两人审批")
        for name in _OPINIONS:
            yield from chain.carried_out(self, name, "merged_on")
        merged = self.merged_on is not None
        yield from requires(self, "merged_by", when=merged, because="填了合并日期")
        told = merged and self.merger_ground == _ABSORBED
        because = "吸收合并后个人信息的持有者变了，应告知个人（个人信息保护法第22条）"
        yield from requires(
            self, "informed_on", "informed_how", when=told, because=because, severity="warning"
        )

    def _days(self, today: dt.date) -> Iterator[Problem]:
        days = [f"{name}.opinion_on" for name in _OPINIONS]
        yield from chain.days_in_order(self, "applied_on", *days, "merged_on", "undone_on")
        yield from not_future(self, "applied_on", "merged_on", "undone_on", today=today)
        yield from in_order(self, "merged_on", "undo_until")
        merged, last = self.merged_on, self.undo_until
        if merged is not None and last is not None and last > merged + _UNDO_WITHIN:
            yield error("undo_until", "合并后 30 天内可以撤销，请改早。")
        if self.undone_on is not None:
            yield from requires(
                self, "merged_on", "undone_by", "undo_reason", because="填了撤销日期"
            )
            if self.undo_until is not None and self.undone_on > self.undo_until:
                yield error("undone_on", "已过可撤销的期限，不能再撤销合并。")


def _word(state: str, order: tuple[str, ...]) -> str | None:
    """Return with which of these words a state begins."""
    return next((word for word in order if state.startswith(word)), None)
