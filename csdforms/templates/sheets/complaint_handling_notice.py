"""客户投诉处理通知单, on one page: five boxes to sign, in the order in which they are signed."""

from csdforms.templates.sheet import Cell, Grid, IfFilled, Opinion, Sheet

SHEET = Sheet(
    Grid(
        None,
        ("complaint_no", "issued_at"),
        ("recipient", "level"),
        ("recipient_kind",),
        ("urgency", "copied_to"),
    ),
    Grid(
        "客户",
        ("customer_name", "mobile"),
        ("phone", "email"),
        (Cell("address", width=2), "keep_confidential"),
        IfFilled(
            Cell("account_holder", label="产权人（合同人）"),
            Cell("account_phone", label="产权人电话"),
        ),
        IfFilled(Cell("account_ref", label="合同或入住单号")),
    ),
    Grid(
        "反映问题",
        ("channel",),
        ("reported_at", "received_at"),
        (Cell("problem", lines=5),),
    ),
    Grid(
        "受理",
        Opinion(
            "cs_opinion",
            "cs_contact",
            "cs_signed_on",
            label="客服部受理意见",
            by_label="联系人",
            lines=2,
        ),
        ("sign_due_at", "opinion_due_at"),
        ("result_due_on", "due_on"),
        IfFilled("attachments", "attachment_pages"),
    ),
    Grid(
        "接收部门办理",
        ("signed_by", "signed_at"),
        IfFilled("returned_reason"),
        Opinion("unit_opinion", "opinion_by", "opinion_at"),
        Opinion("handling_result", "result_by", "result_at"),
    ),
    Grid("核实归档", ("verified_by", "verified_on"), ("notice_status",)),
    notes=(
        "接收部门应在签收期限前签收，在意见期限前填写处理意见并交回客户服务部。",
        "不属本部门职责的，签收当日注明退回原因并退回客户服务部。",
        "处理结果经客户服务部核实后归档。",
    ),
    remarks_lines=1,
)
