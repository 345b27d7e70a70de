"""Customers at risk: each trigger at its boundary, debts by age, who comes and who goes (4.12)."""

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
from csdforms.reports.customer.at_risk_customer_statistics import REPORT
from csdforms.reports.customer.sales_trend import fall, month_windows
from csdforms.reports.explaining import explain
from csdforms.schemas.customer.at_risk_customer_statistics import AGES
from csdforms.schemas.fields.complaint import Category
from csdforms.schemas.types import choice_of

DAY = dt.date(2026, 6, 30)
CREDIT: dict[str, Any] = {"credit_grade": "B", "credit_limit": "1000.00", "credit_term_days": 30}


def listed(books: Books, **rest: Any) -> Any:
    return sheet(REPORT, books, "2026-01-01", "2026-06-30", **rest)


def hit(books: Books, **rest: Any) -> list[tuple[str, str | None]]:
    """Return triggers and level of the only customer, nothing if he is not at risk."""
    rows = listed(books, **rest).form.rows
    assert len(rows) <= 1
    return [("、".join(row.triggers or ()), row.risk_level) for row in rows]


def one(**profile: Any) -> Books:
    books = Books()
    books.customer(1, **{**CREDIT, **profile})
    return books


def due(days_ago: int) -> str:
    return (DAY - dt.timedelta(days=days_ago)).isoformat()


def complain(books: Books, on: str) -> None:
    data = {
        "complaint_no": f"TS-{len(books.forms)}", "received_at": f"{on}T10:00",
        "due_on": "2026-12-31", "category": choice_of(Category).choices()[0],
    }  # fmt: skip
    books.form("complaint_register_one", 1, data)


def late_bill(books: Books, amount: str = "1.00") -> None:
    """One that was due on 31 May and paid ten days later."""
    bill = books.bill(1, "2026-05-01", "2026-05-31", amount)
    books.receipt(1, "2026-06-10", amount, bill)


# Triggers


@pytest.mark.parametrize(
    ("amount", "found"),
    [
        ("1000.00", []),
        ("1000.01", [("T1", "中")]),
        ("1200.00", [("T1", "中")]),
        ("1200.01", [("T1", "高")]),
    ],
)
def test_t1_beyond_the_limit(amount: Any, found: Any) -> None:
    books = one()
    books.bill(1, "2026-06-01", "2026-07-31", amount)
    assert hit(books) == found


def test_who_never_complained_has_no_complaints() -> None:
    books = one()
    books.bill(1, "2026-06-01", "2026-07-31", "1000.01")
    [row] = listed(books).form.rows
    assert (row.complaint_count, row.overdue_count) == (0, 0)


def test_t1_of_a_limit_of_0_everything_owed_is_too_much() -> None:
    books = one(credit_limit="0.00")
    books.bill(1, "2026-06-01", "2026-07-31", "0.01")
    found = listed(books)
    assert (found.form.rows[0].triggers, found.form.rows[0].risk_level) == (("T1",), "高")
    assert found.cells["rows.1.utilisation_rate"].value is None
    assert found.form.rows[0].over_limit_amount == Decimal("0.01")


@pytest.mark.parametrize(
    ("days", "level"),
    [
        (0, None),
        (1, "低"),
        (30, "低"),
        (31, "中"),
        (60, "中"),
        (61, "高"),
        (90, "高"),
        (91, "极高"),
    ],
)
def test_t2_days_overdue(days: Any, level: Any) -> None:
    books = one()
    books.bill(1, "2026-01-01", due(days), "1.00")
    assert hit(books) == ([] if level is None else [("T2", level)])


@pytest.mark.parametrize(("times", "found"), [(2, []), (3, [("T3", "高")])])
def test_t3_overdue_three_times_though_paid(times: Any, found: Any) -> None:
    books = one()
    for _ in range(times):
        late_bill(books)
    assert hit(books) == found


def test_t3_counts_what_was_overdue_within_the_three_months_only() -> None:
    books = one()
    for _ in range(3):  # settled on 31 March, the day before the three months begin
        bill = books.bill(1, "2026-01-01", "2026-01-31", "1.00")
        books.receipt(1, "2026-03-31", "1.00", bill)
    assert hit(books) == []
    for _ in range(3):
        bill = books.bill(1, "2026-01-01", "2026-01-31", "1.00")
        books.receipt(1, "2026-04-01", "1.00", bill)
    assert hit(books) == [("T3", "高")]


