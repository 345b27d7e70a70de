"""What waits in each register, or ends by a day: nothing here writes, or asks who may know of it.

Each function yields what one kind of business has; the rows are those that its part describes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from csdforms.archive import states
from csdforms.archive.actor import day_of
from csdforms.archive.custody.changing import CHANGES
from csdforms.archive.custody.desk import knows
from csdforms.archive.custody.dormancy import candidates
from csdforms.archive.custody.holding import HOLDS
from csdforms.archive.custody.inspecting import EVERY, INSPECTIONS
from csdforms.archive.custody.joining import is_waiting
from csdforms.archive.custody.merging import MERGERS
from csdforms.archive.custody.records import Due
from csdforms.archive.destruction.retention import is_over, later
from csdforms.archive.lookup import get_file
from csdforms.archive.office import Office
from csdforms.archive.secrecy.classifying.periods import days_later
from csdforms.archive.secrecy.people import Person
from csdforms.archive.store import Document, Store

if TYPE_CHECKING:
    from csdforms.archive.workdays import Calendar

__all__ = ["FINDERS", "Asked"]

_DECIDE_WITHIN, _UNDO_WITHIN = 15, 15  # working days (archive.md §6.4)
_LAPSES_AFTER = 90  # days of an application that is suspended (§8)
_RUNNING = frozenset({"applied", "checking", "suspended", "cleared"})
_REVIVING = frozenset({"applied", "checked", "agreed"})


class Asked:
    """Who asks what is due, and when.

    Args:
        office: the archive's.
        person: who asks.
        at: the moment.
    """

    def __init__(self, office: Office, person: Person, at: str) -> None:
        self.office = office
        self.store = office.store
        self.person = person
        self.at = at
        self.day = day_of(at)

    @cached_property
    def calendar(self) -> Calendar:
        """The working days."""
        from csdforms.archive.workdays import Calendar

        return Calendar(self.office)


def _inspections_due(ask: Asked) -> Iterator[Due]:
    """Yield the next check of the files: half a year after the last one, or the beginning."""
    last = ask.store.get(INSPECTIONS, ask.store.count(INSPECTIONS))
    begun = next(iter(ask.store.lines())).at
    yield Due("inspection", "", "", last["next_on"] if last else later(begun[:10], months=EVERY))


def _to_rectify(ask: Asked) -> Iterator[Due]:
    """Yield the findings of checks that nobody has put right."""
    for row in _rows(ask.store, INSPECTIONS):
        for one in row["findings"]:
            if "rectified" not in one:
                yield Due("rectify", f"{row['number']}#{one['no']}", one["file"], "")


def _holds_due(ask: Asked) -> Iterator[Due]:
    """Yield the holds that nobody has looked at for a year."""
    for row in _rows(ask.store, HOLDS):
        if "lifted" not in row and row["review_on"] <= ask.day:
            yield Due("hold", row["number"], row["file"], row["review_on"])


def _freezes_due(ask: Asked) -> Iterator[Due]:
    """Yield the freezes that are over."""
    for card in _cards(ask.store, states.FROZEN):
        if card["frozen"]["until"] <= ask.day:
            yield Due("freeze", card["number"], card["number"], card["frozen"]["until"])


def _dormant_due(ask: Asked) -> Iterator[Due]:
    """Yield the files without dealings for a year."""
    for one in candidates(ask.store, ask.person, ask.at):
        yield Due("dormant", one.number, one.number, later(one.last, months=12))


def _changes_due(ask: Asked) -> Iterator[Due]:
    """Yield the changes that wait for another person than who proposed them."""
    for row in _rows(ask.store, CHANGES):
        if row["state"] == "open" and row["by"] != ask.person.person:
            yield Due("change", row["number"], row["file"], "")


def _mergers_due(ask: Asked) -> Iterator[Due]:
    """Yield the mergers, and their undoing, that wait for a second person."""
    for row in _rows(ask.store, MERGERS):
        if is_waiting(row) and knows(ask.store, ask.person, row["into"], ask.at):
            yield Due("merge", row["number"], row["file"], "")


def _to_inform(ask: Asked) -> Iterator[Due]:
    """Yield the mergers of which people have not been told."""
    for row in _rows(ask.store, MERGERS):
        if row["state"] == "merged" and "inform" in row and "informed" not in row:
            yield Due("inform", row["number"], row["file"], day_of(row["merged"]["at"]))


def _loans_due(ask: Asked) -> Iterator[Due]:
    """Yield the loans that should be back."""
    for row in _rows(ask.store, "loans"):
        if "back" not in row and row["due"] < ask.at:
            yield Due("loan", row["number"], row["file"], day_of(row["due"]))


def _levels_due(ask: Asked) -> Iterator[Due]:
    """Yield what is due on levels, see :mod:`csdforms.archive.secrecy.classifying.reviewing`."""
    from csdforms.archive.secrecy.classifying.reviewing import due

    for one in due(ask.office, ask.person):
        yield Due("level", one.item or one.number, one.number, one.day)


def _requests_due(ask: Asked) -> Iterator[Due]:
    """Yield the requests about personal data that are not answered; who asks must prove it."""
    for row in _rows(ask.store, "personal_requests"):
        if row["state"] != "answered":
            yield Due("request", row["number"], row["file"], row["due"])


def _deregistrations_due(ask: Asked) -> Iterator[Due]:
    """Yield the applications for deregistration on which nobody has decided."""
    for row in _rows(ask.store, "deregistrations"):
        if row["state"] in _RUNNING:
            day = ask.calendar.after(day_of(row["at"]), _DECIDE_WITHIN)
            yield Due("deregistration", row["number"], row["file"], day)


def _lapses_due(ask: Asked) -> Iterator[Due]:
    """Yield the applications that lapse because they are suspended."""
    for row in _rows(ask.store, "deregistrations"):
        if row["state"] == "suspended" and row.get("suspended_at"):
            day = days_later(day_of(row["suspended_at"]), _LAPSES_AFTER)
            yield Due("lapse", row["number"], row["file"], day)


def _undo_due(ask: Asked) -> Iterator[Due]:
    """Yield the last days on which a deregistration by mistake can still be undone."""
    for card in _cards(ask.store, states.SEALED):
        if sealed := card.get("sealed"):
            day = ask.calendar.after(sealed["day"], _UNDO_WITHIN)
            if ask.day <= day:
                yield Due("undo", sealed["number"], card["number"], day)


def _revivals_due(ask: Asked) -> Iterator[Due]:
    """Yield the applications for revival that wait."""
    for row in _rows(ask.store, "revivals"):
        if row["state"] in _REVIVING:
            yield Due("revival", row["number"], row["file"], "")


def _retention_due(ask: Asked) -> Iterator[Due]:
    """Yield the sealed files past their retention, unless a legal hold keeps them."""
    for card in _cards(ask.store, states.SEALED):
        if is_over(card, ask.day) and not card.get("holds"):
            yield Due("retention", card["number"], card["number"], card["retention"]["until"])


def _approvals_due(ask: Asked) -> Iterator[Due]:
    """Yield the approvals of destruction lists by their last day, if he may know of all in them."""
    for row in _rows(ask.store, "destructions"):
        is_near = row["state"] == "approved" and row.get("valid_until")
        if is_near and all(knows(ask.store, ask.person, file, ask.at) for file in row["files"]):
            yield Due("approval", row["number"], "", row["valid_until"])


def _backups_due(ask: Asked) -> Iterator[Due]:
    """Yield the backups and copies that are to be rotated."""
    for key, row in ask.store.rows("backups"):
        if row.get("due") and "gone" not in row:
            yield Due("backup", str(key), "", row["due"])


def _cards(store: Store, state: str) -> Iterator[Document]:
    return (get_file(store, key) for key in store.find("files", "state", state))


def _rows(store: Store, table: str) -> Iterator[Document]:
    return (row for _, row in store.rows(table))


#: Of each kind what finds it.
FINDERS: Mapping[str, Callable[[Asked], Iterator[Due]]] = {
    "inspection": _inspections_due,
    "rectify": _to_rectify,
    "hold": _holds_due,
    "freeze": _freezes_due,
    "dormant": _dormant_due,
    "change": _changes_due,
    "merge": _mergers_due,
    "inform": _to_inform,
    "loan": _loans_due,
    "level": _levels_due,
    "request": _requests_due,
    "deregistration": _deregistrations_due,
    "lapse": _lapses_due,
    "undo": _undo_due,
    "revival": _revivals_due,
    "retention": _retention_due,
    "approval": _approvals_due,
    "backup": _backups_due,
}
