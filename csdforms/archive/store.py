"""What the archive asks of a store, and the records that pass between them.

The archive's logic speaks to :class:`Store` alone. TinyDB on a journal of our own is the default
(:mod:`csdforms.archive.tiny`); a second one keeps the same lines in any database that SQLAlchemy
speaks to (:mod:`csdforms.archive.sql`). The same contract tests run on both.
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself, and
# every look-up is a process that waits for that.
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol, TypeAlias

__all__ = [
    "KEPT_WHOLE",
    "LEDGERS",
    "OF_FILE",
    "OWN_TABLES",
    "PROCEEDINGS",
    "SCHEDULES",
    "Act",
    "Change",
    "Document",
    "Line",
    "Store",
    "Work",
]

#: A document as it is kept: a JSON object.
Document: TypeAlias = dict[str, Any]

#: The tables of what is done with one file, ``file``: sealed with its key, destroyed with it.
PROCEEDINGS = (
    "changes",
    "deregistrations",
    "freezes",
    "holds",
    "mergers",
    "personal_requests",
    "revivals",
    "seals",
)

#: The tables of what sales and finance tell of a customer, each document under its own number
#: there; of one file, ``file``: sealed with its key, destroyed with it.
LEDGERS = ("receipts", "receivables", "sales", "targets")

#: The tables of what is done with several files at once, ``files``; kept for good, without anything
#: that tells of a person.
SCHEDULES = ("appraisals", "destructions", "inspections")

#: The tables whose documents each belong to one file, found by the term ``file``; when that is
#: destroyed by law they go with it. The acts about it, and its card, see ``compacting`` and
#: ``destruction.erasing``.
OF_FILE = (
    "cases",
    "copies",
    "grants",
    "items",
    "loans",
    "profiles",
    *LEDGERS,
    *PROCEEDINGS,
)

#: The tables of which :meth:`Store.compact` keeps every version: what is never changed, what was
#: decided about who may see a file, and what was done with it; until it is destroyed by law.
KEPT_WHOLE = frozenset(
    {
        "acts",
        "alarms",
        "backups",
        "calendars",
        "cases",
        "copies",
        "form_levels",
        "grants",
        "items",
        "loans",
        "profiles",
        "releases",
        "settings",
        "staff",
        *LEDGERS,
        *PROCEEDINGS,
        *SCHEDULES,
    }
)

#: All tables of the archive itself: only its own acts write them.
OWN_TABLES = KEPT_WHOLE | {"counters", "drafts", "files", "keys"}

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Act(NamedTuple):
    """Who does what to which file, when and why; every line of the journal is one act.

    ``purpose``, ``reason`` and ``detail`` may hold personal data: they are kept in the act's
    payload, which can be destroyed, and never in the line's header, which cannot.
    """

    name: str  # "create", "revise", "file" …
    actor: str
    at: str  # Beijing time: 2026-03-05T14:05:09.123456+08:00
    subject: str = ""  # the number of a customer's file
    purpose: str = ""
    reason: str = ""
    detail: Mapping[str, Any] = _NOTHING

    def __repr__(self) -> str:
        return f"Act({self.name!r}, {self.subject!r}, {self.at!r})"


class Change(NamedTuple):
    """One document of a line: which it is, and the digest and length of its payload."""

    table: str
    key: int
    digest: str | None  # None: the document was removed
    size: int  # bytes of the payload when it was written


class Line(NamedTuple):
    """One line of the journal: its header, and where it stands."""

    no: int
    at: str
    actor: str
    act: str
    subject: str
    changes: tuple[Change, ...]
    more: bool  # the commit goes on in the next line
    prev: str
    hash: str

    @property
    def anchor(self) -> str:
        """What proves that the journal once went up to here: ``<no>:<hash>``."""
        return f"{self.no}:{self.hash}"


class Work(Protocol):
    """What is being written, under the writer's lock; it sees the store and its own changes.

    Everything recorded is committed together when the block ends, and nothing if it raises.
    """

    def get(self, table: str, key: int) -> Document | None:
        """Return a document, its newest version, or None."""

    def find(self, table: str, kind: str, value: str) -> list[int]:
        """Return the keys of the documents with exactly this term, in ascending order."""

    def last_key(self, table: str) -> int:
        """Return the highest key that the table ever had, 0 for none."""

    def put(self, table: str, key: int, document: Document) -> None:
        """Add a document, or a new version of it."""

    def remove(self, table: str, key: int) -> None:
        """Take a document out; its versions stay in the journal until it is compacted.

        Of the archive's own tables only drafts may be, and what a line ``destroy`` takes out of
        :data:`OF_FILE`: :meth:`record` refuses any other (NotPermitted).
        """

    def record(self, act: Act) -> int:
        """Close a line: everything put since the last one is this act's; return its number."""


