"""客户投诉案件追踪表: the worked example's lines and foot, and each check at its edge."""

from __future__ import annotations

import copy
import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csdforms.schemas.checking import check, parse
from csdforms.schemas.complaint.complaint_case_tracking import ComplaintCaseTracking
from csdforms.schemas.complaint.tracked_case import TrackedCase
from csdforms.schemas.settings import Settings, use

ROOT = Path(__file__).parents[3]
SAMPLE: dict[str, Any] = json.loads(
    (ROOT / "examples" / "complaint_case_tracking.json").read_text("utf-8")
)
TODAY = dt.date(2024, 7, 3)
CLEAN: set[tuple[str, str]] = set()

#: What the sheet works out for a line, and for the foot.
WORKED_OUT = (
    "registered_on", "defect_rate", "handling_kind", "warning_on", "light", "cycle_days",
    "timeliness", "overdue_days",
)  # fmt: skip
FOOT = ("opening", "received", "closed", "open_end", "open_overdue", "on_time_rate")
#: The first line came in before the period and was closed in it; the last ones are open.
CARRIED, LATE, ON_TIME, SLOW, WITHIN = 0, 1, 2, 3, 8


def problems_of(data: dict[str, Any]) -> set[tuple[str, str]]:
    findings = check(ComplaintCaseTracking, data, today=TODAY)
    return {(finding.path, finding.severity) for finding in findings}


def problems(**changes: Any) -> set[tuple[str, str]]:
    return problems_of(copy.deepcopy(SAMPLE) | changes)


def with_case(position: int, **changes: Any) -> dict[str, Any]:
    data = copy.deepcopy(SAMPLE)
    data["cases"][position] |= changes
    return data


def without_foot(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name not in FOOT}


def case_problems(position: int, **changes: Any) -> set[tuple[str, str]]:
    """Change one line, above a foot that follows; return the line's own problems."""
    prefix = f"cases.{position + 1}."
    found = problems_of(without_foot(with_case(position, **changes)))
    assert all(path.startswith(prefix) for path, _ in found), found
    return {(path.removeprefix(prefix), severity) for path, severity in found}


def bare() -> dict[str, Any]:
    """The sample without what can be worked out."""
    data = without_foot(copy.deepcopy(SAMPLE))
    del data["as_of"], data["scope"]
    for case in data["cases"]:
        for name in WORKED_OUT:
            case.pop(name, None)
        if case["case_status"] == "已结案":
            del case["case_status"]
    return data


def filled(data: dict[str, Any]) -> ComplaintCaseTracking:
    return parse(ComplaintCaseTracking, data, today=TODAY)


def one(**changes: Any) -> dict[str, Any]:
    """A line with nothing but what it must hold."""
    line = {
        "complaint_no": "TS-1",
        "received_on": "2024-06-10",
        "customer_name": "沈丽华",
        "due_on": "2024-06-21",
        "case_status": "处理中",
    }
    return line | changes


def sheet(*cases: dict[str, Any], **changes: Any) -> dict[str, Any]:
    head = {
        "form_no": "TSZZ-1",
        "period_start": "2024-06-01",
        "period_end": "2024-06-30",
        "as_of": "2024-06-16",
    }
    return head | {"cases": list(cases)} | changes


def quiet(**changes: Any) -> set[tuple[str, str]]:
    """The problems of a sheet with one line and the warning of a running month left out."""
    found = problems_of(sheet(one(**changes))) - {("as_of", "warning")}
    return {(path.removeprefix("cases.1."), severity) for path, severity in found}


def test_the_sample_has_no_finding() -> None:
    assert problems() == CLEAN


# The worked example

