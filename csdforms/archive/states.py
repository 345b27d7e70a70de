"""The states of a customer's file, and which acts each of them allows: one table, no logic.

The names are those of the rules' state machine (archive.md §8). Up to its approval a file is a
draft with a number of its own; deregistration and destruction come as acts of their own, and each
of them is one more column here.
"""

from __future__ import annotations

from typing import NamedTuple

from csdforms.errors import NotAllowedNow

__all__ = [
    "ACCEPTED",
    "ACTIVE",
    "ACTS",
    "DRAFT",
    "RETURNED",
    "REVIVABLE",
    "STATES",
    "SUBMITTED",
    "VOID",
    "State",
    "is_on_file",
    "require",
]

DRAFT = "DRAFT"
SUBMITTED = "SUBMITTED"
RETURNED = "RETURNED"
ACCEPTED = "ACCEPTED"
ACTIVE = "ACTIVE"
VOID = "VOID"
#: The states out of which a customer comes back by revival, never with a second file.
REVIVABLE = frozenset({"SEALED", "APPRAISAL", "DESTROY_PROPOSED", "DESTROY_APPROVED"})


class State(NamedTuple):
    """One state of a file."""

    title: str
    #: The acts allowed in it; everything else is refused with the state named.
    acts: frozenset[str]
    #: Whether the customer counts as being on file when the next one comes.
    on_file: bool = True


_NOTHING: frozenset[str] = frozenset()
_DRAFTING = frozenset({"edit", "discard", "submit"})
_FILING = frozenset({"alias", "file"})
_KEEPING = _FILING | {"lend", "revise"}

#: Until it is submitted a draft may be mended; on the way out papers still come in; sealed is
#: sealed.
STATES: dict[str, State] = {
    DRAFT: State("草稿", _DRAFTING),
    SUBMITTED: State("待验收", frozenset({"accept", "return", "reject"})),
    RETURNED: State("退回补正", _DRAFTING),
    ACCEPTED: State("待审批", frozenset({"approve", "reject"})),
    ACTIVE: State("在用", _KEEPING | {"void"}),
    "DORMANT": State("休眠", _KEEPING),
    "FROZEN": State("冻结", _FILING),
    "DEREG_APPLIED": State("申请注销", _FILING),
    "DEREG_CHECKING": State("注销核查", _FILING),
    "DEREG_SUSPENDED": State("注销中止", _FILING),
    "DEREG_CLEARED": State("核查通过", _FILING),
    "DEREG_APPROVED": State("注销已批", _FILING),
    "SETTLED": State("已结清", _FILING),
    "SEALED": State("封存", _NOTHING),
    "APPRAISAL": State("鉴定", _NOTHING),
    "DESTROY_PROPOSED": State("拟销毁", _NOTHING),
    "DESTROY_APPROVED": State("销毁已批", _NOTHING),
    "DESTROYING": State("销毁中", _NOTHING),
    "DESTROYED": State("已销毁", _NOTHING, on_file=False),
    "REJECTED": State("未批准", _NOTHING, on_file=False),
    VOID: State("作废", _NOTHING, on_file=False),
    "MERGED": State("已合并", _NOTHING),
}

#: What the acts are called in a refusal.
ACTS = {
    "accept": "验收",
    "alias": "登记别号",
    "approve": "审批",
    "discard": "撤销",
    "edit": "修改",
    "file": "归档",
    "lend": "出借",
    "reject": "否决",
    "return": "退回",
    "show": "查阅",
    "revise": "变更资料",
    "submit": "提交",
    "void": "作废",
}


def require(number: str, state: str, act: str, *, what: str = "档案") -> None:
    """Let an act pass if the state of the file, or of another thing, allows it.

    Raises:
        NotAllowedNow: if it does not; a state that this edition does not know allows nothing.
    """
    known = STATES.get(state)
    if known is None or act not in known.acts:
        raise NotAllowedNow(number, known.title if known else state, ACTS[act], what)


def is_on_file(state: str) -> bool:
    """Whether a file in this state is this customer's file; in an unknown state it is."""
    known = STATES.get(state)
    return known is None or known.on_file
