"""A business customer's claim: the goods delivered, what is wrong, what is asked in return."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from csdforms.schemas.labels import Label
from csdforms.schemas.types import (
    Choice,
    Day,
    Flag,
    Integer,
    Line,
    Money,
    Percent,
    Quantity,
    Rate,
    Text,
)


class TotalQuantity(Quantity):
    """The sum of a column of quantities; what has different units has no sum and prints ``—``."""

    kind: ClassVar[str] = "数量合计"
    absent: ClassVar[str] = "—"


# The delivery

DeliveryNo = Annotated[
    str,
    Line(60),
    Label(
        "发货单号",
        "送货单号 出货单号 交货单号 送货单编号 出货单编号 发货单编号 出库单号 提单号 发运单号",
    ),
]
ManufacturingUnit = Annotated[
    str,
    Line(100),
    Label(
        "制造部门",
        "制造单位 生产部门 生产单位 供应商 生产厂 生产厂家 生产工厂 制造工厂 制造商 生产车间",
        "车间 生产线 产线 厂别 生产班组 生产基地",
    ),
]
ShippedOn = Annotated[
    dt.date,
    Day(),
    Label(
        "交运日期",
        "发货日期 出货日期 交货日期 发运日期 发货时间 出货时间 送货日期 送货时间 供货日期",
        "出库日期",
    ),
]
DaysSinceShipment = Annotated[int, Integer(0, unit="天"), Label("出厂天数", "交运天数 发货天数")]
QualityExceptionWord = Literal["质量异常", "非质量异常"]
QualityException = Annotated[
    QualityExceptionWord,
    Choice(
        QualityExceptionWord,
        also={
            "质量": "质量异常",
            "质量问题": "质量异常",
            "品质异常": "质量异常",
            "非质量": "非质量异常",
            "非质量问题": "非质量异常",
            "非品质异常": "非质量异常",
        },
    ),
    Label(
        "异常性质",
        "异常类别 是否质量问题 是否质量异常 是否品质异常 品质异常 异常类型 异常分类",
    ),
]

# One line of goods

Unit = Annotated[str, Line(20), Label("计量单位", "单位")]
BatchNo = Annotated[
    str,
    Line(60),
    Label(
        "批号",
        "生产批号 产品批号 批次 批次号 LOT LOT号 LOTNO. 批号/LOT 生产批次 制造批号 出货批次",
        "不良批次 问题批次 产品批次 产品批次号 D/C",
    ),
]
ProducedOn = Annotated[
    dt.date,
    Day(),
    Label("生产日期", "出厂日期 生产/出厂日期 制造日期 生产时间 制造时间"),
]
DeliveredQuantity = Annotated[
    Decimal,
    Quantity(),
    Label(
        "交货数量",
        "交运数量 发货数量 交货量 批量 出货数量 出货数 出货量 送货数量 供货数量 发货量",
        "来料数量 订单数量 订单数 订货数量 购买数量 总数量",
    ),
]
UnitPrice = Annotated[Decimal, Money(), Label("单价", "单价（元）")]
LineAmount = Annotated[Decimal, Money(), Label("金额", "金额（元）")]
DefectiveQuantity = Annotated[
    Decimal,
    Quantity(),
    Label(
        "不良数量",
        "不良数 不合格数量 不合格数 缺陷数量 不良品数 不良品数量 不合格品数 不合格品数量",
        "缺陷数 NG数 NG数量 问题数 问题数量 异常数量 故障数量 客诉数量 投诉数量 抱怨数量",
        "涉及数量 影响数量 受影响数量",
    ),
]
DefectRate = Annotated[
    Decimal, Rate(0, 1), Label("不良率", "不合格率 不良比例 不良比率 缺陷率 不合格比例")
]
TotalDeliveredQuantity = Annotated[
    Decimal, TotalQuantity(), Label("交货数量合计", "交货总数 交货总量")
]
TotalDefectiveQuantity = Annotated[
    Decimal, TotalQuantity(), Label("不良数量合计", "不良总数 不良总量")
]

# The sample

SampleReceived = Annotated[
    bool,
    Flag(),
    Label(
        "是否收到样品",
        "收到样品 有无样品 样品 不良样品 是否有样品 是否有不良样品 有无不良样品 有无实物",
        "是否提供样品 是否附样品 是否退样 是否接到投诉样品",
    ),
]
SampleQuantity = Annotated[
    int,
    Integer(1),
    Label(
        "样品数量",
        "样品数 样品量 样本数量 退样数量 不良样品数量 投诉样品数量",
    ),
]

# The same complaint before

RepeatSameOrder = Annotated[int, Integer(1, 999), Label("同单第几次", "同单投诉次数")]
RepeatSameProduct = Annotated[int, Integer(1, 999), Label("同品第几次", "同品投诉次数")]
RepeatSameFault = Annotated[int, Integer(1, 999), Label("同故障第几次", "同故障投诉次数")]

# What is asked

ClaimCompensationAmount = Annotated[
    Decimal, Money(), Label("赔款", "赔款金额 索赔赔款 赔偿金额 赔款额")
]
ClaimDiscountRate = Annotated[Decimal, Percent(0, 1), Label("折价比例", "折价% 折让比例")]
ClaimDiscountAmount = Annotated[
    Decimal,
    Money(),
    Label("折价金额", "折让金额 折让 折让额 折扣金额 扣款 扣款金额"),
]
ClaimReturnQuantity = Annotated[
    Decimal, Quantity(), Label("要求退货数量", "退货数量 退回数量 退货数")
]
ClaimReturnAmount = Annotated[Decimal, Money(), Label("要求退货金额", "退货金额 退货款 退货额")]
ClaimOther = Annotated[str, Text(), Label("其他要求", "其它要求 客户其他要求")]

# What the departments say

OpinionUnitWord = Literal[
    "经办人", "分店/销售部", "采购部", "质量管理部", "财务部", "经理", "总经理", "其他"
]
OPINION_UNIT = Choice(
    OpinionUnitWord,
    also={
        "经办": "经办人",
        "分店": "分店/销售部",
        "门店": "分店/销售部",
        "销售部": "分店/销售部",
        "业务部": "分店/销售部",
        "采购": "采购部",
        "质管部": "质量管理部",
        "品管部": "质量管理部",
        "品质部": "质量管理部",
        "质量部": "质量管理部",
        "财务": "财务部",
        "部门经理": "经理",
    },
)
OpinionUnit = Annotated[
    OpinionUnitWord, OPINION_UNIT, Label("会签部门", "意见部门 会签单位 会办部门 会办单位")
]
OpinionOn = Annotated[dt.date, Day(), Label("会签日期", "处理意见日期 意见日期 会签时间 签署日期")]
