"""产品退换货汇总表: what is worked out of the lines, and each check at its edge."""

from __future__ import annotations

import copy
import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from csdforms.schemas import settings
from csdforms.schemas.after_sales.return_exchange_summary import (
    ReturnExchangeSummary,
)
from csdforms.schemas.checking import check, examine, parse
from csdforms.schemas.form import Block
from csdforms.schemas.masking import Mask, masked

ROOT = Path(__file__).parents[3]
SAMPLE: dict[str, Any] = json.loads(
    (ROOT / "examples" / "return_exchange_summary.json").read_text("utf-8")
)
TODAY = dt.date(2026, 4, 10)
CLEAN: set[tuple[str, str]] = set()
DESK, COVER = 1, 3  # lines of the summary
BROKEN = 2  # the line of the desk that was broken on the way
#: What a line of the summary must say when it is worked out of the lines.
FROM_LINES = (
    "return_count",
    "return_quantity",
    "return_amount",
    "exchange_count",
    "exchange_quantity",
    "exchange_amount",
    "refund_only_quantity",
    "main_reason",
)


def found(data: dict[str, Any]) -> set[tuple[str, str]]:
    findings = check(ReturnExchangeSummary, copy.deepcopy(data), today=TODAY)
    return {(finding.path, finding.severity) for finding in findings}


def problems(**changes: Any) -> set[tuple[str, str]]:
    return found(SAMPLE | changes)


def with_row(group: str, position: int, **changes: Any) -> dict[str, Any]:
    data = copy.deepcopy(SAMPLE)
    data[group][position] |= changes
    return data


def row_problems(group: str, position: int, **changes: Any) -> set[tuple[str, str]]:
    """Change one row; return its own problems."""
    prefix = f"{group}.{position + 1}."
    return {
        (path.removeprefix(prefix), severity)
        for path, severity in found(with_row(group, position, **changes))
        if path.startswith(prefix)
    }


def draft(data: dict[str, Any]) -> ReturnExchangeSummary:
    return examine(ReturnExchangeSummary, copy.deepcopy(data), today=TODAY)[0]


def without(*names: str, **changes: Any) -> dict[str, Any]:
    return {name: value for name, value in SAMPLE.items() if name not in names} | changes


def shown(line: Block | None, *names: str) -> tuple[str, ...]:
    """Return cells as they are printed, ``—`` where there is none."""
    assert line is not None
    cells = []
    for name in names:
        kind, value = type(line).specs()[name].type, getattr(line, name)
        assert kind is not None
        cells.append("—" if value is None else kind.show(value))
    return tuple(cells)


