"""Grading customers: by what, into which grades, and how each is judged."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from csdforms.schemas.labels import Label
from csdforms.schemas.types import (
    Choice,
    Day,
    Flag,
    Integer,
    Items,
    Line,
    Money,
    Percent,
    Quantity,
    Rate,
    Refused,
    Text,
)
from csdforms.schemas.types.base import fold


class Scores(Items):
    """What each indicator scores, in their order: numbers, or the letters A to C."""

    kind: ClassVar[str] = "各项得分"
    _one = re.compile(r"(?P<number>\d{1,3}(?:\.\d{1,2})?)\s*分?|(?P<letter>[A-C])[级类]?", re.ASCII)

    def __init__(self) -> None:
        super().__init__(20)

    def accept(self, given: object) -> tuple[str, ...]:
        parts = given if isinstance(given, (list, tuple)) else (given,)
        texts = [str(part) if isinstance(part, (float, Decimal)) else part for part in parts]
        return tuple(self._score(text) for text in super().accept(texts))

    def _score(self, text: str) -> str:
        match = self._one.fullmatch(fold(text).upper())
        if not match:
            raise Refused("每项应是分数或 A、B、C，几项之间用顿号隔开，例如 25、18.5、20。")
        return match["letter"] or Quantity(places=2).show(Decimal(match["number"]))

    def json_schema(self) -> dict[str, Any]:
        pattern = r"^(\d{1,3}(\.\d{1,2})?|[A-C])$"
        item = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": pattern}]}
        return {"type": "array", "items": item, "minItems": 1}


# How the sheet grades

GradingMethodWord = Literal["累计占比法", "综合评分法", "业务量法", "指标等级法", "人工评定"]
GradingMethod = Annotated[
    GradingMethodWord,
    Choice(
        GradingMethodWord,
        also={
            "ABC分析法": "累计占比法",
            "ABC分类法": "累计占比法",
            "打分法": "综合评分法",
            "评分法": "综合评分法",
            "交易额法": "业务量法",
            "指数法": "指标等级法",
        },
    ),
    Label(
        "分级方法",
        "等级划分方法 分类方法 评级方法 分级办法 评级办法 划分方法 评定方法 等级评定方法",
    ),
]  # fmt: skip
GradingBasisWord = Literal["销售净额", "毛利", "综合得分", "业务量"]
GradingBasis = Annotated[
    GradingBasisWord,
    Choice(
        GradingBasisWord,
        also={"销售额": "销售净额", "毛利额": "毛利", "总分": "综合得分", "年业务量": "业务量"},
    ),
    Label("分级依据", "分类依据 划分依据 评级依据 评定依据 等级划分依据"),
]
KeepTies = Annotated[bool, Flag(), Label("并列客户归同一等级", "并列同级 并列归同级")]
NextReviewOn = Annotated[dt.date, Day(), Label("下次评定日期", "下次评级日期 下次分类日期")]
WithheldCount = Annotated[int, Integer(unit="户"), Label("不含涉密客户", "未列涉密客户 涉密户数")]

# A grade, and where it begins

ShareUpTo = Annotated[Decimal, Percent(0, 1), Label("累计占比上限", "累计占比标准 占比上限")]
AmountFrom = Annotated[Decimal, Money(), Label("业务量下限", "年业务量下限 交易额下限")]
GradeMeaning = Annotated[
    str, Text(500, personal=False),
    Label(
        "等级含义",
        "客户特征 含义 等级说明 级别说明 等级定义 级别定义 等级描述 分类说明 客户特点 定义",
    ),
]  # fmt: skip
ServicePolicy = Annotated[
    str, Text(500, personal=False),
    Label(
        "服务政策",
        "服务标准 管理措施 服务策略 服务措施 服务内容 管理策略 管理政策 管理办法 维护策略",
        "优惠政策",
    ),
]  # fmt: skip
GradeBound = Annotated[str, Line(60), Label("等级界限")]

# A customer as he is graded

LegalKindWord = Literal["法人", "自然人", "个体工商户", "其他组织"]
LegalKind = Annotated[
    LegalKindWord,
    Choice(
        LegalKindWord,
        also={
            "企业": "法人",
            "公司": "法人",
            "单位": "法人",
            "个人": "自然人",
            "个体户": "个体工商户",
        },
    ),
    Label("客户性质", "客户类型 客户类别 客户属性"),
]
HistoryMonths = Annotated[int, Integer(0, unit="个月"), Label("往来月数", "交易月数 合作月数")]
MeasureShare = Annotated[
    Decimal, Rate(None),
    Label(
        "分级依据占比",
        "占比 占总额比例 销售占比 销售额占比 占总销售额比例 占销售总额比例 所占比例 比重",
    ),
]  # fmt: skip
IndicatorScores = Annotated[tuple[str, ...], Scores(), Label("指标得分", "各项得分 各项指标得分")]
SystemGrade = Annotated[str, Line(20), Label("系统等级", "初评等级 计算等级")]
PreviousGrade = Annotated[
    str,
    Line(20),
    Label("上期等级", "原等级 上次等级 上期级别 上年等级 上年度等级"),
]
GradeChangeWord = Literal["升级", "降级", "不变", "新评"]
GradeChange = Annotated[
    GradeChangeWord,
    Choice(
        GradeChangeWord,
        also={"上升": "升级", "下降": "降级", "持平": "不变", "维持": "不变", "新增": "新评"},
    ),
    Label("等级变动", "变动 等级变化 变动情况 升降级 升降情况 等级升降"),
]
KeyAccountKindWord = Literal["经济大客户", "重要客户", "集团客户", "战略客户"]
KeyAccountKind = Annotated[
    KeyAccountKindWord, Choice(KeyAccountKindWord), Label("大客户类别", "大客户类型")
]
RegisterNote = Annotated[str, Text(2000, personal=False), Label("不诚信名单客户")]

# How many customers came and went

AccountClassWord = Literal["大客户", "普通客户"]
AccountClass = Annotated[
    AccountClassWord,
    Choice(AccountClassWord, also={"重点客户": "大客户", "一般客户": "普通客户"}),
    Label("客户层次", "客户类别"),
]
OpeningCount = Annotated[
    int,
    Integer(unit="户"),
    Label("原有客户数", "原有 期初户数 期初 期初客户数"),
]
CurrentCount = Annotated[
    int,
    Integer(unit="户"),
    Label("现有客户数", "现有 期末户数 期末 期末客户数"),
]
NetChange = Annotated[int, Integer(None, unit="户"), Label("实际增减", "净增减 增减净额")]
