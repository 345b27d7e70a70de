from __future__ import annotations

from typing import Any

import pytest

from csdforms.errors import UnreadableInput
from csdforms.intake import assign
from csdforms.schemas.catalogue import find
from csdforms.schemas.checking import examine

COMPLAINT = find("complaint_register_one")
PROFILE = find("corporate_customer_profile")
CALLS = find("inbound_call_record")


def person(data: dict[str, Any], *assigned: str) -> Any:
    """Return the legal representative as the form reads it after some assignments."""
    for setting in assigned:
        assign(PROFILE, data, setting)
    return examine(PROFILE, data)[0].legal_representative  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["level", "投诉等级", " 投诉 等级：", "投诉等级（必填）", "LEVEL"])
def test_a_field_is_found_by_any_of_its_names(name: str) -> None:
    data: dict[str, Any] = {}
    assign(COMPLAINT, data, f"{name}=高等级")
    assert data == {"level": "高等级"}


@pytest.mark.parametrize("key", ["投诉等级", "level", "投诉 等级"])
def test_the_value_takes_the_place_of_what_any_label_gave(key: str) -> None:
    data = {key: "低等级", "备注": "x"}
    assign(COMPLAINT, data, "投诉等级=高等级")
    assert data == {"level": "高等级", "备注": "x"}


def test_it_replaces_every_label_that_gave_the_field() -> None:
    data = {"投诉等级": "低等级", "level": "低等级"}
    assign(COMPLAINT, data, "投诉等级=高等级")
    draft, findings = examine(COMPLAINT, data)
    assert draft.level == "高等级"  # type: ignore[attr-defined]
    assert not [finding for finding in findings if finding.path == "level"]


def test_a_value_may_hold_an_equals_sign_and_the_sign_may_be_full_width() -> None:
    data: dict[str, Any] = {}
    assign(COMPLAINT, data, "备注=a=b")
    assign(COMPLAINT, data, "投诉等级＝高等级")
    assert data == {"remarks": "a=b", "level": "高等级"}


def test_an_empty_value_empties_the_field() -> None:
    data = {"备注": "旧"}
    assign(COMPLAINT, data, "备注=")
    assert examine(COMPLAINT, data)[0].remarks is None


def test_a_row_is_counted_from_one() -> None:
    data = {"calls": [{"call_no": "甲"}, {"呼入编号": "乙"}]}
    assign(CALLS, data, "calls.2.call_no=丙")
    assign(CALLS, data, "calls.1.call_content=问候")
    assert data == {"calls": [{"call_no": "甲", "call_content": "问候"}, {"call_no": "丙"}]}


def test_rows_are_found_under_their_chinese_label() -> None:
    label = CALLS.specs()["calls"].label
    data = {label: [{"call_no": "甲"}]}
    assign(CALLS, data, "calls.1.call_no=乙")
    assert data == {label: [{"call_no": "乙"}]}


def test_a_row_within_a_row() -> None:
    data: dict[str, Any] = {"calls": [{"extra": [{"label": "会员卡", "value": "1"}]}]}
    assign(CALLS, data, "calls.1.extra.1.value=2")
    assert data["calls"][0]["extra"][0]["value"] == "2"


@pytest.mark.parametrize("row", ["0", "3", "-1", "一", "", "01x", "9" * 5000])
def test_a_row_that_is_not_there_is_refused(row: str) -> None:
    data = {"calls": [{"call_no": "甲"}, {"call_no": "乙"}]}
    with pytest.raises(UnreadableInput, match="没有这一行"):
        assign(CALLS, data, f"calls.{row}.call_no=丙")
    assert data == {"calls": [{"call_no": "甲"}, {"call_no": "乙"}]}


@pytest.mark.parametrize("calls", [None, "x", {"call_no": "甲"}, ["x"], []])
def test_what_is_no_row_is_refused(calls: Any) -> None:
    with pytest.raises(UnreadableInput, match="没有这一行"):
        assign(CALLS, {"calls": calls}, "calls.1.call_no=丙")


def test_a_row_needs_the_name_of_its_box() -> None:
    with pytest.raises(UnreadableInput, match="哪一栏"):
        assign(CALLS, {"calls": [{"call_no": "甲"}]}, "calls.1=丙")


@pytest.mark.parametrize(
    "name", ["legal_representative.name", "法定代表人.姓名", "法定代表人姓名", "法定代表人"]
)
@pytest.mark.parametrize(
    "before",
    [
        {},
        {"法定代表人": "张三"},
        {"法定代表人": {"姓名": "张三"}},
        {"legal_representative": {"name": "张三"}},
        {"法定代表人姓名": "张三"},
        {"法定代表人姓名": "张三", "legal_representative": {"name": "张三"}},
    ],
)
def test_a_box_of_a_part_is_set_however_the_data_gave_it(name: str, before: dict[str, Any]) -> None:
    assert person(before, f"{name}=李四").name == "李四"


def test_the_other_boxes_of_a_part_stay() -> None:
    assert person({"法定代表人": "张三"}, "法定代表人.联系电话=13900006722").name == "张三"
    nested = {"法定代表人": {"姓名": "张三", "国籍": "中国"}}
    changed = person(nested, "legal_representative.name=李四", "法定代表人联系电话=13900006722")
    assert (changed.name, changed.nationality) == ("李四", "中国")
    assert changed.phone == "13900006722"


def test_an_unknown_field_is_refused_and_the_nearest_is_named() -> None:
    with pytest.raises(UnreadableInput, match="没有栏目“投诉等及”，最接近的是“投诉等级”"):
        assign(COMPLAINT, {}, "投诉等及=高等级")
    with pytest.raises(UnreadableInput, match="csdforms form"):
        assign(COMPLAINT, {}, "zzzzzz=1")
    with pytest.raises(UnreadableInput, match="没有栏目“nothing”"):
        assign(CALLS, {"calls": [{}]}, "calls.1.nothing=1")


@pytest.mark.parametrize("setting", ["", "投诉等级", "=高等级", "  =x"])
def test_what_is_no_assignment_is_refused(setting: str) -> None:
    with pytest.raises(UnreadableInput, match="栏目=内容"):
        assign(COMPLAINT, {}, setting)


@pytest.mark.parametrize("name", ["level.more", "法定代表人.姓名.more", "level.1"])
def test_a_plain_field_has_nothing_below(name: str) -> None:
    form = COMPLAINT if name.startswith("level") else PROFILE
    with pytest.raises(UnreadableInput, match="没有更细的栏目"):
        assign(form, {}, f"{name}=x")


def test_a_refusal_does_not_repeat_the_value() -> None:
    with pytest.raises(UnreadableInput) as caught:
        assign(COMPLAINT, {}, "身份证号=110105194912310021")
    assert "110105" not in str(caught.value)
