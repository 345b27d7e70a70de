"""Opening a customer's file (建档), new versions of its profile, and the numbers others use for it.

Each function works under the writer's lock, refuses before it writes, and returns the receipt with
what the act says in detail; the caller records the act (archive.md §3, §5; flows 4.14, 4.15).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from csdforms.archive import numbers, serials, terms
from csdforms.archive.card import FROM_PROFILE, card_of, text_of
from csdforms.archive.duplicates import Match, Strength, decide, matches
from csdforms.archive.line import NO_HASH, encode
from csdforms.archive.lookup import (
    get_file,
    is_number_of,
    key_of,
    keys_of_number,
    keys_with,
    survivor,
)
from csdforms.archive.records import Reader
from csdforms.archive.requests import Done, NewFile, NewVersion, Receipt
from csdforms.archive.states import ACTIVE, is_on_file, require
from csdforms.archive.store import Act, Document, Work
from csdforms.errors import (
    AlreadyFiled,
    DuplicateCustomer,
    ForeignItem,
    InvalidNumber,
    NotPermitted,
    UnknownFile,
    UnknownForm,
    UnreadableInput,
)

__all__ = ["REFUSALS", "add_alias", "create", "revise"]

#: What keeps a customer from getting a file, and says nothing of the next one.
REFUSALS = (DuplicateCustomer, InvalidNumber, UnknownFile, UnknownForm, UnreadableInput)

#: Keeps a document and returns its hash.
Keeper: TypeAlias = Callable[[bytes], str]
Detail: TypeAlias = dict[str, Any]

#: What makes a customer this customer; a change of it is another customer (archive.md §5).
_IDENTITY = {"uscc": "统一社会信用代码", "ids": "证件号码"}


def create(work: Work, new: NewFile, at: str, keep: Keeper) -> Done:
    """Open a file; see :meth:`csdforms.archive.archive.Archive.open_file`."""
    _require_kept(new)
    card = card_of(new.form, new.data)
    year = int(at[:4])
    parent = _head_office(work, new.parent)
    given = text_of(new.data.get("customer_no"))
    claimed = _claimed(work, given, card["kind"], year)
    found = matches(work, card, parent=parent)
    warnings = decide(found, new.distinct)

    number = claimed or serials.allocate(work, card["kind"], year)
    if claimed:
        serials.claim(work, claimed)
    data = dict(new.data)
    if claimed or not given:
        data["customer_no"] = number
    else:
        card["customer_nos"] = [given]
    if parent:
        card["parent"] = parent
    card = {"number": number, "state": ACTIVE, **card}
    card |= {"created_at": at, "versions": 1, "items": 0}
    document = new.document(number) if callable(new.document) else new.document
    work.put("files", work.last_key("files") + 1, card)
    profile = {"file": number, "version": 1, "form": new.form, "data": data}
    _put_version(work, profile | {"edition": new.edition}, document, keep)
    return Done(Receipt(number, warnings), number, _decision(found, new.distinct))


def revise(work: Work, key: int, new: NewVersion, keep: Keeper) -> Done:
    """Add a version of a profile; see :meth:`csdforms.archive.archive.Archive.revise`."""
    old = get_file(work, key)
    number = old["number"]
    require(number, old["state"], "revise")
    _require_kept(new)
    before = _latest_profile(work, number)
    given = text_of(new.data.get("customer_no"))
    if not is_number_of(work, key, given):
        raise ForeignItem(number, ["客户编号"])
    data = {**new.data, "customer_no": given or before["data"]["customer_no"]}
    card = card_of(before["form"], data)
    _same_customer(old, card, new.evidence)
    if data == before["data"] and new.document is None:
        raise AlreadyFiled(number)
    # What was seen or decided before is not brought up again.
    known = {match.number: match.strength for match in matches(work, old, own=number)}
    found = [
        match
        for match in matches(work, card, own=number, parent=old.get("parent", ""))
        if match.strength > known.get(match.number, 0)
    ]
    warnings = decide(found, new.distinct)

    kept = {name: value for name, value in old.items() if name not in FROM_PROFILE}
    version = old["versions"] + 1
    card = kept | card | {"versions": version}
    former = dict.fromkeys([*old.get("former_names", []), old["name"]])
    former.pop(card["name"], None)
    if former:
        card["former_names"] = list(former)
    work.put("files", key, card)
    profile = {"file": number, "version": version, "form": before["form"], "data": data}
    _put_version(work, profile | {"edition": new.edition}, new.document, keep)
    detail = {"version": version, "fields": _changes(before["data"], data)}
    if new.evidence:
        detail["evidence"] = new.evidence
    return Done(Receipt(number, warnings), number, detail | _decision(found, new.distinct))


def add_alias(work: Work, key: int, alias: str) -> Done:
    """Add a number by which others know the customer; see ``Archive.add_alias``."""
    card = get_file(work, key)
    require(card["number"], card["state"], "alias")
    if not terms.normal("customer_no", alias):
        raise InvalidNumber(alias, "别号不能空着。")
    if numbers.looks_like(alias):
        raise InvalidNumber(alias, "这是档案号的写法，不能作别号。")
    owners = keys_with(work, "customer_no", alias)
    if key in owners:
        raise AlreadyFiled(card["number"])
    _refuse_owned(work, owners)
    work.put("files", key, card | {"customer_nos": [*card.get("customer_nos", []), alias]})
    return Done(Receipt(card["number"]), card["number"], {"customer_no": alias})


def _require_kept(new: NewFile | NewVersion) -> None:
    """Refuse what no line can keep before it is written, where others would fail with it."""
    document = {**new._asdict(), "data": dict(new.data), "document": None}
    encode(1, Act("", "", ""), [("profiles", 1, document)], NO_HASH, salt=str)


def _latest_profile(reader: Reader, number: str) -> Document:
    """Return the newest version of a file's profile."""
    profile = reader.get("profiles", reader.find("profiles", "file", number)[-1])
    assert profile is not None
    return profile


def _claimed(work: Work, given: str, kind: str, year: int) -> str:
    """Return the number that was given out on paper, "" if what is given is none of ours."""
    if not given:
        return ""
    if not numbers.looks_like(given):
        _refuse_owned(work, keys_with(work, "customer_no", given))
        return ""
    number = numbers.read(given)
    _refuse_owned(work, keys_of_number(work, number))
    serials.check_free(work, number, kind, year)
    return number


def _refuse_owned(work: Work, owners: list[int]) -> None:
    if owners:
        taken = [get_file(work, key)["number"] for key in owners]
        raise DuplicateCustomer(taken, ["客户编号"], certain=True)


def _head_office(work: Work, given: str) -> str:
    """Return the number of a branch's head office, which must be an organisation on file."""
    if not given:
        return ""
    parent = get_file(work, survivor(work, key_of(work, given)))
    if parent["kind"] != "F" or not is_on_file(parent["state"]):
        raise UnknownFile(given, "可作总公司的单位档案")
    return str(parent["number"])


def _same_customer(old: Document, card: Document, evidence: str) -> None:
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


def _put_version(work: Work, profile: Document, document: bytes | None, keep: Keeper) -> None:
    if document is not None:
        profile["document"] = keep(document)
    work.put("profiles", work.last_key("profiles") + 1, profile)


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return the boxes that changed, each with what it held and what it holds."""
    return {
        name: [before.get(name), after.get(name)]
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    }


def _decision(found: list[Match], distinct: str) -> Detail:
    """Return what a supervisor decided: which files are not about this customer, and why."""
    alike = [match.number for match in found if match.strength is Strength.STRONG]
    return {"distinct": distinct, "alike": alike} if alike else {}
