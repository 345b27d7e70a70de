"""销户确认单, on one page: what is confirmed, the refund in words, the customer's hand and seal."""

from csdforms.templates.sheet import Cell, Grid, IfFilled, Sheet

SHEET = Sheet(
    Grid(
        None,
        ("customer_name", "file_no"),
        ("letter_no", "letter_received_on"),
        ("deregistration_no", "statement_no"),
    ),
    Grid(
        "账款和资料",
        ("receivable_amount", "refunded_amount"),
        (Cell("refunded_amount", label="收到退款（大写）", face="words"),),
        ("refund_account_name", "refund_received_on"),
        (Cell("returned_goods", lines=3),),
    ),
    Grid(
        "客户确认",
        (Cell("confirmed_items", face="boxes3", lines=3),),
        ("confirm_result",),
        (Cell("objection_text", lines=4),),
    ),
    Grid(
        "客户签署",
        ("signer_name", "signer_title"),
        ("signed_by_customer_on", "customer_sealed"),
        IfFilled("authority_no"),
    ),
    Grid(
        "本公司接收",
        ("receipt_taken_by", "receipt_taken_on"),
    ),
    notes=(
        "请客户逐项核对后勾选、签署；单位客户由法定代表人或授权代理人签字并加盖公章，自然人由本人签名。",
        "代理人签署的，注明委托书编号并附授权委托书。有异议的，写明事项和依据，本公司重新核查后书面答复。",
        "本单收回之前，应退款项不视为退清，档案不得封存。",
        "本单一式两份：一份寄回本公司归入客户档案，一份由客户留存。金额单位为元。",
    ),
)
