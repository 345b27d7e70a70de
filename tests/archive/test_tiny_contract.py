from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from archive.store_contract import ARCHIVE, INIT, Place, StoreContract

from csdforms.archive.tiny import TinyStore


class Folder:
    def __init__(self, folder: Path, closing: contextlib.ExitStack) -> None:
        self.folder = folder
        self.closing = closing

    def create(self) -> TinyStore:
        return self.closing.enter_context(TinyStore.create(self.folder, ARCHIVE, INIT))

    def open(self) -> TinyStore:
        return self.closing.enter_context(TinyStore.open(self.folder))


class TestTinyStore(StoreContract):
    @pytest.fixture
    def place(self, tmp_path: Path) -> Iterator[Place]:
        with contextlib.ExitStack() as closing:
            yield Folder(tmp_path / "archive", closing)
