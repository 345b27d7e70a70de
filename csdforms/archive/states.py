"""The states of a customer's file, and every way from one to another: one table, no logic.

The names are those of the rules' state machine (archive.md §8). Up to its approval a file is a
draft with a number of its own. Whatever stands in neither table, a transition or an act that leaves
the state as it is, is refused with the present state named.
"""

from __future__ import annotations

from typing import NamedTuple

from csdforms.archive.store import Document
from csdforms.errors import NotAllowedNow

__all__ = [
    "ACCEPTED",
    "ACTIVE",
    "ACTS",
    "BEFORE",
    "CLOSED",
    "DEREGISTERING",
    "DESTROYED",
    "DORMANT",
    "DRAFT",
    "FROZEN",
    "MERGED",
    "RETURNED",
    "REVIVABLE",
    "SEALED",
    "STATES",
    "SUBMITTED",
    "TRANSITIONS",
    "VOID",
    "State",
    "Transition",
    "advance",
    "is_on_file",
    "require",
]

DRAFT = "DRAFT"
SUBMITTED = "SUBMITTED"
RETURNED = "RETURNED"
ACCEPTED = "ACCEPTED"
ACTIVE = "ACTIVE"
DORMANT = "DORMANT"
FROZEN = "FROZEN"
APPLIED = "DEREG_APPLIED"
CHECKING = "DEREG_CHECKING"
SUSPENDED = "DEREG_SUSPENDED"
CLEARED = "DEREG_CLEARED"
APPROVED = "DEREG_APPROVED"
SETTLED = "SETTLED"
SEALED = "SEALED"
APPRAISAL = "APPRAISAL"
PROPOSED = "DESTROY_PROPOSED"
CONDEMNED = "DESTROY_APPROVED"
DESTROYING = "DESTROYING"
DESTROYED = "DESTROYED"
REJECTED = "REJECTED"
VOID = "VOID"
MERGED = "MERGED"
#: Stands for the state that the file had before.
BEFORE = "*"
#: Stands for no file yet, and for a draft that is no more.
NOTHING = ""

#: The states of an application for deregistration that runs.
DEREGISTERING = (APPLIED, CHECKING, SUSPENDED, CLEARED, APPROVED, SETTLED)
#: The states out of which a customer comes back by revival, never with a second file.
REVIVABLE = frozenset({SEALED, APPRAISAL, PROPOSED, CONDEMNED})
#: The states of a file that is sealed: deregistered, read for few purposes, filed into for fewer.
CLOSED = REVIVABLE | {DESTROYING}


class State(NamedTuple):
    """One state of a file."""

    title: str
    #: The acts that leave it as it is; everything else is a transition, or refused.
    acts: frozenset[str]
    #: Whether the customer counts as being on file when the next one comes.
    on_file: bool = True


class Transition(NamedTuple):
    """One way from a state to another, as the rules' table has it."""

    event: str
    sources: tuple[str, ...]
    target: str
    role: str  # who, as people call it
    guard: str  # on what condition
    papers: str = ""  # the forms that go with it


_NOTHING: frozenset[str] = frozenset()
_DRAFTING = frozenset({"edit"})
_FILING = frozenset({"alias", "file", "hold"})
_KEEPING = _FILING | {"lend", "revise"}
#: A sealed file takes in papers of the purposes that remain, and answers whoever has a right.
_CLOSED = frozenset({"file-closed", "hold"})

#: Until it is submitted a draft may be mended; on the way out papers still come in; sealed is
#: sealed.
STATES: dict[str, State] = {
    DRAFT: State("草稿", _DRAFTING),
    SUBMITTED: State("待验收", _NOTHING),
    RETURNED: State("退回补正", _DRAFTING),
    ACCEPTED: State("待审批", _NOTHING),
    ACTIVE: State("在用", _KEEPING),
    DORMANT: State("休眠", _KEEPING),
    FROZEN: State("冻结", _FILING),
    APPLIED: State("申请注销", _FILING),
    CHECKING: State("注销核查", _FILING | {"sign"}),
    SUSPENDED: State("注销中止", _FILING | {"sign"}),
    CLEARED: State("核查通过", _FILING | {"endorse", "sign"}),
    APPROVED: State("注销已批", _FILING | {"pay"}),
    SETTLED: State("已结清", _FILING | {"prepare-seal"}),
    SEALED: State("封存", _CLOSED),
    APPRAISAL: State("鉴定", _CLOSED),
    PROPOSED: State("拟销毁", _CLOSED | {"endorse"}),
    CONDEMNED: State("销毁已批", _CLOSED),
    DESTROYING: State("销毁中", _NOTHING),
    DESTROYED: State("已销毁", _NOTHING, on_file=False),
    REJECTED: State("未批准", _NOTHING, on_file=False),
    VOID: State("作废", _NOTHING, on_file=False),
    MERGED: State("已合并", _NOTHING),
}

