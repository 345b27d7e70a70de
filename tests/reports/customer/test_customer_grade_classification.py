"""客户等级分类表 computed: the golden list, each method at its edges, who came and who went."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reports.customer.trading import (
    card,
    cells,
    computed,
    day,
    memory,
    money,
    period,
    profile,
    sale,
)
from reports.kept import Memory, item

from csdforms.errors import InvalidData
from csdforms.reports.customer.customer_grade_classification import charts
from csdforms.reports.period import Period
from csdforms.reports.sheet import ComputedSheet
from csdforms.reports.sources.kept import Document

FORM = "customer_grade_classification"
YEAR = period("2026-01-01", "2026-12-31")
#: The filled monthly list of the specification, in thousands of yuan, in its order.
GOLDEN = [
    131, 66, 54, 48, 44, 39, 37, 34, 28, 28, 27, 27,
    26, 26, 25, 25, 24, 22, 21, 21, 21, 21, 18, 17, 17, 16, 16,
    16, 15, 15, 13, 11, 11, 10, 10, 10, 10, 9, 8, 6, 6, 6, 5,
]  # fmt: skip
GOLDEN_SALES = [
    sale(f"K{number:02}", f"{thousand}000") for number, thousand in enumerate(GOLDEN, start=1)
]
SCORED: dict[str, Any] = {
    "policy_name": "score_80_60_40",
}
CRITERIA = [{"indicator": "销售", "weight": 60}, {"indicator": "回款", "weight": 40}]


def graded(*sales: Document, **said: Any) -> ComputedSheet:
    return computed(FORM, YEAR, memory(sales), **said)


def grades(sheet: ComputedSheet) -> dict[str, Any]:
    return dict(cells(sheet, "rows", "customer_no", "customer_grade"))


# By cumulative share


def test_the_golden_list_is_graded_as_it_was() -> None:
    sheet = graded(*reversed(GOLDEN_SALES))
    form: Any = sheet.form
    assert [row.customer_no for row in form.rows] == [f"K{number:02}" for number in range(1, 44)]
    assert [row.customer_grade for row in form.rows] == ["A"] * 12 + ["B"] * 15 + ["C"] * 16
    assert (form.total.customer_count, form.total.net_sales_amount) == (43, Decimal(1_040_000))
    kind = form.rows[0].specs()["cumulative_share"].type
    assert form.rows[11].cumulative_amount == 563_000
    assert kind.show(form.rows[11].cumulative_share) == "54.13%"
    assert form.rows[26].cumulative_amount == 879_000
    assert kind.show(form.rows[26].cumulative_share) == "84.52%"
    assert form.rows[42].cumulative_share == 1
    counts = cells(sheet, "summary", "customer_grade", "customer_count", "net_sales_amount")
    assert counts == [("A", 12, 563_000), ("B", 15, 316_000), ("C", 16, 161_000)]


def test_the_golden_list_splits_the_tie_at_sixteen() -> None:
    form: Any = graded(*GOLDEN_SALES).form
    tied = [row for row in form.rows if row.net_sales_amount == 16_000]
    assert [(row.rank, row.customer_grade) for row in tied] == [(26, "B"), (26, "B"), (26, "C")]


def test_a_tie_that_is_kept_takes_the_better_grade() -> None:
    form: Any = graded(*GOLDEN_SALES, keep_ties=True).form
    assert [row.customer_grade for row in form.rows] == ["A"] * 12 + ["B"] * 16 + ["C"] * 15


def test_another_preset_has_other_bounds() -> None:
    """60, 80, 90 and 100 % run up: by 80/95 two are A."""
    sales = [sale(f"K{number}", amount) for number, amount in enumerate(["60", "20", "10", "10"])]
    assert list(grades(graded(*sales)).values()) == ["A", "B", "C", "C"]
    sheet = graded(*sales, policy_name="abc_80_95")
    assert list(grades(sheet).values()) == ["A", "A", "B", "C"]
    assert sheet.form.policy_name == "ABC分类（80%/95%）"  # type: ignore[attr-defined]


def test_own_bounds_are_typed_and_hold_on() -> None:
    sales = [sale(f"K{number}", "25") for number in range(4)]
    own = [
        {"customer_grade": "甲", "share_up_to": "50%"},
        {"customer_grade": "乙", "share_up_to": "100%"},
    ]
    sheet = computed(FORM, YEAR, memory(sales), texts={"thresholds": own}, policy_name="自定两级")
    assert list(grades(sheet).values()) == ["甲", "甲", "乙", "乙"]
    again = computed(FORM, YEAR, memory(sales), last=sheet.form.stored())
    assert list(grades(again).values()) == ["甲", "甲", "乙", "乙"]
    assert again.form.policy_name == "自定两级"  # type: ignore[attr-defined]


def test_by_profit_who_lacks_a_cost_is_not_graded() -> None:
    sheet = graded(
        sale("K1", "100", "40"), sale("K2", "900"), sale("K3", "50", "10"), grading_basis="毛利"
    )
    names = ("customer_no", "rank", "cumulative_amount", "customer_grade")
    assert cells(sheet, "rows", *names) == [
        ("K1", 1, Decimal(60), "A"),
        ("K3", 2, Decimal(100), "C"),
        ("K2", None, None, None),
    ]
    assert ("rows.3.customer_grade", "warning") in {
        (finding.path, finding.severity) for finding in sheet.findings
    }


def test_who_bought_nothing_is_listed_and_graded() -> None:
    kept = memory([sale("K1", "100")], [card("K1"), card("K2"), card("K3", state="DRAFT")])
    assert grades(computed(FORM, YEAR, kept)) == {"K1": "A", "K2": "C"}


# By marks, by volume, by letters, by hand


def scored(*totals: str) -> ComputedSheet:
    sales = [sale(f"K{number}", "100") for number, _ in enumerate(totals)]
    rows = [
        {"customer_no": f"K{number}", "indicator_scores": marks}
        for number, marks in enumerate(totals)
    ]
    return computed(FORM, YEAR, memory(sales), texts={"rows": rows, "criteria": CRITERIA}, **SCORED)


def test_by_marks_the_lower_bound_belongs_to_the_band() -> None:
    sheet = scored("60、20", "60、19.99", "40、20", "40、19.5", "20、20", "20、19")
    found = cells(sheet, "rows", "total_score", "rank", "customer_grade")
    assert found == [
        (Decimal(80), 1, "A"),
        (Decimal("79.99"), 2, "B"),
        (Decimal(60), 3, "B"),
        (Decimal("59.5"), 4, "C"),
        (Decimal(40), 5, "C"),
        (Decimal(39), 6, "D"),
    ]


def test_marks_hold_on_until_others_are_typed() -> None:
    first = scored("60、20", "20、20")
    sales = [sale("K0", "100"), sale("K1", "100")]
    texts = {"rows": [{"customer_no": "K1", "indicator_scores": "60、40"}]}
    again = computed(FORM, YEAR, memory(sales), last=first.form.stored(), texts=texts)
    found = cells(again, "rows", "customer_no", "total_score", "customer_grade")
    assert found == [("K1", Decimal(100), "A"), ("K0", Decimal(80), "A")]


def test_without_marks_nobody_is_graded_by_them() -> None:
    sheet = graded(sale("K1", "100"), **SCORED)
    assert grades(sheet) == {"K1": None}
    assert {finding.severity for finding in sheet.findings} == {"warning"}


def test_nothing_is_summed_up_by_grade_before_all_have_one() -> None:
    """Else who waits for his marks would be in no line of the sums, and among those who left."""
    rows = [{"customer_no": "K1", "indicator_scores": "50、40"}]
    last = {"form_no": "DJ-1", "period_end": "2025-12-31", "grading_method": "累计占比法",
            "rows": [before("K1", "A"), before("K2", "B")]}  # fmt: skip
    kept = memory([sale("K1", "5"), sale("K2", "3")], forms=[item(FORM, last)])
    texts = {"rows": rows, "criteria": CRITERIA}
    sheet = computed(FORM, YEAR, kept, last=last, texts=texts, **SCORED)
    assert grades(sheet) == {"K1": "A", "K2": None}
    assert sheet.data.keys().isdisjoint({"summary", "movement", "movement_total"})
    rows.append({"customer_no": "K2", "indicator_scores": "10、10"})
    whole: Any = computed(FORM, YEAR, kept, last=last, texts=texts, **SCORED).form
    assert sum(line.customer_count for line in whole.summary) == 2
    assert (whole.movement_total.opening_count, whole.movement_total.current_count) == (2, 2)


def test_who_is_not_ranked_stands_by_sales_though_some_gave_back_more() -> None:
    sales = [sale("K1", "5"), sale("K2", "3", kind="退货"), sale("K3", "9"), sale("K4", "9")]
    cards = [card(f"K{number}") for number in range(6)]
    rows = [{"customer_no": "K4", "indicator_scores": "50、40"}]
    texts = {"rows": rows, "criteria": CRITERIA}
    sheet = computed(FORM, YEAR, memory(sales, cards), texts=texts, **SCORED)
    found = cells(sheet, "rows", "customer_no", "rank", "cumulative_amount")
    assert found == [
        ("K4", 1, 9),
        ("K3", None, 18),
        ("K1", None, 23),
        ("K0", None, 23),
        ("K5", None, 23),
        ("K2", None, 20),
    ]


def test_by_volume_of_the_year() -> None:
    kept = memory(
        [
            sale("K1", "10000000"),
            sale("K2", "9999999.99"),
            sale("K3", "5000000"),
            sale("K4", "0.01"),
            sale("K6", "20000000"),
        ],
        [*(card(f"K{number}") for number in range(1, 6)), card("K6", kind="Z")],
    )
    sheet = computed(FORM, YEAR, kept, policy_name="amount_1000_500")
    assert grades(sheet) == {"K1": "A", "K2": "B", "K3": "B", "K4": "C", "K6": "D", "K5": "D"}


def test_by_letters() -> None:
    rows = [
        {"customer_no": "K1", "indicator_scores": "A、A、A、C、C、C"},
        {"customer_no": "K2", "indicator_scores": "B、C、C、C、C、A"},
    ]
    kept = memory([sale("K1", "100"), sale("K2", "50")])
    sheet = computed(FORM, YEAR, kept, texts={"rows": rows}, grading_method="指标等级法")
    assert grades(sheet) == {"K1": "A", "K2": "C"}


def test_by_hand_grades_hold_on() -> None:
    kept = memory([sale("K1", "100"), sale("K2", "50")])
    rows = [
        {"customer_no": "K1", "customer_grade": "E"},
        {"customer_no": "K2", "customer_grade": "A"},
    ]
    sheet = computed(FORM, YEAR, kept, texts={"rows": rows}, grading_method="人工评定")
    assert grades(sheet) == {"K2": "A", "K1": "E"}
    assert cells(sheet, "summary", "customer_grade", "customer_count")[0] == ("A", 1)
    texts = {"rows": [{"customer_no": "K1", "customer_grade": "D"}]}
    again = computed(FORM, YEAR, kept, last=sheet.form.stored(), texts=texts)
    assert grades(again) == {"K2": "A", "K1": "D"}


# The grade of a customer


def test_another_grade_needs_its_reason_and_counts_in_the_sums() -> None:
    kept = memory([sale("K1", "60"), sale("K2", "40")])
    row = {"customer_no": "K2", "customer_grade": "A", "override_reason": "战略合作"}
    sheet = computed(FORM, YEAR, kept, texts={"rows": [row]})
    names = ("customer_no", "system_grade", "customer_grade", "override_reason")
    assert cells(sheet, "rows", *names)[1] == ("K2", "C", "A", "战略合作")
    assert cells(sheet, "summary", "customer_count", "net_sales_amount")[0] == (2, Decimal(100))
    del row["override_reason"]
    with pytest.raises(InvalidData):
        computed(FORM, YEAR, kept, texts={"rows": [row]})
    with pytest.raises(InvalidData):
        computed(FORM, YEAR, kept, texts={"rows": [{"customer_no": "K2", "system_grade": "A"}]})


def test_who_is_on_the_register_gets_the_lowest() -> None:
    kept = memory([sale("K1", "60"), sale("K2", "40")])
    texts = {"rows": [{"customer_no": "K1", "on_register": "是"}]}
    sheet = computed(FORM, YEAR, kept, texts=texts)
    assert grades(sheet) == {"K1": "C", "K2": "C"}
    again = computed(FORM, YEAR, kept, last=sheet.form.stored())  # until somebody takes him off
    assert grades(again)["K1"] == "C"


def test_a_filed_list_counted_again_gives_the_same_figures() -> None:
    """What stands on it is no grade that somebody gave, but for those with a reason."""
    kept = memory(
        [sale("K1", "60"), sale("K2", "30"), sale("K3", "10")],
        [card("K1"), card("K2"), card("K3"), card("K4", "2026-12-01")],
    )
    row = {"customer_no": "K3", "customer_grade": "B", "override_reason": "战略合作"}
    filed = computed(FORM, YEAR, kept, texts={"rows": [row]})
    again = computed(FORM, YEAR, kept, texts={"rows": filed.form.stored()["rows"]})
    assert again.cells.keys() == filed.cells.keys()
    assert again.form == filed.form


def test_a_new_customer_is_left_without_a_grade_for_three_months() -> None:
    kept = memory(
        [sale("K1", "60", on="2026-12-05"), sale("K2", "40"), sale("K3", "1", on="2026-09-01")],
        [
            card("K1", "2026-10-02"),
            card("K2", "2026-10-01"),
            card("K3", "2026-11-01"),
            card("K4", "2026-10-01"),
        ],
    )
    sheet = computed(FORM, YEAR, kept)
    assert cells(sheet, "rows", "customer_no", "customer_grade", "history_months") == [
        ("K2", "C", 9),  # bought in March already
        ("K3", "C", 4),
        ("K4", "C", 3),
        ("K1", "暂不评级", 2),
    ]
    assert cells(sheet, "rows", "grade_change")[3] == (None,)


def before(file: str, grade: str, **said: Any) -> dict[str, Any]:
    return {"customer_no": file, "customer_name": file, "customer_grade": grade, **said}


def test_moves_against_the_last_list() -> None:
    """K1 rises and becomes 大客户, K2 stays, K3 falls, K4 is new, K5 has gone."""
    rows = [
        before("K1", "B"),
        before("K2", "B"),
        before("K3", "A", key_account_kind="集团客户"),
        before("K5", "C"),
        before("K9", "A"),  # nobody the reader may know of
    ]
    last = {
        "form_no": "DJ-1",
        "period_end": "2025-12-31",
        "grading_method": "累计占比法",
        "rows": rows,
    }
    kept = memory(
        [sale("K1", "55"), sale("K2", "30"), sale("K3", "10"), sale("K4", "5")],
        [*(card(f"K{number}") for number in range(1, 5)), card("K5", sealed={"at": "2026-06-30"})],
        forms=[item(FORM, last)],
    )
    texts = {"rows": [{"customer_no": "K1", "key_account_kind": "经济大客户"}]}
    sheet = computed(FORM, YEAR, kept, last=last, texts=texts)
    names = ("customer_no", "previous_grade", "grade_change")
    assert cells(sheet, "rows", *names) == [
        ("K1", "B", "升级"),
        ("K2", "B", "不变"),
        ("K3", "A", "降级"),
        ("K4", None, "新评"),
    ]
    counts = ("opening_count", "new_count", "lost_count", "current_count", "net_change")
    assert cells(sheet, "movement", "customer_grade", "account_class", *counts) == [
        ("A", "大客户", 1, 1, 1, 1, 0),
        ("A", "普通客户", 0, 0, 0, 0, 0),
        ("B", "大客户", 0, 0, 0, 0, 0),
        ("B", "普通客户", 2, 0, 1, 1, -1),
        ("C", "大客户", 0, 1, 0, 1, 1),
        ("C", "普通客户", 1, 1, 1, 1, 0),
    ]
    form: Any = sheet.form
    assert (form.movement_total.opening_count, form.movement_total.current_count) == (4, 4)


def test_the_grade_before_is_that_of_the_day_before_the_last() -> None:
    """This list sets the grade of the last day; one that was filed for it is not the one before."""
    rows = [{"customer_no": "K1", "customer_grade": "B"}]
    filed = {"form_no": "DJ-1", "period_end": "2026-12-31", "rows": rows}
    said = [profile("K1", customer_grade="C")]
    kept = memory([sale("K1", "1")], profiles=said, forms=[item(FORM, filed)])
    assert cells(computed(FORM, YEAR, kept), "rows", "previous_grade", "grade_change") == [
        ("C", "升级")
    ]


def test_who_came_in_the_period_had_no_grade_before() -> None:
    """K2's profile was given a grade when his file was opened, in the period."""
    kept = memory(
        [sale("K1", "100"), sale("K2", "50", on="2026-02-20")],
        [card("K1"), card("K2", "2026-02-10")],
        [profile("K1", customer_grade="A"), profile("K2", "2026-02-10", customer_grade="B")],
    )
    sheet = computed(FORM, YEAR, kept)
    names = ("customer_no", "customer_grade", "previous_grade", "grade_change")
    assert cells(sheet, "rows", *names) == [("K1", "A", "A", "不变"), ("K2", "C", None, "新评")]
    total = sheet.form.movement_total  # type: ignore[attr-defined]
    found = (total.opening_count, total.new_count, total.lost_count, total.current_count)
    assert found == (1, 1, 0, 2)


