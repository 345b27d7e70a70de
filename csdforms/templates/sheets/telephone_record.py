"""电话记录表, on one page: what was said, and what was done with it."""

from csdforms.templates.sheet import Cell, Column, Grid, IfFilled, Opinion, Sheet, Signature, Table

SHEET = Sheet(
    Grid(
        "记录内容",
        ("direction", "urgency"),
        ("matter_type",),
        ("called_at", "ended_at"),
        IfFilled("talk_minutes", "recording_no"),
        IfFilled("call_no", "customer_no"),
    ),
    Table(
        "parties",
        Column("party_role", 7),
        Column("party_unit", 9),
        Column("name", 4),
        Column("job_title", 4),
        Column("counterpart_phone", 6),
        Column("fax", 6),
        rows=0,
    ),
    Grid(
        None,
        ("subject",),
        (Cell("talk_content", lines=8),),
        IfFilled("meeting_at", "meeting_place"),
        IfFilled("convener", "meeting_topic"),
        IfFilled("attendees", "meeting_materials"),
        IfFilled(
            "target_person",
            Cell("message_delivered_to", label="转达给"),
            "receiver_signature",
        ),
        IfFilled("message_due_at", "delivered_at", "is_message_late"),
        IfFilled("outcome"),
        ("read_back", "identity_verified"),
    ),
    Grid(
        "处理内容",
        Opinion("proposed_opinion", "proposed_by", "proposed_on", by_label="拟办人"),
        Opinion("leader_comment", "commented_by", "commented_on", by_label="批示人"),
        ("assigned_department", "due_on"),
        Opinion(
            "handling_result",
            "assigned_handler",
            "handled_at",
            by_label="承办人",
            at_label="承办时间",
        ),
        ("record_status",),
    ),
    signatures=(Signature("记录人", "prepared_by", "recorded_at"),),
    notes=(
        "逐点记录电话内容；通知和紧急的电话应向对方复述核对。",
        "会议通知应记明时间、地点、召集人、参加人、议题和材料。",
        "留言应写明要找的人，按时限记录、转达，由本人签字确认。",
    ),
    remarks_lines=1,
)
