"""个人信息请求答复书: what may be answered, in what time, and what every answer must say."""

from __future__ import annotations

import copy
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from csdforms.archive.personal_data.records import OUTCOMES
from csdforms.archive.personal_data.situations import SITUATIONS
from csdforms.schemas.archive.personal_data_answer import PersonalDataAnswer
from csdforms.schemas.checking import check, parse

SAMPLE: dict[str, Any] = json.loads(
    (Path(__file__).parents[3] / "examples" / "personal_data_answer.json").read_text("utf-8")
)
TODAY = dt.date(2026, 5, 30)
NOTHING_OPEN = {"request_situations": ["没有未了事项"], "request_outcome": "同意"}
READ = {
    "request_kind": "查阅", "request_outcome": "同意", "deleted_on": None,
    "deletion_planned_on": None, "request_situations": None, "data_copy_no": 1,
    "data_copy_format": "JSON 文件",
}  # fmt: skip
REFUSED = {"request_outcome": "不同意", "measures": None, "measures_on": None}
EXTENDED = {
    "extended_to": "2026-05-02", "extension_reason": "调取旧系统资料。",
    "extension_told_on": "2026-04-27",
}  # fmt: skip
RESTRICTED = dict.fromkeys(("restricted_items", "restricted_purpose", "restricted_until"))


def problems(**changes: Any) -> set[tuple[str, str]]:
    data = copy.deepcopy(SAMPLE) | changes
    findings = check(PersonalDataAnswer, data, today=TODAY)
    return {(finding.path, finding.severity) for finding in findings}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        NOTHING_OPEN | RESTRICTED,
        READ | RESTRICTED,
        EXTENDED,
        REFUSED | RESTRICTED | {"request_situations": ["代理人没有授权"],
                                "deletion_planned_on": None, "deleted_on": None},
        {"request_outcome": "请求人撤回"} | RESTRICTED | {"request_situations": ["没有未了事项"]},
    ],
)  # fmt: skip
def test_a_good_answer_has_no_finding(changes: dict[str, Any]) -> None:
    assert problems(**changes) == set()


@pytest.mark.parametrize(
    "name",
    [
        "request_no", "requester", "customer_name", "request_received_on", "request_kind",
        "request_content", "accepted_by", "request_due_on", "request_outcome", "answer_reasons",
        "answer_grounds", "review_contact", "complaint_authority", "dpo_by", "dpo_on",
    ],
)  # fmt: skip
def test_every_answer_says_why_on_what_ground_and_where_to_complain(name: str) -> None:
    assert (name, "error") in problems(**{name: None})


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        ({"request_due_on": "2026-04-01"}, ("request_due_on", "error")),
        ({"dpo_on": "2026-04-01"}, ("dpo_on", "error")),
        ({"answer_delivered_on": "2026-04-20"}, ("answer_delivered_on", "error")),
        ({"answer_received_on": "2026-04-21"}, ("answer_received_on", "error")),
        ({"answer_received_on": None}, ("answer_received_on", "error")),
        ({"dpo_on": "2026-04-29", "answer_delivered_on": "2026-04-30",
          "answer_received_on": "2026-04-30"}, ("dpo_on", "warning")),
        ({"request_due_on": "2026-05-03"}, ("request_due_on", "warning")),
        (EXTENDED | {"extended_to": "2026-05-03"}, ("extended_to", "warning")),
        (EXTENDED | {"extended_to": "2026-04-27"}, ("extended_to", "error")),
        (EXTENDED | {"extension_reason": None}, ("extension_reason", "error")),
        (EXTENDED | {"extension_told_on": None}, ("extension_told_on", "error")),
        (EXTENDED | {"extension_told_on": "2026-04-29"}, ("extension_told_on", "error")),
        (EXTENDED | {"extension_told_on": "2026-04-01"}, ("extension_told_on", "error")),
    ],
)  # fmt: skip
def test_in_time_and_days_in_order(changes: dict[str, Any], finding: tuple[str, str]) -> None:
    assert finding in problems(**changes)


def test_an_answer_on_its_last_day_is_in_time() -> None:
    late = {"answer_delivered_on": None, "answer_received_by": None, "answer_received_on": None}
    assert problems(dpo_on="2026-04-28", **late) == set()


def test_who_took_the_request_does_not_answer_it() -> None:
    assert ("dpo_by", "error") in problems(dpo_by="周明")


def test_no_star() -> None:
    assert ("answer_reasons", "error") in problems(answer_reasons="秘密★三年")


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        ({"request_outcome": "同意"}, ("request_outcome", "error")),
        (REFUSED, ("request_outcome", "error")),
        ({"request_situations": None}, ("request_situations", "error")),
        ({"request_situations": ["没有未了事项", "款项未结清"]}, ("request_situations", "error")),
        ({"request_situations": ["代理人没有授权"]}, ("request_outcome", "error")),
        (NOTHING_OPEN | {"deletion_planned_on": None, "deleted_on": None},
         ("deletion_planned_on", "error")),
        ({"marketing_stopped": False}, ("marketing_stopped", "error")),
        ({"restricted_items": None}, ("restricted_items", "error")),
        ({"restricted_purpose": None}, ("restricted_purpose", "error")),
        ({"restricted_until": None}, ("restricted_until", "error")),
        ({"deletion_planned_on": "2029-02-24"}, ("deletion_planned_on", "error")),
        ({"deleted_on": "2026-04-01"}, ("deleted_on", "error")),
        ({"measures": None}, ("measures", "error")),
        ({"measures_on": None}, ("measures_on", "error")),
    ],
)  # fmt: skip
def test_d13_what_is_not_deleted_is_restricted_and_said(
    changes: dict[str, Any], finding: tuple[str, str]
) -> None:
    assert finding in problems(**changes)


def test_d16_a_company_that_stays_a_customer_may_be_called() -> None:
    found = problems(request_situations=["单位客户的联系人"], marketing_stopped=False)
    assert found == set()


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        (READ | {"data_copy_format": None}, ("data_copy_format", "error")),
        ({"data_copy_no": 1, "data_copy_format": "纸质"}, ("data_copy_no", "warning")),
        (READ | {"deleted_on": "2026-04-20"}, ("deleted_on", "warning")),
        (READ | {"deletion_planned_on": "2026-04-30"}, ("deletion_planned_on", "warning")),
        (READ | REFUSED | {"restricted_items": ["姓名"]}, ("request_outcome", "warning")),
        ({"request_kind": "撤回同意"} | REFUSED, ("request_outcome", "error")),
    ],
)
def test_other_requests(changes: dict[str, Any], finding: tuple[str, str]) -> None:
    assert finding in problems(**changes)


def test_the_words_of_the_archive_are_read() -> None:
    known = [name for name in SITUATIONS if name != "identity"]
    read = parse(PersonalDataAnswer, SAMPLE | REST | {"request_situations": known[1:5]})
    assert len(read.request_situations or ()) == 4
    for name in ("free", "hold", "authority", "dead", "contact"):
        data = SAMPLE | REST | {"request_situations": [name], "request_outcome": "不同意"}
        changed = check(PersonalDataAnswer, data, today=TODAY)
        assert "request_situations" not in {finding.path for finding in changed}
    words = set()
    for outcome in OUTCOMES:
        data = SAMPLE | REST | {"request_outcome": outcome, "request_kind": "解释处理规则"}
        words.add(parse(PersonalDataAnswer, data).request_outcome)
    assert words == {"同意", "部分同意", "不同意", "请求人撤回"}


REST = {"deletion_planned_on": "2029-02-26"}
