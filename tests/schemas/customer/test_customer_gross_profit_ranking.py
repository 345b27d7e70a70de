"""客户销售毛利排名表: ranks, classes and shares by hand, and each check at its edge."""

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

from csdforms.schemas import settings
from csdforms.schemas.checking import check, examine, parse
from csdforms.schemas.customer.customer_gross_profit_ranking import (
    CustomerGrossProfitRanking,
    RankingLine,
    RankingTotal,
)
from csdforms.schemas.fields.sales import Points, RankMove
from csdforms.schemas.types import Refused
from csdforms.templates.printing import printed

ROOT = Path(__file__).parents[3]
SAMPLE: dict[str, Any] = json.loads(
    (ROOT / "examples" / "customer_gross_profit_ranking.json").read_text("utf-8")
)
TODAY = dt.date(2026, 7, 10)
Problems = set[tuple[str, str]]
CLEAN: Problems = set()

HEAD: dict[str, Any] = {
    "form_no": "ML-1",
    "period_start": "2026-04-01",
    "period_end": "2026-06-30",
    "tax_basis": "不含税",
    "cost_basis": "移动平均",
    "prepared_by": "周明",
    "prepared_on": "2026-07-03",
}
WORKED_OUT = (
    "rank", "rank_change", "gross_profit_amount", "gross_margin_rate", "margin_change",
    "sales_share", "profit_share", "cumulative_profit_share", "profit_class",
)  # fmt: skip


def problems_of(data: dict[str, Any]) -> Problems:
    findings = check(CustomerGrossProfitRanking, data, today=TODAY)
    return {(finding.path, finding.severity) for finding in findings}


def problems(**changes: Any) -> Problems:
    return problems_of(copy.deepcopy(SAMPLE) | changes)


def row_problems(position: int, **changes: Any) -> Problems:
    data = copy.deepcopy(SAMPLE)
    data["rows"][position] |= changes
    return problems_of(data)


def customer(number: int, net: Any, cost: Any = None, **more: Any) -> dict[str, Any]:
    line = {"customer_no": f"KH-{number}", "customer_name": "某公司", "net_sales_amount": net}
    return line | {"cost_amount": cost} | more


def profits(*amounts: int) -> list[dict[str, Any]]:
    """Customers who bought for 100 each and brought these profits."""
    return [customer(number, 100, 100 - profit) for number, profit in enumerate(amounts, start=1)]


def sheet(*lines: dict[str, Any], **head: Any) -> dict[str, Any]:
    return HEAD | {"rows": list(lines)} | head


def filled(data: dict[str, Any]) -> CustomerGrossProfitRanking:
    return parse(CustomerGrossProfitRanking, data, today=TODAY)


def column(data: dict[str, Any], name: str) -> list[Any]:
    return [getattr(row, name) for row in filled(data).rows]


def total_of(data: dict[str, Any]) -> RankingTotal:
    total = filled(data).total
    assert total is not None
    return total


def test_the_sample_has_no_finding() -> None:
    assert problems() == CLEAN


# Worked out from sales and costs: the sample's figures, by hand

GOLDEN = {
    "rank": ["1", "2", "3", "4", "5", "6", "6", "8"],
    "rank_change": ["↑1", "↓1", "持平", "持平", "新", "↑2", "↓1", "新"],
    "gross_margin_rate": [
        "21.33%", "27.00%", "20.00%", "25.00%", "18.00%", "36.00%", "24.00%", "30.00%",
    ],
    "margin_change": [
        "0.83百分点", "-0.65百分点", "0.00百分点", "0.88百分点", "—", "2.85百分点", "-0.88百分点",
        "—",
    ],
    "sales_share": ["25.31%", "16.31%", "18.05%", "9.38%", "11.25%", "4.00%", "6.00%", "1.01%"],
    "profit_share": ["24.27%", "19.79%", "16.22%", "10.53%", "9.10%", "6.47%", "6.47%", "1.37%"],
    "cumulative_profit_share": [
        "24.27%", "44.06%", "60.29%", "70.82%", "79.92%", "86.40%", "92.87%", "94.23%",
    ],
    "profit_class": ["A", "A", "B", "B", "B", "C", "C", "C"],
}  # fmt: skip


