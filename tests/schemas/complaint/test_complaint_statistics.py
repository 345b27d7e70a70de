"""客户投诉统计表: the worked example's figures, what is proposed, and each check at its edge."""

from __future__ import annotations

import copy
import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st

from csdforms.schemas.checking import check, examine, parse
from csdforms.schemas.complaint.complaint_statistics import (
    ComplaintStatistics,
    StatisticsRow,
    StatisticsTotal,
)
from csdforms.schemas.complaint.dimensions import CLOSED
from csdforms.schemas.masking import Mask, masked
from csdforms.templates.sheet import Table
from csdforms.templates.sheets.complaint_statistics import SHEET

ROOT = Path(__file__).parents[3]
SAMPLE: dict[str, Any] = json.loads(
    (ROOT / "examples" / "complaint_statistics.json").read_text("utf-8")
)
TODAY = dt.date(2024, 7, 3)
CLEAN: set[tuple[str, str]] = set()

PROPOSED = (
    "share",
    "change_rate",
    "close_rate",
    "on_time_rate",
    "total_cost",
    "satisfaction_rate",
)
QUALITY, SERVICE, LOGISTICS, PRICE, CONTRACT = range(5)


def problems_of(data: dict[str, Any]) -> set[tuple[str, str]]:
    findings = check(ComplaintStatistics, data, today=TODAY)
    return {(finding.path, finding.severity) for finding in findings}


def problems(**changes: Any) -> set[tuple[str, str]]:
    return problems_of(copy.deepcopy(SAMPLE) | changes)


def with_row(position: int, **changes: Any) -> dict[str, Any]:
    data = copy.deepcopy(SAMPLE)
    data["rows"][position] |= changes
    return data


def row_problems(position: int, **changes: Any) -> set[tuple[str, str]]:
    """Change one row under a total line that follows; return its own problems."""
    data = with_row(position, **changes)
    for name in ("total", "received", "open_end", "complaint_rate", "complaints_per_ten_thousand"):
        del data[name]
    prefix = f"rows.{position + 1}."
    return {
        (path.removeprefix(prefix), severity)
        for path, severity in problems_of(data)
        if path.startswith(prefix)
    }


def total_problems(**changes: Any) -> set[tuple[str, str]]:
    return problems(total=SAMPLE["total"] | changes)


def bare() -> dict[str, Any]:
    """The sample with counts only: everything that can be proposed is left empty."""
    data = copy.deepcopy(SAMPLE)
    for name in (
        "as_of", "total", "received", "open_end", "complaint_rate", "complaints_per_ten_thousand",
    ):  # fmt: skip
        del data[name]
    for row in data["rows"]:
        for name in PROPOSED:
            row.pop(name, None)
    return data


def filled(data: dict[str, Any]) -> ComplaintStatistics:
    return parse(ComplaintStatistics, data, today=TODAY)


def shown(line: StatisticsRow | StatisticsTotal, *names: str) -> tuple[str, ...]:
    """Return cells as they are printed, ``—`` where there is none."""
    cells = []
    for name in names:
        kind, value = type(line).specs()[name].type, getattr(line, name)
        assert kind is not None
        cells.append("—" if value is None else kind.show(value))
    return tuple(cells)


def minimal(dimension: str, *rows: dict[str, Any], **changes: Any) -> dict[str, Any]:
    head = {
        "report_no": "TSTJ-1",
        "period_start": "2024-06-01",
        "period_end": "2024-06-30",
        "dimension": dimension,
    }
    return head | {"rows": list(rows)} | changes


def line(value: str, received: int, **changes: Any) -> dict[str, Any]:
    """A row whose cases are all open within their limit and not yet verified."""
    counts = {"received": received, "open_within": received, "pending": received}
    return {"dimension_value": value} | counts | changes


def test_the_sample_has_no_finding() -> None:
    assert problems() == CLEAN


# The worked example: everything but the counts is worked out

GOLDEN = {
    "产品质量": ("50.00%", "0.00%", "50.00%", "66.67%", "5,050.00", "50.00%"),
    "服务质量": ("25.00%", "100.00%", "50.00%", "0.00%", "0.00", "0.00%"),
    "物流交付": ("12.50%", "0.00%", "100.00%", "100.00%", "140.00", "100.00%"),
    "价格与收费": ("12.50%", "—", "100.00%", "100.00%", "0.00", "—"),
    "其他": ("0.00%", "—", "—", "—", "0.00", "—"),
}


