from __future__ import annotations

import enum
import hashlib
import itertools
import json
import re
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from csdforms.archive.line import (
    NO_HASH,
    blanked,
    decode,
    digest_of,
    document,
    encode,
    header,
    is_beginning,
    new_salt,
    offsets,
)
from csdforms.archive.store import Act, Change, Document
from csdforms.errors import DamagedArchive, UnreadableInput

AT = "2026-03-05T14:05:09.123456+08:00"
ACT = Act("create", "zhang", AT, "KH-F-2026-000001-4", "建档", "新客户", {"来源": "柜台"})
HASH = "ab" * 32

# what tries to look like the end of a header, or of a payload
TRICKS = st.sampled_from(['},"' + HASH + '"', '},"', '"', "\\", "]\n", ",null", "\n", "\0", "null"])
TEXT = st.lists(st.text() | TRICKS).map("".join)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
DOCUMENTS = st.dictionaries(TEXT, VALUES, max_size=5)
CHANGES = st.lists(st.tuples(TEXT, st.integers(1), st.none() | DOCUMENTS), max_size=4)
ACTS = st.builds(Act, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, DOCUMENTS)


def salts() -> Any:
    return (f"{count:032x}" for count in itertools.count(1)).__next__


def test_a_line_is_what_the_format_says() -> None:
    changes: list[tuple[str, int, Document | None]] = [
        ("files", 1, {"name": "张三"}),
        ("files", 2, None),
    ]
    raw, line, places = encode(7, ACT, changes, HASH, more=True, salt=salts())
    acts = (
        '{"salt":"00000000000000000000000000000001","document":'
        '{"purpose":"建档","reason":"新客户","detail":{"来源":"柜台"}}}'
    )
    files = '{"salt":"00000000000000000000000000000002","document":{"name":"张三"}}'
    head = (
        '{"no":7,"at":"2026-03-05T14:05:09.123456+08:00","actor":"zhang","act":"create",'
        '"subject":"KH-F-2026-000001-4","changes":'
        f'[["acts",7,"{sha(acts)}",{len(acts.encode())}],'
        f'["files",1,"{sha(files)}",{len(files.encode())}],["files",2,null,4]],'
        f'"more":true,"prev":"{HASH}"}}'
    )
    assert raw.decode() == f'[{head},"{sha(head)}",{acts},{files},null]\n'
    assert (line.no, line.at, line.actor, line.act) == (7, AT, "zhang", "create")
    assert (line.subject, line.more, line.prev, line.hash) == (ACT.subject, True, HASH, sha(head))
    assert line.changes[1:] == (
        Change("files", 1, sha(files), len(files.encode())),
        Change("files", 2, None, 4),
    )
    assert raw[places[0] :].startswith(acts.encode())
    assert raw[places[1] :].startswith(files.encode())
    assert raw[places[2] :] == b"null]\n"


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_line_1_also_says_what_this_is() -> None:
    extras = {"format": "csdforms-archive 1", "archive": "an id"}
    raw, line, _ = encode(1, ACT, (), NO_HASH, extras=extras)
    assert raw.startswith(b'[{"format":"csdforms-archive 1","archive":"an id","no":1,"at":"')
    assert list(header(raw)) == [
        *("format", "archive", "no", "at", "actor", "act", "subject", "changes", "prev"),
    ]
    assert line.prev == "0" * 64
    assert decode(raw, "here", 1) == line


@settings(deadline=None)
@given(st.integers(1, 10**9), ACTS, CHANGES, st.booleans())
def test_what_was_encoded_is_decoded(
    no: int, act: Act, changes: list[tuple[str, int, Document | None]], more: bool
) -> None:
    raw, line, places = encode(no, act, changes, HASH, more=more)
    assert raw.count(b"\n") == 1
    assert b"\0" not in raw
    assert decode(raw, "here", no) == line
    assert offsets(line, raw) == places
    kept = [
        document(raw[place : place + change.size])
        for place, change in zip(places, line.changes, strict=True)
    ]
    detail = {"purpose": act.purpose, "reason": act.reason, "detail": act.detail}
    assert kept == [detail, *(content for _, _, content in changes)]
    assert json.loads(raw)[0] == header(raw)
    assert header(raw)["no"] == no


