"""客户投诉登记表二: the customer's side on the first page, the firm's on the second."""

from csdforms.templates.sheet import Cell, Column, Grid, IfFilled, Sheet, Table

SHEET = Sheet(
    Grid(
        None,
        ("received_at", "urgency", "prepared_by"),
        ("channel",),
        IfFilled("channel_other", "external_ref", "external_due_on"),
    ),
    Grid(
        "客户与订单",
        (Cell("customer_name", width=2), "customer_no", "customer_kind"),
        ("contact_person", "phone", "address"),
        (Cell("order_no", label="订单/合同编号"), "delivery_no", "manufacturing_unit"),
        ("shipped_on", "days_since_shipment", "keep_confidential"),
    ),
    Table(
        "items",
        Column("seq", 2),
        Column("product_name", 7, align="left"),
        Column("product_model", 5),
        Column("unit", 2),
        Column("batch_no", 5),
        Column("produced_on", 5, label="生产/出厂日期"),
        Column("delivered_quantity", 4, align="right"),
        Column("unit_price", 4, align="right", label="单价（元）"),
        Column("line_amount", 5, align="right", label="金额（元）"),
        Column("defective_quantity", 4, align="right"),
        Column("defect_rate", 3, align="right"),
        rows=5,
        total=(
            "合计",
            {
                "delivered_quantity": "total_delivered_quantity",
                "line_amount": "amount_involved",
                "defective_quantity": "total_defective_quantity",
                "defect_rate": "defect_rate",
            },
        ),
    ),
    Grid(
        "投诉理由",
        ("quality_exception", "subcategory", "repeat_no"),
        ("category",),
        (Cell("content", lines=6),),
        ("sample_received", "sample_quantity", "evidence"),
        ("repeat_same_order", "repeat_same_product", "repeat_same_fault"),
    ),
    Grid(
        "客户要求",
        ("claim_compensation_amount", "claim_discount_rate", "claim_discount_amount"),
        ("claim_return_quantity", "claim_return_amount", "demand_amount"),
        (Cell("claim_other", width=2), "expected_reply_on"),
    ),
    Grid(
        "受理意见",
        ("nature",),
        IfFilled("reject_reason"),
        ("level", "severity", "safety_related"),
        IfFilled("immediate_action"),
        ("acknowledged_at", Cell("acknowledged_by_channel", plain=True), "first_responder"),
        ("assigned_department", "assigned_handler", "due_on"),
        ("handler_role",),
    ),
    Table(
        "opinion_chain",
        Column("opinion_unit", 4),
        Column("unit_opinion", 15, align="left"),
        Column("opinion_by", 3),
        Column("opinion_on", 4),
        heading="各部门意见",
        rows=0,
        lines=2,
    ),
    notes=(
        "货品计量单位不同的，数量合计印“—”；金额单位为元。",
        "退货、折价转入退换货汇总表；由供应商承担的，应附供应商的书面同意。",
    ),
    landscape=True,
    pages=2,
    remarks_lines=1,
)