@pytest.mark.parametrize("category", GOLDEN)
def test_the_rates_of_a_line_are_proposed(category: str) -> None:
    rows = {row.dimension_value: row for row in filled(bare()).rows}
    assert shown(rows[category], *PROPOSED) == GOLDEN[category]


def test_the_total_line_is_proposed() -> None:
    total = filled(bare()).total
    assert total is not None
    assert shown(total, *PROPOSED) == (
        "100.00%",
        "33.33%",
        "62.50%",
        "66.67%",
        "5,190.00",
        "50.00%",
    )
    assert (total.received, total.prev_received) == (8, 6)
    late = (total.closed_on_time, total.closed_late, total.open_within, total.open_overdue)
    assert late == (4, 1, 2, 1)
    assert (total.verified, total.partly_verified, total.unverified, total.pending) == (4, 1, 1, 2)
    assert (total.repeat_count, total.high_level_count) == (2, 2)
    assert (total.compensation_amount, total.loss_amount) == (
        Decimal("1780.00"),
        Decimal("3410.00"),
    )
    assert (total.followed_up, total.satisfied) == (4, 2)
    assert shown(total, "avg_days") == ("6.4",)  # weighed by 2, 1, 1 and 1 closed cases


def test_closing_day_flow_and_complaint_rate_are_proposed() -> None:
    sheet = filled(bare())
    assert sheet.as_of == dt.date(2024, 6, 30)
    assert (sheet.received, sheet.open_end) == (8, 4)
    assert sheet.complaint_rate == Decimal("0.002")
    assert sheet.complaints_per_ten_thousand == 20


def test_what_is_proposed_has_no_finding() -> None:
    assert problems_of(bare()) == CLEAN


def test_a_total_given_in_part_is_completed() -> None:
    total = filled(bare() | {"total": {"received": 8}}).total
    assert total == filled(bare()).total


def test_one_number_stands_for_the_cases_of_the_total_line() -> None:
    assert filled(bare() | {"total": 8}).total == filled(bare()).total


def test_blank_counts_are_zero() -> None:
    row = filled(minimal("产品", line("净水器", 1))).rows[0]
    assert (row.closed_on_time, row.verified, row.repeat_count, row.satisfied) == (0, 0, 0, 0)
    assert (row.compensation_amount, row.total_cost) == (Decimal("0.00"), Decimal("0.00"))


def test_an_unknown_previous_period_is_not_zero() -> None:
    sheet = filled(minimal("产品", line("净水器", 1)))
    assert sheet.total is not None
    for cells in (sheet.rows[0], sheet.total):
        assert shown(cells, "prev_received", "change_rate") == ("—", "—")


def test_without_closed_cases_there_are_no_mean_days() -> None:
    total = filled(minimal("产品", line("净水器", 1))).total
    assert total is not None
    assert total.avg_days is None


# Required boxes and the period


@pytest.mark.parametrize("name", ["report_no", "period_start", "period_end"])
def test_the_head_needs_number_and_period(name: str) -> None:
    assert problems(**{name: None}) == {(name, "error")}


def test_the_sheet_needs_its_dimension() -> None:
    assert problems(dimension=None) == {("dimension", "error")}
    assert problems(dimension="心情") == {("dimension", "error")}


def test_the_sheet_needs_a_line() -> None:
    assert ("rows", "error") in problems(rows=[])


@pytest.mark.parametrize("name", ["dimension_value", "received"])
def test_a_line_needs_its_value_and_count(name: str) -> None:
    assert (name, "error") in row_problems(QUALITY, **{name: None})


def test_the_period_does_not_end_before_it_starts() -> None:
    assert problems(period_start="2024-06-30") == CLEAN
    assert ("period_end", "error") in problems(period_start="2024-07-01")


def test_the_closing_day_is_not_before_the_period() -> None:
    assert problems(as_of="2024-06-01") == {("as_of", "warning")}
    assert problems(as_of="2024-05-31") == {("as_of", "error")}


def test_a_running_period_is_only_doubted() -> None:
    assert problems(as_of="2024-06-29") == {("as_of", "warning")}
    assert problems(as_of="2024-07-01") == CLEAN


# Values of the dimension


def test_a_value_stands_in_one_line_only() -> None:
    rows = [*copy.deepcopy(SAMPLE["rows"]), {"dimension_value": "其他", "received": 0}]
    assert problems(rows=rows) == {("rows.9.dimension_value", "error")}


