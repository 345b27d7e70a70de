"""What a sealed archive keeps to itself, and what it refuses."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from archive.memory_store import MemoryStore
from archive.store_contract import ARCHIVE, AT, CARD, DOCX, INIT, PERSON, act, put

from csdforms.archive import terms
from csdforms.archive.sealing import data_keys
from csdforms.archive.sealing.data_keys import KEYS, DataKeys
from csdforms.archive.sealing.envelope import about, open_text, seal_text
from csdforms.archive.sealing.keys import ArchiveKey
from csdforms.archive.sealing.sealed_store import SealedStore
from csdforms.archive.sealing.sealer import CLEAR
from csdforms.archive.store import Act, Document
from csdforms.archive.tiny import TinyStore
from csdforms.errors import DamagedArchive, ExitCode, WrongKey

KEY, OTHER = ArchiveKey(bytes(range(32))), ArchiveKey(bytes(32))
NUMBER = CARD["number"]
PROFILE = {"file": NUMBER, "version": 1, "form": "corporate", "data": {"phone": "13800138000"}}


@pytest.fixture
def raw() -> MemoryStore:
    return MemoryStore(INIT, ARCHIVE)


@pytest.fixture
def store(raw: MemoryStore) -> SealedStore:
    return SealedStore.create(raw, INIT, KEY, "memory")


def tamper(raw: MemoryStore, table: str, number: int, **changes: Any) -> None:
    """Change what is kept as somebody without the key can."""
    raw.tables[table][number].update(changes)


# --- keys


def test_another_key_opens_nothing_and_damages_nothing(
    store: SealedStore, raw: MemoryStore
) -> None:
    put(store, "files", 1, CARD)
    before = list(raw.raw_lines())
    with pytest.raises(WrongKey, match="密钥不对") as refused:
        SealedStore(raw, OTHER, "memory")
    assert refused.value.exit_code is ExitCode.WRONG_KEY
    assert list(raw.raw_lines()) == before
    assert SealedStore(raw, KEY, "memory").get("files", 1) == CARD


def test_a_clear_archive_takes_no_key(raw: MemoryStore) -> None:
    with pytest.raises(WrongKey, match="没有加密"):
        SealedStore(raw, KEY, "memory")


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("name", ["data", "look_up"])
def test_wrapped_keys_that_were_changed_are_damage(raw: MemoryStore, name: str) -> None:
    kept = raw.tables[KEYS][1]
    others = DataKeys.new_record("another archive", KEY)
    swapped = {"data": kept["look_up"], "look_up": kept["data"]}
    for changed in ("", kept[name][:-8] + "AAAAAAA=", others[name], swapped[name]):
        tamper(raw, KEYS, 1, **{name: changed})
        with pytest.raises(DamagedArchive, match="封装的密钥"):
            SealedStore(raw, KEY, "memory")


def test_the_keys_are_made_by_whoever_made_the_archive(
    store: SealedStore, raw: MemoryStore
) -> None:
    first, second = raw.lines()
    assert (first.act, second.act) == ("init", "seal")
    assert (second.actor, second.at, second.subject) == (first.actor, first.at, "")
    assert [change.table for change in second.changes] == ["acts", KEYS]
    record = raw.tables[KEYS][1]
    assert list(record) == ["key_id", "data", "look_up"]
    assert record["key_id"] == KEY.id
    assert store.get(KEYS, 1) == record


def changed_key(raw: MemoryStore, new: ArchiveKey, old: ArchiveKey = KEY) -> None:
    """Wrap every key anew in one commit, as the act of rotation will."""
    record = raw.get(KEYS, 1)
    assert record is not None
    with raw.writing() as work:
        wrapped = {
            name: rewrapped(record[name], about(ARCHIVE, KEYS, name), old, new)
            for name in ("data", "look_up")
        }
        work.put(KEYS, 1, {"key_id": new.id, **wrapped})
        for number, card in raw.rows("files"):
            bound = about(ARCHIVE, "files", card["number"])
            work.put("files", number, card | {"key": rewrapped(card["key"], bound, old, new)})
        work.record(Act("rotate", "li", AT))


def rewrapped(wrapped: str, bound: bytes, old: ArchiveKey, new: ArchiveKey) -> str:
    return seal_text(new.secret, bound, open_text(old.secret, bound, wrapped))


def test_after_a_change_of_the_key_the_new_one_opens_everything(
    store: SealedStore, raw: MemoryStore
) -> None:
    put(store, "files", 1, CARD)
    put(store, "profiles", 1, PROFILE)
    put(store, "files", 2, PERSON)
    store.note(act("show", purpose="回访"))
    changed_key(raw, OTHER)
    with pytest.raises(WrongKey, match="密钥不对"):
        SealedStore(raw, KEY, "memory")
    with SealedStore(raw, OTHER, "memory") as anew:
        assert [card for _, card in anew.rows("files")] == [CARD, PERSON]
        assert anew.get("profiles", 1) == PROFILE
        assert anew.find("files", "phone", "13800138000") == [1]
        assert anew.find_text("files", "zhangsan", 9) == [2]
        assert [said["purpose"] for _, said in anew.notes()] == ["", "回访"]


def test_who_has_an_old_key_open_writes_nothing_more(store: SealedStore, raw: MemoryStore) -> None:
    put(store, "files", 1, CARD)
    changed_key(raw, OTHER)
    before = list(raw.raw_lines())
    with pytest.raises(WrongKey, match="密钥已经更换"):
        put(store, "files", 2, PERSON)
    with pytest.raises(WrongKey, match="密钥已经更换"):
        store.get("files", 1)
    with pytest.raises(WrongKey, match="密钥已经更换"):
        store.find_text("files", "星河", 9)
    assert list(raw.raw_lines()) == before


# --- what stands in clear


def test_what_stands_in_clear_of_a_card(store: SealedStore, raw: MemoryStore) -> None:
    machine: Document = {
        "created_at": AT,
        "versions": 1,
        "items": 2,
        "serials": {"CP-2026": 2},
        "parent": "KH-F-2026-000009-X",
        "merged_into": "KH-F-2026-000008-1",
    }
    secret = {"level": "绝密", "secrecy": {"level": 4}, "region": "310115", "grade": "A"}
    put(store, "files", 1, CARD | machine | secret)
    kept = raw.tables["files"][1]
    clear = {"number": NUMBER, "kind": "F", "state": "ACTIVE", **machine}
    assert kept == clear | {name: kept[name] for name in ("key", "terms", "sealed")}
    assert store.get("files", 1) == CARD | machine | secret


@pytest.mark.parametrize(
    ("table", "clear"),
    [
        ("profiles", {"file": NUMBER, "version": 3, "document": "ab" * 32}),
        ("items", {"number": f"{NUMBER}/CP-2026-0001", "file": NUMBER, "document": "ab" * 32}),
        ("drafts", {"number": "CG-2026-0001", "state": "SUBMITTED"}),
        ("grants", {"number": "SQ-2026-0001", "file": NUMBER}),
        ("loans", {"number": "JY-2026-0001", "file": NUMBER}),
        ("copies", {"file": NUMBER}),
        ("staff", {}),
        ("alarms", {}),
        ("cases", {"file": NUMBER}),
        ("releases", {"number": "1"}),
    ],
)
def test_what_stands_in_clear_of_the_others(
    store: SealedStore, raw: MemoryStore, table: str, clear: Document
) -> None:
    secret = {
        "title": "投诉",
        "digest": "cd" * 32,
        "links": {"complaint_no": "TS-1"},
        "purpose": "回访",
        "person": "李",
        "level": "秘密",
        "kind": "print",
    }
    put(store, table, 1, clear | secret)
    kept = raw.tables[table][1]
    assert {name: value for name, value in kept.items() if name not in ("sealed", "terms")} == clear
    assert store.get(table, 1) == clear | secret


def test_a_callers_own_table_is_sealed_whole(store: SealedStore, raw: MemoryStore) -> None:
    note = {"number": "13800138000", "state": "病重", "file": NUMBER}
    put(store, "notes", 1, note)
    assert list(raw.tables["notes"][1]) == ["sealed"]
    assert store.get("notes", 1) == note


def test_counters_count_in_clear(store: SealedStore, raw: MemoryStore) -> None:
    put(store, "counters", 2026, {"serial": 7, "serials": {"BM": 1}})
    assert raw.tables["counters"][2026] == {"serial": 7, "serials": {"BM": 1}}
    assert store.get("counters", 2026) == {"serial": 7, "serials": {"BM": 1}}


def test_what_stands_in_clear_of_an_act(store: SealedStore, raw: MemoryStore) -> None:
    put(store, "files", 1, CARD)
    said = {"purpose": "更名", "reason": "换证", "detail": {"files": [NUMBER], "fields": ["name"]}}
    with store.writing() as work:
        number = work.record(act("revise", NUMBER, **said))
        other = work.record(act("name", "张三", detail={"files": ["张三", NUMBER]}))
        third = work.record(act("count", detail={"files": 3}))
    kept = raw.tables["acts"][number]
    assert kept == {
        "purpose": "",
        "reason": "",
        "detail": {
            "no": number,
            "subject": NUMBER,
            "files": [NUMBER],
            "sealed": kept["detail"]["sealed"],
        },
    }
    assert list(raw.tables["acts"][other]["detail"]) == ["no", "sealed"]
    assert store.get("acts", number) == said
    assert store.get("acts", other) == {
        "purpose": "",
        "reason": "",
        "detail": {"files": ["张三", NUMBER]},
    }
    assert store.get("acts", third) == {"purpose": "", "reason": "", "detail": {"files": 3}}
    assert store.find("acts", "file", NUMBER) == [number]


def test_every_kind_that_is_found_in_clear_is_a_field_in_clear() -> None:
    for table, fields in terms._FIELDS.items():
        for kind, field, _ in fields:
            if (kind, field) != ("file", "files"):  # found like a value that is sealed
                assert (kind in CLEAR[table]) == (field in CLEAR[table]), (table, kind)


def test_equal_terms_of_other_kinds_and_tables_are_not_alike(store: SealedStore) -> None:
    digests = {
        store._sealer.digest(table, kind, "MA01ABCD2")
        for table in ("files", "drafts")
        for kind in ("org_code", "account")
    }
    assert len(digests) == 4
    assert {len(digest) for digest in digests} == {16}  # 96 bits


def test_terms_depend_on_the_key_alone() -> None:
    first, second = (
        SealedStore.create(MemoryStore(INIT, ARCHIVE), INIT, KEY, "memory") for _ in "ab"
    )
    assert first._sealer.digest("files", "phone", "1") != second._sealer.digest(
        "files", "phone", "1"
    )
    assert first._sealer.digest("files", "phone", "138 0013 8000") == first._sealer.digest(
        "files", "phone", "13800138000"
    )
    assert first.find("files", "name", "\ud800") == []


def test_a_value_that_is_no_whole_text_is_looked_for_and_not_found(store: SealedStore) -> None:
    """A terminal of another encoding hands over half a sign; no file has it."""
    put(store, "files", 1, CARD)
    for kind in ("name", "id", "phone", "customer_no"):
        assert store.find("files", kind, "\udcff") == []


def test_terms_stand_in_no_order_of_kinds(store: SealedStore, raw: MemoryStore) -> None:
    put(store, "files", 1, CARD)
    kept = raw.tables["files"][1]["terms"]
    assert kept == sorted(kept)
    sealed = [term for term in terms.terms("files", CARD) if term[0] not in CLEAR["files"]]
    assert len(kept) == len(sealed)


# --- what was moved or changed does not open


def test_a_payload_that_was_moved_does_not_open(store: SealedStore, raw: MemoryStore) -> None:
    for key in (1, 2):
        put(store, "files", key, CARD | {"short_name": str(key)})
    put(store, "profiles", 1, PROFILE)
    put(store, "profiles", 2, PROFILE | {"version": 2})
    for table in ("files", "profiles"):
        moved = raw.tables[table][1]
        raw.tables[table][2] = moved
        with pytest.raises(DamagedArchive, match=f"{table} 2"):
            store.get(table, 2)
        with pytest.raises(DamagedArchive):
            list(store.rows(table))
        assert store.get(table, 1) is not None
    raw.tables["items"] = {1: raw.tables["profiles"][1]}
    with pytest.raises(DamagedArchive, match="items 1"):
        store.get("items", 1)


def test_a_payload_of_another_archive_does_not_open() -> None:
    stores = [
        SealedStore.create(MemoryStore(INIT, archive), INIT, KEY, "memory")
        for archive in (ARCHIVE, ARCHIVE[:-1] + "2")
    ]
    for each in stores:
        put(each, "files", 1, CARD)
    first, second = (each.raw for each in stores)
    assert isinstance(first, MemoryStore)
    assert isinstance(second, MemoryStore)
    second.tables["files"][1] = first.tables["files"][1]
    with pytest.raises(DamagedArchive, match=f"档案 {NUMBER} 的密钥"):
        SealedStore(second, KEY, "memory").get("files", 1)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("state", "MERGED"),
        ("merged_into", "KH-F-2026-000008-1"),
        ("terms", []),
        ("sealed", ""),
        ("sealed", None),
        ("more", 1),
    ],
)
def test_what_stands_in_clear_cannot_be_changed_unseen(
    store: SealedStore, raw: MemoryStore, name: str, value: object
) -> None:
    put(store, "files", 1, CARD)
    tamper(raw, "files", 1, **{name: value})
    with pytest.raises(DamagedArchive, match="被改动或移动过"):
        store.get("files", 1)


def test_a_wrapped_key_on_another_card_opens_nothing(store: SealedStore, raw: MemoryStore) -> None:
    put(store, "files", 1, CARD)
    put(store, "files", 2, PERSON)
    tamper(raw, "files", 2, key=raw.tables["files"][1]["key"])
    with pytest.raises(DamagedArchive, match=f"档案 {PERSON['number']} 的密钥"):
        store.get("files", 2)
    raw.tables["files"][2].pop("key")
    with pytest.raises(DamagedArchive, match="的密钥被改动过"):
        store.get("files", 2)


def test_a_clear_document_is_not_taken_for_a_sealed_one(
    store: SealedStore, raw: MemoryStore
) -> None:
    put(raw, "profiles", 1, PROFILE)
    put(raw, "files", 1, CARD)
    for table in ("profiles", "files"):
        with pytest.raises(DamagedArchive):
            store.get(table, 1)
    said = {"purpose": "", "reason": "伪造", "detail": {}}
    raw.tables["acts"][3] = said
    with pytest.raises(DamagedArchive):
        store.get("acts", 3)


def test_an_act_that_was_moved_does_not_open(store: SealedStore, raw: MemoryStore) -> None:
    with store.writing() as work:
        work.record(act("void", reason="一"))
        work.record(act("void", reason="二"))
    raw.tables["acts"][4] = raw.tables["acts"][3]
    with pytest.raises(DamagedArchive, match="acts 4"):
        store.get("acts", 4)
    raw.tables["acts"][3]["detail"].pop("no")
    with pytest.raises(DamagedArchive, match="acts 0"):
        store.get("acts", 3)


def test_a_note_says_nothing_in_clear(store: SealedStore, raw: MemoryStore) -> None:
    said = {"purpose": "回访", "reason": "客户来电", "detail": {"fields": ["phone"]}}
    store.note(act("show", NUMBER, **said))
    *_, (_, kept) = raw.notes()
    assert kept == {"purpose": "", "reason": "", "detail": {"sealed": kept["detail"]["sealed"]}}
    *_, (_, read) = store.notes()
    assert read == said


def test_a_note_that_was_blanked_says_nothing(store: SealedStore) -> None:
    nothing = {"purpose": "", "reason": "", "detail": {}}
    assert store._sealer.open_note(store.raw, 7, nothing) == nothing


# --- data keys


def test_a_file_has_one_data_key_for_good(store: SealedStore, raw: MemoryStore) -> None:
    put(store, "files", 1, CARD)
    put(store, "files", 2, PERSON)
    wrapped = raw.tables["files"][1]["key"]
    assert wrapped != raw.tables["files"][2]["key"]
    put(store, "files", 1, CARD | {"name": "银河贸易有限公司"}, "revise")
    assert raw.tables["files"][1]["key"] == wrapped


def test_without_the_card_nothing_of_the_file_opens(store: SealedStore, raw: MemoryStore) -> None:
    put(store, "files", 1, CARD)
    put(store, "profiles", 1, PROFILE)
    put(store, "items", 1, {"file": NUMBER, "data": {"phone": "1"}})
    put(store, "items", 2, {"file": "", "data": {"phone": "2"}})
    store.note(act("show", NUMBER, purpose="回访"))
    del raw.tables["files"][1]  # blanked
    with SealedStore(raw, KEY, "memory") as anew:
        for table, key in (("profiles", 1), ("items", 1), ("acts", 3)):
            with pytest.raises(DamagedArchive):
                anew.get(table, key)
        assert anew.get("items", 2) == {"file": "", "data": {"phone": "2"}}
        assert [said["purpose"] for _, said in anew.notes()] == ["", "回访"]  # the log outlives it


def test_a_destroyed_file_keeps_a_card_but_not_its_key(
    store: SealedStore, raw: MemoryStore
) -> None:
    put(store, "files", 1, CARD)
    put(store, "profiles", 1, PROFILE)
    wrapped = raw.tables["files"][1]["key"]
    stone = {"number": NUMBER, "kind": "F", "state": "DESTROYED"}
    put(store, "files", 1, stone, "destroy")
    after = raw.tables["files"][1]["key"]
    assert after != wrapped
    put(store, "files", 1, stone | {"why": "期满"}, "destroy")
    assert raw.tables["files"][1]["key"] == after
    assert store.get("files", 1) == stone | {"why": "期满"}
    with SealedStore(raw, KEY, "memory") as anew, pytest.raises(DamagedArchive):
        anew.get("profiles", 1)


def test_a_card_of_another_number_has_another_key(store: SealedStore, raw: MemoryStore) -> None:
    put(store, "files", 1, CARD)
    wrapped = raw.tables["files"][1]["key"]
    put(store, "files", 1, PERSON)
    assert raw.tables["files"][1]["key"] != wrapped
    assert store.get("files", 1) == PERSON


def test_a_data_key_that_was_taken_back_is_not_used_again(store: SealedStore) -> None:
    with contextlib.suppress(ZeroDivisionError), store.writing() as work:
        work.put("files", 1, CARD)
        work.put("profiles", 1, PROFILE)
        assert work.get("profiles", 1) == PROFILE
        raise ZeroDivisionError
    with store.writing() as work:
        work.put("files", 1, CARD)
        work.put("profiles", 1, PROFILE)
        assert work.get("profiles", 1) == PROFILE
        work.record(act("create", NUMBER))
    assert store.get("profiles", 1) == PROFILE
    with SealedStore(store.raw, KEY, "memory") as anew:
        assert anew.get("profiles", 1) == PROFILE


def test_few_data_keys_are_remembered(store: SealedStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_keys, "_MOST", 2)
    cards = [CARD | {"number": f"KH-F-2026-00000{key}-4"} for key in range(1, 6)]
    for key, card in enumerate(cards, start=1):
        put(store, "files", key, card)
        put(store, "profiles", key, {"file": card["number"]})
        assert len(store._keys._known) <= 2
    for key, card in enumerate(cards, start=1):
        assert store.get("profiles", key) == {"file": card["number"]}


def test_what_came_before_its_card_is_found_behind_it(store: SealedStore) -> None:
    put(store, "profiles", 1, PROFILE)
    assert store.get("profiles", 1) == PROFILE
    put(store, "files", 1, CARD)
    put(store, "profiles", 2, PROFILE)
    assert store.get("profiles", 1) == store.get("profiles", 2) == PROFILE


def test_a_file_number_that_is_no_text_is_nobodys(store: SealedStore) -> None:
    put(store, "items", 1, {"file": ["KH"]})
    assert store.get("items", 1) == {"file": ["KH"]}


# --- files


def test_a_file_that_was_changed_does_not_open(store: SealedStore, raw: MemoryStore) -> None:
    digest, other = store.put_file(DOCX), store.put_file(b"other")
    put(store, "items", 1, {"document": digest})
    stored = raw.kept[digest]
    for changed in (stored[:-1] + b"\0", stored[:20], raw.kept[other], b""):
        raw.kept[digest] = changed
        with pytest.raises(DamagedArchive, match=f"文件 {digest} 打不开"):
            store.get_file(digest)
    raw.kept[digest] = stored
    assert store.get_file(digest) == DOCX
    with pytest.raises(DamagedArchive, match="打不开"):
        store._sealer.open_file(stored, "no base64", digest)


def test_the_key_of_a_file_goes_on_with_what_mentions_it(store: SealedStore) -> None:
    digest = store.put_file(DOCX)
    put(store, "profiles", 1, {"file": NUMBER, "document": digest})
    assert store._file_keys._new == {}
    profile = store.get("profiles", 1)
    assert profile == {"file": NUMBER, "document": digest}
    put(store, "profiles", 1, profile | {"version": 2})
    put(store, "items", 1, {"file": "", "document": digest})
    assert store.get_file(digest) == DOCX


def test_no_other_table_takes_the_key_of_a_file(store: SealedStore) -> None:
    draft = {"number": "CG-2026-0001", "document": store.put_file(DOCX)}
    put(store, "drafts", 1, draft)
    assert store.get("drafts", 1) == draft


def test_a_mention_that_failed_loses_no_key(store: SealedStore) -> None:
    digest = store.put_file(DOCX)
    with contextlib.suppress(ZeroDivisionError), store.writing() as work:
        work.put("items", 1, {"document": digest})
        raise ZeroDivisionError
    assert store.get_file(digest) == DOCX
    put(store, "items", 1, {"document": digest})
    with SealedStore(store.raw, KEY, "memory") as anew:
        assert anew.get_file(digest) == DOCX


def test_a_mention_without_a_key_opens_nothing(store: SealedStore, raw: MemoryStore) -> None:
    """A file that was stored beside the sealed archive, not through it."""
    digest = raw.put_file(b"clear")
    put(store, "items", 1, {"document": digest})
    with pytest.raises(DamagedArchive, match=f"^档案库 {ARCHIVE} 已损坏：文件 {digest} 没有登记"):
        store.get_file(digest)
    assert store.get("items", 1) == {"document": digest}


def test_a_mention_that_is_gone_is_passed_over(store: SealedStore, raw: MemoryStore) -> None:
    digest = store.put_file(DOCX)
    put(store, "items", 1, {"document": digest})

    class Gone(MemoryStore):
        def get(self, table: str, key: int) -> Document | None:
            return None if table == "items" else super().get(table, key)

    raw.__class__ = Gone
    with pytest.raises(DamagedArchive, match="没有登记"):
        store.get_file(digest)
    put(store, "items", 2, {"file": NUMBER})


def test_a_card_that_is_gone_has_no_key(store: SealedStore, raw: MemoryStore) -> None:
    put(store, "files", 1, CARD)
    put(store, "profiles", 1, {"file": ""})

    class Gone(MemoryStore):
        def get(self, table: str, key: int) -> Document | None:
            return None if table == "files" else super().get(table, key)

    raw.__class__ = Gone
    assert store._keys._of_card(raw, NUMBER) is None


# --- two processes, and one that is killed

_WRITER = """
import sys
from pathlib import Path
from csdforms.archive.sealing.keys import ArchiveKey
from csdforms.archive.sealing.sealed_store import SealedStore
from csdforms.archive.store import Act
from csdforms.archive.tiny import TinyStore

