"""A PostgreSQL of the tests' own: on loopback, in a temporary folder, gone when they end."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

__all__ = ["Server", "database", "server"]

_UNLIKE_ROOT = "nobody"  # PostgreSQL refuses to run as root


class Server:
    """A running server; anybody on this machine may log in as ``postgres``."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs = programs
        self.folder = folder
        self.port = _free_port()

    def url(self, schema: str) -> str:
        # A schema is as good as a database, and made a hundred times as fast.
        options = f"?options=-csearch_path%3D{schema}"
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres{options}"

    def start(self) -> None:
        options = (
            f"-h 127.0.0.1 -p {self.port} -c unix_socket_directories='' "
            "-c fsync=off -c max_connections=60 -c shared_buffers=32MB"
        )
        self._run("pg_ctl", "start", "-w", "-D", "data", "-l", "log", "-o", options)

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "-w", "-D", "data", "-m", "immediate")

    def new_database(self) -> str:
        """Return the URL of an empty place in the database."""
        schema = f"t{uuid.uuid4().hex}"
        with psycopg.connect(self.dsn, autocommit=True) as connection:
            connection.execute(sql.SQL("create schema {}").format(sql.Identifier(schema)))
        return self.url(schema)

    def disconnect_all(self) -> None:
        """Break every other connection."""
        with psycopg.connect(self.dsn, autocommit=True) as connection:
            connection.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where pid <> pg_backend_pid() and backend_type = 'client backend'"
            )

    def initialise(self) -> None:
        self._run(
            *("initdb", "-D", "data", "-U", "postgres", "-A", "trust"),
            *("-E", "UTF8", "--locale=C", "--no-sync"),
        )

    @property
    def dsn(self) -> str:
        """How psycopg itself connects."""
        return f"host=127.0.0.1 port={self.port} user=postgres dbname=postgres"

    def _run(self, program: str, *arguments: str) -> None:
        # pg_ctl hands its streams on to the server, so that a pipe would never end.
        with (self.folder / f"{program}.out").open("w+", encoding="utf-8") as out:
            done = subprocess.run(
                [self.programs / program, *arguments],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                user=_UNLIKE_ROOT if _is_root() else None,
                check=False,
            )
            out.seek(0)
            assert done.returncode == 0, f"{program}: {out.read()}"


@contextmanager
def _running(programs: Path) -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="csdforms-postgres-") as name:
        folder = Path(name)
        if _is_root():
            shutil.chown(folder, _UNLIKE_ROOT)
        server = Server(programs, folder)
        server.initialise()
        server.start()
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Start a PostgreSQL for all tests of this process."""
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL: initdb is neither on the path nor in /usr/lib/postgresql")
    with _running(programs) as running:
        yield running


@pytest.fixture
def database(server: Server) -> str:
    """Return the URL of an empty PostgreSQL database."""
    return server.new_database()


def _programs() -> Path | None:
    """Return the folder with PostgreSQL's programs; Debian keeps them off the path."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    folders = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(folders, key=lambda path: int(path.parts[-3]), default=None)
    return newest.parent if newest is not None else None


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
