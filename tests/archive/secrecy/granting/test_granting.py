"""Asking to read, grants, emergency readings, and how they end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from archive.customers import Clock, change_card
from archive.secrecy.department import (
    ABSENT,
    STAFF,
    acts,
    card,
    classify,
    hire,
    leave,
    notes,
    opened,
    passes,
    register,
    second,
)

from csdforms.archive.archive import Archive
from csdforms.archive.secrecy.granting.granting import Granting
from csdforms.archive.secrecy.granting.grants import Grant, in_force
from csdforms.archive.secrecy.sight import Sight, sight
from csdforms.errors import InvalidNumber, NotAuthorised, NotPermitted, UnknownFile

SECRET, CONFIDENTIAL, TOP = 2, 3, 4
WHY = "客户投诉需回访"


@pytest.fixture
def grants(archive: Archive) -> Granting:
    return Granting(archive.office)


@pytest.fixture
def number(archive: Archive) -> str:
    """Return the number of a 秘密 file in a department with separate persons."""
    number = opened(archive, SECRET)
    hire(archive)
    return number


def seen(archive: Archive, account: str, number: str, *fields: str) -> Sight:
    person = archive.office.person(account)
    at = archive.office.moment()
    return sight(archive.store, person, card(archive, number), at=at, fields=fields)


def give(grants: Granting, number: str, reader: str = "王敏", **changes: Any) -> Grant:
    asked = {"purpose": WHY, "fields": ["mobile"], "days": 2, "actor": "zhou"}
    return grants.grant(number, reader, **{**asked, **changes})


# Grants


def test_a_grant_opens_one_file_to_one_person(
    archive: Archive, grants: Granting, number: str
) -> None:
    assert not seen(archive, "wang", number).readable
    grant = give(grants, number, reason="主管同意")
    assert grant == Grant(
        number="SQ-2026-0001",
        file=number,
        reader="王敏",
        fields=("mobile",),
        purpose=WHY,
        state="granted",
        start="2026-03-05T14:05:09.123456+08:00",
        end="2026-03-07T14:05:09.123456+08:00",
        by="周明",
        at="2026-03-05T14:05:09.123456+08:00",
        reason="主管同意",
    )
    assert seen(archive, "wang", number, "mobile", "id_no") == Sight(
        listed=True, readable=True, fields=frozenset({"mobile"}), grant="SQ-2026-0001"
    )
    assert not seen(archive, "liu", number).readable


def test_what_is_kept_of_a_grant(archive: Archive, grants: Granting, number: str) -> None:
    give(grants, number, "wang")
    now, later = "2026-03-05T14:05:09.123456+08:00", "2026-03-07T14:05:09.123456+08:00"
    assert archive.store.get("grants", 1) == {
        "number": "SQ-2026-0001",
        "file": number,
        "reader": "王敏",
        "fields": ["mobile"],
        "purpose": WHY,
        "from": now,
        "to": later,
        "by": "周明",
        "at": now,
        "up_to": 2,
    }
    [act] = acts(archive, "grant")
    assert act["subject"] == number
    assert act["who"] == "zhou"
    assert act["purpose"] == WHY
    assert act["detail"] == {
        "grant": "SQ-2026-0001",
        "reader": "王敏",
        "fields": ["mobile"],
        "from": now,
        "to": later,
    }


def test_numbers_count_by_the_year(grants: Granting, number: str, clock: Clock) -> None:
    assert [give(grants, number).number for _ in range(2)] == ["SQ-2026-0001", "SQ-2026-0002"]
    clock.at = dt.datetime(2027, 1, 1, tzinfo=clock.at.tzinfo)
    assert give(grants, number).number == "SQ-2027-0001"


@pytest.mark.parametrize(
    ("start", "begins"),
    [
        ("", "2026-03-05T14:05:09.123456+08:00"),
        ("2026-03-05", "2026-03-05T14:05:09.123456+08:00"),
        ("2026-03-10", "2026-03-10T00:00:00.000000+08:00"),
    ],
)
def test_when_a_grant_begins(grants: Granting, number: str, start: str, begins: str) -> None:
    assert give(grants, number, start=start).start == begins


def test_a_grant_that_is_to_come_opens_nothing_yet(
    archive: Archive, grants: Granting, number: str, clock: Clock
) -> None:
    give(grants, number, start="2026-03-06")
    assert not seen(archive, "wang", number).readable
    clock.at = dt.datetime(2026, 3, 6, tzinfo=clock.at.tzinfo)
    assert seen(archive, "wang", number).readable


def test_thirty_days_at_the_most(grants: Granting, number: str) -> None:
    assert give(grants, number, days=30).end == "2026-04-04T14:05:09.123456+08:00"
    for days in (31, 0, -1):
        with pytest.raises(NotPermitted, match="1 至 30 天"):
            give(grants, number, days=days)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"purpose": " "}, "请写明查阅用途"),
        ({"start": "2026-03-04"}, "开始日期已经过去"),
        ({"start": "明天"}, "开始日期应写作"),
        ({"fields": ["手机13800138000"]}, "字段应是字段名"),
        ({"fields": ["*", "mobile"]}, "字段应是字段名"),
    ],
)
def test_what_cannot_be_granted(
    archive: Archive, grants: Granting, number: str, changes: Any, sentence: str
) -> None:
    with pytest.raises(NotPermitted, match=sentence) as refusal:
        give(grants, number, **changes)
    assert "13800138000" not in str(refusal.value)
    assert archive.store.count("grants") == 0


def test_a_grant_without_fields_is_for_masked_reading(
    archive: Archive, grants: Granting, number: str
) -> None:
    give(grants, number, fields=[])
    assert seen(archive, "wang", number, "mobile") == Sight(
        listed=True, readable=True, fields=frozenset(), grant="SQ-2026-0001"
    )


@pytest.mark.parametrize(
    ("level", "account", "may"),
    [
        (2, "chen", False),
        (2, "zhou", True),
        (3, "zhou", False),
        (3, "qiang", True),
        (4, "qiang", False),
        (4, "gao", True),
    ],
)
def test_who_grants_on_which_level(
    archive: Archive, grants: Granting, level: int, account: str, may: bool
) -> None:
    number = opened(archive, level, tuple(person for person, _, _ in STAFF.values()))
    hire(archive)
    register(archive, account, STAFF[account][0], STAFF[account][1], TOP)
    register(archive, "wang", "王敏", ["sales"], TOP)
    if may:
        assert give(grants, number, actor=account).by == STAFF[account][0]
        return
    with pytest.raises(NotAuthorised, match="您无权批准查阅"):
        give(grants, number, actor=account)
    assert notes(archive, "refused")[-1]["who"] == account


def test_the_general_manager_grants_on_a_file_whose_circle_he_is_not_in(
    archive: Archive, grants: Granting
) -> None:
    number = opened(archive, TOP, ("王敏",))
    hire(archive)
    register(archive, "wang", "王敏", ["sales"], TOP)
    give(grants, number, actor="gao")
    assert seen(archive, "wang", number).readable
    assert not seen(archive, "gao", number).listed


@pytest.mark.parametrize(
    ("reader", "sentence"),
    [
        ("赵四", "查阅人没有登记"),
        ("孙立", "查阅人没有登记，或其岗位不能查阅客户档案"),
        ("he", "查阅人没有登记，或其岗位不能查阅客户档案"),
        ("林涛", "查阅人涉密等级低于机密"),
        ("高远", "查阅人不在这份档案的知悉范围内"),
    ],
)
def test_the_reader_must_be_registered_cleared_and_in_the_circle(
    archive: Archive, grants: Granting, reader: str, sentence: str
) -> None:
    number = opened(archive, CONFIDENTIAL, ("赵强", "林涛", "孙立"))
    hire(archive)
    with pytest.raises(NotPermitted, match=sentence):
        give(grants, number, reader, actor="qiang")
    assert notes(archive, "refused")[-1]["subject"] == number


def test_one_keeper_has_nobody_to_grant_to(archive: Archive, grants: Granting) -> None:
    number = opened(archive, SECRET)
    with pytest.raises(NotPermitted, match="没有登记"):
        grants.grant(number, "王敏", purpose=WHY)


# How grants end


def test_a_grant_is_its_readers_alone(archive: Archive, grants: Granting, number: str) -> None:
    give(grants, number)
    kept, at = archive.store.get("grants", 1) or {}, archive.office.moment()
    assert in_force(kept, archive.office.person("wang"), SECRET, at)
    assert not in_force(kept, archive.office.person("liu"), SECRET, at)
    assert not in_force(kept, archive.office.person("wang"), CONFIDENTIAL, at)


def test_s03_a_grant_that_expired_a_second_ago(
    archive: Archive, grants: Granting, number: str, clock: Clock
) -> None:
    give(grants, number, days=1)
    passes(clock, days=1, seconds=-1)
    assert seen(archive, "wang", number).readable
    passes(clock, seconds=2)
    assert not seen(archive, "wang", number).readable
    [grant] = grants.grants(actor="zhou")
    assert grant.state == "ended"


def test_s03_it_ends_at_its_last_moment(
    archive: Archive, grants: Granting, number: str, clock: Clock
) -> None:
    give(grants, number, days=1)
    passes(clock, days=1)
    assert not seen(archive, "wang", number).readable


def test_s04_a_grant_for_another_file_or_field(archive: Archive, grants: Granting) -> None:
    number, other = opened(archive, SECRET), second(archive)
    classify(archive, other, SECRET)
    hire(archive)
    give(grants, number)
    assert not seen(archive, "wang", other).readable
    assert seen(archive, "wang", number, "id_no").fields == frozenset()


def test_s05_a_grant_cannot_be_passed_on(archive: Archive, grants: Granting, number: str) -> None:
    give(grants, number, fields=["*"])
    with pytest.raises(NotAuthorised, match="您无权批准查阅"):
        give(grants, number, "liu", actor="wang")
    assert not seen(archive, "liu", number).readable
    assert [grant.reader for grant in grants.grants(actor="zhou")] == ["王敏"]


def test_s07_who_leaves_loses_his_grants(
    archive: Archive, grants: Granting, number: str, clock: Clock
) -> None:
    give(grants, number, days=30)
    passes(clock, days=1)
    leave(archive, "wang")
    with pytest.raises(NotAuthorised):
        archive.office.person("wang")
    passes(clock, days=1)
    register(archive, "wang", "王敏", ["sales"], 2)
    assert not seen(archive, "wang", number).readable


@pytest.mark.parametrize("other", [(["finance"], 2), (["sales"], 1)])
def test_s07_who_is_transferred_loses_his_grants(
    archive: Archive, grants: Granting, number: str, clock: Clock, other: tuple[list[str], int]
) -> None:
    give(grants, number, days=30)
    passes(clock, days=1)
    register(archive, "wang", "王敏", *other)
    assert not seen(archive, "wang", number).readable


def test_s07_an_account_that_he_gets_afterwards_has_no_grant(
    archive: Archive, grants: Granting, number: str, clock: Clock
) -> None:
    give(grants, number)
    passes(clock, seconds=1)
    register(archive, "wang2", "王敏", ["sales"], 2)
    assert not seen(archive, "wang2", number).readable
    assert seen(archive, "wang", number).readable


def test_s08_nobody_grants_himself(archive: Archive, grants: Granting, number: str) -> None:
    with pytest.raises(NotAuthorised, match="您无权批准本人查阅，请找其他有权批准的人"):
        give(grants, number, "周明", actor="zhou")
    assert archive.store.count("grants") == 0
    [note] = notes(archive, "refused")
    assert (note["subject"], note["detail"]["wanted"]) == (number, "批准本人查阅")


@pytest.mark.parametrize("reader", ["赵强", "qiang", "qiang2"])
def test_s30_nor_under_another_account(grants: Granting, number: str, reader: str) -> None:
    with pytest.raises(NotAuthorised, match="批准本人查阅"):
        give(grants, number, reader, actor="qiang")


def test_s30_nor_what_he_asked_for_under_another_account(grants: Granting, number: str) -> None:
    request = grants.ask(number, purpose=WHY, actor="qiang2")
    with pytest.raises(NotAuthorised, match="批准本人查阅"):
        grants.approve(request, actor="qiang")
    with pytest.raises(NotAuthorised, match="批准本人查阅"):
        grants.refuse(request, reason="不必", actor="qiang")


def test_a_raise_above_what_the_grantor_could_grant_ends_it(
    archive: Archive, grants: Granting, number: str
) -> None:
    register(archive, "wang", "王敏", ["sales"], TOP)
    give(grants, number)
    classify(archive, number, CONFIDENTIAL, ("王敏",))
    assert seen(archive, "wang", number).listed
    assert not seen(archive, "wang", number).readable


def test_a_revoked_grant_ends_at_once(archive: Archive, grants: Granting, number: str) -> None:
    give(grants, number)
    ended = grants.revoke("sq-2026-0001", reason="不再需要", actor="qiang")
    assert ended.state == "ended"
    assert ended.end == "2026-03-05T14:05:09.123456+08:00"
    assert not seen(archive, "wang", number).readable
    [act] = acts(archive, "revoke")
    assert (act["reason"], act["detail"]) == ("不再需要", {"grant": "SQ-2026-0001"})
    with pytest.raises(NotPermitted, match="现在没有效力"):
        grants.revoke("SQ-2026-0001", reason="再撤一次", actor="zhou")


def test_who_may_revoke(grants: Granting, number: str) -> None:
    give(grants, number)
    with pytest.raises(NotAuthorised, match="您无权撤销查阅批准"):
        grants.revoke("SQ-2026-0001", reason="多余", actor="liu")
    with pytest.raises(UnknownFile, match="查阅申请或批准 SQ-2026-0001"):
        grants.revoke("SQ-2026-0001", reason="多余", actor="lin")
    with pytest.raises(NotPermitted, match="请写明撤销的理由"):
        grants.revoke("SQ-2026-0001", reason="", actor="zhou")
    with pytest.raises(UnknownFile, match="SQ-2026-0002"):
        grants.revoke("SQ-2026-0002", reason="多余", actor="zhou")
    assert grants.revoke("SQ-2026-0001", reason="用完了", actor="wang").state == "ended"


# Case-bound grants


def complaint(archive: Archive, number: str, **changes: Any) -> None:
    data = {"complaint_no": "TS-20260305-001", "content": "开箱破损", **changes}
    archive.file(number, "complaint_handling", data, section="3.6", title="客户投诉处理表")


def test_s06_a_grant_for_a_case_ends_with_it(
    archive: Archive, grants: Granting, clock: Clock
) -> None:
    number = opened(archive, SECRET)
    complaint(archive, number)
    hire(archive)
    grant = give(grants, number, case="ts-20260305-001", days=30)
    assert grant.case == "TS-20260305-001"
    assert seen(archive, "wang", number).readable
    passes(clock, days=1)
    with archive.store.writing() as work:
        [key] = work.find("items", "link", "TS-20260305-001")
        item: Any = work.get("items", key)
        item["data"]["closed_at"] = "2026-03-06 14:00"
        work.put("items", key, item)
        change_card(archive, number)
    assert not seen(archive, "wang", number).readable


def test_a_case_must_be_in_the_file_and_open(archive: Archive, grants: Granting) -> None:
    number, other = opened(archive, SECRET), second(archive)
    complaint(archive, number)
    complaint(archive, other, complaint_no="TS-1", closed_at="2026-03-05 10:00")
    hire(archive)
    for file, case in ((number, "TS-20260305-002"), (other, "TS-20260305-001"), (other, "TS-1")):
        with pytest.raises(UnknownFile, match=f"办理中的案件 {case}"):
            give(grants, file, case=case)
    assert archive.store.count("grants") == 0


# Requests


def test_who_may_not_read_asks_and_the_supervisor_decides(
    archive: Archive, grants: Granting, number: str
) -> None:
    asked = grants.ask(
        number, purpose=WHY, fields=["mobile", "phone"], days=5, reason="李姐转来", actor="wang"
    )
    assert asked == "SQ-2026-0001"
    assert not seen(archive, "wang", number).readable
    [request] = grants.grants(state="asked", actor="zhou")
    assert request == Grant(
        number="SQ-2026-0001",
        file=number,
        reader="王敏",
        fields=("mobile", "phone"),
        purpose=WHY,
        state="asked",
        start="",
        end="",
        by="",
        at="2026-03-05T14:05:09.123456+08:00",
        reason="李姐转来",
    )
    grant = grants.approve("SQ-2026-0001", actor="zhou")
    assert grant.state == "granted"
    assert grant.end == "2026-03-10T14:05:09.123456+08:00"
    assert seen(archive, "wang", number, "mobile").fields == frozenset({"mobile"})
    assert archive.store.count("grants") == 1
    with pytest.raises(NotPermitted, match="SQ-2026-0001 已经办理过"):
        grants.approve("SQ-2026-0001", actor="zhou")


def test_less_may_be_granted_than_was_asked_for(grants: Granting, number: str) -> None:
    grants.ask(number, purpose=WHY, fields=["mobile", "phone"], days=5, actor="wang")
    for more in ({"fields": ["mobile", "id_no"]}, {"fields": ["*"]}, {"days": 6}):
        with pytest.raises(NotPermitted, match="超出了申请"):
            grants.approve("SQ-2026-0001", actor="zhou", **more)
    less = grants.approve(
        "SQ-2026-0001", fields=["mobile"], days=1, reason="先看手机", actor="zhou"
    )
    assert less.fields == ("mobile",)
    assert less.end == "2026-03-06T14:05:09.123456+08:00"
    assert less.reason == "先看手机"


def test_of_all_fields_some_may_be_granted(grants: Granting, number: str) -> None:
    grants.ask(number, purpose=WHY, fields=["*"], actor="wang")
    assert grants.approve("SQ-2026-0001", fields=["mobile"], actor="zhou").fields == ("mobile",)


def test_a_refusal_has_a_reason_which_the_reader_gets(
    archive: Archive, grants: Granting, number: str
) -> None:
    grants.ask(number, purpose=WHY, actor="wang")
    with pytest.raises(NotPermitted, match="请写明不批准的理由"):
        grants.refuse("SQ-2026-0001", reason=" ", actor="zhou")
    grants.refuse("SQ-2026-0001", reason="与岗位无关", actor="zhou")
    [request] = grants.grants(actor="wang")
    assert (request.state, request.reason) == ("refused", "与岗位无关")
    [act] = acts(archive, "refuse")
    assert act["detail"] == {"grant": "SQ-2026-0001"}
    with pytest.raises(NotPermitted, match="已经办理过"):
        grants.approve("SQ-2026-0001", actor="zhou")
    with pytest.raises(NotPermitted, match="现在没有效力"):
        grants.revoke("SQ-2026-0001", reason="撤回", actor="wang")


def test_who_decides_on_requests(archive: Archive, grants: Granting, number: str) -> None:
    grants.ask(number, purpose=WHY, actor="wang")
    with pytest.raises(NotAuthorised, match="您无权批准查阅，请找客户信息主管"):
        grants.approve("SQ-2026-0001", actor="liu")
    classify(archive, number, CONFIDENTIAL, ("周明", "王敏"))
    with pytest.raises(UnknownFile, match="查阅申请或批准 SQ-2026-0001"):
        grants.approve("SQ-2026-0001", actor="zhou")
    register(archive, "zhou", "周明", ["info_supervisor"], CONFIDENTIAL)
    with pytest.raises(NotAuthorised, match="请找客户服务部经理"):
        grants.approve("SQ-2026-0001", actor="zhou")


@pytest.mark.parametrize("account", ["sun", "he"])
def test_administrators_and_the_auditor_do_not_ask(
    grants: Granting, number: str, account: str
) -> None:
    with pytest.raises(NotAuthorised, match="您无权申请查阅客户档案"):
        grants.ask(number, purpose=WHY, actor=account)


@pytest.mark.parametrize("changes", [{"purpose": ""}, {"days": 31}, {"fields": ["*", "x"]}])
def test_a_request_says_what_for(grants: Granting, number: str, changes: Any) -> None:
    with pytest.raises(NotPermitted, match="没有办理"):
        grants.ask(number, **{"purpose": WHY, "actor": "wang", **changes})


def test_a_request_for_a_file_that_he_may_not_know_of_tells_nothing(
    archive: Archive, grants: Granting
) -> None:
    number = opened(archive, CONFIDENTIAL, ("赵强",))
    hire(archive)

    def told(given: str) -> list[Any]:
        asked = grants.ask(given, purpose=WHY, days=3, reason="急用", actor="wang")
        grant = next(one for one in grants.grants(actor="wang") if one.number == asked)
        filtered = list(grants.grants(file=given, actor="wang"))
        return [len(asked), grant._replace(number="", file=""), len(filtered), grant.file == given]

    hidden, absent = told(number), told(ABSENT)
    assert hidden == absent
    [request] = grants.grants(actor="qiang")
    assert (request.file, request.state) == (number, "asked")
    grants.refuse("SQ-2026-0001", reason="不在知悉范围", actor="qiang")
    after = {grant.number: grant for grant in grants.grants(actor="wang")}
    assert after["SQ-2026-0001"]._replace(number="", file="") == hidden[1]
    assert after["SQ-2026-0002"].state == "asked"
    for request_no in ("SQ-2026-0001", "SQ-2026-0002"):
        with pytest.raises(UnknownFile, match=f"没有查阅申请或批准 {request_no}。"):
            grants.revoke(request_no, reason="撤回", actor="wang")
    assert acts(archive, "ask")[0]["subject"] == number
    assert acts(archive, "ask")[1]["subject"] == ""


@pytest.mark.usefixtures("number")
def test_a_wrong_number_is_a_wrong_number(grants: Granting) -> None:
    with pytest.raises(InvalidNumber):
        grants.ask("KH-F-2026-000001-5", purpose=WHY, actor="wang")


def test_a_merged_file_is_asked_for_by_either_number(archive: Archive, grants: Granting) -> None:
    number, other = opened(archive, SECRET), second(archive)
    change_card(archive, other, state="MERGED", merged_into=number)
    hire(archive)
    assert give(grants, other).file == number


# A file that the grantor may not know of


def test_s09_a_merged_file_that_he_may_not_know_of_leads_nowhere(
    archive: Archive, grants: Granting
) -> None:
    number, other = opened(archive, SECRET), second(archive)
    change_card(archive, other, state="MERGED", merged_into=number)
    classify(archive, other, CONFIDENTIAL, ("赵强",))
    hire(archive)
    with pytest.raises(UnknownFile, match=other):
        give(grants, other)
    assert notes(archive, "refused")[-1]["subject"] == other


def hidden_acts(grants: Granting) -> list[Callable[[str], object]]:
    return [
        lambda number: give(grants, number),
        lambda number: grants.emergency(
            number, reason="客户家中燃气泄漏，须立即联系", actor="zhou"
        ),
    ]


@pytest.mark.parametrize("which", [0, 1])
def test_s09_a_file_that_the_actor_may_not_know_of_is_as_if_absent(
    archive: Archive, grants: Granting, which: int
) -> None:
    number = opened(archive, CONFIDENTIAL, ("赵强",))
    hire(archive)
    errors = []
    for given in (number, ABSENT):
        with pytest.raises(UnknownFile) as refusal:
            hidden_acts(grants)[which](given)
        errors.append(str(refusal.value).replace(given, "…"))
    assert errors[0] == errors[1]
    assert [note["subject"] for note in notes(archive, "refused")] == [number, ""]
    assert archive.store.count("grants") == 0


# Lists


def test_who_sees_which_grants(archive: Archive, grants: Granting) -> None:
    number, other = opened(archive, SECRET), second(archive)
    hire(archive)
    give(grants, number)
    give(grants, other, "liu")
    assert [grant.file for grant in grants.grants(actor="zhou")] == [number, other]
    assert [grant.file for grant in grants.grants(file=other, actor="zhou")] == [other]
    assert [grant.file for grant in grants.grants(actor="wang")] == [number]
    assert [grant.file for grant in grants.grants(actor="liu")] == [other]
    assert list(grants.grants(actor="lin")) == []
    assert list(grants.grants(actor="he")) == []
    assert list(grants.grants(file=ABSENT, actor="zhou")) == []
    assert list(grants.grants(state="ended", actor="zhou")) == []
    classify(archive, number, CONFIDENTIAL, ("赵强",))
    assert list(grants.grants(actor="wang")) == []
    assert [grant.file for grant in grants.grants(actor="zhou")] == [other]
    assert list(grants.grants(file=number, actor="wang")) == []


# Emergencies

LIFE = "客户家中燃气泄漏，须立即联系本人"


def test_s26_an_emergency_reading_is_allowed_with_an_alarm_and_reviewed(
    archive: Archive, grants: Granting, number: str
) -> None:
    grant = grants.emergency(number, reason=LIFE, actor="liu")
    assert grant.emergency
    assert (grant.by, grant.reader, grant.fields) == ("刘洋", "刘洋", ("*",))
    assert grant.end == "2026-03-06T14:05:09.123456+08:00"
    assert seen(archive, "liu", number, "mobile").fields == frozenset({"mobile"})
    [alarm] = notes(archive, "alarm")
    assert alarm["subject"] == number
    assert alarm["detail"]["grant"] == "SQ-2026-0001"
    [act] = acts(archive, "emergency")
    assert act["reason"] == LIFE
    assert [one.number for one in grants.grants(state="unreviewed", actor="qiang")] == [
        "SQ-2026-0001"
    ]
    reviewed = grants.review("SQ-2026-0001", justified=True, reason="属实", actor="qiang")
    assert reviewed.reviewed == {
        "by": "赵强",
        "at": "2026-03-05T14:05:09.123456+08:00",
        "justified": True,
        "late": False,
        "reason": "属实",
    }
    assert reviewed.state == "granted"
    assert list(grants.grants(state="unreviewed", actor="qiang")) == []
    [act] = acts(archive, "review")
    assert act["detail"] == {"grant": "SQ-2026-0001", "justified": True, "late": False}


def test_s26_it_lasts_a_day(archive: Archive, grants: Granting, number: str, clock: Clock) -> None:
    grants.emergency(number, reason=LIFE, actor="liu")
    passes(clock, hours=23, minutes=59)
    assert seen(archive, "liu", number).readable
    passes(clock, minutes=1)
    assert not seen(archive, "liu", number).readable


def test_s26_without_a_review_there_is_no_other_after_24_hours(
    grants: Granting, number: str, clock: Clock
) -> None:
    grants.emergency(number, reason=LIFE, actor="liu")
    passes(clock, hours=23)
    grants.emergency(number, reason=LIFE, actor="liu")
    passes(clock, hours=1)
    with pytest.raises(NotPermitted, match="24 小时还没有复核"):
        grants.emergency(number, reason=LIFE, actor="liu")
    late = grants.review("SQ-2026-0001", justified=True, reason="属实", actor="qiang")
    assert late.reviewed
    assert not late.reviewed["late"]
    grants.emergency(number, reason=LIFE, actor="liu")
    passes(clock, hours=30)
    late = grants.review("SQ-2026-0002", justified=False, reason="不属实", actor="qiang")
    assert late.reviewed
    assert late.reviewed["late"]
    assert late.end == "2026-03-07T13:05:09.123456+08:00"


def test_s26_what_was_no_emergency_ends_at_once(
    archive: Archive, grants: Granting, number: str, clock: Clock
) -> None:
    grants.emergency(number, reason=LIFE, actor="liu")
    passes(clock, hours=1)
    review = grants.review("SQ-2026-0001", justified=False, reason="并无危险", actor="gao")
    assert review.end == "2026-03-05T15:05:09.123456+08:00"
    assert not seen(archive, "liu", number).readable


def test_s26_nobody_reviews_his_own(archive: Archive, grants: Granting, number: str) -> None:
    grants.emergency(number, reason=LIFE, actor="qiang")
    register(archive, "qiang3", "赵强", ["cs_manager"], 3)
    for account in ("qiang", "qiang3"):
        with pytest.raises(NotAuthorised, match="您无权复核紧急查阅，请找其他有权复核的人"):
            grants.review("SQ-2026-0001", justified=True, reason="属实", actor=account)
    with pytest.raises(NotAuthorised, match="您无权复核紧急查阅"):
        grants.review("SQ-2026-0001", justified=True, reason="属实", actor="zhou")
    grants.review("SQ-2026-0001", justified=True, reason="属实", actor="jie")
    with pytest.raises(NotPermitted, match="SQ-2026-0001 已经复核过"):
        grants.review("SQ-2026-0001", justified=False, reason="再看", actor="gao")


def test_what_cannot_be_reviewed(archive: Archive, grants: Granting, number: str) -> None:
    give(grants, number)
    grants.emergency(number, reason=LIFE, actor="liu")
    with pytest.raises(NotPermitted, match="请写明复核意见"):
        grants.review("SQ-2026-0002", justified=True, reason="", actor="jie")
    classify(archive, number, CONFIDENTIAL, ("赵强",))
    for other in ("SQ-2026-0001", "SQ-2026-0002", "SQ-2026-0003"):
        with pytest.raises(UnknownFile, match=f"没有紧急查阅 {other}。"):
            grants.review(other, justified=True, reason="属实", actor="jie")


@pytest.mark.parametrize("reason", ["", " ", "急", "着 火 了 快 点 救 人 去 啊"])
def test_an_emergency_says_what_happened(grants: Granting, number: str, reason: str) -> None:
    with pytest.raises(NotPermitted, match="没有办理：请"):
        grants.emergency(number, reason=reason, actor="liu")


def test_an_emergency_in_ten_signs(grants: Granting, number: str) -> None:
    assert grants.emergency(number, reason="着火了快点救人去现场", actor="liu").emergency


def test_who_reads_in_an_emergency(archive: Archive, grants: Granting, number: str) -> None:
    with pytest.raises(NotAuthorised, match="您无权紧急查阅"):
        grants.emergency(number, reason=LIFE, actor="wang")
    register(archive, "qiang", "赵强", ["cs_manager"], 1)  # he still decides on 秘密
    with pytest.raises(NotPermitted, match="您涉密等级低于秘密"):
        grants.emergency(number, reason=LIFE, actor="qiang")


def test_an_emergency_does_not_outlast_a_raise_above_the_clearance(
    archive: Archive, grants: Granting, number: str
) -> None:
    grants.emergency(number, reason=LIFE, actor="liu")
    classify(archive, number, CONFIDENTIAL, ("刘洋",))
    assert not seen(archive, "liu", number).readable


def test_one_keeper_reviews_what_he_read(archive: Archive, grants: Granting) -> None:
    number = opened(archive, TOP, ("王敏",))
    grants.emergency(number, reason=LIFE)
    assert grants.review("SQ-2026-0001", justified=True, reason="属实").reviewed
