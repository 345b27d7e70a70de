"""Who acts, and when: as the system knows it, never as the environment says."""

from __future__ import annotations

import ctypes
import datetime as dt
import os
from types import SimpleNamespace
from typing import Any

import pytest

from csdforms.archive import actor
from csdforms.errors import NotPermitted


def test_the_account_is_the_one_the_process_runs_under() -> None:
    pwd = pytest.importorskip("pwd")
    assert actor.account() == pwd.getpwuid(os.getuid()).pw_name


@pytest.mark.parametrize("name", ["USER", "LOGNAME", "USERNAME", "LNAME"])
def test_z07_the_environment_names_nobody(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "somebody-else")
    assert actor.account() != "somebody-else"


def test_an_account_without_a_name_is_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 2_000_000_123)
    assert actor.account() == "uid-2000000123"


def _windows(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let Windows answer with this name; "" lets it fail."""

    def get_user_name(buffer: Any, _size: Any) -> int:
        buffer.value = name
        return len(name)

    library = SimpleNamespace(GetUserNameW=get_user_name)
    monkeypatch.setitem(vars(ctypes), "windll", SimpleNamespace(advapi32=library))
    monkeypatch.setattr(os, "name", "nt")


def test_windows_is_asked_for_its_account(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        _windows(patch, "张三")
        name = actor.account()
    assert name == "张三"


def test_windows_may_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        _windows(patch, "")
        with pytest.raises(NotPermitted, match="当前账户"):
            actor.account()


@pytest.mark.parametrize(
    ("at", "written"),
    [
        (dt.datetime(2026, 3, 5, 6, 5, 9, tzinfo=dt.UTC), "2026-03-05T14:05:09.000000+08:00"),
        (dt.datetime(2026, 12, 31, 16, 0, tzinfo=dt.UTC), "2027-01-01T00:00:00.000000+08:00"),
        (dt.datetime(2026, 3, 5, 14, 5, 9, 7), "2026-03-05T14:05:09.000007+08:00"),
    ],
)
def test_moments_are_beijing_time(at: Any, written: str) -> None:
    assert actor.moment(at) == written


def test_now_is_beijing_time() -> None:
    before = dt.datetime.now(dt.UTC)
    now = actor.now()
    assert before <= now <= dt.datetime.now(dt.UTC)
    assert now.utcoffset() == dt.timedelta(hours=8)
