"""Lists of destruction: frozen, approved, carried out before witnesses, finished."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from archive.customers import Clock, change_card, company, open_company, open_person
from archive.destruction.hands import (
    DELETION,
    MEMBERS,
    OVER,
    STAFF,
    TEN_YEARS,
    accounted,
    approved,
    begin,
    begun,
    company_over,
    convened,
    counted,
    destroyed,
    engage,
    item,
    other_person,
    person_over,
    proposed,
    reported,
    seal,
    signed,
)
from archive.secrecy.department import acts, card, classify, hire, notes, passes

from csdforms.archive.actor import BEIJING
from csdforms.archive.archive import Archive
from csdforms.archive.deregistration.blockers import Blocker
from csdforms.archive.deregistration.inventory import differing
from csdforms.archive.destruction import running
from csdforms.archive.destruction.destroying import Destructions
from csdforms.archive.destruction.erasing import erase_file, erase_item
from csdforms.archive.destruction.freezing import digest_of_lines
from csdforms.archive.destruction.known_copies import (
    GONE,
    OPEN,
    SWEPT,
    UNREADABLE,
    KnownCopy,
)
from csdforms.archive.destruction.pulling import pull
from csdforms.archive.destruction.records import Destruction
from csdforms.archive.secrecy.outgoing.amounts import Records
from csdforms.archive.secrecy.outgoing.copy_register import CopyRegister
from csdforms.archive.store import Act
from csdforms.archive.verifying import verify
from csdforms.errors import (
    ClosedFile,
    Held,
    NotAllowedNow,
    NotAuthorised,
    NotPermitted,
    UnknownFile,
)

_CRASH = "power cut"


@pytest.fixture
def lists(archive: Archive) -> Destructions:
    return archive.destructions


@pytest.fixture
def other(archive: Archive) -> str:
    """Return the number of a person's file past its retention."""
    return person_over(archive, "换锁")


@pytest.fixture
def third(archive: Archive) -> str:
    """Return the number of another person's file past its retention."""
    return other_person(archive, "王大海", "110101199003077539", "13900001111")


@pytest.fixture
def number(archive: Archive, clock: Clock, request: pytest.FixtureRequest) -> str:
    """Return the number of a company's file past its retention, on the day after.

    With the staff the opening of files ends: the others are opened before.
    """
    for name in {"other", "third"}.intersection(request.fixturenames):
        request.getfixturevalue(name)
    number = company_over(archive, "换锁", "换窗")
    engage(archive)
    goes_to(clock, OVER)
    return number


def goes_to(clock: Clock, day: str) -> None:
    clock.at = dt.datetime.fromisoformat(f"{day}T10:00:00").replace(tzinfo=BEIJING)


def row_of(archive: Archive) -> dict[str, Any]:
    """Return the first list as it is kept."""
    return archive.store.get("destructions", 1) or {}


def state(archive: Archive, number: str) -> str:
    return str(card(archive, number)["state"])


@pytest.fixture
def copies(monkeypatch: pytest.MonkeyPatch) -> list[KnownCopy]:
    """Return the known copies of every file: none, until a test puts some in."""
    found: list[KnownCopy] = []
    module = "csdforms.archive.destruction.accounting.known_copies"
    monkeypatch.setattr(module, lambda office, reader, file: list(found))  # noqa: ARG005
    return found


# The list


def test_a_list_says_what_the_manual_asks(archive: Archive, number: str) -> None:
    listed = archive.destructions.get(proposed(archive, number), actor="qiang")
    assert (listed.number, listed.state, listed.by) == ("XH-2037-0001", "proposed", "周明")
    assert (listed.appraisal, listed.request, listed.total) == ("JD-2037-0001", "", 3)
    [line] = row_of(archive)["lines"]
    assert line == {
        "no": 1,
        "file": number,
        "kind": "F",
        "title": "上海屿泊包装有限公司",
        "year": "2026",
        "code": "10 年",
        "due": "2036-12-31",
        "kept": "10年0个月",
        "pages": 0,
        "items": 3,
        "copies": 0,
        "level": 1,
        "reason": "保管期满，无保存价值",
        "remark": "",
    }
    assert listed.digest == digest_of_lines([line])
    assert state(archive, number) == "DESTROY_PROPOSED"
    assert [one.number for one in archive.destructions.all(actor="qiang")] == ["XH-2037-0001"]


def test_x10_a_list_names_no_person(archive: Archive, clock: Clock) -> None:
    persons = [person_over(archive, "换锁")]
    persons.append(other_person(archive, "王大海", "110101199003077539", "13900001111"))
    trader = company(
        customer_name="临江市李晓岚五金店", org_kind="个体工商户", uscc="92310199MA0000001T"
    )
    persons.append(open_company(archive, **trader))
    seal(archive, persons[-1], {"code": "P3", "from": "2026-03-05", "until": "2029-03-05"})
    engage(archive)
    goes_to(clock, OVER)
    listed = archive.destructions.get(proposed(archive, *persons), actor="qiang")
    assert [line.title for line in listed.lines] == [
        "个人客户档案",
        "个人客户档案",
        "个体工商户档案",
    ]
    assert [line.file for line in listed.lines] == persons
    text = json.dumps(row_of(archive), ensure_ascii=False)
    for value in ("晓岚", "大海", "五金", "3101991989", "1390000", "MA0000001T"):
        assert value not in text


