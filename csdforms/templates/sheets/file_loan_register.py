"""客户档案借阅登记簿, landscape: going out and coming back in one line, the counts at the foot."""

from csdforms.templates.sheet import Cell, Column, Grid, Sheet, Signature, Table

SHEET = Sheet(
    Grid(
        None,
        (
            Cell("period_start", label="登记期间自"),
            Cell("period_end", label="至"),
            "as_of",
        ),
    ),
    Table(
        "loans",
        Column("seq", 4, label="序"),
        Column("loan_no", 13),
        Column("file_no", 19),
        Column("file_level", 6, label="密级"),
        Column("loan_form", 7, label="形式"),
        Column("loan_pages", 6, label="页数", under="借出"),
        Column("lent_at", 20, label="时间", under="借出"),
        Column("borrower", 8, label="借阅人", under="借出"),
        Column("borrower_department", 10, label="部门", under="借出"),
        Column("loan_purpose", 16, label="用途", align="left", under="借出"),
        Column("loan_due_on", 15, label="应还日期", under="借出"),
        Column("lent_by", 8, label="经办", under="借出"),
        heading="借出登记",
        rows=6,
    ),
    Table(
        "loans",
        Column("seq", 4, label="序"),
        Column("loan_no", 13),
        Column("item_no", 31, label="件号（借整卷的不填）"),
        Column("returned_at", 22, label="时间", under="归还"),
        Column("pages_back", 7, label="页数", under="归还"),
        Column("pages_short", 7, label="缺页", under="归还"),
        Column("condition_back", 18, label="状况", align="left", under="归还"),
        Column("return_taken_by", 9, label="验收", under="归还"),
        Column("loan_state", 7, label="状态"),
        Column("incident_no", 18),
        heading="归还登记",
        rows=6,
    ),
    Grid("合计", ("loan_count", "out_count"), ("overdue_loan_count", "short_count")),
    signatures=(
        Signature("档案保管人", "keeper_by", "keeper_on"),
        Signature("客户信息主管", "info_supervisor_by", "info_supervisor_on"),
    ),
    notes=(
        "本簿只记档案号，不记客户名称；每次借出登记一行，归还时当面清点页数后注销。",
        "复制件最多借3天，原件和机密档案当天归还，绝密档案不外借；逾期的催还并报客户服务部经理，归还以前不得再借。",
        "缺页、遗失的填写客户信息泄露事件报告表，并在此登记事件编号。",
    ),
    landscape=True,
    remarks_lines=1,
)
