"""The archive whose papers are printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from archive.customers import Clock

from csdforms.archive.archive import Archive


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def archive(tmp_path: Path, clock: Clock) -> Iterator[Archive]:
    """An empty archive of one keeper, zhang."""
    with Archive.create(tmp_path / "archive", actor="zhang", clock=clock) as opened:
        yield opened
