"""What holds for whatever cases there are, of both complaint reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from reports.cases import case, computed, items_of, sources_of
from reports.kept import Memory

from csdforms.reports.complaint.dimensions import COLUMNS
from csdforms.reports.period import Period
from csdforms.reports.sources import Sources
from csdforms.reports.sources.complaint_case import ComplaintCase
from csdforms.schemas.complaint.dimensions import MANY_VALUED

_START = dt.date(2024, 5, 20)
_SPAN = 60
_ADDITIVE = (
    "received", "closed_on_time", "closed_late", "open_within", "open_overdue", "verified",
    "partly_verified", "unverified", "pending", "repeat_count", "high_level_count",
    "compensation_amount", "loss_amount", "total_cost", "followed_up", "satisfied",
)  # fmt: skip
_SINGLE = [dimension for dimension in COLUMNS if dimension != MANY_VALUED]


def _words(*words: str | None) -> st.SearchStrategy[str | None]:
    return st.sampled_from([None, *words])


@st.composite
def _cases(draw: st.DrawFn) -> list[ComplaintCase]:
    found = []
    for number in range(draw(st.integers(0, 12))):
        received = _START + dt.timedelta(draw(st.integers(0, _SPAN)))
        closed = draw(st.none() | st.integers(0, 40))
        boxes: dict[str, Any] = {
            "customer": draw(_words("C1", "C2", "C3")),
            "category": draw(st.sampled_from(["产品质量", "服务质量", "其他"])),
            "level": draw(st.sampled_from(["低等级", "高等级"])),
            "channel": draw(st.sampled_from(["来电", "来访"])),
            "validity": draw(st.sampled_from(["属实", "部分属实", "不属实", "待核实"])),
            "responsible_department": draw(_words("生产部", "客服部")),
            "cause_category": draw(_words("运输", "检验")),
            "product_name": draw(_words("净水器", "热水器")),
            "repeat_no": draw(st.sampled_from([None, 1, 2])),
        }
        if closed is not None:
            boxes |= {
                "closed": (received + dt.timedelta(closed)).isoformat(),
                "satisfaction": draw(_words("非常满意", "满意", "一般", "不满意")),
                "remedy_types": draw(st.sampled_from([("赔款",), ("赔款", "换货")])),
                "cost": [f"{draw(st.integers(0, 999))}.05" for _ in range(2)],
            }
        due = received + dt.timedelta(draw(st.integers(0, 20)))
        found.append(case(f"TS-{number:03}", received.isoformat(), due.isoformat(), **boxes))
    return found


def _figures(
    cases: Sequence[ComplaintCase], form: str, period: Period, **said: Any
) -> dict[str, Any]:
    sheet = computed(form, sources_of(cases), period=period, **said)
    return {path: figure.value for path, figure in sheet.cells.items()}


_JUNE = Period.of(dt.date(2024, 6, 1), dt.date(2024, 6, 30))


@settings(max_examples=20, deadline=None)
@given(_cases(), st.sampled_from(list(COLUMNS)), st.randoms(use_true_random=False))
def test_the_order_of_the_records_changes_nothing(
    cases: list[ComplaintCase], dimension: str, random: Any
) -> None:
    other = random.sample(cases, len(cases))
    for form, said in (
        ("complaint_statistics", {"dimension": dimension}),
        ("complaint_analysis", {"pareto_dimension": dimension}),
    ):
        assert _figures(cases, form, _JUNE, **said) == _figures(other, form, _JUNE, **said)


@settings(max_examples=20, deadline=None)
@given(_cases(), st.integers(0, _SPAN - 1), st.integers(0, 30))
def test_two_parts_of_a_period_make_the_whole(
    cases: list[ComplaintCase], split: int, later: int
) -> None:
    end = _START + dt.timedelta(_SPAN)
    middle = _START + dt.timedelta(split)
    as_of = end + dt.timedelta(later)
    whole, first, second = (
        _figures(cases, "complaint_statistics", Period.of(*days, as_of), dimension="投诉类别")
        for days in ((_START, end), (_START, middle), (middle + dt.timedelta(1), end))
    )
    for name in _ADDITIVE:
        for line in ("rows.1", "rows.2", "total"):
            path = f"{line}.{name}"
            assert first[path] + second[path] == whole[path], path
    for name in ("received", "closed"):
        assert first[name] + second[name] == whole[name]
    assert second["opening"] == first["open_end"]
    assert (whole["opening"], whole["open_end"]) == (first["opening"], second["open_end"])


@settings(max_examples=25, deadline=None)
@given(_cases(), st.sampled_from(_SINGLE), st.sampled_from(_SINGLE))
def test_every_case_stands_in_one_place_of_each_partition(
    cases: list[ComplaintCase], dimension: str, other: str
) -> None:
    mine = [found for found in cases if _JUNE.start <= found.received_at.date() <= _JUNE.end]
    numbers = sorted(found.complaint_no for found in mine)
    sheet = computed("complaint_statistics", sources_of(cases), dimension=dimension)
    rows = [path for path in sheet.cells if path.startswith("rows.")]

    def behind(*names: str) -> list[str]:
        paths = [path for path in rows if path.rpartition(".")[2] in names]
        return sorted(record.number for path in paths for record, _ in sheet.cells[path].records())

    assert behind("received") == numbers
    assert behind("closed_on_time", "closed_late", "open_within", "open_overdue") == numbers
    assert behind("verified", "partly_verified", "unverified", "pending") == numbers
    settled = [one for one in mine if one.closed_on is not None and one.closed_on <= _JUNE.as_of]
    spent = sum((found.total_cost for found in settled), Decimal(0))
    assert sheet.cells["total.total_cost"].value == spent
    if other == dimension:
        return
    crossed = computed(
        "complaint_analysis", sources_of(cases), cross_row=dimension, cross_column=other
    )
    cells = [
        figure for path, figure in crossed.cells.items()
        if path.startswith("cross_table") and path.endswith("case_count")
    ]  # fmt: skip
    assert sorted(one.number for cell in cells for one, _ in cell.records()) == numbers


@settings(max_examples=15, deadline=None)
@given(_cases())
def test_the_sheets_of_cases_give_the_same_figures(cases: list[ComplaintCase]) -> None:
    read = computed(
        "complaint_statistics", Sources(Memory(forms=items_of(cases))), dimension="投诉类别"
    )
    given_ = computed("complaint_statistics", sources_of(cases), dimension="投诉类别")
    decided = {"verified", "partly_verified", "unverified", "pending"}
    for path, figure in given_.cells.items():
        if path.rpartition(".")[2] not in decided:
            assert read.cells[path].value == figure.value, path
