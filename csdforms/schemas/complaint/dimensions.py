"""What complaint reports count cases by: the values of each dimension, and how they are spelled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from csdforms.schemas.fields import complaint, customer
from csdforms.schemas.figures import TOTALS
from csdforms.schemas.rules import Problem, error
from csdforms.schemas.types import FieldType, Month, Refused, choice_of

__all__ = ["CLOSED", "MANY_VALUED", "UNKNOWN", "foreign", "spelled", "words"]

#: The dimensions whose values are a closed list, with what reads a value of it.
CLOSED: Mapping[str, FieldType[Any]] = {
    "投诉类别": choice_of(complaint.Category),
    "投诉方式": choice_of(complaint.Channel),
    "投诉等级": choice_of(complaint.Level),
    "情节": choice_of(complaint.Severity),
    "客户类别": choice_of(customer.CustomerKind),
    "原因分类": choice_of(complaint.CauseCategory),
    "处理方式": choice_of(complaint.RemedyType),
    "月份": Month(),
}
#: A case may have several values of it: columns do not add up to the number of cases.
MANY_VALUED = "处理方式"
#: Where cases stand that have no value of the dimension.
UNKNOWN = ("未填", "未认定")


def words(dimension: str | None) -> tuple[str, ...]:
    """Return the values of a dimension where they can be listed.

    >>> words("投诉等级"), words("产品")
    (('低等级', '高等级'), ())
    """
    kind = CLOSED.get(dimension or "")
    return kind.choices() if kind else ()


def spelled(dimension: str | None, value: str) -> str:
    """Return a value as it is printed, as it is where the dimension does not know it.

    >>> spelled("投诉类别", "物流"), spelled("产品", "物流")
    ('物流交付', '物流')
    """
    kind = CLOSED.get(dimension or "")
    if kind is None:
        return value
    try:
        return kind.show(kind.accept(value))
    except Refused:
        return value


def foreign(path: str, dimension: str | None, value: str | None) -> Iterator[Problem]:
    """Yield a problem for a value that the dimension does not have."""
    kind = CLOSED.get(dimension or "")
    if kind is None or value in (None, *UNKNOWN, *TOTALS):
        return
    try:
        kind.accept(value)
    except Refused as refused:
        yield error(path, f"不属于“{dimension}”，{refused}")
