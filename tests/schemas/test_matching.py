"""Labels of foreign sheets find the field that they mean, or none: a wrong one is worse."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import FORMS, sample

import csdforms
from csdforms.schemas.complaint import ComplaintHandlingNotice, ComplaintRegisterOne
from csdforms.schemas.customer import CorporateCustomerProfile
from csdforms.schemas.form import Form, Profile
from csdforms.schemas.matching import match
from csdforms.schemas.telephone import InboundCallRecord
from csdforms.schemas.telephone.inbound_call_record import Call


def fields(form: type[Form], *labels: str) -> dict[str, str | None]:
    return {label: found.field for label, found in match(form, labels).items()}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.identifier())
def test_the_forms_own_labels_and_names_mean_its_own_fields(form: type[Form]) -> None:
    for spec in form.specs().values():
        if spec.type is None or (issubclass(form, Profile) and spec.name == "company_name"):
            continue
        for label in (spec.name, spec.label, f"{spec.label}：", f"3、{spec.label}"):
            assert fields(form, label) == {label: spec.name}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.identifier())
def test_the_columns_of_a_table_are_found_in_its_rows(form: type[Form]) -> None:
    for group in form.specs().values():
        if group.many and group.model is not None and group.name != "extra":
            for spec in group.model.specs().values():
                if spec.type is not None:
                    found = match(group.model, [spec.label])
                    assert found[spec.label].field == spec.name


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("顾客手机", "phone"),
        ("投诉者", "customer_name"),
        ("业主姓名", "customer_name"),
        ("用户电话", "phone"),
        ("客诉编号", "complaint_no"),
        ("抱怨内容", "content"),
        ("反映内容", "content"),
        ("记录人", "first_responder"),
        ("接待人签名", "first_responder"),
        ("处理人", "assigned_handler"),
        ("处理时限", "due_on"),
        ("总经理意见", "approval_opinion"),
        ("投诉类别□质量 □服务", "category"),
        ("（3）投诉等级", "level"),
        ("投 诉 内 容：", "content"),
    ],
)
def test_words_of_the_same_meaning_find_the_box(label: str, field: str) -> None:
    assert fields(ComplaintRegisterOne, label) == {label: field}


@pytest.mark.parametrize(
    "label", ["天气", "车牌号", "回访结果", "处理结果", "公章", "", "：", "12", "🙂", "投诉", "人"]
)
def test_what_the_form_has_no_box_for_is_not_matched(label: str) -> None:
    assert fields(ComplaintRegisterOne, label) == {label: None}


def test_a_label_says_how_it_was_found() -> None:
    found = match(
        ComplaintRegisterOne, ["complaint_no", "投诉方式", "投诉时间", "顾客电话", "审核人", "日期"]
    )
    hows = {label: one.how for label, one in found.items()}
    assert hows == {
        "complaint_no": "name",
        "投诉方式": "label",
        "投诉时间": "alias",
        "顾客电话": "synonym",
        "审核人": "label",
        "日期": "context",
    }


def test_a_bare_day_belongs_to_the_box_before_it() -> None:
    form = ComplaintRegisterOne
    assert fields(form, "审核人", "日期")["日期"] == "reviewed_on"
    assert fields(form, "批准人", "日期")["日期"] == "approved_on"
    assert fields(ComplaintHandlingNotice, "签收人", "时间")["时间"] == "signed_at"


def test_what_may_stand_in_several_places_is_decided_by_its_neighbours() -> None:
    form = CorporateCustomerProfile
    assert fields(form, "法定代表人", "身份证号码")["身份证号码"] == "legal_representative.id_no"
    assert fields(form, "授权经办人", "身份证号码")["身份证号码"] == "authorised_agent.id_no"
    assert fields(InboundCallRecord, "来电时间", "来电号码", "备注")["备注"] == "calls.remarks"


def test_what_stays_in_doubt_names_its_candidates() -> None:
    found = match(CorporateCustomerProfile, ["身份证号码"])["身份证号码"]
    assert found.field is None
    assert set(found.candidates) == {"legal_representative.id_no", "authorised_agent.id_no"}


def test_no_two_labels_of_other_words_mean_one_box() -> None:
    found = fields(ComplaintRegisterOne, "接待人", "记录人")
    assert found == {"接待人": "first_responder", "记录人": None}


@pytest.mark.parametrize("stroke", ["/", "／"])
def test_before_a_stroke_stands_what_is_meant(stroke: str) -> None:
    labels = f"投诉人{stroke}电话", f"记录人{stroke}日期"
    found = [fields(ComplaintRegisterOne, label)[label] for label in labels]
    assert found == ["customer_name", "first_responder"]


def test_on_a_profile_the_company_is_the_customer() -> None:
    assert fields(CorporateCustomerProfile, "企业名称")["企业名称"] == "customer_name"
    assert fields(ComplaintRegisterOne, "公司名称")["公司名称"] == "company_name"


def test_a_table_can_be_matched_alone() -> None:
    found = match(Call, ["来电时间", "顾客姓名", "处理情况"])
    assert [one.field for one in found.values()] == [
        "called_at",
        "customer_name",
        "handling_result",
    ]


@given(st.lists(st.text(max_size=30), max_size=12))
@settings(max_examples=60)
def test_no_label_is_too_strange(labels: list[str]) -> None:
    for form in FORMS[:3]:
        found = match(form, labels)
        assert list(found) == list(dict.fromkeys(labels))
        assert all((one.field is None) == (one.how is None) for one in found.values())


def test_long_labels_and_long_lists_take_no_time_to_speak_of() -> None:
    labels = [f"栏目{number}" * 500 for number in range(300)]
    assert not any(fields(ComplaintRegisterOne, *labels).values())


# Data with the labels of foreign sheets


def test_foreign_labels_in_data_are_read_and_said() -> None:
    data = sample("complaint_register_one")
    data["顾客手机"] = data.pop("phone")
    data["反映内容"] = data.pop("content")
    findings = csdforms.check(ComplaintRegisterOne, data)
    assert {(one.path, one.severity) for one in findings} == {
        ("phone", "warning"),
        ("content", "warning"),
    }
    assert "顾客手机" in findings[0].message
    assert csdforms.parse(ComplaintRegisterOne, data).content == data["反映内容"]


def test_a_box_given_by_its_own_label_is_not_given_again_by_a_foreign_one() -> None:
    data = sample("complaint_register_one") | {"记录人": "周宁"}
    form = csdforms.parse(ComplaintRegisterOne, data)
    assert [(box.label, box.value) for box in form.extra if box.label == "记录人"] == [
        ("记录人", "周宁")
    ]


def test_what_the_field_refuses_goes_to_the_further_boxes() -> None:
    data = sample("complaint_register_one")
    data.pop("email", None)
    data["业主邮箱"] = "没有"
    findings = csdforms.check(ComplaintRegisterOne, data)
    assert {(one.path, one.severity) for one in findings} == {("extra", "warning")}


def test_foreign_labels_of_a_part_are_read_into_it() -> None:
    data = sample("corporate_customer_profile")
    data["法人联系号码"] = data["legal_representative"].pop("phone")
    form = csdforms.parse(CorporateCustomerProfile, data)
    assert form.legal_representative is not None
    assert form.legal_representative.phone == data["法人联系号码"]


def test_foreign_columns_are_read_in_rows_too() -> None:
    data = sample("inbound_call_record")
    row = data["calls"][0]
    row["处理情况"] = row.pop("handling_result")
    findings = csdforms.check(InboundCallRecord, data)
    assert [(one.path, one.severity) for one in findings] == [
        ("calls.1.handling_result", "warning")
    ]
