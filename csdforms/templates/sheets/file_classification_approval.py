"""客户档案定密审批表, on one page: what is proposed and why, who decided, what was done."""

from csdforms.templates.sheet import Cell, Grid, IfFilled, Sheet, asked

SHEET = Sheet(
    Grid(
        "档案",
        ("classifying_kind",),
        ("file_no", "customer_name"),
        ("file_kind",),
        ("customer_grade", "has_heightened_risk"),
        IfFilled("item_no", "item_title"),
        ("file_level", "classified_until"),
    ),
    Grid(
        "提请",
        ("proposed_level", "proposed_until"),
        ("circle",),
        (Cell("secret_points", lines=2),),
        (Cell("classifying_reason", lines=2),),
        ("classifying_basis",),
        ("secrecy_measures",),
        ("applied_by", "applied_department", "applied_on"),
    ),
    Grid(
        "审批",
        ("decider",),
        *asked("info_supervisor_opinion", "信息主管", lines=1),
        *asked("cs_manager_opinion", "部门经理", lines=1),
        *asked("gm_opinion", "总经理", lines=1),
    ),
    Grid(
        "办理",
        ("decided_level", "decided_until"),
        ("effective_from", "confirm_due_on"),
        ("secrecy_mark",),
        (
            Cell("marked_by", label="标识人"),
            "marked_on",
            Cell("recalled_count", label="收回副本"),
        ),
    ),
    notes=(
        "公开、秘密由客户服务部经理决定，内部由客户信息主管决定，机密、绝密由经理提出、总经理决定；提请人不得审批。",
        "秘密、机密、绝密在此均指商业秘密，标识写作“商业秘密·机密”的样子，一律不得加“★”。",
        "保密期限一般为秘密3年、机密5年、绝密10年；个人客户的档案最低为内部，解密后仍为内部。",
        "降低密级和提前解密由原决定人或其上级决定；提高密级即时生效，三个工作日内确认，逾期失效。",
        "本表一式两份：一份归入客户档案，一份由客户服务部存查。",
    ),
    remarks_lines=1,
)
