"""``archive backups``: what is on record, and what became of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


def test_backups_are_listed_put_down_and_scheduled(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSDFORMS_ARCHIVE", "档案")
    assert run("archive", "init", "--clear").exit_code == 0
    assert run("archive", "backups", "list").stderr == "没有登记的备份。\n"
    assert run("archive", "backup", "a.zip").exit_code == 0
    shown = run("archive", "backups", "list").stdout
    assert "备份" in shown
    assert "a.zip" in shown
    assert "还在" in shown
    assert run("archive", "backups", "forget", "1", "--reason", "粉碎").exit_code == 4
    said = run("archive", "backups", "rotate", "1", "--due", "2099-01-31", "--reason", "每季")
    assert said.stdout == "已登记：第 1 号备份最迟 2099-01-31 轮换。\n"
    [kept] = json.loads(run("archive", "backups", "list", "--json").stdout)
    assert (kept["due"], kept["state"]) == ("2099-01-31", "open")
    assert "2099-01-31" in run("archive", "backups", "list").stdout
    Path("a.zip").unlink()
    said = run("archive", "backups", "forget", "1", "--reason", "粉碎", "--json")
    assert json.loads(said.stdout) == {"no": 1}
    assert "已不在" in run("archive", "backups", "list").stdout
    assert run("archive", "backups", "forget", "1", "--reason", "粉碎").exit_code == 5
    assert run("archive", "backups", "forget", "7", "--reason", "粉碎").exit_code == 3
