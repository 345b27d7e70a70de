"""售后服务调查问卷, on two pages: the customer's part, then what the interviewer fills in."""

from csdforms.templates.sheet import Cell, Column, Grid, IfFilled, Prose, Sheet, Table


def _lines(group: str, heading: str | None = None, *, lines: int = 1) -> Table:
    return Table(
        group,
        Column("question_no", 3),
        Column("question_text", 12, label="题目", align="left"),
        Column("reply", 14, align="left"),
        Column("comment", 5, align="left"),
        heading=heading,
        rows=2,
        optional=True,
        lines=lines,
    )


SHEET = Sheet(
    Prose("questionnaire_title", align="center"),
    Prose("greeting"),
    Prose("privacy_note", "保密说明："),
    Prose("instructions", "填写说明："),
    Grid(
        None,
        ("survey_method",),
        ("issued_on", "answer_due_on"),
        IfFilled("survey_purpose"),
        IfFilled("version"),
    ),
    Grid(
        "基本信息",
        ("customer_name", "phone"),
        ("anonymous", Cell("customer_type", width=3)),
        ("service_type",),
        ("service_on", "register_no"),
        ("product_model", Cell("usage_years", label="使用年限（年）")),
        IfFilled("company", "job_title"),
        IfFilled("gender", "age_group"),
        IfFilled("education", "income_level"),
        IfFilled("residence"),
    ),
    _lines("screening_questions"),
    Table(
        "level_questions",
        Column("question_no", 25),
        Column("question_text", 134, label="题目", align="left"),
        Column("mark_very_satisfied", 28),
        Column("mark_satisfied", 33),
        Column("mark_neutral", 33),
        Column("mark_dissatisfied", 33),
        Column("mark_very_dissatisfied", 33),
        Column("mark_not_applicable", 33),
        Column("comment", 55, align="left"),
        heading="一、评分题",
        rows=10,
        optional=True,
    ),
    _lines("scale_questions"),
    _lines("choice_questions", "二、选择题"),
    _lines("open_questions", "三、开放题", lines=3),
    Grid(None, IfFilled(Cell("open_suggestions", lines=2))),
    Prose("thanks"),
    Grid(
        "访问与回收",
        ("response_no", "interviewed_by"),
        ("answered_on", "duration_minutes"),
        ("interview_result",),
        ("follow_up_needed", "is_answered_late"),
        IfFilled("total_score"),
    ),
    Table(
        "dimension_scores",
        Column("quality_dimension", 4),
        Column("answer_count", 3),
        Column("average_score", 3),
        Column("score_rate", 3),
        optional=True,
    ),
    pages=2,
    numbered=False,
)
