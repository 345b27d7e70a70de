"""What is past its retention, and how it stands in a list that is kept for good (archive.md §7).

A list names an organisation, and of a personal file, a sole trader's too, its number and kind
alone (X10).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from csdforms.archive import states
from csdforms.archive.actor import day_of
from csdforms.archive.destruction.item_retention import (
    PERIODS,
    is_item_over,
    item_until,
    must_be_kept,
    period_of,
)
from csdforms.archive.destruction.records import Due
from csdforms.archive.destruction.retention import CLASSES, is_over
from csdforms.archive.lookup import files_of, get_file, survivor
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.levels import effective, item_level
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.sight import is_listed
from csdforms.archive.store import Document

if TYPE_CHECKING:
    from csdforms.archive.deregistration.ledgers import Ledgers

__all__ = [
    "OPEN_LISTS",
    "card_of_file",
    "due",
    "due_of",
    "is_apart",
    "item_of",
    "items_of_file",
    "level_of_item",
    "line_of",
    "matters_of",
    "open_rows",
    "owner_of",
    "title_of",
    "whole",
]

_TITLES = {"G": "个体工商户档案", "Z": "个人客户档案"}
_REQUESTS = "G11"
#: The states of a list of destruction, or of an appraisal, that runs.
OPEN_LISTS = frozenset({"open", "proposed", "endorsed", "approved", "counting", "executing"})
#: The states in which single items of a file are destroyed by themselves.
_ITEMS_APART = frozenset({states.ACTIVE, states.DORMANT, states.FROZEN, states.SEALED})


def due(reader: Reader, person: Person, at: str) -> Iterator[Due]:
    """Yield the files past their retention of which somebody may know, then the items apart."""
    from csdforms.archive.deregistration.ledgers import Ledgers

    day, ledgers = day_of(at), Ledgers(reader)
    for key in reader.find("files", "state", states.SEALED):
        card = get_file(reader, key)
        if is_over(card, day) and is_listed(person, card):
            yield due_of(reader, card, None, at, ledgers=ledgers)
    for form in PERIODS:
        for key in reader.find("items", "form", form):
            item = reader.get("items", key)
            card = owner_of(reader, item["file"]) if item and item["file"] else {}
            if item and card and is_listed(person, card) and is_apart(reader, card, item, day):
                yield due_of(reader, card, item, at)


def due_of(
    reader: Reader,
    card: Document,
    item: Document | None,
    at: str,
    *,
    ledgers: Ledgers | None = None,
) -> Due:
    """Return a file, or an item in it, as it is brought before the group.

    ``ledgers`` is what was read for other files already.
    """
    day = day_of(at)
    what = (card["number"], item["number"] if item else "", card["kind"], title_of(card, item))
    held = bool(card.get("holds"))
    if item:
        period = period_of(card, item["form"])
        code = period.title if period else "鉴定决定"
        last = item_until(reader, card, item) or ""
        return Due(*what, level_of_item(card, item["number"]), code, last, held)
    retention = card["retention"]
    kept = (one for one in items_of_file(reader, card) if must_be_kept(reader, card, one, day))
    return Due(
        *what,
        effective(card),
        retention["code"],
        retention["until"],
        held,
        matters_of(reader, card, at, ledgers=ledgers),
        tuple(one["number"] for one in kept),
    )


def line_of(
    reader: Reader, card: Document, item: Document | None, at: str, *, reason: str
) -> Document:
    """Return a file, or an item in it, as a line of a list; its number in the list is missing."""
    found = due_of(reader, card, item, at)
    code = found.code if item else CLASSES[found.code].title
    begins = day_of(item["filed_at"]) if item else card["retention"]["from"]
    line: Document = {"file": found.file, "kind": found.kind, "title": found.title}
    line |= {"item": found.item} if item else {}
    return line | {
        "year": (item["filed_at"] if item else card["created_at"])[:4],
        "code": code,
        "due": found.until,
        "kept": _span(begins, day_of(at)),
        "pages": 0,
        "items": 1 if item else sum(one["versions"] + one["items"] for one in whole(reader, card)),
        "copies": _copies(reader, found.file, found.item),
        "level": found.level,
        "reason": reason,
        "remark": "",
    }


def title_of(card: Mapping[str, Any], item: Mapping[str, Any] | None = None) -> str:
    """Return what a list calls a file or an item: of a person, a kind and a section alone."""
    title = _TITLES.get(card["kind"], "") or str(card["name"])
    if item is None:
        return title
    return f"{title}·{item['section']} {item['title'] if card['kind'] == 'F' else ''}".strip()


def open_rows(reader: Reader, table: str, file: str) -> Iterator[tuple[int, Document]]:
    """Yield the appraisals or lists that run and name a file."""
    for key in reader.find(table, "file", file):
        row = reader.get(table, key)
        if row and row["state"] in OPEN_LISTS:
            yield key, row


def matters_of(
    reader: Reader, card: Document, at: str, *, but: str = "", ledgers: Ledgers | None = None
) -> tuple[str, ...]:
    """Return what is open in a file, by the lines of the joint check.

    ``but`` is left out: the request about personal data that is being carried out.
    """
    from csdforms.archive.deregistration.findings import open_matters

    found = open_matters(reader, card, at=at, ledgers=ledgers)
    return tuple(
        sorted({one.line for one in found if not (one.line == _REQUESTS and one.source == but)})
    )


def level_of_item(card: Mapping[str, Any], number: str) -> int:
    """Return the level of an item; it is its file's where nothing was decided about it."""
    return item_level(card, number) or effective(card)


