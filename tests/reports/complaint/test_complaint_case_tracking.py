"""客户投诉案件追踪表 computed: the worked example, texts, effects, scopes, identities."""

from __future__ import annotations

import datetime as dt
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
    printed,
    shown,
    sources_of,
)
from reports.kept import Memory, item
from reports.uncounted import uncounted

from csdforms.reports.catalogue import report_of
from csdforms.reports.explaining import explain
from csdforms.reports.period import Period
from csdforms.reports.sources import Sources
from csdforms.reports.sources.complaint_case import FORMS, ComplaintCase
from csdforms.reports.sources.kept import Document

FORM = "complaint_case_tracking"
OPEN = ["TS-20240528-001", "TS-20240618-001", "TS-20240625-001", "TS-20240628-001"]


def tracked(sources: Sources, **given: Any) -> Any:
    return computed(FORM, sources, **given).form


def cases_of(sheet: Any) -> Any:
    return sheet.form.cases


def numbers(cases: tuple[ComplaintCase, ...] = JUNE_CASES, **said: Any) -> list[str]:
    return [line.complaint_no for line in tracked(sources_of(cases), **said).cases]


# The worked example


def test_the_lines_of_the_worked_example() -> None:
    sheet = computed(FORM, sources_of())
    names = (
        "complaint_no", "received_on", "due_on", "warning_on", "closed_on", "case_status",
        "timeliness", "overdue_days", "light", "cycle_text", "compensation_amount",
        "loss_amount", "handling_kind",
    )  # fmt: skip
    days = ("2024年5月20日", "2024年6月3日", "2024年5月29日", "2024年6月6日")
    lines = shown(sheet, "cases", *names)
    assert lines[0] == (
        "TS-20240520-001", *days, "已结案", "超期结案", "3天", "—", "17", "—", "—", "品质",
    )  # fmt: skip
    expected = [
        ("TS-20240528-001", "超期未结", "26天", "红", "（33）", "—", "—", "客服"),
        ("TS-20240603-001", "及时结案", "0天", "—", "5", "200.00", "150.00", "品质"),
        ("TS-20240605-001", "超期结案", "2天", "—", "9", "0.00", "0.00", "客服"),
        ("TS-20240607-001", "及时结案", "0天", "—", "5", "80.00", "60.00", "客服"),
        ("TS-20240611-001", "及时结案", "0天", "—", "10", "1,500.00", "3,200.00", "品质"),
        ("TS-20240614-001", "及时结案", "0天", "—", "3", "0.00", "0.00", "客服"),
        ("TS-20240618-001", "超期未结", "2天", "红", "（12）", "—", "—", "品质"),
        ("TS-20240625-001", "期限内未结", "0天", "黄", "（5）", "—", "—", "品质"),
        ("TS-20240628-001", "期限内未结", "0天", "绿", "（2）", "—", "—", "客服"),
    ]
    assert [(line[0], *line[6:]) for line in lines[1:]] == expected
    warned = {line[0]: line[3] for line in lines}
    assert [warned[number] for number in OPEN[1:]] == [
        "2024年6月25日", "2024年6月27日", "2024年7月2日",
    ]  # fmt: skip


def test_the_foot_of_the_worked_example() -> None:
    form = tracked(sources_of())
    foot = ("opening", "received", "closed", "open_end", "open_overdue")
    assert [getattr(form, name) for name in foot] == [2, 8, 6, 4, 2]
    assert printed(form, "on_time_rate") == "66.67%"
    assert form.followed_cases == ("TS-20240528-001",)
    assert len(form.new_cases) == 8
    assert len(form.closed_cases) == 6


def test_the_sums_and_the_lists_for_the_meeting_are_opened() -> None:
    sheet = computed(FORM, sources_of())
    cells = sheet.cells
    assert cells["total_compensation_amount"].value == Decimal("1780.00")  # 200 ＋ 80 ＋ 1,500
    assert cells["total_loss_amount"].value == Decimal("3410.00")  # 150 ＋ 60 ＋ 3,200
    paid: Any = cells["total_compensation_amount"].parts()["合计"]
    assert [(record.number[3:11], value) for record, value in paid.records() if value] == [
        ("20240603", 200), ("20240607", 80), ("20240611", 1500),
    ]  # fmt: skip
    followed: Any = cells["followed_cases"].parts()["各案"]
    assert [record.number for record, _ in followed.records()] == ["TS-20240528-001"]
    told = explain(sheet, "TS-20240528-001/周期（印出）")
    assert (told.printed, [part.value for part in told.figure.parts]) == (
        "（33）", [33, "超期未结"],
    )  # fmt: skip


