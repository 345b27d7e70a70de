"""Changes that another person confirms (archive.md §5, §4.3; K04)."""

from __future__ import annotations

from typing import Any

import pytest
from archive.custody.keepers import engage, last_act, row
from archive.customers import INDIVIDUAL, change_card, company, open_company, other_company, person
from archive.secrecy.department import (
    acts,
    card,
    classify,
    notes,
    opened,
    opened_person,
    register,
)

from csdforms.archive.archive import Archive
from csdforms.archive.custody.custody import Custody
from csdforms.archive.requests import Receipt, Waiting
from csdforms.errors import (
    DuplicateCustomer,
    Held,
    NotAllowedNow,
    NotAuthorised,
    NotPermitted,
    UnknownFile,
)

RENAMED = "上海屿泊新材料有限公司"
PROOF = "变更登记通知书 2026-118"


@pytest.fixture
def number(archive: Archive) -> str:
    return opened(archive, 1)


@pytest.fixture
def custody(archive: Archive, number: str) -> Custody:
    assert number  # it is opened while there is one keeper
    return engage(archive)


def changed(archive: Archive, number: str, actor: str = "chen", **changes: Any) -> Receipt:
    evidence = changes.pop("evidence", PROOF)
    distinct = changes.pop("distinct", "")
    data = company(confidentiality="内部", **changes)
    return archive.revise(
        number, data, reason="工商变更", evidence=evidence, distinct=distinct, actor=actor
    )


@pytest.mark.parametrize(
    ("changes", "label"),
    [
        ({"customer_name": RENAMED}, "客户名称"),
        ({"uscc": "91310199MA0000001A"}, "统一社会信用代码"),
        ({"bank_accounts": [{"account_no": "6222000000000001"}]}, "银行账户"),
    ],
)
def test_k04_one_person_changes_no_key_field(
    archive: Archive, custody: Custody, number: str, changes: Any, label: str
) -> None:
    receipt = changed(archive, number, **changes)
    assert isinstance(receipt, Waiting)
    assert (receipt.number, card(archive, number)["versions"]) == (number, 1)
    assert receipt.warnings[0] == f"{label}的变更须另一人复核：已提请 BG-2026-0001，复核后生效。"
    [waiting] = custody.changes(number, actor="zhou")
    assert (waiting.number, waiting.fields, waiting.state) == ("BG-2026-0001", (label,), "open")
    assert last_act(archive) == ("propose-change", "chen", number)
    done = custody.confirm_change("bg-2026-0001", reason="核对原件", actor="zhou")
    assert (type(done), done.number) == (Receipt, number)
    kept = card(archive, number)
    assert kept["versions"] == 2
    [said] = acts(archive, "revise")
    assert said["who"] == "zhou"
    assert (said["detail"]["proposed_by"], said["detail"]["confirmed_by"]) == ("陈静", "周明")
    assert said["detail"]["evidence"] == PROOF
    assert row(archive, "changes")["decided"]["version"] == 2
    assert custody.changes(actor="zhou") == ()


def test_k04_of_a_persons_document(archive: Archive) -> None:
    number = opened_person(archive, 1)
    custody = engage(archive)
    data = person(id_no="310199198906140103", confidentiality="内部")
    with pytest.raises(NotPermitted):
        archive.revise(number, data, reason="换证", actor="chen")
    archive.revise(number, data, reason="换证", evidence="公安变更证明", actor="chen")
    custody.confirm_change("BG-2026-0001", actor="qiang")
    assert card(archive, number)["ids"] == ["居民身份证:310199198906140103"]


@pytest.mark.parametrize("who", ["zhou", "zhou2"])
def test_k04_who_proposed_it_does_not_confirm_it_under_any_account(
    archive: Archive, custody: Custody, number: str, who: str
) -> None:
    changed(archive, number, actor="zhou", customer_name=RENAMED)
    before = archive.store.last()
    with pytest.raises(NotAuthorised, match="另一位"):
        custody.confirm_change("BG-2026-0001", actor=who)
    assert archive.store.last() == before
    custody.confirm_change("BG-2026-0001", actor="qiang")
    assert card(archive, number)["former_names"] == ["上海屿泊包装有限公司"]


@pytest.mark.parametrize("who", ["chen", "wang", "fang", "gao"])
def test_k04_who_may_confirm(archive: Archive, custody: Custody, number: str, who: str) -> None:
    changed(archive, number, customer_name=RENAMED)
    with pytest.raises(NotAuthorised):
        custody.confirm_change("BG-2026-0001", actor=who)


def test_a_new_name_needs_evidence_an_account_does_not(
    archive: Archive, custody: Custody, number: str
) -> None:
    before = archive.store.last()
    with pytest.raises(NotPermitted, match="客户名称是关键资料"):
        changed(archive, number, customer_name=RENAMED, evidence=" ")
    assert archive.store.last() == before
    changed(archive, number, bank_accounts=[{"account_no": "6222000000000001"}], evidence="")
    assert len(custody.changes(actor="chen")) == 1


def test_other_fields_are_changed_by_one(archive: Archive, custody: Custody, number: str) -> None:
    receipt = changed(archive, number, fax="1", evidence="")
    assert type(receipt) is Receipt
    assert custody.changes(actor="zhou") == ()
    assert card(archive, number)["versions"] == 2


def test_every_change_of_a_top_secret_file_waits(archive: Archive) -> None:
    number = opened(archive, 4, ("陈静", "周明"))
    custody = engage(archive)
    register(archive, "chen", "陈静", ["info_specialist"], 4)
    register(archive, "zhou", "周明", ["info_supervisor"], 4)
    receipt = changed(archive, number, fax="1", evidence="")
    assert receipt.warnings[0].startswith("绝密档案的变更须另一人复核")
    assert custody.changes(actor="qiang") == ()
    with pytest.raises(UnknownFile, match="没有变更"):
        custody.confirm_change("BG-2026-0001", actor="qiang")
    custody.confirm_change("BG-2026-0001", actor="zhou")
    assert card(archive, number)["versions"] == 2


