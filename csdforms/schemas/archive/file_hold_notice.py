"""客户档案保全通知单: the legal department forbids that a file be destroyed, changed or deleted.

Archive papers 6.8 (archive.md §5, K07, X02). Only 法务 sets and lifts a hold, with a reference; it
overrides every end of a retention, every deletion and every destruction, and turns a person's
request for deletion into a restriction. It goes to whoever keeps the file and is filed there.

Sources: litigation-hold notices of firms, evidence preservation (民事诉讼法), 档案法 article 21.

>>> from csdforms.schemas.archive.file_hold_notice import FileHoldNotice
>>> FileHoldNotice.title(), FileHoldNotice.section
('客户档案保全通知单', '6.8')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Annotated

from csdforms.schemas.archive import chain
from csdforms.schemas.fields import custody, customer, filing, offices, sheet
from csdforms.schemas.form import Notice
from csdforms.schemas.labels import PrintedAs
from csdforms.schemas.rules import Problem, error, in_order, not_future, requires, warning

_SET, _LIFT = "设置保全", "解除保全"
_ITEMS = "指定件"
_LIFTING = ("lift_reference", "lift_reason", "lifted_by", "lifted_on")


class FileHoldNotice(Notice, title="客户档案保全通知单", section="6.8", number="hold_no"):
    """Which file is held, by which document, since when; and when it was let go."""

    hold_no: filing.HoldNo
    hold_action: custody.HoldAction = "设置保全"
    file_no: filing.FileNo
    customer_name: customer.CustomerName
    file_level: filing.FileLevel
    hold_ground: custody.HoldGround
    hold_reference: custody.HoldReference
    hold_reason: custody.HoldReason
    hold_scope: custody.HoldScope
    hold_scope_note: custody.HoldScopeNote | None = None
    hold_on: custody.HoldOn
    hold_review_on: custody.HoldReviewOn | None = None
    hold_served_on: custody.HoldServedOn
    legal_by: Annotated[offices.LegalBy, PrintedAs("法务经办人", "发出人")]
    legal_on: Annotated[offices.LegalOn, PrintedAs("发出日期", "通知日期")]
    keeper_by: Annotated[offices.KeeperBy, PrintedAs("保管人签收", "签收人")] | None = None
    keeper_on: Annotated[offices.KeeperOn, PrintedAs("签收日期")] | None = None

    lift_reference: custody.LiftReference | None = None
    lift_reason: custody.LiftReason | None = None
    lifted_by: custody.LiftedBy | None = None
    lifted_on: custody.LiftedOn | None = None
    lift_seen_by: custody.LiftSeenBy | None = None
    lift_seen_on: custody.LiftSeenOn | None = None
    confidentiality: sheet.Confidentiality = "秘密"

    def proposed(self) -> Mapping[str, object]:
        """Propose that the hold is looked at again after a year."""
        return {"hold_review_on": None if self.hold_on is None else _year_later(self.hold_on)}

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield what is missing of setting and lifting, and days that contradict each other."""
        yield from in_order(self, "hold_on", "legal_on", "keeper_on", "lifted_on", "lift_seen_on")
        yield from in_order(self, "hold_on", "hold_review_on")
        yield from not_future(self, "hold_on", "lifted_on", today=today)
        start, review = self.hold_on, self.hold_review_on
        if start is not None and review is not None and review > _year_later(start):
            yield warning("hold_review_on", "保全至少每年复核一次，请改早。")
        items = _ITEMS in (self.hold_scope or ())
        because = f"保全范围选了“{_ITEMS}”，应写明件号"
        yield from requires(self, "hold_scope_note", when=items, because=because)
        lifting = self.hold_action == _LIFT
        yield from requires(self, *_LIFTING, when=lifting, because="解除保全")
        if self.hold_action == _SET:
            for name in (*_LIFTING, "lift_seen_by", "lift_seen_on"):
                if getattr(self, name) is not None:
                    yield error(name, "填了解除的内容，通知事项应为“解除保全”。")
        for signer, day in (("keeper_by", "keeper_on"), ("lift_seen_by", "lift_seen_on")):
            dated = getattr(self, day) is not None
            yield from requires(self, signer, when=dated, because="填了签收日期")
        yield from chain.apart(self, "legal_by", "keeper_by", because="保全由法务通知、保管人签收")
        yield from chain.apart(
            self, "lifted_by", "lift_seen_by", because="解除由法务通知、保管人签收"
        )


def _year_later(day: dt.date) -> dt.date:
    """Return the same day a year later, after 29 February the 28th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
