"""The roles of a department and what each may do: tables, no logic (archive.md §3.5, §4.1, §4.3).

The titles are those of the department's manual and, of the administrators, those usual where the
three are kept apart (三员分立). Every act names the right it needs, see :data:`RIGHTS`.
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
from collections.abc import Mapping
from typing import NamedTuple

__all__ = ["ADMINISTRATORS", "ALL_RIGHTS", "RIGHTS", "ROLES", "Role", "role_named"]

_NONE = -1

#: The rights, and what each lets somebody do.
RIGHTS: Mapping[str, str] = {
    "draft": "拟建客户档案",
    "check": "验收或退回建档",
    "approve": "审批或否决建档",
    "approve_key": "审批重点客户建档",
    "void": "作废误建的档案",
    "keep": "变更客户资料、登记别号",
    "file": "归档",
    "consult": "查阅客户档案",  # without it only one's own customers and open cases
    "propose": "提出定密建议",
    "print": "打印涉密档案",
    "export": "导出档案",
    "import": "移入别处的档案",  # which nobody here has checked: not for who prepares or checks
    "emergency": "紧急查阅",  # at once, when a life is at stake
    "review": "复核紧急查阅",
    "reopen": "结他人的案、重新立案",
    "trace": "查看谁查阅过某客户的档案",
    "staff": "登记账户和离岗",
    "roles": "授予岗位和涉密等级",
    "audit": "查看日志",
    "report": "编制统计报表",  # counting what he may know of, without reading it
    "ledger": "导入销售、收款、应收和目标",
    "maintain": "核对、备份、压缩、搬移档案库",  # without reading any file in it
    # Keeping (archive.md §5)
    "inspect": "保管检查",
    "confirm_change": "复核关键资料的变更",
    "sleep": "确认休眠和恢复往来",
    "hold": "设置和解除法律保全",
    "freeze": "冻结和解冻",
    "merge": "合并档案",
    # Personal data (§6.2)
    "take_request": "登记个人信息请求",
    "answer_request": "答复个人信息请求",
    # Deregistration (§6)
    "deregister": "申请注销和恢复",
    "lead_check": "组织联合核查",
    "agree": "批准注销和恢复",
    "agree_finally": "终审注销和恢复",  # key customers, forced removal, 机密 and above
    "pay": "退款和核对账款",
    "notify": "送达销户函",
    "seal": "封存",
    "second_seal": "会同封存",
    # Destruction (§7)
    "appraise": "参加鉴定",
    "condemn": "批准销毁",
    "condemn_finally": "终审销毁",
    "execute": "执行销毁",
    "witness": "监销",
}


class Role(NamedTuple):
    """One role; levels are ranks, -1 for none at all."""

    title: str
    rights: frozenset[str]
    #: The highest level that it decides; but 公开 is for those who decide 秘密.
    decides: int = _NONE
    grants: int = _NONE  # … for which it grants reading
    lends: int = _NONE  # … of which it lends copies
    clearance: int = 1  # what a new member is cleared for
    #: Whether it belongs to the department that keeps the files.
    inside: bool = True

    @property
    def audience(self) -> bool:
        """Whether it may see customers at all."""
        return self.clearance > _NONE


def _role(
    title: str,
    rights: str,
    *,
    decides: int = _NONE,
    grants: int = _NONE,
    lends: int = _NONE,
    clearance: int = 1,
    inside: bool = True,
) -> Role:
    return Role(title, frozenset(rights.split()), decides, grants, lends, clearance, inside)


def _administrator(title: str, rights: str) -> Role:
    return _role(title, rights, clearance=_NONE, inside=False)


ROLES: Mapping[str, Role] = {
    "info_specialist": _role(
        "客户信息专员",
        "draft keep file consult propose report ledger "
        "inspect take_request deregister second_seal appraise execute witness",
        lends=1,
    ),
    "info_supervisor": _role(
        "客户信息主管",
        "draft check void keep file consult propose emergency reopen export report ledger "
        "inspect confirm_change sleep merge take_request deregister lead_check seal second_seal "
        "appraise witness",
        decides=1,
        grants=2,
        lends=2,
        clearance=2,
    ),
    "cs_manager": _role(
        "客户服务部经理",
        "approve void file consult propose emergency reopen review export report ledger "
        "confirm_change freeze merge agree notify second_seal condemn",
        decides=2,
        grants=3,
        lends=3,
        clearance=3,
    ),
    "gm": _role(
        "总经理",
        "approve approve_key consult propose print review export import report "
        "agree agree_finally condemn condemn_finally",
        decides=4,
        grants=4,
        clearance=4,
        inside=False,
    ),
    "sales": _role("业务员", "draft file deregister notify", inside=False),
    "complaint_receptionist": _role("客户投诉接待专员", "file take_request"),
    "complaint_specialist": _role("客户投诉专员", "file report"),
    "complaint_supervisor": _role("客户投诉主管", "file emergency reopen report"),
    "after_sales_specialist": _role("售后服务专员", "file report"),
    "after_sales_supervisor": _role("售后服务主管", "file emergency reopen report"),
    "phone_agent": _role("电话专员", "file take_request"),
    "phone_supervisor": _role("电话主管", "file emergency reopen report"),
    "finance": _role("财务", "file pay report ledger appraise witness", inside=False),
    "legal": _role("法务", "file hold freeze appraise witness", inside=False),
    "dpo": _role(
        "个人信息保护负责人",
        "consult review export trace take_request answer_request appraise witness",
        clearance=2,
        inside=False,
    ),
    "destruction_witness": _role("监销人", "witness", inside=False),
    "system_admin": _administrator("系统管理员", "staff maintain"),
    "security_admin": _administrator("安全保密管理员", "roles"),
    "auditor": _administrator("安全审计员", "audit trace"),
}

#: No two of these in one hand, and none of them together with any other role (三员分立).
ADMINISTRATORS = ("system_admin", "security_admin", "auditor")

ALL_RIGHTS = frozenset(RIGHTS)


def role_named(name: str) -> str:
    """Return the identifier of a role, given that or its title; "" if there is no such role."""
    return next((key for key, role in ROLES.items() if name in (key, role.title)), "")
