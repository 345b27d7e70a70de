"""The joint check (联合核查): twelve lines, each its owner's, and what a signature must say.

All lines are signed, by somebody in an office of their owner, and none is fresh for longer than 30
days. What the archive itself knows to be open stands in the way whatever is signed
(:mod:`csdforms.archive.deregistration.findings`). Rules of archive.md §6.3.

A signature in the row of an application, ``lines``::

    {"G3": {"by": "孙倩", "roles": ["finance"], "at": "2026-…", "clear": true, "text": "…",
            "statement": {"balance": "0.00", "currency": "CNY", "as_of": "2026-11-20",
                          "agreed": true}}}
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from csdforms.archive.actor import day_of
from csdforms.archive.deregistration.blockers import Blocker
from csdforms.archive.secrecy.classifying.periods import days_later
from csdforms.archive.secrecy.roles import ROLES
from csdforms.archive.store import Document
from csdforms.errors import NotPermitted

__all__ = [
    "FRESH",
    "LINES",
    "CheckLine",
    "blocker",
    "is_fresh",
    "line_of",
    "problem_of",
    "read_statement",
]

#: Days for which a signature holds, and a statement of account after its own day.
FRESH = 30

_CURRENCY = "CNY"
_LARGEST = Decimal(10) ** 14


class CheckLine(NamedTuple):
    """One line of the joint check."""

    code: str
    title: str
    owners: tuple[str, ...]  # the roles; any of them signs
    #: What the archive computes from what is filed in it; "": it knows nothing of it.
    computed: str
    #: Whether it needs a statement of account that the customer agreed to (往来对账函).
    statement: bool = False

    @property
    def owner(self) -> str:
        """Whose business it is."""
        return "、".join(ROLES[role].title for role in self.owners)


LINES: tuple[CheckLine, ...] = (
    CheckLine("G1", "投诉", ("complaint_supervisor",), "未结案的投诉"),
    CheckLine("G2", "服务、维修、退换货", ("after_sales_supervisor",), "未关闭的服务和退换货"),
    CheckLine("G3", "应收款项", ("finance",), "", statement=True),
    CheckLine("G4", "预收款、押金、未付返利", ("finance",), "", statement=True),
    CheckLine("G5", "未交货、未开票的订单，借用的设备", ("sales",), ""),
    CheckLine("G6", "会计未了事项", ("finance",), ""),
    CheckLine("G7", "执行中的合同、保修", ("sales", "after_sales_supervisor"), "保修期内的产品"),
    CheckLine("G8", "保全、诉讼、案件", ("legal",), "法律保全、法务的冻结"),
    CheckLine("G9", "借出的件、在外的副本", ("info_specialist",), "未归还的借阅、未收回的印件"),
    CheckLine("G10", "在办的审批", ("info_supervisor",), "信用、密级、变更、合并等未决的审批"),
    CheckLine("G11", "个人信息请求", ("dpo",), "未答复的请求"),
    CheckLine("G12", "关联单位、对外担保", ("info_supervisor",), "在用的分支机构、未解除的担保"),
)
_BY_CODE = {line.code: line for line in LINES}


def line_of(code: str) -> CheckLine:
    """Return the line with a code, however it is spelt.

    Raises:
        NotPermitted: if there is none.
    """
    if line := _BY_CODE.get(code.strip().upper()):
        return line
    raise NotPermitted(f"没有签署：核查事项应是 {LINES[0].code} 至 {LINES[-1].code} 之一。")


def blocker(code: str, text: str, source: str = "") -> Blocker:
    """Return what is open in a line, with its owner."""
    return Blocker(code, text, _BY_CODE[code].owner, source)


def is_fresh(signed: Mapping[str, Any], at: str) -> bool:
    """Whether a signature still holds at a moment; a statement counts from its own day (D04)."""
    today = day_of(at)
    days = [day_of(signed["at"])]
    if "statement" in signed:
        days.append(signed["statement"]["as_of"])
    return all(today <= days_later(day, FRESH) for day in days)


def problem_of(
    line: CheckLine, signed: Mapping[str, Any], write_off: Mapping[str, Any] | None = None
) -> str:
    """Return why a line is not clear by what its owner signed, "" if it is.

    It tells of no amount. A balance is nothing but zero, in yuan, agreed by the customer; what was
    never compared is not zero (D03). What the customer owes passes if the whole of it was written
    off by a decision (D09).

    Args:
        line: the line.
        signed: the signature.
        write_off: the decision, if there is one.
    """
    if not signed["clear"]:
        return f"{line.title}：责任岗位签署有未了事项"
    if not line.statement:
        return ""
    statement = signed["statement"]
    if statement["currency"] != _CURRENCY:
        return f"{line.title}：对账单不是人民币"
    if not statement["agreed"]:
        return f"{line.title}：余额未经客户核对同意"
    balance = Decimal(statement["balance"])
    is_written_off = (
        line.code == "G3"
        and write_off is not None
        and "decided_at" in write_off
        and Decimal(write_off["amount"]) == balance
    )
    return "" if balance == 0 or is_written_off else f"{line.title}：余额不为零"


def read_statement(line: CheckLine, given: Mapping[str, Any] | None, today: str) -> Document:
    """Return a statement of account as it is kept, ``{}`` for a line that needs none.

    Args:
        line: the line that is signed.
        given: ``balance`` (yuan, ``"0.00"``; of G3 what the customer owes, of G4 what he is owed),
            ``currency`` (``CNY``), ``as_of`` (``2026-11-20``), ``agreed`` (by the customer).
        today: the day.

    Raises:
        NotPermitted: if it is missing, or cannot be read, or lies ahead; if the line needs none.
    """
    if not line.statement:
        if given is not None:
            raise NotPermitted(f"没有签署：{line.code} 不用写对账单。")
        return {}
    said = dict(given or {})
    try:
        balance = Decimal(said["balance"]) if isinstance(said["balance"], str) else Decimal("NaN")
        as_of = days_later(str(said["as_of"]), 0)
        currency, agreed = said["currency"], said["agreed"]
    except (KeyError, InvalidOperation, ValueError):
        balance, as_of, currency, agreed = Decimal("NaN"), "", "", None
    if not (balance.is_finite() and abs(balance) < _LARGEST and isinstance(agreed, bool)):
        raise NotPermitted(
            f"没有签署：{line.code} 要写明对账单的余额（如 0.00）、币种、截止日和客户是否同意；"
            "没有对过账的不能算作零。"
        )
    if as_of > today:
        raise NotPermitted("没有签署：对账单的截止日还没有到，请核对。")
    return {
        "statement": {
            "balance": str(balance),
            "currency": str(currency).strip().upper(),
            "as_of": as_of,
            "agreed": agreed,
        }
    }
