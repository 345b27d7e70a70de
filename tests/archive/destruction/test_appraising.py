"""What is past its retention, and what a group says of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from archive.customers import Clock, change_card, open_company, open_person
from archive.destruction.hands import (
    GROUP,
    MEMBERS,
    OVER,
    STAFF,
    TEN_YEARS,
    THREE_YEARS,
    company_over,
    convened,
    engage,
    item,
    person_over,
    reported,
    seal,
    signed,
)
from archive.secrecy.department import acts, card, classify, hire, notes

from csdforms.archive.actor import BEIJING
from csdforms.archive.archive import Archive
from csdforms.archive.deregistration.blockers import Blocker
from csdforms.archive.destruction.appraising import Appraisals
from csdforms.archive.destruction.records import Appraisal, Due
from csdforms.archive.destruction.retention import is_financial
from csdforms.errors import (
    Held,
    NotAllowedNow,
    NotAuthorised,
    NotPermitted,
    UnknownFile,
)


@pytest.fixture
def appraisals(archive: Archive) -> Appraisals:
    return archive.appraisals


def goes_to(clock: Clock, day: str) -> None:
    clock.at = dt.datetime.fromisoformat(f"{day}T10:00:00").replace(tzinfo=BEIJING)


@pytest.fixture
def matters(monkeypatch: pytest.MonkeyPatch) -> list[Blocker]:
    """Return what is open in every file: nothing, until a test puts something in."""
    found: list[Blocker] = []
    monkeypatch.setattr(
        "csdforms.archive.deregistration.findings.open_matters",
        lambda reader, card, *, at, ledgers: found,  # noqa: ARG005
    )
    return found


# What is due


def test_files_past_their_retention_are_listed(
    archive: Archive, appraisals: Appraisals, clock: Clock
) -> None:
    number = company_over(archive, "换锁")
    engage(archive)
    goes_to(clock, "2036-12-31")
    assert appraisals.due(actor="zhou") == []
    goes_to(clock, OVER)
    name = "上海屿泊包装有限公司"
    assert appraisals.due(actor="zhou") == [
        Due(number, "", "F", name, 1, "D10", "2036-12-31", held=False)
    ]
    change_card(archive, number, holds=["BQ-2036-0001"])
    assert [one.held for one in appraisals.due(actor="zhou")] == [True]
    classify(archive, number, 3, ("高远",))
    assert appraisals.due(actor="zhou") == []
    with pytest.raises(NotAuthorised, match="您无权查看期满档案"):
        appraisals.due(actor="wang")


def test_x16_an_item_with_a_shorter_period_is_listed_by_itself(
    archive: Archive, appraisals: Appraisals, clock: Clock
) -> None:
    number = open_company(archive)
    call = item(archive, number, "外呼", "outbound_call_record", called_at="2026-03-04T10:00")
    item(archive, number, "维修")
    change_card(archive, number, secrecy={"level": 1})
    engage(archive)
    goes_to(clock, "2026-09-04")
    assert appraisals.due(actor="zhou") == []
    goes_to(clock, "2026-09-05")
    [due] = appraisals.due(actor="zhou")
    assert (due.item, due.code, due.until) == (call, "外呼证据 6 个月", "2026-09-04")
    assert due.level == 1
    appraisal = convened(archive, call)
    assert card(archive, number)["state"] == "ACTIVE"
    assert appraisals.due(actor="zhou") == []
    reported(archive, appraisal)
    closed = signed(archive, appraisal)
    [line] = archive.destructions.get(closed.destruction, actor="zhou").lines
    assert (line.item, line.items, line.due, line.year) == (call, 1, "2026-09-04", "2026")
    assert line.title == "上海屿泊包装有限公司·2.9 售后服务登记表"
    assert appraisals.due(actor="zhou") == []
    assert card(archive, number)["state"] == "ACTIVE"


def test_x16_an_item_that_goes_with_its_file_or_is_held_is_not_brought_alone(
    archive: Archive, appraisals: Appraisals, clock: Clock
) -> None:
    number = open_company(archive)
    call = item(archive, number, "外呼", "outbound_call_record")
    other = item(archive, number, "维修")
    seal(archive, number, TEN_YEARS)
    engage(archive)
    goes_to(clock, "2026-10-01")
    with pytest.raises(Held, match="期限未满"):
        convened(archive, other)
    with pytest.raises(UnknownFile, match="没有件"):
        convened(archive, f"{number}/2.9-2026-0009")
    change_card(archive, number, holds=["BQ-2026-0001"])
    with pytest.raises(Held, match="设有法律保全"):
        convened(archive, call)
    change_card(archive, number, holds=[])
    goes_to(clock, OVER)
    assert [one.item for one in appraisals.due(actor="zhou")] == [""]
    with pytest.raises(Held, match="随全卷办理"):
        convened(archive, call)


# Convening


def test_a_group_is_convened(archive: Archive, appraisals: Appraisals, clock: Clock) -> None:
    number = company_over(archive)
    engage(archive)
    goes_to(clock, OVER)
    appraisal = appraisals.convene([number], MEMBERS, actor="zhou")
    assert (appraisal.number, appraisal.state, appraisal.by) == ("JD-2037-0001", "open", "周明")
    assert appraisal.members == {
        "information": "周明",
        "archive": "董雪",
        "finance": "蔡文",
        "legal": "罗法",
        "secrecy": "周洁",
    }
    assert card(archive, number)["state"] == "APPRAISAL"
    assert appraisals.get("jd-2037-0001", actor="fa") == appraisal
    assert [one.number for one in appraisals.all(actor="zhou")] == ["JD-2037-0001"]
    [act] = acts(archive, "appraise")
    assert act["detail"] == {"appraisal": "JD-2037-0001", "files": [number]}


def test_x01_what_is_not_over_is_not_appraised(archive: Archive, clock: Clock) -> None:
    number = company_over(archive)
    engage(archive)
    goes_to(clock, "2036-12-31")
    with pytest.raises(Held, match="保管到 2036-12-31 为止") as refusal:
        convened(archive, number)
    assert refusal.value.exit_code == 5
    change_card(archive, number, retention={"code": "Y", "from": "2026-12-31", "until": ""})
    goes_to(clock, OVER)
    with pytest.raises(Held, match="没有到期的日子"):
        convened(archive, number)
    assert archive.store.count("appraisals") == 0
    assert card(archive, number)["state"] == "SEALED"


@pytest.mark.parametrize("state", ["ACTIVE", "DEREG_APPLIED", "DESTROYING", "APPRAISAL"])
def test_x07_only_what_is_sealed_is_appraised(archive: Archive, clock: Clock, state: str) -> None:
    number = company_over(archive)
    engage(archive)
    change_card(archive, number, state=state)
    goes_to(clock, OVER)
    with pytest.raises(NotAllowedNow, match="不能鉴定"):
        convened(archive, number)


def test_a_held_file_is_not_appraised(archive: Archive, clock: Clock) -> None:
    number = company_over(archive)
    engage(archive)
    change_card(archive, number, holds=["BQ-2036-0001"])
    goes_to(clock, OVER)
    with pytest.raises(Held, match="设有法律保全"):
        convened(archive, number)


def test_x18_nothing_is_appraised_on_a_broken_chain(
    archive: Archive, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = company_over(archive)
    engage(archive)
    goes_to(clock, OVER)
    module = "csdforms.archive.destruction.convening.verify"
    broken = type("Broken", (), {"is_sound": False})()
    monkeypatch.setattr(module, lambda store: broken)  # noqa: ARG005
    with pytest.raises(Held, match="核对未通过"):
        convened(archive, number)
    assert card(archive, number)["state"] == "SEALED"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"legal": ""}, "还缺法务一方"),
        ({"legal": "cai"}, "法务一方的人员没有这一岗位"),
        ({"legal": "赵四"}, "法务一方的人员没有这一岗位"),
        ({"information": "qiang"}, "信息一方的人员没有这一岗位"),
    ],
)
def test_a_group_is_five_persons_of_five_offices(
    archive: Archive, appraisals: Appraisals, clock: Clock, changes: Any, sentence: str
) -> None:
    number = company_over(archive)
    engage(archive)
    goes_to(clock, OVER)
    with pytest.raises(NotPermitted, match=sentence):
        appraisals.convene([number], MEMBERS | changes, actor="zhou")
    assert archive.store.count("appraisals") == 0


def test_nobody_sits_for_two(archive: Archive, appraisals: Appraisals, clock: Clock) -> None:
    number = company_over(archive)
    hire(archive, {**STAFF, "fa2": ("蔡文", ["legal"], 2)})
    goes_to(clock, OVER)
    with pytest.raises(NotPermitted, match="五位不同的人员"):
        appraisals.convene([number], MEMBERS | {"legal": "fa2"}, actor="zhou")


def test_members_are_cleared_for_what_they_appraise(archive: Archive, clock: Clock) -> None:
    number = company_over(archive)
    hire(archive, {**STAFF, "cai": ("蔡文", ["finance"], 1)})
    classify(archive, number, 2)
    goes_to(clock, OVER)
    with pytest.raises(NotPermitted, match="财务一方的人员涉密等级低于秘密"):
        convened(archive, number)


def test_who_convenes(archive: Archive, appraisals: Appraisals, clock: Clock) -> None:
    number = company_over(archive)
    with pytest.raises(Held, match="先登记人员"):
        appraisals.convene([number], MEMBERS)
    engage(archive)
    goes_to(clock, OVER)
    with pytest.raises(NotAuthorised, match="您无权提交鉴定"):
        appraisals.convene([number], MEMBERS, actor="wang")
    with pytest.raises(NotAuthorised, match="召集自己不在其中的鉴定小组"):
        appraisals.convene([number], MEMBERS, actor="fang")
    with pytest.raises(NotPermitted, match="写明要鉴定的档案"):
        appraisals.convene([], MEMBERS, actor="zhou")
    classify(archive, number, 3, ("高远",))
    with pytest.raises(UnknownFile):
        appraisals.convene([number], MEMBERS, actor="zhou")


# The report


@pytest.fixture
def opened(archive: Archive, clock: Clock) -> str:
    """Return the number of a company's file before a group."""
    number = company_over(archive, "换锁", "换窗")
    engage(archive)
    goes_to(clock, OVER)
    convened(archive, number)
    return number


