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
    Disclosure,
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

CustomerNo = Annotated[
    str,
    Line(60),
    Label("客户编号", "客户编码 客户代码 客户号 客户ID 顾客编号 用户编号 户号"),
]
CustomerName = Annotated[
    str,
    Name(),
    Disclosure.CUSTOMER,
    Label(
        "客户名称",
        "客户姓名 顾客姓名 顾客名称 单位名称 客户 客户名称/单位 客户全称 客户单位 用户名称",
        "用户姓名 投诉人 投诉人姓名",
    ),
]  # fmt: skip
CustomerKind = Annotated[
    Literal["个人", "单位"],
    Choice(Literal["个人", "单位"], also={"自然人": "个人", "公司": "单位", "企业": "单位"}),
    Label("客户类别", "客户性质"),
]
ContactPhone = Annotated[str, Phone(), Label("联系电话", "联系方式 电话 电话号码 办公电话")]
#: Where there is no box for it, the telephone's answers to these labels too.
MOBILE_LABELS = ("手机", "手机号", "手机号码", "顾客手机号", "移动电话")
Mobile = Annotated[str, Phone(), Label(*MOBILE_LABELS)]
BackupPhone = Annotated[
    str, Phone(),
    Label(
        "备用电话",
        "备用号码 备用联系电话 其他电话 备用联系方式 备用手机 第二联系电话 其他联系方式",
        "其它联系方式",
    ),
]  # fmt: skip
ContactPerson = Annotated[
    str,
    Name(60),
    Label("联系人", "联系人姓名 客户联系人 联络人 主要联系人 业务联系人"),
]
EmailAddress = Annotated[
    str, Email(),
    Label(
        "电子邮箱",
        "邮箱 电子邮件 E-mail 邮箱地址 电子信箱 电子邮件地址 邮件地址",
    ),
]  # fmt: skip
PostalAddress = Annotated[
    str, Address(),
    Label(
        "联系地址",
        "地址 客户地址 详细地址 通讯地址 通信地址 家庭住址 家庭地址 住址",
    ),
]  # fmt: skip
KeepConfidential = Annotated[bool, Flag(), Label("客户要求保密", "客户保密 是否保密")]
CustomerSignature = Annotated[
    str, Name(60),
    Label(
        "客户签字",
        "客户签名 客户签字(盖章) 客户签章 客户确认签字 顾客签字 顾客签名 用户签字 用户签名",
    ),
]  # fmt: skip

SatisfactionWord = Literal["非常满意", "满意", "一般", "不满意", "非常不满意"]
Satisfaction = Annotated[
    SatisfactionWord,
    Choice(SatisfactionWord, also={"很满意": "非常满意", "很不满意": "非常不满意"}),
    Label("客户满意度", "满意度 顾客满意度 用户满意度 满意程度 客户满意程度"),
]
#: The marks that means of satisfaction are taken of.
SATISFACTION_SCORES = {"非常满意": 5, "满意": 4, "一般": 3, "不满意": 2, "非常不满意": 1}

# A body: what it is

