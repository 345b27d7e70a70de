"""``archive key`` from the command line; exit code 12 wherever the key is missing or wrong."""

from __future__ import annotations

import io
import json
import os
import stat
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from support import sample

from csdforms.archive.archive import Archive
from csdforms.archive.sealing.keys import ArchiveKey
from csdforms.archive.tiny import TinyStore
from csdforms.cli.archive import keys as commands
from csdforms.errors import NotPermitted

Run = Callable[..., Result]

PERSON = "individual_customer_profile"
NUMBER = "KH-Z-2026-000001-2"


@pytest.fixture(autouse=True)
def archive(here: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sealed archive with one file."""
    monkeypatch.setattr(
        "csdforms.archive.sealing.key_moving.key_path",
        lambda name: here.parent / "keys" / f"{name}.key",
    )
    monkeypatch.setenv("CSDFORMS_ARCHIVE", "档案")
    assert run("archive", "init").exit_code == 0
    Path("a.json").write_text(json.dumps(sample(PERSON)), "utf-8")
    result = run("archive", "create", PERSON, "a.json")
    assert result.exit_code == 0, result.stderr
    return here / "档案"


@pytest.fixture
def own(keys: Path, archive: Path) -> Path:
    """The user's own key file."""
    (path,) = keys.iterdir()
    assert archive.is_dir()
    return path


def identity(own: Path) -> str:
    return own.stem


def fingerprint(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


# --- without the key


@pytest.mark.parametrize(
    "command",
    [
        ("find", "李晓岚"),
        ("list",),
        ("show", NUMBER),
        ("history", NUMBER),
        ("create", PERSON, "a.json"),
        ("alias", NUMBER, "XS-1"),
        ("compact",),
        ("log",),
        ("export", "包"),
        ("staff", "whoami"),
        ("key", "show"),
        ("key", "recovery", "-o", "恢复单.docx"),
        ("key", "rotate"),
        ("key", "retire"),
        ("key", "move", "--keyring"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("kind", ["missing", "wrong"])
def test_without_its_key_nothing_is_told_and_nothing_written(
    run: Run, archive: Path, own: Path, command: tuple[str, ...], kind: str
) -> None:
    own.unlink()
    if kind == "wrong":
        own.write_text(ArchiveKey.new().text(identity(own)))
        own.chmod(0o600)
    before = fingerprint(archive)
    result = run("archive", *command)
    assert (result.exit_code, result.stdout) == (12, "")
    assert result.stderr.startswith("错误：打不开档案库 档案：")
    assert result.stderr.count("\n") == 1
    assert fingerprint(archive) == before
    assert not Path("恢复单.docx").exists()


def test_proofs_and_copies_need_no_key(run: Run, archive: Path, own: Path) -> None:
    whole = json.loads(run("archive", "verify", "--read-data", "--json").stdout_bytes)
    text = own.read_text()
    own.unlink()
    result = run("archive", "verify", "--read-data", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout_bytes)["documents"] == whole["documents"]
    assert run("archive", "anchor").exit_code == 0
    assert run("archive", "backup", "a.zip").exit_code == 0
    assert run("archive", "copy", "--to", "另一处").exit_code == 0
    assert run("archive", "restore", "a.zip", "--archive", "恢复").exit_code == 0
    with TinyStore.open(archive) as store:
        notes = [(line.act, line.actor) for line, _ in store.notes()]
    assert notes[-2:] == [("backup", "zhang"), ("copy", "zhang")]
    own.write_text(text)
    own.chmod(0o600)
    for place in ("恢复", "另一处", "档案"):
        assert "李晓岚" in run("archive", "find", "李晓岚", "--archive", place).stdout
    assert run("archive", "verify").exit_code == 0


@pytest.mark.skipif(os.name != "posix", reason="no owners there")
def test_without_the_key_another_accounts_folder_is_left_alone(
    run: Run, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own.unlink()
    monkeypatch.setattr("csdforms.archive.secrecy.staff.owns", lambda _: False)
    for command in (("verify",), ("backup", "a.zip"), ("anchor",), ("copy", "--to", "b")):
        result = run("archive", *command)
        assert (result.exit_code, result.stdout) == (12, ""), command
    assert not Path("a.zip").exists()


# --- show


def test_show_tells_which_key_and_where_and_never_the_key(run: Run, own: Path) -> None:
    result = run("archive", "key", "show")
    name, key_id, where = result.stdout.splitlines()
    assert (result.exit_code, name) == (0, f"档案库标识：{identity(own)}")
    assert where == f"存放：密钥文件 {own}"
    said = json.loads(run("archive", "key", "show", "--json").stdout_bytes)
    assert said == {
        "archive": identity(own),
        "key_id": key_id.removeprefix("密钥编号："),
        "where": f"密钥文件 {own}",
        "changing": False,
    }
    secret = own.read_text().split()[4:8]
    assert not [group for group in secret if group in result.output]


def test_a_clear_archive_has_no_key(run: Run) -> None:
    assert run("archive", "init", "--clear", "--archive", "明").exit_code == 0
    for command in (("show",), ("rotate",), ("move", "--file"), ("recovery", "-o", "a.docx")):
        result = run("archive", "--archive", "明", "key", *command)
        assert (result.exit_code, result.stdout) == (4, "")
        assert "没有加密" in result.stderr


# --- the recovery copy


def test_the_recovery_copy_brings_the_key_back(run: Run, own: Path, archive: Path) -> None:
    before = (archive / "journal.jsonl").read_bytes()
    result = run("archive", "key", "recovery", "-o", "恢复单.docx")
    assert result.exit_code == 0
    assert "立即删除" in result.stderr
    text = own.read_text()
    with zipfile.ZipFile("恢复单.docx") as sheet:
        words = sheet.read("word/document.xml").decode()
    lines = [line.split() for line in text.splitlines()[2:]]
    assert all("\u3000".join(line[1:5]) in words for line in lines)
    assert (archive / "journal.jsonl").read_bytes() == before
    if os.name == "posix":
        assert stat.S_IMODE(Path("恢复单.docx").stat().st_mode) == 0o600
    with Archive.open(archive) as opened:
        line, said = list(opened.store.notes())[-1]
        assert (line.act, line.actor) == ("key-recovery", "zhang")
        assert list(said["detail"])[2] == "key_id"
    own.unlink()
    typed = "\n".join(" ".join(line) for line in lines)
    result = run("archive", "key", "restore", stdin=typed)
    assert (result.exit_code, result.stdout.split("：")[1]) == (0, f"密钥文件 {own}\n")
    assert own.read_text() == text
    assert run("archive", "find", "李晓岚").exit_code == 0


def test_the_recovery_copy_is_not_laid_beside_the_lock(run: Run, archive: Path) -> None:
    result = run("archive", "key", "recovery", "-o", "档案/恢复单.docx")
    assert result.exit_code == 4
    assert not (archive / "恢复单.docx").exists()
    result = run("archive", "key", "recovery", "-o", "-")
    assert (result.exit_code, result.stderr) == (0, "")
    assert zipfile.is_zipfile(io.BytesIO(result.stdout_bytes))
    assert run("archive", "key", "recovery", "-o", "a.txt").exit_code == 2


def test_a_key_that_is_not_the_archives_is_not_printed(archive: Path) -> None:
    from csdforms.errors import WrongKey
    from csdforms.recovery import recovery_sheet

    with Archive.open(archive) as opened, pytest.raises(WrongKey, match="密钥不对"):
        recovery_sheet(opened, ArchiveKey.new())


# --- restore


def test_a_key_comes_back_from_a_file(run: Run, own: Path) -> None:
    own.rename("抄本.txt")
    result = run("archive", "key", "restore", "--from", "抄本.txt")
    assert result.exit_code == 0
    assert own.read_text() == Path("抄本.txt").read_text()


def test_a_key_is_typed_line_by_line_and_not_shown(
    run: Run, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = own.read_text()
    own.unlink()
    lines = [line[2:] for line in text.splitlines()[2:]]
    monkeypatch.setattr(sys.modules["click.testing"]._NamedTextIOWrapper, "isatty", lambda _: True)
    wrong = "ABCD" + lines[0][4:]
    result = run("archive", "key", "restore", stdin="\n".join([wrong, *lines]) + "\n")
    assert result.exit_code == 0, result.output
    assert result.output.count("密钥第 1 行（") == 2
    assert "密钥第 1 行抄错了" in result.output
    assert not [line for line in lines if line in result.output]
    assert own.read_text() == text


def test_what_is_typed_wrongly_is_located(run: Run, own: Path) -> None:
    lines = own.read_text().splitlines()
    own.unlink()
    lines[4] = lines[4][:-1] + ("A" if lines[4][-1] != "A" else "B")
    result = run("archive", "key", "restore", stdin="\n".join(lines))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "密钥第 3 行抄错了" in result.stderr
    assert not own.exists()


def test_z09_a_key_is_never_an_argument(run: Run, own: Path) -> None:
    line = own.read_text().splitlines()[2]
    for command in ("restore", "show", "rotate", "retire", "move", "recovery"):
        assert run("archive", "key", command, line).exit_code == 2
    options = {
        option
        for command in commands.key.commands.values()
        for parameter in command.params
        for option in parameter.opts
    }
    assert options <= {
        "--archive", "--file", "--from", "--json", "--keyring", "--output", "--overwrite",
        "--reason", "-o",
    }  # fmt: skip


# --- change


def test_a_key_is_changed_and_the_old_one_given_up(run: Run, own: Path) -> None:
    old = own.read_text()
    assert run("archive", "key", "retire").exit_code == 4
    assert run("archive", "backup", "旧.zip").exit_code == 0
    result = run("archive", "key", "rotate", "--reason", "每年更换")
    assert result.exit_code == 0
    first, where = result.stdout.splitlines()
    new = own.with_name(f"{own.stem}-new.key")
    assert first.startswith("已更换密钥：1 份档案改用新密钥 ")
    assert where == f"密钥文件 {new}"
    assert "更换前的备份仍要用旧密钥打开" in result.stderr
    assert own.read_text() == old
    assert "李晓岚" in run("archive", "find", "李晓岚").stdout
    assert "旧密钥还在" in run("archive", "key", "show").stdout
    assert run("archive", "key", "rotate").exit_code == 4
    assert run("archive", "key", "retire").exit_code == 0
    assert own.read_text() != old
    assert not new.exists()
    assert "李晓岚" in run("archive", "find", "李晓岚").stdout
    assert run("archive", "verify").exit_code == 0
    assert run("archive", "restore", "旧.zip", "--archive", "旧").exit_code == 0
    assert run("archive", "find", "李晓岚", "--archive", "旧").exit_code == 12
    Path("旧.key").write_text(old)
    Path("旧.key").chmod(0o600)
    os.environ["CSDFORMS_KEY"] = "旧.key"
    try:
        assert run("archive", "find", "李晓岚", "--archive", "旧").exit_code == 0
    finally:
        del os.environ["CSDFORMS_KEY"]


def test_another_clerk_gets_the_new_key_beside_his_old_one(run: Run, own: Path) -> None:
    old = own.read_text()
    assert run("archive", "key", "rotate").exit_code == 0
    assert run("archive", "key", "retire").exit_code == 0
    text = own.read_text()
    own.write_text(old)
    refused = run("archive", "find", "李晓岚")
    assert refused.exit_code == 12
    assert "csdforms archive key restore" in refused.stderr
    result = run("archive", "key", "restore", stdin=text)
    assert (result.exit_code, "key retire" in result.stdout) == (0, True)
    assert run("archive", "find", "李晓岚").exit_code == 0
    assert run("archive", "key", "retire").exit_code == 0
    assert own.read_text() == text


def test_a_change_that_was_interrupted_is_told(
    run: Run, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise NotPermitted("磁盘已满。")

    with monkeypatch.context() as patch:
        patch.setattr("csdforms.archive.sealing.rotation.rotate", refuse)
        assert run("archive", "key", "rotate").exit_code == 4
    assert "请再运行 csdforms archive key rotate" in run("archive", "key", "show").stdout
    assert run("archive", "key", "rotate").exit_code == 0
    assert own.exists()


def test_who_does_not_maintain_the_archive_makes_no_key(
    run: Run, archive: Path, own: Path, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Archive.open(archive, actor="zhang") as opened:
        opened.staff.register("zhang", "张三")
        opened.staff.register("wu", "吴静", ["security_admin"])
        opened.staff.register("li", "李敏")
        opened.staff.change("li", ["info_supervisor"], actor="wu")
    monkeypatch.setattr("csdforms.archive.office.account", lambda: "li")
    for command in (("rotate",), ("recovery", "-o", "a.docx")):
        result = run("archive", "key", *command)
        assert (result.exit_code, result.stdout) == (4, "")
        assert "您无权" in result.stderr
    assert list(keys.iterdir()) == [own]
    assert not Path("a.docx").exists()


# --- the keyring


def test_a_key_is_moved_into_the_keyring_and_back(
    run: Run, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import keyring

    entries: dict[str, str] = {}
    monkeypatch.setattr(keyring, "get_password", lambda _, name: entries.get(name))
    monkeypatch.setattr(keyring, "set_password", lambda _, name, text: entries.update({name: text}))
    monkeypatch.setattr(keyring, "delete_password", lambda _, name: entries.pop(name))
    text = own.read_text()
    result = run("archive", "key", "move", "--keyring")
    assert (result.exit_code, own.exists(), entries) == (0, False, {own.stem: text})
    assert result.stdout.endswith(f"现在在系统密钥串里的 csdforms {own.stem}\n")
    assert run("archive", "find", "李晓岚").exit_code == 0
    assert run("archive", "key", "move", "--file").exit_code == 0
    assert (own.read_text(), entries) == (text, {})
    assert run("archive", "key", "move").exit_code == 2
