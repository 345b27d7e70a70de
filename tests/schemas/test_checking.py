"""Checking: everything that is wrong is said at once, nothing is dropped, nobody is exposed."""

from __future__ import annotations

import copy
import datetime as dt
import functools
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pydantic import ValidationError
from support import FORMS, sample

from csdforms.errors import InvalidData
from csdforms.schemas.after_sales import AfterSalesQuestionnaire, AfterSalesRegister
from csdforms.schemas.checking import Finding, check, examine, parse
from csdforms.schemas.complaint import (
    ComplaintRegisterOne,
    ComplaintRegisterTwo,
    ComplaintStatistics,
)
from csdforms.schemas.customer import CorporateCustomerProfile
from csdforms.schemas.form import Block, Form
from csdforms.schemas.telephone import InboundCallRecord

TODAY = dt.date(2026, 3, 20)
every_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.identifier())


def register(**changes: Any) -> dict[str, Any]:
    return sample("complaint_register_one") | changes


def calls(*changes: dict[str, Any]) -> dict[str, Any]:
    """Return the sample of the ledger with its first calls changed."""
    data = sample("inbound_call_record")
    for call, change in zip(data["calls"], changes, strict=False):
        call.update(change)
    return data


def said(form: type[Form], data: Any) -> dict[str, Finding]:
    """Return the findings by path; a test about one path wants one finding there."""
    findings = check(form, data, today=TODAY)
    by_path = {finding.path: finding for finding in findings}
    assert len(by_path) == len(findings)
    return by_path


def without(data: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name not in names}


# All at once


def test_everything_wrong_is_said_at_once() -> None:
    data = without(register(), "complaint_no", "level") | {
        "received_at": "2026-02-30",
        "channel": "烟火信号",
        "amount_involved": "1409.505",
        "signed_on": "2026-03-04",
        "safety_related": "不详",
        "colour": "红",
        "received": "x",
        "reviewed_on": "2026-03-01",
        "prepared_on": "2026-03-05",
    }
    found = said(ComplaintRegisterOne, without(data, "received"))
    assert {
        path: finding.severity for path, finding in found.items()
    } == {
        "complaint_no": "error",
        "level": "error",
        "received_at": "error",
        "channel": "error",
        "amount_involved": "error",
        "safety_related": "error",
        "extra": "warning",
        "reviewed_on": "error",
        "prepared_by": "error",
    }  # fmt: skip


def test_a_finding_names_box_given_value_and_what_to_do() -> None:
    finding = said(ComplaintRegisterOne, register(channel="烟火信号"))["channel"]
    assert finding.label == "投诉方式"
    assert finding.given == "烟火信号"
    assert "来电、来访" in finding.message
    assert finding.is_error
    assert finding.as_dict() == {
        "path": "channel",
        "label": "投诉方式",
        "message": finding.message,
        "severity": "error",
        "given": "烟火信号",
    }
    assert str(finding).startswith("[错误] 投诉方式（channel）：")


def test_parse_raises_with_all_findings_and_takes_warnings() -> None:
    with pytest.raises(InvalidData) as problem:
        parse(ComplaintRegisterOne, register(channel="烟火信号", level="中"), today=TODAY)
    assert {finding.path for finding in problem.value.findings} == {"channel", "level"}
    assert "2 处错误" in str(problem.value)
    form = parse(ComplaintRegisterOne, register(颜色="红"), today=TODAY)
    assert [(box.label, box.value) for box in form.extra] == [("颜色", "红")]


def test_an_unreadable_box_is_not_called_empty_too() -> None:
    found = check(
        ComplaintRegisterOne, register(phone="138", email=None, address=None), today=TODAY
    )
    assert [finding.path for finding in found] == ["phone"]
    assert "不能空着" not in found[0].message


def test_a_box_too_few_is_said_once() -> None:
    data = sample("inbound_call_record")
    rows: Any
    for rows in ([], None, [{}], [{"call_no": "", "remarks": None}]):
        assert "至少要有 1 行" in said(InboundCallRecord, data | {"calls": rows})["calls"].message
    found = said(InboundCallRecord, data | {"calls": "王女士来电"})["calls"]
    assert "多行" in found.message
    assert found.given is None


def test_too_many_rows_are_refused_before_they_are_read() -> None:
    boxes = [{"label": f"栏{number}", "value": "甲"} for number in range(41)]
    found = said(ComplaintRegisterOne, register(extra=boxes))
    assert "最多 40 行，现有 41 行" in found["extra"].message
    unknown = {f"颜色{number}": "红" for number in range(41)}
    findings = check(ComplaintRegisterOne, register(**unknown), today=TODAY)
    assert [finding.path for finding in findings if finding.is_error] == ["extra"]


