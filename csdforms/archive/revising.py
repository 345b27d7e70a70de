"""New versions of a customer's profile (变更): checked, then kept (archive.md §5; flows 4.15).

Each function works under the writer's lock and refuses before it writes; the caller records the
act. Where persons are separate, what changes a key field waits for another person between the two
(:mod:`csdforms.archive.custody.changing`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from csdforms.archive.card import FROM_PROFILE, card_of, text_of
from csdforms.archive.duplicates import OPEN, Guard, decide, matches
from csdforms.archive.lookup import get_file, is_number_of
from csdforms.archive.records import Reader
from csdforms.archive.registering import Detail, Keeper, decision_of, put_version, require_kept
from csdforms.archive.requests import Done, NewVersion, Receipt
from csdforms.archive.secrecy.levels import HIGHEST, effective
from csdforms.archive.states import require
from csdforms.archive.store import Document, Work
from csdforms.errors import AlreadyFiled, ForeignItem, NotPermitted

__all__ = [
    "KEY_FIELDS",
    "Revision",
    "check_revision",
    "latest_profile",
    "put_revision",
    "same_customer",
]

#: What makes a customer this customer; a change of it is another customer (archive.md §5).
_IDENTITY = {"uscc": "统一社会信用代码", "ids": "证件号码"}
#: What of a card nobody changes alone where persons are separate, by what it is called (§5).
KEY_FIELDS = {"name": "客户名称", **_IDENTITY, "accounts": "银行账户"}


class Revision(NamedTuple):
    """A next version of a profile against which nothing stands."""

    card: Document
    profile: Document
    changed: tuple[str, ...]  # the labels of the key fields that it changes
    warnings: tuple[str, ...]
    detail: Detail

    @property
    def needs_another(self) -> bool:
        """Whether another person must confirm it: of a key field, or of an 绝密 file (§4.3)."""
        return bool(self.changed) or effective(self.card) == HIGHEST

    def __repr__(self) -> str:
        return f"Revision(changed={len(self.changed)}, warnings={len(self.warnings)})"


def check_revision(work: Work, key: int, new: NewVersion, guard: Guard = OPEN) -> Revision:
    """Refuse what cannot be the next version of a file's profile."""
    old = get_file(work, key)
    number = old["number"]
    require(number, old["state"], "revise")
    require_kept(new)
    before = latest_profile(work, number)
    given = text_of(new.data.get("customer_no"))
    if not is_number_of(work, key, given):
        raise ForeignItem(number, ["客户编号"])
    data = {**new.data, "customer_no": given or before["data"]["customer_no"]}
    card = card_of(before["form"], data)
    same_customer(old, card, new.evidence)
    if data == before["data"] and not isinstance(new.document, bytes) and not new.verified:
        raise AlreadyFiled(number)
    # What was seen or decided before is not brought up again.
    known = {match.number: match.strength for match in matches(work, old, own=number)}
    found = [
        match
        for match in matches(work, card, own=number, parent=old.get("parent", ""), guard=guard)
        if match.strength > known.get(match.number, 0)
    ]
    warnings = decide(found, new.distinct, guard=guard)

    changed = [label for name, label in KEY_FIELDS.items() if old.get(name) != card.get(name)]
    kept = {name: value for name, value in old.items() if name not in FROM_PROFILE}
    version = old["versions"] + 1
    card = kept | card | {"versions": version}
    if guard is not OPEN and effective(card) != effective(old):
        raise NotPermitted(f"没有变更：档案 {number} 的密级不随资料变更，请另行提请定密。")
    former = dict.fromkeys([*old.get("former_names", []), old["name"]])
    former.pop(card["name"], None)
    if former:
        card["former_names"] = list(former)
    profile = {"file": number, "version": version, "form": before["form"], "data": data}
    if new.papers:
        profile["papers"] = [dict(paper) for paper in new.papers]
    detail = {"version": version, "fields": _changes(before["data"], data)}
    if new.evidence:
        detail["evidence"] = new.evidence
    detail |= decision_of(found, new.distinct, guard)
    return Revision(card, profile | {"edition": new.edition}, tuple(changed), warnings, detail)


def put_revision(work: Work, key: int, revision: Revision, new: NewVersion, keep: Keeper) -> Done:
    """Keep a version against which nothing stands, with its document."""
    number = revision.card["number"]
    work.put("files", key, revision.card)
    document = new.document(number) if callable(new.document) else new.document
    put_version(work, revision.profile, document, keep)
    return Done(Receipt(number, revision.warnings), number, revision.detail)


def latest_profile(reader: Reader, number: str) -> Document:
    """Return the newest version of a file's profile."""
    profile = reader.get("profiles", reader.find("profiles", "file", number)[-1])
    assert profile is not None
    return profile


def same_customer(old: Document, card: Document, evidence: str) -> None:
    """Refuse what makes another customer of this one, unless papers prove that it is the same."""
    number = old["number"]
    if card["kind"] != old["kind"]:
        raise NotPermitted(f"没有变更：客户类别与档案 {number} 不同。另一主体应另建新档。")
    changed = [
        label for name, label in _IDENTITY.items() if name in old and card.get(name) != old[name]
    ]
    if changed and not evidence:
        raise NotPermitted(
            f"没有变更：{'、'.join(changed)}与档案 {number} 不同。另一主体应另建新档；"
            "确是换证换号的，请写明凭证。"
        )


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return the boxes that changed, each with what it held and what it holds."""
    return {
        name: [before.get(name), after.get(name)]
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    }