def bare() -> dict[str, Any]:
    """The sample with sales, costs and the last period only."""
    data = copy.deepcopy(SAMPLE)
    del data["total"], data["class_a_share"], data["class_b_share"]
    for name in ("gross_profit_amount", "gross_margin_rate", "sales_share", "profit_share"):
        del data["others"][name]
    for row in data["rows"]:
        for name in WORKED_OUT:
            row.pop(name, None)
    return data


@pytest.mark.parametrize("name", GOLDEN)
def test_a_column_is_worked_out(name: str) -> None:
    lines = printed(filled(bare()))["rows"]
    assert [line[name] for line in lines] == GOLDEN[name]


def test_the_rest_and_the_firm_are_worked_out() -> None:
    context = printed(filled(bare()))
    shown = ("customer_count", "gross_profit_amount", "gross_margin_rate", "sales_share",
             "profit_share")  # fmt: skip
    assert [context["others"][name] for name in shown] == [
        "24户", "20,530.00", "14.77%", "8.69%", "5.77%",
    ]  # fmt: skip
    assert [context["total"][name] for name in shown] == [
        "32户", "356,000.00", "22.25%", "100.00%", "100.00%",
    ]  # fmt: skip


# Ranks


@pytest.mark.parametrize(
    ("rule", "places"),
    [("并列跳号", [1, 1, 3]), ("并列不跳号", [1, 1, 2]), ("顺序", [1, 2, 3])],
)
def test_ties_are_ranked_by_the_rule_of_the_sheet(rule: str, places: list[int]) -> None:
    assert column(sheet(*profits(30, 30, 20), tie_rule=rule), "rank") == places


def test_equal_profits_go_by_margin_then_sales_then_number() -> None:
    lines = [
        customer(4, 200, 190),  # 5 %
        customer(3, 100, 90),
        customer(2, 100, 90),  # 10 %
    ]
    assert column(sheet(*lines, tie_rule="顺序"), "rank") == [3, 2, 1]
    assert problems_of(sheet(*lines)) == {("rows", "warning")}
    assert problems_of(sheet(*reversed(lines))) == CLEAN
    # the same margin, none, and different sales
    losses = [customer(1, -50, -60), customer(2, -60, -70)]
    assert column(sheet(*losses, tie_rule="顺序"), "rank") == [1, 2]


def test_a_sheet_may_rank_by_margin_or_sales() -> None:
    lines = [customer(1, 1000, 900), customer(2, 400, 200), customer(3, 100, 40)]
    assert column(sheet(*lines), "rank") == [2, 1, 3]
    assert column(sheet(*lines, rank_by="毛利率"), "rank") == [3, 2, 1]
    assert column(sheet(*lines, rank_by="销售净额"), "rank") == [1, 2, 3]


def test_a_small_order_is_not_ranked_by_margin() -> None:
    lines = [customer(1, 400, 200), customer(2, 100, 40), customer(3, -10, 0)]
    ranked = sheet(*lines, rank_by="毛利率", min_sales_amount="100")
    assert column(ranked, "rank") == [2, 1, None]
    floor = ranked | {"min_sales_amount": "100.01"}
    assert column(floor, "rank") == [1, None, None]
    assert problems_of(floor) == CLEAN
    assert column(floor, "cumulative_profit_share")[-1] == 1


def test_a_floor_without_use_is_doubted() -> None:
    assert problems(min_sales_amount="100") == {("min_sales_amount", "warning")}


def test_equals_stand_as_the_sheet_counts_them() -> None:
    """30, then 20 and 20 of a customer with the greater number first: 30, 50, 70 of 70."""
    lines = profits(30, 20, 20)
    lines[1]["customer_no"], lines[2]["customer_no"] = "KH-3", "KH-2"
    for line, share in zip(lines, ("42.86%", "71.43%", "100%"), strict=True):
        line["cumulative_profit_share"] = share
    assert problems_of(sheet(*lines)) == CLEAN
    del lines[2]["cumulative_profit_share"]
    assert ("rows", "warning") in problems_of(sheet(*lines))


