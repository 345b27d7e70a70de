"""Where an act begins: who acts, at what moment, with what right, and the note of it."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from typing import Any

from csdforms.archive.actor import Clock, account, day_of, moment, now
from csdforms.archive.secrecy.people import Person, Registry, login
from csdforms.archive.store import Act, Store, Work
from csdforms.errors import CsdformsError, NotAuthorised

__all__ = ["TOOL", "Office"]

#: What writes the log. Asking the installed package for its version takes longer than a look-up.
TOOL = "csdforms 0.1.0"


class Office:
    """What every act of an archive needs; its parts share one.

    Args:
        store: where everything is kept.
        actor: the account that acts unless an act names another; by default the one that the
            operating system tells.
        clock: tells the time; the archive's own never goes backwards.
    """

    def __init__(self, store: Store, *, actor: str = "", clock: Clock = now) -> None:
        self.store = store
        self.clock = clock
        self.registry = Registry(store)
        #: Whether what is looked up goes into a file on disk, which makes it an export (Z08).
        self.to_file = False
        self._actor = actor

    def account(self, actor: str = "") -> str:
        """Return the account that acts, as the registry writes it."""
        self._actor = self._actor or account()
        return login(actor or self._actor)

    def person(self, actor: str = "") -> Person:
        """Return who acts.

        Raises:
            NotAuthorised: if the account is not registered, or its holder has left: the same
                sentence whatever the archive holds; noted.
        """
        name = self.account(actor)
        person = self.registry.person(name)
        if person is None:
            raise self.refused(Person(name, "", (), -1), "使用本档案库", who="系统管理员登记账户")
        return person

    def require(self, person: Person, right: str, act: str, *, subject: str = "") -> None:
        """Let a person pass who has a right.

        Raises:
            NotAuthorised: if he has not; noted.
        """
        if not person.may(right):
            raise self.refused(person, act, subject=subject)

    def still(self, person: Person) -> None:
        """Let somebody go on who is what he was when he began.

        Raises:
            NotAuthorised: if he has left meanwhile, or his roles or clearance changed; noted.
        """
        if self.registry.person(person.account) != person:
            raise self.refused(person, "以变更前的身份继续办理", who="系统管理员核对登记")

    def refused(
        self, person: Person, act: str, *, subject: str = "", reason: str = "", who: str = ""
    ) -> NotAuthorised:
        """Note a try that is refused, and return the error to raise; it tells of no file."""
        self.note("refused", person, subject=subject, reason=reason, wanted=act)
        return NotAuthorised(act, who)

    def moment(self) -> str:
        """Return the moment; setting the clock back does not bring the past again.

        Neither that of the last act nor that of the last note: who was once refused because his
        time was over is not let in by a clock set back (S18).
        """
        note = self.store.last_note()
        return max(moment(self.clock()), self.store.last().at, note.at if note else "")

    def today(self) -> str:
        """Return the day in Beijing, ``2026-11-22``."""
        return day_of(self.moment())

    @contextlib.contextmanager
    def writing(self, person: Person | None = None) -> Iterator[tuple[Work, str]]:
        """Take the writer's lock; yield the work, and its moment.

        Args:
            person: who acts, as he was before: what he may do is looked at again under the lock.

        Raises:
            NotAuthorised: if he has left meanwhile, or may do other things; noted.
        """
        with self.store.writing() as work:
            if person is not None:
                self.still(person)
            yield work, self.moment()

    def note(
        self,
        name: str,
        person: Person,
        *,
        subject: str = "",
        purpose: str = "",
        reason: str = "",
        **detail: Any,
    ) -> int:
        """Write into the log of access, before anything is handed out; return the line's number.

        What archive.md §4.5 asks for besides is added: the person and roles behind the account, the
        program's version, the host, and the clock that nobody sets (``ticks``, nanoseconds).

        Args:
            name: what is done: ``find``, ``show``, ``print``, ``refused`` …
            person: who.
            subject: the file's number, if it is about one.
            purpose: what for.
            reason: why.
            detail: ``files`` (numbers), ``item``, ``fields`` (names, never values), ``grant`` …

        Raises:
            NotPermitted, ArchiveLocked, DamagedArchive: if it cannot be written; then the act must
                not happen.
        """
        said = {"person": person.person, "roles": list(person.roles), **detail}
        said |= {"tool": TOOL, "host": _host(), "ticks": time.monotonic_ns()}
        act = Act(name, person.account, self.moment(), subject, purpose, reason, said)
        return self.store.note(act)

    @contextlib.contextmanager
    def noted(
        self,
        name: str,
        person: Person,
        *,
        subject: str = "",
        purpose: str = "",
        reason: str = "",
        **detail: Any,
    ) -> Iterator[int]:
        """Note an act, then let the block do it; yield the note's number.

        If the block fails, a second note says so: ``failed``, with the same detail, ``of`` (the
        first note's number) and ``problem`` (the error's kind, never its words). Who stops a
        generator early has had what he wanted; that is no failure.

        Args and Raises: as :meth:`note`; what the block raises goes on.
        """
        about: dict[str, Any] = {"subject": subject, "purpose": purpose, "reason": reason, **detail}
        number = self.note(name, person, **about)
        try:
            yield number
        except GeneratorExit:
            raise
        except BaseException as problem:
            about |= {"of": number, "problem": type(problem).__name__}
            with contextlib.suppress(CsdformsError):  # the first one says what was meant to be
                self.note("failed", person, **about)
            raise


def _host() -> str:
    if hasattr(os, "uname"):
        return os.uname().nodename
    import socket  # Windows

    return socket.gethostname()
