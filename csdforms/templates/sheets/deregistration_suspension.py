"""客户注销中止通知书, on one page: to whom, what is open, his rights, and that he received it."""

from csdforms.templates.sheet import Cell, Column, Grid, Sheet, Signature, Table

SHEET = Sheet(
    Grid(
        None,
        ("customer_name", "asker_name"),
        ("file_no", Cell("file_kind", plain=True)),
        ("deregistration_no", "applied_on"),
        (Cell("trigger", plain=True), "suspended_on"),
        (Cell("suspension_ground", lines=2),),
    ),
    Table(
        "open_rows",
        Column("check_line", 7, align="left"),
        Column("open_matters", 11, label="未了事项", align="left"),
        Column("source_refs", 8, align="left"),
        Column("matter_remedy", 11, align="left"),
        Column("clear_by", 10),
        Column("line_owner", 7),
        rows=6,
        lines=2,
    ),
    Grid(
        None,
        ("lapse_on", "is_restricted"),
        (Cell("restricted_scope", lines=3),),
        (Cell("objection_way", lines=3),),
        ("cs_contact", "phone"),
        ("notice_mode",),
        ("served_by", "served_on"),
        ("receipt_signed_by", "receipt_signed_on"),
        (Cell("cleared_note", lines=2), "cleared_on"),
    ),
    signatures=(Signature("客户服务部经理（盖章）", "cs_manager_by", "cs_manager_on"),),
    notes=(
        "你方的注销申请因上列未了事项中止办理；逐项办妥后凭证明告知客户服务部，即恢复核查。",
        "自中止之日起九十日内没有任何进展的，申请失效，客户恢复申请前的状态；可以重新申请，也可以随时撤回。",
        "中止只及于业务注销；查阅、复制、更正、删除个人信息的请求照常受理，另行按期答复。",
        "本通知书一式两份：一份送达提出方，一份连同签收记录归入客户档案。",
    ),
    remarks_lines=1,
    numbered=False,
)
