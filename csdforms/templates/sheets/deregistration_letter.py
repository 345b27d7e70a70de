"""销户函, on one page: the end, the account, what remains, whom to ask, and that it was served."""

from csdforms.templates.sheet import Cell, Grid, IfFilled, Sheet, Signature

SHEET = Sheet(
    Grid(
        "业务关系终止",
        ("customer_name", "file_no"),
        (Cell("file_kind", plain=True), "deregistration_no"),
        (Cell("trigger", plain=True), "deregistration_agreed_on"),
        (Cell("deregistration_reason", lines=3),),
        ("ends_on",),
    ),
    Grid(
        "账款结清",
        ("statement_no", "balance_as_of"),
        ("receivable_amount", "payable_amount"),
        ("refunded_amount", Cell("refunded_amount", label="大写", face="words")),
        ("refunded_on", "refund_proof"),
        IfFilled("write_off_ref"),
        ("returned_goods",),
    ),
    Grid(
        "终止之后",
        ("warranty_until", Cell("warranty_note", width=2)),
        (Cell("secrecy_note", lines=2),),
        ("retention",),
        ("retention_until", "object_by"),
        (Cell("data_note", lines=3),),
        (Cell("objection_way", lines=2),),
        ("cs_contact", "phone"),
    ),
    Grid(
        "送达",
        ("notice_mode",),
        ("served_by", "served_on"),
    ),
    signatures=(
        Signature("客户服务部经理", "cs_manager_by"),
        Signature("公司盖章", "company_sealed", "sent_on"),
    ),
    notes=(
        "自业务关系终止之日起，双方的合同、订货和信用关系终止；请于收函后十五日内填写所附销户确认单并寄回。",
        "终止不免除依法应承担的质量责任和双方的保密义务；质保期内凭原单据或客户名称仍可报修。",
        "误销户的，请在异议期限内提出，本公司核实后恢复；需要再次往来的，可以申请恢复，信用按新客户办理。",
        "本函一式两份：一份送客户，一份连同送达凭证和销户确认单归入客户档案。金额单位为元。",
    ),
    remarks_lines=1,
)
