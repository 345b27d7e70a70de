"""客户区域分类表: regions and their borders, sums and shares, each rule at its edge."""

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

from csdforms.schemas.checking import check, examine, parse
from csdforms.schemas.customer.customer_region_classification import (
    CustomerRegionClassification,
    RegionTotal,
)
from csdforms.schemas.fields.territory import RegionCodes
from csdforms.schemas.types import Refused
from csdforms.templates.printing import printed

ROOT = Path(__file__).parents[3]
SAMPLE: dict[str, Any] = json.loads(
    (ROOT / "examples" / "customer_region_classification.json").read_text("utf-8")
)
TODAY = dt.date(2026, 7, 10)
CLEAN: set[tuple[str, str]] = set()
Problems = set[tuple[str, str]]

HEAD: dict[str, Any] = {
    "form_no": "QY-1",
    "as_of": "2026-06-30",
    "year": 2026,
    "region_level": "省",
    "prepared_by": "周明",
    "prepared_on": "2026-07-03",
}


def problems_of(data: dict[str, Any], today: dt.date = TODAY) -> Problems:
    findings = check(CustomerRegionClassification, data, today=today)
    return {(finding.path, finding.severity) for finding in findings}


def problems(**changes: Any) -> Problems:
    return problems_of(copy.deepcopy(SAMPLE) | changes)


def changed(group: str, number: int, **changes: Any) -> dict[str, Any]:
    lines = copy.deepcopy(SAMPLE[group])
    lines[number - 1] |= changes
    return {group: lines}


def sheet(*lines: dict[str, Any], **head: Any) -> dict[str, Any]:
    """A sheet of customers that say only what a test is about."""
    rows = [
        {"customer_no": f"KH-{number}", "customer_name": "某公司", "region": "上海", **line}
        for number, line in enumerate(lines, start=1)
    ]
    return HEAD | {"rows": rows} | head


def summary(*lines: dict[str, Any], **head: Any) -> dict[str, Any]:
    """A sheet of regions alone."""
    return HEAD | {"regions": list(lines)} | head


def draft(data: dict[str, Any]) -> CustomerRegionClassification:
    return examine(CustomerRegionClassification, data, today=TODAY)[0]


def total_of(data: dict[str, Any]) -> RegionTotal:
    total = parse(CustomerRegionClassification, data, today=TODAY).total
    assert total is not None
    return total


def test_the_sample_has_no_finding() -> None:
    assert problems() == CLEAN


# What is worked out


def test_a_sheet_is_filled_in_from_its_customers() -> None:
    """Worked out by hand: three customers of two regions, 300 in all this year."""
    form = draft(
        sheet(
            {"last_year_sales_amount": 100, "last_year_ytd_amount": 40, "ytd_sales_amount": 50},
            {"last_year_sales_amount": 60, "last_year_ytd_amount": 10, "ytd_sales_amount": 0},
            {"last_year_sales_amount": 40, "last_year_ytd_amount": 0, "ytd_sales_amount": 250,
             "region": "江苏"},
        )
    )  # fmt: skip
    one, two, three = form.rows
    assert (one.last_year_share, one.ytd_share) == (Decimal("0.5"), Decimal(50) / 300)
    assert (one.year_on_year_rate, two.year_on_year_rate) == (Decimal("0.25"), Decimal(-1))
    assert three.year_on_year_rate is None
    shanghai, jiangsu = form.regions
    assert (shanghai.region, shanghai.customer_count, shanghai.buying_count) == ("上海", 2, 1)
    assert (shanghai.last_year_sales_amount, shanghai.last_year_share) == (
        Decimal(160),
        Decimal("0.8"),
    )
    assert shanghai.customer_share == Decimal(2) / 3
    assert shanghai.year_on_year_rate == 0  # 50 against 50
    assert shanghai.avg_customer_sales_amount == 50
    assert (jiangsu.ytd_sales_amount, jiangsu.ytd_share) == (Decimal(250), Decimal(250) / 300)
    total = total_of(sheet(*({"ytd_sales_amount": amount} for amount in (50, 0, 250))))
    assert (total.customer_count, total.buying_count, total.ytd_sales_amount) == (
        3,
        2,
        Decimal(300),
    )
    assert (total.avg_customer_sales_amount, total.ytd_share) == (Decimal(150), Decimal(1))


