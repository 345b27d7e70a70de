"""客户投诉分析表: the figures first, then causes and measures, then last period's measures."""

from csdforms.templates.sheet import Cell, Column, Grid, Sheet, Signature, Table

REPEATS = (
    Column("complaint_count", 640),
    Column("categories", 2638),
    Column("first_on", 1680),
    Column("last_on", 1680),
    Column("total_cost", 1300, label="费用（元）", align="right"),
)
#: Thirteen columns do not fit on one line: what is wrong and what is done, then who, when, whether.
WHAT = (
    Column("seq", 1, label="序"),
    Column("main_problem", 4, align="left"),
    Column("cause_analysis", 6, align="left"),
    Column("analysis_tool", 3),
    Column("measure", 7, align="left"),
    Column("measure_kind", 2, label="类别"),
)
WHO = (
    Column("seq", 5, label="序"),
    Column("responsible_department", 14),
    Column("action_owner", 9),
    Column("action_due_on", 19),
    Column("expected_effect", 15, align="left"),
    Column("measure_status", 9),
    Column("verification", 15, align="left"),
    Column("effect_verified_by", 9),
    Column("effect_verified_on", 19),
)

SHEET = Sheet(
    Grid(
        None,
        (
            Cell("period_start", label="开始日期"),
            Cell("period_end", label="结束日期"),
            "as_of",
        ),
    ),
    Grid(
        "概况",
        ("overview.received", "overview.prev_received", "overview.change_rate"),
        ("overview.close_rate", "overview.on_time_rate", "overview.verified_rate"),
        (
            Cell("overview.repeat_rate", label="重复率"),
            "overview.satisfaction_rate",
            "overview.total_cost",
        ),
        (
            Cell("repeat_window_days", label="重复判定"),
            Cell("trend_months", label="趋势月数"),
            "top_n",
        ),
    ),
    Table(
        "pareto",
        Column("rank", 2),
        Column("dimension_value", 5, align="left"),
        Column("case_count", 3),
        Column("share", 3),
        Column("cumulative_count", 3),
        Column("cumulative_share", 3),
        Column("total_cost", 4, label="费用（元）", align="right"),
        Column("abc_class", 3),
        heading="原因排列",
        rows=5,
        total=("合计", {"case_count": "known_count", "total_cost": "known_cost"}),
    ),
    Grid(
        None,
        (Cell("pareto_dimension", plain=True), "unknown_count"),
        (Cell("main_causes", lines=2),),
    ),
    Table(
        "cross_lines",
        Column("cross_head", 5),
        Column("cross_cell_1", 3),
        Column("cross_cell_2", 3),
        Column("cross_cell_3", 3),
        Column("cross_cell_4", 3),
        Column("cross_cell_5", 3),
        Column("cross_cell_6", 3),
        Column("cross_total", 2),
        heading="交叉分析",
        header=False,
    ),
    Grid(
        None,
        (
            Cell("cross_row", label="行口径", plain=True),
            Cell("cross_column", label="列口径", plain=True),
            Cell("grand_total", label="总计"),
        ),
        ("case_statuses",),
    ),
    Table(
        "trend",
        Column("report_month", 4),
        Column("received", 2),
        Column("closed", 2),
        Column("open_end", 2),
        Column("avg_days", 3),
        Column("satisfaction_rate", 3),
        heading="趋势",
        rows=6,
    ),
    Table(
        "repeat_customers",
        Column("customer_name", 1700, align="left"),
        *REPEATS,
        heading="重复与集中",
        rows=2,
    ),
    Table("repeat_objects", Column("complained_party", 1700, align="left"), *REPEATS, rows=2),
    Table(
        "longest_cases",
        Column("complaint_no", 5),
        Column("category", 3),
        Column("cycle_days", 2),
        Column("is_open", 2, label="未结"),
        Column("delay_reason", 10, align="left"),
        rows=5,
    ),
    Table("measures", *WHAT, heading="原因分析与改进措施", rows=3, lines=3),
    Table("measures", *WHO, rows=3, lines=2),
    Table("previous_measures", *WHAT, heading="上期措施验证", rows=2, lines=2),
    Table("previous_measures", *WHO, rows=2, lines=2),
    Grid(None, (Cell("conclusion", lines=3),)),
    signatures=(
        Signature("分析人", "prepared_by", "prepared_on"),
        Signature("审核", "reviewed_by", "reviewed_on"),
        Signature("批准", "approved_by", "approved_on"),
    ),
    notes=(
        "占比以已认定的案件为基数，未认定的不参加排列；件数相同的按费用、再按名称排列。案件状态没有勾选的，全部计入。",
        "一行之前的累计占比不足80%的为A类，不足95%的为B类，其余为C类；A类为主要原因。",
        "结案、平均处理天数和满意率按当月结案的案件计算；期末未结＝上月期末未结＋受理－结案。",
        "重复与集中只列本期投诉两次及以上的；最长案件已结的按处理天数、未结的按受理至今天数。",
        "金额单位为元。",
    ),
    pages=2,
    remarks_lines=1,
)
