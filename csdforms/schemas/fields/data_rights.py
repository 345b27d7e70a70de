"""What people ask of their own data, and what they are answered (archive.md §6.2; L-PIPL 44-50)."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

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
    Name,
    Phone,
    Text,
)
from csdforms.schemas.types.terms import Until

# Who asks

Requester = Annotated[str, Name(60), Label("请求人", "请求人姓名 申请人姓名 权利人 请求权人")]
RequesterRelationWord = Literal["本人", "监护人", "近亲属", "代理人", "单位联系人"]
RequesterRelation = Annotated[
    RequesterRelationWord,
    Choice(
        RequesterRelationWord,
        also={
            "self": "本人",
            "guardian": "监护人",
            "near_relative": "近亲属",
            "agent": "代理人",
            "contact_person": "单位联系人",
            "父母": "监护人",
            "受托人": "代理人",
            "委托代理人": "代理人",
        },
    ),
    Label("请求人身份", "与个人信息主体的关系 请求人类别 以何种身份请求"),
]
RequesterPhone = Annotated[
    str, Phone(), Label("请求人电话", "请求人联系电话 请求人手机 请求人联系方式")
]
#: Where the customer can be found by what he told when he became one; nothing new is asked for.
RegisteredContact = Annotated[
    str,
    Line(60, personal=True),
    Disclosure.HIDDEN,
    Label("登记时留的联系方式", "注册手机号 预留手机号 登记的手机或邮箱 注册账号"),
]
AuthorityPaper = Annotated[
    str,
    Line(200, personal=True),
    Label("关系或授权证明", "授权委托书 监护关系证明 亲属关系证明 代理证明 授权文件"),
]
AuthorityFrom = Annotated[dt.date, Day(), Label("授权自", "授权起始日期 委托期限自 委托开始日期")]
AuthorityUntil = Annotated[
    dt.date, Until(), Label("授权至", "授权截止日期 委托期限至 授权有效期至 委托截止日期")
]
LawfulInterest = Annotated[
    str,
    Text(500),
    Label("近亲属自身的合法、正当利益", "近亲属利益说明 合法正当利益 利益说明"),
]

# What is asked for

RequestKindWord = Literal[
    "查阅", "复制", "更正、补充", "删除、注销", "撤回同意", "解释处理规则", "转移"
]
RequestKind = Annotated[
    RequestKindWord,
    Choice(
        RequestKindWord,
        also={
            "read": "查阅",
            "copy": "复制",
            "correct": "更正、补充",
            "delete": "删除、注销",
            "withdraw_consent": "撤回同意",
            "explain": "解释处理规则",
            "transfer": "转移",
            "更正": "更正、补充",
            "补充": "更正、补充",
            "删除": "删除、注销",
            "注销账户": "删除、注销",
            "解释说明": "解释处理规则",
            "转移至其他处理者": "转移",
        },
    ),
    Label("请求事项", "权利类型 请求类型 行使的权利"),
]
RequestedItems = Annotated[
    tuple[str, ...],
    Items(60),
    Label("涉及的个人信息", "涉及的信息 请求涉及的信息 个人信息种类"),
]
RequestContent = Annotated[
    str, Text(1000), Label("请求内容", "具体请求 请求的具体内容 请求事项说明")
]
RequestReason = Annotated[str, Text(500), Label("理由（可不填）", "请求理由 请求原因")]
OldValue = Annotated[str, Line(200, personal=True), Disclosure.HIDDEN, Label("现有内容", "原内容")]
NewValue = Annotated[
    str, Line(200, personal=True), Disclosure.HIDDEN, Label("应更正为", "更正后内容 正确内容")
]
CorrectedItem = Annotated[str, Line(60), Label("信息项目", "更正项目")]
ProofOfValue = Annotated[str, Line(200, personal=True), Label("证明材料", "更正依据 更正证明")]
DeletionCaseWord = Literal[
    "目的已实现或不再必要", "停止服务或保存期限届满", "撤回同意", "违法或违约处理", "其他法定情形"
]
DeletionCase = Annotated[
    DeletionCaseWord,
    Choice(
        DeletionCaseWord,
        also={"目的已实现、无法实现或者不再必要": "目的已实现或不再必要"},
    ),
    Label("删除的情形", "删除情形 删除依据的情形"),
]
TransferReceiver = Annotated[
    str, Name(), Label("转移的接收方", "指定的个人信息处理者 转移接收方 接收的处理者")
]
AnswerWayWord = Literal["当面领取", "邮寄", "电子邮件", "电话", "线上账户"]
AnswerWay = Annotated[
    AnswerWayWord,
    Choice(AnswerWayWord, also={"自取": "当面领取", "快递": "邮寄", "邮件": "电子邮件"}),
    Label("答复送达方式", "送达方式 希望的答复方式 答复方式"),
]
RequesterSignature = Annotated[
    str, Name(60), Label("请求人签字", "请求人签名 请求人（签字） 申请人签字")
]
RequesterSignedOn = Annotated[dt.date, Day(), Label("请求人签字日期", "请求日期 提出请求日期")]

# How it is taken

RequestChannelWord = Literal["来访", "来电", "来信", "电子邮件", "线上", "其他"]
RequestChannel = Annotated[
    RequestChannelWord,
    Choice(RequestChannelWord, also={"电话": "来电", "网站": "线上", "APP": "线上"}),
    Label("提出方式", "请求渠道 受理渠道"),
]
RequestReceivedOn = Annotated[dt.date, Day(), Label("收到日期", "收到请求日期 请求收到日期")]
IdentityCheckWord = Literal[
    "看过身份证件原件", "回拨登记电话", "登记电话验证码", "核对登记信息", "看过证明文件原件"
]
IdentityChecks = Annotated[
    tuple[str, ...],
    Choices(IdentityCheckWord),
    Label("身份核验方式", "核验方式 身份验证方式 验证方式"),
]
IdentityProven = Annotated[bool, Flag(), Label("身份和关系已证明", "身份已核实 是否通过核验")]
IdentityCheckedBy = Annotated[str, Line(60), Label("核验人", "身份核验人")]
IdentityCheckedOn = Annotated[dt.date, Day(), Label("核验日期", "身份核验日期")]
ProofAskedFor = Annotated[str, Line(200), Label("请其补充的证明", "需补充的证明 补正材料 待补证明")]
ProofAskedOn = Annotated[dt.date, Day(), Label("告知补充日期", "补正通知日期 要求补充日期")]
RequestAcceptedOn = Annotated[dt.date, Day(), Label("受理日期", "请求受理日期")]
RequestDueOn = Annotated[dt.date, Day(), Label("答复期限", "应答复日期 答复截止日期 答复期限至")]
IsMarketingStopped = Annotated[
    bool, Flag(), Label("已停止营销", "已停止营销联系 停止商业信息 是否停止营销")
]

# How it is answered

RequestOutcomeWord = Literal["同意", "部分同意", "不同意", "请求人撤回"]
RequestOutcome = Annotated[
    RequestOutcomeWord,
    Choice(
        RequestOutcomeWord,
        also={
            "granted": "同意",
            "partly": "部分同意",
            "refused": "不同意",
            "withdrawn": "请求人撤回",
            "拒绝": "不同意",
            "申请人撤回": "请求人撤回",
        },
    ),
    Label("处理决定", "答复结果 请求处理结果 答复决定"),
]
RequestSituationWord = Literal[
    "没有未了事项",
    "法定保存期限未届满",
    "款项未结清",
    "合同或质保未了",
    "投诉或服务未办结",
    "诉讼保全或有权机关要求",
    "代理人没有授权",
    "本人已死亡",
    "单位客户的联系人",
]
RequestSituations = Annotated[
    tuple[str, ...],
    Choices(
        RequestSituationWord,
        also={
            "free": "没有未了事项",
            "retention": "法定保存期限未届满",
            "debt": "款项未结清",
            "contract": "合同或质保未了",
            "case": "投诉或服务未办结",
            "hold": "诉讼保全或有权机关要求",
            "authority": "代理人没有授权",
            "dead": "本人已死亡",
            "contact": "单位客户的联系人",
        },
    ),
    Label("核查情形", "核查结果 存在的情形"),
]
AnswerReasons = Annotated[str, Text(1000), Label("答复理由", "理由说明 答复内容 答复意见")]
AnswerGrounds = Annotated[
    tuple[str, ...], Items(60), Label("法律依据", "依据条款 答复依据 适用条款")
]
Measures = Annotated[str, Text(500), Label("办理情况", "采取的措施 处理措施说明 办理结果")]
MeasuresOn = Annotated[dt.date, Day(), Label("办理完成日期", "办结日期 措施完成日期")]
DeletedOn = Annotated[dt.date, Day(), Label("删除完成日期", "删除日期 已删除日期")]
RestrictedItems = Annotated[
    tuple[str, ...], Items(60), Label("限制处理的信息", "限制处理范围 保留的信息")
]
RestrictedPurpose = Annotated[
    str, Line(200), Label("限制处理期间只用于", "限制处理的用途 保留用途 仅用于")
]
#: The last day; until what is open is settled where no day can be named.
RestrictedUntil = Annotated[dt.date, Until(), Label("限制处理至", "限制期限至 保留至 限制至")]
DeletionPlannedOn = Annotated[dt.date, Day(), Label("计划删除日期", "预定删除日期 拟删除日期")]
DataCopyNo = Annotated[int, Integer(1, unit="号"), Label("副本编号", "副本号 提供副本编号")]
DataCopyFormat = Annotated[str, Line(60), Label("副本形式", "副本格式 提供形式 提供格式")]
DataGivenTo = Annotated[str, Name(), Label("接收方", "提供对象名称 数据接收方")]
DataGivenOn = Annotated[dt.date, Day(), Label("提供日期", "对外提供日期 数据提供日期")]
DataGivenFor = Annotated[str, Line(200), Label("提供目的", "提供的用途")]
DataGivenItems = Annotated[tuple[str, ...], Items(60), Label("提供的信息", "提供的种类")]
ReceiversTold = Annotated[
    str, Line(200), Label("通知接收方情况", "已通知的接收方 接收方通知情况 同步通知")
]
ExtendedTo = Annotated[dt.date, Day(), Label("延长后的期限", "延长期限至 延期至 延长至")]
ExtensionReason = Annotated[str, Line(200), Label("延长理由", "延期理由 延期原因")]
ExtensionToldOn = Annotated[dt.date, Day(), Label("告知延长日期", "延期告知日期")]
ReviewContact = Annotated[
    str, Line(200), Label("复核联系方式", "个人信息保护负责人联系方式 复核渠道")
]
ComplaintAuthority = Annotated[
    str, Line(200), Label("投诉举报部门", "投诉举报渠道 主管部门 监管部门")
]
AnswerDeliveredOn = Annotated[dt.date, Day(), Label("送达日期", "答复送达日期 答复发出日期")]
AnswerReceivedBy = Annotated[str, Name(60), Label("收件人签收", "请求人签收 答复签收人")]
AnswerReceivedOn = Annotated[dt.date, Day(), Label("请求人签收日期", "答复签收日期")]