def test_x15_an_extension_marks_the_new_period_and_why(
    archive: Archive, appraisals: Appraisals, opened: str
) -> None:
    reported(archive, "JD-2037-0001", outcome="keep", reason="重要合同", code="D30")
    closed = signed(archive, "JD-2037-0001")
    assert (closed.state, closed.destruction) == ("closed", "")
    assert card(archive, opened)["state"] == "SEALED"
    assert card(archive, opened)["retention"] == {
        "code": "D30",
        "from": "2026-12-31",
        "until": "2056-12-31",
        "reason": "重要合同",
        "appraisal": "JD-2037-0001",
    }
    assert appraisals.due(actor="zhou") == []
    assert archive.store.count("destructions") == 0
    with pytest.raises(NotAllowedNow, match="已办结"):
        appraisals.close("JD-2037-0001", actor="zhou")


def test_x15_to_another_day(archive: Archive, opened: str) -> None:
    reported(archive, "JD-2037-0001", outcome="keep", reason="索赔", until="2039-06-30")
    signed(archive, "JD-2037-0001")
    assert card(archive, opened)["retention"]["until"] == "2039-06-30"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"outcome": "burn"}, "结论应是"),
        ({"reason": " "}, "请写明理由"),
        ({"pages": -1}, "页数不能小于 0"),
        ({"outcome": "keep"}, "请写明新的保管期限"),
        ({"outcome": "keep", "code": "D5"}, "应是 Y、D30、D10 或 P3"),
        ({"outcome": "keep", "code": "DEL"}, "应是 Y、D30、D10 或 P3"),
        ({"outcome": "keep", "code": "D10"}, "须在今天以后"),
        ({"outcome": "keep", "until": "2037-01-01"}, "须在今天以后"),
        ({"outcome": "keep", "until": "明年"}, "应是日期"),
        ({"outcome": "keep", "until": "2039-06-30", "keep": ["x"]}, "不写留存的件"),
        ({"outcome": "destroy", "until": "2039-06-30"}, "不写新的期限"),
        ({"outcome": "split", "until": "2039-06-30"}, "留存本卷的哪几件"),
        ({"outcome": "split", "until": "2039-06-30", "keep": ["x"]}, "留存本卷的哪几件"),
    ],
)
def test_what_a_report_must_say(archive: Archive, opened: str, said: Any, sentence: str) -> None:
    with pytest.raises(NotPermitted, match=sentence):
        reported(archive, "JD-2037-0001", **said)
    assert opened
    assert acts(archive, "appraise-report") == []


