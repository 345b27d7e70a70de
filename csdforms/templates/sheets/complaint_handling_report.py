"""投诉处理报告表: the sections of a report, with the steps D1 to D8 of an 8D report named in them.

What a report to the customer leaves out stands in rows that are printed only when filled.
"""

from csdforms.templates.sheet import Cell, Column, Grid, IfFilled, Sheet, Signature, Table

SHEET = Sheet(
    Grid(
        None,
        ("report_title",),
        ("complaint_no", "report_on"),
        ("audience",),
    ),
    Grid(
        "一、概况（D2）",
        (Cell("summary", lines=3),),
        ("customer_name", "complained_party"),
        ("product_name", "batch_no"),
        ("order_no", "level"),
        ("occurred_at", "occurred_place"),
        ("received_at", "due_on"),
        ("problem_source",),
        (Cell("problem_description", lines=4),),
    ),
    Table(
        "team",
        Column("seq", 2),
        Column("member_name", 5),
        Column("department", 7),
        Column("team_role", 12, align="left"),
        heading="处理小组（D1）",
        rows=3,
    ),
    Table(
        "timeline",
        Column("seq", 3),
        Column("handled_at", 7),
        Column("step", 5),
        Column("handling_content", 16, align="left"),
        Column("handler", 4),
        heading="二、处理经过",
        rows=6,
        lines=2,
    ),
    Grid(
        None,
        (Cell("containment", label="临时措施（D3）", lines=3),),
        ("containment_on", "containment_days"),
    ),
    Grid(
        "三、调查与原因（D4）",
        ("validity",),
        (Cell("cause_analysis", lines=4),),
        (Cell("occurrence_cause", lines=2),),
        (Cell("escape_cause", lines=2),),
        (Cell("root_cause", lines=2),),
        ("analysis_tool", "analyst", "analysed_on"),
    ),
    Grid(
        "四、责任",
        ("responsible_department", "responsible_person"),
        (Cell("responsibility", lines=2),),
        IfFilled("penalty"),
    ),
    Grid(
        "五、处理结果与费用",
        ("decided_at", "closed_at"),
        (Cell("handling_result", lines=3),),
        ("satisfaction",),
        IfFilled("compensation_amount", "loss_amount", "total_cost"),
        ("processing_days", Cell("timeliness", plain=True)),
    ),
    Table(
        "actions",
        Column("seq", 4),
        Column("measure_kind", 4),
        Column("measure", 12, align="left"),
        Column("responsible_person", 5),
        Column("responsible_department", 6),
        Column("action_due_on", 7),
        Column("done_on", 7),
        Column("effect_check", 9, align="left"),
        Column("proposer", 5),
        heading="六、纠正与预防措施（D5—D7）",
        rows=6,
        lines=2,
    ),
    Grid(
        "七、效果验证（D6）",
        (Cell("verification", lines=3),),
        ("effect_verified_by", "effect_verified_on", "report_status"),
        (Cell("standardization", label="标准化（D7）", lines=2),),
    ),
    Grid("八、经验教训（D8）", (Cell("lessons", lines=2),)),
    signatures=(
        Signature("编写", "prepared_by", "prepared_on"),
        Signature("审核", "reviewed_by", "reviewed_on"),
        Signature("批准", "approved_by", "approved_on"),
    ),
    notes=(
        "括号内为八步法（8D）的对应步骤。",
        "送客户的报告不列责任处理和费用，隐去本公司人员姓名。",
        "手工填写的，对责任人的处理写在责任认定栏，费用写在处理结果栏。金额单位为元。",
    ),
    numbered=False,
    pages=2,
    remarks_lines=1,
)
