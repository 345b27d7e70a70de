"""法人客户信息资料表: what is known about one company or other organisation.

Manual section 4.7, the key sheet of opening a customer's file (flow 4.14); a change is a new
version (4.15), and the sheet is sealed with the file (4.17). The salesperson or 客户信息专员 fills
it in from the originals, 客户信息主管 checks it against them, the manager approves. Its figures
feed the credit analysis, its expired papers the list of customers at risk.

Sources: business licences and the registers behind them; GB 32100-2015 (unified code), GB 11643
(identity number), GB/T 2260, GB/T 4754-2017; customer cards and intake lists of trading firms.

>>> from csdforms.schemas.customer import CorporateCustomerProfile
>>> CorporateCustomerProfile.number
'customer_no'
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, ClassVar, Self

from csdforms.schemas.customer.annual_accounts import AnnualAccounts
from csdforms.schemas.customer.identity_document import (
    FOREIGN_DOCUMENTS,
    AnyPhone,
    document_problems,
    expired,
)
from csdforms.schemas.fields import customer, sheet
from csdforms.schemas.form import Part, Profile, Row
from csdforms.schemas.labels import Group, Label, PrintedAs, normalise
from csdforms.schemas.rules import (
    Problem,
    error,
    in_order,
    not_future,
    once,
    others,
    requires,
    warning,
)
from csdforms.schemas.types.identity import (
    PROVINCES,
    is_organisation_code,
    uscc_kind,
)
from csdforms.schemas.types.industries import division_name

#: What the first two characters of the unified code may say of each kind of body.
_CODE_KINDS = {
    "企业法人": {"企业"},
    "非法人企业": {"企业"},
    "外国(地区)企业": {"企业"},
    "个体工商户": {"个体工商户"},
    "机关": {"机关"},
    "事业单位": {"事业单位"},
    "社会团体": {"社会团体", "群众团体"},
    "农民专业合作社": {"农民专业合作社"},
    "农村集体经济组织": {"组级集体经济组织", "村级集体经济组织", "乡镇级集体经济组织"},
}
_WHOLE_PERCENT = 2  # decimals of the fraction
_WITHOUT_CODE = frozenset({None, "外国(地区)企业", "其他"})


class _Identified(Part):
    """A person who acts for the customer, with the document that proves who it is."""

    main: ClassVar[str | None] = "name"

    name: customer.PersonName
    id_type: customer.IdType | None = None
    id_no: customer.IdNo | None = None
    id_valid_until: customer.IdValidUntil | None = None
    phone: AnyPhone | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield the problems of the document."""
        yield from document_problems(self, today)


class LegalRepresentative(_Identified):
    """法定代表人, or whoever is responsible where the body has none."""

    nationality: customer.Nationality | None = None

    def proposed(self) -> Mapping[str, object]:
        """Propose Chinese nationality where the document is a Chinese one."""
        if self.id_type is None or self.id_type in FOREIGN_DOCUMENTS:
            return {}
        return {"nationality": "中国"}


class AuthorisedAgent(_Identified):
    """授权经办人: who signs for the customer from day to day."""


class Certificate(Row):
    """A qualification or certification, of the trade or of management."""

    certificate_name: customer.CertificateName
    certificate_no: customer.CertificateNo | None = None
    issuer: customer.Issuer | None = None
    certified_on: customer.CertifiedOn | None = None
    valid_until: customer.ValidUntil | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield what is wrong with the certificate's days."""
        yield from in_order(self, "certified_on", "valid_until")
        if expired(self.valid_until, today):
            yield warning("valid_until", "证书已过期，请补收新证书。")


