"""Files that are frozen (冻结): nothing is changed or lent, papers still come in (archive.md §8).

Frozen by the legal department or the manager, with a day on which it is to end. That day ends
nothing by itself: it is due then, and a person unfreezes the file, which is again what it was
before. The card says ``frozen``: ``{"until", "by", "before"}``; a row of the table ``freezes``::

    {"file": "KH-…", "until": "2026-12-31", "before": "ACTIVE", "reason": "…", "by": "方正",
     "roles": ["legal"], "at": "…", "ended": {"by": …, "roles": …, "at": …, "reason": "…"}}
"""

from __future__ import annotations

from csdforms.archive.actor import day_of
from csdforms.archive.custody.desk import Desk, date_of, hand
from csdforms.archive.custody.records import Freeze
from csdforms.archive.secrecy.resolving import said, visible
from csdforms.archive.states import advance
from csdforms.archive.store import Act, Document
from csdforms.errors import NotPermitted

__all__ = ["FREEZES", "Freezing"]

FREEZES = "freezes"


class Freezing(Desk):
    """Freezing files."""

    def freeze(self, number: str, *, until: str, reason: str, actor: str = "") -> Freeze:
        """Freeze a file until a day.

        Args:
            number: the file's number.
            until: the day on which it is to end, ``2026-12-31``.
            reason: why.
            actor: who acts: the legal department, or the manager.

        Raises:
            NotAuthorised: if it is anybody else.
            NotPermitted: without a reason, or if the day is none or is over.
            UnknownFile: if there is no such file for him.
            NotAllowedNow: if it is not in use or dormant.
        """
        act = "冻结档案"
        person = self.person("freeze", act, actor)
        why, end = said(reason, "理由"), date_of(until, "冻结的截止日")
        with self.office.writing(person) as (work, at):
            if end < day_of(at):
                raise NotPermitted("没有办理：冻结的截止日已经过了。")
            key, card = visible(self.office, work, person, number, at=at, act=act)
            before = card["state"]
            advance(card, "freeze")
            row: Document = {"file": card["number"], "until": end, "before": before}
            row |= hand(person, at, reason=why)
            card["frozen"] = {"until": end, "by": person.person, "before": before}
            work.put(FREEZES, work.last_key(FREEZES) + 1, row)
            work.put("files", key, card)
            detail = {"until": end}
            work.record(Act("freeze", person.account, at, card["number"], "", why, detail))
        return Freeze.of(row)

    def unfreeze(self, number: str, *, reason: str, actor: str = "") -> Freeze:
        """Let a frozen file be what it was before.

        Raises:
            NotAuthorised, UnknownFile: as :meth:`freeze`.
            NotPermitted: without a reason.
            NotAllowedNow: if it is not frozen, or is being deregistered.
        """
        act = "解冻档案"
        person = self.person("freeze", act, actor)
        why = said(reason, "理由")
        with self.office.writing(person) as (work, at):
            key, card = visible(self.office, work, person, number, at=at, act=act)
            advance(card, "unfreeze", back_to=card.get("frozen", {}).get("before", ""))
            del card["frozen"]
            place = work.find(FREEZES, "file", card["number"])[-1]
            row = work.get(FREEZES, place)
            assert row is not None
            row["ended"] = hand(person, at, reason=why)
            work.put(FREEZES, place, row)
            work.put("files", key, card)
            work.record(Act("unfreeze", person.account, at, card["number"], "", why))
        return Freeze.of(row)
