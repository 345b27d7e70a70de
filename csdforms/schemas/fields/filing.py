"""A customer's file as the papers of the archive name it; who signs them stands in ``offices``."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from csdforms.schemas.fields.sheet import Secrecy, SecrecyWord
from csdforms.schemas.labels import Label
from csdforms.schemas.types import Choice, Day, Integer, Line
from csdforms.schemas.types.filing import FileNumber, ItemNumber, RegisterNumber
from csdforms.schemas.types.terms import Until, Year

# The file

FileNo = Annotated[
    str,
    FileNumber(),
    Label("档案号", "客户档案号 案卷号 档号 客户档案编号 档案编号"),
]
ItemNo = Annotated[str, ItemNumber(), Label("件号", "归档件号 文件编号 档案件号")]
ItemTitle = Annotated[
    str, Line(200, personal=True), Label("文件题名", "件题名 文件名称 材料名称 题名")
]
FileKindWord = Literal["法人或其他组织", "个体工商户", "自然人"]
FileKind = Annotated[
    FileKindWord,
    Choice(
        FileKindWord,
        also={
            "F": "法人或其他组织",
            "法人": "法人或其他组织",
            "其他组织": "法人或其他组织",
            "单位": "法人或其他组织",
            "G": "个体工商户",
            "个体户": "个体工商户",
            "Z": "自然人",
            "个人": "自然人",
        },
    ),
    Label("客户主体", "档案类别 客户种类 主体种类"),
]
#: Of the file or item that a paper is about; the paper's own level is ``confidentiality``.
FileLevel = Annotated[
    SecrecyWord, Secrecy(), Label("档案密级", "案卷密级 现密级 现定密级 客户档案密级")
]
ClassifiedUntil = Annotated[
    dt.date, Until(), Label("保密期限至", "保密期限 保密截止日期 保密期限届满日")
]
OpenedYear = Annotated[int, Year(), Label("建档年度", "立档年度")]
VolumeNo = Annotated[int, Integer(1, 99, unit="卷"), Label("卷次", "第几卷 卷号")]
ItemCount = Annotated[int, Integer(0, unit="件"), Label("材料件数", "文件数 件数")]
PageCount = Annotated[int, Integer(0, unit="页"), Label("页数", "页码总数 总页数")]

# How long it is kept

RetentionWord = Literal["永久", "30年", "10年", "3年", "应请求删除"]
Retention = Annotated[
    RetentionWord,
    Choice(
        RetentionWord,
        also={"Y": "永久", "D30": "30年", "D10": "10年", "P3": "3年", "DEL": "应请求删除"},
    ),
    Label("保管期限", "应保管期限 档案保管期限"),
]
RetentionFrom = Annotated[dt.date, Day(), Label("保管期限起算日", "保管起算日 起算日期")]
#: The last day; 永久 leaves it empty.
RetentionUntil = Annotated[dt.date, Until(), Label("保管期限至", "保管期满日 保管截止日期")]

# The registers

InspectionNo = Annotated[str, RegisterNumber("JC"), Label("检查编号", "保管检查编号")]
MergerNo = Annotated[str, RegisterNumber("HB"), Label("合并编号", "合并审批编号 合并号")]
HoldNo = Annotated[str, RegisterNumber("BQ"), Label("保全编号", "保全通知编号 保全号")]
LoanNo = Annotated[str, RegisterNumber("JY"), Label("借阅编号", "借阅单号 借阅号")]
GrantNo = Annotated[str, RegisterNumber("SQ"), Label("授权编号", "查阅授权编号 授权号")]
DeregistrationNo = Annotated[str, RegisterNumber("ZX"), Label("注销编号", "注销申请编号 注销号")]
SealNo = Annotated[str, RegisterNumber("FC"), Label("封存编号", "封存号 封存清单编号")]
RevivalNo = Annotated[str, RegisterNumber("HF"), Label("恢复编号", "恢复申请编号 恢复号")]
AppraisalNo = Annotated[str, RegisterNumber("JD"), Label("鉴定编号", "鉴定报告编号 鉴定号")]
DestructionNo = Annotated[str, RegisterNumber("XH"), Label("销毁编号", "销毁清册编号 销毁批次")]
RequestNo = Annotated[str, RegisterNumber("QQ"), Label("请求编号", "个人信息请求编号 请求号")]

#: Of papers to which no register gives a number.
ApprovalNo = Annotated[str, Line(60), Label("审批编号", "编号 单号 审批单号 审批表编号 表单编号")]
IncidentNo = Annotated[str, Line(60), Label("事件编号", "泄露事件编号 事故编号 事件报告编号")]
