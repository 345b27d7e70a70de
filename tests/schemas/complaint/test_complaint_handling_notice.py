"""客户投诉处理通知单: its time line, its limits, how far it has come, and the reminder."""

from __future__ import annotations

import copy
import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st

from csdforms.schemas import settings
from csdforms.schemas.checking import check, examine, parse
from csdforms.schemas.complaint.complaint_handling_notice import ComplaintHandlingNotice
from csdforms.schemas.masking import Mask
from csdforms.templates.sheets.complaint_handling_notice import SHEET

ROOT = Path(__file__).parents[3]
SAMPLE: dict[str, Any] = json.loads(
    (ROOT / "examples" / "complaint_handling_notice.json").read_text("utf-8")
)
TODAY = dt.date(2026, 3, 10)
CLEAN: set[tuple[str, str]] = set()

VERIFIED = ("verified_by", "verified_on")
RESULT = ("handling_result", "result_by", "result_at")
OPINION = ("unit_opinion", "opinion_by", "opinion_at")
SIGNED = ("signed_by", "signed_at")


def without(*names: str, **changes: Any) -> dict[str, Any]:
    """The sample with these boxes still empty."""
    return copy.deepcopy(SAMPLE) | dict.fromkeys(names) | changes


ISSUED = without(*SIGNED, *OPINION, *RESULT, *VERIFIED)


def problems_of(data: dict[str, Any]) -> set[tuple[str, str]]:
    findings = check(ComplaintHandlingNotice, data, today=TODAY)
    return {(finding.path, finding.severity) for finding in findings}


def problems(**changes: Any) -> set[tuple[str, str]]:
    return problems_of(copy.deepcopy(SAMPLE) | changes)


def filled(data: dict[str, Any] | None = None) -> ComplaintHandlingNotice:
    return parse(ComplaintHandlingNotice, SAMPLE if data is None else data, today=TODAY)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def test_the_sample_has_no_finding() -> None:
    assert problems() == CLEAN


def test_a_notice_just_issued_has_no_finding() -> None:
    assert problems_of(ISSUED) == CLEAN


@pytest.mark.parametrize(
    "name",
    [
        "notice_no",
        "complaint_no",
        "issued_at",
        "recipient",
        "urgency",
        "level",
        "customer_name",
        "channel",
        "reported_at",
        "received_at",
        "problem",
        "cs_opinion",
        "cs_contact",
        "cs_signed_on",
    ],
)
def test_boxes_that_must_be_filled(name: str) -> None:
    assert (name, "error") in problems(**{name: None})


def test_defaults_are_those_of_the_ordinary_case() -> None:
    notice = filled(without("recipient_kind", "keep_confidential"))
    assert (notice.recipient_kind, notice.keep_confidential) == ("内部部门", False)


# The time line


@pytest.mark.parametrize(
    ("name", "good", "bad", "blamed"),
    [
        ("reported_at", "2026-03-05 14:05", "2026-03-05 14:06", "received_at"),
        ("received_at", "2026-03-05 15:10", "2026-03-05 15:11", "issued_at"),
        ("signed_at", "2026-03-05 15:10", "2026-03-05 15:09", "signed_at"),
        ("opinion_at", "2026-03-05 15:40", "2026-03-05 15:39", "opinion_at"),
        ("result_at", "2026-03-06 10:20", "2026-03-06 10:19", "result_at"),
        ("verified_on", "2026-03-07", "2026-03-06", "verified_on"),
        ("sign_due_at", "2026-03-05 15:10", "2026-03-05 15:09", "sign_due_at"),
        ("opinion_due_at", "2026-03-06 15:10", "2026-03-06 15:09", "opinion_due_at"),
        ("result_due_on", "2026-03-05", "2026-03-04", "result_due_on"),
    ],
)
def test_each_step_follows_the_one_before(name: str, good: str, bad: str, blamed: str) -> None:
    assert problems(**{name: good}) == CLEAN
    assert problems(**{name: bad}) == {(blamed, "error")}


def test_the_unit_s_limit_keeps_the_limit_of_the_case() -> None:
    assert problems(result_due_on="2026-03-08") == CLEAN
    assert problems(result_due_on="2026-03-09") == {("result_due_on", "error")}


def test_the_limit_of_the_case_is_not_before_the_receipt() -> None:
    assert problems(result_due_on="2026-03-05", due_on="2026-03-05") == CLEAN
    due = problems(result_due_on="2026-03-05", due_on="2026-03-04")
    assert due == {("due_on", "error"), ("due_on", "warning")}


LATER: dict[str, Any] = dict.fromkeys(
    (*SIGNED, *OPINION, *RESULT, *VERIFIED, "sign_due_at", "opinion_due_at", "result_due_on")
) | {"issued_at": "2026-03-09 09:00", "due_on": "2026-03-08"}


def test_a_notice_in_a_case_that_is_late_needs_a_limit_of_its_own() -> None:
    assert problems(**LATER) == {("due_on", "warning"), ("result_due_on", "error")}
    assert problems(**LATER | {"result_due_on": "2026-03-10"}) == {("due_on", "warning")}
    assert problems(**LATER | {"due_on": "2026-03-09"}) == CLEAN


def test_the_opinion_of_the_service_is_not_before_the_receipt() -> None:
    assert problems(cs_signed_on="2026-03-05") == CLEAN
    assert problems(cs_signed_on="2026-03-04") == {("cs_signed_on", "error")}


def test_another_channel_is_explained() -> None:
    assert problems(channel="其他", remarks=None) == {("remarks", "error")}
    assert problems(channel="其他") == CLEAN


def test_the_unit_must_know_when_to_report() -> None:
    assert problems(result_due_on=None, due_on=None) == {("result_due_on", "error")}


