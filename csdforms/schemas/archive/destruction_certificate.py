"""客户档案销毁证明: that a file was destroyed, when and by whom; never what it said.

Archive papers 6.25 (archive.md §7.6). For the auditor, an authority, or a person who asked that his
data be deleted. Of people it has the number of the file and nothing else, so that whoever finds it
learns nothing; who receives it knows his own number.

Sources: destruction certificates of record keepers; 个人信息保护法 article 47.

>>> from csdforms.schemas.archive.destruction_certificate import DestructionCertificate
>>> DestructionCertificate.title(), DestructionCertificate.section
('客户档案销毁证明', '6.25')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated

from csdforms.schemas.archive import chain
from csdforms.schemas.archive.destroying import title_without_name, witnesses
from csdforms.schemas.fields import customer, destruction, filing, offices, sealing
from csdforms.schemas.form import Record
from csdforms.schemas.labels import PrintedAs
from csdforms.schemas.rules import Problem, in_order, not_future


class DestructionCertificate(
    Record, title="客户档案销毁证明", section="6.25", number="destruction_no"
):
    """Which file, when it was opened, sealed and destroyed, by whom, and what proves it."""

    destruction_no: Annotated[filing.DestructionNo, PrintedAs("清册编号", "编号 证明编号")]
    file_no: filing.FileNo
    line_title: destruction.LineTitle
    opened_on: Annotated[customer.OpenedOn, PrintedAs("建档日期")]
    sealed_on: sealing.SealedOn | None = None
    destroyed_at: destruction.DestroyedAt
    reason: destruction.DestructionReason
    methods: destruction.Methods
    piece_count: destruction.PieceCount
    list_digest: destruction.ListDigest
    record_anchor: destruction.RecordAnchor | None = None
    cs_manager_by: offices.CsManagerBy
    gm_by: offices.GmBy
    executor_by: destruction.ExecutorBy
    witness_one_by: destruction.WitnessOneBy
    witness_two_by: destruction.WitnessTwoBy
    certified_for: destruction.CertifiedFor | None = None
    certificate_on: destruction.CertifiedOn

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield a person's name, hands in common, and days out of order."""
        yield from chain.without_star(self)
        yield from title_without_name(self, "file_no")
        yield from not_future(self, "destroyed_at", "certificate_on", today=today)
        yield from in_order(self, "opened_on", "sealed_on", "destroyed_at", "certificate_on")
        yield from chain.apart(self, "cs_manager_by", "gm_by", because="须由不同的人审批")
        yield from witnesses(self, "cs_manager_by", "gm_by")
