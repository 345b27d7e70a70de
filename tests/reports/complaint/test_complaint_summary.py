"""客户投诉总结表 computed: the worked example, and what people write kept in its place."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reports.cases import (
    JUNE,
    JUNE_CASES,
    case,
    computed,
    items_of,
    moment,
    shown,
    sources_of,
)
from reports.kept import Memory, item

from csdforms.errors import InvalidData
from csdforms.reports.catalogue import report_of
from csdforms.reports.computing import DRAFT, compute_from
from csdforms.reports.period import Period
from csdforms.reports.sheet import ComputedSheet, judged
from csdforms.reports.sources import Sources
from csdforms.reports.sources.complaint_case import ComplaintCase
from csdforms.reports.typed import read_texts, with_texts
from csdforms.schemas.catalogue import find

FORM = "complaint_summary"
PARTS = ("dimension_value", "case_count", "share", "change_rate")
BASE: dict[str, Any] = {"base_quantity": Decimal(4000), "base_unit": "订单"}


def summary(*cases: ComplaintCase, **given: Any) -> ComputedSheet:
    return computed(FORM, sources_of(cases or JUNE_CASES), **given)


def form_of(sheet: ComputedSheet) -> Any:
    return sheet.form


def lines(sheet: ComputedSheet) -> dict[str, tuple[str | None, str | None, str | None]]:
    return {
        line.indicator_name: (line.current_text, line.previous_text, line.change_text)
        for line in form_of(sheet).indicator_lines
    }


# The worked example


def test_the_indicators_of_the_worked_example() -> None:
    assert lines(summary(**BASE)) == {
        "受理件数": ("8", "6", "+33.33%"),
        "本期结案": ("6", "4", "+50.00%"),
        "期末未结": ("4", "2", "+100.00%"),
        "结案率": ("62.50%", "66.67%", "-4.17个百分点"),
        "及时率": ("66.67%", "100.00%", "-33.33个百分点"),
        "超期率": ("25.00%", "0.00%", "+25.00个百分点"),
        "平均受理确认时长": (None, None, None),
        "平均处理天数": ("6.4", "4.8", "+34.74%"),
        "属实率": ("83.33%", "—", "—"),
        "重复投诉率": ("25.00%", "0.00%", "+25.00个百分点"),
        "高等级占比": ("25.00%", "0.00%", "+25.00个百分点"),
        "回访率": ("100.00%", "0.00%", "+100.00个百分点"),
        "满意率": ("50.00%", "—", "—"),
        "赔付金额": ("1,780.00", "0.00", "—"),
        "损失金额": ("3,410.00", "0.00", "—"),
        "费用合计": ("5,190.00", "0.00", "—"),
        "件均费用": ("648.75", "0.00", "—"),
        "投诉率": ("0.20%", "—", "—"),
    }


def test_the_typical_cases_of_the_worked_example() -> None:
    assert shown(summary(), "typical_cases", "complaint_no", "chosen_because") == [
        ("TS-20240611-001", "高等级，费用 4,700.00 元"),
        ("TS-20240618-001", "高等级"),
        ("TS-20240603-001", "费用 350.00 元"),
        ("TS-20240607-001", "费用 140.00 元"),
        ("TS-20240605-001", "用时 9 天"),
    ]
    assert len(form_of(summary(top_n=2)).typical_cases) == 2


def test_the_compositions_of_the_worked_example() -> None:
    sheet = summary()
    assert shown(sheet, "composition_category", *PARTS) == [
        ("产品质量", "4", "50.00%", "0.00%"),
        ("服务质量", "2", "25.00%", "100.00%"),
        ("物流交付", "1", "12.50%", "0.00%"),
        ("价格与收费", "1", "12.50%", "—"),
    ]
    assert shown(sheet, "composition_department", *PARTS) == [
        ("生产部", "2", "25.00%", "—"),
        ("客服部", "1", "12.50%", "—"),
        ("物流部", "1", "12.50%", "—"),
        ("质检部", "1", "12.50%", "—"),
        ("未认定", "3", "37.50%", "-50.00%"),
    ]
    assert shown(sheet, "composition_channel", *PARTS) == [
        ("来电", "4", "50.00%", "-33.33%"),
        ("来访", "2", "25.00%", "—"),
        ("电子邮件", "1", "12.50%", "—"),
        ("在线客服", "1", "12.50%", "—"),
    ]


def test_departments_with_as_many_cases_stand_by_name() -> None:
    sheet = summary(
        case("TS-1", "2024-05-02", "2024-05-09", responsible_department="质检部"),
        case("TS-2", "2024-06-03", "2024-06-10", responsible_department="质检部"),
        case("TS-3", "2024-06-04", "2024-06-11", responsible_department="仓储部", channel="来访"),
    )
    assert shown(sheet, "composition_department", *PARTS[:2]) == [("仓储部", "1"), ("质检部", "1")]
    channels = shown(sheet, "composition_channel", *PARTS[:2])
    assert channels == [("来电", "1"), ("来访", "1")]  # a closed list keeps its order


def test_what_is_not_listed_stands_in_one_line() -> None:
    assert shown(summary(top_n=1), "composition_category", *PARTS) == [
        ("产品质量", "4", "50.00%", "0.00%"),
        ("其余", "4", "50.00%", "100.00%"),
    ]
    department = shown(summary(top_n=2), "composition_department", *PARTS[:2])
    assert department == [("生产部", "2"), ("客服部", "1"), ("其余", "2"), ("未认定", "3")]


def test_longest_cases_and_repeats() -> None:
    form = form_of(summary())
    assert [(row.complaint_no[3:11], row.cycle_days) for row in form.longest_cases] == [
        ("20240528", 33), ("20240520", 17), ("20240618", 12), ("20240611", 10), ("20240605", 9),
    ]  # fmt: skip
    assert [row.complaint_count for row in form.repeat_customers] == [2, 2]


def test_the_figures_are_those_of_the_statistics_and_the_tracking() -> None:
    sources = sources_of()
    rows = {row.indicator_name: row.current_value for row in form_of(summary()).indicators}
    statistics = form_of(computed("complaint_statistics", sources, dimension="投诉类别"))
    tracking = form_of(computed("complaint_case_tracking", sources))
    assert rows["期末未结"] == statistics.open_end == tracking.open_end
    assert rows["本期结案"] == statistics.closed == tracking.closed
    assert rows["及时率"] == statistics.total.on_time_rate == tracking.on_time_rate
    for name, box in (
        ("受理件数", "received"),
        ("结案率", "close_rate"),
        ("平均处理天数", "avg_days"),
        ("满意率", "satisfaction_rate"),
        ("赔付金额", "compensation_amount"),
        ("损失金额", "loss_amount"),
        ("费用合计", "total_cost"),
    ):
        assert rows[name] == getattr(statistics.total, box), name
    counts = [row.received for row in statistics.rows if row.received]
    assert sorted(counts) == sorted(
        row.case_count for row in form_of(summary()).composition_category
    )


# Acknowledgement, handlers, quality


def heard(number: str, handler: str | None, minutes: int | None, **boxes: Any) -> ComplaintCase:
    found = case(number, "2024-06-10", "2024-06-17", customer=number, handler=handler, **boxes)
    if minutes is None:
        return found
    return replace(found, acknowledged_at=found.received_at + dt.timedelta(minutes=minutes))


HEARD = (
    heard("T1", "周明", 180, closed="2024-06-12", satisfaction="满意"),
    heard("T2", "周明", 91, closed="2024-06-20", satisfaction="一般"),
    heard("T3", "陈立", None, responsible_department="物流部", cause_category="运输"),
    heard("T4", None, 60),
)


def test_the_mean_time_until_the_customer_heard_something() -> None:
    assert lines(summary(*HEARD))["平均受理确认时长"] == ("1.8", "—", "—")  # 331 minutes of 3


def test_handlers_are_listed_when_asked_for() -> None:
    names = (
        "handler", "case_count", "avg_ack_hours", "avg_days", "overdue_rate", "satisfaction_rate",
    )  # fmt: skip
    assert form_of(summary(*HEARD)).handlers == ()
    assert shown(summary(*HEARD, by_handler=True), "handlers", *names) == [
        ("周明", "2", "2.3", "6.0", "50.00%", "50.00%"),  # 271 minutes; 2 and 10 days
        ("陈立", "1", "—", "—", "100.00%", "—"),
    ]


def test_what_the_data_lack() -> None:
    quality: Any = form_of(summary(*HEARD)).data_quality
    assert (quality.missing_department, quality.missing_cause) == (3, 3)
    assert (quality.missing_acknowledgement, quality.date_errors) == (1, 0)


def test_closed_before_received_must_be_mended_first() -> None:
    with pytest.raises(InvalidData, match="投诉 T1 的结案早于受理"):
        summary(case("T1", "2024-06-10", "2024-06-17", closed="2024-06-01"))


def test_who_took_his_complaint_back_is_not_asked() -> None:
    cases = (
        case("T1", "2024-06-10", "2024-06-17", closed="2024-06-11", satisfaction="满意"),
        case("T2", "2024-06-10", "2024-06-17", closed="2024-06-11"),
        case("T3", "2024-06-10", "2024-06-17", closed="2024-06-11", closing_type="无效关闭"),
        case("T4", "2024-06-10", "2024-06-17", satisfaction="满意"),
    )
    assert lines(summary(*cases))["回访率"][0] == "50.00%"


# What people write


def test_targets_hold_until_others_are_typed() -> None:
    last = {
        "indicators": [
            {"indicator_name": "及时率", "target_value": "0.6666"},
            {
                "indicator_name": "平均处理天数",
                "target_value": "6",
                "indicator_direction": "越低越好",
            },
        ]
    }
    rows = {row.indicator_name: row for row in form_of(summary(last=last)).indicators}
    assert (rows["及时率"].target_value, rows["及时率"].is_met) == (Decimal("0.6666"), True)
    assert rows["平均处理天数"].is_met is False
    assert rows["满意率"].target_value is None


def test_the_plan_of_the_last_summary_is_what_was_done() -> None:
    plan = {"measure": "更换密封圈供应商", "action_owner": "何工", "action_due_on": "2024-06-20"}
    (done,) = form_of(summary(last={"next_plan": [plan]})).measures_done
    assert (done.measure, done.effect) == ("更换密封圈供应商", None)


def test_the_base_of_the_period_before_gives_its_rate() -> None:
    may = {"base_quantity": "1200", "period_start": "2024-05-01", "period_end": "2024-05-31"}
    last = {**may, "base_unit": BASE["base_unit"]}
    assert lines(summary(last=last, **BASE))["投诉率"] == ("0.20%", "0.50%", "-0.30个百分点")
    for other in (
        {"period_start": "2024-04-01", "period_end": "2024-04-30"},
        {"period_start": "2024-05-27"},  # the last week of May has another base
        {"base_unit": "客户"},
    ):
        assert lines(summary(last={**last, **other}, **BASE))["投诉率"][1] == "—"


def written(texts: dict[str, Any], memory: Memory | None = None) -> ComputedSheet:
    """Return the sheet as it is made when people wrote these boxes."""
    report, model = report_of(FORM), find(FORM)
    sources = Sources(memory) if memory else sources_of()
    data = compute_from(report, JUNE, sources, texts=read_texts(model, texts))
    merged = with_texts(model, {model.number: DRAFT, **data}, texts)
    return judged(report, model, merged, today=JUNE.end)


def test_a_problem_that_names_a_category_or_a_cause_is_counted() -> None:
    problems = [
        {"main_problem": "接头渗漏", "category": "产品质量"},
        {"main_problem": "装配不良", "cause_category": "生产制造"},
        {"main_problem": "高等级渗漏", "category": "产品质量", "cause_category": "检验"},
        {"main_problem": "答复慢", "case_count": 3},
    ]
    sheet = written({"main_problems": problems})
    assert [row.case_count for row in form_of(sheet).main_problems] == [4, 2, 1, 3]
    opened = sheet.cells["main_problems.2.case_count"]
    assert [record.number for record, _ in opened.records()] == [
        "TS-20240603-001", "TS-20240611-001",
    ]  # fmt: skip


def test_a_count_that_the_archive_gives_cannot_be_typed() -> None:
    with pytest.raises(InvalidData):
        written(
            {"main_problems": [{"main_problem": "渗漏", "category": "产品质量", "case_count": 5}]}
        )


def test_a_target_is_typed_beside_the_figure() -> None:
    sheet = written({"indicators": [{"indicator_name": "及时率", "target_value": "90%"}]})
    row = next(row for row in form_of(sheet).indicators if row.indicator_name == "及时率")
    assert (row.target_value, row.is_met) == (Decimal("0.9"), False)


# Typical cases in words


def told() -> Memory:
    forms = items_of(JUNE_CASES)
    number = "TS-20240611-001"
    for place, sheet in enumerate(forms):
        if sheet["data"]["complaint_no"] != number:
            continue
        if sheet["form"] == "complaint_handling":
            more = {"execution_note": "换新并致歉", "lessons": "处理表的启示"}
            forms[place] = {**sheet, "data": {**sheet["data"], **more}}
        else:
            more = {"content": "净水器接头漏水，地柜被泡", "product_name": "净水器"}
            forms[place] = {**sheet, "data": {**sheet["data"], **more}}
    report = {"complaint_no": number, "lessons": "来料须加测密封"}
    return Memory(forms=[*forms, item("complaint_handling_report", report, number="9")])


def test_a_typical_case_is_told_by_its_sheets() -> None:
    sheet = computed(FORM, Sources(told()))
    row: Any = form_of(sheet).typical_cases[0]
    assert (row.case_title, row.story) == ("净水器，产品质量", "净水器接头漏水，地柜被泡")
    assert (row.case_handling, row.handling_result) == ("赔款", "换新并致歉")
    assert row.lessons == "来料须加测密封"
    assert [record.items for record, _ in sheet.cells["typical_cases.1.lessons"].records()] == [
        ("9",)
    ]


def test_a_typical_case_may_be_told_otherwise() -> None:
    number = "TS-20240611-001"
    sheet = written({"typical_cases": [{"complaint_no": number, "story": "换了说法"}]}, told())
    row: Any = form_of(sheet).typical_cases[0]
    assert (row.story, row.lessons) == ("换了说法", "来料须加测密封")


# Periods, nothing, charts, anything


@pytest.mark.parametrize(
    ("start", "end", "kind"),
    [
        ("2024-06-01", "2024-06-30", "月"),
        ("2024-04-01", "2024-06-30", "季"),
        ("2024-01-01", "2024-12-31", "年"),
        ("2024-06-03", "2024-06-09", "周"),
        ("2024-06-03", "2024-06-20", "月"),
        ("2023-01-01", "2024-12-31", "年"),
    ],
)
def test_what_a_period_is_called(start: str, end: str, kind: str) -> None:
    period = Period.of(dt.date.fromisoformat(start), dt.date.fromisoformat(end))
    assert form_of(computed(FORM, sources_of(()), period=period)).period_kind == kind


def test_no_complaints() -> None:
    counted = {
        "provenance": {
            "computed_at": "2024-07-01 08:00", "report_coverage": "完整", "archive_head": "0" * 64,
        }
    }  # fmt: skip
    sheet = computed(FORM, sources_of(()), texts=counted, **BASE)
    form, found = form_of(sheet), lines(sheet)
    assert form.no_complaints == "本期无投诉"
    for name in ("受理件数", "期末未结"):
        assert found[name] == ("0", "0", "—")
    for name in ("结案率", "及时率", "平均受理确认时长", "件均费用"):
        assert found[name][0] == "—"
    assert (form.composition_category, form.typical_cases, form.longest_cases) == ((), (), ())
    assert not report_of(FORM).charts(form)


def test_charts_compare_both_periods_and_show_what_it_was_about() -> None:
    compared, parts = report_of(FORM).charts(form_of(summary()))
    assert compared.categories == ["及时率", "满意率"]
    before, now = compared.series
    assert list(before.values) == [Decimal(1), None]
    assert list(now.values) == [Decimal(4) / 6, Decimal("0.5")]
    assert list(parts.series[0].values) == [4, 2, 1, 1]


@st.composite
def some_cases(draw: st.DrawFn) -> list[ComplaintCase]:
    found = []
    for place in range(draw(st.integers(0, 10))):
        day = dt.date(2024, 5, 1) + dt.timedelta(draw(st.integers(0, 70)))
        days = draw(st.none() | st.integers(0, 40))
        found.append(
            case(
                f"TS-{place:03}", str(day), str(day + dt.timedelta(7)),
                closed=None if days is None else str(day + dt.timedelta(days)),
                customer=draw(st.sampled_from(("C1", "C2"))),
                category=draw(st.sampled_from((None, "产品质量", "服务质量", "物流交付"))),
                responsible_department=draw(st.sampled_from((None, "甲部", "乙部", "丙部"))),
                level=draw(st.sampled_from(("低等级", "高等级"))),
                satisfaction=draw(st.sampled_from((None, "满意", "一般"))),
                cost=(draw(st.sampled_from(("0", "80", "0.05"))), "10"),
                acknowledged_at=draw(st.sampled_from((None, moment(str(day), 10)))),
                handler=draw(st.sampled_from((None, "周明", "陈立"))),
            )
        )  # fmt: skip
    return found


@settings(max_examples=25, deadline=None)
@given(some_cases(), st.integers(1, 4))
def test_parts_make_the_whole_and_no_case_is_told_twice(
    cases: list[ComplaintCase], top_n: int
) -> None:
    form = form_of(computed(FORM, sources_of(cases), top_n=top_n, by_handler=True))
    received = sum(JUNE.start <= found.received_at.date() <= JUNE.end for found in cases)
    assert form.cases() == received
    for name in ("composition_category", "composition_department", "composition_channel"):
        assert sum(row.case_count for row in getattr(form, name)) == received
    chosen = [row.complaint_no for row in form.typical_cases]
    assert len(set(chosen)) == len(chosen) == min(top_n, received)
