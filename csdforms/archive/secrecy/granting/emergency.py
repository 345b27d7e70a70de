"""Reading at once when a life is at stake (archive.md §4.3; L-PIPL 13(4), 18).

An emergency takes the place of the grant and of nothing else: clearance and circle stay. It raises
an alarm in the log, lasts a day, and somebody else looks at it within that day.
"""

from __future__ import annotations

import datetime as dt

from csdforms.archive.actor import moment
from csdforms.archive.office import Office
from csdforms.archive.secrecy.granting.grants import GRANTS, Grant, unreviewed
from csdforms.archive.secrecy.registers import entry, next_number
from csdforms.archive.secrecy.resolving import denied, known, located, missing, said, visible
from csdforms.archive.secrecy.sight import ALL
from csdforms.archive.store import Act
from csdforms.errors import NotPermitted, UnknownFile

__all__ = ["Emergencies", "later"]

_LASTS = 1  # days; the review is due by then
_SHORTEST = 10  # signs of a reason that says something


def later(at: str, days: int) -> str:
    """Return the moment so many days later."""
    return moment(dt.datetime.fromisoformat(at) + dt.timedelta(days=days))


class Emergencies:
    """Emergency readings and their reviews."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def emergency(self, number: str, *, reason: str, actor: str = "") -> Grant:
        """Let who acts read a file at once, for a day (紧急查阅).

        Args:
            number: the file's number.
            reason: what has happened, in at least ten signs.
            actor: who acts.

        Raises:
            NotAuthorised: if his role has no right to it.
            NotPermitted: if the reason says nothing, if he is not cleared, or if an earlier
                emergency of his is not reviewed in time.
            UnknownFile: if there is no such file for him.
        """
        act = "紧急查阅"
        office = self.office
        person = office.person(actor)
        office.require(person, "emergency", act)
        why = said(reason, "紧急情况")
        if len("".join(why.split())) < _SHORTEST:
            raise NotPermitted(f"没有办理：请把紧急情况写清楚（至少 {_SHORTEST} 个字）。")
        with office.writing(person) as (work, at):
            if any(one["to"] <= at for one in unreviewed(work, person.person)):
                text = "您上次的紧急查阅超过 24 小时还没有复核，请先请有权的人复核"
                raise denied(office, person, text, subject="", act=act)
            _, card = visible(office, work, person, number, at=at, act=act)
            if gap := missing(card, [person]):
                raise denied(office, person, f"您{gap}", subject=card["number"], act=act)
            grant = {
                "number": next_number(work, GRANTS, at),
                "file": card["number"],
                "reader": person.person,
                "fields": [ALL],
                "purpose": "紧急情况",
                "reason": why,
                "from": at,
                "to": later(at, _LASTS),
                "by": person.person,
                "at": at,
                "up_to": person.clearance,
                "emergency": True,
            }
            work.put(GRANTS, work.last_key(GRANTS) + 1, grant)
            detail = {"grant": grant["number"], "to": grant["to"]}
            work.record(Act("emergency", person.account, at, card["number"], "", why, detail))
            office.note("alarm", person, subject=card["number"], reason=why, wanted=act, **detail)
        return Grant.of(grant, at)

    def review(self, number: str, *, justified: bool, reason: str, actor: str = "") -> Grant:
        """Say afterwards whether an emergency reading was one (复核); if not, it ends at once.

        Args:
            number: the number that it got, ``SQ-2026-0001``.
            justified: whether it was.
            reason: what the review found.
            actor: who reviews; anybody with the right but the reader.

        Raises:
            NotAuthorised: if his role has no right to it, or he is who read.
            NotPermitted: if it was reviewed already, or the reason is missing.
            UnknownFile: if there is no such emergency reading for him.
        """
        act = "复核紧急查阅"
        office = self.office
        person = office.person(actor)
        office.require(person, "review", act)
        why = said(reason, "复核意见")
        with office.writing(person) as (work, at):
            found = entry(work, GRANTS, number)
            key, grant = found or (0, {})
            own = grant.get("reader") == person.person
            file = located(work, grant["file"]) if "emergency" in grant else None
            if not file or not (own or known(work, person, file[1], at)):
                office.note("refused", person, wanted=act)
                raise UnknownFile(number, "紧急查阅")
            if own and not person.sole:
                raise office.refused(person, act, subject=grant["file"], who="其他有权复核的人")
            if "reviewed" in grant:
                raise NotPermitted(f"没有办理：{grant['number']} 已经复核过。")
            late = at > grant["to"]
            grant["reviewed"] = {
                "by": person.person,
                "at": at,
                "justified": justified,
                "late": late,
                "reason": why,
            }
            if not justified and at < grant["to"]:
                grant["revoked"] = at
            work.put(GRANTS, key, grant)
            detail = {"grant": grant["number"], "justified": justified, "late": late}
            work.record(Act("review", person.account, at, grant["file"], "", why, detail))
        return Grant.of(grant, at)
