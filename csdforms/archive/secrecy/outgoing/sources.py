"""A form that lies in the archive, found by its number for somebody who may know of it."""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
from collections.abc import Mapping
from typing import Any, NamedTuple

from csdforms.archive import numbers
from csdforms.archive.office import Office
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.classifying.labels import mark_of
from csdforms.archive.secrecy.levels import effective
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.resolving import visible
from csdforms.archive.secrecy.view import Seen
from csdforms.archive.store import Document
from csdforms.errors import UnknownFile

__all__ = ["Source", "source_of"]


class Source(NamedTuple):
    """A profile, an item of a customer's file, or one of the department's own papers."""

    card: Document | None  # None: the department's own
    file: str  # the letters of its number, if it is in no file
    item: str  # "": a profile
    form: str
    edition: str
    data: Mapping[str, Any]

    def __repr__(self) -> str:
        return f"Source({self.number!r}, {self.form!r}, boxes={len(self.data)})"

    @property
    def number(self) -> str:
        """The item's number, or for a profile the file's."""
        return self.item or self.file

    @property
    def kind(self) -> str:
        """Whose it is: F, G, Z, or "" for nobody's."""
        return "" if self.card is None else str(self.card.get("kind", ""))

    @property
    def level(self) -> int:
        """The level that counts: the file's, or what a paper says of itself."""
        return effective(self._classified)

    def mark(self, reader: Reader, copy_no: int) -> str:
        """Return the mark that stands on paper."""
        return mark_of(reader, self._classified, copy_no)

    @property
    def _classified(self) -> Document:
        return {"level": self.data.get("confidentiality")} if self.card is None else self.card


def source_of(
    office: Office,
    reader: Reader,
    person: Person,
    number: str,
    *,
    version: int | None,
    at: str,
    act: str,
) -> Source:
    """Return the form with a number; of a file its profile.

    Args:
        office: the archive's.
        reader: the store, or the work under the writer's lock.
        person: who wants it.
        number: a file's number, or an item's.
        version: which version of the profile; None is the newest.
        at: the moment.
        act: what it is wanted for, in a word or two.

    Raises:
        InvalidNumber: if it is written like a number, but wrongly.
        UnknownFile: if there is none, or it is as if absent for him; the try is noted.
    """
    file, slash, _ = number.replace("／", "/").partition("/")
    if not slash:
        _, owner = visible(office, reader, person, file, at=at, act=act)
        return _profile(reader, owner, version)
    whole = numbers.read_item(number)
    card = None
    if numbers.looks_like(file):
        _, card = visible(office, reader, person, file, at=at, act=act)
        found = reader.find("items", "number", whole)
    else:
        found = Seen(office.store, person).find("items", "number", whole)
    for item in filter(None, (reader.get("items", key) for key in found)):
        said = item["form"], item.get("edition", ""), item["data"]
        return Source(card, item["file"] or whole.partition("/")[0], whole, *said)
    office.note("refused", person, subject="" if card is None else card["number"], wanted=act)
    raise UnknownFile(whole, "件")


def _profile(reader: Reader, card: Document, version: int | None) -> Source:
    number, wanted = card["number"], card["versions"] if version is None else version
    for key in reader.find("profiles", "file", number):
        profile = reader.get("profiles", key)
        if profile and profile["version"] == wanted:
            said = profile["form"], profile.get("edition", ""), profile["data"]
            return Source(card, number, "", *said)
    raise UnknownFile(f"{number} 第 {wanted} 版", "档案版本")