_RUNNING = (APPLIED, CHECKING, SUSPENDED, CLEARED, APPROVED, SETTLED)
_PROFILE = "客户资料表（4.7、4.8）"

TRANSITIONS: tuple[Transition, ...] = (
    Transition("create", (NOTHING,), DRAFT, "客户信息专员、业务员", "有权建档", _PROFILE),
    Transition("discard", (DRAFT, RETURNED), NOTHING, "拟稿人", "本人的草稿"),
    Transition("submit", (DRAFT, RETURNED), SUBMITTED, "拟稿人", "材料齐全，查重通过", _PROFILE),
    Transition("return", (SUBMITTED,), RETURNED, "客户信息主管", "逐项写明缺陷，至多三次"),
    Transition("accept", (SUBMITTED,), ACCEPTED, "客户信息主管", "看过原件，非拟稿人"),
    Transition("approve", (ACCEPTED,), ACTIVE, "客户服务部经理、总经理", "非拟稿人、非验收人"),
    Transition("reject", (SUBMITTED, ACCEPTED), REJECTED, "审批人", "写明理由"),
    Transition(
        "void", (ACTIVE,), VOID, "客户信息主管和客户服务部经理", "建档 15 天内，没有归档的件"
    ),
    Transition("sleep", (ACTIVE,), DORMANT, "客户信息主管", "12 个月没有往来"),
    Transition("resume", (DORMANT,), ACTIVE, "客户信息主管", "资料重新核实", _PROFILE),
    Transition("freeze", (ACTIVE, DORMANT), FROZEN, "法务、客户服务部经理", "理由和截止日"),
    Transition("unfreeze", (FROZEN,), BEFORE, "法务、客户服务部经理", "写明理由"),
    Transition(
        "merge",
        (ACTIVE, DORMANT),
        MERGED,
        "客户信息主管和客户服务部经理",
        "证明是同一主体，没有办理中的注销",
        "客户档案合并审批表",
    ),
    Transition("unmerge", (MERGED,), BEFORE, "客户信息主管和客户服务部经理", "合并 30 天内"),
    Transition(
        "deregister",
        (ACTIVE, DORMANT, FROZEN),
        APPLIED,
        "申请人",
        "触发事由，授权或身份已核实",
        "客户注销申请单",
    ),
    Transition("check", (APPLIED,), CHECKING, "客户信息主管", "新业务已停办", "客户注销联合核查表"),
    Transition(
        "suspend",
        (APPLIED, CHECKING, CLEARED, APPROVED, SETTLED),
        SUSPENDED,
        "核查事项的责任岗位、系统",
        "有未了事项",
        "客户注销中止通知书",
    ),
    Transition("recheck", (SUSPENDED,), CHECKING, "客户信息主管、系统", "未了事项已了"),
    Transition("clear", (CHECKING,), CLEARED, "系统", "各项均已签署，没有过期"),
    Transition("agree", (CLEARED,), APPROVED, "客户服务部经理、总经理", "当时重新核查，人员分离"),
    Transition("refuse", (CLEARED,), BEFORE, "客户服务部经理、总经理", "写明理由"),
    Transition(
        "settle",
        (APPROVED,),
        SETTLED,
        "财务、业务员",
        "退款凭证、销户函、客户回执",
        "销户函、账款核对单",
    ),
    Transition(
        "seal",
        (SETTLED,),
        SEALED,
        "客户信息主管和第二人",
        "当时重新核查，没有借出，两人核对清单",
        "客户档案封存清单",
    ),
    Transition("withdraw", _RUNNING, BEFORE, "申请人、客户", "封存以前"),
    Transition("lapse", (SUSPENDED,), BEFORE, "系统", "中止满 90 天"),
    Transition("undo", (SEALED,), ACTIVE, "客户服务部经理", "封存后 15 个工作日内，确属误办"),
    Transition(
        "revive",
        (SEALED,),
        ACTIVE,
        "业务员、客户信息主管、客户服务部经理、总经理",
        "保管期限以内，材料重新核实",
        "客户档案恢复申请表",
    ),
    Transition("appraise", (SEALED,), APPRAISAL, "系统", "保管期满，没有保全"),
    Transition("extend", (APPRAISAL,), SEALED, "鉴定小组", "理由和新的期限", "客户档案鉴定报告"),
    Transition("propose", (APPRAISAL,), PROPOSED, "鉴定小组", "鉴定报告", "客户档案销毁建议书"),
    Transition(
        "condemn",
        (PROPOSED,),
        CONDEMNED,
        "客户服务部经理、总经理",
        "清册以哈希固定，人员分离",
        "客户档案销毁清册",
    ),
    Transition("spare", (PROPOSED,), SEALED, "客户服务部经理、总经理", "写明理由"),
    Transition(
        "reprieve",
        (APPRAISAL, PROPOSED, CONDEMNED),
        SEALED,
        "法务、系统",
        "有保全、清册变动、申请恢复，或批准满 90 天",
    ),
    Transition(
        "relist",
        (CONDEMNED,),
        PROPOSED,
        "系统",
        "清册中有档案撤出或变动，原批准作废，重新报批",
    ),
    Transition("begin", (CONDEMNED,), DESTROYING, "执行人", "两位监销人到场，件数相符"),
    Transition(
        "destroy",
        (DESTROYING,),
        DESTROYED,
        "两位监销人",
        "已知的副本都有着落",
        "客户档案监销记录、销毁处理反馈单、销毁证明",
    ),
)

