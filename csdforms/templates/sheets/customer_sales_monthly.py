"""客户销售信息月报表, landscape: what was sold, then what was paid and is owed, in two tables."""

from csdforms.templates.sheet import Cell, Column, Grid, IfFilled, Sheet, Signature, Table

SALES = (
    Column("seq", 400, label="序"),
    Column("customer_no", 1460),
    Column("customer_name", 1240, align="left"),
    Column("region", 760, label="区域"),
    Column("salesperson", 590),
    Column("contract_no", 700),
    Column("target_amount", 1000, align="right", under="目标"),
    Column("attainment_rate", 720, align="right", under="目标"),
    Column("sales_quantity", 520, label="数量", align="right", under="本月销售"),
    Column("sales_amount", 1040, align="right", under="本月销售"),
    Column("return_amount", 960, label="退货额", align="right", under="本月销售"),
    Column("net_sales_amount", 1040, align="right", under="本月销售"),
    Column("last_month_amount", 1000, align="right", under="与上月比"),
    Column("month_on_month_rate", 860, align="right", under="与上月比"),
    Column("last_year_month_amount", 1000, align="right", under="与去年同月比"),
    Column("year_on_year_rate", 860, align="right", under="与去年同月比"),
    Column("ytd_sales_amount", 1050, align="right"),
)
RECEIVABLES = (
    Column("seq", 380, label="序"),
    Column("customer_name", 1500, align="left"),
    Column("opening_receivable_amount", 1050, align="right", under="应收变动"),
    Column("invoiced_amount", 1000, align="right", under="应收变动"),
    Column("receipts_amount", 1000, align="right", under="应收变动"),
    Column("written_off_amount", 860, label="核销", align="right", under="应收变动"),
    Column("offset_amount", 860, align="right", under="应收变动"),
    Column("balance_amount", 1050, align="right", under="应收变动"),
    Column("due_amount", 1050, label="到期应收", align="right", under="到期与迟收"),
    Column("overdue_amount", 1000, align="right", under="到期与迟收"),
    Column("shipped_not_invoiced_amount", 1000, label="货发未开票", align="right"),
    Column("ytd_receipts_amount", 1050, label="累计回款", align="right", under="货款回收"),
    Column("collection_rate", 720, label="回收率", align="right", under="货款回收"),
    Column("overdue_reason", 1400, align="left"),
    Column("remarks", 900, align="left"),
)
#: The columns of the lines that have no sum.
WITHOUT_TOTAL = {
    "seq", "customer_no", "customer_name", "region", "salesperson", "contract_no",
    "overdue_reason", "remarks",
}  # fmt: skip


def _total(columns: tuple[Column, ...]) -> tuple[str, dict[str, str]]:
    paths = (column.path for column in columns if column.path not in WITHOUT_TOTAL)
    return "合计", {path: f"total.{path}" for path in paths}


SHEET = Sheet(
    Grid(
        None,
        ("year", "month", "cut_off_day"),
        (
            Cell("period_start", label="开始日期"),
            Cell("period_end", label="结束日期"),
            "quantity_unit",
        ),
        ("money_unit", "tax_basis", "collection_basis"),
        IfFilled("withheld_count"),
    ),
    Table("rows", *SALES, heading="销售", rows=19, total=_total(SALES)),
    Table("rows", *RECEIVABLES, heading="应收与回款", rows=19, total=_total(RECEIVABLES)),
    Table(
        "opening_differences",
        Column("customer_no", 6),
        Column("customer_name", 8, align="left"),
        Column("last_closing_amount", 5, align="right"),
        Column("opening_receivable_amount", 5, align="right"),
        Column("opening_difference_amount", 5, align="right"),
        Column("difference_reason", 14, align="left"),
        heading="期初差异说明",
        optional=True,
    ),
    signatures=(
        Signature("制表", "prepared_by", "prepared_on"),
        Signature("审核", "reviewed_by", "reviewed_on"),
        Signature("批准", "approved_by", "approved_on"),
    ),
    notes=(
        "销售净额＝销售额－退货额（含折让）；达成率＝销售净额÷目标；环比、同比按销售净额；基数为0的印“—”。",
        "期末应收＝期初应收＋本月开票（含税）－本月收款－核销－抵扣；期初与上月期末不符的，另列期初差异说明。",
        "回收率：按到期＝本年累计回款÷（本年累计回款＋迟收货款），按开票＝本月收款÷（期初应收＋本月开票）。",
        "合计的各率按合计数重新计算，不取平均；月报结账后不再改动，更正记入下月或另出新版。",
    ),
    landscape=True,
    pages=2,
    remarks_lines=1,
    numbered=False,
)