folder = Path(sys.argv[1])
store = SealedStore(TinyStore.open(folder), ArchiveKey(bytes(range(32))), folder)
for _ in range(int(sys.argv[2])):
    with store.writing(60) as work:
        key = work.last_key("files") + 1
        number = f"KH-F-2026-{key:06}-4"
        digest = store.put_file(b"document")
        work.put("files", key, {"number": number, "name": f"客户{key}"})
        work.put("profiles", key, {"file": number, "document": digest, "data": {"no": key}})
        work.record(Act("create", "li", "2026-03-05T14:05:09.123456+08:00", number, "建档"))
    print(key, flush=True)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "archive"
    with SealedStore.create(TinyStore.create(folder, ARCHIVE, INIT), INIT, KEY, folder):
        yield folder


def check_whole(folder: Path) -> int:
    """Read everything; return how many files there are."""
    with SealedStore(TinyStore.open(folder), KEY, folder) as store:
        cards = dict(store.rows("files"))
        profiles = dict(store.rows("profiles"))
        assert list(cards) == list(profiles) == list(range(1, len(cards) + 1))
        for key, profile in profiles.items():
            assert profile["data"] == {"no": key}
            assert store.get_file(profile["document"]) == b"document"
            assert store.find_text("files", f"客户{key}", 10_000)[0] == key
        for line in list(store.lines())[2:]:
            said = store.get("acts", line.no)
            assert said is not None
            assert said["purpose"] == "建档"
        return len(cards)


