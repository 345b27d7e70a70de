"""What the calendar asks for."""

from __future__ import annotations

from typing import Any

import pytest
from archive.custody.keepers import engage, goes_to
from archive.customers import Clock, change_card, company
from archive.secrecy.department import classify, notes, opened

from csdforms.archive.archive import Archive
from csdforms.archive.custody.custody import Custody
from csdforms.archive.custody.due import KINDS
from csdforms.archive.custody.matters import FINDERS
from csdforms.archive.store import Act
from csdforms.errors import NotAuthorised, NotPermitted


@pytest.fixture
def number(archive: Archive) -> str:
    return opened(archive, 1)


@pytest.fixture
def custody(archive: Archive, number: str) -> Custody:
    assert number  # it is opened while there is one keeper
    return engage(archive)


def put(archive: Archive, table: str, **row: Any) -> None:
    """Put a row into a register, as its own part does."""
    with archive.store.writing() as work:
        work.put(table, work.last_key(table) + 1, row)
        work.record(Act("test", "tests", archive.office.moment()))


def due(custody: Custody, actor: str, kind: str = "") -> list[tuple[str, str, str]]:
    return [(one.kind, one.number, one.day) for one in custody.due(kind=kind, actor=actor)]


def test_every_kind_has_a_name_and_what_finds_it() -> None:
    assert FINDERS.keys() == KINDS.keys()


def test_everybody_sees_what_is_his_business(
    archive: Archive, custody: Custody, clock: Clock, number: str
) -> None:
    hold = custody.hold(number, "（2026）1号", reason="诉讼", actor="fang").number
    assert due(custody, "fang") == []
    goes_to(clock, "2027-03-05")
    assert due(custody, "fang") == [("hold", hold, "2027-03-05")]
    assert due(custody, "wang") == []
    assert due(custody, "zhou") == [
        ("inspection", "", "2026-09-05"),
        ("dormant", number, "2027-03-05"),
    ]
    classify(archive, number, 4, ("高远",))
    assert due(custody, "fang") == []
    assert due(custody, "zhou") == [("inspection", "", "2026-09-05")]
    assert {one["who"] for one in notes(archive, "due")} == {"fang", "wang", "zhou"}


def test_a_change_waits_for_another_than_its_proposer(
    archive: Archive, custody: Custody, number: str
) -> None:
    data = company(customer_name="新名称有限公司", confidentiality="内部")
    archive.revise(number, data, reason="更名", evidence="通知书", actor="zhou")
    assert due(custody, "qiang", "change") == [("change", "BG-2026-0001", "")]
    assert due(custody, "zhou", "change") == []


def test_loans_levels_and_requests(
    archive: Archive, custody: Custody, clock: Clock, number: str
) -> None:
    loan = archive.loans.lend(number, "王敏", purpose="核对", pages=2, actor="zhou").number
    change_card(archive, number, secrecy={"level": 1, "until": "2026-03-30"})
    asked = {"file": number, "due": "2026-03-26"}
    put(archive, "personal_requests", number="QQ-2026-0001", state="open", **asked)
    put(archive, "personal_requests", number="QQ-2026-0002", state="answered", **asked)
    put(archive, "personal_requests", number="QQ-2026-0003", state="held", file="", due="")
    assert due(custody, "chen", "loan") == []
    goes_to(clock, "2026-03-12")
    assert due(custody, "chen", "loan") == [("loan", loan, "2026-03-08")]
    assert due(custody, "chen", "level") == [("level", number, "2026-03-30")]
    assert due(custody, "jie", "request") == [
        ("request", "QQ-2026-0003", ""),
        ("request", "QQ-2026-0001", "2026-03-26"),
    ]


def test_deregistrations_by_working_days_and_lapses(
    archive: Archive, custody: Custody, number: str
) -> None:
    at = "2026-03-05T14:05:09.123456+08:00"
    put(archive, "deregistrations", number="ZX-2026-0001", file=number, state="checking", at=at)
    put(
        archive,
        "deregistrations",
        number="ZX-2026-0002",
        file=number,
        state="suspended",
        at=at,
        suspended_at=at,
    )
    put(archive, "deregistrations", number="ZX-2026-0003", file=number, state="sealed", at=at)
    assert due(custody, "zhou", "deregistration") == [
        ("deregistration", "ZX-2026-0001", "2026-03-26"),
        ("deregistration", "ZX-2026-0002", "2026-03-26"),
    ]
    assert due(custody, "qiang", "lapse") == [("lapse", "ZX-2026-0002", "2026-06-03")]


def test_undo_revival_and_retention_of_what_is_sealed(
    archive: Archive, custody: Custody, clock: Clock, number: str
) -> None:
    sealed = {"number": "FC-2026-0001", "at": "", "day": "2026-03-05", "deregistration": "ZX"}
    kept = {"code": "D10", "from": "2026-12-31", "until": "2036-12-31"}
    change_card(archive, number, state="SEALED", sealed=sealed, retention=kept)
    put(archive, "revivals", number="HF-2026-0001", file=number, state="checked")
    put(archive, "revivals", number="HF-2026-0002", file=number, state="refused")
    assert due(custody, "qiang", "undo") == [("undo", "FC-2026-0001", "2026-03-26")]
    assert due(custody, "qiang", "revival") == [("revival", "HF-2026-0001", "")]
    goes_to(clock, "2036-12-31")
    assert due(custody, "qiang", "undo") == due(custody, "zhou", "retention") == []
    goes_to(clock, "2037-01-01")
    assert due(custody, "zhou", "retention") == [("retention", number, "2036-12-31")]
    change_card(archive, number, holds=["BQ-2026-0001"], sealed={})
    assert due(custody, "zhou", "retention") == due(custody, "qiang", "undo") == []


def test_approvals_and_backups(archive: Archive, custody: Custody) -> None:
    lines = {"files": [], "valid_until": "2026-06-03"}
    put(archive, "destructions", number="XH-2026-0001", state="approved", **lines)
    put(archive, "destructions", number="XH-2026-0002", state="done", **lines)
    put(archive, "backups", due="2026-04-01", at="")
    put(archive, "backups", due="2026-04-01", at="", gone="2026-03-05")
    put(archive, "backups", due="", at="")
    assert due(custody, "qiang", "approval") == [("approval", "XH-2026-0001", "2026-06-03")]
    assert due(custody, "sun", "backup") == [("backup", "1", "2026-04-01")]
    assert due(custody, "sun") == [("backup", "1", "2026-04-01")]


def test_what_is_no_kind_and_who_is_nobody(custody: Custody) -> None:
    with pytest.raises(NotPermitted, match="weather"):
        custody.due(kind="weather", actor="zhou")
    with pytest.raises(NotAuthorised):
        custody.due(actor="stranger")
