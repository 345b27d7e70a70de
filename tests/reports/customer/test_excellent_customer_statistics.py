"""Excellent customers: who qualifies, both ways of marking, ties on the quota line (4.11)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reports.customer.books import Books, customer_no, sheet, values

from csdforms.errors import InvalidData
from csdforms.reports.customer.excellent_customer_statistics import REPORT
from csdforms.reports.explaining import explain
from csdforms.schemas.customer.award_policy import vip_conditions
from csdforms.schemas.fields.complaint import Category
from csdforms.schemas.types import choice_of

BANDS = (
    "销售净额≥0.02万=30", "销售净额≥150=20", "销售增长≥50%=15", "销售增长>=0=5", "毛利贡献≥110=15",
    "按期付款率≥100%=20", "合作年限≥5=10", "配合度与投诉≤0=10", "配合度与投诉<=1=4",
)  # fmt: skip


def judged(books: Books, said: dict[str, Any] | None = None, **rest: Any) -> Any:
    return sheet(REPORT, books, "2025-01-01", "2025-12-31", said=said, **rest)


def customer(books: Books, number: int, *amounts: str, **profile: Any) -> None:
    """Add one with the sales of 2024 and 2025, each at a cost of 40 yuan."""
    books.customer(number, **{"customer_grade": "A", "first_deal_on": "2024-01-01", **profile})
    for year, amount in zip((2024, 2025), amounts, strict=True):
        if Decimal(amount):
            books.sale(number, f"{year}-05-01", amount, cost_amount="40.00")


def complain(books: Books, number: int) -> None:
    data = {
        "complaint_no": f"TS-{len(books.forms)}", "received_at": "2025-06-01T10:00",
        "due_on": "2025-12-31", "category": choice_of(Category).choices()[0],
    }  # fmt: skip
    books.form("complaint_register_one", number, data)


def pay(books: Books, number: int, *, on_time: bool) -> None:
    bill = books.bill(number, "2025-05-01", "2025-05-31", "50.00")
    books.receipt(number, "2025-05-31" if on_time else "2025-06-01", "50.00", bill)


def four() -> Books:
    books = Books()
    customer(books, 1, "100.00", "200.00")
    customer(books, 2, "100.00", "150.00", first_deal_on="2021-01-01")
    customer(books, 3, "0", "150.00")
    customer(books, 4, "100.00", "90.00", customer_grade="B")
    for number, on_time in ((1, True), (1, True), (2, True), (2, False), (4, True)):
        pay(books, number, on_time=on_time)
    for number in (1, 4, 4):
        complain(books, number)
    return books


def marked(form: Any) -> list[Any]:
    return [
        (int(row.customer_no[10:16]), " ".join(row.indicator_scores or ()), row.total_score,
         row.rank, row.award_result)
        for row in form.rows
    ]  # fmt: skip


def test_each_is_marked_against_the_best() -> None:
    form = judged(four(), {"quota_count": 1}).form
    assert marked(form) == [
        (1, "30 15 15 20 4 0", Decimal(84), 1, "优秀客户"),
        (2, "22.5 7.5 10.31 10 10 10", Decimal("70.31"), 2, "入围"),
        (3, "22.5 0 10.31 0 4 10", Decimal("46.81"), 3, "入围"),
        (4, "13.5 0 4.69 20 4 0", Decimal("42.19"), 4, "入围"),
    ]
    first, second, third, _ = form.rows
    assert (first.year_on_year_rate, second.year_on_year_rate) == (1, Decimal("0.5"))
    assert third.year_on_year_rate is None
    assert (first.gross_profit_amount, first.gross_margin_rate) == (160, Decimal("0.8"))
    assert (second.on_time_payment_rate, second.collection_rate) == (Decimal("0.5"), 1)
    assert (second.cooperation_years, second.total_sales_amount) == (5, 250)
    assert first.sales_share == Decimal(200) / Decimal(590)
    assert (form.scope.customer_count, form.scope.net_sales_amount) == (4, 590)
    assert form.awarded.profit_share == Decimal(160) / Decimal(430)
    (chart,) = REPORT.charts(form)
    assert list(chart.series[0].values) == [
        84, Decimal("70.31"), Decimal("46.81"), Decimal("42.19"),
    ]  # fmt: skip


def test_those_who_are_named_are_opened_down_to_their_sales() -> None:
    found = judged(four(), {"quota_count": 2})
    told = {
        name: explain(found, f"获评客户/{name}").printed
        for name in ("优秀客户数", "户数占比", "销售额合计", "销售额占比", "毛利合计", "毛利占比")
    }
    # 200 + 150 of 590 yuan; 160 + 110 of 430
    assert told == {
        "优秀客户数": "2户", "户数占比": "50.00%", "销售额合计": "350.00", "销售额占比": "59.32%",
        "毛利合计": "270.00", "毛利占比": "62.79%",
    }  # fmt: skip
    nets = found.cells["awarded.net_sales_amount"].parts()["各户"]
    files = [record.file for net in nets for record, _ in net.records()]
    assert files == [customer_no(1), customer_no(2)]


def test_nobody_is_named_without_marks() -> None:
    books = Books()
    customer(books, 1, "0", "9.00", customer_grade="C")
    found = judged(books)
    assert found.cells["awarded.customer_count"].value == 0
    assert found.cells["awarded.net_sales_amount"].value is None


def test_nobody_complains_and_all_get_the_marks() -> None:
    books = Books()
    customer(books, 1, "100.00", "200.00")
    customer(books, 2, "100.00", "150.00")
    form = judged(books).form
    assert [row.indicator_scores[-1] for row in form.rows] == ["10", "10"]


def test_bands_include_their_bounds_and_the_rest_has_no_marks() -> None:
    form = judged(four(), {"award_method": "分档计分", "bands": BANDS, "quota_count": 1}).form
    assert marked(form) == [
        (1, "30 15 15 20 0 4", Decimal(84), 1, "优秀客户"),
        (2, "20 15 15 0 10 10", Decimal(70), 2, "入围"),
        (3, "20 0 15 0 0 10", Decimal(45), 3, "入围"),
        (4, "0 0 0 20 0 0", Decimal(20), 4, "入围"),
    ]
    listed = [(band.band, band.score) for band in form.bands if band.indicator == "销售净额"]
    assert listed == [("≥0.02万", 30), ("≥150", 20), ("其余", 0)]


def by_hand(*marks: tuple[int, str]) -> dict[str, Any]:
    return {"rows": [
        {"customer_no": customer_no(number), "indicator_scores": [mark, *"00000"]}
        for number, mark in marks
    ]}  # fmt: skip


def test_without_bands_a_person_gives_the_marks() -> None:
    said = {"award_method": "分档计分", "quota_count": 1}
    found = judged(four(), said, texts=by_hand((1, "10"), (2, "20"), (3, "30"), (4, "5")))
    assert marked(found.form) == [
        (3, "30 0 0 0 0 0", Decimal(30), 1, "优秀客户"),
        (2, "20 0 0 0 0 0", Decimal(20), 2, "入围"),
        (1, "10 0 0 0 0 0", Decimal(10), 3, "入围"),
        (4, "5 0 0 0 0 0", Decimal(5), 4, "入围"),
    ]
    assert "rows.1.indicator_scores" not in found.cells
    marks = found.cells["rows.1.total_score"].parts()["各项得分"]
    assert marks.formula == "编表时填写"
    assert found.cells["awarded.net_sales_amount"].value == 150


@pytest.mark.parametrize("mark", ["31", "A"])  # of 30 marks; no number
def test_marks_that_cannot_be_are_refused(mark: str) -> None:
    said = {"award_method": "分档计分", "quota_count": 1}
    with pytest.raises(InvalidData):
        judged(four(), said, texts=by_hand((1, mark), (2, "20"), (3, "30"), (4, "5")))


def test_nobody_is_ranked_before_all_have_marks() -> None:
    said = {"award_method": "分档计分", "quota_count": 1}
    found = judged(four(), said)
    assert "awarded.customer_count" not in found.cells
    assert [row.rank for row in found.form.rows] == [None] * 4


@pytest.mark.parametrize("band", ["销售净额=30", "人缘≥1=30", "销售净额≥=1"])
def test_a_band_that_says_nothing_is_refused(band: Any) -> None:
    with pytest.raises(InvalidData):
        judged(four(), {"bands": (band,)})


@pytest.mark.parametrize(
    ("quota", "take_ties", "named"),
    [
        ({"quota_count": 1}, True, [1]),
        ({"quota_count": 2}, True, [1, 2, 3]),
        ({"quota_count": 2}, False, [1]),
        ({"quota_count": 3}, False, [1, 2, 3]),
        ({"quota_share": Decimal("0.5")}, True, [1, 2, 3]),
        ({"quota_share": Decimal("0.49")}, False, [1]),
    ],
)
def test_ties_on_the_quota_line_are_taken_all_or_none(
    quota: Any, take_ties: Any, named: Any
) -> None:
    books = Books()
    customer(books, 1, "100.00", "200.00")
    for number in (2, 3):
        customer(books, number, "100.00", "150.00")
    customer(books, 4, "100.00", "120.00")
    form = judged(books, {**quota, "take_ties": take_ties}).form
    assert [row.rank for row in form.rows] == [1, 2, 2, 4]
    found = [row.customer_no for row in form.rows if row.award_result == "优秀客户"]
    assert found == [customer_no(number) for number in named]
    assert form.awarded.customer_count == len(named)


def test_who_does_not_qualify_stands_below_with_the_reason() -> None:
    books = Books()
    customer(books, 1, "0", "1.00")
    customer(books, 2, "0", "9.00", customer_grade="C")
    customer(books, 3, "0", "8.00")
    books.bill(3, "2025-10-01", "2025-12-30", "0.01")
    customer(books, 4, "0", "7.00")
    customer(books, 5, "0", "6.00")
    customer(books, 6, "0", "5.00", first_deal_on="2025-01-02")
    customer(books, 7, "0", "4.00", customer_grade=None)
    customer(books, 8, "0", "3.00")
    rows = [
        {"customer_no": customer_no(4), "risk_level": "高"},
        {"customer_no": customer_no(1), "risk_level": "中"},
        {"customer_no": customer_no(8), "risk_level": "极高", "released_on": "2025-12-31"},
    ]
    books.form("at_risk_customer_statistics", None, {"as_of": "2025-12-31", "rows": rows})
    knocked_out = {"analysed_on": "2025-12-01", "knock_outs": ["列入不诚信名单"]}
    books.form("customer_credit_analysis", 5, knocked_out)
    form = judged(books, {"excluded": (customer_no(8),)}).form
    found = [
        (row.customer_no, row.rank, row.ineligible_reason, row.award_result) for row in form.rows
    ]
    assert found == [
        (customer_no(1), 1, None, "优秀客户"),
        (customer_no(2), None, "客户等级不是A或B", "不予评定"),
        (customer_no(3), None, "期末有逾期", "不予评定"),
        (customer_no(4), None, "危险程度为高或极高", "不予评定"),
        (customer_no(5), None, "列入不诚信名单", "不予评定"),
        (customer_no(6), None, "合作不满12个月", "不予评定"),
        (customer_no(7), None, "“客户等级为A或B”缺资料", "不予评定"),
        (customer_no(8), None, "人工判断不符合", "不予评定"),
    ]


def test_a_bill_due_on_the_last_day_is_not_overdue_and_twelve_months_are_enough() -> None:
    books = Books()
    customer(books, 1, "0", "1.00", first_deal_on="2025-01-01")
    books.bill(1, "2025-10-01", "2025-12-31", "1.00")
    assert judged(books).form.rows[0].eligible is True


def test_the_first_deal_is_what_the_profile_says_of_the_last_day_too() -> None:
    books = Books()
    customer(books, 1, "0", "1.00", first_deal_on="2025-12-31")
    customer(books, 2, "0", "1.00", first_deal_on="2026-01-01")  # not known yet
    days = [row.first_deal_on for row in judged(books).form.rows]
    assert days == [dt.date(2025, 12, 31), dt.date(2025, 5, 1)]


def test_the_conditions_for_vips() -> None:
    books = Books()
    for number, amount in ((1, "10000000.01"), (2, "10000000.00"), (3, "20000000.00")):
        customer(books, number, "0", amount)
    goods = {"product_name": "货架", "return_action": "退货", "quantity": "1",
             "unit_price": "200000.00", "reason_category": "商品质量问题"}  # fmt: skip
    books.form(
        "after_sales_register", 3,
        {"register_no": "FW-1", "registered_at": "2025-07-01T09:00", "product_name": "货架",
         "customer_name": "第3公司", "return_exchange_items": [goods]},
    )  # fmt: skip
    form = judged(books, {"eligibility": vip_conditions()}).form
    assert [(row.customer_no, row.ineligible_reason) for row in form.rows] == [
        (customer_no(1), None),
        (customer_no(3), "质量问题金额占比不低于1%"),
        (customer_no(2), "累计交易金额未超过1000万元"),
    ]
    assert form.rows[1].quality_issue_share == Decimal("0.01")


def test_years_in_a_row_come_from_former_reports() -> None:
    books = four()
    for year, numbers in ((2022, (1, 2)), (2024, (1,)), (2023, (1, 3))):
        rows = [{"customer_no": customer_no(one), "award_result": "优秀客户"} for one in numbers]
        rows.append({"customer_no": customer_no(2), "award_result": "入围"})
        books.form(
            "excellent_customer_statistics", None, {"period_end": f"{year}-12-31", "rows": rows}
        )
    quarter = {"period_end": "2025-03-31", "period_kind": "季",
               "rows": [{"customer_no": customer_no(2), "award_result": "优秀客户"}]}  # fmt: skip
    books.form("excellent_customer_statistics", None, quarter)
    form = judged(books, {"quota_count": 2}).form
    assert [row.consecutive_years for row in form.rows] == [4, 1, 0, 0]


def test_a_year_without_a_report_breaks_the_row() -> None:
    books = four()
    rows = [{"customer_no": customer_no(1), "award_result": "优秀客户"}]
    for year in (2022, 2024):
        data = {"period_end": f"{year}-12-31", "rows": rows}
        books.form("excellent_customer_statistics", None, data)
    assert judged(books).form.rows[0].consecutive_years == 2


def test_a_missing_cost_has_no_profit_and_no_marks_for_it() -> None:
    books = four()
    books.sale(1, "2025-08-01", "1.00")
    form = judged(books).form
    assert form.scope.gross_profit_amount is None
    (row,) = [row for row in form.rows if row.customer_no == customer_no(1)]
    assert row.gross_profit_amount is None
    assert row.indicator_scores[2] == "0"


@pytest.mark.parametrize(
    ("end", "kind"), [("2025-12-31", "年"), ("2025-03-31", "季"), ("2025-01-31", "月")]
)
def test_the_sheet_says_how_long_its_period_is(end: str, kind: str) -> None:
    assert sheet(REPORT, four(), "2025-01-01", end).form.stored()["period_kind"] == kind


def test_all_of_a_line_stands_as_on_the_day() -> None:
    books = Books()
    customer(books, 1, "10.00", "100.00")  # in May
    books.sale(1, "2025-11-05", "900.00", cost_amount="40.00")
    books.receipt(1, "2025-11-20", "100.00", books.bill(1, "2025-05-01", "2025-06-29", "100.00"))
    books.bill(1, "2025-11-05", "2025-12-05", "900.00")
    row = judged(books, as_of="2025-06-30").form.rows[0]
    assert (row.net_sales_amount, row.total_sales_amount) == (100, 110)
    assert (row.receipts_amount, row.overdue_amount, row.collection_rate) == (0, 100, 0)


def test_nobody_bought_anything() -> None:
    found = judged(Books())
    assert [each.path for each in found.findings] == ["rows"]
    assert REPORT.charts(found.form) == ()


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_books_changes_nothing(order: Random) -> None:
    books = four()
    assert values(judged(books)) == values(judged(books, order=order))
