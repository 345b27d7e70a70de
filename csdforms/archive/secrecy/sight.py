"""What a reader may see of a customer's file: clearance and circle and purpose and window.

The one rule of reading (archive.md §4.3). Whatever is missing, unknown or over keeps a file closed.
Who is told that a file exists:

| level | is listed for |
|---|---|
| 0–1 公开, 内部 | who may see customers at all, if he is cleared for it |
| 2 秘密 | who is cleared for it |
| 3–4 机密, 绝密 | who is cleared for it and stands in the file's circle |

Who may look into it, if it is listed for him, and which fields he sees unmasked:

| level | reads masked | sees unmasked |
|---|---|---|
| 0–1 | who states a purpose and has a need, see there | the fields that he names one by one |
| any | who has a grant that holds now | of the fields that he asks for, those it names |

The department's own papers are in no file: what their box 密级 says counts, without it 内部. They
have no circle and no grants: above 内部 they are read by whoever may grant reading on the level.
One that tells of files above 内部 exists for those alone for whom they do.

A need is the right ``consult``, a customer of his own, or an open case of his own.

A closed file (sealed, or 限制处理) is looked into for a few purposes alone, whoever looks: stated
now, or those of the grant; see :mod:`csdforms.archive.usable`. An emergency is one.

Administrators see nothing, and the only keeper of an archive without a registry everything.
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from csdforms.archive.records import Reader
from csdforms.archive.secrecy.levels import CONFIDENTIAL, INTERNAL, RANKS, effective, entry_of
from csdforms.archive.secrecy.people import Person
from csdforms.archive.usable import is_open_to

__all__ = ["ALL", "EVERYTHING", "NOTHING", "Sight", "department_card", "is_listed", "sight"]

#: Stands for every field.
ALL = "*"


class Sight(NamedTuple):
    """What somebody sees of a file."""

    listed: bool  # whether it exists for him
    readable: bool  # whether he may look into it
    fields: frozenset[str]  # what he sees unmasked, by name; ``*``: everything
    grant: str = ""  # the grant that lets him

    def shows(self, fields: Collection[str]) -> bool:
        """Whether he sees all these fields unmasked."""
        return ALL in self.fields or self.fields.issuperset(fields)


NOTHING = Sight(listed=False, readable=False, fields=frozenset())
EVERYTHING = Sight(listed=True, readable=True, fields=frozenset({ALL}))
_DEPARTMENT = "department"  # no card of a file says so
_LISTED = Sight(listed=True, readable=False, fields=frozenset())


def sight(
    reader: Reader,
    person: Person,
    card: Mapping[str, Any],
    *,
    at: str,
    purpose: str = "",
    fields: Collection[str] = (),
) -> Sight:
    """Return what a person sees of a file at this moment.

    Args:
        reader: the store, or the work under the writer's lock.
        person: who looks.
        card: the file's card.
        at: the moment.
        purpose: what for; without one there is no reading but by a grant, which has its own.
        fields: what he asks to see unmasked.
    """
    is_open = is_open_to(card, purpose)
    if person.sole:
        return EVERYTHING if is_open else _LISTED
    if not is_listed(person, card):
        return NOTHING
    level = effective(card)
    if level > INTERNAL and card.get(_DEPARTMENT):
        may_read = bool(purpose.strip()) and person.highest("grants") >= level
        asked = frozenset(fields) - {ALL}
        return Sight(listed=True, readable=True, fields=asked) if may_read else _LISTED
    grants = [
        grant
        for grant in _grants(reader, person, card, level, at)
        if is_open or is_open_to(card, grant["purpose"]) or "emergency" in grant
    ]
    by_grant = max(
        (_by(grant, fields) for grant in grants), key=lambda one: len(one.fields), default=_LISTED
    )
    if level > INTERNAL or not (is_open and purpose.strip()) or ALL in by_grant.fields:
        return by_grant
    if grants or _needs(reader, person, card):
        asked = frozenset(fields) - {ALL}
        return Sight(listed=True, readable=True, fields=asked, grant=by_grant.grant)
    return _LISTED


def department_card(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what stands for the card of one of the department's own papers."""
    level = data.get("confidentiality") or RANKS[INTERNAL]
    return {"number": "", "level": level, _DEPARTMENT: True}


def is_listed(person: Person, card: Mapping[str, Any]) -> bool:
    """Whether somebody may know that a file exists; it does not depend on the moment."""
    if person.sole:
        return True
    level = effective(card)
    if not person.is_audience or person.clearance < level:
        return False
    circle = entry_of(card).get("circle")
    has_none = level < CONFIDENTIAL or _DEPARTMENT in card
    return has_none or (isinstance(circle, list) and person.person in circle)


def _needs(reader: Reader, person: Person, card: Mapping[str, Any]) -> bool:
    """Whether somebody's work is about this customer."""
    from csdforms.archive.secrecy.granting.cases import open_cases

    return (
        person.may("consult")
        or card.get("salesperson") == person.person
        or any(open_cases(reader, person.person, str(card.get("number", ""))))
    )


def _grants(
    reader: Reader, person: Person, card: Mapping[str, Any], level: int, at: str
) -> Iterator[Mapping[str, Any]]:
    """Yield the grants of a file that hold for somebody now; emergencies are among them."""
    from csdforms.archive.secrecy.granting.cases import is_open
    from csdforms.archive.secrecy.granting.grants import in_force

    number = str(card.get("number", ""))
    for key in reader.find("grants", "reader", person.person):
        grant = reader.get("grants", key)
        if (
            grant
            and grant["file"] == number
            and in_force(grant, person, level, at)
            and str(grant["purpose"]).strip()
            and ("case" not in grant or is_open(reader, grant["case"], number))
        ):
            yield grant


def _by(grant: Mapping[str, Any], fields: Collection[str]) -> Sight:
    """Return what a grant shows of what is asked for."""
    asked = frozenset(fields)
    granted = frozenset(grant["fields"])
    shown = asked if ALL in granted else asked & granted
    return Sight(listed=True, readable=True, fields=shown, grant=grant["number"])
