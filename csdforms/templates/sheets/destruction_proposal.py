"""客户档案销毁建议书, on one page: what, why, and the two decisions."""

from csdforms.templates.sheet import Cell, Grid, IfFilled, Sheet, asked

SHEET = Sheet(
    Grid(
        "提请",
        ("fonds_name",),
        IfFilled("appraisal_no"),
        IfFilled("request_no"),
        ("file_count", "piece_count", "list_pages"),
        ("list_digest",),
        (Cell("destruction_advice", lines=3),),
        (Cell("reason", lines=2),),
        (Cell("risk_note", lines=3),),
        ("methods",),
        ("advised_by", "advised_on"),
    ),
    Grid(
        "审批",
        *asked("cs_manager_opinion", "部门经理", lines=3),
        *asked("gm_opinion", "总经理", lines=3),
    ),
    Grid(
        "办理",
        ("approved_by", "approved_on"),
        ("approval_until",),
    ),
    notes=(
        "本建议书与客户档案销毁清册一并报批；清册以校验值固定，报批后有任何变动的，批准作废。",
        "先由客户服务部经理、后由总经理（法定代表人）审批，提请人不得审批；批准自作出之日起九十天内有效。",
        "设有法律保全的、有未了事项的不得列入；批准后设置保全、申请恢复的，从清册撤出，其余重新报批。",
    ),
    remarks_lines=1,
)
