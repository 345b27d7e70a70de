"""Interviews by telephone: the plan, who is asked, what is asked, and how it went."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from csdforms.schemas.labels import Label
from csdforms.schemas.types import (
    Average,
    Choice,
    Choices,
    Clock,
    Day,
    Flag,
    Integer,
    Items,
    Line,
    Money,
    Rate,
    Text,
)

# The plan

PlanNo = Annotated[
    str,
    Line(60),
    Label("电话访谈计划编号", "访谈计划编号 计划编号 电话访谈计划 计划单号 回访计划编号"),
]
PlanName = Annotated[
    str,
    Line(100),
    Label(
        "访谈计划名称",
        "计划名称 计划标题 访谈名称 调研名称 项目名称 活动名称 回访计划名称",
    ),
]
InterviewPurpose = Annotated[
    str,
    Text(personal=False),
    Label(
        "访谈目的",
        "访问目的 回访目的 目的 调研目的 调查目的 拜访目的 计划目的",
    ),
]
InterviewTypeWord = Literal[
    "服务回访", "投诉后回访", "满意度调查", "需求调研", "流失客户", "大客户维护", "新品意见", "其他"
]  # fmt: skip
InterviewType = Annotated[
    InterviewTypeWord,
    Choice(
        InterviewTypeWord,
        also={
            "售后回访": "服务回访",
            "投诉回访": "投诉后回访",
            "需求调查": "需求调研",
            "流失客户回访": "流失客户",
            "新产品意见": "新品意见",
        },
    ),
    Label(
        "访谈类别",
        "访谈类型 访问类别 访谈性质 回访类型 回访类别 拜访类型 调研类型",
    ),
]
InterviewModeWord = Literal["结构式", "半结构式", "开放式"]
InterviewMode = Annotated[
    InterviewModeWord,
    Choice(
        InterviewModeWord,
        also={
            "结构化": "结构式",
            "半结构化": "半结构式",
            "非结构式": "开放式",
            "非结构化": "开放式",
            "自由式": "开放式",
        },
    ),
    Label("访谈形式", "访谈方式 访谈方法 访问方式 访问形式 调研方式"),
]
TargetDescription = Annotated[
    str,
    Text(personal=False),
    Label(
        "访谈对象范围",
        "对象范围 访谈范围 目标客户 目标群体 调研对象 调查对象 访问对象 受访群体 回访范围",
        "调查范围",
    ),
]
SampleSize = Annotated[
    int,
    Integer(1, unit="户"),
    Label(
        "计划样本量",
        "样本量 计划访谈数 样本数 样本数量 样本容量 计划人数 访谈人数 访谈数量 访谈户数",
        "计划回访数",
    ),
]
SamplingMethodWord = Literal["全部", "随机", "分层/配额", "指定"]
SamplingMethod = Annotated[
    SamplingMethodWord,
    Choice(
        SamplingMethodWord,
        also={
            "全体": "全部",
            "普查": "全部",
            "随机抽样": "随机",
            "分层": "分层/配额",
            "分层抽样": "分层/配额",
            "配额": "分层/配额",
            "配额抽样": "分层/配额",
        },
    ),
    Label("抽样方式", "抽样方法 抽样方案 选样方式 样本选取方式"),
]
Interviewers = Annotated[
    tuple[str, ...],
    Items(60),
    Label(
        "访谈人员",
        "访问人员 访谈小组 访谈员 访谈者 调研人员 回访人员 执行人员 参与人员 参加人员",
    ),
]
Supervisor = Annotated[
    str,
    Line(60),
    Label(
        "负责人/督导",
        "督导 计划负责人 项目负责人 督导人员 主持人 项目主管 访谈负责人",
    ),
]
TrainedOn = Annotated[dt.date, Day(), Label("业务培训时间", "培训时间 培训日期")]
Materials = Annotated[
    str,
    Text(personal=False),
    Label("准备资料", "资料准备 所需资料 准备材料 访谈材料 资料清单 所需物料"),
]
ExpectedResults = Annotated[
    str,
    Text(personal=False),
    Label(
        "预期目标",
        "预期成果 预期效果 达成目标 预期结果 期望成果 工作目标 计划目标",
    ),
]
RecordingNotice = Annotated[
    bool,
    Flag(yes=("告知", "已告知"), no=("不告知", "未告知")),
    Label("录音告知", "是否告知录音 告知录音"),
]
QualityCheck = Annotated[
    str,
    Line(100),
    Label("复核方式与比例", "复核方式 质量控制 复核比例 质控方式 抽检比例 质检比例"),
]
BudgetAmount = Annotated[
    Decimal, Money(), Label("费用预算", "预算 预算金额 经费预算 经费 预计费用")
]

# Who is asked, when, by whom

CustomerBackground = Annotated[
    str,
    Text(),
    Label(
        "客户基本情况",
        "客户现状 客户情况 基本情况 客户背景 客户背景资料 背景资料 客户概况 客户简介 客户信息",
    ),
]
SelectionReason = Annotated[
    str,
    Line(200),
    Label(
        "选择理由",
        "入选理由 访谈理由 选择原因 访谈原因 回访原因 回访事由 拜访理由",
    ),
]
PlannedOn = Annotated[
    dt.date,
    Day(),
    Label(
        "计划访谈日期",
        "计划日期 拜访时间 计划回访时间 访谈日期 访谈时间 计划时间 计划访谈时间 计划回访日期",
        "计划拜访时间 拜访日期 访问时间 访问日期 回访时间 回访日期 拟访时间 预约时间 预约日期",
        "预定日期 安排时间",
    ),
]
SlotStart = Annotated[
    dt.time,
    Clock(),
    Label("时段起", "开始时间 时段开始 开始时刻 时段 时间段 访谈时段"),
]
SlotEnd = Annotated[dt.time, Clock(), Label("时段止", "截止时间 时段结束 结束时间")]
PlannedMinutes = Annotated[
    int,
    Integer(1, 600, unit="分钟"),
    Label(
        "预计时长",
        "预计时长（分钟） 计划时长 时长 访谈时长 预计用时 计划用时",
    ),
]
InterviewTopic = Annotated[
    str,
    Line(200),
    Label(
        "访谈主题",
        "会谈主题 访问主题 主题 访谈内容 访谈重点 访谈议题 访问内容 拜访内容 回访内容",
        "回访主题 沟通内容 沟通主题 谈话主题",
    ),
]
InterviewGoalWord = Literal[
    "建立联系", "增进感情", "收集信息", "了解客户需求", "商讨合作", "达成初步合作", "满意度评价",
    "问题解决确认", "其他",
]  # fmt: skip
InterviewGoals = Annotated[
    tuple[str, ...],
    Choices(InterviewGoalWord, also={"了解需求": "了解客户需求", "满意度": "满意度评价"}),
    Label("拟达目标", "访谈目标 拟达到目标 目标 期望目标"),
]
InterviewStatusWord = Literal["待访", "已约", "完成", "改期", "拒访", "联系不上", "取消"]
InterviewStatus = Annotated[
    InterviewStatusWord,
    Choice(
        InterviewStatusWord,
        also={
            "待访谈": "待访",
            "已预约": "已约",
            "已完成": "完成",
            "延期": "改期",
            "拒绝": "拒访",
            "未联系上": "联系不上",
            "跳过": "取消",
        },
    ),
    Label(
        "访谈状态",
        "访谈进度 完成情况 完成状态 执行情况 执行状态 落实情况 是否完成 回访状态 进度",
    ),
]
ActualOn = Annotated[
    dt.date,
    Day(),
    Label(
        "实际访谈日期",
        "实际日期 实际回访日期 完成日期 完成时间 实际时间 实际访谈时间 回访完成时间",
    ),
]
InterviewFindings = Annotated[
    str,
    Text(),
    Label(
        "访谈结果",
        "回访结果 客户反馈 访谈记录 结果 访谈情况 访谈纪要 访谈小结 访谈摘要 访谈内容记录",
        "反馈情况 客户意见 客户反馈意见",
    ),
]
SatisfactionScore = Annotated[
    int,
    Integer(1, 5, unit="分"),
    Label("满意度评分", "评分 满意度 客户满意度 满意度得分 得分"),
]

# What is asked, and what is answered to objections

Intention = Annotated[
    str,
    Text(personal=False),
    Label("了解要点", "需进一步了解的问题 提问目的 提问意图 考察点 要点"),
]
QuestionStyleWord = Literal["开放", "封闭"]
QuestionStyle = Annotated[
    QuestionStyleWord,
    Choice(
        QuestionStyleWord,
        also={"开放式": "开放", "开放题": "开放", "封闭式": "封闭", "封闭题": "封闭"},
    ),
    Label("提问形式", "问题类型"),
]
FollowUpQuestion = Annotated[
    str, Text(personal=False), Label("追问", "追问要点 追问问题 追问内容 深入问题")
]
ObjectionKindWord = Literal[
    "客户可能提出的问题", "可能出现的异议", "客户态度不明确", "客户拒绝"
]  # fmt: skip
ObjectionKind = Annotated[
    ObjectionKindWord,
    Choice(
        ObjectionKindWord,
        also={
            "问题": "客户可能提出的问题",
            "异议": "可能出现的异议",
            "态度不明确": "客户态度不明确",
            "拒绝": "客户拒绝",
        },
    ),
    Label("预案类别", "情形"),
]
PossibleIssue = Annotated[
    str,
    Text(personal=False),
    Label(
        "问题/异议",
        "问题 异议 客户异议 异议内容 常见问题 可能的问题 可能遇到的问题",
    ),
]
PlannedAnswer = Annotated[
    str,
    Text(personal=False),
    Label(
        "回答/处理办法",
        "回答 处理办法 策略 应对策略 话术 应对话术 应答话术 参考话术 标准话术 应对方法",
        "应对方案 应对措施 解决办法",
    ),
]

# Standing rules: whom to call how often

TargetGroup = Annotated[
    str,
    Line(100),
    Label(
        "回访对象",
        "客户分类 回访客户类别 适用客户 适用对象 客户类型 客户类别",
    ),
]
ReferenceEventWord = Literal["登记日", "完工日", "关闭日", "投诉结案日", "建档日"]
ReferenceEvent = Annotated[
    ReferenceEventWord,
    Choice(ReferenceEventWord, also={"结案日": "投诉结案日", "竣工日": "完工日"}),
    Label("参考时间(T)", "参考时间 基准日 起算时间 基准时间"),
]
PlusDays = Annotated[int, Integer(0, 3650, unit="天"), Label("T+N天", "间隔天数 回访间隔")]
Frequency = Annotated[str, Line(60), Label("频次", "回访频次 回访频率 频率 周期 回访周期 访问频率")]
ContactMethodWord = Literal["电话", "短信", "邮件", "上门"]
ContactMethod = Annotated[
    ContactMethodWord,
    Choice(
        ContactMethodWord,
        also={"致电": "电话", "微信短信": "短信", "电子邮件": "邮件", "面访": "上门"},
    ),
    Label("定期回访方式", "联系途径 访问方式 回访形式 回访途径"),
]

# How far the plan has come

PlannedCount = Annotated[int, Integer(unit="户"), Label("计划访谈户数", "计划数 计划户数")]
CompletedCount = Annotated[int, Integer(unit="户"), Label("完成访谈户数", "完成数 完成户数")]
RefusedCount = Annotated[int, Integer(unit="户"), Label("拒访户数", "拒访数")]
UnreachableCount = Annotated[int, Integer(unit="户"), Label("联系不上户数", "联系不上数")]
CompletionRate = Annotated[Decimal, Rate(0, 1), Label("访谈完成率", "完成率")]
ContactRate = Annotated[Decimal, Rate(0, 1), Label("联系成功率", "接触率")]
AvgTalkMinutes = Annotated[
    Decimal, Average(1, unit="分钟"), Label("平均访谈时长（分钟）", "平均时长")
]
AvgScore = Annotated[Decimal, Average(2, unit="分"), Label("平均评分", "平均得分")]
PlannedMinutesTotal = Annotated[int, Integer(unit="分钟"), Label("预计总时长", "预计时长合计")]
