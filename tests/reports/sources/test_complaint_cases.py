"""The cases as they are read from the sheets of the archive (specification, A.5)."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from reports.cases import JUNE_CASES, case, items_of
from reports.kept import Memory, item

from csdforms.errors import UnreadableInput
from csdforms.reports.sources import Sources
from csdforms.reports.sources.complaint_case import ComplaintCase, case_of
from csdforms.reports.sources.complaint_cases import TIMELINESS, Cases
from csdforms.reports.sources.kept import Document
from csdforms.schemas.complaint import case_state

_DAY = dt.date(2024, 6, 30)


def _register(form: str = "one", **boxes: Any) -> Document:
    data = {
        "complaint_no": "TS-1",
        "received_at": "2024-06-03T09:00:00",
        "customer_name": "李晓岚",
        "category": "产品质量",
        "level": "低等级",
        "severity": "轻微",
        "urgency": "一般",
        "channel": "来电",
        "nature": "有效投诉",
        "due_on": "2024-06-10",
        "assigned_handler": "赵敏",
    }
    return item(f"complaint_register_{form}", {**data, **boxes}, number=f"R-{form}")


def _sheet(form: str, number: str = "", **boxes: Any) -> Document:
    return item(f"complaint_{form}", {"complaint_no": "TS-1", **boxes}, number=number or form)


def _one(*items: Document) -> ComplaintCase:
    found = case_of(items)
    assert found is not None
    return found


def test_the_sheets_of_the_example_give_its_cases() -> None:
    read = Sources(Memory(forms=items_of())).cases
    assert len(read) == len(JUNE_CASES)
    given = {one.complaint_no: one for one in JUNE_CASES}
    for found in read.cases:
        same = given[found.complaint_no]
        for name in (
            "received_at", "due_on", "customer_key", "category", "level", "channel", "validity",
            "responsible_department", "cause_category", "satisfaction", "closed_at",
            "closing_type", "total_cost", "customer_kind",
        ):  # fmt: skip
            assert getattr(found, name) == getattr(same, name), (found.complaint_no, name)


def test_what_is_decided_is_taken_from_the_first_sheet_that_has_it() -> None:
    found = _sheet("investigation", validity="属实", responsible_department="生产部",
                   cause_category="检验", severity="严重", started_on="2024-06-04")  # fmt: skip
    only = _one(_register(), found)
    assert (only.validity, only.responsible_department) == ("属实", "生产部")
    assert (only.severity, only.handler) == ("严重", "赵敏")
    handled = _sheet("handling", validity="部分属实", responsible_department="客服部",
                     handler="陈立")  # fmt: skip
    both = _one(_register(), handled, found)
    assert (both.validity, both.responsible_department) == ("部分属实", "客服部")
    assert (both.cause_category, both.handler) == ("检验", "陈立")
    assert _one(_register()).validity == "待核实"


def test_of_several_sheets_of_a_kind_the_last_one_counts() -> None:
    sheets = [
        _register(),
        _sheet("handling", "H-1", validity="属实", loss_amount="10.00"),
        _sheet("handling", "H-2", validity="不属实"),
        _register(category="服务质量"),
    ]
    found = _one(*sheets)
    assert (found.validity, found.loss_amount, found.category) == ("不属实", None, "服务质量")
    assert found.items == ("R-one", "H-1", "H-2", "R-one")


def test_a_suggestion_is_no_complaint_and_an_invalid_complaint_is_one() -> None:
    forms = [_register(nature="意见建议"), _register(complaint_no="TS-2", nature="无效投诉")]
    cases = Sources(Memory(forms=forms)).cases
    assert [found.complaint_no for found in cases.cases] == ["TS-2"]


def test_sheets_without_a_register_sheet_are_no_case() -> None:
    assert not len(Sources(Memory(forms=[_sheet("handling")])).cases)


@pytest.mark.parametrize("form", ["one", "two"])
def test_a_complaint_without_a_limit_cannot_be_counted(form: str) -> None:
    with pytest.raises(UnreadableInput, match="没有办结期限") as problem:
        _ = Sources(Memory(forms=[_register(form, due_on=None)])).cases
    assert "李晓岚" not in str(problem.value)


def test_a_dealers_complaint_has_the_products_and_quantities_of_its_lines() -> None:
    lines = [
        {"product_name": "阀门", "unit": "只", "delivered_quantity": "100"},
        {"product_name": "接头", "unit": "只", "delivered_quantity": "20.5"},
        {"product_name": "阀门", "unit": "只", "defective_quantity": "3"},
    ]  # fmt: skip
    found = _one(_register("two", items=lines))
    assert (found.product_name, found.customer_kind) == ("阀门、接头", "单位")
    assert (found.delivered_quantity, found.defective_quantity) == (Decimal("120.5"), Decimal(3))
    lines[1]["unit"] = "套"
    assert _one(_register("two", items=lines)).delivered_quantity is None


def test_what_the_customer_is_paid_is_what_the_plan_pays_him() -> None:
    remedies = [
        {"remedy_type": "赔款", "line_amount": "200.00"},
        {"remedy_type": "换货", "line_amount": "80.00"},
        {"remedy_type": "折让", "line_amount": "19.90"},
        {"remedy_type": "赔款", "line_amount": "0.10"},
    ]
    handled = _sheet(
        "handling", remedies=remedies, loss_amount="5.55", closed_at="2024-06-08T17:00"
    )
    found = _one(_register(), handled)
    assert found.compensation_amount == Decimal("220.00")
    assert found.total_cost == Decimal("225.55")
    assert found.remedy_types == ("赔款", "换货", "折让")


def test_the_log_says_what_the_other_sheets_do_not() -> None:
    log = _sheet(
        "handling_log",
        entries=[
            {"step": "登记受理", "handled_at": "2024-06-03T09:00:00"},
            {"step": "受理告知", "handled_at": "2024-06-03T10:30:00"},
            {"step": "受理告知", "handled_at": "2024-06-04T10:30:00"},
        ],
        closed_at="2024-06-08T17:00:00",
    )
    found = _one(_register(), log)
    assert found.acknowledged_at == dt.datetime(2024, 6, 3, 10, 30)
    assert found.closed_on == dt.date(2024, 6, 8)
    entered = _one(_register(acknowledged_at="2024-06-03T09:05:00"), log)
    assert entered.acknowledged_at == dt.datetime(2024, 6, 3, 9, 5)
    handled = _sheet("handling", closed_at="2024-06-09T09:00:00")
    assert _one(_register(), handled, log).closed_on == dt.date(2024, 6, 9)


def test_a_plan_is_decided_when_the_last_who_must_has_agreed() -> None:
    def words(*said: tuple[str, str, str | None]) -> list[dict[str, str | None]]:
        return [
            {"approval_role": role, "approval_decision": decision, "approved_at": at}
            for role, decision, at in said
        ]

    unit = ("责任部门", "同意", "2024-06-04T09:00:00")
    manager = ("客户服务部经理", "同意", "2024-06-05T09:00:00")
    high = _register(level="高等级")
    assert _one(high, _sheet("handling", approvals=words(unit))).decided_at is None
    both = _sheet("handling", approvals=words(manager, unit))
    assert _one(high, both).decided_at == dt.datetime(2024, 6, 5, 9)
    low = _one(_register(), _sheet("handling", approvals=words(unit)))
    assert low.decided_at == dt.datetime(2024, 6, 4, 9)


def _card(number: str, **boxes: Any) -> Document:
    return {
        "number": number,
        "name": f"客户{number}",
        "kind": "Z",
        "state": "在档",
        "created_at": "2024-01-01",
        **boxes,
    }


def _profile(day: str, file: str, code: str) -> tuple[str, Document]:
    return day, {"file": file, "version": 1, "form": "", "data": {"region_code": code}}


def test_a_customer_is_counted_where_he_was_on_the_day_of_receipt() -> None:
    sheets = items_of([
        dataclasses.replace(JUNE_CASES[0], file="Z-1"),
        dataclasses.replace(JUNE_CASES[3], file="Z-1"),
    ])  # fmt: skip
    profiles = [_profile("2024-01-01", "Z-1", "110105"), _profile("2024-06-10", "Z-1", "310104")]
    cases = Sources(Memory(forms=sheets, files=[_card("Z-1")], profiles=profiles)).cases
    assert [found.region for found in cases.cases] == ["110105", "310104"]
    assert {found.customer_name for found in cases.cases} == {"客户Z-1"}


def test_a_merged_customer_is_counted_as_the_one_he_was_merged_into() -> None:
    first, again = JUNE_CASES[0], JUNE_CASES[3]
    sheets = items_of([
        dataclasses.replace(first, file="Z-1"), dataclasses.replace(again, file="Z-2")
    ])  # fmt: skip
    files = [_card("Z-1"), _card("Z-2", merged_into="Z-1", state="已合并")]
    cases = Sources(Memory(forms=sheets, files=files)).cases
    assert {found.file for found in cases.cases} == {"Z-1"}
    assert cases.repeats.tolist() == [False, True]


def test_a_customer_is_found_by_his_own_number() -> None:
    files = [_card("Z-1", customer_nos=["C001"])]
    cases = Sources(Memory(forms=items_of([JUNE_CASES[0]]), files=files)).cases
    assert cases.cases[0].file == "Z-1"


def test_a_case_shows_nothing_of_the_customer_in_its_repr() -> None:
    assert "C001" not in repr(JUNE_CASES[0])


# The table


@pytest.mark.parametrize(
    ("again", "days", "is_repeat"),
    [
        ({}, 90, True),
        ({}, 8, True),  # 06-03 and 06-11
        ({}, 7, False),
        ({"category": "服务质量"}, 90, False),
        ({"customer": "C002"}, 90, False),
        ({"customer": None}, 90, False),
        ({"category": "服务质量", "repeat_no": 2}, 90, True),  # the clerk knows better
        ({"repeat_no": 1}, 90, True),
    ],
)
def test_a_repeat_is_the_same_customer_and_category_within_the_window(
    again: dict[str, Any], days: int, *, is_repeat: bool
) -> None:
    boxes = {"customer": "C001", **again}
    first_customer = None if boxes["customer"] is None else "C001"
    cases = Cases([
        case("TS-2", "2024-06-11", "2024-06-20", **boxes),
        case("TS-1", "2024-06-03", "2024-06-10", customer=first_customer),
    ])  # fmt: skip
    assert cases.repeated(days).tolist() == [False, is_repeat]


def test_of_two_complaints_of_one_moment_the_greater_number_is_the_repeat() -> None:
    pair = [case(number, "2024-06-03", "2024-06-10", customer="C1") for number in ("B", "A")]
    cases = Cases(pair)
    assert [found.complaint_no for found in cases.cases] == ["A", "B"]
    assert cases.repeats.tolist() == [False, True]


@pytest.mark.parametrize(
    ("closed", "as_of", "bucket"),
    [
        ("2024-06-10", _DAY, "及时结案"),
        ("2024-06-11", _DAY, "超期结案"),
        ("2024-06-11", dt.date(2024, 6, 10), "期限内未结"),
        (None, dt.date(2024, 6, 10), "期限内未结"),
        (None, dt.date(2024, 6, 11), "超期未结"),
        ("2024-06-30", dt.date(2024, 6, 29), "超期未结"),
    ],
)
def test_the_four_buckets_of_time(closed: str | None, as_of: dt.date, bucket: str) -> None:
    one = case("TS-1", "2024-06-03", "2024-06-10", closed=closed)
    assert Cases([one]).timeliness(as_of).at(0) == bucket
    assert bucket in TIMELINESS
    assert case_state.timeliness(one.due_on, one.closed_on, as_of) == bucket


def test_a_case_closed_before_it_came_in_is_told_and_counts_as_closed_at_once() -> None:
    cases = Cases([
        case("TS-1", "2024-06-03", "2024-06-10", closed="2024-05-30"),
        case("TS-2", "2024-06-03", "2024-06-10", closed="2024-06-03"),
        case("TS-3", "2024-06-03", "2024-06-10"),
    ])  # fmt: skip
    assert cases.misdated.tolist() == [True, False, False]
    assert cases.closed_on.at(0) == dt.date(2024, 6, 3)
    assert [cases.processing_days.at(place) for place in range(3)] == [0, 0, None]
    assert [cases.days_taken(_DAY).at(place) for place in range(3)] == [0, 0, 27]


def test_the_first_word_to_the_customer_is_measured_in_minutes() -> None:
    at = dt.datetime(2024, 6, 3, 10, 30, 59)
    one = case("TS-1", "2024-06-03", "2024-06-10", acknowledged_at=at)
    assert Cases([one]).acknowledged_minutes.at(0) == 90


def test_there_may_be_no_case() -> None:
    cases = Sources(Memory()).cases
    assert len(cases) == 0
    assert cases.repeats.tolist() == []
    assert cases.status(_DAY).codes.tolist() == []
