"""What of a journal's lines need not be kept: one rule for every store, told from the headers.

Blanked are superseded versions of what may change; every version of what was removed; and the
words of the acts about what was destroyed by law, up to the line ``destroy``, which keeps its own.
Headers stay, and with them the proof (archive.md §7).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from csdforms.archive.line import BLANK, offsets
from csdforms.archive.states import DESTROYED
from csdforms.archive.store import KEPT_WHOLE, OF_FILE, OWN_TABLES, Change, Line

__all__ = ["COMPACT", "DESTROY", "Compaction", "Destroyed", "is_tombstone", "may_remove"]

#: The act after which superseded payloads may be blank, and that of what is destroyed by law: its
#: subject is the number of the file, or of the single item.
COMPACT, DESTROY = "compact", "destroy"
#: The act about several files at once whose words may be about one of them.
_EXPORT = "export"
_DRAFTS = "drafts"


def is_tombstone(card: Mapping[str, Any]) -> bool:
    """Whether a card is what is left of a file that was destroyed, finished or not."""
    return "destroyed_at" in card or card.get("state") == DESTROYED


def may_remove(table: str, act: str) -> bool:
    """Whether an act may take documents out of a table; programs may out of their own."""
    return table not in OWN_TABLES or table == _DRAFTS or (act == DESTROY and table in OF_FILE)


class Destroyed:
    """Which files and items were destroyed by law, and out of which drafts the files came.

    Feed it the lines in order; the headers are enough.
    """

    def __init__(self) -> None:
        self._since: dict[str, int] = {}
        self._drafts: dict[int, str] = {}  # the number of each draft, by its key
        self._came_from: dict[str, list[str]] = {}  # the drafts of a file

    def see(self, no: int, act: str, subject: str, changes: Iterable[Change]) -> None:
        """Take in a line."""
        for table, key, digest, _ in changes:
            if table == _DRAFTS and digest is not None:
                self._drafts.setdefault(key, subject)
            elif table == _DRAFTS and self._drafts.get(key, subject) != subject:
                self._came_from.setdefault(subject, []).append(self._drafts[key])
        if act == DESTROY:
            for name in self.names(subject):
                self._since.setdefault(name, no)

    def __bool__(self) -> bool:
        """Whether anything was destroyed."""
        return bool(self._since)

    def names(self, subject: str) -> tuple[str, ...]:
        """Return under which subjects there are acts about a file: its number, and its drafts'."""
        return (subject, *self._came_from.get(subject, ()))

    def since(self, subject: str) -> int:
        """Return the number of the line that destroyed a file or an item, 0 if none did."""
        return self._since.get(subject, 0)


class Compaction:
    """Tells which payloads are kept. See all lines first; then ask of each."""

    def __init__(self) -> None:
        self._newest: dict[tuple[str, int], str | None] = {}
        self._removed: set[tuple[str, int]] = set()
        self._destroyed = Destroyed()
        self._exports: dict[int, list[str]] = {}  # the files that each line of the kind names

    def see(self, line: Line, raw: bytes) -> None:
        """Take in a line."""
        for change in line.changes:
            name = (change.table, change.key)
            if change.table not in KEPT_WHOLE:
                self._newest[name] = change.digest
            elif change.digest is None:
                self._removed.add(name)
        self._destroyed.see(line.no, line.act, line.subject, line.changes)
        if line.act == _EXPORT and not line.subject:
            self._exports[line.no] = _files(line, raw)

    def keep(self, line: Line, change: Change) -> bool:
        """Whether a payload of a line is kept."""
        name = (change.table, change.key)
        if change.table == "acts":
            return not self._is_about_gone(line)
        if change.table in KEPT_WHOLE:
            return name not in self._removed
        return self._newest[name] == change.digest

    def _is_about_gone(self, line: Line) -> bool:
        """Whether a line is about nothing but what was destroyed by a later one."""
        if line.no < self._destroyed.since(line.subject):
            return True
        items = [("items", change.key) for change in line.changes if change.table == "items"]
        if items and line.act != DESTROY:
            return self._removed.issuperset(items)
        files = self._exports.get(line.no)
        return bool(files) and all(line.no < self._destroyed.since(file) for file in files or ())


def _files(line: Line, raw: bytes) -> list[str]:
    """Return the files that an act names in its detail, in clear in a sealed archive too."""
    start = offsets(line, raw)[0]
    if raw.startswith(BLANK, start):
        return []
    named = json.loads(raw[start : start + line.changes[0].size])["document"]["detail"].get("files")
    return [name for name in named if isinstance(name, str)] if isinstance(named, list) else []