class Contact(Row):
    """A person to speak to. 生日 and 爱好 are kept only with the person's knowledge."""

    name: Annotated[
        customer.PersonName,
        PrintedAs(
            "姓名",
            "联系人 联系人姓名 联络人 主要联系人 业务联系人 业务联系人姓名 采购联系人",
        ),
    ]
    gender: customer.Gender | None = None
    job_title: Annotated[customer.JobTitle, PrintedAs("职务", "联系人职务 联系人职位")] | None = (
        None
    )
    department: Annotated[sheet.Department, PrintedAs("部门", "所在部门 联系人部门")] | None = None
    phone: (
        Annotated[
            customer.ContactPhone,
            PrintedAs("电话", "联系人电话 联系人联系电话 联系人联系方式 联系人固定电话"),
        ]
        | None
    ) = None
    mobile: Annotated[customer.Mobile, PrintedAs("手机", "联系人手机 联系人手机号")] | None = None
    email: (
        Annotated[customer.EmailAddress, PrintedAs("邮箱", "联系人邮箱 联系人电子邮箱")] | None
    ) = None
    birthday: customer.Birthday | None = None
    hobbies: customer.Hobbies | None = None
    is_main: customer.IsMain | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield a birthday that is still to come."""
        yield from not_future(self, "birthday", today=today)


class Shareholder(Row):
    """One of the main shareholders; what is subscribed may be paid in later."""

    shareholder_name: customer.ShareholderName
    contribution_amount: customer.ContributionAmount | None = None
    holding_rate: customer.HoldingRate | None = None
    contributed_on: customer.ContributedOn | None = None
    is_controller: customer.IsController | None = None


class Affiliate(Row):
    """A related company or a branch."""

    affiliate_name: customer.AffiliateName
    relation: customer.Relation | None = None
    head: customer.Head | None = None
    phone: AnyPhone | None = None
    address: Annotated[customer.PostalAddress, PrintedAs("地址")] | None = None


class Account(Row):
    """A bank account, in 人民币 or a foreign currency."""

    bank: customer.Bank
    account_name: customer.AccountName | None = None
    account_no: Annotated[customer.AccountNo, PrintedAs("账号", "账户 银行账户")]
    currency: customer.Currency | None = None
    account_kind: customer.AccountKind | None = None


class FinanceYear(AnnualAccounts):
    """The figures of one year, for the ratios of the credit analysis."""

    revenue: customer.Revenue | None = None
    cost: customer.Cost | None = None
    profit_total: customer.ProfitTotal | None = None
    net_profit: customer.NetProfit | None = None
    audited: customer.Audited | None = None


class ExternalRating(Row):
    """What a bank or a rating agency says of the customer's credit."""

    rating_kind: customer.RatingKind | None = None
    rating_grade: customer.RatingGrade
    agency: customer.Agency | None = None
    rated_on: customer.RatedOn | None = None
    remarks: sheet.Remarks | None = None