def test_the_lists_for_the_meeting_are_of_the_cases_listed_on_the_day() -> None:
    # Half of June: of those that came in, one was closed by then; a later closing is not known.
    half = Period.of(JUNE.start, dt.date(2024, 6, 15), JUNE.end)
    form = tracked(sources_of(), period=half)
    assert form.new_cases == tuple(f"TS-202406{day}-001" for day in ("03", "05", "07", "11", "14"))
    assert form.followed_cases == ("TS-20240528-001",)
    closed = tuple(f"TS-2024{day}-001" for day in ("0520", "0603", "0605", "0607"))
    assert form.closed_cases == closed
    form = tracked(sources_of(), scope="未结案件")
    assert (form.followed_cases, form.closed_cases) == (("TS-20240528-001",), None)


def test_amounts_that_nobody_knows_have_no_sum() -> None:
    cells = computed(FORM, sources_of([case("TS-1", "2024-06-03", "2024-06-10")])).cells
    assert cells["total_compensation_amount"].value is None
    assert cells["total_loss_amount"].value is None
    assert cells["closed_cases"].value is None


@pytest.mark.parametrize("scope", ["未结案件", "期间受理", "全部"])
def test_every_number_can_be_opened_whatever_is_listed(scope: str) -> None:
    assert not uncounted(computed(FORM, sources_of(), scope=scope))


def test_the_scopes() -> None:
    june = [found.complaint_no for found in JUNE_CASES[:8]]
    assert numbers(scope="期间受理") == june
    assert numbers() == ["TS-20240520-001", "TS-20240528-001", *june]
    assert numbers(scope="未结案件") == OPEN
    assert numbers(scope="全部") == sorted(found.complaint_no for found in JUNE_CASES)


def test_what_happened_later_is_not_on_the_list() -> None:
    late = case("TS-20240620-001", "2024-06-20", "2024-07-02", closed="2024-07-05")
    (line,) = tracked(sources_of([late])).cases
    assert (line.closed_on, line.case_status, line.timeliness, line.light) == (
        None, "已受理", "期限内未结", "黄",
    )  # fmt: skip
    later = Period.of(JUNE.start, JUNE.end, dt.date(2024, 7, 6))
    (line,) = tracked(sources_of([late]), period=later).cases
    assert (line.closed_on, line.timeliness, line.overdue_days) == (
        dt.date(2024, 7, 5), "超期结案", 3,
    )  # fmt: skip


def test_received_after_the_report_s_day_is_left_out() -> None:
    early = Period.of(JUNE.start, JUNE.end, dt.date(2024, 6, 12))
    form = tracked(sources_of(), period=early)
    assert [line.complaint_no[3:11] for line in form.cases] == [
        "20240520", "20240528", "20240603", "20240605", "20240607", "20240611",
    ]  # fmt: skip
    assert (form.received, form.closed, form.open_end) == (4, 3, 3)


def test_a_case_closed_before_it_came_in_is_listed_all_the_same() -> None:
    slip = case("TS-20240620-001", "2024-06-20", "2024-06-27", closed="2024-06-02")
    (line,) = tracked(sources_of([slip])).cases
    assert (line.cycle_days, line.timeliness) == (0, "及时结案")


# What the sheets say