def test_other_spellings_are_the_same_value() -> None:
    assert row_problems(SERVICE, dimension_value="质量") == {("dimension_value", "error")}
    assert filled(with_row(LOGISTICS, dimension_value="物流")).rows[LOGISTICS].dimension_value == (
        "物流交付"
    )


def test_a_value_must_be_one_of_a_closed_list() -> None:
    assert problems_of(with_row(CONTRACT, dimension_value="合同纠纷")) == {
        ("rows.5.dimension_value", "error"),
        ("rows", "warning"),
    }


@pytest.mark.parametrize("value", ["未填", "未认定"])
def test_cases_without_a_value_stand_in_a_line_of_their_own(value: str) -> None:
    rows = [*copy.deepcopy(SAMPLE["rows"]), {"dimension_value": value, "received": 0}]
    assert problems(rows=rows) == CLEAN


def test_lines_without_a_case_are_kept() -> None:
    assert problems(rows=copy.deepcopy(SAMPLE["rows"][:-1])) == {("rows", "warning")}


def test_cases_without_a_value_stand_last() -> None:
    unknown, sofa = line("未填", 0), line("沙发", 2)
    assert problems_of(minimal("产品", sofa, unknown, line("未认定", 0))) == CLEAN
    assert problems_of(minimal("产品", unknown, sofa)) == {("rows", "warning")}
    rows = [line("未认定", 0), *copy.deepcopy(SAMPLE["rows"])]
    assert problems(rows=rows) == {("rows", "warning")}


def test_the_values_of_a_closed_list_stand_in_its_order() -> None:
    low, high = line("低等级", 1), line("高等级", 1)
    assert problems_of(minimal("投诉等级", low, high)) == CLEAN
    assert problems_of(minimal("投诉等级", high, low)) == {("rows", "warning")}


def test_an_open_dimension_takes_any_value() -> None:
    assert problems_of(minimal("产品", line("净水器", 1), line("沙发", 2))) == CLEAN


@pytest.mark.parametrize("dimension", [name for name in CLOSED if name not in ("月份", "处理方式")])
def test_the_words_of_a_closed_dimension_are_complete(dimension: str) -> None:
    words = CLOSED[dimension].choices()
    assert problems_of(minimal(dimension, *(line(word, 1) for word in words))) == CLEAN
    missing = minimal(dimension, *(line(word, 1) for word in words[1:]))
    assert problems_of(missing) == {("rows", "warning")}


def test_the_closed_dimensions_hold_the_words_of_the_registers() -> None:
    counts = {name: len(kind.choices()) for name, kind in CLOSED.items() if name != "月份"}
    assert counts == {
        "投诉类别": 8,
        "投诉方式": 10,
        "投诉等级": 2,
        "情节": 3,
        "客户类别": 2,
        "原因分类": 14,
        "处理方式": 12,
    }


def test_months_are_those_of_the_period() -> None:
    period = {"period_start": "2023-12-01", "period_end": "2024-01-31"}
    both = [line("2023年12月", 2), line("2024-1", 1)]
    assert problems_of(minimal("月份", *both, **period)) == CLEAN
    assert problems_of(minimal("月份", both[0], **period)) == {("rows", "warning")}
    wrong = minimal("月份", *both, line("2024年2月", 0), **period)
    assert problems_of(wrong) == {("rows.3.dimension_value", "error")}


def test_months_wait_for_the_period() -> None:
    data = minimal("月份", line("2024年6月", 1), period_end=None)
    assert problems_of(data) == {("period_end", "error")}


# One line


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("open_within", "closed_on_time"),
        ("open_overdue", "closed_on_time"),
        ("verified", "verified"),
        ("pending", "verified"),
    ],
)
def test_the_four_parts_add_up_to_the_cases(name: str, path: str) -> None:
    found = row_problems(QUALITY, **{name: SAMPLE["rows"][QUALITY][name] + 1})
    assert (path, "error") in found


def test_shares_are_of_all_cases() -> None:
    assert row_problems(SERVICE, share="0.25004") == CLEAN
    assert row_problems(SERVICE, share="0.2501") == {("share", "error")}


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("change_rate", "0.00005", "0.0001"),
        ("close_rate", "0.50005", "0.5001"),
        ("on_time_rate", "0.6667", "0.6666"),
        ("satisfaction_rate", "0.49995", "0.4999"),
        ("total_cost", "5050.00", "5050.01"),
    ],
)
def test_a_typed_rate_agrees_to_half_of_its_last_digit(name: str, good: str, bad: str) -> None:
    assert row_problems(QUALITY, **{name: good}) == CLEAN
    assert row_problems(QUALITY, **{name: bad}) == {(name, "error")}


