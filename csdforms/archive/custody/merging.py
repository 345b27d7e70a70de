"""Two files of one customer become one (合并; archive.md §5, K05, K06, S28).

Only with proof: both have the same unified code, organisation code or identity document; or one
company took the other one over, which is registered, with the paper that says so. The supervisor
and the manager do it together, one proposes and the other confirms; likewise to undo it within
thirty days. The survivor keeps its number, the other becomes a pointer to it (``merged_into``, and
``absorbed`` on the survivor's card); its papers stay where they lie, and are shown with the
survivor's. A row of the table ``mergers``::

    {"number": "HB-2026-0001", "file": "KH-…", "into": "KH-…", "ground": "uscc|org_code|id|
     absorption", "paper": "…", "reason": "…", "by": "周明", "roles": […], "at": "…",
     "state": "proposed|merged|undone|refused", "undo_until": "2026-12-22",
     "merged": {"by": …, "roles": …, "at": …, "reason": "…"}, "state_before": "ACTIVE",
     "secrecy_before": {…}, "before": {…}, "after": {…},
     "inform": "个人信息保护法第22条", "informed": {"by": …, "roles": …, "at": …, "how": "…"},
     "undoing": {"by": …, …}, "undone": {"by": …, …}, "refused": {"by": …, …}}

``before`` and ``after`` are what of the survivor's card the merger changed. ``inform`` stands where
the holder of people's data has become another company: they must be told who it is.
"""

from __future__ import annotations

from csdforms.archive.custody.changing import require_none
from csdforms.archive.custody.desk import Desk, hand, knows
from csdforms.archive.custody.joining import (
    INFORM,
    is_waiting,
    join,
    part,
    proof,
    require_untouched,
)
from csdforms.archive.custody.records import Merger
from csdforms.archive.drafting.voiding import require_pair
from csdforms.archive.lookup import get_file, key_of
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.registers import next_number
from csdforms.archive.secrecy.resolving import said, visible
from csdforms.archive.states import require
from csdforms.archive.store import Act, Document, Work
from csdforms.errors import NotAllowedNow, NotPermitted

__all__ = ["MERGERS", "Merging"]

MERGERS = "mergers"

_STATES = {"proposed": "待确认", "merged": "已合并", "undone": "已撤销", "refused": "未同意"}
_MERGE, _UNMERGE = "合并档案", "撤销合并"


