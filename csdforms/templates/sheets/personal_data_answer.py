"""个人信息请求答复书: the decision, its reasons, what was done, and where to complain."""

from csdforms.templates.sheet import Cell, Column, Grid, IfFilled, Sheet, Table

SHEET = Sheet(
    Grid(
        "请求",
        ("requester", "customer_name"),
        ("requester_relation",),
        ("request_kind",),
        (Cell("request_content", lines=2),),
        ("file_no", "accepted_by"),
        ("request_received_on", "request_due_on"),
        IfFilled("extended_to", "extension_told_on"),
        IfFilled("extension_reason"),
    ),
    Grid(
        "答复",
        ("request_situations",),
        ("request_outcome",),
        (Cell("answer_reasons", lines=3),),
        ("answer_grounds",),
    ),
    Grid(
        "办理",
        (Cell("measures", lines=2),),
        ("measures_on", "marketing_stopped"),
        (
            "deregistration_no",
            Cell("deletion_planned_on", label="计划删除"),
            Cell("deleted_on", label="删除完成"),
        ),
        ("restricted_items",),
        (Cell("restricted_purpose", label="其间只用于"), "restricted_until"),
        IfFilled("data_copy_no", "data_copy_format"),
        ("receivers_told",),
    ),
    Table(
        "data_given",
        Column("data_given_on", 3),
        Column("data_given_to", 3),
        Column("data_given_for", 3),
        Column("data_given_items", 3),
        heading="个人信息对外提供情况",
        optional=True,
    ),
    Grid(
        "救济途径",
        ("review_contact",),
        ("complaint_authority",),
    ),
    Grid(
        "签发和送达",
        (Cell("dpo_by", label="答复人（盖章）", lines=2), "dpo_on"),
        ("answer_way",),
        (
            "answer_delivered_on",
            Cell("answer_received_by", label="签收人"),
            Cell("answer_received_on", label="签收日期"),
        ),
    ),
    notes=(
        "限制处理，是指除存储和必要的安全保护以外，停止其他处理；期满或事项了结后删除。",
        "不服本答复的，可向上述部门投诉、举报；请求被拒绝的，还可依法向人民法院提起诉讼。",
        "答复人为个人信息保护负责人，不得是受理人。一式两份：送达请求人一份，归档一份，保存三年。",
    ),
    remarks_lines=1,
)