def items_of_file(reader: Reader, card: Document) -> list[Document]:
    """Return the items of a file, with those of the files that were merged into it."""
    numbers = [one["number"] for one in whole(reader, card)]
    keys = [key for number in numbers for key in reader.find("items", "file", number)]
    return [item for item in (reader.get("items", key) for key in keys) if item]


def whole(reader: Reader, card: Document) -> list[Document]:
    """Return the cards of a file and of those that were merged into it, itself first."""
    return [card, *(card_of_file(reader, one) for one in files_of(reader, card["number"])[1:])]


def owner_of(reader: Reader, number: str) -> Document:
    """Return the card of a file, or of the one into which it was merged."""
    return get_file(reader, survivor(reader, reader.find("files", "number", number)[0]))


def item_of(reader: Reader, number: str) -> Document | None:
    """Return an item, None if it is not there any more."""
    keys = reader.find("items", "number", number)
    return reader.get("items", keys[0]) if keys else None


def card_of_file(reader: Reader, number: str) -> Document:
    """Return the card of a file that is there."""
    return get_file(reader, reader.find("files", "number", number)[0])


def is_apart(reader: Reader, card: Document, item: Document, day: str) -> bool:
    """Whether an item's own period is over while its file goes on being kept."""
    return (
        card["state"] in _ITEMS_APART
        and not is_over(card, day)
        and is_item_over(reader, card, item, day)
        and not any(
            line.get("item") == item["number"] and "pulled" not in line
            for table in ("appraisals", "destructions")
            for _, row in open_rows(reader, table, card["number"])
            for line in row["lines"]
        )
    )


def _copies(reader: Reader, file: str, item: str) -> int:
    """Return how many copies of it are out, on paper or in an export."""
    from csdforms.archive.secrecy.outgoing.copy_register import of_file

    found = (copy for _, copy in of_file(reader, file))
    return sum(not copy.recalled and item in ("", copy.item) for copy in found)


def _span(first: str, last: str) -> str:
    """Return for how long something has been kept, in whole years and months.

    >>> _span("2026-12-31", "2037-01-01"), _span("2026-03-05", "2026-09-04")
    ('10年0个月', '0年5个月')
    """
    begin, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    months = (end.year - begin.year) * 12 + end.month - begin.month - (end.day < begin.day)
    years, rest = divmod(max(months, 0), 12)
    return f"{years}年{rest}个月"