def test_the_profit_of_a_region_follows_from_its_costs() -> None:
    lines = (
        {"region": "上海", "ytd_sales_amount": 200, "ytd_cost_amount": 150},
        {"region": "江苏", "ytd_sales_amount": 300, "ytd_cost_amount": 330},
    )
    form = draft(summary(*lines))
    first, second = form.regions
    assert (first.gross_profit_amount, first.gross_margin_rate) == (Decimal(50), Decimal("0.25"))
    assert (second.gross_profit_amount, second.gross_margin_rate) == (Decimal(-30), Decimal("-0.1"))
    assert form.total is not None
    assert (form.total.ytd_cost_amount, form.total.gross_profit_amount) == (
        Decimal(480),
        Decimal(20),
    )
    assert form.total.gross_margin_rate == Decimal("0.04")


def test_costs_that_a_region_lacks_leave_the_profit_of_the_firm_unknown() -> None:
    lines = {"region": "上海", "ytd_sales_amount": 2, "ytd_cost_amount": 1}, {"region": "江苏"}
    total = draft(summary(*lines)).total
    assert total is not None
    assert (total.ytd_cost_amount, total.gross_profit_amount) == (None, None)


def test_where_nobody_buys_there_is_no_average() -> None:
    total = total_of(sheet({"ytd_sales_amount": 0}, {}))
    assert (total.buying_count, total.avg_customer_sales_amount) == (0, None)
    bad = problems_of(summary({"region": "上海", "buying_count": 0, "ytd_sales_amount": 5,
                               "avg_customer_sales_amount": 5}))  # fmt: skip
    assert ("regions.1.avg_customer_sales_amount", "error") in bad


def test_an_average_is_kept_in_fen_and_read_again() -> None:
    lines = [{"ytd_sales_amount": amount, "region": "上海"} for amount in (100, 50, 50)]
    stored = draft(sheet(*lines, last_year_sales_amount=None)).stored()
    assert stored["regions"][0]["avg_customer_sales_amount"] == "66.67"
    assert problems_of(stored) == CLEAN


def test_shares_of_what_is_not_noted_are_taken_as_typed() -> None:
    line = {
        "region": "上海",
        "last_year_share": "40%",
        "ytd_share": "30%",
        "year_on_year_rate": "5%",
    }
    assert problems_of(sheet(line)) == CLEAN
    typed = line | {"customer_share": "100%", "avg_customer_sales_amount": 5}
    shares = problems_of(summary(typed))
    assert {severity for _, severity in shares} == {"warning"}  # these are not 100 % together


def test_on_the_last_day_the_whole_last_year_is_compared() -> None:
    line = {"last_year_sales_amount": 100, "ytd_sales_amount": 120}
    end = {"as_of": "2025-12-31", "year": 2025}
    row = draft(sheet(line, **end)).rows[0]
    assert (row.last_year_ytd_amount, row.year_on_year_rate) == (Decimal(100), Decimal("0.2"))
    region = draft(summary(line | {"region": "上海"}, **end)).regions[0]
    assert region.year_on_year_rate == Decimal("0.2")
    assert draft(sheet(line)).rows[0].year_on_year_rate is None
    assert draft(sheet(line, as_of=None)).rows[0].year_on_year_rate is None


def test_against_part_of_a_base_there_is_no_growth() -> None:
    lines = {"ytd_sales_amount": 5, "last_year_ytd_amount": 5}, {"ytd_sales_amount": 5}
    total = total_of(sheet(*lines))
    assert (total.last_year_ytd_amount, total.year_on_year_rate) == (None, None)


def test_the_regions_of_the_scheme_come_first_also_those_without_customers() -> None:
    scheme = [
        {"region": "华东"},
        {"region": "江苏", "parent_region": "华东", "region_no": "2", "region_owner": "陈立"},
        {"region": "上海", "parent_region": "华东"},
    ]
    form = draft(sheet({}, {"region": None}, scheme=scheme, region_level="大区"))
    assert [line.region for line in form.regions] == ["江苏", "上海", "未划分"]
    empty = form.regions[0]
    assert (empty.region_no, empty.region_owner) == ("2", "陈立")
    assert (empty.customer_count, empty.ytd_sales_amount) == (0, Decimal(0))


def test_a_customer_of_no_region_is_listed_last_and_never_dropped() -> None:
    data = sheet({"ytd_sales_amount": 1}, {"region": None, "ytd_sales_amount": 2})
    form = draft(data)
    assert [line.region for line in form.regions] == ["上海", "未划分"]
    assert form.total is not None
    assert form.total.ytd_sales_amount == 3
    assert problems_of(data) == {("rows", "warning")}
    first = sheet({"region": "未划分"}, {})
    assert [line.region for line in draft(first).regions] == ["上海", "未划分"]


