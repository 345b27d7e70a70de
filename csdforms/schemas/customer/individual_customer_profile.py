"""自然人客户信息资料表: what is known about one natural person.

Manual section 4.8, the sheet of opening a person's file (flow 4.14); a change is a new version
(4.15). 客户信息专员 fills it in with the customer, who is told why and consents first. Whatever the
purpose does not need is not asked: work, family and habits are printed only when filled. Numbers
of documents and accounts, and telephones, are masked on paper unless asked for.

Sources: GB 11643 (identity number) and the rules of residence permits; the law on personal
information (notice, consent, children, sensitive data); lists of identity documents and customer
cards of trading firms.

>>> from csdforms.schemas.customer import IndividualCustomerProfile
>>> IndividualCustomerProfile.empty().confidentiality
'秘密'
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar

from csdforms.schemas import settings
from csdforms.schemas.customer.identity_document import (
    FOREIGN_DOCUMENTS,
    AnyPhone,
    document_problems,
    identity_number,
)
from csdforms.schemas.days import years_between
from csdforms.schemas.fields import call, customer, person, sales, sheet, survey
from csdforms.schemas.form import Block, Part, Profile, Row, computed
from csdforms.schemas.labels import Group, Label, PrintedAs, normalise
from csdforms.schemas.masking import Mask
from csdforms.schemas.rules import (
    Problem,
    error,
    in_order,
    not_before,
    not_future,
    requires,
    under,
    warning,
)
from csdforms.schemas.types import Phone
from csdforms.schemas.types.identity import birth_date, id_card_problem

#: Below this age a guardian consents.
_OF_AGE = 14

_MAINLAND_CARDS = frozenset({"居民身份证", "临时身份证", "户口簿"})
#: Whose identity number begins otherwise than with the code of a mainland province.
_PERMIT_STARTS = {"81": "港澳居民居住证", "82": "港澳居民居住证", "83": "台湾居民居住证"}
#: Held by citizens only; 港澳居民来往内地通行证 is issued to others too.
_CITIZENS_DOCUMENTS = _MAINLAND_CARDS | {
    "军人身份证件",
    "武警身份证件",
    "中国护照",
    "台湾居民来往大陆通行证",
    "港澳居民居住证",
    "台湾居民居住证",
}
_CHINESE = re.compile("中国|中华|CHN|香港|澳门|台湾")

#: What each way of reaching the customer needs, any one of it.
_CHANNELS = {
    "电话": ("mobile", "phone"),
    "短信": ("mobile",),
    "微信": ("wechat",),
    "邮件": ("email",),
    "上门": ("habitual_address", "home_address"),
}
#: A picture of a document is sensitive, a note that it was seen is not.
_DOCUMENT_COPY = re.compile(
    "(身份证|护照|户口|居住证|通行证|证件).*(复印|影印|扫描|影像|照片|正反面)"
)
_CARD_NUMBER = re.compile("[0-9]{16,19}")
_LOOKS_LIKE_IDENTITY = re.compile("[0-9]{15}|[0-9]{17}[0-9X]")


def _telephones(block: Block) -> Mapping[str, str]:
    """Return the telephones of a block as every masked copy shows them."""
    return {
        name: spec.type.mask(value)
        for name, spec, value in block.filled()
        if isinstance(spec.type, Phone)
    }


class FamilyMember(Row):
    """A member of the customer's family; the spouse is one of them."""

    name: Annotated[customer.PersonName, PrintedAs("姓名", "家属姓名 成员姓名 家庭成员姓名")]
    relation: (
        Annotated[customer.Relation, PrintedAs("关系", "称谓 与本人关系 与客户关系")] | None
    ) = None
    company: survey.Company | None = None
    job_title: customer.JobTitle | None = None
    birthday: Annotated[customer.Birthday, PrintedAs("出生日期")] | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield a birthday that is still to come."""
        yield from not_future(self, "birthday", today=today)


class PersonalAccount(Part):
    """A person's bank account: sensitive, so it needs a consent of its own."""

    main: ClassVar[str | None] = "account_no"

    bank: customer.Bank | None = None
    account_name: customer.AccountName | None = None
    account_no: customer.AccountNo

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield a card number whose check digit is wrong; passbooks have none."""
        from stdnum import luhn

        number = self.account_no or ""
        if _CARD_NUMBER.fullmatch(number) and not luhn.is_valid(number):
            yield warning("account_no", "不像银行卡号（校验位不符），请对照卡片或存折核对。")


class EmergencyContact(Part):
    """Whom to call when the customer cannot be reached and must be."""

    main: ClassVar[str | None] = "name"

    name: customer.PersonName
    relation: (
        Annotated[customer.Relation, PrintedAs("关系", "与紧急联系人关系 与本人关系")] | None
    ) = None
    phone: AnyPhone | None = None

    def masks(self, level: Mask) -> Mapping[str, str]:
        """Hide the telephone on every masked copy."""
        return _telephones(self)


class Guardian(Part):
    """Who consents for a child under fourteen."""

    main: ClassVar[str | None] = "name"

    name: customer.PersonName
    id_no: customer.IdNo | None = None
    phone: AnyPhone | None = None
    consented_on: person.ConsentedOn | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield a wrong identity number, and a consent still to come."""
        # The kind of document is not asked: only what has that shape is an identity number.
        if self.id_no is not None and _LOOKS_LIKE_IDENTITY.fullmatch(self.id_no):
            legacy = settings.current().old_identity_cards
            if text := id_card_problem(self.id_no, today, legacy=legacy):
                yield error("id_no", text)
        yield from not_future(self, "consented_on", today=today)

    def masks(self, level: Mask) -> Mapping[str, str]:
        """Hide the telephone on every masked copy."""
        return _telephones(self)