def test_an_organisation_may_be_kept_for_good(archive: Archive, opened: str) -> None:
    reported(archive, "JD-2037-0001", outcome="keep", reason="重要合同", code="Y")
    signed(archive, "JD-2037-0001")
    assert card(archive, opened)["retention"]["until"] == ""


def test_a_person_is_not_kept_for_good(archive: Archive, clock: Clock) -> None:
    person_over(archive)
    engage(archive)
    goes_to(clock, OVER)
    convened(archive, card_number(archive))
    with pytest.raises(NotPermitted, match="个人客户的档案不能定为永久"):
        reported(archive, "JD-2037-0001", outcome="keep", reason="纠纷", code="Y")


def card_number(archive: Archive) -> str:
    """Return the number of the only file."""
    return str((archive.store.get("files", 1) or {})["number"])


@pytest.mark.parametrize(
    "words", ["李晓岚要求", "李 晓岚 要求", "电话13900006721", "证件310199198906140023"]
)
@pytest.mark.parametrize("field", ["reason", "remark"])
def test_x10_a_report_names_no_person(
    archive: Archive, clock: Clock, words: str, field: str
) -> None:
    said: dict[str, Any] = {field: words}
    person_over(archive)
    engage(archive)
    goes_to(clock, OVER)
    convened(archive, card_number(archive))
    with pytest.raises(NotPermitted, match="不能写个人客户的姓名、号码") as refusal:
        reported(archive, "JD-2037-0001", **said)
    assert "晓岚" not in str(refusal.value)


