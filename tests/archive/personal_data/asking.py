"""People who ask something of their own data, and the department that answers them."""

from __future__ import annotations

from typing import Any

from archive.customers import open_company, open_person
from archive.secrecy.department import classify, hire

from csdforms.archive.archive import Archive
from csdforms.archive.personal_data.answers import NewAnswer
from csdforms.archive.personal_data.records import Request
from csdforms.archive.personal_data.taking import NewRequest
from csdforms.archive.store import Document

PROOF = "看过身份证件原件，回拨登记的手机"
#: Who is named in a company's profile.
CONTACT = {"name": "陈立", "mobile": "13900006799", "job_title": "采购经理"}


def new(kind: str = "delete", **changes: Any) -> NewRequest:
    """Return a request of 李晓岚 who has proven who she is."""
    said: dict[str, Any] = {
        "kind": kind,
        "requester": "李晓岚",
        "contact": "13900006721",
        "asked": "请办理。",
        "proof": PROOF,
    }
    return NewRequest(**{**said, **changes})


def person_on_file(archive: Archive) -> str:
    """Open a person's file, then let the department begin."""
    number = open_person(archive)
    classify(archive, number, 1)
    hire(archive)
    return number


def company_on_file(archive: Archive, **changes: Any) -> str:
    """Open the file of a company with a contact person, then let the department begin."""
    number = open_company(archive, contacts=[CONTACT], **changes)
    classify(archive, number, 1)
    hire(archive)
    return number


def taken(archive: Archive, kind: str = "delete", actor: str = "chen", **changes: Any) -> Request:
    """Take a request."""
    return archive.personal_requests.take(new(kind, **changes), actor=actor)


def answered(
    archive: Archive, number: str, outcome: str, *grounds: str, actor: str = "jie", **said: Any
) -> Request:
    """Answer a request."""
    answer = NewAnswer(outcome, said.pop("reasons", "依法办理。"), grounds, **said)
    return archive.personal_requests.answer(number, answer, actor=actor)


def row(archive: Archive, number: str) -> Document:
    """Return a request as it is kept."""
    [key] = archive.store.find("personal_requests", "number", number)
    return archive.store.get("personal_requests", key) or {}
