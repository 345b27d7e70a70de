"""Telephone calls: who called, about what, how it was handled, and the day's figures."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from csdforms.schemas.labels import Label
from csdforms.schemas.types import (
    Average,
    Choice,
    Day,
    Flag,
    Integer,
    Line,
    Minute,
    Name,
    Phone,
    Rate,
    Text,
)

#: What stands in the box of the number when the caller withholds it.
HIDDEN_NUMBER = "隐藏号码"

# The sheet of one shift

RecordedOn = Annotated[dt.date, Day(), Label("日期", "记录日期")]
Shift = Annotated[
    Literal["早班", "中班", "晚班", "全天"],
    Choice(Literal["早班", "中班", "晚班", "全天"], also={"白班": "早班", "夜班": "晚班"}),
    Label("班次"),
]
Hotline = Annotated[str, Phone(personal=False), Label("受理热线", "热线", "服务热线")]
AgentName = Annotated[
    str, Line(60), Label("电话专员", "接听人", "接电人", "坐席", "座席", "客服", "客服人员")
]
AgentNo = Annotated[str, Line(30), Label("工号", "坐席工号", "座席工号")]
Team = Annotated[str, Line(60), Label("班组", "小组")]

# The call

CallNo = Annotated[str, Line(60), Label("呼入编号", "受理单号", "通话标识")]
CalledAt = Annotated[
    dt.datetime, Minute(), Label("来电时间", "呼入时间", "咨询时间", "通话开始时间")
]
CallerNumber = Annotated[
    str,
    Phone(words=(HIDDEN_NUMBER,)),
    Label("来电号码", "主叫号码", "联系方式", "联系电话", "手机", "手机号", "手机号码", "办公电话"),
]
WaitSeconds = Annotated[int, Integer(0, 86_400, unit="秒"), Label("等待时长", "等待秒数")]
AnsweredAt = Annotated[dt.datetime, Minute(), Label("接听时间", "首次接听时间", "应答时间")]
EndedAt = Annotated[dt.datetime, Minute(), Label("结束时间", "通话结束时间", "挂机时间")]
IsAbandoned = Annotated[bool, Flag(), Label("未接/呼损", "未接", "呼损", "是否未接")]
ResponseSeconds = Annotated[int, Integer(0, unit="秒"), Label("响应时长", "响应秒数")]
TalkSeconds = Annotated[int, Integer(0, unit="秒"), Label("通话时长", "通话秒数")]
Extension = Annotated[str, Line(20), Label("分机", "分机号")]
RecordingNo = Annotated[str, Line(100), Label("录音编号", "录音号", "录音文件")]

# Who called

CallerName = Annotated[str, Name(), Label("来电人/客户称呼", "来电人", "客户称呼", "来电者")]
IdentityVerified = Annotated[bool, Flag(), Label("身份核验", "身份已核验", "核实身份")]
CallerRegion = Annotated[str, Line(60), Label("来电地区", "归属地")]

# About what, and how it was handled

ProductOrOrder = Annotated[str, Line(100), Label("涉及产品/订单", "涉及产品", "涉及订单")]
CallCategoryWord = Literal[
    "咨询", "查询", "报修", "投诉", "建议", "订购", "安装预约", "退换货", "催办",
    "回访回复", "合作", "其他",
]  # fmt: skip
CALL_CATEGORY = Choice(
    CallCategoryWord,
    also={
        "故障": "报修",
        "维修": "报修",
        "安装": "安装预约",
        "预约安装": "安装预约",
        "退货": "退换货",
        "换货": "退换货",
        "回访": "回访回复",
        "电话支持": "咨询",
    },
)
CallCategory = Annotated[
    CallCategoryWord, CALL_CATEGORY, Label("来电类型", "问题分类", "来电性质", "服务类型")
]
CallSubcategory = Annotated[str, Line(60), Label("二级分类", "来电细类")]
CallContent = Annotated[str, Text(), Label("来电内容", "来电事由", "咨询问题", "问题详情")]
CustomerRequest = Annotated[str, Text(), Label("客户诉求")]
HandlingMethod = Annotated[
    Literal["当场答复", "转接", "派工", "登记后回复", "转投诉处理", "建议书面办理", "其他"],
    Choice(
        Literal["当场答复", "转接", "派工", "登记后回复", "转投诉处理", "建议书面办理", "其他"],
        also={"直接答复": "当场答复", "派单": "派工", "转投诉": "转投诉处理"},
    ),
    Label("处理方式", "受理方式"),
]
TransferTo = Annotated[str, Line(60), Label("转接部门(人)", "转接至", "转接人")]
TransferredAt = Annotated[dt.datetime, Minute(), Label("转接时间")]
CallStatus = Annotated[
    Literal["待处理", "处理中", "已解决", "待回访", "已办结", "未接"],
    Choice(
        Literal["待处理", "处理中", "已解决", "待回访", "已办结", "未接"],
        also={"未处理": "待处理", "呼损": "未接"},
    ),
    Label("处理状态", "状态"),
]
PromisedReplyAt = Annotated[dt.datetime, Minute(), Label("承诺回复时间", "承诺回复")]
RepliedAt = Annotated[dt.datetime, Minute(), Label("实际回复时间", "回复时间")]
IntentResult = Annotated[
    Literal[
        "预约", "需再联系", "意向客户", "成功客户", "中途拒绝", "拒绝-风险", "拒绝-信任度",
        "拒绝-资金问题", "拒绝-其他",
    ],
    Choice(
        Literal[
            "预约", "需再联系", "意向客户", "成功客户", "中途拒绝", "拒绝-风险", "拒绝-信任度",
            "拒绝-资金问题", "拒绝-其他",
        ],
        also={"成功": "成功客户", "意向": "意向客户"},
    ),
    Label("意向结果"),
]  # fmt: skip
LinkedForm = Annotated[
    Literal["售后服务登记", "投诉登记", "呼出任务", "客户建档", "无"],
    Choice(
        Literal["售后服务登记", "投诉登记", "呼出任务", "客户建档", "无"],
        also={"售后服务登记表": "售后服务登记", "投诉登记表": "投诉登记"},
    ),
    Label("转单类型"),
]
LinkedNo = Annotated[str, Line(60), Label("转单编号", "转单号")]
CallDetails = Annotated[str, Text(20_000), Label("其余栏目")]

# The day's figures

CallCount = Annotated[int, Integer(), Label("件数", "量", "来电量")]
InboundCount = Annotated[int, Integer(), Label("呼入总量", "呼入量")]
AnsweredCount = Annotated[int, Integer(), Label("接听量")]
AbandonedCount = Annotated[int, Integer(), Label("呼损量", "未接量")]
AnswerRate = Annotated[Decimal, Rate(0, 1), Label("接通率")]
ServiceLevelRate = Annotated[Decimal, Rate(0, 1), Label("及时接听率", "服务水平")]
AvgWaitSeconds = Annotated[Decimal, Average(1, unit="秒"), Label("平均等待（秒）", "平均等待时长")]
AvgResponseSeconds = Annotated[Decimal, Average(1, unit="秒"), Label("平均响应时长（秒）")]
AvgTalkSeconds = Annotated[Decimal, Average(1, unit="秒"), Label("平均通话时长（秒）")]
FirstResolutionRate = Annotated[Decimal, Rate(0, 1), Label("一次解决率")]
PromptReplyRate = Annotated[Decimal, Rate(0, 1), Label("及时回复率", "24小时回复率")]
AvgSatisfaction = Annotated[Decimal, Average(2), Label("平均满意度（5分制）", "平均满意度")]
AveragedCalls = Annotated[str, Line(100), Label("计入平均值的件数", "平均值所依据的件数")]
