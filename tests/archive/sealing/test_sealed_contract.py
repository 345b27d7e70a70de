"""A sealed archive keeps the contract of the store beneath; what differs is said here."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from archive.memory_store import MemoryStore
from archive.store_contract import (
    ARCHIVE,
    CARD,
    DOCX,
    INIT,
    PERSON,
    Place,
    StoreContract,
    act,
    put,
)

from csdforms.archive.documents import SEALED
from csdforms.archive.sealing.keys import ArchiveKey
from csdforms.archive.sealing.sealed_store import SealedStore
from csdforms.archive.sql import SqlStore
from csdforms.archive.store import Store
from csdforms.archive.tiny import TinyStore
from csdforms.errors import DamagedArchive

KEY = ArchiveKey(bytes(range(32)))


class Folder:
    def __init__(self, folder: Path, closing: contextlib.ExitStack) -> None:
        self.folder = folder
        self.closing = closing

    def create(self) -> SealedStore:
        raw = TinyStore.create(self.folder, ARCHIVE, INIT)
        return self.closing.enter_context(SealedStore.create(raw, INIT, KEY, self.folder))

    def open(self) -> SealedStore:
        raw = TinyStore.open(self.folder)
        return self.closing.enter_context(SealedStore(raw, KEY, self.folder))


class Database:
    def __init__(self, url: str, closing: contextlib.ExitStack) -> None:
        self.url = url
        self.closing = closing

    def create(self) -> SealedStore:
        raw = SqlStore.create(self.url, ARCHIVE, INIT)
        return self.closing.enter_context(SealedStore.create(raw, INIT, KEY, self.url))

    def open(self) -> SealedStore:
        return self.closing.enter_context(SealedStore(SqlStore.open(self.url), KEY, self.url))


class SealedContract(StoreContract):
    lines = 2  # the second has the keys

    def test_the_chain_can_be_followed_by_anybody(self, store: Store) -> None:
        put(store, "files", 1, CARD)
        put(store, "files", 2, PERSON)
        assert isinstance(store, SealedStore)
        before = "0" * 64
        for raw, line in zip(store.raw_lines(), store.lines(), strict=True):
            assert line.prev == before
            before = line.hash
            payloads = json.loads(raw)[2:]
            for change, payload in zip(line.changes, payloads, strict=True):
                assert store.raw.get(change.table, change.key) == payload["document"]
        assert store.last().anchor == f"4:{before}"

    def test_c21_what_was_removed_is_really_gone_after_compacting(
        self, store: Store, place: Place
    ) -> None:
        put(store, "drafts", 1, {"number": "CG-2026-0001", "name": "独孤求败", "mobile": "1399"})
        put(store, "drafts", 2, {"number": "CG-2026-0002", "name": "留下的人"})
        with store.writing() as work:
            work.remove("drafts", 1)
            work.record(act("reject", "CG-2026-0001"))
        store.compact(act("compact", reason="整理"))
        for each in (store, place.open()):
            kept = [json.loads(raw)[2:] for raw in each.raw_lines()]
            assert [payloads[1:] for payloads in kept[2:]] == [
                [None],
                [{"salt": kept[3][1]["salt"], "document": kept[3][1]["document"]}],
                [None],
                [],
            ]
            assert each.get("drafts", 1) is None
            assert each.get("drafts", 2) == {"number": "CG-2026-0002", "name": "留下的人"}
            assert each.find_text("drafts", "独孤", 10) == []
            said = each.get("acts", 6)
            assert said is not None
            assert said["reason"] == "整理"

    def test_compacting_keeps_what_is_never_changed_and_what_was_decided(
        self, store: Store
    ) -> None:
        tables = ["profiles", "items", "staff", "grants", "loans", "copies"]
        changing = ["files", "counters"]
        for table in (*tables, *changing):
            put(store, table, 1, {"number": f"old {table}"})
            put(store, table, 1, {"number": f"new {table}"})
        store.compact(act("compact"))
        for raw, line in zip(store.raw_lines(), store.lines(), strict=True):
            old = line.no > 2 and line.no % 2 == 1 and line.changes[-1].table in changing
            assert (json.loads(raw)[-1] is None) == old
        for table in (*tables, *changing):
            assert store.get(table, 1) == {"number": f"new {table}"}
        said = store.get("acts", 3)
        store.compact(act("compact"))
        assert store.get("acts", 3) == said == {"purpose": "", "reason": "", "detail": {}}

    def test_a_file_is_kept_once_under_its_hash(self, store: Store, place: Place) -> None:
        """What opens it is with what mentions it; the same content lies twice."""
        digest, again, none = (store.put_file(content) for content in (DOCX, DOCX, b""))
        put(store, "items", 1, {"document": digest})
        put(store, "profiles", 1, {"document": again})
        assert len({digest, again, none}) == 3
        for each in (store, place.open()):
            assert each.get_file(digest) == each.get_file(again) == DOCX
            assert each.get("items", 1) == {"document": digest}
            assert each.get("profiles", 1) == {"document": again}
            assert list(each.files()) == sorted([digest, again, none])
            assert isinstance(each, SealedStore)
            stored = each.raw.get_file(digest)
            assert sha256(stored).hexdigest() == digest
            assert stored.startswith(SEALED)
            assert DOCX not in stored
        assert store.get_file(none) == b""
        with pytest.raises(DamagedArchive, match="没有登记"):
            place.open().get_file(none)


class TestSealedTiny(SealedContract):
    @pytest.fixture
    def place(self, tmp_path: Path) -> Iterator[Place]:
        with contextlib.ExitStack() as closing:
            yield Folder(tmp_path / "archive", closing)


class TestSealedSqlite(SealedContract):
    @pytest.fixture
    def place(self, tmp_path: Path) -> Iterator[Place]:
        with contextlib.ExitStack() as closing:
            yield Database(f"sqlite:///{tmp_path}/archive.sqlite", closing)


def test_in_memory() -> None:
    with SealedStore.create(MemoryStore(INIT, ARCHIVE), INIT, KEY, "memory") as store:
        put(store, "files", 1, CARD)
        with store.writing() as work:
            assert work.last_key("acts") == 3
            work.put("files", 2, PERSON)
            assert work.record(act()) == 4
        assert [card for _, card in store.rows("files")] == [CARD, PERSON]
        assert store.find("files", "phone", "138-0013-8000") == [1]
        assert store.find_text("files", "zs", 9) == [2]
