"""Counting (统计): what a report is computed from, as far as somebody may know of it.

Whoever compiles a report counts the files that exist for him (archive.md §4.3), and nothing else:
two people's reports may differ, and each says that it is not complete unless its compiler sees
every file there might be (S29). It is noted before anything is handed out. A closed file is counted
like any other: what was done in its time was done; but nothing is read out of it.

Each kind of record is read once, in the order in which it came.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from csdforms.archive.actor import day_of
from csdforms.archive.card import CORPORATE, INDIVIDUAL
from csdforms.archive.office import Office
from csdforms.archive.secrecy.inquiry import Inquiry
from csdforms.archive.secrecy.levels import INTERNAL, RANKS, effective
from csdforms.archive.secrecy.sight import department_card
from csdforms.archive.store import LEDGERS, Document

__all__ = ["Counting", "reads_report"]

_ACT = "编制统计报表"
_PERSON = "Z"
_REPORT = "provenance"  # what every computed sheet has, and no other


class Counting:
    """What somebody counts for one report.

    Args:
        office: the archive's.
        form: the report's form.
        actor: the account that compiles it; by default the one that acts.
        purpose: what for.
        said: what is to be noted of it: the period, the report's number.

    Raises:
        NotAuthorised: if he may not compile reports; noted.
        NotPermitted, ArchiveLocked, DamagedArchive: if it cannot be noted.
    """

    def __init__(
        self,
        office: Office,
        form: str,
        *,
        actor: str = "",
        purpose: str = "",
        said: Mapping[str, Any] | None = None,
    ) -> None:
        purpose = purpose.strip() or _ACT
        self._ask = Inquiry(office, actor, purpose)
        office.require(self._ask.person, "report", _ACT)
        office.note("report", self._ask.person, purpose=purpose, form=form, **(said or {}))
        self._store = office.store
        #: Where the journal stood: the ``anchor`` of its last line.
        self.head = self._store.last().anchor
        self._level = INTERNAL
        self._tells_of: set[str] = set()

    @property
    def person(self) -> str:
        """Return the name of who counts, his account where no names are registered."""
        return self._ask.person.person or self._ask.person.account

    @property
    def is_complete(self) -> bool:
        """Whether he counts all that there can be; it follows from who he is (S29)."""
        return self._ask.person.sole

    @property
    def at(self) -> str:
        """Return the moment, Beijing time to the minute: ``2026-11-22T14:05``."""
        return self._ask.at[:16]

    @property
    def today(self) -> str:
        """Return the day in Beijing."""
        return day_of(self._ask.at)

    @property
    def level(self) -> str:
        """Return the highest level of what was handed out so far; the report has it too."""
        return RANKS[self._level]

    @property
    def tells_of(self) -> tuple[str, ...]:
        """Return the numbers of the files above 内部 of which something was handed out so far."""
        return tuple(sorted(self._tells_of))

    @property
    def is_current(self) -> bool:
        """Whether nothing was committed since the counting began."""
        return self._store.last().anchor == self.head

    def cards(self) -> Iterator[Document]:
        """Yield the cards of the files that he may know of, as they stand in lists, oldest first.

        What he may not see of a customer there is masked. Merged and destroyed files are among
        them: ``state``, ``merged_into`` and ``destroyed_at`` say so.
        """
        for card in self._cards.values():
            self._counts(card)
            shown = self._ask.card(card)
            plain = {name: value for name, value in shown._asdict().items() if value}
            plain["salesperson"] = card.get("salesperson", "")
            yield plain | {name: card[name] for name in _STANDING if name in card}

    def items(self, *forms: str) -> Iterator[Document]:
        """Yield the items of these forms that he may know of, oldest first, with all their data.

        A report that is filed is no record of its own: it tells of files that he may not know of,
        so that it counts only if he may read it.
        """
        keys = sorted({key for form in forms for key in self._store.find("items", "form", form)})
        for key in keys:
            item = self._ask.seen.get("items", key)
            if item is not None and (_REPORT not in item["data"] or reads_report(self._ask, item)):
                self._counts(self._cards.get(item["file"]) or department_card(item["data"]))
                self._tells_of.update(item.get("tells_of", ()))
                yield item

    def ledger(self, table: str) -> Iterator[Document]:
        """Yield the documents of a ledger that are about files of which he may know."""
        assert table in LEDGERS
        for _, document in self._store.rows(table):
            card = self._cards.get(document["file"])
            if card is not None:
                self._counts(card)
                yield document

    def versions(self) -> Iterator[tuple[str, Document]]:
        """Yield the versions of the profiles that he may know of, each with its day, oldest first.

        The day is that on which it was kept; the first one holds from the file's opening.
        """
        days = {
            change.key: day_of(line.at)
            for line in self._store.lines()
            for change in line.changes
            if change.table == "profiles" and change.digest is not None
        }
        for key, profile in self._ask.seen.rows("profiles"):
            card = self._cards[profile["file"]]
            first = card.get("opened_on") if profile["version"] == 1 else None
            yield first or days.get(key, self.today), profile

    def shown(self, item: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return an item's data as he may read them now: masked, or nothing at all."""
        card = self._ask.owner(item)
        return self._ask.item(dict(item), card, self._ask.look(card)).data

    def profile_shown(self, file: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what a version of a profile says, as he may read it now: masked, or nothing."""
        card = self._cards[file]
        look = self._ask.look(card)
        if not look.readable:
            return {}
        form = INDIVIDUAL if card["kind"] == _PERSON else CORPORATE
        profile = {"file": file, "version": 0, "form": form, "edition": "", "data": dict(data)}
        return self._ask.profile(profile, card, look).data

    def _counts(self, card: Mapping[str, Any]) -> None:
        level = effective(card)
        self._level = max(self._level, level)
        if level > INTERNAL and card["number"]:
            self._tells_of.add(card["number"])

    @cached_property
    def _cards(self) -> Mapping[str, Document]:
        return {str(card["number"]): card for _, card in self._ask.seen.rows("files")}


def reads_report(ask: Inquiry, item: Document) -> bool:
    """Whether somebody may read a report that is filed: its compiler, and who may read its level.

    Up to 内部 it counts nothing that is hidden from anybody who knows of it.
    """
    card = department_card(item["data"])
    is_own = ask.person.sole or ask.person.person == item["filed_by"]
    return is_own or effective(card) <= INTERNAL or ask.look(card).readable


#: What of a card counts although lists do not show it.
_STANDING = ("absorbed", "destroyed_at", "dormant_since", "sealed", "opened_on", "created_at")
