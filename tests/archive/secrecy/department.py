"""A department with separate persons, its customers' files on their levels, and what tests ask."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from archive.customers import Clock, change_card, open_company, open_person, other_company

from csdforms.archive.archive import Archive
from csdforms.archive.store import Act, Document

#: Account: person, roles, clearance.
STAFF = {
    "chen": ("陈静", ["info_specialist"], 1),
    "zhou": ("周明", ["info_supervisor"], 2),
    "qiang": ("赵强", ["cs_manager"], 3),
    "gao": ("高远", ["gm"], 4),
    "jie": ("周洁", ["dpo"], 2),
    "wang": ("王敏", ["sales"], 2),
    "liu": ("刘洋", ["complaint_supervisor"], 2),
    "lin": ("林涛", ["phone_agent"], 1),
    "qiang2": ("赵强", ["sales"], 3),
    "sun": ("孙立", ["system_admin"], -1),
    "he": ("何平", ["auditor"], -1),
}
ABSENT = "KH-F-2026-000009-X"


def register(archive: Archive, account: str, person: str, roles: list[str], level: int) -> None:
    """Register an account as it is kept, whoever acts; it ends the one that was there."""
    hire(archive, {account: (person, roles, level)})


def hire(archive: Archive, staff: Mapping[str, tuple[str, list[str], int]] = STAFF) -> None:
    """Register people as they are kept, whoever acts: the whole department, or another one."""
    at = archive.office.moment()
    with archive.store.writing() as work:
        for account, (person, roles, level) in staff.items():
            end(work, account, at)
            entry = {"account": account, "person": person, "roles": roles}
            key = work.last_key("staff") + 1
            work.put("staff", key, entry | {"clearance": level, "since": at})
        work.record(Act("test", "tests", at))


def end(work: Any, account: str, at: str) -> None:
    for key in work.find("staff", "login", account):
        entry = work.get("staff", key)
        if "left" not in entry:
            work.put("staff", key, entry | {"left": at})


def leave(archive: Archive, account: str) -> None:
    """Let the holder of an account leave."""
    at = archive.office.moment()
    with archive.store.writing() as work:
        end(work, account, at)
        work.record(Act("test", "tests", at))


def opened(archive: Archive, level: int, circle: tuple[str, ...] = ()) -> str:
    """Open a company's file of this level, while there is one keeper."""
    number = open_company(archive)
    classify(archive, number, level, circle)
    return number


def second(archive: Archive) -> str:
    """Open another company's file, 内部."""
    number = archive.open_file(other_company(), form="corporate_customer_profile").number
    classify(archive, number, 1)
    return number


def opened_person(archive: Archive, level: int) -> str:
    """Open a person's file of this level."""
    number = open_person(archive)
    classify(archive, number, level)
    return number


def classify(archive: Archive, number: str, level: int, circle: tuple[str, ...] = ()) -> None:
    """Give a file a level, as a decision does."""
    secrecy: Document = {"level": level}
    if circle:
        secrecy["circle"] = list(circle)
    change_card(archive, number, secrecy=secrecy)


def card(archive: Archive, number: str) -> Document:
    """Return the card of a file as it is kept."""
    [key] = archive.store.find("files", "number", number)
    return archive.store.get("files", key) or {}


def passes(clock: Clock, **time: float) -> None:
    """Let time pass."""
    clock.at += dt.timedelta(**time)


def acts(archive: Archive, name: str) -> list[Document]:
    """Return what the journal's lines of an act say, with their subject and account."""
    return [
        {**(archive.store.get("acts", line.no) or {}), "subject": line.subject, "who": line.actor}
        for line in archive.store.lines()
        if line.act == name
    ]


def notes(archive: Archive, name: str) -> list[Document]:
    """Return what the log of access says of this, with subject and account."""
    return [
        {**said, "subject": line.subject, "who": line.actor}
        for line, said in archive.store.notes()
        if line.act == name
    ]
