"""客户档案保管检查表: what was checked; what was found and how it was put right; who answers."""

from csdforms.templates.sheet import Cell, Column, Grid, Sheet, Table, asked

SHEET = Sheet(
    Grid(
        "检查",
        ("inspection_kind",),
        ("inspection_period", "inspected_on"),
        ("inspected_by", "witnessed_by"),
        ("files_on_register", "files_looked_at"),
        ("items_looked_at", "is_chain_sound"),
        (Cell("storage_checks", face="boxes2"),),
        ("storage_note",),
    ),
    Table(
        "findings",
        Column("seq", 4, label="序"),
        Column("archival_no", 38, label="档号（档案号或件号）"),
        Column("finding_kind", 34, align="left"),
        Column("related_numbers", 24, align="left"),
        heading="发现的问题",
        rows=8,
    ),
    Table(
        "findings",
        Column("seq", 3, label="序"),
        Column("rectify_measure", 30, align="left"),
        Column("rectify_due_on", 14),
        Column("rectified_by", 8),
        Column("rectified_on", 14),
        heading="整改",
        rows=8,
    ),
    Grid(
        "结论",
        ("finding_count", "rectified_count"),
        ("unrectified_count", "next_check_on"),
        (Cell("check_conclusion", lines=2),),
        *asked("info_supervisor_opinion", "信息主管", lines=1),
        *asked("cs_manager_opinion", "部门经理", lines=1),
    ),
    notes=(
        "每半年检查一次：登记簿与实物逐卷核对，并核对借阅、密级期限、证件和同意文本的有效期、疑似重复的档案。",
        "问题只写档案号、件号和类型，不写客户名称；缺失、借出不还的，另填客户信息泄露事件报告表。",
        "检查由两人进行，检查人不审批；本表永久保存。",
    ),
    remarks_lines=1,
)
