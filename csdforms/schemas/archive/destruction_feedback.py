"""客户档案销毁处理反馈单: the executor reports to who approved that a list is carried out.

Archive papers 6.24 (archive.md §7.6). The register is marked 已销毁, a note without identity stays
for every file, and what was pulled off the list or is still to be destroyed is said.

Sources: 客户档案销毁处理反馈单 of customer-file regimes.

>>> from csdforms.schemas.archive.destruction_feedback import DestructionFeedback
>>> DestructionFeedback.title(), DestructionFeedback.section
('客户档案销毁处理反馈单', '6.24')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated

from csdforms.schemas.archive import chain
from csdforms.schemas.fields import destruction, filing, offices
from csdforms.schemas.form import Notice
from csdforms.schemas.labels import PrintedAs
from csdforms.schemas.rules import Problem, error, in_order, not_future, requires

_ALL, _SOME = "全部销毁", "部分撤出，其余销毁"


class DestructionFeedback(
    Notice, title="客户档案销毁处理反馈单", section="6.24", number="destruction_no"
):
    """What was destroyed, what was not, and that the books say so."""

    destruction_no: Annotated[filing.DestructionNo, PrintedAs("清册编号", "编号 反馈单编号")]
    destruction_result: destruction.Result
    file_count: destruction.FileCount
    piece_count: destruction.PieceCount
    list_pages: destruction.ListPages | None = None
    destroyed_at: destruction.DestroyedAt
    methods: destruction.Methods
    destruction_place: destruction.DestructionPlace
    pulled_count: destruction.PulledCount = 0
    pulled_reason: destruction.PulledReason | None = None
    register_marked: destruction.RegisterMarked
    backups_done: destruction.BackupsDone
    copies_left: destruction.CopiesLeft | None = None
    copy_until: destruction.CopyUntil | None = None
    course: destruction.ReportText
    reported_by: destruction.ReportedBy
    reported_on: destruction.ReportedOn
    witness_one_by: destruction.WitnessOneBy
    witness_two_by: destruction.WitnessTwoBy
    cs_manager_opinion: offices.CsManagerOpinion | None = None
    gm_opinion: offices.GmOpinion | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield a report that contradicts itself, or books that do not say what was done."""
        yield from chain.without_star(self)
        pulled = bool(self.pulled_count)
        yield from requires(self, "pulled_reason", when=pulled, because="有撤出的案卷")
        wanted = _SOME if pulled else _ALL
        if self.destruction_result is not None and self.destruction_result != wanted:
            yield error(
                "destruction_result", f"撤出卷数是 {self.pulled_count or 0}，应选“{wanted}”。"
            )
        if self.register_marked is False:
            yield error("register_marked", "登记簿应先注明“已销毁”，再反馈。")
        rest = self.backups_done is False
        because = "备份或副本尚未销毁完"
        yield from requires(self, "copies_left", "copy_until", when=rest, because=because)
        yield from not_future(self, "destroyed_at", "reported_on", today=today)
        yield from in_order(self, "destroyed_at", "reported_on")
        yield from in_order(self, "destroyed_at", "copy_until")
        days = (f"{name}.opinion_on" for name in ("cs_manager_opinion", "gm_opinion"))
        yield from chain.days_in_order(self, "reported_on", *days)
        yield from chain.apart(self, "witness_one_by", "witness_two_by")
        yield from chain.apart(
            self, "reported_by", "witness_one_by", "witness_two_by", because="监销人不得是执行人"
        )