ShortName = Annotated[str, Name(), Disclosure.CUSTOMER, Label("客户简称", "简称")]
EnglishName = Annotated[
    str,
    Name(),
    Disclosure.CUSTOMER,
    Label("英文名称", "英文名 公司英文名称 客户英文名称 企业英文名称 英文全称"),
]
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
    Label("主体类别", "主体类型 机构类型 单位类型 组织类型 主体性质"),
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
    Label(
        "企业性质",
        "所有制 企业性质(所有制) 公司性质 单位性质 经济性质 经济类型 所有制性质 所有制形式",
        "所有制类型 企业经济性质",
    ),
]  # fmt: skip
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
    Label(
        "组织形式",
        "企业类型 组织形式(企业类型) 公司类型 组织形态 企业组织形式",
    ),
]  # fmt: skip
RegistrationType = Annotated[str, Line(10), Label("登记注册类型", "登记注册类型代码 企业类型代码")]
Scale = Annotated[
    Literal["大型", "中型", "小型", "微型"],
    Choice(
        Literal["大型", "中型", "小型", "微型"],
        also={"大": "大型", "中": "中型", "小": "小型", "微": "微型"},
    ),
    Label("企业规模", "规模 公司规模 单位规模 经营规模 企业规模类型"),
]
Employees = Annotated[
    int, Integer(0, unit="人"),
    Label(
        "员工人数",
        "职工人数 员工数 从业人数 员工总数 职工总数 员工数量 公司人数 企业人数 从业人员",
        "从业人员数 在职员工 在职人数 现有员工",
    ),
]  # fmt: skip
SuperiorUnit = Annotated[
    str, Line(100),
    Label(
        "上级主管部门",
        "上级单位 主管部门 主管单位 上级主管单位 上级公司 母公司 所属集团 集团公司",
    ),
]  # fmt: skip
Industry = Annotated[str, IndustryCode(), Label("行业代码")]
IndustryName = Annotated[
    str, Line(60),
    Label(
        "所属行业",
        "行业 行业名称 行业类别 行业分类 行业类型 行业性质 所属行业类别 客户行业 从事行业",
    ),
]  # fmt: skip
BusinessScope = Annotated[
    str, Text(personal=False),
    Label(
        "经营范围",
        "业务范围 经营项目 营业项目 营业范围 经营内容 主要经营范围 营业种类",
    ),
]  # fmt: skip
MainBusiness = Annotated[
    str, Text(personal=False),
    Label(
        "主营",
        "主营业务 主营项目 主要业务 主营范围 主要经营项目 经营品种 主营商品",
    ),
]  # fmt: skip
OtherBusiness = Annotated[
    str,
    Text(personal=False),
    Label("兼营", "兼营业务 兼营项目 兼营范围"),
]

# Its registration

UnifiedCode = Annotated[
    str,
    Uscc(),
    Label(
        "统一社会信用代码",
        "纳税人识别号 信用代码 统一社会信用代码(纳税人识别号) 社会信用代码 统一信用代码",
        "统一社会信用代码证号 统一社会信用代码/税号",
    ),
]  # fmt: skip
OldLicenceNo = Annotated[
    str, Line(20), Label("原注册号", "原营业执照注册号 营业执照注册号 工商注册号")
]
OrgCode = Annotated[
    str,
    Line(20),
    Label("组织机构代码", "组织机构代码证 组织机构代码证号 组织机构代码号"),
]
Currency = Annotated[str, Line(20), Label("币种")]
RegisteredCapital = Annotated[
    Decimal,
    Money(),
    Label("注册资本", "注册资金 注册资本金 资本额 注册资金额"),
]
PaidInCapital = Annotated[
    Decimal,
    Money(),
    Label("实收资本", "实缴资本 实到资本 实缴注册资本 实收注册资本 实到资金"),
]
EstablishedOn = Annotated[
    dt.date, Day(),
    Label(
        "成立日期",
        "注册日期 成立日期(注册日期) 成立时间 注册时间 创立时间 创立日期 设立时间 设立日期",
        "开业时间 开业日期 创业日期 建厂时间 公司成立时间 企业成立时间",
    ),
]  # fmt: skip
TermFrom = Annotated[dt.date, Day(), Label("营业期限自", "经营期限自 营业期限起")]
TermTo = Annotated[dt.date, Until(), Label("营业期限至", "经营期限至 营业期限止")]
RegistrationAuthority = Annotated[
    str, Line(100),
    Label(
        "登记机关",
        "发证机关 登记(发证)机关 发照机关 注册机关 登记注册机关 工商登记机关",
    ),
]  # fmt: skip
LicenceValidUntil = Annotated[
    dt.date, Until(),
    Label(
        "执照有效期",
        "执照有效期至 营业执照有效期 营业执照有效期至 营业执照有效期限 营业执照到期日",
        "执照到期日 营业执照到期日期",
    ),
]  # fmt: skip
RegisteredAddress = Annotated[
    str, Address(),
    Label(
        "注册地址",
        "住所 注册地址(住所) 注册地 法定地址 法定住所 营业执照地址 执照地址 登记地址 注册住所",
        "工商注册地址 公司注册地址 企业注册地址",
    ),
]  # fmt: skip
OfficeAddress = Annotated[
    str, Address(),
    Label(
        "办公地址",
        "经营地址 通讯地址 公司地址 企业地址 单位地址 地址 详细地址 联系地址 客户地址",
        "通信地址 厂址 办公地点 实际经营地址 实际办公地址 营业地址 经营场所 公司详细地址",
    ),
]  # fmt: skip
Region = Annotated[str, RegionCode(), Label("行政区划", "行政区划代码")]
PostalCode = Annotated[str, Postcode(), Label("邮编", "邮政编码")]
Fax = Annotated[
    str,
    Phone(),
    Label("传真", "传真号码 传真电话 图文传真 公司传真 传真号"),
]
Website = Annotated[
    str, Line(200),
    Label(
        "网址",
        "网站 公司网站 公司网址 企业网址 企业网站 官网 官方网站 公司主页 网页 网站地址",
    ),
]  # fmt: skip

