"""The default indicators of a credit score: three groups of 35, 35 and 30 marks, 100 together.

Each says how it is worked out, in words for the sheet and as a function of what stands in the box
实际值. A firm's own indicators need no entry here: their marks are typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from csdforms.schemas.customer.credit_policy import banded, deduct, manual, proportional
from csdforms.schemas.labels import normalise
from csdforms.schemas.types.base import fold

__all__ = ["INDICATORS", "Indicator", "find"]

_CHARACTER, _PERFORMANCE, _CAPITAL = "品质特性", "信用履约率", "资本状况"
_VALUE = re.compile(r"([+-]?\d[\d,]*(?:\.\d+)?)\s*(\D*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is judged, for how many marks, and how a figure or a tick becomes marks."""

    group: str
    name: str
    full: int
    scorer: str
    basis: str
    standard: str
    #: Marks of a figure in this unit, or of the word that is ticked.
    of_figure: Callable[[Decimal], Decimal] | None = None
    of_word: Callable[[str], Decimal | None] | None = None
    unit: str = ""

    def figure(self, text: str) -> Decimal | None:
        """Return the figure in a box, ``None`` if it is none in the indicator's unit."""
        match = _VALUE.fullmatch(fold(text))
        if self.of_figure is None or not match or match[2] not in ("", self.unit):
            return None
        return Decimal(match[1].replace(",", ""))

    def points(self, text: str) -> Decimal | None:
        """Return the marks for what stands in the box, ``None`` if it does not tell."""
        if self.of_word is not None:
            return self.of_word(fold(text))
        figure = self.figure(text)
        return None if self.of_figure is None or figure is None else self.of_figure(figure)


def _ticked(group: str, name: str, points: Mapping[str, int]) -> Indicator:
    words = "，".join(f"{word}{mark}分" for word, mark in points.items())
    best = next(iter(points))
    return Indicator(
        group,
        name,
        max(points.values()),
        "手工",
        words,
        best,
        of_word=partial(manual, points=points),
    )


_STANDING = {"很好": 5, "好": 4, "普通": 3, "差": 1, "很差": 0}
_FIFTH, _TENTH, _HUNDREDTHS = Decimal("0.2"), Decimal("0.1"), Decimal("0.06")

INDICATORS = (
    Indicator(
        _CHARACTER, "经营年限", 5, "分档",
        "满10年5分，满5年4分，满3年3分，满1年2分", "10年",
        partial(banded, bands={10: 5, 5: 4, 3: 3, 1: 2}), unit="年",
    ),
    _ticked(_CHARACTER, "企业性质与规模", {"大型": 5, "中型": 4, "小型": 3, "微型": 2}),
    _ticked(_CHARACTER, "管理者信誉", _STANDING),
    _ticked(_CHARACTER, "行业地位", {"领先": 5, "较强": 4, "一般": 3, "较弱": 1}),
    Indicator(
        _CHARACTER, "合作年限", 5, "分档",
        "满5年5分，满3年4分，满2年3分，满1年2分", "5年",
        partial(banded, bands={5: 5, 3: 4, 2: 3, 1: 2}), unit="年",
    ),
    Indicator(
        _CHARACTER, "订单稳定性", 5, "比例", "有发货月数÷12×5分", "12个月",
        partial(proportional, standard=12, full=5), unit="个月",
    ),
    _ticked(_CHARACTER, "沟通配合", _STANDING),
    Indicator(
        _PERFORMANCE, "按期付款率", 15, "比例", "按期付款率÷100%×15分", "100%",
        partial(proportional, standard=100, full=15), unit="%",
    ),
    Indicator(
        _PERFORMANCE, "最长逾期天数", 10, "分档", "未逾期10分，1—30天6分，31—60天3分，超过60天0分",
        "0天", partial(banded, bands={0: 10, 1: 6, 31: 3, 61: 0}), unit="天",
    ),
    Indicator(
        _PERFORMANCE, "超额度次数", 5, "分档", "0次5分，1次3分，2次1分，3次起0分", "0次",
        partial(banded, bands={0: 5, 1: 3, 2: 1, 3: 0}), unit="次",
    ),
    _ticked(_PERFORMANCE, "呆坏账与诉讼", {"无": 5, "已了结": 2, "有": 0}),
    Indicator(
        _CAPITAL, "注册(实缴)资本", 6, "分档",
        "满5000万元6分，1000万5分，500万4分，100万2分，不足1分",
        "5千万元", partial(banded, bands={5000: 6, 1000: 5, 500: 4, 100: 2, 0: 1}), unit="万元",
    ),
    Indicator(
        _CAPITAL, "资产负债率", 8, "扣分", "60%以内8分，每高1点扣0.2分",
        "60%", lambda rate: deduct(-rate, -60, 8, per_point=_FIFTH, floor=-100), unit="%",
    ),
    Indicator(
        _CAPITAL, "流动比率", 6, "扣分", "150%起6分，每低1点扣0.06分",
        "150%", partial(deduct, standard=150, full=6, per_point=_HUNDREDTHS, floor=50), unit="%",
    ),
    Indicator(
        _CAPITAL, "速动比率", 5, "扣分", "100%起5分，每低1点扣0.1分",
        "100%", partial(deduct, standard=100, full=5, per_point=_TENTH, floor=50), unit="%",
    ),
    _ticked(_CAPITAL, "盈利状况", {"连续盈利": 5, "当年盈利": 4, "持平": 2, "亏损": 0}),
)  # fmt: skip

_BY_NAME = {normalise(indicator.name): indicator for indicator in INDICATORS}


def find(name: str | None) -> Indicator | None:
    """Return the default indicator of this name, however it is spaced and bracketed.

    >>> find("注册（实缴）资本").full
    6
    """
    return None if name is None else _BY_NAME.get(normalise(name))