def test_equal_losses_stand_as_the_sheet_counts_them() -> None:
    """50, then 10 and 10 lost: 50, 40, 30 of 30."""
    lines = profits(50, -10, -10)
    lines[1]["customer_no"], lines[2]["customer_no"] = "KH-3", "KH-2"
    for line, share in zip(lines, ("166.67%", "133.33%", "100%"), strict=True):
        line["cumulative_profit_share"] = share
    assert problems_of(sheet(*lines)) == CLEAN


def test_where_rounding_hides_the_order_only_the_rank_is_doubted() -> None:
    """Margins of 30.37 % (3,049 of 10,040) and 30.35 % (3,050 of 10,049), noted in hundreds."""
    lines = [
        customer(1, 10_000, 7_000, gross_profit_amount=3_000, gross_margin_rate="30.37%", rank=1),
        customer(2, 10_000, 7_000, gross_profit_amount=3_100, gross_margin_rate="30.35%", rank=2),
    ]
    lines[0]["cumulative_profit_share"], lines[1]["cumulative_profit_share"] = "49.99%", "100%"
    found = problems_of(sheet(*lines, rank_by="毛利率", money_unit="万元"))
    doubted = {("rows.1.rank", "warning"), ("rows.2.rank", "warning"), ("rows", "warning")}
    assert found == doubted


def test_a_customer_without_costs_has_no_margin() -> None:
    line = customer(2, 100, gross_margin_rate="20%")
    assert problems_of(sheet(customer(1, 100, 80), line)) == {("rows.2.gross_margin_rate", "error")}


def test_a_typed_rank_is_checked() -> None:
    found = row_problems(6, rank=7, rank_change="↓2")
    assert found == {("rows.7.rank", "error")}
    in_10000 = copy.deepcopy(SAMPLE) | {"money_unit": "万元"}
    in_10000["rows"][6] |= {"rank": 7, "rank_change": "↓2"}
    assert problems_of(in_10000) == {("rows.7.rank", "warning")}


def test_the_move_is_against_the_last_rank() -> None:
    assert row_problems(0, rank_change="↑2") == {("rows.1.rank_change", "error")}
    assert row_problems(0, rank_change="+1") == CLEAN
    assert row_problems(4, rank_change="持平") == {("rows.5.rank_change", "error")}


def test_the_first_sheet_knows_no_moves() -> None:
    assert column(sheet(*profits(3, 2)), "rank_change") == [None, None]
    lines = profits(3, 2)
    lines[0]["previous_rank"] = 1
    assert column(sheet(*lines), "rank_change") == ["持平", "新"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("↑2", "↑2"), ("+2", "↑2"), ("升 2", "↑2"), (2, "↑2"), ("2.0", "↑2"),
        ("↓1", "↓1"), ("-1", "↓1"), ("−1", "↓1"), ("降1", "↓1"), (-1, "↓1"),
        ("0", "持平"), ("不变", "持平"), ("新进", "新"),
    ],
)  # fmt: skip
def test_moves_are_read_as_they_are_written(written: object, kept: str) -> None:
    assert RankMove().accept(written) == kept


@pytest.mark.parametrize("written", ["↑", "上升", "↑2.5", "12345"])
def test_what_is_no_move_is_refused(written: str) -> None:
    with pytest.raises(Refused):
        RankMove().accept(written)


@pytest.mark.parametrize("written", ["1.23百分点", "1.23个百分点", "1.23 个点", "1.23%", 0.0123])
def test_points_are_fractions_in_the_data(written: object) -> None:
    assert Points(None).accept(written) == Decimal("0.0123")


# Customers whose costs are missing


def test_a_missing_cost_is_never_nothing() -> None:
    data = sheet(customer(1, 100, 60), customer(2, 900))
    line = filled(data).rows[1]
    assert [getattr(line, name) for name in WORKED_OUT if name != "sales_share"] == [None] * 8
    assert (line.remarks, line.sales_share) == ("成本不全", Decimal("0.9"))
    assert filled(data).incomplete_note == "1户成本不全，不计毛利、不排名次"
    total = total_of(data)
    assert (total.cost_amount, total.gross_profit_amount) == (None, Decimal(40))
    assert total.gross_margin_rate == Decimal("0.4")  # of the 100 whose cost is known
    assert problems_of(data) == CLEAN
    assert filled(sheet(customer(1, None))).rows[0].remarks is None


