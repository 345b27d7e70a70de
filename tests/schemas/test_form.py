"""What a form knows of itself, what it stores, and what it fills in by itself."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Annotated, Any

import pytest
from pydantic import ValidationError
from support import FORMS, sample

from csdforms.schemas.checking import check, examine, parse
from csdforms.schemas.complaint import ComplaintHandlingNotice, ComplaintRegisterOne
from csdforms.schemas.customer import CorporateCustomerProfile
from csdforms.schemas.fields import sheet
from csdforms.schemas.form import Block, Form, Record, Row, computed
from csdforms.schemas.labels import Group, Label
from csdforms.schemas.masking import Mask
from csdforms.schemas.telephone import InboundCallRecord
from csdforms.schemas.types import Day, Integer, Line, Money

every_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.identifier())

Item = Annotated[str, Line(20), Label("品名")]
Price = Annotated[Decimal, Money(), Label("单价")]
PaidOn = Annotated[dt.date, Day(), Label("付款日期")]


class Position(Row):
    item: Item
    price: Price | None = None


class Bill(Record, title="账单", section="9.1", edition=3):
    form_no: sheet.FormNo
    positions: Annotated[tuple[Position, ...], Group("明细", at_least=1, at_most=3)] = ()
    paid_on: PaidOn | None = None

    @computed
    def count(self) -> Annotated[int, Integer(), Label("项数")]:
        """How many positions there are."""
        return len(self.positions)

    def proposed(self) -> dict[str, object]:
        return {"paid_on": dt.date(2026, 3, 5)}


@every_form
def test_the_identifier_is_the_name_of_the_module(form: type[Form]) -> None:
    assert form.__module__.endswith(f".{form.identifier()}")
    assert form.__name__.lower() == form.identifier().replace("_", "")


def test_the_class_line_says_title_section_number_and_edition() -> None:
    assert (Bill.title(), Bill.section, Bill.number, Bill.edition) == ("账单", "9.1", "form_no", 3)
    assert (Bill.kind, ComplaintHandlingNotice.kind) == ("记录", "通知")
    assert ComplaintRegisterOne.title() == "客户投诉登记表一"
    assert ComplaintRegisterOne.number == "complaint_no"
    assert ComplaintRegisterOne.edition == 1


@every_form
def test_the_number_of_a_form_is_a_required_box(form: type[Form]) -> None:
    assert form.specs()[form.number].required


def test_own_boxes_come_first_then_shared_then_computed_ones() -> None:
    names = list(Bill.specs())
    assert names[:3] == ["form_no", "positions", "paid_on"]
    assert names[3:5] == ["company_name", "department"]
    assert names[-1] == "count"
    spec = Bill.specs()["count"]
    assert (spec.computed, spec.label, spec.required) == (True, "项数", False)
    assert Bill.specs()["positions"].many
    assert Bill.specs()["positions"].model is Position


def test_what_is_stored_is_plain_json_without_empty_boxes() -> None:
    bill = parse(Bill, {"编号": "B-1", "明细": [{"品名": "纸箱", "单价": "￥1,409.5元"}]})
    assert bill.stored() == {
        "form_no": "B-1",
        "positions": [{"item": "纸箱", "price": "1409.50", "seq": 1}],
        "paid_on": "2026-03-05",
        "department": "客户服务部",
        "confidentiality": "内部",
    }


@every_form
def test_what_is_stored_goes_through_json_and_comes_back(form: type[Form]) -> None:
    model = parse(form, sample(form.identifier()))
    stored = model.stored()
    assert json.loads(json.dumps(stored)) == stored
    assert parse(form, stored).stored() == stored
    assert not {name for name, spec in form.specs().items() if spec.computed} & stored.keys()


def test_rows_are_numbered_and_given_numbers_kept() -> None:
    rows: list[dict[str, Any]] = [{"item": "甲"}, {"序号": "7", "item": "乙"}, {"item": "丙"}]
    for bill in (
        parse(Bill, {"form_no": "B-1", "positions": rows}),
        Bill.model_validate(
            {
                "form_no": "B-1",
                "positions": [{"item": "甲"}, {"seq": 7, "item": "乙"}, {"item": "丙"}],
            }
        ),
    ):
        assert [row.seq for row in bill.positions] == [1, 7, 3]


def test_a_proposal_fills_an_empty_box_and_never_a_filled_one() -> None:
    data: dict[str, Any] = {"form_no": "B-1", "positions": [{"item": "甲"}]}
    assert parse(Bill, data).paid_on == dt.date(2026, 3, 5)
    assert parse(Bill, data | {"paid_on": "2026-01-01"}).paid_on == dt.date(2026, 1, 1)
    assert Bill.model_validate(data).paid_on == dt.date(2026, 3, 5)
    assert examine(Bill, {})[0].paid_on == dt.date(2026, 3, 5)  # a draft too


@every_form
def test_completing_twice_changes_nothing(form: type[Form]) -> None:
    model = parse(form, sample(form.identifier()))
    before = model.stored()
    assert model.complete().stored() == before


def test_a_form_cannot_be_changed_and_knows_no_other_boxes() -> None:
    bill = Bill.model_validate({"form_no": "B-1"})
    with pytest.raises(ValidationError):
        setattr(bill, "form_no", "B-2")  # noqa: B010 - mypy knows it is frozen
    with pytest.raises(ValidationError):
        Bill.model_validate({"form_no": "B-1", "colour": "red"})


def test_a_box_without_label_or_type_is_a_mistake_of_the_form() -> None:
    class Bare(Block):
        price: Annotated[Decimal, Money()]

    class Untyped(Block):
        price: Annotated[Decimal, Label("单价")]

    with pytest.raises(TypeError, match="price has no label"):
        Bare.specs()
    with pytest.raises(TypeError, match="price needs a field type"):
        Untyped.specs()


SHARED: dict[str, Any] = {"form_no": "B-1", "positions": [{"item": "甲"}]}


@pytest.mark.parametrize(
    ("boxes", "paths"),
    [
        ({"prepared_on": "2026-03-05"}, ["prepared_by"]),
        ({"reviewed_by": "王芳", "review_opinion": "同意"}, []),
        ({"review_opinion": "同意"}, ["reviewed_by"]),
        ({"approved_on": "2026-03-05"}, ["approved_by"]),
        (
            {"prepared_by": "周明", "prepared_on": "2026-03-05",
             "approved_by": "陈立", "approved_on": "2026-03-04"},
            ["approved_on"],
        ),
    ],
)  # fmt: skip
def test_whoever_wrote_an_opinion_or_a_date_is_named_and_the_days_are_in_order(
    boxes: dict[str, str], paths: list[str]
) -> None:
    assert [finding.path for finding in check(Bill, SHARED | boxes)] == paths


def test_defaults_of_the_shared_boxes() -> None:
    bill = parse(Bill, SHARED)
    assert (bill.department, bill.confidentiality, bill.extra) == ("客户服务部", "内部", ())
    assert bill.least_mask() is Mask.NONE
    profile = parse(CorporateCustomerProfile, sample("corporate_customer_profile"))
    assert profile.confidentiality == "秘密"


def test_the_secrecy_mark_is_that_of_a_company_and_not_of_the_state() -> None:
    spec = Bill.specs()["confidentiality"]
    assert spec.type is not None
    mark = spec.type.faces()["mark"]
    assert [mark(level) for level in ("公开", "内部", "秘密", "机密", "绝密", None)] == [
        "公开",
        "内部",
        "商业秘密·秘密",
        "商业秘密·机密",
        "商业秘密·绝密",
        "",
    ]


def test_a_computed_value_is_read_like_a_box_and_cannot_be_set() -> None:
    bill = parse(Bill, SHARED)
    assert bill.count == 1
    with pytest.raises(ValidationError):
        Bill.model_validate(SHARED | {"count": 2})
    ledger = parse(InboundCallRecord, sample("inbound_call_record"))
    assert (ledger.inbound_count, ledger.answered_count) == (8, 7)


def test_a_copy_with_a_changed_value_is_checked_like_data() -> None:
    form = parse(ComplaintRegisterOne, sample("complaint_register_one"))
    for name, value in (("level", "中"), ("phone", 12), ("content", "abc\x0bdefghijk")):
        copy = form.model_copy(update={name: value})
        assert [finding.path for finding in check(copy) if finding.is_error] == [name]
    assert check(form.model_copy(update={"received_at": "2026-03-05"})) == []  # is read


def test_a_typed_form_and_other_data_are_not_mixed() -> None:
    form = parse(ComplaintRegisterOne, sample("complaint_register_one"))
    with pytest.raises(TypeError):
        check(form, {"level": "高等级"})


def test_validating_a_form_that_exists_leaves_it_as_it_is() -> None:
    form = parse(ComplaintRegisterOne, sample("complaint_register_one"))
    emptied = form.model_copy(update={"due_on": None})
    before = hash(emptied)
    assert ComplaintRegisterOne.model_validate(emptied) is emptied
    assert emptied.due_on is None
    assert hash(emptied) == before


def test_a_form_made_from_another_keeps_number_and_section_and_has_a_name_of_its_own() -> None:
    class ShopComplaint(ComplaintRegisterOne, title="门店投诉登记表"):
        pass

    assert (ShopComplaint.number, ShopComplaint.section) == ("complaint_no", "3.2")
    assert (ShopComplaint.identifier(), ShopComplaint.kind) == ("shop_complaint", "记录")
    form = parse(ShopComplaint, sample("complaint_register_one"))
    assert form.reference() == "TS-20260305-001"
