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

RecordedOn = Annotated[dt.date, Day(), Label("日期", "记录日期 值班日期 接听日期")]
Shift = Annotated[
    Literal["早班", "中班", "晚班", "全天"],
    Choice(Literal["早班", "中班", "晚班", "全天"], also={"白班": "早班", "夜班": "晚班"}),
    Label("班次", "班别 值班班次"),
]
Hotline = Annotated[
    str,
    Phone(personal=False),
    Label(
        "受理热线",
        "热线 服务热线 客服电话 客服热线 热线电话 热线号码 服务热线电话 全国统一热线",
        "统一客服热线 400电话 报修热线 售后热线",
    ),
]
AgentName = Annotated[
    str,
    Line(60),
    Label(
        "电话专员",
        "接听人 接电人 坐席 座席 客服 客服人员 接线员 接线人 接话人 话务员 受理人 受理人员",
        "记录人 值班人 值班人员 值机员 客服专员 客服代表 客服姓名 坐席姓名 座席姓名 坐席名称",
    ),
]
AgentNo = Annotated[
    str,
    Line(30),
    Label(
        "工号",
        "坐席工号 座席工号 坐席号 座席号 坐席编号 座席编号 坐席ID 客服工号 话务员工号",
        "员工编号 员工号",
    ),
]
Team = Annotated[
    str,
    Line(60),
    Label("班组", "小组 组别 技能组 坐席组 座席组 所属班组 技能队列"),
]

# The call

CallNo = Annotated[
    str,
    Line(60),
    Label(
        "通话编号",
        "通话标识 通话ID 呼叫ID 会话ID 呼叫编号 通话流水号 呼叫流水号 话单编号 话单号",
    ),
]
CalledAt = Annotated[
    dt.datetime,
    Minute(),
    Label(
        "来电时间",
        "呼入时间 咨询时间 通话开始时间 来电日期 进线时间 接入时间 呼叫时间 致电时间",
    ),
]
CallerNumber = Annotated[
    str,
    Phone(words=(HIDDEN_NUMBER,)),
    Label(
        "来电号码",
        "主叫号码 联系方式 联系电话 顾客手机号 手机 手机号 手机号码 办公电话 电话 电话号码",
        "号码 主叫 来电 来电显示 来电电话 呼入号码 客户电话 客户号码 客户手机号 用户号码",
        "联系号码 对方号码 回电号码",
    ),
]
WaitSeconds = Annotated[
    int,
    Integer(0, 86_400, unit="秒"),
    Label("等待时长", "等待秒数 等待时间 等候时长 排队时长 排队时间"),
]
AnsweredAt = Annotated[
    dt.datetime,
    Minute(),
    Label(
        "接听时间",
        "首次接听时间 应答时间 接通时间 接起时间 摘机时间 接听开始时间 坐席接听时间",
    ),
]
EndedAt = Annotated[
    dt.datetime,
    Minute(),
    Label(
        "结束时间",
        "通话结束时间 挂机时间 挂断时间 挂线时间 呼叫结束时间 结束通话时间",
    ),
]
IsAbandoned = Annotated[
    bool,
    Flag(yes=("未接", "呼损", "放弃"), no=("已接", "接听", "已接听")),
    Label("未接/呼损", "未接 呼损 是否未接 漏接 放弃 是否放弃 是否呼损 未接来电"),
]
ResponseSeconds = Annotated[
    int, Integer(0, unit="秒"), Label("响应时长", "响应秒数 应答时长 响应用时 响应时间")
]
TalkSeconds = Annotated[
    int,
    Integer(0, unit="秒"),
    Label(
        "通话时长",
        "通话秒数 时长 接听时长 通话用时 通话总时长 通话持续时间 计费时长",
    ),
]
Extension = Annotated[str, Line(20), Label("分机", "分机号 分机号码 坐席分机 座席分机")]
RecordingNo = Annotated[
    str,
    Line(100),
    Label(
        "录音编号",
        "录音号 录音文件 录音 通话录音 录音地址 录音路径 录音链接 录音文件名 录音文件地址",
        "录音ID",
    ),
]

# Who called

