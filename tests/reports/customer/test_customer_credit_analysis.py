"""The analysis of one customer's credit, against figures worked by hand (A.4, F11, F15–F20)."""

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
from csdforms.reports.computing import compute_from
from csdforms.reports.customer.customer_credit_analysis import REPORT
from csdforms.reports.explaining import explain
from csdforms.reports.period import Period
from csdforms.reports.sheet import judged
from csdforms.reports.typed import read_texts
from csdforms.schemas import settings as limits
from csdforms.schemas.catalogue import find
from csdforms.schemas.customer import credit_indicators
from csdforms.schemas.customer.credit_policy import banded, deduct, grade_of, manual, proportional
from csdforms.schemas.settings import CreditPolicy, Settings

START, END = "2025-01-01", "2025-12-31"
#: What the salesperson ticks; 4 + 4 + 5 + 5 marks.
TICKS = [
    {"indicator": "管理者信誉", "actual_value": "好"},
    {"indicator": "行业地位", "actual_value": "较强"},
    {"indicator": "沟通配合", "actual_value": "很好"},
    {"indicator": "呆坏账与诉讼", "actual_value": "无"},
]


def known_customer() -> Books:
    """Eleven months of 10,000 yuan; one bill paid six days late, one on its day."""
    books = Books()
    books.customer(
        1,
        established_on="2018-06-12",
        first_deal_on="2024-05-08",
        registered_capital="10000000.00",
        scale="中型",
        credit_grade="A",
        credit_limit="50000.00",
        credit_term_days=45,
        finance_years=[
            {"year": 2025, "total_assets": "1000.00", "total_liabilities": "550.00",
             "current_assets": "300.00", "current_liabilities": "200.00", "inventory": "80.00",
             "revenue": "120.00", "net_profit": "5.00"},
            {"year": 2024, "revenue": "100.00", "net_profit": "4.00"},
        ],
    )  # fmt: skip
    for month in range(1, 12):
        books.sale(1, f"2025-{month:02d}-05", "10000.00")
    late = books.bill(1, "2025-03-01", "2025-03-31", "40000.00")
    books.receipt(1, "2025-04-06", "40000.00", late)
    kept = books.bill(1, "2025-04-02", "2025-05-31", "30000.00")
    books.receipt(1, "2025-05-31", "30000.00", kept)
    return books


def analysed(books: Books, said: dict[str, Any] | None = None, **rest: Any) -> Any:
    return sheet(
        REPORT, books, START, END, said={"customer_no": customer_no(1), **(said or {})}, **rest
    )


# The four scorers


@pytest.mark.parametrize(
    ("rate", "marks"),
    [(120, "6"), (100, "6"), (99, "5.88"), (90, "4.80"), (50, "0"), ("49.99", "0")],
)
def test_deducting_takes_012_for_each_point_below_the_standard(rate: Any, marks: Any) -> None:
    per_point = Decimal("0.12")
    assert deduct(Decimal(rate), 100, 6, per_point=per_point, floor=50) == Decimal(marks)


@pytest.mark.parametrize(
    ("days", "marks"), [(0, 10), (1, 6), (30, 6), (31, 3), (60, 3), (61, 0), (400, 0)]
)
def test_bands_include_their_lower_bound(days: Any, marks: Any) -> None:
    assert banded(days, {0: 10, 1: 6, 31: 3, 61: 0}) == marks
    indicator = credit_indicators.find("最长逾期天数")
    assert indicator is not None
    assert indicator.points(f"{days}天") == marks


@pytest.mark.parametrize(
    ("months", "marks"), [(12, "5"), (13, "5"), (11, "4.58"), (6, "2.5"), (0, "0"), (-1, "0")]
)
def test_proportional_marks_are_capped_at_both_ends(months: Any, marks: Any) -> None:
    assert proportional(months, 12, 5) == Decimal(marks)


def test_a_tick_has_its_marks_and_another_word_none() -> None:
    assert manual("好", {"很好": 5, "好": 4}) == 4
    assert manual("尚可", {"很好": 5, "好": 4}) is None


