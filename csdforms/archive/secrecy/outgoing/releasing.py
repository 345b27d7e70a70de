"""Releases of what nobody may carry away alone (批准导出; archive.md §4.3).

More than a tier needs the signatures of the general manager and the officer for personal data, for
one person, one day and one amount; so do exports of 机密. Exports of 秘密 need those of the
information supervisor and the manager; 绝密 is never exported.

Documents of the table ``releases``::

    {"person": "王敏", "day": "2026-11-22", "level": 2, "records": {"credit": 40, …},
     "signed": {"gm": "赵强", "dpo": "周洁"}, "at": "2026-…"}

``level`` is the highest of the files that may be exported. Without both signatures it holds not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import NamedTuple, Self

from csdforms.archive.actor import day_of
from csdforms.archive.office import Office
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.levels import CONFIDENTIAL, HIGHEST, INTERNAL, SECRET
from csdforms.archive.secrecy.outgoing.amounts import FREE, Records
from csdforms.archive.secrecy.resolving import accounts_of, denied, said
from csdforms.archive.secrecy.roles import ROLES
from csdforms.archive.store import Act, Document, Work
from csdforms.errors import NotPermitted

__all__ = ["RELEASES", "Release", "Releasing", "released", "signers", "titles"]

RELEASES = "releases"

_OF_TIERS = ("gm", "dpo")
_OF_SECRETS = ("info_supervisor", "cs_manager")


def signers(level: int, records: Records = FREE) -> tuple[str, ...]:
    """Return the roles whose two signatures a release needs, none if it needs none."""
    if level >= CONFIDENTIAL or not records.within(FREE):
        return _OF_TIERS
    return _OF_SECRETS if level == SECRET else ()


def titles(roles: tuple[str, ...]) -> str:
    """Return what roles are called in a sentence."""
    return "和".join(ROLES[role].title for role in roles)


class Release(NamedTuple):
    """What two persons let somebody carry away on a day."""

    person: str
    day: str
    level: int
    records: Records
    signed: Mapping[str, str]  # the persons, by role

    @classmethod
    def of(cls, document: Document) -> Self:
        """Read a document of the archive."""
        records = Records.of(document["records"])
        given = {name: document[name] for name in ("person", "day", "level", "signed")}
        return cls(**given, records=records)

    @property
    def asks(self) -> Release:
        """What is to be signed, without the signatures."""
        return self._replace(signed={})

    @property
    def lacks(self) -> tuple[str, ...]:
        """The roles whose signature is missing; with both it holds."""
        return tuple(role for role in signers(self.level, self.records) if role not in self.signed)


def released(reader: Reader, person: str, day: str) -> Iterator[Release]:
    """Yield what somebody may carry away on a day, signed by both."""
    for key in reader.find(RELEASES, "person", person):
        document = reader.get(RELEASES, key)
        if document and document["day"] == day and not (release := Release.of(document)).lacks:
            yield release


class Releasing:
    """Releases of more than the tiers allow, and of exports of 秘密 and 机密.

    Args:
        office: the archive's.
    """

    def __init__(self, office: Office) -> None:
        self.office = office

    def release(
        self,
        person: str,
        records: Records = FREE,
        *,
        reason: str,
        level: int = INTERNAL,
        day: str = "",
        actor: str = "",
    ) -> Release:
        """Sign a release (放行): two persons sign the same, each in his own role.

        秘密: 客户信息主管 and 客户服务部经理; 机密, and more than a tier: 总经理 and
        个人信息保护负责人; 绝密 is never exported.

        Args:
            person: who may carry it away: his name in the registry, or one of his accounts.
            records: how many records of each kind he may reach on the day in all.
            reason: why.
            level: the highest level of the files that he exports.
            day: the day, ``2026-11-22``; "" is today.
            actor: who signs.

        Raises:
            NotAuthorised: if he signs in none of these roles, is the person himself, or has signed
                already in the other role.
            NotPermitted: if the reason is missing, the day is over, nothing needs a release, or it
                is signed already; if the person is not registered.
        """
        act = "批准导出"
        office = self.office
        me = office.person(actor)
        why = said(reason, "批准的理由")
        if level >= HIGHEST:
            raise denied(office, me, "绝密档案不得导出", subject="", act=act)
        roles = signers(level, records)
        if not roles:
            raise NotPermitted("没有办理：这样的导出不用批准。")
        mine = [role for role in roles if role in me.roles]
        if not mine:
            raise office.refused(me, act, who=titles(roles))
        with office.writing(me) as (work, at):
            accounts = accounts_of(work, person)
            if not accounts:
                raise denied(office, me, "导出人没有登记", subject="", act=act)
            who = accounts[0].person
            if who == me.person:
                raise office.refused(me, "批准本人导出", who="其他有权批准的人")
            wanted = _read_day(day, at)
            blank = Release(who, wanted, level, records, {})
            key, release = self._pending(work, blank)
            if me.person in release.signed.values():
                raise office.refused(me, "一人签两次", who=titles(release.lacks))
            free = [role for role in mine if role in release.lacks]
            if not free:
                raise NotPermitted("没有办理：您这一岗位已有人签过。")
            release = release._replace(signed={**release.signed, free[0]: me.person})
            document = release._asdict() | {"records": records._asdict(), "at": at}
            work.put(RELEASES, key, document)
            detail = {**document, "by": me.person}
            work.record(Act("release", me.account, at, "", "", why, detail))
        return release

    @staticmethod
    def _pending(work: Work, wanted: Release) -> tuple[int, Release]:
        """Return the release that waits for the other signature, or the one to begin."""
        for key in work.find(RELEASES, "person", wanted.person):
            document = work.get(RELEASES, key)
            if document and (release := Release.of(document)).lacks and release.asks == wanted:
                return key, release
        return work.last_key(RELEASES) + 1, wanted


def _read_day(day: str, at: str) -> str:
    """Return the day that is meant; it must not be over."""
    today = day_of(at)
    try:
        wanted = dt.date.fromisoformat(day).isoformat() if day else today
    except ValueError:
        raise NotPermitted("没有办理：日期应写作 2026-03-05 的样子。") from None
    if wanted < today:
        raise NotPermitted("没有办理：这一天已经过去。")
    return wanted
