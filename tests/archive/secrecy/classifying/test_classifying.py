"""Levels proposed, decided, raised, changed (archive.md §4.2; flows.md 4.16; S11–S17, S19)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import pytest
from archive.customers import Clock, change_card, open_company, open_person, other_company
from archive.secrecy.department import hire

from csdforms.archive import numbers
from csdforms.archive.actor import BEIJING
from csdforms.archive.archive import Archive
from csdforms.archive.records import Event
from csdforms.archive.secrecy.classifying.classifying import Classifying
from csdforms.archive.secrecy.classifying.consequences import Decision
from csdforms.archive.secrecy.classifying.deciding import Wish, _check_circle
from csdforms.archive.secrecy.classifying.labels import Marking
from csdforms.archive.secrecy.classifying.reviewing import Matter
from csdforms.archive.secrecy.levels import RANKS, effective
from csdforms.archive.secrecy.outgoing.copy_register import Copy
from csdforms.archive.store import Act, Document
from csdforms.errors import (
    InvalidNumber,
    NotAllowedNow,
    NotAuthorised,
    NotPermitted,
    UnknownFile,
    UnreadableInput,
)

COMPANY = "KH-F-2026-000001-4"
PERSON = "KH-Z-2026-000002-2"
HIDDEN = "KH-F-2026-000003-0"
ITEM = f"{COMPANY}/3.2-2026-0001"

#: Accounts, who they are, their roles and clearances.
STAFF = {
    "li": ("李敏", ["info_specialist"], 2),
    "sun": ("孙丽", ["info_supervisor"], 2),
    "zhou": ("周静", ["cs_manager"], 3),
    "qian": ("钱进", ["cs_manager"], 3),
    "zhao": ("赵强", ["gm"], 4),
    "wu": ("吴昊", ["gm"], 4),
    "wang": ("王敏", ["sales"], 4),
    "feng": ("冯军", ["sales"], 2),
    "an": ("安平", ["auditor"], -1),
}


@pytest.fixture
def sole(archive: Archive) -> Classifying:
    """A one-person office with three files, at 内部, 内部 and 绝密."""
    open_company(archive, confidentiality="内部")
    open_person(archive, confidentiality="内部")
    open_company(archive, **other_company(confidentiality="绝密"))
    archive.file(COMPANY, "complaint_register_one", {"complaint_no": "TS-1"}, section="3.2")
    assert [card.number for card in archive.list_files()] == [COMPANY, PERSON, HIDDEN]
    return Classifying(archive.office)


@pytest.fixture
def desk(archive: Archive, sole: Classifying) -> Classifying:
    """A department with these files."""
    hire(archive, STAFF)
    return sole


def card(archive: Archive, number: str = COMPANY) -> Document:
    [key] = archive.store.find("files", "number", number)
    return archive.store.get("files", key) or {}


def secrecy(archive: Archive, number: str = COMPANY) -> dict[str, Any]:
    found: dict[str, Any] = card(archive, number)["secrecy"]
    return found


def last_act(archive: Archive) -> Event:
    line = archive.store.last()
    return Event.of(line, archive.store.get("acts", line.no))


def refusals(archive: Archive) -> list[tuple[str, str, str]]:
    """Who was refused what, about which file."""
    return [
        (line.actor, line.subject, said.get("detail", said)["wanted"])
        for line, said in archive.store.notes()
        if line.act == "refused"
    ]


def decided(
    desk: Classifying,
    number: str,
    level: int | str,
    *,
    by: str,
    proposer: str = "zhou",
    circle: Iterable[str] = (),
    **more: Any,
) -> Decision:
    """Propose and decide."""
    item = more.get("item", "")
    more = {"reason": "年度定密", "basis": "商业秘密目录", **more}
    desk.propose(number, level, circle=tuple(circle), actor=proposer, **more)
    return desk.decide(number, item=item, actor=by)


def put(archive: Archive, table: str, document: Document) -> None:
    with archive.store.writing() as work:
        work.put(table, work.last_key(table) + 1, document)
        work.record(Act("test", "tests", archive.store.last().at))


def on(clock: Clock, day: str) -> None:
    clock.at = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(9), BEIJING)


# --- proposing and deciding -----------------------------------------------------------------------


def test_one_proposes_and_another_decides(archive: Archive, desk: Classifying) -> None:
    level = desk.propose(
        COMPANY, "秘密", reason="含价格", basis="商业秘密目录第 3 项", actor="li", purpose="定密"
    )
    assert level == 2
    assert effective(card(archive)) == 1
    assert secrecy(archive) == {
        "proposed": {
            "kind": "classify",
            "level": 2,
            "term": "",
            "circle": [],
            "reason": "含价格",
            "basis": "商业秘密目录第 3 项",
            "by": "李敏",
            "at": "2026-03-05T14:05:09.123456+08:00",
        }
    }
    proposal = last_act(archive)
    assert (proposal.act, proposal.actor, proposal.subject) == ("propose", "li", COMPANY)
    assert (proposal.purpose, proposal.reason) == ("定密", "含价格")

    done = desk.decide(COMPANY, actor="zhou")
    assert done == Decision(
        COMPANY,
        "",
        2,
        "2029-03-05",
        Marking("内部", "商业秘密·秘密 保密期限至 2029-03-05 责任单位 客户服务部"),
        (),
    )
    assert secrecy(archive) == {
        "level": 2,
        "until": "2029-03-05",
        "by": "周静",
        "power": 2,
        "on": "2026-03-05",
        "reason": "含价格",
        "basis": "商业秘密目录第 3 项",
    }
    act = last_act(archive)
    assert (act.act, act.actor, act.subject, act.reason) == ("classify", "zhou", COMPANY, "含价格")
    assert act.detail == {
        "level": 2,
        "before": 1,
        "until": "2029-03-05",
        "basis": "商业秘密目录第 3 项",
        "proposed_by": "李敏",
    }


def test_in_a_one_person_office_one_does_both(archive: Archive, sole: Classifying) -> None:
    sole.propose(COMPANY, 4, until="长期", circle=["任何人"], reason="核心客户", basis="目录")
    assert sole.decide(COMPANY).until == ""
    assert effective(card(archive)) == 4
    assert "until" not in secrecy(archive)
    sole.lower(COMPANY, 2, reason="已公开")
    assert sole.decide(COMPANY).level == 2


@pytest.mark.parametrize(
    ("level", "decider", "others"),
    [
        ("公开", "zhou", ("sun",)),
        ("内部", "sun", ()),
        ("秘密", "qian", ("sun",)),
        ("机密", "zhao", ("sun", "qian")),
        ("绝密", "zhao", ("sun", "qian")),
    ],
)
def test_the_leader_of_the_level_decides(
    desk: Classifying, level: str, decider: str, others: tuple[str, ...]
) -> None:
    proposer = "zhou" if level in ("机密", "绝密") else "li"
    desk.propose(COMPANY, level, circle=["王敏"], reason="理由", basis="依据", actor=proposer)
    for other in others:
        with pytest.raises(NotAuthorised, match="您无权决定密级"):
            desk.decide(COMPANY, actor=other)
    for nobody in ("li", "feng", "an"):
        with pytest.raises(NotAuthorised):
            desk.decide(COMPANY, actor=nobody)
    assert RANKS[desk.decide(COMPANY, actor=decider).level] == level


def test_nobody_decides_what_he_proposed(archive: Archive, desk: Classifying) -> None:
    desk.propose(COMPANY, 2, reason="理由", basis="依据", actor="zhou")
    with pytest.raises(NotAuthorised, match="另一位"):
        desk.decide(COMPANY, actor="zhou")
    assert refusals(archive)[-1] == ("zhou", COMPANY, "决定密级")
    assert desk.decide(COMPANY, actor="qian").level == 2


def test_nobody_decides_under_another_account_what_he_proposed(
    archive: Archive, sole: Classifying
) -> None:
    hire(archive, STAFF | {"zhou2": ("周静", ["gm"], 4)})
    sole.propose(COMPANY, 2, reason="理由", basis="依据", actor="zhou")
    with pytest.raises(NotAuthorised):
        sole.decide(COMPANY, actor="zhou2")


def test_confidential_and_above_is_proposed_by_the_manager(
    archive: Archive, desk: Classifying
) -> None:
    for level in (3, 4):
        for proposer in ("li", "sun"):
            with pytest.raises(NotAuthorised, match="客户服务部经理"):
                desk.propose(
                    COMPANY, level, circle=["王敏"], reason="理由", basis="依据", actor=proposer
                )
    assert decided(desk, COMPANY, 3, by="zhao", circle=["王敏"]).level == 3
    assert secrecy(archive)["circle"] == ["王敏"]


@pytest.mark.parametrize("actor", ["feng", "wang", "an", "nobody"])
def test_who_may_not_propose_learns_nothing(desk: Classifying, actor: str) -> None:
    said = set()
    for number in (COMPANY, HIDDEN, numbers.make("F", 2026, 9), "没有"):
        with pytest.raises(NotAuthorised) as caught:
            desk.propose(number, 1, reason="理由", basis="依据", actor=actor)
        said.add(str(caught.value))
    assert len(said) == 1


def test_a_file_that_one_may_not_see_is_as_if_absent(archive: Archive, desk: Classifying) -> None:
    acts: dict[str, dict[str, Any]] = {
        "propose": {"level": 2, "reason": "理由", "basis": "依据"},
        "lower": {"level": 1, "reason": "理由"},
        "release": {"reason": "理由"},
        "extend": {"until": "长期", "reason": "理由"},
        "change_circle": {"circle": ["王敏"], "reason": "理由"},
        "raise_level": {"level": 4, "reason": "理由"},
        "decide": {},
        "refuse": {"reason": "理由"},
        "confirm": {},
        "review": {"reason": "理由"},
    }
    absent = numbers.make("F", 2026, 9)
    for name, said in acts.items():
        texts = []
        for number in (HIDDEN, absent):
            with pytest.raises(UnknownFile) as caught:
                getattr(desk, name)(number, actor="zhou", **said)
            texts.append(str(caught.value).replace(number, "…"))
        assert texts[0] == texts[1]
    noted = refusals(archive)
    assert [subject for _, subject, _ in noted[-2:]] == [HIDDEN, ""]
    assert noted[-1][2] == noted[-2][2]
    assert "secrecy" not in card(archive, HIDDEN)


def test_who_decides_on_a_level_knows_of_its_files(desk: Classifying) -> None:
    assert desk.propose(HIDDEN, 4, circle=["王敏"], reason="理", basis="据", actor="zhao") == 4
    with pytest.raises(NotAuthorised):
        desk.decide(HIDDEN, actor="zhao")
    assert desk.decide(HIDDEN, actor="wu").level == 4


def test_a_file_is_also_decided_on_by_whom_its_present_level_needs(
    archive: Archive, desk: Classifying
) -> None:
    change_card(archive, COMPANY, level="秘密")
    desk.propose(COMPANY, "内部", reason="理由", basis="依据", actor="li")
    with pytest.raises(NotAuthorised, match="客户服务部经理"):
        desk.decide(COMPANY, actor="sun")
    assert desk.decide(COMPANY, actor="zhou").level == 1


def test_without_a_level_it_follows_from_the_grade(archive: Archive, desk: Classifying) -> None:
    change_card(archive, COMPANY, grade="一般")
    assert desk.propose(COMPANY, reason="理由", basis="依据", actor="zhou") == 2
    assert (
        desk.propose(
            COMPANY, reason="涉诉", basis="依据", circle=["王敏"], heightened=True, actor="zhou"
        )
        == 3
    )


def test_s19_the_file_of_a_person_is_never_public(archive: Archive, desk: Classifying) -> None:
    with pytest.raises(NotPermitted, match="不得公开"):
        desk.propose(PERSON, "公开", reason="理由", basis="依据", actor="zhou")
    change_card(archive, COMPANY, kind="G")
    with pytest.raises(NotPermitted, match="不得公开"):
        desk.propose(COMPANY, "公开", reason="理由", basis="依据", actor="zhou")
    change_card(archive, COMPANY, kind="F")
    desk.propose(COMPANY, "公开", reason="理由", basis="依据", actor="li")
    change_card(archive, COMPANY, kind="G")  # what was proposed before is looked at again
    with pytest.raises(NotPermitted, match="不得公开"):
        desk.decide(COMPANY, actor="zhou")


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ({"reason": " "}, "理由"),
        ({"basis": ""}, "依据"),
        ({"until": "2026-03-04"}, "已经过去"),
        ({"until": "很久"}, "应写作"),
        ({"level": 3}, "知悉范围"),
        ({"level": 3, "circle": ["王敏", "没有这人"]}, "第 2 人没有登记"),
        ({"level": 3, "circle": ["冯军"]}, "第 1 人的涉密等级不够"),
        ({"level": 4, "circle": ["周静"]}, "第 1 人的涉密等级不够"),
    ],
)
def test_what_cannot_be_decided_is_refused_at_once(
    archive: Archive, desk: Classifying, said: dict[str, Any], text: str
) -> None:
    before = archive.store.last()
    given = {"level": 2, "reason": "理由", "basis": "依据", **said}
    with pytest.raises(NotPermitted, match=text) as caught:
        desk.propose(COMPANY, actor="zhou", **given)
    assert not isinstance(caught.value, NotAuthorised)
    assert archive.store.last() == before
    assert "冯军" not in str(caught.value)


def test_a_leaver_cannot_be_in_a_circle(archive: Archive, desk: Classifying) -> None:
    [key] = archive.store.find("staff", "login", "wang")
    with archive.store.writing() as work:
        work.put("staff", key, (work.get("staff", key) or {}) | {"left": "2026-03-05"})
        work.record(Act("staff", "tests", archive.store.last().at))
    with pytest.raises(NotPermitted, match="第 1 人没有登记"):
        desk.propose(COMPANY, 3, circle=["王敏"], reason="理由", basis="依据", actor="zhou")


def test_levels_that_are_none_and_numbers_that_are_wrong(
    archive: Archive, desk: Classifying
) -> None:
    with pytest.raises(UnreadableInput):
        desk.propose(COMPANY, "绝绝密", reason="理由", basis="依据", actor="li")
    with pytest.raises(InvalidNumber):
        desk.propose("KH-F-2026-000001-5", 2, reason="理由", basis="依据", actor="li")
    with pytest.raises(InvalidNumber):
        desk.propose(COMPANY, 2, item="三号", reason="理由", basis="依据", actor="li")
    with pytest.raises(UnknownFile, match="件"):
        desk.propose(PERSON, 2, item=ITEM, reason="理由", basis="依据", actor="li")
    change_card(archive, COMPANY, state="VOID")
    with pytest.raises(NotAllowedNow, match="作废"):
        desk.propose(COMPANY, 2, reason="理由", basis="依据", actor="li")


def test_what_was_not_proposed_cannot_be_decided(desk: Classifying) -> None:
    for act in (desk.decide, desk.confirm):
        with pytest.raises(NotPermitted, match="没有待答复"):
            act(COMPANY, actor="zhou")


def test_nothing_else_is_put_under_the_deciders_pen(desk: Classifying) -> None:
    said: dict[str, Any] = {"reason": "理由", "basis": "依据"}
    desk.propose(COMPANY, 2, actor="li", **said)
    with pytest.raises(NotPermitted, match="他人已有待决定"):
        desk.propose(COMPANY, 1, actor="sun", **said)
    desk.propose(COMPANY, 1, actor="li", **said)  # his own he may write anew
    with pytest.raises(NotPermitted, match="不是这一密级"):
        desk.decide(COMPANY, "秘密", actor="zhou")
    assert desk.decide(COMPANY, "内部", actor="zhou").level == 1


def test_a_proposal_refused(archive: Archive, desk: Classifying) -> None:
    desk.propose(COMPANY, 2, reason="理由", basis="依据", actor="li")
    with pytest.raises(NotPermitted, match="请写明理由"):
        desk.refuse(COMPANY, reason=" ", actor="zhou")
    with pytest.raises(NotAuthorised):
        desk.refuse(COMPANY, reason="不必", actor="sun")
    desk.refuse(COMPANY, reason="没有必要", actor="zhou")
    assert secrecy(archive) == {}
    assert last_act(archive).detail == {"level": 1, "before": 1, "proposed_by": "李敏"}
    with pytest.raises(NotPermitted, match="没有待答复"):
        desk.decide(COMPANY, actor="zhou")


# --- items ----------------------------------------------------------------------------------------


def test_s10_an_item_decided_confidential_raises_its_file(
    archive: Archive, desk: Classifying
) -> None:
    done = decided(desk, COMPANY, 3, by="zhao", circle=["王敏"], item=ITEM)
    assert (done.item, done.level) == (ITEM, 3)
    assert done.marking.mark.startswith("商业秘密·机密 保密期限至 2031-03-05")
    assert effective(card(archive)) == 3
    assert secrecy(archive)["circle"] == ["王敏"]
    assert last_act(archive).detail["item"] == ITEM
    with pytest.raises(UnknownFile):
        desk.raise_level(COMPANY, 4, reason="理由", actor="li")


def test_s11_lowering_the_item_does_not_lower_the_file_below_its_own_decision(
    archive: Archive, desk: Classifying
) -> None:
    decided(desk, COMPANY, 2, by="qian")
    decided(desk, COMPANY, 4, by="zhao", proposer="qian", circle=["王敏"], item=ITEM)
    desk.lower(COMPANY, 1, item=ITEM, reason="已公布", actor="wu")
    done = desk.decide(COMPANY, item=ITEM, actor="zhao")
    assert (done.level, effective(card(archive))) == (1, 2)
    assert done.marking.mark.startswith("商业秘密·秘密 保密期限至 2029-03-05")
    assert "circle" not in secrecy(archive)


# --- lowering -------------------------------------------------------------------------------------


def test_lowering_takes_the_original_decider(archive: Archive, desk: Classifying) -> None:
    decided(desk, COMPANY, 2, by="zhou", proposer="li")
    desk.lower(COMPANY, "内部", reason="已不敏感", actor="li")
    assert effective(card(archive)) == 2
    done = desk.decide(COMPANY, actor="zhou")
    assert (done.level, done.until) == (1, "")
    assert done.marking == Marking(
        "商业秘密·秘密 保密期限至 2029-03-05 责任单位 客户服务部", "内部"
    )
    assert secrecy(archive)["level"] == 1
    assert last_act(archive).act == "lower"


def test_s12_lowering_by_another_than_the_decider_or_his_superior_is_refused(
    archive: Archive, desk: Classifying
) -> None:
    decided(desk, COMPANY, 2, by="zhou", proposer="li")
    desk.lower(COMPANY, 1, reason="已不敏感", actor="li")
    for other in ("qian", "sun", "li", "feng"):
        with pytest.raises(NotAuthorised):
            desk.decide(COMPANY, actor=other)
    assert effective(card(archive)) == 2
    assert desk.decide(COMPANY, actor="zhao").level == 1


def test_s12_a_new_decision_that_is_lower_is_lowering_too(desk: Classifying) -> None:
    decided(desk, COMPANY, 2, by="zhou", proposer="li")
    desk.propose(COMPANY, 1, reason="重新定密", basis="依据", actor="li")
    with pytest.raises(NotAuthorised, match="原定密人或其上级"):
        desk.decide(COMPANY, actor="qian")


def test_s12_from_confidential_only_the_general_manager(
    archive: Archive, desk: Classifying
) -> None:
    decided(desk, COMPANY, 3, by="zhao", circle=["周静", "王敏"])
    desk.lower(COMPANY, 2, reason="已过时", actor="zhou")
    with pytest.raises(UnknownFile):
        desk.decide(COMPANY, actor="qian")
    with pytest.raises(NotAuthorised, match="总经理"):
        desk.decide(COMPANY, actor="zhou")
    with pytest.raises(NotAuthorised, match="原定密人或其上级"):
        desk.decide(COMPANY, actor="wu")
    done = desk.decide(COMPANY, actor="zhao")
    assert (done.level, done.until) == (2, "2031-03-05")
    assert "circle" not in secrecy(archive)


def test_s13_lowering_by_who_asked_to_read_is_refused(archive: Archive, desk: Classifying) -> None:
    decided(desk, COMPANY, 2, by="zhou", proposer="li")
    desk.lower(COMPANY, 1, reason="已不敏感", actor="li")
    asked = {"number": "SQ-2026-0001", "file": COMPANY, "to": "", "by": ""}
    put(archive, "grants", asked | {"reader": "周静"})
    with pytest.raises(NotAuthorised, match="没有申请查阅过"):
        desk.decide(COMPANY, actor="zhou")
    put(archive, "grants", asked | {"reader": "李敏"})
    with pytest.raises(NotAuthorised, match="没有申请查阅过"):
        desk.decide(COMPANY, actor="zhao")  # who asked made the application
    with pytest.raises(NotAuthorised, match="没有申请查阅过"):
        desk.release(COMPANY, reason="已不敏感", actor="li")
    assert effective(card(archive)) == 2


def test_s13_a_reader_of_another_file_may(archive: Archive, desk: Classifying) -> None:
    decided(desk, COMPANY, 2, by="zhou", proposer="li")
    put(archive, "grants", {"number": "SQ-2026-0001", "file": PERSON, "reader": "李敏"})
    put(archive, "grants", {"number": "SQ-2026-0002", "file": COMPANY, "reader": "孙丽"})
    desk.lower(COMPANY, 1, reason="已不敏感", actor="li")
    assert desk.decide(COMPANY, actor="zhou").level == 1


def test_what_is_not_lower_is_no_lowering(desk: Classifying) -> None:
    for level in (1, 2):
        with pytest.raises(NotPermitted, match="不低于"):
            desk.lower(COMPANY, level, reason="理由", actor="li")
    with pytest.raises(NotPermitted, match="不低于"):
        desk.release(PERSON, reason="理由", actor="li")


def test_early_release_is_marked(archive: Archive, desk: Classifying) -> None:
    for number, level, mark in ((COMPANY, 0, "公开"), (PERSON, 1, "内部")):
        decided(desk, number, 2, by="zhou", proposer="li")
        desk.release(number, reason="项目结束", actor="li")
        done = desk.decide(number, actor="zhou")
        assert (done.level, done.until, done.marking.mark) == (level, "", f"解密 2026-03-05 {mark}")
        assert secrecy(archive, number)["released"] == "2026-03-05"
        assert last_act(archive).act == "release"


# --- extending, circle ----------------------------------------------------------------------------


def test_a_term_is_extended_before_its_end(
    archive: Archive, desk: Classifying, clock: Clock
) -> None:
    decided(desk, COMPANY, 2, by="zhou", proposer="li")
    on(clock, "2029-03-05")  # the last day
    desk.extend(COMPANY, "2年", reason="仍有价值", actor="li")
    on(clock, "2029-03-07")
    assert desk.settle_due(actor="zhao") == ()
    assert desk.decide(COMPANY, actor="qian").until == "2031-03-07"
    said = secrecy(archive)
    assert (said["level"], said["by"], said["on"]) == (2, "周静", "2026-03-05")
    assert last_act(archive).act == "extend"


def test_s17_an_extension_filed_after_the_end_is_refused(desk: Classifying, clock: Clock) -> None:
    decided(desk, COMPANY, 2, by="zhou", proposer="li")
    on(clock, "2029-03-06")
    with pytest.raises(NotPermitted, match="重新定密"):
        desk.extend(COMPANY, "2031-01-01", reason="仍有价值", actor="li")
    assert decided(desk, COMPANY, 2, by="zhou", proposer="li").until == "2032-03-06"


def test_s18_setting_the_clock_back_does_not_reopen_a_term(desk: Classifying, clock: Clock) -> None:
    decided(desk, COMPANY, 2, by="zhou", proposer="li", until="2026-06-30")
    on(clock, "2026-07-01")
    desk.propose(PERSON, 2, reason="理由", basis="依据", actor="li")
    on(clock, "2026-06-01")
    with pytest.raises(NotPermitted, match="重新定密"):
        desk.extend(COMPANY, "2031-01-01", reason="仍有价值", actor="li")
    assert [done.level for done in desk.settle_due(actor="zhao")] == [0]


def test_who_is_in_the_circle_already_need_not_be_named_again(
    archive: Archive, desk: Classifying
) -> None:
    decided(desk, COMPANY, 3, by="zhao", circle=["王敏"])
    known = archive.store.get("files", 1) or {}
    wish = Wish("classify", 4, reason="理由", basis="依据")
    _check_circle(archive.store, known, wish)
    with pytest.raises(NotPermitted, match="须写明知悉范围"):
        _check_circle(archive.store, known | {"secrecy": {"level": 3, "circle": []}}, wish)


def test_an_extension_extends(desk: Classifying) -> None:
    with pytest.raises(NotPermitted, match="没有可以延长的期限"):
        desk.extend(COMPANY, "长期", reason="理由", actor="li")
    decided(desk, COMPANY, 2, by="zhou", proposer="li")
    for term in ("2029-03-05", "1年"):
        with pytest.raises(NotPermitted, match="不晚于"):
            desk.extend(COMPANY, term, reason="理由", actor="li")
    desk.extend(COMPANY, "长期", reason="理由", actor="li")
    assert desk.decide(COMPANY, actor="zhou").until == ""


def test_another_circle_of_readers(archive: Archive, desk: Classifying) -> None:
    with pytest.raises(NotPermitted, match="才有知悉范围"):
        desk.change_circle(COMPANY, ["王敏"], reason="理由", actor="li")
    decided(desk, COMPANY, 3, by="zhao", circle=["周静"])
    with pytest.raises(NotPermitted, match="新的知悉范围"):
        desk.change_circle(COMPANY, [], reason="理由", actor="zhou")
    desk.change_circle(COMPANY, ["王敏", "周静"], reason="换人", actor="zhou")
    assert secrecy(archive)["circle"] == ["周静"]
    done = desk.decide(COMPANY, actor="wu")
    assert (done.level, done.until, done.recall) == (3, "2031-03-05", ())
    said = secrecy(archive)
    assert (said["circle"], said["by"]) == (["王敏", "周静"], "赵强")
    assert (last_act(archive).act, last_act(archive).detail["circle"]) == (
        "circle",
        ["王敏", "周静"],
    )


# --- raising --------------------------------------------------------------------------------------


def test_s14_a_raise_works_at_once_and_hides_the_file_from_who_read_it(
    archive: Archive, desk: Classifying
) -> None:
    grants = [
        {"number": "SQ-2026-0001", "file": COMPANY, "reader": "冯军", "to": "2026-03-20"},
        {"number": "SQ-2026-0002", "file": COMPANY, "reader": "冯军", "to": "2026-03-01"},
        {"number": "SQ-2026-0003", "file": PERSON, "reader": "冯军", "to": "2026-03-20"},
    ]
    for grant in grants:
        put(archive, "grants", grant)
    done = desk.raise_level(COMPANY, "机密", reason="泄露风险", actor="li")
    assert (done.level, done.marking.mark) == (3, "商业秘密·机密 保密期限待定 责任单位 客户服务部")
    assert effective(card(archive)) == 3
    assert secrecy(archive)["raised"] == {
        "level": 3,
        "by": "李敏",
        "at": "2026-03-05T14:05:09.123456+08:00",
        "reason": "泄露风险",
        "due": "2026-03-10",  # from Thursday three working days
    }
    revoked = [(archive.store.get("grants", key) or {}).get("revoked") for key in (1, 2, 3)]
    assert revoked == ["2026-03-05T14:05:09.123456+08:00", None, None]
    for actor in ("li", "sun", "qian"):  # 周静 is not in the circle either
        with pytest.raises(UnknownFile):
            desk.raise_level(COMPANY, 4, reason="理由", actor=actor)
    act = last_act(archive)
    assert (act.act, act.reason, act.detail["due"]) == ("raise", "泄露风险", "2026-03-10")


def test_a_raise_is_confirmed_by_the_leader_of_the_level(
    archive: Archive, desk: Classifying, clock: Clock
) -> None:
    desk.raise_level(COMPANY, 3, reason="泄露风险", actor="zhou")
    on(clock, "2026-03-10")
    with pytest.raises(NotPermitted, match="知悉范围"):
        desk.confirm(COMPANY, actor="zhao")
    done = desk.confirm(COMPANY, circle=["王敏"], basis="目录", actor="zhao")
    assert (done.level, done.until) == (3, "2031-03-10")
    assert secrecy(archive) == {
        "level": 3,
        "until": "2031-03-10",
        "by": "赵强",
        "power": 4,
        "on": "2026-03-10",
        "reason": "确认提高密级",
        "basis": "目录",
        "circle": ["王敏"],
    }
    assert desk.settle_due(actor="zhao") == ()


def test_a_raise_is_not_confirmed_by_whom_the_level_is_too_high_for_nor_by_who_raised_it(
    desk: Classifying,
) -> None:
    desk.raise_level(COMPANY, 2, reason="理由", actor="zhou")
    for actor in ("sun", "zhou", "li"):
        with pytest.raises(NotAuthorised):
            desk.confirm(COMPANY, actor=actor)
    assert desk.confirm(COMPANY, actor="qian").level == 2


def test_s15_a_raise_that_nobody_confirmed_falls_back_with_an_entry(
    archive: Archive, desk: Classifying, clock: Clock
) -> None:
    decided(desk, COMPANY, 2, by="zhou", proposer="li")
    desk.raise_level(COMPANY, 4, reason="理由", actor="li")
    on(clock, "2026-03-10")  # the third working day
    assert desk.settle_due(actor="zhao") == ()
    on(clock, "2026-03-11")
    assert effective(card(archive)) == 4  # the clock alone opens nothing
    with pytest.raises(NotPermitted, match="期限已过"):
        desk.confirm(COMPANY, circle=["王敏"], actor="zhao")
    [done] = desk.settle_due(actor="zhao")
    assert (done.number, done.level, effective(card(archive))) == (COMPANY, 2, 2)
    act = last_act(archive)
    assert (act.act, act.actor, act.subject) == ("fallback", "zhao", COMPANY)
    assert act.detail == {"level": 2, "before": 4, "until": "2029-03-05"}
    assert secrecy(archive)["until"] == "2029-03-05"


def test_holidays_count_if_there_is_a_calendar(archive: Archive, desk: Classifying) -> None:
    desk = Classifying(archive.office, is_workday=lambda day: day.day > 20)
    desk.raise_level(COMPANY, 2, reason="理由", actor="li")
    assert secrecy(archive)["raised"]["due"] == "2026-03-23"


def test_a_raise_can_be_refused_before_it_falls_back(archive: Archive, desk: Classifying) -> None:
    desk.raise_level(COMPANY, 3, item=ITEM, reason="理由", actor="li")
    assert effective(card(archive)) == 3
    with pytest.raises(NotAuthorised, match="总经理"):
        desk.refuse(COMPANY, item=ITEM, raised=True, reason="不必", actor=_in_circle(archive))
    desk.refuse(COMPANY, item=ITEM, raised=True, reason="不必", actor="zhao")
    assert effective(card(archive)) == 1
    assert secrecy(archive)["items"] == {}


def _in_circle(archive: Archive) -> str:
    change_card(archive, COMPANY, secrecy=secrecy(archive) | {"circle": ["周静"]})
    return "zhou"


def test_while_a_raise_waits_nothing_else_is_decided(desk: Classifying) -> None:
    desk.propose(COMPANY, 1, reason="理由", basis="依据", actor="li")
    desk.raise_level(COMPANY, 2, reason="理由", actor="li")
    with pytest.raises(NotPermitted, match="尚待确认"):
        desk.decide(COMPANY, actor="zhou")


def test_what_is_not_higher_is_no_raise(archive: Archive, desk: Classifying) -> None:
    with pytest.raises(NotPermitted, match="不高于"):
        desk.raise_level(COMPANY, 1, reason="理由", actor="li")
    with pytest.raises(NotPermitted, match="请写明理由"):
        desk.raise_level(COMPANY, 2, reason="", actor="li")
    desk.raise_level(COMPANY, 1, item=ITEM, reason="理由", actor="li")
    assert effective(card(archive)) == 1


def test_a_second_raise_takes_the_place_of_the_first(archive: Archive, desk: Classifying) -> None:
    desk.raise_level(COMPANY, 2, reason="理由", actor="li")
    desk.raise_level(COMPANY, 4, reason="更严重", actor="sun")
    assert secrecy(archive)["raised"]["by"] == "孙丽"
    assert effective(card(archive)) == 4


def test_copies_in_circulation_are_recalled(archive: Archive, desk: Classifying) -> None:
    copy = {"file": COMPANY, "reader": "冯军", "kind": "print", "copy_no": 1, "at": "2026-03-01"}
    put(archive, "copies", copy | {"item": ITEM})
    put(archive, "copies", copy | {"copy_no": 2, "recalled": "2026-03-02"})
    put(archive, "copies", copy | {"file": PERSON})
    done = desk.raise_level(COMPANY, 2, reason="理由", actor="li")
    assert done.recall == (Copy(COMPANY, "冯军", "print", 1, "2026-03-01", ITEM),)
    assert last_act(archive).detail["recall"] == [1]
    marked = [(archive.store.get("copies", key) or {}).get("recall") for key in (1, 2, 3)]
    assert marked == ["2026-03-05T14:05:09.123456+08:00", None, None]
    assert Matter("recall", COMPANY, ITEM, 0, "", {}) in desk.due(actor="li")


def test_a_lower_level_recalls_copies_too_but_ends_no_grant(
    archive: Archive, desk: Classifying
) -> None:
    decided(desk, COMPANY, 2, by="zhou", proposer="li")
    copy = {"file": COMPANY, "reader": "冯军", "kind": "print", "copy_no": 1, "at": "2026-03-01"}
    put(archive, "copies", copy)
    put(archive, "grants", {"number": "SQ-2026-0001", "file": COMPANY, "reader": "冯军", "to": "9"})
    desk.extend(COMPANY, "长期", reason="理由", actor="li")
    assert desk.decide(COMPANY, actor="zhou").recall == ()
    desk.lower(COMPANY, 1, reason="已不敏感", actor="li")
    [recalled] = desk.decide(COMPANY, actor="zhou").recall
    assert recalled.copy_no == 1
    assert "revoked" not in (archive.store.get("grants", 1) or {})


def test_the_only_keeper_lowers_what_he_reads(archive: Archive, sole: Classifying) -> None:
    put(archive, "grants", {"number": "SQ-2026-0001", "file": COMPANY, "reader": "zhang"})
    sole.release(COMPANY, reason="已公开")
    assert sole.decide(COMPANY).level == 0


# --- what the calendar asks for -------------------------------------------------------------------


def test_s16_at_the_end_a_companys_file_is_released_and_a_persons_stops_at_internal(
    archive: Archive, desk: Classifying, clock: Clock
) -> None:
    for number in (COMPANY, PERSON):
        decided(desk, number, 2, by="zhou", proposer="li", until="2026-06-30")
    on(clock, "2026-06-30")
    assert desk.settle_due(actor="zhao") == ()
    on(clock, "2026-07-01")
    assert effective(card(archive)) == 2
    company, person = desk.settle_due(actor="zhao")
    assert (company.level, company.marking.mark) == (0, "解密 2026-07-01 公开")
    assert (person.level, person.marking.mark) == (1, "解密 2026-07-01 内部")
    assert [effective(card(archive, number)) for number in (COMPANY, PERSON)] == [0, 1]
    assert secrecy(archive) == {
        "level": 0,
        "by": "周静",
        "power": 2,
        "on": "2026-07-01",
        "released": "2026-07-01",
    }
    act = last_act(archive)
    assert (act.act, act.subject, act.detail) == ("expire", PERSON, {"level": 1, "before": 2})
    assert desk.settle_due(actor="zhao") == ()


def test_an_item_is_released_too_and_its_file_stays(
    archive: Archive, desk: Classifying, clock: Clock
) -> None:
    decided(desk, COMPANY, 3, by="zhao", circle=["王敏"], item=ITEM, until="2026-06-30")
    on(clock, "2026-07-01")
    [done] = desk.settle_due(actor="zhao")
    assert (done.item, done.level, effective(card(archive))) == (ITEM, 0, 1)
    assert "circle" not in secrecy(archive)


def test_nothing_is_released_while_a_review_is_pending(
    archive: Archive, desk: Classifying, clock: Clock
) -> None:
    decided(desk, COMPANY, 2, by="zhou", proposer="li", until="2026-06-30")
    on(clock, "2026-07-01")
    desk.propose(COMPANY, 2, reason="重新定密", basis="依据", actor="li")
    assert desk.settle_due(actor="zhao") == ()
    assert effective(card(archive)) == 2
    desk.refuse(COMPANY, reason="不必", actor="zhou")
    [done] = desk.settle_due(actor="zhao")
    assert done.level == 0


def test_a_raise_over_and_a_term_over_are_settled_one_after_the_other(
    archive: Archive, desk: Classifying, clock: Clock
) -> None:
    decided(desk, COMPANY, 2, by="zhou", proposer="li", until="2026-03-06")
    desk.raise_level(COMPANY, 4, reason="理由", actor="li")
    on(clock, "2026-03-09")
    assert desk.settle_due(actor="zhao") == ()
    on(clock, "2026-03-11")
    assert [done.level for done in desk.settle_due(actor="zhao")] == [2, 0]
    acts = [line.act for line in archive.store.history(COMPANY)]
    assert acts[-2:] == ["fallback", "expire"]


def test_void_files_are_left_alone(archive: Archive, desk: Classifying, clock: Clock) -> None:
    decided(desk, COMPANY, 2, by="zhou", proposer="li", until="2026-06-30")
    change_card(archive, COMPANY, state="VOID")
    on(clock, "2026-07-01")
    assert desk.settle_due(actor="zhao") == ()
    assert COMPANY not in [matter.number for matter in desk.due(actor="zhao")]


def test_who_decides_on_a_level_settles_what_is_over(
    archive: Archive, desk: Classifying, clock: Clock
) -> None:
    decided(desk, HIDDEN, 3, by="zhao", proposer="wu", circle=["王敏"])
    desk.raise_level(HIDDEN, 4, reason="理由", actor="wu")
    on(clock, "2026-03-11")
    assert desk.settle_due(actor="zhou") == ()  # it is not his to decide on
    assert effective(card(archive, HIDDEN)) == 4
    assert [done.number for done in desk.settle_due(actor="zhao")] == [HIDDEN]
    assert effective(card(archive, HIDDEN)) == 3
    for actor in ("feng", "an", "nobody"):
        for act in (desk.settle_due, desk.due):
            with pytest.raises(NotAuthorised):
                act(actor=actor)


def test_what_is_due(archive: Archive, desk: Classifying, clock: Clock) -> None:
    assert desk.due(actor="li") == ()
    decided(desk, COMPANY, 2, by="zhou", proposer="li", until="2026-06-30")
    decided(desk, PERSON, 3, by="zhao", circle=["周静"])
    desk.raise_level(COMPANY, 2, item=ITEM, reason="可疑", actor="li")
    desk.propose(COMPANY, 2, reason="理由", basis="依据", actor="li")
    proposed, raised = desk.due(actor="li")
    assert proposed[:5] == ("decide", COMPANY, "", 2, "")
    assert (proposed.said["by"], proposed.said["level"]) == ("李敏", 2)
    assert raised[:5] == ("confirm", COMPANY, ITEM, 2, "2026-03-10")
    assert (raised.said["by"], raised.said["level"], raised.said["reason"]) == ("李敏", 2, "可疑")
    desk.confirm(COMPANY, item=ITEM, actor="zhou")
    desk.refuse(COMPANY, reason="不必", actor="zhou")
    on(clock, "2026-05-30")
    assert desk.due(actor="li") == ()
    on(clock, "2026-05-31")
    assert desk.due(actor="li") == (Matter("expire", COMPANY, "", 2, "2026-06-30", {}),)
    noted = [line for line, _ in archive.store.notes()][-1]
    assert (noted.act, noted.actor) == ("due", "li")


def test_the_levels_from_confidential_up_are_reviewed_every_year(
    archive: Archive, desk: Classifying, clock: Clock
) -> None:
    decided(desk, PERSON, 3, by="zhao", circle=["周静"])
    on(clock, "2027-02-02")
    assert desk.due(actor="zhou") == ()
    on(clock, "2027-02-03")
    assert desk.due(actor="zhou") == (Matter("review", PERSON, "", 3, "2027-03-05", {}),)
    assert desk.due(actor="li") == desk.due(actor="qian") == ()
    # A file whose level nobody has decided counts from the day on which it was opened.
    assert Matter("review", HIDDEN, "", 4, "2027-03-05", {}) in desk.due(actor="zhao")
    with pytest.raises(NotAuthorised, match="总经理"):
        desk.review(PERSON, reason="仍须保密", actor="zhou")
    with pytest.raises(NotPermitted, match="请写明理由"):
        desk.review(PERSON, reason="", actor="zhao")
    desk.review(PERSON, reason="仍须保密", actor="zhao")
    assert desk.due(actor="zhou") == ()
    assert secrecy(archive, PERSON)["reviewed"] == "2027-02-03"
    assert last_act(archive).act == "review"


# --- names of levels ------------------------------------------------------------------------------


def test_the_archive_chooses_how_its_levels_are_called(archive: Archive, desk: Classifying) -> None:
    with pytest.raises(NotAuthorised, match="客户服务部经理"):
        desk.use_labels("soe", actor="sun")
    with pytest.raises(NotPermitted, match="classic、soe、plain"):
        desk.use_labels("ours", actor="zhou")
    assert desk.use_labels("soe", reason="集团规定", actor="zhou") == ("soe", "客户服务部")
    assert last_act(archive).detail == {"labels": "soe", "unit": "客户服务部"}
    assert (
        desk.propose(COMPANY, "核心商密", circle=["王敏"], reason="理", basis="据", actor="zhou")
        == 4
    )
    done = desk.decide(COMPANY, actor="zhao")
    assert done.marking.mark == "核心商密 保密期限至 2036-03-05 责任单位 客户服务部"
    assert desk.use_labels("plain", "营销中心", actor="zhao") == ("plain", "营销中心")