@pytest.mark.parametrize(
    ("score", "grade"),
    [
        ("90", "AAA"), ("89.99", "AA"), ("89.5", "AA"), ("80", "AA"), ("79.5", "A"), ("70", "A"),
        ("69.99", "B"), ("60", "B"), ("59.5", "C"), ("0", "C"),
    ],
)  # fmt: skip
def test_grades_are_half_open_bands(score: Any, grade: Any) -> None:
    assert grade_of(Decimal(score)) == grade


# The sheet


def test_dealings_of_a_year() -> None:
    form = analysed(known_customer()).form
    assert form.last_twelve_months_amount == 110_000
    assert form.shipping_months == 11
    assert form.avg_month_sales_amount == 10_000
    assert (form.due_count, form.on_time_count) == (2, 1)
    assert form.on_time_payment_rate == Decimal("0.5")
    assert form.max_overdue_days == 6
    assert form.overdue_amount == 0
    assert form.max_balance_amount == 70_000  # from 2 to 6 April
    assert form.over_limit_count == 1
    assert (form.credit_grade, form.credit_limit, form.credit_term_days) == ("A", 50_000, 45)


def test_a_period_may_be_analysed_before_its_end() -> None:
    form = analysed(known_customer(), as_of="2025-03-20").form
    assert form.period_end == form.analysed_on == dt.date(2025, 3, 20)


def test_indicators_without_data_want_no_ground() -> None:
    analysed_now = analysed(known_customer())
    notes = {row.indicator: row.score_note for row in analysed_now.form.score_rows}
    asked = {one.path for one in analysed_now.findings if one.label == "实际值"}
    assert "无资料，按零分计" in notes.values()
    assert asked == set()


def test_the_rate_by_amount_weighs_the_bills() -> None:
    form = analysed(known_customer(), {"on_time_basis": "按金额"}).form
    assert form.on_time_payment_rate == Decimal(30_000) / Decimal(70_000)


def test_accounts_are_taken_from_the_profile() -> None:
    form = analysed(known_customer()).form
    assert [year.year for year in form.finance_years] == [2024, 2025]
    assert form.finance_years[1].revenue_growth_rate == Decimal("0.2")
    assert form.finance_years[1].quick_ratio == Decimal("1.1")


def test_score_grade_limit_and_term() -> None:
    found = analysed(known_customer(), texts={"score_rows": TICKS})
    marks = {row.indicator: str(row.score) for row in found.form.score_rows}
    assert marks == {
        "经营年限": "4", "企业性质与规模": "4", "管理者信誉": "4", "行业地位": "4", "合作年限": "2",
        "订单稳定性": "4.58", "沟通配合": "5", "按期付款率": "7.50", "最长逾期天数": "6",
        "超额度次数": "3", "呆坏账与诉讼": "5", "注册(实缴)资本": "5", "资产负债率": "8.00",
        "流动比率": "6.00", "速动比率": "5.00", "盈利状况": "5",
    }  # fmt: skip
    form = found.form
    assert form.total_score == Decimal("78.08")
    assert (form.computed_grade, form.suggested_grade) == ("A", "A")
    assert form.factor_rate == Decimal("0.8")
    assert form.suggested_term_days == 45
    assert form.suggested_limit == 12_000  # 10,000 × 1.5 months × 80 %
    (chart,) = REPORT.charts(form)
    assert list(chart.categories) == ["品质特性", "信用履约率", "资本状况"]
    assert list(chart.series[0].values) == [Decimal("27.58"), Decimal("21.50"), 29]
    assert list(chart.series[1].values) == [35, 35, 30]


def test_what_is_suggested_can_be_opened_down_to_the_marks() -> None:
    found = analysed(known_customer(), texts={"score_rows": TICKS})
    limit = found.cells["suggested_limit"].parts()
    grade = limit["等级"].parts()
    total = grade["合计得分"].parts()
    assert (limit["等级"].value, limit["期限"].value, limit["系数"].value) == (
        "A", 45, Decimal("0.8"),
    )  # fmt: skip
    assert sum(one.value for one in total["各项得分"]) == Decimal("78.08")
    tick = total["各项得分"][2].parts()["实际值"]
    assert (tick.value, tick.formula) == ("好", "编表时填写")


