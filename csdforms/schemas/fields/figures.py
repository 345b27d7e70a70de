"""Reports: the period, and the counts, rates and sums over it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from csdforms.schemas.labels import Label
from csdforms.schemas.types import (
    Average,
    Choice,
    Day,
    Disclosure,
    Integer,
    Items,
    Line,
    Moment,
    Money,
    Month,
    Quantity,
    Rate,
    Text,
)

# The report

ReportNo = Annotated[str, Line(60), Label("报表编号", "统计表编号 报表号 统计编号")]
PeriodStart = Annotated[
    dt.date,
    Day(),
    Label("统计开始日期", "统计期间起 开始日期 起始日期 统计时段"),
]
PeriodEnd = Annotated[dt.date, Day(), Label("统计结束日期", "统计期间止 结束日期 终止日期")]
AsOf = Annotated[
    dt.date, Day(),
    Label("统计截止日期", "数据截止日期 统计截止日 统计截止时间 数据截止日"),
]  # fmt: skip
PeriodKindWord = Literal["周", "月", "季", "年"]
PeriodKind = Annotated[
    PeriodKindWord,
    Choice(
        PeriodKindWord,
        also={
            "周度": "周", "月度": "月", "季度": "季", "年度": "年",
            "周报": "周", "月报": "月", "季报": "季", "年报": "年",
        },
    ),
    Label("期间类别", "期间类型 报告周期 总结周期"),
]  # fmt: skip
BaseQuantity = Annotated[
    Decimal,
    Quantity(),
    Label(
        "投诉率基数",
        "基数 交易笔数 订单总数 销售数量 出货总数 服务总量 服务人次",
    ),
]
BaseUnit = Annotated[str, Line(20), Label("基数单位")]
Comment = Annotated[
    str,
    Text(),
    Label("说明", "统计说明 文字说明 分析 统计分析 分析说明 情况分析"),
]

# What cases are counted by

DimensionWord = Literal[
    "投诉类别", "细类", "投诉方式", "投诉等级", "情节", "责任部门", "责任人", "客户", "客户类别",
    "区域", "产品", "月份", "原因分类", "处理方式",
]  # fmt: skip
DIMENSION = Choice(DimensionWord, also={"类别": "投诉类别", "原因": "原因分类"})
Dimension = Annotated[
    DimensionWord,
    DIMENSION,
    Label("统计口径", "统计维度 统计方式 统计类型 分类方式 分类标准"),
]
ParetoDimension = Annotated[DimensionWord, DIMENSION, Label("排列口径", "排列维度 帕累托口径")]
CrossRow = Annotated[DimensionWord, DIMENSION, Label("交叉行口径", "行口径 交叉分析行")]
CrossColumn = Annotated[DimensionWord, DIMENSION, Label("交叉列口径", "列口径 交叉分析列")]
TopN = Annotated[int, Integer(1, 100, unit="项"), Label("列示项数", "前几项 列示前几项")]
TrendMonths = Annotated[int, Integer(1, 60, unit="个月"), Label("趋势月数", "趋势期数")]
RepeatWindowDays = Annotated[
    int, Integer(1, 3650, unit="天"), Label("重复投诉判定天数", "重复判定天数 重复投诉窗口")
]

# One line of a table

DimensionValue = Annotated[str, Line(100), Disclosure.GROUPED, Label("项目", "统计项目")]
Share = Annotated[
    Decimal,
    Rate(0, 1),
    Label("占比", "比例 所占比例 构成比 占总数比例 占总投诉比例 百分比 比率"),
]
CaseCount = Annotated[int, Integer(), Label("案件数", "件数 投诉件数 频数 频次 数量")]

# What matters most (排列图), and what meets with what (交叉表)

CumulativeCount = Annotated[int, Integer(), Label("累计件数", "累计数 累计频数")]
AbcClassWord = Literal["A", "B", "C"]
ABC_CLASS = Choice(AbcClassWord, also={"A类": "A", "B类": "B", "C类": "C"})
AbcClass = Annotated[AbcClassWord, ABC_CLASS, Label("ABC类别", "ABC分类 ABC 类别")]
KnownCount = Annotated[int, Integer(), Label("已认定件数", "已认定")]
KnownCost = Annotated[Decimal, Money(), Label("已认定费用", "已认定费用合计")]
UnknownCount = Annotated[int, Integer(unit="件"), Label("未认定件数", "未认定 未认定案件")]
MainCauses = Annotated[tuple[str, ...], Items(), Label("主要原因", "主要因素 A类原因")]
RowValue = Annotated[str, Line(100), Disclosure.GROUPED, Label("行项目", "行")]
ColumnValue = Annotated[str, Line(100), Disclosure.GROUPED, Label("列项目", "列")]
RowTotal = Annotated[int, Integer(), Label("行合计", "横向合计")]
ColumnTotal = Annotated[int, Integer(), Label("列合计", "纵向合计")]
GrandTotal = Annotated[int, Integer(unit="件"), Label("交叉表总计", "总计 总件数")]
CrossHead = Annotated[str, Line(100), Label("交叉表行首")]
CrossCell1 = Annotated[str, Line(100), Label("交叉表第1格")]
CrossCell2 = Annotated[str, Line(100), Label("交叉表第2格")]
CrossCell3 = Annotated[str, Line(100), Label("交叉表第3格")]
CrossCell4 = Annotated[str, Line(100), Label("交叉表第4格")]
CrossCell5 = Annotated[str, Line(100), Label("交叉表第5格")]
CrossCell6 = Annotated[str, Line(100), Label("交叉表第6格")]
CrossTotal = Annotated[str, Line(20), Label("交叉表行合计")]

# Complaints of a period

ReportMonth = Annotated[str, Month(), Label("月份", "统计月份 月度 年月")]

Received = Annotated[int, Integer(), Label("受理件数", "投诉件数 受理数")]
PrevReceived = Annotated[
    int,
    Integer(),
    Label("上期件数", "同期件数 上期 同期 去年同期 上月件数 上期投诉数 上月"),
]
ChangeRate = Annotated[
    Decimal, Rate(None), Label("环比", "同比 变化率 增长率 环比变化 环比增长 增减率")
]
ClosedOnTime = Annotated[
    int,
    Integer(),
    Label("及时结案", "及时结案件数 及时结案数 按时完成数 及时处理数 按期结案数"),
]
ClosedLate = Annotated[
    int, Integer(), Label("超期结案", "超期结案件数 超期结案数 延期结案 逾期结案")
]
OpenWithin = Annotated[int, Integer(), Label("期限内未结", "期限内未结件数")]
OpenOverdue = Annotated[
    int,
    Integer(),
    Label("超期未结", "超期未结件数 超期未结数 超期未处理 逾期未处理 逾期未结"),
]
CloseRate = Annotated[
    Decimal,
    Rate(0, 1),
    Label("结案率", "办结率 处理率 处理完成率 完成率 解决率 关闭率"),
]
OnTimeRate = Annotated[
    Decimal,
    Rate(0, 1),
    Label(
        "及时率",
        "处理及时率 结案及时率 及时结案率 按时结案率 按时完成率 按期办结率 及时处理率",
    ),
]
OverdueRate = Annotated[Decimal, Rate(0, 1), Label("超期率", "逾期率")]
VerifiedRate = Annotated[Decimal, Rate(0, 1), Label("属实率", "投诉属实率")]
RepeatRate = Annotated[Decimal, Rate(0, 1), Label("重复投诉率", "重复率")]
Verified = Annotated[
    int,
    Integer(),
    Label(
        "属实",
        "属实件数 属实数 成立件数 有效件数 有效投诉 有效投诉数 有效投诉件数 投诉属实数",
    ),
]
PartlyVerified = Annotated[int, Integer(), Label("部分属实", "部分属实件数")]
Unverified = Annotated[
    int,
    Integer(),
    Label(
        "不属实",
        "不属实件数 不属实数 不成立件数 无效件数 无效投诉 无效投诉数",
    ),
]
Pending = Annotated[int, Integer(), Label("待核实", "待核实件数")]
RepeatCount = Annotated[int, Integer(), Label("重复投诉", "重复投诉件数 重复投诉次数 重复投诉数")]
HighLevelCount = Annotated[int, Integer(), Label("高等级件数", "高等级")]
TotalCost = Annotated[
    Decimal,
    Money(),
    Label("费用合计", "合计 金额合计 总费用 费用总计 合计金额"),
]
AvgAckHours = Annotated[
    Decimal,
    Average(1, unit="小时"),
    Label("平均首次响应（小时）", "平均首次响应 平均受理确认时长"),
]
AvgDays = Annotated[
    Decimal,
    Average(1, unit="天"),
    Label(
        "平均处理天数",
        "平均天数 平均周期 平均用时 平均处理周期 平均处理时间 平均处理时长 平均结案天数",
    ),
]
FollowedUp = Annotated[int, Integer(), Label("回访件数", "回访数 回访量 回访次数")]
Satisfied = Annotated[int, Integer(), Label("满意件数", "满意数")]
SatisfactionRate = Annotated[
    Decimal, Rate(0, 1), Label("满意率", "满意度 客户满意度 客户满意率 回访满意率")
]

ComplaintRate = Annotated[Decimal, Rate(), Label("投诉率", "投诉比率 客诉率 客户投诉率")]
ComplaintsPerTenThousand = Annotated[Decimal, Average(2), Label("每万单投诉件数", "件/万单")]
Opening = Annotated[int, Integer(), Label("期初未结", "期初未结件数")]
Closed = Annotated[
    int,
    Integer(),
    Label(
        "结案件数",
        "本期结案 结案数 已结案 已结案数 已结案件数 已处理数 已处理件数 完成数 办结数",
        "办结件数",
    ),
]
OpenEnd = Annotated[
    int,
    Integer(),
    Label(
        "期末未结",
        "期末未结件数 未结案 未结案数 未结案件数 未结数 未处理数 未处理件数",
    ),
]

# Where the figures come from

ComputedAt = Annotated[dt.datetime, Moment(), Label("取数时间")]
#: 不完整: only what the compiler may know of was counted.
ReportCoverageWord = Literal["完整", "不完整"]
ReportCoverage = Annotated[ReportCoverageWord, Choice(ReportCoverageWord), Label("统计范围")]
#: The last line of the archive's journal that was counted: its number and hash.
ArchiveHead = Annotated[str, Line(100), Label("档案链值")]
ReportOptions = Annotated[str, Line(500), Label("统计选项")]
