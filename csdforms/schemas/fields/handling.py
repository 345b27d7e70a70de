"""Handling a complaint: each step, the plan and who approves it, the reply, the report.

A plan takes its quantities from ``returns``, units and amounts from ``claim``; a report takes its
measures from ``improvement``.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from csdforms.schemas.fields.complaint import CASE_STATUS, CHANNEL, CaseStatusWord, ChannelWord
from csdforms.schemas.labels import Label
from csdforms.schemas.types import Choice, Day, Disclosure, Flag, Integer, Items, Line, Moment, Text

# One step: when, what, by whom, what comes next

StepWord = Literal[
    "登记受理", "受理告知", "转办", "调查核实", "方案拟定", "与客户沟通", "方案执行", "进度告知",
    "升级", "回访", "结案", "归档",
]  # fmt: skip
Step = Annotated[
    StepWord,
    Choice(
        StepWord,
        also={
            "登记": "登记受理",
            "受理": "登记受理",
            "告知": "受理告知",
            "转交": "转办",
            "调查": "调查核实",
            "拟定方案": "方案拟定",
            "沟通": "与客户沟通",
            "执行": "方案执行",
            "上报": "升级",
        },
    ),
    Label(
        "环节",
        "处理环节 步骤 节点 流程节点 流程 阶段 处理阶段 操作 操作类型 动作",
    ),
]
HandledAt = Annotated[
    dt.datetime,
    Moment(),
    Label(
        "处理时间",
        "处理日期 跟进时间 跟进日期 跟踪时间 跟踪日期 操作时间 操作日期 联系时间 沟通时间",
        "办理时间",
    ),
]
HandlingContent = Annotated[
    str,
    Text(),
    Label(
        "处理内容",
        "处理情况 经过 处理经过 跟进内容 跟进情况 跟进记录 操作内容 沟通内容 沟通情况",
        "联系内容 情况记录 过程描述 进展情况 办理情况 处理说明",
    ),
]
Handler = Annotated[
    str,
    Line(60),
    Label("处理人", "经办人 跟进人 处理责任人 操作人 操作员 办理人"),
]
ContactChannel = Annotated[ChannelWord, CHANNEL, Label("沟通方式", "联系方法 跟进方式 沟通渠道")]
ContactedPerson = Annotated[
    str, Line(60, personal=True), Disclosure.NAME, Label("沟通对象", "联系对象 沟通人")
]
Offer = Annotated[str, Text(), Label("提出的方案", "提出方案 建议方案 协商方案 解决方案")]
TransferredTo = Annotated[
    str,
    Line(60),
    Label(
        "转交部门/人",
        "转交部门 转交人 流转部门 流转至 转派部门 转办部门 转交至 转派人 下一处理人",
    ),
]
NextStep = Annotated[
    str,
    Line(100),
    Label(
        "下一步",
        "下一步工作 下一步计划 下一步措施 下步计划 下步工作 后续计划 后续工作 后续处理",
        "待办事项",
    ),
]
NextDueOn = Annotated[
    dt.date,
    Day(),
    Label("下一步期限", "下次跟进时间 下次跟进日期 下次联系时间 下次处理时间"),
]

# The diary of one case

ContentSummary = Annotated[
    str,
    Text(),
    Label(
        "投诉内容摘要",
        "投诉摘要 投诉内容 投诉事由 内容摘要 主要内容 投诉概要 投诉简述 投诉情况 投诉问题",
        "投诉描述 投诉原因 问题描述 问题点 不良现象 不良描述 异常描述 事由 客诉内容",
    ),
]
DemandSummary = Annotated[
    str,
    Text(500),
    Label("客户要求摘要", "要求摘要 诉求 要求 投诉要求 处理要求 客户期望"),
]
FinalResult = Annotated[
    str,
    Text(),
    Label(
        "最终结果",
        "最终处理结果 最终处理情况 最终处理 最终处理意见 最终处理方案 最终解决方案 处理结论",
        "投诉处理结果 结论 结案情况 结案说明 结案结论 结案意见",
    ),
]
TransferCount = Annotated[int, Integer(unit="次"), Label("转办次数", "转交次数")]
ContactCount = Annotated[int, Integer(unit="次"), Label("沟通次数", "联系次数")]
HandlerHistory = Annotated[tuple[str, ...], Items(60), Label("历任承办人", "承办人变更")]

# The plan, line by line

RemedyDetail = Annotated[str, Text(), Label("方案内容", "处理方案内容 方案描述")]
BearerWord = Literal["本公司", "供应商", "商户", "运输方", "客户", "其他"]
Bearer = Annotated[
    BearerWord,
    Choice(
        BearerWord,
        also={"公司": "本公司", "厂家": "供应商", "物流商": "运输方", "承运商": "运输方"},
    ),
    Label("承担方", "费用承担方 费用承担"),
]
RemedyDueOn = Annotated[dt.date, Day(), Label("方案完成期限", "要求完成日期")]
Done = Annotated[bool, Flag(), Label("是否完成", "完成 完成情况")]
DoneOn = Annotated[dt.date, Day(), Label("完成日期", "实际完成日期")]
PlanReason = Annotated[str, Text(), Label("方案理由", "处理理由 处理依据 方案依据")]

# Who approves it

ApprovalRoleWord = Literal["责任部门", "质量管理部", "财务部", "客户服务部经理", "总经理", "其他"]
APPROVAL_ROLE = Choice(
    ApprovalRoleWord,
    also={
        "责任单位": "责任部门",
        "质管部": "质量管理部",
        "品管部": "质量管理部",
        "财务": "财务部",
        "客服部经理": "客户服务部经理",
        "顾客服务部经理": "客户服务部经理",
    },
)
ApprovalRole = Annotated[
    ApprovalRoleWord,
    APPROVAL_ROLE,
    Label("审批岗位", "审批部门 审批角色 审批环节 审批节点"),
]
RequiredApprovals = Annotated[tuple[str, ...], Items(), Label("须审批岗位", "应审批岗位")]
ApprovalDecisionWord = Literal["同意", "不同意", "补充"]
ApprovalDecision = Annotated[
    ApprovalDecisionWord,
    Choice(ApprovalDecisionWord, also={"批准": "同意", "不批准": "不同意", "补充材料": "补充"}),
    Label("审批结论", "审批结果 审批状态 是否同意"),
]
ApprovalComment = Annotated[str, Text(), Label("审批说明", "意见说明")]
ApprovedAt = Annotated[dt.datetime, Moment(), Label("审批时间", "签字时间")]
DecidedAt = Annotated[dt.datetime, Moment(), Label("方案批准时间", "批准时间")]

# What is mended, by whom, until when

ActionOwner = Annotated[
    str,
    Line(60),
    Label(
        "措施责任人",
        "对策责任人 改善责任人 改善负责人 改善担当 整改责任人 整改负责人 整改人 措施负责人",
        "对策负责人 对策担当",
    ),
]
EffectCheck = Annotated[str, Text(), Label("效果检查", "效果确认 效果 有效性 确认结果 实施效果")]
Proposer = Annotated[str, Line(60), Label("建议者", "建议人 提出人 提案人")]

# The answer to the customer, and how it was carried out

ReplyAt = Annotated[
    dt.datetime,
    Moment(),
    Label(
        "答复客户时间",
        "答复时间 答复日期 回复时间 回复日期 回复客户时间 反馈客户时间",
    ),
]
ReplyChannel = Annotated[ChannelWord, CHANNEL, Label("答复方式", "回复方式 反馈方式 答复形式")]
ReplyBy = Annotated[str, Line(60), Label("答复人", "回复人 答复人员")]
ReplyContent = Annotated[
    str, Text(), Label("答复内容", "回复内容 回复意见 答复意见 反馈客户内容 向客户答复")
]
ExternalRoute = Annotated[str, Line(200), Label("告知的其他途径", "其他途径")]
ExecutedAt = Annotated[
    dt.datetime,
    Moment(),
    Label(
        "执行完成时间",
        "执行时间 执行日期 实施日期 实施时间 落实时间 处理完成时间 处理完成日期 处理时间",
        "处理日期 解决时间 办理时间",
    ),
]
ExecutedBy = Annotated[str, Line(60), Label("执行人", "实施人 落实人 执行人员")]
ExecutionNote = Annotated[
    str, Text(), Label("执行记录", "执行情况 执行结果 实施情况 实施结果 落实情况")
]
ReturnExchangeNo = Annotated[
    str,
    Line(60),
    Label("退换货单号", "退货单号 换货单号 退换单号 退换货编号 RMA号 RMA单号"),
]
FollowUpAt = Annotated[dt.datetime, Moment(), Label("回访时间", "回访日期 跟踪时间 跟踪日期")]
FollowUpChannel = Annotated[ChannelWord, CHANNEL, Label("回访方式")]
NoFollowUpReason = Annotated[
    str,
    Text(),
    Label("未能回访原因", "未回访原因 回访失败原因 无法回访原因 未成功回访原因"),
]
DissatisfactionReason = Annotated[
    str, Text(), Label("不满意原因", "不满原因 不满意理由 不满意说明")
]
ReopenedAs = Annotated[str, Line(60), Label("新处理表编号", "重新处理编号")]

# How the case stands

ClosedBy = Annotated[str, Line(60), Label("结案人", "关闭人 办结人 结案人员")]
CaseStatus = Annotated[
    CaseStatusWord,
    Choice(CaseStatusWord, also=CASE_STATUS),
    Label(
        "案件状态",
        "处理状态 处理进度 处理进展 投诉状态 工单状态 结案状态 当前状态 是否结案 状态",
    ),
]
ProcessingDays = Annotated[
    int,
    Integer(0, unit="天"),
    Label("处理天数", "处理周期 处理时长 处理用时 处理耗时 历时 办理天数"),
]
TimelinessWord = Literal["及时结案", "超期结案", "期限内未结", "超期未结"]
Timeliness = Annotated[
    TimelinessWord,
    Choice(TimelinessWord),
    Label(
        "办理时效",
        "时效 及时性 是否及时 是否按时结案 是否按时完成 是否按期 是否超期 是否逾期",
    ),
]

# The report on one case

ReportOn = Annotated[
    dt.date,
    Day(),
    Label(
        "报告日期",
        "报告时间 提交日期 报告提交日期 发布日期 制作日期 报告完成日期",
    ),
]
AudienceWord = Literal["公司领导", "客户", "监管部门"]
Audience = Annotated[
    AudienceWord,
    Choice(AudienceWord, also={"领导": "公司领导", "监管": "监管部门", "顾客": "客户"}),
    Label("报告对象", "报送对象 主送 报送 报送单位 呈报 收件人 致"),
]
ReportStatusWord = Literal["跟踪中", "已关闭"]
ReportStatus = Annotated[
    ReportStatusWord,
    Choice(ReportStatusWord, also={"跟踪": "跟踪中", "关闭": "已关闭"}),
    Label("报告状态", "状态 8D状态 是否关闭 关闭状态"),
]
ReportTitle = Annotated[
    str,
    Line(100),
    Label("报告标题", "标题 主题 报告名称 报告主题 事件名称 问题名称"),
]
Summary = Annotated[
    str,
    Text(),
    Label(
        "概况",
        "案件概况 投诉概况 概述 摘要 基本情况 背景 投诉背景 事件背景 事件概况 事件概述",
        "事件摘要 案件概述 案情 案情简介",
    ),
]
ProblemSourceWord = Literal["客户投诉", "内部发现", "监管抽查", "其他"]
ProblemSource = Annotated[
    ProblemSourceWord,
    Choice(ProblemSourceWord, also={"投诉": "客户投诉", "抽查": "监管抽查"}),
    Label("问题来源"),
]
MemberName = Annotated[str, Line(60), Label("成员姓名", "成员 组员 团队成员姓名")]
TeamRole = Annotated[
    str,
    Line(60),
    Label(
        "组内职责",
        "组内分工 小组职务 角色 组内角色 小组角色 担任角色 分工 负责事项 职务 岗位",
    ),
]
ContainmentOn = Annotated[dt.date, Day(), Label("临时措施完成日期", "临时措施日期")]
ContainmentDays = Annotated[int, Integer(0, unit="天"), Label("临时措施用时")]
Analyst = Annotated[str, Line(60), Label("分析人", "分析人员 分析者 原因分析人")]
AnalysedOn = Annotated[dt.date, Day(), Label("分析日期")]
OccurrenceCause = Annotated[
    str,
    Text(),
    Label(
        "产生原因",
        "发生原因 发生真因 发生根本原因 发生原因分析 产生原因分析 制造原因 不良发生原因",
    ),
]
EscapeCause = Annotated[
    str,
    Text(),
    Label(
        "流出原因",
        "未检出原因 流出真因 流出根本原因 流出原因分析 漏检原因 逃逸原因 遗漏原因 未发现原因",
        "不良流出原因",
    ),
]
Responsibility = Annotated[
    str,
    Text(),
    Label("责任认定", "责任判定 责任划分 责任分析 责任界定 责任判断 责任确认"),
]
Standardization = Annotated[
    str,
    Text(),
    Label(
        "标准化（文件修订）",
        "标准化 文件修订 标准化措施 文件更新 文件标准化 文件变更 水平展开 横向展开",
    ),
]
