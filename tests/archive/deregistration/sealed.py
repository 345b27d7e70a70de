"""Files that are settled, sealed, or on their way back: as the acts before leave them."""

from __future__ import annotations

from typing import Any

from archive.customers import company
from archive.hands import PAPERS, PERSONAL
from archive.secrecy.department import card

from csdforms.archive.archive import Archive
from csdforms.archive.deregistration.joint_check import LINES
from csdforms.archive.store import Act, Document

WHY = "客户要求恢复供货"


def settle(archive: Archive, number: str, trigger: str = "D1", **changes: Any) -> str:
    """Let a file's deregistration be settled, everything signed today; return its number."""
    at = archive.office.moment()
    statement = {"balance": "0.00", "currency": "CNY", "as_of": at[:10], "agreed": True}
    lines: dict[str, Document] = {}
    for line in LINES:
        lines[line.code] = {"by": "孙倩", "roles": [], "at": at, "clear": True, "text": ""}
        if line.statement:
            lines[line.code]["statement"] = statement
    with archive.store.writing() as work:
        key = work.last_key("deregistrations") + 1
        application = {
            "number": f"ZX-2026-{key:04}",
            "file": number,
            "trigger": trigger,
            "reason": "不再往来",
            "applicant": "陈静",
            "at": at,
            "before": "ACTIVE",
            "state": "settled",
            "lines": lines,
            "blockers": [],
            "approvals": [{"step": "agree", "by": "赵强", "role": "cs_manager", "at": at}],
            "settled": {"letter": {"by": "赵强", "at": at}},
        }
        work.put("deregistrations", key, application | changes)
        [file_key] = work.find("files", "number", number)
        old = work.get("files", file_key) or {}
        work.put(
            "files", file_key, old | {"state": "SETTLED", "deregistration": f"ZX-2026-{key:04}"}
        )
        work.record(Act("test", "tests", at, number))
    return f"ZX-2026-{key:04}"


def seal(archive: Archive, number: str, trigger: str = "D1") -> Document:
    """Settle and seal a file, in an archive with a department or without; return its card."""
    settle(archive, number, trigger)
    if archive.store.count("staff"):
        archive.seals.prepare(number, actor="zhou")
        archive.seals.confirm(number, actor="chen")
    else:
        archive.seals.prepare(number)
    return card(archive, number)


def application(archive: Archive, number: str) -> Document:
    """Return the last application for a file's deregistration."""
    keys = archive.store.find("deregistrations", "file", number)
    return archive.store.get("deregistrations", keys[-1]) or {}


def seal_row(archive: Archive, number: str) -> Document:
    """Return the last seal of a file."""
    keys = archive.store.find("seals", "file", number)
    return archive.store.get("seals", keys[-1]) or {}


def profile(**changes: Any) -> dict[str, Any]:
    """Return the profile of the sealed company as it is today."""
    return company(**{"phone": "021-62340000", **changes})


def fresh(day: str) -> list[dict[str, Any]]:
    """Return a person's papers with a notice and consent of a day."""
    return [{**paper, "given_on": day} if "given_on" in paper else paper for paper in PERSONAL]


def apply(archive: Archive, number: str, actor: str = "wang", **changes: Any) -> str:
    """Apply for a company's revival; return the application's number."""
    data = changes.pop("data", profile())
    papers = changes.pop("papers", PAPERS)
    said = {"papers": papers, "reason": WHY, "actor": actor, **changes}
    return archive.revivals.apply(number, data, **said).number


def checked(archive: Archive, number: str, **changes: Any) -> str:
    """Apply and let it be checked; return the application's number."""
    given = apply(archive, number, **changes)
    return archive.revivals.check(given, seen=["营业执照"], actor="zhou").number