def test_data_that_is_no_mapping_is_reported() -> None:
    data: Any
    for data in (None, [], "text", 5):
        assert "栏目: 内容" in check(ComplaintRegisterOne, data)[0].message


# Rows and parts


def test_rows_are_counted_from_one_and_blank_ones_skipped() -> None:
    data = calls({}, {"call_status": "未知"}, {"satisfaction": "很好"})
    assert said(InboundCallRecord, data).keys() == {"calls.2.call_status", "calls.3.satisfaction"}
    data["calls"].insert(0, {"call_no": " ", "remarks": None})
    assert said(InboundCallRecord, data).keys() == {"calls.2.call_status", "calls.3.satisfaction"}


def test_a_row_that_is_no_row_keeps_the_numbers_behind_it() -> None:
    data = calls({}, {}, {"called_at": "2026-03-04 25:00"}, {"answered_at": "2026-03-04 14:00"})
    data["calls"][1] = "王女士来电"
    found = said(InboundCallRecord, data)
    assert found.keys() == {"calls.2", "calls.3.called_at", "calls.4.answered_at"}
    assert "每行应是" in found["calls.2"].message


def test_an_unknown_label_in_a_row_is_kept_in_that_row() -> None:
    draft, findings = examine(InboundCallRecord, calls({}, {"天气": "雨"}), today=TODAY)
    assert [(finding.path, finding.severity) for finding in findings] == [
        ("calls.2.extra", "warning")
    ]
    assert [box.value for box in draft.calls[1].extra] == ["雨"]
    assert draft.calls[0].extra == draft.extra == ()


def test_parts_may_be_given_whole_by_their_main_field_or_field_by_field() -> None:
    data = without(sample("corporate_customer_profile"), "legal_representative")
    person = {"姓名": "沈屿舟", "证件种类": "居民身份证", "证件号码": "310199197804120035"}
    whole = {"法定代表人": person}
    flat = {f"法定代表人{label}": value for label, value in person.items()}
    mixed = {"法定代表人": "沈屿舟"} | without(flat, "法定代表人姓名")
    turned = without(flat, "法定代表人姓名") | {"法人代表": "沈屿舟"}
    forms = [
        parse(CorporateCustomerProfile, data | given, today=TODAY)
        for given in (whole, flat, mixed, turned)
    ]
    assert all(form == forms[0] for form in forms)
    assert forms[0].legal_representative is not None
    assert forms[0].legal_representative.id_no == "310199197804120035"


def test_two_names_for_one_part_are_reported() -> None:
    data = sample("corporate_customer_profile") | {"法定代表人姓名": "张三"}
    assert "内容却不同" in said(CorporateCustomerProfile, data)["legal_representative.name"].message


@pytest.mark.parametrize("nothing", [None, "", {}, {"name": ""}, {"name": None, "id_no": " "}])
def test_an_empty_part_is_not_there(nothing: object) -> None:
    data = sample("corporate_customer_profile") | {"authorised_agent": nothing}
    form = parse(CorporateCustomerProfile, data, today=TODAY)
    assert form.authorised_agent is None


def test_a_part_that_is_no_part_is_reported() -> None:
    data = sample("corporate_customer_profile") | {"authorised_agent": ["何一苇"]}
    assert "一组" in said(CorporateCustomerProfile, data)["authorised_agent"].message


def test_what_is_missing_in_a_part_is_named_by_its_path() -> None:
    data = sample("corporate_customer_profile") | {"authorised_agent": {"phone": "13900006723"}}
    assert said(CorporateCustomerProfile, data).keys() == {"authorised_agent.name"}


# Labels


def test_labels_aliases_and_names_give_the_same_form() -> None:
    data = register()
    specs = ComplaintRegisterOne.specs()
    expected = parse(ComplaintRegisterOne, data, today=TODAY)
    for place in range(3):
        renamed = {
            specs[name].names[min(place, len(specs[name].names) - 1)]: value
            for name, value in data.items()
        }
        assert parse(ComplaintRegisterOne, renamed, today=TODAY) == expected


def test_a_box_given_twice_is_reported_unless_both_agree() -> None:
    assert check(ComplaintRegisterOne, register(投诉单号="TS-20260305-001"), today=TODAY) == []
    finding = said(ComplaintRegisterOne, register(投诉单号="TS-1"))["complaint_no"]
    assert "“complaint_no”和“投诉单号”" in finding.message
    assert "内容却不同" in finding.message


