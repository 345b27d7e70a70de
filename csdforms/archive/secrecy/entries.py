"""The entries of the staff registry, as whoever changes them sees them under the writer's lock.

An entry is never overwritten: it is ended, and another one follows it.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import NamedTuple

from csdforms.archive import names
from csdforms.archive.actor import moment
from csdforms.archive.secrecy.levels import HIGHEST
from csdforms.archive.secrecy.people import STAFF, login
from csdforms.archive.secrecy.roles import ADMINISTRATORS, ROLES, role_named
from csdforms.archive.store import Document, Work
from csdforms.errors import InvalidStaff, NotPermitted, UnknownAccount

__all__ = ["Entries", "Entry", "read_account", "read_clearance", "read_name", "read_roles"]

_SYSTEM, *_OTHERS = ADMINISTRATORS
_NONE = -1
_LONGEST = 256  # of an account on Windows (UNLEN); elsewhere they are shorter
_LONGEST_NAME = 60
_MASKED = "*"  # what is masked is found nowhere
_INSTANT = dt.timedelta(microseconds=1)
_BETWEEN_CHINESE = re.compile(r"(?<=[\u2e80-\U0003ffff]) (?=[\u2e80-\U0003ffff])")


class Entry(NamedTuple):
    """One entry of the registry; ``left`` is when it ended, "" while it holds."""

    account: str
    person: str
    roles: tuple[str, ...]
    clearance: int
    since: str
    left: str = ""
    took_over: str = ""  # when he took the archive over
    sole: bool = False  # the only keeper, after a take-over

    @classmethod
    def of(cls, document: Document) -> Entry:
        """Read a document of the archive; keys of a later edition are left out."""
        known = {name: document[name] for name in cls._fields if name in document}
        return cls(**{**known, "roles": tuple(document["roles"])})

    @property
    def document(self) -> Document:
        """The entry as the archive keeps it."""
        said = {name: value for name, value in self._asdict().items() if value != ""}
        said["roles"] = list(self.roles)
        if not self.sole:
            del said["sole"]
        return said

    @property
    def governs(self) -> bool:
        """Whether somebody can act on the registry by it."""
        return self.sole or _SYSTEM in self.roles


class Entries:
    """All entries, and what is changed in them by one act.

    Args:
        work: what is being written.
        at: the moment; :attr:`at` is a little later if entries had to follow others.
    """

    def __init__(self, work: Work, at: str) -> None:
        self.at = at
        self.changed: list[Entry] = []
        self._work = work
        found = ((key, work.get(STAFF, key)) for key in range(1, work.last_key(STAFF) + 1))
        self._all = {key: Entry.of(document) for key, document in found if document}

    @property
    def holding(self) -> list[Entry]:
        """Those that have not ended."""
        return [entry for entry in self._all.values() if not entry.left]

    @property
    def are_one_keepers(self) -> bool:
        """Whether the archive has one keeper, and separation has not begun."""
        return not self._all or any(entry.sole for entry in self.holding)

    def of_account(self, account: str) -> Entry:
        """Return the entry that an account has.

        Raises:
            UnknownAccount: if it is not registered, or its holder has left.
        """
        for entry in self.holding:
            if entry.account == account:
                return entry
        raise UnknownAccount(account)

    def of_person(self, person: str) -> list[Entry]:
        """Return the entries that a person has."""
        return [entry for entry in self.holding if entry.person == person]

    def has(self, account: str) -> bool:
        """Whether an account is registered."""
        return any(entry.account == account for entry in self.holding)

    def spelling(self, person: str) -> str:
        """Return a name as it was first registered, however it is spelt now."""
        same = names.normal(person)
        spellings = (entry.person for entry in self._all.values())
        return next((other for other in spellings if names.normal(other) == same), person)

    def together(self, account: str, person: str, roles: Collection[str]) -> set[str]:
        """Return all roles of a person, if this account of his has these."""
        others = (entry for entry in self.of_person(person) if entry.account != account)
        return {*roles, *(role for entry in others for role in entry.roles)}

    def may_be_named(self, roles: Collection[str], by: str) -> bool:
        """Whether a system administrator may give these roles himself.

        The first security administrator or auditor ever; or, if he took the archive over, one where
        there is none.
        """
        took_over = self.has(by) and self.of_account(by).took_over
        entries = self.holding if took_over else self._all.values()
        given = {role for entry in entries for role in entry.roles}
        return all(role in _OTHERS and role not in given for role in roles)

    def check_governed(self, without: Collection[str]) -> None:
        """Let accounts lose what they have, if somebody is left to act on the registry.

        Raises:
            NotPermitted: if nobody is.
        """
        losing = [entry for entry in self.holding if entry.account in without and entry.governs]
        if losing and not any(
            entry.governs for entry in self.holding if entry.account not in without
        ):
            raise NotPermitted("没有办理：这是最后一位系统管理员，请先让接任的人担任系统管理员。")

    def end(self, account: str) -> None:
        """End the entry of an account, if it has one."""
        for key, entry in self._all.items():
            if entry.account == account and not entry.left:
                self._put(key, entry._replace(left=self.at))

    def add(self, entry: Entry) -> Entry:
        """Add an entry, after the end of the one that its account has; return it, with its moment.

        With the same roles it goes on from the same moment. Otherwise it begins after everything
        that was granted to the person in other roles, even while the clock stands still.
        """
        before = [other for other in self._all.values() if other.person == entry.person]
        own = [other for other in before if other.account == entry.account and not other.left]
        self.end(entry.account)
        if own and set(own[0].roles) == set(entry.roles):
            since = own[0].since
        else:
            if any(other.roles or other.sole for other in before):
                self.at = _later(self.at)
            since = self.at
        entry = entry._replace(since=since)
        self._put(self._work.last_key(STAFF) + 1, entry)
        return entry

    def _put(self, key: int, entry: Entry) -> None:
        self._work.put(STAFF, key, entry.document)
        self._all[key] = entry
        self.changed.append(entry)


def read_account(given: str) -> str:
    """Return an account as the registry writes it.

    Raises:
        InvalidStaff: if it cannot be one.
    """
    account = login(given)
    if not account or len(account) > _LONGEST or account != account.strip():
        raise InvalidStaff("账户是空的、太长，或两端有空格；请照系统里的账户名填写。")
    if not account.isprintable() or _MASKED in account:
        raise InvalidStaff("账户名里有控制字符或星号；请照系统里的账户名填写。")
    return account


def read_name(given: str) -> str:
    """Return a person's name: plain width, no spaces between Chinese characters.

    Raises:
        InvalidStaff: if it cannot be one.
    """
    name = " ".join(unicodedata.normalize("NFKC", given).split())
    name = _BETWEEN_CHINESE.sub("", name)
    if not any(map(str.isalnum, name)) or len(name) > _LONGEST_NAME:
        raise InvalidStaff(f"姓名是空的，或超过 {_LONGEST_NAME} 字。")
    if not name.isprintable() or _MASKED in name:
        raise InvalidStaff("姓名里有控制字符或星号，请填写全名。")
    return name


def read_roles(given: Iterable[str]) -> tuple[str, ...]:
    """Return the identifiers of roles, each once, in the table's order.

    Raises:
        InvalidStaff: if one is neither an identifier nor a title.
    """
    found = {name: role_named(name.strip()) for name in given}
    for name, role in found.items():
        if not role:
            titles = "、".join(role.title for role in ROLES.values())
            raise InvalidStaff(f"没有“{name}”这个岗位；岗位有{titles}。")
    return tuple(role for role in ROLES if role in found.values())


def read_clearance(given: int | None, roles: Collection[str]) -> int:
    """Return a clearance that goes with roles, without one given the highest that they bring along.

    Raises:
        InvalidStaff: if it is no level, or whoever sees no customer were to have one.
    """
    if given is None:
        return max((ROLES[role].clearance for role in roles), default=_NONE)
    if type(given) is not int or not _NONE <= given <= HIGHEST:
        raise InvalidStaff("没有这个涉密等级。")
    if given > _NONE and not any(ROLES[role].audience for role in roles):
        raise InvalidStaff("没有业务岗位的账户不能有涉密等级。")
    return given


def _later(at: str) -> str:
    return moment(dt.datetime.fromisoformat(at) + _INSTANT)