def test_x14_an_open_claim_is_split_off_and_the_rest_goes(
    archive: Archive, appraisals: Appraisals, clock: Clock, matters: list[Blocker]
) -> None:
    number = open_company(archive)
    claim, *rest = (item(archive, number, what) for what in ("索赔", "换锁", "换窗"))
    seal(archive, number, TEN_YEARS)
    engage(archive)
    goes_to(clock, OVER)
    matters.append(Blocker("G2", "服务未了", "售后服务主管", claim))
    assert [one.matters for one in appraisals.due(actor="zhou")] == [("G2",)]
    appraisal = convened(archive, number)
    with pytest.raises(Held, match=r"第 1 行.*G2.*请拆卷或延长"):
        reported(archive, appraisal)
    said: dict[str, Any] = {
        "outcome": "split",
        "until": "2038-12-31",
        "reason": "索赔未了",
        "keep": [claim],
    }
    reported(archive, appraisal, **said)
    closed = signed(archive, appraisal)
    kept = card(archive, number)
    assert kept["state"] == "SEALED"
    assert kept["retention"]["until"] == "2038-12-31"
    assert kept["kept_items"] == {
        claim: {"until": "2038-12-31", "reason": "索赔未了", "appraisal": appraisal}
    }
    listed = archive.destructions.get(closed.destruction, actor="zhou")
    assert [line.item for line in listed.lines] == rest
    assert {line.reason for line in listed.lines} == {"拆卷，其余留存"}


