"""Complaints: the case, what is complained of, what is wanted, how it is judged and handled."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from csdforms.schemas.labels import Label
from csdforms.schemas.types import (
    Choice,
    Choices,
    Day,
    Flag,
    Integer,
    Items,
    Line,
    Moment,
    Money,
    Name,
    Phone,
    Text,
)

ChannelWord = Literal[
    "来电", "来访", "信函", "传真", "短信", "电子邮件", "在线客服", "社交媒体", "监管转办", "其他"
]  # fmt: skip
CHANNEL = Choice(
    ChannelWord,
    also={
        "电话": "来电",
        "来电投诉": "来电",
        "电话投诉": "来电",
        "热线": "来电",
        "上门": "来访",
        "来店": "来访",
        "到店": "来访",
        "来访投诉": "来访",
        "当面": "来访",
        "面谈": "来访",
        "来信": "信函",
        "邮件": "电子邮件",
        "电邮": "电子邮件",
        "E-mail": "电子邮件",
        "信件": "信函",
        "在线": "在线客服",
        "网络": "在线客服",
        "微信": "社交媒体",
        "微博": "社交媒体",
        "抖音": "社交媒体",
        "12315": "监管转办",
    },
)

# The case

ComplaintNo = Annotated[
    str,
    Line(60),
    Label(
        "投诉编号",
        "投诉单号 案件编号 投诉单编号 投诉受理编号 投诉工单号 投诉工单编号 投诉记录编号",
        "投诉序号 客户投诉编号 客诉编号 客诉单号 投诉案号 投诉书编号 案号",
    ),
]
ReceivedAt = Annotated[
    dt.datetime,
    Moment(),
    Label(
        "受理时间",
        "投诉日期 受理日期 投诉时间 接诉时间 接诉日期 接到投诉时间 接到投诉日期 收到投诉时间",
        "投诉受理时间 受理登记时间 登记时间 登记日期 接待时间 接待日期 记录时间 记录日期",
        "创建时间 客诉日期",
    ),
]
Channel = Annotated[
    ChannelWord,
    CHANNEL,
    Label(
        "投诉方式",
        "反映方式 投诉渠道 受理方式 投诉途径 投诉来源 投诉形式 受理渠道 工单来源 接诉方式",
        "反馈方式 反馈渠道 反馈途径 诉求来源 案件来源 客诉来源 问题来源",
    ),
]
ChannelOther = Annotated[str, Line(60), Label("其他方式", "其他投诉方式")]
ReceptionUnit = Annotated[
    str,
    Line(100),
    Label(
        "受理部门/门店",
        "受理部门 受理门店 受理单位 受理网点 受理店铺 受理点 接诉部门 接诉单位 门店 门店名称",
        "所属门店 分店 店名 商场名称 登记部门 接待部门",
    ),
]
FirstResponder = Annotated[
    str,
    Line(60),
    Label(
        "首问责任人",
        "登记人 首问责任人（登记人） 受理人 接待人 接诉人 接听人 接线员 受理客服 受理坐席",
        "接待客服 客服专员 客服代表 客服人员 客服姓名 客服员 话务员 坐席 记录员 首接人",
        "首接责任人 首问人 投诉受理人 投诉接待人",
    ),
]
SourceCallNo = Annotated[
    str,
    Line(60),
    Label(
        "来电记录编号",
        "呼入编号 来电记录号 录音编号 录音流水号 录音流水 通话流水号 呼叫流水号 通话编号",
        "电话记录编号 来电编号",
    ),
]
ComplainantType = Annotated[
    Literal["顾客", "员工", "合作单位", "其他"],
    Choice(Literal["顾客", "员工", "合作单位", "其他"], also={"客户": "顾客"}),
    Label("投诉人身份"),
]

# What is complained of

ComplainedPartyKind = Annotated[
    Literal["商品", "服务", "人员", "部门门店", "商户", "其他"],
    Choice(
        Literal["商品", "服务", "人员", "部门门店", "商户", "其他"],
        also={"产品": "商品", "员工": "人员", "部门": "部门门店", "门店": "部门门店"},
    ),
    Label("投诉对象类别"),
]
ComplainedParty = Annotated[
    str,
    Line(100),
    Label(
        "投诉对象",
        "被投诉对象 被投诉人 被投诉单位 被投诉部门 被投诉人员 被投诉员工 被投诉商户",
        "被投诉商家 被投诉门店 被诉方 被反映人 被反映单位 投诉商家 投诉商户 涉及人员 涉及部门",
        "涉及单位 涉及员工 涉事人员 涉事部门 涉事商家 涉诉人员 涉诉单位 当事员工",
    ),
]
CategoryWord = Literal[
    "产品质量", "服务质量", "物流交付", "价格与收费",
    "合同与承诺", "促销活动", "设备设施", "其他",
]  # fmt: skip
_CATEGORIES_ALSO = {
    "质量": "产品质量",
    "品质": "产品质量",
    "商品质量": "产品质量",
    "质量问题": "产品质量",
    "产品质量问题": "产品质量",
    "商品质量问题": "产品质量",
    "服务": "服务质量",
    "服务问题": "服务质量",
    "服务态度": "服务质量",
    "物流": "物流交付",
    "物流问题": "物流交付",
    "交付": "物流交付",
    "配送": "物流交付",
    "价格": "价格与收费",
    "价格问题": "价格与收费",
    "收费": "价格与收费",
    "合同": "合同与承诺",
    "促销": "促销活动",
    "设备": "设备设施",
    "设施": "设备设施",
}
Category = Annotated[
    CategoryWord,
    Choice(CategoryWord, also=_CATEGORIES_ALSO),
    Label(
        "投诉类别",
        "投诉类型 投诉种类 投诉分类 投诉大类 投诉问题类型 投诉问题分类 客诉类型 客诉类别",
        "抱怨类别 抱怨类型 反映类型 反映类别 问题类型 问题类别 问题分类 一级分类 一级类目",
    ),
]
Categories = Annotated[
    tuple[str, ...],
    Choices(CategoryWord, also=_CATEGORIES_ALSO),
    Label("涉及类别", "涉及投诉类别 投诉类别"),
]
Subcategory = Annotated[
    str,
    Line(60),
    Label(
        "细类",
        "投诉细类 投诉小类 投诉子类 投诉细分 细分类别 小类 子类 子类别 二级分类 二级类目",
        "三级分类 明细分类 问题细项 问题细类",
    ),
]
ProductName = Annotated[
    str,
    Line(100),
    Label(
        "商品/服务名称",
        "产品名称 商品名称 设备名称 品名 产品 商品 涉及产品 涉及商品 投诉产品 投诉商品",
        "客诉产品 所购商品 购买商品 产品/服务 业务名称 服务名称 消费项目 零件名称 料品名称",
        "物料名称 材料名称 部品名称 货品名称",
    ),
]
OrderNo = Annotated[
    str,
    Line(60),
    Label(
        "订单/合同/票据号",
        "订单号 合同号 订单编号 合同编号 票据号 发票号 发票号码 小票号 小票编号 购物小票号",
        "收银小票号 收据号 票号 凭证号 销售单号 交易单号 交易流水号 订购单号 采购订单号 PO号",
        "PO PONO. P/ONO. 客户PO 客户PO号 客户订单号 销售订单号",
    ),
]
PurchasedOn = Annotated[
    dt.date,
    Day(),
    Label(
        "消费日期",
        "购买日期 购置日期 购物日期 购物时间 消费时间 购买时间 购机日期 购车日期 购入日期",
        "下单时间 下单日期 订单日期 订购日期 交易日期 交易时间 成交日期",
    ),
]
AmountInvolved = Annotated[
    Decimal,
    Money(),
    Label(
        "涉及金额",
        "涉诉金额 消费金额 购买金额 购物金额 订单金额 合同金额 商品金额 交易金额 成交金额",
        "争议金额 涉案金额",
    ),
]
OccurredAt = Annotated[
    dt.datetime,
    Moment(),
    Label(
        "发生时间",
        "发生日期 事发时间 事件时间 事件日期 事件发生时间 问题发生时间 案发时间 故障时间",
        "故障发生时间",
    ),
]
OccurredPlace = Annotated[
    str,
    Line(100),
    Label(
        "发生地点",
        "事发地点 事件地点 事件地址 事件发生地点 问题地点 问题点位 投诉地点 案发地点 发生地",
        "发生地址 发生区域 发生场所 事发地址",
    ),
]
Content = Annotated[
    str,
    Text(at_least=10),
    Label(
        "投诉内容",
        "投诉事由 投诉理由 投诉事项 投诉情况 问题描述 问题内容 情况描述 事情经过 事件经过",
        "事件描述 事实经过 事情描述 投诉事实 问题反映 反映问题 反馈内容 投诉问题 问题点",
        "不良现象 不良描述 不良情况 不良内容 不良状况 异常描述 异常现象 异常状况 异常内容",
        "缺陷描述 故障描述 故障现象 不合格描述 不合格现象 质量问题描述 客户抱怨 客户反馈问题",
        "客户反馈内容 客户反映问题 客诉内容 客诉描述",
    ),
]
Evidence = Annotated[
    tuple[str, ...],
    Items(personal=True),
    Label(
        "证据材料",
        "证据 凭证 图片 照片 上传图片 投诉图片 凭证图片 图片凭证 图片/照片 现场照片 举证材料",
        "证明材料 证据资料 证据清单 购物凭证 不良图片 不良照片 客诉图片 附图 随附材料",
    ),
]
RepeatNo = Annotated[
    int,
    Integer(1, 999),
    Label("第几次投诉", "投诉次数 第几次 重复次数 来电次数 反映次数 累计投诉次数"),
]

# What is wanted

DemandTypes = Annotated[
    tuple[str, ...],
    Choices(
        Literal["退货", "换货", "维修", "补货", "赔款", "折价", "道歉", "解释说明", "其他"],
        also={
            "退款": "退货",
            "赔偿": "赔款",
            "修理": "维修",
            "说明": "解释说明",
            "解释": "解释说明",
        },
    ),
    Label(
        "客户要求",
        "客户诉求 投诉要求 诉求 要求 投诉诉求 诉求事项 请求事项 处理要求 解决要求 客户期望",
        "投诉目的 诉求目的",
    ),
]
DemandAmount = Annotated[
    Decimal,
    Money(),
    Label("要求金额", "索赔金额 索赔额 要求赔偿金额 要求赔付金额 诉求金额"),
]
DemandDetail = Annotated[
    str,
    Text(),
    Label("具体要求", "要求说明 诉求说明 诉求描述 诉求详情 具体诉求"),
]
ExpectedReplyOn = Annotated[
    dt.date,
    Day(),
    Label(
        "客户要求答复时间",
        "要求答复日期 要求回复时间 要求回复日期 要求回复期限 期望回复时间 期望答复日期",
        "期望解决时间 希望答复时间 预约回复时间 客户要求回复日期 回复期限 回复时限 8D回复期限",
        "要求8D回复日期",
    ),
]

# How it is judged and whom it goes to

Nature = Annotated[
    Literal["有效投诉", "无效投诉", "协助处理", "群诉", "意见建议"],
    Choice(
        Literal["有效投诉", "无效投诉", "协助处理", "群诉", "意见建议"],
        also={"有效": "有效投诉", "无效": "无效投诉", "建议": "意见建议"},
    ),
    Label(
        "投诉性质",
        "是否有效投诉 投诉是否有效 投诉有效性 有效性 是否有效 有效投诉 事件性质 案件性质",
        "投诉定性 定性",
    ),
]
RejectReason = Annotated[
    str,
    Text(),
    Label(
        "不受理原因",
        "不予受理原因 无效原因 无效投诉原因 拒绝原因 拒绝受理原因 驳回原因",
    ),
]
Level = Annotated[
    Literal["低等级", "高等级"],
    # Cases of sheets with three grades (低, 中, 高) must be graded again by a person.
    Choice(Literal["低等级", "高等级"]),
    Label(
        "投诉等级",
        "等级 投诉级别 投诉分级 重要程度 重要级别 重要性 重要度 事件等级 案件等级 问题等级",
        "工单等级 风险等级 缺陷等级 异常等级 投诉重要程度",
    ),
]
Severity = Annotated[
    Literal["轻微", "一般", "严重"],
    Choice(Literal["轻微", "一般", "严重"], also={"轻": "轻微", "普通": "一般", "重大": "严重"}),
    Label(
        "情节",
        "严重程度 严重性 严重度 严重级别 严重等级 问题严重程度 问题严重度 缺陷严重程度",
        "缺陷程度 不良程度 情节轻重",
    ),
]
Urgency = Annotated[
    Literal["一般", "紧急", "特急"],
    Choice(
        Literal["一般", "紧急", "特急"],
        also={
            "普通件": "一般",
            "普通": "一般",
            "常规": "一般",
            "急件": "紧急",
            "急": "紧急",
            "加急": "紧急",
            "特急件": "特急",
        },
    ),
    Label(
        "缓急",
        "紧急程度 紧急级别 紧急等级 紧急度 优先级 处理优先级 急缓程度 重要紧急程度 是否紧急",
    ),
]
SafetyRelated = Annotated[
    bool,
    Flag(),
    Label(
        "涉及人身安全",
        "是否涉及人身安全 人身伤害 有无人身伤害 是否人身伤害 是否涉及人身伤害 是否涉及安全",
        "是否涉及人员伤亡 是否有人员受伤 安全相关",
    ),
]
ImmediateAction = Annotated[
    str,
    Text(),
    Label(
        "现场处理/初步答复",
        "现场处理 初步答复 初步处理 即时处理 当场处理 当场答复 先期处理 先行处理 首次处理",
        "首次答复 应急处理 应急处理措施 应急措施 紧急处理 紧急处理措施 紧急对策 即时措施",
        "临时措施 临时对策 围堵措施",
    ),
]
AcknowledgedAt = Annotated[
    dt.datetime,
    Moment(),
    Label(
        "受理告知时间",
        "告知时间 首次响应时间 首响时间 响应时间 首次联系时间 首次回复时间 首次联系客户时间",
    ),
]
AcknowledgedByChannel = Annotated[
    ChannelWord, CHANNEL, Label("受理告知方式", "告知方式 首次联系方式 首次响应方式")
]
AssignedDepartment = Annotated[
    str,
    Line(60),
    Label(
        "承办部门",
        "承办单位 处理部门 处理单位 办理部门 办理单位 主办部门 主办单位 责任部门 责任单位",
        "责任科室 负责部门 主责部门 跟进部门 转办部门 转派部门 转交部门 移交部门 交办部门",
        "分派部门 派单部门 派发部门 指派部门 派往部门 承办科室",
    ),
]
AssignedHandler = Annotated[
    str,
    Line(60),
    Label(
        "承办人",
        "承办人员 处理人 处理人员 处理责任人 处理员 跟进人 跟进人员 办理人 办理人员 主办人",
        "受派人 接办人 责任人",
    ),
]
HandlerRole = Annotated[
    Literal["客服专员", "楼层经理", "客户服务部经理", "责任部门负责人", "其他"],
    Choice(
        Literal["客服专员", "楼层经理", "客户服务部经理", "责任部门负责人", "其他"],
        also={
            "客服": "客服专员",
            "客服人员": "客服专员",
            "客服员": "客服专员",
            "客服经理": "客户服务部经理",
            "客服部经理": "客户服务部经理",
            "顾客服务部经理": "客户服务部经理",
        },
    ),
    Label("承办岗位", "岗位 承办人职务 处理人职务 处理人岗位"),
]
DueOn = Annotated[
    dt.date,
    Day(),
    Label(
        "办结期限",
        "办结日期 处理期限 办结时限 办理时限 办理期限 限办日期 限办时间 结案期限 结案时限",
        "要求办结时间 要求办结日期 要求结案日期 预计结案日期 计划结案日期 承诺完成时间",
        "承诺处理时间 处理截止时间 处理截止日期 最晚处理时间 处理时限",
    ),
]
ExternalRef = Annotated[
    str,
    Line(60),
    Label(
        "来文编号",
        "转办文号 来文号 来文字号 文号 转办单号 转办单编号 转办编号 交办单号 交办单编号",
        "交办编号 上级工单号 外部工单号 外部编号 平台工单号 12345工单号 12315编号",
    ),
]
ExternalDueOn = Annotated[
    dt.date,
    Day(),
    Label(
        "来文答复期限",
        "转办答复期限 交办期限 交办时限 转办期限 转办时限 要求反馈时间 要求反馈日期",
        "上级要求回复时间 回函期限",
    ),
]
SignedOn = Annotated[
    dt.date,
    Day(),
    Label("签字日期", "客户签字日期 投诉人签字日期 签署日期 签名日期 签字时间"),
]
IsAcknowledgedLate = Annotated[bool, Flag(), Label("受理告知超时")]
MaskedName = Annotated[str, Line(100), Label("保密姓名")]
MaskedPhone = Annotated[str, Line(60), Label("保密电话")]

# What was found, what is done about it

ValidityWord = Literal["待核实", "属实", "部分属实", "不属实"]
Validity = Annotated[
    ValidityWord,
    Choice(ValidityWord, also={"未核实": "待核实", "情况属实": "属实"}),
    Label(
        "投诉认定",
        "认定 认定结果 是否属实 投诉是否属实 投诉是否成立 是否成立 判定结果 投诉判定 认定结论",
        "核实结论 事实认定 调查认定 调查结论",
    ),
]
CauseCategoryWord = Literal[
    "产品设计", "来料", "生产制造", "检验", "仓储包装", "运输", "安装维修", "销售承诺",
    "服务人员", "制度流程", "信息系统", "客户使用", "第三方", "不明",
]  # fmt: skip
CauseCategory = Annotated[
    CauseCategoryWord,
    Choice(
        CauseCategoryWord,
        also={
            "设计": "产品设计",
            "原材料": "来料",
            "生产": "生产制造",
            "制造": "生产制造",
            "包装": "仓储包装",
            "仓储": "仓储包装",
            "物流": "运输",
            "安装": "安装维修",
            "不详": "不明",
        },
    ),
    Label("原因分类", "原因类别 原因类型 责任原因 不良原因分类 原因归类"),
]
CauseAnalysis = Annotated[
    str,
    Text(),
    Label(
        "原因分析",
        "调查分析 原因调查 原因 问题原因 问题原因分析 不良原因 不良原因分析 异常原因分析",
        "事故原因 事件原因 原因说明 形成原因 失效分析 不良分析 问题分析 投诉原因分析",
    ),
]
RootCause = Annotated[
    str,
    Text(),
    Label(
        "根本原因",
        "根本原因分析 根因 真因 根因分析 真因分析 深层原因 真因确认 根源分析",
    ),
]
AnalysisTool = Annotated[
    str,
    Line(60),
    Label("分析方法", "分析工具 分析手法 分析手段 5Why分析 5WHY 鱼骨图"),
]
ResponsibleDepartment = Annotated[
    str,
    Line(60),
    Label(
        "责任部门",
        "责任单位 责任部门(单位) 责任归属 责任方 责任科室 责任车间 责任班组 责任区域 归属部门",
        "主责部门 责任主体 责任部门/人",
    ),
]
ResponsiblePerson = Annotated[
    str,
    Line(60),
    Label(
        "责任人",
        "责任人员 责任者 责任员工 直接责任人 责任人姓名 相关责任人",
    ),
]
RemedyTypeWord = Literal[
    "退货退款", "换货", "维修返工", "补货", "赔款", "折让", "减免费用", "赔礼道歉", "解释说明",
    "继续履行", "不予支持", "其他",
]  # fmt: skip
RemedyType = Annotated[
    RemedyTypeWord,
    Choice(
        RemedyTypeWord,
        also={
            "退货": "退货退款",
            "退款": "退货退款",
            "维修": "维修返工",
            "返工": "维修返工",
            "赔偿": "赔款",
            "折价": "折让",
            "道歉": "赔礼道歉",
        },
    ),
    Label("处理类型", "补救方式 处理办法 处置方式 解决方式 补偿方式 赔偿方式"),
]
CustomerResponse = Annotated[
    Literal["接受", "不接受", "待考虑", "未联系上"],
    Choice(
        Literal["接受", "不接受", "待考虑", "未联系上"],
        also={"同意": "接受", "不同意": "不接受", "考虑中": "待考虑"},
    ),
    Label(
        "客户意愿",
        "客户是否接受 客户是否同意 客户是否认可 客户态度 顾客态度 投诉人态度 投诉人是否接受",
        "是否接受",
    ),
]
CustomerOpinion = Annotated[
    str,
    Text(),
    Label(
        "客户意见",
        "客户反馈意见 客户反馈 客户反馈情况 客户回复 客户反应 客户确认意见 顾客意见",
        "投诉人意见 顾客反馈 投诉人反馈 业主反馈 用户反馈",
    ),
]
Containment = Annotated[
    str,
    Text(),
    Label(
        "临时措施",
        "应急措施 临时处置 临时对策 紧急措施 紧急对策 围堵措施 围堵行动 遏制措施 暂行对策",
        "暂时对策 即时措施 短期措施 短期对策 应急处理 先期处理 ICA",
    ),
]
CorrectiveAction = Annotated[
    str,
    Text(),
    Label(
        "纠正措施",
        "改善对策 纠正措施(改善对策) 对策 永久对策 永久措施 永久纠正措施 长期对策 长期措施",
        "改善措施 改善方案 整改措施 整改方案 改正措施 纠正对策 PCA",
    ),
]
PreventiveAction = Annotated[
    str,
    Text(),
    Label(
        "预防措施",
        "防止再发措施 防范措施 预防对策 预防性措施 再发防止 再发防止措施 防止再发对策",
        "防止再发生措施 预防再发 预防再发生 预防再发措施 预防再发对策 预防再发生措施",
        "避免再发生措施 水平展开",
    ),
]
Penalty = Annotated[
    str,
    Text(),
    Label(
        "责任处理",
        "责任追究 处罚 处罚意见 处罚结果 处罚决定 处罚情况 责任处罚 责任考核 责任人处理",
        "责任人处理意见 考核 考核意见 考核结果 考核处理 奖惩 奖惩意见 内部处理 内部处理意见",
        "问责情况",
    ),
]
CompensationAmount = Annotated[
    Decimal,
    Money(),
    Label("赔付金额", "赔付 赔偿金额 赔款金额 赔款 赔偿额 补偿金额 理赔金额"),
]
LossAmount = Annotated[
    Decimal,
    Money(),
    Label(
        "损失金额",
        "损失 损失费用 损失额 损失合计 损失成本 经济损失 直接损失 质量损失 质量损失金额",
    ),
]
ClosingTypeWord = Literal["正常结案", "客户撤诉", "无效关闭", "转仲裁诉讼", "其他"]
ClosingType = Annotated[
    ClosingTypeWord,
    Choice(ClosingTypeWord, also={"撤诉": "客户撤诉", "正常": "正常结案"}),
    Label("结案方式", "结案类型 结案结果 关闭方式 关闭类型 办结方式"),
]
ClosedAt = Annotated[
    dt.datetime,
    Moment(),
    Label(
        "结案时间",
        "结案日期 关闭时间 关闭日期 办结时间 销案时间 销案日期 完结时间 完结日期 实际结案日期",
        "实际结案时间",
    ),
]
Lessons = Annotated[
    str,
    Text(),
    Label(
        "经验教训",
        "总结与改进 教训 经验 经验总结 经验与教训 经验教训总结 心得 案例分析 案例总结",
        "案例启示 启示 反思",
    ),
]

# The case in a report

CaseStatusWord = Literal["已受理", "调查中", "处理中", "待回访", "已结案"]
CASE_STATUS = {"受理": "已受理", "调查": "调查中", "处理": "处理中", "结案": "已结案"}
CaseStatuses = Annotated[
    tuple[str, ...],
    Choices(CaseStatusWord, also=CASE_STATUS),
    Label("计入的案件状态", "案件状态范围 计入状态"),
]
CycleDays = Annotated[
    int,
    Integer(0, unit="天"),
    Label(
        "周期（天）",
        "周期 天数 处理天数 历时 处理周期 结案周期 处理时长 处理用时 用时 办理天数",
    ),
]
IsOpen = Annotated[bool, Flag(), Label("未结", "是否未结 未结案")]
DelayReason = Annotated[
    str,
    Text(1000),
    Label(
        "未达成原因",
        "拖期原因 延误原因 超期原因 未按期完成原因 延期原因 逾期原因 未结案原因 未完成原因",
        "未按时完成原因 延误说明",
    ),
]
FirstOn = Annotated[dt.date, Day(), Label("首次投诉日期", "首次日期 首次")]
LastOn = Annotated[dt.date, Day(), Label("末次投诉日期", "末次日期 末次 最近投诉日期")]
CaseTitle = Annotated[
    str,
    Line(100),
    Label("案例标题", "标题 案例名称 案例 案例主题 案例题目 投诉主题 事件名称"),
]
Story = Annotated[
    str,
    Text(),
    Label(
        "案例经过",
        "经过 事情经过 案情 案情简介 案情经过 案例描述 事件经过 投诉经过 情况简介",
    ),
]
CaseHandling = Annotated[
    str,
    Text(),
    Label(
        "案例处理",
        "处理 处理情况 处理经过 处理方法 处理措施 处理方案 处理过程 处理办法",
    ),
]
ChosenBecause = Annotated[str, Line(100), Label("入选原因", "入选理由")]

# The notice to the unit that must act

NoticeNo = Annotated[
    str,
    Line(60),
    Label(
        "通知单编号",
        "编号 通知单号 发文编号 通知编号 联系单号 任务单号 督办单号 转办单号 转办单编号",
        "交办单号 派单编号 派单号 派工单号 处理单编号 单号",
    ),
]
IssuedAt = Annotated[
    dt.datetime,
    Moment(),
    Label(
        "发出时间",
        "发出日期 发文时间 发单时间 发单日期 发文日期 下发时间 下发日期 签发时间 签发日期",
        "通知时间 通知日期 派发时间 派发日期 派单时间 派单日期 转办时间 转办日期 转交时间",
        "移交时间 交办时间 交办日期",
    ),
]
RecipientKind = Annotated[
    Literal["内部部门", "商户", "供应商", "分支机构"],
    Choice(
        Literal["内部部门", "商户", "供应商", "分支机构"],
        also={"部门": "内部部门", "分公司": "分支机构"},
    ),
    Label("接收方类别"),
]
Recipient = Annotated[
    str,
    Line(100),
    Label(
        "接收部门",
        "接收单位 责任部门(单位) 主送 责任部门 责任单位 承办部门 承办单位 处理部门 办理单位",
        "受理部门 转办部门 转交部门 派往部门 接单部门 收件部门 收文部门 收文单位 受文单位",
        "被通知部门 被投诉部门 主送部门 主送单位 致",
    ),
]
CopiedTo = Annotated[
    tuple[str, ...],
    Items(),
    Label("抄送", "抄送部门 抄送单位 抄送人 抄报 抄报部门 CC"),
]
AccountHolder = Annotated[
    str,
    Name(60),
    Label(
        "产权人（合同人）姓名",
        "产权人 合同人 产权人姓名 户主 户主姓名 房主 房主姓名 房屋所有人",
    ),
]
AccountPhone = Annotated[
    str, Phone(), Label("产权人（合同人）电话", "产权人电话 合同人电话 户主电话 房主电话")
]
AccountRef = Annotated[
    str, Line(60), Label("合同或入住单号", "入住单号 合同单号 入住编号 合同编号 合同号")
]
ReportedAt = Annotated[
    dt.datetime,
    Moment(),
    Label("反映时间", "反映日期 来电时间 来电日期 诉求时间 反馈时间 反馈日期"),
]
Problem = Annotated[
    str,
    Text(),
    Label(
        "反映问题",
        "反映内容 反映情况 投诉内容 投诉事项 投诉问题 问题描述 反馈问题 反馈内容 反映事项",
        "反映的问题 诉求内容 诉求事项 存在问题",
    ),
]
ServiceOpinion = Annotated[
    str,
    Text(),
    Label(
        "客户服务部受理意见",
        "受理意见 客服部意见 客服中心意见 客服意见 转办意见 转办说明 交办意见 交办说明",
        "派单意见 派单说明 拟办意见 受理部门意见 登记部门意见",
    ),
]
ServiceContact = Annotated[
    str,
    Line(60),
    Label(
        "客户服务部联系人",
        "联系人 客服联系人 客服专员 客服人员 受理人 登记人 派单人 发单人 转办人 交办人 通知人",
    ),
]
ServiceSignedOn = Annotated[dt.date, Day(), Label("受理意见日期")]
SignDueAt = Annotated[dt.datetime, Moment(), Label("签收期限", "签收时限")]
OpinionDueAt = Annotated[
    dt.datetime,
    Moment(),
    Label(
        "意见期限",
        "处理意见期限 回复期限 回复时限 反馈期限 反馈时限 要求回复时间 要求回复日期",
        "要求反馈时间 要求反馈日期",
    ),
]
ResultDueOn = Annotated[
    dt.date,
    Day(),
    Label("结果期限", "处理结果期限 结果反馈期限 结果反馈时限 处理结果反馈期限"),
]
AttachmentPages = Annotated[
    int,
    Integer(1, 9999, unit="页"),
    Label("附件页数", "附件份数页数 附件份数 附件数 附件数量 页数"),
]
SignedBy = Annotated[
    str,
    Line(60),
    Label(
        "签收人",
        "签收 签收人签字 签收人签名 接收人 接收人签字 接单人 收单人",
    ),
]
SignedAt = Annotated[
    dt.datetime,
    Moment(),
    Label(
        "签收时间",
        "签收日期 接收时间 接收日期 接单时间 接单日期 收单时间 收单日期",
    ),
]
UnitOpinion = Annotated[str, Text(), Label("相关部门处理意见", "处理意见 部门意见")]
OpinionBy = Annotated[str, Line(60), Label("处理意见签字", "意见签字人")]
OpinionAt = Annotated[dt.datetime, Moment(), Label("处理意见时间", "意见时间")]
HandlingResult = Annotated[str, Text(), Label("处理结果", "办理结果")]
ResultBy = Annotated[str, Line(60), Label("处理结果签字", "结果签字人")]
ResultAt = Annotated[dt.datetime, Moment(), Label("处理结果时间", "结果时间")]
ReturnedReason = Annotated[
    str, Text(), Label("退回原因", "退回理由 退单原因 退单理由 退办原因 拒收原因")
]
VerifiedBy = Annotated[
    str,
    Line(60),
    Label("核实归档人", "归档人 核实人 核实人签字 核查人 验证人 确认人"),
]
VerifiedOn = Annotated[
    dt.date,
    Day(),
    Label("核实归档日期", "归档日期 核实日期 核实时间 验证日期 确认日期"),
]
NoticeStatus = Annotated[
    Literal["待签收", "已签收", "处理中", "已办结", "已退回"],
    Choice(Literal["待签收", "已签收", "处理中", "已办结", "已退回"]),
    Label("通知单状态", "状态 处理状态 办理状态 签收状态"),
]
