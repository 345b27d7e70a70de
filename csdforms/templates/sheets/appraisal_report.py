"""客户档案鉴定报告, landscape: the group, file by file, and the conclusion."""

from csdforms.templates.sheet import Cell, Column, Grid, Sheet, Signature, Table

SHEET = Sheet(
    Grid(
        None,
        ("convened_on", "chain_sound"),
        (Cell("appraisal_scope", lines=2),),
        (Cell("appraisal_basis", lines=2),),
    ),
    Table(
        "members",
        Column("seq", 4, label="序"),
        Column("function", 8, label="职能"),
        Column("member", 14),
        Column("post", 20),
        Column("member_signed_on", 16, label="签字日期"),
        heading="鉴定小组",
        rows=5,
    ),
    Table(
        "files",
        Column("seq", 4, label="序"),
        Column("archival_no", 24, label="档号"),
        Column("line_title", 22, align="left"),
        Column("retention", 8, label="期限", under="应保管"),
        Column("retention_until", 20, label="至", under="应保管"),
        Column("matters_open", 12, label="未了事项", align="left"),
        Column("appraisal_outcome", 7, label="结果", under="鉴定"),
        Column("outcome_reason", 26, label="理由", align="left", under="鉴定"),
        Column("kept_items", 22, label="抽出续存", align="left", under="鉴定"),
        Column("new_retention", 9, label="新期限", under="鉴定"),
        Column("new_until", 20, label="至", under="鉴定"),
        heading="逐卷鉴定",
        rows=6,
        lines=2,
    ),
    Grid(
        "结论",
        ("line_count", "keep_count", "split_count", "destroy_count"),
        (Cell("appraisal_conclusion", lines=3),),
        ("destruction_no",),
    ),
    signatures=(
        Signature("鉴定小组负责人", "group_head_by", "group_head_on"),
        Signature("审核", "reviewed_by", "reviewed_on"),
        Signature("批准", "approved_by", "approved_on"),
    ),
    notes=(
        "鉴定小组由信息、档案、财务、法务、保密五方面各一人组成，逐卷、逐件鉴定；有不同意见的在理由中写明。",
        "续存的写明理由和新的保管期限；有未了事项的续存，或抽出后销毁其余；其余列入销毁清册。",
        "本报告永久保存：个人客户和个体工商户的档案只写档案号和“个人客户档案”“个体工商户档案”。",
    ),
    landscape=True,
    pages=2,
    remarks_lines=1,
)
