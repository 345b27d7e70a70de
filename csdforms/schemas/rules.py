"""The words in which a form says its rules between fields.

A rule never looks at a box left empty: it must hold on a sheet that is half filled in too, so
that all findings are reported at once.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from csdforms.schemas.days import day_of

if TYPE_CHECKING:
    from csdforms.schemas.form import Block

__all__ = [
    "OTHER",
    "Problem",
    "Severity",
    "close_to",
    "error",
    "in_order",
    "not_after",
    "not_before",
    "not_future",
    "once",
    "others",
    "repeated",
    "requires",
    "under",
    "warning",
]

Severity = Literal["error", "warning"]

#: The choice that must be explained in another box.
OTHER = "其他"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with one field, seen together with others; ``path`` starts at the block."""

    path: str
    message: str
    severity: Severity = "error"


def error(path: str, message: str) -> Problem:
    """Return a problem that must be mended."""
    return Problem(path, message)


def warning(path: str, message: str) -> Problem:
    """Return a problem to look at again."""
    return Problem(path, message, "warning")


def under(path: str, problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the problems of a row or part as problems of the form that holds it at ``path``."""
    yield from (replace(problem, path=f"{path}.{problem.path}") for problem in problems)


def not_before(later: dt.date | None, earlier: dt.date | None) -> bool:
    """Whether one day or moment is not before another; days are compared where one has no time.

    A moment at midnight has no time (see ``types.Moment``). True where either is unknown.
    """
    if later is None or earlier is None:
        return True
    if _has_time(later) and _has_time(earlier):
        return later >= earlier
    return day_of(later) >= day_of(earlier)


def _has_time(value: dt.date) -> bool:
    return isinstance(value, dt.datetime) and value.time() != dt.time()


def in_order(block: Block, *names: str, severity: Severity = "error") -> Iterator[Problem]:
    """Yield a problem for each of these days that is before one named earlier."""
    latest: str | None = None
    for name in names:
        if getattr(block, name) is None:
            continue
        if latest is None or not_before(getattr(block, name), getattr(block, latest)):
            latest = name
        else:
            before = type(block).specs()[latest].label
            yield Problem(name, f"早于“{before}”，请核对两处的日期和时间。", severity)


def not_after(block: Block, name: str, limit: str) -> Iterator[Problem]:
    """Yield a problem for a day that is after the last one allowed, if it is."""
    if not not_before(getattr(block, limit), getattr(block, name)):
        label = type(block).specs()[limit].label
        yield Problem(name, f"晚于“{label}”，请核对两处的日期和时间。")


def not_future(
    block: Block, *names: str, today: dt.date, severity: Severity = "error"
) -> Iterator[Problem]:
    """Yield a problem for each of these days and moments that is still to come."""
    for name in names:
        if not not_before(today, getattr(block, name)):
            yield Problem(name, "晚于今天，请核对年份和日期。", severity)


def requires(
    block: Block,
    *names: str,
    when: bool = True,
    because: str,
    severity: Severity = "error",
) -> Iterator[Problem]:
    """Yield a problem for each of these fields that is empty when it must not be."""
    demand = "这一栏不能空着" if severity == "error" else "请补填这一栏"
    for name in names:
        if when and getattr(block, name) in (None, ()):
            yield Problem(name, f"{because}，{demand}。", severity)


def others(block: Block, *pairs: tuple[str, str]) -> Iterator[Problem]:
    """Yield what is missing beside 其他; each pair names the choice and where it is explained."""
    for name, text in pairs:
        chosen = getattr(block, name)
        # Tick boxes for several words hold a tuple of them.
        other = OTHER in chosen if isinstance(chosen, tuple) else chosen == OTHER
        because = f"“{block.label_of(name)}”选了“{OTHER}”"
        yield from requires(block, text, when=other, because=because)


def repeated(values: Iterable[object]) -> Iterator[int]:
    """Yield the places, counted from 1, of values that stand in an earlier line too.

    >>> list(repeated(["甲", None, "甲", None]))
    [3]
    """
    seen: set[object] = set()
    for place, value in enumerate(values, start=1):
        if value in seen:
            yield place
        elif value is not None:
            seen.add(value)


def once(
    path: str, rows: Sequence[Block], name: str, *, mend: str = "请只留一行"
) -> Iterator[Problem]:
    """Yield a problem for each row whose box says what that of an earlier row says."""
    for number in repeated(getattr(row, name) for row in rows):
        label = rows[0].label_of(name)
        yield error(f"{path}.{number}.{name}", f"“{label}”前面已有一行，{mend}。")


def close_to(given: Decimal, exact: Decimal, places: int, inputs: Sequence[Decimal] = ()) -> bool:
    """Whether a typed figure agrees with the exact one.

    The tolerance is half a unit of the last printed digit, plus ``inputs``: the effect of having
    rounded each input (the rule for typed tables).
    """
    return abs(given - exact) <= sum(inputs, _half(places))


@functools.cache
def _half(places: int) -> Decimal:
    """Return half a unit of the last printed digit."""
    return Decimal(5).scaleb(-places - 1)
