"""What is kept for good of several files at once: who may know of it, and how it is found."""

from __future__ import annotations

from collections.abc import Iterator

from csdforms.archive.destruction.listing import card_of_file
from csdforms.archive.office import Office
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.registers import entry
from csdforms.archive.secrecy.sight import is_listed
from csdforms.archive.store import Document
from csdforms.errors import UnknownFile

__all__ = ["known", "schedule"]


def known(
    reader: Reader, person: Person, rows: Iterator[tuple[int, Document]]
) -> Iterator[Document]:
    """Yield the rows of which somebody may know: of every file that they name."""
    return (row for _, row in rows if _knows(reader, person, row))


def schedule(
    office: Office, reader: Reader, person: Person, table: str, number: str, *, act: str, what: str
) -> tuple[int, Document]:
    """Return the key and the row with a number.

    Args:
        office: the archive's.
        reader: the store, or the work under the writer's lock.
        person: who asks.
        table: one of :data:`csdforms.archive.store.SCHEDULES`.
        number: its number.
        act: what he would do, for the note if there is none for him.
        what: what such a row is called.

    Raises:
        UnknownFile: if there is none of which he may know; noted.
    """
    found = entry(reader, table, number)
    if found and _knows(reader, person, found[1]):
        return found
    office.note("refused", person, wanted=act)
    raise UnknownFile(number, what)


def _knows(reader: Reader, person: Person, row: Document) -> bool:
    return all(is_listed(person, card_of_file(reader, file)) for file in row["files"])
