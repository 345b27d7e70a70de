"""客户注销申请单, on two pages: who asks, why and the account; who agreed and what followed."""

from csdforms.templates.sheet import Cell, Grid, IfFilled, Sheet, asked

SHEET = Sheet(
    Grid(
        "客户",
        ("file_no", "customer_name"),
        ("file_kind",),
        ("file_level",),
        ("customer_grade", "is_key_customer"),
        ("state_before",),
    ),
    Grid(
        "申请",
        (Cell("trigger", face="boxes3"),),
        (Cell("deregistration_reason", lines=6),),
        IfFilled("proof_document"),
        (Cell("applicant_kind", face="boxes2"),),
        ("asker_name", "asker_phone"),
        ("asker_verified", "asker_verified_by"),
        ("authority_no", "authority_until"),
        IfFilled("request_no", "data_wish"),
        ("applied_by", "applied_department"),
        ("applied_on", "stopped_on"),
        ("decide_by",),
    ),
    Grid(
        "账款和未完业务",
        ("balance_as_of",),
        ("receivable_amount", "payable_amount"),
        ("settlement_mode",),
        (Cell("settlement_note", lines=3),),
        IfFilled("write_off_amount", "write_off_ref"),
        (Cell("open_business_note", lines=3),),
        ("keeps_warranty",),
    ),
    Grid(
        "意见和决定",
        ("decider",),
        *asked("finance_opinion", "财务部"),
        *asked("info_supervisor_opinion", "信息主管"),
        *asked("cs_manager_opinion", "部门经理"),
        *asked("gm_opinion", "总经理"),
    ),
    Grid(
        "办理",
        ("approved_by", "approved_on"),
        ("applicant_told_on",),
        IfFilled("revoked_on", "revoked_by"),
    ),
    notes=(
        "注销是终止业务关系，不是销毁：档案封存后按保管期限保存。误建档案、重复建档、休眠和冻结不用本单。",
        "自申请之日起停办新业务，组织联合核查（G1至G12），十五个工作日内决定；有未了事项的，书面通知中止。",
        "重点客户、A级和AAA级客户、机密以上档案、核销欠款、客户严重违约、司法行政机关决定的，由总经理决定。",
        "申请经办人不得审批；核销不等于结清，须附财务和总经理的核销决定。封存之前可以撤回申请。",
        "自然人的个人信息请求另按期答复，不得以账款未清为由不答复；不能删除的，限制处理并说明理由。",
        "本单一式两份：一份归入客户档案，一份由客户服务部存查。金额单位为元。",
    ),
    pages=2,
    remarks_lines=1,
)