CallerName = Annotated[
    str,
    Name(),
    Label(
        "来电人/客户称呼",
        "来电人 客户称呼 来电者 姓名 称呼 来电人姓名 来电客户 联系人 咨询人",
    ),
]
IdentityVerified = Annotated[
    bool,
    Flag(yes=("已核验", "已核实", "通过"), no=("未核验", "未核实", "未通过")),
    Label("身份核验", "身份已核验 核实身份 身份验证 身份确认 是否核实身份"),
]
CallerRegion = Annotated[
    str,
    Line(60),
    Label(
        "来电地区",
        "归属地 地区 城市 区域 所在地区 来电归属地 号码归属地 来电区域 来电城市 归属城市",
    ),
]

# About what, and how it was handled

ProductOrOrder = Annotated[
    str,
    Line(100),
    Label(
        "涉及产品/订单",
        "涉及产品 涉及订单 产品 产品名称 产品型号 产品/型号 商品名称 咨询产品 关注产品",
        "涉及商品 涉及业务 订单号 订单编号",
    ),
]
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
    CallCategoryWord,
    CALL_CATEGORY,
    Label(
        "来电类型",
        "问题分类 来电性质 服务类型 类型 类别 来电类别 来电分类 来电目的 咨询类型 咨询类别",
        "业务类型 业务类别 问题类型 问题类别 事项类型 诉求类型 诉求类别 受理类型 工单类型",
        "工单分类 一级分类",
    ),
]
CallSubcategory = Annotated[
    str,
    Line(60),
    Label(
        "二级分类",
        "来电细类 二级类别 二级类型 三级分类 子分类 小类 细类 问题小类",
    ),
]
CallContent = Annotated[
    str,
    Text(),
    Label(
        "来电内容",
        "来电事由 咨询问题 问题详情 内容 咨询内容 咨询事项 反映内容 反映问题 诉求内容",
        "诉求描述 受理内容 问题描述 客户问题 来电问题 来电诉求 来电摘要 通话内容 通话记录",
        "通话摘要 沟通内容 电话内容 工单内容 事由 事项",
    ),
]
CustomerRequest = Annotated[str, Text(), Label("客户诉求")]
HandlingMethod = Annotated[
    Literal["当场答复", "转接", "派工", "登记后回复", "转投诉处理", "建议书面办理", "其他"],
    Choice(
        Literal["当场答复", "转接", "派工", "登记后回复", "转投诉处理", "建议书面办理", "其他"],
        also={"直接答复": "当场答复", "派单": "派工", "转投诉": "转投诉处理"},
    ),
    Label(
        "处理方式",
        "受理方式 处理措施 处理办法 处理类型 办理方式 答复方式 解决方式",
    ),
]
TransferTo = Annotated[
    str,
    Line(60),
    Label(
        "转接部门(人)",
        "转接至 转接人 转接部门 转办部门 转办单位 转派部门 转派人 转交部门 转交人 派发部门",
        "转接坐席 转接对象 转接人员 转接号码 承办部门 承办单位",
    ),
]
TransferredAt = Annotated[
    dt.datetime,
    Minute(),
    Label("转接时间", "转办时间 转派时间 转交时间 交办时间 派发时间"),
]
CallStatus = Annotated[
    Literal["待处理", "处理中", "已解决", "待回访", "已办结", "未接"],
    Choice(
        Literal["待处理", "处理中", "已解决", "待回访", "已办结", "未接"],
        also={"未处理": "待处理", "呼损": "未接"},
    ),
    Label(
        "处理状态",
        "状态 工单状态 办理状态 解决状态 受理状态 完成状态 是否处理 是否解决 是否办结",
        "处理进度 进度",
    ),
]
PromisedReplyAt = Annotated[
    dt.datetime,
    Minute(),
    Label(
        "承诺回复时间",
        "承诺回复 承诺时间 要求回复时间 预计回复时间 约定回电时间 预约回电时间 回复期限",
        "答复期限",
    ),
]
RepliedAt = Annotated[
    dt.datetime,
    Minute(),
    Label(
        "实际回复时间",
        "回复时间 回电时间 答复时间 答复日期 回复日期 反馈时间 办结时间",
    ),
]
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
    Label(
        "意向结果",
        "意向 意向程度 意向等级 意向情况 客户意向 客户意向等级 购买意向",
    ),
]  # fmt: skip
LinkedForm = Annotated[
    Literal["售后服务登记", "投诉登记", "呼出任务", "客户建档", "无"],
    Choice(
        Literal["售后服务登记", "投诉登记", "呼出任务", "客户建档", "无"],
        also={"售后服务登记表": "售后服务登记", "投诉登记表": "投诉登记"},
    ),
    Label("转单类型", "转单类别 关联单据类型"),
]
LinkedNo = Annotated[
    str,
    Line(60),
    Label(
        "转单编号",
        "转单号 关联单号 关联编号 关联工单 关联工单号 转办单号 派工单号 投诉单号",
    ),
]
CallDetails = Annotated[str, Text(20_000), Label("其余栏目")]

