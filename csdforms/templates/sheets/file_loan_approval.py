"""客户档案借阅审批表, on one page: what is borrowed, who decided, how it went out and came back."""

from csdforms.templates.sheet import Cell, Grid, IfFilled, Sheet, asked

SHEET = Sheet(
    Grid(
        "申请",
        ("borrower", "borrower_department"),
        ("clearance", "applied_on"),
        ("file_no", "customer_name"),
        IfFilled("item_no", "item_title"),
        ("file_level",),
        ("loan_form", "in_office"),
        ("loan_pages", "loan_days"),
        (Cell("loan_purpose", lines=2),),
    ),
    Grid(
        "审批",
        *asked("unit_head_opinion", "借阅部门"),
        ("decider",),
        *asked("keeper_opinion", "档案保管人"),
        *asked("info_supervisor_opinion", "信息主管"),
        *asked("cs_manager_opinion", "部门经理"),
    ),
    Grid(
        "借出",
        ("lent_at", "loan_due_on"),
        ("condition_out", "lent_by"),
    ),
    Grid(
        "归还",
        ("returned_at", "return_taken_by"),
        ("pages_back", "pages_short"),
        ("condition_back",),
        IfFilled("incident_no"),
    ),
    notes=(
        "内部以下由客户信息专员、秘密由客户信息主管、机密由客户服务部经理批准；绝密不外借。",
        "复制件最多借3天；原件和机密档案不出办公室，当天归还；逾期未还的，不得再借。",
        "借阅人对所借档案的安全负责，不得转借、复制、拍照、涂改、抽拆；借还时当面清点页数。",
        "归还缺页、遗失的，当日报告客户服务部经理，并填写客户信息泄露事件报告表。",
        "本表由客户服务部保存，同时登入客户档案借阅登记簿。",
    ),
    remarks_lines=1,
)
