from __future__ import annotations

import errno
import os
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from csdforms import files
from csdforms.errors import MissingFile, NotPermitted, OutputExists
from csdforms.files import new_file, safe_name, write_file

OLD, NEW = b"what was there", b"what comes" * 1000

# Microsoft, "Naming Files, Paths, and Namespaces"
DEVICES = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"} | {
    f"{port}{digit}" for port in ("COM", "LPT") for digit in "0123456789¹²³"
}


@given(st.text(st.characters(codec=None), max_size=300), st.sampled_from(["", ".docx"]))
@example("..", "")
@example("", "")
@example("con", ".docx")
@example("COM¹.txt", "")
@example("nul .docx", "")
@example("a/../../b\\c:d", ".docx")
@example("e\u200d\u0301", "")
@example("\ud840", "")
def test_a_safe_name_is_one_name_on_every_system(text: str, suffix: str) -> None:
    name = safe_name(text, suffix)
    assert name.endswith(suffix)
    assert Path(name).name == name
    assert name not in {"", ".", ".."}
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f\x7f]', name)
    assert not name.endswith((".", " "))
    assert name.split(".")[0].strip().upper() not in DEVICES
    assert unicodedata.is_normalized("NFC", name)
    assert len(name.encode("utf-16-le")) <= 2 * 120
    assert len(name.encode("utf-8")) <= 255


@given(st.text(max_size=300))
def test_a_safe_name_is_safe_already(text: str) -> None:
    assert safe_name(safe_name(text)) == safe_name(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("通知单_TS-20260305-001", "通知单_TS-20260305-001"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("张 三（副本）", "张 三（副本）"),
        ("com1", "_com1"),
        ("CONTRACT", "CONTRACT"),
        ("通知\n单\u202e", "通知单"),
        ("e\u0301", "\u00e9"),
        (" .表. ", "表"),
        ("", "_"),
    ],
)
def test_safe_names(text: str, name: str) -> None:
    assert safe_name(text) == name


def test_a_long_name_is_cut_between_characters() -> None:
    assert safe_name("a" * 300) == "a" * 120
    assert safe_name("a" * 300, ".docx") == "a" * 115 + ".docx"
    assert safe_name("a" * 119 + " b") == "a" * 119
    # two UTF-16 units each: the 120th unit would be half a character
    assert safe_name("a" + "𠜎" * 100) == "a" + "𠜎" * 59
    # three bytes each, and Linux takes 255
    assert safe_name("客" * 100, ".docx") == "客" * 83 + ".docx"


def test_the_longest_names_can_be_written(tmp_path: Path) -> None:
    for text in ("客" * 200, "𠜎" * 200, "a" * 200):
        assert write_file(tmp_path / safe_name(text, ".docx"), NEW).read_bytes() == NEW


def test_a_very_long_name_takes_no_time() -> None:
    assert safe_name("甲" * 1_000_000) == "甲" * 85


def test_a_file_is_written(tmp_path: Path) -> None:
    path = tmp_path / "客服 部" / "表 一.docx"
    path.parent.mkdir()
    assert write_file(path, NEW) == path
    assert path.read_bytes() == NEW
    assert list(path.parent.iterdir()) == [path]