#: Number, light, overdue days, warning day, timeliness, days as printed, kind.
GOLDEN = [
    ("TS-20240520-001", None, 3, (5, 29), "超期结案", "17", "品质"),
    ("TS-20240528-001", "红", 26, (5, 30), "超期未结", "（33）", "客服"),
    ("TS-20240603-001", None, 0, (6, 5), "及时结案", "5", "品质"),
    ("TS-20240605-001", None, 2, (6, 7), "超期结案", "9", "客服"),
    ("TS-20240607-001", None, 0, (6, 11), "及时结案", "5", "客服"),
    ("TS-20240611-001", None, 0, (6, 18), "及时结案", "10", "品质"),
    ("TS-20240614-001", None, 0, (6, 18), "及时结案", "3", "客服"),
    ("TS-20240618-001", "红", 2, (6, 25), "超期未结", "（12）", "品质"),
    ("TS-20240625-001", "黄", 0, (6, 27), "期限内未结", "（5）", "品质"),
    ("TS-20240628-001", "绿", 0, (7, 2), "期限内未结", "（2）", "客服"),
]


def test_the_lines_of_the_worked_example_are_worked_out() -> None:
    lines = [
        (
            case.complaint_no,
            case.light,
            case.overdue_days,
            case.warning_on and (case.warning_on.month, case.warning_on.day),
            case.timeliness,
            case.cycle_text,
            case.handling_kind,
        )
        for case in filled(bare()).cases
    ]
    assert lines == GOLDEN


def test_the_foot_of_the_worked_example_is_worked_out() -> None:
    form = filled(bare())
    assert form.scope == "期间受理+期初未结"
    assert form.as_of == dt.date(2024, 6, 30)
    assert [getattr(form, name) for name in FOOT[:-1]] == [2, 8, 6, 4, 2]
    assert form.on_time_rate == Decimal(4) / 6  # 66.67% as in the statistics


def test_what_is_worked_out_agrees_with_the_typed_sample() -> None:
    form = filled(bare())
    again = filled(json.loads(json.dumps(SAMPLE | {"on_time_rate": None})))
    assert form == again


def test_closed_lines_are_of_status_closed_and_numbered() -> None:
    cases = filled(bare()).cases
    assert [case.case_status == "已结案" for case in cases] == [
        True, False, True, True, True, True, True, False, False, False,
    ]  # fmt: skip
    assert [case.seq for case in cases] == list(range(1, 11))
    assert cases[CARRIED].registered_on == dt.date(2024, 5, 20)
    assert cases[CARRIED].defect_rate == Decimal("0.06")


def test_money_is_summed_up() -> None:
    form = filled(SAMPLE)
    assert form.total_compensation_amount == Decimal("2140.00")  # 1 780 of June, 360 before
    assert form.total_loss_amount == Decimal("3650.00")
    empty = filled(sheet(one()))
    assert (empty.total_compensation_amount, empty.total_loss_amount) == (None, None)


def test_the_three_lists_for_the_meeting() -> None:
    form = filled(SAMPLE)
    new = ("0603", "0605", "0607", "0611", "0614", "0618", "0625", "0628")
    closed = ("0520", "0603", "0605", "0607", "0611", "0614")
    assert form.new_cases == tuple(f"TS-2024{day}-001" for day in new)
    assert form.followed_cases == ("TS-20240528-001",)
    assert form.closed_cases == tuple(f"TS-2024{day}-001" for day in closed)


def test_a_list_without_cases_is_empty() -> None:
    form = filled(sheet())
    assert (form.new_cases, form.followed_cases, form.closed_cases) == (None, None, None)
    assert [getattr(form, name) for name in FOOT] == [0, 0, 0, 0, 0, None]


# The warning day, and the light


def test_holidays_and_days_worked_instead_move_the_warning_day() -> None:
    # Dragon-boat festival 2024: Monday the 10th is off. Before Wednesday the 12th: 11, 7, 6.
    festival = Settings(holidays=frozenset({dt.date(2024, 6, 10)}))
    assert festival.warn_on(dt.date(2024, 6, 12)) == dt.date(2024, 6, 6)
    # Sunday the 9th is worked instead: 11, 9, 7.
    worked = festival.model_copy(update={"extra_workdays": frozenset({dt.date(2024, 6, 9)})})
    assert worked.warn_on(dt.date(2024, 6, 12)) == dt.date(2024, 6, 7)