@settings(deadline=None)
@given(ACTS, CHANGES, st.data())
def test_a_blanked_line_is_still_in_order(
    act: Act, changes: list[tuple[str, int, Document | None]], data: st.DataObject
) -> None:
    raw, line, _ = encode(3, act, changes, HASH)
    kept = {change for change in line.changes if data.draw(st.booleans())}
    less = blanked(line, raw, lambda _, change: change in kept)
    assert decode(less, "here", 3) == line
    # what is gone stays gone, whatever is to be kept later
    assert blanked(line, less, lambda _, change: change in kept) == less
    assert blanked(line, less, lambda _line, _change: True) == less
    for change, before, after in zip(
        line.changes, offsets(line, raw), offsets(line, less), strict=True
    ):
        if change in kept:
            size = change.size
            assert less[after : after + size] == raw[before : before + size]
        else:
            assert less[after : after + 4] == b"null"
    assert blanked(line, raw, lambda _line, _change: True) == raw


CHANGED = encode(7, ACT, [("files", 1, {"name": '张三},"'}), ("files", 2, None)], HASH)[0]


def test_any_changed_byte_is_noticed() -> None:
    for place in range(len(CHANGED)):
        for byte in {0, 32, 48, 110, 255} - {CHANGED[place]}:
            changed = CHANGED[:place] + bytes([byte]) + CHANGED[place + 1 :]
            with pytest.raises(DamagedArchive) as caught:
                decode(changed, "here", 7)
            assert caught.value.line == 7


def test_any_lost_or_added_byte_is_noticed() -> None:
    for place in range(len(CHANGED)):
        for changed in (
            CHANGED[:place] + CHANGED[place + 1 :],
            CHANGED[:place],
            CHANGED[:place] + b"x" + CHANGED[place:],
        ):
            with pytest.raises(DamagedArchive):
                decode(changed, "here", 7)


def test_a_line_cut_short_is_a_beginning_and_nothing_else_is() -> None:
    whole = CHANGED[:-1]
    for size in range(len(whole)):
        assert is_beginning(whole[:size])
    assert not is_beginning(whole)
    assert not is_beginning(CHANGED)
    assert not is_beginning(b"x")
    assert not is_beginning(b"x" + whole)
    wrong = whole.replace(b"zhang", b"wang3")
    assert is_beginning(wrong[:300])  # nobody can tell: its hash has not come yet
    assert not is_beginning(wrong[:-9])
    assert not is_beginning(whole.replace("张三".encode(), "李四".encode()))
    # cut between the first payload and the second, but what comes is no comma
    cut = whole.index(b',{"salt"', whole.index(b',{"salt"') + 1)
    assert is_beginning(whole[: cut + 1])
    assert not is_beginning(whole[:cut] + b"x")


def test_a_payload_is_judged_as_soon_as_it_is_whole() -> None:
    line = decode(CHANGED, "here", 7)
    end = offsets(line, CHANGED)[1] + line.changes[1].size
    wrong = CHANGED.replace("张三".encode(), "李四".encode())
    assert is_beginning(CHANGED[:end])
    assert is_beginning(wrong[: end - 1])
    assert not is_beginning(wrong[:end])


def signed(head: str, *payloads: str) -> bytes:
    """Return a line whose hash is right, whatever its header says."""
    return f'[{head},"{sha(head)}"{"".join("," + payload for payload in payloads)}]\n'.encode()


GOOD = f'{{"no":1,"at":"","actor":"","act":"","subject":"","changes":[],"prev":"{HASH}"}}'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"no":1', '"no":"1"'),
        ('"no":1', '"no":true'),
        ('"no":1,', ""),
        ('"no":1', '"more":1,"no":1'),
        ('"at":""', '"at":7'),
        ('"subject":""', '"subject":null'),
        ('"changes":[]', '"changes":7'),
        ('"changes":[]', '"changes":[7]'),
        ('"changes":[]', '"changes":[["acts",1,null]]'),
        ('"changes":[]', '"changes":[["acts",1,null,3]]'),
        ('"changes":[]', '"changes":[["acts",1,null,-4]]'),
        ('"changes":[]', '"changes":[["acts",1,null,"4"]]'),
        ('"changes":[]', '"changes":[["acts","1",null,4]]'),
        ('"changes":[]', '"changes":[[1,1,null,4]]'),
        ('"changes":[]', '"changes":' + "[" * 5000 + "]" * 5000),
        ('"act":""', '"act":"'),
    ],
)
def test_a_header_of_another_form_is_damage_too(old: str, new: str) -> None:
    assert decode(signed(GOOD), "here", 1).no == 1
    with pytest.raises(DamagedArchive, match="已损坏：行头的格式不对。"):
        decode(signed(GOOD.replace(old, new), "null"), "here", 1)


def test_bytes_that_are_no_utf_8_are_damage() -> None:
    head = GOOD.encode().replace(b'"act":""', b'"act":"\xff"')
    raw = b'[%b,"%b"]\n' % (head, hashlib.sha256(head).hexdigest().encode())
    with pytest.raises(DamagedArchive, match="行头的格式不对"):
        decode(raw, "here", 1)


