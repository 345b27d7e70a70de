"""The lines of a ledger over a period: what counts as it was filed, texts as the reader may see."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from csdforms.reports.columns import Amounts, Days, Words
from csdforms.reports.figure import Figure, Record, given, mean
from csdforms.reports.request import Request
from csdforms.reports.rows import Rows
from csdforms.reports.sources.calls import Noted

__all__ = ["average", "counted", "printed"]


def counted(request: Request, rows: Rows, on: Days, agents: Words) -> Rows:
    """Return the calls of the period, of one agent if one was said."""
    start, end, as_of = request.period
    last = min(end, as_of)
    rows = rows.where(on.between(start, last), f"{start:%Y-%m-%d}至{last:%Y-%m-%d}")
    agent = request.option("agent_name")
    return rows if agent is None else rows.where(agents.isin(agent), agent)


def printed(
    request: Request, one: Noted[Any], record: Record, counting: Collection[str]
) -> dict[str, Any]:
    """Return a call's line; the boxes that are counted stand there even if the rest is hidden."""
    shown = request.sources.kept.shown(one.item).get("calls", ())
    line: Mapping[str, Any] = shown[one.place] if one.place < len(shown) else {}
    known = {name: getattr(one.call, name) for name in counting}
    read = {
        name: given(value, "读自当班的记录表", record)
        for name, value in known.items()
        if value is not None
    }
    return {name: value for name, value in line.items() if name not in ("seq", *known)} | read


def average(rows: Rows, amounts: Amounts, said: str) -> Figure:
    """Return the mean of what is known of the calls."""
    known = rows.where(amounts.known(), f"有{said}")
    return mean(f"{said}之和 ÷ 有{said}的件数", 合计=known.total(amounts, said), 件数=known.count())