def test_x03_a_changed_file_makes_the_approval_void(
    archive: Archive, lists: Destructions, number: str, other: str
) -> None:
    listed = approved(archive, number, other)
    change_card(archive, other, secrecy={"level": 2})
    with pytest.raises(Held, match="撤出 1 卷，原批准作废") as refusal:
        begin(archive, listed)
    assert refusal.value.exit_code == 5
    assert (state(archive, other), state(archive, number)) == ("SEALED", "DESTROY_PROPOSED")
    again = lists.get(listed, actor="qiang")
    assert (again.state, again.approvals, again.valid_until) == ("proposed", (), "")
    assert [line.pulled for line in again.lines] == ["", "清册编制以后档案有变动"]
    assert again.digest == digest_of_lines(row_of(archive)["lines"][:1])
    assert len(row_of(archive)["former_approvals"]) == 2
    assert "listed" not in card(archive, other)
    [act] = acts(archive, "void-approval")
    assert act["detail"] == {"list": listed, "files": [other]}
    with pytest.raises(NotAllowedNow, match="待审批"):
        begin(archive, listed)
    lists.approve(listed, actor="qiang")
    assert lists.approve(listed, actor="gao").state == "approved"
    assert state(archive, number) == "DESTROY_APPROVED"


@pytest.mark.parametrize(
    "changes", [{"items": 9}, {"versions": 2}, {"name": "改名"}, {"holds": ["BQ-2037-0001"]}]
)
def test_x03_whatever_changes_between_the_two_steps_is_taken_off(
    archive: Archive, lists: Destructions, number: str, changes: Any
) -> None:
    listed = proposed(archive, number)
    lists.approve(listed, actor="qiang")
    change_card(archive, number, **changes)
    with pytest.raises(Held, match="原批准作废"):
        lists.approve(listed, actor="gao")
    assert state(archive, number) == "SEALED"
    assert lists.get(listed, actor="gao").state == "void"
    with pytest.raises(NotAllowedNow, match="已全部撤出"):
        lists.approve(listed, actor="qiang")


def test_x03_an_edited_list_is_approved_anew(
    archive: Archive, lists: Destructions, number: str
) -> None:
    listed = approved(archive, number)
    row = row_of(archive)
    row["lines"][0]["pages"] = 80
    with archive.store.writing() as work:
        work.put("destructions", 1, row)
        work.record(Act("test", "tests", archive.store.last().at))
    with pytest.raises(Held, match="原批准作废"):
        begin(archive, listed)
    assert (lists.get(listed, actor="gao").state, state(archive, number)) == (
        "proposed", "DESTROY_PROPOSED",
    )  # fmt: skip


# Approval


def test_two_persons_approve(archive: Archive, lists: Destructions, number: str) -> None:
    listed = proposed(archive, number)
    first = lists.approve(listed, actor="qiang")
    assert (first.state, state(archive, number)) == ("endorsed", "DESTROY_PROPOSED")
    assert first.approvals == (
        {
            "by": "赵强",
            "role": "cs_manager",
            "at": first.approvals[0]["at"],
            "step": 1,
            "digest": first.digest,
        },
    )
    with pytest.raises(NotAuthorised, match="已审批过"):
        lists.approve(listed, actor="qiang2")  # the same person under another account
    last = lists.approve(listed, actor="gao")
    assert (last.state, last.valid_until) == ("approved", "2037-04-01")
    assert [one["role"] for one in last.approvals] == ["cs_manager", "gm"]
    assert state(archive, number) == "DESTROY_APPROVED"
    with pytest.raises(NotAllowedNow, match="已批准"):
        lists.approve(listed, actor="gao")


def test_the_last_step_is_the_general_managers(
    archive: Archive, lists: Destructions, number: str
) -> None:
    hire(archive, {**STAFF, "jing": ("经理", ["cs_manager"], 3)})
    listed = proposed(archive, number)
    lists.approve(listed, actor="qiang")
    with pytest.raises(NotAuthorised, match="请找总经理"):
        lists.approve(listed, actor="jing")
    with pytest.raises(NotAuthorised, match="您无权审批销毁清册"):
        lists.approve(listed, actor="chen")


def test_nobody_approves_what_he_proposed_or_appraised(
    archive: Archive, lists: Destructions, number: str
) -> None:
    hire(archive, {**STAFF, "cai2": ("蔡文", ["cs_manager"], 3)})
    listed = proposed(archive, number)
    with pytest.raises(NotAuthorised, match="本人提出、鉴定或已审批过"):
        lists.approve(listed, actor="cai2")


def test_a_list_is_refused(archive: Archive, lists: Destructions, number: str) -> None:
    listed = proposed(archive, number)
    with pytest.raises(NotPermitted, match="请写明否决的理由"):
        lists.refuse(listed, reason=" ", actor="qiang")
    lists.approve(listed, actor="qiang")
    with pytest.raises(NotAuthorised):
        lists.refuse(listed, reason="再议", actor="qiang2")
    assert lists.refuse(listed, reason="再议", actor="gao").state == "refused"
    assert state(archive, number) == "SEALED"
    with pytest.raises(NotAllowedNow, match="未批准"):
        lists.refuse(listed, reason="再议", actor="gao")
    assert proposed(archive, number) == "XH-2037-0002"


def test_x10_a_refusal_names_no_person(archive: Archive, lists: Destructions, clock: Clock) -> None:
    number = person_over(archive)
    engage(archive)
    goes_to(clock, OVER)
    listed = proposed(archive, number)
    with pytest.raises(NotPermitted, match="不能写个人客户的姓名"):
        lists.refuse(listed, reason="李晓岚还在投诉", actor="qiang")


