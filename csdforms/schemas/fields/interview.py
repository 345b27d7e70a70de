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
    str, Line(60), Label("电话访谈计划编号", "访谈计划编号", "计划编号", "电话访谈计划")
]
PlanName = Annotated[str, Line(100), Label("访谈计划名称", "计划名称")]
InterviewPurpose = Annotated[str, Text(personal=False), Label("访谈目的", "访问目的", "回访目的")]
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
    Label("访谈类别", "访谈类型", "访问类别"),
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
    Label("访谈形式", "访谈方式"),
]
TargetDescription = Annotated[
    str, Text(personal=False), Label("访谈对象范围", "对象范围", "访谈范围")
]
SampleSize = Annotated[int, Integer(1, unit="户"), Label("计划样本量", "样本量", "计划访谈数")]
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
    Label("抽样方式", "抽样方法"),
]
Interviewers = Annotated[tuple[str, ...], Items(60), Label("访谈人员", "访问人员", "访谈小组")]
Supervisor = Annotated[str, Line(60), Label("负责人/督导", "督导", "计划负责人", "项目负责人")]
TrainedOn = Annotated[dt.date, Day(), Label("业务培训时间", "培训时间", "培训日期")]
Materials = Annotated[str, Text(personal=False), Label("准备资料", "资料准备", "所需资料")]
ExpectedResults = Annotated[
    str, Text(personal=False), Label("预期目标", "预期成果", "预期效果", "达成目标")
]
RecordingNotice = Annotated[bool, Flag(), Label("录音告知", "是否告知录音", "告知录音")]
QualityCheck = Annotated[
    str, Line(100), Label("复核方式与比例", "复核方式", "质量控制", "复核比例")
]
BudgetAmount = Annotated[Decimal, Money(), Label("费用预算", "预算", "预算金额")]

# Who is asked, when, by whom

CustomerBackground = Annotated[str, Text(), Label("客户基本情况", "客户现状", "客户情况")]
SelectionReason = Annotated[str, Line(200), Label("选择理由", "入选理由", "访谈理由")]
PlannedOn = Annotated[
    dt.date, Day(), Label("计划访谈日期", "计划日期", "拜访时间", "计划回访时间", "访谈日期")
]
SlotStart = Annotated[dt.time, Clock(), Label("时段起", "开始时间", "时段开始")]
SlotEnd = Annotated[dt.time, Clock(), Label("时段止", "截止时间", "时段结束")]
PlannedMinutes = Annotated[
    int, Integer(1, 600, unit="分钟"), Label("预计时长", "预计时长（分钟）", "计划时长")
]
InterviewTopic = Annotated[str, Line(200), Label("访谈主题", "会谈主题", "访问主题")]
InterviewGoalWord = Literal[
    "建立联系", "增进感情", "收集信息", "了解客户需求", "商讨合作", "达成初步合作", "满意度评价",
    "问题解决确认", "其他",
]  # fmt: skip
InterviewGoals = Annotated[
    tuple[str, ...],
    Choices(InterviewGoalWord, also={"了解需求": "了解客户需求", "满意度": "满意度评价"}),
    Label("拟达目标", "访谈目标", "拟达到目标"),
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
    Label("访谈状态", "访谈进度"),
]
ActualOn = Annotated[dt.date, Day(), Label("实际访谈日期", "实际日期", "实际回访日期", "完成日期")]
InterviewFindings = Annotated[str, Text(), Label("访谈结果", "回访结果", "客户反馈", "访谈记录")]
SatisfactionScore = Annotated[int, Integer(1, 5, unit="分"), Label("满意度评分", "评分")]

# What is asked, and what is answered to objections

Intention = Annotated[
    str, Text(personal=False), Label("了解要点", "需进一步了解的问题", "提问目的")
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
FollowUpQuestion = Annotated[str, Text(personal=False), Label("追问", "追问要点")]
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
PossibleIssue = Annotated[str, Text(personal=False), Label("问题/异议", "问题", "异议")]
PlannedAnswer = Annotated[
    str, Text(personal=False), Label("回答/处理办法", "回答", "处理办法", "策略", "应对策略")
]

# Standing rules: whom to call how often

TargetGroup = Annotated[str, Line(100), Label("回访对象", "客户分类", "回访客户类别")]
ReferenceEventWord = Literal["登记日", "完工日", "关闭日", "投诉结案日", "建档日"]
ReferenceEvent = Annotated[
    ReferenceEventWord,
    Choice(ReferenceEventWord, also={"结案日": "投诉结案日", "竣工日": "完工日"}),
    Label("参考时间(T)", "参考时间", "基准日"),
]
PlusDays = Annotated[int, Integer(0, 3650, unit="天"), Label("T+N天", "间隔天数", "回访间隔")]
Frequency = Annotated[str, Line(60), Label("频次", "回访频次", "回访频率", "频率")]
ContactMethodWord = Literal["电话", "短信", "邮件", "上门"]
ContactMethod = Annotated[
    ContactMethodWord,
    Choice(
        ContactMethodWord,
        also={"致电": "电话", "微信短信": "短信", "电子邮件": "邮件", "面访": "上门"},
    ),
    Label("定期回访方式", "联系途径"),
]

# How far the plan has come

PlannedCount = Annotated[int, Integer(unit="户"), Label("计划访谈户数", "计划数", "计划户数")]
CompletedCount = Annotated[int, Integer(unit="户"), Label("完成访谈户数", "完成数", "完成户数")]
RefusedCount = Annotated[int, Integer(unit="户"), Label("拒访户数", "拒访数")]
UnreachableCount = Annotated[int, Integer(unit="户"), Label("联系不上户数", "联系不上数")]
CompletionRate = Annotated[Decimal, Rate(0, 1), Label("访谈完成率", "完成率")]
ContactRate = Annotated[Decimal, Rate(0, 1), Label("联系成功率", "接触率")]
AvgTalkMinutes = Annotated[
    Decimal, Average(1, unit="分钟"), Label("平均访谈时长（分钟）", "平均时长")
]
AvgScore = Annotated[Decimal, Average(2, unit="分"), Label("平均评分", "平均得分")]
PlannedMinutesTotal = Annotated[int, Integer(unit="分钟"), Label("预计总时长", "预计时长合计")]
