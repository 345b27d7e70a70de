"""客户档案销毁清册: every file and item that is to be destroyed, with its cover.

Archive papers 6.22 (archive.md §7.3 to §7.6). The columns are those of archives: 题名, 年度, 档号,
应保管期限, 已保管期限, 页数, 备注, and with them number of pieces and copies, level and reason. The
cover has fonds, totals, the head of the group, the approvers, the two witnesses, and when it was
destroyed. It is kept for ever, so people's files stand in it by number and kind alone.

Sources: destruction lists and covers of archives (DA/T 42-2009 7.7.6: approved by the legal
representative, supervised, the list kept for ever).

>>> from csdforms.schemas.archive.destruction_list import DestructionList
>>> DestructionList.title(), DestructionList.section
('客户档案销毁清册', '6.22')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated

from csdforms.schemas.archive import chain
from csdforms.schemas.archive.destroying import (
    VALID_DAYS,
    one_from_outside,
    title_without_name,
    witnesses,
)
from csdforms.schemas.days import day_of
from csdforms.schemas.fields import destruction, filing, offices
from csdforms.schemas.form import Ledger, Row, computed
from csdforms.schemas.labels import Group, PrintedAs
from csdforms.schemas.rules import Problem, error, in_order, not_future, once, requires, under

_APPROVERS = ("listed_by", "cs_manager_by", "gm_by")


class ListedFile(Row):
    """One file, or one item with a period of its own."""

    archival_no: destruction.ArchivalNo
    line_title: destruction.LineTitle
    opened_year: Annotated[filing.OpenedYear, PrintedAs("年度")]
    retention: Annotated[filing.Retention, PrintedAs("应保管期限")]
    retention_until: Annotated[filing.RetentionUntil, PrintedAs("应保管至")] | None = None
    kept_for: destruction.KeptFor
    pieces: Annotated[filing.ItemCount, PrintedAs("件数")]
    page_count: Annotated[filing.PageCount, PrintedAs("页数")] | None = None
    copies: Annotated[destruction.CopiesOut, PrintedAs("副本")] | None = None
    file_level: Annotated[filing.FileLevel, PrintedAs("密级")]
    reason: destruction.DestructionReason
    pulled: destruction.PulledFor | None = None
    note: destruction.LineNote | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield an name where none may stand."""
        yield from title_without_name(self, "archival_no")


class DestructionList(Ledger, title="客户档案销毁清册", section="6.22", number="destruction_no"):
    """The lines, frozen by their digest, and the cover."""

    destruction_no: Annotated[filing.DestructionNo, PrintedAs("清册编号", "编号 销毁清册编号")]
    fonds_name: destruction.FondsName
    fonds_no: destruction.FondsNo | None = None
    appraisal_no: filing.AppraisalNo | None = None
    request_no: filing.RequestNo | None = None
    listed_on: destruction.ListedOn
    listed_by: destruction.ListedBy
    list_digest: destruction.ListDigest
    files: Annotated[tuple[ListedFile, ...], Group("清册明细", "销毁明细", at_least=1)] = ()

    methods: destruction.Methods | None = None
    destruction_place: destruction.DestructionPlace | None = None
    destroyed_at: destruction.DestroyedAt | None = None
    group_head_by: destruction.GroupHeadBy | None = None
    group_head_on: destruction.GroupHeadOn | None = None
    cs_manager_by: offices.CsManagerBy | None = None
    cs_manager_on: offices.CsManagerOn | None = None
    gm_by: offices.GmBy | None = None
    gm_on: offices.GmOn | None = None
    keeper_by: offices.KeeperBy | None = None
    keeper_on: offices.KeeperOn | None = None
    executor_by: destruction.ExecutorBy | None = None
    executor_on: destruction.ExecutorOn | None = None
    witness_one_by: destruction.WitnessOneBy | None = None
    witness_one_unit: destruction.WitnessOneUnit | None = None
    witness_one_on: destruction.WitnessOneOn | None = None
    witness_two_by: destruction.WitnessTwoBy | None = None
    witness_two_unit: destruction.WitnessTwoUnit | None = None
    witness_two_on: destruction.WitnessTwoOn | None = None

    @computed
    def file_count(self) -> destruction.FileCount:
        """How many files are destroyed whole, those pulled off not counted."""
        return sum("/" not in (line.archival_no or "/") for line in self._standing())

    @computed
    def piece_count(self) -> destruction.PieceCount:
        """How many pieces the witnesses count."""
        return sum(line.pieces or 0 for line in self._standing())

    @computed
    def list_pages(self) -> destruction.ListPages:
        """How many pages there are on paper."""
        return sum(line.page_count or 0 for line in self._standing())

    def _standing(self) -> list[ListedFile]:
        return [line for line in self.files if line.pulled is None]

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield lines that do not belong here, hands in common, and days out of order."""
        yield from chain.without_star(self)
        if self.appraisal_no is None and self.request_no is None:
            yield error("appraisal_no", "应填鉴定报告的编号；应请求删除的，填个人信息请求的编号。")
        if self.request_no is not None and len(self.files) > 1:
            yield error("files", "应请求删除的清册只有一行，请核对。")
        yield from once("files", self.files, "archival_no")
        for number, line in enumerate(self.files, start=1):
            yield from under(f"files.{number}", self._line(line))
        yield from self._days(today)
        yield from self._hands()

    def _line(self, line: ListedFile) -> Iterator[Problem]:
        until, listed = line.retention_until, self.listed_on
        if until is not None and listed is not None and until >= listed:
            yield error("retention_until", "编制清册时保管期限未满，不得列入，请核对。")

    def _days(self, today: dt.date) -> Iterator[Problem]:
        yield from not_future(self, "listed_on", "destroyed_at", today=today)
        yield from in_order(self, "group_head_on", "cs_manager_on", "gm_on", "destroyed_at")
        yield from in_order(self, "listed_on", "cs_manager_on")
        for name in ("executor_on", "witness_one_on", "witness_two_on"):
            yield from in_order(self, "destroyed_at", name)
        done, agreed = self.destroyed_at, self.gm_on
        if done is not None and agreed is not None and (day_of(done) - agreed).days > VALID_DAYS:
            yield error("destroyed_at", f"批准已满 {VALID_DAYS} 天，批准失效，须重新报批。")

    def _hands(self) -> Iterator[Problem]:
        done = self.destroyed_at is not None
        because = "已经销毁"
        names = ("cs_manager_by", "gm_by", "executor_by", "witness_one_by", "witness_two_by")
        more = ("methods", "destruction_place", "cs_manager_on", "gm_on")
        yield from requires(self, *names, *more, when=done, because=because)
        yield from chain.apart(self, "cs_manager_by", "gm_by", because="须由不同的人审批")
        yield from chain.apart(
            self, "listed_by", "cs_manager_by", "gm_by", because="提请人不得审批"
        )
        yield from witnesses(self, *_APPROVERS)
        yield from one_from_outside(self)