def test_the_number_of_working_days_is_a_setting() -> None:
    assert Settings(warning_workdays=0).warn_on(dt.date(2024, 6, 30)) == dt.date(2024, 6, 30)
    assert Settings(warning_workdays=1).warn_on(dt.date(2024, 6, 30)) == dt.date(2024, 6, 28)


def test_the_warning_day_of_a_line_follows_the_settings() -> None:
    data = sheet(one(due_on="2024-06-12"), as_of="2024-06-12")
    with use(Settings(holidays=frozenset({dt.date(2024, 6, 10)}))):
        assert filled(data).cases[0].warning_on == dt.date(2024, 6, 6)


@pytest.mark.parametrize(
    ("as_of", "light"),
    [
        ("2024-06-17", "绿"),  # the limit is Friday the 21st, the third day before Tuesday the 18th
        ("2024-06-18", "黄"),
        ("2024-06-21", "黄"),
        ("2024-06-22", "红"),
    ],
)
def test_the_light_changes_on_the_warning_day_and_after_the_limit(as_of: str, light: str) -> None:
    case = filled(sheet(one(), as_of=as_of)).cases[0]
    assert case.light == light
    assert case.overdue_days == (1 if light == "红" else 0)


def test_the_light_follows_a_typed_warning_day() -> None:
    case = filled(sheet(one(warning_on="2024-06-14"))).cases[0]
    assert case.light == "黄"


def test_a_typed_warning_day_is_doubted_and_one_after_the_limit_refused() -> None:
    assert case_problems(ON_TIME, warning_on="2024-06-04") == {("warning_on", "warning")}
    assert case_problems(ON_TIME, warning_on="2024-06-10") == {("warning_on", "warning")}
    assert case_problems(ON_TIME, warning_on="2024-06-11") == {("warning_on", "error")}


# How a case stood on the closing day


def test_a_case_closed_after_the_closing_day_was_still_open() -> None:
    case = filled(sheet(one(closed_on="2024-06-20"))).cases[0]
    assert (case.timeliness, case.cycle_text, case.light) == ("期限内未结", "（6）", "绿")
    assert quiet(closed_on="2024-06-17") == CLEAN
    assert quiet(closed_on="2024-06-16") == {("case_status", "error")}


def test_status_closed_means_closed_by_the_closing_day() -> None:
    assert quiet(case_status="已结案") == {("closed_on", "error")}
    assert quiet(case_status="已结案", closed_on="2024-06-17") == {("case_status", "error")}
    assert quiet(case_status="已结案", closed_on="2024-06-16") == CLEAN
    assert quiet(case_status=None) == {("case_status", "warning")}


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("overdue_days", 25), ("cycle_days", 32), ("timeliness", "期限内未结"), ("light", "黄")],
)
def test_a_typed_figure_that_does_not_follow_is_an_error(name: str, wrong: object) -> None:
    assert case_problems(LATE, **{name: wrong}) == {(name, "error")}


def test_a_closed_case_has_no_light() -> None:
    assert case_problems(ON_TIME, light="绿") == {("light", "error")}


def test_a_late_case_wants_its_reason_closed_or_not() -> None:
    assert case_problems(LATE, delay_reason=None) == {("delay_reason", "warning")}
    assert case_problems(SLOW, delay_reason=None) == {("delay_reason", "warning")}
    assert case_problems(WITHIN, delay_reason=None) == CLEAN


def test_figures_that_cannot_be_worked_out_are_not_checked() -> None:
    found = problems_of(without_foot(with_case(LATE, due_on="无")))
    assert found == {("cases.2.due_on", "error")}
    line = TrackedCase.draft({**dict(TrackedCase.empty()), "received_on": dt.date(2024, 6, 10)})
    standing = line.standing(dt.date(2024, 6, 16))
    assert standing["light"] is None
    assert line.cycle_text is None


