"""A natural person as a customer: documents, addresses, work, habits, and what he consented to."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from csdforms.schemas.labels import Label
from csdforms.schemas.types import (
    Address,
    Choice,
    Day,
    Disclosure,
    Integer,
    Items,
    Line,
    Name,
    Text,
)


class Years(Integer):
    """A person's age, which no finding repeats."""

    personal = True
    disclosure = Disclosure.HIDDEN

    def __init__(self) -> None:
        super().__init__(0, 150, unit="岁")


# Who it is

NamePinyin = Annotated[
    str, Name(60),
    Label("拼音/英文名", "姓名拼音 拼音 拼音姓名 英文姓名 英文名 英文名字 拼音名"),
]  # fmt: skip
Age = Annotated[int, Years(), Label("周岁", "年龄 周岁年龄 实足年龄")]
Ethnicity = Annotated[str, Line(30), Disclosure.HIDDEN, Label("民族", "族别")]
NativePlace = Annotated[str, Line(60), Disclosure.HIDDEN, Label("籍贯", "出生地")]
IdValidFrom = Annotated[dt.date, Day(), Label("证件有效期自", "证件有效期起 证件签发日期 签发日期")]
IdIssuer = Annotated[
    str,
    Line(100),
    Disclosure.HIDDEN,
    Label("签发机关", "证件签发机关 发证机关 证件发证机关 身份证签发机关"),
]

# How he is reached

Wechat = Annotated[
    str,
    Line(60, personal=True),
    Label("微信", "微信号 微信账号 微信号码 微信ID"),
]
HomeAddress = Annotated[
    str,
    Address(),
    Label(
        "住所地",
        "户籍地址 户籍所在地 身份证地址 证件地址 户口所在地 户口地址 户籍 户籍住址 身份证住址",
        "证件住址",
    ),
]  # fmt: skip
HabitualAddress = Annotated[
    str,
    Address(),
    Label(
        "经常居住地",
        "现住址 现居住地 居住地址 居住地 家庭住址 家庭地址 住址 联系地址 通讯地址 地址",
        "通信地址 常住地址 常住地 现住地址 现居地 目前住址 邮寄地址 详细地址 客户地址",
        "客户住址 住宅地址",
    ),
]  # fmt: skip
ContactPreferenceWord = Literal["电话", "短信", "微信", "邮件", "上门"]
ContactPreference = Annotated[
    ContactPreferenceWord,
    Choice(
        ContactPreferenceWord,
        also={"致电": "电话", "手机短信": "短信", "电子邮件": "邮件", "面谈": "上门"},
    ),
    Label(
        "联系方式偏好",
        "首选联系方式 偏好联系方式 希望的联系方式 联系偏好 希望联系方式 方便的联系方式",
        "偏好联系渠道",
    ),
]  # fmt: skip

# Work, home and habits

Occupation = Annotated[
    str,
    Line(60),
    Disclosure.HIDDEN,
    Label("职业", "从事职业 职业类别 职业类型 所从事职业"),
]
CompanyAddress = Annotated[
    str, Address(),
    Label(
        "单位地址",
        "工作单位地址 公司地址 工作地址 工作地点 办公地址 公司详细地址",
    ),
]  # fmt: skip
EducationWord = Literal["初中及以下", "高中/中专", "大专", "本科", "硕士", "博士", "其他"]
EducationLevel = Annotated[
    EducationWord,
    Choice(
        EducationWord,
        also={
            "小学": "初中及以下",
            "初中": "初中及以下",
            "高中": "高中/中专",
            "中专": "高中/中专",
            "职高": "高中/中专",
            "技校": "高中/中专",
            "专科": "大专",
            "大学专科": "大专",
            "大学": "本科",
            "大学本科": "本科",
            "硕士研究生": "硕士",
            "博士研究生": "博士",
        },
    ),
    Disclosure.HIDDEN,
    Label("学历", "文化程度 最高学历 教育程度 受教育程度 教育水平 文化水平"),
]
School = Annotated[str, Line(100), Disclosure.HIDDEN, Label("毕业学校", "毕业院校 学校 就读学校")]
MaritalStatusWord = Literal["未婚", "已婚", "离异", "丧偶", "不愿透露"]
MaritalStatus = Annotated[
    MaritalStatusWord,
    Choice(MaritalStatusWord, also={"离婚": "离异", "保密": "不愿透露"}),
    Disclosure.HIDDEN,
    Label("婚姻状况", "婚姻 婚否 婚姻情况 婚姻状态"),
]
Associations = Annotated[
    str,
    Text(500),
    Disclosure.HIDDEN,
    Label("参加协会", "参加的协会 社团活动 社会团体 所属社团 加入协会"),
]
SocialRelations = Annotated[
    str, Text(500), Disclosure.HIDDEN, Label("其它社会关系", "社会关系 其他社会关系")
]

# Dealings

MemberNo = Annotated[
    str, Line(60),
    Label(
        "会员号",
        "会员编号 会员号码 会员卡号 会员ID VIP卡号 会员卡编号 会员账号 会员代码",
    ),
]  # fmt: skip
Points = Annotated[
    int,
    Integer(0, unit="分"),
    Label("积分", "会员积分 可用积分 当前积分 累计积分 剩余积分 积分余额"),
]
PreferredProducts = Annotated[
    str, Text(500, personal=False),
    Label(
        "偏好产品",
        "喜好产品 感兴趣的产品 产品偏好 意向产品 意向商品 购买偏好 消费偏好 关注产品 兴趣产品",
        "喜爱产品",
    ),
]  # fmt: skip
Needs = Annotated[
    str, Text(1000),
    Label(
        "需求",
        "客户需求 需求描述 购买需求 意向需求 需求说明 需求内容 服务需求 客户需求描述 主要需求",
    ),
]  # fmt: skip

# What he consented to

LegalBasisWord = Literal["个人同意", "订立或履行合同", "履行法定义务", "其他法定情形"]
LegalBasis = Annotated[
    LegalBasisWord,
    Choice(
        LegalBasisWord,
        also={"同意": "个人同意", "合同所必需": "订立或履行合同", "法定义务": "履行法定义务"},
    ),
    Label("处理依据", "合法性基础 处理个人信息的依据"),
]
ConsentPurpose = Annotated[
    str, Text(500, personal=False), Label("处理目的", "使用目的 授权目的 目的")
]
ConsentItems = Annotated[
    tuple[str, ...], Items(60), Label("授权信息项目", "授权范围 信息种类 授权项目")
]
SeparateConsentItems = Annotated[
    tuple[str, ...], Items(60), Label("单独同意项目", "单独同意的敏感信息 敏感信息单独同意")
]
ConsentedOn = Annotated[dt.date, Day(), Label("同意日期", "授权日期 授权时间 日期")]
ConsentMethod = Annotated[str, Line(60), Label("同意方式", "授权方式 授权形式 方式")]
WithdrawnOn = Annotated[dt.date, Day(), Label("撤回日期", "授权撤回日期 撤回同意日期")]
