"""客户档案恢复申请表, on one page: the seal, the reason and papers, who agreed, what was done."""

from csdforms.templates.sheet import Cell, Grid, IfFilled, Sheet, asked

SHEET = Sheet(
    Grid(
        "封存的档案",
        ("file_no", "customer_name"),
        (Cell("file_kind", plain=True), "is_key_customer"),
        ("deregistration_no", Cell("trigger", plain=True)),
        ("seal_no", "sealed_on"),
        (Cell("file_level", plain=True), "retention_until"),
    ),
    Grid(
        "申请和核对",
        (Cell("revival_reason", lines=2),),
        ("applied_by", "applied_department", "applied_on"),
        ("fresh_papers",),
        ("papers_seen_by", "papers_seen_on"),
        ("duplicate_result",),
        IfFilled("duplicate_file_no"),
        ("notice_again_on", "consent_again_on"),
        ("consent_version",),
        ("level_after",),
        ("credit_after",),
    ),
    Grid(
        "审批",
        ("decider",),
        *asked("info_supervisor_opinion", "信息主管"),
        *asked("cs_manager_opinion", "部门经理"),
        *asked("gm_opinion", "总经理"),
    ),
    Grid(
        "办理",
        ("approved_by", "approved_on"),
        (Cell("revived_by", label="经办人"), "revived_on", Cell("new_volume_no", label="新卷次")),
    ),
    notes=(
        "只有封存中、保管期限内的档案可以恢复；已销毁、已合并的不能恢复，另行建档。来电、来函、下单不当然恢复。",
        "恢复沿用原档案号，另立新卷；信用按新客户办理，密级不低于封存时；列入销毁清册的，先撤出清册再审批。",
        "原因客户严重违约或司法行政机关决定注销的，以及重点客户、机密以上的，由总经理决定；申请人不得审批。",
        "个人客户须重新告知并取得同意，原同意不再有效。本表一式两份：归入客户档案、客户服务部存查。",
    ),
    remarks_lines=1,
)