class CorporateCustomerProfile(
    Profile, title="法人客户信息资料表", section="4.7", number="customer_no"
):
    """The sheet with which a company's file is opened; one per legal person or organisation."""

    customer_no: Annotated[
        customer.CustomerNo,
        PrintedAs("客户编号", "档案编号 档案号 客户档案编号 客户档案号 经销商编号"),
    ]
    customer_name: Annotated[
        customer.CustomerName,
        PrintedAs(
            "客户全称",
            "注册名称 客户全称(注册名称) 企业名称 单位全称 企业全称 公司全称 中文名称",
            "客户中文名称 公司中文名称 商户名称 经销商名称 机构名称 申请单位",
        ),
    ]
    short_name: customer.ShortName | None = None
    english_name: customer.EnglishName | None = None
    org_kind: customer.OrgKind
    ownership: customer.Ownership | None = None
    ownership_other: customer.OwnershipOther | None = None
    legal_form: customer.LegalForm | None = None
    registration_type: customer.RegistrationType | None = None
    scale: customer.Scale | None = None
    employees: customer.Employees | None = None
    office_address: customer.OfficeAddress
    registered_address: customer.RegisteredAddress | None = None
    region_code: customer.Region | None = None
    postcode: customer.PostalCode | None = None
    phone: Annotated[
        customer.ContactPhone,
        PrintedAs("电话", "固定电话 总机 总机电话 公司电话 单位电话 企业电话"),
    ]
    fax: customer.Fax | None = None
    email: Annotated[customer.EmailAddress, PrintedAs("邮箱")] | None = None
    website: customer.Website | None = None

    uscc: customer.UnifiedCode | None = None
    old_licence_no: customer.OldLicenceNo | None = None
    org_code: customer.OrgCode | None = None
    registered_capital: customer.RegisteredCapital | None = None
    currency: customer.Currency = "人民币"
    paid_in_capital: customer.PaidInCapital | None = None
    established_on: customer.EstablishedOn | None = None
    term_from: customer.TermFrom | None = None
    term_to: customer.TermTo | None = None
    registration_authority: customer.RegistrationAuthority | None = None
    licence_valid_until: customer.LicenceValidUntil | None = None
    industry_code: customer.Industry | None = None
    industry_name: customer.IndustryName | None = None
    business_scope: customer.BusinessScope
    main_business: customer.MainBusiness | None = None
    other_business: customer.OtherBusiness | None = None
    superior_unit: customer.SuperiorUnit | None = None
    certificates: Annotated[
        tuple[Certificate, ...],
        Group(
            "资质与认证",
            "资质 认证 资质证书 资质情况 认证情况 体系认证 资质等级 资质信息",
            at_most=100,
        ),
    ] = ()

    legal_representative: (
        Annotated[
            LegalRepresentative,
            Label(
                "法定代表人",
                "法定代表人(负责人) 负责人 法人代表 经营者 法人 企业法人 公司法人 主要负责人",
                "企业负责人 单位负责人 公司负责人",
            ),
        ]
        | None
    ) = None
    chairman: customer.Chairman | None = None
    general_manager: customer.GeneralManager | None = None
    finance_head: customer.FinanceHead | None = None
    authorised_agent: (
        Annotated[
            AuthorisedAgent,
            Label(
                "授权经办人",
                "经办人 授权代理人 授权委托人 授权代表 被授权人 委托代理人 业务经办人",
            ),
        ]
        | None
    ) = None
    contacts: Annotated[tuple[Contact, ...], Group("联系人", at_least=1, at_most=100)] = ()

    shareholders: Annotated[
        tuple[Shareholder, ...],
        Group(
            "主要股东",
            "股东 出资人 主要股东(出资人) 股东情况 股东信息 股东构成 股权结构",
            at_most=200,
        ),
    ] = ()
    affiliates: Annotated[
        tuple[Affiliate, ...],
        Group(
            "关联企业/分支机构",
            "关联企业 分支机构 下属企业 下属公司 下属单位 子公司 分公司 关联公司",
            at_most=500,
        ),
    ] = ()

    bank_accounts: Annotated[
        tuple[Account, ...], Group("银行账户", "开户银行及账号 银行信息", at_most=100)
    ] = ()
    invoice_title: customer.InvoiceTitle | None = None
    invoice_tax_no: customer.InvoiceTaxNo | None = None
    invoice_address_phone: customer.InvoiceAddressPhone | None = None
    invoice_email: customer.InvoiceEmail | None = None

    annual_revenue: customer.AnnualRevenue | None = None
    net_assets: customer.NetAssets | None = None
    finance_years: Annotated[
        tuple[FinanceYear, ...], Group("财务数据", "财务状况 财务指标", at_most=20)
    ] = ()

    first_deal_on: customer.FirstDealOn | None = None
    main_products: customer.MainProducts | None = None
    payment_method: customer.PaymentMethod | None = None
    payment_terms: customer.PaymentTerms | None = None
    credit_limit: customer.CreditLimit | None = None
    credit_term_days: customer.CreditTermDays | None = None
    credit_grade: customer.CreditGrade | None = None
    customer_grade: (
        Annotated[customer.CustomerGrade, PrintedAs("客户等级", "等级 级别 重要程度")] | None
    ) = None

    relation_note: customer.RelationNote | None = None
    brief: customer.Brief | None = None
    external_ratings: Annotated[
        tuple[ExternalRating, ...], Group("外部信用评级", "信用评级", at_most=50)
    ] = ()
    source: customer.Source | None = None
    salesperson: Annotated[customer.Salesperson, PrintedAs("责任业务员")]
    opened_on: customer.OpenedOn

    prepared_by: Annotated[
        sheet.PreparedBy,
        PrintedAs("建档人", "建档(填表)人 登记人 录入人 创建人 建立人"),
    ]
    prepared_on: Annotated[sheet.PreparedOn, PrintedAs("填表日期", "填写日期 填报日期")]
    confidentiality: sheet.Confidentiality = "秘密"

    def duplicate_keys(self) -> tuple[str, ...]:
        """Return what two sheets of the same customer share, the surest first.

        The unified code; then name and telephone, written alike whatever the spacing and brackets.
        """
        keys = [self.uscc] if self.uscc else []
        if self.customer_name and self.phone:
            keys.append(f"{normalise(self.customer_name)} {self.phone}")
        return tuple(keys)

    def complete(self) -> Self:
        """Fill what the sheet proposes; the only contact is the main one."""
        super().complete()
        if len(self.contacts) == 1 and self.contacts[0].is_main is None:
            self._set("contacts", (self.contacts[0].model_copy(update={"is_main": True}),))
        return self

    def proposed(self) -> Mapping[str, object]:
        """Propose the invoice data from the register's, and the trade's name from its code."""
        values: dict[str, object] = {
            "invoice_title": self.customer_name,
            "invoice_tax_no": self.uscc,
        }
        if self.registered_address and self.phone:
            values["invoice_address_phone"] = f"{self.registered_address} {self.phone}"
        if self.industry_code:
            values["industry_name"] = division_name(self.industry_code)
        return values

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield the cross-field problems of the sheet."""
        yield from self._register()
        yield from self._days(today)
        yield from self._people()
        yield from self._money()
        yield from others(self, ("ownership", "ownership_other"), ("legal_form", "remarks"))

    def _register(self) -> Iterator[Problem]:
        """Yield what the unified code and the older numbers say otherwise than the sheet."""
        mainland = self.org_kind not in _WITHOUT_CODE
        because = "境内主体都有统一社会信用代码"
        yield from requires(self, "uscc", when=mainland, because=because)
        if self.uscc is not None:
            said = uscc_kind(self.uscc)
            kinds = _CODE_KINDS.get(self.org_kind or "")
            if said and kinds and said not in kinds:
                text = f"前两位表示“{said}”，与“主体类别”不一致，请对照执照核对两处。"
                yield error("uscc", text)
            if self.region_code is not None and not _same_region(self.uscc[2:8], self.region_code):
                text = "与统一社会信用代码中的登记地不同；迁址的客户属正常，否则请核对。"
                yield warning("region_code", text)
        if self.old_licence_no and not re.fullmatch(r"[0-9]{15}", self.old_licence_no):
            yield warning("old_licence_no", "原营业执照注册号是 15 位数字，请核对。")
        if self.org_code:
            code = self.org_code.replace("-", "").upper()
            if not is_organisation_code(code):
                yield warning("org_code", "组织机构代码是 9 位，校验位不符，请核对。")
            elif self.uscc is not None and self.uscc[8:17] != code:
                text = "与统一社会信用代码第 9 至 17 位不同，请核对。"
                yield warning("org_code", text)
        if self.registration_type and not re.fullmatch(r"[0-9]{3,4}", self.registration_type):
            text = "登记注册类型代码是 4 位数字（旧统计代码 3 位），请核对。"
            yield warning("registration_type", text)

    def _days(self, today: dt.date) -> Iterator[Problem]:
        yield from not_future(self, "established_on", "first_deal_on", "opened_on", today=today)
        yield from in_order(self, "established_on", "first_deal_on")
        yield from in_order(self, "established_on", "term_from", severity="warning")
        yield from in_order(self, "term_from", "term_to")
        for name, what in (("term_to", "营业期限"), ("licence_valid_until", "执照")):
            if expired(getattr(self, name), today):
                yield warning(name, f"{what}已到期，请客户换照，并列入危险客户排查。")

    def _people(self) -> Iterator[Problem]:
        because = "除个体工商户外"
        sole_trader = self.org_kind in (None, "个体工商户")
        yield from requires(self, "legal_representative", when=not sole_trader, because=because)
        main = sum(contact.is_main is True for contact in self.contacts)
        if self.contacts and main != 1:
            yield error("contacts", f"应有且只有一位主联系人，现有 {main} 位，请勾选一位。")

    def _money(self) -> Iterator[Problem]:
        paid, registered = self.paid_in_capital, self.registered_capital
        if paid is not None and registered is not None and paid > registered:
            yield warning("paid_in_capital", "大于“注册资本”，请对照章程或报告核对。")
        rates = [row.holding_rate for row in self.shareholders if row.holding_rate is not None]
        if sum(rates) > 1 + sum(map(_rounding, rates)):
            yield error("shareholders", "出资比例合计超过 100%，请核对各股东的比例。")
        if sum(account.account_kind == "基本" for account in self.bank_accounts) > 1:
            yield warning("bank_accounts", "一个单位只能有一个基本存款账户，请核对账户类别。")
        yield from once("finance_years", self.finance_years, "year")


def _rounding(share: Decimal) -> Decimal:
    """Return half a unit of a share's last digit: seven have 14.29 % each; 50 % is exact."""
    places = -int(share.normalize().as_tuple().exponent)
    return Decimal(5).scaleb(-places - 1) if places > _WHOLE_PERCENT else Decimal(0)


def _same_region(registrar: str, region: str) -> bool:
    """Whether one division lies within the other; True where the code names no province."""
    if registrar[:2] not in PROVINCES:
        return True
    wide, narrow = sorted((re.sub("(00)+$", "", code) for code in (registrar, region)), key=len)
    return narrow.startswith(wide)
