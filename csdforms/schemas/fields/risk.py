"""Customers at risk: what triggers a warning, how grave it is, and what is done about it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from csdforms.schemas.fields.credit import RISK_LEVEL, RiskLevelWord
from csdforms.schemas.fields.customer import CreditGrade
from csdforms.schemas.labels import Label
from csdforms.schemas.types import (
    Choice,
    Choices,
    Day,
    Integer,
    Line,
    Money,
    Rate,
    Text,
    choice_of,
)

# What a customer is judged by

TotalReceivablesAmount = Annotated[
    Decimal, Money(None),
    Label(
        "全部应收余额",
        "应收总额 公司应收余额 全部客户应收余额 应收账款总额 应收款总额",
    ),
]  # fmt: skip
EarlierCreditGrade = Annotated[
    str,
    choice_of(CreditGrade),
    Label("半年内最高信用等级", "半年前信用等级 六个月前信用等级 半年前等级"),
]
ContractAmount = Annotated[Decimal, Money(), Label("合同金额", "合同总额 合同价款")]
OverdueShare = Annotated[
    Decimal,
    Rate(0),
    Label(
        "逾期占比",
        "逾期金额占合同比 逾期金额占合同(余额)比 逾期金额占余额比 逾期比例 逾期率 逾期比率",
    ),
]  # fmt: skip
ThreeMonthSalesAmount = Annotated[
    Decimal, Money(None),
    Label(
        "近三月销售",
        "近3月销售 近三个月销售额 近3个月销售额 近三月销售额 最近三个月销售额 近三个月交易额",
    ),
]  # fmt: skip
SalesTrendWord = Literal["上升", "持平", "下降", "停止交易"]
SalesTrend = Annotated[
    SalesTrendWord,
    Choice(
        SalesTrendWord,
        also={
            "增长": "上升",
            "平稳": "持平",
            "不变": "持平",
            "下滑": "下降",
            "连续下降": "下降",
            "停止": "停止交易",
            "无交易": "停止交易",
        },
    ),
    Label("销售趋势", "趋势"),
]
SalesFallRate = Annotated[
    Decimal, Rate(None), Label("三月累计降幅", "累计降幅 降幅 三个月累计降幅")
]
ExpectedLossAmount = Annotated[
    Decimal,
    Money(),
    Label("预计损失", "预计损失金额 预计坏账 坏账损失 预计坏账损失 可能损失"),
]

# Triggers, and the level that follows

TriggerWord = Literal["T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9", "T10", "T11"]
Triggers = Annotated[
    tuple[str, ...],
    Choices(
        TriggerWord,
        also={
            "余额超信用额度": "T1",
            "超信用额度": "T1",
            "超额度": "T1",
            "逾期": "T2",
            "三个月内逾期三次": "T3",
            "逾期且投诉": "T4",
            "责令停业": "T5",
            "被诉": "T5",
            "被执行": "T5",
            "销售连续下滑": "T6",
            "信用降级": "T7",
            "不诚信名单": "T8",
            "列入不诚信名单": "T8",
            "关联企业涉诉": "T9",
            "证照过期": "T10",
            "资料缺失": "T10",
            "关系风险": "T11",
        },
    ),
    Label(
        "触发项",
        "触发指标 预警项 预警指标 预警信号 风险信号 预警原因 预警类型",
    ),
]  # fmt: skip
TriggerCode = Annotated[str, Line(10), Label("触发项代号", "代号")]
TriggerName = Annotated[str, Line(30), Label("触发项名称", "预警项名称")]
TriggerRule = Annotated[str, Line(200), Label("触发标准", "预警标准")]
TriggerLevel = Annotated[str, Line(60), Label("触发后危险程度", "对应程度")]
RiskTypeWord = Literal["信用风险", "经营风险", "法律合规风险", "关系风险", "供应链风险"]
RiskTypes = Annotated[
    tuple[str, ...],
    Choices(
        RiskTypeWord,
        also={"法律风险": "法律合规风险", "合规风险": "法律合规风险", "供货风险": "供应链风险"},
    ),
    Label("风险类型", "风险类别"),
]
ComputedLevel = Annotated[RiskLevelWord, RISK_LEVEL, Label("测算程度", "测算危险程度 系统程度")]
PreviousLevel = Annotated[
    RiskLevelWord, RISK_LEVEL, Label("上期危险程度", "上期 上期程度 上期等级")
]
RiskProblem = Annotated[
    str, Text(),
    Label(
        "现存问题",
        "危险原因 现存问题(危险原因) 存在的问题 存在问题 主要问题 问题描述 问题说明 风险原因",
        "风险描述 风险说明 风险点 风险情况 欠款原因 逾期原因 拖欠原因",
    ),
]  # fmt: skip
DifficultyWord = Literal["大", "中", "小"]
Difficulty = Annotated[
    DifficultyWord,
    Choice(DifficultyWord, also={"难": "大", "较大": "大", "一般": "中", "易": "小", "较小": "小"}),
    Label("解决难度", "难度 难易程度"),
]

# What is done

RiskMeasureWord = Literal[
    "加强催收", "对账确认", "缩减额度", "缩短账期", "停止发货", "现款现货", "要求担保", "发律师函",
    "诉讼", "列入不诚信名单", "终止合作", "其他",
]  # fmt: skip
RiskMeasures = Annotated[
    tuple[str, ...],
    Choices(
        RiskMeasureWord,
        also={
            "催收": "加强催收",
            "对账": "对账确认",
            "降低额度": "缩减额度",
            "停货": "停止发货",
            "停止供货": "停止发货",
            "款到发货": "现款现货",
            "现款": "现款现货",
            "担保": "要求担保",
            "律师函": "发律师函",
            "起诉": "诉讼",
        },
    ),
    Label(
        "处置措施",
        "对策 对策(处置措施) 处理措施 应对措施 应对策略 催收措施 采取措施 采取的措施 解决措施",
        "风险控制措施",
    ),
]  # fmt: skip
MeasureNote = Annotated[str, Text(), Label("措施说明", "对策说明 处置说明")]
SupplyReason = Annotated[str, Text(), Label("继续供货理由", "未停止发货的理由 未停货理由")]
RiskProgress = Annotated[
    str, Text(),
    Label(
        "处置进展",
        "进展 进展情况 处理进展 跟进情况 跟进进展 催收情况 催收进展",
    ),
]  # fmt: skip
ReleasedOn = Annotated[dt.date, Day(), Label("解除日期", "解除危险日期 移出日期")]

# Whether it can be done

FeasibilityRoleWord = Literal["业务代表", "主管人员", "其他相关人员"]
FeasibilityRole = Annotated[
    FeasibilityRoleWord,
    Choice(
        FeasibilityRoleWord,
        also={
            "业务员": "业务代表",
            "业务": "业务代表",
            "主管": "主管人员",
            "其他": "其他相关人员",
            "其他人员": "其他相关人员",
        },
    ),
    Label("判定方", "判定人员 判定身份"),
]
JudgedBy = Annotated[str, Line(60), Label("判定人", "判定人姓名 评审人 评判人")]
FeasibilityView = Annotated[
    str,
    Text(),
    Label("判定意见", "可行性意见 可行性判定意见 可行性 可行性分析 可行性评价"),
]

# All of one level

ReceivablesShare = Annotated[Decimal, Rate(None), Label("占全部应收比", "占应收比 占全部应收比例")]
ReleasedCount = Annotated[int, Integer(unit="户"), Label("本期解除户数", "本期解除 解除户数")]
