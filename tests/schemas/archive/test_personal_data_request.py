"""个人信息权利请求书: who may ask for what, what proves it, and that nobody is refused for that."""

from __future__ import annotations

import copy
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from csdforms.archive.personal_data.records import KINDS
from csdforms.archive.personal_data.relations import RELATIONS
from csdforms.schemas.archive.personal_data_request import PersonalDataRequest
from csdforms.schemas.checking import check, parse

SAMPLE: dict[str, Any] = json.loads(
    (Path(__file__).parents[3] / "examples" / "personal_data_request.json").read_text("utf-8")
)
TODAY = dt.date(2026, 4, 10)
SELF = {
    "requester_relation": "本人", "requester": "李晓岚", "authority_paper": None,
    "authority_from": None, "authority_until": None,
}  # fmt: skip
DELETE = {"request_kind": "删除、注销", "corrections": [], "marketing_stopped": True}
WAITING = {
    "identity_proven": False, "identity_checks": None, "identity_checked_by": None,
    "identity_checked_on": None, "request_due_on": None,
}  # fmt: skip
RELATIVE = {"requester_relation": "近亲属", "lawful_interest": "继承其预付款。"}


def problems(**changes: Any) -> set[tuple[str, str]]:
    data = copy.deepcopy(SAMPLE) | changes
    findings = check(PersonalDataRequest, data, today=TODAY)
    return {(finding.path, finding.severity) for finding in findings}


@pytest.mark.parametrize(
    "changes",
    [{}, SELF, DELETE, WAITING, RELATIVE, DELETE | SELF | {"deletion_case": "撤回同意"}],
)
def test_a_good_request_has_no_finding(changes: dict[str, Any]) -> None:
    assert problems(**changes) == set()


@pytest.mark.parametrize(
    "name",
    [
        "request_no", "request_received_on", "requester", "answer_way",
        "customer_name", "request_kind",
        "request_content", "accepted_by", "request_accepted_on",
    ],
)  # fmt: skip
def test_boxes_that_must_be_filled(name: str) -> None:
    assert (name, "error") in problems(**{name: None})


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        ({"request_received_on": "2026-04-11"}, ("request_received_on", "error")),
        ({"request_accepted_on": "2026-04-01"}, ("request_accepted_on", "error")),
        ({"requester_signed_on": "2026-04-03"}, ("request_received_on", "error")),
        ({"identity_checked_on": "2026-04-01"}, ("identity_checked_on", "error")),
        ({"proof_asked_on": "2026-04-01"}, ("proof_asked_on", "error")),
        ({"authority_from": "2026-04-03"}, ("request_received_on", "error")),
        ({"authority_until": "2026-04-01"}, ("authority_until", "error")),
        ({"request_due_on": "2026-05-08"}, ("request_due_on", "error")),
        ({"requester_signed_on": None}, ("requester_signed_on", "error")),
    ],
)
def test_days_in_order_and_within_thirty(changes: dict[str, Any], finding: tuple[str, str]) -> None:
    assert finding in problems(**changes)


def test_the_thirtieth_day_is_in_time() -> None:
    assert problems(request_due_on="2026-05-07") == set()


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        ({"requester_relation": "本人"}, ("requester", "error")),
        ({"authority_paper": None}, ("authority_paper", "warning")),
        (RELATIVE | {"lawful_interest": None}, ("lawful_interest", "error")),
        (RELATIVE | {"request_kind": "转移", "transfer_receiver": "甲公司", "corrections": []},
         ("request_kind", "error")),
        ({"address": None}, ("address", "error")),
        ({"answer_way": "电子邮件", "email": None}, ("email", "error")),
        ({"answer_way": "电话", "requester_phone": None}, ("requester_phone", "error")),
        ({"file_no": "KH-F-2026-000001-4"}, ("requester_relation", "error")),
        ({"accepted_by": "周以衡"}, ("accepted_by", "error")),
        ({"requester_signature": None}, ("requester_signature", "warning")),
    ],
)  # fmt: skip
def test_who_asks(changes: dict[str, Any], finding: tuple[str, str]) -> None:
    assert finding in problems(**changes)


def test_d16_a_contact_person_asks_about_a_company_s_file() -> None:
    contact = {"requester_relation": "单位联系人", "authority_paper": None}
    assert problems(file_no="KH-F-2026-000001-4", **contact) == set()


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        ({"corrections": []}, ("corrections", "error")),
        (DELETE | {"corrections": SAMPLE["corrections"]}, ("corrections", "warning")),
        ({"transfer_receiver": "甲公司"}, ("transfer_receiver", "warning")),
        ({"request_kind": "转移", "corrections": []}, ("transfer_receiver", "error")),
        (DELETE | {"marketing_stopped": False}, ("marketing_stopped", "error")),
        ({"request_kind": "撤回同意", "corrections": []}, ("marketing_stopped", "error")),
    ],
)
def test_what_is_asked_for(changes: dict[str, Any], finding: tuple[str, str]) -> None:
    assert finding in problems(**changes)


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        ({"identity_checks": None}, ("identity_checks", "error")),
        ({"identity_checked_by": None}, ("identity_checked_by", "error")),
        ({"identity_checked_on": None}, ("identity_checked_on", "error")),
        ({"request_due_on": None}, ("request_due_on", "error")),
        (WAITING | {"proof_asked_for": None}, ("proof_asked_for", "error")),
        ({"proof_asked_for": "身份证310199198906140023"}, ("proof_asked_for", "error")),
    ],
)
def test_who_is_not_proven_is_asked_and_not_refused(
    changes: dict[str, Any], finding: tuple[str, str]
) -> None:
    assert finding in problems(**changes)


def test_the_words_of_the_archive_are_read() -> None:
    for code, (word, _) in KINDS.items():
        draft = parse(PersonalDataRequest, SAMPLE | SELF | EVERYTHING | {"request_kind": code})
        assert draft.request_kind == word
    for code, relation in RELATIONS.items():
        changes = RELATIVE | {"requester": "李晓岚", "requester_relation": code}
        assert parse(PersonalDataRequest, SAMPLE | changes).requester_relation == relation.title


EVERYTHING = {"transfer_receiver": "甲公司", "marketing_stopped": True}