def test_t3_counts_bills_that_are_late_when_they_are_written() -> None:
    """Three bills written five days after their limits and paid ten days later."""
    books = Books()
    books.customer(1, credit_limit="9999.00")
    for month in (4, 5, 6):
        bill = books.bill(1, f"2026-0{month}-10", f"2026-0{month}-05", "100.00")
        books.receipt(1, f"2026-0{month}-20", "100.00", bill)
    assert hit(books) == [("T3", "高")]


@pytest.mark.parametrize(("complaints", "codes"), [(1, "T3"), (2, "T3、T4")])
def test_t4_overdue_and_complaining(complaints: Any, codes: Any) -> None:
    books = one()
    for _ in range(3):
        late_bill(books)
    complain(books, "2026-03-31")  # a day too early to count
    for _ in range(complaints):
        complain(books, "2026-04-01")
    assert hit(books) == [(codes, "高")]


@pytest.mark.parametrize(
    ("knock_outs", "found"),
    [
        (["被诉货款"], [("T5", "极高")]),
        (["责令停业整改"], [("T5", "极高")]),
        (["列入不诚信名单"], [("T8", "极高")]),
        (["产销连续严重下滑"], []),
        (["无"], []),
    ],
)
def test_t5_and_t8_stand_in_the_last_analysis(knock_outs: Any, found: Any) -> None:
    books = one()
    last = {"analysed_on": "2026-06-30", "knock_outs": knock_outs}
    books.form("customer_credit_analysis", 1, last)
    earlier = {"analysed_on": "2026-02-01", "knock_outs": ["责令停业整改", "列入不诚信名单"]}
    books.form("customer_credit_analysis", 1, earlier)
    later = {"analysed_on": "2026-07-01", "knock_outs": ["责令停业整改", "列入不诚信名单"]}
    books.form("customer_credit_analysis", 1, later)
    assert hit(books) == found


@pytest.mark.parametrize(
    ("months", "found"),
    [
        (("100", "90", "80", "70"), [("T6", "中")]),
        (("100", "90", "80", "70.01"), []),
        (("100", "90", "95", "60"), []),
        (("100", "100", "80", "70"), []),
        (("100", "0", "0", "0"), [("T6", "中")]),
    ],
)
def test_t6_three_falling_months(months: Any, found: Any) -> None:
    books = one()
    for month, amount in enumerate(months, start=3):
        books.sale(1, f"2026-{month:02d}-15", amount)
    assert hit(books) == found


def test_a_fall_is_measured_where_sales_fall_each_month() -> None:
    assert fall("下降", Decimal(100), Decimal(90), Decimal(80), Decimal(70)) == Decimal("0.3")
    assert fall("持平", Decimal(100), Decimal(90), Decimal(95), Decimal(60)) is None
    assert fall("上升", Decimal(100), Decimal(90), Decimal(95), Decimal(110)) is None


def test_months_end_where_the_list_does() -> None:
    assert month_windows(dt.date(2026, 2, 28), 2) == [
        (dt.date(2026, 1, 1), dt.date(2026, 1, 31)),
        (dt.date(2026, 2, 1), dt.date(2026, 2, 28)),
    ]
    assert month_windows(dt.date(2026, 3, 30), 1) == [(dt.date(2026, 3, 1), dt.date(2026, 3, 30))]


@pytest.mark.parametrize(
    ("earlier", "now", "found"),
    [
        ("AAA", "AA", []),
        ("AAA", "A", [("T7", "高")]),
        ("AA", "B", [("T7", "高")]),
        ("B", "C", [("T7", "高")]),
        ("C", "B", []),
    ],
)
def test_t7_credit_falls_by_two_grades_in_half_a_year(earlier: Any, now: Any, found: Any) -> None:
    books = one()
    for day, grade in (("2025-12-30", earlier), ("2026-01-05", now)):
        books.form(
            "customer_credit_change", 1,
            {"approved_on": day, "effective_from": day, "new_grade": grade, "new_limit": "0.00",
             "new_term_days": 0},
        )  # fmt: skip
    assert hit(books) == found


@pytest.mark.parametrize(
    ("first", "top", "found"),
    [
        ("2025-11-01", "2026-01-15", [("T7", "高")]),  # up to AAA and down to A within it
        ("2025-12-30", "2025-12-29", []),  # AAA ended the day before it began
    ],
)
def test_t7_falls_from_the_best_grade_of_the_half_year(first: str, top: str, found: Any) -> None:
    books = one()
    for day, grade in sorted(((first, "B"), (top, "AAA"), ("2026-03-01", "A"))):
        change = {"approved_on": day, "effective_from": day, "new_grade": grade,
                  "new_limit": "0.00", "new_term_days": 0}  # fmt: skip
        books.form("customer_credit_change", 1, change)
    assert hit(books) == found