@pytest.mark.parametrize(
    ("position", "name"),
    [
        (PRICE, "change_rate"),
        (CONTRACT, "close_rate"),
        (CONTRACT, "on_time_rate"),
        (PRICE, "satisfaction_rate"),
    ],
)
def test_a_rate_over_nothing_stays_empty(position: int, name: str) -> None:
    assert row_problems(position, **{name: "0"}) == {(name, "error")}


def test_the_rate_in_time_leaves_out_what_may_still_be_in_time() -> None:
    changes = {"closed_on_time": 3, "open_overdue": 0, "on_time_rate": None, "close_rate": None}
    row = filled(bare() | {"rows": [bare()["rows"][0] | changes], "dimension": "产品"}).rows[0]
    assert shown(row, "close_rate", "on_time_rate") == ("75.00%", "100.00%")


@pytest.mark.parametrize("name", ["repeat_count", "high_level_count"])
def test_a_part_is_not_more_than_the_cases(name: str) -> None:
    assert row_problems(QUALITY, **{name: 4}) == CLEAN
    assert row_problems(QUALITY, **{name: 5}) == {(name, "error")}


def test_satisfied_customers_were_followed_up() -> None:
    rates = {"satisfaction_rate": None}
    assert row_problems(QUALITY, satisfied=2, **rates) == CLEAN
    assert ("satisfied", "error") in row_problems(QUALITY, satisfied=3, **rates)
    assert row_problems(QUALITY, followed_up=4, **rates) == CLEAN
    assert row_problems(QUALITY, followed_up=5, **rates) == {("followed_up", "error")}


def test_mean_days_go_with_closed_cases() -> None:
    assert row_problems(QUALITY, avg_days=None) == {("avg_days", "warning")}
    assert row_problems(CONTRACT, avg_days="1.0") == {("avg_days", "error")}


# The total line


@pytest.mark.parametrize(
    "name",
    [
        "received", "prev_received", "closed_on_time", "closed_late", "open_within",
        "open_overdue", "verified", "partly_verified", "unverified", "pending", "repeat_count",
        "high_level_count", "followed_up", "satisfied", "compensation_amount", "loss_amount",
        "total_cost",
    ],
)  # fmt: skip
def test_the_total_line_holds_the_sums_of_the_columns(name: str) -> None:
    more = str(Decimal(str(SAMPLE["total"][name])) + 1)
    assert (f"total.{name}", "error") in total_problems(**{name: more})


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("share", "0.9999"),
        ("change_rate", "0.3334"),
        ("close_rate", "0.7500"),  # the mean of the lines' rates
        ("on_time_rate", "0.6668"),
        ("satisfaction_rate", "0.5001"),
    ],
)
def test_rates_of_the_total_come_from_the_totals(name: str, bad: str) -> None:
    assert total_problems(**{name: bad}) == {(f"total.{name}", "error")}


def test_mean_days_of_the_total_are_weighed_by_closed_cases() -> None:
    assert total_problems(avg_days="6.5") == CLEAN  # what rounding the lines' means may add
    assert total_problems(avg_days="6.3") == CLEAN
    assert total_problems(avg_days="6.6") == {("total.avg_days", "error")}
    assert total_problems(avg_days="6.2") == {("total.avg_days", "error")}


def test_shares_that_do_not_add_up_are_doubted() -> None:
    assert problems_of(with_row(SERVICE, share="0.2504")) == {("rows.2.share", "error")}
    assert problems_of(with_row(SERVICE, share="0.2505")) == {
        ("rows.2.share", "error"),
        ("rows", "warning"),
    }


# Several values for one case


def remedies(**changes: Any) -> dict[str, Any]:
    words = CLOSED["处理方式"].choices()
    counts = {"退货退款": 2, "赔礼道歉": 3}
    rows = [line(word, counts.get(word, 0)) for word in words]
    return minimal("处理方式", *rows, total={"received": 4}) | changes


def test_a_case_may_count_in_several_remedies() -> None:
    sheet = filled(remedies())
    given = [row.share for row in sheet.rows if row.received]
    assert given == [Decimal("0.5"), Decimal("0.75")]
    assert sheet.total is not None
    assert (sheet.total.received, sheet.total.share) == (4, Decimal(1))
    assert problems_of(remedies()) == CLEAN


def test_no_remedy_has_more_cases_than_there_are() -> None:
    assert problems_of(remedies(total={"received": 3})) == CLEAN
    first = CLOSED["处理方式"].choices().index("赔礼道歉") + 1
    assert problems_of(remedies(total={"received": 2})) == {(f"rows.{first}.received", "error")}


