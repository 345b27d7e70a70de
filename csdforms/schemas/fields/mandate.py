"""Somebody acts for the customer: who authorises whom, and for what (民法典第161条至第173条)."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from csdforms.schemas.fields.customer import IdType as _IdType
from csdforms.schemas.fields.customer import IdTypeWord
from csdforms.schemas.labels import Label
from csdforms.schemas.types import (
    Address,
    Choice,
    Choices,
    Day,
    Disclosure,
    Flag,
    IdNumber,
    Line,
    Name,
    Phone,
    Text,
    choice_of,
)

AuthorityNo = Annotated[str, Line(60), Label("委托书编号", "授权委托书编号 授权书编号 委托书号")]
PrincipalName = Annotated[str, Name(), Label("委托人", "委托人名称 委托人姓名 授权人 授权单位")]
LegalHead = Annotated[
    str, Name(60), Label("法定代表人或负责人", "单位负责人 委托单位负责人 经营者")
]
PrincipalIdType = Annotated[
    IdTypeWord, choice_of(_IdType), Label("委托人证件种类", "委托人证件类型")
]
PrincipalIdNo = Annotated[str, IdNumber(), Label("委托人证件号码", "委托人身份证号")]
PrincipalAddress = Annotated[str, Address(), Label("委托人住所", "委托人地址 委托人住址")]
PrincipalPhone = Annotated[str, Phone(), Label("委托人电话", "委托人联系电话")]
ProxyName = Annotated[str, Name(60), Label("受托人", "受托人姓名 被授权人 代理人 代理人姓名")]
ProxyRelation = Annotated[str, Line(60), Label("与委托人关系", "受托人职务 受托人与委托人关系")]
ProxyIdType = Annotated[IdTypeWord, choice_of(_IdType), Label("受托人证件种类", "代理人证件种类")]
ProxyIdNo = Annotated[str, IdNumber(), Label("受托人证件号码", "受托人身份证号 代理人证件号码")]
ProxyPhone = Annotated[str, Phone(), Label("受托人电话", "受托人联系电话 代理人电话")]
AuthorityMatterWord = Literal[
    "申请注销", "核对账款", "领取退款", "签收文书", "取回资料物品", "撤回注销申请", "申请恢复",
    "查阅复制个人信息", "更正个人信息", "删除个人信息", "其他",
]  # fmt: skip
AuthorityMatters = Annotated[
    tuple[str, ...], Choices(AuthorityMatterWord), Label("委托事项", "授权事项 代办事项")
]
AuthorityKindWord = Literal["一般授权", "特别授权"]
AuthorityKind = Annotated[
    AuthorityKindWord,
    Choice(AuthorityKindWord, also={"一般代理": "一般授权", "特别代理": "特别授权"}),
    Label("授权类别", "代理权限类别 授权种类"),
]
AuthorityScope = Annotated[str, Text(1000), Label("委托权限", "授权权限 代理权限 权限范围")]
MaySubstitute = Annotated[bool, Flag(), Label("可以转委托", "是否可以转委托 有无转委托权")]
PrincipalSignedBy = Annotated[
    str, Name(60), Label("委托人签章", "委托人签字 委托人签名 委托人(签章)")
]
AuthoritySignedOn = Annotated[dt.date, Day(), Label("委托书签署日期", "委托日期 授权日期")]
ProxySignedBy = Annotated[str, Name(60), Label("受托人签字", "受托人签名")]
ProxySignedOn = Annotated[dt.date, Day(), Label("受托人签字日期", "受托人签署日期")]
AuthorityReceivedOn = Annotated[dt.date, Day(), Label("收到委托书日期", "委托书收到日期")]
VerifiedHow = Annotated[
    str, Text(300, personal=False), Label("核验方式", "委托书核验方式 真实性核验方式")
]
AuthorityVerifiedBy = Annotated[str, Line(60), Label("委托书核验人", "委托核验人")]
AuthorityVerifiedOn = Annotated[dt.date, Day(), Label("委托书核验日期", "委托核验日期")]
CopyOriginalSeen = Annotated[bool, Flag(), Label("已看证件原件", "证件原件已看 是否核对原件")]
RefundAccountName = Annotated[
    str, Name(), Disclosure.CUSTOMER, Label("退款收款户名", "退款户名 收款户名 退款账户名称")
]
