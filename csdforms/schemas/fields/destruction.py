"""Files past their retention: appraised, listed, destroyed before witnesses (archive.md §7)."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from csdforms.schemas.fields.filing import RetentionWord
from csdforms.schemas.fields.sealing import Digest
from csdforms.schemas.labels import Label
from csdforms.schemas.types import Choice, Choices, Day, Flag, Integer, Items, Line, Minute, Text
from csdforms.schemas.types.filing import ArchivalNumber
from csdforms.schemas.types.terms import Until

# The group and its report

ConvenedOn = Annotated[dt.date, Day(), Label("鉴定开始日期", "鉴定日期 召集日期 鉴定会日期")]
AppraisalScope = Annotated[str, Text(500), Label("鉴定范围", "鉴定对象 鉴定内容")]
AppraisalBasis = Annotated[str, Text(500), Label("鉴定依据", "鉴定标准 依据")]
MemberFunctionWord = Literal["信息", "档案", "财务", "法务", "保密"]
MemberFunction = Annotated[
    MemberFunctionWord,
    Choice(
        MemberFunctionWord,
        also={
            "information": "信息",
            "archive": "档案",
            "finance": "财务",
            "legal": "法务",
            "secrecy": "保密",
        },
    ),
    Label("职能", "代表方面 鉴定职能"),
]
MemberName = Annotated[str, Line(60), Label("鉴定人", "鉴定成员 小组成员 成员姓名")]
MemberPost = Annotated[str, Line(60), Label("岗位", "职务 所在岗位")]
MemberSignedOn = Annotated[dt.date, Day(), Label("鉴定人签字日期", "成员签字日期")]
MattersOpen = Annotated[str, Line(100), Label("鉴定时未了事项", "未了的事项")]
OutcomeWord = Literal["续存", "拆分", "销毁"]
Outcome = Annotated[
    OutcomeWord,
    Choice(
        OutcomeWord,
        also={
            "keep": "续存",
            "继续保管": "续存",
            "延长保管": "续存",
            "split": "拆分",
            "抽出后销毁": "拆分",
            "destroy": "销毁",
        },
    ),
    Label("鉴定结果", "处置意见 鉴定意见 鉴定处置"),
]
OutcomeReason = Annotated[str, Line(200), Label("鉴定理由", "处置理由 结果理由")]
NewRetention = Annotated[
    RetentionWord,
    Choice(RetentionWord, also={"Y": "永久", "D30": "30年", "D10": "10年", "P3": "3年"}),
    Label("新保管期限", "重新划定期限 延长至期限"),
]
#: The last day; 永久 leaves it empty.
NewUntil = Annotated[dt.date, Until(), Label("新期限至", "新保管期满日 延长至")]
KeptItems = Annotated[tuple[str, ...], Items(200), Label("抽出续存的件", "抽出件号 拆出的件")]
AppraisalConclusion = Annotated[str, Text(1000), Label("鉴定小组结论", "总体结论 鉴定综述")]
LineCount = Annotated[int, Integer(0, unit="项"), Label("鉴定项数", "合计项数 鉴定卷数")]
KeepCount = Annotated[int, Integer(0, unit="项"), Label("续存项数", "续存卷数")]
SplitCount = Annotated[int, Integer(0, unit="项"), Label("拆分项数", "拆分卷数")]
DestroyCount = Annotated[int, Integer(0, unit="项"), Label("销毁项数", "拟销毁项数")]

# The list

FondsName = Annotated[str, Line(100), Label("全宗名称", "立档单位 全宗单位")]
FondsNo = Annotated[str, Line(40), Label("全宗号", "全宗编号")]
#: Of an organisation's file its name; of a person's its kind alone, for the list is kept for good.
LineTitle = Annotated[str, Line(200), Label("题名", "案卷题名 文件题名")]
#: The number of a whole file, or of an item that is meant by itself.
ArchivalNo = Annotated[str, ArchivalNumber(), Label("档号", "件号或档案号")]
KeptFor = Annotated[str, Line(20), Label("已保管期限", "已保管年限 实际保管期限")]
CopiesOut = Annotated[int, Integer(0, unit="份"), Label("在外副本", "副本份数 副本数")]
PulledFor = Annotated[str, Line(100), Label("撤出", "撤出清册 撤出事由")]
LineNote = Annotated[str, Line(100), Label("行备注", "备注说明(清册)")]
DestructionReason = Annotated[str, Line(200), Label("销毁原因", "销毁理由")]
ListedOn = Annotated[dt.date, Day(), Label("编制清册日期", "清册日期 造册日期")]
ListedBy = Annotated[str, Line(60), Label("清册编制人", "造册人 清册制表人")]
GroupHeadBy = Annotated[str, Line(60), Label("鉴定小组负责人", "鉴定组长 鉴定小组组长")]
GroupHeadOn = Annotated[dt.date, Day(), Label("鉴定小组负责人签字日期", "组长签字日期")]
ListDigest = Annotated[str, Digest(), Label("清册校验值", "清册哈希值 清册摘要值")]
ApprovalUntil = Annotated[dt.date, Day(), Label("批准有效期至", "批准失效日 有效期至")]
FileCount = Annotated[int, Integer(0, unit="卷"), Label("销毁卷数", "总卷数 案卷数")]
PieceCount = Annotated[int, Integer(0, unit="件"), Label("销毁件数", "总销毁件数")]
ListPages = Annotated[int, Integer(0, unit="页"), Label("销毁页数", "总销毁页数")]
ProposalText = Annotated[str, Text(1000), Label("销毁建议", "建议内容 处置建议")]
ProposedOn = Annotated[dt.date, Day(), Label("建议日期", "提请销毁日期")]
ProposedBy = Annotated[str, Line(60), Label("建议人", "提请人 提出人")]
RiskNote = Annotated[str, Text(500), Label("无未了事项的说明", "风险说明 核查说明")]

# The act

MethodWord = Literal["粉碎", "化浆", "焚毁", "数据抹除", "销毁数据密钥", "介质消磁"]
Methods = Annotated[
    tuple[MethodWord, ...],
    Choices(MethodWord, also={"碎纸": "粉碎", "打浆": "化浆", "数据删除": "数据抹除"}),
    Label("销毁方式", "销毁方法 处理方式"),
]
DestructionPlace = Annotated[str, Line(100), Label("销毁地点", "处理地点 监销地点")]
BegunAt = Annotated[dt.datetime, Minute(), Label("开始时间(销毁)", "销毁开始时间 处理开始时间")]
DestroyedAt = Annotated[dt.datetime, Minute(), Label("销毁时间", "销毁完成时间 处理完成时间")]
ExecutorBy = Annotated[str, Line(60), Label("销毁执行人", "销毁人 处理人(销毁)")]
ExecutorOn = Annotated[dt.date, Day(), Label("执行人签字日期", "销毁人签字日期")]
WitnessOneBy = Annotated[str, Line(60), Label("监销人一", "监销人 监销人(一) 第一监销人")]
WitnessOneUnit = Annotated[str, Line(60), Label("监销人一部门", "第一监销人部门")]
WitnessOneCount = Annotated[
    int, Integer(0, unit="件"), Label("监销人一清点件数", "第一监销人清点件数")
]
WitnessOneCountedOn = Annotated[dt.date, Day(), Label("监销人一清点日期", "第一监销人清点日期")]
WitnessOneOn = Annotated[dt.date, Day(), Label("监销人一签字日期", "第一监销人签字日期")]
WitnessTwoBy = Annotated[str, Line(60), Label("监销人二", "监销人(二) 第二监销人")]
WitnessTwoUnit = Annotated[str, Line(60), Label("监销人二部门", "第二监销人部门")]
WitnessTwoCount = Annotated[
    int, Integer(0, unit="件"), Label("监销人二清点件数", "第二监销人清点件数")
]
WitnessTwoCountedOn = Annotated[dt.date, Day(), Label("监销人二清点日期", "第二监销人清点日期")]
WitnessTwoOn = Annotated[dt.date, Day(), Label("监销人二签字日期", "第二监销人签字日期")]
CountEqual = Annotated[
    bool, Flag(yes=("相符", "一致"), no=("不符",)), Label("清点与清册相符", "件数是否相符")
]
ChainSound = Annotated[
    bool, Flag(yes=("通过", "完好"), no=("未通过",)), Label("日志链核对通过", "日志是否完好")
]

# The copies

CopyKindWord = Literal["文书", "打印件", "导出件", "磁盘文件", "备份", "索引", "数据密钥", "其他"]
CopyKind = Annotated[CopyKindWord, Choice(CopyKindWord), Label("副本种类", "副本类别")]
CopyPlace = Annotated[str, Line(200), Label("所在位置", "存放处 副本位置")]
BecameWord = Literal["已销毁", "已收回", "已无法解读", "限期销毁"]
Became = Annotated[
    BecameWord,
    Choice(BecameWord, also={"说明原因和期限": "限期销毁", "待销毁": "限期销毁"}),
    Label("副本去向", "处理结果(副本) 着落"),
]
CopyNote = Annotated[str, Line(200), Label("副本说明", "去向说明")]
CopiesLeft = Annotated[str, Line(200), Label("尚未销毁的副本", "未销毁副本")]
CopyUntil = Annotated[dt.date, Day(), Label("最迟销毁日期", "限期至")]

# What is reported, and certified

ResultWord = Literal["全部销毁", "部分撤出，其余销毁"]
Result = Annotated[ResultWord, Choice(ResultWord), Label("销毁结果", "完成情况(销毁)")]
PulledCount = Annotated[int, Integer(0, unit="卷"), Label("撤出卷数", "撤出数量")]
PulledReason = Annotated[str, Text(500), Label("撤出原因", "撤出说明")]
RegisterMarked = Annotated[bool, Flag(), Label("登记簿已注明“已销毁”", "目录已注销")]
BackupsDone = Annotated[bool, Flag(), Label("备份均有着落", "备份是否处理")]
ReportedBy = Annotated[str, Line(60), Label("反馈人", "报告人(销毁)")]
ReportedOn = Annotated[dt.date, Day(), Label("反馈日期", "报告日期(销毁)")]
ReportText = Annotated[str, Text(1000), Label("处理经过", "销毁经过 办理情况(销毁)")]
CertifiedOn = Annotated[dt.date, Day(), Label("证明日期", "出具日期(证明)")]
CertifiedFor = Annotated[str, Line(200), Label("出具用途", "证明用途")]
RecordAnchor = Annotated[str, Line(120), Label("日志凭证", "日志锚 日志校验")]
