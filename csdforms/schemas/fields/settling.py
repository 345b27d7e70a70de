"""The account with a customer who leaves: stated, agreed, paid back, confirmed (§6.3, §6.4)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from csdforms.schemas.labels import Label
from csdforms.schemas.types import (
    Choice,
    Choices,
    Day,
    Disclosure,
    Flag,
    Items,
    Line,
    Money,
    Name,
    Text,
)

# The statement of account

StatementNo = Annotated[str, Line(60), Label("核对单编号", "对账单号 对账函编号 对账编号")]
StatementFrom = Annotated[dt.date, Day(), Label("对账起始日", "对账期间自 对账开始日期")]
OpeningAmount = Annotated[Decimal, Money(None), Label("期初余额", "上期余额 期初应收余额")]
EntryOn = Annotated[dt.date, Day(), Label("业务日期", "单据日期 记账日期 凭证日期")]
EntryNo = Annotated[str, Line(60), Label("单据编号", "凭证号 单据号码 发票号码")]
EntryKindWord = Literal["销售", "收款", "退货", "退款", "折让", "调整"]
EntryKind = Annotated[
    EntryKindWord,
    Choice(EntryKindWord, also={"发货": "销售", "回款": "收款", "付款": "收款", "返利": "折让"}),
    Label("业务类型", "单据类型 往来类型"),
]
EntrySummary = Annotated[str, Line(200), Label("业务摘要", "摘要 往来摘要")]
DebitAmount = Annotated[Decimal, Money(), Label("应收增加", "借方 借方金额 本期应收")]
CreditAmount = Annotated[Decimal, Money(), Label("应收减少", "贷方 贷方金额 本期收回")]
RunningAmount = Annotated[Decimal, Money(None), Label("逐笔余额", "余额 累计余额")]
DebitTotalAmount = Annotated[Decimal, Money(), Label("应收增加合计", "借方合计")]
CreditTotalAmount = Annotated[Decimal, Money(), Label("应收减少合计", "贷方合计")]
PrepaidAmount = Annotated[Decimal, Money(), Label("预收款余额", "预收账款余额 客户预付款余额")]
DepositAmount = Annotated[Decimal, Money(), Label("押金保证金余额", "押金余额 保证金余额")]
RebateAmount = Annotated[Decimal, Money(), Label("应付返利余额", "未兑付返利 应付未付返利")]
CustomerBookAmount = Annotated[
    Decimal, Money(None), Label("客户账面应付余额", "对方账面余额 客户账面余额 贵方账面余额")
]
CustomerClaimAmount = Annotated[
    Decimal, Money(), Label("客户账面应收余额", "客户主张应退款 贵方应收余额")
]
DifferenceAmount = Annotated[Decimal, Money(None), Label("应收差额", "余额差额 核对差额")]
ClaimDifferenceAmount = Annotated[Decimal, Money(None), Label("应退差额", "应退款差额")]
StatementReplyWord = Literal["相符", "不符"]
StatementReply = Annotated[
    StatementReplyWord,
    Choice(StatementReplyWord, also={"一致": "相符", "不一致": "不符"}),
    Label("核对结论", "对账结果 客户核对结果 核对意见"),
]
ReplyDueOn = Annotated[dt.date, Day(), Label("回复期限", "请于何日前回复 对账回复期限")]
GapEntryNo = Annotated[str, Line(60), Label("差异单据编号", "差异单据")]
GapAmount = Annotated[Decimal, Money(None), Label("差异金额", "单笔差异金额")]
GapSideWord = Literal["我方已记对方未记", "对方已记我方未记", "金额不一致"]
GapSide = Annotated[
    GapSideWord,
    Choice(GapSideWord, also={"我方已记": "我方已记对方未记", "对方已记": "对方已记我方未记"}),
    Label("差异情形", "差异类型"),
]
GapReason = Annotated[str, Line(200), Label("不符原因", "差异说明 差异原因")]
GapTotalAmount = Annotated[Decimal, Money(None), Label("差异金额合计", "差异合计")]
IsSettledUp = Annotated[bool, Flag(), Label("账款两清", "是否两清 是否结清")]
CustomerSealed = Annotated[bool, Flag(), Label("客户已盖章", "客户是否盖章")]
CompanySealed = Annotated[bool, Flag(), Label("本公司已盖章", "我方是否盖章")]
CustomerHandler = Annotated[
    str, Name(60), Label("客户方经办人", "客户经办人 贵方经办人 客户财务经办人")
]
CustomerSignedOn = Annotated[dt.date, Day(), Label("客户签章日期", "客户盖章日期 客户签字日期")]

# The letter

LetterNo = Annotated[str, Line(60), Label("销户函编号", "函号 函件编号")]
EndsOn = Annotated[dt.date, Day(), Label("业务关系终止日", "关系终止日期 交易终止日期")]
RefundedAmount = Annotated[Decimal, Money(), Label("已退客户款", "实际退款金额 已退款金额")]
RefundProof = Annotated[str, Line(100), Label("退款凭证", "退款凭证号 付款凭证号")]
RefundedOn = Annotated[dt.date, Day(), Label("退款日期", "付款日期(退款) 退还日期")]
ReturnedGoods = Annotated[
    tuple[str, ...], Items(100), Label("返还的资料物品", "退还资料 返还物品 退还物品")
]
WarrantyUntil = Annotated[dt.date, Day(), Label("质保责任至", "质保延续至 保修责任至")]
WarrantyNote = Annotated[str, Text(500, personal=False), Label("质保安排", "保修安排 售后安排")]
SecrecyNote = Annotated[
    str, Text(500, personal=False), Label("保密义务", "保密约定 终止后的保密义务")
]
DataNote = Annotated[
    str, Text(1000, personal=False), Label("客户资料的处理", "资料处理说明 个人信息处理说明")
]
ObjectBy = Annotated[dt.date, Day(), Label("异议期限", "提出异议期限 异议截止日")]
ObjectionWay = Annotated[
    str, Text(300, personal=False), Label("异议和投诉途径", "异议途径 申诉途径")
]

SentOn = Annotated[dt.date, Day(), Label("发函日期", "函件日期 签发日期(函)")]

# The customer's receipt

ReceiptNo = Annotated[str, Line(60), Label("确认单编号", "销户确认编号 回执编号")]
LetterReceivedOn = Annotated[dt.date, Day(), Label("收到销户函日期", "收函日期")]
ConfirmResultWord = Literal["无异议", "有异议"]
ConfirmResult = Annotated[
    ConfirmResultWord,
    Choice(ConfirmResultWord, also={"确认": "无异议", "同意": "无异议"}),
    Label("客户确认意见", "确认结果 客户意见(销户)"),
]
ObjectionText = Annotated[str, Text(1000), Label("异议内容", "异议事项")]
ConfirmedItemWord = Literal[
    "账款已核对两清", "应退款项已收到", "借用设备已归还", "资料证照已取回", "未结事项已办妥",
    "已知悉保密义务", "已知悉资料保存期限",
]  # fmt: skip
ConfirmedItems = Annotated[
    tuple[str, ...], Choices(ConfirmedItemWord), Label("客户确认事项", "确认事项 确认内容")
]
RefundReceivedOn = Annotated[dt.date, Day(), Label("退款到账日期", "收到退款日期")]
SignerTitle = Annotated[
    str, Line(60), Disclosure.HIDDEN, Label("签署人职务", "签字人职务 签署人身份")
]
SignerName = Annotated[str, Name(60), Label("客户签署人", "签署人 客户授权签字人")]
SignedByCustomerOn = Annotated[dt.date, Day(), Label("客户签署日期", "签署日期(客户)")]
ReceiptTakenBy = Annotated[str, Line(60), Label("确认单接收人", "回执接收人 收单人")]
ReceiptTakenOn = Annotated[dt.date, Day(), Label("确认单接收日期", "回执接收日期 收单日期")]
