"""An archive with complaints, in memory: three about the product, one about the service."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from archive.customers import Clock, open_company, other_company
from archive.memory_store import MemoryStore
from archive.secrecy.department import classify, hire

from csdforms.archive.actor import BEIJING, moment
from csdforms.archive.archive import Archive
from csdforms.archive.store import Act
from csdforms.reports.computing import compute
from csdforms.reports.sheet import ComputedSheet

FORM = "complaint_statistics"
QUARTER: Mapping[str, Any] = {"start": dt.date(2026, 1, 1), "end": dt.date(2026, 3, 31)}
#: Number, day of receipt, category.
CASES = (
    ("TS-20260203-001", "2026-02-03", "产品质量"),
    ("TS-20260210-001", "2026-02-10", "产品质量"),
    ("TS-20260302-001", "2026-03-02", "产品质量"),
    ("TS-20260304-001", "2026-03-04", "服务质量"),
)


def complaint(number: str, day: str, category: str, **boxes: Any) -> dict[str, Any]:
    """Return a registered complaint, still open, due three days after it came in."""
    due = dt.date.fromisoformat(day) + dt.timedelta(days=3)
    return {
        "complaint_no": number,
        "received_at": f"{day}T09:00",
        "due_on": due.isoformat(),
        "category": category,
        "level": "低等级",
        "channel": "来电",
        "customer_kind": "单位",
        "content": "内容",
        **boxes,
    }


def add(archive: Archive, file: str, number: str, day: str, category: str, **more: Any) -> str:
    """File a complaint; return the item's number."""
    data = complaint(number, day, category, **more)
    return archive.file(file, "complaint_register_one", data, section="3.2").number


def close(archive: Archive, number: str, at: str) -> str:
    """File that a complaint was closed."""
    data = {"complaint_no": number, "closed_at": at, "validity": "属实", "closing_type": "正常结案"}
    return archive.file("", "complaint_handling", data, section="3.9").number


def empty() -> Archive:
    """Return an archive with nothing in it, one keeper, and a clock at 2026-04-02."""
    clock = Clock()
    clock.at = dt.datetime(2026, 4, 2, 9, 0, tzinfo=BEIJING)
    return Archive(MemoryStore(Act("init", "zhang", moment(clock()))), actor="zhang", clock=clock)


def kept() -> Archive:
    """Return an archive with the four complaints among the department's papers."""
    archive = empty()
    for number, day, category in CASES:
        add(archive, "", number, day, category)
    return archive


def staffed(*, hides: bool = True) -> Archive:
    """Return one with two customers, a complaint of each; the first is 秘密, if there is it at all.

    Staff as in :mod:`archive.secrecy.department`: zhou may know of 秘密, chen only of 内部.
    """
    archive = empty()
    seen = archive.open_file(other_company(), form="corporate_customer_profile").number
    classify(archive, seen, 1)
    add(archive, seen, "TS-20260210-001", "2026-02-10", "产品质量")
    if hides:
        secret = open_company(archive)
        classify(archive, secret, 2)
        add(archive, secret, "TS-20260203-001", "2026-02-03", "产品质量")
    hire(archive)
    return archive


def counted(archive: Archive, **more: Any) -> ComputedSheet:
    """Compute the statistics of the quarter by category."""
    return compute(archive, FORM, **{**QUARTER, "said": {"dimension": "投诉类别"}, **more})


def noted(archive: Archive, act: str) -> Iterator[dict[str, Any]]:
    """Yield the details that the log of access has of an act."""
    return (said["detail"] for line, said in archive.store.notes() if line.act == act)
