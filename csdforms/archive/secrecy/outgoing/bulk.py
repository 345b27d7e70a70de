"""How much somebody may carry away in a day (archive.md §4.3; M13).

All that a person exports and prints on a Beijing day counts together, under all his accounts; the
copies are registered in the table ``copies``. From the tiers on it is blocked, unless it was
released for that person, that day and that amount (:mod:`.releasing`).
"""

from __future__ import annotations

from csdforms.archive.actor import day_of
from csdforms.archive.office import Office
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.levels import HIGHEST, RANKS, SECRET
from csdforms.archive.secrecy.outgoing.amounts import FREE, TIERS, Records, records_of
from csdforms.archive.secrecy.outgoing.releasing import released, signers, titles
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.resolving import denied

__all__ = ["TIERS", "Records", "count", "records_of", "require_within"]


def count(reader: Reader, person: str, day: str) -> Records:
    """Return what somebody has exported and printed on a day in Beijing."""
    total = Records()
    for key in reader.find("copies", "reader", person):
        copy = reader.get("copies", key)
        if copy and copy["day"] == day:
            total = total.plus(Records.of(copy["records"]))
    return total


def require_within(office: Office, person: Person, records: Records, *, level: int = 0) -> None:
    """Let somebody carry records away if he stays below the tiers, or within what was released.

    Call it inside ``office.writing()`` and put the copy there too: the lock lets no two processes
    slip through together. Setting the clock back brings no other day.

    Args:
        office: the archive's.
        person: who exports or prints.
        records: what he would carry away now.
        level: for an export, the highest level of its files; printing has rules of its own.

    Raises:
        NotAuthorised: if it is too much, or the level needs a release; noted.
        NotPermitted: if it is 绝密, which nobody exports; noted.
    """
    if person.sole:
        return
    with office.writing() as (work, at):
        if level == HIGHEST:
            raise denied(office, person, "绝密档案不得导出", subject="", act="导出绝密档案")
        day = day_of(at)
        releases = list(released(work, person.person, day))
        if level >= SECRET and not any(one.level >= level for one in releases):
            who = titles(signers(level))
            raise office.refused(person, f"导出{RANKS[level]}档案", who=f"{who}批准")
        most = FREE
        for one in releases:
            most = Records(*map(max, most, one.records))
        if not count(work, person.person, day).plus(records).within(most):
            who = titles(signers(level, records=TIERS))
            raise office.refused(person, "在一天内带出这么多记录", who=f"{who}批准")
