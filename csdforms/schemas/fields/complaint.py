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
        "上门": "来访",
        "面谈": "来访",
        "来信": "信函",
        "邮件": "电子邮件",
        "电邮": "电子邮件",
        "在线": "在线客服",
        "网络": "在线客服",
        "12315": "监管转办",
    },
)

# The case

ComplaintNo = Annotated[str, Line(60), Label("投诉编号", "投诉单号", "案件编号")]
ReceivedAt = Annotated[dt.datetime, Moment(), Label("受理时间", "投诉日期", "受理日期", "投诉时间")]
Channel = Annotated[ChannelWord, CHANNEL, Label("投诉方式", "反映方式", "投诉渠道", "受理方式")]
ChannelOther = Annotated[str, Line(60), Label("其他方式", "其他投诉方式")]
ReceptionUnit = Annotated[
    str, Line(100), Label("受理部门/门店", "受理部门", "受理门店", "受理单位")
]
FirstResponder = Annotated[str, Line(60), Label("首问责任人", "登记人", "首问责任人（登记人）")]
SourceCallNo = Annotated[str, Line(60), Label("来电记录编号", "呼入编号", "来电记录号")]
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
ComplainedParty = Annotated[str, Line(100), Label("投诉对象", "被投诉对象", "被投诉人")]
CategoryWord = Literal[
    "产品质量", "服务质量", "物流交付", "价格与收费",
    "合同与承诺", "促销活动", "设备设施", "其他",
]  # fmt: skip
Category = Annotated[
    CategoryWord,
    Choice(
        CategoryWord,
        also={
            "质量": "产品质量",
            "商品质量": "产品质量",
            "服务": "服务质量",
            "物流": "物流交付",
            "配送": "物流交付",
            "价格": "价格与收费",
            "收费": "价格与收费",
            "合同": "合同与承诺",
            "促销": "促销活动",
        },
    ),
    Label("投诉类别", "投诉类型"),
]
Subcategory = Annotated[str, Line(60), Label("细类", "投诉细类")]
ProductName = Annotated[
    str, Line(100), Label("商品/服务名称", "产品名称", "商品名称", "设备名称", "品名")
]
OrderNo = Annotated[
    str, Line(60), Label("订单/合同/票据号", "订单号", "合同号", "订单编号", "合同编号", "票据号")
]
PurchasedOn = Annotated[dt.date, Day(), Label("消费日期", "购买日期", "购置日期")]
AmountInvolved = Annotated[Decimal, Money(), Label("涉及金额", "涉诉金额")]
OccurredAt = Annotated[dt.datetime, Moment(), Label("发生时间", "发生日期", "事发时间")]
OccurredPlace = Annotated[str, Line(100), Label("发生地点", "事发地点")]
Content = Annotated[str, Text(at_least=10), Label("投诉内容", "投诉事由", "投诉事项", "投诉情况")]
Evidence = Annotated[tuple[str, ...], Items(personal=True), Label("证据材料", "证据", "凭证")]
RepeatNo = Annotated[int, Integer(1, 999), Label("第几次投诉", "投诉次数")]

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
    Label("客户要求", "客户诉求", "投诉要求"),
]
DemandAmount = Annotated[Decimal, Money(), Label("要求金额", "索赔金额")]
DemandDetail = Annotated[str, Text(), Label("具体要求", "要求说明")]
ExpectedReplyOn = Annotated[dt.date, Day(), Label("客户要求答复时间", "要求答复日期")]

# How it is judged and whom it goes to