def test_x16_what_must_be_kept_by_itself_is_split_off(
    archive: Archive, appraisals: Appraisals, clock: Clock
) -> None:
    number = open_person(archive)
    complaint = item(archive, number, "投诉", "complaint_handling")
    other = item(archive, number, "换锁")
    seal(archive, number, THREE_YEARS)
    engage(archive)
    goes_to(clock, "2029-03-06")
    assert [one.kept for one in appraisals.due(actor="zhou")] == [(complaint,)]
    appraisal = convened(archive, number)
    with pytest.raises(Held, match=complaint):
        reported(archive, appraisal)
    said: dict[str, Any] = {"outcome": "split", "until": "2031-03-05", "reason": "投诉案卷期限未满"}
    with pytest.raises(Held, match=f"还须留存 {complaint}"):
        reported(archive, appraisal, keep=[other], **said)
    reported(archive, appraisal, keep=[complaint], **said)
    closed = signed(archive, appraisal)
    listed = archive.destructions.get(closed.destruction, actor="zhou")
    assert [line.item for line in listed.lines] == [other]
    assert [line.title for line in listed.lines] == ["个人客户档案·2.9"]


def test_an_item_is_kept_longer(archive: Archive, appraisals: Appraisals, clock: Clock) -> None:
    number = open_company(archive)
    call = item(archive, number, "外呼", "outbound_call_record", called_at="2026-03-04T10:00")
    change_card(archive, number, secrecy={"level": 1})
    engage(archive)
    goes_to(clock, "2026-09-05")
    appraisal = convened(archive, call)
    with pytest.raises(NotPermitted, match="单件的写明日期"):
        reported(archive, appraisal, outcome="keep", code="D10")
    with pytest.raises(NotPermitted, match="单件不能再拆"):
        reported(archive, appraisal, outcome="split", until="2027-03-04", keep=[call])
    reported(archive, appraisal, outcome="keep", until="2027-03-04", reason="争议")
    signed(archive, appraisal)
    assert card(archive, number)["kept_items"][call]["until"] == "2027-03-04"
    assert appraisals.due(actor="zhou") == []
    goes_to(clock, "2027-03-05")
    assert [one.until for one in appraisals.due(actor="zhou")] == ["2027-03-04"]


def test_all_five_sign_what_is_written(
    archive: Archive, appraisals: Appraisals, opened: str
) -> None:
    number = "JD-2037-0001"
    with pytest.raises(Held, match="第 1 行还没有结论"):
        appraisals.sign(number, actor="fa")
    reported(archive, number)
    appraisals.sign(number, actor="fa")
    with pytest.raises(NotAllowedNow, match="您已签署"):
        appraisals.sign(number, actor="fa")
    reported(archive, number, remark="无纸质")
    assert appraisals.get(number, actor="fa").signatures == {}
    for account in GROUP[1:]:
        appraisals.sign(number, actor=account)
    with pytest.raises(Held, match="还没有签署的有周明"):
        appraisals.close(number, actor="zhou")
    appraisals.sign(number, actor="zhou")
    assert appraisals.close(number, actor="fa").destruction == "XH-2037-0001"
    assert card(archive, opened)["state"] == "DESTROY_PROPOSED"
    with pytest.raises(NotAllowedNow, match="鉴定 JD-2037-0001 现为“已办结”"):
        reported(archive, number)


