"""The items that an evaluation proposes when none are written.

Ten for a customer who judges one service; twelve in two weighted categories for the department
that judges a person, an outlet or itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from csdforms.schemas.after_sales.evaluation_item import (
    FOUR,
    HUNDRED,
    SCALES,
    EvaluationItem,
    Level,
)

__all__ = ["BUSINESS", "CUSTOMER", "REQUIREMENTS", "items_for"]

#: What is judged by the customer, and by what it is judged.
CUSTOMER = (
    ("总体服务质量", "对这次服务的总体评价"),
    ("维修质量", "故障彻底排除，修后使用正常"),
    ("服务态度", "礼貌耐心，讲解清楚"),
    ("费用合理性", "收费项目和标准事先说明，收费合理"),
    ("返修时的态度", "需要返修时不推诿，及时处理；没有返修的不填"),
    ("未经同意增加项目", "没有未经同意而增加的项目；有过的降等"),
    ("满足客户需要", "提出的要求得到回应和解决"),
    ("工作效率", "响应、上门和完工及时"),
    ("价格诚信", "没有虚报、多收；有过的降等"),
    ("对客户的重视", "意见受到重视，有回访"),
)
#: The two of them that a sheet of four levels asks with answers of their own.
_OWN_ANSWERS = {
    "价格诚信": (("没有虚报", 10), ("有虚报", 0)),
    "对客户的重视": (("是的", 10), ("一般", 6), ("不是", 0)),
}
BUSINESS = (
    ("故障判断", "判断准确，不误换、不漏修"),
    ("维修质量", "一次修复，返修少"),
    ("完工时效", "在承诺的时间内完工"),
    ("操作规范", "按规程和安全要求操作，清理现场"),
    ("配件管理", "领用、更换有记录，旧件交回"),
    ("收费规范", "按标准收费并开具凭据"),
    ("服务态度", "礼貌耐心，没有服务投诉"),
    ("记录与反馈", "登记及时完整，质量问题有反馈"),
)
REQUIREMENTS = (
    ("上门及时性", "市区 24 小时内、郊区 48 小时内上门"),
    ("维护品牌形象", "着装、证件、言行符合要求"),
    ("维修单填写与客户签名", "维修单逐项填写，由客户签名"),
    ("执行制度", "遵守售后服务制度和价格制度"),
)
#: The weighted categories of the department's sheet.
_DEPARTMENT = (
    ("业务工作", Decimal("0.6"), BUSINESS),
    ("售后服务要求", Decimal("0.4"), REQUIREMENTS),
)


def items_for(evaluation_object: str | None, method: str | None) -> tuple[EvaluationItem, ...]:
    """Return the items for what is evaluated, as the way of scoring needs them."""
    if evaluation_object in (None, "单次服务"):
        return tuple(
            _item(
                evaluation_item=item,
                evaluation_criteria=criteria,
                options=_own_answers(item) if method == FOUR else (),
                max_score=_most(method, Decimal(100) / len(CUSTOMER)),
            )
            for item, criteria in CUSTOMER
        )
    return tuple(
        _item(
            item_category=category,
            evaluation_item=item,
            evaluation_criteria=criteria,
            max_score=_most(method, weight * 100 / len(items)),
            weight_rate=weight,
        )
        for category, weight, items in _DEPARTMENT
        for item, criteria in items
    )


def _item(**values: object) -> EvaluationItem:
    return EvaluationItem.empty().model_copy(update=values)


def _own_answers(item: str) -> Sequence[Level]:
    return tuple(
        Level(rating_level=word, lowest_score=Decimal(score))
        for word, score in _OWN_ANSWERS.get(item, ())
    )


def _most(method: str | None, of_hundred: Decimal) -> Decimal | None:
    """Return what an item can reach: its part of 100, or the best level of the scale."""
    if method == HUNDRED:
        return of_hundred
    levels = SCALES.get(method or "")
    return levels[0].highest_score if levels else None