Nature = Annotated[
    Literal["有效投诉", "无效投诉", "协助处理", "群诉", "意见建议"],
    Choice(
        Literal["有效投诉", "无效投诉", "协助处理", "群诉", "意见建议"],
        also={"有效": "有效投诉", "无效": "无效投诉", "建议": "意见建议"},
    ),
    Label("投诉性质"),
]
RejectReason = Annotated[str, Text(), Label("不受理原因", "不予受理原因")]
Level = Annotated[
    Literal["低等级", "高等级"],
    # Cases of sheets with three grades (低, 中, 高) must be graded again by a person.
    Choice(Literal["低等级", "高等级"]),
    Label("投诉等级", "等级"),
]
Severity = Annotated[
    Literal["轻微", "一般", "严重"],
    Choice(Literal["轻微", "一般", "严重"]),
    Label("情节", "严重程度"),
]
Urgency = Annotated[
    Literal["一般", "紧急", "特急"],
    Choice(
        Literal["一般", "紧急", "特急"],
        also={"普通件": "一般", "普通": "一般", "急件": "紧急", "加急": "紧急"},
    ),
    Label("缓急", "紧急程度"),
]
SafetyRelated = Annotated[bool, Flag(), Label("涉及人身安全", "是否涉及人身安全")]
ImmediateAction = Annotated[str, Text(), Label("现场处理/初步答复", "现场处理", "初步答复")]
AcknowledgedAt = Annotated[dt.datetime, Moment(), Label("受理告知时间", "告知时间")]
AcknowledgedByChannel = Annotated[ChannelWord, CHANNEL, Label("受理告知方式", "告知方式")]
AssignedDepartment = Annotated[str, Line(60), Label("承办部门", "承办单位")]
AssignedHandler = Annotated[str, Line(60), Label("承办人", "经办人")]
HandlerRole = Annotated[
    Literal["客服专员", "楼层经理", "客户服务部经理", "责任部门负责人", "其他"],
    Choice(
        Literal["客服专员", "楼层经理", "客户服务部经理", "责任部门负责人", "其他"],
        also={"客服部经理": "客户服务部经理", "顾客服务部经理": "客户服务部经理"},
    ),
    Label("承办岗位", "岗位"),
]
DueOn = Annotated[dt.date, Day(), Label("办结期限", "办结日期", "处理期限")]
ExternalRef = Annotated[str, Line(60), Label("来文编号", "转办文号")]
ExternalDueOn = Annotated[dt.date, Day(), Label("来文答复期限", "转办答复期限")]
SignedOn = Annotated[dt.date, Day(), Label("签字日期", "客户签字日期", "投诉人签字日期")]
IsAcknowledgedLate = Annotated[bool, Flag(), Label("受理告知超时")]
MaskedName = Annotated[str, Line(100), Label("保密姓名")]
MaskedPhone = Annotated[str, Line(60), Label("保密电话")]

# What was found, what is done about it

ValidityWord = Literal["待核实", "属实", "部分属实", "不属实"]
Validity = Annotated[
    ValidityWord,
    Choice(ValidityWord, also={"未核实": "待核实", "情况属实": "属实"}),
    Label("投诉认定", "认定", "认定结果", "是否属实"),
]
CauseCategoryWord = Literal[
    "产品设计", "来料", "生产制造", "检验", "仓储包装", "运输", "安装维修", "销售承诺",
    "服务人员", "制度流程", "信息系统", "客户使用", "第三方", "不明",
]  # fmt: skip
CauseCategory = Annotated[
    CauseCategoryWord,
    Choice(
        CauseCategoryWord,
        also={"设计": "产品设计", "生产": "生产制造", "物流": "运输", "制造": "生产制造"},
    ),
    Label("原因分类", "原因类别"),
]
CauseAnalysis = Annotated[str, Text(), Label("原因分析", "调查分析", "原因调查")]
RootCause = Annotated[str, Text(), Label("根本原因", "根本原因分析")]
AnalysisTool = Annotated[str, Line(60), Label("分析方法", "分析工具")]
ResponsibleDepartment = Annotated[str, Line(60), Label("责任部门", "责任单位", "责任部门(单位)")]
ResponsiblePerson = Annotated[str, Line(60), Label("责任人", "责任人员")]
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
    Label("处理类型", "补救方式", "处理办法"),
]
CustomerResponse = Annotated[
    Literal["接受", "不接受", "待考虑", "未联系上"],
    Choice(
        Literal["接受", "不接受", "待考虑", "未联系上"],
        also={"同意": "接受", "不同意": "不接受", "考虑中": "待考虑"},
    ),
    Label("客户意愿", "客户是否接受"),
]
CustomerOpinion = Annotated[str, Text(), Label("客户意见", "客户反馈意见")]
Containment = Annotated[str, Text(), Label("临时措施", "应急措施", "临时处置")]
CorrectiveAction = Annotated[str, Text(), Label("纠正措施", "改善对策", "纠正措施(改善对策)")]
PreventiveAction = Annotated[str, Text(), Label("预防措施", "防止再发措施")]
Penalty = Annotated[str, Text(), Label("责任处理", "责任追究", "处罚")]
CompensationAmount = Annotated[Decimal, Money(), Label("赔付金额", "赔付", "赔偿金额")]
LossAmount = Annotated[Decimal, Money(), Label("损失金额", "损失")]
ClosingTypeWord = Literal["正常结案", "客户撤诉", "无效关闭", "转仲裁诉讼", "其他"]
ClosingType = Annotated[
    ClosingTypeWord,
    Choice(ClosingTypeWord, also={"撤诉": "客户撤诉", "正常": "正常结案"}),
    Label("结案方式"),
]
ClosedAt = Annotated[dt.datetime, Moment(), Label("结案时间", "结案日期")]
Lessons = Annotated[str, Text(), Label("经验教训", "总结与改进")]

