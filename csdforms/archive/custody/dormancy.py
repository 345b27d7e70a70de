"""Files without dealings (休眠): the clock proposes, a supervisor confirms (archive.md §8, K08).

Twelve months without a paper filed or a particular changed make a file a candidate, no more. A
dormant file says since when (``dormant_since``) and which version of the profile it had then
(``dormant_version``); it is in use again once its particulars were verified anew.
"""

from __future__ import annotations

from collections.abc import Iterator

from csdforms.archive import states
from csdforms.archive.actor import day_of
from csdforms.archive.custody.desk import Desk
from csdforms.archive.custody.records import Dormant
from csdforms.archive.destruction.retention import later
from csdforms.archive.lookup import files_of, get_file
from csdforms.archive.registering import put_version
from csdforms.archive.revising import latest_profile
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.resolving import known, said, visible
from csdforms.archive.store import Act, Document, Store
from csdforms.errors import Held, NotPermitted

__all__ = ["Dormancy", "candidates"]

_MONTHS = 12
#: The acts that are dealings with a customer, besides filing.
_DEALINGS = frozenset({"create", "resume", "revise", "revive"})


class Dormancy(Desk):
    """Putting files to sleep, and using them again."""

    def dormant_candidates(self, *, actor: str = "") -> tuple[Dormant, ...]:
        """Return the files in use without dealings for twelve months of which he may know.

        Raises:
            NotAuthorised: if it is not for him to confirm.
        """
        person = self.person("sleep", "查看久无往来的档案", actor)
        return tuple(candidates(self.office.store, person, self.office.moment()))

    def sleep(self, number: str, *, reason: str = "", actor: str = "") -> Dormant:
        """Confirm that a file is dormant.

        Args:
            number: the file's number.
            reason: what is to be said of it.
            actor: who acts: a supervisor.

        Raises:
            NotAuthorised: if it is anybody else.
            UnknownFile: if there is no such file for him.
            NotAllowedNow: if it is not in use.
            NotPermitted: if the twelve months are not over.
        """
        act = "确认休眠"
        person = self.person("sleep", act, actor)
        with self.office.writing(person) as (work, at):
            key, card = visible(self.office, work, person, number, at=at, act=act)
            states.advance(card, "sleep")
            last = _last_dealings(self.office.store, card)
            if later(last, months=_MONTHS) > day_of(at):
                text = f"档案 {card['number']} 还没有满 {_MONTHS} 个月没有往来"
                raise NotPermitted(f"没有办理：{text}。")
            card |= {"dormant_since": day_of(at), "dormant_version": card["versions"]}
            work.put("files", key, card)
            detail = {"last": last}
            work.record(Act("sleep", person.account, at, card["number"], "", reason, detail))
        return Dormant(card["number"], last)

    def resume(
        self, number: str, *, verified: str = "", reason: str = "", actor: str = ""
    ) -> Dormant:
        """Use a dormant file again.

        Its particulars must have been verified: by a new version of the profile since it fell
        asleep; or, if they are all as they were, by saying how that was made sure of, which then
        makes a version of its own.

        Args:
            number: the file's number.
            verified: how it was made sure that the particulars are still right.
            reason: why.
            actor: who acts: a supervisor.

        Raises:
            NotAuthorised: if it is anybody else.
            UnknownFile: if there is no such file for him.
            NotAllowedNow: if it is not dormant.
            Held: if nobody has verified the particulars.
        """
        act = "恢复往来"
        person = self.person("sleep", act, actor)
        with self.office.writing(person) as (work, at):
            key, card = visible(self.office, work, person, number, at=at, act=act)
            states.require(card["number"], card["state"], "resume")
            detail: Document = {"version": card["versions"]}
            if card["versions"] <= card.get("dormant_version", card["versions"]):
                if not verified.strip():
                    text = (
                        "请先核实客户资料：有变化的用 revise 登记新的一版，没有变化的写明核实方式"
                    )
                    raise Held(f"没有恢复往来：档案 {card['number']} 休眠后没有核实过，{text}。")
                card["versions"] += 1
                profile = latest_profile(work, card["number"])
                again = {name: profile[name] for name in ("file", "form", "edition", "data")}
                again["version"] = card["versions"]
                put_version(work, again, None, self.office.store.put_file)
                detail = {"version": card["versions"], "verified": said(verified, "核实方式")}
            states.advance(card, "resume")
            for name in ("dormant_since", "dormant_version"):
                card.pop(name, None)
            work.put("files", key, card)
            work.record(Act("resume", person.account, at, card["number"], "", reason, detail))
        return Dormant(card["number"], day_of(at))


def candidates(store: Store, person: Person, at: str) -> Iterator[Dormant]:
    """Yield the files in use without dealings for twelve months of which somebody may know."""
    for key in store.find("files", "state", states.ACTIVE):
        card = get_file(store, key)
        # Most files are told apart by their opening or their newest paper; history is dearer.
        if later(_last_filed(store, card), months=_MONTHS) <= day_of(at):
            last = _last_dealings(store, card)
            if later(last, months=_MONTHS) <= day_of(at) and known(store, person, card, at):
                yield Dormant(card["number"], last)


def _last_filed(store: Store, card: Document) -> str:
    """Return the day on which the file, or the newest paper in it, came."""
    files = files_of(store, card["number"])
    keys = [key for file in files for key in store.find("items", "file", file)[-1:]]
    items = (store.get("items", key) for key in keys)
    return day_of(max([card["created_at"], *(item["filed_at"] for item in items if item)]))


def _last_dealings(store: Store, card: Document) -> str:
    """Return the day of the last dealings, a change of the particulars included."""
    lines = store.history(card["number"])
    changed = (line.at for line in lines if line.act in _DEALINGS)
    return day_of(max([_last_filed(store, card), *changed]))
