"""客户档案监销记录: how a list was carried out: counted, destroyed, every copy accounted for.

Archive papers 6.23 (archive.md §7.5). The executor and two witnesses fill it in on the spot. Both
count against the list before; if a count differs, everything stops. Paper is pulped or shredded,
never sold; of what is electronic also the index, the data key and the copies go, and what cannot be
destroyed now is named with its day.

Sources: 客户档案销毁处理登记表 of customer-file regimes, supervision records of archives.

>>> from csdforms.schemas.archive.destruction_record import DestructionRecord
>>> DestructionRecord.title(), DestructionRecord.section
('客户档案监销记录', '6.23')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated

from csdforms.schemas.archive import chain
from csdforms.schemas.archive.destroying import one_from_outside, witnesses
from csdforms.schemas.days import day_of
from csdforms.schemas.fields import destruction, filing
from csdforms.schemas.form import Record, Row, computed
from csdforms.schemas.labels import Group, PrintedAs
from csdforms.schemas.rules import Problem, error, in_order, not_future, requires, under

_LATER = "限期销毁"


class KnownCopy(Row):
    """One known copy, and what became of it."""

    copy_kind: destruction.CopyKind
    file_no: Annotated[filing.FileNo, PrintedAs("档号")] | None = None
    copy_place: destruction.CopyPlace
    became: destruction.Became
    copy_note: destruction.CopyNote | None = None
    copy_until: destruction.CopyUntil | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield a copy that is there still, without reason and day."""
        later = self.became == _LATER
        because = "副本尚未销毁"
        yield from requires(self, "copy_note", "copy_until", when=later, because=because)


class DestructionRecord(Record, title="客户档案监销记录", section="6.23", number="destruction_no"):
    """Who counted, who destroyed, how and where; the copies; who signed."""

    destruction_no: Annotated[filing.DestructionNo, PrintedAs("清册编号", "编号 监销记录编号")]
    approval_until: Annotated[destruction.ApprovalUntil, PrintedAs("批准有效期至")] | None = None
    list_digest: destruction.ListDigest
    chain_sound: destruction.ChainSound
    file_count: destruction.FileCount
    piece_count: Annotated[destruction.PieceCount, PrintedAs("清册件数")]
    list_pages: destruction.ListPages | None = None
    methods: destruction.Methods
    destruction_place: destruction.DestructionPlace
    begun_at: destruction.BegunAt
    destroyed_at: destruction.DestroyedAt
    witness_one_count: destruction.WitnessOneCount
    witness_one_counted_on: destruction.WitnessOneCountedOn
    witness_two_count: destruction.WitnessTwoCount
    witness_two_counted_on: destruction.WitnessTwoCountedOn
    copies: Annotated[tuple[KnownCopy, ...], Group("已知副本的去向", "副本去向登记")] = ()
    course: Annotated[destruction.ReportText, PrintedAs("处理经过")]
    executor_by: destruction.ExecutorBy
    executor_on: destruction.ExecutorOn | None = None
    witness_one_by: destruction.WitnessOneBy
    witness_one_unit: destruction.WitnessOneUnit
    witness_one_on: destruction.WitnessOneOn | None = None
    witness_two_by: destruction.WitnessTwoBy
    witness_two_unit: destruction.WitnessTwoUnit
    witness_two_on: destruction.WitnessTwoOn | None = None

    @computed
    def count_equal(self) -> destruction.CountEqual | None:
        """Whether both counts are the list's."""
        counts = (self.piece_count, self.witness_one_count, self.witness_two_count)
        return None if None in counts else len(set(counts)) == 1

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield counts that differ, hands in common, and days out of order."""
        yield from chain.without_star(self)
        for name in ("witness_one_count", "witness_two_count"):
            count = getattr(self, name)
            if None not in (count, self.piece_count) and count != self.piece_count:
                yield error(name, "与清册件数不符，不得销毁，请停下查明。")
        if self.chain_sound is False:
            yield error("chain_sound", "日志链核对没有通过，不得销毁，请先查明。")
        yield from witnesses(self, "approved_by", "prepared_by")
        yield from one_from_outside(self)
        yield from not_future(self, "begun_at", "destroyed_at", today=today)
        yield from in_order(self, "witness_one_counted_on", "begun_at", "destroyed_at")
        yield from in_order(self, "witness_two_counted_on", "begun_at")
        for name in ("executor_on", "witness_one_on", "witness_two_on"):
            yield from in_order(self, "destroyed_at", name)
        begun, until = self.begun_at, self.approval_until
        if begun is not None and until is not None and day_of(begun) > until:
            yield error("begun_at", "批准已经失效，须重新报批，请核对。")
        for number, copy in enumerate(self.copies, start=1):
            late = copy.copy_until, self.destroyed_at
            if late[0] is not None and late[1] is not None and late[0] <= day_of(late[1]):
                problem = error("copy_until", "应在销毁日期以后，请核对。")
                yield from under(f"copies.{number}", [problem])