# The notice to the unit that must act

NoticeNo = Annotated[str, Line(60), Label("通知单编号", "编号", "通知单号")]
IssuedAt = Annotated[dt.datetime, Moment(), Label("发出时间", "发出日期", "发文时间")]
RecipientKind = Annotated[
    Literal["内部部门", "商户", "供应商", "分支机构"],
    Choice(
        Literal["内部部门", "商户", "供应商", "分支机构"],
        also={"部门": "内部部门", "分公司": "分支机构"},
    ),
    Label("接收方类别"),
]
Recipient = Annotated[str, Line(100), Label("接收部门", "接收单位", "责任部门(单位)", "主送")]
CopiedTo = Annotated[tuple[str, ...], Items(), Label("抄送", "抄送部门")]
AccountHolder = Annotated[
    str, Name(60), Label("产权人（合同人）姓名", "产权人", "合同人", "产权人姓名")
]
AccountPhone = Annotated[str, Phone(), Label("产权人（合同人）电话", "产权人电话", "合同人电话")]
AccountRef = Annotated[str, Line(60), Label("合同或入住单号", "入住单号", "合同单号")]
ReportedAt = Annotated[dt.datetime, Moment(), Label("反映时间", "反映日期")]
Problem = Annotated[str, Text(), Label("反映问题", "反映内容", "反映情况")]
ServiceOpinion = Annotated[str, Text(), Label("客户服务部受理意见", "受理意见", "客服部意见")]
ServiceContact = Annotated[str, Line(60), Label("客户服务部联系人", "联系人", "客服联系人")]
ServiceSignedOn = Annotated[dt.date, Day(), Label("受理意见日期")]
SignDueAt = Annotated[dt.datetime, Moment(), Label("签收期限")]
OpinionDueAt = Annotated[dt.datetime, Moment(), Label("意见期限", "处理意见期限")]
ResultDueOn = Annotated[dt.date, Day(), Label("结果期限", "处理结果期限")]
AttachmentPages = Annotated[
    int, Integer(1, 9999, unit="页"), Label("附件页数", "附件份数页数", "附件份数")
]
SignedBy = Annotated[str, Line(60), Label("签收人")]
SignedAt = Annotated[dt.datetime, Moment(), Label("签收时间", "签收日期")]
UnitOpinion = Annotated[str, Text(), Label("相关部门处理意见", "处理意见", "部门意见")]
OpinionBy = Annotated[str, Line(60), Label("处理意见签字", "意见签字人")]
OpinionAt = Annotated[dt.datetime, Moment(), Label("处理意见时间", "意见时间")]
HandlingResult = Annotated[str, Text(), Label("处理结果", "办理结果")]
ResultBy = Annotated[str, Line(60), Label("处理结果签字", "结果签字人")]
ResultAt = Annotated[dt.datetime, Moment(), Label("处理结果时间", "结果时间")]
ReturnedReason = Annotated[str, Text(), Label("退回原因")]
VerifiedBy = Annotated[str, Line(60), Label("核实归档人", "归档人", "核实人")]
VerifiedOn = Annotated[dt.date, Day(), Label("核实归档日期", "归档日期")]
NoticeStatus = Annotated[
    Literal["待签收", "已签收", "处理中", "已办结", "已退回"],
    Choice(Literal["待签收", "已签收", "处理中", "已办结", "已退回"]),
    Label("通知单状态"),
]
