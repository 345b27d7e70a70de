"""Whom and which file an act means: people of the registry, and files of which one may know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from csdforms.archive import lookup
from csdforms.archive.office import Office
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.classifying.deciding import may_decide
from csdforms.archive.secrecy.levels import CONFIDENTIAL, RANKS, effective, entry_of
from csdforms.archive.secrecy.people import Person, login, persons_named, persons_under
from csdforms.archive.secrecy.sight import is_listed, sight
from csdforms.archive.store import Document
from csdforms.errors import NotPermitted, UnknownFile

__all__ = ["accounts_of", "denied", "known", "listed", "located", "missing", "said", "visible"]


def accounts_of(reader: Reader, who: str) -> list[Person]:
    """Return the accounts of somebody who is registered, by his name or one of his accounts."""
    if accounts := persons_named(reader, who):
        return accounts
    return [
        account
        for one in persons_under(reader, login(who))
        for account in persons_named(reader, one.person)
    ]


def missing(card: Mapping[str, Any], accounts: Sequence[Person]) -> str:
    """Return what keeps somebody from a file, whatever he is granted; "" if nothing does.

    He must be registered, in a role that may see customers, cleared for the file's level, and from
    机密 up in its circle (archive.md §4.3).
    """
    level = effective(card)
    if not any(one.is_audience for one in accounts):
        return "没有登记，或其岗位不能查阅客户档案"
    if max(one.clearance for one in accounts if one.is_audience) < level:
        return f"涉密等级低于{RANKS[level]}"
    circle = entry_of(card).get("circle", ())
    if level >= CONFIDENTIAL and not any(one.sole or one.person in circle for one in accounts):
        return "不在这份档案的知悉范围内"
    return ""


def located(reader: Reader, number: str) -> tuple[int, Document] | None:
    """Return the key and the card of the file with a number, of a merged one where it went.

    Raises:
        InvalidNumber: if it is written like a file number, but wrongly.
    """
    try:
        key = lookup.survivor(reader, lookup.key_of(reader, number))
    except UnknownFile:
        lookup.in_vain(reader, gets=2)
        return None
    return key, lookup.get_file(reader, key)


def known(reader: Reader, person: Person, card: Mapping[str, Any], at: str) -> bool:
    """Whether somebody may know of a file: it is in his lists, or its level is his to decide."""
    return sight(reader, person, card, at=at).listed or may_decide(person, card)


def visible(
    office: Office, reader: Reader, person: Person, number: str, *, at: str, act: str
) -> tuple[int, Document]:
    """Return the key and the card of a file of which somebody may know, also of a merged one.

    Raises:
        InvalidNumber: if it is written like a file number, but wrongly.
        UnknownFile: if there is none, or it is as if absent for him; the try is noted.
    """
    try:
        key = lookup.key_of(reader, number)
    except UnknownFile:
        cards = []
        lookup.in_vain(reader, gets=3)
    else:
        last = lookup.survivor(reader, key)
        cards = [lookup.get_file(reader, key), lookup.get_file(reader, last)]
        if all(known(reader, person, card, at) for card in cards):
            return last, cards[-1]
    office.note("refused", person, subject=cards[0]["number"] if cards else "", wanted=act)
    raise UnknownFile(number)


def listed(
    office: Office, reader: Reader, person: Person, number: str, *, act: str
) -> tuple[int, Document]:
    """Return the key and the card of a file that is in somebody's lists; no merger is followed.

    But a merged one is in them only if the one where it went is.

    Raises:
        InvalidNumber, UnknownFile: as :func:`visible`.
    """
    key, card, last = 0, Document(), Document()
    try:
        key = lookup.key_of(reader, number)
        card = lookup.get_file(reader, key)
        last = lookup.get_file(reader, lookup.survivor(reader, key))
    except UnknownFile:
        lookup.in_vain(reader, gets=3)
    if key and is_listed(person, card) and is_listed(person, last):
        return key, card
    office.note("refused", person, subject=str(card.get("number", "")), wanted=act)
    raise UnknownFile(number)


def denied(
    office: Office, person: Person, sentence: str, *, subject: str, act: str
) -> NotPermitted:
    """Note a try that the rules refuse to one who may know why; return the error to raise."""
    office.note("refused", person, subject=subject, wanted=act)
    return NotPermitted(f"没有办理：{sentence}。")


def said(text: str, what: str) -> str:
    """Return what somebody has to say, without the spaces around it.

    Raises:
        NotPermitted: if he says nothing.
    """
    if plain := text.strip():
        return plain
    raise NotPermitted(f"没有办理：请写明{what}。")
