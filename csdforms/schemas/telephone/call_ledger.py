"""What the ledgers of incoming and of outgoing calls share: their tallies, and lines completed.

The forms differ in the columns they print and in what they count, not in how they count.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from csdforms.schemas.fields import call, figures
from csdforms.schemas.figures import Number, shares
from csdforms.schemas.form import Row

__all__ = [
    "UNKNOWN",
    "CallDetails",
    "CallTally",
    "averaged",
    "busiest",
    "by_agent",
    "details",
    "entered",
    "hour_of",
    "hours",
    "seconds",
    "tally",
]

R = TypeVar("R", bound=Row)

UNKNOWN = "未填"
_DAY, _HOURS = dt.timedelta(days=1), 24


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


def tally(words: Iterable[str | None], order: Sequence[str]) -> tuple[CallTally, ...]:
    """Count calls by a word, in this order; those without one come last."""
    counts = Counter(words)
    ranked = [word for word in (*order, None) if word in counts]
    parts = shares([counts[word] for word in ranked])
    return tuple(
        CallTally(dimension_value=word or UNKNOWN, call_count=counts[word], share=part)
        for word, part in zip(ranked, parts, strict=True)
    )


def hours(times: Iterable[dt.datetime | None]) -> tuple[str, ...]:
    """Return what the hours of the day are called, ``09:00—09:59``, in the order of these calls.

    Those of one shift begin at its first call, for it may go past midnight.
    """
    known = [time for time in times if time is not None]
    is_shift = bool(known) and max(known) - min(known) < _DAY
    first = min(known).hour if is_shift else 0
    return tuple(map(hour_of, [*range(first, _HOURS), *range(first)]))


def hour_of(hour: int) -> str:
    """Return what an hour of the day is called."""
    return f"{hour:02}:00—{hour:02}:59"


def averaged(words: Sequence[str], counts: Iterable[int]) -> str:
    """Return on how many calls means rest: ``通话8件、满意度5件``."""
    return "、".join(f"{word}{count}件" for word, count in zip(words, counts, strict=True))


def busiest(counts: Mapping[str | None, Number]) -> list[str | None]:
    """Return the agents by how many calls they had, most first, nobody last."""
    return sorted(counts, key=lambda name: (name is None, -counts[name], name or ""))


def by_agent(lines: Iterable[R], agent: Callable[[R], str | None]) -> Iterator[tuple[str, list[R]]]:
    """Yield each agent with his calls, busiest first, nobody last."""
    groups: dict[str | None, list[R]] = {}
    for one in lines:
        groups.setdefault(agent(one), []).append(one)
    ranked = busiest({name: len(calls) for name, calls in groups.items()})
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
