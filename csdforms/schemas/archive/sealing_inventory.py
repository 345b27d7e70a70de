"""客户档案封存清单: every item of a file on the day it is sealed, with its pages and its digest.

Archive papers 6.18 (archive.md §6.5). Two persons count and seal; nothing may be on loan, and the
joint check is made once more that day. The digests prove later that nothing was changed; each time
the seal is opened, for what and whether they still agreed stands below. Kept with the file.

Sources: inventories of sealed files and transfer lists (封存清单、移交清册) of firms' archives.

>>> from csdforms.schemas.archive.sealing_inventory import SealingInventory
>>> SealingInventory.title(), SealingInventory.section
('客户档案封存清单', '6.18')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated

from csdforms.schemas.archive import chain
from csdforms.schemas.fields import customer, deregistration, filing, sealing
from csdforms.schemas.figures import sum_of
from csdforms.schemas.form import Ledger, Row, computed
from csdforms.schemas.labels import Group, PrintedAs
from csdforms.schemas.rules import (
    Problem,
    error,
    in_order,
    not_before,
    not_future,
    once,
    requires,
    warning,
)

_BODY = "法人或其他组织"
_FOR_EVER = "永久"


class SealedItem(Row):
    """One item of the file."""

    listed_no: sealing.ListedNo
    item_title: filing.ItemTitle
    made_on: sealing.MadeOn | None = None
    medium: sealing.Medium = "电子"
    page_count: filing.PageCount | None = None
    file_level: Annotated[filing.FileLevel, PrintedAs("密级", "件密级 文件密级")]
    retention: filing.Retention | None = None
    item_digest: sealing.ItemDigest

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield an item without a page."""
        if self.page_count == 0:
            yield error("page_count", "应大于 0；电子件没有页的按 1 页计。")


class SealOpening(Row):
    """One time that the seal was opened, or looked at."""

    seal_checked_on: sealing.SealCheckedOn
    seal_opened_for: sealing.SealOpenedFor
    seal_checked_by: sealing.SealCheckedBy
    seal_intact: sealing.SealIntact | None = None
    resealed_by: sealing.ResealedBy | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield what was opened and sealed again by one person alone."""
        yield from not_future(self, "seal_checked_on", today=today)
        because = "启封后须由另一人会同重封"
        yield from chain.apart(self, "seal_checked_by", "resealed_by", because=because)


class SealingInventory(Ledger, title="客户档案封存清单", section="6.18", number="seal_no"):
    """What lay in a customer's file when it was sealed, and who sealed it."""

    seal_no: filing.SealNo
    deregistration_no: filing.DeregistrationNo
    file_no: filing.FileNo
    customer_name: customer.CustomerName
    file_kind: filing.FileKind
    volume_no: filing.VolumeNo = 1
    file_level: filing.FileLevel
    trigger: deregistration.Trigger
    deregistration_agreed_on: deregistration.DeregistrationAgreedOn | None = None
    seal_check_passed: sealing.SealCheckPassed
    loans_out: sealing.LoansOut
    copies_out: sealing.CopiesOut
    sealed_on: sealing.SealedOn
    item_rows: Annotated[
        tuple[SealedItem, ...], Group("封存的件", "件目录 卷内目录", at_least=1, at_most=5000)
    ] = ()
    inventory_digest: sealing.InventoryDigest
    sealed_place: sealing.SealedPlace | None = None
    retention: filing.Retention
    retention_from: filing.RetentionFrom
    retention_until: filing.RetentionUntil | None = None
    undo_by: sealing.UndoBy | None = None
    sealer_by: sealing.SealerBy | None = None
    sealer_on: sealing.SealerOn | None = None
    second_sealer_by: sealing.SecondSealerBy | None = None
    second_sealer_on: sealing.SecondSealerOn | None = None
    opening_rows: Annotated[
        tuple[SealOpening, ...], Group("启封和核对记录", "启封记录", at_most=500)
    ] = ()

    @computed
    def sealed_items(self) -> sealing.SealedItems:
        """How many items lie under the seal."""
        return len(self.item_rows)

    @computed
    def sealed_pages(self) -> sealing.SealedPages:
        """How many pages they have together."""
        return sum_of(row.page_count for row in self.item_rows) or 0

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield the problems of the items, the seal, the retention and the two persons."""
        yield from self._items()
        yield from self._sealed(today)
        yield from self._retained()
        yield from chain.without_star(self)

    def _items(self) -> Iterator[Problem]:
        """Yield items of another file, or twice, and a level below that of an item."""
        yield from once("item_rows", self.item_rows, "listed_no")
        for number, row in enumerate(self.item_rows, start=1):
            path = f"item_rows.{number}"
            of_file, is_item, _ = str(row.listed_no).partition("/")
            if is_item and self.file_no not in (None, of_file):
                yield error(f"{path}.listed_no", "不是这份档案的件，请核对件号和档案号。")
            highest = chain.rank(self.file_level)
            if self.file_level is not None and chain.rank(row.file_level) > highest:
                yield error(f"{path}.file_level", "高于“档案密级”，档案按件的最高密级定密。")
            if not not_before(self.sealed_on, row.made_on):
                yield error(f"{path}.made_on", "晚于“封存日期”，请核对。")

    def _sealed(self, today: dt.date) -> Iterator[Problem]:
        """Yield a seal over something lent or open, and one that only one person set."""
        if self.loans_out:
            yield error("loans_out", "还有在借的件，归还之前不得封存。")
        if self.copies_out:
            yield error("copies_out", "还有未收回的副本，收回之前不得封存。")
        if self.seal_check_passed is False:
            yield error("seal_check_passed", "封存前复核没有通过，不得封存。")
        yield from in_order(self, "deregistration_agreed_on", "sealed_on", "undo_by")
        yield from in_order(self, "sealed_on", "sealer_on")
        yield from in_order(self, "sealed_on", "second_sealer_on")
        yield from not_future(self, "sealed_on", "sealer_on", "second_sealer_on", today=today)
        yield from chain.apart(self, "sealer_by", "second_sealer_by", because="封存须由两人会同")
        for signer, day in (("sealer_by", "sealer_on"), ("second_sealer_by", "second_sealer_on")):
            signed = getattr(self, signer) is not None
            label = self.label_of(signer)
            yield from requires(self, day, when=signed, because=f"填了“{label}”")
        one = self.sealer_by is not None
        yield from requires(self, "second_sealer_by", when=one, because="封存须由两人会同")
        for number, row in enumerate(self.opening_rows, start=1):
            if not not_before(row.seal_checked_on, self.sealed_on):
                yield error(f"opening_rows.{number}.seal_checked_on", "早于“封存日期”，请核对。")

    def _retained(self) -> Iterator[Problem]:
        """Yield a retention without its end, or one that begins before the seal."""
        yield from in_order(self, "sealed_on", "retention_from", "retention_until")
        dated = self.retention not in (None, _FOR_EVER)
        yield from requires(self, "retention_until", when=dated, because="保管期限不是永久")
        if self.retention == _FOR_EVER and self.retention_until is not None:
            yield error("retention_until", "永久保管没有期满日，请留空。")
        body = self.file_kind == _BODY
        start = self.retention_from
        if body and start is not None and (start.month, start.day) != (12, 31):
            yield error("retention_from", "单位客户的保管期限自封存当年12月31日起算。")
        if self.file_kind not in (None, _BODY) and self.retention in (_FOR_EVER, "30年", "10年"):
            yield warning("retention", "个人客户没有这样长的期限；法律另有规定的，请注明依据。")
