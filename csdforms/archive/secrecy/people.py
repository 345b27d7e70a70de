"""Who acts: the account of the operating system, mapped to a person and roles in the archive.

The registry is the table ``staff``. While it is empty, the account that made the archive is its
only keeper (单人管理) and does everything; with the first registration the separation of duties
begins, for good. An entry is never overwritten with other roles: it is ended (``left``), and a new
one follows, whose ``since`` tells what was given to the person before it and holds no longer
(:func:`is_current`). ``took_over`` stands in the entry of somebody who took the archive over, and
``sole`` if that made him its only keeper.

The account is the one under which the process runs (:mod:`csdforms.archive.actor`). Behind ``sudo
-u li`` that is li, and behind ``sudo`` it is root: whoever may become another account on a computer
may act in its name there, and only that computer's own log can tell. Nor does an account's name say
of which computer it is: who may write into the archive's folder is for the folder's rights to say.
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
import os
from functools import cached_property
from typing import Any, NamedTuple

from csdforms.archive.records import Reader
from csdforms.archive.secrecy.roles import ADMINISTRATORS, ALL_RIGHTS, ROLES
from csdforms.archive.store import Document, Store

__all__ = ["STAFF", "Person", "Registry", "is_current", "login", "persons_named", "persons_under"]

#: The table of the registry: ``account``, ``person`` (who it is: several accounts may be one
#: person's), ``roles``, ``clearance``, ``since``, when it ended ``left``; see above.
STAFF = "staff"

_TOP = 4
_NONE = -1


class Person(NamedTuple):
    """A registered person who acts under an account."""

    account: str
    person: str
    roles: tuple[str, ...]
    clearance: int  # the highest level that he may see at all
    sole: bool = False  # the only keeper of an archive without a registry
    since: str = ""  # from when on he has had these roles

    @property
    def rights(self) -> frozenset[str]:
        """What his roles let him do."""
        if self.sole:
            return ALL_RIGHTS
        return frozenset().union(*(ROLES[name].rights for name in self.roles if name in ROLES))

    def may(self, right: str) -> bool:
        """Whether he has a right."""
        return right in self.rights

    def highest(self, power: str) -> int:
        """Return the highest level for which he may do this: ``decides``, ``grants``, ``lends``."""
        if self.sole:
            return _TOP
        powers = [getattr(ROLES[name], power) for name in self.roles if name in ROLES]
        return max(powers, default=_NONE)

    @property
    def is_administrator(self) -> bool:
        """Whether he looks after the archive itself, or its log."""
        return any(name in ADMINISTRATORS for name in self.roles)

    @property
    def is_audience(self) -> bool:
        """Whether he may see customers at all; administrators may not, whatever else they are."""
        if self.sole:
            return True
        known = [ROLES[name] for name in self.roles if name in ROLES]
        return bool(known) and all(role.audience for role in known)

    @classmethod
    def of(cls, document: Document) -> "Person":
        """Read an entry of the registry; what it does not say is not given."""
        given: dict[str, Any] = document
        return cls(
            given["account"],
            given["person"],
            tuple(given["roles"]),
            given.get("clearance", _NONE),
            given.get("sole", False),
            given.get("since", ""),
        )


class Registry:
    """The registry as those who act ask it; it is read anew each time, so a leaver is out at once.

    Only what never changes is remembered: who made the archive, and that separation has begun.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._begun = False

    @cached_property
    def _founder(self) -> str:
        return login(next(iter(self._store.lines())).actor)

    def person(self, account: str) -> Person | None:
        """Return who acts under an account, None if nobody is registered, or he has left."""
        name = login(account)
        self._begun = self._begun or self._store.count(STAFF) > 0
        if not self._begun:
            return Person(name, name, (), _TOP, sole=True) if name == self._founder else None
        return next(iter(persons_under(self._store, name)), None)


def persons_under(reader: Reader, account: str) -> list[Person]:
    """Return who is registered under an account, as the registry writes it; at most one."""
    return _current(reader, "login", account)


def persons_named(reader: Reader, name: str) -> list[Person]:
    """Return a person's accounts, none if he is not registered, or has left."""
    return _current(reader, "person", name)


def is_current(person: Person, given_at: str) -> bool:
    """Whether what was given to a person at a moment (a grant) is still his.

    It ends when he leaves or is given other roles, and does not come back with him (archive.md
    §4.3, S07).
    """
    return person.since <= given_at


def login(account: str) -> str:
    """Return an account as the registry writes it.

    On Windows capitals do not count, as there; elsewhere ``Li`` and ``li`` are two accounts.
    """
    return account.lower() if os.name == "nt" else account


def _current(reader: Reader, kind: str, value: str) -> list[Person]:
    entries = (reader.get(STAFF, key) for key in reader.find(STAFF, kind, value))
    return [Person.of(entry) for entry in entries if entry and "left" not in entry]
