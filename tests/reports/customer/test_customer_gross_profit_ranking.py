"""客户销售毛利排名表 computed: ranks, shares, missing costs and losses, each worked by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reports.customer.trading import card, cells, computed, memory, money, period, profile, sale

from csdforms.errors import InvalidData
from csdforms.reports.customer.customer_gross_profit_ranking import charts
from csdforms.reports.period import Period
from csdforms.reports.sheet import ComputedSheet
from csdforms.reports.sources.kept import Document

FORM = "customer_gross_profit_ranking"
MARCH = period("2026-03-01", "2026-03-31")
ORDER = ("customer_no", "rank")


def ranking(*sales: Document, **said: Any) -> ComputedSheet:
    return computed(FORM, MARCH, memory(sales), **{"cost_basis": "移动平均", **said})


def places(*profits: int, **said: Any) -> list[tuple[Any, ...]]:
    """The order and the ranks of customers K0, K1 … who sold for 100 with these profits."""
    sales = [sale(f"K{number}", "100", str(100 - profit)) for number, profit in enumerate(profits)]
    return cells(ranking(*sales, **said), "rows", *ORDER)


def test_equal_profits_share_a_place_and_the_next_one_skips() -> None:
    assert places(10, 30, 20, 30) == [("K1", 1), ("K3", 1), ("K2", 3), ("K0", 4)]


def test_a_dense_ranking_does_not_skip() -> None:
    dense = places(10, 30, 20, 30, tie_rule="并列不跳号")
    assert dense == [("K1", 1), ("K3", 1), ("K2", 2), ("K0", 3)]


def test_an_ordinal_ranking_counts_through() -> None:
    ordinal = places(10, 30, 20, 30, tie_rule="顺序")
    assert ordinal == [("K1", 1), ("K3", 2), ("K2", 3), ("K0", 4)]


def test_equals_stand_by_margin_then_by_sales_then_by_number() -> None:
    sheet = ranking(
        sale("K1", "200", "150"),  # 50, 25 %
        sale("K2", "100", "50"),  # 50, 50 %
        sale("K4", "80", "80"),  # 0, 0 %
        sale("K3", "90", "90"),  # 0, 0 %, more sales
        sale("K5", "80", "80"),
    )
    found = cells(sheet, "rows", *ORDER)
    assert found == [("K2", 1), ("K1", 1), ("K3", 3), ("K4", 3), ("K5", 3)]


def test_the_figures_of_a_line() -> None:
    sheet = ranking(
        sale("K1", "1000", "600"),
        sale("K1", "100", "60", kind="退货", on="2026-03-31"),
        sale("K1", "50", kind="折让"),
        sale("K2", "300", "360"),
    )
    names = ("net_sales_amount", "cost_amount", "gross_profit_amount", "profit_class")
    assert cells(sheet, "rows", *names) == [
        (*money("850", "540", "310"), "A"),
        (*money("300", "360", "-60"), "亏损"),
    ]
    row, loser = sheet.form.rows  # type: ignore[attr-defined]
    assert row.gross_margin_rate == Decimal(310) / 850
    assert (row.sales_share, loser.sales_share) == (Decimal(850) / 1150, Decimal(300) / 1150)
    # A loss keeps its sign: the winner brought more than all together.
    assert (row.profit_share, loser.profit_share) == (Decimal(310) / 250, Decimal(-60) / 250)
    assert (row.cumulative_profit_share, loser.cumulative_profit_share) == (Decimal("1.24"), 1)
    total = sheet.form.total  # type: ignore[attr-defined]
    assert total.gross_margin_rate == Decimal(250) / 1150  # not (36.47 % − 20 %) ÷ 2
    assert (total.customer_count, total.cost_amount) == (2, Decimal(900))


def test_a_customer_with_a_missing_cost_has_no_profit_and_no_rank() -> None:
    sheet = ranking(
        sale("K1", "1000", "900"),
        sale("K2", "5000", "1000"),
        sale("K2", "1"),  # nobody says what it cost
        sale("K3", "100", "50"),
    )
    names = (*ORDER, "cost_amount", "gross_profit_amount", "profit_share", "remarks")
    assert cells(sheet, "rows", *names)[2] == ("K2", None, None, None, None, "成本不全")
    form: Any = sheet.form
    assert form.incomplete_note == "1户成本不全，不计毛利、不排名次"
    assert form.total.gross_profit_amount == Decimal(150)
    assert form.total.gross_margin_rate == Decimal(150) / 1100  # without the 5,001 of K2
    assert form.total.cost_amount is None
    assert form.rows[0].sales_share == Decimal(1000) / 6101  # of the whole firm


def test_by_margin_only_who_bought_enough_is_ranked() -> None:
    sales = sale("K1", "10", "1"), sale("K2", "1000", "700"), sale("K3", "1000", "800")
    assert cells(ranking(*sales, rank_by="毛利率"), "rows", *ORDER)[0] == ("K1", 1)
    floored = ranking(*sales, rank_by="毛利率", min_sales_amount=Decimal(1000))
    assert cells(floored, "rows", *ORDER) == [("K2", 1), ("K3", 2), ("K1", None)]


def test_who_is_not_ranked_stands_by_profit() -> None:
    sales = sale("K1", "10", "1"), sale("K2", "900", "700"), sale("K3", "1000", "800")
    sheet = ranking(*sales, rank_by="毛利率", min_sales_amount=Decimal(1000))
    assert cells(sheet, "rows", *ORDER) == [("K3", 1), ("K2", None), ("K1", None)]


def test_what_is_sold_after_the_day_does_not_count() -> None:
    sales = [sale("K1", "10", "1", on="2026-03-15"), sale("K1", "20", "1", on="2026-03-16")]
    when = Period.of(MARCH.start, MARCH.end, dt.date(2026, 3, 15))
    sheet = computed(FORM, when, memory(sales), cost_basis="其他")
    assert cells(sheet, "rows", "net_sales_amount") == [(Decimal(10),)]


def test_by_sales() -> None:
    sheet = ranking(sale("K1", "10", "1"), sale("K2", "1000", "999"), rank_by="销售净额")
    assert cells(sheet, "rows", *ORDER) == [("K2", 1), ("K1", 2)]


def test_the_first_ranks_the_rest_in_one_line_and_missing_costs_by_themselves() -> None:
    sheet = ranking(
        sale("K1", "100", "10"),
        sale("K2", "100", "20"),
        sale("K3", "100", "70"),
        sale("K4", "100", "110"),
        sale("K5", "100"),
        top_ranks=2,
    )
    assert cells(sheet, "rows", *ORDER) == [("K1", 1), ("K2", 2), ("K5", None)]
    form: Any = sheet.form
    assert (form.others.customer_count, form.others.gross_profit_amount) == (2, Decimal(20))
    assert form.others.gross_margin_rate == Decimal("0.1")
    assert form.total.customer_count == 5
    assert form.total.gross_profit_amount == Decimal(190)
    assert form.rows[1].cumulative_profit_share == Decimal(170) / 190


def test_moves_against_the_period_before() -> None:
    sheet = ranking(
        sale("K1", "100", "50", on="2026-02-01"),
        sale("K2", "100", "60", on="2026-02-28"),
        sale("K1", "200", "190"),
        sale("K2", "100", "20"),
        sale("K3", "100", "10"),
        sale("K4", "100", on="2026-01-31"),  # neither now nor before
    )
    names = ("customer_no", "rank", "previous_rank", "rank_change", "previous_margin_rate")
    assert cells(sheet, "rows", *names) == [
        ("K3", 1, None, "新", None),
        ("K2", 2, 2, "持平", Decimal("0.4")),
        ("K1", 3, 1, "↓2", Decimal("0.5")),
    ]
    changes = [change for (change,) in cells(sheet, "rows", "margin_change")]
    assert changes == [None, Decimal("0.4"), Decimal("-0.45")]


def test_classes_by_cumulative_share_of_the_gains() -> None:
    """Of 1,000 gained: 550 is 55 % and A, 850 is 85 % and B; a loss stands apart."""
    profits = {"K1": 550, "K2": 300, "K3": 150, "K4": -400, "K5": 0}
    sheet = ranking(*(sale(file, "1000", str(1000 - one)) for file, one in profits.items()))
    found = cells(sheet, "rows", "customer_no", "profit_class")
    assert found == [("K1", "A"), ("K2", "B"), ("K3", "C"), ("K5", "C"), ("K4", "亏损")]


def test_shares_print_half_up_and_need_not_add_to_a_hundred() -> None:
    sheet = ranking(*(sale(f"K{number}", "100", "50") for number in range(3)))
    shares = [share for (share,) in cells(sheet, "rows", "sales_share")]
    assert shares == [Decimal(100) / 300] * 3
    kind: Any = sheet.form.rows[0].specs()["sales_share"].type  # type: ignore[attr-defined]
    assert [kind.show(share) for share in shares] == ["33.33%"] * 3  # 99.99 %
    assert kind.show(sheet.form.total.sales_share) == "100.00%"  # type: ignore[attr-defined]


def test_a_margin_of_exactly_half_a_cent_of_a_percent_goes_up() -> None:
    sheet = ranking(sale("K1", "80000", "79996.00"))  # 4 ÷ 80,000 = 0.005 %
    kind: Any = sheet.form.rows[0].specs()["gross_margin_rate"].type  # type: ignore[attr-defined]
    assert kind.show(sheet.form.rows[0].gross_margin_rate) == "0.01%"  # type: ignore[attr-defined]


def test_the_quantity_counts_only_in_one_unit() -> None:
    one = ranking(
        sale("K1", "100", "50", quantity="8", unit="件"),
        sale("K1", "20", "10", quantity="3", unit="件", kind="退货"),
    )
    assert one.form.quantity_unit == "件"  # type: ignore[attr-defined]
    assert cells(one, "rows", "sales_quantity") == [(Decimal(5),)]
    two = ranking(
        sale("K1", "100", "50", quantity="8", unit="件"),
        sale("K2", "20", "10", quantity="3", unit="千克"),
    )
    assert two.form.quantity_unit is None  # type: ignore[attr-defined]
    assert cells(two, "rows", "sales_quantity") == [(None,), (None,)]


def test_without_tax_both_sides_are_converted() -> None:
    """100 ÷ 1.13 = 88.4955… and 50 ÷ 1.13 = 44.2477…, each line to the cent."""
    sheet = ranking(
        sale("K1", "113", "56.50", tax_rate="0.13"),
        sale("K1", "100", "50", tax_rate="0.13"),
        tax_basis="不含税",
    )
    names = ("net_sales_amount", "cost_amount", "gross_profit_amount")
    assert cells(sheet, "rows", *names) == [tuple(money("188.50", "94.25", "94.25"))]


def test_who_he_is_stands_as_on_the_last_day() -> None:
    kept = memory(
        [sale("K1", "100", "50")],
        [card("K1", customer_nos=["N-7"])],
        [
            profile("K1", region_code="310115", salesperson="李华", customer_grade="B"),
            profile("K1", "2026-04-01", region_code="330100", salesperson="王芳"),
        ],
    )
    sheet = computed(FORM, MARCH, kept, cost_basis="其他")
    names = ("customer_name", "region", "salesperson", "customer_grade")
    assert cells(sheet, "rows", *names) == [("K1公司", "上海市浦东新区", "李华", "B")]


def test_nothing_sold() -> None:
    sheet = ranking()
    assert sheet.form.empty_note == "本期无销售数据"  # type: ignore[attr-defined]
    assert (sheet.cells, charts(sheet.form)) == ({}, ())  # type: ignore[arg-type]


def test_remarks_are_written_and_figures_are_not() -> None:
    kept = memory([sale("K1", "100", "50")])
    rows = [{"客户编号": "K1", "备注": "价格下调"}]
    sheet = computed(FORM, MARCH, kept, texts={"rows": rows})
    assert cells(sheet, "rows", "remarks") == [("价格下调",)]
    with pytest.raises(InvalidData):
        computed(FORM, MARCH, kept, texts={"rows": [{"customer_no": "K1", "rank": 2}]})


def test_the_chart_shows_profit_and_running_share() -> None:
    (chart,) = charts(ranking(sale("K1", "100", "25"), sale("K2", "50", "25")).form)  # type: ignore[arg-type]
    profits, shares = chart.series
    assert (chart.categories, profits.values) == (["K1公司", "K2公司"], money(75, 25))
    assert (shares.values, shares.second) == ([Decimal("0.75"), 1], True)


def test_the_chart_of_a_ranking_by_margin_shows_the_margins() -> None:
    sheet = ranking(sale("K1", "100", "25"), sale("K2", "50", "10"), rank_by="毛利率")
    (chart,) = charts(sheet.form)  # type: ignore[arg-type]
    (margins,) = chart.series
    assert chart.categories == ["K2公司", "K1公司"]
    assert (margins.values, margins.percent) == ([Decimal("0.8"), Decimal("0.75")], True)


AMOUNTS = st.integers(-300, 300)
SALES = st.lists(
    st.tuples(st.integers(0, 4), st.integers(1, 28), AMOUNTS, st.none() | st.integers(0, 300)),
    max_size=12,
)


def _documents(drawn: list[tuple[int, int, int, int | None]]) -> list[Document]:
    return [
        sale(
            f"K{file}",
            str(abs(amount)),
            None if cost is None else str(cost),
            kind="退货" if amount < 0 else "销售",
            on=f"2026-03-{day:02}",
            number=f"XS-{number}",
        )
        for number, (file, day, amount, cost) in enumerate(drawn)
    ]


@settings(max_examples=25, deadline=None)
@given(SALES, st.randoms(), st.sampled_from(["毛利额", "毛利率", "销售净额"]))
def test_the_order_of_the_records_changes_nothing(drawn: Any, random: Any, by: str) -> None:
    documents = _documents(drawn)
    shuffled = random.sample(documents, len(documents))
    assert ranking(*documents, rank_by=by).form == ranking(*shuffled, rank_by=by).form


@settings(max_examples=25, deadline=None)
@given(SALES, st.integers(1, 27))
def test_two_parts_of_a_period_add_up(drawn: Any, until: int) -> None:
    kept = memory(_documents(drawn))

    def sold(start: int, end: int) -> dict[str, Decimal]:
        when = period(f"2026-03-{start:02}", f"2026-03-{end:02}")
        rows = cells(computed(FORM, when, kept), "rows", "customer_no", "net_sales_amount")
        return dict(rows)

    first, second, whole = sold(1, until), sold(until + 1, 31), sold(1, 31)
    assert whole == {
        file: first.get(file, Decimal(0)) + second.get(file, Decimal(0)) for file in first | second
    }
