from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from archive.store_contract import ARCHIVE, INIT, Place, StoreContract

from csdforms.archive.sql import SqlStore

pytest_plugins = ["archive.postgres"]


class Database:
    def __init__(self, url: str, closing: contextlib.ExitStack) -> None:
        self.url = url
        self.closing = closing

    def create(self) -> SqlStore:
        return self.closing.enter_context(SqlStore.create(self.url, ARCHIVE, INIT))

    def open(self) -> SqlStore:
        return self.closing.enter_context(SqlStore.open(self.url))


class TestSqlite(StoreContract):
    @pytest.fixture
    def place(self, tmp_path: Path) -> Iterator[Place]:
        with contextlib.ExitStack() as closing:
            yield Database(f"sqlite:///{tmp_path}/archive.sqlite", closing)


@pytest.mark.xdist_group("postgres")
class TestPostgres(StoreContract):
    @pytest.fixture
    def place(self, database: str) -> Iterator[Place]:
        with contextlib.ExitStack() as closing:
            yield Database(database, closing)
