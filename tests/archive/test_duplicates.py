"""Is the customer on file already? By the table of archive.md §3.4."""

from __future__ import annotations

from typing import Any

import pytest
from archive.customers import CORPORATE, INDIVIDUAL, change_card, company, open_company, open_person
from archive.customers import person as person_of
from archive.hands import drafted, drafted_person, engage

from csdforms.archive.archive import Archive
from csdforms.archive.card import card_of
from csdforms.archive.duplicates import OPEN, Match, Strength, decide, matches, tombstone
from csdforms.errors import DuplicateCustomer, ExitCode


def _matches(
    archive: Archive, form: str = CORPORATE, *, own: str = "", parent: str = "", **boxes: Any
) -> list[Match]:
    """Return the matches of a customer who shares only these boxes with others."""
    data = {"customer_name": "别的客户", "org_kind": "企业法人", **boxes}
    return matches(archive.store, card_of(form, data), own=own, parent=parent)


def test_a_new_customer_matches_nobody(archive: Archive) -> None:
    open_company(archive)
    open_person(archive)
    assert _matches(archive, uscc="91310199MA0000001A", phone="0571-8800001") == []


def test_u01_the_same_unified_code(archive: Archive) -> None:
    number = open_company(archive)
    by = ("统一社会信用代码", "组织机构代码")
    assert _matches(archive, uscc="91310115maxx0y0xxt") == [Match(number, Strength.CERTAIN, by)]


def test_u03_the_same_organisation_code_under_another_prefix(archive: Archive) -> None:
    number = open_company(archive)
    expected = [Match(number, Strength.CERTAIN, ("组织机构代码",))]
    assert _matches(archive, uscc="92310199MAXX0Y0XXA") == expected
    assert _matches(archive, org_code="MAXX0Y0X-X") == expected


@pytest.mark.parametrize("number", ["310199198906140023", "310199890614002"])
def test_c05_the_same_document(archive: Archive, number: str) -> None:
    file = open_person(archive)
    [match] = _matches(archive, INDIVIDUAL, id_type="居民身份证", id_no=number)
    assert match == Match(file, Strength.CERTAIN, ("证件号码",))


def test_another_kind_of_document_is_another_document(archive: Archive) -> None:
    open_person(archive)
    assert _matches(archive, INDIVIDUAL, id_type="外国护照", id_no="310199198906140023") == []


@pytest.mark.parametrize(
    "name",
    [
        "上海屿泊包装有限公司",
        "上海屿泊包装有限责任公司",
        "上海 屿泊包装 有限公司",
    ],
)
def test_u04_the_same_name_however_it_is_written(archive: Archive, name: str) -> None:
    number = open_company(archive)
    [match] = _matches(archive, customer_name=name)
    assert match == Match(number, Strength.STRONG, ("客户名称",))


def test_u04_brackets_and_width(archive: Archive) -> None:
    number = open_company(archive, customer_name="屿泊（上海）包装有限公司ＡＢ")
    [match] = _matches(archive, customer_name="屿泊(上海)包装有限公司AB")
    assert (match.number, match.strength) == (number, Strength.STRONG)


def test_u05_a_former_name(archive: Archive) -> None:
    number = open_company(archive)
    archive.revise(number, company(customer_name="上海云帆包装有限公司"), reason="更名")
    [match] = _matches(archive, customer_name="上海屿泊包装有限公司")
    assert match == Match(number, Strength.STRONG, ("客户名称",))


def test_u07_a_familys_telephone_is_a_warning(archive: Archive) -> None:
    number = open_person(archive)
    [match] = _matches(archive, INDIVIDUAL, customer_name="李晓峰", mobile="+86 139-0000-6721")
    assert match == Match(number, Strength.WEAK, ("联系电话",))
    assert decide([match]) == (f"联系电话与档案 {number} 相同，请核对是否同一客户。",)


