"""What the archive hands out: frozen records of a file, its items and its history.

Named tuples, because a look-up is a new process each time and they are the cheapest to define.
What they print of themselves in a traceback or a log is no customer's data. ``masked`` says that a
reader was shown less than there is: such a record is nothing to store again.
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol, Self, TypeAlias

from csdforms.archive.store import Document, Line

__all__ = [
    "Card",
    "CustomerFile",
    "Event",
    "Item",
    "Links",
    "Profile",
    "Reader",
    "as_data",
]

#: Name and value of a link, and the items that share it.
Links: TypeAlias = Mapping[str, Mapping[str, tuple[str, ...]]]


class Reader(Protocol):
    """What looking things up needs; a store has it, and so has the work under the writer's lock."""

    def get(self, table: str, key: int) -> Document | None:
        """Return a document, its newest version, or None."""

    def find(self, table: str, kind: str, value: str) -> list[int]:
        """Return the keys of the documents with exactly this term, in ascending order."""


class Card(NamedTuple):
    """The register card of a customer's file; the only record that changes."""

    number: str
    kind: str  # F 法人/其他组织, G 个体工商户, Z 自然人
    state: str
    name: str
    created_at: str
    versions: int
    items: int
    former_names: tuple[str, ...] = ()
    short_name: str = ""
    names: tuple[str, ...] = ()
    customer_nos: tuple[str, ...] = ()
    uscc: str = ""
    org_code: str = ""
    ids: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    region: str = ""
    grade: str = ""
    salesperson: str = ""
    level: str = ""
    opened_on: str = ""
    parent: str = ""
    merged_into: str = ""
    masked: bool = False

    def __repr__(self) -> str:
        counts = f"versions={self.versions}, items={self.items}"
        return f"Card({self.number!r}, {self.state!r}, {counts})"

    @classmethod
    def of(cls, document: Document) -> Self:
        """Read a document of the archive; keys of a later edition are left out."""
        return cls(**_known(document, cls._fields))


class Profile(NamedTuple):
    """One version of a customer's profile; it is never changed."""

    file: str
    version: int
    form: str
    edition: str
    data: Mapping[str, Any]
    document: str = ""
    masked: bool = False

    def __repr__(self) -> str:
        return f"Profile({self.file!r}, version={self.version}, boxes={len(self.data)})"

    @classmethod
    def of(cls, document: Document) -> Self:
        """Read a document of the archive; keys of a later edition are left out."""
        return cls(**_known(document, cls._fields))


class Item(NamedTuple):
    """One filed form (件), with its data and the hash of its document; it is never changed."""

    number: str
    file: str  # "": the department's own papers
    form: str
    section: str
    edition: str
    title: str
    data: Mapping[str, Any]
    digest: str
    links: Mapping[str, str]
    filed_at: str
    period: str
    document: str = ""
    filed_by: str = ""  # the person
    masked: bool = False

    def __repr__(self) -> str:
        return f"Item({self.number!r}, {self.form!r}, boxes={len(self.data)})"

    @classmethod
    def of(cls, document: Document) -> Self:
        """Read a document of the archive; keys of a later edition are left out."""
        return cls(**_known(document, cls._fields))


class CustomerFile(NamedTuple):
    """A customer's file (案卷): its card, one version of the profile, and every item in it."""

    card: Card
    profile: Profile
    items: tuple[Item, ...]

    def __repr__(self) -> str:
        return f"CustomerFile({self.card!r}, {self.profile!r}, items={len(self.items)})"

    @property
    def links(self) -> Links:
        """Return which items belong together, by the number that they share."""
        shared: dict[str, dict[str, tuple[str, ...]]] = {}
        for item in self.items:
            for name, value in item.links.items():
                numbers = shared.setdefault(name, {})
                numbers[value] = (*numbers.get(value, ()), item.number)
        return shared


class Event(NamedTuple):
    """One act of a file's history."""

    no: int
    at: str
    actor: str
    act: str
    subject: str
    purpose: str
    reason: str
    detail: Mapping[str, Any]

    def __repr__(self) -> str:
        return f"Event({self.no}, {self.at!r}, {self.act!r}, {self.subject!r})"

    @classmethod
    def of(cls, line: Line, payload: Document | None) -> Self:
        """Read a line and what its act says; that may have been destroyed by law."""
        said = payload or {}
        return cls(
            no=line.no,
            at=line.at,
            actor=line.actor,
            act=line.act,
            subject=line.subject,
            purpose=said.get("purpose", ""),
            reason=said.get("reason", ""),
            detail=said.get("detail", {}),
        )

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the names of the fields that the act changed; ``detail`` has their values."""
        return tuple(self.detail.get("fields", ()))


def as_data(value: Any) -> Any:
    """Return a record as JSON has it: an object, its tuples as lists, the records in it as well.

    >>> as_data(Event(1, "2026-03-05", "zhang", "init", "", "", "", {}))["act"]
    'init'
    """
    if not isinstance(value, tuple):
        return value
    if names := getattr(value, "_fields", ()):
        return {name: as_data(inner) for name, inner in zip(names, value, strict=True)}
    return [as_data(inner) for inner in value]


def _known(document: Document, names: tuple[str, ...]) -> dict[str, Any]:
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in document.items()
        if name in names
    }
