"""The staff registry: who may act under which account, with which roles and clearance.

Accounts are registered, and leavers struck off, by the system administrator; roles and clearances
are given by the security administrator; neither sees a customer. What one must not be besides the
other is counted by person, over all his accounts (archive.md §3.5, §4.3; S07, S08, S30, C19).
Two persons of one name need names that differ (``张伟（二）``): one name is one person here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from csdforms.archive.office import Office
from csdforms.archive.secrecy.entries import (
    Entries,
    Entry,
    read_account,
    read_clearance,
    read_name,
    read_roles,
)
from csdforms.archive.secrecy.levels import HIGHEST
from csdforms.archive.secrecy.people import STAFF, Person, login
from csdforms.archive.secrecy.roles import ADMINISTRATORS, ROLES
from csdforms.archive.store import Act, Store, Work
from csdforms.errors import NotPermitted

__all__ = ["Entry", "Staff", "holds_key", "owns"]

_SYSTEM, _SECURITY, _ = ADMINISTRATORS
_GIVING = "授予岗位和涉密等级"
_NONE = -1


class Staff:
    """The registry of an archive.

    Args:
        office: the archive's; whoever acts is taken from there.
    """

    def __init__(self, office: Office) -> None:
        self._office = office

    def register(
        self,
        account: str,
        person: str,
        roles: Iterable[str] = (),
        *,
        actor: str = "",
        reason: str = "",
    ) -> Entry:
        """Register an account of a person; it may do nothing before roles are given to it.

        The only keeper's first registration begins the separation of duties: he becomes system
        administrator, and nothing else. Let him register his own account first, with his name; else
        the account stands for it. While there was never a security administrator or an auditor, the
        system administrator names the first: then, and only then, ``roles`` may say so.

        Args:
            account: as the operating system names it there.
            person: whose it is; a person may have several accounts.
            roles: ``security_admin`` or ``auditor``, or the title, for the first of them.
            actor: who acts.
            reason: why.

        Raises:
            InvalidStaff: if the account or the name is none, or there is no such role.
            NotAuthorised: if the actor is no system administrator, or would give other roles, or
                the person is something else already; noted.
            NotPermitted: if the account is registered already.
        """
        account, person, given = read_account(account), read_name(person), read_roles(roles)
        with self._office.writing() as (work, at):
            me = self._office.person(actor)
            self._office.require(me, "staff", "登记账户")
            entries = Entries(work, at)
            own = me.sole and account == me.account
            if me.sole:
                keeper = person if own else me.person
                entries.add(Entry(me.account, keeper, (_SYSTEM,), _NONE, at))
            if not (set(given) <= {_SYSTEM} if own else entries.may_be_named(given, me.account)):
                raise self._office.refused(me, _GIVING, who=ROLES[_SECURITY].title)
            if not own:
                if entries.has(account):
                    raise NotPermitted(f"没有登记：账户 {account} 已经登记过，岗位请另行授予。")
                person = entries.spelling(person)
                self._require_separate(me, entries.together(account, person, given))
                entries.add(Entry(account, person, given, _NONE, at))
            return _recorded(work, "staff-register", me, entries, reason)[-1]

    def change(
        self,
        account: str,
        roles: Iterable[str] | None = None,
        clearance: int | None = None,
        *,
        actor: str = "",
        reason: str = "",
    ) -> Entry:
        """Give an account other roles, or another clearance.

        With other roles all that was granted to the person ends (he is transferred, S07). The first
        of :meth:`register` may be named here as well.

        Args:
            account: the account.
            roles: all its roles from now on, by identifier or title; None leaves them.
            clearance: the highest level it may see at all, -1 for none. By default the highest that
                its roles bring along; administrators have none.
            actor: who acts.
            reason: why.

        Raises:
            UnknownAccount: if it is not registered.
            InvalidStaff: if there is no such role or level.
            NotAuthorised: if the actor is no security administrator, or it is about himself, or the
                person would be administrator besides something else; noted.
            NotPermitted: if nobody would be left as system administrator.
        """
        account = login(account)
        given = None if roles is None else read_roles(roles)
        with self._office.writing() as (work, at):
            me = self._office.person(actor)
            entries = Entries(work, at)
            first = given and me.may("staff") and entries.may_be_named(given, me.account)
            if not (me.may("roles") or first):
                raise self._office.refused(me, _GIVING, who=ROLES[_SECURITY].title)
            entry = entries.of_account(account)
            if entry.person == me.person:
                who = f"另一位{ROLES[_SECURITY].title}"
                raise self._office.refused(me, f"为本人{_GIVING}", who=who)
            given = entry.roles if given is None else given
            level = read_clearance(clearance, given)
            self._require_separate(me, entries.together(account, entry.person, given))
            if _SYSTEM not in given:
                entries.check_governed(without=(account,))
            entries.add(Entry(account, entry.person, given, level, at))
            return _recorded(work, "staff-change", me, entries, reason)[-1]

    def leave(self, account: str, *, actor: str = "", reason: str = "") -> tuple[Entry, ...]:
        """Strike off a person who leaves (离岗); all his accounts and grants end at once.

        Returns:
            The entries that ended.

        Raises:
            UnknownAccount: if the account is not registered.
            NotAuthorised: if the actor is no system administrator; noted.
            NotPermitted: if nobody would be left as system administrator.
        """
        account = login(account)
        with self._office.writing() as (work, at):
            me = self._office.person(actor)
            self._office.require(me, "staff", "办理离岗")
            entries = Entries(work, at)
            person = entries.of_account(account).person
            accounts = [entry.account for entry in entries.of_person(person)]
            entries.check_governed(without=accounts)
            for each in accounts:
                entries.end(each)
            return _recorded(work, "staff-leave", me, entries, reason)

    def take_over(
        self, person: str, *, proof: Callable[[], bool], actor: str = "", reason: str = ""
    ) -> Entry:
        """Become system administrator when none can act any more (接管), whoever one is.

        The archive was moved to another computer, or the account is gone. Whoever proves to have
        the archive in his hands anyway gets into the registry, and nothing besides: he sees no
        customer, and what he was before ends. He may name a security administrator and an auditor
        where there is none any more. In an archive of one keeper he is the only keeper from now on.
        Everybody who is registered sees it in the registry, and the auditor in the log.

        Args:
            person: who he is.
            proof: whether he is entitled: he has the key of a sealed archive (:func:`holds_key`);
                the folder of one in clear is his (:func:`owns`).
            actor: who acts.
            reason: why.

        Raises:
            InvalidStaff: if the account or the name is none.
            NotAuthorised: if there is no proof, or he is something else under another account;
                noted.
            NotPermitted: if he is the only keeper already, or the account is another person's.
        """
        account, person = read_account(self._office.account(actor)), read_name(person)
        me = self._office.registry.person(account) or Person(account, "", (), _NONE)
        if me.sole:
            raise NotPermitted("没有接管：您已是本档案库唯一的管理人。")
        if not proof():
            raise self._office.refused(me, "接管本档案库")
        with self._office.writing() as (work, at):
            entries = Entries(work, at)
            person = entries.spelling(person)
            if entries.has(account) and entries.of_account(account).person != person:
                raise NotPermitted(f"没有接管：账户 {account} 登记在另一人名下。")
            taken = Entry(account, person, (_SYSTEM,), _NONE, at, took_over=at)
            if entries.are_one_keepers:
                for entry in entries.holding:
                    entries.end(entry.account)
                taken = taken._replace(roles=(), clearance=HIGHEST, sole=True)
            else:
                self._require_separate(me, entries.together(account, person, (_SYSTEM,)))
            entries.add(taken)
            return _recorded(work, "take-over", me, entries, reason)[-1]

    def list(self, *, actor: str = "") -> tuple[Entry, ...]:
        """Return the entries, oldest first, also those that ended.

        Administrators see all, everybody else his own, and who took the archive over.

        Raises:
            NotAuthorised: if the actor is not registered; noted.
        """
        me = self._office.person(actor)
        entries = tuple(Entry.of(document) for _, document in self._office.store.rows(STAFF))
        if me.sole and not entries:
            began = next(iter(self._office.store.lines())).at
            return (Entry(me.account, me.person, (), me.clearance, began, sole=True),)
        if me.sole or me.is_administrator:
            return entries
        return tuple(entry for entry in entries if entry.person == me.person or entry.took_over)

    def _require_separate(self, me: Person, together: Collection[str]) -> None:
        """Let roles pass that one person may have, all his accounts counted."""
        if len(together) > 1 and not set(ADMINISTRATORS).isdisjoint(together):
            titles = "、".join(ROLES[role].title for role in ROLES if role in together)
            raise self._office.refused(me, f"让同一人兼任{titles}")


def owns(folder: Path) -> bool:
    """Whether a folder is this account's, or root's: it can write there whatever the registry says.

    Windows tells no owner in a simple way: there, whoever may write in the folder passes.
    """
    if os.name == "nt":
        return os.access(folder, os.W_OK)
    return os.getuid() in (0, folder.stat().st_uid)


def holds_key(store: Store, text: str) -> bool:
    """Whether a text, from a key file or from paper, is the key of this sealed archive.

    Raises:
        UnreadableInput: if it is no key at all.
    """
    from csdforms.archive.sealing.data_keys import KEYS
    from csdforms.archive.sealing.keys import read_key

    key, archive = read_key(text)
    record = store.get(KEYS, 1) or {}
    return archive == store.archive and key.id == record.get("key_id")


def _recorded(
    work: Work, name: str, me: Person, entries: Entries, reason: str
) -> tuple[Entry, ...]:
    """Close the line of an act; return the entries that it changed."""
    said = {"entries": [entry.document for entry in entries.changed]}
    work.record(Act(name, me.account, entries.at, "", "", reason, said))
    return tuple(entries.changed)
