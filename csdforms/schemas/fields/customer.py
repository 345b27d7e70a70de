"""The customer: what he is called, how he is reached, what he is."""

from __future__ import annotations

from typing import Annotated, Literal

from csdforms.schemas.labels import Label
from csdforms.schemas.types import Address, Choice, Email, Flag, Line, Name, Phone

CustomerNo = Annotated[str, Line(60), Label("客户编号", "客户编码", "客户代码", "会员卡号")]
CustomerName = Annotated[
    str, Name(), Label("客户名称", "客户姓名", "顾客姓名", "顾客名称", "单位名称", "客户")
]
CustomerKind = Annotated[
    Literal["个人", "单位"],
    Choice(Literal["个人", "单位"], also={"自然人": "个人", "公司": "单位", "企业": "单位"}),
    Label("客户类别"),
]
ContactPhone = Annotated[
    str, Phone(), Label("联系电话", "联系方式", "电话", "电话号码", "顾客手机号", "手机号码")
]
Mobile = Annotated[str, Phone(), Label("手机", "手机号")]
EmailAddress = Annotated[str, Email(), Label("电子邮箱", "邮箱", "电子邮件", "E-mail")]
PostalAddress = Annotated[str, Address(), Label("联系地址", "地址", "客户地址")]
KeepConfidential = Annotated[bool, Flag(), Label("客户要求保密", "客户保密", "是否保密")]
CustomerSignature = Annotated[str, Name(60), Label("客户签字", "客户签名", "客户签字(盖章)")]
