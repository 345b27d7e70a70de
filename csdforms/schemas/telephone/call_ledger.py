"""What the ledgers of incoming and of outgoing calls share: their tallies, and lines completed.

The forms differ in the columns they print and in what they count, not in how they count.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from typing import TypeVar

from csdforms.schemas.fields import call, figures
from csdforms.schemas.figures import shares
from csdforms.schemas.form import Row

__all__ = [
    "UNKNOWN",
    "CallDetails",
    "CallTally",
    "by_agent",
    "details",
    "entered",
    "seconds",
    "tally",
]

K = TypeVar("K", bound=Hashable)
R = TypeVar("R", bound=Row)

UNKNOWN = "未填"


class CallDetails(Row):
    """What is known of a call beyond the columns of the ledger."""

    call_no: call.CallNo | None = None
    call_details: call.CallDetails | None = None


class CallTally(Row):
    """How many calls there were of one kind."""

    dimension_value: figures.DimensionValue
    call_count: call.CallCount
    share: figures.Share | None = None


def seconds(start: dt.datetime | None, end: dt.datetime | None) -> int | None:
    """Return the seconds from one moment to the next, ``None`` if they are not known."""
    if start is None or end is None or end < start:
        return None
    return int((end - start).total_seconds())


def tally(
    keys: Iterable[K | None], order: Callable[[K], object], show: Callable[[K], str]
) -> tuple[CallTally, ...]:
    """Count calls by a key; those without one come last."""
    counts: dict[K | None, int] = {}
    for key in keys:
        counts[key] = counts.get(key, 0) + 1
    ranked = sorted(counts, key=lambda key: (key is None, key is not None and order(key)))
    parts = shares([counts[key] for key in ranked])
    return tuple(
        CallTally(
            dimension_value=UNKNOWN if key is None else show(key),
            call_count=counts[key],
            share=part,
        )
        for key, part in zip(ranked, parts, strict=True)
    )


def by_agent(lines: Iterable[R], agent: Callable[[R], str | None]) -> Iterator[tuple[str, list[R]]]:
    """Yield each agent with his calls, busiest first, nobody last."""
    groups: dict[str | None, list[R]] = {}
    for one in lines:
        groups.setdefault(agent(one), []).append(one)
    ranked = sorted(groups, key=lambda name: (name is None, -len(groups[name]), name or ""))
    yield from ((name or UNKNOWN, groups[name]) for name in ranked)


def details(one: Row, columns: Collection[str]) -> str | None:
    """Join the filled boxes that have no column: ``客户编号：KH-001　等待时长：12秒``."""
    texts = []
    for name, spec in type(one).specs().items():
        if name in columns or name == "call_no" or spec.type is None:
            continue
        value = getattr(one, name)
        if value is not None:
            texts.append(f"{spec.label}：{spec.type.show(value)}")
    return "　".join(texts) or None


def entered(
    lines: Iterable[R], form_no: str | None, agent_name: str | None, agent_no: str | None
) -> Iterator[R]:
    """Yield the lines with what the head says: its agent, and its number before theirs."""
    for one in lines:
        boxes = dict(one)
        changes: dict[str, object] = {}
        if boxes["agent_name"] is None and agent_name is not None:
            changes = {"agent_name": agent_name, "agent_no": boxes["agent_no"] or agent_no}
        if boxes["call_no"] is None and form_no is not None and one.seq is not None:
            changes["call_no"] = f"{form_no}-{one.seq:02}"
        yield one.model_copy(update=changes)
