"""售后服务网点分布表 computed: the newest list with what each outlet did (manual §2.6)."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from reports.after_sales.sheets import MARCH, computed, register
from reports.kept import item

from csdforms.reports.after_sales.service_outlet_distribution import charts
from csdforms.reports.sources.kept import Document

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
