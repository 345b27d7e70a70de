"""Credit: how a customer is graded, what he may owe, and what stands against him."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from csdforms.schemas.fields.customer import CreditGrade
from csdforms.schemas.labels import Label
from csdforms.schemas.types import (
    Choice,
    Choices,
    Day,
    Disclosure,
    Flag,
    Integer,
    Items,
    Line,
    Money,
    Name,
    Percent,
    Rate,
    Text,
    choice_of,
)
from csdforms.schemas.types.terms import Until

CreditGradeWord = Literal["AAA", "AA", "A", "B", "C"]
#: Best to worst.
CREDIT_GRADES = choice_of(CreditGrade).choices()
PaymentWord = Literal["预付款", "款到发货", "货到付款", "月结", "承兑汇票", "其他"]
PAYMENT = Choice(PaymentWord, also={"预付": "预付款", "先款后货": "款到发货", "承兑": "承兑汇票"})
FactorRate = Annotated[
    Decimal,
    Rate(),
    Label("风险修正系数", "修正系数 风险系数 调整系数 风险调整系数"),
]
KnockOutWord = Literal[
    "责令停业整改", "被诉货款", "产销连续严重下滑", "不公正行为", "恶意拖欠", "出口业务",
    "列入不诚信名单", "其他", "无",
]  # fmt: skip
KNOCK_OUTS = Choices(KnockOutWord, also={"没有": "无", "无否决项": "无"})
KnockOuts = Annotated[
    tuple[str, ...],
    KNOCK_OUTS,
    Label("否决项", "一票否决项 一票否决 否决指标 否决条件 否决事项"),
]
OverrideReason = Annotated[
    str,
    Text(),
    Label("调整原因", "调整理由 变动原因 调级原因 等级调整原因"),
]
RiskLevelWord = Literal["低", "中", "高", "极高"]
RISK_LEVEL = Choice(RiskLevelWord)
RiskLevel = Annotated[
    RiskLevelWord, RISK_LEVEL,
    Label(
        "危险程度",
        "风险等级 危险等级 风险程度 风险级别 危险级别 预警级别 预警等级 客户风险等级",
    ),
]  # fmt: skip

# The customer as the analysis sees him

AnalysisKindWord = Literal["首次", "定期", "临时", "复评"]
AnalysisKind = Annotated[
    AnalysisKindWord,
    Choice(AnalysisKindWord, also={"首次评估": "首次", "定期评估": "定期", "重新评估": "复评"}),
    Label("评估类型", "分析类型 评级类型 评定类型 评估种类"),
]
AnalysedOn = Annotated[
    dt.date, Day(),
    Label(
        "分析日期",
        "信用分析日期 评估日期 评估时间 评级日期 评定日期 评定时间 评价日期 调查日期 调查时间",
    ),
]  # fmt: skip
OperatingMode = Annotated[
    Literal["独资", "合伙", "公司"],
    Choice(
        Literal["独资", "合伙", "公司"],
        also={"个人独资": "独资", "合伙企业": "合伙", "有限公司": "公司", "股份公司": "公司"},
    ),
    Label(
        "经营方式",
        "经营形态 组织形式 组织形态 企业形态 经营形式 经营组织 企业组织形式",
    ),
]  # fmt: skip
SalesArea = Annotated[
    str, Line(100),
    Label(
        "营业区域",
        "经营区域 销售区域 销售范围 销售市场 市场区域 市场范围 经营地区 业务区域",
    ),
]  # fmt: skip
Premises = Annotated[
    str, Line(200),
    Label(
        "场所（自有或租用、面积、市价）",
        "经营场所 营业场所 场所 办公场所 经营场地 营业场地 场地 经营场所情况",
    ),
]  # fmt: skip
Experience = Annotated[
    str,
    Text(500),
    Disclosure.HIDDEN,
    Label("经历", "从业经历 工作经历 行业经验 从业经验 经营经验 工作经验"),
]
Character = Annotated[str, Text(500), Disclosure.HIDDEN, Label("品格", "性格 为人 人品 个性 品性")]
Conduct = Annotated[
    str,
    Text(500),
    Disclosure.HIDDEN,
    Label("操守", "品行 经营作风 道德品质 个人信誉 诚信"),
]
StandingWord = Literal["很好", "好", "普通", "差", "很差"]
STANDING = Choice(StandingWord, also={"良好": "好", "一般": "普通", "不好": "差"})
BankCredit = Annotated[
    StandingWord,
    STANDING,
    Label("银行信用", "银行评价 银行信誉 银行资信 银行往来信用 与银行关系"),
]
PeerView = Annotated[
    StandingWord, STANDING,
    Label(
        "同业评价",
        "同行评价 同业口碑 同行口碑 同业信誉 业界评价 业内评价 业界口碑",
    ),
]  # fmt: skip
NeighbourView = Annotated[
    StandingWord,
    STANDING,
    Label("近邻评价", "邻里评价 邻居评价 周边评价"),
]
Bookkeeping = Annotated[
    Literal["完备", "不完备"],
    Choice(Literal["完备", "不完备"], also={"健全": "完备", "不健全": "不完备"}),
    Label("账簿组织", "帐簿组织 账簿 账册 帐册 账册组织 会计账簿 会计制度"),
]
PaymentAttitudeWord = Literal["爽快", "普通", "尚可", "迟延", "为难", "欠尾款"]
PaymentAttitude = Annotated[
    PaymentAttitudeWord,
    Choice(PaymentAttitudeWord, also={"拖延": "迟延", "一般": "普通"}),
    Label("付款态度", "付款意愿 支付态度"),
]
TradingHabits = Annotated[str, Text(1000), Label("交易习惯", "交易习惯和态度")]
PaymentPractice = Annotated[
    str, Text(1000),
    Label("付款做法", "付款一般做法 付款习惯 支付习惯 付款记录 以往付款情况"),
]  # fmt: skip
Impression = Annotated[str, Text(1000), Disclosure.HIDDEN, Label("外在印象", "外部印象")]
ProductStatus = Annotated[str, Text(1000), Label("产品情况", "产品概况 产品状况")]
MarketStatus = Annotated[
    str,
    Text(1000),
    Label("市场状况", "市场情况 市场地位 市场竞争力 行业地位 市场竞争情况"),
]
CreditStanding = Annotated[
    str, Text(1000),
    Label(
        "信用状况",
        "信用情况 信用记录 信用历史 资信状况 资信情况 信誉状况 信誉情况",
    ),
]  # fmt: skip

# Ratios of his balance sheet

DebtAssetRatio = Annotated[
    Decimal,
    Rate(None),
    Label("资产负债率", "负债率 资产负债比率 负债比率"),
]
CurrentRatio = Annotated[Decimal, Rate(None), Label("流动比率")]
QuickRatio = Annotated[Decimal, Rate(None), Label("速动比率")]
RevenueGrowthRate = Annotated[
    Decimal,
    Rate(None),
    Label("营业收入增长率", "销售收入增长率 销售额增长率 营收增长率 收入增长率"),
]

# How he buys and pays

ExpectedMonthSalesAmount = Annotated[
    Decimal, Money(),
    Label(
        "预计月均销售额",
        "预计月销售额 预计平均月销售额 预计月交易额 预计月采购额 预计每月销售额",
        "预计月平均销售额",
    ),
]  # fmt: skip
DueCount = Annotated[int, Integer(0, unit="笔"), Label("到期笔数")]
OnTimeCount = Annotated[int, Integer(0, unit="笔"), Label("按期笔数", "按期付款笔数")]
OnTimeBasis = Annotated[
    Literal["按笔数", "按金额"],
    Choice(Literal["按笔数", "按金额"], also={"笔数": "按笔数", "金额": "按金额"}),
    Label("履约率口径", "按期付款率口径"),
]
MaxBalanceAmount = Annotated[
    Decimal, Money(),
    Label(
        "最高欠款",
        "最高欠款额 最高应收余额 最高余额 最高赊销额 最高应收账款 最高应收账款余额",
        "历史最高欠款",
    ),
]  # fmt: skip
OverLimitCount = Annotated[
    int,
    Integer(0, unit="次"),
    Label("超额度次数", "超额次数 超限次数 超信用额度次数"),
]
LastThreeMonthsReceiptsAmount = Annotated[
    Decimal, Money(None),
    Label(
        "近3月回款",
        "近三个月回款 近3个月回款 近3月回款额 近三月回款 近三月回款额 近3个月回款额",
        "近三个月回款额",
    ),
]  # fmt: skip

# The score; a form's own indicators are as good as the policy's

IndicatorGroup = Annotated[
    str, Line(60),
    Label(
        "指标类别",
        "类别 评估类别 一级指标 指标分类 项目类别 评价类别 评价维度",
    ),
]  # fmt: skip
Indicator = Annotated[
    str, Line(60),
    Label(
        "指标",
        "评估指标 评分指标 项目 评分项目 评估项目 评价项目 评价指标 考核指标 二级指标",
        "评价因素 评估因素",
    ),
]  # fmt: skip
Basis = Annotated[
    str, Text(500, personal=False),
    Label(
        "计算公式或内容",
        "计算公式 评分标准 内容 计分标准 评价标准 评估标准 评分依据 评分说明 评分细则",
        "指标说明 评价内容",
    ),
]  # fmt: skip
Standard = Annotated[str, Line(60), Label("参照值", "标准值 参考值 参照标准")]
ScorerWord = Literal["分档", "比例", "扣分", "手工"]
Scorer = Annotated[
    ScorerWord,
    Choice(
        ScorerWord,
        also={"分档计分": "分档", "比例计分": "比例", "扣分计分": "扣分", "人工": "手工"},
    ),
    Label("计分办法"),
]
ActualValue = Annotated[str, Line(100), Label("实际值", "实际情况 实际数")]
ScoreNote = Annotated[
    str,
    Line(200),
    Label("扣分说明", "得分说明 计分说明 扣分原因 得分依据 评分理由"),
]

# Grade, limit, term: what the analysis suggests

MissingItems = Annotated[
    tuple[str, ...],
    Items(60),
    Label("缺失资料", "所缺资料 欠缺资料 缺少资料 待补资料 未提供资料"),
]
ComputedGrade = Annotated[CreditGradeWord, choice_of(CreditGrade), Label("测算等级")]
SuggestedGrade = Annotated[
    CreditGradeWord, choice_of(CreditGrade),
    Label(
        "建议等级",
        "建议信用等级 建议级别 评定等级 评估等级 拟定等级 拟评等级 评定信用等级 信用等级建议",
        "信用等级评定",
    ),
]  # fmt: skip
FactorReason = Annotated[str, Text(500), Label("系数取值理由", "修正系数说明")]
SeasonRate = Annotated[Decimal, Percent(-1, 1), Label("季节调整幅度", "季节调整")]
FormulaLimit = Annotated[Decimal, Money(), Label("测算额度", "公式额度")]
SuggestedLimit = Annotated[
    Decimal, Money(),
    Label(
        "建议额度",
        "建议信用额度 建议授信额度 建议信用限额 信用额度建议 授信额度建议 拟授信额度",
        "拟定信用额度 拟给予信用额度 申请额度 申请信用额度 核定额度 核定信用额度",
    ),
]  # fmt: skip
SuggestedTermDays = Annotated[
    int, Integer(0, 3650, unit="天"),
    Label(
        "建议期限",
        "建议信用期限 建议账期 建议信用期 申请账期 拟给予账期 拟定账期 核定账期",
    ),
]  # fmt: skip
SuggestedPayment = Annotated[
    PaymentWord,
    PAYMENT,
    Label("建议付款方式", "建议结算方式 拟付款方式 申请付款方式"),
]
GuaranteeKindWord = Literal["保证", "抵押", "质押", "无"]
GuaranteeKind = Annotated[
    GuaranteeKindWord,
    Choice(GuaranteeKindWord, also={"保证担保": "保证", "无担保": "无", "没有": "无"}),
    Label("担保方式", "担保类型 担保措施 担保形式 担保种类"),
]
Guarantor = Annotated[
    str,
    Name(),
    Label("担保人", "担保单位 保证人 担保方 担保公司 担保企业"),
]
GuaranteedAmount = Annotated[Decimal, Money(), Label("担保金额", "担保额 担保额度")]

# Who says what of it

CreditRoleWord = Literal["业务", "财务", "客户服务部经理", "总经理"]
CREDIT_ROLE = Choice(
    CreditRoleWord,
    also={
        "销售": "业务",
        "业务部门": "业务",
        "销售部": "业务",
        "财务部": "财务",
        "部门经理": "客户服务部经理",
        "审批": "客户服务部经理",
    },
)
CreditRole = Annotated[CreditRoleWord, CREDIT_ROLE, Label("意见方", "审签方")]
VerdictWord = Literal["同意", "不同意", "有条件同意"]
Verdict = Annotated[
    VerdictWord,
    Choice(VerdictWord, also={"批准": "同意", "不批准": "不同意", "附条件同意": "有条件同意"}),
    Label("审签意见", "意见"),
]
OpinionText = Annotated[str, Text(), Label("意见内容", "意见说明 说明")]
ApproverWord = Literal["客户服务部经理", "总经理"]
ApprovalLevel = Annotated[ApproverWord, Choice(ApproverWord), Label("审批权限", "审批层级")]

# A change of grade, limit or term

CreditChangeKindWord = Literal[
    "首次授信", "等级调整", "额度调整", "期限调整", "临时额度", "冻结", "解冻", "取消授信"
]
CreditChangeKind = Annotated[
    CreditChangeKindWord,
    Choice(
        CreditChangeKindWord,
        also={
            "新客户授信": "首次授信",
            "等级变更": "等级调整",
            "额度变更": "额度调整",
            "期限变更": "期限调整",
            "账期调整": "期限调整",
            "冻结信用": "冻结",
            "解除冻结": "解冻",
        },
    ),
    Label(
        "变更类型",
        "申请类型 变更类别 变更项目 变更事项 调整类型 调整类别 调整项目 申请类别 申请事项",
    ),
]  # fmt: skip
AppliedBy = Annotated[
    str,
    Line(60),
    Label("申请人", "申请者 申请人签字 提报人 经办人"),
]
AppliedDepartment = Annotated[str, Line(60), Label("申请部门", "提出部门")]
AppliedOn = Annotated[dt.date, Day(), Label("申请日期", "申请时间 提出日期")]
OldGrade = Annotated[
    CreditGradeWord, choice_of(CreditGrade),
    Label(
        "原信用等级",
        "原等级 原级别 变更前等级 变更前信用等级 调整前等级 调整前信用等级 现有等级",
        "现信用等级 现有信用等级 目前信用等级",
    ),
]  # fmt: skip
OldLimit = Annotated[
    Decimal, Money(),
    Label(
        "原信用额度",
        "原额度 原有信用额度 原授信额度 变更前额度 变更前信用额度 调整前额度 调整前信用额度",
        "现额度 现有额度 现信用额度 现有信用额度 目前信用额度 目前额度",
    ),
]  # fmt: skip
OldTermDays = Annotated[
    int, Integer(0, 3650, unit="天"),
    Label(
        "原信用期限",
        "原期限 原账期 原信用期 原结算期 变更前账期 变更前信用期限 调整前账期 现账期 现有账期",
        "目前账期 现信用期限",
    ),
]  # fmt: skip
OldPayment = Annotated[
    PaymentWord, PAYMENT,
    Label(
        "原付款方式",
        "原结算方式 变更前付款方式 调整前付款方式 现付款方式 现结算方式 目前付款方式",
    ),
]  # fmt: skip
NewGrade = Annotated[
    CreditGradeWord,
    choice_of(CreditGrade),
    Label(
        "变更后信用等级",
        "变更后等级 新等级 新信用等级 变更后级别 调整后等级 调整后信用等级 申请等级",
        "申请信用等级 拟调整等级",
    ),
]  # fmt: skip
NewLimit = Annotated[
    Decimal, Money(),
    Label(
        "变更后信用额度",
        "变更后额度 新额度 新信用额度 变更后授信额度 新授信额度 调整后额度 调整后信用额度",
        "申请额度 申请信用额度 申请授信额度 拟调整额度 拟变更额度",
    ),
]  # fmt: skip
NewTermDays = Annotated[
    int,
    Integer(0, 3650, unit="天"),
    Label(
        "变更后信用期限",
        "变更后期限 新期限 新信用期限 新账期 变更后账期 变更后信用期 调整后账期",
        "调整后信用期限 申请账期 申请信用期 申请信用期限",
    ),
]  # fmt: skip
NewPayment = Annotated[
    PaymentWord, PAYMENT,
    Label(
        "变更后付款方式",
        "新付款方式 新结算方式 变更后结算方式 调整后付款方式 调整后结算方式 申请付款方式",
    ),
]  # fmt: skip
DirectionWord = Literal["升级", "降级", "不变"]
Direction = Annotated[DirectionWord, Choice(DirectionWord), Label("变更方向")]
GradeSteps = Annotated[int, Integer(0, 4, unit="级"), Label("级差")]
TemporaryAmount = Annotated[
    Decimal,
    Money(),
    Label("临时额度", "临时信用额度 申请临时额度 临时授信额度 临时增加额度"),
]
TemporaryFrom = Annotated[
    dt.date,
    Day(),
    Label(
        "临时额度自",
        "临时额度起 临时额度起始日 临时额度起始日期 临时额度开始日期",
    ),
]
TemporaryTo = Annotated[
    dt.date, Day(),
    Label(
        "临时额度至",
        "临时额度止 临时额度到期日 临时额度截止日期 临时额度有效期 临时额度有效期至",
    ),
]  # fmt: skip
#: No stroke in a word: where several are typed in one box it stands between two of them.
ChangeReasonWord = Literal[
    "合作时间长或经营良好", "销售增长", "按期付款", "战略合作", "提供担保", "付款延迟",
    "恶意拖欠", "经营风险或财务恶化", "涉诉或被处罚", "销售下滑", "季节性需要", "资料缺失",
    "客户申请", "定期复评", "其他",
]  # fmt: skip
ChangeReasons = Annotated[
    tuple[str, ...],
    Choices(
        ChangeReasonWord,
        also={
            "合作时间长": "合作时间长或经营良好",
            "经营良好": "合作时间长或经营良好",
            "经营风险": "经营风险或财务恶化",
            "财务恶化": "经营风险或财务恶化",
            "涉诉": "涉诉或被处罚",
            "被处罚": "涉诉或被处罚",
        },
    ),
    Label("变更原因", "申请原因 调整原因"),
]
ReasonText = Annotated[
    str, Text(),
    Label(
        "变更原因说明",
        "变更理由 申请理由 变更说明 调整理由 调整说明 调整原因说明 申请说明 申请事由",
        "申请理由说明",
    ),
]  # fmt: skip
AnalysisFormNo = Annotated[
    str, Line(60),
    Label(
        "信用分析表编号",
        "所依据的信用分析表 依据的信用分析表编号 信用评估表编号 信用评级表编号 评估表编号",
    ),
]  # fmt: skip
ExcessAmount = Annotated[Decimal, Money(), Label("超出测算额度", "超出")]
ReleasedFromRegister = Annotated[
    bool, Flag(), Label("移出不诚信名单", "是否移出不诚信名单 由不诚信名单移出")
]
EffectOnOpenOrders = Annotated[str, Text(), Label("对在途订单的影响", "在途订单处理")]
RepayOn = Annotated[
    dt.date,
    Day(),
    Label("计划还款日期", "还款日期 还款时间 预计还款日期 计划回款日期 计划付款日期"),
]
RepayAmount = Annotated[
    Decimal,
    Money(),
    Label("计划还款金额", "还款金额 计划回款金额 计划付款金额"),
]
EffectiveFrom = Annotated[
    dt.date, Day(),
    Label(
        "生效日期",
        "变更生效日期 执行日期 生效时间 变更生效时间 执行时间 启用日期",
    ),
]  # fmt: skip
EffectiveTo = Annotated[dt.date, Until(), Label("信用有效期至", "变更有效期至")]
SystemSetBy = Annotated[str, Line(60), Label("系统设置人", "系统维护人")]
SystemSetOn = Annotated[dt.date, Day(), Label("系统设置日期", "系统维护日期")]
NotifiedPartyWord = Literal["客户", "销售", "财务"]
NOTIFIED_PARTY = Choice(
    NotifiedPartyWord, also={"销售部": "销售", "业务": "销售", "财务部": "财务"}
)
NotifiedParty = Annotated[NotifiedPartyWord, NOTIFIED_PARTY, Label("通知对象")]
NotifiedBy = Annotated[str, Line(60), Label("通知人")]
NotifiedOn = Annotated[dt.date, Day(), Label("通知日期", "通知时间")]
NotifyMethod = Annotated[str, Line(60), Label("通知方式")]
