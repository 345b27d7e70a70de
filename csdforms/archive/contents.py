"""What a journal's lines say, taken together: numbers, references, what was blanked and why."""

from __future__ import annotations

import json
import sys
from array import array
from typing import Any

from csdforms.archive import numbers
from csdforms.archive.chain import Problem, Reading, called
from csdforms.archive.compacting import COMPACT, DESTROY, Destroyed, is_tombstone, may_remove
from csdforms.archive.line import BLANK
from csdforms.archive.serials import DEPARTMENT
from csdforms.archive.store import OF_FILE, Change, Document
from csdforms.errors import InvalidNumber

__all__ = ["Contents"]

_SERIAL = slice(5, 16)  # the year and serial of KH-F-2026-000001-4


class Contents:
    """The documents of all lines, as far as their references need them.

    Feed it the lines in order, then call :meth:`finish`.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.files: dict[int, str] = {}  # the number of each customer's file, by its key
        self.items = 0
        self._owners: dict[str, int] = {}  # the file that has a year and serial
        self._item_numbers: set[int] = set()  # their hashes: a million of them must fit
        self._counters: dict[int, Document] = {}
        self._used: dict[int, int] = {}  # the highest serial of a year
        self._last_keys = {"items": 0, "profiles": 0}
        self._unknown: dict[str, int] = {}  # numbers referred to, and the line that does it first
        self._blank: dict[tuple[str, int], tuple[int, str]] = {}  # line and subject
        self._superseded = array("Q")  # lines with blank payloads that a later version replaced
        self._mentions: dict[tuple[str, int], tuple[bytes, int]] = {}  # by what, and in which line
        self._destroyed = Destroyed()
        self._of_file: dict[str, dict[int, str]] = {table: {} for table in OF_FILE}
        self._blank_items: dict[int, int] = {}  # the line that wrote an item whose act is blank

    def _say(self, text: str, line: int | None = None) -> None:
        self.problems.append(Problem(text + "。", line))

    @property
    def mentioned(self) -> dict[bytes, int]:
        """The Word documents that must be there, each with the line that speaks of it first."""
        return dict(reversed(self._mentions.values()))

    def take(self, line: Reading, position: int) -> None:
        """Take in what a line changes."""
        self._destroyed.see(line.no, line.act, line.subject, [change for change, _ in line.changes])
        acts = [change.key for change, _ in line.changes if change.table == "acts"]
        if acts != [line.no]:
            self._say("没有写明这次操作的理由（acts），或写了不止一次", position)
        for change, payload in line.changes:
            at = (change.table, change.key)
            if at in self._blank:
                self._superseded.append(self._blank.pop(at)[0])
            if change.digest is None:
                self._take_removal(line, change, position)
            elif payload == BLANK:
                self._blank[at] = (position, line.subject)
                self._note_blank(line, change)
            else:
                self._take_document(line, change, payload, position)
        self._explain(line)

    def _explain(self, line: Reading) -> None:
        """Forget what is blank, and may be, after this line."""
        if line.act == COMPACT:
            del self._superseded[:]
            gone: tuple[str, ...] = ("",) if self._destroyed else ()  # said of several files
        elif line.act == DESTROY:
            gone = self._destroyed.names(line.subject)
        else:
            return
        if gone:
            self._blank = {at: of for at, of in self._blank.items() if of[1] not in gone}

    def _take_removal(self, line: Reading, change: Change, position: int) -> None:
        """Take in that a document was taken out: drafts are, and what is destroyed by law."""
        self._mentions.pop((change.table, change.key), None)
        file = self._of_file.get(change.table, {}).pop(change.key, "")
        if not may_remove(change.table, line.act):
            self._say(f"{called(change)}被移去，而档案只增不减", position)
        elif file and line.subject.partition("/")[0] != file:
            self._say(f"{called(change)}被移去，而销毁的是另一份档案", position)
        elif change.table == "items" and change.key in self._blank_items:
            self._blank.pop(("acts", self._blank_items.pop(change.key)), None)

    def _note_blank(self, line: Reading, change: Change) -> None:
        """Remember that a file was there, whose card can no longer be read."""
        if change.table == "files" and _is_number(line.subject):
            self.files.setdefault(change.key, line.subject)
            self._owners.setdefault(line.subject[_SERIAL], change.key)
        elif change.table == "items" and ("acts", line.no) in self._blank:
            self._blank_items[change.key] = line.no

    def _take_document(self, line: Reading, change: Change, payload: bytes, position: int) -> None:
        try:
            document: Any = json.loads(payload)["document"]
        except (ValueError, KeyError, TypeError, RecursionError):
            document = None
        if not isinstance(document, dict):
            self._say(f"{called(change)}读不出来", position)
        elif change.table == "files":
            self._take_card(change.key, document, position)
            self._take_state(document, position)
        elif change.table == "counters":
            self._counters[change.key] = document
        elif change.table in OF_FILE:
            self._take_owner(change, document, position)
            if change.table in self._last_keys:
                self._take_kept(change, document, position)

    def _take_card(self, key: int, card: Document, position: int) -> None:
        number = card.get("number")
        if not _is_number(number):
            self._say(f"登记卡（files {key}）的档案号写法或校验码不对", position)
            return
        assert isinstance(number, str)
        if self._owners.setdefault(number[_SERIAL], key) != key:
            self._say(f"档案号 {number} 的流水号已属于另一份档案", position)
        if self.files.setdefault(key, number) != number:
            self._say(f"档案号由 {self.files[key]} 变成了 {number}", position)
        year, serial = (int(part) for part in number[_SERIAL].split("-"))
        self._used[year] = max(serial, self._used.get(year, 0))
        for name in ("parent", "merged_into"):
            if name in card:
                self._refer(card[name], position)

    def _take_state(self, card: Document, position: int) -> None:
        """Take in that a file was destroyed: by a line that says so, and for good."""
        number = str(card.get("number"))
        if is_tombstone(card) and not self._destroyed.since(number):
            self._say(f"档案 {number} 写作已销毁，而没有销毁的记录", position)
        elif not is_tombstone(card) and self._destroyed.since(number):
            self._say(f"档案 {number} 已销毁，而登记卡又有了内容", position)

    def _take_owner(self, change: Change, document: Document, position: int) -> None:
        """Take in to which file a document belongs."""
        file = sys.intern(str(document.get("file") or DEPARTMENT))
        self._of_file[change.table][change.key] = file
        if self._destroyed.since(file):
            self._say(f"{called(change)}属于已销毁的档案 {file}", position)

    def _take_kept(self, change: Change, document: Document, position: int) -> None:
        """Take in what is written once: a version of a profile, an item."""
        if change.key <= self._last_keys[change.table]:
            self._say(f"{called(change)}又写了一次，而它写入后不应再变", position)
            return
        self._last_keys[change.table] = change.key
        file, digest = document.get("file"), document.get("document")
        if change.table == "items":
            self.items += 1
            self._take_item_number(document.get("number"), file, position)
        if file or change.table == "profiles":  # the department's own papers belong to no file
            self._refer(file, position)
        if digest is not None:
            try:
                self._mentions[change.table, change.key] = (bytes.fromhex(digest), position)
            except (TypeError, ValueError):
                self._say(f"{called(change)}的文档哈希写法不对", position)

    def _take_item_number(self, number: object, file: object, position: int) -> None:
        if not isinstance(number, str) or not _is_item_number(number, file):
            self._say("件号写法不对，或不属于所在的档案", position)
        elif hash(number) in self._item_numbers:
            self._say(f"件号 {number} 已经用过", position)
        else:
            self._item_numbers.add(hash(number))

    def _refer(self, number: object, position: int) -> None:
        if not self._has(str(number)):
            self._unknown.setdefault(str(number), position)

    def _has(self, number: str) -> bool:
        return self.files.get(self._owners.get(number[_SERIAL], 0)) == number

    def finish(self) -> None:
        """Say what only the end can tell."""
        for number, position in self._unknown.items():
            if not self._has(number):
                self._say(f"所属的档案 {number} 不存在", position)
        for year, used in self._used.items():
            counter = self._counters.get(year, {})
            known = max(counter.get("serial", 0), counter.get("highest", 0))
            if known < used:
                self._say(f"{year} 年的流水号只记到 {known}，而档案号已用到 {used}")
        blank = [*self._superseded, *(line for line, _ in self._blank.values())]
        for position in sorted(set(blank)):
            self._say("有内容被抹去，而没有整理或销毁的记录可以说明", position)


def _is_number(number: object) -> bool:
    try:
        return isinstance(number, str) and numbers.read(number) == number
    except InvalidNumber:
        return False


def _is_item_number(number: str, file: object) -> bool:
    try:
        return numbers.read_item(number) == number and number.startswith(f"{file or DEPARTMENT}/")
    except InvalidNumber:
        return False
