"""The offices that decide on the papers of the archive or sign them; their people are our own.

Who is asked or decides gives an opinion: verdict, words, signature and day (``gm_opinion``). Who
only signs has two boxes (``keeper_by``, ``keeper_on``).
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from csdforms.schemas.labels import Label
from csdforms.schemas.opinion import Opinion
from csdforms.schemas.types import Day, Line

# Who decides, or is asked

UnitHeadOpinion = Annotated[
    Opinion, Label("申请部门负责人意见", "申请部门意见 所在部门意见 申请单位意见")
]
KeeperOpinion = Annotated[
    Opinion, Label("档案保管人意见", "客户信息专员意见 档案管理员意见 档案室意见")
]
InfoSupervisorOpinion = Annotated[
    Opinion, Label("客户信息主管意见", "信息主管意见 档案部门意见 档案管理部门意见")
]
CsManagerOpinion = Annotated[
    Opinion, Label("客户服务部经理意见", "客服部经理意见 客服经理意见 客户服务部意见")
]
GmOpinion = Annotated[
    Opinion, Label("总经理意见", "总经理批示 总经理审批 总经理审批意见 总裁意见 公司领导意见")
]
FinanceOpinion = Annotated[Opinion, Label("财务部意见", "财务意见 财务部门意见 财务经理意见")]
DpoOpinion = Annotated[Opinion, Label("个人信息保护负责人意见", "个保负责人意见 个人信息保护意见")]

# Who signs

KeeperBy = Annotated[
    str, Line(60), Label("档案保管人", "档案管理员 档管员 保管人 档案员 档案保管人签字")
]
KeeperOn = Annotated[dt.date, Day(), Label("保管人签字日期", "档管员签字日期 保管人日期")]
InfoSupervisorBy = Annotated[
    str, Line(60), Label("客户信息主管", "信息主管 客户信息主管签字 信息主管签字")
]
InfoSupervisorOn = Annotated[dt.date, Day(), Label("客户信息主管签字日期", "信息主管签字日期")]
CsManagerBy = Annotated[
    str,
    Line(60),
    Label("客户服务部经理", "客服部经理 客户服务部经理签字 客服部经理签字 客服经理"),
]
CsManagerOn = Annotated[dt.date, Day(), Label("客户服务部经理签字日期", "客服部经理签字日期")]
GmBy = Annotated[str, Line(60), Label("总经理签字", "总经理签名 公司领导签字")]
GmOn = Annotated[dt.date, Day(), Label("总经理签字日期", "公司领导签字日期")]
FinanceBy = Annotated[str, Line(60), Label("财务部签字", "财务签字 财务经办人 财务部经办人")]
FinanceOn = Annotated[dt.date, Day(), Label("财务部签字日期", "财务签字日期")]
LegalBy = Annotated[str, Line(60), Label("法务签字", "法务 法务人员 法务经办人 法务部签字")]
LegalOn = Annotated[dt.date, Day(), Label("法务签字日期", "法务部签字日期")]
DpoBy = Annotated[
    str,
    Line(60),
    Label("个人信息保护负责人", "个保负责人 个人信息保护负责人签字 个保负责人签字"),
]
DpoOn = Annotated[dt.date, Day(), Label("个人信息保护负责人签字日期", "个保负责人签字日期")]
