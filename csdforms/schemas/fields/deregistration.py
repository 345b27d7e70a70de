"""A customer leaves the register: applied for, checked by all concerned, suspended (§6.1–§6.4)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from csdforms.schemas.labels import Label
from csdforms.schemas.types import (
    Choice,
    Day,
    Flag,
    Integer,
    Items,
    Line,
    Money,
    Name,
    Phone,
    Text,
)

# The application

TriggerWord = Literal[
    "客户申请销户", "个人申请注销或删除", "合同终止或长期无往来", "客户终止或死亡", "客户严重违约",
    "履行不能", "本公司退出市场", "司法行政机关决定",
]  # fmt: skip
Trigger = Annotated[
    TriggerWord,
    Choice(
        TriggerWord,
        also={
            "D1": "客户申请销户",
            "D2": "个人申请注销或删除",
            "D3": "合同终止或长期无往来",
            "D4": "客户终止或死亡",
            "D5": "客户严重违约",
            "D6": "履行不能",
            "D7": "本公司退出市场",
            "D8": "司法行政机关决定",
        },
    ),
    Label("注销事由", "注销情形 销户事由 退网事由 注销原因类别"),
]
DeregistrationReason = Annotated[
    str, Text(1000), Label("注销理由", "销户理由 销户原因 注销原因 退网原因 申请理由")
]
StateBeforeWord = Literal["在用", "休眠", "冻结"]
StateBefore = Annotated[
    StateBeforeWord,
    Choice(StateBeforeWord, also={"ACTIVE": "在用", "DORMANT": "休眠", "FROZEN": "冻结"}),
    Label("申请前档案状态", "申请前状态 档案状态"),
]
ApplicantKindWord = Literal[
    "客户", "代理人", "监护人", "近亲属", "清算组或管理人", "本公司", "司法行政机关"
]
ApplicantKind = Annotated[
    ApplicantKindWord,
    Choice(
        ApplicantKindWord,
        also={
            "self": "客户",
            "本人": "客户",
            "agent": "代理人",
            "guardian": "监护人",
            "near_relative": "近亲属",
            "liquidator": "清算组或管理人",
            "破产管理人": "清算组或管理人",
            "authority": "司法行政机关",
        },
    ),
    Label("提出方", "申请方 申请主体 提出主体"),
]
#: Who asks from outside; who takes it in is ``applied_by``.
AskerName = Annotated[str, Name(60), Label("提出人姓名", "提出人 客户方申请人 来办人")]
AskerPhone = Annotated[str, Phone(), Label("提出人电话", "来办人电话")]
AskerVerifiedBy = Annotated[str, Line(60), Label("身份核验人", "提出人身份核验人")]
ProofDocument = Annotated[
    str, Line(200), Label("事由证明文件", "注销证明文件 事由依据文件 法律文书文号")
]
AskerVerified = Annotated[bool, Flag(), Label("身份已核验", "身份是否核验 已核验身份")]
ReceivableAmount = Annotated[
    Decimal, Money(None), Label("客户欠款余额", "应收余额 未收货款 我方应收")
]
PayableAmount = Annotated[
    Decimal,
    Money(),
    Label("应退客户款", "应付客户款 应退款项 预收款押金返利合计 我方应付"),
]
BalanceAsOf = Annotated[
    dt.date, Day(), Label("账款截止日", "余额截止日 对账截止日 账款截止日期 对账基准日")
]
OpenBusinessNote = Annotated[
    str, Text(1000), Label("未完业务", "未完业务说明 在途业务 未履行完毕事项")
]
SettlementModeWord = Literal["无未结账款", "客户付清", "公司退款", "相互抵销", "按核销决定"]
SettlementMode = Annotated[
    SettlementModeWord,
    Choice(SettlementModeWord, also={"抵销": "相互抵销", "退款": "公司退款", "核销": "按核销决定"}),
    Label("账款结清方式", "结清方式 结算办法 账款处理方式"),
]
SettlementNote = Annotated[str, Text(1000), Label("结清说明", "结算说明 账款处理说明")]
WriteOffAmount = Annotated[Decimal, Money(), Label("核销金额", "坏账核销金额")]
WriteOffRef = Annotated[
    str, Line(60), Label("核销决定文号", "核销文号 坏账核销决定文号 核销批准文号")
]
KeepsWarranty = Annotated[bool, Flag(), Label("保留质保联系", "质保是否保留 保留质保")]
DataWishWord = Literal["法定期限内保存", "删除", "匿名化"]
DataWish = Annotated[
    DataWishWord, Choice(DataWishWord), Label("个人信息处理意愿", "个人信息处理要求")
]
StoppedOn = Annotated[dt.date, Day(), Label("停办新业务日期", "业务停办日期 停止新业务日期")]
#: Fifteen working days after the application, by the calendar of the archive.
DecideBy = Annotated[dt.date, Day(), Label("应决定日期", "决定期限 审批期限")]
DeregistrationAgreedOn = Annotated[dt.date, Day(), Label("批准注销日期", "注销批准日期")]
ApplicantToldOn = Annotated[dt.date, Day(), Label("告知提出方日期", "告知申请方日期")]
RevokedOn = Annotated[dt.date, Day(), Label("撤回申请日期", "申请撤回日期")]
RevokedBy = Annotated[str, Line(60), Label("撤回经办人", "撤回申请经办人")]

# The joint check

CheckLineWord = Literal[
    "G1投诉", "G2服务维修退换", "G3应收账款", "G4应退款项", "G5订单与借出设备", "G6会计未了事项",
    "G7合同与质保", "G8保全与诉讼", "G9借阅与副本", "G10待批事项", "G11个人信息请求",
    "G12关联与担保",
]  # fmt: skip
CHECK_LINE = Choice(
    CheckLineWord,
    also={
        "G1": "G1投诉",
        "G2": "G2服务维修退换",
        "G3": "G3应收账款",
        "G4": "G4应退款项",
        "G5": "G5订单与借出设备",
        "G6": "G6会计未了事项",
        "G7": "G7合同与质保",
        "G8": "G8保全与诉讼",
        "G9": "G9借阅与副本",
        "G10": "G10待批事项",
        "G11": "G11个人信息请求",
        "G12": "G12关联与担保",
    },
)
CheckLine = Annotated[CheckLineWord, CHECK_LINE, Label("核查事项", "核查项目 核查内容")]
LineOwner = Annotated[str, Line(40), Label("责任岗位", "核查岗位 责任部门(核查)")]
ComputedFinding = Annotated[str, Text(500), Label("系统核查情况", "系统核查 档案系统核查结果")]
LineVerdictWord = Literal["无未了", "附条件", "有未了"]
LineVerdict = Annotated[
    LineVerdictWord,
    Choice(
        LineVerdictWord,
        also={"无": "无未了", "无碍": "无未了", "有": "有未了", "有碍": "有未了"},
    ),
    Label("核查结论", "有无未了事项"),
]
OpenMatters = Annotated[str, Text(1000), Label("未了事项", "未了事项说明 障碍说明 妨碍事项")]
SourceRefs = Annotated[tuple[str, ...], Items(60), Label("涉及编号", "相关编号 涉及单据编号")]
LineStatement = Annotated[str, Text(500), Label("责任岗位声明", "岗位声明 核查声明")]
LineSignedBy = Annotated[str, Line(60), Label("核查签字", "核查人 核查人签字")]
LineSignedOn = Annotated[dt.date, Day(), Label("核查签字日期", "核查日期")]
CheckRoundWord = Literal["首次核查", "中止后复核", "审批时复核", "封存前复核"]
CheckRound = Annotated[
    CheckRoundWord, Choice(CheckRoundWord), Label("核查轮次", "第几轮核查 复核轮次")
]
CheckStartedOn = Annotated[dt.date, Day(), Label("核查开始日期", "发起核查日期")]
#: Merged into this one: their open matters count as its own.
PredecessorNos = Annotated[
    tuple[str, ...], Items(60), Label("并入的档案号", "已并入档案号 原档案号")
]
OpenLineCount = Annotated[int, Integer(0, 12, unit="项"), Label("有未了事项的项数", "有碍项数")]
OpenLines = Annotated[str, Line(200), Label("有未了事项的项目", "有碍项目")]
JointCheckResultWord = Literal["通过", "中止"]
JointCheckResult = Annotated[
    JointCheckResultWord, Choice(JointCheckResultWord), Label("联合核查结果", "核查总结论")
]

# The suspension

SuspensionNo = Annotated[str, Line(60), Label("中止通知编号", "通知书编号 通知编号")]
SuspendedOn = Annotated[dt.date, Day(), Label("中止日期", "注销中止日期")]
LapseOn = Annotated[dt.date, Day(), Label("逾期失效日", "申请失效日期 逾期失效日期")]
SuspensionGround = Annotated[
    str, Text(500, personal=False), Label("中止依据", "依据条款(中止) 中止的依据")
]
MatterRemedy = Annotated[str, Text(500), Label("办理要求", "办理意见(中止) 需办理事项")]
ClearBy = Annotated[dt.date, Day(), Label("办妥期限", "请于何日前办妥")]
IsRestricted = Annotated[bool, Flag(), Label("限制处理个人信息", "是否限制处理 个人信息限制处理")]
RestrictedScope = Annotated[str, Text(500, personal=False), Label("限制处理范围", "限制处理说明")]
NoticeModeWord = Literal["当面", "邮寄", "电子邮件", "短信", "公告"]
NoticeMode = Annotated[
    NoticeModeWord,
    Choice(
        NoticeModeWord, also={"面交": "当面", "快递": "邮寄", "挂号信": "邮寄", "邮件": "电子邮件"}
    ),
    Label("送达方式", "文书送达方式"),
]
ServedOn = Annotated[dt.date, Day(), Label("文书送达日期")]
ServedBy = Annotated[str, Line(60), Label("送达人", "文书送达人")]
ReceiptSignedBy = Annotated[str, Name(60), Label("收件签收人", "收件人 收件人签字")]
ReceiptSignedOn = Annotated[dt.date, Day(), Label("收件人签收日期", "收件签收日期")]
ClearedOn = Annotated[dt.date, Day(), Label("恢复核查日期", "未了事项办妥日期")]
ClearedNote = Annotated[str, Text(500), Label("办妥情况", "未了事项办妥情况 障碍消除说明")]
