"""Fictional customers, sheets about them, and a clock that tests own."""

from __future__ import annotations

import datetime as dt
from typing import Any

from csdforms.archive.actor import BEIJING
from csdforms.archive.archive import Archive
from csdforms.archive.store import Act, Document

CORPORATE = "corporate_customer_profile"
INDIVIDUAL = "individual_customer_profile"

COMPANY = {
    "customer_name": "上海屿泊包装有限公司",
    "org_kind": "企业法人",
    "uscc": "91310115MAXX0Y0XXT",
    "phone": "021-62345678",
}
PERSON = {
    "customer_name": "李晓岚",
    "id_type": "居民身份证",
    "id_no": "310199198906140023",
    "mobile": "13900006721",
}


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.at = dt.datetime(2026, 3, 5, 14, 5, 9, 123456, tzinfo=BEIJING)

    def __call__(self) -> dt.datetime:
        return self.at


def company(**changes: Any) -> dict[str, Any]:
    """Return a company's profile; a value of None leaves the box empty."""
    return {name: value for name, value in {**COMPANY, **changes}.items() if value is not None}


def person(**changes: Any) -> dict[str, Any]:
    """Return a person's profile; a value of None leaves the box empty."""
    return {name: value for name, value in {**PERSON, **changes}.items() if value is not None}


def other_company(**changes: Any) -> dict[str, Any]:
    """Return the profile of a company that shares nothing with the first."""
    apart = {
        "customer_name": "临江市望塔五金厂",
        "uscc": "91310199MA0000001A",
        "phone": "0571-8800001",
    }
    return company(**{**apart, **changes})


def open_company(archive: Archive, **changes: Any) -> str:
    """Open a company's file; return its number."""
    return archive.open_file(company(**changes), form=CORPORATE).number


def open_person(archive: Archive, **changes: Any) -> str:
    """Open a person's file; return its number."""
    return archive.open_file(person(**changes), form=INDIVIDUAL).number


def change_card(archive: Archive, number: str, **changes: Any) -> None:
    """Change a card as acts do that are still to come: its state, a merger."""
    [key] = archive.store.find("files", "number", number)
    with archive.store.writing() as work:
        card: Document = work.get("files", key) or {}
        work.put("files", key, card | changes)
        last = archive.store.last()
        work.record(Act("test", "tests", last.at, number))