@pytest.mark.parametrize(
    ("card", "found"),
    [
        ({"state": "REJECTED"}, []),
        ({"state": "DRAFT"}, []),
        ({"opened_on": "2026-07-01"}, []),
        ({"state": "FROZEN"}, [("T10", "低")]),
        ({"state": "SEALED", "sealed": {"at": "2026-06-30T09:00"}}, []),
    ],
)
def test_only_whose_file_is_open_is_at_risk(card: dict[str, Any], found: Any) -> None:
    books = one(licence_valid_until="2026-01-01")
    books.files[0] = {**books.files[0], **card}
    assert hit(books) == found


def test_who_left_and_still_owes_is_at_risk() -> None:
    books = one()
    books.files[0] = {**books.files[0], "state": "SEALED", "sealed": {"at": "2026-06-01T09:00"}}
    books.bill(1, "2026-01-01", due(1), "1.00")
    assert hit(books) == [("T2", "低")]


def test_t9_an_affiliate_is_sued() -> None:
    books = Books()
    books.customer(1, affiliates=[{"affiliate_name": "第 2 公司"}, {"affiliate_name": "别家"}])
    books.customer(2)
    books.customer(3, affiliates=[{"affiliate_name": "第1公司"}])
    rows = listed(books, said={"sued": (customer_no(2),)}).form.rows
    assert [(row.customer_no, row.triggers, row.risk_level) for row in rows] == [
        (customer_no(2), ("T5",), "极高"),
        (customer_no(1), ("T9",), "中"),
    ]


@pytest.mark.parametrize(
    ("profile", "found"),
    [
        ({"licence_valid_until": "2026-06-29"}, [("T10", "低")]),
        ({"licence_valid_until": "2026-06-30"}, []),
        ({"licence_valid_until": "9999-12-31"}, []),
        ({"certificates": [{"valid_until": "2026-01-01"}]}, [("T10", "低")]),
        ({"legal_representative": {"id_valid_until": "2026-06-29"}}, [("T10", "低")]),
    ],
)
def test_t10_papers_that_have_expired(profile: Any, found: Any) -> None:
    assert hit(one(**profile)) == found


def test_t11_is_said_and_holds_until_said_otherwise() -> None:
    last = {
        "form_no": "WX-1", "as_of": "2026-05-31",
        "rows": [{"customer_no": customer_no(1), "triggers": ["T11"], "risk_level": "中"}],
    }  # fmt: skip
    assert hit(one()) == []
    assert hit(one(), said={"relation_risk": (customer_no(1),)}) == [("T11", "中")]
    assert hit(one(), last=last) == [("T11", "中")]
    (row,) = listed(one(), last=last, said={"relation_risk": ("无",)}).form.rows
    assert (row.released_on, row.triggers) == (DAY, None)


def test_a_newer_analysis_ends_what_was_said_before() -> None:
    last = {
        "form_no": "WX-1", "as_of": "2026-05-31",
        "rows": [{"customer_no": customer_no(1), "triggers": ["T5"], "risk_level": "极高"}],
    }  # fmt: skip
    books = one()
    assert hit(books, last=last) == [("T5", "极高")]
    cleared = {"analysed_on": "2026-06-15", "knock_outs": ["无"]}
    books.form("customer_credit_analysis", 1, cleared)
    assert listed(books, last=last).form.rows[0].released_on == DAY


# What is owed


def test_ages_include_both_their_ends() -> None:
    books = one(credit_limit="99999999.00")
    for power, days in enumerate((0, 1, 30, 31, 60, 61, 90, 91, 180, 181, 365, 366)):
        books.bill(1, "2025-01-01", due(days), f"{10**power / 100:.2f}")
    (row,) = listed(books).form.rows
    cents = [int(getattr(row, name) * 100) for name in AGES]
    assert cents == [1, 110, 11000, 1100000, 110000000, 11000000000, 100000000000]
    assert row.balance_amount == Decimal("1111111111.11")
    assert row.overdue_amount == Decimal("1111111111.10")
    assert (row.max_overdue_days, row.overdue_count) == (366, 11)


