"""Archives written by hand, line by line, so that anything can be wrong with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from csdforms.archive.documents import Documents
from csdforms.archive.line import NO_HASH, encode
from csdforms.archive.store import Act

UUID = "6f0d3a5e-6c1b-4f4e-9c0e-3f2a5b7c8d9e"
NUMBER = "KH-F-2026-000001-4"
SECOND = "KH-Z-2026-000002-2"

Change = tuple[str, int, dict[str, Any] | None]


class Paper:
    """An archive's folder; add lines, change them, and save."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lines: list[bytes] = []
        self.hash = NO_HASH
        self.add("init")

    def add(self, act: str, *changes: Change, subject: str = "", **header: Any) -> int:
        """Add a line; return its number."""
        no: int = header.pop("no", len(self.lines) + 1)
        at = header.pop("at", f"2026-03-05T14:05:{no:02}.000000+08:00")
        done = Act(act, "zhang", at, subject)
        extras = {"format": "csdforms-archive 1", "archive": UUID} if no == 1 else None
        extras = header.pop("extras", extras)
        raw, line, _ = encode(no, done, changes, self.hash, extras=extras, **header)
        self.lines.append(raw)
        self.hash = line.hash
        return no

    def put(self, content: bytes) -> str:
        """Store a document; return its digest."""
        self.folder.mkdir(exist_ok=True)
        return Documents(self.folder / "documents").put(content)

    def save(self) -> Path:
        """Write the journal; return the folder."""
        self.folder.mkdir(exist_ok=True)
        (self.folder / "journal.jsonl").write_bytes(b"".join(self.lines))
        return self.folder


def counter(serial: int = 1, year: int = 2026) -> Change:
    return "counters", year, {"serial": serial}


def card(number: str = NUMBER, key: int = 1, **more: Any) -> Change:
    return "files", key, {"number": number, "kind": "F", "state": "ACTIVE", "name": "甲", **more}


def profile(key: int = 1, file: str = NUMBER, **more: Any) -> Change:
    return "profiles", key, {"file": file, "version": key, "form": "f", "data": {}, **more}


def item(key: int = 1, number: str = f"{NUMBER}/3.2-2026-0001", **more: Any) -> Change:
    file = number.partition("/")[0]
    return "items", key, {"number": number, "file": file, "form": "f", "data": {}, **more}