@pytest.mark.parametrize("blank", ["", None, "  "])
def test_a_blank_never_hides_what_another_label_gives(blank: str | None) -> None:
    data = without(register(), "complaint_no")
    for numbers in ({"编号": blank, "投诉单号": "TS-1"}, {"投诉单号": "TS-1", "编号": blank}):
        form = parse(ComplaintRegisterOne, numbers | data, today=TODAY)
        assert form.complaint_no == "TS-1"


def test_an_unknown_label_is_kept_and_the_nearest_one_named() -> None:
    draft, findings = examine(
        ComplaintRegisterOne, register(受理时间点="14点", 颜色="红"), today=TODAY
    )
    kept = [(box.label, box.value) for box in draft.extra]
    assert kept == [("受理时间点", "14点"), ("颜色", "红")]
    assert [(finding.path, finding.label, finding.severity) for finding in findings] == [
        ("extra", "受理时间点", "warning"),
        ("extra", "颜色", "warning"),
    ]
    assert "最接近的栏目是“受理时间”" in findings[0].message
    assert "最接近" not in findings[1].message


@pytest.mark.parametrize("given", ["3", 3, 3.0, "3元"])
@pytest.mark.parametrize(
    "label", ["索赔金额(万元)", "要求赔偿金额（千元）", "索赔金额【亿元】", "索赔金额：万元"]
)
def test_a_figure_of_another_unit_is_not_taken_for_yuan(label: str, given: object) -> None:
    data = without(register(), "demand_amount")
    draft, findings = examine(ComplaintRegisterOne, data | {label: given}, today=TODAY)
    assert draft.demand_amount is None
    assert [(box.label, box.value) for box in draft.extra] == [(label, str(given))]
    assert [(finding.path, finding.label, finding.severity) for finding in findings] == [
        ("extra", label, "warning")
    ]


@pytest.mark.parametrize(
    ("label", "given"),
    [
        ("响应时间（分钟）", 30),
        ("响应用时（分钟）", "30"),  # meant by its meaning only
        ("响应时间：分钟", 30),
        ("费用合计（美元）", "100"),
        ("总费用 USD", 100.0),
    ],
)
def test_what_is_counted_in_another_unit_of_time_or_money_is_kept_aside(
    label: str, given: object
) -> None:
    data = without(sample("after_sales_register"), "response_hours", "total_fee_amount")
    draft, findings = examine(AfterSalesRegister, data | {label: given}, today=TODAY)
    assert draft.response_hours != 30
    assert draft.total_fee_amount != 100
    assert [(box.label, box.value) for box in draft.extra] == [(label, str(given))]
    assert [(finding.path, finding.severity) for finding in findings] == [("extra", "warning")]


@pytest.mark.parametrize(
    ("label", "given"),
    [("要求赔偿金额（元）", "30000"), ("要求赔偿金额（万元）", "3 万元")],
)
def test_a_figure_in_yuan_or_with_its_unit_is_read(label: str, given: str) -> None:
    data = without(register(), "demand_amount")
    form = parse(ComplaintRegisterOne, data | {label: given}, today=TODAY)
    assert form.demand_amount == 30_000
    assert form.extra == ()


@pytest.mark.parametrize("given", ["0.05", "5%", "5％"])
def test_a_unit_that_the_form_prints_itself_is_no_other(given: str) -> None:
    data = without(sample("complaint_register_two"), "claim_discount_rate")
    draft = examine(ComplaintRegisterTwo, data | {"折价比例(%)": given}, today=TODAY)[0]
    assert draft.claim_discount_rate == Decimal("0.05")


def test_unknown_boxes_stand_behind_those_given_as_extra() -> None:
    for boxes in ([{"label": "尺寸", "value": "大"}], {"尺寸": "大"}):
        draft = examine(ComplaintRegisterOne, register(颜色="红", extra=boxes), today=TODAY)[0]
        assert [box.label for box in draft.extra] == ["尺寸", "颜色"]


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (3, "3"),
        (2.5, "2.5"),
        (True, "是"),
        (False, "否"),
        (dt.date(2026, 3, 5), "2026-03-05"),
        (["甲", 1], '["甲", 1]'),
        ({"甲": None, "乙": 1}, '{"甲": null, "乙": 1}'),
    ],
)
def test_whatever_stands_under_an_unknown_label_is_kept(value: object, kept: str) -> None:
    draft = examine(ComplaintRegisterOne, register(颜色=value), today=TODAY)[0]
    assert [box.value for box in draft.extra] == [kept]


