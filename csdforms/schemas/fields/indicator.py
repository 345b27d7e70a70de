"""Indicators of a management summary: this period, the one before, the change, the target."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from csdforms.schemas.labels import Label
from csdforms.schemas.types import Choice, Disclosure, Flag, Integer, Line, Percent, Refused

#: The places before which the first digit of a figure stands: changes of figures stay exact.
_SMALLEST, _LARGEST = -8, 15
_UNITS = {"个百分点": "%", "百分点": "%", "小时": "", "件": "", "元": "", "天": ""}


class Figure(Percent):
    """A figure whose unit its line says: a count, a mean, an amount, a share as a fraction.

    Accepts ``8件``, ``6.4天``, ``5,190.00``, and ``66.67%`` or ``-4.17个百分点`` as fractions.
    """

    kind: ClassVar[str] = "数字或百分比"
    disclosure = Disclosure.AMOUNT  # it may be one

    def __init__(self) -> None:
        super().__init__(None)

    def accept(self, given: object) -> Decimal:
        if isinstance(given, str):
            given = given.strip()
            unit = next((unit for unit in _UNITS if given.endswith(unit)), "")
            given = given.removesuffix(unit).rstrip() + _UNITS.get(unit, "")
        try:
            value = super().accept(given)
        except Refused:
            raise Refused("应填数字，例如 8、6.4 或 66.67%。") from None
        if value and not _SMALLEST <= value.adjusted() < _LARGEST:
            raise Refused("数字太大或太小，请核对。")
        return value

    def show(self, value: Decimal) -> str:
        return self.encode(value)


IndicatorWord = Literal[
    "受理件数", "本期结案", "期末未结", "结案率", "及时率", "超期率", "平均受理确认时长",
    "平均处理天数", "属实率", "重复投诉率", "高等级占比", "回访率", "满意率", "赔付金额",
    "损失金额", "费用合计", "件均费用", "投诉率",
]  # fmt: skip
INDICATOR = Choice(
    IndicatorWord,
    also={
        "受理": "受理件数",
        "投诉件数": "受理件数",
        "结案": "本期结案",
        "结案件数": "本期结案",
        "未结": "期末未结",
        "平均确认时长": "平均受理确认时长",
        "平均天数": "平均处理天数",
        "重复率": "重复投诉率",
        "赔付": "赔付金额",
        "损失": "损失金额",
        "合计": "费用合计",
        "件均": "件均费用",
    },
)
IndicatorName = Annotated[
    IndicatorWord,
    INDICATOR,
    Label("投诉指标", "指标 指标名称 指标项 考核指标 统计指标"),
]
IndicatorUnit = Annotated[str, Line(10), Label("指标单位", "单位")]
CurrentValue = Annotated[Decimal, Figure(), Label("本期数", "本期 本期值 本期数据 实际值")]
PreviousValue = Annotated[Decimal, Figure(), Label("上期数", "上期 上期值 上期数据")]
IndicatorChange = Annotated[
    Decimal,
    Figure(),
    Label("变化幅度", "变化 增减 环比 环比变化 同比 变化率 增减幅度 增减率 变动"),
]
TargetValue = Annotated[Decimal, Figure(), Label("目标值", "目标 考核目标 目标要求")]
DirectionWord = Literal["越高越好", "越低越好"]
IndicatorDirection = Annotated[
    DirectionWord,
    Choice(DirectionWord, also={"高": "越高越好", "低": "越低越好"}),
    Label("指标方向", "方向"),
]
IsMet = Annotated[bool, Flag(), Label("是否达标", "达标 达标情况 是否达成 达成情况")]

# As they are printed, each in its unit

CurrentText = Annotated[str, Line(40), Label("本期（印出）")]
PreviousText = Annotated[str, Line(40), Label("上期（印出）")]
ChangeText = Annotated[str, Line(40), Label("变化（印出）")]
TargetText = Annotated[str, Line(40), Label("目标（印出）")]
NoComplaints = Annotated[str, Line(20), Label("本期情况")]

# How good the data are

MissingDepartment = Annotated[
    int, Integer(unit="件"), Label("未认定责任部门", "缺责任部门 无责任部门")
]
MissingCause = Annotated[int, Integer(unit="件"), Label("未认定原因", "缺原因分类 无原因分类")]
MissingAcknowledgement = Annotated[
    int, Integer(unit="件"), Label("未记受理告知", "缺受理告知时间 无受理告知时间")
]
DateErrors = Annotated[int, Integer(unit="件"), Label("日期错误", "结案早于受理 日期有误")]