# Boxes that come together


@pytest.mark.parametrize(
    ("names", "missing"),
    [
        (("unit_opinion",), {"opinion_by", "opinion_at"}),
        (("opinion_at",), {"unit_opinion"}),
        (("handling_result",), {"result_by", "result_at"}),
        (("result_at",), {"handling_result"}),
        (("signed_at",), {"signed_by"}),
        (("verified_on",), {"verified_by"}),
    ],
)
def test_a_box_to_sign_is_filled_whole(names: tuple[str, ...], missing: set[str]) -> None:
    given = {name: SAMPLE[name] for name in names}
    signed = ISSUED if "signed_at" in names else without(*OPINION, *RESULT, *VERIFIED)
    assert problems_of(signed | given) == {(name, "error") for name in missing}


def test_an_opinion_should_come_with_a_signed_receipt() -> None:
    assert problems_of(without(*SIGNED)) == {("signed_at", "warning")}
    assert problems_of(without(*SIGNED, *OPINION)) == CLEAN


def test_a_notice_is_returned_or_carried_out() -> None:
    returned = {"returned_reason": "不属本部门职责。"}
    assert problems(**returned) == {("returned_reason", "warning")}
    assert problems_of(without(*RESULT, *VERIFIED) | returned) == CLEAN


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("手机号码", "mobile"),
        ("顾客手机号", "mobile"),
        ("移动电话", "mobile"),
        ("办公电话", "phone"),
        ("附件页数", "attachment_pages"),
        ("附件份数页数", "attachment_pages"),
        ("附件份数", "attachment_pages"),
    ],
)
def test_other_labels_find_their_box(label: str, name: str) -> None:
    assert ComplaintHandlingNotice.labels().find(label) == (name,)


def test_the_pages_attached_are_printed_as_pages() -> None:
    kind = ComplaintHandlingNotice.specs()["attachment_pages"].type
    assert kind is not None
    assert kind.show(kind.accept("5页")) == "5页"


def test_the_printed_notes_name_no_limit_that_a_firm_may_set() -> None:
    assert not re.search(r"\d", "".join(SHEET.notes))


# Proposed and computed


def test_the_limits_are_proposed() -> None:
    notice = filled(without("sign_due_at", "opinion_due_at", "result_due_on"))
    assert notice.sign_due_at == at("2026-03-06 15:10")
    assert notice.opinion_due_at == at("2026-03-08 15:10")
    assert notice.result_due_on == dt.date(2026, 3, 8)


def test_the_hours_of_the_limits_are_settings() -> None:
    with settings.use(settings.Settings(sign_hours=2, opinion_hours=48)):
        notice = filled(without("sign_due_at", "opinion_due_at"))
    assert notice.sign_due_at == at("2026-03-05 17:10")
    assert notice.opinion_due_at == at("2026-03-07 15:10")


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (ISSUED, "待签收"),
        (without(*OPINION, *RESULT, *VERIFIED), "已签收"),
        (without(*RESULT, *VERIFIED), "处理中"),
        (SAMPLE, "已办结"),
        (SAMPLE | {"returned_reason": "不属本部门职责。"}, "已退回"),
    ],
)
def test_the_status_is_the_last_box_signed(data: dict[str, Any], status: str) -> None:
    assert filled(data).notice_status == status


@pytest.mark.parametrize(
    ("as_of", "owed"),
    [
        ("2026-03-06 15:10", ()),
        ("2026-03-06 15:11", ("签收",)),
        ("2026-03-08 15:10", ("签收",)),
        ("2026-03-08 15:11", ("签收", "处理意见")),
        ("2026-03-08 23:59", ("签收", "处理意见")),
        ("2026-03-09 00:01", ("签收", "处理意见", "处理结果")),
    ],
)
def test_what_the_unit_owes_is_known_at_any_moment(as_of: str, owed: tuple[str, ...]) -> None:
    assert filled(ISSUED).overdue(at(as_of)) == owed


def test_a_signed_notice_owes_no_signature() -> None:
    signed = filled(without(*OPINION, *RESULT, *VERIFIED))
    assert signed.overdue(at("2026-03-09 00:01")) == ("处理意见", "处理结果")


@pytest.mark.parametrize("data", [SAMPLE, ISSUED | {"returned_reason": "不属本部门职责。"}])
def test_a_finished_or_returned_notice_owes_nothing(data: dict[str, Any]) -> None:
    assert filled(data).overdue(at("2026-12-31 12:00")) == ()


def test_the_reminder_names_unit_notice_and_what_is_owed() -> None:
    notice = filled(ISSUED)
    assert notice.reminder(at("2026-03-06 15:10")) is None
    text = notice.reminder(at("2026-03-08 15:11"))
    assert text is not None
    for part in ("家电部", "TS-20260305-001-T1", "签收、处理意见", "周明"):
        assert part in text
    assert "处理结果" not in text


def test_the_unit_s_copy_hides_a_customer_who_wants_it() -> None:
    assert filled(SAMPLE | {"keep_confidential": True}).least_mask() is Mask.ALL
    assert filled().least_mask() < Mask.ALL


GARBAGE: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.text(max_size=8), st.integers(-5, 5), st.just([{}]), st.just({"x": [1]})
)


@budget(max_examples=50, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(SAMPLE)), GARBAGE))
def test_checking_survives_garbage(changes: dict[str, Any]) -> None:
    data = copy.deepcopy(SAMPLE) | changes
    notice, _ = examine(ComplaintHandlingNotice, data, today=TODAY)
    assert notice.notice_status in ("待签收", "已签收", "处理中", "已办结", "已退回")
    notice.reminder(at("2026-12-31 12:00"))
