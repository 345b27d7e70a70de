"""The archives that tests of the archive's logic work on: in memory, and in a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from archive.customers import Clock
from archive.memory_store import MemoryStore

from csdforms.archive.actor import moment
from csdforms.archive.archive import Archive
from csdforms.archive.store import Act


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> str:
    """The account under which a test runs: zhang, who makes the archives."""
    for module in ("archive", "office"):
        monkeypatch.setattr(f"csdforms.archive.{module}.account", lambda: "zhang")
    return "zhang"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["memory", "tiny"])
def archive(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Archive]:
    """An empty archive; the same tests on every store."""
    if request.param == "memory":
        store = MemoryStore(Act("init", "zhang", moment(clock())))
        yield Archive(store, actor="zhang", clock=clock)
    else:
        with Archive.create(tmp_path / "archive", actor="zhang", clock=clock) as opened:
            yield opened
