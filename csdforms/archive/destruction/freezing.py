"""A list is frozen as it was proposed, and so is each file on it (archive.md §7.4, X03).

The list by the SHA-256 of its lines; each file by the digest of its own card, which it bears while
it is listed (``listed``: ``{"list": "XH-…", "digest": "…"}``), so that whatever is changed in it
afterwards shows. That digest goes with the file: in the list it would tell of a person.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from csdforms.archive.actor import day_of
from csdforms.archive.destruction.item_retention import is_item_over
from csdforms.archive.destruction.listing import card_of_file, item_of, level_of_item, matters_of
from csdforms.archive.records import Reader
from csdforms.archive.store import Document

__all__ = ["changed", "digest_of_card", "digest_of_lines"]

#: Of a card, what changes while a file goes through its destruction.
_GOES_ON = frozenset({"state", "listed"})


def changed(reader: Reader, row: Document, line: Document, at: str) -> str:
    """Return what is no longer as it was when a line was listed, "" if all is."""
    card = card_of_file(reader, line["file"])
    if card.get("holds"):
        return "设有法律保全"
    if "item" in line:
        item = item_of(reader, line["item"])
        if item is None or not (line.get("split") or is_item_over(reader, card, item, day_of(at))):
            return "这一件已有变动，或保管期限未满"
        if level_of_item(card, line["item"]) != line["level"]:
            return "密级已变动"
        return ""
    if card.get("listed") != {"list": row["number"], "digest": digest_of_card(card)}:
        return "清册编制以后档案有变动"
    opened = matters_of(reader, card, at, but=row.get("request", ""))
    return "清册编制以后有了未了事项" if opened else ""


def digest_of_card(card: Mapping[str, Any]) -> str:
    """Return the SHA-256 of all that a card says but where its destruction stands."""
    return _digest({name: value for name, value in card.items() if name not in _GOES_ON})


def digest_of_lines(lines: list[Document]) -> str:
    """Return the SHA-256 by which a list is frozen: of its lines as canonical JSON.

    What was added in the execution (``done_at``) does not count.
    """
    return _digest([{k: v for k, v in line.items() if k != "done_at"} for line in lines])


def _digest(value: Any) -> str:
    plain = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()