# The line itself


@pytest.mark.parametrize(
    ("name", "early", "same"),
    [
        ("registered_on", "2024-06-02", "2024-06-03"),
        ("containment_on", "2024-06-02", "2024-06-03"),
        ("report_on", "2024-06-02", "2024-06-03"),
    ],
)
def test_nothing_happens_before_the_complaint(name: str, early: str, same: str) -> None:
    assert case_problems(ON_TIME, **{name: early}) == {(name, "error")}
    assert case_problems(ON_TIME, **{name: same}) == CLEAN


def test_the_limit_is_not_before_the_complaint() -> None:
    assert ("due_on", "error") in quiet(due_on="2024-06-09")
    assert ("due_on", "error") not in quiet(due_on="2024-06-10")


def test_a_case_is_not_closed_before_it_was_registered() -> None:
    closed = {"case_status": "已结案", "registered_on": "2024-06-12"}
    assert quiet(**closed, closed_on="2024-06-11") == {("closed_on", "error")}
    assert quiet(**closed, closed_on="2024-06-12") == CLEAN


def test_quantities_of_goods() -> None:
    goods = {"defective_quantity": "12", "delivered_quantity": "200", "defect_rate": None}
    assert quiet(**goods) == CLEAN
    assert quiet(**goods | {"defect_rate": "6.00%"}) == CLEAN
    assert quiet(**goods | {"defect_rate": "6.02%"}) == {("defect_rate", "error")}
    assert quiet(**goods | {"defective_quantity": "200"}) == CLEAN
    assert quiet(**goods | {"defective_quantity": "201"}) >= {("defective_quantity", "error")}
    assert quiet(delivered_quantity="0") == {("delivered_quantity", "error")}
    assert quiet(defect_rate="6.00%") == CLEAN  # old paper without the quantities


def test_the_kind_of_handling_follows_the_category() -> None:
    assert case_problems(ON_TIME, handling_kind="客服") == {("handling_kind", "warning")}
    assert quiet(handling_kind="客服") == CLEAN
    assert filled(sheet(one())).cases[0].handling_kind is None


@pytest.mark.parametrize(
    ("name", "most"),
    [("content_summary", 60), ("containment", 80), ("root_cause", 80), ("corrective_action", 80)],
)
def test_the_list_holds_short_texts(name: str, most: int) -> None:
    assert case_problems(ON_TIME, **{name: "长" * most}) == CLEAN
    assert case_problems(ON_TIME, **{name: "长" * (most + 1)}) == {(name, "warning")}


# Three months on

AGAIN, NOT_AGAIN = "复发", "未复发"


def effects(as_of: str, *months: str | None, **changes: Any) -> set[tuple[str, str]]:
    """The problems of a case closed on 8 June 2024 with these effects."""
    names = [f"effect_month_{number}" for number in (1, 2, 3)]
    line = one(
        case_status="已结案",
        closed_on="2024-06-08",
        received_on="2024-06-03",
        **dict(zip(names, months, strict=False)),
    )
    found = problems_of(sheet(line | changes, as_of=as_of, scope="全部"))
    return {(path.removeprefix("cases.1."), severity) for path, severity in found}


def test_an_effect_is_known_when_its_calendar_month_is_over() -> None:
    assert effects("2024-07-30") == CLEAN
    assert effects("2024-07-30", NOT_AGAIN) == {("effect_month_1", "error")}
    assert effects("2024-07-31") == {("effect_month_1", "warning")}
    assert effects("2024-07-31", NOT_AGAIN) == CLEAN
    assert effects("2024-09-29", NOT_AGAIN, NOT_AGAIN) == CLEAN
    assert effects("2024-09-30", NOT_AGAIN, NOT_AGAIN) == {("effect_month_3", "warning")}
    assert effects("2024-09-30", NOT_AGAIN, NOT_AGAIN, NOT_AGAIN) == CLEAN


