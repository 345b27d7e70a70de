"""Boxes are found by every label they go by, however it is written; and never by a wrong one."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import pytest
from support import FORMS

from csdforms.schemas.after_sales import AfterSalesRegister
from csdforms.schemas.complaint import ComplaintRegisterOne
from csdforms.schemas.customer import CorporateCustomerProfile
from csdforms.schemas.form import Block, Part
from csdforms.schemas.labels import Label, LabelIndex, PrintedAs, stated_unit
from csdforms.schemas.types import Day, Integer, Line, Name

INDEX = ComplaintRegisterOne.labels()

PersonName = Annotated[str, Name(), Label("姓名")]
Amount = Annotated[str, Line(), Label("金额(元)")]
Other = Annotated[str, Line(), Label("金额(含税)")]


class Agent(Part):
    main = "name"

    name: PersonName


class Sheet(Block):
    agent: Annotated[Agent, Label("经办人", "代理人")] | None = None
    paid_on: Annotated[dt.date, Day(), Label("日期", "付款日期"), PrintedAs("付款日")]


@pytest.mark.parametrize(
    "label",
    ["complaint_no", "COMPLAINT_NO", "Complaint No", "complaint-no", "投诉编号", "投诉单号",
     "案件编号", "编号", "投 诉 编 号", "投诉编号：", "*投诉编号", "【投诉编号】", "（投诉编号）",
     "投诉编号（必填）", "投诉编号 (No.)", "\u3000投诉编号\u3000", "《投诉编号》", "投诉\n编号"],
)  # fmt: skip
def test_a_box_is_found_by_name_label_and_alias_however_written(label: str) -> None:
    assert INDEX.find(label) == ("complaint_no",)


def test_width_and_brackets_do_not_matter() -> None:
    index = CorporateCustomerProfile.labels()
    for label in ("客户全称(注册名称)", "客户全称（注册名称）", "客户全称［注册名称］", "客户全称"):
        assert index.find(label) == ("customer_name",)
    assert index.find("Ｅ－ｍａｉｌ") == index.find("e-mail") == ("email",)


@pytest.mark.parametrize("label", ["", " ", "()", "***", "：", "颜色", "投诉", "号", "x" * 500])
def test_what_is_no_label_finds_nothing(label: str) -> None:
    assert INDEX.find(label) is None


@pytest.mark.parametrize("label", ["注册资本(万元)", "注册资本（千元）", "注册资本【亿元】"])
def test_another_unit_in_the_brackets_is_another_box(label: str) -> None:
    index = CorporateCustomerProfile.labels()
    assert index.find("注册资本(元)") == ("registered_capital",)
    assert index.find(label) is None
    assert index.nearest(label) == "注册资本"


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("索赔金额(万元)", "万元"),
        ("涉及金额（千元）", "千元"),
        ("注册资本【 亿 元 】：", "亿元"),
        ("金额(人民币：万元)合计", "万元"),
        ("数量（百件）", "百件"),
        ("总分（百分制）", "百分制"),
        ("金额(万元", "万元"),
        ("涉及金额万元：", "万元"),
        ("涉及金额：百元", "百元"),
        ("涉及金额百万元", "百万元"),
        ("折价%", "%"),
        ("折价（％）", "%"),
        ("不良率‰", "‰"),
        ("响应时间（分钟）", "分钟"),
        ("响应时间(h)", "小时"),
        ("响应时间（单位：秒）", "秒"),
        ("处理时长【工作日】", "工作日"),
        ("保修期（个月）", "月"),
        ("用时（必填，按天计）", "天"),
        ("响应时间/分钟", "分钟"),
        ("响应时间：min", "分钟"),
        ("赔偿金额（美元）", "美元"),
        ("赔偿金额 USD", "usd"),
        ("单价（HK$/台）", "$"),
        ("日期（年月日）", ""),
        ("日期（年/月/日）", ""),
        ("日期（年、月、日）", ""),
        ("序列号 S/N", ""),
        ("租金（元/月）", ""),
        ("人民币金额（RMB）", ""),
        ("备注（可另附页）", ""),
        ("金额（元）", ""),
        ("千元券张数", ""),
        ("百分比", ""),
        ("元", ""),
        ("", ""),
    ],
)
def test_a_label_says_by_which_unit_it_changes_its_figure(label: str, unit: str) -> None:
    assert stated_unit(label) == unit


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("响应时间", "response_hours"),
        ("响应时间（小时）", "response_hours"),
        ("响应时间（时）", "response_hours"),
        ("响应时间（单位：小时）", "response_hours"),
        ("响应时间（必填）", "response_hours"),
        ("响应时间（分钟）", None),
        ("响应时间（分）", None),
        ("响应时间（工作日）", None),
        ("保修期（个月）", "warranty_period_months"),  # its type counts in months
        ("保修期（年）", None),
        ("费用合计（元）", "total_fee_amount"),
        ("费用合计（人民币元）", "total_fee_amount"),
        ("费用合计（美元）", None),
        ("费用合计（€）", None),
        ("登记时间（年月日时分）", "registered_at"),
        ("登记时间（日）", "registered_at"),  # a day is a day
        ("备注（如有）", "remarks"),
    ],
)
def test_a_bracket_that_states_another_unit_of_time_or_money_is_not_dropped(
    label: str, name: str | None
) -> None:
    path = AfterSalesRegister.labels().find(label)
    assert path == (None if name is None else (name,))


def test_the_unit_of_a_box_in_a_part_is_that_of_the_part() -> None:
    class Terms(Part):
        days: Annotated[int, Integer(unit="天"), Label("期限")]

    class Contract(Block):
        terms: Annotated[Terms, Label("付款")] | None = None

    index = LabelIndex(Contract)
    assert index.find("付款期限（天）") == index.find("付款期限（日）") == ("terms", "days")
    assert index.find("付款期限（月）") is None


def test_two_labels_alike_but_for_their_brackets_are_found_whole_only() -> None:
    class Bill(Block):
        net: Amount
        gross: Other

    index = LabelIndex(Bill)
    assert index.find("金额（元）") == ("net",)
    assert index.find("金额（含税）") == ("gross",)
    assert index.find("金额") is None


def test_the_fields_of_a_part_are_found_by_both_labels() -> None:
    index = LabelIndex(Sheet)
    for label in ("经办人姓名", "代理人姓名", "经办人 姓名", "经办人（姓名）", "agent.name"):
        assert index.find(label) == ("agent", "name")
    assert index.find("经办人") == ("agent",)
    assert index.find("姓名") is None
    profile = CorporateCustomerProfile.labels()
    assert profile.find("法定代表人证件号码") == ("legal_representative", "id_no")


def test_what_one_form_prints_is_added_to_the_labels_of_the_vocabulary() -> None:
    index = LabelIndex(Sheet)
    assert [index.find(label) for label in ("付款日", "日期", "付款日期")] == [("paid_on",)] * 3
    assert Sheet.specs()["paid_on"].label == "付款日"
    assert Sheet.specs()["paid_on"].canonical == "日期"


def test_one_label_for_two_boxes_is_a_mistake_of_the_form() -> None:
    class Twice(Block):
        name: PersonName
        other: Annotated[str, Line(), Label("代号", "姓名")]

    with pytest.raises(TypeError, match="姓名"):
        LabelIndex(Twice)


def blocks(block: type[Block]) -> list[type[Block]]:
    inner = [spec.model for spec in block.specs().values() if spec.model is not None]
    return [block, *(deeper for model in inner for deeper in blocks(model))]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.identifier())
def test_every_name_label_and_alias_of_every_form_means_its_own_box(form: type[Block]) -> None:
    for block in blocks(form):
        index = LabelIndex(block)
        for spec in block.specs().values():
            assert [index.find(name) for name in spec.names] == [(spec.name,)] * len(spec.names)


@pytest.mark.parametrize(
    ("label", "nearest"),
    [
        ("投诉编码", "投诉编号"),
        ("受理时", "受理时间"),
        ("涉及金额(万元)", "涉及金额"),
        ("ｘｙｚ", None),
    ],
)
def test_the_nearest_label_is_named(label: str, nearest: str | None) -> None:
    assert INDEX.nearest(label) == nearest


def test_aliases_may_be_written_several_in_one_string() -> None:
    assert Label("电话", "手机 座机", "联系方式").aliases == ("手机", "座机", "联系方式")