# Certificates

CertificateName = Annotated[
    str,
    Line(100),
    Label("证书名称", "资质名称 认证名称 证书 资质证书名称 认证项目"),
]
CertificateNo = Annotated[
    str,
    Line(60),
    Label("证书编号", "资质编号 证书号 证书号码 资质证书编号"),
]
Issuer = Annotated[
    str,
    Line(100),
    Label("发证机构", "颁发机构 发证单位 颁发单位 认证机构 发证部门"),
]
CertifiedOn = Annotated[
    dt.date,
    Day(),
    Label("发证日期", "颁发日期 发证时间 颁证日期 获证日期"),
]
ValidUntil = Annotated[
    dt.date,
    Until(),
    Label("有效期至", "有效期 到期日 到期日期 证书有效期"),
]

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
JobTitle = Annotated[str, Line(60), Label("职务", "职位 职称 岗位 所任职务 担任职务")]
Birthday = Annotated[dt.date, Day(personal=True), Label("生日")]
Hobbies = Annotated[
    str,
    Text(500),
    Disclosure.HIDDEN,
    Label("爱好", "兴趣爱好 兴趣 个人爱好 业余爱好 喜好 兴趣特长 兴趣与爱好"),
]
Nationality = Annotated[str, Line(30), Label("国籍", "国籍(地区) 国别 国家/地区 国家")]
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
    Label(
        "证件种类",
        "证件类型 证件名称 证件类别 身份证件种类 身份证件类型 有效身份证件类型",
        "有效身份证件种类 有效证件类型 有效证件种类 身份证明文件种类",
    ),
]  # fmt: skip
IdNo = Annotated[
    str, IdNumber(),
    Label(
        "证件号码",
        "证件号 身份证号 身份证号码 身份证件号码 身份证件号 有效证件号码 有效身份证件号码",
        "证件编号 公民身份号码 身份证 身份证明文件号码",
    ),
]  # fmt: skip
IdValidUntil = Annotated[
    dt.date, Until(),
    Label(
        "证件有效期",
        "证件有效期至 证件有效期限 证件到期日 证件到期日期 身份证有效期 身份证件有效期",
        "身份证件有效期限",
    ),
]  # fmt: skip
Chairman = Annotated[str, Name(60), Label("董事长")]
GeneralManager = Annotated[str, Name(60), Label("总经理")]
FinanceHead = Annotated[
    str,
    Name(60),
    Label("财务主管", "财务负责人 财务经理 财务总监 财务联系人 会计主管"),
]
IsMain = Annotated[
    bool,
    Flag(),
    Label("主联系人", "是否主联系人"),
]

# Who owns it, and what belongs to it

