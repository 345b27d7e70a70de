"""Opening a customer's file (建档), and the numbers others use for it.

Each function works under the writer's lock, refuses before it writes, and returns the receipt with
what the act says in detail; the caller records the act (archive.md §3, §5; flows 4.14, 4.15).
The ``guard`` stands for whoever acts: files that do not exist for him are not told.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

from csdforms.archive import numbers, serials, terms
from csdforms.archive.card import card_of, text_of
from csdforms.archive.duplicates import (
    IS_SEALED,
    OPEN,
    Guard,
    Match,
    Strength,
    decide,
    matches,
    tombstone,
)
from csdforms.archive.line import NO_HASH, encode
from csdforms.archive.lookup import (
    get_file,
    key_of,
    keys_of_number,
    keys_with,
    survivor,
)
from csdforms.archive.requests import Done, NewFile, NewVersion, Receipt
from csdforms.archive.states import ACTIVE, REVIVABLE, is_on_file, require
from csdforms.archive.store import Act, Document, Work
from csdforms.errors import (
    AlreadyFiled,
    DuplicateCustomer,
    InvalidNumber,
    UnknownFile,
    UnknownForm,
    UnreadableInput,
)

__all__ = [
    "REFUSALS",
    "Checked",
    "Detail",
    "Keeper",
    "add_alias",
    "check",
    "create",
    "decision_of",
    "put_version",
    "refuse_owned",
    "require_kept",
]

#: What keeps a customer from getting a file, and says nothing of the next one.
REFUSALS = (DuplicateCustomer, InvalidNumber, UnknownFile, UnknownForm, UnreadableInput)

#: Keeps a document and returns its hash.
Keeper: TypeAlias = Callable[[bytes], str]
Detail: TypeAlias = dict[str, Any]

_NUMBER = "客户编号"


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
    require_kept(new)
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
    put_version(work, profile | {"edition": new.edition}, document, keep)
    return Done(Receipt(number, warnings), number, decision_of(found, new.distinct, guard))


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


def require_kept(new: NewFile | NewVersion) -> None:
    """Refuse what no line can keep before it is written, where others would fail with it."""
    document = {**new._asdict(), "data": dict(new.data), "document": None}
    encode(1, Act("", "", ""), [("profiles", 1, document)], NO_HASH, salt=str)


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
    if seen := [card for card in owners if guard.sees(card)]:
        raise _taken(seen)
    serials.check_free(work, number, kind, year)
    if owners:  # it was their number in another archive
        raise guard.hides([card["number"] for card in owners])
    return number


def refuse_owned(work: Work, owners: list[int], guard: Guard) -> None:
    """Refuse a customer's number by which these files are known."""
    cards = [get_file(work, key) for key in owners]
    if seen := [card for card in cards if guard.sees(card)]:
        raise _taken(seen)
    if cards:
        raise guard.hides([card["number"] for card in cards])


def _taken(owners: list[Document]) -> DuplicateCustomer:
    is_sealed = any(card["state"] in REVIVABLE for card in owners)
    advice = IS_SEALED if is_sealed else ""
    numbers_taken = [card["number"] for card in owners]
    return DuplicateCustomer(numbers_taken, [_NUMBER], certain=True, advice=advice)


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


def put_version(work: Work, profile: Document, document: bytes | None, keep: Keeper) -> None:
    """Keep a version of a profile, with its document if it has one."""
    if document is not None:
        profile["document"] = keep(document)
    work.put("profiles", work.last_key("profiles") + 1, profile)


def decision_of(found: list[Match], distinct: str, guard: Guard) -> Detail:
    """Return what a supervisor decided: which files are not about this customer, and why.

    Where not everybody sees every file, which they are stands in the log of access alone.
    """
    alike = [match.number for match in found if match.strength is Strength.STRONG]
    if not alike:
        return {}
    return {"distinct": distinct, "alike": alike} if guard is OPEN else {"distinct": distinct}
