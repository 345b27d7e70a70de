"""The investigation of a complaint: who inquires how, what is checked, what is found."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from csdforms.schemas.labels import Label
from csdforms.schemas.types import Choice, Choices, Day, Flag, Integer, Items, Line, Moment, Text

# How it is arranged

InvestigationNo = Annotated[
    str, Line(60), Label("调查编号", "调查表编号 调查单号 调查报告编号 调查报告号")
]
RoundNo = Annotated[int, Integer(1, 99), Label("第几次调查", "调查次数 调查轮次")]
Investigator = Annotated[
    str,
    Line(60),
    Label(
        "调查人",
        "调查人员 调查员 调查者 调查人签字 核查人 核查人员 核实人 核实人员",
    ),
]
InvestigationTeam = Annotated[
    tuple[str, ...],
    Items(60),
    Label(
        "调查组成员",
        "调查组 参加调查人员 调查小组 调查小组成员 调查成员 参与人员 参加人员 参与调查人员",
    ),
]
MethodWord = Literal[
    "查阅记录", "现场勘查", "当面访谈", "电话核实", "检验检测", "监控录像", "商户核实", "其他"
]
InvestigationMethods = Annotated[
    tuple[str, ...],
    Choices(
        MethodWord,
        also={
            "查记录": "查阅记录",
            "现场": "现场勘查",
            "现场查看": "现场勘查",
            "访谈": "当面访谈",
            "面谈": "当面访谈",
            "电话": "电话核实",
            "检测": "检验检测",
            "检验": "检验检测",
            "监控": "监控录像",
            "录像": "监控录像",
            "商户": "商户核实",
        },
    ),
    Label("投诉调查方式", "调查方法 调查手段 调查途径 核查方式"),
]
InvestigationStartedOn = Annotated[
    dt.date,
    Day(),
    Label(
        "调查开始日期",
        "开始日期 调查日期 开始调查日期 调查时间 核查日期 核查时间 核实日期 核实时间 立案日期",
    ),
]
InvestigationFinishedOn = Annotated[dt.date, Day(), Label("调查完成日期", "完成日期 调查结束日期")]
InvestigationDueOn = Annotated[
    dt.date, Day(), Label("调查时限", "调查期限 要求完成日期 调查截止日期 要求完成时间")
]
InvestigationDays = Annotated[int, Integer(0, unit="天"), Label("调查天数", "调查用时")]

# What is checked

Allegation = Annotated[
    str,
    Text(),
    Label(
        "投诉所述",
        "客户所述 投诉要点 问题点 投诉问题 核实事项 调查事项 待核实事项",
    ),
]
CheckMethod = Annotated[
    str,
    Line(200),
    Label("核查方法/来源", "核查方法 核查来源 核实方式 信息来源 证据来源 核实方法"),
]
CheckResultWord = Literal["属实", "部分属实", "不属实", "无法核实"]
CheckResult = Annotated[
    CheckResultWord,
    Choice(CheckResultWord, also={"情况属实": "属实", "基本属实": "部分属实"}),
    Label("核查结果", "核实结果 核查情况 核实情况 查证结果 查证情况"),
]

# What is said

UnitRole = Annotated[
    str, Line(60), Label("部门/身份", "部门/职务 身份 所属部门 职务 岗位 部门/岗位")
]
SaidAt = Annotated[dt.datetime, Moment(), Label("陈述时间", "谈话时间 询问时间 访谈时间 笔录时间")]
Statement = Annotated[
    str,
    Text(),
    Label(
        "陈述摘要",
        "陈述内容 谈话内容 情况说明 陈述 陈述情况 笔录 询问内容 访谈内容 说明内容",
    ),
]
StatementSigned = Annotated[bool, Flag(), Label("本人签字", "是否签字 已签字")]

# What the goods show

SampleCondition = Annotated[
    str,
    Text(),
    Label(
        "样品描述",
        "样品状况 样品情况 样品外观 样品外观描述 样品状态 样品检查 样品检查情况",
    ),
]
ExpiresOn = Annotated[
    dt.date,
    Day(),
    Label(
        "产品有效期",
        "有效期 有效期至 保质期至 失效日期 保质期 失效期 有效期限 有效日期 到期日期",
    ),
]
RetainedSampleResult = Annotated[
    str,
    Text(),
    Label(
        "留样对比",
        "留样比对 留样检查 留样检验 留样检验结果 留样检测 留样检测结果 留样检查结果 留样观察",
        "留样情况 留样复检",
    ),
]
RecordReview = Annotated[
    str,
    Text(),
    Label(
        "生产检验记录回顾",
        "生产记录回顾 检验记录回顾 记录核查 批记录回顾 批记录的回顾 批记录审核 批记录检查",
        "批记录调查 批生产记录 批生产记录审核 生产记录 生产记录检查 生产过程回顾",
    ),
]
TestResult = Annotated[
    str,
    Text(),
    Label(
        "检测结果",
        "检验结果 检测结论 测试结果 化验结果 检验情况 检测情况 检验报告 检测报告 鉴定结果",
        "鉴定结论",
    ),
]
SimilarComplaints = Annotated[
    tuple[str, ...],
    Items(60),
    Label(
        "类似投诉",
        "同类投诉 类似投诉情况 有无类似投诉 是否有类似投诉 以往类似投诉 历史投诉 历史投诉情况",
        "同批投诉",
    ),
]

# What is found, and what should follow

DirectCause = Annotated[str, Text(), Label("直接原因", "直接原因分析 表面原因 发生原因")]
ImpactScope = Annotated[
    str,
    Text(),
    Label(
        "影响范围",
        "影响程度 波及范围 影响 影响情况 影响评估 涉及范围 波及批次 风险评估",
    ),
]
RecallNeeded = Annotated[
    bool,
    Flag(),
    Label(
        "是否召回（停售）",
        "是否召回 是否停售 召回 停售 是否需要召回 是否需召回 是否启动召回",
    ),
]
RecallScope = Annotated[
    str, Text(), Label("召回（停售）范围", "召回范围 停售范围 召回批次 涉及批次")
]
Proposal = Annotated[
    str,
    Text(),
    Label(
        "处理建议",
        "处理意见建议 建议处理方案 建议 处理意见 调查意见 调查处理意见 调查人意见",
        "调查人员意见 调查组意见 处置建议 初步处理意见 QA建议",
    ),
]
PreventiveSuggestion = Annotated[
    str,
    Text(),
    Label(
        "纠正预防建议",
        "纠正预防措施建议 改进建议 整改建议 预防建议 改善建议 纠正措施 预防措施 纠正预防措施",
        "纠正和预防措施 纠正与预防措施 整改措施 改进措施 CAPA",
    ),
]
