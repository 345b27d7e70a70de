"""自然人客户信息资料表, on one page; what is asked only if needed is printed only when filled."""

from csdforms.templates.sheet import Cell, Column, Grid, IfFilled, Sheet, Signature, Table

SHEET = Sheet(
    Grid(
        "基本信息",
        ("customer_name", "name_pinyin"),
        (Cell("gender", width=5), Cell("birthday", width=5), Cell("age", width=3)),
        ("nationality", "ethnicity"),
        IfFilled("native_place", Cell("education_level", plain=True), "school"),
    ),
    Grid(
        "证件",
        ("id_type",),
        ("id_no", "id_issuer"),
        ("id_valid_from", "id_valid_until"),
    ),
    Grid(
        "联系方式",
        ("mobile", "phone"),
        ("wechat", "email"),
        ("home_address",),
        ("habitual_address",),
        (Cell("region_code", face="words"), "postcode"),
        (Cell("contact_preference", width=2), "do_not_call"),
        IfFilled(
            Cell("emergency_contact.name", label="紧急联系"),
            "emergency_contact.relation",
            Cell("emergency_contact.phone", label="联系电话"),
        ),
        IfFilled(
            Cell("guardian.name", label="监护人", width=2),
            Cell("guardian.phone", label="监护人电话", width=3),
        ),
        IfFilled(
            Cell("guardian.id_no", label="监护人证件号码", width=3),
            Cell("guardian.consented_on", label="监护人同意日期", width=2),
        ),
    ),
    Grid(
        "工作与家庭",
        (Cell("occupation", width=2), Cell("company", width=3)),
        IfFilled(Cell("job_title", width=2), Cell("company_address", width=3)),
        IfFilled(Cell("marital_status", plain=True), "income_level"),
        IfFilled("hobbies"),
        IfFilled("associations", "social_relations"),
    ),
    Table(
        "family",
        Column("name", 3),
        Column("relation", 2),
        Column("company", 6, align="left"),
        Column("job_title", 3),
        Column("birthday", 4),
        optional=True,
    ),
    Grid(
        "交易与偏好",
        (
            Cell("first_deal_on", label="首次交易"),
            Cell("last_deal_on", label="最近交易"),
            "total_sales_amount",
        ),
        (
            Cell("member_no", width=3),
            Cell("points", width=2),
            Cell("customer_grade", width=2),
            Cell("credit_grade", width=2, plain=True),
        ),
        ("preferred_products",),
        ("needs",),
        IfFilled(
            Cell("bank_account.bank", width=3),
            Cell("bank_account.account_name", width=2),
            Cell("bank_account.account_no", width=3),
        ),
    ),
    Grid(
        "个人信息授权",
        ("consent.legal_basis",),
        (Cell("consent.consent_purpose", lines=2),),
        ("consent.consent_items",),
        ("consent.separate_consent_items",),
        ("consent.consent_method", "consent.consented_on", "customer_signature"),
        IfFilled("consent.withdrawn_on"),
        ("source", "salesperson", "opened_on"),
    ),
    signatures=(
        Signature("填表人", "prepared_by", "prepared_on"),
        Signature("审核人", "reviewed_by", "reviewed_on"),
        Signature("批准人", "approved_by", "approved_on"),
    ),
    notes=(
        "只收集办理业务所必需的信息，其余各栏留空；证件有效期空白的为长期，年龄按填表日计算。",
        "银行账户、证件影像须取得单独同意；客户未满14周岁的，须由监护人同意。",
        "客户等级、信用等级、会员号、积分和交易数据由系统带入，不在本表更改；金额单位为元。",
    ),
    remarks_lines=1,
)
