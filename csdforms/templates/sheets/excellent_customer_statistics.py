"""优秀客户统计表, landscape: the standard, the year of each customer, marks, then the award."""

from csdforms.templates.sheet import Cell, Column, Grid, IfFilled, Sheet, Signature, Table

YEAR = (
    Column("rank", 440),
    Column("customer_no", 1460),
    Column("customer_name", 1750, align="left"),
    Column("region", 980, label="区域"),
    Column("salesperson", 600),
    Column("customer_grade", 440, label="客户", under="等级"),
    Column("credit_grade", 440, label="信用", under="等级"),
    Column("first_deal_on", 1340, label="首次交易", under="合作"),
    Column("cooperation_years", 440, label="年限", under="合作"),
    Column("net_sales_amount", 1030, align="right", under="销售"),
    Column("sales_share", 680, align="right", under="销售"),
    Column("year_on_year_rate", 860, align="right", under="销售"),
    Column("gross_profit_amount", 1030, align="right", under="毛利"),
    Column("gross_margin_rate", 680, align="right", under="毛利"),
    Column("receipts_amount", 1030, align="right", under="回款"),
    Column("on_time_payment_rate", 700, label="按期率", align="right", under="回款"),
    Column("collection_rate", 700, align="right", under="回款"),
)
MARKS = (
    Column("rank", 585),
    Column("customer_name", 2030, align="left"),
    Column("overdue_amount", 1200, align="right", under="条件"),
    Column("total_sales_amount", 1260, align="right", under="条件"),
    Column("risk_level", 620, label="危险", under="条件"),
    Column("on_register", 780, label="不诚信", under="条件"),
    Column("complaint_count", 620, label="投诉", under="质量与投诉"),
    Column("quality_issue_share", 850, label="占比", align="right", under="质量与投诉"),
    Column("eligible", 620, label="符合"),
    Column("ineligible_reason", 3000, align="left"),
    Column("indicator_scores", 2850, align="left"),
    Column("total_score", 780, align="right"),
)
AWARDS = (
    Column("rank", 7),
    Column("customer_name", 30, align="left"),
    Column("total_score", 8, align="right"),
    Column("award_result", 11),
    Column("consecutive_years", 11, label="连续获评"),
    Column("recommended_by", 9),
    Column("recommendation", 38, align="left"),
    Column("rewards", 25, align="left"),
    Column("reward_note", 24, align="left"),
)

SHEET = Sheet(
    Grid(
        "评选办法",
        (
            Cell("period_start", label="开始日期", width=3),
            Cell("period_end", label="结束日期", width=3),
            Cell("period_kind", width=4),
        ),
        (
            "money_unit",
            "quota_count",
            Cell("take_ties", label="并列全选"),
        ),
        (Cell("policy_name", width=5), Cell("award_method", width=5)),
        (Cell("eligibility", lines=2, width=3), Cell("tie_rule", label="并列处理", width=2)),
        IfFilled("quota_share"),
        IfFilled("withheld_count"),
    ),
    Table(
        "indicators",
        Column("seq", 3),
        Column("indicator", 10),
        Column("weight", 6),
        Column("indicator_direction", 6),
        Column("basis", 26, align="left"),
        heading="评分指标",
        optional=True,  # the sheet brings its indicators
    ),
    Table("rows", *YEAR, heading="客户情况", rows=8),
    Table(
        "bands",
        Column("indicator", 10),
        Column("band", 30, align="left"),
        Column("score", 6),
        heading="分档标准",
        rows=0,
        optional=True,
    ),
    Table("rows", *MARKS, heading="条件与得分", rows=8),
    Table("rows", *AWARDS, heading="评定与奖励", rows=8),
    Grid(
        "获评客户",
        (
            Cell("awarded.customer_count", label="优秀客户"),
            Cell("awarded.net_sales_amount", label="销售额"),
            Cell("awarded.gross_profit_amount", label="毛利"),
        ),
        (
            Cell("awarded.customer_share", label="户数占比"),
            Cell("awarded.sales_share", label="销售额占比"),
            Cell("awarded.profit_share", label="毛利占比"),
        ),
        (
            Cell("scope.customer_count", label="全部客户"),
            Cell("scope.net_sales_amount", label="全部销售额"),
            Cell("scope.gross_profit_amount", label="全部毛利"),
        ),
    ),
    signatures=(
        Signature("制表", "prepared_by", "prepared_on"),
        Signature("审核", "reviewed_by", "reviewed_on"),
        Signature("批准", "approved_by", "approved_on"),
    ),
    notes=(
        "先看条件，再计分排名：不符合条件的列在最后，写明原因，不排名次；优秀客户只在符合条件的客户中评定。",
        "相对最优计分：每项以符合条件的客户中最好的为满分，其余按比例；越低越好的按最少÷本户，都为0的得满分。分档计分按所列分值。",
        "占比按全部客户计算，销售额不大于0的毛利率印“—”；连续获评年数连同本年。",
    ),
    landscape=True,
    pages=2,
    remarks_lines=1,
    numbered=False,
)
