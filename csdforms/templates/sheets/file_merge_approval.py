"""客户档案合并审批表, on one page: both files, what carries over, who decided, what was done."""

from csdforms.templates.sheet import Cell, Column, Grid, IfFilled, Sheet, Table, asked

SHEET = Sheet(
    Grid(
        "档案",
        ("file_no", "merged_file_no"),
        ("customer_name", "merged_customer_name"),
        ("uscc", "merged_uscc"),
        ("file_kind",),
        ("merged_file_kind",),
        (Cell("merger_ground", face="boxes2"),),
        ("merger_proof",),
        (Cell("merger_reason", lines=2),),
        ("applied_by", "applied_on"),
    ),
    Table(
        "carried_over",
        Column("merger_aspect", 7),
        Column("survivor_state", 9, align="left"),
        Column("other_state", 9, align="left"),
        Column("result_state", 10, align="left"),
        heading="承接事项（从严承接）",
        rows=8,
    ),
    Grid(
        "审批",
        *asked("info_supervisor_opinion", "信息主管", lines=1),
        *asked("cs_manager_opinion", "部门经理", lines=1),
    ),
    Grid(
        "办理",
        ("merged_by", "merged_on"),
        ("undo_until", "informed_on"),
        ("informed_how",),
        IfFilled("undone_by", "undone_on"),
        IfFilled("undo_reason"),
    ),
    notes=(
        "只有同一主体（信用代码、机构代码或身份证件相同）或者已登记的吸收合并才能合并，附证明材料；分支机构另立档案。",
        "保留的档案号不变，并入的档案号不再使用，查询时指向保留的档案；历史材料全部保留。",
        "密级从高、保管期限从长，法律保全、限制处理、谢绝来电有一方有的即有；合并后30天内可以撤销。",
        "本表归入保留的客户档案，并入的档案目录上注明合并编号和日期。",
    ),
    remarks_lines=1,
)