def test_only_members_write_sign_and_close(
    archive: Archive, appraisals: Appraisals, opened: str
) -> None:
    number = "JD-2037-0001"
    reported(archive, number)
    trials: list[Callable[[], Appraisal]] = [
        lambda: appraisals.report(number, 1, "destroy", reason="期满", actor="chen"),
        lambda: appraisals.sign(number, actor="fang"),
        lambda: appraisals.close(number, actor="fang"),
        lambda: appraisals.cancel(number, reason="误", actor="chen"),
    ]
    for trial in trials:
        with pytest.raises(NotAuthorised, match="请找鉴定小组成员"):
            trial()
    with pytest.raises(UnknownFile, match="第 2 行"):
        reported(archive, number, 2)
    assert opened
    with pytest.raises(UnknownFile, match="没有鉴定 JD-2037-0009"):
        appraisals.get("JD-2037-0009", actor="zhou")


def test_what_comes_up_before_the_close_stops_it(
    archive: Archive, appraisals: Appraisals, opened: str, matters: list[Blocker]
) -> None:
    number = "JD-2037-0001"
    reported(archive, number)
    for account in GROUP:
        appraisals.sign(number, actor=account)
    matters.append(Blocker("G1", "投诉未结案", "投诉主管"))
    with pytest.raises(Held, match="G1"):
        appraisals.close(number, actor="zhou")
    assert card(archive, opened)["state"] == "APPRAISAL"
    matters.clear()
    change_card(archive, opened, holds=["BQ-2037-0001"])
    with pytest.raises(Held, match="设有法律保全"):
        appraisals.close(number, actor="zhou")


def test_an_appraisal_is_given_up(archive: Archive, appraisals: Appraisals, clock: Clock) -> None:
    number = open_company(archive)
    call = item(archive, number, "外呼", "outbound_call_record")
    change_card(archive, number, secrecy={"level": 1})
    person = seal(archive, open_person(archive), THREE_YEARS)
    engage(archive)
    goes_to(clock, "2030-01-01")
    appraisal = convened(archive, call, person)
    assert appraisals.cancel(appraisal, reason="补材料", actor="zhou").state == "cancelled"
    assert card(archive, person)["state"] == "SEALED"
    assert card(archive, number)["state"] == "ACTIVE"
    with pytest.raises(NotAllowedNow, match="已取消"):
        appraisals.sign(appraisal, actor="zhou")


def test_s09_an_appraisal_of_a_hidden_file_is_as_if_absent(
    archive: Archive, appraisals: Appraisals, opened: str
) -> None:
    classify(archive, opened, 3, ("高远",))
    with pytest.raises(UnknownFile, match="没有鉴定 JD-2037-0001"):
        appraisals.get("JD-2037-0001", actor="zhou")
    assert list(appraisals.all(actor="zhou")) == []
    assert [note["detail"]["wanted"] for note in notes(archive, "refused")] == ["查看鉴定"]


# The profile of a financial institution


def test_x17_a_setting_acts_by_decision_and_on_what_is_sealed_later(
    archive: Archive, appraisals: Appraisals
) -> None:
    number = company_over(archive)
    engage(archive)
    with pytest.raises(NotAuthorised):
        appraisals.keep_for_finance(on=True, reason="持牌", actor="qiang")
    appraisals.keep_for_finance(on=True, reason="持牌", actor="gao")
    assert is_financial(archive.store)
    assert card(archive, number)["retention"] == TEN_YEARS
    with pytest.raises(NotAllowedNow, match="已是如此"):
        appraisals.keep_for_finance(on=True, reason="持牌", actor="gao")
    appraisals.keep_for_finance(on=False, reason="不再持牌", actor="gao")
    assert not is_financial(archive.store)


def test_a_file_is_brought_before_a_group_once(
    archive: Archive, appraisals: Appraisals, clock: Clock
) -> None:
    number = company_over(archive)
    engage(archive)
    goes_to(clock, OVER)
    with pytest.raises(NotPermitted, match="同一卷、件写了两次"):
        appraisals.convene([number, number.lower()], MEMBERS, actor="zhou")
    assert not list(archive.store.rows("appraisals"))