def test_customers_without_cost_come_last() -> None:
    assert problems_of(sheet(customer(2, 900), customer(1, 100, 60))) == {("rows", "warning")}


@pytest.mark.parametrize("name", ["rank", "profit_class"])
def test_a_customer_without_cost_has_no_rank_and_no_class(name: str) -> None:
    typed = {"rank": 2} if name == "rank" else {"profit_class": "C"}
    data = sheet(customer(1, 100, 60), customer(2, 900, **typed))
    assert problems_of(data) == {(f"rows.2.{name}", "error")}


def test_a_cost_of_nothing_is_doubted() -> None:
    assert problems_of(sheet(customer(1, 100, 0))) == {("rows.1.cost_amount", "warning")}
    assert problems_of(sheet(customer(1, 0, 0))) == CLEAN


def test_a_profit_may_be_typed_without_its_cost() -> None:
    line = filled(sheet(customer(1, 100, gross_profit_amount="25"))).rows[0]
    assert (line.gross_margin_rate, line.rank, line.remarks) == (Decimal("0.25"), 1, None)


# Classes


def test_classes_go_by_cumulative_share_with_the_customer_itself() -> None:
    lines = profits(55, 30, 15)
    assert column(sheet(*lines), "profit_class") == ["A", "B", "C"]
    limits = {"class_a_share": "0.5499", "class_b_share": "0.8499"}
    assert column(sheet(*lines, **limits), "profit_class") == ["A", "C", "C"]  # the first is A


def test_who_brings_nothing_is_c_and_who_loses_is_a_loss() -> None:
    lines = profits(60, 40, 0, -50)
    assert column(sheet(*lines), "profit_class") == ["A", "C", "C", "亏损"]
    shares = column(sheet(*lines), "cumulative_profit_share")
    assert shares == [Decimal("1.2"), 2, 2, 1]  # past 100 % until the loss pulls it back
    assert column(sheet(*lines), "profit_share")[3] == -1
    assert column(sheet(*profits(0, -1)), "profit_class") == ["C", "亏损"]


def test_the_limits_of_the_classes_are_the_firms() -> None:
    pareto = settings.Settings(profit_class_shares=(Decimal("0.80"), Decimal("0.95")))
    with settings.use(pareto):
        found = filled(sheet(*profits(60, 20, 15, 5)))
    assert (found.class_a_share, found.class_b_share) == (Decimal("0.80"), Decimal("0.95"))
    assert [line.profit_class for line in found.rows] == ["A", "A", "B", "C"]


def test_the_golden_list_of_forty_three_customers() -> None:
    amounts = [
        131, 66, 54, 48, 44, 39, 37, 34, 28, 28, 27, 27,
        26, 26, 25, 25, 24, 22, 21, 21, 21, 21, 18, 17, 17, 16, 16,
        16, 15, 15, 13, 11, 11, 10, 10, 10, 10, 9, 8, 6, 6, 6, 5,
    ]  # fmt: skip
    lines = [
        customer(number, 200, 200 - amount) | {"customer_no": f"KH-{number:02}"}
        for number, amount in enumerate(amounts, start=1)
    ]
    classes = column(sheet(*lines), "profit_class")
    assert classes == ["A"] * 12 + ["B"] * 15 + ["C"] * 16
    shares = column(sheet(*lines), "cumulative_profit_share")
    assert shares[11] == Decimal(563) / 1040
    assert shares[26] == Decimal(879) / 1040
    assert shares[42] == 1


def test_a_typed_class_is_checked_and_only_doubted_where_it_is_estimated() -> None:
    assert problems_of(sheet(customer(1, 100, 50, profit_class="B"))) == {
        ("rows.1.profit_class", "error")
    }
    assert row_problems(0, profit_class="B") == {("rows.1.profit_class", "warning")}  # 其他
    rounded = sheet(customer(1, 100, 50, profit_class="B"), money_unit="万元")
    assert problems_of(rounded) == {("rows.1.profit_class", "warning")}


def test_an_unread_limit_is_the_firms() -> None:
    draft, findings = examine(
        CustomerGrossProfitRanking,
        sheet(*profits(60, 40, -5), class_a_share="一半", class_b_share=None),
        today=TODAY,
    )
    assert {finding.path for finding in findings} == {"class_a_share"}
    assert [line.profit_class for line in draft.rows] == ["A", "C", "亏损"]


