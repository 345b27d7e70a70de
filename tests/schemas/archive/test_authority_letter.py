"""授权委托书: who gives it to whom, what must be named, its term, and that it was verified."""

from __future__ import annotations

from typing import Any

import pytest
from schemas.archive.papers import TODAY, problems

from csdforms.schemas.archive.authority_letter import AuthorityLetter

FORM = "authority_letter"
PERSON: dict[str, Any] = {
    "file_no": "KH-Z-2025-000128-3",
    "principal_name": "李晓岚",
    "file_kind": "自然人",
    "legal_head": None,
    "uscc": None,
    "principal_id_no": "310199198906140023",
    "refund_account_name": "李晓岚",
    "customer_sealed": None,
}
UNVERIFIED: dict[str, Any] = dict.fromkeys(
    (
        "authority_received_on", "copy_original_seen", "verified_how", "authority_verified_by",
        "authority_verified_on",
    )
)  # fmt: skip
GENERAL: dict[str, Any] = {
    "authority_kind": "一般授权",
    "authority_matters": ["核对账款", "签收文书"],
    "refund_account_name": None,
}


@pytest.mark.parametrize("changes", [{}, PERSON, UNVERIFIED, GENERAL])
def test_a_sound_letter_has_no_finding(changes: dict[str, Any]) -> None:
    assert problems(FORM, changes) == set()


def test_a_blank_sheet_runs_all_rules() -> None:
    blank = AuthorityLetter.empty().complete()
    assert {problem.path for problem in blank.rules(TODAY)} <= blank.specs().keys()


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"legal_head": None}, "legal_head"),
        ({"uscc": None}, "uscc"),
        ({"uscc": "91310115MAXX0Y0XXA"}, "uscc"),
        (PERSON | {"principal_id_type": None, "principal_id_no": None}, "principal_id_no"),
        (PERSON | {"principal_id_no": "310199198906140024"}, "principal_id_no"),
        ({"proxy_id_no": "310199198511030040"}, "proxy_id_no"),
        ({"proxy_id_no": "310199197804120035"}, "proxy_id_no"),
        (PERSON | {"proxy_name": "李晓岚"}, "proxy_name"),
        ({"authority_kind": "一般授权"}, "authority_kind"),
        ({"refund_account_name": None}, "refund_account_name"),
        (GENERAL | {"refund_account_name": "何一苇"}, "refund_account_name"),
        ({"authority_scope": None}, "authority_scope"),
        ({"authority_until": None}, "authority_until"),
        ({"authority_until": "长期"}, "authority_until"),
        (UNVERIFIED | {"authority_until": "2026-02-28"}, "authority_until"),
        ({"authority_signed_on": None}, "authority_signed_on"),
        ({"principal_signed_by": None}, "principal_signed_by"),
        ({"proxy_signed_by": None}, "proxy_signed_by"),
        ({"proxy_signed_on": "2026-02-26"}, "proxy_signed_on"),
        ({"customer_sealed": None}, "customer_sealed"),
        ({"customer_sealed": False}, "customer_sealed"),
        ({"authority_verified_on": "2026-03-01"}, "authority_verified_on"),
        ({"authority_verified_on": None}, "authority_verified_on"),
        ({"verified_how": None}, "verified_how"),
        ({"copy_original_seen": None}, "copy_original_seen"),
        ({"copy_original_seen": False}, "copy_original_seen"),
        ({"authority_scope": "★"}, "authority_scope"),
        (GENERAL | {"authority_matters": ["其他"], "remarks": None}, "remarks"),
    ],
)
def test_what_is_wrong_is_said_where_it_is_wrong(changes: dict[str, Any], where: str) -> None:
    found = problems(FORM, changes)
    assert (where, "error") in found
    assert {path.rpartition("_")[0] for path, _ in found} <= {where.rpartition("_")[0]}


def test_a_body_does_not_exercise_a_persons_rights() -> None:
    matters = {"authority_matters": ["查阅复制个人信息"], "refund_account_name": None}
    assert problems(FORM, matters) == {("authority_matters", "error")}
    assert problems(FORM, PERSON | matters) == set()


def test_d12_a_letter_dated_after_it_was_received_is_refused() -> None:
    later = {"authority_signed_on": "2026-03-03", "authority_from": "2026-03-03"}
    found = problems(FORM, later)
    assert ("authority_received_on", "error") in found


def test_d12_a_letter_past_its_term_is_refused() -> None:
    until = {"authority_until": "2026-03-01"}
    assert problems(FORM, until) == {("authority_received_on", "error")}


def test_d12_a_letter_dated_in_the_future_is_refused() -> None:
    future = {"authority_signed_on": "2026-04-01", "authority_from": "2026-04-01"}
    found = problems(FORM, UNVERIFIED | future | {"proxy_signed_on": "2026-04-01"})
    assert found == {("authority_signed_on", "error")}


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"refund_account_name": "何一苇"}, "refund_account_name"),
        ({"may_substitute": True}, "may_substitute"),
        ({"authority_until": "2027-03-03"}, "authority_until"),
    ],
)
def test_what_is_unusual_is_doubted(changes: dict[str, Any], where: str) -> None:
    assert problems(FORM, changes) == {(where, "warning")}


def test_a_year_is_not_too_long() -> None:
    assert problems(FORM, {"authority_until": "2027-03-01"}) == set()
