"""One decision for a class of forms (archive.md §4.2)."""

from __future__ import annotations

from typing import Any

import pytest
from archive.customers import open_company, open_person
from archive.secrecy.department import hire

from csdforms.archive.archive import Archive
from csdforms.archive.records import Event
from csdforms.archive.secrecy.classifying.by_form import classify_filed
from csdforms.archive.secrecy.classifying.classifying import Classifying
from csdforms.archive.secrecy.levels import effective, entry_of, item_level
from csdforms.archive.store import Document
from csdforms.errors import NotAuthorised, NotPermitted, UnreadableInput

COMPANY = "KH-F-2026-000001-4"
PERSON = "KH-Z-2026-000002-2"
FORM = "customer_credit_analysis"
STAFF = {
    "li": ("李敏", ["info_specialist"], 4),
    "zhou": ("周静", ["cs_manager"], 4),
    "zhou2": ("周静", ["gm"], 4),
    "zhao": ("赵强", ["gm"], 4),
    "an": ("安平", ["auditor"], 4),
}


@pytest.fixture
def desk(archive: Archive) -> Classifying:
    open_company(archive, confidentiality="内部")
    open_person(archive, confidentiality="内部")
    for number, month in (
        (COMPANY, "2026-01"),
        (COMPANY, "2026-02"),
        (PERSON, "2026-01"),
        ("", ""),
    ):
        archive.file(number, FORM, {"month": month}, section="4.9")
    archive.file(COMPANY, "inbound_call_record", {"call_no": "HR-1"}, section="5.1")
    hire(archive, STAFF)
    return Classifying(archive.office)


def card(archive: Archive, number: str) -> Document:
    [key] = archive.store.find("files", "number", number)
    return archive.store.get("files", key) or {}


def decided(desk: Classifying, level: int, proposer: str = "zhou", **more: Any) -> int:
    said = {"reason": "信用资料", "basis": "目录", **more}
    desk.propose_form(FORM, level, actor=proposer, **said)
    return desk.decide_form(FORM, actor="zhao")


def test_every_item_of_the_form_gets_the_level(archive: Archive, desk: Classifying) -> None:
    assert decided(desk, 3, circle=["李敏"], until="8年") == 3
    for number, items in ((COMPANY, 2), (PERSON, 1)):
        found = card(archive, number)
        assert effective(found) == 3
        assert found["secrecy"]["circle"] == ["李敏"]
        assert len(found["secrecy"]["items"]) == items
        assert entry_of(found, f"{number}/4.9-2026-0001") == {
            "level": 3,
            "until": "2034-03-05",
            "by": "赵强",
            "power": 4,
            "on": "2026-03-05",
            "reason": "信用资料",
            "basis": "目录",
        }
    lines = list(archive.store.lines())[-5:]
    assert [(line.act, line.actor, line.subject) for line in lines] == [
        ("propose", "zhou", ""),
        ("classify", "zhao", ""),
        ("classify", "zhao", COMPANY),
        ("classify", "zhao", COMPANY),
        ("classify", "zhao", PERSON),
    ]
    last = Event.of(lines[-1], archive.store.get("acts", lines[-1].no))
    assert (last.detail["form"], last.detail["item"]) == (FORM, f"{PERSON}/4.9-2026-0001")


def test_what_is_filed_afterwards_gets_it_too(archive: Archive, desk: Classifying) -> None:
    desk.propose_form(FORM, 2, until="长期", reason="信用资料", basis="目录", actor="li")
    desk.decide_form(FORM, actor="zhou")
    number = f"{PERSON}/4.9-2026-0002"
    with archive.store.writing() as work:
        for form, file, item in (
            (FORM, PERSON, number),
            (FORM, "", "BM/4.9-2026-0002"),
            ("inbound_call_record", PERSON, f"{PERSON}/5.1-2026-0001"),
        ):
            classify_filed(
                work, {"number": item, "file": file, "form": form}, "li", archive.store.last().at
            )
    found = card(archive, PERSON)
    assert list(found["secrecy"]["items"]) == [f"{PERSON}/4.9-2026-0001", number]
    assert "until" not in entry_of(found, number)
    line = archive.store.last()
    assert (line.act, line.actor, line.subject) == ("classify", "li", PERSON)


def test_a_rule_lowers_nothing_that_is_on_file(archive: Archive, desk: Classifying) -> None:
    item = f"{COMPANY}/4.9-2026-0001"
    decided(desk, 3, circle=["李敏"])
    before = card(archive, COMPANY)
    decided(desk, 3, circle=["李敏"], reason="再次", until="9年")
    assert card(archive, COMPANY) == before  # each keeps the term that it has
    desk.propose_form(FORM, 2, reason="放宽", basis="目录", actor="li")
    with pytest.raises(NotAuthorised, match="总经理"):
        desk.decide_form(FORM, actor="zhou")
    desk.decide_form(FORM, actor="zhao")
    assert card(archive, COMPANY) == before
    assert item_level(before, item) == 3


def test_a_file_keeps_its_circle(archive: Archive, desk: Classifying) -> None:
    desk.propose(COMPANY, 3, circle=["赵强"], reason="理由", basis="依据", actor="zhou")
    desk.decide(COMPANY, actor="zhao")
    decided(desk, 4, circle=["李敏"])
    assert card(archive, COMPANY)["secrecy"]["circle"] == ["赵强"]
    assert card(archive, PERSON)["secrecy"]["circle"] == ["李敏"]


def test_one_proposes_and_another_decides(desk: Classifying) -> None:
    desk.propose_form(FORM, 2, reason="理由", basis="依据", actor="zhou")
    for actor, who in (
        ("zhou", "另一位"),
        ("zhou2", "另一位"),
        ("li", "客户信息主管"),
        ("an", "客户信息主管"),
    ):
        with pytest.raises(NotAuthorised, match=who):
            desk.decide_form(FORM, actor=actor)
    [matter] = [matter for matter in desk.due(actor="li") if matter.kind == "decide"]
    assert matter[:5] == ("decide", "", FORM, 0, "")
    assert (matter.said["by"], matter.said["level"]) == ("周静", 2)
    assert desk.decide_form(FORM, actor="zhao") == 2
    assert desk.due(actor="li") == ()
    with pytest.raises(NotPermitted, match="没有待答复"):
        desk.decide_form(FORM, actor="zhao")
    with pytest.raises(NotPermitted, match="没有待答复"):
        desk.decide_form("inbound_call_record", actor="zhao")


def test_what_cannot_be_decided(archive: Archive, desk: Classifying) -> None:
    before = archive.store.last()
    said = {"reason": "理由", "basis": "依据"}
    with pytest.raises(NotAuthorised, match="客户服务部经理"):
        desk.propose_form(FORM, 3, circle=["李敏"], actor="li", **said)
    with pytest.raises(NotAuthorised):
        desk.propose_form(FORM, 2, actor="an", **said)
    with pytest.raises(NotPermitted, match="知悉范围"):
        desk.propose_form(FORM, 3, actor="zhou", **said)
    with pytest.raises(NotPermitted, match="不写日期"):
        desk.propose_form(FORM, 2, until="2030-12-31", actor="li", **said)
    with pytest.raises(NotPermitted, match="请写明理由"):
        desk.propose_form(FORM, 2, reason="", basis="依据", actor="li")
    with pytest.raises(UnreadableInput):
        desk.propose_form(FORM, "很密", actor="li", **said)
    assert archive.store.last() == before