class Consent(Part):
    """Why the data are held, and on what ground: the person's consent, or what stands for it."""

    legal_basis: person.LegalBasis | None = None
    consent_purpose: person.ConsentPurpose
    consent_items: person.ConsentItems
    separate_consent_items: person.SeparateConsentItems | None = None
    consented_on: person.ConsentedOn | None = None
    consent_method: person.ConsentMethod | None = None
    withdrawn_on: person.WithdrawnOn | None = None

    def proposed(self) -> Mapping[str, object]:
        """Propose consent, the usual ground; no blank sheet comes with it ticked."""
        return {"legal_basis": "个人同意"}

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield a consent that nobody can prove, or that was withdrawn."""
        consent = self.legal_basis == "个人同意"
        because = "处理依据是个人同意"
        yield from requires(self, "consented_on", "consent_method", when=consent, because=because)
        yield from not_future(self, "consented_on", "withdrawn_on", today=today)
        yield from in_order(self, "consented_on", "withdrawn_on")
        if self.withdrawn_on is not None:
            text = "客户已撤回同意，请停止使用其个人信息，并办理档案变更或注销。"
            yield warning("withdrawn_on", text)


class IndividualCustomerProfile(
    Profile, title="自然人客户信息资料表", section="4.8", number="customer_no"
):
    """The sheet with which a person's file is opened; one per natural person."""

    customer_no: Annotated[
        customer.CustomerNo, PrintedAs("客户编号", "档案编号 档案号 客户档案编号")
    ]
    customer_name: Annotated[
        customer.CustomerName,
        PrintedAs(
            "姓名",
            "自然人姓名 中文姓名 真实姓名 名字 业主姓名 住户姓名 车主姓名 会员姓名 患者姓名",
            "家长姓名 学员姓名",
        ),
    ]
    name_pinyin: person.NamePinyin | None = None
    gender: customer.Gender | None = None
    birthday: Annotated[customer.Birthday, PrintedAs("出生日期", "出生年月日")] | None = None
    nationality: customer.Nationality | None = None
    ethnicity: person.Ethnicity | None = None

    id_type: customer.IdType | None = None
    id_no: customer.IdNo | None = None
    id_valid_from: person.IdValidFrom | None = None
    id_valid_until: Annotated[customer.IdValidUntil, PrintedAs("证件有效期", "有效期")] | None = (
        None
    )
    id_issuer: person.IdIssuer | None = None

    phone: (
        Annotated[
            customer.ContactPhone,
            PrintedAs("固定电话", "座机 固话 家庭电话 住宅电话 宅电"),
        ]
        | None
    ) = None
    mobile: Annotated[customer.Mobile, PrintedAs("手机", "联系手机 本人手机 客户手机")] | None = (
        None
    )
    email: Annotated[customer.EmailAddress, PrintedAs("邮箱")] | None = None
    wechat: person.Wechat | None = None
    home_address: person.HomeAddress | None = None
    habitual_address: person.HabitualAddress | None = None
    region_code: customer.Region | None = None
    postcode: customer.PostalCode | None = None
    contact_preference: person.ContactPreference | None = None
    do_not_call: Annotated[call.DoNotCall, PrintedAs("勿扰", "是否勿扰")] | None = None
    emergency_contact: Annotated[EmergencyContact, Label("紧急联系人", "应急联系人")] | None = None
    guardian: Annotated[Guardian, Label("监护人", "法定监护人 法定代理人")] | None = None

    occupation: person.Occupation | None = None
    company: (
        Annotated[
            survey.Company,
            PrintedAs(
                "工作单位",
                "工作单位名称 公司 所在单位 就职单位 任职单位 就业单位 工作公司",
            ),
        ]
        | None
    ) = None
    company_address: person.CompanyAddress | None = None
    job_title: customer.JobTitle | None = None
    education_level: person.EducationLevel | None = None
    school: person.School | None = None
    native_place: person.NativePlace | None = None
    marital_status: person.MaritalStatus | None = None
    income_level: (
        Annotated[
            survey.IncomeLevel,
            PrintedAs(
                "收入区间",
                "收入范围 收入情况 月收入 年收入 个人收入 个人月收入 个人年收入",
                "家庭收入 家庭月收入",
                "家庭年收入",
            ),
        ]
        | None
    ) = None
    hobbies: customer.Hobbies | None = None
    associations: person.Associations | None = None
    social_relations: person.SocialRelations | None = None
    family: Annotated[
        tuple[FamilyMember, ...],
        Group("家庭情况", "家庭成员 家庭主要成员 家庭状况 家庭成员情况 家属信息", at_most=30),
    ] = ()

    first_deal_on: customer.FirstDealOn | None = None
    last_deal_on: sales.LastDealOn | None = None
    total_sales_amount: (
        Annotated[
            sales.TotalSalesAmount,
            PrintedAs(
                "累计消费",
                "累计消费额 累计消费金额 累计消费总额 消费总额 消费总金额 总消费金额 历史消费金额",
            ),
        ]
        | None
    ) = None
    customer_grade: customer.CustomerGrade | None = None
    credit_grade: customer.CreditGrade | None = None
    member_no: person.MemberNo | None = None
    points: person.Points | None = None
    preferred_products: person.PreferredProducts | None = None
    needs: person.Needs | None = None
    bank_account: (
        Annotated[PersonalAccount, Label("银行账户", "银行卡 退款账户 收款账户")] | None
    ) = None

    consent: Annotated[Consent, Label("个人信息授权", "个人信息处理授权 授权 个人信息同意 同意")]
    customer_signature: (
        Annotated[customer.CustomerSignature, PrintedAs("客户签字", "签名 本人签名 本人签字")]
        | None
    ) = None
    source: customer.Source | None = None
    salesperson: (
        Annotated[
            customer.Salesperson,
            PrintedAs("责任人", "服务顾问 专属顾问 置业顾问 专属客服 所属员工"),
        ]
        | None
    ) = None
    opened_on: Annotated[
        customer.OpenedOn,
        PrintedAs("建档日期", "注册时间 注册日期 入会日期 入会时间 开卡日期 办卡日期"),
    ]

    prepared_by: Annotated[
        sheet.PreparedBy,
        PrintedAs("填表人", "建档人 建档(填表)人 登记人 录入人 创建人 经办人"),
    ]
    prepared_on: Annotated[sheet.PreparedOn, PrintedAs("填表日期", "填写日期 填报日期")]
    confidentiality: sheet.Confidentiality = "秘密"

    @computed
    def age(self) -> Annotated[person.Age, PrintedAs("年龄")] | None:
        """The age on the day on which the sheet was filled in."""
        if self.birthday is None or self.prepared_on is None or self.birthday > self.prepared_on:
            return None
        return years_between(self.birthday, self.prepared_on)

    def duplicate_keys(self) -> tuple[str, ...]:
        """Return what two sheets of the same customer share, the surest first.

        The document with its number, of old identity cards in 18 digits; then name and mobile.
        """
        keys = []
        if self.id_type and self.id_no and "*" not in self.id_no:
            number = identity_number(self, dt.date.max) or self.id_no
            keys.append(f"{self.id_type} {number}")
        if self.customer_name and self.mobile:
            keys.append(f"{normalise(self.customer_name)} {self.mobile}")
        return tuple(keys)

    def proposed(self) -> Mapping[str, object]:
        """Propose what the identity number says, and Chinese nationality but for foreign papers."""
        values: dict[str, object] = {}
        # Nobody's sheet, the blank one, has no nationality.
        if self.customer_name and self.id_type not in FOREIGN_DOCUMENTS:
            values["nationality"] = "中国"
        if number := identity_number(self, dt.date.max):
            values |= {"birthday": birth_date(number), "gender": _gender(number)}
        return values

    def masks(self, level: Mask) -> Mapping[str, str]:
        """Hide the telephones on every masked copy."""
        return _telephones(self)

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield the cross-field problems of the sheet."""
        yield from not_future(
            self,
            *("birthday", "id_valid_from", "first_deal_on", "last_deal_on", "opened_on"),
            today=today,
        )
        yield from in_order(self, "first_deal_on", "last_deal_on")
        yield from self._document(today)
        yield from self._person(today)
        yield from self._contact()
        yield from self._child(today)
        yield from self._consent()

    def _document(self, today: dt.date) -> Iterator[Problem]:
        yield from document_problems(self, today)
        chosen = self.id_type is not None
        yield from requires(self, "id_no", when=chosen, because="选了证件种类")
        details = (self.id_valid_from, self.id_valid_until, self.id_issuer)
        given = self.id_no is None and any(detail is not None for detail in details)
        yield from requires(self, "id_type", when=given, because="填了证件的期限或签发机关")
        other = self.id_type == "其他"
        because = "“证件种类”选了“其他”，请写明是什么证件"
        yield from requires(self, "remarks", when=other, because=because, severity="warning")
        yield from in_order(self, "birthday", "id_valid_from", "id_valid_until")

    def _person(self, today: dt.date) -> Iterator[Problem]:
        """Yield where the person is another than the document says."""
        if self.nationality is not None:  # free text, so never an error
            chinese = _CHINESE.match(self.nationality.upper()) is not None
            foreign = self.id_type in FOREIGN_DOCUMENTS - {"其他"}
            if (chinese and foreign) or (not chinese and self.id_type in _CITIZENS_DOCUMENTS):
                yield warning("nationality", "与“证件种类”不一致，请对照证件核对两处。")
        number = identity_number(self, today)
        if number is None:
            return
        said = _PERMIT_STARTS.get(number[:2])
        if number.startswith("9"):
            said = "外国人永久居留身份证"
        if said != (None if self.id_type in _MAINLAND_CARDS else self.id_type):
            text = f"这个号码是“{said or '居民身份证'}”的号码，请对照证件核对种类。"
            yield error("id_type", text)
        if self.birthday is not None and self.birthday != birth_date(number):
            yield error("birthday", "与证件号码中的出生日期不一致，请对照证件核对。")
        if self.gender not in (None, "未知", _gender(number)):
            yield warning("gender", "与证件号码第 17 位不一致（单数为男，双数为女），请核对。")

    def _contact(self) -> Iterator[Problem]:
        if not any((self.phone, self.mobile, self.email, self.wechat)):
            yield error("mobile", "手机、固定电话、邮箱、微信都空着，请至少填一项。")
        chosen = self.contact_preference
        if chosen is not None:
            needed = _CHANNELS[chosen]
            unknown = not any(getattr(self, name) for name in needed)
            because = f"“联系方式偏好”选了“{chosen}”"
            yield from requires(self, needed[0], when=unknown, because=because, severity="warning")
            if self.do_not_call and chosen == "电话":
                text = "勾选了勿扰，却以电话为首选，请与客户确认。"
                yield warning("contact_preference", text)

    def _child(self, today: dt.date) -> Iterator[Problem]:
        if (
            self.birthday is None
            or years_between(self.birthday, self.prepared_on or today) >= _OF_AGE
        ):
            return
        because = f"客户未满 {_OF_AGE} 周岁，须经监护人同意"
        yield from requires(self, "guardian", because=because)
        if self.guardian is not None:
            yield from under("guardian", requires(self.guardian, "consented_on", because=because))

    def _consent(self) -> Iterator[Problem]:
        """Yield sensitive data without consent of their own, and a consent that came late."""
        consent = self.consent
        if consent is None:  # on drafts
            return
        sensitive = self.bank_account is not None
        because = "银行账户属敏感个人信息，须取得单独同意"
        problems = [*requires(consent, "separate_consent_items", when=sensitive, because=because)]
        copies = not sensitive and any(map(_DOCUMENT_COPY.search, self.attachments or ()))
        because = "附件中的证件影像属敏感个人信息，须取得单独同意"
        problems += requires(
            consent, "separate_consent_items", when=copies, because=because, severity="warning"
        )
        yield from under("consent", problems)
        if not not_before(self.opened_on, consent.consented_on):
            yield warning("consent.consented_on", "晚于“建档日期”，应先取得同意再建档，请核对。")


def _gender(number: str) -> str:
    """Return the gender that an identity number says: the 17th digit is odd for men."""
    return "男" if int(number[16]) % 2 else "女"
