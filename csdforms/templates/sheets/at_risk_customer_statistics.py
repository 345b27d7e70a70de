"""危险客户统计表, landscape: credit, ages of debts, level, remedy; summary and standard below."""

from csdforms.templates.sheet import Cell, Column, Grid, IfFilled, Sheet, Signature, Table

_AGES = "账龄（逾期）"

CREDIT = (
    Column("seq", 440, label="序"),
    Column("customer_no", 1890),
    Column("customer_name", 1960, align="left"),
    Column("region", 940, label="区域"),
    Column("salesperson", 770),
    Column("credit_grade", 585, label="现在", under="信用等级"),
    Column("earlier_credit_grade", 770, label="半年内最高", under="信用等级"),
    Column("credit_limit", 1130, label="额度", align="right", under="信用"),
    Column("credit_term_days", 690, label="期限", under="信用"),
    Column("contract_amount", 1200, align="right"),
    Column("balance_amount", 1260, align="right"),
    Column("exposure_amount", 1260, align="right", under="额度占用"),
    Column("utilisation_rate", 1010, align="right", under="额度占用"),
    Column("over_limit_amount", 1260, align="right", under="额度占用"),
)
AGES = (
    Column("seq", 400, label="序"),
    Column("customer_name", 1760, align="left"),
    Column("balance_amount", 1100, align="right"),
    Column("not_due_amount", 1100, align="right", under=_AGES),
    Column("days_1_30_amount", 1040, label="30天内", align="right", under=_AGES),
    Column("days_31_60_amount", 1040, label="31—60天", align="right", under=_AGES),
    Column("days_61_90_amount", 1040, label="61—90天", align="right", under=_AGES),
    Column("days_91_180_amount", 1040, label="91—180天", align="right", under=_AGES),
    Column("days_181_365_amount", 1040, label="181—365天", align="right", under=_AGES),
    Column("days_over_365_amount", 1040, label="一年以上", align="right", under=_AGES),
    Column("overdue_amount", 1100, label="金额", align="right", under="逾期"),
    Column("max_overdue_days", 640, label="最长", under="逾期"),
    Column("overdue_count", 580, label="次数", under="逾期"),
    Column("overdue_share", 800, align="right"),
    Column("expected_loss_amount", 1100, align="right"),
)
LEVEL = (
    Column("seq", 4, label="序"),
    Column("customer_name", 18, align="left"),
    Column("three_month_sales_amount", 13, align="right", under="销售"),
    Column("sales_trend", 10, under="销售"),
    Column("sales_fall_rate", 11, label="降幅", align="right", under="销售"),
    Column("complaint_count", 6, label="投诉次数"),
    Column("triggers", 16),
    Column("risk_types", 17),
    Column("computed_level", 6, label="测算", under="危险程度"),
    Column("risk_level", 6, label="本期", under="危险程度"),
    Column("previous_level", 6, under="危险程度"),
    Column("override_reason", 15, align="left"),
    Column("risk_problem", 17, align="left"),
    Column("difficulty", 6),
)
REMEDY = (
    Column("seq", 4, label="序"),
    Column("customer_name", 17, align="left"),
    Column("risk_measures", 13, align="left"),
    Column("measure_note", 15, align="left"),
    Column("supply_reason", 13, align="left"),
    Column("action_owner", 7, label="责任人"),
    Column("action_due_on", 14),
    Column("risk_progress", 15, align="left"),
    Column("released_on", 14),
    Column("handling_result", 13, align="left"),
)
_SUMMARY = (
    "customer_count", "balance_amount", "overdue_amount", "receivables_share", "new_count",
    "released_count",
)  # fmt: skip


def _total(*names: str) -> tuple[str, dict[str, str]]:
    return "合计", {name: f"total.{name}" for name in names}


SHEET = Sheet(
    Grid(
        None,
        ("as_of", "money_unit", Cell("total_receivables_amount", label="全部应收余额")),
        ("policy_name",),
        IfFilled("withheld_count"),
        IfFilled("empty_note"),
    ),
    Table(
        "rows",
        *CREDIT,
        heading="信用与占用",
        rows=7,
        total=_total("balance_amount", "exposure_amount", "over_limit_amount"),
    ),
    Table(
        "rows",
        *AGES,
        heading="账龄与逾期",
        rows=7,
        total=_total(
            "balance_amount",
            *(column.path for column in AGES if column.under == _AGES),
            "overdue_amount",
            "expected_loss_amount",
        ),
    ),
    Table(
        "rows",
        *LEVEL,
        heading="触发项与危险程度",
        rows=7,
        lines=2,
        total=_total("three_month_sales_amount"),
    ),
    Table("rows", *REMEDY, heading="对策与处置", rows=7, lines=2),
    Table(
        "feasibility",
        Column("customer_no", 11),
        Column("customer_name", 17, align="left"),
        Column("feasibility_role", 8),
        Column("judged_by", 5),
        Column("feasibility_view", 31, align="left"),
        heading="对策可行性判定",
        rows=2,
    ),
    Table(
        "levels",
        Column("risk_level", 4),
        Column("customer_count", 4),
        Column("balance_amount", 6, align="right"),
        Column("overdue_amount", 6, align="right"),
        Column("receivables_share", 6, align="right"),
        Column("new_count", 4),
        Column("released_count", 4),
        heading="按危险程度汇总",
        rows=4,
        total=("合计", {name: f"level_total.{name}" for name in _SUMMARY}),
    ),
    Table(
        "standards",
        Column("trigger_code", 3),
        Column("trigger_name", 8, align="left"),
        Column("trigger_rule", 20, align="left"),
        Column("trigger_level", 6),
        Column("customer_count", 4, label="触发户数"),
        heading="触发项说明",
    ),
    signatures=(
        Signature("制表", "prepared_by", "prepared_on"),
        Signature("审核", "reviewed_by", "reviewed_on"),
        Signature("批准", "approved_by", "approved_on"),
    ),
    notes=(
        "信用占用额＝应收余额＋已发货未开票＋未到期票据；额度为0的使用率印“—”。账龄两端的天数都计入，各段之和等于应收余额。",
        "逾期占比＝逾期金额÷合同金额（未填的除以应收余额）；逾期、投诉次数按近三个月计；上期空白的为本期新增，已解除的不计入各程度户数。",
        "危险程度取触发项中最高的一档，只可上调，比上期低的写明原因；高以上写明措施、责任人和期限；极高的当日报告经理，停止发货或现款现货。",
    ),
    landscape=True,
    pages=3,
    remarks_lines=1,
)
