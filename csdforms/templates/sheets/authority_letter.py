"""授权委托书, on one page: principal, agent, powers and term, both hands, what was verified."""

from csdforms.templates.sheet import Cell, Grid, Sheet

SHEET = Sheet(
    Grid(
        "委托人",
        ("principal_name", "file_no"),
        ("file_kind",),
        (Cell("legal_head", label="法定代表人"), "uscc"),
        (Cell("principal_id_type", plain=True), "principal_id_no"),
        (Cell("principal_address", width=2), "principal_phone"),
    ),
    Grid(
        "受托人",
        ("proxy_name", "proxy_relation"),
        (Cell("proxy_id_type", plain=True), "proxy_id_no"),
        ("proxy_phone",),
    ),
    Grid(
        "委托",
        (Cell("authority_matters", face="boxes3"),),
        ("authority_kind", "may_substitute"),
        (Cell("authority_scope", lines=4),),
        ("authority_from", "authority_until"),
        ("refund_account_name",),
    ),
    Grid(
        "签署",
        (Cell("principal_signed_by", lines=2), "customer_sealed"),
        ("authority_signed_on",),
        (Cell("proxy_signed_by", lines=2), "proxy_signed_on"),
    ),
    Grid(
        "本公司核验",
        ("authority_received_on", "copy_original_seen"),
        (Cell("verified_how", lines=2),),
        ("authority_verified_by", "authority_verified_on"),
    ),
    notes=(
        "受托人在上列权限和期限内以委托人名义办理的事项，由委托人承担法律后果；没有写明的，视为没有授权。",
        "申请注销、领取退款、撤回、恢复、删除个人信息须特别授权并逐项写明；未写明可以转委托的，不得转委托。",
        "委托人是单位的，证件填法定代表人或负责人的，是个体工商户的，填经营者的；自然人不填法定代表人和信用代码。",
        "单位由法定代表人或负责人签字并加盖公章，自然人由本人签名；附双方身份证件，核对原件后不另留复印件。",
        "委托事项完成、期限届满、委托人撤回或者受托人辞去委托的，委托终止；撤回的，应书面通知本公司。",
        "本委托书一式两份：一份交本公司归入客户档案，一份由受托人持有。",
    ),
    remarks_lines=1,
)