# Head


def test_the_closing_day_lies_in_the_year_and_is_over() -> None:
    assert problems(year=2025) == {("as_of", "error")}
    assert problems(prepared_on="2026-06-29") == {("as_of", "warning")}
    assert problems(prepared_on="2026-06-30") == CLEAN
    assert problems(as_of=None) == {("as_of", "error")}
    assert problems(year=None) == {("year", "error")}


@pytest.mark.parametrize("level", ["大区", "自定义"])
def test_a_firms_own_regions_need_a_scheme(level: str) -> None:
    assert problems_of(sheet({}, region_level=level)) == {("scheme", "error")}


@pytest.mark.parametrize("level", ["省", "市", "区县"])
def test_those_of_the_state_do_not(level: str) -> None:
    assert problems_of(sheet({}, region_level=level)) == CLEAN


def test_there_are_customers_or_at_least_regions() -> None:
    assert problems_of(HEAD) == {("rows", "error")}
    assert problems_of(summary({"region": "上海", "customer_count": 3})) == CLEAN


# The scheme


def scheme(*lines: dict[str, Any]) -> Problems:
    return problems_of(summary({"region": "上海"}, scheme=list(lines), region_level="大区"))


def test_regions_do_not_overlap() -> None:
    one = {"region": "甲", "member_codes": "310000、320500"}
    assert scheme(one, {"region": "乙", "member_codes": "320100"}) == CLEAN
    found = {("scheme.2.member_codes", "error")}
    assert scheme(one, {"region": "乙", "member_codes": "310115"}) == found  # within 310000
    assert scheme(one, {"region": "乙", "member_codes": "320000"}) == found  # around 320500
    assert scheme(one, {"region": "乙", "member_codes": ["320500"]}) == found
    assert scheme(one, {"region": "乙"}) == CLEAN


def test_a_region_is_part_of_those_above_it() -> None:
    upper = {"region": "华东", "member_codes": "310000、320000"}
    middle = {"region": "江苏", "parent_region": "华东", "member_codes": "320000"}
    lower = {"region": "苏州", "parent_region": "江苏", "member_codes": "320500"}
    assert scheme(upper, middle, lower) == CLEAN
    assert scheme(lower, middle, upper) == CLEAN
    outside = lower | {"member_codes": "330100"}
    assert scheme(upper, middle, outside) == {("scheme.3.member_codes", "error")}


def test_a_region_above_is_one_of_the_scheme() -> None:
    assert scheme({"region": "上海", "parent_region": "华东"}) == {
        ("scheme.1.parent_region", "error")
    }


def test_no_region_is_above_itself() -> None:
    one, two = {"region": "甲", "parent_region": "乙"}, {"region": "乙", "parent_region": "甲"}
    assert scheme(one, two) == {
        ("scheme.1.parent_region", "error"),
        ("scheme.2.parent_region", "error"),
    }


def test_the_tree_has_five_levels_at_most() -> None:
    def chain(levels: int) -> list[dict[str, Any]]:
        above = [{"parent_region": str(level - 1)} if level else {} for level in range(levels)]
        return [{"region": str(level)} | line for level, line in enumerate(above)]

    assert scheme(*chain(5)) == CLEAN
    assert scheme(*chain(6)) == {("scheme.6.parent_region", "error")}


def test_regions_and_their_numbers_stand_once() -> None:
    assert scheme({"region": "甲"}, {"region": "甲", "member_codes": "310000"}) == {
        ("scheme.2.region", "error")
    }
    double = {"region": "甲", "region_no": "1"}, {"region": "乙", "region_no": "1"}
    assert scheme(*double) == {("scheme.2.region_no", "error")}
    assert scheme({"region": "甲"}, {"region": "乙"}) == CLEAN


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("310000、320500", ("310000", "320500")),
        ([310000, "320500（江苏省）"], ("310000", "320500")),
    ],
)
def test_several_divisions_are_read(given: object, read: tuple[str, ...]) -> None:
    assert RegionCodes().accept(given) == read


def test_what_is_no_division_is_refused() -> None:
    with pytest.raises(Refused):
        RegionCodes().accept("310000、华东")


# The customers


def test_a_customer_stands_in_a_region_of_the_scheme() -> None:
    found = problems(**changed("rows", 9, region="华北"), regions=[], total=None)
    assert found == {("rows.9.region", "error")}
    assert ("rows.9.region", "error") not in problems(**changed("rows", 9, region="未划分"))