def test_a_shared_account_is_a_warning(archive: Archive) -> None:
    account = [{"account_no": "6000 0000 0001 2345 678"}]
    number = open_company(archive, bank_accounts=account)
    [match] = _matches(archive, INDIVIDUAL, bank_account={"account_no": "6000000000012345678"})
    assert match == Match(number, Strength.WEAK, ("银行账号",))


def test_a_persons_name_and_telephone_are_strong(archive: Archive) -> None:
    number = open_person(archive)
    [match] = _matches(archive, INDIVIDUAL, customer_name="李 晓岚", mobile="13900006721")
    assert match == Match(number, Strength.STRONG, ("客户名称", "联系电话"))


def test_a_persons_name_alone_says_nothing(archive: Archive) -> None:
    open_person(archive)
    assert _matches(archive, INDIVIDUAL, customer_name="李晓岚", mobile="13900000000") == []


def test_a_company_that_bears_a_persons_name_is_not_that_person(archive: Archive) -> None:
    number = open_person(archive)
    assert _matches(archive, customer_name="李晓岚") == []
    [match] = _matches(archive, customer_name="李晓岚", phone="13900006721")
    assert match == Match(number, Strength.WEAK, ("联系电话",))


def test_u13_look_alike_letters_are_a_warning(archive: Archive) -> None:
    number = open_company(archive, customer_name="上海ABC包装有限公司")
    [match] = _matches(archive, customer_name="上海\N{GREEK CAPITAL LETTER ALPHA}BC包装有限公司")
    assert match == Match(number, Strength.WEAK, ("客户名称（字形相近）",))


def test_u13_variant_characters_are_the_same_name(archive: Archive) -> None:
    number = open_company(archive, customer_name="上海里仁商贸有限公司")
    [match] = _matches(archive, customer_name="上海裡仁商貿有限公司")
    assert (match.number, match.strength) == (number, Strength.STRONG)


def test_u06_a_branch_may_share_name_and_telephone_with_its_head_office(archive: Archive) -> None:
    number = open_company(archive)
    shared = {"customer_name": "上海屿泊包装有限公司", "phone": "021-62345678"}
    assert [match.strength for match in _matches(archive, **shared)] == [Strength.STRONG]
    assert _matches(archive, parent=number, **shared) == []


def test_u06_a_branch_has_a_code_of_its_own(archive: Archive) -> None:
    number = open_company(archive)
    [match] = _matches(archive, parent=number, uscc="91310115MAXX0Y0XXT")
    assert match.strength is Strength.CERTAIN


def test_a_file_is_no_match_of_its_own(archive: Archive) -> None:
    number = open_company(archive)
    assert _matches(archive, own=number, uscc="91310115MAXX0Y0XXT") == []


@pytest.mark.parametrize("state", ["DORMANT", "FROZEN", "SETTLED", "DESTROYING"])
def test_u01_files_that_are_still_there_count(archive: Archive, state: str) -> None:
    number = open_company(archive)
    change_card(archive, number, state=state)
    [match] = _matches(archive, uscc="91310115MAXX0Y0XXT")
    assert (match.number, match.advice) == (number, "")


@pytest.mark.parametrize("state", ["SEALED", "APPRAISAL", "DESTROY_PROPOSED", "DESTROY_APPROVED"])
def test_u02_a_sealed_customer_comes_back_by_revival(archive: Archive, state: str) -> None:
    number = open_company(archive)
    change_card(archive, number, state=state)
    found = _matches(archive, uscc="91310115MAXX0Y0XXT")
    assert [match.number for match in found] == [number]
    with pytest.raises(DuplicateCustomer, match="已封存，请按恢复程序办理") as refusal:
        decide(found)
    assert "登记新版本" not in str(refusal.value)
    [alike] = _matches(archive, customer_name="上海屿泊包装有限公司")
    assert alike.advice == ""  # the supervisor decides first whether it is he at all


