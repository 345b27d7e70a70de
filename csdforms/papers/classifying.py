"""The papers of a file itself: its level, what is given of it to others, that it was destroyed.

What was proposed and decided stands in the file's acts (archive.md §4.2, §4.3): the last proposal,
and the answer to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, get_args

from csdforms.archive.secrecy.classifying.deciding import level_in
from csdforms.archive.secrecy.classifying.periods import end_of
from csdforms.archive.secrecy.levels import RANKS, own_level
from csdforms.archive.secrecy.outgoing.disclosing import PATHS
from csdforms.archive.store import Document, Store
from csdforms.papers.destroying import certificate
from csdforms.papers.granting import labels_of
from csdforms.papers.people import behind, posts, unit
from csdforms.papers.proceedings import Data, Flow, Proceeding, customer, day, opinion
from csdforms.schemas.fields.person import LegalBasisWord

__all__ = ["FLOWS"]

_LEVEL, _DISCLOSURE = "file_classification_approval", "file_disclosure_approval"
_CERTIFICATE = "destruction_certificate"


class _Said(NamedTuple):
    """One act as it is kept."""

    name: str
    by: str  # the person behind the account
    at: str
    purpose: str
    reason: str
    detail: Document


def _acts(store: Store, file: str, names: frozenset[str]) -> list[_Said]:
    """Return what was done with a file, of these acts, oldest first; not what was blanked since."""
    found = ((line, store.get("acts", line.no)) for line in store.history(file))
    return [
        _Said(
            line.act,
            behind(store, line.actor, line.at),
            line.at,
            said.get("purpose", ""),
            said.get("reason", ""),
            said.get("detail", {}),
        )
        for line, said in found
        if line.act in names and said
    ]


# Levels

_ASKED = frozenset({"propose", "raise"})
_DECIDED = frozenset({"classify", "lower", "release", "extend", "circle", "confirm"})
_LAPSED = frozenset({"expire", "fallback"})
#: The acts that set a term, or end it.
_SETS = _DECIDED | {"expire"}
#: In whose box the opinion stands that decides on each level.
_BOXES = (
    "cs_manager_opinion", "info_supervisor_opinion", "cs_manager_opinion", "gm_opinion",
    "gm_opinion",
)  # fmt: skip
_HIGHER = ("info_supervisor_opinion", "cs_manager_opinion", "gm_opinion")


class _Story(NamedTuple):
    """The last proposal, what was answered, and until when the level before it held."""

    asked: _Said | None
    answer: _Said | None
    until: str


def _level(case: Proceeding) -> Data:
    file = case.card["number"]
    item = case.number if case.number != file else ""
    asked, answer, held_until = _last(case.store, file, item)
    if asked is None or "tombstone" in case.card:
        return {}
    wish, kind = asked.detail, asked.detail.get("kind", "raise")
    old = _old(case, item, asked, answer)
    level, until, circle, basis = _wanted(asked, answer)
    data: Data = customer(case) | {
        "classifying_kind": kind,
        "customer_grade": case.card.get("grade", ""),
        "file_level": RANKS[old] if old >= 0 else "",
        "classified_until": held_until,
        "proposed_level": RANKS[level],
        "proposed_until": until,
        "circle": circle,
        "classifying_reason": asked.reason or wish.get("reason", ""),
        "classifying_basis": basis,
        "applied_by": asked.by,
        "applied_department": unit(case.store, asked.by),
        "applied_on": day(asked.at),
        "confirm_due_on": wish.get("due", "") if kind == "raise" else "",
    }
    if item:
        data |= {"item_no": item, "item_title": _title(case.store, item)}
    if answer is not None:
        data |= _answered(asked, answer, _box(level, old))
    return data


def _last(store: Store, file: str, item: str) -> _Story:
    """Return the last proposal about a file, or an item in it, and what was answered."""
    story, until = _Story(None, None, ""), ""
    for one in _acts(store, file, _ASKED | _DECIDED | _LAPSED | {"refuse"}):
        if one.detail.get("item", "") != item or "grant" in one.detail:
            continue
        if one.name in _ASKED:
            story = _Story(one, None, until)
        elif one.name in _LAPSED:
            story = _Story(None, None, "")
        elif story.answer is None and story.asked:
            story = story._replace(answer=one)
        until = one.detail.get("until", "") if one.name in _SETS else until
    return story


def _old(case: Proceeding, item: str, asked: _Said, answer: _Said | None) -> int:
    """Return the level before; of an item on which nothing was decided that of its file."""
    said = asked if asked.name == "raise" else answer
    before = int(said.detail["before"]) if said else level_in(case.card, item)
    return own_level(case.card) if item and not before else before


def _wanted(asked: _Said, answer: _Said | None) -> tuple[int, str, list[str], str]:
    """Return level, end of the term, circle and basis; a raise gets them when it is confirmed."""
    wish = asked.detail
    if asked.name == "propose":
        until = end_of(wish["term"], wish["level"], day(asked.at))
        return wish["level"], until, wish["circle"], wish.get("basis", "")
    said = answer.detail if answer and answer.name == "confirm" else {}
    end, circle = said.get("until", ""), said.get("circle", [])
    return wish["level"], end, circle, said.get("basis", "")


def _box(level: int, old: int) -> str:
    """Return whose it is to decide: also his whom the present level needs."""
    return max((_BOXES[one] for one in (level, old) if one >= 0), key=_HIGHER.index)


def _answered(asked: _Said, answer: _Said, box: str) -> Data:
    agreed = answer.name != "refuse"
    text = answer.reason if answer.reason != asked.reason else ""
    data: Data = {box: opinion(answer.by, answer.at, agreed=agreed, text=text)}
    if answer.by == asked.by:  # the only keeper: whoever asked for it is for the pen
        data["applied_by"] = ""
    if agreed:
        said = answer.detail
        data |= {"decided_level": RANKS[said["level"]], "decided_until": said.get("until", "")}
        data |= {"effective_from": day(answer.at), "recalled_count": len(said.get("recall", ()))}
    return data


def _title(store: Store, item: str) -> str:
    keys = store.find("items", "number", item)
    found = store.get("items", keys[0]) if keys else None
    return str(found["title"]) if found else ""


# Giving to others

_DISCLOSE = frozenset({"disclose"})
_GM, _MANAGER = "gm_opinion", "cs_manager_opinion"


def _disclosure(case: Proceeding) -> Data:
    """Return what was given last of a file; of what is asked for by paper the archive knows not."""
    given = _acts(case.store, case.card["number"], _DISCLOSE)
    if not given or "tombstone" in case.card:
        return {}
    said = given[-1]
    detail = said.detail
    way = detail.get("path", "")
    path = next((one for one in PATHS if way.startswith(one)), "")
    basis = detail["basis"]
    is_listed = basis in get_args(LegalBasisWord)
    box = _GM if "gm" in posts(case.store, said.by) else _MANAGER
    return customer(case) | {
        "receiver": detail["to"],
        "given_purpose": said.purpose,
        "given_contents": labels_of(case.card["number"], detail["fields"]),
        "legal_basis": basis if is_listed else "",
        "basis_note": "；".join(filter(None, ("" if is_listed else basis, said.reason))),
        "separate_consent_ref": detail.get("consent", ""),
        "legal_duty": detail.get("duty", ""),
        "binding_contract": detail.get("contract", ""),
        "is_abroad": "abroad" in detail,
        "country": detail.get("abroad", ""),
        "export_path": path,
        "export_path_ref": way.removeprefix(path).strip(" ：:，"),
        box: opinion(said.by, said.at, text=said.reason),
    }


def _now(case: Proceeding) -> str:
    return _CERTIFICATE if "tombstone" in case.card else _LEVEL


FLOWS: Mapping[str, Flow] = {
    "KH": Flow(
        {_LEVEL: _level, _DISCLOSURE: _disclosure, _CERTIFICATE: certificate},
        _now,
    )
}
