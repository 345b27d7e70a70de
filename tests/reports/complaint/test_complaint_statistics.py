"""客户投诉统计表: the worked example cell by cell, from cases and from the sheets of cases."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from reports.cases import JUNE, JUNE_CASES, case, computed, items_of, printed, shown, sources_of
from reports.kept import Memory

from csdforms.reports.catalogue import report_of
from csdforms.reports.complaint.dimensions import COLUMNS
from csdforms.reports.period import Period
from csdforms.reports.sheet import ComputedSheet
from csdforms.reports.sources import Sources

_FORM = "complaint_statistics"
_COLUMNS = (
    "received", "share", "prev_received", "change_rate",
    "closed_on_time", "closed_late", "open_within", "open_overdue", "close_rate", "on_time_rate",
    "verified", "partly_verified", "unverified", "pending", "repeat_count", "high_level_count",
    "compensation_amount", "loss_amount", "total_cost", "avg_days",
    "satisfied", "followed_up", "satisfaction_rate",
)  # fmt: skip
#: The specification's table D; total_cost is 赔付＋损失.
_LINES = {
    "产品质量": "4 50.00% 4 0.00% 2 0 1 1 50.00% 66.67% 3 0 0 1 1 2 1,700.00 3,350.00 5,050.00 "
    "7.5 1 2 50.00%",
    "服务质量": "2 25.00% 1 100.00% 0 1 1 0 50.00% 0.00% 0 1 0 1 1 0 0.00 0.00 0.00 9.0 0 1 0.00%",
    "物流交付": "1 12.50% 1 0.00% 1 0 0 0 100.00% 100.00% 1 0 0 0 0 0 80.00 60.00 140.00 "
    "5.0 1 1 100.00%",
    "价格与收费": "1 12.50% 0 — 1 0 0 0 100.00% 100.00% 0 0 1 0 0 0 0.00 0.00 0.00 3.0 0 0 —",
    "合同与承诺": "0 0.00% 0 — 0 0 0 0 — — 0 0 0 0 0 0 0.00 0.00 0.00 — 0 0 —",
    "促销活动": "0 0.00% 0 — 0 0 0 0 — — 0 0 0 0 0 0 0.00 0.00 0.00 — 0 0 —",
    "设备设施": "0 0.00% 0 — 0 0 0 0 — — 0 0 0 0 0 0 0.00 0.00 0.00 — 0 0 —",
    "其他": "0 0.00% 0 — 0 0 0 0 — — 0 0 0 0 0 0 0.00 0.00 0.00 — 0 0 —",
}
_TOTAL = (
    "8 100.00% 6 33.33% 4 1 2 1 62.50% 66.67% 4 1 1 2 2 2 1,780.00 3,410.00 5,190.00 6.4 2 4 50.00%"
)
_BOTH = pytest.mark.parametrize(
    "sources",
    [sources_of(), Sources(Memory(forms=items_of()))],
    ids=["cases", "sheets"],
)


def _plain(sheet: ComputedSheet, *names: str) -> dict[str, tuple[str, ...]]:
    """Return the boxes of each line by its value."""
    return {row[0]: row[1:] for row in shown(sheet, "rows", "dimension_value", *names)}


@_BOTH
def test_the_worked_example_cell_by_cell(sources: Sources) -> None:
    said: dict[str, Any] = {
        "dimension": "投诉类别",
        "base_quantity": Decimal(4000),
        "base_unit": "订单",
    }
    sheet = computed(_FORM, sources, **said)
    lines = {
        row[0]: " ".join(row[1:]) for row in shown(sheet, "rows", "dimension_value", *_COLUMNS)
    }
    assert lines == _LINES
    assert list(lines) == list(_LINES)
    form = sheet.form
    assert " ".join(printed(form.total, name) for name in _COLUMNS) == _TOTAL  # type: ignore[attr-defined]
    flow = [printed(form, name) for name in ("opening", "received", "closed", "open_end")]
    assert flow == ["2", "8", "6", "4"]
    assert printed(form, "complaint_rate") == "0.20%"
    assert printed(form, "complaints_per_ten_thousand") == "20.00"
    assert not sheet.findings


@_BOTH
def test_every_computed_cell_can_be_opened(sources: Sources) -> None:
    cells = computed(_FORM, sources, dimension="投诉类别").cells
    for row in range(1, len(_LINES) + 1):
        assert all(f"rows.{row}.{name}" in cells for name in _COLUMNS)
    assert all(f"total.{name}" in cells for name in _COLUMNS)
    repeats = [record.number for record, _ in cells["total.repeat_count"].records()]
    assert repeats == ["TS-20240611-001", "TS-20240628-001"]
    paid = list(cells["rows.1.compensation_amount"].records())
    assert [(record.number, value) for record, value in paid] == [
        ("TS-20240603-001", Decimal("200.00")),
        ("TS-20240611-001", Decimal("1500.00")),
    ]
    opened = [record.number for record, _ in cells["opening"].records()]
    assert opened == ["TS-20240520-001", "TS-20240528-001"]


@_BOTH
@pytest.mark.parametrize(
    ("dimension", "lines"),
    [
        # a closed list in its order, those without a value last
        (
            "原因分类",
            (
                "产品设计 0, 来料 0, 生产制造 2, 检验 1, 仓储包装 0, 运输 1, 安装维修 0, "
                "销售承诺 0, 服务人员 1, 制度流程 0, 信息系统 0, "
                "客户使用 0, 第三方 0, 不明 0, 未认定 3"
            ),
        ),
        # an open list by count, then by name (code point), those without a value last
        ("责任部门", "生产部 2, 客服部 1, 物流部 1, 质检部 1, 未认定 3"),
        # who complained in May only has a line, so that the column of May adds up
        (
            "客户",
            (
                "C001 2, C002 2, C003 1, C004 1, C005 1, C006 1, "
                "C010 0, C011 0, C020 0, C021 0, C022 0, C023 0"
            ),
        ),
        ("投诉等级", "低等级 6, 高等级 2"),
        ("情节", "轻微 0, 一般 8, 严重 0"),
        ("客户类别", "个人 8, 单位 0"),
        ("区域", "未填 8"),
        ("月份", "2024年6月 8"),
    ],
)
def test_dimensions(sources: Sources, dimension: str, lines: str) -> None:
    sheet = computed(_FORM, sources, dimension=dimension)
    found = ", ".join(" ".join(row) for row in shown(sheet, "rows", "dimension_value", "received"))
    assert found == lines
    assert not sheet.findings


def test_a_channel_is_counted_as_it_was_entered() -> None:
    found = _plain(computed(_FORM, sources_of(), dimension="投诉方式"), "received")
    assert {name: count for name, (count,) in found.items() if count != "0"} == {
        "来电": "4",
        "来访": "2",
        "电子邮件": "1",
        "在线客服": "1",
    }


def test_months_are_compared_to_the_same_months_last_year() -> None:
    cases = [
        case("TS-1", "2023-01-31", "2023-02-03"),
        case("TS-2", "2023-02-01", "2023-02-03"),
        case("TS-3", "2023-02-28", "2023-03-03"),
        case("TS-4", "2024-02-29", "2024-03-03"),
        case("TS-5", "2023-12-31", "2024-01-03"),  # just before: of no interest here
    ]
    period = Period.of(dt.date(2024, 1, 1), dt.date(2024, 3, 31))
    sheet = computed(_FORM, sources_of(cases), period=period, dimension="月份")
    names = ("dimension_value", "received", "prev_received", "change_rate")
    assert shown(sheet, "rows", *names) == [
        ("2024年1月", "0", "1", "-100.00%"),
        ("2024年2月", "1", "2", "-50.00%"),
        ("2024年3月", "0", "0", "—"),
    ]
    assert printed(sheet.form.total, "prev_received") == "3"  # type: ignore[attr-defined]


def test_a_case_with_several_remedies_stands_in_each_and_once_in_the_total() -> None:
    cases = [
        case("TS-1", "2024-06-03", "2024-06-10", remedy_types=("换货", "赔款")),
        case("TS-2", "2024-06-04", "2024-06-11", remedy_types=("换货",)),
        case("TS-3", "2024-06-05", "2024-06-12"),
    ]
    sheet = computed(_FORM, sources_of(cases), dimension="处理方式")
    found = _plain(sheet, "received", "share")
    assert {name: row for name, row in found.items() if row[0] != "0"} == {
        "换货": ("2", "66.67%"),
        "赔款": ("1", "33.33%"),
        "未认定": ("1", "33.33%"),
    }
    total = sheet.form.total  # type: ignore[attr-defined]
    assert (printed(total, "received"), printed(total, "share")) == ("3", "100.00%")


def test_printed_shares_need_not_add_up_to_a_hundred() -> None:
    cases = [
        case(f"TS-{number}", "2024-06-03", "2024-06-10", category=category)
        for number, category in enumerate(["产品质量", "服务质量", "物流交付"])
    ]
    sheet = computed(_FORM, sources_of(cases), dimension="投诉类别")
    assert [row[0] for row in list(_plain(sheet, "share").values())[:3]] == ["33.33%"] * 3
    assert not sheet.findings


@pytest.mark.parametrize("dimension", COLUMNS)
def test_no_complaint_at_all(dimension: str) -> None:
    sheet = computed(_FORM, Sources(Memory()), dimension=dimension, base_quantity=Decimal(400))
    total = sheet.form.total  # type: ignore[attr-defined]
    names = ("received", "share", "close_rate", "on_time_rate", "avg_days", "satisfaction_rate")
    assert [printed(total, name) for name in names] == ["0", "—", "—", "—", "—", "—"]
    assert printed(sheet.form, "complaint_rate") == "0.00%"
    assert {row[0] for row in _plain(sheet, "received").values()} == {"0"}
    assert not report_of(_FORM).charts(sheet.form)


def test_a_running_month_ends_with_the_day_it_stands_at() -> None:
    period = Period.of(JUNE.start, JUNE.end, dt.date(2024, 6, 18))
    sheet = computed(_FORM, sources_of(), period=period, dimension="投诉类别")
    # until the 18th six cases came in; closed 06-08, 06-12, 06-14, 06-17, and 06-06 of May
    flow = [printed(sheet.form, name) for name in ("opening", "received", "closed", "open_end")]
    assert flow == ["2", "6", "5", "3"]


def test_customers_of_one_name_are_told_apart() -> None:
    cases = [
        case("TS-1", "2024-06-03", "2024-06-10", customer="1", customer_name="王伟"),
        case("TS-2", "2024-06-04", "2024-06-11", customer="2", customer_name="王伟", file="Z-2"),
        case("TS-3", "2024-06-05", "2024-06-12", customer="3", customer_name="合计"),
    ]
    sheet = computed(_FORM, sources_of(cases), dimension="客户")
    assert set(_plain(sheet, "received")) == {"王伟（TS-1）", "王伟（Z-2）", "合计（TS-3）"}


def test_a_name_that_is_masked_for_the_reader_is_masked_here() -> None:
    class Masked(Memory):
        def shown(self, item: object) -> dict[str, str]:
            return {"customer_name": "王*"}

    found = dataclasses.replace(JUNE_CASES[0], customer_name="王伟")
    sheet = computed(_FORM, Sources(Masked(forms=items_of([found]))), dimension="客户")
    assert list(_plain(sheet, "received")) == ["王*"]


def test_the_chart_shows_what_was_received_and_closed_in_time() -> None:
    sheet = computed(_FORM, sources_of(), dimension="投诉类别")
    (chart,) = report_of(_FORM).charts(sheet.form)
    assert chart.categories == ["产品质量", "服务质量", "物流交付", "价格与收费"]
    received, on_time = chart.series
    assert received.values == [4, 2, 1, 1]
    assert on_time.values == [Decimal(2) / 3, 0, 1, 1]
    assert on_time.second
    assert on_time.percent


def test_of_many_values_the_chart_shows_the_first_and_no_rates() -> None:
    form: Any = computed(_FORM, sources_of(), dimension="客户").form
    (line, *_) = form.rows
    many = form.model_copy(update={"rows": (line,) * 16})
    (chart,) = report_of(_FORM).charts(many)
    assert (chart.drawing, len(chart.categories)) == ("bar", 15)
    assert [list(one.values) for one in chart.series] == [[line.received] * 15]
    (few,) = report_of(_FORM).charts(form.model_copy(update={"rows": (line,) * 10}))
    assert (few.drawing, len(few.series)) == ("column", 2)
