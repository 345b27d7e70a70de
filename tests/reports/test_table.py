"""A computed sheet as tables: what rows are about first, groups inside rows, parts by name."""

from __future__ import annotations

from typing import Any

from csdforms.cli.report.showing import lines
from csdforms.reports.catalogue import report_of
from csdforms.reports.sheet import ComputedSheet, at
from csdforms.reports.table import Table, tables
from csdforms.schemas.catalogue import find
from csdforms.schemas.checking import read


def sheet_of(form: str, data: dict[str, Any]) -> ComputedSheet:
    return ComputedSheet(report_of(form), read(find(form), data)[0], {})


def shown(sheet: ComputedSheet) -> dict[str, list[list[str]]]:
    def texts(table: Table) -> list[list[str]]:
        rows = [
            [str(at(sheet.printed, p)) if p in table.kinds else p for p in r] for r in table.rows
        ]
        return [list(table.head), *rows]

    return {table.title: texts(table) for table in tables(sheet)}


def test_the_groups_inside_rows_have_a_table_of_their_own() -> None:
    def sold(name: str, quantity: int) -> dict[str, Any]:
        return {"product_name": name, "sales_quantity": quantity, "sales_amount": 5 * quantity}

    both = [sold("沙发", 2), sold("椅子", 1)]
    data = {
        "months": [{"month": 1, "products": both}, {"month": 2, "products": [sold("沙发", 3)]}],
        "year_total": {"products": [sold("沙发", 5), sold("椅子", 1)]},
    }
    found = shown(sheet_of("customer_sales_overview", data))
    head, *rows = found["分月销售·产品"]
    assert head[:4] == ["分月销售", "品名", "销售数量", "销售金额"]
    assert [row[:4] for row in rows] == [
        ["1月", "沙发", "2", "10.00"],
        ["1月", "椅子", "1", "5.00"],
        ["2月", "沙发", "3", "15.00"],
        ["全年合计", "沙发", "5", "25.00"],
        ["全年合计", "椅子", "1", "5.00"],
    ]


def test_what_rows_are_about_stands_first() -> None:
    months = [{"month": number, "receipts_amount": "1.00"} for number in (1, 2)]
    said = {"months": months, "year_total": {"receipts_amount": "2.00"}}
    found = shown(sheet_of("customer_sales_overview", said))
    assert [row[0] for row in found["分月销售"]] == ["月份", "1月", "2月", "全年合计"]


def test_two_parts_with_the_same_boxes_are_told_apart() -> None:
    part = {"sales_amount": "10.00", "customer_count": 2}
    found = shown(sheet_of("customer_gross_profit_ranking", {"others": part, "total": part}))
    labels = [row[0] for row in found[""]]
    assert {"其他·客户数", "合计·客户数"} <= set(labels)


def test_rows_that_say_nothing_make_no_columns() -> None:
    found = shown(sheet_of("complaint_summary", {"next_plan": [{"seq": 1}]}))
    assert found["下期改进计划"] == [[], []]


def test_the_screen_shows_what_paper_shows() -> None:
    rows = [{"indicator": "受理件数", "current_value": "4", "last_value": "3"}]
    sheet = sheet_of("complaint_summary", {"indicators": rows})
    assert "总体情况" in shown(sheet)
    text = list(lines(sheet))
    assert "【总体情况】" not in text
    assert "【指标印出表】" in text
