"""Deregistrations approved, refused, and ended by time (archive.md §6.4, §8; D05, D07, D08).

The applicant, who led the check, who approves and who approves finally are four persons. At every
approval everything is checked again: what came up since lets the application wait.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from csdforms.archive import states
from csdforms.archive.deregistration.checking import standing, suspend
from csdforms.archive.deregistration.desk import Desk, role_of
from csdforms.archive.deregistration.records import Application
from csdforms.archive.deregistration.triggers import TRIGGERS
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.levels import CONFIDENTIAL, effective
from csdforms.archive.secrecy.resolving import said
from csdforms.archive.store import Act
from csdforms.errors import NotCleared, NotPermitted

__all__ = ["approve", "lapse", "reasons_for_final", "refuse", "set_final"]

_AGREE, _FINALLY = "agree", "agree_finally"
_MANAGER = "cs_manager"
_SETTINGS, _SETTING = "settings", "deregistration_final"


def reasons_for_final(
    reader: Reader, row: Mapping[str, Any], card: Mapping[str, Any]
) -> tuple[str, ...]:
    """Return why the general manager decides finally, nothing where the manager does (§6.4).

    Args:
        reader: the store, or the work under the writer's lock.
        row: the application.
        card: the card of its file.
    """
    from csdforms.archive.drafting.draft import is_key_customer

    reasons = {
        "重点客户": is_key_customer({"customer_grade": card.get("grade", "")}),
        "机密以上": effective(card) >= CONFIDENTIAL,
        "核销余额": "decided_at" in row.get("write_off", {}),
        f"事由 {row['trigger']}": TRIGGERS[row["trigger"]].is_final,
        "本单位规定": bool((reader.get(_SETTINGS, 1) or {}).get(_SETTING)),
    }
    return tuple(reason for reason, holds in reasons.items() if holds)


def approve(desk: Desk, number: str, *, reason: str = "", actor: str = "") -> Application:
    """Approve an application; see ``Deregistration.approve``."""
    act = "批准注销"
    person = desk.person(_AGREE, act, actor)
    asked = desk.begin(person, number, act)
    with desk.office.writing(person) as (work, at):
        case = desk.running(work, person, number, at=at, act=act, event=_AGREE)
        desk.separate(person, case, "批准经手的注销", others=True)
        row, card = case.row, case.card
        is_final = bool(reasons_for_final(work, row, card))
        is_second = bool(row["approvals"])
        if is_second and not person.may(_FINALLY):
            raise desk.refused(person, case, "终审注销", "总经理")
        if is_final and not (is_second or person.sole or _MANAGER in person.roles):
            raise desk.refused(person, case, "先行终审", "客户服务部经理先批准")
        open_now = standing(row, desk.known(work, case, at, asked), at=at).everything
        if open_now:
            suspend(row, card, open_now, at=at)
            desk.write(work, case, "suspend-deregistration", person, at)
        else:
            steps = [_FINALLY if is_second else _AGREE]
            steps += [_FINALLY] if is_final and person.sole else []
            for step in steps:
                one = {"step": step, "by": person.person, "role": role_of(person, step), "at": at}
                row["approvals"].append(one)
            if not is_final or steps[-1] == _FINALLY:
                states.advance(card, "agree")
                row["state"] = "approved"
            desk.write(
                work, case, "agree-deregistration", person, at, reason=reason, step=steps[-1]
            )
    if open_now:  # the file waits from now on, though nothing is approved
        raise NotCleared(row["file"], open_now, act=act)
    return desk.handed(row, at)


def refuse(desk: Desk, number: str, *, reason: str, actor: str = "") -> Application:
    """Refuse an application; see ``Deregistration.refuse``."""
    act = "否决注销"
    person = desk.person(_AGREE, act, actor)
    why = said(reason, "不批准的理由")
    desk.begin(person, number, act)
    with desk.office.writing(person) as (work, at):
        case = desk.running(work, person, number, at=at, act=act, event="refuse")
        desk.separate(person, case, "否决经手的注销", others=True)
        ended = {"by": person.person, "role": role_of(person, _AGREE), "reason": why}
        desk.end(case, "refused", "refuse", at, ended)
        desk.write(work, case, "refuse-deregistration", person, at, reason=why)
    return desk.handed(case.row, at)


def lapse(desk: Desk, *, actor: str = "") -> list[Application]:
    """End what waited too long; see ``Deregistration.lapse``."""
    person = desk.person("lead_check", "终止逾期的注销申请", actor)
    with desk.office.writing(person) as (work, at):
        over = [case for case in desk.cases(person, at) if desk.is_over(case.row, at)]
        for case in over:
            desk.lapse(work, case, person, at)
    return [desk.handed(case.row, at) for case in over]


def set_final(desk: Desk, *, on: bool, reason: str, actor: str = "") -> None:
    """Settle whether the general manager decides on all; see ``Deregistration.set_final``."""
    act = "规定注销的终审"
    person = desk.person(_FINALLY, act, actor)
    why = said(reason, "理由")
    with desk.office.writing(person) as (work, at):
        settings = work.get(_SETTINGS, 1) or {}
        if bool(settings.get(_SETTING)) == on:
            raise NotPermitted("没有办理：注销的终审已是这样规定的。")
        work.put(_SETTINGS, 1, settings | {_SETTING: on})
        detail = {_SETTING: on}
        work.record(Act("deregistration-setting", person.account, at, reason=why, detail=detail))
