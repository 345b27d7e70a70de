"""What is destroyed by law is erased: under the writer's lock, then from the disk (archive.md §7).

:func:`erase_file` and :func:`erase_item` take out what a file or an item consists of, in the line
of an act ``destroy`` about it, the only one that may. :func:`sweep` then does away with what is
left of it on the disk; whatever breaks it off, the next one brings it to its end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from csdforms.archive.compacting import COMPACT, Compaction, is_tombstone
from csdforms.archive.destruction.destroyed_register import remember
from csdforms.archive.following import following
from csdforms.archive.line import BLANK, blanked, document, offsets
from csdforms.archive.lookup import get_file
from csdforms.archive.office import Office
from csdforms.archive.places import as_kept
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.people import Person
from csdforms.archive.store import KEPT_WHOLE, OF_FILE, Act, Change, Document, Line, Store, Work

__all__ = ["erase_file", "erase_item", "is_swept", "sweep"]

_WITH_DOCUMENT = ("items", "profiles")
#: The tables whose rows are about one item, ``item``, if they are about one.
_OF_ITEM = ("copies", "loans")


def erase_file(work: Work, key: int, tombstone: Document) -> list[str]:
    """Take a customer's file out, and put the tombstone in the place of its card.

    To be recorded as an act ``destroy`` whose subject is the file's number, with nothing else in
    its line: the words of that act are all that is kept of the acts about the file.

    Args:
        work: what is being written.
        key: the file's.
        tombstone: the card that is left, with nothing that tells of a person; its
            ``destroyed_at`` says what it is.

    Returns:
        The digests of its Word documents that nothing else mentions; they go with :func:`sweep`.

    Raises:
        ValueError: if it is not this file's tombstone; a fault of the program.
    """
    number = get_file(work, key)["number"]
    if tombstone.get("number") != number or not is_tombstone(tombstone):
        raise ValueError("this is not the tombstone of that file")
    rows = [(table, row) for table in OF_FILE for row in work.find(table, "file", number)]
    gone = _take_out(work, rows)
    work.put("files", key, tombstone)
    return gone


def erase_item(work: Work, key: int) -> list[str]:
    """Take one item out, with the copies and loans of it; its file stays, and counts one less.

    To be recorded as an act ``destroy`` whose subject is the item's number, with nothing else in
    its line.

    Args:
        work: what is being written.
        key: the item's.

    Returns:
        The digests of Word documents as :func:`erase_file`.
    """
    item = work.get("items", key)
    assert item is not None
    rows = [
        (table, row)
        for table in _OF_ITEM
        for row in work.find(table, "file", item["file"])
        if (work.get(table, row) or {}).get("item") == item["number"]
    ]
    for owner in work.find("files", "number", item["file"]) if item["file"] else ():
        card = get_file(work, owner)
        work.put("files", owner, card | {"items": card["items"] - 1})
    return _take_out(work, [("items", key), *rows])


def _take_out(work: Work, rows: Iterable[tuple[str, int]]) -> list[str]:
    """Remove documents; return the digests of the files that nothing mentions any more."""
    digests = []
    for table, key in rows:
        row = work.get(table, key) or {}
        if table in _WITH_DOCUMENT and "document" in row:
            digests.append(row["document"])
        work.remove(table, key)
    return [digest for digest in dict.fromkeys(digests) if not _is_mentioned(work, digest)]


def _is_mentioned(reader: Reader | Work, digest: str) -> bool:
    return any(reader.find(table, "document", digest) for table in _WITH_DOCUMENT)


def sweep(office: Office, person: Person, digests: Iterable[str] = ()) -> list[str]:
    """Do away with what is left on the disk of what was erased; after the commit.

    The documents, the payloads in the journal, the index and other caches, torn ends. It may be
    broken off anywhere and called again: what it has to do it finds by itself.

    Args:
        office: the archive's.
        person: who destroys.
        digests: what :func:`erase_file` and :func:`erase_item` returned.

    Returns:
        What cannot be reached from here, and who can: sentences for the record.

    Raises:
        NotPermitted, ArchiveLocked, DamagedArchive: as every writing; call it again then.
    """
    store = office.store
    wanted = {*digests, *_left_behind(as_kept(store))}
    with office.writing() as (work, _):
        store.drop_files([digest for digest in sorted(wanted) if not _is_mentioned(work, digest)])
    remember(store)
    # After the documents, whose digests stand in what it blanks.
    store.compact(Act(COMPACT, person.account, office.moment(), reason="销毁"))
    return store.wipe()


def is_swept(kept: Store) -> bool:
    """Whether nothing is left in an archive's lines of what was destroyed."""
    found = Compaction()
    for raw, line in _lines(kept):
        found.see(line, raw)

    def keep(line: Line, change: Change) -> bool:
        return change.table not in KEPT_WHOLE or found.keep(line, change)

    return all(blanked(line, raw, keep) == raw for raw, line in _lines(kept))


def _left_behind(kept: Store) -> Iterator[str]:
    """Yield the digests of the documents that lines still mention which were taken out since."""
    removed = {
        (change.table, change.key)
        for line in kept.lines()
        for change in line.changes
        if change.digest is None and change.table in _WITH_DOCUMENT
    }
    for raw, line in _lines(kept) if removed else ():
        for change, start in zip(line.changes, offsets(line, raw), strict=True):
            if (change.table, change.key) in removed and not raw.startswith(BLANK, start):
                content = document(raw[start : start + change.size]) or {}
                if "document" in content:
                    yield content["document"]


def _lines(kept: Store) -> Iterator[tuple[bytes, Line]]:
    return following(kept.raw_lines(), kept.archive)
