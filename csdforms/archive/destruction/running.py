"""A list of destruction is carried out, line by line (archive.md §7.5, §7.7).

When the executor starts, every file on the list becomes ``DESTROYING`` and every known copy is put
down. Each line is a commit of its own, in which the payload goes and the tombstone takes its place:
what was done is done, what was not is done when he goes on, nothing twice (X09). Last the documents
go, and what the journal still held of it.
"""

from __future__ import annotations

from csdforms.archive import states
from csdforms.archive.deregistration.inventory import strike_off
from csdforms.archive.destruction.accounting import enumerated, swept
from csdforms.archive.destruction.approving import approvers
from csdforms.archive.destruction.convening import require_sound
from csdforms.archive.destruction.counting import Counting
from csdforms.archive.destruction.destroyed_register import remember
from csdforms.archive.destruction.erasing import erase_file, erase_item, sweep
from csdforms.archive.destruction.listing import card_of_file, whole
from csdforms.archive.destruction.lists import TABLE
from csdforms.archive.destruction.records import Destruction, live
from csdforms.archive.destruction.tombstone import tombstone_of
from csdforms.archive.secrecy.outgoing.copy_register import on_disk
from csdforms.archive.secrecy.people import Person
from csdforms.archive.store import Act, Document, Work
from csdforms.errors import Held

__all__ = ["Running"]

_COUNTING, _EXECUTING = "counting", "executing"
_PAIR = 2
_ACT = "执行销毁"


class Running(Counting):
    """Lists in the hands of the executor."""

    def run(self, number: str, *, actor: str = "") -> Destruction:
        """Destroy what is on the list, line by line (执行); go on where it stopped.

        Args:
            number: the list's.
            actor: the executor, or another one if he cannot.

        Raises:
            NotAuthorised: if he does not execute, or approved the list, or is a witness of it.
            Held: if both witnesses have not counted, if a copy is still on this computer's disk
                (X11), or as :meth:`begin`.
            UnknownFile, NotAllowedNow: if there is no such list for him, or it is not begun.
        """
        person = self._person(actor, "execute", _ACT)
        void = ""
        if self._row(self.office.store, person, number, _ACT)[1]["state"] == _COUNTING:
            require_sound(self.office)  # it may have been broken since the list was taken up
        with self.office.writing(person) as (work, at):
            key, row = self._open(work, person, number, _ACT, _COUNTING, _EXECUTING)
            execution = row["execution"]
            if person.person in {one["person"] for one in execution["witnesses"]} | approvers(row):
                raise self.office.refused(person, _ACT, who="执行人")
            if row["state"] == _COUNTING:
                if len(execution["counts"]) < _PAIR:
                    raise Held(f"没有执行：{row['number']} 还没有由两位监销人清点。")
                void = self._recheck(work, row, person, at)
                if not void:
                    _require_none_on_disk(work, row)
                    self._start(work, key, row, person, at)
        if void:
            raise Held(void)
        for line in live(row):
            self._destroy(row["number"], line["no"], person)
        return self._clear_up(row["number"], person)

    def _start(self, work: Work, key: int, row: Document, person: Person, at: str) -> None:
        """Let every file on a list be one that is being destroyed, and put its copies down."""
        row["execution"] |= {"copies": enumerated(self.office, work, row), "started_at": at}
        row["state"] = _EXECUTING
        work.put(TABLE, key, row)
        for file in {line["file"] for line in live(row) if "item" not in line}:
            card = card_of_file(work, file)
            states.advance(card, "begin")
            work.put("files", work.find("files", "number", file)[0], card)
        detail = {"list": row["number"], "files": row["files"]}
        work.record(Act("start-destruction", person.account, at, detail=detail))

    def _destroy(self, number: str, no: int, person: Person) -> None:
        """Destroy what is on one line, unless that is done."""
        with self.office.writing(person) as (work, at):
            key = work.find(TABLE, "number", number)[0]
            row = work.get(TABLE, key)
            assert row is not None
            line = next(one for one in row["lines"] if one["no"] == no)
            if "done_at" in line or "pulled" in line:
                return
            said = {"list": number, "line": no}
            if "item" in line:
                for item in work.find("items", "number", line["item"]):  # or it went with its file
                    erase_item(work, item)
                    work.record(Act("destroy", person.account, at, line["item"], detail=said))
                    card = card_of_file(work, line["file"])
                    gone = {"item": line["item"], "list": number, "at": at}
                    card["destroyed_items"] = [*card.get("destroyed_items", []), gone]
                    work.put("files", work.find("files", "number", line["file"])[0], card)
                    if "sealed" in card:
                        strike_off(work, card, [line["item"]], number)
            else:
                for card in whole(work, card_of_file(work, line["file"])):
                    owner = work.find("files", "number", card["number"])[0]
                    erase_file(work, owner, tombstone_of(card, row, at))
                    work.record(Act("destroy", person.account, at, card["number"], detail=said))
            line["done_at"] = at
            work.put(TABLE, key, row)
            work.record(Act("destroy-line", person.account, at, detail=said))

    def _clear_up(self, number: str, person: Person) -> Destruction:
        """Let the documents go that nobody mentions any more, and all that was superseded."""
        remember(self.office.store)
        unreached = sweep(self.office, person)
        with self.office.writing(person) as (work, at):
            key, row = self._row(work, person, number, _ACT)
            row["execution"]["unreached"] = unreached
            swept(row, person.person, at)
            work.put(TABLE, key, row)
            detail = {"list": number, "files": row["files"]}
            work.record(Act("swept", person.account, at, detail=detail))
        return Destruction.of(row)


def _require_none_on_disk(work: Work, row: Document) -> None:
    """Let nothing be destroyed of which a printed or exported document lies on this disk (X11)."""
    found = [
        path
        for line in live(row)
        if "item" not in line
        for card in whole(work, card_of_file(work, line["file"]))
        for path in on_disk(work, card["number"])
    ]
    if found:
        raise Held(
            f"没有执行：{row['number']} 所列档案还有文档在磁盘上，请先销毁：{'、'.join(found)}。"
        )
