"""客户档案查阅申请单, on one page: what is wanted and why, who decided, what came of it."""

from csdforms.templates.sheet import Cell, Grid, Sheet, asked

SHEET = Sheet(
    Grid(
        "申请",
        ("applied_by", "applied_department"),
        ("job_title", "applied_on"),
        ("clearance",),
        ("file_no", "customer_name"),
        ("file_level",),
        (Cell("access_purpose", lines=2),),
        ("case_ref", "access_days"),
        ("access_manner",),
        ("requested_contents",),
        ("is_emergency",),
        ("emergency_reason",),
    ),
    Grid(
        "审批",
        *asked("unit_head_opinion", "申请部门", lines=1),
        ("decider",),
        *asked("info_supervisor_opinion", "信息主管", lines=1),
        *asked("cs_manager_opinion", "部门经理", lines=1),
        *asked("gm_opinion", "总经理", lines=1),
    ),
    Grid(
        "查阅",
        ("granted_contents",),
        ("access_from", "access_to"),
        ("read_at",),
        ("keeper_by", "accompanied_by"),
        (Cell("use_result", lines=2),),
        ("emergency_reviewed_by", "emergency_reviewed_at"),
        ("is_justified",),
    ),
    notes=(
        "秘密以下由客户信息主管批准，机密由客户服务部经理批准，绝密由总经理批准并在场阅览；查阅人不得审批自己的申请。",
        "查阅期限最多30天；调岗、离岗、案件办结即终止；授权不得转让，不得抄录、拍照准予范围以外的内容。",
        "未写明内容的一律脱敏阅览；要看明文的，逐项写明并说明用途。",
        "危及生命财产安全的，可先查阅后补办，24小时内由经理、总经理或个人信息保护负责人复核。",
        "本单一式一份，由客户服务部归入该客户档案。",
    ),
    remarks_lines=1,
)
