"""Packages put together from parts that lie ready: what every zip reader reads."""

from __future__ import annotations

import importlib
import io
import random
import sys
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdforms.templates import zipping
from csdforms.templates.zipping import Frame, frame_of

NAMES = st.text("abc/_.文件", min_size=1, max_size=12)


def opened(document: bytes) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(document))
    assert archive.testzip() is None
    return archive


@given(
    ready=st.dictionaries(NAMES, st.binary(max_size=2000), max_size=6),
    new=st.dictionaries(NAMES, st.binary(max_size=2000), max_size=6),
)
def test_what_is_put_in_is_what_zipfile_takes_out(
    ready: dict[str, bytes], new: dict[str, bytes]
) -> None:
    expected = {**ready, **new}
    document = frame_of(ready, new, "first").fill(new)
    with opened(document) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == expected


def test_the_first_part_leads_and_the_rest_is_sorted() -> None:
    frame = frame_of({"b": b"", "z": b"", "a": b""}, ["m"], "z")
    with opened(frame.fill({"m": b""})) as archive:
        assert archive.namelist() == ["z", "a", "b", "m"]


def test_large_parts_are_packed_and_small_ones_lie_as_they_are() -> None:
    large = b"<w:t>" * 10_000
    with opened(
        frame_of({"old": large}, ["new", "small"], "").fill({"new": large, "small": b"x"})
    ) as z:
        methods = {info.filename: info.compress_type for info in z.infolist()}
        sizes = {info.filename: info.compress_size for info in z.infolist()}
    assert methods == {"old": 8, "new": 8, "small": 0}
    assert max(sizes.values()) < len(large) / 50


def test_every_file_looks_as_if_made_on_the_same_day_by_nobody() -> None:
    with opened(frame_of({"a": b"x" * 900}, ["b"], "").fill({"b": b"y"})) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.create_system for info in archive.infolist()} == {0}
        assert {info.external_attr for info in archive.infolist()} == {0}


def test_a_chinese_name_is_marked_as_utf_8() -> None:
    with opened(frame_of({"文件.xml": b"1"}, [], "").fill({})) as archive:
        assert archive.namelist() == ["文件.xml"]
        assert archive.infolist()[0].flag_bits & 0x800


def test_a_frame_from_its_own_records_is_the_same_frame() -> None:
    frame = frame_of({"a": b"1" * 999}, ["b"], "")
    assert Frame(frame.records).fill({"b": b"2"}) == frame.fill({"b": b"2"})


def test_without_isal_the_standard_library_packs(monkeypatch: pytest.MonkeyPatch) -> None:
    noise = random.Random(1).randbytes(3000)  # noqa: S311 - repeatable
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "isal", None)
        plain = importlib.reload(zipping)
        document = plain.frame_of({"a": noise}, ["b"], "").fill({"b": noise * 2})
        assert plain.fast_zlib is zlib
    importlib.reload(zipping)
    with opened(document) as archive:
        assert archive.read("a") == noise
        assert archive.read("b") == noise * 2
