"""客户投诉登记表一, on one page."""

from csdforms.templates.sheet import Cell, Grid, IfFilled, Sheet, Signature

SHEET = Sheet(
    Grid(
        None,
        ("received_at", "reception_unit"),
        ("channel",),
        IfFilled("channel_other", "source_call_no"),
    ),
    Grid(
        "投诉人",
        ("customer_name", "phone"),
        ("customer_kind", Cell("complainant_type", width=2)),
        ("customer_no", "email"),
        (Cell("address", width=2), "keep_confidential"),
    ),
    Grid(
        "投诉事项",
        ("complained_party_kind",),
        ("category",),
        ("complained_party", "subcategory"),
        ("product_name", "order_no"),
        ("purchased_on", "amount_involved"),
        ("occurred_at", "occurred_place"),
        (Cell("content", lines=6),),
        (Cell("evidence", width=2), "repeat_no"),
    ),
    Grid(
        "客户要求",
        ("demand_types",),
        ("demand_amount", "expected_reply_on"),
        (Cell("demand_detail", lines=2),),
    ),
    Grid(
        "受理意见",
        ("nature",),
        IfFilled("reject_reason"),
        ("level", "severity"),
        ("urgency", "safety_related"),
        (Cell("immediate_action", lines=2),),
        ("acknowledged_at", Cell("acknowledged_by_channel", plain=True)),
        ("assigned_department", "assigned_handler", "due_on"),
        ("handler_role",),
        IfFilled("external_ref", "external_due_on"),
    ),
    signatures=(
        Signature("投诉人签字", "customer_signature", "signed_on"),
        Signature("首问责任人", "first_responder"),
        Signature("审核", "reviewed_by", "reviewed_on"),
    ),
    notes=(
        "本表由首问责任人当场填写，当日交客户服务部。",
        "抄送责任部门时一式两份；客户要求保密的，副本隐去姓名和联系方式。金额单位为元。",
    ),
    remarks_lines=1,
)
