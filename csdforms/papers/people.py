"""Who the staff are behind names and accounts, as the papers call them; and moments as they print.

The archive's registry knows roles, no departments: whoever keeps the files is of the department,
and of others their office is all there is to say.
"""

from __future__ import annotations

from csdforms.archive.records import Reader
from csdforms.archive.secrecy.levels import RANKS
from csdforms.archive.secrecy.people import STAFF, login, persons_named
from csdforms.papers.proceedings import department, titles

__all__ = ["behind", "cleared_for", "minute", "posts", "unit"]

_MINUTE = 16  # characters of a moment up to its minutes
#: What somebody is for one act, and no office where he works.
_WITNESS = "destruction_witness"


def posts(reader: Reader, person: str) -> list[str]:
    """Return the roles of somebody, of a leaver those that he had; none of the only keeper."""
    found = [reader.get(STAFF, key) or {} for key in reader.find(STAFF, "person", person)]
    current = [entry for entry in found if entry and "left" not in entry]
    return [role for entry in current or found for role in entry.get("roles", ())]


def unit(reader: Reader, person: str) -> str:
    """Return where somebody works; "" if that is not known."""
    roles = [role for role in posts(reader, person) if role != _WITNESS]
    return (department(roles) or titles(roles)) if roles else ""


def behind(reader: Reader, account: str, at: str) -> str:
    """Return who acted under an account at a moment; the only keeper is called by his account."""
    for key in reversed(reader.find(STAFF, "login", login(account))):
        entry = reader.get(STAFF, key)
        if entry and entry["since"] <= at < entry.get("left", "9999"):
            return str(entry["person"])
    return account


def cleared_for(reader: Reader, person: str, level: int) -> str:
    """Return the clearance of somebody, "" if it is unknown, or by now below what he has read."""
    clearance = max((one.clearance for one in persons_named(reader, person)), default=-1)
    return RANKS[clearance] if clearance >= max(level, 0) else ""


def minute(moment: str | None) -> str:
    """Return a moment up to its minutes, ``2026-03-05 14:05``; "" of none."""
    return moment[:_MINUTE].replace("T", " ") if moment else ""
