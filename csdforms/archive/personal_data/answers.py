"""What may be answered to which request: what law and situation allow (archive.md §6.2)."""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from csdforms.archive.personal_data.grounds import GROUNDS
from csdforms.archive.personal_data.records import OUTCOMES, WITHDRAWN
from csdforms.archive.personal_data.relations import CONTACT, RELATIONS
from csdforms.archive.personal_data.situations import BLOCKING, SITUATIONS
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.resolving import said
from csdforms.archive.states import APPROVED, CLEARED, CLOSED, SETTLED
from csdforms.archive.store import Document
from csdforms.errors import Held, NotPermitted

__all__ = ["Case", "NewAnswer", "require_allowed"]

#: How far a deregistration must be before it can be said that everything will be deleted: all that
#: is open, money above all, was looked at by those whose business it is.
_CHECKED = CLOSED | {CLEARED, APPROVED, SETTLED}


class NewAnswer(NamedTuple):
    """What somebody is answered."""

    outcome: str  # see OUTCOMES
    reasons: str  # in plain words; never empty
    grounds: Collection[str] = ()  # why not, or not wholly: see GROUNDS
    law: str = ""  # the statute by which it must be kept, if there is one
    keep_until: str = ""  # the last day for which it demands that
    channel: str = ""  # how the answer reaches him

    def __repr__(self) -> str:
        return f"NewAnswer({self.outcome!r})"


class Case(NamedTuple):
    """A request and what it is to be answered."""

    reader: Reader
    row: Document
    card: Document | None  # of its file
    answer: NewAnswer
    situations: Collection[str]

    def __repr__(self) -> str:
        return f"Case({self.answer!r})"


def require_allowed(case: Case) -> None:
    """Let an answer pass that says what it must, and that law and situation allow.

    Raises:
        NotPermitted: if it lacks reasons or grounds, or is not allowed.
        Held: if something must be done first.
    """
    _check_words(case)
    if case.answer.outcome != WITHDRAWN:
        _check_relation(case)
        _CHECKS.get(case.row["kind"], _check_handing_out)(case)


def _check_words(case: Case) -> None:
    """Refuse an answer without what every answer must say (L-PIPL 50)."""
    kind, answer = case.row["kind"], case.answer
    said(answer.reasons, "答复的理由")
    if answer.outcome not in OUTCOMES:
        raise NotPermitted(f"没有答复：处理结果应是 {'、'.join(OUTCOMES)} 之一。")
    fit = [name for name, ground in GROUNDS.items() if kind in ground.kinds]
    if not set(fit).issuperset(answer.grounds):
        raise NotPermitted(f"没有答复：这类请求的依据应是 {'、'.join(fit)} 之一。")
    if answer.outcome == "refused" and not any(GROUNDS[name].refuses for name in answer.grounds):
        raise NotPermitted("没有答复：不同意的，须写明可以拒绝的法律依据；否则请限制处理。")
    if bool(answer.law.strip()) != bool(answer.keep_until):
        raise NotPermitted("没有答复：依法保存的，须同时写明法律依据和保存到哪一天。")


def _check_relation(case: Case) -> None:
    """Refuse what the relation does not allow: an agent without authority, a relative's more."""
    if "identity" in case.situations:  # since it was taken, the proof has run out
        raise NotPermitted("没有答复：请求人的身份或关系未证明，请先请其证明；这不是拒绝的理由。")
    relation, answer = RELATIONS[case.row["requester"]["relation"]], case.answer
    musts = {
        "no-authority": "authority" in case.situations,
        "not-entitled": case.row["kind"] not in relation.kinds,
    }
    may = musts | {"dead-decided": "dead" in case.situations, "not-held": case.card is None}
    for ground, stands in may.items():
        if ground in answer.grounds and not stands:
            raise NotPermitted(f"没有答复：依据 {ground} 与这项请求不符，请核对。")
        must = stands and ground in musts
        if must and (answer.outcome != "refused" or ground not in answer.grounds):
            raise NotPermitted(
                f"没有答复：{GROUNDS[ground].title}，只能不同意，依据写 {ground}，并说明理由。"
            )


def _check_deletion(case: Case) -> None:
    if case.row["requester"]["relation"] == CONTACT:
        _check_contact(case)
        return
    answer, card = case.answer, case.card
    kept = [SITUATIONS[name].title for name in case.situations if name in BLOCKING]
    if answer.outcome == "granted" and kept:
        raise NotPermitted(
            f"没有答复：{'、'.join(kept)}，不能全部删除。请答复部分同意，其余限制处理。"
        )
    if answer.outcome == "partly" and not (kept or answer.grounds):
        raise NotPermitted("没有答复：没有未了事项，也没有保存义务，应同意删除。")
    if answer.outcome == "granted" and card and card["state"] not in _CHECKED:
        raise Held(
            "没有答复：还不能确认没有未了事项。请先按本请求申请注销，联合核查通过后再答复同意；"
            "期限将至的，可延长一次，或答复部分同意并限制处理。"
        )


def _check_contact(case: Case) -> None:
    """A company's contact person: out of the present profile; old versions stay, only stored."""
    row, card, outcome = case.row, case.card, case.answer.outcome
    if outcome == "granted":
        raise NotPermitted("没有答复：单位档案的以前版本依法保留，请答复部分同意并说明。")
    name = row["requester"]["name"]
    if outcome == "partly" and card:
        changed = card["versions"] > row["versions"]
        if not changed or name in card.get("names", ()):
            raise Held("没有答复：请先变更单位资料，删除该联系人，再答复。")


def _check_correction(case: Case) -> None:
    done = case.card is not None and case.card["versions"] > case.row["versions"]
    if case.answer.outcome != "refused" and not done:
        raise Held("没有答复：请先凭证明变更资料（revise），再答复已更正。")


def _check_handing_out(case: Case) -> None:
    """Other requests ask for words, or for data that are there."""
    _check_parts(case)
    handed_out = case.answer.outcome != "refused" and case.row["kind"] != "explain"
    if handed_out and case.card is None:
        raise NotPermitted("没有答复：请求没有注明档案；没有其资料的，依据写 not-held。")


def _check_parts(case: Case) -> None:
    """Say why not all of it; that a consent is taken back nobody may refuse (L-PIPL 15)."""
    if case.answer.outcome == "partly" and not case.answer.grounds:
        raise NotPermitted("没有答复：部分同意的，须写明其余部分的依据。")


_CHECKS: Mapping[str, Callable[[Case], None]] = {
    "delete": _check_deletion,
    "withdraw_consent": _check_parts,
    "correct": _check_correction,
}
