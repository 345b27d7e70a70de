"""Reports: the period, and the counts, rates and sums over it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated

from csdforms.schemas.labels import Label
from csdforms.schemas.types import Average, Day, Integer, Line, Money, Quantity, Rate, Text

# The report

ReportNo = Annotated[str, Line(60), Label("报表编号", "统计表编号")]
PeriodStart = Annotated[dt.date, Day(), Label("统计开始日期", "统计期间起", "开始日期", "起始日期")]
PeriodEnd = Annotated[dt.date, Day(), Label("统计结束日期", "统计期间止", "结束日期", "终止日期")]
AsOf = Annotated[dt.date, Day(), Label("统计截止日期", "数据截止日期")]
BaseQuantity = Annotated[Decimal, Quantity(), Label("投诉率基数", "基数")]
BaseUnit = Annotated[str, Line(20), Label("基数单位")]
Comment = Annotated[str, Text(), Label("说明", "统计说明", "文字说明")]

# One line of a table

DimensionValue = Annotated[str, Line(100), Label("项目", "统计项目")]
Share = Annotated[Decimal, Rate(0, 1), Label("占比", "比例", "所占比例")]

# Complaints of a period

Received = Annotated[int, Integer(), Label("受理件数", "投诉件数", "受理数")]
PrevReceived = Annotated[int, Integer(), Label("上期件数", "同期件数", "上期", "同期")]
ChangeRate = Annotated[Decimal, Rate(None), Label("环比", "同比", "变化率")]
ClosedOnTime = Annotated[int, Integer(), Label("及时结案", "及时结案件数")]
ClosedLate = Annotated[int, Integer(), Label("超期结案", "超期结案件数")]
OpenWithin = Annotated[int, Integer(), Label("期限内未结", "期限内未结件数")]
OpenOverdue = Annotated[int, Integer(), Label("超期未结", "超期未结件数")]
CloseRate = Annotated[Decimal, Rate(0, 1), Label("结案率")]
OnTimeRate = Annotated[Decimal, Rate(0, 1), Label("及时率")]
Verified = Annotated[int, Integer(), Label("属实", "属实件数")]
PartlyVerified = Annotated[int, Integer(), Label("部分属实", "部分属实件数")]
Unverified = Annotated[int, Integer(), Label("不属实", "不属实件数")]
Pending = Annotated[int, Integer(), Label("待核实", "待核实件数")]
RepeatCount = Annotated[int, Integer(), Label("重复投诉", "重复投诉件数")]
HighLevelCount = Annotated[int, Integer(), Label("高等级件数", "高等级")]
TotalCost = Annotated[Decimal, Money(), Label("费用合计", "合计", "金额合计")]
AvgDays = Annotated[Decimal, Average(1, unit="天"), Label("平均处理天数", "平均天数")]
FollowedUp = Annotated[int, Integer(), Label("回访件数")]
Satisfied = Annotated[int, Integer(), Label("满意件数")]
SatisfactionRate = Annotated[Decimal, Rate(0, 1), Label("满意率")]

ComplaintRate = Annotated[Decimal, Rate(), Label("投诉率")]
ComplaintsPerTenThousand = Annotated[Decimal, Average(2), Label("每万单投诉件数", "件/万单")]
Opening = Annotated[int, Integer(), Label("期初未结", "期初未结件数")]
Closed = Annotated[int, Integer(), Label("结案件数", "本期结案")]
OpenEnd = Annotated[int, Integer(), Label("期末未结", "期末未结件数")]
