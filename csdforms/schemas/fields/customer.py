"""The customer: what he is called, how he is reached, what he is."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from csdforms.schemas.labels import Label
from csdforms.schemas.types import (
    Address,
    BankAccount,
    Choice,
    Day,
    Email,
    Flag,
    IdNumber,
    IndustryCode,
    Integer,
    Line,
    Money,
    Name,
    Percent,
    Phone,
    Postcode,
    RegionCode,
    Text,
    Uscc,
)
from csdforms.schemas.types.terms import Until, Year

CustomerNo = Annotated[str, Line(60), Label("客户编号", "客户编码", "客户代码", "会员卡号")]
CustomerName = Annotated[
    str,
    Name(),
    Label("客户名称", "客户姓名", "顾客姓名", "顾客名称", "单位名称", "客户", "客户名称/单位"),
]
CustomerKind = Annotated[
    Literal["个人", "单位"],
    Choice(Literal["个人", "单位"], also={"自然人": "个人", "公司": "单位", "企业": "单位"}),
    Label("客户类别"),
]
ContactPhone = Annotated[
    str, Phone(), Label("联系电话", "联系方式", "电话", "电话号码", "办公电话")
]
#: Where there is no box for it, the telephone's answers to these labels too.
MOBILE_LABELS = ("手机", "手机号", "手机号码", "顾客手机号", "移动电话")
Mobile = Annotated[str, Phone(), Label(*MOBILE_LABELS)]
EmailAddress = Annotated[str, Email(), Label("电子邮箱", "邮箱", "电子邮件", "E-mail")]
PostalAddress = Annotated[str, Address(), Label("联系地址", "地址", "客户地址")]
KeepConfidential = Annotated[bool, Flag(), Label("客户要求保密", "客户保密", "是否保密")]
CustomerSignature = Annotated[str, Name(60), Label("客户签字", "客户签名", "客户签字(盖章)")]

SatisfactionWord = Literal["非常满意", "满意", "一般", "不满意", "非常不满意"]
Satisfaction = Annotated[
    SatisfactionWord,
    Choice(SatisfactionWord, also={"很满意": "非常满意", "很不满意": "非常不满意"}),
    Label("客户满意度", "满意度"),
]
#: The marks that means of satisfaction are taken of.
SATISFACTION_SCORES = {"非常满意": 5, "满意": 4, "一般": 3, "不满意": 2, "非常不满意": 1}

# A body: what it is

ShortName = Annotated[str, Name(), Label("客户简称", "简称")]
EnglishName = Annotated[str, Name(), Label("英文名称", "英文名")]
OrgKindWord = Literal[
    "企业法人",
    "非法人企业",
    "个体工商户",
    "机关",
    "事业单位",
    "社会团体",
    "农民专业合作社",
    "农村集体经济组织",
    "外国(地区)企业",
    "其他",
]
OrgKind = Annotated[
    OrgKindWord,
    Choice(
        OrgKindWord,
        also={
            "法人企业": "企业法人",
            "公司": "企业法人",
            "个体户": "个体工商户",
            "政府机关": "机关",
            "国家机关": "机关",
            "合作社": "农民专业合作社",
            "外国企业": "外国(地区)企业",
            "境外企业": "外国(地区)企业",
        },
    ),
    Label("主体类别", "主体类型"),
]
OwnershipWord = Literal["国有", "集体", "民营", "外商独资", "中外合资", "港澳台投资", "其他"]
Ownership = Annotated[
    OwnershipWord,
    Choice(
        OwnershipWord,
        also={
            "国有企业": "国有",
            "国营": "国有",
            "集体企业": "集体",
            "民营企业": "民营",
            "私营": "民营",
            "私营企业": "民营",
            "外资": "外商独资",
            "外商独资企业": "外商独资",
            "合资": "中外合资",
            "中外合资企业": "中外合资",
            "港澳台": "港澳台投资",
        },
    ),
    Label("企业性质", "所有制", "企业性质(所有制)"),
]
OwnershipOther = Annotated[str, Line(60), Label("其他性质", "其他企业性质")]
LegalFormWord = Literal[
    "有限责任公司",
    "国有独资公司",
    "一人有限责任公司",
    "股份有限公司(上市)",
    "股份有限公司(非上市)",
    "合伙企业",
    "个人独资企业",
    "外商投资企业",
    "分支机构",
    "其他",
]
LegalForm = Annotated[
    LegalFormWord,
    Choice(
        LegalFormWord,
        also={
            "有限公司": "有限责任公司",
            "国有独资": "国有独资公司",
            "一人有限公司": "一人有限责任公司",
            "上市公司": "股份有限公司(上市)",
            "合伙": "合伙企业",
            "独资企业": "个人独资企业",
            "分公司": "分支机构",
        },
    ),
    Label("组织形式", "企业类型", "组织形式(企业类型)"),
]
RegistrationType = Annotated[
    str, Line(10), Label("登记注册类型", "登记注册类型代码", "企业类型代码")
]
Scale = Annotated[
    Literal["大型", "中型", "小型", "微型"],
    Choice(
        Literal["大型", "中型", "小型", "微型"],
        also={"大": "大型", "中": "中型", "小": "小型", "微": "微型"},
    ),
    Label("企业规模", "规模"),
]
Employees = Annotated[
    int, Integer(0, unit="人"), Label("员工人数", "职工人数", "员工数", "从业人数")
]
SuperiorUnit = Annotated[str, Line(100), Label("上级主管部门", "上级单位", "主管部门")]
Industry = Annotated[str, IndustryCode(), Label("行业代码")]
IndustryName = Annotated[str, Line(60), Label("所属行业", "行业", "行业名称")]
BusinessScope = Annotated[str, Text(personal=False), Label("经营范围", "业务范围")]
MainBusiness = Annotated[str, Text(personal=False), Label("主营", "主营业务")]
OtherBusiness = Annotated[str, Text(personal=False), Label("兼营", "兼营业务")]

# Its registration

UnifiedCode = Annotated[
    str,
    Uscc(),
    Label("统一社会信用代码", "纳税人识别号", "信用代码", "统一社会信用代码(纳税人识别号)"),
]
OldLicenceNo = Annotated[
    str, Line(20), Label("原注册号", "原营业执照注册号", "营业执照注册号", "工商注册号")
]
OrgCode = Annotated[str, Line(20), Label("组织机构代码")]
Currency = Annotated[str, Line(20), Label("币种")]
RegisteredCapital = Annotated[Decimal, Money(), Label("注册资本", "注册资金")]
PaidInCapital = Annotated[Decimal, Money(), Label("实收资本", "实缴资本")]
EstablishedOn = Annotated[dt.date, Day(), Label("成立日期", "注册日期", "成立日期(注册日期)")]
TermFrom = Annotated[dt.date, Day(), Label("营业期限自", "经营期限自", "营业期限起")]
TermTo = Annotated[dt.date, Until(), Label("营业期限至", "经营期限至", "营业期限止")]
RegistrationAuthority = Annotated[str, Line(100), Label("登记机关", "发证机关", "登记(发证)机关")]
LicenceValidUntil = Annotated[dt.date, Until(), Label("执照有效期", "执照有效期至")]
RegisteredAddress = Annotated[str, Address(), Label("注册地址", "住所", "注册地址(住所)")]
OfficeAddress = Annotated[str, Address(), Label("办公地址", "经营地址", "通讯地址")]
Region = Annotated[str, RegionCode(), Label("行政区划", "行政区划代码")]
PostalCode = Annotated[str, Postcode(), Label("邮编", "邮政编码")]
Fax = Annotated[str, Phone(), Label("传真", "传真号码")]
Website = Annotated[str, Line(200), Label("网址", "网站", "公司网站")]

# Certificates

CertificateName = Annotated[str, Line(100), Label("证书名称", "资质名称", "认证名称")]
CertificateNo = Annotated[str, Line(60), Label("证书编号", "资质编号")]
Issuer = Annotated[str, Line(100), Label("发证机构", "颁发机构")]
CertifiedOn = Annotated[dt.date, Day(), Label("发证日期", "颁发日期")]
ValidUntil = Annotated[dt.date, Until(), Label("有效期至", "有效期")]

# Persons

PersonName = Annotated[str, Name(60), Label("姓名")]
Gender = Annotated[
    Literal["男", "女", "未知"],
    Choice(
        Literal["男", "女", "未知"],
        also={"男性": "男", "女性": "女", "先生": "男", "女士": "女", "不详": "未知"},
    ),
    Label("性别"),
]
CustomerType = Annotated[
    Literal["新客户", "老客户", "潜在客户", "经销商", "其他"],
    Choice(
        Literal["新客户", "老客户", "潜在客户", "经销商", "其他"],
        also={
            "新": "新客户",
            "固定": "老客户",
            "固定客户": "老客户",
            "潜在": "潜在客户",
            "代理商": "经销商",
        },
    ),
    Label("客户类型"),
]
JobTitle = Annotated[str, Line(60), Label("职务", "职位", "职称")]
Birthday = Annotated[dt.date, Day(personal=True), Label("生日")]
Hobbies = Annotated[str, Text(500), Label("爱好", "兴趣爱好")]
Nationality = Annotated[str, Line(30), Label("国籍")]
IdTypeWord = Literal[
    "居民身份证",
    "临时身份证",
    "户口簿",
    "军人身份证件",
    "武警身份证件",
    "中国护照",
    "外国护照",
    "外国人永久居留身份证",
    "港澳居民来往内地通行证",
    "台湾居民来往大陆通行证",
    "港澳居民居住证",
    "台湾居民居住证",
    "其他",
]
IdType = Annotated[
    IdTypeWord,
    Choice(
        IdTypeWord,
        also={
            "身份证": "居民身份证",
            "二代身份证": "居民身份证",
            "临时居民身份证": "临时身份证",
            "户口本": "户口簿",
            "居民户口簿": "户口簿",
            "军官证": "军人身份证件",
            "士兵证": "军人身份证件",
            "警官证": "武警身份证件",
            "永久居留证": "外国人永久居留身份证",
            "回乡证": "港澳居民来往内地通行证",
            "台胞证": "台湾居民来往大陆通行证",
        },
    ),
    Label("证件种类", "证件类型", "证件名称"),
]
IdNo = Annotated[str, IdNumber(), Label("证件号码", "证件号", "身份证号", "身份证号码")]
IdValidUntil = Annotated[dt.date, Until(), Label("证件有效期", "证件有效期至", "证件有效期限")]
Chairman = Annotated[str, Name(60), Label("董事长")]
GeneralManager = Annotated[str, Name(60), Label("总经理")]
FinanceHead = Annotated[str, Name(60), Label("财务主管", "财务负责人")]
IsMain = Annotated[bool, Flag(), Label("主联系人", "是否主联系人")]

# Who owns it, and what belongs to it

ShareholderName = Annotated[
    str, Name(), Label("股东名称", "股东", "出资人", "出资人名称", "股东(出资人)")
]
ContributionAmount = Annotated[Decimal, Money(), Label("出资额", "认缴出资额", "出资金额")]
HoldingRate = Annotated[Decimal, Percent(0, 1), Label("出资比例", "持股比例")]
ContributedOn = Annotated[dt.date, Day(), Label("出资日期", "出资时间")]
IsController = Annotated[bool, Flag(), Label("实际控制人", "是否实际控制人")]
AffiliateName = Annotated[
    str, Name(), Label("关联单位名称", "名称", "关联企业名称", "分支机构名称")
]
Relation = Annotated[str, Line(30), Label("关系", "关联关系")]
Head = Annotated[str, Name(60), Label("负责人", "负责人姓名")]

# Bank and invoices

Bank = Annotated[str, Line(100), Label("开户银行", "开户行")]
AccountName = Annotated[str, Name(), Label("户名", "账户名称", "开户名称")]
AccountNo = Annotated[str, BankAccount(), Label("账号", "银行账号", "帐号")]
AccountKind = Annotated[
    Literal["基本", "一般"],
    Choice(
        Literal["基本", "一般"],
        also={
            "基本户": "基本",
            "基本账户": "基本",
            "基本存款账户": "基本",
            "一般户": "一般",
            "一般账户": "一般",
            "一般存款账户": "一般",
        },
    ),
    Label("账户类别", "账户性质"),
]
InvoiceTitle = Annotated[str, Name(), Label("开票名称", "发票抬头", "开票抬头")]
InvoiceTaxNo = Annotated[str, Line(30), Label("开票税号", "税号")]
InvoiceAddressPhone = Annotated[
    str, Line(200, personal=True), Label("开票地址电话", "开票地址、电话")
]
InvoiceEmail = Annotated[str, Email(), Label("收票邮箱", "开票邮箱", "电子发票邮箱")]

# Figures of a year

AnnualRevenue = Annotated[Decimal, Money(), Label("年营业收入", "营业收入", "年销售额", "年收入")]
NetAssets = Annotated[Decimal, Money(None), Label("净资产", "所有者权益")]
AccountYear = Annotated[int, Year(), Label("年度", "年份")]
TotalAssets = Annotated[Decimal, Money(), Label("资产总额", "总资产", "资产总计")]
TotalLiabilities = Annotated[Decimal, Money(), Label("负债总额", "总负债", "负债合计")]
CurrentAssets = Annotated[Decimal, Money(), Label("流动资产", "流动资产合计")]
CurrentLiabilities = Annotated[Decimal, Money(), Label("流动负债", "流动负债合计")]
Inventory = Annotated[Decimal, Money(), Label("存货")]
Receivables = Annotated[Decimal, Money(), Label("应收账款", "应收帐款")]
Revenue = Annotated[Decimal, Money(), Label("营业收入", "销售收入")]
Cost = Annotated[Decimal, Money(), Label("营业成本", "销售成本")]
ProfitTotal = Annotated[Decimal, Money(None), Label("利润总额")]
NetProfit = Annotated[Decimal, Money(None), Label("净利润")]
Audited = Annotated[
    Literal["审计过", "未审计"],
    Choice(
        Literal["审计过", "未审计"],
        also={"已审计": "审计过", "经审计": "审计过", "未经审计": "未审计"},
    ),
    Label("审计情况", "是否审计"),
]

# Ratings, dealings, standing

RatingKind = Annotated[
    Literal["银行", "专业机构"], Choice(Literal["银行", "专业机构"]), Label("评级类别", "评级类型")
]
RatingGrade = Annotated[str, Line(20), Label("评定等级", "等级", "级别")]
Agency = Annotated[str, Line(100), Label("评级机构", "评定机构")]
RatedOn = Annotated[dt.date, Day(), Label("评级日期", "评定日期")]
FirstDealOn = Annotated[dt.date, Day(), Label("首次交易日期", "首次交易", "首次合作日期")]
MainProducts = Annotated[str, Text(1000, personal=False), Label("主要产品", "主要交易产品")]
PaymentMethod = Annotated[str, Line(60), Label("付款方式", "结算方式")]
PaymentTerms = Annotated[str, Line(200), Label("付款条件")]
CreditLimit = Annotated[Decimal, Money(), Label("信用额度", "授信额度")]
CreditTermDays = Annotated[int, Integer(0, 3650, unit="天"), Label("信用期限", "账期", "信用期")]
CreditGrade = Annotated[
    Literal["AAA", "AA", "A", "B", "C"],
    Choice(
        Literal["AAA", "AA", "A", "B", "C"],
        also={
            "3A": "AAA",
            "2A": "AA",
            "AAA级": "AAA",
            "AA级": "AA",
            "A级": "A",
            "B级": "B",
            "C级": "C",
        },
    ),
    Label("信用等级"),
]
CustomerGrade = Annotated[str, Line(20), Label("客户等级", "客户级别")]
RelationNote = Annotated[str, Text(), Label("与本公司关系", "与我公司关系")]
Brief = Annotated[str, Text(), Label("客户简介", "公司简介", "单位简介")]
Source = Annotated[str, Line(60), Label("客户来源", "来源")]
Salesperson = Annotated[str, Line(60), Label("业务员", "责任业务员", "业务负责人", "责任人")]
OpenedOn = Annotated[dt.date, Day(), Label("建档日期", "建档时间")]
