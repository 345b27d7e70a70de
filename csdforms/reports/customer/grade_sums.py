"""How many customers each grade has, what they buy, and who came and went since the last list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from csdforms.reports.figure import Figure, Part, given, minus, plus, ratio, worked
from csdforms.schemas.customer.customer_grade_classification import UNGRADED
from csdforms.schemas.customer.grade_tables import COUNTS
from csdforms.schemas.figures import sum_of

__all__ = ["KEY", "OTHER", "Standing", "as_figure", "movement", "summary"]

KEY, OTHER = "大客户", "普通客户"
#: Who counts: whether he was there before, and whether he is now.
_MOVES = {
    "上期有的户数": frozenset({(True, True), (True, False)}),
    "本期有而上期没有的户数": frozenset({(False, True)}),
    "上期有而本期没有的户数": frozenset({(True, False)}),
}


class Standing(NamedTuple):
    """A customer's grade and class, on the last list and on this one; no grade where he is not."""

    before: Figure
    class_before: str
    now: Figure
    class_now: str


def summary(
    names: Sequence[str],
    rows: Sequence[Mapping[str, Any]],
    total: Mapping[str, Figure],
) -> list[dict[str, Any]]:
    """Return number and sales of the customers of each grade, and their shares; all have one."""
    grades = [as_figure(row.get("customer_grade")) for row in rows]
    nets = [row["net_sales_amount"] for row in rows]
    found = []
    for name in dict.fromkeys([*names, *(str(grade.value) for grade in grades)]):
        count = worked(f"客户等级为{name}的户数", partial(_count, name), 各户等级=grades)
        amount = worked(
            f"客户等级为{name}的销售净额之和",
            partial(_sum, name),
            各户等级=grades,
            各户销售净额=nets,
        )
        found.append(
            {
                "customer_grade": name,
                "customer_count": count,
                "customer_share": ratio(
                    "本级户数 ÷ 总户数", 本级=count, 总户数=total["customer_count"]
                ),
                "net_sales_amount": amount,
                "sales_share": ratio(
                    "本级销售额 ÷ 销售额合计", 本级=amount, 合计=total["net_sales_amount"]
                ),
            }
        )
    return found


def movement(names: Sequence[str], customers: Sequence[Standing]) -> dict[str, Any]:
    """Return by grade and class who was there, came, went and is there, and the sums.

    Who moved to another grade or class went here and came there. 大客户, and customers who are too
    new for a grade, stand there if there are, or were, any.
    """
    columns: dict[str, Part] = {
        "上期等级": [one.before for one in customers],
        "上期层次": tuple(one.class_before for one in customers),
        "本期等级": [one.now for one in customers],
        "本期层次": tuple(one.class_now for one in customers),
    }
    has_keys = any(KEY in (one.class_before, one.class_now) for one in customers)

    def counted(word: str, *own: str) -> Figure:
        return worked("、".join((*own, word)), partial(_moved, _MOVES[word], own), **columns)

    is_new = any(UNGRADED in (one.before.value, one.now.value) for one in customers)
    lines: list[dict[str, Any]] = []
    for name in (*names, UNGRADED) if is_new else names:
        for kind in (KEY, OTHER) if has_keys else (OTHER,):
            opening = counted("上期有的户数", name, kind)
            new = counted("本期有而上期没有的户数", name, kind)
            lost = counted("上期有而本期没有的户数", name, kind)
            net = minus("新增－减少", 新增=new, 减少=lost)
            lines.append(
                {
                    "customer_grade": name,
                    "account_class": kind,
                    "opening_count": opening,
                    "new_count": new,
                    "lost_count": lost,
                    "current_count": plus("原有＋新增－减少", 原有=opening, 实际增减=net),
                    "net_change": net,
                }
            )
    total = {
        name: worked("各行之和", sum_of, 各行=[line[name] for line in lines]) for name in COUNTS
    }
    return {"movement": lines, "movement_total": total} if lines else {}


def as_figure(grade: Figure | str | None) -> Figure:
    """Return a grade as a figure; a plain one was given by somebody."""
    return grade if isinstance(grade, Figure) else given(grade, "人工评定的客户等级")


def _count(name: str, grades: Sequence[Any]) -> int:
    return sum(grade == name for grade in grades)


def _sum(name: str, grades: Sequence[Any], nets: Sequence[Any]) -> Any:
    own = (net for grade, net in zip(grades, nets, strict=True) if grade == name)
    return sum(own, Decimal("0.00"))


def _moved(
    moves: frozenset[tuple[bool, bool]], own: tuple[str, ...], *columns: Sequence[Any]
) -> int:
    return sum(
        ((before, was) == own, (now, is_) == own) in moves
        for before, was, now, is_ in zip(*columns, strict=True)
    )
