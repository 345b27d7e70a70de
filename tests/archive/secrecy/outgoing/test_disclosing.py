"""Giving a customer's data to others, and abroad."""

from __future__ import annotations

from typing import Any

import pytest
from archive.customers import change_card
from archive.secrecy.department import (
    ABSENT,
    acts,
    hire,
    notes,
    opened,
    opened_person,
    register,
)

from csdforms.archive.archive import Archive
from csdforms.archive.secrecy.outgoing.disclosing import Disclosing
from csdforms.archive.who_saw import who_saw
from csdforms.errors import NotAuthorised, NotPermitted, UnknownFile

BASIS = "履行合同所必需"
CONTRACT = "保密协议 2026-07"
CONSENT = "单独同意书 2026-03-01"
TO = "江畔物流有限公司"


@pytest.fixture
def giving(archive: Archive) -> Disclosing:
    return Disclosing(archive.office)


def give(giving: Disclosing, number: str, actor: str = "qiang", **changes: Any) -> None:
    asked = {"fields": ["customer_name", "phone"], "purpose": "送货", "basis": BASIS}
    giving.disclose(number, TO, **{**asked, "actor": actor, **changes})


def test_what_was_given_stands_in_the_journal(archive: Archive, giving: Disclosing) -> None:
    number = opened(archive, 1)
    hire(archive)
    give(giving, number, reason="客户要求送货")
    [act] = acts(archive, "disclose")
    assert (act["subject"], act["who"], act["purpose"], act["reason"]) == (
        number, "qiang", "送货", "客户要求送货",
    )  # fmt: skip
    assert act["detail"] == {"to": TO, "fields": ["customer_name", "phone"], "basis": BASIS}
    [seen] = [event for event in who_saw(archive.store, number) if event.act == "disclose"]
    assert seen.detail["to"] == TO


@pytest.mark.parametrize(
    ("level", "account", "may"),
    [
        (0, "zhou", False),
        (0, "qiang", True),
        (1, "qiang", True),
        (1, "gao", True),
        (2, "qiang", False),
        (2, "gao", True),
        (3, "qiang", False),
        (3, "gao", True),
        (4, "gao", True),
    ],
)
def test_s22_who_decides_on_which_level(
    archive: Archive, giving: Disclosing, level: int, account: str, *, may: bool
) -> None:
    number = opened(archive, level, ("赵强", "高远"))
    hire(archive)
    more = {"contract": CONTRACT, "reason": "集团审计"}
    if may:
        give(giving, number, account, **more)
        assert len(acts(archive, "disclose")) == 1
        return
    with pytest.raises(NotAuthorised, match="您无权对外提供客户资料"):
        give(giving, number, account, **more)
    assert acts(archive, "disclose") == []
    assert notes(archive, "refused")[-1]["who"] == account


def test_s22_secrets_are_the_general_managers(archive: Archive, giving: Disclosing) -> None:
    number = opened(archive, 2)
    hire(archive)
    with pytest.raises(NotAuthorised, match="请找总经理"):
        give(giving, number, "qiang")


@pytest.mark.parametrize("ground", ["consent", "duty"])
@pytest.mark.parametrize("level", [1, 2])
def test_s22_a_persons_data_need_consent_or_a_legal_duty(
    archive: Archive, giving: Disclosing, ground: str, level: int
) -> None:
    number = opened_person(archive, level)
    hire(archive)
    for nothing in ({}, {ground: " "}):
        with pytest.raises(NotPermitted, match="单独同意，或法定义务"):
            give(giving, number, "gao", **nothing)
    assert notes(archive, "refused")[-1]["subject"] == number
    give(giving, number, "gao", **{ground: "已有"})
    assert acts(archive, "disclose")[0]["detail"][ground] == "已有"


def test_s22_so_do_a_sole_traders(archive: Archive, giving: Disclosing) -> None:
    number = opened(archive, 1)
    change_card(archive, number, kind="G")
    hire(archive)
    with pytest.raises(NotPermitted, match="单独同意，或法定义务"):
        give(giving, number)


