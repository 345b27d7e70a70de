"""The journal as its readers see it: committed lines only, whatever a writer does or did.

A commit is one line or several (``more``). The writer writes all of it but the very last newline,
waits until the disk holds that, and then writes the newline: whoever sees the newline may rely on
everything before it. What may stand behind the last commit after a crash is part of a commit;
readers pass over it and the next writer saves it aside and cuts it off.
"""

from __future__ import annotations

import contextlib
import os
import re
import threading
from collections.abc import Callable, Iterator
from io import FileIO
from pathlib import Path
from typing import NamedTuple, Self

from csdforms.archive.disk import DISK, Disk, unreadable
from csdforms.archive.line import NO_HASH, decode, header, is_beginning
from csdforms.archive.store import Line
from csdforms.errors import DamagedArchive, NoArchive, UnreadableInput

__all__ = ["CHUNK", "FORMAT", "JOURNAL", "START", "Position", "Reader"]

#: Its name in an archive's folder.
JOURNAL = "journal.jsonl"

#: What line 1 says that this is.
FORMAT = "csdforms-archive 1"

#: How much is read or written at once.
CHUNK = 1 << 20

_FIRST = 1 << 13  # what is read first when looking for one line
_SECTOR = 512  # no disk loses less than that


class Position(NamedTuple):
    """A place between two lines: the line before it, and where the next one starts."""

    no: int
    hash: str
    offset: int


#: Before line 1.
START = Position(0, NO_HASH, 0)