class Store(Protocol):
    """Documents in tables, found by terms, and the chain of lines that wrote them.

    Threads may share a store; each call sees every commit that was acknowledged before it.
    """

    @property
    def archive(self) -> str:
        """The archive's own identity, a UUID."""

    def get(self, table: str, key: int) -> Document | None:
        """Return a document, its newest version, or None. The caller may change it."""

    def rows(self, table: str) -> Iterator[tuple[int, Document]]:
        """Return every document of a table with its key, in ascending order."""

    def count(self, table: str) -> int:
        """Return how many documents a table has."""

    def find(self, table: str, kind: str, value: str) -> list[int]:
        """Return the keys of the documents with exactly this term, in ascending order."""

    def find_text(self, table: str, text: str, limit: int) -> list[int]:
        """Return the keys of the documents that have a name with this text in it.

        Chinese from one character up, full pinyin, initials, Latin words; in ascending order.
        """

    def history(self, subject: str) -> Iterator[Line]:
        """Return the lines about a file, oldest first."""

    def lines(self, first: int = 1) -> Iterator[Line]:
        """Return the committed lines from number ``first`` on."""

    def raw_lines(self, first: int = 1) -> Iterator[bytes]:
        """Return the committed lines as they stand, newline included."""

    def last(self) -> Line:
        """Return the last committed line."""

    def writing(self, timeout: float = 10.0) -> AbstractContextManager[Work]:
        """Take the writer's lock (across threads and processes), and commit at the block's end.

        A block inside a block of the same thread is a part of it: it leaves no change behind if it
        raises, and is committed with the outer one.

        Raises:
            ArchiveLocked: if another writer keeps it longer than ``timeout`` seconds.
            NotPermitted: if the disk is full or refuses; the old state is intact.
        """

    def put_file(self, content: bytes) -> str:
        """Keep a file under the SHA-256 of its content, once; return that, durably written."""

    def get_file(self, digest: str) -> bytes:
        """Return a file; raise DamagedArchive if it is missing or does not match its name."""

    def files(self) -> Iterator[str]:
        """Return the digests of all files kept, in ascending order."""

    def drop_files(self, digests: Iterable[str]) -> None:
        """Delete files for good; one that is not there is no error.

        Nobody may be about to mention one of them: ask that in the same block of :meth:`writing`.

        Raises:
            NotPermitted: if the system refuses; call it again then.
        """

    def wipe(self) -> list[str]:
        """Clear away whatever beside the lines may still hold what was blanked or deleted.

        Caches, torn ends, what crashed writers left. Return what cannot be reached from here, and
        who can: sentences.

        Raises:
            NotPermitted, ArchiveLocked: if the system refuses; call it again then.
        """

    def note(self, act: Act) -> int:
        """Write an act that changes nothing (a reading, a refusal) into the log of access, durably.

        The log is a chain of its own, so that readers do not wait for those who write; its moments
        never go back. Return the line's number there. A work that fails takes no note back.

        Raises:
            NotPermitted, ArchiveLocked: if it cannot be written; then the act must not happen.
            DamagedArchive: if the log is not in order, or was taken away; likewise.
        """

    def notes(self, first: int = 1) -> Iterator[tuple[Line, Document]]:
        """Return the lines of the log of access from number ``first`` on, each with its act.

        The act is what its line kept of it: ``purpose``, ``reason``, ``detail``. Line 1 is that of
        whoever began the log. An archive from before there was a log has no lines.
        """

    def raw_notes(self, first: int = 1) -> Iterator[bytes]:
        """Return the lines of the log of access as they stand, newline included."""

    def last_note(self) -> Line | None:
        """Return the last line of the log of access, None if there is no log yet."""

    def compact(self, act: Act) -> None:
        """Blank superseded versions of what may change, what was removed, and what was destroyed.

        By one rule in every store, see :mod:`csdforms.archive.compacting`. Headers stay, and with
        them the proof. This act is the line that says so.

        Raises:
            ArchiveLocked, NotPermitted, DamagedArchive: as :meth:`writing`.
            RuntimeError: in the middle of a work.
        """

    def close(self) -> None:
        """Let go of files and connections."""
