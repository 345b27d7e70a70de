"""A leak of customers' data: what happened, what was done, who was told (archive.md §4.6)."""

from __future__ import annotations

import datetime as dt
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
    Minute,
    Text,
)

IncidentKindWord = Literal["泄露", "篡改", "丢失", "越权查阅", "归还缺页", "其他"]
IncidentKind = Annotated[
    IncidentKindWord,
    Choice(
        IncidentKindWord,
        also={"信息泄露": "泄露", "遗失": "丢失", "违规查阅": "越权查阅", "缺页": "归还缺页"},
    ),
    Label("事件类型", "事件性质 事件类别"),
]
IsConfirmed = Annotated[bool, Flag(yes=("已确认",), no=("疑似",)), Label("已经确认", "是否确认")]
FoundAt = Annotated[dt.datetime, Minute(), Label("发现时间", "事件发现时间")]
FoundBy = Annotated[str, Line(60), Label("发现人", "报告人")]
FoundHow = Annotated[str, Line(200), Label("发现途径", "发现方式 线索来源")]
IncidentPlace = Annotated[str, Line(100), Label("发生环节", "事发环节 发生部位")]
IncidentCourse = Annotated[str, Text(), Label("事件经过", "事情经过 经过 事件描述")]
DataKindWord = Literal[
    "身份证件", "联系方式", "住址", "银行账户", "交易记录", "信用资料", "通话录音", "投诉内容",
    "健康等敏感信息", "商业秘密", "其他",
]  # fmt: skip
DataKinds = Annotated[
    tuple[str, ...], Choices(DataKindWord), Label("信息种类", "涉及信息种类 泄露信息种类")
]
AffectedFiles = Annotated[tuple[str, ...], Items(60), Label("涉及档案", "涉及档案号 涉及的档案")]
AffectedCount = Annotated[
    int, Integer(0, unit="户"), Label("涉及客户数", "涉及人数 涉及户数 影响人数")
]
RecordsLost = Annotated[int, Integer(0, unit="条"), Label("涉及记录条数", "涉及条数 泄露条数")]
IncidentCause = Annotated[str, Text(), Label("事件原因", "泄露原因 发生原因")]
PossibleHarm = Annotated[str, Text(), Label("可能造成的危害", "危害 可能危害 危害后果")]
ContainedAt = Annotated[dt.datetime, Minute(), Label("控制时间", "止损时间 处置开始时间")]
Contained = Annotated[str, Text(), Label("已采取的控制措施", "控制措施 应急措施 即时措施")]
Remedies = Annotated[str, Text(), Label("补救措施", "已采取的补救措施 整改补救措施")]
SelfHelp = Annotated[
    str, Text(), Label("个人可采取的减轻措施", "个人可以采取的措施 减轻危害的措施")
]
OurContact = Annotated[str, Line(60), Label("本单位联系人", "处理者联系人")]
OurPhone = Annotated[str, Line(60), Label("本单位联系电话", "处理者联系方式 本单位联系方式")]
ManagerToldAt = Annotated[dt.datetime, Minute(), Label("报告经理时间", "报告部门经理时间")]
GmToldAt = Annotated[dt.datetime, Minute(), Label("报告总经理时间", "上报总经理时间")]
Authority = Annotated[str, Line(100), Label("报告的主管部门", "主管部门名称 报告机关")]
AuthorityToldAt = Annotated[dt.datetime, Minute(), Label("报告主管部门时间", "上报主管部门时间")]
ArePersonsTold = Annotated[bool, Flag(), Label("已通知个人", "是否通知个人 通知客户")]
PersonsToldOn = Annotated[dt.date, Day(), Label("通知个人日期", "通知客户日期 通知日期(个人)")]
PersonsToldBy = Annotated[str, Line(100), Label("通知个人方式", "通知方式 通知途径")]
NoticeNote = Annotated[
    str, Text(), Label("通知说明（不通知的理由）", "不通知个人的理由 未通知理由 免于通知理由")
]
LevelReview = Annotated[str, Text(), Label("密级和知悉范围复审", "密级复审 知悉范围复审 复审结果")]
LiablePersons = Annotated[tuple[str, ...], Items(60), Label("责任人员", "事件责任人 责任者")]
DisciplineWord = Literal["无责任", "批评教育", "警告并经济处罚", "降职调岗", "解除合同", "移送司法"]
Discipline = Annotated[
    DisciplineWord, Choice(DisciplineWord), Label("责任追究", "处理决定(责任人) 责任处理")
]
DisciplineNote = Annotated[str, Text(), Label("责任追究说明", "责任认定说明")]
IncidentClosedOn = Annotated[dt.date, Day(), Label("事件办结日期", "事件结案日期")]
