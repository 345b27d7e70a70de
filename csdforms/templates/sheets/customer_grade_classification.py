"""客户等级分类表, landscape: the standard, figures, grades and data of customers, the summaries."""

from csdforms.templates.sheet import Cell, Column, Grid, IfFilled, Sheet, Signature, Table

FIGURES = (
    Column("seq", 4, label="序"),
    Column("rank", 6),
    Column("customer_no", 19),
    Column("customer_name", 29, align="left"),
    Column("net_sales_amount", 14, align="right"),
    Column("measure_share", 9, align="right"),
    Column("cumulative_amount", 14, align="right"),
    Column("cumulative_share", 9, align="right"),
    Column("gross_profit_amount", 13, align="right"),
    Column("gross_margin_rate", 9, align="right"),
    Column("collection_rate", 9, align="right"),
)
GRADES = (
    Column("seq", 5, label="序"),
    Column("customer_name", 28, align="left"),
    Column("indicator_scores", 22),
    Column("total_score", 10),
    Column("system_grade", 10),
    Column("customer_grade", 10),
    Column("previous_grade", 10),
    Column("grade_change", 7),
    Column("key_account_kind", 12),
    Column("history_months", 10),
    Column("override_reason", 27, align="left"),
)
CUSTOMERS = (
    Column("seq", 5, label="序"),
    Column("customer_name", 28, align="left"),
    Column("legal_kind", 12),
    Column("industry_name", 18),
    Column("region", 10),
    Column("contact_person", 8),
    Column("job_title", 10),
    Column("phone", 14),
    Column("address", 36, align="left"),
    Column("salesperson", 12),
)
COUNTS = ("opening_count", "new_count", "lost_count", "current_count", "net_change")

SHEET = Sheet(
    Grid(
        None,
        (
            Cell("period_start", label="开始日期"),
            Cell("period_end", label="结束日期"),
            "policy_name",
        ),
        (Cell("grading_method", width=5), Cell("grading_basis", width=4)),
        (
            "money_unit",
            "tax_basis",
            Cell("keep_ties", label="并列同级"),
            Cell("next_review_on", label="下次评定"),
        ),
        IfFilled("withheld_count"),
        IfFilled("register_note"),
    ),
    Table(
        "thresholds",
        Column("customer_grade", 3),
        Column("grade_bound", 8, label="界限"),
        Column("grade_meaning", 10, align="left"),
        Column("service_policy", 18, align="left"),
        heading="分级标准",
        rows=4,
    ),
    Table(
        "criteria",
        Column("seq", 2),
        Column("indicator", 6),
        Column("basis", 24, align="left"),
        Column("weight", 3),
        Column("scorer", 4),
        heading="评定指标",
        rows=6,
        optional=True,
    ),
    Table(
        "rows",
        *FIGURES,
        heading="业绩与名次",
        rows=8,
        total=(
            "合计",
            {
                name: f"total.{name}"
                for name in (
                    "net_sales_amount",
                    "measure_share",
                    "gross_profit_amount",
                    "gross_margin_rate",
                )
            },
        ),
    ),
    Table("rows", *GRADES, heading="等级评定", rows=8),
    Table("rows", *CUSTOMERS, heading="客户资料", rows=8),
    Table(
        "summary",
        Column("customer_grade", 3),
        Column("customer_count", 3),
        Column("customer_share", 4),
        Column("net_sales_amount", 5, align="right"),
        Column("sales_share", 4),
        heading="等级汇总",
        rows=4,
        total=(
            "合计",
            {
                "customer_count": "total.customer_count",
                "net_sales_amount": "total.net_sales_amount",
            },
        ),
    ),
    Table(
        "movement",
        Column("customer_grade", 3),
        Column("account_class", 3),
        *(Column(name, 3) for name in COUNTS),
        heading="客户增减",
        rows=8,
        optional=True,
        total=("合计", {name: f"movement_total.{name}" for name in COUNTS}),
    ),
    signatures=(
        Signature("制表", "prepared_by", "prepared_on"),
        Signature("审核", "reviewed_by", "reviewed_on"),
        Signature("批准", "approved_by", "approved_on"),
    ),
    notes=(
        "界限含本数：80分及以上为一级，79.99分归下一级；累计占比含该客户本身，不超过上限的归该级，第一名总归最高级。",
        "名次按分级依据，相同的并列跳号；占比、累计按分级依据的金额（综合得分、指标等级时按销售额）和名次计算。",
        "指标得分按评定指标的序号排列；综合评分满分为该项权重。指标评级：销售总额、价格、回款均为A者评A，C过半者评C，其余评B。",
        "客户等级与系统等级不同的，须写明调整原因；往来不满规定月数的客户可暂不评级。",
        "各行占比四舍五入后相加不一定等于100.00%。",
    ),
    landscape=True,
    pages=3,
    remarks_lines=1,
    numbered=False,
)