def test_a_grade_that_a_list_set_in_the_period_is_the_one_before() -> None:
    rows = [{"customer_no": "K1", "customer_grade": "B"}]
    filed = {"form_no": "DJ-1", "period_end": "2026-06-30", "rows": rows}
    kept = memory([sale("K1", "1")], [card("K1", "2026-02-10")], forms=[item(FORM, filed)])
    assert cells(computed(FORM, YEAR, kept), "rows", "previous_grade") == [("B",)]


def test_who_is_too_new_for_a_grade_stands_among_those_who_came() -> None:
    """K2 has dealt with the firm for less than three months; at the end of the year he is C."""
    kept = memory(
        [sale("K1", "100"), sale("K2", "50", on="2026-02-20")],
        [card("K1"), card("K2", "2026-02-10")],
        [profile("K1", customer_grade="A")],
    )
    counts = ("customer_grade", "opening_count", "new_count", "lost_count", "current_count")
    first = computed(FORM, period("2026-01-01", "2026-03-31"), kept)
    assert cells(first, "movement", *counts)[::3] == [("A", 1, 0, 0, 1), ("暂不评级", 0, 1, 0, 1)]
    total = first.form.movement_total  # type: ignore[attr-defined]
    assert (total.new_count, total.current_count) == (1, 2)
    assert total.current_count == first.form.total.customer_count  # type: ignore[attr-defined]
    last = first.form.stored()
    again = memory(
        [sale("K1", "100"), sale("K2", "50", on="2026-02-20")],
        [card("K1"), card("K2", "2026-02-10")],
        forms=[item(FORM, last)],
    )
    sheet = computed(FORM, YEAR, again, last=last)
    assert cells(sheet, "rows", "customer_no", "grade_change")[1] == ("K2", "新评")
    assert cells(sheet, "movement", *counts)[2:] == [("C", 0, 1, 0, 1), ("暂不评级", 1, 0, 1, 0)]


