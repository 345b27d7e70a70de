"""What is answered: in each situation, with reasons, and what then stands on the card (§6.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from archive.customers import change_card, company, open_person, person
from archive.personal_data.asking import answered, company_on_file, person_on_file, row, taken
from archive.secrecy.department import acts, card, hire, leave, notes

from csdforms.archive.archive import Archive
from csdforms.archive.personal_data.answers import Case, NewAnswer
from csdforms.archive.personal_data.grounds import COMPLAIN, GROUNDS
from csdforms.archive.personal_data.records import KINDS
from csdforms.archive.personal_data.situations import BLOCKING, SITUATIONS
from csdforms.archive.store import Act
from csdforms.errors import Held, NotAllowedNow, NotAuthorised, NotPermitted

COMPLAINT = {
    "complaint_no": "TS-20260305-001",
    "customer_name": "李晓岚",
    "mobile": "13900006721",
    "content": "净水器漏水。",
}
CHECKED = ("DEREG_CLEARED", "DEREG_APPROVED", "SETTLED", "SEALED", "APPRAISAL")


def deregistering(archive: Archive, file: str, *lines: str) -> None:
    """Let a deregistration run in which these lines are not clear."""
    blockers = [[line, "未了", "财务", ""] for line in lines]
    entry = {"number": "ZX-2026-0001", "file": file, "state": "suspended", "blockers": blockers}
    with archive.store.writing() as work:
        work.put("deregistrations", 1, entry)
        work.record(Act("test", "tests", archive.office.moment(), file))
    change_card(archive, file, state="DEREG_SUSPENDED", deregistration="ZX-2026-0001")


def complain(archive: Archive, file: str) -> None:
    archive.file(file, "complaint_register_one", COMPLAINT, section="3.2", actor="chen")


# Each situation


def test_d13_a_debtor_s_data_are_restricted_and_he_is_told_why(archive: Archive) -> None:
    file = person_on_file(archive)
    number = taken(archive, file=file).number
    deregistering(archive, file, "G3")
    assert card(archive, file)["do_not_call"] is True
    with pytest.raises(NotPermitted, match="限制处理"):
        answered(archive, number, "granted")
    with pytest.raises(NotPermitted, match="拒绝"):
        answered(archive, number, "refused", "settling")
    done = answered(archive, number, "partly", reasons="货款结清以前只用于结算。")
    assert (done.outcome, done.situations, done.restricted) == ("partly", ("debt",), True)
    assert card(archive, file)["restricted"] == [number]
    kept = row(archive, number)["answer"]
    assert (kept["grounds"], kept["reasons"]) == (["settling"], "货款结清以前只用于结算。")
    assert kept["complain"] == COMPLAIN
    assert (kept["by"], kept["roles"]) == ("周洁", ["dpo"])


@pytest.mark.parametrize(
    ("line", "situation"),
    [
        ("G1", "case"), ("G2", "case"), ("G3", "debt"), ("G4", "debt"), ("G5", "contract"),
        ("G6", "retention"), ("G7", "contract"), ("G8", "hold"), ("G12", "contract"),
        ("G9", "free"), ("G10", "free"), ("G11", "free"),
    ],
)  # fmt: skip
def test_what_each_line_of_the_joint_check_means(
    archive: Archive, line: str, situation: str
) -> None:
    file = person_on_file(archive)
    number = taken(archive, file=file).number
    deregistering(archive, file, line)
    assert archive.personal_requests.show(number, actor="jie").situations == (situation,)


def test_an_open_complaint_restricts_to_its_case(archive: Archive) -> None:
    file = person_on_file(archive)
    complain(archive, file)
    number = taken(archive, file=file).number
    done = answered(archive, number, "partly")
    assert "case" in done.situations
    assert "case" in row(archive, number)["answer"]["grounds"]


def test_a_legal_hold_restricts(archive: Archive) -> None:
    file = person_on_file(archive)
    change_card(archive, file, holds=["BQ-2026-0001"])
    number = taken(archive, file=file).number
    assert answered(archive, number, "partly").situations == ("hold",)


def test_a_financial_department_keeps_by_law(archive: Archive) -> None:
    file = person_on_file(archive)
    with archive.store.writing() as work:
        work.put("settings", 1, {"financial": True})
        work.record(Act("test", "tests", archive.office.moment()))
    number = taken(archive, file=file).number
    assert answered(archive, number, "partly").situations == ("retention",)


def test_a_statutory_period_is_named_with_its_end(archive: Archive) -> None:
    file = person_on_file(archive)
    number = taken(archive, file=file).number
    for law, until in (("电子商务法第31条", ""), ("", "2029-03-05")):
        with pytest.raises(NotPermitted, match="哪一天"):
            answered(archive, number, "partly", law=law, keep_until=until)
    term = {"law": "电子商务法第31条", "keep_until": "2029-03-05"}
    with pytest.raises(NotPermitted, match="法定保存期限"):
        answered(archive, number, "granted", **term)
    done = answered(archive, number, "partly", channel="邮寄", **term)
    answer = row(archive, number)["answer"]
    assert done.situations == ("retention",)
    assert answer["keep"] == {"law": "电子商务法第31条", "until": "2029-03-05"}
    assert (answer["grounds"], answer["channel"]) == (["statute"], "邮寄")


def test_a_period_that_is_over_keeps_nothing(archive: Archive) -> None:
    file = person_on_file(archive)
    number = taken(archive, file=file).number
    with pytest.raises(NotPermitted, match="应同意"):
        answered(archive, number, "partly", law="电子商务法第31条", keep_until="2026-03-04")


@pytest.mark.parametrize("state", CHECKED)
def test_d14_what_nothing_stands_in_the_way_of_is_granted_once_it_was_checked(
    archive: Archive, state: str
) -> None:
    file = person_on_file(archive)
    number = taken(archive, file=file).number
    with pytest.raises(NotPermitted, match="应同意"):
        answered(archive, number, "partly")
    with pytest.raises(Held, match="申请注销"):  # nobody has said yet that nothing is owed
        answered(archive, number, "granted")
    assert row(archive, number)["state"] == "open"
    assert len(acts(archive, "request-record")) == 0
    change_card(archive, file, state=state)
    done = answered(archive, number, "granted")
    assert (done.outcome, done.situations, done.restricted) == ("granted", ("free",), True)
    assert card(archive, file)["restricted"] == [number]


def test_what_cannot_be_deleted_technically_is_said(archive: Archive) -> None:
    file = person_on_file(archive)
    number = taken(archive, file=file).number
    assert answered(archive, number, "partly", "technology").restricted


def test_an_agent_without_authority_is_refused_with_the_reason(archive: Archive) -> None:
    file = person_on_file(archive)
    number = taken(archive, file=file, relation="agent", requester="周以衡").number
    assert archive.personal_requests.show(number, actor="jie").situations == ("authority",)
    for outcome, grounds in (
        ("granted", ()),
        ("partly", ("technology",)),
        ("refused", ("secrecy",)),
    ):
        with pytest.raises(NotPermitted):
            answered(archive, number, outcome, *grounds)
    done = answered(archive, number, "refused", "no-authority")
    assert (done.outcome, done.restricted) == ("refused", False)
    assert "restricted" not in card(archive, file)


def test_d12_an_authority_that_has_run_out_is_none(archive: Archive) -> None:
    file = person_on_file(archive)
    paper = {"relation": "agent", "authority": "授权委托书原件"}
    late = taken(archive, "read", file=file, authority_until="2026-03-04", **paper).number
    good = taken(archive, "read", file=file, authority_until="2026-03-05", **paper).number
    with pytest.raises(NotPermitted, match="no-authority"):
        answered(archive, late, "granted")
    with pytest.raises(NotPermitted, match="不符"):
        answered(archive, good, "refused", "no-authority")
    assert answered(archive, good, "granted").outcome == "granted"


def test_d15_a_dead_person_s_child_asks(archive: Archive) -> None:
    file = person_on_file(archive)
    child = {"file": file, "relation": "near_relative", "requester": "李小舟"}
    without = taken(archive, "read", **child)
    assert without.state == "held"  # the death and the kinship are to be shown
    papers = child | {"authority": "死亡证明、户口簿、继承其预付款"}
    read, too_much, decided = (
        taken(archive, kind, **papers).number for kind in ("read", "transfer", "copy")
    )
    assert archive.personal_requests.show(read, actor="jie").situations == ("dead", "free")
    assert answered(archive, read, "granted").outcome == "granted"
    with pytest.raises(NotPermitted, match="not-entitled"):
        answered(archive, too_much, "granted")
    with pytest.raises(NotPermitted, match="不符"):
        answered(archive, decided, "refused", "not-entitled")
    assert answered(archive, too_much, "refused", "not-entitled").outcome == "refused"
    assert answered(archive, decided, "refused", "dead-decided").outcome == "refused"


def test_d16_a_company_s_contact_person_is_taken_out_of_its_file(archive: Archive) -> None:
    file = company_on_file(archive)
    asked = {"file": file, "relation": "contact_person", "requester": "陈立"}
    number = taken(archive, **asked).number
    assert archive.personal_requests.show(number, actor="jie").situations == ("contact",)
    with pytest.raises(NotPermitted, match="以前版本"):
        answered(archive, number, "granted")
    with pytest.raises(Held, match="变更单位资料"):
        answered(archive, number, "partly")
    revise(archive, file, phone="021-62345679")  # he still stands in it
    with pytest.raises(Held, match="变更单位资料"):
        answered(archive, number, "partly")
    revise(archive, file, contacts=[{"name": "孙宁", "mobile": "13900006798"}])
    done = answered(archive, number, "partly", reasons="已从现行资料中删除，以前版本只存储。")
    assert (done.restricted, done.situations) == (False, ("contact",))
    kept = row(archive, number)
    assert (kept["answer"]["grounds"], kept["kept_versions"]) == (["company-file"], 2)
    assert not card(archive, file).keys() & {"restricted", "do_not_call"}
    assert card(archive, file)["state"] == "ACTIVE"


def revise(archive: Archive, file: str, **changes: Any) -> None:
    """Change a profile."""
    if file.startswith("KH-Z"):
        data = person(**changes)
    else:
        data = company(**{"contacts": [{"name": "陈立", "mobile": "13900006799"}], **changes})
    archive.revise(file, data, reason="本人请求", evidence="本人申请", actor="chen")


def test_d17_a_child_s_guardian_is_answered_like_the_child(archive: Archive) -> None:
    file = person_on_file(archive)
    guardian = {"relation": "guardian", "requester": "李建国", "authority": "户口簿原件"}
    number = taken(archive, "read", file=file, **guardian).number
    assert answered(archive, number, "granted").outcome == "granted"


def test_a_guardianship_that_ends_meanwhile_is_asked_for_anew(archive: Archive) -> None:
    file = person_on_file(archive)
    guardian = {"relation": "guardian", "authority": "判决书", "authority_until": "2026-03-05"}
    number = taken(archive, "read", file=file, **guardian).number
    [key] = archive.store.find("personal_requests", "number", number)
    with archive.store.writing() as work:
        kept = row(archive, number)
        kept["requester"]["authority_until"] = "2026-03-04"
        work.put("personal_requests", key, kept)
        work.record(Act("test", "tests", archive.office.moment()))
    with pytest.raises(NotPermitted, match="不是拒绝的理由"):
        answered(archive, number, "granted")


# Each kind


def test_a_correction_is_answered_when_it_is_made(archive: Archive) -> None:
    file = person_on_file(archive)
    number, refused = (taken(archive, "correct", file=file).number for _ in range(2))
    for outcome, grounds in (("granted", ()), ("partly", ("accurate",))):
        with pytest.raises(Held, match="revise"):
            answered(archive, number, outcome, *grounds)
    assert answered(archive, refused, "refused", "accurate").outcome == "refused"
    revise(archive, file, phone="021-62345679")
    assert answered(archive, number, "granted").outcome == "granted"
    nobody = taken(archive, "correct").number
    with pytest.raises(Held):
        answered(archive, nobody, "granted")


def test_nobody_refuses_that_a_consent_is_taken_back(archive: Archive) -> None:
    file = person_on_file(archive)
    number = taken(archive, "withdraw_consent", file=file).number
    for ground in [name for name, one in GROUNDS.items() if "withdraw_consent" in one.kinds]:
        with pytest.raises(NotPermitted):
            answered(archive, number, "refused", ground)
    with pytest.raises(NotPermitted, match="其余部分"):
        answered(archive, number, "partly")
    assert answered(archive, number, "granted").restricted is False
    kept = card(archive, file)
    assert (kept["consent_withdrawn"], kept["do_not_call"]) == ([number], True)
    assert kept["state"] == "ACTIVE"  # who takes a consent back is served as before (L-PIPL 16)
    again = taken(archive, "withdraw_consent", file=file).number
    answered(archive, again, "partly", "other-basis")
    assert card(archive, file)["consent_withdrawn"] == [number, again]


def test_a_contact_person_s_consent_says_nothing_of_the_company_s(archive: Archive) -> None:
    file = company_on_file(archive)
    asked = {"file": file, "relation": "contact_person", "requester": "陈立"}
    number = taken(archive, "withdraw_consent", **asked).number
    answered(archive, number, "granted")
    assert "consent_withdrawn" not in card(archive, file)


@pytest.mark.parametrize("kind", ["read", "copy", "transfer"])
def test_data_are_given_of_a_file(archive: Archive, kind: str) -> None:
    file = person_on_file(archive)
    nobody = taken(archive, kind).number
    with pytest.raises(NotPermitted, match="not-held"):
        answered(archive, nobody, "granted")
    number = taken(archive, kind, file=file).number
    with pytest.raises(NotPermitted, match="不符"):
        answered(archive, number, "refused", "not-held")
    with pytest.raises(NotPermitted, match="其余部分"):
        answered(archive, number, "partly")
    assert answered(archive, number, "partly", "others").outcome == "partly"


def test_a_deletion_of_what_is_not_held(archive: Archive) -> None:
    hire(archive)
    number = taken(archive).number
    assert answered(archive, number, "refused", "not-held").outcome == "refused"
    other = taken(archive).number
    assert answered(archive, other, "granted").restricted is False


def test_a_contact_person_who_is_in_no_file(archive: Archive) -> None:
    hire(archive)
    number = taken(archive, relation="contact_person").number
    assert answered(archive, number, "partly").outcome == "partly"


# Every answer


@pytest.mark.parametrize(
    ("outcome", "grounds", "said"),
    [
        ("granted", (), {"reasons": " "}),
        ("maybe", (), {}),
        ("refused", (), {}),
        ("refused", ("others",), {}),
        ("partly", ("nonsense",), {}),
        ("partly", ("statute",), {}),
    ],
)
def test_every_answer_says_why_and_on_what_ground(
    archive: Archive, outcome: str, grounds: tuple[str, ...], said: Mapping[str, Any]
) -> None:
    file = person_on_file(archive)
    number = taken(archive, "read", file=file).number
    with pytest.raises(NotPermitted):
        answered(archive, number, outcome, *grounds, **said)
    assert row(archive, number)["state"] == "open"


def test_who_took_it_does_not_answer_it(archive: Archive) -> None:
    file = person_on_file(archive)
    number = taken(archive, "explain", actor="jie", file=file).number
    with pytest.raises(NotAuthorised, match="另一位"):
        answered(archive, number, "granted")
    assert notes(archive, "refused")[-1]["subject"] == file
    hire(archive, {"jie2": ("周洁", ["dpo"], 2)})  # the same person under another account
    with pytest.raises(NotAuthorised, match="另一位"):
        answered(archive, number, "granted", actor="jie2")
    leave(archive, "jie")
    hire(archive, {"ning": ("孙宁", ["dpo"], 2)})
    assert answered(archive, number, "granted", actor="ning").outcome == "granted"


@pytest.mark.parametrize("actor", ["chen", "zhou", "qiang", "gao", "wang"])
def test_who_answers(archive: Archive, actor: str) -> None:
    file = person_on_file(archive)
    number = taken(archive, "explain", file=file).number
    with pytest.raises(NotAuthorised):
        answered(archive, number, "granted", actor=actor)


def test_an_answer_is_given_once(archive: Archive) -> None:
    file = person_on_file(archive)
    number = taken(archive, "explain", file=file).number
    answered(archive, number, "granted")
    with pytest.raises(NotAllowedNow, match="已答复"):
        answered(archive, number, "granted")


def test_who_takes_his_request_back_need_not_prove_who_he_is(archive: Archive) -> None:
    file = person_on_file(archive)
    number = taken(archive, file=file, proof="").number
    done = answered(archive, number, "withdrawn", reasons="三次联系，未补证明，视为撤回。")
    assert (done.outcome, done.situations) == ("withdrawn", ("identity",))
    assert "restricted" not in card(archive, file)


def test_what_remains_tells_of_nobody(archive: Archive) -> None:
    file = open_person(archive)
    number = taken(archive, "explain", actor="", file=file).number
    answered(archive, number, "granted", actor="", reasons="李晓岚：见告知书。")
    [act] = acts(archive, "request-record")
    assert act["subject"] == ""
    assert act["detail"] == {
        "request": number,
        "kind": "explain",
        "received_on": "2026-03-05",
        "answered_on": "2026-03-05",
        "due": "2026-03-26",
        "extended": False,
        "outcome": "granted",
        "grounds": [],
        "files": [],
    }
    [own] = acts(archive, "answer-request")
    assert (own["subject"], own["detail"]["outcome"]) == (file, "granted")
    assert "李晓岚" not in str(act) + str(own)


def test_answers_print_no_personal_value() -> None:
    answer = NewAnswer("granted", "李晓岚")
    assert "李晓岚" not in repr(answer)
    assert "李晓岚" not in repr(Case({}, {"name": "李晓岚"}, None, answer, ()))  # type: ignore[arg-type]


def test_the_tables_fit_each_other() -> None:
    assert {SITUATIONS[name].ground for name in BLOCKING} <= set(GROUNDS)
    for ground in GROUNDS.values():
        assert ground.kinds <= set(KINDS)
        assert "法" in ground.basis or "条例" in ground.basis
