"""The sheet itself: its number, who made, reviewed and approved it, what is attached."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Annotated, Literal

from csdforms.schemas.labels import Label
from csdforms.schemas.types import Choice, Day, Disclosure, Integer, Items, Line, Text

SecrecyWord = Literal["公开", "内部", "秘密", "机密", "绝密"]


class Secrecy(Choice):
    """The secrecy level of a sheet; the face ``mark`` prints it as it stands top left.

    From 秘密 up the mark says that this is a trade secret: by the law on state secrets the bare
    words, and the sign ★ in any case, belong to those.
    """

    def __init__(self) -> None:
        also = {"普通": "公开", "普通商密": "秘密", "核心商密": "绝密"}
        super().__init__(SecrecyWord, also=also)

    def faces(self) -> Mapping[str, Callable[[str | None], str]]:
        return {**super().faces(), "mark": _mark}


def _mark(level: str | None) -> str:
    if level in ("秘密", "机密", "绝密"):
        return f"商业秘密·{level}"
    return level or ""


FormNo = Annotated[
    str,
    Line(60),
    Label(
        "编号",
        "登记编号 单号 表单编号 记录编号 单据编号 单据号 表单号 登记号 档案编号",
    ),
]
CompanyName = Annotated[str, Line(100), Label("公司名称")]
Department = Annotated[str, Line(60), Label("部门", "所属部门 制表部门 填表部门 填报部门 编制部门")]
PreparedBy = Annotated[
    str,
    Line(60),
    Label(
        "填表人",
        "制表人 制表 填报人 填单人 编制人 编制 编制人员 制作人 拟制 填报",
    ),
]
PreparedOn = Annotated[
    dt.date,
    Day(),
    Label(
        "填表日期",
        "制表日期 填报日期 填报时间 填单日期 制单日期 编制日期 编制时间 制表时间 填表时间",
    ),
]
ReviewedBy = Annotated[
    str,
    Line(60),
    Label(
        "审核人",
        "审核 复核人 复核 审查人 审阅人 审核签字 校核 部门主管 部门主管签字 主管 主管签字",
    ),
]
ReviewedOn = Annotated[dt.date, Day(), Label("审核日期", "审核时间 复核日期 审查日期")]
ReviewOpinion = Annotated[
    str,
    Text(),
    Label(
        "审核意见",
        "审核说明 复核意见 审查意见 部门主管意见 部门负责人意见 主管意见",
    ),
]
ApprovedBy = Annotated[
    str,
    Line(60),
    Label("批准人", "审批人 批准 审批 核准 核准人 审定 审定人 签发人"),
]
ApprovedOn = Annotated[dt.date, Day(), Label("批准日期", "审批日期 核准日期 审定日期")]
ApprovalOpinion = Annotated[
    str,
    Text(),
    Label(
        "审批意见",
        "批准意见 核准意见 审定意见 公司意见 主管领导意见 领导审批意见",
    ),
]
Confidentiality = Annotated[SecrecyWord, Secrecy(), Label("密级", "保密级别 保密等级")]
Attachments = Annotated[
    tuple[str, ...],
    Items(),
    Label("附件", "附件清单 附件材料 附件资料 相关附件 附件上传"),
]
Remarks = Annotated[
    str,
    Text(),
    Label("备注", "说明事项 附注 备注说明 备注信息 补充说明 其他事项"),
]
Seq = Annotated[int, Integer(1), Label("序号", "序 项次 行号")]
ExtraLabel = Annotated[str, Line(60), Label("栏目")]
ExtraValue = Annotated[str, Text(), Disclosure.HIDDEN, Label("内容")]
