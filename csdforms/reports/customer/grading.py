"""How a list of customers is graded: its standard, and the grade that the method gives (A.3).

The standard is what is typed on this list, a policy that is named, or what the last list had. Bands
are half open, the lower bound belongs to them; by cumulative share a customer counts with his own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from csdforms.reports.customer.listing import across
from csdforms.reports.figure import Figure, worked
from csdforms.reports.request import Request
from csdforms.schemas.checking import examine
from csdforms.schemas.customer import grading_policy
from csdforms.schemas.customer.customer_grade_classification import (
    UNGRADED,
    CustomerGradeClassification,
)
from csdforms.schemas.customer.grade_tables import BOUNDS, BY_AMOUNT, BY_INDEX, BY_SCORE, BY_SHARE

__all__ = ["Judged", "Standard", "customer_grade", "standard_of", "system_grades"]

_PERSON = "自然人"


class Standard(NamedTuple):
    """By what customers are graded; ``names`` are the grades, the best first."""

    method: str
    basis: str
    names: tuple[str, ...]
    bounds: tuple[Decimal, ...]
    indicators: tuple[str, ...]
    keep_ties: bool
    #: The boxes of the list that say so.
    boxes: Mapping[str, Any]

    @property
    def by_profit(self) -> bool:
        """Whether the amounts that are added up are profits and not sales."""
        return self.basis == "毛利"

    @property
    def amount(self) -> str:
        """Return what the amounts that are added up are called."""
        return "毛利" if self.by_profit else "销售净额"

    def spelled(self, grade: str | None) -> str | None:
        """Return a grade as the standard spells it: A, not A级."""
        if grade is None:
            return None
        return next((name for name in self.names if _bare(name) == _bare(grade)), grade)


class Judged(NamedTuple):
    """What a customer is graded by."""

    measure: Figure | None
    net: Figure
    legal_kind: Figure | None
    letters: tuple[str, ...] | None
    on_register: bool


def standard_of(request: Request) -> Standard:
    """Return the standard of this list."""
    said = request.option("policy_name")
    policy = grading_policy.find(said)
    last = request.last
    method = request.option("grading_method", policy and policy.method)
    method = method or last.get("grading_method") or BY_SHARE
    same = said in (None, last.get("policy_name")) and last.get("grading_method") == method
    holds_on = last if same else {}
    head = {
        "grading_method": method,
        "policy_name": (policy and policy.name) or said,
        "grading_basis": request.option("grading_basis"),
    }
    for name in ("policy_name", "grading_basis", "thresholds", "criteria"):
        head[name] = request.texts.get(name) or head.get(name) or holds_on.get(name)
    draft, _ = examine(CustomerGradeClassification, head)
    bound = BOUNDS.get(method)
    bounds = [getattr(one, bound) for one in draft.thresholds[:-1]] if bound else []
    stored = draft.stored()
    names = ("grading_method", "policy_name", "grading_basis", "thresholds", "criteria")
    keep_ties = bool(request.option("keep_ties", default=False))
    return Standard(
        method,
        draft.grading_basis or "",
        tuple(one.customer_grade for one in draft.thresholds if one.customer_grade),
        () if None in bounds else tuple(bounds),
        tuple(one.indicator for one in draft.criteria if one.indicator),
        keep_ties,
        {name: stored[name] for name in names if name in stored} | {"keep_ties": keep_ties},
    )


def system_grades(standard: Standard, lines: Sequence[Judged]) -> list[Figure | None]:
    """Return the grade that the method gives each customer, in the order of the ranking.

    Who is on the register of the dishonest gets the lowest. There is none where the method cannot
    tell: without marks, or where people grade.
    """
    found = _by_method(standard, lines)
    if not standard.names:
        return found
    lowest = standard.names[-1]
    return [
        worked("列入不诚信名单的客户只评最低等级", _own, 最低等级=lowest)
        if line.on_register
        else grade
        for line, grade in zip(lines, found, strict=True)
    ]


def customer_grade(system: Figure | None, months: Figure, least: int) -> Figure | None:
    """Return the grade of a customer whom nobody grades otherwise; a new one is left without."""
    if months.number() < least:
        formula = f"往来不满{least}个月的客户{UNGRADED}"
        return worked(formula, partial(_ungraded, least), 往来月数=months)
    return system and worked("与系统等级相同", _own, 系统等级=system)


def _by_method(standard: Standard, lines: Sequence[Judged]) -> list[Figure | None]:
    if standard.method == BY_INDEX:
        return [_by_letters(standard, line) for line in lines]
    if standard.method not in BOUNDS or len(standard.bounds) + 1 != len(standard.names):
        return [None] * len(lines)
    if standard.method == BY_SHARE:
        return _by_share(standard, lines)
    return [_by_bound(standard, line) for line in lines]


def _by_share(standard: Standard, lines: Sequence[Judged]) -> list[Figure | None]:
    """Return the grades by cumulative share; a customer without the measure has none."""
    counted = [line.measure for line in lines if line.measure is not None]
    ties = "并列客户归较高等级" if standard.keep_ties else "并列客户不并级"
    grades = iter(
        across(
            f"按{standard.basis}从大到小的累计占比（含本户）所在的等级；第一户为最高等级；{ties}",
            partial(_shared, standard),
            各户=counted,
        )
    )
    return [None if line.measure is None else next(grades) for line in lines]


def _by_bound(standard: Standard, line: Judged) -> Figure | None:
    value = line.measure if standard.method == BY_SCORE else line.net
    if standard.method == BY_AMOUNT and line.legal_kind and line.legal_kind.value == _PERSON:
        return worked(
            "自然人为最低等级",
            partial(_of_person, standard.names),
            客户类型=line.legal_kind,
        )
    if value is None:
        return None
    return worked("达到的最高界限所在的等级（含下限）", partial(_banded, standard), 数值=value)


def _by_letters(standard: Standard, line: Judged) -> Figure | None:
    if line.letters is None or len(line.letters) != len(standard.indicators):
        return None
    formula = "销售总额、销售价格、货款回收都为A的为A；C过半的为C；其余为B"
    return worked(formula, partial(_lettered, standard), 指标得分=line.letters)


# Each makes a grade of values


def _own(value: Any) -> Any:
    return value


def _ungraded(least: int, months: int) -> str | None:
    return UNGRADED if months < least else None


def _shared(standard: Standard, values: Sequence[Any]) -> list[str]:
    places = grading_policy.by_share(values, standard.bounds, keep_ties=standard.keep_ties)
    return [standard.names[place] for place in places]


def _banded(standard: Standard, value: Any) -> str:
    return standard.names[grading_policy.by_bound(value, standard.bounds)]


def _of_person(names: Sequence[str], kind: str) -> str | None:
    return names[-1] if kind == _PERSON else None


def _lettered(standard: Standard, letters: Sequence[str]) -> str | None:
    grade = grading_policy.by_letters(letters, standard.indicators)
    return next((name for name in standard.names if _bare(name) == grade), None)


def _bare(grade: str) -> str:
    return grade.removesuffix("级").removesuffix("类")