def test_an_address_lies_within_its_region() -> None:
    assert problems(**changed("rows", 1, region_code="320500")) == {("rows.1.region_code", "error")}
    assert problems(**changed("rows", 1, region_code=None)) == CLEAN
    without = copy.deepcopy(SAMPLE["scheme"])
    without[1].pop("member_codes")
    assert problems(**changed("rows", 1, region_code="320500"), scheme=without) == CLEAN


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("last_year_share", "0.0692"),
        ("ytd_share", "0.0588"),
        ("year_on_year_rate", "0.1801"),
    ],
)
def test_typed_shares_of_a_customer_are_those_of_the_whole_firm(name: str, bad: str) -> None:
    """186,000 of 2,693,500 is 6.91 %; 118,000 of 2,010,900 is 5.87 %; 118 against 100."""
    assert problems(**changed("rows", 2, **{name: bad})) == {(f"rows.2.{name}", "error")}


def test_growth_without_a_base_is_left_blank() -> None:
    assert problems(**changed("rows", 3, year_on_year_rate="1")) == {
        ("rows.3.year_on_year_rate", "error")
    }


def test_months_that_sold_more_than_their_year_are_doubted() -> None:
    line = {"last_year_sales_amount": 100, "ytd_sales_amount": 1}
    assert problems_of(sheet(line | {"last_year_ytd_amount": 100})) == CLEAN
    more = problems_of(sheet(line | {"last_year_ytd_amount": "100.01"}))
    assert ("rows.1.last_year_ytd_amount", "warning") in more


def test_customers_stand_in_the_order_of_the_regions() -> None:
    mixed = copy.deepcopy(SAMPLE["rows"])
    mixed[0], mixed[1] = mixed[1], mixed[0]
    assert problems(rows=mixed) == {("rows", "warning")}


def test_each_customer_stands_once() -> None:
    assert problems_of(sheet({}, {"customer_no": "KH-1"})) == {("rows.2.customer_no", "error")}
    pasted = problems_of(sheet({}, {"customer_no": "小计"}))
    assert pasted == {("rows.2.customer_name", "error")}


# The regions


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("customer_count", 4),
        ("buying_count", 2),
        ("last_year_sales_amount", "190000.01"),
        ("last_year_ytd_amount", "99999.99"),
        ("ytd_sales_amount", "221000.01"),
        ("last_year_share", "0.0707"),
        ("ytd_share", "0.1100"),
        ("year_on_year_rate", "1.2101"),
        ("customer_share", "0.3334"),
        ("gross_profit_amount", "55250.01"),
        ("gross_margin_rate", "0.2501"),
        ("avg_customer_sales_amount", "73666.66"),
    ],
)
def test_typed_figures_of_a_region_are_those_of_its_customers(name: str, bad: object) -> None:
    """海晏: three customers, 190,000 and 221,000; 100,000 before; costs of 165,750."""
    assert (f"regions.2.{name}", "error") in problems(**changed("regions", 2, **{name: bad}))


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("customer_count", 10),
        ("new_count", 2),
        ("lost_count", 3),
        ("buying_count", 8),
        ("last_year_sales_amount", "2693500.01"),
        ("last_year_ytd_amount", "1406800.01"),
        ("ytd_sales_amount", "2010900.01"),
        ("ytd_cost_amount", "1493398.99"),
        ("gross_profit_amount", "517501.01"),
        ("gross_margin_rate", "0.2575"),
        ("year_on_year_rate", "0.4295"),
        ("ytd_share", "0.9999"),
        ("avg_customer_sales_amount", "223433.34"),
    ],
)
def test_the_total_is_that_of_all_regions(name: str, bad: object) -> None:
    total = SAMPLE["total"] | {name: bad}
    assert (f"total.{name}", "error") in problems(total=total)


def test_each_region_stands_once_and_none_is_missing() -> None:
    regions = SAMPLE["regions"]
    found = problems(regions=regions[:3], total=None)
    assert ("regions", "error") in found
    twice = problems(regions=[*regions, {"region": "上海"}], total=None)
    assert ("regions.5.region", "error") in twice
    assert ("regions.5.region", "error") in problems(
        regions=[*regions, {"region": "合计"}], total=None
    )


def test_a_region_without_customers_is_noted_with_nothing() -> None:
    extra = [*SAMPLE["regions"], {"region": "临江山北", "customer_count": 0}]
    assert problems(regions=extra) == CLEAN
    total = total_of(copy.deepcopy(SAMPLE) | {"regions": extra, "total": None})
    assert total.ytd_cost_amount == Decimal("1493399.00")
    wrong = [*SAMPLE["regions"], {"region": "临江山北", "customer_count": 1}]
    assert ("regions.5.customer_count", "error") in problems(regions=wrong, total=None)


