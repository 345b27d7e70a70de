"""Which file is meant: by its number, by another number of the customer, by what a sheet says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from csdforms.archive import names, numbers, terms
from csdforms.archive.card import identity, text_of
from csdforms.archive.links import links_of
from csdforms.archive.records import Reader
from csdforms.archive.states import is_on_file
from csdforms.archive.store import Document
from csdforms.errors import AmbiguousCustomer, UnknownFile

__all__ = [
    "Searched",
    "file_of",
    "files_of",
    "get_file",
    "in_vain",
    "is_called",
    "is_number_of",
    "key_of",
    "keys_of_number",
    "keys_with",
    "line_of_mergers",
    "search",
    "survivor",
]

_PERSON = "Z"
#: Numbers of matters that are one customer's.
_MATTERS = ("complaint_no", "register_no", "call_no")
#: A sheet with one of these in it is about one customer.
_CUSTOMER_BOXES = ("customer_name", "uscc", "id_no")


class Searched(Reader, Protocol):
    """What the search box needs: a store, or what somebody sees of one."""

    def find_text(self, table: str, text: str, limit: int) -> list[int]:
        """Return the keys of the documents that have a name with this text in it."""


def key_of(reader: Reader, given: str) -> int:
    """Return the key of the file with this number, or of the customer with this other number.

    Raises:
        InvalidNumber: if it is written like a file number, but wrongly.
        UnknownFile: if no file has it.
    """
    if numbers.looks_like(given):
        keys = keys_of_number(reader, numbers.read(given))
    else:
        keys = keys_with(reader, "customer_no", given)
    if not keys:
        raise UnknownFile(given)
    return keys[0]


def keys_of_number(reader: Reader, number: str) -> list[int]:
    """Return the key of the file with this number, or that had it in another archive."""
    own, others = reader.find("files", "number", number), keys_with(reader, "customer_no", number)
    return own or others  # both are asked for, so that a number that is there takes as long


def keys_with(reader: Reader, kind: str, value: str) -> list[int]:
    """Return the keys of the files that have this and count; void and destroyed ones do not."""
    normal = terms.normal(kind, value)
    keys = reader.find("files", kind, normal) if normal else []
    return [key for key in keys if is_on_file(get_file(reader, key)["state"])]


def get_file(reader: Reader, key: int) -> Document:
    """Return the card of a file that is there."""
    card = reader.get("files", key)
    assert card is not None
    return card


def in_vain(reader: Reader, gets: int, finds: int = 0) -> None:
    """Read as much for a file that is absent as for one that is hidden, to be as slow (S09)."""
    for _ in range(gets):
        reader.get("files", 1)
    for _ in range(finds):
        reader.find("files", "number", "")


def survivor(reader: Reader, key: int) -> int:
    """Return the key of the file into which this one was merged in the end, or its own."""
    return line_of_mergers(reader, key)[-1]


def line_of_mergers(reader: Reader, key: int) -> list[int]:
    """Return the keys of a file and of those into which it was merged, in turn."""
    line = [key]
    while into := get_file(reader, line[-1]).get("merged_into"):
        key = key_of(reader, into)
        if key in line:  # no act makes such a ring; reading must not hang on one
            return [*line, key]
        line.append(key)
    return line


def files_of(reader: Reader, number: str) -> list[str]:
    """Return the number of a file, and those of the files that were merged into it.

    What lies in them is one customer's, and shown and counted with the survivor (archive.md §5).
    """
    keys = reader.find("files", "number", number)
    return [number, *(get_file(reader, keys[0]).get("absorbed", ()) if keys else ())]


def is_number_of(reader: Reader, key: int, given: str) -> bool:
    """Whether this is a number of this customer, its file's or another; nothing given is no lie."""
    try:
        return not given or survivor(reader, key_of(reader, given)) == key
    except UnknownFile:
        return False


def file_of(reader: Reader, data: Mapping[str, Any]) -> str:
    """Return the number of the file a sheet belongs to, "" if it names no customer.

    What the sheet's own boxes say, the surest first: the customer's number, or his file's if he is
    named; the unified code, the identity document, the complaint or service it is about, then
    telephone with name, and of companies the full name, now or formerly. The rows of a ledger do
    not count, nor does a file without a customer, as on the certificate of its destruction.

    Raises:
        InvalidNumber: if the customer's number is written like a file number, but wrongly.
        UnknownFile: if the customer has no file.
        AmbiguousCustomer: if several files answer equally well.
    """
    is_named = any(text_of(data.get(box)) for box in _CUSTOMER_BOXES)
    given = text_of(data.get("customer_no")) or (text_of(data.get("file_no")) if is_named else "")
    if given:
        return str(get_file(reader, survivor(reader, key_of(reader, given)))["number"])
    for keys in _candidates(reader, data):
        files = {get_file(reader, survivor(reader, key))["number"] for key in keys}
        if len(files) > 1:
            raise AmbiguousCustomer(sorted(files))
        if files:
            return str(files.pop())
    if is_named:
        raise UnknownFile("（按证件、电话和名称查找）", "这张表的客户")
    return ""


def search(store: Searched, text: str, limit: int) -> list[Document]:
    """Return the cards of the files that one search box finds, exact finds first.

    Raises:
        InvalidNumber: if it is written like a file number, but wrongly.
    """
    file = text.replace("／", "/").partition("/")[0]
    if numbers.looks_like(file):
        numbers.read(file)
    found: dict[int, Document] = {}
    for key in _hits(store, text.strip(), limit):
        last = survivor(store, key)
        found.setdefault(last, get_file(store, last))
        if len(found) == limit:
            break
    return list(found.values())


def _hits(store: Searched, text: str, limit: int) -> Iterator[int]:
    for kind, value in terms.guess(text):
        yield from store.find("files", kind, value)
        yield from _owners(store, kind, value)
    yield from store.find_text("files", text, limit)


def _owners(reader: Reader, kind: str, value: str) -> Iterator[int]:
    """Yield the keys of the files in which items with this term lie."""
    for key in reader.find("items", kind, value):
        item = reader.get("items", key)
        if item and item["file"]:
            yield from reader.find("files", "number", item["file"])


def _candidates(reader: Reader, data: Mapping[str, Any]) -> Iterator[list[int]]:
    yield keys_with(reader, "uscc", text_of(data.get("uscc")))
    yield keys_with(reader, "id", identity(data.get("id_type"), data.get("id_no")))
    links = links_of(data)
    for name in _MATTERS:
        yield list(_owners(reader, f"link:{name}", terms.normal("link", links.get(name, ""))))
    name = text_of(data.get("customer_name"))
    phones = (text_of(data.get(box)) for box in ("mobile", "phone"))
    yield [
        key
        for phone in phones
        for key in keys_with(reader, "phone", phone)
        if is_called(get_file(reader, key), name)
    ]
    yield [
        key
        for kind in ("name", "former_name")
        for key in keys_with(reader, kind, name)
        if get_file(reader, key)["kind"] != _PERSON
    ]


def is_called(card: Document, name: str) -> bool:
    """Whether this is a name of the customer, or of somebody who acts for it."""
    known = [card["name"], card.get("short_name", "")]
    known += [*card.get("former_names", []), *card.get("names", [])]
    return names.normal(name) in map(names.normal, known)
