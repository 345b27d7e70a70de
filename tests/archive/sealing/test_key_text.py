from __future__ import annotations

import string
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdforms.archive.sealing import key_text
from csdforms.errors import UnreadableInput

ARCHIVE = "7d8f3c52-6c1f-4f6a-9a56-2f6a4b1f0e11"
OTHER = "7d8f3c52-6c1f-4f6a-9a56-2f6a4b1f0e12"
KEY = bytes(range(32))
TEXT = key_text.written(KEY, ARCHIVE)

keys = st.binary(min_size=32, max_size=32)


@given(keys, st.uuids())
def test_what_is_written_is_read(key: bytes, archive: object) -> None:
    assert key_text.read(key_text.written(key, str(archive))) == (key, str(archive))


def test_the_form_is_the_one_of_the_manual() -> None:
    title, archive, *lines, end = TEXT.split("\n")
    assert (title, archive, end) == ("csdforms-key 1", ARCHIVE, "")
    assert [line.split()[:2] for line in lines] == [
        ["1", "AAAQ"],  # base32 of 00 01 02 …
        ["2", "BIFQ"],
        ["3", "CQKR"],
        ["4", lines[3].split()[1]],
    ]
    assert all(list(map(len, line.split())) == [1, 4, 4, 4, 4, 1] for line in lines)
    # ISO 7064 MOD 37-2: the weighted sum of number, signs and check character is 1 mod 37.
    alphabet = string.digits + string.ascii_uppercase + "*"
    for line in lines:
        signs = "".join(line.split())
        weights = [2**place for place in reversed(range(len(signs)))]
        values = map(alphabet.index, signs)
        assert sum(a * b for a, b in zip(weights, values, strict=True)) % 37 == 1


def test_spelling_does_not_count() -> None:
    typed = TEXT.lower().replace(" ", "").replace("\n", "\r\n\r\n") + "# 存放于保险柜\n"
    wide = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in TEXT)
    assert key_text.read(typed) == key_text.read(wide) == (KEY, ARCHIVE)


@given(keys, st.data())
def test_every_wrong_sign_is_found_and_its_line_is_named(key: bytes, data: st.DataObject) -> None:
    lines = key_text.written(key, ARCHIVE).split("\n")
    number = data.draw(st.integers(1, 4))
    line = lines[number + 1]
    place = data.draw(st.sampled_from([at for at, sign in enumerate(line) if sign != " "]))
    others = (string.ascii_uppercase + string.digits + "*-龘").replace(line[place], "")
    sign = data.draw(st.sampled_from(others))
    lines[number + 1] = line[:place] + sign + line[place + 1 :]
    with pytest.raises(UnreadableInput, match=f"密钥第 {number} 行抄错了"):
        key_text.read("\n".join(lines))


@given(keys, st.data())
def test_signs_and_lines_that_changed_places_are_found(key: bytes, data: st.DataObject) -> None:
    lines = key_text.written(key, ARCHIVE).split("\n")
    number = data.draw(st.integers(1, 4))
    signs = lines[number + 1].replace(" ", "")
    place = data.draw(st.integers(0, len(signs) - 2))
    swapped = signs[:place] + signs[place + 1] + signs[place] + signs[place + 2 :]
    if swapped != signs:
        lines[number + 1] = swapped
        with pytest.raises(UnreadableInput, match=f"第 {number} 行"):
            key_text.read("\n".join(lines))


def test_lines_that_changed_places_are_found() -> None:
    lines = TEXT.split("\n")
    lines[2], lines[3] = lines[3], lines[2]
    with pytest.raises(UnreadableInput, match="密钥第 1 行"):
        key_text.read("\n".join(lines))


@pytest.mark.parametrize("place", range(len(ARCHIVE)))
def test_every_wrong_sign_of_the_identity_is_found(place: int) -> None:
    for sign in "0fz-":
        wrong = ARCHIVE[:place] + sign + ARCHIVE[place + 1 :]
        if wrong != ARCHIVE:
            with pytest.raises(UnreadableInput, match=r"^读不懂 密钥：档案库标识"):
                key_text.read(TEXT.replace(ARCHIVE, wrong))


def test_two_keys_do_not_mix() -> None:
    other = key_text.written(bytes(32), ARCHIVE).split("\n")
    lines = TEXT.split("\n")
    with pytest.raises(UnreadableInput, match="不是一起的"):
        key_text.read("\n".join([*lines[:3], *other[3:]]))
    with pytest.raises(UnreadableInput, match="不是一起的"):
        key_text.read(TEXT.replace(ARCHIVE, OTHER))


def test_the_digest_is_of_both() -> None:
    expected = sha256(b"csdforms key text\0" + ARCHIVE.encode() + b"\0" + KEY).digest()[:8]
    assert key_text._digest(KEY, ARCHIVE) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "首行应为"),
        ("csdforms-key 2\n", "首行应为"),
        (TEXT.replace("csdforms-key 1\n", ""), "首行应为"),
        ("csdforms-key 1\n", "不完整"),
        (TEXT + "5 AAAA\n", "不完整"),
        *((TEXT[:length], "不完整|第 . 行|首行|档案库标识") for length in range(len(TEXT) - 1)),
    ],
)
def test_a_text_that_is_not_whole_is_refused(text: str, said: str) -> None:
    with pytest.raises(UnreadableInput, match=said) as refused:
        key_text.read(text, "key.txt")
    assert str(refused.value).startswith("读不懂 key.txt：")
    for line in TEXT.split("\n")[2:-1]:
        assert line[2:11] not in str(refused.value)