def test_two_processes_write_one_archive(folder: Path) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", _WRITER, str(folder), "6"]) for _ in range(2)
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    assert check_whole(folder) == 12


def test_a_writer_that_is_killed_leaves_a_whole_archive(folder: Path) -> None:
    command = [sys.executable, "-c", _WRITER, str(folder), "100000"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        acknowledged = [int(next(writer.stdout)) for _ in range(8)]
        writer.kill()
    assert check_whole(folder) >= acknowledged[-1] == 8
    with SealedStore(TinyStore.open(folder), KEY, folder) as store:
        put(store, "counters", 2026, {"serial": 1})


def test_threads_share_a_store(folder: Path) -> None:
    problems: list[BaseException] = []
    with SealedStore(TinyStore.open(folder), KEY, folder) as store:
        for key in range(1, 9):
            put(store, "files", key, CARD | {"number": f"KH-F-2026-00000{key}-4"})

        def read() -> None:
            try:
                for key in range(1, 9):
                    card = store.get("files", key)
                    assert card is not None
                    assert store.find_text("files", "星河", 20) == list(range(1, 9))
            except BaseException as problem:  # noqa: BLE001 - a thread's errors are nobody's
                problems.append(problem)

        threads = [threading.Thread(target=read) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert problems == []


def test_lines_of_the_disk_hold_json_of_the_published_form(folder: Path) -> None:
    with SealedStore(TinyStore.open(folder), KEY, folder) as store:
        put(store, "files", 1, CARD)
    *_, last = (folder / "journal.jsonl").read_bytes().splitlines()
    said, card = (payload["document"] for payload in json.loads(last)[2:])
    assert list(card) == ["number", "kind", "state", "key", "terms", "sealed"]
    assert list(said["detail"]) == ["no", "subject", "sealed"]