def test_months_are_counted_over_the_turn_of_the_year() -> None:
    year = {"received_on": "2024-11-20", "due_on": "2024-12-30", "closed_on": "2024-11-30"}
    months = (NOT_AGAIN, NOT_AGAIN)
    assert effects("2024-12-30", NOT_AGAIN, **year) == {("effect_month_1", "error")}
    assert effects("2025-01-31", *months, **year) == CLEAN
    assert effects("2025-02-27", *months, **year) == CLEAN
    assert effects("2025-02-28", *months, **year) == {("effect_month_3", "warning")}


def test_an_open_case_has_no_effect_yet() -> None:
    assert quiet(effect_month_1=NOT_AGAIN) == {("effect_month_1", "error")}
    assert quiet(fully_solved=True) == {
        ("fully_solved", "warning"),
        ("fully_solved", "error"),
    }


@pytest.mark.parametrize(
    ("months", "solved"),
    [
        ((NOT_AGAIN, NOT_AGAIN, NOT_AGAIN), True),
        ((NOT_AGAIN, AGAIN, NOT_AGAIN), False),
        ((AGAIN, None, None), False),
        ((NOT_AGAIN, NOT_AGAIN, None), None),
    ],
)
def test_a_case_is_solved_when_three_months_brought_nothing(
    months: tuple[str | None, ...], solved: bool | None
) -> None:
    line = one(closed_on="2024-06-12", case_status="已结案")
    line |= {f"effect_month_{number}": word for number, word in enumerate(months, start=1)}
    case = TrackedCase.model_validate(line)
    assert case.fully_solved is solved


def test_a_typed_answer_agrees_with_the_months() -> None:
    three = (NOT_AGAIN, NOT_AGAIN, NOT_AGAIN)
    assert effects("2024-09-30", *three, fully_solved=True) == CLEAN
    assert effects("2024-09-30", *three, fully_solved=False) == {("fully_solved", "error")}
    again = (NOT_AGAIN, AGAIN, NOT_AGAIN)
    assert effects("2024-09-30", *again, fully_solved=False) == CLEAN
    assert effects("2024-09-30", *again, fully_solved=True) == {("fully_solved", "error")}
    assert effects("2024-08-31", *three[:2], fully_solved=True) == {("fully_solved", "warning")}


# Which cases belong on the list


def test_a_number_stands_once() -> None:
    found = problems_of(with_case(ON_TIME, complaint_no="TS-20240528-001"))
    assert found == {("cases.3.complaint_no", "error")}


def test_without_its_days_the_list_only_asks_for_them() -> None:
    found = problems_of(sheet(one(), period_end=None, as_of=None))
    assert found == {("period_end", "error")}


def test_a_pasted_total_line_is_told_apart() -> None:
    found = problems_of(sheet(one(), {"complaint_no": "合计"}))
    assert ("cases.2.complaint_no", "error") in found
    found = problems_of(sheet(one(), {"seq": 2, "customer_name": "合计"}))
    assert ("cases.2.complaint_no", "error") in found


def test_cases_stand_in_the_order_of_their_days() -> None:
    data = copy.deepcopy(SAMPLE)
    data["cases"].reverse()
    assert problems_of(data) == {("cases", "warning")}
    data["cases"] = [one(), one(complaint_no="TS-0")]
    assert ("cases", "warning") not in problems_of(without_foot(data))


def test_a_case_received_after_the_closing_day_is_refused() -> None:
    assert quiet(received_on="2024-06-16") == CLEAN
    assert quiet(received_on="2024-06-17") == {("received_on", "error")}


def outside(scope: str, as_of: str = "2024-07-05", **changes: Any) -> set[tuple[str, str]]:
    """The problems of one line with its own due day under a scope, the delay explained."""
    line = one(due_on="2024-07-31", **changes)
    found = problems_of(sheet(line, scope=scope, as_of=as_of))
    return {(path.removeprefix("cases.1."), severity) for path, severity in found}