def test_what_cannot_be_kept_is_an_error_with_its_number() -> None:
    data = register() | {"颜色": "红", "图案\x00": "\ud800"}
    findings = check(ComplaintRegisterOne, data, today=TODAY)
    errors = [finding.path for finding in findings if finding.is_error]
    assert errors == ["extra.2.label", "extra.2.value"]


def test_an_unknown_label_where_nothing_can_be_added_is_an_error() -> None:
    data = sample("corporate_customer_profile")
    data["authorised_agent"]["颜色"] = "红"
    finding = said(CorporateCustomerProfile, data)["authorised_agent"]
    assert (finding.label, finding.is_error) == ("颜色", True)


# Personal data


SECRETS = {
    "customer_name": "张晓明\n",
    "phone": "1397654321a",
    "email": "zhangxiaoming@",
    "address": "新港路88号\x00",
    "content": "张晓明\x00",
    "remarks": "张晓明\x00",
    "evidence": "身份证\x00复印件",
}


@pytest.mark.parametrize("name", SECRETS)
def test_what_was_given_for_a_personal_box_is_never_shown(name: str) -> None:
    value = f"{SECRETS[name]}\n{SECRETS[name]}"
    findings = check(ComplaintRegisterOne, register(**{name: value}), today=TODAY)
    assert name in {finding.path for finding in findings if finding.is_error}
    text = "".join(str(finding.as_dict()) for finding in findings)
    for secret in ("张晓明", "1397654321", "zhangxiaoming", "新港路", "身份证"):
        assert secret not in text


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("微信13800138000", "微信***********"),
        ("证号11010519491231002X", "证号******************"),
        ("微信１３８００１３８０００", "微信***********"),
        ("群123456", "群123456"),
        ("红" * 60, "红" * 40 + "…"),
        ("微\x00信", "微�信"),
    ],
)
def test_long_numbers_are_starred_and_long_texts_cut(given: str, shown: str) -> None:
    assert said(ComplaintRegisterOne, register(channel=given))["channel"].given == shown


def test_a_number_for_a_label_is_starred_too() -> None:
    findings = check(ComplaintRegisterOne, register(电话13800138000号="x"), today=TODAY)
    assert "13800138000" not in "".join(str(finding.as_dict()) for finding in findings)


# Computed boxes


def test_a_computed_box_typed_by_hand_must_agree() -> None:
    data = sample("inbound_call_record")
    assert check(InboundCallRecord, data | {"呼入总量": 8}, today=TODAY) == []
    finding = said(InboundCallRecord, data | {"呼入总量": "9件"})["inbound_count"]
    assert finding.is_error
    assert "“8”不一致" in finding.message
    assert finding.given == "9件"


@pytest.mark.parametrize("typed", ["87.50%", 0.875, "0.875", "87.5%"])
def test_a_computed_rate_agrees_as_closely_as_it_is_printed(typed: object) -> None:
    data = sample("inbound_call_record")  # 7 of 8 calls were answered
    assert check(InboundCallRecord, data | {"接通率": typed}, today=TODAY) == []
    assert "answer_rate" in said(InboundCallRecord, data | {"接通率": "87.51%"})


def test_a_computed_box_that_cannot_be_worked_out_is_doubted() -> None:
    data = register(acknowledged_at=None, 受理告知超时="是")
    assert said(ComplaintRegisterOne, data)["is_acknowledged_late"].severity == "warning"


def test_a_computed_personal_box_is_not_repeated_in_the_finding() -> None:
    finding = said(ComplaintRegisterOne, register(保密姓名="张某某"))["masked_name"]
    assert finding.is_error


# Typed forms


@every_form
def test_pydantic_and_parse_make_the_same_form_of_a_sample(form: type[Form]) -> None:
    parsed = parse(form, sample(form.identifier()))
    stored = parsed.stored()
    assert parse(form, stored) == parsed
    assert form.model_validate(stored) == parsed
    assert form(**stored) == parsed
    assert form.model_validate_json(json.dumps(stored)) == parsed
    assert form.model_validate_json(parsed.model_dump_json(exclude_none=True)) == parsed


@every_form
def test_a_typed_sample_has_no_findings(form: type[Form]) -> None:
    assert check(parse(form, sample(form.identifier()))) == []


def test_pydantic_refuses_what_parse_refuses() -> None:
    for change in ({"channel": "烟火信号"}, {"complaint_no": "\x00"}, {"colour": "红"}):
        with pytest.raises(ValidationError):
            ComplaintRegisterOne.model_validate(register(**change))