def test_nothing_is_overwritten_unasked(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(OLD)
    with pytest.raises(OutputExists) as caught:
        write_file(path, NEW)
    assert caught.value.path == path
    assert path.read_bytes() == OLD
    write_file(path, NEW, overwrite=True)
    assert path.read_bytes() == NEW
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_appears_meanwhile_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.docx"
    monkeypatch.setattr(os, "fsync", lambda _: path.write_bytes(OLD))
    with pytest.raises(OutputExists):
        write_file(path, NEW)
    assert path.read_bytes() == OLD
    assert list(tmp_path.iterdir()) == [path]


def test_a_disk_without_links_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", has_no_links)
    path = write_file(tmp_path / "a.docx", NEW)
    assert path.read_bytes() == NEW
    with pytest.raises(OutputExists):
        write_file(path, OLD)
    assert path.read_bytes() == NEW
    assert list(tmp_path.iterdir()) == [path]


def test_what_need_not_last_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(NotPermitted):
        write_file(tmp_path / "a.docx", NEW)
    assert write_file(tmp_path / "a.docx", NEW, durable=False).read_bytes() == NEW
    assert list(tmp_path.iterdir()) == [tmp_path / "a.docx"]


def test_a_file_written_piece_by_piece_is_there_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with new_file(path) as file:
        file.write(OLD)
        assert not path.exists()
        file.write(NEW)
    assert path.read_bytes() == OLD + NEW
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_given_up_is_not_there(tmp_path: Path) -> None:
    def give_up() -> None:
        with new_file(tmp_path / "a.docx") as file:
            file.write(NEW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        give_up()
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(MissingFile, match="文件夹"):
        write_file(tmp_path / "no" / "a.docx", NEW)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_folder_is_no_output(tmp_path: Path, overwrite: bool) -> None:
    with pytest.raises(NotPermitted, match="是文件夹"):
        write_file(tmp_path, NEW, overwrite=overwrite)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize("target", ["there.docx", "nowhere.docx"])
def test_a_symbolic_link_is_refused(tmp_path: Path, overwrite: bool, target: str) -> None:
    (tmp_path / "there.docx").write_bytes(OLD)
    link = tmp_path / "link.docx"
    try:
        link.symlink_to(tmp_path / target)
    except OSError:
        pytest.skip("this system lets us make no links")
    with pytest.raises(NotPermitted, match="链接"):
        write_file(link, NEW, overwrite=overwrite)
    assert link.is_symlink()
    assert (tmp_path / "there.docx").read_bytes() == OLD
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_device_is_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.docx"
    os.mkfifo(pipe)
    with pytest.raises(NotPermitted, match="设备"):
        write_file(pipe, NEW, overwrite=True)
    assert pipe.is_fifo()


def test_a_name_too_long_for_the_system_is_no_traceback(tmp_path: Path) -> None:
    with pytest.raises((NotPermitted, MissingFile)):
        write_file(tmp_path / ("客" * 500 + ".docx"), NEW)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_a_file_gets_the_permissions_that_the_user_wants(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        new = write_file(tmp_path / "new.docx", NEW)
        again = write_file(tmp_path / "new.docx", NEW, overwrite=True)
    finally:
        os.umask(before)
    assert new.stat().st_mode & 0o777 == 0o640
    assert again.stat().st_mode & 0o777 == 0o640


def fails(*_: object, **__: object) -> Any:
    raise OSError(errno.ENOSPC, "No space left on device")


def interrupts(*_: object, **__: object) -> Any:
    raise KeyboardInterrupt


def writes_half(fail: Callable[..., Any]) -> Callable[..., Any]:
    """Return an ``open`` whose files fail in the middle of writing."""

    def open_(path: str, mode: str) -> Any:
        file = Path(path).open(mode)  # noqa: SIM115 - closed by Half
        real = file.write

        class Half:
            def __enter__(self) -> Self:
                return self

            def __exit__(self, *_: object) -> None:
                file.close()

            def write(self, data: bytes) -> None:
                real(data[: len(data) // 2])
                file.flush()
                fail()

        return Half()

    return open_


def has_no_links(*_: object) -> Any:
    raise OSError(errno.EPERM, "Operation not permitted")


STEPS = ["open", "write", "fsync", "touch", "replace"]


def break_step(step: str, fail: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    if step in {"touch", "replace"}:  # a disk with links needs them only to overwrite
        monkeypatch.setattr(os, "link", has_no_links)
    if step == "write":
        monkeypatch.setattr(files, "open", writes_half(fail), raising=False)
    elif step == "open":
        monkeypatch.setattr(files, "open", fail, raising=False)
    elif step == "touch":
        monkeypatch.setattr(Path, "touch", fail)
    else:
        monkeypatch.setattr(os, step, fail)


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize("step", STEPS)
def test_whatever_fails_the_folder_holds_what_it_held(
    step: str, overwrite: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if overwrite and step == "touch":
        pytest.skip("an existing name need not be taken")
    other, path = tmp_path / "other.docx", tmp_path / "a.docx"
    other.write_bytes(OLD)
    if overwrite:
        path.write_bytes(OLD)
    before = sorted(tmp_path.iterdir())
    with monkeypatch.context() as broken:
        break_step(step, fails, broken)
        with pytest.raises(NotPermitted, match="No space left on device"):
            write_file(path, NEW, overwrite=overwrite)
    assert sorted(tmp_path.iterdir()) == before
    assert {file.read_bytes() for file in before} == {OLD}


@pytest.mark.parametrize("step", [*STEPS, "link"])
def test_an_interrupted_writing_leaves_nothing_behind(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_step(step, interrupts, monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        write_file(tmp_path / "a.docx", NEW)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user who may not all")
def test_a_read_only_folder_is_not_permitted(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(NotPermitted, match="写不了"):
            write_file(tmp_path / "a.docx", NEW)
    finally:
        tmp_path.chmod(0o700)
    assert list(tmp_path.iterdir()) == []
