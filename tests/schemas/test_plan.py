"""The plan of a class changes nothing but the time that reading takes."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
from decimal import Decimal
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pydantic import PrivateAttr
from support import FORMS, sample

from csdforms.schemas import checking
from csdforms.schemas.after_sales import AfterSalesRegister, ReturnExchangeSummary
from csdforms.schemas.checking import check, examine, parse
from csdforms.schemas.complaint import ComplaintRegisterOne
from csdforms.schemas.customer import CorporateCustomerProfile
from csdforms.schemas.fields import sheet
from csdforms.schemas.form import Block, Form, Record, Row
from csdforms.schemas.labels import Group, Label, normalise
from csdforms.schemas.telephone import InboundCallRecord
from csdforms.schemas.types import Line, Money, Refused

TODAY = dt.date(2026, 11, 20)
every_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.identifier())
few = hypothesis_settings(max_examples=8, deadline=None)

Item = Annotated[str, Line(20), Label("品名", "货品")]

JUNK: tuple[object, ...] = (
    None, "", " ", "—", "--", True, 0, -1, 3, 3.0, 0.25, 1e22, "3台", "1,409.50", "1409.5", "007",
    "张三", " 张三", "张三\n李四", "a\x00b", "\u200b零", "2026-03-05", "2026/03/05", "2026-02-30",
    "2026-03-05 14:05", "2026-03-05T24:00", "14:05", 46000, 46000.5, "13800138000", "12345678",
    "是", "其他", "5.23%", "0.0523", [], {}, [None], [{}], ["甲", "乙"], {"name": "张三"},
    dt.date(2026, 3, 5), dt.time(14, 5), "☑来电 □来访", "甲、乙", "x" * 300,
)  # fmt: skip


class Position(Row):
    item: Item


class Bill(Record, title="账单"):
    form_no: sheet.FormNo
    positions: Annotated[tuple[Position, ...], Group("明细", at_most=3)] = ()


def everything(block: Any) -> Any:
    """Return all that a block holds, in order, and which of it was given."""
    if isinstance(block, tuple):
        return [everything(each) for each in block]
    if not isinstance(block, Block):
        return repr(block)
    values = [(name, everything(value)) for name, value in vars(block).items()]
    return type(block), values, block.model_fields_set


def outcome(form: type[Form], data: Any) -> Any:
    draft, findings = examine(form, data, today=TODAY)
    return everything(draft), findings


@st.composite
def spoiled(draw: st.DrawFn, form: type[Form]) -> dict[str, Any]:
    """Return the sample of a form with some boxes changed, also in its rows and parts."""
    data = copy.deepcopy(sample(form.identifier()))
    blocks: list[tuple[type[Block], dict[str, Any]]] = [(form, data)]
    for name, spec in form.specs().items():
        inner = data.get(name, [])
        if spec.model is not None:
            blocks += [(spec.model, row) for row in (inner if spec.many else [inner]) if row]
    for _ in range(draw(st.integers(1, 6))):
        model, values = draw(st.sampled_from(blocks))
        values[draw(st.sampled_from(list(model.specs())))] = draw(st.sampled_from(JUNK))
    return data


@every_form
@few
@given(data=st.data())
def test_labels_that_must_be_sorted_out_give_the_same(form: type[Form], data: Any) -> None:
    boxes = data.draw(spoiled(form))
    names = [name for name in boxes if len(form.specs()[name].names) > 2]
    again = form.specs()[data.draw(st.sampled_from(names))].names[-1]
    with pytest.raises(LookupError):
        form.plan().reading((*boxes, again))
    assert outcome(form, boxes | {again: None}) == outcome(form, boxes)


@every_form
def test_every_name_and_alias_is_read_at_once(form: type[Form]) -> None:
    spans = set(map(normalise, form.spans))
    for spec in form.specs().values():
        for name in spec.names:
            if normalise(name) in spans:
                continue
            reading = form.plan().reading((name,))
            assert reading.names == (set() if spec.computed else {spec.name})
            assert bool(reading.computed) is spec.computed


@pytest.mark.parametrize(
    ("form", "labels"),
    [
        (ComplaintRegisterOne, ("颜色",)),
        (ComplaintRegisterOne, (1,)),
        (ComplaintRegisterOne, ("投诉编号", "投诉单号")),
        (CorporateCustomerProfile, ("法定代表人姓名",)),
        (ReturnExchangeSummary, ("统计起止日期",)),
    ],
)
def test_what_must_be_sorted_out_first_has_no_reading(
    form: type[Form], labels: tuple[object, ...]
) -> None:
    with pytest.raises(LookupError):
        form.plan().reading(labels)


@every_form
def test_a_block_is_made_as_pydantic_makes_it(form: type[Form]) -> None:
    read = parse(form, sample(form.identifier()), today=TODAY)
    values, names = dict(vars(read)), read.model_fields_set
    made, constructed = form.plan().make(dict(values), set(names)), form.draft(values, names)
    for block in (made, made.model_copy(), copy.copy(made), copy.deepcopy(made)):
        assert block == constructed
        assert list(vars(block)) == list(vars(constructed)) == list(form.model_fields)
        assert block.model_fields_set == constructed.model_fields_set
        assert block.model_dump() == constructed.model_dump()
    assert repr(made) == repr(constructed)
    assert hash(made) == hash(constructed)
    assert pickle.loads(pickle.dumps(made)) == constructed  # noqa: S301 - our own
    assert form.empty() == form.draft(form.plan().defaults)
    assert form.empty().model_fields_set == set()


def test_a_block_with_private_attributes_gets_them() -> None:
    class Counted(Row):
        item: Item
        _seen: list[str] = PrivateAttr(default_factory=list)

    class Sheet(Record, title="清单"):
        form_no: sheet.FormNo
        lines: Annotated[tuple[Counted, ...], Group("明细")] = ()

    read = parse(Sheet, {"编号": "L-1", "明细": [{"品名": "甲"}]})
    assert read.lines[0]._seen == []


def test_rows_are_numbered_where_they_are_but_not_those_of_others() -> None:
    class Prepared(Bill, title="备好的账单"):
        positions: Annotated[tuple[Position, ...], Group("明细")] = (Position.empty(),)

    given = Position.empty()
    for bill in (Bill, Prepared):
        read, _ = examine(bill, {"positions": [given, {"品名": "甲"}]})
        assert [row.seq for row in read.positions] == [1]
    read, _ = examine(Prepared, {"form_no": "B-1"})
    assert [row.seq for row in read.positions] == [1]
    assert Prepared.specs()["positions"].default[0].seq is None
    assert given.seq is None


def test_a_row_that_says_nothing_of_itself_has_no_rules_and_proposes_nothing() -> None:
    row = Position.empty()
    assert list(row.rules(TODAY)) == []
    assert row.proposed() == {}
    plan, own = Position.plan(), ComplaintRegisterOne.plan()
    assert (plan.rules, plan.proposes, plan.completes, plan.grows) == (False,) * 4
    assert own.rules


def test_rows_above_the_limit_are_said_even_where_all_is_plain() -> None:
    extra = {f"栏{number}": "甲" for number in range(41)}
    rows = [{"item": "甲"} | extra]
    (finding,) = [each for each in check(Bill, {"form_no": "B", "明细": rows}) if each.is_error]
    assert finding.path == "positions.1.extra"


def test_a_type_that_decides_in_its_own_way_has_no_shortcut_of_its_base() -> None:
    class Upper(Line):
        def accept(self, given: object) -> str:
            return super().accept(given).upper()

    class Capped(Money):
        def within(self, value: Any) -> Any:
            raise Refused("不行。")

    class Quiet(Line):
        kind = "安静"

    assert Line().plain("甲") == Quiet().plain("甲") == "甲"
    assert Upper().plain("甲") is None
    assert Capped().plain("1.00") is None


def test_a_personal_text_is_hidden_wherever_it_was_typed_whichever_way_it_was_read() -> None:
    call = {"called_at": "2026-03-04 09:00", "客户姓名": "李晓岚", "call_status": "李晓岚"}
    data = sample("inbound_call_record") | {"calls": [call]}
    given = {finding.path: finding.given for finding in check(InboundCallRecord, data)}
    assert given["calls.1.call_status"] is None


def test_what_is_stored_has_no_exponent_and_no_empty_list() -> None:
    data = sample("after_sales_register")
    form = parse(AfterSalesRegister, data, today=TODAY)
    assert "E" not in str(form.stored().get("total_fee_amount"))
    assert () not in form.model_copy(update={"evidence": ()}).stored().values()


PLAIN = ("甲", "乙 丙", "已接", "来电", "2026-03-05 14:05", "13800138000", "12", 3, "其他", None)
COLUMNS = ("call_no", "通话编号", "called_at", "caller_number", "call_content", "会员号", "seq")


def read_rows(rows: list[dict[str, Any]], *, by_column: bool) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        if not by_column:
            patch.setattr(checking._Reader, "_table", lambda *_: None)
        draft, findings = examine(InboundCallRecord, {"form_no": "1", "calls": rows}, today=TODAY)
    return everything(draft), findings


@hypothesis_settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.dictionaries(st.sampled_from(COLUMNS), st.sampled_from(PLAIN) | st.sampled_from(JUNK)),
        max_size=4,
    )
)
def test_a_table_read_by_column_is_the_table_read_by_row(rows: list[dict[str, Any]]) -> None:
    assert read_rows(rows, by_column=True) == read_rows(rows, by_column=False)


LINE = {
    "part_code": "PJ-1", "part_name": "密封圈", "part_spec": "Φ12", "unit": "只", "quantity": "2",
    "unit_price": 3.5,
}  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [
        [{}, {}],
        [{}, {"part_spec": None}],
        [{"part_code": None}, {}],
        [{}, {"quantity": 2.5, "unit_price": "3", "line_amount": 7.5}],
        [{"line_amount": "7.00"}, {"line_amount": "7.00"}],
        [{}, {"quantity": "2台"}],
        [{}, {"line_amount": "8.00"}],
        [{}, dict.fromkeys(LINE)],
        [{}, dict.fromkeys(LINE, "")],
        [{}, {"part_name": "甲|乙", "unit": " 只"}],
        [{}, {"part_name": "", "unit": "x" * 400}],
        [{}, {"没有的栏": "x"}],
        [{"unit_price": "1e3"}, {}],
        [{"quantity": True}, {"quantity": "-1"}],
    ],
)
def test_a_table_of_figures_read_by_column_is_the_table_read_by_row(
    changes: list[dict[str, Any]],
) -> None:
    data = sample("after_sales_register")
    data["parts"] = [{**LINE, **change} for change in changes]
    form = next(one for one in FORMS if one.identifier() == "after_sales_register")
    results = []
    for by_column in (True, False):
        with pytest.MonkeyPatch.context() as patch:
            if not by_column:
                patch.setattr(checking._Reader, "_table", lambda *_: None)
            draft, findings = examine(form, data, today=TODAY)
        results.append((everything(draft), findings))
    assert results[0] == results[1]


def test_a_whole_table_in_everyday_words_is_read_by_column() -> None:
    form = next(one for one in FORMS if one.identifier() == "after_sales_register")
    reader = checking._Reader(TODAY)
    model = form.specs()["parts"].model
    assert model is not None
    rows = reader._table(model, [LINE, {**LINE, "part_spec": None}])
    assert rows is not None
    assert [row.__dict__["unit_price"] for row in rows] == [Decimal("3.50")] * 2
    assert [row.__dict__["part_spec"] for row in rows] == ["Φ12", None]
    assert reader._table(model, [LINE, dict.fromkeys(LINE)]) is None


class Loose(Row):
    item: Item | None = None


def test_a_row_left_empty_among_others_does_not_count() -> None:
    reader = checking._Reader(TODAY)
    assert reader._table(Loose, [{"item": "甲"}, {"item": "乙"}]) is not None
    assert reader._table(Loose, [{"item": "甲"}, {"item": None}]) is None
