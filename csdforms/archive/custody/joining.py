"""Two cards become one, and two again: proof, what is written, and what keeps it from being undone.

Everything works under the writer's lock (archive.md §5); see
:mod:`csdforms.archive.custody.merging`.
"""

from __future__ import annotations

from csdforms.archive.actor import day_of
from csdforms.archive.custody.carrying import carried, given_back, state_of, taken_back
from csdforms.archive.lookup import get_file
from csdforms.archive.personal_data.left_alone import asked_since
from csdforms.archive.secrecy.classifying.consequences import put_change
from csdforms.archive.secrecy.classifying.periods import days_later
from csdforms.archive.states import advance, require
from csdforms.archive.store import Act, Document, Work
from csdforms.errors import Held, NotPermitted

__all__ = ["INFORM", "is_waiting", "join", "part", "proof", "require_untouched"]

#: Why people are told that another company holds their data now.
INFORM = "个人信息保护法第22条"

_DAYS = 30  # within which a merger is undone
_PERSON = "Z"
_ABSORBED = "absorption"


def proof(other: Document, survivor: Document, paper: str) -> Document:
    """Return by what the two are proven to be one customer.

    Raises:
        NotPermitted: if they are not.
    """
    for name in ("uscc", "org_code"):
        if name in other and other[name] == survivor.get(name):
            return {"ground": name, "paper": ""}
    if set(other.get("ids", ())) & set(survivor.get("ids", ())):
        return {"ground": "id", "paper": ""}
    if not paper.strip():
        raise NotPermitted(
            "没有合并：两份档案的统一社会信用代码、组织机构代码和证件号码都不相同，不能认定为同一"
            "客户；经登记的吸收合并请写明登记文件（--absorption）。"
        )
    if _PERSON in (other["kind"], survivor["kind"]):
        raise NotPermitted("没有合并：个人客户的档案不因吸收合并并入。")
    return {"ground": _ABSORBED, "paper": paper.strip()}


def require_untouched(other: Document, survivor: Document, row: Document, at: str) -> None:
    """Refuse to undo a merger on which something rests since."""
    if day_of(at) > row["undo_until"]:
        raise NotPermitted(f"没有撤销合并：合并 {row['number']} 已超过 {_DAYS} 天。")
    require(survivor["number"], survivor["state"], "merge")
    if set(survivor.get("holds", ())) - set(row["after"].get("holds", ())):
        raise Held(f"没有撤销合并：档案 {survivor['number']} 合并后设有法律保全，请先由法务解除。")
    came = [other["number"], *other.get("absorbed", [])]
    if survivor["absorbed"][-len(came) :] != came:
        raise Held(
            f"没有撤销合并：档案 {survivor['number']} 后来又并入了别的档案，请先撤销那一项。"
        )


def is_waiting(row: Document) -> bool:
    """Whether a merger, or its undoing, waits for the second person."""
    return row["state"] == "proposed" or (row["state"] == "merged" and "undoing" in row)


def join(
    work: Work, keys: tuple[int, int], row: Document, confirmed: Document, account: str
) -> None:
    """Make a file a part of another one.

    Args:
        work: the work.
        keys: the key of the file that goes, and of that which stays.
        row: the merger's row, which is changed.
        confirmed: who confirmed it, when and why.
        account: under which account.
    """
    other, survivor = (get_file(work, key) for key in keys)
    joined = carried(survivor, other)
    row |= {"state": "merged", "merged": confirmed}
    row |= {"state_before": other["state"], "secrecy_before": other.get("secrecy", {})}
    row |= {"before": state_of(survivor), "after": state_of(joined)}
    row["undo_until"] = days_later(day_of(confirmed["at"]), _DAYS)
    if row["ground"] == _ABSORBED:
        row["inform"] = INFORM
    advance(other, "merge")
    other |= {"merged_into": survivor["number"], "secrecy": joined["secrecy"]}
    put_change(work, keys[1], (survivor, joined), "", _act("merge", row, confirmed, account))
    work.put("files", keys[0], other)


def part(
    work: Work, keys: tuple[int, int], row: Document, confirmed: Document, account: str
) -> None:
    """Make them two files again; see :func:`join`."""
    other, survivor = (get_file(work, key) for key in keys)
    row |= {"state": "undone", "undone": confirmed}
    parted = taken_back(survivor, other, row["before"], row["after"])
    if asked_since(work, row["into"], row["merged"]["at"]):
        parted["do_not_call"] = True
    back = given_back(other, survivor, row["secrecy_before"], row["after"])
    advance(back, "unmerge", back_to=row["state_before"])
    put_change(work, keys[1], (survivor, parted), "", _act("unmerge", row, confirmed, account))
    work.put("files", keys[0], back)


def _act(name: str, row: Document, confirmed: Document, account: str) -> Act:
    """Return the act on the file that stays; that on the other one is its own line."""
    detail = {"merger": row["number"], "files": [row["file"], row["into"]]}
    return Act(name, account, confirmed["at"], row["into"], "", confirmed["reason"], detail)