def test_the_limits_of_the_classes_are_in_order() -> None:
    assert problems(class_a_share="0.85") >= {("rows.3.profit_class", "warning")}
    assert ("class_b_share", "error") not in problems(class_a_share="0.85")
    assert ("class_b_share", "error") in problems(class_a_share="0.8501")


# Shares and figures of one line


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("gross_profit_amount", "86400.00", "86400.01"),
        ("gross_margin_rate", "0.2133", "0.2134"),  # 0.21333…
        ("sales_share", "0.25315", "0.2532"),  # 0.253125
        ("profit_share", "0.24272", "0.2428"),  # 0.242696…
        ("cumulative_profit_share", "0.2427", "0.2428"),
        ("margin_change", "0.0084", "0.0085"),  # 0.00833…, both margins being rounded
    ],
)
def test_a_typed_figure_agrees_with_the_others(name: str, good: str, bad: str) -> None:
    assert (f"rows.1.{name}", "error") not in row_problems(0, **{name: good})
    assert (f"rows.1.{name}", "error") in row_problems(0, **{name: bad})


def test_there_is_no_margin_on_sales_of_nothing() -> None:
    lines = [customer(1, 100, 50), customer(2, 0, 10, gross_margin_rate="0.1")]
    assert problems_of(sheet(*lines)) == {("rows.2.gross_margin_rate", "error")}
    assert column(sheet(customer(1, 100, 50), customer(2, 0, 10)), "gross_margin_rate")[1] is None


def test_there_are_no_shares_of_a_loss() -> None:
    data = sheet(*profits(10, -20))
    assert column(data, "profit_share") == column(data, "cumulative_profit_share") == [None, None]
    assert column(data, "sales_share") == [Decimal("0.5"), Decimal("0.5")]


def test_shares_that_do_not_add_up_are_doubted() -> None:
    # 33.34 % each is within what each is rounded by, 0.005 of a point too much for three
    lines = [customer(number, 100, 50, sales_share="0.33338") for number in (1, 2, 3)]
    assert problems_of(sheet(*lines)) == CLEAN
    lines = [customer(number, 100, 50, sales_share="0.33339") for number in (1, 2, 3)]
    assert ("rows", "warning") in problems_of(sheet(*lines))


def test_amounts_in_units_of_ten_thousand_may_be_rounded() -> None:
    lines = customer(1, 20000, 10000, gross_profit_amount="10150"), customer(2, 20000, 10000)
    data = sheet(*lines, money_unit="万元")
    assert problems_of(data) == CLEAN  # three amounts, 50 yuan each
    lines[0]["gross_profit_amount"] = "10150.01"
    assert problems_of(data) == {("rows.1.gross_profit_amount", "error")}
    assert ("rows.1.gross_profit_amount", "error") in problems_of(sheet(*lines))


# 其他 and the total


def test_the_first_customers_leave_the_rest_to_one_line() -> None:
    assert problems(top_ranks=None) == {("top_ranks", "error")}
    assert problems(top_ranks=7) == {("rows.8.rank", "error")}
    assert problems(top_ranks=9) == CLEAN
    found = problems(others=None)
    assert ("others", "error") in found
    assert ("total.net_sales_amount", "error") in found
    few = sheet(*profits(3, 2), top_ranks=10)
    assert problems_of(few) == CLEAN
    assert total_of(few).customer_count == 2


def test_the_rest_is_counted() -> None:
    others = SAMPLE["others"] | {"customer_count": None}
    assert problems(others=others) == {("others.customer_count", "error")}


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("gross_profit_amount", "20530.01"),
        ("gross_margin_rate", "0.1478"),
        ("sales_share", "0.0868"),
        ("profit_share", "0.0576"),
    ],
)
def test_the_figures_of_the_rest_agree(name: str, bad: str) -> None:
    assert (f"others.{name}", "error") in problems(others=SAMPLE["others"] | {name: bad})


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("customer_count", 31),
        ("sales_quantity", 1132),
        ("net_sales_amount", "1600000.01"),
        ("cost_amount", "1243999.99"),
        ("gross_profit_amount", "356000.01"),
        ("gross_margin_rate", "0.2326"),  # the mean of the nine margins
        ("sales_share", "0.9999"),
        ("profit_share", "1.0001"),
    ],
)
def test_the_total_is_that_of_the_lines(name: str, bad: object) -> None:
    assert (f"total.{name}", "error") in problems(total=SAMPLE["total"] | {name: bad})


