"""售后服务网点分布表 computed: the newest list with what each outlet did (manual §2.6)."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from reports.after_sales.sheets import MARCH, computed, register
from reports.kept import Memory, item

from csdforms.reports.after_sales.service_outlet_distribution import charts
from csdforms.reports.explaining import explain
from csdforms.reports.sources.kept import Document
from csdforms.schemas.after_sales.service_outlet_distribution import mean_of_means

FORM = "service_outlet_distribution"
ROOT = Path(__file__).parents[3]
SAMPLE: dict[str, Any] = json.loads((ROOT / "examples" / f"{FORM}.json").read_text("utf-8"))
CODES = [row["outlet_code"] for row in SAMPLE["outlets"]]
NAMES = [row["outlet_name"] for row in SAMPLE["outlets"]]


def listed(**boxes: Any) -> Document:
    return item(FORM, {**SAMPLE, **boxes}, number="list-1")


def rows(*sheets: Document, **said: Any) -> dict[str, Any]:
    form: Any = computed(FORM, [listed(), *sheets], **said).form
    return {row.outlet_code: row for row in form.outlets}


def test_each_outlet_has_its_services_hours_and_satisfaction() -> None:
    found = rows(
        register(
            1, outlet_code=CODES[0], registered_at="2026-03-05T08:00:00",
            arrived_at="2026-03-05T09:00:00", satisfaction="非常满意",
        ),
        register(
            2, outlet_name=NAMES[0], registered_at="2026-03-05T08:00:00",
            arrived_at="2026-03-05T10:00:00", satisfaction="一般",
        ),
        register(3, outlet_code=CODES[0]),
        register(4, outlet_code=CODES[1]),
        register(5, outlet_code=CODES[1], closed_on="2026-04-01"),
        register(6, outlet_code="没有这个网点"),
        register(7),
    )  # fmt: skip
    first, second, third = (found[code] for code in CODES[:3])
    assert (first.service_count, first.avg_response_hours) == (3, Decimal("1.5"))
    assert first.avg_satisfaction == Decimal(4)
    assert (second.service_count, second.avg_satisfaction) == (1, None)
    # What an older list says of an outlet does not stand.
    assert (third.service_count, third.avg_response_hours, third.avg_satisfaction) == (
        0,
        None,
        None,
    )
    assert sum(row.service_count for row in found.values()) == 4


def test_the_newest_list_counts_as_of_the_day_and_is_taken_as_it_is() -> None:
    def coverage(*lists: Document) -> Any:
        form: Any = computed(FORM, lists).form
        return form.coverage

    older, newer = listed(coverage="上海"), listed(as_of="2026-03-31", coverage="江苏")
    older["data"]["as_of"] = "2026-03-01"
    later = listed(as_of="2026-04-01", coverage="浙江")
    assert coverage(later, newer, older) == "江苏"
    assert coverage(listed(coverage="安徽"), listed(coverage="北京")) == "北京"  # the later filing
    form: Any = computed(FORM, [listed()], period=MARCH).form
    assert form.as_of == dt.date(2026, 3, 31)
    assert [row.outlet_address for row in form.outlets] == [
        row["outlet_address"] for row in SAMPLE["outlets"]
    ]


def test_provinces_and_total_follow_from_the_lines() -> None:
    sheets = [register(number, outlet_code=CODES[0]) for number in range(3)]
    form: Any = computed(FORM, [listed(), *sheets]).form
    province = SAMPLE["outlets"][0]["province"]
    (tally,) = (one for one in form.by_province if one.province == province)
    assert (tally.service_count, form.outlet_total.service_count) == (3, 3)


def test_without_a_list_there_is_an_empty_one() -> None:
    sheet = computed(FORM, [register(1, outlet_code=CODES[0])])
    form: Any = sheet.form
    assert form.outlets == ()
    assert [finding.path for finding in sheet.findings] == ["outlets"]
    assert charts(form) == ()


def test_figures_are_opened_and_drawn_best_first() -> None:
    sheets = [
        register(1, outlet_code=CODES[0], satisfaction="一般"),
        register(2, outlet_code=CODES[1], satisfaction="满意"),
    ]
    sheet = computed(FORM, [listed(), *sheets])
    ((record, value),) = sheet.cells["outlets.2.service_count"].records()
    assert (record.number, value) == ("SH-2", 1)
    form: Any = sheet.form
    (chart,) = charts(form)
    assert (chart.categories, list(chart.series[0].values)) == ([NAMES[1], NAMES[0]], [4, 3])


def test_what_is_counted_of_the_outlets_can_be_opened() -> None:
    sheets = [
        register(1, outlet_code=CODES[0], satisfaction="非常满意"),
        register(2, outlet_code=CODES[0]),
        register(3, outlet_code=CODES[1], satisfaction="满意"),
    ]
    sheet = computed(FORM, [listed(), *sheets])

    def told(cell: str) -> tuple[str, list[str]]:
        explained = explain(sheet, cell)
        return explained.printed, [one.record.number for one in explained.figure.records]

    def parts(path: str) -> list[Any]:
        columns: Any = sheet.cells[path].parts()
        return [[one.value for one in column] for column in columns.values()]

    # By hand, from the sample: eight outlets, of which 苏州's second is closed for good.
    assert told("现有网点数")[1] == [
        "SH-001",
        "SH-002",
        "JS-001",
        "JS-002",
        "ZJ-001",
        "ZJ-002",
        "BJ-001",
    ]
    assert told("网点统计/江苏/网点数") == ("2", ["JS-001", "JS-002"])
    assert told("网点统计/上海/省") == ("上海", ["SH-001", "SH-002"])
    assert told("SH-001/技术人员数") == ("18人", ["SH-001"])
    assert parts("by_province.1.technician_count") == [[18, 1]]
    assert parts("by_province.1.service_count") == [[2, 1]]
    # One of the first outlet's two services was rated, and the only one of the second.
    assert parts("by_province.1.avg_satisfaction") == [[5, 4], [1, 1], [2, 1]]
    assert sheet.cells["by_province.1.avg_satisfaction"].value == Decimal("4.5")
    assert sheet.cells["by_province.1.avg_response_hours"].value is None
    assert told("各状态网点数")[0] == "筹建1、正常5、暂停1、撤销1"
    assert told("各等级网点数")[0] == "一级3、二级3、三级1"
    assert told("没有网点的省份")[0] == "安徽"
    (ending,) = sheet.cells["contracts_ending"].parts().values()
    assert [record.number for one in ending for record, _ in one.records()] == ["SH-002"]  # type: ignore[union-attr]


def test_cities_of_two_provinces_stand_in_the_order_of_each() -> None:
    rows = [
        {**SAMPLE["outlets"][0], "outlet_code": f"W-{number}", "outlet_name": f"网点{number}",
         "province": province, "city": city, "big_region": None, "technician_count": None}
        for number, (province, city) in enumerate(
            [("江苏", "甲市"), ("安徽", "乙市"), ("安徽", "甲市"), ("安徽", "乙市")]
        )
    ]  # fmt: skip
    form: Any = computed(FORM, [listed(outlets=rows)]).form
    assert [one.city_counts for one in form.by_province] == ["甲市1", "乙市2、甲市1"]
    assert form.outlet_total.technician_count is None


class Closed(Memory):
    """An archive that lets count what it does not let read."""

    def shown(self, item: Document) -> dict[str, Any]:
        return {}


def test_of_a_list_that_may_not_be_read_stands_what_everybody_may_know() -> None:
    form: Any = computed(FORM, memory=Closed(forms=[listed()])).form
    assert [one.outlet_code for one in form.outlets] == CODES
    assert (form.outlet_count, form.coverage, form.hotline) == (7, None, None)
    first = form.outlets[0]
    assert (first.outlet_address, first.province) == (
        SAMPLE["outlets"][0]["outlet_address"],
        SAMPLE["outlets"][0]["province"],
    )
    assert (first.head, first.mobile, first.contract_end, first.technician_count) == (None,) * 4


def test_a_mean_without_its_base_weighs_by_all_services() -> None:
    assert mean_of_means([Decimal(5), Decimal(1), None], [1, 2, 3], [10, 2, 9]) == Decimal(7) / 3
    assert mean_of_means([Decimal(5), Decimal(2)], [None, None], [2, 1]) == 4
