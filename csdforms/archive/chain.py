"""Reading a journal that may be damaged: what is wrong with each line, and all that can be read.

:mod:`csdforms.archive.journal` stops at the first damage, as a writer must; this goes on behind it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, NamedTuple

from csdforms.archive.line import BLANK, NO_HASH
from csdforms.archive.reading import FORMAT
from csdforms.archive.store import Change

__all__ = ["Chain", "Problem", "Reading", "called"]

_HEADER = re.compile(rb'\[(\{.*?\}),"([0-9a-f]{64})"', re.DOTALL)
_ANCHOR = re.compile(r"([1-9][0-9]*):([0-9a-f]{64})")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+08:00", re.ASCII)
_TABLES = {
    "acts": "操作说明",
    "alarms": "警示登记",
    "cases": "结案登记",
    "copies": "印件登记",
    "counters": "流水号",
    "drafts": "草稿",
    "files": "登记卡",
    "form_levels": "表单密级",
    "grants": "查阅授权",
    "items": "件",
    "keys": "密钥登记",
    "loans": "借阅登记",
    "profiles": "客户资料",
    "releases": "导出批准",
    "settings": "设置",
    "staff": "人员登记",
}


class Problem(NamedTuple):
    """One thing that is not as it should be, and where."""

    text: str  # a Chinese sentence
    line: int | None = None  # counted from 1
    document: str | None = None  # the SHA-256 that is its name
    is_error: bool = True  # False: nothing is lost, and nothing kept was changed
    log: bool = False  # the line is one of the log of access, and not of the journal

    def __str__(self) -> str:
        where = "查阅日志" if self.log else ""
        return self.text if self.line is None else f"{where}第 {self.line} 行：{self.text}"


class Reading(NamedTuple):
    """A line as far as it can be read."""

    no: int
    at: str
    act: str
    subject: str
    changes: list[tuple[Change, bytes]]


class Chain:
    """The lines: each in itself, and each joined to the one before.

    Args:
        anchor: ``<no>:<hash>`` of an earlier last line, if one was kept elsewhere.
        word: what line 1 must say that this is.
        log: whether it is the log of access.
    """

    def __init__(self, anchor: str | None, *, word: str = FORMAT, log: bool = False) -> None:
        self.problems: list[Problem] = []
        self.archive = ""
        self.position = 0
        self.first_at = self.last_at = self.first_anchor = self.anchor = ""
        self._format = word
        self._log = log
        self._called = "查阅日志" if log else "日志"
        self.lost_from: int | None = None
        self._next_no = 1
        self._hashes: tuple[str, ...] = (NO_HASH,)  # stated and true; none: cannot be read
        self._kept = _ANCHOR.fullmatch(anchor) if anchor else None
        if anchor and not self._kept:
            self._say(f"锚 {anchor} 不是“行号:哈希”的样子，没有用来核对")

    def _say(self, text: str, line: int | None = None) -> None:
        self.problems.append(Problem(text + "。", line, log=self._log))

    def _lose(self, text: str) -> None:
        """Name a problem behind which the chain proves nothing."""
        if self.lost_from is None:
            self.lost_from = self.position
            text += "；从这一行起，不能再由前面的行得到证明"
        self._say(text, self.position)

    def read(self, raw: bytes) -> Reading | None:
        """Check the next line, and return what can be read of it."""
        self.position += 1
        match = _HEADER.match(raw)
        header = _header(match[1]) if match else None
        if not match or header is None:
            self._lose("不是档案库的行，内容读不出来")
            self._hashes = ()
            self._next_no += 1
            return None
        stated, true = match[2].decode(), sha256(match[1]).hexdigest()
        if stated != true:
            self._lose("表头与它的哈希不符，表头被改动过")
        if header["no"] != self._next_no:
            self._lose(f"行号应为 {self._next_no}，实为 {header['no']}，这里有行被删去、插入或调换")
        elif self._hashes and header["prev"] not in self._hashes:
            self._lose("接不上前一行，前一行被改写过，或已不是原来那一行")
        self._hashes = (stated, true)
        self._next_no = header["no"] + 1
        self._note(header, true)
        return Reading(
            header["no"],
            header["at"],
            header["act"],
            header["subject"],
            list(self._payloads(header, raw[match.end() :])),
        )

    def _note(self, header: dict[str, Any], true: str) -> None:
        at = header["at"]
        if self.position == 1:
            self.archive = str(header.get("archive", ""))
            self.first_at = at
            self.first_anchor = f"{header['no']}:{true}"
            if header.get("format") != self._format:
                self._say(f"没有写明格式 {self._format}", 1)
        if not _MOMENT.fullmatch(at):
            self._say("时间的写法不对", self.position)
        elif at < self.last_at:
            self._say("时间早于前一行", self.position)
        self.last_at = at
        self.anchor = f"{header['no']}:{true}"
        if self._kept and header["no"] == int(self._kept[1]) and true != self._kept[2]:
            self._say("哈希与锚不同：这一行或以前的行被改写过", self.position)

    def _payloads(self, header: dict[str, Any], rest: bytes) -> Iterator[tuple[Change, bytes]]:
        """Cut the payloads out; each is checked by itself."""
        place = 0
        for fields in header["changes"]:
            change = Change(*fields)
            if rest[place : place + 1] != b",":
                self._say(f"从{called(change)}起，内容缺失或分不开", self.position)
                return
            place += 1
            payload = BLANK
            if not rest.startswith(BLANK, place):
                payload = rest[place : place + change.size]
                if sha256(payload).hexdigest() != change.digest:
                    self._say(f"{called(change)}与它的摘要不符，内容被改动过", self.position)
                    payload = _one_value(rest, place)
            place += len(payload)
            yield change, payload
        if rest[place:] not in (b"]\n", b"]"):
            self._say("行尾多出了内容，或不完整", self.position)

    def finish(self) -> None:
        """Say what only the end can tell."""
        if not self.position:
            self._say(f"{self._called}是空的")
        if self._kept and int(self._kept[1]) >= self._next_no:
            upto = f"{self._called}只到第 {self._next_no - 1} 行"
            self._say(f"锚在第 {self._kept[1]} 行，而{upto}：末尾被截去")


def _header(head: bytes) -> dict[str, Any] | None:
    """Return a header, None if it is not one."""
    try:
        header = json.loads(head)
        is_one = (
            type(header["no"]) is int
            and all(type(header[name]) is str for name in ("at", "actor", "act", "subject", "prev"))
            and all(_is_change(*change) for change in header["changes"])
        )
    except (KeyError, TypeError, ValueError, RecursionError):
        return None
    return header if is_one else None


def _is_change(table: object, key: object, digest: object, size: object) -> bool:
    return (
        type(table) is str
        and type(key) is int
        and (digest is None or type(digest) is str)
        and type(size) is int
        and size >= len(BLANK)
    )


def _one_value(rest: bytes, place: int) -> bytes:
    """Return the JSON value that stands here, to go on behind it; nothing if there is none."""
    text = rest[place:].decode(errors="surrogateescape")
    try:
        end = json.JSONDecoder().raw_decode(text)[1]
    except (ValueError, RecursionError):
        return b""
    return text[:end].encode(errors="surrogateescape")


def called(change: Change) -> str:
    """Return what a document is called in a sentence."""
    return f"{_TABLES.get(change.table, change.table)}（{change.table} {change.key}）"
