"""产品退换货汇总表, landscape: the summary, the lines behind it, the reasons, what is done."""

from csdforms.templates.sheet import Cell, Column, Grid, IfFilled, Sheet, Signature, Table

#: What came back and what was changed, with the rates of both.
_MOVED = (
    Column("sales_quantity", 5),
    Column("return_count", 3, label="单数", under="退货"),
    Column("return_quantity", 4, label="数量", under="退货"),
    Column("return_amount", 6, label="金额（元）", align="right", under="退货"),
    Column("return_rate", 4, label="退货率", under="退货"),
    Column("exchange_count", 3, label="单数", under="换货"),
    Column("exchange_quantity", 4, label="数量", under="换货"),
    Column("exchange_amount", 6, label="金额（元）", align="right", under="换货"),
    Column("exchange_rate", 4, label="换货率", under="换货"),
)
#: What was paid back, and what went into stock.
_SETTLED = (
    Column("refund_only_quantity", 4, label="数量", under="退款不退货"),
    Column("refund_only_amount", 6, label="金额（元）", align="right", under="退款不退货"),
    Column("refund_amount", 6, label="退款金额（元）", align="right"),
    Column("stock_in_quantity", 4, label="数量", under="退货入库"),
    Column("stock_in_amount", 6, label="金额（元）", align="right", under="退货入库"),
    Column("return_cost_amount", 6, label="退货成本（元）", align="right"),
)


def _total(columns: tuple[Column, ...], part: str) -> tuple[str, dict[str, str]]:
    return "合计", {column.path: f"{part}.{column.path}" for column in columns}


_REASON = (
    Column("return_quantity", 4),
    Column("exchange_quantity", 4),
    Column("return_exchange_amount", 5, label="金额（元）", align="right"),
    Column("share", 4),
)

SHEET = Sheet(
    Grid(
        None,
        ("period_start", "period_end"),
        ("period_type", "group_by"),
        IfFilled("product_category", "brand", "warehouse"),
    ),
    Table(
        "summary_rows",
        Column("seq", 2, label="序"),
        Column("product_code", 5),
        Column("summary_item", 9, align="left"),
        Column("product_model", 6),
        Column("unit", 3),
        *_MOVED,
        Column("main_reason", 9),
        heading="退换货汇总",
        rows=9,
        total=_total(_MOVED, "total"),
    ),
    Table(
        "summary_rows",
        Column("seq", 2, label="序"),
        Column("summary_item", 10, align="left"),
        *_SETTLED,
        Column("remarks", 10, align="left"),
        rows=9,
        total=_total(_SETTLED, "total"),
    ),
    # A line is long: whose it is and when, the goods and their price, why and what is done.
    Table(
        "detail_rows",
        Column("seq", 4, label="序"),
        Column("register_no", 13),
        Column("return_action", 8),
        Column("returned_on", 13),
        Column("customer_name", 17, align="left"),
        Column("phone", 14),
        Column("order_no", 14),
        Column("ordered_on", 13),
        Column("goods_received_on", 13),
        Column("return_status", 8, label="状态"),
        heading="退换货明细",
        rows=5,
        optional=True,
    ),
    Table(
        "detail_rows",
        Column("seq", 4, label="序"),
        Column("product_name", 16, align="left"),
        Column("product_model", 9),
        Column("batch_no", 10),
        Column("unit", 5),
        Column("quantity", 5),
        Column("received_quantity", 8),
        Column("quantity_difference", 5, label="差异"),
        Column("packaging_intact", 8, label="包装完好"),
        Column("unit_price", 9, label="单价（元）", align="right"),
        Column("line_amount", 10, label="金额（元）", align="right"),
        Column("defect", 16, align="left"),
        Column("remarks", 16, align="left"),
        rows=5,
        total=_total(
            (
                Column("quantity"),
                Column("received_quantity"),
                Column("quantity_difference"),
                Column("line_amount"),
            ),
            "detail_total",
        ),
        optional=True,
    ),
    Table(
        "detail_rows",
        Column("seq", 4, label="序"),
        Column("reason_category", 16),
        Column("reason_detail", 26, align="left"),
        Column("responsible_party", 9),
        Column("return_handling", 8),
        Column("freight_bearer", 8),
        Column("accept_result", 8, label="同意接收"),
        Column("handler", 8, label="处理人"),
        Column("reviewed_by", 8),
        Column("reviewed_on", 13),
        rows=5,
        optional=True,
    ),
    Table(
        "reason_rows",
        Column("seq", 2, label="序"),
        Column("reason_category", 8, align="left"),
        *_REASON,
        heading="退换原因分析",
        rows=11,
        total=_total(_REASON, "reason_total"),
    ),
    Grid(
        "分析与改进",
        (Cell("main_problem_analysis", lines=4),),
        (Cell("improvement_measures", lines=4),),
    ),
    signatures=(
        Signature("制表", "prepared_by", "prepared_on"),
        Signature("审核", "reviewed_by", "reviewed_on"),
        Signature("批准", "approved_by", "approved_on"),
    ),
    notes=(
        "退货率＝退货数量÷销售数量，换货率＝换货数量÷销售数量；合计的各率按合计数计算，没有销售数量的印“—”。",
        "退货、换货、退款不退货分别统计；换货金额是换回货品的价值。不按产品汇总时，“产品/汇总项目”填所选口径的项目。",
        "占比＝该原因的退货、换货数量÷全部退货、换货数量，尾差并入最大的一项。",
    ),
    landscape=True,
    pages=3,
    blank_pages=3,
    remarks_lines=1,
    numbered=False,
)