def test_only_what_was_known_on_the_day_counts() -> None:
    """Billed 100 and paid 40 by June; the rest is of November, and so is K2."""
    ledgers: dict[str, Any] = {
        "sales": [sale("K1", "100"), sale("K1", "900", on="2026-11-05")],
        "receivables": [
            {"number": f"YS-{amount}", "file": "K1", "on": on, "due_on": on, "amount": amount}
            for on, amount in (("2026-03-05", "100"), ("2026-11-05", "900"))
        ],
        "receipts": [
            {"number": f"SK-{amount}", "file": "K1", "on": on, "amount": amount, "kind": "收款"}
            for on, amount in (("2026-04-05", "40"), ("2026-11-20", "500"))
        ],
    }
    kept = Memory(ledgers=ledgers, files=[card("K1", "2026-01-01"), card("K2", "2026-11-01")])
    when = Period.of(day("2026-01-01"), day("2026-12-31"), day("2026-06-30"))
    sheet = computed(FORM, when, kept)
    names = ("customer_no", "net_sales_amount", "collection_rate", "history_months")
    assert cells(sheet, "rows", *names) == [("K1", 100, Decimal("0.4"), 6)]


def test_who_is_destroyed_by_now_is_listed_for_a_year_in_which_he_was_there() -> None:
    gone = card("K2", state="DESTROYED", destroyed_at="2027-06-01T09:00")
    kept = memory([sale("K1", "10")], [card("K1"), gone])
    assert grades(computed(FORM, YEAR, kept)) == {"K1": "A", "K2": "C"}