def test_what_the_sheet_works_out_of_the_marks_can_be_opened() -> None:
    found = analysed(known_customer(), texts={"score_rows": TICKS})
    opened = {
        name: (explain(found, name).printed, explain(found, name).figure.parts[0].value)
        for name in ("合计得分", "测算等级", "测算额度", "审批权限")
    }
    assert opened == {
        "合计得分": ("78.08", 16),  # so many indicators
        "测算等级": ("A", Decimal("78.08")),
        "测算额度": ("12,000.00", "A"),
        "审批权限": ("客户服务部经理", "A"),
    }


def test_a_limit_beyond_the_formula_is_the_general_managers() -> None:
    texts = {"score_rows": TICKS, "suggested_limit": "12000.01"}
    found = analysed(known_customer(), texts=texts)
    assert found.form.approval_level == "总经理"
    parts = found.cells["approval_level"].parts()
    assert [one.value for one in parts.values()] == ["A", "A", Decimal("12000.01"), 12_000]
    assert parts["建议额度"].formula == "编表时填写"
    assert "suggested_limit" not in found.cells


def test_somebody_writes_another_grade_and_the_limit_follows_that() -> None:
    texts = {"score_rows": TICKS, "suggested_grade": "B", "override_reason": "刚换负责人"}
    found = analysed(known_customer(), texts=texts)
    assert "suggested_grade" not in found.cells
    assert found.form.computed_grade == "A"
    assert found.form.suggested_limit == 9_000  # 10,000 × 1.5 months × 60 %


def test_a_filed_analysis_is_counted_again_with_all_that_stands_on_it() -> None:
    """What is filed is given as written; where the books say otherwise by now, they count."""
    texts = {"score_rows": TICKS}
    filed = analysed(known_customer(), texts=texts).form.stored()
    books = known_customer()
    bill = books.bill(1, "2025-07-01", "2025-07-31", "1.00")
    books.receipt(1, "2025-12-01", "1.00", bill)
    day = dt.date(2025, 12, 31)
    data = compute_from(
        REPORT,
        Period.of(dt.date(2025, 1, 1), day),
        books.sources(),
        said={"customer_no": customer_no(1)},
        texts=read_texts(find(REPORT.form), filed),
    )
    rows = {row["indicator"]: row for row in data["score_rows"]}
    assert rows["最长逾期天数"]["score"].value == 0  # 123 days
    assert rows["管理者信誉"]["actual_value"] == "好"


