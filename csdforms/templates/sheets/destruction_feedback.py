"""客户档案销毁处理反馈单, on one page: the result, what is left, and that it was read."""

from csdforms.templates.sheet import Cell, Grid, IfFilled, Sheet, asked

SHEET = Sheet(
    Grid(
        "处理结果",
        (Cell("destruction_result", face="boxes"),),
        ("file_count", "piece_count", "list_pages"),
        ("destroyed_at", "destruction_place"),
        ("methods",),
        ("pulled_count",),
        (Cell("pulled_reason", lines=2),),
        ("register_marked", "backups_done"),
        IfFilled("copies_left", "copy_until"),
        (Cell("course", lines=4),),
        ("witness_one_by", "witness_two_by"),
        ("reported_by", "reported_on"),
    ),
    Grid(
        "阅示",
        *asked("cs_manager_opinion", "部门经理"),
        *asked("gm_opinion", "总经理"),
    ),
    notes=(
        "执行人在销毁后填写，报原审批人；登记簿和目录同时注明“已销毁”，档案号永不再用。",
        "撤出的案卷恢复封存，另行处理；备份尚未销毁完的，写明位置和最迟日期，到期复查。",
    ),
    remarks_lines=1,
)