def test_no_more_are_new_or_buy_than_there_are() -> None:
    """Who moved away may have bought in a region before, but not in the firm."""
    for name, severity in (("new_count", "error"), ("buying_count", "warning")):
        line = {"region": "上海", "customer_count": 2, name: 2}
        assert problems_of(summary(line)) == CLEAN
        found = problems_of(summary(line | {name: 3}))
        assert found == {(f"regions.1.{name}", severity), (f"total.{name}", "error")}


def test_buyers_may_be_counted_where_they_were_when_they_bought() -> None:
    """KH-1 bought for 100 in 上海 and 40 in 江苏, where he is listed; KH-2 for 60 in 上海."""
    rows = (
        {"ytd_sales_amount": 60},
        {"ytd_sales_amount": 140, "region": "江苏"},
    )
    regions = [
        {"region": "上海", "customer_count": 1, "buying_count": 2, "ytd_sales_amount": 160},
        {"region": "江苏", "customer_count": 1, "buying_count": 1, "ytd_sales_amount": 40},
    ]
    data = sheet(*rows, regions=regions)
    assert problems_of(data) == {
        ("regions.1.buying_count", "warning"),
        ("regions.1.ytd_sales_amount", "warning"),
        ("regions.2.ytd_sales_amount", "warning"),
    }
    total = total_of(data)
    found = (total.buying_count, total.avg_customer_sales_amount)
    assert found == (2, Decimal(100))  # each once
    for count in (1, 3):
        wrong = problems_of(data | {"total": {"buying_count": count, "ytd_sales_amount": 200}})
        assert ("total.buying_count", "error") in wrong
    regions = [{**line, "ytd_sales_amount": None} for line in regions]  # nobody has moved
    assert ("regions.1.buying_count", "error") in problems_of(sheet(*rows, regions=regions))


def test_shares_that_do_not_add_up_are_doubted() -> None:
    lines = (
        {"region": "上海", "ytd_sales_amount": 60},
        {"region": "江苏", "ytd_sales_amount": 40},
    )
    assert problems_of(summary(*lines)) == CLEAN
    found = problems_of(summary(*lines, total={"ytd_sales_amount": 200}))
    assert found == {("total.ytd_sales_amount", "error"), ("regions", "warning")}


def test_rounded_amounts_are_checked_as_closely_as_they_are_printed() -> None:
    """Two customers and their sum are each off by 50 yuan at most."""
    lines = {"ytd_sales_amount": "1.01万"}, {"ytd_sales_amount": "1.01万"}
    good = sheet(
        *lines, money_unit="万元", regions=[{"region": "上海", "ytd_sales_amount": "20350"}]
    )
    assert problems_of(good) == CLEAN
    bad = sheet(
        *lines, money_unit="万元", regions=[{"region": "上海", "ytd_sales_amount": "20350.01"}]
    )
    assert problems_of(bad) == {("regions.1.ytd_sales_amount", "error")}


def test_amounts_in_ten_thousands_are_divided_when_they_are_printed() -> None:
    form = draft(copy.deepcopy(SAMPLE) | {"money_unit": "万元"})
    context = printed(form)
    assert context["regions"][1]["ytd_sales_amount"] == "22.10"
    assert context["rows"][0]["ytd_share"] == "31.93%"
    assert context["scheme"][1]["member_codes"] == "310000（上海市）"


def test_a_region_that_has_no_name_is_missed() -> None:
    found = problems_of(summary({"customer_count": 1}))
    assert found == {("regions.1.region", "error")}


GARBAGE: st.SearchStrategy[Any] = st.sampled_from(
    [None, "垃圾", "-1", [], {}, ["x"], [{}], [None], True, "2026-13-45", "310000", "华东"]
)


@hypothesis_settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_any_part_of_the_sheet_may_be_missing_or_garbage(data: st.DataObject) -> None:
    form = copy.deepcopy(SAMPLE)
    groups = ("scheme", "rows", "regions")
    for block in (form, form["total"], *(row for group in groups for row in form[group])):
        names = data.draw(st.sets(st.sampled_from(sorted(block)), max_size=5))
        block.update({name: data.draw(GARBAGE) for name in sorted(names)})
    found, _ = examine(CustomerRegionClassification, form, today=TODAY)
    printed(found)
