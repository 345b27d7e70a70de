"""个人信息权利请求书: what somebody asks, and below it how the request was taken."""

from csdforms.templates.sheet import Cell, Column, Grid, IfFilled, Sheet, Table

SHEET = Sheet(
    Grid(
        "请求人",
        ("requester", "requester_phone"),
        ("requester_relation",),
        ("email",),
        ("address",),
        ("answer_way",),
        ("authority_paper",),
        ("authority_from", "authority_until"),
        IfFilled(Cell("lawful_interest", lines=2)),
    ),
    Grid(
        "个人信息主体",
        ("customer_name", "file_no"),
        (Cell("registered_contact", label="登记联系方式"),),
    ),
    Grid(
        "请求",
        ("request_kind",),
        ("requested_items",),
        (Cell("request_content", lines=4),),
        ("request_reason",),
        IfFilled("deletion_case"),
        IfFilled("transfer_receiver"),
    ),
    Table(
        "corrections",
        Column("corrected_item", 2),
        Column("old_value", 3),
        Column("new_value", 3),
        Column("proof_of_value", 3),
        heading="更正、补充的内容",
        optional=True,
        rows=2,
    ),
    Grid(None, (Cell("requester_signature", lines=2), "requester_signed_on")),
    Grid(
        "受理（由受理单位填写）",
        ("request_channel",),
        ("request_received_on", "request_accepted_on", "accepted_by"),
        ("identity_checks",),
        (Cell("identity_proven", label="已证明"), "identity_checked_by", "identity_checked_on"),
        (Cell("proof_asked_for", width=2), "proof_asked_on"),
        ("marketing_stopped", "request_due_on"),
    ),
    notes=(
        "一事一表。请求人依个人信息保护法第四十四条至第五十条行使权利，不收费用，不须说明理由。",
        "核验身份不要求提供多于登记时的资料，证件只看不留、不抄号码；身份未证明的暂缓办理，不是拒绝，期限自证明之日起算。",
        "收到请求、身份证明后15个工作日内书面答复；延长一次的，说明理由，合计不超过30天。",
        "监护人、代理人、近亲属应出示关系或授权证明原件；近亲属为自身的合法、正当利益，可查阅、复制、更正、删除死者的信息，死者生前另有安排的除外。",
        "本表一式两份：一份加盖受理章交请求人作回执，一份归档，自答复之日起保存三年。",
    ),
    remarks_lines=1,
)
