"""客户档案保全通知单, on one page: set, received, let go."""

from csdforms.templates.sheet import Cell, Grid, Sheet

SHEET = Sheet(
    Grid(
        None,
        ("hold_action",),
        ("file_no", "customer_name"),
        ("file_level",),
    ),
    Grid(
        "保全",
        ("hold_ground",),
        ("hold_reference",),
        (Cell("hold_reason", lines=7),),
        ("hold_scope",),
        (Cell("hold_scope_note", lines=3),),
        ("hold_on", "hold_review_on"),
        ("hold_served_on",),
        ("legal_by", "legal_on"),
        ("keeper_by", "keeper_on"),
    ),
    Grid(
        "解除",
        ("lift_reference",),
        (Cell("lift_reason", lines=7),),
        ("lifted_by", "lifted_on"),
        ("lift_seen_by", "lift_seen_on"),
    ),
    notes=(
        "保全由法务设置和解除，其他部门和个人无权解除；同一档案可有几项保全，逐项解除。",
        "保全期间不得销毁、删除、更改、抽换；保管期满不鉴定，已列入销毁清册的立即抽出，已批准的销毁失效。",
        "保全期间收到删除个人信息的请求，改为只存储、不作其他处理，并向本人说明理由。",
        "保管人当日签收，在档案和目录上作保全标记，追回借出件和副本；保全每年复核一次。",
        "本单一式两份：法务存一份，一份归入该客户档案；解除时在原单上填写解除栏。",
    ),
    remarks_lines=2,
)