@pytest.mark.parametrize(("days", "ok"), [(90, True), (91, False)])
def test_x06_an_approval_holds_ninety_days(
    archive: Archive, lists: Destructions, number: str, clock: Clock, days: int, *, ok: bool
) -> None:
    listed = approved(archive, number)
    passes(clock, days=days)
    if ok:
        assert begin(archive, listed).state == "counting"
        return
    with pytest.raises(Held, match="已过 90 天"):
        begin(archive, listed)
    assert (lists.get(listed, actor="gao").state, state(archive, number)) == ("lapsed", "SEALED")
    assert [act["detail"]["list"] for act in acts(archive, "approval-lapsed")] == [listed]
    assert proposed(archive, number) == "XH-2037-0002"


# Pulled


@pytest.mark.parametrize("stage", [convened, proposed, approved, counted])
def test_x02_a_hold_pulls_a_file_off(
    archive: Archive, lists: Destructions, number: str, other: str, stage: Any
) -> None:
    where = stage(archive, number, other)
    with archive.store.writing() as work:
        pulled = pull(work, number, "保全 BQ-2037-0001", at="2037-01-01T12:00:00.000000+08:00")
        work.record(Act("test", "tests", archive.store.last().at))
    assert pulled["state"] == state(archive, number) == "SEALED"
    if stage is convened:
        appraisal = archive.appraisals.get(where, actor="zhou")
        assert [line.pulled for line in appraisal.lines] == ["保全 BQ-2037-0001", ""]
        assert state(archive, other) == "APPRAISAL"
        return
    listed = lists.get(where, actor="zhou")
    assert (listed.state, listed.approvals, listed.execution) == ("proposed", (), {})
    assert [line.pulled for line in listed.lines] == ["保全 BQ-2037-0001", ""]
    assert state(archive, other) == "DESTROY_PROPOSED"
    assert listed.total == 2


def test_pulling_what_is_on_no_list_changes_nothing(archive: Archive, number: str) -> None:
    before = archive.store.last()
    with archive.store.writing() as work:
        assert pull(work, number, "…")["state"] == "SEALED"
    assert archive.store.last() == before
    change_card(archive, number, state="DESTROYING")
    with archive.store.writing() as work, pytest.raises(NotAllowedNow, match="不能撤出销毁"):
        pull(work, number, "…")


def test_x02_a_hold_on_a_file_of_which_only_an_item_is_listed(
    archive: Archive, lists: Destructions, clock: Clock
) -> None:
    number = open_company(archive)
    call = item(archive, number, "外呼", "outbound_call_record")
    change_card(archive, number, secrecy={"level": 1})
    engage(archive)
    goes_to(clock, "2026-10-01")
    listed = approved(archive, call)
    with archive.store.writing() as work:
        assert pull(work, number, "保全 BQ-2026-0001")["state"] == "ACTIVE"
        work.record(Act("test", "tests", archive.store.last().at))
    assert lists.get(listed, actor="zhou").state == "void"


def test_x02_a_file_pulled_out_of_the_only_line_of_an_appraisal(
    archive: Archive, number: str
) -> None:
    appraisal = convened(archive, number)
    with archive.store.writing() as work:
        pull(work, number, "保全 BQ-2037-0001")
        work.record(Act("test", "tests", archive.store.last().at))
    assert archive.appraisals.get(appraisal, actor="zhou").state == "cancelled"


