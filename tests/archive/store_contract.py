"""What every store must do, whatever it keeps its lines in: subclass it and say where it lies."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any, Protocol

import pytest

from csdforms.archive.line import NO_HASH
from csdforms.archive.store import Act, Store
from csdforms.errors import ArchiveLocked, DamagedArchive, UnreadableInput

AT = "2026-03-05T14:05:09.123456+08:00"
ARCHIVE = "7d8f3c52-6c1f-4f6a-9a56-2f6a4b1f0e11"
INIT = Act("init", "li", AT)
DOCX = b"PK\x03\x04 not really"

CARD: dict[str, Any] = {
    "number": "KH-F-2026-000001-4",
    "kind": "F",
    "state": "ACTIVE",
    "name": "星河贸易有限公司",
    "uscc": "91110000MA01ABCD2X",
    "phones": ["13800138000"],
}
PERSON: dict[str, Any] = {
    "number": "KH-Z-2026-000002-2",
    "kind": "Z",
    "state": "ACTIVE",
    "name": "张三",
}


class Place(Protocol):
    """Where one archive lies; it closes at the end whatever it gave out."""

    def create(self) -> Store:
        """Make the archive, with ARCHIVE and INIT."""

    def open(self) -> Store:
        """Open it once more."""


def act(name: str = "create", subject: str = "", **kept: Any) -> Act:
    return Act(name, "zhang", AT, subject, **kept)


def put(store: Store, table: str, key: int, document: Any, name: str = "create") -> None:
    with store.writing() as work:
        work.put(table, key, document)
        work.record(act(name, document.get("number", "")))


class StoreContract:
    lines = 1  # of a new archive

    @pytest.fixture
    def place(self) -> Iterator[Place]:
        raise NotImplementedError

    @pytest.fixture
    def store(self, place: Place) -> Store:
        return place.create()

    # --- a new archive

    def test_a_new_archive_has_one_line(self, store: Store) -> None:
        line, *others = store.lines()
        assert len(others) == self.lines - 1
        assert (line.no, line.act, line.actor, line.at, line.prev) == (1, "init", "li", AT, NO_HASH)
        assert [change.table for change in line.changes] == ["acts"]
        assert store.last() == [line, *others][-1]
        assert store.archive == ARCHIVE
        said = store.get("acts", 1)
        assert said is not None
        ((noted, noted_act),) = store.notes()
        assert said["detail"] == {"access": noted.anchor}
        assert (noted.no, noted.act, noted.actor, noted.at) == (1, "init", "li", AT)
        assert noted_act == {"purpose": "", "reason": "", "detail": {}}
        assert (store.count("files"), list(store.rows("files"))) == (0, [])
        assert store.get("files", 1) is None
        assert store.find("files", "name", "张三") == []
        assert store.find_text("files", "张三", 10) == []
        assert list(store.history("KH-F-2026-000001-4")) == []
        assert list(store.files()) == []

    # --- documents

    def test_what_was_put_is_there_for_everybody(self, store: Store, place: Place) -> None:
        put(store, "files", 1, CARD)
        other = place.open()
        for each in (store, other):
            assert each.get("files", 1) == CARD
            assert list(each.rows("files")) == [(1, CARD)]
            assert each.count("files") == 1
        put(other, "files", 2, PERSON)
        assert store.get("files", 2) == PERSON
        assert [key for key, _ in store.rows("files")] == [1, 2]

    def test_rows_come_by_rising_key(self, store: Store) -> None:
        with store.writing() as work:
            for key in (30, 2, 100, 1):
                work.put("items", key, {"number": str(key)})
            work.record(act())
        assert [key for key, _ in store.rows("items")] == [1, 2, 30, 100]

    def test_a_new_version_takes_the_place_of_the_old_one(self, store: Store) -> None:
        put(store, "files", 1, CARD)
        put(store, "files", 1, CARD | {"name": "银河贸易有限公司"}, "revise")
        assert store.get("files", 1) == CARD | {"name": "银河贸易有限公司"}
        assert store.count("files") == 1
        assert store.find("files", "name", "星河贸易有限公司") == []
        assert store.find("files", "name", "银河贸易有限公司") == [1]
        assert store.find_text("files", "星河", 10) == []
        assert store.find_text("files", "银河", 10) == [1]

    def test_files_are_dropped_and_what_is_left_is_wiped(self, store: Store) -> None:
        digest, other = store.put_file(DOCX), store.put_file(DOCX + b"2")
        with store.writing():
            store.drop_files([digest, "00" * 32])
        assert list(store.files()) == [other]
        store.drop_files([other])
        assert list(store.files()) == []
        put(store, "files", 1, CARD)
        assert [text[-1] for text in store.wipe()] in (["。"], ["存"])
        assert store.find("files", "name", CARD["name"]) == [1]

    def test_what_was_removed_is_gone_and_its_key_stays_used(self, store: Store) -> None:
        put(store, "drafts", 7, CARD)
        with store.writing() as work:
            work.remove("drafts", 7)
            assert work.get("drafts", 7) is None
            assert work.find("drafts", "state", "ACTIVE") == []
            work.record(act("remove"))
        assert store.get("drafts", 7) is None
        assert (store.count("drafts"), list(store.rows("drafts"))) == (0, [])
        assert store.find("drafts", "state", "ACTIVE") == []
        assert store.find_text("drafts", "星河", 10) == []
        with store.writing() as work:
            assert work.last_key("drafts") == 7
        assert [change.digest for change in store.last().changes][1:] == [None]

    def test_documents_are_the_callers_own(self, store: Store) -> None:
        mine: dict[str, Any] = {"number": "1", "data": {"rows": [1]}}
        with store.writing() as work:
            work.put("items", 1, mine)
            mine["data"]["rows"].append(2)
            seen = work.get("items", 1)
            assert seen is not None
            assert seen["data"]["rows"] == [1]
            seen["data"]["rows"].append(3)
            work.record(act())
        found = store.get("items", 1)
        assert found is not None
        found["data"]["rows"].append(4)
        assert store.get("items", 1) == {"number": "1", "data": {"rows": [1]}}

    def test_every_json_value_comes_back(self, store: Store) -> None:
        document = {
            "text": '龘\U00020000 "引号"\n\\u0000',
            "numbers": [0, -1, 2**60, 1.5, 1e300],
            "others": [True, False, None, {}, []],
            "": {"nested": [{"名": ""}]},
        }
        put(store, "items", 1, document)
        assert store.get("items", 1) == document
        assert json.dumps(store.get("items", 1)) == json.dumps(document)

    @pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800"])
    def test_what_json_cannot_keep_is_refused(self, store: Store, value: Any) -> None:
        with pytest.raises(UnreadableInput):
            put(store, "items", 1, {"value": value})
        assert store.last().no == self.lines

    @pytest.mark.parametrize("key", [0, -1, "1", True, 2**63])
    def test_a_key_is_a_positive_number(self, store: Store, key: Any) -> None:
        with pytest.raises(TypeError):
            put(store, "items", key, {})
        assert store.last().no == self.lines

    # --- finding

    def test_exact_terms_in_any_spelling(self, store: Store) -> None:
        put(store, "files", 1, CARD)
        put(store, "files", 2, PERSON)
        assert store.find("files", "uscc", "91110000ma01abcd2x") == [1]
        assert store.find("files", "number", "kh-z-2026-000002-2") == [2]
        assert store.find("files", "phone", "138 0013 8000") == [1]
        assert store.find("files", "state", "ACTIVE") == [1, 2]
        assert store.find("items", "number", CARD["number"]) == []
        assert store.find("files", "no such kind", "ACTIVE") == []

    def test_names_by_characters_pinyin_and_initials(self, store: Store) -> None:
        put(store, "files", 1, CARD)
        put(store, "files", 2, PERSON)
        put(store, "files", 3, PERSON | {"name": "张三丰"})
        for text in ("张", "张三", "zhangsan", "zs", "ZS"):
            assert store.find_text("files", text, 10) == [2, 3], text
        assert store.find_text("files", "张三", 1) == [2]
        assert store.find_text("files", "三丰", 10) == [3]
        assert store.find_text("files", "河贸", 10) == [1]
        assert store.find_text("items", "张三", 10) == []

    # --- work

    def test_a_work_sees_its_own_changes(self, store: Store) -> None:
        put(store, "drafts", 1, CARD)
        with store.writing() as work:
            assert work.get("drafts", 1) == CARD
            assert work.last_key("drafts") == 1
            work.put("drafts", 2, PERSON)
            work.put("drafts", 1, CARD | {"name": "新名", "uscc": ""})
            assert work.get("drafts", 2) == PERSON
            assert work.get("drafts", 1) == CARD | {"name": "新名", "uscc": ""}
            assert work.last_key("drafts") == 2
            assert work.find("drafts", "name", "张三") == [2]
            assert work.find("drafts", "name", CARD["name"]) == []
            assert work.find("drafts", "uscc", CARD["uscc"]) == []
            assert work.find("drafts", "state", "ACTIVE") == [1, 2]
            work.put("drafts", 2, PERSON | {"name": "李四"})
            assert work.find("drafts", "name", "张三") == []
            assert work.find("drafts", "name", "李四") == [2]
            work.record(act())
            work.remove("drafts", 1)
            assert work.find("drafts", "state", "ACTIVE") == [2]
            work.record(act("remove"))
        assert store.find("drafts", "state", "ACTIVE") == [2]

    def test_nobody_sees_what_is_not_committed(self, store: Store, place: Place) -> None:
        other = place.open()
        with store.writing() as work:
            work.put("files", 1, CARD)
            work.record(act())
            assert other.get("files", 1) is None
            assert other.count("files") == 0
            assert other.find("files", "kind", "F") == []
            assert other.find_text("files", "星河", 10) == []
            assert other.last().no == self.lines
        assert other.get("files", 1) == CARD
        assert other.last().no == self.lines + 1

    def test_nothing_is_kept_of_a_work_that_fails(self, store: Store) -> None:
        put(store, "files", 1, CARD)
        before = list(store.raw_lines())
        with contextlib.suppress(ZeroDivisionError), store.writing() as work:
            work.put("files", 1, PERSON)
            work.put("files", 2, PERSON)
            work.record(act())
            raise ZeroDivisionError
        assert list(store.raw_lines()) == before
        assert store.get("files", 1) == CARD
        with store.writing() as work:
            assert work.last_key("files") == 1
            assert work.find("files", "name", "张三") == []

    def test_a_part_that_fails_leaves_the_rest(self, store: Store) -> None:
        with store.writing() as work:
            work.put("files", 1, CARD)
            with contextlib.suppress(ZeroDivisionError), store.writing() as part:
                part.put("files", 1, PERSON)
                part.put("files", 2, PERSON)
                part.record(act())
                raise ZeroDivisionError
            with store.writing() as part:
                part.put("files", 2, CARD)
            assert work.get("files", 1) == CARD
            work.record(act())
        assert list(store.rows("files")) == [(1, CARD), (2, CARD)]
        assert store.last().no == self.lines + 1

    def test_nothing_is_written_where_nothing_was_recorded(self, store: Store) -> None:
        with store.writing() as work:
            assert work.last_key("files") == 0
        assert store.last().no == self.lines

    def test_a_change_needs_an_act(self, store: Store) -> None:
        def forget() -> None:
            with store.writing() as work:
                work.record(act())
                work.put("files", 1, CARD)

        with pytest.raises(RuntimeError):
            forget()
        assert store.last().no == self.lines
        assert store.get("files", 1) is None

    def test_several_acts_are_one_commit(self, store: Store) -> None:
        with store.writing() as work:
            for key in range(1, 4):
                work.put("items", key, {"number": str(key), "file": "KH"})
                assert work.record(act("file", f"KH-{key}")) == self.lines + key
        lines = list(store.lines())
        assert [line.no for line in lines] == list(range(1, self.lines + 4))
        del lines[: self.lines - 1]
        assert [line.more for line in lines] == [False, True, True, False]
        assert [line.subject for line in lines] == ["", "KH-1", "KH-2", "KH-3"]
        assert store.find("items", "file", "KH") == [1, 2, 3]

    def test_an_act_may_change_nothing(self, store: Store) -> None:
        with store.writing() as work:
            work.record(act("consult", "KH-1", purpose="复核"))
        assert store.last().act == "consult"
        assert [change.table for change in store.last().changes] == ["acts"]

    def test_what_an_act_says_is_a_document_of_its_line(self, store: Store) -> None:
        with store.writing() as work:
            no = work.record(
                act("revise", "KH-1", purpose="更名", reason="换证", detail={"f": [1]})
            )
        said = {"purpose": "更名", "reason": "换证", "detail": {"f": [1]}}
        assert store.get("acts", no) == said
        assert list(store.rows("acts"))[-1] == (no, said)
        header = next(store.raw_lines(no)).split(b'},"')[0]
        assert "更名".encode() not in header
        assert "换证".encode() not in header

    def test_acts_are_written_by_recording_alone(self, store: Store) -> None:
        with pytest.raises(ValueError, match="record"), store.writing() as work:
            work.put("acts", 5, {})
        assert store.last().no == self.lines

    # --- lines

    def test_lines_from_a_number_on(self, store: Store) -> None:
        for key in range(1, 5):
            put(store, "files", key, {"number": f"KH-{key % 2}"})
        last = self.lines + 4
        assert [line.no for line in store.lines()] == list(range(1, last + 1))
        for first in (1, 3, last, last + 1, 99):
            assert [line.no for line in store.lines(first)] == list(range(first, last + 1))
            raws = list(store.raw_lines(first))
            assert raws == list(store.raw_lines())[first - 1 :]
            assert all(raw.count(b"\n") == 1 and raw.endswith(b"]\n") for raw in raws)
        assert [line.no for line in store.history("KH-1")] == [last - 3, last - 1]
        assert list(store.history("KH")) == []

    def test_the_chain_can_be_followed_by_anybody(self, store: Store) -> None:
        put(store, "files", 1, CARD)
        put(store, "files", 2, PERSON)
        before = "0" * 64
        for raw, line in zip(store.raw_lines(), store.lines(), strict=True):
            header, _, rest = raw[1:].partition(b',"')
            while True:  # the header ends with its brace
                if header.endswith(b"}") and sha256(header).hexdigest() == rest[:64].decode():
                    break
                more, _, rest = rest.partition(b',"')
                header += b',"' + more
            fields = json.loads(header)
            assert fields["prev"] == before == line.prev
            before = rest[:64].decode()
            assert line.hash == before
            payloads = json.loads(raw)[2:]
            for (table, key, _, _), payload in zip(fields["changes"], payloads, strict=True):
                assert store.get(table, key) == payload["document"]
        assert store.last().anchor == f"{self.lines + 2}:{before}"

    # --- the lock

    def test_one_writer_at_a_time(self, store: Store, place: Place) -> None:
        other = place.open()
        with store.writing() as work:
            with pytest.raises(ArchiveLocked), other.writing(timeout=0.05):
                raise AssertionError
            assert other.last().no == self.lines
            work.record(act())
        put(other, "files", 1, CARD)
        assert store.last().no == self.lines + 2

    def test_threads_take_turns(self, store: Store) -> None:
        self.count_up(lambda: store, 4, 10)
        assert store.get("counters", 2026) == {"serial": 40}
        assert [line.no for line in store.lines()] == list(range(1, self.lines + 41))

    def test_stores_take_turns(self, store: Store, place: Place) -> None:
        others = iter([place.open() for _ in range(3)])
        self.count_up(lambda: next(others), 3, 5)
        assert store.get("counters", 2026) == {"serial": 15}

    @staticmethod
    def count_up(opened: Callable[[], Store], threads: int, times: int) -> None:
        problems: list[BaseException] = []

        def count(store: Store) -> None:
            try:
                for _ in range(times):
                    with store.writing(timeout=60) as work:
                        counter = work.get("counters", 2026) or {"serial": 0}
                        work.put("counters", 2026, {"serial": counter["serial"] + 1})
                        work.record(act("count"))
            except BaseException as problem:  # noqa: BLE001 - a thread's errors are nobody's
                problems.append(problem)

        running = [threading.Thread(target=count, args=(opened(),)) for _ in range(threads)]
        for thread in running:
            thread.start()
        for thread in running:
            thread.join()
        assert problems == []

    # --- the log of access

    def test_a_note_is_there_for_everybody(self, store: Store, place: Place) -> None:
        said = {"purpose": "回访", "reason": "客户来电", "detail": {"fields": ["mobile"], "n": 1}}
        assert store.note(act("show", "KH-1", **said)) == 2
        other = place.open()
        assert other.note(act("find")) == 3
        for each in (store, other):
            (_, _), (line, kept), (last, nothing) = each.notes()
            assert (line.no, line.act, line.actor, line.subject) == (2, "show", "zhang", "KH-1")
            assert kept == said
            assert nothing == {"purpose": "", "reason": "", "detail": {}}
            assert each.last_note() == last
        assert store.last().no == self.lines

    def test_a_header_of_the_log_holds_nothing_personal(self, store: Store) -> None:
        store.note(act("show", purpose="更名", reason="换证", detail={"wanted": "查看"}))
        header = list(store.raw_notes())[-1].split(b'},"')[0].decode()
        assert "show" in header
        for text in ("更名", "换证", "查看"):
            assert text not in header

    def test_the_log_is_a_chain_of_its_own(self, store: Store) -> None:
        for count in range(3):
            store.note(act("find", f"KH-{count}"))
        before = NO_HASH
        for raw, (line, _) in zip(store.raw_notes(), store.notes(), strict=True):
            fields, end = json.JSONDecoder().raw_decode(raw[1:].decode())
            head = raw[1:].decode()[:end].encode()
            assert raw[1 + len(head) :].startswith(b',"%b",' % line.hash.encode())
            assert sha256(head).hexdigest() == line.hash
            assert fields["prev"] == line.prev == before
            before = line.hash
            (digest,) = [change[2] for change in fields["changes"]]
            assert sha256(raw[len(head) + 69 : -2]).hexdigest() == digest
        first = json.loads(next(store.raw_notes()))[0]
        assert (first["format"], first["archive"]) == ("csdforms-access 1", ARCHIVE)

    def test_notes_from_a_number_on(self, store: Store) -> None:
        for _ in range(4):
            store.note(act("find"))
        for first, numbers in ((1, [1, 2, 3, 4, 5]), (4, [4, 5]), (5, [5]), (6, []), (99, [])):
            assert [line.no for line, _ in store.notes(first)] == numbers
            assert list(store.raw_notes(first)) == list(store.raw_notes())[first - 1 :]

    def test_the_moments_of_the_log_never_go_back(self, store: Store) -> None:
        store.note(act("find")._replace(at="2026-03-06T00:00:00.000000+08:00"))
        store.note(act("find"))
        store.note(act("find")._replace(at="2026-03-07T00:00:00.000000+08:00"))
        days = [line.at[:10] for line, _ in store.notes()]
        assert days == ["2026-03-05", "2026-03-06", "2026-03-06", "2026-03-07"]

    def test_what_json_cannot_keep_is_not_noted(self, store: Store) -> None:
        with pytest.raises(UnreadableInput):
            store.note(act("find", detail={"n": float("nan")}))
        assert store.note(act("find")) == 2

    def test_a_work_that_fails_takes_no_note_back(self, store: Store, place: Place) -> None:
        with contextlib.suppress(ZeroDivisionError), store.writing() as work:
            digest = store.put_file(DOCX)
            work.put("items", 1, {"document": digest})
            assert store.note(act("refused", "KH-1")) == 2
            assert store.note(act("refused", "KH-2")) == 3
            work.record(act())
            raise ZeroDivisionError
        assert store.last().no == self.lines
        for each in (store, place.open()):
            noted = [(line.no, line.act, line.subject) for line, _ in each.notes()]
            assert noted == [(1, "init", ""), (2, "refused", "KH-1"), (3, "refused", "KH-2")]
        put(store, "files", 1, CARD)
        assert store.note(act("show")) == 4

    def test_a_part_that_fails_takes_no_note_back(self, store: Store) -> None:
        with store.writing() as work:
            with contextlib.suppress(ZeroDivisionError), store.writing():
                store.note(act("refused", "KH-1"))
                raise ZeroDivisionError
            work.put("files", 1, CARD)
            work.record(act())
        assert [line.act for line, _ in store.notes()] == ["init", "refused"]
        assert store.get("files", 1) == CARD

    def test_a_note_in_the_middle_of_a_work_is_kept_with_it(self, store: Store) -> None:
        with store.writing() as work:
            store.note(act("show", "KH-1"))
            work.put("files", 1, CARD)
            work.record(act())
        assert [line.subject for line, _ in store.notes()] == ["", "KH-1"]
        assert store.last().no == self.lines + 1

    def test_l06_stores_and_threads_note_at_once_in_one_chain(
        self, store: Store, place: Place
    ) -> None:
        stores = [store, *(place.open() for _ in range(2))]
        problems: list[BaseException] = []

        def note(each: Store) -> None:
            try:
                for _ in range(5):
                    each.note(act("show"))
            except BaseException as problem:  # noqa: BLE001 - a thread's errors are nobody's
                problems.append(problem)

        running = [threading.Thread(target=note, args=(each,)) for each in (*stores, *stores)]
        for thread in running:
            thread.start()
        for thread in running:
            thread.join()
        assert problems == []
        noted = [line for line, _ in store.notes()]
        assert [line.no for line in noted] == list(range(1, 32))
        assert [line.prev for line in noted] == [NO_HASH, *(line.hash for line in noted[:-1])]

    # --- compacting

    def test_c21_what_was_removed_is_really_gone_after_compacting(
        self, store: Store, place: Place
    ) -> None:
        put(store, "drafts", 1, {"number": "CG-2026-0001", "name": "独孤求败", "mobile": "1399"})
        put(store, "drafts", 2, {"number": "CG-2026-0002", "name": "留下的人"})
        with store.writing() as work:
            work.remove("drafts", 1)
            work.record(act("reject", "CG-2026-0001"))
        before = list(store.lines())
        store.compact(act("compact"))
        for each in (store, place.open()):
            raws = b"".join(each.raw_lines()).decode()
            assert "独孤求败" not in raws
            assert "留下的人" in raws
            lines = list(each.lines())
            assert lines[:-1] == before
            assert (lines[-1].no, lines[-1].act) == (self.lines + 4, "compact")
            assert each.get("drafts", 1) is None
            assert each.get("drafts", 2) == {"number": "CG-2026-0002", "name": "留下的人"}
            assert each.find_text("drafts", "独孤", 10) == []

    def test_compacting_keeps_what_is_never_changed_and_what_was_decided(
        self, store: Store
    ) -> None:
        tables = ["profiles", "items", "staff", "grants", "loans", "copies"]
        for table in (*tables, "files", "counters"):
            put(store, table, 1, {"number": f"old {table}"})
            put(store, table, 1, {"number": f"new {table}"})
        store.compact(act("compact"))
        raws = b"".join(store.raw_lines()).decode()
        for table in tables:
            assert f'"number":"old {table}"' in raws
        for table in ("files", "counters"):
            assert f'"number":"old {table}"' not in raws
            assert store.get(table, 1) == {"number": f"new {table}"}
        said = store.get("acts", 2)
        assert said is not None
        store.compact(act("compact"))
        assert store.get("acts", 2) == said

    def test_nothing_is_compacted_in_the_middle_of_a_work(self, store: Store) -> None:
        with store.writing() as work:
            work.record(act())
            with pytest.raises(RuntimeError):
                store.compact(act("compact"))

    # --- files

    def test_a_file_is_kept_once_under_its_hash(self, store: Store, place: Place) -> None:
        digest = store.put_file(DOCX)
        assert digest == sha256(DOCX).hexdigest()
        assert store.put_file(DOCX) == digest
        other = store.put_file(b"")
        assert place.open().get_file(digest) == DOCX
        assert store.get_file(other) == b""
        assert list(store.files()) == sorted([digest, other])

    def test_a_missing_file_is_damage(self, store: Store) -> None:
        with pytest.raises(DamagedArchive):
            store.get_file("0" * 64)

    def test_a_file_may_be_put_in_the_middle_of_a_work(self, store: Store) -> None:
        with store.writing() as work:
            digest = store.put_file(DOCX)
            work.put("items", 1, {"document": digest})
            work.record(act("file"))
        assert store.get_file(digest) == DOCX
        assert store.find("items", "document", digest) == [1]

    # --- the end

    def test_closing_twice_is_no_error(self, place: Place) -> None:
        store = place.create()
        store.close()
        store.close()