def test_nobody_to_grade() -> None:
    sheet = graded()
    assert cells(sheet, "rows", "customer_no") == []
    assert (sheet.cells, charts(sheet.form)) == ({}, ())  # type: ignore[arg-type]


def test_the_chart_shows_the_share_of_each_grade() -> None:
    (chart,) = charts(graded(sale("K1", "50"), sale("K2", "30"), sale("K3", "20")).form)  # type: ignore[arg-type]
    assert chart.categories == ["A", "B", "C"]
    assert chart.series[1].values == money("0.5", "0.3", "0.2")


DRAWN = st.lists(st.tuples(st.integers(0, 5), st.integers(-200, 300)), max_size=12)


@settings(max_examples=25, deadline=None)
@given(DRAWN, st.randoms(), st.booleans())
def test_each_customer_has_one_grade_in_any_order(drawn: Any, random: Any, keep: Any) -> None:
    documents = [
        sale(
            f"K{file}",
            str(abs(amount)),
            kind="退货" if amount < 0 else "销售",
            number=f"XS-{number}",
        )
        for number, (file, amount) in enumerate(drawn)
    ]
    cards = [card(f"K{number}") for number in range(6)]
    sheet = computed(FORM, YEAR, memory(documents, cards), keep_ties=keep)
    counts = [count for (count,) in cells(sheet, "summary", "customer_count")]
    assert sorted(grades(sheet)) == [f"K{number}" for number in range(6)]
    assert sum(counts) == 6
    shuffled = random.sample(documents, len(documents))
    assert computed(FORM, YEAR, memory(shuffled, cards), keep_ties=keep).form == sheet.form
