"""Files are kept: checked, held for a case, merged (保管; archive.md §5)."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from csdforms.schemas.fields.filing import FileKindWord
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
    Text,
    Uscc,
)
from csdforms.schemas.types.filing import FileNumber

# The half-yearly check

InspectionKindWord = Literal["半年检查", "专项检查", "移交检查"]
InspectionKind = Annotated[
    InspectionKindWord,
    Choice(InspectionKindWord, also={"例行检查": "半年检查", "定期检查": "半年检查"}),
    Label("检查类型", "检查种类 检查性质"),
]
InspectionPeriod = Annotated[str, Line(30), Label("检查期", "所属期间 检查期间")]
InspectedOn = Annotated[dt.date, Day(), Label("检查日期", "检查时间 清查日期")]
InspectedBy = Annotated[str, Line(60), Label("检查人", "检查人员 清查人")]
WitnessedBy = Annotated[str, Line(60), Label("会同检查人", "监督人 监盘人 陪检人")]
FilesOnRegister = Annotated[int, Integer(0, unit="卷"), Label("在册卷数", "账面卷数 登记卷数")]
FilesLookedAt = Annotated[
    int, Integer(0, unit="卷"), Label("检查卷数", "实查卷数 核对卷数 抽查卷数")
]
ItemsLookedAt = Annotated[int, Integer(0, unit="件"), Label("检查件数", "实查件数 核对件数")]
IsChainSound = Annotated[
    bool, Flag(yes=("通过", "完好"), no=("不通过",)), Label("电子档案校验通过", "日志链校验")
]
StorageWord = Literal["防火", "防盗", "防潮", "防虫", "防光", "防尘", "门禁完好", "备份可读"]
StorageChecks = Annotated[
    tuple[str, ...], Choices(StorageWord), Label("保管条件合格项", "库房检查 保管条件")
]
StorageNote = Annotated[str, Text(500, personal=False), Label("保管条件说明", "库房状况 温湿度")]
FindingKindWord = Literal[
    "未定密", "没有登记证件材料", "证件材料缺少、过期或不合规", "证件材料即将到期",
    "同意记录缺少或不是现行文本", "日期前后不符", "借阅逾期", "副本在外", "密级到期或待复核",
    "疑为同一客户", "封存的内容与清单不符", "破损", "字迹褪变", "霉变虫蛀", "散页", "错放", "缺失",
]  # fmt: skip
#: The kinds of what a check finds, by the archive's own names for them.
FINDING_KINDS = {
    "level": "未定密",
    "no_papers": "没有登记证件材料",
    "papers": "证件材料缺少、过期或不合规",
    "expiring": "证件材料即将到期",
    "consent": "同意记录缺少或不是现行文本",
    "dates": "日期前后不符",
    "loan": "借阅逾期",
    "copies": "副本在外",
    "term": "密级到期或待复核",
    "duplicate": "疑为同一客户",
    "seal": "封存的内容与清单不符",
    "damaged": "破损",
    "faded": "字迹褪变",
    "mouldy": "霉变虫蛀",
    "unbound": "散页",
    "misplaced": "错放",
    "missing": "缺失",
}
FindingKind = Annotated[
    FindingKindWord,
    Choice(FindingKindWord, also=FINDING_KINDS),
    Label("问题类型", "发现问题 问题种类 检查项"),
]
RelatedNumbers = Annotated[tuple[str, ...], Items(60), Label("相关编号", "关联编号 相关单号")]
RectifyMeasure = Annotated[str, Text(500, personal=False), Label("整改措施", "处理措施 处理办法")]
RectifyDueOn = Annotated[dt.date, Day(), Label("整改期限", "整改截止日期 限期")]
RectifiedBy = Annotated[str, Line(60), Label("整改人", "整改责任人")]
RectifiedOn = Annotated[dt.date, Day(), Label("整改日期", "整改完成日期")]
FindingCount = Annotated[int, Integer(0, unit="项"), Label("发现问题数", "问题数 问题合计")]
RectifiedCount = Annotated[int, Integer(0, unit="项"), Label("已整改数", "整改完成数")]
UnrectifiedCount = Annotated[int, Integer(0, unit="项"), Label("未整改数", "待整改数")]
CheckConclusion = Annotated[str, Text(personal=False), Label("检查结论", "检查情况 总体情况")]
NextCheckOn = Annotated[dt.date, Day(), Label("下次检查日期", "下次检查时间")]

# A hold

HoldActionWord = Literal["设置保全", "解除保全"]
HoldAction = Annotated[
    HoldActionWord,
    Choice(HoldActionWord, also={"设置": "设置保全", "解除": "解除保全"}),
    Label("通知事项", "保全事项"),
]
HoldGroundWord = Literal["诉讼", "仲裁", "行政调查", "司法协助", "审计", "其他争议"]
HoldGround = Annotated[HoldGroundWord, Choice(HoldGroundWord), Label("保全事由", "保全原因")]
HoldReference = Annotated[str, Line(100), Label("保全文号", "案号或文书号 案号 依据文书号 文号")]
HoldReason = Annotated[str, Text(), Label("保全理由", "保全说明")]
HoldScopeWord = Literal["整卷", "指定件", "电子数据", "通话录音", "借出件和副本"]
HoldScope = Annotated[tuple[str, ...], Choices(HoldScopeWord), Label("保全范围", "保全对象")]
HoldScopeNote = Annotated[str, Line(200), Label("范围说明", "指定件号 保全件号")]
HoldOn = Annotated[dt.date, Day(), Label("保全起始日期", "保全日期 设置日期")]
HoldReviewOn = Annotated[dt.date, Day(), Label("保全复核日期", "下次复核日期")]
HoldServedOn = Annotated[tuple[str, ...], Items(60), Label("送达部门", "抄送部门(保全) 通知部门")]
LiftReference = Annotated[str, Line(100), Label("解除文号", "结案文书号 解除依据文书号")]
LiftReason = Annotated[str, Text(), Label("解除理由", "解除原因 解除保全理由")]
LiftedBy = Annotated[str, Line(60), Label("解除经办人", "解除人 法务经办人(解除)")]
LiftedOn = Annotated[dt.date, Day(), Label("解除保全日期", "解除日期")]
LiftSeenBy = Annotated[str, Line(60), Label("解除签收人", "解除通知签收人")]
LiftSeenOn = Annotated[dt.date, Day(), Label("解除签收日期", "解除通知签收日期")]

# A merger

MergerGroundWord = Literal["统一社会信用代码相同", "组织机构代码相同", "身份证件相同", "吸收合并"]
MergerGround = Annotated[
    MergerGroundWord,
    Choice(
        MergerGroundWord,
        also={
            "uscc": "统一社会信用代码相同",
            "org_code": "组织机构代码相同",
            "id": "身份证件相同",
            "absorption": "吸收合并",
        },
    ),
    Label("合并依据", "同一主体依据 合并理由类型"),
]
MergedFileNo = Annotated[
    str, FileNumber(), Label("并入档案号", "被合并档案号 并入方档案号 注销档案号")
]
MergedCustomerName = Annotated[
    str, Name(), Disclosure.CUSTOMER, Label("并入客户名称", "被合并客户名称")
]
MergedFileKind = Annotated[
    FileKindWord,
    Choice(FileKindWord, also={"F": "法人或其他组织", "G": "个体工商户", "Z": "自然人"}),
    Label("并入客户主体", "被合并客户主体"),
]
MergedUnifiedCode = Annotated[str, Uscc(), Label("并入方信用代码", "被合并方统一社会信用代码")]
MergerProof = Annotated[
    str, Text(personal=False), Label("同一主体证明", "证明材料 合并证明材料 登记证明")
]
MergerReason = Annotated[str, Text(), Label("合并理由", "合并原因 重复原因")]
MergerAspectWord = Literal[
    "密级", "知悉范围", "保管期限", "法律保全", "限制处理", "谢绝来电", "在途业务", "曾用名和别号",
]  # fmt: skip
MergerAspect = Annotated[MergerAspectWord, Choice(MergerAspectWord), Label("承接事项", "合并事项")]
SurvivorState = Annotated[str, Line(100), Label("保留档案", "保留方现状")]
OtherState = Annotated[str, Line(100), Label("并入档案", "并入方现状")]
ResultState = Annotated[str, Line(100), Label("合并后", "合并结果")]
InformedOn = Annotated[dt.date, Day(), Label("告知个人接收方日期", "告知新处理者日期")]
InformedHow = Annotated[str, Line(100), Label("告知方式(接收方)", "告知个人方式")]
MergedBy = Annotated[str, Line(60), Label("合并办理人", "合并经办人")]
MergedOn = Annotated[dt.date, Day(), Label("合并日期", "合并办理日期")]
UndoUntil = Annotated[dt.date, Day(), Label("可撤销至", "撤销期限")]
UndoReason = Annotated[str, Text(), Label("撤销合并理由", "撤销理由")]
UndoneBy = Annotated[str, Line(60), Label("撤销办理人", "撤销经办人")]
UndoneOn = Annotated[dt.date, Day(), Label("撤销日期", "撤销合并日期")]
