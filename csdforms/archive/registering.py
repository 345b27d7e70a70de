"""Opening a customer's file (建档), new versions of its profile, and the numbers others use for it.

Each function works under the writer's lock, refuses before it writes, and returns the receipt with
what the act says in detail; the caller records the act (archive.md §3, §5; flows 4.14, 4.15).
The ``guard`` stands for whoever acts: files that do not exist for him are not told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias

from csdforms.archive import numbers, serials, terms
from csdforms.archive.card import FROM_PROFILE, card_of, text_of
from csdforms.archive.duplicates import OPEN, Guard, Match, Strength, decide, matches, tombstone
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
from csdforms.archive.secrecy.levels import effective
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

__all__ = ["REFUSALS", "Checked", "add_alias", "check", "create", "refuse_owned", "revise"]

#: What keeps a customer from getting a file, and says nothing of the next one.
REFUSALS = (DuplicateCustomer, InvalidNumber, UnknownFile, UnknownForm, UnreadableInput)

#: Keeps a document and returns its hash.
Keeper: TypeAlias = Callable[[bytes], str]
Detail: TypeAlias = dict[str, Any]

_NUMBER = "客户编号"
#: What makes a customer this customer; a change of it is another customer (archive.md §5).
_IDENTITY = {"uscc": "统一社会信用代码", "ids": "证件号码"}


class Checked(NamedTuple):
    """A new customer about whom nothing stands in the way."""

    card: Document
    parent: str  # the number of the head office's file
    claimed: str  # the number that was given out on paper
    found: list[Match]
    warnings: tuple[str, ...]

    def __repr__(self) -> str:
        return f"Checked(found={len(self.found)}, warnings={len(self.warnings)})"


def check(
    work: Work,
    new: NewFile,
    at: str,
    guard: Guard = OPEN,
    *,
    draft: str | None = None,
    later: bool = False,
) -> Checked:
    """Refuse whoever cannot get a file.

    Args:
        work: the work under the writer's lock.
        new: the customer.
        at: the moment.
        guard: who asks, and what he may be told.
        draft: the number of the draft that is looked at, "" before it has one; then other drafts
            count as well.
        later: whether a supervisor decides later if it is the customer of the same name.
    """
    _require_kept(new)
    card = card_of(new.form, new.data)
    parent = _head_office(work, new.parent, guard)
    claimed = _claimed(work, text_of(new.data.get("customer_no")), card["kind"], int(at[:4]), guard)
    drafts = draft is not None
    found = matches(work, card, own=draft or "", parent=parent, guard=guard, drafts=drafts)
    warnings = decide(found, new.distinct, known=new.known, guard=guard, later=later)
    return Checked(card, parent, claimed, found, warnings)


def create(work: Work, new: NewFile, at: str, keep: Keeper, guard: Guard = OPEN) -> Done:
    """Open a file; see :meth:`csdforms.archive.archive.Archive.open_file`."""
    card, parent, claimed, found, warnings = check(work, new, at, guard)
    year = int(at[:4])
    number = claimed or serials.allocate(work, card["kind"], year)
    if claimed:
        serials.claim(work, claimed)
    data = dict(new.data)
    given = text_of(data.get("customer_no"))
    if claimed or not given:
        data["customer_no"] = number
    else:
        card["customer_nos"] = [given]
    if parent:
        card["parent"] = parent
    if before := tombstone(work, card, guard):
        card["predecessor"] = before
        warnings = (*warnings, f"该单位原档案 {before} 已销毁，新档案已注明其号。")
    card = {"number": number, "state": ACTIVE, **card}
    card |= {"created_at": at, "versions": 1, "items": 0}
    document = new.document(number) if callable(new.document) else new.document
    work.put("files", work.last_key("files") + 1, card)
    profile = {"file": number, "version": 1, "form": new.form, "data": data}
    if new.papers:
        profile["papers"] = [dict(paper) for paper in new.papers]
    _put_version(work, profile | {"edition": new.edition}, document, keep)
    return Done(Receipt(number, warnings), number, _decision(found, new.distinct, guard))


def revise(work: Work, key: int, new: NewVersion, keep: Keeper, guard: Guard = OPEN) -> Done:
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
    if data == before["data"] and not isinstance(new.document, bytes):
        raise AlreadyFiled(number)
    # What was seen or decided before is not brought up again.
    known = {match.number: match.strength for match in matches(work, old, own=number)}
    found = [
        match
        for match in matches(work, card, own=number, parent=old.get("parent", ""), guard=guard)
        if match.strength > known.get(match.number, 0)
    ]
    warnings = decide(found, new.distinct, guard=guard)

    kept = {name: value for name, value in old.items() if name not in FROM_PROFILE}
    version = old["versions"] + 1
    card = kept | card | {"versions": version}
    if guard is not OPEN and effective(card) != effective(old):
        raise NotPermitted(f"没有变更：档案 {number} 的密级不随资料变更，请另行提请定密。")
    former = dict.fromkeys([*old.get("former_names", []), old["name"]])
    former.pop(card["name"], None)
    if former:
        card["former_names"] = list(former)
    work.put("files", key, card)
    profile = {"file": number, "version": version, "form": before["form"], "data": data}
    document = new.document(number) if callable(new.document) else new.document
    _put_version(work, profile | {"edition": new.edition}, document, keep)
    detail = {"version": version, "fields": _changes(before["data"], data)}
    if new.evidence:
        detail["evidence"] = new.evidence
    return Done(Receipt(number, warnings), number, detail | _decision(found, new.distinct, guard))


def add_alias(work: Work, key: int, alias: str, guard: Guard = OPEN) -> Done:
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
    refuse_owned(work, owners, guard)
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


def _claimed(work: Work, given: str, kind: str, year: int, guard: Guard) -> str:
    """Return the number that was given out on paper, "" if what is given is none of ours."""
    if not given:
        return ""
    if not numbers.looks_like(given):
        refuse_owned(work, keys_with(work, "customer_no", given), guard)
        return ""
    number = numbers.read(given)
    owners = [get_file(work, key) for key in keys_of_number(work, number)]
    # Of a hidden file that number is used up, like that of one which is void.
    if seen := [card["number"] for card in owners if guard.sees(card)]:
        raise DuplicateCustomer(seen, [_NUMBER], certain=True)
    serials.check_free(work, number, kind, year)
    if owners:  # it was their number in another archive
        raise guard.hides([card["number"] for card in owners])
    return number


def refuse_owned(work: Work, owners: list[int], guard: Guard) -> None:
    """Refuse a customer's number by which these files are known."""
    cards = [get_file(work, key) for key in owners]
    if seen := [card["number"] for card in cards if guard.sees(card)]:
        raise DuplicateCustomer(seen, [_NUMBER], certain=True)
    if cards:
        raise guard.hides([card["number"] for card in cards])


def _head_office(work: Work, given: str, guard: Guard) -> str:
    """Return the number of a branch's head office, which must be an organisation on file."""
    if not given:
        return ""
    parent = get_file(work, survivor(work, key_of(work, given)))
    if not guard.sees(parent):
        raise UnknownFile(given)
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


def _decision(found: list[Match], distinct: str, guard: Guard) -> Detail:
    """Return what a supervisor decided: which files are not about this customer, and why.

    Where not everybody sees every file, which they are stands in the log of access alone.
    """
    alike = [match.number for match in found if match.strength is Strength.STRONG]
    if not alike:
        return {}
    return {"distinct": distinct, "alike": alike} if guard is OPEN else {"distinct": distinct}
