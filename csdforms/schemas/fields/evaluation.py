"""Evaluations of a service: who judges what, items and their levels, what a person achieved."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from csdforms.schemas.labels import Label
from csdforms.schemas.types import (
    Average,
    Choice,
    Day,
    Integer,
    Line,
    Money,
    Name,
    Percent,
    Quantity,
    Rate,
    Text,
)

# Who judges what

EvaluationNo = Annotated[
    str, Line(60), Label("评价编号", "评价表编号 编号 考核编号 评估编号 表单编号")
]
EvaluationObjectWord = Literal["单次服务", "服务人员", "服务网点", "部门"]
EvaluationObject = Annotated[
    EvaluationObjectWord,
    Choice(
        EvaluationObjectWord,
        also={"一次服务": "单次服务", "人员": "服务人员", "个人": "服务人员", "网点": "服务网点"},
    ),
    Label("评价对象类型", "评价对象 考核对象 受评对象"),
]
ObjectName = Annotated[
    str,
    Line(100),
    Label(
        "被评价人/网点",
        "被评价人 被评价网点 被评价部门 责任人 被考核人 被评估人 被测评人 被评人 受评人",
        "受评者 被考核部门 被评估单位 受评单位 受评部门 被评单位 员工姓名 坐席姓名 服务人员",
        "维修人员 服务工程师 客服人员 服务商名称 供应商名称 姓名 网点名称",
    ),
]
EvaluatorTypeWord = Literal["客户", "上级", "自评", "质检", "第三方"]
EvaluatorType = Annotated[
    EvaluatorTypeWord,
    Choice(
        EvaluatorTypeWord,
        also={"顾客": "客户", "主管": "上级", "自我评价": "自评", "质量检查": "质检"},
    ),
    Label("评价方", "评价主体 评价来源 评价人类型 评价者类型 考核方"),
]
EvaluatedBy = Annotated[
    str,
    Name(),
    Label(
        "评价人",
        "评议单位 评议人 评议单位(车主) 考核人 评估人 打分人 评审人 评审员 主评人 评委",
        "直接上级",
    ),
]
EvaluatedOn = Annotated[
    dt.date,
    Day(),
    Label(
        "评价日期",
        "评价时间 测评日期 考核日期 考核时间 评估日期 评议日期 评审日期",
    ),
]
ObjectSignature = Annotated[
    str,
    Line(60),
    Label(
        "被评价人签字",
        "被评价人签名 被考核人签字 受评人签字 本人确认 员工签字 员工确认 被考核人确认",
    ),
]
ObjectSignedOn = Annotated[
    dt.date, Day(), Label("被评价人签字日期", "被考核人签字日期 本人签字日期 员工签字日期")
]

# How it is scored

ScoringMethodWord = Literal["五级", "四级", "百分制", "权重制", "自定义"]
ScoringMethod = Annotated[
    ScoringMethodWord,
    Choice(
        ScoringMethodWord,
        also={
            "五级制": "五级",
            "五级(5–1)": "五级",
            "五级(5-1)": "五级",
            "5级": "五级",
            "四级制": "四级",
            "四级(10/6/2/0)": "四级",
            "4级": "四级",
            "100分制": "百分制",
            "权重": "权重制",
            "加权": "权重制",
        },
    ),
    Label(
        "计分方式",
        "计分方法 评分方式 打分方式 打分方法 考核方法 考核方式 评分规则 评分办法 计分规则",
        "计分办法",
    ),
]
RatingLevel = Annotated[str, Line(20), Label("得分等级", "等级 评定")]
LowestScore = Annotated[
    Decimal,
    Quantity(0, 1000, unit="分"),
    Label(
        "分数下限",
        "最低分 分数 得分 分值 分数段 分数区间 分数范围 分值范围 得分区间",
    ),
]
HighestScore = Annotated[Decimal, Quantity(0, 1000, unit="分"), Label("分数上限", "最高分")]
LevelSummary = Annotated[str, Line(500), Label("等级定义一览", "等级说明")]
GradeStandardWord = Literal["部门标准", "国家标准"]
GradeStandard = Annotated[
    GradeStandardWord,
    Choice(
        GradeStandardWord,
        also={
            "GB/T 27922": "国家标准",
            "GB/T 27922—2011": "国家标准",
            "GB/T 27922-2011": "国家标准",
            "国标": "国家标准",
        },
    ),
    Label("等级标准", "评级标准"),
]
EvaluationGradeWord = Literal[
    "优秀", "良好", "一般", "不合格", "五星", "四星", "三星", "达标", "未达标"
]  # fmt: skip
EvaluationGrade = Annotated[
    EvaluationGradeWord,
    Choice(
        EvaluationGradeWord,
        also={"优": "优秀", "良": "良好", "五星级": "五星", "四星级": "四星", "三星级": "三星"},
    ),
    Label(
        "评价等级",
        "测评等级 考核等级 考核结果 评价结果 评估结果 考评结果 评定结果 评级 星级 综合等级",
        "综合评级 总评等级 最终等级 绩效等级 服务等级",
    ),
]

# An item

ItemCategory = Annotated[
    str,
    Line(60),
    Label(
        "评价类别",
        "测评项目 类别 一级指标 指标类别 指标分类 考核类别 考核维度 考核模块 评价维度",
        "评价模块 维度 大类 项目类别 项目大类",
    ),
]
Item = Annotated[
    str,
    Line(100),
    Label(
        "评价项目",
        "评议项目 评价内容 项目 指标 指标名称 二级指标 三级指标 考核指标 考核项目 考核内容",
        "考核项 评价指标 评价要素 评价点 评价项 评分项 评分项目 测评内容 测评指标 评议内容",
        "检查项目 检查内容 项目名称",
    ),
]
Criteria = Annotated[
    str,
    Text(500, personal=False),
    Label(
        "评价标准",
        "评分标准 测评标准 标准 考核标准 考核细则 考核要求 评分细则 评价细则 评价要求",
        "扣分标准 打分标准 计分标准 衡量标准 标准要求 服务要求 指标说明 指标定义",
    ),
]
CriteriaAndOptions = Annotated[str, Text(2000, personal=False), Label("评价标准及选项计分")]
MaxScore = Annotated[
    Decimal,
    Quantity(0, 1000, unit="分"),
    Label(
        "分值",
        "满分 标准分 标准分值 标准分数 配分 满分值 基准分 基本分 项目分值 应得分 规定分值",
    ),
]
WeightRate = Annotated[
    Decimal,
    Percent(0, 1),
    Label("类别权重", "权重 权重比例 权数 权重系数 权重值 系数 比重 占比"),
]
Importance = Annotated[
    Literal["高", "中", "低"],
    Choice(Literal["高", "中", "低"], also={"重要": "高", "一般": "中", "不重要": "低"}),
    Label("重要性", "该问题的重要性 重要程度 重要度"),
]
#: As in surveys, where the score of an option answers to 分值 too: here that is the most there is.
Score = Annotated[Decimal, Quantity(0, 1000, unit="分"), Label("得分", "评分 打分 分数")]

MaxScoreSum = Annotated[
    Decimal, Quantity(0), Label("分值合计", "满分合计 总分值 标准总分 标准分合计")
]
ScoreSum = Annotated[Decimal, Quantity(0), Label("得分合计", "得分小计 合计得分 得分总计 合计分")]
ItemCount = Annotated[int, Integer(), Label("项目数", "评价项目数")]
WeightedScore = Annotated[Decimal, Average(2), Label("折算得分", "加权得分")]

# What is said

OverallComment = Annotated[
    str,
    Text(),
    Label(
        "综合评语",
        "评语 综合评价 总评 总体评价 整体评价 评价总结 评价结论 评价意见 综合意见 考核评语",
        "考核意见 考评意见 评估意见 评估结论 评审意见 主管评语 上级评语 领导评语",
    ),
]
ScoringBasis = Annotated[
    str,
    Text(),
    Label("评分依据", "提供证据 评价依据 考核依据 打分依据 事实依据 评价证据"),
]
SelfAssessment = Annotated[
    str,
    Text(),
    Label(
        "自我评价",
        "自评意见 自评 本人自评 员工自评 自我总结 自我鉴定 个人总结",
    ),
]
Improvement = Annotated[
    str,
    Text(),
    Label(
        "改进方向",
        "改进意见 改进要求 改进措施 改进计划 改善措施 整改要求 整改意见 整改措施 待改进",
        "有待改进 需改进之处 不足之处 努力方向 提升建议",
    ),
]

# What a person or outlet achieved in a period

ServiceCount = Annotated[
    int,
    Integer(0, unit="次"),
    Label(
        "服务次数",
        "服务量 服务单量 服务单数 服务总量 服务台次 工单数 工单量 工单总数 接单量 接单数",
        "派工量 派单量 完工量",
    ),
]
AppointedCount = Annotated[
    int,
    Integer(0, unit="次"),
    Label("有预约次数", "预约次数 有预约的服务次数 预约数 预约量"),
]
ArrivedOnTimeCount = Annotated[
    int, Integer(0, unit="次"), Label("及时到达次数", "准时到达次数 及时次数")
]
ArrivedOnTimeRate = Annotated[Decimal, Rate(0, 1), Label("及时到达率", "及时率 准时到达率")]
RepairCount = Annotated[
    int, Integer(0, unit="次"), Label("维修次数", "维修量 维修台次 维修单数 维修单量")
]
FirstFixCount = Annotated[
    int,
    Integer(0, unit="次"),
    Label("一次修复次数", "一次维修到位次数 一次修好次数 一次性修复次数"),
]
FirstFixRate = Annotated[
    Decimal,
    Rate(0, 1),
    Label("一次修复率", "一次修好率 首次修复率 首修成功率 一次性解决率"),
]
ReworkCount = Annotated[
    int,
    Integer(0, unit="次"),
    Label(
        "返修次数",
        "返工次数 返修数 返修量 二次上门次数 二次维修次数 重复维修次数",
    ),
]
ReworkRate = Annotated[
    Decimal, Rate(0, 1), Label("返修率", "二次上门率 二次维修率 重复维修率 重修率")
]
ReturnExchangeCount = Annotated[int, Integer(0, unit="次"), Label("退换货次数", "退换货件数")]
AvgResponseHours = Annotated[
    Decimal,
    Average(1, unit="小时"),
    Label("平均响应时间（小时）", "平均响应时间 平均响应小时 平均响应时长 平均响应用时"),
]
TimedCount = Annotated[
    int, Integer(0, unit="次"), Label("计入响应的次数", "响应时间样本数 有到达时间的次数")
]
RatedCount = Annotated[
    int,
    Integer(0, unit="次"),
    Label("满意度评分次数", "评分次数 满意度样本数 评价数 评价量 有效评价数"),
]
ChargedAmount = Annotated[
    Decimal, Money(), Label("收费金额", "收费额 服务收费 收费总额 服务收入 维修收入")
]
