"""客户信用度变更表, on two pages: what is asked for and why; who allowed it, and what was done."""

from csdforms.templates.sheet import Cell, Column, Grid, Sheet, Table, asked

SHEET = Sheet(
    Grid(
        "申请",
        ("customer_name", "customer_no"),
        ("first_deal_on", "salesperson"),
        ("change_kind",),
        ("applied_by", "applied_department", "applied_on"),
    ),
    Grid(
        "变更内容",
        ("old_grade", Cell("new_grade", label="变更后等级")),
        ("old_limit", Cell("new_limit", label="变更后额度")),
        ("old_term_days", Cell("new_term_days", label="变更后期限")),
        ("old_payment",),
        (Cell("new_payment", label="变更后付款方式"),),
        ("grade_direction", "grade_steps"),
        (
            "temporary_amount",
            Cell("temporary_from", label="自"),
            Cell("temporary_to", label="至"),
        ),
        ("effective_from", "effective_to"),
    ),
    Grid(
        "变更原因",
        ("change_reasons",),
        (Cell("reason_text", lines=3),),
        (Cell("effect_on_open_orders", lines=2),),
    ),
    Grid(
        "近期往来",
        ("last_twelve_months_amount", "avg_month_sales_amount"),
        ("last_three_months_receipts_amount", "on_time_payment_rate"),
        ("overdue_amount", "max_overdue_days"),
        ("exposure_amount", "utilisation_rate"),
        ("risk_level", "released_from_register"),
        ("analysis_form_no", "analysed_on"),
        ("formula_limit", "excess_amount"),
    ),
    Table(
        "repayment_plan",
        Column("repay_on", 2),
        Column("repay_amount", 2),
        heading="还款计划（信用占用额超出变更后额度时填写）",
        rows=3,
    ),
    Grid(
        "审批意见",
        ("approval_level",),
        *asked("sales_opinion", "销售部", lines=3),
        *asked("finance_opinion", "财务部", lines=3),
        *asked("supervisor_opinion", "客户服务部", lines=3),
        *asked("gm_opinion", "总经理", lines=3),
    ),
    Grid(
        "执行",
        ("approved_by", "approved_on"),
        ("system_set_by", "system_set_on"),
    ),
    Table(
        "notified_parties",
        Column("notified_party", 2),
        Column("notify_method", 4),
        Column("notified_on", 3),
        Column("notified_by", 2),
        heading="变更通知",
        rows=3,
    ),
    notes=(
        "降级、冻结由客户服务部经理审批，即时生效；升一级且在测算额度之内的，经财务部签署后由经理审批。",
        "升两级以上、升至AA级以上、超出测算额度或经理权限、移出不诚信名单的，由总经理审批。",
        "申请人和该客户的业务员不得审批；系统额度经批准后才能设置，并通知客户、销售和财务。",
        "临时额度在变更后额度之外另加，到期自动失效；测算额度按变更后的等级和期限计算。",
        "金额单位为元。",
    ),
    pages=2,
    remarks_lines=1,
)
