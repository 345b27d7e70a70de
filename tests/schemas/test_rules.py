"""The words of the rules: order, need, closeness, and silence about empty boxes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from csdforms.schemas.complaint import ComplaintHandlingNotice
from csdforms.schemas.rules import (
    close_to,
    in_order,
    not_before,
    not_future,
    once,
    others,
    repeated,
    requires,
)

DAY = dt.date(2026, 3, 5)
at = dt.datetime.fromisoformat


def notice(**values: Any) -> ComplaintHandlingNotice:
    """Return a notice with these boxes filled and all others empty."""
    empty: Any = dict.fromkeys(ComplaintHandlingNotice.model_fields)
    return ComplaintHandlingNotice.model_construct(**(empty | values))


@pytest.mark.parametrize(
    ("later", "earlier", "holds"),
    [
        (None, DAY, True),
        (DAY, None, True),
        (DAY, DAY, True),
        (DAY, dt.date(2026, 3, 6), False),
        (at("2026-03-05 14:05"), at("2026-03-05 14:06"), False),
        (at("2026-03-05 14:05"), at("2026-03-05 14:05"), True),
        (at("2026-03-05 00:00"), at("2026-03-05 14:06"), True),  # midnight: no time is known
        (DAY, at("2026-03-05 14:06"), True),
        (at("2026-03-05 14:05"), DAY, True),
        (at("2026-03-04 23:59"), DAY, False),
    ],
)
def test_days_and_moments_are_compared_as_far_as_both_are_known(
    later: dt.date | None, earlier: dt.date | None, holds: bool
) -> None:
    assert not_before(later, earlier) is holds


def test_every_day_out_of_order_is_named_with_the_one_it_precedes() -> None:
    sheet = notice(
        reported_at=at("2026-03-05 10:00"),
        issued_at=at("2026-03-05 09:00"),
        signed_at=at("2026-03-05 09:30"),
        result_at=at("2026-03-05 11:00"),
    )
    names = ("reported_at", "received_at", "issued_at", "signed_at", "result_at")
    problems = list(in_order(sheet, *names))
    assert [problem.path for problem in problems] == ["issued_at", "signed_at"]
    assert all("“反映时间”" in problem.message for problem in problems)
    warnings = list(in_order(sheet, *names, severity="warning"))
    assert [problem.severity for problem in warnings] == ["warning", "warning"]


def test_empty_boxes_break_no_order() -> None:
    assert list(in_order(notice(), "reported_at", "received_at")) == []


def test_what_is_needed_is_asked_for_only_when_it_is() -> None:
    sheet = notice(signed_by="陈立", copied_to=())
    names = ("signed_by", "opinion_by", "copied_to")
    problems = list(requires(sheet, *names, because="已签收"))
    assert [problem.path for problem in problems] == ["opinion_by", "copied_to"]
    assert problems[0].message == "已签收，这一栏不能空着。"
    assert list(requires(sheet, *names, when=False, because="已签收")) == []


def test_no_and_nought_are_not_empty() -> None:
    sheet = notice(keep_confidential=False, attachment_pages=0)
    assert list(requires(sheet, "keep_confidential", "attachment_pages", because="必填")) == []


def test_what_is_to_come_is_named_and_what_is_not_dated_is_not() -> None:
    sheet = notice(issued_at=at("2026-03-05 23:00"), verified_on=dt.date(2026, 3, 6))
    names = ("issued_at", "signed_at", "verified_on")
    (problem,) = not_future(sheet, *names, today=DAY, severity="warning")
    assert (problem.path, problem.severity) == ("verified_on", "warning")
    assert list(not_future(sheet, *names, today=dt.date(2026, 3, 6))) == []


@pytest.mark.parametrize(
    ("chosen", "text", "wrong"),
    [
        ("其他", None, True),
        ("其他", "信函", False),
        ("来电", None, False),
        (("来电", "其他"), None, True),  # tick boxes for several words
        (("来电",), None, False),
        (None, None, False),
    ],
)
def test_other_is_explained(chosen: object, text: str | None, wrong: bool) -> None:
    problems = list(others(notice(channel=chosen, remarks=text), ("channel", "remarks")))
    assert [problem.path for problem in problems] == ["remarks"] * wrong
    assert all("“反映方式”选了“其他”" in problem.message for problem in problems)


def test_what_stands_twice_is_named_where_it_stands_again() -> None:
    assert list(repeated([1, 2, None, 1, None, 1])) == [4, 6]
    sheets = [notice(level=level) for level in ("高等级", None, "低等级", "高等级", None)]
    (problem,) = once("notices", sheets, "level", mend="请合并")
    assert problem.path == "notices.4.level"
    assert problem.message == "“投诉等级”前面已有一行，请合并。"


@pytest.mark.parametrize(
    ("typed", "exact", "places", "holds"),
    [
        ("0.3333", "0.33333333", 4, True),
        ("0.33335", "0.3333", 4, True),
        ("0.33336", "0.3333", 4, False),
        ("6.4", "6.45", 1, True),
        ("6.4", "6.46", 1, False),
        ("6", "6.5", 0, True),
        ("6", "6.6", 0, False),
    ],
)
def test_a_typed_figure_may_differ_by_half_a_printed_unit(
    typed: str, exact: str, places: int, holds: bool
) -> None:
    assert close_to(Decimal(typed), Decimal(exact), places) is holds


def test_rounded_inputs_widen_the_tolerance() -> None:
    inputs = (Decimal("0.05"), Decimal("0.05"))
    assert close_to(Decimal("6.4"), Decimal("6.55"), 1, inputs)
    assert not close_to(Decimal("6.4"), Decimal("6.56"), 1, inputs)