#: What the acts are called in a refusal: those that leave a state, and those that stay in it.
ACTS = {
    "accept": "验收",
    "agree": "批准注销",
    "alias": "登记别号",
    "appraise": "鉴定",
    "approve": "审批",
    "begin": "开始销毁",
    "check": "核查",
    "clear": "通过核查",
    "condemn": "批准销毁",
    "create": "建档",
    "deregister": "申请注销",
    "destroy": "销毁",
    "discard": "撤销",
    "edit": "修改",
    "endorse": "签署意见",
    "extend": "延长保管",
    "file": "归档",
    "file-closed": "归档",
    "freeze": "冻结",
    "hold": "设置保全",
    "lapse": "因逾期终止注销",
    "lend": "出借",
    "merge": "合并",
    "pay": "结算",
    "prepare-seal": "清点封存",
    "propose": "建议销毁",
    "recheck": "恢复核查",
    "refuse": "否决注销",
    "reject": "否决",
    "relist": "重新报批销毁",
    "reprieve": "撤出销毁",
    "resume": "恢复往来",
    "return": "退回",
    "revise": "变更资料",
    "revive": "恢复",
    "seal": "封存",
    "settle": "结清",
    "show": "查阅",
    "sign": "签署核查",
    "sleep": "转为休眠",
    "spare": "否决销毁",
    "submit": "提交",
    "suspend": "中止注销",
    "undo": "撤销注销",
    "unfreeze": "解冻",
    "unmerge": "撤销合并",
    "void": "作废",
    "withdraw": "撤回注销",
}

_BY_EVENT = {each.event: each for each in TRANSITIONS}


def require(number: str, state: str, act: str, *, what: str = "档案") -> None:
    """Let an act pass if the state of the file, or of another thing, allows it.

    Raises:
        NotAllowedNow: if it does not; a state that this edition does not know allows nothing.
    """
    known = STATES.get(state)
    way = _BY_EVENT.get(act)
    if known is None or not (act in known.acts or (way and state in way.sources)):
        raise NotAllowedNow(number, known.title if known else state, ACTS[act], what)


def advance(card: Document, event: str, *, back_to: str = "") -> None:
    """Let an event change the state of a file's card.

    Args:
        card: the card, which is changed.
        event: the event, see :data:`TRANSITIONS`.
        back_to: the state that the file had before, for an event that leads back to it.

    Raises:
        NotAllowedNow: if the file's state does not allow it; the card is as it was.
    """
    require(card["number"], card["state"], event)
    target = _BY_EVENT[event].target
    card["state"] = back_to if target == BEFORE else target


def is_on_file(state: str) -> bool:
    """Whether a file in this state is this customer's file; in an unknown state it is."""
    known = STATES.get(state)
    return known is None or known.on_file
