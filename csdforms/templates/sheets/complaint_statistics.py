"""客户投诉统计表, landscape: one matrix, the flow of cases below it."""

from csdforms.templates.sheet import Cell, Column, Grid, Sheet, Signature, Table

MATRIX = (
    Column("dimension_value", 172, align="left"),
    Column("received", 90, label="受理"),
    Column("share", 131),
    Column("prev_received", 112, label="上期/同期"),
    Column("change_rate", 150, label="环比/同比"),
    Column("closed_on_time", 90, under="办理时限"),
    Column("closed_late", 90, under="办理时限"),
    Column("open_within", 90, label="期内未结", under="办理时限"),
    Column("open_overdue", 90, under="办理时限"),
    Column("close_rate", 131),
    Column("on_time_rate", 131),
    Column("verified", 90, under="认定"),
    Column("partly_verified", 90, under="认定"),
    Column("unverified", 90, under="认定"),
    Column("pending", 90, under="认定"),
    Column("repeat_count", 90),
    Column("high_level_count", 90, label="高等级"),
    Column("compensation_amount", 133, label="赔付", align="right", under="费用（元）"),
    Column("loss_amount", 133, label="损失", align="right", under="费用（元）"),
    Column("total_cost", 133, label="合计", align="right", under="费用（元）"),
    Column("avg_days", 90, label="平均天数"),
    Column("followed_up", 90, label="回访", under="回访满意"),
    Column("satisfied", 90, label="满意", under="回访满意"),
    Column("satisfaction_rate", 136, under="回访满意"),
)

SHEET = Sheet(
    Grid(
        None,
        (
            Cell("period_start", label="开始日期"),
            Cell("period_end", label="结束日期"),
            "as_of",
            Cell("dimension", plain=True),
        ),
    ),
    Table(
        "rows",
        *MATRIX,
        rows=8,
        total=("合计", {column.path: f"total.{column.path}" for column in MATRIX[1:]}),
    ),
    Grid(
        None,
        ("opening", "received", "closed", "open_end"),
        (
            Cell("base_quantity", label="基数"),
            "base_unit",
            "complaint_rate",
            Cell("complaints_per_ten_thousand", label="件/万单"),
        ),
        (Cell("comment", lines=3),),
    ),
    signatures=(
        Signature("制表", "prepared_by", "prepared_on"),
        Signature("审核", "reviewed_by", "reviewed_on"),
        Signature("批准", "approved_by", "approved_on"),
    ),
    notes=(
        "无效投诉计入，意见建议不计入；没有投诉的项目也列出。分母为0的比率印“—”。",
        "及时率＝及时结案÷（及时结案＋超期结案＋超期未结）；合计的各率按合计数重新计算，不取平均。",
        "按月份统计时，“上期/同期”为上年同月。",
        "按处理方式统计时，一件投诉可计入几项，占比之和可超过100%，合计为实际件数。",
        "期末未结＝期初未结＋本期受理－本期结案。",
    ),
    landscape=True,
    remarks_lines=1,
)