def test_quantities_are_added_up_within_one_unit() -> None:
    assert problems(quantity_unit=None) == {
        ("others.sales_quantity", "warning"),
        ("total.sales_quantity", "warning"),
    }
    lines = [customer(1, 9, 3, sales_quantity=2), customer(2, 5, 3, sales_quantity=3)]
    assert total_of(sheet(*lines)).sales_quantity is None
    assert total_of(sheet(*lines, quantity_unit="台")).sales_quantity == 5


# The sheet


def test_the_days_of_the_period_are_in_order() -> None:
    assert problems(period_start="2026-07-01") == {("period_end", "error")}
    assert problems(period_end="2026-07-04") == {("period_end", "warning")}
    assert problems(period_end="2026-07-03") == CLEAN
    running = sheet(prepared_on=None, period_end="2026-07-11")
    assert ("period_end", "warning") in problems_of(running)


def test_each_customer_stands_once() -> None:
    lines = profits(3, 2)
    lines[1]["customer_no"] = "KH-1"
    assert problems_of(sheet(*lines)) == {("rows.2.customer_no", "error")}


def test_a_period_without_sales_says_so() -> None:
    nothing = sheet()
    assert problems_of(nothing) == CLEAN
    assert filled(nothing).empty_note == "本期无销售数据"
    assert filled(sheet(*profits(1))).empty_note is None
    assert filled(sheet(*profits(1))).incomplete_note is None


def test_the_sheet_shows_costs_and_is_secret() -> None:
    assert filled(sheet()).confidentiality == "秘密"


def test_an_unread_choice_ranks_nobody_wrongly() -> None:
    found = problems(rank_by="利润")
    assert ("rank_by", "error") in found
    assert not any(path.endswith(".rank") for path, _ in found)


def test_amounts_in_ten_thousands_are_divided_when_they_are_printed() -> None:
    context = printed(filled(copy.deepcopy(SAMPLE) | {"money_unit": "万元"}))
    assert context["rows"][0]["gross_profit_amount"] == "8.64"
    assert context["others"]["net_sales_amount"] == "13.90"
    assert context["total"]["net_sales_amount"] == "160.00"


def test_every_field_of_a_line_has_its_column() -> None:
    from csdforms.templates.sheet import Table
    from csdforms.templates.sheets.customer_gross_profit_ranking import SHEET

    table = next(part for part in SHEET.parts if isinstance(part, Table))
    assert {column.path for column in table.columns} == RankingLine.specs().keys() - {
        "seq",
        "extra",
    }


GARBAGE: st.SearchStrategy[Any] = st.sampled_from(
    [None, "垃圾", "-1", "0", [], {}, ["x"], [{}], [None], True, "2026-13-45"]
)


@hypothesis_settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_any_part_of_the_sheet_may_be_missing_or_garbage(data: st.DataObject) -> None:
    changed = copy.deepcopy(SAMPLE)
    for block in (changed, *changed["rows"], changed["others"], changed["total"]):
        names = data.draw(st.sets(st.sampled_from(sorted(block)), max_size=6))
        block.update({name: data.draw(GARBAGE) for name in sorted(names)})
    draft, findings = examine(CustomerGrossProfitRanking, changed, today=TODAY)
    printed(draft)
    assert all(finding.message.endswith("。") for finding in findings)


def test_a_class_is_doubted_only_where_the_others_cannot_have_gained_more() -> None:
    """Ranked by profit those in one line have less than who is listed; by margin nobody knows."""
    assert SAMPLE["others"]
    data = copy.deepcopy(SAMPLE)
    data["rows"][0]["profit_class"] = "C"
    path = "rows.1.profit_class"
    assert path in {path for path, _ in problems_of(data)}
    assert path not in {path for path, _ in problems_of(data | {"rank_by": "毛利率"})}