def told(**boxes: Any) -> Sources:
    """Return the sheets of one open case of June 18, with what else is said of it."""
    number = "TS-20240618-001"
    forms = items_of(found for found in JUNE_CASES if found.complaint_no == number)
    forms[0] = {**forms[0], "data": {**forms[0]["data"], "content": "漏" * 61}}
    step = {"handler": "周明", "handling_content": "已办"}
    entries = [
        {"handled_at": "2024-06-19T08:30:00", "step": "受理告知", **step},
        {"handled_at": "2024-06-20T09:00:00", "step": "方案执行", **step},
        {"handled_at": "2024-06-21T09:00:00", "step": "方案执行", **step},
        {"handled_at": "2024-06-22T10:00:00", "step": "回访", **step},
        {"handled_at": "2024-07-01T10:00:00", "step": "结案", **step},
    ]
    forms += [
        item(form, {"complaint_no": number, **data}, number=form)
        for form, data in (
            ("complaint_handling_log", {"entries": entries}),
            ("complaint_handling", {"containment": "封" * 81, "handler": "陈立"}),
            (
                "complaint_handling_report",
                {
                    "report_on": boxes.get("report_on", "2024-06-24"),
                    "containment": "另一处的措施",
                    "root_cause": "密封圈老化",
                    "actions": [
                        {"measure_kind": "预防", "measure": "培训"},
                        {"measure_kind": "纠正", "measure": "换供应商"},
                    ],
                },
            ),
            ("complaint_investigation", {"root_cause": "初步判断", "started_on": "2024-06-19"}),
        )
    ]
    card = {
        "number": "KH-F-2024-000001-0", "name": "海达家具", "kind": "F", "state": "在用",
        "created_at": "2023-01-01T00:00:00", "customer_nos": ("C005",),
    }  # fmt: skip
    profiles = [
        (day, {"file": card["number"], "version": 1, "form": "", "data": data})
        for day, data in (
            ("2024-01-01", {"region_code": "310104", "customer_grade": "A级"}),
            ("2024-06-20", {"region_code": "110105", "customer_grade": "C"}),
        )
    ]
    return Sources(Memory(forms=forms, files=[card], profiles=profiles))


def test_texts_come_from_the_sheets_cut_to_what_the_list_shows() -> None:
    sheet = computed(FORM, told())
    (line,) = cases_of(sheet)
    assert line.content_summary == "漏" * 59 + "…"
    assert line.containment == "封" * 79 + "…"
    assert (line.root_cause, line.corrective_action) == ("密封圈老化", "换供应商")
    assert line.handler == "陈立"
    cell = sheet.cells["cases.1.root_cause"]
    assert "投诉处理报告表" in cell.formula
    assert [record.items for record, _ in cell.records()] == [("complaint_handling_report",)]


class Blind(Memory):
    def shown(self, item: Document) -> dict[str, Any]:
        return {}


def test_what_the_reader_may_not_see_is_counted_but_not_told() -> None:
    sources = Sources(Blind(forms=list(told().kept.items(*FORMS))))
    sheet = computed(FORM, sources)
    (line,) = cases_of(sheet)
    assert (line.customer_name, line.light) == ("未具名", "红")
    for name in ("content_summary", "containment", "root_cause", "corrective_action", "handler"):
        assert getattr(line, name) is None, name


def test_days_come_from_the_log_and_the_report() -> None:
    (line,) = tracked(told()).cases
    assert line.registered_on == dt.date(2024, 6, 19)
    assert line.containment_on == dt.date(2024, 6, 20)
    assert line.current_step == "回访"
    assert line.report_on == dt.date(2024, 6, 24)
    assert line.case_status == "调查中"


def test_a_report_of_a_later_day_is_not_there_yet() -> None:
    (line,) = tracked(told(report_on="2024-07-02")).cases
    assert line.report_on is None


def test_the_customer_is_where_and_what_he_was_on_the_day_of_receipt() -> None:
    (line,) = tracked(told()).cases
    assert (line.customer_name, line.region, line.is_key_customer) == (
        "海达家具", "上海市徐汇区", True,
    )  # fmt: skip


def test_quantities_give_the_rate() -> None:
    goods = case(
        "TS-20240618-001", "2024-06-18", "2024-06-28", customer="C1",
        delivered_quantity=200, defective_quantity=3, product_name="净水器",
    )  # fmt: skip
    (line,) = tracked(sources_of([goods])).cases
    assert printed(line, "defect_rate") == "1.50%"


def test_reasons_are_kept_case_by_case() -> None:
    last = {"cases": [{"complaint_no": OPEN[0], "delay_reason": "等配件", "remarks": "周会跟进"}]}
    sheet = computed(FORM, sources_of(), last=last)
    written = [(line.delay_reason, line.remarks) for line in cases_of(sheet)]
    assert written == [(None, None), ("等配件", "周会跟进"), *[(None, None)] * 8]
    late = [found.path for found in sheet.findings if found.path.endswith("delay_reason")]
    assert late == [f"cases.{place}.delay_reason" for place in (1, 4, 8)]  # that have none yet


# Whether it came back


