"""客户档案鉴定报告: what a group of five says of files whose retention is over, one by one.

Archive papers 6.20 (archive.md §7.2). Information, archive, finance, legal and secrecy each send
one person; every file, or item with a period of its own, is kept longer, split (what is still
claimed is taken out) or proposed for destruction. The report is permanent, so it names people's
files by number and kind alone.

Sources: appraisal reports under 档案法实施条例 article 24 (appraise regularly, report, mark the new
period) and DA/T 42-2009 7.7 (appraisal committee, extend or list for destruction).

>>> from csdforms.schemas.archive.appraisal_report import AppraisalReport
>>> AppraisalReport.title(), AppraisalReport.section
('客户档案鉴定报告', '6.20')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, get_args

from csdforms.schemas.archive import chain
from csdforms.schemas.archive.destroying import title_without_name
from csdforms.schemas.fields import destruction, filing
from csdforms.schemas.form import Report, Row, computed
from csdforms.schemas.labels import Group, PrintedAs
from csdforms.schemas.rules import (
    Problem,
    error,
    in_order,
    not_future,
    once,
    requires,
    under,
    warning,
)

_KEEP, _SPLIT, _DESTROY = "续存", "拆分", "销毁"


class GroupMember(Row):
    """One member of the group, and his signature."""

    function: destruction.MemberFunction
    member: destruction.MemberName
    post: destruction.MemberPost | None = None
    member_signed_on: destruction.MemberSignedOn | None = None


class AppraisedFile(Row):
    """What the group says of one file, or of one item."""

    archival_no: destruction.ArchivalNo
    line_title: destruction.LineTitle
    retention: filing.Retention
    retention_until: filing.RetentionUntil
    matters_open: destruction.MattersOpen | None = None
    appraisal_outcome: destruction.Outcome
    outcome_reason: destruction.OutcomeReason
    kept_items: destruction.KeptItems | None = None
    new_retention: destruction.NewRetention | None = None
    new_until: destruction.NewUntil | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield an outcome that does not go with the file, and a new period by half."""
        yield from title_without_name(self, "archival_no")
        keep, split = self.appraisal_outcome == _KEEP, self.appraisal_outcome == _SPLIT
        yield from requires(self, "new_retention", when=keep, because="鉴定结果是“续存”")
        if keep and self.new_retention not in (None, "永久"):
            yield from requires(self, "new_until", when=True, because="新保管期限有期")
        yield from requires(self, "kept_items", when=split, because="鉴定结果是“拆分”")
        if self.appraisal_outcome == _DESTROY and self.matters_open is not None:
            yield error("appraisal_outcome", "还有未了事项，不能整卷销毁；应续存或拆分。")
        if split and "/" in (self.archival_no or ""):
            yield error("appraisal_outcome", "单件不能再拆分，请改为“续存”或“销毁”。")
        if not keep and (self.new_retention is not None or self.new_until is not None):
            yield error("new_retention", "只有“续存”的才填新保管期限，请核对。")
        yield from in_order(self, "retention_until", "new_until")


class AppraisalReport(Report, title="客户档案鉴定报告", section="6.20", number="appraisal_no"):
    """Who appraised, what, with which outcome, and what follows."""

    appraisal_no: Annotated[filing.AppraisalNo, PrintedAs("报告编号", "鉴定编号 鉴定报告编号")]
    convened_on: destruction.ConvenedOn
    appraisal_scope: destruction.AppraisalScope
    appraisal_basis: destruction.AppraisalBasis | None = None
    chain_sound: destruction.ChainSound
    members: Annotated[tuple[GroupMember, ...], Group("鉴定小组", "小组成员名单", at_most=5)] = ()
    files: Annotated[tuple[AppraisedFile, ...], Group("鉴定明细", "逐卷鉴定", at_least=1)] = ()
    appraisal_conclusion: destruction.AppraisalConclusion
    destruction_no: Annotated[filing.DestructionNo, PrintedAs("转入清册")] | None = None
    group_head_by: destruction.GroupHeadBy | None = None
    group_head_on: destruction.GroupHeadOn | None = None

    @computed
    def line_count(self) -> destruction.LineCount:
        """How many files and items were appraised."""
        return len(self.files)

    @computed
    def keep_count(self) -> destruction.KeepCount:
        """How many are kept longer."""
        return self._count(_KEEP)

    @computed
    def split_count(self) -> destruction.SplitCount:
        """Out of how many something is taken and kept."""
        return self._count(_SPLIT)

    @computed
    def destroy_count(self) -> destruction.DestroyCount:
        """How many are proposed for destruction as they are."""
        return self._count(_DESTROY)

    def _count(self, outcome: str) -> int:
        return sum(line.appraisal_outcome == outcome for line in self.files)

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield a group that is not whole, terms not over, and days out of order."""
        yield from chain.without_star(self)
        yield from not_future(self, "convened_on", "group_head_on", today=today)
        yield from in_order(self, "convened_on", "group_head_on")
        yield from self._group()
        if self.chain_sound is False:
            yield error("chain_sound", "日志链核对没有通过，不得鉴定和销毁，请先查明。")
        if self.files and (self.split_count or self.destroy_count):
            because = "有销毁或拆分的"
            given = self.group_head_on is not None
            yield from requires(self, "destruction_no", when=given, because=because)
        for number, line in enumerate(self.files, start=1):
            yield from under(f"files.{number}", self._line(line))
        yield from once("files", self.files, "archival_no")

    def _group(self) -> Iterator[Problem]:
        yield from once("members", self.members, "function")
        yield from once("members", self.members, "member")
        named = {one.function for one in self.members}
        if missing := [w for w in get_args(destruction.MemberFunctionWord) if w not in named]:
            yield error("members", f"鉴定小组还缺{'、'.join(missing)}方面的人员。")
        if self.group_head_by is not None and self.group_head_by not in {
            one.member for one in self.members
        }:
            yield warning("group_head_by", "不在鉴定小组名单里，请核对。")
        for number, one in enumerate(self.members, start=1):
            day, first, last = one.member_signed_on, self.convened_on, self.group_head_on
            if day is not None and ((last and day > last) or (first and day < first)):
                text = "应在“鉴定开始日期”和“鉴定小组负责人签字日期”之间，请核对。"
                yield error(f"members.{number}.member_signed_on", text)

    def _line(self, line: AppraisedFile) -> Iterator[Problem]:
        over = line.retention_until
        if over is not None and self.convened_on is not None and over >= self.convened_on:
            yield error("retention_until", "鉴定时保管期限未满，请核对。")
