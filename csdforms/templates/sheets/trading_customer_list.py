"""交易往来客户一览表, landscape: the customers, then what changed since the last copy."""

from csdforms.templates.sheet import Cell, Column, Grid, Sheet, Signature, Table

SHEET = Sheet(
    Grid(
        None,
        ("as_of", "trading_count", "list_copy_no"),
        (Cell("period_start", label="变更附页起"), Cell("period_end", label="变更附页止")),
    ),
    Table(
        "customers",
        Column("seq", 450, label="序"),
        Column("customer_no", 1890),
        Column("customer_name", 1700, align="left"),
        Column("short_name", 800),
        Column("contact_person", 770),
        Column("phone", 1250),
        Column("address", 1500, align="left"),
        Column("main_products", 1050, align="left"),
        Column("first_deal_on", 1200),
        Column("credit_grade", 640, label="信用等级"),
        Column("credit_limit", 1230, label="信用额度（元）", align="right"),
        Column("salesperson", 770),
        Column("last_changed_on", 1200),
        Column("remarks", 688, align="left"),
        rows=13,
    ),
    Table(
        "changes",
        Column("list_changed_on", 4),
        Column("list_change", 2, label="类别"),
        Column("customer_no", 5),
        Column("customer_name", 7, align="left"),
        Column("changed_columns", 10, align="left"),
        heading="变更附页",
        rows=4,
        optional=True,
    ),
    signatures=(
        Signature("编制", "prepared_by", "prepared_on"),
        Signature("审核", "reviewed_by", "reviewed_on"),
        Signature("批准", "approved_by", "approved_on"),
    ),
    notes=(
        "只列交易中的客户；交易终止、解除的客户从表中移出，客户档案中注明。",
        "客户资料变更的，当日同时更正客户档案和本表；持有旧表的，按变更附页更正。",
        "本表按份编号发放，持有人不得复制、外传，换发新表时交回旧表。",
    ),
    landscape=True,
    remarks_lines=1,
    numbered=False,
)
