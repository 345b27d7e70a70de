"""客户投诉统计表, landscape: one matrix, the flow of cases below it."""

from csdforms.templates.sheet import Cell, Column, Grid, Sheet, Signature, Table

MATRIX = (
    Column("dimension_value", 9, align="left"),
    Column("received", 4, label="受理"),
    Column("share", 7),
    Column("prev_received", 4, label="上期/同期"),
    Column("change_rate", 7, label="环比/同比"),
    Column("closed_on_time", 4, under="办理时限"),
    Column("closed_late", 4, under="办理时限"),
    Column("open_within", 4, under="办理时限"),
    Column("open_overdue", 4, under="办理时限"),
    Column("close_rate", 7),
    Column("on_time_rate", 7),
    Column("verified", 4, under="认定"),
    Column("partly_verified", 4, under="认定"),
    Column("unverified", 4, under="认定"),
    Column("pending", 4, under="认定"),
    Column("repeat_count", 4),
    Column("high_level_count", 4, label="高等级"),
    Column("compensation_amount", 8, label="赔付", align="right", under="费用（元）"),
    Column("loss_amount", 8, label="损失", align="right", under="费用（元）"),
    Column("total_cost", 8, label="合计", align="right", under="费用（元）"),
    Column("avg_days", 5),
    Column("followed_up", 4, label="回访", under="回访满意"),
    Column("satisfied", 4, label="满意", under="回访满意"),
    Column("satisfaction_rate", 7, under="回访满意"),
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