class Merging(Desk):
    """Merging files, and undoing it."""

    def merge(
        self, number: str, into: str, *, reason: str, absorption: str = "", actor: str = ""
    ) -> Merger:
        """Propose that a file become a part of another one, or confirm what another proposed.

        Args:
            number: the number of the file that goes.
            into: the number of the file that stays.
            reason: why; both write it.
            absorption: the paper by which a company's absorption is registered; only where the two
                files do not bear the same code or document.
            actor: who acts.

        Raises:
            NotAuthorised: if he may not, proposed it himself, or the two have not the two offices.
            NotPermitted: without a reason; if it is not proven that they are one customer (K05), or
                they are one file already (K06).
            NotAllowedNow: if one of them is not in use or dormant: merged, frozen, or being
                deregistered.
            Held: if a change of one of them waits.
            UnknownFile: if one of them does not exist for him.
        """
        person = self.person("merge", _MERGE, actor)
        why = said(reason, "理由")
        with self.office.writing(person) as (work, at):
            keys = [
                visible(self.office, work, person, given, at=at, act=_MERGE)[0]
                for given in (number, into)
            ]
            own = get_file(work, key_of(work, number))
            if keys[0] == keys[1]:
                raise NotPermitted("没有合并：这两个号是同一份档案，或已经合并在一起。")
            cards = [own, get_file(work, keys[1])]
            for card in cards:
                require(card["number"], card["state"], "merge")
                require_none(work, card["number"])
            place, row = self._proposed(work, cards[0]["number"], cards[1]["number"])
            row |= proof(cards[0], cards[1], absorption or row.get("paper", ""))
            if not place or person.sole:
                row |= {"file": cards[0]["number"], "into": cards[1]["number"]}
                row |= {"number": next_number(work, MERGERS, at), "state": "proposed"}
                row |= hand(person, at, reason=why)
            else:
                require_pair(self.office, person, row["file"], row, "确认这项合并")
            if place or person.sole:
                join(work, (keys[0], keys[1]), row, hand(person, at, reason=why), person.account)
            work.put(MERGERS, place or work.last_key(MERGERS) + 1, row)
            name = "merge" if row["state"] == "merged" else "propose-merge"
            work.record(_act(name, person, at, row, why))
        return Merger.of(row, _warnings(row))

    def unmerge(self, number: str, *, reason: str, actor: str = "") -> Merger:
        """Propose that a merger be undone, or confirm what another proposed; within thirty days.

        Papers filed with the survivor meanwhile stay there, as do its new versions. Holds and
        restrictions that came over go on for the file from which they came; what was lifted stays
        lifted. A level that was decided since then holds for both files.

        Args:
            number: the merger's, ``HB-2026-0001``.
            reason: why; both write it.
            actor: who acts.

        Raises:
            NotAuthorised: as :meth:`merge`.
            NotPermitted: without a reason, or later than thirty days.
            NotAllowedNow: if there is nothing to be undone, or the survivor is not in use or
                dormant any more.
            Held: if a legal hold was set since, or another file was merged into the survivor.
            UnknownFile: if there is no such merger for him.
        """
        person = self.person("merge", _UNMERGE, actor)
        why = said(reason, "理由")
        with self.office.writing(person) as (work, at):
            place, row = self._merger(work, person, number, at=at, state="merged", act=_UNMERGE)
            keys = [work.find("files", "number", row[name])[0] for name in ("file", "into")]
            require_untouched(get_file(work, keys[0]), get_file(work, keys[1]), row, at)
            proposed = row.get("undoing")
            if proposed:
                require_pair(self.office, person, row["file"], proposed, "确认撤销这项合并")
            if proposed or person.sole:
                part(work, (keys[0], keys[1]), row, hand(person, at, reason=why), person.account)
            else:
                row["undoing"] = hand(person, at, reason=why)
            work.put(MERGERS, place, row)
            name = "unmerge" if row["state"] == "undone" else "propose-unmerge"
            work.record(_act(name, person, at, row, why))
        return Merger.of(row)

    def refuse_merger(self, number: str, *, reason: str, actor: str = "") -> Merger:
        """Refuse a merger, or its undoing, that is proposed; or take back one's own proposal.

        Raises:
            NotAuthorised: if he may not merge files.
            NotPermitted: without a reason.
            NotAllowedNow: if nothing is proposed.
            UnknownFile: if there is no such merger for him.
        """
        person = self.person("merge", "不同意合并", actor)
        why = said(reason, "理由")
        with self.office.writing(person) as (work, at):
            place, row = self.entry(work, person, MERGERS, number, at=at, act="不同意合并")
            refused = hand(person, at, reason=why)
            if row["state"] == "merged" and is_waiting(row):
                del row["undoing"]
                row["undoing_refused"] = refused
            elif row["state"] == "proposed":
                row |= {"state": "refused", "refused": refused}
            else:
                raise NotAllowedNow(row["number"], _STATES[row["state"]], "退回", "合并")
            work.put(MERGERS, place, row)
            work.record(_act("refuse-merge", person, at, row, why))
        return Merger.of(row)

    def inform(self, number: str, *, how: str, actor: str = "") -> Merger:
        """Note that the people in a merged file were told who holds their data now (L-PIPL 22).

        Args:
            number: the merger's.
            how: how and when they were told.
            actor: who acts.

        Raises:
            NotAuthorised: if he may not merge files.
            NotPermitted: without saying how, or if nobody has to be told any more.
            NotAllowedNow, UnknownFile: if there is no such merger.
        """
        act = "登记已告知个人"
        person = self.person("merge", act, actor)
        told = said(how, "告知的方式和时间")
        with self.office.writing(person) as (work, at):
            place, row = self._merger(work, person, number, at=at, state="merged", act="登记告知")
            if not Merger.of(row).to_inform:
                raise NotPermitted("没有办理：这项合并没有须告知而尚未告知的个人。")
            row["informed"] = hand(person, at, how=told)
            work.put(MERGERS, place, row)
            work.record(_act("inform", person, at, row, told))
        return Merger.of(row)

    def mergers(self, *, every: bool = False, actor: str = "") -> tuple[Merger, ...]:
        """Return the mergers that wait for a confirmation, oldest first; ``every``: all of them.

        Only of files of which he may know.

        Raises:
            NotAuthorised: if he may not merge files.
        """
        person, at = self.person("merge", "查看合并", actor), self.office.moment()
        store = self.office.store
        return tuple(
            Merger.of(row)
            for _, row in store.rows(MERGERS)
            if (every or is_waiting(row))
            and knows(store, person, row["file"], at)
            and knows(store, person, row["into"], at)
        )

    @staticmethod
    def _proposed(work: Work, file: str, into: str) -> tuple[int, Document]:
        """Return the key and the row of a proposal about these two, 0 and an empty one."""
        for key in work.find(MERGERS, "file", file):
            row = work.get(MERGERS, key)
            if row and row["state"] == "proposed" and row["into"] == into:
                return key, row
        return 0, {}

    def _merger(
        self, work: Work, person: Person, number: str, *, at: str, state: str, act: str
    ) -> tuple[int, Document]:
        place, row = self.entry(work, person, MERGERS, number, at=at, act=act)
        if row["state"] != state:
            raise NotAllowedNow(row["number"], _STATES[row["state"]], act, "合并")
        return place, row


def _act(name: str, person: Person, at: str, row: Document, why: str) -> Act:
    detail = {"merger": row["number"], "files": [row["file"], row["into"]]}
    return Act(name, person.account, at, row["file"], "", why, detail)


def _warnings(row: Document) -> tuple[str, ...]:
    if row["state"] == "merged" and "inform" in row:
        return (f"保管人已变更，须把新的处理者告知档案中的个人（{INFORM}），告知后请登记。",)
    return ()
