"""Requests about personal data: taken from everybody, proven, in time (archive.md §6.2)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from archive.customers import Clock, change_card, open_person
from archive.personal_data.asking import answered, company_on_file, new, person_on_file, row, taken
from archive.secrecy.department import acts, card, classify, hire, notes, passes

from csdforms.archive.actor import BEIJING
from csdforms.archive.archive import Archive
from csdforms.archive.personal_data.records import ANSWERED, HELD, OPEN
from csdforms.errors import NotAllowedNow, NotAuthorised, NotPermitted, UnknownFile

#: Fifteen working days after Thursday 2026-03-05, and thirty days.
DUE, OUTER = "2026-03-26", "2026-04-04"


# Taking


def test_a_request_gets_a_number_and_a_term(archive: Archive) -> None:
    file = person_on_file(archive)
    done = taken(archive, "read", file=file)
    assert (done.number, done.file, done.state) == ("QQ-2026-0001", file, OPEN)
    assert (done.received_on, done.due, row(archive, done.number)["outer"]) == (
        "2026-03-05",
        DUE,
        OUTER,
    )
    [act] = acts(archive, "take-request")
    assert (act["subject"], act["who"]) == (file, "chen")
    assert act["detail"] == {"request": "QQ-2026-0001", "kind": "read"}


def test_the_only_keeper_takes_and_answers(archive: Archive) -> None:
    file = open_person(archive)
    number = taken(archive, "explain", actor="", file=file).number
    assert answered(archive, number, "granted", actor="").state == ANSWERED


@pytest.mark.parametrize("actor", ["chen", "zhou", "lin", "jie"])
def test_who_takes_requests(archive: Archive, actor: str) -> None:
    file = person_on_file(archive)
    assert taken(archive, actor=actor, file=file).taken_by


@pytest.mark.parametrize("actor", ["gao", "wang", "he", "sun", "nobody"])
def test_who_does_not(archive: Archive, actor: str) -> None:
    file = person_on_file(archive)
    with pytest.raises(NotAuthorised):
        taken(archive, actor=actor, file=file)
    assert notes(archive, "refused")[-1]["who"] == actor


def test_everybody_s_request_is_taken_also_of_whom_nothing_is_on_file(archive: Archive) -> None:
    hire(archive)
    done = taken(archive, "read", actor="lin")
    assert (done.file, done.state) == ("", OPEN)
    assert answered(archive, done.number, "refused", "not-held").outcome == "refused"


def test_a_hidden_file_is_as_if_absent_and_the_request_is_taken_without_it(
    archive: Archive,
) -> None:
    file = open_person(archive)
    classify(archive, file, 2)
    hire(archive)
    with pytest.raises(UnknownFile) as hidden:
        taken(archive, actor="lin", file=file)
    with pytest.raises(UnknownFile) as absent:
        taken(archive, actor="lin", file="KH-Z-2026-000009-X")
    assert str(hidden.value).replace(file, "*") == str(absent.value).replace(
        "KH-Z-2026-000009-X", "*"
    )
    number = taken(archive, actor="lin").number
    done = archive.personal_requests.identify(number, file=file, actor="jie")
    assert (done.file, card(archive, file)["do_not_call"]) == (file, True)
    with pytest.raises(UnknownFile):
        archive.personal_requests.show(number, actor="lin")
    assert [one.number for one in archive.personal_requests.requests(actor="lin")] == []
    assert notes(archive, "refused")[-1]["subject"] == file


@pytest.mark.parametrize(
    "changes",
    [
        {"requester": " "},
        {"contact": ""},
        {"asked": ""},
        {"kind": "sell"},
        {"relation": "friend"},
        {"received_on": "2026-03-06"},
        {"proof": "身份证 310199198906140023"},
        {"authority": "手机 13900006721"},
    ],
)
def test_what_must_be_said_and_what_must_not(archive: Archive, changes: dict[str, Any]) -> None:
    file = person_on_file(archive)
    with pytest.raises(NotPermitted) as refused:
        taken(archive, **{"kind": "read", "file": file, **changes})
    assert "310199198906140023" not in str(refused.value)
    assert archive.store.count("personal_requests") == 0


def test_a_request_that_came_before_counts_from_its_day(archive: Archive) -> None:
    file = person_on_file(archive)
    done = taken(archive, file=file, received_on="2026-03-03", reason="不再需要")
    assert (done.due, row(archive, done.number)["outer"]) == ("2026-03-24", "2026-04-02")
    assert row(archive, done.number)["reason"] == "不再需要"


def test_a_file_that_is_no_more_has_no_requests(archive: Archive) -> None:
    file = person_on_file(archive)
    change_card(archive, file, state="DESTROYED")
    with pytest.raises(NotPermitted, match="已不在档"):
        taken(archive, file=file)


def test_a_company_is_no_person(archive: Archive) -> None:
    file = company_on_file(archive)
    with pytest.raises(NotPermitted, match="contact_person"):
        taken(archive, file=file)
    with pytest.raises(NotPermitted, match="核对"):
        taken(archive, file=file, relation="guardian", authority="户口簿")
    assert taken(archive, file=file, relation="contact_person", requester="陈立").state == OPEN


@pytest.mark.parametrize(
    ("kind", "stops"), [("delete", True), ("withdraw_consent", True), ("read", False)]
)
def test_d13_marketing_stops_at_once(archive: Archive, kind: str, stops: bool) -> None:
    file = person_on_file(archive)
    taken(archive, kind, file=file, proof="")  # to be left alone takes no proof
    assert card(archive, file).get("do_not_call", False) is stops


def test_a_company_may_still_be_called_when_one_of_its_people_leaves(archive: Archive) -> None:
    file = company_on_file(archive)
    taken(archive, file=file, relation="contact_person", requester="陈立")
    assert "do_not_call" not in card(archive, file)


def test_records_and_new_requests_print_no_personal_value(archive: Archive) -> None:
    file = person_on_file(archive)
    asked = new(file=file)
    done = archive.personal_requests.take(asked, actor="chen")
    assert "李晓岚" not in repr(asked) + repr(done)
    assert "13900006721" not in repr(asked) + repr(done)
    assert done.requester == "李晓岚"


# Who asks


def test_not_proven_is_on_hold_and_no_refusal(archive: Archive, clock: Clock) -> None:
    file = person_on_file(archive)
    done = taken(archive, file=file, proof="")
    assert (done.state, done.due, done.overdue) == (HELD, "", False)
    with pytest.raises(NotAllowedNow, match="待证明身份"):
        answered(archive, done.number, "refused", "not-held")
    passes(clock, days=40)
    waiting = archive.personal_requests.show(done.number, actor="jie")
    assert (waiting.overdue, waiting.situations) == (False, ("identity",))
    proven = archive.personal_requests.identify(done.number, proof="看过护照原件", actor="chen")
    # Tuesday 2026-04-14: twelve working days in April, then a holiday up to 5 May.
    assert (proven.state, proven.due) == (OPEN, "2026-05-08")
    assert row(archive, done.number)["pauses"] == [
        {"from": "2026-03-05", "why": "身份或关系未证明", "by": "", "to": "2026-04-14"}
    ]
    assert [act["detail"] for act in acts(archive, "identify-request")] == [
        {"request": done.number}
    ]


def test_the_clock_stops_while_a_proof_is_asked_for_and_goes_on(
    archive: Archive, clock: Clock
) -> None:
    file = person_on_file(archive)
    number = taken(archive, file=file).number
    passes(clock, days=4)  # Monday 9 March: two working days are used up
    held = archive.personal_requests.doubt(number, reason="签名不符，请再来一次", actor="jie")
    assert (held.state, held.due) == (HELD, "")
    assert row(archive, number)["clock"] == {"workdays": 2, "days": 4}
    passes(clock, days=7)  # Monday 16 March
    open_again = archive.personal_requests.identify(number, proof="当面核对", actor="chen")
    assert open_again.due == "2026-04-02"  # the thirteenth working day after
    assert row(archive, number)["outer"] == "2026-04-11"  # 26 days after
    [pause] = row(archive, number)["pauses"]
    assert pause == {
        "from": "2026-03-09",
        "why": "签名不符，请再来一次",
        "by": "周洁",
        "to": "2026-03-16",
    }


def test_a_term_that_was_used_up_before_the_doubt_ends_at_once(
    archive: Archive, clock: Clock
) -> None:
    file = person_on_file(archive)
    number = taken(archive, file=file).number
    passes(clock, days=22)  # 27 March, one day late
    archive.personal_requests.doubt(number, reason="核对签名", actor="jie")
    assert archive.personal_requests.identify(number, proof="核对", actor="jie").due == "2026-03-27"


def test_the_department_s_own_shorter_term(archive: Archive) -> None:
    file = person_on_file(archive)
    requests = archive.personal_requests
    requests.set_workdays(10, reason="承诺更快答复", actor="jie")
    assert taken(archive, file=file).due == "2026-03-19"
    [act] = acts(archive, "request-setting")
    assert (act["subject"], act["detail"]) == ("", {"request_workdays": 10})
    for count in (0, 16):
        with pytest.raises(NotPermitted, match="1 至 15"):
            requests.set_workdays(count, reason="忙", actor="jie")
    with pytest.raises(NotPermitted, match="理由"):
        requests.set_workdays(15, reason=" ", actor="jie")
    with pytest.raises(NotAuthorised):
        requests.set_workdays(15, reason="恢复", actor="chen")
    requests.set_workdays(15, reason="恢复", actor="jie")
    assert taken(archive, file=file).due == DUE


def test_never_more_than_thirty_days(archive: Archive, clock: Clock) -> None:
    file = person_on_file(archive)
    # Before the holiday of October: fifteen working days are within thirty days.
    clock.at = dt.datetime(2026, 9, 18, 9, 0, tzinfo=BEIJING)
    done = taken(archive, file=file)
    assert done.due <= row(archive, done.number)["outer"] == "2026-10-18"


def test_d17_a_child_s_guardian_shows_that_he_is_one(archive: Archive) -> None:
    file = person_on_file(archive)
    done = taken(archive, file=file, relation="guardian", requester="李建国")
    assert done.state == HELD  # he is who he is, but not whose guardian
    proven = archive.personal_requests.identify(done.number, authority="户口簿原件", actor="chen")
    assert proven.state == OPEN
    [act] = acts(archive, "identify-request")
    assert "李建国" not in str(act)


def test_doubting_and_identifying_need_words_and_a_state(archive: Archive) -> None:
    file = person_on_file(archive)
    requests = archive.personal_requests
    number = taken(archive, "explain", file=file).number
    with pytest.raises(NotPermitted, match="请写明"):
        requests.identify(number, actor="chen")
    with pytest.raises(NotPermitted, match="已注明"):
        requests.identify(number, file=file, actor="chen")
    with pytest.raises(NotPermitted, match="请写明"):
        requests.doubt(number, reason=" ", actor="chen")
    with pytest.raises(NotAuthorised):
        requests.identify(number, proof="看过", actor="gao")
    with pytest.raises(NotAuthorised):
        requests.doubt(number, reason="疑", actor="wang")
    requests.identify(number, proof="再次核对", authority_until="2026-12-31", actor="chen")
    assert row(archive, number)["requester"]["authority_until"] == "2026-12-31"
    requests.doubt(number, reason="疑", actor="chen")
    with pytest.raises(NotAllowedNow):
        requests.doubt(number, reason="又疑", actor="chen")
    requests.identify(number, authority="单位介绍信", actor="chen")  # which proves nobody
    assert requests.show(number, actor="chen").state == HELD
    requests.identify(number, proof="看过证件", actor="chen")
    answered(archive, number, "granted")
    with pytest.raises(NotAllowedNow):
        requests.identify(number, proof="看过", actor="chen")


# The term


def test_a_term_is_extended_once_with_a_reason_that_was_told(archive: Archive) -> None:
    file = person_on_file(archive)
    requests = archive.personal_requests
    number = taken(archive, file=file).number
    for reason, told in (("", "电话告知"), ("调取旧系统", " ")):
        with pytest.raises(NotPermitted):
            requests.extend(number, reason=reason, told=told, actor="jie")
    for until in (DUE, "2026-04-05"):
        with pytest.raises(NotPermitted, match=OUTER):
            requests.extend(number, until, reason="调取旧系统", told="电话告知", actor="jie")
    done = requests.extend(number, reason="调取旧系统", told="3月5日电话告知", actor="jie")
    assert (done.due, done.extended) == (OUTER, True)
    assert row(archive, number)["extended"] == {
        "from": DUE,
        "to": OUTER,
        "reason": "调取旧系统",
        "told": "3月5日电话告知",
        "by": "周洁",
        "at": row(archive, number)["extended"]["at"],
    }
    with pytest.raises(NotPermitted, match="一次"):
        requests.extend(number, reason="再延", told="告知", actor="jie")
    with pytest.raises(NotAuthorised):
        requests.extend(number, reason="延", told="告知", actor="chen")


def test_a_term_that_is_over_is_not_extended(archive: Archive, clock: Clock) -> None:
    file = person_on_file(archive)
    number = taken(archive, file=file).number
    passes(clock, days=22)
    with pytest.raises(NotPermitted, match="已过"):
        archive.personal_requests.extend(number, reason="忙", told="告知", actor="jie")


def test_what_waits_is_not_extended(archive: Archive) -> None:
    file = person_on_file(archive)
    number = taken(archive, file=file, proof="").number
    with pytest.raises(NotAllowedNow):
        archive.personal_requests.extend(number, reason="忙", told="告知", actor="jie")


# Looking


def test_the_list_shows_what_is_due_and_nobody(archive: Archive, clock: Clock) -> None:
    file = person_on_file(archive)
    first = taken(archive, file=file).number
    passes(clock, days=1)
    second = taken(archive, "explain", file=file).number
    held = taken(archive, "read", proof="").number
    requests = archive.personal_requests
    listed = list(requests.requests(actor="jie"))
    assert [one.number for one in listed] == [held, first, second]
    assert {(one.requester, one.contact, one.asked) for one in listed} == {("", "", "")}
    assert [one.number for one in requests.requests(file=file, actor="chen")] == [first, second]
    assert list(requests.requests(file="KH-Z-2026-000009-X", actor="chen")) == []
    passes(clock, days=21)  # 27 March: the first one's term is over, the second one's is today
    assert [one.number for one in requests.requests(overdue_only=True, actor="jie")] == [first]
    answered(archive, second, "granted")
    assert [one.number for one in requests.requests(actor="jie")] == [held, first]
    every = list(requests.requests(every=True, actor="jie"))
    assert [one.number for one in every] == [second, held, first]
    assert (every[0].outcome, every[0].answered_on) == ("granted", "2026-03-27")
    with pytest.raises(NotAuthorised):
        requests.requests(actor="gao")


def test_showing_one_is_noted(archive: Archive) -> None:
    file = person_on_file(archive)
    number = taken(archive, file=file).number
    shown = archive.personal_requests.show(number.lower(), actor="chen")
    assert (shown.requester, shown.contact, shown.asked) == ("李晓岚", "13900006721", "请办理。")
    assert shown.situations == ("free",)
    [note] = notes(archive, "show-request")
    assert (note["subject"], note["detail"]["request"]) == (file, number)
    with pytest.raises(UnknownFile, match="request list"):
        archive.personal_requests.show("QQ-2026-0009", actor="chen")
    with pytest.raises(NotAuthorised):
        archive.personal_requests.show(number, actor="wang")


def test_the_deregistration_that_it_led_to_is_shown(archive: Archive) -> None:
    file = person_on_file(archive)
    number = taken(archive, file=file).number
    done = archive.deregistration.apply(
        file,
        "D2",
        reason="本人请求",
        settlement="没有往来余额",
        authority={"kind": "self", "document": "居民身份证", "holder_seen_by": "陈静"},
        request=number,
        actor="chen",
    )
    assert archive.personal_requests.show(number, actor="jie").deregistration == done.number
    [listed] = archive.personal_requests.requests(actor="jie")
    assert listed.deregistration == done.number


def test_an_answered_request_is_shown_with_its_answer(archive: Archive) -> None:
    file = person_on_file(archive)
    number = taken(archive, "explain", file=file).number
    answered(archive, number, "granted", reasons="见告知书。")
    shown = archive.personal_requests.show(number, actor="chen")
    assert (shown.outcome, shown.reasons, shown.situations) == ("granted", "见告知书。", ("free",))