class Reader:
    """An archive's ``journal.jsonl``, opened. It never writes; threads may share it.

    Args:
        path: The file.
        lock_held: Tells, without waiting, whether anybody (we too) holds the writer's lock.
        disk: The file operations.

    Raises:
        NoArchive: if the file is not there.
        NotPermitted: if it cannot be read.
        UnreadableInput: if it is of another format.
        DamagedArchive: if line 1 is not in order.
    """

    #: What line 1 must say that this is.
    format = FORMAT

    def __init__(self, path: Path, lock_held: Callable[[], bool], *, disk: Disk = DISK) -> None:
        self.path = path
        self._lock_held = lock_held
        self._disk = disk
        self._state = threading.RLock()  # guards what follows
        self._handles: list[FileIO] = []  # a file that was replaced may still be read
        self._identity = -1
        self._generation = -1
        self._end = START
        self._flying: Position | None = None  # where the last line seen of an open commit starts
        self._seen = -1  # the size at the last look; -1: look again in any case
        with contextlib.ExitStack() as undo:
            undo.callback(self.close)
            self._open()
            self._archive = self._first_line()
            undo.pop_all()

    #: Line 1 as it stands.
    first: bytes

    @property
    def archive(self) -> str:
        """The archive's UUID, from line 1."""
        return self._archive

    @property
    def end(self) -> Position:
        """The end of the last committed line, as of the last look; :data:`START` before any."""
        return self._end

    @property
    def generation(self) -> int:
        """Rises when the file was replaced by a rewritten one: every known offset is void then."""
        return self._generation

    def grown(self) -> bool:
        """Return whether a refresh might find something new (one stat: ask before each look-up)."""
        now = self._stat()
        return now.st_size != self._seen or now.st_ino != self._identity

    def refresh(self) -> Position:
        """Look for new commits (and for a replaced file), and return the new end.

        Cheap: reads the file's end only, not what lies between. If it raises, :attr:`end` is the
        last commit before the damage.

        Raises:
            DamagedArchive: if what stands at the end is neither a commit nor one cut short.
        """
        with self._state:
            self._look(mine=False)
            return self._end

    def at(self, position: Position) -> bool:
        """Return whether this line still ends at this place (an index asks before it goes on)."""
        if position in {START, self._end}:
            return True
        offset, raw = self._last_line(position.offset)
        try:
            line = decode(raw, self._place, position.no)
        except DamagedArchive:
            return False
        return Position(line.no, line.hash, offset + len(raw)) == position

    def scan(self, position: Position = START) -> Iterator[tuple[Line, int, bytes]]:
        """Return each committed line from there to :attr:`end`, its offset, and its bytes.

        Newline included; hashes, digests and chain checked; payload offsets come from
        :func:`csdforms.archive.line.offsets`. Memory does not grow with the journal.

        Raises:
            DamagedArchive: with the line's number, if a line is not as it was written, or does
                not follow the one before.
        """
        end, file = self._snapshot()
        at = position
        for offset, raw in self._whole_pieces(file, position.offset, end.offset):
            line = self._next(raw, at)
            at = Position(line.no, line.hash, offset + len(raw))
            yield line, offset, raw
        if position.offset < end.offset and at != end:
            raise DamagedArchive(self._place, "后面的内容不见了", at.no + 1)

    def line(self, offset: int, no: int) -> Line:
        """Return the line of this number, which starts there (an index knows where)."""
        end, file = self._snapshot()
        _, raw = next(self._whole_pieces(file, offset, end.offset), (0, b""))
        return decode(raw, self._place, no)

    def read(self, offset: int, size: int) -> bytes:
        """Return a payload. Any thread, any time; it waits for nobody."""
        data = self._read(self._file, offset, size)
        if len(data) != size:
            raise DamagedArchive(self._place, "日志文件比应有的短")
        return data

    def close(self) -> None:
        """Let go of the file."""
        with self._state:
            while self._handles:
                self._handles.pop().close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- what stands at the end -----------------------------------------------------------------

    def _look(self, *, mine: bool) -> int:
        """Find the end of the last commit, and return the file's size.

        ``mine``: we hold the lock, so nobody is writing.
        """
        known = self._end
        if self._stat().st_ino != self._identity:
            self._open()
            if self._first_line() != self._archive:
                self._identity = -1  # ask again, complain again
                raise DamagedArchive(self._place, "日志被换成了另一个档案库的")
        size = self._size()
        if size == self._seen:
            return size
        if size < self._end.offset - 1:
            raise DamagedArchive(self._place, "已写入的内容不见了", self._end.no)
        try:
            self._follow(*self._nearest(size), size, mine=mine)
        except DamagedArchive:
            # A writer may have cut back and written anew while we read. What is broken stays so.
            size = self._size()
            self._follow(self._end, self._end, size, mine=mine)
        if self._end.no < known.no:
            self._end, self._seen = known, -1  # ask again, complain again
            raise DamagedArchive(self._place, "已写入的内容不见了", known.no)
        # What is not committed may be cut off and written anew in the same length.
        self._seen = size if size <= self._end.offset else -1
        return size

    def _nearest(self, size: int) -> tuple[Position, Position]:
        """Return from where to read on, and the last commit before that, without reading all."""
        offset, raw = self._last_line(size)
        with contextlib.suppress(DamagedArchive):
            line = decode(raw, self._place, 0)
            here = Position(line.no, line.hash, offset + len(raw))
            if not line.more and here.no > self._end.no:
                return here, here
        if self._flying is not None:
            # Is it still there? Then so is everything before it, and nothing of it is committed.
            start = self._flying.offset
            _, raw = next(self._pieces(self._file, start, size), (0, b""))
            with contextlib.suppress(DamagedArchive):
                if decode(raw, self._place, 0).hash == self._flying.hash:
                    return self._flying._replace(offset=start + len(raw)), self._end
        return self._end, self._end

    def _follow(self, at: Position, end: Position, size: int, *, mine: bool) -> None:
        """Read on from ``at``, and note the end of the last commit."""
        self._end, self._seen = end, -1
        if at == end:
            self._flying = None
        for offset, piece in self._pieces(self._file, at.offset, size):
            if not piece.endswith(b"\n") or b"\0" in piece:
                self._judge(at, offset, piece, size, mine=mine)
                return
            line = self._next(piece, at)
            at = Position(line.no, line.hash, offset + len(piece))
            if line.more:
                self._flying = at._replace(offset=offset)
            else:
                self._end, self._flying = at, None

    def _judge(self, at: Position, offset: int, piece: bytes, size: int, *, mine: bool) -> None:
        """Judge a piece that has no newline, or lost something in a power cut.

        If nothing but the newline is missing from a commit, and its writer has died, it counts.

        Raises:
            DamagedArchive: if a crash cannot have left this.
        """
        text, lost, _ = piece.partition(b"\0")
        if lost:
            self._require_lost_sectors(at.no + 1, offset + len(text), size)
        try:
            line = self._next(text + b"\n", at)
        except DamagedArchive:
            if lost or is_beginning(text):
                return
            raise
        # If the lock is free and this still stands afterwards, its writer has died: had it
        # failed, it would have cut this off.
        if not line.more and (
            mine or (not self._lock_held() and self._read(self._file, offset, len(text)) == text)
        ):
            self._end = Position(line.no, line.hash, offset + len(text) + 1)
            self._flying = None

    def _require_lost_sectors(self, no: int, offset: int, size: int) -> None:
        """Make sure that these zeros are what a power cut leaves.

        That loses whole sectors, and only of a commit whose last newline was not yet written.
        """
        for start, piece in self._pieces(self._file, offset, size):
            for zeros in re.finditer(rb"\0+", piece):
                if (start + zeros.end()) % _SECTOR and start + zeros.end() != size:
                    raise DamagedArchive(self._place, "里面混有空字节", no)
            if piece.endswith(b"\n"):
                try:
                    more = decode(piece, self._place, no).more
                except DamagedArchive:
                    continue
                if not more:
                    raise DamagedArchive(self._place, "内容缺失，而后面还有完整的内容", no)

    # --- the file -------------------------------------------------------------------------------

    @property
    def _place(self) -> Path:
        return self.path.parent

    def _open(self) -> None:
        """Open the file that has our name now; an older one stays open for those who read it."""
        # The identity first: if the file is replaced in between, the next look notices it.
        self._identity = self._stat().st_ino
        try:
            self._file = self._disk.open(self.path)
        except OSError as problem:
            raise unreadable(self.path, problem) from None
        self._handles.append(self._file)
        self._generation += 1
        self._end, self._flying, self._seen = START, None, -1

    def _first_line(self) -> str:
        """Return the archive's UUID after making sure that we know the format."""
        _, raw = next(self._pieces(self._file, 0, self._size()), (0, b""))
        named = b'[{"format":"'
        if raw.startswith(named) and not raw.startswith(b'%b%b",' % (named, self.format.encode())):
            raise UnreadableInput(str(self.path), "格式比本程序新，请升级 csdforms")
        self._next(raw, START)
        self.first = raw
        archive = header(raw).get("archive")
        if not isinstance(archive, str):
            raise DamagedArchive(self._place, "缺少档案库标识", 1)
        return archive

    def _snapshot(self) -> tuple[Position, FileIO]:
        with self._state:
            return self._end, self._file

    def _stat(self) -> os.stat_result:
        try:
            return self._disk.stat(self.path)
        except FileNotFoundError:
            raise NoArchive(self._place) from None
        except OSError as problem:
            raise unreadable(self.path, problem) from None

    def _size(self) -> int:
        try:
            return self._disk.size(self._file)
        except OSError as problem:
            raise unreadable(self.path, problem) from None

    def _read(self, file: FileIO, offset: int, size: int) -> bytes:
        try:
            return self._disk.read(file, offset, size)
        except OSError as problem:
            raise unreadable(self.path, problem) from None

    def _pieces(self, file: FileIO, offset: int, limit: int) -> Iterator[tuple[int, bytes]]:
        """Return the file's pieces with their newlines, and the last one even without."""
        rest, step = b"", _FIRST
        while (behind := offset + len(rest)) < limit:
            # As much again as there is: a long line is not put together from many short reads.
            step = min(step * 8, CHUNK)
            chunk = self._read(file, behind, min(max(step, len(rest)), limit - behind))
            if not chunk:
                break
            data, start = rest + chunk, 0
            while (stop := data.find(b"\n", start) + 1) > 0:
                yield offset + start, data[start:stop]
                start = stop
            rest = data[start:]
            offset += start
        if rest:
            yield offset, rest

    def _whole_pieces(self, file: FileIO, offset: int, end: int) -> Iterator[tuple[int, bytes]]:
        """Return committed lines; the very last newline may be missing, or lost to zeros."""
        for start, piece in self._pieces(file, offset, end):
            yield start, piece if piece.endswith(b"\n") else piece[: end - 1 - start] + b"\n"

    def _last_line(self, size: int) -> tuple[int, bytes]:
        """Return the last piece with a newline among so many first bytes; if none, no bytes."""
        window = _FIRST
        while True:
            start = max(0, size - window)
            data = self._read(self._file, start, size - start)
            stop = data.rfind(b"\n") + 1
            before = data.rfind(b"\n", 0, max(stop - 1, 0)) + 1
            if before or not start:
                return start + before, data[before:stop]
            window *= 8

    def _next(self, raw: bytes, at: Position) -> Line:
        """Return a line after making sure that it is the next one."""
        line = decode(raw, self._place, at.no + 1)
        if line.no != at.no + 1 or line.prev != at.hash:
            raise DamagedArchive(self._place, "与上一行接不上", at.no + 1)
        return line
