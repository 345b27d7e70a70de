"""The arithmetic of counts, shares and rates that every report uses.

Exact decimals throughout; rounding is left to printing. What cannot be worked out, because a
denominator is 0 or a figure is missing, is ``None`` and prints as ``—``: never 0, never 100%.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from csdforms.schemas.rules import Problem, close_to, error
from csdforms.schemas.types.numbers import rounded

if TYPE_CHECKING:
    from csdforms.schemas.form import Block

__all__ = [
    "HALF_PRINTED",
    "TOTALS",
    "WAN",
    "Number",
    "Tie",
    "abc_classes",
    "add_up",
    "agrees",
    "change_rate",
    "completed",
    "cumulative",
    "mean",
    "pareto_classes",
    "pasted_total",
    "plus",
    "ranks",
    "ratio",
    "shares",
    "sum_of",
    "sums_agree",
    "weighted_mean",
]

Number = Decimal | int
Tie = Literal["并列跳号", "并列不跳号", "顺序"]
B = TypeVar("B", bound="Block")
N = TypeVar("N", int, Decimal, Number)

#: What tables call the line of their sums.
TOTALS = frozenset({"合计", "总计", "小计", "共计"})

#: 万, the unit of large amounts and of rates per ten thousand.
WAN = 10_000

_PLACES = 4  # a share is printed as a percentage with two decimals
#: By how much a printed share may differ from the exact one.
HALF_PRINTED = Decimal("0.00005")


def ratio(part: Number | None, whole: Number | None) -> Decimal | None:
    """Return ``part / whole``, ``None`` if either is unknown or ``whole`` is not positive.

    >>> ratio(1, 8), ratio(0, 0)
    (Decimal('0.125'), None)
    """
    if part is None or whole is None or whole <= 0:
        return None
    return Decimal(part) / Decimal(whole)


def change_rate(current: Number | None, base: Number | None) -> Decimal | None:
    """Return the change against a base (环比, 同比), ``None`` for a base of 0 or none.

    >>> change_rate(8, 10), change_rate(8, 0)
    (Decimal('-0.2'), None)
    """
    return None if current is None else ratio(current - (base or 0), base)


def shares(counts: Sequence[int]) -> tuple[Decimal | None, ...]:
    """Return the share of each count, rounded as printed so that together they are exactly 1.

    What rounding leaves over goes to the largest share.

    >>> [str(share) for share in shares([1, 1, 1])]
    ['0.3334', '0.3333', '0.3333']
    """
    whole = sum(counts)
    if not whole:
        return (None,) * len(counts)
    parts = [rounded(Decimal(count) / whole, _PLACES) for count in counts]
    parts[counts.index(max(counts))] += 1 - sum(parts)
    return tuple(parts)


def mean(values: Iterable[Number | None]) -> Decimal | None:
    """Return the mean of the values that are known, ``None`` if none is."""
    known = [value for value in values if value is not None]
    return ratio(sum(known), len(known))


def weighted_mean(pairs: Iterable[tuple[Number | None, int]]) -> Decimal | None:
    """Return the mean of values by their weights; a value without weight may be unknown.

    >>> weighted_mean([(Decimal("7.5"), 2), (Decimal("9.0"), 1), (None, 0)])
    Decimal('8.0')
    """
    weighed = [(value, weight) for value, weight in pairs if weight]
    if any(value is None for value, _ in weighed):
        return None
    sums = sum(Decimal(value) * weight for value, weight in weighed if value is not None)
    return ratio(sums, sum(weight for _, weight in weighed))


def plus(*values: N | None) -> N | None:
    """Return the sum of figures that must all be known, ``None`` if one is not."""
    known = [value for value in values if value is not None]
    total: Any = sum(known)  # of no figures at all it is 0
    return total if len(known) == len(values) else None


def sum_of(values: Iterable[N | None]) -> N | None:
    """Return the sum of a column in which blanks count nothing, ``None`` if all are blank."""
    known = [value for value in values if value is not None]
    return sum(known[1:], known[0]) if known else None


def add_up(shares: Sequence[Decimal | None]) -> bool:
    """Return whether shares make a whole, as closely as each is printed; true while one is unknown.

    >>> add_up([Decimal("0.3333")] * 3), add_up([Decimal("0.3")] * 3)
    (True, False)
    """
    known = [share for share in shares if share is not None]
    if not known or len(known) < len(shares):
        return True
    return abs(sum(known, Decimal(-1))) <= HALF_PRINTED * len(known)


def cumulative(values: Iterable[Number]) -> tuple[Number, ...]:
    """Return the running sums of values, in their order.

    >>> cumulative([131, 66, 54])
    (131, 197, 251)
    """
    return tuple(itertools.accumulate(values))


def ranks(values: Sequence[Number | None], tie: Tie = "并列跳号") -> tuple[int | None, ...]:
    """Return the place of each value, the greatest first; what is unknown has none.

    Equal values share a place, and the next one skips (1, 1, 3), unless ``tie`` says otherwise:
    ``并列不跳号`` 1, 1, 2; ``顺序`` 1, 2, 3 in the order given.

    >>> ranks([20, 30, None, 30]), ranks([20, 30, 30], "并列不跳号"), ranks([20, 30, 30], "顺序")
    ((3, 1, None, 1), (2, 1, 1), (3, 1, 2))
    """
    known = sorted((value for value in values if value is not None), reverse=True)
    if tie == "并列不跳号":
        known = sorted(set(known), reverse=True)
    first = {value: place for place, value in reversed(list(enumerate(known, start=1)))}
    places: list[int | None] = []
    for value in values:
        places.append(None if value is None else first[value])
        if value is not None and tie == "顺序":
            first[value] += 1
    return tuple(places)


def abc_classes(
    values: Sequence[Number], a: Decimal, b: Decimal, *, keep_ties: bool = False
) -> tuple[str, ...]:
    """Return the ABC class of values in ranked order, by cumulative share.

    A value is of class A while the share up to and including it is at most ``a``, B up to ``b``,
    else C; the first is always A. With ``keep_ties`` equal values share the better class.

    >>> abc_classes([60, 25, 10, 5], Decimal("0.80"), Decimal("0.95"))
    ('A', 'B', 'B', 'C')
    """
    whole = sum(values)
    classes: list[str] = []
    for position, running in enumerate(cumulative(values)):
        share = ratio(running, whole)
        if position == 0 or (share is not None and share <= a):
            grade = "A"
        else:
            grade = "B" if share is not None and share <= b else "C"
        if keep_ties and position and values[position] == values[position - 1]:
            grade = classes[-1]
        classes.append(grade)
    return tuple(classes)


def pareto_classes(values: Sequence[Number], a: Decimal, b: Decimal) -> tuple[str, ...]:
    """Return the ABC class of values in ranked order, by the cumulative share before each.

    A value is of class A while the share of those before it is less than ``a``, B while it is
    less than ``b``, else C: the value that passes ``a`` still belongs to A.

    >>> pareto_classes([60, 25, 10, 5], Decimal("0.80"), Decimal("0.95"))
    ('A', 'A', 'B', 'C')
    """
    whole = sum(values)
    classes: list[str] = []
    for value, running in zip(values, cumulative(values), strict=True):
        before = ratio(running - value, whole) or Decimal(0)
        classes.append("A" if before < a else "B" if before < b else "C")
    return tuple(classes)


def completed(block: B, values: Mapping[str, object]) -> B:
    """Return a row or part with its empty boxes filled, first from ``values``, then by itself."""
    missing = {name: value for name, value in values.items() if getattr(block, name) is None}
    return block.model_copy(update=missing).complete() if missing else block


def pasted_total(path: str) -> Problem:
    """Return the problem of a total line that stands among the others."""
    return error(path, "这是合计行，请删去；合计由表格自动得出。")


def sums_agree(total: Block, sums: Mapping[str, Any], path: str = "total") -> Iterator[Problem]:
    """Yield a problem for each figure of a total line that is not the sum of its column."""
    for name, exact in sums.items():
        typed = getattr(total, name)
        if None not in (typed, exact) and typed != exact:
            spec = type(total).specs()[name]
            assert spec.type is not None
            shown = spec.type.show(exact)
            yield error(f"{path}.{name}", f"应等于各行之和“{shown}”，请核对。")


def agrees(
    block: Block, name: str, exact: Number | None, *, inputs: Sequence[Decimal] = ()
) -> Iterator[Problem]:
    """Yield a problem if a typed figure is not the exact one, as closely as it is printed.

    ``inputs`` is what having rounded each input may add (see ``rules.close_to``).
    """
    typed = getattr(block, name)
    if typed is None or typed == exact:
        return iter(())
    return _disagreement(block, name, typed, exact, inputs)


def _disagreement(
    block: Block, name: str, typed: Number, exact: Number | None, inputs: Sequence[Decimal]
) -> Iterator[Problem]:
    kind = type(block).specs()[name].type
    assert kind is not None
    if exact is None:
        yield error(name, "所需的数为 0 或未填，这一项算不出来，请留空，表上印“—”。")
        return
    places = getattr(kind, "places", 0)
    figures = Decimal(typed), Decimal(exact)
    if close_to(*figures, places, inputs):
        return
    decimals = -int(figures[0].as_tuple().exponent)  # 91.7% was typed with three
    if not close_to(*figures, min(places, max(decimals, 2)), inputs):
        yield error(name, f"按表内的数算出来是“{kind.show(exact)}”，请核对。")
