"""What a template is given: strings as they are printed, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from support import FORMS, sample

from csdforms.schemas.checking import parse
from csdforms.schemas.complaint import ComplaintRegisterOne
from csdforms.schemas.form import Form
from csdforms.schemas.telephone import InboundCallRecord
from csdforms.templates.printing import allowed_names, blank, printed

every_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.identifier())
CALL = {
    "call_no": "1",
    "called_at": "2026-03-05 09:00",
    "caller_number": "13900006721",
    "call_status": "未接",
}


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    else:
        yield value


def calls(*extras: dict[str, Any]) -> Any:
    rows = [
        {**CALL, "call_no": str(number), **extra} for number, extra in enumerate(extras, start=1)
    ]
    signed = {"prepared_by": "周明", "prepared_on": "2026-03-05"}
    head = {"form_no": "HR-1", "recorded_on": "2026-03-05", "agent_name": "周明", **signed}
    return printed(parse(InboundCallRecord, {**head, "calls": rows}))


@every_form
def test_a_context_holds_nothing_but_plain_strings(form: type[Form]) -> None:
    filled = printed(parse(form, sample(form.identifier())))
    groups = [name for name, spec in form.specs().items() if spec.many]
    for context in (filled, blank(form, dict.fromkeys(groups, 3))):
        assert {type(leaf) for leaf in leaves(context)} == {str}


@every_form
def test_every_allowed_name_is_in_the_context_blank_or_filled(form: type[Form]) -> None:
    filled = printed(parse(form, sample(form.identifier())))
    assert set(allowed_names(form)) == set(filled) == set(blank(form, {}))


def test_values_are_printed_as_on_paper_with_their_other_faces() -> None:
    context = printed(
        parse(
            ComplaintRegisterOne, {**sample("complaint_register_one"), "amount_involved": "1409.5"}
        )
    )
    assert context["amount_involved"] == "1,409.50"
    assert context["amount_involved_words"] == "人民币壹仟肆佰零玖元伍角"
    assert context["confidentiality_mark"] == "内部"
    ticked = [box for box in context["level_boxes"].split() if box.startswith("☑")]
    assert ticked == [f"☑{context['level']}"]


def test_an_empty_box_prints_nothing() -> None:
    context = printed(
        parse(ComplaintRegisterOne, {**sample("complaint_register_one"), "email": ""})
    )
    assert context["email"] == ""


def test_an_empty_sheet_has_its_lines_and_no_figures_in_them() -> None:
    context = blank(InboundCallRecord, {"calls": 3})
    assert len(context["calls"]) == 3
    assert all("☑" not in leaf for leaf in leaves(context["calls"]))
    assert {row["call_no"] + row["seq"] + row["urgency"] for row in context["calls"]} == {""}


def test_added_columns_are_headed_in_the_order_in_which_they_come() -> None:
    context = calls({"坐席组": "一组"}, {"耳机": "有", "坐席组": "二组"}, {})
    assert context["calls_extra"] == ["坐席组", "耳机"]
    assert [row["extra_cells"] for row in context["calls"]] == [
        ["一组", ""],
        ["二组", "有"],
        ["", ""],
    ]


def test_four_added_columns_stand_each_by_itself() -> None:
    extra = {f"栏{number}": f"值{number}" for number in range(1, 5)}
    context = calls(extra)
    assert context["calls_extra"] == ["栏1", "栏2", "栏3", "栏4"]
    assert context["calls"][0]["extra_cells"] == ["值1", "值2", "值3", "值4"]


def test_of_six_added_columns_the_last_three_share_one_with_their_labels() -> None:
    extra = {f"栏{number}": f"值{number}" for number in range(1, 7)}
    context = calls(extra)
    assert context["calls_extra"] == ["栏1", "栏2", "栏3", "其他栏目"]
    assert context["calls"][0]["extra_cells"] == [
        "值1",
        "值2",
        "值3",
        "栏4：值4；栏5：值5；栏6：值6",
    ]


def test_two_boxes_of_the_same_name_share_a_cell() -> None:
    boxes = [{"label": "录音", "value": "甲"}, {"label": "录音", "value": "乙"}]
    context = calls({"extra": boxes})
    assert context["calls"][0]["extra_cells"] == ["甲；乙"]
