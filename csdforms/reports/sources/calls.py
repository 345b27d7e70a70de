"""The calls of the ledgers, in and out, one a call (manual §5.2 and §5.3).

A ledger is read as its form reads it. Of several filings of one ledger the last counts, and so of
one call that stands in several.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Generic, TypeVar

import numpy as np

from csdforms.reports.columns import Amounts, Days, Mask, Words
from csdforms.reports.figure import Record
from csdforms.reports.rows import Table
from csdforms.reports.sources.kept import Document, Kept, filed
from csdforms.schemas.checking import examine
from csdforms.schemas.fields import customer
from csdforms.schemas.telephone import inbound_call_record as inbound
from csdforms.schemas.telephone import outbound_call_record as outbound
from csdforms.schemas.telephone.call_ledger import hour_of

__all__ = ["Calls", "InboundCalls", "Noted", "OutboundCalls", "read"]

_IN, _OUT = "inbound_call_record", "outbound_call_record"
_SAME = ("form_no", "recorded_on", "period_start", "period_end", "agent_name")
C = TypeVar("C", inbound.Call, outbound.Call)


@dataclass(frozen=True, slots=True, eq=False)
class Noted(Generic[C]):
    """A call, and where it was written down: its ledger, the place of its line, the task."""

    call: C
    item: Document
    place: int
    at: dt.datetime
    task_no: str | None = None

    def __repr__(self) -> str:
        return f"Noted({self.number!r})"

    @property
    def number(self) -> str:
        """Return the call's number."""
        return self.call.call_no or ""


class _Calls(Table, Generic[C]):
    """What calls in and out share."""

    word = ""

    def __init__(self, calls: Sequence[Noted[C]]) -> None:
        self.calls: list[Noted[C]] = sorted(calls, key=lambda one: (one.at, one.number))
        super().__init__(len(self.calls), self._record)

    def _record(self, place: int) -> Record:
        one = self.calls[place]
        return Record(self.word, one.number, "", (one.item["number"],), one.at.date())

    @cached_property
    def on(self) -> Days:
        """The day of the call."""
        return Days.of(one.at for one in self.calls)

    @cached_property
    def agent(self) -> Words:
        """接听人 or 呼出人."""
        return Words.of(one.call.agent_name for one in self.calls)

    @cached_property
    def talk_seconds(self) -> Amounts:
        """通话时长."""
        return Amounts.of(one.call.talk_seconds for one in self.calls)

    @cached_property
    def satisfaction(self) -> Words:
        """客户满意度."""
        return Words.of(one.call.satisfaction for one in self.calls)

    def marked(self, mark: Callable[[C], bool | None]) -> Mask:
        """Tell of which calls something holds."""
        return np.array([bool(mark(one.call)) for one in self.calls], np.bool_)


class InboundCalls(_Calls[inbound.Call]):
    """The incoming calls."""

    unit = "件来电"
    word = "来电"

    @cached_property
    def category(self) -> Words:
        """来电类型, or that it was lost."""
        return Words.of((one.call.tallied_as for one in self.calls), inbound.CATEGORIES)

    @cached_property
    def hour(self) -> Words:
        """The hour of 来电时间: 09:00—09:59."""
        return Words.of(hour_of(one.at.hour) for one in self.calls)

    @cached_property
    def wait_seconds(self) -> Amounts:
        """等待时长."""
        return Amounts.of(one.call.wait_seconds for one in self.calls)

    @cached_property
    def response_seconds(self) -> Amounts:
        """响应时长."""
        return Amounts.of(one.call.response_seconds for one in self.calls)

    @cached_property
    def satisfaction_score(self) -> Amounts:
        """客户满意度, 5 for 非常满意 to 1 for 非常不满意."""
        scores = customer.SATISFACTION_SCORES
        return Amounts.of(scores.get(one.call.satisfaction or "") for one in self.calls)


class OutboundCalls(_Calls[outbound.Call]):
    """The outgoing calls."""

    unit = "次呼出"
    word = "呼出"

    @cached_property
    def customer(self) -> Words:
        """Whom they called, by what tells one customer from others."""
        return Words.of(one.call.customer_key for one in self.calls)

    @cached_property
    def task(self) -> Words:
        """任务编号 of the ledger."""
        return Words.of(one.task_no for one in self.calls)

    @cached_property
    def result(self) -> Words:
        """呼出结果."""
        return Words.of(one.call.call_result for one in self.calls)

    @cached_property
    def outcome(self) -> Words:
        """呼出结果, or why nobody was reached."""
        return Words.of((one.call.call_outcome for one in self.calls), outbound.OUTCOMES)


class Calls:
    """All calls that somebody may count; each direction is read when it is asked for."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    @cached_property
    def inbound(self) -> InboundCalls:
        """The calls in."""
        found: list[Noted[inbound.Call]] = []
        for item in _ledgers(self._kept, _IN):
            form, _ = examine(inbound.InboundCallRecord, item["data"])
            for place, call in enumerate(form.calls):
                assert call.called_at is not None
                found.append(Noted(call, item, place, call.called_at))
        return InboundCalls(_once(found))

    @cached_property
    def outbound(self) -> OutboundCalls:
        """The calls out."""
        found: list[Noted[outbound.Call]] = []
        for item in _ledgers(self._kept, _OUT):
            form, _ = examine(outbound.OutboundCallRecord, item["data"])
            for place, call in enumerate(form.calls):
                assert call.dialled_at is not None
                found.append(Noted(call, item, place, call.dialled_at, form.task_no))
        return OutboundCalls(_once(found))


def read(kept: Kept) -> Calls:
    """Read the ledgers of calls that somebody may count."""
    return Calls(kept)


def _ledgers(kept: Kept, form: str) -> list[Document]:
    """Return the ledgers of a form; one that was filed again is corrected, and counts as it is."""
    return list({_ledger(item["data"]): item for item in filed(kept, form)}.values())


def _ledger(data: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what makes a filing the same ledger: numbers alone may begin anew each day."""
    return tuple(data.get(name) for name in _SAME)


def _once(calls: Iterable[Noted[C]]) -> list[Noted[C]]:
    """Return the calls, each once: of one number and moment what was filed last counts.

    Where agents give the same numbers, that of the ledger stands before them.
    """
    known = {(one.number, one.at): one for one in calls}
    often = Counter(number for number, _ in known)
    return [_numbered(one) if often[one.number] > 1 else one for one in known.values()]


def _numbered(one: Noted[C]) -> Noted[C]:
    number = f"{one.item['data']['form_no']}-{one.number}"
    return replace(one, call=one.call.model_copy(update={"call_no": number}))