@pytest.mark.parametrize(
    ("level", "grounds", "sentence"),
    [
        (3, {}, "须有约束接收方的合同"),
        (4, {"contract": CONTRACT}, "一事一批"),
        (4, {"reason": "集团审计"}, "须有约束接收方的合同"),
    ],
)
def test_s22_what_the_higher_levels_need_besides(
    archive: Archive, giving: Disclosing, level: int, grounds: Any, sentence: str
) -> None:
    number = opened(archive, level, ("高远",))
    hire(archive)
    with pytest.raises(NotPermitted, match=sentence):
        give(giving, number, "gao", **grounds)
    assert acts(archive, "disclose") == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"purpose": ""}, "请写明提供的用途"),
        ({"basis": " "}, "请写明合法性基础"),
        ({"fields": []}, "请写明提供哪些字段"),
        ({"fields": ["李晓岚"]}, "字段应是字段名"),
    ],
)
def test_what_must_be_said(
    archive: Archive, giving: Disclosing, changes: Any, sentence: str
) -> None:
    number = opened(archive, 1)
    hire(archive)
    with pytest.raises(NotPermitted, match=sentence):
        give(giving, number, **changes)
    with pytest.raises(NotPermitted, match="请写明接收方"):
        giving.disclose(number, "", ["phone"], purpose="送货", basis=BASIS, actor="qiang")


@pytest.mark.parametrize(
    ("level", "grounds", "sentence"),
    [
        (1, {}, "向境外提供须写明途径"),
        (1, {"path": "客户同意"}, "向境外提供须写明途径"),
        (2, {"path": "标准合同 备2026-3"}, "秘密以上资料不得向境外提供"),
        (3, {"path": "标准合同 备2026-3", "contract": CONTRACT}, "不得向境外提供"),
        (4, {"path": "标准合同 备2026-3", "contract": CONTRACT, "reason": "审计"}, "不得向境外"),
    ],
)
def test_s23_abroad_is_refused(
    archive: Archive, giving: Disclosing, level: int, grounds: Any, sentence: str
) -> None:
    number = opened(archive, level, ("高远",))
    hire(archive)
    with pytest.raises(NotPermitted, match=sentence):
        give(giving, number, "gao", abroad="新加坡", **grounds)
    assert acts(archive, "disclose") == []


def test_s23_abroad_on_a_recorded_path(archive: Archive, giving: Disclosing) -> None:
    number, person = opened(archive, 1), opened_person(archive, 1)
    hire(archive)
    path = {"abroad": "新加坡", "path": "标准合同 备2026-3"}
    give(giving, number, **path)
    with pytest.raises(NotPermitted, match="向境外提供个人信息须有本人的单独同意"):
        give(giving, person, duty="反洗钱法", **path)
    give(giving, person, consent=CONSENT, **path)
    assert [act["detail"]["path"] for act in acts(archive, "disclose")] == [path["path"]] * 2


def test_s09_a_file_that_he_may_not_know_of_is_as_if_absent(
    archive: Archive, giving: Disclosing
) -> None:
    number = opened(archive, 3, ("高远",))
    hire(archive)
    register(archive, "qiang", "赵强", ["cs_manager"], 3)
    errors = []
    for given in (number, ABSENT):
        with pytest.raises(UnknownFile) as refusal:
            give(giving, given)
        errors.append(str(refusal.value).replace(given, "…"))
    assert errors[0] == errors[1]


def test_one_keeper_decides_by_himself_but_needs_the_grounds(
    archive: Archive, giving: Disclosing
) -> None:
    number = opened(archive, 3)
    with pytest.raises(NotPermitted, match="合同"):
        give(giving, number, "")
    give(giving, number, "", contract=CONTRACT)
    assert len(acts(archive, "disclose")) == 1
