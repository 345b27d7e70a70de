"""客户区域分类表 computed: regions of the state and of the firm, movers, what came and went."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reports.customer.trading import card, cells, computed, memory, money, period, profile, sale

from csdforms.reports.customer.customer_region_classification import charts
from csdforms.reports.customer.regions import Regions
from csdforms.reports.sheet import ComputedSheet
from csdforms.schemas.customer.region_scheme import SchemeRegion

FORM = "customer_region_classification"
JUNE = period("2026-01-01", "2026-06-30")
SHANGHAI, SUZHOU, HANGZHOU = "310115", "320500", "330102"
SCHEME = [
    {"region": "华东", "region_no": "E", "region_owner": "周经理"},
    {"region": "沪", "parent_region": "华东", "member_codes": "310000"},
    {"region": "苏浙", "parent_region": "华东", "member_codes": "320000、330000"},
]
SOLD = ("region", "customer_count", "last_year_sales_amount", "ytd_sales_amount")


def regions(*args: Any, **said: Any) -> ComputedSheet:
    return computed(FORM, JUNE, memory(*args), **said)


def three() -> tuple[Any, ...]:
    """K1 and K2 in Shanghai, K3 in Suzhou; nobody knows where K4 is."""
    sales = [
        sale("K1", "100", "60", on="2026-06-30"),
        sale("K1", "80", "50", on="2025-06-30"),
        sale("K1", "20", "15", on="2025-07-01"),  # not among the same months
        sale("K1", "999", "1", on="2026-07-01"),  # after the day
        sale("K2", "60", "50", on="2026-01-01"),
        sale("K3", "40", "10", on="2026-03-01"),
        sale("K3", "100", "40", on="2025-01-01"),
    ]
    places = {"K1": SHANGHAI, "K2": "310000", "K3": SUZHOU, "K4": None}
    cards = [card(file) for file in places]
    said = [profile(file, region_code=code) for file, code in places.items() if code]
    return sales, cards, said


def test_the_regions_and_the_whole_firm() -> None:
    sheet = regions(*three())
    assert cells(sheet, "regions", *SOLD, "region_no") == [
        ("上海市", 2, 100, 160, "310000"),
        ("江苏省", 1, 100, 40, "320000"),
        ("未划分", 1, 0, 0, None),
    ]
    form: Any = sheet.form
    first, second, none = form.regions
    assert (first.ytd_share, second.ytd_share) == (Decimal("0.8"), Decimal("0.2"))
    assert (first.last_year_share, first.customer_share) == (Decimal("0.5"), Decimal("0.5"))
    assert (first.year_on_year_rate, second.year_on_year_rate) == (1, Decimal("-0.6"))
    assert (first.ytd_cost_amount, first.gross_profit_amount) == tuple(money(110, 50))
    assert first.gross_margin_rate == Decimal(50) / 160
    assert (first.buying_count, first.avg_customer_sales_amount) == (2, 80)
    assert (none.buying_count, none.avg_customer_sales_amount, none.year_on_year_rate) == (
        0,
        None,
        None,
    )
    total = form.total
    assert (total.customer_count, total.last_year_sales_amount) == (4, 200)
    assert (total.ytd_sales_amount, total.year_on_year_rate) == (200, Decimal(20) / 180)
    assert (form.year, form.region_level) == (2026, "省")


def test_the_customers_of_a_region_who_bought_most_first() -> None:
    sheet = regions(*three())
    names = ("region", "customer_no", "region_code", "ytd_sales_amount", "last_year_ytd_amount")
    assert cells(sheet, "rows", *names) == [
        ("上海市", "K1", SHANGHAI, 100, 80),
        ("上海市", "K2", "310000", 60, 0),
        ("江苏省", "K3", SUZHOU, 40, 100),
        ("未划分", "K4", None, 0, 0),
    ]
    shares = cells(sheet, "rows", "ytd_share", "last_year_share", "year_on_year_rate")
    assert shares[0] == (Decimal("0.5"), Decimal("0.5"), Decimal("0.25"))  # of the whole firm
    assert shares[1] == (Decimal("0.3"), 0, None)


def moved() -> tuple[Any, ...]:
    """K1 sold for 70 from Shanghai, then moved to Hangzhou and sold for 30; K2 stays."""
    sales = [
        sale("K1", "70", on="2026-03-31"),
        sale("K1", "30", on="2026-04-01"),
        sale("K1", "50", on="2025-05-05"),
        sale("K2", "100", on="2026-05-05"),
    ]
    profiles = [
        profile("K1", region_code=SHANGHAI),
        profile("K1", "2026-04-01", region_code=HANGZHOU),
        profile("K2", region_code=HANGZHOU),
    ]
    return sales, [card("K1"), card("K2")], profiles


def test_a_mover_counts_where_he_was_and_is_listed_where_he_is() -> None:
    sheet = regions(*moved())
    assert cells(sheet, "regions", *SOLD) == [
        ("上海市", 0, 50, 70),
        ("浙江省", 2, 0, 130),
    ]
    assert cells(sheet, "rows", "region", "customer_no") == [("浙江省", "K1"), ("浙江省", "K2")]
    # K1 bought in both regions: 70 / 1; 130 / 2; the whole firm has two who bought for 200.
    names = ("buying_count", "avg_customer_sales_amount")
    assert cells(sheet, "regions", *names) == [(1, 70), (2, 65)]
    assert (sheet.form.total.buying_count, sheet.form.total.avg_customer_sales_amount) == (2, 100)  # type: ignore[attr-defined]
    assert sheet.form.total.ytd_sales_amount == 200  # type: ignore[attr-defined]
    doubts = {finding.path: finding.severity for finding in sheet.findings}
    assert doubts == {
        f"regions.{number}.{name}": "warning"
        for number in (1, 2)
        for name in ("last_year_sales_amount", "last_year_ytd_amount", "ytd_sales_amount")
    } | {"regions.1.buying_count": "warning"}


def test_who_moved_away_is_a_buyer_where_he_bought() -> None:
    """K1 bought for 100 in Hangzhou and moved; K2 stays there and bought for 40."""
    sales = [sale("K1", "100", on="2026-02-01"), sale("K2", "40", on="2026-02-01")]
    places = [
        profile("K1", region_code=HANGZHOU),
        profile("K1", "2026-03-01", region_code=SHANGHAI),
        profile("K2", region_code=HANGZHOU),
    ]
    sheet = regions(sales, [card("K1"), card("K2")], places)
    names = ("region", "customer_count", "buying_count", "avg_customer_sales_amount")
    assert cells(sheet, "regions", *names) == [("上海市", 1, 0, None), ("浙江省", 1, 2, 70)]
    assert {finding.severity for finding in sheet.findings} == {"warning"}


def test_a_mover_counts_where_he_is_if_it_is_wanted() -> None:
    sheet = regions(*moved(), attribute_as_of="截止日")
    assert cells(sheet, "regions", *SOLD) == [("浙江省", 2, 50, 200)]
    assert not sheet.findings


def test_last_year_stays_what_it_was() -> None:
    sheet = computed(FORM, period("2025-01-01", "2025-12-31"), memory(*moved()))
    assert cells(sheet, "regions", "region", "ytd_sales_amount")[0] == ("上海市", 50)


def test_a_firms_own_regions_hold_on() -> None:
    kept = memory(*three())
    texts = {"scheme": SCHEME}
    sheet = computed(FORM, JUNE, kept, texts=texts, region_level="大区")
    assert cells(sheet, "regions", *SOLD) == [
        ("沪", 2, 100, 160),
        ("苏浙", 1, 100, 40),
        ("未划分", 1, 0, 0),
    ]
    again = computed(FORM, JUNE, kept, last=sheet.form.stored())
    assert cells(again, "regions", *SOLD) == cells(sheet, "regions", *SOLD)
    assert again.form.region_level == "大区"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("level", "code", "region"),
    [
        ("省", "310115", "上海市"),
        ("市", "310115", "上海市"),
        ("区县", "310115", "上海市浦东新区"),
        ("市", "330102", "浙江省杭州市"),
        ("区县", "330102", "浙江省上城区"),
        ("市", "429004", "湖北省仙桃市"),
        ("省", None, "未划分"),
        ("大区", "420100", "未划分"),
        ("大区", "330102", "苏浙"),
    ],
)
def test_where_a_division_lies(level: str, code: str | None, region: str) -> None:
    scheme = [
        SchemeRegion.empty().model_copy(
            update={"region": "苏浙", "member_codes": ("320000", "330000")}
        )
    ]
    assert Regions(level, scheme).find(code) == region


def test_who_came_and_who_went() -> None:
    """K1 is new, K2 was sealed but bought, K3 was sealed last year, K4 sleeps."""
    cards = [
        card("K1", "2026-06-30"),
        card("K2", state="SEALED", sealed={"at": "2026-05-01"}),
        card("K3", state="SEALED", sealed={"at": "2025-05-01"}),
        card("K4", state="DORMANT", dormant_since="2026-01-01"),
        card("K5", "2026-07-01"),  # not yet
        card("K6", state="SEALED", sealed={"at": "2026-07-01"}),  # still there
    ]
    places = [profile(f"K{number}", region_code=SHANGHAI) for number in range(1, 7)]
    sheet = regions([sale("K2", "10")], cards, places)
    assert cells(sheet, "rows", "customer_no", "remarks") == [
        ("K2", "已注销"),
        ("K1", None),
        ("K6", None),
    ]
    counts = ("customer_count", "new_count", "lost_count", "buying_count")
    assert cells(sheet, "regions", *counts) == [(3, 1, 2, 1)]


@pytest.mark.parametrize(
    ("since", "listed"), [("2026-06-30", ["K1"]), ("2026-07-01", ["K1", "K2"])]
)
def test_who_falls_asleep_on_the_sheets_day_is_listed_no_more(since: str, listed: Any) -> None:
    asleep = card("K2", state="DORMANT", dormant_since=since)
    found = cells(regions([], [card("K1"), asleep]), "rows", "customer_no")
    assert found == [(name,) for name in listed]


@pytest.mark.parametrize(("year", "lost"), [(2025, 1), (2026, 0)])
def test_who_slept_and_was_sealed_later_is_lost_once(year: int, lost: int) -> None:
    sealed = {"at": "2026-03-10T09:00"}
    gone = card("K2", state="SEALED", dormant_since="2025-05-01", sealed=sealed)
    kept = memory([], [card("K1"), gone])
    sheet = computed(FORM, period(f"{year}-01-01", f"{year}-12-31"), kept)
    assert cells(sheet, "regions", "customer_count", "lost_count") == [(1, lost)]


def test_who_is_destroyed_by_now_was_there() -> None:
    gone = card("K2", state="DESTROYED", destroyed_at="2026-07-01T09:00")
    assert cells(regions([], [card("K1"), gone]), "rows", "customer_no") == [("K1",), ("K2",)]


def test_missing_costs_leave_no_profit() -> None:
    places = [profile("K1", region_code=SHANGHAI), profile("K2", region_code=SUZHOU)]
    sales = [sale("K1", "100", "60"), sale("K2", "50")]
    form: Any = regions(sales, [card("K1"), card("K2")], places).form
    profits = [(one.ytd_cost_amount, one.gross_profit_amount) for one in form.regions]
    assert profits == [(60, 40), (None, None)]
    assert form.total.gross_profit_amount is None


def test_an_average_goes_up_at_half_a_cent() -> None:
    places = [profile(f"K{number}", region_code=SHANGHAI) for number in (1, 2)]
    form: Any = regions([sale("K1", "0.02"), sale("K2", "0.03")], [], places).form
    assert form.regions[0].avg_customer_sales_amount == Decimal("0.03")  # 0.025


def test_who_is_in_charge_of_a_region_is_written_and_holds_on() -> None:
    kept = memory(*three())
    written = {"region": "江苏省", "region_owner": "周经理"}
    sheet = computed(FORM, JUNE, kept, texts={"regions": [written]})
    again = computed(FORM, JUNE, kept, last=sheet.form.stored())
    for one in (sheet, again):
        assert cells(one, "regions", "region_owner") == [(None,), ("周经理",), (None,)]


def test_typed_boxes_hold_on_and_those_of_persons_do_not() -> None:
    written = {"customer_no": "K1", "distance_km": 12, "visit_note": "周一不宜"}
    kept = memory(*three())
    sheet = computed(FORM, JUNE, kept, texts={"rows": [written]})
    assert cells(sheet, "rows", "distance_km", "visit_note")[0] == (12, "周一不宜")
    again = computed(FORM, JUNE, kept, last=sheet.form.stored())
    assert cells(again, "rows", "distance_km", "visit_note")[0] == (12, None)


def test_nobody_anywhere() -> None:
    sheet = regions([])
    assert (sheet.cells, charts(sheet.form)) == ({}, ())  # type: ignore[arg-type]


def test_the_chart_shows_this_year_beside_last() -> None:
    (chart,) = charts(regions(*three()).form)  # type: ignore[arg-type]
    assert chart.categories == ["上海市", "江苏省"]
    assert [one.values for one in chart.series] == [money(80, 100), money(160, 40)]


SALES = st.lists(
    st.tuples(st.integers(0, 3), st.integers(1, 12), st.integers(-90, 200)), max_size=10
)


@settings(max_examples=25, deadline=None)
@given(SALES, st.integers(1, 12), st.randoms())
def test_each_customer_is_in_one_region_and_the_regions_are_the_firm(
    drawn: Any, month: int, random: Any
) -> None:
    sales = [
        sale(
            f"K{file}",
            str(abs(amount)),
            kind="退货" if amount < 0 else "销售",
            on=f"{year}-{at:02}-15",
            number=f"XS-{number}-{year}",
        )
        for number, (file, at, amount) in enumerate(drawn)
        for year in (2025, 2026)
    ]
    cards = [card(f"K{number}") for number in range(4)]
    profiles = [
        profile(f"K{number}", region_code=code)
        for number, code in enumerate((SHANGHAI, SUZHOU, HANGZHOU))
    ]
    profiles.append(profile("K1", f"2026-{month:02}-01", region_code=SHANGHAI))
    when = period("2026-01-01", "2026-12-31")
    sheet = computed(FORM, when, memory(sales, cards, profiles))
    assert sorted(cells(sheet, "rows", "customer_no")) == [(f"K{number}",) for number in range(4)]
    sold = sum(amount for (amount,) in cells(sheet, "regions", "ytd_sales_amount"))
    assert sold == sum(amount for _, _, amount in drawn)
    shuffled = random.sample(sales, len(sales))
    assert computed(FORM, when, memory(shuffled, cards, profiles)).form == sheet.form