def test_the_default_scope_takes_the_period_and_what_was_open_before() -> None:
    scope = "期间受理+期初未结"
    assert outside(scope, received_on="2024-06-30") == CLEAN
    assert outside(scope, received_on="2024-07-01") == {("received_on", "error")}
    assert outside(scope, received_on="2024-05-31") == CLEAN
    done = {"received_on": "2024-05-20", "case_status": "已结案"}
    assert outside(scope, **done, closed_on="2024-06-01") == CLEAN
    done |= {"closed_on": "2024-05-31", "effect_month_1": NOT_AGAIN}
    assert outside(scope, **done) == {("closed_on", "error")}


def test_the_scope_of_the_period_takes_what_was_received_in_it() -> None:
    assert outside("期间受理", received_on="2024-06-01") == CLEAN
    assert outside("期间受理", received_on="2024-05-31") == {("received_on", "error")}
    assert outside("期间受理", received_on="2024-07-01") == {("received_on", "error")}


def test_the_scope_of_open_cases_takes_no_closed_one() -> None:
    assert outside("未结案件", received_on="2024-05-01") == CLEAN
    done = {"case_status": "已结案", "closed_on": "2024-07-05"}
    assert outside("未结案件", **done) == {("closed_on", "error")}
    assert outside("未结案件", as_of="2024-07-04", closed_on="2024-07-05") == CLEAN


def test_the_scope_of_all_takes_all() -> None:
    old = {"received_on": "2024-04-02", "case_status": "已结案", "closed_on": "2024-04-05"}
    month = {f"effect_month_{number}": NOT_AGAIN for number in (1, 2)}
    assert outside("全部", **old, **month) == CLEAN


# The foot


@pytest.mark.parametrize("name", FOOT[:3])
def test_a_figure_of_the_foot_is_that_of_the_lines(name: str) -> None:
    assert problems(**{name: SAMPLE[name] + 1}) == {(name, "error")}


def test_what_is_open_and_late_is_that_of_the_lines() -> None:
    assert problems(open_end=5) == {("open_end", "error")}
    assert problems(open_overdue=3) == {("open_overdue", "error")}
    assert problems(on_time_rate="50.00%") == {("on_time_rate", "error")}
    assert problems(on_time_rate="66.67%") == CLEAN


def test_a_rate_over_no_case_is_left_empty() -> None:
    data = sheet(one(), on_time_rate="100.00%")
    assert ("on_time_rate", "error") in problems_of(data)


def open_only(**changes: Any) -> dict[str, Any]:
    """The list of the cases that are open at the end of June."""
    data = bare()
    data["cases"] = [case for case in data["cases"] if "closed_on" not in case]
    return data | {"scope": "未结案件"} | changes


def test_of_open_cases_only_what_is_open_can_be_counted() -> None:
    form = filled(open_only())
    assert [getattr(form, name) for name in FOOT] == [None, None, None, 4, 2, None]
    later = filled(open_only(as_of="2024-07-01"))  # one may have been closed today
    assert (later.open_end, later.open_overdue) == (None, 2)


def test_figures_beyond_the_lines_may_be_typed_but_not_less() -> None:
    assert problems_of(open_only(opening=2, received=8, closed=6)) == CLEAN
    assert problems_of(open_only(opening=1)) == CLEAN
    assert problems_of(open_only(opening=0)) == {("opening", "error")}
    assert problems_of(open_only(received=3)) == CLEAN
    assert problems_of(open_only(received=2)) == {("received", "error")}


def test_the_flow_of_cases_adds_up() -> None:
    flow = {"opening": 2, "received": 8, "closed": 5}
    assert problems_of(open_only(**flow)) == {("open_end", "error")}
    assert problems_of(open_only(**flow | {"closed": 11})) == {("closed", "error")}
    assert problems_of(open_only(**flow | {"closed": 10}, as_of="2024-07-01")) >= {
        ("open_end", "error")
    }


