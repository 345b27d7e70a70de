"""Tracking of complaint cases: which are listed, when to warn, what was left undone, what held."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from csdforms.schemas.fields import handling
from csdforms.schemas.labels import Label
from csdforms.schemas.types import Choice, Day, Flag, Integer, Items, Line, Money, choice_of

TrackingScopeWord = Literal["未结案件", "期间受理", "期间受理+期初未结", "全部"]
TrackingScope = Annotated[
    TrackingScopeWord,
    Choice(
        TrackingScopeWord,
        also={
            "未结": "未结案件",
            "本期受理": "期间受理",
            "期间受理和期初未结": "期间受理+期初未结",
            "期初未结+期间受理": "期间受理+期初未结",
            "本期受理+期初未结": "期间受理+期初未结",
            "全部案件": "全部",
        },
    ),
    Label("追踪范围", "案件范围 列示范围"),
]

# The case

ReceivedOn = Annotated[dt.date, Day(), Label("投诉日期", "受理日期 客诉日期")]
RegisteredOn = Annotated[dt.date, Day(), Label("立案日期", "立案时间")]
IsKeyCustomer = Annotated[bool, Flag(), Label("是否重点客户", "重点客户 是否大客户")]
HandlingKindWord = Literal["品质", "客服"]
HandlingKind = Annotated[
    HandlingKindWord,
    Choice(
        HandlingKindWord,
        also={"质量": "品质", "品质类": "品质", "服务": "客服", "客服类": "客服"},
    ),
    Label("案件处理类型", "投诉处理类型"),
]
ContainmentOn = Annotated[
    dt.date, Day(), Label("临时措施完成日期", "临时措施完成 临时对策完成日期 3D完成日期")
]

# How it goes on

CurrentStep = Annotated[
    handling.StepWord, choice_of(handling.Step), Label("当前环节", "当前步骤 目前环节")
]
WarningOn = Annotated[dt.date, Day(), Label("预警日期", "预警日")]
CycleText = Annotated[str, Line(20), Label("周期（印出）")]
OverdueDays = Annotated[int, Integer(0, unit="天"), Label("超期天数", "逾期天数 拖期天数")]
LightWord = Literal["红", "黄", "绿"]
Light = Annotated[
    LightWord,
    Choice(
        LightWord,
        also={
            "红灯": "红", "黄灯": "黄", "绿灯": "绿",
            "红色": "红", "黄色": "黄", "绿色": "绿",
        },
    ),
    Label("预警灯", "预警 预警状态 亮灯"),
]  # fmt: skip

# Whether it came back: the three calendar months after the closing

EffectWord = Literal["复发", "未复发"]
EFFECT = Choice(EffectWord, also={"再发": "复发", "有": "复发", "未再发": "未复发", "无": "未复发"})
EffectMonth1 = Annotated[
    EffectWord, EFFECT, Label("结案后第1月效果", "第1月 结案后第一个月 结案后1个月")
]
EffectMonth2 = Annotated[
    EffectWord, EFFECT, Label("结案后第2月效果", "第2月 结案后第二个月 结案后2个月")
]
EffectMonth3 = Annotated[
    EffectWord, EFFECT, Label("结案后第3月效果", "第3月 结案后第三个月 结案后3个月")
]
FullySolved = Annotated[bool, Flag(), Label("是否根本解决", "根本解决 是否彻底解决")]

# At the foot

TotalCompensationAmount = Annotated[Decimal, Money(), Label("赔付金额合计", "赔付合计")]
TotalLossAmount = Annotated[Decimal, Money(), Label("损失金额合计", "损失合计")]
NewCases = Annotated[tuple[str, ...], Items(60), Label("本期新增案件", "本期新增")]
FollowedCases = Annotated[tuple[str, ...], Items(60), Label("正常跟进案件", "正常跟进")]
ClosedCases = Annotated[tuple[str, ...], Items(60), Label("本期结案案件")]