def ledger(*rows: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A summary typed by hand: no lines."""
    head = without("summary_rows", "detail_rows", "reason_rows")
    return head | {"summary_rows": list(rows)} | changes


def line(**changes: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "register_no": "SH-1",
        "returned_on": "2026-03-06",
        "customer_name": "李晓岚",
        "product_name": "沙发套",
        "return_action": "退货",
        "quantity": 1,
        "reason_category": "与描述不符",
        "return_handling": "退款",
        "return_status": "已完成",
    }
    return plain | changes


def details(*lines: dict[str, Any], **changes: Any) -> ReturnExchangeSummary:
    return draft(without("summary_rows", "reason_rows", detail_rows=list(lines)) | changes)


def test_the_sample_has_no_finding() -> None:
    assert problems() == CLEAN


@pytest.mark.parametrize(
    "name",
    ["summary_no", "period_type", "period_start", "period_end", "prepared_by", "prepared_on"],
)
def test_boxes_that_must_be_filled(name: str) -> None:
    assert (name, "error") in problems(**{name: None})


@pytest.mark.parametrize(
    "name",
    [
        "register_no",
        "returned_on",
        "customer_name",
        "product_name",
        "return_action",
        "quantity",
        "reason_category",
        "return_handling",
        "return_status",
    ],
)
def test_boxes_that_a_line_must_fill(name: str) -> None:
    assert (name, "error") in row_problems("detail_rows", BROKEN, **{name: None})


def test_returns_are_summed_up_by_product_by_default() -> None:
    assert draft(without("group_by")).group_by == "产品"


def test_nothing_at_all_is_no_summary() -> None:
    assert found(ledger()) == {("summary_rows", "error")}


# Worked out of the lines


def test_table_a_is_worked_out_of_the_lines() -> None:
    rows = draft(without("summary_rows")).summary_rows
    assert [(row.seq, row.product_name, row.product_model, row.unit) for row in rows] == [
        (1, "清泉牌台式净水器", "QS-300", "件"),
        (2, "儿童书桌", "ET-120", "件"),
        (3, "儿童学习椅", "EY-60", "件"),
        (4, "沙发套", "ST-3", "件"),
    ]
    golden = [
        ("1", "1", "1,409.50", "1", "1", "1,409.50", "0", "商品质量问题"),
        ("1", "1", "899.00", "0", "0", "0.00", "0", "运输破损"),
        ("0", "0", "0.00", "1", "2", "518.00", "0", "规格/尺寸不符"),
        ("1", "6", "768.00", "1", "2", "256.00", "1", "批量进货检验不合格"),
    ]
    assert [shown(row, *FROM_LINES) for row in rows] == golden


def test_a_typed_line_of_table_a_is_filled_from_its_lines() -> None:
    data = copy.deepcopy(SAMPLE)
    for row in data["summary_rows"]:
        for name in FROM_LINES:
            row.pop(name, None)
    assert draft(data) == draft(SAMPLE)
    data["summary_rows"][COVER].pop("product_model")  # takes the lines of all models
    assert draft(data).summary_rows[COVER].return_quantity == 6


def test_the_total_line_is_worked_out() -> None:
    total = draft(SAMPLE).total
    assert shown(total, "sales_quantity", "return_count", "return_quantity", "return_amount") == (
        "300",
        "3",
        "8",
        "3,076.50",
    )
    assert shown(total, "exchange_count", "exchange_quantity", "exchange_amount") == (
        "3",
        "5",
        "2,183.50",
    )
    assert shown(total, "refund_only_quantity", "refund_only_amount", "refund_amount") == (
        "1",
        "40.00",
        "2,988.50",
    )
    assert shown(total, "stock_in_quantity", "stock_in_amount", "return_cost_amount") == (
        "11",
        "4,233.00",
        "2,130.00",
    )


def test_rates_come_from_the_sums_and_are_never_averaged() -> None:
    sheet = draft(SAMPLE)
    rates = [shown(row, "return_rate", "exchange_rate") for row in sheet.summary_rows]
    assert rates == [
        ("1.16%", "1.16%"),
        ("4.17%", "0.00%"),
        ("0.00%", "5.00%"),
        ("4.00%", "1.33%"),
    ]
    assert shown(sheet.total, "return_rate", "exchange_rate") == ("2.67%", "1.67%")


def test_lines_of_two_units_are_two_lines_of_the_summary() -> None:
    lines = [
        line(unit="箱"),
        line(register_no="SH-2", unit="件", quantity=3, reason_category="运输破损"),
        line(register_no="SH-3", unit="件", quantity=2),
    ]
    rows: Any = details(*lines).summary_rows
    assert [(row.unit, row.return_quantity, row.return_count, row.main_reason) for row in rows] == [
        ("箱", 1, 1, "与描述不符"), ("件", 5, 2, "运输破损"),
    ]  # fmt: skip
    # A line that leaves out the unit has that of the product.
    rows = details(*lines[1:], line(register_no="SH-4")).summary_rows
    assert [(row.unit, row.return_quantity) for row in rows] == [("件", 6)]


def test_two_products_of_one_name_are_told_apart_by_their_code_or_unit() -> None:
    row = {"product_name": "沙发套", "sales_quantity": 10, "return_quantity": 1, "return_count": 1}
    twice = {("summary_rows.2.product_name", "error")}
    assert twice <= found(ledger(row, row))
    for name, one, other in (("unit", "箱", "件"), ("product_code", "P1", "P2")):
        assert not twice & found(ledger(row | {name: one}, row | {name: other}))


def test_lines_that_may_be_of_two_rows_say_nothing_of_either() -> None:
    row = {"product_name": "沙发套", "return_quantity": 1, "return_count": 1, "return_amount": "0"}
    both = [
        row | {"product_code": "P1", "main_reason": "与描述不符"},
        row | {"product_code": "P2", "main_reason": "运输破损"},
    ]
    lines = [line(), line(register_no="SH-2", reason_category="运输破损")]
    paths = {path for path, _ in found(ledger(*both, detail_rows=lines))}
    assert not {path for path in paths if path.startswith(("summary_rows", "total"))}


def test_what_was_sold_is_added_up_within_one_unit_only() -> None:
    cells = "sales_quantity", "return_rate", "exchange_rate"
    assert shown(draft(SAMPLE).total, *cells) == ("300", "2.67%", "1.67%")
    mixed = copy.deepcopy(SAMPLE)
    for row in (*mixed["summary_rows"], *mixed["detail_rows"]):
        if row.get("product_model") == "ET-120":
            row["unit"] = "套"
    assert shown(draft(mixed).total, *cells) == ("—", "—", "—")  # pieces and sets
    typed = draft(mixed | {"total": {"sales_quantity": 300}}).total
    assert shown(typed, *cells) == ("300", "2.67%", "1.67%")  # who writes it, answers for it


@pytest.mark.parametrize("sold", [None, 0])
def test_without_sales_there_is_no_rate(sold: int | None) -> None:
    sheet = draft(with_row("summary_rows", DESK, sales_quantity=sold))
    assert shown(sheet.summary_rows[DESK], "return_rate", "exchange_rate") == ("—", "—")


def test_where_some_sales_are_unknown_the_total_has_no_rate() -> None:
    sheet = draft(with_row("summary_rows", DESK, sales_quantity=None))
    assert shown(sheet.total, "sales_quantity", "return_rate") == ("—", "—")


def test_the_sums_of_the_lines_are_printed_below_them() -> None:
    total = draft(SAMPLE).detail_total
    assert total is not None
    assert (total.quantity, total.received_quantity) == (Decimal(14), Decimal(12))
    assert total.quantity_difference == Decimal(-1)
    assert total.line_amount == Decimal("5388.00")
    assert draft(ledger()).detail_total is None


def test_the_difference_is_what_was_received_less_what_was_announced() -> None:
    lines = draft(SAMPLE).detail_rows
    assert [one.quantity_difference for one in lines] == [0, 0, 0, 0, -1, None, 0]


def test_reasons_are_worked_out_of_returns_and_exchanges_in_their_order() -> None:
    sheet = draft(without("reason_rows"))
    golden = [
        ("商品质量问题", "0", "1", "1409.50", "0.0769"),
        ("规格/尺寸不符", "0", "2", "518.00", "0.1538"),
        ("错发漏发", "0", "2", "256.00", "0.1538"),
        ("运输破损", "1", "0", "899.00", "0.0769"),
        ("批量进货检验不合格", "6", "0", "768.00", "0.4617"),  # takes the rest of 0.02%
        ("七日无理由", "1", "0", "1409.50", "0.0769"),
    ]
    assert [
        (
            row.reason_category,
            str(row.return_quantity),
            str(row.exchange_quantity),
            str(row.return_exchange_amount),
            str(row.share),
        )
        for row in sheet.reason_rows
    ] == golden
    total = sheet.reason_total
    assert total is not None
    names = ("return_quantity", "exchange_quantity", "return_exchange_amount", "share")
    assert shown(total, *names) == ("8", "5", "5,260.00", "100.00%")
    assert draft(ledger()).reason_total is None


def test_a_case_is_counted_once_in_its_group_whatever_its_lines() -> None:
    sheet = details(line(quantity=2), line(quantity=3), line(register_no="SH-2"))
    (row,) = sheet.summary_rows
    assert (row.return_count, row.return_quantity) == (2, Decimal(6))


def test_an_exchange_is_no_return() -> None:
    sheet = details(line(return_action="换货", unit_price="10.00"), line(return_action="返修"))
    (row,) = sheet.summary_rows
    assert shown(row, "return_quantity", "exchange_quantity") == ("0", "1")
    assert [reason.exchange_quantity for reason in sheet.reason_rows] == [1]


def test_of_goods_without_price_the_amount_is_unknown() -> None:
    sheet = details(line(unit_price="10.00"), line(register_no="SH-2"))
    (row,) = sheet.summary_rows
    assert shown(row, "return_quantity", "return_amount") == ("2", "—")
    assert shown(row, "exchange_amount", "refund_only_amount") == ("0.00", "0.00")
    assert row.refund_amount is None
    assert sheet.reason_rows[0].return_exchange_amount is None


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([("运输破损", 2, "1"), ("七日无理由", 3, "1")], "七日无理由"),  # by quantity
        ([("运输破损", 2, "1"), ("七日无理由", 2, "9")], "七日无理由"),  # then by amount
        ([("七日无理由", 2, "9"), ("运输破损", 2, "9")], "运输破损"),  # then by the list
        ([("运输破损", 2, "9"), ("七日无理由", 1, "1"), ("七日无理由", 2, "1")], "七日无理由"),
    ],
)
def test_the_main_reason_has_the_greatest_quantity(
    lines: list[tuple[str, int, str]], reason: str
) -> None:
    sheet = details(
        *(
            line(register_no=str(number), reason_category=word, quantity=quantity, unit_price=price)
            for number, (word, quantity, price) in enumerate(lines)
        )
    )
    assert sheet.summary_rows[0].main_reason == reason


@pytest.mark.parametrize(
    ("group_by", "values"),
    [
        ("客户", ["李晓岚", "赵敏", "孙浩", "临江市新港装饰工程有限公司", "王建萍",
                "临江市海棠路社区服务中心"]),
        ("退换原因", ["商品质量问题", "七日无理由", "运输破损", "规格/尺寸不符",
                  "批量进货检验不合格", "与描述不符", "错发漏发"]),
        ("责任方", ["供应商", "客户", "物流", "销售", "仓储"]),
    ],
)  # fmt: skip
def test_lines_are_summed_up_by_another_dimension(group_by: str, values: list[str]) -> None:
    data = without("summary_rows", group_by=group_by)
    sheet = draft(data)
    assert [row.group_value for row in sheet.summary_rows] == values
    assert shown(sheet.total, "return_quantity", "exchange_quantity") == ("8", "5")
    assert found(data) == CLEAN


@pytest.mark.parametrize("group_by", ["地区", "渠道"])
def test_of_regions_and_channels_the_lines_know_nothing(group_by: str) -> None:
    data = without("summary_rows", group_by=group_by)
    assert found(data) == {("summary_rows", "error")}
    total = {"return_quantity": 8, "return_amount": "3076.50", "exchange_quantity": 5}
    row = total | {"exchange_amount": "2183.50", "refund_only_quantity": 1, "return_count": 2}
    typed = data | {"summary_rows": [row | {"group_value": "海晏区"}]}
    assert found(typed) == CLEAN  # cases of a region cannot be counted from the lines


def test_a_closed_dimension_is_spelled_as_printed() -> None:
    rows = ({"group_value": "质量问题"}, {"group_value": "7天无理由"})
    sheet = draft(ledger(*rows, group_by="退换原因"))
    assert [row.group_value for row in sheet.summary_rows] == ["商品质量问题", "七日无理由"]


def test_a_line_of_the_summary_is_headed_by_its_value_or_product() -> None:
    assert draft(SAMPLE).summary_rows[DESK].summary_item == "儿童书桌"
    row = {"group_value": "李晓岚", "product_name": "儿童书桌"}
    assert draft(ledger(row)).summary_rows[0].summary_item == "李晓岚　儿童书桌"
    assert draft(ledger({"product_code": "ET0120"})).summary_rows[0].summary_item is None


def test_a_copy_for_other_eyes_hides_the_customers_of_the_summary() -> None:
    sheet = parse(ReturnExchangeSummary, without("summary_rows", group_by="客户"), today=TODAY)
    assert masked(sheet, Mask.ALL).summary_rows[0].group_value == "李某某"
    assert masked(sheet, Mask.ALL).summary_rows[0].summary_item == "李某某"
    assert sheet.hidden_names()[0] == "李晓岚"
    assert draft(SAMPLE).hidden_names() == ()


# A summary typed by hand


def test_without_lines_what_is_left_empty_did_not_happen() -> None:
    sheet = draft(ledger({"product_name": "沙发套", "return_quantity": 3, "return_count": 2}))
    (row,) = sheet.summary_rows
    assert shown(row, "exchange_count", "exchange_quantity") == ("0", "0")
    assert shown(row, "refund_only_quantity", "refund_only_amount") == ("0", "0.00")
    assert (row.return_amount, row.refund_amount) == (None, None)  # something was returned
    assert (row.stock_in_quantity, row.return_cost_amount) == (None, None)


def test_where_nothing_was_returned_nothing_was_paid_back() -> None:
    sheet = draft(ledger({"product_name": "沙发套", "return_quantity": 0, "exchange_quantity": 2}))
    (row,) = sheet.summary_rows
    assert shown(row, "return_count", "return_amount", "refund_amount") == ("0", "0.00", "0.00")
    assert row.exchange_amount is None


def test_quantities_left_empty_beside_a_reason_are_nothing() -> None:
    reasons = [
        {"reason_category": "运输破损", "return_quantity": 1},
        {"reason_category": "错发漏发", "exchange_quantity": 2},
    ]
    sheet = draft(ledger({"product_name": "沙发套"}, reason_rows=reasons))
    assert [row.exchange_quantity for row in sheet.reason_rows] == [0, 2]
    assert [str(row.share) for row in sheet.reason_rows] == ["0.3333", "0.6667"]


# Head and table A


def test_the_period_has_its_end_after_its_start() -> None:
    empty = {"detail_rows": None}
    assert problems(period_start="2026-03-31", **empty) == CLEAN
    assert problems(period_start="2026-04-01", **empty) == {("period_end", "error")}


@pytest.mark.parametrize("group_by", ["客户", "退换原因", "责任方", "地区", "渠道"])
def test_another_dimension_names_its_value(group_by: str) -> None:
    row = {"product_name": "沙发套", "return_quantity": 1}
    assert found(ledger(row, group_by=group_by)) == {("summary_rows.1.group_value", "error")}


def test_by_product_the_product_is_named() -> None:
    assert found(ledger({"group_value": "沙发套"})) == {("summary_rows.1.product_name", "error")}


@pytest.mark.parametrize(
    ("group_by", "label", "value"),
    [
        ("客户", "客户", "李晓岚"),
        ("客户", "客户名称", "李晓岚"),
        ("退换原因", "退货原因", "质量问题"),
        ("责任方", "责任方", "物流"),
        ("地区", "区域", "海晏区"),
        ("渠道", "渠道", "网店"),
    ],
)
def test_the_column_may_be_called_by_the_dimension(group_by: str, label: str, value: str) -> None:
    assert found(ledger({label: value}, group_by=group_by)) == CLEAN


def test_lines_that_know_their_group_add_up_to_it_though_the_totals_agree() -> None:
    bed, desk = line(product_name="床", quantity=3), line(product_name="书桌", register_no="SH-2")
    typed = [
        {"product_name": "床", "return_quantity": 1},
        {"product_name": "书桌", "return_quantity": 3},
    ]
    swapped = without("summary_rows", "reason_rows", detail_rows=[bed, desk], summary_rows=typed)
    assert found(swapped) == {
        ("summary_rows.1.return_quantity", "error"),
        ("summary_rows.2.return_quantity", "error"),
    }
    typed[0]["return_quantity"], typed[1]["return_quantity"] = 3, 1
    assert found(swapped) == CLEAN
    typed[0]["product_model"] = "C-1"  # a line of B without model may be any
    typed[1]["product_model"] = "Z-1"
    typed[0]["return_quantity"], typed[1]["return_quantity"] = 1, 3
    assert found(swapped) == CLEAN


@pytest.mark.parametrize("total", ["合计", "总计"])
def test_a_pasted_total_line_is_told_apart(total: str) -> None:
    rows = [{"product_name": "沙发套"}, {"product_name": total}]
    assert found(ledger(*rows)) == {("summary_rows.2.product_name", "error")}
    named = [{"group_value": total}]
    assert found(ledger(*named, group_by="退换原因")) == {("summary_rows.1.group_value", "error")}


def test_a_product_stands_once() -> None:
    row = {"product_name": "沙发套", "product_model": "ST-3"}
    assert found(ledger(row, row)) == {("summary_rows.2.product_name", "error")}
    assert found(ledger(row, row | {"product_model": "ST-4"})) == CLEAN
    nameless = {"return_quantity": 1}
    findings = check(ReturnExchangeSummary, ledger(nameless, nameless), today=TODAY)
    assert not any("前面已有" in finding.message for finding in findings)


def test_a_closed_dimension_knows_its_values() -> None:
    assert found(ledger({"group_value": "颜色不好看"}, group_by="退换原因")) == {
        ("summary_rows.1.group_value", "error")
    }
    assert found(ledger({"group_value": "物流"}, group_by="责任方")) == CLEAN
    assert found(ledger({"group_value": "海晏区"}, group_by="地区")) == CLEAN


def test_no_more_goes_into_stock_than_came_back() -> None:
    assert row_problems("summary_rows", DESK, stock_in_quantity=1) == CLEAN
    assert row_problems("summary_rows", DESK, stock_in_quantity=2) == {
        ("stock_in_quantity", "error")
    }


def test_more_returned_than_sold_is_only_doubted() -> None:
    assert row_problems("summary_rows", DESK, sales_quantity=1) == CLEAN
    assert row_problems("summary_rows", DESK, sales_quantity="0.5") == {
        ("return_quantity", "warning")
    }


def test_a_typed_rate_agrees_as_closely_as_it_is_printed() -> None:
    assert row_problems("summary_rows", DESK, return_rate="4.17%") == CLEAN
    assert row_problems("summary_rows", DESK, return_rate="4.18%") == {("return_rate", "error")}
    unsold = row_problems("summary_rows", DESK, return_rate="4.17%", sales_quantity=None)
    assert unsold == {("return_rate", "error")}


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("sales_quantity", 300, 301),
        ("stock_in_quantity", 11, 12),
        ("stock_in_amount", "4233.00", "4233.01"),
        ("return_cost_amount", "2130.00", "2130.01"),
        ("refund_only_amount", "40.00", "40.01"),
        ("refund_amount", "2988.50", "2988.51"),
    ],
)
def test_a_typed_total_is_the_sum_of_its_column(name: str, right: Any, wrong: Any) -> None:
    assert found(SAMPLE | {"total": {name: right}}) == CLEAN
    assert (f"total.{name}", "error") in found(SAMPLE | {"total": {name: wrong}})


def test_the_rate_of_the_total_is_not_the_mean_of_the_rates() -> None:
    assert found(SAMPLE | {"total": {"return_rate": "2.67%"}}) == CLEAN
    assert found(SAMPLE | {"total": {"return_rate": "2.33%"}}) == {("total.return_rate", "error")}


def test_the_main_reason_agrees_with_the_lines() -> None:
    assert row_problems("summary_rows", DESK, main_reason="其他") == {("main_reason", "error")}
    assert found(ledger({"product_name": "沙发套", "main_reason": "色差"})) == CLEAN


# Table B


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("return_count", 2),
        ("return_quantity", 2),
        ("return_amount", "899.01"),
        ("exchange_count", 1),
        ("exchange_quantity", 1),
        ("exchange_amount", "0.01"),
        ("refund_only_quantity", 1),
    ],
)
def test_the_totals_of_the_summary_are_those_of_the_lines(name: str, typed: Any) -> None:
    assert (f"total.{name}", "error") in found(with_row("summary_rows", DESK, **{name: typed}))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-03-12", CLEAN),
        ("2026-03-31", CLEAN),
        ("2026-04-01", {("returned_on", "error")}),
    ],
)
def test_a_return_lies_in_the_period(day: str, expected: set[tuple[str, str]]) -> None:
    assert row_problems("detail_rows", BROKEN, returned_on=day, reviewed_on=None) == expected


def test_a_return_on_the_first_day_lies_in_the_period() -> None:
    early = {"ordered_on": None, "goods_received_on": None}
    assert row_problems("detail_rows", BROKEN, returned_on="2026-03-01", **early) == CLEAN
    before = row_problems("detail_rows", BROKEN, returned_on="2026-02-28", **early)
    assert before == {("returned_on", "error")}


@pytest.mark.parametrize(
    ("name", "edge", "wrong", "path"),
    [
        ("ordered_on", "2026-03-10", "2026-03-11", "goods_received_on"),
        ("goods_received_on", "2026-03-12", "2026-03-13", "returned_on"),
    ],
)
def test_goods_are_ordered_received_and_returned(
    name: str, edge: str, wrong: str, path: str
) -> None:
    assert row_problems("detail_rows", BROKEN, **{name: edge}) == CLEAN
    assert row_problems("detail_rows", BROKEN, **{name: wrong}) == {(path, "error")}


def test_no_more_is_received_than_announced() -> None:
    assert row_problems("detail_rows", BROKEN, received_quantity=2) == {
        ("received_quantity", "error")
    }
    assert row_problems("detail_rows", BROKEN, received_quantity="0.5") == CLEAN


def test_goods_are_more_than_none() -> None:
    nothing = {"quantity": 0, "received_quantity": None}
    assert row_problems("detail_rows", BROKEN, **nothing) == {("quantity", "error")}


def test_another_reason_is_explained() -> None:
    other = {"reason_category": "其他", "reason_detail": None}
    assert row_problems("detail_rows", BROKEN, **other) == {("reason_detail", "error")}


def test_seven_days_after_the_receipt_a_return_needs_a_reason() -> None:
    no_reason = 1  # received on the 4th
    assert row_problems("detail_rows", no_reason, returned_on="2026-03-11") == CLEAN
    late = row_problems("detail_rows", no_reason, returned_on="2026-03-12", reviewed_on=None)
    assert late == {("returned_on", "warning")}
    unknown = {"returned_on": "2026-03-12", "goods_received_on": None, "reviewed_on": None}
    assert row_problems("detail_rows", no_reason, **unknown) == CLEAN


def test_a_day_of_review_has_its_person() -> None:
    assert row_problems("detail_rows", BROKEN, reviewed_by=None) == {("reviewed_by", "error")}
    assert row_problems("detail_rows", BROKEN, reviewed_by=None, reviewed_on=None) == CLEAN


# Table C


def test_a_reason_stands_once() -> None:
    data = with_row("reason_rows", 1, reason_category="商品质量问题")
    assert ("reason_rows.2.reason_category", "error") in found(data)


@pytest.mark.parametrize(
    ("name", "typed"),
    [("return_quantity", 1), ("exchange_quantity", 2), ("return_exchange_amount", "1409.51")],
)
def test_the_figures_of_a_reason_are_those_of_its_lines(name: str, typed: Any) -> None:
    assert (name, "error") in row_problems("reason_rows", 0, **{name: typed})


def test_the_reasons_add_up_to_the_summary() -> None:
    row = {"product_name": "沙发套", "return_quantity": 3, "exchange_quantity": 2}
    reason = {"reason_category": "运输破损", "return_quantity": 3, "exchange_quantity": 2}
    assert found(ledger(row, reason_rows=[reason])) == CLEAN
    for name in ("return_quantity", "exchange_quantity"):
        wrong = ledger(row, reason_rows=[reason | {name: 4}])
        assert found(wrong) == {("reason_rows", "error")}


def test_shares_are_those_of_returned_and_exchanged_goods() -> None:
    assert row_problems("reason_rows", 1, share="15.38%") == CLEAN
    assert row_problems("reason_rows", 1, share="15.39%") == {("share", "error")}


def test_what_rounding_leaves_over_goes_to_the_largest_share() -> None:
    largest = 4
    assert problems() == CLEAN  # 46.17%
    plain = found(with_row("reason_rows", largest, share="46.15%"))
    assert plain == {("reason_rows", "warning")}  # rounded by itself: together 99.98%
    wrong = found(with_row("reason_rows", largest, share="46.18%"))
    assert wrong == {("reason_rows.5.share", "error"), ("reason_rows", "warning")}


def test_where_nothing_came_back_reasons_have_no_share() -> None:
    reason = {"reason_category": "运输破损"}
    row = {"product_name": "沙发套"}
    assert draft(ledger(row, reason_rows=[reason])).reason_rows[0].share is None
    assert found(ledger(row, reason_rows=[reason])) == CLEAN
    typed = ledger(row, reason_rows=[reason | {"share": "100%"}])
    assert found(typed) == {("reason_rows.1.share", "error")}


# Who approves


def test_large_returns_are_approved() -> None:
    unsigned: dict[str, Any] = {"approved_by": None, "approved_on": None}
    row = {
        "product_name": "沙发套",
        "return_quantity": 5,
        "return_amount": "400.00",
        "exchange_quantity": 5,
        "exchange_amount": "500.00",
        "refund_only_quantity": 2,
        "refund_only_amount": "100.00",
    }
    more = row | {"refund_only_amount": "100.01"}
    assert found(ledger(row, **unsigned)) == CLEAN
    assert found(ledger(more, **unsigned)) == {("approved_by", "error")}
    assert found(ledger(more)) == CLEAN
    with settings.use(settings.Settings(return_approval_amount=Decimal(2000))):
        assert found(ledger(more, **unsigned)) == CLEAN


@pytest.mark.parametrize(
    ("label", "name"),
    [("制表人", "prepared_by"), ("开始日期", "period_start"), ("汇总方式", "group_by")],
)
def test_the_labels_of_other_sheets_are_known(label: str, name: str) -> None:
    assert ReturnExchangeSummary.labels().find(label) == (name,)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("退货单编号", "register_no"),
        ("退货单号", "register_no"),
        ("退货日期", "returned_on"),
        ("总价", "line_amount"),
        ("总金额", "line_amount"),
        ("退货原因", "reason_category"),
        ("退货理由", "reason_category"),
        ("退货品处理方式", "return_handling"),
        ("处理意见", "return_handling"),
    ],
)
def test_the_columns_of_other_ledgers_are_known(label: str, name: str) -> None:
    model = ReturnExchangeSummary.specs()["detail_rows"].model
    assert model is not None
    assert model.labels().find(label) == (name,)


# Whatever comes


@st.composite
def garbled(draw: st.DrawFn, rows: list[dict[str, Any]]) -> list[Any]:
    junk: list[Any] = [
        None,
        "",
        "乱写",
        -1,
        10**17,
        "99999999999999.99",
        "5%",
        "2026-02-30",
        [],
        {"a": 1},
    ]
    spoilt: st.SearchStrategy[Any] = st.sampled_from(junk)
    return [
        {name: draw(st.one_of(st.just(value), spoilt)) for name, value in row.items()}
        for row in rows[: draw(st.integers(0, 3))]
    ]


@hypothesis_settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_checking_survives_boxes_that_are_missing_or_garbage(data: st.DataObject) -> None:
    sheet = {name: value for name, value in SAMPLE.items() if data.draw(st.booleans())}
    for group in ("summary_rows", "detail_rows", "reason_rows"):
        sheet[group] = data.draw(garbled(SAMPLE[group]))
    sheet["group_by"] = data.draw(st.sampled_from(["产品", "客户", "责任方", "地区", "乱写"]))
    sheet["total"] = data.draw(st.sampled_from([None, {}, {"return_quantity": "x"}, 3]))
    form, _ = examine(ReturnExchangeSummary, sheet, today=TODAY)
    for name, spec in ReturnExchangeSummary.specs().items():
        if spec.computed:
            getattr(form, name)
