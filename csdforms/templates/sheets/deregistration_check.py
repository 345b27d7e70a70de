"""客户注销联合核查表, landscape: twelve lines in two tables, what was found and who signed."""

from csdforms.templates.sheet import Cell, Column, Grid, IfFilled, Sheet, Signature, Table

SHEET = Sheet(
    Grid(
        None,
        ("file_no", Cell("customer_name", width=2), Cell("file_kind", plain=True)),
        (Cell("trigger", face="boxes2"),),
        ("check_round", "check_started_on"),
        ("statement_no", "balance_as_of"),
        IfFilled("predecessor_nos"),
    ),
    Table(
        "check_rows",
        Column("check_line", 8, align="left"),
        Column("line_owner", 7),
        Column("computed_finding", 13, align="left"),
        Column("line_verdict", 4, label="结论"),
        Column("open_matters", 11, label="未了事项", align="left"),
        Column("source_refs", 8, align="left"),
        Column("line_statement", 11, align="left", label="岗位声明"),
        Column("line_signed_by", 4, label="签字"),
        Column("line_signed_on", 9, label="日期"),
        rows=12,
        lines=2,
    ),
    Grid(
        None,
        ("joint_check_result", Cell("open_line_count", label="有未了项数")),
        (Cell("open_lines", label="有未了项目"),),
    ),
    signatures=(Signature("客户信息主管", "info_supervisor_by", "info_supervisor_on"),),
    notes=(
        "档案里有数据的事项由系统核查，责任岗位复核签字；系统里没有的由责任岗位声明。未同步的数据不得当作零，系统查询出错按有未了处理。",
        "任一事项有未了的，注销中止，逐项书面告知；办妥后重新核查。签字和账款核对单三十天内有效，审批时和封存前再复核一次。",
        "质保期内的，由销售和售后附条件通过，保留质保联系；应退客户款须先退还；会计未了事项单独立卷，不得销毁。",
        "本表一份，归入客户档案；各责任岗位可留复印件。",
    ),
    landscape=True,
    pages=2,
    remarks_lines=1,
    numbered=False,
)
