"""What the calendar asks for: terms to end, raises to confirm, levels to review (archive.md §4.2).

The clock alone opens nothing. What is due is listed; it takes effect by the act that settles it,
which releases what nobody extended in time, and lets raises fall back that nobody confirmed. While
a proposal or a raise waits for its decision, nothing is released.
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from csdforms.archive.actor import day_of
from csdforms.archive.office import Office
from csdforms.archive.secrecy.classifying.consequences import Decision, copies_out, put_change
from csdforms.archive.secrecy.classifying.deciding import level_in, may_decide
from csdforms.archive.secrecy.classifying.periods import days_later, years_later
from csdforms.archive.secrecy.levels import (
    CONFIDENTIAL,
    Entry,
    entry_of,
    floor,
    items_of,
    with_entry,
)
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.resolving import known
from csdforms.archive.states import is_on_file
from csdforms.archive.store import Act, Document, Work

__all__ = ["Matter", "due", "settle"]

#: Where an entry says what waits.
_SAID = {"decide": "proposed", "confirm": "raised"}
_AHEAD = 30  # days before the end of a term, or before a year since the last review, is over


class Matter(NamedTuple):
    """One thing that waits for somebody."""

    kind: str  # decide, confirm, expire, review, recall
    number: str
    item: str  # "": the file itself; of a class of forms, which has no number, the form
    level: int
    day: str  # the last day for it, "" if there is none
    said: Mapping[str, Any]  # what is proposed or raised, by whom, and why

    def __repr__(self) -> str:
        return f"Matter({self.kind!r}, {self.number!r}, {self.item!r})"


def due(office: Office, person: Person) -> tuple[Matter, ...]:
    """Return what is due in the files of which a person may know, the most urgent first."""
    at = office.moment()
    matters = [
        Matter("decide", "", rule["form"], rule.get("level", 0), "", rule["proposed"])
        for _, rule in office.store.rows("form_levels")
        if "proposed" in rule
    ]
    for _, card in office.store.rows("files"):
        if is_on_file(card["state"]) and known(office.store, person, card, at):
            matters += _of_card(office, card, day_of(at))
    return tuple(sorted(matters, key=lambda matter: (matter.day, matter.number, matter.item)))


def _of_card(office: Office, card: Document, today: str) -> Iterator[Matter]:
    soon = days_later(today, _AHEAD)
    for item in ("", *items_of(card)):
        entry, level = entry_of(card, item), level_in(card, item)
        dates = {
            "decide": "" if "proposed" in entry else None,
            "confirm": entry["raised"]["due"] if "raised" in entry else None,
            "expire": _by(entry.get("until"), soon),
            "review": _by(_next_review(card, entry), soon) if level >= CONFIDENTIAL else None,
        }
        for kind, day in dates.items():
            if day is not None:
                said = entry.get(_SAID.get(kind, ""), {})
                yield Matter(kind, card["number"], item, level, day, said)
    for copy in copies_out(office.store, card["number"]):
        yield Matter("recall", card["number"], copy.item, level_in(card, copy.item), "", {})


def _by(day: str | None, latest: str) -> str | None:
    return day if day is not None and day <= latest else None


def _next_review(card: Document, entry: Entry) -> str:
    last = entry.get("reviewed") or entry.get("on") or day_of(card["created_at"])
    return years_later(last, 1)


def settle(work: Work, person: Person, at: str) -> list[Decision]:
    """Let fall back and release what is over in files that are a person's to decide on.

    A raise falls back the day after its last day, a term ends the day after its last one. A
    person's file stops at 内部, an organisation's becomes 公开.
    """
    done = []
    for key in range(1, work.last_key("files") + 1):
        card = work.get("files", key)
        if card is None or not is_on_file(card["state"]) or not may_decide(person, card):
            continue
        for item in ("", *items_of(card)):
            for name, entry in _over(card, item, day_of(at)):
                after = with_entry(card, entry, item)
                act = Act(name, person.account, at, card["number"])
                done.append(put_change(work, key, (card, after), item, act))
                card = after
    return done


def _over(card: Document, item: str, today: str) -> Iterator[tuple[str, Entry]]:
    """Yield what is to be said of a file, or of an item, as each thing in turn is over."""
    entry = entry_of(card, item)
    if "raised" in entry and entry["raised"]["due"] < today:
        entry = {name: said for name, said in entry.items() if name != "raised"}
        yield "fallback", entry
    if entry.get("until", today) < today and not entry.keys() & {"raised", "proposed"}:
        decided = {name: entry[name] for name in ("by", "power") if name in entry}
        yield "expire", decided | {"level": floor(card), "on": today, "released": today}