# An outgoing call: the task it belongs to, the call, what came of it

TaskNo = Annotated[
    str,
    Line(60),
    Label("任务编号", "呼出任务编号 任务号 任务ID 外呼任务编号 外呼任务号"),
]
TaskName = Annotated[
    str,
    Line(100),
    Label(
        "任务名称",
        "呼出任务 呼出任务名称 任务 外呼任务 外呼任务名称 活动名称",
    ),
]
TaskStartsAt = Annotated[
    dt.datetime,
    Moment(),
    Label(
        "任务生效时间",
        "生效时间 任务开始时间 任务开始日期 任务启动时间 启动时间 计划开始时间",
    ),
]
TaskEndsAt = Annotated[
    dt.datetime,
    Moment(),
    Label(
        "任务失效时间",
        "失效时间 任务结束时间 任务结束日期 任务截止时间 计划结束时间",
    ),
]
DisplayNumber = Annotated[
    str,
    Phone(personal=False),
    Label(
        "外显号码",
        "显示号码 主叫显示号码 外呼号码 主叫号码 主叫 外显 线路号码",
    ),
]
AssignedCount = Annotated[
    int,
    Integer(1, unit="户"),
    Label(
        "数据量",
        "名单客户数 分配客户数 名单数量 名单量 名单总数 号码量 号码数量 号码总数 数据总量",
        "客户总数 任务量",
    ),
]
DialledAt = Annotated[
    dt.datetime,
    Minute(),
    Label(
        "呼出时间",
        "拨打时间 拨出时间 回访时间 外呼时间 呼叫时间 通话开始时间 时间 日期时间 通话时间",
        "去电时间 致电时间 联系时间 联系日期 拨号时间 拨打日期 呼叫日期 外呼日期 回访日期",
        "跟进时间 发起时间",
    ),
]
CalleeNumber = Annotated[
    str,
    Phone(),
    Label(
        "呼出号码",
        "被叫号码 联系电话 联系方式 电话 电话号码 手机 手机号 手机号码 办公电话 客户电话",
        "拨打号码 号码 被叫 客户号码 客户手机 客户手机号 顾客手机号 客户联系方式 用户电话",
        "联系号码 回访电话 车主电话 业主电话",
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
    Label(
        "呼出目的",
        "拨出电话的目的 拨打目的 外呼目的 回访类型 回访目的 回访类别 回访项目 呼叫目的",
        "呼叫类型 外呼类型 外呼原因 拨打原因 致电目的 电话目的 联系目的 业务类型",
    ),
]
RelatedForm = Annotated[
    str, Line(60), Label("关联单据", "关联表单 关联单据名称 单据类型 工单类型 业务单据")
]
RelatedNo = Annotated[
    str,
    Line(60),
    Label(
        "关联单据编号",
        "关联编号 关联单号 工单号 工单编号 关联工单 关联工单号 服务单号 维修单号 派工单号",
        "派单号 售后单号 投诉单号 投诉编号 订单号 订单编号",
    ),
]
AttemptNo = Annotated[
    int,
    Integer(1, 999, unit="次"),
    Label(
        "第几次拨打",
        "呼叫次数 拨打次数 外呼次数 已呼次数 已拨次数 回访次数 第几次回访 拨打次序 呼叫次序",
        "拨打轮次",
    ),
]
IsConnected = Annotated[
    bool,
    Flag(yes=("接通", "已接通", "已接", "已接听"), no=("未接通", "未接", "未接听")),
    Label(
        "是否接通",
        "接通 接通情况 接通状态 接听状态 通话状态 呼叫状态 拨打状态 联系情况 是否接听",
        "是否联系上 是否成功接通",
    ),
]
UnconnectedReasonWord = Literal["忙音", "停机", "关机", "无效号码", "无人接听", "拒接", "其他"]
UNCONNECTED_REASON = Choice(
    UnconnectedReasonWord,
    also={"占线": "忙音", "欠费停机": "停机", "空号": "无效号码", "未接听": "无人接听"},
)
UnconnectedReason = Annotated[
    UnconnectedReasonWord,
    UNCONNECTED_REASON,
    Label(
        "未接通原因",
        "未接通 呼叫失败原因 未接原因 未接听原因 未联系上原因 失败原因 未成功原因 不成功原因",
        "回访失败原因",
    ),
]
TalkContent = Annotated[
    str,
    Text(),
    Label(
        "通话内容",
        "回访内容 联络详情 沟通内容 通话记录 通话摘要 通话详情 通话要点 沟通记录 沟通情况",
    ),
]
CustomerFeedback = Annotated[
    str,
    Text(),
    Label(
        "客户反映情况",
        "客户反馈 客户反映 客户原话 反馈内容 反馈意见 客户反馈内容 客户意见 客户意见及建议",
        "客户建议 客户回复 客户评价 客户需求 客户态度 意见和建议 顾客意见",
    ),
]
CallResultWord = Literal[
    "成功", "预约再访", "需再联系", "意向客户", "中途拒绝", "拒绝-风险", "拒绝-信任度",
    "拒绝-资金问题", "拒绝-其他", "不配合", "不感兴趣", "错号", "其他",
]  # fmt: skip
CALL_RESULT = Choice(
    CallResultWord,
    also={"成功客户": "成功", "意向": "意向客户", "预约": "预约再访", "再联系": "需再联系"},
)
CallResult = Annotated[
    CallResultWord,
    CALL_RESULT,
    Label(
        "呼出结果",
        "呼叫结果 通话小结 回访结果 通话结果 结果 外呼结果 外呼状态 拨打结果 联系结果",
        "沟通结果 跟进结果 回访状态 回访结论",
    ),
]
CallOutcome = Annotated[str, Line(60), Label("接通与结果")]
ProcessStatusWord = Literal["未处理", "继续跟踪", "成功提交", "失败提交"]
ProcessStatus = Annotated[
    ProcessStatusWord,
    Choice(ProcessStatusWord, also={"跟踪中": "继续跟踪"}),
    Label(
        "呼出处理状态",
        "跟踪状态 跟进状态 跟进进度 回访进度 任务状态 完成状态 是否完成",
    ),
]
ProblemFound = Annotated[
    str,
    Text(),
    Label(
        "发现问题",
        "发现的问题 存在问题 存在的问题 反映问题 反映的问题 问题反馈 问题记录 不满意原因",
        "不满意的原因 不满意内容 不满意项",
    ),
]
FollowUpAction = Annotated[
    str,
    Text(),
    Label(
        "后续措施",
        "跟进措施 后续处理 后续跟进 处理措施 处理方案 处理意见 处理办法 解决方案 改进措施",
        "整改措施 跟进情况 跟进事项 跟进计划 后续事项 后续计划 下一步计划",
    ),
]
FollowUpDepartment = Annotated[
    str,
    Line(60),
    Label(
        "转交部门",
        "跟进部门 后续处理部门 责任部门 处理部门 转办部门 整改部门",
    ),
]
ResolvedOn = Annotated[
    dt.date,
    Day(),
    Label(
        "解决日期",
        "解决时间 完成日期 完成时间 处理日期 处理时间 办结时间 关闭时间",
    ),
]
NextContactAt = Annotated[
    dt.datetime,
    Moment(),
    Label(
        "下次联系时间",
        "下次联系 下次回访时间 再次联系时间 下次跟进 下次跟进时间 下次跟进日期 下次联系日期",
        "下次回访日期 下次拨打时间 下次沟通时间 再次回访时间 预约时间 预约回访时间",
        "预约回拨时间 回拨时间",
    ),
]
DoNotCall = Annotated[
    bool,
    Flag(),
    Label(
        "拒绝再次来电",
        "谢绝来电 免打扰 勿再致电 拒绝来电 拒绝营销 不再联系 黑名单 是否黑名单",
    ),
]
EndedByWord = Literal["客户", "坐席", "系统"]
EndedBy = Annotated[
    EndedByWord,
    Choice(EndedByWord, also={"座席": "坐席", "专员": "坐席"}),
    Label("挂机方", "挂断方 挂断人 结束方 释放方"),
]
SignOff = Annotated[
    str,
    Line(60),
    Label("负责人签字", "负责人签名 部门负责人签字 主管签字 主管签名 经理签字"),
]

# The day's figures

CallCount = Annotated[int, Integer(), Label("件数", "量 来电量")]
InboundCount = Annotated[
    int,
    Integer(),
    Label(
        "呼入总量",
        "呼入量 来电总数 来电总量 来电数 呼入数 呼入总数 呼入次数 总呼入量 进线量",
    ),
]
AnsweredCount = Annotated[
    int,
    Integer(),
    Label(
        "接听量",
        "接听数 接听总数 接通量 接通数 接起量 接起数 应答量 人工接听量",
    ),
]
AbandonedCount = Annotated[
    int,
    Integer(),
    Label(
        "呼损量",
        "未接量 呼损数 放弃量 放弃数 未接数 未接来电数 未接通量 漏接量",
    ),
]
AnswerRate = Annotated[Decimal, Rate(0, 1), Label("接通率", "接听率 接起率 应答率 人工接通率")]
ServiceLevelRate = Annotated[
    Decimal, Rate(0, 1), Label("及时接听率", "服务水平 20秒接通率 20秒接听率 服务水平率")
]
AvgWaitSeconds = Annotated[
    Decimal,
    Average(1, unit="秒"),
    Label("平均等待（秒）", "平均等待时长 平均等待 平均等待时间 平均排队时长"),
]
AvgResponseSeconds = Annotated[
    Decimal,
    Average(1, unit="秒"),
    Label(
        "平均响应时长（秒）",
        "平均响应时长 平均响应时间 平均应答时间 平均应答时长 平均应答速度 平均振铃时长",
    ),
]
AvgTalkSeconds = Annotated[
    Decimal,
    Average(1, unit="秒"),
    Label("平均通话时长（秒）", "平均通话时长 平均通话时间 平均时长"),
]
FirstResolutionRate = Annotated[
    Decimal, Rate(0, 1), Label("一次解决率", "首次解决率 首解率 一次性解决率")
]
PromptReplyRate = Annotated[Decimal, Rate(0, 1), Label("及时回复率", "24小时回复率 按时回复率")]
AvgSatisfaction = Annotated[
    Decimal, Average(2, low=1, high=5), Label("平均满意度（5分制）", "平均满意度")
]
AveragedCalls = Annotated[str, Line(100), Label("计入平均值的件数", "平均值所依据的件数")]

# The figures of outgoing calls; customers are counted once, however often they were called

OutboundCount = Annotated[
    int,
    Integer(),
    Label(
        "呼出次数",
        "呼出总量 呼出量 外呼量 外呼次数 外呼总量 外呼总数 外呼数 呼出数 拨打总数 拨打量",
        "拨打数 呼叫总量",
    ),
]
ExecutedCount = Annotated[
    int,
    Integer(unit="户"),
    Label("执行量", "已拨客户数 已拨打数 已拨数 已呼叫数 已外呼数"),
]
ConnectedCount = Annotated[
    int, Integer(), Label("接通量", "接通次数 接通数 接通总数 接听数 接听量")
]
ConnectRate = Annotated[Decimal, Rate(0, 1), Label("接通率（按次数）", "接通率 接听率 接起率")]
CustomerConnectRate = Annotated[Decimal, Rate(0, 1), Label("接通率（按客户）", "客户接通率")]
SuccessCount = Annotated[
    int, Integer(), Label("成功量", "成功次数 成功数 成功户数 成功单量 成交数")
]
SuccessRate = Annotated[Decimal, Rate(0, 1), Label("成功率", "成功比例 成功占比 转化率")]
RefusalRate = Annotated[Decimal, Rate(0, 1), Label("拒访率", "拒绝率")]
InvalidNumberRate = Annotated[Decimal, Rate(0, 1), Label("无效号码率", "空错号率")]
AvgAttempts = Annotated[Decimal, Average(1, unit="次"), Label("平均拨打次数", "人均拨打次数")]
ExecutionRate = Annotated[
    Decimal,
    Rate(0, 1),
    Label("名单执行率", "完成率 执行率 任务完成率 外呼完成率 拨打率"),
]
