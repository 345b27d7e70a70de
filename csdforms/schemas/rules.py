"""The words in which a form says its rules between fields.

A rule never looks at a box left empty: it must hold on a sheet that is half filled in too, so
that all findings are reported at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from csdforms.schemas.form import Block

__all__ = [
    "Problem",
    "Severity",
    "close_to",
    "error",
    "in_order",
    "not_after",
    "not_before",
    "requires",
    "under",
    "warning",
]

Severity = Literal["error", "warning"]


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
    return _day(later) >= _day(earlier)


def _has_time(value: dt.date) -> bool:
    return isinstance(value, dt.datetime) and value.time() != dt.time()


def _day(value: dt.date) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value


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


def close_to(given: Decimal, exact: Decimal, places: int, inputs: Sequence[Decimal] = ()) -> bool:
    """Whether a typed figure agrees with the exact one.

    The tolerance is half a unit of the last printed digit, plus ``inputs``: the effect of having
    rounded each input (the rule for typed tables).
    """
    half = Decimal(5).scaleb(-places - 1)
    return abs(given - exact) <= half + sum(inputs, Decimal(0))