@pytest.mark.parametrize(
    ("written", "limit", "approver"),
    [
        ({"suggested_grade": "B", "override_reason": "刚换负责人"}, 9_000, "客户服务部经理"),
        ({"suggested_grade": "AA", "override_reason": "老客户"}, 15_000, "总经理"),
        ({"suggested_limit": "20000.00"}, 12_000, "总经理"),
        ({"knock_outs": ["被诉货款"], "suggested_payment": "预付款"}, 0, "客户服务部经理"),
    ],
)
def test_what_was_written_decides_again_when_a_filed_analysis_is_counted(
    written: Any, limit: Any, approver: Any
) -> None:
    made = analysed(known_customer(), texts={"score_rows": TICKS, **written})
    data = compute_from(
        REPORT,
        Period.of(dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
        known_customer().sources(),
        said={"customer_no": customer_no(1)},
        texts=read_texts(find(REPORT.form), made.form.stored()),
    )
    again = judged(REPORT, find(REPORT.form), {"form_no": "XF-1", **data})
    assert again.cells["formula_limit"].value == limit
    assert again.cells["approval_level"].value == approver
    assert values(again) == values(made)


def test_marks_that_are_typed_must_be_those_of_the_value_or_explained() -> None:
    tick = {"indicator": "管理者信誉", "actual_value": "好", "score": "5"}
    with pytest.raises(InvalidData):
        analysed(known_customer(), texts={"score_rows": [tick]})
    noted = {"score_rows": [{**tick, "score_note": "新任负责人口碑更好"}]}
    found = analysed(known_customer(), texts=noted)
    assert found.form.score_rows[2].score == 5
    assert "score_rows.3.score" not in found.cells  # a person says so
    assert found.cells["total_score"].parts()["各项得分"][2].value == 5


def test_an_indicator_may_be_named_by_its_number() -> None:
    ticks = {"score_rows": [{"seq": 3, "actual_value": "好"}]}
    found = analysed(known_customer(), texts=ticks)
    assert found.form.score_rows[2].score == 4
    assert found.cells["score_rows.3.score"].parts()["实际值"].value == "好"


def test_a_computed_mark_cannot_be_typed() -> None:
    texts = {"score_rows": [{"indicator": "按期付款率", "actual_value": "99%"}]}
    with pytest.raises(InvalidData):
        analysed(known_customer(), texts=texts)


@pytest.mark.parametrize(("rule", "marks", "total"), [("零分", 0, "60.08"), ("六成", 3, "72.08")])
def test_what_nobody_knows_scores_as_the_policy_says(rule: Any, marks: Any, total: Any) -> None:
    with limits.use(Settings(credit=CreditPolicy(missing_score=rule))):
        found = analysed(known_customer())
    form = found.form
    by_name = {row.indicator: row.score for row in form.score_rows}
    assert by_name["管理者信誉"] == marks
    cell = found.cells["score_rows.3.score"]
    assert (cell.value, cell.parts()) == (marks, {"满分": 5})
    assert cell.formula == form.score_rows[2].score_note
    assert form.total_score == Decimal(total)  # 4 ticks of 5 marks are lacking


def test_a_knock_out_leaves_no_credit() -> None:
    texts = {"score_rows": TICKS, "knock_outs": ["被诉货款"], "suggested_term_days": 0}
    form = analysed(known_customer(), texts={**texts, "suggested_payment": "预付款"}).form
    assert (form.suggested_grade, form.suggested_limit, form.suggested_term_days) == ("C", 0, 0)
    with pytest.raises(InvalidData, match="先付款"):
        analysed(known_customer(), texts={**texts, "suggested_payment": "月结"})


def test_missing_papers_hold_a_grade_down() -> None:
    books = known_customer()
    bills = books.ledgers["receivables"]  # all paid at once: 15 + 10 + 5 marks
    books.ledgers["receivables"] = [
        {**bill, "settled_amount": bill["amount"], "settled_on": bill["on"]} for bill in bills
    ]
    texts: dict[str, Any] = {"score_rows": TICKS}
    assert analysed(books, texts=texts).form.computed_grade == "AAA"  # 78.08 + 7.5 + 4 + 2 = 91.58
    texts["missing_items"] = ["审计报告"]
    form = analysed(books, texts=texts).form
    assert form.total_score == Decimal("91.58")
    assert (form.computed_grade, form.suggested_limit) == ("A", 12_000)


def test_a_new_customer_rests_on_expected_sales() -> None:
    books = Books()
    books.customer(
        1, established_on="2010-01-01", registered_capital="50000000.00", scale="大型",
        finance_years=[
            {"year": year, "total_assets": "10.00", "total_liabilities": "6.00",
             "current_assets": "3.00", "current_liabilities": "2.00", "inventory": "1.00",
             "net_profit": "1.00"}
            for year in (2023, 2024)
        ],
    )  # fmt: skip
    ticks = [{"indicator": "管理者信誉", "actual_value": "很好"},
             {"indicator": "行业地位", "actual_value": "领先"}, *TICKS[2:]]  # fmt: skip
    texts = {"expected_month_sales_amount": "8000", "suggested_term_days": 60}
    found = analysed(books, texts={**texts, "score_rows": ticks})
    form = found.form
    assert form.analysis_kind == "首次"
    assert form.avg_month_sales_amount is None
    # 25 for what he is, 10 for nothing overdue, 5 without lawsuits, 30 for his accounts
    assert form.total_score == 70
    assert form.suggested_grade == "A"
    assert form.suggested_limit == 12_800  # 8,000 × 2 months × 80 %
    assert found.cells["suggested_limit"].value == 12_800


def test_the_other_policy_caps_at_the_monthly_mean() -> None:
    with limits.use(Settings(credit=CreditPolicy(limit_method="月均封顶"))):
        texts = {"season_rate": "20%", "suggested_term_days": 30, "score_rows": TICKS}
        form = analysed(known_customer(), texts=texts).form
    assert form.suggested_limit == 12_000  # 10,000 and a fifth more


def test_times_over_a_limit_that_changes() -> None:
    books = Books()
    books.customer(1, credit_limit="100.00", credit_grade="B", credit_term_days=30)
    first = books.bill(1, "2025-02-01", "2025-06-30", "101.00")  # over, once
    books.receipt(1, "2025-03-01", "51.00", first)
    books.bill(1, "2025-04-01", "2025-06-30", "60.00")  # 110: twice
    change = {"approved_on": "2025-04-20", "effective_from": "2025-05-01", "new_grade": "A",
              "new_limit": "110.00", "new_term_days": 60}  # fmt: skip
    books.form("customer_credit_change", 1, change)
    books.bill(1, "2025-07-01", "2025-12-31", "1.00")  # 111: thrice
    books.bill(1, "2025-08-01", "2025-12-31", "1.00")  # and still so
    found = analysed(books)
    assert found.form.over_limit_count == 3
    assert found.form.max_balance_amount == 112
    assert found.form.credit_limit == 110
    assert (found.form.max_overdue_days, found.form.overdue_amount) == (184, 110)
    assert {record.number for record, _ in found.cells["credit_limit"].records()} == {
        "customer_credit_change-0"
    }


def test_goods_that_are_not_billed_use_the_limit() -> None:
    """Limit 100: goods of 150 paid by March; those of 120 go out in May without a bill (F20)."""
    books = Books()
    books.customer(1, credit_limit="100.00", credit_grade="A", credit_term_days=30)
    number = books.sale(1, "2025-01-10", "10.00")
    bill = books.bill(1, "2025-01-10", "2025-02-10", "10.00", sale_no=number)
    books.receipt(1, "2025-01-12", "10.00", bill)
    number = books.sale(1, "2025-02-05", "150.00")
    bill = books.bill(1, "2025-03-01", "2025-04-01", "150.00", sale_no=number)
    books.receipt(1, "2025-03-01", "150.00", bill)
    books.sale(1, "2025-05-05", "120.00")
    books.sale(2, "2025-01-11", "999.00")  # somebody else's
    form = analysed(books).form
    assert (form.over_limit_count, form.max_balance_amount) == (2, 10)


@pytest.mark.parametrize(("first", "last", "times"), [
    ("2024-12-01", "2025-01-31", 1),  # it ends
    ("2025-02-01", "2025-12-31", 1),  # it begins late
    ("2025-02-01", "2025-06-30", 2),
    ("2024-12-01", "2025-12-31", 0),
])  # fmt: skip
def test_a_temporary_limit_holds_from_its_first_day_to_its_last(
    first: Any, last: Any, times: Any
) -> None:
    """150 are owed all year: within 100 and 100 more, beyond 100 alone."""
    books = Books()
    books.customer(1)
    books.bill(1, "2024-12-10", "2025-12-31", "150.00")
    change = {"approved_on": "2024-11-20", "effective_from": "2024-12-01", "new_grade": "A",
              "new_limit": "100.00", "new_term_days": 60, "temporary_amount": "100.00",
              "temporary_from": first, "temporary_to": last}  # fmt: skip
    books.form("customer_credit_change", 1, change)
    assert analysed(books).form.over_limit_count == times


def test_a_refund_opens_a_paid_bill_again() -> None:
    """Paid before its limit on the tenth of January; given back on the first of February."""
    books = Books()
    books.customer(1)
    bill = books.bill(1, "2025-01-01", "2025-01-10", "100.00")
    books.receipt(1, "2025-01-05", "100.00", bill)
    books.receipt(1, "2025-02-01", "100.00", bill, "退款")
    form = analysed(books).form
    assert (form.due_count, form.on_time_count) == (1, 1)
    assert (form.max_overdue_days, form.overdue_amount) == (355, 100)  # to the end of the year
    books.receipt(1, "2025-02-11", "100.00", bill)
    assert analysed(books).form.max_overdue_days == 32  # to the eleventh of February


def test_a_bill_may_be_late_when_it_is_written() -> None:
    books = Books()
    books.customer(1)
    bill = books.bill(1, "2025-02-10", "2025-02-01", "100.00")
    books.receipt(1, "2025-02-20", "100.00", bill)
    form = analysed(books).form
    assert (form.due_count, form.on_time_count, form.max_overdue_days) == (1, 0, 19)


def test_what_is_more_than_a_named_bill_pays_another_in_time() -> None:
    books = Books()
    books.customer(1)
    bill = books.bill(1, "2025-01-01", "2025-02-01", "100.00")
    books.bill(1, "2025-01-02", "2025-02-02", "50.00")
    books.receipt(1, "2025-01-20", "150.00", bill)
    form = analysed(books).form
    assert (form.due_count, form.on_time_count, form.max_overdue_days) == (2, 2, 0)


def test_what_was_settled_before_a_bill_says_nothing_of_it() -> None:
    books = known_customer()
    bill = books.bill(1, "2025-07-01", "2025-07-31", "1.00")
    books.receipt(1, "2025-08-10", "1.00", bill)
    assert analysed(books).form.max_overdue_days == 10


def test_judgements_are_kept_from_the_last_analysis() -> None:
    last = {
        "form_no": "XF-1", "customer_no": customer_no(1), "bank_credit": "好",
        "knock_outs": ["不公正行为"], "missing_items": ["无"],
        "score_rows": [
            {"indicator": "管理者信誉", "actual_value": "差", "score": "1"},
            {"indicator": "行业地位", "score": "0", "score_note": "无资料，按零分计"},
            {"indicator": "按期付款率", "actual_value": "100%", "score": "15"},
            {"indicator": "环保评级", "max_score": "75", "score": "40", "actual_value": "绿色"},
        ],
    }  # fmt: skip
    with limits.use(Settings(credit=CreditPolicy(missing_score="六成"))):
        found = analysed(known_customer(), last=last)
    rows = {row.indicator: row for row in found.form.score_rows}
    assert list(rows) == ["管理者信誉", "行业地位", "按期付款率", "环保评级"]
    assert (rows["管理者信誉"].score, rows["行业地位"].score) == (1, 3)
    assert rows["按期付款率"].score == Decimal("7.50")
    assert (rows["环保评级"].score, rows["环保评级"].max_score) == (40, 75)
    assert (found.form.bank_credit, found.form.suggested_grade) == ("好", "C")
    assert found.form.missing_items is None  # somebody must look again
    tick = found.cells["score_rows.1.score"].parts()["实际值"]
    own = found.cells["score_rows.4.score"]  # the firm's own indicator
    for cell in (tick, own):
        assert [record for record, _ in cell.records()] == [
            ("客户信用分析表", "XF-1", customer_no(1), (), None)
        ]


def test_what_is_kept_is_still_of_the_last_analysis_when_a_filed_one_is_counted() -> None:
    rows = [
        {"indicator": "环保评级", "max_score": "85", "score": "40", "actual_value": "绿色"},
        {"indicator": "按期付款率"},
    ]
    last = {"form_no": "XF-1", "customer_no": customer_no(1), "score_rows": rows}
    filed = analysed(known_customer(), last=last).form.stored()
    texts = {"score_rows": filed["score_rows"]}
    cell = analysed(known_customer(), last=last, texts=texts).cells["score_rows.1.score"]
    assert [record.number for record, _ in cell.records()] == ["XF-1"]


def test_who_is_judged_anew_has_the_marks_of_that() -> None:
    last = {
        "form_no": "XF-1", "customer_no": customer_no(1),
        "score_rows": [
            {"indicator": "管理者信誉", "actual_value": "差", "score": "1"},
            {"indicator": "行业地位", "score": "0", "score_note": "无资料，按零分计"},
            {"indicator": "按期付款率", "actual_value": "100%", "score": "15"},
            {"indicator": "环保评级", "max_score": "75", "score": "40"},
        ],
    }  # fmt: skip
    anew = [
        {"indicator": "管理者信誉", "actual_value": "很好"},
        {"indicator": "行业地位", "actual_value": "领先"},
    ]
    found = analysed(known_customer(), last=last, texts={"score_rows": anew})
    assert [row.score for row in found.form.score_rows] == [5, 5, Decimal("7.50"), 40]
    assert found.form.total_score == Decimal("57.50")
    assert found.cells["suggested_grade"].value == "C"


def test_somebody_unknown_is_refused_without_a_word_of_him() -> None:
    with pytest.raises(InvalidData, match="没有这个客户"):
        analysed(Books())


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_books_changes_nothing(order: Random) -> None:
    books = known_customer()
    assert values(analysed(books)) == values(analysed(books, order=order))
