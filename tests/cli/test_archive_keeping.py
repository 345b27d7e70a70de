"""``archive init``, ``alias``, ``verify``, ``anchor``, ``compact``, ``backup``, ``restore``."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from archive.secrecy.department import hire, register
from click.testing import Result
from console import answer
from support import sample

from csdforms import filing
from csdforms.archive.archive import Archive
from csdforms.errors import DamagedArchive, NotPermitted

Run = Callable[..., Result]

PERSON = "individual_customer_profile"
NUMBER = "KH-Z-2025-000128-3"  # of the person in the sample

pytestmark = pytest.mark.usefixtures("place")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive") / "档案"
    with Archive.create(folder, actor="zhang") as archive:
        filing.create(archive, PERSON, sample(PERSON))
        filing.revise(archive, NUMBER, sample(PERSON) | {"points": 1900}, reason="积分更新")
    return folder


def test_a_new_archive_explains_itself(run: Run) -> None:
    result = run("archive", "init", "--archive", "新的")
    assert result.exit_code == 0
    assert "journal.jsonl" in Path("新的", "README.md").read_text("utf-8")
    assert run("archive", "--archive", "新的", "list").exit_code == 0


def test_a_new_archive_is_sealed_and_its_key_lies_elsewhere(run: Run, keys: Path) -> None:
    result = run("archive", "init", "--archive", "新的")
    [key] = keys.iterdir()
    assert result.stdout == f"已新建档案库 新的，已加密\n密钥文件 {key}\n"
    assert "恢复单" in result.stderr
    assert key.read_text("utf-8") not in result.output
    Path("a.json").write_text(json.dumps(sample(PERSON)), "utf-8")
    assert run("archive", "--archive", "新的", "create", PERSON, "a.json").exit_code == 0
    assert "李晓岚".encode() not in Path("新的", "journal.jsonl").read_bytes()
    assert NUMBER in run("archive", "--archive", "新的", "find", "李晓岚").stdout
    key.unlink()
    refused = run("archive", "--archive", "新的", "find", "李晓岚")
    assert (refused.exit_code, refused.stdout) == (12, "")


def test_a_new_archive_may_be_clear(run: Run, keys: Path) -> None:
    result = run("archive", "init", "--clear", "--archive", "新的")
    assert (result.exit_code, result.stdout) == (0, "已新建档案库 新的，没有加密\n")
    assert not keys.exists()
    assert run("archive", "--archive", "新的", "list").exit_code == 0
    assert run("archive", "init", "--clear", "--keyring", "--archive", "再来").exit_code == 2


def test_a_key_may_be_kept_in_the_keyring(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[object] = []
    monkeypatch.setattr(
        "csdforms.archive.sealing.key_places.RingPlace.save", lambda _, key: kept.append(key)
    )
    result = run("archive", "init", "--keyring", "--archive", "新的")
    assert (result.exit_code, len(kept)) == (0, 1)
    assert "密钥串" in result.stdout


def test_without_its_key_kept_there_is_no_archive(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("sqlalchemy")

    def refuse(*_: object, **__: object) -> None:
        raise NotPermitted("磁盘已满。")

    monkeypatch.setattr("csdforms.archive.sealing.keys.save_key", refuse)
    assert run("archive", "init", "--archive", "新的").exit_code == 4
    assert not Path("新的").exists()
    url = f"sqlite:///{(here / 'a.db').as_posix()}"
    assert run("archive", "init", "--archive", url).exit_code == 4


def test_only_who_maintains_the_archive_carries_it_away(run: Run, place: Path) -> None:
    with Archive.open(place, actor="zhang") as opened:
        hire(opened)
        register(opened, "zhang", "张三", ["info_supervisor"], 4)
    for command in (
        ("verify",),
        ("anchor",),
        ("compact",),
        ("backup", "a.zip"),
        ("copy", "--to", "b"),
    ):
        result = run("archive", *command)
        assert (result.exit_code, result.stdout) == (4, ""), command
        assert "您无权" in result.stderr
    assert not Path("a.zip").exists()
    with Archive.open(place, actor="sun") as opened:
        register(opened, "zhang", "张三", ["system_admin"], -1)
    for command in (("verify",), ("anchor",), ("compact",), ("backup", "a.zip")):
        assert run("archive", *command).exit_code == 0, command
    assert run("archive", "show", NUMBER).exit_code == 3
    assert run("archive", "find", "李晓岚").exit_code == 3


def test_an_archive_is_never_made_over_something(run: Run, place: Path) -> None:
    before = (place / "journal.jsonl").read_bytes()
    assert run("archive", "init").exit_code == 4
    assert (place / "journal.jsonl").read_bytes() == before


def test_the_option_is_stronger_than_the_environment_and_the_nearer_one_wins(run: Run) -> None:
    assert run("archive", "--archive", "没有", "list").exit_code == 10
    assert run("archive", "--archive", "没有", "list", "--archive", "档案").exit_code == 0


def test_an_alias_finds_the_file(run: Run) -> None:
    result = run("archive", "alias", NUMBER, "XS-77", "--reason", "销售编号")
    assert (result.exit_code, result.stdout) == (0, "已登记别号 XS-77\n")
    assert NUMBER in run("archive", "find", "xs-77").stdout
    assert run("archive", "alias", NUMBER, "XS-77").exit_code == 4
    assert run("archive", "alias", "没有", "XS-78").exit_code == 3
    assert run("archive", "alias", NUMBER, "KH-F-2026-000001-4").exit_code == 1


def test_a_sound_archive(run: Run) -> None:
    result = run("archive", "verify", "--read-data")
    assert (result.exit_code, result.stderr) == (0, "")
    first, second = result.stdout.splitlines()
    assert re.fullmatch("3 条记录，1 份档案，0 件，2 份文档，查阅日志 [0-9]+ 行：完好。", first)
    assert second.startswith("锚 3:")
    said = answer(run("archive", "verify", "--json"))
    assert (said["sound"], said["problems"], said["lines"], said["files"]) == (True, [], 3, 1)


def test_a_changed_archive(run: Run, place: Path) -> None:
    journal = place / "journal.jsonl"
    journal.write_bytes(journal.read_bytes().replace("李晓岚".encode(), "李晓兰".encode(), 1))
    result = run("archive", "verify")
    assert result.exit_code == 1
    assert result.stdout.startswith("[错误] 第 2 行：")
    assert "有错误。" in result.stdout
    said = answer(run("archive", "verify", "--json"), 1)
    assert said["sound"] is False
    assert said["problems"][0]["line"] == 2


def test_a_damaged_database_is_said_to_be_so(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(place: str) -> None:
        raise DamagedArchive(place, "校验值不符")

    monkeypatch.setattr("csdforms.archive.places.open_store", damaged)
    result = run("archive", "verify", "--archive", f"sqlite:///{(here / 'a.db').as_posix()}")
    assert result.exit_code == 1
    assert "已损坏" in result.stderr


def test_a_changed_document_is_seen_when_it_is_read(run: Run, place: Path) -> None:
    document = next((place / "documents").rglob("*.docx"))
    document.chmod(0o600)
    document.write_bytes(b"PK")
    assert run("archive", "verify", "--read-data").exit_code == 1
    document.unlink()
    assert run("archive", "verify").exit_code == 1


def test_many_problems_are_not_all_printed(run: Run, place: Path) -> None:
    for number in range(60):
        name = f"{number:064x}"
        folder = place / "documents" / name[:2]
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.docx").write_bytes(b"")
    said = run("archive", "verify").stdout
    assert len([line for line in said.splitlines() if line.startswith("[提醒]")]) == 50
    assert "其余 10 处见 --json。" in said


def test_an_anchor_proves_that_nothing_was_cut_off(run: Run, place: Path) -> None:
    anchor = run("archive", "anchor").stdout.strip()
    said = answer(run("archive", "anchor", "--json"))
    upto, log = anchor.split(",")
    assert upto == f"{said['no']}:{said['hash']}"
    assert re.fullmatch("[0-9]+:[0-9a-f]{64}", log)
    assert re.fullmatch(f"{upto},[0-9]+:[0-9a-f]{{64}}", said["anchor"])  # asking is noted
    assert set(said) == {"archive", "anchor", "no", "hash", "at"}
    assert run("archive", "verify", "--anchor", anchor).exit_code == 0
    journal = place / "journal.jsonl"
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-1]))
    (place / "index.sqlite").unlink()  # it would tell
    assert run("archive", "verify").exit_code == 0
    assert run("archive", "verify", "--anchor", anchor).exit_code == 1


def test_compacting_keeps_the_chain(run: Run, place: Path) -> None:
    before = (place / "journal.jsonl").stat().st_size
    anchor = run("archive", "anchor").stdout.strip()
    result = run("archive", "compact")
    assert (result.exit_code, result.stdout) == (0, "已压缩。\n")
    assert (place / "journal.jsonl").stat().st_size < before + 1000
    assert run("archive", "verify", "--read-data", "--anchor", anchor).exit_code == 0
    assert answer(run("archive", "show", NUMBER, "--version", "1", "--json"))


def test_a_backup_comes_back(run: Run) -> None:
    result = run("archive", "backup", "备份.zip")
    assert result.exit_code == 0
    assert result.stdout.startswith("已备份到 备份.zip：4 条记录，2 份文档。\n锚 4:")
    assert run("archive", "backup", "备份.zip").exit_code == 4
    said = answer(run("archive", "backup", "备份.zip", "--overwrite", "--json"))
    assert (said["path"], said["lines"], said["documents"]) == ("备份.zip", 7, 2)
    assert run("archive", "restore", "备份.zip").exit_code == 4  # the archive is there
    restored = run("archive", "restore", "备份.zip", "--archive", "恢复")
    assert restored.exit_code == 0
    assert "7 条记录，2 份文档" in restored.stdout
    assert Path("恢复", "journal.jsonl").read_bytes() == Path("档案", "journal.jsonl").read_bytes()
    assert run("archive", "restore", "没有.zip", "--archive", "再来").exit_code == 3
    assert run("archive", "restore", "备份.zip", "--archive", "sqlite:///x.db").exit_code == 2


def test_what_looks_only_needs_an_archive(run: Run, here: Path) -> None:
    shutil.rmtree("档案")
    before = sorted(here.rglob("*"))
    for command in (
        ("verify",),
        ("anchor",),
        ("backup", "a.zip"),
        ("compact",),
        ("alias", NUMBER, "X"),
    ):
        assert run("archive", *command).exit_code == 10, command
    assert sorted(here.rglob("*")) == before


def test_an_archive_in_a_database(run: Run, here: Path) -> None:
    pytest.importorskip("sqlalchemy")
    url = f"sqlite:///{(here / 'a.db').as_posix()}"
    assert run("archive", "--archive", url, "init", "--clear").exit_code == 0
    result = run("archive", "--archive", url, "verify")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("1 条记录，0 份档案")
    assert run("archive", "--archive", url, "compact").exit_code == 0
    assert run("archive", "--archive", url, "verify").stdout.startswith("2 条记录")
