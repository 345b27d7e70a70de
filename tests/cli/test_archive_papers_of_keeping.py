"""``--paper``: what keeping, lending and reading print right after the act."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from archive.custody.keepers import KEEPERS
from archive.customers import CORPORATE, change_card, company
from archive.secrecy.department import classify, hire
from click.testing import Result
from console import Become, answer
from support import part

from csdforms.archive.archive import Archive

Run = Callable[..., Result]

pytestmark = pytest.mark.usefixtures("place")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive with two files of one company and a department."""
    folder = tmp_path_factory.mktemp("archive") / "档案"
    long_ago = dt.datetime(2020, 3, 5, 9)
    with Archive.create(folder, actor="zhang", clock=lambda: long_ago) as archive:
        for name in ("屿泊包装", "屿泊包装经营部"):
            data = company(customer_name=name, uscc=None, phone=f"021-6234567{len(name)}")
            number = archive.open_file(data, form=CORPORATE).number
            change_card(archive, number, uscc="91310115MAXX0Y0XXT")
            classify(archive, number, 1)
        hire(archive, KEEPERS)
    return folder


@pytest.fixture
def numbers(prepared: Path) -> list[str]:
    with Archive.open(prepared, actor="gao") as archive:
        return [card["number"] for _, card in archive.store.rows("files")]


def words(path: Path) -> str:
    """Return all that stands on a printed paper."""
    return "".join(part(path.read_bytes()).itertext())


def test_each_act_of_keeping_prints_its_paper(
    run: Run, become: Become, numbers: list[str], tmp_path: Path
) -> None:
    first, second = numbers

    def done(who: str, *command: str) -> tuple[object, str]:
        """Return what a command says, and what it printed."""
        target = tmp_path / f"{len(list(tmp_path.glob('*.docx')))}.docx"
        become(who)
        result = run("archive", *command, "--paper", str(target))
        assert result.exit_code == 0, result.output
        assert f"已打印 {target}" in result.output
        said = result.stdout_bytes.decode("utf-8")
        return json.loads(said) if "--json" in command else said, words(target)

    why = ("--reference", "（2026）1号", "--reason", "诉讼")
    said, text = done("fang", "hold", "set", first, *why, "--json")
    assert isinstance(said, dict)
    assert "☑设置保全" in text
    _, text = done("fang", "hold", "lift", str(said["number"]), *why)
    assert "☑解除保全" in text

    merge = ("merge", second, first, "--reason", "同一客户")
    assert "同一客户" in done("zhou", *merge)[1]
    said, text = done("qiang", *merge, "--json")
    assert isinstance(said, dict)
    assert "合并办理人赵强" in text
    done("zhou", "unmerge", str(said["number"]), "--reason", "认错")

    assert first in done("chen", "inspect", "run")[1]

    lend = ("lend", first, "刘洋", "--pages", "3", "--purpose", "核对")
    said, text = done("zhou", *lend, "--json")
    assert isinstance(said, dict)
    assert "核对" in text
    _, text = done("zhou", "give-back", str(said["number"]), "--pages", "2")
    assert "客户信息泄露事件报告表" in text
    said, _ = done("zhou", *lend, "--json")
    assert isinstance(said, dict)
    _, text = done("zhou", "give-back", str(said["number"]), "--pages", "3", "--json")
    assert "客户档案借阅审批表" in text

    said, text = done("liu", "ask", first, "--purpose", "处理投诉", "--json")
    assert isinstance(said, dict)
    assert "处理投诉" in text
    assert "屿泊包装" not in text
    assert "屿泊包装" in done("zhou", "grant", str(said["number"]))[1]
    assert "准予" in done("zhou", "grant", first, "王敏", "--purpose", "回访")[1]
    said, _ = done("liu", "ask", first, "--purpose", "处理投诉", "--json")
    assert isinstance(said, dict)
    refusal = ("--refuse", "--reason", "不需要")
    assert "不需要" in done("zhou", "grant", str(said["number"]), *refusal)[1]

    given = ("--field", "phone", "--purpose", "供货", "--basis", "订立或履行合同")
    assert "临江物流" in done("qiang", "disclose", first, "临江物流", *given)[1]

    level = ("--reason", "含报价", "--basis", "目录第3项")
    assert "目录第3项" in done("chen", "classify", first, "秘密", *level)[1]
    assert "商业秘密·秘密" in done("qiang", "reclassify", "decide", first)[1]


def test_a_file_that_is_there_is_no_place_for_a_paper(
    run: Run, become: Become, numbers: list[str], tmp_path: Path
) -> None:
    target = tmp_path / "a.docx"
    target.write_bytes(b"")
    become("fang")
    why = ("--reference", "（2026）1号", "--reason", "诉讼")
    result = run("archive", "hold", "set", numbers[0], *why, "--paper", str(target))
    assert result.exit_code != 0
    assert answer(run("archive", "hold", "list", "--json")) == []
