"""A database in which an archive lives: its tables, its connections, its writer's lock, its errors.

Everything that differs from one database system to the next is here. SQLite and PostgreSQL are
tested; the types are those that every system has.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from csdforms.errors import (
    ArchiveExists,
    ArchiveLocked,
    CsdformsError,
    DamagedArchive,
    NotPermitted,
    UnreadableInput,
)

_INSTALL = '用数据库存放档案要先安装附加组件，请运行：pip install "csdforms[sql]"。'

try:
    import sqlalchemy as sa
    from sqlalchemy import exc
    from sqlalchemy.engine import URL, Connection, make_url
except ImportError:
    raise UnreadableInput("数据库地址", _INSTALL) from None

__all__ = ["Database", "document", "file", "line", "name", "note", "term"]

_TABLES = sa.MetaData()
_NUMBER = sa.BigInteger()
_NAME = sa.String(200)
_TEXTS = sa.ARRAY(sa.Text)
_BYTES = sa.LargeBinary(2**31 - 1)  # the length makes MySQL take its longest type


def _chain(name: str) -> sa.Table:
    """Return a table of lines: the bytes of each, and what of its header is asked for."""
    return sa.Table(
        name,
        _TABLES,
        sa.Column("no", _NUMBER, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("act", _NAME, nullable=False),
        sa.Column("subject", _NAME, nullable=False, index=True),
        sa.Column("raw", _BYTES, nullable=False),
    )


#: The journal.
line = _chain("line")

#: The log of access.
note = _chain("note")

#: The newest version of every document; a removed one leaves its key, which is not used again.
document = sa.Table(
    "document",
    _TABLES,
    sa.Column("table", _NAME, primary_key=True),
    sa.Column("key", _NUMBER, primary_key=True, autoincrement=False),
    sa.Column("line", _NUMBER, nullable=False),
    sa.Column("digest", sa.String(64)),
    sa.Column("payload", sa.Text),
)

#: What documents are found by exactly.
term = sa.Table(
    "term",
    _TABLES,
    sa.Column("table", _NAME, primary_key=True),
    sa.Column("kind", _NAME, primary_key=True),
    sa.Column("value", _NAME, primary_key=True),
    sa.Column("key", _NUMBER, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

#: The pieces of the names that documents are searched by, with a space before and behind each.
name = sa.Table(
    "name",
    _TABLES,
    sa.Column("table", _NAME, primary_key=True),
    sa.Column("key", _NUMBER, primary_key=True, autoincrement=False),
    sa.Column("grams", sa.Text, nullable=False),
)
_gram_list = sa.func.string_to_array(name.c.grams, sa.literal_column("' '"))
# Elsewhere the narrow table is read from one end to the other.
sa.Index("name_grams", _gram_list, postgresql_using="gin").ddl_if(dialect="postgresql")

#: The files kept beside the journal, each under the SHA-256 of its content.
file = sa.Table(
    "file",
    _TABLES,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("content", _BYTES, nullable=False),
)

_VACUUM = "vacuum line, document, term, name"
#: What makes a database write its tables anew.
_REWRITING = {
    "sqlite": ("vacuum", "pragma wal_checkpoint(truncate)"),
    "postgresql": tuple(
        f"vacuum (full) {name}" for name in ("line", "document", "term", "name", "file")
    ),
}
_BEYOND = (
    "数据库服务器的日志（如 PostgreSQL 的 WAL）、从库、它自己的备份，以及磁盘上尚未改写的空间，"
    "本程序管不到：请数据库管理员清理，并把结果记入销毁记录。"
)
_PATIENCE = 5000  # milliseconds that SQLite waits by itself
_LOCKED = {"55P03", "40001", "40P01", sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGED = {"XX001", "XX002", sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_LOST = "与数据库的连接断了；刚才那一步可能已经写入，也可能没有，请先查看，再决定是否重做"
_UNREACHED = "连不上数据库，请检查地址、用户名和密码，并确认数据库正在运行"
_REASONS = {
    "25006": "数据库是只读的",
    "42501": "没有权限，请联系数据库管理员",
    "53100": "数据库服务器的磁盘已满",
    "53300": "数据库的连接数已用完，请稍后再试",
    sqlite3.SQLITE_READONLY: "数据库文件是只读的",
    sqlite3.SQLITE_IOERR: "磁盘读写出错，请检查磁盘或网络",
    sqlite3.SQLITE_FULL: "磁盘已满",
    sqlite3.SQLITE_CANTOPEN: "打不开数据库文件，请检查文件夹和权限",
}


class Database:
    """A database by its URL; nothing is connected before it is needed.

    Raises:
        UnreadableInput: if the URL is none, or what its database needs is not installed.
    """

    def __init__(self, url: str) -> None:
        parts = _parse(url)
        #: What errors call it: no user, no password, no options.
        self.place = URL.create(
            parts.get_backend_name(), host=parts.host, port=parts.port, database=parts.database
        ).render_as_string()
        self._path = _path(parts)
        try:
            # Errors must not repeat what was asked; a connection that idled may have been cut.
            self._engine = sa.create_engine(parts, hide_parameters=True, pool_pre_ping=True)
        except (exc.ArgumentError, ImportError):
            reason = (
                '不认识这种数据库，或缺少它的驱动；PostgreSQL 请运行：pip install "csdforms[sql]"'
            )
            raise UnreadableInput(self.place, reason) from None
        #: Whether whoever writes anything waits for everybody who does.
        self.has_one_writer = self._engine.dialect.name == "sqlite"
        if self.has_one_writer:
            sa.event.listen(self._engine, "connect", _prepare_sqlite)
        self._reading = self._engine.execution_options(isolation_level="AUTOCOMMIT")

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """Connect for reading; each statement sees what is committed."""
        with self._refusing(), self._reading.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def writing(self, timeout: float, chain: sa.Table = line) -> Iterator[Connection]:
        """Take the writer's lock, and commit at the block's end; take all back if it raises.

        Args:
            timeout: how long to wait.
            chain: what is to be written: :data:`line`, or :data:`note`, which has its own lock
                where a database has more than one writer.

        Raises:
            ArchiveLocked: if another writer keeps it longer than ``timeout`` seconds.
            NotPermitted: if the database refuses.
        """
        with self._refusing(), self._engine.connect() as connection:
            self._lock(connection, max(1, round(timeout * 1000)), chain)
            yield connection
            connection.commit()

    def _lock(self, connection: Connection, milliseconds: int, chain: sa.Table) -> None:
        if self.has_one_writer:
            connection.exec_driver_sql(f"pragma busy_timeout = {milliseconds}")
            try:
                connection.exec_driver_sql("begin immediate")
            finally:
                connection.exec_driver_sql(f"pragma busy_timeout = {_PATIENCE}")
            return
        if self._engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"set local lock_timeout = {milliseconds}")
        # Every chain has a line 1, and nobody else needs its row.
        connection.execute(sa.select(chain.c.no).where(chain.c.no == 1).with_for_update())

    @contextlib.contextmanager
    def creating(self) -> Iterator[Connection]:
        """Make the tables, and commit them with what is written into them in the block.

        Raises:
            ArchiveExists: if some of them are there.
            NotPermitted: if the database refuses.
        """
        with self._refusing(), self._engine.connect() as connection:
            self._require_none(connection)
            connection.rollback()
            if self.has_one_writer:
                # Readers and the writer do not wait for each other; the file remembers it.
                connection.exec_driver_sql("pragma journal_mode = wal")
                connection.exec_driver_sql("begin immediate")
                self._require_none(connection)  # nobody was faster
            _TABLES.create_all(connection, checkfirst=False)
            yield connection
            connection.commit()

    def _require_none(self, connection: Connection) -> None:
        if set(_TABLES.tables) & set(sa.inspect(connection).get_table_names()):
            raise ArchiveExists(self.place)

    def has_archive(self) -> bool:
        """Return whether there are the tables of an archive; nothing is made by asking."""
        if self._path is not None and not self._path.exists():
            return False
        with self.reading() as connection:
            return sa.inspect(connection).has_table(line.name)

    def has_log(self) -> bool:
        """Return whether there is a log of access; older archives have none."""
        with self.reading() as connection:
            there = sa.inspect(connection).has_table(note.name)
            return there and connection.execute(sa.select(note.c.no).limit(1)).first() is not None

    def mark(self, connection: Connection) -> None:
        """Note where a work begins, so that what is made meanwhile can outlive it."""
        if self.has_one_writer:
            connection.exec_driver_sql("savepoint work")

    def take_back(self, connection: Connection) -> None:
        """Take a work back as far as its mark; its lock stays."""
        connection.exec_driver_sql("rollback to savepoint work")

    def wipe(self) -> None:
        """Clear away what was overwritten, as far as a database does that for who asks."""
        statements = {"sqlite": "pragma wal_checkpoint(truncate)", "postgresql": _VACUUM}
        statement = statements.get(self._engine.dialect.name)
        if statement:
            with self.reading() as connection:
                connection.exec_driver_sql(statement)

    def rewrite(self) -> list[str]:
        """Write the tables anew, so that nothing is left in them of what was deleted.

        Return what cannot be reached from here: sentences.

        Raises:
            ArchiveLocked: if somebody uses the database meanwhile.
            NotPermitted: if it refuses.
        """
        with self.reading() as connection:
            for statement in _REWRITING.get(self._engine.dialect.name, ()):
                connection.exec_driver_sql(statement)
        return [_BEYOND]

    def has_one(self, grams: Sequence[str]) -> sa.ColumnElement[bool]:
        """Return the condition that a name has one of these grams, or begins of words (with ``*``).

        An index knows no beginnings but those of two letters: it finds too many, never too few.
        """
        if self._engine.dialect.name == "postgresql":
            whole = [gram[:3] if gram.endswith("*") else gram for gram in grams]
            return _gram_list.op("&&", is_comparison=True)(sa.cast(whole, _TEXTS))
        parts = (f" {gram[:-1]}" if gram.endswith("*") else f" {gram} " for gram in grams)
        return sa.or_(*(name.c.grams.contains(part, autoescape=True) for part in parts))

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @contextlib.contextmanager
    def _refusing(self) -> Iterator[None]:
        """Put the database's errors into ours, without its words: they may repeat data."""
        try:
            yield
        except exc.DBAPIError as problem:
            raise self._refusal(problem) from None
        except exc.SQLAlchemyError as problem:
            text = f"数据库 {self.place} 没有应答（{type(problem).__name__}），请稍后再试。"
            raise NotPermitted(text) from None

    def _refusal(self, problem: exc.DBAPIError) -> CsdformsError:
        code = _code(problem.orig)
        if code in _LOCKED or isinstance(problem, exc.IntegrityError):
            return ArchiveLocked(self.place)  # somebody took the same line's number meanwhile
        if code in _DAMAGED:
            return DamagedArchive(self.place, "数据库文件读不出来，或者不是数据库")
        if problem.connection_invalidated:
            reason = _LOST
        elif code is None and isinstance(problem, exc.OperationalError):
            reason = _UNREACHED
        else:
            known = _REASONS.get(code, f"数据库拒绝了这一步（错误代码 {code}）")
            reason = f"{known}。已有内容没有改动"
        return NotPermitted(f"数据库 {self.place} 不能用：{reason}。")


