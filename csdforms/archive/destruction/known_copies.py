"""Where else what a file says may be: every copy that the archive knows of (archive.md §7.5, X11).

A destruction is not finished before each of them is accounted for. What nobody put down is not
known here: a document saved elsewhere, a page photographed.
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
from collections.abc import Iterator
from typing import NamedTuple

from csdforms.archive.actor import day_of
from csdforms.archive.destruction.backup_register import GONE, OPEN, UNREADABLE, kept_copies
from csdforms.archive.office import Office
from csdforms.archive.places import as_kept
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.outgoing.copy_register import of_file
from csdforms.archive.secrecy.outgoing.loans import out_of_file

__all__ = ["GONE", "OPEN", "SWEPT", "UNREADABLE", "KnownCopy", "known_copies"]

#: It goes by itself when the file is destroyed.
SWEPT = "swept"

_KINDS = {"print": "打印件", "export": "导出件", "paper": "文书"}
_WITH_DOCUMENT = ("items", "profiles")
_UNREGISTERED = ("backup", "copy")  # the notes of copies that were made without the key


class KnownCopy(NamedTuple):
    """A copy of what a file says, and what became of it."""

    kind: str  # document, print, export, loan, backup, bag, copy, index, key
    where: str  # for people; numbers, places, readers of the staff, nothing of the customer
    state: str
    note: str = ""  # why it is in this state
    due: str = ""  # the day by which a backup that is still there will be gone


def known_copies(office: Office, reader: Reader, file: str) -> list[KnownCopy]:
    """Return every copy of a file that is known; to be asked before it is erased, and after.

    Documents, the index and the file's own key go with it (:data:`SWEPT`). Of prints, exports and
    loans the registers tell whether they came back; of backups, see
    :func:`csdforms.archive.destruction.backup_register.kept_copies`.

    Args:
        office: the archive's.
        reader: the store, or the work under the writer's lock.
        file: the file's number.
    """
    return [
        *_inside(office, reader, file),
        *_outside(reader, file),
        *_of_the_archive(office, file),
    ]


def _inside(office: Office, reader: Reader, file: str) -> Iterator[KnownCopy]:
    """Yield what lies in the archive itself."""
    rows = [
        row
        for table in _WITH_DOCUMENT
        for key in reader.find(table, "file", file)
        if (row := reader.get(table, key)) is not None
    ]
    for row in rows:
        if "document" in row:
            which = row.get("number") or f"{file} 资料表第 {row['version']} 版"
            yield KnownCopy("document", f"{which} 的 Word 文档", SWEPT)
    if rows:
        yield KnownCopy("index", "检索索引和姓名缓存", SWEPT)
        if as_kept(office.store) is not office.store:
            yield KnownCopy("key", f"{file} 的数据密钥", SWEPT)


def _outside(reader: Reader, file: str) -> Iterator[KnownCopy]:
    """Yield what left the archive by itself."""
    for _, one in of_file(reader, file):
        where = f"{one.item or file} 第 {one.copy_no} 份{_KINDS[one.kind]}，{one.reader}"
        gone = f"{day_of(one.recalled)} 收回" if one.recalled else ""
        yield KnownCopy(one.kind, where, GONE if gone else OPEN, gone)
    for loan in out_of_file(reader, file):
        where = f"{loan['number']} 借出 {loan.get('item', file)}，{loan['borrower']}"
        yield KnownCopy("loan", where, OPEN)


def _of_the_archive(office: Office, file: str) -> Iterator[KnownCopy]:
    """Yield the backups, bags and copies that hold the file."""
    for one in kept_copies(office.store):
        if not one.files or file in one.files:
            where = f"第 {one.no} 号{one.title} {one.path}（{day_of(one.at)}）"
            yield KnownCopy(one.kind, where, one.state, one.note, one.due)
    for line, said in office.store.notes():
        if line.act in _UNREGISTERED and "person" not in said["detail"]:
            where = f"{day_of(line.at)} {line.actor} 在没有密钥时所做，去处没有登记"
            yield KnownCopy("backup", where, OPEN)
