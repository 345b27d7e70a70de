"""Telephone calls, in and out: with whom, about what, what came of it, and the day's figures."""

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
    Moment,
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
Hotline = Annotated[str, Phone(personal=False), Label("受理热线", "热线", "服务热线", "客服电话", "客服热线", "热线电话", "热线号码", "服务热线电话", "全国统一热线", "统一客服热线", "400电话", "报修热线", "售后热线")]
AgentName = Annotated[
    str, Line(60), Label("电话专员", "接听人", "接电人", "坐席", "座席", "客服", "客服人员")
]
AgentNo = Annotated[str, Line(30), Label("工号", "坐席工号", "座席工号")]
Team = Annotated[str, Line(60), Label("班组", "小组")]

# The call

CallNo = Annotated[str, Line(60), Label("通话编号", "通话标识")]
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

# An outgoing call: the task it belongs to, the call, what came of it

TaskNo = Annotated[str, Line(60), Label("任务编号", "呼出任务编号", "任务号")]
TaskName = Annotated[str, Line(100), Label("任务名称", "呼出任务", "呼出任务名称")]
TaskStartsAt = Annotated[
    dt.datetime, Moment(), Label("任务生效时间", "生效时间", "任务开始时间", "任务开始日期")
]
TaskEndsAt = Annotated[
    dt.datetime, Moment(), Label("任务失效时间", "失效时间", "任务结束时间", "任务结束日期")
]
DisplayNumber = Annotated[
    str, Phone(personal=False), Label("外显号码", "显示号码", "主叫显示号码", "外呼号码")
]
AssignedCount = Annotated[
    int, Integer(1, unit="户"), Label("数据量", "名单客户数", "分配客户数", "名单数量")
]
DialledAt = Annotated[
    dt.datetime,
    Minute(),
    Label("呼出时间", "拨打时间", "拨出时间", "回访时间", "外呼时间", "呼叫时间", "通话开始时间"),
]
CalleeNumber = Annotated[
    str,
    Phone(),
    Label(
        "呼出号码", "被叫号码", "联系电话", "联系方式", "电话", "电话号码", "手机", "手机号",
        "手机号码", "办公电话", "客户电话", "拨打号码",
    ),
]  # fmt: skip
CallPurposeWord = Literal[
    "服务回访", "投诉回访", "满意度调查", "承诺回复", "预约通知", "催款提醒", "客户关怀",
    "产品推介", "资料核实", "其他",
]  # fmt: skip
CallPurpose = Annotated[
    CallPurposeWord,
    Choice(
        CallPurposeWord,
        also={
            "售后回访": "服务回访",
            "投诉后回访": "投诉回访",
            "满意度回访": "满意度调查",
            "回复": "承诺回复",
            "通知": "预约通知",
            "催款": "催款提醒",
            "关怀": "客户关怀",
            "营销": "产品推介",
            "推介": "产品推介",
        },
    ),
    Label("呼出目的", "拨出电话的目的", "拨打目的", "外呼目的", "回访类型"),
]
RelatedForm = Annotated[str, Line(60), Label("关联单据", "关联表单", "关联单据名称")]
RelatedNo = Annotated[str, Line(60), Label("关联单据编号", "关联编号", "关联单号")]
AttemptNo = Annotated[int, Integer(1, 999, unit="次"), Label("第几次拨打", "呼叫次数", "拨打次数")]
IsConnected = Annotated[bool, Flag(), Label("是否接通", "接通", "接通情况")]
UnconnectedReasonWord = Literal["忙音", "停机", "关机", "无效号码", "无人接听", "拒接", "其他"]
UNCONNECTED_REASON = Choice(
    UnconnectedReasonWord,
    also={"占线": "忙音", "欠费停机": "停机", "空号": "无效号码", "未接听": "无人接听"},
)
UnconnectedReason = Annotated[
    UnconnectedReasonWord, UNCONNECTED_REASON, Label("未接通原因", "未接通", "呼叫失败原因")
]
TalkContent = Annotated[str, Text(), Label("通话内容", "回访内容", "联络详情", "沟通内容")]
CustomerFeedback = Annotated[str, Text(), Label("客户反映情况", "客户反馈", "客户反映", "客户原话")]
CallResultWord = Literal[
    "成功", "预约再访", "需再联系", "意向客户", "中途拒绝", "拒绝-风险", "拒绝-信任度",
    "拒绝-资金问题", "拒绝-其他", "不配合", "不感兴趣", "错号", "其他",
]  # fmt: skip
CALL_RESULT = Choice(
    CallResultWord,
    also={"成功客户": "成功", "意向": "意向客户", "预约": "预约再访", "再联系": "需再联系"},
)
CallResult = Annotated[
    CallResultWord, CALL_RESULT, Label("呼出结果", "呼叫结果", "通话小结", "回访结果", "通话结果")
]
CallOutcome = Annotated[str, Line(60), Label("接通与结果")]
ProcessStatusWord = Literal["未处理", "继续跟踪", "成功提交", "失败提交"]
ProcessStatus = Annotated[
    ProcessStatusWord,
    Choice(ProcessStatusWord, also={"跟踪中": "继续跟踪"}),
    Label("呼出处理状态", "跟踪状态"),
]
ProblemFound = Annotated[str, Text(), Label("发现问题", "发现的问题")]
FollowUpAction = Annotated[str, Text(), Label("后续措施", "跟进措施", "后续处理", "后续跟进")]
FollowUpDepartment = Annotated[str, Line(60), Label("转交部门", "跟进部门", "后续处理部门")]
ResolvedOn = Annotated[dt.date, Day(), Label("解决日期", "解决时间")]
NextContactAt = Annotated[
    dt.datetime, Moment(), Label("下次联系时间", "下次联系", "下次回访时间", "再次联系时间")
]
DoNotCall = Annotated[bool, Flag(), Label("拒绝再次来电", "谢绝来电", "免打扰", "勿再致电")]
EndedByWord = Literal["客户", "坐席", "系统"]
EndedBy = Annotated[
    EndedByWord, Choice(EndedByWord, also={"座席": "坐席", "专员": "坐席"}), Label("挂机方")
]
SignOff = Annotated[str, Line(60), Label("负责人签字", "负责人签名")]

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

# The figures of outgoing calls; customers are counted once, however often they were called

OutboundCount = Annotated[int, Integer(), Label("呼出次数", "呼出总量", "呼出量", "外呼量")]
ExecutedCount = Annotated[int, Integer(unit="户"), Label("执行量", "已拨客户数")]
ConnectedCount = Annotated[int, Integer(), Label("接通量", "接通次数")]
ConnectRate = Annotated[Decimal, Rate(0, 1), Label("接通率（按次数）", "接通率")]
CustomerConnectRate = Annotated[Decimal, Rate(0, 1), Label("接通率（按客户）", "客户接通率")]
SuccessCount = Annotated[int, Integer(), Label("成功量", "成功次数")]
SuccessRate = Annotated[Decimal, Rate(0, 1), Label("成功率")]
RefusalRate = Annotated[Decimal, Rate(0, 1), Label("拒访率", "拒绝率")]
InvalidNumberRate = Annotated[Decimal, Rate(0, 1), Label("无效号码率", "空错号率")]
AvgAttempts = Annotated[Decimal, Average(1, unit="次"), Label("平均拨打次数", "人均拨打次数")]
ExecutionRate = Annotated[Decimal, Rate(0, 1), Label("名单执行率", "完成率", "执行率")]
