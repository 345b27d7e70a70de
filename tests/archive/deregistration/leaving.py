"""Customers who leave the books: the department, and an application in each of its states."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from archive.customers import Clock, open_company
from archive.memory_store import MemoryStore
from archive.secrecy.department import hire

from csdforms.archive.actor import moment
from csdforms.archive.archive import Archive
from csdforms.archive.deregistration.records import Application
from csdforms.archive.store import Act, Document

#: Account: person, roles, clearance.
STAFF = {
    "chen": ("陈静", ["info_specialist"], 1),
    "zhou": ("周明", ["info_supervisor"], 2),
    "zhou2": ("周明", ["cs_manager"], 3),  # the same person under another account
    "yun": ("陈云", ["info_supervisor"], 2),
    "qiang": ("赵强", ["cs_manager"], 3),
    "gao": ("高远", ["gm"], 4),
    "jie": ("周洁", ["dpo"], 2),
    "wang": ("王敏", ["sales"], 2),
    "liu": ("刘洋", ["complaint_supervisor"], 2),
    "mei": ("吴梅", ["after_sales_supervisor"], 2),
    "qian": ("孙倩", ["finance"], 2),
    "fang": ("方正", ["legal"], 2),
    "lin": ("林涛", ["phone_agent"], 1),
}
#: Who signs each line.
OWNERS = {
    "G1": "liu", "G2": "mei", "G3": "qian", "G4": "qian", "G5": "wang", "G6": "qian",
    "G7": "mei", "G8": "fang", "G9": "chen", "G10": "zhou", "G11": "jie", "G12": "zhou",
}  # fmt: skip
AGENT = {
    "kind": "agent",
    "document": "授权委托书",
    "issued_on": "2026-03-01",
    "valid_to": "2026-12-31",
    "holder_seen_by": "王敏",
}
SAID = {"reason": "不再往来", "settlement": "已对账，无余额"}


def in_memory(clock: Clock) -> Archive:
    """Return an empty archive of 张 that keeps everything in memory."""
    store = MemoryStore(Act("init", "zhang", moment(clock())))
    return Archive(store, actor="zhang", clock=clock)


def customer(archive: Archive, **changes: Any) -> str:
    """Open a company's file that the whole department may find, while there is one keeper."""
    return open_company(archive, **{"confidentiality": "内部", **changes})


def engage(archive: Archive) -> None:
    """Register the staff."""
    hire(archive, STAFF)


def statement(archive: Archive, **changes: Any) -> dict[str, Any]:
    """Return a statement of account of today: nothing is owed, and the customer agrees."""
    today = archive.office.today()
    return {"balance": "0.00", "currency": "CNY", "as_of": today, "agreed": True, **changes}


def applied(archive: Archive, number: str, actor: str = "wang", **changes: Any) -> str:
    """Apply for a file's deregistration; return the application's number."""
    given: Mapping[str, Any] = {"trigger": "D1", "authority": AGENT, **SAID, **changes}
    if given["trigger"] not in ("D1", "D2", "D4", "D8"):
        given = {**given, "authority": None}
    return archive.deregistration.apply(number, actor=actor, **given).number


def checked(archive: Archive, number: str, **changes: Any) -> str:
    """Apply, and begin the joint check."""
    zx = applied(archive, number, **changes)
    archive.deregistration.check(zx, actor="zhou")
    return zx


def sign(archive: Archive, zx: str, line: str, actor: str = "", **changes: Any) -> Application:
    """Sign one line, clear unless said otherwise."""
    given: dict[str, Any] = {"clear": True, **changes}
    if line in ("G3", "G4"):
        given.setdefault("statement", statement(archive))
    return archive.deregistration.sign(zx, line, actor=actor or OWNERS[line], **given)


def sign_all(archive: Archive, zx: str, *, but: tuple[str, ...] = ()) -> None:
    """Sign every line."""
    for line in OWNERS:
        if line not in but:
            sign(archive, zx, line)


def cleared(archive: Archive, number: str, **changes: Any) -> str:
    """Carry an application to its clearance."""
    zx = checked(archive, number, **changes)
    sign_all(archive, zx)
    return zx


def approved(archive: Archive, number: str, **changes: Any) -> str:
    """Carry an application to the manager's approval."""
    zx = cleared(archive, number, **changes)
    archive.deregistration.approve(zx, actor="qiang")
    return zx


def state_of(archive: Archive, number: str) -> str:
    """Return the state of a file."""
    [key] = archive.store.find("files", "number", number)
    return str((archive.store.get("files", key) or {})["state"])


def row_of(archive: Archive, zx: str) -> Document:
    """Return an application as it is kept."""
    [key] = archive.store.find("deregistrations", "number", zx)
    return archive.store.get("deregistrations", key) or {}


def put(archive: Archive, table: str, **row: Any) -> None:
    """Put a document into a table, as acts of other parts do."""
    with archive.store.writing() as work:
        work.put(table, work.last_key(table) + 1, row)
        work.record(Act("test", "tests", archive.office.moment()))


def complain(archive: Archive, number: str, case: str = "TS-20260305-001") -> None:
    """File a complaint that is not closed, as the only keeper or as whoever receives it."""
    actor = "liu" if archive.store.count("staff") else ""
    data = {"complaint_no": case}
    archive.file(number, "complaint_register_one", data, section="3.2", actor=actor)


def settle_complaint(archive: Archive, number: str, case: str = "TS-20260305-001") -> None:
    """File the sheet that closes the complaint."""
    data = {"complaint_no": case, "closed_at": "2026-03-05 10:00"}
    archive.file(number, "complaint_handling", data, section="3.8", actor="liu")
