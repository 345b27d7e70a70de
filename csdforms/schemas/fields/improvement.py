"""Improvement: the problem found, what is done about it, by whom and when, and what came of it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from csdforms.schemas.labels import Label
from csdforms.schemas.types import Choice, Day, Line, Text

MainProblem = Annotated[
    str,
    Line(),
    Label("主要问题", "问题 存在问题 问题点 存在的问题 主要投诉问题 投诉问题"),
]

# The measure

Measure = Annotated[
    str,
    Text(),
    Label(
        "改进措施",
        "措施 改善措施 整改措施 措施内容 对策 解决措施 解决方案 应对措施 处理措施 改善建议",
        "改善内容 行动 行动措施 行动计划 改进对策 改善对策",
    ),
]
MeasureKindWord = Literal["纠正", "预防", "改进"]
MeasureKind = Annotated[
    MeasureKindWord,
    Choice(MeasureKindWord, also={"纠正措施": "纠正", "预防措施": "预防", "改进措施": "改进"}),
    Label("措施类别", "措施类型 措施性质"),
]
ActionDueOn = Annotated[
    dt.date,
    Day(),
    Label(
        "完成期限",
        "完成时限 计划完成日期 要求完成日期 整改期限 整改时限 整改完成时间 改善期限",
        "改善完成日期 措施完成日期 计划完成时间 预计完成日期 预定完成日期 预定完成日 计划日期",
    ),
]
ExpectedEffect = Annotated[str, Line(), Label("预期效果", "预计效果 预期目标 预期结果")]
PlanTarget = Annotated[str, Line(), Label("计划目标", "目标 改进目标 工作目标")]
MeasureStatusWord = Literal["未开始", "进行中", "已完成", "已验证"]
MeasureStatus = Annotated[
    MeasureStatusWord,
    Choice(
        MeasureStatusWord,
        also={"未启动": "未开始", "实施中": "进行中", "完成": "已完成", "已关闭": "已验证"},
    ),
    Label(
        "措施进展",
        "进展 进度 完成情况 措施状态 状态 实施情况 实施状态 执行情况 执行状态 进展情况",
        "落实情况 完成状态",
    ),
]

# What came of it

Effect = Annotated[
    str,
    Text(),
    Label(
        "实际效果",
        "效果 实施效果 措施效果 成效 整改效果 改善效果 取得效果 取得的效果 实施结果",
    ),
]
BeforeValue = Annotated[str, Line(60), Label("改进前", "措施前 改善前 前值 整改前 实施前")]
AfterValue = Annotated[str, Line(60), Label("改进后", "措施后 改善后 后值 整改后 实施后")]
Verification = Annotated[
    str,
    Text(),
    Label(
        "验证结果",
        "效果验证 验证情况 验证意见 验证 有效性验证 有效性评价 有效性确认 措施验证",
        "措施有效性验证 对策验证 对策有效性验证 对策效果确认 效果确认 效果评估 效果评价",
        "效果追踪 效果跟踪 改善效果 整改效果",
    ),
]
EffectVerifiedBy = Annotated[
    str,
    Line(60),
    Label("验证人", "效果验证人 验证人员 确认人 效果确认人 检查人 验收人"),
]
EffectVerifiedOn = Annotated[
    dt.date,
    Day(),
    Label("验证日期", "效果验证日期 验证时间 确认日期 效果确认日期 检查日期"),
]

# The judgement

Conclusion = Annotated[
    str,
    Text(),
    Label("综合结论", "结论 分析结论 小结 总结 综合分析 分析总结 总体结论"),
]
OverallAssessment = Annotated[
    str,
    Text(),
    Label(
        "总体评价",
        "总体评估 综合评价 总结 工作总结 本期总结 整体评价 整体情况 总体概述 总体分析",
        "投诉概况",
    ),
]
ResourcesNeeded = Annotated[
    str,
    Text(),
    Label(
        "所需资源",
        "需要的支持 资源需求 所需支持 资源支持 需要的资源 需协调事项 需要协调的问题",
        "需协调解决的问题",
    ),
]
LeaderComment = Annotated[
    str,
    Text(),
    Label(
        "领导批示",
        "领导意见 批示 领导批阅 领导评语 领导点评 领导批示意见 领导阅示 领导指示 批示意见",
        "批阅意见",
    ),
]
CommentedBy = Annotated[str, Line(60), Label("批示人", "批示领导 领导签字 批阅人 领导签名")]
CommentedOn = Annotated[dt.date, Day(), Label("批示日期", "批示时间")]
