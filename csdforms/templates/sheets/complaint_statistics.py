"""客户投诉统计表, landscape: one matrix, the flow of cases below it."""

from csdforms.templates.sheet import Cell, Column, Grid, Sheet, Signature, Table

MATRIX = (
    Column("dimension_value", 1348, align="left"),
    Column("received", 470, label="受理"),
    Column("share", 680),
    Column("prev_received", 500, label="上期/同期"),
    Column("change_rate", 840, label="环比/同比"),
    Column("closed_on_time", 470, under="办理时限"),
    Column("closed_late", 470, under="办理时限"),
    Column("open_within", 470, label="期内未结", under="办理时限"),
    Column("open_overdue", 470, under="办理时限"),
    Column("close_rate", 680),
    Column("on_time_rate", 680),
    Column("verified", 470, under="认定"),
    Column("partly_verified", 470, under="认定"),
    Column("unverified", 470, under="认定"),
    Column("pending", 470, under="认定"),
    Column("repeat_count", 470),
    Column("high_level_count", 470, label="高等级"),
    Column("compensation_amount", 1045, label="赔付", align="right", under="费用（元）"),
    Column("loss_amount", 1045, label="损失", align="right", under="费用（元）"),
    Column("total_cost", 1045, label="合计", align="right", under="费用（元）"),
    Column("avg_days", 470, label="平均天数"),
    Column("followed_up", 470, label="回访", under="回访满意"),
    Column("satisfied", 470, label="满意", under="回访满意"),
    Column("satisfaction_rate", 680, under="回访满意"),
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
        (Cell("comment", lines=2),),
    ),
    signatures=(
        Signature("制表", "prepared_by", "prepared_on"),
        Signature("审核", "reviewed_by", "reviewed_on"),
        Signature("批准", "approved_by", "approved_on"),
    ),
    notes=(
        "无效投诉计入，意见建议不计入；没有投诉的项目也列出。分母为0的比率印“—”。",
        "期末未结＝期初未结＋本期受理－本期结案；及时率＝及时结案÷（及时结案＋超期结案＋超期未结）。合计的各率按合计数重新计算，不取平均。",
        "按月份统计时，“上期/同期”为上年同月；按处理方式统计时，一件投诉可计入几项，占比之和可超过100%，合计为实际件数。",
    ),
    landscape=True,
    remarks_lines=1,
)
