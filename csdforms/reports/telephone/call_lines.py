"""The lines of a ledger over a period: what counts as it was filed, texts as the reader may see."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from csdforms.errors import InvalidData
from csdforms.reports.columns import Amounts, Days, Words
from csdforms.reports.figure import Figure, Record, across, given, ratio, worked
from csdforms.reports.request import Request
from csdforms.reports.rows import Counts, Groups, Rows
from csdforms.reports.sources.calls import Noted
from csdforms.reports.sources.kept import legible
from csdforms.schemas.checking import Finding
from csdforms.schemas.figures import shares
from csdforms.schemas.telephone.call_ledger import UNKNOWN, averaged, busiest, seconds

__all__ = [
    "by_agent",
    "counted",
    "duration",
    "means",
    "only",
    "printed",
    "ratios",
    "rested_on",
    "tallied",
]

_SHARE = "件数 ÷ 各项件数之和，取到0.01%，各项合计100%，尾差归件数最多的一项"


def counted(request: Request, rows: Rows, on: Days, agents: Words) -> Rows:
    """Return the calls of the period, of one agent if one was said.

    Raises:
        InvalidData: if no call that he may know of is this agent's, though there are calls.
    """
    start, last = request.period.start, request.period.counted_to
    rows = rows.where(on.between(start, last), f"{start:%Y-%m-%d}至{last:%Y-%m-%d}")
    return only(request, rows, "agent_name", agents, "")


def only(request: Request, rows: Rows, box: str, words: Words, said: str) -> Rows:
    """Return the calls with the word that was said of a box, all if none was.

    Raises:
        InvalidData: if no call has it, though there are calls: then it is written wrong.
    """
    word = request.option(box)
    if word is None:
        return rows
    if words.values and word not in words.values:
        label = request.model.label_of(box)
        finding = Finding(box, label, "档案里的记录表上没有，请核对。")
        raise InvalidData(request.model.title(), [finding])
    return rows.where(words.isin(word), f"{said}{word}")


def printed(
    request: Request, one: Noted[Any], record: Record, counting: Collection[str]
) -> dict[str, Any]:
    """Return a call's line; the boxes that are counted stand there even if the rest is hidden."""
    shown = request.sources.kept.shown(one.item).get("calls", ())
    line = legible(type(one.call), shown[one.place]) if one.place < len(shown) else {}
    known = {name: getattr(one.call, name) for name in counting}
    read = {
        name: given(value, "读自当班的记录表", record)
        for name, value in known.items()
        if value is not None
    }
    return {name: value for name, value in line.items() if name not in ("seq", *known)} | read


def duration(**moments: Figure | None) -> Figure:
    """Return the seconds from one moment of a line to another, none if one is not known."""
    first, last = moments
    return worked(f"{last}－{first}，折成秒", seconds, **moments)


def ratios(formula: str, **columns: Counts) -> Counts:
    """Return in each group the first figure divided by the second."""
    words = next(iter(columns.values()))
    return {
        word: ratio(formula, **{name: column[word] for name, column in columns.items()})
        for word in words
    }


def means(groups: Groups, amounts: Amounts, said: str) -> Counts:
    """Return the mean of what is known of the calls of each group; blanks are left out."""
    known = groups.where(amounts.known(), f"有{said}")
    sums, counts = known.total(amounts, said), known.count()
    return ratios(f"{said}之和 ÷ 有{said}的件数", 合计=sums, 件数=counts)


def rested_on(rows: Rows, words: Sequence[str], *columns: Amounts | Words) -> Figure:
    """Return on how many calls each mean rests, in words."""
    counts = [
        rows.where(column.known(), f"有{word}").count()
        for word, column in zip(words, columns, strict=True)
    ]
    return worked("各平均值各有多少件可算，空白的不计", averaged, 各项=tuple(words), 件数=counts)


def tallied(rows: Rows, words: Words, order: Sequence[str], said: str) -> list[dict[str, Figure]]:
    """Return how many calls there were of each kind, in this order, and their shares."""
    groups = rows.by(words)
    counts, there = groups.count(), set(groups.words())
    ranked = [word for word in (*order, None) if word in there]
    parts = across(_SHARE, shares, 件数=[counts[word] for word in ranked])
    return [
        {"dimension_value": _name(groups, word, said), "call_count": counts[word], "share": part}
        for word, part in zip(ranked, parts, strict=True)
    ]


def by_agent(groups: Groups, said: str, columns: Mapping[str, Counts]) -> list[dict[str, Figure]]:
    """Return the line of each agent, busiest first, the calls of nobody last."""
    counts = groups.count()
    ranked = busiest({word: counts[word].number() for word in groups.words()})
    return [
        {
            "agent_name": _name(groups, word, said),
            **{name: column[word] for name, column in columns.items()},
        }
        for word in ranked
    ]


def _name(groups: Groups, word: str | None, said: str) -> Figure:
    """Return what a group is called, read off its calls."""
    read = f"没有填{said}的" if word is None else f"读自{said}"
    return given(word or UNKNOWN, read, *groups[word].records())
