"""What must be so before a group appraises: the log is sound, terms are over, five persons meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csdforms.archive import states
from csdforms.archive.actor import day_of
from csdforms.archive.destruction.item_retention import is_item_over
from csdforms.archive.destruction.listing import is_apart, item_of, owner_of
from csdforms.archive.destruction.retention import is_over
from csdforms.archive.numbers import read_item
from csdforms.archive.office import Office
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.resolving import accounts_of, denied, listed, missing
from csdforms.archive.store import Document, Work
from csdforms.archive.verifying import verify
from csdforms.errors import Held, NotPermitted, UnknownFile

__all__ = ["FUNCTIONS", "require_sound", "taken_up", "the_group"]

#: The functions in a group: what each is called, and the role that fills it (archive.md §7.2).
FUNCTIONS: Mapping[str, tuple[str, str]] = {
    "information": ("信息", "info_supervisor"),
    "archive": ("档案", "info_specialist"),
    "finance": ("财务", "finance"),
    "legal": ("法务", "legal"),
    "secrecy": ("保密", "dpo"),
}
_ACT = "提交鉴定"


def require_sound(office: Office) -> None:
    """Let nothing be appraised or destroyed that a broken log could not prove (X18).

    Raises:
        Held: if the archive does not verify.
    """
    if not verify(office.store).is_sound:
        raise Held(
            "没有办理：档案库核对未通过，日志不能证明什么被销毁。请先用 csdforms archive verify "
            "查明并处理。"
        )


def taken_up(
    office: Office, work: Work, person: Person, number: str, at: str
) -> tuple[Document, Document | None]:
    """Return the card that goes into appraisal, and the item if only that does.

    Raises:
        UnknownFile: if there is no such file for him, or no such item.
        Held: if a hold is in force, or the term is not over.
        NotAllowedNow: if the file's state does not allow it.
    """
    file, _, rest = number.replace("／", "/").partition("/")
    _, card = listed(office, work, person, file, act=_ACT)
    own, card = card["number"], owner_of(work, card["number"]) if rest else card
    if card.get("holds"):
        raise Held(f"没有提交：档案 {card['number']} 设有法律保全。")
    day = day_of(at)
    if not rest:
        states.advance(card, "appraise")
        if not is_over(card, day):
            last = card.get("retention", {}).get("until", "")
            text = f"保管到 {last} 为止" if last else "没有到期的日子"
            raise Held(f"没有提交：档案 {card['number']} {text}。")
        return card, None
    item = item_of(work, read_item(f"{own}/{rest}"))
    if item is None:
        raise UnknownFile(number, "件")
    if not is_apart(work, card, item, day):
        why = "已在鉴定或销毁，或随全卷办理" if is_item_over(work, card, item, day) else "期限未满"
        raise Held(f"没有提交：{item['number']} {why}。")
    return card, item


def the_group(
    office: Office,
    work: Work,
    person: Person,
    members: Mapping[str, str],
    cards: Sequence[Document],
) -> list[Document]:
    """Return the members of a group: five persons, each of his office, each cleared for the files.

    Raises:
        NotPermitted: if somebody is missing, or may not be what he is named for; noted.
    """
    group: list[Document] = []
    for function, (title, role) in FUNCTIONS.items():
        if not members.get(function):
            raise NotPermitted(f"没有提交：鉴定小组还缺{title}一方的人员。")
        accounts = [one for one in accounts_of(work, members[function]) if role in one.roles]
        gap = "" if accounts else "没有这一岗位"
        gap = next(filter(None, (gap or missing(card, accounts) for card in cards)), gap)
        if gap:
            raise denied(office, person, f"{title}一方的人员{gap}", subject="", act=_ACT)
        group.append({"function": function, "person": accounts[0].person, "role": role})
    persons = {one["person"] for one in group}
    if len(persons) < len(group):
        raise denied(office, person, "鉴定小组须是五位不同的人员", subject="", act=_ACT)
    if person.person not in persons:
        raise office.refused(person, "召集自己不在其中的鉴定小组")
    return group
