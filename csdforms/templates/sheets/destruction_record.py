"""客户档案监销记录: the counts, the act, the copies, three signatures."""

from csdforms.templates.sheet import Cell, Column, Grid, Sheet, Signature, Table

SHEET = Sheet(
    Grid(
        "清册",
        ("file_count", "piece_count", "list_pages"),
        ("list_digest", "approval_until"),
    ),
    Grid(
        "清点（销毁前）",
        ("witness_one_by", "witness_one_unit"),
        ("witness_one_count", "witness_one_counted_on"),
        ("witness_two_by", "witness_two_unit"),
        ("witness_two_count", "witness_two_counted_on"),
        ("count_equal", "chain_sound"),
    ),
    Grid(
        "销毁",
        ("methods",),
        ("destruction_place",),
        ("begun_at", "destroyed_at"),
        (Cell("course", lines=3),),
    ),
    Table(
        "copies",
        Column("seq", 5, label="序"),
        Column("copy_kind", 11, label="种类"),
        Column("file_no", 23),
        Column("copy_place", 22, label="所在位置", align="left"),
        Column("became", 12, label="去向"),
        Column("copy_note", 16, label="说明", align="left"),
        Column("copy_until", 18, label="最迟销毁"),
        heading="已知副本",
        rows=5,
    ),
    signatures=(
        Signature("执行人", "executor_by", "executor_on"),
        Signature("监销人一", "witness_one_by", "witness_one_on"),
        Signature("监销人二", "witness_two_by", "witness_two_on"),
    ),
    notes=(
        "监销人须两人，不得是执行人、提请人或审批人，至少一人来自档案保管部门以外；清点不符的立即停止。",
        "已知副本包括文书、打印件、导出件、磁盘文件、备份、索引和数据密钥；尚不能销毁的写明原因和最迟日期。",
        "签字即证明：本清册所列档案已于上列时间在监销人到场时销毁，无法恢复。",
    ),
    remarks_lines=1,
)
