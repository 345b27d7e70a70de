"""The states of a customer's file, and which acts each of them allows: one table, no logic.

The names are those of the rules' state machine; its transitions (approval, deregistration,
destruction) come as acts of their own, and each of them is one more column here.
"""

from __future__ import annotations

from typing import NamedTuple

from csdforms.errors import NotAllowedNow

__all__ = ["ACTIVE", "STATES", "State", "is_on_file", "require"]

ACTIVE = "ACTIVE"


class State(NamedTuple):
    """One state of a file."""

    title: str
    #: The acts allowed in it; everything else is refused with the state named.
    acts: frozenset[str]
    #: Whether the customer counts as being on file when the next one comes.
    on_file: bool = True


_NOTHING: frozenset[str] = frozenset()
_DRAFTING = frozenset({"revise"})
_FILING = frozenset({"alias", "file"})
_KEEPING = _DRAFTING | _FILING

#: Before approval the profile may be mended; on the way out papers still come in; sealed is sealed.
STATES: dict[str, State] = {
    "DRAFT": State("草稿", _DRAFTING),
    "SUBMITTED": State("待验收", _NOTHING),
    "RETURNED": State("退回补正", _DRAFTING),
    "ACCEPTED": State("待审批", _NOTHING),
    ACTIVE: State("在用", _KEEPING),
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
    "VOID": State("作废", _NOTHING, on_file=False),
    "MERGED": State("已合并", _NOTHING),
}

#: What the acts are called in a refusal.
_ACTS = {"alias": "登记别号", "file": "归档", "revise": "变更资料"}


def require(number: str, state: str, act: str) -> None:
    """Let an act pass if the file's state allows it.

    Raises:
        NotAllowedNow: if it does not; a state that this edition does not know allows nothing.
    """
    known = STATES.get(state)
    if known is None or act not in known.acts:
        raise NotAllowedNow(number, known.title if known else state, _ACTS[act])


def is_on_file(state: str) -> bool:
    """Whether a file in this state is this customer's file; in an unknown state it is."""
    known = STATES.get(state)
    return known is None or known.on_file