def test_while_one_waits_no_other_change_is_made(
    archive: Archive, custody: Custody, number: str
) -> None:
    changed(archive, number, customer_name=RENAMED)
    with pytest.raises(Held, match="BG-2026-0001"):
        changed(archive, number, fax="1")
    with pytest.raises(Held, match="BG-2026-0001"):
        changed(archive, number, customer_name="又一名称有限公司")
    refused = custody.refuse_change("BG-2026-0001", reason="凭证不符", actor="zhou")
    assert (refused.state, refused.decided_by) == ("refused", "周明")
    changed(archive, number, fax="1")
    assert card(archive, number)["name"] == "上海屿泊包装有限公司"


def test_one_takes_back_ones_own_and_no_other_specialist_does(
    archive: Archive, custody: Custody, number: str
) -> None:
    register(archive, "chen2", "陈二", ["info_specialist"], 1)
    changed(archive, number, customer_name=RENAMED)
    with pytest.raises(NotAuthorised, match="退回变更"):
        custody.refuse_change("BG-2026-0001", reason="不妥", actor="chen2")
    with pytest.raises(NotPermitted, match="理由"):
        custody.refuse_change("BG-2026-0001", reason="", actor="chen")
    custody.refuse_change("BG-2026-0001", reason="录错", actor="chen")
    with pytest.raises(NotAllowedNow, match="已退回"):
        custody.confirm_change("BG-2026-0001", actor="zhou")
    with pytest.raises(UnknownFile, match="BG-2026-0009"):
        custody.confirm_change("BG-2026-0009", actor="zhou")
    assert [one.state for one in custody.changes(every=True, actor="zhou")] == ["refused"]


def test_what_was_right_is_looked_at_again(archive: Archive, custody: Custody, number: str) -> None:
    changed(archive, number, customer_name=RENAMED)
    change_card(archive, number, versions=2)
    with pytest.raises(NotPermitted, match="新的一版"):
        custody.confirm_change("BG-2026-0001", actor="zhou")
    change_card(archive, number, versions=1, state="FROZEN")
    with pytest.raises(NotAllowedNow, match="冻结"):
        custody.confirm_change("BG-2026-0001", actor="zhou")


def test_a_customer_of_that_name_who_came_meanwhile(archive: Archive) -> None:
    number = opened(archive, 1)
    other = archive.open_file(other_company(), form="corporate_customer_profile").number
    classify(archive, other, 1)
    custody = engage(archive)
    changed(archive, number, customer_name=RENAMED)
    change_card(archive, other, name=RENAMED)
    with pytest.raises(DuplicateCustomer):
        custody.confirm_change("BG-2026-0001", actor="zhou")
    assert card(archive, number)["versions"] == 1


def test_the_document_is_printed_when_it_is_confirmed(
    archive: Archive, custody: Custody, number: str
) -> None:
    data = company(customer_name=RENAMED, confidentiality="内部")
    archive.revise(
        number, data, reason="更名", evidence=PROOF, document=lambda _: b"now", actor="chen"
    )
    assert list(archive.store.files()) == []
    custody.confirm_change(
        "BG-2026-0001",
        printer=lambda form, edition, data: f"{form}{edition}{data['customer_name']}".encode(),
        actor="zhou",
    )
    [digest] = archive.store.files()
    assert archive.store.get_file(digest).decode() == f"corporate_customer_profile{RENAMED}"


def test_what_is_to_change_is_shown_as_the_file_would_be(
    archive: Archive, custody: Custody, number: str
) -> None:
    changed(archive, number, customer_name=RENAMED, phone="021-62345679")
    change, profile = custody.show_change("BG-2026-0001", purpose="复核", actor="zhou")
    assert (change.number, profile.version, profile.masked) == ("BG-2026-0001", 2, True)
    assert profile.data["phone"] != "021-62345679"
    _, open_ = custody.show_change("BG-2026-0001", purpose="复核", fields=["phone"], actor="zhou")
    assert open_.data["phone"] == "021-62345679"
    with pytest.raises(NotAuthorised, match="用途"):
        custody.show_change("BG-2026-0001", actor="zhou")
    with pytest.raises(NotAuthorised):
        custody.show_change("BG-2026-0001", purpose="复核", actor="wang")
    assert [one["subject"] for one in notes(archive, "show-change")] == [number, number]


def test_the_only_keeper_needs_no_second_hand(archive: Archive) -> None:
    number = open_company(archive)
    archive.revise(number, company(customer_name=RENAMED), reason="更名")
    assert card(archive, number)["name"] == RENAMED
    assert archive.custody.changes() == ()


def test_k01_the_old_version_stays_readable(
    archive: Archive, custody: Custody, number: str
) -> None:
    changed(archive, number, customer_name=RENAMED)
    custody.confirm_change("BG-2026-0001", actor="zhou")
    for version, name in ((1, "上海屿泊包装有限公司"), (2, RENAMED)):
        file = archive.show(number, version, actor="zhou", purpose="核对")
        assert file.profile.data["customer_name"] == name


def test_a_change_tells_no_values_in_a_traceback(
    archive: Archive, custody: Custody, number: str
) -> None:
    changed(archive, number, customer_name=RENAMED)
    [change] = custody.changes(actor="zhou")
    assert repr(change) == f"Change('BG-2026-0001', '{number}', 'open')"
    assert INDIVIDUAL not in repr(change)
