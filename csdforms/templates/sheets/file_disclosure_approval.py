"""客户信息对外提供审批表, on two pages: what and on what ground; who decided, and how it went."""

from csdforms.templates.sheet import Cell, Grid, Sheet, asked

SHEET = Sheet(
    Grid(
        "申请",
        ("applied_by", "applied_department", "applied_on"),
        ("file_no", "customer_name"),
        ("file_kind",),
        ("file_level",),
    ),
    Grid(
        "接收方",
        ("receiver",),
        ("receiver_kind",),
        ("receiver_contact", "receiver_phone"),
    ),
    Grid(
        "提供的信息",
        (Cell("given_purpose", lines=4),),
        (Cell("given_contents", lines=3),),
        ("record_kind", "record_count"),
        ("needs_release", "return_by"),
        (Cell("masking_note", lines=3),),
        ("delivery_modes",),
    ),
    Grid(
        "依据",
        ("legal_basis",),
        (Cell("basis_note", lines=3),),
        (Cell("separate_consent_ref", lines=2),),
        (Cell("legal_duty", lines=2),),
        (Cell("binding_contract", lines=2),),
        (Cell("assessment_ref", label="影响评估", lines=2),),
        ("person_told_on", "is_abroad"),
        ("country", "export_path_ref"),
        ("export_path",),
    ),
    Grid(
        "审批",
        *asked("unit_head_opinion", "申请部门", lines=3),
        *asked("dpo_opinion", "个保负责人", lines=3),
        ("decider",),
        *asked("cs_manager_opinion", "部门经理", lines=3),
        *asked("gm_opinion", "总经理", lines=3),
    ),
    Grid(
        "提供",
        ("provided_by", "provided_at"),
        ("received_sign", "received_sign_on"),
    ),
    notes=(
        "内部以下由客户服务部经理决定，秘密以上和大批量的由总经理决定；征信财产25条、交易通话250条、其他2500条以上为大批量。",
        "提供个人信息须有本人单独同意或法定义务，事前作影响评估，告知本人接收方的名称、联系方式、目的、方式和信息种类。",
        "机密以上须有约束接收方的合同；绝密一事一批；秘密以上不得向境外提供，向境外提供个人信息另须单独同意。",
        "只提供为目的所必需的内容，能脱敏的先脱敏；接收方用毕返还或销毁，并不得再向他人提供。",
        "本表一式两份：一份归入客户档案，一份由客户服务部保存，自提供之日起至少保存三年。",
    ),
    pages=2,
    remarks_lines=2,
)
