"""客户信息泄露事件报告表, on two pages: what happened, what was done; who was told, who answers."""

from csdforms.templates.sheet import Cell, Grid, Sheet, asked

SHEET = Sheet(
    Grid(
        "事件",
        ("incident_kind",),
        ("found_at", "occurred_at"),
        ("found_by", "found_how"),
        ("responsible_department", "incident_place"),
        ("is_confirmed", "loan_no"),
        (Cell("incident_course", lines=7),),
    ),
    Grid(
        "涉及的信息",
        (Cell("data_kinds", face="boxes2"),),
        (Cell("affected_files", lines=2),),
        ("affected_count", "records_lost"),
        ("file_level",),
        (Cell("incident_cause", lines=4),),
        (Cell("possible_harm", lines=4),),
    ),
    Grid(
        "控制和补救",
        (Cell("contained", lines=3),),
        (Cell("remedies", lines=3),),
        (Cell("self_help", label="个人可采取的措施", lines=3),),
        ("contained_at", "our_contact"),
        ("our_phone",),
    ),
    Grid(
        "报告和通知",
        ("manager_told_at", "gm_told_at"),
        ("authority",),
        (Cell("authority_told_at", label="报告主管部门"), "are_persons_told"),
        ("persons_told_on", "persons_told_by"),
        (Cell("notice_note", lines=2),),
    ),
    Grid(
        "复审和责任",
        (Cell("level_review", label="密级和范围复审", lines=2),),
        ("liable_persons",),
        (Cell("discipline", face="boxes2"),),
        (Cell("discipline_note", lines=2),),
    ),
    Grid(
        "审批",
        *asked("dpo_opinion", "个保负责人", lines=3),
        *asked("cs_manager_opinion", "部门经理", lines=3),
        *asked("gm_opinion", "总经理", lines=3),
        ("incident_closed_on",),
    ),
    notes=(
        "发现或怀疑泄露、篡改、丢失的，立即控制，当日报告客户服务部经理，再报总经理；本表密级为机密。",
        "向主管部门报告和向个人通知，应写明信息种类、原因、可能的危害、补救措施、个人可采取的措施和本单位联系方式。",
        "已采取的措施能够有效避免危害的，可以不通知个人，理由存档；主管部门要求通知的，仍应通知。",
        "办结前复审有关档案的密级和知悉范围；责任人员不得审批本表。",
        "本表一式两份，由客户服务部和个人信息保护负责人各存一份，至少保存三年。",
    ),
    pages=2,
    remarks_lines=1,
)
