"""客户信息对外提供审批表: on what ground data leave, and who decides."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from schemas.archive.papers import Paper, error, warning

from csdforms.schemas.archive.file_disclosure_approval import FileDisclosureApproval

TODAY = dt.date(2026, 6, 1)
PAPER = Paper(FileDisclosureApproval, TODAY)
SAMPLE, with_changes = PAPER.sample, PAPER.with_changes
problems, filled = PAPER.problems, PAPER.filled


def test_the_sample_has_no_finding() -> None:
    assert problems() == set()


def test_a_blank_sheet_runs_all_rules() -> None:
    blank = FileDisclosureApproval.empty()
    boxes = {problem.path.split(".")[0] for problem in blank.complete().rules(TODAY)}
    assert boxes <= FileDisclosureApproval.specs().keys()


#: An organisation's data, no personal ones, given within the country.
FIRM: dict[str, Any] = {
    "file_no": "KH-F-2026-000236-X", "customer_name": "上海屿泊包装有限公司",
    "file_kind": "法人或其他组织", "receiver_kind": "合作单位", "separate_consent_ref": None,
    "legal_duty": None, "binding_contract": None, "assessment_ref": None, "person_told_on": None,
    "is_abroad": False, "country": None, "export_path": None, "export_path_ref": None,
    "dpo_opinion": None,
}  # fmt: skip
DONE = ("provided_by", "provided_at", "received_sign")


def firm(**changes: Any) -> set[tuple[str, str]]:
    return problems(**(FIRM | changes))


def test_an_organisations_data_need_no_consent() -> None:
    assert firm() == set()


@pytest.mark.parametrize(
    ("level", "decider"),
    [
        ("公开", "客户服务部经理"),
        ("内部", "客户服务部经理"),
        ("秘密", "总经理"),
        ("绝密", "总经理"),
    ],
)
def test_who_decides_follows_from_the_level(level: str, decider: str) -> None:
    changes = FIRM | {"file_level": level, "binding_contract": "BM-1"}
    assert filled(**changes).decider == decider


@pytest.mark.parametrize(
    ("kind", "count", "large"),
    [
        ("征信财产", 24, False),
        ("征信财产", 25, True),
        ("交易通话", 249, False),
        ("交易通话", 250, True),
        ("其他", 2_499, False),
        ("其他", 2_500, True),
    ],
)
def test_m13_large_amounts_are_for_the_general_manager(kind: str, count: int, large: bool) -> None:
    sheet = filled(record_kind=kind, record_count=count)
    assert sheet.needs_release is large
    assert sheet.decider == ("总经理" if large else "客户服务部经理")


def test_a_half_filled_sheet_names_nobody() -> None:
    blank = FileDisclosureApproval.draft(
        FileDisclosureApproval.plan().defaults | {"record_kind": None, "file_level": None}
    )
    assert (blank.needs_release, blank.decider) == (None, None)


def test_s22_personal_data_need_consent_or_a_duty() -> None:
    without = {"separate_consent_ref": None, "is_abroad": False, "country": None,
               "export_path": None, "export_path_ref": None}  # fmt: skip
    assert problems(**without) == set()  # the law demands it
    assert problems(**without, legal_duty=None) == error("separate_consent_ref")
    trader = {"file_kind": "个体工商户", "assessment_ref": "PIA-1", "person_told_on": "2026-03-09"}
    dpo = SAMPLE["dpo_opinion"]
    assert firm(**trader, dpo_opinion=dpo) == error("separate_consent_ref")


def test_giving_away_personal_data_is_assessed_and_told_beforehand() -> None:
    assert problems(legal_duty=None, assessment_ref=None) == error("assessment_ref")
    assert problems(legal_duty=None, person_told_on=None) == warning("person_told_on")
    assert problems(assessment_ref=None, person_told_on=None) == set()
    assert problems(person_told_on="2026-03-13") == error("provided_at")


def test_s22_confidential_data_need_a_contract() -> None:
    assert firm(file_level="秘密") == set()
    assert firm(file_level="机密") == error("binding_contract")
    assert firm(file_level="机密", binding_contract="BM-2026-3") == set()


def test_who_works_for_us_is_bound_by_contract() -> None:
    assert firm(receiver_kind="受托处理者") == error("binding_contract")


def test_the_highest_level_is_decided_case_by_case() -> None:
    top = {"file_level": "绝密", "binding_contract": "BM-2026-3"}
    assert firm(**top) == set()
    assert firm(**top, basis_note=None) == error("basis_note")


def test_a_duty_is_named() -> None:
    assert firm(legal_basis="履行法定义务") == error("legal_duty")


@pytest.mark.parametrize("name", ["country", "export_path", "export_path_ref"])
def test_s23_abroad_only_on_a_recorded_path(name: str) -> None:
    assert problems(**{name: None}) == error(name)
    assert problems(is_abroad=False) == warning("country", "export_path", "export_path_ref")


def test_s23_nothing_secret_goes_abroad_and_no_person_without_consent() -> None:
    assert problems(file_level="秘密") == error("is_abroad")
    assert problems(separate_consent_ref=None) == error("separate_consent_ref")
    abroad = {"is_abroad": True, "country": "新加坡", "export_path": "安全评估",
              "export_path_ref": "AQ-1"}  # fmt: skip
    assert firm(**abroad) == set()


@pytest.mark.parametrize(
    "name", ["unit_head_opinion", "dpo_opinion", "cs_manager_opinion", "gm_opinion"]
)
def test_who_asks_does_not_decide(name: str) -> None:
    assert problems(**{name: {"opinion_by": "李楠"}}) == error(f"{name}.opinion_by")


def test_the_dpo_decides_nothing_and_two_deciders_are_two_people() -> None:
    path = "cs_manager_opinion.opinion_by"
    assert problems(cs_manager_opinion={"opinion_by": "何静"}) == error(path)
    assert problems(gm_opinion={"opinion_by": "赵启明"}) == error("gm_opinion.opinion_by")


def test_s22_nothing_leaves_without_the_one_who_decides() -> None:
    assert firm(cs_manager_opinion=None) == error(*DONE)
    assert firm(gm_opinion=None) == set()
    assert firm(gm_opinion=None, file_level="秘密") == error(*DONE)


def test_the_dpo_is_heard_on_persons_and_releases_large_amounts() -> None:
    assert problems(dpo_opinion=None) == error("dpo_opinion")
    large = {"record_kind": "征信财产", "record_count": 25}
    refused = {"verdict": "不同意", "opinion_text": "超出必要", "opinion_by": "何静",
               "opinion_on": "2026-03-11"}  # fmt: skip
    assert firm(**large, dpo_opinion=refused) == error("provided_at")
    assert firm(**large, dpo_opinion=SAMPLE["dpo_opinion"]) == set()


@pytest.mark.parametrize(
    ("changes", "paths"),
    [
        ({"applied_on": "2026-03-11"}, ["unit_head_opinion.opinion_on"]),
        ({"provided_at": "2026-03-11 16:00"}, ["provided_at"]),
        ({"received_sign_on": "2026-03-11"}, ["received_sign_on"]),
        ({"return_by": "2026-03-12"}, ["return_by"]),
        ({"provided_at": "2026-06-02 09:00"}, ["provided_at", "received_sign_on"]),
        ({"provided_by": None}, ["provided_by"]),
        ({"received_sign": None}, ["received_sign"]),
    ],
)
def test_days_follow_each_other(changes: dict[str, Any], paths: list[str]) -> None:
    assert problems(**changes) == error(*paths)


def test_what_else_is_explained() -> None:
    assert firm(receiver_kind="其他", remarks=None) == error("remarks")