def test_the_reader_is_told_what_is_wrong_and_never_a_value() -> None:
    for old, new, words in [
        (b"zhang", b"wang5", "行头与它的校验值不符"),
        (b"\xe5\xbc\xa0", b"\xe6\x9d\x8e", "内容（files 1）与行头里的校验值不符"),
        (b"]\n", b"]\n\n", "行尾多出了内容"),
        (b"null]\n", b"null}\n", "行尾不对"),
        (b"null]\n", b"nul]\n", "内容（files 2）与行头里的校验值不符"),
        (b"null]\n", b"\n", "内容不全"),
        (b"[{", b"[(", "读不出行头"),
    ]:
        with pytest.raises(DamagedArchive) as caught:
            decode(CHANGED.replace(old, new), "此处", 7)
        assert str(caught.value).startswith(f"档案库 此处 第 7 行已损坏：{words}。")
        assert "张三" not in str(caught.value)


@pytest.mark.parametrize(
    "bad",
    [
        {"x": float("nan")},
        {"x": float("inf")},
        {"x": "\ud800"},
        {"\udfff": 1},
        {"x": "\ud83d\ude00"},
        {"x": 10**5000},
        {"x": [{"y": [float("-inf")]}]},
    ],
)
def test_what_json_cannot_keep_is_refused(bad: Document) -> None:
    with pytest.raises(UnreadableInput) as caught:
        encode(1, ACT, [("files", 1, bad)], NO_HASH)
    assert str(caught.value) == (
        "读不懂 要归档的内容：里面有不能保存的值（NaN、无穷大、过长的整数或半个字符）"
    )
    with pytest.raises(UnreadableInput):
        encode(1, Act("a", "b", AT, detail=bad), (), NO_HASH)


def test_half_a_character_in_a_header_is_refused() -> None:
    with pytest.raises(UnreadableInput):
        encode(1, Act("create", "\ud800", AT), (), NO_HASH)


def test_what_is_too_deep_to_be_read_again_is_refused() -> None:
    deep: Document = {}
    for _ in range(98):
        deep = {"inner": [deep]} if "inner" not in deep else {"inner": deep}
    raw, line, places = encode(1, ACT, [("files", 1, deep)], NO_HASH)
    assert document(raw[places[1] : places[1] + line.changes[1].size]) == deep
    ring: Document = {}
    ring["itself"] = [ring]
    for bad in ({"a": {"b": deep}}, ring):
        with pytest.raises(UnreadableInput, match=r"^读不懂 要归档的内容：层次超过 100 层$"):
            encode(1, ACT, [("files", 1, bad)], NO_HASH)


@pytest.mark.parametrize(
    "bad", [{1: "x"}, {"x": {None: 1}}, {"x": [{True: 1}]}, {"x": ({2.5: 1},)}, {"x": {1, 2}}]
)
def test_what_is_no_json_is_a_fault_of_the_program(bad: Any) -> None:
    with pytest.raises(TypeError):
        encode(1, ACT, [("files", 1, bad)], NO_HASH)


def test_what_json_would_make_a_text_is_no_key_of_a_document() -> None:
    with pytest.raises(TypeError, match=r"^the keys of a document are str, not int$"):
        encode(1, ACT, [("files", 1, {"x": [{7: 1}]})], NO_HASH)


def test_members_of_enumerations_are_kept_as_their_values() -> None:
    class Level(enum.IntEnum):
        HIGH = 3

    class Sort(enum.StrEnum):
        PAPER = "纸质"

    changes: Any = [("files", 1, {"level": Level.HIGH, "sorts": [Sort.PAPER]})]
    raw, line, places = encode(1, ACT, changes, NO_HASH)
    kept = document(raw[places[1] : places[1] + line.changes[1].size])
    assert kept == {"level": 3, "sorts": ["纸质"]}


@pytest.mark.parametrize("key", [0, -1, True, "1", 1.0])
def test_a_key_is_a_positive_number(key: Any) -> None:
    with pytest.raises(TypeError, match=f"positive int, not {type(key).__name__}$"):
        encode(1, ACT, [("files", key, {})], NO_HASH)


def test_a_salt_is_random() -> None:
    assert re.fullmatch("[0-9a-f]{32}", new_salt())
    assert len({new_salt() for _ in range(100)}) == 100


@example(b"")
@given(st.binary())
def test_a_digest_is_sha_256(data: bytes) -> None:
    assert digest_of(data) == hashlib.sha256(data).hexdigest()