def test_what_is_settled_is_not_owed() -> None:
    books = one()
    bill = books.bill(1, "2026-01-01", "2026-05-31", "500.00")
    books.receipt(1, "2026-06-01", "200.00", bill)
    books.receipt(1, "2026-06-02", "50.00", bill, kind="坏账核销")
    books.receipt(1, "2026-06-03", "20.00", bill, kind="退款")
    books.receipt(1, "2026-07-01", "270.00", bill)  # after the day
    (row,) = listed(books).form.rows
    assert (row.balance_amount, row.overdue_amount) == (270, 270)
    assert row.overdue_share == 1
    assert row.expected_loss_amount == Decimal("2.70")  # 1 % of what is 1 to 30 days overdue


def test_shipped_and_not_billed_uses_the_limit() -> None:
    books = one()
    before = books.sale(1, "2026-01-05", "5000.00")  # before bills named sales
    billed = books.sale(1, "2026-02-05", "600.00")
    books.sale(1, "2026-06-05", "500.00")
    books.bill(1, "2026-02-06", "2026-07-31", "600.00", sale_no=billed)
    assert before != billed
    (row,) = listed(books).form.rows
    assert (row.balance_amount, row.exposure_amount) == (600, 1100)
    assert row.utilisation_rate == Decimal("1.1")
    assert row.over_limit_amount == 100
    assert "T1" in row.triggers


def test_goods_taken_back_and_not_billed_do_not_make_room_for_more() -> None:
    books = one()
    billed = books.sale(1, "2026-02-05", "1100.00")
    books.sale(1, "2026-06-05", "500.00", kind="退货")
    books.bill(1, "2026-02-06", "2026-07-31", "1100.00", sale_no=billed)
    assert listed(books).form.rows[0].exposure_amount == 1100


# The list


def three_customers() -> Books:
    """One 91 days late with 900 of 1,050 yuan, one slightly over the limit, one with no debts."""
    books = Books()
    for number in (1, 2, 3, 4):
        books.customer(number, region_code="310000", salesperson="陈立", **CREDIT)
    books.bill(1, "2026-03-01", due(91), "900.00")
    books.bill(1, "2026-06-01", "2026-07-31", "150.00")
    books.bill(2, "2026-06-01", "2026-07-31", "1100.00")
    books.bill(4, "2026-06-01", "2026-07-31", "950.00")
    return books


LAST = {
    "form_no": "WX-1", "as_of": "2026-05-31",
    "rows": [
        {"customer_no": customer_no(1), "risk_level": "中", "risk_problem": "工程款未结",
         "risk_measures": ["停止发货"], "action_owner": "陈立", "action_due_on": "2026-07-20",
         "balance_amount": "1.00"},
        {"customer_no": customer_no(3), "risk_level": "低", "risk_progress": "已付清"},
        {"customer_no": customer_no(4), "risk_level": "高", "released_on": "2026-05-31"},
    ],
    "feasibility": [{"customer_no": customer_no(1), "feasibility_role": "主管人员",
                     "judged_by": "王芳", "feasibility_view": "可行"},
                    {"customer_no": customer_no(4), "feasibility_role": "主管人员",
                     "judged_by": "王芳", "feasibility_view": "可行"}],
}  # fmt: skip


def test_levels_and_totals() -> None:
    form = listed(three_customers(), last=LAST).form
    assert [(row.customer_no, row.risk_level, row.previous_level) for row in form.rows] == [
        (customer_no(1), "极高", "中"),
        (customer_no(2), "中", None),
        (customer_no(3), None, "低"),
    ]
    assert form.total_receivables_amount == 3100
    lines = {
        line.risk_level: (
            line.customer_count, line.balance_amount, line.overdue_amount, line.new_count,
            line.released_count,
        )
        for line in form.levels
    }  # fmt: skip
    assert lines == {
        "极高": (1, 1050, 900, 0, 0),
        "高": (0, 0, 0, 0, 0),
        "中": (1, 1100, 0, 1, 0),
        "低": (0, 0, 0, 0, 1),
    }
    total = form.level_total
    assert (total.customer_count, total.balance_amount, total.released_count) == (2, 2150, 1)
    assert total.receivables_share == Decimal(2150) / Decimal(3100)
    assert form.total.over_limit_amount == 150
    assert form.total.expected_loss_amount == 180  # a fifth of what is 91 to 180 days overdue
    columns, ages = REPORT.charts(form)
    assert list(columns.series[0].values) == [1050, 0, 1100, 0]
    assert list(ages.series[0].values) == [1250, 0, 0, 0, 900, 0, 0]