@pytest.mark.parametrize(
    "shared", [{"uscc": "91310115MAXX0Y0XXT"}, {"customer_name": "上海屿泊包装有限公司"}]
)
def test_u12_a_customer_on_the_blacklist_is_the_managers_business(
    archive: Archive, shared: dict[str, str]
) -> None:
    number = open_company(archive)
    change_card(archive, number, blacklist=True)
    found = _matches(archive, **shared)
    for distinct in ("", "另一家"):
        with pytest.raises(DuplicateCustomer, match=r"黑名单.*经理") as refusal:
            decide(found, distinct, later=True)
        assert refusal.value.numbers == (number,)


def test_u12_a_shared_telephone_is_no_ban(archive: Archive) -> None:
    number = open_company(archive)
    change_card(archive, number, blacklist=True)
    [match] = _matches(archive, phone="021-62345678")
    assert decide([match]) == (f"联系电话与档案 {number} 相同，请核对是否同一客户。",)


def test_u12_nor_is_a_ban_lost_by_a_merger(archive: Archive) -> None:
    survivor = open_company(archive, customer_name="上海云帆包装有限公司", uscc=None, phone="021-1")
    merged = open_company(archive)
    change_card(archive, merged, state="MERGED", merged_into=survivor, blacklist=True)
    for shared in ({}, {"phone": "021-1"}):
        [match] = _matches(archive, uscc="91310115MAXX0Y0XXT", **shared)
        assert (match.number, match.strength) == (survivor, Strength.CERTAIN)
        assert match.barred
        assert "黑名单" in match.advice


def test_u10_drafts_count_where_they_are_asked_for(archive: Archive) -> None:
    drafted(engage(archive))
    card = card_of(CORPORATE, company())
    assert matches(archive.store, card) == []
    [match] = matches(archive.store, card, drafts=True)
    assert (match.number, match.strength) == ("CG-2026-0001", Strength.CERTAIN)
    assert str(match) == (
        "统一社会信用代码、组织机构代码、联系电话、客户名称与草稿 CG-2026-0001 相同，"
        "请核对是否同一客户。"
    )
    assert matches(archive.store, card, drafts=True, own="CG-2026-0001") == []


def test_u10_a_draft_with_a_persons_name_alone_is_no_match(archive: Archive) -> None:
    drafted_person(engage(archive))
    card = card_of(CORPORATE, company(customer_name="李晓岚", uscc=None))
    assert matches(archive.store, card, drafts=True) == []


def test_u11_a_destroyed_organisation_is_referred_to(archive: Archive) -> None:
    number = open_company(archive)
    card = card_of(CORPORATE, company())
    assert tombstone(archive.store, card) == ""
    change_card(archive, number, state="DESTROYED")
    assert tombstone(archive.store, card) == number
    assert tombstone(archive.store, card_of(CORPORATE, company(uscc=None))) == ""
    sole_trader = card_of(CORPORATE, company(org_kind="个体工商户"))
    assert tombstone(archive.store, sole_trader) == ""


def test_u11_a_destroyed_person_is_not_recognised(archive: Archive) -> None:
    number = open_person(archive)
    change_card(archive, number, state="DESTROYED")
    card = card_of(INDIVIDUAL, person_of())
    assert (matches(archive.store, card), tombstone(archive.store, card)) == ([], "")


@pytest.mark.parametrize("state", ["VOID", "REJECTED", "DESTROYED"])
def test_u11_void_refused_and_destroyed_files_do_not(archive: Archive, state: str) -> None:
    number = open_company(archive)
    change_card(archive, number, state=state)
    assert _matches(archive, uscc="91310115MAXX0Y0XXT") == []


def test_of_a_merged_file_the_survivor_is_named_once(archive: Archive) -> None:
    survivor = open_company(archive, customer_name="上海云帆包装有限公司", uscc=None, phone="021-1")
    merged = archive.open_file(company(phone="021-62345678"), form=CORPORATE).number
    change_card(archive, merged, state="MERGED", merged_into=survivor)
    [match] = _matches(archive, uscc="91310115MAXX0Y0XXT", customer_name="上海云帆包装有限公司")
    by = ("统一社会信用代码", "组织机构代码", "客户名称")
    assert match == Match(survivor, Strength.CERTAIN, by)


