"""客户档案封存清单, landscape: the file, its items with pages and digests, seal, term, openings."""

from csdforms.templates.sheet import Cell, Column, Grid, Sheet, Signature, Table

SHEET = Sheet(
    Grid(
        None,
        ("file_no", Cell("customer_name", width=2), Cell("file_kind", plain=True)),
        ("deregistration_no", Cell("trigger", plain=True, width=2), "deregistration_agreed_on"),
        ("sealed_on", "volume_no", Cell("file_level", plain=True), "sealed_place"),
        (
            Cell("loans_out", label="在借件数"),
            "copies_out",
            Cell("seal_check_passed", label="复核通过"),
        ),
    ),
    Table(
        "item_rows",
        Column("seq", 2, label="序"),
        Column("listed_no", 18, label="件号", align="left"),
        Column("item_title", 15, align="left"),
        Column("made_on", 8),
        Column("medium", 4),
        Column("page_count", 4),
        Column("file_level", 4),
        Column("retention", 6),
        Column("item_digest", 10),
        heading="封存的件",
        rows=12,
        total=("合计", {"page_count": "sealed_pages"}),
    ),
    Grid(
        None,
        ("sealed_items", "sealed_pages", "inventory_digest"),
        ("retention",),
        ("retention_from", "retention_until", Cell("undo_by", label="可撤销至")),
    ),
    Table(
        "opening_rows",
        Column("seq", 2, label="序"),
        Column("seal_checked_on", 8),
        Column("seal_opened_for", 8),
        Column("seal_checked_by", 8),
        Column("seal_intact", 6),
        Column("resealed_by", 8),
        heading="启封和核对记录",
        rows=3,
        lines=2,
    ),
    signatures=(
        Signature("封存人", "sealer_by", "sealer_on"),
        Signature("会同封存人", "second_sealer_by", "second_sealer_on"),
    ),
    notes=(
        "封存由客户信息主管和另一人会同清点、签字；封存前联合核查再复核一次，借阅件和副本全部收回。校验值取SHA-256的前16位。",
        "封存后只读，只为索赔、质保、投诉、财务、法律、恢复、个人信息请求和审计查用，每次写明目的；校验值不符的，立即报客户服务部经理。",
        "单位客户的保管期限自封存当年12月31日起算，个人客户自封存之日起算；密级不因注销降低。封存后十五个工作日内发现错误的，可以撤销。",
        "本清单一式两份：一份装入档案封口，一份由客户服务部存查。",
    ),
    landscape=True,
    pages=2,
    remarks_lines=1,
    numbered=False,
)