def test_of_the_period_what_was_received_is_counted_and_the_rest_follows() -> None:
    data = without_foot(copy.deepcopy(SAMPLE))
    data["cases"] = data["cases"][2:]
    data["scope"] = "期间受理"
    form = filled(data)
    assert [getattr(form, name) for name in FOOT[:-1]] == [None, 8, None, None, None]
    assert form.on_time_rate == Decimal(4) / 6
    typed = filled(data | {"opening": 2, "closed": 6})
    assert typed.open_end == 4
    assert problems_of(data | {"opening": 2, "closed": 6, "open_end": 5}) == {("open_end", "error")}
    assert problems_of(data | {"closed": 4}) == {("closed", "error")}


def test_late_cases_are_some_of_the_open_ones() -> None:
    data = without_foot(copy.deepcopy(SAMPLE))
    data |= {"scope": "期间受理", "cases": data["cases"][2:]}
    assert problems_of(data | {"open_end": 3, "open_overdue": 3}) == CLEAN
    assert problems_of(data | {"open_end": 3, "open_overdue": 4}) == {("open_overdue", "error")}


def test_nothing_is_counted_while_a_line_is_not_known() -> None:
    data = without_foot(with_case(ON_TIME, received_on="六月"))
    assert problems_of(data | {"received": 99}) == {("cases.3.received_on", "error")}
    data = without_foot(with_case(ON_TIME, closed_on="六月"))
    assert problems_of(data | {"received": 99}) == {("cases.3.closed_on", "error")}


def test_a_case_received_after_the_period_is_not_late_in_it() -> None:
    late = one(received_on="2024-07-01", due_on="2024-07-02", delay_reason="等检测报告。")
    form = filled(sheet(late, scope="未结案件", as_of="2024-07-05"))
    assert form.open_overdue == 0


def test_the_first_day_of_the_period_belongs_to_it() -> None:
    form = filled(sheet(one(received_on="2024-06-01")))
    assert [getattr(form, name) for name in FOOT[:4]] == [0, 1, 0, 1]
    assert (form.new_cases, form.followed_cases) == (("TS-1",), None)


def test_in_a_running_month_a_case_closed_later_still_counts_as_open() -> None:
    form = filled(sheet(one(closed_on="2024-06-20")))
    assert (form.closed, form.open_end, form.closed_cases) == (0, 1, None)
    later = filled(sheet(one(closed_on="2024-06-20", case_status=None), as_of="2024-06-20"))
    assert (later.closed, later.open_end, later.closed_cases) == (1, 0, ("TS-1",))


# The head


def test_the_days_of_the_period_are_in_order() -> None:
    found = problems(period_end="2024-05-31")
    assert ("period_end", "error") in found
    assert not any(path.startswith("cases") for path, _ in found)
    assert ("as_of", "error") in problems_of(sheet(as_of="2024-05-31"))
    assert problems_of(sheet(as_of="2024-06-29")) == {("as_of", "warning")}
    assert problems_of(sheet(as_of="2024-06-30")) == CLEAN


@given(st.data())
@settings(max_examples=50, deadline=None)
def test_checking_survives_fields_that_are_missing_or_garbage(data: st.DataObject) -> None:
    broken = copy.deepcopy(SAMPLE)
    garbage: st.SearchStrategy[Any] = st.sampled_from(
        [None, "？？", -1, [], {"a": 1}, "2024-06-31"]
    )
    for name in data.draw(st.sets(st.sampled_from(sorted(broken)))):
        broken[name] = data.draw(garbage)
    if isinstance(broken["cases"], list):
        for case in broken["cases"]:
            for name in data.draw(st.sets(st.sampled_from(sorted(case)), max_size=6)):
                case[name] = data.draw(garbage)
    check(ComplaintCaseTracking, broken, today=TODAY)