def test_a_hold_while_items_are_being_destroyed_saves_what_is_left(
    archive: Archive, lists: Destructions, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = open_company(archive)
    calls = [item(archive, number, what, "outbound_call_record") for what in ("甲", "乙")]
    change_card(archive, number, secrecy={"level": 1})
    engage(archive)
    goes_to(clock, "2026-10-01")
    listed = counted(archive, *calls)
    done: list[int] = []

    def failing(work: Any, key: int) -> Any:
        if done:
            raise OSError(_CRASH)
        done.append(key)
        return erase_item(work, key)

    def hold() -> None:
        with archive.store.writing() as work:
            pull(work, number, "保全 BQ-2026-0001")
            work.record(Act("test", "tests", archive.store.last().at))

    monkeypatch.setattr(running, "erase_item", failing)
    with pytest.raises(OSError, match=_CRASH):
        lists.run(listed, actor="chen")
    monkeypatch.undo()
    hold()
    lists.run(listed, actor="chen")
    assert [one["number"] for _, one in archive.store.rows("items")] == calls[1:]
    assert [line.pulled for line in lists.get(listed, actor="chen").lines] == [
        "", "保全 BQ-2026-0001",
    ]  # fmt: skip
    before = lists.get(listed, actor="chen")
    hold()  # nothing is left to be pulled
    assert lists.get(listed, actor="chen") == before
    accounted(archive, listed)
    lists.attest(listed, actor="jian")
    lists.attest(listed, actor="shi")
    assert lists.finish(listed, actor="chen").state == "done"


def test_x03_a_change_after_the_count_stops_the_execution(
    archive: Archive, lists: Destructions, number: str
) -> None:
    listed = counted(archive, number)
    change_card(archive, number, secrecy={"level": 2})
    with pytest.raises(Held, match="撤出 1 卷，原批准作废"):
        lists.run(listed, actor="chen")
    assert archive.store.count("items") == 2
    assert state(archive, number) == "SEALED"


# Witnesses


@pytest.mark.parametrize(
    ("witnesses", "sentence"),
    [
        (("简明",), "须为两位"),
        (("简明", "石坚", "罗法"), "须为两位"),
        (("简明", "简明"), "须是两位不同的人员"),
        (("jian", "jian2"), "须是两位不同的人员"),
        (("简明", "陈静"), "不能是执行人、提出人或审批人"),
        (("简明", "周明"), "不能是执行人、提出人或审批人"),
        (("简明", "wit"), "不能是执行人、提出人或审批人"),
        (("简明", "王敏"), "没有登记，或不是监销人"),
        (("简明", "赵四"), "没有登记，或不是监销人"),
        (("方圆", "董雪"), "至少一位来自部门以外"),
        (("简明", "林低"), "涉密等级低于内部"),
    ],
)
def test_x04_who_may_not_witness(
    archive: Archive, number: str, witnesses: tuple[str, ...], sentence: str
) -> None:
    hire(archive, {**STAFF, "wit": ("高远", ["destruction_witness"], 2)})
    listed = approved(archive, number)
    with pytest.raises(NotPermitted, match=f"监销人{sentence}"):
        begin(archive, listed, *witnesses)
    assert state(archive, number) == "DESTROY_APPROVED"
    assert "execution" not in row_of(archive)


def test_x04_one_inside_and_one_outside(archive: Archive, number: str) -> None:
    listed = approved(archive, number)
    begun_ = begin(archive, listed, "方圆", "罗法")
    assert begun_.execution["witnesses"] == [
        {"person": "方圆", "outside": False, "role": "info_supervisor"},
        {"person": "罗法", "outside": True, "role": "legal"},
    ]


def test_x04_who_approved_does_not_execute(
    archive: Archive, lists: Destructions, number: str
) -> None:
    hire(archive, {**STAFF, "exec": ("赵强", ["info_specialist"], 2)})
    listed = approved(archive, number)
    with pytest.raises(NotAuthorised, match="执行本人审批的清册"):
        begin(archive, listed, actor="exec")
    with pytest.raises(NotAuthorised, match="您无权执行销毁"):
        begin(archive, listed, actor="zhou")
    begin(archive, listed)
    for account in ("jian", "shi"):
        lists.count(listed, 3, actor=account)
    with pytest.raises(NotAuthorised):
        lists.run(listed, actor="exec")


def test_begin_says_where_and_how(archive: Archive, lists: Destructions, number: str) -> None:
    listed = approved(archive, number)
    for place, method in (("", "碎纸"), ("档案室", " ")):
        with pytest.raises(NotPermitted, match="请写明"):
            lists.begin(listed, ("简明", "石坚"), place=place, method=method, actor="chen")


def test_x05_a_different_count_stops_everything(
    archive: Archive, lists: Destructions, number: str
) -> None:
    listed = begun(archive, number)
    lists.count(listed, 3, actor="jian")
    with pytest.raises(Held, match="清册为 3 件，清点为 2 件"):
        lists.count(listed, 2, actor="shi")
    assert state(archive, number) == "DESTROY_APPROVED"
    assert lists.get(listed, actor="chen").state == "approved"
    [stopped] = row_of(archive)["stopped"]
    assert [one["equal"] for one in stopped["counts"]] == [True, False]
    with pytest.raises(NotAllowedNow, match="已批准"):
        lists.run(listed, actor="chen")
    begin(archive, listed)
    lists.count(listed, 3, actor="jian")
    with pytest.raises(NotAllowedNow, match="您已清点"):
        lists.count(listed, 3, actor="jian")
    with pytest.raises(Held, match="没有由两位监销人清点"):
        lists.run(listed, actor="chen")
    lists.count(listed, 3, actor="shi")


def test_only_named_witnesses_count_and_sign(
    archive: Archive, lists: Destructions, number: str
) -> None:
    listed = begun(archive, number)
    with pytest.raises(NotAuthorised, match="请找这份清册的监销人"):
        lists.count(listed, 3, actor="fa")
    with pytest.raises(NotAuthorised, match="您无权清点"):
        lists.count(listed, 3, actor="wang")
    lists.count(listed, 3, actor="jian")
    lists.count(listed, 3, actor="shi")
    lists.run(listed, actor="chen")
    accounted(archive, listed)
    with pytest.raises(NotAuthorised, match="请找这份清册的监销人"):
        lists.attest(listed, actor="fa")


# Carried out


def test_a_company_is_destroyed_and_its_name_stays(
    archive: Archive, lists: Destructions, number: str
) -> None:
    listed = destroyed(archive, number)
    gone = card(archive, number)
    assert (gone["state"], gone["destroyed_at"][:10]) == ("DESTROYED", "2037-01-01")
    assert gone["tombstone"] == {
        "created": "2026-03-05",
        "sealed": "2026-03-05",
        "list": listed,
        "approvers": ["赵强", "高远"],
        "executor": "陈静",
        "witnesses": ["简明", "石坚"],
    }
    assert (gone["name"], gone["uscc"]) == ("上海屿泊包装有限公司", "91310115MAXX0Y0XXT")
    assert "phones" not in gone
    assert archive.store.count("items") == archive.store.count("profiles") == 0
    stone = lists.tombstone(number, actor="qiang")
    assert (stone.name, stone.destroyed, stone.list) == (gone["name"], OVER, listed)
    done = lists.get(listed, actor="qiang")
    assert (done.state, done.finished_at) == ("done", archive.office.moment())
    assert row_of(archive)["report"] == {
        "by": "陈静",
        "at": done.finished_at,
        "files": 1,
        "items": 0,
        "pieces": 3,
        "pages": 0,
        "note": "",
    }
    [one, other] = done.execution["signatures"]
    assert (one["by"], other["by"], one["text"]) == ("简明", "石坚", "已于2037-01-01销毁")
    assert verify(archive.store).is_sound
    [act] = acts(archive, "destroy")
    assert (act["subject"], act["detail"]) == (number, {"list": listed, "line": 1})


def test_x10_a_persons_tombstone_and_list_hold_no_identity(archive: Archive, clock: Clock) -> None:
    number = person_over(archive, "换锁")
    engage(archive)
    goes_to(clock, OVER)
    destroyed(archive, number)
    gone = card(archive, number)
    assert set(gone) == {
        "number", "kind", "state", "name", "created_at", "versions", "items", "secrecy",
        "destroyed_at", "tombstone",
    }  # fmt: skip
    assert gone["name"] == ""
    everything = json.dumps(
        [document for table in ("files", "destructions", "appraisals", "acts")
         for _, document in archive.store.rows(table)],
        ensure_ascii=False,
    )  # fmt: skip
    for value in ("晓岚", "310199198906140023", "13900006721"):
        assert value not in everything
    assert archive.store.find("files", "id", "310199198906140023") == []


def test_s09_a_tombstone_is_seen_by_whom_the_file_was(
    archive: Archive, number: str, clock: Clock
) -> None:
    everybody = tuple(person for person, _, _ in STAFF.values())
    high = {name: (person, roles, 3) for name, (person, roles, _) in STAFF.items()}
    hire(archive, high)
    classify(archive, number, 3, everybody)
    assert clock
    destroyed(archive, number)
    assert card(archive, number)["secrecy"] == {"level": 3, "circle": list(everybody)}


def test_what_is_not_destroyed_has_no_tombstone(
    archive: Archive, lists: Destructions, number: str
) -> None:
    with pytest.raises(NotAllowedNow, match="现为“封存”，不能查看销毁记录"):
        lists.tombstone(number, actor="gao")
    classify(archive, number, 3, ("高远",))
    with pytest.raises(UnknownFile):
        lists.tombstone(number, actor="qiang")


def test_what_was_destroyed_is_told_to_whoever_asks_for_it(archive: Archive, number: str) -> None:
    listed = destroyed(archive, number)
    with pytest.raises(ClosedFile, match=f"2037-01-01 依法销毁，见销毁清册 {listed}"):
        archive.show(number, purpose="审计", actor="gao")


def test_x13_lists_and_tombstones_are_not_taken_out(archive: Archive, number: str) -> None:
    destroyed(archive, number)
    act = Act("destroy", "chen", archive.office.moment(), number)

    def removed(table: str) -> None:
        with archive.store.writing() as work:
            work.remove(table, 1)
            work.record(act)

    for table in ("destructions", "appraisals", "files"):
        with pytest.raises(NotPermitted):
            removed(table)
    assert archive.destructions.get("XH-2037-0001", actor="gao").state == "done"


@pytest.mark.parametrize("before", ["ACTIVE", "SEALED", "APPRAISAL", "DESTROY_PROPOSED"])
def test_x07_nothing_is_destroyed_from_another_state(
    archive: Archive, lists: Destructions, number: str, before: str
) -> None:
    listed = counted(archive, number)
    change_card(archive, number, state=before)
    with pytest.raises(NotAllowedNow, match="不能开始销毁"):
        lists.run(listed, actor="chen")
    assert archive.store.count("items") == 2
    assert state(archive, number) == before


def test_x07_without_a_registry_nothing_is_destroyed(archive: Archive, lists: Destructions) -> None:
    number = company_over(archive)
    trials: list[Callable[[], Destruction]] = [
        lambda: lists.propose_deletion(number, "QQ-2026-0001"),
        lambda: lists.approve("XH-2037-0001"),
        lambda: lists.begin("XH-2037-0001", ("甲", "乙"), place="室", method="碎"),
        lambda: lists.run("XH-2037-0001"),
    ]
    for trial in trials:
        with pytest.raises(Held, match="请先登记人员"):
            trial()


def test_x09_what_was_begun_goes_on_where_it_stopped(
    archive: Archive, number: str, other: str, third: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists, others = archive.destructions, [other, third]
    listed = counted(archive, number, *others)
    done: list[int] = []

    def failing(work: Any, key: int, stone: Any) -> Any:
        if len(done) == 1:
            raise OSError(_CRASH)
        done.append(key)
        return erase_file(work, key, stone)

    monkeypatch.setattr(running, "erase_file", failing)
    with pytest.raises(OSError, match=_CRASH):
        lists.run(listed, actor="chen")
    stopped = lists.get(listed, actor="chen")
    assert stopped.state == "executing"
    assert [bool(line.done_at) for line in stopped.lines] == [True, False, False]
    assert [state(archive, one) for one in (number, *others)] == ["DESTROYING"] * 3
    assert "destroyed_at" in card(archive, number)
    assert "destroyed_at" not in card(archive, others[0])
    with pytest.raises(Held, match="第 2、3 行还没有销毁"):
        lists.attest(listed, actor="jian")
    monkeypatch.undo()
    lists.run(listed, actor="dong")
    assert [act["subject"] for act in acts(archive, "destroy")] == [number, *others]
    lists.run(listed, actor="chen")  # once more does no harm
    assert len(acts(archive, "destroy")) == 3
    assert archive.store.count("profiles") == 0


def test_x09_an_item_that_went_with_its_file_meanwhile_stops_nobody(
    archive: Archive, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, lists = open_company(archive), archive.destructions
    call = item(archive, number, "外呼", "outbound_call_record")
    change_card(archive, number, secrecy={"level": 1})
    engage(archive)
    goes_to(clock, "2026-10-01")
    listed = counted(archive, call)

    def failing(*_: Any) -> Any:
        raise OSError(_CRASH)

    monkeypatch.setattr(running, "erase_item", failing)
    with pytest.raises(OSError, match=_CRASH):
        lists.run(listed, actor="chen")
    monkeypatch.undo()
    with archive.store.writing() as work:  # as another list does, with the whole file
        erase_item(work, work.find("items", "number", call)[0])
        work.record(Act("destroy", "tests", archive.store.last().at, call))
    lists.run(listed, actor="chen")
    assert all(line.done_at for line in lists.get(listed, actor="chen").lines)


def test_x09_a_crash_before_the_sweep(
    archive: Archive, lists: Destructions, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = counted(archive, number)

    def failing(*_: object) -> Any:
        raise OSError(_CRASH)

    monkeypatch.setattr(running, "sweep", failing)
    with pytest.raises(OSError, match=_CRASH):
        lists.run(listed, actor="chen")
    monkeypatch.undo()
    assert lists.run(listed, actor="chen").execution["unreached"]
    assert archive.store.count("profiles") == 0


def test_x18_nothing_is_destroyed_on_a_broken_chain(
    archive: Archive, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = approved(archive, number)
    broken = type("Broken", (), {"is_sound": False})()
    module = "csdforms.archive.destruction.convening.verify"
    monkeypatch.setattr(module, lambda store: broken)  # noqa: ARG005
    with pytest.raises(Held, match="核对未通过"):
        begin(archive, listed)
    assert state(archive, number) == "DESTROY_APPROVED"


def test_x18_a_chain_that_broke_after_the_count_stops_the_execution(
    archive: Archive, lists: Destructions, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = counted(archive, number)
    broken = type("Broken", (), {"is_sound": False})()
    module = "csdforms.archive.destruction.convening.verify"
    monkeypatch.setattr(module, lambda store: broken)  # noqa: ARG005
    with pytest.raises(Held, match="核对未通过"):
        lists.run(listed, actor="chen")
    assert state(archive, number) == "DESTROY_APPROVED"


def test_x14_what_opens_after_the_approval_is_pulled(
    archive: Archive, lists: Destructions, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = counted(archive, number)
    monkeypatch.setattr(
        "csdforms.archive.deregistration.findings.open_matters",
        lambda reader, card, *, at, ledgers: [  # noqa: ARG005
            Blocker("G11", "请求", "dpo", "QQ-2037-0001")
        ],
    )
    with pytest.raises(Held, match="撤出 1 卷，原批准作废"):
        lists.run(listed, actor="chen")
    assert state(archive, number) == "SEALED"


def test_x11_a_copy_on_disk_is_listed_and_nothing_is_done_before_it_is_gone(
    archive: Archive, lists: Destructions, number: str, copies: list[KnownCopy]
) -> None:
    copies += [
        KnownCopy("document", "档案库", SWEPT),
        KnownCopy("print", "第 1 份，王敏", GONE, "已收回"),
        KnownCopy("copy", "旧库", UNREADABLE),
        KnownCopy("export", "投诉处理表.docx", OPEN),
        KnownCopy("backup", "2036-12.zip", OPEN),
        KnownCopy("backup", "2036-11.zip", OPEN, "下次轮换", "2037-02-01"),
    ]
    listed = counted(archive, number)
    run = lists.run(listed, actor="chen")
    assert [one["became"] for one in run.execution["copies"]] == [
        "destroyed", "destroyed", "unreadable", "", "", "explained",
    ]  # fmt: skip
    with pytest.raises(Held, match="还有副本没有着落，第 4、5 项"):
        lists.attest(listed, actor="jian")
    with pytest.raises(NotPermitted, match="去向应是"):
        lists.account(listed, 4, "lost", actor="chen")
    with pytest.raises(NotPermitted, match="请写明副本尚在的原因"):
        lists.account(listed, 4, "explained", until="2037-03-01", actor="chen")
    with pytest.raises(NotPermitted, match="最迟哪天销毁"):
        lists.account(listed, 4, "explained", note="在途", until="2037-01-01", actor="chen")
    with pytest.raises(UnknownFile, match="第 9 项"):
        lists.account(listed, 9, "destroyed", actor="chen")
    with pytest.raises(NotPermitted, match="已随档案销毁"):
        lists.account(listed, 1, "recalled", actor="chen")
    lists.account(listed, 4, "recalled", actor="chen")
    lists.account(listed, 4, "explained", note="在途", until="2037-03-01", actor="chen")
    with pytest.raises(Held, match="第 5 项"):
        lists.finish(listed, actor="chen")
    copies[4] = KnownCopy("backup", "2036-12.zip", GONE)
    assert len(lists.attest(listed, actor="jian").execution["signatures"]) == 1
    with pytest.raises(NotAllowedNow, match="您已签字"):
        lists.attest(listed, actor="jian")
    with pytest.raises(Held, match="还没有由两位监销人签字"):
        lists.finish(listed, actor="chen")
    lists.attest(listed, actor="shi")
    assert state(archive, number) == "DESTROYING"
    assert lists.finish(listed, actor="chen").state == "done"
    [copy] = [one for one in row_of(archive)["execution"]["copies"] if one["no"] == 4]
    assert (copy["said"], copy["until"], copy["by"]) == ("在途", "2037-03-01", "陈静")


def test_x11_a_document_that_is_still_on_this_disk_stops_the_execution(
    archive: Archive, lists: Destructions, number: str, tmp_path: Path
) -> None:
    listed = counted(archive, number)
    there, gone = tmp_path / "申请单.docx", tmp_path / "旧.docx"
    there.write_bytes(b"docx")
    person = archive.office.person("chen")
    with archive.store.writing() as work:
        at = archive.office.moment()
        for path in (there, gone, None):
            CopyRegister(work, person, at).add(number, "ZX-1", "paper", Records(), path=path)
        work.record(Act("test", "tests", at))
    with pytest.raises(Held, match="还有文档在磁盘上，请先销毁：") as held:
        lists.run(listed, actor="chen")
    assert str(there) in str(held.value)
    assert str(gone) not in str(held.value)
    assert state(archive, number) == "DESTROY_APPROVED"
    there.unlink()
    lists.run(listed, actor="chen")
    assert state(archive, number) == "DESTROYING"


def test_a_copy_of_several_files_is_listed_once(
    archive: Archive, lists: Destructions, number: str, other: str, copies: list[KnownCopy]
) -> None:
    copies.append(KnownCopy("backup", "2036-12.zip", GONE))
    listed = counted(archive, number, other)
    [copy] = lists.run(listed, actor="chen").execution["copies"]
    assert "file" not in copy


def test_x14_the_rest_of_a_split_file_goes_and_the_claim_stays(
    archive: Archive, lists: Destructions, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = open_company(archive)
    claim, *rest = (item(archive, number, what) for what in ("索赔", "换锁", "换窗"))
    seal(archive, number, TEN_YEARS)
    engage(archive)
    goes_to(clock, OVER)
    monkeypatch.setattr(
        "csdforms.archive.deregistration.findings.open_matters",
        lambda reader, card, *, at, ledgers: [Blocker("G2", "服务未了", "主管", claim)],  # noqa: ARG005
    )
    appraisal = convened(archive, number)
    said: dict[str, Any] = {
        "outcome": "split",
        "until": "2038-12-31",
        "reason": "索赔未了",
        "keep": [claim],
    }
    reported(archive, appraisal, **said)
    listed = signed(archive, appraisal).destruction
    lists.approve(listed, actor="qiang")
    lists.approve(listed, actor="gao")
    begin(archive, listed)
    lists.count(listed, 2, actor="jian")
    lists.count(listed, 2, actor="shi")
    lists.run(listed, actor="chen")
    accounted(archive, listed)
    lists.attest(listed, actor="jian")
    lists.attest(listed, actor="shi")
    assert lists.finish(listed, actor="chen").state == "done"
    left = card(archive, number)
    assert (left["state"], left["items"]) == ("SEALED", 1)
    assert [one["item"] for one in left["destroyed_items"]] == rest
    numbers = [one["number"] for _, one in archive.store.rows("items")]
    assert numbers == [claim]
    [inventory] = [row["inventory"] for _, row in archive.store.rows("seals")]
    assert [one["number"] for one in inventory if one.get("struck") == listed] == rest
    assert differing(archive.store, left, inventory) == []
    assert verify(archive.store).is_sound


def test_x11_of_a_file_that_stays_only_what_holds_the_item_counts(
    archive: Archive, lists: Destructions, clock: Clock, copies: list[KnownCopy]
) -> None:
    number = open_company(archive)
    call = item(archive, number, "外呼", "outbound_call_record")
    change_card(archive, number, secrecy={"level": 1})
    engage(archive)
    goes_to(clock, "2026-10-01")
    copies += [
        KnownCopy("document", f"{number} 资料表第 1 版 的 Word 文档", SWEPT),
        KnownCopy("document", f"{call} 的 Word 文档", SWEPT),
        KnownCopy("print", f"{number}/2.9-2026-0009 第 1 份打印件，王敏", OPEN),
        KnownCopy("export", f"{number} 第 1 份导出件，王敏", OPEN),
        KnownCopy("key", f"{number} 的数据密钥", SWEPT),
        KnownCopy("backup", "2026-09.zip", OPEN),
    ]
    run = lists.run(counted(archive, call), actor="chen")
    kinds = [(one["kind"], one["became"]) for one in run.execution["copies"]]
    assert kinds == [("document", "destroyed"), ("export", ""), ("backup", "")]


@pytest.mark.parametrize("change", ["kept", "level", "gone"])
def test_x03_an_item_that_changed_is_taken_off(
    archive: Archive, lists: Destructions, clock: Clock, change: str
) -> None:
    number = open_company(archive)
    call = item(archive, number, "外呼", "outbound_call_record")
    change_card(archive, number, secrecy={"level": 1})
    engage(archive)
    goes_to(clock, "2026-10-01")
    listed = approved(archive, call)
    if change == "kept":
        kept = {call: {"until": "2027-01-01", "reason": "…", "appraisal": "JD-2026-0002"}}
        change_card(archive, number, kept_items=kept)
    elif change == "level":
        change_card(archive, number, secrecy={"level": 1, "items": {call: {"level": 2}}})
    else:
        with archive.store.writing() as work:
            erase_item(work, 1)
            work.record(Act("destroy", "tests", archive.office.moment(), call))
    with pytest.raises(Held, match="原批准作废"):
        begin(archive, listed)
    assert lists.get(listed, actor="gao").state == "void"
    assert state(archive, number) == "ACTIVE"


def test_a_merged_file_goes_with_the_one_it_was_merged_into(
    archive: Archive, lists: Destructions, clock: Clock
) -> None:
    number = person_over(archive, "换锁")
    merged = other_person(archive, "李晓岚（旧）", "110101199003077539", "13900001111")
    change_card(archive, merged, state="MERGED", merged_into=number)
    change_card(archive, number, absorbed=[merged])
    engage(archive)
    goes_to(clock, OVER)
    listed = destroyed(archive, number)
    assert lists.get(listed, actor="gao").total == 3
    assert archive.store.count("profiles") == 0
    pointer = card(archive, merged)
    assert (pointer["state"], pointer["merged_into"], pointer["name"]) == ("MERGED", number, "")
    assert [act["subject"] for act in acts(archive, "destroy")] == [number, merged]


# Deletion on request


@pytest.fixture
def asking(archive: Archive) -> str:
    """Return the number of a person's file that was sealed to be deleted."""
    number = seal(archive, open_person(archive), DELETION)
    engage(archive)
    return number


def test_d14_a_persons_data_are_deleted_by_a_list_of_one_line(
    archive: Archive, lists: Destructions, asking: str
) -> None:
    listed = lists.propose_deletion(asking, "QQ-2026-0001", actor="jie")
    assert (listed.request, listed.appraisal, listed.by) == ("QQ-2026-0001", "", "周洁")
    [line] = listed.lines
    assert (line.code, line.reason, line.title) == (
        "应请求删除", "应本人请求删除", "个人客户档案",
    )  # fmt: skip
    assert state(archive, asking) == "DESTROY_PROPOSED"
    lists.approve(listed.number, actor="qiang")
    lists.approve(listed.number, actor="gao")
    begin(archive, listed.number)
    for account in ("jian", "shi"):
        lists.count(listed.number, 1, actor=account)
    lists.run(listed.number, actor="chen")
    accounted(archive, listed.number)
    for account in ("jian", "shi"):
        lists.attest(listed.number, actor=account)
    assert lists.finish(listed.number, actor="chen").state == "done"
    assert state(archive, asking) == "DESTROYED"


def test_d13_what_must_be_kept_is_not_deleted(
    archive: Archive, lists: Destructions, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = open_person(archive)
    complaint = item(archive, number, "投诉", "complaint_handling")
    seal(archive, number, DELETION)
    engage(archive)
    with pytest.raises(Held, match=f"{complaint}，只能限制处理"):
        lists.propose_deletion(number, "QQ-2026-0001", actor="jie")
    found = [Blocker("G3", "余额", "财务"), Blocker("G11", "请求", "dpo", "QQ-2026-0001")]
    monkeypatch.setattr(
        "csdforms.archive.deregistration.findings.open_matters",
        lambda reader, card, *, at, ledgers: found,  # noqa: ARG005
    )
    with pytest.raises(Held, match=r"须留存的件：G3、KH"):
        lists.propose_deletion(number, "QQ-2026-0001", actor="jie")
    change_card(archive, number, holds=["BQ-2026-0001"])
    with pytest.raises(Held, match="设有法律保全，只能限制处理"):
        lists.propose_deletion(number, "QQ-2026-0001", actor="jie")
    assert state(archive, number) == "SEALED"


def test_d13_what_is_open_is_not_taken_for_the_request(
    archive: Archive, lists: Destructions, asking: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "csdforms.archive.deregistration.findings.open_matters",
        lambda reader, card, *, at, ledgers: [  # noqa: ARG005
            Blocker("G1", "投诉", "投诉主管", "QQ-2026-0002")
        ],
    )
    with pytest.raises(Held, match="G1，只能限制处理"):
        lists.propose_deletion(asking, "QQ-2026-0002", actor="jie")
    with pytest.raises(UnknownFile, match="没有个人信息请求"):
        lists.propose_deletion(asking, "TS-20261101-001", actor="jie")
    assert state(archive, asking) == "SEALED"


def test_who_proposes_a_deletion(archive: Archive, lists: Destructions, number: str) -> None:
    with pytest.raises(NotAuthorised, match="您无权提请删除"):
        lists.propose_deletion(number, "QQ-2026-0001", actor="chen")
    with pytest.raises(Held, match="不是应请求删除的"):
        lists.propose_deletion(number, "QQ-2026-0001", actor="jie")
    change_card(archive, number, state="ACTIVE")
    with pytest.raises(NotAllowedNow, match="现为“在用”，不能鉴定"):
        lists.propose_deletion(number, "QQ-2026-0001", actor="jie")


def test_s09_a_list_of_hidden_files_is_as_if_absent(
    archive: Archive, lists: Destructions, number: str
) -> None:
    listed = proposed(archive, number)
    classify(archive, number, 3, ("高远",))
    for asked in (listed, "XH-2037-0009"):
        with pytest.raises(UnknownFile, match=f"没有销毁清册 {asked}"):
            lists.approve(asked, actor="qiang")
    assert list(lists.all(actor="qiang")) == []
    assert [one.number for one in lists.all(actor="gao")] == [listed]
    assert len(notes(archive, "refused")) == 2
    assert MEMBERS
