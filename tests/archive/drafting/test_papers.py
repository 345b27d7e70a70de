"""What must be shown before a customer gets a file (archive.md §3.2)."""

from __future__ import annotations

from typing import Any

import pytest
from archive.customers import CORPORATE, INDIVIDUAL, company, person
from archive.hands import IDENTITY, NOTICE, PAPERS, PERSONAL

from csdforms.archive.card import card_of
from csdforms.archive.drafting.papers import (
    PaperRules,
    Problem,
    mark_seen,
    paper_problems,
    read_papers,
    unseen,
)
from csdforms.errors import UnreadableInput

TODAY = "2026-03-05"
SEPARATE = {**NOTICE, "kind": "单独同意", "items": ["银行账户"]}
GUARDIAN = {**NOTICE, "kind": "监护人同意"}


def _problems(
    data: dict[str, Any], papers: list[dict[str, Any]], rules: PaperRules | None = None
) -> list[tuple[str, str]]:
    """Return the label and the severity of each problem."""
    form = INDIVIDUAL if "mobile" in data else CORPORATE
    draft = card_of(form, data) | {"data": data, "papers": papers}
    return [(one.label, one.severity) for one in paper_problems(draft, TODAY, rules)]


def _without(kind: str, papers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [paper for paper in papers if paper["kind"] != kind]


def test_complete_papers_have_no_problems() -> None:
    assert _problems(company(), PAPERS) == []
    assert _problems(person(), PERSONAL) == []


def test_c01_every_paper_that_is_missing_is_named() -> None:
    assert _problems(company(), []) == [
        ("营业执照或登记证书", "error"),
        ("法定代表人身份证明", "error"),
        ("开票资料", "error"),
    ]
    assert _problems(company(org_kind="个体工商户"), []) == [
        ("营业执照", "error"),
        ("经营者身份证明", "error"),
    ]
    assert _problems(person(), []) == [("告知同意记录", "error"), ("证件查验记录", "error")]


def test_c01_an_institution_has_a_certificate_of_its_own() -> None:
    papers = [{"kind": "事业单位法人证书"}, *PAPERS[1:]]
    assert _problems(company(org_kind="事业单位"), papers) == []


def test_c01_the_invoice_data_may_stand_in_the_profile() -> None:
    papers = _without("开票资料", PAPERS)
    boxes = {
        "invoice_title": "上海屿泊包装有限公司",
        "invoice_tax_no": "91310115MAXX0Y0XXT",
        "invoice_address_phone": "上海市 021-62345678",
        "bank_accounts": [{"account_no": "6000000000012345678"}],
    }
    assert _problems(company(**boxes), papers) == []
    for box in boxes:
        assert _problems(company(**{**boxes, box: None}), papers) == [("开票资料", "error")]


@pytest.mark.parametrize("kind", ["企业法人", "个体工商户"])
def test_c01_who_signs_for_the_customer_brings_a_letter(kind: str) -> None:
    data = company(org_kind=kind, authorised_agent={"name": "何一苇"})
    papers = [*PAPERS, {"kind": "经营者身份证明"}]
    assert _problems(data, papers) == [("授权委托书", "error"), ("经办人身份证明", "error")]
    letters = [{"kind": "授权委托书"}, {"kind": "经办人身份证明"}]
    assert _problems(data, [*papers, *letters]) == []


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ("2026-03-04", [("营业执照", "error")]),
        ("2026-03-05", [("营业执照", "warning")]),
        ("2026-04-04", [("营业执照", "warning")]),
        ("2026-04-05", []),
        ("长期", []),
    ],
)
def test_c02_an_expired_licence_is_refused_and_one_about_to_expire_pointed_out(
    until: str, expected: list[tuple[str, str]]
) -> None:
    assert _problems(company(), [PAPERS[0] | {"valid_to": until}, *PAPERS[1:]]) == expected


def test_c02_the_licence_in_the_profile_counts_as_well() -> None:
    data = company(licence_valid_until="2026-03-04")
    assert _problems(data, PAPERS) == [("执照有效期", "error")]


def test_days_to_come_are_refused() -> None:
    papers = [PAPERS[0] | {"seen_by": "王敏", "seen_on": "2026-03-06"}, *PAPERS[1:]]
    assert _problems(company(), papers) == [("营业执照", "error")]
    notice = NOTICE | {"given_on": "2026-03-06"}
    assert _problems(person(), [notice, IDENTITY]) == [("告知同意", "error")]


@pytest.mark.parametrize(
    ("birthday", "guardian", "papers", "expected"),
    [
        ("2012-03-06", None, PERSONAL, ["监护人", "监护人同意"]),
        ("2012-03-06", {"name": "李建国"}, PERSONAL, ["监护人同意"]),
        ("2012-03-06", None, [*PERSONAL, GUARDIAN], ["监护人"]),
        ("2012-03-06", {"name": "李建国"}, [*PERSONAL, GUARDIAN], []),
        ("2012-03-05", None, PERSONAL, []),  # fourteen today
    ],
)
def test_c08_a_guardian_consents_for_a_child_under_fourteen(
    birthday: str, guardian: Any, papers: list[dict[str, Any]], expected: list[str]
) -> None:
    found = _problems(person(birthday=birthday, guardian=guardian), papers)
    assert found == [(label, "error") for label in expected]


