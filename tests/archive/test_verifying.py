from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from archive.customers import Clock, company, open_company, open_person
from archive.memory_store import MemoryStore
from archive.paper import NUMBER, SECOND, UUID, Paper, card, counter, item, profile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csdforms.archive import numbers
from csdforms.archive.access_log import AccessLog
from csdforms.archive.archive import Archive
from csdforms.archive.line import blanked, decode, digest_of, encode
from csdforms.archive.lock import WriterLock
from csdforms.archive.store import Act
from csdforms.archive.tiny import TinyStore
from csdforms.archive.verifying import Problem, Verification, anchor_of, verify
from csdforms.errors import (
    DamagedArchive,
    NoArchive,
    NotPermitted,
    OutputExists,
    UnreadableInput,
)

NONE = "0" * 64
MOMENT = "2026-03-05T14:05:09.123456+08:00"
LOST = "从这一行起，不能再由前面的行得到证明。"


def errors(found: Verification) -> list[tuple[int | None, str]]:
    return [(problem.line, problem.text) for problem in found.problems if problem.is_error]


def only(found: Verification) -> Problem:
    [problem] = found.problems
    return problem


def names(folder: Path) -> list[str]:
    """Return what is in an archive, without the cache."""
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("index."))


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    return Paper(tmp_path / "paper")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive as the archive itself writes it, with one of everything."""
    folder = tmp_path_factory.mktemp("filled") / "archive"
    with Archive.create(folder, actor="zhang", clock=Clock()) as archive:
        archive.open_file(company(), form="corporate_customer_profile", document=b"one")
        open_person(archive)
        archive.revise(NUMBER, company(short_name="屿泊"), reason="改简称", document=b"two")
        data = {"complaint_no": "TS-1"}
        archive.file(NUMBER, "complaint_register_one", data, b"three", section="3.2")
        archive.file("", "complaint_statistics", {"month": "2026-03"}, section="3.9")
        archive.add_alias(NUMBER, "S-1")
        archive.show(NUMBER)  # brings the index up to date
    return folder


def test_a_sound_archive(filled: Path) -> None:
    before = names(filled)
    found = verify(filled, read_data=True)
    assert found.problems == ()
    assert found.is_sound
    assert (found.lines, found.files, found.items, found.documents) == (7, 2, 2, 3)
    lines = (filled / "journal.jsonl").read_bytes().splitlines()
    header = re.fullmatch(rb'\[(\{.*?\}),"([0-9a-f]{64})".*', lines[-1])
    assert header
    notes = (filled / "access.jsonl").read_bytes().splitlines()
    noted = re.fullmatch(rb'\[(\{.*?\}),"([0-9a-f]{64})".*', notes[-1])
    assert noted
    assert found.anchor == f"7:{digest_of(header[1])},{len(notes)}:{digest_of(noted[1])}"
    assert found.notes == len(notes) >= 1
    assert found.first_at == found.last_at == "2026-03-05T14:05:09.123456+08:00"
    assert found.lost_from is None
    assert found.archive == json.loads(lines[0])[0]["archive"]
    assert names(filled) == before
    assert verify(filled, anchor=found.anchor).is_sound
    assert verify(filled, anchor=found.anchor.partition(",")[0]).is_sound


def test_a_compacted_archive(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "a", actor="zhang", clock=Clock()) as archive:
        number = open_company(archive)
        archive.add_alias(number, "S-1")
        archive.add_alias(number, "S-2")
        archive.store.compact(Act("compact", "zhang", MOMENT))
        archive.add_alias(number, "S-3")
        assert verify(tmp_path / "a").problems == ()
        assert verify(archive.store).problems == ()
    assert b"null," in (tmp_path / "a" / "journal.jsonl").read_bytes()


def test_there_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(NoArchive):
        verify(tmp_path)
    with pytest.raises(NoArchive):
        verify(tmp_path / "none")
    assert list(tmp_path.iterdir()) == []


def test_a_format_to_come(paper: Paper) -> None:
    paper.save()
    path = paper.folder / "journal.jsonl"
    path.write_bytes(path.read_bytes().replace(b"csdforms-archive 1", b"csdforms-archive 2"))
    with pytest.raises(UnreadableInput, match="升级"):
        verify(paper.folder)


# Tampering


def tampered(folder: Path, tmp_path: Path, raw: bytes) -> Path:
    """Return a copy of an archive with another journal, and no index to help."""
    copy = tmp_path / "copy"
    copy.mkdir(exist_ok=True)
    if not (copy / "documents").exists():
        (copy / "documents").symlink_to(folder / "documents")
    (copy / "journal.jsonl").write_bytes(raw)
    (copy / "access.jsonl").write_bytes((folder / "access.jsonl").read_bytes())
    return copy


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150
)
@given(data=st.data())
def test_no_byte_can_be_changed(filled: Path, tmp_path: Path, data: st.DataObject) -> None:
    raw = bytearray((filled / "journal.jsonl").read_bytes())
    place = data.draw(st.integers(0, len(raw) - 2))  # the last newline may be missing
    old = raw[place]
    raw[place] = data.draw(st.integers(0, 255).filter(lambda byte: byte != old))
    try:
        found = verify(tampered(filled, tmp_path, bytes(raw)))
    except UnreadableInput:
        assert place < len(b'[{"format":"csdforms-archive 1",')
        return
    assert not found.is_sound
    line = raw[:place].count(b"\n") + 1
    assert any(problem.line in (line, line + 1) for problem in found.problems)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
@given(data=st.data())
def test_no_line_can_be_moved(filled: Path, tmp_path: Path, data: st.DataObject) -> None:
    lines = (filled / "journal.jsonl").read_bytes().splitlines(keepends=True)
    anchor = verify(filled).anchor
    what = data.draw(st.sampled_from(["remove", "repeat", "swap", "cut"]))
    place = data.draw(st.integers(0, len(lines) - 1))
    kept = list(lines)
    if what == "remove":
        del kept[place]
    elif what == "repeat":
        kept.insert(data.draw(st.integers(0, len(lines))), lines[place])
    elif what == "swap":
        other = data.draw(st.integers(0, len(lines) - 1).filter(lambda other: other != place))
        kept[place], kept[other] = kept[other], kept[place]
    else:
        size = data.draw(st.integers(1, len(lines[-1])))
        kept[-1] = kept[-1][: len(lines[-1]) - size]
    found = verify(tampered(filled, tmp_path, b"".join(kept)), anchor=anchor)
    # A commit that lacks nothing but its newline is a commit.
    assert found.is_sound == (what == "cut" and size == 1)


def test_cut_off_at_the_end(filled: Path, tmp_path: Path) -> None:
    lines = (filled / "journal.jsonl").read_bytes().splitlines(keepends=True)
    copy = tampered(filled, tmp_path, b"".join(lines[:-1]))
    anchor = verify(filled).anchor
    assert verify(copy).is_sound  # nobody can see it
    assert errors(verify(copy, anchor=anchor)) == [
        (None, "锚在第 7 行，而日志只到第 6 行：末尾被截去。")
    ]
    assert verify(copy, anchor="x").problems[0].text == "锚 x 不是“行号:哈希”的样子，没有用来核对。"
    (copy / "index.sqlite").write_bytes((filled / "index.sqlite").read_bytes())
    assert errors(verify(copy)) == [(None, "索引记到第 7 行，而日志只有 6 行：末尾可能被截去。")]


def test_written_anew_from_the_start(paper: Paper) -> None:
    paper.add("note")
    kept = verify(paper.save()).anchor
    other = Paper(paper.folder)
    other.add("note")  # other salts, so other hashes
    assert errors(verify(other.save(), anchor=kept)) == [
        (2, "哈希与锚不同：这一行或以前的行被改写过。")
    ]


def test_it_goes_on_behind_damage(paper: Paper) -> None:
    for _ in range(5):
        paper.add("note")
    paper.lines[1] = paper.lines[1].replace(b'"zhang"', b'"li"')
    paper.lines[3] = b"what is this?\n"
    found = verify(paper.save())
    assert errors(found) == [
        (2, f"表头与它的哈希不符，表头被改动过；{LOST}"),
        (4, "不是档案库的行，内容读不出来。"),
    ]
    assert found.lost_from == 2
    assert found.lines == 6


def test_a_header_written_anew_with_its_hash(paper: Paper) -> None:
    paper.add("note")
    paper.add("note")
    header = re.match(rb"\[(\{.*?\}),", paper.lines[1])
    assert header
    forged = header[1].replace(b'"zhang"', b'"li"')
    paper.lines[1] = (
        paper.lines[1]
        .replace(header[1], forged)
        .replace(digest_of(header[1]).encode(), digest_of(forged).encode())
    )
    assert errors(verify(paper.save())) == [
        (
            3,
            f"接不上前一行，前一行被改写过，或已不是原来那一行；{LOST}",
        )
    ]


def test_a_removed_line(paper: Paper) -> None:
    for _ in range(3):
        paper.add("note")
    del paper.lines[2]
    assert errors(verify(paper.save())) == [
        (
            3,
            f"行号应为 3，实为 4，这里有行被删去、插入或调换；{LOST}",
        )
    ]


def test_every_payload_of_a_line_is_checked(paper: Paper) -> None:
    paper.add("create", counter(), card(), profile(), item(), subject=NUMBER)
    paper.lines[1] = paper.lines[1].replace("甲".encode(), "乙".encode())
    paper.lines[1] = paper.lines[1].replace(b'"data":{}', b'"data":{"amount":"9"}')
    paper.add("note")
    found = verify(paper.save())
    assert errors(found) == [
        (2, "登记卡（files 1）与它的摘要不符，内容被改动过。"),
        (2, "客户资料（profiles 1）与它的摘要不符，内容被改动过。"),
        (2, "件（items 1）与它的摘要不符，内容被改动过。"),
    ]
    assert found.lost_from is None  # the chain itself holds
    assert (found.files, found.items) == (1, 1)


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        (b'{"serial":1}', b'{"serial":1', "流水号（counters 2026）与它的摘要不符，内容被改动过"),
        (b"]\n", b"]]\n", "行尾多出了内容，或不完整"),
        (b"]\n", b"\n", "行尾多出了内容，或不完整"),
        (b',{"salt"', b';{"salt"', "从操作说明（acts 2）起，内容缺失或分不开"),
        (b'"act":"note"', b'"act":1', "不是档案库的行，内容读不出来"),
        (b'"no":2', b'"no":true', "不是档案库的行，内容读不出来"),
        (b'"acts",2', b'"acts","2"', "不是档案库的行，内容读不出来"),
        (b'"acts",2,', b'"acts",2,2,', "不是档案库的行，内容读不出来"),
        (b'"prev":"', b'"prew":"', "不是档案库的行，内容读不出来"),
        (b'"changes":[', b'"changes":[[', "不是档案库的行，内容读不出来"),
        (b'[{"no"', b'{"no"', "不是档案库的行，内容读不出来"),
    ],
)
def test_lines_out_of_shape(paper: Paper, old: bytes, new: bytes, text: str) -> None:
    paper.add("note", counter())
    paper.add("note")
    paper.lines[1] = paper.lines[1].replace(old, new, 1)
    found = verify(paper.save())
    assert any(line == 2 and said.startswith(text) for line, said in errors(found))


def test_a_header_too_deep_to_read(paper: Paper) -> None:
    deep = b"[" * 100_000
    paper.lines.append(b'[{"no":2,"at":' + deep + b'},"' + NONE.encode() + b'"]\n')
    assert errors(verify(paper.save()))[0][0] == 2


def test_a_payload_too_deep_to_read(paper: Paper) -> None:
    paper.add("note", counter())
    paper.lines[1] = paper.lines[1].replace(b'{"serial":1}', b"[" * 100_000)
    assert errors(verify(paper.save())) == [
        (2, "流水号（counters 2026）与它的摘要不符，内容被改动过。"),
        (2, "行尾多出了内容，或不完整。"),
        (2, "流水号（counters 2026）读不出来。"),
    ]


def test_a_document_that_is_none(paper: Paper) -> None:
    paper.add("note", counter())
    paper.lines[1] = paper.lines[1].replace(b'{"serial":1}', b"[]")
    assert errors(verify(paper.save()))[-1] == (2, "流水号（counters 2026）读不出来。")


def test_the_first_line(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "none")
    paper.lines[0] = paper.lines[0][1:]
    assert errors(verify(paper.save()))[0][0] == 1
    paper.lines.clear()
    found = verify(paper.save())
    assert errors(found) == [(None, "日志是空的。")]
    assert found.anchor == ""

    paper = Paper(tmp_path / "other")
    paper.lines.clear()
    paper.hash = NONE
    paper.add("init", extras={"archive": UUID})
    assert errors(verify(paper.save())) == [(1, "没有写明格式 csdforms-archive 1。")]


def test_time_goes_forward(paper: Paper) -> None:
    paper.add("note", at="2026-03-05T13:00:00.000000+08:00")
    paper.add("note", at="yesterday")
    assert errors(verify(paper.save())) == [(2, "时间早于前一行。"), (3, "时间的写法不对。")]


# What a crash leaves


def test_a_torn_end_is_named(paper: Paper) -> None:
    paper.add("note")
    paper.lines.append(paper.lines[1][:50])
    found = verify(paper.save())
    assert found.is_sound
    assert found.lines == 2
    assert only(found).text == (
        "末尾有 50 字节的残片，是写到一半时中断留下的，从未算数。下次写入时会另存并切去。"
    )


def test_what_is_being_written_is_no_problem(paper: Paper) -> None:
    paper.add("note")
    paper.lines.append(paper.lines[1][:50])
    with WriterLock(paper.save() / "lock").hold(1):
        assert verify(paper.folder).problems == ()


def test_half_a_commit_does_not_count(paper: Paper) -> None:
    paper.add("create", counter(), card(), subject=NUMBER)
    paper.add("note", more=True)
    found = verify(paper.save())
    assert found.is_sound
    assert found.lines == 2
    assert only(found).text.startswith(f"末尾有 {len(paper.lines[2])} 字节的残片")


def test_a_commit_without_its_newline_counts(paper: Paper) -> None:
    paper.add("note")
    paper.lines[1] = paper.lines[1][:-1]
    found = verify(paper.save())
    assert found.problems == ()
    assert found.lines == 2


# What the lines say


def test_blanked_payloads_need_an_act(paper: Paper) -> None:
    line = paper.add("create", counter(), card(), subject=NUMBER)
    blank(paper, line, "files")
    later = paper.add("alias", card(customer_nos=["S-1"]), subject=NUMBER)
    problem = (2, "有内容被抹去，而没有整理或销毁的记录可以说明。")
    assert errors(verify(paper.save())) == [problem]
    paper.add("compact")
    assert errors(verify(paper.save())) == []
    blank(paper, later, "files")  # the newest one: no compaction does that
    assert errors(verify(paper.save())) == [(later, problem[1])]


def test_destruction_by_law_covers_its_file_only(paper: Paper) -> None:
    first = paper.add("create", counter(), card(), profile(), subject=NUMBER)
    second = paper.add("create", counter(2), card(SECOND, 2), subject=SECOND)
    blank(paper, first, "files")
    blank(paper, first, "profiles")
    paper.add("destroy", subject=NUMBER)
    found = verify(paper.save())
    assert found.problems == ()
    assert found.files == 2
    blank(paper, second, "files")
    assert errors(verify(paper.save())) == [
        (second, "有内容被抹去，而没有整理或销毁的记录可以说明。")
    ]


def test_references_to_a_destroyed_file_hold(paper: Paper) -> None:
    line = paper.add("create", counter(), card(), subject=NUMBER)
    paper.add("create", counter(2), card(SECOND, 2, parent=NUMBER), subject=SECOND)
    blank(paper, line, "files")
    paper.add("destroy", subject=NUMBER)
    assert verify(paper.save()).problems == ()


def test_a_blank_card_without_a_number(paper: Paper) -> None:
    line = paper.add("create", card(), counter())
    blank(paper, line, "files")
    assert verify(paper.save()).files == 0


def blank(paper: Paper, no: int, table: str) -> None:
    raw = paper.lines[no - 1]
    line = decode(raw, "", no)
    paper.lines[no - 1] = blanked(line, raw, lambda _, change: change.table != table)


def test_every_line_says_why(paper: Paper) -> None:
    paper.add("note", ("acts", 9, {}))
    assert errors(verify(paper.save())) == [(2, "没有写明这次操作的理由（acts），或写了不止一次。")]


def test_nothing_is_removed(paper: Paper) -> None:
    paper.add("create", counter(), card(), subject=NUMBER)
    paper.add("write", ("files", 1, None), ("notes", 1, None))  # notes are the caller's own
    assert errors(verify(paper.save())) == [(3, "登记卡（files 1）被移去，而档案只增不减。")]


def test_numbers_of_files(paper: Paper) -> None:
    paper.add("create", counter(3), card(), subject=NUMBER)
    paper.add("create", card("KH-F-2026-000001-5", 2))  # wrong check character
    paper.add("create", card("KH-Z-2026-000001-4", 3))  # the serial is taken
    paper.add("alias", card("KH-F-2026-000003-0", 1))  # a number does not change
    paper.add("create", ("files", 4, {"name": "丁"}))
    assert errors(verify(paper.save())) == [
        (3, "登记卡（files 2）的档案号写法或校验码不对。"),
        (4, "档案号 KH-Z-2026-000001-4 的流水号已属于另一份档案。"),
        (5, "档案号由 KH-F-2026-000001-4 变成了 KH-F-2026-000003-0。"),
        (6, "登记卡（files 4）的档案号写法或校验码不对。"),
    ]


def test_numbers_of_items(paper: Paper) -> None:
    paper.add("create", counter(), card(), subject=NUMBER)
    paper.add("file", item(1), item(2, f"{NUMBER}/3.2-2026-0001"), item(3, "3.2-1"))
    paper.add("file", ("items", 4, {"number": f"{NUMBER}/3.2-2026-0002", "file": SECOND}))
    paper.add("file", ("items", 5, {"number": "BM/3.9-2026-0001", "file": ""}))
    paper.add("file", ("items", 6, {"number": 7, "file": ""}))
    wrong = "件号写法不对，或不属于所在的档案。"
    assert errors(verify(paper.save())) == [
        (3, f"件号 {NUMBER}/3.2-2026-0001 已经用过。"),
        (3, wrong),
        (3, "所属的档案 3.2-1 不存在。"),
        (4, wrong),
        (4, f"所属的档案 {SECOND} 不存在。"),
        (6, wrong),
    ]


def test_counters_reach_what_was_used(paper: Paper) -> None:
    paper.add("create", counter(), card("KH-Z-2026-000002-2"), subject=SECOND)
    paper.add("create", card("KH-F-2025-000128-3", 2))
    paper.add("create", ("counters", 2024, {"highest": 1}), card(numbers.make("F", 2024, 1), 3))
    assert errors(verify(paper.save())) == [
        (None, "2026 年的流水号只记到 1，而档案号已用到 2。"),
        (None, "2025 年的流水号只记到 0，而档案号已用到 128。"),
    ]


def test_references(paper: Paper) -> None:
    paper.add("create", counter(2), card(parent=SECOND), profile(), subject=NUMBER)
    paper.add("create", card(SECOND, 2), subject=SECOND)  # later is not too late
    paper.add("file", profile(2, "KH-F-2026-000009-X"), card(merged_into="KH-F-2026-000008-1"))
    paper.add("file", ("profiles", 3, {"version": 1}))
    assert errors(verify(paper.save())) == [
        (4, "所属的档案 KH-F-2026-000009-X 不存在。"),
        (4, "所属的档案 KH-F-2026-000008-1 不存在。"),
        (5, "所属的档案 None 不存在。"),
    ]


def test_what_is_kept_is_written_once(paper: Paper) -> None:
    paper.add("create", counter(), card(), profile(), item(), subject=NUMBER)
    paper.add("file", profile(), item())
    assert errors(verify(paper.save())) == [
        (3, "客户资料（profiles 1）又写了一次，而它写入后不应再变。"),
        (3, "件（items 1）又写了一次，而它写入后不应再变。"),
    ]


# Documents


def test_documents(paper: Paper) -> None:
    kept, lost, alone = paper.put(b"kept"), digest_of(b"lost"), paper.put(b"alone")
    paper.add("create", counter(), card(), profile(document=kept), subject=NUMBER)
    paper.add("file", item(document=lost), item(2, f"{NUMBER}/3.3-2026-0001", document="x"))
    paper.add("file", item(3, f"{NUMBER}/3.4-2026-0001", document=7))
    found = verify(paper.save())
    assert found.documents == 2
    assert found.problems == (
        Problem("件（items 2）的文档哈希写法不对。", 3),
        Problem(f"这里提到的文档 {lost} 不在档案库里。", 3, lost),
        Problem("件（items 3）的文档哈希写法不对。", 4),
        Problem(
            f"文档 {alone} 不属于任何档案（存入后没有登记，或正在登记）。",
            None,
            alone,
            is_error=False,
        ),
    )
    assert str(found.problems[0]) == "第 3 行：件（items 2）的文档哈希写法不对。"
    assert str(found.problems[3]) == found.problems[3].text


def test_a_changed_document(filled: Path, tmp_path: Path) -> None:
    raw = (filled / "journal.jsonl").read_bytes()
    (tmp_path / "copy").mkdir()
    digest = digest_of(b"two")
    for content in (b"one", b"two", b"three"):
        place = tmp_path / "copy" / "documents" / digest_of(content)[:2]
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{digest_of(content)}.docx").write_bytes(b"tow" if content == b"two" else content)
    copy = tampered(filled, tmp_path, raw)
    assert verify(copy).is_sound
    assert verify(copy, read_data=True).problems == (
        Problem(f"文档 {digest} 的内容与它的哈希不符，被改动过。", None, digest),
    )


# Stores


def test_a_store_that_holds_what_its_lines_say(clock: Clock) -> None:
    store = MemoryStore(Act("init", "zhang", "2026-03-05T14:05:09.000000+08:00"))
    with Archive(store, actor="zhang", clock=clock) as archive:
        number = open_company(archive)
        archive.add_alias(number, "S-1")
        archive.file(number, "f", {}, b"paper", section="3.2")
        with store.writing() as work:
            work.put("notes", 1, {"text": "x"})
            work.record(Act("note", "zhang", store.last().at))
        with store.writing() as work:
            work.remove("notes", 1)
            work.record(Act("note", "zhang", store.last().at))
    assert verify(store, read_data=True).problems == ()
    store.tables["files"][1]["name"] = "另一家"
    del store.tables["items"][1]
    store.tables["acts"][99] = {}
    assert errors(verify(store)) == [
        (None, "数据表里的 acts 99 与日志不符，被改动过。"),
        (None, "数据表里的 files 1 与日志不符，被改动过。"),
        (None, "数据表里的 items 1 与日志不符，被改动过。"),
    ]


def test_what_is_written_while_a_store_is_verified(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = MemoryStore(Act("init", "zhang", "2026-03-05T14:05:09.000000+08:00"))
    archive = Archive(store, actor="zhang", clock=clock)
    number = open_company(archive)
    lines = list(store.raw_lines())
    archive.add_alias(number, "S-1")
    monkeypatch.setattr(store, "raw_lines", lambda: iter(lines))
    assert verify(store).problems == ()


def test_a_damaged_folder_given_as_a_store(paper: Paper) -> None:
    for _ in range(3):
        paper.add("note")
    paper.lines[1] = paper.lines[1].replace(b'"zhang"', b'"li"')
    with TinyStore.open(paper.save()) as store:
        found = verify(store)
    assert [problem.line for problem in found.problems if problem.line] == [2]
    assert not found.is_sound


def test_a_journal_that_cannot_be_read(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = paper.save()

    def refuses(*_: object, **__: object) -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(Path, "open", refuses)
    with pytest.raises(NotPermitted):
        verify(folder)


# The log of access


def log_of(folder: Path) -> list[bytes]:
    return (folder / "access.jsonl").read_bytes().splitlines(keepends=True)


def write_log(folder: Path, lines: list[bytes]) -> None:
    (folder / "access.jsonl").write_bytes(b"".join(lines))


@pytest.fixture
def noted(tmp_path: Path) -> Path:
    """An archive whose log has six lines."""
    folder = tmp_path / "noted"
    with Archive.create(folder, actor="zhang", clock=Clock()) as archive:
        for count in range(5):
            archive.store.note(Act("show", "li", MOMENT, NUMBER, purpose=f"回访 {count}"))
    assert verify(folder).problems == ()
    assert verify(folder).notes == 6
    return folder


def log_errors(folder: Path, anchor: str | None = None) -> list[tuple[int | None, str]]:
    found = verify(folder, anchor=anchor)
    assert all(problem.log for problem in found.problems)
    return errors(found)


def test_l02_an_edited_line_of_the_log(noted: Path) -> None:
    lines = log_of(noted)
    write_log(noted, [*lines[:2], lines[2].replace("回访".encode(), "投诉".encode()), *lines[3:]])
    assert log_errors(noted) == [(3, "操作说明（acts 3）与它的摘要不符，内容被改动过。")]
    [problem] = verify(noted).problems
    assert str(problem).startswith("查阅日志第 3 行：")
    write_log(noted, [*lines[:2], lines[2].replace(b'"li"', b'"wu"'), *lines[3:]])
    assert log_errors(noted) == [(3, f"表头与它的哈希不符，表头被改动过；{LOST}")]


def test_l02_a_deleted_line_of_the_log(noted: Path) -> None:
    lines = log_of(noted)
    write_log(noted, [*lines[:2], *lines[3:]])
    assert log_errors(noted) == [(3, f"行号应为 3，实为 4，这里有行被删去、插入或调换；{LOST}")]


def test_l02_reordered_lines_of_the_log(noted: Path) -> None:
    lines = log_of(noted)
    write_log(noted, [*lines[:2], lines[3], lines[2], *lines[4:]])
    assert [line for line, _ in log_errors(noted)] == [3, 4, 5]


def test_l02_a_blanked_line_of_the_log(noted: Path) -> None:
    lines = log_of(noted)
    line = decode(lines[2], noted, 3)
    write_log(noted, [*lines[:2], blanked(line, lines[2], lambda *_: False), *lines[3:]])
    assert log_errors(noted) == [(3, "操作说明被抹去，而查阅日志的内容从不抹去。")]


def test_l02_a_log_that_was_emptied_or_begun_anew(noted: Path) -> None:
    write_log(noted, [])
    assert log_errors(noted) == [(None, "查阅日志是空的。")]
    (noted / "access.jsonl").unlink()
    lost = "查阅日志不见了：谁查阅过哪份档案，已不能证明。请从备份恢复。"
    assert log_errors(noted) == [(None, lost)]
    archive = verify(noted).archive
    AccessLog.create(noted, archive, Act("init", "zhang", MOMENT))
    assert log_errors(noted) == [(1, "查阅日志不是建库时开始的那一份，被换过。")]


def test_l02_another_archives_log(noted: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    AccessLog.create(tmp_path / "other", UUID, Act("init", "zhang", MOMENT))
    write_log(noted, log_of(tmp_path / "other"))
    assert log_errors(noted) == [(1, "查阅日志是另一个档案库的。")]


def test_l02_lines_that_a_log_cannot_have(noted: Path) -> None:
    lines = log_of(noted)
    last = decode(lines[-1], noted, 6)
    extra, line, _ = encode(7, Act("show", "li", MOMENT), [("files", 1, {})], last.hash)
    earlier, _, _ = encode(8, Act("show", "li", "2026-03-05T14:05:08.000000+08:00"), [], line.hash)
    write_log(noted, [*lines, extra, earlier, b"what is this?\n"])
    assert log_errors(noted) == [
        (7, "不是查阅日志的行：除操作说明外还有别的内容，或没有操作说明。"),
        (8, "时间早于前一行。"),
        (9, f"不是档案库的行，内容读不出来；{LOST}"),
    ]


def test_l03_a_log_that_was_cut_off_at_the_end(noted: Path) -> None:
    anchor = verify(noted).anchor
    lines = log_of(noted)
    write_log(noted, lines[:-2])
    assert log_errors(noted) == []  # nobody can see it
    cut = "锚在第 6 行，而查阅日志只到第 4 行：末尾被截去。"
    assert log_errors(noted, anchor) == [(None, cut)]
    write_log(noted, lines)
    assert log_errors(noted, anchor) == []
    with Archive.open(noted) as archive:
        archive.store.note(Act("show", "li", MOMENT))
        assert anchor_of(archive.store) == verify(noted).anchor
    assert log_errors(noted, anchor) == []  # it only went on


def test_l03_a_log_written_anew_behind_a_line(noted: Path) -> None:
    anchor = verify(noted).anchor
    write_log(noted, log_of(noted)[:-2])
    with Archive.open(noted) as archive:
        for _ in range(3):
            archive.store.note(Act("show", "wu", MOMENT))
    assert log_errors(noted, anchor) == [(6, "哈希与锚不同：这一行或以前的行被改写过。")]


def test_an_anchor_of_a_log_that_is_not_there(paper: Paper) -> None:
    paper.save()
    with Archive.open(paper.folder) as archive:
        journal = anchor_of(archive.store)
        assert "," not in journal  # from before there was a log
        assert verify(archive.store).anchor == verify(paper.folder).anchor == journal
        archive.store.note(Act("show", "li", MOMENT))
        kept = anchor_of(archive.store)
    assert verify(paper.folder, anchor=kept).is_sound
    (paper.folder / "access.jsonl").unlink()
    assert verify(paper.folder).is_sound  # the journal does not know of it
    assert [text[:8] for _, text in errors(verify(paper.folder, anchor=kept))] == [
        "查阅日志不见了："
    ]


@pytest.mark.parametrize(
    "said",
    [
        {"detail": []},
        {"detail": {"access": ""}},
        {"purpose": ""},
    ],
)
def test_a_first_act_that_does_not_speak_of_a_log(paper: Paper, said: dict[str, Any]) -> None:
    payload = json.dumps({"salt": "0" * 32, "document": said}).encode()
    paper.lines[0] = reworded(paper.lines[0], payload)
    assert verify(paper.save()).problems == ()


def reworded(raw: bytes, payload: bytes) -> bytes:
    """Return line 1 with another act, as if it had been written so."""
    fields = json.loads(raw)[0]
    fields["changes"] = [["acts", 1, digest_of(payload), len(payload)]]
    head = json.dumps(fields, separators=(",", ":")).encode()
    return b'[%b,"%b",%b]\n' % (head, digest_of(head).encode(), payload)


@pytest.mark.parametrize("payload", [b"null", b"nonsense"])
def test_a_first_act_that_cannot_be_read(paper: Paper, payload: bytes) -> None:
    raw = reworded(paper.lines[0], payload)
    paper.lines[0] = raw
    assert not any(problem.log for problem in verify(paper.save()).problems)


def test_l02_a_log_in_a_database(tmp_path: Path) -> None:
    pytest.importorskip("sqlalchemy")
    from csdforms.archive.sql import SqlStore

    url = f"sqlite:///{(tmp_path / 'a.sqlite').as_posix()}"
    with Archive.create(url, actor="zhang", clock=Clock()) as archive:
        store = archive.store
        assert isinstance(store, SqlStore)
        for _ in range(3):
            store.note(Act("show", "li", MOMENT))
        anchor = anchor_of(store)
        assert verify(store, anchor=anchor).problems == ()
        assert verify(store).anchor == anchor
        with store._database._engine.begin() as connection:
            connection.exec_driver_sql("delete from note where no = 4")
        assert errors(verify(store, anchor=anchor)) == [
            (None, "锚在第 4 行，而查阅日志只到第 3 行：末尾被截去。")
        ]
        with store._database._engine.begin() as connection:
            connection.exec_driver_sql("delete from note where no = 2")
        assert [line for line, _ in errors(verify(store))] == [2]
        with store._database._engine.begin() as connection:
            connection.exec_driver_sql("delete from note")
        assert errors(verify(store)) == [(None, "查阅日志是空的。")]
        with Archive.open(url) as again:
            [_, (_, text)] = errors(verify(again.store))
            assert "查阅日志不见了" in text


# --- what happens to an archive outside the program (archive.md §10, Z) ---------------------------


def copied(filled: Path, folder: Path) -> Path:
    """Return a copy of an archive, to be spoilt."""
    shutil.copytree(filled, folder)
    return folder


@pytest.mark.parametrize("damage", ["garbage", "truncated"])
def test_z01_a_damaged_journal_is_refused_and_the_last_backup_named(
    filled: Path, tmp_path: Path, damage: str
) -> None:
    folder = copied(filled, tmp_path / "archive")
    with Archive.open(folder, actor="zhang", clock=Clock()) as archive:
        archive.backups.make(tmp_path / "first.zip")
        at = archive.store.last().at
        archive.add_alias(NUMBER, "S-2")
        with pytest.raises(OutputExists):  # a backup that failed is none
            archive.backups.make(tmp_path / "first.zip")
    journal = folder / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    lines[-3] = b"\x00garbage\n" if damage == "garbage" else lines[-3][:50] + b"\n"
    journal.write_bytes(b"".join(lines))
    with (
        pytest.raises(DamagedArchive, match="从备份恢复"),
        Archive.open(folder, actor="zhang", clock=Clock()) as archive,
    ):
        archive.add_alias(NUMBER, "S-3")
    found = verify(folder)
    assert not found.is_sound
    assert found.last_backup == at


def test_without_a_backup_none_is_named(filled: Path) -> None:
    assert verify(filled).last_backup == ""


@pytest.mark.skipif(os.name == "nt", reason="modes")
def test_z04_an_archive_that_everybody_can_read_is_told(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copied(filled, tmp_path / "archive")
    folder.chmod(0o750)
    assert verify(folder).problems == ()
    folder.chmod(0o755)
    assert verify(folder).problems == ()  # nobody gets through the folder above
    monkeypatch.setattr(type(folder), "parents", ())
    problem = only(verify(folder))
    assert not problem.is_error
    assert "chmod -R o= " in problem.text
    monkeypatch.setattr("csdforms.archive.standing.os", SimpleNamespace(name="nt"))
    assert verify(folder).problems == ()  # Windows tells it otherwise


def test_z06_a_level_changed_by_hand_is_detected(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    with Archive.create(folder, actor="zhang", clock=Clock()) as archive:
        open_company(archive, confidentiality="秘密")
    assert verify(folder).problems == ()
    journal = folder / "journal.jsonl"
    text = journal.read_text("utf-8")
    assert '"level":"秘密"' in text
    journal.write_text(text.replace('"level":"秘密"', '"level":"公开"'), "utf-8")
    assert not verify(folder).is_sound
