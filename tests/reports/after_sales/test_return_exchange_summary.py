"""产品退换货汇总表 computed: each formula of manual §2.3 by hand, and what must hold always."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reports.after_sales.sheets import MARCH, computed, line, register
from reports.kept import Memory
from reports.uncounted import uncounted

from csdforms.errors import InvalidData
from csdforms.reports.after_sales.return_exchange_summary import charts, period_type
from csdforms.reports.explaining import explain
from csdforms.reports.period import Period
from csdforms.reports.sheet import ComputedSheet
from csdforms.reports.sources.kept import Document

FORM = "return_exchange_summary"
GROUPS = ("产品", "客户", "退换原因", "责任方", "地区", "渠道")
#: Two returns in one register, an exchange, a refund without return, a repair.
SHEETS = [
    register(
        1,
        line("退货", "2", "12.35", refund_amount="24.70", stock_in_quantity="1"),
        line("退货", "1", "5.00", refund_amount="4.00", reason_category="运输破损"),
    ),
    register(2, line("换货", "1", "30.00", reason_category="运输破损")),
    register(3, line("仅退款", "1", "9.00", refund_amount="3.00", reason_category="错发漏发")),
    register(4, line("返修", "1", "99.00")),
]


def rows(sheet: ComputedSheet, name: str = "summary_rows") -> list[Any]:
    return list(getattr(sheet.form, name))


def test_each_cell_is_its_formula() -> None:
    (row,) = rows(computed(FORM, SHEETS))
    assert (row.return_count, row.return_quantity) == (1, 3)  # two lines, one register
    assert row.return_amount == Decimal("29.70")  # 2 × 12.35 ＋ 1 × 5.00
    assert (row.exchange_count, row.exchange_quantity) == (1, 1)
    assert row.exchange_amount == Decimal("30.00")  # the goods taken back
    assert (row.refund_only_quantity, row.refund_only_amount) == (1, Decimal("3.00"))
    assert row.refund_amount == Decimal("31.70")  # 24.70 ＋ 4.00 ＋ 3.00
    assert (row.stock_in_quantity, row.stock_in_amount) == (1, Decimal("12.35"))
    # 商品质量问题 3 (with the repair), 运输破损 2, 错发漏发 1
    assert row.main_reason == "商品质量问题"


def test_the_rates_need_what_was_sold() -> None:
    def sale(kind: str, quantity: str, on: str = "2026-03-02", name: str = "净水器") -> Document:
        text = {"kind": kind, "product_name": name, "quantity": quantity, "amount": "1.00"}
        lines = [{**text, "tax_included": True}]
        return {"number": f"XS-{kind}{quantity}{on}{name}", "file": "", "on": on, "lines": lines}

    (row,) = rows(computed(FORM, SHEETS))
    assert (row.sales_quantity, row.return_rate, row.exchange_rate) == (None, None, None)
    sold = [
        sale("销售", "30"), sale("退货", "6"), sale("销售", "7", on="2026-04-01"),
        sale("销售", "100", name="电扇"),
    ]  # fmt: skip
    sheet = computed(FORM, memory=Memory(forms=SHEETS, ledgers={"sales": sold}))
    (row,) = rows(sheet)
    assert row.sales_quantity == 30  # what was shipped: goods that came back are no less sold
    assert (row.return_rate, row.exchange_rate) == (Decimal("0.1"), Decimal(1) / 30)
    total: Any = sheet.form
    assert total.total.return_rate == Decimal("0.1")
    back = computed(FORM, memory=Memory(forms=SHEETS, ledgers={"sales": [sale("退货", "1")]}))
    assert rows(back)[0].return_rate is None  # nothing was sold


def sold(quantity: str | None, kind: str = "销售", file: str = "", **boxes: Any) -> Document:
    text = {"kind": kind, "product_name": "净水器", "amount": "1.00", **boxes}
    text |= {} if quantity is None else {"quantity": quantity}
    return {"number": repr(text), "file": file, "on": "2026-03-02", "lines": [text]}


def with_sales(sheets: list[Document], *sales: Document, **said: Any) -> ComputedSheet:
    return computed(FORM, memory=Memory(sheets, {"sales": sales}), **said)


@pytest.mark.parametrize(("back", "rate"), [("5", "0.5"), ("10", "1")])
def test_goods_that_came_back_stay_in_what_was_sold(back: str, rate: str) -> None:
    sheets = [register(1, line("退货", back, refund_amount="1.00"))]
    sheet = with_sales(sheets, sold("10"), sold(back, "退货"))
    (row,) = rows(sheet)
    assert (row.sales_quantity, row.return_rate) == (10, Decimal(rate))
    form: Any = sheet.form
    _, chart = charts(form)
    assert (chart.categories, list(chart.series[0].values)) == (["净水器"], [Decimal(rate)])
    assert not sheet.findings


def test_lines_of_later_days_change_no_earlier_sheet() -> None:
    march = register(1, line("退货", "2", refund_amount="1.00"), file="KH-1")
    day = {"registered_at": "2026-05-05T10:00:00", "closed_on": "2026-05-07"}
    named = line("退货", "1", refund_amount="1.00", returned_on="2026-05-06", product_model="K600")
    for sheets in ([march], [march, register(2, named, file="KH-2", **day)]):
        (row,) = rows(with_sales(sheets, sold("10")))
        assert (row.product_model, row.sales_quantity, row.return_rate) == (
            None, 10, Decimal("0.2"),
        )  # fmt: skip
        table = rows(computed(FORM, sheets, group_by="客户"))
        assert [row.group_value for row in table] == ["李晓岚"]


def test_quantities_are_added_within_one_unit_only() -> None:
    goods = [
        line("退货", "1", unit="箱", refund_amount="1.00"),
        line("退货", "3", unit="台", refund_amount="1.00"),
    ]
    sheet = with_sales([register(1, *goods)], sold("2", unit="箱"), sold("10", unit="台"))
    assert [
        (row.unit, row.return_quantity, row.sales_quantity, row.return_rate) for row in rows(sheet)
    ] == [("台", 3, 10, Decimal("0.3")), ("箱", 1, 2, Decimal("0.5"))]
    form: Any = sheet.form
    assert (form.total.sales_quantity, form.total.return_rate) == (None, None)
    # A line that does not say its unit has that of the others; of several it has none.
    goods[0].pop("unit")
    (row,) = rows(with_sales([register(1, *goods)], sold("10", unit="台"), sold("2")))
    assert (row.unit, row.return_quantity, row.sales_quantity) == ("台", 4, 12)
    goods[1].pop("unit")
    (row,) = rows(with_sales([register(1, *goods)], sold("10", unit="台"), sold("2", unit="箱")))
    assert (row.unit, row.return_quantity, row.sales_quantity) == (None, 4, None)
    # What is said without unit may be of either.
    goods[0]["unit"], goods[1]["unit"] = "箱", "台"
    table = rows(with_sales([register(1, *goods)], sold("10", unit="台"), sold("2")))
    assert [row.sales_quantity for row in table] == [None, None]


def test_what_a_customer_bought_is_added_up_within_one_unit_only() -> None:
    sheets = [register(1, line("退货", "2", refund_amount="1.00", unit="台"), file="KH-1")]
    whole = sold("10", unit="台", file="KH-1")
    parts = sold("90", unit="支", file="KH-1", product_name="滤芯")
    plain = sold("6", file="KH-1")
    cases = (
        ([whole], 10),
        ([whole, parts], None),
        ([parts], None),
        ([plain], 6),
        ([plain, parts], None),
    )
    for sales, base in cases:
        (row,) = rows(with_sales(sheets, *sales, group_by="客户"))
        assert row.sales_quantity == base
    (row,) = rows(with_sales(sheets, whole, group_by="客户"))
    assert (row.unit, row.return_rate) == ("台", Decimal("0.2"))


def test_sales_without_a_quantity_are_no_base() -> None:
    sheets = [register(1, line("退货", "2", refund_amount="1.00"))]
    (row,) = rows(with_sales(sheets, sold(None), sold("5", "折让")))
    assert (row.sales_quantity, row.return_rate) == (None, None)
    (row,) = rows(with_sales(sheets, sold(None), sold("8")))
    assert (row.sales_quantity, row.return_rate) == (8, Decimal("0.25"))


def test_without_any_price_there_is_no_amount() -> None:
    goods = [line("退货", "3", None, refund_amount="30.00", stock_in_quantity="1")]
    sheet = computed(FORM, [register(1, *goods)])
    (row,) = rows(sheet)
    assert (row.return_amount, row.stock_in_amount, row.exchange_amount) == (None, None, 0)
    (reason,) = rows(sheet, "reason_rows")
    form: Any = sheet.form
    assert reason.return_exchange_amount is form.total.return_amount is None
    priced = line("退货", "1", "5.00", refund_amount="1.00")
    (row,) = rows(computed(FORM, [register(1, *goods, priced)]))
    assert row.return_amount == Decimal("5.00")


def test_a_code_says_which_product_it_is() -> None:
    goods = [
        line("退货", "2", refund_amount="1.00", product_code="P1"),
        line("退货", "1", refund_amount="1.00", product_code="P2", reason_category="运输破损"),
    ]
    sales = sold("20", product_code="P1"), sold("5", product_code="P2")
    table = rows(with_sales([register(1, *goods)], *sales))
    assert [
        (row.product_code, row.return_quantity, row.sales_quantity, row.main_reason)
        for row in table
    ] == [("P1", 2, 20, "商品质量问题"), ("P2", 1, 5, "运输破损")]
    # A sale without code may be of either.
    table = rows(with_sales([register(1, *goods)], *sales, sold("7")))
    assert [row.sales_quantity for row in table] == [None, None]


def test_a_product_of_one_code_is_one_whatever_it_is_called() -> None:
    goods = [
        line("退货", "1", refund_amount="1.00", product_code="P1", reason_category="运输破损"),
        line("退货", "2", refund_amount="1.00", product_code="P1", product_name="净水机"),
        line("退货", "4", refund_amount="1.00"),  # its name is that of the code
    ]
    (row,) = rows(with_sales([register(1, *goods)], sold("14"), sold("14", product_name="净水机")))
    assert (row.product_code, row.return_quantity, row.return_rate) == ("P1", 7, Decimal("0.25"))
    assert row.return_count == 1
    # Without it, the line is one of a product without code.
    sheets = [register(1, goods[0]), register(2, {**goods[2], "product_name": "电扇"})]
    sales = (
        sold("10"),
        sold("8", product_name="电扇"),
        sold("3", product_name="电扇", product_code="P1"),
    )
    assert [(row.product_code, row.sales_quantity) for row in rows(with_sales(sheets, *sales))] == [
        (None, 8), ("P1", 13),
    ]  # fmt: skip


def test_rates_of_the_total_come_from_its_sums_and_only_if_all_is_known() -> None:
    def sold(name: str, quantity: str) -> Document:
        text = {"kind": "销售", "product_name": name, "quantity": quantity, "amount": "1.00"}
        return {"number": name, "file": "", "on": "2026-03-02", "lines": [text]}

    fan = register(9, line("退货", "1", refund_amount="1.00", product_name="电扇"))
    both = [sold("净水器", "10"), sold("电扇", "20")]
    form: Any = computed(FORM, memory=Memory([*SHEETS, fan], {"sales": both})).form
    assert form.total.return_rate == Decimal(4) / 30  # not the mean of 3/10 and 1/20
    form = computed(FORM, memory=Memory([*SHEETS, fan], {"sales": both[:1]})).form
    assert (form.total.sales_quantity, form.total.return_rate) == (None, None)


def test_a_cancelled_record_and_other_days_do_not_count() -> None:
    sheets = [
        register(1, line("退货", "1", refund_amount="1.00"), service_status="已取消"),
        register(2, line("退货", "2", refund_amount="1.00", returned_on="2026-02-28")),
        register(3, line("退货", "4", refund_amount="1.00", returned_on="2026-04-01")),
        register(4, line("退货", "8", refund_amount="1.00", returned_on="2026-03-01")),
        register(5, line("退货", "16", refund_amount="1.00", returned_on="2026-03-31")),
    ]
    (row,) = rows(computed(FORM, sheets))
    assert row.return_quantity == 24
    (row,) = rows(computed(FORM, sheets, period=MARCH._replace(as_of=dt.date(2026, 3, 30))))
    assert row.return_quantity == 8


@pytest.mark.parametrize(
    ("boxes", "counts"),
    [
        ({"finished_at": "2026-03-31T11:00:00"}, True),
        ({"finished_at": "2026-04-01T11:00:00"}, False),
        ({}, True),  # the day of registration
    ],
)
def test_a_line_without_day_counts_by_its_register(boxes: dict[str, Any], counts: bool) -> None:
    goods = line("退货", "1", refund_amount="1.00")
    del goods["returned_on"]
    (row,) = rows(computed(FORM, [register(1, goods, **boxes)]))
    assert row.return_quantity == int(counts)


def test_of_several_filings_the_last_counts() -> None:
    first = register(1, line("退货", "9", refund_amount="1.00"))
    (row,) = rows(computed(FORM, [first, register(1, line("换货", "2"))]))
    assert (row.return_quantity, row.exchange_quantity) == (0, 2)


def test_the_main_reason_is_the_greatest_then_the_dearest_then_the_first() -> None:
    def reason(*lines: tuple[str, str, str]) -> str:
        goods = [line("换货", each[0], each[1], reason_category=each[2]) for each in lines]
        return str(rows(computed(FORM, [register(1, *goods)]))[0].main_reason)

    assert reason(("1", "99.00", "协议退货"), ("2", "1.00", "运输破损")) == "运输破损"
    assert reason(("2", "5.00", "协议退货"), ("2", "4.99", "错发漏发")) == "协议退货"
    assert reason(("2", "5.00", "协议退货"), ("2", "5.00", "错发漏发")) == "错发漏发"


def test_shares_make_exactly_a_hundred_per_cent() -> None:
    reasons = ("商品质量问题", "错发漏发", "运输破损")
    goods = [line("换货", "1", reason_category=word) for word in reasons]
    table = rows(computed(FORM, [register(1, *goods)]), "reason_rows")
    assert [str(row.share) for row in table] == ["0.3334", "0.3333", "0.3333"]
    # A refund without return and a repair have no share.
    table = rows(computed(FORM, SHEETS), "reason_rows")
    assert [(row.reason_category, row.share) for row in table] == [
        ("商品质量问题", Decimal("0.5")),  # 2 of 4
        ("运输破损", Decimal("0.5")),
    ]
    assert [row.return_exchange_amount for row in table] == [Decimal("24.70"), Decimal("35.00")]


def test_products_of_one_name_are_told_apart_by_their_model() -> None:
    sheets = [
        register(1, line("换货", "3", product_model="A")),
        register(2, line("换货", "2", product_model="B", product_code="K1", unit="台")),
        register(3, line("换货", "1")),
    ]
    table = rows(computed(FORM, sheets))
    assert [(row.product_model, row.exchange_quantity) for row in table] == [
        ("A", 3), ("B", 2), ("型号未注明", 1),
    ]  # fmt: skip
    assert (table[1].product_code, table[1].unit) == ("K1", "台")
    (row,) = rows(computed(FORM, sheets[2:]))
    assert row.product_model is None


def test_two_customers_of_one_name_are_two() -> None:
    cards = [
        {
            "number": f"KH-{n}",
            "name": "李晓岚",
            "kind": "Z",
            "state": "在档",
            "opened_on": "2026-01-01",
        }
        for n in (1, 2)
    ]
    sheets = [
        register(1, line("换货", "1"), file="KH-1"),
        register(2, line("换货", "2"), file="KH-2"),
        register(3, line("换货", "4"), file="KH-2"),
    ]
    sheet = computed(FORM, memory=Memory(forms=sheets, files=cards), group_by="客户")
    assert [(row.group_value, row.exchange_quantity) for row in rows(sheet)] == [
        ("李晓岚（KH-2）", 6), ("李晓岚（KH-1）", 1),
    ]  # fmt: skip


def test_a_closed_dimension_stands_there_whole() -> None:
    table = rows(computed(FORM, SHEETS, group_by="责任方"))
    words = ["公司", "生产", "仓储", "物流", "销售", "供应商", "客户", "待定"]
    assert [row.group_value for row in table] == words
    assert [row.return_quantity for row in table] == [0, 0, 0, 0, 0, 0, 0, 3]


def test_a_filter_leaves_out_other_brands_and_the_lines_may_be_left_out() -> None:
    sheets = [
        register(1, line("换货", "1"), brand="清泉"),
        register(2, line("换货", "2"), brand="别家"),
    ]
    form: Any = computed(FORM, sheets, brand="清泉").form
    assert (form.total.exchange_quantity, len(form.detail_rows)) == (1, 1)
    form = computed(FORM, sheets, detail=False).form
    assert (form.total.exchange_quantity, form.detail_rows) == (3, ())


def test_the_lines_are_those_of_the_registers() -> None:
    goods = line("退货", "2", refund_amount="1.00", received_quantity="1", accept_result="否")
    sheet = computed(
        FORM,
        [
            register(
                1, goods, phone="13900006721", order_no="XS-1", purchased_on="2026-03-01",
                service_person="吴建平",
            ),
            register(2, line("返修", "1"), purchased_on="2026-03-07"),  # after the return
            register(3, line("返修", "1"), purchased_on="2026-03-06"),  # on the same day
        ],
    )  # fmt: skip
    first, second, third = rows(sheet, "detail_rows")
    assert (first.register_no, first.customer_name, first.phone) == (
        "SH-1",
        "李晓岚",
        "13900006721",
    )
    assert (first.quantity_difference, first.line_amount) == (-1, Decimal("20.00"))
    assert (first.return_handling, first.return_status, first.handler) == (
        "退款",
        "已拒绝",
        "吴建平",
    )
    assert first.ordered_on == dt.date(2026, 3, 1)
    assert (second.return_handling, second.return_status) == ("返工维修", "已完成")
    assert (second.ordered_on, third.ordered_on) == (None, dt.date(2026, 3, 6))
    assert not sheet.findings


def test_more_lines_than_a_sheet_holds_are_counted_and_not_printed() -> None:
    goods = [line("换货", "1")] * 5001
    form: Any = computed(FORM, [register(1, *goods)]).form
    assert (form.total.exchange_quantity, form.detail_rows) == (5001, ())


@pytest.mark.parametrize("group_by", GROUPS)
def test_nothing_came_back(group_by: str) -> None:
    sheet = computed(FORM, group_by=group_by)
    form: Any = sheet.form
    assert form.total.return_quantity == form.total.exchange_quantity == 0
    assert not sheet.findings
    assert charts(form) == ()


def test_measures_are_kept_and_the_charts_show_reasons_and_rates() -> None:
    sheet = computed(FORM, SHEETS, last={"improvement_measures": "换包装"})
    form: Any = sheet.form
    assert form.improvement_measures == "换包装"
    (pareto,) = charts(form)
    assert pareto.categories == ["商品质量问题", "运输破损"]
    assert [list(series.values) for series in pareto.series] == [[2, 2], [Decimal("0.5"), 1]]


def test_the_cost_of_the_goods_is_written_line_by_line_and_added_up() -> None:
    sheets = [
        register(1, line("换货", "2", product_model="A")),
        register(2, line("换货", "1", product_model="B")),
        register(3, line("退货", "1", refund_amount="1.00", product_name="电扇")),
    ]
    costs = [
        {"产品名称": "电扇", "退货成本": "5.00"},
        {"产品名称": "净水器", "序号": 2, "退货成本": "7.25"},  # two models: the number tells which
    ]
    form: Any = computed(FORM, sheets, texts={"退换货汇总": costs}).form
    assert [
        (row.product_name, row.product_model, row.return_cost_amount) for row in form.summary_rows
    ] == [
        ("净水器", "A", None),
        ("净水器", "B", Decimal("7.25")),
        ("电扇", None, Decimal("5.00")),
    ]
    assert form.total.return_cost_amount == Decimal("12.25")
    with pytest.raises(InvalidData):  # which of the two?
        computed(FORM, sheets, texts={"退换货汇总": [{"产品名称": "净水器", "退货成本": "1"}]})


def test_a_figure_is_opened_down_to_its_lines() -> None:
    figure = computed(FORM, SHEETS).cells["summary_rows.1.return_quantity"]
    assert [(record.number, value) for record, value in figure.records()] == [
        ("SH-1", 2), ("SH-1", 1),
    ]  # fmt: skip
    assert next(figure.records())[0].items == ("item-1",)


def test_the_sums_of_the_lines_and_of_the_reasons_are_opened() -> None:
    dear = line("退货", "2", "12.35", refund_amount="24.70", received_quantity="1")
    sheets = [
        register(1, dear, line("换货", "3", None)),
        register(2, line("换货", "1", "30.00", received_quantity="1", reason_category="运输破损")),
    ]
    sheet = computed(FORM, sheets)
    cells = sheet.cells
    names = ("quantity", "received_quantity", "quantity_difference", "line_amount")
    assert [cells[f"detail_total.{name}"].value for name in names] == [
        6, 2, -1, Decimal("54.70"),  # 2 × 12.35 ＋ 30.00; nobody knows the price of three
    ]  # fmt: skip
    amount: Any = cells["detail_total.line_amount"].parts()["合计"]
    assert [(record.number, value) for record, value in amount.records()] == [
        ("SH-1", Decimal("24.70")), ("SH-2", Decimal("30.00")),
    ]  # fmt: skip
    difference: Any = cells["detail_rows.1.quantity_difference"]
    assert (difference.value, cells["detail_rows.2.quantity_difference"].value) == (-1, None)
    assert {name: part.value for name, part in difference.parts().items()} == {
        "数量": 2,
        "实收数量": 1,
    }
    names = ("return_quantity", "exchange_quantity", "return_exchange_amount", "share")
    assert [cells[f"reason_total.{name}"].value for name in names] == [2, 4, Decimal("54.70"), 1]
    assert [explain(sheet, name).address for name in ("明细合计/金额", "原因分析合计/占比")] == [
        "detail_total.line_amount", "reason_total.share",
    ]  # fmt: skip


def test_a_column_of_blanks_has_no_sum() -> None:
    cells = computed(FORM, [register(1, line("换货", "1", None))]).cells
    assert cells["detail_total.quantity"].value == 1
    for name in ("received_quantity", "quantity_difference", "line_amount"):
        assert cells[f"detail_total.{name}"].value is None
    assert not [path for path in computed(FORM).cells if path.startswith(("detail", "reason"))]


@pytest.mark.parametrize("group_by", GROUPS)
def test_every_number_can_be_opened_however_it_is_grouped(group_by: str) -> None:
    assert not uncounted(computed(FORM, SHEETS, group_by=group_by))


@pytest.mark.parametrize(
    ("start", "end", "word"),
    [
        ("2026-03-05", "2026-03-05", "日"),
        ("2026-03-02", "2026-03-08", "周"),
        ("2026-03-03", "2026-03-09", "自定义"),
        ("2026-02-01", "2026-02-28", "月"),
        ("2026-04-01", "2026-06-30", "季"),
        ("2026-02-01", "2026-04-30", "自定义"),
        ("2026-01-01", "2026-12-31", "年"),
        ("2026-01-01", "2026-06-30", "自定义"),
    ],
)
def test_what_a_period_is_called(start: str, end: str, word: str) -> None:
    days = dt.date.fromisoformat(start), dt.date.fromisoformat(end)
    assert period_type(Period.of(*days)) == word


LINES = st.builds(
    lambda action, quantity, price, reason, day: line(
        action, str(quantity), price and f"{price}.15", reason_category=reason,
        returned_on=f"2026-03-{day:02}", refund_amount="1.00",
    ),
    st.sampled_from(["退货", "换货", "仅退款", "返修"]),
    st.integers(1, 9),
    st.none() | st.integers(1, 99),
    st.sampled_from(["商品质量问题", "错发漏发", "协议退货"]),
    st.integers(1, 31),
)  # fmt: skip
ADDITIVE = (
    "return_quantity", "return_amount", "exchange_quantity", "exchange_amount",
    "refund_only_quantity", "refund_only_amount", "refund_amount",
)  # fmt: skip


@settings(max_examples=20, deadline=None)
@given(st.lists(LINES, max_size=8), st.randoms(use_true_random=False), st.sampled_from(GROUPS))
def test_any_order_and_any_split_of_the_period(
    lines: list[dict[str, Any]], random: Any, group_by: str
) -> None:
    sheets = [register(number, one) for number, one in enumerate(lines)]
    whole = computed(FORM, sheets, group_by=group_by)
    random.shuffle(sheets)
    other = computed(FORM, sheets, group_by=group_by)
    assert {path: cell.value for path, cell in whole.cells.items()} == {
        path: cell.value for path, cell in other.cells.items()
    }
    halves = [
        computed(FORM, sheets, period=Period.of(*days), group_by=group_by)
        for days in (
            (dt.date(2026, 3, 1), dt.date(2026, 3, 12)),
            (dt.date(2026, 3, 13), dt.date(2026, 3, 31)),
        )
    ]
    for name in ADDITIVE:
        parts = [half.cells[f"total.{name}"].value for half in halves]
        known = whole.cells[f"total.{name}"].value or 0  # none if no price is known
        assert sum(part or 0 for part in parts) == known  # type: ignore[misc]
