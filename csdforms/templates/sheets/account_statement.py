"""账款核对单, on one page: the account, its two balances in words, and the customer's answer."""

from csdforms.templates.sheet import Cell, Column, Grid, IfFilled, Sheet, Table

SHEET = Sheet(
    Grid(
        None,
        ("customer_name", "file_no"),
        ("statement_from", "balance_as_of"),
        ("opening_amount", "currency"),
        IfFilled("deregistration_no"),
    ),
    Table(
        "entry_rows",
        Column("seq", 2, label="序"),
        Column("entry_on", 10),
        Column("entry_no", 9),
        Column("entry_kind", 4, label="类型"),
        Column("entry_summary", 10, align="left"),
        Column("debit_amount", 6, label="应收增加（元）", align="right"),
        Column("credit_amount", 6, label="应收减少（元）", align="right"),
        Column("running_amount", 7, label="余额（元）", align="right"),
        heading="往来明细",
        rows=8,
        total=(
            "合计",
            {
                "debit_amount": "debit_total_amount",
                "credit_amount": "credit_total_amount",
                "running_amount": "receivable_amount",
            },
        ),
    ),
    Grid(
        "本公司账面（截至账款截止日）",
        (Cell("receivable_amount", label="客户欠款（大写）", face="words"),),
        (
            Cell("prepaid_amount", label="预收款"),
            Cell("deposit_amount", label="押金"),
            Cell("rebate_amount", label="应付返利"),
        ),
        ("payable_amount", Cell("payable_amount", label="大写", face="words", width=2)),
        (
            Cell("finance_by", label="财务签字"),
            Cell("finance_on", label="签字日期"),
            Cell("company_sealed", label="公司盖章"),
        ),
        ("cs_contact", "reply_due_on"),
    ),
    Grid(
        "客户核对",
        ("statement_reply",),
        ("customer_book_amount", "customer_claim_amount"),
        ("difference_amount", "claim_difference_amount"),
        ("is_settled_up",),
    ),
    Table(
        "gap_rows",
        Column("seq", 2, label="序"),
        Column("gap_entry_no", 9),
        Column("gap_side", 10),
        Column("gap_amount", 7, label="差异金额（元）", align="right"),
        Column("gap_reason", 20, align="left"),
        rows=3,
        total=("合计", {"gap_amount": "gap_total_amount"}),
        optional=True,
    ),
    Grid(
        None,
        (
            Cell("customer_handler", label="客户经办"),
            Cell("customer_signed_on", label="签章日期"),
            Cell("customer_sealed", label="客户盖章"),
        ),
    ),
    notes=(
        "请与贵方账面逐笔核对，在“客户核对”栏填写贵方余额，签字并加盖公章或财务专用章后于回复期限前寄回。",
        "余额不符的，请逐笔列明差异；逾期不复的，不视为相符。本单只供核对账目，不是催款。",
        "客户欠款＝期初余额＋应收增加－应收减少；应退客户款＝预收款＋押金保证金＋应付返利，与客户欠款分列，不作抵减。",
        "用于注销核查的，三十天内有效；双方余额均为零且结论相符的，方为账款两清。金额单位为元。",
        "本单一式两份：一份盖章后退回归入客户档案，一份由客户留存。",
    ),
    remarks_lines=1,
    blank_pages=1,
)