def test_what_is_done_is_kept_from_the_last_list() -> None:
    form = listed(three_customers(), last=LAST).form
    first, _, gone = form.rows
    assert (first.risk_problem, first.risk_measures) == ("工程款未结", ("停止发货",))
    assert first.action_due_on == dt.date(2026, 7, 20)
    assert (gone.released_on, gone.risk_progress) == (DAY, "已付清")
    assert gone.handling_result == "触发项均已消除，解除。"
    assert [note.customer_no for note in form.feasibility] == [customer_no(1)]


def test_a_level_is_raised_and_somebody_released_by_hand() -> None:
    said = {"raised": (f"{customer_no(2)}=高",), "released": (customer_no(1),)}
    found = listed(three_customers(), last=LAST, said=said)
    form = found.form
    assert [(row.customer_no, row.risk_level) for row in form.rows] == [
        (customer_no(2), "高"), (customer_no(1), None), (customer_no(3), None),
    ]  # fmt: skip
    assert form.rows[1].triggers == ("T1", "T2")
    assert any(each.path == "rows.2.handling_result" for each in found.findings)
    assert [line.released_count for line in form.levels] == [0, 0, 1, 1]


def test_the_level_before_it_is_raised_can_be_opened() -> None:
    said = {"raised": (f"{customer_no(2)}=高",)}
    found = listed(three_customers(), last=LAST, said=said)
    levels = [
        (found.cells[f"rows.{row}.computed_level"].value, found.cells[f"rows.{row}.risk_level"])
        for row in (1, 2, 3)
    ]
    assert [(level, cell.value) for level, cell in levels] == [
        ("极高", "极高"), ("中", "高"), (None, None),
    ]  # fmt: skip
    parts = levels[1][1].parts()
    assert (parts["测算程度"].value, parts["上调"].value) == ("中", "高")


def test_how_many_each_trigger_hits_is_opened_down_to_them() -> None:
    found = listed(three_customers(), last=LAST)
    told = {code: explain(found, f"触发项说明/{code}/触发户数") for code in ("T1", "T2", "T3")}
    assert {code: one.printed for code, one in told.items()} == {
        "T1": "2户",
        "T2": "1户",
        "T3": "0户",
    }
    assert told["T1"].address == "standards.T1.customer_count"
    (hit,) = told["T1"].figure.parts
    assert [part.value for part in hit.parts] == [("T1", "T2"), ("T1",)]


def test_texts_are_typed_to_a_customer_and_figures_are_not() -> None:
    typed = {"customer_no": customer_no(2), "risk_problem": "旺季备货"}
    form = listed(three_customers(), texts={"rows": [typed]}).form
    assert form.rows[1].risk_problem == "旺季备货"
    with pytest.raises(InvalidData):
        listed(three_customers(), texts={"rows": [{**typed, "released_on": "2026-06-30"}]})


@pytest.mark.parametrize(
    "said", [{"raised": ("KH-1=高",)}, {"raised": (f"{customer_no(1)}=危",)}, {"sued": ("KH-1",)}]
)
def test_what_is_said_of_nobody_is_refused(said: Any) -> None:
    with pytest.raises(InvalidData):
        listed(three_customers(), said=said)


def test_nobody_at_risk() -> None:
    form = listed(Books()).form
    assert (form.empty_note, form.total_receivables_amount) == ("本期没有危险客户", 0)
    assert REPORT.charts(form) == ()


BILLS = st.lists(
    st.tuples(
        st.integers(1, 3), st.integers(0, 500), st.integers(0, 120), st.integers(0, 10**9),
        st.integers(0, 3), st.integers(0, 400),
    ),
    max_size=8,
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(BILLS, st.randoms(use_true_random=False))
def test_ages_add_up_and_the_order_of_the_books_changes_nothing(bills: Any, order: Random) -> None:
    books = Books()
    for number in (1, 2, 3):
        books.customer(number, **CREDIT)
    owed = Decimal(0)
    for number, ago, term, cents, quarters, paid_ago in bills:
        amount = Decimal(cents) / 100
        paid = (amount * quarters / 4).quantize(Decimal("0.01"))
        day = DAY - dt.timedelta(days=ago)
        limit = (day + dt.timedelta(days=term)).isoformat()
        bill = books.bill(number, day.isoformat(), limit, str(amount))
        books.receipt(number, due(paid_ago), str(paid), bill)
        owed += amount - paid
    found = listed(books)
    assert found.form.total_receivables_amount == owed
    for row in found.form.rows:
        assert sum(getattr(row, name) for name in AGES) == row.balance_amount
    assert values(found) == values(listed(books, order=order))
