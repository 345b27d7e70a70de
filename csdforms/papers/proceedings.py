"""A proceeding as its papers see it, and what many of them say alike."""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias

from csdforms.archive.actor import day_of
from csdforms.archive.office import Office
from csdforms.archive.secrecy.levels import RANKS, effective
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.roles import ROLES
from csdforms.archive.store import Document, Store

__all__ = [
    "DEPARTMENT",
    "Data",
    "Flow",
    "Proceeding",
    "customer",
    "day",
    "department",
    "opinion",
    "titles",
]

#: What stands in a form's boxes, by their English names; empty values are left out.
Data: TypeAlias = dict[str, Any]

#: Where those work who keep the files.
DEPARTMENT = "客户服务部"


class Proceeding(NamedTuple):
    """What a paper is filled from."""

    number: str  # as the register writes it; of a file its own, of an item the item's
    row: Document  # what the register says; of a file its card
    card: Document  # of the file that it is about, as it is now; {}: of several files, or of none
    office: Office
    person: Person  # who prints
    at: str

    def __repr__(self) -> str:
        return f"Proceeding({self.number!r})"

    @property
    def store(self) -> Store:
        """What the archive is read from."""
        return self.office.store

    @property
    def file(self) -> str:
        """The number of the file, "" if it is about several, or none, or one that was destroyed."""
        return "" if "tombstone" in self.card else str(self.card.get("number", ""))


class Flow(NamedTuple):
    """The papers of one kind of proceeding."""

    #: The forms in the order of the flow, each with what gives its data; {}: it is not so far yet.
    papers: Mapping[str, Callable[[Proceeding], Data]]
    #: Which of them belongs to where a proceeding stands now.
    now: Callable[[Proceeding], str]
    #: Returns the proceeding with a number if it exists for somebody, where that is no matter of
    #: one register and the files it names.
    found: Callable[[Office, Person, str, str], Proceeding] | None = None


def customer(case: Proceeding) -> Data:
    """Return whose file a proceeding is about: number, name in full, kind and level."""
    card = case.card
    return {
        "file_no": card["number"],
        "customer_name": card["name"],
        "file_kind": card["kind"],
        "file_level": RANKS[effective(card)],
    }


def day(moment: str | None) -> str:
    """Return the day of a moment in Beijing; "" of none."""
    return day_of(moment) if moment else ""


def opinion(by: str, at: str, *, agreed: bool = True, text: str = "") -> Data:
    """Return what an office said, for a box of the kind ``Opinion``."""
    verdict = "同意" if agreed else "不同意"
    return {
        "verdict": verdict,
        "opinion_text": text,
        "opinion_by": by,
        "opinion_on": day(at),
    }


def titles(roles: object) -> str:
    """Return the titles of roles, given one or several; "" for the only keeper."""
    names = (roles,) if isinstance(roles, str) else roles
    assert isinstance(names, (list, tuple))
    return "、".join(ROLES[name].title for name in names if name in ROLES)


def department(roles: object) -> str:
    """Return where somebody in these roles works, "" if that is not known.

    The only keeper, who has none, keeps the files.
    """
    names = (roles,) if isinstance(roles, str) else roles
    assert isinstance(names, (list, tuple))
    inside = not names or any(name in ROLES and ROLES[name].inside for name in names)
    return DEPARTMENT if inside else ""
