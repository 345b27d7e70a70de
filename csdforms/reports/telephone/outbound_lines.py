"""The lines of outgoing calls as the reader may see them: whom they went to, and which attempt.

Customers are told apart as they are on the sheet. A ledger that the reader may count and not read
does not say whom it called: its customers are others, also where another ledger names them.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, NamedTuple

import numpy as np

from csdforms.reports.columns import Words
from csdforms.reports.figure import Figure, given, plus, worked
from csdforms.reports.request import Request
from csdforms.reports.rows import Rows
from csdforms.reports.sources.calls import Noted, OutboundCalls
from csdforms.reports.telephone.call_lines import duration, printed
from csdforms.schemas.labels import normalise
from csdforms.schemas.telephone.outbound_call_record import Call, outcome

__all__ = ["OutboundLines", "outbound_lines"]

#: What is counted of a call; it tells of no person but the agent.
_COUNTED = (
    "call_no", "dialled_at", "call_purpose", "is_connected", "unconnected_reason", "answered_at",
    "ended_at", "call_result", "satisfaction", "agent_name",
)  # fmt: skip
_CUSTOMER = "客户"


class OutboundLines(NamedTuple):
    """The lines of some calls, and of every call whom it went to: nobody knows of the others."""

    lines: Sequence[dict[str, Any]]
    customer: Words


def outbound_lines(
    request: Request, calls: OutboundCalls, rows: Rows, *, of_task: bool
) -> OutboundLines:
    """Return the lines of these calls; attempts are counted on from the first of them.

    Args:
        request: what is wanted.
        calls: all calls.
        rows: the calls of the sheet.
        of_task: whether they are of one task: then all calls to a customer are about one matter.
    """
    known: dict[str, dict[int, int]] = {}
    lines, keys, matters = [], [], []
    for place in rows.index.tolist():
        one = calls.calls[place]
        line = printed(request, one, calls.record(place), _COUNTED)
        line, key = _named(line, one, int(calls.customer.codes[place]), known)
        lines.append(_worked_out(line))
        keys.append(key)
        about = (one.call.call_purpose, line.get("related_no"))
        matters.append(key if of_task else (key, *about))
    _count_attempts(calls, rows, lines, matters)
    words = Words.of(keys)
    codes = np.full(calls.size, -1, np.int32)
    codes[rows.index] = words.codes
    return OutboundLines(lines, Words(codes, words.values))


def _named(
    line: dict[str, Any], one: Noted[Call], code: int, known: dict[str, dict[int, int]]
) -> tuple[dict[str, Any], str]:
    """Return the line so that it tells customers apart whose names are masked, and by what."""
    name = line.get("customer_name")
    shown = line.get("customer_no") or (normalise(name) if name else None)
    if shown is not None and shown == one.call.customer_key:
        return line, shown
    name = name or _CUSTOMER
    alike = known.setdefault(name, {})
    label = f"{name}（{alike.setdefault(code, len(alike) + 1)}）"
    line.pop("customer_no", None)
    return {**line, "customer_name": label}, label


def _worked_out(line: dict[str, Any]) -> dict[str, Any]:
    return {
        **line,
        "talk_seconds": duration(接听时间=line.get("answered_at"), 结束时间=line.get("ended_at")),
        "call_outcome": worked(
            "接通的写呼出结果，没有接通的写原因",
            outcome,
            是否接通=line.get("is_connected"),
            未接通原因=line.get("unconnected_reason"),
            呼出结果=line.get("call_result"),
        ),
    }


def _count_attempts(
    calls: OutboundCalls,
    rows: Rows,
    lines: Sequence[dict[str, Any]],
    matters: Sequence[Hashable],
) -> None:
    """Enter into each line which attempt it is: as filed in the first, counted on from there."""
    about: dict[Hashable, list[int]] = {}
    for number, matter in enumerate(matters):
        about.setdefault(matter, []).append(number)
    for numbers in about.values():
        places = rows.index[numbers]
        first = calls.calls[places[0]].call.attempt_no
        read = given(first, "读自当班的记录表", calls.record(int(places[0])))
        lines[numbers[0]]["attempt_no"] = read
        for before, number in enumerate(numbers[1:], start=1):
            lines[number]["attempt_no"] = _attempt(read, Rows(calls, places[:before], "此前"))


def _attempt(first: Figure, earlier: Rows) -> Figure:
    count = earlier.count("同一客户同一事项此前")
    return plus("首次的拨打次数＋此后至本次的呼出次数", 首次的拨打次数=first, 呼出次数=count)
