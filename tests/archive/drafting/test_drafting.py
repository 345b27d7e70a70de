"""From a draft to a file, through several hands (archive.md §3.5, §8; flows 4.14)."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from archive.customers import CORPORATE, INDIVIDUAL, Clock, company, other_company, person
from archive.hands import (
    NOTICE,
    PAPERS,
    STAFF,
    accepted,
    approved,
    drafted,
    drafted_person,
    engage,
    inner,
    submitted,
)

from csdforms.archive import numbers
from csdforms.archive.archive import Archive
from csdforms.archive.drafting.draft import is_key_customer
from csdforms.archive.drafting.drafting import Drafting
from csdforms.archive.drafting.papers import Problem
from csdforms.archive.requests import NewFile
from csdforms.archive.sealing.keys import ArchiveKey
from csdforms.archive.store import Act
from csdforms.errors import (
    DuplicateCustomer,
    ExitCode,
    InvalidNumber,
    NotAllowedNow,
    NotAuthorised,
    NotPermitted,
    NotReady,
    UnknownFile,
    UnreadableInput,
)

AT = "2026-03-05T14:05:09.123456+08:00"


@pytest.fixture
def drafts(archive: Archive) -> Drafting:
    return engage(archive)


# --- the way of a draft ---------------------------------------------------------------------------


def test_a_draft_has_a_number_of_its_own_and_no_file(archive: Archive, drafts: Drafting) -> None:
    receipt = drafts.create(inner(), form=CORPORATE, edition="1", actor="min", reason="首单")
    assert (receipt.number, receipt.warnings) == ("CG-2026-0001", ())
    assert drafted(drafts, **other_company()) == "CG-2026-0002"
    assert archive.store.count("files") == 0
    shown = drafts.show("cg-2026-0001", actor="min")
    assert (shown.state, shown.owner, shown.form, shown.edition) == (
        "DRAFT",
        "王敏",
        CORPORATE,
        "1",
    )
    assert (shown.kind, shown.name, shown.begun) == ("F", "上海屿泊包装有限公司", AT)
    assert shown.data == inner()


def test_three_persons_make_a_file(archive: Archive, drafts: Drafting) -> None:
    number = accepted(drafts, drafted(drafts))
    receipt = drafts.approve(
        number, document=str.encode, actor="ming", purpose="新客户", reason="同意"
    )
    assert receipt.number == numbers.make("F", 2026, 1)
    store = archive.store
    [key] = store.find("files", "number", receipt.number)
    card = store.get("files", key) or {}
    assert (card["state"], card["name"], card["created_at"]) == (
        "ACTIVE",
        "上海屿泊包装有限公司",
        AT,
    )
    profile = store.get("profiles", 1) or {}
    assert profile["data"] == inner(customer_no=receipt.number)
    assert store.get_file(profile["document"]) == receipt.number.encode()
    assert profile["papers"][0] == PAPERS[0] | {"seen_by": "王芳", "seen_on": "2026-03-05"}
    assert profile["papers"][1:] == PAPERS[1:]
    assert store.count("drafts") == 0
    [line] = store.history(receipt.number)
    said = store.get("acts", line.no) or {}
    assert (line.act, line.actor, said["purpose"], said["reason"]) == (
        "create",
        "ming",
        "新客户",
        "同意",
    )
    assert said["detail"] == {
        "draft": number,
        "owner": "王敏",
        "acceptor": "王芳",
        "approver": "赵启明",
    }
    acts = [line.act for line in store.history(number)]
    assert acts == ["draft", "submit", "accept", "approve"]


def test_c11_two_who_approve_at_once_get_different_numbers(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "库", actor="zhang", clock=Clock()) as archive:
        drafts = engage(archive)
        data = [inner(), inner(**other_company())]
        begun = [
            drafts.create(one, form=CORPORATE, papers=PAPERS, actor="min").number for one in data
        ]
        ready = [accepted(drafts, number) for number in begun]
        opened: list[str] = []

        def approve(number: str, actor: str) -> None:
            opened.append(drafts.approve(number, actor=actor).number)

        threads = [
            threading.Thread(target=approve, args=pair)
            for pair in zip(ready, ["ming", "zong"], strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(opened) == [numbers.make("F", 2026, 1), numbers.make("F", 2026, 2)]


def test_c12_an_approval_that_cannot_be_printed_gives_out_no_number(
    archive: Archive, drafts: Drafting
) -> None:
    number = accepted(drafts, drafted(drafts))

    def broken(_number: str) -> bytes:
        raise UnreadableInput("模板", "读不出来")

    with pytest.raises(UnreadableInput):
        drafts.approve(number, document=broken, actor="ming")
    assert (archive.store.count("files"), drafts.show(number, actor="ming").state) == (
        0,
        "ACCEPTED",
    )
    assert drafts.approve(number, actor="ming").number == numbers.make("F", 2026, 1)


def test_c13_a_rejected_draft_burns_its_own_number_and_no_files(drafts: Drafting) -> None:
    drafts.reject(submitted(drafts, drafted(drafts)), reason="不做", actor="ming")
    number = drafted(drafts)
    assert number == "CG-2026-0002"
    assert approved(drafts, number) == numbers.make("F", 2026, 1)


def test_c14_drafts_are_counted_by_the_year_in_beijing(drafts: Drafting, clock: Clock) -> None:
    assert drafted(drafts) == "CG-2026-0001"
    clock.at = dt.datetime(2026, 12, 31, 16, 0, tzinfo=dt.UTC)
    assert drafted(drafts, **other_company()) == "CG-2027-0001"


def test_c17_a_file_number_on_paper_is_honoured_at_the_end_and_refused_if_it_cannot_be(
    drafts: Drafting,
) -> None:
    with pytest.raises(InvalidNumber):
        drafted(drafts, customer_no="KH-F-2026-000001-5")
    claimed = numbers.make("F", 2025, 236)
    assert approved(drafts, drafted(drafts, customer_no=claimed)) == claimed


def test_many_are_drafted_each_for_itself(drafts: Drafting) -> None:
    rows = [NewFile(CORPORATE, data) for data in (inner(), inner(), inner(**other_company()))]
    outcomes = list(drafts.create_many(rows, actor="min", reason="旧客户"))
    assert [outcome.row for outcome in outcomes] == [1, 2, 3]
    assert [str(outcome.receipt) for outcome in outcomes] == [
        "CG-2026-0001",
        "None",
        "CG-2026-0002",
    ]
    assert isinstance(outcomes[1].error, DuplicateCustomer)


def test_the_sole_keeper_has_all_hands(archive: Archive) -> None:
    drafts = Drafting(archive.office)
    number = drafts.create(company(), form=CORPORATE, papers=PAPERS).number
    drafts.edit(number, company(fax="1"))
    drafts.submit(number)
    drafts.accept(number, seen=["营业执照"])
    file = drafts.approve(number).number
    assert drafts.void(file, reason="误建") is True
    assert archive.show(file).card.state == "VOID"


# --- who may --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "actor"),
    [
        (lambda drafts: drafts.create(company(), form=CORPORATE, actor="ming"), "ming"),
        (lambda drafts: drafts.submit("CG-2026-0001", actor="jian"), "jian"),
        (lambda drafts: drafts.accept("CG-2026-0001", actor="min"), "min"),
        (lambda drafts: drafts.return_("CG-2026-0001", {"a": "b"}, actor="ming"), "ming"),
        (lambda drafts: drafts.reject("CG-2026-0001", reason="不", actor="fang"), "fang"),
        (lambda drafts: drafts.approve("CG-2026-0001", actor="fang"), "fang"),
        (lambda drafts: drafts.expire(actor="min"), "min"),
        (lambda drafts: drafts.expired(actor="ming"), "ming"),
        (lambda drafts: drafts.void("KH-F-2026-000001-4", reason="误", actor="min"), "min"),
        (lambda drafts: drafts.clear_alarm("李强", reason="查过", actor="min"), "min"),
        (lambda drafts: drafts.waiting(actor="nobody"), "nobody"),
    ],
)
def test_without_the_right_nothing_is_done_and_the_try_is_noted(
    archive: Archive, drafts: Drafting, act: Callable[[Drafting], Any], actor: str
) -> None:
    drafted(drafts)
    before = archive.store.last()
    with pytest.raises(NotAuthorised):
        act(drafts)
    assert archive.store.last() == before
    *_, (line, _) = archive.store.notes()
    assert (line.act, line.actor) == ("refused", actor)


def test_c18_the_maker_does_not_accept_his_own(drafts: Drafting) -> None:
    number = drafted(drafts, actor="fang")
    drafts.submit(number, actor="fang")
    acts: list[Callable[[], Any]] = [
        lambda: drafts.accept(number, seen=["营业执照"], actor="fang"),
        lambda: drafts.return_(number, {"uscc": "核对"}, actor="fang"),
        lambda: drafts.reject(number, reason="不做", actor="fang2"),
    ]
    for act in acts:
        with pytest.raises(NotAuthorised):
            act()
    assert drafts.accept(number, seen=["营业执照"], actor="yun").number == number


def test_c19_whoever_accepted_does_not_approve_under_any_account(drafts: Drafting) -> None:
    number = accepted(drafts, drafted(drafts))  # by 王芳
    with pytest.raises(NotAuthorised):
        drafts.approve(number, actor="fang2")
    assert drafts.approve(number, actor="ming").number


def test_c19_whoever_prepared_it_does_not_approve_under_any_account(drafts: Drafting) -> None:
    number = drafted(drafts, actor="fang")
    drafts.submit(number, actor="fang")
    drafts.accept(number, seen=["营业执照"], actor="yun")
    with pytest.raises(NotAuthorised):
        drafts.approve(number, actor="fang2")


@pytest.mark.parametrize("grade", ["A", "AAA级", "aa", "重点客户", "VIP"])
def test_key_customers_are_approved_by_the_general_manager(drafts: Drafting, grade: str) -> None:
    number = accepted(drafts, drafted(drafts, customer_grade=grade))
    assert drafts.show(number, actor="fang").is_key
    with pytest.raises(NotAuthorised, match="总经理"):
        drafts.approve(number, actor="ming")
    assert drafts.approve(number, actor="zong").number == numbers.make("F", 2026, 1)


def test_who_opened_a_secret_file_and_is_cleared_knows_of_it_until_a_circle_is_named(
    archive: Archive, drafts: Drafting
) -> None:
    number = drafted(drafts, confidentiality="机密")
    drafts.submit(number, actor="min")
    drafts.accept(number, seen=["营业执照"], actor="yun")
    file = drafts.approve(number, actor="ming").number
    assert archive.store.get("files", 1)["secrecy"] == {"circle": ["赵启明"]}  # type: ignore[index]
    everybody = sorted(STAFF.keys() - {"jian"})
    found = {who: [card.number for card in archive.list_files(actor=who)] for who in everybody}
    assert {who for who, files in found.items() if files == [file]} == {"ming"}
    archive.secrecy.propose(
        file, "机密", circle=["赵启明"], reason="重大合同", basis="办法", actor="ming"
    )


def test_of_lower_levels_no_circle_is_named(archive: Archive, drafts: Drafting) -> None:
    approved(drafts, drafted(drafts, confidentiality="秘密"))
    assert "secrecy" not in (archive.store.get("files", 1) or {})


@pytest.mark.parametrize("grade", ["B", "C级", "一般客户", None, ""])
def test_others_are_no_key_customers(grade: str | None) -> None:
    assert not is_key_customer({"customer_grade": grade})


def test_others_drafts_do_not_exist_for_a_clerk(drafts: Drafting) -> None:
    number = drafted(drafts)
    for act in (
        lambda: drafts.show(number, actor="qiang"),
        lambda: drafts.edit(number, actor="qiang"),
        lambda: drafts.submit(number, actor="qiang"),
        lambda: drafts.discard(number, actor="qiang"),
        lambda: drafts.accept(number, actor="fang"),
        lambda: drafts.approve(number, actor="ming"),
    ):
        with pytest.raises(UnknownFile) as there:
            act()
        assert str(there.value) == str(UnknownFile(number, "草稿"))


def test_everybody_sees_what_is_his_or_waits_for_him(drafts: Drafting) -> None:
    number = drafted(drafts)
    seen = {who: [one.number for one in drafts.waiting(actor=who)] for who in ("min", "fang")}
    assert seen == {"min": [number], "fang": []}
    submitted(drafts, number)
    for who, there in {"min": 1, "qiang": 0, "fang": 1, "ming": 1, "jian": 0}.items():
        assert len(drafts.waiting(actor=who)) == there
    drafts.accept(number, seen=["营业执照"], actor="fang")
    for who, there in {"min": 1, "fang": 1, "yun": 0, "ming": 1}.items():
        assert len(drafts.waiting(actor=who)) == there


def test_only_the_owner_works_on_a_draft(drafts: Drafting) -> None:
    number = drafted(drafts)
    submitted(drafts, number)
    drafts.return_(number, {"uscc": "核对"}, actor="fang")
    drafts.edit(number, actor="min", papers=[{"kind": "营业执照"}])
    drafts.edit(number, inner(fax="1"), actor="min", papers=PAPERS)
    submitted(drafts, number)
    drafts.accept(number, seen=["营业执照"], actor="fang")
    for act in (drafts.edit, drafts.submit, drafts.discard):
        with pytest.raises(NotAllowedNow):
            act(number, actor="fang")


def test_a_returned_draft_is_its_owners_alone(archive: Archive, drafts: Drafting) -> None:
    # Whoever once accepted it sees it still, but it is not his.
    number = accepted(drafts, drafted(drafts))
    with archive.store.writing() as work:
        [key] = work.find("drafts", "number", number)
        draft = work.get("drafts", key) or {}
        work.put("drafts", key, draft | {"state": "RETURNED"})
        work.record(Act("test", "tests", AT, number))
    for act in (drafts.edit, drafts.submit, drafts.discard):
        with pytest.raises(NotAuthorised, match="拟稿人"):
            act(number, actor="fang")


def test_looking_at_drafts_is_noted(archive: Archive, drafts: Drafting) -> None:
    number = drafted(drafts)
    drafts.show(number, actor="min", purpose="补料")
    drafts.waiting(actor="min")
    (shown, said), (listed, also) = list(archive.store.notes())[-2:]
    assert (shown.act, shown.subject, said["purpose"]) == ("show-draft", number, "补料")
    assert (listed.act, also["detail"]["files"]) == ("list-drafts", [number])


def test_a_draft_does_not_show_itself_in_a_log(drafts: Drafting) -> None:
    shown = drafts.show(drafted(drafts), actor="min")
    assert repr(shown) == "Draft('CG-2026-0001', 'DRAFT')"


# --- the states -----------------------------------------------------------------------------------

_ACTS: dict[str, Callable[[Drafting, str], Any]] = {
    "edit": lambda drafts, number: drafts.edit(number, inner(fax="1"), actor="min"),
    "discard": lambda drafts, number: drafts.discard(number, actor="min"),
    "submit": lambda drafts, number: drafts.submit(number, actor="min"),
    "accept": lambda drafts, number: drafts.accept(number, seen=["营业执照"], actor="fang"),
    "return": lambda drafts, number: drafts.return_(number, {"uscc": "核对"}, actor="fang"),
    "reject": lambda drafts, number: drafts.reject(number, reason="不做", actor="ming"),
    "approve": lambda drafts, number: drafts.approve(number, actor="ming"),
}
_ALLOWED = {
    "DRAFT": {"edit", "discard", "submit"},
    "SUBMITTED": {"accept", "return", "reject"},
    "RETURNED": {"edit", "discard", "submit"},
    "ACCEPTED": {"approve", "reject"},
}


@pytest.mark.parametrize("state", _ALLOWED)
@pytest.mark.parametrize("act", _ACTS)
def test_everything_that_is_not_in_the_table_is_refused(
    drafts: Drafting, state: str, act: str
) -> None:
    number = drafted(drafts)
    if state != "DRAFT":
        submitted(drafts, number)
    if state == "RETURNED":
        drafts.return_(number, {"uscc": "核对"}, actor="fang")
    if state == "ACCEPTED":
        drafts.accept(number, seen=["营业执照"], actor="fang")
    if act in _ALLOWED[state]:
        assert _ACTS[act](drafts, number).number
    else:
        # Whoever cannot see it yet, or any more, is told that there is none.
        with pytest.raises((NotAllowedNow, UnknownFile)) as refusal:
            _ACTS[act](drafts, number)
        assert "CG-2026-0001" in str(refusal.value)


def test_the_present_state_is_named(drafts: Drafting) -> None:
    number = submitted(drafts, drafted(drafts))
    with pytest.raises(NotAllowedNow, match="草稿 CG-2026-0001 现为“待验收”，不能修改") as refusal:
        drafts.edit(number, actor="min")
    assert refusal.value.exit_code == ExitCode.HELD


def test_a_return_names_defects_and_the_owner_mends_them(
    archive: Archive, drafts: Drafting
) -> None:
    number = submitted(drafts, drafted(drafts))
    for defects in ({}, {"uscc": " "}):
        with pytest.raises(NotPermitted, match="逐项"):
            drafts.return_(number, defects, actor="fang")
    drafts.return_(number, {"uscc": " 与执照不符 ", "营业执照": "缺页"}, actor="fang")
    shown = drafts.show(number, actor="min")
    assert (shown.state, shown.returns) == ("RETURNED", 1)
    assert shown.defects == (("uscc", "与执照不符"), ("营业执照", "缺页"))
    line = archive.store.last()
    assert (archive.store.get("acts", line.no) or {})["detail"] == {"fields": ["uscc", "营业执照"]}
    drafts.edit(number, inner(customer_name="上海屿泊包装集团"), actor="min")
    assert drafts.show(number, actor="min").name == "上海屿泊包装集团"
    submitted(drafts, number)
    assert drafts.show(number, actor="min").defects == ()


def test_editing_keeps_what_is_not_given_and_drops_what_the_profile_no_longer_says(
    drafts: Drafting,
) -> None:
    head = approved(drafts, drafted(drafts))
    number = drafted(drafts, **other_company())
    drafts.edit(number, parent=head, actor="min")
    kept = drafts.show(number, actor="min")
    assert (kept.parent, kept.papers) == (head, tuple(PAPERS))
    drafts.edit(
        number, inner(**(other_company() | {"uscc": None, "phone": None})), edition="2", actor="min"
    )
    # Its code is free again.
    assert drafted(drafts, uscc="91310199MA0000001A", customer_name="临江新厂", phone="1") != number


def test_c20_the_third_return_ends_a_draft_and_a_fourth_submission_is_refused(
    archive: Archive, drafts: Drafting
) -> None:
    number = drafted(drafts)
    for returns in (1, 2, 3):
        submitted(drafts, number)
        receipt = drafts.return_(number, {"uscc": "核对"}, actor="fang")
        assert bool(receipt.warnings) is (returns == 3)
    with pytest.raises(NotAllowedNow, match=r"退回满三次，已取消.*不能提交"):
        drafts.submit(number, actor="min")
    with pytest.raises(UnknownFile):  # never his business
        drafts.submit(number, actor="qiang")
    assert archive.store.count("drafts") == 0
    assert drafted(drafts) == "CG-2026-0002"


@pytest.mark.parametrize("is_sealed", [False, True])
def test_c21_the_draft_of_a_refused_person_is_really_gone(tmp_path: Path, is_sealed: bool) -> None:
    place = tmp_path / "库"
    key = ArchiveKey.new() if is_sealed else None
    with Archive.create(place, actor="zhang", clock=Clock(), key=key) as archive:
        drafts = engage(archive)
        ends: list[Callable[[str], Any]] = [
            lambda number: drafts.reject(submitted(drafts, number), reason="不办", actor="ming"),
            lambda number: drafts.discard(number, actor="min"),
        ]
        for end in ends:
            number = drafted_person(drafts)
            drafts.edit(number, person(confidentiality="内部", mobile="13900009999"), actor="min")
            end(number)
            with pytest.raises(NotAllowedNow):
                drafts.show(number, actor="min")
        assert archive.store.count("drafts") == 0
    written = b"".join(path.read_bytes() for path in place.rglob("*") if path.is_file())
    for value in ("李晓岚", "310199198906140023", "13900006721", "13900009999"):
        for encoding in ("utf-8", "gbk", "utf-16-le"):
            assert value.encode(encoding) not in written


def test_a_rejection_needs_a_reason(drafts: Drafting) -> None:
    number = submitted(drafts, drafted(drafts))
    with pytest.raises(NotPermitted, match="理由"):
        drafts.reject(number, reason=" ", actor="ming")


def test_c22_what_changed_after_acceptance_is_not_approved(
    archive: Archive, drafts: Drafting
) -> None:
    number = accepted(drafts, drafted(drafts))
    with archive.store.writing() as work:  # past the acts
        [key] = work.find("drafts", "number", number)
        draft = work.get("drafts", key) or {}
        work.put("drafts", key, draft | {"data": draft["data"] | {"phone": "021-1"}})
        work.record(Act("test", "tests", AT, number))
    with pytest.raises(NotPermitted, match="验收后有改动"):
        drafts.approve(number, actor="ming")
    assert archive.store.count("files") == 0


# --- papers and deadlines -------------------------------------------------------------------------


def test_c01_everything_that_is_missing_is_said_at_once(drafts: Drafting) -> None:
    number = drafted(drafts, papers=[])
    wrong = Problem("opened_on", "建档日期", "日期还没有到。")
    doubt = Problem("fax", "传真", "少一位。", "warning")
    with pytest.raises(NotReady) as refusal:
        drafts.submit(number, problems=[wrong, doubt], actor="min")
    labels = [problem.label for problem in refusal.value.problems]
    assert labels == ["建档日期", "传真", "营业执照或登记证书", "法定代表人身份证明", "开票资料"]
    assert "还有 4 处要补正" in str(refusal.value)
    assert "传真" not in str(refusal.value)
    assert refusal.value.exit_code == ExitCode.INVALID


def test_c01_a_customer_on_file_is_said_with_the_rest(archive: Archive) -> None:
    drafts = Drafting(archive.office)
    bare = drafts.create(company(), form=CORPORATE).number
    complete = drafts.create(other_company(), form=CORPORATE, papers=PAPERS).number
    for data in (company(), other_company()):  # past the drafts
        archive.open_file(data, form=CORPORATE)
    with pytest.raises(NotReady, match="查重：没有建档：统一社会信用代码"):
        drafts.submit(bare)
    with pytest.raises(DuplicateCustomer):
        drafts.submit(complete)


def test_what_deserves_a_second_look_is_said_and_keeps_nobody_back(drafts: Drafting) -> None:
    papers = [PAPERS[0] | {"valid_to": "2026-03-20"}, *PAPERS[1:]]
    number = drafted(drafts, papers=papers)
    warning = "营业执照：15 天后到期，请提醒客户换证。"
    assert drafts.submit(number, actor="min").warnings == (warning,)
    receipt = drafts.accept(number, seen=["营业执照"], actor="fang")
    assert receipt.warnings == (warning,)
    assert drafts.approve(number, actor="ming").warnings == (warning,)


def test_originals_are_seen_at_acceptance(drafts: Drafting) -> None:
    number = submitted(drafts, drafted(drafts))
    with pytest.raises(NotReady, match=r"营业执照.*原件"):
        drafts.accept(number, actor="fang")
    assert drafts.accept(number, seen=["营业执照"], actor="fang").number == number


def test_c02_a_paper_that_expires_on_the_way_stops_the_approval(
    drafts: Drafting, clock: Clock
) -> None:
    papers = [PAPERS[0] | {"valid_to": "2026-03-06"}, *PAPERS[1:]]
    number = accepted(drafts, drafted(drafts, papers=papers))
    clock.at += dt.timedelta(days=2)
    with pytest.raises(NotReady, match="已过有效期"):
        drafts.approve(number, actor="ming")


def test_drafts_of_persons_are_deleted_after_thirty_days(
    archive: Archive, drafts: Drafting, clock: Clock
) -> None:
    number = drafted_person(drafts)
    kept = drafted(drafts)  # a company's stays
    clock.at += dt.timedelta(days=30)
    assert drafts.expired(actor="fang") == []
    assert drafts.expire(actor="fang") == []
    clock.at += dt.timedelta(days=1)
    assert drafts.expired(actor="fang") == [number]
    assert drafts.expire(actor="fang") == [number]
    with pytest.raises(NotAllowedNow, match="逾期已删除"):
        drafts.edit(number, actor="min")
    assert drafts.show(kept, actor="min").number == kept
    assert archive.store.last().act == "compact"


def test_drafts_of_those_who_left_are_cleared_away(archive: Archive, drafts: Drafting) -> None:
    stuck = drafted(drafts)
    going = submitted(drafts, drafted(drafts, **other_company()))
    assert drafts.expired(actor="fang") == []
    with archive.store.writing() as work:
        [key] = work.find("staff", "login", "min")
        work.put("staff", key, (work.get("staff", key) or {}) | {"left": AT})
        work.record(Act("leave", "zhang", AT))
    assert drafts.expire(actor="fang") == [stuck]
    drafts.accept(going, seen=["营业执照"], actor="fang")  # others go on with it
    assert drafted(drafts, actor="qiang")


def test_the_sole_keepers_drafts_are_nobodys_who_left(archive: Archive) -> None:
    archive.drafts.create(company(), form=CORPORATE)
    assert archive.drafts.expired() == []


def test_nobody_saw_what_is_not_there(drafts: Drafting) -> None:
    number = submitted(drafts, drafted(drafts))
    with pytest.raises(NotPermitted, match="没有这些证件材料：护照、营业执昭"):
        drafts.accept(number, seen=["营业执昭", "营业执照", "护照"], actor="fang")


def test_m05_a_masked_value_is_never_drafted(drafts: Drafting) -> None:
    with pytest.raises(UnreadableInput, match="uscc"):
        drafted(drafts, uscc="9131**********0XXT")
    number = drafted(drafts)
    with pytest.raises(UnreadableInput, match="phone"):
        drafts.edit(number, inner(phone="021-****78"), actor="min")


# --- the same customer ----------------------------------------------------------------------------


def test_a_namesake_waits_for_the_supervisor(archive: Archive, drafts: Drafting) -> None:
    first = approved(drafts, drafted(drafts))
    number = drafted(drafts, uscc="91310199MA0000001A", phone="0571-8800001")
    receipt = drafts.submit(number, actor="min")
    assert receipt.warnings == (f"客户名称与档案 {first} 相同，请核对是否同一客户。",)
    with pytest.raises(DuplicateCustomer) as held:
        drafts.accept(number, seen=["营业执照"], actor="fang")
    assert held.value.exit_code == ExitCode.HELD
    drafts.accept(number, seen=["营业执照"], distinct="同名不同地", actor="fang")
    second = drafts.approve(number, actor="ming").number
    [line] = archive.store.history(second)
    detail = (archive.store.get("acts", line.no) or {})["detail"]
    # Which file it is stands in the log of access: not everybody who reads this sees that file.
    assert detail["distinct"] == "同名不同地"
    assert first not in str(detail)
    noted = [
        said["detail"]["files"] for one, said in archive.store.notes() if one.act == "distinct"
    ]
    assert [first] in noted


def test_a_namesake_who_came_after_acceptance_waits_for_the_approver(drafts: Drafting) -> None:
    number = accepted(drafts, drafted(drafts, uscc="91310199MA0000001A", phone="0571-8800001"))
    twin = drafted(drafts, actor="min")
    submitted(drafts, twin)
    drafts.accept(twin, seen=["营业执照"], distinct="两家", actor="fang")
    first = drafts.approve(twin, actor="ming").number
    with pytest.raises(DuplicateCustomer) as held:
        drafts.approve(number, actor="ming")
    assert held.value.numbers == (first,)
    assert drafts.approve(number, distinct="两家，已核对", actor="ming").number != first


def test_u10_two_drafts_of_one_customer_and_both_are_told(drafts: Drafting) -> None:
    number = drafted(drafts)
    for _ in range(2):
        with pytest.raises(DuplicateCustomer, match="已有草稿 CG-2026-0001") as refusal:
            drafted(drafts, actor="qiang")
        assert "王敏" in str(refusal.value)
    assert drafts.show(number, actor="min").rivals == ("李强",)
    submitted(drafts, number)
    with pytest.raises(DuplicateCustomer):
        drafted(drafts, actor="qiang")


def test_u10_ones_own_draft_is_pointed_out(drafts: Drafting) -> None:
    number = drafted(drafts)
    with pytest.raises(DuplicateCustomer, match="您的草稿"):
        drafted(drafts)
    assert drafts.show(number, actor="min").rivals == ()


def test_u10_a_draft_that_becomes_a_known_customer_by_an_edit_is_refused(
    drafts: Drafting,
) -> None:
    first = drafted(drafts)
    number = drafts.create(
        inner(**other_company()), form=CORPORATE, papers=PAPERS, actor="qiang"
    ).number
    with pytest.raises(DuplicateCustomer):
        drafts.edit(number, inner(**other_company(uscc="91310115MAXX0Y0XXT")), actor="qiang")
    assert drafts.show(first, actor="min").rivals == ("李强",)


def test_u10_a_colleagues_secret_draft_is_not_told_but_he_is(drafts: Drafting) -> None:
    number = drafted(drafts, confidentiality="机密")
    with pytest.raises(DuplicateCustomer) as refusal:
        drafted(drafts, actor="qiang")
    assert (refusal.value.numbers, refusal.value.by) == ((), ())
    assert drafts.show(number, actor="min").rivals == ("李强",)
    drafts.discard(number, actor="min")
    with pytest.raises(UnknownFile):  # what became of it is no business of his
        drafts.show(number, actor="qiang")


def test_a_sole_traders_draft_is_forgotten_too(archive: Archive, drafts: Drafting) -> None:
    data = inner(org_kind="个体工商户")
    number = drafts.create(data, form=CORPORATE, actor="min").number
    drafts.discard(number, actor="min")
    assert archive.store.last().act == "compact"


def test_a_person_is_drafted_with_consent(archive: Archive, drafts: Drafting) -> None:
    number = drafted_person(drafts, id_no=None, id_type=None, papers=[NOTICE])
    submitted(drafts, number)
    drafts.accept(number, actor="fang")
    file = drafts.approve(number, actor="ming").number
    assert file == numbers.make("Z", 2026, 1)
    assert INDIVIDUAL in str(archive.store.get("profiles", 1))