def test_the_surest_come_first(archive: Archive) -> None:
    open_person(archive)
    number = open_company(archive)
    found = _matches(archive, uscc="91310115MAXX0Y0XXT", phone="13900006721")
    assert [match.strength for match in found] == [Strength.CERTAIN, Strength.WEAK]
    assert found[0].number == number


def test_certain_ones_are_refused_whatever_was_decided() -> None:
    found = [
        Match("KH-F-2026-000001-4", Strength.CERTAIN, ("统一社会信用代码", "组织机构代码")),
        Match("KH-F-2026-000002-2", Strength.CERTAIN, ("组织机构代码",)),
        Match("KH-F-2026-000003-0", Strength.STRONG, ("客户名称",)),
    ]
    with pytest.raises(DuplicateCustomer) as refusal:
        decide(found, "核对过执照")
    assert refusal.value.numbers == ("KH-F-2026-000001-4", "KH-F-2026-000002-2")
    assert refusal.value.by == ("统一社会信用代码", "组织机构代码")
    assert refusal.value.exit_code == ExitCode.INVALID


def test_strong_ones_are_held_until_somebody_decides() -> None:
    found = [
        Match("KH-F-2026-000003-0", Strength.STRONG, ("客户名称",)),
        Match("KH-F-2026-000004-9", Strength.WEAK, ("联系电话",)),
    ]
    with pytest.raises(DuplicateCustomer) as refusal:
        decide(found)
    assert refusal.value.numbers == ("KH-F-2026-000003-0",)
    assert refusal.value.exit_code == ExitCode.HELD
    assert decide(found, "同名不同地") == (
        "客户名称与档案 KH-F-2026-000003-0 相同，请核对是否同一客户。",
        "联系电话与档案 KH-F-2026-000004-9 相同，请核对是否同一客户。",
    )


def test_words_name_no_values() -> None:
    card = card_of(INDIVIDUAL, person_of())
    match = Match("KH-Z-2026-000001-4", Strength.WEAK, ("联系电话",))
    assert not any(value in str(match) for value in [card["name"], *card["phones"], *card["ids"]])


def test_what_is_hidden_is_not_told_whatever_else_is_the_same() -> None:
    strong = Match("KH-F-2026-000003-0", Strength.STRONG, ("客户名称",), hidden=True)
    weak = Match("KH-F-2026-000004-9", Strength.WEAK, ("联系电话",), hidden=True)
    certain = Match("KH-F-2026-000001-4", Strength.CERTAIN, ("证件号码",))
    assert decide([weak]) == ()
    for found in ([strong], [strong._replace(strength=Strength.CERTAIN), weak]):
        for later in (False, True):
            with pytest.raises(DuplicateCustomer) as refusal:
                decide(found, "核对过", later=later)
            assert (refusal.value.numbers, refusal.value.by) == ((), ())
    with pytest.raises(DuplicateCustomer) as refusal:
        decide([certain, strong])
    assert refusal.value.numbers == (certain.number,)


def test_what_was_decided_by_whoever_saw_it_holds_for_those_who_do_not() -> None:
    strong = Match("KH-F-2026-000003-0", Strength.STRONG, ("客户名称",), hidden=True)
    assert decide([strong], "核对过", known=[strong.number]) == ()
    newcomer = strong._replace(number="KH-F-2026-000005-7", hidden=False)
    with pytest.raises(DuplicateCustomer) as refusal:
        decide([strong, newcomer], "核对过", known=[strong.number])
    assert refusal.value.numbers == (newcomer.number,)


def test_strong_ones_may_be_left_to_a_later_decision() -> None:
    strong = Match("KH-F-2026-000003-0", Strength.STRONG, ("客户名称",))
    assert decide([strong], later=True) == (str(strong),)


def test_without_secrets_everybody_sees_everything() -> None:
    assert OPEN.sees({"level": "绝密"})
    assert OPEN.hidden == ()