def _parse(url: str) -> URL:
    try:
        parts = make_url(url)
    except (exc.ArgumentError, ValueError):  # a port that is no number
        reason = "应写成 postgresql://用户:密码@主机/库名 或 sqlite:///文件路径"
        raise UnreadableInput("数据库地址", reason) from None
    if parts.drivername in {"postgres", "postgresql"}:
        parts = parts.set(drivername="postgresql+psycopg")
    return parts


def _path(url: URL) -> Path | None:
    """Return the file of a SQLite database, where the URL says it plainly."""
    if url.get_backend_name() != "sqlite":
        return None
    name = url.database
    if not name or name == ":memory:":
        raise UnreadableInput("数据库地址", "内存数据库什么也留不住，请写成 sqlite:///文件路径")
    return None if name.startswith("file:") else Path(name)


def _prepare_sqlite(connection: sqlite3.Connection, _: Any) -> None:
    """Let every commit reach the disk, and what is removed leave it."""
    connection.execute("pragma synchronous = full")
    connection.execute("pragma secure_delete = on")


def _code(error: BaseException | None) -> str | int | None:
    """Return what the database calls its error."""
    number = getattr(error, "sqlite_errorcode", None)
    if number is not None:
        return int(number) & 0xFF
    code: str | None = getattr(error, "sqlstate", None)
    return code