def test_the_number_of_cases_must_be_known_where_lines_overlap() -> None:
    assert problems_of(remedies(total=None)) == {("total", "error")}
    assert problems_of(remedies(total=None, received=4)) == CLEAN


# The flow of cases and the rate of complaints


def test_the_flow_of_cases_adds_up() -> None:
    assert problems(open_end=5) == {("open_end", "error")}
    assert problems(opening=3, open_end=5) == CLEAN


def test_no_more_cases_are_closed_than_there_were() -> None:
    assert problems(closed=10, open_end=0) == CLEAN
    assert filled(bare() | {"closed": 10}).open_end == 0
    assert problems(closed=11, open_end=None) == {("closed", "error")}


def test_the_cases_of_the_flow_are_those_of_the_matrix() -> None:
    assert problems(received=9, open_end=5) == {("received", "error")}


def test_the_complaint_rate_is_of_the_base() -> None:
    assert problems(complaint_rate="0.00205") == CLEAN
    assert problems(complaint_rate="0.0021") == {("complaint_rate", "error")}
    assert problems(complaints_per_ten_thousand="20.005") == CLEAN
    assert problems(complaints_per_ten_thousand="20.01") == {
        ("complaints_per_ten_thousand", "error")
    }


@pytest.mark.parametrize("base", [None, 0])
def test_without_a_base_there_is_no_complaint_rate(base: int | None) -> None:
    rates = {"complaint_rate": None, "complaints_per_ten_thousand": None}
    assert problems(base_quantity=base, **rates) == CLEAN
    assert problems(base_quantity=base, **rates | {"complaint_rate": "0.002"}) == {
        ("complaint_rate", "error")
    }


def test_a_base_should_name_its_unit() -> None:
    assert problems(base_unit=None) == {("base_unit", "warning")}


# A copy for other eyes


def test_a_masked_copy_hides_customers_but_not_who_is_responsible() -> None:
    def values(dimension: str) -> list[str]:
        rows = line("李晓岚", 1), line("未填", 1)
        sheet = masked(filled(minimal(dimension, *rows)), Mask.ALL)
        return [row.dimension_value for row in sheet.rows]

    assert values("客户") == ["李某某", "未填"]
    assert values("责任人") == ["李晓岚", "未填"]


# The sheet


def test_every_column_has_its_cell_in_the_total_line() -> None:
    matrix = next(part for part in SHEET.parts if isinstance(part, Table))
    columns = {column.path for column in matrix.columns}
    assert columns == StatisticsRow.specs().keys() - {"seq", "extra"}
    assert matrix.total is not None
    assert set(matrix.total[1].values()) == {f"total.{name}" for name in StatisticsTotal.specs()}


def test_a_pasted_total_line_is_told_apart() -> None:
    rows = [*copy.deepcopy(SAMPLE["rows"]), {"dimension_value": "合计", "received": 8}]
    assert problems(rows=rows) == {("rows.9.dimension_value", "error")}
    draft, findings = examine(ComplaintStatistics, bare() | {"rows": rows}, today=TODAY)
    assert [finding.message for finding in findings if finding.is_error] == [
        "这是合计行，请删去；合计由表格自动得出。"
    ]
    assert draft.cases() == 8  # its cases do not count twice


def test_the_previous_period_has_no_total_while_a_line_of_it_is_unknown() -> None:
    data = with_row(SERVICE, prev_received=None, change_rate=None)
    del data["total"]
    sheet = parse(ComplaintStatistics, data, today=TODAY)
    assert sheet.total is not None
    assert (sheet.total.prev_received, sheet.total.change_rate) == (None, None)


GARBAGE: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.text(max_size=8), st.integers(-5, 5), st.just([{}]), st.just([{"项目": "x"}])
)


@budget(max_examples=50, deadline=None)
@given(st.data())
def test_checking_survives_garbage(data: st.DataObject) -> None:
    rows = copy.deepcopy(SAMPLE["rows"])
    for row in rows:
        row.update(data.draw(st.dictionaries(st.sampled_from(sorted(row)), GARBAGE, max_size=2)))
    changes = data.draw(st.dictionaries(st.sampled_from(sorted(SAMPLE)), GARBAGE, max_size=4))
    sheet, _ = examine(ComplaintStatistics, SAMPLE | {"rows": rows} | changes, today=TODAY)
    sheet.hidden_names()
