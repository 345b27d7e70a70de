"""A file is read, lent, or given to others (查阅、借阅、对外提供; archive.md §4.3, §5)."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from csdforms.schemas.fields.sheet import Secrecy, SecrecyWord
from csdforms.schemas.labels import Label
from csdforms.schemas.types import (
    Choice,
    Choices,
    Day,
    Flag,
    Integer,
    Items,
    Line,
    Minute,
    Moment,
    Name,
    Phone,
    Text,
)

# Reading

Clearance = Annotated[SecrecyWord, Secrecy(), Label("查阅人涉密等级", "涉密等级 涉密权限 知悉权限")]
AccessPurpose = Annotated[str, Text(), Label("查阅目的", "查阅用途 利用目的 查档目的 查阅事由")]
CaseRef = Annotated[str, Line(60), Label("关联业务编号", "关联案件编号 业务单号 案件编号 关联单号")]
AccessMannerWord = Literal["脱敏阅览", "部分内容明文", "全部明文"]
AccessManner = Annotated[
    AccessMannerWord,
    Choice(AccessMannerWord, also={"遮盖阅览": "脱敏阅览", "*": "全部明文"}),
    Label("查阅方式", "阅览方式 利用方式"),
]
RequestedContents = Annotated[
    tuple[str, ...], Items(60), Label("申请查阅内容", "查阅内容 查档内容 申请字段 查阅字段")
]
AccessDays = Annotated[int, Integer(1, 30, unit="天"), Label("申请查阅天数", "查阅天数 期限(天)")]
IsEmergency = Annotated[bool, Flag(), Label("紧急查阅", "是否紧急查阅")]
EmergencyReason = Annotated[str, Text(), Label("紧急事由", "紧急查阅事由 紧急情形")]
GrantedContents = Annotated[
    tuple[str, ...], Items(60), Label("准予查阅内容", "批准查阅内容 批准字段")
]
AccessFrom = Annotated[dt.date, Day(), Label("准予查阅自", "查阅期限自 查阅开始日期")]
AccessTo = Annotated[dt.date, Day(), Label("准予查阅至", "查阅期限至 查阅截止日期")]
ReadAt = Annotated[dt.datetime, Minute(), Label("实际查阅时间", "查阅时间 阅览时间")]
AccompaniedBy = Annotated[str, Line(60), Label("在场人", "陪同人 监督人 在场监督人")]
UseResult = Annotated[str, Text(), Label("利用结果", "利用效果 查阅结果 摘抄内容")]
EmergencyReviewedBy = Annotated[str, Line(60), Label("紧急查阅复核人", "复核人(紧急查阅)")]
EmergencyReviewedAt = Annotated[dt.datetime, Minute(), Label("紧急查阅复核时间")]
IsJustified = Annotated[bool, Flag(), Label("紧急情形属实", "是否属实 复核结论")]

# Lending

Borrower = Annotated[str, Line(60), Label("借阅人", "借阅者 借用人 借阅人签字 借档人")]
BorrowerDepartment = Annotated[
    str, Line(60), Label("借阅部门", "借阅单位 借用部门 借阅人部门 借阅人所在部门")
]
LoanPurpose = Annotated[str, Text(), Label("借阅用途", "借阅目的 借阅事由 借用事由 利用目的")]
LoanFormWord = Literal["原件", "复制件"]
LoanForm = Annotated[
    LoanFormWord,
    Choice(LoanFormWord, also={"复印件": "复制件", "副本": "复制件", "封存件": "复制件"}),
    Label("借阅形式", "原件/复制件 载体形式 借阅载体"),
]
InOffice = Annotated[bool, Flag(), Label("限室内阅览", "室内阅览 是否室内阅览")]
LoanDays = Annotated[int, Integer(0, 3, unit="天"), Label("借阅天数", "借阅期限(天) 借期(天)")]
LoanPages = Annotated[int, Integer(1, unit="页"), Label("借出页数", "借阅页数 借出张数")]
LentAt = Annotated[dt.datetime, Moment(), Label("借出时间", "借阅时间 借阅日期 借出日期")]
LoanDueOn = Annotated[dt.date, Day(), Label("应还日期", "归还期限 应归还日期 借阅期限至")]
LentBy = Annotated[str, Line(60), Label("借出经办人", "出借人 借出人 借出经办")]
ConditionOut = Annotated[str, Line(200), Label("借出时状况", "借出时完好情况 借出状况")]
ReturnedAt = Annotated[dt.datetime, Moment(), Label("归还时间", "归还日期 实际归还日期 还档日期")]
PagesBack = Annotated[int, Integer(0, unit="页"), Label("归还页数", "还回页数 归还张数")]
ConditionBack = Annotated[str, Line(200), Label("归还时状况", "归还时完好情况 归还状况 是否完好")]
TakenBy = Annotated[str, Line(60), Label("归还验收人", "验收人 归还接收人 接收人签字")]
PagesShort = Annotated[int, Integer(0, unit="页"), Label("缺少页数", "缺页数 缺页")]
LoanStateWord = Literal["借出", "逾期", "已还", "缺页"]
LoanState = Annotated[LoanStateWord, Choice(LoanStateWord), Label("借阅状态", "归还状态 借还状态")]
LoanCount = Annotated[int, Integer(0, unit="件次"), Label("借阅件次", "借阅次数 借出件次")]
OutCount = Annotated[int, Integer(0, unit="件"), Label("未还件数", "在借件数 尚未归还")]
OverdueLoanCount = Annotated[int, Integer(0, unit="件"), Label("逾期件数", "逾期未还件数")]
ShortCount = Annotated[int, Integer(0, unit="件"), Label("缺页件数", "归还缺页件数")]

# Giving to others

Receiver = Annotated[
    str, Name(), Label("接收方名称", "接收方 接收单位 提供对象 接收单位名称 资料接收方")
]
ReceiverKindWord = Literal[
    "司法行政机关", "受托处理者", "合作单位", "审计评估机构", "权利义务继受方", "其他"
]
ReceiverKind = Annotated[
    ReceiverKindWord, Choice(ReceiverKindWord), Label("接收方性质", "接收方类别 接收单位类别")
]
ReceiverContact = Annotated[str, Name(60), Label("接收方联系人", "接收方经办人 接收单位联系人")]
ReceiverPhone = Annotated[str, Phone(), Label("接收方联系电话", "接收方联系方式 接收方电话")]
GivenPurpose = Annotated[str, Text(), Label("对外提供目的", "提供目的 提供用途 使用目的 对方用途")]
GivenContents = Annotated[
    tuple[str, ...], Items(60), Label("提供内容", "提供字段 提供的信息种类 提供资料")
]
RecordKindWord = Literal["征信财产", "交易通话", "其他"]
RecordKind = Annotated[
    RecordKindWord, Choice(RecordKindWord), Label("信息性质", "记录性质 信息敏感类别")
]
RecordCount = Annotated[int, Integer(1, unit="条"), Label("信息条数", "记录条数 提供条数")]
NeedsRelease = Annotated[bool, Flag(), Label("达到大批量标准", "是否大批量")]
BasisNote = Annotated[
    str, Text(500, personal=False), Label("依据说明", "法律依据 合法性依据 依据条款")
]
SeparateConsentRef = Annotated[
    str, Line(200), Label("单独同意书", "单独同意 单独同意书编号 本人单独同意")
]
LegalDuty = Annotated[
    str, Line(200), Label("法定义务文书", "法定义务 调取文书 协助调查文书 法律文书编号")
]
BindingContract = Annotated[
    str, Line(200), Label("保密合同", "保密协议 约束接收方的合同 委托处理合同 保密合同编号")
]
AssessmentRef = Annotated[
    str, Line(200), Label("个人信息保护影响评估", "影响评估 影响评估报告 评估报告编号")
]
IsAbroad = Annotated[bool, Flag(), Label("向境外提供", "是否出境 是否境外")]
Country = Annotated[str, Line(60), Label("目的国家或地区", "境外国家或地区 出境目的地")]
ExportPathWord = Literal["安全评估", "保护认证", "标准合同", "法定条件"]
ExportPath = Annotated[
    ExportPathWord, Choice(ExportPathWord), Label("出境途径", "出境方式 数据出境途径")
]
ExportPathRef = Annotated[str, Line(60), Label("出境文件编号", "途径编号 出境备案号")]
DeliveryModeWord = Literal["密封纸质件", "加密电子文件", "专线接口", "现场查看"]
DeliveryModes = Annotated[
    tuple[str, ...], Choices(DeliveryModeWord), Label("提供方式", "传递方式 交付方式 传输方式")
]
MaskingNote = Annotated[str, Text(500, personal=False), Label("脱敏处理", "去标识化处理 脱敏方式")]
ReturnBy = Annotated[dt.date, Day(), Label("返还或销毁期限", "返还期限 销毁期限")]
PersonToldOn = Annotated[dt.date, Day(), Label("告知个人日期", "告知日期 告知本人日期")]
ProvidedBy = Annotated[str, Line(60), Label("提供经办人", "提供人 交付人")]
ProvidedAt = Annotated[dt.datetime, Moment(), Label("提供时间", "提供日期 交付时间 交付日期")]
ReceivedSign = Annotated[str, Name(60), Label("接收方签收人", "签收人 接收方签收")]
ReceivedSignOn = Annotated[dt.date, Day(), Label("接收方签收日期", "签收日期")]