def test_a_typed_form_is_checked_like_its_data() -> None:
    data = register(level="低等级", severity="严重", customer_name="李\u200b晓岚")
    form = ComplaintRegisterOne.model_validate(data)
    assert check(form, today=TODAY) == check(ComplaintRegisterOne, data, today=TODAY) != []


def test_a_typed_form_with_too_few_or_too_many_rows_is_noticed() -> None:
    empty = InboundCallRecord.model_validate(without(sample("inbound_call_record"), "calls"))
    assert [finding.path for finding in check(empty, today=TODAY)] == ["calls"]
    boxes = [{"label": f"栏{number}", "value": "甲"} for number in range(41)]
    full = ComplaintRegisterOne.model_validate(register(extra=boxes))
    assert [finding.path for finding in check(full, today=TODAY)] == ["extra"]


# Whatever comes


def names(block: type[Block]) -> Iterator[str]:
    for spec in block.specs().values():
        yield from spec.names
        if spec.model is not None:
            yield from names(spec.model)


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=12),
    st.sampled_from(
        ["2026-03-05 14:05", "9999-12-31", "0001-01-01", "TS-1", "其他", "是", "高等级", "转接",
         "5.23%", "1,409.50元", "来访", "晚班", "13800138000", "310199197804120035", "月份",
         "处理方式", "Q1", "单选", "多选", "NPS", "排序", "END", "2026-03", "A1110000MC0000012U"]
    ),
)  # fmt: skip


@functools.cache
def known(form: type[Form]) -> list[str]:
    return sorted(set(names(form)))


@functools.cache  # a strategy made anew is worked out anew, at every draw
def junk(form: type[Form]) -> st.SearchStrategy[Any]:
    keys = st.one_of(st.sampled_from(known(form)), st.text(max_size=8))
    return st.recursive(
        SCALARS,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=4)
        ),
        max_leaves=12,
    )


OTHER = st.text(max_size=6)


def shaken(form: type[Form]) -> st.SearchStrategy[dict[str, Any]]:
    """Return the sample with junk in some of its boxes, rows and parts."""

    @st.composite
    def build(draw: st.DrawFn) -> dict[str, Any]:
        data = copy.deepcopy(sample(form.identifier()))
        places: list[dict[str, Any]] = [data]
        for value in data.values():
            rows = value if isinstance(value, list) else [value]
            places += [row for row in rows if isinstance(row, dict)]
        for _ in range(draw(st.integers(1, 5))):
            place = draw(st.sampled_from(places))
            name = draw(st.sampled_from([*place]) | st.sampled_from(known(form)) | OTHER)
            place[name] = draw(junk(form))
        return data

    return build()


@every_form
@hypothesis_settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_checking_never_fails_whatever_comes(form: type[Form], data: st.DataObject) -> None:
    given = data.draw(st.one_of(shaken(form), junk(form)))
    findings = check(form, given, today=TODAY)
    assert all(finding.message.endswith("。") for finding in findings)
    assert json.dumps([finding.as_dict() for finding in findings])


@every_form
@hypothesis_settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_what_is_accepted_is_stored_and_accepted_again(
    form: type[Form], data: st.DataObject
) -> None:
    given = data.draw(shaken(form))
    try:
        model = parse(form, given, today=TODAY)
    except InvalidData:
        return
    assert parse(form, json.loads(json.dumps(model.stored())), today=TODAY) == model


def test_questionnaire_and_statistics_are_among_the_forms_that_are_shaken() -> None:
    assert {AfterSalesQuestionnaire, ComplaintStatistics} <= set(FORMS)


def test_what_stands_in_a_personal_box_is_not_shown_where_it_was_typed_too() -> None:
    data = sample("complaint_register_one") | {"customer_kind": "李晓岚", "purchased_on": "李晓岚1"}
    findings = check(ComplaintRegisterOne, data, today=TODAY)
    assert {finding.path: finding.given for finding in findings} == {
        "customer_kind": None,
        "purchased_on": None,
    }


@pytest.mark.parametrize("dash", ["—", "——", "-", "/", " － "])
def test_a_box_struck_through_is_empty_but_words_stay_words(dash: str) -> None:
    data = sample("complaint_register_one") | {"demand_amount": dash, "remarks": dash}
    form = parse(ComplaintRegisterOne, data, today=TODAY)
    assert (form.demand_amount, form.remarks) == (None, dash.strip())


def test_what_no_text_can_hold_is_refused_as_an_added_box() -> None:
    findings = check(ComplaintRegisterOne, register(车辆={(1, 2): 3}), today=TODAY)
    assert [(finding.path, finding.severity) for finding in findings] == [
        ("extra", "warning"),
        ("extra.1.value", "error"),
    ]
