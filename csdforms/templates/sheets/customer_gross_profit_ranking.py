"""客户销售毛利排名表, landscape: one line a customer, the rest in one line, the firm below."""

from csdforms.templates.sheet import Cell, Column, Grid, IfFilled, Sheet, Signature, Table

#: The columns that 其他 and the total have too, ``customer_count`` below the names.
SUMMED = (
    "sales_quantity", "net_sales_amount", "cost_amount", "gross_profit_amount",
    "gross_margin_rate", "sales_share", "profit_share",
)  # fmt: skip


def _closing(label: str, part: str) -> tuple[str, dict[str, str]]:
    fields = {name: f"{part}.{name}" for name in SUMMED}
    return label, {"customer_name": f"{part}.customer_count", **fields}


SHEET = Sheet(
    Grid(
        None,
        (
            Cell("period_start", label="开始日期"),
            Cell("period_end", label="结束日期"),
            "money_unit",
            "tax_basis",
        ),
        (Cell("cost_basis", label="成本计价", width=5), "quantity_unit"),
        (
            Cell("rank_by", width=5),
            Cell("tie_rule", label="并列处理", width=6),
            Cell("top_ranks", width=4),
        ),
        (
            Cell("class_a_share", label="A类上限"),
            Cell("class_b_share", label="B类上限"),
            Cell("scope_note", width=3),
        ),
        IfFilled("min_sales_amount"),
        IfFilled("withheld_count"),
    ),
    Table(
        "rows",
        Column("rank", 440, label="本期", under="名次"),
        Column("previous_rank", 440, label="上期", under="名次"),
        Column("rank_change", 440, under="名次"),
        Column("customer_no", 1450),
        Column("customer_name", 1500, align="left"),
        Column("region", 980, label="区域"),
        Column("customer_grade", 430, label="等级"),
        Column("salesperson", 580),
        Column("sales_quantity", 480, label="数量", align="right"),
        Column("net_sales_amount", 1020, align="right"),
        Column("cost_amount", 1020, align="right"),
        Column("gross_profit_amount", 980, align="right"),
        Column("gross_margin_rate", 700, label="本期", align="right", under="毛利率"),
        Column("previous_margin_rate", 700, label="上期", align="right", under="毛利率"),
        Column("margin_change", 1000, label="增减", align="right", under="毛利率"),
        Column("sales_share", 700, label="销售额", align="right", under="占比"),
        Column("profit_share", 700, label="毛利", align="right", under="占比"),
        Column("cumulative_profit_share", 700, label="累计", align="right", under="占比"),
        Column("profit_class", 420, label="分类"),
        Column("remarks", 458, align="left"),
        rows=14,
        others=_closing("其他", "others"),
        total=_closing("合计", "total"),
    ),
    Grid(None, IfFilled("empty_note"), IfFilled("incomplete_note")),
    signatures=(
        Signature("制表", "prepared_by", "prepared_on"),
        Signature("审核", "reviewed_by", "reviewed_on"),
        Signature("批准", "approved_by", "approved_on"),
    ),
    notes=(
        "毛利＝销售收入－销售成本；毛利率＝毛利÷销售收入，合计的毛利率按合计数计算，不取平均。销售收入不大于0的印“—”。",
        "占比按全公司计算，亏损保留负号；占比按两位小数分别四舍五入，之和可能不是100.00%。累计占比在亏损户之前可超过100%。",
        "分类：毛利为正的按累计占比（含本户），不超过A类上限的为A，不超过B类上限的为B，其余为C；毛利为负的为亏损。",
        "成本不全的客户不计毛利、不排名次，列在最后；上期没有名次的客户，升降印“新”。",
    ),
    landscape=True,
    remarks_lines=1,
)
