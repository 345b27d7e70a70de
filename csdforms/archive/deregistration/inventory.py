"""What lies in a file when it is sealed (封存清单): every paper, and one hash of them all.

An entry tells a paper by number and form, and by digests what it says; nothing of what it says, and
no title but the form's (archive.md §6.5). The hash is the SHA-256 of the list as canonical JSON.
What is filed later is no part of it. A paper that was destroyed by law since is struck off the
list, with the number of the list of destruction; its entry stays, and with it the hash.
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from csdforms.archive.items import digest_of
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.levels import RANKS, effective, item_level
from csdforms.archive.store import Document, Work
from csdforms.errors import UnknownFile

__all__ = ["differing", "hash_of", "inventory_of", "strike_off"]

SEALS = "seals"

#: What of an entry is not what the paper itself says: decided anew later, or told of it since.
_BESIDE = frozenset({"level", "struck"})


def inventory_of(reader: Reader, card: Mapping[str, Any]) -> list[Document]:
    """Return an entry for every version of the profile and every item, in order.

    ``{"number", "form", "title", "pages", "digest", "document", "level"}``: a version of the
    profile is numbered ``1``, ``2`` …; ``pages`` and ``document`` (the Word file's SHA-256) are
    absent where nobody knows or keeps them; ``level`` is that of the day.

    Args:
        reader: the store, or the work under the writer's lock.
        card: the file's card.
    """
    own = RANKS[effective(card)]
    found = [_entry(profile) | {"level": own} for profile in _having(reader, "profiles", card)]
    for item in _having(reader, "items", card):
        level = item_level(card, item["number"])
        found.append(_entry(item) | {"level": RANKS[level] if level else own})
    return found


def hash_of(file: str, inventory: Sequence[Mapping[str, Any]]) -> str:
    """Return the hash of a file's inventory; what was struck off since does not change it."""
    listed = [
        {name: value for name, value in entry.items() if name != "struck"} for entry in inventory
    ]
    plain = json.dumps(
        {"file": file, "inventory": listed},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def differing(
    reader: Reader, card: Mapping[str, Any], inventory: Sequence[Mapping[str, Any]]
) -> list[str]:
    """Return the numbers of the papers that are not what was sealed, or are gone (D20)."""
    present = {entry["number"]: entry for entry in inventory_of(reader, card)}
    return [
        entry["number"]
        for entry in inventory
        if "struck" not in entry and _said(entry) != _said(present.get(entry["number"], {}))
    ]


def strike_off(work: Work, card: Mapping[str, Any], items: Sequence[str], because: str) -> None:
    """Note that items of a sealed file were destroyed by law, and by which list (X16).

    For whoever destroys single items: what is gone by right is no alarm.

    Args:
        work: the work under the writer's lock, in which they are destroyed.
        card: the file's card.
        items: their numbers.
        because: the number of the list of destruction, ``XH-2026-0001``.

    Raises:
        UnknownFile: if the file is not sealed.
    """
    number = card.get("sealed", {}).get("number", "")
    for key in work.find(SEALS, "number", number) if number else ():
        seal = work.get(SEALS, key)
        assert seal is not None
        seal["inventory"] = [
            entry | {"struck": because} if entry["number"] in items else entry
            for entry in seal["inventory"]
        ]
        work.put(SEALS, key, seal)
        return
    raise UnknownFile(str(card["number"]), "封存")


def _having(reader: Reader, table: str, card: Mapping[str, Any]) -> Iterator[Document]:
    found = (reader.get(table, key) for key in reader.find(table, "file", card["number"]))
    return (document for document in found if document)


def _entry(paper: Mapping[str, Any]) -> Document:
    """Return the entry of an item, or of a version of the profile."""
    entry = {
        "number": paper.get("number", str(paper.get("version", ""))),
        "form": paper["form"],
        "title": paper.get("title", ""),
        "pages": paper.get("pages", 0),
        "digest": digest_of(paper["data"]),
        "document": paper.get("document", ""),
    }
    return {name: value for name, value in entry.items() if value}


def _said(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name not in _BESIDE}