ShareholderName = Annotated[
    str, Name(),
    Label(
        "股东名称",
        "股东 出资人 出资人名称 股东(出资人) 股东姓名 投资人 投资方 投资者 出资方",
        "股东名称/姓名",
    ),
]  # fmt: skip
ContributionAmount = Annotated[
    Decimal, Money(),
    Label(
        "出资额",
        "认缴出资额 出资金额 投资金额 投资额 认缴金额 认缴额 实缴出资额",
    ),
]  # fmt: skip
HoldingRate = Annotated[
    Decimal, Percent(0, 1),
    Label(
        "出资比例",
        "持股比例 股权比例 股份比例 投资比例 占股比例 股权占比 所占股份 持股占比",
    ),
]  # fmt: skip
ContributedOn = Annotated[dt.date, Day(), Label("出资日期", "出资时间 投资时间 投资日期")]
IsController = Annotated[bool, Flag(), Label("实际控制人", "是否实际控制人")]
AffiliateName = Annotated[
    str, Name(),
    Label(
        "关联单位名称",
        "名称 关联企业名称 分支机构名称 关联公司名称 子公司名称 分公司名称 下属企业名称",
    ),
]  # fmt: skip
Relation = Annotated[str, Line(30), Label("关系", "关联关系")]
Head = Annotated[str, Name(60), Label("负责人", "负责人姓名")]

# Bank and invoices

Bank = Annotated[
    str, Line(100),
    Label(
        "开户银行",
        "开户行 开户行名称 开户银行名称 银行名称 往来银行 基本户开户行 开户支行 结算银行",
        "开户网点",
    ),
]  # fmt: skip
AccountName = Annotated[
    str, Name(),
    Label(
        "户名",
        "账户名称 开户名称 账户名 帐户名 开户名 开户人 开户单位 开户单位名称",
    ),
]  # fmt: skip
AccountNo = Annotated[
    str, BankAccount(),
    Label(
        "账号",
        "银行账号 帐号 银行卡号 卡号 账户号码 开户账号 基本户账号 结算账号",
    ),
]  # fmt: skip
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
InvoiceTitle = Annotated[
    str, Name(),
    Label(
        "开票名称",
        "发票抬头 开票抬头 开票单位 开票单位名称 开票公司名称 发票名称",
    ),
]  # fmt: skip
InvoiceTaxNo = Annotated[
    str,
    Line(30),
    Label("开票税号", "税号 税务登记号 税务登记证号 税务登记证号码"),
]
InvoiceAddressPhone = Annotated[
    str,
    Line(200, personal=True),
    Label("开票地址电话", "开票地址、电话 开票地址及电话 注册地址及电话"),
]
InvoiceEmail = Annotated[
    str, Email(),
    Label(
        "收票邮箱",
        "开票邮箱 电子发票邮箱 发票邮箱 发票接收邮箱 接收发票邮箱 电子发票接收邮箱",
    ),
]  # fmt: skip

# Figures of a year