def test_c08_the_identity_card_tells_the_age_as_well() -> None:
    child = person(id_no="310199201506140023")
    assert _problems(child, PERSONAL) == [("监护人", "error"), ("监护人同意", "error")]
    passport = person(id_type="外国护照", id_no="310199201506140023")
    assert _problems(passport, PERSONAL) == []


def test_c09_a_bank_account_needs_a_consent_of_its_own() -> None:
    data = person(bank_account={"account_no": "6217000000123456786"})
    assert _problems(data, PERSONAL) == [("单独同意", "error")]
    assert _problems(data, [*PERSONAL, SEPARATE | {"items": ["证件影像"]}]) == [
        ("单独同意", "error")
    ]
    assert _problems(data, [*PERSONAL, {**NOTICE, "kind": "单独同意"}]) == [("单独同意", "error")]
    assert _problems(data, [*PERSONAL, SEPARATE]) == []


def test_c09_so_does_a_picture_of_a_document() -> None:
    copied = [NOTICE, IDENTITY | {"copy_at": "客户处"}]
    assert _problems(person(), copied) == [("单独同意", "error")]
    assert _problems(person(), [*copied, SEPARATE | {"items": ["证件影像"]}]) == []


@pytest.mark.parametrize(
    ("version", "in_force", "expected"),
    [
        ("2025-12-31", "2026-01-01", ["告知同意"]),
        ("2026-01-01", "2026-01-01", []),
        ("2026-01-01", "2026-02-01", ["告知同意"]),
        ("2026-02-01", "2026-01-01", []),
    ],
)
def test_c10_an_older_consent_is_renewed(version: str, in_force: str, expected: list[str]) -> None:
    rules = PaperRules(consent_version=in_force)
    found = _problems(person(), [NOTICE | {"version": version}, IDENTITY], rules)
    assert found == [(label, "error") for label in expected]


@pytest.mark.parametrize("entry", ["version", "given_on", "channel"])
def test_c10_a_consent_without_version_time_or_channel_is_none(entry: str) -> None:
    notice = {name: value for name, value in NOTICE.items() if name != entry}
    assert _problems(person(), [notice, IDENTITY]) == [("告知同意", "error")]


def test_an_identity_number_is_asked_for_only_if_the_business_needs_it() -> None:
    needless = {name: value for name, value in IDENTITY.items() if name != "need"}
    assert _problems(person(), [NOTICE, needless]) == [("证件号码", "error")]
    assert _problems(person(id_no=None), [NOTICE]) == []


def test_a_problem_is_a_sentence_and_says_where() -> None:
    assert str(Problem("papers", "营业执照", "缺少。")) == "[错误] 营业执照（papers）：缺少。"
    assert str(Problem("", "查重", "同名。", "warning")) == "[提醒] 查重：同名。"


def test_papers_are_kept_in_one_spelling() -> None:
    given: list[dict[str, Any]] = [
        {"kind": " 营业执照 ", "valid_to": "20480611", "issuer": ""},
        {"kind": "单独同意", "items": (" 银行账户 ",)},
    ]
    assert read_papers(given) == [
        {"kind": "营业执照", "valid_to": "2048-06-11"},
        {"kind": "单独同意", "items": ["银行账户"]},
    ]


@pytest.mark.parametrize(
    "paper",
    [
        "营业执照",
        {"number": "1"},
        {"kind": " "},
        {"kind": "营业执照", "colour": "红"},
        {"kind": "营业执照", "number": 1},
        {"kind": "营业执照", "valid_to": "明年"},
        {"kind": "营业执照", "number": "9131**********0XXT"},
        {"kind": "单独同意", "items": "银行账户"},
        {"kind": "单独同意", "items": ["银行账户", ""]},
    ],
)
def test_what_is_no_paper_is_refused_and_not_repeated(paper: Any) -> None:
    with pytest.raises(UnreadableInput, match="第 2 份证件材料") as refusal:
        read_papers([{"kind": "营业执照"}, paper])
    assert "9131" not in str(refusal.value)


def test_somebody_says_that_he_saw_the_original_or_where_it_is() -> None:
    papers = read_papers(
        [
            {"kind": "营业执照"},
            {"kind": "授权委托书", "seen_by": "王敏"},
            {"kind": "开票资料", "copy_at": "财务部"},
            NOTICE,
        ]
    )
    assert [one.label for one in unseen(papers)] == ["营业执照", "授权委托书"]
    seen = mark_seen(papers, ["营业执照", "授权委托书"], "王芳", TODAY)
    assert unseen(seen) == []
    assert seen[0] == {"kind": "营业执照", "seen_by": "王芳", "seen_on": TODAY}
    assert seen[2:] == papers[2:]