def effects(*others: ComplaintCase, as_of: str = "2024-06-30") -> tuple[Any, ...]:
    first = case(
        "TS-20240301-001", "2024-03-01", "2024-03-20", closed="2024-03-10", customer="C1",
        cause_category="运输", product_name="净水器",
    )  # fmt: skip
    period = Period.of(dt.date(2024, 3, 1), dt.date(2024, 3, 31), dt.date.fromisoformat(as_of))
    sheet = computed(FORM, sources_of([first, *others]), period=period)
    line = cases_of(sheet)[0]
    months = [getattr(line, f"effect_month_{number}") for number in (1, 2, 3)]
    return (*months, line.fully_solved)


def again(day: str, customer: str, product: str, cause: str | None) -> ComplaintCase:
    return case(
        f"TS-{day}", day, "2024-12-31", customer=customer, product_name=product,
        cause_category=cause,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([], ("未复发", "未复发", "未复发", True)),
        ([again("2024-05-31", "C1", "灯具", "运输")], ("未复发", "复发", "未复发", False)),
        ([again("2024-04-01", "C9", "净水器", "运输")], ("复发", "未复发", "未复发", False)),
        ([again("2024-05-02", "C1", "净水器", "来料")], ("未复发", "未复发", "未复发", True)),
        ([again("2024-05-02", "C9", "灯具", "运输")], ("未复发", "未复发", "未复发", True)),
        ([again("2024-05-02", "C1", "净水器", None)], ("未复发", "未复发", "未复发", True)),
        ([again("2024-03-20", "C1", "净水器", "运输")], ("未复发", "未复发", "未复发", True)),
        ([again("2024-07-01", "C1", "净水器", "运输")], ("未复发", "未复发", "未复发", True)),
    ],
)
def test_effects_of_the_three_months(
    others: list[ComplaintCase], expected: tuple[Any, ...]
) -> None:
    assert effects(*others) == expected


def test_effects_wait_until_the_month_is_over() -> None:
    other = again("2024-05-02", "C1", "净水器", "运输")
    assert effects(other, as_of="2024-05-30") == ("未复发", None, None, None)
    assert effects(other, as_of="2024-05-31") == ("未复发", "复发", None, False)


def test_a_recurrence_can_be_opened() -> None:
    other = again("2024-05-02", "C1", "净水器", "运输")
    first = case(
        "TS-1", "2024-03-01", "2024-03-20", closed="2024-03-10", customer="C1",
        cause_category="运输",
    )  # fmt: skip
    sheet = computed(FORM, sources_of([first, other]), scope="全部")
    part: Any = sheet.cells["cases.1.effect_month_2"].parts()["其他投诉"]
    assert [record.number for record, _ in part.records()] == [other.complaint_no]


# Nothing, and anything


def test_an_empty_archive() -> None:
    form = tracked(sources_of(()))
    assert form.cases == ()
    assert (form.opening, form.received, form.closed, form.open_end, form.open_overdue) == (0,) * 5
    assert printed(form, "on_time_rate") == "—"
    assert report_of(FORM).charts(form) == ()


def test_the_chart_counts_the_lines() -> None:
    (chart,) = report_of(FORM).charts(tracked(sources_of()))
    assert list(chart.series[0].values) == [4, 2, 2, 2]


DAYS = st.dates(dt.date(2024, 4, 20), dt.date(2024, 8, 10))


@st.composite
def some_cases(draw: st.DrawFn) -> list[ComplaintCase]:
    found = []
    for place in range(draw(st.integers(0, 12))):
        day, closed = draw(DAYS), draw(st.none() | st.integers(0, 60))
        found.append(
            case(
                f"TS-{place:03}",
                day.isoformat(),
                (day + dt.timedelta(draw(st.integers(1, 30)))).isoformat(),
                closed=None if closed is None else str(day + dt.timedelta(closed)),
                customer=draw(st.sampled_from(("C1", "C2"))),
                cause_category=draw(st.sampled_from((None, "运输", "来料"))),
                category=draw(st.sampled_from((None, "产品质量", "服务质量"))),
            )
        )
    return found


@settings(max_examples=25, deadline=None)
@given(some_cases(), st.sampled_from(("未结案件", "期间受理", "期间受理+期初未结", "全部")), DAYS)
def test_each_case_stands_once_and_the_foot_agrees(
    cases: list[ComplaintCase], scope: str, as_of: dt.date
) -> None:
    period = Period.of(JUNE.start, JUNE.end, max(as_of, JUNE.start))
    form = tracked(sources_of(cases), period=period, scope=scope)
    listed = [line.complaint_no for line in form.cases]
    assert len(set(listed)) == len(listed)
    assert form.opening + form.received - form.closed == form.open_end
    assert form.open_overdue <= form.open_end
