"""The papers of keeping: the half-yearly check, a legal hold, two files that become one (§5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from csdforms.archive import numbers
from csdforms.archive.custody.carrying import carried
from csdforms.archive.custody.desk import Desk, knows
from csdforms.archive.destruction.retention import CLASSES
from csdforms.archive.lookup import get_file
from csdforms.archive.office import Office
from csdforms.archive.secrecy.levels import RANKS, effective
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.registers import entry
from csdforms.archive.store import Document
from csdforms.errors import UnknownFile
from csdforms.papers.proceedings import Data, Flow, Proceeding, customer, day, opinion

__all__ = ["FLOWS"]

_CHECK, _HOLD, _MERGER = "file_holdings_check", "file_hold_notice", "file_merge_approval"
_ACT = "打印文书"


# The half-yearly check


def _check(case: Proceeding) -> Data:
    """Return a check with what he who prints may know of (see ``Inspecting.inspections``)."""
    row, person = case.row, case.person
    own = person.sole or row["by"] == person.person
    data: Data = {"inspection_no": row["number"], "inspected_on": day(row["at"])}
    data |= {"inspected_by": row["by"], "next_check_on": row["next_on"]}
    if own:
        data["files_looked_at"] = row["looked_at"]
    findings = {
        (one.get("item", one["file"]), one["kind"], tuple(one.get("others", ()))): one
        for one in row["findings"]
        if knows(case.store, person, one["file"], case.at)
    }
    return data | {"findings": [_finding(case, one) for one in findings.values()]}


def _found_check(office: Office, person: Person, number: str, at: str) -> Proceeding:
    """Return a check; everybody who checks files knows of it, whatever was found in which file."""
    found = entry(office.store, "inspections", number.upper())
    if found is None:
        office.note("refused", person, wanted=_ACT)
        raise UnknownFile(number, "保管检查")
    return Proceeding(found[1]["number"], found[1], {}, office, person, at)


def _finding(case: Proceeding, one: Document) -> Data:
    others = [
        other
        for other in one.get("others", ())
        if not numbers.looks_like(other) or knows(case.store, case.person, other, case.at)
    ]
    data: Data = {"archival_no": one.get("item", one["file"]), "finding_kind": one["kind"]}
    data |= {"related_numbers": others}
    if done := one.get("rectified"):
        data |= {"rectified_by": done["by"], "rectified_on": day(done["at"])}
    return data


# A hold


def _hold(case: Proceeding) -> Data:
    row, lifted = case.row, case.row.get("lifted")
    data: Data = {
        "hold_no": row["number"],
        "hold_action": "设置保全",
        **customer(case),
        "hold_reference": row["reference"],
        "hold_reason": row["reason"],
        "hold_scope": ["整卷"],  # a hold is on a file with all that is in it
        "hold_on": day(row["at"]),
        "hold_review_on": row["review_on"],
        "legal_by": row["by"],
        "legal_on": day(row["at"]),
    }
    data.pop("file_kind")  # the notice has no box for it
    if lifted:
        data |= {"hold_action": "解除保全", "lift_reference": lifted["reference"]}
        data |= {"lift_reason": lifted["reason"], "lifted_by": lifted["by"]}
        data |= {"lifted_on": day(lifted["at"])}
    return data


# A merger

#: What a card calls it by which two files are proven to be one customer's.
_SAME = {
    "uscc": "两份档案登记的统一社会信用代码相同",
    "org_code": "两份档案登记的组织机构代码相同",
    "id": "两份档案登记的身份证件号码相同",
}
_BOXES = {"info_supervisor": "info_supervisor_opinion", "cs_manager": "cs_manager_opinion"}


def _merger(case: Proceeding) -> Data:
    row, store = case.row, case.store
    other, survivor = (
        get_file(store, store.find("files", "number", row[name])[0]) for name in ("file", "into")
    )
    ground, is_sole = row["ground"], not row["roles"]
    data: Data = {"merger_no": row["number"], "merger_ground": ground}
    data |= _subject(survivor, "file_no", "customer_name", "file_kind", "uscc")
    data |= _subject(
        other, "merged_file_no", "merged_customer_name", "merged_file_kind", "merged_uscc"
    )
    data |= {"merger_proof": _SAME.get(ground, "") or row["paper"], "merger_reason": row["reason"]}
    data |= {"carried_over": _carried_over(row, other, survivor)}
    data |= {"confidentiality": RANKS[max(effective(other), effective(survivor))]}
    data |= {"applied_on": day(row["at"])}
    if is_sole:  # one hand alone: the second opinion is for the pen
        return data | {"applied_by": row["by"]}
    data |= _opinions(row)
    if done := row.get("merged"):
        data |= {"merged_by": done["by"], "merged_on": day(done["at"])}
        data |= {"undo_until": row["undo_until"]}
    if told := row.get("informed"):
        data |= {"informed_on": day(told["at"]), "informed_how": told["how"]}
    if undone := row.get("undone"):
        data |= {"undone_by": undone["by"], "undone_on": day(undone["at"])}
        data |= {"undo_reason": undone["reason"]}
    return data


def _subject(card: Document, *names: str) -> Data:
    told = (card["number"], card["name"], card["kind"], card.get("uscc", ""))
    return dict(zip(names, told, strict=True))


def _opinions(row: Document) -> Data:
    """Return what the two said, each in the box of his office: one proposed, one decided."""
    data: Data = {}
    refused = row.get("refused", {})
    both = [(row, True), (row.get("merged"), True)]
    if refused and refused["by"] != row["by"]:  # else he took back his own proposal
        both.append((refused, False))
    for said, agreed in both:
        free = [box for role, box in _BOXES.items() if said and role in said["roles"]]
        if said and (box := next((one for one in free if one not in data), "")):
            text = said["reason"]
            data[box] = opinion(said["by"], said["at"], agreed=agreed, text=text)
    return data


def _carried_over(row: Document, other: Document, survivor: Document) -> list[Data]:
    """Return what of the two files came over, or is to come over, to the one that stays."""
    if "before" in row:
        before, after = row["before"], row["after"]
        mine = {**other, "secrecy": row["secrecy_before"]}
        for name in ("holds", "restricted"):
            mine[name] = [one for one in after.get(name, []) if one not in before.get(name, [])]
        before, after = {**survivor, **_cleared(before)}, {**survivor, **_cleared(after)}
    else:
        mine, before, after = other, survivor, carried(survivor, other)
    return [
        {
            "merger_aspect": aspect,
            "survivor_state": told(before),
            "other_state": told(mine),
            "result_state": told(after),
        }
        for aspect, told in _ASPECTS.items()
    ]


def _cleared(state: Document) -> Document:
    """Return what a merger may change, with what was not there said to be so."""
    none = dict.fromkeys(("holds", "restricted", "do_not_call", "retention"), None)
    return {**none, "secrecy": {}, **state}


def _level(card: Document) -> str:
    return RANKS[effective(card)]


def _kept(card: Document) -> str:
    """Return the class of a retention; a file in use has none yet, which the pen may say."""
    retention = card.get("retention")
    if not retention or retention["code"] not in CLASSES:
        return ""
    last = f"，至{retention['until']}" if retention["until"] else ""
    return CLASSES[retention["code"]].title.replace(" ", "") + last


def _listed(name: str) -> Callable[[Document], str]:
    return lambda card: f"有，{'、'.join(card[name])}" if card.get(name) else "无"


_ASPECTS: Mapping[str, Callable[[Document], str]] = {
    "密级": _level,
    "保管期限": _kept,
    "法律保全": _listed("holds"),
    "限制处理": _listed("restricted"),
    "谢绝来电": lambda card: "有" if card.get("do_not_call") else "无",
}


# Which of them exist for whom


def _of_register(register: str) -> Callable[[Office, Person, str, str], Proceeding]:
    def found(office: Office, person: Person, number: str, at: str) -> Proceeding:
        desk = Desk(office)
        _, row = desk.entry(office.store, person, register, number.upper(), at=at, act=_ACT)
        card = get_file(office.store, office.store.find("files", "number", row["file"])[0])
        return Proceeding(row["number"], row, card, office, person, at)

    return found


def _always(name: str) -> Callable[[Proceeding], str]:
    return lambda _: name


FLOWS: Mapping[str, Flow] = {
    "JC": Flow({_CHECK: _check}, _always(_CHECK), _found_check),
    "BQ": Flow({_HOLD: _hold}, _always(_HOLD), _of_register("holds")),
    "HB": Flow({_MERGER: _merger}, _always(_MERGER), _of_register("mergers")),
}
