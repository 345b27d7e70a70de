"""客户档案销毁证明, on one page: the file, the act, who answers for it."""

from csdforms.templates.sheet import Cell, Grid, Sheet, Signature

SHEET = Sheet(
    Grid(
        "档案",
        ("file_no",),
        ("line_title",),
        ("opened_on", "sealed_on"),
        ("piece_count",),
    ),
    Grid(
        "销毁",
        ("destroyed_at",),
        ("reason",),
        ("methods",),
        ("list_digest",),
        ("record_anchor",),
        (Cell("cs_manager_by", label="审批人"), Cell("gm_by", label="终审人")),
        ("executor_by",),
        ("witness_one_by", "witness_two_by"),
    ),
    Grid("出具", ("certified_for",), ("certificate_on",)),
    signatures=(
        Signature("出具人", "prepared_by", "prepared_on"),
        Signature("批准人", "approved_by", "approved_on"),
    ),
    notes=(
        "兹证明上列客户档案已按销毁清册由两位监销人到场监督销毁，本单位不再保存其内容，也无法恢复。",
        "个人客户和个体工商户的档案只写档案号和类别。加盖单位公章后有效，一式两份，一份随清册永久保存。",
    ),
)
