"""Levels of secrecy as they are proposed and decided (定密; archive.md §4.1, §4.2)."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from csdforms.schemas.fields.sheet import Secrecy, SecrecyWord
from csdforms.schemas.labels import Label
from csdforms.schemas.types import Choice, Choices, Day, Flag, Integer, Items, Line, Text
from csdforms.schemas.types.terms import Until

ClassifyingKindWord = Literal[
    "定密", "提高密级", "降低密级", "解密", "延长保密期限", "变更知悉范围"
]
ClassifyingKind = Annotated[
    ClassifyingKindWord,
    Choice(
        ClassifyingKindWord,
        also={
            "classify": "定密",
            "首次定密": "定密",
            "raise": "提高密级",
            "升密": "提高密级",
            "lower": "降低密级",
            "降密": "降低密级",
            "release": "解密",
            "提前解密": "解密",
            "extend": "延长保密期限",
            "延期": "延长保密期限",
            "circle": "变更知悉范围",
        },
    ),
    Label("办理事项", "定密事项 申请类型 办理类型"),
]
ProposedLevel = Annotated[SecrecyWord, Secrecy(), Label("拟定密级", "建议密级 申请密级")]
ProposedUntil = Annotated[
    dt.date, Until(), Label("拟定保密期限至", "拟定保密期限 建议保密期限 申请保密期限至")
]
DecidedLevel = Annotated[SecrecyWord, Secrecy(), Label("核定密级", "批准密级 审定密级")]
DecidedUntil = Annotated[
    dt.date, Until(), Label("核定保密期限至", "核定保密期限 批准保密期限至 审定保密期限")
]
Circle = Annotated[tuple[str, ...], Items(60), Label("知悉范围", "知悉人员 知悉人员范围 接触范围")]
SecretPoints = Annotated[
    str, Text(), Label("商业秘密内容", "密点 秘密点 涉密内容 涉密事项 保密内容")
]
ClassifyingBasis = Annotated[
    str, Text(500, personal=False), Label("定密依据", "定密根据 依据条款 密级依据")
]
ClassifyingReason = Annotated[str, Text(), Label("定密理由", "变更理由 解密理由 理由")]
HasHeightenedRisk = Annotated[
    bool, Flag(), Label("涉诉或附专项营销策略", "从高定密情形 是否从高定密")
]
SecrecyMeasureWord = Literal[
    "限定知悉人员", "加密存放", "专柜保管", "编号分发", "限制复印导出", "总经理在场阅览",
    "签订保密协议",
]  # fmt: skip
SecrecyMeasures = Annotated[
    tuple[str, ...], Choices(SecrecyMeasureWord), Label("保密措施", "采取的保密措施")
]
SecrecyMark = Annotated[str, Line(200), Label("密级标识", "密级标志 保密标识")]
ConfirmDueOn = Annotated[dt.date, Day(), Label("提级确认期限", "确认期限")]
MarkedBy = Annotated[str, Line(60), Label("标识办理人", "密级标注人")]
MarkedOn = Annotated[dt.date, Day(), Label("标识日期", "密级标注日期")]
RecalledCount = Annotated[int, Integer(0, unit="份"), Label("收回副本份数", "收回份数 收回副本")]
DeciderWord = Literal["客户信息专员", "客户信息主管", "客户服务部经理", "总经理"]
#: Whose it is to decide on a file of this level.
Decider = Annotated[DeciderWord, Choice(DeciderWord), Label("决定岗位", "审批岗位(按密级)")]
