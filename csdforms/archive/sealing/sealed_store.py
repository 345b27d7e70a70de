"""A sealed archive: a store that seals what it is given, and opens what it gives back.

Who reads the disk without the key learns from the headers, which stay in clear as in every archive:
which account did what kind of act, when, and about which file number; how many files, items and
versions there are, of which kind and in which state, and about how long each is. Not who the
customers are, what is filed about them, why, or who was interested in whom beyond those numbers.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

from csdforms.archive.places import SEAL
from csdforms.archive.sealing.data_keys import KEYS, DataKeys
from csdforms.archive.sealing.file_keys import FileKeys
from csdforms.archive.sealing.keys import ArchiveKey
from csdforms.archive.sealing.name_index import NameIndex
from csdforms.archive.sealing.sealed_work import SealedWork
from csdforms.archive.sealing.sealer import Sealer
from csdforms.archive.store import Act, Document, Line, Store, Work
from csdforms.errors import DamagedArchive, WrongKey

__all__ = ["SealedStore"]

_PATIENCE = 10.0  # seconds
_MANY = 500  # cards of a line


class SealedStore:
    """A :class:`csdforms.archive.store.Store` around one that keeps what it is given.

    Args:
        raw: the store beneath; backups, copies and :func:`.verify` are made of it, and need no key.
        key: the archive's key.
        place: where the archive lies. In a folder the index of names is kept, sealed; elsewhere it
            is made anew by each process that needs it.

    Raises:
        WrongKey: if the key is another archive's, or the archive is not sealed; nothing is changed.
        DamagedArchive: if the wrapped keys are not what was written.
    """

    def __init__(self, raw: Store, key: ArchiveKey, place: Path | str) -> None:
        record = raw.get(KEYS, 1)
        if record is None:
            raise WrongKey(place, "给出了密钥，但这个档案库没有加密。")
        self.raw = raw
        self._keys = DataKeys(raw.archive, place, record, key)
        self._sealer = Sealer(raw.archive, place, self._keys)
        self._file_keys = FileKeys(self._sealer)
        self._names = NameIndex(raw, self._sealer, place if isinstance(place, Path) else None)
        self._mine = threading.local()

    @classmethod
    def create(cls, raw: Store, act: Act, key: ArchiveKey, place: Path | str) -> Self:
        """Seal a new archive: its second line, by whoever made it, has the wrapped keys."""
        with raw.writing() as work:
            work.put(KEYS, 1, DataKeys.new_record(raw.archive, key))
            work.record(Act(SEAL, act.actor, act.at))
        return cls(raw, key, place)

    @property
    def archive(self) -> str:
        """The archive's own identity, a UUID."""
        return self.raw.archive

    # Documents

    def get(self, table: str, key: int) -> Document | None:
        """Return a document, its newest version, or None. The caller may change it."""
        kept = self.raw.get(table, key)
        return None if kept is None else self._sealer.open(self.raw, table, key, kept)[0]

    def rows(self, table: str) -> Iterator[tuple[int, Document]]:
        """Return every document of a table with its key, in ascending order."""
        for key, kept in self.raw.rows(table):
            yield key, self._sealer.open(self.raw, table, key, kept)[0]

    def count(self, table: str) -> int:
        """Return how many documents a table has."""
        return self.raw.count(table)

    def find(self, table: str, kind: str, value: str) -> list[int]:
        """Return the keys of the documents with exactly this term, in ascending order."""
        return self.raw.find(table, *self._sealer.term(table, kind, value))

    def find_text(self, table: str, text: str, limit: int) -> list[int]:
        """Return the keys of the documents that have a name with this text in it, ascending.

        Chinese from one character up, full pinyin, initials, Latin words. Committed ones only.
        """
        return self._names.find(text, limit) if table == "files" else []

    # Lines

    def history(self, subject: str) -> Iterator[Line]:
        """Return the lines about a file, oldest first."""
        return self.raw.history(subject)

    def lines(self, first: int = 1) -> Iterator[Line]:
        """Return the committed lines from number ``first`` on."""
        return self.raw.lines(first)

    def raw_lines(self, first: int = 1) -> Iterator[bytes]:
        """Return the committed lines as they stand, sealed, newline included."""
        return self.raw.raw_lines(first)

    def last(self) -> Line:
        """Return the last committed line."""
        return self.raw.last()

    # Writing

    @contextlib.contextmanager
    def writing(self, timeout: float = _PATIENCE) -> Iterator[SealedWork]:
        """Take the writer's lock (across threads and processes), and commit at the block's end.

        A block inside a block of the same thread is a part of it: it leaves no change behind if it
        raises, and is committed with the outer one.

        Raises:
            WrongKey: if the archive was given another key meanwhile; nothing is written.
            ArchiveLocked, NotPermitted, DamagedArchive, RuntimeError: as the store beneath.
        """
        inside = getattr(self._mine, "inside", False)
        with self.raw.writing(timeout) as raw:
            if not inside:
                self._keys.require_current(raw)
            self._mine.inside = True
            try:
                yield SealedWork(raw, self._sealer, self._file_keys)
            finally:
                self._mine.inside = inside
        if not inside:
            self._file_keys.settle(self.raw)

    def compact(self, act: Act) -> None:
        """Blank superseded versions of what may change; errors as the store beneath."""
        self.raw.compact(self._sealer.seal_act(self.raw, act, 0))

    def rekey(self, act: Act, key: ArchiveKey) -> int:
        """Wrap every key of the archive in a new one, in one commit; return how many files.

        What is sealed with them stays as it is. Then nothing is written here any more, and the
        archive is to be opened anew, but for :meth:`compact`, which blanks the old wraps.

        Raises:
            WrongKey: if the archive was given another key meanwhile.
            ArchiveLocked, NotPermitted, DamagedArchive: as :meth:`writing`.
        """
        files = 0
        with self.raw.writing(_PATIENCE) as raw:
            self._keys.require_current(raw)
            raw.put(KEYS, 1, self._keys.rewrapped_record(key))
            for number in range(1, raw.last_key("files") + 1):
                kept = raw.get("files", number)
                if kept is None:
                    continue
                raw.put("files", number, self._keys.rewrapped_card(raw, kept, key))
                files += 1
                if files % _MANY == 0:
                    self._record(raw, act)
            self._record(raw, act)
        return files

    def _record(self, raw: Work, act: Act) -> None:
        raw.record(self._sealer.seal_act(raw, act, raw.last_key("acts") + 1))

    # Files

    def put_file(self, content: bytes) -> str:
        """Keep a file, sealed; return the SHA-256 of what is stored, durably written.

        The same content filed twice lies there twice. What opens it is kept with the profile or
        item that mentions it; a file that nothing mentions is opened by nobody later.
        """
        stored, key = self._sealer.seal_file(content)
        digest = self.raw.put_file(stored)
        self._file_keys.keep(digest, key)
        return digest

    def get_file(self, digest: str) -> bytes:
        """Return a file, opened.

        Raises:
            DamagedArchive: if it is missing, is not what was stored, or nothing mentions it.
        """
        stored = self.raw.get_file(digest)
        key = self._file_keys.of(self.raw, digest)
        if not key:
            raise DamagedArchive(self.archive, f"文件 {digest} 没有登记，打不开")
        return self._sealer.open_file(stored, key, digest)

    def files(self) -> Iterator[str]:
        """Return the digests of all files as they are stored, in ascending order."""
        return self.raw.files()

    def drop_files(self, digests: Iterable[str]) -> None:
        """Delete files for good; as the store beneath."""
        self.raw.drop_files(digests)

    def wipe(self) -> list[str]:
        """Clear away whatever beside the lines may still hold what was blanked or deleted."""
        self._names.close()
        return self.raw.wipe()

    # The log of access

    def note(self, act: Act) -> int:
        """Write an act that changes nothing into the log of access; as the store beneath."""
        return self.raw.note(self._sealer.seal_note(act))

    def notes(self, first: int = 1) -> Iterator[tuple[Line, Document]]:
        """Return the lines of the log of access from number ``first`` on, each with its act."""
        for line, kept in self.raw.notes(first):
            yield line, self._sealer.open_note(self.raw, line.no, kept)

    def raw_notes(self, first: int = 1) -> Iterator[bytes]:
        """Return the lines of the log of access as they stand, sealed, newline included."""
        return self.raw.raw_notes(first)

    def last_note(self) -> Line | None:
        """Return the last line of the log of access, None if there is no log yet."""
        return self.raw.last_note()

    # The end

    def close(self) -> None:
        """Let go of files and connections."""
        self._names.close()
        self.raw.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