AnnualRevenue = Annotated[
    Decimal, Money(),
    Label(
        "年营业收入",
        "营业收入 年销售额 年收入 年营业额 营业额 年度营业额 年度销售额 年销售收入 年销售总额",
        "年营收 上年营业额 上年度营业额 年度营业收入",
    ),
]  # fmt: skip
NetAssets = Annotated[Decimal, Money(None), Label("净资产", "所有者权益")]
AccountYear = Annotated[
    int,
    Year(),
    Label("年度", "年份 会计年度 财务年度 统计年度 报告年度"),
]
TotalAssets = Annotated[
    Decimal,
    Money(),
    Label("资产总额", "总资产 资产总计 资产规模 资产合计"),
]
TotalLiabilities = Annotated[Decimal, Money(), Label("负债总额", "总负债 负债合计")]
CurrentAssets = Annotated[Decimal, Money(), Label("流动资产", "流动资产合计")]
CurrentLiabilities = Annotated[Decimal, Money(), Label("流动负债", "流动负债合计")]
Inventory = Annotated[Decimal, Money(), Label("存货")]
Receivables = Annotated[
    Decimal,
    Money(),
    Label("应收账款", "应收帐款 应收款 应收账款余额 应收账款净额"),
]
Revenue = Annotated[
    Decimal,
    Money(),
    Label("营业收入", "销售收入 主营业务收入 主营收入 营业总收入"),
]
Cost = Annotated[Decimal, Money(), Label("营业成本", "销售成本 主营业务成本 营业总成本")]
ProfitTotal = Annotated[Decimal, Money(None), Label("利润总额", "税前利润")]
NetProfit = Annotated[Decimal, Money(None), Label("净利润", "净利 税后利润 净利润额")]
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
RatingGrade = Annotated[str, Line(20), Label("评定等级", "等级 级别 评级等级 评级结果")]
Agency = Annotated[str, Line(100), Label("评级机构", "评定机构 评估机构 评级单位")]
RatedOn = Annotated[dt.date, Day(), Label("评级日期", "评定日期 评级时间 评定时间")]
FirstDealOn = Annotated[
    dt.date, Day(),
    Label(
        "首次交易日期",
        "首次交易 首次合作日期 首次交易时间 首次合作时间 合作开始时间 合作开始日期",
        "开始合作时间 开始合作日期 开始交易日期 初次交易日期 首次成交日期 首次成交时间",
        "首次购买日期 首次购买时间 首次消费日期 首次消费时间 首单日期 首次下单时间",
        "首次往来日期 建立业务关系日期 合作起始时间 首次到店日期 首次到店时间",
    ),
]  # fmt: skip
MainProducts = Annotated[
    str, Text(1000, personal=False),
    Label(
        "主要产品",
        "主要交易产品 主营产品 主导产品 经营产品 主要经营产品 采购产品 主要采购产品 购买产品",
    ),
]  # fmt: skip
PaymentMethod = Annotated[
    str,
    Line(60),
    Label(
        "付款方式",
        "结算方式 支付方式 结款方式 收款方式 结账方式 货款结算方式",
    ),
]
PaymentTerms = Annotated[
    str,
    Line(200),
    Label("付款条件", "付款条款 结算条件 收款条件 支付条件"),
]
CreditLimit = Annotated[
    Decimal, Money(),
    Label(
        "信用额度",
        "授信额度 信用限额 授信限额 赊销额度 赊销限额 信用额 铺底额度 授信金额",
    ),
]  # fmt: skip
CreditTermDays = Annotated[
    int, Integer(0, 3650, unit="天"),
    Label(
        "信用期限",
        "账期 信用期 付款账期 结算账期 回款账期 信用天数 账期天数 赊销期限 赊销天数 付款期限",
    ),
]  # fmt: skip
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
    Label("信用等级", "信用级别 资信等级 信誉等级 客户信用等级 信用度"),
]
CustomerGrade = Annotated[
    str, Line(20),
    Label(
        "客户等级",
        "客户级别 客户分级 客户评级 VIP等级 会员等级 会员级别 客户重要程度",
    ),
]  # fmt: skip
RelationNote = Annotated[
    str, Text(),
    Label(
        "与本公司关系",
        "与我公司关系 与我司关系 与公司关系 与本公司的关系 与我公司的关系 合作关系 业务关系",
    ),
]  # fmt: skip
Brief = Annotated[
    str, Text(),
    Label(
        "客户简介",
        "公司简介 单位简介 客户概况 企业概况 公司概况 单位概况 企业简介 企业介绍 公司介绍",
        "客户介绍",
    ),
]  # fmt: skip
Source = Annotated[
    str, Line(60),
    Label(
        "客户来源",
        "来源 信息来源 来源渠道 客户来源渠道 客户渠道 获客渠道 获取渠道 得知渠道 了解渠道",
    ),
]  # fmt: skip
Salesperson = Annotated[
    str, Line(60),
    Label(
        "业务员",
        "责任业务员 业务负责人 责任人 客户经理 销售员 销售代表 销售人员 销售顾问 销售负责人",
        "业务代表 业务经理 负责业务员 所属业务员 归属业务员 专管业务员 跟进人 归属人 开发人",
    ),
]  # fmt: skip
OpenedOn = Annotated[
    dt.date, Day(),
    Label(
        "建档日期",
        "建档时间 建档日 建卡日期 立档日期 创建时间 创建日期 录入时间 录入日期 登记日期",
        "登记时间",
    ),
]  # fmt: skip
